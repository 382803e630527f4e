/* spending.c - see spending.h. */
#include "domain/spending.h"

#include <math.h>
#include <stdlib.h>

const char *const spending_sorts[] = {"total", "ratio", "downtime", NULL};

static int by_total(const void *x, const void *y)
{
	const struct spending_row *a = x, *b = y;

	if (a->cost.total != b->cost.total)
		return a->cost.total < b->cost.total ? 1 : -1;
	if (a->cost.original_value != b->cost.original_value)
		return a->cost.original_value < b->cost.original_value ? 1 : -1;
	return (a->place.id > b->place.id) - (a->place.id < b->place.id);
}

/* Without a value last. */
static int by_ratio(const void *x, const void *y)
{
	const struct spending_row *a = x, *b = y;
	bool n = isnan(a->ratio), m = isnan(b->ratio);

	if (n != m)
		return n - m;
	if (!n && a->ratio != b->ratio)
		return a->ratio < b->ratio ? 1 : -1;
	return by_total(x, y);
}

static int by_downtime(const void *x, const void *y)
{
	const struct spending_row *a = x, *b = y;

	if (a->cost.downtime != b->cost.downtime)
		return a->cost.downtime < b->cost.downtime ? 1 : -1;
	return by_total(x, y);
}

/* Tickets are read only where an hour of downtime has a price: without any the answer is a tenth of the work. */
static enum err rows_and_results(struct db *db, struct arena *a, const struct figures_query *q,
	struct figures_rows *rows, struct reliability_result **results)
{
	enum err err = domain_figures_machines(db, a, q, rows);
	bool priced = false;

	for (size_t i = 0; err == OK && i < rows->n; i++)
		priced = priced || rows->machines[i].downtime_cents_hour != NONE;
	if (err == OK && priced)
		err = domain_figures_rows(db, a, q, false, rows);
	if (err != OK)
		return err;
	*results = arena_calloc(a, rows->n, sizeof(**results));
	if (priced) {
		rows->input.repeat_ms = 0;
		reliability_compute(a, &rows->input, *results);
	}
	return OK;
}

enum err domain_spending(struct db *db, struct arena *a, const struct figures_query *q,
	enum figures_level level, enum spending_sort sort, size_t limit, struct spending *out)
{
	static int (*const orders[])(const void *, const void *) = {by_total, by_ratio, by_downtime};
	struct figures_rows rows;
	struct figures_groups groups;
	struct reliability_result *results;
	struct cost_sums *costs;
	int64_t so_far = 0, all;
	enum err err = rows_and_results(db, a, q, &rows, &results);

	*out = (struct spending){.whole = {.place = {q->under, NONE, -1, NULL, NULL}}};
	if (err == OK)
		err = domain_figures_groups(db, a, &rows, level, &groups);
	if (err == OK)
		err = domain_figures_costs(db, a, &rows, results, &costs);
	if (err != OK)
		return err;
	out->rows = arena_calloc(a, groups.n, sizeof(*out->rows));
	for (size_t i = 0; i < groups.n; i++)
		out->rows[i].place = groups.at[i];
	for (size_t i = 0; i < rows.n; i++) {
		if (groups.n)
			cost_merge(&out->rows[groups.of[i]].cost, &costs[i]);
		cost_merge(&out->whole.cost, &costs[i]);
	}
	all = out->whole.cost.total;
	out->whole.ratio = cost_ratio(&out->whole.cost);
	out->whole.share = out->whole.cumulative = all > 0 ? 1 : NAN;
	for (size_t i = 0; i < groups.n; i++)
		out->rows[i].ratio = cost_ratio(&out->rows[i].cost);
	if (groups.n)
		qsort(out->rows, groups.n, sizeof(*out->rows), orders[sort]);
	for (size_t i = 0; i < groups.n; i++) {
		so_far += out->rows[i].cost.total;
		out->rows[i].share = all > 0 ? (double)out->rows[i].cost.total / (double)all : NAN;
		out->rows[i].cumulative = all > 0 ? (double)so_far / (double)all : NAN;
	}
	out->n = groups.n < limit ? groups.n : limit;
	out->left_out = groups.n - out->n;
	return OK;
}
