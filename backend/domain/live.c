/* live.c - see live.h. */
#include "domain/live.h"

#include <time.h>

void live_init(struct live *l, int cap)
{
	*l = (struct live){.cap = cap, .round_us = INT64_MIN / 2};
	pthread_mutex_init(&l->mutex, NULL);
}

void live_release(struct live *l)
{
	pthread_mutex_destroy(&l->mutex);
}

int live_held(struct live *l)
{
	int n;

	pthread_mutex_lock(&l->mutex);
	n = l->held;
	pthread_mutex_unlock(&l->mutex);
	return n;
}

static bool enter(struct live *l)
{
	bool room;

	pthread_mutex_lock(&l->mutex);
	room = l->held < l->cap;
	l->held += room;
	pthread_mutex_unlock(&l->mutex);
	return room;
}

static void leave(struct live *l)
{
	pthread_mutex_lock(&l->mutex);
	l->held--;
	pthread_mutex_unlock(&l->mutex);
}

/* Microseconds until this news may be told: none when its round has begun, or when it begins one. */
static int64_t until_round(struct live *l, struct store *s)
{
	int64_t seq = store_seq(s), now = clock_mono_us(), left = 0;

	pthread_mutex_lock(&l->mutex);
	if (seq > l->round_seq) {
		left = l->round_us + LIVE_ROUND_MS * INT64_C(1000) - now;
		if (left <= 0) {
			l->round_seq = seq;
			l->round_us = now;
			left = 0;
		}
	}
	pthread_mutex_unlock(&l->mutex);
	return left;
}

static void gather(struct live *l, struct store *s)
{
	int64_t left = until_round(l, s);

	while (left > 0) {
		const struct timespec moment = {.tv_nsec = (long)left * 1000};

		nanosleep(&moment, NULL);
		left = until_round(l, s);
	}
}

enum live_end live_wait(struct live *l, struct store *s, int64_t seen, int64_t timeout_ms,
	const atomic_bool *stop, bool (*gone)(void))
{
	int64_t until = clock_mono_us() + timeout_ms * 1000, left = timeout_ms;
	bool news = store_seq(s) > seen;

	if (timeout_ms <= 0)
		return news ? LIVE_NEWS : LIVE_SILENCE;
	if (!enter(l))
		return news ? LIVE_NEWS : LIVE_FULL;
	while (!news && left > 0 && !atomic_load(stop) && !(gone && gone())) {
		news = store_wait(s, seen, (int)(left < LIVE_LOOK_MS ? left : LIVE_LOOK_MS));
		left = (until - clock_mono_us()) / 1000;
	}
	if (news)
		gather(l, s);
	leave(l);
	return news ? LIVE_NEWS : LIVE_SILENCE;
}
