/* steps_test.c - a window cut at days, weeks, months, quarters and years, in a zone whose clocks change. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "domain/steps.h"
#include "test.h"

static int64_t day(int64_t yyyymmdd)
{
	return clock_day_start(yyyymmdd);
}

/* Every edge inside is the beginning of a day that begins a step; the first and the last are the window's. */
static void test_steps_begin_with_the_days_of_the_plant(void **state)
{
	static const struct {
		enum step step;
		int64_t from, to;
		int64_t inner[6];
		size_t n;
	} table[] = {
		{STEP_DAY, 20260328, 20260331, {20260329, 20260330}, 3}, /* 29 March has 23 h */
		{STEP_DAY, 20261024, 20261027, {20261025, 20261026}, 3}, /* 25 October has 25 */
		{STEP_WEEK, 20260325, 20260410, {20260330, 20260406}, 3},
		{STEP_WEEK, 20260330, 20260406, {0}, 1},
		{STEP_MONTH, 20251115, 20260301, {20251201, 20260101, 20260201}, 4},
		{STEP_MONTH, 20240131, 20240302, {20240201, 20240301}, 3},
		{STEP_QUARTER, 20251231, 20260702, {20260101, 20260401, 20260701}, 4},
		{STEP_YEAR, 20230615, 20260101, {20240101, 20250101}, 3},
		{STEP_YEAR, 20230615, 20230616, {0}, 1},
	};
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		int64_t *edges;

		assert_int_equal(steps_cut(&a, table[i].step, day(table[i].from), day(table[i].to), &edges),
			table[i].n);
		assert_int_equal(edges[0], day(table[i].from));
		assert_int_equal(edges[table[i].n], day(table[i].to));
		for (size_t k = 1; k < table[i].n; k++)
			assert_int_equal(edges[k], day(table[i].inner[k - 1]));
	}
	arena_release(&a);
}

static void test_too_many_steps_are_none(void **state)
{
	const int64_t from = day(20260101);
	int64_t *edges;
	struct arena a;

	(void)state;
	arena_init(&a);
	assert_int_equal(
		steps_cut(&a, STEP_DAY, from, day(clock_day_add(20260101, STEPS_MAX)), &edges), STEPS_MAX);
	assert_int_equal(
		steps_cut(&a, STEP_DAY, from, day(clock_day_add(20260101, STEPS_MAX)) + 1, &edges), 0);
	assert_int_equal(steps_cut(&a, STEP_DAY, 0, TIME_MAX, &edges), 0);
	assert_int_equal(steps_cut(&a, STEP_MONTH, 1, 2, &edges), 1);
	arena_release(&a);
}

static void test_a_time_is_found_in_its_step(void **state)
{
	static const int64_t edges[] = {10, 20, 30, 31};
	static const struct {
		int64_t t;
		size_t step;
	} table[] = {
		{9, 3}, {10, 0}, {19, 0}, {20, 1}, {29, 1}, {30, 2}, {31, 3}, {INT64_MIN, 3}, {INT64_MAX, 3}};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
		assert_int_equal(steps_find(edges, 3, table[i].t), table[i].step);
	assert_int_equal(steps_find(edges, 0, 10), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_steps_begin_with_the_days_of_the_plant),
		cmocka_unit_test(test_too_many_steps_are_none),
		cmocka_unit_test(test_a_time_is_found_in_its_step),
	};

	setenv("TZ", "Europe/Berlin", 1);
	tzset();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
