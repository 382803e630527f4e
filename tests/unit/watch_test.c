/* When a meter's value is an alarm: told as a story of readings, instant by instant. */
#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/field.h"
#include "domain/usage.h"
#include "domain/watch.h"

#define S 1000
#define LEVELS "nwWLH" /* normal, warn low, warn high, low, high */

/* high 80, warn 70, low 10; back by 5; beyond for 30 s; silent after 100 s. */
static const struct watch_limits usual = {10, 80, NONE, 70, 5, 30 * S, 100 * S};
static const struct watch_limits at_once = {10, 80, NONE, 70, 0, 0, NONE};

/* A step: a reading, or (value NONE) time alone. */
struct step {
	int64_t time, value;
	char level;
	const char *turns; /* c cleared, r raised, o old, s silent, h heard */
};

static void told(const struct watch_limits *l, const char *what, const struct step *steps, size_t n)
{
	struct watch_state s;

	watch_state_none(&s);
	for (size_t i = 0; i < n; i++) {
		const struct step *x = &steps[i];
		struct watch_turn t = x->value == NONE ? watch_tick(l, &s, 0, x->time * S)
						       : watch_read(l, &s, x->time * S, x->value);
		char turns[8];

		snprintf(turns, sizeof(turns), "%s%s%s%s%s", t.cleared ? "c" : "", t.raised ? "r" : "",
			t.old ? "o" : "", t.silent ? "s" : "", t.heard ? "h" : "");
		if (LEVELS[s.level] != x->level || strcmp(turns, x->turns) != 0)
			print_error("%s: at %lld s\n", what, (long long)x->time);
		assert_int_equal(LEVELS[s.level], x->level);
		assert_string_equal(turns, x->turns);
	}
}
#define TOLD(limits, what, ...)                                                                              \
	told(limits, what, (const struct step[]){__VA_ARGS__},                                               \
		sizeof((const struct step[]){__VA_ARGS__}) / sizeof(struct step))

static void hold_off(void **state)
{
	(void)state;
	TOLD(&usual, "a spike shorter than the hold-off says nothing", {0, 50, 'n', ""}, {10, 95, 'n', ""},
		{39, 95, 'n', ""}, {40, 60, 'n', ""}, {100, 50, 'n', ""});
	TOLD(&usual, "what stays beyond for that long is an alarm", {0, 95, 'n', ""}, {29, 90, 'n', ""},
		{30, 95, 'H', "r"}, {60, 99, 'H', ""});
	TOLD(&usual, "two spikes are not added up", {0, 95, 'n', ""}, {20, 60, 'n', ""}, {25, 95, 'n', ""},
		{50, 95, 'n', ""}, {55, 95, 'H', "r"});
	TOLD(&usual, "time alone raises what was read last", {0, 95, 'n', ""}, {29, NONE, 'n', ""},
		{30, NONE, 'H', "r"}, {31, NONE, 'H', ""});
	TOLD(&usual, "a warning waits as well, and an alarm begins its own wait", {0, 75, 'n', ""},
		{30, 75, 'W', ""}, {40, 85, 'W', ""}, {69, 85, 'W', ""}, {70, 85, 'H', "r"});
	TOLD(&at_once, "without hold-off it is said at once", {0, 80, 'W', ""}, {1, 81, 'H', "r"},
		{2, 80, 'W', "c"}, {3, 70, 'n', ""});
	TOLD(&at_once, "the limits themselves are good", {0, 10, 'n', ""}, {1, 9, 'L', "r"},
		{2, 10, 'n', "c"});
}

static void hysteresis(void **state)
{
	(void)state;
	TOLD(&usual, "an alarm ends only when the value is back by the band", {0, 90, 'n', ""},
		{30, 90, 'H', "r"}, {40, 79, 'H', ""}, {50, 76, 'H', ""}, {60, 75, 'W', "c"},
		{70, 66, 'W', ""}, {80, 65, 'n', ""});
	TOLD(&usual, "to and fro over the limit is one alarm", {0, 81, 'n', ""}, {30, 81, 'H', "r"},
		{31, 79, 'H', ""}, {32, 81, 'H', ""}, {33, 79, 'H', ""}, {34, 90, 'H', ""});
	TOLD(&usual, "low ends from below", {0, 5, 'n', ""}, {30, 5, 'L', "r"}, {31, 14, 'L', ""},
		{32, 15, 'n', "c"});
	TOLD(&usual, "from one side to the other ends the one and waits for the other", {0, 90, 'n', ""},
		{30, 90, 'H', "r"}, {40, 5, 'n', "c"}, {69, 5, 'n', ""}, {70, 5, 'L', "r"});
	TOLD(&at_once, "or, without waiting, is both at once", {0, 90, 'H', "r"}, {1, 5, 'L', "cr"});
}

static void order(void **state)
{
	(void)state;
	TOLD(&at_once, "what is older than the newest, or of its instant, says nothing", {10, 50, 'n', ""},
		{9, 99, 'n', "o"}, {10, 99, 'n', "o"}, {11, 99, 'H', "r"}, {5, 50, 'H', "o"},
		{12, 50, 'n', "c"});
	TOLD(&usual, "late readings in their order are judged by their own times", {0, 95, 'n', ""},
		{10, 95, 'n', ""}, {45, 95, 'H', "r"});
}

