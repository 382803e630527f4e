/* The figures: the twelve worked cases, and what is not a matter of one row of
 * tests/unit/reliability_edge_test.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/field.h"
#include "domain/cost.h"
#include "reliability_scene.h"

#include <math.h>

/* "38.0": hours with one decimal, as PRODUCT writes them; "n/a". */
static const char *hours(struct scene *s, double time_ms)
{
	return isnan(time_ms) ? "n/a" : arena_printf(&s->arena, "%.1f", time_ms / HOUR_MS);
}

static const char *percent(struct scene *s, double rate)
{
	return isnan(rate) ? "n/a" : arena_printf(&s->arena, "%.1f", rate * 100);
}

#define assert_hours(value, text) assert_string_equal(hours(s, value), text)
#define assert_percent(value, text) assert_string_equal(percent(s, value), text)

/* 1. No failure: uptime 40 h, availability 100 %, MTBF none, "no failure in 40 h", lower bound 17.4 h, MTTR
 * n/a. */
static void case_1_no_failure(void **state)
{
	struct scene *s = *state;

	work_out(s, NULL, 0);
	assert_int_equal(reliability_uptime_ms(&s->r.sums), 40 * HOUR_MS);
	assert_percent(s->f.availability, "100.0");
	assert_true(isnan(s->f.mtbf_ms));
	assert_hours(s->f.failure_free_ms, "40.0");
	assert_hours(s->f.mtbf_lower_ms, "17.4");
	assert_true(isnan(s->f.mttr_ms) && isnan(s->f.ttr_median_ms) && isnan(s->f.ttr_p90_ms));
	assert_int_equal(s->f.weak, 1);
}

/* 2. One failure Tue 10:00-12:00: availability 95.0 %, MTBF 38.0 h (N=1), MTTR 2.0 h, MDT 2.0 h;
 * 含维修口径 40.0 h. */
static void case_2_one_failure(void **state)
{
	struct scene *s = *state;
	struct reliability_ticket t[] = {stop(1, AT(TUE, 10, 0), AT(TUE, 12, 0))};

	work_out(s, t, 1);
	assert_percent(s->f.availability, "95.0");
	assert_hours(s->f.mtbf_ms, "38.0");
	assert_int_equal(s->r.sums.breakdowns, 1);
	assert_hours(s->f.mttr_ms, "2.0");
	assert_hours(s->f.mdt_ms, "2.0");
	assert_hours(s->f.mtbf_with_repair_ms, "40.0");
	assert_hours(s->f.failure_free_ms, "n/a");
	assert_percent(s->f.stop_rate, "5.0");
	assert_int_equal(s->f.weak, 1);
	assert_identity(&s->r.sums);
}

/* 3. Failure Tue 15:00 - Wed 09:00: 2 h inside required; availability 95.0 %; MDT 2.0; MTTR 18.0. */
static void case_3_across_the_night(void **state)
{
	struct scene *s = *state;
	struct reliability_ticket t[] = {stop(1, AT(TUE, 15, 0), AT(WED, 9, 0))};

	work_out(s, t, 1);
	assert_int_equal(s->r.sums.downtime_ms, 2 * HOUR_MS);
	assert_percent(s->f.availability, "95.0");
	assert_hours(s->f.mdt_ms, "2.0");
	assert_hours(s->f.mttr_ms, "18.0");
	assert_identity(&s->r.sums);
}

/* 4. Tickets 10:00-12:00 and 11:30-13:00 on one day: one breakdown of 3 h (N=1, reported 2). */
static void case_4_two_tickets_one_breakdown(void **state)
{
	struct scene *s = *state;
	struct reliability_ticket t[] = {
		stop(1, AT(TUE, 10, 0), AT(TUE, 12, 0)), stop(2, AT(TUE, 11, 30), AT(TUE, 13, 0))};
	const struct reliability_evidence *e;

	work_out(s, t, 2);
	e = s->r.evidence;
	assert_int_equal(s->r.sums.breakdowns, 1);
	assert_int_equal(s->r.sums.failures, 2);
	assert_int_equal(s->r.sums.downtime_ms, 3 * HOUR_MS);
	assert_int_equal(e->breakdown_n, 1);
	assert_int_equal(e->breakdowns[0].end - e->breakdowns[0].start, 3 * HOUR_MS);
	assert_int_equal(e->breakdowns[0].ticket_n, 2);
	assert_int_equal(e->tickets[0].id, 1);
	assert_int_equal(e->tickets[1].id, 2);
	assert_identity(&s->r.sums);
}

