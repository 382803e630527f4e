/* ticket_test.c - the life of a ticket: what is allowed in which state, who comes second, what a late correction
 * needs, and that a failed statement leaves nothing half-written. */
#include "store_fixture.h"

#include "domain/account.h"
#include "domain/codelist.h"
#include "domain/ticket.h"
#include "store/asset.h"
#include "store/event.h"

static const char SQL_STATE[] =
	"SELECT (SELECT count(*) FROM ticket) || ' ' || (SELECT count(*) FROM event) || ' ' || "
	"(SELECT coalesce(sum(version), 0) FROM ticket) || ' ' || (SELECT count(*) FROM labour) || ' ' || "
	"(SELECT coalesce(group_concat(state), '') FROM asset) || ' ' || (SELECT count(*) FROM "
	"ticket_comment) || ' ' || "
	"(SELECT count(*) FROM ticket_wait) AS state";

struct world {
	struct fixture f;
	int64_t machine, component, other, li, wang, store_keeper;
};

static enum err make_world(struct tx *tx, void *ctx)
{
	struct world *w = ctx;
	struct asset m = {.parent_id = NONE,
		.kind = ASSET_MACHINE,
		.code = "P-01",
		.name = "一号冲床",
		.criticality = 0,
		.calendar_id = NONE,
		.commissioned_day = NONE,
		.retired_day = NONE,
		.original_value_cents = NONE};
	struct asset o = m, c = m;
	struct account li = {.login = "li", .name = "李", .role = "technician", .password = "x"};
	struct account wang = {.login = "wang", .name = "王", .role = "technician", .password = "x"};
	struct account keeper = {.login = "ku", .name = "库", .role = "storekeeper", .password = "x"};
	struct labour_rate rate = {.account_id = NONE, .from_day = 20260101, .cents_hour = 6000};

	m.state = o.state = ASSET_RUNNING;
	o.code = "P-02";
	assert_int_equal(domain_codelist_seed(tx), OK);
	assert_int_equal(store_asset_add(tx, &m), OK);
	assert_int_equal(store_asset_add(tx, &o), OK);
	c.kind = ASSET_COMPONENT;
	c.parent_id = m.id;
	c.code = NULL;
	c.state = -1;
	c.name = "油泵";
	assert_int_equal(store_asset_add(tx, &c), OK);
	assert_int_equal(store_account_add(tx, &li), OK);
	assert_int_equal(store_account_add(tx, &wang), OK);
	assert_int_equal(store_account_add(tx, &keeper), OK);
	assert_int_equal(store_rate_add(tx, &rate), OK);
	w->machine = m.id;
	w->other = o.id;
	w->component = c.id;
	w->li = li.id;
	w->wang = wang.id;
	w->store_keeper = keeper.id;
	return OK;
}

#define T0 INT64_C(1790000000000)

static int set_up(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	fixture_open(&w->f);
	w->f.now = T0;
	assert_int_equal(fixture_write(&w->f, make_world, w), OK);
	w->f.actor = (struct actor){w->li, "李"};
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	struct world *w = *state;

	fixture_close(&w->f);
	free(w);
	return 0;
}

/* One call of the domain, whichever; the tests fill what it needs. */
struct call {
	int verb; /* enum ticket_verb, or -1: report */
	int64_t id, version, account;
	struct ticket_new n;
	struct ticket_repair repair;
	struct ticket t;
	bool again;
};

static enum err run(struct tx *tx, void *ctx)
{
	struct call *c = ctx;

	switch (c->verb) {
	case -1:
		return domain_ticket_report(tx, &c->n, &c->t, &c->again);
	case VERB_ACCEPT:
		return domain_ticket_accept(tx, c->id, c->version, c->account, &c->t);
	case VERB_START:
		return domain_ticket_start(tx, c->id, c->version, &c->t);
	case VERB_WAIT:
		return domain_ticket_wait(tx, c->id, c->version, "parts", NULL, &c->t);
	case VERB_RESUME:
		return domain_ticket_resume(tx, c->id, c->version, &c->t);
	case VERB_RESTORE:
		return domain_ticket_restore(tx, c->id, c->version, &c->repair, &c->t);
	case VERB_CLOSE:
		return domain_ticket_close(tx, c->id, c->version, &c->t);
	case VERB_REOPEN:
		return domain_ticket_reopen(tx, c->id, c->version, "又坏了", &c->t);
	default:
		return domain_ticket_cancel(tx, c->id, c->version, CANCEL_NO_FAULT, NONE, NULL, &c->t);
	}
}

