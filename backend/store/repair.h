/* repair.h - tickets as repair records: what the knowledge base learns from. A ticket is one when it is
 * corrective and restored or closed. Whether a repair held is told by domain/outcome.h out of again_at; `hold` is the time
 * after it that counts, in ms. */
#ifndef STORE_REPAIR_H
#define STORE_REPAIR_H

#include "store/store.h"

struct repair {
	int64_t id, time, machine_id; /* time: restored, else closed, else reported */
	const char *model, *symptom, *cause_code, *cause, *action_code, *action, *component, *fault_code;
	const char *component_en;
	const char *action_zh, *action_en; /* of the action code */
	int64_t minutes;		   /* booked labour; NONE when none */
	int64_t component_id;
	int64_t ended_at; /* restored, or, where an import does not say when that was, closed; NONE: neither */
	int64_t again_at; /* when the same was reported of the machine next, within `hold`; NONE: it was not */
	int64_t placed;	  /* 1: it says a component or a failure mode */
	int64_t marked_wrong,
		marked_right; /* how often people said so of a fix that it spoke for (store/mark.h) */
	/* What is kept of it (store/fix.h): its fix, what that was merged into in the end, and so on. said -1: nothing. */
	int64_t fix_id, root_id, basis;
	int said, outcome;
};
extern const struct field repair_fields[];

/* ERR_NOT_FOUND: no such ticket, or it is no repair record (any more). */
enum err store_repair_get(struct db *db, struct arena *a, int64_t id, int64_t hold, struct repair *out);
/* Up to `limit` above the id `after`, by id. */
enum err store_repair_list(
	struct db *db, struct arena *a, int64_t after, int64_t limit, int64_t hold, struct list *out);

/* Whether these held may depend on that ticket: what was repaired on its machine shortly before it was reported; or, when
 * that time was corrected (`all`), whenever. */
struct repair_id {
	int64_t id;
};
enum err store_repair_before(struct db *db, struct arena *a, int64_t ticket, bool all, int64_t hold,
	struct list /* repair_id */ *out);
/* Those of which it becomes known that they held, in (from, to]. */
enum err store_repair_matured(struct db *db, struct arena *a, int64_t from, int64_t to, int64_t hold,
	struct list /* repair_id */ *out);

/* The newest `limit`, newest first. */
enum err store_repair_newest(struct db *db, struct arena *a, int64_t limit, struct list /* repair_id */ *out);

/* Parts that were used on tickets (net of returns, more than zero), by ticket. */
struct repair_part {
	int64_t ticket_id, part_id, qty;
};
/* Of tickets with from <= id <= to. */
enum err store_repair_parts(struct db *db, struct arena *a, int64_t from, int64_t to, struct list *out);

/* A past repair as evidence for a suggestion. */
struct repair_case {
	int64_t ticket_id, time;
	const char *machine_code, *machine_name, *machine_name_en, *component, *symptom, *cause, *action,
		*import_ref;
	int64_t cost_cents; /* parts, labour and invoices */
	int64_t minutes;    /* booked; NONE: none */
	int64_t ended_at, again_at, placed;
	/* set by the caller */
	int64_t held; /* 1; 0: it came back; NONE: not known (yet) */
	double score; /* how similar it is */
};
extern const struct field repair_case_fields[];
enum err store_repair_case(struct db *db, struct arena *a, int64_t id, int64_t hold, struct repair_case *out);
/* The cases of a fix and of what was merged into it: up to `limit` below the ticket `before` (NONE: all), newest ticket
 * first. */
enum err store_repair_cases(struct db *db, struct arena *a, int64_t fix, int64_t before, int64_t limit,
	int64_t hold, struct list *out);

#endif
