/* map.h - a table from 64-bit keys to 32-bit numbers: record ids to documents, pairs (word, group) to counts.
 *
 * A key whose number is 0 is not in the table: setting 0 removes it, looking up what is absent gives 0.
 *
 * It is made for memory and for readers beside the writer. Keys are spread over *segments* of at most some
 * thousand cells by the first bits of their hash (extendible hashing: Fagin, Nievergelt, Pippenger, Strong
 * 1979), open addressing in each, between 65 and 85 % full. Growing touches one segment, so no single change
 * takes long, however large the table. A cell is one 64-bit word, key and number together, read and written
 * atomically; in a segment with a key or a number too large for that, two words.
 *
 * Owned by whoever zeroed it; kb_map_release frees. A copy of the struct, taken while nobody writes, can be read
 * while the original is written to, as long as its heap keeps what was retired: it finds all that was there when
 * it was copied, with numbers that may be newer, and perhaps keys that came later. */
#ifndef KB_MAP_H
#define KB_MAP_H

#include "kb/heap.h"

struct kb_segment;

struct kb_map {
	struct kb_heap *heap; /* NULL: nobody reads while it is written to */
	_Atomic(struct kb_segment *) *dir;
	uint32_t depth;	      /* dir has 1 << depth places */
	uint32_t number_bits; /* of a cell that are its number; 0 = 28 */
	size_t n;	      /* keys; of the writer */
	size_t bytes;
};

void kb_map_release(struct kb_map *m);
/* As release, for a table that readers may still see. */
void kb_map_retire(struct kb_map *m);
uint32_t kb_map_get(const struct kb_map *m, uint64_t key);
void kb_map_set(struct kb_map *m, uint64_t key, uint32_t value);
/* Adds delta (may be negative, the sum may not) and returns the sum. */
uint32_t kb_map_add(struct kb_map *m, uint64_t key, int32_t delta);
/* The key will be asked for soon: starts to bring its cell near. In a large table that is most of the time a look-up
 * takes, so several are better expected first and then looked up. */
void kb_map_expect(const struct kb_map *m, uint64_t key);
/* Bytes of memory held. */
size_t kb_map_bytes(const struct kb_map *m);

/* Spreads the bits of a key over 64 bits (the finaliser of MurmurHash3, public domain). */
static inline uint64_t kb_map_mix(uint64_t x)
{
	x ^= x >> 33;
	x *= 0xff51afd7ed558ccdULL;
	x ^= x >> 33;
	x *= 0xc4ceb9fe1a85ec53ULL;
	return x ^ x >> 33;
}

/* Of a string: eight bytes at a time through the mixer. */
static inline uint64_t kb_map_hash(const char *text, size_t len)
{
	uint64_t h = len;

	while (len) {
		uint64_t part = 0;
		size_t n = len < 8 ? len : 8;

		for (size_t i = 0; i < n; i++) /* most are short: no call */
			part |= (uint64_t)(unsigned char)text[i] << 8 * i;
		h = kb_map_mix(h * UINT64_C(0x9E3779B97F4A7C15) ^ part);
		text += n;
		len -= n;
	}
	return h;
}

/* Two numbers, a below 2^31, as one key; a small one as long as there are fewer than 2^24 of b. */
static inline uint64_t kb_map_pair(uint32_t a, uint32_t b)
{
	return b >> 24 ? 1ULL << 63 | (uint64_t)a << 32 | b : (uint64_t)a << 24 | b;
}

#endif