static struct call report_call(const struct world *w)
{
	struct call c = {.verb = -1};

	ticket_new_none(&c.n);
	c.n.machine_id = w->machine;
	c.n.symptom = "漏油";
	c.n.stopped = 1;
	return c;
}

static struct call verb_call(const struct world *w, int64_t id, int64_t version, int verb)
{
	struct call c = {.verb = verb, .id = id, .version = version, .account = w->li};

	ticket_repair_none(&c.repair);
	c.repair.action_code = "REP";
	return c;
}

static int64_t report(struct world *w)
{
	struct call c = report_call(w);

	assert_int_equal(fixture_write(&w->f, run, &c), OK);
	return c.t.id;
}

/* Does the verb at the version it has now; returns the error. */
static enum err step(struct world *w, int64_t id, int verb, struct ticket *t)
{
	struct call c = verb_call(w, id, NONE, verb);
	enum err err;

	w->f.now += MINUTE_MS;
	err = fixture_write(&w->f, run, &c);
	if (t)
		*t = c.t;
	return err;
}

/* The way into each state, from a fresh report. */
static const int ways[][5] = {
	[TICKET_REPORTED] = {-1},
	[TICKET_ACCEPTED] = {VERB_ACCEPT, -1},
	[TICKET_IN_PROGRESS] = {VERB_ACCEPT, VERB_START, -1},
	[TICKET_WAITING] = {VERB_ACCEPT, VERB_START, VERB_WAIT, -1},
	[TICKET_RESTORED] = {VERB_ACCEPT, VERB_START, VERB_RESTORE, -1},
	[TICKET_CLOSED] = {VERB_ACCEPT, VERB_START, VERB_RESTORE, VERB_CLOSE, -1},
	[TICKET_CANCELLED] = {VERB_CANCEL, -1},
};

static int64_t ticket_in(struct world *w, int state)
{
	int64_t id = report(w);

	for (const int *v = ways[state]; *v >= 0; v++)
		assert_int_equal(step(w, id, *v, NULL), OK);
	return id;
}

/* Each verb works from exactly the states that the product names, and leads where it names. */
static void every_verb_in_every_state(void **state)
{
	static const struct {
		int verb;
		const char *from; /* a letter per state: r a i w R c x */
		int to;
	} rules[] = {
		{VERB_ACCEPT, "r", TICKET_ACCEPTED},
		{VERB_START, "ra", TICKET_IN_PROGRESS},
		{VERB_WAIT, "i", TICKET_WAITING},
		{VERB_RESUME, "w", TICKET_IN_PROGRESS},
		{VERB_RESTORE, "aiw", TICKET_RESTORED},
		{VERB_CLOSE, "R", TICKET_CLOSED},
		{VERB_REOPEN, "Rc", TICKET_IN_PROGRESS},
		{VERB_CANCEL, "raiw", TICKET_CANCELLED},
	};
	static const char letters[] = "raiwRcx";
	struct world *w = *state;

	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		for (int from = TICKET_REPORTED; from <= TICKET_CANCELLED; from++) {
			int64_t id = ticket_in(w, from);
			struct ticket t;
			enum err err = step(w, id, rules[i].verb, &t);

			if (strchr(rules[i].from, letters[from])) {
				assert_int_equal(err, OK);
				assert_int_equal(t.state, rules[i].to);
			} else {
				assert_int_equal(err, ERR_CONFLICT);
				assert_int_equal(t.state, from);
			}
		}
	}
}

/* Two technicians who take the same ticket: one gets it, the other is told who has it, whatever version they saw. */
static void the_second_is_told_who_has_it(void **state)
{
	struct world *w = *state;
	int64_t id = report(w);
	struct call first = verb_call(w, id, 1, VERB_ACCEPT), second = first;

	second.account = w->wang;
	assert_int_equal(fixture_write(&w->f, run, &first), OK);
	assert_int_equal(fixture_write(&w->f, run, &second), ERR_CONFLICT);
	assert_int_equal(w->f.fault.msg, MSG_TICKET_TAKEN);
	assert_string_equal(w->f.fault.arg, "李");
}

