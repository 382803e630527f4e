/* document.c - see document.h. */
#include "store/document.h"

const char *const document_entities[] = {"asset", "ticket", "part", "round", NULL};
const char *const document_kinds[] = {"photo", "before", "after", "manual", "drawing", "other", NULL};

const struct field document_fields[] = {
	FIELD(struct document, id, F_INT, F_SURE),
	FIELD(struct document, entity, F_ENUM, F_SURE, .names = document_entities),
	FIELD(struct document, entity_id, F_INT, F_SURE),
	FIELD(struct document, kind, F_ENUM, F_SURE, .names = document_kinds),
	FIELD(struct document, name, F_TEXT, F_SURE),
	FIELD(struct document, type, F_TEXT, F_SURE),
	FIELD(struct document, size, F_INT, F_SURE),
	FIELD(struct document, digest, F_TEXT, F_SURE),
	FIELD(struct document, upload_key, F_TEXT, F_HIDDEN),
	FIELD(struct document, time, F_TIME, F_SURE),
	FIELD(struct document, account_id, F_INT),
	FIELD(struct document, account_name, F_TEXT),
	FIELD(struct document, removed_at, F_TIME, F_HIDDEN),
	FIELD_END,
};

#define SELECT                                                                                               \
	"SELECT d.id AS id, d.entity AS entity, d.entity_id AS entity_id, d.kind AS kind, d.name AS name, "  \
	"d.type AS type, d.size AS size, d.digest AS digest, d.upload_key AS upload_key, d.time AS time, "   \
	"d.account_id AS account_id, p.name AS account_name, d.removed_at AS removed_at "                    \
	"FROM document d LEFT JOIN account p ON p.id = d.account_id "

static const char SQL_GET[] = SELECT "WHERE d.id = $1";
static const char SQL_BY_KEY[] = SELECT "WHERE d.entity = $1 AND d.entity_id = $2 AND d.upload_key = $3";
static const char SQL_LIST[] = SELECT "WHERE d.entity = $1 AND d.entity_id = $2 AND d.removed_at IS NULL "
				      "AND ($3 IS NULL OR d.kind = $3) ORDER BY d.time DESC, d.id DESC";
static const char SQL_PHOTO[] =
	SELECT "WHERE d.entity = 'asset' AND d.entity_id = $1 AND d.removed_at IS NULL "
	       "AND d.kind = 'photo' ORDER BY d.time DESC, d.id DESC LIMIT 1";
static const char SQL_ADD[] = "INSERT INTO document (entity, entity_id, kind, name, type, size, digest, "
			      "upload_key, time, account_id) "
			      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id";
static const char SQL_REMOVE[] = "UPDATE document SET removed_at = $1 WHERE id = $2 AND removed_at IS NULL";
static const char SQL_COUNT[] =
	"SELECT count(*) FROM document WHERE entity = $1 AND entity_id = $2 AND removed_at IS NULL";
static const char SQL_ASSETS[] = "SELECT count(*) FROM asset WHERE id = $1";
static const char SQL_TICKETS[] = "SELECT count(*) FROM ticket WHERE id = $1";
static const char SQL_PARTS[] = "SELECT count(*) FROM part WHERE id = $1";
static const char SQL_ROUNDS[] = "SELECT count(*) FROM round WHERE id = $1";

enum err store_document_get(struct db *db, struct arena *a, int64_t id, struct document *out)
{
	return db_one(db, a, SQL_GET, ARGS(v_int(id)), document_fields, out);
}

enum err store_document_by_key(
	struct db *db, struct arena *a, int entity, int64_t id, const char *key, struct document *out)
{
	return db_one(db, a, SQL_BY_KEY, ARGS(v_name(document_entities, entity), v_int(id), v_text(key)),
		document_fields, out);
}

enum err store_document_list(
	struct db *db, struct arena *a, int entity, int64_t id, int kind, struct list *out)
{
	return db_list(db, a, SQL_LIST,
		ARGS(v_name(document_entities, entity), v_int(id), v_name(document_kinds, kind)),
		document_fields, sizeof(struct document), out);
}

enum err store_document_photo(struct db *db, struct arena *a, int64_t asset, struct document *out)
{
	return db_one(db, a, SQL_PHOTO, ARGS(v_int(asset)), document_fields, out);
}

enum err store_document_add(struct tx *tx, struct document *d)
{
	d->time = tx->now;
	d->account_id = tx->actor.account;
	d->account_name = d->account_id == NONE ? NULL : tx->actor.name;
	d->removed_at = NONE;
	return db_int(tx->db, SQL_ADD,
		ARGS(v_name(document_entities, d->entity), v_int(d->entity_id),
			v_name(document_kinds, d->kind), v_text(d->name), v_text(d->type), v_int(d->size),
			v_text(d->digest), v_text(d->upload_key), v_int(d->time), v_int(d->account_id)),
		&d->id);
}

enum err store_document_remove(struct tx *tx, int64_t id)
{
	int64_t changed = 0;
	enum err err = db_exec(tx->db, SQL_REMOVE, ARGS(v_int(tx->now), v_int(id)), &changed);

	return err == OK && !changed ? ERR_CONFLICT : err;
}

enum err store_document_count(struct db *db, int entity, int64_t id, int64_t *n)
{
	return db_int(db, SQL_COUNT, ARGS(v_name(document_entities, entity), v_int(id)), n);
}

enum err store_document_owner(struct db *db, int entity, int64_t id, bool *exists)
{
	static const char *const sql[] = {SQL_ASSETS, SQL_TICKETS, SQL_PARTS, SQL_ROUNDS};
	int64_t n = 0;
	enum err err = db_int(db, sql[entity], ARGS(v_int(id)), &n);

	*exists = n > 0;
	return err;
}
