/* import_test.c - lists of equipment, parts and past repairs: each row is done or refused as a whole, a second import
 * changes nothing, and a failure anywhere leaves nothing. */
#include "import_fixture.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "domain/account.h"
#include "domain/asset.h"
#include "domain/import_undo.h"
#include "domain/meter.h"
#include "domain/part.h"
#include "domain/stock.h"
#include "domain/ticket.h"
#include "store/asset.h"
#include "store/event.h"
#include "store/part.h"

static const struct refused_case {
	const char *name;
	int what;
	const char *text;
	enum err err;
	const char *field; /* or NULL: the message */
	enum msg msg;
} refused[] = {
	{"empty", IMPORT_MACHINES, "", ERR_INVALID, NULL, MSG_CSV_EMPTY},
	{"no code column", IMPORT_MACHINES, "name,model\nx,y\n", ERR_INVALID, "code",
		MSG_IMPORT_NEEDS_COLUMN},
	{"the wrong kind of list", IMPORT_REPAIRS, "设备编号,设备名称\nM1,x\n", ERR_INVALID, "ts",
		MSG_IMPORT_NEEDS_COLUMN},
	{"half a workbook", IMPORT_MACHINES, "PK\003\004....", ERR_INVALID, NULL, MSG_XLSX_BROKEN},
	{"unbalanced quotes", IMPORT_MACHINES, "code,name\nM1,\"x\nM2,y\n", ERR_INVALID, NULL,
		MSG_CSV_QUOTES},
};
static void a_file_that_cannot_be_read_is_refused_with_its_reason(void **state)
{
	struct fixture *f = *state;
	const char *before = one(f, SQL_STATE);

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		const struct refused_case *c = &refused[i];
		struct import in;

		if (import(f, c->what, c->text, &in) != c->err || in.finished)
			fail_msg("%s: not refused", c->name);
		if (c->field ? strcmp(f->fault.fields[0].name, c->field) != 0 ||
					f->fault.fields[0].msg != c->msg
			     : f->fault.msg != c->msg)
			fail_msg("%s: %s %s", c->name, msg_id(f->fault.msg), f->fault.fields[0].name);
		assert_string_equal(one(f, SQL_STATE), before);
	}
}

/* ---- what is kept ---- */

/* A dry run and a run with a refused row tell everything and keep nothing. */
static void nothing_is_kept_of_a_dry_run_or_a_refused_file(void **state)
{
	struct fixture *f = *state;
	const char *before = one(f, SQL_STATE);
	struct import in = {.what = IMPORT_MACHINES, .data = "code,name,line\nM1,x,A\n,y,\n", .len = 26};

	assert_int_equal(fixture_write(f, domain_import, &in), ERR_CONFLICT);
	assert_true(in.finished);
	assert_int_equal(f->fault.msg, MSG_IMPORT_DRY);
	assert_string_equal(verdicts(f, &in), "ne");
	assert_string_equal(one(f, SQL_STATE), before);
	in.apply = true;
	assert_int_equal(fixture_write(f, domain_import, &in), ERR_CONFLICT);
	assert_true(in.finished);
	assert_int_equal(f->fault.msg, MSG_IMPORT_REFUSED);
	assert_string_equal(f->fault.arg, "1");
	assert_string_equal(one(f, SQL_STATE), before);
	in.skip_errors = true;
	assert_int_equal(fixture_write(f, domain_import, &in), OK);
	assert_string_not_equal(one(f, SQL_STATE), before);
}

/* A row that is refused after it has begun to change something leaves none of it. */
static void a_refused_row_leaves_nothing_of_itself(void **state)
{
	struct fixture *f = *state;
	struct import in;

	/* The second row makes its line, then its code turns out to be there twice. */
	assert_int_equal(import(f, IMPORT_MACHINES, "code,name,line\nM1,x,A\nM1,y,B\nM2,z,B\n", &in), OK);
	assert_string_equal(verdicts(f, &in), "nen");
	assert_string_equal(row_of(&in, 2)->detail, "+ B");
	assert_string_equal(
		one(f, "SELECT group_concat(name, ',') AS state FROM (SELECT name FROM asset WHERE kind = "
		       "'line' ORDER BY name)"),
		"A,B");
	assert_string_equal(one(f, "SELECT name AS state FROM asset WHERE code = 'M1'"), "x");
}

