/* figures.h - the reports over HTTP: figures of a window and step by step, Paretos, heat map, timeline, cost, and the
 * tickets behind each of them. */
#ifndef API_FIGURES_H
#define API_FIGURES_H

#include "api/request.h"

api_handler api_figures_get, api_figures_trend, api_figures_pareto, api_figures_tickets, api_figures_heat,
	api_figures_timeline, api_figures_cost, api_figures_workload, api_figures_outcomes;
api_handler api_figures_sheet, api_trend_sheet, api_pareto_sheet, api_picked_sheet, api_heat_sheet,
	api_timeline_sheet, api_cost_sheet;

extern const struct field figures_query[], figures_fields[], trend_query[], trend_fields[], pareto_query[],
	pareto_fields[], figure_ticket_query[], figure_tickets_fields[], heat_query[], heat_fields[],
	timeline_query[], timeline_fields[], cost_query[], cost_fields[], workload_query[], workload_fields[],
	outcome_query[], outcome_fields[];

#endif