/* 5. Planned job Thu 08:00-12:00: required 36 h; without failure 100 %. Overrun to 13:00: 1 h unplanned,
 * 35/36 = 97.2 %, N unchanged. */
static void case_5_planned_job(void **state)
{
	struct scene *s = *state;
	struct reliability_job job = {
		9, 1, ms(AT(THU, 8, 0)), ms(AT(THU, 12, 0)), ms(AT(THU, 8, 0)), ms(AT(THU, 12, 0))};

	s->in.jobs = &job;
	s->in.job_n = 1;
	work_out(s, NULL, 0);
	assert_int_equal(s->r.sums.required_ms, 36 * HOUR_MS);
	assert_percent(s->f.availability, "100.0");
	job.ended = ms(AT(THU, 13, 0));
	work_out(s, NULL, 0);
	assert_int_equal(s->r.sums.downtime_ms, HOUR_MS);
	assert_int_equal(s->r.sums.overrun_ms, HOUR_MS);
	assert_percent(s->f.availability, "97.2");
	assert_int_equal(reliability_availability(&s->r.sums).num, 35 * HOUR_MS);
	assert_int_equal(reliability_availability(&s->r.sums).den, 36 * HOUR_MS);
	assert_int_equal(s->r.sums.breakdowns, 0);
	/* The overrun is not a failure, so it is not in 故障停机率. */
	assert_percent(s->f.stop_rate, "0.0");
	assert_int_equal(s->r.evidence->job_n, 1);
	assert_int_equal(s->r.evidence->jobs[0].planned_ms, 4 * HOUR_MS);
	assert_int_equal(s->r.evidence->jobs[0].overrun_ms, HOUR_MS);
}

/* 6. Failure Fri 15:00, not yet restored when the window ends: downtime 1 h, N=1, MTTR n/a, ongoing. */
static void case_6_ongoing(void **state)
{
	struct scene *s = *state;
	struct reliability_ticket t[] = {stop(1, AT(FRI, 15, 0), NO)};
	/* Never restored; restored the week after; restored the week after, seen before that; window ends at
	 * now. */
	static const int restored[] = {NO, WEEK + AT(MON, 10, 0), WEEK + AT(MON, 10, 0), NO};
	static const int now[] = {10 * WEEK, 10 * WEEK, WEEK + AT(MON, 9, 0), WEEK};

	for (size_t i = 0; i < COUNT(now); i++) {
		t[0].restored = ms(restored[i]);
		s->in.now = ms(now[i]);
		work_out(s, t, 1);
		assert_int_equal(s->r.sums.downtime_ms, HOUR_MS);
		assert_int_equal(s->r.sums.breakdowns, 1);
		assert_true(isnan(s->f.mttr_ms));
		assert_int_equal(s->r.sums.ongoing, 1);
		assert_int_equal(s->r.evidence->breakdowns[0].ongoing, 1);
		assert_int_equal(s->r.evidence->tickets[0].ongoing, 1);
		assert_identity(&s->r.sums);
	}
}

/* 7. Failure begun the week before, restored Mon 10:00: 2 h downtime here, N=0 here, its full length in this
 * week's MTTR. */
static void case_7_begun_before(void **state)
{
	struct scene *s = *state;
	struct reliability_ticket t[] = {stop(1, AT(FRI, 15, 0) - WEEK, AT(MON, 10, 0))};

	work_out(s, t, 1);
	assert_int_equal(s->r.sums.downtime_ms, 2 * HOUR_MS);
	assert_int_equal(s->r.sums.breakdowns, 0);
	assert_int_equal(s->r.sums.restored, 1);
	assert_int_equal(s->r.sums.ttr_ms, (9 + 48 + 10) * HOUR_MS);
	assert_true(isnan(s->f.mtbf_ms) && isnan(s->f.mdt_ms));
	assert_hours(s->f.failure_free_ms, "38.0");
	assert_int_equal(s->r.evidence->breakdowns[0].counted, 0);
}

