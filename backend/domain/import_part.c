/* import_part.c - a row of the spare parts list. See import.h. */
#include <string.h>

#include "domain/import_cell.h"
#include "domain/import_rules.h"
#include "domain/part.h"
#include "domain/stock.h"

enum { CODE, NAME, NAME_EN, SPEC, MAKER, UNIT, CATEGORY, BIN, STORE, MINIMUM, PRICE, QTY, VALUE, NOTE };

const struct import_column import_part_columns[] = {
	[CODE] = {"code",
		"备件编号|备件编码|物料编号|物料编码|物料号|料号|备件代码|编号|编码|part code|part "
		"number|part no|item code|item "
		"number|material|id|备件号|物资编码|物资编号|存货编码|存货编号|sku|part id",
		true, "示例-6204|Example-6204"},
	[NAME] = {"name",
		"备件名称|物料名称|品名|名称|part name|item name|description|备件名|物资名称|存货名称|part "
		"description",
		false, "深沟球轴承|Ball bearing"},
	[NAME_EN] = {"name_en", "英文名称|英文名|english name", false, "Ball bearing"},
	[SPEC] = {"spec", "规格|规格型号|型号|型号规格|specification|model|规格/型号|规格及型号", false,
		"6204-2RS"},
	[MAKER] = {"maker", "品牌|厂家|制造商|生产厂家|brand|manufacturer|make|生产商|厂商", false, "SKF"},
	[UNIT] = {"unit", "单位|计量单位|uom|unit of measure|单位名称|units", false, "个|pc"},
	[CATEGORY] = {"category",
		"类别|分类|备件类别|物料分类|class|group|备件分类|物资类别|类型|category name", false,
		"轴承|Bearings"},
	[BIN] = {"bin",
		"库位|货位|库位号|货位号|架位|bin "
		"code|shelf|location|储位|库位编码|库位编号|货位编码|货架号|存放位置|仓位",
		false, "A-01-1"},
	[STORE] = {"store", "仓库|库房|存放仓库|warehouse|storeroom|仓库名称|库房名称", false,
		"一号库|Store 1"},
	[MINIMUM] = {"min_qty",
		"最低库存|安全库存|最小库存|库存下限|最低储备|minimum|min|minimum stock|safety stock|min "
		"stock|安全库存量|最低库存量|库存预警值|预警数量|reorder point|min qty|minimum quantity",
		false, "4"},
	[PRICE] = {"price",
		"单价|价格|含税单价|采购单价|unit price|price|unit cost|参考单价|平均单价|不含税单价|参考价",
		false, "28.50"},
	[QTY] = {"qty",
		"数量|库存数量|现有库存|当前库存|库存|结存数量|期初数量|期初库存|quantity|stock|on "
		"hand|stock on hand|qty on hand|in stock|实际库存|账面数量|库存量|结存|实存数量|balance",
		false, "12"},
	[VALUE] = {"amount", "金额|库存金额|总价|结存金额|value|amount|stock value|库存总额|总金额|结存总额",
		false, ""},
	[NOTE] = {"note", "备注|说明|remark|remarks|notes|comment", false,
		"这一行不会导入|this row is not imported", true},
	{.name = NULL},
};

/* The unit where a list has none: pieces. */
static const char PIECES[] = "个";

/* The bin of that code, made when there is none. */
static enum err find_bin(struct tx *tx, struct import_run *r, const char *code, int64_t *id)
{
	struct bin b;
	enum err err = store_bin_by_code(tx->db, tx->arena, code, &b);

	if (err == ERR_NOT_FOUND) {
		b = (struct bin){.code = code, .store = r->cells[STORE]};
		err = domain_bin_add(tx, &b);
		import_note(r, arena_printf(tx->arena, "+ %s", code));
	}
	*id = err == OK ? b.id : NONE;
	return err;
}

static void take_cells(struct import_run *r, struct part *p)
{
	const struct {
		int column;
		const char **member;
		int64_t longest;
	} texts[] = {
		{CODE, &p->code, 60},
		{NAME, &p->name, 120},
		{NAME_EN, &p->name_en, 120},
		{SPEC, &p->spec, 200},
		{MAKER, &p->maker, 80},
		{UNIT, &p->unit, 12},
		{CATEGORY, &p->category, 60},
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		import_take_text(r, texts[i].column, texts[i].member, texts[i].longest, false);
	import_take_text(r, NOTE, &p->note, 2000, true);
	import_take_number(r, MINIMUM, cell_qty, MSG_IMPORT_QTY, &p->min_qty, 0, PART_QTY_MAX);
	import_take_money(r, PRICE, &p->price_cents, 0, PART_PRICE_MAX);
	if (r->cells[BIN] && strlen(r->cells[BIN]) > 60)
		import_complain(r, BIN, MSG_F_LONG, "60");
}

/* What lies there now comes in as one movement. */
static enum err open_stock(
	struct tx *tx, struct import_run *r, const struct part *p, int64_t qty, int64_t value)
{
	struct stock_move move;
	struct movement made;

	stock_move_none(&move);
	move.part_id = p->id;
	move.qty = qty;
	move.value_cents = value;
	if (p->bin_id == NONE)
		return import_complain(r, QTY, MSG_IMPORT_BIN, NULL);
	return domain_stock_receive(tx, &move, &made);
}

static enum err add(struct tx *tx, struct import_run *r, struct part *p)
{
	int64_t qty = NONE, value = NONE;
	enum err err;

	import_take_number(r, QTY, cell_qty, MSG_IMPORT_QTY, &qty, 0, PART_QTY_MAX);
	import_take_money(r, VALUE, &value, 0, PART_VALUE_MAX);
	if (import_refused(r))
		return ERR_INVALID;
	r->row->verdict = IMPORT_NEW;
	if (!p->unit)
		p->unit = PIECES;
	p->retired = 0;
	err = domain_part_add(tx, p);
	return err == OK && qty != NONE && qty > 0 ? open_stock(tx, r, p, qty, value) : err;
}

static enum err put_row(struct tx *tx, struct import_run *r, struct part *p)
{
	const char *bin = r->cells[BIN] ? r->cells[BIN] : r->known ? NULL : r->in->bin;
	int64_t bin_id = NONE;
	enum err err = OK;

	take_cells(r, p);
	if (!r->known)
		import_need(r, NAME);
	if (import_refused(r))
		return ERR_INVALID;
	r->row->title = arena_strdup(r->keep, p->name);
	if (bin)
		err = find_bin(tx, r, bin, &bin_id);
	if (err != OK)
		return err;
	if (bin && p->bin_id != bin_id) {
		if (r->known)
			import_note(r, r->headings[BIN]);
		p->bin_id = bin_id;
	}
	if (!r->known)
		return add(tx, r, p);
	r->row->verdict = r->detail.len ? IMPORT_CHANGED : IMPORT_SAME;
	return r->detail.len ? domain_part_put(tx, p) : OK;
}

enum err import_part_row(struct tx *tx, void *ctx)
{
	struct import_run *r = ctx;
	struct part p;
	enum err err;

	import_need(r, CODE);
	if (import_refused(r))
		return ERR_INVALID;
	r->row->key = arena_strdup(r->keep, r->cells[CODE]);
	err = store_part_by_code(tx->db, tx->arena, r->cells[CODE], &p);
	r->known = err == OK;
	if (err == ERR_NOT_FOUND) {
		fields_none(part_fields, &p);
		err = OK;
	}
	return err == OK ? put_row(tx, r, &p) : err;
}
