/* figures_kept_tsan_test.c - rows kept for the next who asks, by many threads while people write; also under the thread
 * sanitizer. */
#include "store_fixture.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "domain/figures_kept.h"
#include "store/event.h"
#include "test.h"

enum { READERS = 4, TICKETS = 120, BEGIN = 1000000, STEP = 1000 };

struct shared {
	struct fixture f;
	struct figures_cache *cache;
	atomic_int written, bad, shared_rows;
	atomic_bool done;
};

static const char SQL_MACHINE[] = "INSERT INTO asset (id, kind, name, commissioned_day, created_at) "
				  "VALUES (1, 'machine', 'M', 19700101, 0)";
static const char SQL_TICKET[] =
	"INSERT INTO ticket (machine_id, kind, source, state, open, priority, symptom, stopped, failure, "
	"occurred_at, reported_at, restored_at, updated_at) VALUES (1, 'corrective', 'account', 'closed', 0, "
	"2, 'x', 1, 1, $1, $1, $1 + 10, $1) RETURNING id";
static const char SQL_LABOUR[] =
	"INSERT INTO labour (ticket_id, machine_id, booked_at, minutes, cents_hour, cost_cents, created_at) "
	"VALUES ($1, 1, $2, 1, 60, 1, 0)";

static enum err add_machine(struct tx *tx, void *ctx)
{
	(void)ctx;
	return db_exec(tx->db, SQL_MACHINE, NO_ARGS, NULL);
}

static enum err add_ticket(struct tx *tx, void *ctx)
{
	int64_t at = BEGIN + *(const int *)ctx * (int64_t)STEP, id;
	enum err err = db_int(tx->db, SQL_TICKET, ARGS(v_int(at)), &id);

	if (err == OK)
		err = db_exec(tx->db, SQL_LABOUR, ARGS(v_int(id), v_int(at)), NULL);
	return err == OK ? store_event_add(tx, "ticket", id, "reported", "{}") : err;
}

static void *write_many(void *arg)
{
	struct shared *s = arg;
	struct arena a;

	arena_init(&a);
	for (int i = 0; i < TICKETS; i++) {
		struct fault fault = {OK};
		struct store_job job = {
			.fn = add_ticket, .ctx = &i, .actor = {NONE, "test"}, .arena = &a, .fault = &fault};

		if (store_write(s->f.store, &job) != OK)
			atomic_fetch_add(&s->bad, 1);
		atomic_store(&s->written, i + 1);
		arena_clear(&a);
	}
	atomic_store(&s->done, true);
	arena_release(&a);
	return NULL;
}

static enum err count_spending(void *spending, void *ctx)
{
	(void)spending;
	++*(int *)ctx;
	return OK;
}

/* One look: everything that was written before it is in it, tickets and money. */
static void look(struct shared *s, struct db *db, struct arena *a, bool read)
{
	const int before = atomic_load(&s->written);
	const int64_t seq = store_seq(s->f.store);
	struct figures_query q = {.under = NONE, .from = 0, .to = TIME_MAX, .now = TIME_MAX};
	struct figures_rows rows;
	int spent = 0;

	if (figures_kept_take(s->cache, db, seq, &q, read, &q.kept) != OK)
		atomic_fetch_add(&s->bad, 1);
	if (q.kept)
		atomic_fetch_add(&s->shared_rows, 1);
	else if (read)
		atomic_fetch_add(&s->bad, 1);
	if (domain_figures_rows(db, a, &q, true, &rows) != OK ||
		domain_figures_spending(db, a, &rows, COST_LABOUR, count_spending, &spent) != OK)
		atomic_fetch_add(&s->bad, 1);
	if (rows.input.ticket_n < (size_t)before || spent < before)
		atomic_fetch_add(&s->bad, 1);
	if (q.kept)
		figures_kept_give(s->cache, q.kept);
}

