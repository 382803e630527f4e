/* series.c - see series.h. */
#include "domain/series.h"

#include "base/arena.h"
#include "base/clock.h"
#include "domain/steps.h"

/* The windows that a ticket can matter to: first..last, both included. */
struct reach {
	uint32_t first, last;
};

struct series {
	const struct reliability_input *in;
	const int64_t *edges;
	size_t n;
	struct reach *reach; /* of each ticket */
	size_t *begin;	     /* of each window in `order`; n + 1 */
	uint32_t *order;     /* tickets by window, in their own order */
	const int64_t
		*life_end; /* of a machine whose life is unknown: until when its first breakdown lasts */
};

static bool known(int64_t t)
{
	return t >= 0 && t <= TIME_MAX;
}

static size_t window_of(const struct series *s, int64_t t)
{
	return t < s->edges[0] ? 0 : t >= s->edges[s->n] ? s->n - 1 : steps_find(s->edges, s->n, t);
}

/* Machines whose life begins with the end of their first breakdown: when that is. TIME_NONE: of the others. */
static const int64_t *first_ends(struct arena *a, const struct reliability_input *in)
{
	struct reliability_input all = *in;
	struct reliability_result *r;
	struct reliability_machine *unknown;
	int64_t *ends = arena_calloc(a, in->machine_n, sizeof(*ends));
	size_t n = 0;

	unknown = arena_calloc(a, in->machine_n, sizeof(*unknown));
	for (size_t i = 0; i < in->machine_n; i++) {
		ends[i] = TIME_NONE;
		if (!known(in->machines[i].life_start))
			unknown[n++] = in->machines[i];
	}
	if (!n)
		return ends;
	r = arena_calloc(a, n, sizeof(*r));
	for (size_t i = 0; i < n; i++) {
		unknown[i].calendar = NULL;
		unknown[i].life_end = TIME_NONE;
	}
	all.a = 0;
	all.b = TIME_MAX;
	all.repeat_ms = 0;
	all.evidence = false;
	all.machines = unknown;
	all.machine_n = n;
	all.job_n = 0;
	reliability_compute(a, &all, r);
	for (size_t i = 0, k = 0; i < in->machine_n && k < n; i++)
		if (in->machines[i].id == unknown[k].id)
			ends[i] = r[k++].from;
	return ends;
}

/* Where a ticket may be needed: from its first time on until its last, or now; without a usable one, everywhere. The
 * first breakdown of an unknown life is needed everywhere too, for the life begins at its end. */
static struct reach reach_of(const struct series *s, const struct reliability_ticket *t, int64_t first_end)
{
	const int64_t times[] = {t->occurred, t->reported, t->accepted, t->started, t->restored};
	int64_t from = INT64_MAX, to = INT64_MIN;
	struct reach all = {0, (uint32_t)s->n - 1};

	for (size_t i = 0; i < sizeof(times) / sizeof(*times); i++) {
		if (!known(times[i]))
			continue;
		from = times[i] < from ? times[i] : from;
		to = times[i] > to ? times[i] : to;
	}
	if (from > to || (first_end != TIME_NONE && from <= first_end))
		return all;
	if (!known(t->restored) && !t->closed)
		to = s->edges[s->n];
	return (struct reach){(uint32_t)window_of(s, from), (uint32_t)window_of(s, to)};
}

static void sort_tickets(struct arena *a, struct series *s)
{
	const struct reliability_input *in = s->in;
	size_t m = 0, total = 0;

	s->reach = arena_calloc(a, in->ticket_n, sizeof(*s->reach));
	s->begin = arena_calloc(a, s->n + 2, sizeof(*s->begin));
	for (size_t i = 0; i < in->ticket_n; i++) {
		const struct reliability_ticket *t = &in->tickets[i];

		while (m < in->machine_n && in->machines[m].id < t->machine_id)
			m++;
		if (m == in->machine_n || in->machines[m].id != t->machine_id) {
			s->reach[i] = (struct reach){1, 0}; /* nowhere */
			continue;
		}
		s->reach[i] = reach_of(s, t, s->life_end[m]);
		for (size_t w = s->reach[i].first; w <= s->reach[i].last; w++)
			s->begin[w + 2]++;
		total += s->reach[i].last - s->reach[i].first + 1;
	}
	for (size_t w = 2; w <= s->n + 1; w++)
		s->begin[w] += s->begin[w - 1];
	s->order = arena_calloc(a, total, sizeof(*s->order));
	for (size_t i = 0; i < in->ticket_n; i++)
		for (size_t w = s->reach[i].first; w <= s->reach[i].last; w++)
			s->order[s->begin[w + 1]++] = (uint32_t)i;
}

static void one_window(struct arena *a, const struct series *s, size_t w, series_fn *fn, void *ctx)
{
	struct reliability_input in = *s->in;
	struct reliability_result *results = arena_calloc(a, in.machine_n, sizeof(*results));
	size_t n = s->begin[w + 1] - s->begin[w];
	struct reliability_ticket *tickets = arena_calloc(a, n, sizeof(*tickets));

	for (size_t i = 0; i < n; i++)
		tickets[i] = s->in->tickets[s->order[s->begin[w] + i]];
	in.a = s->edges[w];
	in.b = s->edges[w + 1];
	in.repeat_ms = 0;
	in.evidence = false;
	in.tickets = tickets;
	in.ticket_n = n;
	reliability_compute(a, &in, results);
	fn(a, w, results, ctx);
}

void series_compute(
	const struct reliability_input *in, const int64_t *edges, size_t n, series_fn *fn, void *ctx)
{
	struct series s = {.in = in, .edges = edges, .n = n};
	struct arena lasting, window;

	arena_init(&lasting);
	arena_init(&window);
	s.life_end = first_ends(&lasting, in);
	sort_tickets(&lasting, &s);
	for (size_t w = 0; w < n; w++) {
		one_window(&window, &s, w, fn, ctx);
		arena_clear(&window);
	}
	arena_release(&window);
	arena_release(&lasting);
}