/* What differs is changed and named by the file's headings; an empty cell clears nothing. */
static void a_known_machine_is_changed_where_the_list_differs(void **state)
{
	struct fixture *f = *state;
	struct import in;

	assert_int_equal(
		import(f, IMPORT_MACHINES, "code,name,model,maker,原值\nM1,Press,X1,Yangli,1000\n", &in), OK);
	assert_int_equal(
		import(f, IMPORT_MACHINES, "编号,名称,型号,厂家,原值\nM1,Press,X2,,2000\n", &in), OK);
	assert_string_equal(verdicts(f, &in), "c");
	assert_string_equal(row_of(&in, 0)->detail, "型号, 原值");
	assert_string_equal(
		one(f, "SELECT model || ' ' || maker || ' ' || original_value_cents AS state FROM asset "
		       "WHERE code = 'M1'"),
		"X2 Yangli 200000");
	assert_string_equal(one(f, "SELECT group_concat(kind) AS state FROM event WHERE entity = 'asset'"),
		"created,code_added,changed");
}

/* Site, area and line are found by their names, one below the other, and made only once. */
static void places_are_found_or_made(void **state)
{
	struct fixture *f = *state;
	struct import in;

	assert_int_equal(import(f, IMPORT_MACHINES,
				 "code,name,厂区,车间,产线\nM1,a,北厂,冲压,1线\nM2,b,北厂,冲压,1线\nM3,c,"
				 "南厂,冲压,1线\nM4,d,,,\n",
				 &in),
		OK);
	assert_string_equal(verdicts(f, &in), "nnnn");
	assert_string_equal(row_of(&in, 0)->detail, "+ 北厂, + 冲压, + 1线");
	assert_null(row_of(&in, 1)->detail);
	assert_string_equal(one(f, "SELECT count(*) || '' AS state FROM asset"), "10");
	/* Two areas bear the name now: alone it does not say which. */
	assert_int_equal(import(f, IMPORT_MACHINES, "code,name,车间\nM5,e,冲压\n", &in), OK);
	assert_string_equal(verdicts(f, &in), "e");
	assert_int_equal(row_of(&in, 0)->fault->fields[0].msg, MSG_IMPORT_SEVERAL);
	/* A machine is moved where the list says so. */
	assert_int_equal(import(f, IMPORT_MACHINES, "code,厂区,车间\nM4,南厂,冲压\nM1,北厂,冲压\n", &in), OK);
	assert_string_equal(verdicts(f, &in), "cc");
}

/* The state of a known machine follows its tickets; a list retires it, takes it out of use and brings it back. */
static void a_list_does_not_undo_what_tickets_say(void **state)
{
	struct fixture *f = *state;
	struct import in;
	const char SQL[] =
		"SELECT state || ' ' || coalesce(retired_day, '-') AS state FROM asset WHERE code = 'M1'";

	assert_int_equal(import(f, IMPORT_MACHINES, "code,name,状态\nM1,a,停机\nM2,b,报废\n", &in), OK);
	assert_string_equal(one(f, SQL), "stopped -");
	assert_string_equal(
		one(f, "SELECT state || ' ' || retired_day AS state FROM asset WHERE code = 'M2'"),
		"retired 20260131");
	assert_int_equal(import(f, IMPORT_MACHINES, "code,状态\nM1,在用\n", &in), OK);
	assert_string_equal(verdicts(f, &in), "s");
	assert_string_equal(one(f, SQL), "stopped -");
	assert_int_equal(import(f, IMPORT_MACHINES, "code,状态\nM1,报废\n", &in), OK);
	assert_string_equal(verdicts(f, &in), "c");
	assert_string_equal(one(f, SQL), "retired 20260131");
	assert_int_equal(import(f, IMPORT_MACHINES, "code,状态\nM1,在用\n", &in), OK);
	assert_string_equal(one(f, SQL), "running -");
}

