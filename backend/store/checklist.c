/* checklist.c - see checklist.h. */
#include "store/checklist.h"

const char *const check_kinds[] = {"yes_no", "number", "choice", "photo", "text", NULL};
const char *const check_tickets[] = {"offer", "auto", "never", NULL};

#define MOST INT64_C(1000000000000)
const struct field check_item_fields[] = {
	FIELD(struct check_item, id, F_INT, F_SURE),
	FIELD(struct check_item, n, F_INT, F_SURE),
	FIELD(struct check_item, root_id, F_INT, F_IN | F_SURE, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct check_item, kind, F_ENUM, F_REQUIRED, .names = check_kinds),
	FIELD(struct check_item, text, F_TEXT, F_REQUIRED, .max = 200),
	FIELD(struct check_item, text_en, F_TEXT, F_IN, .max = 200),
	FIELD(struct check_item, hint, F_TEXT, F_IN, .max = 400),
	FIELD(struct check_item, unit, F_TEXT, F_IN, .max = 20),
	FIELD(struct check_item, low, F_QTY, F_IN, .min = -MOST, .max = MOST),
	FIELD(struct check_item, high, F_QTY, F_IN, .min = -MOST, .max = MOST),
	FIELD(struct check_item, choices, F_TEXT, F_IN, .max = 600),
	FIELD(struct check_item, bad, F_INT, F_IN | F_SURE, .min = 0, .max = 0xFFFFF),
	FIELD(struct check_item, required, F_BOOL, F_IN | F_SURE),
	FIELD(struct check_item, if_item, F_INT, F_IN, .min = 1, .max = 100),
	FIELD(struct check_item, if_value, F_TEXT, F_IN, .max = 100),
	FIELD(struct check_item, ticket, F_ENUM, F_IN | F_SURE, .names = check_tickets),
	FIELD(struct check_item, priority, F_INT, F_IN | F_SURE, .min = 1, .max = 4),
	FIELD_END,
};
const struct field checklist_fields[] = {
	FIELD(struct checklist, id, F_INT, F_SURE),
	FIELD(struct checklist, name, F_TEXT, F_REQUIRED, .max = 80),
	FIELD(struct checklist, name_en, F_TEXT, F_IN, .max = 80),
	FIELD(struct checklist, retired, F_BOOL, F_IN | F_SURE),
	FIELD(struct checklist, edition, F_INT, F_SURE),
	FIELD(struct checklist, version, F_INT, F_SURE),
	FIELD(struct checklist, created_at, F_TIME, F_SURE),
	FIELD(struct checklist, items_n, F_INT, F_SURE),
	FIELD(struct checklist, routes_n, F_INT, F_SURE),
	FIELD(struct checklist, items, F_LIST, F_IN, .max = 100, SUB(check_item_fields, struct check_item)),
	FIELD_END,
};

#define SELECT                                                                                               \
	"SELECT c.id AS id, c.name AS name, c.name_en AS name_en, c.retired AS retired, c.edition AS "       \
	"edition, "                                                                                          \
	"c.version AS version, c.created_at AS created_at, "                                                 \
	"(SELECT count(*) FROM checklist_item i WHERE i.checklist_id = c.id AND i.edition = c.edition) AS "  \
	"items_n, (SELECT count(DISTINCT s.route_id) FROM route_stop s JOIN route r ON r.id = s.route_id "   \
	"WHERE s.checklist_id = c.id AND r.retired = 0) AS routes_n FROM checklist c "
#define ITEM                                                                                                 \
	"SELECT id, n, root_id, kind, text, text_en, hint, unit, low, high, choices, bad, required, "        \
	"if_item, "                                                                                          \
	"if_value, ticket, priority FROM checklist_item "
static const char SQL_GET[] = SELECT "WHERE c.id = $1";
static const char SQL_LIST[] = SELECT "ORDER BY c.retired, c.name, c.id";
static const char SQL_ITEMS[] = ITEM "WHERE checklist_id = $1 AND edition = $2 ORDER BY n";
static const char SQL_ITEM[] = ITEM "WHERE id = $1";
static const char SQL_ADD[] = "INSERT INTO checklist (name, name_en, retired, created_at) "
			      "VALUES ($1, $2, $3, $4) RETURNING id";
