/* import_plan.c - a row of a list of planned maintenance: a plan, and a machine it is for. See import.h. */
#include <stdio.h>
#include <string.h>

#include "domain/import_cell.h"
#include "domain/import_rules.h"
#include "domain/job.h"
#include "domain/plan.h"
#include "store/account.h"
#include "store/asset.h"
#include "store/job.h"
#include "store/meter.h"

enum {
	NAME,
	NAME_EN,
	JOB,
	MACHINE,
	EVERY,
	UNIT,
	MODE,
	WEEKDAYS,
	MONTH_DAY,
	MONTHS,
	HOLIDAY,
	FROM,
	TO,
	METER,
	LEAD,
	GRACE,
	ASSIGNEE,
	MINUTES,
	STANDS,
	TASKS
};

const struct import_column import_plan_columns[] = {
	[NAME] = {"name",
		"计划名称|保养计划|计划|保养名称|保养项目|plan|plan name|maintenance plan|pm|pm "
		"name|维护计划|保养类别|保养级别|点检保养名称",
		true, "示例-月度保养|Example-Monthly service"},
	[NAME_EN] = {"name_en", "计划英文名称|英文名称|英文名|english name", false, "Monthly service"},
	[JOB] = {"job_plan_id",
		"作业|job|作业名称|作业指导|保养作业|job plan|job name|work instruction|task list|标准作业",
		false, "月度保养|Monthly service"},
	[MACHINE] = {"assets",
		"设备编号|machine|设备编码|资产编号|设备代码|machine code|asset code|equipment|equipment "
		"number|machines|设备号|机台编号|asset number",
		false, "P-001", true},
	[EVERY] = {"every", "周期|保养周期|频次|频率|interval|frequency|period|cycle|间隔|周期值", false,
		"1 个月|1 month"},
	[UNIT] = {"unit", "周期单位|单位|interval unit|unit of interval|频率单位", false, "月|month"},
	[MODE] = {"mode", "方式|计算方式|起算方式|周期方式|counted from|scheduling", false, "固定日期|fixed"},
	[WEEKDAYS] = {"weekdays", "星期|周几|on weekdays|days of week|weekday", false, ""},
	[MONTH_DAY] = {"month_day", "几号|日期|每月几号|day of month|on day", false, "15"},
	[MONTHS] = {"months", "月份|季节|执行月份|season|in months", false, "4-10"},
	[HOLIDAY] = {"holiday", "遇休息日|休息日|遇节假日|节假日|on free days|holidays", false,
		"提前|before"},
	[FROM] = {"from_day",
		"开始日期|首次日期|起始日期|首次保养日期|下次保养日期|first day|start|start "
		"date|first due|next due",
		false, "2026-01-15"},
	[TO] = {"to_day", "结束日期|终止日期|截止日期|last day|end date|until", false, ""},
	[METER] = {"meter_every",
		"运行量|按运行量|运行小时|每运行|按运行小时|running hours|by meter|meter "
		"interval|运行间隔",
		false, ""},
	[LEAD] = {"lead_days", "提前天数|提前生成天数|提前|lead days|days ahead|lead time", false, "3"},
	[GRACE] = {"grace_days", "宽限天数|允许延迟天数|宽限|grace days|tolerance|grace", false, "2"},
	[ASSIGNEE] = {"assignee_id",
		"负责人|assignee|责任人|保养人|执行人|technician|responsible|assigned to|维护人", false, ""},
	[MINUTES] = {"minutes",
		"工时|预计工时|标准工时|计划工时|预计分钟|expected "
		"minutes|duration|minutes needed|工时（分钟）|工时(分钟)",
		false, "60"},
	[STANDS] = {"stands", "停机|需停机|是否停机|是否需停机|machine stands|needs standstill|standstill",
		false, "是|yes"},
	[TASKS] = {"tasks",
		"内容|保养内容|作业内容|项目|步骤|tasks|steps|work|instructions|检查内容|作业项目", false,
		"清洁；加油；紧固|clean; oil; tighten", true},
	{.name = NULL},
};

/* In the order of recur_unit, recur_mode, recur_holiday. */
static const char *const unit_words[] = {
	"天|日|day|days|d", "周|星期|week|weeks|w", "月|个月|month|months|m", NULL};
static const char *const mode_words[] = {"固定日期|固定|按日期|固定周期|fixed|by date|calendar",
	"完成后|上次完成后|按完成|浮动|after|after completion|floating", NULL};
static const char *const holiday_words[] = {"不变|照常|不调整|stay|as it is", "提前|before|earlier",
	"顺延|推后|延后|after|later", "跳过|取消|skip", NULL};

