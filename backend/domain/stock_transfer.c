/* stock_transfer.c - from one bin to another. See stock.h. */
#include "domain/reservation.h"
#include "domain/stock_rules.h"

/* One half of it: what comes in, or what goes out. */
static struct movement half(
	const struct stock_move *in, const struct part *p, int64_t bin, int64_t other, int64_t qty)
{
	struct movement m;

	fields_none(movement_fields, &m);
	m.part_id = p->id;
	m.bin_id = bin;
	m.other_bin_id = other;
	m.kind = MOVE_TRANSFER;
	m.qty = qty;
	m.value_cents = 0;
	m.reason = in->reason;
	return m;
}

static enum err check(struct tx *tx, const struct stock_move *in, const struct part *p, int64_t *from)
{
	enum err err = stock_positive(tx, in->qty);

	*from = in->bin_id != NONE ? in->bin_id : p->bin_id;
	if (err == OK && *from == NONE)
		err = fault_field(tx->fault, "bin_id", MSG_F_REQUIRED, NULL);
	if (err == OK)
		err = stock_bin_named(tx, *from, "bin_id");
	if (err == OK && in->to_bin_id == NONE)
		err = fault_field(tx->fault, "to_bin_id", MSG_F_REQUIRED, NULL);
	if (err == OK)
		err = stock_bin_named(tx, in->to_bin_id, "to_bin_id");
	if (err == OK && in->to_bin_id == *from)
		err = fault_field(tx->fault, "to_bin_id", MSG_STOCK_SAME_BIN, NULL);
	return err;
}

enum err domain_stock_transfer(struct tx *tx, const struct stock_move *in, struct movement *out)
{
	struct part p;
	struct list stock;
	struct stock have;
	struct movement came, went;
	int64_t from;
	bool again;
	enum err err = stock_seen(tx, in, MOVE_TRANSFER, out, &again);

	if (err != OK || again)
		return err;
	err = store_part_get(tx->db, tx->arena, in->part_id, &p);
	if (err == OK)
		err = check(tx, in, &p, &from);
	if (err == OK)
		err = store_stock_of(tx->db, tx->arena, p.id, &stock);
	if (err != OK)
		return err;
	have = stock_in(&stock, from);
	if (have.qty < in->qty)
		return stock_too_little(tx, &p, &stock, from);
	/* In before out: what is kept moves along while both bins hold it, and the part never seems to have less. */
	p.qty -= in->qty;
	came = half(in, &p, in->to_bin_id, from, in->qty);
	came.send_key = in->key;
	err = stock_book(tx, &p, &came, out);
	if (err == OK && have.qty - in->qty < have.reserved)
		err = domain_reservation_follow(
			tx, p.id, from, in->to_bin_id, have.reserved - (have.qty - in->qty));
	went = half(in, &p, from, in->to_bin_id, -in->qty);
	went.pair_id = out->id;
	return err == OK ? store_movement_add(tx, &went) : err;
}
