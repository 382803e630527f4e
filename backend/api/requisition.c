/* requisition.c - see requisition.h. */
#include "api/requisition.h"

#include "api/reply.h"
#include "api/sheet.h"
#include "domain/requisition.h"
#include "domain/requisition_use.h"
#include "store/event.h"
#include "store/part.h"

/* ---- lists ---- */

const struct field requisition_query[] = {
	FIELD(struct requisition_filter, open, F_INT, .max = 1),
	FIELD_AS(struct requisition_filter, part_id, "part", F_INT, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct requisition_filter, before, F_INT, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct requisition_filter, limit, F_INT, .min = 1, .max = 500),
	FIELD_END,
};

/* Newest first; next is the id to pass as `before`. */
enum err api_requisition_list(struct request *rq)
{
	struct requisition_filter f = {NONE, NONE, NONE, 50};
	const char *next = NULL;
	struct list page;
	enum err err = request_query_read(rq, requisition_query, &f);

	if (err != OK)
		return err;
	f.limit++;
	err = store_requisition_list(request_db(rq), rq->arena, &f, &page);
	if (err == OK)
		next = reply_page_next(
			rq, &page, f.limit, sizeof(struct requisition), offsetof(struct requisition, id));
	return err == OK ? reply_list(rq, requisition_fields, &page, sizeof(struct requisition), next) : err;
}

/* ---- one ---- */

static const struct field use_part_fields[] = {
	FIELD(struct use_part, part_id, F_INT, F_SURE),
	FIELD(struct use_part, used, F_QTY, F_SURE),
	FIELD(struct use_part, tickets, F_INT, F_SURE),
	FIELD(struct use_part, qty, F_QTY, F_SURE),
	FIELD(struct use_part, cents, F_INT),
	FIELD_END,
};
static const struct field use_machine_fields[] = {
	FIELD(struct use_machine, machine_id, F_INT),
	FIELD(struct use_machine, code, F_TEXT),
	FIELD(struct use_machine, name, F_TEXT),
	FIELD(struct use_machine, name_en, F_TEXT),
	FIELD(struct use_machine, original_value_cents, F_INT),
	FIELD(struct use_machine, cents, F_INT, F_SURE),
	FIELD(struct use_machine, parts, F_LIST, SUB(use_part_fields, struct use_part)),
	FIELD_END,
};
struct requisition_view {
	struct requisition requisition;
	int64_t actions;
	struct list items, receipts, machines;
};
const struct field requisition_view_fields[] = {
	JOIN(struct requisition_view, requisition, requisition_fields),
	FIELD(struct requisition_view, actions, F_SET, .names = requisition_actions),
	FIELD(struct requisition_view, items, F_LIST, SUB(requisition_line_fields, struct requisition_line)),
	FIELD(struct requisition_view, receipts, F_LIST,
		SUB(requisition_receipt_fields, struct requisition_receipt)),
	FIELD(struct requisition_view, machines, F_LIST, SUB(use_machine_fields, struct use_machine)),
	FIELD_END,
};

static enum err load(struct request *rq, int64_t id, struct requisition_view *v)
{
	struct db *db = request_db(rq);
	struct list uses;
	enum err err = store_requisition_get(db, rq->arena, id, &v->requisition);
	int64_t made = v->requisition.created_at;

	if (err == OK)
		err = store_requisition_lines(db, rq->arena, id, &v->items);
	if (err == OK)
		err = store_requisition_receipts(db, rq->arena, id, &v->receipts);
	if (err == OK)
		err = store_requisition_uses(
			db, rq->arena, id, made - REQUISITION_USE_DAYS * DAY_MS, made + 1, &uses);
	if (err != OK)
		return err;
	v->machines = requisition_use_of(rq->arena, &v->items, &uses);
	v->actions = domain_requisition_actions(&v->requisition, rq->user.role);
	return OK;
}

static enum err reply_requisition(struct request *rq, int status, int64_t id)
{
	struct requisition_view v;
	enum err err = load(rq, id, &v);

	return err == OK ? reply_object(rq, status, requisition_view_fields, &v, v.requisition.version) : err;
}

/* ERR_NOT_FOUND */
enum err api_requisition_get(struct request *rq)
{
	return reply_requisition(rq, 200, request_id(rq, 0));
}

static enum err propose(struct tx *tx, void *ctx)
{
	return domain_requisition_propose(tx, ctx);
}

/* The draft, brought up to date, or a new one. ERR_CONFLICT: nothing has to be bought; what was worked out, and that a draft went
 * with its last line, stays all the same. */
enum err api_requisition_post(struct request *rq)
{
	struct requisition_run run = {.nightly = false};
	enum err err = request_write(rq, propose, &run);

	if (err == OK && run.id == NONE)
		err = fault_set(&rq->fault, ERR_CONFLICT, MSG_REQ_EMPTY, NULL);
	return err == OK ? reply_requisition(rq, 200, run.id) : err;
}

