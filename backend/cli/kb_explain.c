/* kb_explain.c - jixiu kb explain: the features, weights and products behind one ranking. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "cli/cli.h"
#include "cli/kb.h"
#include "cli/kb_folder.h"
#include "domain/fix.h"
#include "domain/fix_follow.h"
#include "domain/knowledge.h"
#include "store/asset.h"

enum { SHOWN = 5 };

static void print_fixes(const struct kb_answer *a)
{
	for (size_t i = 0; i < a->n_fixes && i < SHOWN; i++) {
		const struct kb_fix *f = &a->fixes[i];

		printf("%zu. %5.1f %%  %s  (%u)", i + 1, f->probability * 100, f->label, f->cases);
		for (size_t w = 0; w < f->n_words; w++)
			printf("%s%s", w ? " " : "  ", f->words[w]);
		printf("\n");
	}
	cli_say(stdout, MSG_KB_NONE, "%.1f %%", a->none * 100);
}

/* A row for every feature: its weight, then its value and what it adds for each of the fixes. */
static void print_features(const struct kb_answer *a)
{
	printf("\n%-10s %7s", "", "x");
	for (size_t i = 0; i < a->n_fixes && i < SHOWN; i++)
		printf("  %10zu.      ", i + 1);
	printf("\n");
	for (size_t k = 0; k < KB_FEATURES; k++) {
		printf("%-10s %7.3f", kb_piece_names[k], a->weights.of[k]);
		for (size_t i = 0; i < a->n_fixes && i < SHOWN; i++)
			printf("  %7.3f → %6.3f", a->fixes[i].features[k],
				a->fixes[i].features[k] * a->weights.of[k]);
		printf("\n");
	}
	printf("%-10s %7s", "=", "");
	for (size_t i = 0; i < a->n_fixes && i < SHOWN; i++)
		printf("  %16.3f", a->fixes[i].score);
	printf("\n");
}

static void print_answer(const struct kb_answer *a)
{
	cli_say(stdout, MSG_KB_EXPLAINED, "%.0f %%", a->explained * 100);
	if (!a->n_fixes)
		return;
	print_fixes(a);
	print_features(a);
}

/* What explaining one question of a folder needs while it is replayed. */
struct search {
	const struct kb_folder *folder;
	const char *name;
	bool found;
};

static void look(void *context, const struct kb *kb, size_t question, const struct kb_answer *a,
	const struct kb_judged *judged)
{
	struct search *s = context;
	const struct kb_question *q = &s->folder->questions[question];

	(void)kb;
	if (strcmp(q->name, s->name) != 0)
		return;
	s->found = true;
	printf("%s\n", q->query.text ? q->query.text : "");
	cli_say(stdout, MSG_KB_RIGHT, "%s (%d)", q->right, judged->place);
	print_answer(a);
}

int kb_explain_folder(const struct kb_options *o)
{
	struct arena arena;
	struct kb_folder folder;
	struct search search = {.folder = &folder, .name = o->query};
	struct fault fault = {0};
	enum err err;

	arena_init(&arena);
	err = kb_folder_read(o->what, o->part, &arena, &folder, &fault);
	if (err == OK) {
		struct kb *kb = kb_new();
		struct kb_judged *judged = arena_calloc(&arena, folder.n_questions, sizeof(*judged));
		struct kb_replay r = {
			.records = folder.records,
			.n_records = folder.n_records,
			.questions = folder.questions,
			.n_questions = folder.n_questions,
			.learn = !(o->pieces & 1u << KB_LEARNING),
			.answered = look,
			.context = &search,
		};

		kb_set_without(kb, o->pieces);
		kb_replay_run(kb, &r, judged);
		kb_free(kb);
		if (!search.found)
			err = fault_set(&fault, ERR_NOT_FOUND, MSG_KB_QUERY, o->query);
	}
	arena_release(&arena);
	return err == OK ? EXIT_GOOD : cli_fault(&fault);
}

/* The knowledge base of a plant knows fixes by their number; people by what they are called. */
static enum err name_fixes(struct db *db, struct arena *a, struct kb_answer *answer)
{
	for (size_t i = 0; i < answer->n_fixes && i < SHOWN; i++) {
		struct kb_fix *f = &answer->fixes[i];
		const int64_t id = fix_of_group(f->group);
		struct fix row;
		enum err err = id == NONE ? ERR_NOT_FOUND : store_fix_get(db, a, id, &row);

		if (err == OK)
			f->label = domain_fix_label(a, &row, cli_lang());
		else if (err != ERR_NOT_FOUND)
			return err;
	}
	return OK;
}

static enum err explain(struct app *app, const struct kb_options *o, struct arena *a, struct fault *fault)
{
	struct kb_query q = {.text = o->what, .code = o->code, .now_ms = clock_now_ms()};
	struct db *db = store_reader(app->store);
	struct kb_answer answer;
	struct asset machine;
	enum err err = o->machine ? store_asset_by_code(db, a, o->machine, &machine) : OK;

	if (err == ERR_NOT_FOUND)
		fault_set(fault, ERR_NOT_FOUND, MSG_SUGGEST_MACHINE, o->machine);
	if (err != OK) {
		store_reader_return(app->store, db);
		return err;
	}
	if (o->machine) {
		q.machine = machine.id;
		q.model = machine.model;
	}
	app->knowledge = knowledge_build(app->store, o->pieces);
	knowledge_suggest(app->knowledge, &q, a, &answer);
	err = name_fixes(db, a, &answer);
	store_reader_return(app->store, db);
	if (err == OK)
		print_answer(&answer);
	return err;
}

int kb_explain_plant(const struct config *config, const struct kb_options *o)
{
	struct app app;
	struct arena arena;
	struct fault fault = {0};
	enum err err;

	if (cli_open(&app, config, STORE_READ, &fault) != OK)
		return cli_fault(&fault);
	arena_init(&arena);
	err = explain(&app, o, &arena, &fault);
	arena_release(&arena);
	app_close(&app);
	return err == OK ? EXIT_GOOD : cli_fault(&fault);
}
