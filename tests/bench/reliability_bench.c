/* reliability_bench - how long a year's figures of a whole plant take when the rows are in memory: 2,000
 * machines on 8 calendars, 100,000 tickets, 12,000 planned jobs. Prints the median of several runs, with and
 * without evidence and repeats, and pooling into 100 lines and the plant. */
#include "base/arena.h"
#include "base/clock.h"
#include "domain/reliability.h"

#include <stdio.h>
#include <stdlib.h>

enum { MACHINES = 2000, TICKETS = 100000, JOBS = 12000, CALENDARS = 8, LINES = 100, RUNS = 15 };

static uint64_t draw(uint64_t *state, uint64_t n)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state % n;
}

static const int64_t YEAR_START = INT64_C(1735660800000); /* 2025-01-01 00:00 +08:00 */

static void make_calendars(
	struct calendar *calendars, struct calendar_shift (*shifts)[18], struct calendar_exception *holidays)
{
	for (int i = 0; i < 30; i++)
		holidays[i] =
			(struct calendar_exception){20250101 + i / 10 * 400 + i % 10, TIME_NONE, TIME_NONE};
	for (int c = 0; c < CALENDARS; c++) {
		size_t n = 0;

		/* Two or three shifts with a pause between, five or six days a week. */
		for (int day = 1; day <= 5 + c % 2; day++) {
			shifts[c][n++] = (struct calendar_shift){day, 480, 720};
			shifts[c][n++] = (struct calendar_shift){day, 780, 1020};
			if (c % 3 == 0)
				shifts[c][n++] = (struct calendar_shift){day, 1320, 1800};
		}
		calendars[c] = (struct calendar){shifts[c], n, holidays, 30};
	}
}

static int by_machine(const void *x, const void *y)
{
	const struct reliability_ticket *a = x, *b = y;

	if (a->machine_id != b->machine_id)
		return a->machine_id < b->machine_id ? -1 : 1;
	return (a->occurred > b->occurred) - (a->occurred < b->occurred);
}

static int by_job_machine(const void *x, const void *y)
{
	const struct reliability_job *a = x, *b = y;

	return (a->machine_id > b->machine_id) - (a->machine_id < b->machine_id);
}

static void make_rows(struct reliability_ticket *t, struct reliability_job *j)
{
	uint64_t s = 42;

	for (int i = 0; i < TICKETS; i++) {
		int64_t from = YEAR_START + (int64_t)draw(&s, 365 * 1440) * MINUTE_MS;

		t[i] = (struct reliability_ticket){.id = i + 1,
			.machine_id = (int64_t)draw(&s, MACHINES) + 1,
			.occurred = from,
			.reported = from + (int64_t)draw(&s, 10) * MINUTE_MS,
			.accepted = from + 10 * MINUTE_MS,
			.started = from + 20 * MINUTE_MS,
			.restored = from + (20 + (int64_t)draw(&s, 600)) * MINUTE_MS,
			.wait_ms = (int64_t)draw(&s, 60) * MINUTE_MS,
			.stopped = draw(&s, 10) > 2,
			.closed = 1,
			.failure_mode = (int64_t)draw(&s, 20),
			.reason = draw(&s, 40) == 0 ? RELIABILITY_DUPLICATE : RELIABILITY_COUNTED};
	}
	qsort(t, TICKETS, sizeof(*t), by_machine);
	for (int i = 0; i < JOBS; i++) {
		int64_t from = YEAR_START + (int64_t)draw(&s, 365 * 24) * HOUR_MS;

		j[i] = (struct reliability_job){.id = TICKETS + i,
			.machine_id = (int64_t)draw(&s, MACHINES) + 1,
			.planned_from = from,
			.planned_to = from + 2 * HOUR_MS,
			.started = from,
			.ended = from + (int64_t)draw(&s, 150) * MINUTE_MS};
	}
	qsort(j, JOBS, sizeof(*j), by_job_machine);
}

static void pool_all(struct arena *a, const struct reliability_result *results)
{
	const struct reliability_result **of = arena_calloc(a, MACHINES, sizeof(*of));
	struct reliability_result group;

	for (int i = 0; i < MACHINES; i++)
		of[i] = &results[i];
	for (int i = 0; i < LINES; i++)
		reliability_pool(a, of + i * (MACHINES / LINES), MACHINES / LINES, &group);
	reliability_pool(a, of, MACHINES, &group);
}

static int by_number(const void *x, const void *y)
{
	const int64_t *a = x, *b = y;

	return (*a > *b) - (*a < *b);
}

static void measure(const char *what, const struct reliability_input *in, bool pool)
{
	int64_t us[RUNS];
	size_t bytes = 0;

	for (int run = 0; run < RUNS; run++) {
		struct arena a;
		struct reliability_result *out;
		int64_t from = clock_mono_us();

		arena_init(&a);
		out = arena_calloc(&a, in->machine_n, sizeof(*out));
		reliability_compute(&a, in, out);
		if (pool)
			pool_all(&a, out);
		us[run] = clock_mono_us() - from;
		bytes = a.used;
		arena_release(&a);
	}
	qsort(us, RUNS, sizeof(*us), by_number);
	printf("%-44s %6.1f ms  (min %.1f, max %.1f)  %.1f MB\n", what, (double)us[RUNS / 2] / 1000,
		(double)us[0] / 1000, (double)us[RUNS - 1] / 1000, (double)bytes / 1e6);
}

int main(void)
{
	static struct calendar calendars[CALENDARS];
	static struct calendar_shift shifts[CALENDARS][18];
	static struct calendar_exception holidays[30];
	struct reliability_machine *m = calloc(MACHINES, sizeof(*m));
	struct reliability_ticket *t = calloc(TICKETS, sizeof(*t));
	struct reliability_job *j = calloc(JOBS, sizeof(*j));
	struct reliability_input in = {YEAR_START, YEAR_START + 365 * DAY_MS, YEAR_START + 400 * DAY_MS, 0,
		false, m, MACHINES, t, TICKETS, j, JOBS};

	setenv("TZ", "Asia/Shanghai", 1);
	tzset();
	if (!m || !t || !j)
		return 1;
	make_calendars(calendars, shifts, holidays);
	make_rows(t, j);
	for (int i = 0; i < MACHINES; i++)
		m[i] = (struct reliability_machine){i + 1, i % 50 ? YEAR_START - DAY_MS : TIME_NONE,
			TIME_NONE, &calendars[i % CALENDARS]};
	printf("%d machines, %d tickets, %d planned jobs, one year\n", MACHINES, TICKETS, JOBS);
	measure("figures", &in, false);
	in.repeat_ms = RELIABILITY_REPEAT_MS;
	measure("figures + repeats", &in, false);
	measure("figures + repeats + 100 lines and the plant", &in, true);
	in.evidence = true;
	measure("all of it + evidence of every machine", &in, true);
	free(m);
	free(t);
	free(j);
	return 0;
}
