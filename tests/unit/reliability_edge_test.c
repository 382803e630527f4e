/* The figures at their edges, one row each: what touches, what began before, what is not over, what is left
 * out, lives that begin and end, planned jobs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "reliability_scene.h"

struct row {
	char kind; /* 's' stop, 'd' degraded; capital: closed; 0: no more rows */
	int from, to;
	int reason;
};
struct edge {
	const char *says;
	int life_start, life_end, a, b, now;
	struct row rows[4];
	struct {
		int from, to, started, ended;
	} job;
	/* minutes and counts */
	int required, down, overrun, n, failures, degraded, ongoing, restored, ttr, excluded, excluded_n;
};

enum { LONG_AGO = -500000, EVER = 100 * WEEK };
#define LIFE LONG_AGO, NO
#define WINDOW MON, WEEK, EVER

/* In each row: what it says, life, window; tickets, planned job; then, in the order of struct edge, what
 * comes out. */
/* clang-format off */
#define NO_JOB {0, 0, 0, 0}
static const struct edge EDGES[] = {
	{"tickets that touch are one breakdown: it never ran between", LIFE, WINDOW,
		{{'s', AT(TUE, 10, 0), AT(TUE, 11, 0)}, {'s', AT(TUE, 11, 0), AT(TUE, 12, 0)}}, NO_JOB,
		2400, 120, 0, 1, 2, 0, 0, 2, 120},
	{"a minute apart they are two", LIFE, WINDOW,
		{{'s', AT(TUE, 10, 0), AT(TUE, 11, 0)}, {'s', AT(TUE, 11, 1), AT(TUE, 12, 0)}}, NO_JOB,
		2400, 119, 0, 2, 2, 0, 0, 2, 119},
	{"also when the pause between them was not required", LIFE, WINDOW,
		{{'s', AT(TUE, 15, 0), AT(TUE, 17, 0)}, {'s', AT(TUE, 18, 0), AT(WED, 9, 0)}}, NO_JOB,
		2400, 120, 0, 2, 2, 0, 0, 2, 120 + 15 * 60},
	{"a chain of overlaps is one", LIFE, WINDOW,
		{{'s', AT(TUE, 8, 0), AT(TUE, 10, 0)}, {'s', AT(TUE, 9, 0), AT(TUE, 12, 0)},
			{'s', AT(TUE, 11, 0), AT(TUE, 13, 0)}}, NO_JOB,
		2400, 300, 0, 1, 3, 0, 0, 3, 120 + 180 + 120},
	{"a long one swallows those inside it, in any row order", LIFE, WINDOW,
		{{'s', AT(TUE, 11, 0), AT(TUE, 12, 0)}, {'s', AT(TUE, 9, 0), AT(TUE, 10, 0)},
			{'s', AT(TUE, 8, 0), AT(TUE, 13, 0)}}, NO_JOB,
		2400, 300, 0, 1, 3, 0, 0, 3, 60 + 60 + 300},
	{"a stop of no length is a breakdown", LIFE, WINDOW,
		{{'s', AT(TUE, 10, 0), AT(TUE, 10, 0)}}, NO_JOB,
		2400, 0, 0, 1, 1, 0, 0, 1, 0},
	{"a breakdown outside the shifts counts in N and costs no uptime", LIFE, WINDOW,
		{{'s', AT(SAT, 10, 0), AT(SAT, 12, 0)}}, NO_JOB,
		2400, 0, 0, 1, 1, 0, 0, 1, 120},
	{"degraded: a failure without downtime and without time to restore", LIFE, WINDOW,
		{{'d', AT(TUE, 10, 0), AT(WED, 12, 0)}}, NO_JOB,
		2400, 0, 0, 1, 1, 1, 0, 0, 0},
	{"degraded while it is down: part of that breakdown", LIFE, WINDOW,
		{{'s', AT(TUE, 10, 0), AT(TUE, 12, 0)}, {'d', AT(TUE, 11, 0), AT(WED, 9, 0)}}, NO_JOB,
		2400, 120, 0, 1, 2, 1, 0, 1, 120},
	{"degraded at the moment it is restored: left over from that breakdown", LIFE, WINDOW,
		{{'s', AT(TUE, 10, 0), AT(TUE, 12, 0)}, {'d', AT(TUE, 12, 0), AT(WED, 9, 0)}}, NO_JOB,
		2400, 120, 0, 1, 2, 1, 0, 1, 120},
	{"an open degraded failure does not swallow the stop that follows", LIFE, WINDOW,
		{{'d', AT(TUE, 10, 0), AT(THU, 9, 0)}, {'s', AT(WED, 9, 0), AT(WED, 10, 0)}}, NO_JOB,
		2400, 60, 0, 2, 2, 1, 0, 1, 60},
	{"two degraded failures are two, also while both are open", LIFE, WINDOW,
		{{'d', AT(TUE, 10, 0), NO}, {'d', AT(WED, 9, 0), NO}}, NO_JOB,
		2400, 0, 0, 2, 2, 2, 2, 0, 0},
	{"degraded before the window and still open: ongoing, not in N", LIFE, WINDOW,
		{{'d', AT(FRI, 10, 0) - WEEK, NO}}, NO_JOB,
		2400, 0, 0, 0, 0, 0, 1, 0, 0},
	{"start at a is in, restored at a is in", LIFE, WINDOW,
		{{'s', MON, AT(MON, 9, 0)}, {'s', -600, -300}}, NO_JOB,
		2400, 60, 0, 1, 1, 0, 0, 1, 540},
	{"restored at a: in this window's MTTR", LIFE, WINDOW,
		{{'s', -600, MON}}, NO_JOB,
		2400, 0, 0, 0, 0, 0, 0, 1, 600},
	{"touching a breakdown from before: it began before", LIFE, WINDOW,
		{{'s', -600, MON}, {'s', MON, AT(MON, 9, 0)}}, NO_JOB,
		2400, 60, 0, 0, 1, 0, 0, 2, 600 + 540},
	{"start at b and restored at b belong to the next window", LIFE, WINDOW,
		{{'s', AT(FRI, 15, 0), WEEK}, {'s', WEEK + 10, WEEK + 20}}, NO_JOB,
		2400, 60, 0, 1, 1, 0, 1, 0, 0},
	{"through the whole window: all of it down, N = 0", LIFE, WINDOW,
		{{'s', -600, WEEK + 600}}, NO_JOB,
		2400, 2400, 0, 0, 0, 0, 1, 0, 0},
	/* now */
	{"the future does not count as required", LIFE, MON, WEEK, AT(TUE, 12, 0),
		{{0}}, NO_JOB,
		480 + 240, 0, 0, 0, 0, 0, 0, 0, 0},
	{"an open stop runs to now", LIFE, MON, WEEK, AT(TUE, 12, 0),
		{{'s', AT(TUE, 10, 0), NO}}, NO_JOB,
		720, 120, 0, 1, 1, 0, 1, 0, 0},
	{"restored after now: not yet", LIFE, MON, WEEK, AT(TUE, 12, 0),
		{{'s', AT(TUE, 10, 0), AT(TUE, 13, 0)}}, NO_JOB,
		720, 120, 0, 1, 1, 0, 1, 0, 0},
	{"restored at now: it has happened", LIFE, MON, WEEK, AT(TUE, 12, 0),
		{{'s', AT(TUE, 10, 0), AT(TUE, 12, 0)}}, NO_JOB,
		720, 120, 0, 1, 1, 0, 0, 1, 120},
	{"stopped at now: it has happened", LIFE, MON, WEEK, AT(TUE, 12, 0),
		{{'s', AT(TUE, 12, 0), NO}}, NO_JOB,
		720, 0, 0, 1, 1, 0, 1, 0, 0},
	{"stopped after now: left out", LIFE, MON, WEEK, AT(TUE, 12, 0),
		{{'s', AT(TUE, 12, 1), NO}}, NO_JOB,
		720, 0, 0, 0, 0, 0, 0, 0, 0, RELIABILITY_FUTURE, 1},
	{"a window after now is empty", LIFE, WEEK, 2 * WEEK, AT(TUE, 12, 0),
		{{'s', AT(TUE, 10, 0), NO}}, NO_JOB,
		0, 0, 0, 0, 0, 0, 0, 0, 0},
	{"an empty window is empty", LIFE, TUE, TUE, EVER,
		{{'s', AT(MON, 10, 0), NO}}, NO_JOB,
		0, 0, 0, 0, 0, 0, 0, 0, 0},
	{"a reversed window is empty", LIFE, WED, TUE, EVER,
		{{'s', AT(MON, 10, 0), NO}}, NO_JOB,
		0, 0, 0, 0, 0, 0, 0, 0, 0},
	/* left out */
	{"cancelled, duplicate, no fault found: listed apart", LIFE, WINDOW,
		{{'s', AT(TUE, 10, 0), AT(TUE, 12, 0), RELIABILITY_CANCELLED}}, NO_JOB,
		2400, 0, 0, 0, 0, 0, 0, 0, 0, RELIABILITY_CANCELLED, 1},
	{"duplicates do not stretch a breakdown", LIFE, WINDOW,
		{{'s', AT(TUE, 10, 0), AT(TUE, 12, 0)}, {'s', AT(TUE, 11, 0), NO, RELIABILITY_DUPLICATE}},
		NO_JOB,
		2400, 120, 0, 1, 1, 0, 0, 1, 120, RELIABILITY_DUPLICATE, 1},
	{"no fault found", LIFE, WINDOW,
		{{'d', AT(TUE, 10, 0), NO, RELIABILITY_NO_FAULT}}, NO_JOB,
		2400, 0, 0, 0, 0, 0, 0, 0, 0, RELIABILITY_NO_FAULT, 1},
	{"left out in the window it was reported in, not in others", LIFE, WINDOW,
		{{'s', AT(TUE, 10, 0) - WEEK, AT(TUE, 12, 0), RELIABILITY_CANCELLED}}, NO_JOB,
		2400, 0, 0, 0, 0, 0, 0, 0, 0, RELIABILITY_CANCELLED, 0},
	{"closed and never restored: the end is missing, it is not ongoing", LIFE, WINDOW,
		{{'S', AT(TUE, 10, 0), NO}}, NO_JOB,
		2400, 0, 0, 0, 0, 0, 0, 0, 0, RELIABILITY_NO_END, 1},
	{"degraded and reversed", LIFE, WINDOW,
		{{'d', AT(TUE, 10, 0), AT(TUE, 9, 0)}}, NO_JOB,
		2400, 0, 0, 0, 0, 0, 0, 0, 0, RELIABILITY_REVERSED, 1},
	{"a ticket without any time is listed in every window", LIFE, WINDOW,
		{{'s', NO, NO}}, NO_JOB,
		2400, 0, 0, 0, 0, 0, 0, 0, 0, RELIABILITY_NO_STOP, 1},
	/* life */
	{"stopped before commissioning, restored after: clipped, N = 0, in MTTR", AT(WED, 8, 0), NO, WINDOW,
		{{'s', AT(TUE, 10, 0), AT(WED, 9, 0)}}, NO_JOB,
		1440, 60, 0, 0, 0, 0, 0, 1, 23 * 60},
	{"all before commissioning: outside its life", AT(WED, 8, 0), NO, WINDOW,
		{{'s', AT(TUE, 10, 0), AT(TUE, 11, 0)}}, NO_JOB,
		1440, 0, 0, 0, 0, 0, 0, 0, 0, RELIABILITY_OUTSIDE_LIFE, 1},
	{"retired: required to there, and a stop runs to there", LONG_AGO, AT(WED, 8, 0), WINDOW,
		{{'s', AT(TUE, 15, 0), NO}}, NO_JOB,
		960, 60, 0, 1, 1, 0, 1, 0, 0},
	{"after its retirement: outside its life", LONG_AGO, AT(WED, 8, 0), WINDOW,
		{{'s', AT(WED, 8, 0), AT(WED, 9, 0)}}, NO_JOB,
		960, 0, 0, 0, 0, 0, 0, 0, 0, RELIABILITY_OUTSIDE_LIFE, 1},
	{"retired before the window: nothing", LONG_AGO, -WEEK, WINDOW,
		{{'s', AT(WED, 8, 0), AT(WED, 9, 0)}}, NO_JOB,
		0, 0, 0, 0, 0, 0, 0, 0, 0, RELIABILITY_OUTSIDE_LIFE, 1},
	{"a life that ends before it starts is empty", AT(WED, 8, 0), AT(TUE, 8, 0), WINDOW,
		{{'s', AT(TUE, 7, 0), AT(WED, 9, 0)}}, NO_JOB,
		0, 0, 0, 0, 0, 0, 0, 0, 0, RELIABILITY_OUTSIDE_LIFE, 1},
	{"life unknown: from the end of the first failure, which is not counted", NO, NO, WINDOW,
		{{'s', AT(TUE, 10, 0), AT(TUE, 12, 0)}, {'s', AT(WED, 10, 0), AT(WED, 11, 0)}}, NO_JOB,
		240 + 1440, 60, 0, 1, 1, 0, 0, 1, 60, RELIABILITY_FIRST_FAILURE, 1},
	{"life unknown: the first breakdown is all of its tickets", NO, NO, WINDOW,
		{{'s', AT(TUE, 10, 0), AT(TUE, 12, 0)}, {'s', AT(TUE, 12, 0), AT(TUE, 14, 0)},
			{'d', AT(TUE, 11, 0), NO}}, NO_JOB,
		120 + 1440, 0, 0, 0, 0, 0, 0, 0, 0, RELIABILITY_FIRST_FAILURE, 3},
	{"life unknown: a cancelled ticket is not the first failure", NO, NO, WINDOW,
		{{'s', AT(MON, 10, 0), AT(MON, 12, 0), RELIABILITY_CANCELLED},
			{'s', AT(TUE, 10, 0), AT(TUE, 12, 0)}}, NO_JOB,
		240 + 1440, 0, 0, 0, 0, 0, 0, 0, 0, RELIABILITY_FIRST_FAILURE, 1},
	{"life unknown: a first failure long ago is not listed here", NO, NO, WINDOW,
		{{'s', -WEEK, -WEEK + 60}, {'s', AT(TUE, 10, 0), AT(TUE, 12, 0)}}, NO_JOB,
		2400, 120, 0, 1, 1, 0, 0, 1, 120, RELIABILITY_FIRST_FAILURE, 0},
	{"life unknown: a degraded first failure starts it at its onset", NO, NO, WINDOW,
		{{'d', AT(TUE, 10, 0), NO}, {'s', AT(WED, 10, 0), AT(WED, 11, 0)}}, NO_JOB,
		360 + 1440, 60, 0, 1, 1, 0, 0, 1, 60, RELIABILITY_FIRST_FAILURE, 1},
	{"life unknown, first failure still open: nothing yet", NO, NO, MON, WEEK, AT(TUE, 12, 0),
		{{'s', AT(TUE, 10, 0), NO}}, NO_JOB,
		0, 0, 0, 0, 0, 0, 0, 0, 0, RELIABILITY_FIRST_FAILURE, 1},
	{"life unknown and no failure ever: nothing", NO, NO, WINDOW,
		{{0}}, NO_JOB,
		0, 0, 0, 0, 0, 0, 0, 0, 0},
	/* planned jobs */
	{"ended early: the planned window stays off", LIFE, WINDOW,
		{{0}}, {AT(THU, 8, 0), AT(THU, 12, 0), AT(THU, 8, 0), AT(THU, 9, 0)},
		2160, 0, 0, 0, 0, 0, 0, 0, 0},
	{"not begun: the planned window stays off", LIFE, WINDOW,
		{{0}}, {AT(THU, 8, 0), AT(THU, 12, 0), NO, NO},
		2160, 0, 0, 0, 0, 0, 0, 0, 0},
	{"begun late: what it takes after its plan is unplanned", LIFE, WINDOW,
		{{0}}, {AT(THU, 8, 0), AT(THU, 12, 0), AT(THU, 14, 0), AT(THU, 15, 0)},
		2160, 60, 60, 0, 0, 0, 0, 0, 0},
	{"begun early: that is not downtime", LIFE, WINDOW,
		{{0}}, {AT(THU, 10, 0), AT(THU, 12, 0), AT(WED, 10, 0), AT(THU, 12, 0)},
		2280, 0, 0, 0, 0, 0, 0, 0, 0},
	{"still under way: it overruns to now", LIFE, MON, WEEK, AT(THU, 13, 0),
		{{0}}, {AT(THU, 8, 0), AT(THU, 12, 0), AT(THU, 9, 0), NO},
		1440 + 60, 60, 60, 0, 0, 0, 0, 0, 0},
	{"only its end is known: it overruns to that", LIFE, WINDOW,
		{{0}}, {AT(THU, 8, 0), AT(THU, 12, 0), NO, AT(THU, 13, 0)},
		2160, 60, 60, 0, 0, 0, 0, 0, 0},
	{"planned for the future", LIFE, MON, WEEK, AT(WED, 8, 0),
		{{0}}, {AT(THU, 8, 0), AT(THU, 12, 0), NO, NO},
		960, 0, 0, 0, 0, 0, 0, 0, 0},
	{"the overrun of the week before reaches into this one", LIFE, WINDOW,
		{{0}}, {AT(FRI, 8, 0) - WEEK, AT(FRI, 12, 0) - WEEK, AT(FRI, 8, 0) - WEEK, AT(MON, 9, 0)},
		2400, 60, 60, 0, 0, 0, 0, 0, 0},
	{"a failure in a planned window: N, no downtime", LIFE, WINDOW,
		{{'s', AT(THU, 9, 0), AT(THU, 10, 0)}},
		{AT(THU, 8, 0), AT(THU, 12, 0), AT(THU, 8, 0), AT(THU, 12, 0)},
		2160, 0, 0, 1, 1, 0, 0, 1, 60},
	{"a failure across a planned window: that part is planned", LIFE, WINDOW,
		{{'s', AT(WED, 15, 0), AT(THU, 14, 0)}},
		{AT(THU, 8, 0), AT(THU, 12, 0), AT(THU, 8, 0), AT(THU, 12, 0)},
		2160, 60 + 120, 0, 1, 1, 0, 0, 1, 23 * 60},
	{"overrun and failure at once: each moment once", LIFE, WINDOW,
		{{'s', AT(THU, 13, 0), AT(THU, 15, 0)}},
		{AT(THU, 8, 0), AT(THU, 12, 0), AT(THU, 8, 0), AT(THU, 14, 0)},
		2160, 180, 60, 1, 1, 0, 0, 1, 120},
	{"an overrun does not join two breakdowns", LIFE, WINDOW,
		{{'s', AT(THU, 11, 0), AT(THU, 12, 30)}, {'s', AT(THU, 13, 30), AT(THU, 14, 0)}},
		{AT(THU, 8, 0), AT(THU, 12, 0), AT(THU, 8, 0), AT(THU, 13, 30)},
		2160, 120, 60, 2, 2, 0, 0, 2, 120},
	{"a job planned backwards is left out", LIFE, WINDOW,
		{{0}}, {AT(THU, 12, 0), AT(THU, 8, 0), AT(THU, 8, 0), AT(THU, 13, 0)},
		2400, 0, 0, 0, 0, 0, 0, 0, 0, RELIABILITY_REVERSED, 1},
	{"a job without a planned end is left out", LIFE, WINDOW,
		{{0}}, {AT(THU, 12, 0), NO, AT(THU, 8, 0), AT(THU, 13, 0)},
		2400, 0, 0, 0, 0, 0, 0, 0, 0, RELIABILITY_NO_STOP, 1},
	{"a job that ended before it began: planned, no overrun, listed", LIFE, WINDOW,
		{{0}}, {AT(THU, 8, 0), AT(THU, 12, 0), AT(THU, 14, 0), AT(THU, 13, 0)},
		2160, 0, 0, 0, 0, 0, 0, 0, 0, RELIABILITY_REVERSED, 1},
};
/* clang-format on */

