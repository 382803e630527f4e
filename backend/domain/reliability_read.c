/* reliability_read.c - what of the rows is a failure, which time is observed, and what was planned. See
 * reliability.h for the rules and reliability_view.h for the parts. */
#include "domain/reliability_view.h"

#include "base/arena.h"
#include "base/clock.h"

#include <stdlib.h>

bool reliability_known(int64_t t)
{
	return t >= 0 && t <= TIME_MAX;
}

bool reliability_observed(const struct reliability_view *v, int64_t t)
{
	return t >= v->seen.start && t < v->event_end;
}

static int64_t least(int64_t x, int64_t y)
{
	return x < y ? x : y;
}

static int64_t most(int64_t x, int64_t y)
{
	return x > y ? x : y;
}

static bool asked(const struct reliability_view *v, int64_t t)
{
	return t >= v->in->a && t < v->in->b;
}

/* ---- which tickets count ---- */

/* Why t is left out on its own account, or RELIABILITY_COUNTED and f filled (of a future one only the onset).
 */
static enum reliability_reason ticket_read(const struct reliability_ticket *t, int64_t now, struct failure *f)
{
	int64_t onset = t->occurred;

	if (t->reason > RELIABILITY_COUNTED && t->reason <= RELIABILITY_NO_FAULT)
		return (enum reliability_reason)t->reason;
	if (!reliability_known(onset) && !t->stopped && reliability_known(t->reported))
		onset = reliability_known(t->restored) ? least(t->reported, t->restored) : t->reported;
	if (!reliability_known(onset))
		return RELIABILITY_NO_STOP;
	if (!reliability_known(t->restored) && t->closed)
		return RELIABILITY_NO_END;
	if (reliability_known(t->restored) && t->restored < onset)
		return RELIABILITY_REVERSED;
	f->t = t;
	f->onset = onset;
	if (onset > now)
		return RELIABILITY_FUTURE;
	f->open = !reliability_known(t->restored) || t->restored > now;
	f->until = f->open ? now : t->restored;
	f->down_end = t->stopped ? f->until : onset;
	return RELIABILITY_COUNTED;
}

static void exclude(struct reliability_view *v, int64_t id, bool job, enum reliability_reason reason)
{
	v->out->sums.excluded[reason]++;
	if (v->ev)
		v->ev->exclusions[v->ev->exclusion_n++] =
			(struct reliability_exclusion){.id = id, .job = job, .reason = reason};
}

/* Is the window the one in which a ticket without usable times is listed? */
static bool first_known_asked(const struct reliability_view *v, const int64_t *times, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (reliability_known(times[i]))
			return asked(v, times[i]);
	}
	return true;
}

static bool listed_here(const struct reliability_view *v, const struct reliability_ticket *t)
{
	const int64_t times[] = {t->reported, t->occurred, t->restored, t->accepted, t->started};

	return first_known_asked(v, times, sizeof(times) / sizeof(*times));
}

static int by_onset(const void *x, const void *y)
{
	const struct failure *a = x, *b = y;

	if (a->onset != b->onset)
		return a->onset < b->onset ? -1 : 1;
	return (a->t > b->t) - (a->t < b->t);
}

void reliability_read_tickets(struct reliability_view *v)
{
	bool sorted = true;

	v->failures = v->scratch->failures;
	for (size_t i = 0; i < v->ticket_n; i++) {
		struct failure *f = &v->failures[v->n];
		enum reliability_reason reason = ticket_read(&v->tickets[i], v->in->now, f);

		if (reason == RELIABILITY_COUNTED) {
			sorted = sorted && (!v->n || f[-1].onset <= f->onset);
			v->n++;
		} else if (reason == RELIABILITY_FUTURE ? asked(v, f->onset)
							: listed_here(v, &v->tickets[i])) {
			exclude(v, v->tickets[i].id, false, reason);
		}
	}
	if (!sorted)
		qsort(v->failures, v->n, sizeof(*v->failures), by_onset);
}

size_t reliability_breakdown_at(const struct reliability_view *v, size_t i, struct interval *down)
{
	*down = (struct interval){v->failures[i].onset, v->failures[i].down_end};
	for (i++; i < v->n && v->failures[i].onset <= down->end; i++)
		down->end = most(down->end, v->failures[i].down_end);
	return i;
}

/* ---- what is observed ---- */

bool reliability_touches(const struct reliability_view *v, const struct failure *f)
{
	return v->seen.start < v->event_end && f->onset < v->event_end && f->until >= v->seen.start;
}

/* List what would have counted in the window asked for and lies outside the machine's life. */
static void exclude_outside_life(struct reliability_view *v)
{
	for (size_t i = 0; i < v->n; i++) {
		const struct failure *f = &v->failures[i];

		if (f->onset >= v->in->b || f->until < v->in->a)
			continue;
		if (i < v->first)
			exclude(v, f->t->id, false, RELIABILITY_FIRST_FAILURE);
		else if (!reliability_touches(v, f))
			exclude(v, f->t->id, false, RELIABILITY_OUTSIDE_LIFE);
	}
}

