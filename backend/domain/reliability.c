/* reliability.c - one machine after the other, in one pass over the sorted rows. See reliability.h for the
 * rules. */
#include "domain/reliability_view.h"

#include "base/arena.h"
#include "base/clock.h"
#include "domain/quantile.h"

#include <stdlib.h>
#include <string.h>

static int64_t between(int64_t t, int64_t low, int64_t high)
{
	return t < low ? low : t > high ? high : t;
}

/* ---- breakdowns ---- */

static bool ongoing(const struct reliability_view *v, const struct failure *f)
{
	return reliability_touches(v, f) && (f->open || f->until >= v->event_end);
}

/* A moment that several tickets cover is the first one's; `covered` is how far those before it go. */
static int64_t share_of(const struct reliability_view *v, const struct failure *f, int64_t *covered)
{
	struct interval own = {f->onset > *covered ? f->onset : *covered, f->down_end};

	if (own.end <= own.start)
		return 0;
	*covered = own.end;
	return reliability_required_in(v, own);
}

static void note_breakdown(
	struct reliability_view *v, size_t from, size_t to, struct interval down, int64_t ms)
{
	struct reliability_breakdown *b = &v->ev->breakdowns[v->ev->breakdown_n];
	int64_t covered = INT64_MIN;
	bool met = false;

	*b = (struct reliability_breakdown){.start = down.start,
		.end = down.end,
		.downtime_ms = ms,
		.counted = reliability_observed(v, down.start),
		.ticket = v->ev->ticket_n,
		.ticket_n = to - from};
	for (size_t i = from; i < to; i++) {
		met = met || reliability_touches(v, &v->failures[i]);
		b->ongoing = b->ongoing || (v->failures[i].t->stopped && ongoing(v, &v->failures[i]));
	}
	if (!met)
		return;
	v->ev->breakdown_n++;
	/* Filled in by count_ticket(); here only the order is fixed. */
	for (size_t i = from; i < to; i++) {
		struct reliability_evidence_ticket *e = &v->ev->tickets[v->ev->ticket_n++];

		e->id = v->failures[i].t->id;
		e->row = (size_t)(v->failures[i].t - v->in->tickets);
		e->downtime_ms = share_of(v, &v->failures[i], &covered);
	}
}

static void count_breakdowns(struct reliability_view *v, struct interval_set overruns)
{
	struct reliability_sums *s = &v->out->sums;
	struct interval_set downs = {v->scratch->downs, 0};
	size_t next;

	for (size_t i = v->first; i < v->n; i = next) {
		struct interval down;
		int64_t ms;

		next = reliability_breakdown_at(v, i, &down);
		ms = reliability_required_in(v, down);
		s->downtime_ms += ms;
		s->breakdowns += reliability_observed(v, down.start);
		if (v->ev)
			note_breakdown(v, i, next, down, ms);
		if (overruns.n)
			downs.at[downs.n++] = interval_clip(down, v->seen);
	}
	if (!overruns.n)
		return;
	/* Breakdowns come in order and apart; this only drops the empty ones. */
	interval_set_normalise(&downs);
	overruns = interval_set_subtract(v->a, overruns, downs);
	for (size_t i = 0; i < overruns.n; i++)
		s->overrun_ms += reliability_required_in(v, overruns.at[i]);
	s->downtime_ms += s->overrun_ms;
}

/* ---- tickets ---- */

/* Cut onset..restored at the times between, each moved into what is left of the repair. A stretch over a
 * missing time cannot be told apart. */
static void split(const struct failure *f, int64_t part[RELIABILITY_PARTS])
{
	const int64_t marks[] = {f->t->reported, f->t->accepted, f->t->started};
	int64_t at = f->onset, end = f->until, wait;
	int last = -1; /* the mark that `at` stands for; -1 is the onset */

	for (int i = 0; i < 3; i++) {
		int64_t t;

		if (!reliability_known(marks[i]))
			continue;
		t = between(marks[i], at, end);
		part[i == last + 1 ? RELIABILITY_UNREPORTED + i : RELIABILITY_UNKNOWN] += t - at;
		at = t;
		last = i;
	}
	if (last != 2) {
		part[RELIABILITY_UNKNOWN] += end - at;
		return;
	}
	wait = between(f->t->wait_ms, 0, end - at);
	part[RELIABILITY_WAITING] += wait;
	part[RELIABILITY_ACTIVE] += end - at - wait;
}

