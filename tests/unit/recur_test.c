/* On which days something recurs: worked cases, and every rule against one that walks day by day. */
#include "test.h"

#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "base/field.h"
#include "domain/recur.h"
#include "domain/usage.h"

#define MON 1
#define TUE 2
#define WED 4
#define FRI 16
#define SUN 64
#define MONTH(m) (INT64_C(1) << ((m)-1))

/* Monday to Friday; National Day off in a row, and a Sunday that is worked in its place. */
static const struct calendar_shift shifts[] = {
	{1, 480, 1020}, {2, 480, 1020}, {3, 480, 1020}, {4, 480, 1020}, {5, 480, 1020}};
static const struct calendar_exception exceptions[] = {{20261001, TIME_NONE, 0}, {20261002, TIME_NONE, 0},
	{20261005, TIME_NONE, 0}, {20261006, TIME_NONE, 0}, {20261007, TIME_NONE, 0}, {20260927, 480, 1020}};
static const struct calendar works = {shifts, COUNT(shifts), exceptions, COUNT(exceptions)};
static const struct calendar never = {NULL, 0, NULL, 0};

struct rule {
	int unit, mode, holiday;
	int64_t every, weekdays, month_day, months, from_day;
};

static struct recur recur_of(const struct rule *r)
{
	return (struct recur){r->unit, r->mode, r->holiday, r->every, r->weekdays, r->month_day, r->months,
		r->from_day, NONE};
}

static void a_fixed_rule_gives_these_days(void **state)
{
	static const struct {
		const char *what;
		struct rule r;
		const struct calendar *c;
		int64_t due[6]; /* ends with 0 */
	} cases[] = {
		{"every day", {RECUR_DAY, 0, 0, 1, 0, 0, 0, 20260227}, NULL,
			{20260227, 20260228, 20260301, 20260302}},
		{"every 10 days over the end of a year", {RECUR_DAY, 0, 0, 10, 0, 0, 0, 20251225}, NULL,
			{20251225, 20260104, 20260114, 20260124}},
		{"every 2 weeks on Monday and Friday", {RECUR_WEEK, 0, 0, 2, MON | FRI, 0, 0, 20260701}, NULL,
			{20260703, 20260713, 20260717, 20260727}},
		{"every week on the first day's weekday", {RECUR_WEEK, 0, 0, 1, 0, 0, 0, 20260701}, NULL,
			{20260701, 20260708, 20260715}},
		{"every month on the 31st is its last day", {RECUR_MONTH, 0, 0, 1, 0, 31, 0, 20260131}, NULL,
			{20260131, 20260228, 20260331, 20260430, 20260531}},
		{"as the first day was the 31st, too", {RECUR_MONTH, 0, 0, 1, 0, 0, 0, 20280131}, NULL,
			{20280131, 20280229, 20280331, 20280430}},
		{"the last day of a leap February", {RECUR_MONTH, 0, 0, 12, 0, 32, 0, 20270201}, NULL,
			{20270228, 20280229, 20290228}},
		{"2000 was a leap year, 2100 is none", {RECUR_MONTH, 0, 0, 1200, 0, 29, 0, 20000229}, NULL,
			{20000229, 21000228}},
		{"every 3 months within a season",
			{RECUR_MONTH, 0, 0, 3, 0, 10, MONTH(4) | MONTH(7), 20260110}, NULL,
			{20260410, 20260710, 20270410, 20270710}},
		{"every 20 days in March alone keeps its count",
			{RECUR_DAY, 0, 0, 20, 0, 0, MONTH(3), 20260101}, NULL,
			{20260302, 20260322, 20270317}},
		{"a weekend comes first: Friday", {RECUR_MONTH, 0, RECUR_BEFORE, 1, 0, 15, 0, 20260801},
			&works, {20260814, 20260915, 20261015, 20261113}},
		{"a weekend comes first: Monday", {RECUR_MONTH, 0, RECUR_LATER, 1, 0, 15, 0, 20260801},
			&works, {20260817, 20260915, 20261015, 20261116}},
		{"holidays in a row, moved after: one service, not five",
			{RECUR_DAY, 0, RECUR_LATER, 1, 0, 0, 0, 20260929}, &works,
			{20260929, 20260930, 20261008, 20261009, 20261012}},
		{"holidays in a row, moved before: the same",
			{RECUR_DAY, 0, RECUR_BEFORE, 1, 0, 0, 0, 20260929}, &works,
			{20260929, 20260930, 20261008, 20261009, 20261012}},
		{"holidays in a row, left out", {RECUR_WEEK, 0, RECUR_SKIP, 1, FRI, 0, 0, 20260925}, &works,
			{20260925, 20261009, 20261016}},
		{"as if there were none", {RECUR_WEEK, 0, RECUR_STAY, 1, FRI, 0, 0, 20260925}, &works,
			{20260925, 20261002, 20261009}},
		{"a Sunday that is worked is no weekend",
			{RECUR_WEEK, 0, RECUR_BEFORE, 1, SUN, 0, 0, 20260921}, &works,
			{20260927, 20260930, 20261009}},
		{"nobody ever works: it stays", {RECUR_DAY, 0, RECUR_LATER, 7, 0, 0, 0, 20260101}, &never,
			{20260101, 20260108}},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct recur r = recur_of(&cases[i].r);
		struct occasion o = {NONE, NONE};

		for (int k = 0; cases[i].due[k]; k++) {
			if (!recur_next(&r, cases[i].c, o.rule_day, o.due_day, &o) ||
				o.due_day != cases[i].due[k])
				fail_msg("%s: %d is %d", cases[i].what, k, (int)o.due_day);
		}
	}
}

