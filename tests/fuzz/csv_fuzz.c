/* csv_fuzz.c - any bytes as a CSV file: every cell is text within its limits, and the row written again reads
 * back the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_row(const struct csv_row *row)
{
	struct csv_row again;
	struct arena a;
	struct csv csv;
	struct buf b;
	size_t i;

	arena_init(&a);
	buf_init(&b);
	csv_write_start(&b);
	csv_write_row(&b, row->cells, row->n);
	if (csv_open(&csv, b.data, b.len, &a, NULL))
		abort();
	again = csv.head;
	if (again.n != row->n && csv.separator == ',')
		abort();
	for (i = 0; i < row->n; i++) {
		if (!utf8_valid(row->cells[i], strlen(row->cells[i])) || strlen(row->cells[i]) > CSV_CELL_MAX)
			abort();
		if (csv.separator == ',' && strcmp(row->cells[i], again.cells[i]) != 0)
			abort();
	}
	buf_release(&b);
	arena_release(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fault fault;
	struct csv_row row;
	struct arena a;
	struct csv csv;
	enum err err;

	arena_init(&a);
	fault_clear(&fault);
	err = csv_open(&csv, data, size, &a, &fault);
	if (!err)
		csv_column(&csv, "设备编号|code|原值");
	row = csv.head;
	while (!err) {
		check_row(&row);
		err = csv_next(&csv, &row, &a, &fault);
	}
	if (err != ERR_NOT_FOUND && fault.err != err)
		abort();
	arena_release(&a);
	return 0;
}
