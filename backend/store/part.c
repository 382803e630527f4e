/* part.c - bins, parts, and what lies where; the ledger is in movement.c. See part.h. */
#include "store/part.h"

#include "base/text.h"
#include "store/import.h"

const struct field bin_fields[] = {
	FIELD(struct bin, id, F_INT, F_SURE),
	FIELD(struct bin, code, F_TEXT, F_SURE),
	FIELD(struct bin, name, F_TEXT),
	FIELD(struct bin, store, F_TEXT),
	FIELD(struct bin, version, F_INT, F_SURE),
	FIELD(struct bin, search, F_TEXT, F_HIDDEN),
	FIELD_END,
};

const struct field stock_fields[] = {
	FIELD(struct stock, bin_id, F_INT, F_SURE),
	FIELD(struct stock, bin_code, F_TEXT, F_SURE),
	FIELD(struct stock, bin_name, F_TEXT),
	FIELD(struct stock, store, F_TEXT),
	FIELD(struct stock, qty, F_QTY, F_SURE),
	FIELD(struct stock, reserved, F_QTY, F_SURE),
	FIELD(struct stock, available, F_QTY, F_SURE),
	FIELD_END,
};

const struct field bin_part_fields[] = {
	FIELD(struct bin_part, part_id, F_INT, F_SURE),
	FIELD(struct bin_part, code, F_TEXT, F_SURE),
	FIELD(struct bin_part, name, F_TEXT, F_SURE),
	FIELD(struct bin_part, name_en, F_TEXT),
	FIELD(struct bin_part, spec, F_TEXT),
	FIELD(struct bin_part, unit, F_TEXT, F_SURE),
	FIELD(struct bin_part, qty, F_QTY, F_SURE),
	FIELD(struct bin_part, reserved, F_QTY, F_SURE),
	FIELD(struct bin_part, available, F_QTY, F_SURE),
	FIELD(struct bin_part, min_qty, F_QTY),
	FIELD(struct bin_part, in_all, F_QTY, F_SURE),
	FIELD_END,
};

const struct field bin_store_fields[] = {
	FIELD(struct bin_store, store, F_TEXT, F_SURE),
	FIELD(struct bin_store, bins, F_INT, F_SURE),
	FIELD_END,
};

#define PART_FIELDS                                                                                          \
	FIELD(struct part, id, F_INT, F_SURE), FIELD(struct part, code, F_TEXT, F_SURE),                     \
		FIELD(struct part, name, F_TEXT, F_SURE), FIELD(struct part, name_en, F_TEXT),               \
		FIELD(struct part, spec, F_TEXT), FIELD(struct part, maker, F_TEXT),                         \
		FIELD(struct part, unit, F_TEXT, F_SURE), FIELD(struct part, category, F_TEXT),              \
		FIELD(struct part, bin_id, F_INT), FIELD(struct part, min_qty, F_QTY),                       \
		FIELD(struct part, price_cents, F_INT), FIELD(struct part, qty, F_QTY, F_SURE),              \
		FIELD(struct part, reserved, F_QTY, F_SURE), FIELD(struct part, available, F_QTY, F_SURE),   \
		FIELD(struct part, value_cents, F_INT, F_SURE), FIELD(struct part, average_cents, F_INT),    \
		FIELD(struct part, missing, F_QTY), FIELD(struct part, note, F_TEXT),                        \
		FIELD(struct part, retired, F_BOOL, F_SURE), FIELD(struct part, version, F_INT, F_SURE),     \
		FIELD(struct part, created_at, F_TIME, F_SURE),                                              \
		FIELD(struct part, search, F_TEXT, F_HIDDEN), FIELD(struct part, bin_code, F_TEXT)

const struct field part_fields[] = {PART_FIELDS, FIELD_END};
const struct field part_detail_fields[] = {
	PART_FIELDS,
	FIELD(struct part, stock, F_LIST, SUB(stock_fields, struct stock)),
	FIELD_END,
};

/* ---- bins ---- */

#define BIN_COLUMNS "id, code, name, store, version, search"

static const char SQL_BIN_GET[] = "SELECT " BIN_COLUMNS " FROM bin WHERE id = $1";
static const char SQL_BIN_BY_CODE[] = "SELECT " BIN_COLUMNS " FROM bin WHERE code = $1";
static const char SQL_BIN_LIST[] =
	"SELECT " BIN_COLUMNS " FROM bin WHERE ($1 IS NULL OR search LIKE $1 ESCAPE '\\') AND code > $2 "
	"ORDER BY code LIMIT $3";
static const char SQL_BIN_ADD[] =
	"INSERT INTO bin (id, code, name, store, search) VALUES (" STORE_NEXT_ID("bin") ", $1, $2, $3, $4) "
											"RETURNING id";
static const char SQL_BIN_PUT[] =
	"UPDATE bin SET code = $1, name = $2, store = $3, search = $4, version = version + 1 "
	"WHERE id = $5 AND version = $6";

