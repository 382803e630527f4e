/* The figures of 20,000 random machines, alone and pooled, against a reference that looks at every minute
 * (reliability_reference.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "reliability_reference.h"

#include <time.h>

static int by_number(const void *x, const void *y)
{
	const int *a = x, *b = y;

	return (*a > *b) - (*a < *b);
}

static void same(const char *what, int round, int machine, int64_t is, int64_t should)
{
	if (is != should)
		fail_msg("round %d machine %d: %s is %lld, should be %lld", round, machine, what,
			(long long)is, (long long)should);
}

/* ttr: n values in minutes, changed. */
static void compare_spread(const struct reliability_result *r, int *ttr, int n, int round, int m)
{
	int rank = 0;
	int64_t twice;

	qsort(ttr, (size_t)n, sizeof(*ttr), by_number);
	if (!n) {
		assert_true(r->ttr_median == TIME_NONE && r->ttr_p90 == TIME_NONE);
		return;
	}
	twice = (int64_t)(ttr[(n - 1) / 2] + ttr[n / 2]) * MINUTE_MS;
	while (10 * (rank + 1) < 9 * n)
		rank++;
	same("median", round, m, r->ttr_median * 2, twice);
	same("P90", round, m, r->ttr_p90, ttr[rank] * MINUTE_MS);
}

static void compare_sums(const struct reliability_sums *s, const struct reference *ref, int round, int m)
{
	int64_t parts = 0;

	same("required", round, m, s->required_ms, ref->required * MINUTE_MS);
	same("planned", round, m, s->planned_ms, ref->planned * MINUTE_MS);
	same("downtime", round, m, s->downtime_ms, ref->down * MINUTE_MS);
	same("overrun", round, m, s->overrun_ms, ref->overrun * MINUTE_MS);
	same("N", round, m, s->breakdowns, ref->n);
	same("failures", round, m, s->failures, ref->failures);
	same("degraded", round, m, s->degraded, ref->degraded);
	same("ongoing", round, m, s->ongoing, ref->ongoing);
	same("restored", round, m, s->restored, ref->restored);
	same("repeats", round, m, s->repeats, ref->repeats);
	same("repeat base", round, m, s->repeat_base, ref->repeat_base);
	for (int i = 0; i < RELIABILITY_PARTS; i++) {
		same("a part", round, m, s->part_ms[i], ref->part[i] * MINUTE_MS);
		parts += s->part_ms[i];
	}
	same("the parts' sum", round, m, parts, s->ttr_ms);
	for (int i = 0; i < RELIABILITY_REASONS; i++)
		same(reliability_reason_names[i], round, m, s->excluded[i], ref->excluded[i]);
}

/* Availability = MTBF / (MTBF + MDT), in whole numbers (a 128-bit product cannot overflow). */
static void compare_identity(const struct reliability_sums *s)
{
	struct reliability_ratio mtbf = reliability_mtbf(s), mdt = reliability_mdt(s),
				 a = reliability_availability(s);

	assert_true(s->downtime_ms >= 0 && s->downtime_ms <= s->required_ms);
	assert_int_equal(mtbf.den, mdt.den);
	if (mtbf.den)
		assert_true((__int128)mtbf.num * a.den == (__int128)a.num * (mtbf.num + mdt.num));
}

/* What the evidence says adds up to the figures. */
static void compare_evidence(const struct reliability_result *r, int round, int m)
{
	const struct reliability_evidence *e = r->evidence;
	const struct reliability_sums *s = &r->sums;
	int64_t down = 0, n = 0, failures = 0, ongoing = 0, ttr = 0, restored = 0, repeats = 0;
	int64_t excluded[RELIABILITY_REASONS] = {0};
	size_t tickets = 0;

	for (size_t i = 0; i < e->breakdown_n; i++) {
		same("evidence order", round, m, (int64_t)e->breakdowns[i].ticket, (int64_t)tickets);
		tickets += e->breakdowns[i].ticket_n;
		down += e->breakdowns[i].downtime_ms;
		n += e->breakdowns[i].counted;
		assert_true(!i || e->breakdowns[i].start > e->breakdowns[i - 1].end);
	}
	for (size_t i = 0; i < e->ticket_n; i++) {
		failures += e->tickets[i].counted;
		ongoing += e->tickets[i].ongoing;
		repeats += e->tickets[i].repeat;
		restored += e->tickets[i].ttr_ms != TIME_NONE;
		ttr += e->tickets[i].ttr_ms != TIME_NONE ? e->tickets[i].ttr_ms : 0;
	}
	for (size_t i = 0; i < e->exclusion_n; i++)
		excluded[e->exclusions[i].reason]++;
	same("evidence tickets", round, m, (int64_t)e->ticket_n, (int64_t)tickets);
	same("evidence downtime", round, m, down, s->downtime_ms - s->overrun_ms);
	same("evidence N", round, m, n, s->breakdowns);
	same("evidence failures", round, m, failures, s->failures);
	same("evidence ongoing", round, m, ongoing, s->ongoing);
	same("evidence repeats", round, m, repeats, s->repeats);
	same("evidence restored", round, m, restored, s->restored);
	same("evidence ttr", round, m, ttr, s->ttr_ms);
	assert_memory_equal(excluded, s->excluded, sizeof(excluded));
}

