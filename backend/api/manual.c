/* manual.c - see manual.h. */
#include "api/manual.h"

#include <string.h>

#include "api/reply.h"
#include "domain/manual.h"
#include "store/file.h"

/* ---- lists ---- */

const struct field manual_query[] = {
	FIELD(struct manual_filter, text, F_TEXT, .max = 200),
	FIELD_AS(struct manual_filter, machine_id, "machine", F_INT, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct manual_filter, after, F_INT, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct manual_filter, limit, F_INT, .min = 1, .max = 500),
	FIELD_END,
};

/* Newest first; next is the id to pass as `after`. machine: those that are for it, its model or its places. */
enum err api_manual_list(struct request *rq)
{
	struct manual_filter f = {.machine_id = NONE, .after = NONE, .limit = 50};
	struct list all;
	const char *next;
	enum err err = request_query_read(rq, manual_query, &f);

	f.limit++;
	if (err == OK)
		err = store_manual_list(request_db(rq), rq->arena, &f, &all);
	if (err != OK)
		return err;
	next = reply_page_next(rq, &all, f.limit, sizeof(struct manual), offsetof(struct manual, id));
	return reply_list(rq, manual_fields, &all, sizeof(struct manual), next);
}

/* ---- one ---- */

struct manual_view {
	struct manual manual;
	struct list parts; /* of struct manual_section */
};
const struct field manual_view_fields[] = {
	JOIN(struct manual_view, manual, manual_fields),
	FIELD(struct manual_view, parts, F_LIST, SUB(manual_section_fields, struct manual_section)),
	FIELD_END,
};

static enum err find(struct request *rq, int64_t id, struct manual *m)
{
	enum err err = store_manual_get(request_db(rq), rq->arena, id, m);

	return err == OK && m->removed_at != NONE ? ERR_NOT_FOUND : err;
}

static enum err reply_manual(struct request *rq, int status, int64_t id)
{
	struct manual_view v;
	enum err err = find(rq, id, &v.manual);

	if (err == OK)
		err = store_manual_sections(request_db(rq), rq->arena, id, &v.parts);
	return err == OK ? reply_object(rq, status, manual_view_fields, &v, v.manual.version) : err;
}

/* With its sections. ERR_NOT_FOUND */
enum err api_manual_get(struct request *rq)
{
	return reply_manual(rq, 200, request_id(rq, 0));
}

/* The file as it came, as plain text whatever it is. ERR_NOT_FOUND */
enum err api_manual_content(struct request *rq)
{
	struct manual m;
	enum err err = find(rq, request_id(rq, 0), &m);

	if (err != OK)
		return err;
	if (store_file_look(rq->app->store, rq->arena, m.digest, m.size) != OK)
		return fault_set(&rq->fault, ERR_NOT_FOUND, MSG_DOCUMENT_LOST, NULL);
	reply_header(rq, "Content-Security-Policy", "default-src 'none'; sandbox");
	reply_header(rq, "Content-Disposition",
		arena_printf(rq->arena, "attachment; filename=\"document-%lld.txt\"", (long long)m.id));
	return reply_file(rq, "text/plain", store_file_path(rq->app->store, rq->arena, m.digest),
		(size_t)m.size, false);
}

/* ---- reading files ---- */

struct manual_new {
	const char *name, *model;
	int64_t asset_id;
};
const struct field manual_new_query[] = {
	FIELD(struct manual_new, name, F_TEXT, F_REQUIRED, .max = MANUAL_NAME_MAX),
	FIELD_AS(struct manual_new, asset_id, "asset", F_INT, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct manual_new, model, F_TEXT, .max = MANUAL_MODEL_MAX),
	FIELD_END,
};
const struct field manual_preview_query[] = {
	FIELD(struct manual_new, name, F_TEXT, F_REQUIRED, .max = MANUAL_NAME_MAX),
	FIELD_END,
};

struct manual_preview {
	int format, lang;
	const char *title, *encoding;
	int64_t sections, cut, faulty_line;
	struct list parts;
};
const struct field manual_preview_fields[] = {
	FIELD(struct manual_preview, format, F_ENUM, F_SURE, .names = manual_formats),
	FIELD(struct manual_preview, title, F_TEXT, F_SURE),
	FIELD(struct manual_preview, lang, F_ENUM, .names = manual_langs),
	FIELD(struct manual_preview, encoding, F_TEXT, F_SURE),
	FIELD(struct manual_preview, sections, F_INT, F_SURE),
	FIELD(struct manual_preview, cut, F_BOOL, F_SURE),
	FIELD(struct manual_preview, faulty_line, F_INT),
	FIELD(struct manual_preview, parts, F_LIST, SUB(manual_section_fields, struct manual_section)),
	FIELD_END,
};

