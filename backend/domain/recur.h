/* recur.h - on which days something recurs. Pure: days in, days out, no clock, no time zone.
 *
 * A rule names *rule days*; each is then held against a calendar, which gives the *due day*:
 *
 *   unit    every n days, weeks or months
 *   fixed   counted from from_day, whatever was done when: day from_day + k*n; in every n-th week, counted from the week
 *           (Monday first) of from_day, the weekdays named (none: that of from_day); in every n-th month, counted from the
 *           month of from_day, the month_day named (none: that of from_day), the month's last where it has no such day
 *   after   n units after it was done, the first time on from_day; then forward to the next of the weekdays named. A month
 *           later is the same day of the month, or its last (31 January, one month: 28 or 29 February). month_day is not
 *           looked at
 *   season  rule days outside the months named do not count; "after" waits for the first day of the season
 *   holiday of a rule day on which nobody works (calendar_free): stay; before, after: to the nearest day before or after on
 *           which somebody does, and if there is none within RECUR_SHIFT_DAYS stay; skip: it does not take place ("after":
 *           moves on instead, for nothing would ever follow it)
 *
 * Of rule days that come to the same due day, or an earlier one, only the first takes place: five days of holiday in a row
 * are one service, not five. from_day and to_day bound the rule days; a due day may lie outside.
 *
 * This is RFC 5545's RRULE with INTERVAL, BYDAY, BYMONTHDAY (32 here is its -1) and BYMONTH, except that a day a month does
 * not have is its last day instead of no day: a monthly service on the 31st takes place every month. */
#ifndef DOMAIN_RECUR_H
#define DOMAIN_RECUR_H

#include "domain/calendar.h"

enum recur_unit { RECUR_DAY, RECUR_WEEK, RECUR_MONTH };
enum recur_mode { RECUR_FIXED, RECUR_AFTER };
enum recur_holiday { RECUR_STAY, RECUR_BEFORE, RECUR_LATER, RECUR_SKIP };
enum { RECUR_SHIFT_DAYS = 60, RECUR_LAST_DAY = 32 };

struct recur {
	int unit, mode, holiday;  /* the enums above */
	int64_t every;		  /* 1.. */
	int64_t weekdays;	  /* bit 0 Monday … bit 6 Sunday; 0: see above; of weeks, and of "after" */
	int64_t month_day;	  /* 1..31, RECUR_LAST_DAY, or none (NONE or 0); of months */
	int64_t months;		  /* bit 0 January … bit 11 December; 0: all year */
	int64_t from_day, to_day; /* yyyymmdd; to_day NONE: for ever */
};

struct occasion {
	int64_t rule_day, due_day;
};

/* The first occasion of a fixed rule whose rule day is after `rule_day` and whose due day is after `due_day` (NONE: any).
 * c NULL: there are no free days. False: there is none, up to 2199. */
bool recur_next(const struct recur *r, const struct calendar *c, int64_t rule_day, int64_t due_day,
	struct occasion *out);
/* The occasion of an "after" rule when it was done on `done_day`, or, done_day NONE, the first. */
bool recur_after(const struct recur *r, const struct calendar *c, int64_t done_day, struct occasion *out);
/* The one after *o, done on the day it was due: what a preview and a calendar show. */
bool recur_follow(
	const struct recur *r, const struct calendar *c, const struct occasion *o, struct occasion *out);

#endif
