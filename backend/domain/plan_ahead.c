/* plan_ahead.c - see plan_ahead.h. */
#include "domain/plan_ahead.h"

#include "store/meter.h"

struct recur plan_rule(const struct plan *p)
{
	return (struct recur){.unit = p->unit,
		.mode = p->mode,
		.holiday = p->holiday,
		.every = p->every,
		.weekdays = p->weekdays,
		.month_day = p->month_day,
		.months = p->months,
		.from_day = p->from_day,
		.to_day = p->to_day};
}

int64_t plan_grace_day(int64_t due_day, int64_t grace_days)
{
	return calendar_day_of_number(calendar_day_number(due_day) + grace_days);
}

enum err plan_calendar(struct db *db, const struct plan *p, int64_t asset, const struct calendars *all,
	const struct calendar **out)
{
	int64_t id = p->calendar_id;
	enum err err = id == NONE ? store_calendar_of(db, asset, &id) : OK;

	*out = err == OK ? domain_calendars_of(all, id) : NULL;
	return err;
}

static int64_t day_before(int64_t day)
{
	return calendar_day_of_number(calendar_day_number(day) - 1);
}

bool plan_next_by_calendar(const struct plan *p, const struct plan_asset *pa, const struct calendar *c,
	const struct plan_due *base, struct occasion *out)
{
	struct recur r = plan_rule(p);
	int64_t after = pa ? day_before(pa->since_day) : NONE;

	if (p->unit < 0)
		return false;
	if (p->mode == RECUR_AFTER) {
		if (pa && r.from_day < pa->since_day)
			r.from_day = pa->since_day;
		return recur_after(&r, c,
			!base			 ? NONE
			: base->done_day != NONE ? base->done_day
						 : base->due_day,
			out);
	}
	if (base && base->rule_day > after)
		after = base->rule_day;
	return recur_next(&r, c, after, base ? base->due_day : NONE, out);
}

static enum err by_meter(struct db *db, struct arena *a, const struct plan *p, const struct plan_asset *pa,
	const struct plan_due *base, int64_t now, struct usage *out)
{
	int64_t since = !base			? pa->since_at
			: base->done_at != NONE ? base->done_at
						: clock_day_start(base->due_day);
	struct usage_point *points;
	struct meter meter;
	struct list days;
	enum err err = store_meter_get(db, a, pa->meter_id, &meter);

	if (since < pa->since_at)
		since = pa->since_at;
	if (err == OK)
		err = store_reading_days(db, a, pa->meter_id,
			since < now - USAGE_DAYS * DAY_MS ? since : now - USAGE_DAYS * DAY_MS, &days);
	if (err != OK)
		return err;
	points = arena_calloc(a, days.n, sizeof(*points));
	for (size_t i = 0; i < days.n; i++) {
		const struct reading_point *r = list_at(&days, i, sizeof(*r));

		points[i] = (struct usage_point){r->time, r->value};
	}
	usage_unroll(points, days.n, meter.rollover);
	usage_forecast(points, days.n, since, p->meter_every, now, out);
	return OK;
}

enum err plan_next(struct db *db, struct arena *a, const struct plan *p, const struct plan_asset *pa,
	const struct calendar *c, const struct plan_due *base, int64_t now, struct plan_next *out)
{
	int64_t day;
	enum err err;

	*out = (struct plan_next){.cause = DUE_BY_CALENDAR, .usage = {.reached_at = TIME_NONE}};
	out->any = plan_next_by_calendar(p, pa, c, base, &out->at);
	if (p->meter_every == NONE || pa->meter_id == NONE)
		return OK;
	err = by_meter(db, a, p, pa, base, now, &out->usage);
	if (err != OK || out->usage.reached_at == TIME_NONE || out->usage.reached_at >= TIME_MAX)
		return err;
	day = clock_day_of(out->usage.reached_at);
	if (out->any && out->at.due_day <= day)
		return OK;
	*out = (struct plan_next){true, {day, day}, DUE_BY_METER, out->usage};
	return OK;
}

size_t plan_preview(
	const struct plan *p, const struct calendar *c, int64_t today, struct occasion *out, size_t n)
{
	const struct plan_asset pa = {.since_day = today};
	const struct recur r = plan_rule(p);
	size_t k = 0;

	if (p->unit < 0 || !plan_next_by_calendar(p, &pa, c, NULL, &out[0]))
		return 0;
	for (k = 1; k < n && recur_follow(&r, c, &out[k - 1], &out[k]); k++)
		;
	return k;
}
