/* multipart.h - a multipart/form-data body (RFC 7578, boundaries after RFC 2046 5.1.1) that lies in memory.
 *
 * Strict: what no browser sends is refused whole. Nothing may stand before the first boundary and nothing but
 * a line break after the last; every part names its field; `filename*`, nested multiparts and transfer
 * encodings other than 7bit, 8bit and binary are not taken. Part data is not copied: it points into the body,
 * which must outlive it, and is not ended by a NUL. Time is linear in the body. */
#ifndef BASE_MULTIPART_H
#define BASE_MULTIPART_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

enum {
	MULTIPART_PARTS_MAX = 40,
	MULTIPART_HEADER_MAX = 4 * 1024, /* bytes of one part's head */
	MULTIPART_NAME_MAX = 100,
	MULTIPART_FILENAME_MAX = 255,
	MULTIPART_TEXT_MAX = 64 * 1024
};

struct multipart_part {
	const char *name;     /* never empty; UTF-8 without control characters */
	const char *filename; /* the last component only, "" when sent empty (no file chosen), NULL when not
				 sent */
	const char *type; /* as sent, e.g. "image/jpeg"; "text/plain" when not sent. A claim, not a fact */
	const char *data;
	size_t len;
};
struct multipart {
	struct multipart_part parts[MULTIPART_PARTS_MAX];
	size_t n;
};

/* content_type is the request's header with the boundary parameter. Names and types are made in the arena.
 * ERR_INVALID: not multipart/form-data, or any of the rules above; out->n is then 0. */
enum err multipart_parse(struct multipart *out, const char *content_type, const void *body, size_t len,
	struct arena *a, struct fault *fault);
/* The first part of that name; NULL. */
const struct multipart_part *multipart_find(const struct multipart *m, const char *name);
/* The first part of that name as text: UTF-8 without control characters but tab and line breaks, CR LF made
 * LF, at most MULTIPART_TEXT_MAX bytes. OK with *text NULL when there is no such part. ERR_INVALID names the
 * field; a file (anything with a file name) is not text. */
enum err multipart_text(
	const struct multipart *m, const char *name, const char **text, struct arena *a, struct fault *fault);

#endif
