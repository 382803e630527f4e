/* requisition.c - what people do with requisitions. The proposal is in requisition_run.c. See requisition.h. */
#include "domain/requisition.h"

#include "domain/stock.h"
#include "store/event.h"
#include "store/reorder.h"
#include "store/supply.h"

const char *const requisition_actions[] = {
	"edit", "approve", "order", "receive", "close", "cancel", "note", NULL};

#define IN(state) (1u << (state))
static const struct {
	unsigned states, roles;
} rules[] = {
	[REQ_EDIT] = {IN(REQ_PROPOSED) | IN(REQ_EDITED), ROLE_STOCK},
	[REQ_APPROVE] = {IN(REQ_PROPOSED) | IN(REQ_EDITED), ROLE_LEAD},
	[REQ_ORDER] = {IN(REQ_APPROVED), ROLE_STOCK},
	[REQ_RECEIVE] = {IN(REQ_ORDERED) | IN(REQ_RECEIVING), ROLE_STOCK},
	[REQ_CLOSE] = {IN(REQ_ORDERED) | IN(REQ_RECEIVING), ROLE_STOCK},
	[REQ_CANCEL] = {IN(REQ_PROPOSED) | IN(REQ_EDITED) | IN(REQ_APPROVED) | IN(REQ_ORDERED), ROLE_STOCK},
	[REQ_NOTE] = {~(IN(REQ_CLOSED) | IN(REQ_CANCELLED)), ROLE_STOCK},
};

int64_t domain_requisition_actions(const struct requisition *r, enum role role)
{
	int64_t set = 0;

	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		if (rules[i].states & IN(r->state) && rules[i].roles & (unsigned)role)
			set |= INT64_C(1) << i;
	return set;
}

static const enum msg state_words[] = {MSG_REQ_S_PROPOSED, MSG_REQ_S_EDITED, MSG_REQ_S_APPROVED,
	MSG_REQ_S_ORDERED, MSG_REQ_S_RECEIVING, MSG_REQ_S_CLOSED, MSG_REQ_S_CANCELLED};

/* In a state that allows it, and of this version (NONE: whatever it is). */
static enum err load(
	struct tx *tx, int64_t id, int64_t version, enum requisition_action action, struct requisition *r)
{
	enum err err = store_requisition_get(tx->db, tx->arena, id, r);

	if (err != OK)
		return err;
	if (version != NONE && r->version != version)
		return fault_set(tx->fault, ERR_STALE, MSG_STALE, NULL);
	if (!(rules[action].states & IN(r->state)))
		return fault_set(tx->fault, ERR_CONFLICT, state_words[r->state], NULL);
	return OK;
}

static enum err put(struct tx *tx, struct requisition *r)
{
	enum err err = store_requisition_put(tx, r);

	return err == ERR_STALE ? fault_set(tx->fault, ERR_STALE, MSG_STALE, NULL) : err;
}

enum err requisition_save(
	struct tx *tx, struct requisition *r, const char *kind, const struct requisition *before)
{
	enum err err = put(tx, r);

	return err == OK ? store_event_change(tx, "requisition", r->id, kind, requisition_fields, before, r)
			 : err;
}

/* ---- editing ---- */

/* One that has been there stays, also when nothing is bought from it any more. */
static enum err check_supplier(struct tx *tx, int64_t id, int64_t before)
{
	struct supplier s;
	enum err err = id == NONE || id == before ? OK : store_supplier_get(tx->db, tx->arena, id, &s);

	return err == ERR_NOT_FOUND || (err == OK && id != NONE && id != before && s.retired)
		       ? fault_field(tx->fault, "supplier_id", MSG_F_NO_SUCH, NULL)
		       : err;
}

static bool is_too_dear(const struct requisition_line *l)
{
	return l->price_cents != NONE && domain_stock_worth(l->price_cents, l->qty) > PART_VALUE_MAX;
}

void requisition_line_of_rule(struct requisition_line *l, const struct part_rule *r)
{
	l->part_id = r->part_id;
	l->supplier_id = r->supplier_id;
	l->price_cents = r->price_cents;
	l->on_hand = r->on_hand;
	l->reserved = r->reserved;
	l->wanted = r->wanted;
	l->on_order = r->on_order;
	/* A person has to look at it; the sums of the list are not to break on it. */
	if (is_too_dear(l))
		l->price_cents = NONE;
}

/* What would be added for a part that is not in it. */
static enum err new_line(struct db *db, struct arena *a, int64_t id, int64_t part, struct requisition_line *l,
	struct fault *fault)
{
	struct part_rule r;
	enum err err = store_part_rule_get(db, a, part, id, &r);

