/* import.c - see import.h. A change answers when the file has been tried out again, or after a little while; then the
 * state says that it is going on. */
#include "api/import.h"

#include <string.h>

#include "api/import_view.h"
#include "api/reply.h"
#include "base/csv.h"
#include "domain/intake.h"

enum { PATIENCE_MS = 1500, ERRORS_MAX = IMPORT_FAULTS };

struct sample {
	const char *text;
};
static const struct field sample_fields[] = {FIELD(struct sample, text, F_TEXT, F_SURE), FIELD_END};

struct column_view {
	const char *heading, *field;
	struct list samples;
};
static const struct field import_column_fields[] = {
	FIELD(struct column_view, heading, F_TEXT, F_SURE),
	FIELD(struct column_view, field, F_TEXT),
	FIELD(struct column_view, samples, F_LIST, SUB(sample_fields, struct sample)),
	FIELD_END,
};

/* A field of ours that a column can be. */
struct target {
	const char *field, *heading; /* as a list usually calls it */
	int64_t required;
};
static const struct field import_target_fields[] = {
	FIELD(struct target, field, F_TEXT, F_SURE),
	FIELD(struct target, heading, F_TEXT, F_SURE),
	FIELD(struct target, required, F_BOOL, F_SURE),
	FIELD_END,
};

const struct field import_problem_fields[] = {
	FIELD(struct import_problem, heading, F_TEXT),
	FIELD(struct import_problem, message, F_TEXT, F_SURE),
	FIELD_END,
};

struct sheet_name {
	const char *name;
};
static const struct field import_sheet_fields[] = {FIELD(struct sheet_name, name, F_TEXT, F_SURE), FIELD_END};

struct import_view {
	struct intake_view now;
	struct list columns, targets, problems, sheets;
};
#define ITEM(member, ...) FIELD_AS(struct import_view, now.member, #member, __VA_ARGS__)
#define COUNT(name, verdict) FIELD_AS(struct import_view, now.counts[verdict], name, F_INT, F_SURE)
#define ITEM_FIELDS                                                                                          \
	ITEM(id, F_INT, F_SURE),                                                                             \
		FIELD_AS(struct import_view, now.what, "kind", F_ENUM, F_SURE, .names = import_whats),       \
		ITEM(name, F_TEXT, F_SURE), ITEM(state, F_ENUM, F_SURE, .names = intake_states),             \
		ITEM(size, F_INT, F_SURE), ITEM(by, F_TEXT, F_SURE), ITEM(created_at, F_TIME, F_SURE),       \
		ITEM(rows_done, F_INT, F_SURE), ITEM(rows_total, F_INT, F_SURE), COUNT("new", IMPORT_NEW),   \
		COUNT("changed", IMPORT_CHANGED), COUNT("same", IMPORT_SAME), COUNT("errors", IMPORT_ERROR)

const struct field import_item_fields[] = {ITEM_FIELDS, FIELD_END};
const struct field import_view_fields[] = {
	ITEM_FIELDS,
	ITEM(encoding, F_TEXT, F_SURE),
	ITEM(skip_errors, F_BOOL, F_SURE),
	ITEM(bin, F_TEXT),
	ITEM(sheet, F_TEXT),
	ITEM(head_row, F_INT, F_SURE),
	FIELD(struct import_view, sheets, F_LIST, SUB(import_sheet_fields, struct sheet_name)),
	FIELD(struct import_view, columns, F_LIST, SUB(import_column_fields, struct column_view)),
	FIELD(struct import_view, targets, F_LIST, SUB(import_target_fields, struct target)),
	FIELD(struct import_view, problems, F_LIST, SUB(import_problem_fields, struct import_problem)),
	FIELD_END,
};

/* ---- words ---- */

static const char *words(struct request *rq, enum msg msg, const char *arg)
{
	char text[512];

	return arena_strdup(rq->arena, msg_format(text, sizeof(text), msg, rq->lang, arg));
}

struct list import_problems(struct request *rq, const struct fault *f)
{
	struct import_problem *all;

	if (!f || f->err == OK)
		return (struct list){NULL, 0};
	all = arena_calloc(rq->arena, FAULT_FIELDS, sizeof(*all));
	if (!f->n) {
		all[0].message = words(rq, f->msg, f->arg);
		return (struct list){all, 1};
	}
	for (size_t i = 0; i < f->n; i++)
		all[i] = (struct import_problem){arena_strdup(rq->arena, f->fields[i].name),
			words(rq, f->fields[i].msg, f->fields[i].arg)};
	return (struct list){all, f->n};
}

