/* session.c - signing in and out, own profile, API tokens. See session.h. */
#include "api/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "api/reply.h"
#include "base/token.h"
#include "domain/account.h"

enum { FAILURES_MAX = 8 };

static enum role role_of(const char *name)
{
	static const enum role roles[] = {ROLE_TECHNICIAN, ROLE_STOREKEEPER, ROLE_MANAGER, ROLE_ADMIN};
	int i = names_find(account_roles, name);

	return i < 0 ? (enum role)0 : roles[i];
}

static void become(struct request *rq, const struct account *a, bool by_cookie)
{
	atomic_store(&rq->app->seen[a->id % SEEN].id, a->id);
	atomic_store(&rq->app->seen[a->id % SEEN].ms, clock_now_ms());
	rq->user = (struct user){a->id, a->login, a->name, role_of(a->role), by_cookie};
	rq->lang = lang_parse(a->lang, rq->lang);
}

/* The value of our cookie as arena text, or NULL. */
static const char *cookie_token(struct request *rq)
{
	const char *c = rq->header(rq, "Cookie");

	while (c && *c) {
		c += strspn(c, " ;");
		if (strncmp(c, "jixiu=", 6) == 0)
			return arena_strndup(rq->arena, c + 6, strcspn(c + 6, "; "));
		c += strcspn(c, ";");
	}
	return NULL;
}

enum err session_identify(struct request *rq)
{
	const char *bearer = rq->header(rq, "Authorization"), *token;
	char digest[DIGEST_SIZE];
	struct account a;
	enum err err;

	rq->user = (struct user){.id = NONE};
	if (bearer) {
		if (strncmp(bearer, "Bearer ", 7) != 0)
			return fault_set(&rq->fault, ERR_LOGIN, MSG_LOGIN, NULL);
		token_digest(bearer + 7, strlen(bearer + 7), digest);
		err = store_token_account(request_db(rq), rq->arena, digest, &a);
		if (err == ERR_NOT_FOUND)
			return fault_set(&rq->fault, ERR_LOGIN, MSG_LOGIN, NULL);
		if (err == OK)
			become(rq, &a, false);
		return err;
	}
	token = cookie_token(rq);
	if (!token)
		return OK;
	token_digest(token, strlen(token), digest);
	err = store_session_account(request_db(rq), rq->arena, digest, clock_now_ms(), &a);
	if (err == OK)
		become(rq, &a, true);
	return err == ERR_NOT_FOUND ? OK : err;
}

/* ---- passwords ---- */

enum err session_hash(struct app *app, const char *password, char *out, struct fault *fault)
{
	bool good = gate_enter(&app->passwords);

	if (good) {
		good = token_password_hash(password, out);
		gate_leave(&app->passwords);
	}
	return good ? OK : fault_set(fault, ERR_BUSY, MSG_BUSY, NULL);
}

/* With the data folder's secret: nobody can look for a login that shares the slot of another and clear it. */
static uint64_t hash_login(const char *secret, const char *login)
{
	char digest[DIGEST_SHORT_SIZE];

	token_chain(secret, login, strlen(login), digest);
	digest[16] = 0;
	return strtoull(digest, NULL, 16) | 1;
}

/* By login, not by address: a plant sits behind one. +1 counts a failure, 0 asks, -1 forgets. True: wait. */
static bool guard_failures(struct app *app, const char *login, int change)
{
	struct login_guard *g = &app->guard;
	uint64_t h = hash_login(app->secret, login);
	int64_t now = clock_now_ms();
	bool wait;

	pthread_mutex_lock(&g->mutex);
	size_t i = h % LOGIN_GUARD;
	if (g->slots[i].login_hash != h || now - g->slots[i].last_ms > MINUTE_MS) {
		g->slots[i].login_hash = h;
		g->slots[i].failures = 0;
	}
	if (change < 0)
		g->slots[i].failures = 0;
	if (change > 0) {
		g->slots[i].failures++;
		g->slots[i].last_ms = now;
	}
	wait = g->slots[i].failures >= FAILURES_MAX;
	pthread_mutex_unlock(&g->mutex);
	return wait;
}

/* Of this login; `hash` is what a nobody has. ERR_LOGIN: wrong. ERR_BUSY: too many at once, or too many wrong ones
 * lately. */
static enum err check_password(struct request *rq, const char *login, const char *hash, const char *password)
{
	struct app *app = rq->app;
	bool good;

