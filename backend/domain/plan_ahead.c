/* plan_ahead.c - see plan_ahead.h. */
#include "domain/plan_ahead.h"

#include <stdlib.h>

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

/* ---- what is to come ---- */

enum { OUTLOOK_EACH = 400 };

struct outlook {
	struct due_row *rows;
	size_t n, most;
	int64_t today;
};

static int by_day(const void *x, const void *y)
{
	const struct due_row *a = x, *b = y;

	if (a->due.due_day != b->due.due_day)
		return a->due.due_day < b->due.due_day ? -1 : 1;
	if (a->projected != b->projected)
		return (int)(a->projected - b->projected);
	if (a->due.id != b->due.id)
		return a->due.id < b->due.id ? -1 : 1;
	return (a->due.plan_id > b->due.plan_id) - (a->due.plan_id < b->due.plan_id);
}

static void project(struct outlook *o, const struct due_filter *f, const struct plan *p,
	const struct calendar *c, const struct due_row *first)
{
	const struct recur r = plan_rule(p);
	struct occasion at = {first->due.rule_day, first->due.due_day};
	struct due_row row = *first;

	if (p->mode == RECUR_AFTER && at.due_day < o->today)
		at.due_day = o->today;
	row.due.id = NONE;
	row.due.ticket_id = NONE;
	row.due.state = DUE_WAITING;
	row.due.cause = DUE_BY_CALENDAR;
	row.due.moved = 0;
	row.due.reason = NULL;
	row.ticket_state = NULL;
	row.projected = 1;
	for (int i = 0; i < OUTLOOK_EACH && o->n < o->most && recur_follow(&r, c, &at, &at); i++) {
		if (at.due_day > f->to_day)
			break;
		row.due.n++;
		row.due.rule_day = at.rule_day;
		row.due.due_day = at.due_day;
		row.due.grace_day = calendar_day_of_number(calendar_day_number(at.due_day) + p->grace_days);
		if (at.due_day >= f->from_day && at.due_day > o->today)
			o->rows[o->n++] = row;
	}
}

/* A plan is read once: the rows come by day, so plans come back. */
struct plans_read {
	struct plan **at;
	size_t n, room;
};

static enum err plan_of(
	struct db *db, struct arena *a, struct plans_read *read, int64_t id, const struct plan **out)
{
	struct plan *p;
	enum err err;

	for (size_t i = 0; i < read->n; i++) {
		*out = read->at[i];
		if ((*out)->id == id)
			return OK;
	}
	p = arena_calloc(a, 1, sizeof(*p));
	err = store_plan_get(db, a, id, 0, p);
	if (err == OK && read->n < read->room)
		read->at[read->n++] = p;
	*out = p;
	return err;
}

static enum err add_projected(struct db *db, struct arena *a, const struct due_filter *f, struct outlook *o)
{
	struct due_filter ahead = *f;
	struct plans_read read = {arena_calloc(a, 1000, sizeof(struct plan *)), 0, 1000};
	const struct calendar *c;
	const struct plan *p;
	struct calendars all;
	struct list next;
	enum err err;

	ahead.from_day = 0;
	ahead.ahead = 1;
	ahead.limit = (int64_t)o->most;
	err = store_due_list(db, a, &ahead, &next);
	if (err == OK)
		err = domain_calendars_load(db, a, &all);
	for (size_t i = 0; i < next.n && err == OK && o->n < o->most; i++) {
		const struct due_row *row = list_at(&next, i, sizeof(*row));

		err = row->paused ? OK : plan_of(db, a, &read, row->due.plan_id, &p);
		if (err != OK || row->paused || p->unit < 0)
			continue;
		err = plan_calendar(db, p, row->due.asset_id, &all, &c);
		if (err == OK)
			project(o, f, p, c, row);
	}
	return err;
}

enum err plan_outlook(
	struct db *db, struct arena *a, const struct due_filter *f, int64_t today, struct list *out)
{
	struct outlook o = {.most = (size_t)f->limit, .today = today};
	struct list rows;
	enum err err = store_due_list(db, a, f, &rows);

	if (err != OK)
		return err;
	o.rows = arena_calloc(a, o.most, sizeof(*o.rows));
	for (; o.n < rows.n && o.n < o.most; o.n++)
		o.rows[o.n] = *(struct due_row *)list_at(&rows, o.n, sizeof(struct due_row));
	if (f->state < 0 || f->state == DUE_WAITING)
		err = add_projected(db, a, f, &o);
	if (o.n)
		qsort(o.rows, o.n, sizeof(*o.rows), by_day);
	*out = (struct list){o.rows, o.n};
	return err;
}
