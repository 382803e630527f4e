/* asset.c - see asset.h. */
#include "store/asset.h"

#include "base/text.h"
#include "store/import.h"

const char *const asset_kinds[] = {"site", "area", "line", "machine", "component", NULL};
const char *const asset_states[] = {"running", "degraded", "stopped", "idle", "retired", NULL};
const char *const criticalities[] = {"A", "B", "C", NULL};

const struct field asset_fields[] = {
	FIELD(struct asset, id, F_INT, F_SURE),
	FIELD(struct asset, parent_id, F_INT),
	FIELD(struct asset, kind, F_ENUM, F_SURE, .names = asset_kinds),
	FIELD(struct asset, code, F_TEXT),
	FIELD(struct asset, name, F_TEXT, F_SURE),
	FIELD(struct asset, name_en, F_TEXT),
	FIELD(struct asset, model, F_TEXT),
	FIELD(struct asset, maker, F_TEXT),
	FIELD(struct asset, serial, F_TEXT),
	FIELD(struct asset, location, F_TEXT),
	FIELD(struct asset, commissioned_day, F_DAY),
	FIELD(struct asset, retired_day, F_DAY),
	FIELD(struct asset, original_value_cents, F_INT),
	FIELD(struct asset, downtime_cents_hour, F_INT),
	FIELD(struct asset, criticality, F_ENUM, .names = criticalities),
	FIELD(struct asset, calendar_id, F_INT),
	FIELD(struct asset, state, F_ENUM, .names = asset_states),
	FIELD(struct asset, note, F_TEXT),
	FIELD(struct asset, version, F_INT, F_SURE),
	FIELD(struct asset, created_at, F_TIME, F_SURE),
	FIELD(struct asset, search, F_TEXT, F_HIDDEN),
	FIELD_END,
};

#define COLUMNS                                                                                              \
	"a.id AS id, a.parent_id AS parent_id, a.kind AS kind, a.code AS code, a.name AS name, "             \
	"a.name_en AS name_en, a.model AS model, a.maker AS maker, a.serial AS serial, "                     \
	"a.location AS location, a.commissioned_day AS commissioned_day, a.retired_day AS retired_day, "     \
	"a.original_value_cents AS original_value_cents, a.downtime_cents_hour AS downtime_cents_hour, "     \
	"a.criticality AS criticality, "                                                                     \
	"a.calendar_id AS calendar_id, a.state AS state, a.note AS note, a.version AS version, "             \
	"a.created_at AS created_at, a.search AS search"

static const char SQL_GET[] = "SELECT " COLUMNS " FROM asset a WHERE a.id = $1";
static const char SQL_BY_CODE[] = "SELECT " COLUMNS " FROM asset a WHERE a.code = $1";
static const char SQL_CHILD[] = "SELECT " COLUMNS " FROM asset a WHERE a.parent_id IS NOT DISTINCT FROM $1 "
				"AND a.kind = $2 AND a.name = $3 ORDER BY a.id LIMIT 1";
static const char SQL_NAMED[] =
	"SELECT " COLUMNS " FROM asset a WHERE a.kind = $1 AND a.name = $2 ORDER BY a.id LIMIT 2";
static const char SQL_ADD[] =
	"INSERT INTO asset (id, parent_id, kind, code, name, name_en, model, maker, serial, location, "
	"commissioned_day, retired_day, original_value_cents, criticality, calendar_id, state, note, "
	"search, created_at, downtime_cents_hour) "
	"VALUES (" STORE_NEXT_ID("asset") ", $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, "
					  "$15, $16, $17, $18, $19) "
					  "RETURNING id";
static const char SQL_PUT[] =
	"UPDATE asset SET parent_id = $1, kind = $2, code = $3, name = $4, name_en = $5, model = $6, "
	"maker = $7, serial = $8, location = $9, commissioned_day = $10, retired_day = $11, "
	"original_value_cents = $12, criticality = $13, calendar_id = $14, state = $15, note = $16, "
	"search = $17, downtime_cents_hour = $18, version = version + 1 WHERE id = $19 AND version = $20";
/* No index has them, and the search text does not hold them. */
static const char SQL_PUT_STATE[] = "UPDATE asset SET state = $1, retired_day = $2, version = version + 1 "
				    "WHERE id = $3 AND version = $4";

#define FILTER                                                                                               \
	"($1 IS NULL OR a.kind = $1) AND ($2 IS NULL OR a.state = $2) "                                      \
	"AND ($3 IS NULL OR a.search LIKE $3 ESCAPE '\\') AND a.id > $4 "
#define PAGE "ORDER BY a.id LIMIT $5"
/* UNION, not UNION ALL: it ends even if the tree should ever hold a circle. */
#define BELOW                                                                                                \
	"WITH RECURSIVE below(id) AS (SELECT id FROM asset WHERE id = $6 "                                   \
	"UNION SELECT c.id FROM asset c JOIN below b ON c.parent_id = b.id) "

