/* judge.c - see judge.h. */
#include "kb/judge.h"

#include "base/arena.h"

#include <math.h>
#include <stdlib.h>

static const double sure_least = .8;
enum { NDCG = 10 };

static void add_fix(struct kb_figures *f, const struct kb_judged *j)
{
	f->hit1 += j->place == 1;
	f->hit3 += j->place && j->place <= 3;
	f->hit5 += j->place && j->place <= 5;
	f->mrr += j->place ? 1. / j->place : 0;
}

static void add_records(struct kb_figures *f, const struct kb_judged *j)
{
	double gain = 0, best = 0;

	for (unsigned i = 0; i < NDCG; i++) {
		gain += j->records >> i & 1 ? 1 / log2(i + 2) : 0;
		best += i < j->relevant ? 1 / log2(i + 2) : 0;
	}
	f->record_hit1 += j->records & 1;
	f->record_hit3 += (j->records & 7) != 0;
	f->ndcg10 += best > 0 ? gain / best : 0;
}

static void add_probability(struct kb_figures *f, const struct kb_judged *j)
{
	unsigned bin = (unsigned)(j->probability * KB_JUDGE_BINS);
	struct kb_bin *b = &f->bins[bin < KB_JUDGE_BINS ? bin : KB_JUDGE_BINS - 1];
	bool right = j->place == 1;

	b->n++;
	b->promised += j->probability;
	b->right += right;
	f->coverage += j->verdict >= KB_POSSIBLE;
	f->covered_right += j->verdict >= KB_POSSIBLE && right;
	f->sure += j->probability >= sure_least;
	f->sure_right += j->probability >= sure_least && right;
}

static double share(double part, double of)
{
	return of > 0 ? part / of : 0;
}

static void close_bins(struct kb_figures *f)
{
	for (size_t i = 0; i < KB_JUDGE_BINS; i++) {
		struct kb_bin *b = &f->bins[i];

		f->ece += fabs(b->promised - b->right) / (double)f->questions;
		b->promised = share(b->promised, (double)b->n);
		b->right = share(b->right, (double)b->n);
	}
	f->covered_right = share(f->covered_right, f->coverage);
	f->sure_right = share(f->sure_right, f->sure);
}

static int surest_first(const void *a, const void *b)
{
	const struct kb_judged *x = a, *y = b;

	return x->probability > y->probability ? -1 : x->probability < y->probability;
}

static int quickest_first(const void *a, const void *b)
{
	const struct kb_judged *x = a, *y = b;

	return x->ms < y->ms ? -1 : x->ms > y->ms;
}

static void order(const struct kb_judged *v, size_t n, struct kb_figures *f)
{
	struct kb_judged *own = xmalloc(n * sizeof(*own));
	size_t right = 0, next = 0;

	for (size_t i = 0; i < n; i++)
		own[i] = v[i];
	qsort(own, n, sizeof(*own), surest_first);
	for (size_t i = 0; i < n; i++) {
		right += own[i].place == 1;
		while (next < KB_JUDGE_SHARES && i + 1 >= n * (next + 1) / KB_JUDGE_SHARES)
			f->surest[next++] = share((double)right, (double)(i + 1));
	}
	qsort(own, n, sizeof(*own), quickest_first);
	f->ms_50 = own[n / 2].ms;
	f->ms_99 = own[n * 99 / 100].ms;
	free(own);
}

void kb_judge(const struct kb_judged *v, size_t n, struct kb_figures *out)
{
	double *const means[] = {&out->hit1, &out->hit3, &out->hit5, &out->mrr, &out->record_hit1,
		&out->record_hit3, &out->ndcg10, &out->coverage, &out->sure};

	*out = (struct kb_figures){.questions = n};
	if (!n)
		return;
	for (size_t i = 0; i < n; i++) {
		add_fix(out, &v[i]);
		add_records(out, &v[i]);
		add_probability(out, &v[i]);
	}
	close_bins(out);
	for (size_t i = 0; i < sizeof(means) / sizeof(means[0]); i++)
		*means[i] /= (double)n;
	order(v, n, out);
}
