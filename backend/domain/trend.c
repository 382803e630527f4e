/* trend.c - see trend.h. */
#include "domain/trend.h"

#include "domain/series.h"

struct run {
	struct arena *arena;
	const struct figures_rows *rows;
	struct trend *out;
	struct cost *costs; /* of each step */
	int kind;
};

static void pool_step(struct arena *a, size_t step, const struct reliability_result *results, void *ctx)
{
	struct run *run = ctx;
	size_t n = run->rows->n;
	const struct reliability_result **of = arena_calloc(a, n, sizeof(const void *));
	struct reliability_result *out = &run->out->rows[step].result;
	struct cost_sums *cost = &run->out->rows[step].cost;

	for (size_t i = 0; i < n; i++)
		of[i] = &results[i];
	reliability_pool(a, of, n, out);
	out->ttr = NULL; /* lives no longer than the step */
	for (size_t i = 0; i < n; i++) {
		int64_t cents = cost_of_downtime(
			results[i].sums.downtime_ms, run->rows->machines[i].downtime_cents_hour);

		if (cents == NONE)
			cost->unrated++;
		else
			cost->downtime += cents;
	}
}

static enum err add_spending(void *row, void *ctx)
{
	const struct figures_spending *s = row;
	struct run *run = ctx;
	size_t step = steps_find(run->out->edges, run->out->n, s->booked_at);
	struct cost *to = &run->costs[step];

	if (step == run->out->n || figures_rows_find(run->rows, s->machine_id) == run->rows->n)
		return OK;
	if (run->kind == COST_PARTS)
		to->parts += s->cents;
	else if (run->kind == COST_LABOUR)
		to->labour += s->cents;
	else
		to->outside += s->cents;
	return OK;
}

enum err domain_trend(struct db *db, struct arena *a, const struct figures_query *q, const int64_t *edges,
	size_t n, struct trend *out)
{
	struct figures_rows rows;
	struct run run = {.arena = a, .rows = &rows, .out = out};
	enum err err = domain_figures_rows(db, a, q, false, &rows);

	*out = (struct trend){.edges = edges, .rows = arena_calloc(a, n, sizeof(*out->rows)), .n = n};
	run.costs = arena_calloc(a, n, sizeof(*run.costs));
	if (err != OK)
		return err;
	for (run.kind = COST_PARTS; run.kind <= COST_OUTSIDE && err == OK; run.kind++)
		err = domain_figures_spending(
			db, a, &rows, (enum figures_cost_kind)run.kind, add_spending, &run);
	if (err != OK)
		return err;
	series_compute(&rows.input, edges, n, pool_step, &run);
	for (size_t i = 0; i < n; i++) {
		const struct cost *c = &run.costs[i];
		struct cost_sums *to = &out->rows[i].cost;

		to->parts = c->parts;
		to->labour = c->labour;
		to->outside = c->outside;
		to->total = c->parts + c->labour + c->outside;
	}
	return OK;
}
