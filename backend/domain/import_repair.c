/* import_repair.c - a past repair becomes a closed ticket. See import.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/token.h"
#include "domain/asset.h"
#include "domain/import_cell.h"
#include "domain/import_rules.h"
#include "store/account.h"
#include "store/event.h"
#include "store/ticket.h"

enum {
	ID,
	TS,
	MACHINE,
	MACHINE_NAME,
	MODEL,
	COMPONENT,
	GROUP,
	CODE,
	SYMPTOM,
	CAUSE,
	ACTION,
	PARTS,
	MINUTES,
	HOURS,
	COST,
	STOPPED,
	OCCURRED,
	ACCEPTED,
	STARTED,
	RESTORED,
	TECHNICIAN,
	REPORTER
};

const struct import_column import_repair_columns[] = {
	[ID] = {"id",
		"工单号|工单编号|工单|维修单号|单号|单据编号|work order|work order number|order "
		"number|order|ticket|ticket number|报修单号|维修工单号",
		false, "示例-001|Example-001"},
	[TS] = {"ts",
		"报修时间|报修日期|日期|时间|维修日期|故障日期|登记日期|date|reported|reported at|report "
		"date|time|报修日期时间|开单时间|创建时间|created|created at",
		true, "2025-03-01 08:10"},
	[MACHINE] = {"machine",
		"设备编号|设备编码|资产编号|设备代码|机台号|机号|设备|machine code|asset code|equipment "
		"number|asset|equipment|设备号|机台编号|机台|equipment id|machine id|machine number",
		true, "CNC-01"},
	[MACHINE_NAME] = {"machine_name", "设备名称|machine name|equipment name|asset name|设备名|机台名称",
		false, "立式加工中心|Machining centre"},
	[MODEL] = {"model", "型号|设备型号|规格型号", false, "VMC850"},
	[COMPONENT] = {"component", "部件|部位|故障部位|部件名称|part of machine|故障部件|维修部位", false,
		"主轴|Spindle"},
	[GROUP] = {"group", "故障类别|故障分类|分组|分类|functional location", false, ""},
	[CODE] = {"code", "故障代码|报警代码|报警号|fault code|alarm code|error code", false, "E21"},
	[SYMPTOM] = {"symptom",
		"故障现象|故障描述|现象|故障内容|问题描述|报修内容|故障|description|fault|problem|text|"
		"故障说明|异常描述|故障现象描述|报修描述|symptoms",
		true, "主轴异响|Spindle is noisy", true},
	[CAUSE] = {"cause", "故障原因|原因|原因分析|root cause|reason|根本原因|故障原因分析", false,
		"轴承磨损|Bearing worn", true},
	[ACTION] = {"action",
		"处理措施|维修措施|处理方法|维修内容|处理结果|处理过程|解决方法|措施|remedy|solution|work "
		"done|维修过程|修复措施|处理结果描述|维修说明|action taken",
		false, "更换轴承|Bearing replaced", true},
	[PARTS] = {"parts", "更换备件|使用备件|备件|更换配件|配件|parts used|spare parts|更换零件|所用备件",
		false, "6204 × 2", true},
	[MINUTES] = {"minutes",
		"工时（分钟）|维修工时（分钟）|维修时长（分钟）|分钟|维修分钟|labour minutes|labor minutes",
		false, "90"},
	[HOURS] = {"hours", "工时（小时）|维修工时（小时）|维修时长（小时）|小时|labour hours|labor hours",
		false, ""},
	[COST] = {"cost",
		"费用|维修费用|维修费|总费用|金额|成本|total cost|amount|维修金额|维修成本|repair cost",
		false, "1260.50"},
	[STOPPED] = {"stopped", "是否停机|停机|machine stopped|machine down", false, "是|yes"},
	[OCCURRED] = {"occurred",
		"停机开始|停机开始时间|故障发生时间|故障时间|发生时间|停机时刻|occurred at|stopped "
		"since|failure time|down from|开始停机时间|停机起",
		false, "2025-03-01 08:00"},
	[ACCEPTED] = {"accepted", "接单时间|响应时刻|accepted at|接单日期时间|接单", false,
		"2025-03-01 08:15"},
	[STARTED] = {"started",
		"开始维修时间|维修开始时间|开工时间|维修开始|开始时间|started at|work started|开始维修",
		false, "2025-03-01 08:30"},
	[RESTORED] = {"restored",
		"恢复时间|恢复运行时间|修复时间|维修结束时间|结束时间|完成时间|完工时间|restored at|running "
		"again|completed|finished|up at|完成日期|完修时间|维修完成时间|恢复生产时间|停机结束|停机止",
		false, "2025-03-01 13:30"},
	[TECHNICIAN] = {"technician",
		"维修人|维修人员|维修工|处理人|technician name|repaired "
		"by|mechanic|维修员|修理人|维修负责人|technicians",
		false, "王五|Wang Wu"},
	[REPORTER] = {"reporter", "报修人|报修人员|申报人|reported by|报修者|reported person", false,
		"李四|Li Si"},
	{.name = NULL},
};

enum { MINUTES_MAX = 1000000, TEXT_MAX = 2000 };
static const int64_t COST_MAX = INT64_C(1000000000000000);

/* A repair as its row says it. */
struct repair_row {
	struct ticket ticket;
	const char *machine_name, *model, *component, *technician;
	int64_t minutes, cost_cents;
};

