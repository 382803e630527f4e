/* purchases.c - see purchases.h. */
#include "demo/purchases.h"

#include "demo/sim.h"
#include "demo/supplies.h"
#include "domain/buying.h"
#include "domain/requisition.h"

enum {
	WORKED_EVERY = 2,
	SELLERS_DAYS = 40,
	PROPOSED_DAYS = 9,
	ORDERED_DAYS = 8,
	DELIVERED_DAYS = 2,
	RECEIVED = 2
};
/* A part of which more has to lie there is bought as the storekeeper is used to. */
#define BY_HAND_FROM 3000

static void as(struct tx *tx, const struct factory *f, bool manager)
{
	tx->actor =
		manager ? (struct actor){f->manager, "何主管"} : (struct actor){f->storekeeper, "库管小林"};
}

/* Every other part of which few lie there is worked out; the others have a maximum of twice their minimum. */
static enum err set_rules(struct tx *tx)
{
	struct list rules;
	enum err err = store_part_rule_list(tx->db, tx->arena, NONE, &rules);

	for (size_t i = 0; i < rules.n && err == OK; i++) {
		struct part_rule *r = list_at(&rules, i, sizeof(*r));

		if (r->min_qty == NONE)
			continue;
		r->worked = i % WORKED_EVERY == 0 && r->min_qty < BY_HAND_FROM;
		r->max_qty = r->worked ? r->max_qty : 2 * r->min_qty;
		err = domain_buying_rule(tx, r);
	}
	return err;
}

/* Every other line is struck out: it is proposed again this week. */
static enum err strike(struct tx *tx, struct requisition *r)
{
	struct list lines;
	enum err err = store_requisition_lines(tx->db, tx->arena, r->id, &lines);

	for (size_t i = 1; i < lines.n && err == OK; i += 2) {
		struct requisition_line l = *(struct requisition_line *)list_at(&lines, i, sizeof(l));

		l.qty = 0;
		l.note = "下周再买";
		err = domain_requisition_line(tx, r->id, r->version, &l);
		if (err == OK)
			err = store_requisition_get(tx->db, tx->arena, r->id, r);
	}
	return err;
}

static enum err last(struct tx *tx, struct requisition *r)
{
	const struct requisition_filter newest = {NONE, NONE, NONE, 1};
	struct list l;
	enum err err = store_requisition_list(tx->db, tx->arena, &newest, &l);

	if (err == OK && !l.n)
		return ERR_NOT_FOUND;
	if (err == OK)
		*r = *(const struct requisition *)list_at(&l, 0, sizeof(*r));
	return err;
}

static enum err propose(struct tx *tx)
{
	struct requisition_run run = {.nightly = true};

	tx->actor = (struct actor){NONE, "system"};
	return domain_requisition_propose(tx, &run);
}

static enum err order(struct tx *tx, const struct factory *f, struct requisition *r)
{
	enum err err;

	as(tx, f, false);
	err = strike(tx, r);
	as(tx, f, true);
	if (err == OK)
		err = domain_requisition_step(tx, r->id, r->version, REQ_APPROVE, NULL);
	if (err == OK)
		err = last(tx, r);
	as(tx, f, false);
	return err == OK ? domain_requisition_step(tx, r->id, r->version, REQ_ORDER, NULL) : err;
}

static struct demo_stock *stock_of(struct sim *s, int64_t part)
{
	for (size_t i = 0; i < s->factory.part_n; i++)
		if (s->factory.stock[i].id == part)
			return &s->factory.stock[i];
	return NULL;
}

static enum err deliver(struct sim *s, struct tx *tx, const struct requisition *r)
{
	struct list lines;
	enum err err = store_requisition_lines(tx->db, tx->arena, r->id, &lines);

	as(tx, &s->factory, false);
	/* Something is always still to come. */
	for (size_t i = 0; i + 1 < lines.n && i < RECEIVED && err == OK; i++) {
		const struct requisition_line *l = list_at(&lines, i, sizeof(*l));
		/* Of the first only half. */
		const struct requisition_delivery d = {.requisition_id = r->id,
			.part_id = l->part_id,
			.bin_id = NONE,
			.qty = i == 0 && l->qty > 1000 ? l->qty / 2000 * 1000 : l->qty,
			.price_cents = l->price_cents,
			.slip = "SH-2201"};
		struct demo_stock *there = stock_of(s, l->part_id);

		err = domain_requisition_receive(tx, &d);
		s->counts->movements++;
		if (there)
			there->have += d.qty / 1000;
	}
	return err;
}

void purchases_begin(struct sim *s)
{
	static const struct {
		enum step_kind kind;
		int days, minute; /* so long ago, of the day */
	} all[] = {{STEP_SELLERS, SELLERS_DAYS, 600}, {STEP_PROPOSE, PROPOSED_DAYS, 120},
		{STEP_ORDER, ORDERED_DAYS, 570}, {STEP_DELIVER, DELIVERED_DAYS, 620}};
	const int64_t today = clock_day_of(s->factory.options.now);

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		sim_put(s, clock_day_start(clock_day_add(today, -all[i].days)) + all[i].minute * MINUTE_MS,
			all[i].kind, 0);
}

enum err purchases_step(struct sim *s, struct tx *tx, enum step_kind kind)
{
	struct requisition r;
	enum err err;

	if (kind == STEP_SELLERS) {
		err = supplies_sellers(tx, &s->factory);
		return err == OK ? set_rules(tx) : err;
	}
	if (kind == STEP_PROPOSE)
		return propose(tx);
	err = last(tx, &r);
	if (err != OK)
		return err == ERR_NOT_FOUND ? OK : err;
	return kind == STEP_ORDER ? order(tx, &s->factory, &r) : deliver(s, tx, &r);
}

enum err purchases_add(struct tx *tx, void *ctx)
{
	(void)ctx;
	return propose(tx);
}
