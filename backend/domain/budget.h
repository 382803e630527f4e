/* budget.h - budgets of a calendar year, held against what repairs have cost in it.
 *
 * Spent is the total of cost.h (parts, labour, outside invoices) booked in that year, up to now, on machines at or below
 * the budget's place; budgets of places one above the other each count the same money. Forecast is spent carried on at
 * the same pace to the end of the year: spent x length of the year / time of it gone. It says little early on, so there
 * is none before BUDGET_FORECAST_DAYS; a year that is over has spent what it spent. */
#ifndef DOMAIN_BUDGET_H
#define DOMAIN_BUDGET_H

#include "domain/figures.h"
#include "store/budget.h"

enum { BUDGET_FORECAST_DAYS = 30 };

struct budget_row {
	struct budget budget;
	struct figures_place place; /* of the whole plant: without id */
	int64_t spent;
	int64_t months[12]; /* cents; of those to come 0 */
	double used;	    /* spent / cents; NAN where nothing may be spent */
	int64_t forecast;   /* NONE: too early in the year */
};
struct budget_year {
	int64_t year, from, to; /* [from, to) of it, in the plant's time */
	double gone;		/* share of it, 0..1 */
	struct list rows;	/* struct budget_row: the whole plant, then by place */
};

/* At most the present year's expenses up to `now`. */
enum err domain_budget_year(
	struct db *db, struct arena *a, int64_t year, int64_t now, struct budget_year *out);
/* The pure part: spent x whole / gone in ms, rounded half up; NONE while gone is shorter than BUDGET_FORECAST_DAYS. */
int64_t budget_forecast(int64_t spent, int64_t gone_ms, int64_t year_ms);

/* One event each ("budget"). ERR_INVALID: no such place, a component. ERR_CONFLICT: there is one already. */
enum err domain_budget_add(struct tx *tx, struct budget *b);
/* b: id, version, cents. ERR_NOT_FOUND, ERR_STALE */
enum err domain_budget_put(struct tx *tx, struct budget *b);
enum err domain_budget_remove(struct tx *tx, struct budget *b);

#endif
