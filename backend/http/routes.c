/* routes.c - the table of routes.h. Sorted by area; one line each. */
#include "http/routes.h"

#include "api/account.h"
#include "api/asset.h"
#include "api/document.h"
#include "api/label.h"
#include "api/qr.h"
#include "api/part.h"
#include "api/figures.h"
#include "api/reply.h"
#include "api/report.h"
#include "api/session.h"
#include "api/stock.h"
#include "api/suggestion.h"
#include "api/system.h"
#include "api/ticket.h"
#include "base/json.h"

enum { NO_BODY = 0, KB = 1024, MB = 1024 * 1024 };

/* What the server offers, made from the table itself. */
static enum err api_listing(struct request *rq)
{
	struct buf *b = &rq->reply.body;

	rq->reply.status = 200;
	rq->reply.type = "application/json; charset=utf-8";
	buf_str(b, "{\"items\":[");
	for (size_t i = 0; i < routes_n; i++) {
		const struct route *r = &routes[i];
		static const char *const names[] = {
			"public", "technician", "storekeeper", "manager", "admin"};
		bool first = true;

		buf_printf(b, "%s{\"method\":\"%s\",\"path\":", i ? "," : "", r->method);
		json_write_text(b, r->pattern);
		buf_str(b, ",\"roles\":[");
		for (int k = 0; k < 5; k++) {
			if (!(r->roles & 1u << k))
				continue;
			buf_printf(b, "%s\"%s\"", first ? "" : ",", names[k]);
			first = false;
		}
		buf_printf(b, "],\"body_max\":%zu,\"summary\":", r->body_max);
		json_write_text(b, r->summary);
		buf_char(b, '}');
	}
	buf_str(b, "],\"next\":null}");
	return OK;
}

