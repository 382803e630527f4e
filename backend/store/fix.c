/* fix.c - fixes, their parts and keys, and which repairs are their cases; what pages show is in fix_page.c. See fix.h. */
#include "store/fix.h"

#include "base/text.h"

const char *const fix_kinds[] = {"mined", "written", NULL};
const char *const fix_said[] = {"derived", "closing", "person", NULL};
const char *const fix_outcomes[] = {"pending", "held", "came_back", NULL};

const struct field fix_part_fields[] = {
	FIELD(struct fix_part, part_id, F_INT, F_REQUIRED, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct fix_part, qty, F_QTY, F_REQUIRED, .min = 1, .max = INT64_C(1000000000)),
	FIELD(struct fix_part, code, F_TEXT, F_SURE),
	FIELD(struct fix_part, name, F_TEXT, F_SURE),
	FIELD(struct fix_part, name_en, F_TEXT),
	FIELD(struct fix_part, unit, F_TEXT, F_SURE),
	FIELD_END,
};

const struct field fix_row_fields[] = {
	FIELD(struct fix, id, F_INT, F_SURE),
	FIELD(struct fix, kind, F_ENUM, F_SURE, .names = fix_kinds),
	FIELD(struct fix, action_code, F_TEXT),
	FIELD(struct fix, component, F_TEXT),
	FIELD(struct fix, component_en, F_TEXT),
	FIELD(struct fix, label, F_TEXT, F_SURE),
	FIELD(struct fix, zh, F_TEXT),
	FIELD(struct fix, en, F_TEXT),
	FIELD(struct fix, merged_into, F_INT),
	FIELD(struct fix, root_id, F_INT),
	FIELD(struct fix, split_from, F_INT),
	FIELD(struct fix, symptom, F_TEXT),
	FIELD(struct fix, check_first, F_TEXT),
	FIELD(struct fix, cause, F_TEXT),
	FIELD(struct fix, steps, F_TEXT),
	FIELD(struct fix, minutes, F_INT),
	FIELD(struct fix, model, F_TEXT),
	FIELD(struct fix, place_id, F_INT),
	FIELD(struct fix, tree_id, F_INT),
	FIELD(struct fix, tree_sort, F_INT),
	FIELD(struct fix, retired, F_BOOL, F_SURE),
	FIELD(struct fix, cases, F_INT, F_SURE),
	FIELD(struct fix, held, F_INT, F_SURE),
	FIELD(struct fix, came_back, F_INT, F_SURE),
	FIELD(struct fix, last_at, F_TIME),
	FIELD(struct fix, version, F_INT, F_SURE),
	FIELD(struct fix, created_at, F_TIME, F_SURE),
	FIELD(struct fix, search, F_TEXT, F_HIDDEN),
	FIELD(struct fix, action_zh, F_TEXT, F_HIDDEN),
	FIELD(struct fix, action_en, F_TEXT, F_HIDDEN),
	FIELD(struct fix, place_name, F_TEXT),
	FIELD_END,
};

/* In the order of fix_row_fields, with the numbers of what was merged into it. */
#define SELECT                                                                                               \
	"SELECT f.id AS id, f.kind AS kind, f.action_code AS action_code, f.component AS component, "        \
	"f.component_en AS component_en, f.label AS label, f.zh AS zh, f.en AS en, f.merged_into AS "        \
	"merged_into, f.root_id AS root_id, "                                                                \
	"f.split_from AS split_from, f.symptom AS symptom, f.check_first AS check_first, f.cause AS cause, " \
	"f.steps AS steps, f.minutes AS minutes, f.model AS model, f.place_id AS place_id, "                 \
	"f.tree_id AS tree_id, f.tree_sort AS tree_sort, f.retired AS retired, "                             \
	"f.cases + coalesce((SELECT sum(m.cases) FROM fix m WHERE m.root_id = f.id), 0) AS cases, "          \
	"f.held + coalesce((SELECT sum(m.held) FROM fix m WHERE m.root_id = f.id), 0) AS held, "             \
	"f.came_back + coalesce((SELECT sum(m.came_back) FROM fix m WHERE m.root_id = f.id), 0) AS "         \
	"came_back, CASE WHEN coalesce(f.last_at, 0) >= coalesce((SELECT max(m.last_at) FROM fix m "         \
	"WHERE m.root_id = f.id), 0) THEN f.last_at ELSE (SELECT max(m.last_at) FROM fix m "                 \
	"WHERE m.root_id = f.id) END AS last_at, f.version AS version, f.created_at AS created_at, "         \
	"f.search AS search, k.zh AS action_zh, k.en AS action_en, p.name AS place_name "                    \
	"FROM fix f LEFT JOIN codelist k ON k.list = 'action' AND k.code = f.action_code "                   \
	"LEFT JOIN asset p ON p.id = f.place_id "