void reliability_observe(struct reliability_view *v)
{
	const struct reliability_input *in = v->in;
	int64_t start = v->m->life_start, end = reliability_known(v->m->life_end) ? v->m->life_end : TIME_MAX;

	if (!reliability_known(start)) {
		struct interval down = {TIME_MAX, TIME_MAX};

		v->out->sums.life_unknown = 1;
		if (v->n)
			v->first = reliability_breakdown_at(v, 0, &down);
		start = down.end;
	}
	v->seen.start = most(in->a, start);
	v->event_end = least(in->b, least(end, in->now + 1));
	v->seen.end = most(v->seen.start, least(v->event_end, in->now));
	v->event_end = most(v->event_end, v->seen.start);
	exclude_outside_life(v);
}

/* ---- required time and planned jobs ---- */

int64_t reliability_required_in(const struct reliability_view *v, struct interval i)
{
	size_t lo = 0, n = v->planned.n;
	int64_t ms;

	i = interval_clip(i, v->seen);
	ms = calendar_overlap(v->span, i);
	while (n > 0) {
		size_t half = n / 2;

		if (v->planned.at[lo + half].end <= i.start) {
			lo += half + 1;
			n -= half + 1;
		} else {
			n = half;
		}
	}
	for (; lo < v->planned.n && v->planned.at[lo].start < i.end; lo++)
		ms -= calendar_overlap(v->span, interval_clip(v->planned.at[lo], i));
	return ms;
}

static bool job_usable(struct reliability_view *v, const struct reliability_job *j)
{
	const int64_t times[] = {j->planned_from, j->planned_to, j->started, j->ended};
	bool missing = !reliability_known(j->planned_from) || !reliability_known(j->planned_to),
	     here = first_known_asked(v, times, 4);

	if (missing || j->planned_from >= j->planned_to) {
		if (here)
			exclude(v, j->id, true, missing ? RELIABILITY_NO_STOP : RELIABILITY_REVERSED);
		return false;
	}
	if (reliability_known(j->started) && reliability_known(j->ended) && j->ended < j->started && here)
		exclude(v, j->id, true, RELIABILITY_REVERSED);
	return true;
}

/* What the job takes beyond its plan, as known at now; empty when nothing. */
static struct interval job_overrun(const struct reliability_view *v, const struct reliability_job *j)
{
	int64_t now = v->in->now;
	bool begun = reliability_known(j->started) && j->started <= now,
	     ended = reliability_known(j->ended) && j->ended <= now;
	struct interval over = {j->planned_to, j->planned_to};

	if (reliability_known(j->started) && reliability_known(j->ended) && j->ended < j->started)
		return over;
	if (begun)
		over.start = most(over.start, j->started);
	if (begun || ended)
		over.end = ended ? j->ended : now;
	return over;
}

static void note_job(struct reliability_view *v, const struct reliability_job *j, struct interval over)
{
	struct reliability_evidence_job e = {.id = j->id};

	e.planned = interval_clip((struct interval){j->planned_from, j->planned_to}, v->seen);
	e.overrun = interval_clip(over, v->seen);
	if (!interval_length(e.planned) && !interval_length(e.overrun))
		return;
	e.planned_ms = calendar_overlap(v->span, e.planned);
	e.overrun_ms = reliability_required_in(v, e.overrun);
	v->ev->jobs[v->ev->job_n++] = e;
}

struct interval_set reliability_read_jobs(struct reliability_view *v)
{
	struct interval_set over = {NULL, 0};
	size_t usable = 0;

	if (!v->job_n)
		return over;
	over.at = arena_calloc(v->a, v->job_n, sizeof(*over.at));
	v->planned.at = arena_calloc(v->a, v->job_n, sizeof(*v->planned.at));
	for (size_t i = 0; i < v->job_n; i++) {
		const struct reliability_job *j = &v->jobs[i];

		if (!job_usable(v, j))
			continue;
		v->planned.at[usable] =
			interval_clip((struct interval){j->planned_from, j->planned_to}, v->seen);
		over.at[usable++] = interval_clip(job_overrun(v, j), v->seen);
	}
	v->planned.n = over.n = usable;
	interval_set_normalise(&v->planned);
	interval_set_normalise(&over);
	for (size_t i = 0; i < v->job_n && v->ev; i++) {
		if (reliability_known(v->jobs[i].planned_from) && reliability_known(v->jobs[i].planned_to) &&
			v->jobs[i].planned_from < v->jobs[i].planned_to)
			note_job(v, &v->jobs[i], job_overrun(v, &v->jobs[i]));
	}
	return over;
}