/* 8. Window = the weekend: required 0, availability n/a. */
static void case_8_weekend(void **state)
{
	struct scene *s = *state;
	struct reliability_ticket t[] = {stop(1, AT(SAT, 15, 0), AT(SAT, 16, 0))};

	s->in.a = ms(SAT);
	for (size_t n = 0; n <= 1; n++) {
		work_out(s, t, n);
		assert_int_equal(s->r.sums.required_ms, 0);
		assert_true(
			isnan(s->f.availability) && isnan(s->f.mtbf_ms) && isnan(s->f.mtbf_with_repair_ms));
		assert_true(isnan(s->f.mdt_ms) && isnan(s->f.stop_rate) && isnan(s->f.failure_free_ms));
		/* What broke is still shown. */
		assert_int_equal(s->r.sums.breakdowns, n);
		assert_int_equal(s->r.sums.restored, n);
	}
}

/* 9. Commissioned Wed 08:00: required 24 h. */
static void case_9_commissioned(void **state)
{
	struct scene *s = *state;

	s->machine.life_start = ms(AT(WED, 8, 0));
	work_out(s, NULL, 0);
	assert_int_equal(s->r.sums.required_ms, 24 * HOUR_MS);
	assert_int_equal(s->r.sums.life_unknown, 0);
}

/* 10. Two machines, 38 h with one failure and 40 h with none: pooled MTBF 78 h. */
static void case_10_pooled(void **state)
{
	struct scene *s = *state;
	struct reliability_machine machines[] = {s->machine, s->machine};
	struct reliability_ticket t[] = {stop(1, AT(TUE, 10, 0), AT(TUE, 12, 0))};
	struct reliability_result r[2], group;
	const struct reliability_result *of[] = {&r[0], &r[1]};

	machines[1].id = 2;
	s->in.machines = machines;
	s->in.machine_n = 2;
	s->in.tickets = t;
	s->in.ticket_n = 1;
	reliability_compute(&s->arena, &s->in, r);
	reliability_pool(&s->arena, of, 2, &group);
	reliability_figures(&group, &s->f);
	assert_int_equal(reliability_uptime_ms(&r[0].sums), 38 * HOUR_MS);
	assert_int_equal(reliability_uptime_ms(&r[1].sums), 40 * HOUR_MS);
	assert_hours(s->f.mtbf_ms, "78.0");
	assert_int_equal(group.sums.machines, 2);
	assert_hours(s->f.ttr_p90_ms, "2.0");
	assert_identity(&group.sums);
}

/* 11. Reported 10:00, ticket closed 18:00, running again at 11:00: time to restore 1 h. */
static void case_11_restored_is_not_closed(void **state)
{
	struct scene *s = *state;
	struct reliability_ticket t[] = {stop(1, AT(TUE, 10, 0), AT(TUE, 11, 0))};

	/* When the ticket was closed is not asked for; that it is closed changes nothing. */
	t[0].closed = 1;
	work_out(s, t, 1);
	assert_hours(s->f.mttr_ms, "1.0");
	assert_int_equal(s->r.sums.ongoing, 0);
}

