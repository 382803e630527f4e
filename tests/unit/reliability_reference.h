/* reliability_reference.h - random plants, and their figures worked out the slow and obvious way: by looking
 * at every minute. It shares no code with the implementation; what the two have in common is the text of the
 * rules.
 *
 * All times are whole minutes after T0, a local midnight in Shanghai, which has no summer time, so the local
 * minute of a day is a matter of division. Every minute stands for [m, m + 1). */
#ifndef TESTS_RELIABILITY_REFERENCE_H
#define TESTS_RELIABILITY_REFERENCE_H

#include "base/clock.h"
#include "domain/reliability.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Thursday 2026-01-01 00:00 in Shanghai. */
#define T0 INT64_C(1767196800000)

enum {
	SPAN = 2400, /* minutes that anything may happen in: a day and two thirds */
	ROUNDS = 400,
	MACHINES = 50, /* a round, pooled */
	TICKETS = 9,   /* most of a machine */
	JOBS = 3,
	SHIFTS = 5,
	CALENDARS = 4,
	NEVER = -1
};

static uint64_t seed;

/* 0 .. n-1 */
static int draw(int n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (int)((seed >> 33) % (uint64_t)n);
}

static bool one_in(int n)
{
	return draw(n) == 0;
}

static int64_t when(int minute)
{
	return minute == NEVER ? TIME_NONE : T0 + minute * MINUTE_MS;
}

static int minute_of(int64_t t)
{
	return t == TIME_NONE ? NEVER : (int)((t - T0) / MINUTE_MS);
}

/* ---- random machines ---- */

struct world {
	struct calendar calendars[CALENDARS];
	struct calendar_shift shifts[CALENDARS][SHIFTS];
	struct calendar_exception exceptions[CALENDARS][2];
	struct reliability_machine machines[MACHINES];
	struct reliability_ticket tickets[MACHINES * TICKETS];
	struct reliability_job jobs[MACHINES * JOBS];
	struct reliability_input in;
};

/* Often on a coarse grid, so that edges meet. */
static int some_minute(int grid)
{
	return draw(SPAN / grid + 1) * grid;
}

static int maybe_minute(int grid, int from, int length, int missing)
{
	return one_in(missing) ? NEVER : from + draw(length / grid + 1) * grid;
}

static void make_calendar(struct world *w, int c)
{
	int shifts = draw(SHIFTS + 1), exceptions = draw(3);

	for (int i = 0; i < shifts; i++) {
		int from = draw(1440);

		/* Around the first days of the year, so that most of them matter. */
		w->shifts[c][i] = (struct calendar_shift){3 + draw(4), from, from + 1 + draw(1440)};
	}
	for (int i = 0; i < exceptions; i++) {
		int from = draw(1440);

		w->exceptions[c][i] = (struct calendar_exception){one_in(3) ? 20251231 : 20260101 + draw(2),
			one_in(3) ? TIME_NONE : from, from + 1 + draw(1440)};
	}
	w->calendars[c] =
		(struct calendar){w->shifts[c], (size_t)shifts, w->exceptions[c], (size_t)exceptions};
}

static struct reliability_ticket make_ticket(int64_t id, int64_t machine, int grid)
{
	int from = some_minute(grid), length = one_in(4) ? SPAN : 200;
	int to = one_in(12) ? from - draw(60) : maybe_minute(grid, from, length, 5);
	struct reliability_ticket t = {.id = id,
		.machine_id = machine,
		.occurred = when(one_in(12) ? NEVER : from),
		.reported = when(maybe_minute(grid, from - 10 < 0 ? 0 : from - 10, 120, 8)),
		.accepted = when(maybe_minute(grid, from, 150, 5)),
		.started = when(maybe_minute(grid, from, 200, 5)),
		.restored = when(to < 0 ? NEVER : to),
		.wait_ms = one_in(2) ? 0 : (draw(120) - 10) * MINUTE_MS,
		.stopped = draw(4) > 0,
		.failure_mode = draw(4)};

	t.closed = t.restored != TIME_NONE ? draw(2) : one_in(3);
	t.reason = one_in(8) ? RELIABILITY_CANCELLED + draw(3) : RELIABILITY_COUNTED;
	return t;
}

static struct reliability_job make_job(int64_t id, int64_t machine, int grid)
{
	int from = some_minute(grid);

	return (struct reliability_job){id, machine, when(one_in(15) ? NEVER : from),
		when(one_in(15) ? from - draw(from + 1) : from + draw(300 / grid + 1) * grid),
		when(maybe_minute(grid, from, 400, 4)), when(maybe_minute(grid, from, 500, 4))};
}

