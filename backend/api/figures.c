/* figures.c - see figures.h. */
#include "api/figures.h"

#include "api/figures_ask.h"
#include "api/figures_view.h"
#include "api/figures_sheet.h"
#include "api/reply.h"
#include "domain/trend.h"

/* ---- figures ---- */

struct report_ask {
	struct figures_ask ask;
	int64_t evidence;
	int group;
};
const struct field figures_query[] = {
	FIGURES_ASK(struct report_ask),
	FIELD(struct report_ask, group, F_ENUM, .names = figures_levels),
	FIELD(struct report_ask, evidence, F_INT, .max = 1),
	FIELD_END,
};

struct report_view {
	struct figures_ask ask;
	int group;
	struct figures_view *pooled;
	struct list machines, groups;
};
const struct field figures_fields[] = {
	FIGURES_ASKED(struct report_view),
	FIELD(struct report_view, group, F_ENUM, F_SURE, .names = figures_levels),
	FIELD(struct report_view, pooled, F_OBJECT, F_SURE, SUB(figure_fields, struct figures_view)),
	FIELD(struct report_view, machines, F_LIST, SUB(figure_fields, struct figures_view)),
	FIELD(struct report_view, groups, F_LIST, SUB(figure_fields, struct figures_view)),
	FIELD_END,
};

static enum err answer(struct request *rq, struct arena *a, void *ctx)
{
	const struct report_ask *ask = ctx;
	struct figures_query q = figures_query_of(&ask->ask);
	struct figures_report r;
	struct figures_view pooled;
	struct report_view v = {.ask = ask->ask, .group = ask->group, .pooled = &pooled};
	enum err err;

	q.evidence = ask->evidence;
	err = domain_figures(request_db(rq), a, &q, (enum figures_level)ask->group, &r);
	request_db_return(rq);
	if (err != OK)
		return err;
	if (ask->ask.sheet)
		return figures_sheet(rq, a, &ask->ask, &r);
	figures_view_fill(a, &r.whole, rq->lang, &pooled);
	*(ask->group == LEVEL_MACHINE ? &v.machines : &v.groups) =
		figures_view_list(a, r.rows, r.n, rq->lang);
	return reply_object(rq, 200, figures_fields, &v, NONE);
}

/* ?under=&from=&to=&group=machine|line|area|site|none&evidence=: the pooled figures, and those of every machine or group.
 * Of one machine its evidence comes along (evidence=0: not); of several it is refused. */
static enum err figures(struct request *rq, bool sheet)
{
	struct report_ask ask = {.ask.sheet = sheet, .evidence = 1, .group = LEVEL_MACHINE};
	enum err err = figures_ask(rq, figures_query, &ask);

	if (err == OK && ask.evidence && !ask.ask.machine && request_query(rq, "evidence"))
		err = fault_field(&rq->fault, "evidence", MSG_FIGURES_EVIDENCE, NULL);
	return err == OK ? figures_answer(rq, &ask, answer) : err;
}

enum err api_figures_get(struct request *rq)
{
	return figures(rq, false);
}

enum err api_figures_sheet(struct request *rq)
{
	return figures(rq, true);
}

/* ---- step by step ---- */

struct trend_ask {
	struct figures_ask ask;
	int step;
	int64_t *edges;
	size_t n;
};
const struct field trend_query[] = {
	FIGURES_ASK(struct trend_ask),
	FIELD(struct trend_ask, step, F_ENUM, .names = step_names),
	FIELD_END,
};

struct trend_view {
	struct figures_ask ask;
	int step;
	struct list items;
};
const struct field trend_fields[] = {
	FIGURES_ASKED(struct trend_view),
	FIELD(struct trend_view, step, F_ENUM, F_SURE, .names = step_names),
	FIELD(struct trend_view, items, F_LIST, SUB(figure_step_fields, struct figures_view)),
	FIELD_END,
};

static enum err answer_trend(struct request *rq, struct arena *a, void *ctx)
{
	const struct trend_ask *ask = ctx;
	struct figures_query q = figures_query_of(&ask->ask);
	struct trend_view v = {.ask = ask->ask, .step = ask->step};
	struct figures_view *views;
	struct trend t;
	enum err err = domain_trend(request_db(rq), a, &q, ask->edges, ask->n, &t);

	request_db_return(rq);
	if (err != OK)
		return err;
	v.items = figures_view_list(a, t.rows, t.n, rq->lang);
	views = v.items.items;
	for (size_t i = 0; i < t.n; i++) {
		views[i].start = t.edges[i];
		views[i].end = t.edges[i + 1];
	}
	return ask->ask.sheet ? trend_sheet(rq, &ask->ask, &v.items)
			      : reply_object(rq, 200, trend_fields, &v, NONE);
}

/* ?under=&from=&to=&step=day|week|month|quarter|year: pooled figures of each step, at most STEPS_MAX. */
static enum err trend(struct request *rq, bool sheet)
{
	struct trend_ask ask = {.ask.sheet = sheet, .step = STEP_MONTH};
	enum err err = figures_ask(rq, trend_query, &ask);

	if (err == OK)
		err = figures_steps(rq, ask.step, &ask.ask, &ask.edges, &ask.n);
	return err == OK ? figures_answer(rq, &ask, answer_trend) : err;
}

enum err api_figures_trend(struct request *rq)
{
	return trend(rq, false);
}

enum err api_trend_sheet(struct request *rq)
{
	return trend(rq, true);
}
