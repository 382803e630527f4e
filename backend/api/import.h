/* import.h - a factory's own lists over the network: sent, tried out, mapped, brought in. See domain/intake.h. */
#ifndef API_IMPORT_H
#define API_IMPORT_H

#include "api/request.h"

api_handler api_import_post, api_import_list, api_import_get, api_import_patch, api_import_apply,
	api_import_delete, api_import_rows, api_import_errors, api_import_template, api_import_template_sheet,
	api_import_run_list, api_import_run_undo;

extern const struct field import_view_fields[], import_item_fields[], import_input[], import_row_fields[],
	import_new_query[], import_row_query[], import_template_query[], import_run_query[],
	import_undo_input[], import_undo_view_fields[];

#endif
