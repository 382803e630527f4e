/* user.c - jixiu user: people's accounts from the terminal. */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

#include "base/token.h"
#include "base/utf8.h"
#include "cli/cli.h"
#include "domain/account.h"

struct args {
	const char *name, *role, *lang, *password;
	bool prompt, random;
};

static const struct cli_option options[] = {
	{"name", "TEXT", "add: the person's name", offsetof(struct args, name)},
	{"role", "ROLE", "add: technician, storekeeper, manager or admin", offsetof(struct args, role)},
	{"user-lang", "LANG", "add: zh or en, the language this person reads", offsetof(struct args, lang)},
	{"password", "TEXT", "add, passwd: the password; other users of this machine may see it",
		offsetof(struct args, password)},
	{"prompt", NULL, "add, passwd: ask for it, or read one line where there is no terminal (usual)",
		offsetof(struct args, prompt)},
	{"random", NULL, "add, passwd: make one and print it", offsetof(struct args, random)},
	{.name = NULL},
};

/* ---- the password ---- */

enum { TYPED_SIZE = 256 };

/* One line without its end; false at the end of the input. */
static bool read_line(char out[TYPED_SIZE])
{
	if (!fgets(out, TYPED_SIZE, stdin))
		return false;
	out[strcspn(out, "\r\n")] = 0;
	return true;
}

static void leaving_signals(sigset_t *s)
{
	sigemptyset(s);
	sigaddset(s, SIGINT);
	sigaddset(s, SIGTERM);
	sigaddset(s, SIGHUP);
}

/* Waits for a line, or for somebody who wants out: the terminal must not stay silent behind them. */
static bool wait_line(const sigset_t *out)
{
	struct pollfd fds[2] = {{.fd = STDIN_FILENO, .events = POLLIN}, {.events = POLLIN}};
	bool typed;

	fds[1].fd = signalfd(-1, out, SFD_CLOEXEC);
	while (poll(fds, 2, -1) < 0 && errno == EINTR)
		;
	typed = !fds[1].revents;
	if (fds[1].fd >= 0)
		close(fds[1].fd);
	return typed;
}

static bool read_hidden(enum msg question, char out[TYPED_SIZE])
{
	struct termios old, quiet;
	sigset_t signals;
	char text[128];
	bool ok;

	leaving_signals(&signals);
	tcgetattr(STDIN_FILENO, &old);
	quiet = old;
	quiet.c_lflag &= ~(tcflag_t)ECHO;
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
	fprintf(stderr, "%s ", msg_format(text, sizeof(text), question, cli_lang(), NULL));
	ok = wait_line(&signals) && read_line(out);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &old);
	fputc('\n', stderr);
	return ok;
}

static enum err ask(char out[TYPED_SIZE], struct fault *fault)
{
	char again[TYPED_SIZE];

	out[0] = 0;
	if (!isatty(STDIN_FILENO))
		return read_line(out) ? OK : fault_field(fault, "password", MSG_F_REQUIRED, NULL);
	if (!read_hidden(MSG_USER_ASK, out) || !read_hidden(MSG_USER_ASK_AGAIN, again))
		return fault_field(fault, "password", MSG_F_REQUIRED, NULL);
	return strcmp(out, again) == 0 ? OK : fault_field(fault, "password", MSG_USER_ASK_DIFFER, NULL);
}

/* The hash of the password that was given, typed or made; a made one is in *made, to be printed when all is
 * saved. */
static enum err get_password(const struct args *args, char made[20], char *hash, struct fault *fault)
{
	char typed[TYPED_SIZE];
	const char *password = args->password;
	enum err err = OK;

	made[0] = 0;
	if (args->random) {
		token_password(made);
		password = made;
	} else if (!password) {
		err = ask(typed, fault);
		password = typed;
	}
	if (err == OK)
		err = domain_password_check(password, fault);
	if (err == OK && !token_password_hash(password, hash))
		err = fault_set(fault, ERR_BUSY, MSG_BUSY, NULL);
	return err;
}

/* ---- changes ---- */

struct change {
	const char *verb;
	struct account account; /* add: all of it; else the login, and the password when it changes */
};

static enum err add(struct tx *tx, struct change *c)
{
	int64_t n = 0;
	enum err err = store_account_count(tx->db, &n);

	/* The first start makes an administrator only while there is nobody at all. */
	if (err == OK && n == 0 && strcmp(c->account.role, "admin") != 0)
		return fault_set(tx->fault, ERR_CONFLICT, MSG_USER_FIRST, NULL);
	return err == OK ? domain_account_add(tx, &c->account) : err;
}

static enum err change(struct tx *tx, void *ctx)
{
	struct change *c = ctx;
	struct account a;
	enum err err;

	if (strcmp(c->verb, "add") == 0)
		return add(tx, c);
	err = store_account_by_login(tx->db, tx->arena, c->account.login, &a);
	if (err == ERR_NOT_FOUND)
		return fault_set(tx->fault, err, MSG_USER_NONE, c->account.login);
	if (err != OK)
		return err;
	if (strcmp(c->verb, "passwd") == 0)
		a.password = c->account.password;
	else
		a.disabled = strcmp(c->verb, "disable") == 0;
	return domain_account_put(tx, &a, a.version);
}