const struct route routes[] = {
	/* the program */
	{"GET", "/healthz", ROLE_PUBLIC, NO_BODY, api_healthz, "the process answers"},
	{"GET", "/readyz", ROLE_PUBLIC, NO_BODY, api_readyz, "the store answers too"},
	{"GET", "/api/v1/", ROLE_PUBLIC, NO_BODY, api_listing, "this list"},
	{"GET", "/api/v1/system", ROLE_LEAD, NO_BODY, api_system_get, "version, load, memory"},
	/* the pages a scan opens */
	{"GET", "/", ROLE_PUBLIC, NO_BODY, api_home_page, "front door: type a code"},
	{"GET", "/q", ROLE_PUBLIC, NO_BODY, api_code_page, "type a code or a machine number"},
	{"GET", "/q/{code}", ROLE_PUBLIC, NO_BODY, api_report_page, "the machine's page: report a fault"},
	{"POST", "/q/{code}", ROLE_PUBLIC, 12 * MB, api_report_form, "report a fault: form with photos"},
	{"GET", "/q/{code}/photo", ROLE_PUBLIC, NO_BODY, api_report_photo, "the machine's photo"},
	{"POST", "/q/{code}/bind", ROLE_REPAIR, 4 * KB, api_report_bind, "bind a blank code: form"},
	{"POST", "/api/v1/reports", ROLE_PUBLIC, 16 * KB, api_report_post, "report without an account"},
	{"GET", "/t/{link}", ROLE_PUBLIC, NO_BODY, api_progress_page, "what became of a report"},
	{"GET", "/t/{link}/live", ROLE_PUBLIC, NO_BODY, api_progress_live, "the part of it that changes"},
	{"POST", "/t/{link}/same", ROLE_PUBLIC, 4 * KB, api_progress_same, "the same problem, seen again"},
	{"POST", "/t/{link}/comments", ROLE_PUBLIC, 16 * KB, api_progress_comment, "a message: form"},
	{"POST", "/t/{link}/withdraw", ROLE_PUBLIC, 4 * KB, api_progress_withdraw, "withdraw a report"},
	{"POST", "/t/{link}/confirm", ROLE_PUBLIC, 4 * KB, api_progress_confirm, "it is fixed: close"},
	{"POST", "/t/{link}/reopen", ROLE_PUBLIC, 16 * KB, api_progress_reopen, "it is not fixed"},
	{"POST", "/t/{link}/photos", ROLE_PUBLIC, 12 * MB, api_progress_photos, "photos: form"},
	{"PUT", "/t/{link}/photos/{key}", ROLE_PUBLIC, 10 * MB, api_progress_photo_put, "one photo, raw"},
	{"GET", "/t/{link}/photos/{id}", ROLE_PUBLIC, NO_BODY, api_progress_photo, "a photo of the ticket"},
	/* people */
	{"GET", "/api/v1/session", ROLE_USER, NO_BODY, api_session_get, "own profile"},
	{"POST", "/api/v1/session", ROLE_PUBLIC, 4 * KB, api_session_post, "sign in"},
	{"PATCH", "/api/v1/session", ROLE_USER, 4 * KB, api_session_patch, "change own profile or password"},
	{"DELETE", "/api/v1/session", ROLE_USER, NO_BODY, api_session_delete, "sign out"},
	{"GET", "/api/v1/tokens", ROLE_USER, NO_BODY, api_token_list, "own API tokens"},
	{"POST", "/api/v1/tokens", ROLE_USER, 4 * KB, api_token_post, "make an API token; shown once"},
	{"DELETE", "/api/v1/tokens/{id}", ROLE_USER, NO_BODY, api_token_delete, "revoke an API token"},
	{"GET", "/api/v1/accounts", ROLE_USER, NO_BODY, api_account_list, "everybody"},
	{"POST", "/api/v1/accounts", ROLE_ADMIN, 4 * KB, api_account_post, "add an account"},
	{"GET", "/api/v1/accounts/{id}", ROLE_LEAD, NO_BODY, api_account_get, "one account"},
	{"PATCH", "/api/v1/accounts/{id}", ROLE_ADMIN, 4 * KB, api_account_patch, "change an account"},
	{"GET", "/api/v1/rates", ROLE_LEAD, NO_BODY, api_rate_list, "labour rates"},
	{"POST", "/api/v1/rates", ROLE_LEAD, 4 * KB, api_rate_post, "set a labour rate from a day on"},
	/* equipment */
	{"GET", "/api/v1/assets", ROLE_USER, NO_BODY, api_asset_list,
		"equipment: parent, under, kind, state, text"},
	{"POST", "/api/v1/assets", ROLE_LEAD, 16 * KB, api_asset_post, "add equipment"},
	{"GET", "/api/v1/assets/{id}", ROLE_USER, NO_BODY, api_asset_get, "one piece of equipment"},
	{"PATCH", "/api/v1/assets/{id}", ROLE_LEAD, 16 * KB, api_asset_patch, "change or move equipment"},
	{"POST", "/api/v1/assets/{id}/state", ROLE_REPAIR, 4 * KB, api_asset_state,
		"say that a machine runs, stands, is retired …"},
	{"GET", "/api/v1/assets/{id}/path", ROLE_USER, NO_BODY, api_asset_path,
		"what is above, from the top"},
	{"GET", "/api/v1/tree", ROLE_USER, NO_BODY, api_tree_get, "the whole tree at once"},
	{"GET", "/api/v1/calendars", ROLE_USER, NO_BODY, api_calendar_list, "shift calendars"},
	{"POST", "/api/v1/calendars", ROLE_LEAD, 128 * KB, api_calendar_post, "add a shift calendar"},
	{"GET", "/api/v1/calendars/{id}", ROLE_USER, NO_BODY, api_calendar_get, "one shift calendar"},
	{"PUT", "/api/v1/calendars/{id}", ROLE_LEAD, 128 * KB, api_calendar_put, "replace a shift calendar"},
	{"GET", "/api/v1/assets/{id}/life", ROLE_USER, NO_BODY, api_asset_life,
		"everything that happened to it, newest first"},
	/* files */
	{"GET", "/api/v1/assets/{id}/documents", ROLE_USER, NO_BODY, api_asset_document_list,
		"photos, manuals and drawings"},
	{"PUT", "/api/v1/assets/{id}/documents/{key}", ROLE_REPAIR, 40 * MB, api_asset_document_put,
		"upload a file: ?name=&kind="},
	{"GET", "/api/v1/tickets/{id}/documents", ROLE_USER, NO_BODY, api_ticket_document_list,
		"a ticket's photos"},
	{"PUT", "/api/v1/tickets/{id}/documents/{key}", ROLE_USER, 40 * MB, api_ticket_document_put,
		"upload a photo: ?name=&kind="},
	{"GET", "/api/v1/parts/{id}/documents", ROLE_USER, NO_BODY, api_part_document_list,
		"a part's photos and data sheets"},
	{"PUT", "/api/v1/parts/{id}/documents/{key}", ROLE_STOCK, 40 * MB, api_part_document_put,
		"upload a file: ?name=&kind="},
	{"GET", "/api/v1/documents/{id}", ROLE_USER, NO_BODY, api_document_get, "what a file is"},
	{"GET", "/api/v1/documents/{id}/content", ROLE_USER, NO_BODY, api_document_content,
		"the file itself"},
	{"DELETE", "/api/v1/documents/{id}", ROLE_USER, NO_BODY, api_document_delete, "remove a file"},
	/* printed codes */
	{"GET", "/api/v1/codes", ROLE_USER, NO_BODY, api_code_list, "blank codes"},
	{"POST", "/api/v1/codes", ROLE_LEAD, 4 * KB, api_code_post, "make blank codes"},
	{"GET", "/api/v1/codes/{code}", ROLE_USER, NO_BODY, api_code_get, "what a code opens"},
	{"PUT", "/api/v1/codes/{code}", ROLE_USER, 4 * KB, api_code_put, "bind a blank code"},
	{"DELETE", "/api/v1/codes/{code}", ROLE_LEAD, NO_BODY, api_code_delete, "revoke a code for good"},
	{"GET", "/api/v1/codes/{code}/qr.svg", ROLE_USER, NO_BODY, api_code_svg, "the code alone"},
	{"GET", "/api/v1/codes/{code}/label.svg", ROLE_USER, NO_BODY, api_label_svg, "its label: ?size="},
	{"GET", "/api/v1/codes/{code}/label.png", ROLE_USER, NO_BODY, api_label_png,
		"its label for a label printer: ?size=&dpi="},
	{"GET", "/api/v1/codes/{code}/label.pdf", ROLE_USER, NO_BODY, api_label_pdf, "its label: ?size="},
	{"GET", "/api/v1/labels.svg", ROLE_USER, NO_BODY, api_labels_svg,
		"a page of labels: ?codes= or under= or blank=, sheet=, page="},
	{"GET", "/api/v1/labels.png", ROLE_USER, NO_BODY, api_labels_png,
		"the same as a picture: also ?dpi="},
	{"GET", "/api/v1/labels.pdf", ROLE_USER, NO_BODY, api_labels_pdf, "all pages of labels"},
	{"GET", "/api/v1/labels/calibration.pdf", ROLE_USER, NO_BODY, api_calibration_pdf,
		"does the printer keep the size?"},
	{"GET", "/api/v1/assets/{id}/codes", ROLE_USER, NO_BODY, api_asset_code_list, "all its codes"},
	{"POST", "/api/v1/assets/{id}/code", ROLE_LEAD, NO_BODY, api_asset_code_post, "one more code"},
	{"GET", "/api/v1/bins/{id}/codes", ROLE_USER, NO_BODY, api_bin_code_list, "all codes of a bin"},
	{"POST", "/api/v1/bins/{id}/code", ROLE_STOCK, NO_BODY, api_bin_code_post, "a code for a bin"},
	/* tickets */
	{"GET", "/api/v1/tickets", ROLE_USER, NO_BODY, api_ticket_list, "tickets, filtered"},
	{"POST", "/api/v1/tickets", ROLE_USER, 16 * KB, api_ticket_post, "report a fault or plan a job"},
	{"GET", "/api/v1/tickets/{id}", ROLE_USER, NO_BODY, api_ticket_get,
		"one ticket with all that hangs on it"},
	{"PATCH", "/api/v1/tickets/{id}", ROLE_REPAIR, 16 * KB, api_ticket_patch, "correct a ticket"},
	{"GET", "/api/v1/tickets/{id}/history", ROLE_USER, NO_BODY, api_ticket_history, "who did what when"},
	{"POST", "/api/v1/tickets/{id}/accept", ROLE_REPAIR, 4 * KB, api_ticket_accept,
		"take it, or hand it to someone"},
	{"POST", "/api/v1/tickets/{id}/start", ROLE_REPAIR, 4 * KB, api_ticket_start, "work begins"},
	{"POST", "/api/v1/tickets/{id}/wait", ROLE_REPAIR, 4 * KB, api_ticket_wait,
		"work waits, with a reason"},
	{"POST", "/api/v1/tickets/{id}/waits", ROLE_REPAIR, 4 * KB, api_ticket_wait_post,
		"add a wait that nobody marked"},
	{"PATCH", "/api/v1/tickets/{id}/waits/{id}", ROLE_REPAIR, 4 * KB, api_ticket_wait_patch,
		"correct a wait, saying why"},
	{"POST", "/api/v1/tickets/{id}/resume", ROLE_REPAIR, 4 * KB, api_ticket_resume, "work goes on"},
	{"POST", "/api/v1/tickets/{id}/restore", ROLE_REPAIR, 16 * KB, api_ticket_restore,
		"the machine runs again"},
	{"POST", "/api/v1/tickets/{id}/close", ROLE_USER, 4 * KB, api_ticket_close,
		"checked: the ticket ends"},
	{"POST", "/api/v1/tickets/{id}/reopen", ROLE_USER, 4 * KB, api_ticket_reopen, "it was not repaired"},
	{"POST", "/api/v1/tickets/{id}/cancel", ROLE_REPAIR, 4 * KB, api_ticket_cancel,
		"withdrawn, duplicate, no fault"},
	{"POST", "/api/v1/tickets/{id}/same", ROLE_USER, 4 * KB, api_ticket_same,
		"the same problem, seen again"},
	{"POST", "/api/v1/tickets/{id}/comments", ROLE_USER, 16 * KB, api_ticket_comment_post,
		"add a comment"},
	{"POST", "/api/v1/tickets/{id}/people", ROLE_REPAIR, 4 * KB, api_ticket_person_post,
		"one more technician"},
	{"DELETE", "/api/v1/tickets/{id}/people/{id}", ROLE_REPAIR, NO_BODY, api_ticket_person_delete,
		"one technician less"},
	{"POST", "/api/v1/tickets/{id}/labour", ROLE_REPAIR, 4 * KB, api_labour_post, "book minutes"},
	{"DELETE", "/api/v1/tickets/{id}/labour/{id}", ROLE_REPAIR, NO_BODY, api_labour_delete,
		"take minutes back"},
	{"POST", "/api/v1/tickets/{id}/invoices", ROLE_LEAD, 4 * KB, api_invoice_post,
		"book an outside invoice"},
	{"DELETE", "/api/v1/tickets/{id}/invoices/{id}", ROLE_LEAD, NO_BODY, api_invoice_delete,
		"take an invoice back"},
	{"GET", "/api/v1/tickets/{id}/suggestions", ROLE_USER, NO_BODY, api_suggestion_of_ticket,
		"what fixed it before, with the past tickets"},
	{"GET", "/api/v1/suggestions", ROLE_USER, NO_BODY, api_suggestion_get,
		"what fixed something like this text"},
	/* figures */
	{"GET", "/api/v1/figures", ROLE_USER, NO_BODY, api_figures_get,
		"MTBF, MTTR, availability, cost of any part of the tree, with what they were made from"},
	/* code lists */
	{"GET", "/api/v1/codelists", ROLE_USER, NO_BODY, api_codelist_list,
		"failure modes, causes, actions, waits"},
	{"PUT", "/api/v1/codelists/{list}/{code}", ROLE_LEAD, 4 * KB, api_codelist_put,
		"add or rename a code"},
	/* parts and stock */
	{"GET", "/api/v1/parts", ROLE_USER, NO_BODY, api_part_list,
		"parts: text, category, bin, low, retired"},
	{"POST", "/api/v1/parts", ROLE_STOCK, 16 * KB, api_part_post, "add a part to the catalogue"},
	{"GET", "/api/v1/parts/low", ROLE_USER, NO_BODY, api_part_low,
		"below their minimum, most urgent first"},
	{"GET", "/api/v1/parts/{id}", ROLE_USER, NO_BODY, api_part_get, "one part and where it lies"},
	{"PATCH", "/api/v1/parts/{id}", ROLE_STOCK, 16 * KB, api_part_patch, "change the catalogue"},
	{"GET", "/api/v1/parts/{id}/movements", ROLE_USER, NO_BODY, api_part_movements, "its stock card"},
	{"GET", "/api/v1/parts/{id}/machines", ROLE_USER, NO_BODY, api_part_machines,
		"which machines used it"},
	{"POST", "/api/v1/parts/{id}/receive", ROLE_STOCK, 4 * KB, api_part_receive, "into stock"},
	{"POST", "/api/v1/parts/{id}/adjust", ROLE_STOCK, 4 * KB, api_part_adjust,
		"correct or count, with a reason"},
	{"GET", "/api/v1/bins", ROLE_USER, NO_BODY, api_bin_list, "bins"},
	{"POST", "/api/v1/bins", ROLE_STOCK, 4 * KB, api_bin_post, "add a bin"},
	{"GET", "/api/v1/bins/{id}", ROLE_USER, NO_BODY, api_bin_get, "one bin"},
	{"PATCH", "/api/v1/bins/{id}", ROLE_STOCK, 4 * KB, api_bin_patch, "change a bin"},
	{"GET", "/api/v1/movements", ROLE_USER, NO_BODY, api_movement_list,
		"the stock ledger: part, bin, ticket, machine, kind, from, to"},
	{"GET", "/api/v1/tickets/{id}/parts", ROLE_USER, NO_BODY, api_ticket_part_list,
		"parts used and what they cost"},
	{"POST", "/api/v1/tickets/{id}/parts", ROLE_USER, 4 * KB, api_ticket_part_post,
		"issue a part from stock"},
	{"POST", "/api/v1/tickets/{id}/parts/return", ROLE_USER, 4 * KB, api_ticket_part_return,
		"give a part back"},
};
const size_t routes_n = sizeof(routes) / sizeof(routes[0]);
