/* quality.h - how good the suggestions are in this plant: figures over the repairs that closed lately, each judged by
 * how its report would have been answered just before (knowledge_judged).
 *
 * hit1, hit3, hit5 and mrr are over the repairs whose fix had been recorded before (`answerable`): nobody could have named
 * another. What the probabilities promise (coverage, sure, bins, ece) is over all of them, new fixes included. Formulas:
 * kb/judge.h. */
#ifndef DOMAIN_QUALITY_H
#define DOMAIN_QUALITY_H

#include "domain/knowledge.h"

enum { QUALITY_MONTHS = 36 };

struct quality_bin {
	double from, to, promised, right;
	int64_t repairs;
};
/* One month, or one week when all lie within four months. */
struct quality_span {
	int64_t from, to; /* [from, to) */
	int64_t repairs, answerable;
	double hit1, hit3, mrr, coverage, covered_right;
};
struct quality {
	int64_t ready;	      /* false: the knowledge base is still being built */
	int64_t since, until; /* first and last; NONE: there is none */
	int64_t repairs, answerable;
	double hit1, hit3, hit5, mrr;
	double new_hit3; /* of those that nobody had worded so before */
	int64_t new_wordings;
	double coverage,
		covered_right;	 /* a fix was named at least as possible; the first of them was right */
	double sure, sure_right; /* the same with a probability of at least .8 */
	double ece;
	struct list bins;  /* of struct quality_bin */
	struct list trend; /* of struct quality_span, oldest first; months without a repair are left out */
};
extern const struct field quality_fields[];

void domain_quality(struct knowledge *k, struct arena *a, struct quality *out);

#endif
