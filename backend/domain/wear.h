/* wear.h - how long parts last, from replacements and from those that are still in. Pure functions.
 *
 * A life is the time (or the meter's count) from when a part went in at its place until it was replaced; one that is still in
 * has lasted so long *at least* (right-censored), which counts: leaving survivors out makes parts look shorter-lived than
 * they are.
 *   Kaplan–Meier (1958, J. Am. Stat. Assoc. 53): the share that lasts beyond t, whatever the law, with Greenwood's variance. From
 *                WEAR_FEWEST replacements on.
 *   Weibull      S(t) = exp(−(t/η)^β) by maximum likelihood with right censoring (Lawless, "Statistical Models and Methods for
 *                Lifetime Data", 2nd ed. 2003, 5.2): β solves
 *                Σ tᵢ^β ln tᵢ / Σ tᵢ^β − 1/β − mean of ln t over replacements = 0,  η = (Σ tᵢ^β / replacements)^(1/β),
 *                sums over all lives. From WEAR_FITTED replacements on, not all at the same age. Of few, β is too high on
 *                average: it is multiplied by (r − 2)/(r − 0.68), r replacements (Ross 1994, IEEE Trans. Dielectrics and
 *                Electrical Insulation 1), which comes nearer also with survivors (measured in the unit test), and η is worked
 *                out for that.
 * β < 1: early failures, exchanging in advance makes it worse; about 1: by chance; > 1: wears out.
 * Fewer replacements say nothing: no figure, only the ages. */
#ifndef DOMAIN_WEAR_H
#define DOMAIN_WEAR_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum { WEAR_FEWEST = 3, WEAR_FITTED = 5 };

struct wear_life {
	double age;    /* > 0, in whatever unit */
	bool replaced; /* else still in */
};

struct wear_step {
	double age;
	size_t at_risk, replaced;
	double lasts, error; /* S just after that age; Greenwood's standard error */
};
/* A step for each age at which one was replaced, by age. Where a replacement and a survivor have one age, the survivor was still at
 * risk. Returns their number; sorts lives. */
size_t wear_kaplan_meier(struct arena *a, struct wear_life *lives, size_t n, struct wear_step **steps);
/* The age that a share of p are replaced by: the first step with lasts ≤ 1 − p; NAN when it does not come down so far. */
double wear_step_quantile(const struct wear_step *steps, size_t n, double p);

struct wear_weibull {
	double shape, scale;	     /* β, η: what is used, corrected for few */
	double raw_shape, raw_scale; /* as maximum likelihood has them */
};
/* false: too few replacements, or all at one age. */
bool wear_weibull_fit(const struct wear_life *lives, size_t n, struct wear_weibull *out);
/* The age that a share of p are replaced by: η (−ln(1 − p))^(1/β). */
double wear_weibull_quantile(const struct wear_weibull *w, double p);

enum wear_basis { WEAR_TOO_FEW, WEAR_STEPS, WEAR_WEIBULL };
/* "too_few", "kaplan_meier", "weibull" */
extern const char *const wear_bases[];
struct wear {
	enum wear_basis basis;
	size_t n, replaced;
	double shape, scale;	 /* NAN unless WEAR_WEIBULL */
	double b10, median, b90; /* ages; NAN unknown */
	struct wear_step *steps;
	size_t n_steps;
};
/* The best that so many lives allow. Sorts them. */
struct wear wear_of(struct arena *a, struct wear_life *lives, size_t n);

#endif
