/* search_view.c - what readers see of a struct kb_search; see search_state.h. */
#include <stdlib.h>

#include "base/arena.h"
#include "kb/search_state.h"

struct kb_search_shared {
	struct kb_heap heap;
	_Atomic(struct kb_search *) now;
};

struct kb_heap *kb_search_view_begin(struct kb_search *s)
{
	s->shared = xcalloc(1, sizeof(*s->shared));
	return &s->shared->heap;
}

void kb_search_view_end(struct kb_search *s)
{
	free(atomic_load(&s->shared->now));
	kb_heap_release(&s->shared->heap);
	free(s->shared);
}

const struct kb_search *kb_search_enter(const struct kb_search *s, unsigned *phase)
{
	*phase = kb_heap_enter(&s->shared->heap);
	return atomic_load(&s->shared->now);
}

void kb_search_leave(const struct kb_search *s, unsigned phase)
{
	kb_heap_leave(&s->shared->heap, phase);
}

void kb_search_publish(struct kb_search *s)
{
	struct kb_search *view = xmalloc(sizeof(*view));

	*view = *s;
	kb_heap_retire(s->heap, atomic_exchange(&s->shared->now, view));
	kb_heap_collect(s->heap);
}
