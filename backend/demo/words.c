/* words.c - how the people of the demo factory write: greetings and sighs around a report, typos, comments.
 */
#include "demo/tables.h"

/* What a phone's keyboard makes of it: the same sound, another character. */
const struct demo_typo demo_typos[] = {
	{"漏", "露"},
	{"报警", "报井"},
	{"皮带", "皮代"},
	{"轴承", "轴成"},
	{"主轴", "主周"},
	{"油管", "油馆"},
	{"气缸", "汽缸"},
	{"感应", "敢应"},
	{"卡住", "卡主"},
	{"喷嘴", "喷咀"},
	{"机械手", "机戒手"},
	{"启动", "起动"},
	{"接头", "街头"},
	{"压力", "压里"},
	{"停机", "听机"},
	{"温度", "文度"},
	{"响声", "想声"},
	{"螺丝", "罗丝"},
	{"传感器", "传敢器"},
	{"加热", "佳热"},
	{"pressure", "presure"},
	{"leak", "leek"},
	{"alarm", "alram"},
	{"bearing", "baering"},
};
const size_t demo_typos_n = sizeof(demo_typos) / sizeof(demo_typos[0]);

/* Before and after; an empty one is nothing. "%" is the machine as the floor calls it. */
const char *const demo_heads[] = {"%", "师傅 ", "%又", "早上开机", "夜班", "刚才%", "急 ", "%:", NULL};
const char *const demo_tails[] = {" 急", "！！", " 快来", " 麻烦看下", " 又坏了", " 上次修过", " 生产等着",
	"，请处理", " 谢谢", " 昨天也有", "。。。", NULL};
const char *const demo_tails_en[] = {" - urgent", ", again", ", please check", " since this morning", NULL};

const char *const demo_comments[] = {"已到现场，在查", "先拆开看看", "备件已领", "换上去试了十几件，正常",
	"跟班长说了，大概要一个小时", "这台同样的问题这个月第二次了，建议列入计划",
	"旧件留在工具柜，可以再看", "参数已备份", "线上先用旁边那台顶着", "等模具降温",
	"试运行半小时没有再报警", "下次保养一并处理", "操作工说是换料以后开始的", "接线松，顺手紧了一遍",
	NULL};
const char *const demo_comments_en[] = {"on site, checking", "old part kept for inspection",
	"ran 20 parts, all good", "same fault as last month, should go into the plan", "parameters saved",
	NULL};
const char *const demo_notes_wait[] = {
	"已请购，供应商说还要几天", "等生产换型时再拆", "厂家明天到", "等主管定修还是换", NULL};
const char *const demo_reopened[] = {"开机半小时又出现了", "同样的报警又来了", "还是漏", "没修好，夜班又停",
	"same fault came back after start", NULL};

/* Reporters leave what they like: a name, a nickname, a shift. */
const char *const demo_reporters[] = {"张伟", "小李", "王芳", "夜班老周", "刘洋", "陈静", "二班", "赵磊",
	"孙班长", "冲压小吴", "周敏", "阿强", "郑丽", "马师傅", "质检小何", "林涛", NULL};
const char *const demo_reporters_en[] = {"Tom", "Anna K.", "shift B", "Ravi", NULL};
const char *const demo_technicians[] = {"李建国", "王海", "陈志强", "刘斌", "赵永", "周涛", "吴军", "郑凯",
	"孙鹏", "钱亮", "冯超", "蒋伟", "沈刚", "韩磊", "杨帆", "朱明", NULL};
const char *const demo_outside_firms[] = {
	"砺川数控服务站", "汲风动力售后", "宏拓机电维修", "启原主轴修理", NULL};

const struct demo_job demo_inspections[] = {
	{{"点检发现皮带有裂纹", "inspection: belt cracked"}, {"更换皮带", "replaced belt"}, "REP", 40},
	{{"点检：油位偏低", "inspection: oil level low"}, {"补油", "topped up oil"}, "LUB", 15},
	{{"点检发现螺栓松动", "inspection: bolts loose"}, {"紧固并做标记线", "tightened and marked"}, "TIG",
		15},
	{{"点检：急停按钮护圈缺失", "inspection: guard of emergency stop missing"},
		{"补装护圈", "fitted guard"}, "REF", 20},
	{{"点检发现油管擦伤", "inspection: hose chafed"}, {"加护套", "fitted sleeve"}, "MOD", 25},
	{{"点检：电柜滤网脏", "inspection: cabinet filter dirty"}, {"清洗滤网", "cleaned filter"}, "CLE", 15},
	{{"点检：压力表不回零", "inspection: gauge does not return to zero"},
		{"更换压力表", "replaced gauge"}, "REP", 20},
	{{"点检：接地线松", "inspection: earth lead loose"}, {"重新压接", "crimped again"}, "TIG", 15},
};
const size_t demo_inspections_n = sizeof(demo_inspections) / sizeof(demo_inspections[0]);
const struct demo_job demo_improvements[] = {
	{{"加装接油盘", "fit a drip tray"}, {"制作并安装接油盘", "made and fitted drip tray"}, "MOD", 120},
	{{"增加防护罩，防止铁屑飞溅", "add a chip guard"}, {"安装有机玻璃护罩", "fitted guard"}, "MOD", 150},
	{{"线缆改走高柔拖链", "reroute cables in a drag chain"}, {"改走拖链", "rerouted"}, "MOD", 180},
	{{"气管集中排布，方便排查", "tidy the air lines"}, {"重新布管并贴标签", "rerouted and labelled"},
		"MOD", 90},
};
const size_t demo_improvements_n = sizeof(demo_improvements) / sizeof(demo_improvements[0]);