static void count_ticket(struct reliability_view *v, const struct failure *f, int64_t *ttr,
	struct reliability_evidence_ticket *e)
{
	struct reliability_sums *s = &v->out->sums;
	bool counted = reliability_observed(v, f->onset), lasts = ongoing(v, f);
	bool repaired = f->t->stopped && !f->open && reliability_observed(v, f->until);
	int64_t part[RELIABILITY_PARTS] = {0};

	s->failures += counted;
	s->degraded += counted && !f->t->stopped;
	s->ongoing += lasts;
	if (repaired) {
		split(f, part);
		ttr[s->restored++] = f->until - f->onset;
		s->ttr_ms += f->until - f->onset;
		for (int i = 0; i < RELIABILITY_PARTS; i++)
			s->part_ms[i] += part[i];
	}
	if (!e)
		return;
	e->onset = f->onset;
	e->restored = f->open ? TIME_NONE : f->until;
	e->stopped = f->t->stopped != 0;
	e->counted = counted;
	e->ongoing = lasts;
	e->ttr_ms = repaired ? f->until - f->onset : TIME_NONE;
	memcpy(e->part_ms, part, sizeof(part));
}

/* Evidence tickets are a part of the failures in the same order: the next one, if failure f is it. */
static struct reliability_evidence_ticket *evidence_of(
	const struct reliability_view *v, const struct failure *f, size_t *next)
{
	if (!v->ev || *next >= v->ev->ticket_n || v->ev->tickets[*next].id != f->t->id)
		return NULL;
	return &v->ev->tickets[(*next)++];
}

static void count_tickets(struct reliability_view *v, int64_t *ttr)
{
	size_t next = 0;

	for (size_t i = v->first; i < v->n; i++)
		count_ticket(v, &v->failures[i], ttr, evidence_of(v, &v->failures[i], &next));
}

/* ---- repeats ---- */

static int by_mode(const void *x, const void *y)
{
	const struct repeat_key *a = x, *b = y;

	if (a->mode != b->mode)
		return a->mode < b->mode ? -1 : 1;
	if (a->restored != b->restored)
		return a->restored < b->restored ? -1 : 1;
	return (a->onset > b->onset) - (a->onset < b->onset);
}

/* Is there a key of f's mode, restored in [onset - repeat_ms, onset], begun before it? The first key from
 * that time on decides: keys that begin with f are restored at its onset at the earliest and sort last. */
static bool is_repeat(
	const struct reliability_view *v, const struct failure *f, const struct repeat_key *keys, size_t n)
{
	const struct repeat_key from = {f->t->failure_mode, f->onset - v->in->repeat_ms, INT64_MIN};
	size_t lo = 0;

	while (n > 0) {
		size_t half = n / 2;

		if (by_mode(&keys[lo + half], &from) < 0) {
			lo += half + 1;
			n -= half + 1;
		} else {
			n = half;
		}
	}
	return keys[lo].mode == from.mode && keys[lo].restored <= f->onset && keys[lo].onset < f->onset;
}

static void count_repeats(struct reliability_view *v)
{
	struct repeat_key *keys = v->scratch->keys;
	size_t n = 0, next = 0;

	for (size_t i = 0; i < v->n; i++) {
		const struct failure *f = &v->failures[i];

		if (f->t->failure_mode > 0 && !f->open)
			keys[n++] = (struct repeat_key){f->t->failure_mode, f->until, f->onset};
	}
	qsort(keys, n, sizeof(*keys), by_mode);
	keys[n] = (struct repeat_key){INT64_MAX, 0, 0}; /* so that a search may end behind the last */
	for (size_t i = v->first; i < v->n; i++) {
		const struct failure *f = &v->failures[i];
		struct reliability_evidence_ticket *e = evidence_of(v, f, &next);
		bool again;

		if (f->t->failure_mode <= 0 || !reliability_observed(v, f->onset))
			continue;
		again = is_repeat(v, f, keys, n);
		v->out->sums.repeat_base++;
		v->out->sums.repeats += again;
		if (e)
			e->repeat = again;
	}
}

/* ---- a machine, all machines ---- */

static void make_room(struct arena *a, struct reliability_scratch *s, size_t n)
{
	if (n < s->room)
		return;
	s->room = 2 * n + 64;
	s->failures = arena_calloc(a, s->room, sizeof(*s->failures));
	s->keys = arena_calloc(a, s->room, sizeof(*s->keys));
	s->downs = arena_calloc(a, s->room, sizeof(*s->downs));
}

