/* checklist.c - checklists and the routes that use them; see round.h. Both are small and are sent and answered whole. */
#include "api/reply.h"
#include "api/round.h"
#include "domain/check.h"
#include "domain/round_due.h"

/* ---- checklists ---- */

enum err api_checklist_list(struct request *rq)
{
	struct list all;
	enum err err = store_checklist_list(request_db(rq), rq->arena, &all);

	return err == OK ? reply_list(rq, checklist_fields, &all, sizeof(struct checklist), NULL) : err;
}

/* ERR_NOT_FOUND */
enum err api_checklist_get(struct request *rq)
{
	struct checklist c;
	enum err err = store_checklist_get(request_db(rq), rq->arena, request_id(rq, 0), &c);

	return err == OK ? reply_object(rq, 200, checklist_fields, &c, c.version) : err;
}

static enum err add_checklist(struct tx *tx, void *ctx)
{
	return domain_checklist_add(tx, ctx);
}

/* ERR_INVALID: fields. */
enum err api_checklist_post(struct request *rq)
{
	struct checklist c;
	const char *key;
	bool again = false;
	enum err err = request_key(rq, &key);

	fields_none(checklist_fields, &c);
	if (err == OK)
		err = request_json(rq, checklist_fields, &c, false);
	if (err == OK)
		err = request_write_once(rq, add_checklist, &c, "checklist", key, &c.id, &again);
	if (err == OK)
		err = store_checklist_get(request_db(rq), rq->arena, c.id, &c);
	return err == OK ? reply_object(rq, again ? 200 : 201, checklist_fields, &c, c.version) : err;
}

struct new_checklist {
	struct checklist checklist;
	int64_t version;
};

static enum err put_checklist(struct tx *tx, void *ctx)
{
	struct new_checklist *n = ctx;

	return domain_checklist_put(tx, &n->checklist, n->version);
}

/* ERR_NOT_FOUND, ERR_STALE, ERR_INVALID: fields. */
enum err api_checklist_put(struct request *rq)
{
	struct new_checklist n;
	struct checklist *const c = &n.checklist;
	enum err err = request_if_match(rq, &n.version);

	fields_none(checklist_fields, c);
	c->id = request_id(rq, 0);
	if (err == OK)
		err = request_json(rq, checklist_fields, c, false);
	if (err == OK)
		err = request_write(rq, put_checklist, &n);
	if (err == ERR_STALE && store_checklist_get(request_db(rq), rq->arena, request_id(rq, 0), c) == OK)
		request_current(rq, checklist_fields, c);
	if (err == OK)
		err = store_checklist_get(request_db(rq), rq->arena, request_id(rq, 0), c);
	return err == OK ? reply_object(rq, 200, checklist_fields, c, c->version) : err;
}

/* ---- routes ---- */

enum err api_route_list(struct request *rq)
{
	struct list all;
	enum err err = store_route_list(request_db(rq), rq->arena, &all);

	return err == OK ? reply_list(rq, round_route_fields, &all, sizeof(struct round_route), NULL) : err;
}

/* ERR_NOT_FOUND */
enum err api_route_get(struct request *rq)
{
	struct round_route r;
	enum err err = store_route_get(request_db(rq), rq->arena, request_id(rq, 0), &r);

	return err == OK ? reply_object(rq, 200, round_route_fields, &r, r.version) : err;
}

static enum err add_route(struct tx *tx, void *ctx)
{
	return domain_route_add(tx, ctx);
}

/* ERR_INVALID: fields. */
enum err api_route_post(struct request *rq)
{
	struct round_route r;
	const char *key;
	bool again = false;
	enum err err = request_key(rq, &key);

	fields_none(round_route_fields, &r);
	if (err == OK)
		err = request_json(rq, round_route_fields, &r, false);
	if (err == OK)
		err = request_write_once(rq, add_route, &r, "route", key, &r.id, &again);
	if (err == OK && again)
		err = store_route_get(request_db(rq), rq->arena, r.id, &r);
	return err == OK ? reply_object(rq, again ? 200 : 201, round_route_fields, &r, r.version) : err;
}

struct new_route {
	struct round_route route;
	int64_t version;
};

static enum err put_route(struct tx *tx, void *ctx)
{
	struct new_route *n = ctx;

	return domain_route_put(tx, &n->route, n->version);
}

/* ERR_NOT_FOUND, ERR_STALE, ERR_INVALID: fields. */
enum err api_route_put(struct request *rq)
{
	struct new_route n;
	struct round_route *const r = &n.route;
	enum err err = request_if_match(rq, &n.version);

	fields_none(round_route_fields, r);
	r->id = request_id(rq, 0);
	if (err == OK)
		err = request_json(rq, round_route_fields, r, false);
	if (err == OK)
		err = request_write(rq, put_route, &n);
	if (err == ERR_STALE && store_route_get(request_db(rq), rq->arena, request_id(rq, 0), r) == OK)
		request_current(rq, round_route_fields, r);
	return err == OK ? reply_object(rq, 200, round_route_fields, r, r->version) : err;
}
