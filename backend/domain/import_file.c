/* import_file.c - see import_file.h. */
#include "domain/import_file.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/xlsx_read.h"
#include "domain/import_rules.h"

static struct csv_row *row_at(const struct import_file *f, size_t i)
{
	return list_at(&f->rows, i, sizeof(struct csv_row));
}

/* ---- which row is the heading ---- */

/* How many of our columns this row names. */
static int score(const struct import *in, const struct csv_row *row)
{
	struct import_run run = {.in = (struct import *)(uintptr_t)in, .columns = import_columns(in->what)};
	struct arena scratch;
	struct csv head = {.head = *row};
	int n = 0;

	arena_init(&scratch);
	run.keep = &scratch;
	import_map_columns(&run, &head);
	for (int c = 0; run.columns[c].name; c++)
		n += run.at[c] >= 0;
	arena_release(&scratch);
	return n;
}

/* The same headings, one below the other: those of two lines that are merged. */
static bool repeats(const struct csv_row *row, const struct csv_row *above)
{
	bool any = false;

	for (size_t i = 0; i < above->n; i++) {
		const char *cell = csv_cell(row, (int)i);

		if (*cell && strcmp(cell, above->cells[i]) == 0)
			any = true;
	}
	return any;
}

static size_t texts_in(const struct csv_row *row)
{
	size_t n = 0;

	for (size_t i = 0; i < row->n; i++)
		n += row->cells[i][strspn(row->cells[i], " \t\r\n")] != 0;
	return n;
}

/* The row with most of our columns; if none has any, the first that is more than a title. *best is how many. */
static size_t find_head(const struct import *in, const struct list *rows, int *best)
{
	const struct csv_row *all = rows->items;
	size_t head = 0, last = 0;
	int here;

	*best = 0;
	for (size_t i = 0; i < rows->n && i < IMPORT_HEAD_ROWS; i++) {
		here = score(in, &all[i]);
		if (here > *best ||
			(here && here == *best && i == last + 1 && repeats(&all[i], &all[last]))) {
			*best = here;
			head = last = i;
		}
	}
	for (size_t i = 0; !*best && i < rows->n && i < IMPORT_HEAD_ROWS; i++)
		if (texts_in(&all[i]) > 1)
			return i;
	return head;
}

static enum err take_head(struct import_file *f, const struct import *in, struct fault *fault)
{
	char number[24];
	size_t at = 0;
	int best;

	if (!in->head_row) {
		at = find_head(in, &f->rows, &best);
	} else {
		while (at < f->rows.n && row_at(f, at)->number < in->head_row)
			at++;
		snprintf(number, sizeof(number), "%lld", (long long)in->head_row);
		if (at == f->rows.n || row_at(f, at)->number != in->head_row)
			return fault_set(fault, ERR_INVALID, MSG_IMPORT_NO_HEAD, number);
	}
	f->csv.head = *row_at(f, at);
	f->at = at + 1;
	return OK;
}

/* ---- workbooks ---- */

/* A sheet that cannot be read is only a fault when it is the one that is wanted. */
static enum err choose_sheet(
	const struct import *in, struct xlsx_book *book, size_t *sheet, struct fault *fault)
{
	const char *const *names;
	size_t n = xlsx_sheets(book, &names);
	int best = -1, here;
	struct arena scratch;
	struct list rows;
	bool more;

	*sheet = 0;
	for (size_t i = 0; in->sheet && i < n; i++)
		if (strcmp(names[i], in->sheet) == 0)
			return *sheet = i, OK;
	if (in->sheet)
		return fault_set(fault, ERR_INVALID, MSG_IMPORT_NO_SHEET, in->sheet);
	for (size_t i = 0; n > 1 && i < n; i++) {
		arena_init(&scratch);
		if (xlsx_rows(book, i, IMPORT_HEAD_ROWS, &scratch, &rows, &more, NULL) == OK && rows.n) {
			find_head(in, &rows, &here);
			if (here > best)
				*sheet = i;
			best = here > best ? here : best;
		}
		arena_release(&scratch);
	}
	return OK;
}

static enum err read_sheet(struct import_file *f, const struct import *in, struct xlsx_book *book,
	struct arena *a, struct fault *fault)
{
	const char *const *names;
	size_t n = xlsx_sheets(book, &names), sheet = 0;
	char most[24];
	bool more = false;
	enum err err = choose_sheet(in, book, &sheet, fault);

	f->sheets = (struct list){arena_memdup(a, names, n * sizeof(*names)), n};
	f->sheet = err == OK ? names[sheet] : NULL;
	if (err == OK)
		err = xlsx_rows(book, sheet, IMPORT_ROWS_MAX + IMPORT_HEAD_ROWS, a, &f->rows, &more, fault);
	snprintf(most, sizeof(most), "%d", IMPORT_ROWS_MAX);
	if (err == OK && more)
		return fault_set(fault, ERR_TOO_BIG, MSG_IMPORT_ROWS, most);
	if (err == OK && !f->rows.n)
		return fault_set(fault, ERR_INVALID, MSG_CSV_EMPTY, NULL);
	return err;
}

