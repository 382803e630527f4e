/* requisition.h - what is to be bought: requisitions and their lines, the plant's rules of buying, what of it has come.
 *
 * Plain rows; what may be done in which state is in domain/requisition.h. One requisition at most is a draft (proposed or edited), and
 * a cycle has one at most that the nightly run made: the database refuses a second. */
#ifndef STORE_REQUISITION_H
#define STORE_REQUISITION_H

#include "store/store.h"

/* ---- the plant's rules ---- */

struct purchasing {
	int64_t cycle_days, first_day; /* a cycle begins every so many days from that day on */
	int64_t service;	       /* per mille */
	int64_t order_cost_cents;
	int64_t holding;    /* per cent of the price a year */
	int64_t run_minute; /* of the day */
	int64_t enabled;
	int64_t run_day; /* that the nightly run was last finished for, or NONE */
	int64_t version;
};
extern const struct field purchasing_fields[];
enum err store_purchasing_get(struct db *db, struct purchasing *out);
/* Where the version is still p->version; then it is one more. ERR_STALE */
enum err store_purchasing_put(struct tx *tx, struct purchasing *p);
enum err store_purchasing_ran(struct tx *tx, int64_t day);

/* ---- requisitions ---- */

enum requisition_state {
	REQ_PROPOSED, /* by the run; nobody has touched it */
	REQ_EDITED,
	REQ_APPROVED,
	REQ_ORDERED,
	REQ_RECEIVING, /* some of it has come */
	REQ_CLOSED,
	REQ_CANCELLED
};
extern const char *const requisition_states[];

struct requisition {
	int64_t id;
	int state;
	int64_t cycle_day; /* NONE: a person made it */
	const char *note;
	int64_t created_at, created_by, approved_at, approved_by, ordered_at, ordered_by, ended_at, ended_by;
	const char *reason; /* why it was closed short or cancelled */
	int64_t version;
	/* joined */
	const char *created_name, *approved_name, *ordered_name, *ended_name;
	int64_t lines, parts_come; /* how many; how many of them have come (or will not) */
	int64_t total_cents;	   /* of the lines whose price is known */
	int64_t unpriced;
};
extern const struct field requisition_fields[];

/* ERR_NOT_FOUND */
enum err store_requisition_get(struct db *db, struct arena *a, int64_t id, struct requisition *out);
/* The draft; ERR_NOT_FOUND: there is none. */
enum err store_requisition_draft(struct db *db, struct arena *a, struct requisition *out);
/* The one the run made for that cycle. ERR_NOT_FOUND */
enum err store_requisition_of_cycle(struct db *db, struct arena *a, int64_t day, struct requisition *out);
/* Newest first, below the id `before` (NONE: from the newest); open: 1 those that are not over, 0 those that are, NONE all. part: with
 * that part in them, or NONE. */
struct requisition_filter {
	int64_t open, part_id, before, limit;
};
enum err store_requisition_list(
	struct db *db, struct arena *a, const struct requisition_filter *f, struct list *out);
/* Sets id. ERR_CONFLICT: there is a draft already, or one of that cycle. */
enum err store_requisition_add(struct tx *tx, struct requisition *r);
/* State, times and reason, where the version is still r->version; then it is one more. ERR_STALE */
enum err store_requisition_put(struct tx *tx, struct requisition *r);

/* ---- lines ---- */

enum requisition_cause { CAUSE_MINIMUM, CAUSE_WORKED_OUT, CAUSE_WANTED, CAUSE_PERSON };
extern const char *const requisition_causes[];

struct requisition_line {
	int64_t id, requisition_id, part_id, supplier_id;
	int64_t qty, price_cents, received;
	int64_t ended;	 /* what has not come will not */
	int64_t touched; /* a person set it: the run leaves it alone */
	int cause;
	/* how things were when it was worked out; NONE: not worked out */
	int64_t proposed, on_hand, reserved, wanted, on_order, point, up_to, year_qty, lead_days;
	const char *note;
	/* joined */
	const char *code, *name, *name_en, *spec, *unit, *bin_code, *supplier_name;
	int64_t cents; /* qty × price, rounded; NONE: price unknown */
};
extern const struct field requisition_line_fields[];
/* By supplier, then code. */
enum err store_requisition_lines(struct db *db, struct arena *a, int64_t requisition, struct list *out);
/* ERR_NOT_FOUND */
enum err store_requisition_line_of(
	struct db *db, struct arena *a, int64_t requisition, int64_t part, struct requisition_line *out);
/* New or changed, by requisition and part; sets id. */
enum err store_requisition_line_put(struct tx *tx, struct requisition_line *l);
enum err store_requisition_line_remove(struct tx *tx, int64_t id);
/* Those of parts that are retired, but for what a person touched; *removed: how many. */
enum err store_requisition_line_retire(struct tx *tx, int64_t requisition, int64_t *removed);

/* ---- what has come ---- */

struct requisition_receipt {
	int64_t movement_id, line_id, part_id, supplier_id, qty, ordered_at, time;
	const char *bin_code, *account_name; /* joined */
	int64_t value_cents;
};
extern const struct field requisition_receipt_fields[];
enum err store_requisition_receipt_add(struct tx *tx, const struct requisition_receipt *r);
/* Of which requisition a movement brought something. ERR_NOT_FOUND: of none. */
enum err store_requisition_of_movement(struct db *db, int64_t movement, int64_t *id);
/* By time. */
enum err store_requisition_receipts(struct db *db, struct arena *a, int64_t requisition, struct list *out);

/* ---- whose use it makes good ---- */

/* What machines used (use.h) of the parts of a requisition in [from, to), as it was known at `to`; at most one row for a machine and
 * part. */
struct requisition_use {
	int64_t machine_id, part_id;
	const char *machine_code, *machine_name, *machine_name_en;
	int64_t original_value_cents;
	int64_t qty, tickets;
};
enum err store_requisition_uses(
	struct db *db, struct arena *a, int64_t requisition, int64_t from, int64_t to, struct list *out);

#endif