/* 12. Restored before stopped, or stop missing: left out, "1 ticket left out". */
static void case_12_bad_times(void **state)
{
	struct scene *s = *state;
	struct reliability_ticket t[] = {stop(1, AT(TUE, 12, 0), AT(TUE, 10, 0))};

	work_out(s, t, 1);
	assert_int_equal(s->r.sums.excluded[RELIABILITY_REVERSED], 1);
	assert_int_equal(s->r.evidence->exclusion_n, 1);
	assert_int_equal(s->r.evidence->exclusions[0].id, 1);
	assert_int_equal(s->r.evidence->exclusions[0].reason, RELIABILITY_REVERSED);
	assert_string_equal(reliability_reason_names[RELIABILITY_REVERSED], "reversed");
	assert_percent(s->f.availability, "100.0");
	assert_int_equal(s->r.sums.breakdowns, 0);
	t[0] = stop(1, NO, AT(TUE, 10, 0));
	t[0].reported = ms(AT(TUE, 9, 0));
	work_out(s, t, 1);
	assert_int_equal(s->r.sums.excluded[RELIABILITY_NO_STOP], 1);
	assert_int_equal(s->r.evidence->exclusion_n, 1);
	assert_percent(s->f.availability, "100.0");
	assert_true(isnan(s->f.mttr_ms));
}

static void a_machine_without_calendar_is_required_round_the_clock_and_flagged(void **state)
{
	struct scene *s = *state;

	s->machine.calendar = NULL;
	work_out(s, NULL, 0);
	assert_int_equal(s->r.sums.required_ms, WEEK * MINUTE_MS);
	assert_int_equal(s->r.sums.no_calendar, 1);
	s->machine.calendar = &CALENDAR;
	work_out(s, NULL, 0);
	assert_int_equal(s->r.sums.no_calendar, 0);
}

static void a_degraded_failure_without_onset_began_when_it_was_reported(void **state)
{
	struct scene *s = *state;
	struct reliability_ticket t[] = {degraded(1, AT(TUE, 10, 0), AT(TUE, 12, 0))};

	t[0].occurred = TIME_NONE;
	work_out(s, t, 1);
	assert_int_equal(s->r.evidence->tickets[0].onset, ms(AT(TUE, 10, 0)));
	/* Written up after the repair: then it was there at the repair. */
	t[0].reported = ms(AT(WED, 10, 0));
	work_out(s, t, 1);
	assert_int_equal(s->r.sums.failures, 1);
	assert_int_equal(s->r.evidence->tickets[0].onset, ms(AT(TUE, 12, 0)));
	t[0].reported = TIME_NONE;
	work_out(s, t, 1);
	assert_int_equal(s->r.sums.excluded[RELIABILITY_NO_STOP], 1);
}

/* Stopped 10:00, restored 16:00, with the times between given in minutes after 10:00. */
static void the_parts_of_a_repair_sum_to_its_whole(void **state)
{
	static const struct {
		const char *says;
		int reported, accepted, started, wait;
		int part[RELIABILITY_PARTS]; /* unreported, reaction, response, waiting, active, unknown */
	} cases[] = {
		{"all known", 10, 30, 60, 100, {10, 20, 30, 100, 200, 0}},
		{"reported before it stopped", -10, 30, 60, 0, {0, 30, 30, 0, 300, 0}},
		{"accepted missing", 10, NO, 60, 0, {10, 0, 0, 0, 300, 50}},
		{"started missing", 10, 30, NO, 100, {10, 20, 0, 0, 0, 330}},
		{"only the ends", NO, NO, NO, 50, {0, 0, 0, 0, 0, 360}},
		{"report missing", NO, 30, 60, 0, {0, 0, 30, 0, 300, 30}},
		{"report and accepting missing", NO, NO, 60, 40, {0, 0, 0, 40, 260, 60}},
		{"waited longer than the repair took", 10, 30, 60, 1000, {10, 20, 30, 300, 0, 0}},
		{"a negative wait", 10, 30, 60, -5, {10, 20, 30, 0, 300, 0}},
		{"written up after the repair", 500, 510, 520, 0, {360, 0, 0, 0, 0, 0}},
		{"accepted after the repair", 10, 500, 520, 0, {10, 350, 0, 0, 0, 0}},
		{"begun before it was accepted", 10, 60, 30, 0, {10, 50, 0, 0, 300, 0}},
		{"restored straight from accepted", 10, 30, 360, 0, {10, 20, 330, 0, 0, 0}},
	};
	struct scene *s = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct reliability_ticket t[] = {stop(1, AT(TUE, 10, 0), AT(TUE, 16, 0))};
		double sum = 0;

		t[0].reported = cases[i].reported == NO ? TIME_NONE : ms(AT(TUE, 10, cases[i].reported));
		t[0].accepted = cases[i].accepted == NO ? TIME_NONE : ms(AT(TUE, 10, cases[i].accepted));
		t[0].started = cases[i].started == NO ? TIME_NONE : ms(AT(TUE, 10, cases[i].started));
		t[0].wait_ms = cases[i].wait * MINUTE_MS;
		work_out(s, t, 1);
		for (int p = 0; p < RELIABILITY_PARTS; p++) {
			if (s->r.sums.part_ms[p] != cases[i].part[p] * MINUTE_MS)
				fail_msg("\"%s\": part %d is %d min", cases[i].says, p,
					(int)(s->r.sums.part_ms[p] / MINUTE_MS));
			assert_int_equal(s->r.evidence->tickets[0].part_ms[p], s->r.sums.part_ms[p]);
			sum += s->f.part_ms[p];
		}
		assert_true(sum == s->f.mttr_ms && sum == 6.0 * HOUR_MS);
	}
}

