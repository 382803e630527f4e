/* round.h - inspection rounds as rows: each time a route was due, its stops, what was answered. The rules are domain/round.h.
 *
 * *_at are the server's times, *_said the phone's, done_at the one that counts. */
#ifndef STORE_ROUND_H
#define STORE_ROUND_H

#include "store/checklist.h"

/* Never stored: it follows from the times (round_state). */
enum round_state {
	ROUND_PLANNED, /* not due yet */
	ROUND_DUE,
	ROUND_RUNNING,
	ROUND_DONE,
	ROUND_LATE, /* done after its window */
	ROUND_MISSED
};
extern const char *const round_states[];

struct round {
	int64_t id, route_id;
	const char *name, *name_en; /* of the route, as it was */
	int64_t due_from, due_to;
	int64_t assignee_id, account_id; /* who should, who has begun */
	int64_t sign;
	int64_t started_at, started_said, finished_at, finished_said, done_at, missed_at;
	const char *note;
	int64_t signature_id, version;
	const char *assignee_name, *account_name; /* joined */
	int64_t stops_n, stops_done, findings;
	int state;
};
/* A machine of a round. done_at: everything that had to be answered was; skipped: why not. */
struct round_stop {
	int64_t id, round_id, n, machine_id, checklist_id, edition;
	int64_t scanned_at, typed;
	const char *code;
	int64_t done_at, done_said;
	const char *skipped;
	const char *machine_code, *machine_name, *machine_name_en, *place, *checklist_name,
		*checklist_name_en;
};
struct round_answer {
	int64_t id, stop_id, item_id, root_id, machine_id;
	int64_t value;	  /* thousandths */
	const char *text; /* yes, no, the choice, what was written */
	int64_t photo_id;
	const char *skipped, *note;
	int64_t finding, ticket_id, repeated; /* repeated: the ticket was open already */
	int64_t time;
};
extern const struct field round_fields[], round_stop_fields[], round_answer_fields[];

enum round_state round_state(const struct round *r, int64_t now);

/* ERR_NOT_FOUND. state is that of `now`. */
enum err store_round_get(struct db *db, struct arena *a, int64_t id, int64_t now, struct round *out);
/* The latest due first, below the round `before`. Members that are NONE or -1 do not filter; from, to: due_from in [from, to). */
struct round_filter {
	int state;
	int64_t route_id, machine_id;
	int64_t open; /* 1: can be walked now or within ROUND_AHEAD_MS, not finished */
	int64_t mine; /* 1: assigned to account or to nobody, or begun by account */
	int64_t account, findings, from, to, before, limit;
};
enum { ROUND_AHEAD_MS = 2 * 60 * 60 * 1000 };
enum err store_round_list(
	struct db *db, struct arena *a, const struct round_filter *f, int64_t now, struct list *out);
/* Sets r->id; with the stops of the route as they are now, in the editions of now. ERR_CONFLICT: there is one. */
enum err store_round_add(struct tx *tx, struct round *r);
/* Every column that a walk changes, where the version is still r->version. ERR_STALE */
enum err store_round_put(struct tx *tx, struct round *r);
/* Those of a route that begin after then and nobody has begun. */
enum err store_round_drop(struct tx *tx, int64_t route, int64_t after);
/* Rounds that begin after then and nobody has begun look at the checklist as it is now. */
enum err store_round_edition(struct tx *tx, const struct checklist *c, int64_t after);
/* Ids of those whose window ended before then, unfinished and not marked. */
enum err store_round_overdue(struct db *db, struct arena *a, int64_t before, struct list *out);
struct round_id {
	int64_t id;
};

enum err store_round_stops(struct db *db, struct arena *a, int64_t round, struct list *out);
enum err store_round_stop_get(struct db *db, struct arena *a, int64_t id, struct round_stop *out);
enum err store_round_stop_put(struct tx *tx, const struct round_stop *s);
/* How many are neither done nor skipped. */
enum err store_round_left(struct db *db, int64_t round, int64_t *n);

/* Items of all stops: checklist by checklist, each item once. */
struct round_item {
	int64_t checklist_id;
	struct check_item item;
};
extern const struct field round_item_row_fields[];
enum err store_round_items(struct db *db, struct arena *a, int64_t round, struct list *out);
enum err store_round_stop_items(struct db *db, struct arena *a, const struct round_stop *s, struct list *out);
enum err store_round_answers(struct db *db, struct arena *a, int64_t round, struct list *out);
enum err store_round_stop_answers(struct db *db, struct arena *a, int64_t stop, struct list *out);
/* Sets id. What was answered at this stop to this item before is replaced. */
enum err store_round_answer_put(struct tx *tx, struct round_answer *x);
enum err store_round_answer_ticket(struct tx *tx, const struct round_answer *x);
/* A ticket that an answer to the same question on the same machine led to and that is not repaired yet; ERR_NOT_FOUND. */
enum err store_round_open_ticket(struct db *db, int64_t machine, int64_t root, int64_t *ticket);

/* Printed codes of the machines of a round; and the numbers answered before, the newest ROUND_LAST of each item. */
struct round_code {
	int64_t stop_id;
	const char *code;
};
struct round_last {
	int64_t machine_id, root_id, time, value;
};
enum { ROUND_LAST = 12 };
enum err store_round_codes(struct db *db, struct arena *a, int64_t round, struct list *out);
enum err store_round_lasts(struct db *db, struct arena *a, int64_t round, struct list *out);
/* Does the code open this machine, or is it its number? */
enum err store_round_code_fits(struct db *db, int64_t machine, const char *code, bool *fits);

/* One question on one machine over time, oldest first of the newest `limit`. */
struct trend_point {
	int64_t time, value, round_id, finding;
};
extern const struct field trend_point_fields[];
enum err store_round_trend(
	struct db *db, struct arena *a, int64_t machine, int64_t root, int64_t limit, struct list *out);

/* What rounds found on a machine, newest first. */
struct round_finding {
	int64_t time, round_id, item_id, value;
	const char *item, *item_en, *unit, *text, *note;
	int64_t photo_id, ticket_id;
	const char *by;
};
extern const struct field round_finding_fields[];
enum err store_round_findings(
	struct db *db, struct arena *a, int64_t machine, int64_t limit, struct list *out);

/* Routes by how often they became due in [from, to) and were done; one row each. */
struct round_count {
	int64_t route_id;
	const char *name, *name_en;
	int64_t due, done, late, missed;
};
extern const struct field round_count_fields[];
enum err store_round_counts(
	struct db *db, struct arena *a, int64_t from, int64_t to, int64_t now, struct list *out);

#endif
