/* calendar.c - shift calendars over HTTP; see asset.h. A calendar is small and is sent and answered whole. */
#include "api/asset.h"
#include "api/reply.h"
#include "domain/shifts.h"

enum err api_calendar_list(struct request *rq)
{
	struct list all;
	enum err err = store_calendar_list(request_db(rq), rq->arena, &all);

	return err == OK ? reply_list(rq, calendar_fields, &all, sizeof(struct calendar_row), NULL) : err;
}

/* ERR_NOT_FOUND */
enum err api_calendar_get(struct request *rq)
{
	struct calendar_row c;
	enum err err = store_calendar_get(request_db(rq), rq->arena, request_id(rq, 0), &c);

	return err == OK ? reply_object(rq, 200, calendar_fields, &c, c.version) : err;
}

static enum err add(struct tx *tx, void *ctx)
{
	return domain_calendar_add(tx, ctx);
}

/* ERR_INVALID: fields. ERR_CONFLICT: the name is in use, or the key was. */
enum err api_calendar_post(struct request *rq)
{
	struct calendar_row c;
	const char *key;
	bool again = false;
	enum err err = request_key(rq, &key);

	fields_none(calendar_fields, &c);
	if (err == OK)
		err = request_json(rq, calendar_fields, &c, false);
	if (err == OK)
		err = request_write_once(rq, add, &c, "calendar", key, &c.id, &again);
	if (err == OK && again)
		err = store_calendar_get(request_db(rq), rq->arena, c.id, &c);
	return err == OK ? reply_object(rq, again ? 200 : 201, calendar_fields, &c, c.version) : err;
}

struct replacement {
	struct calendar_row calendar;
	int64_t version;
};

static enum err put(struct tx *tx, void *ctx)
{
	struct replacement *r = ctx;

	return domain_calendar_put(tx, &r->calendar, r->version);
}

/* Lists that are not sent become empty. ERR_STALE: changed meanwhile. */
enum err api_calendar_put(struct request *rq)
{
	struct replacement r;
	struct calendar_row *const c = &r.calendar;
	enum err err = request_if_match(rq, &r.version);

	fields_none(calendar_fields, c);
	c->id = request_id(rq, 0);
	if (err == OK)
		err = request_json(rq, calendar_fields, c, false);
	if (err == OK)
		err = request_write(rq, put, &r);
	if (err == ERR_STALE && store_calendar_get(request_db(rq), rq->arena, request_id(rq, 0), c) == OK)
		request_current(rq, calendar_fields, c);
	return err == OK ? reply_object(rq, 200, calendar_fields, c, c->version) : err;
}
