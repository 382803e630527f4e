/* account.c - see account.h. */
#include "store/account.h"

const char *const account_roles[] = {"technician", "storekeeper", "manager", "admin", NULL};

static const char *const langs[] = {"zh", "en", NULL};

const struct field account_fields[] = {
	FIELD(struct account, id, F_INT, F_SURE),
	FIELD(struct account, login, F_TEXT, F_SURE),
	FIELD(struct account, name, F_TEXT, F_SURE),
	FIELD(struct account, role, F_TEXT, F_SURE, .names = account_roles),
	FIELD(struct account, password, F_TEXT, F_HIDDEN),
	FIELD(struct account, lang, F_TEXT, .names = langs),
	FIELD(struct account, phone, F_TEXT),
	FIELD(struct account, disabled, F_BOOL, F_SURE),
	FIELD(struct account, version, F_INT, F_SURE),
	FIELD(struct account, created_at, F_TIME, F_SURE),
	FIELD_END,
};

const struct field api_token_fields[] = {
	FIELD(struct api_token, id, F_INT, F_SURE),
	FIELD(struct api_token, account_id, F_INT, F_SURE),
	FIELD(struct api_token, name, F_TEXT, F_SURE),
	FIELD(struct api_token, created_at, F_TIME, F_SURE),
	FIELD(struct api_token, revoked_at, F_TIME),
	FIELD(struct api_token, token, F_TEXT, F_NO_COLUMN),
	FIELD_END,
};

const struct field labour_rate_fields[] = {
	FIELD(struct labour_rate, id, F_INT, F_SURE),
	FIELD(struct labour_rate, account_id, F_INT),
	FIELD(struct labour_rate, from_day, F_DAY, F_SURE),
	FIELD(struct labour_rate, cents_hour, F_INT, F_SURE),
	FIELD_END,
};

#define COLUMNS "id, login, name, role, password, lang, phone, disabled, version, created_at"
#define A_COLUMNS                                                                                            \
	"a.id AS id, a.login AS login, a.name AS name, a.role AS role, a.password AS password, a.lang AS "   \
	"lang, "                                                                                             \
	"a.phone AS phone, a.disabled AS disabled, a.version AS version, a.created_at AS created_at"

static const char SQL_GET[] = "SELECT " COLUMNS " FROM account WHERE id = $1";
static const char SQL_BY_LOGIN[] = "SELECT " COLUMNS " FROM account WHERE login = $1";
/* One row; null where the name alone does not say who. */
static const char SQL_CALLED[] =
	"SELECT coalesce(max(CASE WHEN login = $1 THEN id END), CASE WHEN count(*) = 1 THEN max(id) WHEN "
	"count(*) = 0 THEN 0 END) FROM account WHERE login = $1 OR name = $1";
static const char SQL_LIST[] = "SELECT " COLUMNS " FROM account ORDER BY disabled, name, id";
static const char SQL_COUNT[] = "SELECT count(*) FROM account";
static const char SQL_ADD[] =
	"INSERT INTO account (login, name, role, password, lang, phone, disabled, created_at) "
	"VALUES ($1, $2, $3, $4, $5, $6, 0, $7) RETURNING id";
static const char SQL_PUT[] =
	"UPDATE account SET login = $1, name = $2, role = $3, password = $4, lang = $5, "
	"phone = $6, disabled = $7, version = version + 1 WHERE id = $8 AND version = $9";
static const char SQL_SESSION_ADD[] =
	"INSERT INTO session (digest, account_id, created_at, expires_at) VALUES ($1, $2, $3, $4)";
static const char SQL_SESSION_EXPIRE[] = "DELETE FROM session WHERE expires_at < $1";
static const char SQL_SESSION_DROP[] = "DELETE FROM session WHERE digest = $1";
static const char SQL_SESSION_DROP_ALL[] = "DELETE FROM session WHERE account_id = $1";
static const char SQL_SESSION_LAST[] =
	"SELECT account_id, max(created_at) AS signed_in_at, "
	"count(CASE WHEN expires_at > $1 THEN 1 END) AS sessions FROM session GROUP BY account_id";
static const char SQL_SESSION_LIST[] =
	"SELECT created_at, expires_at, CASE WHEN digest = $2 THEN 1 ELSE 0 END AS here FROM session "
	"WHERE account_id = $1 AND expires_at > $3 ORDER BY created_at DESC, digest LIMIT 100";
static const char SQL_SESSION_DROP_OTHERS[] = "DELETE FROM session WHERE account_id = $1 AND digest <> $2";
/* By an expression: an index of assignees would lead through every ticket there ever was. */
static const char SQL_WORK[] = "SELECT coalesce(assignee_id, 0) AS account_id, count(*) AS open_tickets "
			       "FROM ticket WHERE open = 1 GROUP BY coalesce(assignee_id, 0)";
