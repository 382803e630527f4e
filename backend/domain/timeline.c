/* timeline.c - see timeline.h. */
#include "domain/timeline.h"

#include <stdlib.h>

#include "base/clock.h"

const char *const timeline_kinds[] = {"down", "degraded", "planned", "overrun", NULL};

static const int64_t *one_id(struct arena *a, int64_t id)
{
	return arena_memdup(a, &id, sizeof(id));
}

static void add(struct timeline *t, struct timeline_span span, struct interval whole)
{
	struct interval cut = interval_clip(whole, (struct interval){t->observed_from, t->observed_to});

	if (interval_length(cut) <= 0)
		return;
	span.start = cut.start;
	span.end = cut.end;
	span.whole_start = whole.start;
	span.whole_end = whole.end;
	t->spans[t->n++] = span;
}

static void add_breakdown(struct arena *a, struct timeline *t, const struct reliability_evidence *e,
	const struct reliability_breakdown *d)
{
	int64_t *ids = arena_calloc(a, d->ticket_n, sizeof(*ids));

	for (size_t i = 0; i < d->ticket_n; i++)
		ids[i] = e->tickets[d->ticket + i].id;
	add(t,
		(struct timeline_span){.kind = SPAN_DOWN,
			.downtime_ms = d->downtime_ms,
			.counted = d->counted,
			.ongoing = d->ongoing,
			.tickets = ids,
			.ticket_n = d->ticket_n},
		(struct interval){d->start, d->end});
}

/* A degraded failure has no downtime but lasts until it is mended. */
static void add_degraded(struct arena *a, struct timeline *t, const struct reliability_evidence_ticket *e)
{
	add(t,
		(struct timeline_span){.kind = SPAN_DEGRADED,
			.counted = e->counted,
			.ongoing = e->ongoing,
			.tickets = one_id(a, e->id),
			.ticket_n = 1},
		(struct interval){e->onset, e->restored == TIME_NONE ? t->observed_to : e->restored});
}

static void add_job(struct arena *a, struct timeline *t, const struct reliability_evidence_job *j)
{
	struct timeline_span span = {.kind = SPAN_PLANNED, .tickets = one_id(a, j->id), .ticket_n = 1};

	add(t, span, j->planned);
	span.kind = SPAN_OVERRUN;
	span.downtime_ms = j->overrun_ms;
	add(t, span, j->overrun);
}

static int by_start(const void *x, const void *y)
{
	const struct timeline_span *a = x, *b = y;

	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return a->kind - b->kind;
}

enum err domain_timeline(struct db *db, struct arena *a, const struct figures_query *q, struct timeline *out)
{
	struct figures_rows rows;
	struct reliability_result r;
	const struct calendar_span *span;
	const struct reliability_evidence *e;
	enum err err = domain_figures_rows(db, a, q, false, &rows);

	*out = (struct timeline){0};
	if (err != OK)
		return err;
	if (rows.n != 1 || rows.machines[0].id != q->under)
		return ERR_NOT_FOUND;
	rows.input.evidence = true;
	reliability_compute(a, &rows.input, &r);
	e = r.evidence;
	out->machine = rows.machines[0];
	out->observed_from = r.from;
	out->observed_to = r.to;
	out->no_calendar = r.sums.no_calendar;
	span = calendar_expand(a, rows.input.machines[0].calendar, (struct interval){r.from, r.to});
	if (span->required.n <= TIMELINE_SHIFTS_MAX)
		out->required = span->required;
	out->spans = arena_calloc(a, e->breakdown_n + e->ticket_n + 2 * e->job_n, sizeof(*out->spans));
	for (size_t i = 0; i < e->breakdown_n; i++)
		add_breakdown(a, out, e, &e->breakdowns[i]);
	for (size_t i = 0; i < e->ticket_n; i++)
		if (!e->tickets[i].stopped)
			add_degraded(a, out, &e->tickets[i]);
	for (size_t i = 0; i < e->job_n; i++)
		add_job(a, out, &e->jobs[i]);
	if (out->n)
		qsort(out->spans, out->n, sizeof(*out->spans), by_start);
	return OK;
}