	if (guard_failures(app, login, 0))
		return fault_set(&rq->fault, ERR_BUSY, MSG_LOGIN_WAIT, NULL);
	if (!gate_enter(&app->passwords))
		return fault_set(&rq->fault, ERR_BUSY, MSG_BUSY, NULL);
	good = token_password_check(hash, password);
	gate_leave(&app->passwords);
	guard_failures(app, login, good ? -1 : 1);
	return good ? OK : fault_set(&rq->fault, ERR_LOGIN, MSG_LOGIN_WRONG, NULL);
}

/* ---- the session ---- */

struct login {
	const char *login, *password;
};
const struct field login_input[] = {
	FIELD(struct login, login, F_TEXT, F_REQUIRED),
	FIELD(struct login, password, F_TEXT, F_REQUIRED),
	FIELD_END,
};

struct session_new {
	const char *digest;
	int64_t account;
};

static enum err add_session(struct tx *tx, void *ctx)
{
	struct session_new *s = ctx;

	return store_session_add(tx, s->digest, s->account, tx->now + SESSION_MS);
}

/* The option says what stands in front of this program. A kept setting may be wrong, and then nobody who comes by plain
 * HTTP could sign in to mend it: it counts for those who come by that name. */
static bool by_tls(struct request *rq)
{
	const char *url = request_base_url(rq), *host = rq->header(rq, "Host");

	if (strncmp(url, "https://", 8) != 0)
		return false;
	return rq->app->config.url || (host && strcasecmp(url + 8, host) == 0);
}

static void set_cookie(struct request *rq, const char *token, int64_t seconds)
{
	const char *secure = by_tls(rq) ? "; Secure" : "";

	reply_header(rq, "Set-Cookie",
		arena_printf(rq->arena, "jixiu=%s; Path=/; Max-Age=%lld; HttpOnly; SameSite=Lax%s", token,
			(long long)seconds, secure));
}

/* ERR_INVALID: fields. ERR_LOGIN: wrong. ERR_BUSY: too many wrong ones lately. */
enum err api_session_post(struct request *rq)
{
	/* The hash that is checked when there is no such login, so that both take the same time. */
	static const char nobody[] = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
				     "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
	struct login in = {0};
	struct account a = {0};
	char token[TOKEN_SIZE], digest[DIGEST_SIZE];
	struct session_new s = {.digest = digest};
	bool known;
	enum err err = request_json(rq, login_input, &in, false);

	if (err != OK)
		return err;
	if (rq->foreign)
		return fault_set(&rq->fault, ERR_DENIED, MSG_ORIGIN, NULL);
	err = store_account_by_login(request_db(rq), rq->arena, in.login, &a);
	request_db_return(rq);
	if (err != OK && err != ERR_NOT_FOUND)
		return err;
	known = err == OK && !a.disabled;
	err = check_password(rq, in.login, known ? a.password : nobody, in.password);
	if (err == OK && !known)
		err = fault_set(&rq->fault, ERR_LOGIN, MSG_LOGIN_WRONG, NULL);
	if (err != OK)
		return err;
	token_new(token);
	token_digest(token, strlen(token), digest);
	s.account = a.id;
	err = request_write(rq, add_session, &s);
	if (err != OK)
		return err;
	set_cookie(rq, token, SESSION_MS / 1000);
	return reply_object(rq, 200, account_fields, &a, NONE);
}

enum err api_session_get(struct request *rq)
{
	struct account a;
	enum err err = store_account_get(request_db(rq), rq->arena, rq->user.id, &a);

	return err == OK ? reply_object(rq, 200, account_fields, &a, a.version) : err;
}

static enum err drop_session(struct tx *tx, void *ctx)
{
	return store_session_drop(tx, ctx);
}

enum err api_session_delete(struct request *rq)
{
	const char *token = cookie_token(rq);
	char digest[DIGEST_SIZE];
	enum err err = OK;

	if (token) {
		token_digest(token, strlen(token), digest);
		err = request_write(rq, drop_session, digest);
	}
	if (err != OK)
		return err;
	set_cookie(rq, "", 0);
	return reply_nothing(rq);
}

/* "" for who came by a token. */
static void own_digest(struct request *rq, char digest[DIGEST_SIZE])
{
	const char *token = rq->user.by_cookie ? cookie_token(rq) : NULL;

	if (token)
		token_digest(token, strlen(token), digest);
	else
		digest[0] = 0;
}

enum err api_session_list(struct request *rq)
{
	char digest[DIGEST_SIZE];
	struct list all;
	enum err err;

