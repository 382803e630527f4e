/* asset.h - the equipment tree, machine states, shift calendars. Everybody with an account reads; managers
 * and administrators change; technicians set the state of a machine. */
#ifndef API_ASSET_H
#define API_ASSET_H

#include "api/request.h"

api_handler api_asset_list, api_asset_post, api_asset_get, api_asset_patch, api_asset_path, api_asset_state;
api_handler api_asset_life; /* life.c */
api_handler api_tree_get, api_ledger_get;
extern const struct field asset_view_fields[], asset_input[], asset_state_input[], asset_query[];
extern const struct field tree_node_fields[], tree_query[], life_query[];
api_handler api_asset_bulk; /* asset_bulk.c */
extern const struct field asset_bulk_input[], asset_bulk_fields[];
/* calendar.c */
api_handler api_calendar_list, api_calendar_post, api_calendar_get, api_calendar_put;

#endif
