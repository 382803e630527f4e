/* sent.c - see sent.h. */
#include "store/sent.h"

static const struct field sent_fields[] = {
	FIELD(struct sent, entity, F_TEXT),
	FIELD(struct sent, send_key, F_TEXT),
	FIELD(struct sent, digest, F_TEXT),
	FIELD(struct sent, id, F_INT),
	FIELD_END,
};

static const char SQL_GET[] =
	"SELECT entity, send_key, digest, id FROM sent WHERE entity = $1 AND send_key = $2";
static const char SQL_ADD[] =
	"INSERT INTO sent (entity, send_key, digest, id, time) VALUES ($1, $2, $3, $4, $5)";
static const char SQL_FORGET[] = "DELETE FROM sent WHERE time < $1";

enum err store_sent_get(struct db *db, struct arena *a, const char *entity, const char *key, struct sent *out)
{
	return db_one(db, a, SQL_GET, ARGS(v_text(entity), v_text(key)), sent_fields, out);
}

enum err store_sent_add(struct tx *tx, const struct sent *s)
{
	return db_exec(tx->db, SQL_ADD,
		ARGS(v_text(s->entity), v_text(s->send_key), v_text(s->digest), v_int(s->id), v_int(tx->now)),
		NULL);
}

enum err store_sent_forget(struct tx *tx, int64_t before)
{
	return db_exec(tx->db, SQL_FORGET, ARGS(v_int(before)), NULL);
}
