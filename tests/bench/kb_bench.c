/* kb_bench.c - how fast the knowledge base is built and asked, and what a record costs in memory.
 *
 *   kb_bench [LINES.txt [RECORDS...]]
 *
 * Prints, for 10,000, 100,000 and 200,000 records (or the sizes given): records built a second, bytes a
 * record, and the median and 99th percentile of a suggestion. The texts are put together from words that
 * belong in repair records, half Chinese and half English, with misspellings and unit numbers; or, with a
 * file, its lines ("-" = no file). Everything comes from one seed, so two runs do the same work. The bars:
 * 300,000 records a second, 300 bytes a record, p99 of 1 / 5 / 20 ms at 10,000 / 100,000 / 1,000,000. */
#include "kb/kb.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LINE = 512, MACHINES = 400, QUERIES = 2000, GROUPS = 1500 };

static const char *const things[][2] = {{"spindle", "主轴"}, {"hydraulic pump", "液压泵"},
	{"coolant pump", "冷却泵"}, {"conveyor belt", "输送带"}, {"bearing", "轴承"}, {"gearbox", "减速机"},
	{"servo motor", "伺服电机"}, {"proximity switch", "接近开关"}, {"solenoid valve", "电磁阀"},
	{"air cylinder", "气缸"}, {"hose", "软管"}, {"relay", "继电器"}, {"limit switch", "限位开关"},
	{"encoder", "编码器"}, {"chain", "链条"}, {"guide rail", "导轨"}, {"oil seal", "油封"},
	{"fan", "风扇"}, {"filter", "滤芯"}, {"touch panel", "触摸屏"}, {"fuse", "保险丝"},
	{"heater band", "加热圈"}, {"thermocouple", "热电偶"}, {"tool magazine", "刀库"}, {"chuck", "卡盘"},
	{"ball screw", "滚珠丝杠"}, {"lubrication pump", "润滑泵"}, {"contactor", "接触器"},
	{"brake", "刹车"}, {"clutch", "离合器"}, {"light curtain", "光幕"}, {"emergency stop", "急停按钮"},
	{"inverter", "变频器"}, {"door lock", "门锁"}, {"weld gun", "焊枪"}, {"gripper", "夹爪"},
	{"vacuum pump", "真空泵"}, {"cooling tower", "冷却塔"}, {"mould", "模具"}, {"nozzle", "喷嘴"}};
static const char *const troubles[][2] = {{"leaking", "漏油"}, {"noisy", "异响"}, {"overheating", "过热"},
	{"will not start", "不能启动"}, {"vibrates", "振动大"}, {"stuck", "卡死"}, {"worn", "磨损"},
	{"broken", "断裂"}, {"loose", "松动"}, {"blocked", "堵塞"}, {"trips", "跳闸"},
	{"no signal", "无信号"}, {"low pressure", "压力低"}, {"slow", "动作慢"}, {"alarm", "报警"},
	{"smells burnt", "有焦味"}, {"drifts", "位置偏移"}, {"flickers", "闪烁"}};
static const char *const deeds[][2] = {{"replaced", "更换"}, {"cleaned", "清洗"}, {"adjusted", "调整"},
	{"tightened", "紧固"}, {"repaired", "维修"}, {"lubricated", "润滑"}, {"reset", "复位"},
	{"welded", "焊接"}};
static const char *const places[][2] = {{"left", "左侧"}, {"right", "右侧"}, {"front", "前部"},
	{"rear", "后部"}, {"upper", "上部"}, {"lower", "下部"}, {"X axis", "X轴"}, {"Z axis", "Z轴"},
	{"station", "工位"}, {"main", "主"}};

enum { THINGS = 40, TROUBLES = 18, DEEDS = 8, PLACES = 10 };

static uint64_t seed = 20240229;

static uint32_t roll(uint32_t sides)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t)(seed >> 32) % sides;
}

/* Small numbers far more often than large ones, as words are used. */
static uint32_t roll_low(uint32_t sides)
{
	uint32_t a = roll(sides), b = roll(sides), c = roll(sides);

	a = a < b ? a : b;
	return a < c ? a : c;
}

struct source {
	char **lines;
	size_t n;
};

static void source_read(struct source *s, const char *path)
{
	char line[LINE];
	FILE *f = strcmp(path, "-") ? fopen(path, "r") : NULL;

	while (f && fgets(line, sizeof(line), f)) {
		line[strcspn(line, "\n")] = '\0';
		s->lines = xrealloc(s->lines, (s->n + 1) * sizeof(*s->lines));
		s->lines[s->n++] = xstrdup(line);
	}
	if (f)
		fclose(f);
}

