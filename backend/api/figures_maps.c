/* figures_maps.c - heat map, a machine's timeline, cost. See figures.h. */
#include "api/figures.h"

#include "api/figures_ask.h"
#include "api/figures_sheet.h"
#include "api/figures_view.h"
#include "api/reply.h"
#include "domain/heat.h"
#include "domain/spending.h"
#include "domain/timeline.h"
#include "domain/workload.h"
#include "store/ticket.h"

/* ---- heat map ---- */

struct heat_ask {
	struct figures_ask ask;
	int group, step;
	int64_t limit;
	int64_t *edges;
	size_t n;
};
const struct field heat_query[] = {
	FIGURES_ASK(struct heat_ask),
	FIELD(struct heat_ask, group, F_ENUM, .names = figures_levels),
	FIELD(struct heat_ask, step, F_ENUM, .names = step_names),
	FIELD(struct heat_ask, limit, F_INT, .min = 1, .max = 500),
	FIELD_END,
};

struct heat_row_view {
	struct figures_place place;
	struct heat_cell whole;
	struct list cells;
};
static const struct field interval_fields[] = {
	FIELD(struct interval, start, F_TIME, F_SURE),
	FIELD(struct interval, end, F_TIME, F_SURE),
	FIELD_END,
};
static const struct field heat_cell_fields[] = {
	FIELD(struct heat_cell, availability, F_REAL),
	FIELD(struct heat_cell, failures, F_INT, F_SURE),
	FIELD(struct heat_cell, downtime_ms, F_INT, F_SURE),
	FIELD_END,
};
static const struct field heat_row_fields[] = {
	FIELD_AS(struct heat_row_view, place.id, "id", F_INT),
	FIELD_AS(struct heat_row_view, place.parent_id, "parent_id", F_INT),
	FIELD_AS(struct heat_row_view, place.code, "code", F_TEXT),
	FIELD_AS(struct heat_row_view, place.name, "name", F_TEXT),
	JOIN(struct heat_row_view, whole, heat_cell_fields),
	FIELD(struct heat_row_view, cells, F_LIST, SUB(heat_cell_fields, struct heat_cell)),
	FIELD_END,
};
struct heat_view {
	struct figures_ask ask;
	int group, step;
	struct list steps, rows;
	int64_t left_out;
};
const struct field heat_fields[] = {
	FIGURES_ASKED(struct heat_view),
	FIELD(struct heat_view, group, F_ENUM, F_SURE, .names = figures_levels),
	FIELD(struct heat_view, step, F_ENUM, F_SURE, .names = step_names),
	FIELD(struct heat_view, steps, F_LIST, SUB(interval_fields, struct interval)),
	FIELD(struct heat_view, rows, F_LIST, SUB(heat_row_fields, struct heat_row_view)),
	FIELD(struct heat_view, left_out, F_INT, F_SURE),
	FIELD_END,
};

static void say_place(const struct request *rq, struct figures_place *p)
{
	p->name = figures_place_name(p->name, p->name_en, rq->lang);
}

static enum err answer_heat(struct request *rq, struct arena *a, void *ctx)
{
	const struct heat_ask *ask = ctx;
	struct figures_query q = figures_query_of(&ask->ask);
	struct interval *steps = arena_calloc(a, ask->n, sizeof(*steps));
	struct heat_row_view *rows;
	struct heat_view v;
	struct heat h;
	enum err err = domain_heat(request_db(rq), a, &q, (enum figures_level)ask->group, ask->edges, ask->n,
		(size_t)ask->limit, &h);

	request_db_return(rq);
	if (err != OK)
		return err;
	if (ask->ask.sheet)
		return heat_sheet(rq, a, &ask->ask, &h, ask->edges, ask->n);
	for (size_t i = 0; i < ask->n; i++)
		steps[i] = (struct interval){ask->edges[i], ask->edges[i + 1]};
	rows = arena_calloc(a, h.n, sizeof(*rows));
	for (size_t i = 0; i < h.n; i++) {
		rows[i] = (struct heat_row_view){h.rows[i].place, h.rows[i].whole, {h.rows[i].cells, ask->n}};
		say_place(rq, &rows[i].place);
	}
	v = (struct heat_view){
		ask->ask, ask->group, ask->step, {steps, ask->n}, {rows, h.n}, (int64_t)h.left_out};
	return reply_object(rq, 200, heat_fields, &v, NONE);
}

