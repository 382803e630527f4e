/* kb.h - the knowledge base: past repairs in, suggested fixes for a new fault report out.
 *
 * It knows nothing of HTTP, SQL, JSON or files: plain structs in, plain structs out, all of it in memory. It
 * is a derived thing: whoever owns the truth puts every repair in when it starts, then follows the changes.
 *
 *   struct kb *kb = kb_new();
 *   kb_put(kb, &record);                        for every past repair, again whenever one changes
 *   kb_suggest(kb, &query, &arena, &answer);    for a report
 *   kb_free(kb);
 *
 * What it answers with are *fixes*: groups of repairs with the same action on the same component, each with
 * the repairs that speak for it; or nothing, when nothing similar is known. README.md tells how.
 *
 * Threads: one at a time puts, removes and sets; any number call the functions that take a const kb at the same
 * time, each with its own arena. No lock is needed outside and none is inside: who asks never waits for who puts, nor
 * the other way round. An answer comes of the records that were there when the question began, less what was removed
 * meanwhile; what was put before it began is in it. kb_free comes when nobody asks any more.
 *
 * Text is UTF-8 of any kind and length, also broken or hostile: what is not UTF-8 separates words, and each
 * text counts only with its first KB_TEXT_MAX bytes (text.h). NULL and "" both mean "not known". Times are
 * milliseconds UTC, 0 = not known. Quantities are thousandths of the part's unit. Running out of memory
 * aborts. */
#ifndef KB_KB_H
#define KB_KB_H

#include "base/arena.h"
#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	KB_RECORD_PARTS = 32,  /* parts kept of a record; more are ignored */
	KB_GROUP_BYTES = 255,  /* bytes kept of a group's name and label */
	KB_VOTERS = 100,       /* similar records that decide on the fixes */
	KB_GROUP_SAMPLE = 500, /* newest cases of a fix that its minutes and parts are worked out from */
	KB_EVIDENCE = 3,       /* records named for each fix */
	KB_FIX_PARTS = 8,      /* parts named for each fix */
	KB_FIX_WORDS = 12,     /* words named for each fix */
};
#define KB_MINUTES_UNKNOWN (-1)

/* Did the fault stay away? Decided outside (same machine and component, within so many days). */
enum kb_outcome { KB_PENDING, KB_HELD, KB_CAME_BACK };

struct kb_part {
	int64_t id;
	int64_t qty_milli;
};

/* One closed repair. Everything is copied; the record can go when kb_put returns. */
struct kb_record {
	int64_t id;
	int64_t time_ms; /* closed at */
	int64_t machine; /* 0 = not known */
	const char *model;
	const char *symptom;
	const char *cause, *action, *component;
	const char *code; /* the machine's own fault code */
	/* What fix it was. NULL: worked out, as (class of action, component or first part); with no class or
	 * no component, records with the same wording of the action. A record with neither action, component
	 * nor parts tells no fix: it is found as a similar record only. */
	const char *group;
	/* What people call that fix; NULL: as the group is called. A report in its words speaks for it. */
	const char *name;
	int64_t minutes; /* of work, or KB_MINUTES_UNKNOWN */
	enum kb_outcome outcome;
	int32_t wrong, right; /* how often people said that it did not, or did, help with a later fault */
	const struct kb_part *parts;
	size_t n_parts;
};

struct kb;

struct kb_lexicon;
struct kb *kb_new(void); /* with the lexicon that is shipped */
/* With another (lexicon.h), which it keeps; what was read by one is not read anew by another, so there is no changing it. */
struct kb *kb_new_with(struct kb_lexicon *lx);
void kb_free(struct kb *kb);

/* Puts the record in, in place of the one with its id if there is one. When a third of all are replaced or removed
 * ones, they are packed away, some hundred with every change (half a millisecond). */
void kb_put(struct kb *kb, const struct kb_record *r);
/* The same for many, one after the other, in less time: some hundred are seen by who asks when all of these are in. */
void kb_put_all(struct kb *kb, const struct kb_record *r, size_t n);
/* Takes it out; false when it is not there. */
bool kb_remove(struct kb *kb, int64_t id);

struct kb_stats {
	size_t records, groups; /* in use */
	size_t words;		/* spellings met so far */
	size_t bytes;		/* of memory held, without the lexicon, which has other owners as well; */
	size_t fixed; /* of these, what is the same with few records and many: scratch, weights of pairs */
};
void kb_stats(const struct kb *kb, struct kb_stats *out);

struct kb_query {
	const char *text;
	int64_t machine; /* 0 = not known */
	const char *model, *component, *code;
	int64_t except;	    /* id of the record that the report itself became: it says nothing new; 0: none */
	int64_t now_ms;	    /* ages count from here; 0 = age does not matter */
	size_t max_fixes;   /* at most this many; 0 = 5 */
	size_t max_records; /* at most this many, at most KB_VOTERS; 0 = 10 */
};

/* What is known about a fix for this report; rank.h says how each is worked out. */
enum kb_feature {
	KB_F_VOTE,   /* how much the similar records speak for it, the most similar by far the loudest */
	KB_F_WIDE,   /* the same with more even voices */
	KB_F_WORDS,  /* how much more likely the words are with this fix than in general */
	KB_F_HERE,   /* how usual it is, on this machine above all */
	KB_F_RECENT, /* how lately it was done on this machine */
	KB_F_SAME,   /* its share of the records with the very same text */
	KB_F_LEARNT, /* how the words went with it, as learnt from closed repairs */
	KB_F_BEST,   /* how near its most similar record comes to the most similar of all */
	KB_F_NAME,   /* how much the report and its name have in common */
	KB_FEATURES
};

