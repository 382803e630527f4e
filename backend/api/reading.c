/* reading.c - readings come in, and are looked at. See meter.h. */
#include <math.h>

#include "api/meter.h"
#include "api/reply.h"
#include "base/clock.h"
#include "domain/meter.h"

enum { PAGE = 50, PAGE_MAX = 500, BATCH_MAX = 1000, STEPS = 120, STEPS_MAX = 500, TREND_DAYS = 7 };

/* Sensors send more digits than are kept: they are rounded. */
struct reading_said {
	int64_t meter_id, time, reset;
	double value;
};
#define SAID(member, kind_, ...) FIELD(struct reading_said, member, kind_, __VA_ARGS__)
const struct field reading_input[] = {
	SAID(value, F_REAL, F_REQUIRED),
	SAID(time, F_TIME, F_IN),
	SAID(reset, F_BOOL, F_IN),
	FIELD_END,
};
static const struct field reading_batch_row_input[] = {
	SAID(meter_id, F_INT, F_REQUIRED, .min = 1, .max = FIELD_ID_MAX),
	SAID(value, F_REAL, F_REQUIRED),
	SAID(time, F_TIME, F_IN),
	SAID(reset, F_BOOL, F_IN),
	FIELD_END,
};

/* ERR_INVALID on "value". */
static enum err reading_of(
	const struct request *rq, const struct reading_said *s, struct reading *r, struct fault *fault)
{
	*r = (struct reading){.meter_id = s->meter_id,
		.time = s->time,
		.reset = s->reset == 1,
		.source = rq->user.by_cookie ? READ_TYPED : READ_HTTP,
		.account_id = rq->user.id};
	return meter_value(s->value, &r->value) ? OK : fault_field(fault, "value", MSG_METER_VALUE, NULL);
}

struct taking {
	struct reading reading;
	bool again;
};

static enum err take(struct tx *tx, void *ctx)
{
	struct taking *t = ctx;
	struct meter m;
	enum err err = store_meter_get(tx->db, tx->arena, t->reading.meter_id, &m);

	return err == OK ? domain_reading_take(tx, &m, &t->reading, &t->again) : err;
}

/* ERR_NOT_FOUND; ERR_INVALID: a time to come, a counter that went back, another value of that time. */
enum err api_reading_post(struct request *rq)
{
	struct reading_said said = {.meter_id = request_id(rq, 0), .time = NONE, .value = NAN, .reset = NONE};
	struct taking t = {.again = false};
	enum err err = request_json(rq, reading_input, &said, false);

	if (err == OK)
		err = reading_of(rq, &said, &t.reading, &rq->fault);
	if (err == OK)
		err = request_write(rq, take, &t);
	if (err == OK)
		err = store_reading_at(
			request_db(rq), rq->arena, t.reading.meter_id, t.reading.time, &t.reading);
	return err == OK ? reply_object(rq, t.again ? 200 : 201, reading_fields, &t.reading, NONE) : err;
}

/* ---- many at once ---- */

struct batch {
	struct request *rq;
	struct list readings; /* struct reading_said */
	int64_t taken, again;
	struct list refused; /* struct refusal */
};
struct refusal {
	int64_t n, meter_id;
	const char *field, *detail;
};
const struct field reading_batch_input[] = {
	FIELD(struct batch, readings, F_LIST, F_REQUIRED, .max = BATCH_MAX,
		SUB(reading_batch_row_input, struct reading_said)),
	FIELD_END,
};
static const struct field reading_refusal_fields[] = {
	FIELD(struct refusal, n, F_INT, F_SURE),
	FIELD(struct refusal, meter_id, F_INT, F_SURE),
	FIELD(struct refusal, field, F_TEXT),
	FIELD(struct refusal, detail, F_TEXT, F_SURE),
	FIELD_END,
};
const struct field reading_batch_fields[] = {
	FIELD(struct batch, taken, F_INT, F_SURE),
	FIELD(struct batch, again, F_INT, F_SURE),
	FIELD(struct batch, refused, F_LIST, SUB(reading_refusal_fields, struct refusal)),
	FIELD_END,
};

static void refuse(struct batch *b, size_t i, const struct fault *f, enum err err)
{
	const struct reading_said *s = list_at(&b->readings, i, sizeof(*s));
	enum msg msg = f->n ? f->fields[0].msg : err == ERR_NOT_FOUND ? MSG_F_NO_SUCH : f->msg;
	char text[300];

	msg_format(text, sizeof(text), msg, b->rq->lang, f->n ? f->fields[0].arg : f->arg);
	((struct refusal *)b->refused.items)[b->refused.n++] = (struct refusal){(int64_t)i, s->meter_id,
		f->n ? arena_strdup(b->rq->arena, f->fields[0].name) : NULL,
		arena_strdup(b->rq->arena, text)};
}

/* What is wrong with one keeps none of the others out. May run again, from the beginning. */
static enum err take_all(struct tx *tx, void *ctx)
{
	struct batch *b = ctx;
	struct fault *fault = tx->fault;
	enum err err = OK;

	b->taken = b->again = 0;
	b->refused.n = 0;
	for (size_t i = 0; i < b->readings.n; i++) {
		const struct reading_said *s = list_at(&b->readings, i, sizeof(*s));
		struct taking t = {.again = false};
		struct fault own = {0};

		err = reading_of(b->rq, s, &t.reading, &own);
		tx->fault = &own;
		if (err == OK)
			err = store_try(tx, take, &t);
		tx->fault = fault;
		if (err == ERR_IO || err == ERR_FULL)
			return err;
		if (err != OK)
			refuse(b, i, &own, err);
		else if (t.again)
			b->again++;
		else
			b->taken++;
	}
	return OK;
}

