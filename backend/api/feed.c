/* feed.c - the calendar for other programs; see plan.h. */
#include <string.h>

#include "api/plan.h"
#include "api/reply.h"
#include "base/clock.h"
#include "base/token.h"
#include "domain/ical.h"
#include "domain/plan_outlook.h"
#include "store/account.h"
#include "store/asset.h"
#include "store/event.h"

/* Only its digest is kept, so that nobody reads it out of the database. */
enum { FEED_PAST_DAYS = 60, FEED_AHEAD_DAYS = 180, FEED_MAX = 3000, FEEDS_EACH = 20 };

const struct field calendar_feed_input[] = {
	FIELD(struct calendar_feed, name, F_TEXT, F_REQUIRED, .max = 80),
	FIELD(struct calendar_feed, under_id, F_INT, F_IN, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct calendar_feed, technician_id, F_INT, F_IN, .min = 1, .max = FIELD_ID_MAX),
	FIELD_END,
};

/* One's own; their addresses were shown once, when they were made. */
enum err api_feed_list(struct request *rq)
{
	struct list all;
	enum err err = store_feed_list(request_db(rq), rq->arena, rq->user.id, &all);

	return err == OK ? reply_list(rq, calendar_feed_fields, &all, sizeof(struct calendar_feed), NULL)
			 : err;
}

struct feed_call {
	struct calendar_feed feed;
	char token[TOKEN_SIZE], digest[DIGEST_SIZE];
};

static enum err add_feed(struct tx *tx, void *ctx)
{
	struct feed_call *c = ctx;
	struct account who;
	struct asset place;
	struct list all;
	enum err err = store_feed_list(tx->db, tx->arena, c->feed.account_id, &all);

	if (err == OK && all.n >= FEEDS_EACH)
		return fault_set(tx->fault, ERR_CONFLICT, MSG_JOB_MANY, NULL);
	if (err == OK && c->feed.under_id != NONE)
		err = store_asset_get(tx->db, tx->arena, c->feed.under_id, &place);
	if (err == ERR_NOT_FOUND)
		return fault_field(tx->fault, "under_id", MSG_F_NO_SUCH, NULL);
	if (err == OK && c->feed.technician_id != NONE)
		err = store_account_get(tx->db, tx->arena, c->feed.technician_id, &who);
	if (err == ERR_NOT_FOUND)
		return fault_field(tx->fault, "technician_id", MSG_F_NO_SUCH, NULL);
	if (err == OK)
		err = store_feed_add(tx, &c->feed, c->digest);
	return err == OK ? store_event_note(tx, "feed", c->feed.id, "added", "name", c->feed.name) : err;
}

/* The address is in this answer alone. ERR_INVALID, ERR_CONFLICT: too many. */
enum err api_feed_post(struct request *rq)
{
	struct feed_call c;
	enum err err;

	fields_none(calendar_feed_fields, &c.feed);
	err = request_json(rq, calendar_feed_input, &c.feed, false);
	if (err != OK)
		return err;
	token_new(c.token);
	token_digest(c.token, strlen(c.token), c.digest);
	c.feed.account_id = rq->user.id;
	c.feed.lang = lang_code(rq->lang);
	err = request_write(rq, add_feed, &c);
	c.feed.url = arena_printf(rq->arena, "%s/calendar/%s.ics", request_base_url(rq), c.token);
	return err == OK ? reply_object(rq, 201, calendar_feed_fields, &c.feed, NONE) : err;
}

static enum err revoke(struct tx *tx, void *ctx)
{
	const struct calendar_feed *f = ctx;
	enum err err = store_feed_revoke(tx, f->id, f->account_id);

	return err == OK ? store_event_note(tx, "feed", f->id, "revoked", NULL, NULL) : err;
}

/* ERR_NOT_FOUND: none of one's own. */
enum err api_feed_delete(struct request *rq)
{
	struct calendar_feed f = {.id = request_id(rq, 0), .account_id = rq->user.id};
	enum err err = request_write(rq, revoke, &f);

	return err == OK ? reply_nothing(rq) : err;
}

static enum err find_feed(struct request *rq, struct calendar_feed *f)
{
	const char *name = rq->params[0], *end = strstr(name, ".ics");
	char digest[DIGEST_SIZE];

	if (!end || end[4])
		return ERR_NOT_FOUND;
	token_digest(name, (size_t)(end - name), digest);
	return store_feed_by_digest(request_db(rq), rq->arena, digest, f);
}

/* Whoever has the address: calendar programs do not sign in. ERR_NOT_FOUND: revoked, or never was. */
enum err api_feed_read(struct request *rq)
{
	int64_t now = clock_now_ms(), today = clock_day_of(now);
	struct calendar_feed feed;
	struct due_filter f;
	struct list rows;
	struct buf b;
	enum err err = find_feed(rq, &feed);

	if (err != OK)
		return err;
	due_filter_none(&f);
	f.from_day = clock_day_add(today, -FEED_PAST_DAYS);
	f.to_day = clock_day_add(today, FEED_AHEAD_DAYS);
	f.under_id = feed.under_id;
	f.technician_id = feed.technician_id;
	f.today = today;
	f.limit = FEED_MAX;
	err = plan_outlook(request_db(rq), rq->arena, &f, NULL, &rows);
	if (err != OK)
		return err;
	buf_init(&b);
	ical_write(&b, &(struct ical){feed.name, request_base_url(rq), lang_parse(feed.lang, LANG_ZH), now},
		&rows);
	reply_header(rq, "Content-Disposition", "inline; filename=\"maintenance.ics\"");
	err = reply_bytes(rq, 200, "text/calendar; charset=utf-8", b.data, b.len);
	buf_release(&b);
	return err;
}
