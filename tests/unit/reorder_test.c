/* When to buy and how much: the laws of demand against closed forms, tables and slow sums; the point against a simulation. */
#include "test.h"

#include <math.h>
#include <stdlib.h>

#include "base/field.h"
#include "domain/reorder.h"

static void gamma_function_agrees_with_closed_forms(void **state)
{
	(void)state;
	for (double x = 0.05; x < 30; x *= 1.4) {
		assert_float_equal(spread_gamma_p(1, x), 1 - exp(-x), 1e-12);
		assert_float_equal(spread_gamma_p(2, x), 1 - (1 + x) * exp(-x), 1e-12);
		assert_float_equal(spread_gamma_p(0.5, x), erf(sqrt(x)), 1e-12);
	}
	assert_float_equal(spread_gamma_p(3, 0), 0, 0);
	/* chi-square table: 95 % of 10 degrees of freedom is 18.307 */
	assert_float_equal(spread_gamma_p(5, 18.307 / 2), 0.95, 1e-5);
}

static void quantiles_are_those_of_the_tables(void **state)
{
	static const struct {
		double mean, var;
		bool whole;
		double p, x;
		enum spread_law law;
	} cases[] = {
		{0, 0, true, 0.95, 0, SPREAD_NONE},
		/* Poisson tables: P(X ≤ 2 | 1) = .9197, ≤ 3 .9810; mean 5: ≤ 8 .9319, ≤ 9 .9682 */
		{1, 1, true, 0.91, 2, SPREAD_POISSON},
		{1, 1, true, 0.95, 3, SPREAD_POISSON},
		{5, 4, true, 0.93, 8, SPREAD_POISSON},
		{5, 5, true, 0.95, 9, SPREAD_POISSON},
		{0.01, 0.01, true, 0.95, 0, SPREAD_POISSON},
		/* r = 1, p = 1/3: geometric, P(X ≤ k) = 1 − (2/3)^(k+1) */
		{2, 6, true, 0.95, 7, SPREAD_NEGBIN},
		/* exponential: −ln(1 − p) · mean */
		{3, 9, false, 0.9, 6.907755, SPREAD_GAMMA},
		{7, 0, false, 0.9, 7, SPREAD_GAMMA},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct spread s = spread_of(cases[i].mean, cases[i].var, cases[i].whole);

		assert_int_equal(s.law, cases[i].law);
		assert_float_equal(spread_quantile(s, cases[i].p), cases[i].x, 1e-5);
	}
}

static double slow_negbin(double r, double p, double k)
{
	return exp(lgamma(k + r) - lgamma(r) - lgamma(k + 1) + r * log(p) + k * log(1 - p));
}

static void below_and_missing_are_the_slow_sums(void **state)
{
	(void)state;
	for (double mean = 0.1; mean < 60; mean *= 2.3)
		for (double more = 1.2; more < 9; more *= 1.9) {
			struct spread s = spread_of(mean, mean * more, true);
			double r = mean / (more - 1), p = 1 / more;

			for (double x = 0; x < 80; x += 7) {
				double below = 0, missing = 0;

				for (double k = 0; k < 3000; k++) {
					below += k <= x ? slow_negbin(r, p, k) : 0;
					missing += k > x ? (k - x) * slow_negbin(r, p, k) : 0;
				}
				assert_float_equal(spread_below(s, x), below, 1e-9);
				assert_float_equal(spread_missing(s, x), missing, 1e-6);
			}
			for (double q = 0.6; q < 1; q += 0.0499) {
				double k = spread_quantile(s, q);

				assert_true(spread_below(s, k) >= q - 1e-12);
				assert_true(k < 1 || spread_below(s, k - 1) < q + 1e-12);
			}
		}
	/* of an exponential: mean · e^(−x/mean) */
	for (double x = 0.5; x < 20; x += 2)
		assert_float_equal(spread_missing(spread_of(4, 16, false), x), 4 * exp(-x / 4), 1e-9);
}

static void lead_times_are_measured_stated_or_assumed(void **state)
{
	static const double days[] = {10, 12, 14, 16};
	struct lead l;

	(void)state;
	l = reorder_lead(NULL, 0, NONE);
	assert_int_equal(l.source, LEAD_ASSUMED);
	assert_float_equal(l.days, REORDER_LEAD_DAYS, 0);
	l = reorder_lead(days, 2, 20);
	assert_int_equal(l.source, LEAD_STATED);
	assert_float_equal(l.days, 20, 0);
	assert_float_equal(l.sd, 6, 1e-12);
	l = reorder_lead(days, 4, 20);
	assert_int_equal(l.source, LEAD_MEASURED);
	assert_float_equal(l.days, 13, 1e-12);
	assert_float_equal(l.sd, sqrt(20.0 / 3), 1e-12);
}

