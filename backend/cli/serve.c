/* serve.c - jixiu serve: open the data folder, serve until told to stop. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/token.h"
#include "cli/address.h"
#include "cli/cli.h"
#include "demo/demo.h"
#include "domain/account.h"
#include "domain/backups.h"
#include "domain/figures_kept.h"
#include "domain/intake.h"
#include "domain/finder.h"
#include "domain/knowledge.h"
#include "domain/listener.h"
#include "domain/meter.h"
#include "domain/planner.h"
#include "domain/requisition_night.h"
#include "domain/teller.h"
#include "domain/round_due.h"
#include "domain/ticket.h"
#include "store/sent.h"
#include "store/tell.h"
#include "http/server.h"
#include "qr/matrix.h"

struct first {
	const char *hash;
	bool made;
};

static enum err first_admin(struct tx *tx, void *ctx)
{
	struct first *f = ctx;

	return domain_account_first(tx, f->hash, &f->made);
}

/* The password of the first administrator is random, printed once, and stored nowhere but as a hash. */
static enum err ensure_admin(struct app *app, struct fault *fault)
{
	struct arena arena;
	struct first f = {0};
	struct store_job job = {
		.fn = first_admin, .ctx = &f, .actor = {NONE, "system"}, .arena = &arena, .fault = fault};
	struct db *db = store_reader(app->store);
	char password[20], hash[PASSWORD_HASH_SIZE];
	int64_t n = 0;
	enum err err = store_account_count(db, &n);

	store_reader_return(app->store, db);
	if (err != OK || n > 0)
		return err;
	token_password(password);
	if (!token_password_hash(password, hash))
		return fault_set(fault, ERR_BUSY, MSG_BUSY, NULL);
	arena_init(&arena);
	f.hash = hash;
	err = store_write(app->store, &job);
	arena_release(&arena);
	if (err == OK && f.made)
		printf("first admin: login=admin password=%s\n", password);
	return err;
}

static void print_address(struct app *app, int port)
{
	char url[CLI_URL_SIZE];

	cli_address(&app->config, port, url);
	if (app->config.url)
		printf("serving on port %d as %s\n", port, url);
	else
		printf("serving at %s\n", url);
	fflush(stdout);
}

/* Of a demo: the address for a phone's camera, and who may sign in. */
static void invite(struct app *app, int port)
{
	char url[CLI_URL_SIZE];
	struct qr_matrix m;
	struct buf b;

	cli_address(&app->config, port, url);
	buf_init(&b);
	if (qr_matrix_make(url, QR_ECC_M, &m)) {
		qr_matrix_terminal(&b, &m);
		printf("%s", buf_text(&b));
	}
	buf_release(&b);
	cli_demo_logins();
}

struct old {
	const struct config *config;
	int64_t days, n;
};

enum { KEYS_DAYS = 30, TOLD_DAYS = 90 };

static enum err keep_order(struct tx *tx, void *ctx)
{
	struct old *o = ctx;
	struct setting s;
	enum err err = store_setting_get(tx->db, tx->arena, &s);

	if (err == OK)
		err = store_sent_forget(tx, tx->now - KEYS_DAYS * INT64_C(86400000));
	if (err == OK)
		err = store_tell_forget(tx, tx->now - TOLD_DAYS * INT64_C(86400000));
	if (err != OK)
		return err;
	o->days = app_close_days(o->config, &s);
	return o->days ? domain_ticket_close_old(tx, o->days, &o->n) : OK;
}

/* At start and once an hour: what was restored long ago and nobody checked is closed; keys that nobody sends again are
 * forgotten. */
static void keep_house(struct app *app)
{
	struct arena arena;
	struct fault fault = {0};
	struct old o = {.config = &app->config};
	struct store_job job = {
		.fn = keep_order, .ctx = &o, .actor = {NONE, "system"}, .arena = &arena, .fault = &fault};

	arena_init(&arena);
	if (store_write(app->store, &job) != OK)
		log_line(LOG_ERROR, "keeping house failed: %s", fault.arg);
	else if (o.n)
		log_line(LOG_INFO, "closed %lld tickets restored over %lld days ago", (long long)o.n,
			(long long)o.days);
	arena_release(&arena);
}

/* The tickets of planned maintenance whose time has come. */
static void make_plans(struct app *app)
{
	struct fault fault = {0};
	int64_t made = 0;

	if (planner_run(app->store, 0, &made, &fault) != OK)
		log_line(LOG_ERROR, "making tickets of plans failed: %s", fault.arg);
	else if (made)
		log_line(LOG_INFO, "made %lld tickets of planned maintenance", (long long)made);
}

static enum err sweep_rounds(struct tx *tx, void *ctx)
{
	return domain_round_sweep(tx, ctx);
}

