/* reliability_scene.h - what the tests of the figures set up. Unless a test says otherwise: machine M is
 * required Mon-Fri 08:00-16:00 (40 h a week) in Shanghai, the window is one week, it was commissioned long
 * before, and "now" is long after. Included after cmocka. */
#ifndef TESTS_RELIABILITY_SCENE_H
#define TESTS_RELIABILITY_SCENE_H

#include "base/arena.h"
#include "base/clock.h"
#include "domain/reliability.h"

#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

#define COUNT(x) (sizeof(x) / sizeof(*(x)))

/* Monday 2026-01-05 00:00 in Shanghai, written as the literal instant. */
#define MONDAY INT64_C(1767542400000)
enum { MON = 0, TUE = 1440, WED = 2880, THU = 4320, FRI = 5760, SAT = 7200, SUN = 8640, WEEK = 10080 };
/* A time of the tables: minutes from Monday 00:00. */
#define AT(day, hour, minute) ((day) + (hour)*60 + (minute))
enum { NO = -1000000 }; /* no such time */

static inline int64_t ms(int minutes)
{
	return minutes == NO ? TIME_NONE : MONDAY + minutes * MINUTE_MS;
}

static const struct calendar_shift WORKDAYS[] = {
	{1, 480, 960}, {2, 480, 960}, {3, 480, 960}, {4, 480, 960}, {5, 480, 960}};
static const struct calendar CALENDAR = {WORKDAYS, 5, NULL, 0};

static inline struct reliability_ticket stop(int64_t id, int from, int to)
{
	return (struct reliability_ticket){.id = id,
		.machine_id = 1,
		.occurred = ms(from),
		.reported = ms(from),
		.accepted = TIME_NONE,
		.started = TIME_NONE,
		.restored = ms(to),
		.stopped = 1};
}

static inline struct reliability_ticket degraded(int64_t id, int from, int to)
{
	struct reliability_ticket t = stop(id, from, to);

	t.stopped = 0;
	return t;
}

/* What a test sets up; everything else has the meaning of the first comment. */
struct scene {
	struct arena arena;
	struct reliability_machine machine;
	struct reliability_input in;
	struct reliability_result r;
	struct reliability_figures f;
};

static inline int setup(void **state)
{
	struct scene *s = xcalloc(1, sizeof(*s));

	setenv("TZ", "Asia/Shanghai", 1);
	tzset();
	arena_init(&s->arena);
	s->machine = (struct reliability_machine){1, ms(-500000), TIME_NONE, &CALENDAR};
	s->in = (struct reliability_input){.a = ms(MON),
		.b = ms(WEEK),
		.now = ms(10 * WEEK),
		.evidence = true,
		.machines = &s->machine,
		.machine_n = 1};
	*state = s;
	return 0;
}

static inline int teardown(void **state)
{
	struct scene *s = *state;

	arena_release(&s->arena);
	free(s);
	return 0;
}

static inline void work_out(struct scene *s, const struct reliability_ticket *t, size_t n)
{
	s->in.tickets = t;
	s->in.ticket_n = n;
	reliability_compute(&s->arena, &s->in, &s->r);
	reliability_figures(&s->r, &s->f);
}

/* Availability = MTBF / (MTBF + MDT), in whole numbers. */
static inline void assert_identity(const struct reliability_sums *x)
{
	struct reliability_ratio mtbf = reliability_mtbf(x), mdt = reliability_mdt(x),
				 a = reliability_availability(x);

	assert_int_equal(mtbf.den, mdt.den);
	if (mtbf.den)
		assert_int_equal(mtbf.num * a.den, a.num * (mtbf.num + mdt.num));
}

#endif
