/* import_cell_test.c - numbers, days and words as people write them. */
#include "unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "domain/import_cell.h"

static const int64_t NO = INT64_MIN;

struct number {
	const char *text;
	int64_t is; /* NO: must be refused */
};

static void run(const struct number *table, size_t n, bool (*parse)(const char *, int64_t *))
{
	for (size_t i = 0; i < n; i++) {
		int64_t v = 0;
		bool ok = parse(table[i].text, &v);

		if (ok != (table[i].is != NO) || (ok && v != table[i].is))
			fail_msg("'%s' is %s %lld, should be %lld", table[i].text, ok ? "read as" : "refused",
				(long long)v, (long long)table[i].is);
	}
}

static bool yuan(const char *text, int64_t *v)
{
	return cell_money(text, 0, v);
}

static bool ten_thousands(const char *text, int64_t *v)
{
	return cell_money(text, 4, v);
}

/* An amount of money is cents, whatever stands around it; what is unclear is refused, never guessed. */
static void money(void **state)
{
	static const struct number table[] = {
		{"0", 0},
		{"0.0", 0},
		{"12", 1200},
		{"12.5", 1250},
		{"-339.81", -33981},
		{"326173.52", 32617352},
		{"1,234.50", 123450},
		{"1,234,567", 123456700},
		{"¥1,000", 100000},
		{"￥ 1,000.00", 100000},
		{"1000元", 100000},
		{"1 000", NO},
		{"RMB 12.30", 1230},
		{"(12.00)", -1200},
		{"（12.00）", -1200},
		{"－３．５", -350},
		{"-¥3", -300},
		{"¥-3", -300},
		{"+7", 700},
		{"0.005", 1},
		{"0.004", 0},
		{"1281.35999999", 128136},
		{"-0.005", -1},
		{"", NO},
		{"-", NO},
		{".", NO},
		{"1.2.3", NO},
		{"12,34", NO},
		{"1,2345", NO},
		{",123", NO},
		{"1,234,", NO},
		{"1e3", NO},
		{"12a", NO},
		{"abc", NO},
		{"1-2", NO},
		{"99999999999999999999", NO},
		{"=1+1", NO},
		{"1.", NO},
		{"一百", NO},
		{"约100", NO},
		{"12万", 12000000},
		{"35.86325 万元", 35863250},
		{"¥1,234.5万", 1234500000},
		{"0.00001万", 10},
		{"-3.5千元", -350000},
		{"万", NO},
		{"1.2.3万", NO},
		{"12,34万", NO},
		{"99999999999万", NO},
		{"12万3", NO},
	};
	static const struct number tens[] = {
		{"12", 12000000},
		{"１２", 12000000},
		{"(1.5)", -1500000},
		{"¥0.00001", 10},
		{"12元", 1200},
		{"12 CNY", 1200},
		{"12千", 1200000},
		{"12万元", 12000000},
		{"99999999999", NO},
		{"", NO},
	};

	(void)state;
	run(table, COUNT(table), yuan);
	run(tens, COUNT(tens), ten_thousands);
}

/* A quantity has at most three decimals. */
static void quantity(void **state)
{
	static const struct number table[] = {
		{"2", 2000},
		{"2.5", 2500},
		{"0.001", 1},
		{"0.0010", 1},
		{"1,000", 1000000},
		{"-1", -1000},
		{"0.0001", NO},
		{"2个", NO},
		{"2 pcs", NO},
		{"", NO},
	};

	(void)state;
	run(table, COUNT(table), cell_qty);
}

static bool minutes(const char *text, int64_t *v)
{
	return cell_minutes(text, 1, v);
}

static bool hours(const char *text, int64_t *v)
{
	return cell_minutes(text, 60, v);
}

/* How often, as people write it in a plan. */
static void interval(void **state)
{
	static const struct {
		const char *text;
		int64_t every;
		int unit;
	} good[] = {
		{"30", 30, -1},
		{"30天", 30, 0},
		{"每天", 1, 0},
		{"daily", 1, 0},
		{"每2周", 2, 1},
		{"2 weeks", 2, 1},
		{"3 个月", 3, 2},
		{"每隔３个月", 3, 2},
		{"every 6 months", 6, 2},
		{"每季度", 3, 2},
		{"2季度", 6, 2},
		{"quarterly", 3, 2},
		{"半年", 6, 2},
		{"每年", 12, 2},
		{"2 years", 24, 2},
	};
	static const char *const bad[] = {"", "often", "0天", "1.5月", "-3天", "3 fortnights", "天天"};
	int64_t every;
	int unit;

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++) {
		assert_true(cell_every(good[i].text, &every, &unit));
		assert_int_equal(every, good[i].every);
		assert_int_equal(unit, good[i].unit);
	}
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(cell_every(bad[i], &every, &unit));
}

