/* import_machine.c - a row of the equipment ledger. See import.h. */
#include <stdio.h>
#include <string.h>

#include "domain/asset.h"
#include "domain/import_cell.h"
#include "domain/import_rules.h"
#include "store/calendar.h"

enum {
	CODE,
	NAME,
	NAME_EN,
	MODEL,
	MAKER,
	SERIAL,
	SITE,
	AREA,
	LINE,
	LOCATION,
	COMMISSIONED,
	VALUE,
	DOWNTIME,
	CRITICALITY,
	STATE,
	CALENDAR,
	NOTE
};

const struct import_column import_machine_columns[] = {
	[CODE] = {"code",
		"设备编号|设备编码|资产编号|固定资产编号|设备代码|编号|编码|machine code|asset "
		"code|equipment number|asset number|machine no|asset "
		"no|machine|id|设备号|资产编码|固定资产编码|机台编号|机台号|equipment id|equipment no|asset "
		"id|machine id|machine number|tag number",
		true, "示例-001|Example-001"},
	[NAME] = {"name",
		"设备名称|资产名称|名称|machine name|asset name|equipment "
		"name|equipment|description|设备名|机台名称|固定资产名称",
		false, "一号冲床|Press 1"},
	[NAME_EN] = {"name_en", "英文名称|设备英文名称|英文名|english name", false, "Press 1"},
	[MODEL] = {"model",
		"型号|规格型号|设备型号|型号规格|model number|type|规格|规格及型号|规格/型号|model no", false,
		"JH21-160"},
	[MAKER] = {"maker",
		"制造商|生产厂家|制造厂家|制造厂|制造单位|生产厂商|厂家|品牌|manufacturer|make|brand|"
		"制造厂商|制造商名称|oem",
		false, "扬力|Yangli"},
	[SERIAL] = {"serial",
		"出厂编号|序列号|机身号|出厂号|机号|serial number|serial no|s/n|出厂序列号|出厂编码|sn",
		false, "SN20190305"},
	[SITE] = {"site", "厂区|工厂|基地|分厂|plant|factory|所属工厂|所在厂区", false, "总厂|Main works"},
	[AREA] = {"area",
		"车间|使用部门|所属部门|部门|区域|workshop|department|shop|使用车间|所在车间|所属车间|"
		"使用单位|责任部门|dept",
		false, "冲压车间|Press shop"},
	[LINE] = {"line", "产线|生产线|线体|线别|工段|production line|所属产线|所在产线|线", false,
		"一线|Line 1"},
	[LOCATION] = {"location",
		"安装位置|安装地点|存放地点|使用地点|位置|地点|place|所在位置|放置地点|使用位置|摆放位置",
		false, "A3 柱|Column A3"},
	[COMMISSIONED] = {"commissioned_day",
		"启用日期|投用日期|投产日期|投入使用日期|开始使用日期|启用时间|commissioned|commissioning "
		"date|in service since|start "
		"date|投用时间|开始使用时间|安装日期|购置日期|购入日期|installation date|installed|purchase "
		"date",
		false, "2019-03-05"},
	[VALUE] = {"original_value",
		"原值|设备原值|资产原值|原始价值|购置价|original value|purchase price|acquisition "
		"cost|value|账面原值|设备价格|购入价格|采购金额|cost",
		false, "350000"},
	[DOWNTIME] = {"downtime_hour",
		"停机损失|每小时停机损失|停机成本|小时停机成本|停机费用|downtime cost per hour|downtime "
		"cost|downtime rate|cost of "
		"downtime|downtime per hour",
		false, "800"},
	[CRITICALITY] = {"criticality",
		"重要度|重要性|重要等级|关键等级|设备等级|设备分类|ABC分类|ABC|class|关键度|设备级别|ABC等级|"
		"重要级别",
		false, "A"},
	[STATE] = {"state", "状态|设备状态|使用状态|使用状况|status|condition|设备状况|运行状态|在用状态",
		false, "在用|in use"},
	[CALENDAR] = {"calendar", "班制|班次|日历|工作日历|shift calendar|shifts", false, ""},
	[NOTE] = {"note", "备注|说明|remark|remarks|notes|comment", false,
		"这一行不会导入|this row is not imported", true},
	{.name = NULL},
};

/* In the order of criticalities and asset_states. */
static const char *const criticality_words[] = {"a|a类|a级|关键|关键设备|重要|重点|high|critical",
	"b|b类|b级|主要|主要设备|medium|major", "c|c类|c级|一般|一般设备|普通|low|minor", NULL};
static const char *const state_words[] = {
	"运行|运行中|在用|使用|使用中|正常|完好|生产|running|in use|ok|active", "带病运行|降级|异常|degraded",
	"停机|故障|维修|维修中|stopped|down|broken", "闲置|停用|封存|备用|idle|standby|inactive",
	"报废|已报废|已处置|retired|scrapped|disposed", NULL};

/* ---- the place ---- */

/* The only site, area or line of that name anywhere; NONE: there is none. Several: the row must say where. */
static enum err find_anywhere(struct tx *tx, struct import_run *r, int column, int kind, int64_t *id)
{
	struct list found;
	enum err err = store_asset_named(tx->db, tx->arena, kind, r->cells[column], &found);

	*id = NONE;
	if (err == OK && found.n > 1)
		return import_complain(r, column, MSG_IMPORT_SEVERAL, r->cells[column]);
	if (err == OK && found.n)
		*id = ((const struct asset *)found.items)->id;
	return err;
}

/* The child of that name, made when there is none. */
static enum err step_down(struct tx *tx, struct import_run *r, int column, int kind, int64_t *parent)
{
	struct asset x;
	int64_t id = NONE;
	enum err err;

