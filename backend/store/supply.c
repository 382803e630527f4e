/* supply.c - see supply.h. */
#include "store/supply.h"

#include "base/text.h"

const struct field supplier_fields[] = {
	FIELD(struct supplier, id, F_INT, F_SURE),
	FIELD(struct supplier, name, F_TEXT, F_SURE),
	FIELD(struct supplier, contact, F_TEXT),
	FIELD(struct supplier, phone, F_TEXT),
	FIELD(struct supplier, email, F_TEXT),
	FIELD(struct supplier, note, F_TEXT),
	FIELD(struct supplier, retired, F_BOOL, F_SURE),
	FIELD(struct supplier, version, F_INT, F_SURE),
	FIELD(struct supplier, created_at, F_TIME, F_SURE),
	FIELD(struct supplier, search, F_TEXT, F_HIDDEN),
	FIELD(struct supplier, parts, F_INT, F_SURE),
	FIELD_END,
};

const struct field part_supplier_fields[] = {
	FIELD(struct part_supplier, part_id, F_INT, F_SURE),
	FIELD(struct part_supplier, supplier_id, F_INT, F_SURE),
	FIELD(struct part_supplier, number, F_TEXT),
	FIELD(struct part_supplier, lead_days, F_INT),
	FIELD(struct part_supplier, min_qty, F_QTY),
	FIELD(struct part_supplier, pack_qty, F_QTY),
	FIELD(struct part_supplier, preferred, F_BOOL, F_SURE),
	FIELD(struct part_supplier, supplier_name, F_TEXT, F_SURE),
	FIELD(struct part_supplier, part_code, F_TEXT, F_SURE),
	FIELD(struct part_supplier, part_name, F_TEXT, F_SURE),
	FIELD(struct part_supplier, part_name_en, F_TEXT),
	FIELD(struct part_supplier, unit, F_TEXT, F_SURE),
	FIELD(struct part_supplier, price_cents, F_INT),
	FIELD(struct part_supplier, price_day, F_DAY),
	FIELD_END,
};

const struct field part_price_fields[] = {
	FIELD(struct part_price, id, F_INT, F_SURE),
	FIELD(struct part_price, part_id, F_INT, F_SURE),
	FIELD(struct part_price, supplier_id, F_INT, F_SURE),
	FIELD(struct part_price, day, F_DAY, F_SURE),
	FIELD(struct part_price, price_cents, F_INT, F_SURE),
	FIELD(struct part_price, movement_id, F_INT),
	FIELD(struct part_price, note, F_TEXT),
	FIELD(struct part_price, time, F_TIME, F_SURE),
	FIELD(struct part_price, account_id, F_INT),
	FIELD(struct part_price, supplier_name, F_TEXT, F_SURE),
	FIELD_END,
};

const struct field part_substitute_fields[] = {
	FIELD(struct part_substitute, part_id, F_INT, F_SURE),
	FIELD(struct part_substitute, substitute_id, F_INT, F_SURE),
	FIELD(struct part_substitute, note, F_TEXT),
	FIELD(struct part_substitute, id, F_INT, F_SURE),
	FIELD(struct part_substitute, code, F_TEXT, F_SURE),
	FIELD(struct part_substitute, name, F_TEXT, F_SURE),
	FIELD(struct part_substitute, name_en, F_TEXT),
	FIELD(struct part_substitute, unit, F_TEXT, F_SURE),
	FIELD(struct part_substitute, bin_code, F_TEXT),
	FIELD(struct part_substitute, qty, F_QTY, F_SURE),
	FIELD(struct part_substitute, available, F_QTY, F_SURE),
	FIELD_END,
};

const struct field asset_part_fields[] = {
	FIELD(struct asset_part, id, F_INT, F_SURE),
	FIELD(struct asset_part, part_id, F_INT, F_SURE),
	FIELD(struct asset_part, asset_id, F_INT),
	FIELD(struct asset_part, model, F_TEXT),
	FIELD(struct asset_part, qty, F_QTY),
	FIELD(struct asset_part, note, F_TEXT),
	FIELD(struct asset_part, asset_code, F_TEXT),
	FIELD(struct asset_part, asset_name, F_TEXT),
	FIELD(struct asset_part, asset_name_en, F_TEXT),
	FIELD(struct asset_part, part_code, F_TEXT, F_SURE),
	FIELD(struct asset_part, part_name, F_TEXT, F_SURE),
	FIELD(struct asset_part, part_name_en, F_TEXT),
	FIELD(struct asset_part, spec, F_TEXT),
	FIELD(struct asset_part, unit, F_TEXT, F_SURE),
	FIELD(struct asset_part, bin_code, F_TEXT),
	FIELD(struct asset_part, on_hand, F_QTY, F_SURE),
	FIELD(struct asset_part, available, F_QTY, F_SURE),
	FIELD_END,
};

