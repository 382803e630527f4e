/* channel.c - see channel.h. */
#include "store/channel.h"

const char *const channel_kinds[] = {"wecom", "dingtalk", "feishu", "webhook", "mail", NULL};
const char *const message_kinds[] = {"notice", "test", NULL};
const char *const message_states[] = {"waiting", "sent", "failed", NULL};

const struct field channel_row_fields[] = {
	FIELD(struct channel, id, F_INT, F_SURE),
	FIELD(struct channel, kind, F_ENUM, F_SURE, .names = channel_kinds),
	FIELD(struct channel, name, F_TEXT, F_SURE),
	FIELD(struct channel, url, F_TEXT, F_HIDDEN),
	FIELD(struct channel, secret, F_TEXT, F_HIDDEN),
	FIELD(struct channel, login, F_TEXT, F_HIDDEN),
	FIELD(struct channel, sender, F_TEXT),
	FIELD(struct channel, recipients, F_TEXT),
	FIELD(struct channel, rules, F_INT, F_HIDDEN),
	FIELD(struct channel, place_id, F_INT),
	FIELD(struct channel, lang, F_TEXT),
	FIELD(struct channel, enabled, F_BOOL, F_SURE),
	FIELD(struct channel, version, F_INT, F_SURE),
	FIELD(struct channel, created_at, F_TIME, F_SURE),
	FIELD(struct channel, place, F_TEXT),
	FIELD_END,
};

const struct field message_row_fields[] = {
	FIELD(struct message, id, F_INT, F_SURE),
	FIELD(struct message, channel_id, F_INT, F_SURE),
	FIELD(struct message, kind, F_ENUM, F_SURE, .names = message_kinds),
	FIELD(struct message, state, F_ENUM, F_SURE, .names = message_states),
	FIELD(struct message, key, F_TEXT, F_SURE),
	FIELD(struct message, items, F_INT, F_SURE),
	FIELD(struct message, subject, F_TEXT, F_SURE),
	FIELD(struct message, body, F_TEXT, F_SURE),
	FIELD(struct message, tries, F_INT, F_SURE),
	FIELD(struct message, made_at, F_TIME, F_SURE),
	FIELD(struct message, tried_at, F_TIME),
	FIELD(struct message, next_at, F_TIME),
	FIELD(struct message, sent_at, F_TIME),
	FIELD(struct message, status, F_INT),
	FIELD(struct message, fault, F_TEXT, F_HIDDEN),
	FIELD(struct message, detail, F_TEXT),
	FIELD(struct message, channel, F_TEXT, F_SURE),
	FIELD(struct message, channel_kind, F_ENUM, F_SURE, .names = channel_kinds),
	FIELD_END,
};

static const struct field due_fields[] = {
	FIELD(struct channel_due, channel_id, F_INT),
	FIELD(struct channel_due, enabled, F_INT),
	FIELD(struct channel_due, kind, F_ENUM, .names = channel_kinds),
	FIELD(struct channel_due, message_id, F_INT),
	FIELD(struct channel_due, kind_of_test, F_INT),
	FIELD(struct channel_due, next_at, F_INT),
	FIELD(struct channel_due, waiting, F_INT),
	FIELD(struct channel_due, tried_at, F_INT),
	FIELD_END,
};

#define CHANNEL                                                                                              \
	"SELECT c.id AS id, c.kind AS kind, c.name AS name, c.url AS url, c.secret AS secret, c.login AS "   \
	"login, c.sender AS sender, c.recipients AS recipients, c.rules AS rules, c.place_id AS place_id, "  \
	"c.lang AS lang, c.enabled AS enabled, c.version AS version, c.created_at AS created_at, "           \
	"p.name AS place FROM channel c LEFT JOIN asset p ON p.id = c.place_id "
static const char SQL_LIST[] = CHANNEL "WHERE c.removed_at IS NULL ORDER BY c.name, c.id";
static const char SQL_GET[] = CHANNEL "WHERE c.id = $1 AND c.removed_at IS NULL";
static const char SQL_ADD[] =
	"INSERT INTO channel (kind, name, url, secret, login, sender, recipients, rules, place_id, lang, "
	"enabled, "
	"created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id";
static const char SQL_PUT[] =
	"UPDATE channel SET name = $1, url = $2, secret = $3, login = $4, sender = $5, recipients = $6, "
	"rules = $7, "
	"place_id = $8, lang = $9, enabled = $10, version = version + 1 WHERE id = $11 AND version = $12 "
	"AND removed_at IS NULL";
