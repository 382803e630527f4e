/* code.c - see code.h. */
#include "qr/code.h"

#include <string.h>

static const char alphabet[] = "23456789ABCDEFGHJKMNPRSTVWXYZ";
enum { BASE = sizeof(alphabet) - 1 };
_Static_assert(BASE == 29, "the check character needs a prime base");

static int value_of(char c)
{
	const char *at = c ? strchr(alphabet, c) : NULL;

	return at ? (int)(at - alphabet) : -1;
}

/* Σ (place × value) mod 29, places from 1: with the check character's own place, 10, the whole sums to 0. */
static int weighted_sum(const char *code, int n)
{
	int sum = 0;

	for (int i = 0; i < n; i++)
		sum += (i + 1) * value_of(code[i]);
	return sum % BASE;
}

void qr_code_make(const uint8_t random[16], char out[QR_CODE_SIZE])
{
	uint64_t high = 0, low = 0;

	for (int i = 0; i < 8; i++) {
		high = high << 8 | random[i];
		low = low << 8 | random[i + 8];
	}
	/* 64 bits for 5 characters and 64 for 4: the bias of the remainder is below 2^-39. */
	for (int i = 0; i < QR_CODE_LENGTH - 1; i++) {
		uint64_t *from = i < 5 ? &high : &low;

		out[i] = alphabet[*from % BASE];
		*from /= BASE;
	}
	for (int c = 0; c < BASE; c++) {
		out[QR_CODE_LENGTH - 1] = alphabet[c];
		if (weighted_sum(out, QR_CODE_LENGTH) == 0)
			break;
	}
	out[QR_CODE_LENGTH] = 0;
}

/* The next character in upper case and half width; 0 at the end, '?' for anything that is no ASCII. */
static char next(const char **text)
{
	const unsigned char *s = (const unsigned char *)*text;
	char c = (char)*s;

	if (!*s)
		return 0;
	*text += 1;
	/* U+FF01…FF5E: EF BC 81 … EF BD 9E */
	if (s[0] == 0xEF && (s[1] == 0xBC || s[1] == 0xBD) && (s[2] & 0xC0) == 0x80) {
		unsigned cp = 0xF000u | (unsigned)(s[1] & 0x3F) << 6 | (s[2] & 0x3F);

		*text += 2;
		c = cp >= 0xFF01 && cp <= 0xFF5E ? (char)(cp - 0xFEE0) : '?';
	} else if (s[0] == 0xE3 && s[1] == 0x80 && s[2] == 0x80) {
		*text += 2;
		c = ' ';
	} else if (*s >= 0x80) {
		c = '?';
	}
	return c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
}

bool qr_code_normalise(const char *text, char out[QR_CODE_SIZE])
{
	const char *path = text ? strstr(text, "/q/") : NULL;
	int n = 0;
	char c;

	out[0] = 0;
	if (!text)
		return false;
	if (path)
		text = path + 3;
	while ((c = next(&text)) != 0) {
		if (strchr(" -._\t\r\n", c))
			continue;
		if (path && strchr("?#/", c))
			break;
		if (n == QR_CODE_LENGTH || value_of(c) < 0)
			return false;
		out[n++] = c;
	}
	out[n] = 0;
	return n == QR_CODE_LENGTH && weighted_sum(out, n) == 0;
}

void qr_code_group(const char *code, char out[QR_CODE_GROUPED_SIZE])
{
	memcpy(out, code, 5);
	out[5] = '-';
	memcpy(out + 6, code + 5, 5);
	out[QR_CODE_GROUPED_SIZE - 1] = 0;
}
