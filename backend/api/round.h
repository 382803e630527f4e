/* round.h - inspection: checklists, routes, rounds and what was found. */
#ifndef API_ROUND_H
#define API_ROUND_H

#include "api/request.h"

extern const struct field round_query[], round_view_fields[], round_start_input[], round_stop_input[],
	round_finish_input[], round_figures_query[], round_figures_fields[], round_trend_fields[],
	round_saved_fields[];

api_handler api_checklist_list, api_checklist_get, api_checklist_post, api_checklist_put;
api_handler api_route_list, api_route_get, api_route_post, api_route_put;
api_handler api_round_list, api_round_get, api_round_start, api_round_stop, api_round_photo, api_round_finish;
api_handler api_round_figures, api_round_trend, api_round_findings;

#endif