static const char SQL_REMOVE[] =
	"UPDATE channel SET removed_at = $2, url = '', secret = NULL, login = NULL, enabled = 0, "
	"version = version + 1 WHERE id = $1 AND removed_at IS NULL";

#define MESSAGE                                                                                              \
	"SELECT m.id AS id, m.channel_id AS channel_id, m.kind AS kind, m.state AS state, m.key AS key, "    \
	"m.items AS items, m.subject AS subject, m.body AS body, m.tries AS tries, m.made_at AS made_at, "   \
	"m.tried_at AS tried_at, m.next_at AS next_at, m.sent_at AS sent_at, m.status AS status, "           \
	"m.fault AS fault, m.detail AS detail, c.name AS channel, c.kind AS channel_kind "                   \
	"FROM message m JOIN channel c ON c.id = m.channel_id "
static const char SQL_MESSAGES[] =
	MESSAGE "WHERE m.id < $3 AND ($1 IS NULL OR m.channel_id = $1) AND ($2 IS NULL OR m.state = $2) "
		"ORDER BY m.id DESC LIMIT $4";
static const char SQL_MESSAGE[] = MESSAGE "WHERE m.id = $1";
static const char SQL_MESSAGE_WAITING[] =
	MESSAGE "WHERE m.channel_id = $1 AND m.state = 'waiting' AND ($2 = 0 OR m.kind = 'test') "
		"ORDER BY m.id LIMIT 1";
static const char SQL_MESSAGE_ADD[] =
	"INSERT INTO message (channel_id, kind, state, key, items, subject, body, made_at, tries, next_at) "
	"VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id";
static const char SQL_MESSAGE_PUT[] =
	"UPDATE message SET state = $2, tries = $3, tried_at = $4, next_at = $5, sent_at = $6, status = $7, "
	"fault = $8, detail = $9 WHERE id = $1";

static const char SQL_OUTBOX_ADD[] = "INSERT INTO outbox (channel_id, telling_id) VALUES ($1, $2)";
#define TELLING                                                                                              \
	"SELECT t.id AS id, t.event_seq AS event_seq, t.rule AS rule, t.time AS time, t.entity AS entity, "  \
	"t.entity_id AS entity_id, t.title AS title, t.title_en AS title_en, t.code AS code, "               \
	"t.place AS place, t.detail AS detail, t.actor AS actor, t.since AS since, t.stopped AS stopped, "   \
	"t.widened AS widened FROM outbox o JOIN telling t ON t.id = o.telling_id "
static const char SQL_OUTBOX_WAITING[] =
	TELLING "WHERE o.channel_id = $1 AND o.message_id IS NULL ORDER BY o.telling_id LIMIT $2";
static const char SQL_OUTBOX_COUNT[] =
	"SELECT count(*) FROM outbox WHERE channel_id = $1 AND message_id IS NULL";
static const char SQL_OUTBOX_TAKE[] =
	"UPDATE outbox SET message_id = $3 WHERE channel_id = $1 AND telling_id <= $2 AND message_id IS NULL";
static const char SQL_OUTBOX_OF[] = TELLING "WHERE o.message_id = $1 ORDER BY o.telling_id LIMIT 500";

static const char SQL_DUE[] =
	"SELECT c.id AS channel_id, c.enabled AS enabled, c.kind AS kind, m.id AS message_id, "
	"CASE WHEN m.kind = 'test' THEN 1 ELSE 0 END AS kind_of_test, m.next_at AS next_at, "
	"(SELECT count(*) FROM (SELECT 1 FROM outbox o WHERE o.channel_id = c.id AND o.message_id IS NULL "
	"LIMIT 1) x) "
	"AS waiting, (SELECT max(l.tried_at) FROM message l WHERE l.channel_id = c.id) AS tried_at "
	"FROM channel c LEFT JOIN message m ON m.id = (SELECT w.id FROM message w WHERE w.channel_id = c.id "
	"AND w.state = 'waiting' AND (c.enabled = 1 OR w.kind = 'test') ORDER BY w.id LIMIT 1) "
	"WHERE c.removed_at IS NULL ORDER BY c.id";

enum err store_channel_list(struct db *db, struct arena *a, struct list *out)
{
	return db_list(db, a, SQL_LIST, NO_ARGS, channel_row_fields, sizeof(struct channel), out);
}

enum err store_channel_get(struct db *db, struct arena *a, int64_t id, struct channel *out)
{
	return db_one(db, a, SQL_GET, ARGS(v_int(id)), channel_row_fields, out);
}