enum { DAYS_MOST = 365, EVERY_MOST = 1000, MINUTES_MOST = 100000, TASK_LONGEST = 300 };
static const int64_t METER_MOST = INT64_C(1000000000000);

static bool whole_number(const char *text, int64_t *value)
{
	int64_t milli;

	if (!cell_qty(text, &milli) || milli % 1000)
		return false;
	*value = milli / 1000;
	return true;
}

static bool month_day(const char *text, int64_t *value)
{
	static const char *const last[] = {"月末|最后一天|月底|last|last day", NULL};

	if (cell_word(text, last) == 0) {
		*value = RECUR_LAST_DAY;
		return true;
	}
	return whole_number(text, value);
}

static bool weekdays(const char *text, int64_t *value)
{
	return cell_days(text, 7, value);
}

static bool months(const char *text, int64_t *value)
{
	return cell_days(text, 12, value);
}

/* ---- the rule ---- */

/* True: it says of what, too; what stands in another column counts for a bare number. */
static bool take_every(struct import_run *r, struct plan *p)
{
	int64_t every = NONE;
	int unit = -1;
	bool said;

	if (!r->cells[EVERY])
		return false;
	if (!cell_every(r->cells[EVERY], &every, &unit)) {
		import_complain(r, EVERY, MSG_IMPORT_EVERY, r->cells[EVERY]);
		return false;
	}
	if (every < 1 || every > EVERY_MOST)
		import_complain(r, EVERY, MSG_F_RANGE, "1-1000");
	said = unit >= 0;
	if (unit < 0 && !r->cells[UNIT])
		unit = p->unit >= 0 ? p->unit : RECUR_DAY;
	if (every != p->every || (unit >= 0 && unit != p->unit)) {
		p->every = every;
		p->unit = unit >= 0 ? unit : p->unit;
		import_note_column(r, EVERY);
	}
	return said;
}

static void take_rule(struct import_run *r, struct plan *p)
{
	if (!take_every(r, p))
		import_take_word(r, UNIT, unit_words, "@IMPORT_UNITS", &p->unit);
	import_take_word(r, MODE, mode_words, "@IMPORT_MODES", &p->mode);
	import_take_word(r, HOLIDAY, holiday_words, "@IMPORT_HOLIDAYS", &p->holiday);
	import_take_number(r, WEEKDAYS, weekdays, MSG_IMPORT_WEEKDAYS, &p->weekdays, 0, 127);
	import_take_number(r, MONTHS, months, MSG_IMPORT_MONTHS, &p->months, 0, 4095);
	import_take_number(r, MONTH_DAY, month_day, MSG_IMPORT_WHOLE, &p->month_day, 1, RECUR_LAST_DAY);
	import_take_number(r, FROM, cell_day, MSG_IMPORT_DAY, &p->from_day, 0, INT64_C(22000000));
	import_take_number(r, TO, cell_day, MSG_IMPORT_DAY, &p->to_day, 0, INT64_C(22000000));
	import_take_number(r, METER, cell_qty, MSG_IMPORT_QTY, &p->meter_every, 1, METER_MOST);
	import_take_number(r, LEAD, whole_number, MSG_IMPORT_WHOLE, &p->lead_days, 0, DAYS_MOST);
	import_take_number(r, GRACE, whole_number, MSG_IMPORT_WHOLE, &p->grace_days, 0, DAYS_MOST);
	if (p->unit >= 0 && p->every == NONE)
		p->every = 1;
}

static enum err take_assignee(struct tx *tx, struct import_run *r, struct plan *p)
{
	const char *who = r->cells[ASSIGNEE];
	int64_t id = p->assignee_id;
	enum err err = who ? store_account_called(tx->db, who, &id) : OK;

	if (err == ERR_NOT_FOUND || err == ERR_CONFLICT)
		return import_complain(
			r, ASSIGNEE, err == ERR_CONFLICT ? MSG_IMPORT_PEOPLE : MSG_F_NO_SUCH, who);
	if (err != OK)
		return err;
	if (id != p->assignee_id)
		import_note_column(r, ASSIGNEE);
	p->assignee_id = id;
	return OK;
}

/* ---- the job ---- */

/* A line, or what stands between semicolons. */
static struct list tasks_of(struct import_run *r)
{
	static const char wide[] = "；";
	const char *text = r->cells[TASKS];
	struct job_task *tasks = arena_calloc(&r->scratch, JOB_TASKS_MAX + 1, sizeof(*tasks));
	struct list out = {tasks, 0};

	while (text && *text && out.n <= JOB_TASKS_MAX) {
		const char *semicolon = strstr(text, wide);
		size_t len = strcspn(text, "\r\n;"), skip = 1;

		if (semicolon && (size_t)(semicolon - text) < len) {
			len = (size_t)(semicolon - text);
			skip = sizeof(wide) - 1;
		}
		tasks[out.n].text = import_trim(&r->scratch, arena_strndup(&r->scratch, text, len));
		out.n += tasks[out.n].text != NULL;
		text += len + (text[len] ? skip : 0);
	}
	return out;
}

