/* domain/document: which files are kept, for what, and that a repeated upload is one document. */
#include "store_fixture.h"

#include "domain/asset.h"
#include "domain/document.h"
#include "store/event.h"

static const char SQL_STATE[] = "SELECT (SELECT count(*) FROM event) || ' ' || coalesce((SELECT "
				"group_concat(id || ':' || digest || ':' || coalesce(removed_at, 0), ' ') "
				"FROM document), '') AS state";

static enum err add_asset(struct tx *tx, void *ctx)
{
	return domain_asset_add(tx, ctx);
}

static void plant(struct fixture *f)
{
	struct asset x;

	fixture_open(f);
	domain_asset_none(&x);
	x.kind = ASSET_MACHINE;
	x.name = "press";
	assert_int_equal(fixture_write(f, add_asset, &x), OK);
}

/* The content says what a file is; what a browser would run is none of them. */
static void types(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
		const char *want;
	} rows[] = {
		{"\xFF\xD8\xFF\xE0\0\x10JFIF", 10, "image/jpeg"},
		{"\xFF\xD8\xFF\xE1 Exif", 9, "image/jpeg"},
		{"\x89PNG\r\n\x1A\n\0\0\0\rIHDR", 16, "image/png"},
		{"RIFF\1\2\3\4WEBPVP8 ", 16, "image/webp"},
		{"RIFF\1\2\3\4WEBPVP8L", 16, "image/webp"},
		{"%PDF-1.7\n", 9, "application/pdf"},
		{"", 0, NULL},
		{"\xFF\xD8", 2, NULL},
		{"\x89PNG\r\n\x1A\n\0\0\0\rIEND", 16, NULL},
		{"RIFF\1\2\3\4WAVEfmt ", 16, NULL},
		{"RIFX\1\2\3\4WEBPVP8 ", 16, NULL},
		{"<svg xmlns='http://www.w3.org/2000/svg'>", 40, NULL},
		{"<!DOCTYPE html><script>alert(1)</script>", 40, NULL},
		{" %PDF-1.7", 9, NULL},
		{"GIF89a", 6, NULL},
		{"PK\3\4", 4, NULL},
		{"MZ", 2, NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char data[64] = {0};
		const char *type;

		memcpy(data, rows[i].bytes, rows[i].n);
		type = domain_document_type(data, sizeof(data));
		if (rows[i].want)
			assert_string_equal(type, rows[i].want);
		else
			assert_null(type);
		/* Nothing is read beyond the end. */
		assert_null(domain_document_type(data, rows[i].n < 31 ? rows[i].n : 31));
	}
}

static const char jpeg[64] = "\xFF\xD8\xFF\xE0";
static const char pdf[64] = "%PDF-1.7";

/* Which kinds fit which owner and content; what was left open is filled in. */
static void kinds(void **state)
{
	static const struct {
		int entity, kind;
		const char *data;
		int want; /* -1: refused */
	} rows[] = {
		{DOCUMENT_ASSET, -1, jpeg, DOCUMENT_PHOTO},
		{DOCUMENT_ASSET, -1, pdf, DOCUMENT_MANUAL},
		{DOCUMENT_TICKET, -1, jpeg, DOCUMENT_PHOTO},
		{DOCUMENT_TICKET, -1, pdf, DOCUMENT_OTHER},
		{DOCUMENT_TICKET, DOCUMENT_BEFORE, jpeg, DOCUMENT_BEFORE},
		{DOCUMENT_TICKET, DOCUMENT_AFTER, jpeg, DOCUMENT_AFTER},
		{DOCUMENT_PART, DOCUMENT_DRAWING, jpeg, DOCUMENT_DRAWING},
		{DOCUMENT_ASSET, DOCUMENT_PHOTO, pdf, -1},
		{DOCUMENT_TICKET, DOCUMENT_BEFORE, pdf, -1},
		{DOCUMENT_ASSET, DOCUMENT_BEFORE, jpeg, -1},
		{DOCUMENT_PART, DOCUMENT_AFTER, jpeg, -1},
		{DOCUMENT_TICKET, DOCUMENT_MANUAL, pdf, -1},
		{DOCUMENT_TICKET, DOCUMENT_DRAWING, jpeg, -1},
	};
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct document d = {.entity = rows[i].entity, .kind = rows[i].kind};
		struct fault fault = {0};
		enum err err = domain_document_check(&d, &a, rows[i].data, 64, &fault);

		assert_int_equal(err, rows[i].want < 0 ? ERR_INVALID : OK);
		if (rows[i].want < 0) {
			assert_string_equal(fault.fields[0].name, "kind");
			continue;
		}
		assert_int_equal(d.kind, rows[i].want);
		assert_int_equal(d.size, 64);
		assert_non_null(d.name);
	}
	arena_release(&a);
}

