/* When routes are due, and what becomes of rounds from minute to minute. */
#include "test.h"

#include "store_fixture.h"

#include "base/clock.h"
#include "domain/asset.h"
#include "domain/check.h"
#include "domain/round.h"
#include "domain/round_due.h"
#include "domain/tell.h"
#include "store/account.h"

/* A week from Monday 2026-06-01 to Sunday; times as "day hour" of the beginnings. */
static const char *begins(struct arena *a, const struct round_route *r, const struct calendar_row *c)
{
	const struct interval week = {clock_day_start(20260601), clock_day_start(20260608)};
	struct interval_set all = round_windows(a, r, c, week);
	const char *out = "";

	for (size_t i = 0; i < all.n; i++) {
		int64_t day = clock_day_of(all.at[i].start), at = all.at[i].start - clock_day_start(day);

		out = arena_printf(a, "%s%s%lld %lld", out, i ? ", " : "", (long long)(day % 100),
			(long long)(at / HOUR_MS));
	}
	return out;
}

static void a_route_is_due_as_its_calendar_and_windows_say(void **state)
{
	/* Day and night shift from Monday to Friday; Wednesday is a holiday; on Saturday there is an extra shift. */
	static struct shift_row shifts[10];
	static struct exception_row days[] = {
		{20260603, NONE, NONE, "holiday"}, {20260606, 540, 720, "extra"}};
	static struct route_window two[] = {{480, 600}, {1320, 1500}}, same[] = {{480, 600}, {480, 540}};
	struct calendar_row c = {.shifts = {shifts, 10}, .exceptions = {days, 2}};
	const struct {
		struct round_route r;
		bool calendar;
		const char *begins;
	} cases[] = {
		{{.due = DUE_SHIFT}, true, "1 8, 1 20, 2 8, 2 20, 4 8, 4 20, 5 8, 5 20, 6 9"},
		{{.due = DUE_SHIFT, .weekdays = 1 << 0 | 1 << 2 | 1 << 5}, true, "1 8, 1 20, 6 9"},
		{{.due = DUE_SHIFT}, false, ""},
		{{.due = DUE_TIMES, .windows = {two, 2}}, false,
			"1 8, 1 22, 2 8, 2 22, 3 8, 3 22, 4 8, 4 22, 5 8, 5 22, 6 8, 6 22, 7 8, 7 22"},
		{{.due = DUE_TIMES, .windows = {two, 1}, .workdays = 1}, true, "1 8, 2 8, 4 8, 5 8, 6 8"},
		{{.due = DUE_TIMES, .windows = {two, 1}, .weekdays = 1 << 2, .workdays = 1}, true, ""},
		{{.due = DUE_TIMES, .windows = {two, 1}, .weekdays = 1 << 6}, true, "7 8"},
		{{.due = DUE_TIMES, .windows = {same, 2}, .weekdays = 1}, true, "1 8"},
	};
	struct arena a;

	(void)state;
	setenv("TZ", "Asia/Shanghai", 1);
	tzset();
	for (int i = 0; i < 10; i++)
		shifts[i] = (struct shift_row){i / 2 + 1, i % 2 ? 1200 : 480, i % 2 ? 1920 : 1200};
	arena_init(&a);
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(begins(&a, &cases[i].r, cases[i].calendar ? &c : NULL), cases[i].begins);
	arena_release(&a);
}

/* ---- from minute to minute ---- */

struct hall {
	struct fixture f;
	struct round_route route;
	int64_t machine, checklist, person, missed;
};

static enum err build(struct tx *tx, void *ctx)
{
	static struct check_item item = {.id = NONE,
		.root_id = NONE,
		.kind = CHECK_YES_NO,
		.text = "whole?",
		.low = NONE,
		.high = NONE,
		.bad = NONE,
		.if_item = NONE,
		.ticket = CHECK_OFFER,
		.priority = 3};
	static struct route_window window = {480, 600};
	struct hall *h = ctx;
	struct account who = {.login = "li", .name = "Li", .role = "technician", .password = "-"};
	struct checklist c = {.name = "checks", .items = {&item, 1}};
	struct route_stop stop;
	struct asset m;
	enum err err;

	fields_none(asset_fields, &m);
	m.kind = ASSET_MACHINE;
	m.name = "press";
	err = domain_asset_add(tx, &m);
	item.id = item.root_id = NONE;
	if (err == OK)
		err = domain_checklist_add(tx, &c);
	if (err == OK)
		err = store_account_add(tx, &who);
	h->machine = m.id;
	h->checklist = c.id;
	h->person = who.id;
	stop = (struct route_stop){.machine_id = m.id, .checklist_id = c.id};
	h->route = (struct round_route){.name = "walk",
		.due = DUE_TIMES,
		.calendar_id = NONE,
		.assignee_id = NONE,
		.windows = {&window, 1},
		.stops = {&stop, 1}};
	return err == OK ? domain_route_add(tx, &h->route) : err;
}

static void begin(struct hall *h, int64_t day, int64_t minute)
{
	memset(h, 0, sizeof(*h));
	setenv("TZ", "Asia/Shanghai", 1);
	tzset();
	fixture_open(&h->f);
	h->f.now = clock_day_start(day) + minute * MINUTE_MS;
	assert_int_equal(fixture_write(&h->f, build, h), OK);
}

static enum err sweep(struct tx *tx, void *ctx)
{
	struct hall *h = ctx;

	return domain_round_sweep(tx, &h->missed);
}

static int64_t sweep_at(struct hall *h, int64_t day, int64_t minute)
{
	h->f.now = clock_day_start(day) + minute * MINUTE_MS;
	assert_int_equal(fixture_write(&h->f, sweep, h), OK);
	return h->missed;
}

