/* document.c - see document.h. */
#include "api/document.h"

#include <string.h>

#include "api/reply.h"
#include "domain/document.h"
#include "store/file.h"

struct document_filter {
	const char *name;
	int kind;
};
const struct field document_query[] = {
	FIELD(struct document_filter, kind, F_ENUM, .names = document_kinds),
	FIELD_END,
};
const struct field document_put_query[] = {
	FIELD(struct document_filter, kind, F_ENUM, .names = document_kinds),
	FIELD(struct document_filter, name, F_TEXT),
	FIELD_END,
};

/* ---- lists ---- */

static enum err list(struct request *rq, int entity)
{
	int64_t id = request_id(rq, 0);
	struct list all;
	bool exists;
	struct document_filter f = {.kind = -1};
	enum err err = request_query_read(rq, document_query, &f);

	if (err == OK)
		err = store_document_owner(request_db(rq), entity, id, &exists);
	if (err == OK && !exists)
		return ERR_NOT_FOUND;
	if (err == OK)
		err = store_document_list(request_db(rq), rq->arena, entity, id, f.kind, &all);
	return err == OK ? reply_list(rq, document_fields, &all, sizeof(struct document), NULL) : err;
}

enum err api_asset_document_list(struct request *rq)
{
	return list(rq, DOCUMENT_ASSET);
}

enum err api_ticket_document_list(struct request *rq)
{
	return list(rq, DOCUMENT_TICKET);
}

enum err api_part_document_list(struct request *rq)
{
	return list(rq, DOCUMENT_PART);
}

/* ---- uploads ---- */

struct keep {
	struct document document;
	bool again;
};

static enum err keep(struct tx *tx, void *ctx)
{
	struct keep *k = ctx;

	return domain_document_add(tx, &k->document, &k->again);
}

static bool good_key(const char *key)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
	size_t n = strlen(key);

	return n >= 8 && n <= 64 && strspn(key, allowed) == n;
}

enum err document_keep(struct request *rq, int entity, int64_t id, const char *key, int kind,
	const char *name, const void *data, size_t len, struct document *out, bool *again)
{
	struct keep k = {.again = false};
	char digest[DIGEST_SIZE];
	bool exists = false;
	enum err err;

	if (!good_key(key))
		return fault_field(&rq->fault, "key", MSG_F_KEY, NULL);
	fields_none(document_fields, &k.document);
	k.document.entity = entity;
	k.document.entity_id = id;
	k.document.kind = kind;
	k.document.name = name;
	k.document.upload_key = key;
	k.document.digest = digest;
	/* Asked before the file is written: what hangs on nothing need not be kept. */
	err = store_document_owner(request_db(rq), entity, id, &exists);
	if (err == OK && !exists)
		return ERR_NOT_FOUND;
	if (err == OK)
		err = domain_document_check(&k.document, rq->arena, data, len, &rq->fault);
	if (err != OK)
		return err;
	request_db_return(rq);
	err = store_file_put(rq->app->store, data, len, digest, &rq->fault);
	if (err == OK)
		err = request_write(rq, keep, &k);
	*out = k.document;
	out->digest = arena_strdup(rq->arena, digest);
	*again = k.again;
	return err;
}

static enum err take(struct request *rq, int entity)
{
	struct document d;
	bool again;
	struct document_filter f = {.kind = -1};
	enum err err = request_query_read(rq, document_put_query, &f);

	if (err == OK)
		err = document_keep(rq, entity, request_id(rq, 0), rq->params[1], f.kind, f.name, rq->body,
			rq->body_len, &d, &again);
	return err == OK ? reply_object(rq, again ? 200 : 201, document_fields, &d, NONE) : err;
}

/* Technicians add photos; what stays in the machine's file is for those who lead. */
enum err api_asset_document_put(struct request *rq)
{
	const char *kind = request_query(rq, "kind"), *type = domain_document_type(rq->body, rq->body_len);
	bool photo = kind ? strcmp(kind, "photo") == 0 : !type || strncmp(type, "image/", 6) == 0;

	if (rq->user.role == ROLE_TECHNICIAN && !photo)
		return fault_set(&rq->fault, ERR_DENIED, MSG_DOCUMENT_PHOTO_ONLY, NULL);
	return take(rq, DOCUMENT_ASSET);
}

enum err api_ticket_document_put(struct request *rq)
{
	return take(rq, DOCUMENT_TICKET);
}

enum err api_part_document_put(struct request *rq)
{
	return take(rq, DOCUMENT_PART);
}

/* ---- one document ---- */

static enum err find(struct request *rq, int64_t id, struct document *d)
{
	enum err err = store_document_get(request_db(rq), rq->arena, id, d);

	return err == OK && d->removed_at != NONE ? ERR_NOT_FOUND : err;
}

/* ERR_NOT_FOUND */
enum err api_document_get(struct request *rq)
{
	struct document d;
	enum err err = find(rq, request_id(rq, 0), &d);

	return err == OK ? reply_object(rq, 200, document_fields, &d, NONE) : err;
}

/* A file name for both kinds of readers: RFC 6266 with the encoding of RFC 5987. */
static const char *disposition(struct arena *a, const struct document *d)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
	const char *slash = strchr(d->type, '/'),
		   *extension = strcmp(slash, "/jpeg") == 0 ? "jpg" : slash + 1;
	size_t n = strlen(d->name), e = strlen(extension);
	bool has = n > e && d->name[n - e - 1] == '.' && strcasecmp(d->name + n - e, extension) == 0;
	const char *name = has ? d->name : arena_printf(a, "%s.%s", d->name, extension), *out;
	struct buf b;

	buf_init(&b);
	buf_printf(
		&b, "inline; filename=\"document-%lld.%s\"; filename*=UTF-8''", (long long)d->id, extension);
	for (; *name; name++) {
		if (strchr(plain, *name))
			buf_char(&b, *name);
		else
			buf_printf(&b, "%%%02X", (unsigned char)*name);
	}
	out = arena_strdup(a, buf_text(&b));
	buf_release(&b);
	return out;
}

enum err document_reply(struct request *rq, int64_t id)
{
	struct document d;
	enum err err = find(rq, id, &d);

	if (err != OK)
		return err;
	if (store_file_look(rq->app->store, rq->arena, d.digest, d.size) != OK)
		return fault_set(&rq->fault, ERR_NOT_FOUND, MSG_DOCUMENT_LOST, NULL);
	reply_header(rq, "Content-Security-Policy", "default-src 'none'; sandbox");
	reply_header(rq, "Content-Disposition", disposition(rq->arena, &d));
	return reply_file(
		rq, d.type, store_file_path(rq->app->store, rq->arena, d.digest), (size_t)d.size, true);
}

enum err api_document_content(struct request *rq)
{
	return document_reply(rq, request_id(rq, 0));
}

struct removal {
	int64_t id;
	bool any;
};

static enum err drop(struct tx *tx, void *ctx)
{
	struct removal *r = ctx;

	return domain_document_remove(tx, r->id, r->any);
}

/* Those who lead remove anything, storekeepers what hangs on parts, everybody what they uploaded. Repeating
 * it is fine. ERR_NOT_FOUND, ERR_DENIED */
enum err api_document_delete(struct request *rq)
{
	struct removal r = {.id = request_id(rq, 0)};
	struct document d;
	enum err err = store_document_get(request_db(rq), rq->arena, r.id, &d);

	if (err != OK)
		return err;
	r.any = rq->user.role & (d.entity == DOCUMENT_PART ? ROLE_STOCK : ROLE_LEAD);
	err = request_write(rq, drop, &r);
	return err == OK ? reply_nothing(rq) : err;
}
