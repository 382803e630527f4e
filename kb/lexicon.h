/* lexicon.h - what shortened words stand for, and which words of two languages mean the same.
 *
 * Two kinds of knowledge, in plain text, one line each, columns parted by tabs (kb/lexicon/ holds those that are shipped;
 * lines that begin with '#' are remarks):
 *
 *   spelling <tab> words                               "c/o" is "change out", "brgs" is "bearing"
 *   id <tab> class <tab> Chinese <tab> English         a *concept*: all these terms mean it; several parted by ';'
 *
 * A spelling is replaced by its words before anything else is read; it stands for nothing but itself, endings included. "-" as its words: it stands for itself after all.
 * A concept is told by its terms and comes as a token of its own beside the ordinary ones (KB_CONCEPT, "=id"), so that a
 * report in one language meets a repair in the other. "valve.relief" is a kind of "valve", or
 * part of one: its terms tell both. Terms may
 * be of several words, or stand inside a run of Chinese: from the left, the longest term. English terms stand for their
 * endings too (kb_text_stem). A Chinese term of a single character counts wherever no longer term holds it, but as an
 * action only where a run begins. The class is part, symptom, word (what is neither), action:FIX with the class of the fix
 * (group.h), or "-": the terms mean nothing, they only keep shorter ones inside them from being read.
 *
 * A plant's own lines come before the shipped ones: its spellings and terms win over shipped ones that are spelt the same,
 * and a line with the id of a shipped concept adds terms to it.
 *
 * A lexicon never changes: whoever wants another makes another. It is counted by its owners; any number of threads may
 * read it. */
#ifndef KB_LEXICON_H
#define KB_LEXICON_H

#include "kb/text.h"

enum kb_class { KB_CLASS_NONE, KB_CLASS_PART, KB_CLASS_SYMPTOM, KB_CLASS_WORD, KB_CLASS_ACTION };
enum {
	KB_CONCEPT_ID_MAX = 31, /* bytes of an id: a-z, 0-9, '-' and '.' */
	KB_TERM_WORDS = 8,	/* atoms of a term at most: words, or Chinese characters */
	KB_LEXICON_LINE_MAX = 4000,
};

struct kb_concept {
	const char *id;
	enum kb_class class;
	const char *fix;  /* the class of the fix, of an action; else NULL */
	uint32_t parent;  /* number + 1; 0 = none */
	const char *name; /* "轴承 bearing": its first terms */
	bool own;	  /* not shipped */
};
/* One spelling, or one term of a concept. */
struct kb_term {
	const char *text, *means; /* of a spelling; a term's means is NULL */
	uint32_t concept;	  /* of a term */
	bool chinese;
	bool own;
	bool hidden; /* a plant's own line, or an earlier shipped one, has the same spelling */
};

/* What a fix can be, by what was done. The first of these that a text has a word of is its class: what was replaced was
 * often cleaned and checked as well, and words of the later classes are also names of things ("oil pump replaced"). Ends
 * with NULL. */
extern const char *const kb_fix_classes[];

struct kb_lexicon;

/* own: lines of the plant, NULL = none. Lines that are wrong are left out (kb_lexicon_line finds them). */
struct kb_lexicon *kb_lexicon_new(const char *own);
/* Another owner; each frees once. */
struct kb_lexicon *kb_lexicon_keep(struct kb_lexicon *lx);
void kb_lexicon_free(struct kb_lexicon *lx);

/* For who lists it. Numbers from 0; terms in the order of the files, own first. */
size_t kb_lexicon_concepts(const struct kb_lexicon *lx);
const struct kb_concept *kb_lexicon_concept(const struct kb_lexicon *lx, size_t number);
size_t kb_lexicon_terms(const struct kb_lexicon *lx);
const struct kb_term *kb_lexicon_term(const struct kb_lexicon *lx, size_t number);
/* The concept with this id, or that this term tells; NULL = none. */
const struct kb_concept *kb_lexicon_find(const struct kb_lexicon *lx, const char *id);
const struct kb_concept *kb_lexicon_means(const struct kb_lexicon *lx, const char *term);
/* What a spelling stands for; NULL = it is none. */
const char *kb_lexicon_spelling(const struct kb_lexicon *lx, const char *text);

/* One line of the plain form. */
enum kb_line { KB_LINE_NOTHING, KB_LINE_SPELLING, KB_LINE_CONCEPT, KB_LINE_WRONG };
struct kb_lexicon_line {
	enum kb_line kind;
	const char *column[4]; /* spelling, words; or id, class, Chinese, English: each may be "" */
};
/* Cuts up `line` in place (no line end). */
void kb_lexicon_line(char *line, struct kb_lexicon_line *out);
/* Can this be a term or spelling, and words for it? One atom at least, KB_TERM_WORDS at most, Chinese without a gap. */
bool kb_lexicon_is_term(const char *text);
bool kb_lexicon_is_id(const char *text);
bool kb_lexicon_is_class(const char *text);

/* Scratch of the readers below. About 40 KiB: from an arena. */
struct kb_reading {
	struct kb_tokens tokens; /* for the caller */
	struct kb_atom {
		uint64_t stem, exact; /* hashes */
		uint16_t token;
		bool han, follows; /* a Chinese character directly after another */
	} atoms[KB_TOKENS];
	char text[KB_TEXT_MAX + 1];
};

/* Adds the text's tokens to out, as kb_text_tokens does, spellings replaced. lx NULL: as they stand. */
void kb_lexicon_tokens(
	const struct kb_lexicon *lx, const char *text, struct kb_tokens *out, struct kb_reading *scratch);
/* Adds the concepts that out->v[from] to the last one tell; each with the place of the tokens that told it. Concepts told by
 * another (a parent) come directly after it. lx NULL: none. */
void kb_lexicon_tell(
	const struct kb_lexicon *lx, struct kb_tokens *out, size_t from, struct kb_reading *scratch);
/* Both, one after the other. */
void kb_lexicon_read(const struct kb_lexicon *spellings, const struct kb_lexicon *concepts, const char *text,
	struct kb_tokens *out, struct kb_reading *scratch);
/* The concept of such a token. */
const struct kb_concept *kb_lexicon_of(const struct kb_lexicon *lx, const struct kb_token *t);
size_t kb_lexicon_bytes(const struct kb_lexicon *lx);

#endif
