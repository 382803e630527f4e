/* plan.c - see plan.h. */
#include "demo/plan.h"

#include <math.h>
#include <string.h>

/* Of 1000 tickets. The rest are faults. */
enum { SERVICES = 150, INSPECTIONS = 32, IMPROVEMENTS = 10, NO_FAULTS = 24, WITHDRAWN = 6, DUPLICATES = 12 };
enum { QUICK_PERCENT = 35, BACK_PERCENT = 55, HELD_BACK_PERCENT = 5, IMPORT_DAYS = 24, IMPORT_PERCENT = 45 };

struct growing {
	struct arena *arena;
	struct plan_entry *at;
	size_t n, room;
};

static void add(struct growing *g, struct plan_entry e)
{
	if (g->n == g->room) {
		struct plan_entry *more = arena_calloc(g->arena, g->room ? g->room * 2 : 1024, sizeof(*more));

		if (g->n)
			memcpy(more, g->at, g->n * sizeof(*more));
		g->at = more;
		g->room = g->room ? g->room * 2 : 1024;
	}
	g->at[g->n++] = e;
}

static int by_time(const void *a, const void *b)
{
	const struct plan_entry *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	if (x->machine != y->machine)
		return x->machine < y->machine ? -1 : 1;
	return (x->family > y->family) - (x->family < y->family);
}

/* ---- working time ---- */

/* The instant after which the machine has worked so long since the span began. */
static int64_t instant_of(const struct calendar_span *s, int64_t worked)
{
	size_t low = 0, high = s->required.n;

	while (low + 1 < high) {
		size_t mid = (low + high) / 2;

		if (s->before[mid] <= worked)
			low = mid;
		else
			high = mid;
	}
	return s->required.at[low].start + worked - s->before[low];
}

static int64_t worked_until(const struct calendar_span *s, int64_t t)
{
	return calendar_overlap(s, (struct interval){s->window.start, t});
}

/* ---- faults ---- */

struct fault_scale {
	double *badness;  /* of each machine; a kind with many families does not fail that much more often */
	double per_often; /* failures for 1 of `often`, one ms of work and badness 1 */
};

static bool of_season(const struct demo_family *f, int64_t at, struct rng *r)
{
	int month = (int)(clock_day_of(at) / 100 % 100);
	bool warm = month >= 6 && month <= 9;

	return !f->summer || warm == (f->summer > 0) || rng_percent(r, 40);
}

static struct plan_entry fault_at(int64_t at, size_t machine, size_t family, bool quick)
{
	return (struct plan_entry){at, (uint32_t)machine, (uint16_t)family, PLAN_FAULT, quick};
}

/* One family on one machine, from the day it works until `until`. */
static void plan_family(struct growing *g, const struct factory *f, size_t machine, size_t family,
	double mean, int64_t until, struct rng *r)
{
	const struct demo_machine *m = &f->machines[machine];
	const struct demo_family *fam = demo_family_at(family);
	const struct calendar_span *s = f->spans[m->calendar];
	int64_t end = worked_until(s, until);
	double shape = fam->shape / 10.0;
	double at = (double)worked_until(s, m->from) + rng_unit(r) * rng_weibull(r, mean, shape);

	for (; at < (double)end; at += rng_weibull(r, mean, shape)) {
		int64_t t = instant_of(s, (int64_t)at);
		bool quick = fam->quick.action_code && rng_percent(r, QUICK_PERCENT);

		if (!of_season(fam, t, r))
			continue;
		add(g, fault_at(t, machine, family, quick));
		if (rng_percent(r, quick ? BACK_PERCENT : HELD_BACK_PERCENT)) {
			double back = at + rng_weibull(r, (double)(60 * HOUR_MS), 1) + (double)(4 * HOUR_MS);

			if (back < (double)end)
				add(g, fault_at(instant_of(s, (int64_t)back), machine, family, false));
		}
	}
}

static int64_t end_of(const struct demo_machine *m, int64_t until)
{
	return m->to < until ? m->to : until;
}

static double often_of(enum demo_class class)
{
	double sum = 0;

	for (size_t k = 0; k < demo_family_count(); k++)
		sum += demo_family_at(k)->class == class ? demo_family_at(k)->often : 0;
	return sum;
}

static struct fault_scale scale_faults(const struct factory *f, double wanted, int64_t until)
{
	struct rng r = rng_of(f->options.seed, 2);
	struct fault_scale s = {arena_calloc(f->arena, f->machine_n, sizeof(double)), 0};
	double sum = 0;

	for (size_t i = 0; i < f->machine_n; i++) {
		const struct demo_machine *m = &f->machines[i];
		const struct calendar_span *span = f->spans[m->calendar];
		int64_t worked = worked_until(span, end_of(m, until)) - worked_until(span, m->from);
		double often = often_of(m->class);

		s.badness[i] = rng_lognormal(&r, 1, 0.35) / sqrt(often);
		sum += (double)worked * s.badness[i] * often;
	}
	s.per_often = sum > 0 ? wanted / sum : 0;
	return s;
}

/* The right number, to the one: some are left out, or more of the same kind happen at random. */
static void trim_faults(struct growing *g, size_t wanted, struct rng *r, const struct factory *f)
{
	size_t have = g->n;

	while (g->n > wanted) {
		g->at[rng_below(r, g->n)] = g->at[g->n - 1];
		g->n--;
	}
	while (g->n < wanted && have) {
		struct plan_entry e = g->at[rng_below(r, have)];
		const struct demo_machine *m = &f->machines[e.machine];
		const struct calendar_span *s = f->spans[m->calendar];
		int64_t low = worked_until(s, m->from), high = worked_until(s, e.at);

		e.at = instant_of(s, rng_between(r, low, high));
		add(g, e);
	}
}

