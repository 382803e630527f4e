/* pack.c - see pack.h. */
#include "kb/pack.h"

#include <stdlib.h>
#include <string.h>

enum {
	LEAST = 256,  /* dead documents below which it is not worth it */
	STEP = 512,   /* documents copied with one change: about half a millisecond */
	LISTS = 4096, /* of the old let go with one change */
};

struct kb_packing {
	/* Its documents, index, groups' newest and ids; all else is not used. Not seen by readers: no heap. */
	struct kb fresh;
	bool done;	 /* and shown; fresh is what was there before, being let go */
	uint32_t at;	 /* the next document to copy */
	size_t list;	 /* the next list to let go */
	uint32_t *moved; /* those before it: their copy + 1, 0 = dead */
	size_t moved_room;
	struct kb_coming one; /* being copied */
};

static void begin(struct kb *kb)
{
	kb->packing = xcalloc(1, sizeof(*kb->packing));
}

/* As many groups as there are. */
static void grow_groups(struct kb *kb, struct kb *fresh)
{
	fresh->groups = kb_heap_grow(NULL, fresh->groups, &fresh->group_room, fresh->group_names.n,
		kb->group_names.n, sizeof(*fresh->groups));
	fresh->group_names.n = kb->group_names.n;
}

static void copy(struct kb *kb, struct kb_packing *p)
{
	uint32_t i = p->at++, number;
	struct kb_coming *one = &p->one;

	p->moved = kb_heap_grow(NULL, p->moved, &p->moved_room, i, i + 1u, sizeof(*p->moved));
	p->moved[i] = 0;
	if (kb_index_dead(&kb->index, i))
		return;
	for (size_t f = 0; f < KB_FIELDS; f++)
		one->lengths[f] = kb_index_length(&kb->index, i, f);
	one->doc = kb->docs[i];
	one->n_held = kb_held_size(kb->held + one->doc.held, one->doc.entry_bytes);
	memcpy(one->held, kb->held + one->doc.held, one->n_held);
	one->n = 0;
	for (struct kb_cursor c = kb_doc_entries(kb, &one->doc); c.number != UINT32_MAX; kb_cursor_next(&c))
		one->entries[one->n++] = (struct kb_entry){.form = c.number, .fields = c.bits};
	number = kb_doc_append(&p->fresh, one);
	kb_doc_link(&p->fresh, number);
	p->moved[i] = number + 1;
}

static void forget_moved(struct kb_packing *p)
{
	kb_heap_retire_array(NULL, p->moved, p->moved_room, sizeof(*p->moved));
	p->moved = NULL;
	p->moved_room = 0;
}

/* All but the index. */
static void let_go(struct kb_heap *heap, struct kb *old)
{
	kb_map_retire(&old->ids);
	kb_heap_retire_array(heap, old->docs, old->doc_room, sizeof(*old->docs));
	kb_heap_retire(heap, (void *)old->latest_docs);
	kb_heap_retire_array(heap, old->held, old->held_room, 1);
	kb_heap_retire_array(heap, old->groups, old->group_room, sizeof(*old->groups));
}

static void end(struct kb *kb)
{
	struct kb_packing *p = kb->packing;
	struct kb_heap *heap = kb_heap_of(kb);
	struct kb old = *kb, *fresh = &p->fresh;

	for (size_t g = 0; g < kb->group_names.n; g++) {
		fresh->groups[g].cases = old.groups[g].cases;
		fresh->groups[g].label = old.groups[g].label;
		fresh->groups[g].words = old.groups[g].words;
		fresh->groups[g].n_words = old.groups[g].n_words;
	}
	kb->index = fresh->index;
	kb->index.heap = heap;
	kb->ids = fresh->ids;
	kb->ids.heap = heap;
	kb->docs = fresh->docs;
	kb->doc_room = fresh->doc_room;
	kb->held = fresh->held;
	kb->n_held = fresh->n_held;
	kb->held_room = fresh->held_room;
	kb->groups = fresh->groups;
	kb->group_room = fresh->group_room;
	kb->latest_docs = xcalloc(1, sizeof(*kb->latest_docs));
	atomic_init(kb->latest_docs, kb->docs);
	forget_moved(p);
	kb_publish(kb);
	let_go(heap, &old);
	p->fresh = (struct kb){.index = old.index};
	p->done = true;
}

static void let_index_go(struct kb *kb)
{
	struct kb_packing *p = kb->packing;

	if (!kb_index_retire_some(&p->fresh.index, &p->list, LISTS))
		return;
	free(p);
	kb->packing = NULL;
}

void kb_pack_some(struct kb *kb)
{
	size_t dead = kb->index.n_docs - kb->index.live;

	if (!kb->packing && dead > LEAST && dead > kb->index.live / 2)
		begin(kb);
	if (!kb->packing)
		return;
	if (kb->packing->done) {
		let_index_go(kb);
		return;
	}
	grow_groups(kb, &kb->packing->fresh);
	for (size_t n = 0; n < STEP && kb->packing->at < kb->index.n_docs; n++)
		copy(kb, kb->packing);
	if (kb->packing->at == kb->index.n_docs)
		end(kb);
}

/* The number of its copy + 1. */
static uint32_t copy_of(const struct kb *kb, uint32_t number)
{
	const struct kb_packing *p = kb->packing;

	return p && !p->done && number < p->at ? p->moved[number] : 0;
}

struct kb_doc *kb_pack_doc(struct kb *kb, uint32_t number)
{
	uint32_t packed = copy_of(kb, number);

	return packed ? &kb->packing->fresh.docs[packed - 1] : NULL;
}

void kb_pack_drop(struct kb *kb, uint32_t number)
{
	uint32_t packed = copy_of(kb, number);

	if (!packed)
		return;
	kb_index_remove(&kb->packing->fresh.index, packed - 1);
	kb_map_set(&kb->packing->fresh.ids, (uint64_t)kb->docs[number].id, 0);
	kb->packing->moved[number] = 0;
}

void kb_pack_stop(struct kb *kb)
{
	struct kb_packing *p = kb->packing;

	if (!p)
		return;
	p->fresh.index.heap = NULL;
	kb_index_retire_some(&p->fresh.index, &p->list, SIZE_MAX);
	if (!p->done)
		let_go(NULL, &p->fresh);
	forget_moved(p);
	free(p);
	kb->packing = NULL;
}

size_t kb_pack_bytes(const struct kb *kb)
{
	return kb->packing ? sizeof(*kb->packing) + kb_docs_bytes(&kb->packing->fresh) +
				     kb_heap_array_cost(
					     kb->packing->moved_room, kb->packing->at, sizeof(uint32_t))
			   : 0;
}
