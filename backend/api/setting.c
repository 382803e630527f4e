/* setting.c - see setting.h. What an option of the program says wins: it is shown beside what is kept. */
#include "api/setting.h"

#include "api/reply.h"
#include "domain/setting.h"
#include "store/account.h"

struct setting_view {
	struct setting kept;
	const char *base_url;	/* what labels and links begin with now */
	int64_t url_by_option;	/* then the kept address has no effect */
	const char *lang_now;	/* of a reader who asks for neither */
	int64_t close_days_now; /* 0: never */
	const char *timezone;
	int64_t labour_cents_hour; /* today, of who has no rate of their own */
};
const struct field setting_view_fields[] = {
	JOIN(struct setting_view, kept, setting_fields),
	FIELD(struct setting_view, base_url, F_TEXT, F_SURE),
	FIELD(struct setting_view, url_by_option, F_BOOL, F_SURE),
	FIELD(struct setting_view, lang_now, F_TEXT, F_SURE),
	FIELD(struct setting_view, close_days_now, F_INT, F_SURE),
	FIELD(struct setting_view, timezone, F_TEXT, F_SURE),
	FIELD(struct setting_view, labour_cents_hour, F_INT, F_SURE),
	FIELD_END,
};

const struct field setting_input[] = {
	FIELD(struct setting, plant_name, F_TEXT, F_IN, .max = 80),
	FIELD(struct setting, url, F_TEXT, F_IN, .max = 120),
	FIELD(struct setting, lang, F_ENUM, F_IN, .names = setting_langs),
	FIELD(struct setting, currency, F_TEXT, F_IN, .max = 3),
	FIELD(struct setting, close_after_days, F_INT, F_IN, .max = 3650),
	FIELD(struct setting, hold_days, F_INT, F_IN, .min = 1, .max = 365),
	FIELD(struct setting, labels_printed, F_BOOL, F_IN),
	FIELD(struct setting, setup_done, F_BOOL, F_IN),
	FIELD_END,
};

static enum err view_of(struct request *rq, const struct setting *s, struct setting_view *v)
{
	*v = (struct setting_view){
		.kept = *s,
		.base_url = request_base_url(rq),
		.url_by_option = rq->app->config.url != NULL,
		.lang_now = setting_langs[app_lang(rq->app)],
		.close_days_now = app_close_days(&rq->app->config, s),
		.timezone = rq->app->config.timezone,
	};
	return store_rate_on(request_db(rq), NONE, clock_day_of(clock_now_ms()), &v->labour_cents_hour);
}

static enum err reply_setting(struct request *rq, const struct setting *s)
{
	struct setting_view v;
	enum err err = view_of(rq, s, &v);

	return err == OK ? reply_object(rq, 200, setting_view_fields, &v, s->version) : err;
}

/* Somebody was faster: what is there now goes along with the refusal. */
static enum err with_current(struct request *rq, enum err err)
{
	struct setting_view v;
	struct setting now;

	if (err == ERR_STALE && store_setting_get(request_db(rq), rq->arena, &now) == OK &&
		view_of(rq, &now, &v) == OK)
		request_current(rq, setting_view_fields, &v);
	return err;
}

enum err api_setting_get(struct request *rq)
{
	struct setting s;
	enum err err = store_setting_get(request_db(rq), rq->arena, &s);

	return err == OK ? reply_setting(rq, &s) : err;
}

static enum err put(struct tx *tx, void *ctx)
{
	return domain_setting_put(tx, ctx);
}

/* If-Match is welcome and not needed. ERR_INVALID: fields. ERR_STALE */
enum err api_setting_patch(struct request *rq)
{
	struct setting s;
	int64_t version = NONE;
	enum err err = rq->header(rq, "If-Match") ? request_if_match(rq, &version) : OK;

	if (err == OK)
		err = store_setting_get(request_db(rq), rq->arena, &s);
	if (err == OK && version != NONE)
		s.version = version;
	if (err == OK)
		err = request_json(rq, setting_input, &s, true);
	if (err == OK)
		err = domain_setting_check(&s, rq->arena, &rq->fault);
	if (err == OK)
		err = request_write(rq, put, &s);
	if (err != OK)
		return with_current(rq, err);
	app_settings(rq->app, &s);
	return reply_setting(rq, &s);
}
