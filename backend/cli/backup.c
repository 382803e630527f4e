/* backup.c - jixiu backup: a proven copy of the data folder, also while a server runs. */
#include <sys/stat.h>

#include "cli/cli.h"
#include "store/backup.h"

static int run(const struct config *config, int argc, char **argv)
{
	struct app app;
	struct backup made;
	struct fault fault = {0};
	enum err err;

	if (!cli_options(&command_backup, NULL, &argc, argv, 1, 1))
		return EXIT_USAGE;
	/* It holds password hashes: for the owner alone. */
	umask(077);
	err = cli_open(&app, config, STORE_READ, &fault);
	if (err != OK)
		return cli_fault(&fault);
	err = store_backup(app.store, argv[1], &made, &fault);
	app_close(&app);
	if (err != OK)
		return cli_fault(&fault);
	cli_say(stdout, MSG_BACKUP_MADE, "%s", made.path);
	cli_say(stdout, MSG_CLI_FILES, "%lld (%.1f MB)", (long long)made.files, (double)made.bytes / 1e6);
	if (!made.missing)
		return EXIT_GOOD;
	cli_say(stderr, MSG_BACKUP_MISSING, "%lld", (long long)made.missing);
	return EXIT_FAULT;
}

const struct command command_backup = {
	.name = "backup",
	.run = run,
	.usage = "DEST",
	.summary = "copy the whole data folder, also while a server runs",
	.help = "Makes DEST/jixiu-DATE-TIME when DEST is a folder, else DEST itself: the database in one "
		"consistent\n"
		"state, every file it names, the config file, and a MANIFEST with the SHA-256 of each "
		"(sha256sum -c\n"
		"MANIFEST proves it too). It is built as DEST….part, written through to the disk, read "
		"again, and\n"
		"only then renamed. Exit status 1 when the data folder lacks a file: the rest is saved all "
		"the same.\n",
};
