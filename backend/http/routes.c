/* routes.c - the table of routes.h. Sorted by area; a line for who and how, one for what goes in and out. */
#include "http/routes.h"

#include "api/account.h"
#include "api/asset.h"
#include "api/document.h"
#include "api/label.h"
#include "api/qr.h"
#include "api/part.h"
#include "api/figures.h"
#include "api/hello.h"
#include "api/reply.h"
#include "api/report.h"
#include "api/session.h"
#include "api/stock.h"
#include "api/suggestion.h"
#include "api/system.h"
#include "api/ticket.h"
#include "api/web.h"
#include "domain/suggestion.h"
#include "http/openapi.h"
#include "store/account.h"
#include "store/asset.h"
#include "store/calendar.h"
#include "store/codelist.h"
#include "store/event.h"
#include "store/life.h"
#include "store/part.h"

enum { NO_BODY = 0, KB = 1024, MB = 1024 * 1024 };

#define FORM "multipart/form-data, application/x-www-form-urlencoded"
#define PICTURE "image/jpeg, image/png, image/webp"
#define FILE_TYPES PICTURE ", application/pdf"

/* What the server offers, made from the table itself. */
const char *const role_names[] = {"public", "technician", "storekeeper", "manager", "admin", NULL};
struct route_view {
	const char *method, *path, *summary;
	int64_t roles, body_max;
};
static const struct field route_fields[] = {
	FIELD(struct route_view, method, F_TEXT, F_SURE),
	FIELD(struct route_view, path, F_TEXT, F_SURE),
	FIELD(struct route_view, roles, F_SET, .names = role_names),
	FIELD(struct route_view, body_max, F_INT, F_SURE),
	FIELD(struct route_view, summary, F_TEXT, F_SURE),
	FIELD_END,
};

static enum err api_listing(struct request *rq)
{
	struct list all = {arena_calloc(rq->arena, routes_n, sizeof(struct route_view)), routes_n};

	for (size_t i = 0; i < routes_n; i++) {
		const struct route *r = &routes[i];

		*(struct route_view *)list_at(&all, i, sizeof(struct route_view)) = (struct route_view){
			r->method, r->pattern, r->summary, r->roles, (int64_t)r->body_max};
	}
	return reply_list(rq, route_fields, &all, sizeof(struct route_view), NULL);
}

