/* reservation.c - see reservation.h. */
#include "domain/reservation.h"

#include "domain/ticket_rules.h"
#include "store/event.h"

/* ---- what is written down ---- */

struct told {
	int64_t part_id;
	const char *part_code, *part_name, *unit;
	int64_t qty, wanted;
	const char *reason;
};
static const struct field told_fields[] = {
	FIELD(struct told, part_id, F_INT),
	FIELD(struct told, part_code, F_TEXT),
	FIELD(struct told, part_name, F_TEXT),
	FIELD(struct told, unit, F_TEXT),
	FIELD(struct told, qty, F_QTY),
	FIELD(struct told, wanted, F_QTY),
	FIELD(struct told, reason, F_TEXT),
	FIELD_END,
};

static enum err tell(struct tx *tx, int64_t ticket, const char *kind, const struct told *t)
{
	return store_event_of_row(tx, "ticket", ticket, kind, told_fields, t);
}

static struct told told_of(const struct reservation *r, int64_t qty)
{
	return (struct told){r->part_id, r->part_code, r->part_name, r->unit, qty, 0, NULL};
}

/* ---- what there is ---- */

static enum err rows(
	struct tx *tx, int64_t ticket, int64_t part, int64_t bin, int64_t wanted, struct list *out)
{
	struct reservation_filter f;

	reservation_filter_none(&f);
	f.ticket_id = ticket;
	f.part_id = part;
	f.bin_id = bin;
	f.wanted = wanted;
	f.limit = INT64_C(1) << 30;
	return store_reservation_list(tx->db, tx->arena, &f, out);
}

static const struct reservation *row_at(const struct list *l, size_t i)
{
	return list_at(l, i, sizeof(struct reservation));
}

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static enum err change(
	struct tx *tx, const struct reservation *r, int64_t bin, int64_t qty, int64_t taken, int64_t dropped)
{
	const struct reservation_step s = {r->ticket_id, r->part_id, bin, qty, taken, dropped};

	return store_reservation_move(tx, &s);
}

/* ---- to keep ---- */

/* Up to `need` of what lies free is kept: in one bin, or the usual one first and then the fullest. */
static enum err keep(struct tx *tx, const struct part *p, struct list *stock, const struct reservation *who,
	int64_t bin, int64_t need, int64_t *kept)
{
	enum err err = OK;

	*kept = 0;
	for (int usual = 1; usual >= 0; usual--)
		for (size_t i = 0; i < stock->n && *kept < need && err == OK; i++) {
			struct stock *s = list_at(stock, i, sizeof(*s));
			int64_t q = least(s->available, need - *kept);

			if (q <= 0 || (bin != NONE && s->bin_id != bin) || (s->bin_id == p->bin_id) != usual)
				continue;
			err = change(tx, who, s->bin_id, q, 0, 0);
			s->available -= q;
			*kept += q;
		}
	return err;
}

static enum err reserve(struct tx *tx, int64_t ticket, const struct reserve_part *ask)
{
	const struct reservation who = {.ticket_id = ticket, .part_id = ask->part_id};
	struct part p;
	struct bin b;
	struct list stock;
	int64_t kept = 0;
	enum err err = store_part_get(tx->db, tx->arena, ask->part_id, &p);

	if (err == ERR_NOT_FOUND)
		return fault_field(tx->fault, "part_id", MSG_F_NO_SUCH, NULL);
	if (err == OK && ask->bin_id != NONE && store_bin_get(tx->db, tx->arena, ask->bin_id, &b) != OK)
		return fault_field(tx->fault, "bin_id", MSG_F_NO_SUCH, NULL);
	if (err == OK && (ask->qty <= 0 || ask->qty > PART_QTY_MAX))
		return fault_field(tx->fault, "qty", MSG_F_RANGE, "> 0, ≤ 10^9");
	if (err == OK)
		err = store_stock_of(tx->db, tx->arena, p.id, &stock);
	if (err == OK)
		err = keep(tx, &p, &stock, &who, ask->bin_id, ask->qty, &kept);
	/* What is not in the bin that was asked for may lie elsewhere. */
	if (err == OK && kept < ask->qty) {
		int64_t more = 0;

		err = keep(tx, &p, &stock, &who, NONE, ask->qty - kept, &more);
		kept += more;
	}
	if (err == OK && kept < ask->qty && p.retired)
		return fault_set(tx->fault, ERR_CONFLICT, MSG_RESERVE_RETIRED, p.code);
	if (err == OK && kept < ask->qty)
		err = change(tx, &who, NONE, ask->qty - kept, 0, 0);
	if (err != OK)
		return err;
	return tell(tx, ticket, "part_reserved",
		&(struct told){p.id, p.code, p.name, p.unit, kept, ask->qty - kept, NULL});
}

enum err domain_reservation_add(struct tx *tx, int64_t ticket, const struct list *parts)
{
	struct ticket t;
	enum err err = ticket_load(tx, ticket, NONE, &t);

	if (err == OK && !domain_ticket_allows(t.state, ACTION_RESERVE))
		return ticket_wrong_state(tx, &t);
	if (err == OK && !parts->n)
		return fault_field(tx->fault, "parts", MSG_F_REQUIRED, NULL);
	for (size_t i = 0; i < parts->n && err == OK; i++)
		err = reserve(tx, ticket, list_at(parts, i, sizeof(struct reserve_part)));
	return err;
}

