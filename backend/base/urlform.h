/* urlform.h - query strings and application/x-www-form-urlencoded bodies (WHATWG URL, "urlencoded parsing").
 *
 * Stricter than browsers need, because whatever breaks these rules did not come from one of our pages: a
 * broken percent escape, text that is not UTF-8, a NUL or another control character (in values, tab and line
 * breaks are allowed), too many pairs or too long a one is refused whole, never half read. */
#ifndef BASE_URLFORM_H
#define BASE_URLFORM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

enum { URLFORM_PAIRS_MAX = 100, URLFORM_NAME_MAX = 100, URLFORM_VALUE_MAX = 64 * 1024 };

struct urlform_pair {
	const char *name, *value; /* decoded, in the arena; CR LF in a value is LF */
};
struct urlform {
	struct urlform_pair *pairs; /* in the order sent; a name may come more than once */
	size_t n;
};

/* Reads len bytes ("a=1&b=%E6%9C%BA+x") into *out; "" gives no pairs. ERR_INVALID: the rules above. */
enum err urlform_parse(
	struct urlform *out, const char *text, size_t len, struct arena *a, struct fault *fault);
/* The first value of that name, "" when sent empty, NULL when not sent. */
const char *urlform_get(const struct urlform *form, const char *name);

/* Percent decoding of a path, or with `plus` ('+' is a blank) of what is in an address behind it: strict UTF-8 without
 * the control characters of ASCII, line breaks neither; otherwise NULL. */
char *url_decode(const char *text, size_t len, bool plus, struct arena *a);

#endif
