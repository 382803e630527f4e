/* channel.c - see channel.h. */
#include "domain/channel.h"

#include <ctype.h>
#include <string.h>
#include <unistd.h>

#include "base/token.h"
#include "store/asset.h"
#include "store/event.h"
#include "store/setting.h"

enum { MAILBOXES_MAX = 20, SECRET_MAX = 200 };

static const char MAKERS[] = "qyapi.weixin.qq.com oapi.dingtalk.com open.feishu.cn open.larksuite.com";

enum err domain_tell_allow(const char *hosts, const char *ca, struct tell_allow *out, struct fault *fault)
{
	const char *bad = "";
	char all[2048];

	snprintf(all, sizeof(all), "%s %s", MAKERS, hosts ? hosts : "");
	out->ca = ca;
	out->own = allow_new(hosts, &bad);
	out->all = out->own ? allow_new(all, &bad) : NULL;
	if (out->all && (!ca || access(ca, R_OK) == 0))
		return OK;
	fault_set(fault, ERR_INVALID, out->all ? MSG_TELL_CA : MSG_TELL_HOSTS, out->all ? ca : bad);
	domain_tell_allow_free(out);
	return ERR_INVALID;
}

void domain_tell_allow_free(struct tell_allow *l)
{
	allow_free(l->own);
	allow_free(l->all);
	*l = (struct tell_allow){NULL, NULL, NULL};
}

/* ---- what a channel may be ---- */

static enum err check_url(const struct channel *c, const struct tell_allow *l, struct fault *fault)
{
	/* The makers' own hosts, by kind. */
	static const char *const hosts[][2] = {{"qyapi.weixin.qq.com", NULL}, {"oapi.dingtalk.com", NULL},
		{"open.feishu.cn", "open.larksuite.com"}};
	bool mail = c->kind == CHANNEL_MAIL, makers = false;
	struct courier_url u;

	if (!courier_url_read(c->url, &u) || (strncmp(u.scheme, "smtp", 4) == 0) != mail)
		return fault_field(fault, "url", MSG_TELL_URL, NULL);
	for (int i = 0; c->kind <= CHANNEL_FEISHU && i < 2; i++)
		makers = makers || (hosts[c->kind][i] && strcmp(hosts[c->kind][i], u.host) == 0);
	if (!makers && !allow_host(l->own, u.host))
		return fault_field(fault, "url", MSG_TELL_HOST, u.host);
	if (strcmp(u.scheme, "http") == 0 && !allow_host(l->own, u.host))
		return fault_field(fault, "url", MSG_TELL_PLAIN, u.host);
	return OK;
}

static enum err check_secret(const struct channel *c, struct fault *fault)
{
	const char *s = c->secret;

	if (!s)
		return OK;
	if (strlen(s) > SECRET_MAX)
		return fault_field(fault, "secret", MSG_TELL_SECRET, NULL);
	for (; *s; s++)
		if (!isgraph((unsigned char)*s))
			return fault_field(fault, "secret", MSG_TELL_SECRET, NULL);
	return OK;
}

static enum err check_mail(const struct channel *c, struct fault *fault)
{
	const char *at = c->recipients ? c->recipients : "";
	char one[128];
	int n = 0;
	enum err err = OK;

	if (!c->sender || !robot_is_mailbox(c->sender))
		err = fault_field(fault, "sender", MSG_TELL_MAILBOX, NULL);
	for (at += strspn(at, ", "); *at; at += strspn(at, ", "), n++) {
		size_t len = strcspn(at, ", ");

		snprintf(one, sizeof(one), "%.*s", (int)(len < sizeof(one) ? len : sizeof(one)), at);
		if (!robot_is_mailbox(one))
			return fault_field(fault, "recipients", MSG_TELL_MAILBOX, NULL);
		at += len;
	}
	return n < 1 || n > MAILBOXES_MAX ? fault_field(fault, "recipients", MSG_TELL_MAILBOX, NULL) : err;
}

enum err domain_channel_check(const struct channel *c, const struct tell_allow *l, struct fault *fault)
{
	enum err err = check_url(c, l, fault);

	err = err_worse(err, check_secret(c, fault));
	return c->kind == CHANNEL_MAIL ? err_worse(err, check_mail(c, fault)) : err;
}

const char *channel_target(struct arena *a, const struct channel *c)
{
	struct courier_url u;
	size_t n = strlen(c->url);

	if (!courier_url_read(c->url, &u))
		return "";
	if (c->kind == CHANNEL_MAIL || !u.path[0] || strcmp(u.path, "/") == 0)
		return arena_strdup(a, u.host);
	return arena_printf(a, "%s/…%s", u.host, n > 40 ? c->url + n - 4 : "");
}