static void evidence_room(struct reliability_view *v)
{
	v->ev = arena_new(v->a, struct reliability_evidence);
	v->ev->breakdowns = arena_calloc(v->a, v->ticket_n, sizeof(*v->ev->breakdowns));
	v->ev->tickets = arena_calloc(v->a, v->ticket_n, sizeof(*v->ev->tickets));
	v->ev->jobs = arena_calloc(v->a, v->job_n, sizeof(*v->ev->jobs));
	v->ev->exclusions = arena_calloc(v->a, v->ticket_n + v->job_n, sizeof(*v->ev->exclusions));
	v->out->evidence = v->ev;
}

/* ttr has room for one value a ticket. */
static void machine_compute(struct reliability_view *v, int64_t *ttr)
{
	struct reliability_result *r = v->out;
	struct reliability_sums *s = &r->sums;
	struct interval_set overruns;

	*r = (struct reliability_result){.machine_id = v->m->id, .ttr = ttr};
	s->machines = 1;
	s->no_calendar = !v->m->calendar;
	if (v->in->evidence)
		evidence_room(v);
	reliability_read_tickets(v);
	reliability_observe(v);
	r->from = v->seen.start;
	r->to = v->seen.end;
	overruns = reliability_read_jobs(v);
	s->required_ms = reliability_required_in(v, v->seen);
	s->planned_ms = calendar_overlap(v->span, v->seen) - s->required_ms;
	count_breakdowns(v, overruns);
	count_tickets(v, ttr);
	if (v->in->repeat_ms > 0)
		count_repeats(v);
	r->ttr_median = s->restored ? quantile_median(ttr, (size_t)s->restored) : TIME_NONE;
	r->ttr_p90 = s->restored ? quantile_percentile(ttr, (size_t)s->restored, 90) : TIME_NONE;
}

/* Calendars laid out so far; few, and neighbours mostly share one. */
struct spans {
	const struct calendar **of;
	const struct calendar_span **span;
	size_t n, last;
};

static const struct calendar_span *span_of(
	struct arena *a, struct spans *s, const struct calendar *c, struct interval window)
{
	if (s->last < s->n && s->of[s->last] == c)
		return s->span[s->last];
	for (s->last = 0; s->last < s->n && s->of[s->last] != c;)
		s->last++;
	if (s->last == s->n) {
		s->of[s->n] = c;
		s->span[s->n++] = calendar_expand(a, c, window);
	}
	return s->span[s->last];
}

void reliability_compute(
	struct arena *a, const struct reliability_input *input, struct reliability_result *out)
{
	struct reliability_input in = *input;
	struct spans spans = {.of = arena_calloc(a, in.machine_n, sizeof(*spans.of)),
		.span = arena_calloc(a, in.machine_n, sizeof(*spans.span))};
	struct reliability_scratch scratch = {0};
	int64_t *ttr = arena_calloc(a, in.ticket_n, sizeof(*ttr));
	size_t t = 0, j = 0;

	in.now = between(in.now, -1, TIME_MAX);
	in.a = between(in.a, 0, TIME_MAX);
	in.b = between(in.b, in.a, TIME_MAX);
	in.repeat_ms = between(in.repeat_ms, 0, TIME_MAX);
	for (size_t i = 0; i < in.machine_n; i++) {
		const struct reliability_machine *m = &in.machines[i];
		struct reliability_view v = {.a = a, .in = &in, .m = m, .scratch = &scratch, .out = &out[i]};

		v.span = span_of(
			a, &spans, m->calendar, (struct interval){in.a, in.b < in.now ? in.b : in.now});
		while (t < in.ticket_n && in.tickets[t].machine_id < m->id)
			t++;
		for (v.tickets = in.tickets + t; t < in.ticket_n && in.tickets[t].machine_id == m->id; t++)
			v.ticket_n++;
		while (j < in.job_n && in.jobs[j].machine_id < m->id)
			j++;
		for (v.jobs = in.jobs + j; j < in.job_n && in.jobs[j].machine_id == m->id; j++)
			v.job_n++;
		make_room(a, &scratch, v.ticket_n);
		machine_compute(&v, ttr);
		ttr += out[i].sums.restored;
	}
}
