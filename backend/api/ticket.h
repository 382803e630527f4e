/* ticket.h - tickets over HTTP: lists, the view, the verbs, and what hangs on them. */
#ifndef API_TICKET_H
#define API_TICKET_H

#include "api/request.h"
#include "domain/ticket_action.h"

api_handler api_ticket_list, api_ticket_post, api_ticket_get, api_ticket_patch, api_ticket_history;
api_handler api_ticket_accept, api_ticket_start, api_ticket_wait, api_ticket_resume, api_ticket_restore;
api_handler api_ticket_wait_patch, api_ticket_wait_post;
api_handler api_ticket_close, api_ticket_reopen, api_ticket_cancel;
api_handler api_ticket_same, api_ticket_comment_post, api_ticket_person_post, api_ticket_person_delete;
api_handler api_labour_post, api_labour_delete, api_invoice_post, api_invoice_delete;
api_handler api_codelist_list, api_codelist_put;

extern const struct field ticket_view_fields[], ticket_input[], ticket_patch[], ticket_query[],
	history_query[];
extern const struct field accept_input[], nothing_input[], wait_input[], restore_input[], reopen_input[],
	cancel_input[];
extern const struct field wait_patch[], wait_add_input[], same_input[], comment_input[], person_input[];
extern const struct field labour_input[], invoice_input[], code_input[], codelist_query[];

/* May this person do that to this ticket, in whatever state it is? */
bool request_admits(const struct request *rq, const struct ticket *t, enum ticket_verb v);

/* A ticket in a list, with what this person may do with it. */
struct ticket_item {
	struct ticket ticket;
	int64_t actions;
};
extern const struct field ticket_item_fields[];
struct list /* ticket_item */ api_ticket_list_of(struct request *rq, const struct list *tickets);
enum err api_ticket_items(struct request *rq, const struct list *tickets, const char *next);
/* The whole ticket as it is now: people, waits, comments, labour, invoices, what may be done. ERR_NOT_FOUND
 */
enum err api_ticket_reply(struct request *rq, int status, int64_t id);

#endif
