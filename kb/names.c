/* names.c - see names.h. */
#include "kb/names.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { HASH_BITS = 35 }; /* so that a key and its number fit one cell of the map */

void kb_names_release(struct kb_names *s)
{
	kb_heap_retire_array(NULL, s->bytes, s->room, 1);
	kb_heap_retire_array(NULL, s->at, s->at_room, sizeof(*s->at));
	kb_map_release(&s->numbers);
	*s = (struct kb_names){0};
}

static bool is(const struct kb_names *s, uint32_t number, const char *text, size_t len)
{
	size_t end = number + 1u < s->n ? s->at[number + 1] : s->used;

	return end - s->at[number] == len + 1 && memcmp(s->bytes + s->at[number], text, len) == 0;
}

static uint64_t first_key(uint64_t hash)
{
	return hash >> (64 - HASH_BITS);
}

/* The number + 1, or 0; *key is where it is or would go: its hash, or the next after it that is not taken by
 * another string. */
static uint32_t look_up(const struct kb_names *s, const char *text, size_t len, uint64_t hash, uint64_t *key)
{
	for (*key = first_key(hash);; ++*key) {
		uint32_t found = kb_map_get(&s->numbers, *key);

		/* one that came after this copy was made: ours, if it were known, would have been there first */
		if (!found || found > s->n)
			return 0;
		if (is(s, found - 1, text, len))
			return found;
	}
}

uint32_t kb_names_find(const struct kb_names *s, const char *text, size_t len)
{
	return kb_names_find_hashed(s, text, len, kb_map_hash(text, len));
}

uint32_t kb_names_find_hashed(const struct kb_names *s, const char *text, size_t len, uint64_t hash)
{
	uint64_t key;
	uint32_t found = look_up(s, text, len, hash, &key);

	return found ? found - 1 : KB_NO_NAME;
}

uint32_t kb_names_add(struct kb_names *s, const char *text, size_t len)
{
	return kb_names_add_hashed(s, text, len, kb_map_hash(text, len));
}

void kb_names_expect(const struct kb_names *s, uint64_t hash)
{
	kb_map_expect(&s->numbers, first_key(hash));
}

uint32_t kb_names_add_hashed(struct kb_names *s, const char *text, size_t len, uint64_t hash)
{
	uint64_t key;
	uint32_t found = look_up(s, text, len, hash, &key);

	if (found)
		return found - 1;
	s->numbers.heap = s->heap;
	s->bytes = kb_heap_grow(s->heap, s->bytes, &s->room, s->used, s->used + len + 1, 1);
	s->at = kb_heap_grow(s->heap, s->at, &s->at_room, s->n, s->n + 1, sizeof(*s->at));
	memcpy(s->bytes + s->used, text, len);
	s->bytes[s->used + len] = '\0';
	s->at[s->n] = (uint32_t)s->used;
	s->used += len + 1;
	kb_map_set(&s->numbers, key, (uint32_t)++s->n);
	return (uint32_t)s->n - 1;
}

const char *kb_names_text(const struct kb_names *s, uint32_t number)
{
	return s->bytes + s->at[number];
}

size_t kb_names_bytes(const struct kb_names *s)
{
	return kb_heap_array_cost(s->room, s->used, 1) +
	       kb_heap_array_cost(s->at_room, s->n, sizeof(*s->at)) + kb_map_bytes(&s->numbers);
}
