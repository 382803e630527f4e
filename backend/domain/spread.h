/* spread.h - quantiles of what is used in a time that is known only roughly. Pure functions.
 *
 * Demand over a lead time is a sum of a random number of issues of random sizes. It is taken as
 *   negative binomial  where only whole units are used and the variance is above the mean (the compound of Poisson issues
 *                      with logarithmic sizes; it fits spare parts best: Syntetos, Babai & Altay 2012, Int. J. Prod. Res. 50),
 *   Poisson            whole units, variance not above the mean,
 *   gamma              what is measured (litres, metres), and whole units in such numbers that steps of one do not matter
 *                      (Burgin 1975, Opl Res. Q. 26). */
#ifndef DOMAIN_SPREAD_H
#define DOMAIN_SPREAD_H

#include <stdbool.h>

enum spread_law { SPREAD_NONE, SPREAD_POISSON, SPREAD_NEGBIN, SPREAD_GAMMA };
/* "none", "poisson", "negbin", "gamma" */
extern const char *const spread_laws[];

struct spread {
	enum spread_law law; /* SPREAD_NONE: always 0 */
	double mean, var;
};
/* mean ≥ 0; a variance of 0 is taken as Poisson, or (not whole) as the mean itself. */
struct spread spread_of(double mean, double var, bool whole);
/* The least amount that is not exceeded with probability p, 0 < p < 1; a whole number for the first two laws. */
double spread_quantile(struct spread s, double p);
/* P(D ≤ x) */
double spread_below(struct spread s, double x);
/* E max(0, D − x): how much is missing on average when x is there. */
double spread_missing(struct spread s, double x);

/* Regularised lower incomplete gamma function P(a, x), a > 0, x ≥ 0 (DLMF 8.7.1 below a + 1, else the continued fraction 8.9.2). */
double spread_gamma_p(double a, double x);

#endif
