/* requisition_test.c - what may be done to a requisition in which state and by whom, until all has come. */
#include "requisition_fixture.h"

#define BIT(action) (INT64_C(1) << (action))

/* ---- the states ---- */

static const struct {
	enum requisition_state state;
	int64_t buyer, lead; /* what a storekeeper may do, what a manager may */
} table[] = {
	{REQ_PROPOSED, BIT(REQ_EDIT) | BIT(REQ_CANCEL) | BIT(REQ_NOTE), BIT(REQ_APPROVE)},
	{REQ_EDITED, BIT(REQ_EDIT) | BIT(REQ_CANCEL) | BIT(REQ_NOTE), BIT(REQ_APPROVE)},
	{REQ_APPROVED, BIT(REQ_ORDER) | BIT(REQ_CANCEL) | BIT(REQ_NOTE), 0},
	{REQ_ORDERED, BIT(REQ_RECEIVE) | BIT(REQ_CLOSE) | BIT(REQ_CANCEL) | BIT(REQ_NOTE), 0},
	{REQ_RECEIVING, BIT(REQ_RECEIVE) | BIT(REQ_CLOSE) | BIT(REQ_NOTE), 0},
	{REQ_CLOSED, 0, 0},
	{REQ_CANCELLED, 0, 0},
};

static void the_table_of_states_says_who_may_do_what(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		const struct requisition r = {.state = (int)table[i].state};

		assert_int_equal(domain_requisition_actions(&r, ROLE_STOREKEEPER), table[i].buyer);
		assert_int_equal(
			domain_requisition_actions(&r, ROLE_MANAGER), table[i].buyer | table[i].lead);
		assert_int_equal(domain_requisition_actions(&r, ROLE_TECHNICIAN), 0);
	}
}

/* ---- the life of one ---- */

static void a_step_is_refused_where_the_table_has_it_not(void **state)
{
	static const enum requisition_action way[] = {REQ_APPROVE, REQ_ORDER, REQ_RECEIVE, REQ_CLOSE};

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		struct fixture f;
		int64_t id = draft(&f);

		if (table[i].state == REQ_EDITED)
			step(&f, id, REQ_EDIT);
		else if (table[i].state == REQ_CANCELLED)
			step(&f, id, REQ_CANCEL);
		else
			for (size_t s = 0; get(&f, id).state != (int)table[i].state; s++)
				step(&f, id, way[s]);
		for (enum requisition_action a = REQ_EDIT; a <= REQ_NOTE; a++) {
			struct does d = does(&f, id, a);

			if (!((table[i].buyer | table[i].lead) & BIT(a)))
				assert_int_equal(fixture_write(&f, act, &d), ERR_CONFLICT);
		}
		assert_int_equal(get(&f, id).state, table[i].state);
		assert_sound(&f);
		fixture_close(&f);
	}
}

static void two_who_act_on_the_same_version_are_told_so(void **state)
{
	static const enum requisition_action versioned[] = {REQ_EDIT, REQ_APPROVE, REQ_CANCEL, REQ_NOTE};

	(void)state;
	for (size_t i = 0; i < COUNT(versioned); i++) {
		struct fixture f;
		int64_t id = draft(&f);
		struct does first = does(&f, id, REQ_NOTE), second = does(&f, id, versioned[i]);

		assert_int_equal(fixture_write(&f, act, &first), OK);
		assert_int_equal(fixture_write(&f, act, &second), ERR_STALE);
		fixture_close(&f);
	}
}

static void what_was_approved_ends_short_only_with_a_reason(void **state)
{
	static const struct {
		size_t steps;
		enum requisition_action end;
		bool needs;
	} cases[] = {
		{0, REQ_CANCEL, false}, {1, REQ_CANCEL, true}, {2, REQ_CANCEL, true}, {2, REQ_CLOSE, true}};
	static const enum requisition_action way[] = {REQ_APPROVE, REQ_ORDER};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct fixture f;
		int64_t id = draft(&f);
		struct does d;

		for (size_t s = 0; s < cases[i].steps; s++)
			step(&f, id, way[s]);
		d = does(&f, id, cases[i].end);
		d.reason = NULL;
		assert_int_equal(fixture_write(&f, act, &d), cases[i].needs ? ERR_INVALID : OK);
		fixture_close(&f);
	}
}

/* ---- what comes ---- */

