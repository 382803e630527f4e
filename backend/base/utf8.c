/* utf8.c - see utf8.h. */
#include "base/utf8.h"

#include <string.h>

int32_t utf8_next(const char **p, const char *end)
{
	const unsigned char *s = (const unsigned char *)*p;
	size_t room = (size_t)(end - *p), n, i;
	int32_t point, least;

	(*p)++;
	if (s[0] < 0x80)
		return s[0];
	if (s[0] >= 0xc2 && s[0] <= 0xdf) {
		n = 2;
		point = s[0] & 0x1f;
		least = 0x80;
	} else if ((s[0] & 0xf0) == 0xe0) {
		n = 3;
		point = s[0] & 0x0f;
		least = 0x800;
	} else if (s[0] >= 0xf0 && s[0] <= 0xf4) {
		n = 4;
		point = s[0] & 0x07;
		least = 0x10000;
	} else {
		return -1;
	}
	if (room < n)
		return -1;
	for (i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return -1;
		point = point << 6 | (s[i] & 0x3f);
	}
	if (point < least || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff))
		return -1;
	*p += n - 1;
	return point;
}

size_t utf8_put(char out[4], int32_t point)
{
	if (point < 0x80) {
		out[0] = (char)point;
		return 1;
	}
	if (point < 0x800) {
		out[0] = (char)(0xc0 | point >> 6);
		out[1] = (char)(0x80 | (point & 0x3f));
		return 2;
	}
	if (point < 0x10000) {
		out[0] = (char)(0xe0 | point >> 12);
		out[1] = (char)(0x80 | (point >> 6 & 0x3f));
		out[2] = (char)(0x80 | (point & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | point >> 18);
	out[1] = (char)(0x80 | (point >> 12 & 0x3f));
	out[2] = (char)(0x80 | (point >> 6 & 0x3f));
	out[3] = (char)(0x80 | (point & 0x3f));
	return 4;
}

bool utf8_valid(const char *s, size_t len)
{
	const char *p = s, *end = s + len;

	while (p < end) {
		if (utf8_next(&p, end) < 0)
			return false;
	}
	return true;
}

bool utf8_clean(const char *s, size_t len)
{
	const char *p = s, *end = s + len;

	while (p < end) {
		int32_t c = utf8_next(&p, end);

		if (c < 0x20 && c != '\t' && c != '\n' && c != '\r')
			return false;
		if ((c >= 0x7f && c <= 0x9f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069))
			return false;
	}
	return true;
}

size_t utf8_count(const char *s, size_t len)
{
	const char *p = s, *end = s + len;
	size_t n = 0;

	for (; p < end; n++)
		utf8_next(&p, end);
	return n;
}

size_t utf8_cut(const char *s, size_t len, size_t n)
{
	const char *p = s, *end = s + len;

	for (; n && p < end; n--)
		utf8_next(&p, end);
	return (size_t)(p - s);
}

size_t utf8_fit(const char *s, size_t len, size_t max)
{
	const char *p = s, *end = s + len, *kept = s;

	if (len <= max)
		return len;
	while (p < end) {
		utf8_next(&p, end);
		if ((size_t)(p - s) > max)
			break;
		kept = p;
	}
	return (size_t)(kept - s);
}

void utf8_copy(char *out, size_t size, const char *text)
{
	size_t n = text ? utf8_fit(text, strlen(text), size - 1) : 0;

	memcpy(out, text ? text : "", n);
	out[n] = 0;
}

/* The blocks that terminals draw two columns wide: East Asian Width W and F of Unicode's EastAsianWidth.txt,
 * by block, so that a few unassigned points are counted with their neighbours. */
static bool is_wide(int32_t c)
{
	static const int32_t blocks[][2] = {
		{0x1100, 0x115f},
		{0x2e80, 0x303e},
		{0x3041, 0x33ff},
		{0x3400, 0x4dbf},
		{0x4e00, 0x9fff},
		{0xa000, 0xa4cf},
		{0xac00, 0xd7a3},
		{0xf900, 0xfaff},
		{0xfe30, 0xfe6f},
		{0xff01, 0xff60},
		{0xffe0, 0xffe6},
		{0x1f300, 0x1f64f},
		{0x1f680, 0x1f6ff},
		{0x1f900, 0x1f9ff},
		{0x20000, 0x3fffd},
	};
	size_t i;

	for (i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++) {
		if (c >= blocks[i][0] && c <= blocks[i][1])
			return true;
	}
	return false;
}

static bool is_mark(int32_t c)
{
	return (c >= 0x300 && c <= 0x36f) || (c >= 0x200b && c <= 0x200f) || (c >= 0xfe00 && c <= 0xfe0f) ||
	       c == 0xfeff;
}

size_t utf8_width(const char *s, size_t len)
{
	const char *p = s, *end = s + len;
	size_t width = 0;

	while (p < end) {
		int32_t c = utf8_next(&p, end);

		if (is_wide(c))
			width += 2;
		else if ((c < 0 || c >= 0x20) && !is_mark(c))
			width++;
	}
	return width;
}

int32_t utf8_fold(int32_t c)
{
	if (c >= 0xff01 && c <= 0xff5e)
		c -= 0xff01 - '!';
	if (c >= 'A' && c <= 'Z')
		return c + ('a' - 'A');
	if ((c >= '\t' && c <= '\r') || c == 0xa0 || (c >= 0x2000 && c <= 0x200b) || c == 0x202f ||
		c == 0x205f || c == 0x3000 || c == 0xfeff)
		return ' ';
	return c;
}