	own_digest(rq, digest);
	err = store_session_list(request_db(rq), rq->arena, rq->user.id, digest, clock_now_ms(), &all);
	return err == OK ? reply_list(rq, session_fields, &all, sizeof(struct session_row), NULL) : err;
}

struct others {
	int64_t account;
	const char *digest;
};

static enum err drop_others(struct tx *tx, void *ctx)
{
	struct others *o = ctx;

	return store_session_drop_others(tx, o->account, o->digest);
}

/* By a token: everywhere. */
enum err api_session_delete_others(struct request *rq)
{
	char digest[DIGEST_SIZE];
	struct others o = {rq->user.id, digest};
	enum err err;

	own_digest(rq, digest);
	err = request_write(rq, drop_others, &o);
	return err == OK ? reply_nothing(rq) : err;
}

struct profile {
	const char *name, *lang, *phone, *password, *old_password;
};
const struct field profile_input[] = {
	FIELD(struct profile, name, F_TEXT, F_IN),
	FIELD(struct profile, lang, F_TEXT, F_IN, .max = 2),
	FIELD(struct profile, phone, F_TEXT, F_IN, .max = 40),
	FIELD(struct profile, password, F_TEXT, F_IN),
	FIELD(struct profile, old_password, F_TEXT, F_IN),
	FIELD_END,
};

static enum err put_account(struct tx *tx, void *ctx)
{
	struct account *a = ctx;

	return domain_account_put(tx, a, a->version);
}

/* Own name, language, phone, password. A new password ends the other sessions (and this one). */
enum err api_session_patch(struct request *rq)
{
	struct account a;
	struct profile p = {0};
	char hash[PASSWORD_HASH_SIZE];
	enum err err = store_account_get(request_db(rq), rq->arena, rq->user.id, &a);

	if (err != OK)
		return err;
	p = (struct profile){.name = a.name, .lang = a.lang, .phone = a.phone};
	err = request_json(rq, profile_input, &p, true);
	if (err != OK)
		return err;
	a.name = p.name ? p.name : a.name;
	a.lang = p.lang;
	a.phone = p.phone;
	if (p.password) {
		err = check_password(rq, a.login, a.password, p.old_password ? p.old_password : "");
		if (err == ERR_LOGIN) {
			fault_clear(&rq->fault);
			return fault_field(&rq->fault, "old_password", MSG_PASSWORD_OLD, NULL);
		}
		if (err == OK)
			err = domain_password_check(p.password, &rq->fault);
		if (err == OK)
			err = session_hash(rq->app, p.password, hash, &rq->fault);
		a.password = hash;
	}
	if (err == OK)
		err = domain_account_check(&a, &rq->fault);
	if (err == OK)
		err = request_write(rq, put_account, &a);
	return err == OK ? reply_object(rq, 200, account_fields, &a, a.version) : err;
}

/* ---- API tokens ---- */

const struct field token_input[] = {FIELD(struct api_token, name, F_TEXT, F_REQUIRED, .max = 80), FIELD_END};

struct new_token {
	struct api_token token;
	const char *digest;
};

static enum err add_token(struct tx *tx, void *ctx)
{
	struct new_token *t = ctx;

	return store_token_add(tx, &t->token, t->digest);
}

enum err api_token_post(struct request *rq)
{
	char digest[DIGEST_SIZE], secret[TOKEN_SIZE];
	struct new_token t = {.token = {.account_id = rq->user.id}, .digest = digest};
	enum err err = request_json(rq, token_input, &t.token, false);

	if (err != OK)
		return err;
	token_new(secret);
	t.token.token = arena_printf(rq->arena, "jx_%s", secret);
	token_digest(t.token.token, strlen(t.token.token), digest);
	err = request_write(rq, add_token, &t);
	return err == OK ? reply_object(rq, 201, api_token_fields, &t.token, NONE) : err;
}

enum err api_token_list(struct request *rq)
{
	struct list tokens;
	enum err err = store_token_list(request_db(rq), rq->arena, rq->user.id, &tokens);

	return err == OK ? reply_list(rq, api_token_fields, &tokens, sizeof(struct api_token), NULL) : err;
}

struct token_end {
	int64_t id, account;
};

static enum err revoke_token(struct tx *tx, void *ctx)
{
	struct token_end *t = ctx;

	return store_token_revoke(tx, t->id, t->account);
}

enum err api_token_delete(struct request *rq)
{
	struct token_end t = {request_id(rq, 0), rq->user.id};
	enum err err = request_write(rq, revoke_token, &t);

	return err == OK ? reply_nothing(rq) : err;
}
