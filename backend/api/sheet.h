/* sheet.h - a table as an Excel file: the answer of the addresses that end with .xlsx. They ask what the address without
 * that ending asks, and give all rows at once, SHEET_ROWS_MAX at most. */
#ifndef API_SHEET_H
#define API_SHEET_H

#include "api/figures_ask.h"
#include "base/xlsx.h"

#define SHEET_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
enum { SHEET_ROWS_MAX = 20000 };

struct sheet {
	const char *file; /* "figures"; the day is added */
	enum msg title;
	const struct xlsx_column *columns;
	const struct figures_ask *ask; /* NULL: a list without window */
};

/* More rows than the most are left out, and the second sheet says so. ERR_IO: no room. */
enum err sheet_reply(struct request *rq, const struct sheet *s, const struct list *rows, size_t size);

/* Many rows take memory: as many at once as reports are worked out. */
enum err sheet_in_turn(struct request *rq, enum err (*fn)(struct request *rq));

/* How states, kinds and so on are worded. */
extern const enum msg sheet_state_words[], sheet_kind_words[];

/* Lists that are not figures. */
api_handler api_ticket_sheet, api_part_sheet, api_asset_sheet, api_movement_sheet;

#endif
