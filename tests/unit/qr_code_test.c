/* qr_code_test.c - the codes that are printed and typed. */
#include "unit/test.h"

#include <stdlib.h>
#include <string.h>

#include "qr/code.h"

static const char alphabet[] = "23456789CDFHJKMNPRTVWXY";

/* Repeatable bytes (SplitMix64). */
static void fill(uint64_t *seed, uint8_t out[16])
{
	for (int half = 0; half < 2; half++) {
		uint64_t z = *seed += 0x9E3779B97F4A7C15;

		z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
		z = (z ^ z >> 27) * 0x94D049BB133111EB;
		z ^= z >> 31;
		memcpy(out + 8 * half, &z, 8);
	}
}

static void make(uint64_t *seed, char out[QR_CODE_SIZE])
{
	uint8_t random[16];

	fill(seed, random);
	qr_code_make(random, out);
}

static int compare(const void *a, const void *b)
{
	return memcmp(a, b, QR_CODE_SIZE);
}

/* 100,000 codes are all different, in the alphabet, accepted as they are, and use every character at every place
 * about equally often. */
static void codes_are_different_and_even(void **state)
{
	enum { N = 100000 };
	char(*codes)[QR_CODE_SIZE] = malloc(N * sizeof(*codes)), out[QR_CODE_SIZE];
	int seen[QR_CODE_LENGTH][256] = {{0}};
	uint64_t seed = 1;

	(void)state;
	for (int i = 0; i < N; i++) {
		make(&seed, codes[i]);
		assert_int_equal(strlen(codes[i]), QR_CODE_LENGTH);
		assert_int_equal(strspn(codes[i], alphabet), QR_CODE_LENGTH);
		for (int k = 0; k < QR_CODE_LENGTH; k++)
			seen[k][(unsigned char)codes[i][k]]++;
		assert_true(qr_code_normalise(codes[i], out));
		assert_string_equal(out, codes[i]);
	}
	for (int k = 0; k < QR_CODE_LENGTH; k++)
		for (const char *c = alphabet; *c; c++) {
			/* 4348 expected, deviation 64; six of those */
			assert_in_range(seen[k][(unsigned char)*c], 4348 - 390, 4348 + 390);
		}
	qsort(codes, N, sizeof(*codes), compare);
	for (int i = 1; i < N; i++)
		assert_string_not_equal(codes[i - 1], codes[i]);
	free(codes);
}

/* The same bytes give the same code, and every one of the 16 bytes matters. */
static void codes_come_from_all_the_bytes(void **state)
{
	uint8_t random[16] = {1, 2, 3};
	char first[QR_CODE_SIZE], again[QR_CODE_SIZE];

	(void)state;
	qr_code_make(random, first);
	qr_code_make(random, again);
	assert_string_equal(first, again);
	for (int i = 0; i < 16; i++) {
		random[i] ^= 0x40;
		qr_code_make(random, again);
		assert_string_not_equal(first, again);
		random[i] ^= 0x40;
	}
}

/* No code with one character wrong, or with any two exchanged, is taken for a code. */
static void the_check_character_finds_slips(void **state)
{
	uint64_t seed = 7;
	int slips = 0;

	(void)state;
	for (int n = 0; n < 500; n++) {
		char code[QR_CODE_SIZE], wrong[QR_CODE_SIZE], out[QR_CODE_SIZE];

		make(&seed, code);
		for (int i = 0; i < QR_CODE_LENGTH; i++) {
			for (const char *c = alphabet; *c; c++) {
				memcpy(wrong, code, sizeof(wrong));
				wrong[i] = *c;
				assert_int_equal(qr_code_normalise(wrong, out), *c == code[i]);
			}
			for (int k = i + 1; k < QR_CODE_LENGTH; k++) {
				if (code[i] == code[k])
					continue;
				memcpy(wrong, code, sizeof(wrong));
				wrong[i] = code[k];
				wrong[k] = code[i];
				assert_false(qr_code_normalise(wrong, out));
				assert_string_equal(out, "");
				slips++;
			}
		}
	}
	assert_true(slips > 20000);
}

/* Of what is typed at random about one in 23 is taken for a code, not more. */
static void garbage_is_refused(void **state)
{
	uint64_t seed = 3;
	int taken = 0;

	(void)state;
	for (int n = 0; n < 23000; n++) {
		char text[QR_CODE_SIZE] = "", out[QR_CODE_SIZE];
		uint8_t random[16];

		fill(&seed, random);
		for (int i = 0; i < QR_CODE_LENGTH; i++)
			text[i] = alphabet[random[i] % 23];
		taken += qr_code_normalise(text, out);
	}
	assert_in_range(taken, 800, 1200);
}

