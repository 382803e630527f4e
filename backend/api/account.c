/* account.c - see account.h. Managers see everybody and set rates; only administrators change accounts. */
#include "api/account.h"

#include "api/reply.h"
#include "api/session.h"
#include "base/token.h"
#include "domain/account.h"

struct account_input {
	const char *login, *name;
	int role;
	const char *lang, *phone, *password;
	int64_t disabled;
};
const struct field account_input[] = {
	FIELD(struct account_input, login, F_TEXT, F_REQUIRED, .max = 40),
	FIELD(struct account_input, name, F_TEXT, F_REQUIRED, .max = 80),
	FIELD(struct account_input, role, F_ENUM, F_REQUIRED, .names = account_roles),
	FIELD(struct account_input, password, F_TEXT, F_IN),
	FIELD(struct account_input, lang, F_TEXT, F_IN, .max = 2),
	FIELD(struct account_input, phone, F_TEXT, F_IN, .max = 40),
	FIELD(struct account_input, disabled, F_BOOL, F_IN),
	FIELD_END,
};

enum err api_account_list(struct request *rq)
{
	struct list all;
	enum err err = store_account_list(request_db(rq), rq->arena, &all);

	return err == OK ? reply_list(rq, account_fields, &all, sizeof(struct account), NULL) : err;
}

enum err api_account_get(struct request *rq)
{
	struct account a;
	enum err err = store_account_get(request_db(rq), rq->arena, request_id(rq, 0), &a);

	return err == OK ? reply_object(rq, 200, account_fields, &a, a.version) : err;
}

static enum err add(struct tx *tx, void *ctx)
{
	return domain_account_add(tx, ctx);
}

/* Check what was sent and hash the password (when there is one) into a->password. */
static enum err take(struct request *rq, const struct account_input *in, struct account *a, char *hash)
{
	enum err err;

	a->login = in->login;
	a->name = in->name;
	a->role = account_roles[in->role];
	a->lang = in->lang;
	a->phone = in->phone;
	a->disabled = in->disabled == 1;
	err = domain_account_check(a, &rq->fault);
	if (in->password && domain_password_check(in->password, &rq->fault) != OK)
		err = ERR_INVALID;
	if (err == OK && in->password) {
		err = session_hash(rq->app, in->password, hash, &rq->fault);
		a->password = hash;
	}
	return err;
}

/* ERR_INVALID: fields. ERR_CONFLICT: login taken. */
enum err api_account_post(struct request *rq)
{
	struct account_input in = {.role = -1};
	struct account a = {.disabled = 0};
	char hash[PASSWORD_HASH_SIZE];
	enum err err = request_json(rq, account_input, &in, false);

	if (err != OK)
		return err;
	if (!in.password)
		return fault_field(&rq->fault, "password", MSG_F_REQUIRED, NULL);
	err = take(rq, &in, &a, hash);
	if (err == OK)
		err = request_write(rq, add, &a);
	return err == OK ? reply_object(rq, 201, account_fields, &a, a.version) : err;
}

static enum err put(struct tx *tx, void *ctx)
{
	struct account *a = ctx;

	return domain_account_put(tx, a, a->version);
}

/* ERR_STALE: changed meanwhile. */
enum err api_account_patch(struct request *rq)
{
	struct account a;
	struct account_input in;
	char hash[PASSWORD_HASH_SIZE];
	int64_t version;
	enum err err = request_if_match(rq, &version);

	if (err == OK)
		err = store_account_get(request_db(rq), rq->arena, request_id(rq, 0), &a);
	if (err != OK)
		return err;
	in = (struct account_input){
		a.login, a.name, names_find(account_roles, a.role), a.lang, a.phone, NULL, a.disabled};
	err = request_json(rq, account_input, &in, true);
	if (err == OK)
		err = take(rq, &in, &a, hash);
	a.version = version;
	if (err == OK)
		err = request_write(rq, put, &a);
	if (err == ERR_STALE && store_account_get(request_db(rq), rq->arena, request_id(rq, 0), &a) == OK)
		request_current(rq, account_fields, &a);
	return err == OK ? reply_object(rq, 200, account_fields, &a, a.version) : err;
}

enum err api_rate_list(struct request *rq)
{
	struct list all;
	enum err err = store_rate_list(request_db(rq), rq->arena, &all);

	return err == OK ? reply_list(rq, labour_rate_fields, &all, sizeof(struct labour_rate), NULL) : err;
}

const struct field rate_input[] = {
	FIELD(struct labour_rate, account_id, F_INT, F_IN, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct labour_rate, from_day, F_DAY, F_REQUIRED),
	FIELD(struct labour_rate, cents_hour, F_INT, F_REQUIRED, .max = 100000000),
	FIELD_END,
};

static enum err add_rate(struct tx *tx, void *ctx)
{
	struct labour_rate *r = ctx;
	struct account a;

	if (r->account_id != NONE && store_account_get(tx->db, tx->arena, r->account_id, &a) == ERR_NOT_FOUND)
		return fault_field(tx->fault, "account_id", MSG_F_NO_SUCH, NULL);
	return store_rate_add(tx, r);
}

/* A rate holds from its day on; hours already booked keep the rate of their day. */
enum err api_rate_post(struct request *rq)
{
	struct labour_rate r = {.account_id = NONE};
	enum err err = request_json(rq, rate_input, &r, false);

	if (err == OK)
		err = request_write(rq, add_rate, &r);
	return err == OK ? reply_object(rq, 201, labour_rate_fields, &r, NONE) : err;
}
