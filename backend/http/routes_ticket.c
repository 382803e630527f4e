/* routes_ticket.c - rows of the table of routes.h: tickets and suggestions. */
#include "http/routes_area.h"

#include "api/suggestion.h"
#include "api/ticket.h"
#include "domain/quality.h"
#include "domain/suggestion.h"
#include "store/codelist.h"
#include "store/event.h"
#include "store/mark.h"
#include "store/ticket.h"

static const struct route rows[] = {
	/* tickets */
	{"GET", "/api/v1/tickets", ROLE_USER, NO_BODY, api_ticket_list, "tickets, filtered",
		QUERY(ticket_query), PAGES(ticket_item_fields)},
	{"POST", "/api/v1/tickets", ROLE_USER, 16 * KB, api_ticket_post, "report a fault or plan a job",
		TAKES(ticket_input), WITH_KEY, GIVES(ticket_view_fields), CREATES_ONCE},
	{"GET", "/api/v1/tickets/{id}", ROLE_USER, NO_BODY, api_ticket_get,
		"one ticket with all that hangs on it", GIVES(ticket_view_fields)},
	{"PATCH", "/api/v1/tickets/{id}", ROLE_REPAIR, 16 * KB, api_ticket_patch, "correct a ticket",
		TAKES(ticket_patch), IF_MATCH(ticket_fields), WITH_KEY, GIVES(ticket_view_fields)},
	{"GET", "/api/v1/tickets/{id}/history", ROLE_USER, NO_BODY, api_ticket_history, "who did what when",
		QUERY(history_query), PAGES(event_fields)},
	{"POST", "/api/v1/tickets/{id}/accept", ROLE_REPAIR, 4 * KB, api_ticket_accept,
		"take it, or hand it to someone", MAY_TAKE(accept_input), IF_MATCH(ticket_fields), WITH_KEY,
		GIVES(ticket_view_fields)},
	{"POST", "/api/v1/tickets/{id}/start", ROLE_REPAIR, 4 * KB, api_ticket_start, "work begins",
		MAY_TAKE(nothing_input), IF_MATCH(ticket_fields), WITH_KEY, GIVES(ticket_view_fields)},
	{"POST", "/api/v1/tickets/{id}/wait", ROLE_REPAIR, 4 * KB, api_ticket_wait,
		"work waits, with a reason", MAY_TAKE(wait_input), IF_MATCH(ticket_fields), WITH_KEY,
		GIVES(ticket_view_fields)},
	{"POST", "/api/v1/tickets/{id}/waits", ROLE_REPAIR, 4 * KB, api_ticket_wait_post,
		"add a wait that nobody marked", TAKES(wait_add_input), IF_MATCH(ticket_fields),
		GIVES(ticket_view_fields), CREATES},
	{"PATCH", "/api/v1/tickets/{id}/waits/{wait_id}", ROLE_REPAIR, 4 * KB, api_ticket_wait_patch,
		"correct a wait, saying why", TAKES(wait_patch), IF_MATCH(ticket_fields),
		GIVES(ticket_view_fields)},
	{"POST", "/api/v1/tickets/{id}/resume", ROLE_REPAIR, 4 * KB, api_ticket_resume, "work goes on",
		MAY_TAKE(nothing_input), IF_MATCH(ticket_fields), WITH_KEY, GIVES(ticket_view_fields)},
	{"POST", "/api/v1/tickets/{id}/restore", ROLE_REPAIR, 16 * KB, api_ticket_restore,
		"the machine runs again", MAY_TAKE(restore_input), IF_MATCH(ticket_fields), WITH_KEY,
		GIVES(ticket_view_fields)},
	{"POST", "/api/v1/tickets/{id}/close", ROLE_USER, 4 * KB, api_ticket_close,
		"checked: the ticket ends", MAY_TAKE(nothing_input), IF_MATCH(ticket_fields), WITH_KEY,
		GIVES(ticket_view_fields)},
	{"POST", "/api/v1/tickets/{id}/reopen", ROLE_USER, 4 * KB, api_ticket_reopen, "it was not repaired",
		MAY_TAKE(reopen_input), IF_MATCH(ticket_fields), WITH_KEY, GIVES(ticket_view_fields)},
	{"POST", "/api/v1/tickets/{id}/cancel", ROLE_REPAIR, 4 * KB, api_ticket_cancel,
		"withdrawn, duplicate, no fault", MAY_TAKE(cancel_input), IF_MATCH(ticket_fields), WITH_KEY,
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
	/* suggestions */
	{"GET", "/api/v1/tickets/{id}/suggestions", ROLE_USER, NO_BODY, api_suggestion_of_ticket,
		"what fixed it before, with the past tickets", QUERY(ticket_suggestion_query),
		GIVES(suggestion_fields)},
	{"POST", "/api/v1/tickets/{id}/suggestions/feedback", ROLE_REPAIR, 4 * KB, api_suggestion_mark,
		"a suggested fix worked, or did not apply; mark null takes it back",
		TAKES(suggestion_mark_input), LISTS(suggestion_mark_fields)},
	{"GET", "/api/v1/suggestions", ROLE_USER, NO_BODY, api_suggestion_get,
		"what fixed something like this text", QUERY(suggestion_query), GIVES(suggestion_fields)},
	{"GET", "/api/v1/suggestions/quality", ROLE_LEAD, NO_BODY, api_suggestion_quality,
		"how good they are here, by what closed repairs turned out to be", GIVES(quality_fields)},
	/* code lists */
	{"GET", "/api/v1/codelists", ROLE_USER, NO_BODY, api_codelist_list,
		"failure modes, causes, actions, waits", QUERY(codelist_query), LISTS(code_fields)},
	{"PUT", "/api/v1/codelists/{list}/{code}", ROLE_LEAD, 4 * KB, api_codelist_put,
		"add or rename a code", TAKES(code_input), GIVES(code_fields)},
};
const struct route_area routes_ticket = {rows, sizeof(rows) / sizeof(rows[0])};