/* ?under=&from=&to=&group=machine|line|area|site&step=week|…&limit=50: the worst availability first. */
static enum err heat(struct request *rq, bool sheet)
{
	struct heat_ask ask = {
		.ask.sheet = sheet, .group = LEVEL_MACHINE, .step = STEP_WEEK, .limit = sheet ? 500 : 50};
	enum err err = figures_ask(rq, heat_query, &ask);

	if (err == OK)
		err = figures_steps(rq, ask.step, &ask.ask, &ask.edges, &ask.n);
	return err == OK ? figures_answer(rq, &ask, answer_heat) : err;
}

enum err api_figures_heat(struct request *rq)
{
	return heat(rq, false);
}

enum err api_heat_sheet(struct request *rq)
{
	return heat(rq, true);
}

/* ---- timeline ---- */

struct timeline_ask {
	struct figures_ask ask;
};
const struct field timeline_query[] = {FIGURES_ASK(struct timeline_ask), FIELD_END};

struct span_view {
	struct timeline_span span;
	struct list tickets; /* of int64_t */
};
static const struct field timeline_span_fields[] = {
	FIELD_AS(struct span_view, span.kind, "kind", F_ENUM, F_SURE, .names = timeline_kinds),
	FIELD_AS(struct span_view, span.start, "start", F_TIME, F_SURE),
	FIELD_AS(struct span_view, span.end, "end", F_TIME, F_SURE),
	FIELD_AS(struct span_view, span.whole_start, "whole_start", F_TIME, F_SURE),
	FIELD_AS(struct span_view, span.whole_end, "whole_end", F_TIME, F_SURE),
	FIELD_AS(struct span_view, span.downtime_ms, "downtime_ms", F_INT, F_SURE),
	FIELD_AS(struct span_view, span.counted, "counted", F_BOOL, F_SURE),
	FIELD_AS(struct span_view, span.ongoing, "ongoing", F_BOOL, F_SURE),
	FIELD(struct span_view, tickets, F_IDS),
	FIELD_END,
};
struct timeline_view {
	struct figures_ask ask;
	struct timeline line;
	int64_t observed_from, observed_to; /* NONE: nothing */
	struct list required, items;
};
const struct field timeline_fields[] = {
	FIGURES_ASKED(struct timeline_view),
	FIELD_AS(struct timeline_view, line.machine.id, "id", F_INT, F_SURE),
	FIELD_AS(struct timeline_view, line.machine.code, "code", F_TEXT),
	FIELD_AS(struct timeline_view, line.machine.name, "name", F_TEXT, F_SURE),
	FIELD(struct timeline_view, observed_from, F_TIME),
	FIELD(struct timeline_view, observed_to, F_TIME),
	FIELD_AS(struct timeline_view, line.no_calendar, "no_calendar", F_BOOL, F_SURE),
	FIELD(struct timeline_view, required, F_LIST, SUB(interval_fields, struct interval)),
	FIELD(struct timeline_view, items, F_LIST, SUB(timeline_span_fields, struct span_view)),
	FIELD_END,
};

static enum err answer_timeline(struct request *rq, struct arena *a, void *ctx)
{
	const struct timeline_ask *ask = ctx;
	struct figures_query q = figures_query_of(&ask->ask);
	struct timeline_view v = {.ask = ask->ask};
	struct timeline *t = &v.line;
	struct span_view *spans;
	enum err err = domain_timeline(request_db(rq), a, &q, t);
	bool observed = t->observed_from < t->observed_to;

