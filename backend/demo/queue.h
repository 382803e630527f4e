/* queue.h - what will happen, earliest first; of the same moment in the order in which it was put in. */
#ifndef DEMO_QUEUE_H
#define DEMO_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct step {
	int64_t at;
	uint64_t order; /* set by queue_put */
	uint32_t subject;
	int kind;
};

/* All zero is an empty queue. */
struct queue {
	struct step *heap;
	size_t n, room;
	uint64_t put;
};

void queue_put(struct queue *q, int64_t at, int kind, uint32_t subject);
/* The earliest, without taking it; NULL: nothing is left. */
const struct step *queue_first(const struct queue *q);
struct step queue_take(struct queue *q);
void queue_release(struct queue *q);

#endif
