/* figures_rows.h - what figures are made from, out of the store and in the shape that reliability.h takes: the machines
 * of a part of the tree with their calendars, and every failure and planned job that can matter to a window.
 *
 * Read once for a question; figures, trends, heat maps and Paretos are worked out of the same rows. Everything lives in
 * the arena given: some 100 bytes a ticket. */
#ifndef DOMAIN_FIGURES_ROWS_H
#define DOMAIN_FIGURES_ROWS_H

#include "domain/reliability.h"
#include "store/figures.h"

struct figures_query {
	int64_t under;	  /* any asset above or at a machine; NONE: the whole plant */
	int64_t from, to; /* [from, to), ms */
	int64_t now;
	bool evidence; /* says what it was made from, when it is the figures of one machine */
};

/* What else a Pareto asks of a ticket; failure modes and causes as numbers of their names, 0: not recorded. */
struct figures_tag {
	int64_t component_id; /* NONE: not recorded */
	int32_t mode, cause;
};

struct figures_rows {
	struct figures_query query;
	const struct figures_machine *machines; /* by id */
	size_t n;
	struct reliability_input input; /* over the window of the query, without evidence, with repeats */
	const struct figures_tag *tags; /* of each of input.tickets; NULL unless asked for */
	struct figures_names modes, causes;
};

/* ERR_NOT_FOUND: no such asset. A part of the tree without machines gives n = 0. */
enum err domain_figures_rows(
	struct db *db, struct arena *a, const struct figures_query *q, bool tags, struct figures_rows *out);

/* The machines alone: no tickets, no jobs. */
enum err domain_figures_machines(
	struct db *db, struct arena *a, const struct figures_query *q, struct figures_rows *out);

/* The machine ids and the window, as the store's statements take them. */
struct figures_scope figures_rows_scope(const struct figures_rows *r);
/* The place of a machine in r->machines; r->n: it is not one of them. */
size_t figures_rows_find(const struct figures_rows *r, int64_t machine);

#endif
