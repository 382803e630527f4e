/* store_batch_test.c - jobs that wait together share one commit: what each of them is told, and what is kept. */
#include "store_fixture.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <time.h>

#include "store/account.h"
#include "store/event.h"
#include "test.h"

enum { JOBS = 10, PER_JOB = 3 /* savepoint, the write, release */ };

static const char SQL_ADD[] = "INSERT INTO meta (key, value) VALUES ($1, $2)";
static const char SQL_COUNT[] = "SELECT count(*) FROM meta WHERE key LIKE 'job%'";
static const char SQL_HAS[] = "SELECT count(*) FROM meta WHERE key = $1";
static const char SQL_ROLLBACK[] = "ROLLBACK";

struct bench {
	struct fixture f;
	pthread_t gate_thread, threads[JOBS];
	sem_t entered, leave;
	struct worker {
		struct bench *bench;
		struct job {
			char key[16];
			enum { GOOD, CONFLICT, FULL, ENDS } kind;
			int ran;
		} job;
		struct fault fault;
		enum err err;
	} workers[JOBS];
	int n; /* of workers started */
	atomic_int calling;
};

static enum err run_job(struct tx *tx, void *ctx)
{
	struct job *j = ctx;
	enum err err = db_exec(tx->db, SQL_ADD, ARGS(v_text(j->key), v_text("x")), NULL);

	j->ran++;
	if (err != OK)
		return err;
	if (j->kind == CONFLICT)
		return fault_set(tx->fault, ERR_CONFLICT, MSG_CONFLICT, NULL);
	if (j->kind == FULL)
		return ERR_FULL;
	/* What SQLite does by itself when the disk fails in the middle of a statement. */
	if (j->kind == ENDS) {
		db_exec(tx->db, SQL_ROLLBACK, NO_ARGS, NULL);
		return ERR_IO;
	}
	return OK;
}

static void *write_one(void *arg)
{
	struct worker *w = arg;
	struct arena a;
	struct store_job job = {
		.fn = run_job, .ctx = &w->job, .actor = {NONE, "test"}, .arena = &a, .fault = &w->fault};

	arena_init(&a);
	atomic_fetch_add(&w->bench->calling, 1);
	w->err = store_write(w->bench->f.store, &job);
	arena_release(&a);
	return NULL;
}

/* Holds the writer while the others queue up. */
static enum err hold(struct tx *tx, void *ctx)
{
	struct bench *b = ctx;

	(void)tx;
	sem_post(&b->entered);
	while (sem_wait(&b->leave) != 0)
		;
	return OK;
}

static void *write_gate(void *arg)
{
	struct bench *b = arg;
	struct arena a;
	struct store_job job = {.fn = hold, .ctx = b, .actor = {NONE, "test"}, .arena = &a};

	arena_init(&a);
	store_write(b->f.store, &job);
	arena_release(&a);
	return NULL;
}

static void pause_ms(long ms)
{
	nanosleep(&(struct timespec){.tv_nsec = ms * 1000000}, NULL);
}

static struct bench *bench_open(void)
{
	struct bench *b = calloc(1, sizeof(*b));

	fixture_open(&b->f);
	sem_init(&b->entered, 0, 0);
	sem_init(&b->leave, 0, 0);
	return b;
}

static void bench_close(struct bench *b)
{
	fixture_close(&b->f);
	sem_destroy(&b->entered);
	sem_destroy(&b->leave);
	free(b);
}

static void gate_close(struct bench *b)
{
	assert_int_equal(pthread_create(&b->gate_thread, NULL, write_gate, b), 0);
	while (sem_wait(&b->entered) != 0)
		;
}

/* One more job in the queue; they are served in this order. */
static struct worker *queue(struct bench *b, int kind)
{
	struct worker *w = &b->workers[b->n];

	w->bench = b;
	snprintf(w->job.key, sizeof(w->job.key), "job%d", b->n);
	w->job.kind = kind;
	assert_int_equal(pthread_create(&b->threads[b->n++], NULL, write_one, w), 0);
	while (atomic_load(&b->calling) < b->n)
		pause_ms(1);
	pause_ms(10); /* it has said that it calls; now it waits in the queue */
	return w;
}

/* Lets them go, all in one batch; the n-th of its statements fails (0: none). */
static void let_go(struct bench *b, int fail_at)
{
	if (fail_at)
		store_fail_at(b->f.store, (uint64_t)fail_at);
	sem_post(&b->leave);
	pthread_join(b->gate_thread, NULL);
	for (int i = 0; i < b->n; i++)
		pthread_join(b->threads[i], NULL);
	if (fail_at)
		store_fail_at(b->f.store, 0);
}

static int64_t count(struct bench *b, const char *key)
{
	struct db *db = store_reader(b->f.store);
	int64_t n = -1;

	if (key)
		assert_int_equal(db_int(db, SQL_HAS, ARGS(v_text(key)), &n), OK);
	else
		assert_int_equal(db_int(db, SQL_COUNT, NO_ARGS, &n), OK);
	store_reader_return(b->f.store, db);
	return n;
}

