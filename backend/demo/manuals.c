/* manuals.c - see manuals.h. */
#include "demo/manuals.h"

#include <string.h>

#include "domain/manual.h"
#include "store/file.h"

static const char chinese[] =
	"# 数控车床常见故障处理\n\n"
	"先停机、断电、挂牌，再打开防护。处理后空转十分钟，确认无异常再交机。\n\n"
	"## 1.1 主轴异响、发热\n\n"
	"现象：高速时主轴有嗡嗡声或尖叫，主轴箱烫手，加工面有振纹。\n"
	"原因：主轴轴承磨损，或者预紧不当。\n"
	"处理：\n"
	"1. 用听针听前后轴承，测跳动，大于 0.01 mm 时更换轴承。\n"
	"2. 轴承成对更换，按标记定向装配，测预紧力矩。\n"
	"3. 由低到高分段跑合两小时，温升不超过 25 ℃。\n"
	"原因：主轴皮带松或者磨损。\n"
	"处理：按压皮带中部，挠度大于 12 mm 时张紧；有裂纹时整组更换。\n\n"
	"## 1.2 刀塔不转位，报警 2041\n\n"
	"现象：换刀时刀塔不转，或者转一半停住，报警 2041。\n"
	"原因：到位接近开关损坏，或者间隙变大。\n"
	"处理：清除铁屑，把开关间隙调到 1 mm；指示灯仍不亮时更换接近开关，然后校刀位。\n"
	"原因：刀塔电机制动器不松。\n"
	"处理：量制动线圈 24 V；有电不松时更换制动器。\n\n"
	"## 1.3 卡盘夹不紧，报警 1015\n\n"
	"现象：工件打滑，卡盘压力低，报警 1015。\n"
	"原因：卡盘内积铁屑，缺润滑脂。\n"
	"处理：拆卡爪清洗，从油嘴打脂，直到旧脂挤出。\n"
	"原因：液压站压力低。\n"
	"处理：查油位和滤芯，把压力调到 3.5 MPa；调不上去时检修液压泵。\n\n"
	"## 1.4 外径尺寸不稳\n\n"
	"| 现象 | 可能原因 | 处理方法 |\n"
	"|---|---|---|\n"
	"| 开机头几件尺寸偏，热机后变好 | 热变形 | 预热十五分钟，首件后补刀 |\n"
	"| 反向时有台阶 | X轴丝杠间隙大 | 测反向间隙，修正参数；大于 0.05 mm 时更换丝杠 |\n"
	"| 尺寸随机跳动 | 编码器联轴节松 | 紧固联轴节，重新回参考点 |\n";

#define TOPIC(id, title, condition)                                                                          \
	"<troubleshooting id=\"" id "\"><title>" title "</title><troublebody><condition><p>" condition       \
	"</p></condition>"
#define SOLUTION(cause, remedy)                                                                              \
	"<troubleSolution><cause><p>" cause "</p></cause><remedy><steps>" remedy                             \
	"</steps></remedy></troubleSolution>"
#define STEP(text) "<step><cmd>" text "</cmd></step>"
#define END "</troublebody></troubleshooting>"
static const char english[] =
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<dita xml:lang=\"en\">"
	"<topic id=\"cnc-lathe-guide\"><title>CNC lathes: faults and remedies</title><body><p>Stop the "
	"machine, switch it "
	"off and tag it before opening a guard. Run it idle for ten minutes before it is handed "
	"back.</p></body></topic>" TOPIC("lathe-spindle-noise", "Spindle noisy or hot",
		"The spindle hums or squeals at high speed, the headstock is hot, the surface shows chatter "
		"marks.") SOLUTION("Spindle bearings worn, or preload wrong.",
		STEP("Listen to the front and rear bearings; measure the run-out. Above 0.01 mm replace the "
		     "bearings.") STEP("Replace them in pairs, by their marks, and measure the preload.")
			STEP("Run in from low to high speed for two hours; no more than 25 K of rise."))
		SOLUTION("Spindle belt slack or worn.",
			STEP("Press the middle of the belt: above 12 mm tension it; with cracks replace the "
			     "set.")) END TOPIC("lathe-turret-2041", "Turret does not index, alarm 2041",
			"The turret does not turn at a tool change or stops half way, with alarm 2041.")
			SOLUTION("The position switch failed, or its gap has grown.",
				STEP("Clear chips and set the gap to 1 mm; if the lamp stays dark replace "
				     "the proximity "
				     "switch and set the positions.")) SOLUTION("The turret motor's brake "
										"does not release.",
				STEP("Measure 24 V at the coil; with voltage and no release replace the "
				     "brake.")) END TOPIC("lathe-chuck-1015",
				"Chuck does not clamp, alarm 1015",
				"The workpiece slips, the chuck pressure is low, alarm 1015.")
				SOLUTION("Chips inside the chuck, no grease.",
					STEP("Take off the jaws, clean, and grease until the old grease "
					     "comes out.")) SOLUTION("Low pressure of the hydraulic unit.",
					STEP("Check oil level and filter, set 3.5 MPa; if it cannot be "
					     "reached overhaul the pump.")) END "</dita>\n";

static const struct guide {
	const char *name, *bytes;
	size_t len;
} guides[] = {
	{"数控车床故障处理.md", chinese, sizeof(chinese) - 1},
	{"cnc-lathe-troubleshooting.dita", english, sizeof(english) - 1},
};
enum { GUIDES = sizeof(guides) / sizeof(guides[0]) };

static enum err put(struct tx *tx, void *ctx)
{
	return domain_manual_put(tx, ctx);
}

/* The line of the first lathe: the guide is for all machines there. */
static int64_t lathes(const struct factory *f)
{
	for (size_t i = 0; i < f->machine_n; i++)
		if (f->machines[i].class == DEMO_LATHE)
			return f->machines[i].line_id;
	return NONE;
}

static enum err add_one(struct store *store, const struct factory *f, const struct guide *g, struct arena *a,
	struct fault *fault)
{
	char digest[DIGEST_SIZE];
	struct kb_document d;
	struct manual_file file = {.read = &d,
		.name = g->name,
		.digest = digest,
		.size = (int64_t)g->len,
		.asset_id = lathes(f)};
	struct store_job job = {.fn = put,
		.ctx = &file,
		.actor = {f->manager, "何主管"},
		.arena = a,
		.fault = fault,
		.now = f->options.now};
	enum err err = kb_document_read(g->bytes, g->len, g->name, a, &d, fault);

	if (err == OK)
		err = store_file_put(store, g->bytes, g->len, digest, fault);
	return err == OK ? store_write(store, &job) : err;
}

enum err manuals_add(struct store *store, const struct factory *f, struct fault *fault)
{
	struct arena a;
	enum err err = OK;

	arena_init(&a);
	for (size_t i = 0; i < GUIDES && err == OK && lathes(f) != NONE; i++)
		err = add_one(store, f, &guides[i], &a, fault);
	arena_release(&a);
	return err;
}