static void silence(void **state)
{
	(void)state;
	TOLD(&usual, "silence is told once, and its end", {0, 50, 'n', ""}, {99, NONE, 'n', ""},
		{100, NONE, 'n', "s"}, {200, NONE, 'n', ""}, {210, 50, 'n', "h"}, {309, NONE, 'n', ""},
		{310, NONE, 'n', "s"});
	TOLD(&usual, "also of what was never read", {99, NONE, 'n', ""}, {100, NONE, 'n', "s"},
		{101, 50, 'n', "h"});
	TOLD(&at_once, "what may be silent is never told", {0, 50, 'n', ""}, {1000000, NONE, 'n', ""});
	TOLD(&usual, "an alarm goes on through silence", {0, 95, 'n', ""}, {30, 95, 'H', "r"},
		{131, NONE, 'H', "s"}, {140, 50, 'n', "ch"});
}

static void other_limits(void **state)
{
	struct watch_limits l = at_once;
	struct watch_state s;
	struct watch_turn t;

	(void)state;
	watch_state_none(&s);
	watch_read(&l, &s, S, 90);
	l.high = 100;
	t = watch_again(&l, &s, 0, 2 * S);
	assert_true(t.cleared);
	assert_int_equal(s.level, WATCH_WARN_HIGH);
	l.high = 85;
	l.hold_ms = 10 * S;
	t = watch_again(&l, &s, 0, 3 * S);
	assert_false(t.raised);
	t = watch_tick(&l, &s, 0, 13 * S);
	assert_true(t.raised);
	/* The only reading is taken away. */
	s.last_at = s.last_value = NONE;
	t = watch_again(&l, &s, 0, 14 * S);
	assert_true(t.cleared);
	assert_int_equal(s.level, WATCH_NORMAL);
}

/* Silence after another limit, or another last reading: told when it begins, once, and when it is none any more. */
static void silence_by_other_limits(void **state)
{
	static const struct {
		int64_t stale_ms, last_at, now;
		bool was, silent, heard;
	} cases[] = {
		{100, 50, 149, false, false, false}, {100, 50, 150, false, true, false},
		{100, 50, 150, true, false, false}, {1000, 50, 150, true, false, true},
		{NONE, 50, 150, true, false, true},
		{100, NONE, 120, true, false, false}, /* none is left: since 20 */
		{100, NONE, 119, true, false, true},
		{100, 500, 150, false, false, false}, /* of a clock that is ahead */
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct watch_limits l = at_once;
		struct watch_state s;
		struct watch_turn t;

		watch_state_none(&s);
		l.stale_ms = cases[i].stale_ms;
		s.last_at = cases[i].last_at;
		s.last_value = s.last_at == NONE ? NONE : 50;
		s.stale = cases[i].was;
		t = watch_again(&l, &s, 20, cases[i].now);
		assert_int_equal(t.silent, cases[i].silent);
		assert_int_equal(t.heard, cases[i].heard);
		assert_int_equal(s.stale, (cases[i].was || t.silent) && !t.heard);
		assert_false(watch_tick(&l, &s, 20, cases[i].now).silent);
	}
}

static void counters(void **state)
{
	static const struct {
		const char *what;
		int64_t before, value, rollover;
		enum watch_count count;
	} cases[] = {
		{"it goes on", 100, 150, NONE, COUNT_ON},
		{"it stands", 100, 100, NONE, COUNT_ON},
		{"it was reset", 100, 5, NONE, COUNT_BACK},
		{"it turned over", 99990, 20, 100000, COUNT_OVER},
		{"half of its way is too far: it was reset", 60000, 20000, 100000, COUNT_BACK},
		{"just under half", 60000, 9999, 100000, COUNT_OVER},
		{"beyond where it turns over: it was replaced", 120000, 10, 100000, COUNT_BACK},
		{"less than nothing", 99990, -5, 100000, COUNT_BACK},
	};
	struct usage_point turned[] = {{0, 900}, {1, 980}, {2, 30}, {3, 400}, {4, 20}, {5, 60}};
	const int64_t unrolled[] = {900, 980, 1030, 1400, 1020, 1060};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		if (watch_count(cases[i].before, cases[i].value, cases[i].rollover) != cases[i].count)
			print_error("%s\n", cases[i].what);
		assert_int_equal(
			watch_count(cases[i].before, cases[i].value, cases[i].rollover), cases[i].count);
	}
	/* What turned over goes on in the count of plans; what was reset is a fall, which they leave out. */
	usage_unroll(turned, COUNT(turned), 1000);
	for (size_t i = 0; i < COUNT(turned); i++)
		assert_int_equal(turned[i].value, unrolled[i]);
}

static void ranks(void **state)
{
	struct watch_state s;

	(void)state;
	watch_state_none(&s);
	assert_int_equal(watch_rank(&s), 3);
	s.level = WATCH_WARN_LOW;
	assert_int_equal(watch_rank(&s), 2);
	s.stale = true;
	assert_int_equal(watch_rank(&s), 1);
	s.level = WATCH_LOW;
	assert_int_equal(watch_rank(&s), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hold_off),
		cmocka_unit_test(hysteresis),
		cmocka_unit_test(order),
		cmocka_unit_test(silence),
		cmocka_unit_test(other_limits),
		cmocka_unit_test(silence_by_other_limits),
		cmocka_unit_test(counters),
		cmocka_unit_test(ranks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
