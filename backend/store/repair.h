/* repair.h - tickets as repair records: what the knowledge base learns from. A ticket is one when it is
 * corrective and restored or closed.
 *
 * A repair held when nothing like it was reported of the machine in the REPAIR_HOLD_DAYS after it: the same component, or,
 * where neither says one, the same failure mode. It is not known of a repair that says neither, nor before that time is
 * over (unless the fault came back). */
#ifndef STORE_REPAIR_H
#define STORE_REPAIR_H

#include "store/store.h"

enum { REPAIR_HOLD_DAYS = 30 };

struct repair {
	int64_t id, time, machine_id; /* time: restored, else closed, else reported */
	const char *model, *symptom, *cause_code, *cause, *action_code, *action, *component, *fault_code;
	const char *action_zh, *action_en; /* of the action code */
	int64_t minutes;		   /* booked labour; NONE when none */
	int64_t held;			   /* 1; 0: it came back; NONE: not known (yet) */
};
extern const struct field repair_fields[];

/* Whether they held is as of now. ERR_NOT_FOUND: no such ticket, or it is no repair record (any more). */
enum err store_repair_get(struct db *db, struct arena *a, int64_t id, struct repair *out);
/* Up to `limit` above the id `after`, by id. */
enum err store_repair_list(struct db *db, struct arena *a, int64_t after, int64_t limit, struct list *out);

/* Whether these held may depend on that ticket: what was repaired on its machine shortly before it was reported; or, when
 * that time was corrected (`all`), whenever. */
struct repair_id {
	int64_t id;
};
enum err store_repair_before(
	struct db *db, struct arena *a, int64_t ticket, bool all, struct list /* repair_id */ *out);
/* Those of which it becomes known that they held, in (from, to]. */
enum err store_repair_matured(
	struct db *db, struct arena *a, int64_t from, int64_t to, struct list /* repair_id */ *out);

/* Parts that were used on tickets (net of returns, more than zero), by ticket. */
struct repair_part {
	int64_t ticket_id, part_id, qty;
};
/* Of tickets with from <= id <= to. */
enum err store_repair_parts(struct db *db, struct arena *a, int64_t from, int64_t to, struct list *out);

/* A past repair as evidence for a suggestion. */
struct repair_case {
	int64_t ticket_id, time;
	const char *machine_code, *machine_name, *component, *symptom, *cause, *action, *import_ref;
	int64_t cost_cents; /* parts, labour and invoices */
	int64_t held;	    /* as of a struct repair */
	double score;	    /* set by the caller */
};
extern const struct field repair_case_fields[];
enum err store_repair_case(struct db *db, struct arena *a, int64_t id, struct repair_case *out);

#endif
