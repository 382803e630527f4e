/* words.c - see words.h. */
#include "kb/words.h"

#include "base/arena.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
	GRAM_SHORTEST = 3,
	GRAM_LONGEST = 5,
	PADDED = KB_TOKEN_MAX + 2,
	SHORT_LEAST = 3,
};

/* How far the evenness of a word and of a code takes from its weight, and what a code is worth at all;
 * measured on replayed work orders, flat between half and one and a half of these. */
static const double word_evenness = .5, code_evenness = 1.5, code_worth = .4;
static const double short_for = .7; /* how like an abbreviation is to its word by this alone */

void kb_words_release(struct kb_words *w)
{
	for (size_t i = 0; i < w->n_lists; i++)
		kb_list_retire(&w->lists[i], NULL, &w->list_bytes);
	kb_heap_retire_array(NULL, w->lists, w->list_room, sizeof(*w->lists));
	kb_heap_retire_array(NULL, w->form, w->form_room, sizeof(*w->form));
	kb_heap_retire_array(NULL, w->stem, w->stem_room, sizeof(*w->stem));
	kb_heap_retire_array(NULL, w->named, w->named_room, sizeof(*w->named));
	free(w->c_ln_c);
	free(w->recent);
	kb_map_release(&w->grams);
	kb_names_release(&w->forms);
	kb_names_release(&w->stems);
	*w = (struct kb_words){0};
}

/* "_word_" and which of its n-grams are the first of their kind. */
struct spelling {
	uint8_t text[PADDED];
	size_t len, n; /* bytes; distinct n-grams */
	/* by where it begins: bit s when no n-gram of s bytes before it is the same */
	uint8_t distinct[PADDED];
	bool repeats; /* some trigram occurs twice */
};

static bool occurs_before(const struct spelling *s, size_t at, size_t size)
{
	for (size_t i = 0; i < at; i++)
		if (s->text[i] == s->text[at] && memcmp(s->text + i, s->text + at, size) == 0)
			return true;
	return false;
}

/* Codes and Chinese have no n-grams. */
static void spell(const struct kb_token *t, struct spelling *s)
{
	memset(s, 0, sizeof(*s));
	if (t->kind != KB_WORD)
		return;
	s->len = t->len + 2u;
	s->text[0] = s->text[s->len - 1] = '_';
	memcpy(s->text + 1, t->text, t->len);
	for (size_t i = 0; i + GRAM_SHORTEST <= s->len; i++) {
		for (size_t size = GRAM_SHORTEST; size <= GRAM_LONGEST && i + size <= s->len; size++) {
			/* a longer one that begins with a new one is new */
			bool is_new = (size > GRAM_SHORTEST && s->distinct[i] >> (size - 1) & 1) ||
				      !occurs_before(s, i, size);

			s->distinct[i] |= (uint8_t)(is_new << size);
			s->n += is_new;
		}
		s->repeats = s->repeats || !(s->distinct[i] >> GRAM_SHORTEST & 1);
	}
}

static uint64_t trigram(const struct spelling *s, size_t at)
{
	return (uint64_t)s->text[at] << 16 | (uint64_t)s->text[at + 1] << 8 | s->text[at + 2];
}

static void list_add(struct kb_words *w, uint64_t gram, uint32_t form)
{
	uint32_t number = kb_map_get(&w->grams, gram);

	if (!number) {
		w->lists = kb_heap_grow(
			w->heap, w->lists, &w->list_room, w->n_lists, w->n_lists + 1, sizeof(*w->lists));
		number = (uint32_t)++w->n_lists;
		kb_map_set(&w->grams, gram, number);
	}
	kb_list_add(&w->lists[number - 1], w->heap, &w->list_bytes, form, 0);
}

static size_t stem_text(const struct kb_token *t, char out[KB_TOKEN_MAX + 1])
{
	if (t->kind == KB_WORD)
		return kb_text_stem(t->text, t->len, out);
	memcpy(out, t->text, t->len + 1u);
	return t->len;
}

