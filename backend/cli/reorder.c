/* reorder.c - jixiu reorder: the nightly run of buying, now. */
#include <stdio.h>

#include "cli/cli.h"
#include "domain/requisition_night.h"

static int run(const struct config *config, int argc, char **argv)
{
	struct app app;
	struct fault fault = {0};
	struct requisition_run r = {.nightly = true};
	bool ran;
	enum err err;

	if (!cli_options(&command_reorder, NULL, &argc, argv, 0, 0))
		return EXIT_USAGE;
	if (cli_open(&app, config, STORE_WRITE, &fault) != OK)
		return cli_fault(&fault);
	err = requisition_night(app.store, true, 0, &ran, &r, &fault);
	app_close(&app);
	if (err != OK)
		return cli_fault(&fault);
	cli_say(stdout, MSG_REQ_RAN, "%lld", (long long)r.parts);
	cli_say(stdout, MSG_REQ_WORKED, "%lld", (long long)r.worked);
	if (r.id == NONE)
		cli_say(stdout, MSG_REQ_NOTHING, " ");
	else
		cli_say(stdout, MSG_REQ_DRAFT, "%lld: %lld", (long long)r.id, (long long)r.lines);
	return EXIT_GOOD;
}

const struct command command_reorder = {
	.name = "reorder",
	.run = run,
	.usage = "",
	.summary = "work out what has to be bought",
	.help = "Works out reorder points and brings the requisition of this purchasing cycle up to date, as "
		"the\n"
		"server does every night by itself. Run again it changes nothing; what is on order counts.\n",
};
