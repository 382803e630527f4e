/* import_undo.c - see import_undo.h. */
#include "cli/import_undo.h"

#include <string.h>

#include "domain/import_undo.h"

enum { RUNS_SHOWN = 100, NAME_COLUMNS = 30 };

static void put_run(const struct import_record *r)
{
	char time[32];

	printf("%5lld  %.16s  %-8s  ", (long long)r->id, clock_rfc3339(r->time, time), r->kind);
	cli_column(r->name, NAME_COLUMNS);
	printf("%s %lld, %s %lld", msg_text(MSG_IMPORT_NEW, cli_lang()), (long long)r->created,
		msg_text(MSG_IMPORT_CHANGED, cli_lang()), (long long)r->changed);
	if (r->undone_at != NONE)
		printf("  [%s]", msg_text(MSG_UNDO_DONE_SHORT, cli_lang()));
	putchar('\n');
}

int cli_import_runs(const struct config *config)
{
	struct fault fault = {0};
	struct arena arena;
	struct list all;
	struct app app;
	struct db *db;
	enum err err = cli_open(&app, config, STORE_READ, &fault);

	if (err != OK)
		return cli_fault(&fault);
	arena_init(&arena);
	db = store_reader(app.store);
	err = store_import_list(db, &arena, NONE, RUNS_SHOWN, &all);
	store_reader_return(app.store, db);
	for (size_t i = 0; err == OK && i < all.n; i++)
		put_run(list_at(&all, i, sizeof(struct import_record)));
	if (err != OK)
		fault_set(&fault, err, MSG_IO, "import_run");
	arena_release(&arena);
	app_close(&app);
	return err == OK ? EXIT_GOOD : cli_fault(&fault);
}

static void put_report(const struct import_undo *u, bool done)
{
	for (size_t i = 0; i < u->rows.n; i++)
		cli_import_row(list_at(&u->rows, i, sizeof(struct import_row)));
	cli_say(stdout, done ? MSG_UNDO_APPLIED : MSG_UNDO_SUM, "%lld", (long long)u->undone);
}

int cli_import_undo(const struct config *config, int64_t run, bool apply, bool partial)
{
	struct import_undo undo = {.run_id = run, .apply = apply, .partial = partial};
	struct fault fault = {0};
	struct arena arena;
	struct store_job job = {.fn = domain_import_undo,
		.ctx = &undo,
		.actor = {NONE, "jixiu import"},
		.arena = &arena,
		.fault = &fault};
	struct app app;
	enum err err = cli_open(&app, config, STORE_WRITE, &fault);

	if (err != OK)
		return cli_fault(&fault);
	arena_init(&arena);
	err = store_write(app.store, &job);
	if (undo.finished)
		put_report(&undo, err == OK);
	if (err == ERR_NOT_FOUND)
		fault_set(&fault, err, MSG_NOT_FOUND, NULL);
	arena_release(&arena);
	app_close(&app);
	if (err == OK || !undo.finished || apply)
		return err == OK ? EXIT_GOOD : cli_fault(&fault);
	cli_say(stdout, MSG_UNDO_DRY, " ");
	return undo.refused && !partial ? EXIT_FAULT : EXIT_GOOD;
}