static const char SQL_GET[] = SELECT "WHERE f.id = $1";
static const char SQL_ADD[] =
	"INSERT INTO fix (kind, action_code, component, component_en, label, zh, en, split_from, symptom, "
	"check_first, "
	"cause, steps, minutes, model, place_id, tree_id, tree_sort, retired, search, created_at) "
	"VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) "
	"RETURNING id";
static const char SQL_PUT[] =
	"UPDATE fix SET action_code = $1, component = $2, label = $3, zh = $4, en = $5, merged_into = $6, "
	"symptom = $7, check_first = $8, cause = $9, steps = $10, minutes = $11, model = $12, "
	"place_id = $13, tree_id = $14, tree_sort = $15, retired = $16, search = $17, "
	"version = version + 1 WHERE id = $18 AND version = $19";
static const char SQL_PARTS[] =
	"SELECT x.part_id AS part_id, x.qty AS qty, p.code AS code, p.name AS name, p.name_en AS name_en, "
	"p.unit AS unit "
	"FROM fix_part x JOIN part p ON p.id = x.part_id WHERE x.fix_id = $1 ORDER BY p.code";
static const char SQL_PARTS_DROP[] = "DELETE FROM fix_part WHERE fix_id = $1";
static const char SQL_PART_ADD[] = "INSERT INTO fix_part (fix_id, part_id, qty) VALUES ($1, $2, $3)";
/* A fix that was merged counts with the one it leads to. */
static const char SQL_LIST[] =
	"WITH counted (id, n) AS (SELECT f.id, f.cases + coalesce((SELECT sum(m.cases) FROM fix m "
	"WHERE m.root_id = f.id), 0) FROM fix f WHERE f.root_id IS NULL "
	"AND ($1 IS NULL OR f.search LIKE $1 ESCAPE '\\') AND ($2 IS NULL OR f.kind = $2) "
	"AND ($3 IS NULL OR f.retired = $3) AND ($4 IS NULL OR f.id IN (SELECT coalesce(g.root_id, g.id) "
	"FROM ticket t JOIN repair_fix r ON r.ticket_id = t.id JOIN fix g ON g.id = r.fix_id "
	"WHERE t.machine_id = $4))) " SELECT
	"JOIN counted c ON c.id = f.id WHERE (c.n > 0 OR f.kind = 'written') AND ($5 IS NULL OR "
	"c.n < (SELECT n FROM counted WHERE id = $5) OR (c.n = (SELECT n FROM counted WHERE id = $5) "
	"AND f.id < $5)) ORDER BY c.n DESC, f.id DESC LIMIT $6";
static const char SQL_MEMBERS[] = SELECT "WHERE f.root_id = $1 ORDER BY f.id";
static const char SQL_WRITTEN[] =
	SELECT "WHERE f.id > $1 AND f.steps IS NOT NULL AND f.retired = 0 AND f.root_id IS NULL "
	       "ORDER BY f.id LIMIT $2";
static const char SQL_PAGE[] = SELECT "WHERE f.id > $1 ORDER BY f.id LIMIT $2";
static const char SQL_BRANCHES[] = SELECT "WHERE f.tree_id = $1 AND f.retired = 0 ORDER BY f.tree_sort, f.id";
static const char SQL_ROOT[] =
	"WITH RECURSIVE under (id) AS (SELECT id FROM fix WHERE id = $1 UNION ALL SELECT m.id FROM under u "
	"JOIN fix m ON m.merged_into = u.id) UPDATE fix SET root_id = $2 WHERE id IN (SELECT id FROM under) "
	"AND ($2 IS NOT NULL OR id = $1)";
