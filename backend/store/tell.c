/* tell.c - see tell.h. */
#include "store/tell.h"

static const struct field change_fields_of[] = {
	FIELD(struct tell_change, rule, F_TEXT),
	FIELD(struct tell_change, enabled, F_INT),
	FIELD(struct tell_change, own_area, F_INT),
	FIELD(struct tell_change, on_shift, F_INT),
	FIELD(struct tell_change, minutes, F_INT),
	FIELD(struct tell_change, place_id, F_INT),
	FIELD(struct tell_change, version, F_INT),
	FIELD_END,
};

const struct field duty_fields[] = {
	FIELD(struct duty, account_id, F_INT, F_SURE),
	FIELD(struct duty, areas, F_IDS),
	FIELD(struct duty, calendar_id, F_INT),
	FIELD(struct duty, buyer, F_BOOL, F_SURE),
	FIELD(struct duty, version, F_INT, F_SURE),
	FIELD_END,
};

static const struct field person_fields_of[] = {
	FIELD(struct tell_person, id, F_INT),
	FIELD(struct tell_person, role, F_TEXT),
	FIELD(struct tell_person, name, F_TEXT),
	FIELD(struct tell_person, calendar_id, F_INT),
	FIELD(struct tell_person, buyer, F_INT),
	FIELD_END,
};

struct area {
	int64_t account_id, asset_id;
};
static const struct field area_fields[] = {
	FIELD(struct area, account_id, F_INT),
	FIELD(struct area, asset_id, F_INT),
	FIELD_END,
};

#define TELLING_FIELDS(type, at)                                                                             \
	FIELD_AS(type, at id, "id", F_INT, F_SURE),                                                          \
		FIELD_AS(type, at event_seq, "event_seq", F_INT, F_SURE),                                    \
		FIELD_AS(type, at rule, "rule", F_TEXT, F_SURE),                                             \
		FIELD_AS(type, at time, "time", F_TIME, F_SURE),                                             \
		FIELD_AS(type, at entity, "entity", F_TEXT, F_SURE),                                         \
		FIELD_AS(type, at entity_id, "entity_id", F_INT, F_SURE),                                    \
		FIELD_AS(type, at title, "title", F_TEXT, F_SURE),                                           \
		FIELD_AS(type, at title_en, "title_en", F_TEXT), FIELD_AS(type, at code, "code", F_TEXT),    \
		FIELD_AS(type, at place, "place", F_TEXT),                                                   \
		FIELD_AS(type, at detail, "detail", F_TEXT, F_SURE),                                         \
		FIELD_AS(type, at actor, "actor", F_TEXT), FIELD_AS(type, at since, "since", F_TIME),        \
		FIELD_AS(type, at stopped, "stopped", F_BOOL, F_SURE),                                       \
		FIELD_AS(type, at widened, "widened", F_INT, F_SURE)

const struct field telling_fields[] = {
	TELLING_FIELDS(struct telling, ),
	FIELD_END,
};
const struct field notice_fields[] = {
	TELLING_FIELDS(struct notice, told.),
	FIELD(struct notice, read_at, F_TIME),
	FIELD_END,
};
const struct field notice_count_fields[] = {
	FIELD(struct notice_count, unread, F_INT, F_SURE),
	FIELD(struct notice_count, newest, F_INT, F_SURE),
	FIELD_END,
};
static const struct field stopped_fields[] = {
	FIELD(struct stopped_row, ticket_id, F_INT),
	FIELD(struct stopped_row, reopened, F_INT),
	FIELD(struct stopped_row, since, F_INT),
	FIELD_END,
};

static const char SQL_CHANGES[] =
	"SELECT rule, enabled, own_area, on_shift, minutes, place_id, version FROM tell_rule";
static const char SQL_CHANGE_ADD[] =
	"INSERT INTO tell_rule (rule, enabled, own_area, on_shift, minutes, place_id, version) "
	"VALUES ($1, $2, $3, $4, $5, $6, 2)";
static const char SQL_CHANGE_PUT[] =
	"UPDATE tell_rule SET enabled = $2, own_area = $3, on_shift = $4, minutes = $5, place_id = $6, "
	"version = version + 1 WHERE rule = $1 AND version = $7";

static const char SQL_DUTIES[] =
	"SELECT a.id AS account_id, d.calendar_id AS calendar_id, coalesce(d.buyer, 0) AS buyer, "
	"coalesce(d.version, 1) AS version FROM account a LEFT JOIN duty d ON d.account_id = a.id "
	"WHERE ($1 IS NULL OR a.id = $1) ORDER BY a.id";