/* Everybody was told the truth: OK and there, or refused and not there. */
static void assert_truth(struct bench *b)
{
	int64_t kept = 0;

	for (int i = 0; i < b->n; i++) {
		const struct worker *w = &b->workers[i];

		kept += w->err == OK;
		assert_int_equal(count(b, w->job.key), w->err == OK);
		if (w->err != OK)
			assert_int_equal(w->fault.err, w->err);
		assert_true(w->job.ran <= 1);
	}
	assert_int_equal(count(b, NULL), kept);
}

static enum err add_later(struct tx *tx, void *ctx)
{
	(void)ctx;
	return db_exec(tx->db, SQL_ADD, ARGS(v_text("later"), v_text("x")), NULL);
}

/* Whatever happened, the next one is served. */
static void assert_serves(struct bench *b)
{
	assert_int_equal(fixture_write(&b->f, add_later, NULL), OK);
	assert_int_equal(count(b, "later"), 1);
}

static void a_commit_that_fails_serves_nobody_and_tells_everybody(void **state)
{
	struct bench *b = bench_open();

	(void)state;
	gate_close(b);
	for (int i = 0; i < JOBS; i++)
		queue(b, GOOD);
	let_go(b, JOBS * PER_JOB + 1);
	for (int i = 0; i < JOBS; i++) {
		assert_int_equal(b->workers[i].err, ERR_IO);
		assert_int_equal(b->workers[i].fault.msg, MSG_IO);
		assert_int_equal(b->workers[i].job.ran, 1);
	}
	assert_truth(b);
	assert_serves(b);
	bench_close(b);
}

static void one_that_is_refused_leaves_the_others_alone(void **state)
{
	static const int kinds[JOBS] = {
		GOOD, CONFLICT, GOOD, FULL, GOOD, GOOD, CONFLICT, CONFLICT, FULL, GOOD};
	static const enum err told[] = {[GOOD] = OK, [CONFLICT] = ERR_CONFLICT, [FULL] = ERR_FULL};
	struct bench *b = bench_open();

	(void)state;
	gate_close(b);
	for (int i = 0; i < JOBS; i++)
		queue(b, kinds[i]);
	let_go(b, 0);
	for (int i = 0; i < JOBS; i++)
		assert_int_equal(b->workers[i].err, told[kinds[i]]);
	assert_truth(b);
	assert_serves(b);
	bench_close(b);
}

/* The n-th statement of a batch of JOBS fails, for every n: its own job is told, the others are kept. */
static void a_statement_that_fails_takes_its_own_job_along_and_no_other(void **state)
{
	static const int positions[] = {0, 4, JOBS - 1};

	(void)state;
	for (size_t p = 0; p < COUNT(positions); p++) {
		for (int part = 1; part <= PER_JOB; part++) {
			struct bench *b = bench_open();

			gate_close(b);
			for (int i = 0; i < JOBS; i++)
				queue(b, GOOD);
			/* A job that failed at its savepoint has run one statement, not three; only the first
			 * failure counts here. */
			let_go(b, positions[p] * PER_JOB + part);
			for (int i = 0; i < JOBS; i++)
				assert_int_equal(b->workers[i].err, i == positions[p] ? ERR_IO : OK);
			assert_truth(b);
			assert_serves(b);
			bench_close(b);
		}
	}
}

static void when_the_database_ends_the_transaction_nobody_is_told_otherwise(void **state)
{
	static const int positions[] = {0, 4, JOBS - 1};

	(void)state;
	for (size_t p = 0; p < COUNT(positions); p++) {
		struct bench *b = bench_open();

		gate_close(b);
		for (int i = 0; i < JOBS; i++)
			queue(b, i == positions[p] ? ENDS : GOOD);
		let_go(b, 0);
		for (int i = 0; i < JOBS; i++)
			assert_int_equal(b->workers[i].err, ERR_IO);
		assert_truth(b);
		assert_serves(b);
		bench_close(b);
	}
}

/* A refusal may rest on what another job of the batch had written; when that is not kept, the refusal is not true. */
static void a_refusal_does_not_outlive_what_it_rested_on(void **state)
{
	struct bench *b = bench_open();
	struct worker *second;

	(void)state;
	gate_close(b);
	queue(b, GOOD);
	second = queue(b, GOOD);
	snprintf(second->job.key, sizeof(second->job.key), "job0");
	let_go(b, 2 * PER_JOB - 1 + 1);
	assert_int_equal(b->workers[0].err, ERR_IO);
	assert_int_equal(second->err, ERR_IO);
	assert_int_equal(count(b, "job0"), 0);
	assert_serves(b);
	bench_close(b);
}

static enum err add_event(struct tx *tx, void *ctx)
{
	(void)ctx;
	return store_event_add(tx, "test", 1, "happened", "{}");
}

