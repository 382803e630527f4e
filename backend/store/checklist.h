/* checklist.h - what is looked at on a machine: checklists and the items of their editions.
 *
 * The items of an edition never change: a round keeps the edition it was made with. An item of a later edition that is the same
 * question has the same root_id, the id of the first of them: what a trend and an open ticket hang on. What the members mean to
 * an answer is domain/check.h. */
#ifndef STORE_CHECKLIST_H
#define STORE_CHECKLIST_H

#include "store/store.h"

enum check_kind { CHECK_YES_NO, CHECK_NUMBER, CHECK_CHOICE, CHECK_PHOTO, CHECK_TEXT };
enum check_ticket {
	CHECK_OFFER, /* a finding becomes a ticket when somebody taps */
	CHECK_AUTO,  /* by itself */
	CHECK_NEVER
};
extern const char *const check_kinds[], *const check_tickets[];

struct check_item {
	int64_t id, n, root_id; /* n: 1.. in its edition */
	int kind;
	const char *text, *text_en, *hint, *unit;
	int64_t low, high;   /* thousandths, or NONE */
	const char *choices; /* a line each */
	int64_t bad;	     /* bits by choice; of yes/no 1 yes, 2 no */
	int64_t required;
	int64_t if_item;      /* asked only when this earlier item (its n) … */
	const char *if_value; /* … was answered so: yes, no, a choice, or "finding" */
	int ticket;
	int64_t priority;
};
struct checklist {
	int64_t id;
	const char *name, *name_en;
	int64_t retired, edition, version, created_at;
	int64_t items_n, routes_n; /* of this edition; routes that use it */
	struct list items;	   /* struct check_item by n; empty in lists */
};
extern const struct field check_item_fields[], checklist_fields[];

/* ERR_NOT_FOUND. With its items. */
enum err store_checklist_get(struct db *db, struct arena *a, int64_t id, struct checklist *out);
/* All, by name; those no longer used last. */
enum err store_checklist_list(struct db *db, struct arena *a, struct list *out);
/* Sets id, version, edition, and id, n and root_id of the items. */
enum err store_checklist_add(struct tx *tx, struct checklist *c);
/* Where the version is still c->version; `edition`: the items are a new one. ERR_STALE */
enum err store_checklist_put(struct tx *tx, struct checklist *c, bool edition);
/* Does some edition of this checklist have an item that began as root? */
enum err store_check_root(struct db *db, int64_t checklist, int64_t root, bool *is);
/* ERR_NOT_FOUND */
enum err store_check_item(struct db *db, struct arena *a, int64_t id, struct check_item *out);

#endif
