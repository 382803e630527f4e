/* plan_sheet.c - planned maintenance as Excel, a row for each machine of a plan, with the columns that an import of plans looks for
 * (domain/import.h): what is exported comes in again. See sheet.h. */
#include "api/plan.h"
#include "api/sheet.h"
#include "base/clock.h"
#include "domain/plan_line.h"

#define TEXT(member, title, width) XLSX(FIELD(struct plan_line, member, F_TEXT), title, width)
#define OF_PLAN(member, kind, title, width, ...)                                                             \
	XLSX(FIELD_AS(struct plan_line, plan.member, #member, kind), title, width, __VA_ARGS__)

static const enum msg unit_words[] = {MSG_X_DAY, MSG_X_WEEK, MSG_X_MONTH};
static const enum msg mode_words[] = {MSG_X_FIXED, MSG_X_AFTER};
static const enum msg holiday_words[] = {MSG_X_STAY, MSG_X_EARLIER, MSG_X_LATER, MSG_X_SKIP};
static const struct xlsx_column plan_columns_of_sheet[] = {
	OF_PLAN(name, F_TEXT, MSG_X_PLAN, 24, ),
	OF_PLAN(name_en, F_TEXT, MSG_X_NAME_EN, 24, ),
	OF_PLAN(job_name, F_TEXT, MSG_X_JOB, 24, ),
	TEXT(machine_code, MSG_X_MACHINE_CODE, 14),
	TEXT(machine_name, MSG_X_MACHINE_NAME, 22),
	OF_PLAN(every, F_INT, MSG_X_EVERY, 7, ),
	OF_PLAN(unit, F_ENUM, MSG_X_EVERY_UNIT, 9, .words = unit_words),
	OF_PLAN(mode, F_ENUM, MSG_X_MODE_OF, 12, .words = mode_words),
	TEXT(weekdays, MSG_X_WEEKDAYS, 10),
	TEXT(month_day, MSG_X_MONTH_DAY, 9),
	TEXT(months, MSG_X_MONTHS, 12),
	OF_PLAN(holiday, F_ENUM, MSG_X_HOLIDAY, 12, .words = holiday_words),
	OF_PLAN(from_day, F_DAY, MSG_X_FROM_DAY, 12, ),
	OF_PLAN(to_day, F_DAY, MSG_X_TO_DAY, 12, ),
	OF_PLAN(meter_every, F_QTY, MSG_X_METER_EVERY, 10, ),
	OF_PLAN(lead_days, F_INT, MSG_X_LEAD, 9, ),
	OF_PLAN(grace_days, F_INT, MSG_X_GRACE, 9, ),
	OF_PLAN(assignee_name, F_TEXT, MSG_X_RESPONSIBLE, 12, ),
	OF_PLAN(minutes, F_INT, MSG_X_MINUTES, 10, ),
	OF_PLAN(stands, F_BOOL, MSG_X_STANDS, 9, ),
	TEXT(tasks, MSG_X_TASKS, 40),
	OF_PLAN(next_day, F_DAY, MSG_X_NEXT, 12, ),
	OF_PLAN(overdue, F_INT, MSG_X_OVERDUE, 8, ),
	OF_PLAN(paused, F_BOOL, MSG_X_PAUSED, 8, ),
	XLSX_END,
};

static enum err add_lines(struct request *rq, const struct plan *p, struct list *out)
{
	struct list lines;
	enum err err = domain_plan_lines(request_db(rq), rq->arena, rq->lang, p, &lines);

	for (size_t i = 0; err == OK && i < lines.n && out->n <= SHEET_ROWS_MAX; i++)
		*(struct plan_line *)list_at(out, out->n++, sizeof(struct plan_line)) =
			*(struct plan_line *)list_at(&lines, i, sizeof(struct plan_line));
	return err;
}

static enum err plans(struct request *rq)
{
	const struct sheet s = {.file = "plans", .title = MSG_X_PLANS, .columns = plan_columns_of_sheet};
	struct plan_filter f;
	struct list all, lines = {NULL, 0};
	enum err err = api_plan_filter(rq, &f);

	f.limit = SHEET_ROWS_MAX;
	if (err == OK)
		err = store_plan_list(request_db(rq), rq->arena, &f, clock_day_of(clock_now_ms()), &all);
	if (err != OK)
		return err;
	lines.items = arena_calloc(rq->arena, SHEET_ROWS_MAX + 2, sizeof(struct plan_line));
	for (size_t i = 0; i < all.n && err == OK && lines.n <= SHEET_ROWS_MAX; i++)
		err = add_lines(rq, list_at(&all, i, sizeof(struct plan)), &lines);
	return err == OK ? sheet_reply(rq, &s, &lines, sizeof(struct plan_line)) : err;
}

/* What GET /plans is asked. */
enum err api_plan_sheet(struct request *rq)
{
	return sheet_in_turn(rq, plans);
}
