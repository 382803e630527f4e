/* calendar.c - see calendar.h.
 *
 * Days are counted from 1970-01-01 as wall-clock days: day number * 86400 s is that day's midnight read as if
 * it were UTC ("wall seconds"). An offset turns wall seconds into real ones. */
#include "domain/calendar.h"

#include "base/arena.h"
#include "base/clock.h"

#include <stdlib.h>
#include <time.h>

enum { DAY_S = 86400 };

/* Howard Hinnant's days_from_civil: exact for every Gregorian day. */
int64_t calendar_day_number(int64_t yyyymmdd)
{
	int64_t m = yyyymmdd / 100 % 100, d = yyyymmdd % 100, y = yyyymmdd / 10000 - (m <= 2);
	int64_t era = (y >= 0 ? y : y - 399) / 400, yoe = y - era * 400;
	int64_t doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;

	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

/* And his civil_from_days. */
int64_t calendar_day_of_number(int64_t n)
{
	int64_t z = n + 719468, era = (z >= 0 ? z : z - 146096) / 146097, doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
	int64_t m = mp < 10 ? mp + 3 : mp - 9;

	return (yoe + era * 400 + (m <= 2)) * 10000 + m * 100 + (doy - (153 * mp + 2) / 5 + 1);
}

bool calendar_free(const struct calendar *c, int64_t day)
{
	int64_t weekday = (calendar_day_number(day) + 3) % 7 + 1;
	bool differs = false;

	for (size_t i = 0; i < c->exception_n; i++) {
		if (c->exceptions[i].day != day)
			continue;
		if (c->exceptions[i].start_min != TIME_NONE)
			return false;
		differs = true;
	}
	for (size_t i = 0; i < c->shift_n && !differs; i++) {
		if (c->shifts[i].weekday == weekday)
			return false;
	}
	return true;
}

/* Seconds that local time is ahead of UTC at an instant. */
static int64_t offset_at(int64_t utc_s)
{
	time_t t = (time_t)utc_s;
	struct tm tm;

	localtime_r(&t, &tm);
	return tm.tm_gmtoff;
}

/* The instant of a wall-clock time near which the offset may change. */
static int64_t resolve(int64_t wall_s)
{
	int64_t before = offset_at(wall_s - DAY_S), after = offset_at(wall_s + DAY_S);
	int64_t early, late;

	if (before == after)
		return wall_s - before;
	if (offset_at(wall_s - before) == before)
		return wall_s - before;
	if (offset_at(wall_s - after) == after)
		return wall_s - after;
	/* Skipped: neither reading exists. The change lies between the two. */
	for (early = wall_s - after, late = wall_s - before; late - early > 1;) {
		int64_t mid = early + (late - early) / 2;

		if (offset_at(mid) == before)
			early = mid;
		else
			late = mid;
	}
	return late;
}

int64_t calendar_instant(int64_t day, int64_t minute)
{
	return resolve(calendar_day_number(day) * DAY_S + minute * 60) * SECOND_MS;
}

static bool minutes_valid(int64_t start, int64_t end)
{
	return start >= 0 && start < 1440 && end > start && end <= start + 1440;
}

static bool exception_valid(const struct calendar_exception *e)
{
	return clock_day_valid(e->day) &&
	       (e->start_min == TIME_NONE || minutes_valid(e->start_min, e->end_min));
}

bool calendar_valid(const struct calendar *c)
{
	for (size_t i = 0; i < c->shift_n; i++) {
		const struct calendar_shift *s = &c->shifts[i];

		if (s->weekday < 1 || s->weekday > 7 || !minutes_valid(s->start_min, s->end_min))
			return false;
	}
	for (size_t i = 0; i < c->exception_n; i++) {
		if (!exception_valid(&c->exceptions[i]))
			return false;
	}
	return true;
}

/* The days first..last being laid out, with the offset at each wall midnight from two days ahead of them to
 * three after: a time whose neighbours have the same offset needs no look at the zone. */
struct layout {
	int64_t first, last;
	const int64_t *offset;
	const struct calendar_exception *exceptions; /* sorted by day */
	size_t exception_n;
	struct interval_set *out;
};

static int64_t layout_instant(const struct layout *l, int64_t day, int64_t minute)
{
	int64_t wall = day * DAY_S + minute * 60, k = day + minute / 1440 - l->first + 2;

	/* From at least 24 h ahead to at least 24 h after. */
	if (l->offset[k - 1] == l->offset[k + 2])
		return (wall - l->offset[k - 1]) * SECOND_MS;
	return resolve(wall) * SECOND_MS;
}

static void layout_shift(const struct layout *l, int64_t day, int64_t start_min, int64_t end_min)
{
	if (minutes_valid(start_min, end_min))
		l->out->at[l->out->n++] =
			(struct interval){layout_instant(l, day, start_min), layout_instant(l, day, end_min)};
}

static int by_day(const void *x, const void *y)
{
	const struct calendar_exception *a = x, *b = y;

	return (a->day > b->day) - (a->day < b->day);
}

static void layout_days(const struct layout *l, const struct calendar *c)
{
	size_t e = 0;

	for (int64_t day = l->first; day <= l->last; day++) {
		int64_t weekday = (day + 3) % 7 + 1; /* 1970-01-01 was a Thursday */
		bool differs = false;

		while (e < l->exception_n && calendar_day_number(l->exceptions[e].day) < day)
			e++;
		for (; e < l->exception_n && calendar_day_number(l->exceptions[e].day) == day; e++) {
			differs = true;
			layout_shift(l, day, l->exceptions[e].start_min, l->exceptions[e].end_min);
		}
		for (size_t i = 0; i < c->shift_n && !differs; i++) {
			if (c->shifts[i].weekday == weekday)
				layout_shift(l, day, c->shifts[i].start_min, c->shifts[i].end_min);
		}
	}
}

static const struct calendar_exception *exceptions_sorted(
	struct arena *a, const struct calendar *c, size_t *n)
{
	struct calendar_exception *e = arena_calloc(a, c->exception_n, sizeof(*e));

	*n = 0;
	for (size_t i = 0; i < c->exception_n; i++) {
		if (exception_valid(&c->exceptions[i]))
			e[(*n)++] = c->exceptions[i];
	}
	qsort(e, *n, sizeof(*e), by_day);
	return e;
}

static struct interval_set lay_out(struct arena *a, const struct calendar *c, struct interval window)
{
	struct interval_set out = {NULL, 0};
	struct layout l = {.out = &out};
	int64_t *offset;
	size_t days;

	/* A shift may begin two wall days before the window's first UTC day and reach into it, and local days
	 * may run a day ahead of UTC. */
	l.first = window.start / DAY_MS - 3;
	l.last = window.end / DAY_MS + 1;
	days = (size_t)(l.last - l.first + 1);
	offset = arena_calloc(a, days + 6, sizeof(*offset));
	for (size_t i = 0; i < days + 6; i++)
		offset[i] = offset_at((l.first - 2 + (int64_t)i) * DAY_S);
	l.offset = offset;
	l.exceptions = exceptions_sorted(a, c, &l.exception_n);
	out.at = arena_calloc(a, days * c->shift_n + c->exception_n, sizeof(*out.at));
	layout_days(&l, c);
	interval_set_normalise(&out);
	return interval_set_clip(a, out, window);
}

const struct calendar_span *calendar_expand(struct arena *a, const struct calendar *c, struct interval window)
{
	struct calendar_span *s = arena_new(a, struct calendar_span);
	int64_t *before, sum = 0;

	s->window = interval_clip(window, (struct interval){0, TIME_MAX});
	if (s->window.end <= s->window.start)
		s->window.end = s->window.start;
	else if (c)
		s->required = lay_out(a, c, s->window);
	else
		s->required = (struct interval_set){arena_memdup(a, &s->window, sizeof(s->window)), 1};
	before = arena_calloc(a, s->required.n + 1, sizeof(*before));
	for (size_t i = 0; i < s->required.n; i++) {
		before[i] = sum;
		sum += interval_length(s->required.at[i]);
	}
	before[s->required.n] = sum;
	s->before = before;
	return s;
}

/* Required ms of the span ahead of t. */
static int64_t required_before(const struct calendar_span *s, int64_t t)
{
	const struct interval *at = s->required.at;
	size_t lo = 0, n = s->required.n; /* the first interval that ends after t is in lo .. lo + n */

	while (n > 0) {
		size_t half = n / 2;

		if (at[lo + half].end <= t) {
			lo += half + 1;
			n -= half + 1;
		} else {
			n = half;
		}
	}
	return s->before[lo] + (lo < s->required.n && at[lo].start < t ? t - at[lo].start : 0);
}

int64_t calendar_overlap(const struct calendar_span *s, struct interval i)
{
	return i.end > i.start ? required_before(s, i.end) - required_before(s, i.start) : 0;
}
