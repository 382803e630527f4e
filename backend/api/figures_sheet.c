/* figures_sheet.c - see figures_sheet.h. */
#include "api/figures_sheet.h"

#include "api/figures_view.h"
#include "api/sheet.h"
#include "domain/spending.h"

/* Hours where the API has milliseconds. */
#define FIGURES                                                                                              \
	XLSX(FIELD_AS(struct figures_view, figures.availability, "availability", F_REAL),                    \
		MSG_X_AVAILABILITY, 10, .style = XLSX_PERCENT),                                              \
		XLSX(FIELD_AS(struct figures_view, sums.breakdowns, "breakdowns", F_INT), MSG_X_BREAKDOWNS,  \
			10),                                                                                 \
		XLSX(FIELD_AS(struct figures_view, sums.failures, "failures", F_INT), MSG_X_FAILURES, 10),   \
		XLSX(FIELD_AS(struct figures_view, figures.mtbf_ms, "mtbf", F_REAL), MSG_X_MTBF, 10,         \
			.style = XLSX_HOURS),                                                                \
		XLSX(FIELD_AS(struct figures_view, figures.mtbf_with_repair_ms, "mtbf_with_repair", F_REAL), \
			MSG_X_MTBF_WITH_REPAIR, 10, .style = XLSX_HOURS),                                    \
		XLSX(FIELD_AS(struct figures_view, figures.mttr_ms, "mttr", F_REAL), MSG_X_MTTR, 10,         \
			.style = XLSX_HOURS),                                                                \
		XLSX(FIELD_AS(struct figures_view, figures.ttr_median_ms, "ttr_median", F_REAL),             \
			MSG_X_TTR_MEDIAN, 10, .style = XLSX_HOURS),                                          \
		XLSX(FIELD_AS(struct figures_view, figures.ttr_p90_ms, "ttr_p90", F_REAL), MSG_X_TTR_P90,    \
			10, .style = XLSX_HOURS),                                                            \
		XLSX(FIELD_AS(struct figures_view, figures.mdt_ms, "mdt", F_REAL), MSG_X_MDT, 10,            \
			.style = XLSX_HOURS),                                                                \
		XLSX(FIELD_AS(struct figures_view, figures.part_ms[RELIABILITY_UNREPORTED], "unreported",    \
			     F_REAL),                                                                        \
			MSG_X_UNREPORTED, 10, .style = XLSX_HOURS),                                          \
		XLSX(FIELD_AS(struct figures_view, figures.part_ms[RELIABILITY_REACTION], "reaction",        \
			     F_REAL),                                                                        \
			MSG_X_REACTION, 10, .style = XLSX_HOURS),                                            \
		XLSX(FIELD_AS(struct figures_view, figures.part_ms[RELIABILITY_RESPONSE], "response",        \
			     F_REAL),                                                                        \
			MSG_X_RESPONSE, 10, .style = XLSX_HOURS),                                            \
		XLSX(FIELD_AS(struct figures_view, figures.part_ms[RELIABILITY_WAITING], "waiting", F_REAL), \
			MSG_X_WAITING, 10, .style = XLSX_HOURS),                                             \
		XLSX(FIELD_AS(struct figures_view, figures.part_ms[RELIABILITY_ACTIVE], "active", F_REAL),   \
			MSG_X_ACTIVE, 10, .style = XLSX_HOURS),                                              \
		XLSX(FIELD_AS(struct figures_view, figures.part_ms[RELIABILITY_UNKNOWN], "unknown", F_REAL), \
			MSG_X_UNKNOWN, 10, .style = XLSX_HOURS),                                             \
		XLSX(FIELD_AS(struct figures_view, sums.restored, "restored", F_INT), MSG_X_RESTORED, 10),   \
		XLSX(FIELD_AS(struct figures_view, sums.ongoing, "ongoing", F_INT), MSG_X_ONGOING, 10),      \
		XLSX(FIELD_AS(struct figures_view, figures.stop_rate, "stop_rate", F_REAL), MSG_X_STOP_RATE, \
			10, .style = XLSX_PERCENT),                                                          \
		XLSX(FIELD_AS(struct figures_view, figures.repeat_rate, "repeat_rate", F_REAL),              \
			MSG_X_REPEAT_RATE, 10, .style = XLSX_PERCENT),                                       \
		XLSX(FIELD_AS(struct figures_view, sums.required_ms, "required", F_INT), MSG_X_REQUIRED, 10, \
			.style = XLSX_HOURS),                                                                \
		XLSX(FIELD_AS(struct figures_view, uptime_ms, "uptime", F_INT), MSG_X_UPTIME, 10,            \
			.style = XLSX_HOURS),                                                                \
		XLSX(FIELD_AS(struct figures_view, sums.downtime_ms, "downtime", F_INT), MSG_X_DOWNTIME, 10, \
			.style = XLSX_HOURS),                                                                \
		XLSX(FIELD_AS(struct figures_view, sums.planned_ms, "planned", F_INT), MSG_X_PLANNED, 10,    \
			.style = XLSX_HOURS),                                                                \
		XLSX(FIELD_AS(struct figures_view, cost.parts, "cost_parts", F_INT), MSG_X_COST_PARTS, 12,   \
			.style = XLSX_MONEY),                                                                \
		XLSX(FIELD_AS(struct figures_view, cost.labour, "cost_labour", F_INT), MSG_X_COST_LABOUR,    \
			12, .style = XLSX_MONEY),                                                            \
		XLSX(FIELD_AS(struct figures_view, cost.outside, "cost_outside", F_INT), MSG_X_COST_OUTSIDE, \
			12, .style = XLSX_MONEY),                                                            \
		XLSX(FIELD_AS(struct figures_view, cost.total, "cost_total", F_INT), MSG_X_COST_TOTAL, 12,   \
			.style = XLSX_MONEY),                                                                \
		XLSX(FIELD_AS(struct figures_view, cost.downtime, "cost_downtime", F_INT),                   \
			MSG_X_COST_DOWNTIME, 12, .style = XLSX_MONEY)