	if (err == ERR_NOT_FOUND || (err == OK && r.retired))
		return fault_field(fault, "part_id", MSG_F_NO_SUCH, NULL);
	fields_none(requisition_line_fields, l);
	l->requisition_id = id;
	l->received = l->ended = l->qty = 0;
	l->cause = CAUSE_PERSON;
	if (err == OK)
		requisition_line_of_rule(l, &r);
	return err;
}

enum err domain_requisition_line_get(struct db *db, struct arena *a, int64_t id, int64_t part,
	struct requisition_line *out, struct fault *fault)
{
	struct requisition r;
	enum err err = store_requisition_get(db, a, id, &r);

	if (err == OK)
		err = store_requisition_line_of(db, a, id, part, out);
	else
		return err;
	return err == ERR_NOT_FOUND ? new_line(db, a, id, part, out, fault) : err;
}

enum err domain_requisition_line(
	struct tx *tx, int64_t id, int64_t version, const struct requisition_line *in)
{
	struct requisition r, before;
	struct requisition_line l, was;
	enum err err = load(tx, id, version, REQ_EDIT, &r);

	if (err == OK)
		err = domain_requisition_line_get(tx->db, tx->arena, id, in->part_id, &l, tx->fault);
	if (err == OK)
		err = check_supplier(tx, in->supplier_id, l.supplier_id);
	if (err != OK)
		return err;
	was = l;
	before = r;
	l.ended = in->qty == 0;
	l.qty = in->qty ? in->qty : l.qty;
	l.supplier_id = in->supplier_id;
	l.price_cents = in->price_cents;
	l.note = in->note;
	l.touched = 1;
	if (!l.qty)
		return fault_field(tx->fault, "qty", MSG_F_RANGE, "> 0");
	if (is_too_dear(&l))
		return fault_field(tx->fault, "qty", MSG_STOCK_TOO_MUCH, NULL);
	err = store_requisition_line_put(tx, &l);
	if (err == OK)
		err = store_requisition_line_of(tx->db, tx->arena, id, in->part_id, &l);
	if (err == OK)
		err = store_event_change(
			tx, "requisition", id, "line_changed", requisition_line_fields, &was, &l);
	r.state = REQ_EDITED;
	return err == OK ? requisition_save(tx, &r, "edited", &before) : err;
}

enum err domain_requisition_note(struct tx *tx, int64_t id, int64_t version, const char *note)
{
	struct requisition r, before;
	enum err err = load(tx, id, version, REQ_NOTE, &r);

	before = r;
	r.note = note;
	return err == OK ? requisition_save(tx, &r, "noted", &before) : err;
}

/* ---- steps ---- */

static bool is_short(const struct requisition_line *l)
{
	return !l->ended && l->received < l->qty;
}

/* Struck lines go; something has to be left. */
static enum err strike(struct tx *tx, const struct list *lines)
{
	size_t left = 0;
	enum err err = OK;

	for (size_t i = 0; i < lines->n && err == OK; i++) {
		const struct requisition_line *l = list_at(lines, i, sizeof(*l));

		if (l->ended)
			err = store_requisition_line_remove(tx, l->id);
		else
			left++;
	}
	return err == OK && !left ? fault_set(tx->fault, ERR_CONFLICT, MSG_REQ_EMPTY, NULL) : err;
}

/* What has not come will not; that needs a reason. */
static enum err end_lines(struct tx *tx, const struct list *lines, const char *reason)
{
	enum err err = OK;

	for (size_t i = 0; i < lines->n && err == OK; i++) {
		struct requisition_line *l = list_at(lines, i, sizeof(*l));

		if (!is_short(l))
			continue;
		if (!reason)
			return fault_field(tx->fault, "reason", MSG_F_REQUIRED, NULL);
		l->ended = 1;
		err = store_requisition_line_put(tx, l);
	}
	return err;
}

static void stamp(struct tx *tx, int64_t *at, int64_t *by)
{
	*at = tx->now;
	*by = tx->actor.account;
}

enum err domain_requisition_step(
	struct tx *tx, int64_t id, int64_t version, enum requisition_action action, const char *reason)
{
	static const char *const kinds[] = {[REQ_APPROVE] = "approved",
		[REQ_ORDER] = "ordered",
		[REQ_CLOSE] = "closed",
		[REQ_CANCEL] = "cancelled"};
	struct requisition r, before;
	struct list lines;
	enum err err = load(tx, id, version, action, &r);

