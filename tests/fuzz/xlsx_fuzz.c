/* xlsx_fuzz.c - any bytes as a workbook, or as one part of a good one (the first byte says which): what comes out is rows in
 * order, within their limits, of whole UTF-8; what does not has said why. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../unit/zip_make.h"
#include "base/utf8.h"
#include "base/xlsx_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_rows(const struct list *rows)
{
	int64_t last = 0;

	for (size_t i = 0; i < rows->n; i++) {
		const struct csv_row *row = list_at(rows, i, sizeof(*row));

		if (row->number <= last || row->number > 1048576 || !row->n || row->n > CSV_COLUMNS_MAX)
			abort();
		last = row->number;
		for (size_t c = 0; c < row->n; c++)
			if (strlen(row->cells[c]) > CSV_CELL_MAX ||
				!utf8_valid(row->cells[c], strlen(row->cells[c])))
				abort();
	}
}

static void read_all(const void *data, size_t len)
{
	const char *const *names;
	struct fault fault = {0};
	struct xlsx_book *book;
	struct arena a;
	struct list rows;
	bool more;
	enum err err;

	arena_init(&a);
	err = xlsx_open(&book, data, len, &a, &fault);
	if ((err == OK) != (book != NULL) || (err != OK && fault.err != err))
		abort();
	for (size_t i = 0; book && i < xlsx_sheets(book, &names) && i < 3; i++) {
		err = xlsx_rows(book, i, 2000, &a, &rows, &more, &fault);
		if (err == OK)
			check_rows(&rows);
		else if (fault.err != err)
			abort();
	}
	xlsx_close(book);
	arena_release(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct book_parts parts = {
		.strings = "<sst><si><t>one</t></si></sst>", .sheet = "<worksheet><sheetData/></worksheet>"};
	const char **const which[] = {
		&parts.sheet, &parts.strings, &parts.styles, &parts.sheets, &parts.rels};
	struct zip_make z;
	char *text;

	if (!size)
		return 0;
	if (data[0] % 6 == 5) {
		read_all(data + 1, size - 1);
		return 0;
	}
	text = malloc(size);
	memcpy(text, data + 1, size - 1);
	text[size - 1] = 0;
	*which[data[0] % 6] = text;
	zip_begin(&z);
	book_make(&z, &parts);
	read_all(z.out.data, z.out.len);
	zip_free(&z);
	free(text);
	return 0;
}
