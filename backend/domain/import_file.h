/* import_file.h - the file of an import as a heading and rows: CSV, or a sheet of a workbook. For import.c and intake_run.c. */
#ifndef DOMAIN_IMPORT_FILE_H
#define DOMAIN_IMPORT_FILE_H

#include "base/csv.h"
#include "domain/import.h"

struct import_file {
	struct csv csv;	    /* .head is the heading; of CSV the reader too */
	struct list rows;   /* struct csv_row: all of a workbook, the first ones of CSV */
	size_t at;	    /* the next of them */
	enum err end;	    /* of CSV: how reading the first ones ended */
	struct fault fault; /* why */
	bool workbook;
	const char *sheet;  /* NULL: no workbook */
	struct list sheets; /* const char * */
};

/* Finds the sheet and the heading, as import.h says; what import_prepare read is not read again. ERR_INVALID, ERR_TOO_BIG */
enum err import_file_open(
	struct import_file *f, const struct import *in, struct arena *a, struct fault *fault);
/* The next row behind the heading. ERR_NOT_FOUND: that was all (fault untouched); ERR_INVALID as csv_next. */
enum err import_file_next(struct import_file *f, struct csv_row *row, struct arena *a, struct fault *fault);

#endif
