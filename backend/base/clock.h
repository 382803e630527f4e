/* clock.h - the application's clock and the plant's calendar days.
 *
 * Time is integer milliseconds since 1970-01-01 UTC everywhere. The plant's time zone is the process's TZ,
 * set once at start (config `timezone`), before any thread runs. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TIME_NONE INT64_MIN
#define SECOND_MS ((int64_t)1000)
#define MINUTE_MS (60 * SECOND_MS)
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)
/* Times outside 1970..2200 are refused at the edge. */
#define TIME_MAX INT64_C(7258118400000)

/* Alone in clock_now.c: builds for tests may be told what time it is (tests/lib/clock_file.c), released ones never. */
int64_t clock_now_ms(void);
/* Monotonic, for durations only. */
int64_t clock_mono_us(void);

/* The plant's local day that holds t, as yyyymmdd (e.g. 20260131); and the first instant of such a day. Days
 * step by the calendar, not by 24 h. */
int64_t clock_day_of(int64_t t);
int64_t clock_day_start(int64_t yyyymmdd);
int64_t clock_day_add(int64_t yyyymmdd, int days);
/* True for a day that exists, 1970..2199. */
bool clock_day_valid(int64_t yyyymmdd);

/* RFC 3339 ("2026-01-31T08:00:00+08:00", "…Z", or without offset = the plant's time) or "2026-01-31" (start
 * of that local day). False when it is none of these. */
bool clock_parse(const char *text, int64_t *t);
/* "2026-01-31 08:00" in the plant's time; out of 20 bytes. TIME_NONE gives "". */
const char *clock_format(int64_t t, char out[20]);
/* "2026-01-31T08:00:00+08:00"; out of 32 bytes. */
const char *clock_rfc3339(int64_t t, char out[32]);

#endif
