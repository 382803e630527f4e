/* index.c - see index.h. */
#include "kb/index.h"

#include <stdlib.h>
#include <string.h>

enum { AT_ONCE = 16 }; /* documents; divides KB_WINDOW */

static const double bm25_k1 = 1.2, bm25_b = .6;

bool kb_index_retire_some(struct kb_index *ix, size_t *from, size_t most)
{
	for (; *from < ix->n_lists && most; ++*from, most--)
		kb_list_retire(&ix->lists[*from], ix->heap, &ix->list_bytes);
	if (*from < ix->n_lists)
		return false;
	kb_heap_retire_array(ix->heap, ix->lists, ix->list_room, sizeof(*ix->lists));
	kb_heap_retire_array(ix->heap, (void *)ix->lengths, ix->doc_room, sizeof(*ix->lengths));
	*ix = (struct kb_index){.heap = ix->heap};
	return true;
}

void kb_index_release(struct kb_index *ix)
{
	ix->heap = NULL;
	kb_index_retire_some(ix, &(size_t){0}, SIZE_MAX);
}

uint32_t kb_index_add(
	struct kb_index *ix, const struct kb_entry *entries, size_t n, const size_t lengths[KB_FIELDS])
{
	uint32_t doc = (uint32_t)ix->n_docs;

	ix->lengths = kb_heap_grow(
		ix->heap, (void *)ix->lengths, &ix->doc_room, doc, doc + 1u, sizeof(*ix->lengths));
	for (size_t f = 0; f < KB_FIELDS; f++) {
		uint8_t length = (uint8_t)(lengths[f] < KB_LENGTH_MAX ? lengths[f] : KB_LENGTH_MAX);

		atomic_store_explicit(&ix->lengths[doc][f], length, memory_order_relaxed);
		ix->total[f] += length;
	}
	for (size_t i = 0; i < n; i++) {
		size_t form = entries[i].form;

		if (form >= ix->n_lists) {
			ix->lists = kb_heap_grow(ix->heap, ix->lists, &ix->list_room, ix->n_lists, form + 1u,
				sizeof(*ix->lists));
			ix->n_lists = form + 1u;
		}
		kb_list_add(&ix->lists[form], ix->heap, &ix->list_bytes, doc, entries[i].fields);
	}
	ix->n_docs++;
	ix->live++;
	return doc;
}

void kb_index_remove(struct kb_index *ix, uint32_t doc)
{
	for (size_t f = 0; f < KB_FIELDS; f++) {
		ix->total[f] -= kb_index_length(ix, doc, f);
		atomic_store_explicit(&ix->lengths[doc][f], KB_LENGTH_DEAD, memory_order_relaxed);
	}
	ix->live--;
}

bool kb_index_dead(const struct kb_index *ix, uint32_t doc)
{
	return kb_index_length(ix, doc, 0) == KB_LENGTH_DEAD;
}

/* One query form's list. */
struct reading {
	struct kb_cursor cursor;
	uint8_t own[8];
	/* by the two field bits: what to add to the symptom's score and to the past's */
	float add[1 << KB_FIELDS][KB_FIELDS];
};

struct search {
	const struct kb_index *ix;
	const struct kb_factor *factor;
	struct reading *readings;
	struct reading **open; /* those with documents left */
	size_t n_open;
	float *window[KB_FIELDS]; /* scores of KB_WINDOW documents, and some more zeros */
	float best_norm[KB_FIELDS];
	float norm[KB_FIELDS][KB_LENGTH_DEAD + 1]; /* by length; 0 for the dead */
	struct kb_hit *heap;			   /* the worst on top */
	size_t n, k;
};

static void open_readings(struct search *s, const struct kb_query_form *forms, size_t n, struct arena *a)
{
	s->readings = arena_calloc(a, n ? n : 1, sizeof(*s->readings));
	s->open = arena_calloc(a, n ? n : 1, sizeof(*s->open));
	for (size_t i = 0; i < n; i++) {
		struct reading *r = &s->readings[i];

		if (forms[i].form >= s->ix->n_lists)
			continue;
		for (unsigned bits = 0; bits < 1u << KB_FIELDS; bits++)
			for (unsigned f = 0; f < KB_FIELDS; f++)
				r->add[bits][f] = bits >> f & 1 ? forms[i].weight[f] : 0;
		kb_cursor_open(&r->cursor, &s->ix->lists[forms[i].form], r->own);
		if (r->cursor.number < s->ix->n_docs)
			s->open[s->n_open++] = r;
	}
}

static void set_norms(struct search *s)
{
	for (unsigned f = 0; f < KB_FIELDS; f++) {
		double mean = s->ix->live ? (double)s->ix->total[f] / (double)s->ix->live : 0;

		for (unsigned len = 0; len <= KB_LENGTH_MAX; len++)
			s->norm[f][len] =
				(float)((bm25_k1 + 1) /
					(1 + bm25_k1 * (1 - bm25_b + bm25_b * len / (mean > 0 ? mean : 1))));
		s->norm[f][KB_LENGTH_DEAD] = 0;
		s->best_norm[f] = s->norm[f][0];
	}
}

static bool worse(struct kb_hit a, struct kb_hit b)
{
	return a.score < b.score || (a.score == b.score && a.doc < b.doc);
}

