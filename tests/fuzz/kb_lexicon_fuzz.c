/* kb_lexicon_fuzz.c - any bytes as a plant's own lines, and behind a NUL a text read with them: every line is told right
 * from wrong, what was taken in can be found again by its own spelling, and whatever the lines say, tokens stay within
 * their bounds. Seeds: tests/fuzz/seeds/kb_lexicon. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "kb/lexicon.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

/* A line is one of the four things, and what it holds is what its kind promises. */
static void check_lines(const char *text)
{
	char *all = xstrdup(text), *rest = all, *line;

	while ((line = strsep(&rest, "\n"))) {
		struct kb_lexicon_line cut;

		kb_lexicon_line(line, &cut);
		for (size_t i = 0; cut.kind != KB_LINE_NOTHING && cut.kind != KB_LINE_WRONG && i < 4; i++)
			must(!cut.column[i] || !strpbrk(cut.column[i], "\t\n"));
		if (cut.kind == KB_LINE_SPELLING)
			must(kb_lexicon_is_term(cut.column[0]));
		if (cut.kind == KB_LINE_CONCEPT)
			must(kb_lexicon_is_id(cut.column[0]) && kb_lexicon_is_class(cut.column[1]));
	}
	free(all);
}

/* Every term that is not hidden is found by its spelling; every concept by its id, and its parent stands before it. */
static void check_terms(const struct kb_lexicon *lx)
{
	for (size_t i = 0; i < kb_lexicon_terms(lx); i++) {
		const struct kb_term *t = kb_lexicon_term(lx, i);

		if (!t->own) /* own first */
			break;
		must(t->text[0] && kb_lexicon_is_term(t->text));
		if (!t->means)
			must(t->concept < kb_lexicon_concepts(lx));
		else if (!t->hidden)
			must(kb_lexicon_spelling(lx, t->text) != NULL || strcmp(t->means, "-") == 0);
	}
	for (size_t i = kb_lexicon_concepts(lx); i-- > 0;) {
		const struct kb_concept *c = kb_lexicon_concept(lx, i);

		if (!c->own) /* shipped ones have their own test */
			break;
		must(kb_lexicon_find(lx, c->id) == c && c->parent <= kb_lexicon_concepts(lx));
	}
}

static void check_reading(const struct kb_lexicon *lx, const char *text)
{
	struct kb_reading *r = xcalloc(1, sizeof(*r));
	struct kb_tokens *t = &r->tokens;

	kb_lexicon_read(lx, lx, text, t, r);
	must(t->n <= KB_TOKENS);
	for (size_t i = 0; i < t->n; i++) {
		const struct kb_token *one = &t->v[i];

		must(one->len > 0 && one->len <= KB_TOKEN_MAX && strlen(one->text) == one->len);
		must(utf8_valid(one->text, one->len));
		if (one->kind == KB_CONCEPT)
			must(kb_lexicon_of(lx, one) && one->from < one->to && one->to <= i);
	}
	free(r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *all = xcalloc(size + 2, 1); /* a text behind the lines, empty when there is no NUL */
	struct kb_lexicon *lx;

	memcpy(all, data, size);
	check_lines(all);
	lx = kb_lexicon_new(all);
	check_terms(lx);
	check_reading(lx, all + strlen(all) + 1);
	check_reading(lx, all); /* its own lines, as somebody might paste them */
	kb_lexicon_free(lx);
	free(all);
	return 0;
}
