/* text.c - see text.h. */
#include "base/text.h"

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

/* Beside utf8_fold: Latin-1 letters are small too, and only the blanks that people type are one. Columns hold what
 * this gave when they were written. */
static int32_t fold(int32_t cp)
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
	const char *end = s + strlen(s);

	while (s < end) {
		int32_t byte = (unsigned char)*s, cp = utf8_next(&s, end);
		char bytes[4];

		cp = fold(cp < 0 ? byte : cp);
		if (cp != ' ' || (b->len && b->data[b->len - 1] != ' '))
			buf_add(b, bytes, utf8_put(bytes, cp));
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
