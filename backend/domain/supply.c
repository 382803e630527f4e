/* supply.c - see supply.h. */
#include "domain/supply.h"

#include <string.h>

#include "base/clock.h"
#include "store/asset.h"
#include "store/event.h"

static enum err named(struct tx *tx, enum err err)
{
	if (err == ERR_STALE)
		return fault_set(tx->fault, ERR_STALE, MSG_STALE, NULL);
	if (err != ERR_CONFLICT)
		return err;
	fault_set(tx->fault, ERR_CONFLICT, MSG_SUPPLIER_TAKEN, NULL);
	fault_field(tx->fault, "name", MSG_F_TAKEN, NULL);
	return ERR_CONFLICT;
}

enum err domain_supplier_add(struct tx *tx, struct supplier *s)
{
	enum err err = named(tx, store_supplier_add(tx, s));

	return err == OK ? store_event_note(tx, "supplier", s->id, "created", "name", s->name) : err;
}

enum err domain_supplier_put(struct tx *tx, struct supplier *s)
{
	struct supplier before;
	enum err err = store_supplier_get(tx->db, tx->arena, s->id, &before);

	if (err == OK)
		err = named(tx, store_supplier_put(tx, s));
	return err == OK ? store_event_change(tx, "supplier", s->id, "changed", supplier_fields, &before, s)
			 : err;
}

/* ---- who sells a part ---- */

static enum err sells(struct tx *tx, int64_t part, int64_t supplier, struct supplier *s)
{
	struct part p;
	enum err err = store_part_get(tx->db, tx->arena, part, &p);

	return err == OK ? store_supplier_get(tx->db, tx->arena, supplier, s) : err;
}

enum err domain_supply_put(struct tx *tx, const struct part_supplier *s)
{
	struct supplier who;
	enum err err = sells(tx, s->part_id, s->supplier_id, &who);

	if (err == OK)
		err = store_part_supplier_put(tx, s);
	return err == OK ? store_event_note(tx, "part", s->part_id, "supplier_set", "supplier", who.name)
			 : err;
}

enum err domain_supply_remove(struct tx *tx, int64_t part, int64_t supplier)
{
	struct supplier who;
	enum err err = sells(tx, part, supplier, &who);

	if (err == OK)
		err = store_part_supplier_remove(tx, part, supplier);
	return err == OK ? store_event_note(tx, "part", part, "supplier_removed", "supplier", who.name) : err;
}

enum err domain_supply_price(struct tx *tx, struct part_price *p)
{
	struct supplier who;
	struct part part;
	enum err err = store_part_get(tx->db, tx->arena, p->part_id, &part);

	if (err == OK && store_supplier_get(tx->db, tx->arena, p->supplier_id, &who) != OK)
		return fault_field(tx->fault, "supplier_id", MSG_F_NO_SUCH, NULL);
	if (err != OK)
		return err;
	p->day = p->day == NONE ? clock_day_of(tx->now) : p->day;
	p->supplier_name = who.name;
	err = store_part_price_add(tx, p);
	return err == OK ? store_event_note(tx, "part", p->part_id, "price_noted", "supplier", who.name)
			 : err;
}

enum err domain_supply_received(struct tx *tx, const struct movement *m)
{
	struct part_price price;
	struct part_supplier s;
	struct list known;
	enum err err = store_part_supplier_of(tx->db, tx->arena, m->part_id, &known);
	bool there = false;

	for (size_t i = 0; err == OK && i < known.n; i++)
		there = there || ((const struct part_supplier *)list_at(&known, i, sizeof(s)))->supplier_id ==
					 m->supplier_id;
	fields_none(part_supplier_fields, &s);
	s.part_id = m->part_id;
	s.supplier_id = m->supplier_id;
	s.preferred = 0;
	if (err == OK && !there)
		err = store_part_supplier_put(tx, &s);
	fields_none(part_price_fields, &price);
	price.part_id = m->part_id;
	price.supplier_id = m->supplier_id;
	price.day = clock_day_of(tx->now);
	price.price_cents = (m->value_cents * 2000 + m->qty) / (m->qty * 2);
	price.movement_id = m->id;
	price.note = m->slip;
	return err == OK ? store_part_price_add(tx, &price) : err;
}

/* ---- what may stand in ---- */

enum err domain_substitute_put(struct tx *tx, int64_t part, int64_t substitute, const char *note, bool both)
{
	struct part p, s;
	enum err err = store_part_get(tx->db, tx->arena, part, &p);

	if (err == OK)
		err = store_part_get(tx->db, tx->arena, substitute, &s);
	if (err != OK)
		return err;
	if (part == substitute || strcmp(p.unit, s.unit) != 0)
		return fault_field(tx->fault, "substitute_id", MSG_SUBSTITUTE_SAME, NULL);
	err = store_substitute_put(tx, part, substitute, note);
	if (err == OK)
		err = store_event_note(tx, "part", part, "substitute_set", "substitute", s.code);
	if (err == OK && both)
		err = store_substitute_put(tx, substitute, part, note);
	if (err == OK && both)
		err = store_event_note(tx, "part", substitute, "substitute_set", "substitute", p.code);
	return err;
}

enum err domain_substitute_remove(struct tx *tx, int64_t part, int64_t substitute)
{
	struct part s;
	enum err err = store_part_get(tx->db, tx->arena, substitute, &s);

	if (err == OK)
		err = store_substitute_remove(tx, part, substitute);
	return err == OK ? store_event_note(tx, "part", part, "substitute_removed", "substitute", s.code)
			 : err;
}

/* ---- where it is built in ---- */

enum err domain_use_add(struct tx *tx, struct asset_part *p)
{
	struct part part;
	struct asset a;
	enum err err = store_part_get(tx->db, tx->arena, p->part_id, &part);

	if (err != OK)
		return err;
	if ((p->asset_id == NONE) == (p->model == NULL))
		return fault_field(tx->fault, "asset_id", MSG_STOCK_ONE_OF, "model");
	if (p->asset_id != NONE)
		err = store_asset_get(tx->db, tx->arena, p->asset_id, &a);
	if (err == ERR_NOT_FOUND ||
		(err == OK && p->asset_id != NONE && a.kind != ASSET_MACHINE && a.kind != ASSET_COMPONENT))
		return fault_field(tx->fault, "asset_id", MSG_F_NO_SUCH, NULL);
	if (err == OK)
		err = store_asset_part_add(tx, p);
	if (err == ERR_CONFLICT)
		return fault_set(tx->fault, ERR_CONFLICT, MSG_USE_TWICE, NULL);
	if (err == OK)
		err = store_event_note(
			tx, "part", p->part_id, "use_added", "where", p->model ? p->model : a.name);
	return err == OK ? store_asset_part_get(tx->db, tx->arena, p->id, p) : err;
}

enum err domain_use_remove(struct tx *tx, int64_t part, int64_t id)
{
	struct asset_part p;
	enum err err = store_asset_part_get(tx->db, tx->arena, id, &p);

	if (err == OK)
		err = store_asset_part_remove(tx, part, id);
	return err == OK ? store_event_note(
				   tx, "part", part, "use_removed", "where", p.model ? p.model : p.asset_name)
			 : err;
}
