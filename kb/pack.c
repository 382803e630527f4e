/* pack.c - see pack.h. */
#include "kb/pack.h"

#include <stdlib.h>
#include <string.h>

enum {
	LEAST = 256, /* dead documents below which it is not worth it */
	STEP = 512,  /* documents copied with one change: about half a millisecond */
};

struct kb_packing {
	/* Its documents, index, groups' newest and ids; all else is not used. Not seen by readers: no heap. */
	struct kb fresh;
	uint32_t at;	 /* the next document to copy */
	uint32_t *moved; /* those before it: their copy + 1, 0 = dead */
	size_t moved_room;
	struct kb_coming one; /* being copied */
};

static void begin(struct kb *kb)
{
	struct kb_packing *p = xcalloc(1, sizeof(*p));
	struct kb *fresh = &p->fresh;
	size_t docs = kb->index.live + LEAST;

	/* in one go: growing would copy all again and again; what is not filled is not in memory yet */
	fresh->docs = kb_heap_grow(NULL, NULL, &fresh->doc_room, 0, docs, sizeof(*fresh->docs));
	fresh->held =
		kb_heap_grow(NULL, NULL, &fresh->held_room, 0, kb->n_held / kb->index.n_docs * docs + 1, 1);
	kb->packing = p;
}

/* As many groups as there are. */
static void grow_groups(struct kb *kb, struct kb *fresh)
{
	if (fresh->group_room < kb->group_names.n)
		fresh->groups = kb_heap_grow(NULL, fresh->groups, &fresh->group_room, fresh->group_room,
			kb->group_names.n, sizeof(*fresh->groups));
}

static void copy(struct kb *kb, struct kb_packing *p)
{
	uint32_t i = p->at++, number;
	struct kb_coming *one = &p->one;

	if (i >= p->moved_room) {
		p->moved_room = kb->index.n_docs + STEP;
		p->moved = xrealloc(p->moved, p->moved_room * sizeof(*p->moved));
	}
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

static void retire_old(struct kb_heap *heap, struct kb *old)
{
	kb_index_retire(&old->index);
	kb_map_retire(&old->ids);
	kb_heap_retire(heap, old->docs);
	kb_heap_retire(heap, (void *)old->latest_docs);
	kb_heap_retire(heap, old->held);
	kb_heap_retire(heap, old->groups);
}

static void end(struct kb *kb)
{
	struct kb_packing *p = kb->packing;
	struct kb_heap *heap = kb_heap_of(kb);
	struct kb old = *kb, *fresh = &p->fresh;

	for (size_t g = 0; g < kb->group_names.n; g++) {
		fresh->groups[g].cases = old.groups[g].cases;
		fresh->groups[g].label = old.groups[g].label;
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
	kb->packing = NULL;
	free(p->moved);
	free(p);
	kb_publish(kb);
	retire_old(heap, &old);
}

void kb_pack_some(struct kb *kb)
{
	size_t dead = kb->index.n_docs - kb->index.live;

	if (!kb->packing && dead > LEAST && dead > kb->index.live / 2)
		begin(kb);
	if (!kb->packing)
		return;
	grow_groups(kb, &kb->packing->fresh);
	for (size_t n = 0; n < STEP && kb->packing->at < kb->index.n_docs; n++)
		copy(kb, kb->packing);
	if (kb->packing->at == kb->index.n_docs)
		end(kb);
}

/* The number of its copy + 1. */
static uint32_t copy_of(const struct kb *kb, uint32_t number)
{
	return kb->packing && number < kb->packing->at ? kb->packing->moved[number] : 0;
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
	retire_old(NULL, &p->fresh);
	free(p->moved);
	free(p);
	kb->packing = NULL;
}

size_t kb_pack_bytes(const struct kb *kb)
{
	return kb->packing ? sizeof(*kb->packing) + kb->packing->moved_room * sizeof(uint32_t) +
				     kb_docs_bytes(&kb->packing->fresh)
			   : 0;
}
