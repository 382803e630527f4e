/* Demand: patterns, estimates against closed forms and the recursions written out slowly, their bias by drawing. */
#include "test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "domain/demand.h"

static void patterns_are_cut_where_the_paper_cuts_them(void **state)
{
	static const struct {
		double x[12];
		size_t n;
		double adi, cv2;
		enum demand_class class;
	} cases[] = {
		{{0}, 0, NAN, NAN, DEMAND_NONE},
		{{0, 0, 0}, 3, NAN, NAN, DEMAND_NONE},
		{{0, 5, 0, 5}, 4, 2, 0, DEMAND_FEW},
		{{4, 5, 6, 5, 4, 6}, 6, 1, 2.0 / 3 / 25, DEMAND_SMOOTH},
		/* sizes 1, 1, 10: mean 4, population variance 18 */
		{{1, 1, 10}, 3, 1, 18.0 / 16, DEMAND_ERRATIC},
		{{2, 0, 2, 0, 2, 0}, 6, 2, 0, DEMAND_INTERMITTENT},
		{{1, 0, 1, 0, 10, 0}, 6, 2, 18.0 / 16, DEMAND_LUMPY},
		/* 4/3 is above 1.32, 9/7 is not */
		{{1, 1, 1, 0}, 4, 4.0 / 3, 0, DEMAND_INTERMITTENT},
		{{1, 1, 1, 1, 1, 1, 1, 0, 0}, 9, 9.0 / 7, 0, DEMAND_SMOOTH},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct demand_shape s = demand_shape_of(cases[i].x, cases[i].n);

		assert_int_equal(s.class, cases[i].class);
		if (!isnan(cases[i].adi)) {
			assert_float_equal(s.adi, cases[i].adi, 1e-12);
			assert_float_equal(s.cv2, cases[i].cv2, 1e-12);
		}
	}
}

/* Worked by hand with ALPHA 0.2, the first demand and the periods up to it as the start:
 * 0 4 0 0 3 5: z 4 → 3.8 → 4.04; p 2 → 2.2 → 1.96 */
static void croston_by_hand(void **state)
{
	static const double x[] = {0, 4, 0, 0, 3, 5};
	size_t used;
	struct demand_start s = demand_start_of(x, COUNT(x), 1, &used);

	(void)state;
	assert_int_equal(used, 2);
	assert_float_equal(s.size, 4, 0);
	assert_float_equal(s.interval, 2, 0);
	assert_float_equal(demand_croston(s, x + 2, 3, 0.2), 3.8 / 2.2, 1e-12);
	assert_float_equal(demand_croston(s, x + 2, 4, 0.2), 4.04 / 1.96, 1e-12);
	assert_float_equal(demand_sba(s, x + 2, 4, 0.2), 0.9 * 4.04 / 1.96, 1e-12);
	/* chance 0.5 → 0.45 → 0.405 → 0.4645 → 0.51805 with BETA 0.1 */
	assert_float_equal(demand_tsb(s, x + 2, 4, 0.2, 0.1), 0.51805 * 4.04, 1e-12);
}

static void an_even_demand_is_estimated_exactly(void **state)
{
	(void)state;
	for (int every = 1; every <= 9; every++) {
		double x[200];
		size_t used;
		struct demand_start s;

		for (int i = 0; i < 200; i++)
			x[i] = i % every == every - 1 ? 6 : 0;
		s = demand_start_of(x, 200, 4, &used);
		assert_float_equal(demand_croston(s, x + used, 200 - used, 0.1), 6.0 / every, 1e-9);
		assert_float_equal(demand_sba(s, x + used, 200 - used, 0.1), 0.95 * 6 / every, 1e-9);
	}
}