static const char SQL_AREAS[] = "SELECT account_id, asset_id FROM account_area "
				"WHERE ($1 IS NULL OR account_id = $1) ORDER BY account_id, asset_id";
static const char SQL_DUTY_ADD[] =
	"INSERT INTO duty (account_id, calendar_id, buyer, version) VALUES ($1, $2, $3, 2)";
static const char SQL_DUTY_PUT[] = "UPDATE duty SET calendar_id = $2, buyer = $3, version = version + 1 "
				   "WHERE account_id = $1 AND version = $4";
static const char SQL_AREAS_DROP[] = "DELETE FROM account_area WHERE account_id = $1";
static const char SQL_AREA_ADD[] =
	"INSERT INTO account_area (account_id, asset_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
static const char SQL_PEOPLE[] =
	"SELECT a.id AS id, a.role AS role, a.name AS name, d.calendar_id AS calendar_id, "
	"coalesce(d.buyer, 0) AS buyer FROM account a LEFT JOIN duty d ON d.account_id = a.id "
	"WHERE a.disabled = 0 ORDER BY a.id";

#define T_COLUMNS                                                                                            \
	"t.id AS id, t.event_seq AS event_seq, t.rule AS rule, t.time AS time, t.entity AS entity, "         \
	"t.entity_id AS entity_id, t.title AS title, t.title_en AS title_en, t.code AS code, "               \
	"t.place AS place, t.detail AS detail, t.actor AS actor, t.since AS since, t.stopped AS stopped, "   \
	"t.widened AS widened"
static const char SQL_TELLING_ADD[] = "INSERT INTO telling (event_seq, rule, time, entity, entity_id, title, "
				      "title_en, code, place, detail, "
				      "actor, since, stopped, widened) VALUES ($1, $2, $3, $4, $5, $6, $7, "
				      "$8, $9, $10, $11, $12, $13, $14) "
				      "RETURNING id";
static const char SQL_NOTICE_ADD[] =
	"INSERT INTO notice (account_id, telling_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
static const char SQL_NOTICES[] =
	"SELECT " T_COLUMNS ", n.read_at AS read_at FROM notice n JOIN telling t ON t.id = n.telling_id "
	"WHERE n.account_id = $1 AND n.telling_id < $2 ORDER BY n.telling_id DESC LIMIT $3";
static const char SQL_NOTICES_UNREAD[] =
	"SELECT " T_COLUMNS ", n.read_at AS read_at FROM notice n JOIN telling t ON t.id = n.telling_id "
	"WHERE n.account_id = $1 AND n.telling_id < $2 AND n.read_at IS NULL ORDER BY n.telling_id DESC "
	"LIMIT $3";
static const char SQL_NOTICE_COUNT[] =
	"SELECT (SELECT count(*) FROM (SELECT 1 FROM notice WHERE account_id = $1 AND read_at IS NULL LIMIT "
	"$2) x) "
	"AS unread, (SELECT coalesce(max(telling_id), 0) FROM notice WHERE account_id = $1) AS newest";
static const char SQL_NOTICE_FOR[] =
	"SELECT count(*) FROM telling t JOIN notice n ON n.telling_id = t.id AND n.account_id = $1 "
	"WHERE t.event_seq = $2";
static const char SQL_NOTICE_READ_OF[] =
	"UPDATE notice SET read_at = $4 WHERE account_id = $1 AND read_at IS NULL AND telling_id IN "
	"(SELECT n.telling_id FROM notice n JOIN telling t ON t.id = n.telling_id WHERE n.account_id = $1 "
	"AND n.read_at IS NULL AND t.entity = $2 AND t.entity_id = $3)";
static const char SQL_NOTICE_READ_ALL[] =
	"UPDATE notice SET read_at = $3 WHERE account_id = $1 AND telling_id <= $2 AND read_at IS NULL";

static const char SQL_NOTICE_SEEN[] = "UPDATE notice SET read_at = $2 WHERE read_at IS NULL AND telling_id "
				      "IN (SELECT id FROM telling WHERE time < $1)";

static const char SQL_STOPPED[] =
	"SELECT t.id AS ticket_id, t.reopened AS reopened, t.occurred_at AS since FROM ticket t "
	"JOIN asset m ON m.id = t.machine_id WHERE t.open = 1 AND t.stopped = 1 AND t.failure = 1 "
	"AND t.state IN ('reported', 'accepted', 'in_progress', 'waiting') AND m.criticality = 'A' "
	"AND m.state <> 'retired' AND t.occurred_at > $2 AND t.occurred_at <= $3 "
	"AND NOT EXISTS (SELECT 1 FROM escalation e WHERE e.ticket_id = t.id AND e.reopened = t.reopened "
	"AND e.step = $1) ORDER BY t.occurred_at, t.id LIMIT 100";
