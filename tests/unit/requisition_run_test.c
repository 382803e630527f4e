/* requisition_run_test.c - what the night proposes, what it must not, and whose use it goes by. */
#include "requisition_fixture.h"

#include "domain/requisition_night.h"
#include "domain/requisition_use.h"

/* ---- what is proposed ---- */

static void run_again_it_changes_nothing(void **state)
{
	struct fixture f;
	int64_t id = draft(&f), version = get(&f, id).version;

	(void)state;
	for (int i = 0; i < 3; i++)
		assert_int_equal(run(&f, i % 2).id, id);
	assert_int_equal(get(&f, id).version, version);
	assert_int_equal(line_of(&f, id, 1, OK).qty, 12000);
	fixture_close(&f);
}

static void a_cycle_has_one_and_what_is_on_order_is_not_bought_again(void **state)
{
	struct fixture f;
	int64_t first, day = DAY_MS;

	(void)state;
	plant(&f);
	keep(&f, 1, 5000, 12000);
	f.now = clock_day_start(20260105) + 2 * HOUR_MS; /* a Monday: a cycle begins */
	first = run(&f, true).id;
	assert_int_equal(get(&f, first).cycle_day, 20260105);
	step(&f, first, REQ_APPROVE);
	keep(&f, 1, 20000, 30000); /* 8 more are missing now, and 18 are bought: 12 are coming */
	f.now += 3 * day;
	assert_int_equal(run(&f, true).id, NONE); /* its cycle had one */
	f.now += 4 * day;
	int64_t second = run(&f, true).id;

	assert_int_equal(get(&f, second).cycle_day, 20260112);
	assert_int_equal(line_of(&f, second, 1, OK).on_order, 12000);
	assert_int_equal(line_of(&f, second, 1, OK).qty, 18000);
	f.now += 7 * day;
	assert_int_equal(run(&f, true).id, second); /* still a draft: no other is made */
	fixture_close(&f);
}

static void a_draft_follows_the_stock_but_for_what_a_person_touched(void **state)
{
	struct fixture f;
	int64_t id = draft(&f);
	struct step more = {RECEIVE, .qty = 2000};
	struct wish w = wish_of(&more);

	(void)state;
	assert_int_equal(fixture_write(&f, do_wish, &w), OK);
	run(&f, true);
	assert_int_equal(line_of(&f, id, 1, OK).qty, 10000);
	step(&f, id, REQ_EDIT);
	assert_int_equal(fixture_write(&f, do_wish, &w), OK);
	run(&f, true);
	assert_int_equal(line_of(&f, id, 1, OK).qty, 7000);
	fixture_close(&f);
}

static void what_is_no_longer_missing_or_used_leaves_the_draft(void **state)
{
	static const char *const ends[] = {"UPDATE part SET min_qty = 0", "UPDATE part SET retired = 1"};

	(void)state;
	for (size_t i = 0; i < COUNT(ends); i++) {
		struct fixture f;
		int64_t id = draft(&f);

		sql(&f, ends[i]);
		run(&f, true);
		line_of(&f, id, 1, ERR_NOT_FOUND);
		fixture_close(&f);
	}
}

/* Who sells nothing any more is not proposed; where it stands already, the line can be changed all the same. */
static void a_retired_supplier_is_not_proposed_and_keeps_no_line_as_it_is(void **state)
{
	struct fixture f;
	struct does d;
	int64_t id;

	(void)state;
	plant(&f);
	sql(&f, "INSERT INTO supplier (id, name, created_at) VALUES (1, 'Belts', 0), (2, 'Seals', 0), (3, "
		"'Gone', 0)");
	sql(&f, "INSERT INTO part_supplier (part_id, supplier_id, lead_days, preferred) VALUES (1, 1, 9, 1), "
		"(1, 2, 4, 0)");
	keep(&f, 1, 5000, 12000);
	id = run(&f, false).id;
	assert_int_equal(line_of(&f, id, 1, OK).supplier_id, 1);
	sql(&f, "UPDATE supplier SET retired = 1 WHERE id <> 2");
	d = does(&f, id, REQ_EDIT);
	d.line.supplier_id = 1;
	assert_int_equal(fixture_write(&f, act, &d), OK);
	d = does(&f, id, REQ_EDIT);
	d.line.supplier_id = 3; /* but not taken anew */
	assert_int_equal(fixture_write(&f, act, &d), ERR_INVALID);
	assert_int_equal(rule_of(&f, 1).supplier_id, 2);
	assert_int_equal(rule_of(&f, 1).lead_days, 4);
	sql(&f, "UPDATE supplier SET retired = 1");
	assert_int_equal(rule_of(&f, 1).supplier_id, NONE);
	fixture_close(&f);
}

