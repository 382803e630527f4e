/* ticket_verb.c - what is done to a ticket: accept … cancel, comments, people, labour, invoices, code lists.
 * Each verb needs If-Match; ERR_STALE carries the current ticket. See ticket.h. */
#include "api/ticket.h"

#include "api/reply.h"
#include "domain/codelist.h"
#include "domain/ticket.h"

/* One struct takes the bodies of all verbs; each verb has its own table of what it reads. */
struct verb_call {
	int64_t id, version, account_id, duplicate_of;
	const char *reason, *note;
	int cancel;
	struct ticket_repair repair;
	struct ticket t;
};

const struct field nothing_input[] = {FIELD_END};

static enum err run_verb(struct request *rq, const struct field *fields, struct verb_call *c, store_fn *fn)
{
	enum err err = request_if_match(rq, &c->version);
	const char *key = NULL;
	bool again;

	c->id = request_id(rq, 0);
	if (err == OK)
		err = request_key(rq, &key);
	if (err == OK && rq->body_len)
		err = request_json(rq, fields, c, false);
	if (err == OK)
		err = request_write_once(rq, fn, c, "ticket", key, &c->id, &again);
	if (err == ERR_STALE)
		request_current(rq, ticket_fields, &c->t);
	return err == OK ? api_ticket_reply(rq, 200, c->id) : err;
}

const struct field accept_input[] = {
	FIELD(struct verb_call, account_id, F_INT, F_IN, .min = 1, .max = FIELD_ID_MAX),
	FIELD_END,
};

static enum err accept(struct tx *tx, void *ctx)
{
	struct verb_call *c = ctx;
	int64_t who = c->account_id == NONE ? tx->actor.account : c->account_id;

	return domain_ticket_accept(tx, c->id, c->version, who, &c->t);
}

/* A technician takes it; who may assign it hands it to somebody. */
enum err api_ticket_accept(struct request *rq)
{
	struct verb_call c = {.account_id = NONE};
	struct verb_call peek = {.account_id = NONE};

	if (rq->body_len && request_json(rq, accept_input, &peek, false) != OK)
		return ERR_INVALID;
	if (peek.account_id != NONE && peek.account_id != rq->user.id) {
		struct ticket t;
		enum err err = store_ticket_get(request_db(rq), rq->arena, request_id(rq, 0), &t);

		if (err == OK && !request_admits(rq, &t, ACTION_ASSIGN))
			err = fault_set(&rq->fault, ERR_DENIED, MSG_DENIED, NULL);
		if (err != OK)
			return err;
	}
	return run_verb(rq, accept_input, &c, accept);
}

static enum err start(struct tx *tx, void *ctx)
{
	struct verb_call *c = ctx;

	return domain_ticket_start(tx, c->id, c->version, &c->t);
}

enum err api_ticket_start(struct request *rq)
{
	struct verb_call c = {0};

	return run_verb(rq, nothing_input, &c, start);
}

const struct field wait_input[] = {
	FIELD(struct verb_call, reason, F_TEXT, F_REQUIRED, .max = 20),
	FIELD(struct verb_call, note, F_TEXT, F_IN, .max = 500),
	FIELD_END,
};

static enum err wait_for(struct tx *tx, void *ctx)
{
	struct verb_call *c = ctx;

	return domain_ticket_wait(tx, c->id, c->version, c->reason, c->note, &c->t);
}

enum err api_ticket_wait(struct request *rq)
{
	struct verb_call c = {0};

	return run_verb(rq, wait_input, &c, wait_for);
}

static enum err resume(struct tx *tx, void *ctx)
{
	struct verb_call *c = ctx;

	return domain_ticket_resume(tx, c->id, c->version, &c->t);
}

enum err api_ticket_resume(struct request *rq)
{
	struct verb_call c = {0};

	return run_verb(rq, nothing_input, &c, resume);
}

#define REPAIR(member, kind, ...) FIELD_AS(struct verb_call, repair.member, #member, kind, __VA_ARGS__)
const struct field restore_input[] = {
	REPAIR(restored_at, F_TIME, F_IN),
	REPAIR(occurred_at, F_TIME, F_IN),
	REPAIR(component_id, F_INT, F_IN, .min = 1, .max = FIELD_ID_MAX),
	REPAIR(failure_mode, F_TEXT, F_IN, .max = 20),
	REPAIR(cause_code, F_TEXT, F_IN, .max = 20),
	REPAIR(cause, F_TEXT, F_IN, .max = 1000),
	REPAIR(action_code, F_TEXT, F_IN, .max = 20),
	REPAIR(action, F_TEXT, F_IN, .max = 1000),
	REPAIR(fix_id, F_INT, F_IN, .min = 1, .max = FIELD_ID_MAX),
	FIELD_END,
};

