/* import.c - jixiu import: a factory's own lists, first tried, then brought in. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/csv.h"
#include "base/utf8.h"
#include "cli/cli.h"
#include "cli/import_undo.h"
#include "domain/import.h"
#include "store/folder.h"

enum { MAPS_MAX = 40, TITLE_COLUMNS = 48 };

struct args {
	bool apply, skip_errors;
	const char *bin, *sheet, *head;
	struct import_map maps[MAPS_MAX];
	size_t map_n;
};

static const struct cli_option options[] = {
	{"apply", NULL, "bring it in; without this nothing is changed", offsetof(struct args, apply)},
	{"skip-errors", NULL, "with --apply: leave the refused rows out and bring in the others",
		offsetof(struct args, skip_errors)},
	{"map", "THEIRS=OURS", "a column of the file is this field of ours; may be given several times", 0},
	{"sheet", "NAME", "of a workbook; without this the one whose heading fits best",
		offsetof(struct args, sheet)},
	{"head", "ROW", "where the heading is; without this it is found in the first 20 rows",
		offsetof(struct args, head)},
	{"bin", "CODE", "parts: where those lie that name no bin", offsetof(struct args, bin)},
	{.name = NULL},
};

/* --map stands any number of times; taken before the other options are. */
static int take_maps(struct args *args, int what, int *argc, char **argv)
{
	const struct import_column *columns = import_columns(what);
	const char *value;

	while (cli_take(argc, argv, "--map", &value)) {
		struct import_map *m = &args->maps[args->map_n];
		const char *ours = strrchr(value, '=');
		int c = 0;

		if (!ours || ours == value || args->map_n == MAPS_MAX)
			return cli_usage(&command_import, MSG_OPTION_BAD, "map");
		*m = (struct import_map){strndup(value, (size_t)(ours - value)), ours + 1};
		args->map_n++;
		while (columns[c].name && strcmp(columns[c].name, m->ours) != 0)
			c++;
		if (!columns[c].name)
			return cli_usage(&command_import, MSG_IMPORT_NO_FIELD, m->ours);
	}
	return EXIT_GOOD;
}

/* ---- the report ---- */

/* The first line of the text, cut to so many columns of a terminal. */
static void put_title(const char *text)
{
	size_t len = strcspn(text, "\r\n"), width = utf8_width(text, len), n = utf8_count(text, len);

	while (width > TITLE_COLUMNS) {
		len = utf8_cut(text, len, --n);
		width = utf8_width(text, len);
	}
	printf(" %.*s%s", (int)len, text, text[len] ? "…" : "");
}

static void put_fault(const struct fault *f)
{
	char text[512];

	if (!f->n)
		printf(": %s", msg_format(text, sizeof(text), f->msg, cli_lang(), f->arg));
	for (size_t i = 0; i < f->n; i++)
		printf("%s %s: %s", i ? ";" : ":", f->fields[i].name,
			msg_format(text, sizeof(text), f->fields[i].msg, cli_lang(), f->fields[i].arg));
}

void cli_import_row(const struct import_row *row)
{
	static const enum msg words[] = {
		MSG_IMPORT_NEW, MSG_IMPORT_CHANGED, MSG_IMPORT_SAME, MSG_IMPORT_ERROR};
	const char *word = msg_text(words[row->verdict], cli_lang());

	printf("%7lld  %s%*s %s", (long long)row->number, word, (int)(8 - utf8_width(word, strlen(word)) % 8),
		"", row->key ? row->key : "");
	if (row->title)
		put_title(row->title);
	if (row->detail)
		printf("  [%s]", row->detail);
	if (row->fault)
		put_fault(row->fault);
	putchar('\n');
}

static void put_columns(const struct import *in)
{
	if (in->sheet_read)
		cli_say(stdout, MSG_IMPORT_SHEET, "%s", in->sheet_read);
	else
		cli_say(stdout, MSG_IMPORT_READ, "%s", in->encoding ? in->encoding : "?");
	for (size_t i = 0; i < in->columns.n; i++) {
		const struct import_map *m = list_at(&in->columns, i, sizeof(*m));

		printf("  %s = %s\n", m->theirs, m->ours);
	}
	for (size_t i = 0; i < in->unused.n; i++)
		cli_say(stdout, MSG_IMPORT_UNUSED, "%s",
			*(const char **)list_at(&in->unused, i, sizeof(char *)));
}

static void put_report(const struct import *in, bool quiet)
{
	static const enum msg words[] = {
		MSG_IMPORT_NEW, MSG_IMPORT_CHANGED, MSG_IMPORT_SAME, MSG_IMPORT_ERROR};

	put_columns(in);
	for (size_t i = 0; i < in->rows.n; i++) {
		const struct import_row *row = list_at(&in->rows, i, sizeof(*row));

		if (!quiet || row->verdict == IMPORT_ERROR)
			cli_import_row(row);
	}
	for (int v = 0; v < IMPORT_VERDICTS; v++)
		printf("%s%s %lld", v ? ", " : "", msg_text(words[v], cli_lang()), (long long)in->counts[v]);
	putchar('\n');
}

/* ---- running it ---- */

static enum err run_job(struct store *s, struct import *in, struct arena *a, struct fault *fault)
{
	struct store_job job = {
		.fn = domain_import, .ctx = in, .actor = {NONE, "jixiu import"}, .arena = a, .fault = fault};

	return store_write(s, &job);
}

/* On a copy of the database: what is told is what would happen, and a running server is not disturbed. */
static enum err try_out(const struct config *config, struct import *in, struct arena *a, struct fault *fault)
{
	const char *tmp = getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp";
	char *dir = arena_printf(a, "%s/jixiu-import-XXXXXX", tmp);
	struct store *store = NULL;
	enum err err = OK;

