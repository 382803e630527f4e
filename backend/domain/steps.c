/* steps.c - see steps.h. */
#include "domain/steps.h"

#include "base/arena.h"
#include "base/clock.h"

const char *const step_names[] = {"day", "week", "month", "quarter", "year", NULL};

/* The first day of the step that holds this day. */
static int64_t begin_of(enum step step, int64_t day)
{
	int64_t year = day / 10000, month = day / 100 % 100;

	switch (step) {
	case STEP_WEEK:
		/* 1970-01-01 was a Thursday; noon, so that no change of clocks moves the day. */
		return clock_day_add(day, -(int)(((clock_day_start(day) + DAY_MS / 2) / DAY_MS + 3) % 7));
	case STEP_MONTH:
		return year * 10000 + month * 100 + 1;
	case STEP_QUARTER:
		return year * 10000 + ((month - 1) / 3 * 3 + 1) * 100 + 1;
	case STEP_YEAR:
		return year * 10000 + 101;
	default:
		return day;
	}
}

static int64_t next_of(enum step step, int64_t begin)
{
	static const int longest[] = {1, 7, 31, 92, 366};

	return step <= STEP_WEEK ? clock_day_add(begin, longest[step])
				 : begin_of(step, clock_day_add(begin, longest[step]));
}

size_t steps_cut(struct arena *a, enum step step, int64_t from, int64_t to, int64_t **edges)
{
	int64_t *e = arena_calloc(a, STEPS_MAX + 1, sizeof(*e));
	int64_t day = begin_of(step, clock_day_of(from));
	size_t n = 0;

	*edges = e;
	for (e[0] = from; e[n] < to;) {
		int64_t next;

		if (n == STEPS_MAX)
			return 0;
		day = next_of(step, day);
		next = clock_day_start(day);
		e[++n] = next < to ? next : to;
	}
	return n;
}

size_t steps_find(const int64_t *edges, size_t n, int64_t t)
{
	size_t low = 0, high = n;

	if (!n || t < edges[0] || t >= edges[n])
		return n;
	while (high - low > 1) {
		size_t mid = (low + high) / 2;

		if (edges[mid] <= t)
			low = mid;
		else
			high = mid;
	}
	return low;
}
