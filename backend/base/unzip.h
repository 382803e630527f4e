/* unzip.h - an archive in memory, whose parts are read by their names. unzip.c is the only file that includes libzip's zip.h.
 *
 * Nothing that the archive says about itself is believed: bytes are counted as they come out. At most UNZIP_PARTS parts,
 * UNZIP_BYTES out of all parts together, and out of a part that is larger than UNZIP_SMALL at most UNZIP_RATIO times what it
 * takes in the archive. A name that is there twice, leads upwards or is absolute makes the archive a broken one; no name is
 * ever a file's. */
#ifndef BASE_UNZIP_H
#define BASE_UNZIP_H

#include <stdbool.h>

#include "base/buf.h"

enum { UNZIP_PARTS = 1000, UNZIP_BYTES = 64 * 1024 * 1024, UNZIP_RATIO = 100, UNZIP_SMALL = 1024 * 1024 };

enum unzip_end {
	UNZIP_GOOD,
	UNZIP_MISSING, /* no such part */
	UNZIP_BROKEN,  /* no archive, cut off, damaged, or against the rules above */
	UNZIP_LOCKED,  /* by a password */
	UNZIP_LARGE    /* a limit was passed */
};

struct unzip;

/* The data stays the caller's, and must stay. */
enum unzip_end unzip_open(struct unzip **out, const void *data, size_t len);
bool unzip_has(const struct unzip *u, const char *name);
/* Adds the part to *out. Names are compared without case, as the parts of office documents are. */
enum unzip_end unzip_read(struct unzip *u, const char *name, struct buf *out);
/* NULL is fine. */
void unzip_close(struct unzip *u);

#endif