static void deliveries_end_it_when_all_has_come_and_more_is_taken_too(void **state)
{
	struct fixture f;
	int64_t id = draft(&f);
	struct does d;

	(void)state;
	step(&f, id, REQ_APPROVE);
	step(&f, id, REQ_ORDER);
	d = does(&f, id, REQ_RECEIVE);
	d.delivery.qty = 5000;
	d.delivery.price_cents = 350;
	d.delivery.key = "lorry-1";
	assert_int_equal(fixture_write(&f, act, &d), OK);
	assert_int_equal(fixture_write(&f, act, &d), OK); /* sent twice */
	assert_int_equal(line_of(&f, id, 1, OK).received, 5000);
	assert_int_equal(rule_of(&f, 1).on_hand, 5000);
	assert_int_equal(rule_of(&f, 1).on_order, 7000);
	assert_int_equal(get(&f, id).state, REQ_RECEIVING);
	d.delivery.qty = 6000; /* the same key for something else */
	assert_int_equal(fixture_write(&f, act, &d), ERR_CONFLICT);
	d.delivery.key = "lorry-2";
	d.delivery.part_id = 99;
	assert_int_equal(fixture_write(&f, act, &d), ERR_INVALID);
	d.delivery.part_id = 1;
	d.delivery.qty = 9000; /* two more than ordered */
	assert_int_equal(fixture_write(&f, act, &d), OK);
	assert_int_equal(get(&f, id).state, REQ_CLOSED);
	assert_string_equal(
		fixture_state(&f, "SELECT group_concat(kind || coalesce(body ->> 'part_code', '') || "
				  "coalesce(body ->> 'qty', ''), ' ') AS state FROM event WHERE entity = "
				  "'requisition' AND kind IN ('received', 'closed')"),
		"receivedP-15 receivedP-19 closed");
	assert_int_equal(rule_of(&f, 1).on_hand, 14000);
	assert_int_equal(rule_of(&f, 1).on_order, 0);
	assert_sound(&f);
	fixture_close(&f);
}

/* The goods stand at the door; by hand, without an order, a retired part is still refused. */
static void what_was_ordered_comes_in_although_its_part_was_retired(void **state)
{
	struct fixture f;
	int64_t id = draft(&f);
	struct step by_hand = {RECEIVE, .qty = 1000};
	struct wish w = wish_of(&by_hand);

	(void)state;
	step(&f, id, REQ_APPROVE);
	step(&f, id, REQ_ORDER);
	sql(&f, "UPDATE part SET retired = 1");
	step(&f, id, REQ_RECEIVE);
	assert_int_equal(line_of(&f, id, 1, OK).received, 1000);
	assert_int_equal(rule_of(&f, 1).on_hand, 1000);
	assert_int_equal(fixture_write(&f, do_wish, &w), ERR_CONFLICT);
	assert_sound(&f);
	fixture_close(&f);
}

/* A key of another delivery, or of a receipt that belongs to none, is no answer that all is well. */
static void a_key_is_of_one_delivery_of_one_requisition(void **state)
{
	struct fixture f;
	int64_t first = draft(&f), second;
	struct step by_hand = {RECEIVE, .qty = 1000, .key = "by hand"};
	struct wish w = wish_of(&by_hand);
	struct does d;

	(void)state;
	step(&f, first, REQ_APPROVE);
	step(&f, first, REQ_ORDER);
	keep(&f, 1, 30000, 40000);
	second = run(&f, false).id;
	step(&f, second, REQ_APPROVE);
	step(&f, second, REQ_ORDER);
	d = does(&f, first, REQ_RECEIVE);
	d.delivery.key = "lorry-1";
	assert_int_equal(fixture_write(&f, act, &d), OK);
	assert_int_equal(fixture_write(&f, act, &d), OK);
	d.delivery.requisition_id = second;
	assert_int_equal(fixture_write(&f, act, &d), ERR_CONFLICT);
	assert_int_equal(f.fault.msg, MSG_STOCK_KEY);
	assert_int_equal(fixture_write(&f, do_wish, &w), OK);
	d.delivery.key = "by hand";
	assert_int_equal(fixture_write(&f, act, &d), ERR_CONFLICT);
	assert_int_equal(line_of(&f, second, 1, OK).received, 0);
	fixture_close(&f);
}

static void an_empty_draft_cannot_be_approved(void **state)
{
	struct fixture f;
	int64_t id = draft(&f);
	struct does d = does(&f, id, REQ_EDIT);

	(void)state;
	d.line.qty = 0; /* struck out */
	assert_int_equal(fixture_write(&f, act, &d), OK);
	d = does(&f, id, REQ_APPROVE);
	assert_int_equal(fixture_write(&f, act, &d), ERR_CONFLICT);
	assert_int_equal(line_of(&f, id, 1, OK).ended, 1);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_table_of_states_says_who_may_do_what),
		cmocka_unit_test(a_step_is_refused_where_the_table_has_it_not),
		cmocka_unit_test(two_who_act_on_the_same_version_are_told_so),
		cmocka_unit_test(what_was_approved_ends_short_only_with_a_reason),
		cmocka_unit_test(deliveries_end_it_when_all_has_come_and_more_is_taken_too),
		cmocka_unit_test(what_was_ordered_comes_in_although_its_part_was_retired),
		cmocka_unit_test(a_key_is_of_one_delivery_of_one_requisition),
		cmocka_unit_test(an_empty_draft_cannot_be_approved),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
