/* domain/qr: the life of a printed code. */
#include "store_fixture.h"

#include "domain/asset.h"
#include "domain/qr.h"

static const char SQL_STATE[] =
	"SELECT (SELECT count(*) FROM event) || ' ' || (SELECT count(*) FROM qr_code) || ' ' || "
	"(SELECT count(*) FROM qr_code WHERE bound_at IS NOT NULL) || ' ' || "
	"(SELECT count(*) FROM qr_code WHERE revoked_at IS NOT NULL) AS state";

static enum err add_asset(struct tx *tx, void *ctx)
{
	return domain_asset_add(tx, ctx);
}

/* 1 line, 2 and 3 machines in it, 4 component of 2. */
static void plant(struct fixture *f)
{
	static const struct {
		int kind;
		int64_t parent;
		const char *code;
	} rows[] = {{ASSET_LINE, NONE, "L"}, {ASSET_MACHINE, 1, "M2"}, {ASSET_MACHINE, 1, "M1"},
		{ASSET_COMPONENT, 2, NULL}};

	fixture_open(f);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct asset x;

		domain_asset_none(&x);
		x.kind = rows[i].kind;
		x.parent_id = rows[i].parent;
		x.code = rows[i].code;
		x.name = "name";
		assert_int_equal(fixture_write(f, add_asset, &x), OK);
	}
}

struct blank {
	int64_t count;
	struct list codes;
};

static enum err make_blank(struct tx *tx, void *ctx)
{
	struct blank *b = ctx;

	return domain_qr_blank(tx, b->count, &b->codes);
}

struct binding {
	const char *code;
	int entity;
	int64_t id;
	struct qr_code now;
};

static enum err bind(struct tx *tx, void *ctx)
{
	struct binding *b = ctx;

	return domain_qr_bind(tx, b->code, b->entity, b->id, &b->now);
}

static enum err make(struct tx *tx, void *ctx)
{
	struct binding *b = ctx;

	return domain_qr_make(tx, b->entity, b->id, &b->now);
}

static enum err end_code(struct tx *tx, void *ctx)
{
	return domain_qr_revoke(tx, ((struct binding *)ctx)->code);
}

static struct list codes_of(struct fixture *f, int64_t asset)
{
	struct list l;
	struct db *db = store_reader(f->store);

	assert_int_equal(store_qr_of(db, &f->arena, QR_ASSET, asset, &l), OK);
	store_reader_return(f->store, db);
	return l;
}

/* A machine has a code from its first moment; lines and components get theirs when asked, lines never. */
static void from_the_start(void **state)
{
	struct fixture f;
	struct binding b = {.entity = QR_ASSET, .id = 4};
	static const struct {
		int entity;
		int64_t id;
	} none[] = {{QR_ASSET, 1}, {QR_ASSET, 99}, {QR_BIN, 1}};

	(void)state;
	plant(&f);
	assert_int_equal(codes_of(&f, 1).n, 0);
	assert_int_equal(codes_of(&f, 2).n, 1);
	assert_int_equal(codes_of(&f, 4).n, 0);
	fixture_torture(&f, make, &b, sizeof(b), SQL_STATE);
	assert_int_equal(codes_of(&f, 4).n, 1);
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
		b = (struct binding){.entity = none[i].entity, .id = none[i].id};
		assert_int_equal(fixture_write(&f, make, &b), ERR_NOT_FOUND);
	}
	fixture_close(&f);
}