static const char SQL_SESSION_ACCOUNT[] =
	"SELECT " A_COLUMNS " FROM session s JOIN account a ON a.id = s.account_id "
	"WHERE s.digest = $1 AND s.expires_at > $2 AND a.disabled = 0";
static const char SQL_TOKEN_ACCOUNT[] =
	"SELECT " A_COLUMNS " FROM api_token t JOIN account a ON a.id = t.account_id "
	"WHERE t.digest = $1 AND t.revoked_at IS NULL AND a.disabled = 0";
static const char SQL_TOKEN_ADD[] =
	"INSERT INTO api_token (account_id, name, digest, created_at) VALUES ($1, $2, $3, $4) RETURNING id";
static const char SQL_TOKEN_LIST[] = "SELECT id, account_id, name, created_at, revoked_at FROM api_token "
				     "WHERE account_id = $1 AND revoked_at IS NULL ORDER BY id";
static const char SQL_TOKEN_REVOKE[] =
	"UPDATE api_token SET revoked_at = $1 WHERE id = $2 AND account_id = $3 AND revoked_at IS NULL";
static const char SQL_RATE_ADD[] =
	"INSERT INTO labour_rate (account_id, from_day, cents_hour) VALUES ($1, $2, $3) RETURNING id";
static const char SQL_RATE_LIST[] = "SELECT id, account_id, from_day, cents_hour FROM labour_rate ORDER BY "
				    "account_id NULLS FIRST, from_day, id";
static const char SQL_RATE_ON[] =
	"SELECT cents_hour FROM labour_rate WHERE (account_id = $1 OR account_id IS NULL) AND from_day <= $2 "
	"ORDER BY account_id IS NULL, from_day DESC, id DESC LIMIT 1";
static const char SQL_META_GET[] = "SELECT value FROM meta WHERE key = $1";
static const char SQL_META_PUT[] = "INSERT INTO meta (key, value) VALUES ($1, $2) "
				   "ON CONFLICT (key) DO UPDATE SET value = excluded.value";

enum err store_account_get(struct db *db, struct arena *a, int64_t id, struct account *out)
{
	return db_one(db, a, SQL_GET, ARGS(v_int(id)), account_fields, out);
}

enum err store_account_by_login(struct db *db, struct arena *a, const char *login, struct account *out)
{
	return db_one(db, a, SQL_BY_LOGIN, ARGS(v_text(login)), account_fields, out);
}

enum err store_account_called(struct db *db, const char *who, int64_t *id)
{
	enum err err = db_int(db, SQL_CALLED, ARGS(v_text(who)), id);

	return err != OK ? err : *id == NONE ? ERR_CONFLICT : *id == 0 ? ERR_NOT_FOUND : OK;
}

enum err store_account_list(struct db *db, struct arena *a, struct list *out)
{
	return db_list(db, a, SQL_LIST, NO_ARGS, account_fields, sizeof(struct account), out);
}

enum err store_account_count(struct db *db, int64_t *n)
{
	return db_int(db, SQL_COUNT, NO_ARGS, n);
}

enum err store_account_add(struct tx *tx, struct account *a)
{
	a->created_at = tx->now;
	a->version = 1;
	a->disabled = 0;
	return db_int(tx->db, SQL_ADD,
		ARGS(v_text(a->login), v_text(a->name), v_text(a->role), v_text(a->password), v_text(a->lang),
			v_text(a->phone), v_int(tx->now)),
		&a->id);
}

enum err store_account_put(struct tx *tx, const struct account *a, int64_t version)
{
	int64_t changed = 0;
	enum err err = db_exec(tx->db, SQL_PUT,
		ARGS(v_text(a->login), v_text(a->name), v_text(a->role), v_text(a->password), v_text(a->lang),
			v_text(a->phone), v_int(a->disabled), v_int(a->id), v_int(version)),
		&changed);

	return err == OK && !changed ? ERR_STALE : err;
}

enum err store_session_add(struct tx *tx, const char *digest, int64_t account, int64_t expires_at)
{
	enum err err = db_exec(tx->db, SQL_SESSION_EXPIRE, ARGS(v_int(tx->now)), NULL);

	if (err != OK)
		return err;
	return db_exec(tx->db, SQL_SESSION_ADD,
		ARGS(v_text(digest), v_int(account), v_int(tx->now), v_int(expires_at)), NULL);
}

enum err store_session_drop(struct tx *tx, const char *digest)
{
	return db_exec(tx->db, SQL_SESSION_DROP, ARGS(v_text(digest)), NULL);
}

