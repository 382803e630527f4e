/* search_state.h - what a struct kb_search is made of; for search*.c alone.
 *
 * A record holds terms, a term is numbered in `names`. For every term there is a list of the records that hold it: the distance
 * to the one before and a bit (in the title or a code?), as a variable-length number. `order` has the numbers of terms sorted by
 * their text, but for the last `loose`, which came later. */
#ifndef KB_SEARCH_STATE_H
#define KB_SEARCH_STATE_H

#include "kb/map.h"
#include "kb/names.h"
#include "kb/search.h"
#include "kb/text.h"

struct kb_term {
	uint8_t *bytes;
	uint32_t used, room;
	uint32_t next;	  /* the least record number that can follow */
	uint32_t records; /* living ones */
	uint32_t letters; /* bits of the letters it has, to tell soon that another is not like it */
	uint8_t kind;	  /* enum kb_kind */
	uint8_t len;
};

struct kb_search_doc {
	int64_t id, time_ms;
	uint64_t hash; /* of all its texts */
	uint32_t terms, n_terms;
	uint8_t kind;
	bool faint, dead;
};

struct kb_search {
	struct kb_names names;
	struct kb_term *terms;
	size_t term_room;
	uint32_t *order;
	size_t order_room, sorted;
	struct kb_search_doc *docs;
	size_t n_docs, doc_room, live;
	uint32_t *held; /* terms of the records, each << 1 | in the title or a code */
	size_t n_held, held_room;
	struct kb_map ids; /* id and kind -> number + 1 */
	struct kb_search_words *scratch;
};

/* ---- words of a text (search_words.c) ---- */
struct kb_search_words {
	struct kb_token v[KB_TOKENS];
	bool telling[KB_TOKENS]; /* not a single character out of a longer run */
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

#endif
