/* xlsx.c - see xlsx.h. */
/* Its macros name functions that are banned here, so the build leaves banned.h out of this file; it follows. */
#include <xlsxwriter.h>

#undef BASE_BANNED_H
#include "base/banned.h"

#include "base/xlsx.h"

#include <math.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/utf8.h"

enum { LONGEST_TEXT = 32767, LONGEST_SHEET = 31 };

struct formats {
	lxw_format *head, *time, *day, *quantity, *hours, *percent, *money;
};

static lxw_format *format(lxw_workbook *book, const char *how)
{
	lxw_format *f = workbook_add_format(book);

	format_set_num_format(f, how);
	return f;
}

static void make_formats(lxw_workbook *book, struct formats *f)
{
	f->head = workbook_add_format(book);
	format_set_bold(f->head);
	format_set_text_wrap(f->head);
	format_set_align(f->head, LXW_ALIGN_VERTICAL_TOP);
	format_set_bottom(f->head, LXW_BORDER_THIN);
	f->time = format(book, "yyyy-mm-dd hh:mm");
	f->day = format(book, "yyyy-mm-dd");
	f->quantity = format(book, "0.###");
	f->hours = format(book, "#,##0.00");
	f->percent = format(book, "0.0%");
	f->money = format(book, "#,##0.00");
}

/* ---- a cell ---- */

struct cell {
	lxw_worksheet *sheet;
	lxw_row_t row;
	lxw_col_t col;
	const struct formats *formats;
	enum lang lang;
};

/* What a reader would take for an escaped character (_x000D_) has its own beginning escaped. */
static const char *escape(struct buf *b, const char *text)
{
	for (const char *p = text; *p; p++) {
		if (p[0] == '_' && p[1] == 'x' && strspn(p + 2, "0123456789abcdefABCDEF") >= 4 && p[6] == '_')
			buf_str(b, "_x005F_");
		else
			buf_char(b, *p);
	}
	return buf_text(b);
}

static void put_text(const struct cell *c, const char *text)
{
	char cut[LONGEST_TEXT / 4];
	struct buf b;

	if (!text || !*text)
		return;
	buf_init(&b);
	utf8_copy(cut, sizeof(cut), strstr(text, "_x") ? escape(&b, text) : text);
	buf_release(&b);
	worksheet_write_string(c->sheet, c->row, c->col, cut, NULL);
}

static void put_number(const struct cell *c, double v, lxw_format *f)
{
	if (isfinite(v))
		worksheet_write_number(c->sheet, c->row, c->col, v, f);
}

static void put_time(const struct cell *c, int64_t ms)
{
	time_t t = (time_t)(ms / 1000);
	struct tm tm;

	if (!localtime_r(&t, &tm))
		return;
	worksheet_write_datetime(c->sheet, c->row, c->col,
		&(lxw_datetime){
			tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec},
		c->formats->time);
}

static void put_day(const struct cell *c, int64_t day)
{
	worksheet_write_datetime(c->sheet, c->row, c->col,
		&(lxw_datetime){(int)(day / 10000), (int)(day / 100 % 100), (int)(day % 100), 0, 0, 0},
		c->formats->day);
}

static void put_styled(const struct cell *c, const struct xlsx_column *column, double v)
{
	switch (column->style) {
	case XLSX_HOURS:
		put_number(c, v / (double)HOUR_MS, c->formats->hours);
		break;
	case XLSX_PERCENT:
		put_number(c, v, c->formats->percent);
		break;
	case XLSX_MONEY:
		put_number(c, v / 100, c->formats->money);
		break;
	default:
		put_number(c, v, NULL);
	}
}

static void put_int(const struct cell *c, const struct xlsx_column *column, int64_t v)
{
	if (v == NONE)
		return;
	switch (column->field.type) {
	case F_TIME:
		put_time(c, v);
		break;
	case F_DAY:
		put_day(c, v);
		break;
	case F_QTY:
		put_number(c, (double)v / 1000, c->formats->quantity);
		break;
	case F_BOOL:
		put_text(c, msg_text(v ? MSG_X_YES : MSG_X_NO, c->lang));
		break;
	default:
		put_styled(c, column, (double)v);
	}
}

