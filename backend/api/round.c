/* round.c - rounds: the list, one with all that a phone needs to walk it, and the walk; see round.h. */
#include "domain/round.h"

#include <string.h>

#include "api/document.h"
#include "api/reply.h"
#include "api/round.h"
#include "domain/document.h"

/* ---- lists ---- */

const struct field round_query[] = {
	FIELD(struct round_filter, state, F_ENUM, .names = round_states),
	FIELD(struct round_filter, route_id, F_INT),
	FIELD(struct round_filter, machine_id, F_INT),
	FIELD(struct round_filter, open, F_INT, .max = 1),
	FIELD(struct round_filter, mine, F_INT, .max = 1),
	FIELD(struct round_filter, findings, F_INT, .max = 1),
	FIELD(struct round_filter, from, F_TIME),
	FIELD(struct round_filter, to, F_TIME),
	FIELD(struct round_filter, before, F_INT),
	FIELD(struct round_filter, limit, F_INT, .min = 1, .max = 500),
	FIELD_END,
};

enum err api_round_list(struct request *rq)
{
	struct round_filter f;
	struct list page;
	enum err err;

	fields_none(round_query, &f);
	f.account = rq->user.id;
	f.limit = 50;
	err = request_query_read(rq, round_query, &f);
	if (err != OK)
		return err;
	f.limit++;
	err = store_round_list(request_db(rq), rq->arena, &f, clock_now_ms(), &page);
	if (err != OK)
		return err;
	return reply_list(rq, round_fields, &page, sizeof(struct round),
		reply_page_next(rq, &page, f.limit, sizeof(struct round), offsetof(struct round, id)));
}

/* ---- one, whole ---- */

struct code_row {
	const char *code;
};
static const struct field round_code_fields[] = {
	FIELD(struct code_row, code, F_TEXT, F_SURE),
	FIELD_END,
};
struct last_row {
	int64_t root_id;
	struct list values; /* struct round_last, oldest first */
};
static const struct field round_value_fields[] = {
	FIELD(struct round_last, time, F_TIME, F_SURE),
	FIELD(struct round_last, value, F_QTY, F_SURE),
	FIELD_END,
};
static const struct field round_last_fields[] = {
	FIELD(struct last_row, root_id, F_INT, F_SURE),
	FIELD(struct last_row, values, F_LIST, SUB(round_value_fields, struct round_last)),
	FIELD_END,
};
struct stop_view {
	struct round_stop stop;
	struct list codes;   /* of its machine, printed */
	struct list last;    /* struct last_row */
	struct list answers; /* struct round_answer */
};
static const struct field round_stop_view_fields[] = {
	JOIN(struct stop_view, stop, round_stop_fields),
	FIELD(struct stop_view, codes, F_LIST, SUB(round_code_fields, struct code_row)),
	FIELD(struct stop_view, last, F_LIST, SUB(round_last_fields, struct last_row)),
	FIELD(struct stop_view, answers, F_LIST, SUB(round_answer_fields, struct round_answer)),
	FIELD_END,
};
struct round_view {
	struct round round;
	int64_t now;
	struct list stops, items;
};
const struct field round_view_fields[] = {
	JOIN(struct round_view, round, round_fields),
	FIELD(struct round_view, now, F_TIME, F_SURE),
	FIELD(struct round_view, stops, F_LIST, SUB(round_stop_view_fields, struct stop_view)),
	FIELD(struct round_view, items, F_LIST, SUB(round_item_row_fields, struct round_item)),
	FIELD_END,
};

/* Rows that belong to this stop stand together: the first and how many. */
#define RUN_OF(all, type, belongs)                                                                           \
	for (size_t k_ = 0; k_ < (all).n; k_++) {                                                            \
		const type *row = list_at(&(all), k_, sizeof(type));                                         \
		if (!(belongs))                                                                              \
			continue;                                                                            \
		if (!run.n)                                                                                  \
			run.items = list_at(&(all), k_, sizeof(type));                                       \
		run.n++;                                                                                     \
	}

static struct list answers_of(const struct list *all, int64_t stop)
{
	struct list run = {NULL, 0};

