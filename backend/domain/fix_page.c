/* fix_page.c - see fix_page.h. */
#include "domain/fix_page.h"

#include "base/clock.h"
#include "domain/outcome.h"
#include "domain/quantile.h"

const struct field fix_month_fields[] = {
	FIELD(struct fix_month, month, F_INT, F_SURE),
	FIELD(struct fix_month, held, F_INT, F_SURE),
	FIELD(struct fix_month, came_back, F_INT, F_SURE),
	FIELD(struct fix_month, pending, F_INT, F_SURE),
	FIELD_END,
};

enum { MONTHS_MAX = 240 };

/* Months since the year 0. */
static int64_t month_of(int64_t time)
{
	int64_t day = clock_day_of(time);

	return day / 10000 * 12 + day / 100 % 100 - 1;
}

static void count_months(struct arena *a, const struct list *times, struct list *out)
{
	int64_t first = INT64_MAX, last = INT64_MIN;

	for (size_t i = 0; i < times->n; i++) {
		int64_t m = month_of(((struct fix_time *)list_at(times, i, sizeof(struct fix_time)))->time);

		first = m < first ? m : first;
		last = m > last ? m : last;
	}
	if (!times->n)
		return;
	if (last - first >= MONTHS_MAX)
		first = last - MONTHS_MAX + 1;
	out->n = (size_t)(last - first + 1);
	out->items = arena_calloc(a, out->n, sizeof(struct fix_month));
	for (size_t i = 0; i < out->n; i++)
		((struct fix_month *)out->items)[i].month =
			(first + (int64_t)i) / 12 * 100 + (first + (int64_t)i) % 12 + 1;
	for (size_t i = 0; i < times->n; i++) {
		const struct fix_time *t = list_at(times, i, sizeof(*t));
		int64_t m = month_of(t->time);
		struct fix_month *of = m < first ? NULL : (struct fix_month *)out->items + (m - first);

		if (!of)
			continue;
		of->held += t->outcome == OUTCOME_HELD;
		of->came_back += t->outcome == OUTCOME_CAME_BACK;
		of->pending += t->outcome == OUTCOME_PENDING;
	}
}

static void count_minutes(struct arena *a, const struct list *times, struct fix_page *out)
{
	int64_t *minutes = arena_calloc(a, times->n, sizeof(*minutes));
	size_t n = 0;

	for (size_t i = 0; i < times->n; i++) {
		const struct fix_time *t = list_at(times, i, sizeof(*t));

		if (t->minutes != NONE)
			minutes[n++] = t->minutes;
	}
	out->minutes_20 = n ? quantile_percentile(minutes, n, 20) : NONE;
	out->minutes_50 = n ? quantile_percentile(minutes, n, 50) : NONE;
	out->minutes_80 = n ? quantile_percentile(minutes, n, 80) : NONE;
}

enum err domain_fix_page(
	struct knowledge *k, struct db *db, struct arena *a, const struct fix *f, struct fix_page *out)
{
	struct list times;
	enum err err = store_fix_times(db, a, f->id, FIX_PAGE_CASES, &times);

	*out = (struct fix_page){.days = knowledge_days(k), .base = knowledge_base(k, f->component)};
	if (err == OK)
		err = store_fix_machines(db, a, f->id, FIX_PAGE_ROWS, &out->machines);
	if (err == OK)
		err = store_fix_used(db, a, f->id, FIX_PAGE_ROWS, &out->used);
	if (err != OK)
		return err;
	count_months(a, &times, &out->months);
	count_minutes(a, &times, out);
	out->cases = (int64_t)times.n;
	for (size_t i = 0; i < times.n; i++) {
		const struct fix_time *t = list_at(&times, i, sizeof(*t));

		out->held += t->outcome == OUTCOME_HELD;
		out->came_back += t->outcome == OUTCOME_CAME_BACK;
		out->pending += t->outcome == OUTCOME_PENDING;
	}
	return OK;
}
