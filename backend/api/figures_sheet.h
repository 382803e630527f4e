/* figures_sheet.h - figures, trends, Paretos and cost as Excel. */
#ifndef API_FIGURES_SHEET_H
#define API_FIGURES_SHEET_H

#include "api/figures_ask.h"
#include "domain/figures_tickets.h"
#include "domain/heat.h"
#include "domain/pareto.h"
#include "domain/timeline.h"
#include "store/ticket.h"

struct pareto_mark_view {
	struct pareto_mark mark;
	const char *name; /* in the reader's language */
};

struct picked_view {
	struct ticket ticket;
	struct figures_picked picked;
};

/* A row each, and the whole last. */
enum err figures_sheet(
	struct request *rq, struct arena *a, const struct figures_ask *ask, const struct figures_report *r);
/* Of struct figures_view with start and end; of struct pareto_mark_view; of struct spending_row. */
enum err trend_sheet(struct request *rq, const struct figures_ask *ask, const struct list *steps);
enum err pareto_sheet(struct request *rq, const struct figures_ask *ask, const struct list *marks);
enum err cost_sheet(struct request *rq, const struct figures_ask *ask, const struct list *rows);
/* Of struct picked_view. */
enum err picked_sheet(struct request *rq, const struct figures_ask *ask, const struct list *tickets);
/* A column a step. */
enum err heat_sheet(struct request *rq, struct arena *a, const struct figures_ask *ask, const struct heat *h,
	const int64_t *edges, size_t n);
enum err timeline_sheet(
	struct request *rq, struct arena *a, const struct figures_ask *ask, const struct timeline *t);

#endif
