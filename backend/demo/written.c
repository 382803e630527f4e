/* written.c - see written.h. */
#include "demo/written.h"

#include <string.h>

#include "domain/fix.h"
#include "domain/lexicon.h"

enum { OF_TREE = 3 };

/* One fix as somebody experienced would tell it to a new colleague. */
struct told {
	enum demo_class class;
	const char *component, *action_code; /* of the family that it is for */
	struct demo_text name;
	const char *symptom, *check_first, *cause, *steps;
	int minutes;
	const char *part;
	int qty;
};

static const struct told told[] = {
	{DEMO_HANDLER, "真空吸盘", "REP", {"更换吸盘并试吸", "replace the cups, try the grip"},
		"吸不住件、掉件，真空报警，吸盘发硬开裂",
		"用手堵住吸盘看真空表：上得去是吸盘，上不去查真空发生器", "吸盘老化开裂",
		"断气挂牌\n换同规格吸盘，唇边抹一点硅脂\n试吸十件不掉再交机", 15, "PNE-CUP", 2},
	{DEMO_INJECTION, "液压泵站", "CLE", {"清洗吸油滤网、换滤芯", "clean the suction strainer"},
		"油泵有吸空声，压力表针抖，动作一顿一顿", "听吸油口：哗哗响、油面有泡沫就是吸空，不要先拆泵",
		"吸油滤网堵塞",
		"停机泄压\n拆下吸油滤网，煤油清洗后吹干\n换回油滤芯\n点动排气，看表针稳了再跑", 70, "HYD-F10",
		1},
	{DEMO_COMPRESSOR, "油冷却器", "CLE", {"吹洗油冷却器", "blow out the oil cooler"},
		"夏天排气高温跳机，H105，全厂没气",
		"看冷却器进风面：絮状灰遮住一半以上就是它；干净的查温控阀", "冷却器积尘",
		"停机挂牌，等油温降到 50 "
		"度以下\n从里往外用干净压缩空气吹\n油泥用中性清洗剂冲，不要用高压水\n开机看排气温度低于 95 "
		"度",
		60, NULL, 0},
	{DEMO_LATHE, "刀塔", "REP", {"更换刀塔到位接近开关", "replace the turret proximity switch"},
		"刀塔转半圈停，换刀不到位，报警 2041", "手动转到位看开关灯：不亮再用铁片试，还不亮就换",
		"到位接近开关损坏",
		"断电挂牌\n记下间隙 1.5 mm 再拆\n换开关，线头压牢并做防水\n四个刀位各试三次", 60, "ELE-PX12",
		1},
	{DEMO_PRESS, "气路", "REP", {"更换气管和接头", "replace the tube and fittings"},
		"air hisses near the balance cylinder, low air pressure alarm, press will not start",
		"brush soapy water over the fittings before you take anything off",
		"fitting aged or tube chafed",
		"vent the air and lock it off\ncut the tube square, at least 5 cm behind the damage\nnew "
		"fittings on both ends\nsoap test at full pressure",
		25, "PNE-T8", 2},
	{DEMO_CHILLER, "冷凝器", "CLE", {"清洗冷凝器", "clean the condenser"},
		"冷水机高压报警跳机，水温降不下来", "量冷凝器进出风温差：小于 5 度就是脏堵", "冷凝器脏堵",
		"停机断电\n顺翅片方向刷，再用低压水冲\n梳直倒伏的翅片\n开机看高压低于 18 公斤", 90, NULL, 0},
};
enum { TOLD = sizeof(told) / sizeof(told[0]) };
_Static_assert(TOLD + OF_TREE <= DEMO_WRITTEN, "factory.h keeps their ids");

/* The same as the last of them, by somebody who did not look first. */
static const struct told twice = {DEMO_CHILLER, NULL, NULL, {"刷翅片", "brush the fins"},
	"冷水机老是高压保护", NULL, "翅片上都是棉絮", "停机\n毛刷刷翅片\n水管冲干净", 60, NULL, 0};

static const char tree_symptom[] = "空压机气压上不去",
		  tree_symptom_en[] = "compressor pressure will not build";
static const struct told branches[OF_TREE] = {
	{DEMO_COMPRESSOR, NULL, NULL, {"先查管网漏气", "look for leaks first"}, NULL,
		"停掉用气点，十分钟压降超过 0.5 公斤就是管网漏", "管网漏气",
		"逐段关阀找漏点\n紧固接头或换密封\n挂牌登记漏点", 40, NULL, 0},
	{DEMO_COMPRESSOR, "进气阀", "REP", {"换空滤、清洗进气阀", "new air filter, clean the intake valve"},
		NULL, "加载时看进气阀开不开，空滤压差灯亮不亮", "空滤堵塞，进气阀卡",
		"停机泄压\n换空滤\n拆洗进气阀，阀杆上油\n加载试到 8 公斤", 55, "AIR-FLT", 1},
	{DEMO_COMPRESSOR, "油分", "REP", {"换油分芯", "new separator element"}, NULL,
		"看油分压差：超过 0.8 公斤，或者气里带油", "油分芯堵塞或破损",
		"停机泄压到零\n换油分芯，垫片方向别反\n补油到中线", 100, "AIR-SEP", 1},
};