enum err store_session_drop_all(struct tx *tx, int64_t account)
{
	return db_exec(tx->db, SQL_SESSION_DROP_ALL, ARGS(v_int(account)), NULL);
}

enum err store_session_account(
	struct db *db, struct arena *a, const char *digest, int64_t now, struct account *out)
{
	return db_one(db, a, SQL_SESSION_ACCOUNT, ARGS(v_text(digest), v_int(now)), account_fields, out);
}

static const struct field sign_in_fields[] = {
	FIELD(struct account_sign_in, account_id, F_INT),
	FIELD(struct account_sign_in, signed_in_at, F_INT),
	FIELD(struct account_sign_in, sessions, F_INT),
	FIELD_END,
};

enum err store_session_last(struct db *db, struct arena *a, int64_t now, struct list *out)
{
	return db_list(db, a, SQL_SESSION_LAST, ARGS(v_int(now)), sign_in_fields,
		sizeof(struct account_sign_in), out);
}

const struct field session_fields[] = {
	FIELD(struct session_row, created_at, F_TIME, F_SURE),
	FIELD(struct session_row, expires_at, F_TIME, F_SURE),
	FIELD(struct session_row, here, F_BOOL, F_SURE),
	FIELD_END,
};

enum err store_session_list(
	struct db *db, struct arena *a, int64_t account, const char *digest, int64_t now, struct list *out)
{
	return db_list(db, a, SQL_SESSION_LIST, ARGS(v_int(account), v_text(digest), v_int(now)),
		session_fields, sizeof(struct session_row), out);
}

enum err store_session_drop_others(struct tx *tx, int64_t account, const char *digest)
{
	return db_exec(tx->db, SQL_SESSION_DROP_OTHERS, ARGS(v_int(account), v_text(digest)), NULL);
}

static const struct field work_fields[] = {
	FIELD(struct account_work, account_id, F_INT),
	FIELD(struct account_work, open_tickets, F_INT),
	FIELD_END,
};

enum err store_account_work(struct db *db, struct arena *a, struct list *out)
{
	return db_list(db, a, SQL_WORK, NO_ARGS, work_fields, sizeof(struct account_work), out);
}

enum err store_token_account(struct db *db, struct arena *a, const char *digest, struct account *out)
{
	return db_one(db, a, SQL_TOKEN_ACCOUNT, ARGS(v_text(digest)), account_fields, out);
}

enum err store_token_add(struct tx *tx, struct api_token *t, const char *digest)
{
	t->created_at = tx->now;
	t->revoked_at = NONE;
	return db_int(tx->db, SQL_TOKEN_ADD,
		ARGS(v_int(t->account_id), v_text(t->name), v_text(digest), v_int(tx->now)), &t->id);
}

enum err store_token_list(struct db *db, struct arena *a, int64_t account, struct list *out)
{
	return db_list(
		db, a, SQL_TOKEN_LIST, ARGS(v_int(account)), api_token_fields, sizeof(struct api_token), out);
}

enum err store_token_revoke(struct tx *tx, int64_t id, int64_t account)
{
	int64_t changed = 0;
	enum err err =
		db_exec(tx->db, SQL_TOKEN_REVOKE, ARGS(v_int(tx->now), v_int(id), v_int(account)), &changed);

	return err == OK && !changed ? ERR_NOT_FOUND : err;
}

enum err store_rate_add(struct tx *tx, struct labour_rate *r)
{
	return db_int(tx->db, SQL_RATE_ADD,
		ARGS(v_int(r->account_id), v_int(r->from_day), v_int(r->cents_hour)), &r->id);
}

enum err store_rate_list(struct db *db, struct arena *a, struct list *out)
{
	return db_list(db, a, SQL_RATE_LIST, NO_ARGS, labour_rate_fields, sizeof(struct labour_rate), out);
}

enum err store_rate_on(struct db *db, int64_t account, int64_t day, int64_t *cents_hour)
{
	enum err err = db_int(db, SQL_RATE_ON, ARGS(v_int(account), v_int(day)), cents_hour);

	if (err != ERR_NOT_FOUND)
		return err;
	*cents_hour = 0;
	return OK;
}

static const struct field meta_fields[] = {{.name = "value", .type = F_TEXT}, FIELD_END};

enum err store_meta_get(struct db *db, struct arena *a, const char *key, const char **value)
{
	return db_one(db, a, SQL_META_GET, ARGS(v_text(key)), meta_fields, value);
}

enum err store_meta_put(struct tx *tx, const char *key, const char *value)
{
	return db_exec(tx->db, SQL_META_PUT, ARGS(v_text(key), v_text(value)), NULL);
}
