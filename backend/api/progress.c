/* progress.c - a ticket's page for who reported it. See report.h. */
#include <string.h>

#include "api/form.h"
#include "api/reply.h"
#include "api/report.h"
#include "api/report_find.h"
#include "api/report_page.h"
#include "domain/ticket.h"
#include "store/codelist.h"

enum { COMMENT_MAX = 1000 };

/* ---- the private link ---- */

/* Who had the same problem gets a link of their own: it must not withdraw another's report. */
static const char *secret_of(struct request *rq, bool reporter)
{
	return reporter ? rq->app->secret : arena_printf(rq->arena, "same:%s", rq->app->secret);
}

const char *report_link(struct request *rq, int64_t ticket, bool reporter)
{
	char link[TICKET_LINK_SIZE];

	domain_ticket_link(secret_of(rq, reporter), ticket, link);
	return arena_printf(rq->arena, "/t/%s", link);
}

enum err report_open_link(struct request *rq, int64_t *id, enum watcher *who)
{
	const char *link = rq->params[0];

	page_lang(rq);
	*who = WATCH_REPORTER;
	*id = domain_ticket_of_link(secret_of(rq, true), link);
	if (*id == NONE) {
		*who = WATCH_SAME;
		*id = domain_ticket_of_link(secret_of(rq, false), link);
	}
	if (*id != NONE)
		return OK;
	*who = WATCH_NOBODY;
	if (page_wanted(rq))
		return page_help(rq, 404, MSG_P_H_LINK, MSG_P_H_LINK_WHY, NULL, NULL);
	return fault_set(&rq->fault, ERR_NOT_FOUND, MSG_P_H_LINK, NULL);
}

/* ---- reading ---- */

static const char *code_name(struct request *rq, const char *list, const char *code)
{
	struct code c;

	if (!code || store_code_get(request_db(rq), rq->arena, list, code, &c) != OK)
		return code;
	return rq->lang == LANG_EN ? c.en : c.zh;
}

static const char *action_of(struct request *rq, const struct ticket *t)
{
	const char *name = code_name(rq, "action", t->action_code);

	if (!name || !t->action)
		return name ? name : t->action;
	return arena_printf(rq->arena, rq->lang == LANG_EN ? "%s: %s" : "%s：%s", name, t->action);
}

static enum err load_wait(struct request *rq, struct progress_view *v)
{
	struct list waits;
	enum err err;

	if (v->ticket->state != TICKET_WAITING)
		return OK;
	err = store_wait_list(request_db(rq), rq->arena, v->ticket->id, &waits);
	if (err != OK || waits.n == 0)
		return err;
	const struct ticket_wait *last = list_at(&waits, waits.n - 1, sizeof(*last));

	v->wait_reason = code_name(rq, "wait_reason", last->reason);
	v->wait_since = last->from_at;
	return OK;
}

static enum err load(
	struct request *rq, int64_t id, enum watcher who, struct ticket *t, struct progress_view *v)
{
	struct db *db = request_db(rq);
	enum err err = store_ticket_get(db, rq->arena, id, t);

	*v = (struct progress_view){.link = rq->params[0], .who = who, .ticket = t, .wait_since = NONE};
	if (err == OK)
		err = store_comment_list(db, rq->arena, id, &v->comments);
	if (err == OK)
		err = store_same_list(db, rq->arena, id, &v->sames);
	if (err == OK)
		err = report_photos_of(rq, id, &v->photos, &v->photos_n);
	if (err == OK)
		err = load_wait(rq, v);
	if (err != OK)
		return err;
	v->action = action_of(rq, t);
	v->machine_path = arena_printf(rq->arena, "/q/~%lld", (long long)t->machine_id);
	v->withdraw = who == WATCH_REPORTER && t->state == TICKET_REPORTED &&
		      clock_now_ms() - t->reported_at <= TICKET_WITHDRAW_MS;
	return OK;
}

enum err api_progress_page(struct request *rq)
{
	const char *photo = request_query(rq, "photo");
	struct progress_view v;
	struct ticket t;
	enum watcher who;
	int64_t id;
	enum err err = report_open_link(rq, &id, &who);

