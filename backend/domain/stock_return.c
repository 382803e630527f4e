/* stock_return.c - what was issued comes back, at the price it went out at. See stock.h. */
#include <string.h>

#include "base/json.h"
#include "domain/reservation.h"
#include "domain/stock_rules.h"
#include "store/ticket.h"

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
	enum err err = stock_seen(tx, in, MOVE_RETURN, &one, again);

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
		err = stock_part_named(tx, issue.part_id, p);
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
		err = stock_positive(tx, in->qty);
	if (err == OK && in->bin_id != NONE)
		err = stock_bin_named(tx, in->bin_id, "bin_id");
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
		err = stock_book(tx, &p, &m, list_at(out, out->n++, sizeof(m)));
		p.qty += m.qty;
		p.value_cents += m.value_cents;
		todo -= m.qty;
	}
	return err == OK ? domain_reservation_fill(tx, p.id) : err;
}
