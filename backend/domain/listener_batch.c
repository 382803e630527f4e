/* listener_batch.c - the thread that writes what was heard. See listener.h. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "domain/listener_rules.h"
#include "domain/meter.h"

enum { FAILED_MS = 1000 };

/* What is written in one transaction. */
struct batch {
	struct listener_heard *all; /* LISTENER_RING places */
	size_t n;
	int64_t same; /* that stood beside a newer one of their instant */
	int64_t kept, thinned;
};

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
static void order(struct batch *b)
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

static enum err take_meter(struct tx *tx, struct batch *b, size_t from, size_t to)
{
	struct meter m;
	enum err err = store_meter_get(tx->db, tx->arena, b->all[from].meter_id, &m);

	if (err == ERR_NOT_FOUND)
		return OK;
	for (size_t i = from; i < to && err == OK; i++) {
		const struct reading r = {.meter_id = m.id,
			.time = b->all[i].time,
			.value = b->all[i].value,
			.source = READ_MQTT,
			.account_id = NONE};
		bool kept;

		err = domain_reading_hear(tx, &m, &r, i + 1 == to, &kept);
		b->kept += kept;
		b->thinned += !kept;
	}
	return err == OK ? store_meter_keep(tx, &m) : err;
}

/* May run again, from the beginning. */
static enum err take(struct tx *tx, void *ctx)
{
	struct batch *b = ctx;
	enum err err = OK;

	b->kept = 0;
	b->thinned = b->same;
	for (size_t i = 0, end; i < b->n && err == OK; i = end) {
		for (end = i; end < b->n && b->all[end].meter_id == b->all[i].meter_id;)
			end++;
		err = take_meter(tx, b, i, end);
	}
	return err;
}

/* Empties the ring into the batch when there is something. False: it is over. */
static bool next(struct listener *l, struct batch *b)
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
	struct timespec until;
	bool over;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += ms % 1000 * 1000000;
	until.tv_sec += ms / 1000 + until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	pthread_mutex_lock(&l->mutex);
	while (!l->over && pthread_cond_timedwait(&l->more, &l->mutex, &until) == 0)
		continue;
	over = l->over;
	pthread_mutex_unlock(&l->mutex);
	return over;
}

static enum err write_batch(struct listener *l, struct arena *a, struct batch *b)
{
	struct fault fault = {0};
	struct store_job job = {.fn = take, .ctx = b, .actor = {NONE, "mqtt"}, .arena = a, .fault = &fault};

	return store_write(l->store, &job);
}

void *listener_write_main(void *arg)
{
	struct listener *l = arg;
	struct batch b = {.all = xcalloc(LISTENER_RING, sizeof(*b.all))};
	struct arena a;

	arena_init(&a);
	while (next(l, &b)) {
		enum err err;

		order(&b);
		/* A full disk is waited for; whoever stops the server does not wait for it. */
		while ((err = write_batch(l, &a, &b)) != OK && !rest(l, FAILED_MS))
			arena_clear(&a);
		arena_clear(&a);
		pthread_mutex_lock(&l->mutex);
		l->status.kept += err == OK ? b.kept : 0;
		l->status.thinned += err == OK ? b.thinned : 0;
		l->status.dropped += err == OK ? 0 : (int64_t)b.n;
		pthread_mutex_unlock(&l->mutex);
		rest(l, l->batch_ms);
	}
	arena_release(&a);
	free(b.all);
	return NULL;
}
