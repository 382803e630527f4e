/* stock.c - see stock.h. */
#include "domain/stock.h"

#include <string.h>

#include "base/json.h"
#include "base/utf8.h"
#include "domain/ticket_action.h"
#include "store/event.h"

void stock_move_none(struct stock_move *m)
{
	*m = (struct stock_move){.part_id = NONE,
		.bin_id = NONE,
		.qty = NONE,
		.counted = NONE,
		.ticket_id = NONE,
		.movement_id = NONE,
		.price_cents = NONE,
		.value_cents = NONE};
}

/* a × b / c rounded half up, for a, b ≥ 0 and c > 0; what cannot be a value becomes one that is refused. */
static int64_t scale(int64_t a, int64_t b, int64_t c)
{
	__int128 v = ((__int128)a * b * 2 + c) / ((__int128)c * 2);

	return v > PART_VALUE_MAX ? PART_VALUE_MAX + 1 : (int64_t)v;
}

int64_t domain_stock_share(int64_t value, int64_t q, int64_t qty)
{
	return scale(value, q, qty);
}

/* ---- what every movement does ---- */

static enum err part_named(struct tx *tx, int64_t id, struct part *p)
{
	enum err err = id == NONE ? ERR_NOT_FOUND : store_part_get(tx->db, tx->arena, id, p);

	return err == ERR_NOT_FOUND ? fault_field(tx->fault, "part_id", MSG_F_NO_SUCH, NULL) : err;
}

static enum err bin_named(struct tx *tx, int64_t id)
{
	struct bin b;
	enum err err = store_bin_get(tx->db, tx->arena, id, &b);

	return err == ERR_NOT_FOUND ? fault_field(tx->fault, "bin_id", MSG_F_NO_SUCH, NULL) : err;
}

static enum err positive(struct tx *tx, int64_t qty)
{
	if (qty == NONE)
		return fault_field(tx->fault, "qty", MSG_F_REQUIRED, NULL);
	return qty > 0 && qty <= PART_QTY_MAX ? OK
					      : fault_field(tx->fault, "qty", MSG_F_RANGE, "> 0, ≤ 10^9");
}

/* *again: the key has been here with the same wish, and *out is what it did then. */
static enum err seen(struct tx *tx, const struct stock_move *in, enum movement_kind kind,
	struct movement *out, bool *again)
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
	FIELD_END,
};

static enum err announce(struct tx *tx, const struct movement *m)
{
	static const char *const kinds[] = {"received", "part_issued", "part_returned", "adjusted"};
	bool on_ticket = m->ticket_id != NONE;
	struct buf b;
	enum err err;

	buf_init(&b);
	json_write(&b, event_body, m);
	err = store_event_add(tx, on_ticket ? "ticket" : "part", on_ticket ? m->ticket_id : m->part_id,
		kinds[m->kind], buf_text(&b));
	buf_release(&b);
	return err;
}

/* Below the minimum now, and not before: somebody has to buy. */
static enum err note_low(struct tx *tx, const struct part *p, const struct movement *m)
{
	bool was = p->min_qty == NONE || p->qty < p->min_qty,
	     is = p->min_qty != NONE && m->qty_after < p->min_qty;

	return !was && is && !p->retired ? store_event_note(tx, "part", p->id, "low", NULL, NULL) : OK;
}

/* Into the ledger, the log, and *out as it is read. *p is the part before it. */
static enum err book(struct tx *tx, const struct part *p, struct movement *m, struct movement *out)
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

static int64_t lies_in(const struct list *stock, int64_t bin)
{
	for (size_t i = 0; i < stock->n; i++) {
		const struct stock *s = list_at(stock, i, sizeof(*s));

		if (s->bin_id == bin)
			return s->qty;
	}
	return 0;
}

