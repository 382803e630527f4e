/* trend.h - figures step by step: by day, week, month, quarter or year. */
#ifndef DOMAIN_TREND_H
#define DOMAIN_TREND_H

#include "domain/figures.h"
#include "domain/steps.h"

struct trend {
	const int64_t *edges;	  /* n + 1 */
	struct figures_row *rows; /* a step each, pooled over the machines; repeats are not counted */
	size_t n;
};

/* ERR_NOT_FOUND: no such asset. edges as steps_cut() gives them, from q->from to q->to. */
enum err domain_trend(struct db *db, struct arena *a, const struct figures_query *q, const int64_t *edges,
	size_t n, struct trend *out);

#endif
