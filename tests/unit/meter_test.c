/* What becomes of readings in the store: each meter by itself, and nothing in its history that nobody did. */
#include "test.h"

#include "store_fixture.h"

#include <math.h>

#include "base/clock.h"
#include "domain/codelist.h"
#include "domain/listener_rules.h"
#include "domain/meter.h"
#include "store/asset.h"
#include "store/setting.h"

#define T0 INT64_C(1790000000000)

/* Two meters of one machine, alike. */
struct hall {
	struct fixture f;
	int64_t machine, meters[2];
};

static enum err build(struct tx *tx, void *ctx)
{
	struct hall *h = ctx;
	struct asset machine;

	assert_int_equal(domain_codelist_seed(tx), OK);
	fields_none(asset_fields, &machine);
	machine.kind = ASSET_MACHINE;
	machine.name = "pump";
	machine.state = ASSET_RUNNING;
	assert_int_equal(store_asset_add(tx, &machine), OK);
	h->machine = machine.id;
	for (int i = 0; i < 2; i++) {
		struct meter m;

		meter_none(&m);
		m.asset_id = machine.id;
		m.name = i ? "pressure" : "oil";
		m.unit = "u";
		m.kind = METER_GAUGE;
		m.high = 80000;
		m.hold_ms = 60000;
		m.stale_ms = 600000;
		assert_int_equal(domain_meter_add(tx, &m), OK);
		h->meters[i] = m.id;
	}
	return OK;
}

static void begin(struct hall *h)
{
	memset(h, 0, sizeof(*h));
	fixture_open(&h->f);
	h->f.now = T0;
	assert_int_equal(fixture_write(&h->f, build, h), OK);
}

static int64_t number(struct hall *h, const char *sql)
{
	return strtoll(fixture_state(&h->f, sql), NULL, 10);
}

/* The second meter's alarms cannot be kept, whatever the reason. */
static enum err spoil(struct tx *tx, void *ctx)
{
	(void)ctx;
	return db_exec(tx->db,
		"CREATE TRIGGER spoiled BEFORE INSERT ON alarm WHEN NEW.meter_id = 2 BEGIN SELECT "
		"RAISE(ABORT, 'no'); END",
		NO_ARGS, NULL);
}

static void what_one_meter_cannot_take_keeps_out_no_others(void **state)
{
	struct listener_heard all[] = {{1, T0 + 1, 95000, 0}, {1, T0 + 70000, 95000, 1},
		{2, T0 + 1, 95000, 2}, {2, T0 + 70000, 95000, 3}, {987654, T0, 1, 4}};
	struct listener_batch b = {.all = all, .n = COUNT(all), .same = 3};
	struct hall h;

	(void)state;
	begin(&h);
	assert_int_equal(fixture_write(&h.f, spoil, NULL), OK);
	h.f.now = T0 + 80000;
	assert_int_equal(fixture_write(&h.f, listener_take, &b), OK);
	assert_int_equal(b.kept, 1);
	assert_int_equal(b.thinned, 1 + 3);
	assert_int_equal(b.refused, 3);
	assert_int_equal(number(&h, "SELECT '' || sum(meter_id) AS state FROM alarm"), 1);
	assert_int_equal(number(&h, "SELECT '' || sum(meter_id) AS state FROM reading"), 1);
	fixture_close(&h.f);
}

static enum err hear_both(struct tx *tx, void *ctx)
{
	const struct hall *h = ctx;
	enum err err = OK;

	for (int i = 0; i < 2 && err == OK; i++) {
		struct reading r = {.time = tx->now, .value = 95000, .source = READ_HTTP, .account_id = NONE};
		struct meter m;
		bool again;

		assert_int_equal(store_meter_get(tx->db, tx->arena, h->meters[i], &m), OK);
		err = domain_reading_take(tx, &m, &r, &again);
	}
	return err;
}

static enum err hear_good(struct tx *tx, void *ctx)
{
	struct reading r = {.time = tx->now, .value = 50000, .source = READ_HTTP, .account_id = NONE};
	struct meter m;

	assert_int_equal(store_meter_get(tx->db, tx->arena, 1, &m), OK);
	return domain_reading_take(tx, &m, &r, ctx);
}

static void a_reading_that_is_the_newest_costs_three_statements(void **state)
{
	struct hall h;
	bool again = true;

	(void)state;
	begin(&h);
	for (int i = 0; i < 3; i++) {
		struct store_job job = {.fn = hear_good,
			.ctx = &again,
			.actor = h.f.actor,
			.arena = &h.f.arena,
			.now = T0 + i / 2};

		assert_int_equal(store_write(h.f.store, &job), OK);
		assert_int_equal(again, i == 1);
		/* its meter, the reading, the meter; of the same once more: its meter, the reading that is there */
		assert_int_equal(job.statements, i == 1 ? 2 : 3);
	}
	fixture_close(&h.f);
}

