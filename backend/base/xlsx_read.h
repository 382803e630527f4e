/* xlsx_read.h - a workbook that somebody sent, as rows of texts: out of Excel, WPS, LibreOffice and what programs write
 * (ECMA-376, transitional and strict).
 *
 * The archive is read by unzip.h and the XML by xml.h, with their limits; only the workbook, its relations, the shared strings, the
 * styles and its worksheets are looked at, whatever else is in it: where the relations say, or where they usually are. A document
 * type in any of these is refused.
 *
 * A cell is the text that a person would copy out of it:
 *   texts      shared or in the cell, rich text joined, without the readings of Japanese; _x000D_ is what it stands for
 *   numbers    at most 15 digits, no exponent; zero-padded where the format is nothing but zeros (0000)
 *   days       by their format, 1900 and 1904 systems, or written as such (ISO 8601): "2026-01-31", with a time of day
 *              "2026-01-31 08:30" (":15" when there are seconds), a time of day alone "08:30"
 *   yes or no  TRUE, FALSE
 *   formulas   the value that was saved with them; XLSX_NO_VALUE when there is none
 *   errors     as they stand: #N/A, #REF! …
 *   merged     below each other: all of them have what the uppermost has; beside each other: the leftmost has it alone
 * Sheets that are hidden or hold charts are left out. Cells beyond CSV_COLUMNS_MAX columns are left out; rows bear the numbers
 * that a spreadsheet shows, and those without any text are not there. */
#ifndef BASE_XLSX_READ_H
#define BASE_XLSX_READ_H

#include "base/arena.h"
#include "base/csv.h"
#include "base/err.h"
#include "base/field.h"

enum {
	XLSX_SHEETS = 50,	      /* that are looked at */
	XLSX_CELLS = 8 * 1024 * 1024, /* places of a sheet, empty ones between others too */
	XLSX_STRINGS = 2 * 1024 * 1024,
	XLSX_MS = 20000 /* a part takes at most */
};
#define XLSX_NO_VALUE "#CALC!"

struct xlsx_book;

/* Is it an archive, or an OLE2 document (an old workbook, or one with a password)? By its first bytes. */
bool xlsx_looks_like(const void *data, size_t len);

/* ERR_INVALID with what is wrong and what to do: no workbook, an old one, a password, broken. ERR_TOO_BIG: over a limit.
 * The data must stay until xlsx_close; names and texts live in the arena. */
enum err xlsx_open(
	struct xlsx_book **out, const void *data, size_t len, struct arena *a, struct fault *fault);
/* The names of the sheets, in order; the array lives as long as the arena. */
size_t xlsx_sheets(const struct xlsx_book *book, const char *const **names);
/* Rows of a sheet, at most `most`: struct csv_row. a: where they and their texts live, but for the shared ones. *more: there were more. ERR_INVALID, ERR_TOO_BIG. */
enum err xlsx_rows(struct xlsx_book *book, size_t sheet, size_t most, struct arena *a, struct list *rows,
	bool *more, struct fault *fault);
/* NULL is fine. */
void xlsx_close(struct xlsx_book *book);

#endif