static void after_completion_counts_from_the_day_it_was_done(void **state)
{
	static const struct {
		const char *what;
		struct rule r;
		const struct calendar *c;
		int64_t done, due;
	} cases[] = {
		{"the first time", {RECUR_DAY, 1, 0, 30, 0, 0, 0, 20260301}, NULL, NONE, 20260301},
		{"30 days", {RECUR_DAY, 1, 0, 30, 0, 0, 0, 20260101}, NULL, 20260215, 20260317},
		{"done late, the next is later", {RECUR_WEEK, 1, 0, 2, 0, 0, 0, 20260101}, NULL, 20260120,
			20260203},
		{"a month after 31 January", {RECUR_MONTH, 1, 0, 1, 0, 0, 0, 20260101}, NULL, 20260131,
			20260228},
		{"in a leap year", {RECUR_MONTH, 1, 0, 1, 0, 0, 0, 20280101}, NULL, 20280131, 20280229},
		{"a year after 29 February", {RECUR_MONTH, 1, 0, 12, 0, 0, 0, 20280101}, NULL, 20280229,
			20290228},
		{"on to the next Wednesday", {RECUR_DAY, 1, 0, 7, WED, 0, 0, 20260101}, NULL, 20260702,
			20260715},
		{"on to the season", {RECUR_MONTH, 1, 0, 3, 0, 0, MONTH(4) | MONTH(5), 20260101}, NULL,
			20260520, 20270401},
		{"a free day moves it", {RECUR_DAY, 1, RECUR_LATER, 1, 0, 0, 0, 20260101}, &works, 20260930,
			20261008},
		{"not back to the day it was done", {RECUR_DAY, 1, RECUR_BEFORE, 1, 0, 0, 0, 20260101},
			&works, 20260930, 20261008},
		{"left out would be for ever: it moves on", {RECUR_DAY, 1, RECUR_SKIP, 1, 0, 0, 0, 20260101},
			&works, 20260930, 20261008},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct recur r = recur_of(&cases[i].r);
		struct occasion o;

		if (!recur_after(&r, cases[i].c, cases[i].done, &o) || o.due_day != cases[i].due)
			fail_msg("%s: %d", cases[i].what, (int)o.due_day);
	}
}

