/* kb_cross_test.c - a report in one language finds the repair that was written in the other.
 *
 * The pairs are made up: what one technician wrote of a repair, and how another reports the same fault in the other language,
 * with shortened words and slips of the pen as they come. Each report is asked with all repairs in the knowledge base. */
#include "kb/kb.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* What must be reached, of 72. Without the lexicon it is chance: digits and Latin letters in Chinese texts. */
enum { FIRST_LEAST = 50, FIRST_THREE_LEAST = 60, FIRST_WITHOUT_MOST = 12 };

static const struct pair {
	const char *symptom, *action; /* of the repair */
	const char *report;	      /* later, in the other language */
} pairs[] = {
	/* repairs in Chinese, reports in English */
	{"主轴轴承异响，温度偏高", "更换主轴轴承", "spindle brg noisy and hot"},
	{"液压站油泵漏油", "更换油封", "hyd unit oil leak at pump seal"},
	{"输送带跑偏", "调整尾部滚筒", "conveyor belt tracking off at tail pulley"},
	{"输送带打滑", "张紧皮带", "conv belt slipping"},
	{"减速机漏油", "更换骨架油封", "gearbox leaking oil from output shaft seal"},
	{"减速机噪音大", "更换齿轮油", "g/box noise"},
	{"气缸动作慢", "更换气缸密封圈", "air cylinder slow"},
	{"电磁阀线圈烧毁", "更换电磁阀", "sol valve coil burnt out"},
	{"接近开关无信号", "更换接近开关", "prox sw no signal"},
	{"光电开关脏，误检", "擦拭光电开关", "photo eye dirty giving false signal"},
	{"变频器过流报警", "检查电机电缆，更换变频器", "VFD overcurrent alarm on motor"},
	{"伺服驱动器通讯故障", "更换编码器电缆", "servo drive communication error"},
	{"急停按钮损坏", "更换急停按钮", "E/stop button broken"},
	{"触摸屏黑屏", "更换触摸屏电源", "HMI black screen"},
	{"PLC电池电压低", "更换后备电池", "PLC low battery warning"},
	{"保险丝熔断", "更换保险丝", "fuse blown in control cabinet"},
	{"接触器触点烧坏", "更换接触器", "contactor burned, no power to mtr"},
	{"空压机排气温度高", "清洗冷却器", "air compressor high temp, cooler blocked"},
	{"空压机压力上不去", "更换进气阀", "compressor low press"},
	{"干燥机不排水", "疏通自动排水器", "air dryer auto drain blocked"},
	{"冷却塔风扇皮带断", "更换三角带", "cooling tower fan belt broken"},
	{"水泵机械密封漏水", "更换机械密封", "water pump mech seal leaking"},
	{"冷水机不制冷", "补充制冷剂", "chiller not cooling, needs regas"},
	{"机器人抓手掉件", "更换吸盘", "robot gripper drops part, vacuum cup worn"},
	{"机器人碰撞后零点丢失", "重新校零点", "robot lost home position after crash"},
	{"焊枪导电嘴堵塞", "更换导电嘴", "weld torch contact tip clogged"},
	{"送丝不畅", "更换送丝轮", "wire feeder jammed"},
	{"模具顶针断裂", "更换顶针", "mold ejector pin broken"},
	{"注塑机加热圈不加热", "更换加热圈", "injection machine heater band not heating"},
	{"料筒温度失控", "更换热电偶", "barrel temperature drift, thermocouple bad"},
	{"振动盘不振动", "调整弹簧片", "bowl feeder not working"},
	{"链条松", "张紧链条", "drive chain slack"},
	{"刀库换刀卡住", "清理铁屑", "tool magazine stuck on tool change, chips"},
	{"导轨缺油", "疏通润滑油路", "linear guide no lubrication"},
	{"安全门开关失灵", "更换门开关", "safety door switch faulty"},
	{"行车吊钩钢丝绳断股", "更换钢丝绳", "overhead crane wire rope damaged"},
	/* repairs in English, reports in Chinese */
	{"hydraulic cylinder drifting down", "resealed cylinder", "油缸自动下滑"},
	{"hyd hose burst", "c/o hose", "液压软管爆了"},
	{"pump cavitating", "cleaned suction strainer", "油泵吸空"},
	{"motor bearing seized", "replaced motor bearings", "电机轴承抱死"},
	{"mtr overheat", "cleaned fan cover", "马达过热"},
	{"encoder fault on axis", "replaced encoder", "编码器报警"},
	{"limit switch broken", "replaced limit switch", "限位开关坏了"},
	{"circuit breaker tripping", "replaced cable with earth fault", "断路器老是跳闸"},
	{"loose wire in terminal box", "tightened terminals", "接线盒接线松动"},
	{"relay sticking", "c/o relay", "继电器卡住"},
	{"indicator lamp not lit", "replaced bulb", "指示灯不亮"},
	{"boiler flame failure", "cleaned flame detector", "锅炉点火失败"},
	{"steam trap leaking", "replaced steam trap", "疏水阀漏汽"},
	{"relief valve stuck open", "cleaned relief valve", "溢流阀卡死"},
	{"check valve leaking back", "replaced check valve", "单向阀内漏"},
	{"accumulator low pressure", "recharged nitrogen", "蓄能器压力不足"},
	{"filter element clogged", "c/o filter", "滤芯堵了"},
	{"coupling insert worn", "replaced coupling spider", "联轴器梅花垫磨损"},
	{"shaft bent", "straightened shaft", "轴弯了"},
	{"guide rail scratched", "polished rail", "导轨拉伤"},
	{"ball screw backlash", "replaced ballscrew nut", "丝杆间隙大"},
	{"brake pads worn", "fitted new brake pads", "刹车片磨完了"},
	{"forklift flat battery", "charged battery", "叉车电瓶没电"},
	{"press clutch slipping", "adjusted clutch", "压力机离合器打滑"},
	{"weld seam cracked on frame", "rewelded", "机架焊缝开裂"},
	{"bolt missing on guard", "fitted bolts", "护罩螺丝丢了"},
	{"sensor cable damaged", "replaced cable", "传感器线破了"},
	{"light curtain misaligned", "realigned light curtain", "光栅错位"},
	{"dust collector bags torn", "replaced filter bags", "除尘器布袋破了"},
	{"screen mesh holed", "patched screen", "振动筛筛网破洞"},
	{"mixer blade loose", "tightened bolts", "搅拌机桨叶松动"},
	{"paint gun nozzle blocked", "cleaned nozzle", "喷枪喷嘴堵塞"},
	{"glue gun leaking", "replaced o-ring", "胶枪漏胶"},
	{"barcode scanner not reading", "cleaned lens", "扫码枪没反应"},
	{"roller door stuck", "greased tracks", "卷帘门卡住了"},
	{"air conditioner not cold", "regassed", "空调不制冷"},
};
enum { PAIRS = sizeof(pairs) / sizeof(pairs[0]) };

