/* requisition_run.c - what the night proposes. See requisition.h. */
#include "domain/requisition.h"

#include <stdlib.h>

#include "domain/buying.h"
#include "store/event.h"

struct proposal {
	struct tx *tx;
	struct requisition_run *run;
	struct requisition draft; /* id NONE: not made yet */
	bool may_make;
	int64_t cycle_day;
	struct list lines; /* of the draft, by part */
	size_t at;
	int64_t changed;
};

static int by_part(const void *x, const void *y)
{
	const struct requisition_line *a = x, *b = y;

	return (a->part_id > b->part_id) - (a->part_id < b->part_id);
}

static struct requisition_line *line_of(struct proposal *p, int64_t part)
{
	for (; p->at < p->lines.n; p->at++) {
		struct requisition_line *l = list_at(&p->lines, p->at, sizeof(*l));

		if (l->part_id == part)
			return l;
		if (l->part_id > part)
			break;
	}
	return NULL;
}

/* What is worked out is in force from now on. */
static enum err keep_worked(struct proposal *p, const struct buying *b)
{
	struct part_rule now = b->rule;
	enum err err;

	if (!b->rule.worked || (b->rule.min_qty == b->point && b->rule.max_qty == b->up_to))
		return OK;
	now.min_qty = b->point;
	now.max_qty = b->up_to;
	err = store_part_rule_worked(p->tx, b->rule.part_id, b->point, b->up_to);
	p->run->worked++;
	return err == OK ? store_event_change(p->tx, "part", b->rule.part_id, "rule_worked_out",
				   part_rule_fields, &b->rule, &now)
			 : err;
}

static void fill_line(struct requisition_line *l, const struct buying *b)
{
	l->qty = l->proposed = b->qty;
	requisition_line_of_rule(l, &b->rule);
	l->cause = (int)b->cause;
	l->point = b->point;
	l->up_to = b->up_to;
	l->year_qty = (int64_t)(b->worked.per_day * 365.25 * 1000 + 0.5);
	l->lead_days = (int64_t)(b->worked.lead.days + 0.5);
}

static bool says_the_same(const struct requisition_line *a, const struct requisition_line *b)
{
	return a->supplier_id == b->supplier_id && a->qty == b->qty && a->price_cents == b->price_cents &&
	       a->cause == b->cause && a->on_hand == b->on_hand && a->reserved == b->reserved &&
	       a->wanted == b->wanted && a->on_order == b->on_order && a->point == b->point &&
	       a->up_to == b->up_to && a->year_qty == b->year_qty && a->lead_days == b->lead_days;
}

static enum err make_draft(struct proposal *p)
{
	fields_none(requisition_fields, &p->draft);
	p->draft.state = REQ_PROPOSED;
	p->draft.cycle_day = p->cycle_day;
	return store_requisition_add(p->tx, &p->draft);
}

static enum err look(const struct buying *b, void *ctx)
{
	struct proposal *p = ctx;
	struct requisition_line *old = line_of(p, b->rule.part_id), l;
	enum err err = keep_worked(p, b);

	p->run->parts++;
	if (err != OK || (old && old->touched))
		return err;
	if (!b->qty) {
		p->changed += old != NULL;
		return old ? store_requisition_line_remove(p->tx, old->id) : OK;
	}
	if (p->draft.id == NONE && !p->may_make)
		return OK;
	if (p->draft.id == NONE)
		err = make_draft(p);
	if (err != OK)
		return err;
	fields_none(requisition_line_fields, &l);
	if (old)
		l = *old;
	l.requisition_id = p->draft.id;
	l.received = l.ended = l.touched = 0;
	fill_line(&l, b);
	if (old && says_the_same(old, &l))
		return OK;
	p->changed++;
	return store_requisition_line_put(p->tx, &l);
}

/* The draft there is, or whether one may be made. */
static enum err begin(struct proposal *p, const struct purchasing *rules)
{
	struct tx *tx = p->tx;
	struct requisition same;
	enum err err = store_requisition_draft(tx->db, tx->arena, &p->draft);

	p->lines = (struct list){NULL, 0};
	if (err == OK) {
		err = store_requisition_line_retire(tx, p->draft.id, &p->changed);
		if (err == OK)
			err = store_requisition_lines(tx->db, tx->arena, p->draft.id, &p->lines);
		if (err == OK && p->lines.n)
			qsort(p->lines.items, p->lines.n, sizeof(struct requisition_line), by_part);
		return err;
	}
	p->draft.id = NONE;
	p->cycle_day = p->run->nightly ? buying_cycle(rules, clock_day_of(tx->now)) : NONE;
	p->may_make = true;
	if (err != ERR_NOT_FOUND || !p->run->nightly)
		return err == ERR_NOT_FOUND ? OK : err;
	err = store_requisition_of_cycle(tx->db, tx->arena, p->cycle_day, &same);
	p->may_make = err == ERR_NOT_FOUND;
	return err == ERR_NOT_FOUND ? OK : err;
}

static bool any_touched(const struct proposal *p)
{
	for (size_t i = 0; i < p->lines.n; i++)
		if (((const struct requisition_line *)list_at(&p->lines, i, sizeof(struct requisition_line)))
				->touched)
			return true;
	return false;
}

/* Nothing is left to buy, and nobody refused to: its cycle has had none. */
static enum err withdraw(struct proposal *p, struct requisition *r)
{
	const struct requisition before = *r;

	r->state = REQ_CANCELLED;
	r->ended_at = p->tx->now;
	r->ended_by = p->tx->actor.account;
	if (!any_touched(p))
		r->cycle_day = NONE;
	p->run->id = NONE;
	return requisition_save(p->tx, r, "cancelled", &before);
}

enum err domain_requisition_propose(struct tx *tx, struct requisition_run *run)
{
	struct proposal p = {.tx = tx, .run = run};
	struct purchasing rules;
	struct requisition now;
	enum err err = store_purchasing_get(tx->db, &rules);
	bool is_new;

	run->parts = run->worked = run->lines = 0;
	run->id = NONE;
	if (err == OK)
		err = begin(&p, &rules);
	is_new = p.draft.id == NONE;
	if (err == OK)
		err = domain_buying_each(tx->db, tx->arena, p.draft.id, tx->now, look, &p);
	if (err == OK && run->nightly)
		err = store_purchasing_ran(tx, clock_day_of(tx->now));
	if (err == OK && p.draft.id != NONE)
		err = store_requisition_get(tx->db, tx->arena, p.draft.id, &now);
	if (err != OK || p.draft.id == NONE)
		return err;
	run->id = now.id;
	run->lines = now.lines;
	if (!now.lines && (run->nightly || !any_touched(&p)))
		return withdraw(&p, &now);
	if (p.changed && !is_new)
		err = store_requisition_put(tx, &now);
	if (err == OK && (is_new || p.changed))
		err = store_event_note(tx, "requisition", now.id, is_new ? "proposed" : "refreshed", "lines",
			arena_printf(tx->arena, "%lld", (long long)now.lines));
	return err;
}
