/* asset_bulk.c - many pieces of equipment changed alike; see asset.h. All or nothing: when one is refused none is
 * changed, and the answer says of each what is wrong. */
#include <string.h>

#include "api/asset.h"
#include "api/reply.h"
#include "base/json.h"
#include "domain/asset.h"

enum { BULK_MAX = 500 };

/* What is sent goes over each asset as it is: members not sent stay. */
struct bulk_edit {
	struct asset asset;
	struct list ids;
	const char *reason;
};
const struct field asset_bulk_input[] = {
	FIELD(struct bulk_edit, ids, F_IDS, F_REQUIRED, .min = 1, .max = BULK_MAX),
	FIELD(struct asset, parent_id, F_INT, F_IN, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct asset, model, F_TEXT, F_IN, .max = 120),
	FIELD(struct asset, maker, F_TEXT, F_IN, .max = 120),
	FIELD(struct asset, location, F_TEXT, F_IN, .max = 200),
	FIELD(struct asset, commissioned_day, F_DAY, F_IN),
	FIELD(struct asset, original_value_cents, F_INT, F_IN, .max = INT64_C(100000000000000)),
	FIELD(struct asset, criticality, F_ENUM, F_IN, .names = criticalities),
	FIELD(struct asset, calendar_id, F_INT, F_IN, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct asset, state, F_ENUM, F_IN, .names = asset_states),
	FIELD(struct asset, note, F_TEXT, F_IN, .max = 2000),
	FIELD(struct bulk_edit, reason, F_TEXT, F_IN, .max = 500),
	FIELD_END,
};

struct problem {
	const char *field, *message;
};
static const struct field asset_problem_fields[] = {
	FIELD(struct problem, field, F_TEXT),
	FIELD(struct problem, message, F_TEXT, F_SURE),
	FIELD_END,
};
struct refusal {
	int64_t id;
	const char *name; /* NULL: there is no such asset */
	struct list problems;
};
static const struct field asset_refusal_fields[] = {
	FIELD(struct refusal, id, F_INT, F_SURE),
	FIELD(struct refusal, name, F_TEXT),
	FIELD(struct refusal, problems, F_LIST, SUB(asset_problem_fields, struct problem)),
	FIELD_END,
};
struct bulk {
	struct request *rq;
	struct list ids;
	/* out */
	int64_t changed, same;
	struct list refused;
	enum err worst;
};
const struct field asset_bulk_fields[] = {
	FIELD(struct bulk, changed, F_INT, F_SURE),
	FIELD(struct bulk, same, F_INT, F_SURE),
	FIELD_END,
};
/* What goes along with a refusal, as its "current". */
static const struct field bulk_refused_fields[] = {
	FIELD(struct bulk, refused, F_LIST, SUB(asset_refusal_fields, struct refusal)),
	FIELD_END,
};

struct one {
	struct request *rq;
	int64_t id;
	const char *name;
	bool changed;
};

static enum err change_state(
	struct tx *tx, const struct asset *x, int state, const char *reason, bool *changed)
{
	struct asset_change c = {
		.id = x->id, .state = state, .reason = reason, .version = NONE, .lead = true};
	struct asset now;
	enum err err = domain_asset_state(tx, &c, &now);

	*changed |= err == OK && now.version != x->version;
	return err;
}

static enum err change_one(struct tx *tx, void *ctx)
{
	struct one *o = ctx;
	struct bulk_edit e = {.reason = NULL};
	int64_t version;
	int state, before;
	enum err err = store_asset_get(tx->db, tx->arena, o->id, &e.asset);

	if (err != OK)
		return err;
	o->name = e.asset.name;
	version = e.asset.version;
	before = e.asset.state;
	err = json_read(o->rq->body, o->rq->body_len, asset_bulk_input, &e, true, tx->arena, tx->fault);
	if (err != OK)
		return err;
	state = e.asset.state;
	e.asset.state = before;
	/* The day goes with the state, which has its own way. */
	err = domain_asset_put(tx, &e.asset, version);
	o->changed = err == OK && e.asset.version != version;
	if (err == OK && state != before)
		err = change_state(tx, &e.asset, state, e.reason, &o->changed);
	return err;
}