	if (!mkdtemp(dir))
		return fault_set(fault, ERR_IO, MSG_FILE_WRITE, tmp);
	if (access(arena_printf(a, "%s/jixiu.db", config->data), F_OK) == 0) {
		err = store_open(config->data, STORE_READ, &store, fault);
		if (err == OK)
			err = store_copy(store, arena_printf(a, "%s/jixiu.db", dir), fault);
		store_close(store);
	}
	if (err == OK)
		err = store_open(dir, STORE_WRITE, &store, fault);
	if (err == OK) {
		err = run_job(store, in, a, fault);
		store_close(store);
	}
	folder_remove(dir);
	return err;
}

static enum err apply(const struct config *config, struct import *in, struct arena *a, struct fault *fault)
{
	struct app app;
	enum err err = app_open(&app, config, STORE_WRITE, fault);

	if (err != OK)
		return err;
	err = run_job(app.store, in, a, fault);
	app_close(&app);
	return err;
}

static int import(const struct config *config, struct import *in, const char *path)
{
	struct fault fault = {0};
	struct arena arena;
	struct buf file;
	enum err err;
	int status = EXIT_GOOD;

	arena_init(&arena);
	buf_init(&file);
	err = cli_read_file(path, CSV_FILE_MAX + 1, &file, &fault);
	in->data = file.data;
	in->len = file.len;
	if (err == OK)
		err = import_prepare(in, &arena, &fault);
	if (err == OK)
		err = in->apply ? apply(config, in, &arena, &fault) : try_out(config, in, &arena, &fault);
	if (in->finished)
		put_report(in, config->quiet);
	if (err == OK)
		cli_say(stdout, MSG_IMPORT_DONE, " ");
	else if (in->finished && !in->apply)
		cli_say(stdout, MSG_IMPORT_DRY, " ");
	else
		status = cli_fault(&fault);
	if (in->counts[IMPORT_ERROR] && !(err == OK && in->skip_errors))
		status = EXIT_FAULT;
	buf_release(&file);
	arena_release(&arena);
	return status;
}

/* runs, undo RUN */
static int past(const struct config *config, int argc, char **argv)
{
	bool undo = strcmp(argv[1], "undo") == 0;
	struct args args = {0};
	char *end;
	int64_t id;

	if (!cli_options(&command_import, &args, &argc, argv, undo ? 2 : 1, undo ? 2 : 1))
		return EXIT_USAGE;
	if (!undo)
		return cli_import_runs(config);
	id = strtoll(argv[2], &end, 10);
	if (*end || id <= 0)
		return cli_usage(&command_import, MSG_CLI_EXTRA, argv[2]);
	return cli_import_undo(config, id, args.apply, args.skip_errors);
}

static int run(const struct config *config, int argc, char **argv)
{
	struct args args = {0};
	struct import in = {0};
	int what = argc > 1 ? names_find(import_whats, argv[1]) : -1, status;

	if (argc > 1 && (strcmp(argv[1], "runs") == 0 || strcmp(argv[1], "undo") == 0))
		return past(config, argc, argv);
	/* The kind stands first: which fields --map may name depends on it. */
	if (what < 0)
		return argc > 1 ? cli_usage(&command_import, MSG_CLI_EXTRA, argv[1])
				: cli_usage(&command_import, MSG_CLI_TOO_FEW, NULL);
	status = take_maps(&args, what, &argc, argv);
	if (status == EXIT_GOOD && !cli_options(&command_import, &args, &argc, argv, 2, 2))
		status = EXIT_USAGE;
	if (status == EXIT_GOOD) {
		in.what = what;
		in.maps = args.maps;
		in.map_n = args.map_n;
		in.apply = args.apply;
		in.skip_errors = args.skip_errors;
		in.bin = args.bin;
		in.name = strrchr(argv[2], '/') ? strrchr(argv[2], '/') + 1 : argv[2];
		in.sheet = args.sheet;
		in.head_row = args.head ? strtoll(args.head, NULL, 10) : 0;
		status = import(config, &in, argv[2]);
	}
	for (size_t i = 0; i < args.map_n; i++)
		free((char *)(uintptr_t)args.maps[i].theirs);
	return status;
}

const struct command command_import = {
	.name = "import",
	.run = run,
	.usage = "machines FILE [--apply] …\n"
		 "parts FILE [--apply] …\n"
		 "repairs FILE [--apply] …\n"
		 "plans FILE [--apply] …\n"
		 "runs\n"
		 "undo RUN [--apply] [--skip-errors]\n",
	.summary = "bring in equipment, parts, past repairs or plans from Excel, CSV or JSON Lines",
	.help = "Without --apply it is a dry run: each row with what would happen (new, changed and in which "
		"columns,\n"
		"same, error and why), on a copy of the database, also while a server runs. With --apply it "
		"all\n"
		"happens in one transaction; one refused row refuses everything, unless --skip-errors. FILE "
		"- is\n"
		"standard input. --quiet tells only refused rows and the sums.\n"
		"FILE is an Excel workbook (.xlsx), CSV or JSON Lines, told apart by what is in it; titles "
		"above the\n"
		"heading are passed over. CSV may be UTF-8 or GB18030, separated by comma, semicolon or tab; "
		"columns are found by "
		"their\n"
		"headings in Chinese or English (jixiu(1) lists them), others through --map. An empty cell "
		"changes\n"
		"nothing. A second import of the same file changes nothing.\n"
		"runs lists what was brought in; undo puts one of them back: what it made is taken away, "
		"what "
		"it\nchanged is as before. Rows that were changed or used since refuse that, unless "
		"--skip-errors.\n",
	.options = options,
};