static void plan_faults(struct growing *g, const struct factory *f, size_t wanted, int64_t until)
{
	struct rng r = rng_of(f->options.seed, 3);
	/* What the seasons take away and what comes back nearly cancel out. */
	struct fault_scale s = scale_faults(f, (double)wanted * 1.01, until);

	for (size_t i = 0; i < f->machine_n; i++)
		for (size_t k = 0; k < demo_family_count(); k++) {
			const struct demo_family *fam = demo_family_at(k);

			if (fam->class == f->machines[i].class)
				plan_family(g, f, i, k, 1 / (s.per_often * s.badness[i] * fam->often),
					end_of(&f->machines[i], until), &r);
		}
	trim_faults(g, wanted, &r, f);
}

/* Some reports come to nothing, and some come twice. */
static void mark_odd(struct growing *g, size_t all, struct rng *r, const struct factory *f)
{
	size_t faults = g->n, twice = all * DUPLICATES / 1000;
	int64_t early = f->begin + IMPORT_DAYS * DAY_MS;

	if (!faults)
		return;
	for (size_t i = 0; i < all * NO_FAULTS / 1000; i++)
		g->at[rng_below(r, faults)].kind = PLAN_NO_FAULT;
	for (size_t i = 0; i < all * WITHDRAWN / 1000; i++)
		g->at[rng_below(r, faults)].kind = PLAN_WITHDRAWN;
	for (size_t i = 0; i < faults; i++)
		if (g->at[i].kind == PLAN_FAULT && g->at[i].at < early && rng_percent(r, IMPORT_PERCENT))
			g->at[i].kind = PLAN_IMPORTED;
	/* In the place of another, so that the number stays. */
	for (size_t i = 0; i < twice; i++) {
		struct plan_entry *from = &g->at[rng_below(r, faults)], *to = &g->at[rng_below(r, faults)];

		if (from->kind != PLAN_FAULT || to->kind != PLAN_FAULT || from == to)
			continue;
		*to = *from;
		to->kind = PLAN_DUPLICATE;
		to->at += rng_between(r, 3, 18) * MINUTE_MS;
	}
}

/* ---- jobs ---- */

static bool works(const struct demo_machine *m, int64_t at)
{
	return at - 5 * DAY_MS > m->from && ((!m->retires && !m->rests) || at + 10 * DAY_MS < m->to);
}

/* Every machine in turn, evenly over the two years; in the day shift, not on a closed day. */
static void plan_services(struct growing *g, const struct factory *f, size_t n, struct rng *r, int64_t until)
{
	int64_t first = f->begin + 6 * DAY_MS, length = until - first - 2 * DAY_MS;

	for (size_t i = 0, machine = 0; i < n; i++, machine++) {
		int64_t day = clock_day_of(first + (int64_t)((double)length * (double)i / (double)n)), at;

		for (int tries = 0; tries < 12 && factory_closed(f, day); tries++)
			day = clock_day_add(day, 1);
		at = clock_day_start(day) + rng_between(r, 17, 28) * 30 * MINUTE_MS;
		at = at < until ? at : until - DAY_MS;
		for (size_t k = 0; k < f->machine_n && !works(&f->machines[machine % f->machine_n], at); k++)
			machine++;
		add(g, (struct plan_entry){at, (uint32_t)(machine % f->machine_n), 0, PLAN_SERVICE, 0});
	}
}

static void plan_jobs(struct growing *g, const struct factory *f, size_t n, enum plan_kind kind, size_t kinds,
	struct rng *r, int64_t until)
{
	for (size_t i = 0; i < n; i++) {
		size_t machine = rng_below(r, f->machine_n);
		const struct demo_machine *m = &f->machines[machine];
		int64_t from = m->from + 2 * DAY_MS, to = end_of(m, until) - 12 * DAY_MS;
		int64_t day = clock_day_of(rng_between(r, from, to > from ? to : from));

		while (factory_closed(f, day))
			day = clock_day_add(day, 1);
		add(g, (struct plan_entry){clock_day_start(day) + rng_between(r, 500, 940) * MINUTE_MS,
			       (uint32_t)machine, (uint16_t)rng_below(r, kinds), (uint8_t)kind, 0});
	}
}

void plan_make(struct plan *p, const struct factory *f, size_t tickets, int64_t until)
{
	struct growing g = {.arena = f->arena};
	struct rng r = rng_of(f->options.seed, 4);
	size_t services = tickets * SERVICES / 1000, inspections = tickets * INSPECTIONS / 1000;
	size_t improvements = tickets * IMPROVEMENTS / 1000;

	plan_faults(&g, f, tickets - services - inspections - improvements, until);
	mark_odd(&g, tickets, &r, f);
	plan_services(&g, f, services, &r, until);
	plan_jobs(&g, f, inspections, PLAN_INSPECTION, demo_inspections_n, &r, until);
	plan_jobs(&g, f, improvements, PLAN_IMPROVEMENT, demo_improvements_n, &r, until);
	qsort(g.at, g.n, sizeof(*g.at), by_time);
	*p = (struct plan){g.at, g.n};
}
