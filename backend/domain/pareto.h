/* pareto.h - failures put together by mode, component, cause, machine or line: what the most is lost by.
 *
 * A mark's failures are tickets that `failures` of the figures counts; its downtime is that of its tickets in the window,
 * a moment that several cover being the first one's, so that the marks sum to the figures' downtime without overruns;
 * its cost is what was booked in the window on tickets that met it. */
#ifndef DOMAIN_PARETO_H
#define DOMAIN_PARETO_H

#include "domain/figures_keys.h"

enum pareto_sort { PARETO_FAILURES, PARETO_DOWNTIME, PARETO_COST };
/* "failures", "downtime", "cost" */
extern const char *const pareto_sorts[];

struct pareto_sums {
	int64_t failures, downtime_ms, cost_cents;
};

struct pareto_mark {
	struct figures_key key;
	struct pareto_sums sums;
	double share, cumulative; /* of what is sorted by, 0..1; NAN: nothing of it */
};

struct pareto {
	struct pareto_mark *marks; /* the largest first; those without any sum are left out */
	size_t n;
	size_t rest; /* how many marks there are beyond these, and what they sum to */
	struct pareto_sums rest_sums, total;
};

/* At most `top` marks. ERR_NOT_FOUND: no such asset. */
enum err domain_pareto(struct db *db, struct arena *a, const struct figures_query *q, enum figures_by by,
	enum pareto_sort sort, size_t top, struct pareto *out);

/* The pure part: puts marks in order and cuts them at top. */
void pareto_rank(struct arena *a, const struct pareto_mark *marks, size_t n, enum pareto_sort sort,
	size_t top, struct pareto *out);

#endif
