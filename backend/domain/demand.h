/* demand.h - how much of a part is used: its pattern, and its mean and spread from now on. Pure functions.
 *
 * A series is what was used in each of n equal periods, oldest first: issues less what came back of them, in units,
 * never below 0. The periods are weeks (reorder.h); nothing here depends on it.
 *
 * Pattern (Syntetos, Boylan & Croston 2005, "On the categorization of demand patterns", J. Opl Res. Soc. 56): by
 *   ADI   periods in all / periods with demand, cut at 1.32, and
 *   CV²   squared coefficient of variation of the sizes of those with demand, cut at 0.49:
 *   smooth (both below), erratic (CV² above), intermittent (ADI above), lumpy (both above).
 *
 * Estimates of demand in a period, all with sizes z smoothed by ALPHA at each demand:
 *   Croston  z/p, intervals p between demands smoothed likewise (Croston 1972, Opl Res. Q. 23)
 *   SBA      (1 − ALPHA/2) z/p: Croston's is too high on average (Syntetos & Boylan 2005, Int. J. Forecasting 21)
 *   TSB      z·q, the chance of a demand q smoothed by BETA in *every* period, so that it falls while nothing is used
 *            (Teunter, Syntetos & Babai 2011, Eur. J. Opl Res. 214)
 * Which (demand_estimate): TSB where it has been quiet for so long that, had the part gone on as it went before, that would
 * happen less than once in twenty times; else Croston for smooth demand (there the two are single exponential smoothing at
 * ADI 1 and the correction would be too low), SBA for the rest, which is the rule of the categorization above. */
#ifndef DOMAIN_DEMAND_H
#define DOMAIN_DEMAND_H

#include <stdbool.h>
#include <stddef.h>

#define DEMAND_ALPHA 0.1
#define DEMAND_BETA 0.05
#define DEMAND_QUIET 0.05
#define DEMAND_ADI_CUT 1.32
#define DEMAND_CV2_CUT 0.49
/* With less there is no pattern yet: the estimate is the plain mean. */
enum { DEMAND_FEWEST = 3 };

enum demand_class {
	DEMAND_NONE,
	DEMAND_FEW,
	DEMAND_SMOOTH,
	DEMAND_ERRATIC,
	DEMAND_INTERMITTENT,
	DEMAND_LUMPY
};
/* "none", "few", "smooth", … */
extern const char *const demand_classes[];
enum demand_method { DEMAND_BY_NOTHING, DEMAND_BY_MEAN, DEMAND_BY_CROSTON, DEMAND_BY_SBA, DEMAND_BY_TSB };
/* "none", "mean", "croston", "sba", "tsb" */
extern const char *const demand_methods[];

struct demand_shape {
	size_t n, hits;			/* periods, those with demand */
	size_t quiet;			/* periods since the last demand; n when there was none */
	double adi;			/* NAN without demand */
	double size, size_var, largest; /* of the periods with demand; variance with n − 1, 0 for one */
	double cv2;			/* of the population; NAN without demand */
	double mean;			/* in a period, those without counted */
	bool whole;			/* only whole units were ever used */
	enum demand_class class;
};
struct demand_shape demand_shape_of(const double *x, size_t n);

/* Where smoothing starts. */
struct demand_start {
	double size, interval; /* of Croston; a chance is 1 / interval */
};
/* The means over the shortest beginning that holds `hits` demands (or all there are). {0, 0} without any. With hits 1 the first demand
 * and the periods up to it, as in the papers. *used: how many periods that were, from where smoothing goes on. */
struct demand_start demand_start_of(const double *x, size_t n, size_t hits, size_t *used);

/* In a period after the last; 0 without demand. start as above, x what comes after it. alpha, beta: 0..1. */
double demand_croston(struct demand_start start, const double *x, size_t n, double alpha);
double demand_sba(struct demand_start start, const double *x, size_t n, double alpha);
double demand_tsb(struct demand_start start, const double *x, size_t n, double alpha, double beta);

/* Demand from now on. */
struct demand_estimate {
	struct demand_shape shape;
	enum demand_method method;
	double mean, var; /* in a period */
	double error;	  /* variance of `mean` as an estimate of the true one */
};
/* var: a demand comes in a period with the chance mean / size, independently, its size varies as sizes did.
 * error: var × ALPHA / (2 − ALPHA), the variance of exponential smoothing, or var / n while that is more. */
struct demand_estimate demand_estimate(const double *x, size_t n);

#endif