static void put_enum(const struct cell *c, const struct xlsx_column *column, int v)
{
	if (v >= 0)
		put_text(c, column->words ? msg_text(column->words[v], c->lang) : column->field.names[v]);
}

static void put(const struct cell *c, const struct xlsx_column *column, const void *row)
{
	switch (column->field.type) {
	case F_TEXT:
		put_text(c, *field_text(&column->field, row));
		break;
	case F_REAL:
		put_styled(c, column, *field_real(&column->field, row));
		break;
	case F_ENUM:
		put_enum(c, column, *field_enum(&column->field, row));
		break;
	default:
		put_int(c, column, *field_int(&column->field, row));
	}
}

/* ---- the sheets ---- */

static void put_table(lxw_workbook *book, const struct formats *f, const struct xlsx *x,
	const struct list *rows, size_t size)
{
	struct cell c = {.formats = f, .lang = x->lang};
	char name[LONGEST_SHEET + 1];

	utf8_copy(name, sizeof(name), x->name);
	c.sheet = workbook_add_worksheet(book, name);
	for (const struct xlsx_column *k = x->columns; k->field.name; k++, c.col++) {
		worksheet_set_column(c.sheet, c.col, c.col, k->width, NULL);
		worksheet_write_string(
			c.sheet, 0, c.col, k->heading ? k->heading : msg_text(k->title, x->lang), f->head);
	}
	worksheet_freeze_panes(c.sheet, 1, 0);
	worksheet_autofilter(c.sheet, 0, 0, (lxw_row_t)rows->n, (lxw_col_t)(c.col - 1));
	worksheet_set_landscape(c.sheet);
	worksheet_set_paper(c.sheet, 9); /* A4 */
	worksheet_fit_to_pages(c.sheet, 1, 0);
	worksheet_repeat_rows(c.sheet, 0, 0);
	for (size_t i = 0; i < rows->n; i++) {
		c.row = (lxw_row_t)(i + 1);
		c.col = 0;
		for (const struct xlsx_column *k = x->columns; k->field.name; k++, c.col++)
			put(&c, k, list_at(rows, i, size));
	}
}

static void put_notes(lxw_workbook *book, const struct formats *f, const struct xlsx *x)
{
	struct cell c = {.sheet = workbook_add_worksheet(book, msg_text(MSG_X_ABOUT, x->lang)), .formats = f};

	worksheet_set_column(c.sheet, 0, 0, 18, NULL);
	worksheet_set_column(c.sheet, 1, 1, 60, NULL);
	for (size_t i = 0; i < x->note_n; i++) {
		c.row = (lxw_row_t)i;
		worksheet_write_string(c.sheet, c.row, 0, x->notes[i].name, f->head);
		c.col = 1;
		put_text(&c, x->notes[i].text);
	}
}

static bool take(struct buf *out, int fd)
{
	off_t size = lseek(fd, 0, SEEK_END);
	void *p;

	if (size <= 0)
		return false;
	p = mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED)
		return false;
	buf_add(out, p, (size_t)size);
	munmap(p, (size_t)size);
	return !out->full;
}

/* The library writes into a file by its name: that of one in memory. */
bool xlsx_write(struct buf *out, const struct xlsx *x, const struct list *rows, size_t size)
{
	lxw_workbook_options options = {.constant_memory = LXW_TRUE};
	lxw_workbook *book;
	struct formats formats;
	char path[32];
	bool done;
	int fd = memfd_create("xlsx", MFD_CLOEXEC);

	if (fd < 0)
		return false;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	book = workbook_new_opt(path, &options);
	done = book != NULL;
	if (done) {
		make_formats(book, &formats);
		put_table(book, &formats, x, rows, size);
		put_notes(book, &formats, x);
		done = workbook_close(book) == LXW_NO_ERROR && take(out, fd);
	}
	close(fd);
	return done;
}
