/* queue.c - see queue.h. A binary heap. */
#include "demo/queue.h"

#include <stdlib.h>

#include "base/arena.h"

static bool before(const struct step *a, const struct step *b)
{
	return a->at != b->at ? a->at < b->at : a->order < b->order;
}

static void swap(struct step *a, struct step *b)
{
	struct step t = *a;

	*a = *b;
	*b = t;
}

void queue_put(struct queue *q, int64_t at, int kind, uint32_t subject)
{
	size_t i = q->n++;

	if (q->n > q->room) {
		q->room = q->room ? q->room * 2 : 256;
		q->heap = xrealloc(q->heap, q->room * sizeof(*q->heap));
	}
	q->heap[i] = (struct step){at, q->put++, subject, kind};
	for (; i && before(&q->heap[i], &q->heap[(i - 1) / 2]); i = (i - 1) / 2)
		swap(&q->heap[i], &q->heap[(i - 1) / 2]);
}

const struct step *queue_first(const struct queue *q)
{
	return q->n ? q->heap : NULL;
}

struct step queue_take(struct queue *q)
{
	struct step first = q->heap[0];
	size_t i = 0;

	q->heap[0] = q->heap[--q->n];
	for (;;) {
		size_t child = 2 * i + 1;

		if (child >= q->n)
			return first;
		if (child + 1 < q->n && before(&q->heap[child + 1], &q->heap[child]))
			child++;
		if (!before(&q->heap[child], &q->heap[i]))
			return first;
		swap(&q->heap[i], &q->heap[child]);
		i = child;
	}
}

void queue_release(struct queue *q)
{
	free(q->heap);
	*q = (struct queue){0};
}
