/* plan.c - jobs and plans over HTTP; see plan.h. Both are sent and answered whole. */
#include "api/plan.h"

#include <stddef.h>

#include "api/reply.h"
#include "base/clock.h"
#include "base/text.h"
#include "domain/job.h"
#include "domain/plan.h"

/* ---- jobs ---- */

const struct field job_input[] = {
	FIELD(struct job_plan, name, F_TEXT, F_REQUIRED, .max = 120),
	FIELD(struct job_plan, name_en, F_TEXT, F_IN, .max = 120),
	FIELD(struct job_plan, minutes, F_INT, F_IN, .min = 1, .max = 100000),
	FIELD(struct job_plan, stands, F_BOOL, F_IN),
	FIELD(struct job_plan, note, F_TEXT, F_IN, .max = 1000),
	FIELD(struct job_plan, retired, F_BOOL, F_IN),
	FIELD(struct job_plan, tasks, F_LIST, F_IN, SUB(job_task_fields, struct job_task)),
	FIELD(struct job_plan, parts, F_LIST, F_IN, SUB(job_part_fields, struct job_part)),
	FIELD_END,
};

enum err api_job_list(struct request *rq)
{
	struct list all;
	enum err err = store_job_list(request_db(rq), rq->arena, &all);

	return err == OK ? reply_list(rq, job_row_fields, &all, sizeof(struct job_plan), NULL) : err;
}

static enum err reply_job(struct request *rq, int status, int64_t id)
{
	struct job_plan j;
	enum err err = store_job_get(request_db(rq), rq->arena, id, &j);

	return err == OK ? reply_object(rq, status, job_fields, &j, j.version) : err;
}

/* ERR_NOT_FOUND */
enum err api_job_get(struct request *rq)
{
	return reply_job(rq, 200, request_id(rq, 0));
}

static enum err read_job(struct request *rq, struct job_plan *j)
{
	int64_t id = j->id, version = j->version;
	enum err err;

	fields_none(job_fields, j);
	err = request_json(rq, job_input, j, false);
	j->id = id;
	j->version = version;
	j->stands = j->stands == 1;
	j->retired = j->retired == 1;
	return err;
}

static enum err add_job(struct tx *tx, void *ctx)
{
	return domain_job_add(tx, ctx);
}

/* ERR_INVALID: fields. ERR_CONFLICT: the key was used for something else. */
enum err api_job_post(struct request *rq)
{
	struct job_plan j = {.id = NONE, .version = NONE};
	const char *key;
	bool again = false;
	enum err err = request_key(rq, &key);

	if (err == OK)
		err = read_job(rq, &j);
	if (err == OK)
		err = request_write_once(rq, add_job, &j, "job", key, &j.id, &again);
	return err == OK ? reply_job(rq, again ? 200 : 201, j.id) : err;
}

static enum err put_job(struct tx *tx, void *ctx)
{
	return domain_job_put(tx, ctx);
}

/* ERR_NOT_FOUND, ERR_STALE, ERR_INVALID; ERR_CONFLICT: retired while plans use it. */
enum err api_job_put(struct request *rq)
{
	struct job_plan j = {.id = request_id(rq, 0)}, now;
	enum err err = request_if_match(rq, &j.version);

	if (err == OK)
		err = read_job(rq, &j);
	if (err == OK)
		err = request_write(rq, put_job, &j);
	if (err == ERR_STALE && store_job_get(request_db(rq), rq->arena, j.id, &now) == OK)
		request_current(rq, job_fields, &now);
	return err == OK ? reply_job(rq, 200, j.id) : err;
}

/* ---- plans: what goes in ---- */

