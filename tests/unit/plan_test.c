/* What becomes of each time a plan is due, from day to day: lived through with the planner, the technician and the clock. */
#include "test.h"

#include "store_fixture.h"

#include "base/clock.h"
#include "domain/asset.h"
#include "domain/compliance.h"
#include "domain/ical.h"
#include "domain/job.h"
#include "domain/plan.h"
#include "domain/tell.h"
#include "domain/ticket.h"
#include "store/account.h"

#define STATE                                                                                                \
	"SELECT coalesce(group_concat(n || ' ' || due_day || ' ' || state || ' ' || "                        \
	"coalesce(ticket_id, '-'), '; '), '') AS state FROM (SELECT * FROM plan_due ORDER BY n)"

struct plant {
	struct fixture f;
	int64_t machine, job, plan;
};

struct make {
	struct plant *p;
	struct plan plan;
};

static enum err build(struct tx *tx, void *ctx)
{
	struct make *m = ctx;
	static struct job_task tasks[] = {{"grease", NULL}, {"clean", NULL}};
	struct job_plan j = {
		.name = "service", .minutes = 60, .stands = 1, .tasks = {tasks, 2}, .parts = {NULL, 0}};
	struct asset site, machine;
	struct plan_asset pa = {.meter_id = NONE};
	enum err err;

	fields_none(asset_fields, &site);
	site.kind = ASSET_SITE;
	site.name = "works";
	err = domain_asset_add(tx, &site);
	fields_none(asset_fields, &machine);
	machine.kind = ASSET_MACHINE;
	machine.name = "press";
	machine.parent_id = site.id;
	if (err == OK)
		err = domain_asset_add(tx, &machine);
	if (err == OK)
		err = domain_job_add(tx, &j);
	pa.asset_id = machine.id;
	m->plan.job_plan_id = j.id;
	m->plan.assets = (struct list){&pa, 1};
	if (err == OK)
		err = domain_plan_add(tx, &m->plan);
	m->p->machine = machine.id;
	m->p->plan = m->plan.id;
	return err;
}

static struct plan weekly(int mode)
{
	struct plan p;

	fields_none(plan_columns, &p);
	p.name = "weekly";
	p.unit = RECUR_WEEK;
	p.every = 1;
	p.mode = mode;
	p.holiday = RECUR_STAY;
	p.weekdays = p.months = p.paused = p.retired = 0;
	p.from_day = 20260601; /* a Monday */
	p.start_min = 480;
	p.lead_days = 2;
	p.grace_days = 1;
	p.priority = 3;
	return p;
}

static void begin(struct plant *p, struct plan plan, int64_t day)
{
	struct make m = {p, plan};

	setenv("TZ", "Asia/Shanghai", 1);
	tzset();
	fixture_open(&p->f);
	p->f.now = clock_day_start(day) + 12 * HOUR_MS;
	assert_int_equal(fixture_write(&p->f, build, &m), OK);
}

static enum err planner(struct tx *tx, void *ctx)
{
	struct plan_pair after = {0, 0};
	int64_t n;

	return domain_plan_run(tx, &after, &n, ctx);
}

/* The planner at noon of that day; how many tickets it made. */
static int64_t run_on(struct plant *p, int64_t day)
{
	int64_t made = 0;

	p->f.now = clock_day_start(day) + 12 * HOUR_MS;
	assert_int_equal(fixture_write(&p->f, planner, &made), OK);
	return made;
}

static enum err finish(struct tx *tx, void *ctx)
{
	const int64_t id = *(int64_t *)ctx;
	struct ticket_task ticks[2];
	struct ticket_repair r;
	struct list tasks;
	struct ticket t;
	enum err err = store_task_list(tx->db, tx->arena, id, &tasks);

	for (size_t i = 0; i < tasks.n && err == OK; i++) {
		ticks[i] = *(struct ticket_task *)list_at(&tasks, i, sizeof(struct ticket_task));
		ticks[i].result = TASK_DONE;
		ticks[i].done_at = tx->now;
		err = store_task_put(tx, &ticks[i]);
	}
	ticket_repair_none(&r);
	if (err == OK)
		err = store_ticket_get(tx->db, tx->arena, id, &t);
	/* As if somebody had taken it. */
	t.state = TICKET_IN_PROGRESS;
	t.accepted_at = t.started_at = tx->now;
	if (err == OK)
		err = store_ticket_put(tx, &t);
	return err == OK ? domain_ticket_restore(tx, id, NONE, &r, &t) : err;
}

static void finish_on(struct plant *p, int64_t day, int64_t ticket)
{
	p->f.now = clock_day_start(day) + 15 * HOUR_MS;
	assert_int_equal(fixture_write(&p->f, finish, &ticket), OK);
}