static const char SQL_PUT[] = "UPDATE checklist SET name = $1, name_en = $2, retired = $3, "
			      "edition = edition + $4, version = version + 1 WHERE id = $5 AND version = $6";
static const char SQL_ITEM_ADD[] = "INSERT INTO checklist_item (checklist_id, edition, n, root_id, kind, "
				   "text, text_en, hint, unit, low, high, "
				   "choices, bad, required, if_item, if_value, ticket, priority) "
				   "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, "
				   "$15, $16, $17, $18) RETURNING id";
static const char SQL_ITEM_ROOT[] = "UPDATE checklist_item SET root_id = id WHERE id = $1";
static const char SQL_ROOT[] = "SELECT count(*) FROM checklist_item WHERE checklist_id = $1 AND root_id = $2";

enum err store_checklist_get(struct db *db, struct arena *a, int64_t id, struct checklist *out)
{
	enum err err = db_one(db, a, SQL_GET, ARGS(v_int(id)), checklist_fields, out);

	return err == OK ? db_list(db, a, SQL_ITEMS, ARGS(v_int(id), v_int(out->edition)), check_item_fields,
				   sizeof(struct check_item), &out->items)
			 : err;
}

enum err store_checklist_list(struct db *db, struct arena *a, struct list *out)
{
	return db_list(db, a, SQL_LIST, NO_ARGS, checklist_fields, sizeof(struct checklist), out);
}

static enum err add_item(struct tx *tx, const struct checklist *c, struct check_item *i)
{
	enum err err = db_int(tx->db, SQL_ITEM_ADD,
		ARGS(v_int(c->id), v_int(c->edition), v_int(i->n), v_int(i->root_id == NONE ? 0 : i->root_id),
			v_name(check_kinds, i->kind), v_text(i->text), v_text(i->text_en), v_text(i->hint),
			v_text(i->unit), v_int(i->low), v_int(i->high), v_text(i->choices), v_int(i->bad),
			v_int(i->required), v_int(i->if_item), v_text(i->if_value),
			v_name(check_tickets, i->ticket), v_int(i->priority)),
		&i->id);

	if (err != OK || i->root_id != NONE)
		return err;
	i->root_id = i->id;
	return db_exec(tx->db, SQL_ITEM_ROOT, ARGS(v_int(i->id)), NULL);
}

static enum err add_items(struct tx *tx, struct checklist *c)
{
	enum err err = OK;

	for (size_t i = 0; i < c->items.n && err == OK; i++) {
		struct check_item *item = list_at(&c->items, i, sizeof(*item));

		item->n = (int64_t)i + 1;
		err = add_item(tx, c, item);
	}
	c->items_n = (int64_t)c->items.n;
	return err;
}

enum err store_checklist_add(struct tx *tx, struct checklist *c)
{
	enum err err = db_int(tx->db, SQL_ADD,
		ARGS(v_text(c->name), v_text(c->name_en), v_int(c->retired), v_int(tx->now)), &c->id);

	c->version = c->edition = 1;
	c->created_at = tx->now;
	c->routes_n = 0;
	return err == OK ? add_items(tx, c) : err;
}

enum err store_checklist_put(struct tx *tx, struct checklist *c, bool edition)
{
	int64_t changed = 0;
	enum err err = db_exec(tx->db, SQL_PUT,
		ARGS(v_text(c->name), v_text(c->name_en), v_int(c->retired), v_int(edition), v_int(c->id),
			v_int(c->version)),
		&changed);

	if (err == OK && !changed)
		return ERR_STALE;
	if (err != OK)
		return err;
	c->version++;
	c->edition += edition;
	return edition ? add_items(tx, c) : OK;
}

enum err store_check_root(struct db *db, int64_t checklist, int64_t root, bool *is)
{
	int64_t n = 0;
	enum err err = db_int(db, SQL_ROOT, ARGS(v_int(checklist), v_int(root)), &n);

	*is = n > 0;
	return err;
}

enum err store_check_item(struct db *db, struct arena *a, int64_t id, struct check_item *out)
{
	return db_one(db, a, SQL_ITEM, ARGS(v_int(id)), check_item_fields, out);
}
