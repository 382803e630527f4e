/* interval.c - see interval.h. */
#include "domain/interval.h"

#include "base/arena.h"

#include <stdbool.h>
#include <stdlib.h>

struct interval interval_clip(struct interval i, struct interval window)
{
	if (i.start < window.start)
		i.start = window.start;
	if (i.end > window.end)
		i.end = window.end;
	return i;
}

int64_t interval_length(struct interval i)
{
	return i.end > i.start ? i.end - i.start : 0;
}

static int by_start(const void *x, const void *y)
{
	const struct interval *a = x, *b = y;

	return (a->start > b->start) - (a->start < b->start);
}

/* Add i, which begins nowhere before the last one of s, to s. */
static void append(struct interval_set *s, struct interval i)
{
	struct interval *last = s->n ? &s->at[s->n - 1] : NULL;

	if (i.end <= i.start)
		return;
	if (!last || i.start > last->end)
		s->at[s->n++] = i;
	else if (i.end > last->end)
		last->end = i.end;
}

void interval_set_normalise(struct interval_set *s)
{
	size_t n = s->n;
	bool sorted = true;

	for (size_t i = 1; i < n && sorted; i++)
		sorted = s->at[i - 1].start <= s->at[i].start;
	if (!sorted)
		qsort(s->at, n, sizeof(*s->at), by_start);
	s->n = 0;
	for (size_t i = 0; i < n; i++)
		append(s, s->at[i]);
}

static struct interval_set room_for(struct arena *a, size_t n)
{
	return (struct interval_set){.at = n ? arena_calloc(a, n, sizeof(struct interval)) : NULL};
}

struct interval_set interval_set_union(struct arena *a, struct interval_set x, struct interval_set y)
{
	struct interval_set out = room_for(a, x.n + y.n);
	size_t i = 0, j = 0;

	while (i < x.n || j < y.n) {
		if (j == y.n || (i < x.n && x.at[i].start <= y.at[j].start))
			append(&out, x.at[i++]);
		else
			append(&out, y.at[j++]);
	}
	return out;
}

struct interval_set interval_set_intersect(struct arena *a, struct interval_set x, struct interval_set y)
{
	struct interval_set out = room_for(a, x.n + y.n);
	size_t i = 0, j = 0;

	while (i < x.n && j < y.n) {
		append(&out, interval_clip(x.at[i], y.at[j]));
		if (x.at[i].end < y.at[j].end)
			i++;
		else
			j++;
	}
	return out;
}

struct interval_set interval_set_subtract(struct arena *a, struct interval_set x, struct interval_set y)
{
	struct interval_set out = room_for(a, x.n + y.n);
	size_t j = 0;

	for (size_t i = 0; i < x.n; i++) {
		int64_t from = x.at[i].start;

		while (j < y.n && y.at[j].end <= from)
			j++;
		for (size_t k = j; k < y.n && y.at[k].start < x.at[i].end; k++) {
			append(&out, (struct interval){from, y.at[k].start});
			from = y.at[k].end;
		}
		append(&out, (struct interval){from, x.at[i].end});
	}
	return out;
}

struct interval_set interval_set_clip(struct arena *a, struct interval_set x, struct interval window)
{
	return interval_set_intersect(a, x, (struct interval_set){&window, interval_length(window) ? 1 : 0});
}

int64_t interval_set_length(struct interval_set s)
{
	int64_t sum = 0;

	for (size_t i = 0; i < s.n; i++)
		sum += interval_length(s.at[i]);
	return sum;
}
