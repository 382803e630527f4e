/* series.h - the figures of many machines over one window after the other: what trends and heat maps are made of. Pure.
 *
 * Each window's results are what reliability_compute() gives for it alone (but for repeats, which are not counted:
 * almost every ticket would belong to the month before as well), so sums over the windows are those of the whole,
 * as reliability.h says. Each window is given only the tickets that can matter to it. */
#ifndef DOMAIN_SERIES_H
#define DOMAIN_SERIES_H

#include "domain/reliability.h"

/* One result a machine of the input, in its order; gone when it returns, as is what it takes from the arena. */
typedef void series_fn(struct arena *a, size_t window, const struct reliability_result *results, void *ctx);

/* The n windows [edges[i], edges[i + 1]) in order. in->a, b, repeat_ms and evidence are not looked at; its tickets and
 * jobs are those that reliability_compute() would need for [edges[0], edges[n]).
 * O(tickets + tickets of each window + n x machines). */
void series_compute(
	const struct reliability_input *in, const int64_t *edges, size_t n, series_fn *fn, void *ctx);

#endif
