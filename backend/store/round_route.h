/* round_route.h - inspection routes as rows: machines in order, each with its checklist, and when they are due. What that means is
 * domain/round_due.h. */
#ifndef STORE_ROUND_ROUTE_H
#define STORE_ROUND_ROUTE_H

#include "store/store.h"

enum route_due { DUE_SHIFT, DUE_TIMES };
extern const char *const route_dues[];

struct route_window {
	int64_t start_min, end_min; /* 0..1439; start + 1 .. start + 1440 */
};
struct route_stop {
	int64_t machine_id, checklist_id;
	const char *machine_code, *machine_name, *machine_name_en, *checklist_name,
		*checklist_name_en; /* joined */
};
struct round_route {
	int64_t id;
	const char *name, *name_en;
	int due;
	int64_t weekdays; /* bits, Monday 1; 0: all */
	int64_t workdays; /* only on days on which the calendar has work */
	int64_t calendar_id, assignee_id;
	int64_t sign; /* whoever finishes must sign */
	int64_t paused, retired, made_to, version, created_at;
	const char *calendar_name, *assignee_name; /* joined */
	int64_t stops_n;
	struct list windows,
		stops; /* of route_window and route_stop, in their order; stops are empty in lists */
};
extern const struct field route_window_fields[], route_stop_fields[], round_route_fields[];

/* ERR_NOT_FOUND */
enum err store_route_get(struct db *db, struct arena *a, int64_t id, struct round_route *out);
/* With windows; by name, those no longer used last. */
enum err store_route_list(struct db *db, struct arena *a, struct list *out);
/* Sets id and version. */
enum err store_route_add(struct tx *tx, struct round_route *r);
/* Where the version is still r->version. ERR_STALE */
enum err store_route_put(struct tx *tx, struct round_route *r);
enum err store_route_made(struct tx *tx, int64_t id, int64_t made_to);
/* Is there such a machine; such a checklist? */
enum err store_route_machine(struct db *db, int64_t machine, bool *is);
enum err store_route_checklist(struct db *db, int64_t checklist, bool *is);

#endif
