/* figures_ask.h - what every report asks, and how it gets its turn. */
#ifndef API_FIGURES_ASK_H
#define API_FIGURES_ASK_H

#include "api/request.h"
#include "domain/figures.h"
#include "domain/steps.h"

/* A handler's query begins with this, and its table with FIGURES_ASK: any asset (absent: the whole plant) over
 * [from, to) (absent: this month until now). */
struct figures_ask {
	int64_t under, from, to;
	int64_t now;
	bool machine; /* one machine is asked for, and nothing else */
	bool large;   /* the whole plant, a site or an area: its rows are kept for the next who asks */
	struct figures_kept *kept;
	bool sheet; /* as an Excel file */
};
#define FIGURES_ASK(type_)                                                                                   \
	FIELD_AS(type_, ask.under, "under", F_INT, .min = 1, .max = FIELD_ID_MAX),                           \
		FIELD_AS(type_, ask.from, "from", F_TIME), FIELD_AS(type_, ask.to, "to", F_TIME)
/* And an answer with these. */
#define FIGURES_ASKED(type_)                                                                                 \
	FIELD_AS(type_, ask.from, "from", F_TIME, F_SURE), FIELD_AS(type_, ask.to, "to", F_TIME, F_SURE),    \
		FIELD_AS(type_, ask.now, "now", F_TIME, F_SURE), FIELD_AS(type_, ask.under, "under", F_INT)

/* Reads the query by its table into *out, which begins with a struct figures_ask; what the table has beside that is filled
 * with what holds when it is absent. ERR_NOT_FOUND: no such asset. ERR_INVALID. */
enum err figures_ask(struct request *rq, const struct field *query, void *out);
struct figures_query figures_query_of(const struct figures_ask *ask);

/* The steps of the window, in the request's arena; n + 1 edges. ERR_INVALID: more than STEPS_MAX. */
enum err figures_steps(
	struct request *rq, int step, const struct figures_ask *ask, int64_t **edges, size_t *n);

/* Runs fn with an arena that ends before the answer is sent: the rows of many tickets do not wait for a slow reader. What
 * is more than one machine is worked out a few at a time. ERR_BUSY: too many wait for their turn. */
typedef enum err figures_fn(struct request *rq, struct arena *a, void *ask);
enum err figures_answer(struct request *rq, void *ask, figures_fn *fn);

#endif