/* Quantity times price beyond what the ledger holds: refused to a person; what the night finds has no price then. */
static void what_could_never_be_booked_is_not_ordered(void **state)
{
	struct fixture f;
	int64_t id = draft(&f);
	struct does d = does(&f, id, REQ_EDIT);

	(void)state;
	d.line.qty = PART_QTY_MAX;
	d.line.price_cents = PART_PRICE_MAX;
	assert_int_equal(fixture_write(&f, act, &d), ERR_INVALID);
	assert_string_equal(f.fault.fields[0].name, "qty");
	assert_int_equal(f.fault.fields[0].msg, MSG_STOCK_TOO_MUCH);
	d.line.qty = PART_VALUE_MAX / PART_PRICE_MAX * 1000; /* as much as can be */
	assert_int_equal(fixture_write(&f, act, &d), OK);
	assert_int_equal(get(&f, id).total_cents, PART_VALUE_MAX);
	step(&f, id, REQ_CANCEL);
	keep(&f, 1, PART_QTY_MAX, PART_QTY_MAX);
	sql(&f, "UPDATE part SET price_cents = 100000000000");
	id = run(&f, false).id;
	assert_int_equal(line_of(&f, id, 1, OK).qty, PART_QTY_MAX);
	assert_int_equal(line_of(&f, id, 1, OK).price_cents, NONE);
	assert_int_equal(get(&f, id).unpriced, 1);
	assert_int_equal(get(&f, id).total_cents, 0);
	fixture_close(&f);
}

static void a_draft_in_which_nothing_is_left_is_withdrawn(void **state)
{
	struct fixture f;
	struct does d;
	int64_t first, second;

	(void)state;
	plant(&f);
	keep(&f, 1, 5000, 12000);
	f.now = clock_day_start(20260105) + 2 * HOUR_MS; /* a Monday: a cycle begins */
	first = run(&f, true).id;
	keep(&f, 1, 0, 0); /* no longer missing */
	assert_int_equal(run(&f, false).id, NONE);
	assert_int_equal(get(&f, first).state, REQ_CANCELLED);
	keep(&f, 1, 5000, 12000);
	f.now += DAY_MS;
	second = run(&f, true).id; /* the cycle is not used up by it */
	assert_int_equal(get(&f, second).cycle_day, 20260105);
	d = does(&f, second, REQ_EDIT);
	d.line.qty = 0;
	assert_int_equal(fixture_write(&f, act, &d), OK);
	assert_int_equal(run(&f, false).id, second); /* he may still be at it */
	assert_int_equal(get(&f, second).state, REQ_EDITED);
	f.now += DAY_MS;
	assert_int_equal(run(&f, true).id, NONE);
	assert_int_equal(get(&f, second).state, REQ_CANCELLED);
	f.now += DAY_MS;
	assert_int_equal(run(&f, true).id, NONE); /* he wanted none of it in this cycle */
	f.now += 5 * DAY_MS;
	assert_int_equal(line_of(&f, run(&f, true).id, 1, OK).qty, 12000);
	fixture_close(&f);
}

/* ---- one part judged ---- */

