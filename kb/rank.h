/* rank.h - from a report to the records most like it, and from these to fixes with a probability.
 *
 * Record score = index score (index.h, with the weights of ask.h)
 *     x (1 + .3 same machine + .1 same model of another machine + .15 same code + .1 same component)
 *     x (.7 + .3 x 2^(-age / 2 years))      when both times are known
 *     x quality, (right + 2) / (right + wrong + 2).
 *
 * The KB_VOTERS best are multiplied with .5 + .5 x the share of their symptom, by weight, that the report has
 * too (one that says the same is more alike than one that says it beside other things), and vote. With s a record's score and max the best one's, for every fix g:
 *   VOTE    ln(.01 + sum (s/max)^4)
 *   WIDE    ln(.01 + sum (s/max)^1.5)
 *   WORDS   sum over the report's words of ln(P(word | g) / P(word)): naive Bayes, with
 *           P(word) = (n + .5) / (N + 1), P(word | g) = (n in g + 2 P(word)) / (cases of g + 2).
 *           A Chinese token counts KB_HAN_SHARE, and all together no more than six words would.
 *   HERE    ln((cases here + 5 prior) / (cases on this machine + 5)), prior = cases / all records
 *   RECENT  exp(-days since it was last done on this machine / 30), 0 when it never was
 *   LEARNT  what closed repairs taught about the words: learn.h
 *   BEST    ln(.01 + s/max of its most similar record)
 *   NAME    cosine of the report and the fix's name: m / sqrt(weight of the name x weight of the report), m being the sum
 *           over the name's words of its weight or, if that is less, of what the report gives to it (ask.h)
 *   SAME    its share of the grouped voters with the very wording of the report
 *
 * The probabilities are the softmax of weights . features, among these `none` (kb.h); that of the first fix is then
 * corrected by how far such promises came true here (learn.h), and the others share what it leaves.
 *
 * The records themselves are then put in order of s/max + .8 x the probability of their fix.
 *
 * Sources: the vote, the factors, HERE and RECENT come from replayed work orders (README.md has the figures);
 * smoothing by imagined records is the usual Dirichlet prior. */
#ifndef KB_RANK_H
#define KB_RANK_H

#include "kb/ask.h"

struct kb_rank_fix {
	uint32_t group;
	double features[KB_FEATURES];
	double score, probability;
	double softmax; /* the probability before it is corrected by what became of the promises */
};

struct kb_rank {
	struct kb_hit hits[KB_VOTERS]; /* best first */
	size_t n_hits;
	double explained;		     /* the most that one of the best hits holds of the report */
	struct kb_rank_fix fixes[KB_VOTERS]; /* best first */
	size_t n_fixes;
	double none; /* probability of none of them */
	double softmax_none;
	size_t order[KB_VOTERS]; /* of the hits, with the probability of their fix counted in */
};

/* What may be said of it. */
enum kb_verdict kb_rank_verdict(const struct kb_rank *r);
/* From the arena. */
struct kb_rank *kb_rank_report(const struct kb_ask *ask, struct arena *a);

#endif
