/* buying.h - should this part be bought now, and how much? One part's rule, its use, what the plant wants: one answer.
 *
 * Position = on hand − reserved − wanted for tickets and not there + on order. Below the point in force it is bought, up to the maximum in
 * force (reorder_quantity). In force is what a person set, or, where the part says so, what reorder.h works out; where that finds no
 * demand there is no point, and then only what tickets want is bought. */
#ifndef DOMAIN_BUYING_H
#define DOMAIN_BUYING_H

#include "domain/reorder.h"
#include "store/reorder.h"
#include "store/requisition.h"

struct buying {
	struct part_rule rule;
	struct reorder worked;		    /* also where a person sets the rule: to compare */
	int64_t worked_point, worked_up_to; /* thousandths; NONE: nothing to go by */
	int64_t point, up_to;		    /* in force; NONE: none */
	int64_t position;
	int64_t qty; /* to buy now; 0: nothing */
	enum requisition_cause cause;
};

/* weeks: the part's series, n of them; deliveries: days each took. */
void buying_judge(const struct purchasing *p, const struct part_rule *r, const double *weeks, size_t n,
	const double *deliveries, size_t delivery_n, struct buying *out);

/* The weeks of one part before `now`, oldest first, from its first movement on, REORDER_PERIODS at most. */
struct buying_weeks {
	double *at;
	size_t n;
	int64_t start, week_ms; /* of the first */
};

/* One part, read and judged, on order without requisition `except` (NONE: none). ERR_NOT_FOUND */
enum err domain_buying_of(struct db *db, struct arena *a, int64_t part, int64_t except, int64_t now,
	struct buying *out, struct buying_weeks *weeks);

/* Every part that is not retired, by id; fn gets each. */
typedef enum err buying_fn(const struct buying *b, void *ctx);
enum err domain_buying_each(
	struct db *db, struct arena *a, int64_t except, int64_t now, buying_fn *fn, void *ctx);

/* How a part is bought: min_qty, max_qty, worked, service of *r, where the part's version is r->version. What is worked out takes effect
 * at once. One event of the part ("rule_changed"). ERR_NOT_FOUND, ERR_STALE, ERR_INVALID: the maximum is below the minimum. */
enum err domain_buying_rule(struct tx *tx, struct part_rule *r);

/* The first day of the cycle that holds `day`. */
int64_t buying_cycle(const struct purchasing *p, int64_t day);

#endif
