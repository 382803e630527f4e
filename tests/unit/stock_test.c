/* domain/stock and store/movement: what moves, and what it is worth. */
#include "stock_plant.h"

#include "store/event.h"

static void run_step(struct fixture *f, const char *name, int i, const struct step *s)
{
	struct wish w = wish_of(s);
	struct part p;
	struct db *db;
	enum err err = fixture_write(f, do_wish, &w);

	if (err != s->err)
		fail_msg("%s, step %d: %s instead of %s", name, i, err_name(err), err_name(s->err));
	if (s->msg)
		assert_int_equal(f->fault.n ? f->fault.fields[0].msg : f->fault.msg, s->msg);
	if (s->arg)
		assert_string_equal(f->fault.arg, s->arg);
	db = store_reader(f->store);
	assert_int_equal(store_part_get(db, &f->arena, 1, &p), OK);
	store_reader_return(f->store, db);
	if (p.qty != s->qty_after || p.value_cents != s->value_after ||
		(err == OK && w.out.value_cents != s->worth))
		fail_msg("%s, step %d: worth %lld, leaves %lld at %lld", name, i,
			(long long)w.out.value_cents, (long long)p.qty, (long long)p.value_cents);
	if (err == OK && s->from)
		assert_int_equal(w.out.bin_id, s->from);
}

