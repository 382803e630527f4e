/* recur.c - see recur.h. Inside, days are numbers since 1970-01-01. */
#include "domain/recur.h"

#include "base/field.h"

enum { LAST_DAY = 84005 /* 2199-12-31 */, ALL_MONTHS = 0xfff };

static int64_t number(int64_t day)
{
	return calendar_day_number(day);
}

static int64_t month_of(int64_t n)
{
	int64_t day = calendar_day_of_number(n);

	return day / 10000 * 12 + day / 100 % 100 - 1;
}

static int64_t month_first(int64_t month)
{
	return number(month / 12 * 10000 + (month % 12 + 1) * 100 + 1);
}

/* That day of the month, or its last. */
static int64_t month_at(int64_t month, int64_t day)
{
	int64_t first = month_first(month), length = month_first(month + 1) - first;

	return first + (day < length ? day : length) - 1;
}

static bool in_season(const struct recur *r, int64_t n)
{
	return !(r->months & ALL_MONTHS) || (r->months >> (month_of(n) % 12) & 1);
}

/* n itself, or the first day of the next season. */
static int64_t season(const struct recur *r, int64_t n)
{
	while (!in_season(r, n))
		n = month_first(month_of(n) + 1);
	return n;
}

static int64_t week_of(int64_t n)
{
	return (n + 3) / 7;
}

static bool on_weekday(int64_t weekdays, int64_t n)
{
	return weekdays >> ((n + 3) % 7) & 1;
}

static int64_t round_up(int64_t x, int64_t every)
{
	return (x + every - 1) / every * every;
}

/* ---- the first rule day of each unit that is not before n; n is not before from ---- */

static int64_t next_day(const struct recur *r, int64_t n)
{
	int64_t from = number(r->from_day);

	do {
		n = season(r, n);
		n = from + round_up(n - from, r->every);
	} while (!in_season(r, n) && n <= LAST_DAY);
	return n;
}

static int64_t next_week(const struct recur *r, int64_t n)
{
	int64_t from = number(r->from_day), base = week_of(from);
	int64_t weekdays = r->weekdays & 0x7f ? r->weekdays : INT64_C(1) << ((from + 3) % 7);

	for (; n <= LAST_DAY; n++) {
		if ((week_of(n) - base) % r->every != 0)
			n = (base + round_up(week_of(n) - base, r->every)) * 7 - 3;
		if (on_weekday(weekdays, n) && in_season(r, n))
			break;
	}
	return n;
}

static int64_t next_month(const struct recur *r, int64_t n)
{
	int64_t base = month_of(number(r->from_day)), month = base + round_up(month_of(n) - base, r->every);
	int64_t day = r->month_day > 0 ? r->month_day : r->from_day % 100;

	while (month_first(month) <= LAST_DAY &&
		(month_at(month, day) < n || !in_season(r, month_first(month))))
		month += r->every;
	return month_at(month, day);
}

static int64_t next_rule(const struct recur *r, int64_t n)
{
	if (n < number(r->from_day))
		n = number(r->from_day);
	return r->unit == RECUR_DAY    ? next_day(r, n)
	       : r->unit == RECUR_WEEK ? next_week(r, n)
				       : next_month(r, n);
}

static bool bounded(const struct recur *r, int64_t n)
{
	return n <= LAST_DAY && (r->to_day == NONE || n <= number(r->to_day));
}

/* ---- what a calendar makes of a day ---- */

static int64_t work_day(const struct calendar *c, int64_t n, int step)
{
	for (int i = 0; i <= RECUR_SHIFT_DAYS; i++) {
		int64_t at = n + (int64_t)i * step;

		if (at >= 0 && !calendar_free(c, calendar_day_of_number(at)))
			return at;
	}
	return n;
}

/* False: it does not take place. */
static bool hold_against(int holiday, const struct calendar *c, int64_t n, int64_t *due)
{
	*due = n;
	if (!c || holiday == RECUR_STAY || !calendar_free(c, calendar_day_of_number(n)))
		return true;
	*due = work_day(c, n, holiday == RECUR_BEFORE ? -1 : 1);
	return holiday != RECUR_SKIP;
}

bool recur_next(const struct recur *r, const struct calendar *c, int64_t rule_day, int64_t due_day,
	struct occasion *out)
{
	int64_t n = rule_day == NONE ? 0 : number(rule_day) + 1, due;

	for (n = next_rule(r, n); bounded(r, n); n = next_rule(r, n + 1)) {
		if (!hold_against(r->holiday, c, n, &due) ||
			(due_day != NONE && calendar_day_of_number(due) <= due_day))
			continue;
		*out = (struct occasion){calendar_day_of_number(n), calendar_day_of_number(due)};
		return true;
	}
	return false;
}

bool recur_after(const struct recur *r, const struct calendar *c, int64_t done_day, struct occasion *out)
{
	int64_t from = number(r->from_day), n = from, due;

	if (done_day != NONE) {
		n = number(done_day);
		n = r->unit == RECUR_DAY    ? n + r->every
		    : r->unit == RECUR_WEEK ? n + 7 * r->every
					    : month_at(month_of(n) + r->every, done_day % 100);
	}
	n = season(r, n < from ? from : n);
	while (r->weekdays & 0x7f && !on_weekday(r->weekdays, n))
		n = season(r, n + 1);
	if (!bounded(r, n))
		return false;
	(void)hold_against(r->holiday, c, n, &due);
	/* The day before a holiday may be the day on which it was done. */
	if (done_day != NONE && due <= number(done_day))
		(void)hold_against(RECUR_LATER, c, n, &due);
	*out = (struct occasion){calendar_day_of_number(n), calendar_day_of_number(due)};
	return true;
}

bool recur_follow(
	const struct recur *r, const struct calendar *c, const struct occasion *o, struct occasion *out)
{
	return r->mode == RECUR_AFTER ? recur_after(r, c, o->due_day, out)
				      : recur_next(r, c, o->rule_day, o->due_day, out);
}
