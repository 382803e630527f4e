/* listener_batch.c - the thread that writes what was heard. See listener.h. */
#include <stdlib.h>

#include "base/wait.h"
#include "domain/listener_rules.h"
#include "domain/meter.h"

enum { FAILED_MS = 1000 };

static int by_meter(const void *a, const void *b)
{
	const struct listener_heard *x = a, *y = b;

	if (x->meter_id != y->meter_id)
		return x->meter_id < y->meter_id ? -1 : 1;
	if (x->time != y->time)
		return x->time < y->time ? -1 : 1;
	return x->seq < y->seq ? -1 : x->seq > y->seq;
}

/* By meter and time, of each instant the newest. */
static void order(struct listener_batch *b)
{
	size_t n = 0;

	qsort(b->all, b->n, sizeof(*b->all), by_meter);
	for (size_t i = 0; i < b->n; i++) {
		if (n && b->all[n - 1].meter_id == b->all[i].meter_id && b->all[n - 1].time == b->all[i].time)
			n--;
		b->all[n++] = b->all[i];
	}
	b->same = (int64_t)(b->n - n);
	b->n = n;
}

/* Those of one meter. */
struct share {
	const struct listener_heard *all;
	size_t n;
	int64_t kept;
};

static enum err take_meter(struct tx *tx, void *ctx)
{
	struct share *s = ctx;
	struct meter m;
	enum err err = store_meter_get(tx->db, tx->arena, s->all->meter_id, &m);

	for (size_t i = 0; i < s->n && err == OK; i++) {
		const struct reading r = {.meter_id = m.id,
			.time = s->all[i].time,
			.value = s->all[i].value,
			.source = READ_MQTT,
			.account_id = NONE};
		bool kept;

		err = domain_reading_hear(tx, &m, &r, i + 1 == s->n, &kept);
		s->kept += kept;
	}
	return err == OK ? store_meter_keep(tx, &m) : err;
}

enum err listener_take(struct tx *tx, void *ctx)
{
	struct listener_batch *b = ctx;

	b->kept = b->refused = 0;
	b->thinned = b->same;
	for (size_t i = 0; i < b->n;) {
		struct share s = {.all = b->all + i};
		bool done;
		enum err err;

		while (i < b->n && b->all[i].meter_id == s.all->meter_id) {
			i++;
			s.n++;
		}
		err = store_try_each(tx, take_meter, &s, &done);
		if (err != OK)
			return err;
		b->refused += done ? 0 : (int64_t)s.n;
		b->kept += done ? s.kept : 0;
		b->thinned += done ? (int64_t)s.n - s.kept : 0;
	}
	return OK;
}

/* Empties the ring into the batch when there is something. False: it is over. */
static bool next(struct listener *l, struct listener_batch *b)
{
	bool any;

	pthread_mutex_lock(&l->mutex);
	while (!l->n && !l->over)
		pthread_cond_wait(&l->more, &l->mutex);
	any = l->n > 0;
	l->turn++;
	for (b->n = 0; l->n; l->n--) {
		b->all[b->n++] = l->ring[l->first];
		l->first = (l->first + 1) % LISTENER_RING;
	}
	pthread_mutex_unlock(&l->mutex);
	return any;
}

/* True: it is over, nobody waits any more. */
static bool rest(struct listener *l, int64_t ms)
{
	struct timespec until = wait_until(ms);
	bool over;

	pthread_mutex_lock(&l->mutex);
	while (!l->over && pthread_cond_timedwait(&l->more, &l->mutex, &until) == 0)
		continue;
	over = l->over;
	pthread_mutex_unlock(&l->mutex);
	return over;
}

/* False: the disk is full or failing, and the batch is to come again. */
static bool write_batch(struct listener *l, struct arena *a, struct listener_batch *b)
{
	struct fault fault = {0};
	struct store_job job = {
		.fn = listener_take, .ctx = b, .actor = {NONE, "mqtt"}, .arena = a, .fault = &fault};
	enum err err = store_write(l->store, &job);

	arena_clear(a);
	b->written = err == OK;
	return err != ERR_IO && err != ERR_FULL;
}

static void count(struct listener *l, const struct listener_batch *b)
{
	pthread_mutex_lock(&l->mutex);
	l->status.kept += b->written ? b->kept : 0;
	l->status.thinned += b->written ? b->thinned : 0;
	l->status.refused += b->written ? b->refused : 0;
	l->status.dropped += b->written ? 0 : (int64_t)b->n + b->same;
	pthread_mutex_unlock(&l->mutex);
}

void *listener_write_main(void *arg)
{
	struct listener *l = arg;
	struct listener_batch b = {.all = xcalloc(LISTENER_RING, sizeof(*b.all))};
	struct arena a;

	arena_init(&a);
	while (next(l, &b)) {
		order(&b);
		/* A full disk is waited for; whoever stops the server does not wait for it. */
		while (!write_batch(l, &a, &b) && !rest(l, FAILED_MS))
			continue;
		count(l, &b);
		rest(l, l->batch_ms);
	}
	arena_release(&a);
	free(b.all);
	return NULL;
}
