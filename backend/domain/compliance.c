/* compliance.c - see compliance.h. */
#include "domain/compliance.h"

#include <math.h>
#include <stdlib.h>

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

static void share(struct compliance *c)
{
	c->share = c->due ? (double)c->counts[STANDING_IN_TIME] / (double)c->due : NAN;
}

static int worst_first(const void *x, const void *y)
{
	const struct compliance_line *a = x, *b = y;

	if (isnan(a->c.share) != isnan(b->c.share))
		return isnan(a->c.share) ? 1 : -1;
	if (!isnan(a->c.share) && a->c.share != b->c.share)
		return a->c.share < b->c.share ? -1 : 1;
	return (a->asset_id > b->asset_id) - (a->asset_id < b->asset_id);
}

static void add(struct compliance *c, const struct due_count *n)
{
	const int64_t counts[STANDING_COUNT] = {[STANDING_AHEAD] = n->open - n->overdue,
		[STANDING_OVERDUE] = n->overdue,
		[STANDING_IN_TIME] = n->in_time,
		[STANDING_LATE] = n->done - n->in_time,
		[STANDING_MISSED] = n->missed,
		[STANDING_SKIPPED] = n->skipped};

	for (int i = 0; i < STANDING_COUNT; i++) {
		c->counts[i] += counts[i];
		c->due += i == STANDING_AHEAD ? 0 : counts[i];
	}
	c->moved += n->moved;
}

static void gather(struct compliance_report *out, struct compliance_line *lines, const struct list *counts)
{
	size_t n = 0;

	for (size_t i = 0; i < counts->n; i++) {
		const struct due_count *c = list_at(counts, i, sizeof(*c));

		if (c->open + c->done + c->missed + c->skipped == 0)
			continue;
		lines[n] = (struct compliance_line){
			.asset_id = c->line_id, .name = c->line_name, .name_en = c->line_name_en};
		add(&lines[n].c, c);
		share(&lines[n++].c);
		add(&out->all, c);
	}
	share(&out->all);
	if (n)
		qsort(lines, n, sizeof(*lines), worst_first);
	out->lines = (struct list){lines, n};
}

enum err domain_compliance(struct db *db, struct arena *a, int64_t under, int64_t from_day, int64_t to_day,
	int64_t today, struct compliance_report *out)
{
	struct due_filter f;
	struct list counts;
	enum err err;

	*out = (struct compliance_report){.overdue_now = 0};
	due_filter_none(&f);
	f.under_id = under;
	f.from_day = from_day;
	f.to_day = to_day;
	f.today = today;
	err = store_due_counts(db, a, &f, &counts);
	if (err == OK)
		err = store_due_overdue(db, today, under, &out->overdue_now);
	if (err == OK)
		gather(out, arena_calloc(a, counts.n, sizeof(struct compliance_line)), &counts);
	return err;
}
