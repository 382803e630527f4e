/* codelist.c - see codelist.h. */
#include "store/codelist.h"

const char *const code_lists[] = {"failure_mode", "cause", "action", "wait_reason", NULL};

const struct field code_fields[] = {
	FIELD(struct code, list, F_TEXT, F_SURE, .names = code_lists),
	FIELD(struct code, code, F_TEXT, F_SURE),
	FIELD(struct code, zh, F_TEXT, F_SURE),
	FIELD(struct code, en, F_TEXT, F_SURE),
	FIELD(struct code, sort, F_INT, F_SURE),
	FIELD(struct code, active, F_BOOL, F_SURE),
	FIELD_END,
};

static const char SQL_LIST[] = "SELECT list, code, zh, en, sort, active FROM codelist "
			       "WHERE ($1 IS NULL OR list = $1) ORDER BY list, sort, code";
static const char SQL_GET[] =
	"SELECT list, code, zh, en, sort, active FROM codelist WHERE list = $1 AND code = $2";
static const char SQL_PUT[] =
	"INSERT INTO codelist (list, code, zh, en, sort, active) VALUES ($1, $2, $3, $4, $5, $6) "
	"ON CONFLICT (list, code) DO UPDATE SET zh = excluded.zh, en = excluded.en, sort = excluded.sort, "
	"active = excluded.active";
static const char SQL_SEED[] = "INSERT INTO codelist (list, code, zh, en, sort, active) "
			       "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (list, code) DO NOTHING";

enum err store_code_list(struct db *db, struct arena *a, const char *list, struct list *out)
{
	return db_list(db, a, SQL_LIST, ARGS(v_text(list)), code_fields, sizeof(struct code), out);
}

enum err store_code_get(struct db *db, struct arena *a, const char *list, const char *code, struct code *out)
{
	return db_one(db, a, SQL_GET, ARGS(v_text(list), v_text(code)), code_fields, out);
}

static enum err write_code(struct tx *tx, const char *sql, const struct code *c)
{
	return db_exec(tx->db, sql,
		ARGS(v_text(c->list), v_text(c->code), v_text(c->zh), v_text(c->en), v_int(c->sort),
			v_int(c->active)),
		NULL);
}

enum err store_code_put(struct tx *tx, const struct code *c)
{
	return write_code(tx, SQL_PUT, c);
}

enum err store_code_seed(struct tx *tx, const struct code *c)
{
	return write_code(tx, SQL_SEED, c);
}
