/* domain/asset and domain/shifts: the rules of the equipment tree and of shift calendars. */
#include "store_fixture.h"

#include "domain/asset.h"
#include "domain/shifts.h"
#include "store/event.h"

static const char SQL_STATE[] =
	"SELECT (SELECT count(*) FROM event) || ' ' || coalesce((SELECT group_concat(id || ':' || version || "
	"':' || name || ':' || coalesce(state, '') || ':' || coalesce(parent_id, 0), ' ') FROM asset), '') "
	"|| ' ' || "
	"coalesce((SELECT group_concat(id || ':' || version || ':' || name, ' ') FROM calendar), '') || ' ' "
	"|| "
	"(SELECT count(*) FROM calendar_shift) || ' ' || (SELECT count(*) FROM calendar_exception) || ' ' || "
	"(SELECT count(*) FROM qr_code) AS state";

static enum err add(struct tx *tx, void *ctx)
{
	return domain_asset_add(tx, ctx);
}

struct edit {
	struct asset asset;
	int64_t version;
};

static enum err put(struct tx *tx, void *ctx)
{
	struct edit *e = ctx;

	return domain_asset_put(tx, &e->asset, e->version);
}

struct change {
	struct asset_change change;
	struct asset now;
};

static enum err set_state(struct tx *tx, void *ctx)
{
	struct change *c = ctx;

	return domain_asset_state(tx, &c->change, &c->now);
}

static struct asset blank(int kind, int64_t parent, const char *code)
{
	struct asset x;

	domain_asset_none(&x);
	x.kind = kind;
	x.parent_id = parent;
	x.code = code;
	x.name = "name";
	return x;
}

/* 1 site, 2 area, 3 line, 4 machine, 5 component, each below the one before. */
static void plant(struct fixture *f)
{
	fixture_open(f);
	for (int kind = ASSET_SITE; kind <= ASSET_COMPONENT; kind++) {
		struct asset x = blank(kind, kind ? kind : NONE, NULL);

		assert_int_equal(fixture_write(f, add, &x), OK);
		assert_int_equal(x.id, kind + 1);
	}
}

static struct asset get(struct fixture *f, int64_t id)
{
	struct asset x;
	struct db *db = store_reader(f->store);

	assert_int_equal(store_asset_get(db, &f->arena, id, &x), OK);
	store_reader_return(f->store, db);
	return x;
}

static const struct event *last_event(struct fixture *f, const char *entity, int64_t id)
{
	struct list l;
	struct db *db = store_reader(f->store);

	assert_int_equal(store_event_of(db, &f->arena, entity, id, NONE, 1, &l), OK);
	store_reader_return(f->store, db);
	assert_int_equal(l.n, 1);
	return l.items;
}

/* An asset hangs below a larger kind, levels may be left out, and a component belongs to a machine. */
static void places(void **state)
{
	static const char may[ASSET_COMPONENT + 1][6] = {
		/* at the top, site, area, line, machine, component */
		"y....", "yy...", "yyy..", "yyyy.", "....y"};
	struct fixture f;

	(void)state;
	plant(&f);
	for (int kind = 0; kind <= ASSET_COMPONENT; kind++) {
		for (int above = 0; above <= ASSET_COMPONENT + 1; above++) {
			struct asset x = blank(kind, above ? above : NONE, NULL);
			bool allowed = above < 5 && may[kind][above] == 'y';

			assert_int_equal(fixture_write(&f, add, &x), allowed ? OK : ERR_INVALID);
			if (!allowed)
				assert_string_equal(f.fault.fields[0].name, "parent_id");
		}
	}
	fixture_close(&f);
}

/* Moving follows the same rule: nothing comes to hang below itself or below something smaller. */
static void moving(void **state)
{
	static const struct {
		int64_t id, to;
		enum err want;
	} rows[] = {{4, 2, OK}, {4, 1, OK}, {4, NONE, OK}, {4, 3, OK}, {4, 4, ERR_INVALID},
		{4, 5, ERR_INVALID}, {2, 3, ERR_INVALID}, {1, 4, ERR_INVALID}, {1, 1, ERR_INVALID},
		{5, 3, ERR_INVALID}, {5, NONE, ERR_INVALID}, {5, 99, ERR_INVALID}};
	struct fixture f;

	(void)state;
	plant(&f);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct edit e = {.asset = get(&f, rows[i].id)};

		e.version = e.asset.version;
		e.asset.parent_id = rows[i].to;
		assert_int_equal(fixture_write(&f, put, &e), rows[i].want);
		assert_true((get(&f, rows[i].id).parent_id == rows[i].to) == (rows[i].want == OK));
		if (rows[i].want == OK)
			assert_string_equal(last_event(&f, "asset", 4)->kind, "moved");
	}
	fixture_close(&f);
}

