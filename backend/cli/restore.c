/* restore.c - jixiu restore: a data folder out of a backup. */
#include "cli/cli.h"
#include "store/backup.h"

struct args {
	bool force;
};

static const struct cli_option options[] = {
	{"force", NULL, "replace a data folder that is not empty; the old one is renamed and kept",
		offsetof(struct args, force)},
	{.name = NULL},
};

static int run(const struct config *config, int argc, char **argv)
{
	struct args args = {0};
	struct backup done;
	struct fault fault = {0};

	if (!cli_options(&command_restore, &args, &argc, argv, 1, 1))
		return EXIT_USAGE;
	if (store_restore(argv[1], config->data, args.force, &done, &fault) != OK)
		return cli_fault(&fault);
	cli_say(stdout, MSG_RESTORE_MADE, "%s (%s)", config->data, done.made);
	cli_say(stdout, MSG_CLI_FILES, "%lld (%.1f MB)", (long long)done.files, (double)done.bytes / 1e6);
	if (*done.path)
		cli_say(stdout, MSG_RESTORE_OLD, "%s", done.path);
	return EXIT_GOOD;
}

const struct command command_restore = {
	.name = "restore",
	.run = run,
	.usage = "SRC --data DIR [--force]",
	.summary = "make a data folder out of a backup",
	.help = "Every file is proven against the MANIFEST while it is copied to DIR.restoring, the database "
		"is\n"
		"checked there, and only then the folder takes its place: until that moment DIR is as it "
		"was, and\n"
		"an interrupted restore is simply started again. A server that uses DIR must be stopped "
		"first.\n",
	.options = options,
};
