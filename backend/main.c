/* main.c - the program: options, then one of the commands in cli/. */
#include <stdio.h>
#include <string.h>

#include "base/token.h"
#include "cli/cli.h"

static void print_options(void)
{
	printf("\noptions (flag, else environment JIXIU_NAME, else config file):\n");
	for (const struct option *o = config_options; o->name; o++)
		printf("  --%-18s %s%s%s%s\n", o->name, o->help, o->standard ? " [" : "",
			o->standard ? o->standard : "", o->standard ? "]" : "");
}

static int help(const struct command *c)
{
	if (c) {
		printf("jixiu %s %s\n%s\n\n%s", c->name, c->usage, c->summary, c->help);
		print_options();
		return EXIT_GOOD;
	}
	printf("jixiu " JIXIU_VERSION " - factory maintenance: scan, report, repair, know\n\n"
	       "usage: jixiu COMMAND [options]; jixiu COMMAND --help\n\ncommands:\n");
	for (c = commands; c->name; c++)
		printf("  %-10s %s\n", c->name, c->summary);
	print_options();
	return EXIT_GOOD;
}

int main(int argc, char **argv)
{
	struct arena arena;
	struct config config;
	struct fault fault = {0};
	const struct command *command;
	int status;

	if (!token_init()) {
		fprintf(stderr, "jixiu: the system has no randomness\n");
		return EXIT_FAULT;
	}
	if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0)
		return help(NULL);
	if (strcmp(argv[1], "--version") == 0) {
		printf("jixiu " JIXIU_VERSION "\n");
		return EXIT_GOOD;
	}
	command = cli_find(argv[1]);
	if (!command) {
		fprintf(stderr, "jixiu: there is no command '%s'; see jixiu --help\n", argv[1]);
		return EXIT_USAGE;
	}
	argc--;
	argv++;
	if (cli_take(&argc, argv, "--help", NULL))
		return help(command);
	arena_init(&arena);
	if (config_load(&config, &argc, argv, &arena, &fault) == OK)
		status = command->run(&config, argc, argv);
	else
		status = (cli_fault(&fault), EXIT_USAGE);
	arena_release(&arena);
	return status;
}
