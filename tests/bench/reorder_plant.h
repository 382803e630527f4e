/* reorder_plant.h - made-up demand of spare parts, in families, and a shelf that lives through it day by day.
 *
 * A part has HISTORY weeks behind it and TESTED weeks to come. Demand that the shelf cannot serve waits (a repair waits for its
 * part) and is served first when something comes. Somebody looks every week; what is ordered comes after a lead time drawn for
 * each order: gamma, its mean stated by the supplier, its deviation not. The same seed gives the same plant; policies are
 * tried on the same parts, the same days and the same lead times. */
#ifndef TESTS_BENCH_REORDER_PLANT_H
#define TESTS_BENCH_REORDER_PLANT_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum {
	HISTORY = 104,
	WARM = 26, /* of them the policy already runs, and is not measured */
	TESTED = 104,
	WEEKS = HISTORY + TESTED,
	DAYS = WEEKS * 7,
	BEGIN = (HISTORY - WARM) * 7,
	ORDERS = WEEKS, /* one a look at most */
};

/* ---- chance (splitmix64, Steele, Lea, Flood 2014) ---- */

static inline double draw(uint64_t *s)
{
	uint64_t z = *s += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return (double)((z ^ z >> 31) >> 11) * 0x1p-53;
}

static inline double draw_between(uint64_t *s, double low, double high)
{
	return low + draw(s) * (high - low);
}

static inline double draw_normal(uint64_t *s)
{
	return sqrt(-2 * log(1 - draw(s))) * cos(2 * acos(-1) * draw(s));
}

static inline double draw_poisson(uint64_t *s, double mean)
{
	double n = 0, left = exp(-mean);

	for (double p = draw(s); p > left; p *= draw(s))
		n++;
	return n;
}

/* Whole, at least 1; cv of the logarithmic normal before rounding. */
static inline double draw_size(uint64_t *s, double mean, double cv)
{
	double var = log(1 + cv * cv);

	return fmax(1, round(exp(log(mean) - var / 2 + sqrt(var) * draw_normal(s))));
}

/* Marsaglia & Tsang 2000, shape ≥ 1. */
static inline double draw_gamma(uint64_t *s, double mean, double sd)
{
	double shape = mean * mean / (sd * sd), d = shape - 1.0 / 3, c = 1 / sqrt(9 * d);

	for (;;) {
		double x = draw_normal(s), v = pow(1 + c * x, 3);

		if (1 + c * x > 0 && log(1 - draw(s)) < x * x / 2 + d - d * v + d * log(v))
			return d * v * mean / shape;
	}
}

/* ---- demand ---- */

struct family {
	const char *name, *what;
	double chance_low, chance_high; /* of a week with demand; above 1: units a week, Poisson */
	double size_low, size_high, cv; /* units in such a week */
	double from, to;		/* the chance is multiplied, from the first week to the last */
	double season;			/* and by 1 ± so much over the year */
	bool ends;			/* no longer used after a day in the first of the tested years */
};

static const struct family families[] = {
	{"smooth", "3–15 a week, Poisson", 3, 15, 1, 1, 0, 1, 1, 0, false},
	{"erratic", "nearly every week, sizes with CV 1.2", 0.85, 0.98, 4, 12, 1.2, 1, 1, 0, false},
	{"intermittent", "every 3rd to 12th week, 1–2", 0.08, 0.33, 1, 1.6, 0.4, 1, 1, 0, false},
	{"lumpy", "every 3rd to 12th week, sizes with CV 1.2", 0.08, 0.33, 4, 12, 1.2, 1, 1, 0, false},
	{"slow", "1–3 times a year, one", 0.02, 0.06, 1, 1, 0, 1, 1, 0, false},
	{"rising", "every 3rd to 7th week, four times as often after 4 years", 0.14, 0.33, 1, 3, 0.5, 0.7,
		2.8, 0, false},
	{"falling", "the same the other way round", 0.14, 0.33, 1, 3, 0.5, 2.8, 0.7, 0, false},
	{"seasonal", "2–8 a week ± 70 % over the year", 2, 8, 1, 1, 0, 1, 1, 0.7, false},
	{"obsolete", "every 2nd to 5th week until the machine goes", 0.2, 0.5, 1, 3, 0.5, 1, 1, 0, true},
};
enum { FAMILIES = sizeof(families) / sizeof(families[0]) };

