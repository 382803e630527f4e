/* routes_system.c - rows of the table of routes.h: the program itself, backups, lists that come in. */
#include "http/routes_area.h"

#include "api/backup.h"
#include "api/import.h"
#include "api/setting.h"
#include "api/sheet.h"
#include "api/system.h"
#include "http/openapi.h"
#include "store/import.h"

static const struct route rows[] = {
	/* the program */
	{"GET", "/healthz", ROLE_PUBLIC, NO_BODY, api_healthz, "the process answers",
		GIVES_RAW("text/plain")},
	{"GET", "/readyz", ROLE_PUBLIC, NO_BODY, api_readyz, "the store answers too",
		GIVES_RAW("text/plain")},
	{"GET", "/api/v1/", ROLE_PUBLIC, NO_BODY, route_listing, "this list", LISTS(route_fields)},
	{"GET", "/api/v1/openapi.json", ROLE_PUBLIC, NO_BODY, openapi_get, "the same in full, as OpenAPI 3.1",
		GIVES_RAW("application/json")},
	{"GET", "/api/v1/system", ROLE_LEAD, NO_BODY, api_system_get,
		"what it knows of itself: version, load, memory, disk, last backup", GIVES(system_fields)},
	{"GET", "/api/v1/settings", ROLE_LEAD, NO_BODY, api_setting_get, "what the plant says of itself",
		GIVES(setting_view_fields)},
	{"PATCH", "/api/v1/settings", ROLE_ADMIN, 4 * KB, api_setting_patch,
		"name, address of labels, language …", TAKES(setting_input), MAY_MATCH(setting_view_fields),
		GIVES(setting_view_fields)},
	{"GET", "/api/v1/backups", ROLE_ADMIN, NO_BODY, api_backup_list, "newest first, with one in progress",
		LISTS(backup_fields)},
	{"POST", "/api/v1/backups", ROLE_ADMIN, NO_BODY, api_backup_post, "make a backup now",
		GIVES(backup_fields), CREATES},
	{"GET", "/api/v1/backups/{name}", ROLE_ADMIN, NO_BODY, api_backup_get,
		"the whole of it, as a tar file", GIVES_RAW("application/x-tar")},
	{"DELETE", "/api/v1/backups/{name}", ROLE_ADMIN, NO_BODY, api_backup_delete, "remove it",
		GIVES_NOTHING},
	/* a factory's own lists */
	{"GET", "/api/v1/imports", ROLE_LEAD, NO_BODY, api_import_list, "files that were sent, newest first",
		LISTS(import_item_fields)},
	{"POST", "/api/v1/imports", ROLE_LEAD, 40 * MB, api_import_post,
		"send a list to import: ?kind=&name=; it is tried out", QUERY(import_new_query),
		TAKES_RAW("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet, text/csv, "
			  "application/x-ndjson"),
		GIVES(import_view_fields), CREATES},
	{"GET", "/api/v1/imports/template.csv", ROLE_LEAD, NO_BODY, api_import_template,
		"an empty list with its headings: ?kind=", QUERY(import_template_query),
		GIVES_RAW("text/csv")},
	{"GET", "/api/v1/imports/template.xlsx", ROLE_LEAD, NO_BODY, api_import_template_sheet,
		"the same as Excel, with an example", QUERY(import_template_query), GIVES_RAW(SHEET_TYPE)},
	{"GET", "/api/v1/imports/{id}", ROLE_LEAD, NO_BODY, api_import_get,
		"its columns, and what would happen or has", GIVES(import_view_fields)},
	{"PATCH", "/api/v1/imports/{id}", ROLE_LEAD, 64 * KB, api_import_patch,
		"another mapping: it is tried out again", TAKES(import_input), GIVES(import_view_fields)},
	{"DELETE", "/api/v1/imports/{id}", ROLE_LEAD, NO_BODY, api_import_delete, "stop and forget it",
		GIVES_NOTHING},
	{"POST", "/api/v1/imports/{id}/apply", ROLE_LEAD, NO_BODY, api_import_apply, "bring it in",
		GIVES(import_view_fields)},
	{"GET", "/api/v1/imports/{id}/rows", ROLE_LEAD, NO_BODY, api_import_rows, "what becomes of each row",
		QUERY(import_row_query), PAGES(import_row_fields)},
	{"GET", "/api/v1/import-runs", ROLE_LEAD, NO_BODY, api_import_run_list,
		"lists that were brought in, newest first", QUERY(import_run_query),
		PAGES(import_record_fields)},
	{"POST", "/api/v1/import-runs/{id}/undo", ROLE_LEAD, 4 * KB, api_import_run_undo,
		"put a list back; without apply: what would be", MAY_TAKE(import_undo_input),
		GIVES(import_undo_view_fields)},
	{"GET", "/api/v1/imports/{id}/errors.csv", ROLE_LEAD, NO_BODY, api_import_errors,
		"what is wrong with refused rows", GIVES_RAW("text/csv")},
};
const struct route_area routes_system = {rows, sizeof(rows) / sizeof(rows[0])};