/* ---- changing them ---- */

static enum err note(struct tx *tx, const struct channel *c, const char *what)
{
	return store_event_note(tx, "channel", c->id, what, "name", c->name);
}

static enum err check_place(struct tx *tx, const struct channel *c)
{
	struct asset x;
	enum err err = c->place_id == NONE ? OK : store_asset_get(tx->db, tx->arena, c->place_id, &x);

	return err == ERR_NOT_FOUND ? fault_field(tx->fault, "place_id", MSG_F_NO_SUCH, NULL) : err;
}

enum err domain_channel_add(struct tx *tx, struct channel *c)
{
	struct list all;
	enum err err = check_place(tx, c);

	if (err == OK)
		err = store_channel_list(tx->db, tx->arena, &all);
	if (err == OK && all.n >= CHANNELS_MAX)
		return fault_set(tx->fault, ERR_CONFLICT, MSG_TELL_CHANNELS, NULL);
	if (err == OK)
		err = store_channel_add(tx, c);
	return err == OK ? note(tx, c, "created") : err;
}

static void new_message(
	struct tx *tx, struct message *m, int64_t channel, int kind, const struct robot_text *text)
{
	char key[TOKEN_SIZE];

	token_new(key);
	*m = (struct message){.channel_id = channel,
		.kind = kind,
		.state = MESSAGE_WAITING,
		.key = arena_printf(tx->arena, "jixiu-%s", key),
		.subject = text->subject,
		.body = text->body,
		.made_at = tx->now,
		.tried_at = NONE,
		.next_at = tx->now,
		.sent_at = NONE,
		.status = NONE};
}

/* What waits becomes a message of the channel, in the language and with the links of the plant as it is now. */
static enum err fold(struct tx *tx, const struct channel *c, const char *url, struct message *m)
{
	struct robot_text text;
	struct list waiting;
	struct setting s;
	int64_t n = 0;
	enum err err = store_outbox_waiting(tx->db, tx->arena, c->id, ROBOT_LINES_MAX, &waiting, &n);

	if (err == OK && !waiting.n)
		return ERR_NOT_FOUND;
	if (err == OK)
		err = store_setting_get(tx->db, tx->arena, &s);
	if (err != OK)
		return err;
	robot_text_make(tx->arena, c->kind, lang_parse(c->lang, setting_lang(&s, tx->lang)),
		url ? url : s.url, &waiting, n - (int64_t)waiting.n, &text);
	new_message(tx, m, c->id, MESSAGE_NOTICE, &text);
	m->items = n;
	err = store_message_add(tx, m);
	return err == OK ? store_outbox_take(tx, c->id, INT64_MAX, m->id) : err;
}

/* Nothing goes there any more: what waits has failed, and says why. */
static enum err hush(struct tx *tx, const struct channel *c)
{
	struct message m;
	enum err err = fold(tx, c, NULL, &m);

	if (err == ERR_NOT_FOUND)
		err = OK;
	while (err == OK && (err = store_message_waiting(tx->db, tx->arena, c->id, false, &m)) == OK) {
		m.state = MESSAGE_FAILED;
		m.fault = msg_id(MSG_TELL_OFF);
		m.next_at = NONE;
		err = store_message_put(tx, &m);
	}
	return err == ERR_NOT_FOUND ? OK : err;
}

enum err domain_channel_put(struct tx *tx, struct channel *c)
{
	struct channel before;
	enum err err = store_channel_get(tx->db, tx->arena, c->id, &before);

	if (err == OK)
		err = check_place(tx, c);
	if (err == OK)
		err = store_channel_put(tx, c);
	if (err == OK && before.enabled && !c->enabled)
		err = hush(tx, c);
	return err == OK ? note(tx, c, "changed") : err;
}

enum err domain_channel_remove(struct tx *tx, int64_t id)
{
	struct channel c;
	enum err err = store_channel_get(tx->db, tx->arena, id, &c);

	if (err == OK)
		err = hush(tx, &c);
	if (err == OK)
		err = store_channel_remove(tx, id);
	return err == OK ? note(tx, &c, "removed") : err;
}

enum err domain_channel_test(struct tx *tx, int64_t id, enum lang lang, const char *plant, struct message *m)
{
	struct channel c;
	struct robot_text text;
	enum err err = store_channel_get(tx->db, tx->arena, id, &c);

	if (err != OK)
		return err;
	robot_text_test(tx->arena, c.kind, lang_parse(c.lang, lang), plant, &text);
	new_message(tx, m, id, MESSAGE_TEST, &text);
	err = store_message_add(tx, m);
	if (err == OK)
		err = note(tx, &c, "tested");
	return err == OK ? store_message_get(tx->db, tx->arena, m->id, m) : err;
}

