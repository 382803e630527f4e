/* search.h - anything by a few words, while they are typed: tickets, fixes, sections of documents, equipment, parts.
 *
 * Beside kb.h, with counts of its own: a suggestion is asked for by a whole report and answered by fixes, this by the beginning
 * of one and answered by things. Nothing that is put here changes what is suggested.
 *
 * A word asked for is met by
 *   itself 1 · another ending of it .9 · what it begins, when it is the last and may be unfinished .8 (other words .5)
 *   what another language calls it .7 · one that is spelt nearly so .6, when it is met by none of these
 * and counts by how rare it is (ln(1 + N/n)), in full in a title or code, else .6. Two words "nearly" the same differ in one
 * letter put, left out, changed or swapped; from eight letters on in two. Chinese is met by its pairs of neighbours, a single
 * character by itself. Codes and numbers are met whole, by their parts between joints, and by their beginnings.
 *
 * What holds all words is found (of four Chinese characters in a row the two outer pairs are enough); only when nothing does, what holds at least .6 of them by weight. `any` asks for less: for what
 * a whole report is about.
 *
 * With a lexicon (lexicon.h), words that tell a concept are met by any other term of it, also by one of several words, of which
 * a record then holds all; and what is shortened by what it stands for, and the other way round. A term of a single Chinese
 * character is only asked for, not looked for: it stands inside too many others.
 *
 * Threads: as kb.h: one at a time puts, removes and sets the lexicon, any number find meanwhile, each with its own arena, and
 * nobody waits for another. What is found is what was there when the question began; of a record that is replaced it is the old
 * or the new one. */
#ifndef KB_SEARCH_H
#define KB_SEARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum kb_kind_found {
	KB_FOUND_TICKET,
	KB_FOUND_FIX,
	KB_FOUND_SECTION,
	KB_FOUND_MACHINE,
	KB_FOUND_PLACE,
	KB_FOUND_PART,
	KB_FOUND_BIN,
	KB_FOUND_KINDS
};

enum {
	KB_SEARCH_WORDS = 24, /* distinct words considered of what is asked */
	KB_SEARCH_TERMS = 96, /* kept of one record */
	KB_SEARCH_MOST = 50,  /* found of a kind */
	KB_FOUND_WORDS = 8,
};

struct kb_search_record {
	enum kb_kind_found kind;
	int64_t id;	   /* of its kind */
	const char *title; /* name, symptom, heading */
	const char *codes; /* numbers and codes it is known by, with blanks between them */
	const char *text;  /* whatever else is said of it */
	int64_t time_ms;   /* of equals the newer comes first; 0: age does not matter */
	bool faint;	   /* retired, closed for good: counts .7 */
};

struct kb_search;
struct kb_search *kb_search_new(void);
void kb_search_free(struct kb_search *s);
struct kb_lexicon;
/* The words it asks by from now on; NULL: none. It becomes an owner. Waits until who asks by the old ones is through. */
void kb_search_set_lexicon(struct kb_search *s, struct kb_lexicon *lx);

/* In place of the one with its kind and id. Texts are copied. */
void kb_search_put(struct kb_search *s, const struct kb_search_record *r);
bool kb_search_remove(struct kb_search *s, enum kb_kind_found kind, int64_t id);

struct kb_search_query {
	const char *text;
	unsigned kinds;	 /* bits of enum kb_kind_found; 0: all */
	size_t limit;	 /* of each kind, at most KB_SEARCH_MOST */
	bool unfinished; /* the last word is still being typed */
	bool any;	 /* what has a quarter of the words is enough */
	int64_t now_ms;
};

struct kb_found {
	int64_t id;
	double score, share;		   /* share: of what was asked, by weight, 0 to 1 */
	const char *words[KB_FOUND_WORDS]; /* in it that were asked for, folded */
	size_t n_words;
};
struct kb_found_list {
	struct kb_found *items; /* best first */
	size_t n;
};
/* In the arena. False: nothing that could be looked for was asked. */
bool kb_search_find(const struct kb_search *s, const struct kb_search_query *q, struct arena *a,
	struct kb_found_list out[KB_FOUND_KINDS]);

#endif