/* While nothing is used Croston stands still and TSB falls by (1 − BETA) a period. */
static void only_tsb_sees_that_a_part_is_no_longer_used(void **state)
{
	double x[300] = {0};
	size_t used;
	struct demand_start s;
	struct demand_estimate e;

	(void)state;
	for (int i = 0; i < 100; i += 2)
		x[i + 1] = 3;
	s = demand_start_of(x, 100, 4, &used);
	assert_float_equal(demand_croston(s, x + used, 100 - used, 0.1), 1.5, 1e-9);
	assert_float_equal(demand_croston(s, x + used, 300 - used, 0.1), 1.5, 1e-9);
	for (size_t n = 100; n < 290; n += 7)
		assert_float_equal(demand_tsb(s, x + used, n + 1 - used, 0.1, 0.05),
			0.95 * demand_tsb(s, x + used, n - used, 0.1, 0.05), 1e-12);
	/* quiet for 1/2, 1/4, … 1/16, 1/32: the fifth week is less than one in twenty */
	for (size_t n = 100; n < 110; n++) {
		e = demand_estimate(x, n);
		assert_int_equal(e.method, n - 100 >= 5 ? DEMAND_BY_TSB : DEMAND_BY_SBA);
	}
	e = demand_estimate(x, 300);
	assert_true(e.mean < 0.001);
}

static void the_method_follows_the_pattern(void **state)
{
	static const struct {
		double x[12];
		size_t n;
		enum demand_method method;
	} cases[] = {
		{{0, 0, 0}, 3, DEMAND_BY_NOTHING},
		{{0, 7, 0, 0}, 4, DEMAND_BY_MEAN},
		{{0, 7, 0, 7}, 4, DEMAND_BY_MEAN},
		{{4, 5, 6, 5, 4, 6}, 6, DEMAND_BY_CROSTON},
		{{1, 1, 10}, 3, DEMAND_BY_SBA},
		{{2, 0, 2, 0, 2, 0}, 6, DEMAND_BY_SBA},
		{{2, 2, 2, 2, 0, 0}, 6, DEMAND_BY_TSB},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(demand_estimate(cases[i].x, cases[i].n).method, cases[i].method);
}

static double uniform(void)
{
	return ((double)random() + 0.5) / ((double)RAND_MAX + 1.0);
}

/* Syntetos & Boylan: Croston is above the truth by about α/(2 − α) · (1 − 1/p); their factor takes it away. */
static void croston_is_too_high_and_the_correction_is_right(void **state)
{
	enum { ROUNDS = 3000, N = 150 };
	const double chance = 0.2, size = 5, alpha = 0.2;
	double croston = 0, sba = 0, expected = 1 + alpha / (2 - alpha) * (1 - chance);

	(void)state;
	srandom(11);
	for (int round = 0; round < ROUNDS; round++) {
		double x[N];
		size_t used;
		struct demand_start s;

		for (int i = 0; i < N; i++)
			x[i] = uniform() < chance ? size : 0;
		s = demand_start_of(x, N, 1, &used);
		croston += demand_croston(s, x + used, N - used, alpha) / ROUNDS;
		sba += demand_sba(s, x + used, N - used, alpha) / ROUNDS;
	}
	assert_float_equal(croston / (chance * size), expected, 0.03);
	assert_float_equal(sba / (chance * size), 1, 0.03);
}

/* The spread that is said is the spread that is drawn. */
static void the_variance_is_that_of_what_comes(void **state)
{
	enum { ROUNDS = 400, N = 156 };
	double var = 0, mean = 0;
	const double chance = 0.3; /* sizes 1..5: mean 3, variance 2 */

	(void)state;
	srandom(13);
	for (int round = 0; round < ROUNDS; round++) {
		double x[N];
		struct demand_estimate e;

		for (int i = 0; i < N; i++)
			x[i] = uniform() < chance ? 1 + (double)(random() % 5) : 0;
		e = demand_estimate(x, N);
		mean += e.mean / ROUNDS;
		var += e.var / ROUNDS;
		assert_true(e.error > 0 && e.error < e.var);
	}
	assert_float_equal(mean, chance * 3, 0.04);
	assert_float_equal(var, chance * 2 + chance * (1 - chance) * 9, 0.12);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(patterns_are_cut_where_the_paper_cuts_them),
		cmocka_unit_test(croston_by_hand),
		cmocka_unit_test(an_even_demand_is_estimated_exactly),
		cmocka_unit_test(only_tsb_sees_that_a_part_is_no_longer_used),
		cmocka_unit_test(the_method_follows_the_pattern),
		cmocka_unit_test(croston_is_too_high_and_the_correction_is_right),
		cmocka_unit_test(the_variance_is_that_of_what_comes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
