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
			.style = XLSX_MONEY)

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
	views = figures_view_list(a, rows, r->n + 1);
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
