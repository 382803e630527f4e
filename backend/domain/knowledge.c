/* knowledge.c - see knowledge.h. */
#include "domain/knowledge.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "domain/feed.h"
#include "domain/fix_follow.h"
#include "domain/learnt.h"
#include "domain/lessons.h"
#include "domain/lexicon.h"
#include "kb/heap.h"
#include "store/event.h"
#include "store/fix.h"
#include "store/learnt.h"
#include "store/mark.h"
#include "store/repair.h"

enum { BATCH = 512, WAIT_MS = 1000, RIPEN_MS = 60 * 60 * 1000, KEEP_MS = 10 * 60 * 1000 };

struct knowledge {
	struct store *store;
	struct kb *kb;		    /* of the writer: being built anew it is not shown yet */
	_Atomic(struct kb *) shown; /* that is asked */
	struct kb_heap readers;	    /* who is inside of which */
	pthread_mutex_t words;	    /* around feed.lexicon for who is not the follower */
	pthread_t thread;
	bool following;
	atomic_bool ready, stop;
	_Atomic int64_t build_ms;
	atomic_int_fast64_t seq;
	int64_t ripe;	  /* until when it was looked which repairs have held; of the follower alone */
	int64_t imported; /* tickets up to this one came with an import and are read; of the follower alone */
	struct feed feed; /* of whoever builds, then of the follower; its days and bases are asked by all */
	atomic_int_fast64_t days;
	int64_t lessons_most; /* of the newest repairs at the start */
	unsigned without;     /* pieces of the ranking left out */
	struct lessons lessons;
	struct lessons *coming; /* where new ones go: another while it is built anew */
	/* Of what was learnt; of the follower alone. */
	const char *version; /* learnt_version of the words it reads by */
	bool taken;	     /* it is what was kept before this start */
	bool untaught;	     /* an import has brought more than teaches as it comes */
	int64_t kept_at, kept_seq;
	size_t kept_lessons;
	struct arena versions;
};

static int by_id(const void *a, const void *b)
{
	int64_t x = ((const struct repair_id *)a)->id, y = ((const struct repair_id *)b)->id;

	return x < y ? -1 : x > y;
}

/* Those that are to teach come later, in their order; the others move together. */
static void put_all(struct knowledge *k, struct list *records, const struct list *later)
{
	struct kb_record *v = records->items;
	size_t n = 0;

	for (size_t i = 0; i < records->n; i++)
		if (!later->n || !bsearch(&(struct repair_id){v[i].id}, later->items, later->n,
					 sizeof(struct repair_id), by_id))
			v[n++] = v[i];
	kb_put_all(k->kb, v, n);
}

/* The newest repairs, oldest first: each asked for, learnt from, put. */
static enum err teach(struct knowledge *k, struct db *db, const struct list *newest)
{
	struct arena own;
	enum err err = OK;

	arena_init(&own);
	for (size_t i = newest->n; i > 0 && err == OK && !atomic_load(&k->stop); i--) {
		const struct repair_id *id = list_at(newest, i - 1, sizeof(*id));
		struct kb_record r;

		err = feed_repair(&k->feed, db, &own, id->id, &r);
		if (err == OK) {
			lessons_take(k->coming, k->kb, &r, &own);
			kb_put(k->kb, &r);
		}
		err = err == ERR_NOT_FOUND ? OK : err;
		arena_clear(&own);
	}
	arena_release(&own);
	return err;
}

static enum err read_days(struct knowledge *k, struct db *db, struct arena *a)
{
	enum err err = feed_days(db, a, &k->feed.days);

	atomic_store(&k->days, k->feed.days);
	return err;
}

/* The first time the newest repairs teach, unless what they taught was kept; `sorted` gets by id those that are not to be
 * put yet: the same, or those that have closed since and will be followed. */
static enum err read_lessons(
	struct knowledge *k, struct db *db, struct arena *a, struct list *newest, struct list *sorted)
{
	enum err err;

	if (k->taken)
		return k->feed.keeps ? store_learnt_missing(db, a, k->kept_seq, sorted) : OK;
	err = store_repair_newest(db, a, k->lessons_most, newest);
	*sorted = *newest;
	if (err == OK && newest->n) {
		sorted->items = arena_memdup(a, newest->items, newest->n * sizeof(struct repair_id));
		qsort(sorted->items, sorted->n, sizeof(struct repair_id), by_id);
	}
	return err;
}

/* All that was written down (who asks meanwhile takes it out of the number of cases), then all repairs, then the bases. */
static enum err build_all(struct knowledge *k, struct db *db, struct arena *a, bool known)
{
	struct list records = {.n = 1}, newest = {0}, sorted = {0};
	int64_t ticket = 0, fix = 0;
	struct arena lists;
	enum err err = read_days(k, db, a);

