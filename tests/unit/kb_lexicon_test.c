/* kb_lexicon_test.c - shortened words, and words that mean the same: kb/lexicon.h, and the lists that are shipped. */
#include "kb/lexicon.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "lexicon_files.h"

enum { CONCEPTS_LEAST = 600, SPELLINGS_LEAST = 400 };

/* The words of a text, then what they tell, as the lexicon reads it. */
static const char *read_by(const struct kb_lexicon *lx, const char *text)
{
	static struct kb_reading r;
	static char out[KB_TOKENS * (KB_TOKEN_MAX + 2)];
	size_t n = 0;

	r.tokens.n = 0;
	kb_lexicon_tokens(lx, text, &r.tokens, &r);
	kb_lexicon_tell(lx, &r.tokens, 0, &r);
	out[0] = '\0';
	for (size_t i = 0; i < r.tokens.n; i++)
		if (r.tokens.v[i].kind != KB_HAN)
			n += (size_t)snprintf(
				out + n, sizeof(out) - n, "%s%s", n ? " " : "", r.tokens.v[i].text);
	return out;
}

static void test_every_shipped_line_is_well_formed(void **state)
{
	const char *files[] = {(const char *)lexicon_spellings, (const char *)lexicon_concepts};
	char line[KB_LEXICON_LINE_MAX + 1];

	(void)state;
	for (size_t f = 0; f < 2; f++) {
		for (const char *at = files[f]; *at;) {
			size_t n = strcspn(at, "\n");
			struct kb_lexicon_line parsed;

			assert_true(n <= KB_LEXICON_LINE_MAX);
			memcpy(line, at, n);
			line[n] = '\0';
			kb_lexicon_line(line, &parsed);
			if (parsed.kind == KB_LINE_WRONG)
				print_error("%s\n", line);
			assert_int_not_equal(parsed.kind, KB_LINE_WRONG);
			at += n + (at[n] == '\n');
		}
	}
}

