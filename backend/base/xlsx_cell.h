/* xlsx_cell.h - numbers of a workbook as people see them; for xlsx_read.c and tests. */
#ifndef BASE_XLSX_CELL_H
#define BASE_XLSX_CELL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a number format makes of a number. */
enum xlsx_look {
	XLSX_LOOK_NUMBER,
	XLSX_LOOK_DAY,	/* years or days in it, times of day too */
	XLSX_LOOK_CLOCK /* hours, minutes, seconds alone: of a day, or how long; of a year and more: when */
};
struct xlsx_format {
	enum xlsx_look look;
	int zeros; /* so many digits at least */
};

/* The formats that have numbers and no code (ECMA-376 part 1, 18.8.30; 27–36 and 50–58 are days in Chinese, Japanese and
 * Korean). */
struct xlsx_format xlsx_format_of_id(int64_t id);
/* By a code such as yyyy"年"m"月"d"日";@ – its first section. */
struct xlsx_format xlsx_format_of_code(const char *code);

/* The text of a <v>, in out. What is no number, or no day where it should be one, comes out as it is. date1904: day 0 is
 * 1904-01-01, else the days are those of Lotus, where 1900 has a 29 February. */
void xlsx_number(const char *v, struct xlsx_format format, bool date1904, char *out, size_t size);

/* The text of a <v> that is a day, "2026-01-31T08:30:00", in out: "2026-01-31 08:30". False: it is none. */
bool xlsx_iso(const char *v, char *out, size_t size);

/* "AB12": column 27, row 12. False: no such place in a workbook (XFD1048576 is the last). */
bool xlsx_place(const char *ref, int64_t *column, int64_t *row);

#endif
