/* reorder.h - how a part is bought and why, and how long it lasts. */
#ifndef API_REORDER_H
#define API_REORDER_H

#include "api/request.h"

extern const struct field part_reorder_fields[], part_rule_input[], part_wear_fields[];

api_handler api_part_reorder_get, api_part_reorder_put, api_part_wear;

#endif