/* No term tells two concepts, no spelling stands for two things: each is found again as its own. */
static void test_no_shipped_term_means_two_things(void **state)
{
	struct kb_lexicon *lx = kb_lexicon_new(NULL);
	size_t spellings = 0, wrong = 0;

	(void)state;
	for (size_t i = 0; i < kb_lexicon_terms(lx); i++) {
		const struct kb_term *t = kb_lexicon_term(lx, i);
		bool right;

		if (t->means) {
			const char *means = kb_lexicon_spelling(lx, t->text);

			right = means && strcmp(means, t->means) == 0;
			spellings++;
		} else {
			right = kb_lexicon_means(lx, t->text) == kb_lexicon_concept(lx, t->concept);
		}
		if (t->hidden || !right) {
			print_error("%s\n", t->text);
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
	assert_true(spellings >= SPELLINGS_LEAST);
	kb_lexicon_free(lx);
}

static void test_every_shipped_concept_has_both_languages_and_its_parent(void **state)
{
	struct kb_lexicon *lx = kb_lexicon_new(NULL);
	size_t n = kb_lexicon_concepts(lx), real = 0;
	unsigned *languages = calloc(n, sizeof(*languages));

	(void)state;
	for (size_t i = 0; i < kb_lexicon_terms(lx); i++) {
		const struct kb_term *t = kb_lexicon_term(lx, i);

		if (!t->means)
			languages[t->concept] |= 1u << t->chinese;
	}
	for (size_t i = 0; i < n; i++) {
		const struct kb_concept *c = kb_lexicon_concept(lx, i);

		assert_true(kb_lexicon_is_id(c->id));
		assert_int_equal(c->class == KB_CLASS_ACTION, c->fix != NULL);
		assert_false(c->own);
		if (c->class == KB_CLASS_NONE)
			continue;
		if (languages[i] != 3 || (strchr(c->id, '.') && !c->parent))
			print_error("%s\n", c->id);
		assert_int_equal(languages[i], 3);
		assert_int_equal(strchr(c->id, '.') != NULL, c->parent != 0);
		real++;
	}
	assert_true(real >= CONCEPTS_LEAST);
	free(languages);
	kb_lexicon_free(lx);
}

static void test_what_a_text_tells(void **state)
{
	static const struct {
		const char *text, *read;
	} cases[] = {
		/* shortened words are written out, then read */
		{"C/O brgs", "change out bearing =replace =bearing"},
		{"L/H hyd pmp", "left hand hydraulic pump =left =hydraulic =pump"},
		{"HYD CYL LEAKG", "hydraulic cylinder leaking =cylinder.hydraulic =cylinder =leak"},
		{"low press", "low pressure =pressure-low"},
		{"press", "press"},
		/* two languages, one concept; a special one tells the general one too */
		{"relief valves stuck", "relief valves stuck =valve.relief =valve =jam"},
		{"溢流阀卡死", "=valve.relief =valve =jam"},
		{"更换轴承", "=replace =bearing"},
		{"电机O型圈漏油", "o =motor =seal.o-ring =seal =leak.oil =leak"},
		/* wrong characters, traditional ones */
		{"传感气坏了", "=sensor =broken"},
		{"軸承異響", "=bearing =noise"},
		/* the longest term, from the left; one character only where none holds it */
		{"接近开关", "=switch.proximity =switch"},
		{"换热器", "=exchanger"},
		{"换泵", "=replace =pump"},
		{"切换泵", "=pump"}, /* a verb of one character only where a run begins */
		{"水平", ""},
		{"轴 承", "=shaft"}, /* not over a blank */
		/* what is nothing of ours stays as it is */
		{"frobnicated E-217", "frobnicated e217"},
		{"", ""},
	};
	struct kb_lexicon *lx = kb_lexicon_new(NULL);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(read_by(lx, cases[i].text), cases[i].read);
	assert_string_equal(read_by(NULL, "C/O brgs"), "co brgs");
	kb_lexicon_free(lx);
}

static void test_a_plant_adds_its_own_and_wins(void **state)
{
	struct kb_lexicon *lx = kb_lexicon_new("# ours\n"
					       "hyd\thydrogen\n"
					       "brg\t-\n"
					       "dcs\tdistributed control\n"
					       "bearing\tpart\t铁蛋\t\n"
					       "tray.red\tpart\t红筐;筐\tred tray\n"
					       "bad line without columns\n"
					       "Bad Id\tpart\tx\ty\n"
					       "oddity\taction:polish\tx\ty\n");

	(void)state;
	assert_string_equal(read_by(lx, "hyd leak"), "hydrogen leak =leak");
	assert_string_equal(read_by(lx, "brg"), "brg");
	assert_string_equal(read_by(lx, "dcs"), "distributed control");
	assert_string_equal(read_by(lx, "铁蛋"), "=bearing");
	assert_string_equal(read_by(lx, "轴承"), "=bearing");
	assert_string_equal(read_by(lx, "red trays"), "red trays =tray.red");
	assert_string_equal(read_by(lx, "vlv"), "valve =valve");
	assert_true(kb_lexicon_find(lx, "tray.red")->own);
	assert_false(kb_lexicon_find(lx, "bearing")->own);
	assert_string_equal(kb_lexicon_find(lx, "bearing")->name, "轴承 bearing");
	assert_null(kb_lexicon_find(lx, "Bad Id"));
	assert_null(kb_lexicon_find(lx, "oddity"));
	kb_lexicon_free(lx);
}

static void test_what_could_never_be_met_is_no_term(void **state)
{
	static const struct {
		const char *text;
		bool is;
	} rows[] = {
		{"皮带轮", true},
		{"e-stop 按钮", true},
		{"oil pump", true},
		{"皮带 轮", false}, /* reading goes along one run of Chinese */
		{"车;天车", false},
		{"…", false},
		{"one oil pump shaft seal ring wear plate bolt", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char own[80];
		struct kb_lexicon *lx;

		assert_int_equal(kb_lexicon_is_term(rows[i].text), rows[i].is);
		snprintf(own, sizeof(own), "%s\tbearing\n", rows[i].text);
		lx = kb_lexicon_new(own);
		assert_int_equal(kb_lexicon_spelling(lx, rows[i].text) != NULL, rows[i].is);
		kb_lexicon_free(lx);
	}
}

static void test_each_owner_frees_once(void **state)
{
	struct kb_lexicon *lx = kb_lexicon_new(NULL), *same = kb_lexicon_keep(lx);

	(void)state;
	kb_lexicon_free(lx);
	assert_string_equal(read_by(same, "brg"), "bearing =bearing");
	kb_lexicon_free(same);
	kb_lexicon_free(NULL);
}

/* Long and broken texts stay within the bounds of text.h. */
static void test_hostile_text_stays_within_bounds(void **state)
{
	struct kb_lexicon *lx = kb_lexicon_new(NULL);
	char *text = malloc(3 * KB_TEXT_MAX);

	(void)state;
	for (size_t i = 0; i + 4 < 3 * KB_TEXT_MAX; i += 4)
		memcpy(text + i, "hyd ", 4);
	text[3 * KB_TEXT_MAX - 4] = '\0';
	assert_true(strlen(read_by(lx, text)) > KB_TOKENS);
	for (size_t i = 0; i + 1 < 3 * KB_TEXT_MAX; i++)
		text[i] = (char)(i * 7 % 251 + 1);
	text[3 * KB_TEXT_MAX - 1] = '\0';
	read_by(lx, text);
	free(text);
	kb_lexicon_free(lx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_shipped_line_is_well_formed),
		cmocka_unit_test(test_no_shipped_term_means_two_things),
		cmocka_unit_test(test_every_shipped_concept_has_both_languages_and_its_parent),
		cmocka_unit_test(test_what_a_text_tells),
		cmocka_unit_test(test_a_plant_adds_its_own_and_wins),
		cmocka_unit_test(test_what_could_never_be_met_is_no_term),
		cmocka_unit_test(test_each_owner_frees_once),
		cmocka_unit_test(test_hostile_text_stays_within_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
