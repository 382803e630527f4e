/* search_state.h - what a struct kb_search is made of; for search*.c alone.
 *
 * A record holds terms, a term is numbered in `names`. For every term there is a list of the records that hold it, each with a
 * bit (in the title or a code?). `order` has the numbers of terms sorted by their text, but for those from `sorted` on, which
 * came later.
 *
 * Who asks reads a *view*: a copy of struct kb_search, made after every change, as in state.h. What it points to is only ever
 * added to, beyond the view's counts; arrays are moved aside by kb_heap_grow, sorting and packing make new ones; what changes in
 * place is _Atomic. A number in a list may be newer than the view. */
#ifndef KB_SEARCH_STATE_H
#define KB_SEARCH_STATE_H

#include "kb/list.h"
#include "kb/map.h"
#include "kb/names.h"
#include "kb/search.h"
#include "kb/text.h"

struct kb_search_term {
	struct kb_list records;
	_Atomic uint32_t living; /* of them */
	uint32_t letters;	 /* bits of the letters it has, to tell soon that another is not like it */
	uint8_t kind;		 /* enum kb_kind */
	uint8_t len;
};

struct kb_search_doc {
	int64_t id;
	_Atomic int64_t time_ms;
	uint64_t hash; /* of all its texts */
	uint32_t terms, n_terms;
	/* Views of so many records and more do not know it any more; 0: all do. What replaces a record is number `until`, so that
	 * every view has one of the two. */
	_Atomic uint32_t until;
	uint8_t kind;
	_Atomic bool faint;
};

struct kb_search_shared; /* what all views have in common: search_view.c */

struct kb_search {
	struct kb_search_shared *shared;
	struct kb_heap *heap;
	struct kb_search_lexicon *lexicon; /* NULL: none */
	struct kb_names names;
	struct kb_search_term *terms;
	size_t term_room, list_bytes;
	uint32_t *order;
	size_t order_room, sorted;
	struct kb_search_doc *docs;
	size_t n_docs, doc_room, live;
	uint32_t *held; /* terms of the records, each << 1 | in the title or a code */
	size_t n_held, held_room;
	struct kb_map ids; /* id and kind -> number + 1; of the writer alone, as is scratch */
	struct kb_search_words *scratch;
};

static inline uint32_t kb_search_living(const struct kb_search *s, uint32_t term)
{
	return atomic_load_explicit(&s->terms[term].living, memory_order_relaxed);
}

/* ---- views (search_view.c) ---- */
struct kb_heap *kb_search_view_begin(struct kb_search *s);
void kb_search_view_end(struct kb_search *s);
const struct kb_search *kb_search_enter(const struct kb_search *s, unsigned *phase);
void kb_search_leave(const struct kb_search *s, unsigned phase);
void kb_search_publish(struct kb_search *s);

/* ---- words of a text (search_words.c) ---- */
enum { KB_NO_PLACE = UINT16_MAX };
struct kb_search_words {
	struct kb_token v[KB_TOKENS];
	bool telling[KB_TOKENS];    /* not a single character out of a longer run */
	uint16_t places[KB_TOKENS]; /* among the tokens of the text read last; KB_NO_PLACE: a code */
	size_t n;
	struct kb_tokens tokens;
};
/* Adds those of the text: words, Chinese characters and pairs, codes whole and in their parts, numbers. pieces: with the parts
 * of codes. */
void kb_search_read(struct kb_search_words *w, const char *text, bool pieces);

/* ---- the vocabulary (search_terms.c) ---- */
uint32_t kb_term_add(struct kb_search *s, const struct kb_token *t);
/* The numbers of the terms that begin with the text, at most `most`; out from the arena. */
size_t kb_terms_beginning(const struct kb_search *s, const char *text, size_t len, size_t most,
	struct arena *a, uint32_t **out);
/* Other endings of an English word. */
size_t kb_terms_of_stem(const struct kb_search *s, const struct kb_token *t, struct arena *a, uint32_t **out);
/* Spelt nearly so; beginning: also the beginnings of longer ones. */
size_t kb_terms_nearly(
	const struct kb_search *s, const struct kb_token *t, bool beginning, struct arena *a, uint32_t **out);

/* ---- other words for the same (search_lexicon.c) ---- */
/* Tokens asked for, from `from` to before `to`, and what means the same: all of its words together. The text is the
 * lexicon's. */
struct kb_search_other {
	uint32_t from, to;
	const char *text;
};
enum { KB_SEARCH_OTHERS = 64 };
struct kb_search_lexicon;
struct kb_search_lexicon *kb_search_lexicon_new(struct kb_lexicon *lx);
void kb_search_lexicon_free(struct kb_search_lexicon *l);
/* Adds the concepts to the tokens. */
size_t kb_search_others(const struct kb_search_lexicon *l, struct kb_tokens *t, struct arena *a,
	struct kb_search_other out[KB_SEARCH_OTHERS]);

#endif
