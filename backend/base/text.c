/* text.c - see text.h. */
#include "base/text.h"

#include <string.h>

#include "base/buf.h"

/* The next code point of valid UTF-8; a broken byte is taken as itself. */
static const char *next(const char *s, unsigned *cp)
{
	const unsigned char *u = (const unsigned char *)s;
	int more = *u >= 0xF0 ? 3 : *u >= 0xE0 ? 2 : *u >= 0xC0 ? 1 : 0;

	*cp = more == 3 ? *u & 7 : more == 2 ? *u & 15 : more == 1 ? *u & 31 : *u;
	for (u++; more > 0 && (*u & 0xC0) == 0x80; more--)
		*cp = *cp << 6 | (*u++ & 0x3F);
	return (const char *)u;
}

static void put(struct buf *b, unsigned cp)
{
	if (cp < 0x80) {
		buf_char(b, (char)cp);
	} else if (cp < 0x800) {
		buf_char(b, (char)(0xC0 | cp >> 6));
		buf_char(b, (char)(0x80 | (cp & 0x3F)));
	} else if (cp < 0x10000) {
		buf_char(b, (char)(0xE0 | cp >> 12));
		buf_char(b, (char)(0x80 | (cp >> 6 & 0x3F)));
		buf_char(b, (char)(0x80 | (cp & 0x3F)));
	} else {
		buf_char(b, (char)(0xF0 | cp >> 18));
		buf_char(b, (char)(0x80 | (cp >> 12 & 0x3F)));
		buf_char(b, (char)(0x80 | (cp >> 6 & 0x3F)));
		buf_char(b, (char)(0x80 | (cp & 0x3F)));
	}
}

static unsigned fold(unsigned cp)
{
	if (cp >= 0xFF01 && cp <= 0xFF5E)
		cp -= 0xFEE0;
	if (cp == 0x3000 || cp == 0xA0 || cp == '\t' || cp == '\n' || cp == '\r')
		return ' ';
	if ((cp >= 'A' && cp <= 'Z') || (cp >= 0xC0 && cp <= 0xDE && cp != 0xD7))
		return cp + 32;
	return cp;
}

static void fold_into(struct buf *b, const char *s)
{
	while (*s) {
		unsigned cp;

		s = next(s, &cp);
		cp = fold(cp);
		if (cp != ' ' || (b->len && b->data[b->len - 1] != ' '))
			put(b, cp);
	}
}

char *text_fold_all(struct arena *a, const char *const *texts, size_t n)
{
	struct buf b;
	char *out;

	buf_init(&b);
	for (size_t i = 0; i < n; i++) {
		if (!texts[i] || !*texts[i])
			continue;
		if (b.len)
			buf_char(&b, ' ');
		fold_into(&b, texts[i]);
	}
	while (b.len && b.data[b.len - 1] == ' ')
		b.data[--b.len] = 0;
	out = arena_strdup(a, buf_text(&b));
	buf_release(&b);
	return out;
}

char *text_fold(struct arena *a, const char *s)
{
	return text_fold_all(a, &s, 1);
}

char *text_like(struct arena *a, const char *s)
{
	struct buf b;
	char *out;

	if (!s)
		return NULL;
	buf_init(&b);
	buf_char(&b, '%');
	for (s = text_fold(a, s); *s; s++) {
		/* Before a code point that might not fit any more with what follows it. */
		if (((unsigned char)*s & 0xC0) != 0x80 && b.len + 5 > TEXT_LIKE_MAX)
			break;
		if (*s == '%' || *s == '_' || *s == '\\')
			buf_char(&b, '\\');
		buf_char(&b, *s);
	}
	buf_char(&b, '%');
	out = arena_strdup(a, buf_text(&b));
	buf_release(&b);
	return out;
}
