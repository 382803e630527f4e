/* figures_rows.h - what figures are made from, out of the store and in the shape that reliability.h takes: the machines
 * of a part of the tree with their calendars, and every failure and planned job that can matter to a window.
 *
 * Read once for a question; figures, trends, heat maps and Paretos are worked out of the same rows. Everything lives in
 * the arena given: some 100 bytes a ticket. */
#ifndef DOMAIN_FIGURES_ROWS_H
#define DOMAIN_FIGURES_ROWS_H

#include <pthread.h>

#include "base/arena.h"
#include "domain/reliability.h"
#include "store/figures.h"

struct figures_kept;

struct figures_query {
	int64_t under;	  /* any asset above or at a machine; NONE: the whole plant */
	int64_t from, to; /* [from, to), ms */
	int64_t now;
	bool evidence;		   /* says what it was made from, when it is the figures of one machine */
	struct figures_kept *kept; /* rows that are at hand (figures_kept.h); NULL: they are read */
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

/* Rows of the whole plant over the window of their query, read only; the mutex guards what is read when it is first
 * needed, the rest is figures_kept.c's. */
struct figures_kept {
	struct figures_rows rows;
	struct arena arena;
	int64_t seq, held;
	pthread_mutex_t mutex;
	bool spending_read;
	struct list spending[3]; /* of struct figures_spending, by enum figures_cost_kind */
};

/* ERR_NOT_FOUND: no such asset. A part of the tree without machines gives n = 0. */
enum err domain_figures_rows(
	struct db *db, struct arena *a, const struct figures_query *q, bool tags, struct figures_rows *out);

/* The machines alone: no tickets, no jobs. */
enum err domain_figures_machines(
	struct db *db, struct arena *a, const struct figures_query *q, struct figures_rows *out);

/* Hands every spending of that kind on these machines in the window to fn, as store_figures_spending() does. */
enum err domain_figures_spending(struct db *db, struct arena *a, const struct figures_rows *r,
	enum figures_cost_kind kind, enum err (*fn)(void *spending, void *ctx), void *ctx);

/* The machine ids and the window, as the store's statements take them. */
struct figures_scope figures_rows_scope(const struct figures_rows *r);
/* The place of a machine in r->machines; r->n: it is not one of them. */
size_t figures_rows_find(const struct figures_rows *r, int64_t machine);

#endif