/* Opening stock is one movement at its price; of a part that is known a list changes no stock. */
static void a_part_comes_with_its_stock_once(void **state)
{
	struct fixture *f = *state;
	struct import in;
	const char SQL[] =
		"SELECT qty || ' ' || value_cents || ' ' || (SELECT count(*) FROM movement WHERE part_id = "
		"part.id) || ' ' || (SELECT code FROM bin WHERE id = bin_id) AS state FROM part WHERE code = "
		"'P1'";

	assert_int_equal(
		import(f, IMPORT_PARTS, "物料编码,名称,单位,货位,单价,数量\nP1,油封,个,A-1,9.50,12.5\n", &in),
		OK);
	assert_string_equal(row_of(&in, 0)->detail, "+ A-1");
	assert_string_equal(one(f, SQL), "12500 11875 1 A-1");
	assert_int_equal(
		import(f, IMPORT_PARTS, "物料编码,名称,单位,货位,单价,数量\nP1,油封,个,A-2,9.60,99\n", &in),
		OK);
	assert_string_equal(verdicts(f, &in), "c");
	assert_string_equal(row_of(&in, 0)->detail, "单价, + A-2, 货位");
	assert_string_equal(one(f, SQL), "12500 11875 1 A-2");
	/* The amount in money goes before the price; without either the stock is worth nothing. */
	assert_int_equal(import(f, IMPORT_PARTS,
				 "code,name,bin,qty,price,amount\nP2,x,A-1,3,5,14.99\nP3,y,A-1,3,,\n", &in),
		OK);
	assert_string_equal(one(f, "SELECT group_concat(value_cents) AS state FROM (SELECT value_cents FROM "
				   "part WHERE code "
				   "> 'P1' ORDER BY code)"),
		"1499,0");
	in.bin = "MAIN";
	in.data = "code,name,qty\nP4,z,1\n";
	in.len = strlen(in.data);
	assert_int_equal(fixture_write(f, domain_import, &in), OK);
	assert_string_equal(verdicts(f, &in), "n");
}

/* A repair is a closed ticket with what the list says of it, and nothing that it does not say. */
static void a_repair_keeps_what_the_list_says(void **state)
{
	struct fixture *f = *state;
	struct import in;
	const char *text = "id,ts,machine,model,component,group,code,symptom,cause,action,parts,minutes,cost,"
			   "occurred,restored\n"
			   "W1,2025-03-01 08:10,M1,VMC,主轴,G,E21,\"noise\nloud\",worn,replaced,2 "
			   "bearings,90,1260.5,2025-03-01 08:00,"
			   "2025-03-01 13:30\n"
			   "W2,2025-04-02,M9,VMC,,HOSE,,leak,,,,,0,,\n"
			   "W3,2025-04-03,M9,VMC,,,,leak,,,,,,,\n";

	assert_int_equal(import(f, IMPORT_REPAIRS, text, &in), OK);
	assert_string_equal(verdicts(f, &in), "nnn");
	assert_string_equal(row_of(&in, 1)->detail, "+ VMC M9, + HOSE");
	assert_string_equal(
		one(f, "SELECT t.kind || ' ' || t.source || ' ' || t.state || ' ' || t.open || ' ' || "
		       "t.stopped || t.failure || "
		       "' ' || t.symptom || ' ' || t.fault_code || ' ' || t.cause || ' ' || t.action || ' ' "
		       "|| c.name || ' ' || "
		       "((t.restored_at - t.occurred_at) / 60000) || ' ' || "
		       "((t.reported_at - t.occurred_at) / 60000) || ' ' || "
		       "(t.closed_at = t.restored_at) || ' ' || coalesce(t.accepted_at, '-') || "
		       "coalesce(t.started_at, '-') AS state "
		       "FROM ticket t JOIN asset c ON c.id = t.component_id WHERE import_ref = 'W1'"),
		"corrective import closed 0 11 noise\nloud E21 worn replaced 主轴 330 10 1 --");
	/* No time is made up, not even where a day is known. */
	assert_string_equal(one(f, "SELECT coalesce(occurred_at, '-') || coalesce(restored_at, '-') || "
				   "(closed_at = reported_at) "
				   "|| (SELECT name FROM asset WHERE id = component_id) AS state FROM ticket "
				   "WHERE import_ref = 'W2'"),
		"--1HOSE");
	/* Its cost on its day, 0 too, and none where there is none; its minutes without a rate. */
	assert_string_equal(one(f, "SELECT group_concat(i.kind || i.cost_cents || ' ' || ((i.booked_at - "
				   "t.reported_at) / 60000)) AS "
				   "state FROM invoice i JOIN ticket t ON t.id = i.ticket_id"),
		"import126050 -490,import0 0");
	assert_string_equal(one(f, "SELECT group_concat(minutes || ' ' || cost_cents || ' ' || "
				   "coalesce(account_id, '-')) AS state "
				   "FROM labour"),
		"90 0 -");
	assert_string_equal(
		one(f, "SELECT group_concat(text) AS state FROM ticket_comment"), "parts: 2 bearings");
	/* What follows the log sees them. */
	assert_string_equal(one(f, "SELECT group_concat(kind) AS state FROM event WHERE entity = 'ticket'"),
		"imported,imported,imported");
	/* The same id with another machine or day is another repair's. */
	assert_int_equal(
		import(f, IMPORT_REPAIRS,
			"id,ts,machine,symptom\nW2,2025-04-03,M9,leak\nW3,2025-04-03,M1,leak\n", &in),
		OK);
	assert_string_equal(verdicts(f, &in), "ee");
	assert_int_equal(row_of(&in, 0)->fault->fields[0].msg, MSG_IMPORT_OTHER);
}