/* ---- taking the cells ---- */

static void take_times(struct import_run *r, struct ticket *t, int64_t now)
{
	const struct {
		int column;
		int64_t *member;
	} times[] = {
		{TS, &t->reported_at},
		{OCCURRED, &t->occurred_at},
		{ACCEPTED, &t->accepted_at},
		{STARTED, &t->started_at},
		{RESTORED, &t->restored_at},
	};

	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		import_take_number(
			r, times[i].column, cell_time, MSG_IMPORT_TIME, times[i].member, 0, TIME_MAX);
		if (*times[i].member != NONE && *times[i].member > now)
			import_complain(r, times[i].column, MSG_TICKET_FUTURE, NULL);
	}
	if (t->occurred_at != NONE && t->restored_at != NONE && t->restored_at < t->occurred_at)
		import_complain(r, RESTORED, MSG_TICKET_ORDER, NULL);
	/* The list says that it was over by then; the figures do not look at it. */
	t->closed_at =
		t->restored_at != NONE && t->restored_at > t->reported_at ? t->restored_at : t->reported_at;
}

static void take_cells(struct import_run *r, struct repair_row *x, int64_t now)
{
	struct ticket *t = &x->ticket;

	import_need(r, TS);
	import_need(r, MACHINE);
	import_need(r, SYMPTOM);
	take_times(r, t, now);
	import_take_text(r, SYMPTOM, &t->symptom, TEXT_MAX, true);
	import_take_text(r, CODE, &t->fault_code, 80, false);
	import_take_text(r, CAUSE, &t->cause, TEXT_MAX, true);
	import_take_text(r, ACTION, &t->action, TEXT_MAX, true);
	import_take_text(r, REPORTER, &t->reporter, 80, false);
	import_take_text(r, MACHINE, &t->machine_code, 40, false);
	import_take_text(r, MACHINE_NAME, &x->machine_name, 80, false);
	import_take_text(r, MODEL, &x->model, 80, false);
	import_take_text(r, r->cells[COMPONENT] ? COMPONENT : GROUP, &x->component, 80, false);
	import_take_text(r, TECHNICIAN, &x->technician, 80, false);
	import_take_minutes(r, HOURS, 60, &x->minutes, 0, MINUTES_MAX);
	import_take_minutes(r, MINUTES, 1, &x->minutes, 0, MINUTES_MAX);
	import_take_money(r, COST, &x->cost_cents, -COST_MAX, COST_MAX);
	import_take_number(r, STOPPED, cell_bool, MSG_IMPORT_BOOL, &t->stopped, 0, 1);
	if (r->cells[ID] && strlen(r->cells[ID]) > 120)
		import_complain(r, ID, MSG_F_LONG, "120");
}

