/* reply.c - see reply.h. */
#include "api/reply.h"

#include <stdio.h>
#include <string.h>

#include "api/page.h"
#include "base/json.h"

static const char JSON_TYPE[] = "application/json; charset=utf-8";

/* Some messages have a status more exact than their class. */
int reply_status(enum err err, enum msg msg)
{
	static const int status[ERR_COUNT] = {
		[OK] = 200,
		[ERR_INVALID] = 400,
		[ERR_LOGIN] = 401,
		[ERR_DENIED] = 403,
		[ERR_NOT_FOUND] = 404,
		[ERR_CONFLICT] = 409,
		[ERR_STALE] = 412,
		[ERR_TOO_BIG] = 413,
		[ERR_BUSY] = 429,
		[ERR_FULL] = 507,
		[ERR_IO] = 500,
	};

	switch (msg) {
	case MSG_METHOD:
		return 405;
	case MSG_TOO_SLOW:
		return 408;
	case MSG_STOPPING:
	case MSG_FIGURES_BUSY:
		return 503;
	case MSG_HTTP_VERSION:
		return 505;
	default:
		return status[err];
	}
}

void reply_header(struct request *rq, const char *name, const char *value)
{
	struct buf *b = &rq->reply.headers;

	buf_str(b, name);
	buf_str(b, ": ");
	for (; *value; value++)
		if ((unsigned char)*value >= 32 && *value != 127)
			buf_char(b, *value);
	buf_str(b, "\r\n");
}

enum err reply_object(
	struct request *rq, int status, const struct field *fields, const void *object, int64_t version)
{
	char etag[32];

	rq->reply.status = status;
	rq->reply.type = JSON_TYPE;
	json_write(&rq->reply.body, fields, object);
	if (version != NONE) {
		snprintf(etag, sizeof(etag), "\"%lld\"", (long long)version);
		reply_header(rq, "ETag", etag);
	}
	return OK;
}

enum err reply_list(struct request *rq, const struct field *fields, const struct list *items, size_t size,
	const char *next)
{
	struct buf *b = &rq->reply.body;

	rq->reply.status = 200;
	rq->reply.type = JSON_TYPE;
	buf_str(b, "{\"items\":");
	json_write_list(b, fields, items, size);
	buf_str(b, ",\"next\":");
	json_write_text(b, next);
	buf_char(b, '}');
	return OK;
}

const void *reply_page_end(struct list *page, int64_t asked, size_t size)
{
	return page->n == (size_t)asked ? list_at(page, --page->n - 1, size) : NULL;
}

const char *reply_page_next(struct request *rq, struct list *page, int64_t asked, size_t size, size_t key)
{
	const char *end = reply_page_end(page, asked, size);
	int64_t id;

	if (!end)
		return NULL;
	memcpy(&id, end + key, sizeof(id));
	return arena_printf(rq->arena, "%lld", (long long)id);
}

enum err reply_bytes(struct request *rq, int status, const char *type, const void *data, size_t len)
{
	rq->reply.status = status;
	rq->reply.type = type;
	buf_add(&rq->reply.body, data, len);
	return OK;
}

enum err reply_file(struct request *rq, const char *type, const char *path, size_t size, bool forever)
{
	rq->reply.status = 200;
	rq->reply.type = type;
	rq->reply.file = path;
	rq->reply.file_size = size;
	rq->reply.cacheable = forever;
	if (forever)
		reply_header(rq, "Cache-Control", "private, max-age=31536000, immutable");
	return OK;
}

enum err reply_nothing(struct request *rq)
{
	rq->reply.status = 204;
	return OK;
}

enum err reply_redirect(struct request *rq, const char *location)
{
	rq->reply.status = 303;
	reply_header(rq, "Location", location);
	return OK;
}

static void write_fields(struct buf *b, const struct fault *f, enum lang lang)
{
	char text[256];

	buf_str(b, ",\"fields\":[");
	for (size_t i = 0; i < f->n; i++) {
		const struct fault_field *ff = &f->fields[i];

		buf_str(b, i ? ",{\"name\":" : "{\"name\":");
		json_write_text(b, ff->name);
		buf_str(b, ",\"detail\":");
		json_write_text(b, msg_format(text, sizeof(text), ff->msg, lang, ff->arg));
		buf_char(b, '}');
	}
	buf_char(b, ']');
}

void reply_fault(struct request *rq, enum err err)
{
	static const enum msg titles[ERR_COUNT] = {
		[OK] = MSG_OK,
		[ERR_INVALID] = MSG_INVALID,
		[ERR_LOGIN] = MSG_LOGIN,
		[ERR_DENIED] = MSG_DENIED,
		[ERR_NOT_FOUND] = MSG_NOT_FOUND,
		[ERR_CONFLICT] = MSG_CONFLICT,
		[ERR_STALE] = MSG_STALE,
		[ERR_TOO_BIG] = MSG_T_TOO_BIG,
		[ERR_BUSY] = MSG_BUSY,
		[ERR_FULL] = MSG_FULL,
		[ERR_IO] = MSG_T_IO,
	};
	struct fault *f = &rq->fault;
	struct buf *b = &rq->reply.body;
	char text[256];
	/* What the machine says of itself is for the log, not for the world. */
	const char *arg = err == ERR_IO ? rq->id : f->arg;

	if (f->err == OK || (f->err != err && err == ERR_IO))
		fault_set(f, err, err == ERR_IO ? MSG_IO : titles[err], NULL);
	buf_clear(b);
	rq->reply.file = NULL;
	rq->reply.cacheable = false;
	rq->reply.status = reply_status(err, f->msg);
	if (err == ERR_BUSY)
		reply_header(rq, "Retry-After", rq->reply.status == 503 ? "5" : "60");
	if (strncmp(rq->path, "/api/", 5) != 0 && page_wanted(rq)) {
		page_fault(rq);
		return;
	}
	rq->reply.type = "application/problem+json; charset=utf-8";
	buf_str(b, "{\"type\":");
	json_write_text(b, err_name(err));
	buf_str(b, ",\"title\":");
	json_write_text(b, msg_text(titles[err], rq->lang));
	buf_printf(b, ",\"status\":%d,\"code\":", rq->reply.status);
	json_write_text(b, msg_id(f->msg));
	buf_str(b, ",\"detail\":");
	json_write_text(b, msg_format(text, sizeof(text), f->msg, rq->lang, arg));
	write_fields(b, f, rq->lang);
	if (rq->current) {
		buf_str(b, ",\"current\":");
		buf_str(b, rq->current);
	}
	buf_char(b, '}');
}