static enum err add_part(struct tx *tx, struct factory *f, const struct told *t, struct fix *x)
{
	const struct demo_machine any = {.class = t->class};
	struct demo_stock *stock = t->part ? factory_stock(f, &any, t->part) : NULL;
	struct fix_part *p;

	if (!stock)
		return OK;
	p = arena_new(tx->arena, struct fix_part);
	*p = (struct fix_part){.part_id = stock->id, .qty = t->qty * 1000};
	x->parts = (struct list){p, 1};
	return OK;
}

static enum err fill(struct tx *tx, struct factory *f, const struct told *t, struct fix *x)
{
	fields_none(fix_row_fields, x);
	x->parts = (struct list){0};
	x->action_code = t->action_code;
	x->component = t->component;
	x->zh = t->name.zh;
	x->en = t->name.en;
	x->symptom = t->symptom;
	x->check_first = t->check_first;
	x->cause = t->cause;
	x->steps = t->steps;
	x->minutes = t->minutes;
	return add_part(tx, f, t, x);
}

/* No other class has a component of that name: all repairs with these codes are cases of it. */
static bool is_alone(const struct told *t)
{
	for (int c = 0; c < DEMO_CLASSES; c++)
		for (int i = 0; i < DEMO_COMPONENTS && demo_kinds[c].components[i].zh; i++)
			if (c != (int)t->class && t->component &&
				strcmp(demo_kinds[c].components[i].zh, t->component) == 0)
				return false;
	return t->component != NULL;
}

static enum err own_repairs(struct tx *tx, const struct told *t, int64_t fix)
{
	if (!is_alone(t))
		return OK;
	return store_fix_key_add(tx, arena_printf(tx->arena, "%s/%s", t->action_code, t->component), fix);
}

static enum err add_told(struct tx *tx, struct factory *f, const struct told *t, int64_t *id)
{
	struct fix x;
	enum err err = fill(tx, f, t, &x);

	if (err == OK)
		err = domain_fix_add(tx, &x);
	*id = x.id;
	return err == OK ? own_repairs(tx, t, x.id) : err;
}

static enum err add_tree(struct tx *tx, struct factory *f)
{
	struct fix fixes[OF_TREE];
	struct fix_tree tree;
	enum err err = OK;

	fields_none(fix_tree_row_fields, &tree);
	tree.symptom = tree_symptom;
	tree.symptom_en = tree_symptom_en;
	tree.note = "从便宜的查起：先听漏，再看空滤，最后拆油分";
	tree.branches = (struct list){fixes, OF_TREE};
	for (int i = 0; i < OF_TREE && err == OK; i++)
		err = fill(tx, f, &branches[i], &fixes[i]);
	if (err == OK)
		err = domain_tree_add(tx, &tree);
	for (int i = 0; i < OF_TREE && err == OK; i++) {
		f->written[TOLD + i] = fixes[i].id;
		err = own_repairs(tx, &branches[i], fixes[i].id);
	}
	return err;
}

/* What people here call things. */
static enum err add_words(struct tx *tx)
{
	static const struct {
		int kind;
		const char *term, *means;
	} words[] = {
		{LEXICON_TERM, "大肚子", "储气罐"},
		{LEXICON_TERM, "铁胳膊", "机器人"},
		{LEXICON_SHORT, "zsj", "注塑机"},
	};
	enum err err = OK;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]) && err == OK; i++) {
		struct lexicon_entry e;

		fields_none(lexicon_fields, &e);
		e.kind = words[i].kind;
		e.term = words[i].term;
		e.means = words[i].means;
		err = domain_lexicon_add(tx, &e);
	}
	return err;
}

enum err written_build(struct tx *tx, struct factory *f)
{
	struct fix x;
	int64_t id = NONE;
	enum err err = OK;

	for (int i = 0; i < TOLD && err == OK; i++)
		err = add_told(tx, f, &told[i], &f->written[i]);
	if (err == OK)
		err = add_tree(tx, f);
	if (err == OK)
		err = add_told(tx, f, &twice, &id);
	if (err == OK)
		err = store_fix_get(tx->db, tx->arena, id, &x);
	if (err == OK)
		err = domain_fix_merge(tx, id, x.version, f->written[TOLD - 1]);
	return err == OK ? add_words(tx) : err;
}

static bool is_for(const struct told *t, const struct demo_family *family)
{
	return t->component && t->class == family->class && strcmp(t->component, family->component) == 0 &&
	       strcmp(t->action_code, family->action_code) == 0;
}

int64_t written_of(const struct factory *f, const struct demo_family *family, int64_t ticket)
{
	if (!family || ticket % 5 > 2)
		return NONE;
	for (int i = 0; i < TOLD + OF_TREE; i++)
		if (is_for(i < TOLD ? &told[i] : &branches[i - TOLD], family))
			return f->written[i];
	return NONE;
}