	if (err == OK)
		err = store_requisition_lines(tx->db, tx->arena, id, &lines);
	if (err != OK)
		return err;
	before = r;
	if (action == REQ_APPROVE) {
		err = strike(tx, &lines);
		stamp(tx, &r.approved_at, &r.approved_by);
		r.state = REQ_APPROVED;
	} else if (action == REQ_ORDER) {
		stamp(tx, &r.ordered_at, &r.ordered_by);
		r.state = REQ_ORDERED;
	} else {
		if (action == REQ_CLOSE)
			err = end_lines(tx, &lines, reason);
		else if (r.state >= REQ_APPROVED && !reason)
			err = fault_field(tx->fault, "reason", MSG_F_REQUIRED, NULL);
		stamp(tx, &r.ended_at, &r.ended_by);
		r.reason = reason;
		r.state = action == REQ_CLOSE ? REQ_CLOSED : REQ_CANCELLED;
	}
	return err == OK ? requisition_save(tx, &r, kinds[action], &before) : err;
}

/* ---- receiving ---- */

static enum err into_stock(struct tx *tx, const struct requisition_delivery *d,
	const struct requisition_line *l, struct movement *m)
{
	struct stock_move in;

	stock_move_none(&in);
	in.part_id = d->part_id;
	in.bin_id = d->bin_id;
	in.qty = d->qty;
	in.price_cents = d->price_cents == NONE ? l->price_cents : d->price_cents;
	in.supplier_id = l->supplier_id;
	in.ordered = 1;
	in.slip = d->slip;
	in.key = d->key;
	return domain_stock_receive(tx, &in, m);
}

static const struct field came_fields[] = {
	{.name = "movement_id", .type = F_INT, .offset = offsetof(struct movement, id)},
	FIELD(struct movement, part_id, F_INT),
	FIELD(struct movement, part_code, F_TEXT),
	FIELD(struct movement, part_name, F_TEXT),
	FIELD(struct movement, qty, F_QTY),
	FIELD(struct movement, unit, F_TEXT),
	FIELD_END,
};

static enum err book(struct tx *tx, struct requisition *r, struct requisition_line *l,
	const struct requisition_delivery *d, const struct movement *m)
{
	const struct requisition_receipt receipt = {
		m->id, l->id, l->part_id, l->supplier_id, d->qty, r->ordered_at, tx->now, NULL, NULL, 0};
	struct requisition before = *r;
	bool was_short = is_short(l), all;
	enum err err = store_requisition_receipt_add(tx, &receipt);

	l->received += d->qty;
	all = r->parts_come + (was_short && !is_short(l)) == r->lines;
	r->state = all ? REQ_CLOSED : REQ_RECEIVING;
	if (all)
		stamp(tx, &r->ended_at, &r->ended_by);
	if (err == OK)
		err = store_requisition_line_put(tx, l);
	if (err == OK)
		err = put(tx, r);
	if (err == OK)
		err = store_event_of_row(tx, "requisition", r->id, "received", came_fields, m);
	return err == OK && all ? store_event_change(
					  tx, "requisition", r->id, "closed", requisition_fields, &before, r)
				: err;
}

/* OK: this delivery was booked under its key already. ERR_NOT_FOUND: it was not. */
static enum err seen(struct tx *tx, const struct requisition_delivery *d)
{
	struct movement m;
	int64_t of = NONE;
	enum err err = d->key ? store_movement_by_key(tx->db, tx->arena, d->key, &m) : ERR_NOT_FOUND;

	if (err != OK)
		return err;
	err = store_requisition_of_movement(tx->db, m.id, &of);
	if (err != OK && err != ERR_NOT_FOUND)
		return err;
	return of == d->requisition_id && m.part_id == d->part_id && m.qty == d->qty
		       ? OK
		       : fault_set(tx->fault, ERR_CONFLICT, MSG_STOCK_KEY, NULL);
}

enum err domain_requisition_receive(struct tx *tx, const struct requisition_delivery *d)
{
	struct requisition r;
	struct requisition_line l;
	struct movement m;
	enum err err = seen(tx, d);

	if (err != ERR_NOT_FOUND)
		return err;
	err = load(tx, d->requisition_id, NONE, REQ_RECEIVE, &r);
	if (err == OK) {
		err = store_requisition_line_of(tx->db, tx->arena, r.id, d->part_id, &l);
		if (err == ERR_NOT_FOUND || (err == OK && l.ended))
			return fault_field(tx->fault, "part_id", MSG_F_NO_SUCH, NULL);
	}
	if (err == OK)
		err = into_stock(tx, d, &l, &m);
	return err == OK ? book(tx, &r, &l, d, &m) : err;
}