static void mttr_has_mean_median_and_p90_over_all_repairs(void **state)
{
	struct scene *s = *state;
	struct reliability_ticket t[10];

	/* 1, 2, ... 9 and 55 minutes, an hour apart. */
	for (int i = 0; i < 10; i++)
		t[i] = stop(i + 1, AT(TUE, 8 + i, 0), AT(TUE, 8 + i, i == 9 ? 55 : i + 1));
	work_out(s, t, 10);
	assert_true(s->f.mttr_ms == 10.0 * MINUTE_MS);
	assert_true(s->f.ttr_median_ms == 5.5 * MINUTE_MS);
	assert_true(s->f.ttr_p90_ms == 9.0 * MINUTE_MS);
	assert_int_equal(s->f.weak, 0);
}

static void three_breakdowns_are_no_longer_weak(void **state)
{
	struct scene *s = *state;
	struct reliability_ticket t[] = {stop(1, TUE, TUE + 1), stop(2, WED, WED + 1), stop(3, THU, THU + 1)};

	work_out(s, t, 2);
	assert_int_equal(s->f.weak, 1);
	work_out(s, t, 3);
	assert_int_equal(s->f.weak, 0);
}

static void a_failure_of_the_same_mode_within_30_days_is_a_repeat(void **state)
{
	enum { DAYS30 = 30 * 1440 };
	static const struct {
		const char *says;
		int from, to, mode, repeats, base;
	} cases[] = {
		{"restored the day before", AT(MON, 10, 0), AT(MON, 12, 0), 5, 1, 2},
		{"another mode", AT(MON, 10, 0), AT(MON, 12, 0), 6, 0, 2},
		{"mode not known", AT(MON, 10, 0), AT(MON, 12, 0), 0, 0, 1},
		{"restored exactly 30 days before", AT(TUE, 9, 0) - DAYS30, AT(TUE, 10, 0) - DAYS30, 5, 1, 1},
		{"a minute more", AT(TUE, 9, 0) - DAYS30, AT(TUE, 9, 59) - DAYS30, 5, 0, 1},
		{"begun long before, restored in time", AT(TUE, 9, 0) - 3 * DAYS30, AT(MON, 9, 0), 5, 1, 1},
		{"not restored by then: the same trouble, not again", AT(MON, 10, 0), AT(TUE, 10, 1), 5, 0,
			2},
		{"restored that very moment", AT(MON, 10, 0), AT(TUE, 10, 0), 5, 1, 2},
		{"still open", AT(MON, 10, 0), NO, 5, 0, 2},
		{"at the same moment", AT(TUE, 10, 0), AT(TUE, 10, 0), 5, 0, 2},
	};
	struct scene *s = *state;

	s->in.repeat_ms = RELIABILITY_REPEAT_MS;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct reliability_ticket t[] = {
			stop(1, cases[i].from, cases[i].to), stop(2, AT(TUE, 10, 0), AT(TUE, 11, 0))};

		t[0].failure_mode = cases[i].mode;
		t[1].failure_mode = 5;
		work_out(s, t, 2);
		if (s->r.sums.repeats != cases[i].repeats || s->r.sums.repeat_base != cases[i].base)
			fail_msg("\"%s\": %d of %d", cases[i].says, (int)s->r.sums.repeats,
				(int)s->r.sums.repeat_base);
	}
	s->in.repeat_ms = 0;
	work_out(s, NULL, 0);
	assert_true(isnan(s->f.repeat_rate));
}