const struct route routes[] = {
	/* the program */
	{"GET", "/healthz", ROLE_PUBLIC, NO_BODY, api_healthz, "the process answers",
		GIVES_RAW("text/plain")},
	{"GET", "/readyz", ROLE_PUBLIC, NO_BODY, api_readyz, "the store answers too",
		GIVES_RAW("text/plain")},
	{"GET", "/api/v1/", ROLE_PUBLIC, NO_BODY, api_listing, "this list", LISTS(route_fields)},
	{"GET", "/api/v1/openapi.json", ROLE_PUBLIC, NO_BODY, openapi_get, "the same in full, as OpenAPI 3.1",
		GIVES_RAW("application/json")},
	{"GET", "/api/v1/system", ROLE_LEAD, NO_BODY, api_system_get, "version, load, memory",
		GIVES(system_fields)},
	/* the pages a scan opens */
	{"GET", "/q", ROLE_PUBLIC, NO_BODY, api_code_page, "type a code or a machine number", GIVES_PAGE},
	{"GET", "/q/{code}", ROLE_PUBLIC, NO_BODY, api_report_page, "the machine's page: report a fault",
		GIVES_PAGE},
	{"POST", "/q/{code}", ROLE_PUBLIC, 12 * MB, api_report_form, "report a fault: form with photos",
		TAKES_RAW(FORM), GIVES_FORM},
	{"GET", "/q/{code}/photo", ROLE_PUBLIC, NO_BODY, api_report_photo, "the machine's photo",
		GIVES_RAW(PICTURE)},
	{"POST", "/q/{code}/bind", ROLE_REPAIR, 4 * KB, api_report_bind, "bind a blank code: form",
		TAKES_RAW(FORM), GIVES_FORM},
	{"POST", "/api/v1/reports", ROLE_PUBLIC, 16 * KB, api_report_post, "report without an account",
		TAKES(report_input), WITH_KEY, GIVES(report_answer_fields), CREATES_ONCE},
	{"GET", "/t/{link}", ROLE_PUBLIC, NO_BODY, api_progress_page, "what became of a report", GIVES_PAGE},
	{"GET", "/t/{link}/live", ROLE_PUBLIC, NO_BODY, api_progress_live, "the part of it that changes",
		GIVES_PAGE},
	{"POST", "/t/{link}/same", ROLE_PUBLIC, 4 * KB, api_progress_same, "the same problem, seen again",
		TAKES_RAW(FORM), GIVES_FORM},
	{"POST", "/t/{link}/comments", ROLE_PUBLIC, 16 * KB, api_progress_comment, "a message: form",
		TAKES_RAW(FORM), GIVES_FORM},
	{"POST", "/t/{link}/withdraw", ROLE_PUBLIC, 4 * KB, api_progress_withdraw, "withdraw a report",
		TAKES_RAW(FORM), GIVES_FORM},
	{"POST", "/t/{link}/confirm", ROLE_PUBLIC, 4 * KB, api_progress_confirm, "it is fixed: close",
		TAKES_RAW(FORM), GIVES_FORM},
	{"POST", "/t/{link}/reopen", ROLE_PUBLIC, 16 * KB, api_progress_reopen, "it is not fixed",
		TAKES_RAW(FORM), GIVES_FORM},
	{"POST", "/t/{link}/photos", ROLE_PUBLIC, 12 * MB, api_progress_photos, "photos: form",
		TAKES_RAW(FORM), GIVES_FORM},
	{"PUT", "/t/{link}/photos/{photo}", ROLE_PUBLIC, 10 * MB, api_progress_photo_put, "one photo, raw",
		TAKES_RAW(PICTURE), GIVES_FORM},
	{"GET", "/t/{link}/photos/{photo}", ROLE_PUBLIC, NO_BODY, api_progress_photo, "a photo of the ticket",
		GIVES_RAW(PICTURE)},
	/* the app: one page, and at which screen it opens */
	{"GET", "/", ROLE_PUBLIC, NO_BODY, api_web_page, "the app", GIVES_PAGE},
	{"GET", "/today", ROLE_PUBLIC, NO_BODY, api_web_page, "the app", GIVES_PAGE},
	{"GET", "/tickets", ROLE_PUBLIC, NO_BODY, api_web_page, "the app", GIVES_PAGE},
	{"GET", "/tickets/{id}", ROLE_PUBLIC, NO_BODY, api_web_page, "the app", GIVES_PAGE},
	{"GET", "/machines", ROLE_PUBLIC, NO_BODY, api_web_page, "the app", GIVES_PAGE},
	{"GET", "/machines/{id}", ROLE_PUBLIC, NO_BODY, api_web_page, "the app", GIVES_PAGE},
	{"GET", "/machines/{id}/{tab}", ROLE_PUBLIC, NO_BODY, api_web_page, "the app", GIVES_PAGE},
	{"GET", "/parts", ROLE_PUBLIC, NO_BODY, api_web_page, "the app", GIVES_PAGE},
	{"GET", "/parts/{id}", ROLE_PUBLIC, NO_BODY, api_web_page, "the app", GIVES_PAGE},
	{"GET", "/board", ROLE_PUBLIC, NO_BODY, api_web_page, "the app", GIVES_PAGE},
	{"GET", "/reports", ROLE_PUBLIC, NO_BODY, api_web_page, "the app", GIVES_PAGE},
	{"GET", "/reports/{tab}", ROLE_PUBLIC, NO_BODY, api_web_page, "the app", GIVES_PAGE},
	{"GET", "/labels", ROLE_PUBLIC, NO_BODY, api_web_page, "the app", GIVES_PAGE},
	{"GET", "/people", ROLE_PUBLIC, NO_BODY, api_web_page, "the app", GIVES_PAGE},
	{"GET", "/settings", ROLE_PUBLIC, NO_BODY, api_web_page, "the app", GIVES_PAGE},
	{"GET", "/import", ROLE_PUBLIC, NO_BODY, api_web_page, "the app", GIVES_PAGE},
	{"GET", "/search", ROLE_PUBLIC, NO_BODY, api_web_page, "the app", GIVES_PAGE},
	{"GET", "/me", ROLE_PUBLIC, NO_BODY, api_web_page, "the app", GIVES_PAGE},
	{"GET", "/more", ROLE_PUBLIC, NO_BODY, api_web_page, "the app", GIVES_PAGE},
	{"GET", "/outbox", ROLE_PUBLIC, NO_BODY, api_web_page, "the app", GIVES_PAGE},
	{"GET", "/start", ROLE_PUBLIC, NO_BODY, api_web_page, "the app", GIVES_PAGE},
	{"GET", "/assets/{file}", ROLE_PUBLIC, NO_BODY, api_web_asset, "a file of the app",
		GIVES_RAW("text/javascript, text/css")},
	{"GET", "/icon.svg", ROLE_PUBLIC, NO_BODY, api_web_file, "the app's icon",
		GIVES_RAW("image/svg+xml")},
	{"GET", "/app.webmanifest", ROLE_PUBLIC, NO_BODY, api_web_file, "what makes it installable",
		GIVES_RAW("application/manifest+json")},
	{"GET", "/sw.js", ROLE_PUBLIC, NO_BODY, api_web_file, "its offline shell",
		GIVES_RAW("text/javascript")},
	/* people */
	{"GET", "/api/v1/hello", ROLE_PUBLIC, NO_BODY, api_hello_get, "version, and who is asking",
		GIVES(hello_fields)},
	{"GET", "/api/v1/session", ROLE_USER, NO_BODY, api_session_get, "own profile", GIVES(account_fields)},
	{"POST", "/api/v1/session", ROLE_PUBLIC, 4 * KB, api_session_post, "sign in", TAKES(login_input),
		GIVES(account_fields)},
	{"PATCH", "/api/v1/session", ROLE_USER, 4 * KB, api_session_patch, "change own profile or password",
		TAKES(profile_input), GIVES(account_fields)},
	{"DELETE", "/api/v1/session", ROLE_USER, NO_BODY, api_session_delete, "sign out", GIVES_NOTHING},
	{"GET", "/api/v1/tokens", ROLE_USER, NO_BODY, api_token_list, "own API tokens",
		LISTS(api_token_fields)},
	{"POST", "/api/v1/tokens", ROLE_USER, 4 * KB, api_token_post, "make an API token; shown once",
		TAKES(token_input), GIVES(api_token_fields), CREATES},
	{"DELETE", "/api/v1/tokens/{id}", ROLE_USER, NO_BODY, api_token_delete, "revoke an API token",
		GIVES_NOTHING},
	{"GET", "/api/v1/accounts", ROLE_USER, NO_BODY, api_account_list, "everybody", LISTS(account_fields)},
	{"POST", "/api/v1/accounts", ROLE_ADMIN, 4 * KB, api_account_post, "add an account",
		TAKES(account_input), GIVES(account_fields), CREATES},
	{"GET", "/api/v1/accounts/{id}", ROLE_LEAD, NO_BODY, api_account_get, "one account",
		GIVES(account_fields)},
	{"PATCH", "/api/v1/accounts/{id}", ROLE_ADMIN, 4 * KB, api_account_patch, "change an account",
		TAKES(account_input), IF_MATCH(account_fields), GIVES(account_fields)},
	{"GET", "/api/v1/rates", ROLE_LEAD, NO_BODY, api_rate_list, "labour rates",
		LISTS(labour_rate_fields)},
	{"POST", "/api/v1/rates", ROLE_LEAD, 4 * KB, api_rate_post, "set a labour rate from a day on",
		TAKES(rate_input), GIVES(labour_rate_fields), CREATES},
	/* equipment */
	{"GET", "/api/v1/assets", ROLE_USER, NO_BODY, api_asset_list,
		"equipment: parent, under, kind, state, text", QUERY(asset_query), PAGES(asset_fields)},
	{"POST", "/api/v1/assets", ROLE_LEAD, 16 * KB, api_asset_post, "add equipment", TAKES(asset_input),
		GIVES(asset_view_fields), CREATES},
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
	{"GET", "/api/v1/calendars", ROLE_USER, NO_BODY, api_calendar_list, "shift calendars",
		LISTS(calendar_fields)},
	{"POST", "/api/v1/calendars", ROLE_LEAD, 128 * KB, api_calendar_post, "add a shift calendar",
		TAKES(calendar_fields), GIVES(calendar_fields), CREATES},
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
		"a page of labels: ?codes= or under= or blank=, sheet=, page=", QUERY(labels_query),
		GIVES_RAW("image/svg+xml")},
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
	/* tickets */
	{"GET", "/api/v1/tickets", ROLE_USER, NO_BODY, api_ticket_list, "tickets, filtered",
		QUERY(ticket_query), PAGES(ticket_fields)},
	{"POST", "/api/v1/tickets", ROLE_USER, 16 * KB, api_ticket_post, "report a fault or plan a job",
		TAKES(ticket_input), WITH_KEY, GIVES(ticket_view_fields), CREATES_ONCE},
	{"GET", "/api/v1/tickets/{id}", ROLE_USER, NO_BODY, api_ticket_get,
		"one ticket with all that hangs on it", GIVES(ticket_view_fields)},
	{"PATCH", "/api/v1/tickets/{id}", ROLE_REPAIR, 16 * KB, api_ticket_patch, "correct a ticket",
		TAKES(ticket_patch), IF_MATCH(ticket_fields), GIVES(ticket_view_fields)},
	{"GET", "/api/v1/tickets/{id}/history", ROLE_USER, NO_BODY, api_ticket_history, "who did what when",
		QUERY(history_query), PAGES(event_fields)},
	{"POST", "/api/v1/tickets/{id}/accept", ROLE_REPAIR, 4 * KB, api_ticket_accept,
		"take it, or hand it to someone", MAY_TAKE(accept_input), IF_MATCH(ticket_fields),
		GIVES(ticket_view_fields)},
	{"POST", "/api/v1/tickets/{id}/start", ROLE_REPAIR, 4 * KB, api_ticket_start, "work begins",
		MAY_TAKE(nothing_input), IF_MATCH(ticket_fields), GIVES(ticket_view_fields)},
	{"POST", "/api/v1/tickets/{id}/wait", ROLE_REPAIR, 4 * KB, api_ticket_wait,
		"work waits, with a reason", MAY_TAKE(wait_input), IF_MATCH(ticket_fields),
		GIVES(ticket_view_fields)},
	{"POST", "/api/v1/tickets/{id}/waits", ROLE_REPAIR, 4 * KB, api_ticket_wait_post,
		"add a wait that nobody marked", TAKES(wait_add_input), IF_MATCH(ticket_fields),
		GIVES(ticket_view_fields), CREATES},
	{"PATCH", "/api/v1/tickets/{id}/waits/{wait_id}", ROLE_REPAIR, 4 * KB, api_ticket_wait_patch,
		"correct a wait, saying why", TAKES(wait_patch), IF_MATCH(ticket_fields),
		GIVES(ticket_view_fields)},
	{"POST", "/api/v1/tickets/{id}/resume", ROLE_REPAIR, 4 * KB, api_ticket_resume, "work goes on",
		MAY_TAKE(nothing_input), IF_MATCH(ticket_fields), GIVES(ticket_view_fields)},
	{"POST", "/api/v1/tickets/{id}/restore", ROLE_REPAIR, 16 * KB, api_ticket_restore,
		"the machine runs again", MAY_TAKE(restore_input), IF_MATCH(ticket_fields),
		GIVES(ticket_view_fields)},
	{"POST", "/api/v1/tickets/{id}/close", ROLE_USER, 4 * KB, api_ticket_close,
		"checked: the ticket ends", MAY_TAKE(nothing_input), IF_MATCH(ticket_fields),
		GIVES(ticket_view_fields)},
	{"POST", "/api/v1/tickets/{id}/reopen", ROLE_USER, 4 * KB, api_ticket_reopen, "it was not repaired",
		MAY_TAKE(reopen_input), IF_MATCH(ticket_fields), GIVES(ticket_view_fields)},
	{"POST", "/api/v1/tickets/{id}/cancel", ROLE_REPAIR, 4 * KB, api_ticket_cancel,
		"withdrawn, duplicate, no fault", MAY_TAKE(cancel_input), IF_MATCH(ticket_fields),
		GIVES(ticket_view_fields)},
	{"POST", "/api/v1/tickets/{id}/same", ROLE_USER, 4 * KB, api_ticket_same,
		"the same problem, seen again", MAY_TAKE(same_input), WITH_KEY, GIVES(ticket_view_fields)},
	{"POST", "/api/v1/tickets/{id}/comments", ROLE_USER, 16 * KB, api_ticket_comment_post,
		"add a comment", TAKES(comment_input), WITH_KEY, GIVES(ticket_comment_fields), CREATES},
	{"POST", "/api/v1/tickets/{id}/people", ROLE_REPAIR, 4 * KB, api_ticket_person_post,
		"one more technician", TAKES(person_input), GIVES(ticket_view_fields)},
	{"DELETE", "/api/v1/tickets/{id}/people/{account_id}", ROLE_REPAIR, NO_BODY, api_ticket_person_delete,
		"one technician less", GIVES(ticket_view_fields)},
	{"POST", "/api/v1/tickets/{id}/labour", ROLE_REPAIR, 4 * KB, api_labour_post, "book minutes",
		TAKES(labour_input), WITH_KEY, GIVES(labour_fields), CREATES},
	{"DELETE", "/api/v1/tickets/{id}/labour/{labour_id}", ROLE_REPAIR, NO_BODY, api_labour_delete,
		"take minutes back", GIVES_NOTHING},
	{"POST", "/api/v1/tickets/{id}/invoices", ROLE_LEAD, 4 * KB, api_invoice_post,
		"book an outside invoice", TAKES(invoice_input), WITH_KEY, GIVES(invoice_fields), CREATES},
	{"DELETE", "/api/v1/tickets/{id}/invoices/{invoice_id}", ROLE_LEAD, NO_BODY, api_invoice_delete,
		"take an invoice back", GIVES_NOTHING},
	{"GET", "/api/v1/tickets/{id}/suggestions", ROLE_USER, NO_BODY, api_suggestion_of_ticket,
		"what fixed it before, with the past tickets", QUERY(ticket_suggestion_query),
		GIVES(suggestion_fields)},
	{"GET", "/api/v1/suggestions", ROLE_USER, NO_BODY, api_suggestion_get,
		"what fixed something like this text", QUERY(suggestion_query), GIVES(suggestion_fields)},
	/* figures */
	{"GET", "/api/v1/figures", ROLE_USER, NO_BODY, api_figures_get,
		"MTBF, MTTR, availability, cost of any part of the tree, with what they were made from",
		QUERY(figures_query), GIVES(figures_fields)},
	{"GET", "/api/v1/figures/trend", ROLE_USER, NO_BODY, api_figures_trend,
		"the same step by step: by day, week, month, quarter or year", QUERY(trend_query),
		GIVES(trend_fields)},
	/* code lists */
	{"GET", "/api/v1/codelists", ROLE_USER, NO_BODY, api_codelist_list,
		"failure modes, causes, actions, waits", QUERY(codelist_query), LISTS(code_fields)},
	{"PUT", "/api/v1/codelists/{list}/{code}", ROLE_LEAD, 4 * KB, api_codelist_put,
		"add or rename a code", TAKES(code_input), GIVES(code_fields)},
	/* parts and stock */
	{"GET", "/api/v1/parts", ROLE_USER, NO_BODY, api_part_list,
		"parts: text, category, bin, low, retired", QUERY(part_query), PAGES(part_fields)},
	{"POST", "/api/v1/parts", ROLE_STOCK, 16 * KB, api_part_post, "add a part to the catalogue",
		TAKES(part_input), GIVES(part_detail_fields), CREATES},
	{"GET", "/api/v1/parts/low", ROLE_USER, NO_BODY, api_part_low,
		"below their minimum, most urgent first", QUERY(part_low_query), LISTS(part_fields)},
	{"GET", "/api/v1/parts/{id}", ROLE_USER, NO_BODY, api_part_get, "one part and where it lies",
		GIVES(part_detail_fields)},
	{"PATCH", "/api/v1/parts/{id}", ROLE_STOCK, 16 * KB, api_part_patch, "change the catalogue",
		TAKES(part_input), IF_MATCH(part_fields), GIVES(part_detail_fields)},
	{"GET", "/api/v1/parts/{id}/movements", ROLE_USER, NO_BODY, api_part_movements, "its stock card",
		QUERY(part_movement_query), PAGES(movement_fields)},
	{"GET", "/api/v1/parts/{id}/machines", ROLE_USER, NO_BODY, api_part_machines,
		"which machines used it", QUERY(part_machine_query), LISTS(part_machine_fields)},
	{"POST", "/api/v1/parts/{id}/receive", ROLE_STOCK, 4 * KB, api_part_receive, "into stock",
		TAKES(receive_input), WITH_KEY, GIVES(movement_fields), CREATES},
	{"POST", "/api/v1/parts/{id}/adjust", ROLE_STOCK, 4 * KB, api_part_adjust,
		"correct or count, with a reason", TAKES(adjust_input), WITH_KEY, GIVES(movement_fields),
		CREATES},
	{"GET", "/api/v1/bins", ROLE_USER, NO_BODY, api_bin_list, "bins", QUERY(bin_query),
		PAGES(bin_fields)},
	{"POST", "/api/v1/bins", ROLE_STOCK, 4 * KB, api_bin_post, "add a bin", TAKES(bin_input),
		GIVES(bin_fields), CREATES},
	{"GET", "/api/v1/bins/{id}", ROLE_USER, NO_BODY, api_bin_get, "one bin", GIVES(bin_fields)},
	{"PATCH", "/api/v1/bins/{id}", ROLE_STOCK, 4 * KB, api_bin_patch, "change a bin", TAKES(bin_input),
		IF_MATCH(bin_fields), GIVES(bin_fields)},
	{"GET", "/api/v1/movements", ROLE_USER, NO_BODY, api_movement_list,
		"the stock ledger: part, bin, ticket, machine, kind, from, to", QUERY(movement_query),
		PAGES(movement_fields)},
	{"GET", "/api/v1/tickets/{id}/parts", ROLE_USER, NO_BODY, api_ticket_part_list,
		"parts used and what they cost", GIVES(ticket_parts_fields)},
	{"POST", "/api/v1/tickets/{id}/parts", ROLE_USER, 4 * KB, api_ticket_part_post,
		"issue a part from stock", TAKES(issue_input), WITH_KEY, GIVES(movement_fields), CREATES},
	{"POST", "/api/v1/tickets/{id}/parts/return", ROLE_USER, 4 * KB, api_ticket_part_return,
		"give a part back", TAKES(return_input), WITH_KEY, LISTS(movement_fields), CREATES},
};
const size_t routes_n = sizeof(routes) / sizeof(routes[0]);
