/* store.c - the writer's queue, the readers' pool, the lock of the data folder. See store.h. */
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/wait.h"
#include "store/event.h"
#include "store/migrate.h"

enum { READERS = 8, BATCH = 256, TIDY_AFTER_MS = 2000 };

struct queued {
	struct store_job *job;
	enum err err;
	bool done;
	struct queued *next;
};

struct store {
	char *dir;
	const char *lang;
	int lock_fd;
	struct db *writer;
	pthread_t thread;
	bool running;

	pthread_mutex_t mutex; /* guards all below */
	pthread_cond_t work, done, reader_free, event, empty;
	struct queued *head, **tail;
	int inside; /* threads in store_write and store_wait */
	bool closing;
	int64_t seq;
	uint64_t wakes;	  /* of store_wake so far */
	uint64_t fail_at; /* for the next batch, when fail_set */
	bool fail_set;
	struct db *readers[READERS];
	bool out[READERS];
};

/* ---- the writer ---- */

enum err store_try(struct tx *tx, store_fn *fn, void *ctx)
{
	enum err err;

	/* Once the database has ended the transaction, a savepoint would begin one of its own and keep it. */
	if (!db_in_transaction(tx->db))
		return ERR_IO;
	err = db_savepoint(tx->db);
	if (err != OK)
		return err;
	err = fn(tx, ctx);
	if (err == OK)
		err = db_savepoint_keep(tx->db);
	if (err != OK)
		db_savepoint_undo(tx->db);
	return err;
}

enum err store_try_each(struct tx *tx, store_fn *fn, void *ctx, bool *done)
{
	struct fault *fault = tx->fault, unsaid = {0};
	enum err err;

	tx->fault = &unsaid;
	err = store_try(tx, fn, ctx);
	tx->fault = fault;
	*done = err == OK;
	return err == ERR_IO || err == ERR_FULL ? err : OK;
}

/* Who is alone in the transaction is undone with it. A savepoint would cost two statements, and in a large job far
 * more: SQLite keeps a copy of every page changed since, and walks all of them whenever a statement ends. */
static enum err run_job(struct store *s, struct store_job *job, bool alone)
{
	uint64_t before = db_statements(s->writer);
	struct tx tx = {
		.db = s->writer,
		.arena = job->arena,
		.fault = job->fault,
		.actor = job->actor,
		.now = job->now ? job->now : clock_now_ms(),
		.lang = s->lang,
	};
	enum err err = alone ? job->fn(&tx, job->ctx) : store_try(&tx, job->fn, job->ctx);

	if ((err == ERR_IO || err == ERR_FULL) && job->fault && job->fault->err == OK)
		db_fault(s->writer, err, job->fault);
	job->statements += db_statements(s->writer) - before;
	return err;
}

/* Nobody was served: also a refusal may rest on what another job had written. */
static void refuse_batch(struct store *s, struct queued *batch, enum err err)
{
	for (struct queued *q = batch; q; q = q->next) {
		q->err = err;
		if (q->job->fault)
			fault_clear(q->job->fault);
		db_fault(s->writer, err, q->job->fault);
	}
}

/* One transaction for everything that was waiting. */
static void run_batch(struct store *s, struct queued *batch)
{
	enum err err = db_begin(s->writer);
	bool any = false, alone = !batch->next;

	for (struct queued *q = batch; q && err == OK; q = q->next) {
		q->err = run_job(s, q->job, alone);
		any |= q->err == OK;
		/* As it may at any failure of the disk. */
		if (!db_in_transaction(s->writer))
			err = q->err == ERR_FULL ? ERR_FULL : ERR_IO;
	}
	if (err == OK && any)
		err = db_commit(s->writer);
	if (err != OK)
		refuse_batch(s, batch, err);
	if (err != OK || !any)
		db_rollback(s->writer);
}

static struct queued *take_batch(struct store *s)
{
	struct queued *batch = s->head, **end = &s->head;

	for (int n = 0; *end && n < BATCH; n++)
		end = &(*end)->next;
	s->head = *end;
	*end = NULL;
	if (!s->head)
		s->tail = &s->head;
	return batch;
}

