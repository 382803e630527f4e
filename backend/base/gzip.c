/* gzip.c - see gzip.h. The only file that includes zlib.h. */
#include "base/gzip.h"

#include <zlib.h>

#include "base/arena.h"

bool gzip_add(struct buf *out, const void *p, size_t n, int level)
{
	z_stream z = {0};
	char *room;
	uLong bound;
	bool good;

	/* 15 bits of window, +16: gzip's own frame instead of zlib's. */
	if (n > UINT32_MAX / 2 || deflateInit2(&z, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		return false;
	bound = deflateBound(&z, (uLong)n);
	room = xmalloc(bound);
	z.next_in = (Bytef *)(uintptr_t)p;
	z.avail_in = (uInt)n;
	z.next_out = (Bytef *)room;
	z.avail_out = (uInt)bound;
	good = deflate(&z, Z_FINISH) == Z_STREAM_END;
	if (good)
		buf_add(out, room, z.total_out);
	deflateEnd(&z);
	free(room);
	return good;
}
