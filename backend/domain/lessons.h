/* lessons.h - how the newest repairs would have been answered, just before they closed: what the ranking learnt from, and what
 * its quality is measured by. One thread adds, any number read. */
#ifndef DOMAIN_LESSONS_H
#define DOMAIN_LESSONS_H

#include <pthread.h>

#include "base/field.h"
#include "kb/judge.h"

struct lessons {
	pthread_mutex_t lock;
	struct kb_judged *v; /* oldest first */
	size_t n, room;
	size_t most;  /* of twice as many the newest stay */
	size_t taken; /* since lessons_start */
};

void lessons_start(struct lessons *l, size_t most);
void lessons_release(struct lessons *l);
/* In place of all there were. */
void lessons_set(struct lessons *l, const struct list /* kb_judged */ *all);
/* Asks for the repair as if it had just been reported, judges the answer, and learns; before it is put. */
void lessons_take(struct lessons *l, struct kb *kb, const struct kb_record *r, struct arena *a);
/* All of them, oldest first, in the arena. */
void lessons_copy(struct lessons *l, struct arena *a, struct list *out);

#endif
