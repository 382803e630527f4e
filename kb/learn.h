/* learn.h - what closed repairs teach the ranking.
 *
 * The probabilities of rank.h are a multinomial logit, so its own gradient says what should have been: with p a
 * fix's probability and y = 1 for the fix that was confirmed at closing, else 0 (for "none of these" likewise),
 * the step of a weight is the sum over the fixes of (y - p) x feature. The label is the confirmed fix, whatever
 * was shown, so what is shown does not teach itself. Two things learn from each closed repair:
 *
 * - the weights of the features, by AdaGrad: step .2 x gradient / sqrt(1 + sum of squared gradients), and each
 *   time .0005 of the way back to the shipped weights, so that a plant that says little keeps these;
 * - LEARNT, a feature of its own: the sum over the report's words of a weight of (word, fix), divided by
 *   sqrt(words), which begins as 0 and says which word goes with which fix here, beyond what the counts in
 *   WORDS say, above all against which others. By AdaGrad as well: .5 x gradient / sqrt(.1 + …). The pairs
 *   share KB_LEARN_PLACES places by their hash, so the memory is bounded; measured, an eighth of the places
 *   does as well.
 *
 * LEARNT itself has a weight like the others, which is learnt on what was not yet in it: it says how far the pairs can be
 * relied on for the next report.
 *
 * Sources: Duchi, Hazan, Singer 2011 (AdaGrad); Weinberger and others 2009 (hashed features); the constants
 * from replayed work orders, flat between half and twice of each.
 *
 * What was learnt depends on nothing but the records and the order of kb_learn and kb_put: done over, it comes
 * out the same to the bit. It can be kept (kb_learnt_write), for a pair's place depends on nothing but how word and fix are
 * called. */
#ifndef KB_LEARN_H
#define KB_LEARN_H

#include "kb/rank.h"

#define KB_LEARN_UNIT (1. / 4096) /* the weights go to 8; the smallest step worth taking is ten of these */
enum { KB_LEARN_PLACES = 1 << 16 };

/* Written by the writer alone; readers may meet weights a moment newer than their view. */
struct kb_learnt {
	double squares[KB_FEATURES + 2];	  /* of features, none, gap: sums of squared gradients */
	_Atomic int16_t weights[KB_LEARN_PLACES]; /* of pairs, in KB_LEARN_UNIT */
	uint16_t pair_squares[KB_LEARN_PLACES];	  /* the upper half of a float: the step needs no more */
};

/* Of a word's stem, or of a fix's name: the same in every knowledge base, however they are numbered there. */
uint64_t kb_learn_mark(const char *text);
/* LEARNT of the fix for the report. */
double kb_learn_feature(const struct kb_ask *ask, uint32_t group);

/* The probability of a first fix, by what became of promises like it: plus the mean of (right - promised) in its
 * tenth, counted with PROMISES_EVEN more that came true as promised, and between the middles of two tenths by how near
 * it is to each. Labels are never quite sure (the same fault is booked on this or on that), which a softmax does not
 * know: its high probabilities promise too much. */
double kb_learn_correct(const struct kb_promises *p, double first);

#endif
