/* outcome_test.c - did a repair hold, and what share of a fix's repairs does: worked by hand. */
#include "test.h"

#include "base/clock.h"
#include "base/field.h"
#include "domain/outcome.h"
#include "domain/outcome_base.h"
#include "store/fix.h"

#define DAY(n) ((n)*DAY_MS)

/* Each row: restored, the same reported again, does it say where, days, now → what is known. */
static void test_outcome_is_told_by_what_was_reported_after(void **state)
{
	static const struct {
		const char *says;
		int64_t restored, again;
		bool placed;
		int64_t days, now;
		enum outcome is;
	} rows[] = {
		{"a month without a fault: it held", DAY(100), NONE, true, 30, DAY(131), OUTCOME_HELD},
		{"the month is not over", DAY(100), NONE, true, 30, DAY(129), OUTCOME_PENDING},
		{"to the day it is over", DAY(100), NONE, true, 30, DAY(130), OUTCOME_HELD},
		{"the same the next day: it came back, at once known", DAY(100), DAY(101), true, 30, DAY(102),
			OUTCOME_CAME_BACK},
		{"on the last day too", DAY(100), DAY(130), true, 30, DAY(200), OUTCOME_CAME_BACK},
		{"a day later it had held", DAY(100), DAY(130) + 1, true, 30, DAY(200), OUTCOME_HELD},
		{"a plant that says 90 days", DAY(100), DAY(150), true, 90, DAY(200), OUTCOME_CAME_BACK},
		{"and waits for them", DAY(100), NONE, true, 90, DAY(189), OUTCOME_PENDING},
		{"what was reported before it ran again is no recurrence", DAY(100), DAY(99), true, 30,
			DAY(200), OUTCOME_HELD},
		{"neither component nor failure mode: nothing can be told", DAY(100), NONE, false, 30,
			DAY(999), OUTCOME_PENDING},
		{"nobody knows when it was over", NONE, NONE, true, 30, DAY(999), OUTCOME_PENDING},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (outcome_of(rows[i].restored, rows[i].again, rows[i].placed, rows[i].days, rows[i].now) !=
			rows[i].is)
			fail_msg("%s", rows[i].says);
}

static void near(double x, double y)
{
	assert_true(x - y < 1e-9 && y - x < 1e-9);
}

/* (held + 2 base) / (held + back + 2) */
static void test_two_imagined_repairs_stand_beside_the_real_ones(void **state)
{
	(void)state;
	near(outcome_share(0, 0, 0.8), 0.8);	      /* nothing known: as the component goes */
	near(outcome_share(2, 0, 0.5), 0.75);	      /* two that held are not "always" */
	near(outcome_share(0, 2, 0.5), 0.25);	      /* nor two that came back "never" */
	near(outcome_share(8, 0, 0.5), 0.9);	      /* eight say more */
	near(outcome_share(8, 2, 0.9), 9.8 / 12);     /* 8 + 1.8 of 10 + 2 */
	near(outcome_share(90, 10, 0.1), 90.2 / 102); /* many hardly feel the base */
}

static void test_a_component_leans_on_the_plant_and_follows_each_repair(void **state)
{
	struct outcome_bases *b = outcome_bases_new();
	struct component_outcome rows[] = {{"密封圈", 1, 3}, {"主轴", 8, 0}, {NULL, 1, 1}};
	const struct list all = {rows, 3};
	const double plant = (10 + 1.0) / (14 + 2); /* 10 held, 4 came back, base one half */

	(void)state;
	near(outcome_bases_of(b, "主轴"), 0.5); /* a plant that knows nothing */
	outcome_bases_load(b, &all);
	near(outcome_bases_of(b, NULL), plant);
	near(outcome_bases_of(b, "从未坏过"), plant);
	near(outcome_bases_of(b, "密封圈"), (1 + 2 * plant) / 6); /* a wear part comes back by nature */
	near(outcome_bases_of(b, "主轴"), (8 + 2 * plant) / 10);
	/* one more is known to have come back, then it turns out to have been another fault */
	outcome_bases_move(b, "主轴", -1, OUTCOME_CAME_BACK);
	near(outcome_bases_of(b, NULL), (10 + 1.0) / (15 + 2));
	outcome_bases_move(b, "主轴", OUTCOME_CAME_BACK, OUTCOME_HELD);
	near(outcome_bases_of(b, NULL), (11 + 1.0) / (15 + 2));
	outcome_bases_move(b, "主轴", OUTCOME_HELD, OUTCOME_PENDING);
	near(outcome_bases_of(b, "主轴"), (8 + 2 * plant) / 10);
	outcome_bases_free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_outcome_is_told_by_what_was_reported_after),
		cmocka_unit_test(test_two_imagined_repairs_stand_beside_the_real_ones),
		cmocka_unit_test(test_a_component_leans_on_the_plant_and_follows_each_repair),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
