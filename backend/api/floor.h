/* floor.h - the plant as it is now, one call a screen: what a technician opens first, the board, what has changed, and
 * finding anything by a number or a word. */
#ifndef API_FLOOR_H
#define API_FLOOR_H

#include "api/request.h"

api_handler api_today_get, api_changes_get, api_board_get, api_find_get;

extern const struct field today_fields[], changes_query[], changes_fields[], board_query[], find_query[];

#endif
