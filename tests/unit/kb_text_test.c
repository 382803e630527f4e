/* kb_text_test.c - what the knowledge base reads in a text: kb/text.h. */
#include "kb/map.h"
#include "kb/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* The tokens as "kind:text", w, c or h, joined by blanks. */
static const char *tokens_of(const char *text)
{
	static struct kb_tokens t;
	static char out[KB_TOKENS * (KB_TOKEN_MAX + 4)];
	size_t n = 0;

	t.n = 0;
	kb_text_tokens(text, &t);
	out[0] = '\0';
	for (size_t i = 0; i < t.n; i++)
		n += (size_t)snprintf(
			out + n, sizeof(out) - n, "%s%c:%s", i ? " " : "", "wch"[t.v[i].kind], t.v[i].text);
	return out;
}

/* With a soft hyphen, which nobody sees, after every letter and digit; so nothing of it is read in one go. */
static const char *softened(const char *text)
{
	static char out[512];
	size_t n = 0;

	for (; *text && n + 4 < sizeof(out); text++) {
		out[n++] = *text;
		if ((*text >= '0' && *text <= '9') || (*text >= 'A' && *text <= 'Z') ||
			(*text >= 'a' && *text <= 'z')) {
			out[n++] = '\xC2';
			out[n++] = '\xAD';
		}
	}
	out[n] = '\0';
	return out;
}