static const char SQL_ESCALATION_ADD[] =
	"INSERT INTO escalation (ticket_id, reopened, step, time) VALUES ($1, $2, $3, $4)";

static const char SQL_FORGET_NOTICES[] =
	"DELETE FROM notice WHERE telling_id IN (SELECT id FROM telling WHERE time < $1)";
static const char SQL_FORGET_OUTBOX[] = "DELETE FROM outbox WHERE message_id IN (SELECT id FROM message "
					"WHERE made_at < $1 AND state <> 'waiting')";
static const char SQL_FORGET_MESSAGES[] = "DELETE FROM message WHERE made_at < $1 AND state <> 'waiting'";
static const char SQL_FORGET_TELLINGS[] = "DELETE FROM telling WHERE time < $1 AND NOT EXISTS (SELECT 1 FROM "
					  "outbox o WHERE o.telling_id = telling.id)";

enum err store_tell_changes(struct db *db, struct arena *a, struct list *out)
{
	return db_list(db, a, SQL_CHANGES, NO_ARGS, change_fields_of, sizeof(struct tell_change), out);
}

enum err store_tell_change_put(struct tx *tx, struct tell_change *c)
{
	int64_t changed = 0;
	enum err err;

	if (c->version == 1)
		err = db_exec(tx->db, SQL_CHANGE_ADD,
			ARGS(v_text(c->rule), v_int(c->enabled), v_int(c->own_area), v_int(c->on_shift),
				v_int(c->minutes), v_int(c->place_id)),
			&changed);
	else
		err = db_exec(tx->db, SQL_CHANGE_PUT,
			ARGS(v_text(c->rule), v_int(c->enabled), v_int(c->own_area), v_int(c->on_shift),
				v_int(c->minutes), v_int(c->place_id), v_int(c->version)),
			&changed);
	if (err == ERR_CONFLICT || (err == OK && !changed))
		return ERR_STALE;
	if (err == OK)
		c->version++;
	return err;
}

/* ---- duties ---- */

/* The areas of one account out of the sorted rows of all. */
static struct list areas_of(struct arena *a, const struct list *all, int64_t account)
{
	struct list out = {NULL, 0};

	for (size_t i = 0; i < all->n; i++)
		out.n += ((const struct area *)list_at(all, i, sizeof(struct area)))->account_id == account;
	out.items = arena_calloc(a, out.n, sizeof(int64_t));
	for (size_t i = 0, k = 0; i < all->n; i++) {
		const struct area *x = list_at(all, i, sizeof(*x));

		if (x->account_id == account)
			((int64_t *)out.items)[k++] = x->asset_id;
	}
	return out;
}

static enum err duties(struct db *db, struct arena *a, int64_t account, struct list *out)
{
	struct list areas;
	enum err err =
		db_list(db, a, SQL_DUTIES, ARGS(v_int(account)), duty_fields, sizeof(struct duty), out);

	if (err == OK)
		err = db_list(
			db, a, SQL_AREAS, ARGS(v_int(account)), area_fields, sizeof(struct area), &areas);
	for (size_t i = 0; err == OK && i < out->n; i++) {
		struct duty *d = list_at(out, i, sizeof(*d));

		d->areas = areas_of(a, &areas, d->account_id);
	}
	return err;
}

enum err store_duty_list(struct db *db, struct arena *a, struct list *out)
{
	return duties(db, a, NONE, out);
}

enum err store_duty_get(struct db *db, struct arena *a, int64_t account, struct duty *out)
{
	struct list one;
	enum err err = duties(db, a, account, &one);

	if (err == OK && !one.n)
		return ERR_NOT_FOUND;
	if (err == OK)
		*out = *(struct duty *)one.items;
	return err;
}

enum err store_duty_put(struct tx *tx, struct duty *d)
{
	int64_t changed = 0;
	enum err err;

	if (d->version == 1)
		err = db_exec(tx->db, SQL_DUTY_ADD,
			ARGS(v_int(d->account_id), v_int(d->calendar_id), v_int(d->buyer)), &changed);
	else
		err = db_exec(tx->db, SQL_DUTY_PUT,
			ARGS(v_int(d->account_id), v_int(d->calendar_id), v_int(d->buyer), v_int(d->version)),
			&changed);
	if (err == ERR_CONFLICT || (err == OK && !changed))
		return ERR_STALE;
	if (err == OK)
		err = db_exec(tx->db, SQL_AREAS_DROP, ARGS(v_int(d->account_id)), NULL);
	for (size_t i = 0; err == OK && i < d->areas.n; i++)
		err = db_exec(tx->db, SQL_AREA_ADD,
			ARGS(v_int(d->account_id), v_int(((int64_t *)d->areas.items)[i])), NULL);
	if (err == OK)
		d->version++;
	return err;
}