/* ---- changes ---- */

static enum err stale(struct request *rq, enum err err, int64_t id)
{
	struct requisition now;

	if (err == ERR_STALE && store_requisition_get(request_db(rq), rq->arena, id, &now) == OK)
		request_current(rq, requisition_fields, &now);
	return err;
}

const struct field requisition_line_input[] = {
	FIELD(struct requisition_line, qty, F_QTY, F_REQUIRED, .min = 0, .max = PART_QTY_MAX),
	FIELD(struct requisition_line, supplier_id, F_INT, F_IN, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct requisition_line, price_cents, F_INT, F_IN, .max = PART_PRICE_MAX),
	FIELD(struct requisition_line, note, F_TEXT, F_IN, .max = 500),
	FIELD_END,
};
struct line_job {
	int64_t id, version;
	struct requisition_line line;
};

static enum err put_line(struct tx *tx, void *ctx)
{
	const struct line_job *j = ctx;

	return domain_requisition_line(tx, j->id, j->version, &j->line);
}

/* qty 0 strikes it out; what is not said stays. ERR_NOT_FOUND, ERR_STALE, ERR_CONFLICT: it is no draft. ERR_INVALID: no such part, no
 * such supplier. */
enum err api_requisition_line_put(struct request *rq)
{
	struct line_job j = {.id = request_id(rq, 0)};
	enum err err = request_if_match(rq, &j.version);

	if (err == OK)
		err = domain_requisition_line_get(
			request_db(rq), rq->arena, j.id, request_id(rq, 1), &j.line, &rq->fault);
	if (err == OK && j.line.ended)
		j.line.qty = 0;
	if (err == OK)
		err = request_json(rq, requisition_line_input, &j.line, true);
	if (err == OK)
		err = stale(rq, request_write(rq, put_line, &j), j.id);
	return err == OK ? reply_requisition(rq, 200, j.id) : err;
}

struct note_job {
	int64_t id, version;
	const char *note;
};
const struct field requisition_note_input[] = {
	FIELD(struct note_job, note, F_TEXT, F_IN, .max = 500),
	FIELD_END,
};

static enum err put_note(struct tx *tx, void *ctx)
{
	const struct note_job *j = ctx;

	return domain_requisition_note(tx, j->id, j->version, j->note);
}

/* What is said of it as a whole. ERR_NOT_FOUND, ERR_STALE; ERR_CONFLICT: it is over. */
enum err api_requisition_patch(struct request *rq)
{
	struct note_job j = {.id = request_id(rq, 0)};
	enum err err = request_if_match(rq, &j.version);

	if (err == OK)
		err = request_json(rq, requisition_note_input, &j, false);
	if (err == OK)
		err = stale(rq, request_write(rq, put_note, &j), j.id);
	return err == OK ? reply_requisition(rq, 200, j.id) : err;
}

struct step_job {
	int64_t id, version;
	enum requisition_action action;
	const char *reason;
};
const struct field requisition_reason_input[] = {
	FIELD(struct step_job, reason, F_TEXT, F_IN, .max = 500),
	FIELD_END,
};

static enum err run_step(struct tx *tx, void *ctx)
{
	const struct step_job *j = ctx;

	return domain_requisition_step(tx, j->id, j->version, j->action, j->reason);
}

/* ERR_NOT_FOUND, ERR_STALE; ERR_CONFLICT: not in this state; ERR_INVALID: a reason is missing. */
static enum err step(struct request *rq, enum requisition_action action, bool reasoned)
{
	struct step_job j = {.id = request_id(rq, 0), .action = action};
	enum err err = request_if_match(rq, &j.version);

	if (err == OK && reasoned && rq->body_len)
		err = request_json(rq, requisition_reason_input, &j, false);
	if (err == OK)
		err = stale(rq, request_write(rq, run_step, &j), j.id);
	return err == OK ? reply_requisition(rq, 200, j.id) : err;
}

enum err api_requisition_approve(struct request *rq)
{
	return step(rq, REQ_APPROVE, false);
}

enum err api_requisition_order(struct request *rq)
{
	return step(rq, REQ_ORDER, false);
}

enum err api_requisition_close(struct request *rq)
{
	return step(rq, REQ_CLOSE, true);
}

enum err api_requisition_cancel(struct request *rq)
{
	return step(rq, REQ_CANCEL, true);
}

const struct field requisition_delivery_input[] = {
	FIELD(struct requisition_delivery, part_id, F_INT, F_REQUIRED, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct requisition_delivery, bin_id, F_INT, F_IN, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct requisition_delivery, qty, F_QTY, F_REQUIRED, .min = 1, .max = PART_QTY_MAX),
	FIELD(struct requisition_delivery, price_cents, F_INT, F_IN, .max = PART_PRICE_MAX),
	FIELD(struct requisition_delivery, slip, F_TEXT, F_IN, .max = 200),
	FIELD_END,
};

