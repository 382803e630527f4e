/* figures.c - see figures.h. */
#include "domain/figures.h"

#include "store/asset.h"

enum err domain_figures_costs(struct db *db, struct arena *a, const struct figures_rows *r,
	const struct reliability_result *results, struct cost_sums **out)
{
	struct cost *costs = arena_calloc(a, r->n, sizeof(*costs));
	struct figures_scope scope = figures_rows_scope(r);
	enum err err = OK;

	for (int kind = COST_PARTS; kind <= COST_OUTSIDE && err == OK; kind++) {
		struct list rows;

		err = store_figures_costs(db, a, (enum figures_cost_kind)kind, &scope, &rows);
		for (size_t i = 0; err == OK && i < rows.n; i++) {
			const struct figures_cost *c = list_at(&rows, i, sizeof(*c));
			size_t m = figures_rows_find(r, c->machine_id);

			if (m == r->n)
				continue;
			if (kind == COST_PARTS)
				costs[m].parts = c->cents;
			else if (kind == COST_LABOUR)
				costs[m].labour = c->cents;
			else
				costs[m].outside = c->cents;
		}
	}
	*out = arena_calloc(a, r->n, sizeof(**out));
	for (size_t i = 0; err == OK && i < r->n; i++) {
		int64_t value = r->machines[i].original_value_cents;

		costs[i].original_value = value == NONE ? 0 : value;
		costs[i].downtime =
			cost_of_downtime(results[i].sums.downtime_ms, r->machines[i].downtime_cents_hour);
		cost_add(&(*out)[i], &costs[i]);
	}
	return err;
}

static void pool(struct arena *a, const struct reliability_result *results, size_t n,
	const struct figures_groups *g, struct figures_report *out)
{
	const struct reliability_result **of = arena_calloc(a, n, sizeof(const void *));
	size_t *first = arena_calloc(a, g->n + 1, sizeof(*first)), at = 0;

	/* Sorted by group: counted, then laid out. */
	for (size_t i = 0; i < n && g->n; i++)
		first[g->of[i]]++;
	for (size_t i = 0; i < g->n; i++) {
		size_t count = first[i];

		first[i] = at;
		at += count;
	}
	for (size_t i = 0; i < n && g->n; i++)
		of[first[g->of[i]]++] = &results[i];
	for (size_t i = 0, from = 0; i < g->n; from = first[i++])
		reliability_pool(a, of + from, first[i] - from, &out->rows[i].result);
	for (size_t i = 0; i < n; i++)
		of[i] = &results[i];
	reliability_pool(a, of, n, &out->whole.result);
}

enum err domain_figures(struct db *db, struct arena *a, const struct figures_query *q,
	enum figures_level level, struct figures_report *out)
{
	struct figures_rows rows;
	struct figures_groups groups;
	struct reliability_result *results;
	struct cost_sums *costs;
	enum err err = domain_figures_rows(db, a, q, false, &rows);

	*out = (struct figures_report){.whole = {.place = {q->under, NONE, -1, NULL, NULL}}};
	if (err == OK)
		err = domain_figures_groups(db, a, &rows, level, &groups);
	if (err != OK)
		return err;
	/* A list of 200,000 tickets is nothing that a screen shows. */
	rows.input.evidence = q->evidence && rows.n == 1 && rows.machines[0].id == q->under;
	results = arena_calloc(a, rows.n, sizeof(*results));
	reliability_compute(a, &rows.input, results);
	err = domain_figures_costs(db, a, &rows, results, &costs);
	if (err != OK)
		return err;
	out->n = groups.n;
	out->rows = arena_calloc(a, groups.n, sizeof(*out->rows));
	for (size_t i = 0; i < groups.n; i++)
		out->rows[i].place = groups.at[i];
	for (size_t i = 0; i < rows.n; i++) {
		if (groups.n)
			cost_merge(&out->rows[groups.of[i]].cost, &costs[i]);
		cost_merge(&out->whole.cost, &costs[i]);
	}
	for (size_t i = 0; i < rows.n && level == LEVEL_MACHINE; i++)
		out->rows[i].result = results[i];
	if (level == LEVEL_MACHINE)
		groups.n = 0; /* a machine is pooled already */
	pool(a, results, rows.n, &groups, out);
	return OK;
}
