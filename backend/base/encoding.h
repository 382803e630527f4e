/* encoding.h - text files as people have them, into UTF-8. encoding.c is the only file that includes iconv.h.
 *
 * What a file says about itself is often not true (pages "in UTF-8" that Notepad saved as GBK), so the bytes are
 * asked first. */
#ifndef BASE_ENCODING_H
#define BASE_ENCODING_H

#include <stddef.h>

#include "base/arena.h"

/* "UTF-8", "UTF-16LE", "UTF-16BE" by its byte order mark, whose length is *mark; else "UTF-8" when every byte fits
 * (strict), else "GB18030". */
const char *encoding_guess(const void *data, size_t len, size_t *mark);

/* Where UTF-8 breaks off in a text that is UTF-8 but for less than a quarter of what goes beyond ASCII: of GBK that much never fits.
 * len: it is no such text. */
size_t encoding_breaks(const void *data, size_t len);

/* Into UTF-8, ended by a NUL, in the arena; NULL when a byte does not fit, *done being how many bytes did. */
char *encoding_convert(
	const char *encoding, const void *in, size_t len, size_t *out_len, size_t *done, struct arena *a);

/* The same for texts that are read as well as may be, without asking anybody. In this order:
 *   the byte order mark; UTF-16 without one, when every second byte of the beginning is 0
 *   UTF-8 when all bytes fit, or all but a few (one in a hundred of those above 127): these become U+FFFD
 *   what the file itself says (`declared`, may be NULL): Big5, Shift_JIS, ISO-8859-1 and their families
 *   GB18030
 * NULL when it is none of these, or holds NUL bytes. *name is the encoding it was read as. */
char *encoding_read(const void *in, size_t len, const char *declared, size_t *out_len, const char **name,
	struct arena *a);

#endif