static const struct field plan_asset_input[] = {
	FIELD(struct plan_asset, asset_id, F_INT, F_REQUIRED, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct plan_asset, meter_id, F_INT, F_IN, .min = 1, .max = FIELD_ID_MAX),
	FIELD_END,
};
struct plan_in {
	struct plan plan;
	struct list weekdays, months; /* int64_t from 1 */
};
#define PLAN(member, ...) FIELD_AS(struct plan_in, plan.member, #member, __VA_ARGS__)
const struct field plan_input[] = {
	PLAN(name, F_TEXT, F_REQUIRED, .max = 120),
	PLAN(name_en, F_TEXT, F_IN, .max = 120),
	PLAN(job_plan_id, F_INT, F_REQUIRED, .min = 1, .max = FIELD_ID_MAX),
	PLAN(unit, F_ENUM, F_IN, .names = plan_units),
	PLAN(every, F_INT, F_IN, .min = 1, .max = 1000),
	PLAN(mode, F_ENUM, F_IN, .names = plan_modes),
	FIELD(struct plan_in, weekdays, F_IDS, F_IN),
	PLAN(month_day, F_INT, F_IN, .min = 1, .max = RECUR_LAST_DAY),
	FIELD(struct plan_in, months, F_IDS, F_IN),
	PLAN(holiday, F_ENUM, F_IN, .names = plan_holidays),
	PLAN(calendar_id, F_INT, F_IN, .min = 1, .max = FIELD_ID_MAX),
	PLAN(from_day, F_DAY, F_IN),
	PLAN(to_day, F_DAY, F_IN),
	PLAN(meter_every, F_QTY, F_IN, .min = 1, .max = INT64_C(1000000000000)),
	PLAN(start_min, F_INT, F_IN, .max = 1439),
	PLAN(lead_days, F_INT, F_IN, .max = 365),
	PLAN(grace_days, F_INT, F_IN, .max = 365),
	PLAN(priority, F_INT, F_IN, .min = 1, .max = 4),
	PLAN(assignee_id, F_INT, F_IN, .min = 1, .max = FIELD_ID_MAX),
	PLAN(retired, F_BOOL, F_IN),
	PLAN(assets, F_LIST, F_IN, .max = PLAN_MACHINES_MAX, SUB(plan_asset_input, struct plan_asset)),
	FIELD_END,
};

/* As bits, the first from 1. */
static enum err bits(struct request *rq, const char *field, const struct list *in, int most, int64_t *out)
{
	*out = 0;
	for (size_t i = 0; i < in->n; i++) {
		int64_t n = *(int64_t *)list_at(in, i, sizeof(n));

		if (n < 1 || n > most)
			return fault_field(&rq->fault, field, MSG_F_RANGE, most == 7 ? "1-7" : "1-12");
		*out |= INT64_C(1) << (n - 1);
	}
	return OK;
}

static int64_t or_else(int64_t value, int64_t otherwise)
{
	return value == NONE ? otherwise : value;
}

enum { START_MIN = 480, LEAD_DAYS = 3, GRACE_DAYS = 2, PRIORITY = 3 };

/* Into in->plan, with what holds where nothing was said. */
static enum err read_plan(struct request *rq, struct plan_in *in)
{
	struct plan *p = &in->plan;
	int64_t id = p->id, version = p->version;
	enum err err;

	fields_none(plan_columns, p);
	p->assets = (struct list){NULL, 0};
	in->weekdays = in->months = (struct list){NULL, 0};
	err = request_json(rq, plan_input, in, false);
	p->id = id;
	p->version = version;
	err = err_worse(err, bits(rq, "weekdays", &in->weekdays, 7, &p->weekdays));
	err = err_worse(err, bits(rq, "months", &in->months, 12, &p->months));
	p->mode = p->mode < 0 ? RECUR_FIXED : p->mode;
	p->holiday = p->holiday < 0 ? RECUR_STAY : p->holiday;
	p->start_min = or_else(p->start_min, START_MIN);
	p->lead_days = or_else(p->lead_days, LEAD_DAYS);
	p->grace_days = or_else(p->grace_days, GRACE_DAYS);
	p->priority = or_else(p->priority, PRIORITY);
	p->retired = p->retired == 1;
	p->paused = 0;
	if (p->unit >= 0)
		p->every = or_else(p->every, 1);
	return err;
}

/* ---- plans: what goes out ---- */

