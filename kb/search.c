/* search.c - putting things in, and finding them; see search.h. */
#include "kb/search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "kb/lexicon.h"
#include "kb/search_state.h"

enum { BEGINNINGS = 4096, PACK_LEAST = 1024 };

static const double other_ending = .9, begun = .8, begun_before = .5, other_language = .7, nearly = .6;
static const double across = .3; /* of two Chinese words that stand side by side, the pair between them */
static const double in_text = .6, faint = .7, share_least = .6, share_any = .25;
static const double half_life_ms = 365. * 24 * 3600 * 1000;

struct kb_search *kb_search_new(void)
{
	struct kb_search *s = xcalloc(1, sizeof(*s));

	s->scratch = xcalloc(1, sizeof(*s->scratch));
	s->heap = s->names.heap = kb_search_view_begin(s);
	kb_search_publish(s);
	return s;
}

void kb_search_free(struct kb_search *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->names.n; i++)
		kb_list_retire(&s->terms[i].records, NULL, &s->list_bytes);
	kb_names_release(&s->names);
	kb_map_release(&s->ids);
	kb_search_lexicon_free(s->lexicon);
	kb_search_view_end(s);
	kb_heap_retire_array(NULL, s->terms, s->term_room, sizeof(*s->terms));
	kb_heap_retire_array(NULL, s->order, s->order_room, sizeof(*s->order));
	kb_heap_retire_array(NULL, s->docs, s->doc_room, sizeof(*s->docs));
	kb_heap_retire_array(NULL, s->held, s->held_room, sizeof(*s->held));
	free(s->scratch);
	free(s);
}

void kb_search_set_lexicon(struct kb_search *s, struct kb_lexicon *lx)
{
	struct kb_search_lexicon *old = s->lexicon;

	s->lexicon = lx ? kb_search_lexicon_new(lx) : NULL;
	kb_search_publish(s);
	kb_heap_await(s->heap);
	kb_search_lexicon_free(old);
}

/* ---- putting in ---- */

static uint64_t key_of(enum kb_kind_found kind, int64_t id)
{
	return (uint64_t)id << 3 | kind;
}

static uint64_t hash_text(uint64_t h, const char *text)
{
	for (const char *p = text ? text : ""; *p; p++)
		h = (h ^ (unsigned char)*p) * 0x100000001b3ULL;
	return kb_map_mix(h + 1);
}

