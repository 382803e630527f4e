/* compliance.c - see compliance.h. */
#include "domain/compliance.h"

#include <math.h>
#include <stdlib.h>

enum { ROWS_MAX = 500000 };

const char *const due_standings[] = {"ahead", "overdue", "in_time", "late", "missed", "skipped", NULL};

int due_standing(const struct plan_due *d, int64_t today)
{
	switch (d->state) {
	case DUE_DONE:
		return d->done_day <= d->grace_day ? STANDING_IN_TIME : STANDING_LATE;
	case DUE_SKIPPED:
		return STANDING_SKIPPED;
	case DUE_MISSED:
		return STANDING_MISSED;
	default:
		return d->grace_day < today ? STANDING_OVERDUE : STANDING_AHEAD;
	}
}

static void count(struct compliance *c, const struct plan_due *d, int64_t today)
{
	int standing = due_standing(d, today);

	c->counts[standing]++;
	c->due += standing != STANDING_AHEAD;
	c->moved += d->moved;
}

static void share(struct compliance *c)
{
	c->share = c->due ? (double)c->counts[STANDING_IN_TIME] / (double)c->due : NAN;
}

static int by_line(const void *x, const void *y)
{
	const struct compliance_line *a = x, *b = y;

	return (a->asset_id > b->asset_id) - (a->asset_id < b->asset_id);
}

static int worst_first(const void *x, const void *y)
{
	const struct compliance_line *a = x, *b = y;

	if (isnan(a->c.share) != isnan(b->c.share))
		return isnan(a->c.share) ? 1 : -1;
	if (!isnan(a->c.share) && a->c.share != b->c.share)
		return a->c.share < b->c.share ? -1 : 1;
	return by_line(x, y);
}

/* One row for each line, of one for each due. */
static void gather(struct compliance_report *out, struct compliance_line *lines, size_t n)
{
	size_t k = 0;

	if (n)
		qsort(lines, n, sizeof(*lines), by_line);
	for (size_t i = 0; i < n; i++) {
		if (!k || lines[k - 1].asset_id != lines[i].asset_id) {
			lines[k++] = lines[i];
			continue;
		}
		for (int s = 0; s < STANDING_COUNT; s++)
			lines[k - 1].c.counts[s] += lines[i].c.counts[s];
		lines[k - 1].c.due += lines[i].c.due;
		lines[k - 1].c.moved += lines[i].c.moved;
	}
	for (size_t i = 0; i < k; i++)
		share(&lines[i].c);
	if (k)
		qsort(lines, k, sizeof(*lines), worst_first);
	out->lines = (struct list){lines, k};
}

enum err domain_compliance(struct db *db, struct arena *a, int64_t under, int64_t from_day, int64_t to_day,
	int64_t today, struct compliance_report *out)
{
	struct compliance_line *lines;
	struct due_filter f;
	struct list rows, ahead;
	enum err err;

	*out = (struct compliance_report){.overdue_now = 0};
	due_filter_none(&f);
	f.under_id = under;
	f.limit = ROWS_MAX;
	f.ahead = 1;
	err = store_due_list(db, a, &f, &ahead);
	f.ahead = NONE;
	f.from_day = from_day;
	f.to_day = to_day;
	if (err == OK)
		err = store_due_list(db, a, &f, &rows);
	if (err != OK)
		return err;
	lines = arena_calloc(a, rows.n, sizeof(*lines));
	for (size_t i = 0; i < rows.n; i++) {
		const struct due_row *r = list_at(&rows, i, sizeof(*r));

		count(&out->all, &r->due, today);
		lines[i].asset_id = r->line_id;
		count(&lines[i].c, &r->due, today);
	}
	for (size_t i = 0; i < ahead.n; i++)
		out->overdue_now +=
			due_standing(&((struct due_row *)list_at(&ahead, i, sizeof(struct due_row)))->due,
				today) == STANDING_OVERDUE;
	share(&out->all);
	gather(out, lines, rows.n);
	return OK;
}
