/* parts.c - the demo factory's spare parts. Designations are those of the trade; prices are made up. */
#include "demo/tables.h"

#include <string.h>

/* One a line. */
/* clang-format off */
const struct demo_part demo_parts[] = {
	/* bearings and drives */
	{"BRG-6308", {"深沟球轴承", "deep-groove ball bearing"}, "6308-2Z", "个", "轴承", 4600, 3, 6, 14, 'A'},
	{"BRG-6205", {"深沟球轴承", "deep-groove ball bearing"}, "6205-2RS", "个", "轴承", 1800, 3, 10, 24, 'A'},
	{"BRG-7014", {"主轴角接触轴承", "spindle angular-contact bearing"}, "7014C P4 配对", "副", "轴承", 186000, 8, 1, 3, 'A'},
	{"BRG-HG30", {"直线导轨滑块", "linear guide carriage"}, "HG30", "个", "轴承", 32000, 7, 2, 5, 'A'},
	{"TRN-B1800", {"三角带", "V-belt"}, "B-1800", "根", "传动件", 4200, 3, 6, 16, 'A'},
	{"TRN-T8M", {"同步带", "timing belt"}, "8M-1200-30", "根", "传动件", 13000, 5, 3, 8, 'A'},
	{"TRN-12A", {"滚子链", "roller chain"}, "12A-1", "米", "传动件", 3800, 4, 10, 30, 'A'},
	{"TRN-COUP", {"梅花联轴器弹性体", "jaw coupling insert"}, "GR28", "个", "传动件", 2800, 5, 4, 10, 'A'},
	{"TRN-PAD", {"离合器摩擦块", "clutch friction block"}, "110T 用", "块", "传动件", 24000, 10, 4, 12, 'A'},
	{"TRN-BS32", {"滚珠丝杠", "ball screw"}, "3210 X轴", "根", "传动件", 680000, 9, 1, 0, 'A'},
	/* hydraulics, seals, lubricants */
	{"SEA-TC55", {"骨架油封", "rotary shaft seal"}, "TC 55×75×10", "个", "密封件", 1200, 3, 10, 24, 'B'},
	{"SEA-OR40", {"O 型圈", "O-ring"}, "40×3.5 氟胶", "个", "密封件", 150, 2, 40, 120, 'B'},
	{"SEA-CY80", {"油缸密封包", "hydraulic cylinder seal kit"}, "缸径 80", "套", "密封件", 18500, 6, 3, 8, 'B'},
	{"SEA-MS25", {"泵机械密封", "pump mechanical seal"}, "25 mm", "套", "密封件", 15000, 6, 4, 10, 'B'},
	{"HYD-H12", {"高压油管", "hydraulic hose"}, "1/2\" 1.2 m", "根", "液压件", 9500, 4, 6, 14, 'B'},
	{"HYD-P45", {"液压叶片泵", "hydraulic vane pump"}, "45 mL/r", "台", "液压件", 360000, 8, 1, 2, 'B'},
	{"HYD-V06", {"液压电磁换向阀", "hydraulic solenoid valve"}, "6 通径 DC24V", "个", "液压件", 42000, 6, 3, 8, 'B'},
	{"HYD-F10", {"液压滤芯", "hydraulic filter element"}, "10 μm", "个", "液压件", 13500, 5, 8, 20, 'B'},
	{"OIL-46", {"抗磨液压油", "hydraulic oil"}, "46 号", "L", "油品", 1100, 3, 200, 600, 'B'},
	{"OIL-68", {"导轨油", "slideway oil"}, "68 号", "L", "油品", 1300, 3, 80, 240, 'B'},
	{"OIL-G2", {"锂基润滑脂", "lithium grease"}, "2 号 400 g", "支", "油品", 2200, 2, 12, 36, 'B'},
	/* compressed air */
	{"PNE-V52", {"气动电磁阀", "pneumatic solenoid valve"}, "五通两位 DC24V", "个", "气动件", 14500, 4, 5, 14, 'B'},
	{"PNE-C40", {"气缸", "pneumatic cylinder"}, "40×100", "个", "气动件", 21000, 5, 3, 8, 'B'},
	{"PNE-S40", {"气缸密封包", "pneumatic cylinder seal kit"}, "缸径 40", "套", "气动件", 3800, 4, 5, 14, 'B'},
	{"PNE-T8", {"PU 气管", "PU tube"}, "8×5", "米", "气动件", 220, 2, 50, 200, 'B'},
	{"PNE-F8", {"快插接头", "push-in fitting"}, "8 mm", "个", "气动件", 400, 2, 40, 120, 'B'},
	{"PNE-CUP", {"真空吸盘", "suction cup"}, "30 mm 硅胶", "个", "气动件", 1600, 3, 20, 60, 'B'},
	{"PNE-VG", {"真空发生器", "vacuum ejector"}, "φ1.5", "个", "气动件", 26000, 6, 2, 5, 'B'},
	/* electrical */
	{"ELE-PX12", {"接近开关", "proximity switch"}, "M12 NPN 常开", "个", "电气件", 5800, 3, 10, 26, 'C'},
	{"ELE-PH", {"光电开关", "photoelectric switch"}, "漫反射 NPN", "个", "电气件", 12000, 4, 6, 16, 'C'},
	{"ELE-LC", {"安全光幕", "safety light curtain"}, "600 mm", "对", "电气件", 190000, 7, 1, 2, 'C'},
	{"ELE-K32", {"交流接触器", "contactor"}, "32 A AC220V", "个", "电气件", 9500, 3, 4, 10, 'C'},
	{"ELE-R24", {"中间继电器", "relay"}, "DC24V 两开两闭", "个", "电气件", 2200, 2, 12, 30, 'C'},
	{"ELE-FU10", {"熔断器", "fuse"}, "10 A", "个", "电气件", 600, 2, 20, 50, 'C'},
	{"ELE-PSU", {"开关电源", "switching power supply"}, "24 V 10 A", "个", "电气件", 24000, 4, 2, 6, 'C'},
	{"ELE-ENC", {"编码器", "encoder"}, "2500 线", "个", "电气件", 56000, 8, 1, 4, 'C'},
	{"ELE-SV3", {"伺服驱动器", "servo drive"}, "3 kW", "台", "电气件", 520000, 7, 1, 0, 'C'},
	{"ELE-VF7", {"变频器", "frequency converter"}, "7.5 kW", "台", "电气件", 260000, 6, 1, 2, 'C'},
	{"ELE-CBL", {"拖链电缆", "drag-chain cable"}, "12×0.75", "米", "电气件", 2800, 4, 20, 60, 'C'},
	{"ELE-FAN", {"电柜散热风扇", "cabinet fan"}, "AC220V 172 mm", "个", "电气件", 4800, 3, 4, 12, 'C'},
	{"ELE-BAT", {"控制器电池", "controller battery"}, "3.6 V 锂电", "个", "电气件", 6500, 4, 4, 12, 'C'},
	{"ELE-PB", {"双手按钮", "two-hand button"}, "40 mm", "个", "电气件", 3500, 3, 4, 12, 'C'},
	{"HEA-BND", {"陶瓷加热圈", "ceramic heater band"}, "φ120×60", "个", "加热件", 16500, 5, 4, 12, 'C'},
	{"HEA-ROD", {"加热管", "immersion heater"}, "9 kW", "根", "加热件", 31000, 6, 2, 6, 'C'},
	{"HEA-TC", {"热电偶", "thermocouple"}, "K 型 2 m", "支", "加热件", 4500, 3, 6, 16, 'C'},
	{"HEA-SSR", {"固态继电器", "solid-state relay"}, "60 A", "个", "加热件", 8800, 3, 4, 12, 'C'},
	/* of one trade */
	{"MLD-NOZ", {"射嘴", "injection nozzle"}, "R10 φ3", "个", "注塑件", 22000, 7, 2, 5, 'D'},
	{"MLD-RNG", {"过胶圈组件", "check-ring set"}, "φ45", "套", "注塑件", 68000, 10, 1, 3, 'D'},
	{"CUT-COOL", {"切削液", "cutting fluid"}, "半合成", "L", "机加件", 1800, 3, 100, 300, 'D'},
	{"CUT-JAW", {"软卡爪", "soft jaws"}, "8 寸 三爪", "副", "机加件", 15000, 4, 3, 8, 'D'},
	{"CUT-WHL", {"砂轮", "grinding wheel"}, "600×50×305", "片", "机加件", 78000, 8, 2, 5, 'D'},
	{"CUT-DIA", {"金刚笔", "diamond dresser"}, "1 ct", "支", "机加件", 9500, 4, 3, 9, 'D'},
	{"PMP-COOL", {"冷却泵", "coolant pump"}, "0.75 kW", "台", "机加件", 68000, 6, 1, 3, 'D'},
	{"WEL-CAP", {"电极帽", "electrode cap"}, "16×20 CuCrZr", "个", "焊接件", 650, 3, 80, 240, 'D'},
	{"WEL-TIP", {"导电嘴", "contact tip"}, "1.2", "个", "焊接件", 320, 3, 100, 300, 'D'},
	{"WEL-LIN", {"送丝软管", "wire liner"}, "3 m", "根", "焊接件", 11000, 4, 4, 10, 'D'},
	{"WEL-ROL", {"送丝轮", "feed roll"}, "1.2 V 槽", "个", "焊接件", 3500, 3, 4, 12, 'D'},
	{"ASM-BIT", {"批头", "driver bit"}, "T30×90", "个", "装配件", 1200, 3, 20, 60, 'D'},
	{"ASM-TQ", {"扭矩传感器", "torque transducer"}, "0–50 N·m", "个", "装配件", 390000, 8, 1, 0, 'D'},
	{"ASM-SEAL", {"检漏封堵胶圈", "leak-test plug seal"}, "φ24", "个", "装配件", 800, 4, 20, 60, 'D'},
	{"PNT-FLT", {"漆雾过滤棉", "paint-mist filter mat"}, "60 mm", "㎡", "涂装件", 900, 4, 60, 200, 'D'},
	{"PNT-NDL", {"喷枪针阀组件", "spray-gun needle set"}, "1.3", "套", "涂装件", 34000, 8, 2, 6, 'D'},
	{"PNT-DIA", {"隔膜泵膜片", "pump diaphragm"}, "1/2\"", "片", "涂装件", 21000, 7, 4, 8, 'D'},
	{"PNT-NOZ", {"喷淋喷嘴", "spray nozzle"}, "快拆 60°", "个", "涂装件", 1400, 4, 20, 60, 'D'},
	{"AIR-OIL", {"空压机油滤", "compressor oil filter"}, "37 kW 用", "个", "动力件", 12000, 5, 2, 6, 'D'},
	{"AIR-SEP", {"油气分离芯", "oil separator"}, "37 kW 用", "个", "动力件", 48000, 7, 1, 3, 'D'},
	{"AIR-FLT", {"空气滤芯", "air filter"}, "37 kW 用", "个", "动力件", 19000, 5, 2, 6, 'D'},
	{"AIR-DRN", {"自动排水阀", "automatic drain"}, "电子式", "个", "动力件", 16500, 5, 2, 5, 'D'},
};
/* clang-format on */
const size_t demo_parts_n = sizeof(demo_parts) / sizeof(demo_parts[0]);

const struct demo_part *demo_part_find(const char *code)
{
	for (size_t i = 0; i < demo_parts_n; i++)
		if (strcmp(demo_parts[i].code, code) == 0)
			return &demo_parts[i];
	return NULL;
}
