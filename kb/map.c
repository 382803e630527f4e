/* map.c - see map.h. */
#include "kb/map.h"

#include "base/arena.h"

#include <stdlib.h>

enum { FIRST_SLOTS = 64 };

void kb_map_release(struct kb_map *m)
{
	free(m->keys);
	free(m->values);
	*m = (struct kb_map){0};
}

/* The slot of the key, or the free one where it would go. The table is never full. */
static size_t slot_of(const struct kb_map *m, uint64_t key)
{
	size_t i = kb_map_mix(key) & (m->slots - 1);

	while (m->values[i] && m->keys[i] != key)
		i = (i + 1) & (m->slots - 1);
	return i;
}

static void grow(struct kb_map *m)
{
	struct kb_map old = *m;

	m->slots = old.slots ? old.slots * 2 : FIRST_SLOTS;
	m->keys = xcalloc(m->slots, sizeof(*m->keys));
	m->values = xcalloc(m->slots, sizeof(*m->values));
	for (size_t i = 0; i < old.slots; i++) {
		if (old.values[i]) {
			size_t to = slot_of(m, old.keys[i]);

			m->keys[to] = old.keys[i];
			m->values[to] = old.values[i];
		}
	}
	free(old.keys);
	free(old.values);
}

/* Empties slot i and moves up what had to step over it (Knuth, TAOCP 6.4, algorithm R). */
static void empty(struct kb_map *m, size_t i)
{
	size_t mask = m->slots - 1, hole = i;

	m->n--;
	for (size_t j = (i + 1) & mask; m->values[j]; j = (j + 1) & mask) {
		size_t home = kb_map_mix(m->keys[j]) & mask;

		if (((j - home) & mask) >= ((j - hole) & mask)) {
			m->keys[hole] = m->keys[j];
			m->values[hole] = m->values[j];
			hole = j;
		}
	}
	m->values[hole] = 0;
}

uint32_t kb_map_get(const struct kb_map *m, uint64_t key)
{
	return m->slots ? m->values[slot_of(m, key)] : 0;
}

void kb_map_set(struct kb_map *m, uint64_t key, uint32_t value)
{
	size_t i;

	if ((m->n + 1) * 4 > m->slots * 3)
		grow(m);
	i = slot_of(m, key);
	if (!value) {
		if (m->values[i])
			empty(m, i);
		return;
	}
	m->n += m->values[i] == 0;
	m->keys[i] = key;
	m->values[i] = value;
}

uint32_t kb_map_add(struct kb_map *m, uint64_t key, int32_t delta)
{
	uint32_t sum;
	size_t i;

	if ((m->n + 1) * 4 > m->slots * 3)
		grow(m);
	i = slot_of(m, key);
	sum = m->values[i] + (uint32_t)delta;
	if (!m->values[i] && sum) {
		m->n++;
		m->keys[i] = key;
	}
	if (m->values[i] && !sum)
		empty(m, i);
	else
		m->values[i] = sum;
	return sum;
}

size_t kb_map_bytes(const struct kb_map *m)
{
	return m->slots * (sizeof(*m->keys) + sizeof(*m->values));
}
