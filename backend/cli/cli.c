/* cli.c - see cli.h. */
#include "cli/cli.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"

const struct command *const commands[] = {
	&command_serve,
	&command_demo,
	&command_import,
	&command_export,
	&command_user,
	&command_backup,
	&command_restore,
	&command_check,
	&command_suggest,
	&command_plans,
	&command_kb,
	&command_reorder,
	&command_label,
	&command_tell,
	&command_openapi,
	NULL,
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

int cli_usage(const struct command *c, enum msg msg, const char *arg)
{
	const char *line = c->usage;
	char text[512];

	fprintf(stderr, "jixiu %s: %s\n", c->name, msg_format(text, sizeof(text), msg, cli_lang(), arg));
	do {
		int n = (int)strcspn(line, "\n");

		fprintf(stderr, "%s jixiu %s %.*s\n", line == c->usage ? "usage:" : "      ", c->name, n,
			line);
		line += n + (line[n] == '\n');
	} while (*line);
	return EXIT_USAGE;
}

void cli_say(FILE *to, enum msg msg, const char *fmt, ...)
{
	char arg[4096], text[8192];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(arg, sizeof(arg), fmt, ap);
	va_end(ap);
	fprintf(to, "%s\n", msg_format(text, sizeof(text), msg, cli_lang(), arg));
}

void cli_column(const char *text, size_t columns)
{
	size_t width = utf8_width(text, strlen(text));

	printf("%s%*s  ", text, (int)(columns > width ? columns - width : 0), "");
}

enum err cli_read_file(const char *path, size_t most, struct buf *b, struct fault *fault)
{
	FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
	char block[65536];
	size_t n;
	bool failed;

	while (f && b->len < most && (n = fread(block, 1, sizeof(block), f)) > 0)
		buf_add(b, block, n);
	failed = !f || ferror(f);
	if (f && f != stdin)
		fclose(f);
	return failed ? fault_set(fault, ERR_NOT_FOUND, MSG_FILE_READ, path) : OK;
}

const struct command *cli_find(const char *name)
{
	for (const struct command *const *c = commands; *c; c++)
		if (strcmp((*c)->name, name) == 0)
			return *c;
	return NULL;
}

bool cli_take(int *argc, char **argv, const char *name, const char **value)
{
	size_t n = strlen(name);

	for (int i = 1; i < *argc && strcmp(argv[i], "--") != 0; i++) {
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

static bool take_option(
	const struct command *c, const struct cli_option *o, void *out, int *argc, char **argv)
{
	char *at = (char *)out + o->offset;
	const char *value = NULL;
	char name[64];

	snprintf(name, sizeof(name), "--%s", o->name);
	if (!o->value) {
		if (cli_take(argc, argv, name, NULL))
			*(bool *)at = true;
		return true;
	}
	if (!cli_take(argc, argv, name, &value))
		return true;
	if (!*value) {
		cli_usage(c, MSG_OPTION_VALUE, o->name);
		return false;
	}
	*(const char **)(void *)at = value;
	return true;
}

bool cli_options(const struct command *c, void *out, int *argc, char **argv, int least, int most)
{
	int ended = 0;

	for (const struct cli_option *o = c->options; o && o->name; o++)
		if (!take_option(c, o, out, argc, argv))
			return false;
	for (int i = 1; i < *argc; i++) {
		if (!ended && strcmp(argv[i], "--") == 0) {
			ended = i;
		} else if (!ended && argv[i][0] == '-' && argv[i][1]) {
			cli_usage(c, MSG_OPTION_UNKNOWN, argv[i]);
			return false;
		}
	}
	if (ended) {
		memmove(argv + ended, argv + ended + 1, (size_t)(*argc - ended) * sizeof(*argv));
		--*argc;
	}
	if (*argc - 1 < least)
		cli_usage(c, MSG_CLI_TOO_FEW, NULL);
	else if (*argc - 1 > most)
		cli_usage(c, MSG_CLI_EXTRA, argv[most + 1]);
	return *argc - 1 >= least && *argc - 1 <= most;
}

enum err cli_open(struct app *app, const struct config *config, enum store_mode mode, struct fault *fault)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/jixiu.db", config->data);
	if (mode == STORE_WRITE && access(path, F_OK) != 0)
		return fault_set(fault, ERR_NOT_FOUND, MSG_DATA_NONE, config->data);
	return app_open(app, config, mode, fault);
}
