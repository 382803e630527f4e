/* utf8.h - text as code points.
 *
 * Strict after RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF. Text that came from
 * outside is checked once, at the edge, with utf8_valid or utf8_clean; the other functions still never read
 * past the end and count a stray byte as one code point of its own. Lengths are bytes unless said otherwise.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The code point at *p, which moves behind it; -1 for a byte that begins none (*p moves by one). Needs *p <
 * end. */
int32_t utf8_next(const char **p, const char *end);
/* Writes the code point (a valid one) into out, up to 4 bytes without a NUL; returns how many. */
size_t utf8_put(char out[4], int32_t point);

bool utf8_valid(const char *s, size_t len);
/* Valid and free of control characters: U+0000-001F except tab, LF, CR; U+007F-009F; and the invisible marks
 * that turn the reading direction (U+202A-202E, U+2066-2069), with which a name can pose as another. */
bool utf8_clean(const char *s, size_t len);

/* How many code points. */
size_t utf8_count(const char *s, size_t len);
/* How many bytes hold the first n code points: where to cut. Never cuts through one. */
size_t utf8_cut(const char *s, size_t len, size_t n);
/* How many bytes, at most max, can be kept without cutting through a code point. */
size_t utf8_fit(const char *s, size_t len, size_t max);
/* Copies text (NULL: "") into out of `size` bytes with its NUL; what does not fit is cut off as by utf8_fit. */
void utf8_copy(char *out, size_t size, const char *text);

/* Columns on a terminal: two for the wide ones (CJK, full-width forms, emoji), none for combining marks. */
size_t utf8_width(const char *s, size_t len);

/* The code point as it is compared in headings and codes: ASCII letters small, full-width forms (U+FF01-FF5E)
 * as their ASCII, every kind of blank as ' '. */
int32_t utf8_fold(int32_t point);

#endif
