/* families_utilities.c - how compressors and chillers fail; the list of all families. */
#include "demo/tables.h"

static const struct demo_family families[] = {
	{DEMO_COMPRESSOR, "油分", "ELK", "WEA", "REP", NULL,
		.says = {"压缩空气带油", "空压机跑油", "油耗大 天天加油", "管路里有油", "油位掉得快"},
		.says_en = {"oil in the compressed air", "compressor uses oil"},
		.cause = {"油分芯破损", "separator element torn"},
		.action = {"更换油气分离芯", "replaced oil separator"}, .action_too = "换油分 补油",
		.parts = {{"AIR-SEP", 1}, {"OIL-46", 10}}, .minutes = 100, .stops = 40, .often = 2,
		.shape = 30},
	{DEMO_COMPRESSOR, "油冷却器", "OHE", "BLO", "CLE", "H105",
		.says = {"空压机高温H105", "排气温度高停机", "空压机跳高温", "温度105跳机",
			"空压机热停了 全厂没气"},
		.says_en = {"compressor trips on high temperature H105"},
		.cause = {"冷却器积尘", "cooler clogged with dust"},
		.action = {"吹洗冷却器", "cleaned the cooler"}, .action_too = "吹冷却器 开排风",
		.minutes = 60, .stops = 85, .often = 6, .shape = 15, .summer = 1,
		.quick = {"RST", {"复位后开门散热", "reset, opened doors"}}},
	{DEMO_COMPRESSOR, "自动排水", "PLU", "CON", "REP", NULL,
		.says = {"气里有水", "自动排水不排", "储气罐好多水", "排水阀堵", "用气点带水"},
		.says_en = {"water in the air, drain does not open"},
		.cause = {"排水阀堵塞", "drain blocked"},
		.action = {"更换自动排水阀", "replaced automatic drain"}, .action_too = "换排水阀",
		.parts = {{"AIR-DRN", 1}}, .minutes = 35, .stops = 10, .often = 4, .shape = 14, .summer = 1,
		.quick = {"CLE", {"拆洗排水阀", "cleaned the drain"}}},
	{DEMO_COMPRESSOR, "进气阀", "LOO", "BLO", "REP", NULL,
		.says = {"气压上不去", "空压机加载不了", "压力5公斤上不去", "空压机打不上气",
			"一直加载 压力低"},
		.says_en = {"pressure will not build", "compressor does not load"},
		.cause = {"空滤堵塞，进气阀卡", "air filter clogged, intake valve sticks"},
		.action = {"更换空滤，清洗进气阀", "replaced air filter, cleaned intake valve"},
		.action_too = "换空滤", .parts = {{"AIR-FLT", 1}}, .minutes = 55, .stops = 50, .often = 4,
		.shape = 20},
	{DEMO_COMPRESSOR, "机头", "NOI", "WEA", "OVH", NULL,
		.says = {"空压机头响", "空压机声音不对", "主机有金属声", "空压机振动大",
			"机头异响 油里有铁粉"},
		.says_en = {"air end makes metallic noise"},
		.cause = {"机头轴承磨损", "air-end bearings worn"},
		.action = {"机头大修", "overhauled air end"}, .action_too = "外委大修机头", .minutes = 300,
		.stops = 90, .often = 1, .shape = 34, .waits = 100, .outside = 21500},
	{DEMO_COMPRESSOR, "电控", "ELE", "OPC", "REP", NULL,
		.says = {"空压机启动不了", "接触器不吸", "接触器吱吱响", "星三角不转换", "启动跳闸"},
		.says_en = {"compressor does not start, contactor chatters"},
		.cause = {"接触器触点烧蚀", "contactor burnt"},
		.action = {"更换交流接触器", "replaced contactor"}, .action_too = "换接触器",
		.parts = {{"ELE-K32", 1}, {"ELE-FU10", 2}}, .minutes = 60, .stops = 95, .often = 2,
		.shape = 18},
	{DEMO_CHILLER, "冷凝器", "OHE", "CON", "CLE", "HP",
		.says = {"冷水机高压报警HP", "冷水机高压跳", "水温降不下来 高压", "冷凝器脏",
			"冷水机停机 高压保护"},
		.says_en = {"chiller trips on high pressure"}, .cause = {"冷凝器脏堵", "condenser dirty"},
		.action = {"清洗冷凝器", "cleaned condenser"}, .action_too = "冲冷凝器", .minutes = 90,
		.stops = 85, .often = 4, .shape = 15, .summer = 1,
		.quick = {"RST", {"复位高压开关", "reset pressure switch"}}},
	{DEMO_CHILLER, "冷冻水泵机封", "ELK", "SEA", "REP", NULL,
		.says = {"冷水泵漏水", "水泵机封漏", "冷冻泵滴水", "泵房有水", "水箱水位低 泵漏"},
		.says_en = {"chilled-water pump leaks"}, .cause = {"机械密封磨损", "seal worn"},
		.action = {"更换机械密封", "replaced mechanical seal"}, .action_too = "换机封",
		.parts = {{"SEA-MS25", 1}}, .minutes = 90, .stops = 35, .often = 3, .shape = 22},
	{DEMO_CHILLER, "冷冻水泵联轴器", "NOI", "WEA", "REP", NULL,
		.says = {"水泵响", "冷冻泵轴承响", "水泵嗡嗡响 振", "泵联轴器响", "水泵声音大"},
		.says_en = {"pump coupling rattles"},
		.cause = {"联轴器弹性体磨碎", "coupling insert worn out"},
		.action = {"更换联轴器弹性体，找正", "replaced coupling insert, aligned"},
		.action_too = "换梅花垫 找正", .parts = {{"TRN-COUP", 1}}, .minutes = 70, .stops = 45,
		.often = 2, .shape = 22},
	{DEMO_CHILLER, "压缩机", "LOO", "SEA", "OUT", "LP",
		.says = {"冷水机低压报警LP", "制冷效果差", "冷水机不制冷", "低压保护停机", "缺氟 低压"},
		.says_en = {"low refrigerant, LP alarm", "chiller does not cool"},
		.cause = {"制冷剂泄漏", "refrigerant leak"},
		.action = {"外委检漏补焊，加制冷剂", "outside firm: leak brazed, refrigerant filled"},
		.action_too = "外委加氟", .minutes = 120, .stops = 80, .often = 1, .shape = 14, .waits = 100,
		.outside = 5200},
	{DEMO_CHILLER, "控制箱", "ELE", "OPC", "REP", NULL,
		.says = {"冷水机没反应", "继电器不吸合", "冷水机显示没电", "控制箱跳", "启动没动作"},
		.says_en = {"chiller control dead"}, .cause = {"中间继电器损坏", "relay failed"},
		.action = {"更换中间继电器", "replaced relay"}, .action_too = "换继电器",
		.parts = {{"ELE-R24", 1}}, .minutes = 40, .stops = 90, .often = 2, .shape = 12},
};
const struct demo_families demo_utilities = {families, sizeof(families) / sizeof(families[0])};

static const struct demo_families *const all[] = {
	&demo_stamping, &demo_moulding, &demo_machining, &demo_joining, &demo_painting, &demo_utilities};

size_t demo_family_count(void)
{
	size_t n = 0;

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		n += all[i]->n;
	return n;
}

const struct demo_family *demo_family_at(size_t i)
{
	size_t k = 0;

	while (i >= all[k]->n)
		i -= all[k++]->n;
	return &all[k]->items[i];
}
