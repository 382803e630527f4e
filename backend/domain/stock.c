/* stock.c - what every movement does, what comes in, and what is corrected. See stock.h. */
#include "domain/stock.h"

#include <string.h>

#include "base/json.h"
#include "base/utf8.h"
#include "domain/reservation.h"
#include "domain/stock_rules.h"
#include "domain/supply.h"
#include "store/event.h"
#include "store/supply.h"

void stock_move_none(struct stock_move *m)
{
	*m = (struct stock_move){.part_id = NONE,
		.bin_id = NONE,
		.qty = NONE,
		.counted = NONE,
		.ticket_id = NONE,
		.movement_id = NONE,
		.override = 0,
		.instead_of_id = NONE,
		.supplier_id = NONE,
		.ordered = 0,
		.to_bin_id = NONE,
		.count_id = NONE,
		.price_cents = NONE,
		.value_cents = NONE};
}

int64_t stock_scale(int64_t a, int64_t b, int64_t c)
{
	__int128 v = ((__int128)a * b * 2 + c) / ((__int128)c * 2);

	return v > PART_VALUE_MAX ? PART_VALUE_MAX + 1 : (int64_t)v;
}

int64_t domain_stock_worth(int64_t price_cents, int64_t qty)
{
	return stock_scale(price_cents, qty, 1000);
}

int64_t domain_stock_share(int64_t value, int64_t q, int64_t qty)
{
	return stock_scale(value, q, qty);
}

/* ---- what every movement does ---- */

enum err stock_part_named(struct tx *tx, int64_t id, struct part *p)
{
	enum err err = id == NONE ? ERR_NOT_FOUND : store_part_get(tx->db, tx->arena, id, p);

	return err == ERR_NOT_FOUND ? fault_field(tx->fault, "part_id", MSG_F_NO_SUCH, NULL) : err;
}

enum err stock_bin_named(struct tx *tx, int64_t id, const char *field)
{
	struct bin b;
	enum err err = store_bin_get(tx->db, tx->arena, id, &b);

	return err == ERR_NOT_FOUND ? fault_field(tx->fault, field, MSG_F_NO_SUCH, NULL) : err;
}

enum err stock_positive(struct tx *tx, int64_t qty)
{
	if (qty == NONE)
		return fault_field(tx->fault, "qty", MSG_F_REQUIRED, NULL);
	return qty > 0 && qty <= PART_QTY_MAX ? OK
					      : fault_field(tx->fault, "qty", MSG_F_RANGE, "> 0, ≤ 10^9");
}

enum err stock_seen(struct tx *tx, const struct stock_move *in, enum movement_kind kind, struct movement *out,
	bool *again)
{
	enum err err = in->key ? store_movement_by_key(tx->db, tx->arena, in->key, out) : ERR_NOT_FOUND;
	bool same;

	*again = false;
	if (err != OK)
		return err == ERR_NOT_FOUND ? OK : err;
	same = out->kind == (int)kind && (in->part_id == NONE || in->part_id == out->part_id) &&
	       in->ticket_id == out->ticket_id;
	if (kind == MOVE_RECEIVE || (kind == MOVE_ADJUST && in->qty != NONE))
		same = same && in->qty == out->qty;
	else if (kind == MOVE_ADJUST)
		same = same && in->counted == out->bin_after;
	else if (kind == MOVE_ISSUE)
		same = same && in->qty == -out->qty;
	else if (kind == MOVE_TRANSFER)
		same = same && in->qty == out->qty && in->to_bin_id == out->bin_id;
	if (!same)
		return fault_set(tx->fault, ERR_CONFLICT, MSG_STOCK_KEY, NULL);
	*again = true;
	return OK;
}

/* The body of the event: what a reader of the log needs without asking the store. */
static const struct field event_body[] = {
	{.name = "movement_id", .type = F_INT, .offset = offsetof(struct movement, id)},
	FIELD(struct movement, part_id, F_INT),
	FIELD(struct movement, part_code, F_TEXT),
	FIELD(struct movement, part_name, F_TEXT),
	FIELD(struct movement, bin_code, F_TEXT),
	FIELD(struct movement, qty, F_QTY),
	FIELD(struct movement, unit, F_TEXT),
	FIELD(struct movement, value_cents, F_INT),
	FIELD(struct movement, ticket_id, F_INT),
	FIELD(struct movement, reason, F_TEXT),
	FIELD(struct movement, other_bin_code, F_TEXT),
	FIELD(struct movement, instead_of_code, F_TEXT),
	FIELD_END,
};

static enum err announce(struct tx *tx, const struct movement *m)
{
	static const char *const kinds[] = {
		"received", "part_issued", "part_returned", "adjusted", "transferred"};
	bool on_ticket = m->ticket_id != NONE;

