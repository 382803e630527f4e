/* calendars.c - the demo factory's shifts and holidays. */
#include "demo/factory.h"

#include "domain/shifts.h"

/* Public holidays of China, first and last day, as announced; 2027 is a guess from the lunar calendar. */
static const struct {
	int64_t from, to;
	const char *note;
} holidays[] = {
	{20240101, 20240101, "元旦"},
	{20240210, 20240217, "春节"},
	{20240404, 20240406, "清明"},
	{20240501, 20240505, "劳动节"},
	{20240610, 20240610, "端午"},
	{20240915, 20240917, "中秋"},
	{20241001, 20241007, "国庆"},
	{20250101, 20250101, "元旦"},
	{20250128, 20250204, "春节"},
	{20250404, 20250406, "清明"},
	{20250501, 20250505, "劳动节"},
	{20250531, 20250602, "端午"},
	{20251001, 20251008, "国庆、中秋"},
	{20260101, 20260103, "元旦"},
	{20260215, 20260223, "春节"},
	{20260404, 20260406, "清明"},
	{20260501, 20260505, "劳动节"},
	{20260619, 20260621, "端午"},
	{20260925, 20260927, "中秋"},
	{20261001, 20261007, "国庆"},
	{20270101, 20270103, "元旦"},
	{20270205, 20270212, "春节"},
	{20270403, 20270405, "清明"},
	{20270501, 20270505, "劳动节"},
	{20270607, 20270609, "端午"},
	{20270915, 20270917, "中秋"},
	{20271001, 20271007, "国庆"},
};
/* Sundays that are worked in exchange. */
static const int64_t make_up[] = {20250126, 20250427, 20250928, 20260104, 20260920};

static const struct {
	const char *name;
	int last_weekday; /* works from Monday to this day */
	struct {
		int from, to;
	} shifts[3];
} calendars[CALENDAR_ALWAYS] = {
	[CALENDAR_THREE] = {"三班制", 6, {{480, 960}, {960, 1440}, {1440 - 1440, 480}}},
	[CALENDAR_TWO] = {"两班制", 6, {{480, 990}, {990, 1500}}},
	[CALENDAR_DAY] = {"常白班", 5, {{480, 1020}}},
};

enum { SHIFTS_MAX = 21, EXCEPTIONS_MAX = 160 };

static size_t fill_shifts(enum demo_calendar c, struct shift_row *rows)
{
	size_t n = 0;

	for (int day = 1; day <= calendars[c].last_weekday; day++)
		for (int s = 0; s < 3 && calendars[c].shifts[s].to; s++)
			rows[n++] = (struct shift_row){
				day, calendars[c].shifts[s].from, calendars[c].shifts[s].to};
	return n;
}

static size_t fill_exceptions(enum demo_calendar c, struct exception_row *rows)
{
	size_t n = 0;

	for (size_t i = 0; i < sizeof(holidays) / sizeof(holidays[0]); i++)
		for (int64_t day = holidays[i].from; day <= holidays[i].to && n < EXCEPTIONS_MAX;
			day = clock_day_add(day, 1))
			rows[n++] = (struct exception_row){day, NONE, NONE, holidays[i].note};
	for (size_t i = 0; i < sizeof(make_up) / sizeof(make_up[0]) && n < EXCEPTIONS_MAX; i++)
		rows[n++] = (struct exception_row){make_up[i], 480, 990, "调休上班"};
	return c == CALENDAR_DAY ? n - sizeof(make_up) / sizeof(make_up[0]) : n;
}

void factory_plan_calendars(struct factory *f)
{
	struct shift_row shifts[SHIFTS_MAX];
	struct exception_row exceptions[EXCEPTIONS_MAX];
	struct interval window = {f->begin, f->options.now};
	int64_t *closed = arena_calloc(f->arena, EXCEPTIONS_MAX + 1, sizeof(*closed));
	size_t n = 0;

	for (int c = 0; c < CALENDAR_ALWAYS; c++) {
		size_t shift_n = fill_shifts(c, shifts), exception_n = fill_exceptions(c, exceptions);
		struct calendar_shift *s = arena_calloc(f->arena, shift_n, sizeof(*s));
		struct calendar_exception *e = arena_calloc(f->arena, exception_n, sizeof(*e));
		struct calendar calendar = {s, shift_n, e, exception_n};

		for (size_t i = 0; i < shift_n; i++)
			s[i] = (struct calendar_shift){
				shifts[i].weekday, shifts[i].start_min, shifts[i].end_min};
		for (size_t i = 0; i < exception_n; i++)
			e[i] = (struct calendar_exception){exceptions[i].day,
				exceptions[i].start_min == NONE ? TIME_NONE : exceptions[i].start_min,
				exceptions[i].end_min};
		f->spans[c] = calendar_expand(f->arena, &calendar, window);
		for (size_t i = 0; c == CALENDAR_DAY && i < exception_n; i++)
			closed[n++] = exceptions[i].day;
	}
	f->spans[CALENDAR_ALWAYS] = calendar_expand(f->arena, NULL, window);
	closed[n] = NONE;
	f->closed = closed;
}

bool factory_closed(const struct factory *f, int64_t day)
{
	for (const int64_t *c = f->closed; *c != NONE; c++)
		if (*c == day)
			return true;
	return false;
}

enum err factory_add_calendars(struct tx *tx, struct factory *f)
{
	struct shift_row shifts[SHIFTS_MAX];
	struct exception_row exceptions[EXCEPTIONS_MAX];
	enum err err = OK;

	for (int c = 0; c < CALENDAR_ALWAYS && err == OK; c++) {
		struct calendar_row row = {.name = calendars[c].name,
			.shifts = {shifts, fill_shifts(c, shifts)},
			.exceptions = {exceptions, fill_exceptions(c, exceptions)}};

		err = domain_calendar_add(tx, &row);
		f->calendar_ids[c] = row.id;
	}
	f->calendar_ids[CALENDAR_ALWAYS] = NONE;
	return err;
}
