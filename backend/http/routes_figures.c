/* routes_figures.c - rows of the table of routes.h: figures, and lists as Excel. */
#include "http/routes_area.h"

#include "api/asset.h"
#include "api/budget.h"
#include "api/figures.h"
#include "api/part.h"
#include "api/plan.h"
#include "api/sheet.h"
#include "api/stock.h"
#include "api/ticket.h"
#include "store/budget.h"

static const struct route rows[] = {
	/* figures */
	{"GET", "/api/v1/figures/compliance", ROLE_USER, NO_BODY, api_compliance_get,
		"how much of the planned maintenance was done in time", QUERY(compliance_query),
		GIVES(compliance_fields)},
	{"GET", "/api/v1/figures", ROLE_USER, NO_BODY, api_figures_get,
		"MTBF, MTTR, availability, cost of any part of the tree, with what they were made from",
		QUERY(figures_query), GIVES(figures_fields)},
	{"GET", "/api/v1/figures/trend", ROLE_USER, NO_BODY, api_figures_trend,
		"the same step by step: by day, week, month, quarter or year", QUERY(trend_query),
		GIVES(trend_fields)},
	{"GET", "/api/v1/figures/pareto", ROLE_USER, NO_BODY, api_figures_pareto,
		"what the most is lost by: failure modes, components, causes, machines, lines",
		QUERY(pareto_query), GIVES(pareto_fields)},
	{"GET", "/api/v1/figures/tickets", ROLE_USER, NO_BODY, api_figures_tickets,
		"the tickets behind a figure or a mark of a Pareto", QUERY(figure_ticket_query),
		GIVES(figure_tickets_fields)},
	{"GET", "/api/v1/figures/heat", ROLE_USER, NO_BODY, api_figures_heat,
		"availability by machine, line, area or site and step, the worst first", QUERY(heat_query),
		GIVES(heat_fields)},
	{"GET", "/api/v1/figures/timeline", ROLE_USER, NO_BODY, api_figures_timeline,
		"when a machine was required, down, degraded, planned to stand", QUERY(timeline_query),
		GIVES(timeline_fields)},
	{"GET", "/api/v1/figures/cost", ROLE_USER, NO_BODY, api_figures_cost,
		"what machines, lines, areas or sites cost, against their original value", QUERY(cost_query),
		GIVES(cost_fields)},
	{"GET", "/api/v1/figures/budget", ROLE_LEAD, NO_BODY, api_budget_year,
		"budgets of a year and what was spent of them", QUERY(budget_query),
		GIVES(budget_year_fields)},
	{"POST", "/api/v1/budgets", ROLE_LEAD, 4 * KB, api_budget_post, "set what may be spent in a year",
		TAKES(budget_input), WITH_KEY, GIVES(budget_fields), CREATES_ONCE},
	{"PATCH", "/api/v1/budgets/{id}", ROLE_LEAD, 4 * KB, api_budget_patch, "change it",
		TAKES(budget_change), IF_MATCH(budget_fields), GIVES(budget_fields)},
	{"DELETE", "/api/v1/budgets/{id}", ROLE_LEAD, NO_BODY, api_budget_delete, "remove it",
		IF_MATCH(budget_fields), GIVES_NOTHING},
	{"GET", "/api/v1/figures/workload", ROLE_USER, NO_BODY, api_figures_workload,
		"corrective share, backlog, first-time-fix rate", QUERY(workload_query),
		GIVES(workload_fields)},
	{"GET", "/api/v1/figures/outcomes", ROLE_USER, NO_BODY, api_figures_outcomes,
		"how many repairs held, and what comes back", QUERY(outcome_query), GIVES(outcome_fields)},
	{"GET", "/api/v1/figures.xlsx", ROLE_USER, NO_BODY, api_figures_sheet, "the figures as Excel",
		QUERY(figures_query), GIVES_RAW(SHEET_TYPE)},
	{"GET", "/api/v1/figures/trend.xlsx", ROLE_USER, NO_BODY, api_trend_sheet, "the trend as Excel",
		QUERY(trend_query), GIVES_RAW(SHEET_TYPE)},
	{"GET", "/api/v1/figures/pareto.xlsx", ROLE_USER, NO_BODY, api_pareto_sheet, "the Pareto as Excel",
		QUERY(pareto_query), GIVES_RAW(SHEET_TYPE)},
	{"GET", "/api/v1/figures/tickets.xlsx", ROLE_USER, NO_BODY, api_picked_sheet,
		"the tickets behind it as Excel", QUERY(figure_ticket_query), GIVES_RAW(SHEET_TYPE)},
	{"GET", "/api/v1/figures/heat.xlsx", ROLE_USER, NO_BODY, api_heat_sheet, "the heat map as Excel",
		QUERY(heat_query), GIVES_RAW(SHEET_TYPE)},
	{"GET", "/api/v1/figures/timeline.xlsx", ROLE_USER, NO_BODY, api_timeline_sheet,
		"the timeline as Excel", QUERY(timeline_query), GIVES_RAW(SHEET_TYPE)},
	{"GET", "/api/v1/figures/cost.xlsx", ROLE_USER, NO_BODY, api_cost_sheet, "the cost as Excel",
		QUERY(cost_query), GIVES_RAW(SHEET_TYPE)},
	/* workbooks */
	{"GET", "/api/v1/tickets.xlsx", ROLE_USER, NO_BODY, api_ticket_sheet, "tickets, filtered, as Excel",
		QUERY(ticket_query), GIVES_RAW(SHEET_TYPE)},
	{"GET", "/api/v1/parts.xlsx", ROLE_USER, NO_BODY, api_part_sheet, "parts, filtered, as Excel",
		QUERY(part_query), GIVES_RAW(SHEET_TYPE)},
	{"GET", "/api/v1/movements.xlsx", ROLE_USER, NO_BODY, api_movement_sheet,
		"movements, filtered, as Excel", QUERY(movement_query), GIVES_RAW(SHEET_TYPE)},
	{"GET", "/api/v1/assets.xlsx", ROLE_USER, NO_BODY, api_asset_sheet, "the ledger, filtered, as Excel",
		QUERY(asset_query), GIVES_RAW(SHEET_TYPE)},
};
const struct route_area routes_figures = {rows, sizeof(rows) / sizeof(rows[0])};
