/* sheet.c - see sheet.h. */
#include "api/sheet.h"

#include "api/part.h"
#include "api/reply.h"
#include "api/stock.h"
#include "api/ticket.h"
#include "store/asset.h"
#include "store/part.h"
#include "store/ticket.h"

enum { NOTES = 6 };

static const char *when(struct arena *a, int64_t t)
{
	char text[20];

	return arena_strdup(a, clock_format(t, text));
}

static const char *place_of(struct request *rq, int64_t under)
{
	struct asset x;

	if (under == NONE || store_asset_get(request_db(rq), rq->arena, under, &x) != OK)
		return msg_text(MSG_X_PLANT, rq->lang);
	return x.code ? arena_printf(rq->arena, "%s %s", x.code, x.name) : x.name;
}

static size_t notes_of(struct request *rq, const struct sheet *s, size_t rows, struct xlsx_note *n)
{
	struct arena *a = rq->arena;
	size_t i = 0;

	n[i++] = (struct xlsx_note){msg_text(MSG_X_TABLE, rq->lang), msg_text(s->title, rq->lang)};
	if (s->ask) {
		n[i++] = (struct xlsx_note){msg_text(MSG_X_PLACE, rq->lang), place_of(rq, s->ask->under)};
		n[i++] = (struct xlsx_note){msg_text(MSG_X_WINDOW, rq->lang),
			arena_printf(a, "%s – %s", when(a, s->ask->from), when(a, s->ask->to))};
	}
	n[i++] = (struct xlsx_note){msg_text(MSG_X_MADE, rq->lang),
		arena_printf(a, "%s %s", when(a, clock_now_ms()), rq->user.name)};
	if (rows > SHEET_ROWS_MAX)
		n[i++] = (struct xlsx_note){
			msg_text(MSG_X_CUT, rq->lang), arena_printf(a, "%d / %zu", SHEET_ROWS_MAX, rows)};
	return i;
}

enum err sheet_reply(struct request *rq, const struct sheet *s, const struct list *rows, size_t size)
{
	struct xlsx_note notes[NOTES];
	struct list cut = {rows->items, rows->n < SHEET_ROWS_MAX ? rows->n : SHEET_ROWS_MAX};
	struct xlsx x = {.name = msg_text(s->title, rq->lang),
		.lang = rq->lang,
		.columns = s->columns,
		.notes = notes,
		.note_n = notes_of(rq, s, rows->n, notes)};
	int64_t day = clock_day_of(clock_now_ms());

	request_db_return(rq);
	if (!xlsx_write(&rq->reply.body, &x, &cut, size))
		return fault_set(&rq->fault, ERR_IO, MSG_IO, "xlsx");
	rq->reply.status = 200;
	rq->reply.type = SHEET_TYPE;
	reply_header(rq, "Content-Disposition",
		arena_printf(rq->arena, "attachment; filename=\"%s-%lld.xlsx\"", s->file, (long long)day));
	return OK;
}

/* ---- tickets ---- */

const enum msg sheet_state_words[] = {MSG_S_REPORTED, MSG_S_ACCEPTED, MSG_S_IN_PROGRESS, MSG_S_WAITING,
	MSG_S_RESTORED, MSG_S_CLOSED, MSG_S_CANCELLED};
const enum msg sheet_kind_words[] = {MSG_X_CORRECTIVE, MSG_X_PREVENTIVE, MSG_X_INSPECTION, MSG_X_IMPROVEMENT};

#define TEXT(type_, member, title, width) XLSX(FIELD(type_, member, F_TEXT), title, width)
#define WHEN(type_, member, title) XLSX(FIELD(type_, member, F_TIME), title, 17)
static const struct xlsx_column ticket_columns[] = {
	XLSX(FIELD(struct ticket, id, F_INT), MSG_X_TICKET, 9),
	XLSX(FIELD(struct ticket, state, F_ENUM), MSG_X_STATE, 10, .words = sheet_state_words),
	XLSX(FIELD(struct ticket, kind, F_ENUM), MSG_X_KIND, 10, .words = sheet_kind_words),
	XLSX(FIELD(struct ticket, priority, F_INT), MSG_X_PRIORITY, 7),
	TEXT(struct ticket, machine_code, MSG_X_MACHINE_CODE, 14),
	TEXT(struct ticket, machine_name, MSG_X_MACHINE_NAME, 22),
	TEXT(struct ticket, component_name, MSG_X_COMPONENT, 14),
	TEXT(struct ticket, symptom, MSG_X_SYMPTOM, 40),
	XLSX(FIELD(struct ticket, stopped, F_BOOL), MSG_X_STOPPED, 7),
	XLSX(FIELD(struct ticket, failure, F_BOOL), MSG_X_FAILURE, 7),
	TEXT(struct ticket, failure_mode, MSG_X_MODE, 9),
	TEXT(struct ticket, cause_code, MSG_X_CAUSE_CODE, 9),
	TEXT(struct ticket, cause, MSG_X_CAUSE, 30),
	TEXT(struct ticket, action, MSG_X_ACTION, 40),
	TEXT(struct ticket, reporter, MSG_X_REPORTER, 12),
	TEXT(struct ticket, assignee_name, MSG_X_ASSIGNEE, 12),
	WHEN(struct ticket, occurred_at, MSG_X_OCCURRED),
	WHEN(struct ticket, reported_at, MSG_X_REPORTED),
	WHEN(struct ticket, accepted_at, MSG_X_ACCEPTED),
	WHEN(struct ticket, started_at, MSG_X_STARTED),
	WHEN(struct ticket, restored_at, MSG_X_RESTORED_AT),
	WHEN(struct ticket, closed_at, MSG_X_CLOSED),
	WHEN(struct ticket, planned_from, MSG_X_PLANNED_FROM),
	WHEN(struct ticket, planned_to, MSG_X_PLANNED_TO),
	XLSX_END,
};

