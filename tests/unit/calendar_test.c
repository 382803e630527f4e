/* Shift calendars: wall-clock shifts laid out as instants, also where the clocks change. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "domain/calendar.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int setup(void **state)
{
	*state = xcalloc(1, sizeof(struct arena));
	arena_init(*state);
	return 0;
}

static int teardown(void **state)
{
	arena_release(*state);
	free(*state);
	return 0;
}

static void zone(const char *name)
{
	setenv("TZ", name, 1);
	tzset();
}

static int64_t utc(const char *text)
{
	int64_t t;

	assert_true(clock_parse(text, &t));
	return t;
}

#define COUNT(x) (sizeof(x) / sizeof(*(x)))

static void a_wall_time_is_one_instant(void **state)
{
	static const struct {
		const char *zone;
		int64_t day, minute;
		const char *utc, *why;
	} cases[] = {
		{"Asia/Shanghai", 20260105, 480, "2026-01-05T00:00:00Z", "no summer time"},
		{"Asia/Shanghai", 20260105, 1800, "2026-01-05T22:00:00Z", "06:00 of the next day"},
		{"Asia/Shanghai", 20240228, 1440, "2024-02-28T16:00:00Z", "leap day"},
		{"America/New_York", 20260307, 600, "2026-03-07T15:00:00Z", "winter"},
		{"America/New_York", 20260308, 119, "2026-03-08T06:59:00Z", "last minute of winter"},
		{"America/New_York", 20260308, 120, "2026-03-08T07:00:00Z", "skipped: the change"},
		{"America/New_York", 20260308, 150, "2026-03-08T07:00:00Z", "skipped: the change"},
		{"America/New_York", 20260308, 180, "2026-03-08T07:00:00Z", "the first that exists"},
		{"America/New_York", 20260308, 181, "2026-03-08T07:01:00Z", "summer"},
		{"America/New_York", 20260307, 1440 + 150, "2026-03-08T07:00:00Z",
			"skipped, from the day before"},
		{"America/New_York", 20261101, 59, "2026-11-01T04:59:00Z", "summer"},
		{"America/New_York", 20261101, 60, "2026-11-01T05:00:00Z", "comes twice: the first"},
		{"America/New_York", 20261101, 90, "2026-11-01T05:30:00Z", "comes twice: the first"},
		{"America/New_York", 20261101, 120, "2026-11-01T07:00:00Z", "winter"},
		{"Asia/Beirut", 20250330, 0, "2025-03-29T22:00:00Z", "midnight is skipped"},
		{"Asia/Beirut", 20250330, 59, "2025-03-29T22:00:00Z", "skipped"},
		{"Asia/Beirut", 20250330, 60, "2025-03-29T22:00:00Z", "the first that exists"},
		{"Australia/Lord_Howe", 20251005, 135, "2025-10-04T15:30:00Z", "half an hour is skipped"},
		{"Australia/Lord_Howe", 20251005, 151, "2025-10-04T15:31:00Z", "after it"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		zone(cases[i].zone);
		if (calendar_instant(cases[i].day, cases[i].minute) != utc(cases[i].utc))
			fail_msg("%s %d +%d: %s", cases[i].zone, (int)cases[i].day, (int)cases[i].minute,
				cases[i].why);
	}
}

/* The rows of each case, and how many minutes are required in a local window of whole days. */
static void shifts_and_exceptions_add_up(void **state)
{
	static const struct calendar_shift day[] = {
		{1, 480, 960}, {2, 480, 960}, {3, 480, 960}, {4, 480, 960}, {5, 480, 960}};
	static const struct calendar_shift night[] = {{6, 1320, 1800}};
	static const struct calendar_shift meet[] = {{6, 1050, 1530}, {7, 90, 360}};
	static const struct calendar_shift all[] = {{1, 0, 1440}, {2, 0, 1440}, {3, 0, 1440}, {4, 0, 1440},
		{5, 0, 1440}, {6, 0, 1440}, {7, 0, 1440}};
	static const struct calendar_shift overlapping[] = {{1, 480, 960}, {1, 900, 1000}, {1, 480, 500}};
	static const struct calendar_exception off[] = {{20260106, TIME_NONE, TIME_NONE}};
	static const struct calendar_exception half[] = {{20260106, 480, 600}, {20260106, 660, 720}};
	static const struct calendar_exception both[] = {
		{20260106, 480, 600}, {20260106, TIME_NONE, TIME_NONE}};
	static const struct calendar_exception saturday[] = {{20260110, 480, 720}, {20260106, TIME_NONE, 0}};
	static const struct calendar_exception sunday_off[] = {{20260111, TIME_NONE, TIME_NONE}};
	static const struct calendar_exception late[] = {{20260104, 1380, 2820}};
	static const struct {
		const char *zone;
		const struct calendar_shift *shifts;
		size_t shift_n;
		const struct calendar_exception *exceptions;
		size_t exception_n;
		int64_t from, to; /* local days */
		int minutes;
		const char *why;
	} cases[] = {
		{"Asia/Shanghai", day, 5, NULL, 0, 20260105, 20260112, 2400, "40 h a week"},
		{"Asia/Shanghai", day, 5, NULL, 0, 20260110, 20260112, 0, "nothing at the weekend"},
		{"Asia/Shanghai", day, 5, off, 1, 20260105, 20260112, 1920, "a day off"},
		{"Asia/Shanghai", day, 5, half, 2, 20260105, 20260112, 1920 + 180, "two other shifts"},
		{"Asia/Shanghai", day, 5, both, 2, 20260105, 20260112, 1920 + 120,
			"off and a shift: the shift"},
		{"Asia/Shanghai", day, 5, saturday, 2, 20260105, 20260112, 1920 + 240,
			"Saturday for Tuesday"},
		{"Asia/Shanghai", NULL, 0, NULL, 0, 20260105, 20260112, 0, "no rows: never"},
		{"Asia/Shanghai", overlapping, 3, NULL, 0, 20260105, 20260112, 520, "overlaps count once"},
		{"Asia/Shanghai", all, 7, NULL, 0, 20260105, 20260112, 7 * 1440, "round the clock by shifts"},
		{"Asia/Shanghai", night, 1, NULL, 0, 20260110, 20260112, 480, "Saturday night"},
		{"Asia/Shanghai", night, 1, NULL, 0, 20260111, 20260112, 360,
			"its tail is cut by the window"},
		{"Asia/Shanghai", night, 1, NULL, 0, 20260110, 20260111, 120, "its head too"},
		{"Asia/Shanghai", night, 1, sunday_off, 1, 20260111, 20260112, 360,
			"a day off keeps the night before"},
		{"Asia/Shanghai", NULL, 0, late, 1, 20260105, 20260106, 1380, "an exception across midnight"},
		{"America/New_York", night, 1, NULL, 0, 20260307, 20260309, 420, "clocks forward: 7 h"},
		{"America/New_York", night, 1, NULL, 0, 20261031, 20261102, 540, "clocks back: 9 h"},
		{"America/New_York", meet, 2, NULL, 0, 20261031, 20261102, 13 * 60 + 30,
			"no hole, no overlap"},
		{"America/New_York", all, 7, NULL, 0, 20260308, 20260309, 23 * 60, "a day of 23 h"},
		{"America/New_York", all, 7, NULL, 0, 20261101, 20261102, 25 * 60, "a day of 25 h"},
		{"America/New_York", day, 5, NULL, 0, 20260302, 20260316, 4800, "day shifts do not care"},
		{"Asia/Beirut", all, 7, NULL, 0, 20250330, 20250331, 23 * 60, "midnight skipped"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct calendar c = {
			cases[i].shifts, cases[i].shift_n, cases[i].exceptions, cases[i].exception_n};
		struct interval window;
		const struct calendar_span *s;

		zone(cases[i].zone);
		window = (struct interval){clock_day_start(cases[i].from), clock_day_start(cases[i].to)};
		s = calendar_expand(*state, &c, window);
		assert_true(calendar_valid(&c));
		if (calendar_overlap(s, window) != cases[i].minutes * MINUTE_MS)
			fail_msg("%s: %d min", cases[i].why, (int)(calendar_overlap(s, window) / MINUTE_MS));
		assert_int_equal(interval_set_length(s->required), cases[i].minutes * MINUTE_MS);
	}
}

static void shifts_that_meet_are_one_interval(void **state)
{
	static const struct calendar_shift all[] = {{1, 0, 1440}, {2, 0, 1440}, {3, 0, 1440}, {4, 0, 1440},
		{5, 0, 1440}, {6, 0, 1440}, {7, 0, 1440}};
	struct calendar c = {all, 7, NULL, 0};
	struct interval year;

	zone("America/New_York");
	year = (struct interval){clock_day_start(20260101), clock_day_start(20270101)};
	assert_int_equal(calendar_expand(*state, &c, year)->required.n, 1);
}

static void round_the_clock_without_calendar(void **state)
{
	const struct calendar_span *s = calendar_expand(*state, NULL, (struct interval){5000, 9000});

	assert_int_equal(calendar_overlap(s, (struct interval){0, 6000}), 1000);
	assert_int_equal(calendar_overlap(s, (struct interval){6000, 8000}), 2000);
	assert_int_equal(calendar_overlap(s, (struct interval){8000, 6000}), 0);
	assert_int_equal(calendar_overlap(s, (struct interval){9000, 20000}), 0);
	s = calendar_expand(*state, NULL, (struct interval){9000, 5000});
	assert_int_equal(calendar_overlap(s, (struct interval){0, 20000}), 0);
	s = calendar_expand(*state, NULL, (struct interval){INT64_MIN, INT64_MAX});
	assert_int_equal(calendar_overlap(s, (struct interval){INT64_MIN, INT64_MAX}), TIME_MAX);
}

static void rows_out_of_range_are_refused_and_passed_over(void **state)
{
	static const struct calendar_shift shifts[] = {{0, 480, 960}, {8, 480, 960}, {1, -1, 60},
		{1, 1440, 1500}, {1, 480, 480}, {1, 480, 400}, {1, 480, 1921}, {1, INT64_MAX, INT64_MAX},
		{1, TIME_NONE, 3}};
	static const struct calendar_exception exceptions[] = {{20260230, 0, 60}, {0, 0, 60},
		{TIME_NONE, 0, 60}, {20260105, 60, 60}, {20260105, 0, 1441}, {20260105, -5, 10}};
	struct interval month = {utc("2026-01-01T00:00:00Z"), utc("2026-02-01T00:00:00Z")};

	for (size_t i = 0; i < COUNT(shifts); i++) {
		struct calendar c = {&shifts[i], 1, NULL, 0};

		assert_false(calendar_valid(&c));
		assert_int_equal(calendar_overlap(calendar_expand(*state, &c, month), month), 0);
	}
	for (size_t i = 0; i < COUNT(exceptions); i++) {
		struct calendar c = {NULL, 0, &exceptions[i], 1};

		assert_false(calendar_valid(&c));
		assert_int_equal(calendar_overlap(calendar_expand(*state, &c, month), month), 0);
	}
}

/* ---- against the obvious: ask the C library for the wall clock of every minute ---- */

static bool works(const struct calendar *c, int64_t day, int weekday, int minute)
{
	bool differs = false, in = false;

	for (size_t i = 0; i < c->exception_n; i++) {
		if (c->exceptions[i].day != day)
			continue;
		differs = true;
		in = in || (c->exceptions[i].start_min != TIME_NONE && minute >= c->exceptions[i].start_min &&
				   minute < c->exceptions[i].end_min);
	}
	for (size_t i = 0; i < c->shift_n && !differs; i++)
		in = in || (c->shifts[i].weekday == weekday && minute >= c->shifts[i].start_min &&
				   minute < c->shifts[i].end_min);
	return in;
}

static bool required_at(const struct calendar *c, int64_t t)
{
	time_t s = (time_t)(t / 1000);
	struct tm tm;
	int weekday, minute;
	int64_t day = clock_day_of(t);

	localtime_r(&s, &tm);
	weekday = tm.tm_wday ? tm.tm_wday : 7;
	minute = tm.tm_hour * 60 + tm.tm_min;
	return works(c, day, weekday, minute) ||
	       works(c, clock_day_add(day, -1), weekday == 1 ? 7 : weekday - 1, minute + 1440);
}

static void every_minute_agrees_with_the_wall_clock(void **state)
{
	static const struct {
		const char *zone;
		int64_t day;
	} cases[] = {{"Asia/Shanghai", 20260220}, {"America/New_York", 20260305},
		{"America/New_York", 20261029}, {"Australia/Lord_Howe", 20251002},
		{"Australia/Lord_Howe", 20260402}, {"Asia/Beirut", 20250327}, {"Europe/Berlin", 20261022},
		{"Pacific/Apia", 20260101}, {"America/St_Johns", 20260306}};

	srandom(11);
	for (size_t i = 0; i < 4 * COUNT(cases); i++) {
		struct calendar_shift shifts[12];
		struct calendar_exception exceptions[5];
		struct calendar c = {shifts, 1 + (size_t)random() % 12, exceptions, (size_t)random() % 6};
		int64_t start, end, sum = 0;
		const struct calendar_span *s;

		/* No edge between 23:30 and 04:00, where the clocks change: those have a table of their own.
		 */
		for (size_t k = 0; k < c.shift_n; k++) {
			int64_t from = 240 + random() % 1170;

			shifts[k] = (struct calendar_shift){1 + random() % 7, from,
				random() % 3 ? from + 1 + random() % (1411 - from)
					     : from + 1440 - random() % (from - 239)};
		}
		zone(cases[i % COUNT(cases)].zone);
		for (size_t k = 0; k < c.exception_n; k++) {
			exceptions[k] = (struct calendar_exception){
				clock_day_add(cases[i % COUNT(cases)].day, (int)(random() % 9)),
				300 + random() % 60, 400 + random() % 1000};
			if (random() % 3 == 0)
				exceptions[k].start_min = TIME_NONE;
		}
		assert_true(calendar_valid(&c));
		start = clock_day_start(cases[i % COUNT(cases)].day) + random() % 1440 * MINUTE_MS;
		end = start + 7 * DAY_MS;
		s = calendar_expand(*state, &c, (struct interval){start, end});
		for (int64_t t = start; t < end; t += MINUTE_MS) {
			bool is = required_at(&c, t);

			if (calendar_overlap(s, (struct interval){t, t + MINUTE_MS}) != is * MINUTE_MS)
				fail_msg("%s, calendar %d: minute %d", cases[i % COUNT(cases)].zone, (int)i,
					(int)((t - start) / MINUTE_MS));
			sum += is * MINUTE_MS;
			assert_int_equal(calendar_overlap(s, (struct interval){start, t + MINUTE_MS}), sum);
		}
	}
}

static void *expand_often(void *arg)
{
	static const struct calendar_shift shifts[] = {{1, 480, 960}, {6, 1320, 1800}};
	struct calendar c = {shifts, 2, NULL, 0};
	struct interval year = {1767225600000, 1767225600000 + 365 * DAY_MS};
	struct arena a;

	arena_init(&a);
	for (int i = 0; i < 20; i++) {
		*(int64_t *)arg = calendar_overlap(calendar_expand(&a, &c, year), year);
		arena_clear(&a);
	}
	arena_release(&a);
	return NULL;
}

static void threads_lay_out_calendars_at_once(void **state)
{
	pthread_t threads[4];
	int64_t sums[4] = {0};

	(void)state;
	zone("America/New_York");
	for (int i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, expand_often, &sums[i]), 0);
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	for (int i = 0; i < 4; i++)
		assert_int_equal(sums[i], sums[0]);
	/* 52 Mondays, 52 nights of 8 h; one shorter and one longer make no difference. */
	assert_int_equal(sums[0], 2 * 52 * 8 * HOUR_MS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_wall_time_is_one_instant),
		cmocka_unit_test_setup_teardown(shifts_and_exceptions_add_up, setup, teardown),
		cmocka_unit_test_setup_teardown(shifts_that_meet_are_one_interval, setup, teardown),
		cmocka_unit_test_setup_teardown(round_the_clock_without_calendar, setup, teardown),
		cmocka_unit_test_setup_teardown(
			rows_out_of_range_are_refused_and_passed_over, setup, teardown),
		cmocka_unit_test_setup_teardown(every_minute_agrees_with_the_wall_clock, setup, teardown),
		cmocka_unit_test(threads_lay_out_calendars_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
