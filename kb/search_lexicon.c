/* search_lexicon.c - other words for the same; see search.h. */
#include <stdlib.h>
#include <string.h>

#include "kb/lexicon.h"
#include "kb/search_state.h"

enum { OF_ONE = 16 };

/* terms: numbers of the terms of each concept, one concept after the other: those of c are from first[c] to before first[c + 1].
 * shorts: numbers of the spellings, sorted by what they stand for. */
struct kb_search_lexicon {
	struct kb_lexicon *lx;
	uint32_t *first, *terms, *shorts;
	size_t n_concepts, n_shorts;
};

static int by_means(const void *a, const void *b, void *ctx)
{
	const struct kb_lexicon *lx = ctx;

	return strcmp(kb_lexicon_term(lx, *(const uint32_t *)a)->means,
		kb_lexicon_term(lx, *(const uint32_t *)b)->means);
}

static bool counts(const struct kb_term *t)
{
	return !t->hidden && !t->means;
}

struct kb_search_lexicon *kb_search_lexicon_new(struct kb_lexicon *lx)
{
	struct kb_search_lexicon *l = xcalloc(1, sizeof(*l));
	size_t n = kb_lexicon_terms(lx);
	uint32_t *at;

	l->lx = kb_lexicon_keep(lx);
	l->n_concepts = kb_lexicon_concepts(lx);
	l->first = xcalloc(l->n_concepts + 2, sizeof(*l->first));
	l->terms = xcalloc(n + 1, sizeof(*l->terms));
	l->shorts = xcalloc(n + 1, sizeof(*l->shorts));
	/* Counted two places on, so that filling in moves each to where the next begins. */
	for (size_t i = 0; i < n; i++)
		if (counts(kb_lexicon_term(lx, i)))
			l->first[kb_lexicon_term(lx, i)->concept + 2]++;
	for (size_t i = 2; i < l->n_concepts + 2; i++)
		l->first[i] += l->first[i - 1];
	at = l->first + 1;
	for (size_t i = 0; i < n; i++) {
		const struct kb_term *t = kb_lexicon_term(lx, i);

		if (counts(t))
			l->terms[at[t->concept]++] = (uint32_t)i;
		else if (!t->hidden)
			l->shorts[l->n_shorts++] = (uint32_t)i;
	}
	qsort_r(l->shorts, l->n_shorts, sizeof(*l->shorts), by_means, lx);
	return l;
}

void kb_search_lexicon_free(struct kb_search_lexicon *l)
{
	if (!l)
		return;
	kb_lexicon_free(l->lx);
	free(l->first);
	free(l->terms);
	free(l->shorts);
	free(l);
}

struct others {
	const struct kb_search_lexicon *l;
	struct kb_search_other *out;
	size_t n;
};

static void add(struct others *o, uint32_t from, uint32_t to, const char *text)
{
	/* One Chinese character is three bytes. */
	if (o->n < KB_SEARCH_OTHERS && ((unsigned char)*text < 0x80 || strlen(text) > 3))
		o->out[o->n++] = (struct kb_search_other){from, to, text};
}

static void add_concept(struct others *o, uint32_t from, uint32_t to, const struct kb_concept *c)
{
	size_t number = (size_t)(c - kb_lexicon_concept(o->l->lx, 0)), end = o->l->first[number + 1];

	if (c->class == KB_CLASS_NONE)
		return;
	for (size_t i = o->l->first[number]; i < end && i < o->l->first[number] + OF_ONE; i++)
		add(o, from, to, kb_lexicon_term(o->l->lx, o->l->terms[i])->text);
}

/* What is written short for it. */
static void add_shorts(struct others *o, uint32_t place, const char *text)
{
	size_t lo = 0, hi = o->l->n_shorts;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (strcmp(kb_lexicon_term(o->l->lx, o->l->shorts[mid])->means, text) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (size_t i = lo; i < o->l->n_shorts && i < lo + OF_ONE; i++) {
		const struct kb_term *t = kb_lexicon_term(o->l->lx, o->l->shorts[i]);

		if (strcmp(t->means, text) != 0)
			break;
		add(o, place, place + 1, t->text);
	}
}

/* A word that is short for others. */
static void add_long(struct others *o, uint32_t place, const char *text)
{
	const char *means = kb_lexicon_spelling(o->l->lx, text);
	const struct kb_concept *c;

	if (!means || strcmp(means, "-") == 0)
		return;
	add(o, place, place + 1, means);
	c = kb_lexicon_means(o->l->lx, means);
	if (c)
		add_concept(o, place, place + 1, c);
}

size_t kb_search_others(const struct kb_search_lexicon *l, struct kb_tokens *t, struct arena *a,
	struct kb_search_other out[KB_SEARCH_OTHERS])
{
	struct others o = {.l = l, .out = out};
	size_t n = t->n;

	for (size_t i = 0; i < n && i < 2 * KB_SEARCH_WORDS; i++) {
		add_long(&o, (uint32_t)i, t->v[i].text);
		add_shorts(&o, (uint32_t)i, t->v[i].text);
	}
	kb_lexicon_tell(l->lx, t, 0, arena_new(a, struct kb_reading));
	for (size_t i = n; i < t->n; i++) {
		const struct kb_concept *c = kb_lexicon_of(l->lx, &t->v[i]);
		bool told_by_kind = i > n && t->v[i].from == t->v[i - 1].from && t->v[i].to == t->v[i - 1].to;

		if (c && !told_by_kind)
			add_concept(&o, t->v[i].from, t->v[i].to, c);
	}
	return o.n;
}
