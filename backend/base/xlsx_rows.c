/* xlsx_rows.c - a sheet of a workbook as rows. See xlsx_read.h. */
#include <stdlib.h>
#include <string.h>

#include "base/xlsx_book.h"

enum { MERGES_MAX = 65536 };

/* Cells of one column that are merged below each other. */
struct merge {
	int64_t column, from, to;
};

struct sheet {
	struct xlsx_book *book;
	struct arena *a;
	size_t most, left; /* rows that are wanted, places that may still be taken */
	struct csv_row *rows;
	size_t n, room;
	struct merge *merges;
	size_t merge_n, merge_room;
	enum { FINE, BROKEN, LARGE, ENOUGH } end;
	/* where we are */
	bool data, gather, reading, formula, value;
	int64_t row, column, style;
	char type[12];
	struct buf text;
	const char *cells[CSV_COLUMNS_MAX];
	size_t cell_n;
};

/* ---- a cell ---- */

static const char *shared_string(struct sheet *s)
{
	char *end;
	unsigned long long i = strtoull(buf_text(&s->text), &end, 10);

	if (!s->value || *end || end == buf_text(&s->text) || i >= s->book->string_n) {
		s->end = BROKEN;
		return "";
	}
	return s->book->strings[i];
}

static const char *number_text(struct sheet *s)
{
	const struct xlsx_book *book = s->book;
	struct xlsx_format format = {XLSX_LOOK_NUMBER, 0};
	char out[512];

	if (s->style >= 0 && (uint64_t)s->style < book->format_n)
		format = book->formats[s->style];
	xlsx_number(buf_text(&s->text), format, book->date1904, out, sizeof(out));
	return arena_strdup(s->a, out);
}

/* The text of the cell that has just been read; "" when it is empty. */
static const char *cell_text(struct sheet *s)
{
	const char *v = buf_text(&s->text);
	char day[32];

	if (s->formula && !s->value && !s->text.len)
		return XLSX_NO_VALUE;
	if (!s->text.len)
		return "";
	if (strcmp(s->type, "s") == 0)
		return shared_string(s);
	if (strcmp(s->type, "b") == 0)
		return strcmp(v, "1") == 0 || strcmp(v, "true") == 0 ? "TRUE" : "FALSE";
	if (strcmp(s->type, "") == 0 || strcmp(s->type, "n") == 0)
		return number_text(s);
	if (strcmp(s->type, "d") == 0 && xlsx_iso(v, day, sizeof(day)))
		return arena_strdup(s->a, day);
	return xlsx_text(s->a, &s->text);
}

static void put_cell(struct sheet *s)
{
	const char *text;

	if (s->column < 0) /* a row began inside the cell */
		s->end = BROKEN;
	if (s->column < 0 || s->column >= CSV_COLUMNS_MAX)
		return;
	text = cell_text(s);
	if (!*text)
		return;
	while (s->cell_n <= (size_t)s->column)
		s->cells[s->cell_n++] = "";
	s->cells[s->column] = text;
}

/* ---- a row ---- */

static bool take_places(struct sheet *s, size_t n)
{
	if (n > s->left) {
		s->end = LARGE;
		return false;
	}
	s->left -= n;
	return true;
}

static void put_row(struct sheet *s)
{
	if (!s->cell_n || !take_places(s, s->cell_n))
		return;
	if (s->n == s->most) {
		s->end = ENOUGH;
		return;
	}
	if (s->n == s->room) {
		s->room = s->room ? s->room * 2 : 256;
		s->rows = xrealloc(s->rows, s->room * sizeof(*s->rows));
	}
	s->rows[s->n++] = (struct csv_row){
		arena_memdup(s->a, s->cells, s->cell_n * sizeof(*s->cells)), s->cell_n, s->row};
}

static void begin_row(struct sheet *s, const char *number)
{
	int64_t row = number ? strtoll(number, NULL, 10) : s->row + 1;

	if (row <= s->row || row > 1048576)
		s->end = BROKEN;
	s->row = row;
	s->column = -1;
	s->cell_n = 0;
}

static void begin_cell(struct sheet *s, const struct xml_attribute *attributes, size_t n)
{
	const char *ref = xml_attribute(attributes, n, "r"), *style = xml_attribute(attributes, n, "s");
	const char *type = xml_attribute(attributes, n, "t");
	int64_t column = s->column + 1, row = s->row;

	if (ref && (!xlsx_place(ref, &column, &row) || row != s->row))
		s->end = BROKEN;
	s->column = column;
	s->style = style ? strtoll(style, NULL, 10) : 0;
	memset(s->type, 0, sizeof(s->type));
	if (type)
		memcpy(s->type, type, strnlen(type, sizeof(s->type) - 1));
	s->formula = s->value = s->gather = s->reading = false;
	buf_clear(&s->text);
}

/* ---- merged cells ---- */

