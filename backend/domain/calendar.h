/* calendar.h - when a machine is required to run: weekly shifts and the days that differ, in the plant's
 * time.
 *
 * A calendar is a list of weekly shifts and a list of exceptions. A shift belongs to the local day on which
 * it begins and may end on the next one: Mon 22:00-06:00 is {1, 1320, 1800}. A day for which there is any
 * exception row has the shifts of its rows and none of its weekday's; a row without times says that nobody
 * works. The tail of the night shift that began the day before belongs to the day before and stays. Shifts
 * may overlap or touch: time is required once.
 *
 * The plant's time zone is the process's TZ (base/clock.h). Shifts are wall-clock: the night shift of the
 * night when clocks go forward lasts 7 h, the one when they go back 9 h. A wall-clock time that is skipped
 * means the instant of the change; one that comes twice means its first coming, so two shifts that meet there
 * neither overlap nor leave a hole. (This is decided here and not left to mktime(), which may do either.)
 *
 * Everything is pure and safe in several threads at once, as localtime_r() is.
 *
 * Where it comes from: ISO 22400-2 "planned operation time" (shifts), from which "planned busy time" is made
 * by taking off planned downtime; EN 13306 "required time". */
#ifndef DOMAIN_CALENDAR_H
#define DOMAIN_CALENDAR_H

#include "domain/interval.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The members are those of the tables calendar_shift and calendar_exception. */
struct calendar_shift {
	int64_t weekday;   /* 1 = Monday ... 7 = Sunday */
	int64_t start_min; /* 0..1439, from that day's midnight */
	int64_t end_min;   /* start_min+1 .. start_min+1440 */
};

struct calendar_exception {
	int64_t day;		    /* yyyymmdd, local */
	int64_t start_min, end_min; /* as above; start_min TIME_NONE: no work (end_min is not looked at) */
};

/* Plain data, owned by the caller. Rows in any order. No shift and no exception: never required. */
struct calendar {
	const struct calendar_shift *shifts;
	size_t shift_n;
	const struct calendar_exception *exceptions;
	size_t exception_n;
};

/* True when every row is within the ranges above. The other functions pass over rows that are not. */
bool calendar_valid(const struct calendar *c);

/* Days since 1970-01-01 of a day that exists, and back. */
int64_t calendar_day_number(int64_t yyyymmdd);
int64_t calendar_day_of_number(int64_t n);
/* Nobody works: no shift begins on that day. */
bool calendar_free(const struct calendar *c, int64_t day);

/* The instant of a wall-clock minute of a local day; minute may pass 1440. day as yyyymmdd, must exist. */
int64_t calendar_instant(int64_t day, int64_t minute);

/* A calendar laid out over a window, made once and asked many times. Lives in the arena that made it; read
 * only, so several threads may ask it. */
struct calendar_span {
	struct interval window;	      /* what was asked for, cut to 1970..2200 */
	struct interval_set required; /* inside window */
	const int64_t *before;	      /* before[i] = ms required ahead of required.at[i]; n + 1 of them */
};

/* Lay c out over window: O(days * rows). NULL stands for round the clock (24/7). */
const struct calendar_span *calendar_expand(
	struct arena *a, const struct calendar *c, struct interval window);

/* Required ms inside i: O(log n). What lies outside the span's window is not known to it and counts as 0. */
int64_t calendar_overlap(const struct calendar_span *s, struct interval i);

#endif