static void expect(struct plant *p, const char *dues)
{
	assert_string_equal(fixture_state(&p->f, STATE), dues);
}

static void the_ticket_comes_ahead_once_and_the_next_waits_when_it_is_done(void **state)
{
	struct plant p;

	(void)state;
	begin(&p, weekly(RECUR_FIXED), 20260528);
	expect(&p, "1 20260601 waiting -");
	assert_int_equal(run_on(&p, 20260529), 0);
	assert_int_equal(run_on(&p, 20260530), 1);
	expect(&p, "1 20260601 open 1");
	assert_int_equal(run_on(&p, 20260530), 0);
	assert_int_equal(run_on(&p, 20260601), 0);
	finish_on(&p, 20260601, 1);
	expect(&p, "1 20260601 done 1; 2 20260608 waiting -");
	/* The two days ahead of the next. */
	assert_int_equal(run_on(&p, 20260606), 1);
	finish_on(&p, 20260606, 2); /* ahead of its day: the rhythm stays */
	expect(&p, "1 20260601 done 1; 2 20260608 done 2; 3 20260615 waiting -");
	fixture_close(&p.f);
}

static void work_that_is_left_does_not_pile_up(void **state)
{
	struct plant p;

	(void)state;
	begin(&p, weekly(RECUR_FIXED), 20260601);
	expect(&p, "1 20260601 open 1");
	assert_int_equal(run_on(&p, 20260607), 0);
	expect(&p, "1 20260601 open 1");
	assert_int_equal(run_on(&p, 20260608), 0);
	expect(&p, "1 20260601 missed 1; 2 20260608 open 1");
	/* The server was off for two weeks. */
	assert_int_equal(run_on(&p, 20260623), 0);
	expect(&p, "1 20260601 missed 1; 2 20260608 missed 1; 3 20260615 missed 1; 4 20260622 open 1");
	finish_on(&p, 20260623, 1);
	expect(&p, "1 20260601 missed 1; 2 20260608 missed 1; 3 20260615 missed 1; 4 20260622 done 1; "
		   "5 20260629 waiting -");
	fixture_close(&p.f);
}

static void after_completion_nothing_is_missed_and_late_work_moves_the_next(void **state)
{
	struct plant p;

	(void)state;
	begin(&p, weekly(RECUR_AFTER), 20260601);
	assert_int_equal(run_on(&p, 20260710), 0);
	expect(&p, "1 20260601 open 1");
	finish_on(&p, 20260710, 1);
	expect(&p, "1 20260601 done 1; 2 20260717 waiting -");
	fixture_close(&p.f);
}

static void a_server_that_was_off_makes_one_ticket_for_all_it_missed(void **state)
{
	struct plant p;

	(void)state;
	begin(&p, weekly(RECUR_FIXED), 20260528);
	assert_int_equal(run_on(&p, 20260617), 1);
	expect(&p, "1 20260601 missed 1; 2 20260608 missed 1; 3 20260615 open 1");
	fixture_close(&p.f);
}

static enum err planner_twice(struct tx *tx, void *ctx)
{
	return planner(tx, ctx);
}

static void a_failure_anywhere_leaves_nothing_half_made(void **state)
{
	struct plant p;
	int64_t made = 0;

	(void)state;
	begin(&p, weekly(RECUR_FIXED), 20260528);
	p.f.now = clock_day_start(20260601);
	assert_true(fixture_torture(&p.f, planner_twice, &made, sizeof(made),
			    "SELECT (SELECT count(*) FROM ticket) || ' ' || (SELECT count(*) FROM "
			    "ticket_task) || ' ' "
			    "|| (SELECT count(*) FROM event) || ' ' || (SELECT group_concat(state) FROM "
			    "plan_due) AS "
			    "state") > 5);
	expect(&p, "1 20260601 open 1");
	assert_int_equal(run_on(&p, 20260601), 0);
	fixture_close(&p.f);
}

/* ---- who is told ---- */

struct people {
	struct plant *p;
	int64_t boss, li, n;
};

static enum err add_people(struct tx *tx, void *ctx)
{
	struct people *w = ctx;
	struct account boss = {.login = "boss", .name = "Boss", .role = "manager", .password = "-"};
	struct account li = {.login = "li", .name = "Li", .role = "technician", .password = "-"};
	struct account wang = {.login = "wang", .name = "Wang", .role = "technician", .password = "-"};
	struct plan plan;
	enum err err = store_account_add(tx, &boss);