/* An image has at most 10 MiB, a PDF at most 40 MiB, a name at most 120 characters. */
static void limits(void **state)
{
	static const struct {
		const char *data;
		size_t len;
		enum err want;
	} rows[] = {
		{jpeg, DOCUMENT_IMAGE_MAX, OK},
		{jpeg, DOCUMENT_IMAGE_MAX + 1, ERR_TOO_BIG},
		{pdf, DOCUMENT_PDF_MAX, OK},
		{pdf, DOCUMENT_PDF_MAX + 1, ERR_TOO_BIG},
		{pdf, 0, ERR_INVALID},
	};
	char *data = calloc(1, DOCUMENT_PDF_MAX + 1), name[DOCUMENT_NAME_MAX * 3 + 4] = "";
	struct document d = {.entity = DOCUMENT_ASSET, .kind = -1, .name = name};
	struct fault fault = {0};
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct document e = {.entity = DOCUMENT_ASSET, .kind = -1};

		fault_clear(&fault);
		memcpy(data, rows[i].data, 64);
		assert_int_equal(domain_document_check(&e, &a, data, rows[i].len, &fault), rows[i].want);
	}
	for (int i = 0; i < DOCUMENT_NAME_MAX; i++)
		memcpy(name + strlen(name), "机", 4);
	assert_int_equal(domain_document_check(&d, &a, jpeg, 64, &fault), OK);
	name[strlen(name)] = 'x';
	fault_clear(&fault);
	assert_int_equal(domain_document_check(&d, &a, jpeg, 64, &fault), ERR_INVALID);
	assert_string_equal(fault.fields[0].name, "name");
	free(data);
	arena_release(&a);
}

struct keep {
	struct document document;
	bool again;
};

static enum err keep(struct tx *tx, void *ctx)
{
	struct keep *k = ctx;

	return domain_document_add(tx, &k->document, &k->again);
}

struct removal {
	int64_t id;
	bool any;
};

static enum err drop(struct tx *tx, void *ctx)
{
	struct removal *r = ctx;

	return domain_document_remove(tx, r->id, r->any);
}

static struct keep photo(const char *key, const char *digest)
{
	return (struct keep){.document = {.entity = DOCUMENT_ASSET,
				     .entity_id = 1,
				     .kind = DOCUMENT_PHOTO,
				     .name = "photo",
				     .type = "image/jpeg",
				     .size = 64,
				     .digest = digest,
				     .upload_key = key}};
}

/* The same key with the same content is one document; with another content it is refused. */
static void repeated(void **state)
{
	struct fixture f;
	struct keep k = photo("key-0001", "aa"), again = k, other = photo("key-0001", "bb"),
		    second = photo("key-0002", "aa"), nobody = k;
	struct list l;
	struct db *db;

	(void)state;
	plant(&f);
	fixture_torture(&f, keep, &k, sizeof(k), SQL_STATE);
	assert_false(k.again);
	assert_int_equal(fixture_write(&f, keep, &again), OK);
	assert_true(again.again);
	assert_int_equal(again.document.id, k.document.id);
	assert_int_equal(fixture_write(&f, keep, &other), ERR_CONFLICT);
	assert_int_equal(fixture_write(&f, keep, &second), OK);
	assert_int_not_equal(second.document.id, k.document.id);
	nobody.document.entity_id = 99;
	assert_int_equal(fixture_write(&f, keep, &nobody), ERR_NOT_FOUND);
	nobody.document.entity = DOCUMENT_TICKET;
	assert_int_equal(fixture_write(&f, keep, &nobody), ERR_NOT_FOUND);
	nobody.document.entity = DOCUMENT_PART;
	assert_int_equal(fixture_write(&f, keep, &nobody), ERR_NOT_FOUND);
	db = store_reader(f.store);
	assert_int_equal(store_event_of(db, &f.arena, "asset", 1, NONE, 10, &l), OK);
	store_reader_return(f.store, db);
	assert_string_equal(((struct event *)l.items)->kind, "document_added");
	assert_string_equal(
		((struct event *)l.items)->body, "{\"id\":2,\"kind\":\"photo\",\"name\":\"photo\"}");
	fixture_close(&f);
}