	request_db_return(rq);
	if (err != OK)
		return err;
	if (ask->ask.sheet)
		return timeline_sheet(rq, a, &ask->ask, t);
	t->machine.name = figures_place_name(t->machine.name, t->machine.name_en, rq->lang);
	spans = arena_calloc(a, t->n, sizeof(*spans));
	for (size_t i = 0; i < t->n; i++)
		spans[i] = (struct span_view){
			t->spans[i], {(void *)(uintptr_t)t->spans[i].tickets, t->spans[i].ticket_n}};
	v.observed_from = observed ? t->observed_from : NONE;
	v.observed_to = observed ? t->observed_to : NONE;
	v.required = (struct list){t->required.at, t->required.n};
	v.items = (struct list){spans, t->n};
	return reply_object(rq, 200, timeline_fields, &v, NONE);
}

/* ?under=MACHINE&from=&to= */
static enum err timeline(struct request *rq, bool sheet)
{
	struct timeline_ask ask = {.ask.sheet = sheet};
	enum err err = figures_ask(rq, timeline_query, &ask);

	if (err == OK && !ask.ask.machine)
		err = fault_field(&rq->fault, "under", MSG_FIGURES_ONE, NULL);
	return err == OK ? figures_answer(rq, &ask, answer_timeline) : err;
}

enum err api_figures_timeline(struct request *rq)
{
	return timeline(rq, false);
}

enum err api_timeline_sheet(struct request *rq)
{
	return timeline(rq, true);
}

/* ---- cost ---- */

struct cost_ask {
	struct figures_ask ask;
	int group, sort;
	int64_t limit;
};
const struct field cost_query[] = {
	FIGURES_ASK(struct cost_ask),
	FIELD(struct cost_ask, group, F_ENUM, .names = figures_levels),
	FIELD(struct cost_ask, sort, F_ENUM, .names = spending_sorts),
	FIELD(struct cost_ask, limit, F_INT, .min = 1, .max = 500),
	FIELD_END,
};

static const struct field cost_row_fields[] = {
	FIELD_AS(struct spending_row, place.id, "id", F_INT),
	FIELD_AS(struct spending_row, place.parent_id, "parent_id", F_INT),
	FIELD_AS(struct spending_row, place.code, "code", F_TEXT),
	FIELD_AS(struct spending_row, place.name, "name", F_TEXT),
	FIELD_AS(struct spending_row, cost.parts, "cost_parts_cents", F_INT, F_SURE),
	FIELD_AS(struct spending_row, cost.labour, "cost_labour_cents", F_INT, F_SURE),
	FIELD_AS(struct spending_row, cost.outside, "cost_outside_cents", F_INT, F_SURE),
	FIELD_AS(struct spending_row, cost.total, "cost_total_cents", F_INT, F_SURE),
	FIELD_AS(struct spending_row, cost.original_value, "original_value_cents", F_INT, F_SURE),
	FIELD_AS(struct spending_row, cost.downtime, "cost_downtime_cents", F_INT, F_SURE),
	FIELD_AS(struct spending_row, cost.unrated, "machines_without_rate", F_INT, F_SURE),
	FIELD_AS(struct spending_row, cost.machines, "machines", F_INT, F_SURE),
	FIELD_AS(struct spending_row, cost.unvalued, "machines_without_value", F_INT, F_SURE),
	FIELD_AS(struct spending_row, ratio, "cost_ratio", F_REAL),
	FIELD(struct spending_row, share, F_REAL),
	FIELD(struct spending_row, cumulative, F_REAL),
	FIELD_END,
};
struct cost_view {
	struct figures_ask ask;
	int group, sort;
	struct spending_row *total;
	struct list items;
	int64_t left_out;
};
const struct field cost_fields[] = {
	FIGURES_ASKED(struct cost_view),
	FIELD(struct cost_view, group, F_ENUM, F_SURE, .names = figures_levels),
	FIELD(struct cost_view, sort, F_ENUM, F_SURE, .names = spending_sorts),
	FIELD(struct cost_view, total, F_OBJECT, F_SURE, SUB(cost_row_fields, struct spending_row)),
	FIELD(struct cost_view, items, F_LIST, SUB(cost_row_fields, struct spending_row)),
	FIELD(struct cost_view, left_out, F_INT, F_SURE),
	FIELD_END,
};

static enum err answer_cost(struct request *rq, struct arena *a, void *ctx)
{
	const struct cost_ask *ask = ctx;
	struct figures_query q = figures_query_of(&ask->ask);
	struct spending s;
	struct cost_view v;
	enum err err = domain_spending(request_db(rq), a, &q, (enum figures_level)ask->group,
		(enum spending_sort)ask->sort, (size_t)ask->limit, &s);

