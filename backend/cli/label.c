/* label.c - jixiu label: labels of machines, of a part of the tree, or blank ones, into a file. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/address.h"
#include "cli/cli.h"
#include "domain/qr.h"
#include "qr/label.h"
#include "store/asset.h"

enum { LABELS_MAX = 5000 };

struct options {
	const char *under, *blank, *out, *size, *dpi, *page;
	bool all, calibration;
};
static const struct cli_option options[] = {
	{"out", "FILE", "where to; .pdf, .svg or .png says what", offsetof(struct options, out)},
	{"size", "SIZE", "50x30, 70x50, a4 (3 × 8 on a sheet), or WIDTHxHEIGHT in mm",
		offsetof(struct options, size)},
	{"under", "NUMBER", "all machines at or below this one of the tree", offsetof(struct options, under)},
	{"all", NULL, "all machines", offsetof(struct options, all)},
	{"blank", "COUNT", "make so many blank codes, to be bound on the floor",
		offsetof(struct options, blank)},
	{"page", "N", "page of an SVG or PNG [1]", offsetof(struct options, page)},
	{"dpi", "N", "dots an inch of a PNG [203]", offsetof(struct options, dpi)},
	{"calibration", NULL, "a page with a cross of 100 mm", offsetof(struct options, calibration)},
	{.name = NULL},
};

struct job {
	struct qr_size size;
	enum qr_format format;
	int dpi;
	size_t page;
	struct list codes; /* of struct qr_code */
	int64_t blank;
};

static bool read_number(const char *text, int64_t min, int64_t max, int64_t *out)
{
	char *end;

	if (!text)
		return true;
	errno = 0;
	*out = strtoll(text, &end, 10);
	return !errno && end != text && !*end && *out >= min && *out <= max;
}

static bool read_job(const struct options *o, struct job *j, enum msg *wrong, const char **arg)
{
	const char *dot = o->out ? strrchr(o->out, '.') : NULL;
	int64_t dpi = 203, page = 1;

	*wrong = MSG_LABEL_OUT;
	*arg = o->out;
	if (!dot)
		return false;
	if (strcmp(dot, ".pdf") == 0)
		j->format = QR_PDF;
	else if (strcmp(dot, ".svg") == 0)
		j->format = QR_SVG;
	else if (strcmp(dot, ".png") == 0)
		j->format = QR_PNG;
	else
		return false;
	*wrong = MSG_LABEL_SIZE;
	*arg = o->size;
	if (!qr_size_read(o->size ? o->size : "50x30", &j->size))
		return false;
	*wrong = MSG_OPTION_BAD;
	*arg = "dpi";
	if (!read_number(o->dpi, 72, 600, &dpi))
		return false;
	*arg = "page";
	if (!read_number(o->page, 1, LABELS_MAX, &page))
		return false;
	*arg = "blank";
	j->dpi = (int)dpi;
	j->page = (size_t)page - 1;
	return read_number(o->blank, 1, QR_BLANK_MAX, &j->blank);
}

/* A machine by its number: its newest code. */
static enum err add_machine(
	struct db *db, struct arena *a, const char *number, struct list *to, struct fault *fault)
{
	struct asset x;
	struct list one;
	enum err err = store_asset_by_code(db, a, number, &x);

	if (err == OK)
		err = store_qr_under(db, a, x.id, 1, &one);
	if (err == ERR_NOT_FOUND || (err == OK && !one.n))
		return fault_set(fault, ERR_NOT_FOUND, MSG_LABEL_MACHINE, number);
	if (err == OK)
		((struct qr_code *)to->items)[to->n++] = *(struct qr_code *)one.items;
	return err;
}

/* Every tree has its own top; machines may stand outside any. */
static enum err add_all(struct db *db, struct arena *a, struct list *to)
{
	struct asset_filter f;
	struct list machines, one;
	enum err err;

	asset_filter_none(&f);
	f.kind = ASSET_MACHINE;
	f.limit = LABELS_MAX;
	err = store_asset_list(db, a, &f, &machines);
	for (size_t i = 0; err == OK && i < machines.n; i++) {
		const struct asset *m = list_at(&machines, i, sizeof(*m));

		err = store_qr_under(db, a, m->id, 1, &one);
		if (err == OK && one.n)
			((struct qr_code *)to->items)[to->n++] = *(struct qr_code *)one.items;
	}
	return err;
}

static enum err find_codes(struct db *db, struct arena *a, const struct options *o, int n, char **numbers,
	struct job *j, struct fault *fault)
{
	struct asset x;
	enum err err = OK;

	if (o->under) {
		err = store_asset_by_code(db, a, o->under, &x);
		if (err == ERR_NOT_FOUND)
			return fault_set(fault, err, MSG_LABEL_MACHINE, o->under);
		return err == OK ? store_qr_under(db, a, x.id, LABELS_MAX, &j->codes) : err;
	}
	j->codes.items = arena_calloc(a, LABELS_MAX, sizeof(struct qr_code));
	if (o->all)
		return add_all(db, a, &j->codes);
	for (int i = 0; i < n && i < LABELS_MAX && err == OK; i++)
		err = add_machine(db, a, numbers[i], &j->codes, fault);
	return err;
}