static int by_value(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

/* Adds what was read as terms; returns how many there are. Of a title only whole words and codes count as such. */
static size_t take_words(struct kb_search *s, uint32_t *terms, size_t n, bool title)
{
	for (size_t i = 0; i < s->scratch->n && n < KB_SEARCH_TERMS * 2; i++)
		terms[n++] = kb_term_add(s, &s->scratch->v[i]) << 1 | (title && s->scratch->telling[i]);
	s->scratch->n = 0;
	return n;
}

/* Distinct terms, in order; of one that is in the title too, only that. */
static size_t terms_of(
	struct kb_search *s, const struct kb_search_record *r, uint32_t terms[KB_SEARCH_TERMS * 2])
{
	size_t n = 0, distinct = 0;

	s->scratch->n = 0;
	kb_search_read(s->scratch, r->title, true);
	kb_search_read(s->scratch, r->codes, true);
	n = take_words(s, terms, n, true);
	kb_search_read(s->scratch, r->text, true);
	n = take_words(s, terms, n, false);
	qsort(terms, n, sizeof(*terms), by_value);
	for (size_t i = 0; i < n; i++)
		if (i + 1 == n || terms[i] >> 1 != terms[i + 1] >> 1)
			terms[distinct++] = terms[i];
	return distinct;
}

static void add_doc(struct kb_search *s, const struct kb_search_doc *from, const uint32_t *terms)
{
	uint32_t number = (uint32_t)s->n_docs, n = from->n_terms;
	struct kb_search_doc *d;

	s->docs = kb_heap_grow(s->heap, s->docs, &s->doc_room, s->n_docs, s->n_docs + 1, sizeof(*s->docs));
	s->held = kb_heap_grow(s->heap, s->held, &s->held_room, s->n_held, s->n_held + n, sizeof(*s->held));
	if (n)
		memcpy(s->held + s->n_held, terms, n * sizeof(*terms));
	d = &s->docs[s->n_docs++];
	*d = *from;
	d->terms = (uint32_t)s->n_held;
	s->n_held += n;
	s->live++;
	for (size_t i = 0; i < n; i++) {
		struct kb_search_term *t = &s->terms[terms[i] >> 1];

		kb_list_add(&t->records, s->heap, &s->list_bytes, number, terms[i] & 1);
		atomic_fetch_add_explicit(&t->living, 1, memory_order_relaxed);
	}
	kb_map_set(&s->ids, key_of((enum kb_kind_found)d->kind, d->id), number + 1);
}

/* Everything anew and aside without the dead; those who ask go on with the old. */
static void pack(struct kb_search *s)
{
	struct kb_search old = *s;

	s->term_room = 0;
	s->terms = kb_heap_grow(s->heap, NULL, &s->term_room, 0, s->names.n, sizeof(*s->terms));
	s->docs = NULL;
	s->held = NULL;
	s->n_docs = s->doc_room = s->n_held = s->held_room = s->live = 0;
	for (size_t i = 0; i < s->names.n; i++) {
		const struct kb_search_term *t = &old.terms[i];

		s->terms[i] = (struct kb_search_term){.kind = t->kind, .len = t->len, .letters = t->letters};
		kb_list_retire(&t->records, s->heap, &s->list_bytes);
	}
	for (size_t i = 0; i < old.n_docs; i++)
		if (!old.docs[i].until)
			add_doc(s, &old.docs[i], old.held + old.docs[i].terms);
	kb_heap_retire_array(s->heap, old.terms, old.term_room, sizeof(*old.terms));
	kb_heap_retire_array(s->heap, old.docs, old.doc_room, sizeof(*old.docs));
	kb_heap_retire_array(s->heap, old.held, old.held_room, sizeof(*old.held));
}

/* Gone for views of `until` records and more. */
static void drop(struct kb_search *s, uint32_t number, uint32_t until)
{
	struct kb_search_doc *d = &s->docs[number];

	for (size_t i = 0; i < d->n_terms; i++)
		atomic_fetch_sub_explicit(
			&s->terms[s->held[d->terms + i] >> 1].living, 1, memory_order_relaxed);
	atomic_store_explicit(&d->until, until, memory_order_relaxed);
	s->live--;
	kb_map_set(&s->ids, key_of((enum kb_kind_found)d->kind, d->id), 0);
}

static void end_change(struct kb_search *s)
{
	if (s->n_docs - s->live > PACK_LEAST && s->n_docs - s->live > s->live / 2)
		pack(s);
	kb_search_publish(s);
}

void kb_search_put(struct kb_search *s, const struct kb_search_record *r)
{
	uint32_t terms[KB_SEARCH_TERMS * 2], known = kb_map_get(&s->ids, key_of(r->kind, r->id));
	struct kb_search_doc d = {
		.id = r->id, .time_ms = r->time_ms, .kind = (uint8_t)r->kind, .faint = r->faint};

	d.hash = hash_text(hash_text(hash_text(0, r->title), r->codes), r->text);
	/* Most news of a ticket change nothing that it is found by. */
	if (known && s->docs[known - 1].hash == d.hash) {
		atomic_store(&s->docs[known - 1].time_ms, r->time_ms);
		atomic_store(&s->docs[known - 1].faint, r->faint);
		return;
	}
	if (known)
		drop(s, known - 1, (uint32_t)s->n_docs + 1);
	d.n_terms = (uint32_t)terms_of(s, r, terms);
	add_doc(s, &d, terms);
	end_change(s);
}

bool kb_search_remove(struct kb_search *s, enum kb_kind_found kind, int64_t id)
{
	uint32_t known = kb_map_get(&s->ids, key_of(kind, id));

	if (!known)
		return false;
	drop(s, known - 1, 1);
	end_change(s);
	return true;
}

/* ---- asking ---- */

struct ask {
	const struct kb_search *s;
	const struct kb_search_query *q;
	struct arena *a;
	struct kb_search_words words;
	double weights[KB_SEARCH_WORDS], whole;
	uint16_t places[KB_SEARCH_WORDS]; /* of the words among the tokens */
	int8_t left[KB_SEARCH_WORDS],
		right[KB_SEARCH_WORDS]; /* of a Chinese pair: the pairs it shares a character with; -1 */
	size_t n;
	float *scores;	  /* by record */
	uint32_t *met;	  /* bits of the words it holds */
	uint8_t *of_word; /* by term: word + 1 */
	struct kb_search_other others[KB_SEARCH_OTHERS];
	size_t n_others;
	uint16_t *step; /* by record: how far it holds the words of the others; made when needed */
	uint16_t steps;
};

static bool wanted(const struct ask *k, const struct kb_search_doc *d)
{
	uint32_t until = atomic_load_explicit(&d->until, memory_order_relaxed);

	return (!until || k->s->n_docs < until) && (!k->q->kinds || k->q->kinds >> d->kind & 1);
}

/* All records that hold the term meet the word, unless they did so better before. */
static void meet(struct ask *k, uint32_t term, size_t word, double worth)
{
	const float in_title = (float)(k->weights[word] * worth), elsewhere = (float)(in_title * in_text);
	uint32_t bit = 1u << word;
	struct kb_cursor c;
	uint8_t own[8];

	if (!k->of_word[term])
		k->of_word[term] = (uint8_t)(word + 1);
	for (kb_cursor_open(&c, &k->s->terms[term].records, own); c.number < k->s->n_docs; kb_cursor_next(&c))
		if (!(k->met[c.number] & bit)) {
			k->met[c.number] |= bit;
			k->scores[c.number] += c.bits ? in_title : elsewhere;
		}
}

static size_t meet_all(struct ask *k, const uint32_t *terms, size_t n, size_t word, double worth)
{
	for (size_t i = 0; i < n; i++)
		meet(k, terms[i], word, worth);
	return n;
}

/* By how many records know any spelling of it. */
static double rarity(const struct ask *k, uint32_t term, const uint32_t *more, size_t n)
{
	double records = term == KB_NO_NAME ? 0 : kb_search_living(k->s, term);

	for (size_t i = 0; i < n; i++)
		records += kb_search_living(k->s, more[i]);
	return log(1 + (double)k->s->live / (records + 1));
}

static bool in_lexicon(const struct ask *k, size_t word)
{
	for (size_t i = 0; i < k->n_others; i++)
		if (k->places[word] >= k->others[i].from && k->places[word] < k->others[i].to)
			return true;
	return false;
}

/* The record holds all of the other term: it meets what that stands for. */
static void meet_words(struct ask *k, uint32_t doc, uint32_t words, bool title)
{
	for (uint32_t left = words & ~k->met[doc]; left; left &= left - 1)
		k->scores[doc] +=
			(float)(k->weights[__builtin_ctz(left)] * other_language * (title ? 1 : in_text));
	k->met[doc] |= words;
}

/* The records that hold this spelling and, as far as step, the words before it go a step further. */
static void step_on(struct ask *k, uint32_t term, uint16_t step, bool last, uint32_t words)
{
	struct kb_cursor c;
	uint8_t own[8];

	k->of_word[term] = k->of_word[term] ? k->of_word[term] : 1;
	for (kb_cursor_open(&c, &k->s->terms[term].records, own); c.number < k->s->n_docs; kb_cursor_next(&c))
		if (step == k->steps || k->step[c.number] == step) {
			k->step[c.number] = step + 1;
			if (last)
				meet_words(k, c.number, words, c.bits);
		}
}

/* Some words asked for, and another term for them: what holds all words of that one meets them. */
static void meet_other(struct ask *k, const struct kb_search_other *o)
{
	struct kb_search_words *w = arena_new(k->a, struct kb_search_words);
	uint32_t words = 0, *stems;
	size_t n = 0;

	for (size_t i = 0; i < k->n; i++)
		words |= k->places[i] >= o->from && k->places[i] < o->to ? 1u << i : 0;
	kb_search_read(w, o->text, false);
	for (size_t i = 0; i < w->n; i++)
		if (w->telling[i])
			w->v[n++] = w->v[i];
	if (!words || !n)
		return;
	if (!k->step)
		k->step = arena_calloc(k->a, k->s->n_docs, sizeof(*k->step));
	k->steps++;
	for (size_t i = 0; i < n; i++) {
		uint32_t term = kb_names_find(&k->s->names, w->v[i].text, w->v[i].len);
		size_t n_stems = kb_terms_of_stem(k->s, &w->v[i], k->a, &stems);
		uint16_t step = (uint16_t)(k->steps + i);

		if (term != KB_NO_NAME)
			step_on(k, term, step, i + 1 == n, words);
		for (size_t j = 0; j < n_stems; j++)
			step_on(k, stems[j], step, i + 1 == n, words);
	}
	k->steps = (uint16_t)(k->steps + n);
}

static void ask_word(struct ask *k, size_t word, const struct kb_token *t, bool last)
{
	uint32_t *stems, *begins, *likes, term = kb_names_find(&k->s->names, t->text, t->len);
	size_t n_stems = kb_terms_of_stem(k->s, t, k->a, &stems), n_begins = 0, n;

	/* A single letter that is not the last begins half the vocabulary. */
	if (t->kind != KB_HAN && (last || t->len > 2))
		n_begins = kb_terms_beginning(k->s, t->text, t->len, last ? BEGINNINGS : 256, k->a, &begins);
	k->weights[word] = rarity(k, term, stems, n_stems);
	if (term == KB_NO_NAME || !kb_search_living(k->s, term))
		k->weights[word] = rarity(k, KB_NO_NAME, begins, n_begins);
	if (k->weights[word] < .05)
		k->weights[word] = .05;
	if (term != KB_NO_NAME)
		meet(k, term, word, 1);
	n = n_stems + n_begins + (term != KB_NO_NAME && kb_search_living(k->s, term));
	meet_all(k, stems, n_stems, word, other_ending);
	if (n_begins)
		meet_all(k, begins, n_begins, word, last ? begun : begun_before);
	if (!n && !in_lexicon(k, word)) {
		size_t n_likes = kb_terms_nearly(k->s, t, last, k->a, &likes);

		k->weights[word] = n_likes ? rarity(k, KB_NO_NAME, likes, n_likes) : k->weights[word];
		meet_all(k, likes, n_likes, word, nearly);
	}
	if (!n && t->kind == KB_HAN)
		k->weights[word] *= across;
	k->whole += k->weights[word];
}

static bool asked_before(const struct ask *k, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (k->words.telling[j] && strcmp(k->words.v[j].text, k->words.v[i].text) == 0)
			return true;
	return false;
}

/* The word that the text ends in may go on; after a blank it does not. */
static const struct kb_token *last_word(const struct ask *k)
{
	const char *text = k->q->text;
	size_t len = strlen(text);
	const struct kb_token *last = NULL;

	if (!k->q->unfinished || !len || text[len - 1] == ' ')
		return NULL;
	for (size_t i = 0; i < k->words.n; i++)
		if (k->words.telling[i] && k->words.v[i].len <= len &&
			strncasecmp(text + len - k->words.v[i].len, k->words.v[i].text, k->words.v[i].len) ==
				0)
			last = &k->words.v[i];
	/* A code that was typed with joints ends as its joined form does not. */
	return last							  ? last
	       : k->words.n && k->words.v[k->words.n - 1].kind == KB_CODE ? &k->words.v[k->words.n - 1]
									  : NULL;
}

/* Pairs of one run stand two tokens apart, a single character between them. */
static void ask_all(struct ask *k)
{
	size_t before = SIZE_MAX / 2; /* token of the pair asked for last */
	const struct kb_token *last;

	kb_search_read(&k->words, k->q->text, false);
	if (k->s->lexicon)
		k->n_others = kb_search_others(k->s->lexicon, &k->words.tokens, k->a, k->others);
	last = last_word(k);
	for (size_t i = 0; i < k->words.n && k->n < KB_SEARCH_WORDS; i++) {
		const struct kb_token *t = &k->words.v[i];

		if (!k->words.telling[i] || asked_before(k, i))
			continue;
		k->left[k->n] = k->right[k->n] = -1;
		if (kb_text_is_pair(t) && before + 2 == i && k->words.v[i - 1].kind == KB_HAN) {
			k->left[k->n] = (int8_t)(k->n - 1);
			k->right[k->n - 1] = (int8_t)k->n;
		}
		before = kb_text_is_pair(t) ? i : SIZE_MAX / 2;
		k->places[k->n] = k->words.places[i];
		k->n++;
		ask_word(k, k->n - 1, t, t == last);
	}
	for (size_t i = 0; i < k->n_others; i++)
		meet_other(k, &k->others[i]);
}

/* ---- the best ---- */

static double share_of(const struct ask *k, uint32_t met)
{
	double sum = 0;

	for (size_t i = 0; i < k->n; i++)
		sum += met >> i & 1 ? k->weights[i] : 0;
	return k->whole > 0 ? sum / k->whole : 0;
}

/* All of it: a pair that is missing between two that are there is the seam of two words. */
static bool is_whole(const struct ask *k, uint32_t met)
{
	for (size_t i = 0; i < k->n; i++) {
		bool seam = k->left[i] >= 0 && k->right[i] >= 0 && met >> k->left[i] & 1 &&
			    met >> k->right[i] & 1;

		if (!(met >> i & 1) && !seam)
			return false;
	}
	return true;
}

static double score_of(const struct ask *k, uint32_t doc, double share)
{
	const struct kb_search_doc *d = &k->s->docs[doc];
	double score = k->scores[doc] / k->whole * share;

	if (d->time_ms && k->q->now_ms > d->time_ms)
		score *= .8 + .2 * exp2(-(double)(k->q->now_ms - d->time_ms) / half_life_ms);
	/* Of two that hold it, the one that holds little else. */
	score /= 1 + .01 * d->n_terms;
	return d->faint ? score * faint : score;
}

static bool before(const struct kb_search *s, const struct kb_found *x, int64_t x_time,
	const struct kb_found *y, uint32_t doc)
{
	if (x->score != y->score)
		return x->score > y->score;
	return x_time != s->docs[doc].time_ms ? x_time > s->docs[doc].time_ms : x->id > y->id;
}

/* Kept sorted by insertion: there are few. docs[] goes along. */
static void keep(const struct ask *k, struct kb_found_list *list, uint32_t *docs, size_t limit, uint32_t doc,
	double share)
{
	struct kb_found one = {.id = k->s->docs[doc].id, .share = share, .score = score_of(k, doc, share)};
	size_t i = list->n;

	if (i == limit && !before(k->s, &one, k->s->docs[doc].time_ms, &list->items[i - 1], docs[i - 1]))
		return;
	i = i < limit ? i : limit - 1;
	for (; i > 0 && before(k->s, &one, k->s->docs[doc].time_ms, &list->items[i - 1], docs[i - 1]); i--) {
		list->items[i] = list->items[i - 1];
		docs[i] = docs[i - 1];
	}
	list->items[i] = one;
	docs[i] = doc;
	list->n += list->n < limit;
}

static void name_words(const struct ask *k, struct kb_found *f, uint32_t doc)
{
	const struct kb_search_doc *d = &k->s->docs[doc];

	for (size_t i = 0; i < d->n_terms && f->n_words < KB_FOUND_WORDS; i++) {
		uint32_t term = k->s->held[d->terms + i] >> 1;

		if (k->of_word[term])
			f->words[f->n_words++] = arena_strdup(k->a, kb_names_text(&k->s->names, term));
	}
}

static void choose(const struct ask *k, struct kb_found_list out[KB_FOUND_KINDS], size_t limit)
{
	uint32_t *docs[KB_FOUND_KINDS];
	double least = k->q->any ? share_any : share_least;
	bool whole = false;

	for (size_t i = 0; i < k->s->n_docs && !whole && !k->q->any; i++)
		whole = k->met[i] && is_whole(k, k->met[i]) && wanted(k, &k->s->docs[i]);
	for (size_t i = 0; i < KB_FOUND_KINDS; i++) {
		out[i].items = arena_calloc(k->a, limit, sizeof(*out[i].items));
		docs[i] = arena_calloc(k->a, limit, sizeof(uint32_t));
	}
	for (uint32_t i = 0; i < k->s->n_docs; i++) {
		const struct kb_search_doc *d = &k->s->docs[i];
		double share;

		if (!k->met[i] || (whole && !is_whole(k, k->met[i])) || !wanted(k, d))
			continue;
		share = whole ? 1 : share_of(k, k->met[i]);
		if (share >= least)
			keep(k, &out[d->kind], docs[d->kind], limit, i, share);
	}
	for (size_t i = 0; i < KB_FOUND_KINDS; i++)
		for (size_t j = 0; j < out[i].n; j++)
			name_words(k, &out[i].items[j], docs[i][j]);
}

static bool find(const struct kb_search *s, const struct kb_search_query *q, struct arena *a,
	struct kb_found_list out[KB_FOUND_KINDS])
{
	struct ask *k = arena_new(a, struct ask);

	k->s = s;
	k->q = q;
	k->a = a;
	k->scores = arena_calloc(a, s->n_docs, sizeof(*k->scores));
	k->met = arena_calloc(a, s->n_docs, sizeof(*k->met));
	k->of_word = arena_calloc(a, s->names.n, sizeof(*k->of_word));
	if (q->text)
		ask_all(k);
	if (k->n)
		choose(k, out, q->limit && q->limit < KB_SEARCH_MOST ? q->limit : KB_SEARCH_MOST);
	return k->n > 0;
}

bool kb_search_find(const struct kb_search *all, const struct kb_search_query *q, struct arena *a,
	struct kb_found_list out[KB_FOUND_KINDS])
{
	unsigned phase;
	const struct kb_search *s = kb_search_enter(all, &phase);
	bool asked;

	memset(out, 0, KB_FOUND_KINDS * sizeof(*out));
	asked = find(s, q, a, out);
	kb_search_leave(all, phase);
	return asked;
}