static const char SQL_LIST[] = "SELECT " COLUMNS " FROM asset a WHERE " FILTER PAGE;
static const char SQL_CHILDREN[] = "SELECT " COLUMNS " FROM asset a WHERE a.parent_id = $6 AND " FILTER PAGE;
static const char SQL_TOP[] = "SELECT " COLUMNS " FROM asset a WHERE a.parent_id IS NULL AND " FILTER PAGE;
static const char SQL_UNDER[] = BELOW "SELECT " COLUMNS " FROM below JOIN asset a ON a.id = below.id "
				      "WHERE ($7 IS NULL OR coalesce(a.parent_id, 0) = $7) AND " FILTER PAGE;
#define BY_KIND                                                                                              \
	"ORDER BY CASE a.kind WHEN 'site' THEN 0 WHEN 'area' THEN 1 WHEN 'line' THEN 2 WHEN 'machine' "      \
	"THEN 3 ELSE 4 END, a.name, a.id"
static const char SQL_TREE[] =
	"SELECT " COLUMNS " FROM asset a WHERE $1 = 1 OR a.kind <> 'component' " BY_KIND;
/* In the order of ledger_row_fields. */
static const char SQL_LEDGER[] =
	"SELECT a.id AS id, a.parent_id AS parent_id, a.kind AS kind, a.code AS code, a.name AS name, "
	"a.name_en AS name_en, a.model AS model, a.maker AS maker, a.commissioned_day AS commissioned_day, "
	"a.original_value_cents AS original_value_cents, a.criticality AS criticality, a.state AS state, "
	"a.version AS version, "
	"CASE WHEN a.kind = 'machine' THEN coalesce(t.n, 0) END AS open_tickets, "
	"(SELECT q.code FROM qr_code q WHERE q.entity = 'asset' AND q.entity_id = a.id "
	"AND q.revoked_at IS NULL ORDER BY q.bound_at DESC, q.code LIMIT 1) AS qr "
	"FROM asset a LEFT JOIN (SELECT machine_id, count(*) AS n FROM ticket WHERE open = 1 "
	"GROUP BY machine_id) t ON t.machine_id = a.id WHERE a.kind <> 'component' " BY_KIND;
/* The asset comes first in a row, so that the offsets fit. */
const struct field ledger_row_fields[] = {
	FIELD(struct asset, id, F_INT, F_SURE),
	FIELD(struct asset, parent_id, F_INT),
	FIELD(struct asset, kind, F_ENUM, F_SURE, .names = asset_kinds),
	FIELD(struct asset, code, F_TEXT),
	FIELD(struct asset, name, F_TEXT, F_SURE),
	FIELD(struct asset, name_en, F_TEXT),
	FIELD(struct asset, model, F_TEXT),
	FIELD(struct asset, maker, F_TEXT),
	FIELD(struct asset, commissioned_day, F_DAY),
	FIELD(struct asset, original_value_cents, F_INT),
	FIELD(struct asset, criticality, F_ENUM, .names = criticalities),
	FIELD(struct asset, state, F_ENUM, .names = asset_states),
	FIELD(struct asset, version, F_INT, F_SURE),
	FIELD(struct ledger_row, open_tickets, F_INT),
	FIELD(struct ledger_row, qr, F_TEXT),
	FIELD_END,
};
static const char SQL_PATH[] =
	"WITH RECURSIVE up(id, depth) AS (SELECT parent_id, 1 FROM asset WHERE id = $1 "
	"UNION ALL SELECT p.parent_id, up.depth + 1 FROM asset p JOIN up ON p.id = up.id "
	"WHERE up.depth < 16) "
	"SELECT " COLUMNS " FROM up JOIN asset a ON a.id = up.id ORDER BY up.depth DESC";
static const char SQL_OPEN_TICKETS[] = "SELECT count(*) FROM ticket WHERE machine_id = $1 AND open = 1";

enum err store_asset_get(struct db *db, struct arena *a, int64_t id, struct asset *out)
{
	return db_one(db, a, SQL_GET, ARGS(v_int(id)), asset_fields, out);
}

enum err store_asset_by_code(struct db *db, struct arena *a, const char *code, struct asset *out)
{
	return db_one(db, a, SQL_BY_CODE, ARGS(v_text(code)), asset_fields, out);
}

enum err store_asset_named(struct db *db, struct arena *a, int kind, const char *name, struct list *out)
{
	return db_list(db, a, SQL_NAMED, ARGS(v_name(asset_kinds, kind), v_text(name)), asset_fields,
		sizeof(struct asset), out);
}

