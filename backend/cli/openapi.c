/* openapi.c - jixiu openapi: the document of the API. */
#include "http/openapi.h"
#include "cli/cli.h"

static int run(const struct config *config, int argc, char **argv)
{
	struct buf b;
	bool good;

	(void)config;
	if (!cli_options(&command_openapi, NULL, &argc, argv, 0, 0))
		return EXIT_USAGE;
	buf_init(&b);
	openapi_write(&b);
	good = fwrite(b.data, 1, b.len, stdout) == b.len && fflush(stdout) == 0;
	buf_release(&b);
	return good ? EXIT_GOOD : EXIT_FAULT;
}

const struct command command_openapi = {
	.name = "openapi",
	.run = run,
	.usage = "",
	.summary = "the API as an OpenAPI document",
	.help = "Prints what a server answers at /api/v1/openapi.json: every address, who may ask it, what "
		"it takes\n"
		"and what it gives, as OpenAPI 3.1. Needs no data.\n",
};
