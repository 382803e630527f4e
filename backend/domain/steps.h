/* steps.h - a window cut at the plant's days, weeks (from Monday), months, quarters or years. Pure. */
#ifndef DOMAIN_STEPS_H
#define DOMAIN_STEPS_H

#include <stddef.h>
#include <stdint.h>

struct arena;

enum step { STEP_DAY, STEP_WEEK, STEP_MONTH, STEP_QUARTER, STEP_YEAR };
/* "day", "week", "month", "quarter", "year" */
extern const char *const step_names[];

/* More than any screen shows, and what keeps the answer bounded: ten years by month, two by week. */
enum { STEPS_MAX = 120 };

/* The n + 1 edges of [from, to): from, every beginning of a step inside, to. Both within 1970..2200, from < to.
 * Returns n, 1..STEPS_MAX; 0: there would be more. */
size_t steps_cut(struct arena *a, enum step step, int64_t from, int64_t to, int64_t **edges);

/* The step that holds t: 0..n - 1; n: outside. */
size_t steps_find(const int64_t *edges, size_t n, int64_t t);

#endif