static void *read_many(void *arg)
{
	struct shared *s = arg;
	struct arena a;
	bool last = false;

	arena_init(&a);
	for (int i = 0; !last; i++) {
		struct db *db;

		last = atomic_load(&s->done);
		db = store_reader(s->f.store);
		look(s, db, &a, i % 3 != 0);
		store_reader_return(s->f.store, db);
		arena_clear(&a);
	}
	arena_release(&a);
	return NULL;
}

static void test_everybody_sees_what_was_written_before(void **state)
{
	struct shared s = {0};
	pthread_t writer, readers[READERS];

	(void)state;
	fixture_open(&s.f);
	s.cache = figures_cache_new();
	assert_int_equal(fixture_write(&s.f, add_machine, NULL), OK);
	for (int i = 0; i < READERS; i++)
		assert_int_equal(pthread_create(&readers[i], NULL, read_many, &s), 0);
	assert_int_equal(pthread_create(&writer, NULL, write_many, &s), 0);
	pthread_join(writer, NULL);
	for (int i = 0; i < READERS; i++)
		pthread_join(readers[i], NULL);
	assert_int_equal(atomic_load(&s.bad), 0);
	assert_true(atomic_load(&s.shared_rows) > 0);
	figures_cache_free(s.cache);
	fixture_close(&s.f);
}

/* What is kept serves a window inside it and no other, and only while nothing has changed. */
static void test_kept_rows_hold_for_their_window_until_something_changes(void **state)
{
	struct fixture f;
	struct figures_cache *cache = figures_cache_new();
	struct figures_kept *first, *k;
	struct db *db;
	int i = 0;

	(void)state;
	fixture_open(&f);
	assert_int_equal(fixture_write(&f, add_machine, NULL), OK);
	db = store_reader(f.store);
#define TAKE(from_, to_, seq_, read_)                                                                        \
	figures_kept_take(cache, db, seq_,                                                                   \
		&(struct figures_query){.under = NONE, .from = from_, .to = to_, .now = TIME_MAX}, read_,    \
		&k)
	assert_int_equal(TAKE(100, 200, 7, false), OK);
	assert_null(k);
	assert_int_equal(TAKE(100, 200, 7, true), OK);
	assert_non_null(k);
	first = k;
	static const struct {
		int64_t from, to, seq;
		bool held;
	} table[] = {
		{100, 200, 7, true},
		{120, 180, 7, true},
		{99, 200, 7, false},
		{100, 201, 7, false},
		{100, 200, 8, false},
		{100, 200, 6, false},
	};
	for (size_t t = 0; t < sizeof(table) / sizeof(*table); t++) {
		assert_int_equal(TAKE(table[t].from, table[t].to, table[t].seq, false), OK);
		assert_ptr_equal(k, table[t].held ? first : NULL);
		if (k)
			figures_kept_give(cache, k);
	}
	/* A newer set takes its place; whoever has the old one keeps it until it is given back. */
	assert_int_equal(TAKE(50, 300, 7, true), OK);
	assert_true(k && k != first);
	figures_kept_give(cache, k);
	assert_int_equal(first->rows.n, 1);
	figures_kept_give(cache, first);
	/* It outlives one rest, and not a second one in which nobody asked. */
	figures_cache_rest(cache);
	assert_int_equal(TAKE(50, 300, 7, false), OK);
	assert_non_null(k);
	figures_kept_give(cache, k);
	figures_cache_rest(cache);
	figures_cache_rest(cache);
	assert_int_equal(TAKE(50, 300, 7, false), OK);
	assert_null(k);
#undef TAKE
	store_reader_return(f.store, db);
	assert_int_equal(fixture_write(&f, add_ticket, &i), OK);
	figures_cache_free(cache);
	figures_cache_free(NULL);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_everybody_sees_what_was_written_before),
		cmocka_unit_test(test_kept_rows_hold_for_their_window_until_something_changes),
	};

	setenv("TZ", "Asia/Shanghai", 1);
	tzset(); /* once, before threads, as the program does */
	return cmocka_run_group_tests(tests, NULL, NULL);
}
