/* lexicon.h - the plant's own words: rules for adding and changing them, and the plain form that kb/lexicon.h reads.
 *
 * Only what is `used` does anything. What the program proposes (lexicon_mine.h) waits for a person; refused it stays refused,
 * because it is kept. The knowledge base follows each change (domain/knowledge.h): it is built anew with the other words, in
 * the background, while the old one still answers. */
#ifndef DOMAIN_LEXICON_H
#define DOMAIN_LEXICON_H

#include "kb/lexicon.h"
#include "store/lexicon.h"

/* All that is used, as lines. Never NULL. */
enum err domain_lexicon_text(struct db *db, struct arena *a, const char **out);

/* A word of the plant. kind short: means are the words that it is short for ("-": nothing). kind term: means is a concept, by
 * its id or any of its terms; what no concept is called by becomes, with a class, a concept of its own that has both as terms.
 * ERR_INVALID: fields; ERR_CONFLICT: the word is used for something else. */
enum err domain_lexicon_add(struct tx *tx, struct lexicon_entry *e);
/* Another state or meaning. ERR_NOT_FOUND, ERR_STALE, and as above. */
enum err domain_lexicon_put(struct tx *tx, struct lexicon_entry *e);
/* Kept as a proposal, unless anybody ever decided on it. *added: it is new. */
enum err domain_lexicon_propose(struct tx *tx, struct lexicon_entry *e, bool *added);

/* Lines of the plain form. Stops at the first that is wrong (ERR_INVALID: text); what is known already is left. */
struct lexicon_import {
	const char *text;
	int64_t added, known;
};
enum err domain_lexicon_import(struct tx *tx, struct lexicon_import *im);

/* What is known, shipped and own, for who looks something up. */
struct lexicon_concept {
	const char *id, *class, *zh, *en; /* terms parted by "; " */
	int64_t own;			  /* terms of the plant's among them */
};
extern const struct field lexicon_concept_fields[];
/* Those with the text in a term or id (NULL: all), of this class (NULL: any); from number `after` on, at most limit; *next is
 * where the following page begins, -1 = nowhere. */
enum err domain_lexicon_concepts(const struct kb_lexicon *lx, struct arena *a, const char *text,
	const char *class, int64_t after, size_t limit, struct list *out, int64_t *next);

#endif