/* Every minute: rounds that become due exist, and those that nobody walked are marked. */
static void keep_rounds(struct app *app)
{
	struct arena arena;
	struct fault fault = {0};
	int64_t missed = 0;
	struct store_job job = {.fn = sweep_rounds,
		.ctx = &missed,
		.actor = {NONE, "system"},
		.arena = &arena,
		.fault = &fault};

	arena_init(&arena);
	if (store_write(app->store, &job) != OK)
		log_line(LOG_ERROR, "looking after rounds failed: %s", fault.arg);
	else if (missed)
		log_line(LOG_INFO, "%lld rounds were missed", (long long)missed);
	arena_release(&arena);
}

static enum err sweep_meters(struct tx *tx, void *ctx)
{
	return domain_meter_sweep(tx, ctx);
}

/* Every minute: what has been beyond a limit for long enough, and meters that fell silent. */
static void keep_meters(struct app *app)
{
	struct arena arena;
	struct fault fault = {0};
	int64_t refused = 0;
	struct store_job job = {.fn = sweep_meters,
		.ctx = &refused,
		.actor = {NONE, "system"},
		.arena = &arena,
		.fault = &fault};

	arena_init(&arena);
	if (store_write(app->store, &job) != OK)
		log_line(LOG_ERROR, "looking after meters failed: %s", fault.arg);
	else if (refused)
		log_line(LOG_ERROR, "%lld meters could not be looked after", (long long)refused);
	arena_release(&arena);
}

/* Once a day, when its minute has come: what has to be bought. */
static void buy(struct app *app)
{
	struct fault fault = {0};
	struct requisition_run r = {0};
	bool ran;

	if (requisition_night(app->store, false, 0, &ran, &r, &fault) != OK)
		log_line(LOG_ERROR, "working out what to buy failed: %s", fault.arg);
	else if (ran)
		log_line(LOG_INFO, "looked at %lld parts: %lld lines to buy", (long long)r.parts,
			(long long)r.lines);
}

/* What comes due while the server runs: every minute, and all of it when somebody says so (SIGUSR1). */
static void look_after(struct app *app, int minutes)
{
	if (minutes % 60 == 0)
		keep_house(app);
	/* Of a new day the first tickets are there within ten minutes. */
	if (minutes % 10 == 0)
		make_plans(app);
	keep_rounds(app);
	keep_meters(app);
	buy(app);
	if (minutes == 0)
		teller_look(app->teller);
	figures_cache_rest(app->figures_kept);
}

static int run(const struct config *config, int argc, char **argv)
{
	struct app app;
	struct server *server = NULL;
	struct fault fault = {0};
	const struct teller_options told_by = {
		config->tell_hosts, config->tell_ca, config->url, config->tell_minute_ms};
	const struct listener_options heard_by = {config->mqtt, config->mqtt_login, config->mqtt_ca,
		config->mqtt_topics, config->mqtt_hosts, config->mqtt_batch_ms};
	const struct timespec minute = {.tv_sec = 60};
	sigset_t stop;

	if (!cli_options(&command_serve, NULL, &argc, argv, 0, 0))
		return EXIT_USAGE;
	sigemptyset(&stop);
	sigaddset(&stop, SIGTERM);
	sigaddset(&stop, SIGINT);
	sigaddset(&stop, SIGUSR1);
	/* Blocked before any thread is made, so that only sigwait below sees them. */
	pthread_sigmask(SIG_BLOCK, &stop, NULL);
	signal(SIGPIPE, SIG_IGN);
	/* A file that may not grow (ulimit -f) is a full disk: refused, not a reason to die. */
	signal(SIGXFSZ, SIG_IGN);
	if (app_open(&app, config, STORE_WRITE, &fault) != OK)
		return cli_fault(&fault);
	app.knowledge = knowledge_start(app.store);
	app.finder = finder_start(app.store);
	app.intake = intake_start(app.store);
	app.backups = backups_start(app.store);
	if (teller_start(app.store, &told_by, &app.teller, &fault) != OK ||
		listener_start(app.store, &heard_by, &app.listener, &fault) != OK ||
		ensure_admin(&app, &fault) != OK || server_start(&app, &server, &fault) != OK) {
		app_close(&app);
		return cli_fault(&fault);
	}
	print_address(&app, server_port(server));
	if (demo_is(app.store))
		invite(&app, server_port(server));
	for (int minutes = 0, got = -1; got < 0 || got == SIGUSR1; got = sigtimedwait(&stop, NULL, &minute)) {
		minutes = got == SIGUSR1 ? 0 : minutes;
		look_after(&app, minutes++);
		if (got == SIGUSR1)
			log_line(LOG_INFO, "looked after what is due");
	}
	server_stop(server);
	app_close(&app);
	return EXIT_GOOD;
}

const struct command command_serve = {
	.name = "serve",
	.run = run,
	.usage = "",
	.summary = "run the server",
	.help = "Makes the data folder when it is missing; the first start prints the administrator's\n"
		"password once. SIGTERM and SIGINT finish what is in flight and stop. SIGUSR1 looks at once\n"
		"after what is due by the clock, after it was set for instance.\n",
};
