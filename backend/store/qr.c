/* qr.c - see qr.h. */
#include "store/qr.h"

const char *const qr_entities[] = {"asset", "bin", NULL};

const struct field qr_code_fields[] = {
	FIELD(struct qr_code, code, F_TEXT),
	FIELD(struct qr_code, entity, F_ENUM, .names = qr_entities),
	FIELD(struct qr_code, entity_id, F_INT),
	FIELD(struct qr_code, created_at, F_TIME),
	FIELD(struct qr_code, bound_at, F_TIME),
	FIELD(struct qr_code, revoked_at, F_TIME),
	FIELD(struct qr_code, name, F_TEXT),
	FIELD(struct qr_code, number, F_TEXT),
	FIELD(struct qr_code, place, F_TEXT),
	FIELD_END,
};

#define COLUMNS                                                                                              \
	"q.code AS code, q.entity AS entity, q.entity_id AS entity_id, q.created_at AS created_at, "         \
	"q.bound_at AS bound_at, q.revoked_at AS revoked_at, "
#define SELECT                                                                                               \
	"SELECT " COLUMNS "coalesce(a.name, b.name, b.code) AS name, coalesce(a.code, b.code) AS number, "   \
	"coalesce(a.location, p.name, b.store) AS place FROM qr_code q "                                     \
	"LEFT JOIN asset a ON q.entity = 'asset' AND a.id = q.entity_id "                                    \
	"LEFT JOIN asset p ON p.id = a.parent_id "                                                           \
	"LEFT JOIN bin b ON q.entity = 'bin' AND b.id = q.entity_id "

static const char SQL_GET[] = SELECT "WHERE q.code = $1";
static const char SQL_OF[] =
	SELECT "WHERE q.entity = $1 AND q.entity_id = $2 ORDER BY q.created_at DESC, q.code";
static const char SQL_BLANK[] = SELECT "WHERE q.entity IS NULL AND q.revoked_at IS NULL AND q.code > $1 "
				       "ORDER BY q.code LIMIT $2";
static const char SQL_BLANK_NEWEST[] = SELECT "WHERE q.entity IS NULL AND q.revoked_at IS NULL "
					      "ORDER BY q.created_at DESC, q.code LIMIT $1";
static const char SQL_UNDER[] =
	"WITH RECURSIVE below(id) AS (SELECT id FROM asset WHERE id = $1 "
	"UNION SELECT c.id FROM asset c JOIN below ON c.parent_id = below.id) "
	"SELECT code, entity, entity_id, created_at, bound_at, revoked_at, name, number, place FROM ("
	"SELECT " COLUMNS "a.name AS name, a.code AS number, coalesce(a.location, p.name) AS place, "
	"row_number() OVER (PARTITION BY a.id ORDER BY q.bound_at DESC, q.code) AS turn "
	"FROM below JOIN asset a ON a.id = below.id AND a.kind = 'machine' "
	"LEFT JOIN asset p ON p.id = a.parent_id "
	"JOIN qr_code q ON q.entity = 'asset' AND q.entity_id = a.id AND q.revoked_at IS NULL) AS newest "
	"WHERE turn = 1 ORDER BY number NULLS LAST, entity_id LIMIT $2";
static const char SQL_ADD[] =
	"INSERT INTO qr_code (code, entity, entity_id, created_at, bound_at) VALUES ($1, $2, $3, $4, $5) "
	"ON CONFLICT (code) DO NOTHING";
static const char SQL_BIND[] = "UPDATE qr_code SET entity = $1, entity_id = $2, bound_at = $3 "
			       "WHERE code = $4 AND entity IS NULL AND revoked_at IS NULL";
static const char SQL_REVOKE[] = "UPDATE qr_code SET revoked_at = $1 WHERE code = $2 AND revoked_at IS NULL";
static const char SQL_ASSETS[] =
	"SELECT count(*) FROM asset WHERE id = $1 AND kind IN ('machine', 'component')";
static const char SQL_BINS[] = "SELECT count(*) FROM bin WHERE id = $1";

enum err store_qr_get(struct db *db, struct arena *a, const char *code, struct qr_code *out)
{
	return db_one(db, a, SQL_GET, ARGS(v_text(code)), qr_code_fields, out);
}

enum err store_qr_of(struct db *db, struct arena *a, int entity, int64_t id, struct list *out)
{
	return db_list(db, a, SQL_OF, ARGS(v_name(qr_entities, entity), v_int(id)), qr_code_fields,
		sizeof(struct qr_code), out);
}

enum err store_qr_blank(struct db *db, struct arena *a, const char *after, int64_t limit, struct list *out)
{
	return db_list(db, a, SQL_BLANK, ARGS(v_text(after ? after : ""), v_int(limit)), qr_code_fields,
		sizeof(struct qr_code), out);
}

enum err store_qr_blank_newest(struct db *db, struct arena *a, int64_t limit, struct list *out)
{
	return db_list(
		db, a, SQL_BLANK_NEWEST, ARGS(v_int(limit)), qr_code_fields, sizeof(struct qr_code), out);
}

enum err store_qr_under(struct db *db, struct arena *a, int64_t asset, int64_t limit, struct list *out)
{
	return db_list(db, a, SQL_UNDER, ARGS(v_int(asset), v_int(limit)), qr_code_fields,
		sizeof(struct qr_code), out);
}

enum err store_qr_add(struct tx *tx, const char *code, int entity, int64_t id)
{
	int64_t added = 0;
	enum err err = db_exec(tx->db, SQL_ADD,
		ARGS(v_text(code), v_name(qr_entities, entity), v_int(id), v_int(tx->now),
			v_int(entity < 0 ? NONE : tx->now)),
		&added);

	return err == OK && !added ? ERR_CONFLICT : err;
}

enum err store_qr_bind(struct tx *tx, const char *code, int entity, int64_t id)
{
	int64_t changed = 0;
	enum err err = db_exec(tx->db, SQL_BIND,
		ARGS(v_name(qr_entities, entity), v_int(id), v_int(tx->now), v_text(code)), &changed);

	return err == OK && !changed ? ERR_CONFLICT : err;
}

enum err store_qr_revoke(struct tx *tx, const char *code)
{
	int64_t changed = 0;
	enum err err = db_exec(tx->db, SQL_REVOKE, ARGS(v_int(tx->now), v_text(code)), &changed);

	return err == OK && !changed ? ERR_CONFLICT : err;
}

enum err store_qr_entity_exists(struct db *db, int entity, int64_t id, bool *exists)
{
	int64_t n = 0;
	enum err err = db_int(db, entity == QR_BIN ? SQL_BINS : SQL_ASSETS, ARGS(v_int(id)), &n);

	*exists = n > 0;
	return err;
}
