/* quality.c - see quality.h. */
#include "domain/quality.h"

#include <stdlib.h>

#include "base/clock.h"

static const struct field quality_bin_fields[] = {
	FIELD(struct quality_bin, from, F_REAL, F_SURE),
	FIELD(struct quality_bin, to, F_REAL, F_SURE),
	FIELD(struct quality_bin, promised, F_REAL, F_SURE),
	FIELD(struct quality_bin, right, F_REAL, F_SURE),
	FIELD(struct quality_bin, repairs, F_INT, F_SURE),
	FIELD_END,
};
static const struct field quality_span_fields[] = {
	FIELD(struct quality_span, from, F_TIME, F_SURE),
	FIELD(struct quality_span, to, F_TIME, F_SURE),
	FIELD(struct quality_span, repairs, F_INT, F_SURE),
	FIELD(struct quality_span, answerable, F_INT, F_SURE),
	FIELD(struct quality_span, hit1, F_REAL, F_SURE),
	FIELD(struct quality_span, hit3, F_REAL, F_SURE),
	FIELD(struct quality_span, mrr, F_REAL, F_SURE),
	FIELD(struct quality_span, coverage, F_REAL, F_SURE),
	FIELD(struct quality_span, covered_right, F_REAL, F_SURE),
	FIELD_END,
};
const struct field quality_fields[] = {
	FIELD(struct quality, ready, F_BOOL, F_SURE),
	FIELD(struct quality, since, F_TIME),
	FIELD(struct quality, until, F_TIME),
	FIELD(struct quality, repairs, F_INT, F_SURE),
	FIELD(struct quality, answerable, F_INT, F_SURE),
	FIELD(struct quality, hit1, F_REAL, F_SURE),
	FIELD(struct quality, hit3, F_REAL, F_SURE),
	FIELD(struct quality, hit5, F_REAL, F_SURE),
	FIELD(struct quality, mrr, F_REAL, F_SURE),
	FIELD(struct quality, new_hit3, F_REAL, F_SURE),
	FIELD(struct quality, new_wordings, F_INT, F_SURE),
	FIELD(struct quality, coverage, F_REAL, F_SURE),
	FIELD(struct quality, covered_right, F_REAL, F_SURE),
	FIELD(struct quality, sure, F_REAL, F_SURE),
	FIELD(struct quality, sure_right, F_REAL, F_SURE),
	FIELD(struct quality, ece, F_REAL, F_SURE),
	FIELD(struct quality, bins, F_LIST, SUB(quality_bin_fields, struct quality_bin)),
	FIELD(struct quality, trend, F_LIST, SUB(quality_span_fields, struct quality_span)),
	FIELD_END,
};

/* Of v, those whose fix was known, or (novel) only those of these that were worded anew. */
static size_t answerable(const struct kb_judged *v, size_t n, bool novel, struct kb_judged *out)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (v[i].relevant && (!novel || v[i].novel))
			out[kept++] = v[i];
	return kept;
}

static int64_t month_start(int64_t day)
{
	return day / 100 * 100 + 1;
}

/* The first instant after the span that holds t. */
static int64_t span_begin(int64_t t, bool weeks, int64_t last)
{
	int64_t days = (clock_day_start(clock_day_add(clock_day_of(last), 1)) - t - 1) / (7 * DAY_MS);

	if (!weeks)
		return clock_day_start(month_start(clock_day_of(t)));
	return clock_day_start(clock_day_add(clock_day_of(last), (int)(-7 * days - 6)));
}

static int64_t span_end(int64_t from, bool weeks)
{
	int64_t day = clock_day_of(from);

	return clock_day_start(weeks ? clock_day_add(day, 7) : month_start(clock_day_add(day, 31)));
}

static void fill_span(
	const struct kb_judged *v, size_t n, struct kb_judged *scratch, struct quality_span *out)
{
	struct kb_figures all, known;
	size_t kept = answerable(v, n, false, scratch);

	kb_judge(v, n, &all);
	kb_judge(scratch, kept, &known);
	out->repairs = (int64_t)n;
	out->answerable = (int64_t)kept;
	out->hit1 = known.hit1;
	out->hit3 = known.hit3;
	out->mrr = known.mrr;
	out->coverage = all.coverage;
	out->covered_right = all.covered_right;
}

/* v is in the order of time but for corrections: a repair before its span's begin counts to it. */
static void fill_trend(
	const struct kb_judged *v, size_t n, struct kb_judged *scratch, struct arena *a, struct quality *q)
{
	bool weeks = q->until - q->since < 120 * DAY_MS;
	struct quality_span *spans = arena_calloc(a, QUALITY_MONTHS, sizeof(*spans));
	size_t end = n, used = 0;

	/* From the newest backwards, so that the oldest are those left out. */
	while (end > 0 && used < QUALITY_MONTHS) {
		struct quality_span *s = &spans[QUALITY_MONTHS - 1 - used];
		size_t first = end - 1;

		s->from = span_begin(v[first].time_ms, weeks, q->until);
		s->to = span_end(s->from, weeks);
		while (first > 0 && v[first - 1].time_ms >= s->from)
			first--;
		fill_span(v + first, end - first, scratch, s);
		end = first;
		used++;
	}
	q->trend = (struct list){spans + QUALITY_MONTHS - used, used};
}

static void fill_bins(const struct kb_figures *f, struct arena *a, struct quality *q)
{
	struct quality_bin *bins = arena_calloc(a, KB_JUDGE_BINS, sizeof(*bins));

	for (size_t i = 0; i < KB_JUDGE_BINS; i++)
		bins[i] = (struct quality_bin){(double)i / KB_JUDGE_BINS, (double)(i + 1) / KB_JUDGE_BINS,
			f->bins[i].promised, f->bins[i].right, (int64_t)f->bins[i].n};
	q->bins = (struct list){bins, KB_JUDGE_BINS};
}

static void fill_figures(
	const struct kb_judged *v, size_t n, struct kb_judged *scratch, struct arena *a, struct quality *q)
{
	struct kb_figures all, known;

	kb_judge(v, n, &all);
	q->coverage = all.coverage;
	q->covered_right = all.covered_right;
	q->sure = all.sure;
	q->sure_right = all.sure_right;
	q->ece = all.ece;
	fill_bins(&all, a, q);
	q->answerable = (int64_t)answerable(v, n, false, scratch);
	kb_judge(scratch, (size_t)q->answerable, &known);
	q->hit1 = known.hit1;
	q->hit3 = known.hit3;
	q->hit5 = known.hit5;
	q->mrr = known.mrr;
	q->new_wordings = (int64_t)answerable(v, n, true, scratch);
	kb_judge(scratch, (size_t)q->new_wordings, &known);
	q->new_hit3 = known.hit3;
}

static int by_time(const void *a, const void *b)
{
	const struct kb_judged *x = a, *y = b;

	return x->time_ms < y->time_ms ? -1 : x->time_ms > y->time_ms;
}

void domain_quality(struct knowledge *k, struct arena *a, struct quality *out)
{
	struct kb_judged *v, *scratch;
	struct list all;

	*out = (struct quality){.ready = knowledge_ready(k), .since = NONE, .until = NONE};
	knowledge_judged(k, a, &all);
	v = all.items;
	out->repairs = (int64_t)all.n;
	scratch = arena_calloc(a, all.n + 1, sizeof(*scratch));
	if (all.n) {
		qsort(v, all.n, sizeof(*v), by_time);
		out->since = v[0].time_ms;
		out->until = v[all.n - 1].time_ms;
		fill_trend(v, all.n, scratch, a, out);
	}
	fill_figures(v, all.n, scratch, a, out);
}
