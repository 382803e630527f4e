/* base_utf8_test.c - text as code points. */
#include "unit/test.h"

#include <string.h>

#include "base/utf8.h"

#define S(literal) literal, sizeof(literal) - 1

static void only_well_formed_utf8_is_valid(void **state)
{
	static const struct {
		const char *text;
		size_t len;
		bool valid;
	} cases[] = {
		{S(""), true}, {S("pump 3"), true}, {S("液压泵漏油"), true}, {S("\x7f"), true},
		{S("\0"), true}, {S("\xc2\x80"), true}, {S("\xdf\xbf"), true}, {S("\xe0\xa0\x80"), true},
		{S("\xed\x9f\xbf"), true}, {S("\xee\x80\x80"), true}, {S("\xef\xbf\xbf"), true},
		{S("\xf0\x90\x80\x80"), true}, {S("\xf4\x8f\xbf\xbf"), true},
		{S("\x80"), false},			    /* a continuation byte alone */
		{S("\xbf"), false}, {S("\xc0\x80"), false}, /* overlong NUL */
		{S("\xc1\xbf"), false},			    /* overlong */
		{S("\xe0\x80\xaf"), false},		    /* overlong / */
		{S("\xe0\x9f\xbf"), false}, {S("\xf0\x80\x80\xaf"), false}, {S("\xf0\x8f\xbf\xbf"), false},
		{S("\xed\xa0\x80"), false},					    /* surrogates */
		{S("\xed\xbf\xbf"), false}, {S("\xed\xa0\xbd\xed\xb8\x80"), false}, /* CESU-8 */
		{S("\xf4\x90\x80\x80"), false},					    /* above U+10FFFF */
		{S("\xf5\x80\x80\x80"), false}, {S("\xf8\x88\x80\x80\x80"), false}, /* five bytes */
		{S("\xfe"), false}, {S("\xff"), false}, {S("a\xc2"), false},	    /* cut */
		{S("\xe6\xb6"), false}, {S("\xf0\x9f\x94"), false}, {S("\xe6\xb6x"), false},
		{S("\xc4\xe3"), false}, /* GB18030 */
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		if (utf8_valid(cases[i].text, cases[i].len) != cases[i].valid)
			fail_msg("case %zu", i);
	}
}

static void every_code_point_survives_writing_and_reading(void **state)
{
	int32_t point;

	(void)state;
	for (point = 0; point <= 0x10ffff; point++) {
		char text[4];
		size_t n = utf8_put(text, point);
		const char *p = text;
		bool surrogate = point >= 0xd800 && point <= 0xdfff;

		if (utf8_next(&p, text + n) != (surrogate ? -1 : point))
			fail_msg("U+%04X", (unsigned)point);
		if (!surrogate)
			assert_int_equal(p - text, n);
	}
}

static void control_characters_and_direction_marks_are_not_clean(void **state)
{
	static const struct {
		const char *text;
		size_t len;
		bool clean;
	} cases[] = {
		{S("轴承\t6204\r\n换新"), true},
		{S("a\0b"), false},
		{S("\x1b[2J"), false},
		{S("\x07"), false},
		{S("\x7f"), false},
		{S("\xc2\x80"), false},
		{S("\xc2\x9f"), false},
		{S("\xc2\xa0"), true},
		{S("M1\xe2\x80\xae"), false}, /* right-to-left override */
		{S("\xe2\x81\xa6x"), false},
		{S("\xff"), false},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		if (utf8_clean(cases[i].text, cases[i].len) != cases[i].clean)
			fail_msg("case %zu", i);
	}
}

static void text_is_counted_cut_and_measured_by_code_point(void **state)
{
	static const char text[] = "泵A漏🔧";

	(void)state;
	assert_int_equal(utf8_count(S(text)), 4);
	assert_int_equal(utf8_count(S("")), 0);
	assert_int_equal(utf8_count(S("\xff\xff")), 2);
	assert_int_equal(utf8_cut(S(text), 0), 0);
	assert_int_equal(utf8_cut(S(text), 1), 3);
	assert_int_equal(utf8_cut(S(text), 2), 4);
	assert_int_equal(utf8_cut(S(text), 99), sizeof(text) - 1);
	assert_int_equal(utf8_fit(S(text), 2), 0);
	assert_int_equal(utf8_fit(S(text), 3), 3);
	assert_int_equal(utf8_fit(S(text), 6), 4);
	assert_int_equal(utf8_fit(S(text), 99), sizeof(text) - 1);
	assert_int_equal(utf8_width(S("泵A漏🔧")), 7);
	assert_int_equal(utf8_width(S("（Ａ）")), 6);
	assert_int_equal(utf8_width(S("e\xcc\x81")), 1);
	assert_int_equal(utf8_width(S("a\nb")), 2);
}

static void folding_makes_full_width_and_capitals_equal(void **state)
{
	static const struct {
		int32_t from, to;
	} cases[] = {
		{'A', 'a'},
		{'z', 'z'},
		{0xff21, 'a'},
		{0xff08, '('},
		{0xff5e, '~'},
		{0x3000, ' '},
		{0xa0, ' '},
		{0xfeff, ' '},
		{'\n', ' '},
		{0x6cf5, 0x6cf5},
		{-1, -1},
		{0xc4, 0xc4},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		assert_int_equal(utf8_fold(cases[i].from), cases[i].to);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_well_formed_utf8_is_valid),
		cmocka_unit_test(every_code_point_survives_writing_and_reading),
		cmocka_unit_test(control_characters_and_direction_marks_are_not_clean),
		cmocka_unit_test(text_is_counted_cut_and_measured_by_code_point),
		cmocka_unit_test(folding_makes_full_width_and_capitals_equal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
