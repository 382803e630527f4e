/* supply.c - see supply.h. */
#include "api/supply.h"

#include "api/reply.h"
#include "domain/supply.h"
#include "store/asset.h"
#include "store/reservation.h"

/* ---- suppliers ---- */

struct supplier_page {
	const char *text, *after;
	int64_t retired, limit;
};
const struct field supplier_query[] = {
	FIELD(struct supplier_page, text, F_TEXT, .max = QUERY_TEXT_MAX),
	FIELD(struct supplier_page, retired, F_INT, .max = 1),
	FIELD(struct supplier_page, after, F_TEXT),
	FIELD(struct supplier_page, limit, F_INT, .min = 1, .max = 500),
	FIELD_END,
};

/* By name; next is the name to pass as `after`. Those that are no longer asked with retired=1 alone. */
enum err api_supplier_list(struct request *rq)
{
	struct supplier_page f = {.retired = 0, .limit = 50};
	struct list page;
	const struct supplier *end;
	enum err err = request_query_read(rq, supplier_query, &f);

	if (err == OK)
		err = store_supplier_list(
			request_db(rq), rq->arena, f.text, f.retired, f.after, f.limit + 1, &page);
	if (err != OK)
		return err;
	end = reply_page_end(&page, f.limit + 1, sizeof(*end));
	return reply_list(rq, supplier_fields, &page, sizeof(*end), end ? end->name : NULL);
}

struct supplier_detail {
	struct supplier supplier;
	struct list sells;
};
const struct field supplier_detail_fields[] = {
	JOIN(struct supplier_detail, supplier, supplier_fields),
	FIELD(struct supplier_detail, sells, F_LIST, SUB(part_supplier_fields, struct part_supplier)),
	FIELD_END,
};
const struct field supplier_input[] = {
	FIELD(struct supplier, name, F_TEXT, F_REQUIRED, .max = 120),
	FIELD(struct supplier, contact, F_TEXT, F_IN, .max = 120),
	FIELD(struct supplier, phone, F_TEXT, F_IN, .max = 60),
	FIELD(struct supplier, email, F_TEXT, F_IN, .max = 120),
	FIELD(struct supplier, note, F_TEXT, F_IN, .max = 2000),
	FIELD(struct supplier, retired, F_BOOL, F_IN),
	FIELD_END,
};

static enum err reply_supplier(struct request *rq, int status, int64_t id)
{
	struct supplier_detail d;
	enum err err = store_supplier_get(request_db(rq), rq->arena, id, &d.supplier);

	if (err == OK)
		err = store_part_supplier_by(request_db(rq), rq->arena, id, &d.sells);
	return err == OK ? reply_object(rq, status, supplier_detail_fields, &d, d.supplier.version) : err;
}

/* With what it sells. ERR_NOT_FOUND */
enum err api_supplier_get(struct request *rq)
{
	return reply_supplier(rq, 200, request_id(rq, 0));
}

static enum err add_supplier(struct tx *tx, void *ctx)
{
	return domain_supplier_add(tx, ctx);
}

/* ERR_CONFLICT: the name is in use, or the key was. */
enum err api_supplier_post(struct request *rq)
{
	struct supplier s;
	const char *key;
	bool again = false;
	enum err err = request_key(rq, &key);

	fields_none(supplier_fields, &s);
	if (err == OK)
		err = request_json(rq, supplier_input, &s, false);
	s.retired = s.retired == 1;
	if (err == OK)
		err = request_write_once(rq, add_supplier, &s, "supplier", key, &s.id, &again);
	return err == OK ? reply_supplier(rq, again ? 200 : 201, s.id) : err;
}

static enum err put_supplier(struct tx *tx, void *ctx)
{
	return domain_supplier_put(tx, ctx);
}

/* ERR_STALE: changed meanwhile, with the supplier as it is now. ERR_CONFLICT: the name is in use. */
enum err api_supplier_patch(struct request *rq)
{
	struct supplier s, now;
	int64_t id = request_id(rq, 0), version;
	enum err err = request_if_match(rq, &version);

	if (err == OK)
		err = store_supplier_get(request_db(rq), rq->arena, id, &s);
	if (err == OK)
		err = request_json(rq, supplier_input, &s, true);
	if (err != OK)
		return err;
	s.retired = s.retired == 1;
	s.version = version;
	err = request_write(rq, put_supplier, &s);
	if (err == ERR_STALE && store_supplier_get(request_db(rq), rq->arena, id, &now) == OK)
		request_current(rq, supplier_fields, &now);
	return err == OK ? reply_supplier(rq, 200, id) : err;
}