/* A stem is known by a form that is spelt as it is, or, when it came before such a form, by its name. */
static uint32_t stem_find(const struct kb_words *w, const char *text, size_t len)
{
	uint32_t name = kb_names_find(&w->stems, text, len), form;

	if (name != KB_NO_NAME)
		return w->named[name];
	form = kb_names_find(&w->forms, text, len);
	return form != KB_NO_NAME && w->form[form].own ? w->form[form].stem : KB_NO_NAME;
}

static uint32_t stem_new(struct kb_words *w)
{
	w->stem = kb_heap_grow(w->heap, w->stem, &w->stem_room, w->n_stems, w->n_stems + 1, sizeof(*w->stem));
	memset(&w->stem[w->n_stems], 0, sizeof(w->stem[0]));
	return (uint32_t)w->n_stems++;
}

/* The stem of a form just numbered. */
static void stem_add(struct kb_words *w, const struct kb_token *t, struct kb_form *f)
{
	char text[KB_TOKEN_MAX + 1];
	size_t len = stem_text(t, text);

	f->own = false; /* so that it is not found by itself */
	f->stem = stem_find(w, text, len);
	f->own = len == t->len && memcmp(text, t->text, len) == 0;
	if (f->stem != KB_NO_NAME)
		return;
	f->stem = stem_new(w);
	if (f->own)
		return;
	w->named = kb_heap_grow(
		w->heap, w->named, &w->named_room, w->stems.n, w->stems.n + 1, sizeof(*w->named));
	w->named[w->stems.n] = f->stem;
	kb_names_add(&w->stems, text, len);
}

/* The youngest of its stem. There are few: kb_text_stem takes only some endings off. */
static void hang_on(struct kb_words *w, uint32_t form)
{
	struct kb_stem *s = &w->stem[w->form[form].stem];
	uint32_t last = s->first;

	if (!last) {
		s->first = form + 1;
		return;
	}
	while (w->form[last - 1].later)
		last = w->form[last - 1].later;
	atomic_store_explicit(&w->form[last - 1].later, form + 1, memory_order_release);
}

void kb_words_start(struct kb_words *w, struct kb_heap *heap)
{
	w->heap = heap;
	w->recent = xcalloc((size_t)1 << KB_RECENT_BITS, sizeof(*w->recent));
	w->c_ln_c = xcalloc(KB_C_LN_C, sizeof(*w->c_ln_c));
	for (uint32_t c = 2; c < KB_C_LN_C; c++)
		w->c_ln_c[c] = c * log(c);
}

/* The form, looked up or numbered. */
static uint32_t form_add(struct kb_words *w, const struct kb_token *t)
{
	size_t known = w->forms.n;
	uint32_t number = kb_names_add_hashed(&w->forms, t->text, t->len, t->hash);
	struct spelling s;
	struct kb_form *f;

	if (number < known)
		return number;
	w->form = kb_heap_grow(w->heap, w->form, &w->form_room, number, number + 1u, sizeof(*w->form));
	spell(t, &s);
	f = &w->form[number];
	f->kind = t->kind;
	f->grams = (uint8_t)s.n;
	atomic_init(&f->later, 0);
	stem_add(w, t, f);
	for (size_t i = 0; i < s.len; i++)
		if (s.distinct[i] >> GRAM_SHORTEST & 1)
			list_add(w, trigram(&s, i), number);
	hang_on(w, number);
	return number;
}

static struct kb_recent *recent_of(const struct kb_words *w, const struct kb_token *t)
{
	return &w->recent[t->hash >> (64 - KB_RECENT_BITS)];
}

uint32_t kb_words_add(struct kb_words *w, const struct kb_token *t, uint32_t *stem)
{
	struct kb_recent *r = recent_of(w, t);

	if (r->hash != t->hash || !t->hash) {
		r->form = form_add(w, t);
		r->stem = w->form[r->form].stem;
		r->hash = t->hash;
	}
	*stem = r->stem;
	return r->form;
}

void kb_words_expect(const struct kb_words *w, const struct kb_token *t)
{
	if (recent_of(w, t)->hash != t->hash)
		kb_names_expect(&w->forms, t->hash);
}

uint32_t kb_words_find(const struct kb_words *w, const struct kb_token *t)
{
	return kb_names_find_hashed(&w->forms, t->text, t->len, t->hash);
}