static void a_rule_ends_and_may_never_begin(void **state)
{
	struct recur r = {
		.unit = RECUR_MONTH, .every = 1, .month_day = 15, .from_day = 20260101, .to_day = 20260220};
	struct occasion o = {NONE, NONE};

	(void)state;
	assert_true(recur_next(&r, NULL, NONE, NONE, &o));
	assert_true(recur_next(&r, NULL, o.rule_day, o.due_day, &o));
	assert_int_equal(o.due_day, 20260215);
	assert_false(recur_next(&r, NULL, o.rule_day, o.due_day, &o));
	/* January every year, and only in February. */
	r = (struct recur){.unit = RECUR_MONTH,
		.every = 12,
		.month_day = 1,
		.months = MONTH(2),
		.from_day = 20260101,
		.to_day = NONE};
	assert_false(recur_next(&r, NULL, NONE, NONE, &o));
}

/* ---- the slow reference: every day is looked at by what the rule says in words ---- */

static struct tm date_of(int64_t day)
{
	struct tm tm = {.tm_year = (int)(day / 10000) - 1900,
		.tm_mon = (int)(day / 100 % 100) - 1,
		.tm_mday = (int)(day % 100),
		.tm_hour = 12};

	timegm(&tm);
	return tm;
}

static int64_t plus(int64_t day, int n)
{
	struct tm tm = date_of(day);

	tm.tm_mday += n;
	timegm(&tm);
	return (tm.tm_year + 1900) * INT64_C(10000) + (tm.tm_mon + 1) * 100 + tm.tm_mday;
}

static int days_between(int64_t from, int64_t to)
{
	struct tm a = date_of(from), b = date_of(to);

	return (int)((timegm(&b) - timegm(&a)) / 86400);
}

static int monday_based(const struct tm *tm)
{
	return (tm->tm_wday + 6) % 7;
}

static bool is_rule_day(const struct recur *r, int64_t day)
{
	struct tm d = date_of(day), from = date_of(r->from_day);
	bool last = date_of(plus(day, 1)).tm_mon != d.tm_mon;
	int64_t wanted = r->month_day ? r->month_day : from.tm_mday, weekdays = r->weekdays;

	if (day < r->from_day || (r->months && !(r->months >> d.tm_mon & 1)))
		return false;
	if (r->unit == RECUR_DAY)
		return days_between(r->from_day, day) % r->every == 0;
	if (r->unit == RECUR_MONTH)
		return ((d.tm_year - from.tm_year) * 12 + d.tm_mon - from.tm_mon) % r->every == 0 &&
		       (d.tm_mday == wanted || (last && d.tm_mday < wanted));
	if (!weekdays)
		weekdays = 1 << monday_based(&from);
	return (weekdays >> monday_based(&d) & 1) &&
	       days_between(plus(r->from_day, -monday_based(&from)), plus(day, -monday_based(&d))) / 7 %
			       r->every ==
		       0;
}

static int64_t slow_due(const struct recur *r, const struct calendar *c, int64_t day)
{
	int64_t at = day;

	if (!c || r->holiday == RECUR_STAY || !calendar_free(c, day))
		return day;
	if (r->holiday == RECUR_SKIP)
		return NONE;
	for (int i = 0; i < RECUR_SHIFT_DAYS && calendar_free(c, at); i++)
		at = plus(at, r->holiday == RECUR_BEFORE ? -1 : 1);
	return calendar_free(c, at) ? day : at;
}

static unsigned next_random(unsigned *seed)
{
	*seed = *seed * 1103515245 + 12345;
	return *seed >> 16 & 0x7fff;
}

static struct recur random_rule(unsigned *seed)
{
	struct recur r = {.unit = (int)(next_random(seed) % 3),
		.holiday = (int)(next_random(seed) % 4),
		.to_day = NONE};

	r.every = 1 + next_random(seed) % (r.unit == RECUR_DAY ? 45 : r.unit == RECUR_WEEK ? 6 : 14);
	r.weekdays = r.unit == RECUR_WEEK && next_random(seed) % 3 ? 1 + next_random(seed) % 127 : 0;
	r.month_day = r.unit == RECUR_MONTH && next_random(seed) % 3 ? 1 + next_random(seed) % 32 : 0;
	r.months = next_random(seed) % 4 ? 0 : 1 + next_random(seed) % 4095;
	r.from_day = plus(20231101, (int)(next_random(seed) % 900));
	return r;
}

