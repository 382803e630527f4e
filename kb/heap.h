/* heap.h - memory that readers may still be looking at.
 *
 * One thread changes a knowledge base while any number read it. What the writer replaces (an array that had to
 * grow, a posting list, the version that readers start from) cannot be freed at once: somebody who came before
 * may be reading it. It is *retired* and freed when all who were inside at that moment have left.
 *
 * A reader counts itself into the present phase (0 or 1) and out of it again: two atomic additions, no lock,
 * nothing to wait for. The writer, after it has put out what replaces the old, turns the phase over, but only
 * when nobody is left inside the other phase; then what was retired before the last turn is out of everybody's
 * sight (two phases suffice because a phase is not entered again before it was seen empty). The writer does not
 * wait either: what cannot be freed yet stays listed until a later call. A reader that never leaves keeps
 * memory from being freed, and nothing else.
 *
 * The order a writer keeps: make the new, publish it, kb_heap_collect. Retiring may come anywhere before the
 * collecting. Everything here takes a heap of NULL to mean that there are no readers. */
#ifndef KB_HEAP_H
#define KB_HEAP_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

struct kb_heap {
	_Atomic uint32_t phase, inside[2];
	struct kb_retired {
		void **v;
		size_t n, room;
	} young, old; /* retired since the last turn, and before it; of the writer alone */
};

/* For readers: the phase to leave again. */
unsigned kb_heap_enter(struct kb_heap *h);
void kb_heap_leave(struct kb_heap *h, unsigned phase);

/* For the writer. retire: frees p when nobody can see it any more; NULL is nothing. */
void kb_heap_retire(struct kb_heap *h, void *p);
/* Frees what nobody sees any more, at most some thousand pieces at a time. */
void kb_heap_collect(struct kb_heap *h);
/* Waits until all who are inside have left; who comes meanwhile is not waited for, and waits for nobody. */
void kb_heap_await(struct kb_heap *h);
/* Frees all that is retired; there must be no reader. */
void kb_heap_release(struct kb_heap *h);
/* An *array* of *room items of `size` bytes, of which `used` are filled, made to hold at least n (> used); what is not
 * filled is 0. A small one grows by half: a larger copy, the old one retired. A large one is given addresses for
 * KB_HEAP_AHEAD times as many items, which take no memory before they are filled: it hardly ever has to be copied, so it
 * is filled faster, wastes nothing, and no single change takes long. */
void *kb_heap_grow(struct kb_heap *h, void *items, size_t *room, size_t used, size_t n, size_t size);
/* The array is not needed any more: of so many items, as kb_heap_grow made it. NULL is nothing. */
void kb_heap_retire_array(struct kb_heap *h, void *items, size_t room, size_t size);

enum { KB_HEAP_LARGE = 1 << 16 /* bytes */, KB_HEAP_AHEAD = 64, KB_HEAP_PAGE = 4096 };

/* What a block of n bytes takes of memory with the allocator's own bookkeeping (glibc's, 64 bit). */
static inline size_t kb_heap_cost(size_t n)
{
	return n == 0 ? 0 : n <= 24 ? 32 : (n + 8 + 15) & ~(size_t)15;
}

/* The same of an array of which `used` items are filled. */
static inline size_t kb_heap_array_cost(size_t room, size_t used, size_t size)
{
	if (room * size < KB_HEAP_LARGE)
		return kb_heap_cost(room * size);
	return (used * size + 2 * KB_HEAP_PAGE - 1) & ~(size_t)(KB_HEAP_PAGE - 1);
}

#endif
