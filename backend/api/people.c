/* people.c - see people.h. */
#include "api/people.h"

#include "api/reply.h"
#include "api/session.h"
#include "base/token.h"
#include "domain/account.h"

struct person {
	struct account account;
	int64_t seen_at; /* NONE: not since sessions are kept */
	int64_t sessions, open_tickets;
};
const struct field person_fields[] = {
	JOIN(struct person, account, account_fields),
	FIELD(struct person, seen_at, F_TIME),
	FIELD(struct person, sessions, F_INT, F_SURE),
	FIELD(struct person, open_tickets, F_INT, F_SURE),
	FIELD_END,
};

static struct person *person_of(const struct list *people, int64_t id)
{
	for (size_t i = 0; i < people->n; i++) {
		struct person *p = list_at(people, i, sizeof(*p));

		if (p->account.id == id)
			return p;
	}
	return NULL;
}

static void add_sessions(const struct list *people, const struct list *sign_ins)
{
	for (size_t i = 0; i < sign_ins->n; i++) {
		const struct account_sign_in *s = list_at(sign_ins, i, sizeof(*s));
		struct person *p = person_of(people, s->account_id);

		if (!p)
			continue;
		p->sessions = s->sessions;
		p->seen_at = p->seen_at > s->signed_in_at ? p->seen_at : s->signed_in_at;
	}
}

static void add_work(const struct list *people, const struct list *work)
{
	for (size_t i = 0; i < work->n; i++) {
		const struct account_work *w = list_at(work, i, sizeof(*w));
		struct person *p = person_of(people, w->account_id);

		if (p)
			p->open_tickets = w->open_tickets;
	}
}

static struct list people_of(struct request *rq, const struct list *accounts)
{
	struct person *all = arena_calloc(rq->arena, accounts->n, sizeof(*all));

	for (size_t i = 0; i < accounts->n; i++) {
		const struct account *a = list_at(accounts, i, sizeof(*a));
		int64_t id = atomic_load(&rq->app->seen[a->id % SEEN].id);

		all[i] = (struct person){.account = *a,
			.seen_at = id == a->id ? atomic_load(&rq->app->seen[a->id % SEEN].ms) : NONE};
	}
	return (struct list){all, accounts->n};
}

/* Who is disabled comes last. */
enum err api_people_list(struct request *rq)
{
	struct list accounts, sign_ins, work, people;
	enum err err = store_account_list(request_db(rq), rq->arena, &accounts);

	if (err == OK)
		err = store_session_last(request_db(rq), rq->arena, clock_now_ms(), &sign_ins);
	if (err == OK)
		err = store_account_work(request_db(rq), rq->arena, &work);
	if (err != OK)
		return err;
	people = people_of(rq, &accounts);
	add_sessions(&people, &sign_ins);
	add_work(&people, &work);
	return reply_list(rq, person_fields, &people, sizeof(struct person), NULL);
}

struct password_view {
	int64_t id;
	const char *login, *password;
};
const struct field account_password_fields[] = {
	FIELD(struct password_view, id, F_INT, F_SURE),
	FIELD(struct password_view, login, F_TEXT, F_SURE),
	FIELD(struct password_view, password, F_TEXT, F_SURE),
	FIELD_END,
};

static enum err put(struct tx *tx, void *ctx)
{
	struct account *a = ctx;

	return domain_account_put(tx, a, a->version);
}

/* The new password is in this answer alone, and ends every session of theirs. ERR_CONFLICT: their own is changed with
 * the old one. */
enum err api_account_password(struct request *rq)
{
	struct account a;
	struct password_view v;
	char password[20], hash[PASSWORD_HASH_SIZE];
	enum err err = store_account_get(request_db(rq), rq->arena, request_id(rq, 0), &a);

	if (err != OK)
		return err;
	if (a.id == rq->user.id)
		return fault_set(&rq->fault, ERR_CONFLICT, MSG_PASSWORD_OWN, NULL);
	request_db_return(rq);
	token_password(password);
	err = session_hash(rq->app, password, hash, &rq->fault);
	a.password = hash;
	if (err == OK)
		err = request_write(rq, put, &a);
	v = (struct password_view){a.id, a.login, password};
	return err == OK ? reply_object(rq, 200, account_password_fields, &v, NONE) : err;
}
