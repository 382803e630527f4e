/* finder.c - see finder.h. */
#include "domain/finder.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/wait.h"
#include "domain/lexicon.h"
#include "store/event.h"
#include "store/found.h"
#include "store/manual.h"

enum { BATCH = 512, WAIT_MS = 1000, CATCH_UP_MS = 100, CATCH_UP_TYPING_MS = 15 };

struct finder {
	struct store *store;
	struct kb_search *search;
	pthread_t thread;
	bool following;
	atomic_bool ready, stop;
	atomic_int_fast64_t seq;
	pthread_mutex_t mutex; /* with `moved`: seq has moved on */
	pthread_cond_t moved;
};

static enum kb_kind_found kind_of(enum found_kind kind, const struct found_row *r)
{
	static const enum kb_kind_found kinds[] = {
		KB_FOUND_TICKET, KB_FOUND_FIX, KB_FOUND_SECTION, KB_FOUND_PLACE, KB_FOUND_PART, KB_FOUND_BIN};

	return kind == FOUND_ASSET && r->machine ? KB_FOUND_MACHINE : kinds[kind];
}

static void put(struct finder *f, enum found_kind kind, const struct found_row *r)
{
	const struct kb_search_record record = {.kind = kind_of(kind, r),
		.id = r->id,
		.title = r->title,
		.codes = r->codes,
		.text = r->text,
		.time_ms = r->time == NONE ? 0 : r->time,
		.faint = r->faint};

	kb_search_put(f->search, &record);
}

static void put_all(struct finder *f, enum found_kind kind, const struct list *rows)
{
	for (size_t i = 0; i < rows->n; i++)
		put(f, kind, list_at(rows, i, sizeof(struct found_row)));
}

static int64_t last_of(const struct list *rows)
{
	return ((const struct found_row *)list_at(rows, rows->n - 1, sizeof(struct found_row)))->id;
}

static enum err build_kind(struct finder *f, struct db *db, struct arena *a, enum found_kind kind)
{
	struct list rows = {.n = 1};
	int64_t after = 0;
	enum err err = OK;

	while (err == OK && rows.n && !atomic_load(&f->stop)) {
		err = store_found_list(db, a, kind, after, BATCH, &rows);
		if (err == OK && rows.n) {
			put_all(f, kind, &rows);
			after = last_of(&rows);
		}
		arena_clear(a);
	}
	return atomic_load(&f->stop) ? ERR_BUSY : err;
}

/* By the plant's words as they are now. */
static enum err read_words(struct finder *f, struct db *db, struct arena *a)
{
	struct kb_lexicon *lx;
	const char *text;
	enum err err = domain_lexicon_text(db, a, &text);

	if (err != OK)
		return err;
	lx = kb_lexicon_new(text);
	kb_search_set_lexicon(f->search, lx);
	kb_lexicon_free(lx);
	return OK;
}

/* Few things before many: machines are found at once. */
static bool build(struct finder *f)
{
	static const enum found_kind order[] = {
		FOUND_ASSET, FOUND_PART, FOUND_BIN, FOUND_FIX, FOUND_SECTION, FOUND_TICKET};
	struct db *db = store_reader(f->store);
	struct arena a;
	enum err err;

	arena_init(&a);
	atomic_store(&f->seq, store_event_last(db));
	err = read_words(f, db, &a);
	for (size_t i = 0; i < FOUND_KINDS && err == OK; i++)
		err = build_kind(f, db, &a, order[i]);
	arena_release(&a);
	store_reader_return(f->store, db);
	if (err != OK)
		return false;
	atomic_store(&f->ready, true);
	return true;
}

/* ---- following ---- */

static enum err refresh(struct finder *f, struct db *db, struct arena *a, enum found_kind kind, int64_t id)
{
	struct found_row r = {.id = id};
	enum err err = store_found_get(db, a, kind, id, &r);

	if (err == OK)
		put(f, kind, &r);
	if (err != ERR_NOT_FOUND)
		return err;
	kb_search_remove(f->search, kind_of(kind, &r), id);
	return OK;
}

/* A machine is in its tickets' texts by its name. */
static enum err refresh_asset(struct finder *f, struct db *db, struct arena *a, const struct event *e)
{
	struct list rows = {.n = 1};
	int64_t after = 0;
	enum err err = refresh(f, db, a, FOUND_ASSET, e->entity_id);

	if (strcmp(e->kind, "changed") != 0 || (!strstr(e->body, "\"name") && !strstr(e->body, "\"code\"")))
		return err;
	while (err == OK && rows.n) {
		err = store_found_of_machine(db, a, e->entity_id, after, BATCH, &rows);
		if (err == OK && rows.n) {
			put_all(f, FOUND_TICKET, &rows);
			after = last_of(&rows);
		}
	}
	return err;
}

static enum err refresh_manual(struct finder *f, struct db *db, struct arena *a, int64_t id)
{
	struct list rows;
	enum err err = store_found_of_manual(db, a, id, &rows);

