/* tell.c - jixiu tell: where messages go outside, and does a test arrive there? */
#include <inttypes.h>
#include <string.h>

#include "cli/cli.h"
#include "domain/channel.h"

static void print_channel(struct arena *a, const struct channel *c)
{
	printf("%4" PRId64 "  %-8s  %-3s  %s  %s\n", c->id, channel_kinds[c->kind], c->enabled ? "on" : "off",
		c->name, channel_target(a, c));
}

/* By number, else by name. */
static const struct channel *named(const struct list *all, const char *what)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct channel *c = list_at(all, i, sizeof(*c));
		char number[24];

		snprintf(number, sizeof(number), "%" PRId64, c->id);
		if (strcmp(number, what) == 0 || strcmp(c->name, what) == 0)
			return c;
	}
	return NULL;
}

static int send_test(struct app *app, struct arena *a, const struct channel *c, struct fault *fault)
{
	struct robot_text text;
	struct message m = {.id = 1, .key = arena_printf(a, "jixiu-test-%" PRId64, clock_now_ms())};
	struct courier_answer *got = arena_new(a, struct courier_answer);
	struct courier_request request;
	struct tell_allow allow;
	struct courier *courier;
	struct robot_says says;

	if (domain_tell_allow(app->config.tell_hosts, app->config.tell_ca, &allow, fault) != OK)
		return cli_fault(fault);
	robot_text_test(a, c->kind, lang_parse(c->lang, app_lang(app)), NULL, &text);
	m.subject = text.subject;
	m.body = text.body;
	robot_request(a, c, &m, clock_now_ms(), &request);
	request.timeout_ms = 15 * SECOND_MS;
	courier = courier_new(allow.all, allow.ca);
	courier_send(courier, &request);
	while (!courier_wait(courier, 1000, got))
		continue;
	says = robot_answer(a, c, got);
	courier_free(courier);
	domain_tell_allow_free(&allow);
	if (says.verdict == VERDICT_SENT) {
		cli_say(stdout, MSG_TELL_ARRIVED, "%s", c->name);
		return EXIT_GOOD;
	}
	fault_set(fault, ERR_IO, says.fault, NULL);
	cli_fault(fault);
	if (says.detail)
		fprintf(stderr, "  %s\n", says.detail);
	return EXIT_FAULT;
}

static int ask(struct app *app, int argc, char **argv, struct arena *a, struct fault *fault)
{
	struct db *db = store_reader(app->store);
	const struct channel *c;
	struct list all;
	enum err err = store_channel_list(db, a, &all);

	store_reader_return(app->store, db);
	if (err != OK) {
		fault_set(fault, err, MSG_IO, "");
		return cli_fault(fault);
	}
	if (argc < 3) {
		for (size_t i = 0; i < all.n; i++)
			print_channel(a, list_at(&all, i, sizeof(struct channel)));
		if (!all.n)
			cli_say(stdout, MSG_TELL_NO_CHANNELS, " ");
		return EXIT_GOOD;
	}
	c = named(&all, argv[2]);
	if (!c) {
		fault_set(fault, ERR_NOT_FOUND, MSG_TELL_NO_CHANNEL, argv[2]);
		return cli_fault(fault);
	}
	return send_test(app, a, c, fault);
}

static int run(const struct config *config, int argc, char **argv)
{
	struct app app;
	struct fault fault = {0};
	struct arena arena;
	int status;

	if (!cli_options(&command_tell, NULL, &argc, argv, 1, 2))
		return EXIT_USAGE;
	if (strcmp(argv[1], argc > 2 ? "test" : "list") != 0)
		return strcmp(argv[1], "test") == 0 ? cli_usage(&command_tell, MSG_CLI_TOO_FEW, NULL)
						    : cli_usage(&command_tell, MSG_CLI_EXTRA, argv[1]);
	if (cli_open(&app, config, STORE_READ, &fault) != OK)
		return cli_fault(&fault);
	arena_init(&arena);
	status = ask(&app, argc, argv, &arena, &fault);
	arena_release(&arena);
	app_close(&app);
	return status;
}

const struct command command_tell = {
	.name = "tell",
	.run = run,
	.usage = "list\n"
		 "test CHANNEL",
	.summary = "where messages go outside, and a test there",
	.help = "list shows the channels; test sends one of them, by number or name, a test message at once, "
		"also\n"
		"while it is off, and says what came of it. Works while a server runs; nothing is written "
		"down.\n",
};
