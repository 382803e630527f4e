/* domain/stock and store/part: what moves, what it is worth, and that the ledger always adds up. */
#include "store_fixture.h"

#include "domain/part.h"
#include "domain/stock.h"
#include "domain/ticket.h"
#include "store/asset.h"
#include "store/event.h"
#include "test.h"

/* Everything a movement may touch, in one line. */
static const char SQL_STATE[] =
	"SELECT (SELECT count(*) FROM event) || '|' || (SELECT count(*) FROM movement) || '|' || "
	"coalesce((SELECT group_concat(part_id || ':' || bin_id || '=' || qty, ' ') FROM stock), '') || '|' "
	"|| "
	"coalesce((SELECT group_concat(code || ':' || version || ':' || qty || ':' || value_cents, ' ') "
	"FROM part), '') || '|' || coalesce((SELECT group_concat(code || ':' || version, ' ') FROM bin), '') "
	"AS state";

/* ---- a plant: machine 1, tickets 1 and 2 on it; bins 1 A-1, 2 A-2, 3 B-1; part 1 lies in bin 1, price 2.00
 */

static enum err add_machine(struct tx *tx, void *ctx)
{
	return store_asset_add(tx, ctx);
}

static enum err add_ticket(struct tx *tx, void *ctx)
{
	struct ticket *t = ctx;
	struct ticket_new n;
	bool again;

	ticket_new_none(&n);
	n.machine_id = t->machine_id;
	n.kind = TICKET_CORRECTIVE;
	n.source = SOURCE_ACCOUNT;
	n.symptom = "leaks";
	n.stopped = 0;
	return domain_ticket_report(tx, &n, t, &again);
}

static enum err add_bin(struct tx *tx, void *ctx)
{
	return domain_bin_add(tx, ctx);
}

static enum err put_bin(struct tx *tx, void *ctx)
{
	return domain_bin_put(tx, ctx);
}

static enum err add_part(struct tx *tx, void *ctx)
{
	return domain_part_add(tx, ctx);
}

static enum err put_part(struct tx *tx, void *ctx)
{
	return domain_part_put(tx, ctx);
}

static struct part blank_part(const char *code)
{
	struct part p;

	fields_none(part_detail_fields, &p);
	p.code = code;
	p.name = "Öl-Filter 滤芯";
	p.unit = "pcs";
	p.price_cents = 200;
	p.retired = 0;
	return p;
}

static void plant(struct fixture *f)
{
	static const char *const bins[] = {"A-1", "A-2", "B-1"};
	struct asset m;
	struct ticket t = {0};
	struct part p = blank_part("P-1");

	fixture_open(f);
	fields_none(asset_fields, &m);
	m.kind = ASSET_MACHINE;
	m.code = "M-1";
	m.name = "press";
	m.state = ASSET_RUNNING;
	assert_int_equal(fixture_write(f, add_machine, &m), OK);
	t.machine_id = m.id;
	for (int i = 1; i <= 2; i++) {
		t.machine_id = m.id;
		assert_int_equal(fixture_write(f, add_ticket, &t), OK);
		assert_int_equal(t.id, i);
	}
	for (size_t i = 0; i < COUNT(bins); i++) {
		struct bin b = {.code = bins[i]};

		assert_int_equal(fixture_write(f, add_bin, &b), OK);
	}
	p.bin_id = 1;
	assert_int_equal(fixture_write(f, add_part, &p), OK);
}

/* Runs one statement as it stands. */
static enum err run_sql(struct tx *tx, void *ctx)
{
	return db_exec(tx->db, ctx, NO_ARGS, NULL);
}

static void sql(struct fixture *f, const char *text)
{
	assert_int_equal(fixture_write(f, run_sql, (void *)(uintptr_t)text), OK);
}

/* ---- a movement as one line of a table ---- */

enum op { RECEIVE, ISSUE, RETURN, ADJUST, END };