/* Blank codes are opaque, in the agreed form, and all different. */
static void blanks(void **state)
{
	static const int64_t bad[] = {0, -1, QR_BLANK_MAX + 1};
	struct fixture f;
	struct blank b = {.count = 3};
	struct list l;
	struct db *db;

	(void)state;
	plant(&f);
	fixture_torture(&f, make_blank, &b, sizeof(b), SQL_STATE);
	b.count = QR_BLANK_MAX;
	assert_int_equal(fixture_write(&f, make_blank, &b), OK);
	for (size_t i = 0; i < b.codes.n; i++) {
		const struct qr_code *q = list_at(&b.codes, i, sizeof(*q));
		char form[QR_CODE_SIZE];

		assert_true(qr_code_normalise(q->code, form));
		assert_string_equal(q->code, form);
		assert_int_equal(q->entity, -1);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		b.count = bad[i];
		assert_int_equal(fixture_write(&f, make_blank, &b), ERR_INVALID);
	}
	db = store_reader(f.store);
	assert_int_equal(store_qr_blank(db, &f.arena, NULL, 5000, &l), OK);
	assert_int_equal(l.n, QR_BLANK_MAX + 3);
	assert_int_equal(
		store_qr_blank(db, &f.arena,
			((struct qr_code *)list_at(&l, 1000, sizeof(struct qr_code)))->code, 5000, &l),
		OK);
	assert_int_equal(l.n, 2);
	store_reader_return(f.store, db);
	fixture_close(&f);
}

/* A code is bound once and revoked once; after that it is never bound again. */
static void bound_once(void **state)
{
	struct fixture f;
	struct blank b = {.count = 2};
	struct binding x;
	const char *first, *second;

	(void)state;
	plant(&f);
	assert_int_equal(fixture_write(&f, make_blank, &b), OK);
	first = ((struct qr_code *)b.codes.items)[0].code;
	second = ((struct qr_code *)b.codes.items)[1].code;
	x = (struct binding){.code = first, .entity = QR_ASSET, .id = 99};
	assert_int_equal(fixture_write(&f, bind, &x), ERR_INVALID);
	assert_string_equal(f.fault.fields[0].name, "entity_id");
	x.id = 2;
	fixture_torture(&f, bind, &x, sizeof(x), SQL_STATE);
	assert_int_equal(x.now.entity_id, 2);
	assert_string_equal(x.now.number, "M2");
	assert_int_equal(fixture_write(&f, bind, &x), OK);
	x.id = 3;
	assert_int_equal(fixture_write(&f, bind, &x), ERR_CONFLICT);
	assert_int_equal(codes_of(&f, 2).n, 2);
	fixture_torture(&f, end_code, &x, sizeof(x), SQL_STATE);
	assert_int_equal(fixture_write(&f, end_code, &x), OK);
	for (int64_t id = 2; id <= 3; id++) {
		x.id = id;
		assert_int_equal(fixture_write(&f, bind, &x), ERR_CONFLICT);
	}
	x = (struct binding){.code = second, .entity = QR_ASSET, .id = 3};
	assert_int_equal(fixture_write(&f, end_code, &x), OK);
	assert_int_equal(fixture_write(&f, bind, &x), ERR_CONFLICT);
	x.code = "2222222222";
	assert_int_equal(fixture_write(&f, bind, &x), ERR_NOT_FOUND);
	assert_int_equal(fixture_write(&f, end_code, &x), ERR_NOT_FOUND);
	fixture_close(&f);
}

/* Labels for a part of the tree: each machine's newest good code, by the machine's number. */
static void under(void **state)
{
	struct fixture f;
	struct binding b = {.entity = QR_ASSET, .id = 3};
	const struct qr_code *q;
	struct list l;
	struct db *db;

	(void)state;
	plant(&f);
	f.now = clock_now_ms() + 1000;
	assert_int_equal(fixture_write(&f, make, &b), OK);
	db = store_reader(f.store);
	assert_int_equal(store_qr_under(db, &f.arena, 1, 10, &l), OK);
	store_reader_return(f.store, db);
	assert_int_equal(l.n, 2);
	q = list_at(&l, 0, sizeof(*q));
	assert_string_equal(q->number, "M1");
	assert_string_equal(q->code, b.now.code);
	b.code = b.now.code;
	assert_int_equal(fixture_write(&f, end_code, &b), OK);
	db = store_reader(f.store);
	assert_int_equal(store_qr_under(db, &f.arena, 3, 10, &l), OK);
	store_reader_return(f.store, db);
	assert_int_equal(l.n, 1);
	assert_string_not_equal(((struct qr_code *)l.items)->code, b.code);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(from_the_start),
		cmocka_unit_test(blanks),
		cmocka_unit_test(bound_once),
		cmocka_unit_test(under),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
