/* ledger_sheet.c - the ledger as Excel, with the columns that an import of machines looks for (domain/import.h): what is exported
 * comes in again. See sheet.h. */
#include <stdlib.h>

#include "api/asset.h"
#include "api/sheet.h"
#include "store/asset.h"
#include "store/calendar.h"

/* An asset with the names of what it is in. */
struct ledger_line {
	struct asset asset;
	const char *site, *area, *line, *calendar;
};
#define FIELD_OF(member, ...) FIELD_AS(struct ledger_line, asset.member, #member, __VA_ARGS__)
#define TEXT(member, title, width) XLSX(FIELD_OF(member, F_TEXT), title, width)
#define PLACE(member, title) XLSX(FIELD(struct ledger_line, member, F_TEXT), title, 14)

static const enum msg level_words[] = {MSG_X_SITE, MSG_X_AREA, MSG_X_LINE, MSG_X_MACHINE, MSG_X_COMPONENT};
static const enum msg run_words[] = {
	MSG_P_A_RUNNING, MSG_P_A_DEGRADED, MSG_P_A_STOPPED, MSG_P_A_IDLE, MSG_P_A_RETIRED};

static const char *const criticality_names[] = {"A", "B", "C", NULL};
static const struct xlsx_column asset_columns[] = {
	XLSX(FIELD_OF(kind, F_ENUM), MSG_X_LEVEL, 9, .words = level_words),
	TEXT(code, MSG_X_CODE, 16),
	TEXT(name, MSG_X_NAME, 24),
	TEXT(name_en, MSG_X_NAME_EN, 24),
	TEXT(model, MSG_X_MODEL, 18),
	TEXT(maker, MSG_X_MAKER, 18),
	TEXT(serial, MSG_X_SERIAL, 16),
	PLACE(site, MSG_X_SITE),
	PLACE(area, MSG_X_AREA),
	PLACE(line, MSG_X_LINE),
	TEXT(location, MSG_X_LOCATION, 16),
	XLSX(FIELD_OF(commissioned_day, F_DAY), MSG_X_COMMISSIONED, 12),
	XLSX(FIELD_OF(retired_day, F_DAY), MSG_X_RETIRED, 12),
	XLSX(FIELD_OF(original_value_cents, F_INT), MSG_X_ORIGINAL, 12, .style = XLSX_MONEY),
	XLSX(FIELD_OF(downtime_cents_hour, F_INT), MSG_X_DOWNTIME_HOUR, 12, .style = XLSX_MONEY),
	XLSX(FIELD_OF(criticality, F_ENUM, .names = criticality_names), MSG_X_CRITICALITY, 7),
	XLSX(FIELD_OF(state, F_ENUM), MSG_X_STATE, 10, .words = run_words),
	PLACE(calendar, MSG_X_CALENDAR),
	TEXT(note, MSG_X_NOTE, 30),
	XLSX_END,
};

/* ---- places by their names ---- */

static int by_id(const void *a, const void *b)
{
	const struct asset *x = a, *y = b;

	return x->id < y->id ? -1 : x->id > y->id;
}

static const struct asset *find(const struct list *all, int64_t id)
{
	struct asset key = {.id = id};

	return all->n ? bsearch(&key, all->items, all->n, sizeof(key), by_id) : NULL;
}

/* Kinds only ever hang below larger ones, so this ends. */
static void name_line(struct ledger_line *l, const struct list *all, const struct list *calendars)
{
	const struct asset *up = find(all, l->asset.parent_id);

	for (; up; up = find(all, up->parent_id)) {
		if (up->kind == ASSET_SITE)
			l->site = up->name;
		else if (up->kind == ASSET_AREA)
			l->area = up->name;
		else if (up->kind == ASSET_LINE)
			l->line = up->name;
	}
	for (size_t i = 0; i < calendars->n; i++) {
		const struct calendar_row *c = list_at(calendars, i, sizeof(*c));

		if (c->id == l->asset.calendar_id)
			l->calendar = c->name;
	}
}

static enum err name_places(struct db *db, struct arena *a, const struct list *assets, struct list *lines)
{
	struct ledger_line *out = arena_calloc(a, assets->n, sizeof(*out));
	struct list all, calendars;
	enum err err = store_asset_tree(db, a, false, &all);

	if (err == OK)
		err = store_calendar_list(db, a, &calendars);
	if (err != OK)
		return err;
	if (all.n)
		qsort(all.items, all.n, sizeof(struct asset), by_id);
	for (size_t i = 0; i < assets->n; i++) {
		out[i].asset = *(const struct asset *)list_at(assets, i, sizeof(struct asset));
		name_line(&out[i], &all, &calendars);
	}
	*lines = (struct list){out, assets->n};
	return OK;
}

/* ---- the sheet ---- */

static enum err assets(struct request *rq)
{
	const struct sheet s = {.file = "equipment", .title = MSG_X_LEDGER, .columns = asset_columns};
	struct asset_filter f;
	struct list all, lines;
	enum err err;

	asset_filter_none(&f);
	err = request_query_read(rq, asset_query, &f);
	f.limit = SHEET_ROWS_MAX + 1;
	if (err == OK)
		err = store_asset_list(request_db(rq), rq->arena, &f, &all);
	if (err == OK)
		err = name_places(request_db(rq), rq->arena, &all, &lines);
	return err == OK ? sheet_reply(rq, &s, &lines, sizeof(struct ledger_line)) : err;
}

/* What GET /assets is asked. */
enum err api_asset_sheet(struct request *rq)
{
	return sheet_in_turn(rq, assets);
}