static void misspell(char *text)
{
	size_t n = strlen(text), i = n > 3 ? 1 + roll((uint32_t)n - 2) : 0;

	if (i && text[i] > 0 && text[i + 1] > 0)
		memmove(text + i, text + i + 1, n - i);
}

static void make_symptom(const struct source *s, char out[LINE], uint32_t thing)
{
	unsigned zh = roll(2);
	const char *where = roll(2) ? places[roll_low(PLACES)][zh] : "", *gap = zh ? "" : " ";
	const char *what = troubles[roll_low(TROUBLES)][zh];

	if (s->n) {
		snprintf(out, LINE, "%s", s->lines[roll((uint32_t)s->n)]);
		return;
	}
	snprintf(out, LINE, "%s%s%s%s%s", where, gap, things[thing][zh], gap, what);
	if (roll(4) == 0)
		snprintf(out + strlen(out), LINE - strlen(out), "%sNo%u", gap, roll(40));
	if (roll(3) == 0)
		snprintf(out + strlen(out), LINE - strlen(out), " %c%c%03u", 'A' + roll(26), 'A' + roll(26),
			roll(1000));
	if (roll(10) == 0)
		misspell(out);
}

static void put_one(struct kb *kb, const struct source *s, int64_t id)
{
	uint32_t thing = roll_low(THINGS), deed = roll_low(DEEDS);
	unsigned zh = roll(2);
	char symptom[LINE], action[LINE], group[32];
	struct kb_part part = {.id = 1 + thing, .qty_milli = 1000};
	struct kb_record r = {
		.id = id,
		.time_ms = id * 60000,
		.machine = 1 + roll(MACHINES),
		.model = "M-1",
		.symptom = symptom,
		.action = action,
		.component = things[thing][zh],
		.minutes = 10 + roll(200),
		.parts = &part,
		.n_parts = roll(2),
	};

	make_symptom(s, symptom, thing);
	snprintf(action, sizeof(action), "%s %s", deeds[deed][zh], things[thing][zh]);
	if (s->n) {
		snprintf(group, sizeof(group), "g%u", roll_low(GROUPS));
		r.group = group;
		r.component = r.action = NULL;
	}
	kb_put(kb, &r);
}

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static void ask_all(const struct kb *kb, const struct source *s, size_t records)
{
	static double took[QUERIES];
	struct arena a;
	size_t said = 0;

	arena_init(&a);
	for (size_t i = 0; i < QUERIES; i++) {
		char text[LINE];
		struct kb_query q = {
			.text = text, .machine = 1 + roll(MACHINES), .now_ms = (int64_t)records * 60000};
		struct kb_answer answer;

		make_symptom(s, text, roll_low(THINGS));
		took[i] = now_ms();
		kb_suggest(kb, &q, &a, &answer);
		took[i] = now_ms() - took[i];
		said += answer.verdict >= KB_POSSIBLE;
		arena_clear(&a);
	}
	arena_release(&a);
	qsort(took, QUERIES, sizeof(took[0]), by_value);
	printf("  ask: p50 %.2f ms, p99 %.2f ms, most %.2f ms; %zu of %d answered with a fix\n",
		took[QUERIES / 2], took[QUERIES * 99 / 100], took[QUERIES - 1], said, QUERIES);
}

static void measure(const struct source *s, size_t records)
{
	struct kb *kb = kb_new();
	struct kb_stats stats;
	double start = now_ms(), took;

	for (size_t i = 0; i < records; i++)
		put_one(kb, s, (int64_t)i + 1);
	took = now_ms() - start;
	kb_stats(kb, &stats);
	printf("%zu records: built in %.2f s (%.0f a second), %.0f bytes a record, %zu fixes, %zu "
	       "spellings\n",
		records, took / 1e3, (double)records / took * 1e3, (double)stats.bytes / (double)records,
		stats.groups, stats.words);
	ask_all(kb, s, records);
	kb_free(kb);
}

int main(int argc, char **argv)
{
	struct source s = {0};

	if (argc > 1)
		source_read(&s, argv[1]);
	for (int i = 2; i < argc; i++)
		measure(&s, strtoul(argv[i], NULL, 10));
	if (argc <= 2) {
		measure(&s, 10000);
		measure(&s, 100000);
		measure(&s, 200000);
	}
	for (size_t i = 0; i < s.n; i++)
		free(s.lines[i]);
	free(s.lines);
	return 0;
}