/* Members that are 0 are not given; quantities in thousandths. */
struct step {
	enum op op;
	int64_t qty, bin, price, value;
	int64_t counted; /* adjust: one more than what was counted */
	int64_t ticket, movement;
	const char *key;
	/* what must come of it */
	enum err err;
	enum msg msg; /* of a refusal; 0: any */
	const char *arg;
	int64_t worth;			/* value_cents of the (last) movement */
	int64_t qty_after, value_after; /* of the part */
	int64_t from;			/* bin the movement is in; 0: any */
};

struct wish {
	enum op op;
	struct stock_move in;
	struct movement out;
	struct list outs;
};

static enum err do_wish(struct tx *tx, void *ctx)
{
	struct wish *w = ctx;
	enum err err;

	switch (w->op) {
	case RECEIVE:
		return domain_stock_receive(tx, &w->in, &w->out);
	case ISSUE:
		return domain_stock_issue(tx, &w->in, &w->out);
	case ADJUST:
		return domain_stock_adjust(tx, &w->in, &w->out);
	default:
		err = domain_stock_return(tx, &w->in, &w->outs);
		if (err == OK)
			w->out =
				*(struct movement *)list_at(&w->outs, w->outs.n - 1, sizeof(struct movement));
		return err;
	}
}

static int64_t or_none(int64_t v)
{
	return v ? v : NONE;
}

static struct wish wish_of(const struct step *s)
{
	struct wish w = {.op = s->op};

	stock_move_none(&w.in);
	w.in.part_id = s->movement ? NONE : 1;
	w.in.qty = or_none(s->qty);
	w.in.bin_id = or_none(s->bin);
	w.in.price_cents = or_none(s->price);
	w.in.value_cents = or_none(s->value);
	w.in.counted = s->counted ? s->counted - 1 : NONE;
	w.in.ticket_id = s->op == ISSUE || s->op == RETURN ? (s->ticket ? s->ticket : 1) : NONE;
	w.in.movement_id = or_none(s->movement);
	w.in.reason = s->op == ADJUST ? "counted" : NULL;
	w.in.key = s->key;
	return w;
}

static size_t differences(struct fixture *f, const char **what)
{
	struct db *db = store_reader(f->store);
	struct list l;

	assert_int_equal(store_stock_verify(db, &f->arena, &l), OK);
	store_reader_return(f->store, db);
	*what = l.n ? ((struct stock_difference *)l.items)->what : "";
	return l.n;
}

static void assert_sound(struct fixture *f)
{
	const char *what;

	if (differences(f, &what))
		fail_msg("the ledger does not add up: %s", what);
}

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

/* ---- tables ---- */

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
		"\"reason\":null}");
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

/* ---- the catalogue ---- */

static const char *codes(struct fixture *f, const struct part_filter *filter)
{
	struct db *db = store_reader(f->store);
	struct list l;
	char *text = arena_strdup(&f->arena, "");

	if (filter)
		assert_int_equal(store_part_list(db, &f->arena, filter, &l), OK);
	else
		assert_int_equal(store_part_low(db, &f->arena, 50, &l), OK);
	store_reader_return(f->store, db);
	for (size_t i = 0; i < l.n; i++) {
		const struct part *p = list_at(&l, i, sizeof(*p));

		text = arena_printf(&f->arena, "%s%s%s", text, i ? " " : "", p->code);
	}
	return text;
}

