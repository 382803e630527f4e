/* ask.h - a report turned into weighted word forms, and what of it a document holds.
 *
 * Every distinct token of the report is a *word* with a weight (words.h) and reaches documents through forms:
 *   the very spelling           the word's weight
 *   another ending of its stem  .75 x the word's weight
 *   a form that looks like it   1.2 x likeness (at most 1) x the weight of that form's own stem, never above the word's
 * Each of these counts fully in the symptom and a third of that in cause, action and component. All weights
 * are divided by the report's whole weight: a record of mean length with the same symptom scores 1.
 *
 * The concepts that its words tell (lexicon.h) are words too, met by themselves alone, in whatever language. They weigh
 * KB_CONCEPT_SHARE x (1 + o) of a word, o being the share of the concept's records that do not have the report's own words
 * for it: where all write alike the words say it all, where others wrote in another language the concept has to.
 * For how much of the report a document holds they do not count, but a word counts as held at .75 when its concept is.
 *
 * A fault code and a component given apart from the text are words too. A code that is known as a fault code
 * weighs one and a half times like any rare word, since it is certainly no machine's name. */
#ifndef KB_ASK_H
#define KB_ASK_H

#include "kb/state.h"

enum {
	KB_ASK_WORDS = 128, /* distinct words considered of a report */
	KB_ASK_CODES = 8,
};

struct kb_ask_word {
	const struct kb_token *token;
	uint32_t stem; /* or KB_NO_NAME */
	uint64_t mark; /* kb_learn_mark of the stem */
	bool tells;    /* a match means something by itself: not a Chinese character out of a longer run */
	double weight, share; /* what it counts against a word of an alphabetic script */
};

/* One way for a word to be met. */
struct kb_ask_way {
	uint32_t form;
	uint32_t word;
	float weight;
};

struct kb_ask {
	const struct kb *kb;
	const struct kb_query *query;
	struct kb_tokens *tokens; /* of the text, then of component and code */
	size_t text_tokens;	  /* those of the text alone */
	struct kb_ask_word words[KB_ASK_WORDS];
	size_t n_words;
	double weight;		 /* of all words */
	double telling;		 /* of those that tell */
	struct kb_ask_way *ways; /* by form */
	size_t n_ways;
	struct kb_query_form *forms; /* the same, added up, for the index */
	size_t n_forms;
	uint32_t machine; /* number + 1; 0 = not known, or never repaired */
	uint32_t model, component;
	uint32_t codes[KB_ASK_CODES]; /* as fields: the code given, and those in the text */
	size_t n_codes;
	uint32_t wording; /* as in struct kb_doc; 0 = holds a word that was never seen */
};

/* All from the arena. */
struct kb_ask *kb_ask_read(const struct kb *kb, const struct kb_query *q, struct arena *a);
/* How much of the report the document holds, 0 to 1: the share, by weight, of the words that tell. A word
 * counts as met from a quarter of its weight, so by a look-alike only when it is like enough. met[] gets, for
 * every word, the form it was met by (KB_NO_NAME = not met), met_weight[] its share of the report's whole
 * weight. */
double kb_ask_explained(
	const struct kb_ask *ask, uint32_t doc, uint32_t met[KB_ASK_WORDS], float met_weight[KB_ASK_WORDS]);

/* How much of a word's weight the report gives to a form, at most. */
double kb_ask_given(const struct kb_ask *ask, uint32_t form);
/* The share of the document's symptom, by weight, that the report has too, 0 to 1; a code counts only when
 * the report has it. 1 when it has no symptom. */
double kb_ask_covered(const struct kb_ask *ask, uint32_t doc);

#endif
