/* store/asset: rows of the equipment tree. */
#include "store_fixture.h"

#include "store/asset.h"

static const char SQL_STATE[] =
	"SELECT (SELECT count(*) FROM event) || ' ' || coalesce((SELECT group_concat(text, ' ') FROM "
	"(SELECT id || ':' || version || ':' || name || ':' || search AS text FROM asset ORDER BY id) AS t), "
	"'') "
	"AS state";

static enum err add(struct tx *tx, void *ctx)
{
	return store_asset_add(tx, ctx);
}

static enum err put(struct tx *tx, void *ctx)
{
	return store_asset_put(tx, ctx);
}

static struct asset blank(int kind, int64_t parent, const char *code, const char *name)
{
	struct asset x;

	fields_none(asset_fields, &x);
	x.kind = kind;
	x.parent_id = parent;
	x.code = code;
	x.name = name;
	if (kind == ASSET_MACHINE)
		x.state = ASSET_RUNNING;
	return x;
}

static int64_t make(struct fixture *f, int kind, int64_t parent, const char *code, const char *name)
{
	struct asset x = blank(kind, parent, code, name);

	assert_int_equal(fixture_write(f, add, &x), OK);
	return x.id;
}

/* 1 plant > 2 press shop > 3 line 1 > 4 press, 5 lathe (> 6 spindle); 7 boiler directly in the plant. */
static void plant(struct fixture *f)
{
	fixture_open(f);
	assert_int_equal(make(f, ASSET_SITE, NONE, NULL, "一厂"), 1);
	assert_int_equal(make(f, ASSET_AREA, 1, "PS", "冲压车间"), 2);
	assert_int_equal(make(f, ASSET_LINE, 2, "L1", "一线"), 3);
	assert_int_equal(make(f, ASSET_MACHINE, 3, "M-4", "Ｐress 冲床"), 4);
	assert_int_equal(make(f, ASSET_MACHINE, 3, "M-5", "lathe 100%"), 5);
	assert_int_equal(make(f, ASSET_COMPONENT, 5, NULL, "spindle"), 6);
	assert_int_equal(make(f, ASSET_MACHINE, 1, "M-7", "boiler"), 7);
}

static const char *ids(struct fixture *f, const struct asset_filter *filter)
{
	struct db *db = store_reader(f->store);
	struct list l;
	char *text = arena_strdup(&f->arena, "");

	assert_int_equal(store_asset_list(db, &f->arena, filter, &l), OK);
	store_reader_return(f->store, db);
	for (size_t i = 0; i < l.n; i++) {
		const struct asset *x = list_at(&l, i, sizeof(*x));

		text = arena_printf(&f->arena, "%s%s%lld", text, i ? " " : "", (long long)x->id);
	}
	return text;
}

/* Every filter lists what it names and nothing else, in order of ids. */
static void lists_filter(void **state)
{
	static const struct {
		int64_t parent, under;
		int kind, machine_state;
		const char *text;
		int64_t after, limit;
		const char *want;
	} rows[] = {
		{NONE, NONE, -1, -1, NULL, NONE, 500, "1 2 3 4 5 6 7"},
		{0, NONE, -1, -1, NULL, NONE, 500, "1"},
		{1, NONE, -1, -1, NULL, NONE, 500, "2 7"},
		{6, NONE, -1, -1, NULL, NONE, 500, ""},
		{99, NONE, -1, -1, NULL, NONE, 500, ""},
		{NONE, 2, -1, -1, NULL, NONE, 500, "2 3 4 5 6"},
		{NONE, 2, ASSET_MACHINE, -1, NULL, NONE, 500, "4 5"},
		{3, 2, -1, -1, NULL, NONE, 500, "4 5"},
		{1, 2, -1, -1, NULL, NONE, 500, "2"},
		{NONE, 99, -1, -1, NULL, NONE, 500, ""},
		{NONE, NONE, ASSET_MACHINE, -1, NULL, NONE, 500, "4 5 7"},
		{NONE, NONE, -1, ASSET_RUNNING, NULL, NONE, 500, "4 5 7"},
		{NONE, NONE, -1, ASSET_STOPPED, NULL, NONE, 500, ""},
		{NONE, NONE, -1, -1, "PRESS", NONE, 500, "4"},
		{NONE, NONE, -1, -1, "冲", NONE, 500, "2 4"},
		{NONE, NONE, -1, -1, "m-", NONE, 500, "4 5 7"},
		{NONE, NONE, -1, -1, "%", NONE, 500, "5"},
		{NONE, NONE, -1, -1, "_", NONE, 500, ""},
		{NONE, 3, -1, -1, "lathe", NONE, 500, "5"},
		{NONE, NONE, ASSET_MACHINE, -1, NULL, 4, 1, "5"},
		{NONE, NONE, -1, -1, NULL, 7, 500, ""},
	};
	struct fixture f;

	(void)state;
	plant(&f);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct asset_filter filter = {rows[i].parent, rows[i].under, rows[i].kind,
			rows[i].machine_state, rows[i].text, rows[i].after, rows[i].limit};

		assert_string_equal(ids(&f, &filter), rows[i].want);
	}
	fixture_close(&f);
}

