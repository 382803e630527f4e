/* stock_issue.c - parts go out to a ticket: out of which bin, and past whom they are kept for. See stock.h. */
#include "base/json.h"
#include "base/utf8.h"
#include "domain/reservation.h"
#include "domain/stock_rules.h"
#include "domain/ticket_action.h"
#include "store/supply.h"

/* ERR_CONFLICT: "#12 2, #17 1 pcs": for whom it is kept, as many as fit into a fault. */
static enum err kept_for_others(struct tx *tx, const struct part *p, int64_t but)
{
	enum { ROOM = sizeof(((struct fault *)0)->arg) - 1 };
	struct reservation_filter f;
	struct list kept;
	struct buf b;
	enum err err;

	reservation_filter_none(&f);
	f.part_id = p->id;
	f.wanted = 0;
	err = store_reservation_list(tx->db, tx->arena, &f, &kept);
	buf_init(&b);
	for (size_t i = 0; err == OK && i < kept.n && b.len < ROOM; i++) {
		const struct reservation *r = list_at(&kept, i, sizeof(*r));

		if (r->ticket_id == but)
			continue;
		buf_printf(&b, "%s#%lld ", b.len ? ", " : "", (long long)r->ticket_id);
		json_write_qty(&b, r->qty);
	}
	buf_char(&b, ' ');
	buf_str(&b, p->unit);
	b.data[utf8_fit(b.data, b.len, ROOM)] = 0;
	err = err == OK ? fault_set(tx->fault, ERR_CONFLICT, MSG_STOCK_RESERVED, b.data) : err;
	buf_release(&b);
	return err;
}

/* What the ticket may have in each bin: what lies free, what is kept for it, and all when it is overridden. */
static enum err may_have(struct tx *tx, const struct part *p, const struct stock_move *in, struct list *stock,
	int64_t *own_bin)
{
	struct reservation_filter f;
	struct list own = {0};
	enum err err = store_stock_of(tx->db, tx->arena, p->id, stock);

	reservation_filter_none(&f);
	f.ticket_id = in->ticket_id;
	f.part_id = p->id;
	f.wanted = 0;
	*own_bin = NONE;
	if (err == OK)
		err = store_reservation_list(tx->db, tx->arena, &f, &own);
	for (size_t i = 0; err == OK && i < own.n; i++) {
		const struct reservation *r = list_at(&own, i, sizeof(*r));

		for (size_t k = 0; k < stock->n; k++) {
			struct stock *s = list_at(stock, k, sizeof(*s));

			s->available += s->bin_id == r->bin_id ? r->qty : 0;
		}
		if (r->qty >= in->qty)
			*own_bin = r->bin_id;
	}
	for (size_t k = 0; err == OK && in->override == 1 && k < stock->n; k++) {
		struct stock *s = list_at(stock, k, sizeof(*s));

		s->available = s->qty;
	}
	return err;
}

/* The bin an issue comes from: as named, where it is kept for this ticket, the usual one, or the smallest heap that is
 * enough. */
static enum err find_bin(struct tx *tx, const struct part *p, const struct stock_move *in, int64_t *bin)
{
	struct list stock;
	int64_t own_bin, best = NONE, best_qty = 0;
	bool there = false;
	enum err err = may_have(tx, p, in, &stock, &own_bin);

	if (err == OK && in->bin_id != NONE)
		err = stock_bin_named(tx, in->bin_id, "bin_id");
	if (err != OK)
		return err;
	*bin = in->bin_id != NONE ? in->bin_id : own_bin != NONE ? own_bin : p->bin_id;
	if (*bin != NONE && stock_in(&stock, *bin).available >= in->qty)
		return OK;
	for (size_t i = 0; i < stock.n; i++) {
		const struct stock *s = list_at(&stock, i, sizeof(*s));

		there = there || (s->qty >= in->qty && (in->bin_id == NONE || in->bin_id == s->bin_id));
		if (in->bin_id == NONE && s->available >= in->qty &&
			(best == NONE || s->available < best_qty)) {
			best = s->bin_id;
			best_qty = s->available;
		}
	}
	if (best == NONE)
		return there ? kept_for_others(tx, p, in->ticket_id) : stock_too_little(tx, p, &stock, *bin);
	*bin = best;
	return OK;
}

/* It is refused that a part stands in for one that it is no substitute of. */
static enum err stands_in(struct tx *tx, const struct stock_move *in)
{
	enum err err = in->instead_of_id == NONE
			       ? OK
			       : store_substitute_known(tx->db, in->instead_of_id, in->part_id);

	return err == ERR_NOT_FOUND ? fault_field(tx->fault, "instead_of_id", MSG_STOCK_NO_SUBSTITUTE, NULL)
				    : err;
}

/* Off what is kept, before it goes: of others as far as it was overridden, then the ticket's own. */
static enum err take_kept(struct tx *tx, const struct stock_move *in, int64_t bin)
{
	struct list stock;
	struct part p = {.id = in->part_id};
	struct stock_move plain = *in;
	int64_t own_bin, short_by;
	enum err err;

	plain.override = 0;
	err = may_have(tx, &p, &plain, &stock, &own_bin);
	short_by = err == OK ? in->qty - stock_in(&stock, bin).available : 0;
	if (err == OK && short_by > 0)
		err = domain_reservation_cut(tx, in->part_id, bin, in->ticket_id, short_by, in->reason);
	if (err == OK)
		err = domain_reservation_take(tx, in->ticket_id, in->part_id, bin, in->qty);
	if (err == OK && in->instead_of_id != NONE)
		err = domain_reservation_take(tx, in->ticket_id, in->instead_of_id, NONE, in->qty);
	return err;
}

static enum err check_issue(struct tx *tx, const struct stock_move *in, struct ticket *t, struct part *p)
{
	enum err err = store_ticket_get(tx->db, tx->arena, in->ticket_id, t);

	if (err == OK && !domain_ticket_allows(t->state, ACTION_ISSUE))
		return fault_set(tx->fault, ERR_CONFLICT, MSG_STOCK_TICKET_OVER, NULL);
	if (err == OK)
		err = stock_part_named(tx, in->part_id, p);
	if (err == OK)
		err = stock_positive(tx, in->qty);
	if (err == OK && in->override == 1 && (!in->reason || !*in->reason))
		return fault_field(tx->fault, "reason", MSG_F_REQUIRED, NULL);
	return err == OK ? stands_in(tx, in) : err;
}

enum err domain_stock_issue(struct tx *tx, const struct stock_move *in, struct movement *out)
{
	struct ticket t;
	struct part p;
	struct movement m;
	bool again;
	enum err err = stock_seen(tx, in, MOVE_ISSUE, out, &again);

	if (err != OK || again)
		return err;
	err = check_issue(tx, in, &t, &p);
	if (err != OK)
		return err;
	fields_none(movement_fields, &m);
	err = find_bin(tx, &p, in, &m.bin_id);
	if (err == OK)
		err = take_kept(tx, in, m.bin_id);
	if (err != OK)
		return err;
	m.part_id = p.id;
	m.kind = MOVE_ISSUE;
	m.qty = -in->qty;
	m.value_cents = -domain_stock_share(p.value_cents, in->qty, p.qty);
	m.ticket_id = t.id;
	m.machine_id = t.machine_id;
	m.instead_of_id = in->instead_of_id;
	m.reason = in->reason;
	m.send_key = in->key;
	err = stock_book(tx, &p, &m, out);
	if (err == OK)
		err = domain_reservation_fill(tx, p.id);
	return err == OK && in->instead_of_id != NONE ? domain_reservation_fill(tx, in->instead_of_id) : err;
}
