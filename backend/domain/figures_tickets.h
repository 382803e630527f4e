/* figures_tickets.h - the tickets behind a figure or behind a mark of a Pareto: exactly those that were counted. */
#ifndef DOMAIN_FIGURES_TICKETS_H
#define DOMAIN_FIGURES_TICKETS_H

#include "domain/figures_keys.h"

/* Members of the figures and what their tickets are. As many as the figure says: failures, degraded, ongoing, restored,
 * repeats, and excluded (all reasons together). Breakdowns: the tickets of those that began in the window, several of
 * which may be one. Downtime: what took some of it. Cost: what was spent on, planned work too. */
enum figures_member {
	OF_FAILURES,
	OF_BREAKDOWNS,
	OF_DEGRADED,
	OF_ONGOING,
	OF_RESTORED,
	OF_REPEATS,
	OF_DOWNTIME,
	OF_EXCLUDED,
	OF_COST
};
extern const char *const figures_members[];

struct figures_pick {
	enum figures_member member;
	/* Of these only; NULL: any. FIGURES_UNSAID: those where it was not recorded. The component by its name. */
	const char *failure_mode, *component, *cause;
};
#define FIGURES_UNSAID "-"

struct figures_picked {
	int64_t id;
	int64_t onset, ttr_ms;		 /* NONE: not known, or not in MTTR */
	int64_t downtime_ms, cost_cents; /* in the window; cost when it is asked for */
	int64_t counted, ongoing, repeat;
	int64_t row; /* among the rows, NONE: none of them */
	int reason;  /* why it was left out; RELIABILITY_COUNTED: it was not */
};

/* All of them, the newest id first, as an array of struct figures_picked. ERR_NOT_FOUND: no such asset. */
enum err domain_figures_tickets(struct db *db, struct arena *a, const struct figures_query *q,
	const struct figures_pick *pick, struct list *out);

#endif