const char *import_usual_heading(struct request *rq, const struct import_column *c)
{
	const char *p = c->headings;

	if (rq->lang == LANG_ZH)
		return arena_strndup(rq->arena, p, strcspn(p, "|"));
	while (*p && (unsigned char)*p >= 0x80) {
		p += strcspn(p, "|");
		p += *p == '|';
	}
	return *p ? arena_strndup(rq->arena, p, strcspn(p, "|")) : c->name;
}

static struct list targets_of(struct request *rq, int what)
{
	const struct import_column *columns = import_columns(what);
	struct target *all;
	size_t n = 0;

	while (columns[n].name)
		n++;
	all = arena_calloc(rq->arena, n, sizeof(*all));
	for (size_t i = 0; i < n; i++)
		all[i] = (struct target){
			columns[i].name, import_usual_heading(rq, &columns[i]), columns[i].required};
	return (struct list){all, n};
}

static struct list columns_of(struct request *rq, const struct list *from)
{
	struct column_view *all = arena_calloc(rq->arena, from->n, sizeof(*all));

	for (size_t i = 0; i < from->n; i++) {
		const struct intake_column *c = list_at(from, i, sizeof(*c));
		struct sample *samples = arena_calloc(rq->arena, c->samples.n, sizeof(*samples));

		for (size_t k = 0; k < c->samples.n; k++)
			samples[k].text = *(const char **)list_at(&c->samples, k, sizeof(char *));
		all[i] = (struct column_view){c->heading, c->field, {samples, c->samples.n}};
	}
	return (struct list){all, from->n};
}

/* ---- one import ---- */

static enum err reply_import(struct request *rq, int status, int64_t id)
{
	struct import_view v;
	enum err err = intake_get(rq->app->intake, rq->arena, id, &v.now);

	if (err != OK)
		return err;
	v.columns = columns_of(rq, &v.now.columns);
	v.targets = targets_of(rq, v.now.what);
	v.problems = import_problems(rq, &v.now.fault);
	/* A list of names is one of structs with a name alone. */
	v.sheets = v.now.sheets;
	return reply_object(rq, status, import_view_fields, &v, NONE);
}

static struct actor actor_of(const struct request *rq)
{
	return (struct actor){rq->user.id, rq->user.name ? rq->user.name : ""};
}

const struct field import_new_query[] = {
	FIELD(struct import_new, kind, F_ENUM, F_REQUIRED, .names = import_whats),
	FIELD(struct import_new, name, F_TEXT, .max = INTAKE_NAME_MAX),
	FIELD_END,
};

/* The file as it is: a workbook, CSV or JSON Lines. ERR_INVALID: it is empty. ERR_BUSY: too many are in progress. */
enum err api_import_post(struct request *rq)
{
	struct import_new q = {.kind = -1};
	struct actor who = actor_of(rq);
	int64_t id = 0;
	enum err err = request_query_read(rq, import_new_query, &q);

	if (err == OK)
		err = intake_add(
			rq->app->intake, &who, q.kind, q.name, rq->body, rq->body_len, &id, &rq->fault);
	if (err != OK)
		return err;
	intake_wait(rq->app->intake, id, PATIENCE_MS);
	return reply_import(rq, 201, id);
}

enum err api_import_list(struct request *rq)
{
	struct list now, all;

	intake_list(rq->app->intake, rq->arena, &now);
	all = (struct list){arena_calloc(rq->arena, now.n, sizeof(struct import_view)), now.n};
	for (size_t i = 0; i < now.n; i++)
		((struct import_view *)list_at(&all, i, sizeof(struct import_view)))->now =
			*(struct intake_view *)list_at(&now, i, sizeof(struct intake_view));
	return reply_list(rq, import_item_fields, &all, sizeof(struct import_view), NULL);
}

/* ERR_NOT_FOUND */
enum err api_import_get(struct request *rq)
{
	return reply_import(rq, 200, request_id(rq, 0));
}