static void make_world(struct world *w)
{
	int a = one_in(2) ? some_minute(1) : draw(400),
	    b = a + (one_in(2) ? draw(SPAN - a + 1) : (SPAN - a) * 9 / 10);
	int now = one_in(3) ? some_minute(one_in(2) ? 30 : 1) : SPAN + draw(2000);
	size_t tickets = 0, jobs = 0;

	memset(w, 0, sizeof(*w));
	for (int c = 0; c < CALENDARS; c++)
		make_calendar(w, c);
	for (int m = 0; m < MACHINES; m++) {
		int grid = one_in(2) ? 30 : 1, start = draw(3) ? 0 : maybe_minute(grid, 0, SPAN, 2),
		    c = draw(CALENDARS + 1);

		w->machines[m] = (struct reliability_machine){m + 1, when(start),
			when(one_in(6) ? some_minute(grid) : NEVER), c < CALENDARS ? &w->calendars[c] : NULL};
		for (int i = draw(TICKETS + 1); i > 0; i--, tickets++)
			w->tickets[tickets] = make_ticket((int64_t)tickets + 1, m + 1, grid);
		for (int i = draw(2) * draw(JOBS + 1); i > 0; i--, jobs++)
			w->jobs[jobs] = make_job((int64_t)jobs + 10001, m + 1, grid);
	}
	w->in = (struct reliability_input){when(a), when(b), when(now), draw(3) * 200 * MINUTE_MS, true,
		w->machines, MACHINES, w->tickets, tickets, w->jobs, jobs};
}

/* ---- the reference ---- */

struct reference {
	/* minutes and counts */
	int required, planned, down, overrun;
	int n, failures, degraded, ongoing, restored, repeats, repeat_base;
	int part[RELIABILITY_PARTS], excluded[RELIABILITY_REASONS];
	int ttr[TICKETS];
};

/* In a shift of the local day that is `day` days after T0, at that minute of it (the next day's from 1440
 * on)? */
static bool works(const struct calendar *c, int day, int minute)
{
	int64_t date = day < 0 ? 20251230 + 2 + day : 20260101 + day;
	bool differs = false, in = false;

	for (size_t i = 0; i < c->exception_n; i++) {
		const struct calendar_exception *e = &c->exceptions[i];

		if (e->day != date)
			continue;
		differs = true;
		in = in || (e->start_min != TIME_NONE && minute >= e->start_min && minute < e->end_min);
	}
	/* T0 is a Thursday, 4. */
	for (size_t i = 0; i < c->shift_n && !differs; i++)
		in = in || (c->shifts[i].weekday == (4 + day - 1 + 7) % 7 + 1 &&
				   minute >= c->shifts[i].start_min && minute < c->shifts[i].end_min);
	return in;
}

static bool in_shift(const struct calendar *c, int minute)
{
	int day = minute / 1440, at = minute % 1440;

	return !c || works(c, day, at) || works(c, day - 1, at + 1440);
}

/* A failure as the rules read it, in minutes. */
struct fact {
	const struct reliability_ticket *t;
	int onset, restored; /* NEVER: not by now */
	bool first;	     /* of an unknown life */
};

struct question {
	const struct world *w;
	const struct reliability_machine *m;
	const struct reliability_ticket *tickets;
	const struct reliability_job *jobs;
	int ticket_n, job_n;
	int a, b, now, life_start, life_end;
	struct fact facts[TICKETS];
	int fact_n;
};

static bool in_life(const struct question *q, int minute)
{
	return q->life_start != NEVER && minute >= q->life_start &&
	       (q->life_end == NEVER || minute < q->life_end);
}

static bool event_seen(const struct question *q, int minute)
{
	return minute != NEVER && minute >= q->a && minute < q->b && minute <= q->now && in_life(q, minute);
}

static int reason_of(const struct question *q, const struct reliability_ticket *t, struct fact *f)
{
	int occurred = minute_of(t->occurred), reported = minute_of(t->reported),
	    restored = minute_of(t->restored);

	if (t->reason)
		return t->reason;
	f->t = t;
	f->onset = occurred;
	if (occurred == NEVER && !t->stopped) {
		f->onset = reported;
		if (restored != NEVER && restored < reported)
			f->onset = restored;
	}
	if (f->onset == NEVER)
		return RELIABILITY_NO_STOP;
	if (restored == NEVER && t->closed)
		return RELIABILITY_NO_END;
	if (restored != NEVER && restored < f->onset)
		return RELIABILITY_REVERSED;
	if (f->onset > q->now)
		return RELIABILITY_FUTURE;
	f->restored = restored > q->now ? NEVER : restored;
	return RELIABILITY_COUNTED;
}

