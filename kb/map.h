/* map.h - a table from 64-bit keys to 32-bit numbers: record ids to documents, pairs (word, group) to counts.
 *
 * A key whose number is 0 is not in the table: setting 0 removes it, looking up what is absent gives 0. Open
 * addressing, 12 bytes a slot, between 3/8 and 3/4 full. Owned by whoever zeroed it; kb_map_release frees. */
#ifndef KB_MAP_H
#define KB_MAP_H

#include <stddef.h>
#include <stdint.h>

struct kb_map {
	uint64_t *keys;
	uint32_t *values;
	size_t n, slots; /* slots: 0 or a power of two */
};

void kb_map_release(struct kb_map *m);
uint32_t kb_map_get(const struct kb_map *m, uint64_t key);
void kb_map_set(struct kb_map *m, uint64_t key, uint32_t value);
/* Adds delta (may be negative, the sum may not) and returns the sum. */
uint32_t kb_map_add(struct kb_map *m, uint64_t key, int32_t delta);
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

/* Two 32-bit numbers as one key. */
static inline uint64_t kb_map_pair(uint32_t a, uint32_t b)
{
	return (uint64_t)a << 32 | b;
}

#endif