static void every_rule_agrees_with_a_walk_day_by_day(void **state)
{
	unsigned seed = 7;

	(void)state;
	for (int i = 0; i < 400; i++) {
		struct recur r = random_rule(&seed);
		const struct calendar *c = i % 3 ? &works : NULL;
		struct occasion o = {NONE, NONE};
		int64_t last = NONE, end = plus(r.from_day, 1500);

		for (int64_t day = r.from_day; day <= end; day = plus(day, 1)) {
			int64_t due = is_rule_day(&r, day) ? slow_due(&r, c, day) : NONE;

			if (due == NONE || (last != NONE && due <= last))
				continue;
			last = due;
			if (!recur_next(&r, c, o.rule_day, o.due_day, &o) || o.rule_day != day ||
				o.due_day != due)
				fail_msg("rule %d (unit %d every %d from %d): %d instead of %d", i, r.unit,
					(int)r.every, (int)r.from_day, (int)o.rule_day, (int)day);
		}
	}
}

static void days_know_no_time_zone_and_their_hour_does(void **state)
{
	struct recur r = {.unit = RECUR_WEEK, .every = 1, .from_day = 20260301, .to_day = NONE};
	static const int64_t begins[] = {
		INT64_C(1772370000000), INT64_C(1772971200000)}; /* 8:00 EST, 8:00 EDT */

	(void)state;
	for (int zone = 0; zone < 2; zone++) {
		struct occasion o = {NONE, NONE};

		setenv("TZ", zone ? "America/New_York" : "Pacific/Apia", 1);
		tzset();
		for (int i = 0; i < 2; i++) {
			assert_true(recur_next(&r, NULL, o.rule_day, o.due_day, &o));
			assert_int_equal(o.due_day, i ? 20260308 : 20260301);
			if (zone)
				assert_int_equal(calendar_instant(o.due_day, 480), begins[i]);
		}
	}
}

/* ---- meters ---- */

static void a_counter_is_forecast_by_how_it_ran(void **state)
{
	const int64_t d = DAY_MS;
	const struct usage_point even[] = {{0, 0}, {10 * d, 100000}};
	const struct usage_point reset[] = {{0, 90000}, {5 * d, 99000}, {6 * d, 1000}, {10 * d, 41000}};
	const struct usage_point still[] = {{0, 5000}, {10 * d, 5000}};
	struct usage u;

	(void)state;
	usage_forecast(even, 2, 0, 500000, 10 * d, &u);
	assert_int_equal(u.used, 100000);
	assert_int_equal(u.reached_at, 50 * d);
	assert_false(u.measured);
	/* Done in the middle between two readings: what ran since counts. */
	usage_forecast(even, 2, 5 * d, 500000, 10 * d, &u);
	assert_int_equal(u.used, 50000);
	assert_int_equal(u.reached_at, 55 * d);
	usage_forecast(even, 2, 0, 40000, 10 * d, &u);
	assert_true(u.measured);
	assert_int_equal(u.reached_at, 4 * d);
	/* The step on which it fell is left out: 9 and 40 were run. */
	usage_forecast(reset, 4, 0, 98000, 10 * d, &u);
	assert_int_equal(u.used, 49000);
	assert_int_equal(u.reached_at, 20 * d);
	usage_forecast(still, 2, 0, 1000, 10 * d, &u);
	assert_int_equal(u.reached_at, TIME_NONE);
	usage_forecast(even, 1, 0, 1000, 10 * d, &u);
	assert_int_equal(u.reached_at, TIME_NONE);
	/* By the forecast it should be over: not before now. */
	usage_forecast(even, 2, 0, 200000, 90 * d, &u);
	assert_int_equal(u.reached_at, 90 * d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_fixed_rule_gives_these_days),
		cmocka_unit_test(after_completion_counts_from_the_day_it_was_done),
		cmocka_unit_test(a_rule_ends_and_may_never_begin),
		cmocka_unit_test(every_rule_agrees_with_a_walk_day_by_day),
		cmocka_unit_test(days_know_no_time_zone_and_their_hour_does),
		cmocka_unit_test(a_counter_is_forecast_by_how_it_ran),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
