/* buf.h - a growing run of bytes, always followed by a NUL that is not counted.
 *
 * Owned by whoever called buf_init, freed by buf_release. A buffer that reaches its limit stops growing and
 * sets `full`; callers that bound their input can ignore it, the others check once at the end. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf {
	char *data; /* never NULL after the first write */
	size_t len, room, limit;
	bool full;
};

#define BUF_LIMIT_DEFAULT ((size_t)1 << 30)

void buf_init(struct buf *b);
void buf_release(struct buf *b);
/* Empties it and keeps the memory. */
void buf_clear(struct buf *b);

void buf_add(struct buf *b, const void *p, size_t n);
void buf_str(struct buf *b, const char *s); /* NULL adds nothing */
void buf_char(struct buf *b, char c);
void buf_int(struct buf *b, int64_t v);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The text so far, "" when nothing was written. */
const char *buf_text(const struct buf *b);

#endif
