/* crew.c - see crew.h. */
#include "demo/crew.h"

enum { DUTIES = 4, TEAM = 8, BEFORE_DAYS = 8, AFTER_DAYS = 60 };

/* Minutes of the day. */
static const struct {
	int from, to;
} duties[DUTIES] = {{480, 1020}, {480, 960}, {960, 1440}, {0, 480}};

static int weekday_of(int64_t midnight)
{
	time_t s = (time_t)(midnight / SECOND_MS);
	struct tm tm;

	localtime_r(&s, &tm);
	return tm.tm_wday;
}

void crew_days(struct crew_days *d, const struct factory *f)
{
	int64_t day = clock_day_add(clock_day_of(f->begin), -BEFORE_DAYS);
	int weekday = weekday_of(clock_day_start(day));

	d->n = DEMO_DAYS + BEFORE_DAYS + AFTER_DAYS;
	d->midnights = arena_calloc(f->arena, d->n + 1, sizeof(*d->midnights));
	d->free = arena_calloc(f->arena, d->n + 1, sizeof(*d->free));
	for (size_t i = 0; i <= d->n; i++, day = clock_day_add(day, 1)) {
		d->midnights[i] = clock_day_start(day);
		d->free[i] = (weekday + i) % 7 == 0 || factory_closed(f, day);
	}
}

static size_t day_of(const struct crew_days *d, int64_t t)
{
	size_t i = t <= d->midnights[0] ? 0 : (size_t)((t - d->midnights[0]) / DAY_MS);

	i = i < d->n ? i : d->n - 1;
	while (i > 0 && d->midnights[i] > t)
		i--;
	while (i + 1 < d->n && d->midnights[i + 1] <= t)
		i++;
	return i;
}

int64_t crew_on_duty(const struct crew_days *d, size_t technician, int64_t t, int64_t *until)
{
	for (size_t i = day_of(d, t); i < d->n; i++) {
		size_t duty = (technician + i / 7) % DUTIES;
		int64_t from = d->midnights[i] + duties[duty].from * MINUTE_MS;
		int64_t to = d->midnights[i] + duties[duty].to * MINUTE_MS;

		if ((d->free[i] && duty != 0) || to <= t)
			continue;
		*until = to;
		return from > t ? from : t;
	}
	*until = t + HOUR_MS;
	return t;
}

struct crew_turn crew_send(struct factory *f, const struct crew_days *d, const struct demo_machine *m,
	size_t other, int64_t from, int minutes, struct rng *r)
{
	size_t teams = (f->technician_n + TEAM - 1) / TEAM;
	size_t first = (m->line == SIZE_MAX ? 0 : m->line) % teams * TEAM;
	struct crew_turn best = {SIZE_MAX, 0, INT64_MAX};
	int64_t best_cost = INT64_MAX;

	for (size_t k = first; k < first + TEAM && k < f->technician_n; k++) {
		int64_t until, accepts, starts, cost, free_at = f->technicians[k].free_at;

		if (k == other)
			continue;
		accepts = crew_on_duty(d, k, from, &until);
		starts = accepts + rng_between(r, 2, 12) * MINUTE_MS;
		starts = crew_on_duty(d, k, starts > free_at ? starts : free_at, &until);
		/* Everybody has machines they know better. */
		cost = starts + (((size_t)m->class + k) % DUTIES ? 9 : 0) * MINUTE_MS;
		if (cost < best_cost) {
			best_cost = cost;
			best = (struct crew_turn){k, accepts, starts};
		}
	}
	if (best.technician == SIZE_MAX)
		return best;
	f->technicians[best.technician].free_at = best.starts + minutes * MINUTE_MS;
	return best;
}
