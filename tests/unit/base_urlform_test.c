/* base_urlform_test.c - query strings and url-encoded forms. */
#include "unit/test.h"

#include <stdio.h>
#include <string.h>

#include "base/urlform.h"

#define S(literal) literal, sizeof(literal) - 1

/* The pairs as one text, "name=value;" each, so that a case is one line. */
static void print(char *out, size_t size, const struct urlform *form)
{
	size_t i, n = 0;

	*out = 0;
	for (i = 0; i < form->n; i++)
		n += (size_t)snprintf(out + n, size - n, "%s=%s;", form->pairs[i].name, form->pairs[i].value);
}

static void well_formed_pairs_are_decoded(void **state)
{
	static const struct {
		const char *text, *pairs;
	} cases[] = {
		{"", ""},
		{"a=1", "a=1;"},
		{"a=1&b=2&a=3", "a=1;b=2;a=3;"},
		{"a", "a=;"},
		{"a=", "a=;"},
		{"=1", "=1;"},
		{"a=b=c", "a=b=c;"},
		{"a+b=c+d", "a b=c d;"},
		{"a=%2B%26%3D", "a=+&=;"},
		{"text=%E6%BC%8F%E6%B2%B9", "text=漏油;"},
		{"text=%e6%bc%8f", "text=漏;"},
		{"text=漏油", "text=漏油;"},
		{"note=a%0D%0Ab%0Ac", "note=a\nb\nc;"},
		{"note=a%0D", "note=a\r;"},
		{"&&a=1&&", "a=1;"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct urlform form;
		struct arena a;
		char got[200];

		arena_init(&a);
		assert_int_equal(urlform_parse(&form, cases[i].text, strlen(cases[i].text), &a, NULL), OK);
		print(got, sizeof(got), &form);
		assert_string_equal(got, cases[i].pairs);
		arena_release(&a);
	}
}

static void what_no_page_of_ours_sends_is_refused_whole(void **state)
{
	static const struct {
		const char *text;
		size_t len;
	} cases[] = {
		{S("a=%")},
		{S("a=%4")},
		{S("a=%zz")},
		{S("a=%0g")},
		{S("a=% 1")},
		{S("a=%u6F0F")},
		{S("a=1&b=%00")},
		{S("a=\0")},
		{S("a=%1B")},
		{S("a=%7F")},
		{S("a=%C2%85")},
		{S("a%0A=1")},
		{S("a=%C0%80")},
		{S("a=%ED%A0%80")},
		{S("a=%FF")},
		{S("a=\xc4\xe3")},
		{S("a=%E6%BC")},
		{S("a=%E2%80%AE")},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct urlform form;
		struct fault fault = {OK};
		struct arena a;

		arena_init(&a);
		if (urlform_parse(&form, cases[i].text, cases[i].len, &a, &fault) != ERR_INVALID)
			fail_msg("case %zu was taken", i);
		assert_int_equal(fault.msg, MSG_BAD_REQUEST);
		assert_int_equal(form.n, 0);
		arena_release(&a);
	}
}

static void the_bounds_hold_exactly(void **state)
{
	static char text[4 * URLFORM_VALUE_MAX];
	struct urlform form;
	struct arena a;
	size_t i, n;

	(void)state;
	arena_init(&a);
	for (n = 0, i = 0; i < URLFORM_PAIRS_MAX; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n, "%sa=1", i ? "&" : "");
	assert_int_equal(urlform_parse(&form, text, n, &a, NULL), OK);
	assert_int_equal(form.n, URLFORM_PAIRS_MAX);
	text[n] = '&';
	assert_int_equal(urlform_parse(&form, text, n + 1, &a, NULL), ERR_INVALID);

	memset(text, 'x', sizeof(text));
	text[URLFORM_NAME_MAX] = '=';
	assert_int_equal(urlform_parse(&form, text, URLFORM_NAME_MAX + 1 + URLFORM_VALUE_MAX, &a, NULL), OK);
	assert_int_equal(
		urlform_parse(&form, text, URLFORM_NAME_MAX + 2 + URLFORM_VALUE_MAX, &a, NULL), ERR_INVALID);
	assert_int_equal(urlform_parse(&form, text, sizeof(text), &a, NULL), ERR_INVALID);
	text[URLFORM_NAME_MAX] = 'x';
	text[URLFORM_NAME_MAX + 1] = '=';
	assert_int_equal(urlform_parse(&form, text, URLFORM_NAME_MAX + 10, &a, NULL), ERR_INVALID);
	arena_release(&a);
}

static void a_field_is_found_by_its_name_first_one_wins(void **state)
{
	struct urlform form;
	struct arena a;

	(void)state;
	arena_init(&a);
	assert_int_equal(urlform_parse(&form, S("a=1&a=2&b"), &a, NULL), OK);
	assert_string_equal(urlform_get(&form, "a"), "1");
	assert_string_equal(urlform_get(&form, "b"), "");
	assert_null(urlform_get(&form, "A"));
	assert_null(urlform_get(&form, "c"));
	arena_release(&a);
}

static void an_address_is_decoded_and_takes_no_control_character(void **state)
{
	static const char *const must_not[] = {"a%0Ab", "a\tb", "%0d", "%1f", "%7F", "a%00", "%", "%2", "%2g",
		"%FF", "%c0%af", "%ed%a0%80", "%f4%90%80%80", "%e6%b3"};
	struct arena a;

	(void)state;
	arena_init(&a);
	assert_string_equal(url_decode(S("a+b%20c"), false, &a), "a+b c");
	assert_string_equal(url_decode(S("a+b%20c%2B"), true, &a), "a b c+");
	assert_string_equal(url_decode(S(""), false, &a), "");
	assert_string_equal(url_decode(S("%E6%b3%B5"), false, &a), "泵");
	assert_null(url_decode("%41%42", 5, false, &a));
	assert_null(url_decode("a\0b", 3, false, &a));
	for (size_t i = 0; i < COUNT(must_not); i++)
		for (int plus = 0; plus < 2; plus++)
			if (url_decode(must_not[i], strlen(must_not[i]), plus, &a))
				fail_msg("taken: %s", must_not[i]);
	arena_release(&a);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(well_formed_pairs_are_decoded),
		cmocka_unit_test(what_no_page_of_ours_sends_is_refused_whole),
		cmocka_unit_test(the_bounds_hold_exactly),
		cmocka_unit_test(a_field_is_found_by_its_name_first_one_wins),
		cmocka_unit_test(an_address_is_decoded_and_takes_no_control_character),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
