/* usual.h - the usual faults of a machine, to be tapped instead of typed.
 *
 * Different wordings of one fault are one: the same failure mode on the same component, or, where a repair did not say
 * so, the same words but for case, blanks and punctuation. Of a fault's wordings the commonest in the reader's language
 * is shown (Chinese is what has a Chinese character), else the commonest; of equals the shorter. */
#ifndef DOMAIN_USUAL_H
#define DOMAIN_USUAL_H

#include "base/i18n.h"
#include "store/ticket.h"

/* Up to `limit` texts, of struct usual, commonest fault first. */
enum err domain_usual(
	struct db *db, struct arena *a, int64_t machine, enum lang lang, int64_t limit, struct list *out);

#endif