struct column_input {
	const char *heading, *field;
};
static const struct field import_column_input[] = {
	FIELD(struct column_input, heading, F_TEXT, F_REQUIRED, .max = 200),
	FIELD(struct column_input, field, F_TEXT, F_IN, .max = 40),
	FIELD_END,
};
struct import_input {
	struct list columns;
	int64_t skip_errors;
	const char *bin, *sheet;
	int64_t head_row;
};
const struct field import_input[] = {
	FIELD(struct import_input, columns, F_LIST, F_IN, .max = CSV_COLUMNS_MAX,
		SUB(import_column_input, struct column_input)),
	FIELD(struct import_input, skip_errors, F_BOOL, F_IN),
	FIELD(struct import_input, bin, F_TEXT, F_IN, .max = 40),
	FIELD(struct import_input, sheet, F_TEXT, F_IN, .max = 120),
	FIELD(struct import_input, head_row, F_INT, F_IN, .min = 0, .max = IMPORT_ROWS_MAX),
	FIELD_END,
};

/* Names of ours that are none are refused; null leaves a column unused. */
static enum err maps_of(
	struct request *rq, int what, const struct list *columns, struct intake_change *change)
{
	const struct import_column *ours = import_columns(what);
	struct import_map *maps = arena_calloc(rq->arena, columns->n, sizeof(*maps));
	size_t n = 0;
	enum err err = OK;

	for (size_t i = 0; i < columns->n; i++) {
		const struct column_input *c = list_at(columns, i, sizeof(*c));
		int k = 0;

		while (c->field && ours[k].name && strcmp(ours[k].name, c->field) != 0)
			k++;
		if (c->field && !ours[k].name)
			err = fault_field(&rq->fault, "columns", MSG_IMPORT_NO_FIELD, c->field);
		if (*c->heading)
			maps[n++] = (struct import_map){c->heading, c->field ? c->field : ""};
	}
	change->maps = maps;
	change->map_n = n;
	return err;
}

/* Another sheet, or another heading, has other columns: what was said of the old ones is forgotten. */
static void settle(struct import_input *in, const struct intake_view *now, const void *columns)
{
	bool other_sheet = in->sheet && (!now->sheet || strcmp(in->sheet, now->sheet) != 0);

	if (other_sheet && in->head_row == now->head_row)
		in->head_row = 0;
	if ((other_sheet || in->head_row != now->head_row) && in->columns.items == columns)
		in->columns.n = 0;
}

/* Members not sent stay as they are. ERR_CONFLICT: it is in progress, or done. */
enum err api_import_patch(struct request *rq)
{
	int64_t id = request_id(rq, 0);
	struct intake_view now;
	struct import_input in;
	struct intake_change change;
	struct column_input *columns;
	enum err err = intake_get(rq->app->intake, rq->arena, id, &now);

	if (err != OK)
		return err;
	columns = arena_calloc(rq->arena, now.columns.n, sizeof(*columns));
	for (size_t i = 0; i < now.columns.n; i++) {
		const struct intake_column *c = list_at(&now.columns, i, sizeof(*c));

		columns[i] = (struct column_input){c->heading, c->field};
	}
	in = (struct import_input){
		{columns, now.columns.n}, now.skip_errors, now.bin, now.sheet, now.head_row};
	err = request_json(rq, import_input, &in, true);
	settle(&in, &now, columns);
	if (err == OK)
		err = maps_of(rq, now.what, &in.columns, &change);
	if (err != OK)
		return err;
	change.skip_errors = in.skip_errors == 1;
	change.bin = in.bin;
	change.sheet = in.sheet;
	change.head_row = in.head_row == NONE ? 0 : in.head_row;
	err = intake_change(rq->app->intake, id, &change, &rq->fault);
	if (err != OK)
		return err;
	intake_wait(rq->app->intake, id, PATIENCE_MS);
	return reply_import(rq, 200, id);
}

/* ERR_CONFLICT: it is not ready, or rows are refused and may not be left out. */
enum err api_import_apply(struct request *rq)
{
	struct actor who = actor_of(rq);
	int64_t id = request_id(rq, 0);
	enum err err = intake_apply(rq->app->intake, &who, id, &rq->fault);

	if (err != OK)
		return err;
	intake_wait(rq->app->intake, id, PATIENCE_MS);
	return reply_import(rq, 200, id);
}

/* In progress: it is stopped, and nothing of it is kept. */
enum err api_import_delete(struct request *rq)
{
	enum err err = intake_drop(rq->app->intake, request_id(rq, 0));

	return err == OK ? reply_nothing(rq) : err;
}

/* ---- its rows ---- */

const struct field import_row_fields[] = {
	FIELD_AS(struct import_row_view, row.number, "number", F_INT, F_SURE),
	FIELD_AS(struct import_row_view, row.verdict, "verdict", F_ENUM, F_SURE, .names = import_verdicts),
	FIELD_AS(struct import_row_view, row.key, "key", F_TEXT),
	FIELD_AS(struct import_row_view, row.title, "title", F_TEXT),
	FIELD_AS(struct import_row_view, row.detail, "detail", F_TEXT),
	FIELD(struct import_row_view, problems, F_LIST, SUB(import_problem_fields, struct import_problem)),
	FIELD_END,
};

