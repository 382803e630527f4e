/* held.c - see held.h. */
#include "kb/held.h"

static size_t put_signed(uint8_t *out, int64_t v)
{
	return kb_list_encode((uint64_t)v << 1 ^ (v < 0 ? UINT64_MAX : 0), out);
}

static int64_t get_signed(const uint8_t **at)
{
	uint64_t v = kb_list_decode(at);

	return (int64_t)(v >> 1 ^ (v & 1 ? UINT64_MAX : 0));
}

size_t kb_held_write(uint8_t out[KB_HELD_MOST], const struct kb_entry *entries, size_t n,
	const struct kb_part *parts, size_t n_parts, uint16_t *entry_bytes)
{
	size_t size = 0;
	uint32_t next = 0;

	for (size_t i = 0; i < n; i++) {
		size += kb_list_encode(
			(uint64_t)(entries[i].form - next) << KB_LIST_BITS | entries[i].fields, out + size);
		next = entries[i].form + 1;
	}
	*entry_bytes = (uint16_t)size;
	out[size++] = (uint8_t)n_parts;
	for (size_t i = 0; i < n_parts; i++) {
		size += put_signed(out + size, parts[i].id);
		size += put_signed(out + size, parts[i].qty_milli);
	}
	return size;
}

struct kb_cursor kb_held_entries(const uint8_t *held, uint16_t entry_bytes)
{
	struct kb_cursor c = {.at = held, .end = held + entry_bytes, .number = UINT32_MAX};

	kb_cursor_next(&c);
	return c;
}

size_t kb_held_parts(const uint8_t *held, uint16_t entry_bytes, struct kb_part out[KB_RECORD_PARTS])
{
	const uint8_t *at = held + entry_bytes;
	size_t n = *at++;

	for (size_t i = 0; i < n; i++) {
		out[i].id = get_signed(&at);
		out[i].qty_milli = get_signed(&at);
	}
	return n;
}

size_t kb_held_size(const uint8_t *held, uint16_t entry_bytes)
{
	const uint8_t *at = held + entry_bytes;
	size_t n = *at++;

	for (size_t i = 0; i < 2 * n; i++)
		kb_list_decode(&at);
	return (size_t)(at - held);
}
