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

/* Keeps it as used without asking what it means: anew, or out of what was proposed, refused or removed. ERR_INVALID: term. */
enum err domain_lexicon_use(struct tx *tx, struct lexicon_entry *e);
/* Nothing in it that parts lines, columns or terms. */
bool domain_lexicon_is_plain(const char *s);

/* Lines of the plain form. What is used already, or stands in an earlier line, is left as it is and counts as known. */
enum { LEXICON_WRONG_MAX = 100, LEXICON_FILE_MAX = 200000 };
struct lexicon_wrong {
	int64_t line;
	enum msg msg; /* its %s is the line */
};
struct lexicon_import {
	const char *text;
	int64_t added, known;
	struct list made; /* of struct lexicon_entry: what is added */
	size_t wrong;	  /* lines (or terms in them) that cannot be used; the first are in faults */
	struct lexicon_wrong faults[LEXICON_WRONG_MAX];
};
/* What bringing it in would do; nothing is written. */
enum err domain_lexicon_read(struct db *db, struct arena *a, struct lexicon_import *im);
/* All of it or, when anything is wrong, nothing. ERR_INVALID: text, once for each of the first wrong lines. */
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