static bool asked(const struct question *q, int minute)
{
	return minute >= q->a && minute < q->b;
}

static void read_facts(struct question *q, struct reference *ref)
{
	for (int i = 0; i < q->ticket_n; i++) {
		const struct reliability_ticket *t = &q->tickets[i];
		struct fact f = {0};
		int reason = reason_of(q, t, &f), at;

		if (reason == RELIABILITY_COUNTED) {
			q->facts[q->fact_n++] = f;
			continue;
		}
		at = reason == RELIABILITY_FUTURE ? f.onset
		     : t->reported != TIME_NONE	  ? minute_of(t->reported)
		     : t->occurred != TIME_NONE	  ? minute_of(t->occurred)
		     : t->restored != TIME_NONE	  ? minute_of(t->restored)
		     : t->accepted != TIME_NONE	  ? minute_of(t->accepted)
						  : minute_of(t->started);
		ref->excluded[reason] += at == NEVER || asked(q, at);
	}
}

static bool down_at(const struct fact *f, const struct question *q, int minute)
{
	return f->t->stopped && minute >= f->onset && minute < (f->restored == NEVER ? q->now : f->restored);
}

/* Where is the machine broken? Two cells a minute, the instant and what follows up to the next: an interval
 * [x, y] marks 2x..2y, so intervals that meet in an instant are one run of cells and intervals a minute apart
 * are two. */
static void mark_breakdowns(const struct question *q, bool *cell)
{
	memset(cell, 0, 2 * (2 * SPAN + 2002));
	for (int i = 0; i < q->fact_n; i++) {
		const struct fact *f = &q->facts[i];
		int end = !f->t->stopped ? f->onset : f->restored == NEVER ? q->now : f->restored;

		for (int k = 2 * f->onset; k <= 2 * end; k++)
			cell[k] = true;
	}
}

static void count_runs(struct question *q, struct reference *ref)
{
	static bool cell[2 * (2 * SPAN + 2002)];
	const int cells = (int)sizeof(cell);
	int start = 0, runs = 0;

	mark_breakdowns(q, cell);
	for (int k = 0; k < cells; k++) {
		if (!cell[k])
			continue;
		if (k == 0 || !cell[k - 1]) {
			start = k;
			runs++;
		}
		if (k + 1 < cells && cell[k + 1])
			continue;
		/* A run ends. */
		if (runs == 1 && q->m->life_start == TIME_NONE) {
			q->life_start = k / 2;
			for (int i = 0; i < q->fact_n; i++)
				q->facts[i].first = 2 * q->facts[i].onset <= k;
		} else {
			ref->n += event_seen(q, start / 2);
		}
	}
}

static bool planned_at(const struct reliability_job *j, int minute)
{
	int from = minute_of(j->planned_from), to = minute_of(j->planned_to);

	return from != NEVER && to != NEVER && from < to && minute >= from && minute < to;
}

static bool overrun_at(const struct question *q, const struct reliability_job *j, int minute)
{
	int from = minute_of(j->planned_from), to = minute_of(j->planned_to);
	int started = minute_of(j->started), ended = minute_of(j->ended);

	if (from == NEVER || to == NEVER || from >= to || minute < to || minute >= q->now)
		return false;
	if (started != NEVER && ended != NEVER && ended < started)
		return false;
	if (started == NEVER)
		return ended != NEVER && ended <= q->now && minute < ended;
	return minute >= started && (ended == NEVER || minute < ended);
}

static void count_minutes(const struct question *q, struct reference *ref)
{
	for (int k = q->a; k < q->b && k < q->now; k++) {
		bool down = false, planned = false, over = false;

		if (!in_life(q, k) || !in_shift(q->m->calendar, k))
			continue;
		for (int i = 0; i < q->fact_n; i++)
			down = down || (!q->facts[i].first && down_at(&q->facts[i], q, k));
		for (int i = 0; i < q->job_n; i++) {
			planned = planned || planned_at(&q->jobs[i], k);
			over = over || overrun_at(q, &q->jobs[i], k);
		}
		ref->planned += planned;
		ref->required += !planned;
		ref->down += !planned && (down || over);
		ref->overrun += !planned && over && !down;
	}
}

/* Which part of the repair is this minute in? The stage is the last mark such that it and all known marks
 * ahead of it are past; a stage is known by its successor too. */