	if (err != OK)
		return err;
	put_all(f, FOUND_SECTION, &rows);
	/* Of an edition that had more of them, and of one that is gone. */
	for (int64_t n = (int64_t)rows.n + 1; n < MANUAL_SECTION_IDS; n++)
		kb_search_remove(f->search, KB_FOUND_SECTION, id * MANUAL_SECTION_IDS + n);
	return OK;
}

static enum err take(struct finder *f, struct db *db, struct arena *a, const struct event *e)
{
	if (strcmp(e->entity, "ticket") == 0)
		return refresh(f, db, a, FOUND_TICKET, e->entity_id);
	if (strcmp(e->entity, "fix") == 0)
		return refresh(f, db, a, FOUND_FIX, e->entity_id);
	if (strcmp(e->entity, "asset") == 0)
		return refresh_asset(f, db, a, e);
	if (strcmp(e->entity, "part") == 0)
		return refresh(f, db, a, FOUND_PART, e->entity_id);
	if (strcmp(e->entity, "bin") == 0)
		return refresh(f, db, a, FOUND_BIN, e->entity_id);
	if (strcmp(e->entity, "manual") == 0)
		return refresh_manual(f, db, a, e->entity_id);
	return OK;
}

static void move_on(struct finder *f, int64_t seq)
{
	pthread_mutex_lock(&f->mutex);
	atomic_store(&f->seq, seq);
	pthread_cond_broadcast(&f->moved);
	pthread_mutex_unlock(&f->mutex);
}

/* Stays where it is when the store fails. */
static enum err follow(struct finder *f, struct arena *a)
{
	struct db *db = store_reader(f->store);
	struct list events;
	bool words = false;
	enum err err = store_event_after(db, a, atomic_load(&f->seq), BATCH, &events);

	/* Once for all of a file, and before what follows is said to be known. */
	for (size_t i = 0; err == OK && i < events.n; i++) {
		const struct event *e = list_at(&events, i, sizeof(*e));

		words = words || (strcmp(e->entity, "lexicon") == 0 && strcmp(e->kind, "proposed") != 0);
	}
	if (err == OK && words)
		err = read_words(f, db, a);

	for (size_t i = 0; err == OK && i < events.n; i++) {
		const struct event *e = list_at(&events, i, sizeof(*e));

		err = take(f, db, a, e);
		if (err == OK)
			move_on(f, e->seq);
	}
	store_reader_return(f->store, db);
	return err;
}

static void *follow_main(void *arg)
{
	struct finder *f = arg;
	struct arena a;

	while (!atomic_load(&f->stop) && !build(f))
		if (!atomic_load(&f->stop))
			store_wait(f->store, INT64_MAX, WAIT_MS);
	arena_init(&a);
	while (!atomic_load(&f->stop)) {
		if (store_wait(f->store, atomic_load(&f->seq), WAIT_MS) && follow(f, &a) != OK &&
			!atomic_load(&f->stop))
			store_wait(f->store, INT64_MAX, WAIT_MS);
		arena_clear(&a);
	}
	arena_release(&a);
	return NULL;
}

struct finder *finder_start(struct store *store)
{
	struct finder *f = xcalloc(1, sizeof(*f));
	struct kb_lexicon *shipped = kb_lexicon_new(NULL);

	f->store = store;
	f->search = kb_search_new();
	kb_search_set_lexicon(f->search, shipped);
	kb_lexicon_free(shipped);
	pthread_mutex_init(&f->mutex, NULL);
	wait_init(&f->moved);
	f->following = pthread_create(&f->thread, NULL, follow_main, f) == 0;
	return f;
}

void finder_stop(struct finder *f)
{
	if (!f)
		return;
	atomic_store(&f->stop, true);
	if (f->following) {
		store_wake(f->store);
		pthread_join(f->thread, NULL);
	}
	kb_search_free(f->search);
	pthread_mutex_destroy(&f->mutex);
	pthread_cond_destroy(&f->moved);
	free(f);
}

/* Whoever has just saved something finds it. */
static void catch_up(struct finder *f, int64_t ms)
{
	int64_t wanted = store_seq(f->store);
	struct timespec until;

	if (!atomic_load(&f->ready) || atomic_load(&f->seq) >= wanted)
		return;
	until = wait_until(ms);
	pthread_mutex_lock(&f->mutex);
	while (atomic_load(&f->seq) < wanted && pthread_cond_timedwait(&f->moved, &f->mutex, &until) == 0)
		continue;
	pthread_mutex_unlock(&f->mutex);
}

bool finder_find(struct finder *f, const struct kb_search_query *q, struct arena *a,
	struct kb_found_list out[KB_FOUND_KINDS])
{
	memset(out, 0, KB_FOUND_KINDS * sizeof(*out));
	if (!f)
		return false;
	catch_up(f, q->unfinished ? CATCH_UP_TYPING_MS : CATCH_UP_MS);
	return kb_search_find(f->search, q, a, out);
}
