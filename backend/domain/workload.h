/* workload.h - how much of the work was planned, what is left of it, and how often a repair held.
 *
 * Corrective share: of the tickets reported in the window, those that are repairs (the rest is preventive, inspection,
 * improvement). Backlog: tickets that are open now, neither restored nor ended, whenever they were reported.
 * First-time-fix rate: of the failures restored in the window, those that were never reopened; a fault that came back as
 * a new ticket is in the repeat rate of the figures. */
#ifndef DOMAIN_WORKLOAD_H
#define DOMAIN_WORKLOAD_H

#include "domain/figures_rows.h"

enum { WORKLOAD_KINDS = 4 }; /* enum ticket_kind */

struct workload {
	int64_t reported[WORKLOAD_KINDS];
	int64_t open[WORKLOAD_KINDS];
	int64_t oldest_open; /* when the oldest of them was reported; NONE: none is open */
	int64_t restored,
		reopened; /* failures restored in the window, and those of them that were reopened */
	double corrective_share, first_time_fix_rate; /* 0..1; NAN: of none */
};

/* ERR_NOT_FOUND: no such asset. */
enum err domain_workload(struct db *db, struct arena *a, const struct figures_query *q, struct workload *out);

#endif
