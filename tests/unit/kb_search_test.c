/* kb_search_test.c - anything by a few words, while they are typed. */
#include "unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "kb/lexicon.h"
#include "kb/search.h"

static void put(struct kb_search *s, enum kb_kind_found kind, int64_t id, const char *title,
	const char *codes, const char *text)
{
	struct kb_search_record r = {.kind = kind, .id = id, .title = title, .codes = codes, .text = text};

	kb_search_put(s, &r);
}

static struct kb_search *plant(void)
{
	struct kb_search *s = kb_search_new();

	put(s, KB_FOUND_MACHINE, 1, "冲床 Punch press", "PR-003 JH21", "一号车间");
	put(s, KB_FOUND_MACHINE, 2, "数控车床 Lathe", "CNC-012 CK6150", "二号车间");
	put(s, KB_FOUND_TICKET, 1, "液压缸漏油", NULL, "冲床 PR-003 更换油封");
	put(s, KB_FOUND_TICKET, 2, "主轴异响", NULL, "数控车床 CNC-012");
	put(s, KB_FOUND_TICKET, 3, "hydraulic pump leaking", "E-217", "replaced batteries");
	put(s, KB_FOUND_PART, 1, "主轴轴承", "7010C", "50x80x16");
	put(s, KB_FOUND_PART, 2, "轴承", "NSK-7010C-A", NULL);
	put(s, KB_FOUND_SECTION, 4096, "主轴高速异响", NULL, "轴承磨损，更换轴承");
	return s;
}

static const char *find(const struct kb_search *s, struct kb_search_query q)
{
	static char text[512];
	struct kb_found_list found[KB_FOUND_KINDS];
	struct arena a;
	size_t n = 0;

	arena_init(&a);
	q.limit = q.limit ? q.limit : 5;
	text[0] = '\0';
	kb_search_find(s, &q, &a, found);
	for (size_t kind = 0; kind < KB_FOUND_KINDS; kind++)
		for (size_t i = 0; i < found[kind].n; i++)
			n += (size_t)snprintf(text + n, sizeof(text) - n, "%s%c%lld", n ? " " : "",
				"tfsmlpb"[kind], (long long)found[kind].items[i].id);
	arena_release(&a);
	return text;
}

static void what_holds_all_words_is_found(void **state)
{
	static const struct {
		const char *text, *found;
		bool unfinished;
	} cases[] = {
		{"冲床", "t1 m1"},
		{"冲床 漏油", "t1"},
		{"主轴", "t2 s4096 p1"},
		{"主轴异响", "t2 s4096"},
		{"异响主轴", "t2 s4096"},
		{"轴承", "s4096 p2 p1"},
		{"轴", "t2 s4096 p2 p1"},
		{"琵琶", ""},
		{"", ""},
		{"  ", ""},
		{"the of", ""},
		{"ck6150", "m2"},
		{"CK6150", "m2"},
		{"ＣＫ６１５０", "m2"},
		{"cnc-012", "t2 m2"},
		{"cnc012", "t2 m2"},
		{"6150", "m2"},
		{"7010c", "p1 p2"},
		{"nsk", "p2"},
		{"50x80x16", "p1"},
		{"e217", "t3"},
		{"E-217", "t3"},
		{"pump", "t3"},
		{"pumps leaked", "t3"},
		{"battery", "t3"},
		{"pump gearbox", ""},
		/* as it is typed */
		{"pu", "t3 m1", true},
		{"pum", "t3", true},
		{"hydraulic pu", "t3", true},
		{"p", "t3 t1 m1", true},
		{"cnc-0", "t2 m2", true},
		{"701", "p1 p2", true},
		{"pr-0", "t1 m1", true},
		{"pum ", "t3", true},
		/* misspelt */
		{"hydralic", "t3"},
		{"hydrualic", "t3"},
		{"hydrualic pmup", "t3"},
		{"hidraulik", "t3"},
		{"pmup", "t3"},
		{"pumb", "t3"},
		{"hydrualic pum", "t3", true},
		{"gear", ""},
	};
	struct kb_search *s = plant();

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *found = find(s,
			(struct kb_search_query){.text = cases[i].text, .unfinished = cases[i].unfinished});

		if (strcmp(found, cases[i].found))
			print_error("%s: %s, not %s\n", cases[i].text, found, cases[i].found);
		assert_string_equal(found, cases[i].found);
	}
	kb_search_free(s);
}

