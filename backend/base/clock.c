/* clock.c - see clock.h. */
#include "base/clock.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

int64_t clock_mono_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

static void local(int64_t t, struct tm *tm)
{
	time_t s = (time_t)(t >= 0 ? t / 1000 : (t - 999) / 1000);

	localtime_r(&s, tm);
}

int64_t clock_day_of(int64_t t)
{
	struct tm tm;

	local(t, &tm);
	return ((int64_t)tm.tm_year + 1900) * 10000 + (tm.tm_mon + 1) * 100 + tm.tm_mday;
}

static int64_t from_local(int year, int month, int day, int hour, int minute, int second)
{
	struct tm tm = {
		.tm_year = year - 1900,
		.tm_mon = month - 1,
		.tm_mday = day,
		.tm_hour = hour,
		.tm_min = minute,
		.tm_sec = second,
		.tm_isdst = -1,
	};

	return (int64_t)mktime(&tm) * 1000;
}

int64_t clock_day_start(int64_t d)
{
	return from_local((int)(d / 10000), (int)(d / 100 % 100), (int)(d % 100), 0, 0, 0);
}

int64_t clock_day_add(int64_t d, int days)
{
	/* Noon is never skipped or repeated by a change of clocks. */
	return clock_day_of(
		from_local((int)(d / 10000), (int)(d / 100 % 100), (int)(d % 100) + days, 12, 0, 0));
}

static int days_in_month(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return days[month - 1] + (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

bool clock_day_valid(int64_t d)
{
	int year = (int)(d / 10000), month = (int)(d / 100 % 100), day = (int)(d % 100);

	return d > 0 && d < INT64_C(22000000) && year >= 1970 && month >= 1 && month <= 12 && day >= 1 &&
	       day <= days_in_month(year, month);
}

/* Exactly n digits as a number, or -1. */
static int digits(const char *s, int n)
{
	int v = 0;

	for (int i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		v = v * 10 + (s[i] - '0');
	}
	return v;
}

/* The offset after the seconds: Z, ±hh:mm or nothing (the plant's time). */
static bool parse_offset(const char *s, bool *is_local, int64_t *offset_ms)
{
	int hh, mm;

	*is_local = *s == 0;
	*offset_ms = 0;
	if (*is_local || strcmp(s, "Z") == 0 || strcmp(s, "z") == 0)
		return true;
	if ((*s != '+' && *s != '-') || strlen(s) != 6 || s[3] != ':')
		return false;
	hh = digits(s + 1, 2);
	mm = digits(s + 4, 2);
	if (hh < 0 || hh > 14 || mm < 0 || mm > 59)
		return false;
	*offset_ms = (hh * HOUR_MS + mm * MINUTE_MS) * (*s == '-' ? -1 : 1);
	return true;
}

bool clock_parse(const char *s, int64_t *t)
{
	size_t len = strlen(s);
	int year, month, day, hour = 0, minute = 0, second = 0, millis = 0;
	bool is_local = true;
	int64_t offset = 0;

	if (len < 10 || len > 35 || s[4] != '-' || s[7] != '-')
		return false;
	year = digits(s, 4);
	month = digits(s + 5, 2);
	day = digits(s + 8, 2);
	if (year < 0 || month < 0 || day < 0 || !clock_day_valid(year * 10000L + month * 100 + day))
		return false;
	if (len > 10) {
		const char *rest = s + 16;

		if (len < 16 || (s[10] != 'T' && s[10] != 't' && s[10] != ' ') || s[13] != ':')
			return false;
		hour = digits(s + 11, 2);
		minute = digits(s + 14, 2);
		if (*rest == ':') {
			second = len < 19 ? -1 : digits(s + 17, 2);
			rest = len < 19 ? "" : s + 19;
		}
		if (*rest == '.') {
			int scale = 100;

			for (rest++; *rest >= '0' && *rest <= '9'; rest++, scale /= 10)
				millis += (*rest - '0') * scale;
		}
		if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
			return false;
		if (!parse_offset(rest, &is_local, &offset))
			return false;
	}
	if (is_local) {
		*t = from_local(year, month, day, hour, minute, second) + millis;
	} else {
		struct tm tm = {.tm_year = year - 1900,
			.tm_mon = month - 1,
			.tm_mday = day,
			.tm_hour = hour,
			.tm_min = minute,
			.tm_sec = second};

		*t = (int64_t)timegm(&tm) * 1000 + millis - offset;
	}
	return true;
}

const char *clock_format(int64_t t, char out[20])
{
	struct tm tm;

	out[0] = 0;
	if (t != TIME_NONE) {
		local(t, &tm);
		strftime(out, 20, "%Y-%m-%d %H:%M", &tm);
	}
	return out;
}

const char *clock_rfc3339(int64_t t, char out[32])
{
	struct tm tm;
	size_t n;

	out[0] = 0;
	if (t == TIME_NONE)
		return out;
	local(t, &tm);
	n = strftime(out, 32, "%Y-%m-%dT%H:%M:%S%z", &tm);
	if (n >= 5 && n < 31) {
		memmove(out + n - 1, out + n - 2, 3);
		out[n - 2] = ':';
	}
	return out;
}