/* That of the name, made when there is none: with the tasks, minutes and standstill of the row. */
static enum err find_job(struct tx *tx, struct import_run *r, const char *name, int64_t *id)
{
	struct job_plan j;
	enum err err = store_job_named(tx->db, name, id);

	if (err != ERR_NOT_FOUND)
		return err;
	fields_none(job_fields, &j);
	j.name = name;
	j.stands = j.retired = 0;
	j.parts = (struct list){NULL, 0};
	j.tasks = tasks_of(r);
	import_take_minutes(r, MINUTES, 1, &j.minutes, 1, MINUTES_MOST);
	import_take_number(r, STANDS, cell_bool, MSG_F_BOOL, &j.stands, 0, 1);
	for (size_t i = 0; i < j.tasks.n; i++)
		if (strlen(((struct job_task *)j.tasks.items)[i].text) > TASK_LONGEST * 3)
			import_complain(r, TASKS, MSG_F_LONG, "300");
	if (import_refused(r))
		return ERR_INVALID;
	err = domain_job_add(tx, &j);
	import_note(r, arena_printf(tx->arena, "+ %s", name));
	*id = j.id;
	return err;
}

/* ---- its machines ---- */

static enum err counter_of(struct tx *tx, int64_t machine, int64_t *meter)
{
	struct list all;
	enum err err = store_meter_list(tx->db, tx->arena, machine, &all);

	*meter = NONE;
	for (size_t i = 0; err == OK && i < all.n && *meter == NONE; i++) {
		const struct meter *m = list_at(&all, i, sizeof(*m));

		if (m->kind == METER_COUNTER && !m->retired)
			*meter = m->id;
	}
	return err;
}

static enum err add_machine(
	struct tx *tx, struct import_run *r, const struct plan *p, const char *code, struct list *out)
{
	struct plan_asset *pa = list_at(out, out->n, sizeof(*pa));
	struct asset x;
	enum err err = store_asset_by_code(tx->db, tx->arena, code, &x);

	if (err == ERR_NOT_FOUND)
		return import_complain(r, MACHINE, MSG_IMPORT_NO_MACHINE, code);
	if (err == OK && x.kind != ASSET_MACHINE)
		return import_complain(r, MACHINE, MSG_IMPORT_NOT_MACHINE, asset_kinds[x.kind]);
	*pa = (struct plan_asset){.asset_id = x.id, .meter_id = NONE, .code = code};
	if (err == OK && p->meter_every != NONE)
		err = counter_of(tx, x.id, &pa->meter_id);
	out->n += err == OK;
	return err;
}

/* One code, or several with commas between them. */
static enum err machines_of(struct tx *tx, struct import_run *r, const struct plan *p, struct list *out)
{
	const char *text = r->cells[MACHINE];
	struct asset x;
	enum err err = text ? store_asset_by_code(tx->db, tx->arena, text, &x) : ERR_NOT_FOUND;

	*out = (struct list){arena_calloc(tx->arena, PLAN_MACHINES_MAX, sizeof(struct plan_asset)), 0};
	if (!text)
		return OK;
	if (err != ERR_NOT_FOUND)
		return err == OK ? add_machine(tx, r, p, text, out) : err;
	err = OK;
	while (*text && err == OK) {
		static const char *const between[] = {"、", "，", "；", ",", ";", "\n"};
		size_t len = strlen(text), skip = 0;
		const char *code;

		for (size_t i = 0; i < sizeof(between) / sizeof(between[0]); i++) {
			const char *at = strstr(text, between[i]);

			if (at && (size_t)(at - text) < len) {
				len = (size_t)(at - text);
				skip = strlen(between[i]);
			}
		}
		code = import_trim(tx->arena, arena_strndup(tx->arena, text, len));
		if (code && out->n == PLAN_MACHINES_MAX)
			return import_complain(
				r, MACHINE, MSG_PLAN_MANY, arena_printf(tx->arena, "%d", PLAN_MACHINES_MAX));
		if (code)
			err = add_machine(tx, r, p, code, out);
		text += len + skip;
	}
	return err;
}

/* ---- the row ---- */

struct plan_said {
	int64_t plan, row;
};

/* The row in which this list said something of the plan first; 0: none. */
static int64_t said_in(const struct import_run *r, int64_t plan)
{
	for (size_t i = r->plans.n; i-- > 0;) {
		const struct plan_said *said = list_at(&r->plans, i, sizeof(*said));

		if (said->plan == plan)
			return said->row;
	}
	return 0;
}