static void when_nothing_holds_them_all_what_holds_most_is(void **state)
{
	struct kb_search *s = plant();

	(void)state;
	assert_string_equal(find(s, (struct kb_search_query){.text = "hydraulic pump leaking badly"}), "t3");
	assert_string_equal(find(s, (struct kb_search_query){.text = "badly worn gearbox pump"}), "");
	assert_string_equal(find(s, (struct kb_search_query){.text = "主轴在高速时有异响",
					    .kinds = 1 << KB_FOUND_SECTION,
					    .any = true}),
		"s4096");
	assert_string_equal(find(s, (struct kb_search_query){.text = "冲床不回程",
					    .kinds = 1 << KB_FOUND_SECTION,
					    .any = true}),
		"");
	kb_search_free(s);
}

static void only_what_kinds_were_asked_for_and_so_many_of_each(void **state)
{
	struct kb_search *s = plant();

	(void)state;
	assert_string_equal(
		find(s, (struct kb_search_query){.text = "主轴", .kinds = 1 << KB_FOUND_PART}), "p1");
	assert_string_equal(find(s, (struct kb_search_query){.text = "轴承", .limit = 1}), "s4096 p2");
	kb_search_free(s);
}

static void what_changes_or_goes_is_found_as_it_is_now(void **state)
{
	struct kb_search *s = plant();

	(void)state;
	put(s, KB_FOUND_TICKET, 2, "刀塔不转", NULL, "数控车床 CNC-012");
	assert_string_equal(find(s, (struct kb_search_query){.text = "异响"}), "s4096");
	assert_string_equal(find(s, (struct kb_search_query){.text = "刀塔"}), "t2");
	assert_true(kb_search_remove(s, KB_FOUND_SECTION, 4096));
	assert_false(kb_search_remove(s, KB_FOUND_SECTION, 4096));
	assert_string_equal(find(s, (struct kb_search_query){.text = "异响"}), "");
	/* so often that everything is packed */
	for (int i = 0; i < 15000; i++) {
		char text[40];

		snprintf(text, sizeof(text), "word%c%c%c", 'a' + i % 26, 'a' + i / 26 % 26, 'a' + i / 676);
		put(s, KB_FOUND_TICKET, 2, text, NULL, NULL);
	}
	assert_string_equal(find(s, (struct kb_search_query){.text = "冲床"}), "t1 m1");
	assert_string_equal(find(s, (struct kb_search_query){.text = "wordxew"}), "t2");
	assert_string_equal(find(s, (struct kb_search_query){.text = "wordxez", .unfinished = true}),
		"t2"); /* misspelt, nearly */
	kb_search_free(s);
}

static void newer_comes_before_older_and_retired_last(void **state)
{
	struct kb_search *s = kb_search_new();
	struct kb_search_record r = {.kind = KB_FOUND_TICKET, .id = 1, .title = "belt torn", .time_ms = 1000};

	(void)state;
	kb_search_put(s, &r);
	r.id = 2;
	r.time_ms = 90 * DAY_MS;
	kb_search_put(s, &r);
	assert_string_equal(
		find(s, (struct kb_search_query){.text = "belt", .now_ms = 100 * DAY_MS}), "t2 t1");
	r.faint = true;
	kb_search_put(s, &r);
	assert_string_equal(
		find(s, (struct kb_search_query){.text = "belt", .now_ms = 100 * DAY_MS}), "t1 t2");
	kb_search_free(s);
}

