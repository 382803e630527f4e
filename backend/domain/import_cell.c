/* import_cell.c - see import_cell.h. */
#include "domain/import_cell.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/utf8.h"

enum { CELL = 64 };
static const int64_t LARGEST = INT64_C(1000000000000000), LONGEST = INT64_C(1000000000000);

/* Folded: narrow small letters, blanks of every kind as ' ', trimmed. False: longer than any number or day. */
static bool fold(const char *text, char out[CELL])
{
	const char *end = text + strlen(text);
	size_t n = 0;

	while (text < end) {
		int32_t c = utf8_fold(utf8_next(&text, end));

		if (c < 0 || (c == ' ' && n == 0))
			continue;
		if (n + 5 > CELL)
			return false;
		n += utf8_put(out + n, c);
	}
	while (n && out[n - 1] == ' ')
		n--;
	out[n] = 0;
	return true;
}

/* Takes the word off the front or the end. */
static bool drop_front(const char **s, const char *word)
{
	size_t n = strlen(word);

	if (strncmp(*s, word, n) != 0)
		return false;
	*s += n;
	*s += strspn(*s, " ");
	return true;
}

static bool drop_end(char *s, const char *word)
{
	size_t n = strlen(word), len = strlen(s);

	if (len < n || strcmp(s + len - n, word) != 0)
		return false;
	for (len -= n; len && s[len - 1] == ' ';)
		len--;
	s[len] = 0;
	return true;
}

int cell_word(const char *text, const char *const *groups)
{
	char folded[CELL];

	if (!fold(text, folded))
		return -1;
	for (int i = 0; groups[i]; i++) {
		for (const char *p = groups[i]; *p;) {
			size_t n = strcspn(p, "|");

			if (strlen(folded) == n && strncmp(folded, p, n) == 0)
				return i;
			p += n + (p[n] == '|');
		}
	}
	return -1;
}

/* Digits with thousands separators in their places and a decimal part, as thousandths; *rest is the value of the first
 * digit after them, *more whether anything but 0 follows the third decimal. */
static bool decimal(const char *s, int64_t *milli, int *rest, bool *more)
{
	int64_t v = 0;
	int whole = 0, since_comma = -1, decimals = 0;

	*rest = 0;
	*more = false;
	for (; (*s >= '0' && *s <= '9') || *s == ','; s++) {
		if (*s == ',') {
			if (!whole || (since_comma >= 0 ? since_comma != 3 : whole > 3))
				return false;
			since_comma = 0;
			continue;
		}
		v = v * 10 + (*s - '0');
		whole++;
		since_comma += since_comma >= 0;
		if (v > LARGEST)
			return false;
	}
	if (since_comma >= 0 && since_comma != 3)
		return false;
	if (*s == '.') {
		for (s++; *s >= '0' && *s <= '9'; s++, decimals++) {
			if (decimals < 3)
				v = v * 10 + (*s - '0');
			else if (decimals == 3)
				*rest = *s - '0';
			*more |= decimals >= 3 && *s != '0';
		}
		if (!decimals)
			return false;
	}
	for (; decimals < 3; decimals++)
		v *= 10;
	*milli = v;
	return (whole || decimals) && whole && !*s;
}

/* The sign: -, −, or brackets around it all. */
static bool take_sign(char *text, const char **s)
{
	*s = text;
	if (*text == '(' && drop_end(text, ")")) {
		*s = text + 1;
		return true;
	}
	if (drop_front(s, "-") || drop_front(s, "−"))
		return true;
	drop_front(s, "+");
	return false;
}

/* The number of a valid decimal times 10^places: its point moved, so that no digit is lost. */
static void move_point(const char *s, int places, char out[CELL + 8])
{
	bool seen = false;
	int moved = 0;
	size_t n = 0;

	for (; *s || moved < places; s += *s != 0) {
		if (*s == ',')
			continue;
		if (*s == '.' || !*s)
			seen = true;
		if (*s == '.')
			continue;
		if (seen && moved == places)
			out[n++] = '.';
		out[n++] = *s ? *s : '0';
		moved += seen;
	}
	out[n] = 0;
}

bool cell_money(const char *text, int places, int64_t *cents)
{
	static const char *const units[] = {"元", "圆", "rmb", "cny", "yuan"};
	static const char *const signs[] = {"¥", "￥", "rmb", "cny", "元"};
	char folded[CELL], whole[CELL + 8];
	const char *s;
	int64_t milli;
	int rest;
	bool more, minus;

	if (!fold(text, folded))
		return false;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		places = drop_end(folded, units[i]) ? 0 : places;
	places = drop_end(folded, "万") ? 4 : drop_end(folded, "千") ? 3 : places;
	minus = take_sign(folded, &s);
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		drop_front(&s, signs[i]);
	if (!minus && *s == '-')
		minus = drop_front(&s, "-");
	if (!decimal(s, &milli, &rest, &more))
		return false;
	if (places) {
		move_point(s, places, whole);
		if (!decimal(whole, &milli, &rest, &more))
			return false;
	}
	*cents = milli / 10 + (milli % 10 >= 5);
	*cents = minus ? -*cents : *cents;
	return *cents <= LARGEST && *cents >= -LARGEST;
}