	if (id == NONE)
		return err;
	err = load(rq, id, who, &t, &v);
	v.photo_refused = photo && strcmp(photo, "refused") == 0;
	return err == OK ? progress_page(rq, 200, &v) : err;
}

enum err api_progress_live(struct request *rq)
{
	struct progress_view v;
	struct ticket t;
	enum watcher who;
	int64_t id;
	enum err err = report_open_link(rq, &id, &who);

	if (id == NONE)
		return err;
	err = load(rq, id, who, &t, &v);
	return err == OK ? progress_live(rq, &v) : err;
}

/* ---- what the person does ---- */

struct act {
	int64_t id;
	const char *text, *key, *author;
	struct ticket t;
};

static enum err same(struct tx *tx, void *ctx)
{
	struct act *a = ctx;

	return domain_ticket_same(tx, a->id, NULL, NULL, a->key, &a->t);
}

static enum err comment(struct tx *tx, void *ctx)
{
	struct act *a = ctx;
	struct ticket_comment c = {.ticket_id = a->id,
		.account_id = tx->actor.account,
		.author = a->author ? a->author : tx->actor.name,
		.text = a->text,
		.send_key = a->key};

	return domain_ticket_comment(tx, &c);
}

/* These three may be sent again when the first answer was lost: what is done already is done. */
static enum err withdraw(struct tx *tx, void *ctx)
{
	struct act *a = ctx;
	enum err err = store_ticket_get(tx->db, tx->arena, a->id, &a->t);

	if (err == OK && a->t.state == TICKET_CANCELLED && a->t.cancel_reason == CANCEL_WITHDRAWN)
		return OK;
	return err == OK ? domain_ticket_withdraw(tx, a->id, &a->t) : err;
}

static enum err confirm(struct tx *tx, void *ctx)
{
	struct act *a = ctx;
	enum err err = store_ticket_get(tx->db, tx->arena, a->id, &a->t);

	if (err == OK && a->t.state == TICKET_CLOSED)
		return OK;
	return err == OK ? domain_ticket_close(tx, a->id, a->t.version, &a->t) : err;
}

static enum err reopen(struct tx *tx, void *ctx)
{
	struct act *a = ctx;
	enum err err = store_ticket_get(tx->db, tx->arena, a->id, &a->t);

	if (err == OK && a->t.state == TICKET_IN_PROGRESS && a->t.reopened > 0)
		return OK;
	return err == OK ? domain_ticket_reopen(tx, a->id, a->t.version, a->text, &a->t) : err;
}

/* One shape for all: the link, the form's fields, one write, back to the page. field: the text that is
 * needed, or NULL. */
static enum err act(struct request *rq, store_fn *fn, const char *field, bool reporter_only)
{
	struct act a = {.id = NONE};
	struct form form;
	struct ticket t;
	enum watcher who;
	enum err err = report_open_link(rq, &a.id, &who);

	if (a.id == NONE)
		return err;
	if (reporter_only && who != WATCH_REPORTER)
		return fault_set(&rq->fault, ERR_DENIED, MSG_DENIED, NULL);
	err = form_read(rq, &form);
	if (err == OK)
		err = form_text(&form, "key", 64, &a.key);
	if (err == OK && field)
		err = form_text(&form, field, COMMENT_MAX, &a.text);
	if (err == OK && field && !a.text)
		err = fault_field(&rq->fault, field, MSG_F_REQUIRED, NULL);
	if (err == OK)
		err = store_ticket_get(request_db(rq), rq->arena, a.id, &t);
	if (err == OK && who == WATCH_REPORTER && rq->user.id == NONE)
		a.author = t.reporter;
	if (err == OK)
		err = request_write(rq, fn, &a);
	return err == OK ? page_go(rq, report_link(rq, a.id, who == WATCH_REPORTER)) : err;
}

enum err api_progress_same(struct request *rq)
{
	return act(rq, same, NULL, false);
}

enum err api_progress_comment(struct request *rq)
{
	return act(rq, comment, "text", false);
}

enum err api_progress_withdraw(struct request *rq)
{
	return act(rq, withdraw, NULL, true);
}

enum err api_progress_confirm(struct request *rq)
{
	return act(rq, confirm, NULL, true);
}

enum err api_progress_reopen(struct request *rq)
{
	return act(rq, reopen, "reason", true);
}
