/* hello.c - see hello.h. */
#include "api/hello.h"

#include "api/reply.h"
#include "store/account.h"
#include "store/setting.h"

/* What a new plant has still to do. */
struct setup {
	int64_t named, machines, labels_printed, people, done;
};
static const struct field setup_fields[] = {
	FIELD(struct setup, named, F_BOOL, F_SURE),
	FIELD(struct setup, machines, F_INT, F_SURE),
	FIELD(struct setup, labels_printed, F_BOOL, F_SURE),
	FIELD(struct setup, people, F_INT, F_SURE),
	FIELD(struct setup, done, F_BOOL, F_SURE),
	FIELD_END,
};

struct hello {
	const char *version, *plant_name, *currency;
	int64_t now; /* the server's clock: a phone's own may be wrong */
	int64_t languages;
	const char *lang;
	struct setup *setup;
	struct account *account;
};
const struct field hello_fields[] = {
	FIELD(struct hello, version, F_TEXT, F_SURE),
	FIELD(struct hello, now, F_TIME, F_SURE),
	FIELD(struct hello, plant_name, F_TEXT),
	FIELD(struct hello, languages, F_SET, .names = setting_langs),
	FIELD(struct hello, lang, F_TEXT, F_SURE),
	FIELD(struct hello, currency, F_TEXT, F_SURE),
	FIELD(struct hello, setup, F_OBJECT, SUB(setup_fields, struct setup)),
	FIELD(struct hello, account, F_OBJECT, SUB(account_fields, struct account)),
	FIELD_END,
};

static enum err load_setup(struct request *rq, const struct setting *s, struct setup *out)
{
	struct setting_begun begun;
	enum err err = store_setting_begun(request_db(rq), rq->arena, &begun);

	*out = (struct setup){
		s->plant_name != NULL, begun.machines, s->labels_printed, begun.people, s->setup_done};
	return err;
}

/* account: whose session or token it is, null for nobody's. setup: for the administrator. lang: of who asks for
 * none. */
enum err api_hello_get(struct request *rq)
{
	struct account a;
	struct setup setup;
	struct setting s = {0};
	enum err err = store_setting_get(request_db(rq), rq->arena, &s);
	struct hello h = {.version = JIXIU_VERSION,
		.now = clock_now_ms(),
		.plant_name = s.plant_name,
		.languages = (1 << LANG_ZH) | (1 << LANG_EN),
		.lang = setting_langs[app_lang(rq->app)],
		.currency = s.currency};

	if (err == OK && rq->user.role == ROLE_ADMIN) {
		err = load_setup(rq, &s, &setup);
		h.setup = &setup;
	}
	if (err != OK)
		return err;

	if (rq->user.id != NONE) {
		err = store_account_get(request_db(rq), rq->arena, rq->user.id, &a);
		h.account = &a;
	}
	return err == OK ? reply_object(rq, 200, hello_fields, &h, NONE) : err;
}