/* Two machines with one repair each of 1 h and 9 h: the pooled median is of both, not a mean of two medians
 * of groups. */
static void groups_pool_values_not_averages(void **state)
{
	struct scene *s = *state;
	struct reliability_machine m[3] = {s->machine, s->machine, s->machine};
	struct reliability_ticket t[] = {stop(1, TUE, TUE + 60), stop(2, WED, WED + 60),
		stop(3, THU, THU + 60), stop(4, TUE, TUE + 540)};
	struct reliability_result r[3], group, none;
	const struct reliability_result *of[] = {&r[0], &r[1], &r[2]};

	m[1].id = 2;
	m[1].calendar = NULL;
	m[2].id = 3;
	m[2].life_start = TIME_NONE;
	t[3].machine_id = 2;
	s->in.machines = m;
	s->in.machine_n = 3;
	s->in.tickets = t;
	s->in.ticket_n = 4;
	reliability_compute(&s->arena, &s->in, r);
	reliability_pool(&s->arena, of, 3, &group);
	reliability_figures(&group, &s->f);
	assert_hours(s->f.mttr_ms, "3.0");
	assert_hours(s->f.ttr_median_ms, "1.0");
	assert_hours(s->f.ttr_p90_ms, "9.0");
	assert_int_equal(group.sums.breakdowns, 4);
	assert_int_equal(group.sums.no_calendar, 1);
	assert_int_equal(group.sums.life_unknown, 1);
	/* A machine of which nothing is observed does not stretch the group's time. */
	assert_int_equal(group.from, ms(MON));
	assert_int_equal(group.to, ms(WEEK));
	reliability_pool(&s->arena, NULL, 0, &none);
	reliability_figures(&none, &s->f);
	assert_true(isnan(s->f.availability) && isnan(s->f.mttr_ms) && isnan(s->f.failure_free_ms));
}

static void rows_of_unlisted_machines_are_passed_over(void **state)
{
	struct scene *s = *state;
	struct reliability_ticket t[] = {
		stop(1, TUE, TUE + 60), stop(2, WED, WED + 60), stop(3, THU, THU + 60)};
	struct reliability_job jobs[] = {{7, 0, ms(TUE), ms(WED), TIME_NONE, TIME_NONE},
		{8, 2, ms(TUE), ms(WED), TIME_NONE, TIME_NONE}};

	t[0].machine_id = 0;
	t[2].machine_id = 2;
	s->in.jobs = jobs;
	s->in.job_n = 2;
	work_out(s, t, 3);
	assert_int_equal(s->r.sums.failures, 1);
	assert_int_equal(s->r.evidence->tickets[0].id, 2);
	assert_int_equal(s->r.sums.required_ms, 40 * HOUR_MS);
}

