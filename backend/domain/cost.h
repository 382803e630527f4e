/* cost.h - what repairs cost, against what the machine cost.
 *
 * Integer cents. The store adds up a machine's window (parts at the price frozen at issue, returns at that
 * same price; labour minutes x the rate of that day; outside invoices; each booked on its day) into one
 * struct cost; groups are made here. The ratio of a group leaves out the cost of machines whose original
 * value is not known, because their share of the denominator is missing; the number of them is kept, so that
 * the figure can say so. */
#ifndef DOMAIN_COST_H
#define DOMAIN_COST_H

#include <stddef.h>
#include <stdint.h>

struct cost {
	int64_t parts, labour, outside; /* cents; parts may be below 0 when more came back than went out */
	int64_t original_value;		/* 原值, cents; 0 or below: not known */
};

struct cost_sums {
	int64_t parts, labour, outside, total;
	int64_t original_value;	    /* of the machines where it is known */
	int64_t valued_total;	    /* total of those machines */
	int64_t machines, unvalued; /* unvalued: machines without original value */
};

/* Add one machine to a group (start from a zeroed struct; one machine is a group too). */
void cost_add(struct cost_sums *s, const struct cost *c);
/* Add a group to a group. */
void cost_merge(struct cost_sums *s, const struct cost_sums *more);
/* valued_total / original_value; NAN when no original value is known. */
double cost_ratio(const struct cost_sums *s);

#endif
