/* map.c - see map.h. */
#include "kb/map.h"

#include "base/arena.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
	NUMBER_BITS = 28,
	SEGMENT_MOST = 4096, /* cells, before it is split in two */
	A_PLACE = 256,	     /* keys for each place of the directory, at least */
	FILL = 65,	     /* per cent, of a segment just made */
	FULL = 85,
};

/* cells: (key + 1) << number_bits | number; wide: key and number + 1 in turn. 0 = empty, and never emptied: a
 * key that went keeps its cell, with the number 0, until the segment is made anew. */
struct kb_segment {
	uint32_t slots;
	/* Of the writer: cells that are not empty, and how many of these have the number 0. */
	uint32_t used, gone;
	uint32_t depth;
	uint32_t wide;
	_Atomic uint64_t cells[];
};

static uint32_t bits_of(const struct kb_map *m)
{
	return m->number_bits ? m->number_bits : NUMBER_BITS;
}

static size_t size_of(const struct kb_segment *s)
{
	return sizeof(*s) + (s->slots << s->wide) * sizeof(s->cells[0]);
}

static size_t place_in_dir(const struct kb_map *m, uint64_t hash)
{
	return m->depth ? hash >> (64 - m->depth) : 0;
}

static struct kb_segment *segment_of(const struct kb_map *m, uint64_t hash)
{
	return m->dir ? atomic_load_explicit(&m->dir[place_in_dir(m, hash)], memory_order_acquire) : NULL;
}

static bool key_fits(const struct kb_map *m, uint64_t key)
{
	return key < UINT64_MAX >> bits_of(m);
}

static uint64_t cell(const struct kb_segment *s, size_t i)
{
	return atomic_load_explicit(&s->cells[i], memory_order_acquire);
}

static bool taken(const struct kb_segment *s, size_t i)
{
	return cell(s, s->wide ? 2 * i + 1 : i) != 0;
}

static uint64_t key_at(const struct kb_map *m, const struct kb_segment *s, size_t i)
{
	return s->wide ? cell(s, 2 * i) : (cell(s, i) >> bits_of(m)) - 1;
}

static size_t home_of(const struct kb_segment *s, uint64_t hash)
{
	return (size_t)((hash & UINT32_MAX) * s->slots >> 32);
}

/* The key's cell, or the empty one where it would go; *word is what it holds, the number in its low bits. A
 * segment is never full. */
static size_t slot_of(
	const struct kb_map *m, const struct kb_segment *s, uint64_t key, uint64_t hash, uint64_t *word)
{
	size_t i = home_of(s, hash), slots = s->slots;

	if (s->wide) {
		while ((*word = cell(s, 2 * i + 1)) != 0 && cell(s, 2 * i) != key)
			i = i + 1 < slots ? i + 1 : 0;
	} else {
		uint32_t bits = bits_of(m);

		while ((*word = cell(s, i)) != 0 && *word >> bits != key + 1)
			i = i + 1 < slots ? i + 1 : 0;
	}
	return i;
}

/* Out of the word of a cell that is taken. */
static uint32_t number_in(const struct kb_map *m, const struct kb_segment *s, uint64_t word)
{
	return (uint32_t)(s->wide ? word - 1 : word & ((1ULL << bits_of(m)) - 1));
}

/* Of a taken cell. */
static uint32_t number_at(const struct kb_map *m, const struct kb_segment *s, size_t i)
{
	return number_in(m, s, cell(s, s->wide ? 2 * i + 1 : i));
}

uint32_t kb_map_get(const struct kb_map *m, uint64_t key)
{
	uint64_t hash = kb_map_mix(key);
	const struct kb_segment *s = segment_of(m, hash);
	uint64_t word;

	if (!s || (!s->wide && !key_fits(m, key)))
		return 0;
	slot_of(m, s, key, hash, &word);
	return word ? number_in(m, s, word) : 0;
}