/* ---- suppliers ---- */

#define SUPPLIER                                                                                             \
	"SELECT s.id AS id, s.name AS name, s.contact AS contact, s.phone AS phone, s.email AS email, "      \
	"s.note AS note, s.retired AS retired, s.version AS version, s.created_at AS created_at, "           \
	"s.search AS search, (SELECT count(*) FROM part_supplier x WHERE x.supplier_id = s.id) AS parts "    \
	"FROM supplier s "
static const char SQL_GET[] = SUPPLIER "WHERE s.id = $1";
static const char SQL_LIST[] =
	SUPPLIER "WHERE ($1 IS NULL OR s.search LIKE $1 ESCAPE '\\') AND ($2 IS NULL OR s.retired = $2) "
		 "AND s.name > $3 ORDER BY s.name LIMIT $4";
static const char SQL_ADD[] =
	"INSERT INTO supplier (name, contact, phone, email, note, retired, search, created_at) "
	"VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id";
static const char SQL_PUT[] =
	"UPDATE supplier SET name = $1, contact = $2, phone = $3, email = $4, note = $5, retired = $6, "
	"search = $7, version = version + 1 WHERE id = $8 AND version = $9";

enum err store_supplier_get(struct db *db, struct arena *a, int64_t id, struct supplier *out)
{
	return db_one(db, a, SQL_GET, ARGS(v_int(id)), supplier_fields, out);
}

enum err store_supplier_list(struct db *db, struct arena *a, const char *text, int64_t retired,
	const char *after, int64_t limit, struct list *out)
{
	return db_list(db, a, SQL_LIST,
		ARGS(v_text(text_like(a, text)), v_int(retired), v_text(after ? after : ""), v_int(limit)),
		supplier_fields, sizeof(struct supplier), out);
}

static const char *search_of(struct arena *a, const struct supplier *s)
{
	const char *const texts[] = {s->name, s->contact, s->phone, s->email, s->note};

	return text_fold_all(a, texts, sizeof(texts) / sizeof(texts[0]));
}

enum err store_supplier_add(struct tx *tx, struct supplier *s)
{
	s->search = search_of(tx->arena, s);
	s->version = 1;
	s->created_at = tx->now;
	s->parts = 0;
	return db_int(tx->db, SQL_ADD,
		ARGS(v_text(s->name), v_text(s->contact), v_text(s->phone), v_text(s->email), v_text(s->note),
			v_int(s->retired), v_text(s->search), v_int(s->created_at)),
		&s->id);
}

enum err store_supplier_put(struct tx *tx, struct supplier *s)
{
	int64_t changed = 0;
	enum err err;

	s->search = search_of(tx->arena, s);
	err = db_exec(tx->db, SQL_PUT,
		ARGS(v_text(s->name), v_text(s->contact), v_text(s->phone), v_text(s->email), v_text(s->note),
			v_int(s->retired), v_text(s->search), v_int(s->id), v_int(s->version)),
		&changed);
	if (err == OK && !changed)
		return ERR_STALE;
	s->version += err == OK;
	return err;
}

/* ---- who sells a part ---- */

#define NEWEST(what)                                                                                         \
	"SELECT q." what " FROM part_price q WHERE q.part_id = x.part_id AND q.supplier_id = x.supplier_id " \
	"ORDER BY q.day DESC, q.id DESC LIMIT 1"
#define PART_SUPPLIER                                                                                        \
	"SELECT x.part_id AS part_id, x.supplier_id AS supplier_id, x.number AS number, "                    \
	"x.lead_days AS lead_days, x.min_qty AS min_qty, x.pack_qty AS pack_qty, x.preferred AS preferred, " \
	"s.name AS supplier_name, p.code AS part_code, p.name AS part_name, "                                \
	"p.name_en AS part_name_en, p.unit AS unit, "                                                        \
	"(" NEWEST("price_cents") ") AS price_cents, (" NEWEST(                                              \
		"day") ") AS price_day "                                                                     \
		       "FROM part_supplier x JOIN supplier s ON s.id = x.supplier_id JOIN part p ON p.id = " \
		       "x.part_id "
static const char SQL_SELLERS[] =
	PART_SUPPLIER "WHERE x.part_id = $1 ORDER BY x.preferred DESC, s.retired, s.name";
static const char SQL_SOLD[] = PART_SUPPLIER "WHERE x.supplier_id = $1 ORDER BY p.code LIMIT 500";
static const char SQL_NOT_PREFERRED[] =
	"UPDATE part_supplier SET preferred = 0 WHERE part_id = $1 AND supplier_id <> $2 AND preferred = 1";