/* "A-1 0, B-2 5 pcs": the asked bin first, then the fullest, as many as fit into a fault. */
static enum err too_little(struct tx *tx, const struct part *p, const struct list *stock, int64_t asked)
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
		json_write_qty(&b, lies_in(stock, asked));
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

/* The bin an issue comes from: as named, the usual one, or the smallest heap that is enough. */
static enum err find_bin(struct tx *tx, const struct part *p, const struct stock_move *in, int64_t *bin)
{
	struct list stock;
	int64_t best = NONE, best_qty = 0;
	enum err err = store_stock_of(tx->db, tx->arena, p->id, &stock);

	if (err == OK && in->bin_id != NONE)
		err = bin_named(tx, in->bin_id);
	if (err != OK)
		return err;
	*bin = in->bin_id != NONE ? in->bin_id : p->bin_id;
	if (*bin != NONE && lies_in(&stock, *bin) >= in->qty)
		return OK;
	for (size_t i = 0; i < stock.n && in->bin_id == NONE; i++) {
		const struct stock *s = list_at(&stock, i, sizeof(*s));

		if (s->qty >= in->qty && (best == NONE || s->qty < best_qty)) {
			best = s->bin_id;
			best_qty = s->qty;
		}
	}
	if (best == NONE)
		return too_little(tx, p, &stock, *bin);
	*bin = best;
	return OK;
}

/* ---- the four movements ---- */

/* What came in is worth; PART_VALUE_MAX + 1 is too much. */
static int64_t received_value(const struct part *p, const struct stock_move *in)
{
	int64_t price = in->price_cents != NONE ? in->price_cents : p->price_cents;

	if (in->value_cents != NONE)
		return in->value_cents;
	if (price != NONE)
		return scale(price, in->qty, 1000);
	return p->qty > 0 ? scale(p->value_cents, in->qty, p->qty) : 0;
}

enum err domain_stock_receive(struct tx *tx, const struct stock_move *in, struct movement *out)
{
	struct part p;
	struct movement m;
	bool again;
	enum err err = seen(tx, in, MOVE_RECEIVE, out, &again);

	if (err != OK || again)
		return err;
	err = store_part_get(tx->db, tx->arena, in->part_id, &p);
	if (err == OK)
		err = positive(tx, in->qty);
	if (err != OK)
		return err;
	if (in->price_cents != NONE && in->value_cents != NONE)
		return fault_field(tx->fault, "value_cents", MSG_STOCK_ONE_OF, "price_cents");
	if (in->price_cents > PART_PRICE_MAX || (in->price_cents != NONE && in->price_cents < 0))
		return fault_field(tx->fault, "price_cents", MSG_F_RANGE, "0 – 10^11");
	if (in->value_cents > PART_VALUE_MAX || (in->value_cents != NONE && in->value_cents < 0))
		return fault_field(tx->fault, "value_cents", MSG_F_RANGE, "0 – 10^15");
	if (p.retired)
		return fault_set(tx->fault, ERR_CONFLICT, MSG_PART_RETIRED, p.code);
	fields_none(movement_fields, &m);
	m.part_id = p.id;
	m.bin_id = in->bin_id != NONE ? in->bin_id : p.bin_id;
	m.kind = MOVE_RECEIVE;
	m.qty = in->qty;
	m.value_cents = received_value(&p, in);
	m.reason = in->reason;
	m.send_key = in->key;
	if (m.bin_id == NONE)
		return fault_field(tx->fault, "bin_id", MSG_F_REQUIRED, NULL);
	err = bin_named(tx, m.bin_id);
	return err == OK ? book(tx, &p, &m, out) : err;
}

enum err domain_stock_issue(struct tx *tx, const struct stock_move *in, struct movement *out)
{
	struct ticket t;
	struct part p;
	struct movement m;
	bool again;
	enum err err = seen(tx, in, MOVE_ISSUE, out, &again);