static const char SQL_ROOT_UNDER[] =
	"WITH RECURSIVE under (id) AS (SELECT id FROM fix WHERE merged_into = $1 UNION ALL SELECT m.id FROM "
	"under u JOIN fix m ON m.merged_into = u.id) UPDATE fix SET root_id = $1 WHERE id IN (SELECT id FROM "
	"under)";
#define COUNT                                                                                                \
	"UPDATE fix SET cases = (SELECT count(*) FROM repair_fix r WHERE r.fix_id = fix.id), "               \
	"held = (SELECT count(*) FROM repair_fix r WHERE r.fix_id = fix.id AND r.outcome = 'held'), "        \
	"came_back = (SELECT count(*) FROM repair_fix r WHERE r.fix_id = fix.id AND r.outcome = "            \
	"'came_back'), last_at = (SELECT coalesce(t.restored_at, t.closed_at, t.reported_at) FROM ticket t " \
	"WHERE t.id = (SELECT max(r.ticket_id) FROM repair_fix r WHERE r.fix_id = fix.id))"
static const char SQL_COUNT_ALL[] = COUNT;
static const char SQL_COUNT[] = COUNT " WHERE fix.id = $1";
static const char SQL_KEY[] = "SELECT fix_id FROM fix_key WHERE key = $1";
static const char SQL_KEY_ADD[] =
	"INSERT INTO fix_key (key, fix_id) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING";
static const char SQL_REPAIR_GET[] =
	"SELECT ticket_id, fix_id, said, basis, outcome FROM repair_fix WHERE ticket_id = $1";
static const char SQL_REPAIR_PUT[] =
	"INSERT INTO repair_fix (ticket_id, fix_id, said, basis, outcome) VALUES ($1, $2, $3, $4, $5) "
	"ON CONFLICT (ticket_id) DO UPDATE SET fix_id = excluded.fix_id, said = excluded.said, "
	"basis = excluded.basis, outcome = excluded.outcome";
static const char SQL_REPAIR_DROP[] = "DELETE FROM repair_fix WHERE ticket_id = $1";

enum err store_fix_get(struct db *db, struct arena *a, int64_t id, struct fix *out)
{
	out->parts = (struct list){0};
	return db_one(db, a, SQL_GET, ARGS(v_int(id)), fix_row_fields, out);
}

enum err store_fix_parts(struct db *db, struct arena *a, int64_t id, struct list *out)
{
	return db_list(db, a, SQL_PARTS, ARGS(v_int(id)), fix_part_fields, sizeof(struct fix_part), out);
}

static const char *search_of(struct arena *a, const struct fix *f)
{
	const char *const texts[] = {f->zh, f->en, f->label, f->component, f->component_en, f->symptom,
		f->cause, f->steps, f->check_first};

	return text_fold_all(a, texts, sizeof(texts) / sizeof(texts[0]));
}

enum err store_fix_add(struct tx *tx, struct fix *f)
{
	f->version = 1;
	f->created_at = tx->now;
	return db_int(tx->db, SQL_ADD,
		ARGS(v_name(fix_kinds, f->kind), v_text(f->action_code), v_text(f->component),
			v_text(f->component_en), v_text(f->label), v_text(f->zh), v_text(f->en),
			v_int(f->split_from), v_text(f->symptom), v_text(f->check_first), v_text(f->cause),
			v_text(f->steps), v_int(f->minutes), v_text(f->model), v_int(f->place_id),
			v_int(f->tree_id), v_int(f->tree_sort), v_int(f->retired == 1),
			v_text(search_of(tx->arena, f)), v_int(tx->now)),
		&f->id);
}

enum err store_fix_put(struct tx *tx, struct fix *f)
{
	int64_t changed = 0;
	enum err err = db_exec(tx->db, SQL_PUT,
		ARGS(v_text(f->action_code), v_text(f->component), v_text(f->label), v_text(f->zh),
			v_text(f->en), v_int(f->merged_into), v_text(f->symptom), v_text(f->check_first),
			v_text(f->cause), v_text(f->steps), v_int(f->minutes), v_text(f->model),
			v_int(f->place_id), v_int(f->tree_id), v_int(f->tree_sort), v_int(f->retired == 1),
			v_text(search_of(tx->arena, f)), v_int(f->id), v_int(f->version)),
		&changed);

	if (err == OK && !changed)
		return ERR_STALE;
	f->version += err == OK;
	return err;
}

