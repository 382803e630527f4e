/* budget.c - see budget.h. */
#include "domain/budget.h"

#include <math.h>
#include <stdlib.h>

#include "base/clock.h"
#include "domain/steps.h"
#include "store/asset.h"
#include "store/event.h"

int64_t budget_forecast(int64_t spent, int64_t gone_ms, int64_t year_ms)
{
	if (gone_ms < BUDGET_FORECAST_DAYS * DAY_MS)
		return NONE;
	if (gone_ms >= year_ms)
		return spent;
	return llround((double)spent * (double)year_ms / (double)gone_ms);
}

/* ---- whose money an expense is ---- */

struct run {
	struct figures_rows machines;
	struct budget_year *year;
	struct list places; /* struct figures_place, by id */
	const int64_t *edges;
	int64_t machine; /* the last one seen, and the budgets it counts in: expenses come machine after machine */
	bool *counts;
};

static int compare_place(const void *id, const void *place)
{
	int64_t a = *(const int64_t *)id, b = ((const struct figures_place *)place)->id;

	return (a > b) - (a < b);
}

static const struct figures_place *place_of(const struct list *places, int64_t id)
{
	return id == NONE
		       ? NULL
		       : bsearch(&id, places->items, places->n, sizeof(struct figures_place), compare_place);
}

static void look_up(struct run *run, int64_t machine)
{
	struct list *rows = &run->year->rows;

	run->machine = machine;
	for (size_t i = 0; i < rows->n; i++) {
		const struct budget *b =
			&((struct budget_row *)list_at(rows, i, sizeof(struct budget_row)))->budget;
		const struct figures_place *p = place_of(&run->places, machine);

		while (p && b->asset_id != NONE && p->id != b->asset_id)
			p = place_of(&run->places, p->parent_id);
		run->counts[i] = p != NULL;
	}
}

static enum err spend(void *spending, void *ctx)
{
	const struct figures_spending *s = spending;
	struct run *run = ctx;
	size_t month = steps_find(run->edges, 12, s->booked_at);

	if (s->machine_id != run->machine)
		look_up(run, s->machine_id);
	for (size_t i = 0; month < 12 && i < run->year->rows.n; i++) {
		struct budget_row *row = list_at(&run->year->rows, i, sizeof(*row));

		if (!run->counts[i])
			continue;
		row->spent += s->cents;
		row->months[month] += s->cents;
	}
	return OK;
}

static enum err rows_of(struct db *db, struct arena *a, struct run *run)
{
	struct list budgets;
	struct budget_row *rows;
	enum err err = store_budget_list(db, a, run->year->year, &budgets);

	if (err == OK)
		err = store_figures_places(db, a, &run->places);
	if (err != OK)
		return err;
	rows = arena_calloc(a, budgets.n, sizeof(*rows));
	for (size_t i = 0; i < budgets.n; i++) {
		const struct budget *b = list_at(&budgets, i, sizeof(*b));
		const struct figures_place *p = place_of(&run->places, b->asset_id);

		rows[i] = (struct budget_row){.budget = *b,
			.place = p ? *p : (struct figures_place){NONE, NONE, -1, NULL, NULL, NULL}};
	}
	run->year->rows = (struct list){rows, budgets.n};
	run->counts = arena_calloc(a, budgets.n, sizeof(*run->counts));
	return OK;
}

static enum err add_up(struct db *db, struct arena *a, struct run *run, int64_t now)
{
	const struct budget_year *y = run->year;
	const struct figures_query q = {
		.under = NONE, .from = y->from, .to = now < y->to ? now : y->to, .now = now};
	struct figures_scope scope;
	enum err err = q.from < q.to ? domain_figures_machines(db, a, &q, &run->machines) : ERR_NOT_FOUND;

	if (err == ERR_NOT_FOUND)
		return OK; /* a year to come */
	scope = figures_rows_scope(&run->machines);
	for (int kind = COST_PARTS; kind <= COST_OUTSIDE && err == OK && y->rows.n; kind++)
		err = store_figures_spending(db, a, (enum figures_cost_kind)kind, &scope, spend, run);
	return err;
}

enum err domain_budget_year(
	struct db *db, struct arena *a, int64_t year, int64_t now, struct budget_year *out)
{
	struct run run = {.year = out, .machine = NONE};
	int64_t *edges, gone;
	enum err err;

	*out = (struct budget_year){.year = year,
		.from = clock_day_start(year * 10000 + 101),
		.to = clock_day_start((year + 1) * 10000 + 101)};
	steps_cut(a, STEP_MONTH, out->from, out->to, &edges);
	run.edges = edges;
	gone = now < out->from ? 0 : (now < out->to ? now : out->to) - out->from;
	out->gone = (double)gone / (double)(out->to - out->from);
	err = rows_of(db, a, &run);
	if (err == OK)
		err = add_up(db, a, &run, now);
	for (size_t i = 0; err == OK && i < out->rows.n; i++) {
		struct budget_row *row = list_at(&out->rows, i, sizeof(*row));

		row->used = row->budget.cents ? (double)row->spent / (double)row->budget.cents : NAN;
		row->forecast = budget_forecast(row->spent, gone, out->to - out->from);
	}
	return err;
}

/* ---- setting them ---- */

static enum err check_place(struct tx *tx, const struct budget *b)
{
	struct asset x;
	enum err err;

	if (b->asset_id == NONE)
		return OK;
	err = store_asset_get(tx->db, tx->arena, b->asset_id, &x);
	if (err == ERR_NOT_FOUND || (err == OK && x.kind == ASSET_COMPONENT))
		return fault_field(tx->fault, "asset_id", MSG_F_NO_SUCH, NULL);
	return err;
}

enum err domain_budget_add(struct tx *tx, struct budget *b)
{
	struct budget nothing;
	enum err err = check_place(tx, b);

	fields_none(budget_fields, &nothing);
	if (err == OK)
		err = store_budget_add(tx, b);
	if (err == ERR_CONFLICT)
		return fault_set(tx->fault, ERR_CONFLICT, MSG_BUDGET_TAKEN,
			arena_printf(tx->arena, "%lld", (long long)b->year));
	return err == OK ? store_event_change(tx, "budget", b->id, "set", budget_fields, &nothing, b) : err;
}

enum err domain_budget_put(struct tx *tx, struct budget *b)
{
	struct budget before;
	int64_t cents = b->cents, version = b->version;
	enum err err = store_budget_get(tx->db, tx->arena, b->id, &before);

	if (err != OK)
		return err;
	*b = before;
	b->cents = cents;
	b->version = version;
	err = store_budget_put(tx, b);
	return err == OK ? store_event_change(tx, "budget", b->id, "changed", budget_fields, &before, b)
			 : err;
}

enum err domain_budget_remove(struct tx *tx, struct budget *b)
{
	struct budget before, nothing;
	enum err err = store_budget_get(tx->db, tx->arena, b->id, &before);

	fields_none(budget_fields, &nothing);
	if (err == OK)
		err = store_budget_remove(tx, b);
	return err == OK
		       ? store_event_change(tx, "budget", b->id, "removed", budget_fields, &before, &nothing)
		       : err;
}