	if (err != OK || again)
		return err;
	err = store_ticket_get(tx->db, tx->arena, in->ticket_id, &t);
	if (err == OK && !domain_ticket_allows(t.state, ACTION_ISSUE))
		return fault_set(tx->fault, ERR_CONFLICT, MSG_STOCK_TICKET_OVER, NULL);
	if (err == OK)
		err = part_named(tx, in->part_id, &p);
	if (err == OK)
		err = positive(tx, in->qty);
	if (err != OK)
		return err;
	fields_none(movement_fields, &m);
	err = find_bin(tx, &p, in, &m.bin_id);
	if (err != OK)
		return err;
	m.part_id = p.id;
	m.kind = MOVE_ISSUE;
	m.qty = -in->qty;
	m.value_cents = -domain_stock_share(p.value_cents, in->qty, p.qty);
	m.ticket_id = t.id;
	m.machine_id = t.machine_id;
	m.reason = in->reason;
	m.send_key = in->key;
	return book(tx, &p, &m, out);
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
	return *bin == NONE ? fault_field(tx->fault, "bin_id", MSG_F_REQUIRED, NULL) : bin_named(tx, *bin);
}

/* What an adjustment is worth, by the sign of qty. */
static int64_t adjusted_value(const struct part *p, int64_t qty)
{
	if (qty < 0)
		return -domain_stock_share(p->value_cents, -qty, p->qty);
	if (p->qty > 0)
		return scale(p->value_cents, qty, p->qty);
	return p->price_cents == NONE ? 0 : scale(p->price_cents, qty, 1000);
}

enum err domain_stock_adjust(struct tx *tx, const struct stock_move *in, struct movement *out)
{
	struct part p;
	struct list stock;
	struct movement m;
	int64_t have;
	bool again;
	enum err err = seen(tx, in, MOVE_ADJUST, out, &again);

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
	have = lies_in(&stock, m.bin_id);
	m.qty = in->counted != NONE ? in->counted - have : in->qty;
	if (have + m.qty < 0)
		return too_little(tx, &p, &stock, m.bin_id);
	m.part_id = p.id;
	m.kind = MOVE_ADJUST;
	m.value_cents = m.qty == 0 ? 0 : adjusted_value(&p, m.qty);
	m.reason = in->reason;
	m.send_key = in->key;
	return book(tx, &p, &m, out);
}

/* ---- returns ---- */

/* A return over several issues is several movements: the first bears the key itself. */
static const char *key_of(struct arena *a, const char *key, size_t i)
{
	return !key || i == 0 ? key : arena_printf(a, "%s#%zu", key, i + 1);
}

/* *again: the key has been here with the same wish, and *out is everything it did then. */
static enum err seen_return(struct tx *tx, const struct stock_move *in, struct list *out, bool *again)
{
	struct movement *all = NULL, one;
	size_t n = 0;
	int64_t qty = 0;
	enum err err = seen(tx, in, MOVE_RETURN, &one, again);

	while (err == OK && *again) {
		struct movement *more = arena_calloc(tx->arena, n + 1, sizeof(*more));

		if (n)
			memcpy(more, all, n * sizeof(*more));
		all = more;
		all[n++] = one;
		qty += one.qty;
		err = store_movement_by_key(tx->db, tx->arena, key_of(tx->arena, in->key, n), &one);
	}
	if (!*again || (err != OK && err != ERR_NOT_FOUND))
		return err;
	if (qty != in->qty || (in->movement_id != NONE && in->movement_id != all[0].reverses))
		return fault_set(tx->fault, ERR_CONFLICT, MSG_STOCK_KEY, NULL);
	*out = (struct list){all, n};
	return OK;
}

/* The part that comes back and the issues it may come from, latest first. */
static enum err issues_of(struct tx *tx, const struct stock_move *in, struct part *p, struct list *issues)
{
	struct movement issue = {.part_id = in->part_id};
	struct issue_left *kept;
	enum err err = OK;

