/* changes.c - what has happened since: a long poll of the event log. See floor.h. */
#include "api/floor.h"

#include <string.h>

#include "api/reply.h"
#include "store/event.h"
#include "store/tell.h"

enum { AT_ONCE = 500, HOLD_MAX_S = 30, RETRY_MS = 2000, RETRY_SPREAD_MS = 1000 };

struct changes_ask {
	int64_t after, wait; /* wait: seconds */
};
const struct field changes_query[] = {
	FIELD(struct changes_ask, after, F_INT, .max = FIELD_ID_MAX),
	FIELD(struct changes_ask, wait, F_INT, .max = HOLD_MAX_S),
	FIELD_END,
};

struct changes {
	int64_t seq; /* ask after this the next time */
	struct list items;
	int64_t more;	  /* too much happened to be told: read afresh, and go on from seq */
	int64_t retry_ms; /* NONE: ask again at once */
};
const struct field changes_fields[] = {
	FIELD(struct changes, seq, F_INT, F_SURE),
	FIELD(struct changes, items, F_LIST, SUB(change_fields, struct event_head)),
	FIELD(struct changes, more, F_BOOL, F_SURE),
	FIELD(struct changes, retry_ms, F_INT),
	FIELD_END,
};

/* Who was added and who changed their password is for those who lead; that somebody was told, for who was. */
static bool is_theirs(struct request *rq, const struct event_head *c)
{
	if (strcmp(c->entity, "notice") == 0)
		return store_notice_is_for(request_db(rq), rq->user.id, c->id);
	return (rq->user.role & ROLE_LEAD) || strcmp(c->entity, "account") != 0;
}

static void keep_theirs(struct request *rq, struct list *items)
{
	size_t n = 0;

	for (size_t i = 0; i < items->n; i++) {
		const struct event_head *c = list_at(items, i, sizeof(*c));

		if (is_theirs(rq, c))
			*(struct event_head *)list_at(items, n++, sizeof(*c)) = *c;
	}
	items->n = n;
}

static enum err load(struct request *rq, int64_t after, struct changes *out)
{
	enum err err = store_event_changes(request_db(rq), rq->arena, after, AT_ONCE + 1, &out->items);

	if (err != OK)
		return err;
	out->seq = after;
	if (out->items.n)
		out->seq = ((struct event_head *)list_at(
				    &out->items, out->items.n - 1, sizeof(struct event_head)))
				   ->seq;
	/* After more than there is: the log is another one, a backup was put back. */
	out->more = out->items.n > AT_ONCE || (!out->items.n && store_event_last(request_db(rq)) < after);
	if (out->more) {
		out->seq = store_event_last(request_db(rq));
		out->items.n = 0;
	}
	keep_theirs(rq, &out->items);
	return OK;
}

/* Without `after`: the newest seq. With it: what came after, at once or as soon as it comes, nothing after `wait` seconds. */
enum err api_changes_get(struct request *rq)
{
	struct changes_ask ask = {.after = NONE, .wait = 0};
	struct changes c = {.retry_ms = NONE};
	enum live_end end = LIVE_NEWS;
	int64_t left;
	enum err err = request_query_read(rq, changes_query, &ask);

	if (err != OK)
		return err;
	if (ask.after == NONE) {
		c.seq = store_seq(rq->app->store);
		return reply_object(rq, 200, changes_fields, &c, NONE);
	}
	rq->reply.unlogged = true;
	if (ask.wait)
		rq->rest();
	c.seq = ask.after;
	left = ask.wait * SECOND_MS;
	/* What was news for others alone is waited through: a phone is not woken for it. */
	do {
		int64_t began = clock_mono_us();

		request_db_return(rq);
		end = live_wait(&rq->app->live, rq->app->store, c.seq, left, &rq->app->stopping, rq->gone);
		left -= (clock_mono_us() - began) / 1000;
		err = load(rq, c.seq, &c);
	} while (err == OK && end == LIVE_NEWS && left > 0 && !c.items.n && !c.more);
	if (end == LIVE_FULL || atomic_load(&rq->app->stopping))
		c.retry_ms = RETRY_MS + clock_mono_us() % RETRY_SPREAD_MS;
	return err == OK ? reply_object(rq, 200, changes_fields, &c, NONE) : err;
}
