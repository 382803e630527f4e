/* suggest.c - jixiu suggest: what fixed something like this before. */
#include <inttypes.h>

#include "cli/cli.h"
#include "domain/suggestion.h"
#include "store/asset.h"

struct options {
	const char *machine, *code;
};
static const struct cli_option options[] = {
	{"machine", "NUMBER", "the machine that failed", offsetof(struct options, machine)},
	{"code", "CODE", "the fault code it shows", offsetof(struct options, code)},
	{.name = NULL},
};

static void print_case(const char *indent, const struct repair_case *c)
{
	char when[20];

	printf("%s#%" PRId64 "  %s  %s  %s", indent, c->ticket_id, clock_format(c->time, when),
		c->machine_code ? c->machine_code : c->machine_name, c->symptom);
	if (c->action)
		printf(" → %s", c->action);
	if (c->import_ref)
		printf("  [%s]", c->import_ref);
	printf("\n");
}

static void print_fix(int n, const struct suggested_fix *f)
{
	char cases[24], text[120];

	snprintf(cases, sizeof(cases), "%" PRId64, f->cases);
	msg_format(text, sizeof(text), MSG_SUGGEST_CASES, cli_lang(), cases);
	printf("%d. %3.0f %%  %s (%s", n, f->probability * 100, f->label, text);
	cli_say(stdout, MSG_SUGGEST_HERE, "%" PRId64, f->cases_here);
	for (size_t i = 0; i < f->evidence.n; i++)
		print_case("        ", list_at(&f->evidence, i, sizeof(struct repair_case)));
	for (size_t i = 0; i < f->parts.n; i++) {
		const struct suggested_part *p = list_at(&f->parts, i, sizeof(*p));

		printf("        %s %s: %" PRId64 "/%" PRId64, p->code, p->name, p->cases, p->of);
		cli_say(stdout, MSG_SUGGEST_STOCK, "%" PRId64 "%s%s", p->stock_qty / 1000, p->unit ? " " : "",
			p->unit ? p->unit : "");
	}
}

static void print_answer(const struct suggestion *s)
{
	static const enum msg verdicts[] = {
		MSG_SUGGEST_NOTHING, MSG_SUGGEST_SIMILAR, MSG_SUGGEST_POSSIBLE, MSG_SUGGEST_LIKELY};

	cli_say(stdout, verdicts[s->verdict], " ");
	for (size_t i = 0; i < s->fixes.n; i++)
		print_fix((int)i + 1, list_at(&s->fixes, i, sizeof(struct suggested_fix)));
	if (s->fixes.n || !s->records.n)
		return;
	for (size_t i = 0; i < s->records.n; i++)
		print_case("   ", list_at(&s->records, i, sizeof(struct repair_case)));
}

static int ask(struct app *app, const struct options *o, const char *text, struct fault *fault)
{
	struct suggestion_query q = {
		.text = text, .fault_code = o->code, .machine_id = NONE, .max_fixes = 5, .lang = cli_lang()};
	struct suggestion answer;
	struct asset machine;
	struct arena arena;
	struct db *db;
	enum err err = OK;

	arena_init(&arena);
	app->knowledge = knowledge_build(app->store, 0);
	db = store_reader(app->store);
	if (o->machine)
		err = store_asset_by_code(db, &arena, o->machine, &machine);
	if (err == ERR_NOT_FOUND)
		fault_set(fault, ERR_NOT_FOUND, MSG_SUGGEST_MACHINE, o->machine);
	if (err == OK && o->machine) {
		q.machine_id = machine.id;
		q.model = machine.model;
	}
	if (err == OK)
		err = domain_suggest(app->knowledge, db, &arena, &q, &answer);
	if (err == OK)
		print_answer(&answer);
	store_reader_return(app->store, db);
	arena_release(&arena);
	return err == OK ? EXIT_GOOD : cli_fault(fault);
}

static int run(const struct config *config, int argc, char **argv)
{
	struct app app;
	struct options o = {0};
	struct fault fault = {0};
	int status;

	if (!cli_options(&command_suggest, &o, &argc, argv, 1, 1))
		return EXIT_USAGE;
	if (cli_open(&app, config, STORE_READ, &fault) != OK)
		return cli_fault(&fault);
	status = ask(&app, &o, argv[1], &fault);
	app_close(&app);
	return status;
}

const struct command command_suggest = {
	.name = "suggest",
	.run = run,
	.usage = "TEXT [--machine NUMBER] [--code CODE]",
	.summary = "what fixed something like this before",
	.help = "Ranks the fixes of past repairs for a fault as somebody would say it, with the past tickets "
		"as\n"
		"evidence, the parts they took and what of them is in stock. A repair on the same machine\n"
		"weighs more. Says so when nothing similar is known. Works while a server runs.\n",
	.options = options,
};