bool cell_qty(const char *text, int64_t *milli)
{
	char folded[CELL];
	const char *s;
	int rest;
	bool more, minus;

	if (!fold(text, folded))
		return false;
	minus = take_sign(folded, &s);
	if (!decimal(s, milli, &rest, &more) || more)
		return false;
	*milli = minus ? -*milli : *milli;
	return true;
}

/* The number at the front; *s moves behind it and the blanks after it. */
static bool take_decimal(const char **s, int64_t *milli)
{
	size_t n = strspn(*s, "0123456789.,");
	char digits[CELL];
	int rest;
	bool more;

	memcpy(digits, *s, n);
	digits[n] = 0;
	*s += n;
	*s += strspn(*s, " ");
	return decimal(digits, milli, &rest, &more);
}

bool cell_minutes(const char *text, int64_t unit, int64_t *minutes)
{
	static const char *const words[] = {
		"分钟|分|minutes|minute|mins|min|m", "小时|时|hours|hour|hrs|hr|h", NULL};
	char folded[CELL], word[CELL];
	const char *s = folded;
	int64_t milli;

	if (!fold(text, folded))
		return false;
	*minutes = 0;
	for (int part = 0; *s || !part; part++) {
		size_t n;
		int which;

		if (part == 2 || !take_decimal(&s, &milli) || milli > LONGEST)
			return false;
		n = strcspn(s, "0123456789");
		memcpy(word, s, n);
		word[n] = 0;
		s += n;
		which = n ? cell_word(word, words) : -1;
		if (n && which < 0)
			return false;
		/* 2h30: what follows the hours is minutes. */
		unit = which == 1 ? 60 : which == 0 || part ? 1 : unit;
		*minutes += (milli * unit + 500) / 1000;
	}
	return true;
}

/* ---- how often ---- */

bool cell_every(const char *text, int64_t *every, int *unit)
{
	static const char *const words[] = {"天|日|d|day|days|daily", "周|星期|个星期|w|week|weeks|weekly",
		"月|个月|m|month|months|monthly", "季|季度|个季度|quarter|quarters|quarterly",
		"半年|half-yearly", "年|y|year|years|yearly|annual|annually", NULL};
	static const int64_t months[] = {0, 0, 1, 3, 6, 12};
	char folded[CELL], number[CELL];
	const char *s = folded;
	int64_t milli = 1000;
	size_t digits;
	int which, rest;
	bool more;

	if (!fold(text, folded))
		return false;
	if (!drop_front(&s, "每隔") && !drop_front(&s, "每"))
		drop_front(&s, "every");
	digits = strspn(s, "0123456789");
	memcpy(number, s, digits);
	number[digits] = 0;
	if (digits && (!decimal(number, &milli, &rest, &more) || milli < 1000))
		return false;
	s += digits;
	s += strspn(s, " ");
	*every = milli / 1000;
	*unit = -1;
	if (!*s)
		return digits > 0;
	which = cell_word(s, words);
	if (which < 0)
		return false;
	*unit = which < 2 ? which : 2;
	*every *= which < 2 ? 1 : months[which];
	return true;
}

/* 周一 … 周日; 0: it is none. */
static int weekday_of(const char **s)
{
	static const char *const names[] = {"一|mo|mon|monday", "二|tu|tue|tuesday", "三|we|wed|wednesday",
		"四|th|thu|thursday", "五|fr|fri|friday", "六|sa|sat|saturday", "日|天|su|sun|sunday", NULL};
	char word[CELL];
	size_t n;
	int which;

	drop_front(s, "星期");
	drop_front(s, "周");
	/* 一三五 stand without anything between them. */
	n = (unsigned char)**s >= 0x80 ? 3 : strspn(*s, "abcdefghijklmnopqrstuvwxyz");
	if (!n || n >= sizeof(word) || strlen(*s) < n)
		return 0;
	memcpy(word, *s, n);
	word[n] = 0;
	which = cell_word(word, names);
	*s += which < 0 ? 0 : n;
	return which + 1;
}

