/* gzip.c - see gzip.h. */
#include "base/gzip.h"

#include <stdlib.h>
#include <string.h>
#define ZLIB_CONST
#include <zlib.h>

/* zlib's window bits: 15 (32 KiB window) + 16 (gzip header instead of zlib's). */
enum { GZIP_WINDOW = 15 + 16, PIECE = 8 * 1024 };

static uInt piece(size_t left)
{
	return left > (1u << 30) ? 1u << 30 : (uInt)left;
}

bool gzip_add(struct buf *b, const void *p, size_t n, int level)
{
	unsigned char out[PIECE];
	z_stream z;
	int rc;

	memset(&z, 0, sizeof(z));
	if (level < 1 || level > 9)
		level = 6;
	/* Out of memory is the one way it fails, and that aborts everywhere (arena.h). */
	if (deflateInit2(&z, level, Z_DEFLATED, GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		abort();
	z.next_in = p;
	do {
		if (!z.avail_in) {
			z.avail_in = piece(n);
			n -= z.avail_in;
		}
		z.next_out = out;
		z.avail_out = sizeof(out);
		rc = deflate(&z, n ? Z_NO_FLUSH : Z_FINISH);
		buf_add(b, out, sizeof(out) - z.avail_out);
	} while (rc == Z_OK);
	deflateEnd(&z);
	return rc == Z_STREAM_END && !b->full;
}

bool gzip_expand(struct buf *b, const void *p, size_t n, size_t max)
{
	unsigned char out[PIECE];
	size_t total = 0;
	z_stream z;
	int rc = Z_OK;

	memset(&z, 0, sizeof(z));
	if (inflateInit2(&z, GZIP_WINDOW) != Z_OK)
		abort();
	z.next_in = p;
	while (rc == Z_OK) {
		size_t got;

		if (!z.avail_in) {
			z.avail_in = piece(n);
			n -= z.avail_in;
		}
		z.next_out = out;
		z.avail_out = sizeof(out);
		/* A cut block ends in Z_BUF_ERROR: no input left and nothing to give out. */
		rc = inflate(&z, Z_NO_FLUSH);
		got = sizeof(out) - z.avail_out;
		if (got > max - total) {
			rc = Z_DATA_ERROR;
			break;
		}
		total += got;
		buf_add(b, out, got);
	}
	inflateEnd(&z);
	return rc == Z_STREAM_END && !z.avail_in && !n;
}