static enum err forget_plans(struct tx *tx, void *ctx)
{
	static const char *const all[] = {
		"DELETE FROM plan_due", "DELETE FROM plan_asset", "DELETE FROM plan"};
	enum err err = OK;

	(void)ctx;
	for (size_t i = 0; i < 3 && err == OK; i++)
		err = db_exec(tx->db, all[i], NO_ARGS, NULL);
	return err;
}

/* No machine is left out in silence; a machine more is a change of the plan, which whoever edits it is told. */
static void a_plan_takes_its_fill_of_machines(void **state)
{
	enum { MOST = 500 };
	struct fixture *f = *state;
	const char *head = "plan,machine,every,start\n";
	const char SQL[] = "SELECT group_concat(name || ' ' || version || ' ' || (SELECT count(*) FROM "
			   "plan_asset WHERE plan_id = plan.id)) AS state FROM plan";
	struct buf machines, codes;
	struct import in;

	buf_init(&machines);
	buf_init(&codes);
	buf_str(&machines, "code,name\n");
	for (int i = 1; i <= MOST + 1; i++)
		buf_printf(&machines, "M%d,Press\n", i);
	for (int i = 1; i <= MOST; i++)
		buf_printf(&codes, "%sM%d", i > 1 ? "、" : "", i);
	assert_int_equal(import(f, IMPORT_MACHINES, buf_text(&machines), &in), OK);
	buf_clear(&machines);
	buf_printf(&machines, "%sA,%s、M501,1 month,2027-01-01\n", head, buf_text(&codes));
	assert_int_equal(import(f, IMPORT_PLANS, buf_text(&machines), &in), OK);
	assert_string_equal(verdicts(f, &in), "e");
	assert_string_equal(row_of(&in, 0)->fault->fields[0].name, "machine");
	assert_int_equal(row_of(&in, 0)->fault->fields[0].msg, MSG_PLAN_MANY);
	buf_clear(&machines);
	buf_printf(&machines, "%sA,%s,1 month,2027-01-01\nA,M501,,\nB,M1,1 week,2027-01-01\nB,M2,,\n", head,
		buf_text(&codes));
	assert_int_equal(import(f, IMPORT_PLANS, buf_text(&machines), &in), OK);
	assert_string_equal(verdicts(f, &in), "nenc");
	assert_int_equal(row_of(&in, 1)->fault->fields[0].msg, MSG_PLAN_MANY);
	assert_string_equal(one(f, SQL), "A 1 500,B 2 2");
	buf_release(&codes);
	buf_release(&machines);
}

static enum err add_counter(struct tx *tx, void *ctx)
{
	struct meter m;

	(void)ctx;
	meter_none(&m);
	m.asset_id = 1;
	m.name = "hours";
	m.unit = "h";
	return domain_meter_add(tx, &m);
}

static enum err retire_meters(struct tx *tx, void *ctx)
{
	return db_exec(tx->db, "UPDATE meter SET retired = $1", ARGS(v_int(*(int64_t *)ctx)), NULL);
}

