/* round_due.c - see round_due.h. */
#include "domain/round_due.h"

#include <stdio.h>
#include <stdlib.h>

#include "domain/calendar.h"
#include "store/event.h"
#include "store/account.h"
#include "store/round.h"

/* ---- when ---- */

/* 1 = Monday. Sakamoto's rule. */
static int weekday_of(int64_t day)
{
	static const int shift[] = {0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4};
	int64_t m = day / 100 % 100, y = day / 10000 - (m < 3);
	int64_t w = (y + y / 4 - y / 100 + y / 400 + shift[m - 1] + day % 100) % 7;

	return w ? (int)w : 7;
}

struct windows {
	struct arena *arena;
	struct interval span;
	struct interval *at;
	size_t n, room;
};

static void add(struct windows *w, int64_t day, int64_t start_min, int64_t end_min)
{
	struct interval i = {calendar_instant(day, start_min), calendar_instant(day, end_min)};

	if (i.start < w->span.start || i.start >= w->span.end || i.end <= i.start)
		return;
	if (w->n == w->room) {
		struct interval *more = arena_calloc(w->arena, w->room = w->room * 2 + 16, sizeof(*more));

		for (size_t k = 0; k < w->n; k++)
			more[k] = w->at[k];
		w->at = more;
	}
	w->at[w->n++] = i;
}

/* The shifts of a day, to *w when it is not NULL; returns how many. */
static size_t shifts_of(const struct calendar_row *c, int64_t day, struct windows *w)
{
	bool differs = false;
	size_t n = 0;

	for (size_t k = 0; k < c->exceptions.n; k++) {
		const struct exception_row *e = list_at(&c->exceptions, k, sizeof(*e));

		if (e->day != day)
			continue;
		differs = true;
		n += e->start_min != NONE;
		if (w && e->start_min != NONE)
			add(w, day, e->start_min, e->end_min);
	}
	for (size_t k = 0; k < c->shifts.n && !differs; k++) {
		const struct shift_row *s = list_at(&c->shifts, k, sizeof(*s));

		if (s->weekday != weekday_of(day))
			continue;
		n++;
		if (w)
			add(w, day, s->start_min, s->end_min);
	}
	return n;
}

static int by_start(const void *x, const void *y)
{
	const struct interval *a = x, *b = y;

	return (a->start > b->start) - (a->start < b->start);
}

struct interval_set round_windows(
	struct arena *a, const struct round_route *r, const struct calendar_row *c, struct interval span)
{
	struct windows w = {.arena = a, .span = span};
	size_t kept = 0;

	for (int64_t day = clock_day_add(clock_day_of(span.start), -1);
		clock_day_start(day) < span.end && w.n < ROUND_MAKE_MOST; day = clock_day_add(day, 1)) {
		if (r->weekdays && !(r->weekdays >> (weekday_of(day) - 1) & 1))
			continue;
		if (r->due == DUE_SHIFT) {
			if (c)
				shifts_of(c, day, &w);
			continue;
		}
		if (r->workdays == 1 && c && !shifts_of(c, day, NULL))
			continue;
		for (size_t k = 0; k < r->windows.n; k++) {
			const struct route_window *x = list_at(&r->windows, k, sizeof(*x));

			add(&w, day, x->start_min, x->end_min);
		}
	}
	if (w.n)
		qsort(w.at, w.n, sizeof(*w.at), by_start);
	for (size_t k = 0; k < w.n; k++) {
		if (!kept || w.at[kept - 1].start < w.at[k].start)
			w.at[kept++] = w.at[k];
	}
	return (struct interval_set){w.at, kept};
}

/* ---- the rounds ---- */

/* Those that begin from made_to on; not what is over already at `from`. */
static enum err make(struct tx *tx, struct round_route *r, int64_t from)
{
	struct calendar_row calendar;
	struct interval_set all;
	int64_t until = tx->now + ROUND_MADE_AHEAD_MS;
	enum err err = OK;

	if (r->paused || r->retired || until <= r->made_to)
		return store_route_made(tx, r->id, until > r->made_to ? until : r->made_to);
	if (r->calendar_id != NONE)
		err = store_calendar_get(tx->db, tx->arena, r->calendar_id, &calendar);
	if (err != OK)
		return err;
	all = round_windows(tx->arena, r, r->calendar_id == NONE ? NULL : &calendar,
		(struct interval){r->made_to, until});
	for (size_t k = 0; k < all.n && err == OK; k++) {
		struct round x = {.route_id = r->id,
			.name = r->name,
			.name_en = r->name_en,
			.due_from = all.at[k].start,
			.due_to = all.at[k].end,
			.assignee_id = r->assignee_id,
			.sign = r->sign};

		if (x.due_to > from)
			err = store_round_add(tx, &x);
		/* One that was begun before the route changed stays. */
		if (err == ERR_CONFLICT)
			err = OK;
	}
	r->made_to = until;
	return err == OK ? store_route_made(tx, r->id, until) : err;
}

/* ---- writing a route ---- */

static enum err complain(struct tx *tx, const char *list, size_t i, const char *member, enum msg msg)
{
	char name[48];

	snprintf(name, sizeof(name), "%s[%zu].%s", list, i, member);
	return fault_field(tx->fault, name, msg, NULL);
}

