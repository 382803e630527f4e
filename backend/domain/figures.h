/* figures.h - the figures of a part of the tree over a window: rows out of the store, worked out by reliability.h and
 * cost.h. */
#ifndef DOMAIN_FIGURES_H
#define DOMAIN_FIGURES_H

#include "domain/cost.h"
#include "domain/reliability.h"
#include "store/figures.h"

struct figures_query {
	int64_t under;	  /* any asset above or at a machine; NONE: the whole plant */
	int64_t from, to; /* [from, to), ms */
	int64_t now;
	bool evidence; /* says what it was made from, when it is the figures of one machine */
};

struct figures_row {
	struct figures_machine machine;
	struct reliability_result result;
	struct cost_sums cost;
};

struct figures_report {
	struct figures_row *rows; /* a machine each, by id */
	size_t n;
	struct reliability_result pooled;
	struct cost_sums cost;
};

/* Everything lives in the arena: some 500 bytes a ticket that matters to the window, so for large parts of the tree give
 * one that ends with the call. ERR_NOT_FOUND: no such asset. A part of the tree without machines gives n = 0. */
enum err domain_figures(
	struct db *db, struct arena *a, const struct figures_query *q, struct figures_report *out);

#endif