struct plan_row {
	struct plan plan;
	struct list weekdays, months;
};
#define ROW(type, at, member, ...) FIELD_AS(type, at member, #member, __VA_ARGS__)
#define ROWS(type, at)                                                                                       \
	ROW(type, at, id, F_INT, F_SURE), ROW(type, at, name, F_TEXT, F_SURE),                               \
		ROW(type, at, name_en, F_TEXT), ROW(type, at, job_plan_id, F_INT, F_SURE),                   \
		ROW(type, at, job_name, F_TEXT, F_SURE), ROW(type, at, job_name_en, F_TEXT),                 \
		ROW(type, at, minutes, F_INT), ROW(type, at, stands, F_BOOL, F_SURE),                        \
		ROW(type, at, unit, F_ENUM, .names = plan_units), ROW(type, at, every, F_INT),               \
		ROW(type, at, mode, F_ENUM, F_SURE, .names = plan_modes), ROW(type, at, month_day, F_INT),   \
		ROW(type, at, holiday, F_ENUM, F_SURE, .names = plan_holidays),                              \
		ROW(type, at, calendar_id, F_INT), ROW(type, at, from_day, F_DAY, F_SURE),                   \
		ROW(type, at, to_day, F_DAY), ROW(type, at, meter_every, F_QTY),                             \
		ROW(type, at, start_min, F_INT, F_SURE), ROW(type, at, lead_days, F_INT, F_SURE),            \
		ROW(type, at, grace_days, F_INT, F_SURE), ROW(type, at, priority, F_INT, F_SURE),            \
		ROW(type, at, assignee_id, F_INT), ROW(type, at, assignee_name, F_TEXT),                     \
		ROW(type, at, paused, F_BOOL, F_SURE), ROW(type, at, pause_reason, F_TEXT),                  \
		ROW(type, at, retired, F_BOOL, F_SURE), ROW(type, at, machines, F_INT, F_SURE),              \
		ROW(type, at, next_day, F_DAY), ROW(type, at, overdue, F_INT, F_SURE),                       \
		ROW(type, at, version, F_INT, F_SURE), ROW(type, at, created_at, F_TIME, F_SURE)
const struct field plan_row_fields[] = {
	ROWS(struct plan_row, plan.),
	FIELD(struct plan_row, weekdays, F_IDS),
	FIELD(struct plan_row, months, F_IDS),
	FIELD_END,
};
static const struct field plan_asset_fields[] = {
	FIELD(struct plan_asset, asset_id, F_INT, F_SURE),
	FIELD(struct plan_asset, code, F_TEXT),
	FIELD(struct plan_asset, name, F_TEXT, F_SURE),
	FIELD(struct plan_asset, name_en, F_TEXT),
	FIELD(struct plan_asset, place, F_TEXT),
	FIELD(struct plan_asset, meter_id, F_INT),
	FIELD(struct plan_asset, meter_name, F_TEXT),
	FIELD(struct plan_asset, meter_name_en, F_TEXT),
	FIELD(struct plan_asset, meter_unit, F_TEXT),
	FIELD(struct plan_asset, since_day, F_DAY, F_SURE),
	FIELD(struct plan_asset, retired, F_BOOL, F_SURE),
	FIELD_END,
};
struct plan_view {
	struct plan_row row;
	struct job_plan job;
	struct list assets;	 /* struct plan_asset */
	struct list ahead, past; /* struct due_view; past: the newest first */
};
const struct field plan_view_fields[] = {
	JOIN(struct plan_view, row, plan_row_fields),
	FIELD_AS(struct plan_view, job.note, "job_note", F_TEXT),
	FIELD_AS(struct plan_view, job.tasks, "tasks", F_LIST, SUB(job_task_fields, struct job_task)),
	FIELD_AS(struct plan_view, job.parts, "parts", F_LIST, SUB(job_part_fields, struct job_part)),
	FIELD(struct plan_view, assets, F_LIST, SUB(plan_asset_fields, struct plan_asset)),
	FIELD(struct plan_view, ahead, F_LIST, SUB(due_view_fields, struct due_view)),
	FIELD(struct plan_view, past, F_LIST, SUB(due_view_fields, struct due_view)),
	FIELD_END,
};

static struct list unbits(struct arena *a, int64_t set, int most)
{
	int64_t *ids = arena_calloc(a, (size_t)most, sizeof(*ids));
	struct list out = {ids, 0};

	for (int i = 0; i < most; i++)
		if (set >> i & 1)
			ids[out.n++] = i + 1;
	return out;
}

static struct plan_row row_of(struct arena *a, const struct plan *p)
{
	return (struct plan_row){*p, unbits(a, p->weekdays, 7), unbits(a, p->months, 12)};
}