/* Low is below the minimum, not at it; never what is retired or has no minimum; the emptiest first. */
static void low_stock(void **state)
{
	static const struct {
		const char *code;
		int64_t min, qty, retired;
	} table[] = {
		{"at", 2000, 2000, 0},
		{"below", 2000, 1999, 0},
		{"empty", 1, 0, 0},
		{"half", 4000, 2000, 0},
		{"none", NONE, 0, 0},
		{"retired", 5000, 0, 1},
		{"zero", 0, 0, 0},
	};
	struct part_filter filter;
	struct fixture f;
	struct list l;
	struct db *db;

	(void)state;
	plant(&f);
	for (size_t i = 0; i < COUNT(table); i++) {
		struct part p = blank_part(table[i].code);
		struct wish w = {.op = RECEIVE};

		p.min_qty = table[i].min;
		p.bin_id = 1;
		assert_int_equal(fixture_write(&f, add_part, &p), OK);
		stock_move_none(&w.in);
		w.in.part_id = p.id;
		w.in.qty = table[i].qty;
		if (w.in.qty)
			assert_int_equal(fixture_write(&f, do_wish, &w), OK);
		p.retired = table[i].retired;
		assert_int_equal(fixture_write(&f, put_part, &p), OK);
	}
	assert_string_equal(codes(&f, NULL), "empty half below");
	part_filter_none(&filter);
	filter.low = 1;
	assert_string_equal(codes(&f, &filter), "below empty half");
	db = store_reader(f.store);
	assert_int_equal(store_part_low(db, &f.arena, 50, &l), OK);
	store_reader_return(f.store, db);
	assert_int_equal(((struct part *)list_at(&l, 1, sizeof(struct part)))->missing, 2000);
	fixture_close(&f);
}

/* Every filter lists what it names and nothing else, by code. */
static void lists_filter(void **state)
{
	static const struct {
		const char *text, *category, *after;
		int64_t bin, retired, limit;
		const char *want;
	} table[] = {
		{NULL, NULL, NULL, NONE, NONE, 50, "P-1 P-2 P-3"},
		{NULL, NULL, NULL, NONE, 0, 50, "P-1 P-2"},
		{NULL, NULL, NULL, NONE, 1, 50, "P-3"},
		{NULL, NULL, NULL, NONE, NONE, 2, "P-1 P-2"},
		{NULL, NULL, "P-2", NONE, NONE, 2, "P-3"},
		{"ｐ-2", NULL, NULL, NONE, NONE, 50, "P-2"},
		{"SEAL 50%", NULL, NULL, NONE, NONE, 50, "P-2"},
		{"%", NULL, NULL, NONE, NONE, 50, "P-2"},
		{"滤芯", NULL, NULL, NONE, NONE, 50, "P-1 P-2 P-3"},
		{NULL, "seals", NULL, NONE, NONE, 50, "P-2"},
		{NULL, "seal", NULL, NONE, NONE, 50, ""},
		{NULL, NULL, NULL, 2, NONE, 50, "P-1"},
		{NULL, NULL, NULL, 3, NONE, 50, ""},
	};
	static const struct step receive = {RECEIVE, 1000, .bin = 2};
	struct fixture f;
	struct wish w = wish_of(&receive);
	struct part p = blank_part("P-2");

	(void)state;
	plant(&f);
	assert_int_equal(fixture_write(&f, do_wish, &w), OK);
	p.spec = "seal  50%";
	p.category = "seals";
	assert_int_equal(fixture_write(&f, add_part, &p), OK);
	p = blank_part("P-3");
	p.retired = 1;
	assert_int_equal(fixture_write(&f, add_part, &p), OK);
	for (size_t i = 0; i < COUNT(table); i++) {
		struct part_filter filter = {.text = table[i].text,
			.category = table[i].category,
			.after = table[i].after,
			.bin_id = table[i].bin,
			.low = NONE,
			.retired = table[i].retired,
			.limit = table[i].limit};

		assert_string_equal(codes(&f, &filter), table[i].want);
	}
	fixture_close(&f);
}