	request_db_return(rq);
	if (err != OK)
		return err;
	for (size_t i = 0; i < s.n; i++)
		say_place(rq, &s.rows[i].place);
	if (ask->ask.sheet)
		return cost_sheet(rq, &ask->ask, &(struct list){s.rows, s.n});
	v = (struct cost_view){ask->ask, ask->group, ask->sort, &s.whole, {s.rows, s.n}, (int64_t)s.left_out};
	return reply_object(rq, 200, cost_fields, &v, NONE);
}

/* ?under=&from=&to=&group=machine|line|area|site&sort=total|ratio|downtime&limit=50 */
static enum err cost(struct request *rq, bool sheet)
{
	struct cost_ask ask = {.ask.sheet = sheet,
		.group = LEVEL_MACHINE,
		.sort = SPENDING_TOTAL,
		.limit = sheet ? 500 : 50};
	enum err err = figures_ask(rq, cost_query, &ask);

	return err == OK ? figures_answer(rq, &ask, answer_cost) : err;
}

enum err api_figures_cost(struct request *rq)
{
	return cost(rq, false);
}

enum err api_cost_sheet(struct request *rq)
{
	return cost(rq, true);
}

/* ---- workload ---- */

struct workload_ask {
	struct figures_ask ask;
};
const struct field workload_query[] = {FIGURES_ASK(struct workload_ask), FIELD_END};

struct kinds_view {
	int64_t n[WORKLOAD_KINDS];
};
#define OF_KIND(kind, name_) FIELD_AS(struct kinds_view, n[kind], name_, F_INT, F_SURE)
static const struct field kinds_fields[] = {
	OF_KIND(TICKET_CORRECTIVE, "corrective"),
	OF_KIND(TICKET_PREVENTIVE, "preventive"),
	OF_KIND(TICKET_INSPECTION, "inspection"),
	OF_KIND(TICKET_IMPROVEMENT, "improvement"),
	FIELD_END,
};
struct workload_view {
	struct figures_ask ask;
	struct workload load;
	struct kinds_view *reported, *open;
};
const struct field workload_fields[] = {
	FIGURES_ASKED(struct workload_view),
	FIELD(struct workload_view, reported, F_OBJECT, F_SURE, SUB(kinds_fields, struct kinds_view)),
	FIELD_AS(struct workload_view, load.corrective_share, "corrective_share", F_REAL),
	FIELD(struct workload_view, open, F_OBJECT, F_SURE, SUB(kinds_fields, struct kinds_view)),
	FIELD_AS(struct workload_view, load.oldest_open, "oldest_open_at", F_TIME),
	FIELD_AS(struct workload_view, load.restored, "failures_restored", F_INT, F_SURE),
	FIELD_AS(struct workload_view, load.reopened, "failures_reopened", F_INT, F_SURE),
	FIELD_AS(struct workload_view, load.first_time_fix_rate, "first_time_fix_rate", F_REAL),
	FIELD_END,
};

static enum err answer_workload(struct request *rq, struct arena *a, void *ctx)
{
	const struct workload_ask *ask = ctx;
	struct figures_query q = figures_query_of(&ask->ask);
	struct workload_view v = {.ask = ask->ask};
	struct kinds_view reported, open;
	enum err err = domain_workload(request_db(rq), a, &q, &v.load);

	request_db_return(rq);
	if (err != OK)
		return err;
	for (int i = 0; i < WORKLOAD_KINDS; i++) {
		reported.n[i] = v.load.reported[i];
		open.n[i] = v.load.open[i];
	}
	v.reported = &reported;
	v.open = &open;
	return reply_object(rq, 200, workload_fields, &v, NONE);
}

/* ?under=&from=&to= */
enum err api_figures_workload(struct request *rq)
{
	struct workload_ask ask = {.ask.sheet = false};
	enum err err = figures_ask(rq, workload_query, &ask);

	return err == OK ? figures_answer(rq, &ask, answer_workload) : err;
}
