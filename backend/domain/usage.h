/* usage.h - how far a counter has run, and when it will have run a given way. Pure.
 *
 * Only what a counter rises counts: one that falls was reset or replaced, and that step is left out. Between two readings
 * it is taken to have risen evenly, so that work done between them does not lose what ran since. Values are thousandths of
 * the meter's unit, times ms.
 *
 * The forecast goes on at the mean rate of the last USAGE_DAYS before the last reading, standstill included: plants plan by
 * how a machine is used, not by how it could be. With no two readings, or no rise among them, there is none. */
#ifndef DOMAIN_USAGE_H
#define DOMAIN_USAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { USAGE_DAYS = 60 };

struct usage_point {
	int64_t time, value;
};

struct usage {
	int64_t used;	/* since `since`, up to the last reading */
	double per_day; /* the rate of the forecast; 0: not known */
	int64_t reached_at; /* when it has risen by `every`: measured, or forecast and then not before `now`; TIME_NONE: not known */
	bool measured; /* it has */
};

/* A counter that begins again at 0 when it reaches `rollover` (domain/watch.h) goes on from there instead. */
void usage_unroll(struct usage_point *points, size_t n, int64_t rollover);

/* points by time. */
void usage_forecast(const struct usage_point *points, size_t n, int64_t since, int64_t every, int64_t now,
	struct usage *out);

#endif
