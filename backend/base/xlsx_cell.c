/* xlsx_cell.c - see xlsx_cell.h. */
#include "base/xlsx_cell.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { LAST_COLUMN = 16384, LAST_ROW = 1048576, LAST_DAY = 2958465, ZEROS_MAX = 15, LONGEST = 366 };

/* ---- formats ---- */

struct xlsx_format xlsx_format_of_id(int64_t id)
{
	struct xlsx_format f = {XLSX_LOOK_NUMBER, 0};

	if ((id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 ||
		(id >= 50 && id <= 58))
		f.look = XLSX_LOOK_DAY;
	else if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47))
		f.look = XLSX_LOOK_CLOCK;
	return f;
}

/* [h], [mm]: hours or minutes beyond a day; [Magenta] is a colour. */
static bool is_elapsed(const char *p)
{
	size_t n = strspn(p + 1, "hHmMsS");

	return n && p[1 + n] == ']';
}

/* What stands for itself: "…", \x, _x, *x and [Red], [$-804]; not [h]. Returns where it ends, or p. */
static const char *skip_literal(const char *p)
{
	const char *end;

	if (*p == '"') {
		end = strchr(p + 1, '"');
		return end ? end + 1 : p + strlen(p);
	}
	if ((*p == '\\' || *p == '_' || *p == '*') && p[1])
		return p + 2;
	if (*p == '[' && !is_elapsed(p)) {
		end = strchr(p, ']');
		return end ? end + 1 : p + strlen(p);
	}
	return p;
}

struct xlsx_format xlsx_format_of_code(const char *code)
{
	struct xlsx_format f = {XLSX_LOOK_NUMBER, 0};
	bool day = false, clock = false, only_zeros = true;
	int zeros = 0;

	/* "General", in the language of the program */
	if (strncasecmp(code, "General", 7) == 0 || strncasecmp(code, "G/", 2) == 0)
		return f;
	for (const char *p = code, *end; *p && *p != ';'; p = end > p ? end : p + 1) {
		end = skip_literal(p);
		if (end > p) {
			only_zeros = only_zeros && *p == '[';
			continue;
		}
		day = day || strchr("yYdD", *p);
		clock = clock || strchr("hHmMsS", *p);
		zeros += *p == '0';
		only_zeros = only_zeros && *p == '0';
	}
	f.look = day ? XLSX_LOOK_DAY : clock ? XLSX_LOOK_CLOCK : XLSX_LOOK_NUMBER;
	/* A month alone ("m", "mmm") is one of a day. */
	if (clock && !day && !strpbrk(code, "hHsS:"))
		f.look = XLSX_LOOK_DAY;
	if (f.look == XLSX_LOOK_NUMBER && only_zeros && zeros > 1)
		f.zeros = zeros < ZEROS_MAX ? zeros : ZEROS_MAX;
	return f;
}

/* ---- numbers ---- */

static void put_number(double v, int zeros, char *out, size_t size)
{
	char text[64];
	int decimals;
	size_t n;

	if (v == floor(v)) {
		snprintf(out, size, "%0*.0f", v < 0 ? 0 : zeros, v + 0.0);
		return;
	}
	/* 15 digits are what a workbook keeps: 0.1 + 0.2 is 0.3. */
	decimals = 14 - (int)floor(log10(fabs(v)));
	decimals = decimals < 0 ? 0 : decimals > 20 ? 20 : decimals;
	snprintf(text, sizeof(text), "%.*f", decimals, v);
	n = strlen(text);
	if (strchr(text, '.'))
		while (text[n - 1] == '0' || text[n - 1] == '.') {
			bool point = text[n - 1] == '.';

			text[--n] = 0;
			if (point)
				break;
		}
	snprintf(out, size, "%s", strcmp(text, "-0") == 0 ? "0" : text);
}

static void put_clock(int64_t seconds, char *out, size_t size)
{
	int h = (int)(seconds / 3600), m = (int)(seconds / 60 % 60), s = (int)(seconds % 60);

	if (s)
		snprintf(out, size, "%02d:%02d:%02d", h, m, s);
	else
		snprintf(out, size, "%02d:%02d", h, m);
}

/* Days since 1970-01-01 as a day (Howard Hinnant, chrono-compatible low-level date algorithms: civil_from_days). */
static void put_day(int64_t days, char *out, size_t size)
{
	int64_t z = days + 719468, era = z / 146097, doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
	int64_t d = doy - (153 * mp + 2) / 5 + 1, m = mp < 10 ? mp + 3 : mp - 9,
		y = yoe + era * 400 + (m <= 2);

	snprintf(out, size, "%04d-%02d-%02d", (int)y, (int)m, (int)d);
}

/* False: not within the days that a workbook knows. */
static bool put_moment(double v, enum xlsx_look look, bool date1904, char *out, size_t size)
{
	int64_t seconds = llround(v * 86400), day = seconds / 86400;
	size_t n = 0;

	seconds %= 86400;
	/* A time of day may look like a day, too: 55 and 56 are days in some countries. */
	if (day == 0 && (look == XLSX_LOOK_CLOCK || (seconds && !date1904))) {
		put_clock(seconds, out, size);
		return true;
	}
	if (look == XLSX_LOOK_CLOCK && day < LONGEST) {
		/* more than a day is a duration */
		snprintf(out, size, "%dh%02dm", (int)(day * 24 + seconds / 3600), (int)(seconds / 60 % 60));
		return true;
	}
	if (!date1904 && (day < 1 || day == 60))
		return false;
	/* Before its 29 February 1900 the count is one less. */
	put_day(date1904 ? day - 24107 : day - 25569 + (day < 60), out, size);
	n = strlen(out);
	if (seconds && n + 1 < size) {
		out[n++] = ' ';
		put_clock(seconds, out + n, size - n);
	}
	return true;
}

void xlsx_number(const char *v, struct xlsx_format format, bool date1904, char *out, size_t size)
{
	char *end;
	double d = strtod(v, &end);

	if (end == v || *end || !isfinite(d) || fabs(d) >= 1e15 || strpbrk(v, "xXnN")) {
		snprintf(out, size, "%s", v);
		return;
	}
	if (format.look != XLSX_LOOK_NUMBER && d >= 0 && d < LAST_DAY + 1 &&
		put_moment(d, format.look, date1904, out, size))
		return;
	put_number(d, format.zeros, out, size);
}

bool xlsx_iso(const char *v, char *out, size_t size)
{
	static const char shape[] = "0000-00-00T00:00:00";
	size_t n = 0;

	while (shape[n] && (shape[n] == '0' ? v[n] >= '0' && v[n] <= '9' : v[n] == shape[n]))
		n++;
	if (n != strlen(shape) && (n != 10 || v[n]))
		return false;
	if (v[10] && strncmp(v + 11, "00:00:00", 8) != 0)
		snprintf(out, size, "%.10s %.*s", v, strncmp(v + 16, ":00", 3) == 0 ? 5 : 8, v + 11);
	else
		snprintf(out, size, "%.10s", v);
	return true;
}

bool xlsx_place(const char *ref, int64_t *column, int64_t *row)
{
	const char *p = ref;

	*column = 0;
	*row = 0;
	for (; *p >= 'A' && *p <= 'Z'; p++) {
		*column = *column * 26 + (*p - 'A' + 1);
		if (*column > LAST_COLUMN)
			return false;
	}
	for (; *p >= '0' && *p <= '9'; p++) {
		*row = *row * 10 + (*p - '0');
		if (*row > LAST_ROW)
			return false;
	}
	--*column;
	return *column >= 0 && *row >= 1 && !*p;
}
