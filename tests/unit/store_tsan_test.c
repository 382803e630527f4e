/* store_tsan_test.c - many threads on one store, also under the thread sanitizer. */
#include "store_fixture.h"

#include <pthread.h>
#include <stdatomic.h>

#include "store/event.h"
#include "test.h"

enum { WRITERS = 8, READERS = 3, EACH = 60 };

struct shared {
	struct fixture f;
	atomic_int kept, refused, bad;
	atomic_bool done;
};

/* Every third write changes its mind after it has written. */
static enum err add_event(struct tx *tx, void *ctx)
{
	const int *i = ctx;
	enum err err = store_event_add(tx, "test", *i + 1, "happened", "{}");

	if (err == OK && *i % 3 == 2)
		return fault_set(tx->fault, ERR_CONFLICT, MSG_CONFLICT, NULL);
	return err;
}

static void *write_many(void *arg)
{
	struct shared *s = arg;
	struct arena a;

	arena_init(&a);
	for (int i = 0; i < EACH; i++) {
		struct fault fault = {OK};
		struct store_job job = {
			.fn = add_event, .ctx = &i, .actor = {NONE, "test"}, .arena = &a, .fault = &fault};
		enum err err = store_write(s->f.store, &job);

		if (err == OK && i % 3 != 2)
			atomic_fetch_add(&s->kept, 1);
		else if (err == ERR_CONFLICT && i % 3 == 2 && fault.msg == MSG_CONFLICT)
			atomic_fetch_add(&s->refused, 1);
		else
			atomic_fetch_add(&s->bad, 1);
		arena_clear(&a);
	}
	arena_release(&a);
	return NULL;
}

/* What a reader sees grows and is a whole chain at every moment. */
static void *read_many(void *arg)
{
	struct shared *s = arg;
	int64_t before = 0;
	struct arena a;

	arena_init(&a);
	while (!atomic_load(&s->done)) {
		struct db *db = store_reader(s->f.store);
		int64_t n = 0, bad = 0;
		enum err err = store_event_verify(db, &n, &bad);

		store_reader_return(s->f.store, db);
		if (err != OK || bad || n < before)
			atomic_fetch_add(&s->bad, 1);
		before = n;
	}
	arena_release(&a);
	return NULL;
}

/* Who follows the log is woken for every growth and never told of one that is not there. */
static void *follow(void *arg)
{
	struct shared *s = arg;
	int64_t seen = 0;

	while (!atomic_load(&s->done)) {
		if (!store_wait(s->f.store, seen, 50))
			continue;
		int64_t seq = store_seq(s->f.store);

		if (seq <= seen)
			atomic_fetch_add(&s->bad, 1);
		seen = seq;
	}
	return NULL;
}

static void concurrent_writes_are_kept_once_or_not_at_all(void **state)
{
	pthread_t writers[WRITERS], readers[READERS], follower;
	static struct shared s;
	int64_t before = 0, n = 0, bad = 0;
	struct db *db;

	(void)state;
	fixture_open(&s.f);
	before = store_seq(s.f.store);
	for (int i = 0; i < WRITERS; i++)
		assert_int_equal(pthread_create(&writers[i], NULL, write_many, &s), 0);
	for (int i = 0; i < READERS; i++)
		assert_int_equal(pthread_create(&readers[i], NULL, read_many, &s), 0);
	assert_int_equal(pthread_create(&follower, NULL, follow, &s), 0);
	for (int i = 0; i < WRITERS; i++)
		pthread_join(writers[i], NULL);
	atomic_store(&s.done, true);
	for (int i = 0; i < READERS; i++)
		pthread_join(readers[i], NULL);
	pthread_join(follower, NULL);

	assert_int_equal(s.bad, 0);
	assert_int_equal(s.kept, WRITERS * EACH / 3 * 2);
	assert_int_equal(s.refused, WRITERS * EACH / 3);
	db = store_reader(s.f.store);
	assert_int_equal(store_event_verify(db, &n, &bad), OK);
	assert_int_equal(bad, 0);
	assert_int_equal(n, before + s.kept);
	assert_int_equal(store_event_last(db), store_seq(s.f.store));
	store_reader_return(s.f.store, db);
	fixture_close(&s.f);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(concurrent_writes_are_kept_once_or_not_at_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
