/* channel.c - see channel.h. An address and a secret are taken and never given. */
#include "api/channel.h"

#include <string.h>

#include "api/reply.h"
#include "domain/channel.h"
#include "domain/tell.h"
#include "domain/teller.h"
#include "store/setting.h"

enum { PAGE = 50, PAGE_MAX = 500 };

/* ---- channels ---- */

struct channel_view {
	struct channel channel;
	const char *target; /* where it leads, without what is secret */
	int64_t has_secret;
};
const struct field channel_view_fields[] = {
	JOIN(struct channel_view, channel, channel_row_fields),
	FIELD_AS(struct channel_view, channel.rules, "rules", F_SET, .names = tell_rule_names),
	FIELD_AS(struct channel_view, channel.login, "login", F_TEXT),
	FIELD(struct channel_view, target, F_TEXT, F_SURE),
	FIELD(struct channel_view, has_secret, F_BOOL, F_SURE),
	FIELD_END,
};

static struct channel_view view_of(struct request *rq, const struct channel *c)
{
	return (struct channel_view){
		.channel = *c, .target = channel_target(rq->arena, c), .has_secret = c->secret != NULL};
}

enum err api_channel_list(struct request *rq)
{
	struct list all, views;
	enum err err = store_channel_list(request_db(rq), rq->arena, &all);

	if (err != OK)
		return err;
	views = (struct list){arena_calloc(rq->arena, all.n, sizeof(struct channel_view)), all.n};
	for (size_t i = 0; i < all.n; i++)
		*(struct channel_view *)list_at(&views, i, sizeof(struct channel_view)) =
			view_of(rq, list_at(&all, i, sizeof(struct channel)));
	return reply_list(rq, channel_view_fields, &views, sizeof(struct channel_view), NULL);
}

static enum err reply_channel(struct request *rq, int status, int64_t id)
{
	struct channel c;
	struct channel_view v;
	enum err err = store_channel_get(request_db(rq), rq->arena, id, &c);

	if (err != OK)
		return err;
	v = view_of(rq, &c);
	return reply_object(rq, status, channel_view_fields, &v, c.version);
}

enum err api_channel_get(struct request *rq)
{
	return reply_channel(rq, 200, request_id(rq, 0));
}

static const char *const langs[] = {"zh", "en", NULL};

/* As it is sent; a member that may be shown or not is the same in both. */
struct channel_wish {
	struct channel c;
	int lang;
};
#define CHANNEL_MEMBERS                                                                                      \
	FIELD_AS(struct channel_wish, c.secret, "secret", F_TEXT, F_IN, .max = 200),                         \
		FIELD_AS(struct channel_wish, c.login, "login", F_TEXT, F_IN, .max = 120),                   \
		FIELD_AS(struct channel_wish, c.sender, "sender", F_TEXT, F_IN, .max = 120),                 \
		FIELD_AS(struct channel_wish, c.recipients, "recipients", F_TEXT, F_IN, .max = 2000),        \
		FIELD_AS(struct channel_wish, c.rules, "rules", F_SET, F_IN, .names = tell_rule_names),      \
		FIELD_AS(struct channel_wish, c.place_id, "place_id", F_INT, F_IN, .min = 1,                 \
			.max = FIELD_ID_MAX),                                                                \
		FIELD(struct channel_wish, lang, F_ENUM, F_IN, .names = langs),                              \
		FIELD_AS(struct channel_wish, c.enabled, "enabled", F_BOOL, F_IN)
const struct field channel_input[] = {
	FIELD_AS(struct channel_wish, c.kind, "kind", F_ENUM, F_REQUIRED, .names = channel_kinds),
	FIELD_AS(struct channel_wish, c.name, "name", F_TEXT, F_REQUIRED, .max = 60),
	FIELD_AS(struct channel_wish, c.url, "url", F_TEXT, F_REQUIRED, .max = 500),
	CHANNEL_MEMBERS,
	FIELD_END,
};
const struct field channel_change[] = {
	FIELD_AS(struct channel_wish, c.name, "name", F_TEXT, F_IN, .max = 60),
	FIELD_AS(struct channel_wish, c.url, "url", F_TEXT, F_IN, .max = 500),
	CHANNEL_MEMBERS,
	FIELD_END,
};

static enum err read_wish(
	struct request *rq, const struct field *fields, struct channel_wish *w, bool partial)
{
	struct channel *c = &w->c;
	enum err err = request_json(rq, fields, w, partial);

	c->enabled = c->enabled == 1;
	c->lang = w->lang < 0 ? NULL : langs[w->lang];
	if (err == OK && !c->name)
		err = fault_field(&rq->fault, "name", MSG_F_REQUIRED, NULL);
	if (err == OK && !c->url)
		err = fault_field(&rq->fault, "url", MSG_F_REQUIRED, NULL);
	return err == OK ? domain_channel_check(c, teller_allow(rq->app->teller), &rq->fault) : err;
}

static enum err add(struct tx *tx, void *ctx)
{
	return domain_channel_add(tx, ctx);
}

/* ERR_INVALID: fields. ERR_CONFLICT: there are too many. */
enum err api_channel_post(struct request *rq)
{
	struct channel_wish w;
	enum err err;

	fields_none(channel_input, &w);
	err = read_wish(rq, channel_input, &w, false);
	if (err == OK)
		err = request_write(rq, add, &w.c);
	return err == OK ? reply_channel(rq, 201, w.c.id) : err;
}

static enum err put(struct tx *tx, void *ctx)
{
	return domain_channel_put(tx, ctx);
}

