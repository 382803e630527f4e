/* words.c - see words.h. */
#include "kb/words.h"

#include "base/arena.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
	GRAM_SHORTEST = 3,
	GRAM_LONGEST = 5,
	GRAMS = 3 * (KB_TOKEN_MAX + 2),
};

/* How far the evenness of a word and of a code takes from its weight, and what a code is worth at all;
 * measured on replayed work orders, flat between half and one and a half of these. */
static const double word_evenness = .5, code_evenness = 1.5, code_worth = .4;

void kb_words_release(struct kb_words *w)
{
	for (size_t i = 0; i < w->n_lists; i++)
		free(w->lists[i].forms);
	free(w->lists);
	free(w->form);
	free(w->stem);
	kb_map_release(&w->grams);
	kb_names_release(&w->forms);
	kb_names_release(&w->stems);
	*w = (struct kb_words){0};
}

/* The distinct n-grams of "_word_", each packed into a number with its length. */
static size_t grams_of(const struct kb_token *t, uint64_t out[GRAMS])
{
	char padded[KB_TOKEN_MAX + 2];
	size_t len = t->len + 2u, n = 0;

	if (t->kind != KB_WORD)
		return 0;
	padded[0] = padded[len - 1] = '_';
	memcpy(padded + 1, t->text, t->len);
	for (size_t size = GRAM_SHORTEST; size <= GRAM_LONGEST; size++) {
		for (size_t i = 0; i + size <= len; i++) {
			uint64_t gram = size;
			size_t j = 0;

			for (size_t k = 0; k < size; k++)
				gram = gram << 8 | (unsigned char)padded[i + k];
			while (j < n && out[j] != gram)
				j++;
			if (j == n)
				out[n++] = gram;
		}
	}
	return n;
}

static void list_add(struct kb_words *w, uint64_t gram, uint32_t form)
{
	uint32_t number = kb_map_get(&w->grams, gram);
	struct kb_gram_list *l;

	if (!number) {
		if (w->n_lists == w->list_room) {
			w->list_room = w->list_room ? w->list_room * 2 : 256;
			w->lists = xrealloc(w->lists, w->list_room * sizeof(*w->lists));
		}
		w->lists[w->n_lists] = (struct kb_gram_list){0};
		number = (uint32_t)++w->n_lists;
		kb_map_set(&w->grams, gram, number);
	}
	l = &w->lists[number - 1];
	if (l->n == l->room) {
		l->room = l->room ? l->room * 2 : 2;
		l->forms = xrealloc(l->forms, l->room * sizeof(*l->forms));
	}
	l->forms[l->n++] = form;
}

static size_t stem_text(const struct kb_token *t, char out[KB_TOKEN_MAX + 1])
{
	if (t->kind == KB_WORD)
		return kb_text_stem(t->text, t->len, out);
	memcpy(out, t->text, t->len + 1u);
	return t->len;
}

static uint32_t stem_add(struct kb_words *w, const struct kb_token *t)
{
	char text[KB_TOKEN_MAX + 1];
	size_t len = stem_text(t, text), known = w->stems.n;
	uint32_t stem = kb_names_add(&w->stems, text, len);

	if (stem < known)
		return stem;
	if (stem >= w->stem_room) {
		w->stem_room = w->stem_room ? w->stem_room * 2 : 256;
		w->stem = xrealloc(w->stem, w->stem_room * sizeof(*w->stem));
	}
	w->stem[stem] = (struct kb_stem){0};
	return stem;
}

uint32_t kb_words_add(struct kb_words *w, const struct kb_token *t)
{
	size_t known = w->forms.n;
	uint32_t number = kb_names_add(&w->forms, t->text, t->len);
	uint64_t grams[GRAMS];
	struct kb_form *f;
	struct kb_stem *s;

	if (number < known)
		return number;
	if (number >= w->form_room) {
		w->form_room = w->form_room ? w->form_room * 2 : 256;
		w->form = xrealloc(w->form, w->form_room * sizeof(*w->form));
	}
	f = &w->form[number];
	f->kind = t->kind;
	f->grams = (uint8_t)grams_of(t, grams);
	for (size_t i = 0; i < f->grams; i++)
		list_add(w, grams[i], number);
	f->stem = stem_add(w, t);
	s = &w->stem[f->stem];
	f->next = s->first;
	s->first = number + 1;
	return number;
}

uint32_t kb_words_find(const struct kb_words *w, const struct kb_token *t)
{
	return kb_names_find(&w->forms, t->text, t->len);
}

uint32_t kb_words_find_stem(const struct kb_words *w, const struct kb_token *t)
{
	char text[KB_TOKEN_MAX + 1];
	size_t len = stem_text(t, text);

	return kb_names_find(&w->stems, text, len);
}

/* Keeps out[] sorted, the best KB_LIKES of all that are offered; of equals the one that is known longest. */
static size_t keep_best(struct kb_like out[KB_LIKES], size_t n, struct kb_like one)
{
	size_t i = n < KB_LIKES ? n : KB_LIKES - 1;

	if (n == KB_LIKES && one.likeness <= out[i].likeness)
		return n;
	for (; i > 0 && out[i - 1].likeness < one.likeness; i--)
		out[i] = out[i - 1];
	out[i] = one;
	return n < KB_LIKES ? n + 1 : n;
}

size_t kb_words_like(const struct kb_words *w, const struct kb_token *t, struct kb_like out[KB_LIKES],
	uint8_t *seen, uint32_t *touched)
{
	uint64_t grams[GRAMS];
	size_t n_grams = grams_of(t, grams), n_touched = 0, n = 0;

	for (size_t i = 0; i < n_grams; i++) {
		uint32_t number = kb_map_get(&w->grams, grams[i]);
		const struct kb_gram_list *l = number ? &w->lists[number - 1] : NULL;

		for (uint32_t j = 0; l && j < l->n; j++) {
			if (!seen[l->forms[j]]++)
				touched[n_touched++] = l->forms[j];
		}
	}
	for (size_t i = 0; i < n_touched; i++) {
		uint32_t form = touched[i];
		double likeness = seen[form] / sqrt((double)n_grams * w->form[form].grams);

		seen[form] = 0;
		if (likeness >= KB_LIKE_LEAST)
			n = keep_best(out, n, (struct kb_like){form, (float)likeness});
	}
	return n;
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
	return rare * (1 - e * word_evenness) * (kind == KB_HAN ? KB_HAN_SHARE : 1);
}

static double c_ln_c(uint32_t c)
{
	return c > 1 ? c * log(c) : 0;
}

void kb_words_count(struct kb_words *w, uint32_t stem, int sign, int grouped, uint32_t before)
{
	struct kb_stem *s = &w->stem[stem];

	s->records += (uint32_t)sign;
	if (!grouped)
		return;
	s->grouped += (uint32_t)sign;
	s->spread += c_ln_c(before + (uint32_t)sign) - c_ln_c(before);
}

size_t kb_words_bytes(const struct kb_words *w)
{
	size_t n = kb_names_bytes(&w->forms) + kb_names_bytes(&w->stems) + kb_map_bytes(&w->grams) +
		   w->form_room * sizeof(*w->form) + w->stem_room * sizeof(*w->stem) +
		   w->list_room * sizeof(*w->lists);

	for (size_t i = 0; i < w->n_lists; i++)
		n += w->lists[i].room * sizeof(uint32_t);
	return n;
}
