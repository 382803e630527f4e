/* plan_ahead.h - when a plan is due next on a machine, by its rule, what was done, and how its meter runs. Reads, and
 * changes nothing. */
#ifndef DOMAIN_PLAN_AHEAD_H
#define DOMAIN_PLAN_AHEAD_H

#include "domain/calendars.h"
#include "domain/recur.h"
#include "domain/usage.h"
#include "store/due.h"
#include "store/plan.h"

/* The last day that is in time. */
int64_t plan_grace_day(int64_t due_day, int64_t grace_days);
/* The calendar part of a plan; without one, unit -1. */
struct recur plan_rule(const struct plan *p);

struct plan_next {
	bool any; /* false: never, or the meter does not say when */
	struct occasion at;
	int cause;	    /* enum due_cause: what comes first */
	struct usage usage; /* of a plan by meter */
};
/* base: the newest due that is not waiting, or NULL. c: the calendar whose free days count, or NULL. */
enum err plan_next(struct db *db, struct arena *a, const struct plan *p, const struct plan_asset *pa,
	const struct calendar *c, const struct plan_due *base, int64_t now, struct plan_next *out);
/* By calendar alone, as after `base` if that is not done before: what comes while it is open. */
bool plan_next_by_calendar(const struct plan *p, const struct plan_asset *pa, const struct calendar *c,
	const struct plan_due *base, struct occasion *out);
/* Whose free days count for this machine. */
enum err plan_calendar(struct db *db, const struct plan *p, int64_t asset, const struct calendars *all,
	const struct calendar **out);

/* The next n occasions of a rule that was just written, from today on: fills *out, gives how many. */
size_t plan_preview(
	const struct plan *p, const struct calendar *c, int64_t today, struct occasion *out, size_t n);

#endif