/* Codes are unique and one line, bins exist, a version is taken once, movements do not change it. */
static void catalogue_conflicts(void **state)
{
	static const struct step receive = {RECEIVE, 1000};
	struct fixture f;
	struct wish w = wish_of(&receive);
	struct part p = blank_part("P-1"), q;
	struct bin b = {.code = "A-1"};

	(void)state;
	plant(&f);
	assert_int_equal(fixture_write(&f, add_part, &p), ERR_CONFLICT);
	assert_int_equal(f.fault.msg, MSG_PART_TAKEN);
	assert_int_equal(fixture_write(&f, add_bin, &b), ERR_CONFLICT);
	p.code = "P\n2";
	assert_int_equal(fixture_write(&f, add_part, &p), ERR_INVALID);
	p.code = "P-2";
	p.bin_id = 99;
	assert_int_equal(fixture_write(&f, add_part, &p), ERR_INVALID);
	p.bin_id = 2;
	assert_int_equal(fixture_write(&f, add_part, &p), OK);
	assert_string_equal(p.bin_code, "A-2");
	q = p;
	w.in.part_id = p.id;
	assert_int_equal(fixture_write(&f, do_wish, &w), OK);
	p.name = "changed";
	assert_int_equal(fixture_write(&f, put_part, &p), OK);
	assert_int_equal(p.version, 2);
	assert_int_equal(p.qty, 1000);
	assert_int_equal(p.average_cents, 200);
	assert_int_equal(fixture_write(&f, put_part, &q), ERR_STALE);
	p.code = "P-1";
	assert_int_equal(fixture_write(&f, put_part, &p), ERR_CONFLICT);
	b = (struct bin){.id = 2, .code = "A-1", .version = 1};
	assert_int_equal(fixture_write(&f, put_bin, &b), ERR_CONFLICT);
	b.code = "A-9";
	assert_int_equal(fixture_write(&f, put_bin, &b), OK);
	b.version = 1;
	assert_int_equal(fixture_write(&f, put_bin, &b), ERR_STALE);
	fixture_close(&f);
}

/* ---- failures ---- */

/* Whichever statement fails, nothing of the movement stays. */
static void faults_leave_nothing(void **state)
{
	static const struct step steps[] = {
		{RECEIVE, 5000, .key = "k-receive"},
		{RECEIVE, 5000, .bin = 2},
		{ISSUE, 1000, .key = "k-issue-1"},
		{ISSUE, 1000, .key = "k-issue-2"},
		{RETURN, 1500, .key = "k-return"},
		{ADJUST, .counted = 9001, .key = "k-adjust"},
	};
	struct fixture f;
	struct part p = blank_part("P-2");
	struct bin b = {.code = "C-1"};

	(void)state;
	plant(&f);
	for (size_t i = 0; i < COUNT(steps); i++) {
		struct wish w = wish_of(&steps[i]);

		assert_true(fixture_torture(&f, do_wish, &w, sizeof(w), SQL_STATE) > 8);
		assert_sound(&f);
	}
	fixture_torture(&f, add_part, &p, sizeof(p), SQL_STATE);
	p.name = "changed";
	fixture_torture(&f, put_part, &p, sizeof(p), SQL_STATE);
	fixture_torture(&f, add_bin, &b, sizeof(b), SQL_STATE);
	b.name = "changed";
	fixture_torture(&f, put_bin, &b, sizeof(b), SQL_STATE);
	fixture_close(&f);
}