struct row_filter {
	int verdict;
	int64_t after, limit;
};
const struct field import_row_query[] = {
	FIELD(struct row_filter, verdict, F_ENUM, .names = import_verdicts),
	FIELD(struct row_filter, after, F_INT),
	FIELD(struct row_filter, limit, F_INT, .min = 1, .max = 500),
	FIELD_END,
};

struct list import_row_views(struct request *rq, const struct list *rows)
{
	struct list views = {arena_calloc(rq->arena, rows->n, sizeof(struct import_row_view)), rows->n};

	for (size_t i = 0; i < rows->n; i++) {
		struct import_row_view *v = list_at(&views, i, sizeof(*v));

		v->row = *(struct import_row *)list_at(rows, i, sizeof(struct import_row));
		v->problems = import_problems(rq, v->row.fault);
	}
	return views;
}

/* In the order of the file. Of refused rows after the first 1,000 it is only known that they are. */
enum err api_import_rows(struct request *rq)
{
	struct row_filter f = {.verdict = -1, .after = 0, .limit = 50};
	struct list rows, page;
	const char *next;
	enum err err = request_query_read(rq, import_row_query, &f);

	if (err == OK)
		err = intake_rows(rq->app->intake, rq->arena, request_id(rq, 0), f.verdict, f.after,
			f.limit + 1, &rows);
	if (err != OK)
		return err;
	next = reply_page_next(
		rq, &rows, f.limit + 1, sizeof(struct import_row), offsetof(struct import_row, number));
	page = import_row_views(rq, &rows);
	return reply_list(rq, import_row_fields, &page, sizeof(struct import_row_view), next);
}

static enum err reply_csv(struct request *rq, const char *name)
{
	rq->reply.status = 200;
	rq->reply.type = "text/csv; charset=utf-8";
	reply_header(
		rq, "Content-Disposition", arena_printf(rq->arena, "attachment; filename=\"%s.csv\"", name));
	return OK;
}

/* A line a complaint: row, code, name, column, what is wrong. */
enum err api_import_errors(struct request *rq)
{
	struct buf *b = &rq->reply.body;
	struct list rows;
	enum err err = intake_rows(
		rq->app->intake, rq->arena, request_id(rq, 0), IMPORT_ERROR, 0, ERRORS_MAX, &rows);
	const char *head[] = {words(rq, MSG_INTAKE_ROW, NULL), words(rq, MSG_INTAKE_KEY, NULL),
		words(rq, MSG_INTAKE_TITLE, NULL), words(rq, MSG_INTAKE_COLUMN, NULL),
		words(rq, MSG_INTAKE_PROBLEM, NULL)};

	if (err != OK)
		return err;
	csv_write_start(b);
	csv_write_row(b, head, 5);
	for (size_t i = 0; i < rows.n; i++) {
		const struct import_row *row = list_at(&rows, i, sizeof(*row));
		struct list problems = import_problems(rq, row->fault);
		const char *number = arena_printf(rq->arena, "%lld", (long long)row->number);

		for (size_t k = 0; k < problems.n; k++) {
			const struct import_problem *p = list_at(&problems, k, sizeof(*p));
			const char *cells[] = {number, row->key, row->title, p->heading, p->message};

			csv_write_row(b, cells, 5);
		}
	}
	return reply_csv(rq, "import-errors");
}

const struct field import_template_query[] = {
	FIELD(struct import_new, kind, F_ENUM, F_REQUIRED, .names = import_whats),
	FIELD_END,
};

/* An empty list with the headings that are found by themselves; what must be there bears a star. */
enum err api_import_template(struct request *rq)
{
	struct import_new q = {.kind = -1};
	const struct import_column *c;
	enum err err = request_query_read(rq, import_template_query, &q);

	if (err != OK)
		return err;
	csv_write_start(&rq->reply.body);
	for (c = import_columns(q.kind); c->name; c++)
		csv_write_cell(&rq->reply.body,
			arena_printf(rq->arena, "%s%s", import_usual_heading(rq, c), c->required ? "*" : ""),
			c == import_columns(q.kind));
	csv_write_end(&rq->reply.body);
	return reply_csv(rq, import_whats[q.kind]);
}