static void test_tokens(void **state)
{
	static const struct {
		const char *text, *tokens;
	} cases[] = {
		/* words: case and width folded, endings kept */
		{"Pump LEAKING", "w:pump w:leaking"},
		{"Ｐｕｍｐ　ｌｅａｋｓ", "w:pump w:leaks"},
		{"ÖLPUMPE Насос", "w:ölpumpe w:насос"},
		{"pump-", "w:pump"},
		{"won't", "w:won w:t"},
		/* workshop shorthand */
		{"R/H track", "w:rh w:track"},
		{"C/out A/C", "w:cout w:ac"},
		{"inlet/outlet elec/mech", "w:inlet w:outlet w:elec w:mech"},
		/* function words go, words that can be the fault stay */
		{"The pump is off and no oil at all", "w:pump w:off w:no w:oil w:all"},
		{"x/y/z", "w:xy w:z"},
		/* codes are kept whole, however they are joined */
		{"E-217 e217 E_217 Ｅ－２１７", "c:e217 c:e217 c:e217 c:e217"},
		{"SP-0611.2", "c:sp06112"},
		{"6205-2RS", "c:62052rs"},
		{"SHD24", "c:shd24"},
		{"DU7016-Valve", "c:du7016 w:valve"},
		{"alm-401", "w:alm c:alm401"},
		{"1000hr", "c:1000hr"},
		/* digits alone are dropped */
		{"7897 fan 12", "w:fan"},
		{"2024-01-31 10:20 1.5", ""},
		{"24/7", ""},
		/* Chinese: singles and pairs, within a run only */
		{"主轴", "h:主 h:主轴 h:轴"},
		{"主，轴", "h:主 h:轴"},
		{"泵", "h:泵"},
		/* mixed */
		{"X轴E217报警", "w:x h:轴 c:e217 h:报 h:报警 h:警"},
		{"更换6205轴承", "h:更 h:更换 h:换 h:轴 h:轴承 h:承"},
		/* nothing to read */
		{NULL, ""},
		{"", ""},
		{" ,.;-/_!？。、（）", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(tokens_of(cases[i].text), cases[i].tokens);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (cases[i].text)
			assert_string_equal(tokens_of(softened(cases[i].text)), cases[i].tokens);
}

static void test_the_hash_of_a_token_is_that_of_its_text(void **state)
{
	static const char text[] =
		"leaks pumping E-217 stripped 主轴 supplies washer supercalifragilisticexpialidocious "
		"slope";
	struct kb_tokens *t = calloc(1, sizeof(*t));
	char stem[KB_TOKEN_MAX + 1];

	(void)state;
	kb_text_tokens(text, t);
	kb_text_code_token("217", t);
	assert_int_equal(t->n, 12);
	for (size_t i = 0; i < t->n; i++) {
		const struct kb_token *one = &t->v[i];

		assert_true(one->hash == kb_map_hash(one->text, one->len));
		if (one->kind == KB_WORD)
			assert_true(kb_text_stem_hash(one) ==
				    kb_map_hash(stem, kb_text_stem(one->text, one->len, stem)));
	}
	free(t);
}

static void test_hostile_text(void **state)
{
	static const struct {
		const char *text, *tokens;
	} cases[] = {
		{"pu\xFFmp", "w:pu w:mp"},				/* a byte that is never UTF-8 */
		{"pump\xE6\xB3", "w:pump"},				/* a character cut off at the end */
		{"\xC0\xAFpump", "w:pump"},				/* overlong */
		{"\xED\xA0\x80pump", "w:pump"},				/* a surrogate */
		{"\xF4\x90\x80\x80pump", "w:pump"},			/* beyond Unicode */
		{"pump\x01leak\x7Fnow\r\n", "w:pump w:leak w:now"},	/* control characters separate */
		{"pu\xE2\x80\x8Bmp \xEF\xBB\xBFleak", "w:pump w:leak"}, /* zero-width ones vanish */
		{"主\xE2\x80\x8D轴", "h:主 h:主轴 h:轴"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(tokens_of(cases[i].text), cases[i].tokens);
}

static void test_a_huge_token_is_cut_between_characters(void **state)
{
	char text[3000] = "";
	struct kb_tokens *t = calloc(1, sizeof(*t));

	(void)state;
	for (size_t i = 0; i + 3 < sizeof(text); i += 2)
		memcpy(text + i, "é", 3);
	kb_text_tokens(text, t);
	assert_int_equal(t->n, 1);
	assert_int_equal(t->v[0].len, KB_TOKEN_MAX);
	memset(text, 'x', sizeof(text) - 1);
	memcpy(text + KB_TOKEN_MAX - 1, "é", 2);
	t->n = 0;
	kb_text_tokens(text, t);
	assert_int_equal(t->v[0].len, KB_TOKEN_MAX - 1);
	free(t);
}

static void test_no_more_tokens_than_there_is_room_for(void **state)
{
	size_t size = 100000;
	char *text = malloc(size);
	struct kb_tokens *t = calloc(1, sizeof(*t));

	(void)state;
	for (size_t i = 0; i < size; i++)
		text[i] = i % 2 ? ' ' : (char)('a' + i / 2 % 26);
	text[size - 1] = '\0';
	kb_text_tokens(text, t);
	assert_int_equal(t->n, KB_TOKENS);
	kb_text_tokens(text, t);
	assert_int_equal(t->n, KB_TOKENS);
	free(t);
	free(text);
}

static void test_fields_are_compared_as_codes(void **state)
{
	static const struct {
		const char *text, *code;
	} cases[] = {{"E-217", "e217"}, {" Ｅ 217 ", "e217"}, {"CNC-850 / B", "cnc850b"}, {"主轴 1", "主轴1"},
		{"--", ""}, {NULL, ""},
		{"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char code[KB_TOKEN_MAX + 1];

		assert_int_equal(kb_text_code(cases[i].text, code), strlen(cases[i].code));
		assert_string_equal(code, cases[i].code);
	}
}

static void test_a_code_field_of_digits_is_a_code(void **state)
{
	static struct kb_tokens t;

	(void)state;
	kb_text_code_token("401", &t);
	assert_int_equal(t.n, 1);
	assert_int_equal(t.v[0].kind, KB_CODE);
	assert_string_equal(t.v[0].text, "401");
	kb_text_code_token("过载", &t);
	assert_int_equal(t.n, 4);
	assert_int_equal(t.v[1].kind, KB_HAN);
}

static void test_stems(void **state)
{
	static const struct {
		const char *word, *stem;
	} cases[] = {
		/* must become one */
		{"pumps", "pump"},
		{"leaking", "leak"},
		{"leaks", "leak"},
		{"leaked", "leak"},
		{"slipped", "slip"},
		{"batteries", "battery"},
		{"hoses", "hos"},
		{"hose", "hos"},
		{"replaced", "replac"},
		{"replacing", "replac"},
		{"replace", "replac"},
		/* must not be touched */
		{"bus", "bus"},
		{"gas", "gas"},
		{"ring", "ring"},
		{"press", "press"},
		{"pressing", "press"},
		{"status", "status"},
		{"filling", "fill"},
		{"string", "string"},
		{"größe", "größe"},
		{"", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char stem[KB_TOKEN_MAX + 1];

		kb_text_stem(cases[i].word, strlen(cases[i].word), stem);
		assert_string_equal(stem, cases[i].stem);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tokens),
		cmocka_unit_test(test_the_hash_of_a_token_is_that_of_its_text),
		cmocka_unit_test(test_hostile_text),
		cmocka_unit_test(test_a_huge_token_is_cut_between_characters),
		cmocka_unit_test(test_no_more_tokens_than_there_is_room_for),
		cmocka_unit_test(test_fields_are_compared_as_codes),
		cmocka_unit_test(test_a_code_field_of_digits_is_a_code),
		cmocka_unit_test(test_stems),
	};

	return cmocka_run_group_tests_name("kb text", tests, NULL, NULL);
}
