/* ask.c - see ask.h. */
#include "kb/ask.h"

#include "kb/learn.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double other_ending = .75, look_alike = 1.2, in_the_past = 1. / 3;
enum { COVER_ENTRIES = 64 };	       /* of a record: so that long texts cost no more */
static const double other_words = .75; /* a concept told otherwise, or in the other language */
static const double otherwise = 1;
static const double known_code = 1.5;
static const double met_least = .25; /* of a word's weight */

/* A code that was given as a fault code, here or in some record, is one, and tells more than a word. */
static double weight_of(const struct kb *kb, const struct kb_token *t, uint32_t stem, bool given)
{
	enum kb_kind kind = (enum kb_kind)t->kind;
	bool known =
		kind == KB_CODE && (given || kb_names_find(&kb->code_names, t->text, t->len) != KB_NO_NAME);

	return (known ? known_code : 1) * kb_words_weight(&kb->words, stem, known ? KB_WORD : kind,
						  (double)kb->index.live, (double)kb->groups_used);
}

static uint64_t mark_of(const struct kb_token *t)
{
	char stem[KB_TOKEN_MAX + 1];

	if (t->kind != KB_WORD)
		return kb_learn_mark(t->text);
	kb_text_stem(t->text, t->len, stem);
	return kb_learn_mark(stem);
}

static bool seen_before(const struct kb_ask *ask, const struct kb_token *t)
{
	for (size_t i = 0; i < ask->n_words; i++)
		if (strcmp(ask->words[i].token->text, t->text) == 0)
			return true;
	return false;
}

/* A single Chinese character stands alone when no pair ends or begins in it. */
static bool tells(const struct kb_tokens *t, size_t i)
{
	bool after_pair = i > 0 && kb_text_is_pair(&t->v[i - 1]);
	bool before_pair = i + 1 < t->n && kb_text_is_pair(&t->v[i + 1]);

	if (t->v[i].kind == KB_CONCEPT)
		return false;
	return t->v[i].kind != KB_HAN || kb_text_is_pair(&t->v[i]) || (!after_pair && !before_pair);
}

/* Of the records that tell the concept, the share that does not use the report's words for it: 0 where everybody writes
 * alike, 1 where all was written in the other language. */
static double told_otherwise(const struct kb_ask *ask, const struct kb_token *concept, uint32_t stem)
{
	const struct kb_words *words = &ask->kb->words;
	double all = stem == KB_NO_NAME ? 0 : words->stem[stem].records, same = 0;

	for (size_t i = concept->from; i < concept->to; i++) {
		const struct kb_token *t = &ask->tokens->v[i];
		uint32_t own = t->kind == KB_HAN && !kb_text_is_pair(t) && concept->to - concept->from > 1
				       ? KB_NO_NAME
				       : kb_words_find_stem(words, t);

		same = fmax(same, own == KB_NO_NAME ? 0 : words->stem[own].records);
	}
	return all > same ? 1 - same / all : 0;
}

static void read_words(struct kb_ask *ask)
{
	for (size_t i = 0; i < ask->tokens->n && ask->n_words < KB_ASK_WORDS; i++) {
		const struct kb_token *t = &ask->tokens->v[i];
		struct kb_ask_word *w = &ask->words[ask->n_words];

		if (seen_before(ask, t))
			continue;
		w->token = t;
		w->stem = kb_words_find_stem(&ask->kb->words, t);
		w->mark = mark_of(t);
		w->weight = weight_of(ask->kb, t, w->stem, i >= ask->text_tokens);
		w->share = kb_kind_share((enum kb_kind)t->kind);
		if (t->kind == KB_CONCEPT) {
			double more = 1 + otherwise * told_otherwise(ask, t, w->stem);

			w->weight *= more;
			w->share *= more;
		}
		w->tells = tells(ask->tokens, i);
		ask->weight += w->weight;
		ask->telling += w->tells ? w->weight : 0;
		ask->n_words++;
	}
}

static void add_way(struct kb_ask *ask, uint32_t form, size_t word, double weight)
{
	if (weight > 0)
		ask->ways[ask->n_ways++] =
			(struct kb_ask_way){form, (uint32_t)word, (float)(weight / ask->weight)};
}

