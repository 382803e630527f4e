/* knowledge.c - see knowledge.h. */
#include "domain/knowledge.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "store/event.h"
#include "store/repair.h"

enum { BATCH = 512, WAIT_MS = 1000, RIPEN_MS = 60 * 60 * 1000 };

struct knowledge {
	struct store *store;
	struct kb *kb;
	pthread_t thread;
	bool following;
	atomic_bool ready, stop;
	_Atomic int64_t build_ms;
	atomic_int_fast64_t seq;
	int64_t ripe; /* until when it was looked which repairs have held; of the follower alone */
};

/* "REP/油封": an action code and a component; NULL leaves it to kb/. */
static const char *group_of(struct arena *a, const struct repair *r)
{
	return r->action_code && r->component ? arena_printf(a, "%s/%s", r->action_code, r->component) : NULL;
}

static const char *words_of_action(struct arena *a, const struct repair *r)
{
	if (!r->action_zh)
		return r->action;
	return arena_printf(a, "%s %s %s", r->action_zh, r->action_en, r->action ? r->action : "");
}

static void put(
	struct knowledge *k, struct arena *a, const struct repair *r, const struct kb_part *parts, size_t n)
{
	struct kb_record record = {
		.id = r->id,
		.time_ms = r->time,
		.machine = r->machine_id,
		.model = r->model,
		.symptom = r->symptom,
		.cause = r->cause,
		.action = words_of_action(a, r),
		.component = r->component,
		.code = r->fault_code,
		.group = group_of(a, r),
		.minutes = r->minutes == NONE ? KB_MINUTES_UNKNOWN : r->minutes,
		.outcome = r->held == NONE ? KB_PENDING
			   : r->held	   ? KB_HELD
					   : KB_CAME_BACK,
		.parts = parts,
		.n_parts = n,
	};

	kb_put(k->kb, &record);
}

/* The parts of one ticket out of a list sorted by ticket; *at moves on. */
static size_t parts_of(const struct list *all, size_t *at, int64_t ticket, struct kb_part *out)
{
	size_t n = 0;

	for (; *at < all->n; (*at)++) {
		const struct repair_part *p = list_at(all, *at, sizeof(*p));

		if (p->ticket_id > ticket)
			break;
		if (p->ticket_id == ticket && n < KB_RECORD_PARTS)
			out[n++] = (struct kb_part){p->part_id, p->qty};
	}
	return n;
}

static void put_batch(
	struct knowledge *k, struct arena *a, const struct list *repairs, const struct list *parts)
{
	size_t at = 0;

	for (size_t i = 0; i < repairs->n; i++) {
		const struct repair *r = list_at(repairs, i, sizeof(*r));
		struct kb_part own[KB_RECORD_PARTS];
		size_t n = parts_of(parts, &at, r->id, own);

		put(k, a, r, own, n);
	}
}

/* Up to BATCH repairs after *after, which moves on; *n how many there were. */
static enum err build_some(struct knowledge *k, struct db *db, struct arena *a, int64_t *after, size_t *n)
{
	struct list repairs = {0}, parts = {0};
	enum err err = store_repair_list(db, a, *after, BATCH, &repairs);
	int64_t first, last;

	*n = repairs.n;
	if (err != OK || !repairs.n)
		return err;
	first = ((struct repair *)repairs.items)->id;
	last = ((struct repair *)list_at(&repairs, repairs.n - 1, sizeof(struct repair)))->id;
	err = store_repair_parts(db, a, first, last, &parts);
	if (err != OK)
		return err;
	put_batch(k, a, &repairs, &parts);
	*after = last;
	return OK;
}

/* False when the store failed or it was told to stop: what was read so far stays, and may be read again. */
static bool build(struct knowledge *k)
{
	int64_t began = clock_now_ms();
	struct db *db = store_reader(k->store);
	struct arena arena;
	int64_t after = 0;
	size_t n = 1;
	enum err err = OK;

	arena_init(&arena);
	k->ripe = clock_now_ms();
	atomic_store(&k->seq, store_event_last(db));
	while (n && err == OK && !atomic_load(&k->stop)) {
		err = build_some(k, db, &arena, &after, &n);
		arena_clear(&arena);
	}
	arena_release(&arena);
	store_reader_return(k->store, db);
	if (n || err != OK)
		return false;
	atomic_store(&k->build_ms, clock_now_ms() - began);
	atomic_store(&k->ready, true);
	return true;
}

/* A ticket changed: its record as it is now, or none. */
static enum err refresh(struct knowledge *k, struct db *db, struct arena *a, int64_t ticket)
{
	struct repair r;
	struct list parts;
	struct kb_part own[KB_RECORD_PARTS];
	size_t at = 0, n;
	enum err err = store_repair_get(db, a, ticket, &r);