static const struct xlsx_column figures_columns[] = {
	XLSX(FIELD(struct figures_view, code, F_TEXT), MSG_X_CODE, 14),
	XLSX(FIELD(struct figures_view, name, F_TEXT), MSG_X_NAME, 24),
	FIGURES,
	XLSX(FIELD_AS(struct figures_view, cost.original_value, "original", F_INT), MSG_X_ORIGINAL, 14,
		.style = XLSX_MONEY),
	XLSX(FIELD(struct figures_view, cost_ratio, F_REAL), MSG_X_COST_RATIO, 10, .style = XLSX_PERCENT),
	XLSX_END,
};
static const struct xlsx_column trend_columns[] = {
	XLSX(FIELD(struct figures_view, start, F_TIME), MSG_X_FROM, 17),
	XLSX(FIELD(struct figures_view, end, F_TIME), MSG_X_TO, 17),
	FIGURES,
	XLSX_END,
};
static const struct xlsx_column pareto_columns[] = {
	XLSX(FIELD_AS(struct pareto_mark_view, mark.key.text, "key", F_TEXT), MSG_X_CODE, 14),
	XLSX(FIELD(struct pareto_mark_view, name, F_TEXT), MSG_X_NAME, 30),
	XLSX(FIELD_AS(struct pareto_mark_view, mark.sums.failures, "failures", F_INT), MSG_X_FAILURES, 10),
	XLSX(FIELD_AS(struct pareto_mark_view, mark.sums.downtime_ms, "downtime", F_INT), MSG_X_DOWNTIME, 10,
		.style = XLSX_HOURS),
	XLSX(FIELD_AS(struct pareto_mark_view, mark.sums.cost_cents, "cost", F_INT), MSG_X_COST_TOTAL, 12,
		.style = XLSX_MONEY),
	XLSX(FIELD_AS(struct pareto_mark_view, mark.share, "share", F_REAL), MSG_X_SHARE, 10,
		.style = XLSX_PERCENT),
	XLSX(FIELD_AS(struct pareto_mark_view, mark.cumulative, "cumulative", F_REAL), MSG_X_CUMULATIVE, 10,
		.style = XLSX_PERCENT),
	XLSX_END,
};
#define MONEY(member, title)                                                                                 \
	XLSX(FIELD_AS(struct spending_row, cost.member, #member, F_INT), title, 14, .style = XLSX_MONEY)
#define RATE(member, title) XLSX(FIELD(struct spending_row, member, F_REAL), title, 10, .style = XLSX_PERCENT)
static const struct xlsx_column cost_columns[] = {
	XLSX(FIELD_AS(struct spending_row, place.code, "code", F_TEXT), MSG_X_CODE, 14),
	XLSX(FIELD_AS(struct spending_row, place.name, "name", F_TEXT), MSG_X_NAME, 24),
	MONEY(parts, MSG_X_COST_PARTS),
	MONEY(labour, MSG_X_COST_LABOUR),
	MONEY(outside, MSG_X_COST_OUTSIDE),
	MONEY(total, MSG_X_COST_TOTAL),
	MONEY(downtime, MSG_X_COST_DOWNTIME),
	MONEY(original_value, MSG_X_ORIGINAL),
	RATE(ratio, MSG_X_COST_RATIO),
	RATE(share, MSG_X_SHARE),
	RATE(cumulative, MSG_X_CUMULATIVE),
	XLSX_END,
};

enum err figures_sheet(
	struct request *rq, struct arena *a, const struct figures_ask *ask, const struct figures_report *r)
{
	const struct sheet s = {"figures", MSG_X_FIGURES, figures_columns, ask};
	struct figures_row *rows = arena_calloc(a, r->n + 1, sizeof(*rows));
	struct list views;

	for (size_t i = 0; i < r->n; i++)
		rows[i] = r->rows[i];
	rows[r->n] = r->whole;
	rows[r->n].place.name = msg_text(MSG_X_WHOLE, rq->lang);
	rows[r->n].place.name_en = NULL;
	views = figures_view_list(a, rows, r->n + 1, rq->lang);
	return sheet_reply(rq, &s, &views, sizeof(struct figures_view));
}

enum err trend_sheet(struct request *rq, const struct figures_ask *ask, const struct list *steps)
{
	const struct sheet s = {"trend", MSG_X_TREND, trend_columns, ask};

	return sheet_reply(rq, &s, steps, sizeof(struct figures_view));
}

enum err pareto_sheet(struct request *rq, const struct figures_ask *ask, const struct list *marks)
{
	const struct sheet s = {"pareto", MSG_X_PARETO, pareto_columns, ask};

	return sheet_reply(rq, &s, marks, sizeof(struct pareto_mark_view));
}

enum err cost_sheet(struct request *rq, const struct figures_ask *ask, const struct list *rows)
{
	const struct sheet s = {"cost", MSG_X_COST, cost_columns, ask};

	return sheet_reply(rq, &s, rows, sizeof(struct spending_row));
}

/* ---- tickets behind a figure ---- */

#define OF_TICKET(member, type, title, width, ...)                                                           \
	XLSX(FIELD_AS(struct picked_view, ticket.member, #member, type), title, width, __VA_ARGS__)
#define OF_PICKED(member, title, ...)                                                                        \
	XLSX(FIELD_AS(struct picked_view, picked.member, #member, F_INT), title, 10, __VA_ARGS__)
static const struct xlsx_column picked_columns[] = {
	OF_TICKET(id, F_INT, MSG_X_TICKET, 9),
	OF_TICKET(state, F_ENUM, MSG_X_STATE, 10, .words = sheet_state_words),
	OF_TICKET(kind, F_ENUM, MSG_X_KIND, 10, .words = sheet_kind_words),
	OF_TICKET(machine_code, F_TEXT, MSG_X_CODE, 14),
	OF_TICKET(machine_name, F_TEXT, MSG_X_MACHINE, 22),
	OF_TICKET(component_name, F_TEXT, MSG_X_COMPONENT, 14),
	OF_TICKET(symptom, F_TEXT, MSG_X_SYMPTOM, 40),
	OF_TICKET(failure_mode, F_TEXT, MSG_X_MODE, 9),
	OF_TICKET(cause_code, F_TEXT, MSG_X_CAUSE_CODE, 9),
	OF_TICKET(action, F_TEXT, MSG_X_ACTION, 40),
	OF_TICKET(assignee_name, F_TEXT, MSG_X_ASSIGNEE, 12),
	OF_TICKET(occurred_at, F_TIME, MSG_X_OCCURRED, 17),
	OF_TICKET(reported_at, F_TIME, MSG_X_REPORTED, 17),
	OF_TICKET(restored_at, F_TIME, MSG_X_RESTORED_AT, 17),
	OF_PICKED(downtime_ms, MSG_X_DOWNTIME, .style = XLSX_HOURS),
	OF_PICKED(ttr_ms, MSG_X_TTR, .style = XLSX_HOURS),
	OF_PICKED(cost_cents, MSG_X_COST_TOTAL, .style = XLSX_MONEY),
	XLSX_END,
};

enum err picked_sheet(struct request *rq, const struct figures_ask *ask, const struct list *tickets)
{
	const struct sheet s = {"figure-tickets", MSG_X_TICKETS, picked_columns, ask};

	return sheet_reply(rq, &s, tickets, sizeof(struct picked_view));
}

/* ---- heat map ---- */

/* What every row begins with; the steps follow it. */
struct heat_line {
	const char *code, *name;
	double whole;
	double cells[];
};
enum { HEAT_BEGIN = 3 };

static struct xlsx_column *heat_columns(struct arena *a, const int64_t *edges, size_t n)
{
	static const struct xlsx_column first[HEAT_BEGIN] = {
		XLSX(FIELD(struct heat_line, code, F_TEXT), MSG_X_CODE, 14),
		XLSX(FIELD(struct heat_line, name, F_TEXT), MSG_X_NAME, 24),
		XLSX(FIELD(struct heat_line, whole, F_REAL), MSG_X_AVAILABILITY, 10, .style = XLSX_PERCENT),
	};
	struct xlsx_column *columns = arena_calloc(a, HEAT_BEGIN + n + 1, sizeof(*columns));

	for (size_t i = 0; i < HEAT_BEGIN; i++)
		columns[i] = first[i];
	for (size_t i = 0; i < n; i++) {
		int64_t day = clock_day_of(edges[i]);

		columns[HEAT_BEGIN + i] = (struct xlsx_column){
			.field = {.name = "cell",
				.type = F_REAL,
				.offset = offsetof(struct heat_line, cells) + i * sizeof(double)},
			.width = 11,
			.style = XLSX_PERCENT,
			.heading = arena_printf(a, "%04d-%02d-%02d", (int)(day / 10000),
				(int)(day / 100 % 100), (int)(day % 100)),
		};
	}
	return columns;
}

enum err heat_sheet(struct request *rq, struct arena *a, const struct figures_ask *ask, const struct heat *h,
	const int64_t *edges, size_t n)
{
	const struct sheet s = {"heat", MSG_X_HEAT, heat_columns(a, edges, n), ask};
	size_t size = sizeof(struct heat_line) + n * sizeof(double);
	struct list lines = {arena_calloc(a, h->n, size), h->n};

	for (size_t i = 0; i < h->n; i++) {
		const struct heat_row *row = &h->rows[i];
		struct heat_line *line = list_at(&lines, i, size);

		line->code = row->place.code;
		line->name = figures_place_name(row->place.name, row->place.name_en, rq->lang);
		line->whole = row->whole.availability;
		for (size_t k = 0; k < n; k++)
			line->cells[k] = row->cells[k].availability;
	}
	return sheet_reply(rq, &s, &lines, size);
}

/* ---- timeline ---- */

struct span_line {
	struct timeline_span span;
	const char *tickets;
};
static const enum msg span_words[] = {MSG_X_DOWN, MSG_X_DEGRADED, MSG_X_PLANNED_STOP, MSG_X_OVERRUN};
static const struct xlsx_column timeline_columns[] = {
	XLSX(FIELD_AS(struct span_line, span.kind, "kind", F_ENUM), MSG_X_KIND, 14, .words = span_words),
	XLSX(FIELD_AS(struct span_line, span.start, "start", F_TIME), MSG_X_FROM, 17),
	XLSX(FIELD_AS(struct span_line, span.end, "end", F_TIME), MSG_X_TO, 17),
	XLSX(FIELD_AS(struct span_line, span.downtime_ms, "downtime", F_INT), MSG_X_DOWNTIME, 12,
		.style = XLSX_HOURS),
	XLSX(FIELD_AS(struct span_line, span.ongoing, "ongoing", F_BOOL), MSG_X_ONGOING, 10),
	XLSX(FIELD(struct span_line, tickets, F_TEXT), MSG_X_TICKETS, 20),
	XLSX_END,
};

enum err timeline_sheet(
	struct request *rq, struct arena *a, const struct figures_ask *ask, const struct timeline *t)
{
	const struct sheet s = {"timeline", MSG_X_TIMELINE, timeline_columns, ask};
	struct span_line *lines = arena_calloc(a, t->n, sizeof(*lines));

	for (size_t i = 0; i < t->n; i++) {
		lines[i] = (struct span_line){t->spans[i], ""};
		for (size_t k = 0; k < t->spans[i].ticket_n; k++)
			lines[i].tickets = arena_printf(a, "%s%s%lld", lines[i].tickets, k ? ", " : "",
				(long long)t->spans[i].tickets[k]);
	}
	return sheet_reply(rq, &s, &(struct list){lines, t->n}, sizeof(*lines));
}
