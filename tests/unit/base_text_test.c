/* base/text: what people type and what is stored meet in one form. */
#include "test.h"

#include <string.h>

#include "base/text.h"
#include "base/utf8.h"

/* Case, width and blanks are folded away; what is another letter stays another; broken bytes come out as UTF-8. */
static void folds(void **state)
{
	static const char *const rows[][2] = {
		{"", ""},
		{"Pump A", "pump a"},
		{"  Pump \t\r\n A  ", "pump a"},
		{"ＰＵＭＰ－１　泵", "pump-1 泵"},
		{"Öl-Filter ÀÞ×ß÷ÿ", "öl-filter àþ×ß÷ÿ"},
		{"a\xc2\xa0\xc2\xa0z", "a z"},
		{"\xe2\x80\x83x", "\xe2\x80\x83x"},
		{"🔧 主轴", "🔧 主轴"},
		{"\xff泵", "ÿ泵"},
		{"泵\xe6", "泵æ"},
		{"\xc1z", "áz"},
	};
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *out = text_fold(&a, rows[i][0]);

		assert_string_equal(out, rows[i][1]);
		assert_true(utf8_valid(out, strlen(out)));
	}
	assert_string_equal(text_fold(&a, NULL), "");
	arena_release(&a);
}

/* Texts are joined by one blank, and those that are not there leave none. */
static void joins(void **state)
{
	static const char *const texts[] = {NULL, "A  1", "", "b", NULL};
	struct arena a;

	(void)state;
	arena_init(&a);
	assert_string_equal(text_fold_all(&a, texts, COUNT(texts)), "a 1 b");
	assert_string_equal(text_fold_all(&a, texts, 0), "");
	arena_release(&a);
}

/* A pattern finds its signs as themselves, and is never longer than a database takes nor cut through a letter. */
static void patterns(void **state)
{
	char endless[3 * TEXT_LIKE_MAX + 1];
	struct arena a;
	const char *out;

	(void)state;
	arena_init(&a);
	assert_null(text_like(&a, NULL));
	assert_string_equal(text_like(&a, ""), "%%");
	assert_string_equal(text_like(&a, "5%_\\X"), "%5\\%\\_\\\\x%");
	for (size_t i = 0; i < TEXT_LIKE_MAX; i++)
		memcpy(endless + 3 * i, "泵", 3);
	endless[sizeof(endless) - 1] = 0;
	out = text_like(&a, endless);
	assert_in_range(strlen(out), TEXT_LIKE_MAX - 6, TEXT_LIKE_MAX);
	assert_true(utf8_valid(out, strlen(out)));
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(folds),
		cmocka_unit_test(joins),
		cmocka_unit_test(patterns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
