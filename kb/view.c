/* view.c - what readers see of a struct kb; see state.h. */
#include "kb/learn.h"
#include "kb/pack.h"
#include "kb/state.h"

#include <stdlib.h>

struct kb_shared {
	struct kb_heap heap;
	_Atomic(struct kb *) now;
	_Atomic size_t packing; /* bytes of it, for kb_stats */
};

struct kb_heap *kb_view_begin(struct kb *kb)
{
	kb->shared = xcalloc(1, sizeof(*kb->shared));
	return &kb->shared->heap;
}

void kb_view_end(struct kb *kb)
{
	free(atomic_load(&kb->shared->now));
	kb_heap_release(&kb->shared->heap);
	free(kb->shared);
}

struct kb_heap *kb_heap_of(const struct kb *kb)
{
	return &kb->shared->heap;
}

const struct kb *kb_enter(const struct kb *kb, unsigned *phase)
{
	*phase = kb_heap_enter(&kb->shared->heap);
	return atomic_load(&kb->shared->now);
}

void kb_leave(const struct kb *kb, unsigned phase)
{
	kb_heap_leave(&kb->shared->heap, phase);
}

void kb_publish(struct kb *kb)
{
	struct kb *view = xmalloc(sizeof(*view));

	*view = *kb;
	kb_heap_retire(&kb->shared->heap, atomic_exchange(&kb->shared->now, view));
	atomic_store_explicit(&kb->shared->packing, kb_pack_bytes(kb), memory_order_relaxed);
	kb_heap_collect(&kb->shared->heap);
}

uint32_t kb_group_newest(const struct kb *kb, uint32_t group)
{
	uint32_t next = atomic_load_explicit(&kb->groups[group].newest, memory_order_acquire);

	if (next > kb->index.n_docs) {
		/* as new as that number at least, so it holds what our docs may be too short for */
		const struct kb_doc *docs = atomic_load_explicit(kb->latest_docs, memory_order_acquire);

		while (next > kb->index.n_docs)
			next = docs[next - 1].older;
	}
	return next;
}

const char *kb_group_label(const struct kb *kb, uint32_t group)
{
	uint32_t label = kb->groups[group].label;

	return label == KB_NO_NAME ? kb_names_text(&kb->group_names, group)
				   : kb_names_text(&kb->label_names, label);
}

uint32_t kb_machine_find(const struct kb *kb, int64_t id)
{
	uint32_t number = id ? kb_map_get(&kb->machines, (uint64_t)id) : 0;

	return number <= kb->n_machines ? number : 0;
}

uint32_t kb_doc_find(const struct kb *kb, int64_t id)
{
	uint32_t number = kb_map_get(&kb->ids, (uint64_t)id);

	return number <= kb->index.n_docs ? number : 0;
}

size_t kb_docs_bytes(const struct kb *kb)
{
	return kb_index_bytes(&kb->index) + kb_map_bytes(&kb->ids) +
	       kb_heap_array_cost(kb->doc_room, kb->index.n_docs, sizeof(*kb->docs)) +
	       kb_heap_array_cost(kb->held_room, kb->n_held, 1) +
	       kb_heap_array_cost(kb->group_room, kb->group_names.n, sizeof(*kb->groups));
}

void kb_stats(const struct kb *all, struct kb_stats *out)
{
	unsigned phase;
	const struct kb *kb = kb_enter(all, &phase);

	out->records = kb->index.live;
	out->groups = kb->groups_used;
	out->words = kb->words.forms.n;
	out->fixed = 2 * sizeof(*kb) + sizeof(*kb->shared) + kb_draft_bytes() + sizeof(*kb->learnt) +
		     KB_WORDS_FIXED;
	out->bytes = out->fixed + kb_docs_bytes(kb) + atomic_load(&kb->shared->packing) +
		     kb_words_bytes(&kb->words) + kb_names_bytes(&kb->group_names) +
		     kb_names_bytes(&kb->label_names) + kb_names_bytes(&kb->model_names) +
		     kb_names_bytes(&kb->component_names) + kb_names_bytes(&kb->code_names) +
		     kb_map_bytes(&kb->machines) + kb_map_bytes(&kb->pairs) + kb_map_bytes(&kb->told) +
		     kb_heap_array_cost(kb->machine_room, kb->n_machines, sizeof(*kb->machine_cases)) +
		     kb_heap_array_cost(kb->name_word_room, kb->n_name_words, sizeof(*kb->name_words));
	kb_leave(kb, phase);
}
