/* notice.c - see notice.h. */
#include "api/notice.h"

#include "api/reply.h"
#include "domain/tell.h"
#include "store/part.h"
#include "store/ticket.h"

enum { PAGE = 50, PAGE_MAX = 500, AREAS_MAX = 50 };

/* ---- one's own ---- */

struct notice_ask {
	int64_t unread, before, limit;
};
const struct field notice_query[] = {
	FIELD(struct notice_ask, unread, F_BOOL),
	FIELD(struct notice_ask, before, F_INT, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct notice_ask, limit, F_INT, .min = 1, .max = PAGE_MAX),
	FIELD_END,
};

enum err api_notice_list(struct request *rq)
{
	struct notice_ask ask = {.unread = NONE, .before = NONE, .limit = PAGE};
	struct list all;
	const char *next = NULL;
	enum err err = request_query_read(rq, notice_query, &ask);

	if (err == OK)
		err = store_notice_list(
			request_db(rq), rq->arena, rq->user.id, ask.before, ask.unread, ask.limit + 1, &all);
	if (err != OK)
		return err;
	if (all.n > (size_t)ask.limit) {
		const struct notice *last = list_at(&all, (all.n = (size_t)ask.limit) - 1, sizeof(*last));

		next = arena_printf(rq->arena, "%lld", (long long)last->told.id);
	}
	return reply_list(rq, notice_fields, &all, sizeof(struct notice), next);
}

enum err api_notice_count(struct request *rq)
{
	struct notice_count n;
	enum err err = store_notice_count(request_db(rq), rq->arena, rq->user.id, &n);

	return err == OK ? reply_object(rq, 200, notice_count_fields, &n, NONE) : err;
}

static const char *const things[] = {"ticket", "part", NULL};
struct read_wish {
	int64_t account, up_to, entity_id;
	int entity;
};
const struct field notice_read_input[] = {
	FIELD(struct read_wish, entity, F_ENUM, F_IN, .names = things),
	FIELD(struct read_wish, entity_id, F_INT, F_IN, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct read_wish, up_to, F_INT, F_IN, .min = 1, .max = FIELD_ID_MAX),
	FIELD_END,
};

static enum err read_them(struct tx *tx, void *ctx)
{
	const struct read_wish *w = ctx;
	struct ticket t;
	struct part p;
	enum err err = OK;

	if (w->entity == 0)
		err = store_ticket_get(tx->db, tx->arena, w->entity_id, &t);
	else if (w->entity == 1)
		err = store_part_get(tx->db, tx->arena, w->entity_id, &p);
	if (err == ERR_NOT_FOUND)
		return fault_field(tx->fault, "entity_id", MSG_F_NO_SUCH, NULL);
	if (err == OK && w->entity >= 0)
		err = store_notice_read_of(tx, w->account, things[w->entity], w->entity_id);
	if (err == OK && w->up_to != NONE)
		err = store_notice_read_all(tx, w->account, w->up_to);
	return err;
}

/* What was read already stays so. ERR_INVALID: fields. */
enum err api_notice_read(struct request *rq)
{
	struct read_wish w;
	enum err err;

	fields_none(notice_read_input, &w);
	w.account = rq->user.id;
	err = request_json(rq, notice_read_input, &w, false);
	if (err == OK && (w.entity >= 0) != (w.entity_id != NONE))
		err = fault_field(&rq->fault, "entity_id", MSG_F_REQUIRED, NULL);
	if (err == OK && w.entity < 0 && w.up_to == NONE)
		err = fault_field(&rq->fault, "up_to", MSG_F_REQUIRED, NULL);
	if (err == OK)
		err = request_write(rq, read_them, &w);
	return err == OK ? api_notice_count(rq) : err;
}

/* ---- the table ---- */

enum err api_tell_rule_list(struct request *rq)
{
	struct list all;
	enum err err = domain_tell_rows(request_db(rq), rq->arena, &all);

	return err == OK ? reply_list(rq, tell_row_fields, &all, sizeof(struct tell_row), NULL) : err;
}