/* A url or secret that is not sent stays. ERR_NOT_FOUND, ERR_INVALID: fields. ERR_STALE */
enum err api_channel_patch(struct request *rq)
{
	struct channel_wish w;
	struct channel_view v;
	int64_t version;
	enum err err = request_if_match(rq, &version);

	if (err == OK)
		err = store_channel_get(request_db(rq), rq->arena, request_id(rq, 0), &w.c);
	if (err != OK)
		return err;
	w.lang = w.c.lang ? names_find(langs, w.c.lang) : -1;
	w.c.version = version;
	err = read_wish(rq, channel_change, &w, true);
	if (err == OK)
		err = request_write(rq, put, &w.c);
	if (err == ERR_STALE && store_channel_get(request_db(rq), rq->arena, request_id(rq, 0), &w.c) == OK) {
		v = view_of(rq, &w.c);
		request_current(rq, channel_view_fields, &v);
	}
	return err == OK ? reply_channel(rq, 200, w.c.id) : err;
}

static enum err drop(struct tx *tx, void *ctx)
{
	return domain_channel_remove(tx, *(const int64_t *)ctx);
}

/* ERR_NOT_FOUND */
enum err api_channel_delete(struct request *rq)
{
	int64_t id = request_id(rq, 0);
	enum err err = request_write(rq, drop, &id);

	return err == OK ? reply_nothing(rq) : err;
}

/* ---- messages ---- */

struct message_view {
	struct message message;
	const char *problem; /* why it has not gone, in the reader's language */
	struct list told;    /* of struct telling */
};
#define MESSAGE_MEMBERS                                                                                      \
	JOIN(struct message_view, message, message_row_fields), FIELD(struct message_view, problem, F_TEXT)
const struct field message_view_fields[] = {
	MESSAGE_MEMBERS,
	FIELD_END,
};
const struct field message_detail_fields[] = {
	MESSAGE_MEMBERS,
	FIELD(struct message_view, told, F_LIST, SUB(telling_fields, struct telling)),
	FIELD_END,
};

/* The ids that are kept in the store. */
static const char *problem_of(struct request *rq, const char *id)
{
	for (int m = 0; id && m < MSG_COUNT; m++)
		if (strcmp(msg_id((enum msg)m), id) == 0)
			return msg_text((enum msg)m, rq->lang);
	return NULL;
}

static struct message_view message_view_of(struct request *rq, const struct message *m)
{
	return (struct message_view){.message = *m, .problem = problem_of(rq, m->fault)};
}

struct message_ask {
	int64_t channel, before, limit;
	int state;
};
const struct field message_query[] = {
	FIELD(struct message_ask, channel, F_INT, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct message_ask, state, F_ENUM, .names = message_states),
	FIELD(struct message_ask, before, F_INT, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct message_ask, limit, F_INT, .min = 1, .max = PAGE_MAX),
	FIELD_END,
};

enum err api_message_list(struct request *rq)
{
	struct message_ask ask = {.channel = NONE, .before = NONE, .limit = PAGE, .state = -1};
	struct list all, views;
	const char *next = NULL;
	enum err err = request_query_read(rq, message_query, &ask);

	if (err == OK)
		err = store_message_list(
			request_db(rq), rq->arena, ask.channel, ask.state, ask.before, ask.limit + 1, &all);
	if (err != OK)
		return err;
	if (all.n > (size_t)ask.limit) {
		const struct message *last = list_at(&all, (all.n = (size_t)ask.limit) - 1, sizeof(*last));

		next = arena_printf(rq->arena, "%lld", (long long)last->id);
	}
	views = (struct list){arena_calloc(rq->arena, all.n, sizeof(struct message_view)), all.n};
	for (size_t i = 0; i < all.n; i++)
		*(struct message_view *)list_at(&views, i, sizeof(struct message_view)) =
			message_view_of(rq, list_at(&all, i, sizeof(struct message)));
	return reply_list(rq, message_view_fields, &views, sizeof(struct message_view), next);
}

enum err api_message_get(struct request *rq)
{
	struct message m;
	struct message_view v;
	enum err err = store_message_get(request_db(rq), rq->arena, request_id(rq, 0), &m);

	if (err != OK)
		return err;
	v = message_view_of(rq, &m);
	err = store_outbox_of(request_db(rq), rq->arena, m.id, &v.told);
	return err == OK ? reply_object(rq, 200, message_detail_fields, &v, NONE) : err;
}

struct test_wish {
	int64_t id;
	enum lang lang;
	struct message m;
};

static enum err test(struct tx *tx, void *ctx)
{
	struct test_wish *w = ctx;
	struct setting s;
	enum err err = store_setting_get(tx->db, tx->arena, &s);

	return err == OK ? domain_channel_test(tx, w->id, w->lang, s.plant_name, &w->m) : err;
}

/* It is on its way; GET /messages/{id} tells what came of it. ERR_NOT_FOUND */
enum err api_channel_test(struct request *rq)
{
	struct test_wish w = {.id = request_id(rq, 0), .lang = app_lang(rq->app)};
	struct message_view v;
	enum err err = request_write(rq, test, &w);

	if (err != OK)
		return err;
	v = message_view_of(rq, &w.m);
	return reply_object(rq, 201, message_view_fields, &v, NONE);
}

static enum err again(struct tx *tx, void *ctx)
{
	struct test_wish *w = ctx;

	return domain_message_again(tx, w->id, &w->m);
}

/* ERR_NOT_FOUND, ERR_CONFLICT */
enum err api_message_again(struct request *rq)
{
	struct test_wish w = {.id = request_id(rq, 0)};
	struct message_view v;
	enum err err = request_write(rq, again, &w);

	if (err != OK)
		return err;
	v = message_view_of(rq, &w.m);
	return reply_object(rq, 200, message_view_fields, &v, NONE);
}
