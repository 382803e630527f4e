/* domain/part and store/part: the catalogue, its lists and its conflicts. */
#include "stock_plant.h"

static const char *codes(struct fixture *f, const struct part_filter *filter)
{
	struct db *db = store_reader(f->store);
	struct list l;
	char *text = arena_strdup(&f->arena, "");

	if (filter)
		assert_int_equal(store_part_list(db, &f->arena, filter, &l), OK);
	else
		assert_int_equal(store_part_low(db, &f->arena, 50, &l), OK);
	store_reader_return(f->store, db);
	for (size_t i = 0; i < l.n; i++) {
		const struct part *p = list_at(&l, i, sizeof(*p));

		text = arena_printf(&f->arena, "%s%s%s", text, i ? " " : "", p->code);
	}
	return text;
}

/* Low is below the minimum, not at it; never what is retired or has no minimum; the emptiest first. */
static void low_stock(void **state)
{
	static const struct {
		const char *code;
		int64_t min, qty, retired;
	} table[] = {
		{"at", 2000, 2000, 0},
		{"below", 2000, 1999, 0},
		{"empty", 1, 0, 0},
		{"half", 4000, 2000, 0},
		{"none", NONE, 0, 0},
		{"retired", 5000, 0, 1},
		{"zero", 0, 0, 0},
	};
	struct part_filter filter;
	struct fixture f;
	struct list l;
	struct db *db;

	(void)state;
	plant(&f);
	for (size_t i = 0; i < COUNT(table); i++) {
		struct part p = blank_part(table[i].code);
		struct wish w = {.op = RECEIVE};

		p.min_qty = table[i].min;
		p.bin_id = 1;
		assert_int_equal(fixture_write(&f, add_part, &p), OK);
		stock_move_none(&w.in);
		w.in.part_id = p.id;
		w.in.qty = table[i].qty;
		if (w.in.qty)
			assert_int_equal(fixture_write(&f, do_wish, &w), OK);
		p.retired = table[i].retired;
		assert_int_equal(fixture_write(&f, put_part, &p), OK);
	}
	assert_string_equal(codes(&f, NULL), "empty half below");
	part_filter_none(&filter);
	filter.low = 1;
	assert_string_equal(codes(&f, &filter), "below empty half");
	db = store_reader(f.store);
	assert_int_equal(store_part_low(db, &f.arena, 50, &l), OK);
	store_reader_return(f.store, db);
	assert_int_equal(((struct part *)list_at(&l, 1, sizeof(struct part)))->missing, 2000);
	fixture_close(&f);
}

/* Every filter lists what it names and nothing else, by code. */
static void lists_filter(void **state)
{
	static const struct {
		const char *text, *category, *after;
		int64_t bin, retired, limit;
		const char *want;
	} table[] = {
		{NULL, NULL, NULL, NONE, NONE, 50, "P-1 P-2 P-3"},
		{NULL, NULL, NULL, NONE, 0, 50, "P-1 P-2"},
		{NULL, NULL, NULL, NONE, 1, 50, "P-3"},
		{NULL, NULL, NULL, NONE, NONE, 2, "P-1 P-2"},
		{NULL, NULL, "P-2", NONE, NONE, 2, "P-3"},
		{"ｐ-2", NULL, NULL, NONE, NONE, 50, "P-2"},
		{"SEAL 50%", NULL, NULL, NONE, NONE, 50, "P-2"},
		{"%", NULL, NULL, NONE, NONE, 50, "P-2"},
		{"滤芯", NULL, NULL, NONE, NONE, 50, "P-1 P-2 P-3"},
		{NULL, "seals", NULL, NONE, NONE, 50, "P-2"},
		{NULL, "seal", NULL, NONE, NONE, 50, ""},
		{NULL, NULL, NULL, 2, NONE, 50, "P-1"},
		{NULL, NULL, NULL, 3, NONE, 50, ""},
	};
	static const struct step receive = {RECEIVE, 1000, .bin = 2};
	struct fixture f;
	struct wish w = wish_of(&receive);
	struct part p = blank_part("P-2");

	(void)state;
	plant(&f);
	assert_int_equal(fixture_write(&f, do_wish, &w), OK);
	p.spec = "seal  50%";
	p.category = "seals";
	assert_int_equal(fixture_write(&f, add_part, &p), OK);
	p = blank_part("P-3");
	p.retired = 1;
	assert_int_equal(fixture_write(&f, add_part, &p), OK);
	for (size_t i = 0; i < COUNT(table); i++) {
		struct part_filter filter = {.text = table[i].text,
			.category = table[i].category,
			.after = table[i].after,
			.bin_id = table[i].bin,
			.low = NONE,
			.retired = table[i].retired,
			.limit = table[i].limit};

		assert_string_equal(codes(&f, &filter), table[i].want);
	}
	fixture_close(&f);
}

/* Codes are unique and one line, bins exist, a version is taken once, movements do not change it. */
static void catalogue_conflicts(void **state)
{
	static const struct step receive = {RECEIVE, 1000};
	struct fixture f;
	struct wish w = wish_of(&receive);
	struct part p = blank_part("P-1"), q;
	struct bin b = {.code = "A-1"};

	(void)state;
	plant(&f);
	assert_int_equal(fixture_write(&f, add_part, &p), ERR_CONFLICT);
	assert_int_equal(f.fault.msg, MSG_PART_TAKEN);
	assert_int_equal(fixture_write(&f, add_bin, &b), ERR_CONFLICT);
	p.code = "P\n2";
	assert_int_equal(fixture_write(&f, add_part, &p), ERR_INVALID);
	p.code = "P-2";
	p.bin_id = 99;
	assert_int_equal(fixture_write(&f, add_part, &p), ERR_INVALID);
	p.bin_id = 2;
	assert_int_equal(fixture_write(&f, add_part, &p), OK);
	assert_string_equal(p.bin_code, "A-2");
	q = p;
	w.in.part_id = p.id;
	assert_int_equal(fixture_write(&f, do_wish, &w), OK);
	p.name = "changed";
	assert_int_equal(fixture_write(&f, put_part, &p), OK);
	assert_int_equal(p.version, 2);
	assert_int_equal(p.qty, 1000);
	assert_int_equal(p.average_cents, 200);
	assert_int_equal(fixture_write(&f, put_part, &q), ERR_STALE);
	p.code = "P-1";
	assert_int_equal(fixture_write(&f, put_part, &p), ERR_CONFLICT);
	b = (struct bin){.id = 2, .code = "A-1", .version = 1};
	assert_int_equal(fixture_write(&f, put_bin, &b), ERR_CONFLICT);
	b.code = "A-9";
	assert_int_equal(fixture_write(&f, put_bin, &b), OK);
	b.version = 1;
	assert_int_equal(fixture_write(&f, put_bin, &b), ERR_STALE);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(low_stock),
		cmocka_unit_test(lists_filter),
		cmocka_unit_test(catalogue_conflicts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