/* What people type, paste and scan becomes the one form of a code. */
static void what_is_typed_is_understood(void **state)
{
	static const struct {
		const char *typed, *want;
	} must[] = {
		{"CDFHJKMNPF", NULL},
		{"cdfhjkmnpf", NULL},
		{"CDFHJ-KMNPF", NULL},
		{" cdfhj kmnpf \r\n", NULL},
		{"C D F H J K M N P F", NULL},
		{"CDFHJ.KMNPF", NULL},
		{"CDFHJ_KMNPF", NULL},
		{"CDFHJ—KMNPF", NULL},
		{"CDFHJ–KMNPF", NULL},
		{"CDFHJ−KMNPF", NULL},
		{"CDFHJ－KMNPF", NULL},
		{"ＣＤＦＨＪＫＭＮＰＦ", NULL},
		{"ｃｄｆｈｊ　ｋｍｎｐｆ", NULL},
		{"CDFHJ·KMNPF", NULL},
		{"CDFHJ\xc2\xa0KMNPF", NULL},
		{"\xef\xbb\xbf"
		 "CDFHJKMNPF",
			NULL},
		{"CDFHJ\xe2\x80\x8bKMNPF", NULL},
		{"http://192.168.1.10:8080/q/CDFHJKMNPF", NULL},
		{"HTTP://192.168.1.10:8080/Q/CDFHJKMNPF", NULL},
		{"https://example.com/q/q/cdfhjkmnpf/?from=wx#top", NULL},
		{"http://h/q/CDFHJKMNPF#x", NULL},
		{"/q/CDFHJKMNPF", NULL},
		{"ｈｔｔｐ：／／ｈ／ｑ／ＣＤＦＨＪＫＭＮＰＦ", NULL},
		/* what is not in the alphabet is read as what it is mistaken for */
		{"COFHJKMNPF", NULL},
		{"C0FHJKMNPF", NULL},
		{"CQFHJKMNPF", NULL},
		{"2222222222", "2222222222"},
		{"ZzZzZzZzZ2", "2222222222"},
	};
	char out[QR_CODE_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNT(must); i++) {
		if (!qr_code_normalise(must[i].typed, out))
			fail_msg("refused: %s", must[i].typed);
		assert_string_equal(out, must[i].want ? must[i].want : "CDFHJKMNPF");
	}
}

/* Every look-alike is read as the character it stands for, and as no other. */
static void look_alikes_are_read(void **state)
{
	static const char pairs[][2] = {{'0', 'D'}, {'O', 'D'}, {'o', 'D'}, {'Q', 'D'}, {'Z', '2'},
		{'S', '5'}, {'s', '5'}, {'G', '6'}, {'B', '8'}, {'U', 'V'}, {'u', 'V'}};
	uint64_t seed = 11;
	int met = 0;

	(void)state;
	for (int n = 0; n < 500; n++) {
		char code[QR_CODE_SIZE], typed[QR_CODE_SIZE], out[QR_CODE_SIZE];

		make(&seed, code);
		for (size_t p = 0; p < COUNT(pairs); p++) {
			for (int i = 0; i < QR_CODE_LENGTH; i++) {
				memcpy(typed, code, sizeof(typed));
				typed[i] = pairs[p][0];
				assert_int_equal(qr_code_normalise(typed, out), code[i] == pairs[p][1]);
				met += code[i] == pairs[p][1];
			}
		}
	}
	assert_true(met > 1000);
}

/* What cannot be a code is refused, and nothing is left in the answer. */
static void what_is_no_code_is_refused(void **state)
{
	static const char *const must_not[] = {
		"",
		" ",
		"-",
		"CDFHJKMNP",
		"CDFHJKMNPFC",
		"CDFHJKMNPC",
		"DCFHJKMNPF",
		"1DFHJKMNPF",
		"IDFHJKMNPF",
		"LDFHJKMNPF",
		"ADFHJKMNPF",
		"EDFHJKMNPF",
		"CDFHJ/KMNPF",
		"CDFHJ?KMNPF",
		"机DFHJKMNPF",
		"CDFHJKMNP\xff",
		"CDFHJKMNP\xef\xbc",
		"CDFHJKMNP\xef",
		"http://192.168.1.10:8080/q/",
		"http://192.168.1.10:8080/CDFHJKMNPF",
		"http://h/q/CDFHJ/KMNPF",
		"M-0017",
		"CDFHJKMNPF CDFHJKMNPF",
	};
	char out[QR_CODE_SIZE];

	(void)state;
	assert_false(qr_code_normalise(NULL, out));
	for (size_t i = 0; i < COUNT(must_not); i++) {
		memset(out, 'x', sizeof(out));
		if (qr_code_normalise(must_not[i], out))
			fail_msg("taken: %s", must_not[i]);
		assert_string_equal(out, "");
	}
}

/* The printed form has two groups, and reading it gives the code again. */
static void codes_are_printed_in_two_groups(void **state)
{
	char grouped[QR_CODE_GROUPED_SIZE], out[QR_CODE_SIZE];

	(void)state;
	qr_code_group("CDFHJKMNPF", grouped);
	assert_string_equal(grouped, "CDFHJ-KMNPF");
	assert_true(qr_code_normalise(grouped, out));
	assert_string_equal(out, "CDFHJKMNPF");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_are_different_and_even),
		cmocka_unit_test(codes_come_from_all_the_bytes),
		cmocka_unit_test(the_check_character_finds_slips),
		cmocka_unit_test(garbage_is_refused),
		cmocka_unit_test(what_is_typed_is_understood),
		cmocka_unit_test(look_alikes_are_read),
		cmocka_unit_test(what_is_no_code_is_refused),
		cmocka_unit_test(codes_are_printed_in_two_groups),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
