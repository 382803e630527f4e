/* heap.c - see heap.h. */
#include "kb/heap.h"

#include "base/arena.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

enum {
	FREED_AT_ONCE = 1024, /* so that no single change takes long */
	MAPPED = 1,	      /* in the address of something retired: it is a large array */
};

/* Before a large array. */
struct mapped {
	size_t size; /* of addresses, with this */
	uint8_t unused[56];
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

static void give_back(void *p)
{
	if ((uintptr_t)p & MAPPED) {
		struct mapped *m = (struct mapped *)((char *)p - MAPPED) - 1;

		munmap(m, m->size);
	} else {
		free(p);
	}
}

void kb_heap_retire(struct kb_heap *h, void *p)
{
	struct kb_retired *r;

	if (!h || !p) {
		give_back(p);
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
		give_back(r->v[--r->n]);
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

static void await_phase(struct kb_heap *h, unsigned phase)
{
	while (atomic_load(&h->inside[phase]))
		nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
}

void kb_heap_await(struct kb_heap *h)
{
	unsigned phase = atomic_load(&h->phase);

	await_phase(h, !phase);
	atomic_store(&h->phase, !phase);
	await_phase(h, phase);
}

void kb_heap_release(struct kb_heap *h)
{
	free_some(&h->old, SIZE_MAX);
	free_some(&h->young, SIZE_MAX);
	free(h->old.v);
	free(h->young.v);
	h->old = h->young = (struct kb_retired){0};
}

static bool is_large(size_t room, size_t size)
{
	return room * size >= KB_HEAP_LARGE;
}

void kb_heap_retire_array(struct kb_heap *h, void *items, size_t room, size_t size)
{
	kb_heap_retire(h, items && is_large(room, size) ? (char *)items + MAPPED : items);
}

/* Where addresses are scarce (a limit set for the process, no overcommitment) with fewer of them ahead. */
static void *map(size_t *room, size_t n, size_t size)
{
	for (size_t ahead = KB_HEAP_AHEAD; ahead; ahead /= 2) {
		size_t bytes = sizeof(struct mapped) + (ahead > 1 ? n * ahead : n + n / 8) * size;
		struct mapped *m = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

		if (m != MAP_FAILED) {
			m->size = bytes;
			*room = (bytes - sizeof(*m)) / size;
			return m + 1;
		}
	}
	abort(); /* as every other want of memory */
}

void *kb_heap_grow(struct kb_heap *h, void *items, size_t *room, size_t used, size_t n, size_t size)
{
	size_t more = n + n / 2 + 8, before = *room;
	void *grown;

	if (n <= before)
		return items;
	if (is_large(more, size)) {
		grown = map(room, n, size);
	} else {
		*room = more;
		grown = xcalloc(more, size);
	}
	if (used)
		memcpy(grown, items, used * size);
	kb_heap_retire_array(h, items, before, size);
	return grown;
}