	if (err == OK)
		err = store_account_add(tx, &li);
	if (err == OK)
		err = store_account_add(tx, &wang);
	if (err == OK)
		err = store_plan_get(tx->db, tx->arena, w->p->plan, 0, &plan);
	plan.assignee_id = li.id;
	return err == OK ? domain_plan_put(tx, &plan) : err;
}

static enum err look_overdue(struct tx *tx, void *ctx)
{
	return domain_plan_overdue(tx, ctx);
}

static int64_t overdue_on(struct plant *p, int64_t day)
{
	int64_t n = -1;

	p->f.now = clock_day_start(day) + 12 * HOUR_MS;
	assert_int_equal(fixture_write(&p->f, look_overdue, &n), OK);
	return n;
}

static enum err follow(struct tx *tx, void *ctx)
{
	struct tell_follow f = {.from = 0, .seq = -1};
	enum err err = OK;

	(void)ctx;
	while (err == OK && f.seq != f.from) {
		f.from = f.seq < 0 ? 0 : f.seq;
		err = domain_tell_follow(tx, &f);
	}
	return err;
}

#define TOLD                                                                                                 \
	"SELECT coalesce((SELECT group_concat(entity || ' ' || entity_id || ' ' || title || ' ' || detail, " \
	"'; ') FROM telling WHERE rule = 'overdue'), '') || ' > ' || coalesce((SELECT group_concat(login) "  \
	"FROM (SELECT DISTINCT a.login FROM telling t JOIN notice n ON n.telling_id = t.id JOIN account a "  \
	"ON a.id = n.account_id WHERE t.rule = 'overdue' ORDER BY 1)), '') AS state"

static void what_is_past_its_grace_is_told_once_to_the_manager_and_who_is_responsible(void **state)
{
	struct plant p;
	struct people w = {.p = &p};

	(void)state;
	begin(&p, weekly(RECUR_AFTER), 20260528);
	assert_int_equal(fixture_write(&p.f, add_people, &w), OK);
	assert_int_equal(run_on(&p, 20260601), 1);
	assert_int_equal(overdue_on(&p, 20260602), 0); /* its last day of grace */
	assert_int_equal(overdue_on(&p, 20260603), 1);
	assert_int_equal(overdue_on(&p, 20260603), 0);
	assert_int_equal(overdue_on(&p, 20260630), 0);
	assert_int_equal(fixture_write(&p.f, follow, NULL), OK);
	assert_string_equal(fixture_state(&p.f, TOLD), "ticket 1 press weekly · 2026-06-01 > boss,li");
	fixture_close(&p.f);
}

static void days_that_go_by_faster_than_their_grace_are_told_too(void **state)
{
	struct plant p;
	struct plan daily = weekly(RECUR_FIXED);

	(void)state;
	daily.unit = RECUR_DAY;
	begin(&p, daily, 20260601);
	for (int64_t day = 20260602; day <= 20260604; day++) {
		run_on(&p, day);
		assert_int_equal(overdue_on(&p, day), 0);
	}
	assert_string_equal(
		fixture_state(&p.f, "SELECT count(*) AS state FROM event WHERE entity = 'plan' AND "
				    "kind = 'overdue'"),
		"3");
	/* Of what passed while the server was off, the last. */
	run_on(&p, 20260620);
	assert_string_equal(
		fixture_state(&p.f, "SELECT count(*) AS state FROM event WHERE entity = 'plan' AND "
				    "kind = 'overdue'"),
		"4");
	fixture_close(&p.f);
}

/* ---- the figure ---- */

static void standings_are_told_by_days(void **state)
{
	static const struct {
		int state;
		int64_t grace, done, today;
		int is;
	} cases[] = {
		{DUE_WAITING, 20260610, NONE, 20260601, STANDING_AHEAD},
		{DUE_OPEN, 20260610, NONE, 20260610, STANDING_AHEAD},
		{DUE_OPEN, 20260610, NONE, 20260611, STANDING_OVERDUE},
		{DUE_WAITING, 20260610, NONE, 20260611, STANDING_OVERDUE},
		{DUE_DONE, 20260610, 20260610, 20260701, STANDING_IN_TIME},
		{DUE_DONE, 20260610, 20260611, 20260701, STANDING_LATE},
		{DUE_DONE, 20260610, 20260501, 20260701, STANDING_IN_TIME},
		{DUE_SKIPPED, 20260610, NONE, 20260501, STANDING_SKIPPED},
		{DUE_MISSED, 20260610, NONE, 20260501, STANDING_MISSED},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct plan_due d = {
			.state = cases[i].state, .grace_day = cases[i].grace, .done_day = cases[i].done};

		assert_int_equal(due_standing(&d, cases[i].today), cases[i].is);
	}
}

