/* csv.h - tables as people have them: CSV files out of Excel, WPS and databases, read and written.
 *
 * Reading: csv_open takes the whole file from memory, finds out its encoding and separator and reads the heading; csv_next
 * gives one row after another. Rows live in the arena given to csv_open and csv_next, all of them, until it is cleared.
 *
 * - Encoding: the byte order mark (UTF-8, UTF-16 as Excel's "Unicode text" has it), else UTF-8 when every byte of the file fits
 *   (strict), else GB18030. What is UTF-8 but for a few bytes is refused: as GB18030 it would be read, as nonsense.
 * - Heading: the first row that holds any text. Separator: whichever of comma, semicolon and tab the heading has most of, outside
 *   quotes; comma if none.
 * - Quotes: RFC 4180: a cell that begins with " ends with " and may hold separators, line breaks and "" for "; a " inside another
 *   cell is itself, as spreadsheets read it. Line ends: CR LF, LF, or CR.
 * - Numbers: a row's is the one that a spreadsheet shows beside it: line breaks inside quotes do not count, empty rows do (but are
 *   passed over), the heading usually is 1.
 * - An apostrophe that protects the cell (see Writing) is taken off.
 * - Limits: the file CSV_FILE_MAX, a row CSV_COLUMNS_MAX cells, a cell CSV_CELL_MAX bytes; no NUL bytes.
 *
 * Writing: csv_write_start, then rows; RFC 4180 in UTF-8 with byte order mark and CR LF, as a Chinese Excel
 * opens it rightly. A cell that a spreadsheet could take for a formula - it begins with = + - @ tab CR LF or
 * a full-width = + - @ - gets an apostrophe before it, unless it is a plain number such as -3.5. Reading
 * takes it off again, so what was written comes back as it was. */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

enum { CSV_COLUMNS_MAX = 200, CSV_CELL_MAX = 64 * 1024, CSV_FILE_MAX = 64 * 1024 * 1024 };

struct csv_row {
	const char **cells; /* n of them, never NULL; UTF-8, not trimmed */
	size_t n;	    /* may be fewer or more than the heading has */
	int64_t number;
};

struct csv {
	struct csv_row head;
	const char *encoding; /* "UTF-8", "UTF-16LE", "UTF-16BE" or "GB18030" */
	char separator;
	/* the rest is csv.c's own */
	char *p, *end;
	int64_t number; /* of the row last read */
};

/* Copies the data into the arena. ERR_TOO_BIG: over CSV_FILE_MAX. ERR_INVALID: empty, no text in any of the
 * encodings, or a broken heading. */
enum err csv_open(struct csv *csv, const void *data, size_t len, struct arena *a, struct fault *fault);
/* The next row that holds any text. ERR_NOT_FOUND: that was all (fault untouched). ERR_INVALID: unbalanced
 * quotes or a limit passed; the fault names the row, and reading on is not possible. */
enum err csv_next(struct csv *csv, struct csv_row *row, struct arena *a, struct fault *fault);

/* The column whose heading is one of the names ("设备编号|编号|machine code"), or -1. Compared without case,
 * blanks, '_', '-' and '*', full-width letters as their narrow forms; a heading also matches without a remark
 * in brackets at its end ("原值（元）" is 原值). An earlier name wins over a later one. */
int csv_column(const struct csv *csv, const char *names);
/* The cell in that column; "" where the row is shorter or the column is -1. */
const char *csv_cell(const struct csv_row *row, int column);

/* The byte order mark; once, before the first row. */
void csv_write_start(struct buf *b);
/* One row; a NULL cell is empty. */
void csv_write_row(struct buf *b, const char *const *cells, size_t n);
/* One cell after another: `first` tells whether a separator comes before; end the row by csv_write_end. */
void csv_write_cell(struct buf *b, const char *text, bool first);
void csv_write_end(struct buf *b);

#endif
