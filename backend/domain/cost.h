/* cost.h - what repairs cost, against what the machine cost.
 *
 * Integer cents. The store adds up a machine's window (parts at the price frozen at issue, returns at that
 * same price; labour minutes x the rate of that day; outside invoices; each booked on its day) into one
 * struct cost; groups are made here. The ratio of a group leaves out the cost of machines whose original
 * value is not known, because their share of the denominator is missing; the number of them is kept, so that
 * the figure can say so.
 *
 * Downtime is money that nobody is paid, so it stands beside the total and never in it: the downtime of the figures
 * (reliability.h: unplanned, inside required time) x what an hour of that machine costs, its own rate or that of the
 * nearest place above it. Machines without one are counted. */
#ifndef DOMAIN_COST_H
#define DOMAIN_COST_H

#include <stddef.h>
#include <stdint.h>

struct cost {
	int64_t parts, labour, outside; /* cents; parts may be below 0 when more came back than went out */
	int64_t original_value;		/* 原值, cents; 0 or below: not known */
	int64_t downtime;		/* cents; NONE: an hour of it has no price */
};

struct cost_sums {
	int64_t parts, labour, outside, total;
	int64_t original_value;	    /* of the machines where it is known */
	int64_t valued_total;	    /* total of those machines */
	int64_t machines, unvalued; /* unvalued: machines without original value */
	int64_t downtime, unrated;  /* unrated: machines whose hour has no price */
};

/* Add one machine to a group (start from a zeroed struct; one machine is a group too). */
void cost_add(struct cost_sums *s, const struct cost *c);
/* What `ms` of standing still cost at cents_hour, 0..10^10, rounded half up to the cent. NONE where cents_hour is. */
int64_t cost_of_downtime(int64_t ms, int64_t cents_hour);
/* Add a group to a group. */
void cost_merge(struct cost_sums *s, const struct cost_sums *more);
/* valued_total / original_value; NAN when no original value is known. */
double cost_ratio(const struct cost_sums *s);

#endif
