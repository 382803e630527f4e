/* cli.h - the sub-commands. main.c loads the config and dispatches through the table here. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "app.h"
#include "base/i18n.h"

struct command {
	const char *name;
	/* argc/argv without the options of config.h; argv[0] is the command's name. Returns the exit status.
	 */
	int (*run)(const struct config *config, int argc, char **argv);
	const char *usage;   /* after "jixiu NAME " */
	const char *summary; /* one line */
	const char *help;    /* the rest of --help; ends with a line break */
};
extern const struct command commands[]; /* ends with name NULL */

/* Exit statuses: 0 good, 1 the work failed or found faults, 2 the command line is wrong. */
enum { EXIT_GOOD = 0, EXIT_FAULT = 1, EXIT_USAGE = 2 };

/* The language of the terminal (LC_ALL, LC_MESSAGES, LANG), else English. */
enum lang cli_lang(void);
/* "jixiu: message" and the fields' complaints on stderr; returns EXIT_FAULT. */
int cli_fault(const struct fault *fault);
/* "jixiu NAME: unknown argument …" on stderr; returns EXIT_USAGE. */
int cli_usage(const struct command *c, const char *wrong);
const struct command *cli_find(const char *name);

/* Takes "--name VALUE" or "--name=VALUE" (or the switch "--name", when value is NULL) out of argv. False: not
 * there. A missing value gives *value = "". */
bool cli_take(int *argc, char **argv, const char *name, const char **value);

int cli_serve(const struct config *config, int argc, char **argv);

#endif
