/* import_cell.h - numbers, days and words as people write them in tables, in Chinese and English.
 *
 * Each takes a text that is not empty, as it stands in the cell, and returns false when it is not surely one. */
#ifndef DOMAIN_IMPORT_CELL_H
#define DOMAIN_IMPORT_CELL_H

#include <stdbool.h>
#include <stdint.h>

/* "¥1,234.5", "1234.50元", "35.8万元", "(12.00)", "－3": whole cents, rounded half away from 0; within ±10^13 yuan. A number without 元 or the
 * like is 10^places yuan each: 0, or 4 in a column of 万元. */
bool cell_money(const char *text, int places, int64_t *cents);
/* "2.5", "1,000": thousandths; more decimals than three are refused. */
bool cell_qty(const char *text, int64_t *milli);
/* "30", "30分钟", "1.5小时", "1.5 h", "2h30m": whole minutes; a bare number is `unit_minutes` each. Not below 0. */
bool cell_minutes(const char *text, int64_t unit_minutes, int64_t *minutes);
/* "2026-01-31", "2026/1/31", "2026.1.31", "2026年1月31日", "20260131": yyyymmdd. A time after it is passed over. */
bool cell_day(const char *text, int64_t *day);
/* The same, with "8:30", "08:30:15", "T08:30:15+08:00" or "8时30分" after it; a day alone is its first instant; also
 * milliseconds since 1970 (13 digits). */
bool cell_time(const char *text, int64_t *t);
/* "3", "3 个月", "每月", "2 weeks", "quarterly", "半年": how many, and of what: 0 days, 1 weeks, 2 months; -1: it does not say. */
bool cell_every(const char *text, int64_t *every, int *unit);
/* "1,3,5", "4-9", "11-2" (over the end), "周一、周三": bits, the first from 1 to `most`. */
bool cell_days(const char *text, int most, int64_t *bits);
/* yes, y, true, 1, 是, 有, √ / no, n, false, 0, 否, 无, × */
bool cell_bool(const char *text, int64_t *yes);

/* The index of the word in groups like "运行|在用|running", folded; -1. The list ends with NULL. */
int cell_word(const char *text, const char *const *groups);

#endif
