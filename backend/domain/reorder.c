/* reorder.c - see reorder.h. */
#include "domain/reorder.h"

#include <math.h>

#include "base/field.h"

#define YEAR_DAYS 365.25
/* Without a price: a lot of so many days. */
#define LOT_DAYS 91.0

const char *const lead_sources[] = {"assumed", "stated", "measured", NULL};
const char *const reorder_trusts[] = {"none", "weak", "fair", NULL};

struct lead reorder_lead(const double *measured, size_t n, int64_t stated)
{
	struct lead lead = {.source = LEAD_MEASURED, .n = (int64_t)n};
	double squares = 0;

	if (n < REORDER_LEAD_FEWEST) {
		lead.source = stated == NONE ? LEAD_ASSUMED : LEAD_STATED;
		lead.days = stated == NONE ? REORDER_LEAD_DAYS : (double)stated;
		lead.sd = lead.days * REORDER_LEAD_SPREAD;
		return lead;
	}
	for (size_t i = 0; i < n; i++)
		lead.days += measured[i] / (double)n;
	for (size_t i = 0; i < n; i++)
		squares += (measured[i] - lead.days) * (measured[i] - lead.days);
	lead.sd = sqrt(squares / (double)(n - 1));
	return lead;
}

double reorder_economic_lot(double year, double order_cost, double price, double holding_year)
{
	if (!(year > 0) || !(order_cost > 0) || !(price > 0) || !(holding_year > 0))
		return 0;
	return sqrt(2 * year * order_cost / (price * holding_year));
}

static double lot_of(const struct reorder *r, const struct reorder_ask *ask)
{
	double year = r->per_day * YEAR_DAYS, lot = r->per_day * LOT_DAYS;

	if (ask->price > 0)
		lot = reorder_economic_lot(year, ask->order_cost, ask->price, ask->holding_year);
	lot = fmin(lot, year);
	return fmax(lot, r->per_day * ask->cycle_days);
}

struct reorder reorder_of(const double *weeks, size_t n, const struct reorder_ask *ask)
{
	struct reorder r = {.demand = demand_estimate(weeks, n), .lead = ask->lead, .service = ask->service};
	const struct demand_estimate *d = &r.demand;
	double t, lead_var;

	r.horizon_days = ask->lead.days + ask->cycle_days;
	r.per_day = d->mean / REORDER_PERIOD_DAYS;
	t = r.horizon_days / REORDER_PERIOD_DAYS;
	lead_var = ask->lead.sd * ask->lead.sd / (REORDER_PERIOD_DAYS * REORDER_PERIOD_DAYS);
	r.need = spread_of(
		d->mean * t, d->var * t + d->error * t * t + d->mean * d->mean * lead_var, d->shape.whole);
	if (!d->shape.hits)
		return r;
	r.trust = d->shape.hits < DEMAND_FEWEST ? REORDER_WEAK : REORDER_FAIR;
	r.point = r.trust == REORDER_WEAK ? d->shape.largest : spread_quantile(r.need, ask->service);
	r.safety = r.point - r.need.mean;
	r.lot = lot_of(&r, ask);
	r.up_to = r.point + r.lot;
	r.kept = spread_below(r.need, r.point);
	return r;
}

static int64_t round_up(int64_t qty, int64_t step)
{
	return (qty + step - 1) / step * step;
}

int64_t reorder_quantity(
	int64_t position, int64_t point, int64_t up_to, int64_t min_qty, int64_t pack_qty, bool whole)
{
	int64_t qty;

	if (position >= point)
		return 0;
	qty = (up_to > point ? up_to : point) - position;
	if (min_qty != NONE && qty < min_qty)
		qty = min_qty;
	if (pack_qty != NONE && pack_qty > 0)
		return round_up(qty, pack_qty);
	return whole ? round_up(qty, 1000) : qty;
}