#define ROUNDS                                                                                               \
	"SELECT coalesce(group_concat(CASE WHEN done_at IS NOT NULL THEN 'done' WHEN missed_at IS NOT NULL " \
	"THEN 'missed' ELSE 'open' END, ' '), '') || ' ' || (SELECT count(*) FROM event WHERE entity = "     \
	"'round' AND kind = 'missed') AS state FROM (SELECT * FROM round ORDER BY due_from)"

static void expect(struct hall *h, const char *rounds)
{
	assert_string_equal(fixture_state(&h->f, ROUNDS), rounds);
}

static void a_round_exists_ahead_and_is_missed_once_when_its_window_ends(void **state)
{
	struct hall h;

	(void)state;
	begin(&h, 20260601, 420); /* 7:00: today's is there, tomorrow's is 25 hours ahead */
	expect(&h, "open 0");
	assert_int_equal(sweep_at(&h, 20260601, 599), 0);
	expect(&h, "open open 0");
	assert_int_equal(sweep_at(&h, 20260601, 600), 1);
	assert_int_equal(sweep_at(&h, 20260601, 601), 0);
	expect(&h, "missed open 1");
	fixture_close(&h.f);
}

static void a_window_that_is_over_when_a_route_is_written_is_not_missed(void **state)
{
	struct hall h;

	(void)state;
	begin(&h, 20260601, 900);
	assert_int_equal(sweep_at(&h, 20260601, 901), 0);
	expect(&h, "open 0");
	fixture_close(&h.f);
}

static void a_server_that_was_off_finds_every_round_that_nobody_walked(void **state)
{
	struct hall h;

	(void)state;
	begin(&h, 20260601, 420);
	assert_int_equal(sweep_at(&h, 20260605, 700), 5);
	expect(&h, "missed missed missed missed missed open 5");
	fixture_close(&h.f);
}

static enum err follow(struct tx *tx, void *ctx)
{
	struct account boss = {.login = "boss", .name = "Boss", .role = "manager", .password = "-"};
	struct tell_follow f = {.from = 0};
	enum err err = store_account_add(tx, &boss);

	(void)ctx;
	return err == OK ? domain_tell_follow(tx, &f) : err;
}

static void a_missed_round_is_told_to_the_manager(void **state)
{
	struct hall h;

	(void)state;
	begin(&h, 20260601, 420);
	assert_int_equal(sweep_at(&h, 20260601, 600), 1);
	assert_int_equal(fixture_write(&h.f, follow, NULL), OK);
	assert_string_equal(
		fixture_state(&h.f,
			"SELECT group_concat(t.rule || ' ' || t.entity || ' ' || t.entity_id || ' ' || "
			"t.title || ' ' || t.detail || ' > ' || a.login) AS state FROM telling t JOIN notice "
			"n ON n.telling_id = t.id JOIN account a ON a.id = n.account_id"),
		"missed round 1 walk 2026-06-01 08:00 – 2026-06-01 10:00 > boss");
	fixture_close(&h.f);
}

static enum err pause_route(struct tx *tx, void *ctx)
{
	struct hall *h = ctx;
	struct round_route r;
	enum err err = store_route_get(tx->db, tx->arena, h->route.id, &r);

	r.paused = !r.paused;
	return err == OK ? domain_route_put(tx, &r, r.version) : err;
}

static void a_paused_route_makes_none_and_misses_none(void **state)
{
	struct hall h;

	(void)state;
	begin(&h, 20260601, 900); /* tomorrow's is there */
	assert_int_equal(fixture_write(&h.f, pause_route, &h), OK);
	expect(&h, " 0");
	assert_int_equal(sweep_at(&h, 20260604, 900), 0);
	expect(&h, " 0");
	assert_int_equal(fixture_write(&h.f, pause_route, &h), OK);
	expect(&h, "open 0");
	fixture_close(&h.f);
}

static enum err walk(struct tx *tx, void *ctx)
{
	struct hall *h = ctx;
	int64_t at = clock_day_start(20260601) + 500 * MINUTE_MS;
	struct round_said said = {.item_id = 1, .value = NONE, .text = "yes", .time = at};
	struct round_stop_said stop = {.round_id = 1,
		.stop_id = 1,
		.skipped = "stands still",
		.done = 1,
		.done_said = at,
		.scanned_at = NONE,
		.answers = {&said, 1}};
	struct round_end end = {.id = 1, .said = at};
	struct round r;
	enum err err = domain_round_stop(tx, &stop);

	(void)h;
	return err == OK ? domain_round_finish(tx, &end, &r) : err;
}

static void what_was_walked_in_time_and_sent_later_was_not_missed(void **state)
{
	struct hall h;

	(void)state;
	begin(&h, 20260601, 420);
	assert_int_equal(sweep_at(&h, 20260601, 700), 1);
	expect(&h, "missed open 1");
	h.f.actor = (struct actor){h.person, "Li"};
	assert_int_equal(fixture_write(&h.f, walk, &h), OK);
	expect(&h, "done open 1");
	fixture_close(&h.f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_route_is_due_as_its_calendar_and_windows_say),
		cmocka_unit_test(a_round_exists_ahead_and_is_missed_once_when_its_window_ends),
		cmocka_unit_test(a_window_that_is_over_when_a_route_is_written_is_not_missed),
		cmocka_unit_test(a_server_that_was_off_finds_every_round_that_nobody_walked),
		cmocka_unit_test(a_missed_round_is_told_to_the_manager),
		cmocka_unit_test(a_paused_route_makes_none_and_misses_none),
		cmocka_unit_test(what_was_walked_in_time_and_sent_later_was_not_missed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
