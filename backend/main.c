/* main.c - the program: options, then one of the commands in cli/. */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/token.h"
#include "cli/cli.h"

static void print_option(const char *name, const char *value, const char *help, const char *standard)
{
	char left[80];

	snprintf(left, sizeof(left), "--%s%s%s", name, value ? " " : "", value ? value : "");
	printf("  %-26s %s%s%s%s\n", left, help, standard ? " [" : "", standard ? standard : "",
		standard ? "]" : "");
}

static void print_options(void)
{
	static const char *const values[] = {['s'] = "TEXT", ['n'] = "NUMBER", ['b'] = NULL};

	printf("\noptions of every command (flag, else environment JIXIU_NAME, else config file):\n");
	for (const struct option *o = config_options; o->name; o++)
		print_option(o->name, values[(unsigned char)o->kind], o->help, o->standard);
}

static int help_of(const struct command *c)
{
	const char *line = c->usage;

	do {
		int n = (int)strcspn(line, "\n");

		printf("jixiu %s %.*s\n", c->name, n, line);
		line += n + (line[n] == '\n');
	} while (*line);
	printf("%s\n\n%s", c->summary, c->help);
	if (c->options)
		printf("\noptions:\n");
	for (const struct cli_option *o = c->options; o && o->name; o++)
		print_option(o->name, o->value, o->help, NULL);
	print_options();
	return EXIT_GOOD;
}

static int help(void)
{
	printf("jixiu " JIXIU_VERSION " - factory maintenance: scan, report, repair, know\n\n"
	       "usage: jixiu COMMAND [options]; jixiu COMMAND --help\n\ncommands:\n");
	for (const struct command *const *c = commands; *c; c++)
		printf("  %-10s %s\n", (*c)->name, (*c)->summary);
	print_options();
	return EXIT_GOOD;
}

/* The C library keeps what a thread has freed for that thread alone, 40 KB of it: of a thousand threads that serve that
 * is most of the memory. Only the environment that a program is started in says otherwise, so the server starts itself
 * again with it; where that cannot be, it serves all the same. */
static void start_lean(char **argv)
{
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
	static const char name[] = "GLIBC_TUNABLES";

	if (!getenv(name) && setenv(name, "glibc.malloc.tcache_count=0", 1) == 0)
		execv("/proc/self/exe", argv);
#else
	(void)argv;
#endif
}

int main(int argc, char **argv)
{
	struct arena arena;
	struct config config;
	struct fault fault = {0};
	const struct command *command;
	int status;

	/* A large block (a year's rows, an upload) goes back to the system when it is freed. Left to itself the library
	 * raises this threshold at the first such block and keeps what follows, once for each of many threads. */
	mallopt(M_MMAP_THRESHOLD, 256 * 1024);
	mallopt(M_ARENA_MAX, 4);
	if (!token_init()) {
		fprintf(stderr, "jixiu: the system has no randomness\n");
		return EXIT_FAULT;
	}
	if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
		(strcmp(argv[1], "help") == 0 && argc < 3))
		return help();
	if (strcmp(argv[1], "help") == 0 && cli_find(argv[2]))
		return help_of(cli_find(argv[2]));
	if (strcmp(argv[1], "--version") == 0) {
		printf("jixiu " JIXIU_VERSION "\n");
		return EXIT_GOOD;
	}
	command = cli_find(argv[1]);
	if (!command) {
		cli_say(stderr, MSG_CLI_COMMAND, "%s", argv[1]);
		return EXIT_USAGE;
	}
	if (strcmp(command->name, "serve") == 0)
		start_lean(argv);
	argc--;
	argv++;
	if (cli_take(&argc, argv, "--help", NULL))
		return help_of(command);
	arena_init(&arena);
	if (config_load(&config, &argc, argv, &arena, &fault) == OK)
		status = command->run(&config, argc, argv);
	else
		status = (cli_fault(&fault), EXIT_USAGE);
	arena_release(&arena);
	return status;
}