struct plan_ask {
	int64_t under, job, retired, after, limit;
	const char *text;
};
const struct field plan_query[] = {
	FIELD(struct plan_ask, under, F_INT, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct plan_ask, job, F_INT, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct plan_ask, retired, F_INT, .max = 1),
	FIELD(struct plan_ask, text, F_TEXT),
	FIELD(struct plan_ask, after, F_INT, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct plan_ask, limit, F_INT, .min = 1, .max = 500),
	FIELD_END,
};

enum err api_plan_filter(struct request *rq, struct plan_filter *f)
{
	struct plan_ask ask = {NONE, NONE, 0, NONE, 50, NULL};
	enum err err = request_query_read(rq, plan_query, &ask);

	*f = (struct plan_filter){ask.under, ask.job, ask.retired,
		ask.text ? text_like(rq->arena, ask.text) : NULL, ask.after, ask.limit};
	return err;
}

/* ?under= (a machine or a place) &job= &text= &retired=1; the next due first. */
enum err api_plan_list(struct request *rq)
{
	struct plan_filter f;
	struct plan_row *rows;
	struct list all;
	const char *next;
	enum err err = api_plan_filter(rq, &f);

	f.limit++;
	if (err == OK)
		err = store_plan_list(request_db(rq), rq->arena, &f, clock_day_of(clock_now_ms()), &all);
	if (err != OK)
		return err;
	next = reply_page_next(rq, &all, f.limit, sizeof(struct plan), offsetof(struct plan, id));
	rows = arena_calloc(rq->arena, all.n, sizeof(*rows));
	for (size_t i = 0; i < all.n; i++)
		rows[i] = row_of(rq->arena, list_at(&all, i, sizeof(struct plan)));
	all.items = rows;
	return reply_list(rq, plan_row_fields, &all, sizeof(*rows), next);
}

enum { AHEAD_MAX = 500, PAST_MAX = 60 };

static enum err load_dues(struct request *rq, int64_t plan, struct plan_view *v)
{
	struct due_filter f;
	struct list ahead, past;
	enum err err;

	due_filter_none(&f);
	f.plan_id = plan;
	f.limit = AHEAD_MAX;
	f.ahead = 1;
	err = store_due_list(request_db(rq), rq->arena, &f, &ahead);
	f.ahead = NONE;
	f.over = 1;
	f.limit = PAST_MAX;
	if (err == OK)
		err = store_due_list(request_db(rq), rq->arena, &f, &past);
	if (err != OK)
		return err;
	v->ahead = api_due_views(rq, &ahead);
	v->past = api_due_views(rq, &past);
	return OK;
}

static enum err reply_plan(struct request *rq, int status, int64_t id)
{
	struct plan_view v;
	struct plan p;
	enum err err = store_plan_get(request_db(rq), rq->arena, id, clock_day_of(clock_now_ms()), &p);

	if (err == OK)
		err = store_job_get(request_db(rq), rq->arena, p.job_plan_id, &v.job);
	if (err == OK)
		err = load_dues(rq, id, &v);
	if (err != OK)
		return err;
	v.row = row_of(rq->arena, &p);
	v.assets = p.assets;
	return reply_object(rq, status, plan_view_fields, &v, p.version);
}

/* ERR_NOT_FOUND */
enum err api_plan_get(struct request *rq)
{
	return reply_plan(rq, 200, request_id(rq, 0));
}

static enum err add_plan(struct tx *tx, void *ctx)
{
	return domain_plan_add(tx, ctx);
}

/* ERR_INVALID: fields. */
enum err api_plan_post(struct request *rq)
{
	struct plan_in in = {.plan = {.id = NONE, .version = NONE}};
	const char *key;
	bool again = false;
	enum err err = request_key(rq, &key);

	if (err == OK)
		err = read_plan(rq, &in);
	if (err == OK)
		err = request_write_once(rq, add_plan, &in.plan, "plan", key, &in.plan.id, &again);
	return err == OK ? reply_plan(rq, again ? 200 : 201, in.plan.id) : err;
}

static enum err stale(struct request *rq, enum err err, int64_t id)
{
	struct plan_row row;
	struct plan now;

	if (err != ERR_STALE || store_plan_get(request_db(rq), rq->arena, id, 0, &now) != OK)
		return err;
	row = row_of(rq->arena, &now);
	request_current(rq, plan_row_fields, &row);
	return err;
}