static enum err read_body(struct request *rq, const char *name, struct kb_document *d)
{
	if (!rq->body_len)
		return fault_field(&rq->fault, "body", MSG_F_REQUIRED, NULL);
	return kb_document_read(rq->body, rq->body_len, name, rq->arena, d, &rq->fault);
}

static struct list parts_of(struct arena *a, const struct kb_document *d)
{
	struct list out = {arena_calloc(a, d->n, sizeof(struct manual_section)), d->n};

	for (size_t i = 0; i < d->n; i++) {
		const struct kb_section *s = &d->sections[i];

		*(struct manual_section *)list_at(&out, i, sizeof(struct manual_section)) =
			(struct manual_section){
				0, (int64_t)i + 1, (int)s->kind, s->trouble, s->title, s->text, s->anchor};
	}
	return out;
}

/* What would be read of a file; nothing is kept. ERR_INVALID, ERR_TOO_BIG: what kb_document_read says. */
enum err api_manual_preview(struct request *rq)
{
	struct manual_new q = {.name = NULL};
	struct kb_document d;
	struct manual_preview v;
	enum err err = request_query_read(rq, manual_preview_query, &q);

	if (err == OK)
		err = read_body(rq, q.name, &d);
	if (err != OK)
		return err;
	v = (struct manual_preview){(int)d.format, d.lang ? names_find(manual_langs, d.lang) : -1, d.title,
		d.encoding, (int64_t)d.n, d.cut, d.faulty ? d.faulty : NONE, parts_of(rq->arena, &d)};
	return reply_object(rq, 200, manual_preview_fields, &v, NONE);
}

static enum err put(struct tx *tx, void *ctx)
{
	return domain_manual_put(tx, ctx);
}

/* A new document, a new edition of one, or one that was there. ERR_INVALID: the file, the place; ERR_TOO_BIG */
enum err api_manual_post(struct request *rq)
{
	struct manual_new q = {.asset_id = NONE};
	struct kb_document d;
	struct manual_file f;
	char digest[DIGEST_SIZE];
	enum err err = request_query_read(rq, manual_new_query, &q);

	if (err == OK)
		err = read_body(rq, q.name, &d);
	if (err != OK)
		return err;
	f = (struct manual_file){.read = &d,
		.name = q.name,
		.digest = digest,
		.size = (int64_t)rq->body_len,
		.asset_id = q.asset_id,
		.model = q.model};
	request_db_return(rq);
	err = store_file_put(rq->app->store, rq->body, rq->body_len, digest, &rq->fault);
	if (err == OK)
		err = request_write(rq, put, &f);
	return err == OK ? reply_manual(rq, f.again || f.replaced ? 200 : 201, f.made.id) : err;
}

/* ---- changes ---- */

const struct field manual_input[] = {
	FIELD(struct manual, title, F_TEXT, F_IN, .max = MANUAL_TITLE_MAX),
	FIELD(struct manual, asset_id, F_INT, F_IN, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct manual, model, F_TEXT, F_IN, .max = MANUAL_MODEL_MAX),
	FIELD_END,
};

static enum err change(struct tx *tx, void *ctx)
{
	return domain_manual_change(tx, ctx);
}

/* Title, and for which machines. ERR_NOT_FOUND, ERR_STALE, ERR_INVALID, ERR_CONFLICT */
enum err api_manual_patch(struct request *rq)
{
	struct manual m, now;
	int64_t version;
	const char *title;
	enum err err = find(rq, request_id(rq, 0), &m);

	if (err == OK)
		err = request_if_match(rq, &version);
	if (err != OK)
		return err;
	title = m.title;
	err = request_json(rq, manual_input, &m, true);
	m.version = version;
	m.title = m.title ? m.title : title;
	if (err == OK)
		err = request_write(rq, change, &m);
	if (err == ERR_STALE && find(rq, request_id(rq, 0), &now) == OK)
		request_current(rq, manual_fields, &now);
	return err == OK ? reply_manual(rq, 200, m.id) : err;
}

static enum err drop(struct tx *tx, void *ctx)
{
	return domain_manual_remove(tx, *(const int64_t *)ctx);
}

/* Repeating it is fine. ERR_NOT_FOUND */
enum err api_manual_delete(struct request *rq)
{
	int64_t id = request_id(rq, 0);
	enum err err = request_write(rq, drop, &id);

	return err == OK ? reply_nothing(rq) : err;
}
