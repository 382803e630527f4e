/* xlsx_book.h - what xlsx_read.c, xlsx_contents.c and xlsx_rows.c share; nobody else includes it. */
#ifndef BASE_XLSX_BOOK_H
#define BASE_XLSX_BOOK_H

#include "base/unzip.h"
#include "base/xlsx_cell.h"
#include "base/xlsx_read.h"
#include "base/xml.h"

struct xlsx_book {
	struct unzip *zip;
	struct arena *arena;  /* whoever opened it: names and texts live there */
	const char **names;   /* of the sheets */
	const char **targets; /* their parts, "xl/worksheets/sheet1.xml" */
	size_t sheet_n;
	const char *strings_part, *styles_part;
	bool date1904;
	const char **strings; /* shared; malloc'ed */
	size_t string_n, string_room;
	struct xlsx_format *formats; /* by the number of a cell's style; malloc'ed */
	size_t format_n, format_room;
};

/* Reads a part through the handler. ERR_NOT_FOUND: it is not there (fault untouched); ERR_INVALID, ERR_TOO_BIG. */
enum err xlsx_part(struct xlsx_book *book, const char *name, const struct xml_handler *handler, void *ctx,
	struct fault *fault);
/* Finds the workbook and its parts, and reads its sheets. ERR_INVALID, ERR_TOO_BIG */
enum err xlsx_contents(struct xlsx_book *book, struct fault *fault);
/* Handlers to whom ends of elements, or texts, say nothing. */
bool xlsx_pass_close(void *ctx, const char *name);
bool xlsx_pass_text(void *ctx, const char *text, size_t len);
/* Adds text to what is being gathered, as long as it is one cell's. */
void xlsx_gather(struct buf *b, const char *text, size_t len);
/* The text so far with _x000D_ and its like as what they stand for, in the arena. */
const char *xlsx_text(struct arena *a, const struct buf *b);

#endif
