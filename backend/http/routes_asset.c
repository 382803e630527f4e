/* routes_asset.c - rows of the table of routes.h: equipment, its files and printed codes, the floor now. */
#include "http/routes_area.h"

#include "api/asset.h"
#include "api/document.h"
#include "api/floor.h"
#include "api/label.h"
#include "api/qr.h"
#include "domain/board.h"
#include "store/asset.h"
#include "store/calendar.h"
#include "store/document.h"
#include "store/find.h"
#include "store/life.h"

static const struct route rows[] = {
	/* equipment */
	{"GET", "/api/v1/assets", ROLE_USER, NO_BODY, api_asset_list,
		"equipment: parent, under, kind, state, text", QUERY(asset_query), PAGES(asset_fields)},
	{"POST", "/api/v1/assets", ROLE_LEAD, 16 * KB, api_asset_post, "add equipment", TAKES(asset_input),
		WITH_KEY, GIVES(asset_view_fields), CREATES_ONCE},
	{"PATCH", "/api/v1/assets", ROLE_LEAD, 64 * KB, api_asset_bulk,
		"change many alike: all, or none and why", TAKES(asset_bulk_input), GIVES(asset_bulk_fields)},
	{"GET", "/api/v1/assets/{id}", ROLE_USER, NO_BODY, api_asset_get, "one piece of equipment",
		GIVES(asset_view_fields)},
	{"PATCH", "/api/v1/assets/{id}", ROLE_LEAD, 16 * KB, api_asset_patch, "change or move equipment",
		TAKES(asset_input), IF_MATCH(asset_fields), GIVES(asset_view_fields)},
	{"POST", "/api/v1/assets/{id}/state", ROLE_REPAIR, 4 * KB, api_asset_state,
		"say that a machine runs, stands, is retired …", TAKES(asset_state_input),
		MAY_MATCH(asset_fields), GIVES(asset_view_fields)},
	{"GET", "/api/v1/assets/{id}/path", ROLE_USER, NO_BODY, api_asset_path, "what is above, from the top",
		LISTS(asset_fields)},
	{"GET", "/api/v1/tree", ROLE_USER, NO_BODY, api_tree_get, "the whole tree at once", QUERY(tree_query),
		LISTS(tree_node_fields)},
	{"GET", "/api/v1/ledger", ROLE_USER, NO_BODY, api_ledger_get,
		"places and machines as a table, with open tickets", LISTS(ledger_row_fields)},
	{"GET", "/api/v1/calendars", ROLE_USER, NO_BODY, api_calendar_list, "shift calendars",
		LISTS(calendar_fields)},
	{"POST", "/api/v1/calendars", ROLE_LEAD, 128 * KB, api_calendar_post, "add a shift calendar",
		TAKES(calendar_fields), WITH_KEY, GIVES(calendar_fields), CREATES_ONCE},
	{"GET", "/api/v1/calendars/{id}", ROLE_USER, NO_BODY, api_calendar_get, "one shift calendar",
		GIVES(calendar_fields)},
	{"PUT", "/api/v1/calendars/{id}", ROLE_LEAD, 128 * KB, api_calendar_put, "replace a shift calendar",
		TAKES(calendar_fields), IF_MATCH(calendar_fields), GIVES(calendar_fields)},
	{"GET", "/api/v1/assets/{id}/life", ROLE_USER, NO_BODY, api_asset_life,
		"everything that happened to it, newest first", QUERY(life_query), PAGES(life_item_fields)},
	/* files */
	{"GET", "/api/v1/assets/{id}/documents", ROLE_USER, NO_BODY, api_asset_document_list,
		"photos, manuals and drawings", QUERY(document_query), LISTS(document_fields)},
	{"PUT", "/api/v1/assets/{id}/documents/{key}", ROLE_REPAIR, 40 * MB, api_asset_document_put,
		"upload a file: ?name=&kind=", QUERY(document_put_query), TAKES_RAW(FILE_TYPES),
		GIVES(document_fields), CREATES_ONCE},
	{"GET", "/api/v1/tickets/{id}/documents", ROLE_USER, NO_BODY, api_ticket_document_list,
		"a ticket's photos", QUERY(document_query), LISTS(document_fields)},
	{"PUT", "/api/v1/tickets/{id}/documents/{key}", ROLE_USER, 40 * MB, api_ticket_document_put,
		"upload a photo: ?name=&kind=", QUERY(document_put_query), TAKES_RAW(FILE_TYPES),
		GIVES(document_fields), CREATES_ONCE},
	{"GET", "/api/v1/parts/{id}/documents", ROLE_USER, NO_BODY, api_part_document_list,
		"a part's photos and data sheets", QUERY(document_query), LISTS(document_fields)},
	{"PUT", "/api/v1/parts/{id}/documents/{key}", ROLE_STOCK, 40 * MB, api_part_document_put,
		"upload a file: ?name=&kind=", QUERY(document_put_query), TAKES_RAW(FILE_TYPES),
		GIVES(document_fields), CREATES_ONCE},
	{"GET", "/api/v1/documents/{id}", ROLE_USER, NO_BODY, api_document_get, "what a file is",
		GIVES(document_fields)},
	{"GET", "/api/v1/documents/{id}/content", ROLE_USER, NO_BODY, api_document_content, "the file itself",
		GIVES_RAW(FILE_TYPES)},
	{"DELETE", "/api/v1/documents/{id}", ROLE_USER, NO_BODY, api_document_delete, "remove a file",
		GIVES_NOTHING},
	/* printed codes */
	{"GET", "/api/v1/codes", ROLE_USER, NO_BODY, api_code_list, "blank codes", QUERY(code_query),
		PAGES(code_view_fields)},
	{"POST", "/api/v1/codes", ROLE_LEAD, 4 * KB, api_code_post, "make blank codes",
		TAKES(code_blank_input), LISTS(code_view_fields), CREATES},
	{"GET", "/api/v1/codes/{code}", ROLE_USER, NO_BODY, api_code_get, "what a code opens",
		GIVES(code_view_fields)},
	{"PUT", "/api/v1/codes/{code}", ROLE_USER, 4 * KB, api_code_put, "bind a blank code",
		TAKES(code_binding_input), GIVES(code_view_fields)},
	{"DELETE", "/api/v1/codes/{code}", ROLE_LEAD, NO_BODY, api_code_delete, "revoke a code for good",
		GIVES_NOTHING},
	{"GET", "/api/v1/codes/{code}/qr.svg", ROLE_USER, NO_BODY, api_code_svg, "the code alone",
		GIVES_RAW("image/svg+xml")},
	{"GET", "/api/v1/codes/{code}/label.svg", ROLE_USER, NO_BODY, api_label_svg,
		"its label: ?size=", QUERY(label_query), GIVES_RAW("image/svg+xml")},
	{"GET", "/api/v1/codes/{code}/label.png", ROLE_USER, NO_BODY, api_label_png,
		"its label for a label printer: ?size=&dpi=", QUERY(label_query), GIVES_RAW("image/png")},
	{"GET", "/api/v1/codes/{code}/label.pdf", ROLE_USER, NO_BODY, api_label_pdf,
		"its label: ?size=", QUERY(label_query), GIVES_RAW("application/pdf")},
	{"GET", "/api/v1/labels.svg", ROLE_USER, NO_BODY, api_labels_svg,
		"a page of labels: ?codes= or assets= or under= or blank=, sheet=, page=",
		QUERY(labels_query), GIVES_RAW("image/svg+xml")},
	{"GET", "/api/v1/labels.png", ROLE_USER, NO_BODY, api_labels_png,
		"the same as a picture: also ?dpi=", QUERY(labels_query), GIVES_RAW("image/png")},
	{"GET", "/api/v1/labels.pdf", ROLE_USER, NO_BODY, api_labels_pdf, "all pages of labels",
		QUERY(labels_query), GIVES_RAW("application/pdf")},
	{"GET", "/api/v1/labels/calibration.pdf", ROLE_USER, NO_BODY, api_calibration_pdf,
		"does the printer keep the size?", GIVES_RAW("application/pdf")},
	{"GET", "/api/v1/assets/{id}/codes", ROLE_USER, NO_BODY, api_asset_code_list, "all its codes",
		LISTS(code_view_fields)},
	{"POST", "/api/v1/assets/{id}/code", ROLE_LEAD, NO_BODY, api_asset_code_post, "one more code",
		GIVES(code_view_fields), CREATES},
	{"GET", "/api/v1/bins/{id}/codes", ROLE_USER, NO_BODY, api_bin_code_list, "all codes of a bin",
		LISTS(code_view_fields)},
	{"POST", "/api/v1/bins/{id}/code", ROLE_STOCK, NO_BODY, api_bin_code_post, "a code for a bin",
		GIVES(code_view_fields), CREATES},
	/* the floor now */
	{"GET", "/api/v1/today", ROLE_USER, NO_BODY, api_today_get,
		"own tickets, free ones by urgency, planned work that is due", GIVES(today_fields)},
	{"GET", "/api/v1/board", ROLE_USER, NO_BODY, api_board_get,
		"what is down, who is on what, who is free, what waits: under=", QUERY(board_query),
		GIVES(board_fields)},
	{"GET", "/api/v1/changes", ROLE_USER, NO_BODY, api_changes_get,
		"what has happened after a seq of the event log, as soon as something has: after, wait "
		"(seconds)",
		QUERY(changes_query), GIVES(changes_fields)},
	{"GET", "/api/v1/find", ROLE_USER, NO_BODY, api_find_get,
		"anything by a number, a printed code or words: a few of each kind", QUERY(find_query),
		LISTS(find_item_fields)},
};
const struct route_area routes_asset = {rows, sizeof(rows) / sizeof(rows[0])};