/* The path runs from the top down to the parent. */
static void path_from_the_top(void **state)
{
	struct fixture f;
	struct list l;
	struct db *db;

	(void)state;
	plant(&f);
	db = store_reader(f.store);
	assert_int_equal(store_asset_path(db, &f.arena, 6, &l), OK);
	assert_int_equal(l.n, 4);
	for (size_t i = 0; i < l.n; i++) {
		static const int64_t want[] = {1, 2, 3, 5};

		assert_int_equal(((struct asset *)list_at(&l, i, sizeof(struct asset)))->id, want[i]);
	}
	assert_int_equal(store_asset_path(db, &f.arena, 1, &l), OK);
	assert_int_equal(l.n, 0);
	store_reader_return(f.store, db);
	fixture_close(&f);
}

/* What was written is what is read back: every column. */
static void every_column(void **state)
{
	struct fixture f;
	struct asset x = blank(ASSET_MACHINE, 1, "C-1", "name"), y;
	struct db *db;

	(void)state;
	plant(&f);
	x.name_en = "n";
	x.model = "m";
	x.maker = "mk";
	x.serial = "s";
	x.location = "l";
	x.commissioned_day = 20200131;
	x.retired_day = 20260131;
	x.original_value_cents = 100000000;
	x.criticality = 2;
	x.state = ASSET_RETIRED;
	x.note = "note";
	assert_int_equal(fixture_write(&f, add, &x), OK);
	db = store_reader(f.store);
	assert_int_equal(store_asset_get(db, &f.arena, x.id, &y), OK);
	assert_int_equal(y.parent_id, 1);
	assert_int_equal(y.kind, ASSET_MACHINE);
	assert_string_equal(y.code, "C-1");
	assert_string_equal(y.name_en, "n");
	assert_string_equal(y.model, "m");
	assert_string_equal(y.maker, "mk");
	assert_string_equal(y.serial, "s");
	assert_string_equal(y.location, "l");
	assert_int_equal(y.commissioned_day, 20200131);
	assert_int_equal(y.retired_day, 20260131);
	assert_int_equal(y.original_value_cents, 100000000);
	assert_int_equal(y.criticality, 2);
	assert_int_equal(y.calendar_id, NONE);
	assert_int_equal(y.state, ASSET_RETIRED);
	assert_string_equal(y.note, "note");
	assert_string_equal(y.search, "c-1 name n m mk s l");
	assert_int_equal(y.version, 1);
	assert_int_equal(store_asset_by_code(db, &f.arena, "C-1", &y), OK);
	assert_int_equal(y.id, x.id);
	assert_int_equal(store_asset_by_code(db, &f.arena, "c-1", &y), ERR_NOT_FOUND);
	assert_int_equal(store_asset_child(db, &f.arena, NONE, ASSET_SITE, "一厂", &y), OK);
	assert_int_equal(store_asset_child(db, &f.arena, 3, ASSET_MACHINE, "lathe 100%", &y), OK);
	assert_int_equal(store_asset_child(db, &f.arena, 1, ASSET_MACHINE, "lathe 100%", &y), ERR_NOT_FOUND);
	store_reader_return(f.store, db);
	fixture_close(&f);
}

/* A code is unique, a version is taken once, and a failed statement leaves nothing behind. */
static void conflicts_and_faults(void **state)
{
	struct fixture f;
	struct asset x = blank(ASSET_MACHINE, 3, "M-4", "again"), y;
	struct db *db;

	(void)state;
	plant(&f);
	assert_int_equal(fixture_write(&f, add, &x), ERR_CONFLICT);
	x.code = "M-8";
	fixture_torture(&f, add, &x, sizeof(x), SQL_STATE);
	db = store_reader(f.store);
	assert_int_equal(store_asset_get(db, &f.arena, x.id, &x), OK);
	store_reader_return(f.store, db);
	y = x;
	y.name = "other";
	fixture_torture(&f, put, &y, sizeof(y), SQL_STATE);
	assert_int_equal(y.version, 2);
	assert_int_equal(fixture_write(&f, put, &x), ERR_STALE);
	y.code = "M-4";
	assert_int_equal(fixture_write(&f, put, &y), ERR_CONFLICT);
	y.id = 999;
	assert_int_equal(fixture_write(&f, put, &y), ERR_STALE);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_filter),
		cmocka_unit_test(path_from_the_top),
		cmocka_unit_test(every_column),
		cmocka_unit_test(conflicts_and_faults),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
