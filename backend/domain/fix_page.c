/* fix_page.c - see fix_page.h. */
#include "domain/fix_page.h"

#include <stdlib.h>

#include "base/clock.h"
#include "domain/outcome.h"
#include "domain/quantile.h"
#include "store/asset.h"

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

static int by_machine(const void *a, const void *b)
{
	const struct fix_machine *x = a, *y = b;

	return (x->machine_id > y->machine_id) - (x->machine_id < y->machine_id);
}

static int by_cases(const void *a, const void *b)
{
	const struct fix_machine *x = a, *y = b;

	return x->cases != y->cases ? (x->cases < y->cases) - (x->cases > y->cases) : by_machine(a, b);
}

/* Out of the cases that were read, so that they are read once; only those that are shown are looked up. */
static enum err count_machines(struct db *db, struct arena *a, const struct list *times, struct list *out)
{
	struct fix_machine *m = arena_calloc(a, times->n, sizeof(*m));
	size_t n = 0;
	enum err err = OK;

	for (size_t i = 0; i < times->n; i++) {
		const struct fix_time *t = list_at(times, i, sizeof(*t));

		m[i] = (struct fix_machine){.machine_id = t->machine_id, .cases = 1, .last_at = t->time};
	}
	qsort(m, times->n, sizeof(*m), by_machine);
	for (size_t i = 0; i < times->n; i++) {
		if (!n || m[n - 1].machine_id != m[i].machine_id) {
			m[n++] = m[i];
			continue;
		}
		m[n - 1].cases++;
		m[n - 1].last_at = m[i].last_at > m[n - 1].last_at ? m[i].last_at : m[n - 1].last_at;
	}
	qsort(m, n, sizeof(*m), by_cases);
	*out = (struct list){m, n < FIX_PAGE_ROWS ? n : FIX_PAGE_ROWS};
	for (size_t i = 0; i < out->n && err == OK; i++) {
		struct asset x;

		err = store_asset_get(db, a, m[i].machine_id, &x);
		m[i].code = x.code;
		m[i].name = x.name;
		m[i].name_en = x.name_en;
	}
	return err;
}

enum err domain_fix_page(
	struct knowledge *k, struct db *db, struct arena *a, const struct fix *f, struct fix_page *out)
{
	struct list times;
	enum err err = store_fix_times(db, a, f->id, FIX_PAGE_CASES, &times);

	*out = (struct fix_page){.days = knowledge_days(k), .base = knowledge_base(k, f->component)};
	if (err == OK)
		err = count_machines(db, a, &times, &out->machines);
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
