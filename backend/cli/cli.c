/* cli.c - see cli.h. */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct command commands[] = {
	{"serve", cli_serve, "", "run the server",
		"Makes the data folder when it is missing; the first start prints the administrator's "
		"password once.\n"
		"SIGTERM and SIGINT finish what is in flight and stop.\n"},
	{.name = NULL},
};

enum lang cli_lang(void)
{
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

	for (int i = 0; i < 3; i++) {
		const char *v = getenv(names[i]);

		if (v && *v)
			return lang_parse(v, LANG_EN);
	}
	return LANG_EN;
}

int cli_fault(const struct fault *f)
{
	char text[512];

	fprintf(stderr, "jixiu: %s\n", msg_format(text, sizeof(text), f->msg, cli_lang(), f->arg));
	for (size_t i = 0; i < f->n; i++)
		fprintf(stderr, "  %s: %s\n", f->fields[i].name,
			msg_format(text, sizeof(text), f->fields[i].msg, cli_lang(), f->fields[i].arg));
	return EXIT_FAULT;
}

int cli_usage(const struct command *c, const char *wrong)
{
	fprintf(stderr, "jixiu %s: unexpected %s\nusage: jixiu %s %s\n", c->name, wrong, c->name, c->usage);
	return EXIT_USAGE;
}

const struct command *cli_find(const char *name)
{
	for (const struct command *c = commands; c->name; c++)
		if (strcmp(c->name, name) == 0)
			return c;
	return NULL;
}

bool cli_take(int *argc, char **argv, const char *name, const char **value)
{
	size_t n = strlen(name);

	for (int i = 1; i < *argc; i++) {
		int used = 1;

		if (strncmp(argv[i], name, n) != 0 || (argv[i][n] && (argv[i][n] != '=' || !value)))
			continue;
		if (value) {
			*value = argv[i][n] ? argv[i] + n + 1 : i + 1 < *argc ? argv[i + 1] : "";
			used = argv[i][n] || i + 1 >= *argc ? 1 : 2;
		}
		memmove(argv + i, argv + i + used, (size_t)(*argc - i - used + 1) * sizeof(*argv));
		*argc -= used;
		return true;
	}
	return false;
}
