/* kb_texts.h - as many texts as wanted that read like the repairs of real factories, for kb_bench.c.
 *
 * The lines given (real work orders where they are at hand, else put together from the words below) are walked
 * through word by word: after a word comes what came after it in its line, or, one time in three, in another line that
 * holds the word. So the words keep their real frequencies and neighbours. One word in sixty is misspelt and digits are
 * rolled anew in half of the words that have any (order numbers, machine names), so the vocabulary grows as it does in
 * life. Everything comes from one seed. */
#ifndef KB_TEXTS_H
#define KB_TEXTS_H

#include "cli/kb_folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT = 256, MADE_UP = 6000, WORDS_MOST = 14, BUCKETS = 1 << 16 };

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

struct text_word {
	const char *text; /* NULL: a line ends here */
	uint32_t twin;	  /* the next place with the same word, round in a ring */
	uint32_t line;
};

struct texts {
	struct arena arena;
	uint64_t seed;
	struct text_word *words;
	size_t n, room;
	uint32_t *starts; /* of lines */
	const char **groups;
	size_t n_lines, line_room;
	uint32_t *newest; /* by hash of the word: place + 1 */
};

static uint32_t roll(struct texts *t, uint32_t sides)
{
	t->seed ^= t->seed << 13;
	t->seed ^= t->seed >> 7;
	t->seed ^= t->seed << 17;
	return (uint32_t)(t->seed >> 32) % sides;
}

/* Small numbers far more often than large ones, as words are used. */
static uint32_t roll_low(struct texts *t, uint32_t sides)
{
	uint32_t a = roll(t, sides), b = roll(t, sides), c = roll(t, sides);

	a = a < b ? a : b;
	return a < c ? a : c;
}

static void texts_word(struct texts *t, const char *text)
{
	uint32_t hash = 2166136261u, at = (uint32_t)t->n;
	uint32_t *newest, before;

	if (t->n == t->room) {
		t->room = t->room ? t->room * 2 : 4096;
		t->words = xrealloc(t->words, t->room * sizeof(*t->words));
	}
	t->words[t->n++] = (struct text_word){.text = text, .twin = at, .line = (uint32_t)t->n_lines};
	if (!text)
		return;
	for (const char *c = text; *c; c++)
		hash = (hash ^ (unsigned char)*c) * 16777619u;
	newest = &t->newest[hash % BUCKETS];
	before = *newest;
	*newest = at + 1;
	if (before && strcmp(t->words[before - 1].text, text) == 0) {
		t->words[at].twin = t->words[before - 1].twin;
		t->words[before - 1].twin = at;
	}
}

/* group NULL: the line is of a fix of its first word. */
static void texts_line(struct texts *t, const char *line, const char *group)
{
	char *words = arena_strdup(&t->arena, line), *word, *rest = words;

	if (t->n_lines == t->line_room) {
		t->line_room = t->line_room ? t->line_room * 2 : 1024;
		t->starts = xrealloc(t->starts, t->line_room * sizeof(*t->starts));
		t->groups = xrealloc(t->groups, t->line_room * sizeof(*t->groups));
	}
	t->starts[t->n_lines] = (uint32_t)t->n;
	t->groups[t->n_lines] = group ? arena_strdup(&t->arena, group) : NULL;
	while ((word = strsep(&rest, " \t\r\n")) != NULL)
		if (*word)
			texts_word(t, word);
	if (t->n == t->starts[t->n_lines])
		return; /* nothing in it */
	if (!group)
		t->groups[t->n_lines] = t->words[t->starts[t->n_lines]].text;
	texts_word(t, NULL);
	t->n_lines++;
}

/* The symptoms of a folder of real repairs (kb_folder.h). */
static void texts_folder(struct texts *t, const char *dir)
{
	struct kb_folder folder;
	struct fault fault = {0};
	struct arena a;

	arena_init(&a);
	if (kb_folder_read(dir, "dev", &a, &folder, &fault) == OK) {
		for (size_t i = 0; i < folder.n_records; i++)
			if (folder.records[i].record.symptom)
				texts_line(
					t, folder.records[i].record.symptom, folder.records[i].record.group);
	} else {
		fprintf(stderr, "%s cannot be read\n", dir);
	}
	arena_release(&a);
}