static enum err put_plan(struct tx *tx, void *ctx)
{
	struct plan *p = ctx, before;
	enum err err = store_plan_get(tx->db, tx->arena, p->id, 0, &before);

	if (err != OK)
		return err;
	/* Pausing is a verb of its own. */
	p->paused = before.paused;
	p->pause_reason = before.pause_reason;
	return domain_plan_put(tx, p);
}

/* Lists that are not sent become empty. ERR_NOT_FOUND, ERR_STALE, ERR_INVALID. */
enum err api_plan_put(struct request *rq)
{
	struct plan_in in = {.plan = {.id = request_id(rq, 0)}};
	enum err err = request_if_match(rq, &in.plan.version);

	if (err == OK)
		err = read_plan(rq, &in);
	if (err == OK)
		err = stale(rq, request_write(rq, put_plan, &in.plan), in.plan.id);
	return err == OK ? reply_plan(rq, 200, in.plan.id) : err;
}

/* ---- pausing ---- */

struct pausing {
	int64_t id, version, paused;
	const char *reason;
};
const struct field plan_pause_input[] = {
	FIELD(struct pausing, reason, F_TEXT, F_REQUIRED, .max = 300),
	FIELD_END,
};

static enum err pause_plan(struct tx *tx, void *ctx)
{
	struct pausing *c = ctx;
	struct plan p;
	enum err err = store_plan_get(tx->db, tx->arena, c->id, 0, &p);

	if (err != OK)
		return err;
	p.version = c->version;
	p.paused = c->paused;
	p.pause_reason = c->reason;
	return domain_plan_put(tx, &p);
}

static enum err pausing(struct request *rq, int64_t paused)
{
	struct pausing c = {.id = request_id(rq, 0), .paused = paused};
	enum err err = request_if_match(rq, &c.version);

	if (err == OK && paused)
		err = request_json(rq, plan_pause_input, &c, false);
	if (err == OK)
		err = stale(rq, request_write(rq, pause_plan, &c), c.id);
	return err == OK ? reply_plan(rq, 200, c.id) : err;
}

/* ERR_NOT_FOUND, ERR_STALE, ERR_INVALID: no reason. */
enum err api_plan_pause(struct request *rq)
{
	return pausing(rq, 1);
}

/* ERR_NOT_FOUND, ERR_STALE */
enum err api_plan_resume(struct request *rq)
{
	return pausing(rq, 0);
}

/* ---- the next times of a plan that is being written ---- */

enum { PREVIEW_MAX = 5 };
struct preview_view {
	struct list items; /* struct occasion */
};
static const struct field occasion_fields[] = {
	FIELD(struct occasion, rule_day, F_DAY, F_SURE),
	FIELD(struct occasion, due_day, F_DAY, F_SURE),
	FIELD_END,
};
const struct field plan_preview_fields[] = {
	FIELD(struct preview_view, items, F_LIST, SUB(occasion_fields, struct occasion)),
	FIELD_END,
};

/* By the calendar of the first machine, as if done on the day each time. Without dates when it goes by meter alone.
 * ERR_INVALID: as when it would be added. */
enum err api_plan_preview(struct request *rq)
{
	struct plan_in in = {.plan = {.id = NONE, .version = NONE}};
	struct occasion *next = arena_calloc(rq->arena, PREVIEW_MAX, sizeof(*next));
	struct preview_view v = {{next, 0}};
	const struct calendar *c = NULL;
	struct calendars all;
	struct tx look;
	enum err err = read_plan(rq, &in);

	if (err != OK)
		return err;
	/* The check reads alone. */
	look = (struct tx){
		.db = request_db(rq), .arena = rq->arena, .fault = &rq->fault, .now = clock_now_ms()};
	err = domain_plan_check(&look, &in.plan);
	if (err == OK)
		err = domain_calendars_load(request_db(rq), rq->arena, &all);
	if (err == OK && in.plan.assets.n)
		err = plan_calendar(request_db(rq), &in.plan,
			((struct plan_asset *)in.plan.assets.items)->asset_id, &all, &c);
	else if (err == OK)
		c = domain_calendars_of(&all, in.plan.calendar_id);
	if (err != OK)
		return err;
	v.items.n = plan_preview(&in.plan, c, clock_day_of(look.now), next, PREVIEW_MAX);
	return reply_object(rq, 200, plan_preview_fields, &v, NONE);
}
