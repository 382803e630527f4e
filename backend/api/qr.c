/* qr.c - see qr.h. */
#include "api/qr.h"

#include "api/reply.h"
#include "domain/qr.h"
#include "store/asset.h"
#include "store/part.h"

/* A code as it is answered: with the address that is printed. */
struct code_view {
	struct qr_code code; /* first, so that the offsets fit */
	const char *url;
};
const struct field code_view_fields[] = {
	FIELD(struct qr_code, code, F_TEXT, F_SURE),
	FIELD(struct code_view, url, F_TEXT, F_SURE),
	FIELD(struct qr_code, entity, F_ENUM, .names = qr_entities),
	FIELD(struct qr_code, entity_id, F_INT),
	FIELD(struct qr_code, name, F_TEXT),
	FIELD(struct qr_code, number, F_TEXT),
	FIELD(struct qr_code, place, F_TEXT),
	FIELD(struct qr_code, created_at, F_TIME, F_SURE),
	FIELD(struct qr_code, bound_at, F_TIME),
	FIELD(struct qr_code, revoked_at, F_TIME),
	FIELD_END,
};

static struct code_view view(struct request *rq, const struct qr_code *q)
{
	return (struct code_view){*q, arena_printf(rq->arena, "%s/q/%s", request_base_url(rq), q->code)};
}

static enum err reply_code(struct request *rq, int status, const struct qr_code *q)
{
	struct code_view v = view(rq, q);

	return reply_object(rq, status, code_view_fields, &v, NONE);
}

static enum err reply_codes(struct request *rq, int status, const struct list *codes, const char *next)
{
	struct list views = {arena_calloc(rq->arena, codes->n, sizeof(struct code_view)), codes->n};
	enum err err;

	for (size_t i = 0; i < codes->n; i++)
		*(struct code_view *)list_at(&views, i, sizeof(struct code_view)) =
			view(rq, list_at(codes, i, sizeof(struct qr_code)));
	err = reply_list(rq, code_view_fields, &views, sizeof(struct code_view), next);
	rq->reply.status = status;
	return err;
}

/* The code in the path, as typed or scanned. */
static enum err read_code(struct request *rq, char code[QR_CODE_SIZE])
{
	return qr_code_normalise(rq->params[0], code) ? OK
						      : fault_field(&rq->fault, "code", MSG_QR_CODE, NULL);
}

/* ---- blank codes ---- */

struct code_page {
	const char *after;
	int64_t limit;
};
const struct field code_query[] = {
	FIELD(struct code_page, after, F_TEXT),
	FIELD(struct code_page, limit, F_INT, .min = 1, .max = 500),
	FIELD_END,
};

/* Those that wait to be bound, by code. */
enum err api_code_list(struct request *rq)
{
	const struct qr_code *end;
	struct list page;
	struct code_page f = {.limit = 50};
	enum err err = request_query_read(rq, code_query, &f);

	if (err == OK)
		err = store_qr_blank(request_db(rq), rq->arena, f.after, f.limit + 1, &page);
	if (err != OK)
		return err;
	end = reply_page_end(&page, f.limit + 1, sizeof(*end));
	return reply_codes(rq, 200, &page, end ? end->code : NULL);
}

struct blank {
	int64_t count;
	struct list codes;
};
const struct field code_blank_input[] = {
	FIELD(struct blank, count, F_INT, F_REQUIRED, .min = 1, .max = QR_BLANK_MAX),
	FIELD_END,
};

static enum err make_blank(struct tx *tx, void *ctx)
{
	struct blank *b = ctx;

	return domain_qr_blank(tx, b->count, &b->codes);
}

enum err api_code_post(struct request *rq)
{
	struct blank b = {0};
	enum err err = request_json(rq, code_blank_input, &b, false);

	if (err == OK)
		err = request_write(rq, make_blank, &b);
	return err == OK ? reply_codes(rq, 201, &b.codes, NULL) : err;
}