static void texts_file(struct texts *t, const char *path)
{
	char line[1024];
	FILE *f = fopen(path, "r");

	if (!f)
		fprintf(stderr, "%s cannot be read\n", path);
	while (f && fgets(line, sizeof(line), f))
		texts_line(t, line, NULL);
	if (f)
		fclose(f);
}

static void texts_made_up(struct texts *t)
{
	for (size_t i = 0; i < MADE_UP; i++) {
		unsigned zh = roll(t, 2);
		uint32_t thing = roll_low(t, THINGS);
		char line[TEXT];

		snprintf(line, sizeof(line), "%s %s %s%c%c%03u",
			roll(t, 2) ? places[roll_low(t, PLACES)][zh] : "", things[thing][zh],
			troubles[roll_low(t, TROUBLES)][zh], roll(t, 3) ? ' ' : '-', 'A' + (int)roll(t, 26),
			roll(t, 1000));
		if (roll(t, 3))
			line[strlen(line) - 5] = '\0';
		texts_line(t, line,
			arena_printf(&t->arena, "%s %s", deeds[roll_low(t, DEEDS)][0], things[thing][0]));
	}
}

/* dirs and files: until NULL. Real repairs where they are found, else the made-up ones. */
static void texts_open(struct texts *t, char **paths)
{
	static const char *const sets[] = {"excavators", "maintnorm-noise"};
	bool given = *paths != NULL;
	const char *home = getenv("JIXIU_KB_EVAL") ? getenv("JIXIU_KB_EVAL") : "../shared/kb-eval";

	*t = (struct texts){.seed = 20240229};
	arena_init(&t->arena);
	t->newest = xcalloc(BUCKETS, sizeof(*t->newest));
	for (; *paths; paths++) {
		if (strchr(*paths, '.') && strcmp(*paths + strlen(*paths) - 4, ".txt") == 0)
			texts_file(t, *paths);
		else
			texts_folder(t, *paths);
	}
	for (size_t i = 0; !given && i < 2; i++)
		texts_folder(t, arena_printf(&t->arena, "%s/%s", home, sets[i]));
	if (t->n_lines == 0) {
		printf("no real repairs at hand (JIXIU_KB_EVAL, %s): the texts are made up\n", home);
		texts_made_up(t);
	}
}

static void texts_close(struct texts *t)
{
	arena_release(&t->arena);
	free(t->words);
	free(t->starts);
	free(t->groups);
	free(t->newest);
}

static size_t spoil(struct texts *t, char *word, size_t n)
{
	bool digits = strpbrk(word, "0123456789") && roll(t, 2);
	size_t i = n > 4 && roll(t, 60) == 0 ? 1 + roll(t, (uint32_t)n - 2) : 0;

	for (char *c = word; *c && digits; c++)
		if (*c >= '0' && *c <= '9')
			*c = (char)('0' + roll(t, 10));
	if (i && word[i] > 0 && word[i + 1] > 0) {
		memmove(word + i, word + i + 1, n - i);
		n--;
	}
	return n;
}

/* A text of at most `most` words; the group of the line that it began with. */
static const char *texts_make(struct texts *t, char out[TEXT], size_t most)
{
	uint32_t line = roll(t, (uint32_t)t->n_lines), at = t->starts[line];
	size_t n = 0;

	out[0] = '\0';
	for (size_t words = 0; words < most && t->words[at].text; words++) {
		size_t len = strlen(t->words[at].text);

		if (n + len + 2 > TEXT)
			break;
		if (n)
			out[n++] = ' ';
		memcpy(out + n, t->words[at].text, len + 1);
		n += spoil(t, out + n, len);
		for (uint32_t hops = roll(t, 3) ? 0 : roll(t, 8); hops; hops--)
			at = t->words[at].twin;
		at++;
	}
	return t->groups[line];
}

#endif
