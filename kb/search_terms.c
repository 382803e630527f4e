/* search_terms.c - the vocabulary of the search: by beginning, by stem, by look; see search_state.h. */
#include <stdlib.h>
#include <string.h>

#include "kb/search_state.h"

enum { LOOSE = 2048, LIKES = 64, NEAR_LEAST = 4, NEAR_TWO = 8 };

static const char *text_of(const struct kb_search *s, uint32_t term)
{
	return kb_names_text(&s->names, term);
}

static uint32_t letters_of(const char *p, size_t n)
{
	uint32_t bits = 0;

	for (size_t i = 0; i < n; i++)
		bits |= 1u << ((unsigned char)p[i] & 31);
	return bits;
}

static int by_text(const void *a, const void *b, void *ctx)
{
	const struct kb_search *s = ctx;

	return strcmp(text_of(s, *(const uint32_t *)a), text_of(s, *(const uint32_t *)b));
}

/* The loose ones are sorted and merged in, from the end; aside, since the old order is being read. */
static void tidy(struct kb_search *s)
{
	size_t n = s->names.n - s->sorted, i = s->sorted, j = n, at = s->names.n;
	uint32_t *tail = xmalloc(n * sizeof(*tail)), *order;
	size_t room = 0;

	order = kb_heap_grow(s->heap, NULL, &room, 0, s->names.n, sizeof(*order));
	memcpy(tail, s->order + s->sorted, n * sizeof(*tail));
	qsort_r(tail, n, sizeof(*tail), by_text, s);
	while (at)
		if (!j || (i && strcmp(text_of(s, s->order[i - 1]), text_of(s, tail[j - 1])) > 0))
			order[--at] = s->order[--i];
		else
			order[--at] = tail[--j];
	free(tail);
	kb_heap_retire_array(s->heap, s->order, s->order_room, sizeof(*s->order));
	s->order = order;
	s->order_room = room;
	s->sorted = s->names.n;
}

uint32_t kb_term_add(struct kb_search *s, const struct kb_token *t)
{
	size_t known = s->names.n;
	uint32_t term = kb_names_add(&s->names, t->text, t->len);

	if (term < known)
		return term;
	s->terms = kb_heap_grow(s->heap, s->terms, &s->term_room, term, term + 1, sizeof(*s->terms));
	s->terms[term] = (struct kb_search_term){
		.kind = t->kind, .len = t->len, .letters = letters_of(t->text, t->len)};
	s->order = kb_heap_grow(s->heap, s->order, &s->order_room, term, term + 1, sizeof(*s->order));
	s->order[term] = term;
	if (s->names.n - s->sorted > LOOSE)
		tidy(s);
	return term;
}

/* ---- beginnings ---- */

static size_t first_not_before(const struct kb_search *s, const char *text)
{
	size_t lo = 0, hi = s->sorted;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (strcmp(text_of(s, s->order[mid]), text) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

size_t kb_terms_beginning(
	const struct kb_search *s, const char *text, size_t len, size_t most, struct arena *a, uint32_t **out)
{
	char wanted[KB_TOKEN_MAX + 1];
	size_t n = 0, from;

	snprintf(wanted, sizeof(wanted), "%.*s", (int)len, text);
	from = first_not_before(s, wanted);
	*out = arena_calloc(a, most, sizeof(**out));
	for (size_t i = from; i < s->sorted && n < most && strncmp(text_of(s, s->order[i]), wanted, len) == 0;
		i++)
		if (kb_search_living(s, s->order[i]))
			(*out)[n++] = s->order[i];
	for (size_t i = s->sorted; i < s->names.n && n < most; i++)
		if (kb_search_living(s, s->order[i]) && strncmp(text_of(s, s->order[i]), wanted, len) == 0)
			(*out)[n++] = s->order[i];
	return n;
}

/* Endings change at most the last two letters of a stem ("batteries" is battery). */
size_t kb_terms_of_stem(const struct kb_search *s, const struct kb_token *t, struct arena *a, uint32_t **out)
{
	char stem[KB_TOKEN_MAX + 1], other[KB_TOKEN_MAX + 1];
	size_t len, n, kept = 0;

	*out = NULL;
	if (t->kind != KB_WORD || t->len < 3)
		return 0;
	len = kb_text_stem(t->text, t->len, stem);
	n = kb_terms_beginning(s, t->text, len > 4 ? len - 1 : len < 3 ? len : 3, 1024, a, out);
	for (size_t i = 0; i < n; i++) {
		const char *text = text_of(s, (*out)[i]);

		if (s->terms[(*out)[i]].kind == KB_WORD && strcmp(text, t->text) != 0 &&
			kb_text_stem(text, strlen(text), other) == len && memcmp(stem, other, len) == 0)
			(*out)[kept++] = (*out)[i];
	}
	return kept;
}

/* ---- looks ---- */

/* Letters put, left out, changed or swapped with their neighbour (Damerau 1964, the restricted form). beginning: as few as
 * any beginning of b needs. More than `most` is said as most + 1. */
static int distance(const char *a, int n, const char *b, int m, int most, bool beginning)
{
	int rows[3][KB_TOKEN_MAX + 1], best = most + 1;

	for (int j = 0; j <= m; j++)
		rows[0][j] = j;
	for (int i = 1; i <= n; i++) {
		int *now = rows[i % 3], *last = rows[(i + 2) % 3], *before = rows[(i + 1) % 3], least = i;

		now[0] = i;
		for (int j = 1; j <= m; j++) {
			int d = last[j - 1] + (a[i - 1] != b[j - 1]);

			d = d < last[j] + 1 ? d : last[j] + 1;
			d = d < now[j - 1] + 1 ? d : now[j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
				before[j - 2] + 1 < d)
				d = before[j - 2] + 1;
			now[j] = d;
			least = least < d ? least : d;
		}
		if (least > most)
			return most + 1;
	}
	if (!beginning)
		return rows[n % 3][m];
	for (int j = 0; j <= m; j++)
		best = best < rows[n % 3][j] ? best : rows[n % 3][j];
	return best;
}

static bool may_be_near(const struct kb_search_term *t, uint32_t letters, int len, int most, bool beginning)
{
	uint32_t missing = letters & ~t->letters, more = t->letters & ~letters;

	if (t->kind != KB_WORD || !atomic_load_explicit(&t->living, memory_order_relaxed) ||
		t->len + most < len || (!beginning && t->len > len + most))
		return false;
	return __builtin_popcount(missing) <= most && (beginning || __builtin_popcount(more) <= most);
}

size_t kb_terms_nearly(
	const struct kb_search *s, const struct kb_token *t, bool beginning, struct arena *a, uint32_t **out)
{
	uint32_t letters = letters_of(t->text, t->len);
	int most = t->len >= NEAR_TWO ? 2 : 1;
	size_t n = 0;

	*out = NULL;
	if (t->kind != KB_WORD || t->len < NEAR_LEAST)
		return 0;
	*out = arena_calloc(a, LIKES, sizeof(**out));
	/* One mistake before two: what is nearer leaves no place for what is not. */
	for (int d = 1; d <= most && !n; d++)
		for (uint32_t i = 0; i < s->names.n && n < LIKES; i++)
			if (may_be_near(&s->terms[i], letters, t->len, d, beginning) &&
				distance(t->text, t->len, text_of(s, i), s->terms[i].len, d, beginning) <= d)
				(*out)[n++] = i;
	return n;
}