static const struct scenario {
	const char *name;
	struct step steps[10];
} scenarios[] = {
	{"an issue keeps its price when later receipts cost more, and the last one takes what is left",
		{
			{RECEIVE, 10000, .price = 150, .worth = 1500, .qty_after = 10000,
				.value_after = 1500},
			{ISSUE, 3000, .worth = -450, .qty_after = 7000, .value_after = 1050},
			{RECEIVE, 10000, .value = 3001, .worth = 3001, .qty_after = 17000,
				.value_after = 4051},
			/* 4051 × 7 / 17 = 1668.06 */
			{ISSUE, 7000, .worth = -1668, .qty_after = 10000, .value_after = 2383},
			{ISSUE, 10000, .worth = -2383},
			{ISSUE, 1, .err = ERR_CONFLICT, .msg = MSG_STOCK_NONE, .arg = "P-1"},
			{END},
		}},
	{"a third of a cent is rounded half up, and nothing is lost in all",
		{
			{RECEIVE, 3000, .value = 100, .worth = 100, .qty_after = 3000, .value_after = 100},
			{ISSUE, 1000, .worth = -33, .qty_after = 2000, .value_after = 67},
			/* 33.5 */
			{ISSUE, 1000, .worth = -34, .qty_after = 1000, .value_after = 33},
			{ISSUE, 1000, .worth = -33},
			{END},
		}},
	{"value can run out before the stock does",
		{
			{RECEIVE, 3000, .value = 1, .worth = 1, .qty_after = 3000, .value_after = 1},
			{ISSUE, 2000, .worth = -1, .qty_after = 1000, .value_after = 0},
			{ISSUE, 1000, .worth = 0},
			{END},
		}},
	{"a receipt without a price costs the catalogue's, thousandths rounded half up",
		{
			{RECEIVE, 2500, .worth = 500, .qty_after = 2500, .value_after = 500},
			{RECEIVE, 2, .worth = 0, .qty_after = 2502, .value_after = 500},
			{RECEIVE, 3, .worth = 1, .qty_after = 2505, .value_after = 501},
			{RECEIVE, 1000, .price = 1, .value = 1, .err = ERR_INVALID, .msg = MSG_STOCK_ONE_OF,
				.qty_after = 2505, .value_after = 501},
			{END},
		}},
	{"parts come back at the price they went out at, piece by piece exactly",
		{
			{RECEIVE, 3000, .value = 100, .worth = 100, .qty_after = 3000, .value_after = 100},
			{ISSUE, 3000, .worth = -100},
			{RECEIVE, 1000, .value = 9999, .worth = 9999, .qty_after = 1000, .value_after = 9999},
			{RETURN, 1000, .worth = 33, .qty_after = 2000, .value_after = 10032},
			{RETURN, 1000, .worth = 34, .qty_after = 3000, .value_after = 10066},
			{RETURN, 1001, .err = ERR_CONFLICT, .msg = MSG_STOCK_RETURN, .arg = "1 pcs",
				.qty_after = 3000, .value_after = 10066},
			{RETURN, 1000, .worth = 33, .qty_after = 4000, .value_after = 10099},
			{RETURN, 1, .err = ERR_CONFLICT, .arg = "0 pcs", .qty_after = 4000,
				.value_after = 10099},
			{END},
		}},
	{"without an issue named, the latest is taken back first, and split where it must be",
		{
			{RECEIVE, 2000, .value = 200, .worth = 200, .qty_after = 2000, .value_after = 200},
			{ISSUE, 2000, .worth = -200},
			{RECEIVE, 2000, .value = 1000, .worth = 1000, .qty_after = 2000, .value_after = 1000},
			{ISSUE, 1000, .worth = -500, .qty_after = 1000, .value_after = 500},
			/* 1 at 500 (movement 4), half of one at 100 (movement 2) */
			{RETURN, 1500, .worth = 50, .qty_after = 2500, .value_after = 1050},
			{RETURN, 500, .movement = 4, .err = ERR_CONFLICT, .arg = "0 pcs", .qty_after = 2500,
				.value_after = 1050},
			{RETURN, 1500, .movement = 2, .worth = 150, .qty_after = 4000, .value_after = 1200},
			{END},
		}},
	{"only an issue of this ticket can be taken back",
		{
			{RECEIVE, 2000, .worth = 400, .qty_after = 2000, .value_after = 400},
			{ISSUE, 1000, .ticket = 2, .worth = -200, .qty_after = 1000, .value_after = 200},
			{RETURN, 1000, .err = ERR_CONFLICT, .arg = "0 pcs", .qty_after = 1000,
				.value_after = 200},
			{RETURN, 1000, .movement = 2, .err = ERR_INVALID, .msg = MSG_F_NO_SUCH,
				.qty_after = 1000, .value_after = 200},
			{RETURN, 1000, .movement = 1, .ticket = 2, .err = ERR_INVALID, .qty_after = 1000,
				.value_after = 200},
			{RETURN, 1000, .movement = 99, .ticket = 2, .err = ERR_INVALID, .qty_after = 1000,
				.value_after = 200},
			{RETURN, 1000, .ticket = 99, .err = ERR_NOT_FOUND, .qty_after = 1000,
				.value_after = 200},
			{RETURN, 1000, .ticket = 2, .bin = 3, .worth = 200, .qty_after = 2000,
				.value_after = 400, .from = 3},
			{END},
		}},
	{"what is not there is not taken, and the answer says where how much is",
		{
			{RECEIVE, 2000, .worth = 400, .qty_after = 2000, .value_after = 400, .from = 1},
			{RECEIVE, 5000, .bin = 2, .worth = 1000, .qty_after = 7000, .value_after = 1400,
				.from = 2},
			{ISSUE, 2001, .bin = 1, .err = ERR_CONFLICT, .msg = MSG_STOCK_SHORT,
				.arg = "A-1 2, A-2 5 pcs", .qty_after = 7000, .value_after = 1400},
			{ISSUE, 1, .bin = 3, .err = ERR_CONFLICT, .arg = "B-1 0, A-2 5, A-1 2 pcs",
				.qty_after = 7000, .value_after = 1400},
			/* 7 are there, but in no one place */
			{ISSUE, 6000, .err = ERR_CONFLICT, .arg = "A-1 2, A-2 5 pcs", .qty_after = 7000,
				.value_after = 1400},
			{ISSUE, 3000, .worth = -600, .qty_after = 4000, .value_after = 800, .from = 2},
			{ISSUE, 2000, .worth = -400, .qty_after = 2000, .value_after = 400, .from = 1},
			{ISSUE, 1000, .worth = -200, .qty_after = 1000, .value_after = 200, .from = 2},
			{ISSUE, 1000, .bin = 9, .err = ERR_INVALID, .msg = MSG_F_NO_SUCH, .qty_after = 1000,
				.value_after = 200},
			{END},
		}},
	{"the smallest heap that is enough is used up first",
		{
			{RECEIVE, 9000, .bin = 2, .worth = 1800, .qty_after = 9000, .value_after = 1800},
			{RECEIVE, 3000, .bin = 3, .worth = 600, .qty_after = 12000, .value_after = 2400},
			{RECEIVE, 1000, .worth = 200, .qty_after = 13000, .value_after = 2600, .from = 1},
			{ISSUE, 2000, .worth = -400, .qty_after = 11000, .value_after = 2200, .from = 3},
			{ISSUE, 2000, .worth = -400, .qty_after = 9000, .value_after = 1800, .from = 2},
			{ISSUE, 1000, .worth = -200, .qty_after = 8000, .value_after = 1600, .from = 1},
			{END},
		}},
	{"a correction is worth the average, down and up, and never goes below zero",
		{
			{RECEIVE, 3000, .value = 1000, .worth = 1000, .qty_after = 3000, .value_after = 1000},
			{ADJUST, -1000, .worth = -333, .qty_after = 2000, .value_after = 667},
			{ADJUST, 1000, .worth = 334, .qty_after = 3000, .value_after = 1001},
			{ADJUST, -3001, .err = ERR_CONFLICT, .arg = "A-1 3 pcs", .qty_after = 3000,
				.value_after = 1001},
			{ADJUST, .counted = 5001, .worth = 667, .qty_after = 5000, .value_after = 1668},
			{ADJUST, .counted = 5001, .worth = 0, .qty_after = 5000, .value_after = 1668},
			{ADJUST, .counted = 1, .worth = -1668},
			{ADJUST, .counted = 1001, .worth = 200, .qty_after = 1000, .value_after = 200},
			{ADJUST, 1, .counted = 1, .err = ERR_INVALID, .qty_after = 1000, .value_after = 200},
			{END},
		}},
	{"a repeated key moves nothing and has the first answer",
		{
			{RECEIVE, 5000, .key = "receive-1", .worth = 1000, .qty_after = 5000,
				.value_after = 1000},
			{RECEIVE, 5000, .key = "receive-1", .worth = 1000, .qty_after = 5000,
				.value_after = 1000},
			{RECEIVE, 4000, .key = "receive-1", .err = ERR_CONFLICT, .msg = MSG_STOCK_KEY,
				.qty_after = 5000, .value_after = 1000},
			{ISSUE, 5000, .key = "receive-1", .err = ERR_CONFLICT, .msg = MSG_STOCK_KEY,
				.qty_after = 5000, .value_after = 1000},
			{ISSUE, 5000, .key = "issue-01", .worth = -1000},
			{ISSUE, 5000, .key = "issue-01", .worth = -1000},
			{ISSUE, 5000, .key = "issue-01", .ticket = 2, .err = ERR_CONFLICT,
				.msg = MSG_STOCK_KEY},
			{ADJUST, .counted = 2001, .key = "count-01", .worth = 400, .qty_after = 2000,
				.value_after = 400},
			{ADJUST, .counted = 2001, .key = "count-01", .worth = 400, .qty_after = 2000,
				.value_after = 400},
			{END},
		}},
	{"a return that was split has all its first answer again",
		{
			{RECEIVE, 4000, .value = 400, .worth = 400, .qty_after = 4000, .value_after = 400},
			{ISSUE, 1000, .worth = -100, .qty_after = 3000, .value_after = 300},
			{ISSUE, 1000, .worth = -100, .qty_after = 2000, .value_after = 200},
			{RETURN, 1500, .key = "return-1", .worth = 50, .qty_after = 3500, .value_after = 350},
			{RETURN, 1500, .key = "return-1", .worth = 50, .qty_after = 3500, .value_after = 350},
			{RETURN, 500, .key = "return-1", .err = ERR_CONFLICT, .msg = MSG_STOCK_KEY,
				.qty_after = 3500, .value_after = 350},
			{RETURN, 500, .worth = 50, .qty_after = 4000, .value_after = 400},
			{END},
		}},
	{"quantities that are none are refused",
		{
			{RECEIVE, .err = ERR_INVALID, .msg = MSG_F_REQUIRED},
			{RECEIVE, -1, .err = ERR_INVALID, .msg = MSG_F_RANGE},
			{ISSUE, -1, .err = ERR_INVALID, .msg = MSG_F_RANGE},
			{RETURN, -1, .err = ERR_INVALID, .msg = MSG_F_RANGE},
			{ADJUST, .err = ERR_INVALID},
			{RECEIVE, PART_QTY_MAX + 1, .err = ERR_INVALID, .msg = MSG_F_RANGE},
			{RECEIVE, PART_QTY_MAX, .price = PART_PRICE_MAX, .err = ERR_INVALID,
				.msg = MSG_STOCK_TOO_MUCH},
			{RECEIVE, 1000, .bin = 99, .err = ERR_INVALID, .msg = MSG_F_NO_SUCH},
			{ISSUE, 1, .ticket = 99, .err = ERR_NOT_FOUND},
			{END},
		}},
};

