/* stock_plant.h - a small plant and what its stock is put through.
 *
 *   struct fixture f;
 *   struct wish w = wish_of(&(struct step){RECEIVE, 5000});
 *   plant(&f);                                    machine 1, tickets 1 and 2 on it; bins 1 A-1, 2 A-2, 3 B-1;
 *   assert_int_equal(fixture_write(&f, do_wish, &w), OK);    part 1 "P-1" lies in bin 1 at 2.00
 *   assert_sound(&f);
 *   fixture_close(&f); */
#ifndef TESTS_UNIT_STOCK_PLANT_H
#define TESTS_UNIT_STOCK_PLANT_H

#include "store_fixture.h"

#include "domain/part.h"
#include "domain/stock.h"
#include "domain/ticket.h"
#include "store/asset.h"
#include "test.h"

static inline enum err add_machine(struct tx *tx, void *ctx)
{
	return store_asset_add(tx, ctx);
}

static inline enum err add_ticket(struct tx *tx, void *ctx)
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

static inline enum err add_bin(struct tx *tx, void *ctx)
{
	return domain_bin_add(tx, ctx);
}

static inline enum err put_bin(struct tx *tx, void *ctx)
{
	return domain_bin_put(tx, ctx);
}

static inline enum err add_part(struct tx *tx, void *ctx)
{
	return domain_part_add(tx, ctx);
}

static inline enum err put_part(struct tx *tx, void *ctx)
{
	return domain_part_put(tx, ctx);
}

static inline struct part blank_part(const char *code)
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

static inline void plant(struct fixture *f)
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
static inline enum err run_sql(struct tx *tx, void *ctx)
{
	return db_exec(tx->db, ctx, NO_ARGS, NULL);
}

static inline void sql(struct fixture *f, const char *text)
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

static inline enum err do_wish(struct tx *tx, void *ctx)
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

static inline int64_t or_none(int64_t v)
{
	return v ? v : NONE;
}

static inline struct wish wish_of(const struct step *s)
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

static inline size_t differences(struct fixture *f, const char **what)
{
	struct db *db = store_reader(f->store);
	struct list l;

	assert_int_equal(store_stock_verify(db, &f->arena, &l), OK);
	store_reader_return(f->store, db);
	*what = l.n ? ((struct stock_difference *)l.items)->what : "";
	return l.n;
}

static inline void assert_sound(struct fixture *f)
{
	const char *what;

	if (differences(f, &what))
		fail_msg("the ledger does not add up: %s", what);
}

#endif