/* ---- around a part ---- */

struct part_supply {
	struct list suppliers, prices, substitutes, stands_in_for, uses, reservations;
};
const struct field part_supply_fields[] = {
	FIELD(struct part_supply, suppliers, F_LIST, SUB(part_supplier_fields, struct part_supplier)),
	FIELD(struct part_supply, prices, F_LIST, SUB(part_price_fields, struct part_price)),
	FIELD(struct part_supply, substitutes, F_LIST, SUB(part_substitute_fields, struct part_substitute)),
	FIELD(struct part_supply, stands_in_for, F_LIST, SUB(part_substitute_fields, struct part_substitute)),
	FIELD(struct part_supply, uses, F_LIST, SUB(asset_part_fields, struct asset_part)),
	FIELD(struct part_supply, reservations, F_LIST, SUB(reservation_fields, struct reservation)),
	FIELD_END,
};

/* All that its page shows besides stock and movements. */
static enum err reply_supply(struct request *rq, int status)
{
	int64_t id = request_id(rq, 0);
	struct db *db = request_db(rq);
	struct part_supply s;
	struct part p;
	struct reservation_filter f;
	enum err err = store_part_get(db, rq->arena, id, &p);

	reservation_filter_none(&f);
	f.part_id = id;
	if (err == OK)
		err = store_part_supplier_of(db, rq->arena, id, &s.suppliers);
	if (err == OK)
		err = store_part_price_of(db, rq->arena, id, &s.prices);
	if (err == OK)
		err = store_substitute_of(db, rq->arena, id, &s.substitutes);
	if (err == OK)
		err = store_substitute_for(db, rq->arena, id, &s.stands_in_for);
	if (err == OK)
		err = store_asset_part_of(db, rq->arena, id, &s.uses);
	if (err == OK)
		err = store_reservation_list(db, rq->arena, &f, &s.reservations);
	return err == OK ? reply_object(rq, status, part_supply_fields, &s, NONE) : err;
}

/* ERR_NOT_FOUND */
enum err api_part_supply(struct request *rq)
{
	return reply_supply(rq, 200);
}

/* What these ask has no key: done twice it says the same. */
struct supply_job {
	struct part_supplier sells;
	struct part_price price;
	struct asset_part use;
	const char *note;
	int64_t both;
};

static enum err change(struct request *rq, store_fn *fn, struct supply_job *j, int status)
{
	enum err err = request_write(rq, fn, j);

	return err == OK ? reply_supply(rq, status) : err;
}

const struct field part_supplier_input[] = {
	FIELD_AS(struct supply_job, sells.number, "number", F_TEXT, F_IN, .max = 64),
	FIELD_AS(struct supply_job, sells.lead_days, "lead_days", F_INT, F_IN, .max = 1000),
	FIELD_AS(struct supply_job, sells.min_qty, "min_qty", F_QTY, F_IN, .min = 1, .max = PART_QTY_MAX),
	FIELD_AS(struct supply_job, sells.pack_qty, "pack_qty", F_QTY, F_IN, .min = 1, .max = PART_QTY_MAX),
	FIELD_AS(struct supply_job, sells.preferred, "preferred", F_BOOL, F_IN),
	FIELD_END,
};

static enum err put_seller(struct tx *tx, void *ctx)
{
	return domain_supply_put(tx, &((struct supply_job *)ctx)->sells);
}

/* ERR_NOT_FOUND: the part or the supplier. */
enum err api_part_supplier_put(struct request *rq)
{
	struct supply_job j;
	enum err err;

	fields_none(part_supplier_fields, &j.sells);
	err = request_json(rq, part_supplier_input, &j, false);
	j.sells.part_id = request_id(rq, 0);
	j.sells.supplier_id = request_id(rq, 1);
	j.sells.preferred = j.sells.preferred == 1;
	return err == OK ? change(rq, put_seller, &j, 200) : err;
}

static enum err remove_seller(struct tx *tx, void *ctx)
{
	const struct supply_job *j = ctx;

	return domain_supply_remove(tx, j->sells.part_id, j->sells.supplier_id);
}

enum err api_part_supplier_delete(struct request *rq)
{
	struct supply_job j = {.sells = {.part_id = request_id(rq, 0), .supplier_id = request_id(rq, 1)}};

	return change(rq, remove_seller, &j, 200);
}

