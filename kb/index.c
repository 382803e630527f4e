/* index.c - see index.h. */
#include "kb/index.h"

#include <stdlib.h>
#include <string.h>

static const double bm25_k1 = 1.2, bm25_b = .6;

void kb_index_release(struct kb_index *ix)
{
	for (size_t i = 0; i < ix->n_lists; i++)
		free(ix->lists[i].bytes);
	free(ix->lists);
	free(ix->lengths);
	*ix = (struct kb_index){0};
}

static void list_add(struct kb_list *l, uint32_t doc, uint32_t fields)
{
	uint64_t v = (uint64_t)(doc - l->next) << KB_FIELDS | fields;

	if (l->room - l->used < 5) {
		l->room = l->room ? l->room + l->room / 2 + 8 : 8;
		l->bytes = xrealloc(l->bytes, l->room);
	}
	for (; v >= 0x80; v >>= 7)
		l->bytes[l->used++] = (uint8_t)(v | 0x80);
	l->bytes[l->used++] = (uint8_t)v;
	l->next = doc + 1;
}

uint32_t kb_index_add(
	struct kb_index *ix, const struct kb_entry *entries, size_t n, const size_t lengths[KB_FIELDS])
{
	uint32_t doc = (uint32_t)ix->n_docs;

	if (ix->n_docs == ix->doc_room) {
		ix->doc_room = ix->doc_room ? ix->doc_room * 2 : 256;
		ix->lengths = xrealloc(ix->lengths, ix->doc_room * sizeof(*ix->lengths));
	}
	for (size_t f = 0; f < KB_FIELDS; f++) {
		ix->lengths[doc][f] = (uint8_t)(lengths[f] < KB_LENGTH_MAX ? lengths[f] : KB_LENGTH_MAX);
		ix->total[f] += ix->lengths[doc][f];
	}
	for (size_t i = 0; i < n; i++) {
		size_t form = entries[i].form;

		if (form >= ix->n_lists) {
			size_t more = form + form / 2 + 256;

			ix->lists = xrealloc(ix->lists, more * sizeof(*ix->lists));
			memset(ix->lists + ix->n_lists, 0, (more - ix->n_lists) * sizeof(*ix->lists));
			ix->n_lists = more;
		}
		list_add(&ix->lists[form], doc, entries[i].fields);
	}
	ix->n_docs++;
	ix->live++;
	return doc;
}

void kb_index_remove(struct kb_index *ix, uint32_t doc)
{
	for (size_t f = 0; f < KB_FIELDS; f++) {
		ix->total[f] -= ix->lengths[doc][f];
		ix->lengths[doc][f] = KB_LENGTH_DEAD;
	}
	ix->live--;
}

bool kb_index_dead(const struct kb_index *ix, uint32_t doc)
{
	return ix->lengths[doc][0] == KB_LENGTH_DEAD;
}

/* Where one query form's list has been read up to. */
struct cursor {
	const uint8_t *at, *end;
	uint32_t doc; /* the next document; UINT32_MAX at the end */
	uint32_t fields;
	/* by the two field bits: what to add to the symptom's score and to the past's */
	float add[1 << KB_FIELDS][KB_FIELDS];
};

struct search {
	const struct kb_index *ix;
	const struct kb_factor *factor;
	struct cursor *cursors;
	size_t n_cursors;
	float (*window)[KB_FIELDS];		   /* scores of KB_WINDOW documents */
	float norm[KB_FIELDS][KB_LENGTH_DEAD + 1]; /* by length; 0 for the dead */
	struct kb_hit *heap;			   /* the worst on top */
	size_t n, k;
};

static void cursor_next(struct cursor *c)
{
	uint64_t v = 0;
	unsigned shift = 0;
	uint8_t byte;

	if (c->at == c->end) {
		c->doc = UINT32_MAX;
		return;
	}
	do {
		byte = *c->at++;
		v |= (uint64_t)(byte & 0x7F) << shift;
		shift += 7;
	} while (byte & 0x80);
	c->doc += (uint32_t)(v >> KB_FIELDS) + 1;
	c->fields = v & ((1 << KB_FIELDS) - 1);
}

static void open_cursors(struct search *s, const struct kb_query_form *forms, size_t n, struct arena *a)
{
	s->cursors = arena_calloc(a, n ? n : 1, sizeof(*s->cursors));
	for (size_t i = 0; i < n; i++) {
		struct cursor *c = &s->cursors[s->n_cursors];
		const struct kb_list *l =
			forms[i].form < s->ix->n_lists ? &s->ix->lists[forms[i].form] : NULL;

		if (!l || !l->used)
			continue;
		c->at = l->bytes;
		c->end = l->bytes + l->used;
		c->doc = UINT32_MAX; /* one before the first */
		for (unsigned bits = 0; bits < 1u << KB_FIELDS; bits++)
			for (unsigned f = 0; f < KB_FIELDS; f++)
				c->add[bits][f] = bits >> f & 1 ? forms[i].weight[f] : 0;
		cursor_next(c);
		s->n_cursors++;
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

/* Takes the window's scores to the heap; most documents fail the first test and cost nothing more. */
static void harvest(struct search *s, uint32_t from, uint32_t to)
{
	const double most = s->factor ? s->factor->most : 1;

	for (uint32_t doc = from; doc < to; doc++) {
		const float *w = s->window[doc - from];
		const uint8_t *len = s->ix->lengths[doc];
		struct kb_hit hit = {doc, 0};

		if (w[KB_SYMPTOM] + w[KB_PAST] <= 0)
			continue;
		hit.score = w[KB_SYMPTOM] * s->norm[KB_SYMPTOM][len[KB_SYMPTOM]] +
			    w[KB_PAST] * s->norm[KB_PAST][len[KB_PAST]];
		if (hit.score <= 0 || (s->n == s->k && hit.score * most < s->heap[0].score))
			continue;
		if (s->factor)
			hit.score = (float)(hit.score * s->factor->of(s->factor->context, doc));
		if (hit.score > 0)
			offer(s, hit);
	}
}

static void fill(struct search *s, uint32_t from, uint32_t to)
{
	memset(s->window, 0, (size_t)(to - from) * sizeof(*s->window));
	for (size_t i = 0; i < s->n_cursors; i++) {
		struct cursor *c = &s->cursors[i];

		while (c->doc < to) {
			float *w = s->window[c->doc - from];

			w[KB_SYMPTOM] += c->add[c->fields][KB_SYMPTOM];
			w[KB_PAST] += c->add[c->fields][KB_PAST];
			cursor_next(c);
		}
	}
}

/* Ends the cursors that are through, and finds the next document that any of the others holds. */
static uint32_t next_doc(struct search *s)
{
	uint32_t least = UINT32_MAX;

	for (size_t i = 0; i < s->n_cursors;) {
		uint32_t doc = s->cursors[i].doc;

		if (doc == UINT32_MAX) {
			s->cursors[i] = s->cursors[--s->n_cursors];
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
	s->window = arena_calloc(a, KB_WINDOW, sizeof(*s->window));
	if (k == 0)
		return 0;
	set_norms(s);
	open_cursors(s, forms, n, a);
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
	size_t n = ix->n_lists * sizeof(*ix->lists) + ix->doc_room * sizeof(*ix->lengths);

	for (size_t i = 0; i < ix->n_lists; i++)
		n += ix->lists[i].room;
	return n;
}
