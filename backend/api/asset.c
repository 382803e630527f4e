/* asset.c - see asset.h. */
#include "api/asset.h"

#include "api/reply.h"
#include "domain/asset.h"
#include "store/calendar.h"
#include "store/qr.h"

/* As one asset is answered: itself, and what a reader would ask for next. */
struct asset_view {
	struct asset asset;
	int64_t effective_calendar_id;
	struct list codes; /* that are good */
};
static const struct field asset_code_fields[] = {
	FIELD(struct qr_code, code, F_TEXT, F_SURE),
	FIELD(struct qr_code, bound_at, F_TIME, F_SURE),
	FIELD_END,
};
const struct field asset_view_fields[] = {
	JOIN(struct asset_view, asset, asset_fields),
	FIELD(struct asset_view, effective_calendar_id, F_INT),
	FIELD(struct asset_view, codes, F_LIST, SUB(asset_code_fields, struct qr_code)),
	FIELD_END,
};

/* What may be sent; over a struct asset. */
const struct field asset_input[] = {
	FIELD(struct asset, parent_id, F_INT, F_IN, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct asset, kind, F_ENUM, F_REQUIRED, .names = asset_kinds),
	FIELD(struct asset, code, F_TEXT, F_IN, .max = 40),
	FIELD(struct asset, name, F_TEXT, F_REQUIRED, .max = 120),
	FIELD(struct asset, name_en, F_TEXT, F_IN, .max = 120),
	FIELD(struct asset, model, F_TEXT, F_IN, .max = 120),
	FIELD(struct asset, maker, F_TEXT, F_IN, .max = 120),
	FIELD(struct asset, serial, F_TEXT, F_IN, .max = 80),
	FIELD(struct asset, location, F_TEXT, F_IN, .max = 200),
	FIELD(struct asset, commissioned_day, F_DAY, F_IN),
	FIELD(struct asset, retired_day, F_DAY, F_IN),
	FIELD(struct asset, original_value_cents, F_INT, F_IN, .max = INT64_C(100000000000000)),
	FIELD(struct asset, downtime_cents_hour, F_INT, F_IN, .max = INT64_C(10000000000)),
	FIELD(struct asset, criticality, F_ENUM, F_IN, .names = criticalities),
	FIELD(struct asset, calendar_id, F_INT, F_IN, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct asset, state, F_ENUM, F_IN, .names = asset_states),
	FIELD(struct asset, note, F_TEXT, F_IN, .max = 2000),
	FIELD_END,
};

static void keep_good(struct list *codes)
{
	size_t n = 0;

	for (size_t i = 0; i < codes->n; i++) {
		const struct qr_code *q = list_at(codes, i, sizeof(*q));

		if (q->revoked_at == NONE)
			*(struct qr_code *)list_at(codes, n++, sizeof(*q)) = *q;
	}
	codes->n = n;
}

static enum err reply_asset(struct request *rq, int status, const struct asset *x)
{
	struct asset_view v = {.asset = *x};
	enum err err = store_calendar_of(request_db(rq), x->id, &v.effective_calendar_id);

	if (err == OK)
		err = store_qr_of(request_db(rq), rq->arena, QR_ASSET, x->id, &v.codes);
	keep_good(&v.codes);
	return err == OK ? reply_object(rq, status, asset_view_fields, &v, x->version) : err;
}

const struct field asset_query[] = {
	FIELD_AS(struct asset_filter, parent_id, "parent", F_INT),
	FIELD_AS(struct asset_filter, under_id, "under", F_INT, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct asset_filter, kind, F_ENUM, .names = asset_kinds),
	FIELD(struct asset_filter, state, F_ENUM, .names = asset_states),
	FIELD(struct asset_filter, text, F_TEXT, .max = QUERY_TEXT_MAX),
	FIELD(struct asset_filter, after, F_INT),
	FIELD(struct asset_filter, limit, F_INT, .min = 1, .max = 500),
	FIELD_END,
};

/* By id. ERR_INVALID: a filter. */
enum err api_asset_list(struct request *rq)
{
	struct asset_filter f;
	struct list page;
	const char *next;
	enum err err;

	asset_filter_none(&f);
	f.limit = 50;
	err = request_query_read(rq, asset_query, &f);
	if (err != OK)
		return err;
	f.limit++;
	err = store_asset_list(request_db(rq), rq->arena, &f, &page);
	if (err != OK)
		return err;
	next = reply_page_next(rq, &page, f.limit, sizeof(struct asset), offsetof(struct asset, id));
	return reply_list(rq, asset_fields, &page, sizeof(struct asset), next);
}

/* ERR_NOT_FOUND */
enum err api_asset_get(struct request *rq)
{
	struct asset x;
	enum err err = store_asset_get(request_db(rq), rq->arena, request_id(rq, 0), &x);

	return err == OK ? reply_asset(rq, 200, &x) : err;
}

static enum err add(struct tx *tx, void *ctx)
{
	return domain_asset_add(tx, ctx);
}

