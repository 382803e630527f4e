/* part.c - see part.h. */
#include "api/part.h"

#include "api/reply.h"
#include "domain/part.h"
#include "store/reservation.h"

enum { CODE_MAX = 64 };

/* ---- parts ---- */

const struct field part_input[] = {
	FIELD(struct part, code, F_TEXT, F_REQUIRED, .max = CODE_MAX),
	FIELD(struct part, name, F_TEXT, F_REQUIRED, .max = 120),
	FIELD(struct part, name_en, F_TEXT, F_IN, .max = 120),
	FIELD(struct part, spec, F_TEXT, F_IN, .max = 200),
	FIELD(struct part, maker, F_TEXT, F_IN, .max = 120),
	FIELD(struct part, unit, F_TEXT, F_REQUIRED, .max = 16),
	FIELD(struct part, category, F_TEXT, F_IN, .max = 60),
	FIELD(struct part, bin_id, F_INT, F_IN, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct part, min_qty, F_QTY, F_IN, .max = PART_QTY_MAX),
	FIELD(struct part, price_cents, F_INT, F_IN, .max = PART_PRICE_MAX),
	FIELD(struct part, note, F_TEXT, F_IN, .max = 2000),
	FIELD(struct part, retired, F_BOOL, F_IN),
	FIELD_END,
};

const struct field part_query[] = {
	FIELD(struct part_filter, text, F_TEXT, .max = QUERY_TEXT_MAX),
	FIELD(struct part_filter, category, F_TEXT),
	FIELD_AS(struct part_filter, bin_id, "bin", F_INT, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct part_filter, low, F_INT, .max = 1),
	FIELD(struct part_filter, retired, F_INT, .max = 1),
	FIELD(struct part_filter, after, F_TEXT),
	FIELD(struct part_filter, limit, F_INT, .min = 1, .max = 500),
	FIELD_END,
};

/* By code; next is the code to pass as `after`. Retired ones with retired=1 alone. */
enum err api_part_list(struct request *rq)
{
	struct part_filter f;
	struct list page;
	const struct part *end;
	enum err err;

	part_filter_none(&f);
	f.retired = 0;
	err = request_query_read(rq, part_query, &f);
	if (err != OK)
		return err;
	f.limit++;
	err = store_part_list(request_db(rq), rq->arena, &f, &page);
	if (err != OK)
		return err;
	end = reply_page_end(&page, f.limit, sizeof(*end));
	return reply_list(rq, part_fields, &page, sizeof(*end), end ? end->code : NULL);
}

struct part_page {
	const char *text, *after;
	int64_t from, to, limit;
};
const struct field part_low_query[] = {
	FIELD(struct part_page, limit, F_INT, .min = 1, .max = 500),
	FIELD_END,
};

/* In one page: the emptiest in proportion to its minimum first. */
enum err api_part_low(struct request *rq)
{
	struct list page;
	struct part_page f = {.limit = 500};
	enum err err = request_query_read(rq, part_low_query, &f);

	if (err == OK)
		err = store_part_low(request_db(rq), rq->arena, f.limit, &page);
	return err == OK ? reply_list(rq, part_fields, &page, sizeof(struct part), NULL) : err;
}

static enum err reply_part(struct request *rq, int status, struct part *p)
{
	enum err err = store_stock_of(request_db(rq), rq->arena, p->id, &p->stock);

	return err == OK ? reply_object(rq, status, part_detail_fields, p, p->version) : err;
}

/* ERR_NOT_FOUND */
enum err api_part_get(struct request *rq)
{
	struct part p;
	enum err err = store_part_get(request_db(rq), rq->arena, request_id(rq, 0), &p);

	return err == OK ? reply_part(rq, 200, &p) : err;
}

static enum err add_part(struct tx *tx, void *ctx)
{
	return domain_part_add(tx, ctx);
}

/* ERR_CONFLICT: the code is in use, or the key was. */
enum err api_part_post(struct request *rq)
{
	struct part p;
	const char *key;
	bool again = false;
	enum err err = request_key(rq, &key);

	fields_none(part_detail_fields, &p);
	if (err == OK)
		err = request_json(rq, part_input, &p, false);
	p.retired = p.retired == 1;
	if (err == OK)
		err = request_write_once(rq, add_part, &p, "part", key, &p.id, &again);
	if (err == OK && again)
		err = store_part_get(request_db(rq), rq->arena, p.id, &p);
	return err == OK ? reply_part(rq, again ? 200 : 201, &p) : err;
}

static enum err put_part(struct tx *tx, void *ctx)
{
	return domain_part_put(tx, ctx);
}

/* ERR_STALE: changed meanwhile, with the part as it is now. ERR_CONFLICT: the code is in use. */
enum err api_part_patch(struct request *rq)
{
	struct part p, now;
	int64_t id = request_id(rq, 0), version;
	enum err err = request_if_match(rq, &version);

	if (err == OK)
		err = store_part_get(request_db(rq), rq->arena, id, &p);
	if (err == OK)
		err = request_json(rq, part_input, &p, true);
	if (err != OK)
		return err;
	p.retired = p.retired == 1;
	p.version = version;
	err = request_write(rq, put_part, &p);
	if (err == ERR_STALE && store_part_get(request_db(rq), rq->arena, id, &now) == OK)
		request_current(rq, part_fields, &now);
	return err == OK ? reply_part(rq, 200, &p) : err;
}

