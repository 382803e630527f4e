/* planner.h - brings every plan up to the day, some at a time, each time in a transaction of its own, so that others write in
 * between. Killed in the middle it has made what it made; the next run makes the rest, and nothing twice (domain/plan.h). */
#ifndef DOMAIN_PLANNER_H
#define DOMAIN_PLANNER_H

#include "store/store.h"

/* now 0: the clock's. *made: tickets. */
enum err planner_run(struct store *store, int64_t now, int64_t *made, struct fault *fault);

#endif