static void refuse(struct bulk *b, const struct one *o, const struct fault *f, enum err err)
{
	struct request *rq = b->rq;
	struct refusal *r = list_at(&b->refused, b->refused.n++, sizeof(*r));
	struct problem *all = arena_calloc(rq->arena, FAULT_FIELDS, sizeof(*all));
	char text[512];
	enum msg msg = f->err != OK ? f->msg : err == ERR_NOT_FOUND ? MSG_NOT_FOUND : MSG_CONFLICT;

	*r = (struct refusal){o->id, o->name, {all, f->n ? f->n : 1}};
	for (size_t i = 0; i < f->n; i++)
		all[i] = (struct problem){arena_strdup(rq->arena, f->fields[i].name),
			arena_strdup(rq->arena, msg_format(text, sizeof(text), f->fields[i].msg, rq->lang,
							f->fields[i].arg))};
	if (b->refused.n == 1)
		rq->fault = *f;
	b->worst = b->worst == ERR_CONFLICT || err != ERR_INVALID ? ERR_CONFLICT : ERR_INVALID;
	if (!f->n)
		all[0].message =
			arena_strdup(rq->arena, msg_format(text, sizeof(text), msg, rq->lang, f->arg));
}

static bool is_failure(enum err err)
{
	return err == ERR_IO || err == ERR_FULL || err == ERR_BUSY;
}

static enum err change_all(struct tx *tx, void *ctx)
{
	struct bulk *b = ctx;

	b->changed = b->same = 0;
	b->refused.n = 0;
	b->worst = OK;
	for (size_t i = 0; i < b->ids.n; i++) {
		struct fault fault = {0};
		struct tx own = *tx;
		struct one o = {.rq = b->rq, .id = ((int64_t *)b->ids.items)[i]};
		enum err err;

		own.fault = &fault;
		err = store_try(&own, change_one, &o);
		if (is_failure(err)) {
			if (tx->fault)
				*tx->fault = fault;
			return err;
		}
		if (err != OK)
			refuse(b, &o, &fault, err);
		else if (o.changed)
			b->changed++;
		else
			b->same++;
	}
	return b->refused.n ? b->worst : OK;
}

/* Says of each what is wrong; the envelope's own fields are those of the first, when that is what was sent. */
static enum err refused(struct request *rq, const struct bulk *b)
{
	request_current(rq, bulk_refused_fields, b);
	if (b->worst == ERR_INVALID)
		return ERR_INVALID;
	fault_clear(&rq->fault);
	return fault_set(
		&rq->fault, ERR_CONFLICT, MSG_BULK_REFUSED, arena_printf(rq->arena, "%zu", b->refused.n));
}

/* ERR_INVALID: what was sent fits none, or not all. ERR_CONFLICT: some may not be changed so now. */
enum err api_asset_bulk(struct request *rq)
{
	struct bulk_edit e = {.reason = NULL};
	struct bulk b = {.rq = rq};
	enum err err;

	domain_asset_none(&e.asset);
	err = request_json(rq, asset_bulk_input, &e, true);
	if (err == OK && !e.ids.n)
		err = fault_field(&rq->fault, "ids", MSG_F_REQUIRED, NULL);
	if (err != OK)
		return err;
	b.ids = e.ids;
	b.refused.items = arena_calloc(rq->arena, e.ids.n, sizeof(struct refusal));
	err = request_write(rq, change_all, &b);
	if (b.refused.n && err == b.worst)
		return refused(rq, &b);
	return err == OK ? reply_object(rq, 200, asset_bulk_fields, &b, NONE) : err;
}
