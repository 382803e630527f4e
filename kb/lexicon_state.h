/* lexicon_state.h - what a struct kb_lexicon is made of; only for lexicon*.c.
 *
 * A run of atoms (words by their stem, Chinese characters one by one) is known by a hash of 64 bits, worked out atom by atom;
 * every beginning of a run has a slot too, so that reading stops where nothing longer can come. */
#ifndef KB_LEXICON_STATE_H
#define KB_LEXICON_STATE_H

#include "kb/lexicon.h"
#include "kb/names.h"

#include "base/arena.h"

enum { KB_LEXICON_KNOWN = 15 }; /* bits of a key that are looked at first */

struct kb_lexicon_slot {
	uint64_t key;	/* 0 = empty; never even */
	uint32_t means; /* a term's number + 1; 0 = only the beginning of longer ones */
	bool goes_on;
};
/* Open addressing; room is a power of two and never full. */
struct kb_lexicon_table {
	struct kb_lexicon_slot *v;
	size_t n, room;
	/* A bit for each key, by its first bits: most words of a text are in no table, and this is small enough to be near
	 * always. */
	uint64_t known[1 << (KB_LEXICON_KNOWN - 6)];
};
struct kb_lexicon_tables {
	struct kb_lexicon_table runs;  /* by stems */
	struct kb_lexicon_table exact; /* words in the very spelling, where the stem means something else */
	bool very;		       /* runs are by the very spelling as well */
};

struct kb_lexicon {
	_Atomic unsigned owners;
	struct arena arena; /* all text */
	struct kb_concept *concepts;
	size_t n_concepts, concept_room;
	struct kb_token *tokens; /* that the concepts come as */
	struct kb_names ids;	 /* number = number of the concept */
	struct kb_term *terms;
	size_t n_terms, term_room;
	struct kb_lexicon_tables spellings, meanings;
};

/* The atoms of the tokens from `from` on; out has room for KB_TOKENS. */
size_t kb_lexicon_atoms(const struct kb_tokens *t, size_t from, struct kb_atom *out);
/* The key of a run that is longer by one atom; of none it is 0. */
uint64_t kb_lexicon_step(uint64_t h, uint64_t atom);
/* The slot with the key, or the empty one where it belongs. */
struct kb_lexicon_slot *kb_lexicon_slot(const struct kb_lexicon_table *t, uint64_t key);

/* False: certainly not. */
static inline bool kb_lexicon_may_hold(const struct kb_lexicon_table *t, uint64_t key)
{
	uint64_t bit = key >> (64 - KB_LEXICON_KNOWN);

	return t->known[bit / 64] >> bit % 64 & 1;
}

#endif
