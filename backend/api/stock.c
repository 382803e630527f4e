/* stock.c - see stock.h. */
#include "api/stock.h"

#include "api/reply.h"
#include "domain/stock.h"
#include "store/ticket.h"

/* ---- what moves stock ---- */

struct move_job {
	struct stock_move in;
	enum err (*move)(struct tx *tx, const struct stock_move *in, struct movement *out);
	struct movement out;
	struct list outs; /* of a return */
};

static enum err run_move(struct tx *tx, void *ctx)
{
	struct move_job *j = ctx;

	return j->move(tx, &j->in, &j->out);
}

static enum err read_move(struct request *rq, const struct field *input, struct move_job *j)
{
	enum err err = request_key(rq, &j->in.key);

	return request_json(rq, input, &j->in, false) == OK ? err : ERR_INVALID;
}

static enum err write_move(struct request *rq, struct move_job *j)
{
	enum err err = request_write(rq, run_move, j);

	return err == OK ? reply_object(rq, 201, movement_fields, &j->out, NONE) : err;
}

static enum err make_move(struct request *rq, const struct field *input, struct move_job *j)
{
	enum err err = read_move(rq, input, j);

	return err == OK ? write_move(rq, j) : err;
}

#define BIN_INPUT FIELD(struct stock_move, bin_id, F_INT, F_IN, .min = 1, .max = FIELD_ID_MAX)
#define QTY_INPUT FIELD(struct stock_move, qty, F_QTY, F_REQUIRED, .min = 1, .max = PART_QTY_MAX)

const struct field receive_input[] = {
	BIN_INPUT,
	QTY_INPUT,
	FIELD(struct stock_move, price_cents, F_INT, F_IN, .max = PART_PRICE_MAX),
	FIELD(struct stock_move, value_cents, F_INT, F_IN, .max = PART_VALUE_MAX),
	FIELD(struct stock_move, supplier_id, F_INT, F_IN, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct stock_move, slip, F_TEXT, F_IN, .max = 64),
	FIELD(struct stock_move, reason, F_TEXT, F_IN, .max = 200),
	FIELD_END,
};

/* ERR_NOT_FOUND: the part. ERR_INVALID: no bin named and none usual. ERR_CONFLICT: the part is retired. */
enum err api_part_receive(struct request *rq)
{
	struct move_job j = {.move = domain_stock_receive};

	stock_move_none(&j.in);
	j.in.part_id = request_id(rq, 0);
	return make_move(rq, receive_input, &j);
}

const struct field adjust_input[] = {
	BIN_INPUT,
	FIELD(struct stock_move, qty, F_QTY, F_IN, .min = -PART_QTY_MAX, .max = PART_QTY_MAX),
	FIELD(struct stock_move, counted, F_QTY, F_IN, .max = PART_QTY_MAX),
	FIELD(struct stock_move, reason, F_TEXT, F_REQUIRED, .max = 200),
	FIELD_END,
};

/* ERR_NOT_FOUND: the part. ERR_CONFLICT: below 0. */
enum err api_part_adjust(struct request *rq)
{
	struct move_job j = {.move = domain_stock_adjust};

	stock_move_none(&j.in);
	j.in.part_id = request_id(rq, 0);
	return make_move(rq, adjust_input, &j);
}

const struct field transfer_input[] = {
	BIN_INPUT,
	FIELD(struct stock_move, to_bin_id, F_INT, F_REQUIRED, .min = 1, .max = FIELD_ID_MAX),
	QTY_INPUT,
	FIELD(struct stock_move, reason, F_TEXT, F_IN, .max = 200),
	FIELD_END,
};

/* Answers with what came in. ERR_NOT_FOUND: the part. ERR_CONFLICT: not so much there. */
enum err api_part_transfer(struct request *rq)
{
	struct move_job j = {.move = domain_stock_transfer};

	stock_move_none(&j.in);
	j.in.part_id = request_id(rq, 0);
	return make_move(rq, transfer_input, &j);
}

const struct field issue_input[] = {
	FIELD(struct stock_move, part_id, F_INT, F_REQUIRED, .min = 1, .max = FIELD_ID_MAX),
	BIN_INPUT,
	QTY_INPUT,
	FIELD(struct stock_move, instead_of_id, F_INT, F_IN, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct stock_move, override, F_BOOL, F_IN),
	FIELD(struct stock_move, reason, F_TEXT, F_IN, .max = 200),
	FIELD_END,
};

/* ERR_NOT_FOUND: the ticket. ERR_DENIED: only who keeps the stock overrides what is kept for others. ERR_CONFLICT: not
 * enough there, kept for others, or the ticket has ended. */
enum err api_ticket_part_post(struct request *rq)
{
	struct move_job j = {.move = domain_stock_issue};
	enum err err;

