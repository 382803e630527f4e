/* store/life: everything that happened to a machine, newest first, page by page. */
#include "store_fixture.h"

#include "store/life.h"

/* 1 line; 2 press with component 3; 4 lathe. Times are chosen so that the order is known; what belongs to the
 * lathe alone is at 900 and later. */
static const char *const script[] = {
	"INSERT INTO account (id, login, name, role, password, created_at) VALUES (1, 'li', 'Li', "
	"'technician', "
	"'x', 0)",
	"INSERT INTO asset (id, parent_id, kind, name, created_at) VALUES (1, NULL, 'line', 'L', 0), "
	"(2, 1, 'machine', 'press', 0), (3, 2, 'component', 'pump', 0), (4, 1, 'machine', 'lathe', 0)",
	"INSERT INTO event (seq, time, actor, entity, entity_id, kind, body, hash) VALUES "
	"(1, 100, 'A', 'asset', 2, 'created', '{}', ''), (2, 110, 'A', 'asset', 3, 'created', '{}', ''), "
	"(3, 300, 'A', 'asset', 2, 'state', '{\"to\":\"stopped\"}', ''), "
	"(4, 310, 'A', 'asset', 2, 'changed', '{}', ''), (5, 320, 'A', 'ticket', 2, 'reported', '{}', ''), "
	"(6, 900, 'A', 'asset', 4, 'created', '{}', '')",
	"INSERT INTO ticket (id, machine_id, component_id, kind, source, state, open, priority, symptom, "
	"stopped, "
	"failure, action, reported_at, updated_at) VALUES "
	"(1, 2, NULL, 'corrective', 'scan', 'closed', 0, 1, 'noise', 0, 1, 'oiled', 200, 0), "
	"(2, 2, 3, 'corrective', 'scan', 'reported', 1, 1, 'leak', 1, 1, NULL, 300, 0), "
	"(3, 4, NULL, 'corrective', 'scan', 'reported', 1, 1, 'hot', 1, 1, NULL, 910, 0), "
	"(4, 4, 3, 'corrective', 'scan', 'reported', 1, 1, 'moved pump', 1, 1, NULL, 600, 0)",
	"INSERT INTO bin (id, code) VALUES (1, 'B1')",
	"INSERT INTO part (id, code, name, unit, created_at) VALUES (1, 'P1', 'seal', 'pc', 0)",
	"INSERT INTO movement (id, part_id, bin_id, kind, qty, value_cents, ticket_id, machine_id, time, "
	"account_id, qty_after, value_after, bin_after) "
	"VALUES (1, 1, 1, 'receive', 9000, 900, NULL, NULL, 50, 1, 0, 0, 0), "
	"(2, 1, 1, 'issue', -2000, -200, 2, 2, 400, 1, 0, 0, 0), (3, 1, 1, 'return', 1000, 100, 2, 2, 410, "
	"1, 0, 0, 0), "
	"(4, 1, 1, 'issue', -500, -50, 4, 4, 610, NULL, 0, 0, 0)",
	"INSERT INTO document (id, entity, entity_id, kind, name, type, size, digest, upload_key, time, "
	"account_id, "
	"removed_at) VALUES (1, 'asset', 2, 'photo', 'front', 'image/jpeg', 1, 'a', 'k1', 300, 1, NULL), "
	"(2, 'asset', 2, 'photo', 'gone', 'image/jpeg', 1, 'a', 'k2', 301, 1, 302), "
	"(3, 'ticket', 2, 'photo', 'ticket', 'image/jpeg', 1, 'a', 'k1', 303, 1, NULL), "
	"(4, 'asset', 3, 'manual', 'pump', 'application/pdf', 1, 'a', 'k1', 500, NULL, NULL)",
};

static enum err run_script(struct tx *tx, void *ctx)
{
	enum err err = OK;

	(void)ctx;
	for (size_t i = 0; i < sizeof(script) / sizeof(script[0]) && err == OK; i++)
		err = db_exec(tx->db, script[i], NO_ARGS, NULL);
	return err;
}

static struct list page(struct fixture *f, int64_t asset, struct life_key before, int64_t limit)
{
	struct list l;
	struct db *db = store_reader(f->store);

	assert_int_equal(store_life_list(db, &f->arena, asset, before, limit, &l), OK);
	store_reader_return(f->store, db);
	return l;
}

static const char *text_of(struct fixture *f, const struct list *l)
{
	char *text = arena_strdup(&f->arena, "");

	for (size_t i = 0; i < l->n; i++) {
		const struct life_item *x = list_at(l, i, sizeof(*x));

		text = arena_printf(&f->arena, "%s%s%lld %s %s", text, i ? ", " : "", (long long)x->time,
			life_kinds[x->kind], x->title);
	}
	return text;
}

