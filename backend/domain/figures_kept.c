/* figures_kept.c - see figures_kept.h. */
#include "domain/figures_kept.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/clock.h"

struct figures_cache {
	pthread_mutex_t mutex;
	struct figures_kept *newest;
	bool asked; /* since the last rest */
};

struct figures_cache *figures_cache_new(void)
{
	struct figures_cache *c = xcalloc(1, sizeof(*c));

	pthread_mutex_init(&c->mutex, NULL);
	return c;
}

static void drop(struct figures_kept *k)
{
	if (!k || --k->held)
		return;
	pthread_mutex_destroy(&k->mutex);
	arena_release(&k->arena);
	free(k);
}

void figures_cache_free(struct figures_cache *c)
{
	if (!c)
		return;
	drop(c->newest);
	pthread_mutex_destroy(&c->mutex);
	free(c);
}

void figures_cache_rest(struct figures_cache *c)
{
	pthread_mutex_lock(&c->mutex);
	if (!c->asked) {
		drop(c->newest);
		c->newest = NULL;
	}
	c->asked = false;
	pthread_mutex_unlock(&c->mutex);
}

static bool holds(const struct figures_kept *k, int64_t seq, const struct figures_query *q)
{
	return k && k->seq == seq && k->rows.query.from <= q->from && k->rows.query.to >= q->to;
}

static enum err read_rows(
	struct db *db, int64_t seq, const struct figures_query *q, struct figures_kept **out)
{
	struct figures_kept *k = xcalloc(1, sizeof(*k));
	struct figures_query all = {.under = NONE, .from = q->from, .to = q->to, .now = q->now};
	enum err err;

	/* Who asks until now asks a little more the next time. */
	if (all.to <= all.now)
		all.to += all.to > all.now - MINUTE_MS ? HOUR_MS : 0;
	k->seq = seq;
	k->held = 1;
	pthread_mutex_init(&k->mutex, NULL);
	arena_init(&k->arena);
	err = domain_figures_rows(db, &k->arena, &all, true, &k->rows);
	if (err != OK)
		drop(k);
	else
		*out = k;
	return err;
}

enum err figures_kept_take(struct figures_cache *c, struct db *db, int64_t seq, const struct figures_query *q,
	bool read, struct figures_kept **out)
{
	struct figures_kept *k = NULL;
	enum err err = OK;

	*out = NULL;
	pthread_mutex_lock(&c->mutex);
	if (!holds(c->newest, seq, q) && read) {
		err = read_rows(db, seq, q, &k);
		if (err == OK) {
			drop(c->newest);
			c->newest = k;
		}
	}
	if (err == OK && holds(c->newest, seq, q)) {
		*out = c->newest;
		c->newest->held++;
		c->asked = true;
	}
	pthread_mutex_unlock(&c->mutex);
	return err;
}

void figures_kept_give(struct figures_cache *c, struct figures_kept *k)
{
	pthread_mutex_lock(&c->mutex);
	drop(k);
	pthread_mutex_unlock(&c->mutex);
}