/* A change based on an old version is refused and changes nothing. */
static void a_stale_version_is_refused(void **state)
{
	struct world *w = *state;
	int64_t id = ticket_in(w, TICKET_ACCEPTED);
	struct call c = verb_call(w, id, 1, VERB_START);
	const char *before = fixture_state(&w->f, SQL_STATE);

	assert_int_equal(fixture_write(&w->f, run, &c), ERR_STALE);
	assert_string_equal(fixture_state(&w->f, SQL_STATE), before);
	assert_int_equal(c.t.state, TICKET_ACCEPTED);
}

/* The same key is the same ticket, also when the second one says something else. */
static void a_report_sent_twice_is_one_ticket(void **state)
{
	struct world *w = *state;
	struct call a = report_call(w), b = a;

	a.n.key = b.n.key = "key-12345678";
	b.n.symptom = "异响";
	assert_int_equal(fixture_write(&w->f, run, &a), OK);
	assert_int_equal(fixture_write(&w->f, run, &b), OK);
	assert_false(a.again);
	assert_true(b.again);
	assert_int_equal(a.t.id, b.t.id);
	assert_string_equal(b.t.symptom, "漏油");
}

/* Times are kept apart: occurred, reported, accepted, started, restored, closed; a reopened ticket goes on failing. */
static void each_time_has_its_place(void **state)
{
	struct world *w = *state;
	struct call c = report_call(w);
	struct ticket t;
	int64_t id;

	c.n.occurred_at = T0 - HOUR_MS;
	assert_int_equal(fixture_write(&w->f, run, &c), OK);
	id = c.t.id;
	assert_int_equal(c.t.occurred_at, T0 - HOUR_MS);
	assert_int_equal(c.t.reported_at, T0);
	assert_int_equal(step(w, id, VERB_ACCEPT, &t), OK);
	assert_int_equal(t.accepted_at, T0 + MINUTE_MS);
	assert_int_equal(step(w, id, VERB_START, &t), OK);
	assert_int_equal(t.started_at, T0 + 2 * MINUTE_MS);
	assert_int_equal(step(w, id, VERB_RESTORE, &t), OK);
	assert_int_equal(t.restored_at, T0 + 3 * MINUTE_MS);
	assert_int_equal(step(w, id, VERB_REOPEN, &t), OK);
	assert_int_equal(t.restored_at, NONE);
	assert_int_equal(t.reopened, 1);
	assert_int_equal(t.occurred_at, T0 - HOUR_MS);
}

/* What a repair must say: an action, codes that exist, a component of this machine, times in order. */
static void a_repair_is_checked(void **state)
{
	struct world *w = *state;
	const struct {
		const char *field;
		struct ticket_repair r;
	} wrong[] = {
		{"action", {.restored_at = NONE, .occurred_at = NONE, .component_id = NONE}},
		{"action_code", {.restored_at = NONE,
					.occurred_at = NONE,
					.component_id = NONE,
					.action_code = "NO"}},
		{"cause_code", {.restored_at = NONE,
				       .occurred_at = NONE,
				       .component_id = NONE,
				       .action = "换",
				       .cause_code = "NO"}},
		{"failure_mode", {.restored_at = NONE,
					 .occurred_at = NONE,
					 .component_id = NONE,
					 .action = "换",
					 .failure_mode = "NO"}},
		{"restored_at", {.restored_at = T0 + 30 * DAY_MS,
					.occurred_at = NONE,
					.component_id = NONE,
					.action = "换"}},
		{"restored_at", {.restored_at = T0 - DAY_MS,
					.occurred_at = NONE,
					.component_id = NONE,
					.action = "换"}},
		{"component_id",
			{.restored_at = NONE, .occurred_at = NONE, .component_id = w->other, .action = "换"}},
		{"component_id", {.restored_at = NONE,
					 .occurred_at = NONE,
					 .component_id = w->machine,
					 .action = "换"}},
	};
	int64_t id = ticket_in(w, TICKET_IN_PROGRESS);
	struct call good = verb_call(w, id, NONE, VERB_RESTORE);

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct call c = verb_call(w, id, NONE, VERB_RESTORE);

		c.repair = wrong[i].r;
		assert_int_equal(fixture_write(&w->f, run, &c), ERR_INVALID);
		assert_string_equal(w->f.fault.fields[0].name, wrong[i].field);
	}
	good.repair.component_id = w->component;
	assert_int_equal(fixture_write(&w->f, run, &good), OK);
	assert_string_equal(good.t.component_name, "油泵");
}