/* What can be left out of the ranking, to see what it brings: every feature, and these. */
enum kb_piece {
	KB_SAME_MACHINE = KB_FEATURES, /* the factors of a record's score: machine and model, */
	KB_SAME_CODE,		       /* code and component, */
	KB_AGE,
	KB_COVERED,   /* a record that says more than the report counts less */
	KB_LOOKS,     /* words that look alike */
	KB_ENDINGS,   /* other endings of a word */
	KB_LEARNING,  /* from closed repairs */
	KB_SPELLINGS, /* of the lexicon: shortened words written out; */
	KB_CONCEPTS,  /* what crosses languages */
	KB_PIECES
};
/* Short lower-case words, as people give and see them; ends with NULL. */
extern const char *const kb_piece_names[KB_PIECES + 1];
/* pieces: 1u << KB_LOOKS and so on. Before the first record is put. */
void kb_set_without(struct kb *kb, unsigned pieces);

/* P(fix) = exp(weights . features) over the sum of the same for all fixes voted for and of exp(none + gap x
 * share of the report that no similar record explains), which stands for "none of them". */
struct kb_weights {
	double of[KB_FEATURES];
	double none, gap;
};

/* The weights it comes with; they favour no particular factory. */
struct kb_weights kb_weights_shipped(void);
void kb_set_weights(struct kb *kb, const struct kb_weights *w);

/* Moves the weights a little towards what a closed repair turned out to be (learn.h tells how): before the record is put.
 * asked: the report; NULL makes one of the record's symptom, machine, model and code. One that tells of no fix
 * teaches nothing; one whose fix is new teaches that none of the others was right. Scratch memory from the
 * arena. */
void kb_learn(struct kb *kb, const struct kb_query *asked, const struct kb_record *closed, struct arena *a);

/* The same, and how the report would have been answered just before: what a measurement is made of. */
struct kb_lesson {
	bool taught;	/* the record tells of a fix; the rest is 0 otherwise */
	bool novel;	/* no similar record was worded so */
	uint32_t cases; /* of its fix until then; 0: it is new */
	uint32_t place; /* of its fix, 1 = first; 0 = it was not among those voted for, or nothing was said */
	double probability; /* of the first fix */
	int verdict;	    /* enum kb_verdict */
};
void kb_learn_lesson(struct kb *kb, const struct kb_query *asked, const struct kb_record *closed,
	struct arena *a, struct kb_lesson *out);

/* What it has learnt until now, as bytes at the end of *out, for this machine: in another kb with the same records the
 * answers are then the same. Read into one that nobody asks yet and that has learnt nothing. False, and nothing was taken: it
 * is of a program that ranks otherwise, or of other pieces left out, or no such bytes. */
void kb_learnt_write(const struct kb *kb, struct buf *out);
bool kb_learnt_read(struct kb *kb, const void *bytes, size_t n);

struct kb_similar {
	int64_t id;
	double score; /* 1 = says the same in as many words; same machine, code and so on go above */
};

struct kb_fix {
	const char *group; /* its name: as given with its records, or as worked out; can be given back as a
			      group */
	const char *label; /* to show a person */
	double probability;
	double score; /* weights . features */
	double features[KB_FEATURES];
	uint32_t cases, cases_here;    /* all its records; those on the query's machine */
	int64_t last_ms, last_here_ms; /* of the newest KB_GROUP_SAMPLE; 0 = none */
	/* Of the newest KB_GROUP_SAMPLE cases: */
	uint32_t sample;
	uint32_t held, came_back;
	uint32_t timed; /* cases with minutes; then the quantiles that 20, 50 and 80 % of them stay within */
	int64_t minutes_20, minutes_50, minutes_80;
	struct kb_fix_part {
		int64_t id;
		uint32_t cases;	   /* of `sample` cases used it */
		int64_t qty_milli; /* mean of those */
	} parts[KB_FIX_PARTS];	   /* most used first */
	size_t n_parts;
	struct kb_similar evidence[KB_EVIDENCE]; /* most similar first */
	size_t n_evidence;
	const char *
		words[KB_FIX_WORDS]; /* of the report that the evidence has, as spelt there, in their order */
	size_t n_words;
};

enum kb_verdict {
	KB_NOTHING,  /* nothing similar is known: no fixes, no records */
	KB_SIMILAR,  /* similar records, but no fix to rely on */
	KB_POSSIBLE, /* the first fix has a probability of at least .3 */
	KB_LIKELY,   /* at least .6 */
};

struct kb_answer {
	enum kb_verdict verdict;
	double explained; /* share of the report, by weight of its words, that one of the most similar records
			     has */
	struct kb_fix *fixes; /* best first, also below "possible": whoever shows them cuts by probability */
	size_t n_fixes;
	struct kb_weights weights;  /* that it was ranked with */
	double none;		    /* probability of none of all the fixes */
	struct kb_similar *records; /* best first; those of the likelier fixes before others as similar */
	size_t n_records;
};

/* Everything in the answer lives in the arena. */
void kb_suggest(const struct kb *kb, const struct kb_query *q, struct arena *a, struct kb_answer *out);

/* The name of the fix that a record tells of; NULL: of none, or there is no such record. Valid until the next
 * change. */
const char *kb_fix_of(const struct kb *kb, int64_t record);
/* How many records tell of the fix with this name. */
size_t kb_fix_cases(const struct kb *kb, const char *name);

#endif