/* Which of two rules is meant nobody knows: the machines of the rows before would go by the later one. */
static void a_plan_has_one_rule_in_a_list(void **state)
{
	static const struct {
		const char *rows, *verdicts, *left;
		const char *field;
	} cases[] = {
		{"P,M1,1 month,2027-01-01\nP,M2,3 months,2027-01-01\nP,M3,1 month,2027-01-01\n", "nec",
			"P 1 2", "every"},
		{"P,M1,1 month,2027-01-01\nP,M2,1 month,2027-01-05\nQ,M2,1 month,2027-01-05\n", "nen",
			"P 1 1,Q 1 1", "start"},
		{"P,M1,1 month,2027-01-01\nP,M2,,\n", "nc", "P 1 2", NULL},
		/* What another list said is changed by this one, which says one thing again. */
		{"P,M1,2 months,2027-01-01\nP,M3,2 months,2027-01-01\nP,M2,1 month,2027-01-01\n", "cce",
			"P 2 3", "every"},
		{"P,M1,2 months,2027-01-01\nP,M2,1 month,2027-01-01\n", "se", "P 2 3", "every"},
	};
	const char SQL[] =
		"SELECT group_concat(name || ' ' || every || ' ' || (SELECT count(*) FROM plan_asset "
		"WHERE plan_id = plan.id AND removed_at IS NULL)) AS state FROM plan";
	struct fixture *f = *state;
	struct import in;

	assert_int_equal(import(f, IMPORT_MACHINES, "code,name\nM1,a\nM2,b\nM3,c\n", &in), OK);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (i < 3)
			assert_int_equal(fixture_write(f, forget_plans, NULL), OK);
		assert_int_equal(
			import(f, IMPORT_PLANS,
				arena_printf(&f->arena, "plan,machine,every,start\n%s", cases[i].rows), &in),
			OK);
		assert_string_equal(verdicts(f, &in), cases[i].verdicts);
		assert_string_equal(one(f, SQL), cases[i].left);
		for (size_t k = 0; k < in.rows.n; k++) {
			const struct import_row *row = row_of(&in, k);

			if (row->verdict != IMPORT_ERROR)
				continue;
			assert_int_equal(row->fault->n, 1);
			assert_string_equal(row->fault->fields[0].name, cases[i].field);
			assert_int_equal(row->fault->fields[0].msg, MSG_IMPORT_PLAN_DIFFERS);
			assert_string_equal(row->fault->fields[0].arg, "2");
		}
	}
}

/* By a meter that is read no more nothing would ever be due. */
static void a_plan_counts_by_a_meter_that_is_read(void **state)
{
	static const struct {
		int retired;
		const char *verdicts;
	} cases[] = {{1, "e"}, {0, "n"}};
	struct fixture *f = *state;
	struct import in;

	assert_int_equal(import(f, IMPORT_MACHINES, "code,name\nM1,a\n", &in), OK);
	assert_int_equal(fixture_write(f, add_counter, NULL), OK);
	for (size_t i = 0; i < 2; i++) {
		int64_t retired = cases[i].retired;

		assert_int_equal(fixture_write(f, retire_meters, &retired), OK);
		assert_int_equal(import(f, IMPORT_PLANS,
					 "plan,machine,running hours,start\nP,M1,500,2027-01-01\n", &in),
			OK);
		assert_string_equal(verdicts(f, &in), cases[i].verdicts);
	}
}

struct person {
	struct account a;
};
static enum err add_person(struct tx *tx, void *ctx)
{
	return domain_account_add(tx, &((struct person *)ctx)->a);
}

/* Minutes belong to the one account of that login or name; where two share the name, to nobody. */
static void minutes_find_their_person(void **state)
{
	struct fixture *f = *state;
	struct person people[] = {{{.login = "wang", .name = "王五", .role = "technician", .password = "x"}},
		{{.login = "li1", .name = "李四", .role = "technician", .password = "x"}},
		{{.login = "li2", .name = "李四", .role = "technician", .password = "x"}}};
	struct import in;

	for (int i = 0; i < 3; i++)
		assert_int_equal(fixture_write(f, add_person, &people[i]), OK);
	assert_int_equal(import(f, IMPORT_REPAIRS,
				 "id,ts,machine,symptom,工时（小时）,维修人\n1,2025-01-01,M,x,1.5,王五\n2,"
				 "2025-01-01,M,x,2,李四\n"
				 "3,2025-01-01,M,x,,赵六\n4,2025-01-01,M,x,1,li2\n",
				 &in),
		OK);
	assert_string_equal(one(f, "SELECT group_concat(minutes || coalesce((SELECT login FROM account WHERE "
				   "id = account_id), "
				   "'?') || coalesce(note, '')) AS state FROM labour"),
		"90wang,120?李四,60li2");
	assert_string_equal(one(f, "SELECT group_concat(text) AS state FROM ticket_comment"), "维修人: 赵六");
	/* Who is responsible is not guessed. */
	assert_int_equal(import(f, IMPORT_PLANS,
				 "plan,machine,every,start,assignee\nA,M,1 week,2027-01-01,王五\nB,M,1 "
				 "week,2027-01-01,李四\n"
				 "C,M,1 week,2027-01-01,li1\nD,M,1 week,2027-01-01,赵六\n",
				 &in),
		OK);
	assert_string_equal(verdicts(f, &in), "nene");
	assert_int_equal(row_of(&in, 1)->fault->fields[0].msg, MSG_IMPORT_PEOPLE);
	assert_int_equal(row_of(&in, 3)->fault->fields[0].msg, MSG_F_NO_SUCH);
	assert_string_equal(
		one(f, "SELECT group_concat(p.name || a.login) AS state FROM plan p JOIN account a ON a.id = "
		       "p.assignee_id"),
		"Awang,Cli1");
}

