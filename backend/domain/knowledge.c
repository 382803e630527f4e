/* knowledge.c - see knowledge.h. */
#include "domain/knowledge_state.h"

#include <stdlib.h>

enum { WAIT_MS = 1000 };

static const struct kb *enter(struct knowledge *k, unsigned *phase)
{
	*phase = kb_heap_enter(&k->readers);
	return atomic_load(&k->shown);
}

static void leave(struct knowledge *k, unsigned phase)
{
	kb_heap_leave(&k->readers, phase);
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

	while (!atomic_load(&k->stop) && !knowledge_read(k))
		rest(k);
	arena_init(&arena);
	while (!atomic_load(&k->stop)) {
		if (store_wait(k->store, atomic_load(&k->seq), WAIT_MS) && knowledge_follow(k, &arena) != OK)
			rest(k);
		knowledge_ripen(k, &arena);
		knowledge_keep(k, false);
		arena_clear(&arena);
	}
	knowledge_keep(k, true);
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
	knowledge_read(k);
	return k;
}

struct knowledge *knowledge_replay(struct store *store, unsigned without)
{
	struct knowledge *k = make(store, INT32_MAX);

	k->without = without;
	knowledge_read(k);
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