const struct field part_price_input[] = {
	FIELD_AS(struct supply_job, price.supplier_id, "supplier_id", F_INT, F_REQUIRED, .min = 1,
		.max = FIELD_ID_MAX),
	FIELD_AS(struct supply_job, price.day, "day", F_DAY, F_IN),
	FIELD_AS(struct supply_job, price.price_cents, "price_cents", F_INT, F_REQUIRED,
		.max = PART_PRICE_MAX),
	FIELD_AS(struct supply_job, price.note, "note", F_TEXT, F_IN, .max = 200),
	FIELD_END,
};

static enum err add_price(struct tx *tx, void *ctx)
{
	return domain_supply_price(tx, &((struct supply_job *)ctx)->price);
}

/* ERR_NOT_FOUND: the part. ERR_INVALID: no such supplier. */
enum err api_part_price_post(struct request *rq)
{
	struct supply_job j;
	const char *key;
	bool again = false;
	enum err err = request_key(rq, &key);

	fields_none(part_price_fields, &j.price);
	if (err == OK)
		err = request_json(rq, part_price_input, &j, false);
	j.price.part_id = request_id(rq, 0);
	if (err == OK)
		err = request_write_once(rq, add_price, &j, "part_price", key, &j.price.id, &again);
	return err == OK ? reply_supply(rq, 201) : err;
}

const struct field part_substitute_input[] = {
	FIELD(struct supply_job, note, F_TEXT, F_IN, .max = 200),
	FIELD(struct supply_job, both, F_BOOL, F_IN),
	FIELD_END,
};

static enum err put_substitute(struct tx *tx, void *ctx)
{
	const struct supply_job *j = ctx;

	return domain_substitute_put(tx, j->use.part_id, j->use.id, j->note, j->both == 1);
}

/* ERR_NOT_FOUND: one of the parts. ERR_INVALID: the same part, or one of another unit. */
enum err api_part_substitute_put(struct request *rq)
{
	struct supply_job j = {.use = {.part_id = request_id(rq, 0), .id = request_id(rq, 1)}};
	enum err err = request_json(rq, part_substitute_input, &j, false);

	return err == OK ? change(rq, put_substitute, &j, 200) : err;
}

static enum err remove_substitute(struct tx *tx, void *ctx)
{
	const struct supply_job *j = ctx;

	return domain_substitute_remove(tx, j->use.part_id, j->use.id);
}

enum err api_part_substitute_delete(struct request *rq)
{
	struct supply_job j = {.use = {.part_id = request_id(rq, 0), .id = request_id(rq, 1)}};

	return change(rq, remove_substitute, &j, 200);
}

const struct field part_use_input[] = {
	FIELD_AS(struct supply_job, use.asset_id, "asset_id", F_INT, F_IN, .min = 1, .max = FIELD_ID_MAX),
	FIELD_AS(struct supply_job, use.model, "model", F_TEXT, F_IN, .max = 120),
	FIELD_AS(struct supply_job, use.qty, "qty", F_QTY, F_IN, .min = 1, .max = PART_QTY_MAX),
	FIELD_AS(struct supply_job, use.note, "note", F_TEXT, F_IN, .max = 200),
	FIELD_END,
};

static enum err add_use(struct tx *tx, void *ctx)
{
	return domain_use_add(tx, &((struct supply_job *)ctx)->use);
}

/* Of a machine or component, or of a model. ERR_CONFLICT: it is said already. */
enum err api_part_use_post(struct request *rq)
{
	struct supply_job j;
	enum err err;

	fields_none(asset_part_fields, &j.use);
	err = request_json(rq, part_use_input, &j, false);
	j.use.part_id = request_id(rq, 0);
	return err == OK ? change(rq, add_use, &j, 201) : err;
}

static enum err remove_use(struct tx *tx, void *ctx)
{
	const struct supply_job *j = ctx;

	return domain_use_remove(tx, j->use.part_id, j->use.id);
}

enum err api_part_use_delete(struct request *rq)
{
	struct supply_job j = {.use = {.part_id = request_id(rq, 0), .id = request_id(rq, 1)}};

	return change(rq, remove_use, &j, 200);
}

/* What is built into a machine or component, with what is there of it. ERR_NOT_FOUND */
enum err api_asset_part_list(struct request *rq)
{
	struct asset a;
	struct list parts;
	enum err err = store_asset_get(request_db(rq), rq->arena, request_id(rq, 0), &a);

	if (err == OK)
		err = store_asset_part_in(request_db(rq), rq->arena, a.id, &parts);
	return err == OK ? reply_list(rq, asset_part_fields, &parts, sizeof(struct asset_part), NULL) : err;
}