static enum err sweep(struct tx *tx, void *ctx)
{
	return domain_meter_sweep(tx, ctx);
}

static void a_meter_that_cannot_be_looked_after_holds_up_no_other(void **state)
{
	int64_t refused = 0;
	struct hall h;

	(void)state;
	begin(&h);
	assert_int_equal(fixture_write(&h.f, spoil, NULL), OK);
	assert_int_equal(fixture_write(&h.f, hear_both, &h), OK);
	h.f.now = T0 + 60000;
	assert_int_equal(fixture_write(&h.f, sweep, &refused), OK);
	assert_int_equal(refused, 1);
	assert_int_equal(number(&h, "SELECT '' || sum(meter_id) AS state FROM alarm"), 1);
	assert_int_equal(number(&h, "SELECT '' || sum(level = 'high') AS state FROM meter"), 1);
	fixture_close(&h.f);
}

static enum err take_back(struct tx *tx, void *ctx)
{
	struct hall *h = ctx;
	struct meter m;

	assert_int_equal(store_meter_get(tx->db, tx->arena, h->meters[0], &m), OK);
	return domain_reading_remove(tx, &m, m.last_at);
}

static void a_reading_that_is_taken_away_ends_no_silence(void **state)
{
	int64_t refused;
	struct hall h;

	(void)state;
	begin(&h);
	assert_int_equal(fixture_write(&h.f, hear_both, &h), OK);
	h.f.now = T0 + 10000;
	assert_int_equal(fixture_write(&h.f, hear_both, &h), OK);
	for (int i = 0; i < 2; i++) {
		h.f.now = T0 + (i + 1) * HOUR_MS;
		assert_int_equal(fixture_write(&h.f, sweep, &refused), OK);
		assert_int_equal(fixture_write(&h.f, take_back, &h), OK);
		assert_int_equal(number(&h, "SELECT '' || stale AS state FROM meter WHERE id = 1"), 1);
		assert_int_equal(fixture_write(&h.f, sweep, &refused), OK);
	}
	assert_int_equal(number(&h, "SELECT '' || count(*) AS state FROM event WHERE entity = 'meter' AND "
				    "entity_id = 1 AND kind IN ('fell_silent', 'heard_again')"),
		1);
	fixture_close(&h.f);
}

static enum err read_first(struct tx *tx, void *ctx)
{
	return store_meter_get(tx->db, tx->arena, 1, ctx);
}

static enum err put(struct tx *tx, void *ctx)
{
	return domain_meter_put(tx, ctx);
}

static void what_was_read_meanwhile_is_no_change_by_who_changes_a_meter(void **state)
{
	struct meter m;
	struct hall h;

	(void)state;
	begin(&h);
	assert_int_equal(fixture_write(&h.f, read_first, &m), OK);
	assert_int_equal(fixture_write(&h.f, hear_both, &h), OK);
	m.hold_ms = 90000;
	assert_int_equal(fixture_write(&h.f, put, &m), OK);
	assert_string_equal(
		fixture_state(
			&h.f, "SELECT body AS state FROM event WHERE entity = 'meter' AND kind = 'changed'"),
		"{\"hold_ms\":[60000,90000],\"version\":[1,2]}");
	assert_int_equal(number(&h, "SELECT '' || last_value AS state FROM meter WHERE id = 1"), 95000);
	fixture_close(&h.f);
}

/* What nobody watches any more is not silent, nor too high, when something is taken out of its history. */
static void a_retired_meter_says_nothing(void **state)
{
	const char since[] = "SELECT group_concat(kind) AS state FROM event WHERE entity = 'meter' AND "
			     "entity_id = 1 AND kind NOT IN ('added', 'changed', 'reading_removed')";
	struct meter m;
	struct hall h;

	(void)state;
	begin(&h);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(fixture_write(&h.f, hear_both, &h), OK);
		h.f.now += 1000;
	}
	assert_int_equal(fixture_write(&h.f, read_first, &m), OK);
	m.retired = 1;
	assert_int_equal(fixture_write(&h.f, put, &m), OK);
	h.f.now += HOUR_MS;
	assert_int_equal(fixture_write(&h.f, take_back, &h), OK);
	assert_string_equal(fixture_state(&h.f, since), "");
	assert_int_equal(
		number(&h, "SELECT '' || (stale + (level <> 'normal')) AS state FROM meter WHERE id = 1"), 0);
	fixture_close(&h.f);
}

/* A counter's readings in the order they come: at, value (reset where it fell); value NONE: that one is taken away. */
struct told {
	int64_t at, value;
};

static enum err tell(struct tx *tx, void *ctx)
{
	const struct told *t = ctx;
	struct reading r = {
		.time = T0 + t->at, .value = t->value, .reset = 1, .source = READ_HTTP, .account_id = NONE};
	struct meter m;
	bool again;

