/* mark.h - what technicians said of the fixes that were suggested for a ticket: it worked, or it did not apply. Of each
 * fix the last word holds; every word is in the event log. */
#ifndef STORE_MARK_H
#define STORE_MARK_H

#include "store/store.h"

enum fix_mark { MARK_WORKED, MARK_DID_NOT_APPLY };
extern const char *const fix_marks[];

struct suggestion_mark {
	int64_t ticket_id;
	const char *fix, *label; /* the name of the group (kb/kb.h), and as it was shown */
	int mark;		 /* enum fix_mark */
	int64_t account_id;
	const char *account_name; /* joined */
	int64_t time;
	struct list cases; /* of int64_t: the repairs that spoke for it when it was shown; only written */
};
extern const struct field suggestion_mark_fields[];

/* In place of what was said before; sets time. Its cases are added to those that there are: what was said before counted
 * for them too, and is looked at again. */
enum err store_mark_put(struct tx *tx, struct suggestion_mark *m);
/* ERR_NOT_FOUND: nothing was said of it. */
enum err store_mark_drop(struct tx *tx, int64_t ticket, const char *fix);
/* All repairs that ever spoke for a fix that was marked on this ticket, as struct repair_id (store/repair.h). */
enum err store_mark_cases(struct db *db, struct arena *a, int64_t ticket, struct list *out);
/* Of one ticket, in the order in which they were said. */
enum err store_mark_list(struct db *db, struct arena *a, int64_t ticket, struct list *out);

#endif