static enum err open_book(
	struct import_file *f, const struct import *in, struct arena *a, struct fault *fault)
{
	struct xlsx_book *book;
	enum err err = xlsx_open(&book, in->data, in->len, a, fault);

	if (err != OK)
		return err;
	f->workbook = true;
	f->csv.encoding = "xlsx";
	err = read_sheet(f, in, book, a, fault);
	xlsx_close(book);
	return err == OK ? take_head(f, in, fault) : err;
}

/* ---- CSV ---- */

static enum err open_csv(struct import_file *f, const struct import *in, struct arena *a, struct fault *fault)
{
	size_t most = in->head_row > IMPORT_HEAD_ROWS ? (size_t)in->head_row : IMPORT_HEAD_ROWS;
	struct csv_row *rows;
	enum err err = csv_open(&f->csv, in->data, in->len, a, fault);

	if (err != OK)
		return err;
	most = most > IMPORT_ROWS_MAX ? IMPORT_ROWS_MAX : most;
	rows = arena_calloc(a, most, sizeof(*rows));
	rows[0] = f->csv.head;
	f->rows = (struct list){rows, 1};
	while (f->end == OK && f->rows.n < most) {
		f->end = csv_next(&f->csv, &rows[f->rows.n], a, &f->fault);
		f->rows.n += f->end == OK;
	}
	return take_head(f, in, fault);
}

/* ---- both ---- */

enum err import_file_open(
	struct import_file *f, const struct import *in, struct arena *a, struct fault *fault)
{
	if (in->file) {
		*f = *in->file;
		return take_head(f, in, fault);
	}
	memset(f, 0, sizeof(*f));
	return xlsx_looks_like(in->data, in->len) ? open_book(f, in, a, fault) : open_csv(f, in, a, fault);
}

static enum err next_row(struct import_file *f, struct csv_row *row, struct arena *a, struct fault *fault)
{
	if (f->at < f->rows.n) {
		*row = *row_at(f, f->at++);
		return OK;
	}
	if (f->workbook)
		return ERR_NOT_FOUND;
	if (f->end == OK)
		return csv_next(&f->csv, row, a, fault);
	if (f->end != ERR_NOT_FOUND && fault)
		*fault = f->fault;
	return f->end;
}

/* A table that was made for printing has its heading on every page. */
static bool is_head(const struct import_file *f, const struct csv_row *row)
{
	size_t n = 0;

	for (size_t i = 0; i < f->csv.head.n; i++) {
		if (strcmp(csv_cell(row, (int)i), f->csv.head.cells[i]) != 0)
			return false;
		n += *f->csv.head.cells[i] != 0;
	}
	return n > 1;
}

static bool is_total(const char *text)
{
	static const char *const words[] = {
		"合计", "总计", "小计", "共计", "total", "totals", "grandtotal", "subtotal", NULL};
	char word[16];
	size_t n = 0;

	for (; *text; text++) {
		if (strchr(" \t:", *text))
			continue;
		if (strncmp(text, "：", strlen("：")) == 0 && !text[strlen("：")])
			break;
		if (n == sizeof(word) - 1)
			return false;
		word[n++] = *text >= 'A' && *text <= 'Z' ? (char)(*text | 0x20) : *text;
	}
	word[n] = 0;
	return names_find(words, word) >= 0;
}

/* An example, or the sums below: by the first text that there is. */
static bool is_aside(const struct csv_row *row)
{
	for (size_t i = 0; i < row->n; i++) {
		const char *text = row->cells[i] + strspn(row->cells[i], " \t");

		if (*text)
			return strncmp(text, "示例", strlen("示例")) == 0 ||
			       strncasecmp(text, "example", 7) == 0 || is_total(text);
	}
	return false;
}

enum err import_file_next(struct import_file *f, struct csv_row *row, struct arena *a, struct fault *fault)
{
	enum err err;

	do
		err = next_row(f, row, a, fault);
	while (err == OK && (is_head(f, row) || is_aside(row)));
	return err;
}

enum err import_prepare(struct import *in, struct arena *a, struct fault *fault)
{
	struct import_file *f;
	enum err err;

	if (!xlsx_looks_like(in->data, in->len))
		return OK;
	f = arena_new(a, struct import_file);
	err = import_file_open(f, in, a, fault);
	if (err == OK && in->watch)
		atomic_store(&in->watch->total, (int64_t)(f->rows.n - f->at));
	in->sheets = f->sheets;
	in->encoding = f->csv.encoding;
	if (err == OK)
		in->file = f;
	return err;
}
