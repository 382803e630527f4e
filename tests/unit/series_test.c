/* series_test.c - one window after the other gives what each window alone gives; and what a failure's share of the
 * downtime is. Random machines, all kinds of bad times among their tickets. */
#include "test.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/clock.h"
#include "domain/series.h"

enum { ROUNDS = 400, MACHINES = 6, TICKETS_MAX = 24, JOBS_MAX = 5, WINDOWS = 7, SPAN = 400 };

static uint64_t seed = 20260131;

static int roll(int n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (int)(seed % (uint64_t)n);
}

/* Hours from a Monday in 2026; few values, so that many things happen at once. */
static int64_t at(int hours)
{
	return INT64_C(1767542400000) + hours * HOUR_MS;
}

static int64_t some_time(int none_of_ten)
{
	return roll(10) < none_of_ten ? TIME_NONE : at(roll(SPAN));
}

static const struct calendar_shift shifts[] = {{1, 480, 960}, {2, 480, 960}, {3, 1320, 1800}, {5, 480, 960}};
static const struct calendar days = {shifts, 4, NULL, 0};

struct plant {
	struct reliability_machine machines[MACHINES];
	struct reliability_ticket tickets[MACHINES * TICKETS_MAX];
	struct reliability_job jobs[MACHINES * JOBS_MAX];
	struct reliability_input in;
};

static void add_ticket(struct plant *p, int64_t machine)
{
	struct reliability_ticket *t = &p->tickets[p->in.ticket_n];
	int64_t from = some_time(1);

	*t = (struct reliability_ticket){.id = (int64_t)++p->in.ticket_n,
		.machine_id = machine,
		.occurred = from,
		.reported = some_time(2),
		.accepted = some_time(5),
		.started = some_time(5),
		.restored = roll(6) == 0	? TIME_NONE
			    : from == TIME_NONE ? some_time(3)
						: from + roll(30) * HOUR_MS - (roll(20) == 0 ? DAY_MS : 0),
		.wait_ms = roll(5) * HOUR_MS,
		.stopped = roll(4) > 0,
		.closed = roll(3) == 0,
		.failure_mode = roll(4),
		.reason = roll(12) == 0 ? 1 + roll(3) : 0};
}

static void make(struct plant *p)
{
	memset(p, 0, sizeof(*p));
	for (int m = 0; m < MACHINES; m++) {
		p->machines[m] = (struct reliability_machine){.id = m + 1,
			.life_start = roll(3) == 0 ? TIME_NONE : at(roll(SPAN / 2) - SPAN / 4),
			.life_end = roll(5) == 0 ? at(SPAN / 2 + roll(SPAN / 2)) : TIME_NONE,
			.calendar = roll(2) ? &days : NULL};
		for (int i = roll(TICKETS_MAX); i > 0; i--)
			add_ticket(p, m + 1);
		for (int i = roll(JOBS_MAX); i > 0; i--) {
			int64_t from = some_time(1);

			p->jobs[p->in.job_n] = (struct reliability_job){(int64_t)p->in.job_n + 1000, m + 1,
				from, from == TIME_NONE ? some_time(5) : from + roll(20) * HOUR_MS,
				some_time(3), some_time(3)};
			p->in.job_n++;
		}
	}
	p->in.now = at(SPAN / 2 + roll(SPAN));
	p->in.machines = p->machines;
	p->in.machine_n = MACHINES;
	p->in.tickets = p->tickets;
	p->in.jobs = p->jobs;
}

static int by_time(const void *x, const void *y)
{
	const int64_t *a = x, *b = y;

	return (*a > *b) - (*a < *b);
}

struct check {
	const struct plant *plant;
	const int64_t *edges;
	size_t next;
	int round;
};

static void same_as_alone(struct arena *a, size_t window, const struct reliability_result *results, void *ctx)
{
	struct check *c = ctx;
	struct reliability_input in = c->plant->in;
	struct reliability_result alone[MACHINES];

	assert_int_equal(window, c->next++);
	in.a = c->edges[window];
	in.b = c->edges[window + 1];
	reliability_compute(a, &in, alone);
	for (int m = 0; m < MACHINES; m++) {
		const struct reliability_result *x = &results[m], *y = &alone[m];

		if (x->from != y->from || x->to != y->to || memcmp(&x->sums, &y->sums, sizeof(x->sums)) != 0)
			fail_msg("round %d window %zu machine %d differs", c->round, window, m + 1);
		assert_true(x->ttr_median == y->ttr_median && x->ttr_p90 == y->ttr_p90);
	}
}

static void test_each_window_is_what_it_is_alone(void **state)
{
	static struct plant p;

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		int64_t edges[WINDOWS + 1];
		size_t n = (size_t)roll(WINDOWS) + 1;
		struct check c = {&p, edges, 0, round};

		make(&p);
		for (size_t i = 0; i <= n; i++)
			edges[i] = at(roll(SPAN)) + (int64_t)i; /* apart by a millisecond at least */
		qsort(edges, n + 1, sizeof(*edges), by_time);
		series_compute(&p.in, edges, n, same_as_alone, &c);
		assert_int_equal(c.next, n);
	}
}

/* A moment that several tickets cover is one ticket's, so shares sum to the breakdown's downtime. */
static void test_shares_sum_to_the_downtime(void **state)
{
	static struct plant p;
	struct arena a;

	(void)state;
	arena_init(&a);
	for (int round = 0; round < ROUNDS; round++) {
		struct reliability_result r[MACHINES];

		make(&p);
		p.in.a = at(roll(SPAN / 2));
		p.in.b = p.in.a + (1 + roll(SPAN)) * HOUR_MS;
		p.in.evidence = true;
		reliability_compute(&a, &p.in, r);
		for (int m = 0; m < MACHINES; m++) {
			const struct reliability_evidence *e = r[m].evidence;
			int64_t sum = 0;

			for (size_t b = 0; b < e->breakdown_n; b++) {
				const struct reliability_breakdown *d = &e->breakdowns[b];
				int64_t of_it = 0;

				for (size_t i = d->ticket; i < d->ticket + d->ticket_n; i++) {
					assert_true(e->tickets[i].downtime_ms >= 0);
					assert_int_equal(p.tickets[e->tickets[i].row].id, e->tickets[i].id);
					of_it += e->tickets[i].downtime_ms;
				}
				assert_int_equal(of_it, d->downtime_ms);
				sum += of_it;
			}
			assert_int_equal(sum, r[m].sums.downtime_ms - r[m].sums.overrun_ms);
		}
		arena_clear(&a);
	}
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_window_is_what_it_is_alone),
		cmocka_unit_test(test_shares_sum_to_the_downtime),
	};

	setenv("TZ", "Asia/Shanghai", 1);
	tzset();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
