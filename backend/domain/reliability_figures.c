/* reliability_figures.c - from sums to what is shown, and from machines to groups. See reliability.h. */
#include "domain/reliability.h"

#include "base/arena.h"
#include "base/clock.h"
#include "domain/quantile.h"

#include <math.h>
#include <string.h>

const char *const reliability_reason_names[] = {"counted", "cancelled", "duplicate", "no_fault_found",
	"stop_missing", "end_missing", "reversed", "future", "first_failure", "outside_life", NULL};

_Static_assert(
	sizeof(reliability_reason_names) / sizeof(*reliability_reason_names) == RELIABILITY_REASONS + 1,
	"a name for every reason");
/* All members are one type and add up alike. */
_Static_assert(
	sizeof(struct reliability_sums) % sizeof(int64_t) == 0, "struct reliability_sums is all int64_t");

static void sums_add(struct reliability_sums *to, const struct reliability_sums *more)
{
	enum { N = sizeof(*to) / sizeof(int64_t) };
	int64_t x[N], y[N];

	memcpy(x, to, sizeof(x));
	memcpy(y, more, sizeof(y));
	for (size_t i = 0; i < N; i++)
		x[i] += y[i];
	memcpy(to, x, sizeof(x));
}

void reliability_pool(
	struct arena *a, const struct reliability_result *const *of, size_t n, struct reliability_result *out)
{
	struct reliability_result r = {.ttr_median = TIME_NONE, .ttr_p90 = TIME_NONE};
	size_t k = 0;
	int64_t *ttr;

	for (size_t i = 0; i < n; i++) {
		sums_add(&r.sums, &of[i]->sums);
		if (of[i]->from >= of[i]->to)
			continue;
		if (r.from >= r.to || of[i]->from < r.from)
			r.from = of[i]->from;
		if (of[i]->to > r.to)
			r.to = of[i]->to;
	}
	ttr = arena_calloc(a, (size_t)r.sums.restored, sizeof(*ttr));
	for (size_t i = 0; i < n; i++) {
		size_t m = (size_t)of[i]->sums.restored;

		if (m)
			memcpy(ttr + k, of[i]->ttr, m * sizeof(*ttr));
		k += m;
	}
	r.ttr = ttr;
	if (k) {
		r.ttr_median = quantile_median(ttr, k);
		r.ttr_p90 = quantile_percentile(ttr, k, 90);
	}
	*out = r;
}

int64_t reliability_uptime_ms(const struct reliability_sums *s)
{
	return s->required_ms - s->downtime_ms;
}

struct reliability_ratio reliability_availability(const struct reliability_sums *s)
{
	return (struct reliability_ratio){reliability_uptime_ms(s), s->required_ms};
}

/* Per breakdown; n/a when nothing was required, because then nothing was observed. */
static struct reliability_ratio per_breakdown(const struct reliability_sums *s, int64_t ms)
{
	return (struct reliability_ratio){ms, s->required_ms ? s->breakdowns : 0};
}

struct reliability_ratio reliability_mtbf(const struct reliability_sums *s)
{
	return per_breakdown(s, reliability_uptime_ms(s));
}

struct reliability_ratio reliability_mdt(const struct reliability_sums *s)
{
	return per_breakdown(s, s->downtime_ms);
}

double reliability_value(struct reliability_ratio r)
{
	return r.den ? (double)r.num / (double)r.den : NAN;
}

static double mean(int64_t sum, int64_t n)
{
	return reliability_value((struct reliability_ratio){sum, n});
}

void reliability_figures(const struct reliability_result *r, struct reliability_figures *out)
{
	const struct reliability_sums *s = &r->sums;
	bool failure_free = !s->breakdowns && s->required_ms;

	*out = (struct reliability_figures){
		.availability = reliability_value(reliability_availability(s)),
		.mtbf_ms = reliability_value(reliability_mtbf(s)),
		.mtbf_with_repair_ms = reliability_value(per_breakdown(s, s->required_ms)),
		.failure_free_ms = failure_free ? (double)reliability_uptime_ms(s) : NAN,
		.mtbf_lower_ms = failure_free ? (double)reliability_uptime_ms(s) / log(10) : NAN,
		.mdt_ms = reliability_value(reliability_mdt(s)),
		.mttr_ms = mean(s->ttr_ms, s->restored),
		.ttr_median_ms = r->ttr_median == TIME_NONE ? NAN : (double)r->ttr_median,
		.ttr_p90_ms = r->ttr_p90 == TIME_NONE ? NAN : (double)r->ttr_p90,
		.stop_rate = mean(s->downtime_ms - s->overrun_ms, s->required_ms),
		.repeat_rate = mean(s->repeats, s->repeat_base),
		.weak = s->breakdowns < 3,
	};
	for (int i = 0; i < RELIABILITY_PARTS; i++)
		out->part_ms[i] = mean(s->part_ms[i], s->restored);
}