static void add(struct reference *to, const struct reference *more)
{
	to->required += more->required;
	to->planned += more->planned;
	to->down += more->down;
	to->overrun += more->overrun;
	to->n += more->n;
	to->failures += more->failures;
	to->degraded += more->degraded;
	to->ongoing += more->ongoing;
	to->restored += more->restored;
	to->repeats += more->repeats;
	to->repeat_base += more->repeat_base;
	for (int i = 0; i < RELIABILITY_PARTS; i++)
		to->part[i] += more->part[i];
	for (int i = 0; i < RELIABILITY_REASONS; i++)
		to->excluded[i] += more->excluded[i];
}

static void machines_and_groups_agree_with_the_reference(void **state)
{
	static struct world w;
	int64_t seen = 0, firm = 0;
	struct arena a;

	(void)state;
	seed = 20260101;
	arena_init(&a);
	for (int round = 0; round < ROUNDS; round++) {
		struct reliability_result r[MACHINES], group;
		const struct reliability_result *of[MACHINES];
		struct reference pooled = {0};
		int ttr[MACHINES * TICKETS], n = 0;

		make_world(&w);
		reliability_compute(&a, &w.in, r);
		for (int m = 0; m < MACHINES; m++) {
			struct reference ref;

			refer(&w, m, &ref);
			compare_sums(&r[m].sums, &ref, round, m);
			compare_identity(&r[m].sums);
			compare_evidence(&r[m], round, m);
			memcpy(ttr + n, ref.ttr, sizeof(int) * (size_t)ref.restored);
			n += ref.restored;
			compare_spread(&r[m], ref.ttr, ref.restored, round, m);
			add(&pooled, &ref);
			of[m] = &r[m];
			seen += r[m].sums.required_ms > 0 && r[m].sums.downtime_ms > 0;
			firm += r[m].sums.breakdowns > 2;
		}
		reliability_pool(&a, of, MACHINES, &group);
		compare_sums(&group.sums, &pooled, round, -1);
		compare_identity(&group.sums);
		compare_spread(&group, ttr, n, round, -1);
		same("machines", round, -1, group.sums.machines, MACHINES);
		arena_clear(&a);
	}
	arena_release(&a);
	/* The worlds are not empty ones. */
	assert_true(seen > ROUNDS * MACHINES / 4 && firm > ROUNDS * MACHINES / 20);
}

/* Cut the window anywhere: the figures of both sides add up to those of the whole. And evidence changes no
 * figure. */
static void windows_that_meet_add_up(void **state)
{
	static struct world w;
	struct arena a;

	(void)state;
	seed = 7;
	arena_init(&a);
	for (int round = 0; round < ROUNDS; round++) {
		struct reliability_result whole[MACHINES], left[MACHINES], right[MACHINES], group;
		struct reliability_input in;

		make_world(&w);
		/* A ticket without any time is listed on both sides. */
		for (size_t i = 0; i < w.in.ticket_n; i++) {
			if (w.tickets[i].reported == TIME_NONE)
				w.tickets[i].reported = when(some_minute(1));
		}
		for (size_t i = 0; i < w.in.job_n; i++) {
			if (w.jobs[i].planned_from == TIME_NONE)
				w.jobs[i].planned_from = when(some_minute(1));
		}
		in = w.in;
		reliability_compute(&a, &in, whole);
		in.evidence = false;
		in.b = in.a + draw((int)((w.in.b - w.in.a) / MINUTE_MS) + 1) * MINUTE_MS;
		reliability_compute(&a, &in, left);
		in.a = in.b;
		in.b = w.in.b;
		reliability_compute(&a, &in, right);
		for (int m = 0; m < MACHINES; m++) {
			const struct reliability_result *sides[] = {&left[m], &right[m]};

			assert_null(left[m].evidence);
			reliability_pool(&a, sides, 2, &group);
			/* What does not add up: what is open at an end, and what touches both sides. */
			group.sums.machines = 1;
			group.sums.no_calendar /= 2;
			group.sums.life_unknown /= 2;
			group.sums.ongoing = whole[m].sums.ongoing;
			for (int i = RELIABILITY_FIRST_FAILURE; i < RELIABILITY_REASONS; i++)
				group.sums.excluded[i] = whole[m].sums.excluded[i];
			assert_memory_equal(&group.sums, &whole[m].sums, sizeof(group.sums));
			same("median", round, m, group.ttr_median, whole[m].ttr_median);
			same("P90", round, m, group.ttr_p90, whole[m].ttr_p90);
		}
		arena_clear(&a);
	}
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(machines_and_groups_agree_with_the_reference),
		cmocka_unit_test(windows_that_meet_add_up),
	};

	setenv("TZ", "Asia/Shanghai", 1);
	tzset();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
