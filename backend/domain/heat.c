/* heat.c - see heat.h. */
#include "domain/heat.h"

#include <math.h>
#include <stdlib.h>

#include "domain/series.h"

struct run {
	const struct figures_groups *groups;
	struct heat_row *rows;
	size_t machines;
};

static void add(struct heat_cell *to, const struct reliability_sums *s)
{
	to->required_ms += s->required_ms;
	to->downtime_ms += s->downtime_ms;
	to->failures += s->failures;
}

static void one_step(struct arena *a, size_t step, const struct reliability_result *results, void *ctx)
{
	const struct run *run = ctx;

	(void)a;
	for (size_t i = 0; i < run->machines; i++) {
		struct heat_row *row = &run->rows[run->groups->of[i]];

		add(&row->cells[step], &results[i].sums);
		add(&row->whole, &results[i].sums);
	}
}

static void rate(struct heat_cell *c)
{
	c->availability =
		c->required_ms ? (double)(c->required_ms - c->downtime_ms) / (double)c->required_ms : NAN;
}

static int worst_first(const void *x, const void *y)
{
	const struct heat_row *a = x, *b = y;
	bool n = isnan(a->whole.availability), m = isnan(b->whole.availability);

	if (n != m)
		return n - m;
	if (!n && a->whole.availability != b->whole.availability)
		return a->whole.availability < b->whole.availability ? -1 : 1;
	return (a->place.id > b->place.id) - (a->place.id < b->place.id);
}

enum err domain_heat(struct db *db, struct arena *a, const struct figures_query *q, enum figures_level level,
	const int64_t *edges, size_t n, size_t limit, struct heat *out)
{
	struct figures_rows rows;
	struct figures_groups groups;
	struct run run = {.groups = &groups};
	enum err err = domain_figures_rows(db, a, q, false, &rows);

	if (err == OK)
		err = domain_figures_groups(db, a, &rows, level, &groups);
	if (err != OK)
		return err;
	run.machines = groups.n ? rows.n : 0;
	run.rows = arena_calloc(a, groups.n, sizeof(*run.rows));
	for (size_t i = 0; i < groups.n; i++) {
		run.rows[i].place = groups.at[i];
		run.rows[i].cells = arena_calloc(a, n, sizeof(struct heat_cell));
	}
	series_compute(&rows.input, edges, n, one_step, &run);
	for (size_t i = 0; i < groups.n; i++) {
		rate(&run.rows[i].whole);
		for (size_t k = 0; k < n; k++)
			rate(&run.rows[i].cells[k]);
	}
	if (groups.n)
		qsort(run.rows, groups.n, sizeof(*run.rows), worst_first);
	out->rows = run.rows;
	out->n = groups.n < limit ? groups.n : limit;
	out->left_out = groups.n - out->n;
	return OK;
}