	RUN_OF(*all, struct round_answer, row->stop_id == stop)
	return run;
}

static struct list codes_of(struct arena *a, const struct list *all, int64_t stop)
{
	struct code_row *rows = arena_calloc(a, all->n + 1, sizeof(*rows));
	size_t n = 0;

	for (size_t k = 0; k < all->n; k++) {
		const struct round_code *c = list_at(all, k, sizeof(*c));

		if (c->stop_id == stop)
			rows[n++].code = c->code;
	}
	return (struct list){rows, n};
}

static struct list lasts_of(struct arena *a, const struct list *all, int64_t machine)
{
	struct last_row *rows = arena_calloc(a, all->n + 1, sizeof(*rows));
	size_t n = 0;

	for (size_t k = 0; k < all->n; k++) {
		struct round_last *x = list_at(all, k, sizeof(*x));

		if (x->machine_id != machine)
			continue;
		if (!n || rows[n - 1].root_id != x->root_id)
			rows[n++] = (struct last_row){x->root_id, {x, 0}};
		rows[n - 1].values.n++;
	}
	return (struct list){rows, n};
}

static enum err load(struct request *rq, int64_t id, struct round_view *v)
{
	struct db *db = request_db(rq);
	struct list stops, answers, codes, lasts;
	struct stop_view *views;
	enum err err;

	v->now = clock_now_ms();
	err = store_round_get(db, rq->arena, id, v->now, &v->round);
	if (err == OK)
		err = store_round_stops(db, rq->arena, id, &stops);
	if (err == OK)
		err = store_round_items(db, rq->arena, id, &v->items);
	if (err == OK)
		err = store_round_answers(db, rq->arena, id, &answers);
	if (err == OK)
		err = store_round_codes(db, rq->arena, id, &codes);
	if (err == OK)
		err = store_round_lasts(db, rq->arena, id, &lasts);
	if (err != OK)
		return err;
	views = arena_calloc(rq->arena, stops.n, sizeof(*views));
	for (size_t i = 0; i < stops.n; i++) {
		const struct round_stop *s = list_at(&stops, i, sizeof(*s));

		views[i] = (struct stop_view){*s, codes_of(rq->arena, &codes, s->id),
			lasts_of(rq->arena, &lasts, s->machine_id), answers_of(&answers, s->id)};
	}
	v->stops = (struct list){views, stops.n};
	return OK;
}

static enum err reply_round(struct request *rq, int64_t id)
{
	struct round_view v;
	enum err err = load(rq, id, &v);

	return err == OK ? reply_object(rq, 200, round_view_fields, &v, v.round.version) : err;
}

/* ERR_NOT_FOUND */
enum err api_round_get(struct request *rq)
{
	return reply_round(rq, request_id(rq, 0));
}

/* ---- the walk ---- */

struct start {
	int64_t id, at, take;
	struct round round;
};
const struct field round_start_input[] = {
	FIELD(struct start, at, F_TIME, F_IN),
	FIELD(struct start, take, F_BOOL, F_IN),
	FIELD_END,
};

static enum err start(struct tx *tx, void *ctx)
{
	struct start *s = ctx;

	return domain_round_start(tx, s->id, s->at, s->take == 1, &s->round);
}

/* ERR_NOT_FOUND. ERR_CONFLICT: another is walking it, and take was not said. */
enum err api_round_start(struct request *rq)
{
	struct start s = {.id = request_id(rq, 0), .at = NONE, .take = 0};
	enum err err = rq->body_len ? request_json(rq, round_start_input, &s, false) : OK;

	if (err == OK)
		err = request_write(rq, start, &s);
	return err == OK ? reply_round(rq, s.id) : err;
}

