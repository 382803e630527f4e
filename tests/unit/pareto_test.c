/* pareto_test.c - marks in order, cut, with their shares. */
#include "test.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "domain/pareto.h"

#define MARK(name, failures, downtime, cost)                                                                 \
	{                                                                                                    \
		.key = {.text = name}, .sums = { failures, downtime, cost }                                  \
	}
static const struct pareto_mark marks[] = {
	MARK("a", 1, 50, 0),
	MARK("b", 3, 10, 700),
	MARK("none", 0, 0, 0),
	MARK("c", 3, 40, -100), /* more came back than went out */
	MARK("d", 0, 0, 400),
};

static void test_the_largest_comes_first_and_ties_are_always_in_one_order(void **state)
{
	static const struct {
		enum pareto_sort sort;
		size_t top;
		const char *order;
		size_t rest;
	} table[] = {
		{PARETO_FAILURES, 9, "cbad", 0},
		{PARETO_DOWNTIME, 9, "acbd", 0},
		{PARETO_COST, 9, "bdac", 0},
		{PARETO_FAILURES, 2, "cb", 2},
		{PARETO_COST, 1, "b", 3},
	};
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < COUNT(table); i++) {
		struct pareto p;

		pareto_rank(&a, marks, COUNT(marks), table[i].sort, table[i].top, &p);
		assert_int_equal(p.n, strlen(table[i].order));
		for (size_t k = 0; k < p.n; k++)
			assert_int_equal(p.marks[k].key.text[0], table[i].order[k]);
		assert_int_equal(p.rest, table[i].rest);
	}
	arena_release(&a);
}

static void test_shares_are_of_what_is_sorted_by_and_what_is_cut_off_is_summed(void **state)
{
	struct pareto p;
	struct arena a;

	(void)state;
	arena_init(&a);
	pareto_rank(&a, marks, COUNT(marks), PARETO_DOWNTIME, 2, &p);
	assert_true(fabs(p.marks[0].share - 0.5) < 1e-12 && fabs(p.marks[1].share - 0.4) < 1e-12);
	assert_true(fabs(p.marks[1].cumulative - 0.9) < 1e-12);
	assert_int_equal(p.total.failures, 7);
	assert_int_equal(p.total.downtime_ms, 100);
	assert_int_equal(p.total.cost_cents, 1000);
	assert_int_equal(p.rest_sums.failures, 3);
	assert_int_equal(p.rest_sums.downtime_ms, 10);
	assert_int_equal(p.rest_sums.cost_cents, 1100);
	/* Nothing of it: no shares. */
	pareto_rank(&a, marks + 4, 1, PARETO_FAILURES, 5, &p);
	assert_true(p.n == 1 && isnan(p.marks[0].share) && isnan(p.marks[0].cumulative));
	pareto_rank(&a, marks, 0, PARETO_FAILURES, 5, &p);
	assert_int_equal(p.n, 0);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_largest_comes_first_and_ties_are_always_in_one_order),
		cmocka_unit_test(test_shares_are_of_what_is_sorted_by_and_what_is_cut_off_is_summed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