static void count(unsigned without, size_t *first, size_t *first_three, bool tell)
{
	struct kb *kb = kb_new();
	struct arena a;
	char names[PAIRS][8];

	arena_init(&a);
	kb_set_without(kb, without);
	for (size_t i = 0; i < PAIRS; i++) {
		snprintf(names[i], sizeof(names[i]), "%zu", i);
		kb_put(kb, &(struct kb_record){.id = (int64_t)i + 1,
				   .symptom = pairs[i].symptom,
				   .action = pairs[i].action,
				   .group = names[i],
				   .minutes = KB_MINUTES_UNKNOWN});
	}
	*first = *first_three = 0;
	for (size_t i = 0; i < PAIRS; i++) {
		struct kb_query q = {.text = pairs[i].report};
		struct kb_answer answer;
		size_t place = 0;

		kb_suggest(kb, &q, &a, &answer);
		while (place < answer.n_fixes && strcmp(answer.fixes[place].group, names[i]) != 0)
			place++;
		*first += place == 0 && answer.n_fixes;
		*first_three += place < 3 && place < answer.n_fixes;
		if (tell && (place || !answer.n_fixes))
			print_message("%s: %zu. of %zu; %s\n", pairs[i].report, place + 1, answer.n_fixes,
				answer.n_fixes ? pairs[strtoul(answer.fixes[0].group, NULL, 10)].symptom
					       : "");
	}
	arena_release(&a);
	kb_free(kb);
}

static void test_languages_meet_by_the_lexicon_alone(void **state)
{
	size_t with, with_three, without, without_three;

	(void)state;
	count(0, &with, &with_three, true);
	count(1u << KB_CONCEPTS | 1u << KB_SPELLINGS, &without, &without_three, false);
	print_message("of %d reports: %zu first, %zu among three; without the lexicon %zu and %zu\n", PAIRS,
		with, with_three, without, without_three);
	assert_true(with >= FIRST_LEAST);
	assert_true(with_three >= FIRST_THREE_LEAST);
	assert_true(without <= FIRST_WITHOUT_MOST);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_languages_meet_by_the_lexicon_alone)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
