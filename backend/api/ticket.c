/* ticket.c - lists and corrections of tickets; the view is in ticket_view.c, the verbs in ticket_verb.c. See ticket.h. */
#include "api/ticket.h"

#include "api/reply.h"
#include "domain/ticket.h"
#include "store/event.h"

enum err api_ticket_get(struct request *rq)
{
	return api_ticket_reply(rq, 200, request_id(rq, 0));
}

/* ---- lists ---- */

const struct field ticket_query[] = {
	FIELD(struct ticket_filter, state, F_ENUM, .names = ticket_states),
	FIELD(struct ticket_filter, open, F_INT, .max = 1),
	FIELD_AS(struct ticket_filter, machine_id, "machine", F_INT, .min = 1, .max = FIELD_ID_MAX),
	FIELD_AS(struct ticket_filter, technician_id, "technician", F_INT, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct ticket_filter, unassigned, F_INT, .min = 1, .max = 1),
	FIELD(struct ticket_filter, planned, F_INT, .max = 1),
	FIELD(struct ticket_filter, priority, F_INT, .min = 1, .max = 4),
	FIELD(struct ticket_filter, text, F_TEXT, .max = QUERY_TEXT_MAX),
	FIELD(struct ticket_filter, from, F_TIME),
	FIELD(struct ticket_filter, to, F_TIME),
	FIELD_AS(struct ticket_filter, under_id, "under", F_INT, .min = 1, .max = FIELD_ID_MAX),
	FIELD_AS(struct ticket_filter, component_id, "component", F_INT, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct ticket_filter, kind, F_ENUM, .names = ticket_kinds),
	FIELD(struct ticket_filter, failure_mode, F_TEXT, .max = 20),
	FIELD(struct ticket_filter, cause_code, F_TEXT, .max = 20),
	FIELD(struct ticket_filter, restored_from, F_TIME),
	FIELD(struct ticket_filter, restored_to, F_TIME),
	FIELD(struct ticket_filter, before, F_INT, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct ticket_filter, after, F_INT, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct ticket_filter, limit, F_INT, .min = 1, .max = 500),
	FIELD_END,
};

/* Newest first, next is the id to pass as `before`; open=1 is the work list, most urgent first, next is the id to
 * pass as `after`. */
enum err api_ticket_list(struct request *rq)
{
	struct ticket_filter f;
	struct list all;
	const char *next;
	enum err err;

	ticket_filter_none(&f);
	err = request_query_read(rq, ticket_query, &f);
	if (f.open == 1 && !request_query(rq, "limit"))
		f.limit = 500;
	f.limit++; /* one more says that there is another page */
	if (err == OK)
		err = store_ticket_list(request_db(rq), rq->arena, &f, &all);
	if (err != OK)
		return err;
	next = reply_page_next(rq, &all, f.limit, sizeof(struct ticket), offsetof(struct ticket, id));
	return api_ticket_items(rq, &all, next);
}

struct history_page {
	int64_t before, limit;
};
const struct field history_query[] = {
	FIELD(struct history_page, before, F_INT, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct history_page, limit, F_INT, .min = 1, .max = 500),
	FIELD_END,
};

enum err api_ticket_history(struct request *rq)
{
	int64_t id = request_id(rq, 0);
	struct history_page f = {.before = NONE, .limit = 100};
	struct list all;
	struct ticket t;
	const char *next;
	enum err err = request_query_read(rq, history_query, &f);

	if (err == OK)
		err = store_ticket_get(request_db(rq), rq->arena, id, &t);
	if (err == OK)
		err = store_event_of(request_db(rq), rq->arena, "ticket", id, f.before, f.limit + 1, &all);
	if (err != OK)
		return err;
	next = reply_page_next(rq, &all, f.limit + 1, sizeof(struct event), offsetof(struct event, seq));
	return reply_list(rq, event_fields, &all, sizeof(struct event), next);
}

/* ---- new, and corrected ---- */

const struct field ticket_input[] = {
	FIELD(struct ticket_new, machine_id, F_INT, F_REQUIRED, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct ticket_new, component_id, F_INT, F_IN, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct ticket_new, kind, F_ENUM, F_IN, .names = ticket_kinds),
	FIELD(struct ticket_new, priority, F_INT, F_IN, .min = 1, .max = 4),
	FIELD(struct ticket_new, symptom, F_TEXT, F_REQUIRED, .max = 500),
	FIELD(struct ticket_new, fault_code, F_TEXT, F_IN, .max = 60),
	FIELD(struct ticket_new, failure_mode, F_TEXT, F_IN, .max = 20),
	FIELD(struct ticket_new, stopped, F_BOOL, F_IN),
	FIELD(struct ticket_new, occurred_at, F_TIME, F_IN),
	FIELD(struct ticket_new, reporter, F_TEXT, F_IN, .max = 80),
	FIELD(struct ticket_new, contact, F_TEXT, F_IN, .max = 80),
	FIELD(struct ticket_new, planned_from, F_TIME, F_IN),
	FIELD(struct ticket_new, planned_to, F_TIME, F_IN),
	FIELD_END,
};