/* Without an order number a repair is known by all it says, as it stands in the file. */
static const char *reference(struct tx *tx, const struct import_run *r)
{
	char digest[DIGEST_SIZE];
	struct buf b;

	if (r->cells[ID])
		return r->cells[ID];
	buf_init(&b);
	for (int c = 0; import_repair_columns[c].name; c++)
		buf_printf(&b, "%s\x1f", r->cells[c] ? r->cells[c] : "");
	token_digest(b.data, b.len, digest);
	buf_release(&b);
	return arena_printf(tx->arena, "sha256:%.32s", digest);
}

/* ---- the machine and its component ---- */

static enum err find_machine(struct tx *tx, struct import_run *r, struct repair_row *x)
{
	struct asset m;
	enum err err = store_asset_by_code(tx->db, tx->arena, x->ticket.machine_code, &m);

	if (err == ERR_NOT_FOUND) {
		domain_asset_none(&m);
		m.kind = ASSET_MACHINE;
		m.code = x->ticket.machine_code;
		m.model = x->model;
		m.name = x->machine_name ? x->machine_name
			 : x->model	 ? arena_printf(tx->arena, "%s %s", x->model, m.code)
					 : m.code;
		err = domain_asset_add(tx, &m);
		import_note(r, arena_printf(tx->arena, "+ %s", m.name));
	} else if (err == OK && m.kind != ASSET_MACHINE) {
		return import_complain(r, MACHINE, MSG_IMPORT_NOT_MACHINE, asset_kinds[m.kind]);
	}
	x->ticket.machine_id = m.id;
	x->ticket.machine_name = m.name;
	return err;
}

static enum err find_component(struct tx *tx, struct import_run *r, struct repair_row *x)
{
	struct asset c;
	enum err err;

	if (!x->component)
		return OK;
	err = store_asset_child(tx->db, tx->arena, x->ticket.machine_id, ASSET_COMPONENT, x->component, &c);
	if (err == ERR_NOT_FOUND) {
		domain_asset_none(&c);
		c.kind = ASSET_COMPONENT;
		c.parent_id = x->ticket.machine_id;
		c.name = x->component;
		err = domain_asset_add(tx, &c);
		import_note(r, arena_printf(tx->arena, "+ %s", c.name));
	}
	x->ticket.component_id = c.id;
	x->ticket.component_name = c.name;
	return err;
}

/* ---- what hangs on the ticket ---- */

/* Whose minutes they are; where that is not sure, nobody's. */
static enum err find_person(struct tx *tx, const char *name, int64_t *account)
{
	enum err err = name ? store_account_called(tx->db, name, account) : ERR_NOT_FOUND;

	if (err != OK)
		*account = NONE;
	return err == ERR_NOT_FOUND || err == ERR_CONFLICT ? OK : err;
}

static enum err add_labour(struct tx *tx, const struct repair_row *x, int64_t person)
{
	struct labour l = {.ticket_id = x->ticket.id,
		.machine_id = x->ticket.machine_id,
		.account_id = person,
		.booked_at = clock_day_start(clock_day_of(x->ticket.reported_at)),
		.minutes = x->minutes,
		.note = person == NONE ? x->technician : NULL};

	return x->minutes != NONE && x->minutes > 0 ? store_labour_add(tx, &l) : OK;
}

static enum err add_cost(struct tx *tx, const struct repair_row *x)
{
	struct invoice i = {.ticket_id = x->ticket.id,
		.machine_id = x->ticket.machine_id,
		.kind = INVOICE_IMPORT,
		.booked_at = clock_day_start(clock_day_of(x->ticket.reported_at)),
		.cost_cents = x->cost_cents};

	return x->cost_cents != NONE ? store_invoice_add(tx, &i) : OK;
}

/* What has no place of its own is kept as a comment: the parts as they were written, and who did it. */
static enum err add_comment(
	struct tx *tx, const struct import_run *r, const struct repair_row *x, int64_t person)
{
	bool who = x->technician && person == NONE && (x->minutes == NONE || x->minutes == 0);
	struct ticket_comment c = {
		.ticket_id = x->ticket.id, .account_id = tx->actor.account, .author = tx->actor.name};
	struct buf b;
	enum err err = OK;