	arena_init(&lists);
	if (err == OK && !known)
		err = read_lessons(k, db, &lists, &newest, &sorted);

	while (records.n && err == OK && !atomic_load(&k->stop)) {
		err = feed_written(db, a, &fix, BATCH, &records);
		if (err == OK)
			put_all(k, &records, &(struct list){0});
		arena_clear(a);
	}
	for (records.n = 1; records.n && err == OK && !atomic_load(&k->stop);) {
		err = feed_repairs(&k->feed, db, a, &ticket, BATCH, known, &records);
		if (err == OK)
			put_all(k, &records, &sorted);
		arena_clear(a);
	}
	if (err == OK)
		err = teach(k, db, &newest);
	arena_release(&lists);
	if (err == OK && k->feed.keeps)
		err = fix_count_all(k->store, a);
	if (err == OK)
		err = feed_bases(&k->feed, db, a);
	arena_clear(a);
	return atomic_load(&k->stop) ? ERR_BUSY : err;
}

static const struct kb *enter(struct knowledge *k, unsigned *phase)
{
	*phase = kb_heap_enter(&k->readers);
	return atomic_load(&k->shown);
}

static void leave(struct knowledge *k, unsigned phase)
{
	kb_heap_leave(&k->readers, phase);
}

static void show(struct knowledge *k)
{
	struct kb *old = atomic_exchange(&k->shown, k->kb);

	if (old == k->kb)
		return;
	kb_heap_await(&k->readers);
	kb_free(old);
}

static void set_words(struct knowledge *k, struct kb_lexicon *lx)
{
	struct kb_lexicon *old;

	pthread_mutex_lock(&k->words);
	old = k->feed.lexicon;
	k->feed.lexicon = lx;
	pthread_mutex_unlock(&k->words);
	kb_lexicon_free(old);
}

/* An empty knowledge base that reads by the plant's words as they are now, for the writer; not shown yet. */
static enum err begin_anew(struct knowledge *k, struct db *db, struct arena *a)
{
	const char *text;
	enum err err = domain_lexicon_text(db, a, &text);

	if (err != OK)
		return err;
	k->version = learnt_version(&k->versions, text);
	k->taken = false;
	set_words(k, kb_lexicon_new(text));
	k->kb = kb_new_with(k->feed.lexicon);
	kb_set_without(k->kb, k->without);
	return OK;
}

/* What was learnt before this start, if it can be taken; what was closed after it is followed as it is in a running one. */
static void take_learnt(struct knowledge *k, struct db *db, struct arena *a)
{
	struct list all;
	int64_t seq;

	if (k->lessons_most > KNOWLEDGE_LESSONS || learnt_take(db, a, k->version, k->kb, &all, &seq) != OK)
		return;
	lessons_set(&k->lessons, &all);
	k->taken = true;
	k->kept_seq = seq;
	k->kept_at = clock_now_ms();
	if (k->feed.keeps)
		atomic_store(&k->seq, seq);
}

/* Every ten minutes when something has changed, and (`now`) at the end; not while an import is yet to teach, so that a start
 * comes by it again. What failed is tried again. */
static void keep_learnt(struct knowledge *k, bool now)
{
	int64_t seq = atomic_load(&k->seq), time = clock_now_ms();
	struct arena own;
	struct list all;

	if (!atomic_load(&k->ready) || k->untaught ||
		(k->kept_lessons == k->lessons.taken && k->kept_seq == seq) ||
		(!now && time - k->kept_at < KEEP_MS))
		return;
	arena_init(&own);
	lessons_copy(&k->lessons, &own, &all);
	if (learnt_keep(k->store, &own, k->version, k->kb, &all, seq) == OK) {
		k->kept_lessons = k->lessons.taken;
		k->kept_seq = seq;
	}
	k->kept_at = time;
	arena_release(&own);
}

/* Other words, or much that has not taught: everything is read anew, while the old one still answers. It is not tried again
 * when it fails; the next start does it. */
static enum err build_anew(struct knowledge *k, struct db *db, struct arena *a)
{
	struct kb *old = k->kb;
	const char *version = k->version;
	struct lessons coming;
	struct arena own;
	struct list all;
	enum err err = begin_anew(k, db, a);

	if (err != OK)
		return err;
	arena_init(&own);
	lessons_start(&coming, (size_t)k->lessons_most);
	k->coming = &coming;
	err = build_all(k, db, &own, false);
	k->coming = &k->lessons;
	if (err == OK) {
		k->untaught = false;
		show(k);
		lessons_copy(&coming, &own, &all);
		lessons_set(&k->lessons, &all);
	} else {
		kb_free(k->kb);
		k->kb = old;
		k->version = version;
	}
	lessons_release(&coming);
	arena_release(&own);
	return err;
}