static enum err restore(struct tx *tx, void *ctx)
{
	struct verb_call *c = ctx;

	return domain_ticket_restore(tx, c->id, c->version, &c->repair, &c->t);
}

/* The machine runs again: now, or at a time; what was found and done. */
enum err api_ticket_restore(struct request *rq)
{
	struct verb_call c = {0};

	ticket_repair_none(&c.repair);
	return run_verb(rq, restore_input, &c, restore);
}

static enum err close_ticket(struct tx *tx, void *ctx)
{
	struct verb_call *c = ctx;

	return domain_ticket_close(tx, c->id, c->version, &c->t);
}

/* Checked by a manager, or by the account that reported it. */
enum err api_ticket_close(struct request *rq)
{
	struct verb_call c = {0};
	struct ticket t;
	enum err err = store_ticket_get(request_db(rq), rq->arena, request_id(rq, 0), &t);

	if (err != OK)
		return err;
	if (!request_admits(rq, &t, VERB_CLOSE))
		return fault_set(&rq->fault, ERR_DENIED, MSG_TICKET_CLOSER, NULL);
	return run_verb(rq, nothing_input, &c, close_ticket);
}

const struct field reopen_input[] = {
	FIELD(struct verb_call, reason, F_TEXT, F_REQUIRED, .max = 500),
	FIELD_END,
};

static enum err reopen(struct tx *tx, void *ctx)
{
	struct verb_call *c = ctx;

	return domain_ticket_reopen(tx, c->id, c->version, c->reason, &c->t);
}

enum err api_ticket_reopen(struct request *rq)
{
	struct verb_call c = {0};

	return run_verb(rq, reopen_input, &c, reopen);
}

const struct field cancel_input[] = {
	FIELD_AS(struct verb_call, cancel, "reason", F_ENUM, F_REQUIRED, .names = cancel_reasons),
	FIELD(struct verb_call, duplicate_of, F_INT, F_IN, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct verb_call, note, F_TEXT, F_IN, .max = 500),
	FIELD_END,
};

static enum err cancel(struct tx *tx, void *ctx)
{
	struct verb_call *c = ctx;

	return domain_ticket_cancel(tx, c->id, c->version, c->cancel, c->duplicate_of, c->note, &c->t);
}

enum err api_ticket_cancel(struct request *rq)
{
	struct verb_call c = {.cancel = -1, .duplicate_of = NONE};

	return run_verb(rq, cancel_input, &c, cancel);
}

/* ---- waits that were marked late ---- */

struct wait_call {
	int64_t version;
	struct ticket_wait wait;
	const char *why;
	struct ticket t;
};
#define WAIT(member, kind, ...) FIELD_AS(struct wait_call, wait.member, #member, kind, __VA_ARGS__)
#define WAIT_FIELDS                                                                                          \
	WAIT(reason, F_TEXT, F_REQUIRED, .max = 20), WAIT(note, F_TEXT, F_IN, .max = 500),                   \
		WAIT(from_at, F_TIME, F_REQUIRED), WAIT(to_at, F_TIME, F_IN)
const struct field wait_patch[] = {
	WAIT_FIELDS,
	FIELD(struct wait_call, why, F_TEXT, F_REQUIRED, .max = 500),
	FIELD_END,
};
const struct field wait_add_input[] = {WAIT_FIELDS, FIELD_END};

static enum err edit_wait(struct tx *tx, void *ctx)
{
	struct wait_call *c = ctx;

	return domain_ticket_wait_edit(tx, c->wait.ticket_id, c->version, &c->wait, c->why, &c->t);
}

static enum err add_wait(struct tx *tx, void *ctx)
{
	struct wait_call *c = ctx;

	return domain_ticket_wait_add(tx, c->wait.ticket_id, c->version, &c->wait, &c->t);
}

enum err api_ticket_wait_patch(struct request *rq)
{
	struct wait_call c = {.why = NULL};
	enum err err = request_if_match(rq, &c.version);