/* ---- one code ---- */

/* ERR_NOT_FOUND */
enum err api_code_get(struct request *rq)
{
	char code[QR_CODE_SIZE];
	struct qr_code q;
	enum err err = read_code(rq, code);

	if (err == OK)
		err = store_qr_get(request_db(rq), rq->arena, code, &q);
	return err == OK ? reply_code(rq, 200, &q) : err;
}

struct binding {
	int entity;
	int64_t entity_id;
	const char *code;
	struct qr_code now;
};
const struct field code_binding_input[] = {
	FIELD(struct binding, entity, F_ENUM, F_REQUIRED, .names = qr_entities),
	FIELD(struct binding, entity_id, F_INT, F_REQUIRED, .min = 1, .max = FIELD_ID_MAX),
	FIELD_END,
};

static enum err bind(struct tx *tx, void *ctx)
{
	struct binding *b = ctx;

	return domain_qr_bind(tx, b->code, b->entity, b->entity_id, &b->now);
}

/* Technicians bind codes to equipment, storekeepers to bins, those who lead to both. */
static enum err may_bind(struct request *rq, int entity)
{
	if (rq->user.role & (entity == QR_BIN ? ROLE_STOCK : ROLE_REPAIR))
		return OK;
	return fault_set(&rq->fault, ERR_DENIED, MSG_DENIED, NULL);
}

/* Repeating it is fine. ERR_NOT_FOUND, ERR_DENIED; ERR_CONFLICT: bound to something else, or revoked. */
enum err api_code_put(struct request *rq)
{
	char code[QR_CODE_SIZE];
	struct binding b = {.entity = -1, .code = code};
	enum err err = read_code(rq, code);

	if (err == OK)
		err = request_json(rq, code_binding_input, &b, false);
	if (err == OK)
		err = may_bind(rq, b.entity);
	if (err == OK)
		err = request_write(rq, bind, &b);
	return err == OK ? reply_code(rq, 200, &b.now) : err;
}

static enum err revoke(struct tx *tx, void *ctx)
{
	return domain_qr_revoke(tx, ctx);
}

/* For good: a revoked code is never used again. Repeating it is fine. */
enum err api_code_delete(struct request *rq)
{
	char code[QR_CODE_SIZE];
	enum err err = read_code(rq, code);

	if (err == OK)
		err = request_write(rq, revoke, code);
	return err == OK ? reply_nothing(rq) : err;
}

/* ---- the codes of a thing ---- */

static enum err list_of(struct request *rq, int entity)
{
	struct list codes;
	struct asset asset;
	struct bin bin;
	int64_t id = request_id(rq, 0);
	enum err err = entity == QR_BIN ? store_bin_get(request_db(rq), rq->arena, id, &bin)
					: store_asset_get(request_db(rq), rq->arena, id, &asset);

	if (err == OK)
		err = store_qr_of(request_db(rq), rq->arena, entity, id, &codes);
	return err == OK ? reply_codes(rq, 200, &codes, NULL) : err;
}

static enum err make(struct tx *tx, void *ctx)
{
	struct binding *b = ctx;

	return domain_qr_make(tx, b->entity, b->entity_id, &b->now);
}

static enum err make_for(struct request *rq, int entity)
{
	struct binding b = {.entity = entity, .entity_id = request_id(rq, 0)};
	enum err err = request_write(rq, make, &b);

	return err == OK ? reply_code(rq, 201, &b.now) : err;
}

enum err api_asset_code_list(struct request *rq)
{
	return list_of(rq, QR_ASSET);
}

/* One more; those there are stay good. ERR_NOT_FOUND: neither a machine nor a component. */
enum err api_asset_code_post(struct request *rq)
{
	return make_for(rq, QR_ASSET);
}

enum err api_bin_code_list(struct request *rq)
{
	return list_of(rq, QR_BIN);
}

enum err api_bin_code_post(struct request *rq)
{
	return make_for(rq, QR_BIN);
}