static enum err add_account(struct tx *tx, void *ctx)
{
	int64_t *id = ctx;

	return db_int(tx->db,
		"INSERT INTO account (login, name, role, password, created_at) "
		"VALUES ('li', 'Li', 'technician', 'x', 0) RETURNING id",
		NO_ARGS, id);
}

/* Who may remove; removed once is removed, its key stays used, and lists and the photo leave it out. */
static void removing(void **state)
{
	struct fixture f;
	struct keep k = photo("key-0001", "aa"), again, own = photo("key-0002", "bb");
	struct removal r = {0};
	struct document newest;
	struct list l;
	struct db *db;
	int64_t li = 0;

	(void)state;
	plant(&f);
	assert_int_equal(fixture_write(&f, add_account, &li), OK);
	assert_int_equal(fixture_write(&f, keep, &k), OK);
	again = photo("key-0001", "aa");
	r.id = k.document.id;
	assert_int_equal(fixture_write(&f, drop, &r), ERR_DENIED);
	f.actor = (struct actor){li, "Li"};
	assert_int_equal(fixture_write(&f, drop, &r), ERR_DENIED);
	assert_int_equal(fixture_write(&f, keep, &own), OK);
	db = store_reader(f.store);
	assert_int_equal(store_document_photo(db, &f.arena, 1, &newest), OK);
	assert_int_equal(newest.id, own.document.id);
	assert_string_equal(newest.account_name, "Li");
	store_reader_return(f.store, db);
	r.id = own.document.id;
	fixture_torture(&f, drop, &r, sizeof(r), SQL_STATE);
	assert_int_equal(fixture_write(&f, drop, &r), OK);
	r = (struct removal){k.document.id, true};
	assert_int_equal(fixture_write(&f, drop, &r), OK);
	r.id = 99;
	assert_int_equal(fixture_write(&f, drop, &r), ERR_NOT_FOUND);
	assert_int_equal(fixture_write(&f, keep, &again), ERR_CONFLICT);
	db = store_reader(f.store);
	assert_int_equal(store_document_list(db, &f.arena, DOCUMENT_ASSET, 1, -1, &l), OK);
	assert_int_equal(l.n, 0);
	assert_int_equal(store_document_photo(db, &f.arena, 1, &newest), ERR_NOT_FOUND);
	store_reader_return(f.store, db);
	fixture_close(&f);
}

/* One thing has at most DOCUMENTS_MAX documents; one removed makes room for one. */
static void many(void **state)
{
	struct fixture f;
	struct keep k;
	struct removal r = {1, true};

	(void)state;
	plant(&f);
	for (int i = 0; i <= DOCUMENTS_MAX; i++) {
		k = photo(arena_printf(&f.arena, "key-%06d", i), "aa");
		assert_int_equal(fixture_write(&f, keep, &k), i < DOCUMENTS_MAX ? OK : ERR_CONFLICT);
	}
	assert_int_equal(fixture_write(&f, drop, &r), OK);
	assert_int_equal(fixture_write(&f, keep, &k), OK);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(types),
		cmocka_unit_test(kinds),
		cmocka_unit_test(limits),
		cmocka_unit_test(repeated),
		cmocka_unit_test(removing),
		cmocka_unit_test(many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
