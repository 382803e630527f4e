/* cli.h - the sub-commands. main.c loads the config and dispatches through the table in cli.c; each command
 * is a file of its own that ends with its entry, so that what it takes, what it says and what it does stand
 * together.
 *
 * Only read: check, export, label, suggest, backup, user list and a dry import work while a server runs. What
 * writes takes the data folder's lock and is refused while another jixiu holds it (MSG_DATA_LOCKED). */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdio.h>

#include "app.h"
#include "base/buf.h"
#include "base/i18n.h"

/* An option of one command, beside those of config.h. */
struct cli_option {
	const char *name;  /* "role" */
	const char *value; /* "ROLE"; NULL: a switch */
	const char *help;
	size_t offset; /* of a const char *, for a switch a bool, in the command's own struct */
};

struct command {
	const char *name;
	/* argc/argv without the options of config.h; argv[0] is the command's name. Returns the exit status.
	 */
	int (*run)(const struct config *config, int argc, char **argv);
	const char *usage;		  /* after "jixiu NAME "; alternatives each on a line */
	const char *summary;		  /* one line */
	const char *help;		  /* the rest of --help; ends with a line break */
	const struct cli_option *options; /* ends with name NULL; NULL: none */
};
extern const struct command *const commands[]; /* ends with NULL */
extern const struct command command_serve, command_user, command_backup, command_restore, command_check,
	command_label, command_suggest, command_import, command_export, command_demo, command_openapi,
	command_kb, command_tell, command_plans, command_reorder;

const struct command *cli_find(const char *name);

/* Exit statuses: 0 good, 1 the work failed or found faults, 2 the command line is wrong. */
enum { EXIT_GOOD = 0, EXIT_FAULT = 1, EXIT_USAGE = 2 };

/* The language of the terminal (LC_ALL, LC_MESSAGES, LANG), else English. */
enum lang cli_lang(void);
/* "jixiu: message" and the fields' complaints on stderr; returns EXIT_FAULT. */
int cli_fault(const struct fault *fault);
/* The message and how the command is used, on stderr; returns EXIT_USAGE. */
int cli_usage(const struct command *c, enum msg msg, const char *arg);
/* The message in the terminal's language and a line break; the text fills its %s. */
void cli_say(FILE *to, enum msg msg, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* The text on stdout, filled up with blanks to so many columns of a terminal, and two more. */
void cli_column(const char *text, size_t columns);
/* The file, or standard input for "-", added to b; no more than `most` bytes and what was read with the last of them.
 * ERR_NOT_FOUND */
enum err cli_read_file(const char *path, size_t most, struct buf *b, struct fault *fault);

/* Takes the command's options out of argv into *out, which the caller has filled with defaults; "--" ends
 * them. What is left are the arguments: at least `least` and at most `most` of them. False: it has said what
 * is wrong; return EXIT_USAGE. */
bool cli_options(const struct command *c, void *out, int *argc, char **argv, int least, int most);
/* Takes "--name VALUE" or "--name=VALUE" (or the switch "--name", when value is NULL) out of argv. False: not
 * there. A missing value gives *value = "". */
bool cli_take(int *argc, char **argv, const char *name, const char **value);

/* Who may sign in to a demo folder, and with which password; on stdout. */
void cli_demo_logins(void);
/* The data folder of a command that changes what is there: MSG_DATA_NONE when it holds no database, so that a
 * misspelt --data makes no new factory. Else as app_open. */
enum err cli_open(struct app *app, const struct config *config, enum store_mode mode, struct fault *fault);

#endif