const struct field part_machine_query[] = {
	FIELD(struct part_page, from, F_TIME),
	FIELD(struct part_page, to, F_TIME),
	FIELD(struct part_page, limit, F_INT, .min = 1, .max = 500),
	FIELD_END,
};

/* In [from, to), most first, in one page. */
enum err api_part_machines(struct request *rq)
{
	struct part p;
	struct list page;
	struct part_page f = {.from = NONE, .to = NONE, .limit = 500};
	enum err err = request_query_read(rq, part_machine_query, &f);

	if (err == OK)
		err = store_part_get(request_db(rq), rq->arena, request_id(rq, 0), &p);
	if (err == OK)
		err = store_part_machines(request_db(rq), rq->arena, p.id, f.from, f.to, f.limit, &page);
	return err == OK ? reply_list(rq, part_machine_fields, &page, sizeof(struct part_machine), NULL)
			 : err;
}

/* ---- bins ---- */

const struct field bin_input[] = {
	FIELD(struct bin, code, F_TEXT, F_REQUIRED, .max = CODE_MAX),
	FIELD(struct bin, name, F_TEXT, F_IN, .max = 120),
	FIELD(struct bin, store, F_TEXT, F_IN, .max = 120),
	FIELD_END,
};

const struct field bin_query[] = {
	FIELD(struct part_page, text, F_TEXT, .max = QUERY_TEXT_MAX),
	FIELD(struct part_page, after, F_TEXT),
	FIELD(struct part_page, limit, F_INT, .min = 1, .max = 500),
	FIELD_END,
};

/* By code; next is the code to pass as `after`. */
enum err api_bin_list(struct request *rq)
{
	struct list page;
	const struct bin *end;
	struct part_page f = {.limit = 50};
	enum err err = request_query_read(rq, bin_query, &f);

	if (err == OK)
		err = store_bin_list(request_db(rq), rq->arena, f.text, f.after, f.limit + 1, &page);
	if (err != OK)
		return err;
	end = reply_page_end(&page, f.limit + 1, sizeof(*end));
	return reply_list(rq, bin_fields, &page, sizeof(*end), end ? end->code : NULL);
}

enum err api_bin_get(struct request *rq)
{
	struct bin b;
	enum err err = store_bin_get(request_db(rq), rq->arena, request_id(rq, 0), &b);

	return err == OK ? reply_object(rq, 200, bin_fields, &b, b.version) : err;
}

static enum err add_bin(struct tx *tx, void *ctx)
{
	return domain_bin_add(tx, ctx);
}

/* ERR_CONFLICT: the code is in use, or the key was. */
enum err api_bin_post(struct request *rq)
{
	struct bin b;
	const char *key;
	bool again = false;
	enum err err = request_key(rq, &key);

	fields_none(bin_fields, &b);
	if (err == OK)
		err = request_json(rq, bin_input, &b, false);
	if (err == OK)
		err = request_write_once(rq, add_bin, &b, "bin", key, &b.id, &again);
	if (err == OK && again)
		err = store_bin_get(request_db(rq), rq->arena, b.id, &b);
	return err == OK ? reply_object(rq, again ? 200 : 201, bin_fields, &b, b.version) : err;
}

static enum err put_bin(struct tx *tx, void *ctx)
{
	return domain_bin_put(tx, ctx);
}

/* ERR_STALE: changed meanwhile, with the bin as it is now. ERR_CONFLICT: the code is in use. */
enum err api_bin_patch(struct request *rq)
{
	struct bin b, now;
	int64_t id = request_id(rq, 0), version;
	enum err err = request_if_match(rq, &version);

	if (err == OK)
		err = store_bin_get(request_db(rq), rq->arena, id, &b);
	if (err == OK)
		err = request_json(rq, bin_input, &b, true);
	if (err != OK)
		return err;
	b.version = version;
	err = request_write(rq, put_bin, &b);
	if (err == ERR_STALE && store_bin_get(request_db(rq), rq->arena, id, &now) == OK)
		request_current(rq, bin_fields, &now);
	return err == OK ? reply_object(rq, 200, bin_fields, &b, b.version) : err;
}

struct bin_contents {
	struct bin bin;
	struct list parts, reservations;
};
const struct field bin_contents_fields[] = {
	JOIN(struct bin_contents, bin, bin_fields),
	FIELD(struct bin_contents, parts, F_LIST, SUB(bin_part_fields, struct bin_part)),
	FIELD(struct bin_contents, reservations, F_LIST, SUB(reservation_fields, struct reservation)),
	FIELD_END,
};

/* What stands before whoever scanned it: its parts, and for which tickets they are kept. ERR_NOT_FOUND */
enum err api_bin_contents(struct request *rq)
{
	struct bin_contents c;
	struct reservation_filter f;
	int64_t id = request_id(rq, 0);
	enum err err = store_bin_get(request_db(rq), rq->arena, id, &c.bin);

	reservation_filter_none(&f);
	f.bin_id = id;
	if (err == OK)
		err = store_bin_parts(request_db(rq), rq->arena, id, &c.parts);
	if (err == OK)
		err = store_reservation_list(request_db(rq), rq->arena, &f, &c.reservations);
	return err == OK ? reply_object(rq, 200, bin_contents_fields, &c, c.bin.version) : err;
}

/* In one page: there are a handful. */
enum err api_store_list(struct request *rq)
{
	struct list stores;
	enum err err = store_bin_stores(request_db(rq), rq->arena, &stores);

	return err == OK ? reply_list(rq, bin_store_fields, &stores, sizeof(struct bin_store), NULL) : err;
}