static void days_of_a_week_and_months(void **state)
{
	static const struct {
		const char *text;
		int most;
		int64_t bits;
	} good[] = {
		{"1,3,5", 7, 0x15},
		{"1、3、5", 7, 0x15},
		{"周一、周三", 7, 0x05},
		{"一三五", 7, 0x15},
		{"Mo, We", 7, 0x05},
		{"周六-周日", 7, 0x60},
		{"4-9", 12, 0x1f8},
		{"4月至9月", 12, 0x1f8},
		{"11-2", 12, 0xc03},
		{"1/4/7/10", 12, 0x249},
	};
	static const char *const bad[] = {"", "8", "0", "周八", "1-", "-3", "often"};
	int64_t bits;

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++) {
		assert_true(cell_days(good[i].text, good[i].most, &bits));
		assert_int_equal(bits, good[i].bits);
	}
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(cell_days(bad[i], 7, &bits));
	assert_false(cell_days("13", 12, &bits));
	assert_false(cell_days("周一", 12, &bits));
}

/* A length of work is minutes; a bare number is in the unit of its column. */
static void work(void **state)
{
	static const struct number bare[] = {
		{"30", 30},
		{"30分钟", 30},
		{"30 min", 30},
		{"1.5小时", 90},
		{"2h", 120},
		{"2h30", 150},
		{"2h30m", 150},
		{"2 小时 30 分", 150},
		{"0", 0},
		{"0.4", 0},
		{"-5", NO},
		{"a while", NO},
		{"2h30m10s", NO},
		{"h", NO},
		{"", NO},
		{"1h2h3h", NO},
	};
	static const struct number in_hours[] = {{"1.5", 90}, {"30分钟", 30}, {"2", 120}, {"0.25", 15}};

	(void)state;
	run(bare, COUNT(bare), minutes);
	run(in_hours, COUNT(in_hours), hours);
}

/* A day is written in many ways; year first in all of them, because 3/5 is two days. */
static void day(void **state)
{
	static const struct number table[] = {
		{"2026-01-31", 20260131},
		{"2026/1/31", 20260131},
		{"2026.01.31", 20260131},
		{"2026年1月31日", 20260131},
		{"2026年01月31", 20260131},
		{"20260131", 20260131},
		{"２０２６－０１－３１", 20260131},
		{"2026-01-31 08:30", 20260131},
		{"2024-02-29", 20240229},
		{"2023-02-29", NO},
		{"2026-13-01", NO},
		{"2026-00-10", NO},
		{"31/01/2026", NO},
		{"1/31/2026", NO},
		{"26-01-31", NO},
		{"2026-01", NO},
		{"2026/1-31", NO},
		{"2026-01-31x", NO},
		{"43529", NO},
		{"", NO},
		{"unknown", NO},
		{"1969-12-31", NO},
	};

	(void)state;
	run(table, COUNT(table), cell_day);
}

/* A time is the plant's unless it says its offset; a day alone is its first instant. */
static void instant(void **state)
{
	const int64_t t = INT64_C(1769819400000); /* 2026-01-31 08:30 in Shanghai */
	const struct number table[] = {
		{"2026-01-31 08:30", t},
		{"2026-01-31T08:30:00+08:00", t},
		{"2026-01-31T00:30:00Z", t},
		{"2026/1/31 8:30", t},
		{"2026/1/31 8:30:15", t + 15000},
		{"2026年1月31日 8时30分", t},
		{"2026年1月31日8:30", t},
		{"2026-01-31", t - 8 * HOUR_MS - 30 * MINUTE_MS},
		{"1769819400000", t},
		{"2026-01-31 25:00", NO},
		{"2026-01-31 08:61", NO},
		{"2026-01-31 8", NO},
		{"08:30", NO},
		{"1769819400", NO},
		{"", NO},
		{"2026-01-31 08:30 pm", NO},
	};

	(void)state;
	setenv("TZ", "Asia/Shanghai", 1);
	tzset();
	run(table, COUNT(table), cell_time);
}

static void words(void **state)
{
	static const char *const groups[] = {"运行|在用|running", "停机|down", NULL};
	static const struct number yes[] = {
		{"是", 1}, {"Y", 1}, {"ＹＥＳ", 1}, {"否", 0}, {"0", 0}, {"no", 0}, {"maybe", NO}, {"", NO}};

	(void)state;
	assert_int_equal(cell_word("在用", groups), 0);
	assert_int_equal(cell_word(" Running ", groups), 0);
	assert_int_equal(cell_word("DOWN", groups), 1);
	assert_int_equal(cell_word("run", groups), -1);
	assert_int_equal(cell_word("运行|在用", groups), -1);
	assert_int_equal(cell_word("", groups), -1);
	run(yes, COUNT(yes), cell_bool);
}

/* No text of any length or content is read past its end or taken for a number. */
static void hostile(void **state)
{
	char text[300];
	int64_t v;
	int unit;

	(void)state;
	for (size_t n = 0; n < sizeof(text) - 1; n++) {
		memset(text, '9', n);
		text[n] = 0;
		if (n > 16)
			assert_false(cell_money(text, 4, &v));
		cell_qty(text, &v);
		cell_day(text, &v);
		cell_time(text, &v);
		cell_minutes(text, 60, &v);
		cell_every(text, &v, &unit);
		cell_days(text, 7, &v);
		memset(text, 0xE4, n);
		assert_false(cell_money(text, 4, &v));
		assert_false(cell_time(text, &v));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(money),
		cmocka_unit_test(quantity),
		cmocka_unit_test(work),
		cmocka_unit_test(interval),
		cmocka_unit_test(days_of_a_week_and_months),
		cmocka_unit_test(day),
		cmocka_unit_test(instant),
		cmocka_unit_test(words),
		cmocka_unit_test(hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