/* Each scenario does what its name says, and leaves a ledger that adds up. */
static void scenarios_hold(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(scenarios); i++) {
		const struct scenario *s = &scenarios[i];
		struct fixture f;

		plant(&f);
		for (int k = 0; k < 10 && s->steps[k].op != END; k++)
			run_step(&f, s->name, k, &s->steps[k]);
		assert_sound(&f);
		fixture_close(&f);
	}
}

/* Parts go to a ticket in every state but closed and cancelled; they come back in every state. */
static void states_of_the_ticket(void **state)
{
	static const struct {
		const char *sql;
		enum err issue;
	} table[] = {
		{"UPDATE ticket SET state = 'reported' WHERE id = 1", OK},
		{"UPDATE ticket SET state = 'waiting' WHERE id = 1", OK},
		{"UPDATE ticket SET state = 'restored' WHERE id = 1", OK},
		{"UPDATE ticket SET state = 'closed', open = 0 WHERE id = 1", ERR_CONFLICT},
		{"UPDATE ticket SET state = 'cancelled', open = 0 WHERE id = 1", ERR_CONFLICT},
	};
	static const struct step receive = {RECEIVE, 10000}, issue = {ISSUE, 2000}, back = {RETURN, 100};
	struct fixture f;
	struct wish w = wish_of(&receive);

	(void)state;
	plant(&f);
	assert_int_equal(fixture_write(&f, do_wish, &w), OK);
	for (size_t i = 0; i < COUNT(table); i++) {
		sql(&f, table[i].sql);
		w = wish_of(&issue);
		assert_int_equal(fixture_write(&f, do_wish, &w), table[i].issue);
		if (table[i].issue != OK)
			assert_int_equal(f.fault.msg, MSG_STOCK_TICKET_OVER);
		w = wish_of(&back);
		assert_int_equal(fixture_write(&f, do_wish, &w), OK);
	}
	assert_sound(&f);
	fixture_close(&f);
}

