/* knowledge_tsan_test.c - the knowledge base as it is built, followed, asked and stopped, all at once. */
#include "store_fixture.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "domain/knowledge.h"
#include "domain/suggestion.h"
#include "store/event.h"
#include "test.h"

enum { PAST = 1200, MORE = 200, ASKERS = 3, STARTS = 25 };

static const char SQL_MACHINE[] =
	"INSERT INTO asset (id, kind, code, name, created_at) VALUES ($1, 'machine', $2, '机器', 1)";
static const char SQL_TICKET[] = "INSERT INTO ticket (machine_id, kind, source, state, open, priority, "
				 "symptom, stopped, failure, action, "
				 "reported_at, restored_at, updated_at) VALUES (1, 'corrective', 'account', "
				 "'closed', 0, 3, $1, 0, 1, $2, 1, "
				 "2, 2) RETURNING id";
static const char SQL_REOPEN[] = "UPDATE ticket SET state = 'in_progress', open = 1 WHERE id = $1";

static enum err add_machine(struct tx *tx, void *ctx)
{
	(void)ctx;
	return db_exec(tx->db, SQL_MACHINE, ARGS(v_int(1), v_text("M-1")), NULL);
}

static enum err add_repair(struct tx *tx, int64_t i, int64_t *id)
{
	const char *symptom = arena_printf(tx->arena, "第 %lld 号泵漏油", (long long)i);
	enum err err = db_int(tx->db, SQL_TICKET, ARGS(v_text(symptom), v_text("更换油封")), id);

	return err == OK ? store_event_note(tx, "ticket", *id, "closed", NULL, NULL) : err;
}

static enum err add_past(struct tx *tx, void *ctx)
{
	enum err err = OK;
	int64_t id;

	(void)ctx;
	for (int64_t i = 0; i < PAST && err == OK; i++)
		err = add_repair(tx, i, &id);
	return err;
}

/* A repair more; every third is taken back. */
static enum err add_one(struct tx *tx, void *ctx)
{
	int64_t *i = ctx, id;
	enum err err = add_repair(tx, *i, &id);

	if (err != OK || *i % 3)
		return err;
	err = db_exec(tx->db, SQL_REOPEN, ARGS(v_int(id)), NULL);
	return err == OK ? store_event_note(tx, "ticket", id, "reopened", NULL, NULL) : err;
}

struct scene {
	struct fixture f;
	struct knowledge *k;
	atomic_bool done;
	atomic_int bad;
};

static void *work(void *arg)
{
	struct scene *s = arg;
	struct arena a;

	arena_init(&a);
	for (int64_t i = 0; i < MORE; i++) {
		int64_t number = PAST + i;
		struct store_job job = {.fn = add_one, .ctx = &number, .actor = {NONE, "test"}, .arena = &a};

		if (store_write(s->f.store, &job) != OK)
			atomic_fetch_add(&s->bad, 1);
		arena_clear(&a);
	}
	arena_release(&a);
	return NULL;
}

static void *ask(void *arg)
{
	struct scene *s = arg;
	struct arena a;

	arena_init(&a);
	while (!atomic_load(&s->done)) {
		struct suggestion_query q = {.text = "泵漏油", .machine_id = 1, .max_fixes = 5};
		struct suggestion out = {0};
		struct kb_stats stats;
		struct db *db = store_reader(s->f.store);

		if (domain_suggest(s->k, db, &a, &q, &out) != OK)
			atomic_fetch_add(&s->bad, 1);
		if (out.ready && !out.fixes.n)
			atomic_fetch_add(&s->bad, 1);
		store_reader_return(s->f.store, db);
		knowledge_stats(s->k, &stats);
		arena_clear(&a);
	}
	arena_release(&a);
	return NULL;
}

static void pause_us(long us)
{
	nanosleep(&(struct timespec){.tv_nsec = us * 1000}, NULL);
}

static struct scene *scene_open(void)
{
	struct scene *s = calloc(1, sizeof(*s));

	fixture_open(&s->f);
	assert_int_equal(fixture_write(&s->f, add_machine, NULL), OK);
	assert_int_equal(fixture_write(&s->f, add_past, NULL), OK);
	arena_clear(&s->f.arena);
	return s;
}

static void scene_close(struct scene *s)
{
	fixture_close(&s->f);
	free(s);
}

static size_t records(struct knowledge *k)
{
	struct kb_stats stats;

	knowledge_stats(k, &stats);
	return stats.records;
}

/* While it is built and while it follows, people ask and work; in the end it knows what the store does. */
static void asked_while_it_is_built_and_followed(void **state)
{
	struct scene *s = scene_open();
	struct knowledge *again;
	pthread_t worker, askers[ASKERS];

	(void)state;
	s->k = knowledge_start(s->f.store);
	for (int i = 0; i < ASKERS; i++)
		assert_int_equal(pthread_create(&askers[i], NULL, ask, s), 0);
	assert_int_equal(pthread_create(&worker, NULL, work, s), 0);
	pthread_join(worker, NULL);
	for (int i = 0; i < 30000 && knowledge_seq(s->k) < store_seq(s->f.store); i++)
		pause_us(1000);
	atomic_store(&s->done, true);
	for (int i = 0; i < ASKERS; i++)
		pthread_join(askers[i], NULL);
	assert_int_equal(s->bad, 0);
	assert_true(knowledge_ready(s->k));
	assert_int_equal(knowledge_seq(s->k), store_seq(s->f.store));
	assert_int_equal(records(s->k), PAST + MORE - (MORE + 2) / 3);
	again = knowledge_build(s->f.store, 0);
	assert_int_equal(records(again), records(s->k));
	knowledge_stop(again);
	knowledge_stop(s->k);
	scene_close(s);
}

/* Told to stop at any moment, it stops soon: before it began, while it builds, when it is through. */
static void stopped_while_it_is_built(void **state)
{
	struct scene *s = scene_open();
	int early = 0;

	(void)state;
	for (int i = 0; i < STARTS; i++) {
		int64_t begun;

		s->k = knowledge_start(s->f.store);
		pause_us(i * 400L);
		early += !knowledge_ready(s->k);
		begun = clock_now_ms();
		knowledge_stop(s->k);
		assert_true(clock_now_ms() - begun < 2000);
	}
	assert_true(early > 0);
	scene_close(s);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(asked_while_it_is_built_and_followed),
		cmocka_unit_test(stopped_while_it_is_built),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
