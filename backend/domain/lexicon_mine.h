/* lexicon_mine.h - what could be words of the plant's own, found in its repairs; for a person to judge.
 *
 * The newest LEXICON_MINE_REPAIRS repairs are read as *units*: words, what lies between known terms of a Chinese run (two to
 * four characters), and the concepts that are told. Each unit has a vector: the fixes and the other units of the repairs that
 * hold it, counted x ln(N / n) of each. Two units whose vectors point the same way, and that are hardly ever in one repair, are
 * used for each other. Proposed are, where nobody knows the unit yet and at least LEXICON_MINE_CASES repairs hold it:
 *
 * - as short for a word: 2 to 5 letters, the same first letter, its letters in that order in the word, cosine >= .25;
 * - as a term of a concept: cosine >= .5, of words >= .7; no Chinese run with a character that makes it a phrase (不, 了, 那 …).
 *
 * kb/eval/proposals measures how many are right: about half. So none is ever applied by itself. */
#ifndef DOMAIN_LEXICON_MINE_H
#define DOMAIN_LEXICON_MINE_H

#include "domain/lexicon.h"

enum {
	LEXICON_MINE_REPAIRS = 20000,
	LEXICON_MINE_CASES = 4,
	LEXICON_MINE_MOST = 100,
	LEXICON_MINE_EXAMPLES = 3
};

struct lexicon_mined {
	int64_t read, added; /* repairs; proposals that are new */
	struct list found;   /* of struct lexicon_entry: kind, term, means, cases, examples */
};

/* Finds them. Without the spellings it looks as if none were known, which is how it is judged (kb/eval/proposals). */
enum err lexicon_mine(struct db *db, struct arena *a, const struct kb_lexicon *lx, bool spellings,
	struct lexicon_mined *out);
/* Keeps what was found as proposals, `added` of them new: what was ever decided on stays so. */
enum err lexicon_mine_keep(struct tx *tx, struct lexicon_mined *m);

#endif