static void ways_of(struct kb_ask *ask, size_t word, struct kb_look *look, size_t room)
{
	const struct kb_words *words = &ask->kb->words;
	const struct kb_ask_word *w = &ask->words[word];
	uint32_t exact = kb_words_find(words, w->token);
	struct kb_like likes[KB_LIKES];
	size_t n = kb_uses(ask->kb, KB_LOOKS) ? kb_words_like(words, w->token, likes, look) : 0;
	double ending = kb_uses(ask->kb, KB_ENDINGS) ? other_ending : 0;

	if (w->stem != KB_NO_NAME) {
		for (uint32_t f = words->stem[w->stem].first; f && ask->n_ways + KB_LIKES < room;
			f = kb_words_later(words, f))
			add_way(ask, f - 1, word, f - 1 == exact ? w->weight : w->weight * ending);
	}
	for (size_t i = 0; i < n; i++) {
		uint32_t stem = words->form[likes[i].form].stem;
		double weight = stem == w->stem
					? 0
					: kb_words_weight(words, stem, KB_WORD, (double)ask->kb->index.live,
						  (double)ask->kb->groups_used);

		if (weight > w->weight)
			weight = w->weight;
		add_way(ask, likes[i].form, word, fmin(look_alike * likes[i].likeness, 1) * weight);
	}
}

static int by_form(const void *a, const void *b)
{
	const struct kb_ask_way *x = a, *y = b;

	if (x->form != y->form)
		return x->form < y->form ? -1 : 1;
	return x->word < y->word ? -1 : x->word > y->word;
}

static void read_ways(struct kb_ask *ask, struct arena *a)
{
	enum { A_WORD = 2 * KB_LIKES }; /* ways by look, and about as many by ending */
	size_t room = (ask->n_words + 1) * A_WORD;
	struct kb_look *look = arena_new(a, struct kb_look);

	ask->ways = arena_calloc(a, room, sizeof(*ask->ways));
	for (size_t i = 0; i < ask->n_words; i++)
		ways_of(ask, i, look, (i + 1) * A_WORD);
	qsort(ask->ways, ask->n_ways, sizeof(*ask->ways), by_form);
	ask->forms = arena_calloc(a, ask->n_ways + 1, sizeof(*ask->forms));
	for (size_t i = 0; i < ask->n_ways; i++) {
		const struct kb_ask_way *way = &ask->ways[i];
		struct kb_query_form *f = ask->n_forms ? &ask->forms[ask->n_forms - 1] : NULL;

		if (!f || f->form != way->form) {
			f = &ask->forms[ask->n_forms++];
			f->form = way->form;
		}
		f->weight[KB_SYMPTOM] += way->weight;
		f->weight[KB_PAST] += way->weight * (float)in_the_past;
	}
}

static void add_code(struct kb_ask *ask, const char *code)
{
	uint32_t field = kb_field_find(&ask->kb->code_names, code);

	if (field != KB_NO_NAME && ask->n_codes < KB_ASK_CODES)
		ask->codes[ask->n_codes++] = field;
}

/* As draft_field in kb.c does it for a record. */
static uint32_t wording_of(const struct kb_ask *ask)
{
	uint32_t wording = 0;

	for (size_t i = 0; i < ask->text_tokens; i++) {
		uint32_t form;

		if (ask->tokens->v[i].kind == KB_CODE)
			continue;
		form = kb_words_find(&ask->kb->words, &ask->tokens->v[i]);
		if (form == KB_NO_NAME)
			return 0;
		wording = (uint32_t)kb_map_mix(kb_map_pair(wording, form)) | 1;
	}
	return wording;
}

struct kb_ask *kb_ask_read(const struct kb *kb, const struct kb_query *q, struct arena *a)
{
	const struct kb_lexicon *spellings = kb_uses(kb, KB_SPELLINGS) ? kb->lexicon : NULL;
	const struct kb_lexicon *concepts = kb_uses(kb, KB_CONCEPTS) ? kb->lexicon : NULL;
	struct kb_ask *ask = arena_new(a, struct kb_ask);
	struct kb_reading *r;
	size_t component;