static void check_edge(struct scene *s, const struct edge *e)
{
	const struct reliability_sums *x = &s->r.sums;
	const struct {
		const char *what;
		int64_t is, should;
	} checks[] = {
		{"required", x->required_ms, e->required * MINUTE_MS},
		{"down", x->downtime_ms, e->down * MINUTE_MS},
		{"overrun", x->overrun_ms, e->overrun * MINUTE_MS},
		{"N", x->breakdowns, e->n},
		{"failures", x->failures, e->failures},
		{"degraded", x->degraded, e->degraded},
		{"ongoing", x->ongoing, e->ongoing},
		{"restored", x->restored, e->restored},
		{"ttr", x->ttr_ms, e->ttr * MINUTE_MS},
		{"excluded", x->excluded[e->excluded], e->excluded_n},
	};

	for (size_t i = 0; i < COUNT(checks); i++) {
		if (checks[i].is != checks[i].should)
			fail_msg("\"%s\": %s is %lld, should be %lld", e->says, checks[i].what,
				(long long)checks[i].is, (long long)checks[i].should);
	}
	assert_identity(x);
}

static void edges(void **state)
{
	struct scene *s = *state;

	for (size_t i = 0; i < COUNT(EDGES); i++) {
		const struct edge *e = &EDGES[i];
		struct reliability_ticket t[4];
		struct reliability_job job = {
			99, 1, ms(e->job.from), ms(e->job.to), ms(e->job.started), ms(e->job.ended)};
		size_t n = 0;

		for (; n < 4 && e->rows[n].kind; n++) {
			const struct row *r = &e->rows[n];

			t[n] = r->kind == 'd' ? degraded((int64_t)n + 1, r->from, r->to)
					      : stop((int64_t)n + 1, r->from, r->to);
			t[n].closed = r->kind == 'S';
			t[n].reason = r->reason;
		}
		s->machine.life_start = ms(e->life_start);
		s->machine.life_end = ms(e->life_end);
		s->in.a = ms(e->a);
		s->in.b = ms(e->b);
		s->in.now = ms(e->now);
		s->in.jobs = &job;
		s->in.job_n = e->job.from != 0;
		work_out(s, t, n);
		check_edge(s, e);
		assert_int_equal(s->r.sums.life_unknown, e->life_start == NO);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(edges, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