/* A heading may say the unit of what is below it; a cell that says its own keeps that. */
static void a_bare_number_has_the_unit_of_its_heading(void **state)
{
	struct fixture *f = *state;
	struct import in;

	assert_int_equal(
		import(f, IMPORT_MACHINES,
			"code,name,原值（万元）\nA,x,1.5\nB,x,１．５\nC,x,￥1.5\nD,x,\"12,000元\"\nE,x,2千\n"
			"F,x,（0.00）\nG,x,(1.5)\n",
			&in),
		OK);
	assert_string_equal(verdicts(f, &in), "nnnnnne");
	assert_int_equal(row_of(&in, 6)->fault->fields[0].msg, MSG_F_RANGE);
	assert_string_equal(one(f, "SELECT group_concat(original_value_cents) AS state FROM asset"),
		"1500000,1500000,1500000,1200000,200000,0");
	assert_int_equal(
		import(f, IMPORT_REPAIRS,
			"ts,machine,symptom,费用（千元）\n2025-01-01,A,x,（1.5）\n2025-01-02,A,x,2\n", &in),
		OK);
	assert_string_equal(
		one(f, "SELECT group_concat(cost_cents) AS state FROM invoice"), "-150000,200000");
	assert_int_equal(
		import(f, IMPORT_PLANS,
			"plan,machine,every,start,预计工时（小时）\nA,A,7,2027-01-01,2h30\nB,A,7,2027-01-01,"
			"1.5\nC,A,7,2027-01-01,４\nD,A,7,2027-01-01,20分\n",
			&in),
		OK);
	assert_string_equal(one(f, "SELECT group_concat(minutes) AS state FROM job_plan"), "150,90,240,20");
}

/* A line that people broke in a narrow column is one; the blanks that they did not break stay. */
static void what_was_broken_is_one_line(void **state)
{
	struct fixture *f = *state;
	struct import in;

	assert_int_equal(
		import(f, IMPORT_MACHINES, "code,name\nA,\"a  b \r\n\t c\nd  e\"\nB,\"a   b\"\n", &in), OK);
	assert_string_equal(verdicts(f, &in), "nn");
	assert_string_equal(
		one(f, "SELECT group_concat(name, '|') AS state FROM (SELECT name FROM asset ORDER BY code)"),
		"a  b c d  e|a   b");
}

/* A column that is named otherwise is found by the mapping, which goes before what a heading seems to say. */
static void columns_can_be_mapped(void **state)
{
	struct fixture *f = *state;
	const struct import_map maps[] = {{"机台", "code"}, {"名称", "model"}, {"叫法", "name"}};
	struct import in = {.what = IMPORT_MACHINES,
		.data = "机台,名称,叫法,颜色\nM1,X1,Press,red\n",
		.maps = maps,
		.map_n = 3,
		.apply = true};

	in.len = strlen(in.data);
	assert_int_equal(fixture_write(f, domain_import, &in), OK);
	assert_string_equal(one(f, "SELECT code || name || model AS state FROM asset"), "M1PressX1");
	assert_int_equal(in.columns.n, 3);
	assert_int_equal(in.unused.n, 1);
	assert_string_equal(*(const char **)in.unused.items, "颜色");
	in.data = "code,name\nM1,x\n";
	in.len = strlen(in.data);
	assert_int_equal(fixture_write(f, domain_import, &in), ERR_INVALID);
	assert_int_equal(f->fault.fields[0].msg, MSG_IMPORT_NO_COLUMN);
}

