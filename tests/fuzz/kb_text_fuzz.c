/* kb_text_fuzz.c - any bytes as a text: tokens within their bounds and of their kind, the same however the text was cut
 * at a blank, and folding what is folded changes nothing. Seeds: tests/fuzz/seeds/kb_text, and real texts
 * (tests/fuzz/hours.sh). */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "kb/lexicon.h"
#include "kb/map.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static bool has(const char *text, const char *any)
{
	return strpbrk(text, any) != NULL;
}

static void check_token(const struct kb_token *t)
{
	struct kb_tokens *again = xcalloc(1, sizeof(*again));
	char stem[KB_TOKEN_MAX + 1];
	bool digits = has(t->text, "0123456789");

	must(t->len > 0 && t->len <= KB_TOKEN_MAX && strlen(t->text) == t->len);
	must(utf8_valid(t->text, t->len));
	must(!has(t->text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ -_./\t\n"));
	must(t->kind == KB_CODE || !digits);
	must(t->hash == kb_map_hash(t->text, t->len));
	kb_text_tokens(t->text, again);
	if (t->kind == KB_HAN) {
		must(again->n == (kb_text_is_pair(t) ? 3 : 1) && again->v[0].kind == KB_HAN);
	} else if (t->kind == KB_WORD) {
		must(again->n == 1 && again->v[0].kind == KB_WORD && strcmp(again->v[0].text, t->text) == 0);
		must(kb_text_stem(t->text, t->len, stem) <= t->len && stem[0] && strlen(stem) <= t->len);
		must(kb_text_stem_hash(t) == kb_map_hash(stem, strlen(stem)));
	}
	free(again);
}

static bool same(const struct kb_token *a, const struct kb_token *b)
{
	return a->kind == b->kind && strcmp(a->text, b->text) == 0;
}

/* What comes of the whole comes of its two halves, when they are cut at a blank. */
static void check_halves(char *text, const struct kb_tokens *whole)
{
	struct kb_tokens *halves = xcalloc(1, sizeof(*halves));
	char *blank = strchr(text + strlen(text) / 2, ' ');

	if (blank && strlen(text) < KB_TEXT_MAX) {
		*blank = '\0';
		kb_text_tokens(text, halves);
		kb_text_tokens(blank + 1, halves);
		must(halves->n == whole->n);
		for (size_t i = 0; i < whole->n; i++)
			must(same(&whole->v[i], &halves->v[i]));
		*blank = ' ';
	}
	free(halves);
}

static void check_code(const char *text)
{
	char code[KB_TOKEN_MAX + 1], again[KB_TOKEN_MAX + 1];
	struct kb_tokens *tokens = xcalloc(1, sizeof(*tokens));
	size_t n = kb_text_code(text, code);

	must(n == strlen(code) && n <= KB_TOKEN_MAX && utf8_valid(code, n));
	must(kb_text_code(code, again) == n && strcmp(code, again) == 0);
	kb_text_code_token(text, tokens);
	must(tokens->n <= KB_TOKENS);
	if (has(code, "0123456789"))
		must(tokens->n == 1 && tokens->v[0].kind == KB_CODE && strcmp(tokens->v[0].text, code) == 0);
	free(tokens);
}

/* With spellings replaced and concepts told: still tokens within their bounds, and a concept is told by words that are
 * there. */
static void check_read(const char *text)
{
	static struct kb_lexicon *shipped;
	struct kb_reading *r = xcalloc(1, sizeof(*r));
	struct kb_tokens *t = &r->tokens;

	if (!shipped)
		shipped = kb_lexicon_new(NULL);
	kb_lexicon_read(shipped, shipped, text, t, r);
	must(t->n <= KB_TOKENS);
	for (size_t i = 0; i < t->n; i++) {
		const struct kb_token *one = &t->v[i];

		must(one->len > 0 && one->len <= KB_TOKEN_MAX && strlen(one->text) == one->len);
		if (one->kind != KB_CONCEPT)
			continue;
		must(one->text[0] == '=' && kb_lexicon_of(shipped, one));
		must(one->from < one->to && one->to <= i && t->v[one->from].kind != KB_CONCEPT);
	}
	free(r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct kb_tokens *tokens = xcalloc(1, sizeof(*tokens));
	char *text = xcalloc(size + 1, 1);

	memcpy(text, data, size);
	kb_text_tokens(text, tokens);
	must(tokens->n <= KB_TOKENS);
	for (size_t i = 0; i < tokens->n; i++)
		check_token(&tokens->v[i]);
	check_halves(text, tokens);
	check_code(text);
	check_read(text);
	free(text);
	free(tokens);
	return 0;
}