uint32_t kb_words_find_stem(const struct kb_words *w, const struct kb_token *t)
{
	char text[KB_TOKEN_MAX + 1];
	size_t len = stem_text(t, text);

	return stem_find(w, text, len);
}

/* A form that may look like the one asked for. */
struct candidate {
	struct kb_like like;
	uint8_t first; /* where in the word the first trigram is that they share */
};

struct liked {
	const struct kb_words *words;
	const struct spelling *asked;
	struct candidate best[KB_LIKES];
	size_t n;
};

/* Of those equally alike the one that shares an earlier part of the word, then the one known longer. */
static bool more_alike(const struct candidate *x, const struct candidate *y)
{
	if (x->like.likeness != y->like.likeness)
		return x->like.likeness > y->like.likeness;
	return x->first != y->first ? x->first < y->first : x->like.form < y->like.form;
}

static void keep_best(struct liked *l, struct candidate one)
{
	size_t i = l->n;

	if (i == KB_LIKES && !more_alike(&one, &l->best[--i]))
		return;
	l->n = i + 1;
	for (; i > 0 && more_alike(&one, &l->best[i - 1]); i--)
		l->best[i] = l->best[i - 1];
	l->best[i] = one;
}

/* How far the spellings agree from there on, at most the longest n-gram. */
static size_t agreeing(const struct spelling *asked, size_t at, const char *other, size_t len)
{
	size_t most = 0, left = asked->len - at < GRAM_LONGEST ? asked->len - at : GRAM_LONGEST;

	for (size_t i = 0; i + GRAM_SHORTEST <= len && most < left; i++) {
		size_t n = 0;

		while (n < left && i + n < len && (uint8_t)other[i + n] == asked->text[at + n])
			n++;
		most = n > most ? n : most;
	}
	return most;
}

/* Distinct n-grams in both. */
static size_t shared(const struct spelling *asked, const char *form)
{
	char other[PADDED + 1];
	size_t len = strlen(form) + 2, n = 0;

	other[0] = other[len - 1] = '_';
	memcpy(other + 1, form, len - 2);
	for (size_t i = 0; i + GRAM_SHORTEST <= asked->len; i++) {
		size_t far = asked->distinct[i] ? agreeing(asked, i, other, len) : 0;

		for (size_t size = GRAM_SHORTEST; size <= far; size++)
			n += asked->distinct[i] >> size & 1;
	}
	return n;
}

/* One is the beginning of the other, which is how most abbreviations are made. */
static bool cut_short(const struct spelling *asked, const char *form)
{
	size_t len = asked->len - 2, n = strlen(form), least = n < len ? n : len;

	return least >= SHORT_LEAST && n != len && memcmp(asked->text + 1, form, least) == 0;
}

static void consider(struct liked *l, uint32_t form, size_t trigrams, uint8_t first)
{
	const struct spelling *asked = l->asked;
	double size = sqrt((double)asked->n * l->words->form[form].grams), likeness;
	/* t shared trigrams in a row are t - 1 of four bytes and t - 2 of five, fewer when not in a row */
	size_t most = asked->repeats ? asked->n : trigrams < 2 ? 1 : 3 * trigrams - 3;
	const char *text = kb_names_text(&l->words->forms, form);
	double nearer = cut_short(asked, text) ? 1 - short_for : 1;

	likeness = (double)most / size;
	if (likeness < KB_LIKE_LEAST || (l->n == KB_LIKES && (float)(1 - (1 - likeness) * nearer) <
								     l->best[KB_LIKES - 1].like.likeness))
		return;
	likeness = (double)shared(asked, text) / size;
	if (likeness >= KB_LIKE_LEAST)
		keep_best(l, (struct candidate){{form, (float)(1 - (1 - likeness) * nearer)}, first});
}

struct trigram_list {
	struct kb_cursor cursor;
	uint8_t own[8];
};

/* Counts the trigrams shared by the forms of one stretch of the vocabulary, then considers these forms. */
static void look_through(
	struct liked *l, struct trigram_list *lists, size_t n, uint32_t from, struct kb_look *k)
{
	size_t touched = 0;