/* ERR_INVALID: fields. ERR_CONFLICT: the code is in use, or the key was. */
enum err api_asset_post(struct request *rq)
{
	struct asset x;
	const char *key;
	bool again = false;
	enum err err = request_key(rq, &key);

	domain_asset_none(&x);
	if (err == OK)
		err = request_json(rq, asset_input, &x, false);
	if (err == OK)
		err = request_write_once(rq, add, &x, "asset", key, &x.id, &again);
	if (err == OK && again)
		err = store_asset_get(request_db(rq), rq->arena, x.id, &x);
	return err == OK ? reply_asset(rq, again ? 200 : 201, &x) : err;
}

struct asset_edit {
	struct asset asset;
	int64_t version;
};

static enum err put(struct tx *tx, void *ctx)
{
	struct asset_edit *e = ctx;

	return domain_asset_put(tx, &e->asset, e->version);
}

/* ERR_STALE: changed meanwhile. */
/* When somebody was faster: what is there now goes along with the refusal. */
static enum err with_current(struct request *rq, enum err err)
{
	struct asset now;

	if (err == ERR_STALE && store_asset_get(request_db(rq), rq->arena, request_id(rq, 0), &now) == OK)
		request_current(rq, asset_fields, &now);
	return err;
}

enum err api_asset_patch(struct request *rq)
{
	struct asset_edit e;
	enum err err = request_if_match(rq, &e.version);

	if (err == OK)
		err = store_asset_get(request_db(rq), rq->arena, request_id(rq, 0), &e.asset);
	if (err == OK)
		err = request_json(rq, asset_input, &e.asset, true);
	if (err == OK)
		err = request_write(rq, put, &e);
	return err == OK ? reply_asset(rq, 200, &e.asset) : with_current(rq, err);
}

/* From the top down to the parent. */
enum err api_asset_path(struct request *rq)
{
	struct asset x;
	struct list path;
	enum err err = store_asset_get(request_db(rq), rq->arena, request_id(rq, 0), &x);

	if (err == OK)
		err = store_asset_path(request_db(rq), rq->arena, x.id, &path);
	return err == OK ? reply_list(rq, asset_fields, &path, sizeof(struct asset), NULL) : err;
}

const struct field asset_state_input[] = {
	FIELD(struct asset_change, state, F_ENUM, F_REQUIRED, .names = asset_states),
	FIELD(struct asset_change, reason, F_TEXT, F_IN, .max = 500),
	FIELD_END,
};

struct state_job {
	struct asset_change change;
	struct asset now;
};

static enum err set_state(struct tx *tx, void *ctx)
{
	struct state_job *j = ctx;

	return domain_asset_state(tx, &j->change, &j->now);
}

/* If-Match is welcome and not needed: a technician at the machine says what is. */
enum err api_asset_state(struct request *rq)
{
	struct state_job j = {.change = {.id = request_id(rq, 0),
				      .state = -1,
				      .version = NONE,
				      .lead = (rq->user.role & ROLE_LEAD) != 0}};
	enum err err = rq->header(rq, "If-Match") ? request_if_match(rq, &j.change.version) : OK;

	if (err == OK)
		err = request_json(rq, asset_state_input, &j.change, false);
	if (err == OK)
		err = request_write(rq, set_state, &j);
	return err == OK ? reply_asset(rq, 200, &j.now) : with_current(rq, err);
}

/* ---- the tree ---- */

const struct field tree_node_fields[] = {
	FIELD(struct asset, id, F_INT, F_SURE),
	FIELD(struct asset, parent_id, F_INT),
	FIELD(struct asset, kind, F_ENUM, F_SURE, .names = asset_kinds),
	FIELD(struct asset, code, F_TEXT),
	FIELD(struct asset, name, F_TEXT, F_SURE),
	FIELD(struct asset, name_en, F_TEXT),
	FIELD(struct asset, criticality, F_ENUM, .names = criticalities),
	FIELD(struct asset, state, F_ENUM, .names = asset_states),
	FIELD_END,
};
struct tree_filter {
	int64_t components;
};
const struct field tree_query[] = {FIELD(struct tree_filter, components, F_INT, .max = 1), FIELD_END};

/* All sites, areas, lines and machines in one answer, parents before children; with ?components=1 those
 * too. */
enum err api_tree_get(struct request *rq)
{
	struct tree_filter f = {0};
	struct list all;
	enum err err = request_query_read(rq, tree_query, &f);

	if (err == OK)
		err = store_asset_tree(request_db(rq), rq->arena, f.components, &all);
	return err == OK ? reply_list(rq, tree_node_fields, &all, sizeof(struct asset), NULL) : err;
}

/* ---- the ledger ---- */

/* Places and machines with what a table of them shows, parents before children: small enough to be sorted and
 * searched where it is read. */
enum err api_ledger_get(struct request *rq)
{
	struct list all;
	enum err err = store_asset_ledger(request_db(rq), rq->arena, &all);

	return err == OK ? reply_list(rq, ledger_row_fields, &all, sizeof(struct ledger_row), NULL) : err;
}