struct spare {
	double price, lead_mean, lead_sd;
	double use[DAYS];     /* wanted on that day */
	double weeks[WEEKS];  /* the same by week */
	double leads[ORDERS]; /* days, of the order that is given in that week */
};

static inline double wanted(uint64_t *s, const struct family *f, double level, double size, int week)
{
	double at = (double)week / (WEEKS - 1), now = level * (f->from + (f->to - f->from) * at);

	now *= 1 + f->season * sin(2 * acos(-1) * week / 52);
	if (f->chance_low > 1)
		return draw_poisson(s, now);
	return draw(s) < now ? draw_size(s, size, f->cv) : 0;
}

static inline void spare_make(struct spare *p, const struct family *f, uint64_t seed)
{
	uint64_t s = seed;
	double level, size;
	int end = WEEKS;

	memset(p, 0, sizeof(*p));
	p->price = fmin(5000, fmax(2, exp(log(60) + 1.3 * draw_normal(&s))));
	p->lead_mean = draw_between(&s, 4, 40);
	p->lead_sd = p->lead_mean * draw_between(&s, 0.15, 0.5);
	level = draw_between(&s, f->chance_low, f->chance_high);
	size = draw_between(&s, f->size_low, f->size_high);
	if (f->ends)
		end = HISTORY + (int)(draw(&s) * 52);
	for (int w = 0; w < WEEKS; w++) {
		double n = wanted(&s, f, level, size, w);

		p->leads[w] = fmax(1, round(draw_gamma(&s, p->lead_mean, p->lead_sd)));
		if (w >= end || n <= 0)
			continue;
		p->weeks[w] = n;
		/* Units of a Poisson week come one by one, those of a repair together. */
		if (f->chance_low > 1)
			for (int i = 0; i < (int)n; i++)
				p->use[w * 7 + (int)(draw(&s) * 7)]++;
		else
			p->use[w * 7 + (int)(draw(&s) * 7)] += n;
	}
}

/* ---- a shelf ---- */

struct shelf {
	double on_hand, waiting, on_order;
	double came[ORDERS]; /* days that deliveries took */
	size_t n_came;
};

/* What to buy on that day, in units; 0: nothing. */
typedef double policy_fn(const struct spare *p, const struct shelf *s, int day, void *ctx);

struct score {
	double wanted, served, days, waited, stock, orders, bought;
};

static inline void serve(struct shelf *s, double wanted, struct score *score)
{
	double now = fmin(wanted, s->on_hand);

	s->on_hand -= now;
	s->waiting += wanted - now;
	score->wanted += wanted;
	score->served += now;
}

static inline void arrive(struct shelf *s, double qty, double took)
{
	double late = fmin(qty, s->waiting);

	s->waiting -= late;
	s->on_hand += qty - late;
	s->on_order -= qty;
	s->came[s->n_came++] = took;
}

/* Lives through it; `start` lies there on the first day. What is measured is added to *sum. */
static inline void live(const struct spare *p, double start, policy_fn *policy, void *ctx, struct score *sum)
{
	struct shelf s = {.on_hand = start};
	double coming[DAYS + 400] = {0}, took[DAYS + 400] = {0};

	for (int day = BEGIN; day < DAYS; day++) {
		struct score unmeasured = {0}, *score = day < HISTORY * 7 ? &unmeasured : sum;

		if (coming[day] > 0)
			arrive(&s, coming[day], took[day]);
		if (day % 7 == 0) {
			double qty = policy(p, &s, day, ctx);
			int lead = (int)p->leads[day / 7];

			if (qty > 0) {
				coming[day + lead] += qty;
				took[day + lead] = lead;
				s.on_order += qty;
				score->orders++;
				score->bought += qty * p->price;
			}
		}
		serve(&s, p->use[day], score);
		score->days++;
		score->waited += s.waiting > 0;
		score->stock += s.on_hand * p->price;
	}
}

#endif
