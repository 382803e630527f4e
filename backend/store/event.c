/* event.c - see event.h. */
#include "store/event.h"

#include <string.h>

#include "base/json.h"
#include "base/token.h"

const struct field event_fields[] = {
	FIELD(struct event, seq, F_INT, F_SURE),
	FIELD(struct event, time, F_TIME, F_SURE),
	FIELD(struct event, account_id, F_INT),
	FIELD(struct event, actor, F_TEXT, F_SURE),
	FIELD(struct event, entity, F_TEXT, F_SURE),
	FIELD(struct event, entity_id, F_INT, F_SURE),
	FIELD(struct event, kind, F_TEXT, F_SURE),
	FIELD(struct event, body, F_RAW, F_SURE),
	FIELD(struct event, hash, F_TEXT, F_HIDDEN),
	FIELD_END,
};

const struct field change_fields[] = {
	FIELD(struct event_head, seq, F_INT, F_SURE),
	FIELD(struct event_head, time, F_TIME, F_SURE),
	FIELD(struct event_head, entity, F_TEXT, F_SURE),
	FIELD(struct event_head, id, F_INT, F_SURE),
	FIELD(struct event_head, kind, F_TEXT, F_SURE),
	FIELD(struct event_head, actor, F_TEXT, F_SURE),
	FIELD(struct event_head, machine_id, F_INT),
	FIELD_END,
};

/* What the next row is chained to. */
struct link {
	int64_t seq;
	const char *hash;
};
static const struct field link_fields[] = {
	FIELD(struct link, seq, F_INT),
	FIELD(struct link, hash, F_TEXT),
	FIELD_END,
};

#define COLUMNS "seq, time, account_id, actor, entity, entity_id, kind, body, hash"

static const char SQL_LAST[] = "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1";
static const char SQL_LAST_SEQ[] = "SELECT coalesce(max(seq), 0) FROM event";
static const char SQL_SINCE[] = "SELECT coalesce((SELECT min(seq) FROM event WHERE time >= $1) - 1, (SELECT "
				"coalesce(max(seq), 0) FROM event))";
static const char SQL_ADD[] = "INSERT INTO event (" COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
static const char SQL_AFTER[] = "SELECT " COLUMNS " FROM event WHERE seq > $1 ORDER BY seq LIMIT $2";
static const char SQL_CHANGES[] =
	"SELECT e.seq AS seq, e.time AS time, e.entity AS entity, e.entity_id AS id, e.kind AS kind, "
	"e.actor AS actor, t.machine_id AS machine_id FROM event e "
	"LEFT JOIN ticket t ON e.entity = 'ticket' AND t.id = e.entity_id WHERE e.seq > $1 "
	"ORDER BY e.seq LIMIT $2";
static const char SQL_OF[] =
	"SELECT " COLUMNS " FROM event WHERE entity = $1 AND entity_id = $2 AND seq < $3 "
	"ORDER BY seq DESC LIMIT $4";
static const char SQL_BETWEEN[] =
	"SELECT " COLUMNS " FROM event WHERE seq > $1 AND seq <= $2 ORDER BY seq DESC";
static const char SQL_TOUCHED[] =
	"SELECT " COLUMNS
	" FROM event WHERE entity = $1 AND entity_id = $2 AND seq > $3 ORDER BY seq LIMIT 1";
static const char SQL_TOUCHED_SO[] =
	"SELECT " COLUMNS " FROM event WHERE entity = $1 AND entity_id = $2 AND $3 LIKE '%,' || kind || ',%' "
	"AND seq > $4 AND seq <= $5 "
	"ORDER BY seq LIMIT 1";
static const char SQL_ALL[] = "SELECT " COLUMNS " FROM event ORDER BY seq";

/* Every column, each ended by a byte that cannot occur in it. */
static void hash_of(struct arena *a, const struct event *e, const char *previous, char out[DIGEST_SHORT_SIZE])
{
	char *text = arena_printf(a, "%lld\x1f%lld\x1f%lld\x1f%s\x1f%s\x1f%lld\x1f%s\x1f%s",
		(long long)e->seq, (long long)e->time, (long long)e->account_id, e->actor, e->entity,
		(long long)e->entity_id, e->kind, e->body);

	token_chain(previous, text, strlen(text), out);
}

enum err store_event_add(struct tx *tx, const char *entity, int64_t id, const char *kind, const char *body)
{
	struct link last = {0};
	struct event e = {
		.time = tx->now,
		.account_id = tx->actor.account,
		.actor = tx->actor.name,
		.entity = entity,
		.entity_id = id,
		.kind = kind,
		.body = body,
	};
	char hash[DIGEST_SHORT_SIZE];
	enum err err = db_one(tx->db, tx->arena, SQL_LAST, NO_ARGS, link_fields, &last);

	if (err != OK && err != ERR_NOT_FOUND)
		return err;
	e.seq = err == OK ? last.seq + 1 : 1;
	hash_of(tx->arena, &e, err == OK ? last.hash : NULL, hash);
	return db_exec(tx->db, SQL_ADD,
		ARGS(v_int(e.seq), v_int(e.time), v_int(e.account_id), v_text(e.actor), v_text(e.entity),
			v_int(e.entity_id), v_text(e.kind), v_text(e.body), v_text(hash)),
		NULL);
}