/* Times that no clock shows are missing times; nothing overflows (the sanitizer watches). */
static void absurd_times_are_missing_times(void **state)
{
	static const int64_t absurd[] = {
		INT64_MIN, INT64_MIN + 1, -1, INT64_MAX, INT64_MAX - 1, TIME_MAX + 1};
	struct scene *s = *state;
	struct reliability_job job = {1, 1, 0, 0, 0, 0};

	s->in.jobs = &job;
	s->in.job_n = 1;
	s->in.repeat_ms = INT64_MAX;
	for (size_t i = 0; i < COUNT(absurd); i++) {
		struct reliability_ticket t[] = {
			stop(1, TUE, TUE + 60), stop(2, WED, WED + 60), stop(3, THU, THU + 60)};

		t[0].occurred = absurd[i];
		t[1].restored = absurd[i];
		t[1].closed = 1;
		t[2].reported = t[2].accepted = t[2].started = absurd[i];
		t[2].wait_ms = absurd[i];
		t[2].failure_mode = absurd[i];
		job.planned_from = job.planned_to = job.started = job.ended = absurd[i];
		work_out(s, t, 3);
		assert_int_equal(s->r.sums.excluded[RELIABILITY_NO_STOP], 2); /* t[0] and the job */
		assert_int_equal(s->r.sums.excluded[RELIABILITY_NO_END], 1);
		assert_int_equal(s->r.sums.part_ms[RELIABILITY_UNKNOWN], HOUR_MS);
		for (size_t k = 0; k < COUNT(absurd); k++) {
			struct reliability_input in = s->in;

			s->in.a = absurd[i];
			s->in.b = absurd[k];
			s->in.now = absurd[(i + k) % COUNT(absurd)];
			s->machine.life_start = absurd[k];
			s->machine.life_end = absurd[i];
			work_out(s, t, 3);
			s->in = in;
			s->machine.life_start = ms(-500000);
			s->machine.life_end = TIME_NONE;
		}
	}
}

static void costs_are_pooled_against_known_original_values(void **state)
{
	static const struct cost a = {10000, 5000, -0, 1000000, NONE}, b = {-2000, 500, 0, 0, 40000},
				 c = {0, 0, 85000, 1000000, 0};
	struct cost_sums s = {0}, t = {0}, none = {0};

	(void)state;
	cost_add(&s, &a);
	cost_add(&s, &b);
	cost_add(&t, &c);
	cost_merge(&s, &t);
	assert_int_equal(s.parts, 8000);
	assert_int_equal(s.labour, 5500);
	assert_int_equal(s.outside, 85000);
	assert_int_equal(s.total, 98500);
	assert_int_equal(s.machines, 3);
	assert_int_equal(s.unvalued, 1);
	/* 100,000 cents on machines worth 2,000,000; the machine of unknown value is left out. */
	assert_true(cost_ratio(&s) == 0.05);
	assert_true(isnan(cost_ratio(&none)));
	/* money that nobody is paid is no part of the total */
	assert_int_equal(s.downtime, 40000);
	assert_int_equal(s.unrated, 1);
}

static void an_hour_of_downtime_costs_its_rate(void **state)
{
	static const struct {
		int64_t ms, rate, cents;
	} rows[] = {
		{0, 50000, 0},
		{3600000, 50000, 50000},
		{5400000, 50000, 75000},
		{1, 50000, 0},
		{36, 50000, 1},
		{35, 50000, 0},
		{3600000, 0, 0},
		{3600000, NONE, NONE},
		/* two hundred years at the highest rate there is */
		{INT64_C(6311520000000), INT64_C(10000000000), INT64_C(17532000000000000)},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(cost_of_downtime(rows[i].ms, rows[i].rate), rows[i].cents);
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(case_1_no_failure),
		T(case_2_one_failure),
		T(case_3_across_the_night),
		T(case_4_two_tickets_one_breakdown),
		T(case_5_planned_job),
		T(case_6_ongoing),
		T(case_7_begun_before),
		T(case_8_weekend),
		T(case_9_commissioned),
		T(case_10_pooled),
		T(case_11_restored_is_not_closed),
		T(case_12_bad_times),
		T(a_machine_without_calendar_is_required_round_the_clock_and_flagged),
		T(a_degraded_failure_without_onset_began_when_it_was_reported),
		T(the_parts_of_a_repair_sum_to_its_whole),
		T(mttr_has_mean_median_and_p90_over_all_repairs),
		T(three_breakdowns_are_no_longer_weak),
		T(a_failure_of_the_same_mode_within_30_days_is_a_repeat),
		T(groups_pool_values_not_averages),
		T(rows_of_unlisted_machines_are_passed_over),
		T(absurd_times_are_missing_times),
		cmocka_unit_test(costs_are_pooled_against_known_original_values),
		cmocka_unit_test(an_hour_of_downtime_costs_its_rate),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
