/* plans.c - jixiu plans: what planned maintenance is due, and its tickets made now. */
#include <inttypes.h>
#include <string.h>

#include "cli/cli.h"
#include "domain/compliance.h"
#include "domain/plan_outlook.h"
#include "domain/planner.h"

enum { AHEAD_DAYS = 31, BEHIND_DAYS = 400, ROWS_MOST = 5000 };

static void print_due(const struct due_row *r, int64_t today)
{
	char day[16];

	snprintf(day, sizeof(day), "%04d-%02d-%02d", (int)(r->due.due_day / 10000),
		(int)(r->due.due_day / 100 % 100), (int)(r->due.due_day % 100));
	cli_column(day, 10);
	cli_column(r->projected ? "later" : due_standings[due_standing(&r->due, today)], 8);
	cli_column(r->machine_code ? r->machine_code : r->machine_name, 12);
	printf("%s", r->plan_name);
	if (r->due.ticket_id != NONE)
		printf("  #%" PRId64, r->due.ticket_id);
	printf("\n");
}

static enum err list(struct app *app, struct arena *a, struct fault *fault)
{
	struct db *db = store_reader(app->store);
	int64_t today = clock_day_of(clock_now_ms());
	struct due_filter f;
	struct list rows;
	enum err err;

	due_filter_none(&f);
	f.from_day = clock_day_add(today, -BEHIND_DAYS);
	f.to_day = clock_day_add(today, AHEAD_DAYS);
	f.today = today;
	f.limit = ROWS_MOST;
	err = plan_outlook(db, a, &f, NULL, &rows);
	for (size_t i = 0; err == OK && i < rows.n; i++) {
		const struct due_row *r = list_at(&rows, i, sizeof(*r));

		if (r->due.state == DUE_WAITING || r->due.state == DUE_OPEN)
			print_due(r, today);
	}
	if (err != OK)
		db_fault(db, err, fault);
	store_reader_return(app->store, db);
	return err;
}

static int run(const struct config *config, int argc, char **argv)
{
	struct app app;
	struct arena arena;
	struct fault fault = {0};
	int64_t made = 0;
	bool make;
	enum err err;

	if (!cli_options(&command_plans, NULL, &argc, argv, 0, 1))
		return EXIT_USAGE;
	make = argc > 1 && strcmp(argv[1], "run") == 0;
	if (argc > 1 && !make && strcmp(argv[1], "list") != 0)
		return cli_usage(&command_plans, MSG_CLI_EXTRA, argv[1]);
	if (cli_open(&app, config, make ? STORE_WRITE : STORE_READ, &fault) != OK)
		return cli_fault(&fault);
	arena_init(&arena);
	err = make ? planner_run(app.store, 0, &made, &fault) : list(&app, &arena, &fault);
	if (err == OK && make)
		cli_say(stdout, MSG_PLAN_RUN, "%" PRId64, made);
	arena_release(&arena);
	app_close(&app);
	return err == OK ? EXIT_GOOD : cli_fault(&fault);
}

const struct command command_plans = {
	.name = "plans",
	.run = run,
	.usage = "[list]\nrun",
	.summary = "planned maintenance: what is due, and its tickets",
	.help = "list shows what is overdue and what falls due in the next month; it works while a server "
		"runs.\n"
		"run makes the tickets whose time has come, as the server does by itself every ten minutes;\n"
		"nothing is made twice.\n",
};
