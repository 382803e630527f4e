/* names.c - see names.h. */
#include "kb/names.h"

#include "base/arena.h"
#include "kb/map.h"

#include <stdlib.h>
#include <string.h>

void kb_names_release(struct kb_names *s)
{
	free(s->bytes);
	free(s->at);
	free(s->slots);
	*s = (struct kb_names){0};
}

/* Eight bytes at a time through the mixer. */
static uint64_t hash(const char *text, size_t len)
{
	uint64_t h = len;

	while (len) {
		uint64_t part = 0;
		size_t n = len < 8 ? len : 8;

		memcpy(&part, text, n);
		h = kb_map_mix(h * 0x9E3779B97F4A7C15ULL ^ part);
		text += n;
		len -= n;
	}
	return h;
}

/* A slot is the upper half of the hash and the number + 1: most strings that are not it are passed over
 * unread. */
static size_t slot_of(const struct kb_names *s, uint64_t h, const char *text, size_t len)
{
	size_t i = h & (s->n_slots - 1);

	for (; s->slots[i]; i = (i + 1) & (s->n_slots - 1)) {
		const char *other;

		if (s->slots[i] >> 32 != h >> 32)
			continue;
		other = kb_names_text(s, (uint32_t)s->slots[i] - 1);
		if (strncmp(other, text, len) == 0 && other[len] == '\0')
			break;
	}
	return i;
}

static void grow_slots(struct kb_names *s)
{
	free(s->slots);
	s->n_slots = s->n_slots ? s->n_slots * 2 : 64;
	s->slots = xcalloc(s->n_slots, sizeof(*s->slots));
	for (size_t number = 0; number < s->n; number++) {
		const char *text = kb_names_text(s, (uint32_t)number);
		uint64_t h = hash(text, strlen(text));
		size_t i = h & (s->n_slots - 1);

		while (s->slots[i])
			i = (i + 1) & (s->n_slots - 1);
		s->slots[i] = (h >> 32 << 32) | (number + 1);
	}
}

uint32_t kb_names_find(const struct kb_names *s, const char *text, size_t len)
{
	uint32_t found = s->n_slots ? (uint32_t)s->slots[slot_of(s, hash(text, len), text, len)] : 0;

	return found ? found - 1 : KB_NO_NAME;
}

uint32_t kb_names_add(struct kb_names *s, const char *text, size_t len)
{
	uint64_t h = hash(text, len);
	size_t slot;

	if ((s->n + 1) * 4 > s->n_slots * 3)
		grow_slots(s);
	slot = slot_of(s, h, text, len);
	if (s->slots[slot])
		return (uint32_t)s->slots[slot] - 1;
	if (s->used + len + 1 > s->room) {
		s->room = (s->room + len + 1) * 2;
		s->bytes = xrealloc(s->bytes, s->room);
	}
	if (s->n == s->at_room) {
		s->at_room = s->at_room ? s->at_room * 2 : 32;
		s->at = xrealloc(s->at, s->at_room * sizeof(*s->at));
	}
	memcpy(s->bytes + s->used, text, len);
	s->bytes[s->used + len] = '\0';
	s->at[s->n] = s->used;
	s->used += len + 1;
	s->slots[slot] = (h >> 32 << 32) | ++s->n;
	return (uint32_t)s->n - 1;
}

const char *kb_names_text(const struct kb_names *s, uint32_t number)
{
	return s->bytes + s->at[number];
}

size_t kb_names_bytes(const struct kb_names *s)
{
	return s->room + s->at_room * sizeof(*s->at) + s->n_slots * sizeof(*s->slots);
}
