/* list.c - see list.h. */
#include "kb/list.h"

#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

enum { ENTRY_MOST = 5 };

struct block {
	_Atomic uint32_t used;
	uint32_t room;
	uint32_t last; /* number */
	uint8_t bytes[];
};

static struct block *block_of(uint64_t word)
{
	return (struct block *)(uintptr_t)word; // NOLINT: a list's word is an address unless it is odd
}

/* With room for n bytes and some more, filling what the allocator would give anyway. */
static struct block *block_new(size_t n, size_t *bytes)
{
	size_t size = kb_heap_cost(sizeof(struct block) + n + n / 4) - 8;
	struct block *b = xmalloc(size);

	atomic_init(&b->used, 0);
	b->room = (uint32_t)(size - sizeof(*b));
	*bytes += kb_heap_cost(size);
	return b;
}

static void block_retire(struct block *b, struct kb_heap *heap, size_t *bytes)
{
	*bytes -= kb_heap_cost(sizeof(*b) + b->room);
	kb_heap_retire(heap, b);
}

static size_t inline_bytes(uint64_t word, uint8_t own[8])
{
	for (size_t i = 0; i < KB_LIST_INLINE; i++)
		own[i] = (uint8_t)(word >> (8 * (i + 1)));
	return word >> 1 & 7;
}

/* The last number of an inline list; UINT32_MAX, one before the first, when it is empty. */
static uint32_t inline_last(uint64_t word, uint8_t own[8], size_t *n)
{
	struct kb_cursor c = {.at = own, .number = UINT32_MAX};
	uint32_t last = UINT32_MAX;

	*n = inline_bytes(word, own);
	for (c.end = own + *n; c.at != c.end; last = c.number)
		kb_cursor_next(&c);
	return last;
}

static void add_inline(struct kb_list *l, size_t *bytes, uint32_t number, uint32_t bits)
{
	uint64_t word = atomic_load_explicit(&l->word, memory_order_relaxed);
	uint8_t all[8 + ENTRY_MOST];
	size_t n;
	uint32_t last = inline_last(word, all, &n);
	struct block *b;

	n += kb_list_encode((uint64_t)(number - last - 1) << KB_LIST_BITS | bits, all + n);
	if (n <= KB_LIST_INLINE) {
		word = 1 | n << 1;
		for (size_t i = 0; i < n; i++)
			word |= (uint64_t)all[i] << (8 * (i + 1));
		atomic_store_explicit(&l->word, word, memory_order_release);
		return;
	}
	b = block_new(n, bytes);
	memcpy(b->bytes, all, n);
	atomic_init(&b->used, (uint32_t)n);
	b->last = number;
	atomic_store_explicit(&l->word, (uint64_t)(uintptr_t)b, memory_order_release);
}

void kb_list_add(struct kb_list *l, struct kb_heap *heap, size_t *bytes, uint32_t number, uint32_t bits)
{
	uint64_t word = atomic_load_explicit(&l->word, memory_order_relaxed);
	struct block *b = block_of(word), *more;
	uint32_t used;

	if (!word || word & 1) {
		add_inline(l, bytes, number, bits);
		return;
	}
	used = atomic_load_explicit(&b->used, memory_order_relaxed);
	if (b->room - used < ENTRY_MOST) {
		more = block_new(used + ENTRY_MOST, bytes);
		memcpy(more->bytes, b->bytes, used);
		more->last = b->last;
		atomic_init(&more->used, used);
		atomic_store_explicit(&l->word, (uint64_t)(uintptr_t)more, memory_order_release);
		block_retire(b, heap, bytes);
		b = more;
	}
	used += (uint32_t)kb_list_encode(
		(uint64_t)(number - b->last - 1) << KB_LIST_BITS | bits, b->bytes + used);
	b->last = number;
	atomic_store_explicit(&b->used, used, memory_order_release);
}

void kb_list_expect(const struct kb_list *l)
{
	uint64_t word = atomic_load_explicit(&l->word, memory_order_relaxed);

	if (word && !(word & 1))
		__builtin_prefetch(block_of(word));
}

void kb_list_retire(const struct kb_list *l, struct kb_heap *heap, size_t *bytes)
{
	uint64_t word = atomic_load_explicit(&l->word, memory_order_relaxed);

	if (word && !(word & 1))
		block_retire(block_of(word), heap, bytes);
}

void kb_cursor_open(struct kb_cursor *c, const struct kb_list *l, uint8_t own[8])
{
	uint64_t word = atomic_load_explicit(&l->word, memory_order_acquire);

	c->bits = 0;
	c->number = UINT32_MAX; /* one before the first */
	if (!word || word & 1) {
		c->at = own;
		c->end = own + inline_bytes(word, own);
	} else {
		const struct block *b = block_of(word);

		c->at = b->bytes;
		c->end = b->bytes + atomic_load_explicit(&b->used, memory_order_acquire);
	}
	kb_cursor_next(c);
}
