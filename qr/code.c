/* code.c - see code.h. */
#include "qr/code.h"

#include <string.h>

#include "base/utf8.h"

static const char alphabet[] = "23456789CDFHJKMNPRTVWXY";
static const char mistaken[][2] = {
	{'0', 'D'}, {'O', 'D'}, {'Q', 'D'}, {'Z', '2'}, {'S', '5'}, {'G', '6'}, {'B', '8'}, {'U', 'V'}};
enum { BASE = sizeof(alphabet) - 1, RANDOM = 16 };
_Static_assert(BASE == 23, "the check character needs a prime base, larger than the length");

static int value_of(char c)
{
	const char *at = c ? strchr(alphabet, c) : NULL;

	return at ? (int)(at - alphabet) : -1;
}

static int weighted_sum(const char *code, int n)
{
	int sum = 0;

	for (int i = 0; i < n; i++)
		sum += (QR_CODE_LENGTH - i) * value_of(code[i]);
	return sum % BASE;
}

/* Divides the number in place by BASE and returns the remainder. */
static int take_digit(uint8_t number[RANDOM])
{
	unsigned rest = 0;

	for (int i = 0; i < RANDOM; i++) {
		rest = rest << 8 | number[i];
		number[i] = (uint8_t)(rest / BASE);
		rest %= BASE;
	}
	return (int)rest;
}

void qr_code_make(const uint8_t random[16], char out[QR_CODE_SIZE])
{
	const int n = QR_CODE_LENGTH - 1;
	uint8_t number[RANDOM];

	memcpy(number, random, sizeof(number));
	/* 128 bits for 41: no character is favoured by more than 2^-87. */
	for (int i = 0; i < n; i++)
		out[i] = alphabet[take_digit(number)];
	out[n] = alphabet[(BASE - weighted_sum(out, n)) % BASE];
	out[n + 1] = 0;
}

/* Spaces, dashes of all kinds and marks that mean nothing between two groups, and what copying leaves behind (zero
 * width, byte order mark). */
static bool is_joint(int32_t c)
{
	return (c < 0x80 && c > 0 && strchr(" \t\r\n-._*:,'\"", (int)c)) || c == 0xA0 || c == 0xAD ||
	       c == 0xB7 || (c >= 0x2000 && c <= 0x2015) || c == 0x2212 || c == 0x3000 || c == 0xFEFF;
}

/* Half-width and upper case; 0 when it is no ASCII. */
static char plain(int32_t c)
{
	if (c >= 0xFF01 && c <= 0xFF5E)
		c -= 0xFEE0;
	if (c >= 'a' && c <= 'z')
		c -= 'a' - 'A';
	return c > 0 && c < 0x80 ? (char)c : 0;
}

static char unmistaken(char c)
{
	for (size_t i = 0; i < sizeof(mistaken) / sizeof(mistaken[0]); i++)
		if (mistaken[i][0] == c)
			return mistaken[i][1];
	return c;
}

/* Where the code begins in an address: after its last /q/, whatever its case and width; else at the beginning. */
static const char *skip_address(const char *text, const char *end)
{
	const char *start = text;
	char last[3] = {0};

	while (text < end) {
		last[0] = last[1];
		last[1] = last[2];
		last[2] = plain(utf8_next(&text, end));
		if (last[0] == '/' && last[1] == 'Q' && last[2] == '/')
			start = text;
	}
	return start;
}

bool qr_code_normalise(const char *text, char out[QR_CODE_SIZE])
{
	const char *end = text ? text + strlen(text) : NULL, *at = text ? skip_address(text, end) : NULL;
	bool address = at != text;
	char code[QR_CODE_SIZE] = "";
	int n = 0;

	out[0] = 0;
	while (at < end) {
		int32_t c = utf8_next(&at, end);
		char p = unmistaken(plain(c));

		if (address && p && strchr("/?#", p))
			break;
		if (is_joint(c) || (p && is_joint(p)))
			continue;
		if (n == QR_CODE_LENGTH || value_of(p) < 0)
			return false;
		code[n++] = p;
	}
	if (n != QR_CODE_LENGTH || weighted_sum(code, n) != 0)
		return false;
	memcpy(out, code, sizeof(code));
	return true;
}

void qr_code_group(const char *code, char out[QR_CODE_GROUPED_SIZE])
{
	const int half = QR_CODE_LENGTH / 2;

	memcpy(out, code, (size_t)half);
	out[half] = '-';
	memcpy(out + half + 1, code + half, (size_t)half);
	out[QR_CODE_LENGTH + 1] = 0;
}
