/* report_photo.c - photos of a report: as part of a form, or each by itself as a raw body. See report.h. */
#include <stdio.h>
#include <string.h>

#include "api/document.h"
#include "api/form.h"
#include "api/reply.h"
#include "api/report.h"
#include "api/report_find.h"
#include "api/report_page.h"
#include "base/token.h"

/* What people without an account can pile onto one ticket. */
enum { PHOTOS_MAX = 20 };

/* ---- showing ---- */

static bool is_image(const struct document *d)
{
	return d->type && strncmp(d->type, "image/", 6) == 0;
}

enum err report_first_photo(struct request *rq, int64_t machine, int64_t *id)
{
	struct document d;
	enum err err = store_document_photo(request_db(rq), rq->arena, machine, &d);

	*id = err == OK ? d.id : NONE;
	return err == ERR_NOT_FOUND ? OK : err;
}

enum err api_report_photo(struct request *rq)
{
	struct report_found f;
	struct document d;
	enum err err = report_find(rq, rq->params[0], &f);

	if (err == OK && f.kind != FOUND_MACHINE)
		err = ERR_NOT_FOUND;
	if (err == OK)
		err = store_document_photo(request_db(rq), rq->arena, f.machine.id, &d);
	return err == OK ? document_reply(rq, d.id) : err;
}

enum err report_photos_of(struct request *rq, int64_t ticket, const int64_t **ids, size_t *n)
{
	struct list all;
	int64_t *out;
	enum err err = store_document_list(request_db(rq), rq->arena, DOCUMENT_TICKET, ticket, -1, &all);

	*n = 0;
	if (err != OK)
		return err;
	*ids = out = arena_calloc(rq->arena, all.n + 1, sizeof(*out));
	for (size_t i = all.n; i-- > 0;) {
		const struct document *d = list_at(&all, i, sizeof(*d));

		if (is_image(d))
			out[(*n)++] = d->id;
	}
	return OK;
}

enum err api_progress_photo(struct request *rq)
{
	struct document d;
	enum watcher who;
	int64_t ticket;
	enum err err = report_open_link(rq, &ticket, &who);

	if (ticket == NONE)
		return err;
	err = store_document_get(request_db(rq), rq->arena, request_id(rq, 1), &d);
	if (err == OK && (d.entity != DOCUMENT_TICKET || d.entity_id != ticket || d.removed_at != NONE ||
				 !is_image(&d)))
		err = ERR_NOT_FOUND;
	return err == OK ? document_reply(rq, d.id) : err;
}

/* ---- adding ---- */

/* ERR_INVALID, ERR_TOO_BIG: not a photo we keep. ERR_CONFLICT: enough of them. Two that come at the same
 * moment may both be the last one. */
static enum err add_photo(struct request *rq, int64_t ticket, const char *key, const void *data, size_t len)
{
	struct document d;
	const int64_t *ids;
	size_t n;
	bool again;
	enum err err = report_photos_of(rq, ticket, &ids, &n);

	if (err == OK && n >= PHOTOS_MAX && rq->user.id == NONE &&
		store_document_by_key(request_db(rq), rq->arena, DOCUMENT_TICKET, ticket, key, &d) ==
			ERR_NOT_FOUND)
		return fault_set(&rq->fault, ERR_CONFLICT, MSG_P_PHOTO_FULL, NULL);
	request_db_return(rq);
	return err == OK ? document_keep(rq, DOCUMENT_TICKET, ticket, key, DOCUMENT_PHOTO, NULL, data, len,
				   &d, &again)
			 : err;
}

enum err report_add_photos(struct request *rq, const struct form *f, int64_t ticket, const char *key)
{
	const struct multipart_part *p;
	char random[TOKEN_SIZE];
	enum err err = OK;

	token_new(random);
	for (size_t i = 0; err == OK && (p = form_file(f, "photo", i)); i++)
		err = add_photo(rq, ticket, arena_printf(rq->arena, "%s.%zu", key ? key : random, i), p->data,
			p->len);
	return err;
}

enum err api_progress_photos(struct request *rq)
{
	const char *link, *key = NULL;
	enum watcher who;
	struct form form;
	int64_t ticket;
	enum err err = report_open_link(rq, &ticket, &who);

	if (ticket == NONE)
		return err;
	err = form_read(rq, &form);
	if (err == OK)
		err = form_text(&form, "key", 48, &key);
	if (err != OK)
		return err;
	link = report_link(rq, ticket, who == WATCH_REPORTER);
	err = report_add_photos(rq, &form, ticket, key);
	if (err == ERR_INVALID || err == ERR_TOO_BIG || err == ERR_CONFLICT)
		return page_go(rq, arena_printf(rq->arena, "%s?photo=refused", link));
	return err == OK ? page_go(rq, link) : err;
}

enum err api_progress_photo_put(struct request *rq)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
	const char *key = rq->params[1];
	enum watcher who;
	int64_t ticket;
	enum err err = report_open_link(rq, &ticket, &who);

	if (ticket == NONE)
		return err;
	if (strlen(key) < 8 || strlen(key) > 64 || strspn(key, allowed) != strlen(key))
		return fault_field(&rq->fault, "key", MSG_F_KEY, NULL);
	err = add_photo(rq, ticket, key, rq->body, rq->body_len);
	return err == OK ? page_go(rq, report_link(rq, ticket, who == WATCH_REPORTER)) : err;
}
