/* encoding.c - see encoding.h. The only file that includes iconv.h. */
#include "base/encoding.h"

#include <iconv.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"

enum { BROKEN_ONE_IN = 100, DAMAGED_ONE_IN = 4, LOOK_AT = 64 };

static bool begins(const unsigned char *p, size_t len, const char *mark, size_t n)
{
	return len >= n && memcmp(p, mark, n) == 0;
}

const char *encoding_guess(const void *data, size_t len, size_t *mark)
{
	const unsigned char *p = data;

	*mark = 3;
	if (begins(p, len, "\xef\xbb\xbf", 3))
		return "UTF-8";
	*mark = 2;
	if (begins(p, len, "\xff\xfe", 2))
		return "UTF-16LE";
	if (begins(p, len, "\xfe\xff", 2))
		return "UTF-16BE";
	*mark = 0;
	return utf8_valid(data, len) ? "UTF-8" : "GB18030";
}

char *encoding_convert(
	const char *encoding, const void *in, size_t len, size_t *out_len, size_t *done, struct arena *a)
{
	/* Two bytes of GB18030 or UTF-16 become three at most, four become four; one of the others up to three. */
	bool wide = strncmp(encoding, "UTF-16", 6) == 0 || strcmp(encoding, "GB18030") == 0;
	size_t room = wide ? len + len / 2 + 1 : len * 3, left = room, in_left = len;
	char *out = arena_alloc(a, room + 1), *to = out, *from = (char *)(uintptr_t)in;
	iconv_t cd = iconv_open("UTF-8", encoding);
	size_t rc = (size_t)-1;

	/* Without glibc's converters on the machine nothing but UTF-8 can be read. */
	if (cd != (iconv_t)-1) {
		rc = iconv(cd, &from, &in_left, &to, &left);
		if (rc != (size_t)-1)
			rc = iconv(cd, NULL, NULL, &to, &left);
		iconv_close(cd);
	}
	*done = len - in_left;
	*out_len = room - left;
	*to = '\0';
	return rc == (size_t)-1 ? NULL : out;
}

/* ASCII is not counted: is less than one in so many of what goes beyond it broken? *first: where it is first. */
static bool mostly_utf8(const char *data, size_t len, size_t one_in, size_t *first)
{
	const char *p = data, *end = p + len;
	size_t beyond = 0, broken = 0;

	*first = len;
	while (p < end) {
		bool high = (unsigned char)*p >= 0x80;
		size_t at = (size_t)(p - data);

		if (utf8_next(&p, end) < 0 && !broken++)
			*first = at;
		beyond += high;
	}
	return !broken || broken * one_in < beyond;
}

size_t encoding_breaks(const void *data, size_t len)
{
	size_t first;

	return mostly_utf8(data, len, DAMAGED_ONE_IN, &first) ? first : len;
}

static char *patched(const char *p, size_t len, size_t *out_len, struct arena *a)
{
	char *out = arena_alloc(a, len * 3 + 1), *to = out;
	const char *end = p + len;

	while (p < end) {
		const char *from = p;
		int32_t point = utf8_next(&p, end);

		to += utf8_put(to, point < 0 ? 0xFFFD : point);
		if (point < 0)
			p = from + 1;
	}
	*to = '\0';
	*out_len = (size_t)(to - out);
	return out;
}

/* Names as they stand in files -> names that iconv knows. */
static const char *known(const char *declared)
{
	static const char *const names[][2] = {{"big5", "BIG5-HKSCS"}, {"big5-hkscs", "BIG5-HKSCS"},
		{"shift_jis", "CP932"}, {"shift-jis", "CP932"}, {"sjis", "CP932"}, {"windows-31j", "CP932"},
		{"euc-jp", "EUC-JP"}, {"euc-kr", "CP949"}, {"iso-8859-1", "CP1252"}, {"latin1", "CP1252"},
		{"windows-1252", "CP1252"}, {"cp1252", "CP1252"}, {"windows-1251", "CP1251"},
		{"iso-8859-15", "ISO-8859-15"}};

	for (size_t i = 0; declared && i < sizeof(names) / sizeof(names[0]); i++)
		if (strcasecmp(declared, names[i][0]) == 0)
			return names[i][1];
	return NULL;
}

static const char *unmarked_utf16(const unsigned char *p, size_t len)
{
	size_t zero[2] = {0, 0}, n = len < LOOK_AT ? len & ~(size_t)1 : LOOK_AT;

	for (size_t i = 0; i < n; i++)
		zero[i & 1] += p[i] == 0;
	if (n < 4)
		return NULL;
	return zero[1] > n / 3 && !zero[0] ? "UTF-16LE" : zero[0] > n / 3 && !zero[1] ? "UTF-16BE" : NULL;
}

char *encoding_read(
	const void *in, size_t len, const char *declared, size_t *out_len, const char **name, struct arena *a)
{
	const char *const tries[] = {known(declared), "GB18030"};
	const char *p = in, *utf16;
	size_t mark, done, first;
	char *out = NULL;

	*name = encoding_guess(in, len, &mark);
	utf16 = strncmp(*name, "UTF-16", 6) == 0 ? *name : unmarked_utf16(in, len);
	p += mark;
	len -= mark;
	if (utf16) {
		*name = utf16;
		out = encoding_convert(utf16, p, len & ~(size_t)1, out_len, &done, a);
	} else if (mostly_utf8(p, len, BROKEN_ONE_IN, &first)) {
		*name = "UTF-8";
		out = patched(p, len, out_len, a);
	}
	for (size_t i = 0; i < 2 && !out && !utf16; i++) {
		*name = tries[i] ? tries[i] : *name;
		out = tries[i] ? encoding_convert(*name, p, len, out_len, &done, a) : NULL;
	}
	return out && !memchr(out, 0, *out_len) ? out : NULL;
}