static int machine_state(struct world *w)
{
	struct db *db = store_reader(w->f.store);
	struct asset m;

	assert_int_equal(store_asset_get(db, &w->f.arena, w->machine, &m), OK);
	store_reader_return(w->f.store, db);
	return m.state;
}

/* The machine's state follows its open tickets. */
static void the_machine_follows(void **state)
{
	struct world *w = *state;
	struct call soft = report_call(w);
	int64_t hard;

	soft.n.stopped = 0;
	assert_int_equal(fixture_write(&w->f, run, &soft), OK);
	assert_int_equal(machine_state(w), ASSET_DEGRADED);
	hard = report(w);
	assert_int_equal(machine_state(w), ASSET_STOPPED);
	assert_int_equal(step(w, hard, VERB_ACCEPT, NULL), OK);
	assert_int_equal(step(w, hard, VERB_RESTORE, NULL), OK);
	assert_int_equal(machine_state(w), ASSET_DEGRADED);
	assert_int_equal(step(w, soft.t.id, VERB_CANCEL, NULL), OK);
	assert_int_equal(machine_state(w), ASSET_RUNNING);
	assert_int_equal(step(w, hard, VERB_REOPEN, NULL), OK);
	assert_int_equal(machine_state(w), ASSET_STOPPED);
}

struct edit_call {
	int64_t id;
	struct ticket_edit e;
	struct ticket t;
};

static enum err edit(struct tx *tx, void *ctx)
{
	struct edit_call *c = ctx;

	return domain_ticket_edit(tx, c->id, NONE, &c->e, &c->t);
}

/* A time that is there changes only with a reason, and both values stay in the history. */
static void a_late_correction_needs_a_reason(void **state)
{
	struct world *w = *state;
	struct edit_call c = {.id = ticket_in(w, TICKET_RESTORED)};
	struct db *db = store_reader(w->f.store);
	struct list events;
	const struct event *last;
	char *both;

	assert_int_equal(store_ticket_get(db, &w->f.arena, c.id, &c.t), OK);
	store_reader_return(w->f.store, db);
	both = arena_printf(&w->f.arena, "\"restored_at\":[%lld,%lld]", (long long)c.t.restored_at,
		(long long)c.t.restored_at - SECOND_MS);
	domain_ticket_edit_of(&c.t, &c.e);
	c.e.restored_at -= SECOND_MS;
	assert_int_equal(fixture_write(&w->f, edit, &c), ERR_INVALID);
	assert_string_equal(w->f.fault.fields[0].name, "reason");
	c.e.reason = "记错了";
	assert_int_equal(fixture_write(&w->f, edit, &c), OK);
	db = store_reader(w->f.store);
	assert_int_equal(store_event_of(db, &w->f.arena, "ticket", c.id, NONE, 1, &events), OK);
	store_reader_return(w->f.store, db);
	last = events.items;
	assert_string_equal(last->kind, "corrected");
	assert_non_null(strstr(last->body, both));
	/* What has not happened gets no time by a correction. */
	c.id = ticket_in(w, TICKET_ACCEPTED);
	domain_ticket_edit_of(&c.t, &c.e);
	c.e.reason = "x";
	assert_int_equal(fixture_write(&w->f, edit, &c), ERR_INVALID);
}

struct labour_call {
	struct labour l;
	int64_t day;
};

static enum err book(struct tx *tx, void *ctx)
{
	struct labour_call *c = ctx;

	return domain_ticket_labour(tx, &c->l, c->day);
}

struct rate_call {
	struct labour_rate r;
};

static enum err set_rate(struct tx *tx, void *ctx)
{
	struct rate_call *c = ctx;

	return store_rate_add(tx, &c->r);
}

