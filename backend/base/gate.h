/* gate.h - a few at a time, a bounded number waiting for their turn.
 *
 * For work that takes much memory or time (a password's hash, a sheet of labels): without it, as many as there are
 * workers would do it at once. And those who wait hold a worker each, so they are bounded too. */
#ifndef BASE_GATE_H
#define BASE_GATE_H

#include <pthread.h>
#include <stdbool.h>

struct gate {
	pthread_mutex_t mutex;
	pthread_cond_t free;
	int room, queue; /* how many inside, how many waiting at most */
	int inside, waiting;
};

void gate_init(struct gate *g, int room, int queue);
void gate_release(struct gate *g);

/* Waits for a place inside. False: so many wait already that one more would only keep a worker from everybody else;
 * then gate_leave must not be called. */
bool gate_enter(struct gate *g);
void gate_leave(struct gate *g);

#endif