#define MOST INT64_C(1000000000000)
static const struct field round_said_input[] = {
	FIELD(struct round_said, item_id, F_INT, F_REQUIRED, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct round_said, value, F_QTY, F_IN, .min = -MOST, .max = MOST),
	FIELD(struct round_said, text, F_TEXT, F_IN, .max = 1000),
	FIELD(struct round_said, photo_key, F_TEXT, F_IN, .max = 64),
	FIELD(struct round_said, skipped, F_TEXT, F_IN, .max = 200),
	FIELD(struct round_said, note, F_TEXT, F_IN, .max = 500),
	FIELD(struct round_said, finding, F_BOOL, F_IN),
	FIELD(struct round_said, ticket, F_BOOL, F_IN),
	FIELD(struct round_said, time, F_TIME, F_IN),
	FIELD_END,
};
const struct field round_stop_input[] = {
	FIELD(struct round_stop_said, scanned_at, F_TIME, F_IN),
	FIELD(struct round_stop_said, typed, F_BOOL, F_IN),
	FIELD(struct round_stop_said, code, F_TEXT, F_IN, .max = ROUND_CODE_MAX),
	FIELD(struct round_stop_said, skipped, F_TEXT, F_IN, .max = 200),
	FIELD(struct round_stop_said, done, F_BOOL, F_IN),
	FIELD(struct round_stop_said, done_said, F_TIME, F_IN),
	FIELD(struct round_stop_said, answers, F_LIST, F_IN, .max = 100,
		SUB(round_said_input, struct round_said)),
	FIELD_END,
};
const struct field round_saved_fields[] = {
	JOIN(struct stop_view, stop, round_stop_fields),
	FIELD(struct stop_view, answers, F_LIST, SUB(round_answer_fields, struct round_answer)),
	FIELD_END,
};

static enum err stop(struct tx *tx, void *ctx)
{
	return domain_round_stop(tx, ctx);
}

/* Sent whole, and again as often as one likes. ERR_NOT_FOUND, ERR_CONFLICT, ERR_INVALID: fields. */
enum err api_round_stop(struct request *rq)
{
	struct round_stop_said s;
	struct stop_view v = {.codes = {NULL, 0}};
	enum err err;

	fields_none(round_stop_input, &s);
	s.round_id = request_id(rq, 0);
	s.stop_id = request_id(rq, 1);
	err = request_json(rq, round_stop_input, &s, false);
	if (err == OK)
		err = request_write(rq, stop, &s);
	if (err == OK)
		err = store_round_stop_get(request_db(rq), rq->arena, s.stop_id, &v.stop);
	if (err == OK)
		err = store_round_stop_answers(request_db(rq), rq->arena, s.stop_id, &v.answers);
	return err == OK ? reply_object(rq, 200, round_saved_fields, &v, NONE) : err;
}

/* A photo of an answer, or the signature; the key is the phone's, and the answer names it. */
enum err api_round_photo(struct request *rq)
{
	struct document d;
	bool again;
	const char *type = domain_document_type(rq->body, rq->body_len);
	enum err err;

	if (type && strncmp(type, "image/", 6) != 0)
		return fault_field(&rq->fault, "body", MSG_DOCUMENT_IMAGE, NULL);
	err = document_keep(rq, DOCUMENT_ROUND, request_id(rq, 0), rq->params[1], DOCUMENT_PHOTO, NULL,
		rq->body, rq->body_len, &d, &again);
	return err == OK ? reply_object(rq, again ? 200 : 201, document_fields, &d, NONE) : err;
}

struct finish {
	struct round_end end;
	struct round round;
};
const struct field round_finish_input[] = {
	FIELD_AS(struct finish, end.said, "at", F_TIME, F_IN),
	FIELD_AS(struct finish, end.signature_key, "signature_key", F_TEXT, F_IN, .max = 64),
	FIELD_AS(struct finish, end.note, "note", F_TEXT, F_IN, .max = 1000),
	FIELD_END,
};

static enum err finish(struct tx *tx, void *ctx)
{
	struct finish *f = ctx;

	return domain_round_finish(tx, &f->end, &f->round);
}

/* Again: as it is. ERR_NOT_FOUND; ERR_CONFLICT: machines are left, another has it; ERR_INVALID: not signed. */
enum err api_round_finish(struct request *rq)
{
	struct finish f;
	enum err err;

	fields_none(round_finish_input, &f);
	f.end.id = request_id(rq, 0);
	err = request_json(rq, round_finish_input, &f, false);
	if (err == OK)
		err = request_write(rq, finish, &f);
	return err == OK ? reply_round(rq, f.end.id) : err;
}