enum err store_channel_add(struct tx *tx, struct channel *c)
{
	c->created_at = tx->now;
	c->version = 1;
	return db_int(tx->db, SQL_ADD,
		ARGS(v_name(channel_kinds, c->kind), v_text(c->name), v_text(c->url), v_text(c->secret),
			v_text(c->login), v_text(c->sender), v_text(c->recipients), v_int(c->rules),
			v_int(c->place_id), v_text(c->lang), v_int(c->enabled), v_int(tx->now)),
		&c->id);
}

enum err store_channel_put(struct tx *tx, struct channel *c)
{
	int64_t changed = 0;
	enum err err = db_exec(tx->db, SQL_PUT,
		ARGS(v_text(c->name), v_text(c->url), v_text(c->secret), v_text(c->login), v_text(c->sender),
			v_text(c->recipients), v_int(c->rules), v_int(c->place_id), v_text(c->lang),
			v_int(c->enabled), v_int(c->id), v_int(c->version)),
		&changed);

	if (err == OK && !changed)
		return ERR_STALE;
	if (err == OK)
		c->version++;
	return err;
}

enum err store_channel_remove(struct tx *tx, int64_t id)
{
	int64_t changed = 0;
	enum err err = db_exec(tx->db, SQL_REMOVE, ARGS(v_int(id), v_int(tx->now)), &changed);

	return err == OK && !changed ? ERR_NOT_FOUND : err;
}

/* ---- messages ---- */

enum err store_message_list(struct db *db, struct arena *a, int64_t channel, int state, int64_t before,
	int64_t limit, struct list *out)
{
	return db_list(db, a, SQL_MESSAGES,
		ARGS(v_int(channel), v_name(message_states, state),
			v_int(before == NONE ? INT64_MAX : before), v_int(limit)),
		message_row_fields, sizeof(struct message), out);
}

enum err store_message_get(struct db *db, struct arena *a, int64_t id, struct message *out)
{
	return db_one(db, a, SQL_MESSAGE, ARGS(v_int(id)), message_row_fields, out);
}

enum err store_message_waiting(
	struct db *db, struct arena *a, int64_t channel, bool test, struct message *out)
{
	return db_one(db, a, SQL_MESSAGE_WAITING, ARGS(v_int(channel), v_int(test)), message_row_fields, out);
}

enum err store_message_add(struct tx *tx, struct message *m)
{
	return db_int(tx->db, SQL_MESSAGE_ADD,
		ARGS(v_int(m->channel_id), v_name(message_kinds, m->kind), v_name(message_states, m->state),
			v_text(m->key), v_int(m->items), v_text(m->subject), v_text(m->body),
			v_int(m->made_at), v_int(m->tries), v_int(m->next_at)),
		&m->id);
}

enum err store_message_put(struct tx *tx, const struct message *m)
{
	return db_exec(tx->db, SQL_MESSAGE_PUT,
		ARGS(v_int(m->id), v_name(message_states, m->state), v_int(m->tries), v_int(m->tried_at),
			v_int(m->next_at), v_int(m->sent_at), v_int(m->status), v_text(m->fault),
			v_text(m->detail)),
		NULL);
}

/* ---- the outbox ---- */

enum err store_outbox_add(struct tx *tx, int64_t channel, int64_t telling)
{
	return db_exec(tx->db, SQL_OUTBOX_ADD, ARGS(v_int(channel), v_int(telling)), NULL);
}

enum err store_outbox_waiting(
	struct db *db, struct arena *a, int64_t channel, int64_t limit, struct list *out, int64_t *n)
{
	enum err err = db_int(db, SQL_OUTBOX_COUNT, ARGS(v_int(channel)), n);

	return err == OK ? db_list(db, a, SQL_OUTBOX_WAITING, ARGS(v_int(channel), v_int(limit)),
				   telling_fields, sizeof(struct telling), out)
			 : err;
}

enum err store_outbox_take(struct tx *tx, int64_t channel, int64_t up_to, int64_t message)
{
	return db_exec(tx->db, SQL_OUTBOX_TAKE, ARGS(v_int(channel), v_int(up_to), v_int(message)), NULL);
}

enum err store_outbox_of(struct db *db, struct arena *a, int64_t message, struct list *out)
{
	return db_list(
		db, a, SQL_OUTBOX_OF, ARGS(v_int(message)), telling_fields, sizeof(struct telling), out);
}

enum err store_channel_due(struct db *db, struct arena *a, struct list *out)
{
	return db_list(db, a, SQL_DUE, NO_ARGS, due_fields, sizeof(struct channel_due), out);
}