enum err store_event_change(struct tx *tx, const char *entity, int64_t id, const char *kind,
	const struct field *fields, const void *before, const void *after)
{
	struct buf b;
	enum err err;

	buf_init(&b);
	json_write_changes(&b, fields, before, after);
	err = store_event_add(tx, entity, id, kind, buf_text(&b));
	buf_release(&b);
	return err;
}

enum err store_event_of_row(struct tx *tx, const char *entity, int64_t id, const char *kind,
	const struct field *fields, const void *row)
{
	struct buf b;
	enum err err;

	buf_init(&b);
	json_write(&b, fields, row);
	err = store_event_add(tx, entity, id, kind, buf_text(&b));
	buf_release(&b);
	return err;
}

enum err store_event_note(
	struct tx *tx, const char *entity, int64_t id, const char *kind, const char *name, const char *text)
{
	struct buf b;
	enum err err;

	buf_init(&b);
	buf_char(&b, '{');
	if (text) {
		json_write_text(&b, name);
		buf_char(&b, ':');
		json_write_text(&b, text);
	}
	buf_char(&b, '}');
	err = store_event_add(tx, entity, id, kind, buf_text(&b));
	buf_release(&b);
	return err;
}

enum err store_event_newest(struct db *db, int64_t *seq)
{
	return db_int(db, SQL_LAST_SEQ, NO_ARGS, seq);
}

int64_t store_event_last(struct db *db)
{
	int64_t seq = 0;

	return db_int(db, SQL_LAST_SEQ, NO_ARGS, &seq) == OK ? seq : 0;
}

int64_t store_event_since(struct db *db, int64_t time)
{
	int64_t seq = 0;

	return db_int(db, SQL_SINCE, ARGS(v_int(time)), &seq) == OK ? seq : 0;
}

enum err store_event_after(struct db *db, struct arena *a, int64_t seq, int64_t limit, struct list *out)
{
	return db_list(
		db, a, SQL_AFTER, ARGS(v_int(seq), v_int(limit)), event_fields, sizeof(struct event), out);
}

enum err store_event_changes(struct db *db, struct arena *a, int64_t seq, int64_t limit, struct list *out)
{
	return db_list(db, a, SQL_CHANGES, ARGS(v_int(seq), v_int(limit)), change_fields,
		sizeof(struct event_head), out);
}

enum err store_event_of(struct db *db, struct arena *a, const char *entity, int64_t id, int64_t before,
	int64_t limit, struct list *out)
{
	return db_list(db, a, SQL_OF,
		ARGS(v_text(entity), v_int(id), v_int(before == NONE ? INT64_MAX : before), v_int(limit)),
		event_fields, sizeof(struct event), out);
}

enum err store_event_between(struct db *db, struct arena *a, int64_t after, int64_t last, struct list *out)
{
	return db_list(
		db, a, SQL_BETWEEN, ARGS(v_int(after), v_int(last)), event_fields, sizeof(struct event), out);
}

enum err store_event_touched_so(struct db *db, struct arena *a, const char *entity, int64_t id,
	const char *kinds, int64_t seq, int64_t last, const char **actor)
{
	struct event e;
	enum err err = db_one(db, a, SQL_TOUCHED_SO,
		ARGS(v_text(entity), v_int(id), v_text(kinds), v_int(seq), v_int(last)), event_fields, &e);

	*actor = err == OK ? e.actor : NULL;
	return err == ERR_NOT_FOUND ? OK : err;
}

enum err store_event_touched(
	struct db *db, struct arena *a, const char *entity, int64_t id, int64_t seq, const char **actor)
{
	struct event e;
	enum err err =
		db_one(db, a, SQL_TOUCHED, ARGS(v_text(entity), v_int(id), v_int(seq)), event_fields, &e);

	*actor = err == OK ? e.actor : NULL;
	return err == ERR_NOT_FOUND ? OK : err;
}

struct verify {
	struct arena *arena;
	int64_t n, bad;
	char previous[DIGEST_SHORT_SIZE];
};

static enum err verify_row(void *row, void *ctx)
{
	struct event *e = row;
	struct verify *v = ctx;
	char hash[DIGEST_SHORT_SIZE];

	hash_of(v->arena, e, v->n ? v->previous : NULL, hash);
	v->n++;
	if (!v->bad && (e->seq != v->n || strcmp(hash, e->hash) != 0))
		v->bad = e->seq;
	memcpy(v->previous, hash, sizeof(hash));
	arena_clear(v->arena);
	return OK;
}

enum err store_event_verify(struct db *db, int64_t *n, int64_t *bad)
{
	struct arena scratch;
	struct event row;
	struct verify v = {.arena = &scratch};
	enum err err;

	arena_init(&scratch);
	err = db_each(db, &scratch, SQL_ALL, NO_ARGS, event_fields, &row, verify_row, &v);
	arena_release(&scratch);
	*n = v.n;
	*bad = v.bad;
	return err;
}