static void add_merge(struct sheet *s, const char *ref)
{
	const char *colon = ref ? strchr(ref, ':') : NULL;
	char first[24] = "";
	struct merge m;
	int64_t last;

	if (!colon || (size_t)(colon - ref) >= sizeof(first) || s->merge_n == MERGES_MAX)
		return;
	memcpy(first, ref, (size_t)(colon - ref));
	if (!xlsx_place(first, &m.column, &m.from) || !xlsx_place(colon + 1, &last, &m.to))
		return;
	if (m.to <= m.from || m.column >= CSV_COLUMNS_MAX)
		return;
	if (s->merge_n == s->merge_room) {
		s->merge_room = s->merge_room ? s->merge_room * 2 : 64;
		s->merges = xrealloc(s->merges, s->merge_room * sizeof(*s->merges));
	}
	s->merges[s->merge_n++] = m;
}

/* The first row with at least this number; n: there is none. */
static size_t row_from(const struct sheet *s, int64_t number)
{
	size_t low = 0, high = s->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (s->rows[mid].number < number)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static void fill(struct sheet *s, struct csv_row *row, size_t column, const char *text)
{
	const char **cells;

	if (column < row->n) {
		row->cells[column] = text;
		return;
	}
	if (!take_places(s, column + 1))
		return;
	cells = arena_calloc(s->a, column + 1, sizeof(*cells));
	for (size_t i = 0; i <= column; i++)
		cells[i] = i < row->n ? row->cells[i] : "";
	cells[column] = text;
	*row = (struct csv_row){cells, column + 1, row->number};
}

static void fill_merges(struct sheet *s)
{
	for (size_t i = 0; i < s->merge_n && s->end != LARGE; i++) {
		const struct merge *m = &s->merges[i];
		size_t at = row_from(s, m->from), column = (size_t)m->column;
		const char *text;

		if (at == s->n || s->rows[at].number != m->from || column >= s->rows[at].n)
			continue;
		text = s->rows[at].cells[column];
		for (at++; at < s->n && s->rows[at].number <= m->to && take_places(s, 1); at++)
			fill(s, &s->rows[at], column, text);
	}
}

/* ---- the sheet ---- */

static bool open_element(void *ctx, const char *name, const struct xml_attribute *attributes, size_t n)
{
	struct sheet *s = ctx;

	if (strcmp(name, "sheetData") == 0)
		s->data = true;
	else if (!s->data && strcmp(name, "mergeCell") == 0)
		add_merge(s, xml_attribute(attributes, n, "ref"));
	else if (!s->data)
		return true;
	else if (strcmp(name, "c") == 0)
		begin_cell(s, attributes, n);
	else if (strcmp(name, "row") == 0)
		begin_row(s, xml_attribute(attributes, n, "r"));
	else if (strcmp(name, "v") == 0)
		s->gather = s->value = true;
	else if (strcmp(name, "f") == 0)
		s->formula = true;
	else if (strcmp(name, "rPh") == 0)
		s->reading = true;
	else if (strcmp(name, "t") == 0)
		s->gather = !s->reading;
	return s->end == FINE;
}

static bool close_element(void *ctx, const char *name)
{
	struct sheet *s = ctx;

	if (!s->data)
		return true;
	if (strcmp(name, "sheetData") == 0)
		s->data = false;
	else if (strcmp(name, "c") == 0)
		put_cell(s);
	else if (strcmp(name, "row") == 0)
		put_row(s);
	else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
		s->gather = false;
	else if (strcmp(name, "rPh") == 0)
		s->reading = false;
	return s->end == FINE;
}

static bool text_piece(void *ctx, const char *text, size_t len)
{
	struct sheet *s = ctx;

	if (s->gather)
		xlsx_gather(&s->text, text, len);
	return true;
}

static enum err outcome(const struct sheet *s, enum err err, struct fault *fault)
{
	if (err == ERR_NOT_FOUND || s->end == BROKEN)
		return fault_set(fault, ERR_INVALID, MSG_XLSX_BROKEN, NULL);
	if (s->end == LARGE)
		return fault_set(fault, ERR_TOO_BIG, MSG_XLSX_LARGE, NULL);
	return err;
}

enum err xlsx_rows(struct xlsx_book *book, size_t sheet, size_t most, struct arena *a, struct list *rows,
	bool *more, struct fault *fault)
{
	static const struct xml_handler handler = {open_element, close_element, text_piece};
	struct sheet *s = xcalloc(1, sizeof(*s));
	enum err err;

	s->book = book;
	s->a = a;
	s->most = most;
	s->left = XLSX_CELLS;
	buf_init(&s->text);
	err = xlsx_part(book, book->targets[sheet], &handler, s, fault);
	if (err == OK)
		fill_merges(s);
	err = outcome(s, err, fault);
	*more = s->end == ENOUGH;
	*rows = (struct list){arena_memdup(a, s->rows, s->n * sizeof(*s->rows)), s->n};
	buf_release(&s->text);
	free(s->rows);
	free(s->merges);
	free(s);
	return err;
}
