/* usage.c - see usage.h. */
#include "domain/usage.h"

#include "base/clock.h"
#include "domain/watch.h"

/* The part of the step from a to b that lies after `since`, as the counter rose. */
static int64_t rise(const struct usage_point *a, const struct usage_point *b, int64_t since)
{
	int64_t up = b->value - a->value, from = since > a->time ? since : a->time;

	if (up <= 0 || b->time <= from)
		return 0;
	return (int64_t)((double)up * (double)(b->time - from) / (double)(b->time - a->time));
}

static double rate(const struct usage_point *points, size_t n)
{
	int64_t last = points[n - 1].time, since = last - USAGE_DAYS * DAY_MS, up = 0;

	if (since < points[0].time)
		since = points[0].time;
	for (size_t i = 1; i < n; i++)
		up += rise(&points[i - 1], &points[i], since);
	return last > since ? (double)up * (double)DAY_MS / (double)(last - since) : 0;
}

void usage_unroll(struct usage_point *points, size_t n, int64_t rollover)
{
	int64_t turns = 0;

	for (size_t i = 1; i < n; i++) {
		int64_t before = points[i - 1].value - turns;

		if (watch_count(before, points[i].value, rollover) == COUNT_OVER)
			turns += rollover;
		points[i].value += turns;
	}
}

void usage_forecast(const struct usage_point *points, size_t n, int64_t since, int64_t every, int64_t now,
	struct usage *out)
{
	*out = (struct usage){.reached_at = TIME_NONE};
	for (size_t i = 1; i < n; i++) {
		int64_t step = rise(&points[i - 1], &points[i], since), from = points[i - 1].time;

		if (!out->measured && step > 0 && out->used + step >= every) {
			from = since > from ? since : from;
			out->measured = true;
			out->reached_at = from + (int64_t)((double)(points[i].time - from) *
							   (double)(every - out->used) / (double)step);
		}
		out->used += step;
	}
	out->per_day = n > 1 ? rate(points, n) : 0;
	if (out->measured || out->per_day <= 0)
		return;
	out->reached_at = (points[n - 1].time > since ? points[n - 1].time : since) +
			  (int64_t)((double)(every - out->used) / out->per_day * (double)DAY_MS);
	if (out->reached_at < now)
		out->reached_at = now;
}