	return store_event_of_row(tx, on_ticket ? "ticket" : "part", on_ticket ? m->ticket_id : m->part_id,
		kinds[m->kind], event_body, m);
}

/* Below the minimum now, and not before: somebody has to buy. */
static enum err note_low(struct tx *tx, const struct part *p, const struct movement *m)
{
	bool was = p->min_qty == NONE || p->qty < p->min_qty,
	     is = p->min_qty != NONE && m->qty_after < p->min_qty;

	return !was && is && !p->retired ? store_event_note(tx, "part", p->id, "low", NULL, NULL) : OK;
}

enum err stock_book(struct tx *tx, const struct part *p, struct movement *m, struct movement *out)
{
	enum err err;

	if (p->qty + m->qty > PART_QTY_MAX || p->value_cents + m->value_cents > PART_VALUE_MAX)
		return fault_field(tx->fault, "qty", MSG_STOCK_TOO_MUCH, NULL);
	err = store_movement_add(tx, m);
	if (err == OK)
		err = store_movement_get(tx->db, tx->arena, m->id, out);
	if (err == OK)
		err = announce(tx, out);
	return err == OK ? note_low(tx, p, out) : err;
}

/* ---- where it lies ---- */

struct stock stock_in(const struct list *stock, int64_t bin)
{
	for (size_t i = 0; i < stock->n; i++) {
		const struct stock *s = list_at(stock, i, sizeof(*s));

		if (s->bin_id == bin)
			return *s;
	}
	return (struct stock){.bin_id = bin};
}

enum err stock_too_little(struct tx *tx, const struct part *p, const struct list *stock, int64_t asked)
{
	enum { ROOM = sizeof(((struct fault *)0)->arg) - 1 };
	struct bin bin = {0};
	struct buf b;

	if (!stock->n)
		return fault_set(tx->fault, ERR_CONFLICT, MSG_STOCK_NONE, p->code);
	buf_init(&b);
	if (asked != NONE && store_bin_get(tx->db, tx->arena, asked, &bin) == OK) {
		buf_str(&b, bin.code);
		buf_char(&b, ' ');
		json_write_qty(&b, stock_in(stock, asked).qty);
	}
	for (size_t i = 0; i < stock->n && b.len < ROOM; i++) {
		const struct stock *s = list_at(stock, i, sizeof(*s));

		if (s->bin_id == asked)
			continue;
		buf_str(&b, b.len ? ", " : "");
		buf_str(&b, s->bin_code);
		buf_char(&b, ' ');
		json_write_qty(&b, s->qty);
	}
	buf_char(&b, ' ');
	buf_str(&b, p->unit);
	b.data[utf8_fit(b.data, b.len, ROOM)] = 0;
	fault_set(tx->fault, ERR_CONFLICT, MSG_STOCK_SHORT, b.data);
	buf_release(&b);
	return ERR_CONFLICT;
}

/* ---- what comes in, and what is corrected ---- */

static enum err supplier_named(struct tx *tx, int64_t id)
{
	struct supplier s;
	enum err err = id == NONE ? OK : store_supplier_get(tx->db, tx->arena, id, &s);

	return err == ERR_NOT_FOUND ? fault_field(tx->fault, "supplier_id", MSG_F_NO_SUCH, NULL) : err;
}

/* What came in is worth; PART_VALUE_MAX + 1 is too much. */
static int64_t received_value(const struct part *p, const struct stock_move *in)
{
	int64_t price = in->price_cents != NONE ? in->price_cents : p->price_cents;

	if (in->value_cents != NONE)
		return in->value_cents;
	if (price != NONE)
		return domain_stock_worth(price, in->qty);
	return p->qty > 0 ? stock_scale(p->value_cents, in->qty, p->qty) : 0;
}

enum err domain_stock_receive(struct tx *tx, const struct stock_move *in, struct movement *out)
{
	struct part p;
	struct movement m;
	bool again;
	enum err err = stock_seen(tx, in, MOVE_RECEIVE, out, &again);