enum err store_bin_get(struct db *db, struct arena *a, int64_t id, struct bin *out)
{
	return db_one(db, a, SQL_BIN_GET, ARGS(v_int(id)), bin_fields, out);
}

enum err store_bin_by_code(struct db *db, struct arena *a, const char *code, struct bin *out)
{
	return db_one(db, a, SQL_BIN_BY_CODE, ARGS(v_text(code)), bin_fields, out);
}

enum err store_bin_list(
	struct db *db, struct arena *a, const char *text, const char *after, int64_t limit, struct list *out)
{
	return db_list(db, a, SQL_BIN_LIST,
		ARGS(v_text(text_like(a, text)), v_text(after ? after : ""), v_int(limit)), bin_fields,
		sizeof(struct bin), out);
}

static const char *bin_search(struct arena *a, const struct bin *b)
{
	const char *const texts[] = {b->code, b->name, b->store};

	return text_fold_all(a, texts, sizeof(texts) / sizeof(texts[0]));
}

enum err store_bin_add(struct tx *tx, struct bin *b)
{
	b->version = 1;
	b->search = bin_search(tx->arena, b);
	return db_int(tx->db, SQL_BIN_ADD,
		ARGS(v_text(b->code), v_text(b->name), v_text(b->store), v_text(b->search)), &b->id);
}

enum err store_bin_put(struct tx *tx, struct bin *b)
{
	int64_t changed = 0;
	enum err err;

	b->search = bin_search(tx->arena, b);
	err = db_exec(tx->db, SQL_BIN_PUT,
		ARGS(v_text(b->code), v_text(b->name), v_text(b->store), v_text(b->search), v_int(b->id),
			v_int(b->version)),
		&changed);

	if (err == OK && !changed)
		return ERR_STALE;
	b->version += err == OK;
	return err;
}

/* ---- parts ---- */

/* In the order of part_fields. Twice the quotient plus one, halved: rounded half up in whole numbers. */
#define PART_SELECT                                                                                          \
	"SELECT p.id AS id, p.code AS code, p.name AS name, p.name_en AS name_en, p.spec AS spec, "          \
	"p.maker AS maker, p.unit AS unit, p.category AS category, p.bin_id AS bin_id, "                     \
	"p.min_qty AS min_qty, p.price_cents AS price_cents, p.qty AS qty, p.reserved AS reserved, "         \
	"p.qty - p.reserved AS available, p.value_cents AS value_cents, "                                    \
	"CASE WHEN p.qty > 0 THEN (p.value_cents * 2000 + p.qty) / (p.qty * 2) END AS average_cents, "       \
	"CASE WHEN p.retired = 0 AND p.qty < p.min_qty THEN p.min_qty - p.qty END AS missing, "              \
	"p.note AS note, p.retired AS retired, p.version AS version, p.created_at AS created_at, "           \
	"p.search AS search, b.code AS bin_code FROM part p LEFT JOIN bin b ON b.id = p.bin_id "

static const char SQL_GET[] = PART_SELECT "WHERE p.id = $1";
static const char SQL_BY_CODE[] = PART_SELECT "WHERE p.code = $1";
static const char SQL_ADD[] =
	"INSERT INTO part (id, code, name, name_en, spec, maker, unit, category, bin_id, min_qty, "
	"price_cents, "
	"note, retired, search, created_at) "
	"VALUES (" STORE_NEXT_ID(
		"part") ", $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING id";
static const char SQL_PUT[] =
	"UPDATE part SET code = $1, name = $2, name_en = $3, spec = $4, maker = $5, unit = $6, "
	"category = $7, bin_id = $8, min_qty = $9, price_cents = $10, note = $11, retired = $12, "
	"search = $13, version = version + 1 WHERE id = $14 AND version = $15";
static const char SQL_LIST[] = PART_SELECT
	"WHERE ($1 IS NULL OR p.search LIKE $1 ESCAPE '\\') AND ($2 IS NULL OR p.category = $2) "
	"AND ($3 IS NULL OR p.id IN (SELECT part_id FROM stock WHERE bin_id = $3 AND qty > 0)) "
	"AND ($4 IS NULL OR (p.retired = 0 AND p.qty < p.min_qty)) AND ($5 IS NULL OR p.retired = $5) "
	"AND p.code > $6 ORDER BY p.code LIMIT $7";
/* min_qty is above qty, so it is not 0. */
static const char SQL_LOW[] = PART_SELECT "WHERE p.retired = 0 AND p.qty < p.min_qty "
					  "ORDER BY p.qty * 1000 / p.min_qty, p.code LIMIT $1";
static const char SQL_STOCK_OF[] =
	"SELECT s.bin_id AS bin_id, b.code AS bin_code, b.name AS bin_name, b.store AS store, s.qty AS qty, "
	"s.reserved AS reserved, s.qty - s.reserved AS available FROM stock s "
	"JOIN bin b ON b.id = s.bin_id WHERE s.part_id = $1 AND s.qty > 0 ORDER BY s.qty DESC, b.code";
