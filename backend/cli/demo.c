/* demo.c - jixiu demo: a factory to look at. What is in it is backend/demo/. */
#include "demo/demo.h"

#include <errno.h>
#include <stdlib.h>

#include "cli/cli.h"

struct args {
	const char *machines, *tickets, *seed, *today;
};

static const struct cli_option options[] = {
	{"machines", "N", "how many machines, 5 to 5000 [40]", offsetof(struct args, machines)},
	{"tickets", "N", "how many tickets, 20 to 500000 [3000]", offsetof(struct args, tickets)},
	{"seed", "N", "another number gives another history [1]", offsetof(struct args, seed)},
	{"today", "DAY", "the last day, like 2026-01-31 [today]", offsetof(struct args, today)},
	{.name = NULL},
};

static bool number(const char *text, int64_t low, int64_t high, int64_t *out)
{
	char *end;

	if (!text)
		return true;
	errno = 0;
	*out = strtoll(text, &end, 10);
	return !errno && end != text && !*end && *out >= low && *out <= high;
}

/* Today up to this minute; another day until half past ten, when a morning is well under way. */
static bool read_day(const char *text, struct demo_options *o)
{
	int64_t now = clock_now_ms() / MINUTE_MS * MINUTE_MS, t = now;

	if (text && (!clock_parse(text, &t) || t > now))
		return false;
	o->today = clock_day_of(t);
	o->now = clock_day_start(o->today) + 630 * MINUTE_MS;
	if (o->today == clock_day_of(now) && (!text || o->now > now))
		o->now = now;
	return true;
}

static const char *read_args(const struct args *a, struct demo_options *o)
{
	int64_t seed = 1;

	*o = (struct demo_options){.machines = 40, .tickets = 3000};
	if (!number(a->machines, 5, 5000, &o->machines))
		return "machines";
	if (!number(a->tickets, 20, 500000, &o->tickets))
		return "tickets";
	if (!number(a->seed, 0, INT64_MAX, &seed))
		return "seed";
	o->seed = (uint64_t)seed;
	return read_day(a->today, o) ? NULL : "today";
}

void cli_demo_logins(void)
{
	enum lang lang = cli_lang();

	cli_say(stdout, MSG_DEMO_LOGINS, "%s", DEMO_PASSWORD);
	for (const struct demo_login *l = demo_logins; l->login; l++)
		printf("  %-10s %s\n", l->login, lang == LANG_ZH ? l->zh : l->en);
	fflush(stdout);
}

static void tell(const struct demo_counts *c, int64_t ms)
{
	cli_say(stdout, MSG_DEMO_MACHINES, "%lld / %lld / %lld", (long long)c->machines, (long long)c->parts,
		(long long)c->movements);
	cli_say(stdout, MSG_DEMO_TICKETS, "%lld / %lld", (long long)c->tickets, (long long)c->open);
	cli_say(stdout, MSG_DEMO_TOOK, "%lld.%lld", (long long)ms / 1000, (long long)ms / 100 % 10);
	cli_demo_logins();
}

static int run(const struct config *config, int argc, char **argv)
{
	struct args args = {0};
	struct demo_options o;
	struct demo_counts counts;
	struct app app;
	struct fault fault = {0};
	int64_t begun = clock_mono_us();
	const char *wrong;
	enum err err;

	if (!cli_options(&command_demo, &args, &argc, argv, 0, 0))
		return EXIT_USAGE;
	wrong = read_args(&args, &o);
	if (wrong)
		return cli_usage(&command_demo, MSG_OPTION_BAD, wrong);
	if (app_open(&app, config, STORE_WRITE, &fault) != OK)
		return cli_fault(&fault);
	err = demo_fill(app.store, &o, &counts, &fault);
	app_close(&app);
	if (err != OK)
		return cli_fault(&fault);
	tell(&counts, (clock_mono_us() - begun) / 1000);
	return EXIT_GOOD;
}

const struct command command_demo = {
	.name = "demo",
	.run = run,
	.usage = "--data DIR [--machines N] [--tickets N] [--seed N] [--today DAY]",
	.summary = "fill an empty data folder with a factory to look at",
	.help = "An auto-parts plant with two years of repairs up to this minute: equipment, calendars, "
		"people,\n"
		"spare parts, tickets in every state. The same seed and day give the same factory, but for\n"
		"printed codes and secrets. A folder that holds anything is refused. Everybody's password "
		"is\n"
		"known: this is not for real work.\n",
	.options = options,
};