/* A movement on a ticket bears its machine, its time and who did it, and tells the ticket's history. */
static void movement_is_complete(void **state)
{
	static const struct step receive = {RECEIVE, 10000}, issue = {ISSUE, 2500, .key = "a-key-8x"};
	struct fixture f;
	struct wish w = wish_of(&receive);
	struct list events;
	const struct event *e;
	struct db *db;

	(void)state;
	plant(&f);
	f.now = 1700000000000;
	assert_int_equal(fixture_write(&f, do_wish, &w), OK);
	w = wish_of(&issue);
	f.now++;
	assert_int_equal(fixture_write(&f, do_wish, &w), OK);
	assert_int_equal(w.out.machine_id, 1);
	assert_string_equal(w.out.machine_code, "M-1");
	assert_int_equal(w.out.ticket_id, 1);
	assert_int_equal(w.out.time, 1700000000001);
	assert_int_equal(w.out.qty, -2500);
	assert_int_equal(w.out.qty_after, 7500);
	assert_int_equal(w.out.bin_after, 7500);
	assert_int_equal(w.out.value_after, 1500);
	assert_string_equal(w.out.bin_code, "A-1");
	assert_string_equal(w.out.part_code, "P-1");
	db = store_reader(f.store);
	assert_int_equal(store_event_of(db, &f.arena, "ticket", 1, NONE, 1, &events), OK);
	store_reader_return(f.store, db);
	assert_int_equal(events.n, 1);
	e = events.items;
	assert_string_equal(e->kind, "part_issued");
	assert_string_equal(e->body,
		"{\"movement_id\":2,\"part_id\":1,\"part_code\":\"P-1\",\"part_name\":\"Öl-Filter 滤芯\","
		"\"bin_code\":\"A-1\",\"qty\":-2.5,\"unit\":\"pcs\",\"value_cents\":-500,\"ticket_id\":1,"
		"\"reason\":null,\"other_bin_code\":null,\"instead_of_code\":null}");
	fixture_close(&f);
}