static enum err check_new(const struct account *a, struct fault *fault)
{
	enum err err = domain_account_check(a, fault);

	if (!a->name)
		err = fault_field(fault, "name", MSG_F_REQUIRED, NULL);
	else if (!utf8_clean(a->name, strlen(a->name)) || !*a->name)
		err = fault_field(fault, "name", MSG_F_UTF8, NULL);
	else if (utf8_count(a->name, strlen(a->name)) > 80)
		err = fault_field(fault, "name", MSG_F_LONG, "80");
	if (!a->role)
		err = fault_field(fault, "role", MSG_F_REQUIRED, NULL);
	return err;
}

static int change_account(
	const struct config *config, const char *verb, const char *login, const struct args *args)
{
	struct app app;
	struct arena arena;
	struct fault fault = {0};
	struct change c = {
		verb, {.login = login, .name = args->name, .role = args->role, .lang = args->lang}};
	struct store_job job = {
		.fn = change, .ctx = &c, .actor = {NONE, "jixiu user"}, .arena = &arena, .fault = &fault};
	char hash[PASSWORD_HASH_SIZE], made[20] = "";
	sigset_t signals, before;
	bool adds = strcmp(verb, "add") == 0;
	enum err err = adds ? check_new(&c.account, &fault) : OK;

	/* Before there are other threads, which inherit it: a signal while somebody types is for the prompt. */
	leaving_signals(&signals);
	pthread_sigmask(SIG_BLOCK, &signals, &before);
	/* The folder first: nobody should think up a password for a server that is running. */
	if (err != OK || cli_open(&app, config, STORE_WRITE, &fault) != OK)
		return cli_fault(&fault);
	arena_init(&arena);
	if (adds || strcmp(verb, "passwd") == 0) {
		err = get_password(args, made, hash, &fault);
		c.account.password = hash;
	}
	/* One that came meanwhile takes effect here. */
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (err == OK)
		err = store_write(app.store, &job);
	arena_release(&arena);
	app_close(&app);
	if (err == ERR_STALE)
		fault_set(&fault, err, MSG_STALE, NULL);
	if (err != OK)
		return cli_fault(&fault);
	if (*made)
		printf("login=%s password=%s\n", login, made);
	return EXIT_GOOD;
}

/* ---- list ---- */

static int list(const struct config *config)
{
	struct app app;
	struct arena arena;
	struct fault fault = {0};
	struct list all = {0};
	struct db *db;
	enum err err = cli_open(&app, config, STORE_READ, &fault);

	if (err != OK)
		return cli_fault(&fault);
	arena_init(&arena);
	db = store_reader(app.store);
	err = store_account_list(db, &arena, &all);
	if (err != OK)
		fault_set(&fault, err, MSG_IO, db_error(db));
	store_reader_return(app.store, db);
	for (size_t i = 0; i < all.n; i++) {
		const struct account *a = list_at(&all, i, sizeof(*a));

		cli_column(a->login, 20);
		cli_column(a->role, 12);
		cli_column(a->disabled ? "disabled" : "enabled", 8);
		printf("%s\n", a->name);
	}
	arena_release(&arena);
	app_close(&app);
	return err == OK ? EXIT_GOOD : cli_fault(&fault);
}

static int run(const struct config *config, int argc, char **argv)
{
	static const char *const verbs[] = {"add", "passwd", "disable", "enable", NULL};
	struct args args = {0};

	if (!cli_options(&command_user, &args, &argc, argv, 1, 2))
		return EXIT_USAGE;
	if (strcmp(argv[1], "list") == 0)
		return argc == 2 ? list(config) : cli_usage(&command_user, MSG_CLI_EXTRA, argv[2]);
	if (names_find(verbs, argv[1]) < 0)
		return cli_usage(&command_user, MSG_CLI_EXTRA, argv[1]);
	if (argc < 3)
		return cli_usage(&command_user, MSG_CLI_TOO_FEW, NULL);
	if (!!args.password + args.prompt + args.random > 1)
		return cli_usage(&command_user, MSG_USER_ONE_WAY, NULL);
	return change_account(config, argv[1], argv[2], &args);
}

const struct command command_user = {
	.name = "user",
	.run = run,
	.usage = "add LOGIN --name TEXT --role ROLE [--prompt | --random | --password TEXT]\n"
		 "list\n"
		 "passwd LOGIN [--prompt | --random | --password TEXT]\n"
		 "disable LOGIN\n"
		 "enable LOGIN\n",
	.summary = "accounts: add, list, new password, disable, enable",
	.help = "A login is 2 to 40 of a-z 0-9 . _ -, a password has 8 to 128 characters. A new password or "
		"a\n"
		"disabled account ends what was signed in. There is always one enabled administrator.\n"
		"list works while a server runs; the others need it stopped (or are done in the app).\n",
	.options = options,
};