static const char PRESS[] = "500 document pump, 410 part seal, 400 part seal, 300 ticket leak, 300 document "
			    "front, 300 event state, "
			    "200 ticket noise, 110 event created, 100 event created";

/* A machine's life holds its own and its components', in order, and nothing of others. */
static void whole(void **state)
{
	static const struct {
		int64_t asset;
		const char *want;
	} rows[] = {
		{4, "910 ticket hot, 900 event created, 610 part seal, 600 ticket moved pump"},
		/* the pump: also the ticket on another machine that names it, and its parts */
		{3, "610 part seal, 600 ticket moved pump, 500 document pump, 410 part seal, 400 part seal, "
		    "300 ticket leak, 110 event created"},
		{99, ""},
	};
	struct fixture f;
	struct list l;

	(void)state;
	fixture_open(&f);
	assert_int_equal(fixture_write(&f, run_script, NULL), OK);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		l = page(&f, rows[i].asset, LIFE_FIRST, 100);
		assert_string_equal(text_of(&f, &l), rows[i].want);
	}
	/* the press has the ticket on its pump once, and the one on the lathe through the pump */
	l = page(&f, 2, LIFE_FIRST, 100);
	assert_string_equal(
		text_of(&f, &l), arena_printf(&f.arena, "610 part seal, 600 ticket moved pump, %s", PRESS));
	/* the line has everything once */
	l = page(&f, 1, LIFE_FIRST, 100);
	assert_int_equal(l.n, 13);
	fixture_close(&f);
}

/* Any size of page gives the same whole, without a hole and without a repetition. */
static void pages(void **state)
{
	struct fixture f;
	struct list all;

	(void)state;
	fixture_open(&f);
	assert_int_equal(fixture_write(&f, run_script, NULL), OK);
	all = page(&f, 1, LIFE_FIRST, 100);
	for (int64_t size = 1; size <= (int64_t)all.n; size++) {
		struct life_key key = LIFE_FIRST;
		size_t seen = 0;

		for (;;) {
			struct list l = page(&f, 1, key, size);

			for (size_t i = 0; i < l.n; i++, seen++) {
				const struct life_item *x = list_at(&l, i, sizeof(*x));
				const struct life_item *y = list_at(&all, seen, sizeof(*y));

				assert_true(seen < all.n);
				assert_int_equal(x->id, y->id);
				assert_int_equal(x->kind, y->kind);
			}
			if (!l.n)
				break;
			assert_true(life_key_read(
				life_key_text(&f.arena, list_at(&l, l.n - 1, sizeof(struct life_item))),
				&key));
		}
		assert_int_equal(seen, all.n);
	}
	fixture_close(&f);
}

/* Each kind of item carries what a reader needs to show it. */
static void details(void **state)
{
	struct fixture f;
	struct list l;
	const struct life_item *x;

	(void)state;
	fixture_open(&f);
	assert_int_equal(fixture_write(&f, run_script, NULL), OK);
	l = page(&f, 2, LIFE_FIRST, 100);
	x = list_at(&l, 4, sizeof(*x)); /* the issue at 400 */
	assert_int_equal(x->qty, 2000);
	assert_int_equal(x->value_cents, 200);
	assert_string_equal(x->unit, "pc");
	assert_string_equal(x->state, "issue");
	assert_string_equal(x->detail, "P1");
	assert_string_equal(x->actor, "Li");
	assert_int_equal(x->ticket_id, 2);
	assert_int_equal(x->component_id, 3);
	x = list_at(&l, 5, sizeof(*x)); /* the ticket on the pump */
	assert_int_equal(x->ticket_id, 2);
	assert_int_equal(x->component_id, 3);
	assert_int_equal(x->stopped, 1);
	assert_string_equal(x->state, "reported");
	assert_string_equal(x->asset_name, "press");
	x = list_at(&l, 7, sizeof(*x));
	assert_string_equal(x->title, "state");
	assert_string_equal(x->body, "{\"to\":\"stopped\"}");
	fixture_close(&f);
}

/* A key is three numbers and nothing else. */
static void keys(void **state)
{
	static const char *const bad[] = {"", "1", "1-2", "1-2-", "1-2-3-", "1-2-3 ", "-1-2-3", "a-1-2",
		"1--2-3", "99999999999999999999-1-1", " 1-2-3", "1-2-x"};
	struct life_key key;

	(void)state;
	assert_true(life_key_read("1700000000000-3-42", &key));
	assert_int_equal(key.time, 1700000000000);
	assert_int_equal(key.kind, 3);
	assert_int_equal(key.id, 42);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(life_key_read(bad[i], &key));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole),
		cmocka_unit_test(pages),
		cmocka_unit_test(details),
		cmocka_unit_test(keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