static void *writer_main(void *arg)
{
	struct store *s = arg;
	bool dirty = false;

	pthread_mutex_lock(&s->mutex);
	for (;;) {
		struct queued *batch;
		int64_t seq;

		while (!s->head && !s->closing) {
			struct timespec until = wait_until(TIDY_AFTER_MS);

			if (!dirty) {
				pthread_cond_wait(&s->work, &s->mutex);
			} else if (pthread_cond_timedwait(&s->work, &s->mutex, &until) == ETIMEDOUT) {
				pthread_mutex_unlock(&s->mutex);
				db_tidy(s->writer);
				dirty = false;
				pthread_mutex_lock(&s->mutex);
			}
		}
		if (!s->head)
			break;
		batch = take_batch(s);
		if (s->fail_set)
			db_fail_at(s->writer, s->fail_at);
		s->fail_set = false;
		pthread_mutex_unlock(&s->mutex);
		run_batch(s, batch);
		dirty = true;
		seq = store_event_last(s->writer);
		pthread_mutex_lock(&s->mutex);
		/* A look that failed says 0. */
		if (seq > s->seq)
			s->seq = seq;
		for (struct queued *q = batch, *next; q; q = next) {
			next = q->next;
			q->done = true;
		}
		pthread_cond_broadcast(&s->done);
		pthread_cond_broadcast(&s->event);
	}
	pthread_mutex_unlock(&s->mutex);
	return NULL;
}

static void enter(struct store *s)
{
	pthread_mutex_lock(&s->mutex);
	s->inside++;
}

/* store_close waits for the last one: the mutex must outlive whoever is woken under it. */
static void leave(struct store *s)
{
	if (--s->inside == 0 && s->closing)
		pthread_cond_signal(&s->empty);
	pthread_mutex_unlock(&s->mutex);
}

enum err store_write(struct store *s, struct store_job *job)
{
	struct queued q = {.job = job};

	job->statements = 0;
	enter(s);
	if (s->closing || !s->running) {
		leave(s);
		return fault_set(job->fault, ERR_BUSY, MSG_BUSY, NULL);
	}
	*s->tail = &q;
	s->tail = &q.next;
	pthread_cond_signal(&s->work);
	while (!q.done)
		pthread_cond_wait(&s->done, &s->mutex);
	leave(s);
	return q.err;
}

void store_lang(struct store *s, const char *lang)
{
	s->lang = lang;
}

void store_bulk(struct store *s)
{
	db_bulk(s->writer);
}

int64_t store_seq(struct store *s)
{
	int64_t seq;

	pthread_mutex_lock(&s->mutex);
	seq = s->seq;
	pthread_mutex_unlock(&s->mutex);
	return seq;
}

bool store_wait(struct store *s, int64_t seen, int timeout_ms)
{
	struct timespec until = wait_until(timeout_ms);
	uint64_t wakes;
	bool newer;

	enter(s);
	wakes = s->wakes;
	while (s->seq <= seen && !s->closing && s->wakes == wakes)
		if (pthread_cond_timedwait(&s->event, &s->mutex, &until) == ETIMEDOUT)
			break;
	newer = s->seq > seen;
	leave(s);
	return newer;
}

void store_wake(struct store *s)
{
	pthread_mutex_lock(&s->mutex);
	s->wakes++;
	pthread_cond_broadcast(&s->event);
	pthread_mutex_unlock(&s->mutex);
}

void store_fail_at(struct store *s, uint64_t n)
{
	pthread_mutex_lock(&s->mutex);
	s->fail_at = n;
	s->fail_set = true;
	pthread_mutex_unlock(&s->mutex);
}

/* ---- readers ---- */

struct db *store_reader(struct store *s)
{
	struct db *db = NULL;

	pthread_mutex_lock(&s->mutex);
	while (!db) {
		for (int i = 0; i < READERS && !db; i++) {
			if (!s->out[i]) {
				db = s->readers[i];
				s->out[i] = true;
			}
		}
		if (!db)
			pthread_cond_wait(&s->reader_free, &s->mutex);
	}
	pthread_mutex_unlock(&s->mutex);
	return db;
}

void store_reader_return(struct store *s, struct db *db)
{
	if (!db)
		return;
	pthread_mutex_lock(&s->mutex);
	for (int i = 0; i < READERS; i++)
		if (s->readers[i] == db)
			s->out[i] = false;
	pthread_cond_signal(&s->reader_free);
	pthread_mutex_unlock(&s->mutex);
}

