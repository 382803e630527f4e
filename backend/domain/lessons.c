/* lessons.c - see lessons.h. */
#include "domain/lessons.h"

#include <stdlib.h>
#include <string.h>

void lessons_start(struct lessons *l, size_t most)
{
	*l = (struct lessons){.most = most};
	pthread_mutex_init(&l->lock, NULL);
}

void lessons_release(struct lessons *l)
{
	free(l->v);
	pthread_mutex_destroy(&l->lock);
}

static void room_for(struct lessons *l, size_t n)
{
	if (n <= l->room)
		return;
	l->room = n + n / 2 + 64;
	l->v = xrealloc(l->v, l->room * sizeof(*l->v));
}

void lessons_set(struct lessons *l, const struct list *all)
{
	pthread_mutex_lock(&l->lock);
	room_for(l, all->n);
	for (size_t i = 0; i < all->n; i++)
		l->v[i] = *(const struct kb_judged *)list_at(all, i, sizeof(*l->v));
	l->n = all->n;
	l->taken += all->n;
	pthread_mutex_unlock(&l->lock);
}

static void keep(struct lessons *l, const struct kb_judged *one)
{
	pthread_mutex_lock(&l->lock);
	if (l->n >= 2 * l->most) {
		memmove(l->v, l->v + l->n - l->most, l->most * sizeof(*l->v));
		l->n = l->most;
	}
	room_for(l, l->n + 1);
	l->v[l->n++] = *one;
	l->taken++;
	pthread_mutex_unlock(&l->lock);
}

void lessons_take(struct lessons *l, struct kb *kb, const struct kb_record *r, struct arena *a)
{
	struct kb_lesson one;

	kb_learn_lesson(kb, NULL, r, a, &one);
	if (!one.taught)
		return;
	keep(l, &(struct kb_judged){.time_ms = r->time_ms,
			.relevant = one.cases,
			.place = one.place <= KB_JUDGE_FIXES ? (uint8_t)one.place : 0,
			.verdict = (uint8_t)one.verdict,
			.novel = one.novel,
			.probability = (float)one.probability});
}

void lessons_copy(struct lessons *l, struct arena *a, struct list *out)
{
	pthread_mutex_lock(&l->lock);
	out->n = l->n;
	out->items = arena_memdup(a, l->v, l->n * sizeof(*l->v));
	pthread_mutex_unlock(&l->lock);
}