static const struct purchasing rules = {
	.cycle_days = 7, .first_day = 20260105, .service = 950, .order_cost_cents = 5000, .holding = 20};

static struct part_rule some_rule(void)
{
	struct part_rule r;

	fields_none(part_rule_fields, &r);
	r.on_hand = r.reserved = r.wanted = r.on_order = r.worked = 0;
	return r;
}

static void the_position_counts_what_is_kept_wanted_and_on_order(void **state)
{
	static const struct {
		int64_t hand, reserved, wanted, order, min, max, pack, least, qty;
		enum requisition_cause cause;
	} cases[] = {
		{5, 0, 0, 0, 5, 9, NONE, NONE, 0, CAUSE_WANTED}, /* at the minimum: nothing */
		{4, 0, 0, 0, 5, 9, NONE, NONE, 5, CAUSE_MINIMUM},
		{5, 2, 0, 0, 5, 9, NONE, NONE, 6, CAUSE_MINIMUM}, /* what is kept is not there for others */
		{5, 0, 2, 0, 5, 9, NONE, NONE, 6, CAUSE_WANTED},  /* without those who wait it were enough */
		{0, 0, 0, 5, 5, 9, NONE, NONE, 0, CAUSE_WANTED},
		{0, 0, 0, 4, 5, 9, NONE, NONE, 5, CAUSE_MINIMUM},
		{0, 0, 3, 0, NONE, NONE, NONE, NONE, 3, CAUSE_WANTED}, /* no minimum: what tickets want */
		{0, 0, 3, 3, NONE, NONE, NONE, NONE, 0, CAUSE_WANTED},
		{0, 0, 0, 0, NONE, NONE, NONE, NONE, 0, CAUSE_WANTED},
		{4, 0, 0, 0, 5, NONE, NONE, NONE, 1, CAUSE_MINIMUM}, /* no maximum: up to the minimum */
		{4, 0, 0, 0, 5, 9, 4, NONE, 8, CAUSE_MINIMUM},
		{4, 0, 0, 0, 5, 9, 4, 10, 12, CAUSE_MINIMUM},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct part_rule r = some_rule();
		struct buying b;
		const double none[1] = {0};

		r.on_hand = cases[i].hand * 1000;
		r.reserved = cases[i].reserved * 1000;
		r.wanted = cases[i].wanted * 1000;
		r.on_order = cases[i].order * 1000;
		r.min_qty = cases[i].min == NONE ? NONE : cases[i].min * 1000;
		r.max_qty = cases[i].max == NONE ? NONE : cases[i].max * 1000;
		r.order_pack = cases[i].pack == NONE ? NONE : cases[i].pack * 1000;
		r.order_min = cases[i].least == NONE ? NONE : cases[i].least * 1000;
		buying_judge(&rules, &r, none, 1, NULL, 0, &b);
		assert_int_equal(b.qty, cases[i].qty * 1000);
		if (b.qty)
			assert_int_equal(b.cause, cases[i].cause);
	}
}

/* More service, a longer or less certain delivery: a higher point. Measured deliveries win over what the supplier says. */
static void what_is_worked_out_follows_service_and_lead_time(void **state)
{
	static const double calm[] = {14, 14, 15, 13, 14}, wild[] = {4, 24, 10, 18, 14},
			    slow[] = {40, 42, 41};
	static const struct {
		int64_t service, stated;
		const double *days;
		size_t n;
		enum lead_source source;
	} rising[] = {
		{700, 14, NULL, 0, LEAD_STATED}, {950, 14, calm, COUNT(calm), LEAD_MEASURED},
		{950, 14, NULL, 0, LEAD_STATED}, /* ± 30 % */
		{950, 14, wild, COUNT(wild), LEAD_MEASURED}, {990, 14, wild, COUNT(wild), LEAD_MEASURED},
		{990, 14, slow, COUNT(slow), LEAD_MEASURED},
		{999, 60, slow, 2, LEAD_STATED}, /* two deliveries are not a measure */
	};
	double weeks[104];
	int64_t last = 0;

	(void)state;
	for (int i = 0; i < 104; i++)
		weeks[i] = i % 3 == 0 ? 50 + 10 * (i % 4) : 0;
	for (size_t i = 0; i < COUNT(rising); i++) {
		struct part_rule r = some_rule();
		struct buying b;

		r.worked = 1;
		r.service = rising[i].service;
		r.lead_days = rising[i].stated;
		buying_judge(&rules, &r, weeks, 104, rising[i].days, rising[i].n, &b);
		assert_int_equal(b.worked.lead.source, rising[i].source);
		assert_true(b.point > last);
		assert_true(b.qty >= b.point);
		assert_int_equal(b.cause, CAUSE_WORKED_OUT);
		last = b.point;
	}
}