static void sift_down(struct kb_hit *heap, size_t n, size_t i)
{
	struct kb_hit one = heap[i];

	for (;;) {
		size_t child = 2 * i + 1;

		if (child + 1 < n && worse(heap[child + 1], heap[child]))
			child++;
		if (child >= n || !worse(heap[child], one))
			break;
		heap[i] = heap[child];
		i = child;
	}
	heap[i] = one;
}

static void offer(struct search *s, struct kb_hit one)
{
	size_t i;

	if (s->n == s->k) {
		if (worse(one, s->heap[0]))
			return;
		s->heap[0] = one;
		sift_down(s->heap, s->n, 0);
		return;
	}
	for (i = s->n++; i > 0 && worse(one, s->heap[(i - 1) / 2]); i = (i - 1) / 2)
		s->heap[i] = s->heap[(i - 1) / 2];
	s->heap[i] = one;
}

/* One document to the heap. */
static void judge(struct search *s, uint32_t doc, float symptom, float past)
{
	const double most = s->factor ? s->factor->most : 1;
	struct kb_hit hit = {doc, 0};

	if (symptom + past <= 0)
		return;
	hit.score = symptom * s->norm[KB_SYMPTOM][kb_index_length(s->ix, doc, KB_SYMPTOM)] +
		    past * s->norm[KB_PAST][kb_index_length(s->ix, doc, KB_PAST)];
	if (hit.score <= 0 || (s->n == s->k && hit.score * most < s->heap[0].score))
		return;
	if (s->factor)
		hit.score = (float)(hit.score * s->factor->of(s->factor->context, doc));
	if (hit.score > 0)
		offer(s, hit);
}

/* What a document must score at least, by the best length it could have, to come into the heap; a hair less, for
 * rounding. */
static float least_that_matters(const struct search *s)
{
	const double most = s->factor ? s->factor->most : 1;

	return s->n == s->k ? (float)(s->heap[0].score / most * .999999) : 0;
}

/* Takes the window's scores to the heap. Nearly all documents are too low whatever their length: these are passed over
 * some at a time, without looking at anything else of them. */
static void harvest(struct search *s, uint32_t from, uint32_t to)
{
	for (uint32_t at = 0; at < to - from; at += AT_ONCE) {
		const float *symptom = s->window[KB_SYMPTOM] + at, *past = s->window[KB_PAST] + at;
		float least = least_that_matters(s), best[AT_ONCE];
		int any = 0;

		for (size_t i = 0; i < AT_ONCE; i++)
			best[i] = symptom[i] * s->best_norm[KB_SYMPTOM] + past[i] * s->best_norm[KB_PAST];
		for (size_t i = 0; i < AT_ONCE; i++)
			any |= best[i] > least;
		for (uint32_t i = 0; any && i < AT_ONCE && at + i < to - from; i++)
			if (best[i] > least)
				judge(s, from + at + i, symptom[i], past[i]);
	}
}

static void fill(struct search *s, uint32_t from, uint32_t to)
{
	float *symptom = s->window[KB_SYMPTOM], *past = s->window[KB_PAST];

	memset(symptom, 0, (size_t)(to - from) * sizeof(*symptom));
	memset(past, 0, (size_t)(to - from) * sizeof(*past));
	for (size_t i = 0; i < s->n_open; i++) {
		struct reading *r = s->open[i];
		struct kb_cursor c = r->cursor; /* so that it stays in registers */

		while (c.number < to) {
			symptom[c.number - from] += r->add[c.bits][KB_SYMPTOM];
			past[c.number - from] += r->add[c.bits][KB_PAST];
			kb_cursor_next(&c);
		}
		r->cursor = c;
	}
}

/* Closes what is read through, and finds the next document that any of the others holds. */
static uint32_t next_doc(struct search *s)
{
	uint32_t least = UINT32_MAX;

	for (size_t i = 0; i < s->n_open;) {
		uint32_t doc = s->open[i]->cursor.number;

		if (doc >= s->ix->n_docs) {
			s->open[i] = s->open[--s->n_open];
			continue;
		}
		least = doc < least ? doc : least;
		i++;
	}
	return least;
}

static int better_first(const void *a, const void *b)
{
	const struct kb_hit *x = a, *y = b;

	return worse(*x, *y) ? 1 : -1;
}

size_t kb_index_search(const struct kb_index *ix, const struct kb_query_form *forms, size_t n,
	const struct kb_factor *factor, struct arena *a, struct kb_hit *top, size_t k)
{
	struct search *s = arena_new(a, struct search);
	uint32_t from;

	s->ix = ix;
	s->factor = factor;
	s->heap = top;
	s->k = k;
	for (size_t f = 0; f < KB_FIELDS; f++)
		s->window[f] = arena_calloc(a, KB_WINDOW + AT_ONCE, sizeof(*s->window[f]));
	if (k == 0)
		return 0;
	set_norms(s);
	open_readings(s, forms, n, a);
	while ((from = next_doc(s)) != UINT32_MAX) {
		uint32_t to = ix->n_docs - from > KB_WINDOW ? from + KB_WINDOW : (uint32_t)ix->n_docs;

		fill(s, from, to);
		harvest(s, from, to);
	}
	qsort(top, s->n, sizeof(*top), better_first);
	return s->n;
}

size_t kb_index_bytes(const struct kb_index *ix)
{
	return kb_heap_array_cost(ix->list_room, ix->n_lists, sizeof(*ix->lists)) + ix->list_bytes +
	       kb_heap_array_cost(ix->doc_room, ix->n_docs, sizeof(*ix->lengths));
}
