/* qr_code_test.c - printed codes: their form, what a person may type, and that a mistyped one is known as such. */
#include "test.h"

#include "base/token.h"
#include "qr/code.h"

static const char alphabet[] = "23456789ABCDEFGHJKMNPRSTVWXYZ";

static void fresh(char out[QR_CODE_SIZE])
{
	uint8_t random[16];

	token_random(random, sizeof(random));
	qr_code_make(random, out);
}

/* A code has ten characters of the alphabet and is its own normal form; 100,000 are all different. */
static void codes_are_well_formed_and_differ(void **state)
{
	enum { N = 100000, SLOTS = 1 << 18 };
	char(*seen)[QR_CODE_SIZE] = calloc(SLOTS, QR_CODE_SIZE);

	(void)state;
	assert_true(token_init());
	for (int i = 0; i < N; i++) {
		char code[QR_CODE_SIZE], form[QR_CODE_SIZE];
		uint32_t at = 5381;

		fresh(code);
		assert_int_equal(strlen(code), QR_CODE_LENGTH);
		assert_int_equal(strspn(code, alphabet), QR_CODE_LENGTH);
		assert_true(qr_code_normalise(code, form));
		assert_string_equal(code, form);
		for (const char *c = code; *c; c++)
			at = at * 33 + (unsigned char)*c;
		for (at %= SLOTS; seen[at][0]; at = (at + 1) % SLOTS)
			assert_string_not_equal(seen[at], code);
		memcpy(seen[at], code, QR_CODE_SIZE);
	}
	free(seen);
}

/* Every single wrong character and every two different neighbours swapped are noticed. */
static void one_slip_is_always_noticed(void **state)
{
	(void)state;
	assert_true(token_init());
	for (int round = 0; round < 50; round++) {
		char code[QR_CODE_SIZE], wrong[QR_CODE_SIZE], out[QR_CODE_SIZE];

		fresh(code);
		for (int i = 0; i < QR_CODE_LENGTH; i++) {
			for (const char *c = alphabet; *c; c++) {
				memcpy(wrong, code, sizeof(wrong));
				wrong[i] = *c;
				assert_int_equal(qr_code_normalise(wrong, out), *c == code[i]);
			}
		}
		for (int i = 0; i + 1 < QR_CODE_LENGTH; i++) {
			memcpy(wrong, code, sizeof(wrong));
			wrong[i] = code[i + 1];
			wrong[i + 1] = code[i];
			assert_int_equal(qr_code_normalise(wrong, out), code[i] == code[i + 1]);
		}
	}
}

/* What people type or paste becomes the one form of a code, or is none. CODE stands for a real one. */
static void what_people_type(void **state)
{
	static const struct {
		const char *before, *after;
		bool good;
	} rows[] = {
		{"", "", true},
		{"  ", "\n", true},
		{"http://192.168.1.20:8080/q/", "", true},
		{"https://jixiu.example/q/", "?lang=en", true},
		{"https://jixiu.example/q/", "/", true},
		{"", "X", false},
		{"2", "", false},
		{"码", "", false},
		{"/", "", false},
		{"https://jixiu.example/p/", "", false},
	};
	char code[QR_CODE_SIZE], grouped[QR_CODE_GROUPED_SIZE], out[QR_CODE_SIZE], text[128];

	(void)state;
	assert_true(token_init());
	fresh(code);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		snprintf(text, sizeof(text), "%s%s%s", rows[i].before, code, rows[i].after);
		assert_int_equal(qr_code_normalise(text, out), rows[i].good);
		if (rows[i].good)
			assert_string_equal(out, code);
	}
	qr_code_group(code, grouped);
	assert_int_equal(grouped[5], '-');
	assert_true(qr_code_normalise(grouped, out));
	for (int i = 0; code[i]; i++)
		text[i] = code[i] >= 'A' ? (char)(code[i] + 32) : code[i];
	text[QR_CODE_LENGTH] = 0;
	assert_true(qr_code_normalise(text, out));
	/* Full-width, as a Chinese keyboard gives it. */
	for (int i = 0; code[i]; i++) {
		unsigned cp = 0xFEE0u + (unsigned char)code[i];

		snprintf(text + 3 * i, sizeof(text) - 3 * (size_t)i, "%c%c%c", 0xE0 | (cp >> 12),
			0x80 | (cp >> 6 & 0x3F), 0x80 | (cp & 0x3F));
	}
	assert_true(qr_code_normalise(text, out));
	assert_string_equal(out, code);
	assert_false(qr_code_normalise(NULL, out));
	assert_false(qr_code_normalise("", out));
	assert_false(qr_code_normalise("0O1IL", out));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_are_well_formed_and_differ),
		cmocka_unit_test(one_slip_is_always_noticed),
		cmocka_unit_test(what_people_type),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