enum err domain_message_again(struct tx *tx, int64_t id, struct message *m)
{
	struct channel c;
	enum err err = store_message_get(tx->db, tx->arena, id, m);

	if (err != OK)
		return err;
	if (m->state != MESSAGE_FAILED)
		return fault_set(tx->fault, ERR_CONFLICT, MSG_TELL_NOT_FAILED, NULL);
	err = store_channel_get(tx->db, tx->arena, m->channel_id, &c);
	if (err == ERR_NOT_FOUND || (err == OK && !c.enabled && m->kind != MESSAGE_TEST))
		return fault_set(tx->fault, ERR_CONFLICT, MSG_TELL_OFF, NULL);
	if (err != OK)
		return err;
	m->state = MESSAGE_WAITING;
	m->tries = 0;
	m->next_at = tx->now;
	m->fault = m->detail = NULL;
	m->status = NONE;
	err = store_message_put(tx, m);
	return err == OK ? store_event_note(tx, "message", id, "sent_again", "channel", c.name) : err;
}

/* ---- trying ---- */

static int64_t scaled(int64_t ms, int64_t minute_ms)
{
	return ms * minute_ms / ROBOT_MINUTE_MS;
}

int64_t domain_channel_when(const struct channel_due *d, int64_t minute_ms)
{
	/* Where nobody counts, a test need not wait: somebody looks at the screen. */
	bool at_once = d->tried_at == NONE || (d->kind_of_test == 1 && d->kind > CHANNEL_FEISHU);
	int64_t when,
		free = at_once ? 0 : d->tried_at + scaled(robot_limits_of(d->kind)->space_ms, minute_ms);

	if (d->message_id != NONE)
		when = d->next_at == NONE ? 0 : d->next_at;
	else if (d->enabled && d->waiting)
		when = 0;
	else
		return INT64_MAX;
	return when > free ? when : free;
}

static int64_t backoff(int64_t tries, int64_t minute_ms)
{
	unsigned short chance;

	token_random(&chance, sizeof(chance));
	return scaled(robot_backoff_ms(tries, chance), minute_ms);
}

enum err domain_message_begin(struct tx *tx, struct message_try *t)
{
	struct message *m = &t->message;
	enum err err = store_channel_get(tx->db, tx->arena, t->channel_id, &t->channel);

	if (err == OK)
		err = store_message_waiting(tx->db, tx->arena, t->channel_id, !t->channel.enabled, m);
	if (err == ERR_NOT_FOUND && t->channel.enabled)
		err = fold(tx, &t->channel, t->url, m);
	if (err != OK)
		return err;
	m->tries++;
	m->tried_at = tx->now;
	m->next_at = tx->now + backoff(m->tries, t->minute_ms);
	return store_message_put(tx, m);
}

static void take_end(struct tx *tx, struct message *m, const struct message_end *e)
{
	bool last = m->tries >= CHANNEL_TRIES || m->kind == MESSAGE_TEST;
	enum robot_verdict v = e->says.verdict;

	m->status = e->status ? e->status : NONE;
	m->fault = v == VERDICT_SENT ? NULL : msg_id(e->says.fault);
	m->detail = e->says.detail;
	if (v == VERDICT_SENT) {
		m->state = MESSAGE_SENT;
		m->sent_at = tx->now;
		m->next_at = NONE;
	} else if (v == VERDICT_NEVER || (v == VERDICT_AGAIN && last) ||
		   (v == VERDICT_SLOW && m->kind == MESSAGE_TEST)) {
		m->state = MESSAGE_FAILED;
		m->next_at = NONE;
	} else if (v == VERDICT_SLOW) {
		/* Their haste is not its fault: the try does not count. */
		m->tries--;
		m->next_at = tx->now + scaled(e->says.wait_ms, e->minute_ms);
	} else {
		m->next_at = tx->now + backoff(m->tries, e->minute_ms);
	}
}

enum err domain_message_ended(struct tx *tx, struct message_end *e)
{
	struct message m;
	enum err err = store_message_get(tx->db, tx->arena, e->id, &m);

	if (err != OK)
		return err;
	/* Switched off meanwhile: what did arrive arrived. */
	if (m.state != MESSAGE_WAITING && e->says.verdict != VERDICT_SENT)
		return OK;
	take_end(tx, &m, e);
	e->state = m.state;
	err = store_message_put(tx, &m);
	if (err != OK || (m.state != MESSAGE_FAILED && m.kind != MESSAGE_TEST))
		return err;
	return store_event_note(tx, "message", m.id, message_states[m.state], "channel", m.channel);
}
