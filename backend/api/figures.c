/* figures.c - see figures.h. Durations in ms, rates 0..1, n/a as null. */
#include "api/figures.h"

#include "api/reply.h"
#include "domain/figures.h"
#include "store/asset.h"

/* ---- what a figure was made from ---- */

struct breakdown_view {
	struct reliability_breakdown breakdown;
	struct list tickets; /* of int64_t */
};
static const struct field figure_breakdown_fields[] = {
	FIELD_AS(struct breakdown_view, breakdown.start, "start", F_TIME, F_SURE),
	FIELD_AS(struct breakdown_view, breakdown.end, "end", F_TIME, F_SURE),
	FIELD_AS(struct breakdown_view, breakdown.downtime_ms, "downtime_ms", F_INT, F_SURE),
	FIELD_AS(struct breakdown_view, breakdown.counted, "counted", F_BOOL, F_SURE),
	FIELD_AS(struct breakdown_view, breakdown.ongoing, "ongoing", F_BOOL, F_SURE),
	FIELD(struct breakdown_view, tickets, F_IDS),
	FIELD_END,
};
static const struct field figure_ticket_fields[] = {
	FIELD(struct reliability_evidence_ticket, id, F_INT, F_SURE),
	FIELD(struct reliability_evidence_ticket, onset, F_TIME, F_SURE),
	FIELD(struct reliability_evidence_ticket, restored, F_TIME),
	FIELD(struct reliability_evidence_ticket, stopped, F_BOOL, F_SURE),
	FIELD(struct reliability_evidence_ticket, counted, F_BOOL, F_SURE),
	FIELD(struct reliability_evidence_ticket, ongoing, F_BOOL, F_SURE),
	FIELD(struct reliability_evidence_ticket, ttr_ms, F_INT),
	FIELD(struct reliability_evidence_ticket, repeat, F_BOOL, F_SURE),
	FIELD_END,
};
static const struct field figure_job_fields[] = {
	FIELD(struct reliability_evidence_job, id, F_INT, F_SURE),
	FIELD_AS(struct reliability_evidence_job, planned.start, "planned_from", F_TIME, F_SURE),
	FIELD_AS(struct reliability_evidence_job, planned.end, "planned_to", F_TIME, F_SURE),
	FIELD_AS(struct reliability_evidence_job, overrun.start, "overrun_from", F_TIME, F_SURE),
	FIELD_AS(struct reliability_evidence_job, overrun.end, "overrun_to", F_TIME, F_SURE),
	FIELD(struct reliability_evidence_job, planned_ms, F_INT, F_SURE),
	FIELD(struct reliability_evidence_job, overrun_ms, F_INT, F_SURE),
	FIELD_END,
};
struct exclusion_view {
	int64_t id;
	int reason;
};
static const struct field figure_exclusion_fields[] = {
	FIELD(struct exclusion_view, id, F_INT, F_SURE),
	FIELD(struct exclusion_view, reason, F_ENUM, F_SURE, .names = reliability_reason_names),
	FIELD_END,
};
struct evidence_view {
	struct list breakdowns, tickets, jobs, excluded;
};
static const struct field figure_evidence_fields[] = {
	FIELD(struct evidence_view, breakdowns, F_LIST, SUB(figure_breakdown_fields, struct breakdown_view)),
	FIELD(struct evidence_view, tickets, F_LIST,
		SUB(figure_ticket_fields, struct reliability_evidence_ticket)),
	FIELD(struct evidence_view, jobs, F_LIST, SUB(figure_job_fields, struct reliability_evidence_job)),
	FIELD(struct evidence_view, excluded, F_LIST, SUB(figure_exclusion_fields, struct exclusion_view)),
	FIELD_END,
};

/* ---- one row as it goes out: figures, the sums they were made of, cost ---- */

/* How many were left out for which reason; NONE instead of 0. */
struct excluded_view {
	int64_t n[RELIABILITY_REASONS];
};
#define EXCLUDED(reason, name_) FIELD_AS(struct excluded_view, n[reason], name_, F_INT, F_SURE | F_MAYBE)
static const struct field figure_excluded_fields[] = {
	EXCLUDED(RELIABILITY_CANCELLED, "cancelled"),
	EXCLUDED(RELIABILITY_DUPLICATE, "duplicate"),
	EXCLUDED(RELIABILITY_NO_FAULT, "no_fault_found"),
	EXCLUDED(RELIABILITY_NO_STOP, "stop_missing"),
	EXCLUDED(RELIABILITY_NO_END, "end_missing"),
	EXCLUDED(RELIABILITY_REVERSED, "reversed"),
	EXCLUDED(RELIABILITY_FUTURE, "future"),
	EXCLUDED(RELIABILITY_FIRST_FAILURE, "first_failure"),
	EXCLUDED(RELIABILITY_OUTSIDE_LIFE, "outside_life"),
	FIELD_END,
};
#define PART(part, name_) FIELD_AS(struct reliability_figures, part_ms[part], name_, F_REAL)
static const struct field figure_parts_fields[] = {
	PART(RELIABILITY_UNREPORTED, "unreported_ms"),
	PART(RELIABILITY_REACTION, "reaction_ms"),
	PART(RELIABILITY_RESPONSE, "response_ms"),
	PART(RELIABILITY_WAITING, "waiting_ms"),
	PART(RELIABILITY_ACTIVE, "active_ms"),
	PART(RELIABILITY_UNKNOWN, "unknown_ms"),
	FIELD_END,
};

