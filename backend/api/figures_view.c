/* figures_view.c - see figures_view.h. */
#include "api/figures_view.h"

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
	FIELD(struct reliability_evidence_ticket, downtime_ms, F_INT, F_SURE),
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

#define FIGURE(member) FIELD_AS(struct figures_view, figures.member, #member, F_REAL)
#define SUM(member) FIELD_AS(struct figures_view, sums.member, #member, F_INT, F_SURE)
#define COST(member, name_) FIELD_AS(struct figures_view, cost.member, name_, F_INT, F_SURE)
/* What a machine, a line and a month have in common. */
#define FIGURES                                                                                              \
	FIELD(struct figures_view, from, F_TIME), FIELD(struct figures_view, to, F_TIME),                    \
		FIGURE(availability), FIGURE(mtbf_ms), FIGURE(mtbf_with_repair_ms), FIGURE(failure_free_ms), \
		FIGURE(mtbf_lower_ms), FIGURE(mdt_ms), FIGURE(mttr_ms), FIGURE(ttr_median_ms),               \
		FIGURE(ttr_p90_ms),                                                                          \
		FIELD(struct figures_view, parts, F_OBJECT, F_SURE,                                          \
			SUB(figure_parts_fields, struct reliability_figures)),                               \
		FIGURE(stop_rate), FIELD_AS(struct figures_view, figures.weak, "weak", F_BOOL, F_SURE),      \
		SUM(machines), SUM(no_calendar), SUM(life_unknown), SUM(required_ms),                        \
		FIELD(struct figures_view, uptime_ms, F_INT, F_SURE), SUM(planned_ms), SUM(downtime_ms),     \
		SUM(overrun_ms), SUM(breakdowns), SUM(failures), SUM(degraded), SUM(ongoing), SUM(restored), \
		SUM(ttr_ms),                                                                                 \
		FIELD(struct figures_view, excluded, F_OBJECT, F_SURE,                                       \
			SUB(figure_excluded_fields, struct excluded_view)),                                  \
		COST(parts, "cost_parts_cents"), COST(labour, "cost_labour_cents"),                          \
		COST(outside, "cost_outside_cents"), COST(total, "cost_total_cents"),                        \
		COST(downtime, "cost_downtime_cents"), COST(unrated, "machines_without_rate")
/* What is not worked out step by step (trend.h): a step does not say 0 of it. */
#define WHOLE                                                                                                \
	FIGURE(repeat_rate), SUM(repeats), SUM(repeat_base), COST(original_value, "original_value_cents"),   \
		COST(unvalued, "machines_without_value"), FIELD(struct figures_view, cost_ratio, F_REAL)

const struct field figure_fields[] = {
	FIELD(struct figures_view, id, F_INT),
	FIELD(struct figures_view, parent_id, F_INT),
	FIELD(struct figures_view, code, F_TEXT),
	FIELD(struct figures_view, name, F_TEXT),
	FIGURES,
	WHOLE,
	FIELD(struct figures_view, evidence, F_OBJECT, SUB(figure_evidence_fields, struct evidence_view)),
	FIELD_END,
};
const struct field figure_step_fields[] = {
	FIELD(struct figures_view, start, F_TIME, F_SURE),
	FIELD(struct figures_view, end, F_TIME, F_SURE),
	FIGURES,
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

const char *figures_place_name(const char *name, const char *name_en, enum lang lang)
{
	return lang == LANG_EN && name_en ? name_en : name;
}

void figures_view_fill(struct arena *a, const struct figures_row *row, enum lang lang, struct figures_view *v)
{
	const struct reliability_result *r = &row->result;

	*v = (struct figures_view){
		.id = row->place.id,
		.parent_id = row->place.parent_id,
		.code = row->place.code,
		.name = figures_place_name(row->place.name, row->place.name_en, lang),
		.from = r->from < r->to ? r->from : NONE,
		.to = r->from < r->to ? r->to : NONE,
		.sums = r->sums,
		.uptime_ms = reliability_uptime_ms(&r->sums),
		.cost = row->cost,
		.cost_ratio = cost_ratio(&row->cost),
	};
	reliability_figures(r, &v->figures);
	v->parts = &v->figures;
	v->excluded = arena_new(a, struct excluded_view);
	for (int i = 0; i < RELIABILITY_REASONS; i++)
		v->excluded->n[i] = r->sums.excluded[i] ? r->sums.excluded[i] : NONE;
	v->evidence = evidence_of(a, r->evidence);
}

struct list figures_view_list(struct arena *a, const struct figures_row *rows, size_t n, enum lang lang)
{
	struct figures_view *views = arena_calloc(a, n, sizeof(*views));

	for (size_t i = 0; i < n; i++)
		figures_view_fill(a, &rows[i], lang, &views[i]);
	return (struct list){views, n};
}
