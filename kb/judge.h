/* judge.h - how good were the suggestions? Figures over questions whose right answer is known by now.
 *
 * All are means over the questions, each in the usual form:
 *   hit@k   the right fix is among the first k
 *   MRR     1 / its place, 0 beyond the 20th
 *   record hit@k, nDCG@10   the same of the similar records: right is one of the right fix. Records that tell
 *           of no fix are left out before counting; nDCG is over min(10, right ones there are)
 *   ECE     five equal bins of the first fix's probability, sum over bins of |promised - came true| x share
 *   sure    questions whose first fix had a probability of at least .8; coverage: of at least "possible" */
#ifndef KB_JUDGE_H
#define KB_JUDGE_H

#include "kb/kb.h"

enum { KB_JUDGE_RECORDS = 50, KB_JUDGE_FIXES = 20, KB_JUDGE_BINS = 5, KB_JUDGE_SHARES = 4 };

struct kb_judged {
	int64_t time_ms;   /* of the question; 0 = not known */
	uint64_t records;  /* bit i: the similar record at place i tells of the right fix */
	uint32_t relevant; /* records of the right fix there were; 0: nobody could have known it */
	uint8_t place;	   /* of the right fix, 1 = first; 0 = not among the first KB_JUDGE_FIXES */
	uint8_t verdict;   /* enum kb_verdict */
	bool novel;	   /* nobody had worded it so before */
	float probability; /* of the first fix; 0 without one */
	float ms;	   /* the answer took */
};

struct kb_figures {
	size_t questions;
	double hit1, hit3, hit5, mrr;
	double record_hit1, record_hit3, ndcg10;
	double ece;
	struct kb_bin {
		size_t n;
		double promised, right; /* means */
	} bins[KB_JUDGE_BINS];
	double coverage, covered_right; /* share of the questions; of these, with the first fix right */
	double sure, sure_right;
	double surest
		[KB_JUDGE_SHARES]; /* right among the quarter, half, … of them with the highest probability */
	double ms_50, ms_99;
};

/* n = 0 gives zeros. */
void kb_judge(const struct kb_judged *v, size_t n, struct kb_figures *out);

#endif
