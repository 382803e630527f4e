/* png.c - see png.h. */
#include "qr/png.h"

#include <string.h>

/* Signature (8) and header chunk (4 length, 4 type, 13 data, 4 check). */
enum { HEADER = 33, CHUNK = 21 };

static void put32(uint8_t *p, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		p[i] = (uint8_t)(v >> (24 - 8 * i));
}

/* CRC-32 as in PNG annex D, bit by bit: it is asked for 13 bytes. */
static uint32_t crc32_of(const uint8_t *p, size_t n)
{
	uint32_t crc = 0xFFFFFFFF;

	while (n--) {
		crc ^= *p++;
		for (int bit = 0; bit < 8; bit++)
			crc = crc & 1 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
	}
	return ~crc;
}

bool png_set_resolution(struct buf *b, size_t start, uint32_t dots_per_metre)
{
	uint8_t chunk[CHUNK] = {0, 0, 0, 9, 'p', 'H', 'Y', 's'};
	size_t rest;

	if (b->full || b->len < start + HEADER || memcmp(b->data + start, "\x89PNG\r\n\x1a\n", 8) != 0)
		return false;
	put32(chunk + 8, dots_per_metre);
	put32(chunk + 12, dots_per_metre);
	chunk[16] = 1;
	put32(chunk + 17, crc32_of(chunk + 4, 13));
	rest = b->len - start - HEADER;
	buf_add(b, chunk, sizeof(chunk));
	if (b->full)
		return false;
	memmove(b->data + start + HEADER + CHUNK, b->data + start + HEADER, rest);
	memcpy(b->data + start + HEADER, chunk, CHUNK);
	return true;
}