	if (err == OK)
		err = store_wait_get(request_db(rq), rq->arena, request_id(rq, 1), &c.wait);
	if (err == OK && c.wait.ticket_id != request_id(rq, 0))
		err = ERR_NOT_FOUND;
	if (err == OK)
		err = request_json(rq, wait_patch, &c, true);
	if (err == OK && !c.why)
		err = fault_field(&rq->fault, "why", MSG_TICKET_REASON, NULL);
	if (err == OK)
		err = request_write(rq, edit_wait, &c);
	if (err == ERR_STALE)
		request_current(rq, ticket_fields, &c.t);
	return err == OK ? api_ticket_reply(rq, 200, c.t.id) : err;
}

enum err api_ticket_wait_post(struct request *rq)
{
	struct wait_call c = {.why = NULL};
	enum err err = request_if_match(rq, &c.version);

	fields_none(ticket_wait_fields, &c.wait);
	c.wait.ticket_id = request_id(rq, 0);
	if (err == OK)
		err = request_json(rq, wait_add_input, &c, false);
	if (err == OK)
		err = request_write(rq, add_wait, &c);
	if (err == ERR_STALE)
		request_current(rq, ticket_fields, &c.t);
	return err == OK ? api_ticket_reply(rq, 201, c.t.id) : err;
}

/* ---- without a version: these only add ---- */

struct same_call {
	int64_t id;
	const char *reporter, *note, *key;
	struct ticket t;
};
const struct field same_input[] = {
	FIELD(struct same_call, reporter, F_TEXT, F_IN, .max = 80),
	FIELD(struct same_call, note, F_TEXT, F_IN, .max = 500),
	FIELD_END,
};

static enum err same(struct tx *tx, void *ctx)
{
	struct same_call *c = ctx;

	return domain_ticket_same(tx, c->id, c->reporter, c->note, c->key, &c->t);
}

enum err api_ticket_same(struct request *rq)
{
	struct same_call c = {.id = request_id(rq, 0), .reporter = rq->user.name};
	enum err err = request_key(rq, &c.key);

	if (err == OK && rq->body_len)
		err = request_json(rq, same_input, &c, false);
	if (err == OK)
		err = request_write(rq, same, &c);
	return err == OK ? api_ticket_reply(rq, 200, c.id) : err;
}

const struct field comment_input[] = {
	FIELD(struct ticket_comment, text, F_TEXT, F_REQUIRED, .max = 2000),
	FIELD_END,
};

static enum err comment(struct tx *tx, void *ctx)
{
	return domain_ticket_comment(tx, ctx);
}

enum err api_ticket_comment_post(struct request *rq)
{
	struct ticket_comment c = {
		.ticket_id = request_id(rq, 0), .account_id = rq->user.id, .author = rq->user.name};
	enum err err = request_json(rq, comment_input, &c, false);

	if (err == OK)
		err = request_key(rq, &c.send_key);
	if (err == OK)
		err = request_write(rq, comment, &c);
	return err == OK ? reply_object(rq, 201, ticket_comment_fields, &c, NONE) : err;
}

const struct field person_input[] = {
	FIELD(struct verb_call, account_id, F_INT, F_REQUIRED, .min = 1, .max = FIELD_ID_MAX),
	FIELD_END,
};

static enum err join(struct tx *tx, void *ctx)
{
	struct verb_call *c = ctx;

	return domain_ticket_join(tx, c->id, c->account_id);
}

enum err api_ticket_person_post(struct request *rq)
{
	struct verb_call c = {.id = request_id(rq, 0)};
	enum err err = request_json(rq, person_input, &c, false);

	if (err == OK)
		err = request_write(rq, join, &c);
	return err == OK ? api_ticket_reply(rq, 200, c.id) : err;
}

static enum err leave(struct tx *tx, void *ctx)
{
	struct verb_call *c = ctx;

	return domain_ticket_leave(tx, c->id, c->account_id);
}

enum err api_ticket_person_delete(struct request *rq)
{
	struct verb_call c = {.id = request_id(rq, 0), .account_id = request_id(rq, 1)};
	enum err err = request_write(rq, leave, &c);

	return err == OK ? api_ticket_reply(rq, 200, c.id) : err;
}

struct labour_call {
	struct labour row;
	int64_t day;
};
const struct field labour_input[] = {
	FIELD_AS(
		struct labour_call, row.account_id, "account_id", F_INT, F_IN, .min = 1, .max = FIELD_ID_MAX),
	FIELD_AS(struct labour_call, row.minutes, "minutes", F_INT, F_REQUIRED, .min = 1, .max = 1440),
	FIELD(struct labour_call, day, F_DAY, F_IN),
	FIELD_AS(struct labour_call, row.note, "note", F_TEXT, F_IN, .max = 500),
	FIELD_END,
};