enum err store_asset_child(
	struct db *db, struct arena *a, int64_t parent, int kind, const char *name, struct asset *out)
{
	return db_one(db, a, SQL_CHILD, ARGS(v_int(parent), v_name(asset_kinds, kind), v_text(name)),
		asset_fields, out);
}

enum err store_asset_open_tickets(struct db *db, int64_t machine, int64_t *n)
{
	return db_int(db, SQL_OPEN_TICKETS, ARGS(v_int(machine)), n);
}

static const char *search_of(struct arena *a, const struct asset *x)
{
	const char *const texts[] = {
		x->code, x->name, x->name_en, x->model, x->maker, x->serial, x->location};

	return text_fold_all(a, texts, sizeof(texts) / sizeof(texts[0]));
}

enum err store_asset_add(struct tx *tx, struct asset *x)
{
	x->search = search_of(tx->arena, x);
	x->version = 1;
	x->created_at = tx->now;
	return db_int(tx->db, SQL_ADD,
		ARGS(v_int(x->parent_id), v_name(asset_kinds, x->kind), v_text(x->code), v_text(x->name),
			v_text(x->name_en), v_text(x->model), v_text(x->maker), v_text(x->serial),
			v_text(x->location), v_int(x->commissioned_day), v_int(x->retired_day),
			v_int(x->original_value_cents), v_name(criticalities, x->criticality),
			v_int(x->calendar_id), v_name(asset_states, x->state), v_text(x->note),
			v_text(x->search), v_int(x->created_at), v_int(x->downtime_cents_hour)),
		&x->id);
}

enum err store_asset_put(struct tx *tx, struct asset *x)
{
	int64_t changed = 0;
	enum err err;

	x->search = search_of(tx->arena, x);
	err = db_exec(tx->db, SQL_PUT,
		ARGS(v_int(x->parent_id), v_name(asset_kinds, x->kind), v_text(x->code), v_text(x->name),
			v_text(x->name_en), v_text(x->model), v_text(x->maker), v_text(x->serial),
			v_text(x->location), v_int(x->commissioned_day), v_int(x->retired_day),
			v_int(x->original_value_cents), v_name(criticalities, x->criticality),
			v_int(x->calendar_id), v_name(asset_states, x->state), v_text(x->note),
			v_text(x->search), v_int(x->downtime_cents_hour), v_int(x->id), v_int(x->version)),
		&changed);
	if (err == OK && !changed)
		return ERR_STALE;
	if (err == OK)
		x->version++;
	return err;
}

enum err store_asset_put_state(struct tx *tx, struct asset *x)
{
	int64_t changed = 0;
	enum err err = db_exec(tx->db, SQL_PUT_STATE,
		ARGS(v_name(asset_states, x->state), v_int(x->retired_day), v_int(x->id), v_int(x->version)),
		&changed);

	if (err == OK && !changed)
		return ERR_STALE;
	if (err == OK)
		x->version++;
	return err;
}

void asset_filter_none(struct asset_filter *f)
{
	*f = (struct asset_filter){
		.parent_id = NONE, .under_id = NONE, .kind = -1, .state = -1, .limit = 500};
}

#define FILTER_ARGS                                                                                          \
	v_name(asset_kinds, f->kind), v_name(asset_states, f->state), v_text(text_like(a, f->text)),         \
		v_int(f->after == NONE ? 0 : f->after), v_int(f->limit)

enum err store_asset_list(struct db *db, struct arena *a, const struct asset_filter *f, struct list *out)
{
	const size_t size = sizeof(struct asset);

	if (f->under_id != NONE)
		return db_list(db, a, SQL_UNDER, ARGS(FILTER_ARGS, v_int(f->under_id), v_int(f->parent_id)),
			asset_fields, size, out);
	if (f->parent_id == 0)
		return db_list(db, a, SQL_TOP, ARGS(FILTER_ARGS), asset_fields, size, out);
	if (f->parent_id != NONE)
		return db_list(
			db, a, SQL_CHILDREN, ARGS(FILTER_ARGS, v_int(f->parent_id)), asset_fields, size, out);
	return db_list(db, a, SQL_LIST, ARGS(FILTER_ARGS), asset_fields, size, out);
}

enum err store_asset_tree(struct db *db, struct arena *a, bool components, struct list *out)
{
	return db_list(db, a, SQL_TREE, ARGS(v_int(components)), asset_fields, sizeof(struct asset), out);
}

enum err store_asset_ledger(struct db *db, struct arena *a, struct list *out)
{
	return db_list(db, a, SQL_LEDGER, NO_ARGS, ledger_row_fields, sizeof(struct ledger_row), out);
}

enum err store_asset_path(struct db *db, struct arena *a, int64_t id, struct list *out)
{
	return db_list(db, a, SQL_PATH, ARGS(v_int(id)), asset_fields, sizeof(struct asset), out);
}