static void cycles_and_nights_begin_when_they_are_due(void **state)
{
	static const struct {
		int64_t day, begins;
	} days[] = {{20260105, 20260105}, {20260111, 20260105}, {20260112, 20260112}, {20251231, 20260105},
		{20270104, 20270104}, {20270103, 20261228}};
	static const struct {
		int64_t enabled, run_day, minute, hour;
		bool due;
	} nights[] = {
		{1, NONE, 120, 3, true},
		{1, NONE, 120, 1, false},
		{1, 20260609, 120, 2, true},
		{1, 20260610, 120, 3, false},
		{1, 20260601, 120, 23, true}, /* slept through its minute */
		{0, NONE, 120, 3, false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(days); i++)
		assert_int_equal(buying_cycle(&rules, days[i].day), days[i].begins);
	for (size_t i = 0; i < COUNT(nights); i++) {
		const struct purchasing p = {.enabled = nights[i].enabled,
			.run_day = nights[i].run_day,
			.run_minute = nights[i].minute};

		assert_int_equal(
			requisition_night_due(&p, clock_day_start(20260610) + nights[i].hour * HOUR_MS),
			nights[i].due);
	}
}

/* ---- by machine ---- */

static int64_t week_sum(struct fixture *f, int64_t part, bool alone)
{
	struct db *db = store_reader(f->store);
	struct list weeks;
	int64_t sum = 0;

	if (alone)
		assert_int_equal(store_part_weeks_of(db, &f->arena, part, 0, 7 * DAY_MS, &weeks), OK);
	else
		assert_int_equal(store_part_weeks(db, &f->arena, 0, 7 * DAY_MS, &weeks), OK);
	store_reader_return(f->store, db);
	for (size_t i = 0; i < weeks.n; i++) {
		const struct part_week *w = list_at(&weeks, i, sizeof(*w));

		sum += w->part_id == part ? w->qty : 0;
	}
	return sum;
}

static int64_t used_by_machines(struct fixture *f, int64_t id, int64_t part)
{
	struct db *db = store_reader(f->store);
	struct list uses;
	int64_t sum = 0;

	assert_int_equal(store_requisition_uses(db, &f->arena, id, 0, INT64_MAX, &uses), OK);
	store_reader_return(f->store, db);
	for (size_t i = 0; i < uses.n; i++) {
		const struct requisition_use *u = list_at(&uses, i, sizeof(*u));

		sum += u->part_id == part ? u->qty : 0;
	}
	return sum;
}

/* What a substitute was issued for is use of the part that was asked for, also when it may stand in no more; what comes back is none. */
static void use_is_counted_the_same_for_the_proposal_and_by_machine(void **state)
{
	static const struct {
		enum op op;
		int64_t part, instead, qty, week;
	} moves[] = {{RECEIVE, 1, NONE, 50000, 0}, {RECEIVE, 2, NONE, 50000, 0}, {ISSUE, 1, NONE, 5000, 0},
		{ISSUE, 2, 1, 3000, 1}, {ISSUE, 2, NONE, 2000, 1}, {RETURN, 2, NONE, 2500, 3},
		{RETURN, 1, NONE, 1000, 3}};
	struct fixture f;
	struct part twin = blank_part("P-2");
	int64_t id;

	(void)state;
	plant(&f);
	twin.bin_id = 1;
	assert_int_equal(fixture_write(&f, add_part, &twin), OK);
	sql(&f, "INSERT INTO part_substitute (part_id, substitute_id) VALUES (1, 2)");
	for (size_t i = 0; i < COUNT(moves); i++) {
		struct step s = {moves[i].op, .qty = moves[i].qty};
		struct wish w = wish_of(&s);

		w.in.part_id = moves[i].part;
		w.in.instead_of_id = moves[i].instead;
		f.now = clock_day_start(20260105) + moves[i].week * 7 * DAY_MS;
		assert_int_equal(fixture_write(&f, do_wish, &w), OK);
	}
	sql(&f, "DELETE FROM part_substitute");
	keep(&f, 1, 60000, 60000);
	keep(&f, 2, 60000, 60000);
	id = run(&f, false).id;
	/* The latest issues come back first: 2,000 of part 2 for itself, 500 of what stood in for part 1. */
	for (int64_t part = 1; part <= 2; part++) {
		const int64_t used = part == 1 ? 5000 - 1000 + 3000 - 500 : 0;

		assert_int_equal(week_sum(&f, part, true), used);
		assert_int_equal(week_sum(&f, part, false), used);
		assert_int_equal(used_by_machines(&f, id, part), used);
	}
	fixture_close(&f);
}

static void shares_of_a_line_sum_to_it(void **state)
{
	struct arena a;
	struct requisition_line lines[2] = {
		{.part_id = 1, .qty = 10000, .cents = 1001}, {.part_id = 2, .qty = 4000, .cents = NONE}};
	struct requisition_use uses[3] = {{.machine_id = 1, .part_id = 1, .qty = 1000},
		{.machine_id = 2, .part_id = 1, .qty = 1000}, {.machine_id = 3, .part_id = 1, .qty = 1000}};
	const struct list l = {lines, 2}, u = {uses, 3};
	int64_t qty = 0, cents = 0;
	struct list machines;

	(void)state;
	arena_init(&a);
	machines = requisition_use_of(&a, &l, &u);
	assert_int_equal(machines.n, 4);
	for (size_t i = 0; i < 3; i++) {
		const struct use_machine *m = list_at(&machines, i, sizeof(*m));
		const struct use_part *p = list_at(&m->parts, 0, sizeof(*p));

		qty += p->qty;
		cents += p->cents;
	}
	assert_int_equal(qty, 10000);
	assert_int_equal(cents, 1001);
	const struct use_machine *nobody = list_at(&machines, 3, sizeof(*nobody));
	const struct use_part *p = list_at(&nobody->parts, 0, sizeof(*p));

	assert_int_equal(nobody->machine_id, NONE);
	assert_int_equal(p->qty, 4000);
	assert_int_equal(p->cents, NONE);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(run_again_it_changes_nothing),
		cmocka_unit_test(a_cycle_has_one_and_what_is_on_order_is_not_bought_again),
		cmocka_unit_test(a_draft_follows_the_stock_but_for_what_a_person_touched),
		cmocka_unit_test(what_is_no_longer_missing_or_used_leaves_the_draft),
		cmocka_unit_test(a_retired_supplier_is_not_proposed_and_keeps_no_line_as_it_is),
		cmocka_unit_test(what_could_never_be_booked_is_not_ordered),
		cmocka_unit_test(a_draft_in_which_nothing_is_left_is_withdrawn),
		cmocka_unit_test(the_position_counts_what_is_kept_wanted_and_on_order),
		cmocka_unit_test(what_is_worked_out_follows_service_and_lead_time),
		cmocka_unit_test(cycles_and_nights_begin_when_they_are_due),
		cmocka_unit_test(use_is_counted_the_same_for_the_proposal_and_by_machine),
		cmocka_unit_test(shares_of_a_line_sum_to_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
