/* request.c - see request.h. */
#include "api/request.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "store/sent.h"

struct db *request_db(struct request *rq)
{
	if (!rq->db) {
		rq->db = store_reader(rq->app->store);
		rq->statements -= db_statements(rq->db);
	}
	return rq->db;
}

void request_db_return(struct request *rq)
{
	if (!rq->db)
		return;
	rq->statements += db_statements(rq->db);
	store_reader_return(rq->app->store, rq->db);
	rq->db = NULL;
}

enum err request_write(struct request *rq, store_fn *fn, void *ctx)
{
	struct store_job job = {
		.fn = fn,
		.ctx = ctx,
		.actor = {rq->user.id, rq->user.name ? rq->user.name : ""},
		.arena = rq->arena,
		.fault = &rq->fault,
	};
	enum err err;

	request_db_return(rq);
	err = store_write(rq->app->store, &job);
	rq->statements += job.statements;
	return err;
}

struct once {
	store_fn *fn;
	void *ctx;
	struct sent sent;
	int64_t *id;
	bool again;
};

static enum err write_once(struct tx *tx, void *ctx)
{
	struct once *o = ctx;
	struct sent before;
	enum err err = store_sent_get(tx->db, tx->arena, o->sent.entity, o->sent.send_key, &before);

	o->again = err == OK;
	if (err == OK) {
		*o->id = before.id;
		return strcmp(before.digest, o->sent.digest) == 0
			       ? OK
			       : fault_set(tx->fault, ERR_CONFLICT, MSG_SENT_KEY, NULL);
	}
	if (err == ERR_NOT_FOUND)
		err = o->fn(tx, o->ctx);
	o->sent.id = *o->id;
	return err == OK ? store_sent_add(tx, &o->sent) : err;
}

/* The same key behind another address is another wish. */
static void sent_digest(struct request *rq, char *digest)
{
	const char *text = arena_printf(rq->arena, "%s %s\n%s", rq->method, rq->path, rq->body);

	token_digest(text, strlen(text), digest);
}

enum err request_done_before(struct request *rq, const char *entity, const char *key, bool *done)
{
	char digest[DIGEST_SIZE];
	struct sent before;
	enum err err = key ? store_sent_get(request_db(rq), rq->arena, entity, key, &before) : ERR_NOT_FOUND;

	*done = err == OK;
	if (err != OK)
		return err == ERR_NOT_FOUND ? OK : err;
	sent_digest(rq, digest);
	return strcmp(before.digest, digest) == 0 ? OK
						  : fault_set(&rq->fault, ERR_CONFLICT, MSG_SENT_KEY, NULL);
}

enum err request_write_once(struct request *rq, store_fn *fn, void *ctx, const char *entity, const char *key,
	int64_t *id, bool *again)
{
	char digest[DIGEST_SIZE];
	struct once o = {fn, ctx, {.entity = entity, .send_key = key, .digest = digest}, id, false};
	enum err err;

	*again = false;
	if (!key)
		return request_write(rq, fn, ctx);
	sent_digest(rq, digest);
	err = request_write(rq, write_once, &o);
	*again = o.again;
	return err;
}

enum err request_json(struct request *rq, const struct field *fields, void *out, bool partial)
{
	return json_read(rq->body, rq->body_len, fields, out, partial, rq->arena, &rq->fault);
}

int64_t request_id(const struct request *rq, int i)
{
	return strtoll(rq->params[i], NULL, 10);
}

const char *request_query(const struct request *rq, const char *name)
{
	for (size_t i = 0; i < rq->query_n; i++)
		if (strcmp(rq->query[i].name, name) == 0)
			return *rq->query[i].value ? rq->query[i].value : NULL;
	return NULL;
}

/* Digits with at most a minus in front: strtoll alone would take blanks and a plus. */
static bool whole_number(const char *text, int64_t *out)
{
	const char *digits = text + (*text == '-');

	if (!*digits || strspn(digits, "0123456789") != strlen(digits))
		return false;
	errno = 0;
	*out = strtoll(text, NULL, 10);
	return !errno;
}

enum err request_query_int(struct request *rq, const char *name, int64_t min, int64_t max, int64_t *out)
{
	const char *text = request_query(rq, name);
	char arg[48];
	int64_t v;

