/* meter.c - meters: listed, set up, changed. See meter.h. */
#include "api/meter.h"

#include "api/reply.h"
#include "base/clock.h"
#include "domain/listener.h"
#include "domain/meter.h"
#include "store/asset.h"

enum { PAGE = 50, PAGE_MAX = 500, POINTS = 40, POINTS_FEW = 12, POINT_DAYS = 7 };

#define IN(member, kind_, ...) FIELD(struct meter, member, kind_, F_IN, __VA_ARGS__)
#define LIMIT .min = -METER_VALUE_MAX, .max = METER_VALUE_MAX
const struct field meter_input[] = {
	FIELD(struct meter, name, F_TEXT, F_REQUIRED, .max = 80),
	IN(name_en, F_TEXT, .max = 80),
	FIELD(struct meter, unit, F_TEXT, F_REQUIRED, .max = 20),
	IN(kind, F_ENUM, .names = meter_kinds),
	IN(low, F_QTY, LIMIT),
	IN(high, F_QTY, LIMIT),
	IN(warn_low, F_QTY, LIMIT),
	IN(warn_high, F_QTY, LIMIT),
	IN(hysteresis, F_QTY, .max = METER_VALUE_MAX),
	IN(hold_ms, F_INT, .max = 30 * DAY_MS),
	IN(stale_ms, F_INT, .min = 1000, .max = 1000 * DAY_MS),
	IN(rollover, F_QTY, .min = 1000, .max = METER_VALUE_MAX),
	IN(ticket, F_BOOL),
	IN(priority, F_INT, .min = 1, .max = 4),
	IN(stopped, F_BOOL),
	IN(topic, F_TEXT, .max = METER_TOPIC_MAX),
	IN(path, F_TEXT, .max = METER_PATH_MAX),
	IN(retired, F_BOOL),
	FIELD_END,
};
const struct field meter_query[] = {
	FIELD_AS(struct meter_filter, text, "text", F_TEXT, .max = QUERY_TEXT_MAX),
	FIELD_AS(struct meter_filter, under_id, "under", F_INT, .min = 1, .max = FIELD_ID_MAX),
	FIELD_AS(struct meter_filter, wants, "wants", F_INT, .max = 1),
	FIELD_AS(struct meter_filter, after, "after", F_INT, .min = 1, .max = FIELD_ID_MAX),
	FIELD_AS(struct meter_filter, limit, "limit", F_INT, .min = 1, .max = PAGE_MAX),
	FIELD_END,
};

/* What a sparkline is drawn of. */
struct meter_card {
	struct meter meter;
	struct list points; /* struct reading_point */
};
const struct field meter_card_fields[] = {
	JOIN(struct meter_card, meter, meter_fields),
	FIELD(struct meter_card, points, F_LIST, SUB(reading_point_fields, struct reading_point)),
	FIELD_END,
};

/* Alarms first. */
enum err api_meter_page(struct request *rq)
{
	struct meter_filter f = {.under_id = NONE, .wants = NONE, .after = NONE, .limit = PAGE};
	struct list page;
	int64_t asked;
	enum err err = request_query_read(rq, meter_query, &f);

	if (err != OK)
		return err;
	if (f.wants == 0)
		f.wants = NONE;
	asked = ++f.limit;
	err = store_meter_page(request_db(rq), rq->arena, &f, &page);
	return err == OK ? reply_list(rq, meter_fields, &page, sizeof(struct meter),
				   reply_page_next(rq, &page, asked, sizeof(struct meter),
					   offsetof(struct meter, id)))
			 : err;
}

/* The last week in steps; of a meter that is read now and then, its last readings. */
static enum err points_of(struct request *rq, const struct meter *m, struct list *out)
{
	struct reading_point *points = arena_calloc(rq->arena, POINTS + 1, sizeof(*points));
	const int64_t span = POINT_DAYS * DAY_MS;
	struct list got;
	enum err err;

