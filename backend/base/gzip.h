/* gzip.h - gzip (RFC 1952) of blocks in memory. The only file that includes zlib.h is gzip.c. */
#ifndef BASE_GZIP_H
#define BASE_GZIP_H

#include <stdbool.h>

#include "base/buf.h"

/* Adds the block as one gzip member. level 1 (fast) to 9 (small); 6 is zlib's own choice. The same block and
 * level give the same bytes: no time and no name are stored. False: it did not fit the buffer's limit. */
bool gzip_add(struct buf *b, const void *p, size_t n, int level);
/* Adds what a gzip block holds. False when it is damaged, cut, followed by something else, or holds more than
 * max bytes; what was added until then stays. */
bool gzip_expand(struct buf *b, const void *p, size_t n, size_t max);

#endif
