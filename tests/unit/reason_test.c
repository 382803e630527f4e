/* reason_test.c - why a fix is suggested: facts, only those that brought it up, in the reader's language. */
#include "test.h"

#include <string.h>

#include "base/clock.h"
#include "domain/reason.h"

#define NOW (INT64_C(1000) * DAY_MS)

struct scene {
	struct arena arena;
	struct kb_fix fixes[2];
	struct kb_answer answer;
	struct reason_facts facts;
};

static void scene_open(struct scene *s)
{
	memset(s, 0, sizeof(*s));
	arena_init(&s->arena);
	s->answer.fixes = s->fixes;
	s->answer.n_fixes = 2;
	for (int f = 0; f < KB_FEATURES; f++)
		s->answer.weights.of[f] = 1;
	s->facts = (struct reason_facts){.lang = LANG_EN, .now = NOW, .cases = 7, .cases_here = 3};
}

static const char *why(struct scene *s, size_t at)
{
	const char *text = reason_of(&s->arena, &s->answer, at, &s->facts);

	return text ? text : "";
}

/* The two features that brought most are said, the greater first; what brought hardly anything is not. */
static void test_what_brought_most_is_said_first(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	s.fixes[0].features[KB_F_HERE] = 2;
	s.fixes[0].features[KB_F_SAME] = 1;
	s.fixes[0].features[KB_F_VOTE] = .05;
	assert_string_equal(
		why(&s, 0), "done 3 times on this machine; the very same report was fixed so before");
	s.facts.lang = LANG_ZH;
	assert_non_null(strstr(why(&s, 0), "本机这样修过 3 次"));
	/* what both have the same of speaks for neither */
	memcpy(s.fixes[1].features, s.fixes[0].features, sizeof(s.fixes[0].features));
	assert_string_equal(why(&s, 0), "");
	arena_release(&s.arena);
}

/* A weight of nothing makes a feature nothing. */
static void test_weights_count(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	s.fixes[0].features[KB_F_HERE] = 2;
	s.answer.weights.of[KB_F_HERE] = 0;
	assert_string_equal(why(&s, 0), "");
	arena_release(&s.arena);
}

/* Nothing is made up: without words, a last time or cases there is no such sentence. */
static void test_only_facts_are_said(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	s.fixes[0].features[KB_F_WORDS] = 3;
	s.fixes[0].features[KB_F_RECENT] = 3;
	assert_string_equal(why(&s, 0), "");
	s.fixes[0].words[0] = "leak";
	s.fixes[0].n_words = 1;
	s.fixes[0].last_here_ms = NOW - 4 * DAY_MS;
	assert_non_null(strstr(why(&s, 0), "leak"));
	assert_non_null(strstr(why(&s, 0), "done on this machine 4 days ago"));
	s.fixes[0].features[KB_F_NAME] = 4;
	assert_string_equal(why(&s, 0),
		"the report says what it is called; “leak” is said mostly where this was the fix");
	s.facts.cases = 0;
	s.fixes[1].features[KB_F_VOTE] = s.fixes[1].features[KB_F_BEST] = 5;
	assert_string_equal(why(&s, 1), "");
	arena_release(&s.arena);
}

/* What somebody wrote down and nobody used yet says that first. */
static void test_what_was_written_down_says_so(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	s.facts.written = true;
	s.facts.cases = s.facts.cases_here = 0;
	assert_string_equal(why(&s, 0), "written down by somebody experienced, not used yet");
	s.facts.cases = 1;
	assert_string_equal(why(&s, 0), "");
	arena_release(&s.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_brought_most_is_said_first),
		cmocka_unit_test(test_weights_count),
		cmocka_unit_test(test_only_facts_are_said),
		cmocka_unit_test(test_what_was_written_down_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