	if (err != OK || again)
		return err;
	err = store_part_get(tx->db, tx->arena, in->part_id, &p);
	if (err == OK)
		err = stock_positive(tx, in->qty);
	if (err != OK)
		return err;
	if (in->price_cents != NONE && in->value_cents != NONE)
		return fault_field(tx->fault, "value_cents", MSG_STOCK_ONE_OF, "price_cents");
	if (in->price_cents > PART_PRICE_MAX || (in->price_cents != NONE && in->price_cents < 0))
		return fault_field(tx->fault, "price_cents", MSG_F_RANGE, "0 – 10^11");
	if (in->value_cents > PART_VALUE_MAX || (in->value_cents != NONE && in->value_cents < 0))
		return fault_field(tx->fault, "value_cents", MSG_F_RANGE, "0 – 10^15");
	if (p.retired && in->ordered != 1)
		return fault_set(tx->fault, ERR_CONFLICT, MSG_PART_RETIRED, p.code);
	fields_none(movement_fields, &m);
	m.part_id = p.id;
	m.bin_id = in->bin_id != NONE ? in->bin_id : p.bin_id;
	m.kind = MOVE_RECEIVE;
	m.qty = in->qty;
	m.value_cents = received_value(&p, in);
	m.reason = in->reason;
	m.send_key = in->key;
	m.supplier_id = in->supplier_id;
	m.slip = in->slip;
	if (m.bin_id == NONE)
		return fault_field(tx->fault, "bin_id", MSG_F_REQUIRED, NULL);
	err = stock_bin_named(tx, m.bin_id, "bin_id");
	if (err == OK)
		err = supplier_named(tx, in->supplier_id);
	if (err == OK)
		err = stock_book(tx, &p, &m, out);
	if (err == OK && m.supplier_id != NONE)
		err = domain_supply_received(tx, out);
	return err == OK ? domain_reservation_fill(tx, p.id) : err;
}

/* The part a correction is about, and its bin: as named, the usual one, or the only one that holds some. */
static enum err adjust_place(
	struct tx *tx, const struct stock_move *in, struct part *p, struct list *stock, int64_t *bin)
{
	enum err err = store_part_get(tx->db, tx->arena, in->part_id, p);

	if (err == OK)
		err = store_stock_of(tx->db, tx->arena, in->part_id, stock);
	if (err != OK)
		return err;
	*bin = in->bin_id != NONE ? in->bin_id : p->bin_id;
	if (*bin == NONE && stock->n == 1)
		*bin = ((const struct stock *)stock->items)->bin_id;
	return *bin == NONE ? fault_field(tx->fault, "bin_id", MSG_F_REQUIRED, NULL)
			    : stock_bin_named(tx, *bin, "bin_id");
}

/* What an adjustment is worth, by the sign of qty. */
static int64_t adjusted_value(const struct part *p, int64_t qty)
{
	if (qty < 0)
		return -domain_stock_share(p->value_cents, -qty, p->qty);
	if (p->qty > 0)
		return stock_scale(p->value_cents, qty, p->qty);
	return p->price_cents == NONE ? 0 : domain_stock_worth(p->price_cents, qty);
}

enum err domain_stock_adjust(struct tx *tx, const struct stock_move *in, struct movement *out)
{
	struct part p;
	struct list stock;
	struct movement m;
	struct stock have;
	bool again;
	enum err err = stock_seen(tx, in, MOVE_ADJUST, out, &again);

	if (err != OK || again)
		return err;
	fields_none(movement_fields, &m);
	err = adjust_place(tx, in, &p, &stock, &m.bin_id);
	if (err != OK)
		return err;
	if (!in->reason || !*in->reason)
		return fault_field(tx->fault, "reason", MSG_F_REQUIRED, NULL);
	if ((in->qty == NONE) == (in->counted == NONE))
		return fault_field(tx->fault, "counted", MSG_STOCK_ONE_OF, "qty");
	if (in->counted != NONE && (in->counted < 0 || in->counted > PART_QTY_MAX))
		return fault_field(tx->fault, "counted", MSG_F_RANGE, "0 – 10^9");
	if (in->qty != NONE && (in->qty == 0 || in->qty < -PART_QTY_MAX || in->qty > PART_QTY_MAX))
		return fault_field(tx->fault, "qty", MSG_F_RANGE, "±10^9, ≠ 0");
	have = stock_in(&stock, m.bin_id);
	m.qty = in->counted != NONE ? in->counted - have.qty : in->qty;
	if (have.qty + m.qty < 0)
		return stock_too_little(tx, &p, &stock, m.bin_id);
	m.part_id = p.id;
	m.kind = MOVE_ADJUST;
	m.value_cents = m.qty == 0 ? 0 : adjusted_value(&p, m.qty);
	m.reason = in->reason;
	m.send_key = in->key;
	m.count_id = in->count_id;
	if (have.qty + m.qty < have.reserved)
		err = domain_reservation_cut(
			tx, p.id, m.bin_id, NONE, have.reserved - have.qty - m.qty, in->reason);
	if (err == OK)
		err = stock_book(tx, &p, &m, out);
	return err == OK ? domain_reservation_fill(tx, p.id) : err;
}