enum err store_fix_parts_put(struct tx *tx, int64_t id, const struct list *parts)
{
	enum err err = db_exec(tx->db, SQL_PARTS_DROP, ARGS(v_int(id)), NULL);

	for (size_t i = 0; err == OK && i < parts->n; i++) {
		const struct fix_part *p = list_at(parts, i, sizeof(*p));

		err = db_exec(tx->db, SQL_PART_ADD, ARGS(v_int(id), v_int(p->part_id), v_int(p->qty)), NULL);
	}
	return err;
}

enum err store_fix_list(struct db *db, struct arena *a, const struct fix_filter *f, struct list *out)
{
	return db_list(db, a, SQL_LIST,
		ARGS(v_text(text_like(a, f->text)), v_name(fix_kinds, f->kind), v_int(f->retired),
			v_int(f->machine_id), v_int(f->after), v_int(f->limit)),
		fix_row_fields, sizeof(struct fix), out);
}

enum err store_fix_members(struct db *db, struct arena *a, int64_t id, struct list *out)
{
	return db_list(db, a, SQL_MEMBERS, ARGS(v_int(id)), fix_row_fields, sizeof(struct fix), out);
}

enum err store_fix_written(struct db *db, struct arena *a, int64_t after, int64_t limit, struct list *out)
{
	return db_list(db, a, SQL_WRITTEN, ARGS(v_int(after), v_int(limit)), fix_row_fields,
		sizeof(struct fix), out);
}

enum err store_fix_page(struct db *db, struct arena *a, int64_t after, int64_t limit, struct list *out)
{
	return db_list(
		db, a, SQL_PAGE, ARGS(v_int(after), v_int(limit)), fix_row_fields, sizeof(struct fix), out);
}

enum err store_tree_branches(struct db *db, struct arena *a, int64_t id, struct list *out)
{
	return db_list(db, a, SQL_BRANCHES, ARGS(v_int(id)), fix_row_fields, sizeof(struct fix), out);
}

enum err store_fix_root(struct tx *tx, int64_t id, int64_t root)
{
	enum err err = db_exec(tx->db, SQL_ROOT, ARGS(v_int(id), v_int(root)), NULL);

	/* Standing alone again, it is where its own lead. */
	return err == OK && root == NONE ? db_exec(tx->db, SQL_ROOT_UNDER, ARGS(v_int(id)), NULL) : err;
}

enum err store_fix_count(struct tx *tx, int64_t id)
{
	return id == NONE ? db_exec(tx->db, SQL_COUNT_ALL, NO_ARGS, NULL)
			  : db_exec(tx->db, SQL_COUNT, ARGS(v_int(id)), NULL);
}

enum err store_fix_of_key(struct db *db, const char *key, int64_t *fix)
{
	return db_int(db, SQL_KEY, ARGS(v_text(key)), fix);
}

enum err store_fix_key_add(struct tx *tx, const char *key, int64_t fix)
{
	return db_exec(tx->db, SQL_KEY_ADD, ARGS(v_text(key), v_int(fix)), NULL);
}

static const struct field repair_fix_fields[] = {
	FIELD(struct repair_fix, ticket_id, F_INT),
	FIELD(struct repair_fix, fix_id, F_INT),
	FIELD(struct repair_fix, said, F_ENUM, .names = fix_said),
	FIELD(struct repair_fix, basis, F_INT),
	FIELD(struct repair_fix, outcome, F_ENUM, .names = fix_outcomes),
	FIELD_END,
};

enum err store_repair_fix_get(struct db *db, struct arena *a, int64_t ticket, struct repair_fix *out)
{
	return db_one(db, a, SQL_REPAIR_GET, ARGS(v_int(ticket)), repair_fix_fields, out);
}

enum err store_repair_fix_put(struct tx *tx, const struct repair_fix *r)
{
	return db_exec(tx->db, SQL_REPAIR_PUT,
		ARGS(v_int(r->ticket_id), v_int(r->fix_id), v_name(fix_said, r->said), v_int(r->basis),
			v_name(fix_outcomes, r->outcome)),
		NULL);
}

enum err store_repair_fix_drop(struct tx *tx, int64_t ticket)
{
	return db_exec(tx->db, SQL_REPAIR_DROP, ARGS(v_int(ticket)), NULL);
}