/* Whichever statement fails, nothing of the file is there afterwards; the report of the next run is whole. */
static void a_failing_store_leaves_nothing(void **state)
{
	struct fixture *f = *state;
	static const struct {
		int what;
		const char *text;
	} files[] = {
		{IMPORT_MACHINES, "code,name,area,line,state\nM1,a,A,1,报废\n"},
		{IMPORT_MACHINES, "code,name,model,state\nM1,a,X9,在用\n"},
		{IMPORT_PARTS, "code,name,bin,qty,price\nP1,Seal,B1,5,3\n"},
		{IMPORT_REPAIRS, "id,ts,machine,group,symptom,parts,minutes,cost\nW1,2025-01-01,M1,G,x,2 "
				 "seals,30,5\n"},
	};

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct import in = {.what = files[i].what,
			.data = files[i].text,
			.len = strlen(files[i].text),
			.apply = true,
			.skip_errors = true};

		assert_true(fixture_torture(f, domain_import, &in, sizeof(in), SQL_STATE) > 5);
		assert_int_equal(in.counts[IMPORT_ERROR], 0);
	}
}

/* Whichever statement fails while a list is put back, all of it stays as it was brought in; then it goes. */
static void a_failing_store_undoes_nothing(void **state)
{
	struct fixture *f = *state;
	static const struct {
		int what;
		const char *text;
	} files[] = {
		{IMPORT_MACHINES, "code,name,area,line,state\nM1,a,A,1,报废\nM2,b,A,2,在用\n"},
		{IMPORT_PARTS, "code,name,bin,qty,price\nP1,Seal,B1,5,3\n"},
		{IMPORT_REPAIRS, "id,ts,machine,group,symptom,parts,minutes,cost\nW1,2025-01-01,M1,G,x,2 "
				 "seals,30,5\n"},
	};
	struct import in;

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct import_undo undo = {.apply = true};

		assert_int_equal(import(f, files[i].what, files[i].text, &in), OK);
		assert_true(in.run_id > 0);
		undo.run_id = in.run_id;
		assert_true(fixture_torture(f, domain_import_undo, &undo, sizeof(undo), SQL_STATE) > 5);
		assert_int_equal(undo.refused, 0);
		assert_int_equal(fixture_write(f, domain_import_undo, &undo), ERR_CONFLICT);
		assert_int_equal(f->fault.msg, MSG_UNDO_DONE);
	}
	/* Nothing is left of what was made but a machine that a cancelled repair keeps, retired. */
	assert_string_equal(
		one(f, "SELECT group_concat(kind || ' ' || coalesce(state, ''), ',') AS state FROM "
		       "(SELECT kind, state FROM asset ORDER BY id)"),
		"machine retired,component ");
	assert_string_equal(one(f, "SELECT (SELECT count(*) FROM part) || (SELECT count(*) FROM bin) || "
				   "(SELECT count(*) FROM movement) || (SELECT count(*) FROM qr_code WHERE "
				   "revoked_at IS NULL) AS state"),
		"0001");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, open_fixture, close_fixture)
		WITH_FIXTURE(a_file_that_cannot_be_read_is_refused_with_its_reason),
		WITH_FIXTURE(nothing_is_kept_of_a_dry_run_or_a_refused_file),
		WITH_FIXTURE(a_refused_row_leaves_nothing_of_itself),
		WITH_FIXTURE(a_known_machine_is_changed_where_the_list_differs),
		WITH_FIXTURE(places_are_found_or_made),
		WITH_FIXTURE(a_list_does_not_undo_what_tickets_say),
		WITH_FIXTURE(a_part_comes_with_its_stock_once),
		WITH_FIXTURE(a_repair_keeps_what_the_list_says),
		WITH_FIXTURE(a_plan_takes_its_fill_of_machines),
		WITH_FIXTURE(a_plan_has_one_rule_in_a_list),
		WITH_FIXTURE(a_plan_counts_by_a_meter_that_is_read),
		WITH_FIXTURE(minutes_find_their_person),
		WITH_FIXTURE(a_bare_number_has_the_unit_of_its_heading),
		WITH_FIXTURE(what_was_broken_is_one_line),
		WITH_FIXTURE(columns_can_be_mapped),
		WITH_FIXTURE(a_failing_store_leaves_nothing),
		WITH_FIXTURE(a_failing_store_undoes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