	if (in->movement_id != NONE) {
		err = store_movement_get(tx->db, tx->arena, in->movement_id, &issue);
		if (err == ERR_NOT_FOUND ||
			(err == OK && (issue.kind != MOVE_ISSUE || issue.ticket_id != in->ticket_id ||
					      (in->part_id != NONE && in->part_id != issue.part_id))))
			return fault_field(tx->fault, "movement_id", MSG_F_NO_SUCH, NULL);
	} else if (in->part_id == NONE) {
		return fault_field(tx->fault, "part_id", MSG_F_REQUIRED, NULL);
	}
	if (err == OK)
		err = part_named(tx, issue.part_id, p);
	if (err == OK)
		err = store_issue_left(tx->db, tx->arena, in->ticket_id, issue.part_id, issues);
	if (err != OK || in->movement_id == NONE)
		return err;
	kept = issues->items;
	for (size_t i = 0; i < issues->n; i++)
		if (kept[i].movement_id == in->movement_id)
			kept[0] = kept[i];
	issues->n = issues->n && kept[0].movement_id == in->movement_id;
	return OK;
}

static enum err enough_left(struct tx *tx, const struct part *p, const struct list *issues, int64_t qty)
{
	int64_t rest = 0;
	struct buf b;

	for (size_t i = 0; i < issues->n; i++)
		rest += ((const struct issue_left *)list_at(issues, i, sizeof(struct issue_left)))->rest;
	if (rest >= qty)
		return OK;
	buf_init(&b);
	json_write_qty(&b, rest);
	buf_char(&b, ' ');
	buf_str(&b, p->unit);
	fault_set(tx->fault, ERR_CONFLICT, MSG_STOCK_RETURN, b.data);
	buf_release(&b);
	return ERR_CONFLICT;
}

/* At the issue's price: what has come back by now, less what had come back before. */
static void fill_return(
	const struct issue_left *i, const struct stock_move *in, int64_t qty, struct movement *m)
{
	int64_t back = i->issued - i->rest + qty;

	fields_none(movement_fields, m);
	m->bin_id = in->bin_id != NONE ? in->bin_id : i->bin_id;
	m->kind = MOVE_RETURN;
	m->qty = qty;
	m->value_cents = domain_stock_share(i->cost_cents, back, i->issued) - (i->cost_cents - i->rest_cents);
	m->ticket_id = in->ticket_id;
	m->machine_id = i->machine_id;
	m->reverses = i->movement_id;
	m->reason = in->reason;
}

enum err domain_stock_return(struct tx *tx, const struct stock_move *in, struct list *out)
{
	struct ticket t;
	struct part p;
	struct list issues;
	int64_t todo = in->qty;
	bool again;
	enum err err = seen_return(tx, in, out, &again);

	if (err != OK || again)
		return err;
	err = store_ticket_get(tx->db, tx->arena, in->ticket_id, &t);
	if (err == OK)
		err = positive(tx, in->qty);
	if (err == OK && in->bin_id != NONE)
		err = bin_named(tx, in->bin_id);
	if (err == OK)
		err = issues_of(tx, in, &p, &issues);
	if (err == OK)
		err = enough_left(tx, &p, &issues, in->qty);
	if (err != OK)
		return err;
	*out = (struct list){arena_calloc(tx->arena, issues.n, sizeof(struct movement)), 0};
	for (size_t i = 0; i < issues.n && todo > 0 && err == OK; i++) {
		const struct issue_left *from = list_at(&issues, i, sizeof(*from));
		struct movement m;

		fill_return(from, in, from->rest < todo ? from->rest : todo, &m);
		m.part_id = p.id;
		m.send_key = key_of(tx->arena, in->key, out->n);
		err = book(tx, &p, &m, list_at(out, out->n++, sizeof(m)));
		p.qty += m.qty;
		p.value_cents += m.value_cents;
		todo -= m.qty;
	}
	return err;
}