/* The number goes last: a reader that sees it sees its key. */
static void store(const struct kb_map *m, struct kb_segment *s, size_t i, uint64_t key, uint32_t number)
{
	if (s->wide) {
		atomic_store_explicit(&s->cells[2 * i], key, memory_order_relaxed);
		atomic_store_explicit(&s->cells[2 * i + 1], number + 1ULL, memory_order_release);
	} else {
		atomic_store_explicit(&s->cells[i], (key + 1) << bits_of(m) | number, memory_order_release);
	}
}

static struct kb_segment *segment_new(struct kb_map *m, size_t keys, uint32_t depth, bool wide)
{
	size_t slots = keys * 100 / FILL + 4;
	struct kb_segment *s = xcalloc(1, sizeof(*s) + (slots << wide) * sizeof(s->cells[0]));

	s->slots = (uint32_t)slots;
	s->depth = depth;
	s->wide = wide;
	m->bytes += kb_heap_cost(size_of(s));
	return s;
}

/* Is the first bit of the hash that the segment's siblings differ in set? */
static bool on_the_right(uint64_t hash, uint32_t depth)
{
	return hash >> (63 - depth) & 1;
}

/* A key that is in no cell yet; there is room. */
static void add_new(
	const struct kb_map *m, struct kb_segment *s, uint64_t key, uint64_t hash, uint32_t number)
{
	size_t i = home_of(s, hash);

	while (taken(s, i))
		i = i + 1 < s->slots ? i + 1 : 0;
	store(m, s, i, key, number);
	s->used++;
}

/* How many keys that still have a number go to either side. */
static void count_halves(const struct kb_map *m, const struct kb_segment *from, size_t n[2])
{
	n[0] = n[1] = 0;
	for (size_t i = 0; i < from->slots; i++)
		if (taken(from, i) && number_at(m, from, i))
			n[on_the_right(kb_map_mix(key_at(m, from, i)), from->depth)]++;
}

/* From a segment of narrow cells to such, a cell as it is. Nobody reads the new ones yet. */
static void move_narrow(const struct kb_map *m, const struct kb_segment *from, struct kb_segment *out[2])
{
	uint32_t bits = bits_of(m), depth = from->depth;
	uint64_t mask = (1ULL << bits) - 1;

	for (size_t i = 0; i < from->slots; i++) {
		uint64_t word = atomic_load_explicit(&from->cells[i], memory_order_relaxed), hash;
		struct kb_segment *s;
		size_t at;

		if (!(word & mask))
			continue;
		hash = kb_map_mix((word >> bits) - 1);
		s = out[on_the_right(hash, depth)];
		at = home_of(s, hash);
		while (atomic_load_explicit(&s->cells[at], memory_order_relaxed))
			at = at + 1 < s->slots ? at + 1 : 0;
		atomic_store_explicit(&s->cells[at], word, memory_order_relaxed);
		s->used++;
	}
}

/* The keys of `from` that still have a number, in new segments: in one, or, by the next bit of their hashes, in two. */
static void remade(
	struct kb_map *m, const struct kb_segment *from, bool halves, bool wide, struct kb_segment *out[2])
{
	size_t n[2] = {from->used - from->gone};

	if (halves)
		count_halves(m, from, n);
	for (int half = 0; half <= halves; half++)
		out[half] = segment_new(m, n[half], from->depth + halves, wide);
	if (!halves)
		out[1] = out[0];
	if (!wide) {
		move_narrow(m, from, out);
		return;
	}
	for (size_t i = 0; i < from->slots; i++) {
		uint32_t number = taken(from, i) ? number_at(m, from, i) : 0;
		uint64_t key, hash;

		if (!number)
			continue;
		key = key_at(m, from, i);
		hash = kb_map_mix(key);
		add_new(m, out[on_the_right(hash, from->depth)], key, hash, number);
	}
}

void kb_map_expect(const struct kb_map *m, uint64_t key)
{
	uint64_t hash = kb_map_mix(key);
	const struct kb_segment *s = segment_of(m, hash);

	if (s)
		__builtin_prefetch((const void *)&s->cells[home_of(s, hash) << s->wide]);
}