static enum err receive(struct tx *tx, void *ctx)
{
	return domain_requisition_receive(tx, ctx);
}

/* ERR_NOT_FOUND; ERR_CONFLICT: not ordered; ERR_INVALID: not in it, no bin. */
enum err api_requisition_receive(struct request *rq)
{
	struct requisition_delivery d;
	enum err err;

	fields_none(requisition_delivery_input, &d);
	d.requisition_id = request_id(rq, 0);
	d.key = NULL;
	err = request_key(rq, &d.key);
	if (err == OK)
		err = request_json(rq, requisition_delivery_input, &d, false);
	if (err == OK)
		err = request_write(rq, receive, &d);
	return err == OK ? reply_requisition(rq, 200, d.requisition_id) : err;
}

/* ---- Excel ---- */

#define TEXT(member, title, width) XLSX(FIELD(struct requisition_line, member, F_TEXT), title, width)
#define QTY(member, title) XLSX(FIELD(struct requisition_line, member, F_QTY), title, 10)
#define MONEY(member, title)                                                                                 \
	XLSX(FIELD(struct requisition_line, member, F_INT), title, 12, .style = XLSX_MONEY)
static const struct xlsx_column line_columns[] = {
	TEXT(code, MSG_X_CODE, 16),
	TEXT(name, MSG_X_NAME, 24),
	TEXT(spec, MSG_X_SPEC, 20),
	TEXT(unit, MSG_X_UNIT, 7),
	TEXT(supplier_name, MSG_X_SUPPLIER, 20),
	QTY(qty, MSG_X_MOVED),
	MONEY(price_cents, MSG_X_PRICE),
	MONEY(cents, MSG_X_AMOUNT),
	QTY(received, MSG_X_RECEIVED),
	QTY(on_hand, MSG_X_ON_HAND),
	QTY(reserved, MSG_X_RESERVED),
	QTY(on_order, MSG_X_ON_ORDER),
	QTY(point, MSG_X_MIN_QTY),
	QTY(year_qty, MSG_X_YEAR_QTY),
	XLSX(FIELD(struct requisition_line, lead_days, F_INT), MSG_X_LEAD_DAYS, 10),
	TEXT(note, MSG_X_NOTE, 30),
	XLSX_END,
};

/* Without what was struck out and what was given up before any of it came, as on paper. */
static void leave_out_ended(struct list *lines)
{
	struct requisition_line *all = lines->items;
	size_t n = 0;

	for (size_t i = 0; i < lines->n; i++)
		if (!all[i].ended || all[i].received > 0)
			all[n++] = all[i];
	lines->n = n;
}

/* Its lines. ERR_NOT_FOUND */
enum err api_requisition_sheet(struct request *rq)
{
	struct sheet s = {.title = MSG_X_REQUISITION, .columns = line_columns};
	struct requisition r;
	struct list lines;
	int64_t id = request_id(rq, 0);
	enum err err = store_requisition_get(request_db(rq), rq->arena, id, &r);

	s.file = arena_printf(rq->arena, "requisition-%lld", (long long)id);
	if (err == OK)
		err = store_requisition_lines(request_db(rq), rq->arena, id, &lines);
	if (err == OK)
		leave_out_ended(&lines);
	return err == OK ? sheet_reply(rq, &s, &lines, sizeof(struct requisition_line)) : err;
}

/* ---- the plant's rules ---- */

enum err api_purchasing_get(struct request *rq)
{
	struct purchasing p;
	enum err err = store_purchasing_get(request_db(rq), &p);

	return err == OK ? reply_object(rq, 200, purchasing_fields, &p, p.version) : err;
}

static enum err put_rules(struct tx *tx, void *ctx)
{
	struct purchasing *p = ctx, before;
	enum err err = store_purchasing_get(tx->db, &before);

	if (err == OK)
		err = store_purchasing_put(tx, p);
	if (err == ERR_STALE)
		return fault_set(tx->fault, ERR_STALE, MSG_STALE, NULL);
	p->run_day = before.run_day;
	return err == OK ? store_event_change(tx, "purchasing", 1, "changed", purchasing_fields, &before, p)
			 : err;
}

/* ERR_STALE, ERR_INVALID */
enum err api_purchasing_put(struct request *rq)
{
	struct purchasing p = {.run_day = NONE}, now;
	enum err err = request_if_match(rq, &p.version);

	if (err == OK)
		err = request_json(rq, purchasing_fields, &p, false);
	if (err == OK)
		err = request_write(rq, put_rules, &p);
	if (err == ERR_STALE && store_purchasing_get(request_db(rq), &now) == OK)
		request_current(rq, purchasing_fields, &now);
	return err == OK ? reply_object(rq, 200, purchasing_fields, &p, p.version) : err;
}