/* Minutes cost the person's own rate of that day, else everybody's; rounded half up, and frozen. */
static void labour_costs_the_rate_of_the_day(void **state)
{
	struct world *w = *state;
	int64_t id = ticket_in(w, TICKET_IN_PROGRESS), today = clock_day_of(w->f.now);
	struct rate_call own = {{.account_id = w->li, .from_day = today, .cents_hour = 9000}};
	const struct {
		int64_t account, day, minutes, cents;
	} cases[] = {
		{w->li, NONE, 60, 9000},
		{w->li, clock_day_add(today, -1), 60, 6000},
		{w->wang, NONE, 1, 100},
		{w->li, NONE, 7, 1050},
		{w->li, 20250101, 60, 0},
	};

	assert_int_equal(fixture_write(&w->f, set_rate, &own), OK);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct labour_call c = {
			{.ticket_id = id, .account_id = cases[i].account, .minutes = cases[i].minutes},
			cases[i].day};

		assert_int_equal(fixture_write(&w->f, book, &c), OK);
		assert_int_equal(c.l.cost_cents, cases[i].cents);
	}
	struct labour_call late = {
		{.ticket_id = id, .account_id = w->li, .minutes = 5}, clock_day_add(today, 1)};

	assert_int_equal(fixture_write(&w->f, book, &late), ERR_INVALID);
}

/* Storekeepers do not repair; a limit of reports without an account protects a machine's list. */
static void who_may_and_how_often(void **state)
{
	struct world *w = *state;
	struct call c = verb_call(w, report(w), NONE, VERB_ACCEPT);
	struct call many = report_call(w);

	c.account = w->store_keeper;
	assert_int_equal(fixture_write(&w->f, run, &c), ERR_INVALID);
	w->f.actor = (struct actor){NONE, ""};
	for (int i = 0; i < TICKET_REPORTS_PER_HOUR; i++) {
		many = report_call(w);
		assert_int_equal(fixture_write(&w->f, run, &many), OK);
	}
	assert_int_equal(fixture_write(&w->f, run, &many), ERR_BUSY);
	w->f.now += HOUR_MS + 1;
	assert_int_equal(fixture_write(&w->f, run, &many), OK);
}

/* Whichever statement fails, nothing is half-written: report, accept, wait, restore, reopen. */
static void a_failed_statement_leaves_nothing(void **state)
{
	struct world *w = *state;
	struct call c = report_call(w);
	int64_t id;

	assert_true(fixture_torture(&w->f, run, &c, sizeof(c), SQL_STATE) > 4);
	id = c.t.id;
	static const int verbs[] = {VERB_ACCEPT, VERB_START, VERB_WAIT, VERB_RESTORE, VERB_REOPEN};

	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		c = verb_call(w, id, NONE, verbs[i]);
		assert_true(fixture_torture(&w->f, run, &c, sizeof(c), SQL_STATE) > 3);
	}
}

/* Only the right link opens a ticket. */
static void a_private_link_cannot_be_guessed(void **state)
{
	char a[TICKET_LINK_SIZE], b[TICKET_LINK_SIZE];

	(void)state;
	domain_ticket_link("secret one", 12, a);
	domain_ticket_link("secret two", 12, b);
	assert_string_not_equal(a, b);
	assert_int_equal(domain_ticket_of_link("secret one", a), 12);
	assert_int_equal(domain_ticket_of_link("secret one", b), NONE);
	a[0] = '2';
	assert_int_equal(domain_ticket_of_link("secret one", a), NONE);
	assert_int_equal(domain_ticket_of_link("secret one", ""), NONE);
	assert_int_equal(domain_ticket_of_link("secret one", "12"), NONE);
}

int main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(every_verb_in_every_state),
		TEST(the_second_is_told_who_has_it),
		TEST(a_stale_version_is_refused),
		TEST(a_report_sent_twice_is_one_ticket),
		TEST(each_time_has_its_place),
		TEST(a_repair_is_checked),
		TEST(the_machine_follows),
		TEST(a_late_correction_needs_a_reason),
		TEST(labour_costs_the_rate_of_the_day),
		TEST(who_may_and_how_often),
		TEST(a_failed_statement_leaves_nothing),
		TEST(a_private_link_cannot_be_guessed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