/* The proof finds what was planted, each kind by its name. */
static void verify_finds(void **state)
{
	static const struct {
		const char *sql, *what;
	} table[] = {
		{"UPDATE part SET qty = qty + 1", "part_qty"},
		{"UPDATE part SET value_cents = value_cents + 1", "part_value"},
		{"UPDATE stock SET qty = qty + 1 WHERE bin_id = 1", "stock_qty"},
		{"DELETE FROM stock WHERE bin_id = 1", "stock_qty"},
		{"INSERT INTO stock (part_id, bin_id, qty) VALUES (1, 3, 5)", "stock_qty"},
		{"UPDATE movement SET qty_after = qty_after + 1 WHERE id = 2", "qty_after"},
		{"UPDATE movement SET value_after = value_after + 1 WHERE id = 2", "value_after"},
		{"UPDATE movement SET bin_after = bin_after + 1 WHERE id = 2", "bin_after"},
		{"UPDATE movement SET ticket_id = NULL WHERE id = 2", "sign"},
		{"UPDATE movement SET machine_id = NULL WHERE id = 2", "machine"},
		{"UPDATE movement SET reverses = 1 WHERE id = 3", "return"},
		{"UPDATE movement SET ticket_id = 2 WHERE id = 3", "return"},
		{"UPDATE movement SET value_cents = value_cents + 1 WHERE id = 3", "part_value"},
		{"DELETE FROM movement WHERE id = 3", "part_qty"},
	};
	static const struct step steps[] = {{RECEIVE, 5000}, {ISSUE, 2000}, {RETURN, 1000}};

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		struct fixture f;
		const char *what;

		plant(&f);
		for (size_t k = 0; k < COUNT(steps); k++) {
			struct wish w = wish_of(&steps[k]);

			assert_int_equal(fixture_write(&f, do_wish, &w), OK);
		}
		assert_sound(&f);
		sql(&f, table[i].sql);
		assert_true(differences(&f, &what) > 0);
		if (strcmp(what, table[i].what) != 0)
			fail_msg("%s gives %s", table[i].sql, what);
		fixture_close(&f);
	}
}

/* ---- at random ---- */

static uint64_t random_next(uint64_t *s)
{
	*s ^= *s << 13;
	*s ^= *s >> 7;
	*s ^= *s << 17;
	return *s;
}

/* What a reader of the rules keeps in his head: what lies in each bin, what each ticket has out. */
struct model {
	int64_t bins[4], out[3];
};

static int64_t model_qty(const struct model *m)
{
	return m->bins[1] + m->bins[2] + m->bins[3];
}

/* Would the rules allow it? */
static bool model_allows(const struct model *m, const struct step *s)
{
	if (s->op == ISSUE)
		return m->bins[s->bin] >= s->qty;
	if (s->op == RETURN)
		return m->out[s->ticket] >= s->qty;
	return s->op == RECEIVE || m->bins[s->bin] + s->qty >= 0;
}

/* Any order of movements is allowed exactly when the rules say so, and the ledger always adds up. */
static void random_movements(void **state)
{
	uint64_t seed = 20260131;
	struct fixture f;
	struct model m = {0};

	(void)state;
	plant(&f);
	for (int i = 0; i < 1500; i++) {
		struct step s = {.op = (enum op)(random_next(&seed) % 4)};
		struct wish w;
		bool allowed;

		s.bin = 1 + (int64_t)(random_next(&seed) % 3);
		s.ticket = 1 + (int64_t)(random_next(&seed) % 2);
		s.qty = 1 + (int64_t)(random_next(&seed) % 5000);
		if (s.op == RECEIVE)
			s.value = 1 + (int64_t)(random_next(&seed) % 100000);
		if (s.op == ADJUST && i % 3)
			s.qty = -s.qty;
		allowed = model_allows(&m, &s);
		w = wish_of(&s);
		assert_int_equal(fixture_write(&f, do_wish, &w), allowed ? OK : ERR_CONFLICT);
		if (!allowed)
			continue;
		m.bins[s.bin] += s.op == ISSUE ? -s.qty : s.qty;
		if (s.op == ISSUE || s.op == RETURN)
			m.out[s.ticket] += s.op == ISSUE ? s.qty : -s.qty;
		assert_int_equal(w.out.qty_after, model_qty(&m));
		assert_int_equal(w.out.bin_after, m.bins[s.bin]);
		assert_true(w.out.value_after >= 0 && (w.out.qty_after > 0 || w.out.value_after == 0));
		if (i % 300 == 0)
			assert_sound(&f);
	}
	assert_sound(&f);
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
		cmocka_unit_test(low_stock),
		cmocka_unit_test(lists_filter),
		cmocka_unit_test(catalogue_conflicts),
		cmocka_unit_test(faults_leave_nothing),
		cmocka_unit_test(verify_finds),
		cmocka_unit_test(random_movements),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