	if (*parent == NONE) {
		err = find_anywhere(tx, r, column, kind, &id);
	} else {
		err = store_asset_child(tx->db, tx->arena, *parent, kind, r->cells[column], &x);
		id = err == OK ? x.id : NONE;
		err = err == ERR_NOT_FOUND ? OK : err;
	}
	if (err == OK && id == NONE) {
		domain_asset_none(&x);
		x.kind = kind;
		x.name = r->cells[column];
		x.parent_id = *parent;
		err = domain_asset_add(tx, &x);
		id = x.id;
		import_note(r, arena_printf(tx->arena, "+ %s", x.name));
	}
	*parent = id;
	return err;
}

static enum err find_place(struct tx *tx, struct import_run *r, int64_t *place)
{
	static const int columns[] = {SITE, AREA, LINE}, kinds[] = {ASSET_SITE, ASSET_AREA, ASSET_LINE};
	enum err err = OK;

	*place = NONE;
	for (int i = 0; i < 3 && err == OK; i++)
		if (r->cells[columns[i]])
			err = step_down(tx, r, columns[i], kinds[i], place);
	return err;
}

/* ---- the row ---- */

static enum err take_calendar(struct tx *tx, struct import_run *r, struct asset *x)
{
	struct list all;
	int64_t id = NONE;
	enum err err;

	if (!r->cells[CALENDAR])
		return OK;
	err = store_calendar_list(tx->db, tx->arena, &all);
	for (size_t i = 0; err == OK && i < all.n; i++) {
		const struct calendar_row *c = list_at(&all, i, sizeof(*c));

		if (strcmp(c->name, r->cells[CALENDAR]) == 0)
			id = c->id;
	}
	if (err != OK)
		return err;
	if (id == NONE)
		return import_complain(r, CALENDAR, MSG_F_NO_SUCH, NULL);
	if (x->calendar_id != id && r->known)
		import_note(r, r->headings[CALENDAR]);
	x->calendar_id = id;
	return OK;
}

static void take_cells(struct import_run *r, struct asset *x)
{
	const struct {
		int column;
		const char **member;
		int64_t longest;
	} texts[] = {
		{CODE, &x->code, 40},
		{NAME, &x->name, 80},
		{NAME_EN, &x->name_en, 80},
		{MODEL, &x->model, 80},
		{MAKER, &x->maker, 80},
		{SERIAL, &x->serial, 80},
		{LOCATION, &x->location, 120},
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		import_take_text(r, texts[i].column, texts[i].member, texts[i].longest, false);
	import_take_text(r, NOTE, &x->note, 2000, true);
	import_take_number(
		r, COMMISSIONED, cell_day, MSG_IMPORT_DAY, &x->commissioned_day, 0, INT64_C(22000000));
	import_take_money(r, VALUE, &x->original_value_cents, 0, INT64_C(1000000000000000));
	import_take_money(r, DOWNTIME, &x->downtime_cents_hour, 0, INT64_C(10000000000));
	import_take_word(r, CRITICALITY, criticality_words, "A | B | C", &x->criticality);
}

/* A known machine's running, degraded and stopped come from its tickets; a list only takes it out and back. */
static bool takes_state(const struct asset *x, int state)
{
	return state >= 0 && state != x->state && (state >= ASSET_IDLE || x->state >= ASSET_IDLE);
}

static enum err change(struct tx *tx, struct import_run *r, struct asset *x, int state)
{
	struct asset_change c = {
		.id = x->id, .state = state, .reason = "import", .version = NONE, .lead = true};
	struct asset after;
	enum err err;

	if (takes_state(x, state))
		import_note(r, r->headings[STATE]);
	r->row->verdict = r->detail.len ? IMPORT_CHANGED : IMPORT_SAME;
	err = domain_asset_put(tx, x, x->version);
	return err == OK && takes_state(x, state) ? domain_asset_state(tx, &c, &after) : err;
}

static enum err put_row(struct tx *tx, struct import_run *r, struct asset *x)
{
	int state = -1;
	int64_t place;
	enum err err;

	take_cells(r, x);
	if (r->cells[STATE]) {
		state = cell_word(r->cells[STATE], state_words);
		if (state < 0)
			import_complain(r, STATE, MSG_F_ENUM, "@IMPORT_STATES");
	}
	if (!r->known)
		import_need(r, NAME);
	err = take_calendar(tx, r, x);
	if (err != OK || import_refused(r))
		return err;
	r->row->title = arena_strdup(r->keep, x->name);
	err = find_place(tx, r, &place);
	if (err != OK)
		return err;
	if (place != NONE && x->parent_id != place) {
		if (r->known)
			import_note(r, r->headings[r->cells[LINE] ? LINE : r->cells[AREA] ? AREA : SITE]);
		x->parent_id = place;
	}
	if (r->known)
		return change(tx, r, x, state);
	x->state = state;
	r->row->verdict = IMPORT_NEW;
	return domain_asset_add(tx, x);
}

enum err import_machine_row(struct tx *tx, void *ctx)
{
	struct import_run *r = ctx;
	struct asset x;
	enum err err;

	import_need(r, CODE);
	if (import_refused(r))
		return ERR_INVALID;
	r->row->key = arena_strdup(r->keep, r->cells[CODE]);
	err = store_asset_by_code(tx->db, tx->arena, r->cells[CODE], &x);
	if (err == ERR_NOT_FOUND) {
		domain_asset_none(&x);
		x.kind = ASSET_MACHINE;
		return put_row(tx, r, &x);
	}
	if (err != OK)
		return err;
	if (x.kind != ASSET_MACHINE)
		return import_complain(r, CODE, MSG_IMPORT_NOT_MACHINE, asset_kinds[x.kind]);
	r->known = true;
	return put_row(tx, r, &x);
}