	if (!text)
		return OK;
	if (!whole_number(text, &v))
		return fault_field(&rq->fault, name, MSG_F_NUMBER, NULL);
	if (v < min || v > max) {
		snprintf(arg, sizeof(arg), "%lld – %lld", (long long)min, (long long)max);
		return fault_field(&rq->fault, name, MSG_F_RANGE, arg);
	}
	*out = v;
	return OK;
}

enum err request_query_time(struct request *rq, const char *name, int64_t *out)
{
	const char *text = request_query(rq, name);
	int64_t v;

	if (!text)
		return OK;
	if ((!whole_number(text, &v) && !clock_parse(text, &v)) || v < 0 || v > TIME_MAX)
		return fault_field(&rq->fault, name, MSG_F_TIME, NULL);
	*out = v;
	return OK;
}

enum err request_query_name(struct request *rq, const char *name, const char *const *names, int *out)
{
	const char *text = request_query(rq, name);
	int i;

	if (!text)
		return OK;
	i = names_find(names, text);
	if (i < 0) {
		char all[48];

		names_list(names, all, sizeof(all));
		return fault_field(&rq->fault, name, MSG_F_ENUM, all);
	}
	*out = i;
	return OK;
}

static enum err query_text(struct request *rq, const struct field *f, void *out)
{
	const char *text = request_query(rq, f->name);
	size_t longest = f->max ? (size_t)f->max : 200, n = 0;
	char arg[24];

	if (!text)
		return OK;
	for (const char *s = text; *s; s++)
		n += ((unsigned char)*s & 0xC0) != 0x80;
	if (n > longest) {
		snprintf(arg, sizeof(arg), "%zu", longest);
		return fault_field(&rq->fault, f->name, MSG_F_LONG, arg);
	}
	*field_text(f, out) = text;
	return OK;
}

enum err request_query_read(struct request *rq, const struct field *fields, void *out)
{
	enum err err = OK, one;

	for (const struct field *f = fields; f->name; f++) {
		if (f->type == F_TEXT)
			one = query_text(rq, f, out);
		else if (f->type == F_ENUM)
			one = request_query_name(rq, f->name, f->names, field_enum(f, out));
		else if (f->type == F_TIME)
			one = request_query_time(rq, f->name, field_int(f, out));
		else
			one = request_query_int(rq, f->name, f->min, f->min || f->max ? f->max : FIELD_ID_MAX,
				field_int(f, out));
		if (one == OK && (f->flags & F_REQUIRED) && !request_query(rq, f->name))
			one = fault_field(&rq->fault, f->name, MSG_F_REQUIRED, NULL);
		err = one == OK ? err : one;
	}
	return err;
}

enum err request_if_match(struct request *rq, int64_t *version)
{
	const char *text = rq->header(rq, "If-Match");
	size_t n = text ? strlen(text) : 0;

	if (n > 2 && text[0] == '"' && text[n - 1] == '"')
		text = arena_strndup(rq->arena, text + 1, n - 2);
	if (!text || !whole_number(text, version) || *version < 1)
		return fault_set(&rq->fault, ERR_INVALID, MSG_IF_MATCH, NULL);
	return OK;
}

void request_current(struct request *rq, const struct field *fields, const void *object)
{
	struct buf b;

	buf_init(&b);
	json_write(&b, fields, object);
	rq->current = arena_strdup(rq->arena, buf_text(&b));
	buf_release(&b);
}

enum err request_key(struct request *rq, const char **key)
{
	const char *text = rq->header(rq, "Idempotency-Key");
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
	size_t n;

	*key = NULL;
	if (!text)
		return OK;
	n = strlen(text);
	if (n < 8 || n > 64 || strspn(text, allowed) != n)
		return fault_field(&rq->fault, "Idempotency-Key", MSG_F_KEY, NULL);
	*key = arena_strdup(rq->arena, text);
	return OK;
}

const char *request_base_url(struct request *rq)
{
	const char *host = rq->header(rq, "Host"), *url = app_url(rq->app, rq->arena);

	if (url)
		return url;
	return arena_printf(rq->arena, "http://%s", host ? host : "localhost");
}