struct view {
	int64_t id, parent_id;
	const char *code, *name;
	int64_t from, to; /* what was observed of it; NONE: nothing */
	struct reliability_figures figures, *parts;
	struct reliability_sums sums;
	struct excluded_view *excluded;
	int64_t uptime_ms;
	struct cost_sums cost;
	double cost_ratio;
	struct evidence_view *evidence; /* NULL unless asked for */
};

#define FIGURE(member) FIELD_AS(struct view, figures.member, #member, F_REAL)
#define SUM(member) FIELD_AS(struct view, sums.member, #member, F_INT, F_SURE)
#define COST(member, name_) FIELD_AS(struct view, cost.member, name_, F_INT, F_SURE)
static const struct field figure_fields[] = {
	FIELD(struct view, id, F_INT),
	FIELD(struct view, parent_id, F_INT),
	FIELD(struct view, code, F_TEXT),
	FIELD(struct view, name, F_TEXT),
	FIELD(struct view, from, F_TIME),
	FIELD(struct view, to, F_TIME),
	FIGURE(availability),
	FIGURE(mtbf_ms),
	FIGURE(mtbf_with_repair_ms),
	FIGURE(failure_free_ms),
	FIGURE(mtbf_lower_ms),
	FIGURE(mdt_ms),
	FIGURE(mttr_ms),
	FIGURE(ttr_median_ms),
	FIGURE(ttr_p90_ms),
	FIELD(struct view, parts, F_OBJECT, F_SURE, SUB(figure_parts_fields, struct reliability_figures)),
	FIGURE(stop_rate),
	FIGURE(repeat_rate),
	FIELD_AS(struct view, figures.weak, "weak", F_BOOL, F_SURE),
	SUM(machines),
	SUM(no_calendar),
	SUM(life_unknown),
	SUM(required_ms),
	FIELD(struct view, uptime_ms, F_INT, F_SURE),
	SUM(planned_ms),
	SUM(downtime_ms),
	SUM(overrun_ms),
	SUM(breakdowns),
	SUM(failures),
	SUM(degraded),
	SUM(ongoing),
	SUM(restored),
	SUM(ttr_ms),
	SUM(repeats),
	SUM(repeat_base),
	FIELD(struct view, excluded, F_OBJECT, F_SURE, SUB(figure_excluded_fields, struct excluded_view)),
	COST(parts, "cost_parts_cents"),
	COST(labour, "cost_labour_cents"),
	COST(outside, "cost_outside_cents"),
	COST(total, "cost_total_cents"),
	COST(original_value, "original_value_cents"),
	COST(unvalued, "machines_without_value"),
	FIELD(struct view, cost_ratio, F_REAL),
	FIELD(struct view, evidence, F_OBJECT, SUB(figure_evidence_fields, struct evidence_view)),
	FIELD_END,
};

static struct list breakdowns_of(struct arena *a, const struct reliability_evidence *e)
{
	struct breakdown_view *views = arena_calloc(a, e->breakdown_n, sizeof(*views));

	for (size_t i = 0; i < e->breakdown_n; i++) {
		const struct reliability_breakdown *d = &e->breakdowns[i];
		int64_t *ids = arena_calloc(a, d->ticket_n, sizeof(*ids));

		for (size_t k = 0; k < d->ticket_n; k++)
			ids[k] = e->tickets[d->ticket + k].id;
		views[i] = (struct breakdown_view){*d, {ids, d->ticket_n}};
	}
	return (struct list){views, e->breakdown_n};
}

static struct evidence_view *evidence_of(struct arena *a, const struct reliability_evidence *e)
{
	struct evidence_view *v;
	struct exclusion_view *out;

	if (!e)
		return NULL;
	v = arena_new(a, struct evidence_view);
	out = arena_calloc(a, e->exclusion_n, sizeof(*out));
	for (size_t i = 0; i < e->exclusion_n; i++)
		out[i] = (struct exclusion_view){e->exclusions[i].id, (int)e->exclusions[i].reason};
	*v = (struct evidence_view){
		breakdowns_of(a, e), {e->tickets, e->ticket_n}, {e->jobs, e->job_n}, {out, e->exclusion_n}};
	return v;
}