static int day_at(const char **s, int most)
{
	int64_t n = 0;
	size_t digits = strspn(*s, "0123456789");

	if (!digits)
		return most == 7 ? weekday_of(s) : 0;
	for (size_t i = 0; i < digits && n <= most; i++)
		n = n * 10 + ((*s)[i] - '0');
	*s += digits;
	drop_front(s, "月");
	return n <= most ? (int)n : 0;
}

bool cell_days(const char *text, int most, int64_t *bits)
{
	static const char *const between[] = {",", "、", "，", ";", "；", "/", NULL};
	char folded[CELL];
	const char *s = folded;

	if (!fold(text, folded) || !*s)
		return false;
	*bits = 0;
	while (*s) {
		int from = day_at(&s, most), to = from;

		if (from && (drop_front(&s, "-") || drop_front(&s, "–") || drop_front(&s, "~") ||
				    drop_front(&s, "至")))
			to = day_at(&s, most);
		if (!from || !to)
			return false;
		for (int i = from; *bits |= INT64_C(1) << (i - 1), i != to;)
			i = i % most + 1;
		s += strspn(s, " ");
		for (int i = 0; between[i]; i++)
			drop_front(&s, between[i]);
	}
	return true;
}

/* ---- days and times ---- */

/* One to `most` digits; -1 when there is none. */
static int number(const char **s, int most)
{
	int v = 0, n = 0;

	for (; n < most && **s >= '0' && **s <= '9'; n++, (*s)++)
		v = v * 10 + (**s - '0');
	return n ? v : -1;
}

static bool separator(const char **s, const char *chinese, char *last)
{
	if (drop_front(s, chinese)) {
		*last = 0;
		return true;
	}
	if (!**s || !strchr("-/.", **s) || (*last && *last != **s))
		return false;
	*last = *(*s)++;
	return true;
}

/* The day at the front; *s moves behind it. */
static bool take_day(const char **s, int64_t *day)
{
	const char *p = *s;
	char last = 0;
	int year = number(&p, 4), month, d;

	if (p - *s != 4)
		return false;
	if (*p >= '0' && *p <= '9') {
		month = number(&p, 2);
		d = p - *s == 6 ? number(&p, 2) : -1;
		if (p - *s != 8)
			return false;
	} else {
		if (!separator(&p, "年", &last))
			return false;
		month = number(&p, 2);
		if (!separator(&p, "月", &last))
			return false;
		d = number(&p, 2);
		drop_front(&p, "日");
	}
	*s = p;
	*day = year * INT64_C(10000) + month * 100 + d;
	return month > 0 && d > 0 && clock_day_valid(*day);
}

/* What follows the day: nothing, or a time of day as clock_parse reads it, in out. */
static bool take_clock(const char *s, char out[CELL])
{
	int hour, minute, second = 0;

	out[0] = 0;
	s += strspn(s, " ");
	if (*s == 't')
		s++;
	if (!*s)
		return true;
	hour = number(&s, 2);
	if (hour < 0 || (!drop_front(&s, ":") && !drop_front(&s, "时") && !drop_front(&s, "点")))
		return false;
	minute = number(&s, 2);
	if (minute < 0)
		minute = *s ? 99 : 0;
	if (drop_front(&s, ":"))
		second = number(&s, 2);
	else
		drop_front(&s, "分");
	if (second < 0 || minute > 59)
		return false;
	return snprintf(out, CELL, "T%02d:%02d:%02d%.20s", hour, minute, second, s) < CELL;
}

bool cell_day(const char *text, int64_t *day)
{
	char folded[CELL], clock[CELL];
	const char *s = folded;

	return fold(text, folded) && take_day(&s, day) && take_clock(s, clock);
}

bool cell_time(const char *text, int64_t *t)
{
	char folded[CELL], clock[CELL], whole[2 * CELL];
	const char *s = folded;
	int64_t day;

	if (!fold(text, folded))
		return false;
	if (strlen(folded) == 13 && strspn(folded, "0123456789") == 13) {
		*t = strtoll(folded, NULL, 10);
		return *t <= TIME_MAX;
	}
	if (!take_day(&s, &day) || !take_clock(s, clock))
		return false;
	for (char *c = clock; *c; c++)
		*c = (char)toupper((unsigned char)*c);
	snprintf(whole, sizeof(whole), "%04d-%02d-%02d%s", (int)(day / 10000), (int)(day / 100 % 100),
		(int)(day % 100), clock);
	return clock_parse(whole, t);
}

bool cell_bool(const char *text, int64_t *yes)
{
	static const char *const words[] = {
		"0|no|n|false|否|无|×|不停机|未停机", "1|yes|y|true|是|有|√|停机|已停机", NULL};
	int i = cell_word(text, words);

	*yes = i;
	return i >= 0;
}