enum err domain_reservation_fill(struct tx *tx, int64_t part)
{
	struct part p;
	struct list wanted, stock;
	enum err err = store_part_get(tx->db, tx->arena, part, &p);

	if (err != OK || p.available <= 0)
		return err;
	err = rows(tx, NONE, part, NONE, 1, &wanted);
	if (err != OK || !wanted.n)
		return err;
	err = store_stock_of(tx->db, tx->arena, part, &stock);
	for (size_t i = 0; i < wanted.n && err == OK && p.available > 0; i++) {
		const struct reservation *r = row_at(&wanted, i);
		const struct told t = told_of(r, least(r->qty, p.available));
		int64_t kept;

		err = change(tx, r, NONE, -t.qty, 0, 0);
		if (err == OK)
			err = keep(tx, &p, &stock, r, NONE, t.qty, &kept);
		if (err == OK)
			err = tell(tx, r->ticket_id, "part_arrived", &t);
		p.available -= t.qty;
	}
	return err;
}

/* ---- to let go ---- */

/* Off what a ticket keeps and wants of a part, in this order: in the bin, elsewhere, wanted; or wanted first. */
static enum err take_off(struct tx *tx, const struct list *all, int64_t bin, bool taken, int64_t *qty)
{
	enum err err = OK;

	for (int step = 0; step < 3; step++)
		for (size_t i = 0; i<all->n && * qty> 0 && err == OK; i++) {
			const struct reservation *r = row_at(all, i);
			bool wanted = r->bin_id == NONE, here = !wanted && r->bin_id == bin;
			int turn = taken ? (here ? 0 : wanted ? 2 : 1) : wanted ? 0 : 1;
			int64_t q = least(r->qty, *qty);

			if (turn != step)
				continue;
			err = change(tx, r, r->bin_id, -q, taken ? q : 0, taken ? 0 : q);
			*qty -= q;
		}
	return err;
}

enum err domain_reservation_take(struct tx *tx, int64_t ticket, int64_t part, int64_t bin, int64_t qty)
{
	struct list own;
	enum err err = rows(tx, ticket, part, NONE, NONE, &own);

	return err == OK ? take_off(tx, &own, bin, true, &qty) : err;
}

static enum err release_part(struct tx *tx, int64_t ticket, int64_t part, int64_t qty)
{
	struct list own;
	struct told t;
	int64_t all = 0;
	enum err err = rows(tx, ticket, part, NONE, NONE, &own);

	if (err != OK)
		return err;
	for (size_t i = 0; i < own.n; i++)
		all += row_at(&own, i)->qty;
	if (!all || (qty != NONE && qty > all))
		return fault_set(tx->fault, ERR_CONFLICT, MSG_RESERVE_LESS, NULL);
	t = told_of(row_at(&own, 0), qty == NONE ? all : qty);
	qty = t.qty;
	err = take_off(tx, &own, NONE, false, &qty);
	if (err == OK)
		err = tell(tx, ticket, "part_released", &t);
	return err == OK ? domain_reservation_fill(tx, part) : err;
}

enum err domain_reservation_release(struct tx *tx, int64_t ticket, int64_t part, int64_t qty)
{
	struct ticket t;
	struct list own;
	int64_t last = NONE;
	enum err err = ticket_load(tx, ticket, NONE, &t);

	if (err == OK && qty != NONE && (qty <= 0 || part == NONE))
		return fault_field(tx->fault, "qty", MSG_F_RANGE, "> 0");
	if (err == OK && part != NONE)
		return release_part(tx, ticket, part, qty);
	if (err == OK)
		err = rows(tx, ticket, NONE, NONE, NONE, &own);
	/* Rows of one part need not stand together: what was let go is not there a second time. */
	while (err == OK && own.n && row_at(&own, 0)->part_id != last) {
		last = row_at(&own, 0)->part_id;
		err = release_part(tx, ticket, last, NONE);
		if (err == OK)
			err = rows(tx, ticket, NONE, NONE, NONE, &own);
	}
	return err;
}

/* ---- scarce ---- */

/* The latest first: those whose row was begun last. */
enum err domain_reservation_cut(
	struct tx *tx, int64_t part, int64_t bin, int64_t but, int64_t qty, const char *reason)
{
	struct list kept;
	enum err err = rows(tx, NONE, part, bin, 0, &kept);

	for (size_t i = kept.n; i > 0 && qty > 0 && err == OK; i--) {
		const struct reservation *r = row_at(&kept, i - 1);
		struct told t = told_of(r, least(r->qty, qty));

		if (r->ticket_id == but)
			continue;
		t.reason = reason;
		err = change(tx, r, bin, -t.qty, 0, 0);
		if (err == OK)
			err = change(tx, r, NONE, t.qty, 0, 0);
		if (err == OK)
			err = tell(tx, r->ticket_id, "reservation_lost", &t);
		qty -= t.qty;
	}
	return err;
}

enum err domain_reservation_follow(struct tx *tx, int64_t part, int64_t from, int64_t to, int64_t qty)
{
	struct list kept;
	enum err err = rows(tx, NONE, part, from, 0, &kept);

	for (size_t i = 0; i < kept.n && qty > 0 && err == OK; i++) {
		const struct reservation *r = row_at(&kept, i);
		int64_t q = least(r->qty, qty);

		err = change(tx, r, from, -q, 0, 0);
		if (err == OK)
			err = change(tx, r, to, q, 0, 0);
		qty -= q;
	}
	return err;
}