static void double_dir(struct kb_map *m)
{
	size_t n = m->dir ? (size_t)1 << m->depth : 0, more = n ? n * 2 : 1;
	_Atomic(struct kb_segment *) *dir = xcalloc(more, sizeof(*dir));

	for (size_t i = 0; i < more && n; i++)
		atomic_store_explicit(&dir[i], atomic_load(&m->dir[i / 2]), memory_order_relaxed);
	m->bytes += kb_heap_cost(more * sizeof(*dir)) - kb_heap_cost(n * sizeof(*dir));
	kb_heap_retire(m->heap, (void *)m->dir);
	m->dir = dir;
	m->depth += n > 0;
}

/* In all places of the directory that the segment of this hash and depth covers. */
static void hang_in(struct kb_map *m, uint64_t hash, struct kb_segment *s)
{
	size_t n = (size_t)1 << (m->depth - s->depth), first = place_in_dir(m, hash) & ~(n - 1);

	for (size_t i = first; i < first + n; i++)
		atomic_store_explicit(&m->dir[i], s, memory_order_release);
}

/* The segment of the hash anew: with more room, in two halves or with wide cells. */
static void remake(struct kb_map *m, struct kb_segment *s, uint64_t hash, bool wide)
{
	size_t cost = kb_heap_cost(size_of(s));
	struct kb_segment *made[2];
	bool crowded = s->used * 100 / FILL > SEGMENT_MOST && !(wide && !s->wide);

	wide = wide || s->wide;
	if (crowded && s->depth == m->depth && m->n >> m->depth >= A_PLACE)
		double_dir(m);
	if (crowded && s->depth < m->depth) {
		uint64_t bit = 1ULL << (63 - s->depth);

		remade(m, s, true, wide, made);
		hang_in(m, hash & ~bit, made[0]);
		hang_in(m, hash | bit, made[1]);
	} else {
		remade(m, s, false, wide, made);
		hang_in(m, hash, made[0]);
	}
	m->bytes -= cost;
	kb_heap_retire(m->heap, s);
}

static uint32_t change(struct kb_map *m, uint64_t key, uint32_t number, bool adds)
{
	uint64_t hash = kb_map_mix(key);

	if (!m->dir) {
		double_dir(m);
		hang_in(m, hash, segment_new(m, 8, 0, false));
	}
	for (;;) {
		struct kb_segment *s = segment_of(m, hash);
		uint64_t word = 0;
		size_t i = s->wide || key_fits(m, key) ? slot_of(m, s, key, hash, &word) : 0;
		uint32_t before = word ? number_in(m, s, word) : 0, after;
		bool there = word != 0;

		after = adds ? before + number : number;
		if (!there && !after)
			return 0;
		if (!s->wide && (!key_fits(m, key) || after >> bits_of(m))) {
			remake(m, s, hash, true);
		} else if (!there && (s->used + 1) * 100 > s->slots * FULL) {
			remake(m, s, hash, false);
		} else {
			store(m, s, i, key, after);
			s->used += !there;
			s->gone += before && !after;
			s->gone -= there && !before && after;
			m->n += after != 0;
			m->n -= before != 0;
			return after;
		}
	}
}

void kb_map_set(struct kb_map *m, uint64_t key, uint32_t value)
{
	change(m, key, value, false);
}

uint32_t kb_map_add(struct kb_map *m, uint64_t key, int32_t delta)
{
	return change(m, key, (uint32_t)delta, true);
}

void kb_map_retire(struct kb_map *m)
{
	size_t n = m->dir ? (size_t)1 << m->depth : 0;

	for (size_t i = 0; i < n;) {
		struct kb_segment *s = atomic_load(&m->dir[i]);

		i += (size_t)1 << (m->depth - s->depth);
		kb_heap_retire(m->heap, s);
	}
	kb_heap_retire(m->heap, (void *)m->dir);
	*m = (struct kb_map){.heap = m->heap, .number_bits = m->number_bits};
}

void kb_map_release(struct kb_map *m)
{
	m->heap = NULL;
	kb_map_retire(m);
}

size_t kb_map_bytes(const struct kb_map *m)
{
	return m->bytes;
}
