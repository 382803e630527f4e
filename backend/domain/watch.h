/* watch.h - when the value of a meter is an alarm: limits with hold-off and hysteresis, silence, and how a counter goes on. Pure.
 *
 * Beyond high is above it, beyond low below it; the limits themselves are good. A value that stays beyond a limit for hold_ms
 * makes the level rise to a warning or an alarm; what is back in between starts the wait anew, so a spike shorter than that
 * says nothing. What was read last holds until something else is read: watch_tick lets the time pass, so that a meter that is
 * read once a day, or tells only what changed, is heard too.
 *
 * The level falls at once, but only when the value is back by `hysteresis` from the limit: above high - hysteresis it is still
 * high. From an alarm it falls to a warning where it is still beyond that limit. From one side to the other is an end and a new
 * beginning, which waits its own time.
 *
 * Readings that are older than the newest say nothing any more. Times ms, values in thousandths. */
#ifndef DOMAIN_WATCH_H
#define DOMAIN_WATCH_H

#include <stdbool.h>
#include <stdint.h>

/* Names: meter_levels (store/meter.h). */
enum watch_level { WATCH_NORMAL, WATCH_WARN_LOW, WATCH_WARN_HIGH, WATCH_LOW, WATCH_HIGH };

/* Limits NONE (base/field.h): there is none. warn_low and warn_high lie between low and high. */
struct watch_limits {
	int64_t low, high, warn_low, warn_high;
	int64_t hysteresis, hold_ms;
	int64_t stale_ms; /* NONE: may be silent */
};

struct watch_state {
	int64_t last_at, last_value; /* NONE: nothing was read yet */
	enum watch_level level;
	int64_t level_at;	       /* since when; NONE: it was never anything else */
	int64_t alarm_from, warn_from; /* since when it is beyond those limits; NONE: it is not */
	bool stale;
};

/* What became of it. */
struct watch_turn {
	bool old;	      /* older than the newest: nothing else is said */
	bool cleared, raised; /* an alarm, in this order */
	bool changed;	      /* the level */
	bool silent, heard;   /* stale has begun, has ended */
};

void watch_state_none(struct watch_state *s);
struct watch_turn watch_read(
	const struct watch_limits *l, struct watch_state *s, int64_t time, int64_t value);
/* Time has passed. `since`: from when silence counts while nothing was read. */
struct watch_turn watch_tick(const struct watch_limits *l, struct watch_state *s, int64_t since, int64_t now);
/* The limits, or what was read last, are others now: what is beyond them waits anew, and silence is what it is by them. Without a
 * reading the value is well. */
struct watch_turn watch_again(
	const struct watch_limits *l, struct watch_state *s, int64_t since, int64_t now);

bool watch_is_alarm(enum watch_level level);
/* 0 alarm, 1 silent, 2 warning, 3 all is well. */
int watch_rank(const struct watch_state *s);

/* How a counter came from one reading to the next. It begins again at 0 when it reaches `rollover` (NONE: never does); that is
 * believed when it has run less than half of its way meanwhile. */
enum watch_count { COUNT_ON, COUNT_OVER, COUNT_BACK };
enum watch_count watch_count(int64_t before, int64_t value, int64_t rollover);

#endif