static void the_share_counts_what_is_over_and_nothing_else(void **state)
{
	struct compliance_report r;
	struct plant p;
	struct db *db;

	(void)state;
	begin(&p, weekly(RECUR_FIXED), 20260528);
	run_on(&p, 20260530);
	finish_on(&p, 20260602, 1); /* a day late, within its day of grace */
	run_on(&p, 20260606);
	finish_on(&p, 20260611, 2); /* late */
	run_on(&p, 20260613);
	run_on(&p, 20260622); /* the third is missed, the fourth is due today */
	db = store_reader(p.f.store);
	assert_int_equal(domain_compliance(db, &p.f.arena, NONE, 20260601, 20260630, 20260622, &r), OK);
	assert_int_equal(r.all.due, 3);
	assert_int_equal(r.all.counts[STANDING_IN_TIME], 1);
	assert_int_equal(r.all.counts[STANDING_LATE], 1);
	assert_int_equal(r.all.counts[STANDING_MISSED], 1);
	assert_int_equal(r.all.counts[STANDING_AHEAD], 1);
	assert_true(r.all.share > 0.333 && r.all.share < 0.334);
	assert_int_equal(r.overdue_now, 0);
	/* Two days on the fourth is past its grace. */
	assert_int_equal(domain_compliance(db, &p.f.arena, NONE, 20260601, 20260630, 20260624, &r), OK);
	assert_int_equal(r.all.due, 4);
	assert_int_equal(r.overdue_now, 1);
	assert_int_equal(domain_compliance(db, &p.f.arena, NONE, 20250101, 20250131, 20260624, &r), OK);
	assert_int_equal(r.all.due, 0);
	assert_true(r.all.share != r.all.share);
	store_reader_return(p.f.store, db);
	fixture_close(&p.f);
}

/* ---- at random ---- */

struct doing {
	struct plant *p;
	unsigned n;  /* which of the things that can be done */
	uint64_t by; /* how */
	int64_t today;
};

static enum err number_of(struct tx *tx, const char *sql, int64_t *n)
{
	enum err err = db_int(tx->db, sql, NO_ARGS, n);

	*n = err == OK ? *n : NONE;
	return err == ERR_NOT_FOUND ? OK : err;
}

static enum err do_to_ticket(struct tx *tx, const struct doing *d)
{
	struct ticket t;
	int64_t id;
	enum err err = number_of(tx, "SELECT ticket_id FROM plan_due WHERE state = 'open'", &id);

	if (err != OK || id == NONE)
		return err;
	return d->n < 3 ? finish(tx, &id) : domain_ticket_cancel(tx, id, NONE, CANCEL_OTHER, NONE, "no", &t);
}

static enum err do_to_due(struct tx *tx, const struct doing *d)
{
	struct plan_due due;
	int64_t id;
	enum err err = number_of(tx, "SELECT id FROM plan_due WHERE state IN ('waiting', 'open')", &id);

	if (err == OK && id == NONE)
		return OK;
	if (err == OK)
		err = store_due_get(tx->db, tx->arena, id, &due);
	if (err != OK)
		return err;
	return d->n == 4   ? domain_due_skip(tx, id, due.version, "no", &due)
	       : d->n == 5 ? domain_due_make(tx, id, due.version, &due)
			   : domain_due_move(tx, id, due.version, clock_day_add(d->today, (int)(d->by % 20)),
				     "later", &due);
}

static enum err do_to_plan(struct tx *tx, const struct doing *d)
{
	const struct plan_asset pa = {.asset_id = d->p->machine, .meter_id = NONE};
	struct plan plan;
	enum err err = store_plan_get(tx->db, tx->arena, d->p->plan, 0, &plan);

	if (err != OK)
		return err;
	if (d->n == 7)
		return plan.assets.n ? domain_plan_machine_remove(tx, plan.id, pa.asset_id)
				     : domain_plan_machine_add(tx, &plan, &pa);
	if (d->n == 8) {
		plan.paused = !plan.paused;
		plan.pause_reason = "closed";
		return domain_plan_put(tx, &plan);
	}
	plan.unit = (int)(d->by % 3);
	plan.mode = (int)(d->by / 3 % 2);
	plan.every = 1 + (int64_t)(d->by / 6 % 3);
	plan.lead_days = (int64_t)(d->by / 18 % 10);
	plan.weekdays = plan.unit == RECUR_WEEK ? (int64_t)(d->by / 180 % 128) : 0;
	plan.month_day = plan.unit == RECUR_MONTH && plan.mode == RECUR_FIXED ? RECUR_LAST_DAY : NONE;
	plan.from_day = clock_day_add(d->today, (int)(d->by / 23040 % 40) - 20);
	return domain_plan_put(tx, &plan);
}

