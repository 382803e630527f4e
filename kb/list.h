/* list.h - a list of increasing numbers, each with two bits: the postings of a word, the spellings of an n-gram.
 *
 * An entry is (number - the least it can be) << 2 | bits as a variable-length number, seven bits a byte. Most lists
 * hold one entry or two, so up to seven bytes are in the list itself, which is one 64-bit word; beyond that the word
 * points to a block that is replaced by a larger one when it is full.
 *
 * Append-only. One writer; any number of readers beside it, each of which sees the list as it was at some moment
 * after it opened the cursor, as long as the heap keeps what was retired. Zeroed = empty. */
#ifndef KB_LIST_H
#define KB_LIST_H

#include "kb/heap.h"

enum { KB_LIST_BITS = 2, KB_LIST_INLINE = 7 };

struct kb_list {
	/* 0: empty. Odd: 1 | bytes << 1, then the bytes, the first lowest. Else the address of a block. */
	_Atomic uint64_t word;
};

/* Adds a number greater than all before; *bytes is kept the sum of the memory held beside the list itself. */
void kb_list_add(struct kb_list *l, struct kb_heap *heap, size_t *bytes, uint32_t number, uint32_t bits);
/* A number will be added soon: starts to bring near where it goes. */
void kb_list_expect(const struct kb_list *l);
/* The list is not written to any more; those who read it still find all of it. */
void kb_list_retire(const struct kb_list *l, struct kb_heap *heap, size_t *bytes);

/* A number as seven bits a byte, lowest first, at most ten bytes; returns how many. */
static inline size_t kb_list_encode(uint64_t v, uint8_t *out)
{
	size_t n = 0;

	for (; v >= 0x80; v >>= 7)
		out[n++] = (uint8_t)(v | 0x80);
	out[n++] = (uint8_t)v;
	return n;
}

/* *at moves behind it. */
static inline uint64_t kb_list_decode(const uint8_t **at)
{
	uint64_t v = 0;
	unsigned shift = 0;
	uint8_t byte;

	do {
		byte = *(*at)++;
		v |= (uint64_t)(byte & 0x7F) << shift;
		shift += 7;
	} while (byte & 0x80);
	return v;
}

/* Where a list has been read up to. */
struct kb_cursor {
	const uint8_t *at, *end;
	uint32_t number; /* UINT32_MAX at the end */
	uint32_t bits;
};

/* On the first entry. own: eight bytes that stay as long as the cursor is used. */
void kb_cursor_open(struct kb_cursor *c, const struct kb_list *l, uint8_t own[8]);

static inline void kb_cursor_next(struct kb_cursor *c)
{
	uint64_t v;

	if (c->at == c->end) {
		c->number = UINT32_MAX;
		return;
	}
	v = kb_list_decode(&c->at);
	c->number += (uint32_t)(v >> KB_LIST_BITS) + 1;
	c->bits = v & ((1 << KB_LIST_BITS) - 1);
}

#endif