	stock_move_none(&j.in);
	j.in.ticket_id = request_id(rq, 0);
	err = read_move(rq, issue_input, &j);
	if (err == OK && j.in.override == 1 && !(rq->user.role & ROLE_STOCK))
		return fault_set(&rq->fault, ERR_DENIED, MSG_DENIED, NULL);
	return err == OK ? write_move(rq, &j) : err;
}

const struct field return_input[] = {
	FIELD(struct stock_move, part_id, F_INT, F_IN, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct stock_move, movement_id, F_INT, F_IN, .min = 1, .max = FIELD_ID_MAX),
	BIN_INPUT,
	QTY_INPUT,
	FIELD(struct stock_move, reason, F_TEXT, F_IN, .max = 200),
	FIELD_END,
};

static enum err run_return(struct tx *tx, void *ctx)
{
	struct move_job *j = ctx;

	return domain_stock_return(tx, &j->in, &j->outs);
}

/* Answers with the movements it took, one for each issue it goes back to. ERR_NOT_FOUND: the ticket.
 * ERR_CONFLICT: more than was issued. */
enum err api_ticket_part_return(struct request *rq)
{
	struct move_job j = {0};
	enum err err;

	stock_move_none(&j.in);
	j.in.ticket_id = request_id(rq, 0);
	err = read_move(rq, return_input, &j);
	if (err == OK)
		err = request_write(rq, run_return, &j);
	if (err == OK)
		err = reply_list(rq, movement_fields, &j.outs, sizeof(struct movement), NULL);
	if (err == OK)
		rq->reply.status = 201;
	return err;
}

/* ---- the ledger ---- */

#define MOVEMENT_QUERY                                                                                       \
	FIELD_AS(struct movement_filter, bin_id, "bin", F_INT, .min = 1, .max = FIELD_ID_MAX),               \
		FIELD(struct movement_filter, kind, F_ENUM, .names = movement_kinds),                        \
		FIELD(struct movement_filter, from, F_TIME), FIELD(struct movement_filter, to, F_TIME),      \
		FIELD(struct movement_filter, before, F_INT, .min = 1, .max = FIELD_ID_MAX),                 \
		FIELD(struct movement_filter, limit, F_INT, .min = 1, .max = 500)
const struct field movement_query[] = {
	FIELD_AS(struct movement_filter, part_id, "part", F_INT, .min = 1, .max = FIELD_ID_MAX),
	FIELD_AS(struct movement_filter, ticket_id, "ticket", F_INT, .min = 1, .max = FIELD_ID_MAX),
	FIELD_AS(struct movement_filter, machine_id, "machine", F_INT, .min = 1, .max = FIELD_ID_MAX),
	MOVEMENT_QUERY,
	FIELD_END,
};
const struct field part_movement_query[] = {MOVEMENT_QUERY, FIELD_END};

static enum err reply_movements(struct request *rq, const struct field *query, struct movement_filter *f)
{
	struct list page;
	const char *next = NULL;
	enum err err = request_query_read(rq, query, f);

	if (err != OK)
		return err;
	f->limit++;
	err = store_movement_list(request_db(rq), rq->arena, f, &page);
	if (err == OK)
		next = reply_page_next(
			rq, &page, f->limit, sizeof(struct movement), offsetof(struct movement, id));
	return err == OK ? reply_list(rq, movement_fields, &page, sizeof(struct movement), next) : err;
}

/* Newest first; next is the id to pass as `before`. */
enum err api_movement_list(struct request *rq)
{
	struct movement_filter f;

	movement_filter_none(&f);
	return reply_movements(rq, movement_query, &f);
}

/* ERR_NOT_FOUND: the part. */
enum err api_part_movements(struct request *rq)
{
	struct part p;
	struct movement_filter f;
	enum err err = store_part_get(request_db(rq), rq->arena, request_id(rq, 0), &p);

	movement_filter_none(&f);
	f.part_id = request_id(rq, 0);
	return err == OK ? reply_movements(rq, part_movement_query, &f) : err;
}

struct ticket_parts {
	struct list items;
	const char *next; /* always the last page */
	int64_t cost_cents;
};
const struct field ticket_parts_fields[] = {
	FIELD(struct ticket_parts, items, F_LIST, SUB(ticket_part_fields, struct ticket_part)),
	FIELD(struct ticket_parts, next, F_TEXT),
	FIELD(struct ticket_parts, cost_cents, F_INT, F_SURE),
	FIELD_END,
};

/* ERR_NOT_FOUND: the ticket. */
enum err api_ticket_part_list(struct request *rq)
{
	struct ticket t;
	struct ticket_parts all = {0};
	int64_t id = request_id(rq, 0);
	enum err err = store_ticket_get(request_db(rq), rq->arena, id, &t);

	if (err == OK)
		err = store_movement_of_ticket(request_db(rq), rq->arena, id, &all.items);
	if (err == OK)
		err = store_movement_cost(request_db(rq), id, &all.cost_cents);
	return err == OK ? reply_object(rq, 200, ticket_parts_fields, &all, NONE) : err;
}