	for (size_t i = 0; i < n; i++) {
		struct kb_cursor c = lists[i].cursor;

		for (; c.number < from + KB_LOOK_FORMS && c.number < l->words->forms.n; kb_cursor_next(&c)) {
			uint32_t j = c.number - from;

			if (!k->shared[j]++) {
				k->first[j] = (uint8_t)i;
				k->touched[touched++] = (uint16_t)j;
			}
		}
		lists[i].cursor = c;
	}
	for (size_t i = 0; i < touched; i++) {
		uint32_t j = k->touched[i];

		consider(l, from + j, k->shared[j], k->first[j]);
		k->shared[j] = 0;
	}
}

size_t kb_words_like(const struct kb_words *w, const struct kb_token *t, struct kb_like out[KB_LIKES],
	struct kb_look *scratch)
{
	struct spelling asked;
	struct trigram_list lists[PADDED];
	struct liked l = {.words = w, .asked = &asked};
	size_t n = 0;

	spell(t, &asked);
	for (size_t i = 0; i < asked.len; i++) {
		uint32_t number = asked.distinct[i] >> GRAM_SHORTEST & 1
					  ? kb_map_get(&w->grams, trigram(&asked, i))
					  : 0;

		if (number && number <= w->n_lists) {
			kb_cursor_open(&lists[n].cursor, &w->lists[number - 1], lists[n].own);
			n++;
		}
	}
	for (uint32_t from = 0; n && from < w->forms.n; from += KB_LOOK_FORMS)
		look_through(&l, lists, n, from, scratch);
	for (size_t i = 0; i < l.n; i++)
		out[i] = l.best[i].like;
	return l.n;
}

static double idf(double n, double records)
{
	return log(1 + (records - n + .5) / (n + .5));
}

static double evenness(const struct kb_stem *s, double groups)
{
	double most = log(groups + 1), grouped = s ? s->grouped : 0;
	double entropy = grouped > 0 ? log(grouped) - s->spread / grouped : 0;
	double e = groups > 0 ? (entropy * grouped + most) / (grouped + 2) / most : 0;

	return e < 0 ? 0 : e > 1 ? 1 : e;
}

double kb_words_weight(
	const struct kb_words *w, uint32_t stem, enum kb_kind kind, double records, double groups)
{
	const struct kb_stem *s = stem == KB_NO_NAME ? NULL : &w->stem[stem];
	double n = s ? s->records : 0, e = evenness(s, groups), rare = idf(n, records > n ? records : n);

	if (kind == KB_CODE)
		return e * code_evenness < 1 ? code_worth * rare * (1 - e * code_evenness) : 0;
	return rare * (1 - e * word_evenness) * kb_kind_share(kind);
}

/* Of the small numbers that nearly all are, known beforehand. */
static double c_ln_c(const struct kb_words *w, uint32_t c)
{
	return c < KB_C_LN_C ? w->c_ln_c[c] : c * log(c);
}

/* There is one writer: what it reads has not changed when it writes. */
static void add(_Atomic uint32_t *count, int sign)
{
	uint32_t before = atomic_load_explicit(count, memory_order_relaxed);

	atomic_store_explicit(count, before + (uint32_t)sign, memory_order_relaxed);
}

void kb_words_count(struct kb_words *w, uint32_t stem, int sign, int grouped, uint32_t before)
{
	struct kb_stem *s = &w->stem[stem];
	double spread;

	add(&s->records, sign);
	if (!grouped)
		return;
	add(&s->grouped, sign);
	spread = atomic_load_explicit(&s->spread, memory_order_relaxed);
	spread += c_ln_c(w, before + (uint32_t)sign) - c_ln_c(w, before);
	atomic_store_explicit(&s->spread, spread, memory_order_relaxed);
}

size_t kb_words_bytes(const struct kb_words *w)
{
	return kb_names_bytes(&w->forms) + kb_names_bytes(&w->stems) + kb_map_bytes(&w->grams) +
	       kb_heap_array_cost(w->form_room, w->forms.n, sizeof(*w->form)) +
	       kb_heap_array_cost(w->stem_room, w->n_stems, sizeof(*w->stem)) +
	       kb_heap_array_cost(w->named_room, w->stems.n, sizeof(*w->named)) +
	       kb_heap_array_cost(w->list_room, w->n_lists, sizeof(*w->lists)) + w->list_bytes;
}