static enum err do_any(struct tx *tx, void *ctx)
{
	const struct doing *d = ctx;

	return d->n < 4 ? do_to_ticket(tx, d) : d->n < 7 ? do_to_due(tx, d) : do_to_plan(tx, d);
}

/* Whatever is done to it in whatever order: of a plan in use something is to come, once, and each ticket has its due. */
#define WRONG                                                                                                \
	"SELECT (SELECT CASE WHEN count(*) > 1 THEN 'two ahead ' ELSE '' END FROM plan_due WHERE state IN "  \
	"('waiting', 'open')) || (SELECT CASE WHEN count(*) > 0 THEN 'nothing ahead ' ELSE '' END FROM "     \
	"plan_asset x JOIN plan p ON p.id = x.plan_id WHERE p.paused = 0 AND x.removed_at IS NULL AND NOT "  \
	"EXISTS (SELECT 1 FROM plan_due WHERE state IN ('waiting', 'open'))) || (SELECT CASE WHEN count(*) " \
	"> 0 THEN 'a ticket and its due differ ' ELSE '' END FROM ticket t WHERE (t.state IN ('reported', "  \
	"'accepted', 'in_progress', 'waiting')) <> (SELECT count(*) FROM plan_due d WHERE d.ticket_id = "    \
	"t.id AND d.state = 'open')) || (SELECT CASE WHEN count(*) <> coalesce(max(n), 0) THEN 'numbers ' "  \
	"ELSE '' END FROM plan_due) AS state"

static void whatever_is_done_something_is_to_come_and_once(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 4; seed++) {
		struct plant p;
		struct doing d = {.p = &p, .today = 20260528};
		uint64_t s = seed * 7919;

		begin(&p, weekly((int)(seed % 2)), d.today);
		for (int i = 0; i < 80; i++) {
			enum err err;

			s = s * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
			d.n = (unsigned)((s >> 33) % 10);
			d.by = s >> 36;
			d.today = clock_day_add(d.today, (int)((s >> 40) % 4));
			p.f.now = clock_day_start(d.today) + 9 * HOUR_MS;
			err = fixture_write(&p.f, do_any, &d);
			if (err != OK && err != ERR_INVALID && err != ERR_CONFLICT)
				fail_msg("seed %d, step %d: %s", (int)seed, i, err_name(err));
			run_on(&p, d.today);
			if (*fixture_state(&p.f, WRONG))
				fail_msg("seed %d, step %d (%u): %s: %s", (int)seed, i, d.n,
					fixture_state(&p.f, WRONG), fixture_state(&p.f, STATE));
		}
		fixture_close(&p.f);
	}
}

/* ---- iCalendar ---- */

static void a_calendar_line_is_folded_between_characters_and_escaped(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b);
	ical_text(&b, "SUMMARY", "a,b;c\\d\ne");
	assert_string_equal(buf_text(&b), "SUMMARY:a\\,b\\;c\\\\d\\ne\r\n");
	buf_clear(&b);
	ical_text(&b, "SUMMARY", "机机机机机机机机机机机机机机机机机机机机机机机机机机机机机机");
	for (const char *line = buf_text(&b); *line;) {
		size_t n = strcspn(line, "\r");

		assert_true(n <= 75);
		assert_true(((unsigned char)line[0] & 0xC0) != 0x80 && line[n + 1] == '\n');
		line += n + 2;
		assert_true(!*line || (line[0] == ' ' && ((unsigned char)line[1] & 0xC0) != 0x80));
	}
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_ticket_comes_ahead_once_and_the_next_waits_when_it_is_done),
		cmocka_unit_test(work_that_is_left_does_not_pile_up),
		cmocka_unit_test(after_completion_nothing_is_missed_and_late_work_moves_the_next),
		cmocka_unit_test(a_server_that_was_off_makes_one_ticket_for_all_it_missed),
		cmocka_unit_test(a_failure_anywhere_leaves_nothing_half_made),
		cmocka_unit_test(what_is_past_its_grace_is_told_once_to_the_manager_and_who_is_responsible),
		cmocka_unit_test(days_that_go_by_faster_than_their_grace_are_told_too),
		cmocka_unit_test(standings_are_told_by_days),
		cmocka_unit_test(the_share_counts_what_is_over_and_nothing_else),
		cmocka_unit_test(whatever_is_done_something_is_to_come_and_once),
		cmocka_unit_test(a_calendar_line_is_folded_between_characters_and_escaped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