	assert_int_equal(store_meter_get(tx->db, tx->arena, 3, &m), OK);
	return t->value == NONE ? domain_reading_remove(tx, &m, r.time)
				: domain_reading_take(tx, &m, &r, &again);
}

static enum err add_counter(struct tx *tx, void *ctx)
{
	struct meter m;

	meter_none(&m);
	m.asset_id = ((struct hall *)ctx)->machine;
	m.name = "hours";
	m.unit = "h";
	return domain_meter_add(tx, &m);
}

/* Whatever was typed wrongly and taken away again, or comes late: reset is where a reading is less than the one before it. */
static void a_reset_is_where_a_counter_fell(void **state)
{
	static const struct {
		struct told told[5];
		const char *left;
	} cases[] = {
		{{{1, 100}, {2, 900}, {3, 110}, {2, NONE}, {4, 120}}, "100 0,110 0,120 0"},
		{{{1, 100}, {2, 5}, {3, 10}, {2, NONE}, {4, 20}}, "100 0,10 1,20 0"},
		{{{1, 100}, {4, 50}, {3, 20}, {5, 60}, {2, 110}}, "100 0,110 0,20 1,50 0,60 0"},
		{{{1, 100}, {2, 5}, {3, 10}, {1, NONE}, {4, 8}}, "5 0,10 0,8 1"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct hall h;

		begin(&h);
		assert_int_equal(fixture_write(&h.f, add_counter, &h), OK);
		for (size_t k = 0; k < 5; k++)
			assert_int_equal(fixture_write(&h.f, tell, (void *)(uintptr_t)&cases[i].told[k]), OK);
		assert_string_equal(
			fixture_state(&h.f,
				"SELECT group_concat(value || ' ' || reset) AS state FROM (SELECT value, "
				"reset FROM reading WHERE meter_id = 3 ORDER BY time)"),
			cases[i].left);
		fixture_close(&h.f);
	}
}

static enum err speak(struct tx *tx, void *ctx)
{
	struct setting s;

	assert_int_equal(store_setting_get(tx->db, tx->arena, &s), OK);
	s.lang = *(const int *)ctx;
	return store_setting_put(tx, &s);
}

static void alarms_and_silence_speak_the_plant_s_language(void **state)
{
	static const struct {
		int setting;
		const char *option;
		const char *words;
	} cases[] = {
		{-1, NULL, "oil 95 u，高于上限 80 u|oil，很久没有读数"},
		{LANG_EN, NULL, "oil 95 u, above its limit of 80 u|oil, no reading for too long"},
		{LANG_ZH, "en", "oil 95 u, above its limit of 80 u|oil, no reading for too long"},
		{LANG_EN, "zh", "oil 95 u，高于上限 80 u|oil，很久没有读数"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t refused;
		int lang = cases[i].setting;
		struct hall h;

		begin(&h);
		store_lang(h.f.store, cases[i].option);
		assert_int_equal(fixture_write(&h.f, speak, &lang), OK);
		assert_int_equal(fixture_write(&h.f, hear_both, &h), OK);
		h.f.now = T0 + HOUR_MS;
		assert_int_equal(fixture_write(&h.f, sweep, &refused), OK);
		assert_string_equal(
			fixture_state(&h.f,
				"SELECT group_concat(body ->> 'text', '|') AS state FROM event WHERE "
				"entity = 'meter' AND entity_id = 1 AND kind <> 'added'"),
			cases[i].words);
		fixture_close(&h.f);
	}
}

static void a_value_is_kept_in_thousandths_and_within_bounds(void **state)
{
	static const struct {
		double said;
		bool good;
		int64_t value;
	} cases[] = {
		{41.5, true, 41500},
		{-7.1234, true, -7123},
		{0.0005, true, 1},
		{-0.0005, true, -1},
		{1e9, true, METER_VALUE_MAX},
		{-1e9, true, -METER_VALUE_MAX},
		{1.0000001e9, false, 0},
		{-1.0000001e9, false, 0},
		{1e300, false, 0},
		{(double)INFINITY, false, 0},
		{(double)NAN, false, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t value = 0;

		assert_int_equal(meter_value(cases[i].said, &value), cases[i].good);
		assert_int_equal(value, cases[i].value);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_value_is_kept_in_thousandths_and_within_bounds),
		cmocka_unit_test(a_reading_that_is_the_newest_costs_three_statements),
		cmocka_unit_test(what_one_meter_cannot_take_keeps_out_no_others),
		cmocka_unit_test(a_meter_that_cannot_be_looked_after_holds_up_no_other),
		cmocka_unit_test(a_reading_that_is_taken_away_ends_no_silence),
		cmocka_unit_test(alarms_and_silence_speak_the_plant_s_language),
		cmocka_unit_test(what_was_read_meanwhile_is_no_change_by_who_changes_a_meter),
		cmocka_unit_test(a_retired_meter_says_nothing),
		cmocka_unit_test(a_reset_is_where_a_counter_fell),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