struct report_call {
	struct ticket_new n;
	struct ticket t;
	bool again;
};

static enum err report(struct tx *tx, void *ctx)
{
	struct report_call *c = ctx;

	return domain_ticket_report(tx, &c->n, &c->t, &c->again);
}

/* 201; 200 when the Idempotency-Key was seen before. ERR_INVALID: fields, or no such machine. */
enum err api_ticket_post(struct request *rq)
{
	struct report_call c;
	enum err err;

	ticket_new_none(&c.n);
	c.n.source = SOURCE_ACCOUNT;
	err = request_json(rq, ticket_input, &c.n, false);
	if (err == OK)
		err = request_key(rq, &c.n.key);
	if (err == OK && c.n.kind < 0)
		c.n.kind = TICKET_CORRECTIVE;
	if (err == OK)
		err = request_write(rq, report, &c);
	if (err == ERR_NOT_FOUND)
		return fault_field(&rq->fault, "machine_id", MSG_F_NO_SUCH, NULL);
	return err == OK ? api_ticket_reply(rq, c.again ? 200 : 201, c.t.id) : err;
}

const struct field ticket_patch[] = {
	FIELD(struct ticket_edit, assignee_id, F_INT, F_IN, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct ticket_edit, component_id, F_INT, F_IN, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct ticket_edit, priority, F_INT, F_REQUIRED, .min = 1, .max = 4),
	FIELD(struct ticket_edit, stopped, F_BOOL, F_REQUIRED),
	FIELD(struct ticket_edit, failure, F_BOOL, F_REQUIRED),
	FIELD(struct ticket_edit, symptom, F_TEXT, F_REQUIRED, .max = 500),
	FIELD(struct ticket_edit, fault_code, F_TEXT, F_IN, .max = 60),
	FIELD(struct ticket_edit, failure_mode, F_TEXT, F_IN, .max = 20),
	FIELD(struct ticket_edit, cause_code, F_TEXT, F_IN, .max = 20),
	FIELD(struct ticket_edit, cause, F_TEXT, F_IN, .max = 1000),
	FIELD(struct ticket_edit, action_code, F_TEXT, F_IN, .max = 20),
	FIELD(struct ticket_edit, action, F_TEXT, F_IN, .max = 1000),
	FIELD(struct ticket_edit, occurred_at, F_TIME, F_IN),
	FIELD(struct ticket_edit, reported_at, F_TIME, F_IN),
	FIELD(struct ticket_edit, accepted_at, F_TIME, F_IN),
	FIELD(struct ticket_edit, started_at, F_TIME, F_IN),
	FIELD(struct ticket_edit, restored_at, F_TIME, F_IN),
	FIELD(struct ticket_edit, planned_from, F_TIME, F_IN),
	FIELD(struct ticket_edit, planned_to, F_TIME, F_IN),
	FIELD(struct ticket_edit, reason, F_TEXT, F_IN, .max = 500),
	FIELD_END,
};

struct edit_call {
	int64_t id, version;
	struct ticket_edit edit;
	struct ticket t;
};

static enum err edit(struct tx *tx, void *ctx)
{
	struct edit_call *c = ctx;

	return domain_ticket_edit(tx, c->id, c->version, &c->edit, &c->t);
}

/* ERR_STALE carries the current ticket. */
enum err api_ticket_patch(struct request *rq)
{
	struct edit_call c = {.id = request_id(rq, 0)};
	const char *key = NULL;
	bool done = false;
	enum err err = request_if_match(rq, &c.version);

	if (err == OK)
		err = request_key(rq, &key);
	if (err == OK)
		err = request_done_before(rq, "ticket", key, &done);
	if (err == OK && !done)
		err = store_ticket_get(request_db(rq), rq->arena, c.id, &c.t);
	if (err != OK || done)
		return err == OK ? api_ticket_reply(rq, 200, c.id) : err;
	domain_ticket_edit_of(&c.t, &c.edit);
	err = request_json(rq, ticket_patch, &c.edit, true);
	/* What was not sent is as it was in the version that was read here. */
	if (err == OK && c.t.version != c.version)
		err = fault_set(&rq->fault, ERR_STALE, MSG_STALE, NULL);
	if (err == OK && c.edit.assignee_id != c.t.assignee_id && !request_admits(rq, &c.t, ACTION_ASSIGN))
		err = fault_set(&rq->fault, ERR_DENIED, MSG_DENIED, NULL);
	if (err == OK)
		err = request_write_once(rq, edit, &c, "ticket", key, &c.id, &done);
	if (err == ERR_STALE)
		request_current(rq, ticket_fields, &c.t);
	return err == OK ? api_ticket_reply(rq, 200, c.id) : err;
}
