/* purchases.c - see purchases.h. */
#include "demo/purchases.h"

#include "domain/buying.h"
#include "domain/requisition.h"

enum { WORKED_EVERY = 2, PROPOSED_DAYS = 9, ORDERED_DAYS = 8, RECEIVED = 2 };

static void as(struct tx *tx, const struct factory *f, bool manager)
{
	tx->actor =
		manager ? (struct actor){f->manager, "何主管"} : (struct actor){f->storekeeper, "库管小林"};
}

/* Every other part is worked out; the others have a maximum of twice their minimum. */
static enum err set_rules(struct tx *tx)
{
	struct list rules;
	enum err err = store_part_rule_list(tx->db, tx->arena, NONE, &rules);

	for (size_t i = 0; i < rules.n && err == OK; i++) {
		struct part_rule *r = list_at(&rules, i, sizeof(*r));

		if (r->min_qty == NONE)
			continue;
		r->worked = i % WORKED_EVERY == 0;
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

static enum err step(struct tx *tx, struct requisition *r, enum requisition_action action)
{
	enum err err = domain_requisition_step(tx, r->id, r->version, action, NULL);

	return err == OK ? store_requisition_get(tx->db, tx->arena, r->id, r) : err;
}

static enum err deliver(struct tx *tx, const struct factory *f, int64_t id)
{
	struct list lines;
	enum err err = store_requisition_lines(tx->db, tx->arena, id, &lines);

	for (size_t i = 0; i < lines.n && i < RECEIVED && err == OK; i++) {
		const struct requisition_line *l = list_at(&lines, i, sizeof(*l));
		/* Of the first only half. */
		const struct requisition_delivery d = {.requisition_id = id,
			.part_id = l->part_id,
			.bin_id = NONE,
			.qty = i == 0 && l->qty > 1000 ? l->qty / 2000 * 1000 : l->qty,
			.price_cents = l->price_cents,
			.slip = "SH-2201"};

		err = domain_requisition_receive(tx, &d);
		f->counts->movements++;
	}
	return err;
}

static enum err last_week(struct tx *tx, const struct factory *f)
{
	struct requisition_run run = {.nightly = true};
	struct requisition r;
	enum err err;

	tx->actor = (struct actor){NONE, "system"};
	tx->now = f->options.now - PROPOSED_DAYS * DAY_MS;
	err = domain_requisition_propose(tx, &run);
	if (err != OK || run.id == NONE)
		return err;
	err = store_requisition_get(tx->db, tx->arena, run.id, &r);
	tx->now += 6 * HOUR_MS;
	as(tx, f, false);
	if (err == OK)
		err = strike(tx, &r);
	as(tx, f, true);
	if (err == OK)
		err = step(tx, &r, REQ_APPROVE);
	as(tx, f, false);
	tx->now = f->options.now - ORDERED_DAYS * DAY_MS;
	if (err == OK)
		err = step(tx, &r, REQ_ORDER);
	tx->now = f->options.now;
	return err == OK ? deliver(tx, f, run.id) : err;
}

static enum err add(struct tx *tx, void *ctx)
{
	const struct factory *f = ctx;
	struct requisition_run run = {.nightly = true};
	enum err err;

	as(tx, f, false);
	err = set_rules(tx);
	if (err == OK)
		err = last_week(tx, f);
	tx->now = f->options.now;
	tx->actor = (struct actor){NONE, "system"};
	return err == OK ? domain_requisition_propose(tx, &run) : err;
}

enum err purchases_add(struct store *store, const struct factory *f, struct fault *fault)
{
	struct arena arena;
	struct store_job job = {.fn = add,
		.ctx = (void *)(uintptr_t)f,
		.actor = {NONE, "system"},
		.arena = &arena,
		.fault = fault,
		.now = f->options.now};
	enum err err;

	arena_init(&arena);
	err = store_write(store, &job);
	arena_release(&arena);
	return err;
}
