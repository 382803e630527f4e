/* budget.c - see budget.h. */
#include "store/budget.h"

const struct field budget_fields[] = {
	FIELD(struct budget, id, F_INT, F_SURE),
	FIELD(struct budget, asset_id, F_INT),
	FIELD(struct budget, year, F_INT, F_SURE),
	FIELD(struct budget, cents, F_INT, F_SURE),
	FIELD(struct budget, version, F_INT, F_SURE),
	FIELD_END,
};

#define COLUMNS "SELECT id, asset_id, year, cents, version FROM budget "
static const char SQL_LIST[] = COLUMNS "WHERE year = $1 ORDER BY coalesce(asset_id, 0)";
static const char SQL_GET[] = COLUMNS "WHERE id = $1";
static const char SQL_ADD[] = "INSERT INTO budget (asset_id, year, cents) VALUES ($1, $2, $3) RETURNING id";
static const char SQL_PUT[] =
	"UPDATE budget SET cents = $1, version = version + 1 WHERE id = $2 AND version = $3";
static const char SQL_REMOVE[] = "DELETE FROM budget WHERE id = $1 AND version = $2";

enum err store_budget_list(struct db *db, struct arena *a, int64_t year, struct list *out)
{
	return db_list(db, a, SQL_LIST, ARGS(v_int(year)), budget_fields, sizeof(struct budget), out);
}

enum err store_budget_get(struct db *db, struct arena *a, int64_t id, struct budget *out)
{
	return db_one(db, a, SQL_GET, ARGS(v_int(id)), budget_fields, out);
}

enum err store_budget_add(struct tx *tx, struct budget *b)
{
	b->version = 1;
	return db_int(tx->db, SQL_ADD, ARGS(v_int(b->asset_id), v_int(b->year), v_int(b->cents)), &b->id);
}

enum err store_budget_put(struct tx *tx, struct budget *b)
{
	int64_t changed = 0;
	enum err err =
		db_exec(tx->db, SQL_PUT, ARGS(v_int(b->cents), v_int(b->id), v_int(b->version)), &changed);

	if (err == OK && !changed)
		return ERR_STALE;
	if (err == OK)
		b->version++;
	return err;
}

enum err store_budget_remove(struct tx *tx, const struct budget *b)
{
	int64_t changed = 0;
	enum err err = db_exec(tx->db, SQL_REMOVE, ARGS(v_int(b->id), v_int(b->version)), &changed);

	return err == OK && !changed ? ERR_STALE : err;
}