static const char SQL_BIN_PARTS[] =
	"SELECT p.id AS part_id, p.code AS code, p.name AS name, p.name_en AS name_en, p.spec AS spec, "
	"p.unit AS unit, coalesce(s.qty, 0) AS qty, coalesce(s.reserved, 0) AS reserved, "
	"coalesce(s.qty - s.reserved, 0) AS available, p.min_qty AS min_qty, p.qty AS in_all FROM ("
	"SELECT part_id FROM stock WHERE bin_id = $1 AND qty > 0 UNION "
	"SELECT id AS part_id FROM part WHERE bin_id = $1 AND retired = 0) AS x "
	"JOIN part p ON p.id = x.part_id LEFT JOIN stock s ON s.part_id = p.id AND s.bin_id = $1 "
	"ORDER BY p.code LIMIT 500";
static const char SQL_STORES[] = "SELECT store AS store, count(*) AS bins FROM bin WHERE store IS NOT NULL "
				 "GROUP BY store ORDER BY store LIMIT 100";
static const char SQL_STOCK_QTY[] = "SELECT qty FROM stock WHERE part_id = $1 AND bin_id = $2";

enum err store_part_get(struct db *db, struct arena *a, int64_t id, struct part *out)
{
	out->stock = (struct list){0};
	return db_one(db, a, SQL_GET, ARGS(v_int(id)), part_fields, out);
}

enum err store_part_by_code(struct db *db, struct arena *a, const char *code, struct part *out)
{
	out->stock = (struct list){0};
	return db_one(db, a, SQL_BY_CODE, ARGS(v_text(code)), part_fields, out);
}

static const char *search_of(struct arena *a, const struct part *p)
{
	const char *const texts[] = {p->code, p->name, p->name_en, p->spec, p->maker, p->category};

	return text_fold_all(a, texts, sizeof(texts) / sizeof(texts[0]));
}

enum err store_part_add(struct tx *tx, struct part *p)
{
	p->search = search_of(tx->arena, p);
	p->version = 1;
	p->created_at = tx->now;
	p->qty = p->value_cents = 0;
	return db_int(tx->db, SQL_ADD,
		ARGS(v_text(p->code), v_text(p->name), v_text(p->name_en), v_text(p->spec), v_text(p->maker),
			v_text(p->unit), v_text(p->category), v_int(p->bin_id), v_int(p->min_qty),
			v_int(p->price_cents), v_text(p->note), v_int(p->retired), v_text(p->search),
			v_int(p->created_at)),
		&p->id);
}

enum err store_part_put(struct tx *tx, struct part *p)
{
	int64_t changed = 0;
	enum err err;

	p->search = search_of(tx->arena, p);
	err = db_exec(tx->db, SQL_PUT,
		ARGS(v_text(p->code), v_text(p->name), v_text(p->name_en), v_text(p->spec), v_text(p->maker),
			v_text(p->unit), v_text(p->category), v_int(p->bin_id), v_int(p->min_qty),
			v_int(p->price_cents), v_text(p->note), v_int(p->retired), v_text(p->search),
			v_int(p->id), v_int(p->version)),
		&changed);
	if (err == OK && !changed)
		return ERR_STALE;
	p->version += err == OK;
	return err;
}

void part_filter_none(struct part_filter *f)
{
	*f = (struct part_filter){.bin_id = NONE, .low = NONE, .retired = NONE, .limit = 50};
}

enum err store_part_list(struct db *db, struct arena *a, const struct part_filter *f, struct list *out)
{
	return db_list(db, a, SQL_LIST,
		ARGS(v_text(text_like(a, f->text)), v_text(f->category), v_int(f->bin_id),
			v_int(f->low == 1 ? 1 : NONE), v_int(f->retired), v_text(f->after ? f->after : ""),
			v_int(f->limit)),
		part_fields, sizeof(struct part), out);
}

enum err store_part_low(struct db *db, struct arena *a, int64_t limit, struct list *out)
{
	return db_list(db, a, SQL_LOW, ARGS(v_int(limit)), part_fields, sizeof(struct part), out);
}

enum err store_stock_of(struct db *db, struct arena *a, int64_t part, struct list *out)
{
	return db_list(db, a, SQL_STOCK_OF, ARGS(v_int(part)), stock_fields, sizeof(struct stock), out);
}

enum err store_bin_parts(struct db *db, struct arena *a, int64_t bin, struct list *out)
{
	return db_list(db, a, SQL_BIN_PARTS, ARGS(v_int(bin)), bin_part_fields, sizeof(struct bin_part), out);
}

enum err store_bin_stores(struct db *db, struct arena *a, struct list *out)
{
	return db_list(db, a, SQL_STORES, NO_ARGS, bin_store_fields, sizeof(struct bin_store), out);
}

enum err store_stock_qty(struct db *db, int64_t part, int64_t bin, int64_t *qty)
{
	enum err err = db_int(db, SQL_STOCK_QTY, ARGS(v_int(part), v_int(bin)), qty);

	if (err != ERR_NOT_FOUND)
		return err;
	*qty = 0;
	return OK;
}
