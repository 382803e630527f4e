/* knowledge_read.c - all that a plant's knowledge base is made of, read at the start and anew; see knowledge_state.h. */
#include "domain/knowledge_state.h"

#include <stdlib.h>

#include "domain/fix_follow.h"
#include "domain/learnt.h"
#include "domain/lexicon.h"
#include "store/event.h"
#include "store/learnt.h"
#include "store/repair.h"

enum { KEEP_MS = 10 * 60 * 1000 };

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

enum err knowledge_read_days(struct knowledge *k, struct db *db, struct arena *a)
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

enum err knowledge_read_all(struct knowledge *k, struct db *db, struct arena *a, bool known)
{
	struct list records = {.n = 1}, newest = {0}, sorted = {0};
	int64_t ticket = 0, fix = 0;
	struct arena lists;
	enum err err = knowledge_read_days(k, db, a);

	arena_init(&lists);
	if (err == OK && !known)
		err = read_lessons(k, db, &lists, &newest, &sorted);

	while (records.n && err == OK && !atomic_load(&k->stop)) {
		err = feed_written(db, a, &fix, KNOWLEDGE_READ, &records);
		if (err == OK)
			put_all(k, &records, &(struct list){0});
		arena_clear(a);
	}
	for (records.n = 1; records.n && err == OK && !atomic_load(&k->stop);) {
		err = feed_repairs(&k->feed, db, a, &ticket, KNOWLEDGE_READ, known, &records);
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

void knowledge_keep(struct knowledge *k, bool now)
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

enum err knowledge_read_anew(struct knowledge *k, struct db *db, struct arena *a)
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
	err = knowledge_read_all(k, db, &own, false);
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

bool knowledge_read(struct knowledge *k)
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
		err = knowledge_read_all(k, db, &arena, false);
	}
	arena_release(&arena);
	store_reader_return(k->store, db);
	if (err != OK)
		return false;
	atomic_store(&k->build_ms, clock_now_ms() - began);
	atomic_store(&k->ready, true);
	return true;
}