static const char SQL_SELLER_PUT[] =
	"INSERT INTO part_supplier (part_id, supplier_id, number, lead_days, min_qty, pack_qty, preferred) "
	"VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (part_id, supplier_id) DO UPDATE SET "
	"number = excluded.number, lead_days = excluded.lead_days, min_qty = excluded.min_qty, "
	"pack_qty = excluded.pack_qty, preferred = excluded.preferred";
static const char SQL_SELLER_REMOVE[] = "DELETE FROM part_supplier WHERE part_id = $1 AND supplier_id = $2";

/* Removes the row of these two keys, which is there. */
static enum err remove_row(struct tx *tx, const char *sql, int64_t first, int64_t second)
{
	int64_t n = 0;
	enum err err = db_exec(tx->db, sql, ARGS(v_int(first), v_int(second)), &n);

	return err == OK && !n ? ERR_NOT_FOUND : err;
}

enum err store_part_supplier_of(struct db *db, struct arena *a, int64_t part, struct list *out)
{
	return db_list(db, a, SQL_SELLERS, ARGS(v_int(part)), part_supplier_fields,
		sizeof(struct part_supplier), out);
}

enum err store_part_supplier_by(struct db *db, struct arena *a, int64_t supplier, struct list *out)
{
	return db_list(db, a, SQL_SOLD, ARGS(v_int(supplier)), part_supplier_fields,
		sizeof(struct part_supplier), out);
}

enum err store_part_supplier_put(struct tx *tx, const struct part_supplier *s)
{
	enum err err = OK;

	if (s->preferred == 1)
		err = db_exec(
			tx->db, SQL_NOT_PREFERRED, ARGS(v_int(s->part_id), v_int(s->supplier_id)), NULL);
	return err != OK ? err
			 : db_exec(tx->db, SQL_SELLER_PUT,
				   ARGS(v_int(s->part_id), v_int(s->supplier_id), v_text(s->number),
					   v_int(s->lead_days), v_int(s->min_qty), v_int(s->pack_qty),
					   v_int(s->preferred)),
				   NULL);
}

enum err store_part_supplier_remove(struct tx *tx, int64_t part, int64_t supplier)
{
	return remove_row(tx, SQL_SELLER_REMOVE, part, supplier);
}

static const char SQL_PRICES[] =
	"SELECT id, part_id, supplier_id, day, price_cents, movement_id, note, time, account_id, "
	"supplier_name FROM (SELECT q.id AS id, q.part_id AS part_id, q.supplier_id AS supplier_id, "
	"q.day AS day, q.price_cents AS price_cents, q.movement_id AS movement_id, q.note AS note, "
	"q.time AS time, q.account_id AS account_id, s.name AS supplier_name FROM part_price q "
	"JOIN supplier s ON s.id = q.supplier_id WHERE q.part_id = $1 ORDER BY q.day DESC, q.id DESC "
	"LIMIT 500) AS newest ORDER BY day, id";
static const char SQL_PRICE_ADD[] = "INSERT INTO part_price (part_id, supplier_id, day, price_cents, "
				    "movement_id, note, time, account_id) "
				    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id";

enum err store_part_price_of(struct db *db, struct arena *a, int64_t part, struct list *out)
{
	return db_list(
		db, a, SQL_PRICES, ARGS(v_int(part)), part_price_fields, sizeof(struct part_price), out);
}

enum err store_part_price_add(struct tx *tx, struct part_price *p)
{
	p->time = tx->now;
	p->account_id = tx->actor.account;
	return db_int(tx->db, SQL_PRICE_ADD,
		ARGS(v_int(p->part_id), v_int(p->supplier_id), v_int(p->day), v_int(p->price_cents),
			v_int(p->movement_id), v_text(p->note), v_int(p->time), v_int(p->account_id)),
		&p->id);
}

/* ---- what may stand in ---- */

#define SUBSTITUTE(other)                                                                                    \
	"SELECT x.part_id AS part_id, x.substitute_id AS substitute_id, x.note AS note, p.id AS id, "        \
	"p.code AS code, p.name AS name, p.name_en AS name_en, p.unit AS unit, b.code AS bin_code, "         \
	"p.qty AS qty, p.qty - p.reserved AS available FROM part_substitute x "                              \
	"JOIN part p ON p.id = x." other " LEFT JOIN bin b ON b.id = p.bin_id "
static const char SQL_STANDS_IN[] =
	SUBSTITUTE("substitute_id") "WHERE x.part_id = $1 ORDER BY p.qty - p.reserved DESC, p.code";
static const char SQL_STANDS_FOR[] =
	SUBSTITUTE("part_id") "WHERE x.substitute_id = $1 ORDER BY p.qty - p.reserved DESC, p.code";
