/* Middle values and percentiles without sorting. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "domain/quantile.h"

#include <stdlib.h>
#include <string.h>

static int by_number(const void *x, const void *y)
{
	const int64_t *a = x, *b = y;

	return (*a > *b) - (*a < *b);
}

static void median_and_p90_are_as_defined(void **state)
{
	static const struct {
		size_t n;
		int64_t v[12], median, p90;
	} cases[] = {
		{1, {7}, 7, 7},
		{2, {10, 1}, 5, 10}, /* 5.5 rounded down; ceil(1.8) = 2nd */
		{2, {-4, -1}, -3, -1},
		{3, {3, 1, 2}, 2, 3},
		{4, {4, 3, 2, 1}, 2, 4},
		{9, {9, 8, 7, 6, 5, 4, 3, 2, 1}, 5, 9},
		{10, {10, 9, 8, 7, 6, 5, 4, 3, 2, 1}, 5, 9}, /* exactly the 9th of 10 */
		{11, {11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1}, 6, 10},
		{2, {INT64_MAX, INT64_MIN}, -1, INT64_MAX},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		int64_t v[12];

		memcpy(v, cases[i].v, sizeof(v));
		assert_int_equal(quantile_median(v, cases[i].n), cases[i].median);
		assert_int_equal(quantile_percentile(v, cases[i].n, 90), cases[i].p90);
		assert_int_equal(quantile_percentile(v, cases[i].n, 100),
			quantile_select(v, cases[i].n, cases[i].n - 1));
	}
}

static void selection_agrees_with_sorting(void **state)
{
	enum { MOST = 1000 };
	int64_t v[MOST], sorted[MOST];

	(void)state;
	srandom(3);
	for (int round = 0; round < 3000; round++) {
		size_t n = 1 + (size_t)random() % (round % 10 ? 60 : MOST), k = (size_t)random() % n;
		/* Few distinct values, all alike, ascending, descending, wide. */
		for (size_t i = 0; i < n; i++)
			v[i] = round % 5 == 0	? random() % 4
			       : round % 5 == 1 ? 9
			       : round % 5 == 2 ? (int64_t)i
			       : round % 5 == 3 ? -(int64_t)i
						: random() - RAND_MAX / 2;
		memcpy(sorted, v, n * sizeof(*v));
		qsort(sorted, n, sizeof(*sorted), by_number);
		assert_int_equal(quantile_select(v, n, k), sorted[k]);
		for (size_t i = 0; i < n; i++)
			assert_true(i < k ? v[i] <= v[k] : v[i] >= v[k]);
		qsort(v, n, sizeof(*v), by_number);
		assert_memory_equal(v, sorted, n * sizeof(*v));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(median_and_p90_are_as_defined),
		cmocka_unit_test(selection_agrees_with_sorting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
