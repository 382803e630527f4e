/* gzip.h - gzip of a block in memory. */
#ifndef BASE_GZIP_H
#define BASE_GZIP_H

#include "base/buf.h"

/* Appends the gzip of n bytes at p; level 1 (fast) to 9 (small). False: nothing was appended. */
bool gzip_add(struct buf *out, const void *p, size_t n, int level);

#endif
