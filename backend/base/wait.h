/* wait.h - waiting for a condition, but no longer than a while, by the clock that nobody sets: a wall clock that is put
 * right neither ends such a wait nor makes it last. */
#ifndef BASE_WAIT_H
#define BASE_WAIT_H

#include <pthread.h>
#include <stdint.h>
#include <time.h>

/* A condition that is waited for until wait_until() says; ended by pthread_cond_destroy. */
void wait_init(pthread_cond_t *c);
/* The moment in ms milliseconds (0 or more) from now, for pthread_cond_timedwait. */
struct timespec wait_until(int64_t ms);

#endif