static enum err labour(struct tx *tx, void *ctx)
{
	struct labour_call *c = ctx;

	return domain_ticket_labour(tx, &c->row, c->day);
}

/* Minutes of oneself, or of a colleague; at that person's rate of that day. */
enum err api_labour_post(struct request *rq)
{
	struct labour_call c = {
		.row = {.ticket_id = request_id(rq, 0), .account_id = rq->user.id}, .day = NONE};
	enum err err = request_json(rq, labour_input, &c, false);

	if (err == OK)
		err = request_key(rq, &c.row.send_key);
	if (err == OK)
		err = request_write(rq, labour, &c);
	return err == OK ? reply_object(rq, 201, labour_fields, &c.row, NONE) : err;
}

struct remove_call {
	int64_t ticket, id;
};

static enum err labour_remove(struct tx *tx, void *ctx)
{
	struct remove_call *c = ctx;

	return domain_ticket_labour_remove(tx, c->ticket, c->id);
}

enum err api_labour_delete(struct request *rq)
{
	struct remove_call c = {request_id(rq, 0), request_id(rq, 1)};
	enum err err = request_write(rq, labour_remove, &c);

	return err == OK ? reply_nothing(rq) : err;
}

struct invoice_call {
	struct invoice row;
	int64_t day;
};
const struct field invoice_input[] = {
	FIELD_AS(struct invoice_call, row.cost_cents, "cost_cents", F_INT, F_REQUIRED,
		.min = -INT64_C(1000000000000), .max = INT64_C(1000000000000)),
	FIELD_AS(struct invoice_call, row.supplier, "supplier", F_TEXT, F_IN),
	FIELD(struct invoice_call, day, F_DAY, F_IN),
	FIELD_AS(struct invoice_call, row.note, "note", F_TEXT, F_IN, .max = 500),
	FIELD_END,
};

static enum err invoice(struct tx *tx, void *ctx)
{
	struct invoice_call *c = ctx;

	return domain_ticket_invoice(tx, &c->row, c->day);
}

enum err api_invoice_post(struct request *rq)
{
	struct invoice_call c = {
		.row = {.ticket_id = request_id(rq, 0), .kind = INVOICE_OUTSIDE}, .day = NONE};
	enum err err = request_json(rq, invoice_input, &c, false);

	if (err == OK)
		err = request_key(rq, &c.row.send_key);
	if (err == OK)
		err = request_write(rq, invoice, &c);
	return err == OK ? reply_object(rq, 201, invoice_fields, &c.row, NONE) : err;
}

static enum err invoice_remove(struct tx *tx, void *ctx)
{
	struct remove_call *c = ctx;

	return domain_ticket_invoice_remove(tx, c->ticket, c->id);
}

enum err api_invoice_delete(struct request *rq)
{
	struct remove_call c = {request_id(rq, 0), request_id(rq, 1)};
	enum err err = request_write(rq, invoice_remove, &c);

	return err == OK ? reply_nothing(rq) : err;
}

/* ---- code lists ---- */

struct codelist_filter {
	int list;
};
const struct field codelist_query[] = {
	FIELD(struct codelist_filter, list, F_ENUM, .names = code_lists),
	FIELD_END,
};

enum err api_codelist_list(struct request *rq)
{
	struct codelist_filter f = {.list = -1};
	struct list all;
	enum err err = request_query_read(rq, codelist_query, &f);

	if (err == OK)
		err = store_code_list(
			request_db(rq), rq->arena, f.list < 0 ? NULL : code_lists[f.list], &all);
	return err == OK ? reply_list(rq, code_fields, &all, sizeof(struct code), NULL) : err;
}

const struct field code_input[] = {
	FIELD(struct code, zh, F_TEXT, F_REQUIRED, .max = 60),
	FIELD(struct code, en, F_TEXT, F_REQUIRED, .max = 60),
	FIELD(struct code, sort, F_INT, F_IN, .max = 100000),
	FIELD(struct code, active, F_BOOL, F_IN),
	FIELD_END,
};

static enum err put_code(struct tx *tx, void *ctx)
{
	return domain_codelist_put(tx, ctx);
}

enum err api_codelist_put(struct request *rq)
{
	struct code c = {.list = rq->params[0], .code = rq->params[1], .sort = 1000, .active = 1};
	enum err err = request_json(rq, code_input, &c, false);

	if (err == OK)
		err = request_write(rq, put_code, &c);
	return err == OK ? reply_object(rq, 200, code_fields, &c, NONE) : err;
}