	*out = (struct list){points, 0};
	if (m->last_at == NONE)
		return OK;
	err = store_reading_steps(
		request_db(rq), rq->arena, m->id, m->last_at - span, m->last_at + 1, span / POINTS + 1, &got);
	for (size_t i = 0; err == OK && i < got.n && i < POINTS; i++) {
		const struct reading_step *s = list_at(&got, i, sizeof(*s));

		points[out->n++] = (struct reading_point){s->time, s->mean};
	}
	if (err != OK || out->n >= POINTS_FEW)
		return err;
	err = store_reading_list(request_db(rq), rq->arena, m->id, NONE, POINTS_FEW, &got);
	out->n = 0;
	for (size_t i = got.n; err == OK && i-- > 0;) {
		const struct reading *r = list_at(&got, i, sizeof(*r));

		points[out->n++] = (struct reading_point){r->time, r->value};
	}
	return err;
}

/* ERR_NOT_FOUND: no such machine. */
enum err api_meter_list(struct request *rq)
{
	int64_t id = request_id(rq, 0);
	struct meter_card *cards;
	struct asset m;
	struct list all;
	enum err err = store_asset_get(request_db(rq), rq->arena, id, &m);

	if (err == OK)
		err = store_meter_list(request_db(rq), rq->arena, id, &all);
	if (err != OK)
		return err;
	cards = arena_calloc(rq->arena, all.n, sizeof(*cards));
	for (size_t i = 0; i < all.n && err == OK; i++) {
		cards[i].meter = *(const struct meter *)list_at(&all, i, sizeof(struct meter));
		err = points_of(rq, &cards[i].meter, &cards[i].points);
	}
	return err == OK
		       ? reply_list(rq, meter_card_fields, &(struct list){cards, all.n}, sizeof(*cards), NULL)
		       : err;
}

/* What a client left out. */
static void fill(struct meter *m)
{
	m->kind = m->kind < 0 ? METER_COUNTER : m->kind;
	m->hysteresis = m->hysteresis == NONE ? 0 : m->hysteresis;
	m->hold_ms = m->hold_ms == NONE ? 0 : m->hold_ms;
	m->ticket = m->ticket == 1;
	m->stopped = m->stopped == 1;
	m->retired = m->retired == 1;
}

static enum err reply_meter(struct request *rq, int status, int64_t id)
{
	struct meter m;
	enum err err = store_meter_get(request_db(rq), rq->arena, id, &m);

	return err == OK ? reply_object(rq, status, meter_fields, &m, m.version) : err;
}

static enum err add(struct tx *tx, void *ctx)
{
	return domain_meter_add(tx, ctx);
}

/* ERR_NOT_FOUND; ERR_CONFLICT: that is no machine. */
enum err api_meter_post(struct request *rq)
{
	struct meter m;
	const char *key;
	bool again = false;
	enum err err = request_key(rq, &key);

	meter_none(&m);
	m.asset_id = request_id(rq, 0);
	if (err == OK)
		err = request_json(rq, meter_input, &m, false);
	fill(&m);
	m.retired = 0;
	if (err == OK)
		err = request_write_once(rq, add, &m, "meter", key, &m.id, &again);
	if (err != OK)
		return err;
	listener_reload(rq->app->listener);
	return reply_meter(rq, again ? 200 : 201, m.id);
}

/* ERR_NOT_FOUND */
enum err api_meter_get(struct request *rq)
{
	return reply_meter(rq, 200, request_id(rq, 0));
}

static enum err put(struct tx *tx, void *ctx)
{
	return domain_meter_put(tx, ctx);
}

/* ERR_NOT_FOUND, ERR_STALE; ERR_INVALID: its limits are not in order … */
enum err api_meter_patch(struct request *rq)
{
	struct meter m, now;
	int64_t id = request_id(rq, 0), version;
	enum err err = request_if_match(rq, &version);

	if (err == OK)
		err = store_meter_get(request_db(rq), rq->arena, id, &m);
	if (err == OK)
		err = request_json(rq, meter_input, &m, true);
	if (err != OK)
		return err;
	fill(&m);
	m.version = version;
	err = request_write(rq, put, &m);
	if (err == ERR_STALE && store_meter_get(request_db(rq), rq->arena, id, &now) == OK)
		request_current(rq, meter_fields, &now);
	if (err != OK)
		return err;
	listener_reload(rq->app->listener);
	return reply_meter(rq, 200, id);
}