enum err store_copy(struct store *s, const char *path, struct fault *fault)
{
	struct db *db = store_reader(s);
	enum err err = db_backup(db, path, fault);

	store_reader_return(s, db);
	return err;
}

/* ---- opening and closing ---- */

const char *store_dir(const struct store *s)
{
	return s->dir;
}

static enum err take_lock(struct store *s, struct fault *fault)
{
	char path[4096];

	if (mkdir(s->dir, 0750) != 0 && errno != EEXIST)
		return fault_set(fault, ERR_IO, MSG_DATA_DIR, s->dir);
	snprintf(path, sizeof(path), "%s/files", s->dir);
	if (mkdir(path, 0750) != 0 && errno != EEXIST)
		return fault_set(fault, ERR_IO, MSG_DATA_DIR, path);
	snprintf(path, sizeof(path), "%s/lock", s->dir);
	s->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0640);
	if (s->lock_fd < 0)
		return fault_set(fault, ERR_IO, MSG_DATA_DIR, path);
	if (flock(s->lock_fd, LOCK_EX | LOCK_NB) != 0)
		return fault_set(fault, ERR_CONFLICT, MSG_DATA_LOCKED, s->dir);
	return OK;
}

static enum err open_all(struct store *s, enum store_mode mode, struct fault *fault)
{
	char path[4096];
	enum err err = OK;

	snprintf(path, sizeof(path), "%s/jixiu.db", s->dir);
	if (mode == STORE_READ && access(path, R_OK) != 0)
		return fault_set(fault, ERR_NOT_FOUND, MSG_DATA_NONE, s->dir);
	if (mode == STORE_WRITE) {
		err = take_lock(s, fault);
		if (err == OK)
			err = db_sqlite_open(path, DB_WRITE, &s->writer, fault);
		if (err == OK)
			err = store_migrate(s->writer, fault);
		if (err == OK)
			s->seq = store_event_last(s->writer);
	}
	for (int i = 0; i < READERS && err == OK; i++)
		err = db_sqlite_open(path, DB_READ, &s->readers[i], fault);
	if (err == OK && mode == STORE_READ)
		err = store_migrate_check(s->readers[0], fault);
	if (err == OK && mode == STORE_WRITE) {
		if (pthread_create(&s->thread, NULL, writer_main, s) != 0)
			return fault_set(fault, ERR_IO, MSG_IO, "thread");
		s->running = true;
	}
	return err;
}

enum err store_open(const char *dir, enum store_mode mode, struct store **out, struct fault *fault)
{
	struct store *s = xcalloc(1, sizeof(*s));
	enum err err;

	*out = NULL;
	s->dir = xstrdup(dir);
	s->lock_fd = -1;
	s->tail = &s->head;
	pthread_mutex_init(&s->mutex, NULL);
	wait_init(&s->work);
	pthread_cond_init(&s->done, NULL);
	pthread_cond_init(&s->reader_free, NULL);
	wait_init(&s->event);
	pthread_cond_init(&s->empty, NULL);
	err = open_all(s, mode, fault);
	if (err != OK) {
		store_close(s);
		return err;
	}
	*out = s;
	return OK;
}

void store_close(struct store *s)
{
	if (!s)
		return;
	pthread_mutex_lock(&s->mutex);
	s->closing = true;
	pthread_cond_broadcast(&s->work);
	pthread_cond_broadcast(&s->event);
	pthread_mutex_unlock(&s->mutex);
	if (s->running)
		pthread_join(s->thread, NULL);
	pthread_mutex_lock(&s->mutex);
	while (s->inside)
		pthread_cond_wait(&s->empty, &s->mutex);
	pthread_mutex_unlock(&s->mutex);
	for (int i = 0; i < READERS; i++)
		db_close(s->readers[i]);
	db_close(s->writer);
	if (s->lock_fd >= 0)
		close(s->lock_fd);
	pthread_mutex_destroy(&s->mutex);
	pthread_cond_destroy(&s->work);
	pthread_cond_destroy(&s->done);
	pthread_cond_destroy(&s->reader_free);
	pthread_cond_destroy(&s->event);
	pthread_cond_destroy(&s->empty);
	free(s->dir);
	free(s);
}
