/* i18n.h - the two languages. Every message has both by construction: messages.def takes no line without. */
#ifndef BASE_I18N_H
#define BASE_I18N_H

#include "base/err.h"

enum lang { LANG_ZH, LANG_EN, LANG_COUNT };

/* "zh" / "en". */
const char *lang_code(enum lang lang);
/* From an Accept-Language header (RFC 9110 weights); what is neither Chinese nor English gives `otherwise`.
 */
enum lang lang_accept(const char *header, enum lang otherwise);
/* From a setting: "zh…" or "en…", else `otherwise`. NULL allowed. */
enum lang lang_parse(const char *text, enum lang otherwise);

/* The message text; may hold one %s. */
const char *msg_text(enum msg msg, enum lang lang);
/* The text with its %s replaced by arg, cut to size; returns out. An arg "@ID" is itself a message. */
const char *msg_format(char *out, size_t size, enum msg msg, enum lang lang, const char *arg);
/* The id as written in messages.def, e.g. "NOT_FOUND". */
const char *msg_id(enum msg msg);

#endif