/* A concept is met by its terms of any language, of any number of words; what is short by what it is short for, and back. */
static void a_lexicon_crosses_languages(void **state)
{
	static const struct {
		const char *text, *without, *with;
	} cases[] = {
		{"电池", "", "t3"},
		{"spindle noise", "", "t2 s4096"},
		{"main spindle noisy", "", "t2 s4096"},
		{"relief valve", "", "t7"},
		{"pressure relief valve", "", "t7"},
		{"safety valves", "", "t7"},
		{"溢流阀", "t7", "t7"},
		{"oil seal", "", "t1"},
		{"oil", "t8", "t8"},  /* half of a term says nothing of it */
		{"油封", "t1", "t1"}, /* nor does what holds half of the other */
		{"brg", "", "s4096 p2 p1"},
		{"按扭", "", "t9"},
		{"hyd", "t3", "t1 t3"}, /* hydraulic, and so 液压 */
		{"gizmo", "", "t9"},	/* the plant's own, */
		{"大螃蟹", "", "t3"},
		{"zz9 leaking", "", ""},
	};
	struct kb_lexicon *lx = kb_lexicon_new("gizmo\t按钮\ncrab\tpart\t大螃蟹\tpump leak\n");
	struct kb_search *s = plant();

	(void)state;
	put(s, KB_FOUND_TICKET, 7, "溢流阀卡死", NULL, NULL);
	put(s, KB_FOUND_TICKET, 8, "oil on the floor", NULL, NULL);
	put(s, KB_FOUND_TICKET, 9, "启动按钮失灵", NULL, NULL);
	for (int with = 0; with < 2; with++) {
		kb_search_set_lexicon(s, with ? lx : NULL);
		for (size_t i = 0; i < COUNT(cases); i++) {
			const char *wanted = with ? cases[i].with : cases[i].without;
			const char *found = find(s, (struct kb_search_query){.text = cases[i].text});

			if (strcmp(found, wanted))
				print_error("%s: %s, not %s\n", cases[i].text, found, wanted);
			assert_string_equal(found, wanted);
		}
	}
	kb_lexicon_free(lx);
	kb_search_free(s);
}

static void the_words_that_matched_are_named_as_they_stand_there(void **state)
{
	struct kb_search *s = plant();
	struct kb_found_list found[KB_FOUND_KINDS];
	struct arena a;

	(void)state;
	arena_init(&a);
	assert_true(kb_search_find(
		s, &(struct kb_search_query){.text = "hydrualic leaks", .limit = 5}, &a, found));
	assert_int_equal(found[KB_FOUND_TICKET].items[0].n_words, 2);
	assert_string_equal(found[KB_FOUND_TICKET].items[0].words[0], "hydraulic");
	assert_string_equal(found[KB_FOUND_TICKET].items[0].words[1], "leaking");
	arena_release(&a);
	kb_search_free(s);
}

static void hostile_text_costs_no_more_than_other(void **state)
{
	struct kb_search *s = plant();
	char *text = malloc(100001);
	int64_t began;

	(void)state;
	for (int i = 0; i < 100000; i++)
		text[i] = "a1-\xE4\xB8 .\xFF%_\\'\"zyx"[(i * 7 + i / 13) % 17];
	text[100000] = '\0';
	put(s, KB_FOUND_TICKET, 9, text, text, text);
	began = clock_mono_us();
	find(s, (struct kb_search_query){.text = text, .unfinished = true});
	assert_true(clock_mono_us() - began < 1000000);
	put(s, KB_FOUND_TICKET, 9, NULL, NULL, NULL);
	assert_string_equal(find(s, (struct kb_search_query){.text = "冲床"}), "t1 m1");
	free(text);
	kb_search_free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_holds_all_words_is_found),
		cmocka_unit_test(when_nothing_holds_them_all_what_holds_most_is),
		cmocka_unit_test(only_what_kinds_were_asked_for_and_so_many_of_each),
		cmocka_unit_test(what_changes_or_goes_is_found_as_it_is_now),
		cmocka_unit_test(newer_comes_before_older_and_retired_last),
		cmocka_unit_test(a_lexicon_crosses_languages),
		cmocka_unit_test(the_words_that_matched_are_named_as_they_stand_there),
		cmocka_unit_test(hostile_text_costs_no_more_than_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