static void remember(struct import_run *r, int64_t plan)
{
	size_t n = r->plans.n;

	if (said_in(r, plan))
		return;
	/* The room is a power of two, from the first on. */
	if (!(n & (n - 1))) {
		struct plan_said *more = arena_calloc(r->keep, n ? 2 * n : 1, sizeof(*more));

		if (n)
			memcpy(more, r->plans.items, n * sizeof(*more));
		r->plans.items = more;
	}
	r->plans.n++;
	*(struct plan_said *)list_at(&r->plans, n, sizeof(struct plan_said)) =
		(struct plan_said){plan, r->row->number};
}

static enum err contradicts(struct import_run *r, int64_t row)
{
	char number[24];

	snprintf(number, sizeof(number), "%lld", (long long)row);
	for (int c = 0; r->columns[c].name; c++)
		if (r->noted[c])
			import_complain(r, c, MSG_IMPORT_PLAN_DIFFERS, number);
	return ERR_INVALID;
}

static enum err put_known(struct tx *tx, struct import_run *r, struct plan *p, const struct list *machines)
{
	bool rule = r->detail.len > 0;
	int64_t before = said_in(r, p->id);
	enum err err = OK;

	if (rule && before)
		return contradicts(r, before);
	/* The rule first: a machine that is added goes by the new one. */
	if (rule)
		err = domain_plan_put(tx, p);
	for (size_t i = 0; i < machines->n && err == OK; i++) {
		struct plan_asset there, *pa = list_at(machines, i, sizeof(*pa));

		err = store_plan_asset_get(tx->db, tx->arena, p->id, pa->asset_id, &there);
		if (err != ERR_NOT_FOUND)
			continue;
		import_note(r, arena_printf(tx->arena, "+ %s", pa->code));
		err = domain_plan_machine_add(tx, p, pa);
	}
	r->row->verdict = r->detail.len ? IMPORT_CHANGED : IMPORT_SAME;
	return err;
}

static void begin(struct plan *p)
{
	fields_none(plan_columns, p);
	p->name = NULL;
	p->unit = -1;
	p->mode = RECUR_FIXED;
	p->holiday = RECUR_STAY;
	p->weekdays = p->months = p->paused = p->retired = 0;
	p->start_min = 480;
	p->lead_days = 3;
	p->grace_days = 2;
	p->priority = 3;
	p->assets = (struct list){NULL, 0};
}

static enum err put_row(struct tx *tx, struct import_run *r, struct plan *p)
{
	const char *job = r->cells[JOB] ? r->cells[JOB] : r->known ? NULL : r->cells[NAME];
	int64_t job_id = p->job_plan_id;
	struct list machines;
	enum err err;

	import_take_text(r, NAME, &p->name, 120, false);
	import_take_text(r, NAME_EN, &p->name_en, 120, false);
	take_rule(r, p);
	if (!r->known && p->unit < 0 && p->meter_every == NONE)
		import_need(r, EVERY);
	err = take_assignee(tx, r, p);
	if (err == OK || err == ERR_INVALID)
		err = err_worse(err, machines_of(tx, r, p, &machines));
	if (err != OK || import_refused(r))
		return err != OK ? err : ERR_INVALID;
	r->row->title = arena_strdup(r->keep, r->cells[MACHINE] ? r->cells[MACHINE] : p->name);
	if (job)
		err = find_job(tx, r, job, &job_id);
	if (err != OK)
		return err;
	if (job_id != p->job_plan_id)
		import_note_column(r, JOB);
	p->job_plan_id = job_id;
	if (r->known) {
		err = put_known(tx, r, p, &machines);
	} else {
		r->row->verdict = IMPORT_NEW;
		p->assets = machines;
		err = domain_plan_add(tx, p);
	}
	if (err == OK)
		remember(r, p->id);
	return err;
}

/* A plan stands in as many rows as it has machines. */
enum err import_plan_row(struct tx *tx, void *ctx)
{
	struct import_run *r = ctx;
	struct plan p;
	int64_t id = NONE;
	enum err err;

	import_need(r, NAME);
	if (import_refused(r))
		return ERR_INVALID;
	r->row->key = r->cells[MACHINE] ? arena_printf(r->keep, "%s · %s", r->cells[NAME], r->cells[MACHINE])
					: arena_strdup(r->keep, r->cells[NAME]);
	begin(&p);
	err = store_plan_named(tx->db, r->cells[NAME], &id);
	r->known = err == OK;
	if (r->known)
		err = store_plan_get(tx->db, tx->arena, id, 0, &p);
	return err == OK || err == ERR_NOT_FOUND ? put_row(tx, r, &p) : err;
}