/* False when the store failed or it was told to stop: what was read so far stays, and may be read again. */
static bool build(struct knowledge *k)
{
	int64_t began = clock_now_ms();
	struct db *db = store_reader(k->store);
	struct arena arena;
	enum err err;

	arena_init(&arena);
	k->ripe = clock_now_ms();
	atomic_store(&k->seq, store_event_last(db));
	err = begin_anew(k, db, &arena);
	if (err == OK) {
		lessons_set(&k->lessons, &(struct list){0});
		take_learnt(k, db, &arena);
		show(k); /* what is known already is answered while the rest is read */
		err = build_all(k, db, &arena, false);
	}
	arena_release(&arena);
	store_reader_return(k->store, db);
	if (err != OK)
		return false;
	atomic_store(&k->build_ms, clock_now_ms() - began);
	atomic_store(&k->ready, true);
	return true;
}

/* A ticket changed: its record as it is now, or none. Told its fix for the first time, it may teach. */
static enum err refresh(struct knowledge *k, struct db *db, struct arena *a, int64_t ticket, bool teaches)
{
	struct kb_record r;
	enum err err = feed_repair(&k->feed, db, a, ticket, &r);

	if (err == OK && teaches && !kb_fix_of(k->kb, ticket))
		lessons_take(k->coming, k->kb, &r, a);
	if (err == OK)
		kb_put(k->kb, &r);
	if (err == ERR_NOT_FOUND)
		kb_remove(k->kb, ticket);
	return err == ERR_NOT_FOUND ? OK : err;
}

static enum err refresh_all(struct knowledge *k, struct db *db, struct arena *a, const struct list *ids)
{
	enum err err = OK;

	for (size_t i = 0; i < ids->n && err == OK; i++)
		err = refresh(k, db, a,
			((const struct repair_id *)list_at(ids, i, sizeof(struct repair_id)))->id, false);
	return err;
}

/* After these a repair before it has held, or has not. */
static bool tells_of_others(const char *kind)
{
	static const char *const kinds[] = {
		"reported", "restored", "corrected", "cancelled", "imported", NULL};

	return names_find(kinds, kind) >= 0;
}

/* An import is one transaction with thousands of tickets that follow each other: they are read, and their fixes kept, some
 * hundred at a time. The few of a small one teach as they come; a large one would keep everything else waiting, and of it
 * only the newest are to teach: all is built anew when it is through. */
static enum err take_imported(struct knowledge *k, struct db *db, struct arena *a, int64_t ticket)
{
	struct list records;
	struct arena own;
	int64_t after = ticket - 1;
	enum err err;

	if (ticket <= k->imported)
		return OK;
	err = feed_repairs(&k->feed, db, a, &after, BATCH, true, &records);
	if (err != OK)
		return err;
	k->untaught = k->untaught || records.n == BATCH;
	arena_init(&own);
	for (size_t i = 0; i < records.n && !k->untaught; i++) {
		const struct kb_record *r = list_at(&records, i, sizeof(*r));

		if (!kb_fix_of(k->kb, r->id))
			lessons_take(k->coming, k->kb, r, &own);
		kb_put(k->kb, r);
		arena_clear(&own);
	}
	arena_release(&own);
	if (k->untaught)
		kb_put_all(k->kb, records.items, records.n);
	k->imported = after > ticket ? after : ticket;
	return OK;
}

static enum err take(struct knowledge *k, struct db *db, struct arena *a, const struct event *e)
{
	struct list before;
	enum err err = strcmp(e->kind, "imported") == 0 ? take_imported(k, db, a, e->entity_id)
							: refresh(k, db, a, e->entity_id, true);

	if (err == OK && strcmp(e->kind, "suggestion_marked") == 0) {
		err = store_mark_cases(db, a, e->entity_id, &before);
		return err == OK ? refresh_all(k, db, a, &before) : err;
	}
	if (err != OK || !tells_of_others(e->kind))
		return err;
	err = store_repair_before(
		db, a, e->entity_id, strcmp(e->kind, "corrected") == 0, k->feed.days * DAY_MS, &before);
	return err == OK ? refresh_all(k, db, a, &before) : err;
}

/* What was written of a fix, and, where its repairs may lead elsewhere now, these. */
static enum err take_fix(struct knowledge *k, struct db *db, struct arena *a, const struct event *e)
{
	static const char *const kinds[] = {"merged", "unmerged", "split", "gathered", NULL};
	struct kb_record r;
	struct list tickets;
	enum err err = feed_fix(db, a, e->entity_id, &r);

	if (err == OK)
		kb_put(k->kb, &r);
	if (err == ERR_NOT_FOUND)
		kb_remove(k->kb, feed_id_of_fix(e->entity_id));
	if ((err != OK && err != ERR_NOT_FOUND) || names_find(kinds, e->kind) < 0)
		return err == ERR_NOT_FOUND ? OK : err;
	err = store_fix_tickets(db, a, e->entity_id, &tickets);
	return err == OK ? refresh_all(k, db, a, &tickets) : err;
}