/* Each wrong member is named. */
static void wrong_members(void **state)
{
	struct fixture f;
	struct asset x;

	(void)state;
	plant(&f);
#define WRONG(member, value, kind_, field)                                                                   \
	x = blank(kind_, kind_, NULL);                                                                       \
	x.member = value;                                                                                    \
	assert_int_equal(fixture_write(&f, add, &x), ERR_INVALID);                                           \
	assert_string_equal(f.fault.fields[0].name, field)
	WRONG(name, NULL, ASSET_MACHINE, "name");
	WRONG(calendar_id, 7, ASSET_MACHINE, "calendar_id");
	WRONG(state, ASSET_STOPPED, ASSET_LINE, "state");
	WRONG(retired_day, 20260101, ASSET_MACHINE, "retired_day");
	WRONG(commissioned_day, 20260230, ASSET_MACHINE, "commissioned_day");
	WRONG(retired_day, 20261301, ASSET_LINE, "retired_day");
	WRONG(original_value_cents, -1, ASSET_MACHINE, "original_value_cents");
	WRONG(parent_id, 99, ASSET_MACHINE, "parent_id");
	WRONG(kind, 9, ASSET_MACHINE, "kind");
#undef WRONG
	x = blank(ASSET_COMPONENT, 4, NULL);
	x.commissioned_day = 20250601;
	x.retired_day = 20250531;
	assert_int_equal(fixture_write(&f, add, &x), ERR_INVALID);
	x.retired_day = 20250601;
	assert_int_equal(fixture_write(&f, add, &x), OK);
	fixture_close(&f);
}

/* A change tells what it was and what it is; the kind and the state stay; nothing changed is no event. */
static void changing(void **state)
{
	struct fixture f;
	struct edit e, stale;

	(void)state;
	plant(&f);
	e = (struct edit){.asset = get(&f, 4), .version = 1};
	stale = e;
	e.asset.name = "冲床";
	e.asset.commissioned_day = 20240102;
	fixture_torture(&f, put, &e, sizeof(e), SQL_STATE);
	assert_int_equal(e.asset.version, 2);
	assert_string_equal(last_event(&f, "asset", 4)->kind, "changed");
	assert_string_equal(last_event(&f, "asset", 4)->body,
		"{\"name\":[\"name\",\"冲床\"],\"commissioned_day\":[null,\"2024-01-02\"]}");
	assert_int_equal(fixture_write(&f, put, &stale), ERR_STALE);
	e.version = 2;
	assert_int_equal(fixture_write(&f, put, &e), OK);
	assert_int_equal(get(&f, 4).version, 2);
	e.asset.kind = ASSET_LINE;
	assert_int_equal(fixture_write(&f, put, &e), ERR_INVALID);
	e.asset.kind = ASSET_MACHINE;
	e.asset.state = ASSET_STOPPED;
	assert_int_equal(fixture_write(&f, put, &e), ERR_INVALID);
	e.asset.id = 99;
	assert_int_equal(fixture_write(&f, put, &e), ERR_NOT_FOUND);
	fixture_close(&f);
}

/* A code is given once. */
static void codes(void **state)
{
	struct fixture f;
	struct asset x = blank(ASSET_MACHINE, 3, "M-1"), y = x;
	struct edit e;

	(void)state;
	plant(&f);
	fixture_torture(&f, add, &x, sizeof(x), SQL_STATE);
	assert_int_equal(fixture_write(&f, add, &y), ERR_CONFLICT);
	assert_string_equal(f.fault.fields[0].name, "code");
	e = (struct edit){.asset = get(&f, 4), .version = 1};
	e.asset.code = "M-1";
	assert_int_equal(fixture_write(&f, put, &e), ERR_CONFLICT);
	fixture_close(&f);
}

