/* figures.h - the figures of a part of the tree over a window: rows out of the store, worked out by reliability.h and
 * cost.h, for all of it and for each machine, line, area or site in it. */
#ifndef DOMAIN_FIGURES_H
#define DOMAIN_FIGURES_H

#include "domain/cost.h"
#include "domain/figures_groups.h"

struct figures_row {
	struct figures_place place; /* of the whole: nothing but the id that was asked for */
	struct reliability_result result;
	struct cost_sums cost;
};

struct figures_report {
	struct figures_row *rows; /* a group each; machines by id */
	size_t n;
	struct figures_row whole;
};

/* Everything lives in the arena: some 500 bytes a ticket that matters to the window, so for large parts of the tree give
 * one that ends with the call. ERR_NOT_FOUND: no such asset. A part of the tree without machines gives n = 0. */
enum err domain_figures(struct db *db, struct arena *a, const struct figures_query *q,
	enum figures_level level, struct figures_report *out);

/* What each machine of the rows cost in their window: r->n of them. results: of the same machines, for what their
 * downtime cost. */
enum err domain_figures_costs(struct db *db, struct arena *a, const struct figures_rows *r,
	const struct reliability_result *results, struct cost_sums **out);

#endif