const struct field tell_rule_input[] = {
	FIELD(struct tell_row, enabled, F_BOOL, F_IN),
	FIELD(struct tell_row, own_area, F_BOOL, F_IN),
	FIELD(struct tell_row, on_shift, F_BOOL, F_IN),
	FIELD(struct tell_row, minutes, F_INT, F_IN, .min = 1, .max = 10080),
	FIELD(struct tell_row, place_id, F_INT, F_IN, .min = 1, .max = FIELD_ID_MAX),
	FIELD_END,
};

static enum err row_of(struct request *rq, int rule, struct tell_row *out)
{
	struct list all;
	enum err err = domain_tell_rows(request_db(rq), rq->arena, &all);

	if (err == OK)
		*out = *(struct tell_row *)list_at(&all, (size_t)rule, sizeof(*out));
	return err;
}

static enum err put_row(struct tx *tx, void *ctx)
{
	return domain_tell_row_put(tx, ctx);
}

/* Its version begins at 1. ERR_NOT_FOUND, ERR_INVALID: fields. ERR_STALE */
enum err api_tell_rule_patch(struct request *rq)
{
	int rule = names_find(tell_rule_names, rq->params[0]);
	struct tell_row r;
	int64_t version;
	enum err err = rule < 0 ? ERR_NOT_FOUND : request_if_match(rq, &version);

	if (err == OK)
		err = row_of(rq, rule, &r);
	if (err == OK)
		r.version = version;
	if (err == OK)
		err = request_json(rq, tell_rule_input, &r, true);
	if (err == OK && (r.enabled == NONE || r.own_area == NONE || r.on_shift == NONE))
		err = fault_field(&rq->fault, "enabled", MSG_F_REQUIRED, NULL);
	if (err == OK)
		err = request_write(rq, put_row, &r);
	if (err == ERR_STALE && row_of(rq, rule, &r) == OK)
		request_current(rq, tell_row_fields, &r);
	if (err == OK)
		err = row_of(rq, rule, &r);
	return err == OK ? reply_object(rq, 200, tell_row_fields, &r, r.version) : err;
}

/* ---- duties ---- */

enum err api_duty_list(struct request *rq)
{
	struct list all;
	enum err err = store_duty_list(request_db(rq), rq->arena, &all);

	return err == OK ? reply_list(rq, duty_fields, &all, sizeof(struct duty), NULL) : err;
}

static enum err reply_duty(struct request *rq, int64_t account)
{
	struct duty d;
	enum err err = store_duty_get(request_db(rq), rq->arena, account, &d);

	return err == OK ? reply_object(rq, 200, duty_fields, &d, d.version) : err;
}

enum err api_duty_get(struct request *rq)
{
	return reply_duty(rq, request_id(rq, 0));
}

const struct field duty_input[] = {
	FIELD(struct duty, areas, F_IDS, F_IN, .max = AREAS_MAX),
	FIELD(struct duty, calendar_id, F_INT, F_IN, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct duty, buyer, F_BOOL, F_IN),
	FIELD_END,
};

static enum err put_duty(struct tx *tx, void *ctx)
{
	return domain_duty_put(tx, ctx);
}

/* All of it; its version begins at 1. ERR_NOT_FOUND, ERR_INVALID: fields. ERR_STALE */
enum err api_duty_put(struct request *rq)
{
	struct duty d, now;
	int64_t version;
	enum err err = request_if_match(rq, &version);

	if (err == OK)
		err = store_duty_get(request_db(rq), rq->arena, request_id(rq, 0), &now);
	fields_none(duty_input, &d);
	if (err == OK)
		err = request_json(rq, duty_input, &d, false);
	d.account_id = request_id(rq, 0);
	d.version = version;
	d.buyer = d.buyer == 1;
	if (err == OK)
		err = request_write(rq, put_duty, &d);
	if (err == ERR_STALE && store_duty_get(request_db(rq), rq->arena, d.account_id, &now) == OK)
		request_current(rq, duty_fields, &now);
	return err == OK ? reply_duty(rq, d.account_id) : err;
}