/* Who may bring a machine into which state, and what it needs for that. */
static void states(void **state)
{
	static const struct {
		int to;
		bool lead;
		const char *reason;
		int64_t version;
		enum err want;
		int then;
	} rows[] = {
		{ASSET_STOPPED, false, NULL, NONE, OK, ASSET_STOPPED},
		{ASSET_STOPPED, false, NULL, NONE, OK, ASSET_STOPPED},
		{ASSET_RUNNING, false, NULL, 1, ERR_STALE, ASSET_STOPPED},
		{ASSET_RUNNING, false, "fixed", 2, OK, ASSET_RUNNING},
		{ASSET_RETIRED, false, "old", NONE, ERR_DENIED, ASSET_RUNNING},
		{ASSET_RETIRED, true, NULL, NONE, ERR_INVALID, ASSET_RUNNING},
		{ASSET_RETIRED, true, "old", NONE, OK, ASSET_RETIRED},
		{ASSET_IDLE, false, "back", NONE, ERR_DENIED, ASSET_RETIRED},
		{ASSET_IDLE, true, "back", NONE, OK, ASSET_IDLE},
		{-1, true, NULL, NONE, ERR_INVALID, ASSET_IDLE},
		{9, true, NULL, NONE, ERR_INVALID, ASSET_IDLE},
	};
	struct fixture f;

	(void)state;
	plant(&f);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct change c = {.change = {4, rows[i].to, rows[i].reason, rows[i].version, rows[i].lead}};

		assert_int_equal(fixture_write(&f, set_state, &c), rows[i].want);
		assert_int_equal(get(&f, 4).state, rows[i].then);
		assert_true((get(&f, 4).retired_day != NONE) == (rows[i].then == ASSET_RETIRED));
	}
	assert_string_equal(last_event(&f, "asset", 4)->kind, "state");
	assert_non_null(strstr(last_event(&f, "asset", 4)->body, "{\"retired_day\":["));
	assert_non_null(strstr(last_event(&f, "asset", 4)->body, ",null],\"state\":[\"retired\",\"idle\"],"));
	assert_non_null(strstr(last_event(&f, "asset", 4)->body, ",\"reason\":\"back\"}"));
	for (int64_t id = 3; id <= 99; id += id == 3 ? 2 : 94) {
		struct change c = {.change = {id, ASSET_STOPPED, NULL, NONE, true}};

		assert_int_equal(fixture_write(&f, set_state, &c), id == 99 ? ERR_NOT_FOUND : ERR_INVALID);
	}
	fixture_close(&f);
}

static enum err open_ticket(struct tx *tx, void *ctx)
{
	(void)ctx;
	return db_exec(tx->db,
		"INSERT INTO ticket (machine_id, kind, source, state, open, priority, symptom, stopped, "
		"failure, "
		"reported_at, updated_at) VALUES (4, 'corrective', 'scan', 'reported', 1, 1, 's', 1, 1, 0, "
		"0)",
		NO_ARGS, NULL);
}

/* A machine with an open ticket is not retired; a failed statement changes no state. */
static void states_and_tickets(void **state)
{
	struct fixture f;
	struct change c = {.change = {4, ASSET_DEGRADED, "noise", NONE, true}};

	(void)state;
	plant(&f);
	fixture_torture(&f, set_state, &c, sizeof(c), SQL_STATE);
	assert_int_equal(fixture_write(&f, open_ticket, NULL), OK);
	c.change.state = ASSET_RETIRED;
	assert_int_equal(fixture_write(&f, set_state, &c), ERR_CONFLICT);
	assert_int_equal(get(&f, 4).state, ASSET_DEGRADED);
	fixture_close(&f);
}

/* ---- calendars ---- */

static enum err add_calendar(struct tx *tx, void *ctx)
{
	return domain_calendar_add(tx, ctx);
}

struct calendar_edit {
	struct calendar_row calendar;
	int64_t version;
};

static enum err put_calendar(struct tx *tx, void *ctx)
{
	struct calendar_edit *e = ctx;

	return domain_calendar_put(tx, &e->calendar, e->version);
}

/* What a shift and an exception must be. */
static void calendar_rows(void **state)
{
	static const struct {
		struct shift_row shift;
		struct exception_row exception;
		const char *field; /* NULL: good */
	} rows[] = {
		{{1, 480, 960}, {20260101, NONE, NONE, "holiday"}, NULL},
		{{7, 1320, 1800}, {20260101, 0, 1440, NULL}, NULL},
		{{1, 0, 1440}, {20240229, 1439, 2879, NULL}, NULL},
		{{0, 480, 960}, {20260101, NONE, NONE, NULL}, "shifts[0].weekday"},
		{{8, 480, 960}, {20260101, NONE, NONE, NULL}, "shifts[0].weekday"},
		{{1, 960, 960}, {20260101, NONE, NONE, NULL}, "shifts[0].end_min"},
		{{1, 960, 480}, {20260101, NONE, NONE, NULL}, "shifts[0].end_min"},
		{{1, 0, 1441}, {20260101, NONE, NONE, NULL}, "shifts[0].end_min"},
		{{1, -1, 480}, {20260101, NONE, NONE, NULL}, "shifts[0].end_min"},
		{{1, 480, 960}, {20260229, NONE, NONE, NULL}, "exceptions[0].day"},
		{{1, 480, 960}, {20260101, 480, NONE, NULL}, "exceptions[0].end_min"},
		{{1, 480, 960}, {20260101, NONE, 480, NULL}, "exceptions[0].end_min"},
		{{1, 480, 960}, {20260101, 480, 480, NULL}, "exceptions[0].end_min"},
	};
	struct fixture f;

	(void)state;
	fixture_open(&f);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct shift_row shift = rows[i].shift;
		struct exception_row exception = rows[i].exception;
		struct calendar_row c = {.name = arena_printf(&f.arena, "c%zu", i),
			.shifts = {&shift, 1},
			.exceptions = {&exception, 1}};

		assert_int_equal(fixture_write(&f, add_calendar, &c), rows[i].field ? ERR_INVALID : OK);
		if (rows[i].field)
			assert_string_equal(f.fault.fields[0].name, rows[i].field);
	}
	fixture_close(&f);
}

