/* setting.h - what the plant says of itself: its name, the address of its labels, language and the like. One row,
 * there from the first day. The options of the program win over it (config.h). */
#ifndef STORE_SETTING_H
#define STORE_SETTING_H

#include "base/i18n.h"
#include "store/store.h"

struct setting {
	const char *plant_name;
	const char *url;      /* what labels and links begin with, without a slash at the end */
	int lang;	      /* of a reader who asks for neither; index into setting_langs, -1: not said */
	const char *currency; /* ISO 4217 */
	int64_t close_after_days; /* a restored ticket closes by itself after this; 0: never; NONE: not said */
	int64_t hold_days;	  /* a repair must last to count as one that held; NONE: not said */
	int64_t labels_printed, setup_done; /* steps of the first days, as the administrator says */
	int64_t version;
};
extern const struct field setting_fields[];
extern const char *const setting_langs[]; /* in the order of enum lang */

enum err store_setting_get(struct db *db, struct arena *a, struct setting *out);
/* Of what is written for everybody: the option's, else the setting's, else Chinese. */
enum lang setting_lang(const struct setting *s, const char *option);
/* Every member where the version is still s->version; then it is one more. ERR_STALE */
enum err store_setting_put(struct tx *tx, struct setting *s);

/* What a plant has already, for who begins: whether there is a machine, a person beside the first administrator. */
struct setting_begun {
	int64_t machines, people; /* how many */
};
enum err store_setting_begun(struct db *db, struct arena *a, struct setting_begun *out);

#endif
