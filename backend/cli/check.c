/* check.c - jixiu check: is everything in the data folder as it must be? */
#include "cli/cli.h"
#include "store/check.h"

static int tell(const struct check *c)
{
	int64_t bad = (int64_t)c->findings.n - c->notes;

	for (size_t i = 0; i < c->findings.n; i++) {
		const struct finding *f = list_at(&c->findings, i, sizeof(*f));

		cli_say(stdout, f->msg, "%s", f->arg ? f->arg : "");
	}
	cli_say(stdout, MSG_CHECK_DONE, "%lld events, %lld tickets, %lld files", (long long)c->events,
		(long long)c->tickets, (long long)c->files);
	if (!bad)
		cli_say(stdout, MSG_CHECK_GOOD, " ");
	else
		cli_say(stdout, MSG_CHECK_BAD, "%lld", (long long)bad);
	return bad ? EXIT_FAULT : EXIT_GOOD;
}

static int run(const struct config *config, int argc, char **argv)
{
	struct app app;
	struct arena arena;
	struct check found;
	struct fault fault = {0};
	int status;

	if (!cli_options(&command_check, NULL, &argc, argv, 0, 0))
		return EXIT_USAGE;
	if (cli_open(&app, config, STORE_READ, &fault) != OK)
		return cli_fault(&fault);
	arena_init(&arena);
	if (store_check(app.store, &arena, &found, &fault) == OK)
		status = tell(&found);
	else
		status = cli_fault(&fault);
	arena_release(&arena);
	app_close(&app);
	return status;
}

const struct command command_check = {
	.name = "check",
	.run = run,
	.usage = "",
	.summary = "prove that the data folder is whole",
	.help = "Looks at every page of the database and every reference, the chain of the event log, the "
		"sums of\n"
		"the stock ledger, the rules of tickets, equipment and codes, and every uploaded file by "
		"its\n"
		"SHA-256. One line for each finding; exit status 1 when anything is wrong. Works while a "
		"server\n"
		"runs. A file that nothing names (an interrupted upload) is told and does no harm.\n",
};