/* Another number of days: every outcome anew. */
static enum err take_setting(struct knowledge *k, struct db *db, struct arena *a)
{
	int64_t days = k->feed.days;
	struct arena own;
	enum err err = read_days(k, db, a);

	if (err != OK || days == k->feed.days)
		return err;
	arena_init(&own);
	err = build_all(k, db, &own, true);
	arena_release(&own);
	return err;
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
	if (store_repair_matured(db, a, k->ripe, now, k->feed.days * DAY_MS, &ids) == OK &&
		refresh_all(k, db, a, &ids) == OK && feed_bases(&k->feed, db, a) == OK)
		k->ripe = now;
	store_reader_return(k->store, db);
}

/* Stays where it is when the store fails. */
static enum err follow(struct knowledge *k, struct arena *a)
{
	bool words = false;
	struct db *db = store_reader(k->store);
	struct list events;
	enum err err = store_event_after(db, a, atomic_load(&k->seq), BATCH, &events);

	for (size_t i = 0; err == OK && i < events.n; i++) {
		const struct event *e = list_at(&events, i, sizeof(*e));

		if (strcmp(e->entity, "ticket") == 0)
			err = take(k, db, a, e);
		else if (strcmp(e->entity, "fix") == 0)
			err = take_fix(k, db, a, e);
		else if (strcmp(e->entity, "setting") == 0)
			err = take_setting(k, db, a);
		else if (strcmp(e->entity, "lexicon") == 0)
			words = words || strcmp(e->kind, "proposed") != 0;
		if (err == OK)
			atomic_store(&k->seq, e->seq);
	}
	/* once for all of a file */
	if (err == OK && (words || (k->untaught && events.n < BATCH)))
		err = build_anew(k, db, a);
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
		keep_learnt(k, false);
		arena_clear(&arena);
	}
	keep_learnt(k, true);
	arena_release(&arena);
	return NULL;
}

static struct knowledge *make(struct store *store, int64_t lessons)
{
	struct knowledge *k = xcalloc(1, sizeof(*k));

	k->store = store;
	k->lessons_most = lessons;
	lessons_start(&k->lessons, (size_t)lessons);
	k->coming = &k->lessons;
	arena_init(&k->versions);
	k->feed = (struct feed){.store = store,
		.lexicon = kb_lexicon_new(NULL),
		.days = OUTCOME_DAYS,
		.bases = outcome_bases_new()};
	k->kb = kb_new_with(k->feed.lexicon);
	pthread_mutex_init(&k->words, NULL);
	atomic_store(&k->shown, k->kb);
	atomic_store(&k->days, OUTCOME_DAYS);
	return k;
}

struct knowledge *knowledge_start(struct store *store)
{
	struct knowledge *k = make(store, KNOWLEDGE_LESSONS);

	k->feed.keeps = true;
	k->following = pthread_create(&k->thread, NULL, follow_main, k) == 0;
	return k;
}

struct knowledge *knowledge_build(struct store *store, unsigned without)
{
	struct knowledge *k = make(store, KNOWLEDGE_LESSONS);

	k->without = without;
	build(k);
	return k;
}

struct knowledge *knowledge_replay(struct store *store, unsigned without)
{
	struct knowledge *k = make(store, INT32_MAX);

	k->without = without;
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
	lessons_release(&k->lessons);
	arena_release(&k->versions);
	kb_lexicon_free(k->feed.lexicon);
	pthread_mutex_destroy(&k->words);
	outcome_bases_free(k->feed.bases);
	free(k);
}

int64_t knowledge_build_ms(struct knowledge *k)
{
	return atomic_load(&k->build_ms);
}

int64_t knowledge_days(struct knowledge *k)
{
	return atomic_load(&k->days);
}

double knowledge_base(struct knowledge *k, const char *component)
{
	return outcome_bases_of(k->feed.bases, component);
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
	unsigned phase;
	const struct kb *kb = enter(k, &phase);

	kb_suggest(kb, q, a, out);
	leave(k, phase);
}

void knowledge_stats(struct knowledge *k, struct kb_stats *out)
{
	unsigned phase;
	const struct kb *kb = enter(k, &phase);

	kb_stats(kb, out);
	leave(k, phase);
}

struct kb_lexicon *knowledge_lexicon(struct knowledge *k)
{
	struct kb_lexicon *lx;

	pthread_mutex_lock(&k->words);
	lx = kb_lexicon_keep(k->feed.lexicon);
	pthread_mutex_unlock(&k->words);
	return lx;
}

void knowledge_judged(struct knowledge *k, struct arena *a, struct list *out)
{
	lessons_copy(&k->lessons, a, out);
}
