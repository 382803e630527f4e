/* export.c - jixiu export: everything that the plant owns, as files that others can read. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/csv.h"
#include "base/json.h"
#include "cli/cli.h"
#include "domain/export.h"
#include "domain/import.h"
#include "store/folder.h"

enum { FLUSH = 1 << 20 };

struct args {
	const char *what, *format;
};
static const struct cli_option options[] = {
	{"what", "KIND", "one of them alone [all]", offsetof(struct args, what)},
	{"format", "FORM", "csv or jsonl [csv]", offsetof(struct args, format)},
	{.name = NULL},
};

/* A file being written. */
struct writer {
	int what;
	bool csv;
	FILE *file;
	struct buf b;
	int64_t rows;
	bool failed;
};

/* ---- rows ---- */

/* An import finds these headings; a Chinese reader of a table too. */
static const char *heading_of(int what, const char *name, char *out, size_t size)
{
	static const int imports[] = {[EXPORT_MACHINES] = IMPORT_MACHINES,
		[EXPORT_PARTS] = IMPORT_PARTS,
		[EXPORT_REPAIRS] = IMPORT_REPAIRS,
		[EXPORT_PLANS] = IMPORT_PLANS};

	if (cli_lang() != LANG_ZH || what > EXPORT_PLANS)
		return name;
	for (const struct import_column *c = import_columns(imports[what]); c->name; c++) {
		if (strcmp(c->name, name) != 0)
			continue;
		snprintf(out, size, "%.*s", (int)strcspn(c->headings, "|"), c->headings);
		return out;
	}
	return name;
}

static void put_head(struct writer *w)
{
	char heading[200];
	bool first = true;

	if (!w->csv)
		return;
	csv_write_start(&w->b);
	for (const struct field *f = domain_export_fields(w->what); f->name; f++) {
		if (f->flags & F_HIDDEN)
			continue;
		csv_write_cell(&w->b, heading_of(w->what, f->name, heading, sizeof(heading)), first);
		first = false;
	}
	csv_write_end(&w->b);
}

/* A number, day or time as a person reads it in a table. */
static const char *cell_text(const struct field *f, const void *row, struct buf *scratch)
{
	int64_t v;
	char time[32];

	buf_clear(scratch);
	if (f->type == F_TEXT || f->type == F_RAW)
		return *field_text(f, row);
	if (f->type == F_ENUM)
		return *field_enum(f, row) < 0 ? NULL : f->names[*field_enum(f, row)];
	v = *field_int(f, row);
	if (v == NONE)
		return NULL;
	if (f->type == F_QTY)
		json_write_qty(scratch, v);
	else if (f->type == F_TIME)
		buf_str(scratch, clock_rfc3339(v, time));
	else if (f->type == F_DAY)
		buf_printf(scratch, "%04d-%02d-%02d", (int)(v / 10000), (int)(v / 100 % 100), (int)(v % 100));
	else
		buf_int(scratch, v);
	return buf_text(scratch);
}

static void put_csv(struct writer *w, const void *row)
{
	struct buf scratch;
	bool first = true;

	buf_init(&scratch);
	for (const struct field *f = domain_export_fields(w->what); f->name; f++) {
		if (f->flags & F_HIDDEN)
			continue;
		csv_write_cell(&w->b, cell_text(f, row, &scratch), first);
		first = false;
	}
	csv_write_end(&w->b);
	buf_release(&scratch);
}

static void put_json(struct writer *w, const void *row)
{
	const struct field *lists = domain_export_lists(w->what);

	json_write(&w->b, domain_export_fields(w->what), row);
	if (lists) {
		/* The lists join the members before them in one object. */
		size_t end = w->b.len - 1;

		json_write(&w->b, lists, row);
		w->b.data[end] = ',';
		memmove(w->b.data + end + 1, w->b.data + end + 2, w->b.len - end - 2);
		w->b.data[--w->b.len] = 0;
	}
	buf_char(&w->b, '\n');
}

static void flush(struct writer *w)
{
	if (w->b.len && fwrite(w->b.data, 1, w->b.len, w->file) != w->b.len)
		w->failed = true;
	buf_clear(&w->b);
}

static enum err put_row(const void *row, void *ctx)
{
	struct writer *w = ctx;

	if (w->csv)
		put_csv(w, row);
	else
		put_json(w, row);
	w->rows++;
	if (w->b.len > FLUSH)
		flush(w);
	return w->failed ? ERR_IO : OK;
}

/* ---- files ---- */

