/* account.h - people, their sessions and API tokens, and what an hour of theirs costs. */
#ifndef STORE_ACCOUNT_H
#define STORE_ACCOUNT_H

#include "store/store.h"

struct account {
	int64_t id;
	const char *login, *name, *role;
	const char *password; /* argon2id hash; never leaves as JSON */
	const char *lang, *phone;
	int64_t disabled, version, created_at;
};
extern const struct field account_fields[];
/* technician, storekeeper, manager, admin. */
extern const char *const account_roles[];

/* ERR_NOT_FOUND */
enum err store_account_get(struct db *db, struct arena *a, int64_t id, struct account *out);
enum err store_account_by_login(struct db *db, struct arena *a, const char *login, struct account *out);
/* As a list from elsewhere names somebody: of that login, else the only one of that name. ERR_NOT_FOUND; ERR_CONFLICT: several. */
enum err store_account_called(struct db *db, const char *who, int64_t *id);
enum err store_account_list(struct db *db, struct arena *a, struct list *out);
enum err store_account_count(struct db *db, int64_t *n);
/* Sets a->id. ERR_CONFLICT: the login is taken. */
enum err store_account_add(struct tx *tx, struct account *a);
/* All of a's columns, where the version is still `version`; ERR_STALE. */
enum err store_account_put(struct tx *tx, const struct account *a, int64_t version);

enum err store_session_add(struct tx *tx, const char *digest, int64_t account, int64_t expires_at);
enum err store_session_drop(struct tx *tx, const char *digest);
enum err store_session_drop_all(struct tx *tx, int64_t account);
/* The account of a session / of a token that is valid at `now`. ERR_NOT_FOUND */
enum err store_session_account(
	struct db *db, struct arena *a, const char *digest, int64_t now, struct account *out);
enum err store_token_account(struct db *db, struct arena *a, const char *digest, struct account *out);

/* When each account last signed in, and how many sessions of it have not run out. */
struct account_sign_in {
	int64_t account_id, signed_in_at, sessions;
};
enum err store_session_last(struct db *db, struct arena *a, int64_t now, struct list *out);
/* Of one account, the newest first; `digest` is the one that asks. */
struct session_row {
	int64_t created_at, expires_at, here;
};
extern const struct field session_fields[];
enum err store_session_list(
	struct db *db, struct arena *a, int64_t account, const char *digest, int64_t now, struct list *out);
/* All but that one. */
enum err store_session_drop_others(struct tx *tx, int64_t account, const char *digest);
/* How many open tickets each account has. */
struct account_work {
	int64_t account_id, open_tickets;
};
enum err store_account_work(struct db *db, struct arena *a, struct list *out);

struct api_token {
	int64_t id, account_id;
	const char *name;
	int64_t created_at, revoked_at;
	const char *token; /* only in the answer that made it */
};
extern const struct field api_token_fields[];
enum err store_token_add(struct tx *tx, struct api_token *t, const char *digest);
enum err store_token_list(struct db *db, struct arena *a, int64_t account, struct list *out);
/* ERR_NOT_FOUND: no such token of this account that is not revoked yet. */
enum err store_token_revoke(struct tx *tx, int64_t id, int64_t account);

struct labour_rate {
	int64_t id, account_id, from_day, cents_hour; /* account NONE: everybody else */
};
extern const struct field labour_rate_fields[];
enum err store_rate_add(struct tx *tx, struct labour_rate *r);
enum err store_rate_list(struct db *db, struct arena *a, struct list *out);
/* Of this account on that day: its own newest rate, else everybody's; 0 when there is none. */
enum err store_rate_on(struct db *db, int64_t account, int64_t day, int64_t *cents_hour);

/* Small settings by key. ERR_NOT_FOUND */
enum err store_meta_get(struct db *db, struct arena *a, const char *key, const char **value);
enum err store_meta_put(struct tx *tx, const char *key, const char *value);

#endif
