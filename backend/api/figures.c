/* figures.c - see figures.h. Durations in ms, rates 0..1, n/a as null. */
#include "api/figures.h"

#include <math.h>

#include "api/reply.h"
#include "base/json.h"
#include "domain/figures.h"
#include "store/asset.h"

/* One row as it goes out: figures, the sums they were made of, cost. */
struct view {
	int64_t id, parent_id;
	const char *code, *name;
	int64_t from, to; /* what was observed of it; NONE: nothing */
	struct reliability_figures figures;
	struct reliability_sums sums;
	int64_t uptime_ms;
	struct cost_sums cost;
	double cost_ratio;
	const char *excluded; /* {"stop_missing": 1, …}, only what is not 0 */
	const char *parts;    /* mean ms of the parts of MTTR */
	const char *evidence; /* NULL unless asked for */
};

#define NUMBER(member, kind)                                                                                 \
	{                                                                                                    \
		.offset = offsetof(struct view, member), .name = #member, .type = kind                       \
	}
#define MEMBER(group, member, kind)                                                                          \
	{                                                                                                    \
		.offset = offsetof(struct view, group.member), .name = #member, .type = kind                 \
	}

static const struct field view_fields[] = {
	NUMBER(id, F_INT),
	NUMBER(parent_id, F_INT),
	NUMBER(code, F_TEXT),
	NUMBER(name, F_TEXT),
	NUMBER(from, F_TIME),
	NUMBER(to, F_TIME),
	MEMBER(figures, availability, F_REAL),
	MEMBER(figures, mtbf_ms, F_REAL),
	MEMBER(figures, mtbf_with_repair_ms, F_REAL),
	MEMBER(figures, failure_free_ms, F_REAL),
	MEMBER(figures, mtbf_lower_ms, F_REAL),
	MEMBER(figures, mdt_ms, F_REAL),
	MEMBER(figures, mttr_ms, F_REAL),
	MEMBER(figures, ttr_median_ms, F_REAL),
	MEMBER(figures, ttr_p90_ms, F_REAL),
	NUMBER(parts, F_RAW),
	MEMBER(figures, stop_rate, F_REAL),
	MEMBER(figures, repeat_rate, F_REAL),
	MEMBER(figures, weak, F_BOOL),
	MEMBER(sums, machines, F_INT),
	MEMBER(sums, no_calendar, F_INT),
	MEMBER(sums, life_unknown, F_INT),
	MEMBER(sums, required_ms, F_INT),
	NUMBER(uptime_ms, F_INT),
	MEMBER(sums, planned_ms, F_INT),
	MEMBER(sums, downtime_ms, F_INT),
	MEMBER(sums, overrun_ms, F_INT),
	MEMBER(sums, breakdowns, F_INT),
	MEMBER(sums, failures, F_INT),
	MEMBER(sums, degraded, F_INT),
	MEMBER(sums, ongoing, F_INT),
	MEMBER(sums, restored, F_INT),
	MEMBER(sums, ttr_ms, F_INT),
	MEMBER(sums, repeats, F_INT),
	MEMBER(sums, repeat_base, F_INT),
	NUMBER(excluded, F_RAW),
	{.offset = offsetof(struct view, cost.parts), .name = "cost_parts_cents", .type = F_INT},
	{.offset = offsetof(struct view, cost.labour), .name = "cost_labour_cents", .type = F_INT},
	{.offset = offsetof(struct view, cost.outside), .name = "cost_outside_cents", .type = F_INT},
	{.offset = offsetof(struct view, cost.total), .name = "cost_total_cents", .type = F_INT},
	{.offset = offsetof(struct view, cost.original_value), .name = "original_value_cents", .type = F_INT},
	{.offset = offsetof(struct view, cost.unvalued), .name = "machines_without_value", .type = F_INT},
	NUMBER(cost_ratio, F_REAL),
	NUMBER(evidence, F_RAW),
	FIELD_END,
};

static const char *keep(struct arena *a, struct buf *b)
{
	const char *text = arena_strndup(a, buf_text(b), b->len);

	buf_clear(b);
	return text;
}

static const char *excluded_text(struct arena *a, struct buf *b, const struct reliability_sums *s)
{
	buf_char(b, '{');
	for (int i = 1; i < RELIABILITY_REASONS; i++)
		if (s->excluded[i])
			buf_printf(b, "%s\"%s\":%lld", b->len > 1 ? "," : "", reliability_reason_names[i],
				(long long)s->excluded[i]);
	buf_char(b, '}');
	return keep(a, b);
}

static const char *const part_names[RELIABILITY_PARTS] = {
	"unreported_ms", "reaction_ms", "response_ms", "waiting_ms", "active_ms", "unknown_ms"};

static const char *parts_text(struct arena *a, struct buf *b, const struct reliability_figures *f)
{
	buf_char(b, '{');
	for (int i = 0; i < RELIABILITY_PARTS; i++) {
		buf_printf(b, "%s\"%s\":", i ? "," : "", part_names[i]);
		if (isfinite(f->part_ms[i]))
			buf_printf(b, "%.9g", f->part_ms[i]);
		else
			buf_str(b, "null");
	}
	buf_char(b, '}');
	return keep(a, b);
}

/* ---- what a figure was made from ---- */