	if (err == ERR_NOT_FOUND) {
		kb_remove(k->kb, ticket);
		return OK;
	}
	if (err == OK)
		err = store_repair_parts(db, a, ticket, ticket, &parts);
	if (err != OK)
		return err;
	n = parts_of(&parts, &at, ticket, own);
	put(k, a, &r, own, n);
	return OK;
}

static enum err refresh_all(struct knowledge *k, struct db *db, struct arena *a, const struct list *ids)
{
	enum err err = OK;

	for (size_t i = 0; i < ids->n && err == OK; i++)
		err = refresh(
			k, db, a, ((const struct repair_id *)list_at(ids, i, sizeof(struct repair_id)))->id);
	return err;
}

/* After these a repair before it has held, or has not. */
static bool tells_of_others(const char *kind)
{
	static const char *const kinds[] = {
		"reported", "restored", "corrected", "cancelled", "imported", NULL};

	return names_find(kinds, kind) >= 0;
}

static enum err take(struct knowledge *k, struct db *db, struct arena *a, const struct event *e)
{
	struct list before;
	enum err err = refresh(k, db, a, e->entity_id);

	if (err != OK || !tells_of_others(e->kind))
		return err;
	err = store_repair_before(db, a, e->entity_id, strcmp(e->kind, "corrected") == 0, &before);
	return err == OK ? refresh_all(k, db, a, &before) : err;
}

/* That a repair has held comes with time, not with an event. */
static void ripen(struct knowledge *k, struct arena *a)
{
	int64_t now = clock_now_ms();
	struct list ids;
	struct db *db;

	if (now - k->ripe < RIPEN_MS)
		return;
	db = store_reader(k->store);
	if (store_repair_matured(db, a, k->ripe, now, &ids) == OK && refresh_all(k, db, a, &ids) == OK)
		k->ripe = now;
	store_reader_return(k->store, db);
}

/* Stays where it is when the store fails. */
static enum err follow(struct knowledge *k, struct arena *a)
{
	struct db *db = store_reader(k->store);
	struct list events;
	enum err err = store_event_after(db, a, atomic_load(&k->seq), BATCH, &events);

	for (size_t i = 0; err == OK && i < events.n; i++) {
		const struct event *e = list_at(&events, i, sizeof(*e));

		if (strcmp(e->entity, "ticket") == 0)
			err = take(k, db, a, e);
		if (err == OK)
			atomic_store(&k->seq, e->seq);
	}
	store_reader_return(k->store, db);
	return err;
}

/* After a failure of the store: not at once again. */
static void rest(struct knowledge *k)
{
	if (!atomic_load(&k->stop))
		store_wait(k->store, INT64_MAX, WAIT_MS);
}

static void *follow_main(void *arg)
{
	struct knowledge *k = arg;
	struct arena arena;

	while (!atomic_load(&k->stop) && !build(k))
		rest(k);
	arena_init(&arena);
	while (!atomic_load(&k->stop)) {
		if (store_wait(k->store, atomic_load(&k->seq), WAIT_MS) && follow(k, &arena) != OK)
			rest(k);
		ripen(k, &arena);
		arena_clear(&arena);
	}
	arena_release(&arena);
	return NULL;
}

static struct knowledge *make(struct store *store)
{
	struct knowledge *k = xcalloc(1, sizeof(*k));

	k->store = store;
	k->kb = kb_new();
	return k;
}

struct knowledge *knowledge_start(struct store *store)
{
	struct knowledge *k = make(store);

	k->following = pthread_create(&k->thread, NULL, follow_main, k) == 0;
	return k;
}

struct knowledge *knowledge_build(struct store *store)
{
	struct knowledge *k = make(store);

	build(k);
	return k;
}

void knowledge_stop(struct knowledge *k)
{
	if (!k)
		return;
	atomic_store(&k->stop, true);
	if (k->following) {
		store_wake(k->store);
		pthread_join(k->thread, NULL);
	}
	kb_free(k->kb);
	free(k);
}

int64_t knowledge_build_ms(struct knowledge *k)
{
	return atomic_load(&k->build_ms);
}

bool knowledge_ready(struct knowledge *k)
{
	return atomic_load(&k->ready);
}

int64_t knowledge_seq(struct knowledge *k)
{
	return atomic_load(&k->seq);
}

void knowledge_suggest(struct knowledge *k, const struct kb_query *q, struct arena *a, struct kb_answer *out)
{
	kb_suggest(k->kb, q, a, out);
}

void knowledge_stats(struct knowledge *k, struct kb_stats *out)
{
	kb_stats(k->kb, out);
}
