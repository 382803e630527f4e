/* requisition_fixture.h - a plant that buys: rules, proposals, and what is done to a requisition. */
#ifndef TESTS_UNIT_REQUISITION_FIXTURE_H
#define TESTS_UNIT_REQUISITION_FIXTURE_H

#include "stock_plant.h"

#include "domain/buying.h"
#include "domain/requisition.h"

static inline enum err set_rule(struct tx *tx, void *ctx)
{
	return domain_buying_rule(tx, ctx);
}

static inline struct part_rule rule_of(struct fixture *f, int64_t part)
{
	struct db *db = store_reader(f->store);
	struct part_rule r;

	assert_int_equal(store_part_rule_get(db, &f->arena, part, NONE, &r), OK);
	store_reader_return(f->store, db);
	return r;
}

static inline void keep(struct fixture *f, int64_t part, int64_t min, int64_t max)
{
	struct part_rule r = rule_of(f, part);

	r.worked = 0;
	r.min_qty = min;
	r.max_qty = max;
	assert_int_equal(fixture_write(f, set_rule, &r), OK);
}

static inline enum err propose(struct tx *tx, void *ctx)
{
	return domain_requisition_propose(tx, ctx);
}

static inline struct requisition_run run(struct fixture *f, bool nightly)
{
	struct requisition_run r = {.nightly = nightly};

	assert_int_equal(fixture_write(f, propose, &r), OK);
	return r;
}

static inline struct requisition get(struct fixture *f, int64_t id)
{
	struct db *db = store_reader(f->store);
	struct requisition r;

	assert_int_equal(store_requisition_get(db, &f->arena, id, &r), OK);
	store_reader_return(f->store, db);
	return r;
}

static inline struct requisition_line line_of(struct fixture *f, int64_t id, int64_t part, enum err expected)
{
	struct db *db = store_reader(f->store);
	struct requisition_line l = {0};

	assert_int_equal(store_requisition_line_of(db, &f->arena, id, part, &l), expected);
	store_reader_return(f->store, db);
	return l;
}

struct does {
	int64_t id, version;
	enum requisition_action action;
	const char *reason;
	struct requisition_line line;
	struct requisition_delivery delivery;
};

static inline enum err act(struct tx *tx, void *ctx)
{
	struct does *d = ctx;

	switch (d->action) {
	case REQ_EDIT:
		return domain_requisition_line(tx, d->id, d->version, &d->line);
	case REQ_RECEIVE:
		return domain_requisition_receive(tx, &d->delivery);
	case REQ_NOTE:
		return domain_requisition_note(tx, d->id, d->version, d->reason);
	default:
		return domain_requisition_step(tx, d->id, d->version, d->action, d->reason);
	}
}

static inline struct does does(struct fixture *f, int64_t id, enum requisition_action action)
{
	struct does d = {.id = id, .version = get(f, id).version, .action = action, .reason = "because"};

	fields_none(requisition_line_fields, &d.line);
	d.line.part_id = 1;
	d.line.qty = 7000;
	d.delivery = (struct requisition_delivery){id, 1, NONE, 1000, NONE, NULL, NULL};
	return d;
}

static inline void step(struct fixture *f, int64_t id, enum requisition_action action)
{
	struct does d = does(f, id, action);

	assert_int_equal(fixture_write(f, act, &d), OK);
}

/* Part 1 is below its minimum: a draft of 12. */
static inline int64_t draft(struct fixture *f)
{
	plant(f);
	keep(f, 1, 5000, 12000);
	return run(f, false).id;
}

#endif
