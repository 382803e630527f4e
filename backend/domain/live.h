/* live.h - those who wait for news: requests that are held open until the event log grows.
 *
 * A held request costs its thread, so only so many are held at once; who comes above that is told to ask again later,
 * and everything still works, a little later. News go out in rounds: what is written within LIVE_ROUND_MS after a round
 * waits for the next one. A single change is told at once; a busy plant does not wake every phone for every commit. */
#ifndef DOMAIN_LIVE_H
#define DOMAIN_LIVE_H

#include <pthread.h>
#include <stdatomic.h>

#include "store/store.h"

enum { LIVE_ROUND_MS = 250, LIVE_LOOK_MS = 2000 };

struct live {
	pthread_mutex_t mutex; /* guards all below */
	int held, cap;
	int64_t round_seq, round_us; /* the newest event told, and when its round began */
};

void live_init(struct live *l, int cap);
void live_release(struct live *l);

enum live_end {
	LIVE_NEWS,    /* there is an event after the one seen */
	LIVE_SILENCE, /* time is up, *stop was set, or they are gone */
	LIVE_FULL     /* too many wait already */
};
/* Waits for an event after `seen` for at most so long. *stop ends it at the next store_wake; that the one who waits is gone
 * (NULL: they never are) is noticed every LIVE_LOOK_MS, for a phone that is put away leaves its place. Hold no reader
 * meanwhile. */
enum live_end live_wait(struct live *l, struct store *s, int64_t seen, int64_t timeout_ms,
	const atomic_bool *stop, bool (*gone)(void));
/* How many wait now. */
int live_held(struct live *l);

#endif