static void the_newest_event_is_never_an_older_one(void **state)
{
	struct bench *b = bench_open();
	int64_t before, newer;

	(void)state;
	assert_int_equal(fixture_write(&b->f, add_event, NULL), OK);
	before = store_seq(b->f.store);
	assert_true(before > 0);
	for (uint64_t n = 1; n < 12; n++) {
		int64_t at = store_seq(b->f.store);
		enum err err;

		store_fail_at(b->f.store, n);
		err = fixture_write(&b->f, add_event, NULL);
		store_fail_at(b->f.store, 0);
		newer = store_seq(b->f.store);
		assert_true(newer >= at);
		assert_true(newer <= at + (err == OK));
		/* What the failure of a look hid is seen with the next write. */
		assert_int_equal(fixture_write(&b->f, add_event, NULL), OK);
		assert_int_equal(store_seq(b->f.store), at + (err == OK) + 1);
		assert_true(store_wait(b->f.store, at, 0));
	}
	bench_close(b);
}

static enum err add_own(struct tx *tx, void *ctx)
{
	return db_exec(tx->db, SQL_ADD, ARGS(v_text(ctx), v_text("x")), NULL);
}

struct own {
	struct bench *b;
	int i;
	atomic_int *unseen;
};

static void *write_and_look(void *arg)
{
	struct own *o = arg;
	struct arena a;

	arena_init(&a);
	for (int k = 0; k < 50; k++) {
		char key[24];
		struct fault fault = {OK};
		struct store_job job = {
			.fn = add_own, .ctx = key, .actor = {NONE, "test"}, .arena = &a, .fault = &fault};

		snprintf(key, sizeof(key), "own%d-%d", o->i, k);
		if (store_write(o->b->f.store, &job) != OK || count(o->b, key) != 1)
			atomic_fetch_add(o->unseen, 1);
		arena_clear(&a);
	}
	arena_release(&a);
	return NULL;
}

static void who_was_answered_sees_it_in_every_reader(void **state)
{
	struct bench *b = bench_open();
	pthread_t threads[8];
	struct own own[8];
	atomic_int unseen = 0;

	(void)state;
	for (int i = 0; i < 8; i++) {
		own[i] = (struct own){b, i, &unseen};
		assert_int_equal(pthread_create(&threads[i], NULL, write_and_look, &own[i]), 0);
	}
	for (int i = 0; i < 8; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(unseen, 0);
	bench_close(b);
}

static void *close_store(void *arg)
{
	struct bench *b = arg;

	store_close(b->f.store);
	return NULL;
}

static void closing_serves_who_waits_and_refuses_who_comes(void **state)
{
	struct bench *b = bench_open();
	pthread_t closer;
	struct worker *late;
	int waited = JOBS - 1;

	(void)state;
	gate_close(b);
	for (int i = 0; i < waited; i++)
		queue(b, i % 2 ? CONFLICT : GOOD);
	assert_int_equal(pthread_create(&closer, NULL, close_store, b), 0);
	pause_ms(50);
	late = queue(b, GOOD);
	let_go(b, 0);
	pthread_join(closer, NULL);
	assert_int_equal(late->err, ERR_BUSY);
	assert_int_equal(late->fault.msg, MSG_BUSY);
	for (int i = 0; i < waited; i++)
		assert_int_equal(b->workers[i].err, i % 2 ? ERR_CONFLICT : OK);
	assert_int_equal(store_open(b->f.dir, STORE_WRITE, &b->f.store, &b->f.fault), OK);
	assert_truth(b);
	bench_close(b);
}

static void more_than_one_batch_can_wait(void **state)
{
	enum { MANY = 600 };
	struct bench *b = bench_open();
	struct worker *all = calloc(MANY, sizeof(*all));
	pthread_t *threads = calloc(MANY, sizeof(*threads));

	(void)state;
	gate_close(b);
	for (int i = 0; i < MANY; i++) {
		all[i].bench = b;
		snprintf(all[i].job.key, sizeof(all[i].job.key), "job%d", i);
		assert_int_equal(pthread_create(&threads[i], NULL, write_one, &all[i]), 0);
	}
	while (atomic_load(&b->calling) < MANY)
		pause_ms(1);
	pause_ms(100);
	sem_post(&b->leave);
	pthread_join(b->gate_thread, NULL);
	for (int i = 0; i < MANY; i++) {
		pthread_join(threads[i], NULL);
		assert_int_equal(all[i].err, OK);
		assert_int_equal(all[i].job.ran, 1);
	}
	assert_int_equal(count(b, NULL), MANY);
	free(threads);
	free(all);
	bench_close(b);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_commit_that_fails_serves_nobody_and_tells_everybody),
		cmocka_unit_test(one_that_is_refused_leaves_the_others_alone),
		cmocka_unit_test(a_statement_that_fails_takes_its_own_job_along_and_no_other),
		cmocka_unit_test(when_the_database_ends_the_transaction_nobody_is_told_otherwise),
		cmocka_unit_test(a_refusal_does_not_outlive_what_it_rested_on),
		cmocka_unit_test(the_newest_event_is_never_an_older_one),
		cmocka_unit_test(who_was_answered_sees_it_in_every_reader),
		cmocka_unit_test(closing_serves_who_waits_and_refuses_who_comes),
		cmocka_unit_test(more_than_one_batch_can_wait),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
