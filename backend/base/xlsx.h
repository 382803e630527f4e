/* xlsx.h - a table as an Excel workbook: a sheet with a head that stays, filters, and numbers that are numbers; and one
 * that says what it is.
 *
 * What people typed is text whatever it begins with (=, +, -, @): no cell is ever a formula. Rows are written as they
 * come, so the workbook does not grow in memory; libxlsxwriter keeps them in a temporary file. The only file that
 * includes xlsxwriter.h is xlsx.c. */
#ifndef BASE_XLSX_H
#define BASE_XLSX_H

#include "base/buf.h"
#include "base/field.h"
#include "base/i18n.h"

/* How a member is shown; what its type says anyhow (text, time, day, yes or no) needs none. */
enum xlsx_style {
	XLSX_PLAIN,
	XLSX_HOURS,   /* ms as hours, two decimals */
	XLSX_PERCENT, /* 0..1 */
	XLSX_MONEY    /* cents */
};

/* XLSX(FIELD(struct x, code, F_TEXT), MSG_X_CODE, 12): the member as a field, its heading, its width in characters; then
 * .style and, for F_ENUM, .words: the wording of each. */
struct xlsx_column {
	struct field field;
	enum msg title;
	int width;
	enum xlsx_style style;
	const enum msg *words;
	const char *heading; /* instead of title, when not NULL */
};
#define XLSX(field_, title_, width_, ...)                                                                    \
	{                                                                                                    \
		.field = field_, .title = title_, .width = width_, __VA_ARGS__                               \
	}
#define XLSX_END                                                                                             \
	{                                                                                                    \
		.field = FIELD_END                                                                           \
	}

struct xlsx_note {
	const char *name, *text;
};

struct xlsx {
	const char *name; /* of the sheet */
	enum lang lang;
	const struct xlsx_column *columns; /* ends with XLSX_END */
	const struct xlsx_note *notes;	   /* the second sheet; where from, which window, which units */
	size_t note_n;
};

/* Adds the workbook to *out. None, NAN, -1 and NULL are empty cells. False: there was no room for it. */
bool xlsx_write(struct buf *out, const struct xlsx *x, const struct list *rows, size_t size);

#endif
