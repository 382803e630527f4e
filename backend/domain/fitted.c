/* fitted.c - see fitted.h. */
#include "domain/fitted.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

static bool same_place(const struct part_fitting *a, const struct part_fitting *b)
{
	return a->machine_id == b->machine_id && a->component_id == b->component_id;
}

/* The counter between two readings; one that fell was reset, and tells nothing. */
static int64_t run_of(const struct part_fitting *in, int64_t end)
{
	return in->meter == NONE || end == NONE || end <= in->meter ? NONE : end - in->meter;
}

static int by_age(const void *x, const void *y)
{
	const struct fitted *a = x, *b = y;

	return (a->days < b->days) - (a->days > b->days);
}

static void count_run(struct arena *a, struct fitted_lives *out)
{
	struct wear_life *v = arena_calloc(a, out->lives.n, sizeof(*v));
	size_t n = 0;

	for (size_t i = 0; i < out->lives.n; i++) {
		const struct fitted *f = list_at(&out->lives, i, sizeof(*f));

		if (f->run == NONE)
			continue;
		if (out->meter_unit && strcmp(out->meter_unit, f->at.meter_unit) != 0) {
			n = 0;
			break;
		}
		out->meter_unit = f->at.meter_unit;
		v[n++] = (struct wear_life){(double)f->run / 1000, f->replaced};
	}
	out->run = wear_of(a, v, n);
}

/* Of what is still in: now, or the end of the machine's last day. */
static int64_t last_of(const struct part_fitting *in, int64_t now)
{
	int64_t end = in->retired_day == NONE ? now : clock_day_start(clock_day_add(in->retired_day, 1));

	return end < now ? end : now;
}

enum err domain_fitted(struct db *db, struct arena *a, int64_t part, int64_t now, struct fitted_lives *out)
{
	struct list rows;
	struct fitted *lives;
	struct wear_life *v;
	enum err err = store_part_fittings(db, a, part, &rows);

	*out = (struct fitted_lives){.meter_unit = NULL};
	if (err != OK)
		return err;
	lives = arena_calloc(a, rows.n, sizeof(*lives));
	v = arena_calloc(a, rows.n, sizeof(*v));
	for (size_t i = 0; i < rows.n; i++) {
		const struct part_fitting *in = list_at(&rows, i, sizeof(*in)), *next = in + 1;
		struct fitted f = {.at = *in, .until = last_of(in, now), .run = run_of(in, in->meter_now)};

		if (i + 1 < rows.n && same_place(in, next)) {
			f.until = next->time;
			f.replaced = 1;
			f.run = run_of(in, next->meter);
		}
		f.days = (double)(f.until - in->time) / (double)DAY_MS;
		if (f.days <= 0)
			continue;
		v[out->lives.n] = (struct wear_life){f.days, f.replaced};
		lives[out->lives.n++] = f;
	}
	out->lives.items = lives;
	out->days = wear_of(a, v, out->lives.n);
	count_run(a, out);
	qsort(lives, out->lives.n, sizeof(*lives), by_age);
	return OK;
}
