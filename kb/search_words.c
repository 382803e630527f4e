/* search_words.c - a text as what it can be found by; see search_state.h. */
#include <string.h>

#include "base/text.h"
#include "kb/search_state.h"

static bool alnum(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool joint(char c)
{
	return c == '-' || c == '.' || c == '_' || c == '/' || c == '*';
}

static void put(struct kb_search_words *w, const char *text, size_t len, enum kb_kind kind, bool telling)
{
	struct kb_token *t = &w->v[w->n];

	if (w->n == KB_TOKENS || !len)
		return;
	t->len = (uint8_t)(len < KB_TOKEN_MAX ? len : KB_TOKEN_MAX);
	memcpy(t->text, text, t->len);
	t->text[t->len] = '\0';
	t->kind = (uint8_t)kind;
	w->places[w->n] = KB_NO_PLACE;
	w->telling[w->n++] = telling;
}

/* The numbers in "ck6150b": what people remember of a code. */
static void put_numbers(struct kb_search_words *w, const char *p, size_t len)
{
	for (size_t i = 0; i < len;) {
		size_t n = 0;

		while (i + n < len && digit(p[i + n]))
			n++;
		if (n >= 2 && n < len)
			put(w, p + i, n, KB_CODE, false);
		i += n ? n : 1;
	}
}

/* A run of letters, digits and joints that has a digit: "nsk-7010c" is nsk7010c, nsk, 7010c and 7010. */
static void put_code(struct kb_search_words *w, const char *p, size_t len, bool pieces)
{
	char whole[KB_TOKEN_MAX];
	size_t n = 0, from = 0;

	for (size_t i = 0; i < len && n < sizeof(whole); i++)
		if (alnum(p[i]))
			whole[n++] = p[i];
	put(w, whole, n, KB_CODE, true);
	for (size_t i = 0; pieces && i <= len; i++) {
		if (i < len && alnum(p[i]))
			continue;
		if (i > from && i - from < n)
			put(w, p + from, i - from, KB_CODE, false);
		put_numbers(w, p + from, i - from);
		from = i + 1;
	}
}

static void read_codes(struct kb_search_words *w, const char *p, bool pieces)
{
	while (*p) {
		size_t n = 0, digits = 0;

		while (alnum(p[n]) || (n && joint(p[n]) && alnum(p[n + 1])))
			digits += digit(p[n++]);
		if (digits)
			put_code(w, p, n, pieces);
		p += n ? n : 1;
	}
}

void kb_search_read(struct kb_search_words *w, const char *text, bool pieces)
{
	struct arena a;
	const char *folded;

	if (!text || !*text)
		return;
	arena_init(&a);
	folded = text_fold(
		&a, strnlen(text, KB_TEXT_MAX) < KB_TEXT_MAX ? text : arena_strndup(&a, text, KB_TEXT_MAX));
	w->tokens.n = 0;
	kb_text_tokens(folded, &w->tokens);
	for (size_t i = 0; i < w->tokens.n; i++) {
		const struct kb_token *t = &w->tokens.v[i];
		bool near_pair =
			(i > 0 && kb_text_is_pair(t - 1)) || (i + 1 < w->tokens.n && kb_text_is_pair(t + 1));

		if (t->kind == KB_CODE)
			continue;
		put(w, t->text, t->len, (enum kb_kind)t->kind,
			t->kind != KB_HAN || kb_text_is_pair(t) || !near_pair);
		if (w->n)
			w->places[w->n - 1] = (uint16_t)i;
	}
	read_codes(w, folded, pieces);
	arena_release(&a);
}
