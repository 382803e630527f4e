/* supply.h - handlers of suppliers, prices, substitutes and where parts are built in. */
#ifndef API_SUPPLY_H
#define API_SUPPLY_H

#include "api/request.h"

api_handler api_supplier_list, api_supplier_post, api_supplier_get, api_supplier_patch;
api_handler api_part_supply, api_part_supplier_put, api_part_supplier_delete, api_part_price_post,
	api_part_substitute_put, api_part_substitute_delete, api_part_use_post, api_part_use_delete,
	api_asset_part_list;

extern const struct field supplier_query[], supplier_input[], supplier_detail_fields[];
extern const struct field part_supply_fields[], part_supplier_input[], part_price_input[],
	part_substitute_input[], part_use_input[];

#endif
