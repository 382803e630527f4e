/* figures.h - MTBF, MTTR, availability, cost over HTTP: of a window, and step by step. */
#ifndef API_FIGURES_H
#define API_FIGURES_H

#include "api/request.h"

api_handler api_figures_get, api_figures_trend, api_figures_pareto, api_figures_tickets;

extern const struct field figures_query[], figures_fields[], trend_query[], trend_fields[], pareto_query[],
	pareto_fields[], figure_ticket_query[], figure_tickets_fields[];

#endif
