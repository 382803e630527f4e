/* round_due.h - when a route is due, and the rounds that come of it.
 *
 * due "shift": every shift of the route's calendar, from its beginning to its end. due "times": its windows, on its weekdays (none
 * named: all). Both leave out weekdays that are not named; with workdays, windows leave out days on which the calendar has no
 * shift. Shifts and windows belong to the local day on which they begin (domain/calendar.h).
 *
 * Rounds are made ROUND_MADE_AHEAD_MS ahead, with the stops and editions of that moment; when a route is changed, those that have
 * not begun to be due and that nobody has begun are made anew. A round whose window ended unfinished is missed: an event says so
 * once. One that was walked in time and is sent later counts as done. */
#ifndef DOMAIN_ROUND_DUE_H
#define DOMAIN_ROUND_DUE_H

#include "domain/interval.h"
#include "store/calendar.h"
#include "store/round_route.h"

enum { ROUND_MADE_AHEAD_MS = 24 * 60 * 60 * 1000, ROUND_MAKE_MOST = 1000 };

/* The windows that begin in [span.start, span.end), by their beginning, without two that begin together. c NULL: no calendar.
 * Pure but for the time zone. */
struct interval_set round_windows(
	struct arena *a, const struct round_route *r, const struct calendar_row *c, struct interval span);

/* ERR_INVALID: fields. Both add an event ("route") and make rounds. */
enum err domain_route_add(struct tx *tx, struct round_route *r);
/* All of it. ERR_NOT_FOUND, ERR_STALE. */
enum err domain_route_put(struct tx *tx, struct round_route *r, int64_t version);

/* Makes what will be due, marks what was missed; run every minute. *missed: how many now. */
enum err domain_round_sweep(struct tx *tx, int64_t *missed);

#endif