	buf_init(&b);
	if (r->cells[PARTS])
		buf_printf(&b, "%s: %s", r->headings[PARTS], r->cells[PARTS]);
	if (who)
		buf_printf(&b, "%s%s: %s", b.len ? "\n" : "", r->headings[TECHNICIAN], x->technician);
	c.text = buf_text(&b);
	if (b.len)
		err = store_comment_add(tx, &c);
	buf_release(&b);
	return err;
}

static enum err add(struct tx *tx, struct import_run *r, struct repair_row *x)
{
	struct ticket none, *t = &x->ticket;
	int64_t person;
	enum err err = find_machine(tx, r, x);

	if (err == OK)
		err = find_component(tx, r, x);
	if (err == OK)
		err = find_person(tx, x->technician, &person);
	if (err != OK)
		return err;
	t->assignee_id = person;
	err = store_ticket_add(tx, t);
	if (err == OK)
		err = add_labour(tx, x, person);
	if (err == OK)
		err = add_cost(tx, x);
	if (err == OK)
		err = add_comment(tx, r, x, person);
	fields_none(ticket_fields, &none);
	return err == OK ? store_event_change(tx, "ticket", t->id, "imported", ticket_fields, &none, t) : err;
}

static void blank(struct repair_row *x)
{
	struct ticket *t = &x->ticket;

	*x = (struct repair_row){.minutes = NONE, .cost_cents = NONE};
	fields_none(ticket_fields, t);
	t->kind = TICKET_CORRECTIVE;
	t->source = SOURCE_IMPORT;
	t->state = TICKET_CLOSED;
	t->priority = 3;
	/* Whether it stood still is not known; a stop without its times is left out of the figures and listed. */
	t->stopped = 1;
	t->failure = 1;
	t->reopened = 0;
	t->same_count = 0;
}

/* The order that this folder's own export calls T123, or 123 in a workbook, is its ticket 123. ERR_NOT_FOUND: it is none of ours. */
static enum err own_ticket(struct tx *tx, const struct repair_row *x, struct ticket *old)
{
	const char *ref = x->ticket.import_ref;
	char *end;
	int64_t id = strtoll(ref + (ref[0] == 'T'), &end, 10);
	enum err err = id > 0 && !*end ? store_ticket_get(tx->db, tx->arena, id, old) : ERR_NOT_FOUND;

	/* A file tells seconds. */
	if (err == OK && (old->reported_at / 1000 != x->ticket.reported_at / 1000 || !old->machine_code ||
				 strcmp(old->machine_code, x->ticket.machine_code) != 0))
		return ERR_NOT_FOUND;
	return err;
}

enum err import_repair_row(struct tx *tx, void *ctx)
{
	struct import_run *r = ctx;
	struct repair_row x;
	struct ticket old;
	enum err err;

	blank(&x);
	take_cells(r, &x, tx->now);
	if (import_refused(r))
		return ERR_INVALID;
	x.ticket.import_ref = reference(tx, r);
	r->row->key = arena_strdup(r->keep, x.ticket.import_ref);
	r->row->title = arena_strdup(r->keep, x.ticket.symptom);
	err = own_ticket(tx, &x, &old);
	if (err == OK) {
		r->row->verdict = IMPORT_SAME;
		return OK;
	}
	if (err == ERR_NOT_FOUND)
		err = store_ticket_by_import(tx->db, tx->arena, x.ticket.import_ref, &old);
	if (err == ERR_NOT_FOUND) {
		r->row->verdict = IMPORT_NEW;
		return add(tx, r, &x);
	}
	if (err != OK)
		return err;
	/* People may have corrected its words since; day and machine tell whether it is the same repair. */
	if (old.reported_at != x.ticket.reported_at || !old.machine_code ||
		strcmp(old.machine_code, x.ticket.machine_code) != 0)
		return import_complain(r, ID, MSG_IMPORT_OTHER, NULL);
	r->row->verdict = IMPORT_SAME;
	return OK;
}