enum err sheet_in_turn(struct request *rq, enum err (*fn)(struct request *rq))
{
	enum err err;

	request_db_return(rq);
	if (!gate_enter(&rq->app->figures))
		return fault_set(&rq->fault, ERR_BUSY, MSG_FIGURES_BUSY, NULL);
	err = fn(rq);
	request_db_return(rq);
	gate_leave(&rq->app->figures);
	return err;
}

static enum err tickets(struct request *rq)
{
	const struct sheet s = {.file = "tickets", .title = MSG_X_TICKETS, .columns = ticket_columns};
	struct ticket_filter f;
	struct list all;
	enum err err;

	ticket_filter_none(&f);
	err = request_query_read(rq, ticket_query, &f);
	f.limit = SHEET_ROWS_MAX + 1;
	if (err == OK)
		err = store_ticket_list(request_db(rq), rq->arena, &f, &all);
	return err == OK ? sheet_reply(rq, &s, &all, sizeof(struct ticket)) : err;
}

/* What GET /tickets is asked, in the same order. */
enum err api_ticket_sheet(struct request *rq)
{
	return sheet_in_turn(rq, tickets);
}

/* ---- parts ---- */

#define MONEY(type_, member, title) XLSX(FIELD(type_, member, F_INT), title, 12, .style = XLSX_MONEY)
#define QUANTITY(type_, member, title) XLSX(FIELD(type_, member, F_QTY), title, 10)
static const struct xlsx_column part_columns[] = {
	TEXT(struct part, code, MSG_X_CODE, 16),
	TEXT(struct part, name, MSG_X_NAME, 24),
	TEXT(struct part, name_en, MSG_X_NAME_EN, 24),
	TEXT(struct part, spec, MSG_X_SPEC, 20),
	TEXT(struct part, maker, MSG_X_MAKER, 16),
	TEXT(struct part, category, MSG_X_CATEGORY, 14),
	TEXT(struct part, unit, MSG_X_UNIT, 7),
	TEXT(struct part, bin_code, MSG_X_BIN, 10),
	QUANTITY(struct part, qty, MSG_X_QTY),
	QUANTITY(struct part, min_qty, MSG_X_MIN_QTY),
	QUANTITY(struct part, missing, MSG_X_MISSING),
	MONEY(struct part, price_cents, MSG_X_PRICE),
	MONEY(struct part, average_cents, MSG_X_AVERAGE),
	MONEY(struct part, value_cents, MSG_X_VALUE),
	TEXT(struct part, note, MSG_X_NOTE, 30),
	XLSX_END,
};

static enum err parts(struct request *rq)
{
	const struct sheet s = {.file = "parts", .title = MSG_X_PARTS, .columns = part_columns};
	struct part_filter f;
	struct list all;
	enum err err;

	part_filter_none(&f);
	f.retired = 0;
	err = request_query_read(rq, part_query, &f);
	f.limit = SHEET_ROWS_MAX + 1;
	if (err == OK)
		err = store_part_list(request_db(rq), rq->arena, &f, &all);
	return err == OK ? sheet_reply(rq, &s, &all, sizeof(struct part)) : err;
}

/* What GET /parts is asked. */
enum err api_part_sheet(struct request *rq)
{
	return sheet_in_turn(rq, parts);
}

/* ---- movements ---- */

/* In the order of movement_kinds. */
static const enum msg movement_words[] = {
	MSG_X_M_RECEIVE, MSG_X_M_ISSUE, MSG_X_M_RETURN, MSG_X_M_ADJUST, MSG_X_M_TRANSFER};
static const struct xlsx_column movement_columns[] = {
	WHEN(struct movement, time, MSG_X_TIME),
	XLSX(FIELD(struct movement, kind, F_ENUM), MSG_X_KIND, 10, .words = movement_words),
	TEXT(struct movement, part_code, MSG_X_PART_CODE, 16),
	TEXT(struct movement, part_name, MSG_X_PART_NAME, 24),
	TEXT(struct movement, bin_code, MSG_X_BIN, 10),
	QUANTITY(struct movement, qty, MSG_X_MOVED),
	TEXT(struct movement, unit, MSG_X_UNIT, 7),
	QUANTITY(struct movement, qty_after, MSG_X_QTY_AFTER),
	MONEY(struct movement, value_cents, MSG_X_AMOUNT),
	XLSX(FIELD(struct movement, ticket_id, F_INT), MSG_X_TICKET, 9),
	TEXT(struct movement, machine_code, MSG_X_MACHINE_CODE, 14),
	TEXT(struct movement, machine_name, MSG_X_MACHINE_NAME, 22),
	TEXT(struct movement, reason, MSG_X_REASON, 30),
	TEXT(struct movement, account_name, MSG_X_BY, 12),
	XLSX_END,
};

static enum err movements(struct request *rq)
{
	const struct sheet s = {.file = "movements", .title = MSG_X_MOVEMENTS, .columns = movement_columns};
	struct movement_filter f;
	struct list all;
	enum err err;

	movement_filter_none(&f);
	err = request_query_read(rq, movement_query, &f);
	f.limit = SHEET_ROWS_MAX + 1;
	if (err == OK)
		err = store_movement_list(request_db(rq), rq->arena, &f, &all);
	return err == OK ? sheet_reply(rq, &s, &all, sizeof(struct movement)) : err;
}

/* What GET /movements is asked. */
enum err api_movement_sheet(struct request *rq)
{
	return sheet_in_turn(rq, movements);
}