enum err store_tell_people(struct db *db, struct arena *a, struct list *out)
{
	struct list areas;
	enum err err = db_list(db, a, SQL_PEOPLE, NO_ARGS, person_fields_of, sizeof(struct tell_person), out);

	if (err == OK)
		err = db_list(db, a, SQL_AREAS, ARGS(v_int(NONE)), area_fields, sizeof(struct area), &areas);
	for (size_t i = 0; err == OK && i < out->n; i++) {
		struct tell_person *p = list_at(out, i, sizeof(*p));

		p->areas = areas_of(a, &areas, p->id);
	}
	return err;
}

/* ---- what was told ---- */

enum err store_telling_add(struct tx *tx, struct telling *t)
{
	return db_int(tx->db, SQL_TELLING_ADD,
		ARGS(v_int(t->event_seq), v_text(t->rule), v_int(t->time), v_text(t->entity),
			v_int(t->entity_id), v_text(t->title), v_text(t->title_en), v_text(t->code),
			v_text(t->place), v_text(t->detail), v_text(t->actor), v_int(t->since),
			v_int(t->stopped), v_int(t->widened)),
		&t->id);
}

enum err store_notice_add(struct tx *tx, int64_t account, int64_t telling)
{
	return db_exec(tx->db, SQL_NOTICE_ADD, ARGS(v_int(account), v_int(telling)), NULL);
}

enum err store_notice_list(struct db *db, struct arena *a, int64_t account, int64_t before, int64_t unread,
	int64_t limit, struct list *out)
{
	return db_list(db, a, unread == 1 ? SQL_NOTICES_UNREAD : SQL_NOTICES,
		ARGS(v_int(account), v_int(before == NONE ? INT64_MAX : before), v_int(limit)), notice_fields,
		sizeof(struct notice), out);
}

enum err store_notice_count(struct db *db, struct arena *a, int64_t account, struct notice_count *out)
{
	return db_one(db, a, SQL_NOTICE_COUNT, ARGS(v_int(account), v_int(NOTICE_COUNT_MAX)),
		notice_count_fields, out);
}

bool store_notice_is_for(struct db *db, int64_t account, int64_t event_seq)
{
	int64_t n = 0;

	return db_int(db, SQL_NOTICE_FOR, ARGS(v_int(account), v_int(event_seq)), &n) == OK && n > 0;
}

enum err store_notice_read_of(struct tx *tx, int64_t account, const char *entity, int64_t id)
{
	return db_exec(tx->db, SQL_NOTICE_READ_OF,
		ARGS(v_int(account), v_text(entity), v_int(id), v_int(tx->now)), NULL);
}

enum err store_notice_read_all(struct tx *tx, int64_t account, int64_t up_to)
{
	return db_exec(tx->db, SQL_NOTICE_READ_ALL, ARGS(v_int(account), v_int(up_to), v_int(tx->now)), NULL);
}

enum err store_notice_seen_before(struct tx *tx, int64_t time)
{
	return db_exec(tx->db, SQL_NOTICE_SEEN, ARGS(v_int(time), v_int(tx->now)), NULL);
}

/* ---- time that passes ---- */

enum err store_tell_stopped(struct db *db, struct arena *a, int64_t step, int64_t since_after,
	int64_t since_before, struct list *out)
{
	return db_list(db, a, SQL_STOPPED, ARGS(v_int(step), v_int(since_after), v_int(since_before)),
		stopped_fields, sizeof(struct stopped_row), out);
}

enum err store_escalation_add(struct tx *tx, int64_t ticket, int64_t reopened, int64_t step)
{
	return db_exec(tx->db, SQL_ESCALATION_ADD,
		ARGS(v_int(ticket), v_int(reopened), v_int(step), v_int(tx->now)), NULL);
}

enum err store_tell_forget(struct tx *tx, int64_t before)
{
	static const char *const steps[] = {
		SQL_FORGET_NOTICES, SQL_FORGET_OUTBOX, SQL_FORGET_MESSAGES, SQL_FORGET_TELLINGS};
	enum err err = OK;

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]) && err == OK; i++)
		err = db_exec(tx->db, steps[i], ARGS(v_int(before)), NULL);
	return err;
}
