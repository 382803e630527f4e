/* heap.c - see heap.h. */
#include "kb/heap.h"

#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

enum {
	FREED_AT_ONCE = 8192, /* so that no single change takes long */
	LARGE = 1 << 16,      /* bytes */
};

unsigned kb_heap_enter(struct kb_heap *h)
{
	for (;;) {
		unsigned phase = atomic_load(&h->phase);

		atomic_fetch_add(&h->inside[phase], 1);
		if (atomic_load(&h->phase) == phase)
			return phase;
		/* turned over in between: the writer may not have seen us */
		atomic_fetch_sub(&h->inside[phase], 1);
	}
}

void kb_heap_leave(struct kb_heap *h, unsigned phase)
{
	atomic_fetch_sub(&h->inside[phase], 1);
}

void kb_heap_retire(struct kb_heap *h, void *p)
{
	struct kb_retired *r;

	if (!h || !p) {
		free(p);
		return;
	}
	r = &h->young;
	if (r->n == r->room) {
		r->room = r->room ? r->room * 2 : 64;
		r->v = xrealloc(r->v, r->room * sizeof(*r->v));
	}
	r->v[r->n++] = p;
}

static void free_some(struct kb_retired *r, size_t most)
{
	for (; r->n && most; most--)
		free(r->v[--r->n]);
}

void kb_heap_collect(struct kb_heap *h)
{
	unsigned phase;
	struct kb_retired emptied;

	if (!h || (!h->young.n && !h->old.n))
		return;
	phase = atomic_load_explicit(&h->phase, memory_order_relaxed);
	if (atomic_load(&h->inside[!phase]))
		return;
	free_some(&h->old, FREED_AT_ONCE);
	if (h->old.n)
		return;
	emptied = h->old;
	h->old = h->young;
	h->young = emptied;
	atomic_store(&h->phase, !phase);
}

void kb_heap_release(struct kb_heap *h)
{
	free_some(&h->old, SIZE_MAX);
	free_some(&h->young, SIZE_MAX);
	free(h->old.v);
	free(h->young.v);
	h->old = h->young = (struct kb_retired){0};
}

void *kb_heap_grow(struct kb_heap *h, void *items, size_t *room, size_t used, size_t n, size_t size)
{
	void *more;

	if (n <= *room)
		return items;
	*room = n + (n * size < LARGE ? n / 2 : n / 8) + 8;
	more = xcalloc(*room, size);
	if (used)
		memcpy(more, items, used * size);
	kb_heap_retire(h, items);
	return more;
}