static const struct field breakdown_fields[] = {
	FIELD(struct reliability_breakdown, start, F_TIME),
	FIELD(struct reliability_breakdown, end, F_TIME),
	FIELD(struct reliability_breakdown, downtime_ms, F_INT),
	FIELD(struct reliability_breakdown, counted, F_BOOL),
	FIELD(struct reliability_breakdown, ongoing, F_BOOL),
	FIELD_END,
};
static const struct field ticket_fields[] = {
	FIELD(struct reliability_evidence_ticket, id, F_INT),
	FIELD(struct reliability_evidence_ticket, onset, F_TIME),
	FIELD(struct reliability_evidence_ticket, restored, F_TIME),
	FIELD(struct reliability_evidence_ticket, stopped, F_BOOL),
	FIELD(struct reliability_evidence_ticket, counted, F_BOOL),
	FIELD(struct reliability_evidence_ticket, ongoing, F_BOOL),
	FIELD(struct reliability_evidence_ticket, ttr_ms, F_INT),
	FIELD(struct reliability_evidence_ticket, repeat, F_BOOL),
	FIELD_END,
};
#define JOB(member, path)                                                                                    \
	{                                                                                                    \
		.offset = offsetof(struct reliability_evidence_job, path), .name = member, .type = F_TIME    \
	}
static const struct field job_fields[] = {
	FIELD(struct reliability_evidence_job, id, F_INT),
	JOB("planned_from", planned.start),
	JOB("planned_to", planned.end),
	JOB("overrun_from", overrun.start),
	JOB("overrun_to", overrun.end),
	FIELD(struct reliability_evidence_job, planned_ms, F_INT),
	FIELD(struct reliability_evidence_job, overrun_ms, F_INT),
	FIELD_END,
};

static void write_breakdowns(struct buf *b, const struct reliability_evidence *e)
{
	buf_str(b, "{\"breakdowns\":[");
	for (size_t i = 0; i < e->breakdown_n; i++) {
		const struct reliability_breakdown *d = &e->breakdowns[i];

		buf_str(b, i ? "," : "");
		json_write(b, breakdown_fields, d);
		b->len--; /* one more member: its tickets */
		buf_str(b, ",\"tickets\":[");
		for (size_t k = 0; k < d->ticket_n; k++)
			buf_printf(b, "%s%lld", k ? "," : "", (long long)e->tickets[d->ticket + k].id);
		buf_str(b, "]}");
	}
	buf_char(b, ']');
}

static const char *evidence_text(struct arena *a, struct buf *b, const struct reliability_evidence *e)
{
	struct list tickets, jobs;

	if (!e)
		return NULL;
	tickets = (struct list){e->tickets, e->ticket_n};
	jobs = (struct list){e->jobs, e->job_n};
	write_breakdowns(b, e);
	buf_str(b, ",\"tickets\":");
	json_write_list(b, ticket_fields, &tickets, sizeof(*e->tickets));
	buf_str(b, ",\"jobs\":");
	json_write_list(b, job_fields, &jobs, sizeof(*e->jobs));
	buf_str(b, ",\"excluded\":[");
	for (size_t i = 0; i < e->exclusion_n; i++)
		buf_printf(b, "%s{\"id\":%lld,\"reason\":\"%s\"}", i ? "," : "",
			(long long)e->exclusions[i].id, reliability_reason_names[e->exclusions[i].reason]);
	buf_str(b, "]}");
	return keep(a, b);
}

static void fill(struct arena *a, struct buf *b, const struct reliability_result *r,
	const struct cost_sums *cost, struct view *v)
{
	v->from = r->from < r->to ? r->from : NONE;
	v->to = r->from < r->to ? r->to : NONE;
	v->sums = r->sums;
	reliability_figures(r, &v->figures);
	v->uptime_ms = reliability_uptime_ms(&r->sums);
	v->cost = *cost;
	v->cost_ratio = cost_ratio(cost);
	v->excluded = excluded_text(a, b, &r->sums);
	v->parts = parts_text(a, b, &v->figures);
	v->evidence = evidence_text(a, b, r->evidence);
}

/* ---- the answer ---- */

static void write_report(
	struct request *rq, struct arena *a, const struct figures_query *q, const struct figures_report *r)
{
	struct buf *out = &rq->reply.body, b;
	struct view v = {.id = q->under, .parent_id = NONE};

	buf_init(&b);
	rq->reply.status = 200;
	rq->reply.type = "application/json; charset=utf-8";
	buf_printf(out, "{\"from\":%lld,\"to\":%lld,\"now\":%lld,\"pooled\":", (long long)q->from,
		(long long)q->to, (long long)q->now);
	fill(a, &b, &r->pooled, &r->cost, &v);
	json_write(out, view_fields, &v);
	buf_str(out, ",\"machines\":[");
	for (size_t i = 0; i < r->n; i++) {
		const struct figures_row *row = &r->rows[i];

		v = (struct view){.id = row->machine.id,
			.parent_id = row->machine.parent_id,
			.code = row->machine.code,
			.name = row->machine.name};
		fill(a, &b, &row->result, &row->cost, &v);
		buf_str(out, i ? "," : "");
		json_write(out, view_fields, &v);
	}
	buf_str(out, "]}");
	buf_release(&b);
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
		write_report(rq, &own, q, &r);
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
	int64_t evidence = 1;
	enum err err = request_query_int(rq, "under", 1, FIELD_ID_MAX, &q->under);

	q->from = clock_day_start(clock_day_of(q->now) / 100 * 100 + 1);
	q->to = q->now;
	err |= request_query_time(rq, "from", &q->from);
	err |= request_query_time(rq, "to", &q->to);
	err |= request_query_int(rq, "evidence", 0, 1, &evidence);
	q->evidence = evidence;
	if (err != OK)
		return ERR_INVALID;
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
