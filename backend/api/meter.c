/* meter.c - a machine's meters and their readings over HTTP, as far as plans count by them; see plan.h. */
#include "api/plan.h"
#include "api/reply.h"
#include "base/clock.h"
#include "store/asset.h"
#include "store/event.h"

const struct field meter_input[] = {
	FIELD(struct meter, name, F_TEXT, F_REQUIRED, .max = 80),
	FIELD(struct meter, unit, F_TEXT, F_REQUIRED, .max = 20),
	FIELD(struct meter, kind, F_ENUM, F_IN, .names = meter_kinds),
	FIELD_END,
};
const struct field reading_input[] = {
	FIELD(struct reading, value, F_QTY, F_REQUIRED, .max = INT64_C(1000000000000000)),
	FIELD(struct reading, time, F_TIME, F_IN),
	FIELD_END,
};
const struct field reading_fields[] = {
	FIELD(struct reading, id, F_INT, F_SURE),
	FIELD(struct reading, meter_id, F_INT, F_SURE),
	FIELD(struct reading, time, F_TIME, F_SURE),
	FIELD(struct reading, value, F_QTY, F_SURE),
	FIELD(struct reading, source, F_ENUM, F_SURE, .names = reading_sources),
	FIELD(struct reading, account_id, F_INT),
	FIELD_END,
};

/* ERR_NOT_FOUND: no such machine. */
enum err api_meter_list(struct request *rq)
{
	int64_t id = request_id(rq, 0);
	struct asset m;
	struct list all;
	enum err err = store_asset_get(request_db(rq), rq->arena, id, &m);

	if (err == OK)
		err = store_meter_list(request_db(rq), rq->arena, id, &all);
	return err == OK ? reply_list(rq, meter_fields, &all, sizeof(struct meter), NULL) : err;
}

static enum err add(struct tx *tx, void *ctx)
{
	struct meter *m = ctx;
	struct asset machine;
	enum err err = store_asset_get(tx->db, tx->arena, m->asset_id, &machine);

	if (err == OK && machine.kind != ASSET_MACHINE)
		return fault_set(tx->fault, ERR_CONFLICT, MSG_TICKET_NOT_MACHINE, NULL);
	if (err == OK)
		err = store_meter_add(tx, m);
	return err == OK ? store_event_note(tx, "meter", m->id, "added", "name", m->name) : err;
}

/* ERR_NOT_FOUND; ERR_CONFLICT: that is no machine. */
enum err api_meter_post(struct request *rq)
{
	struct meter m;
	const char *key;
	bool again = false;
	enum err err = request_key(rq, &key);

	fields_none(meter_fields, &m);
	m.asset_id = request_id(rq, 0);
	if (err == OK)
		err = request_json(rq, meter_input, &m, false);
	m.kind = m.kind < 0 ? 0 : m.kind;
	if (err == OK)
		err = request_write_once(rq, add, &m, "meter", key, &m.id, &again);
	if (err == OK && again)
		err = store_meter_get(request_db(rq), rq->arena, m.id, &m);
	return err == OK ? reply_object(rq, again ? 200 : 201, meter_fields, &m, NONE) : err;
}

static enum err read_off(struct tx *tx, void *ctx)
{
	struct reading *r = ctx;
	struct meter m;
	enum err err = store_meter_get(tx->db, tx->arena, r->meter_id, &m);

	if (r->time == NONE)
		r->time = tx->now;
	if (err == OK && r->time > tx->now + MINUTE_MS)
		return fault_field(tx->fault, "time", MSG_TICKET_FUTURE, NULL);
	return err == OK ? store_reading_add(tx, r) : err;
}

/* ERR_NOT_FOUND; ERR_INVALID: a time to come. */
enum err api_reading_post(struct request *rq)
{
	struct reading r = {.id = NONE,
		.meter_id = request_id(rq, 0),
		.time = NONE,
		.source = rq->user.by_cookie ? 0 : 1,
		.account_id = rq->user.id};
	enum err err = request_json(rq, reading_input, &r, false);

	if (err == OK)
		err = request_write(rq, read_off, &r);
	return err == OK ? reply_object(rq, 201, reading_fields, &r, NONE) : err;
}
