/* live_tsan_test.c - those who wait for news: all are told, no more than may wait do, and a stop or going away ends it. */
#include "store_fixture.h"

#include <pthread.h>
#include <time.h>

#include "domain/live.h"
#include "store/event.h"
#include "test.h"

enum { MANY = 24, EVENTS = 30 };

struct world {
	struct fixture f;
	struct live live;
	atomic_bool stop;
	atomic_int told, full;
	int64_t last; /* of the events to come */
};

static int set_up(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	fixture_open(&w->f);
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	struct world *w = *state;

	live_release(&w->live);
	fixture_close(&w->f);
	free(w);
	return 0;
}

static enum err add_event(struct tx *tx, void *ctx)
{
	(void)ctx;
	return store_event_note(tx, "ticket", 1, "commented", NULL, NULL);
}

static void rest(int ms)
{
	const struct timespec t = {.tv_nsec = ms * 1000000L};

	nanosleep(&t, NULL);
}

/* Follows until it has seen the last event; who finds no place asks again. */
static void *follow(void *arg)
{
	struct world *w = arg;
	int64_t seen = 0;

	while (seen < w->last) {
		enum live_end end = live_wait(&w->live, w->f.store, seen, 5000, &w->stop, NULL);

		if (end == LIVE_FULL) {
			atomic_fetch_add(&w->full, 1);
			rest(20);
		}
		if (end == LIVE_SILENCE)
			break;
		if (end == LIVE_NEWS)
			seen = store_seq(w->f.store);
	}
	atomic_fetch_add(&w->told, seen >= w->last);
	return NULL;
}

static int64_t ms_now(void)
{
	return clock_mono_us() / 1000;
}

/* Everybody hears of the last event, also those who had to ask again because a third may wait. */
static void all_are_told(void **state)
{
	struct world *w = *state;
	pthread_t threads[MANY];

	live_init(&w->live, MANY / 3);
	w->last = store_seq(w->f.store) + EVENTS;
	for (int i = 0; i < MANY; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, follow, w), 0);
	for (int i = 0; i < EVENTS; i++) {
		assert_int_equal(fixture_write(&w->f, add_event, NULL), OK);
		assert_true(live_held(&w->live) <= MANY / 3);
		rest(10);
	}
	for (int i = 0; i < MANY; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(atomic_load(&w->told), MANY);
	assert_true(atomic_load(&w->full) > 0);
	assert_int_equal(live_held(&w->live), 0);
}

/* What is there already is told without waiting; nothing is waited for when no time is given. */
static void nobody_waits_for_what_is_there(void **state)
{
	struct world *w = *state;
	int64_t seq, begun = ms_now();

	live_init(&w->live, 1);
	assert_int_equal(fixture_write(&w->f, add_event, NULL), OK);
	seq = store_seq(w->f.store);
	assert_int_equal(live_wait(&w->live, w->f.store, seq - 1, 5000, &w->stop, NULL), LIVE_NEWS);
	assert_int_equal(live_wait(&w->live, w->f.store, seq, 0, &w->stop, NULL), LIVE_SILENCE);
	assert_int_equal(live_wait(&w->live, w->f.store, seq, 30, &w->stop, NULL), LIVE_SILENCE);
	assert_true(ms_now() - begun < 2000);
	w->live.cap = 0;
	assert_int_equal(live_wait(&w->live, w->f.store, seq, 30, &w->stop, NULL), LIVE_FULL);
	assert_int_equal(live_wait(&w->live, w->f.store, seq - 1, 30, &w->stop, NULL), LIVE_NEWS);
}

/* A change right after another is told with the next round, not before. */
static void changes_go_out_in_rounds(void **state)
{
	struct world *w = *state;
	int64_t seq, begun;

	live_init(&w->live, 1);
	assert_int_equal(fixture_write(&w->f, add_event, NULL), OK);
	seq = store_seq(w->f.store);
	assert_int_equal(live_wait(&w->live, w->f.store, seq - 1, 5000, &w->stop, NULL), LIVE_NEWS);
	begun = ms_now();
	assert_int_equal(fixture_write(&w->f, add_event, NULL), OK);
	assert_int_equal(live_wait(&w->live, w->f.store, seq, 5000, &w->stop, NULL), LIVE_NEWS);
	assert_true(ms_now() - begun >= LIVE_ROUND_MS / 2);
}

static bool gone(void)
{
	return true;
}

static void *stop_soon(void *arg)
{
	struct world *w = arg;

	rest(50);
	atomic_store(&w->stop, true);
	store_wake(w->f.store);
	return NULL;
}

/* A stop and a client who went away end the wait long before its time. */
static void a_stop_ends_it(void **state)
{
	struct world *w = *state;
	int64_t begun = ms_now(), seq = store_seq(w->f.store);
	pthread_t thread;

	live_init(&w->live, 1);
	assert_int_equal(live_wait(&w->live, w->f.store, seq, 20000, &w->stop, gone), LIVE_SILENCE);
	assert_int_equal(pthread_create(&thread, NULL, stop_soon, w), 0);
	assert_int_equal(live_wait(&w->live, w->f.store, seq, 20000, &w->stop, NULL), LIVE_SILENCE);
	pthread_join(thread, NULL);
	assert_true(ms_now() - begun < 5000);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(all_are_told),
		TEST(nobody_waits_for_what_is_there),
		TEST(changes_go_out_in_rounds),
		TEST(a_stop_ends_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