static enum err check_stops(struct tx *tx, const struct round_route *r)
{
	enum err err = r->stops.n ? OK : fault_field(tx->fault, "stops", MSG_F_REQUIRED, NULL), found = OK;

	for (size_t i = 0; i < r->stops.n && found == OK; i++) {
		const struct route_stop *s = list_at(&r->stops, i, sizeof(*s));
		bool machine = false, checklist = false;

		found = store_route_machine(tx->db, s->machine_id, &machine);
		if (found == OK)
			found = store_route_checklist(tx->db, s->checklist_id, &checklist);
		if (!machine)
			err = complain(tx, "stops", i, "machine_id", MSG_F_NO_SUCH);
		if (!checklist)
			err = complain(tx, "stops", i, "checklist_id", MSG_F_NO_SUCH);
	}
	return found == OK ? err : found;
}

static enum err check(struct tx *tx, struct round_route *r)
{
	struct calendar_row calendar;
	struct account person;
	enum err err = check_stops(tx, r), found;

	r->weekdays = r->weekdays == NONE ? 0 : r->weekdays;
	r->workdays = r->workdays == 1;
	r->sign = r->sign != 0;
	r->paused = r->paused == 1;
	r->retired = r->retired == 1;
	if ((r->due == DUE_SHIFT || r->workdays) && r->calendar_id == NONE)
		err = err_worse(err, fault_field(tx->fault, "calendar_id", MSG_F_REQUIRED, NULL));
	if (r->due == DUE_TIMES && !r->windows.n)
		err = err_worse(err, fault_field(tx->fault, "windows", MSG_F_REQUIRED, NULL));
	for (size_t i = 0; i < r->windows.n; i++) {
		const struct route_window *w = list_at(&r->windows, i, sizeof(*w));

		if (w->end_min <= w->start_min || w->end_min > w->start_min + 1440)
			err = err_worse(err, complain(tx, "windows", i, "end_min", MSG_CALENDAR_TIMES));
	}
	found = r->calendar_id == NONE ? OK
				       : store_calendar_get(tx->db, tx->arena, r->calendar_id, &calendar);
	if (found == ERR_NOT_FOUND)
		found = fault_field(tx->fault, "calendar_id", MSG_F_NO_SUCH, NULL);
	err = err_worse(err, found);
	found = r->assignee_id == NONE ? OK : store_account_get(tx->db, tx->arena, r->assignee_id, &person);
	if (found == ERR_NOT_FOUND)
		found = fault_field(tx->fault, "assignee_id", MSG_F_NO_SUCH, NULL);
	return err_worse(err, found);
}

enum err domain_route_add(struct tx *tx, struct round_route *r)
{
	enum err err = check(tx, r);

	/* A window that is open now counts. */
	r->made_to = clock_day_start(clock_day_add(clock_day_of(tx->now), -1));
	if (err == OK)
		err = store_route_add(tx, r);
	if (err == OK)
		err = make(tx, r, tx->now);
	if (err == OK)
		err = store_event_note(tx, "route", r->id, "created", "name", r->name);
	return err == OK ? store_route_get(tx->db, tx->arena, r->id, r) : err;
}

enum err domain_route_put(struct tx *tx, struct round_route *r, int64_t version)
{
	struct round_route before;
	enum err err = store_route_get(tx->db, tx->arena, r->id, &before);

	if (err == OK)
		err = check(tx, r);
	if (err != OK)
		return err;
	r->version = version;
	r->made_to = tx->now;
	r->created_at = before.created_at;
	err = store_route_put(tx, r);
	if (err == OK)
		err = store_round_drop(tx, r->id, tx->now);
	if (err == OK)
		err = make(tx, r, tx->now);
	if (err == OK)
		err = store_event_change(tx, "route", r->id, "changed", round_route_fields, &before, r);
	return err == OK ? store_route_get(tx->db, tx->arena, r->id, r) : err;
}

/* ---- every minute ---- */

static enum err mark_missed(struct tx *tx, int64_t *missed)
{
	struct list over;
	enum err err = store_round_overdue(tx->db, tx->arena, tx->now, &over);

	*missed = 0;
	for (size_t k = 0; k < over.n && err == OK; k++) {
		struct round r;

		err = store_round_get(tx->db, tx->arena,
			((const struct round_id *)list_at(&over, k, sizeof(struct round_id)))->id, tx->now,
			&r);
		if (err != OK)
			break;
		r.missed_at = tx->now;
		err = store_round_put(tx, &r);
		if (err == OK)
			err = store_event_note(tx, "round", r.id, "missed", "name", r.name);
		++*missed;
	}
	return err;
}

enum err domain_round_sweep(struct tx *tx, int64_t *missed)
{
	struct list routes;
	enum err err = store_route_list(tx->db, tx->arena, &routes);

	/* Not every minute a look at the calendar: an hour's worth at a time. */
	for (size_t k = 0; k < routes.n && err == OK; k++) {
		struct round_route *r = list_at(&routes, k, sizeof(*r));

		if (!r->retired && r->made_to < tx->now + ROUND_MADE_AHEAD_MS - HOUR_MS)
			err = make(tx, r, 0);
	}
	return err == OK ? mark_missed(tx, missed) : err;
}