static enum err write_rows(struct db *db, struct writer *w, const char *name, struct fault *fault)
{
	enum err err;

	buf_init(&w->b);
	put_head(w);
	err = domain_export(db, w->what, put_row, w);
	flush(w);
	if (fflush(w->file) != 0)
		w->failed = true;
	buf_release(&w->b);
	if (w->failed)
		return fault_set(fault, ERR_IO, MSG_FILE_WRITE, name);
	return err == OK ? OK : fault_set(fault, err, MSG_IO, db_error(db));
}

/* Beside its place first, so that what stands there is whole. */
static enum err write_file(struct db *db, struct writer *w, const char *dir, struct fault *fault)
{
	char path[FOLDER_PATH], part[FOLDER_PATH];
	enum err err;

	snprintf(path, sizeof(path), "%.3900s/%s.%s", dir, export_whats[w->what], w->csv ? "csv" : "jsonl");
	snprintf(part, sizeof(part), "%.4000s.part", path);
	w->file = fopen(part, "we");
	if (!w->file)
		return fault_set(fault, ERR_IO, MSG_FILE_WRITE, part);
	err = write_rows(db, w, part, fault);
	if (err == OK && fsync(fileno(w->file)) != 0)
		err = fault_set(fault, ERR_IO, MSG_FILE_WRITE, part);
	if (fclose(w->file) != 0 && err == OK)
		err = fault_set(fault, ERR_IO, MSG_FILE_WRITE, part);
	if (err == OK && rename(part, path) != 0)
		err = fault_set(fault, ERR_IO, MSG_FILE_WRITE, path);
	if (err != OK)
		unlink(part);
	else
		cli_say(stdout, MSG_EXPORT_ROWS, "%s: %lld", path, (long long)w->rows);
	return err;
}

/* All files show one state of the data, whatever is written meanwhile. what -1: everything. */
static enum err export(struct store *s, const char *to, int what, bool csv, struct fault *fault) {
	struct db *db = store_reader(s); enum err err = db_snapshot(db);

	if (err != OK) fault_set(fault, err, MSG_IO, db_error(db));
	if (err == OK && strcmp(to, "-") == 0){struct writer w = {.what = what, .csv = csv, .file = stdout};

					       err = write_rows(db, &w, to, fault);}
else if (err == OK && mkdir(to, 0750) != 0 && errno != EEXIST)
{
	err = fault_set(fault, ERR_IO, MSG_FILE_WRITE, to);
}
else
{
	for (int i = 0; i < EXPORT_WHATS && err == OK; i++) {
		struct writer w = {.what = i, .csv = csv};

		if (what < 0 || what == i)
			err = write_file(db, &w, to, fault);
	}
}
db_snapshot_end(db);
store_reader_return(s, db);
return err;
}

static int run(const struct config *config, int argc, char **argv)
{
	static const char *const forms[] = {"csv", "jsonl", NULL};
	struct args args = {.what = "all", .format = "csv"};
	struct app app;
	struct fault fault = {0};
	int what, form;
	enum err err;

	if (!cli_options(&command_export, &args, &argc, argv, 1, 1))
		return EXIT_USAGE;
	what = names_find(export_whats, args.what);
	form = names_find(forms, args.format);
	if (what < 0 && (strcmp(args.what, "all") != 0 || strcmp(argv[1], "-") == 0))
		return cli_usage(&command_export, MSG_OPTION_BAD, "what");
	if (form < 0)
		return cli_usage(&command_export, MSG_OPTION_BAD, "format");
	if (cli_open(&app, config, STORE_READ, &fault) != OK)
		return cli_fault(&fault);
	err = export(app.store, argv[1], what, form == 0, &fault);
	app_close(&app);
	return err == OK ? EXIT_GOOD : cli_fault(&fault);
}

const struct command command_export = {
	.name = "export",
	.run = run,
	.usage = "DIR [--what KIND] [--format FORM]\n"
		 "- --what KIND [--format FORM]\n",
	.summary = "write the data out as CSV or JSON Lines",
	.help = "Makes DIR/machines.csv and so on, or writes one kind to standard output for -. One state of "
		"the\n"
		"data, also while a server runs. CSV opens rightly in a Chinese Excel. The kinds:\n"
		"  machines, parts, repairs, plans   come back through jixiu import; on a Chinese terminal\n"
		"                                    their CSV has Chinese headings\n"
		"  assets, bins, tickets, movements, accounts, events, meters, fixes\n"
		"tickets as JSON Lines hold their waits, comments, labour, invoices and parts too.\n",
	.options = options,
};