static enum err make_blank(struct tx *tx, void *ctx)
{
	struct job *j = ctx;

	return domain_qr_blank(tx, j->blank, &j->codes);
}

static bool save(const char *path, const struct buf *b)
{
	FILE *f = fopen(path, "wbe");
	bool good = f && fwrite(b->data, 1, b->len, f) == b->len;

	return f && fclose(f) == 0 && good;
}

static enum err draw(
	struct app *app, struct arena *a, const struct job *j, struct buf *out, struct fault *fault)
{
	struct qr_label *labels = arena_calloc(a, j->codes.n, sizeof(*labels));
	char url[CLI_URL_SIZE];

	if (!j->codes.n)
		return fault_set(fault, ERR_NOT_FOUND, MSG_LABELS_NONE, NULL);
	cli_address(&app->config, 0, url);
	for (size_t i = 0; i < j->codes.n; i++) {
		const struct qr_code *q = list_at(&j->codes, i, sizeof(*q));

		labels[i] = (struct qr_label){
			.url = arena_printf(a, "%s/q/%s", url, q->code),
			.code = q->code,
			.name = q->name,
			.number = q->number,
			.place = q->place,
			.hint = msg_text(MSG_LABEL_HINT, lang_parse(app->config.lang, LANG_ZH)),
		};
	}
	if (!qr_label_draw(out, &j->size, labels, j->codes.n, j->page, j->format, j->dpi))
		return fault_set(fault, ERR_CONFLICT, MSG_LABEL_URL, url);
	return OK;
}

static int work(
	struct app *app, const struct options *o, struct job *j, int n, char **numbers, struct fault *fault)
{
	struct arena arena;
	struct buf out;
	struct store_job write = {
		.fn = make_blank, .ctx = j, .actor = {NONE, "jixiu label"}, .arena = &arena, .fault = fault};
	struct db *db;
	enum err err;

	arena_init(&arena);
	buf_init(&out);
	if (o->blank) {
		err = store_write(app->store, &write);
	} else {
		db = store_reader(app->store);
		err = find_codes(db, &arena, o, n, numbers, j, fault);
		store_reader_return(app->store, db);
	}
	if (err == OK)
		err = draw(app, &arena, j, &out, fault);
	if (err == OK && !save(o->out, &out))
		err = fault_set(fault, ERR_IO, MSG_FILE_WRITE, o->out);
	if (err == OK)
		cli_say(stdout, MSG_LABEL_MADE, "%zu, %s", j->codes.n, o->out);
	buf_release(&out);
	arena_release(&arena);
	return err == OK ? EXIT_GOOD : cli_fault(fault);
}

static int calibrate(const struct options *o, const struct job *j, struct fault *fault)
{
	struct buf out;
	bool good;

	buf_init(&out);
	good = qr_label_calibration(&out, j->format, j->dpi) && save(o->out, &out);
	buf_release(&out);
	if (good)
		return EXIT_GOOD;
	fault_set(fault, ERR_IO, MSG_FILE_WRITE, o->out);
	return cli_fault(fault);
}

static int run(const struct config *config, int argc, char **argv)
{
	struct app app;
	struct options o = {0};
	struct job j = {0};
	struct fault fault = {0};
	enum msg wrong;
	const char *arg;
	int status;

	if (!cli_options(&command_label, &o, &argc, argv, 0, LABELS_MAX))
		return EXIT_USAGE;
	if (!read_job(&o, &j, &wrong, &arg))
		return cli_usage(&command_label, wrong, arg);
	if (o.calibration)
		return calibrate(&o, &j, &fault);
	if ((argc > 1) + (o.under != NULL) + o.all + (o.blank != NULL) != 1)
		return cli_usage(&command_label, MSG_LABELS_WHICH_CLI, NULL);
	if (cli_open(&app, config, o.blank ? STORE_WRITE : STORE_READ, &fault) != OK)
		return cli_fault(&fault);
	status = work(&app, &o, &j, argc - 1, argv + 1, &fault);
	app_close(&app);
	return status;
}

const struct command command_label = {
	.name = "label",
	.run = run,
	.usage =
		"NUMBER... --out FILE\n--under NUMBER --out FILE\n--all --out FILE\n--blank COUNT --out FILE",
	.summary = "print labels in true millimetres",
	.help = "A label has the code, the machine's name, number and place. What a scan opens begins with "
		"the\n"
		"option url; without it, with this machine's address and port. PDF holds all pages, SVG and "
		"PNG\n"
		"one. Works while a server runs, but for --blank, which makes new codes.\n",
	.options = options,
};
