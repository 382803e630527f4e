/* reorder.h - when to buy a part again, and how much, worked out of what was used. Pure functions; what is asked and
 * where it comes from is in requisition.h.
 *
 * Somebody looks once in a purchasing cycle of R days (periodic review), and what is ordered comes after a lead time of L days
 * that varies. So what is there and on order now must last L + R days, until what is ordered the next time comes:
 *   demand in that time   mean μT,  variance σ²T + error·T² + μ²·(variance of L),
 * T = (L + R) / 7 weeks, μ, σ² and error of demand.h. (The sum of T independent weeks with T itself uncertain: Silver, Pyke &
 * Thomas, "Inventory and Production Management in Supply Chains", 4th ed., 2017, ch. 6; that μ is only an estimate: the same.)
 *   reorder point   the least amount that is enough with the probability `service` (spread.h): to be had at every look.
 *                   A part whose position (on hand − reserved + on order) is *below* it is bought; the same rule as for a
 *                   minimum that somebody set.
 *   up to           reorder point + lot; the lot is the economic one, √(2 · yearly demand · cost of an order / (price · holding
 *                   share a year)) (Harris 1913), at least one cycle's demand and at most a year's; without a price, three months'.
 *   quantity        up to − position, at least the supplier's minimum, rounded up to whole packs (or whole units).
 * With fewer than DEMAND_FEWEST weeks of demand there is no pattern: the reorder point is the largest week seen and the answer
 * says that it is weak; with none there is no reorder point: only a minimum that somebody set can say that such a part
 * must be there. */
#ifndef DOMAIN_REORDER_H
#define DOMAIN_REORDER_H

#include <stdint.h>

#include "domain/demand.h"
#include "domain/spread.h"

enum {
	REORDER_PERIOD_DAYS = 7,
	REORDER_PERIODS = 156,	/* three years of weeks are looked at */
	REORDER_LEAD_DAYS = 14, /* where nobody knows better */
	REORDER_LEAD_FEWEST = 3 /* deliveries from which their spread is taken */
};
/* Lead times that were not measured vary by so much of their length. */
#define REORDER_LEAD_SPREAD 0.3

/* ---- lead time ---- */

enum lead_source { LEAD_ASSUMED, LEAD_STATED, LEAD_MEASURED };
/* "assumed", "stated" (by the supplier's row), "measured" (orders and what came of them) */
extern const char *const lead_sources[];
struct lead {
	double days, sd;
	enum lead_source source;
	int64_t n; /* deliveries measured */
};
/* measured: days each delivery took, n of them; stated: NONE or days. Measured wins with REORDER_LEAD_FEWEST or more. */
struct lead reorder_lead(const double *measured, size_t n, int64_t stated);

/* ---- the point ---- */

struct reorder_ask {
	struct lead lead;
	double cycle_days;   /* R, 0: somebody looks all the time */
	double service;	     /* 0..1, exclusive */
	double price;	     /* of a unit; NAN or 0: unknown */
	double order_cost;   /* in the same money; 0: lots are a cycle's demand */
	double holding_year; /* share of the price that a year in stock costs, > 0 */
};

enum reorder_trust { REORDER_NONE, REORDER_WEAK, REORDER_FAIR };
/* "none": nothing was used; "weak": too few demands for a pattern; "fair" */
extern const char *const reorder_trusts[];

struct reorder {
	struct demand_estimate demand; /* per week */
	struct lead lead;
	enum reorder_trust trust;
	double per_day;
	double horizon_days; /* L + R */
	struct spread need;  /* demand in that time */
	double service;
	double point;  /* units */
	double safety; /* point − need.mean: what lies there for the spread */
	double lot, up_to;
	double kept; /* probability that `point` is enough; ≥ service, steps of whole units */
};
struct reorder reorder_of(const double *weeks, size_t n, const struct reorder_ask *ask);

/* ---- the quantity ---- */

/* Thousandths. min_qty, pack_qty: NONE where the supplier has none; then rounded up to whole units if `whole`. 0 when the position
 * is not below the point. up_to below the point is taken as the point. */
int64_t reorder_quantity(
	int64_t position, int64_t point, int64_t up_to, int64_t min_qty, int64_t pack_qty, bool whole);

/* √(2 · demand a year · order cost / (price · holding)); 0 when any of it is 0. */
double reorder_economic_lot(double year, double order_cost, double price, double holding_year);

#endif