static void fill(
	struct arena *a, const struct reliability_result *r, const struct cost_sums *cost, struct view *v)
{
	v->from = r->from < r->to ? r->from : NONE;
	v->to = r->from < r->to ? r->to : NONE;
	v->sums = r->sums;
	reliability_figures(r, &v->figures);
	v->parts = &v->figures;
	v->uptime_ms = reliability_uptime_ms(&r->sums);
	v->cost = *cost;
	v->cost_ratio = cost_ratio(cost);
	v->excluded = arena_new(a, struct excluded_view);
	for (int i = 0; i < RELIABILITY_REASONS; i++)
		v->excluded->n[i] = r->sums.excluded[i] ? r->sums.excluded[i] : NONE;
	v->evidence = evidence_of(a, r->evidence);
}

/* ---- the answer ---- */

struct figures_ask {
	int64_t under, from, to, evidence;
};
const struct field figures_query[] = {
	FIELD(struct figures_ask, under, F_INT, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct figures_ask, from, F_TIME),
	FIELD(struct figures_ask, to, F_TIME),
	FIELD(struct figures_ask, evidence, F_INT, .max = 1),
	FIELD_END,
};

struct report_view {
	int64_t from, to, now;
	struct view *pooled;
	struct list machines;
};
const struct field figures_fields[] = {
	FIELD(struct report_view, from, F_TIME, F_SURE),
	FIELD(struct report_view, to, F_TIME, F_SURE),
	FIELD(struct report_view, now, F_TIME, F_SURE),
	FIELD(struct report_view, pooled, F_OBJECT, F_SURE, SUB(figure_fields, struct view)),
	FIELD(struct report_view, machines, F_LIST, SUB(figure_fields, struct view)),
	FIELD_END,
};

static enum err reply_report(
	struct request *rq, struct arena *a, const struct figures_query *q, const struct figures_report *r)
{
	struct view *rows = arena_calloc(a, r->n, sizeof(*rows)),
		    pooled = {.id = q->under, .parent_id = NONE};
	struct report_view v = {q->from, q->to, q->now, &pooled, {rows, r->n}};

	fill(a, &r->pooled, &r->cost, &pooled);
	for (size_t i = 0; i < r->n; i++) {
		const struct figures_row *row = &r->rows[i];

		rows[i] = (struct view){.id = row->machine.id,
			.parent_id = row->machine.parent_id,
			.code = row->machine.code,
			.name = row->machine.name};
		fill(a, &row->result, &row->cost, &rows[i]);
	}
	return reply_object(rq, 200, figures_fields, &v, NONE);
}

/* Everything but the answer itself is gone when this returns: the rows of many tickets do not wait for a slow reader. */
static enum err answer(struct request *rq, const struct figures_query *q)
{
	struct figures_report r;
	struct arena own;
	enum err err;

	arena_init(&own);
	err = domain_figures(request_db(rq), &own, q, &r);
	request_db_return(rq);
	if (err == OK)
		err = reply_report(rq, &own, q, &r);
	arena_release(&own);
	return err;
}

/* Who waits at the gate holds no reader. */
static enum err answer_in_turn(struct request *rq, const struct figures_query *q)
{
	enum err err;

	request_db_return(rq);
	if (!gate_enter(&rq->app->figures))
		return fault_set(&rq->fault, ERR_BUSY, MSG_FIGURES_BUSY, NULL);
	err = answer(rq, q);
	gate_leave(&rq->app->figures);
	return err;
}

static enum err read_query(struct request *rq, struct figures_query *q)
{
	struct figures_ask ask = {
		NONE, clock_day_start(clock_day_of(q->now) / 100 * 100 + 1), q->now, .evidence = 1};

	if (request_query_read(rq, figures_query, &ask) != OK)
		return ERR_INVALID;
	q->under = ask.under;
	q->from = ask.from;
	q->to = ask.to;
	q->evidence = ask.evidence;
	return q->to > q->from ? OK : fault_field(&rq->fault, "to", MSG_FIGURES_WINDOW, NULL);
}

/* ?under=ID&from=&to=&evidence=: the pooled figures and every machine's. Without a window: this month. Of one machine
 * its evidence comes along (evidence=0: not); of several it is refused. Several are worked out a few at a time.
 * ERR_NOT_FOUND: no such asset. ERR_BUSY: too many wait for their turn. */
enum err api_figures_get(struct request *rq)
{
	struct figures_query q = {.under = NONE, .now = clock_now_ms()};
	struct asset root = {.kind = ASSET_SITE};
	enum err err = read_query(rq, &q);

	if (err == OK && q.under != NONE)
		err = store_asset_get(request_db(rq), rq->arena, q.under, &root);
	if (err != OK)
		return err;
	if (root.kind == ASSET_MACHINE)
		return answer(rq, &q);
	if (q.evidence && request_query(rq, "evidence"))
		return fault_field(&rq->fault, "evidence", MSG_FIGURES_EVIDENCE, NULL);
	return answer_in_turn(rq, &q);
}