static int part_at(const struct reliability_ticket *t, int minute)
{
	int mark[4] = {0, minute_of(t->reported), minute_of(t->accepted), minute_of(t->started)}, stage = 0,
	    next;

	for (int i = 1; i < 4; i++) {
		if (mark[i] == NEVER)
			continue;
		if (mark[i] > minute)
			break;
		stage = i;
	}
	if (stage == 3)
		return RELIABILITY_ACTIVE;
	for (next = stage + 1; next < 4 && mark[next] == NEVER; next++)
		;
	return next == stage + 1 ? RELIABILITY_UNREPORTED + stage : RELIABILITY_UNKNOWN;
}

static void count_repair(const struct fact *f, struct reference *ref)
{
	int wait = (int)(f->t->wait_ms / MINUTE_MS), active = 0;

	for (int k = f->onset; k < f->restored; k++) {
		int part = part_at(f->t, k);

		if (part == RELIABILITY_ACTIVE && active++ < wait)
			part = RELIABILITY_WAITING;
		ref->part[part]++;
	}
	ref->ttr[ref->restored++] = f->restored - f->onset;
}

/* Is the ticket, from its onset to its restoration, in the observed time at any instant? */
static bool meets(const struct question *q, const struct fact *f)
{
	int end = f->restored == NEVER ? q->now : f->restored;

	for (int k = f->onset; k <= end; k++) {
		if (event_seen(q, k))
			return true;
	}
	return false;
}

static void count_facts(const struct question *q, struct reference *ref)
{
	for (int i = 0; i < q->fact_n; i++) {
		const struct fact *f = &q->facts[i];
		int end = f->restored == NEVER ? q->now : f->restored;
		bool near = f->onset < q->b && end >= q->a, again = false;

		if (f->first) {
			ref->excluded[RELIABILITY_FIRST_FAILURE] += near;
			continue;
		}
		ref->excluded[RELIABILITY_OUTSIDE_LIFE] += near && !meets(q, f);
		ref->failures += event_seen(q, f->onset);
		ref->degraded += event_seen(q, f->onset) && !f->t->stopped;
		ref->ongoing += meets(q, f) && !event_seen(q, f->restored);
		if (f->t->stopped && event_seen(q, f->restored))
			count_repair(f, ref);
		if (!event_seen(q, f->onset) || f->t->failure_mode == 0 || q->w->in.repeat_ms == 0)
			continue;
		ref->repeat_base++;
		for (int j = 0; j < q->fact_n; j++) {
			const struct fact *g = &q->facts[j];

			again = again || (g->t->failure_mode == f->t->failure_mode && g->onset < f->onset &&
						 g->restored != NEVER && g->restored <= f->onset &&
						 f->onset - g->restored <= q->w->in.repeat_ms / MINUTE_MS);
		}
		ref->repeats += again;
	}
}

static void count_bad_jobs(const struct question *q, struct reference *ref)
{
	for (int i = 0; i < q->job_n; i++) {
		int from = minute_of(q->jobs[i].planned_from), to = minute_of(q->jobs[i].planned_to);
		int started = minute_of(q->jobs[i].started), ended = minute_of(q->jobs[i].ended);
		int at = from != NEVER ? from : to != NEVER ? to : started != NEVER ? started : ended;

		if (at != NEVER && !asked(q, at))
			continue;
		if (from == NEVER || to == NEVER)
			ref->excluded[RELIABILITY_NO_STOP]++;
		else if (from >= to || (started != NEVER && ended != NEVER && ended < started))
			ref->excluded[RELIABILITY_REVERSED]++;
	}
}

static void refer(const struct world *w, int m, struct reference *ref)
{
	struct question q = {.w = w,
		.m = &w->machines[m],
		.a = minute_of(w->in.a),
		.b = minute_of(w->in.b),
		.now = minute_of(w->in.now),
		.life_start = minute_of(w->machines[m].life_start),
		.life_end = minute_of(w->machines[m].life_end)};

	memset(ref, 0, sizeof(*ref));
	for (size_t i = 0; i < w->in.ticket_n; i++) {
		if (w->tickets[i].machine_id == q.m->id && !q.ticket_n++)
			q.tickets = &w->tickets[i];
	}
	for (size_t i = 0; i < w->in.job_n; i++) {
		if (w->jobs[i].machine_id == q.m->id && !q.job_n++)
			q.jobs = &w->jobs[i];
	}
	read_facts(&q, ref);
	count_runs(&q, ref);
	count_minutes(&q, ref);
	count_facts(&q, ref);
	count_bad_jobs(&q, ref);
}

#endif