static const char SQL_KNOWN[] =
	"SELECT substitute_id FROM part_substitute WHERE part_id = $1 AND substitute_id = $2";
static const char SQL_SUBSTITUTE_PUT[] =
	"INSERT INTO part_substitute (part_id, substitute_id, note) VALUES ($1, $2, $3) "
	"ON CONFLICT (part_id, substitute_id) DO UPDATE SET note = excluded.note";
static const char SQL_SUBSTITUTE_REMOVE[] =
	"DELETE FROM part_substitute WHERE part_id = $1 AND substitute_id = $2";

enum err store_substitute_of(struct db *db, struct arena *a, int64_t part, struct list *out)
{
	return db_list(db, a, SQL_STANDS_IN, ARGS(v_int(part)), part_substitute_fields,
		sizeof(struct part_substitute), out);
}

enum err store_substitute_for(struct db *db, struct arena *a, int64_t part, struct list *out)
{
	return db_list(db, a, SQL_STANDS_FOR, ARGS(v_int(part)), part_substitute_fields,
		sizeof(struct part_substitute), out);
}

enum err store_substitute_known(struct db *db, int64_t part, int64_t substitute)
{
	int64_t id;

	return db_int(db, SQL_KNOWN, ARGS(v_int(part), v_int(substitute)), &id);
}

enum err store_substitute_put(struct tx *tx, int64_t part, int64_t substitute, const char *note)
{
	return db_exec(tx->db, SQL_SUBSTITUTE_PUT, ARGS(v_int(part), v_int(substitute), v_text(note)), NULL);
}

enum err store_substitute_remove(struct tx *tx, int64_t part, int64_t substitute)
{
	return remove_row(tx, SQL_SUBSTITUTE_REMOVE, part, substitute);
}

/* ---- where it is built in ---- */

#define ASSET_PART                                                                                           \
	"SELECT x.id AS id, x.part_id AS part_id, x.asset_id AS asset_id, x.model AS model, x.qty AS qty, "  \
	"x.note AS note, a.code AS asset_code, a.name AS asset_name, a.name_en AS asset_name_en, "           \
	"p.code AS part_code, p.name AS part_name, p.name_en AS part_name_en, p.spec AS spec, "              \
	"p.unit AS unit, b.code AS bin_code, p.qty AS on_hand, p.qty - p.reserved AS available "             \
	"FROM asset_part x JOIN part p ON p.id = x.part_id LEFT JOIN asset a ON a.id = x.asset_id "          \
	"LEFT JOIN bin b ON b.id = p.bin_id "
static const char SQL_USE_GET[] = ASSET_PART "WHERE x.id = $1";
static const char SQL_USES[] = ASSET_PART "WHERE x.part_id = $1 ORDER BY a.code, x.model, x.id";
static const char SQL_PARTS_IN[] =
	"WITH RECURSIVE below(id) AS (SELECT id FROM asset WHERE id = $1 UNION ALL "
	"SELECT c.id FROM asset c JOIN below ON c.parent_id = below.id) " ASSET_PART
	"WHERE x.asset_id IN (SELECT id FROM below) "
	"OR x.model = (SELECT model FROM asset WHERE id = $1) ORDER BY p.code, x.id LIMIT 500";
static const char SQL_USE_ADD[] = "INSERT INTO asset_part (part_id, asset_id, model, qty, note) VALUES ($1, "
				  "$2, $3, $4, $5) RETURNING id";
static const char SQL_USE_REMOVE[] = "DELETE FROM asset_part WHERE part_id = $1 AND id = $2";

enum err store_asset_part_get(struct db *db, struct arena *a, int64_t id, struct asset_part *out)
{
	return db_one(db, a, SQL_USE_GET, ARGS(v_int(id)), asset_part_fields, out);
}

enum err store_asset_part_of(struct db *db, struct arena *a, int64_t part, struct list *out)
{
	return db_list(db, a, SQL_USES, ARGS(v_int(part)), asset_part_fields, sizeof(struct asset_part), out);
}

enum err store_asset_part_in(struct db *db, struct arena *a, int64_t asset, struct list *out)
{
	return db_list(
		db, a, SQL_PARTS_IN, ARGS(v_int(asset)), asset_part_fields, sizeof(struct asset_part), out);
}

enum err store_asset_part_add(struct tx *tx, struct asset_part *p)
{
	return db_int(tx->db, SQL_USE_ADD,
		ARGS(v_int(p->part_id), v_int(p->asset_id), v_text(p->model), v_int(p->qty), v_text(p->note)),
		&p->id);
}

enum err store_asset_part_remove(struct tx *tx, int64_t part, int64_t id)
{
	return remove_row(tx, SQL_USE_REMOVE, part, id);
}