	ask->kb = kb;
	ask->query = q;
	ask->tokens = arena_new(a, struct kb_tokens);
	r = arena_new(a, struct kb_reading);
	kb_lexicon_tokens(spellings, q->text, ask->tokens, r);
	ask->text_tokens = ask->tokens->n;
	kb_lexicon_tell(concepts, ask->tokens, 0, r);
	component = ask->tokens->n;
	kb_lexicon_tokens(spellings, q->component, ask->tokens, r);
	kb_lexicon_tell(concepts, ask->tokens, component, r);
	kb_text_code_token(q->code, ask->tokens);
	ask->machine = kb_machine_find(kb, q->machine);
	ask->model = kb_field_find(&kb->model_names, q->model);
	ask->component = kb_field_find(&kb->component_names, q->component);
	add_code(ask, q->code);
	for (size_t i = 0; i < ask->text_tokens; i++)
		if (ask->tokens->v[i].kind == KB_CODE)
			add_code(ask, ask->tokens->v[i].text);
	ask->wording = wording_of(ask);
	read_words(ask);
	if (ask->weight > 0)
		read_ways(ask, a);
	return ask;
}

/* The first of the ways of a form, or n_ways. */
static size_t first_way(const struct kb_ask *ask, uint32_t form)
{
	size_t lo = 0, hi = ask->n_ways;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (ask->ways[mid].form < form)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* That something was replaced makes no report like another. */
static bool is_fault(const struct kb_concept *c)
{
	return c && (c->class == KB_CLASS_PART || c->class == KB_CLASS_SYMPTOM);
}

/* What a word counts as met when the document has the concept that it tells, if perhaps in other words. */
static double by_concept(const struct kb_ask *ask, const uint32_t met[KB_ASK_WORDS], size_t word)
{
	ptrdiff_t place = ask->words[word].token - ask->tokens->v;

	for (size_t i = 0; i < ask->n_words; i++) {
		const struct kb_token *t = ask->words[i].token;

		if (t->kind == KB_CONCEPT && met[i] != KB_NO_NAME && place >= t->from && place < t->to &&
			is_fault(kb_lexicon_of(ask->kb->lexicon, t)))
			return other_words * ask->words[word].weight / ask->weight;
	}
	return 0;
}

double kb_ask_explained(
	const struct kb_ask *ask, uint32_t doc, uint32_t met[KB_ASK_WORDS], float met_weight[KB_ASK_WORDS])
{
	const struct kb_doc *d = &ask->kb->docs[doc];
	struct kb_cursor c = kb_doc_entries(ask->kb, d);
	double sum = 0;

	for (size_t i = 0; i < ask->n_words; i++) {
		met[i] = KB_NO_NAME;
		met_weight[i] = 0;
	}
	for (; c.number != UINT32_MAX; kb_cursor_next(&c)) {
		for (size_t j = first_way(ask, c.number); j < ask->n_ways && ask->ways[j].form == c.number;
			j++) {
			const struct kb_ask_way *way = &ask->ways[j];

			if (way->weight > met_weight[way->word] &&
				way->weight * ask->weight >= met_least * ask->words[way->word].weight) {
				met[way->word] = way->form;
				met_weight[way->word] = way->weight;
			}
		}
	}
	for (size_t i = 0; i < ask->n_words; i++)
		sum += ask->words[i].tells ? fmax(met_weight[i], by_concept(ask, met, i)) : 0;
	return ask->telling > 0 ? sum * ask->weight / ask->telling : 0;
}

double kb_ask_given(const struct kb_ask *ask, uint32_t form)
{
	double most = 0;

	for (size_t j = first_way(ask, form); j < ask->n_ways && ask->ways[j].form == form; j++)
		most = fmax(most, ask->ways[j].weight * ask->weight);
	return most;
}

double kb_ask_covered(const struct kb_ask *ask, uint32_t doc)
{
	const struct kb *kb = ask->kb;
	const struct kb_doc *d = &kb->docs[doc];
	struct kb_cursor c = kb_doc_entries(kb, d);
	double all = 0, met = 0;

	for (size_t i = 0; c.number != UINT32_MAX && i < COVER_ENTRIES; kb_cursor_next(&c), i++) {
		const struct kb_form *f = &kb->words.form[c.number];
		double weight, given = kb_ask_given(ask, c.number);

		if (!(c.bits & 1u << KB_SYMPTOM))
			continue;
		weight = f->kind == KB_CODE ? given
					    : kb_words_weight(&kb->words, f->stem, (enum kb_kind)f->kind,
						      (double)kb->index.live, (double)kb->groups_used);
		all += weight;
		met += fmin(weight, given);
	}
	return all > 0 ? met / all : 1;
}
