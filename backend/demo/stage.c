/* stage.c - see stage.h. */
#include "demo/stage.h"

enum { HOURS = 60, DAYS = 24 * 60 };

const struct stage demo_stages[] = {
	/* nobody has it yet */
	{DEMO_INJECTION, "开模电磁阀", "FTS", .reported = 9, .stopped = 1, .critical = 1},
	{DEMO_LATHE, "冷却系统", "LOO", .reported = 47, .same = 21},
	/* somebody has it */
	{DEMO_HANDLER, "真空吸盘", "LOO", .reported = 31, .accepted = 26, .english = 1},
	{DEMO_PRETREAT, "喷嘴", "PLU", .reported = 3 * HOURS, .accepted = 2 * HOURS},
	/* being repaired */
	{DEMO_PRESS, "离合器", "FTS", .reported = 96, .accepted = 91, .started = 82, .stopped = 1,
		.critical = 1, .same = 60},
	{DEMO_ARC, "送丝轮", "ERO", .reported = 44, .accepted = 40, .started = 28, .stopped = 1},
	{DEMO_OVEN, "悬挂链", "JAM", .reported = 30 * HOURS, .accepted = 1790, .started = 1780,
		.restored = 27 * HOURS, .reopened = 75},
	/* waiting */
	{DEMO_FEEDER, "伺服系统", "ELE", .reported = 52 * HOURS, .accepted = 3110, .started = 3095,
		.waited = 50 * HOURS, .wait = "parts", .stopped = 1},
	{DEMO_NUTRUNNER, "扭矩传感器", "PDE", .reported = 27 * HOURS, .accepted = 1610, .started = 1560,
		.waited = 25 * HOURS, .wait = "parts"},
	{DEMO_MACHINING, "主轴", "NOI", .reported = 4 * DAYS, .accepted = 5740, .started = 5700,
		.waited = 5600, .wait = "outside", .stopped = 1},
	{DEMO_PRESS, "滑块", "PDE", .reported = 7 * HOURS, .accepted = 400, .started = 380, .waited = 330,
		.wait = "production"},
	/* runs again, nobody has checked it */
	{DEMO_SPOT, "冷却水路", "OHE", .reported = 5 * HOURS, .accepted = 295, .started = 285,
		.restored = 230, .stopped = 1},
	{DEMO_CONVEYOR, "输送链", "STD", .reported = 26 * HOURS, .accepted = 1550, .started = 1540,
		.restored = 1450, .stopped = 1, .english = 1},
	/* planned */
	{DEMO_INJECTION, .reported = 44 * HOURS, .accepted = 20 * HOURS, .planned_in = 22},
	{DEMO_COMPRESSOR, .reported = 20 * HOURS, .planned_in = 47},
};
const size_t demo_stages_n = sizeof(demo_stages) / sizeof(demo_stages[0]);
