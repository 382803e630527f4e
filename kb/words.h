/* words.h - the vocabulary: every spelling met in the records, which of them are one word, which look alike,
 * and how much each word tells.
 *
 * A *form* is a spelling as it was folded ("pumps"), a *stem* is the word behind it ("pump"); codes and
 * Chinese characters are their own stem. Postings hang on forms (so that the very spelling can weigh more),
 * counts on stems. Character n-grams are kept of forms and not of records: a record holds only words that are
 * in the vocabulary, so "which records look like this misspelt word" is "which forms look like it" and then
 * their records. That costs memory per spelling instead of per record, and ranks alike (measured within .01
 * either way of n-gram postings).
 *
 * Only trigrams have lists: whoever shares four bytes shares three, so they find every form that looks alike, and
 * the other n-grams are compared in the spellings themselves, of those only that can be alike enough.
 *
 * One writer and any number of readers at the same time: a copy of struct kb_words, taken between two changes, can be
 * read while the original is written to, as long as its heap keeps what was retired. It knows the forms that were
 * there when it was copied; counts may be newer.
 *
 * Forms and stems are numbered from 0 and never taken out; counts of what was removed go down to 0. */
#ifndef KB_WORDS_H
#define KB_WORDS_H

#include "kb/list.h"
#include "kb/map.h"
#include "kb/names.h"
#include "kb/text.h"

#include <stdbool.h>

struct kb_form {
	uint32_t stem;
	_Atomic uint32_t later; /* the next younger form of the same stem + 1; 0 = no more */
	uint8_t kind;		/* enum kb_kind */
	uint8_t grams;		/* number of distinct n-grams; 0 = not compared by look */
	bool own;		/* it is spelt as its stem is */
};

struct kb_stem {
	uint32_t first;		  /* oldest form + 1 */
	_Atomic uint32_t records; /* that hold any form of it */
	_Atomic uint32_t grouped; /* of these, with a group */
	_Atomic double spread; /* sum over groups of c ln c, c being the group's records that hold the stem */
};

/* The word that came last of those whose hashes begin alike, known by its hash alone. 4,096 of them are most of what
 * people write. */
struct kb_recent {
	uint64_t hash; /* 0 = none yet */
	uint32_t form, stem;
};
enum { KB_RECENT_BITS = 12 };

struct kb_words {
	struct kb_heap *heap; /* NULL: nobody reads while it is written to */
	struct kb_names forms;
	struct kb_names stems; /* only those that were no form when they came */
	uint32_t *named;       /* by number in stems: the stem */
	struct kb_form *form;
	struct kb_stem *stem;
	size_t n_stems, form_room, stem_room, named_room;
	struct kb_map grams;   /* 3 bytes of "_form_" -> list number + 1 */
	struct kb_list *lists; /* of forms */
	size_t n_lists, list_room, list_bytes;
	struct kb_recent *recent; /* of the writer, by the first bits of the hash */
	double *c_ln_c;		  /* c ln c of the numbers below KB_C_LN_C */
};
enum { KB_C_LN_C = 4096 };

/* Through all forms of a stem, oldest first: a form + 1, 0 = no more. */
static inline uint32_t kb_words_later(const struct kb_words *w, uint32_t form)
{
	uint32_t next = atomic_load_explicit(&w->form[form - 1].later, memory_order_acquire);

	return next <= w->forms.n ? next : 0; /* else it came after this copy was made */
}

/* A form that looks like the one asked for. */
struct kb_like {
	uint32_t form;
	float likeness; /* shared n-grams / sqrt(n-grams of one x of the other): 1 = the same; 1 - .3 (1 - that) when
			   one is the beginning of the other, of three letters at least (cyl, cylinder) */
};

enum { KB_LIKES = 32 };
#define KB_LIKE_LEAST .2
/* What one Chinese token counts against one word of an alphabetic script: a word of two characters comes as
 * three tokens, two such words in one run as seven. */
#define KB_HAN_SHARE .35
/* What a concept counts beside the words that tell it. */
#define KB_CONCEPT_SHARE .5
static inline double kb_kind_share(enum kb_kind kind)
{
	return kind == KB_HAN ? KB_HAN_SHARE : kind == KB_CONCEPT ? KB_CONCEPT_SHARE : 1;
}

/* Of a zeroed one. */
void kb_words_start(struct kb_words *w, struct kb_heap *heap);
void kb_words_release(struct kb_words *w);
/* The form, numbered now when it is new, and its stem. */
uint32_t kb_words_add(struct kb_words *w, const struct kb_token *t, uint32_t *stem);
/* It will be added or found soon (kb_map_expect). */
void kb_words_expect(const struct kb_words *w, const struct kb_token *t);
/* The form, or KB_NO_NAME. */
uint32_t kb_words_find(const struct kb_words *w, const struct kb_token *t);
/* The stem of a token whose own spelling may be unknown, or KB_NO_NAME. */
uint32_t kb_words_find_stem(const struct kb_words *w, const struct kb_token *t);
/* Scratch of kb_words_like: zeroed by its owner, left zeroed. */
enum { KB_LOOK_FORMS = 4096 };
struct kb_look {
	uint8_t shared[KB_LOOK_FORMS]; /* trigrams, of so many forms at a time */
	uint8_t first[KB_LOOK_FORMS];  /* the first of them */
	uint16_t touched[KB_LOOK_FORMS];
};
/* The forms most like a word token, most alike first, at most KB_LIKES, none under KB_LIKE_LEAST; itself
 * included. None for codes and Chinese. */
size_t kb_words_like(const struct kb_words *w, const struct kb_token *t, struct kb_like out[KB_LIKES],
	struct kb_look *scratch);

/* How much a stem tells, >= 0: idf x (1 - half of its evenness).
 *
 * - idf = ln(1 + (N - n + .5) / (n + .5)), n of N records hold it: Robertson's, in the form never below 0.
 * - evenness, 0 to 1 = entropy of the groups it was seen in / ln(groups + 1), smoothed by two imagined
 *   sightings at half of the maximum: a word that appears with every fix (replace, fault) tells less about
 *   the fix than one that appears with few, however rare it is.
 * - A Chinese token counts KB_HAN_SHARE of that.
 * - A code counts only for what it has told apart: .4 x idf x (1 - 1.5 x evenness), because most codes in
 *   report texts are names of machines.
 *
 * stem KB_NO_NAME: a word never seen. */
double kb_words_weight(
	const struct kb_words *w, uint32_t stem, enum kb_kind kind, double records, double groups);
/* Keep the counts: a record with the stem comes (sign 1) or goes (-1); in a group whose records with the stem
 * were `before` until now (pass any when grouped is 0). */
void kb_words_count(struct kb_words *w, uint32_t stem, int sign, int grouped, uint32_t before);
/* Bytes held, beside the tables that are the same with few words and many. */
size_t kb_words_bytes(const struct kb_words *w);
#define KB_WORDS_FIXED (KB_C_LN_C * sizeof(double) + (sizeof(struct kb_recent) << KB_RECENT_BITS))

#endif