/* A ticket's parts, its cost, and a part's machines are issues less returns, at the frozen price. */
static void what_was_used(void **state)
{
	static const struct step steps[] = {
		{RECEIVE, 10000, .value = 1000},
		{ISSUE, 4000},
		{ISSUE, 1000, .ticket = 2},
		{RECEIVE, 5000, .value = 9000},
		{RETURN, 1500},
		{RETURN, 1000, .ticket = 2},
	};
	struct fixture f;
	struct list l;
	const struct ticket_part *t;
	const struct part_machine *m;
	int64_t cents = -1;
	struct db *db;

	(void)state;
	plant(&f);
	f.now = 1700000000000;
	for (size_t i = 0; i < COUNT(steps); i++, f.now += 1000) {
		struct wish w = wish_of(&steps[i]);

		assert_int_equal(fixture_write(&f, do_wish, &w), OK);
	}
	db = store_reader(f.store);
	assert_int_equal(store_movement_of_ticket(db, &f.arena, 1, &l), OK);
	assert_int_equal(l.n, 1);
	t = l.items;
	assert_int_equal(t->issued, 4000);
	assert_int_equal(t->returned, 1500);
	assert_int_equal(t->qty, 2500);
	assert_int_equal(t->cost_cents, 250);
	assert_int_equal(t->last_at, 1700000004000);
	assert_int_equal(store_movement_cost(db, 1, &cents), OK);
	assert_int_equal(cents, 250);
	assert_int_equal(store_movement_of_ticket(db, &f.arena, 2, &l), OK);
	assert_int_equal(l.n, 1);
	assert_int_equal(((struct ticket_part *)l.items)->qty, 0);
	assert_int_equal(store_movement_cost(db, 99, &cents), OK);
	assert_int_equal(cents, 0);
	assert_int_equal(store_part_machines(db, &f.arena, 1, NONE, NONE, 10, &l), OK);
	assert_int_equal(l.n, 1);
	m = l.items;
	assert_int_equal(m->qty, 2500);
	assert_int_equal(m->cost_cents, 250);
	assert_int_equal(m->tickets, 2);
	assert_int_equal(store_part_machines(db, &f.arena, 1, 1700000001000, 1700000002000, 10, &l), OK);
	assert_int_equal(((struct part_machine *)l.items)->qty, 4000);
	assert_int_equal(store_part_machines(db, &f.arena, 1, 1700000006000, NONE, 10, &l), OK);
	assert_int_equal(l.n, 0);
	store_reader_return(f.store, db);
	fixture_close(&f);
}

/* A retired part is no longer received, but what is left is used up. */
static void retired_parts(void **state)
{
	static const struct step receive = {RECEIVE, 1000}, issue = {ISSUE, 1000};
	struct fixture f;
	struct wish w = wish_of(&receive);

	(void)state;
	plant(&f);
	assert_int_equal(fixture_write(&f, do_wish, &w), OK);
	sql(&f, "UPDATE part SET retired = 1");
	assert_int_equal(fixture_write(&f, do_wish, &w), ERR_CONFLICT);
	assert_int_equal(f.fault.msg, MSG_PART_RETIRED);
	w = wish_of(&issue);
	assert_int_equal(fixture_write(&f, do_wish, &w), OK);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scenarios_hold),
		cmocka_unit_test(states_of_the_ticket),
		cmocka_unit_test(movement_is_complete),
		cmocka_unit_test(what_was_used),
		cmocka_unit_test(retired_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