/* A calendar is written whole or not at all; its name is unique and its version taken once. */
static void calendar_writes(void **state)
{
	struct shift_row shifts[] = {{2, 480, 960}, {1, 480, 960}};
	struct exception_row exceptions[] = {{20260101, NONE, NONE, "new year"}, {20260102, 480, 720, NULL}};
	struct calendar_row c = {.name = "two shifts", .shifts = {shifts, 2}, .exceptions = {exceptions, 2}},
			    again = c, back;
	struct calendar_edit e;
	struct fixture f;
	struct db *db;

	(void)state;
	fixture_open(&f);
	fixture_torture(&f, add_calendar, &c, sizeof(c), SQL_STATE);
	assert_int_equal(fixture_write(&f, add_calendar, &again), ERR_CONFLICT);
	db = store_reader(f.store);
	assert_int_equal(store_calendar_get(db, &f.arena, c.id, &back), OK);
	store_reader_return(f.store, db);
	assert_int_equal(back.shifts.n, 2);
	assert_int_equal(((struct shift_row *)back.shifts.items)[0].weekday, 1);
	assert_int_equal(back.exceptions.n, 2);
	assert_string_equal(((struct exception_row *)back.exceptions.items)[0].note, "new year");
	e = (struct calendar_edit){c, 1};
	e.calendar.exceptions.n = 1;
	e.calendar.name = "one shift";
	fixture_torture(&f, put_calendar, &e, sizeof(e), SQL_STATE);
	assert_int_equal(e.calendar.version, 2);
	assert_int_equal(fixture_write(&f, put_calendar, &e), ERR_STALE);
	e.calendar.id = 99;
	assert_int_equal(fixture_write(&f, put_calendar, &e), ERR_NOT_FOUND);
	fixture_close(&f);
}

/* An asset's calendar is its own or the nearest one above. */
static void calendar_above(void **state)
{
	struct calendar_row c = {.name = "a"}, d = {.name = "b"};
	struct fixture f;
	struct edit e;
	struct db *db;
	int64_t found[6];

	(void)state;
	plant(&f);
	assert_int_equal(fixture_write(&f, add_calendar, &c), OK);
	assert_int_equal(fixture_write(&f, add_calendar, &d), OK);
	e = (struct edit){.asset = get(&f, 2), .version = 1};
	e.asset.calendar_id = c.id;
	assert_int_equal(fixture_write(&f, put, &e), OK);
	e = (struct edit){.asset = get(&f, 4), .version = 1};
	e.asset.calendar_id = d.id;
	assert_int_equal(fixture_write(&f, put, &e), OK);
	db = store_reader(f.store);
	for (int64_t id = 1; id <= 5; id++)
		assert_int_equal(store_calendar_of(db, id, &found[id]), OK);
	assert_int_equal(store_calendar_of(db, 99, &found[0]), ERR_NOT_FOUND);
	store_reader_return(f.store, db);
	assert_int_equal(found[1], NONE);
	assert_int_equal(found[2], c.id);
	assert_int_equal(found[3], c.id);
	assert_int_equal(found[4], d.id);
	assert_int_equal(found[5], d.id);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(places),
		cmocka_unit_test(moving),
		cmocka_unit_test(wrong_members),
		cmocka_unit_test(changing),
		cmocka_unit_test(codes),
		cmocka_unit_test(states),
		cmocka_unit_test(states_and_tickets),
		cmocka_unit_test(calendar_rows),
		cmocka_unit_test(calendar_writes),
		cmocka_unit_test(calendar_above),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