/* Each is taken or refused by itself; n is its place. */
enum err api_reading_batch(struct request *rq)
{
	struct batch b = {.rq = rq};
	enum err err = request_json(rq, reading_batch_input, &b, false);

	if (err != OK)
		return err;
	b.refused.items = arena_calloc(rq->arena, b.readings.n + 1, sizeof(struct refusal));
	err = request_write(rq, take_all, &b);
	return err == OK ? reply_object(rq, 200, reading_batch_fields, &b, NONE) : err;
}

/* ---- looking ---- */

struct reading_page {
	int64_t before, limit;
};
const struct field reading_query[] = {
	FIELD(struct reading_page, before, F_TIME),
	FIELD(struct reading_page, limit, F_INT, .min = 1, .max = PAGE_MAX),
	FIELD_END,
};

/* Newest first; next is the time to pass as `before`. ERR_NOT_FOUND */
enum err api_reading_list(struct request *rq)
{
	struct reading_page p = {.before = NONE, .limit = PAGE};
	struct meter m;
	struct list page;
	enum err err = request_query_read(rq, reading_query, &p);

	if (err == OK)
		err = store_meter_get(request_db(rq), rq->arena, request_id(rq, 0), &m);
	if (err == OK)
		err = store_reading_list(request_db(rq), rq->arena, m.id, p.before, p.limit + 1, &page);
	return err == OK ? reply_list(rq, reading_fields, &page, sizeof(struct reading),
				   reply_page_next(rq, &page, p.limit + 1, sizeof(struct reading),
					   offsetof(struct reading, time)))
			 : err;
}

struct removal {
	int64_t meter_id, time;
};

static enum err removed(struct tx *tx, void *ctx)
{
	const struct removal *r = ctx;
	struct meter m;
	enum err err = store_meter_get(tx->db, tx->arena, r->meter_id, &m);

	return err == OK ? domain_reading_remove(tx, &m, r->time) : err;
}

/* One that was typed wrong. ERR_NOT_FOUND */
enum err api_reading_delete(struct request *rq)
{
	struct removal r = {request_id(rq, 0), request_id(rq, 1)};
	enum err err = request_write(rq, removed, &r);

	return err == OK ? reply_nothing(rq) : err;
}

struct trend {
	int64_t from, to, steps, step_ms;
	struct list items;
};
const struct field meter_trend_query[] = {
	FIELD(struct trend, from, F_TIME),
	FIELD(struct trend, to, F_TIME),
	FIELD(struct trend, steps, F_INT, .min = 1, .max = STEPS_MAX),
	FIELD_END,
};
const struct field meter_trend_fields[] = {
	FIELD(struct trend, from, F_TIME, F_SURE),
	FIELD(struct trend, to, F_TIME, F_SURE),
	FIELD(struct trend, step_ms, F_INT, F_SURE),
	FIELD(struct trend, items, F_LIST, SUB(reading_step_fields, struct reading_step)),
	FIELD_END,
};

/* Without a span the last week. ERR_NOT_FOUND; ERR_INVALID: to is not after from. */
enum err api_meter_trend(struct request *rq)
{
	struct trend t = {.from = NONE, .to = NONE, .steps = STEPS};
	struct meter m;
	enum err err = request_query_read(rq, meter_trend_query, &t);

	if (err == OK)
		err = store_meter_get(request_db(rq), rq->arena, request_id(rq, 0), &m);
	if (err != OK)
		return err;
	t.to = t.to == NONE ? clock_now_ms() + 1 : t.to;
	t.from = t.from == NONE ? t.to - TREND_DAYS * DAY_MS : t.from;
	if (t.from >= t.to)
		return fault_field(&rq->fault, "to", MSG_SPAN_ORDER, NULL);
	t.step_ms = (t.to - t.from + t.steps - 1) / t.steps;
	t.step_ms = t.step_ms < 1000 ? 1000 : t.step_ms;
	err = store_reading_steps(request_db(rq), rq->arena, m.id, t.from, t.to, t.step_ms, &t.items);
	return err == OK ? reply_object(rq, 200, meter_trend_fields, &t, NONE) : err;
}

struct alarm_page {
	int64_t before, limit;
};
const struct field alarm_query[] = {
	FIELD(struct alarm_page, before, F_INT, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct alarm_page, limit, F_INT, .min = 1, .max = PAGE_MAX),
	FIELD_END,
};

/* Newest first. ERR_NOT_FOUND */
enum err api_alarm_list(struct request *rq)
{
	struct alarm_page p = {.before = NONE, .limit = PAGE};
	struct meter m;
	struct list page;
	enum err err = request_query_read(rq, alarm_query, &p);

	if (err == OK)
		err = store_meter_get(request_db(rq), rq->arena, request_id(rq, 0), &m);
	if (err == OK)
		err = store_alarm_list(request_db(rq), rq->arena, m.id, p.before, p.limit + 1, &page);
	return err == OK ? reply_list(rq, alarm_fields, &page, sizeof(struct alarm),
				   reply_page_next(rq, &page, p.limit + 1, sizeof(struct alarm),
					   offsetof(struct alarm, id)))
			 : err;
}