static void the_economic_lot_is_harriss(void **state)
{
	(void)state;
	/* 1,200 a year, 50 an order, 2 a unit, 30 %: √(120,000 / 0.6) */
	assert_float_equal(reorder_economic_lot(1200, 50, 2, 0.3), sqrt(200000), 1e-9);
	assert_float_equal(reorder_economic_lot(1200, 50, 0, 0.3), 0, 0);
	assert_float_equal(reorder_economic_lot(1200, 50, NAN, 0.3), 0, 0);
}

static void quantities_are_whole_packs_and_no_less_than_is_sold(void **state)
{
	static const struct {
		int64_t position, point, up_to, min, pack;
		bool whole;
		int64_t qty;
	} cases[] = {
		{5000, 5000, 9000, NONE, NONE, true, 0}, /* at the point nothing is bought */
		{4000, 5000, 9000, NONE, NONE, true, 5000},
		{4000, 5000, 9000, 20000, NONE, true, 20000},
		{4000, 5000, 9000, NONE, 3000, true, 6000},
		{4000, 5000, 9000, 7000, 3000, true, 9000},
		{4500, 5000, 9000, NONE, NONE, true, 5000},
		{4500, 5000, 9000, NONE, NONE, false, 4500},
		{-2000, 5000, 0, NONE, NONE, true, 7000}, /* no maximum: up to the minimum */
		{-2000, 0, 0, NONE, NONE, true, 2000},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(reorder_quantity(cases[i].position, cases[i].point, cases[i].up_to,
					 cases[i].min, cases[i].pack, cases[i].whole),
			cases[i].qty);
}

static const struct reorder_ask ask = {.lead = {14, 0, LEAD_STATED, 0},
	.cycle_days = 7,
	.service = 0.95,
	.price = 10,
	.order_cost = 50,
	.holding_year = 0.2};

static void what_is_little_known_is_said_so(void **state)
{
	double x[60] = {0};
	struct reorder r = reorder_of(x, 60, &ask);

	(void)state;
	assert_int_equal(r.trust, REORDER_NONE);
	assert_float_equal(r.point, 0, 0);
	x[10] = 4;
	x[40] = 2;
	r = reorder_of(x, 60, &ask);
	assert_int_equal(r.trust, REORDER_WEAK);
	assert_float_equal(r.point, 4, 0);
	x[50] = 2;
	r = reorder_of(x, 60, &ask);
	assert_int_equal(r.trust, REORDER_FAIR);
	assert_true(r.kept >= 0.95);
	/* more service, longer lead, more spread: never less */
	double point = 0;

	for (double p = 0.5; p < 0.999; p += 0.05) {
		struct reorder_ask more = ask;

		more.service = p;
		r = reorder_of(x, 60, &more);
		assert_true(r.point >= point);
		point = r.point;
	}
	for (double days = 1; days < 200; days *= 1.7) {
		struct reorder_ask calm = ask, wild = ask;

		calm.lead.days = wild.lead.days = days;
		wild.lead.sd = days / 2;
		assert_true(reorder_of(x, 60, &wild).point >= reorder_of(x, 60, &calm).point);
	}
}

static double uniform(void)
{
	return ((double)random() + 0.5) / ((double)RAND_MAX + 1.0);
}

/* Having the point at a look, what is used until the next order comes exceeds it about as often as was asked for. */
static void the_point_keeps_what_it_promises(void **state)
{
	static const struct {
		double chance;
		int largest;
		double lead_sd;
	} cases[] = {{0.9, 4, 0}, {0.3, 5, 0}, {0.15, 3, 0}, {0.5, 5, 5}};
	enum { ROUNDS = 3000 };

	(void)state;
	srandom(17);
	for (size_t c = 0; c < COUNT(cases); c++) {
		int kept = 0;

		for (int round = 0; round < ROUNDS; round++) {
			struct reorder_ask now = ask;
			double x[156], need = 0, days;

			now.lead.days = 21;
			now.lead.sd = cases[c].lead_sd;
			for (int i = 0; i < 156; i++)
				x[i] = uniform() < cases[c].chance ? 1 + (double)(random() % cases[c].largest)
								   : 0;
			/* uniform with that deviation, then whole weeks by drawing */
			days = 28 + (uniform() - 0.5) * sqrt(12) * cases[c].lead_sd;
			for (double rest = days / 7; rest > 0; rest--)
				if (uniform() < fmin(rest, 1) && uniform() < cases[c].chance)
					need += 1 + (double)(random() % cases[c].largest);
			kept += need <= reorder_of(x, 156, &now).point;
		}
		assert_true((double)kept / ROUNDS > 0.935);
		assert_true((double)kept / ROUNDS < 0.995);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gamma_function_agrees_with_closed_forms),
		cmocka_unit_test(quantiles_are_those_of_the_tables),
		cmocka_unit_test(below_and_missing_are_the_slow_sums),
		cmocka_unit_test(lead_times_are_measured_stated_or_assumed),
		cmocka_unit_test(the_economic_lot_is_harriss),
		cmocka_unit_test(quantities_are_whole_packs_and_no_less_than_is_sold),
		cmocka_unit_test(what_is_little_known_is_said_so),
		cmocka_unit_test(the_point_keeps_what_it_promises),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
