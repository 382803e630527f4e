/* app.c - see app.h. */
#include "app.h"

#include <string.h>

#include "base/token.h"
#include "domain/backups.h"
#include "domain/codelist.h"
#include "domain/figures_kept.h"
#include "domain/finder.h"
#include "domain/intake.h"
#include "domain/knowledge.h"
#include "domain/listener.h"
#include "domain/teller.h"
#include "store/account.h"
#include "store/file.h"

enum { AT_ONCE = 2, CLOSE_DAYS = 7 };

/* What every data folder has from its first day. */
static enum err prepare(struct tx *tx, void *ctx)
{
	struct app *app = ctx;
	const char *value = NULL;
	char a[TOKEN_SIZE], b[TOKEN_SIZE];
	enum err err = store_meta_get(tx->db, tx->arena, "secret", &value);

	if (err == ERR_NOT_FOUND) {
		token_new(a);
		token_new(b);
		value = arena_printf(tx->arena, "%s%s", a, b);
		err = store_meta_put(tx, "secret", value);
	}
	if (err == OK)
		snprintf(app->secret, sizeof(app->secret), "%s", value);
	return err == OK ? domain_codelist_seed(tx) : err;
}

static enum err load_secret(struct app *app, enum store_mode mode, struct fault *fault)
{
	struct arena arena;
	struct store_job job = {
		.fn = prepare, .ctx = app, .actor = {NONE, "system"}, .arena = &arena, .fault = fault};
	const char *value = NULL;
	enum err err;

	arena_init(&arena);
	if (mode == STORE_WRITE) {
		err = store_write(app->store, &job);
	} else {
		struct db *db = store_reader(app->store);

		err = store_meta_get(db, &arena, "secret", &value);
		store_reader_return(app->store, db);
		if (err == OK)
			snprintf(app->secret, sizeof(app->secret), "%s", value);
	}
	arena_release(&arena);
	return err;
}

void app_settings(struct app *app, const struct setting *s)
{
	pthread_mutex_lock(&app->plant.mutex);
	snprintf(app->plant.url, sizeof(app->plant.url), "%s", s->url ? s->url : "");
	app->plant.lang = setting_lang(s, app->config.lang);
	pthread_mutex_unlock(&app->plant.mutex);
}

static enum err load_settings(struct app *app)
{
	struct db *db = store_reader(app->store);
	struct arena arena;
	struct setting s;
	enum err err;

	arena_init(&arena);
	err = store_setting_get(db, &arena, &s);
	if (err == OK)
		app_settings(app, &s);
	store_reader_return(app->store, db);
	arena_release(&arena);
	return err;
}

const char *app_url(struct app *app, struct arena *a)
{
	const char *url;

	if (app->config.url)
		return app->config.url;
	pthread_mutex_lock(&app->plant.mutex);
	url = app->plant.url[0] ? arena_strdup(a, app->plant.url) : NULL;
	pthread_mutex_unlock(&app->plant.mutex);
	return url;
}

enum lang app_lang(struct app *app)
{
	enum lang lang;

	pthread_mutex_lock(&app->plant.mutex);
	lang = app->plant.lang;
	pthread_mutex_unlock(&app->plant.mutex);
	return lang;
}

int64_t app_close_days(const struct config *config, const struct setting *s)
{
	if (config->close_after_days >= 0)
		return config->close_after_days;
	return s->close_after_days == NONE ? CLOSE_DAYS : s->close_after_days;
}

enum err app_open(struct app *app, const struct config *config, enum store_mode mode, struct fault *fault)
{
	enum err err;

	memset(app, 0, sizeof(*app));
	app->config = *config;
	app->started_ms = clock_now_ms();
	pthread_mutex_init(&app->guard.mutex, NULL);
	pthread_mutex_init(&app->plant.mutex, NULL);
	gate_init(&app->passwords, AT_ONCE, 64);
	gate_init(&app->drawings, AT_ONCE, 32);
	gate_init(&app->figures, 2 * AT_ONCE, 32);
	/* The rest is for those who ask for something; http/server.c closes idle connections from three quarters on. */
	live_init(&app->live, (int)(config->held ? config->held : config->workers * 5 / 8));
	app->figures_kept = figures_cache_new();
	err = store_open(config->data, mode, &app->store, fault);
	if (err == OK)
		store_lang(app->store, config->lang);
	if (err == OK && mode == STORE_WRITE)
		store_file_tidy(app->store);
	if (err == OK)
		err = load_secret(app, mode, fault);
	if (err == OK)
		err = load_settings(app);
	if (err != OK)
		app_close(app);
	return err;
}

void app_close(struct app *app)
{
	backups_stop(app->backups);
	intake_stop(app->intake);
	knowledge_stop(app->knowledge);
	finder_stop(app->finder);
	teller_stop(app->teller);
	listener_stop(app->listener);
	store_close(app->store);
	app->backups = NULL;
	app->intake = NULL;
	app->knowledge = NULL;
	app->finder = NULL;
	app->teller = NULL;
	app->listener = NULL;
	app->store = NULL;
	pthread_mutex_destroy(&app->guard.mutex);
	pthread_mutex_destroy(&app->plant.mutex);
	gate_release(&app->passwords);
	gate_release(&app->drawings);
	gate_release(&app->figures);
	live_release(&app->live);
	figures_cache_free(app->figures_kept);
}
