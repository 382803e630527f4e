/* fix_page.c - what is shown of all cases of a fix, and trees of fixes. See fix.h. */
#include "store/fix.h"

#include "base/text.h"
#include "store/repair.h"

static const struct field fix_time_fields[] = {
	FIELD(struct fix_time, time, F_TIME),
	FIELD(struct fix_time, outcome, F_ENUM, .names = fix_outcomes),
	FIELD(struct fix_time, minutes, F_INT),
	FIELD(struct fix_time, machine_id, F_INT),
	FIELD_END,
};
const struct field fix_machine_fields[] = {
	FIELD(struct fix_machine, machine_id, F_INT, F_SURE),
	FIELD(struct fix_machine, code, F_TEXT),
	FIELD(struct fix_machine, name, F_TEXT, F_SURE),
	FIELD(struct fix_machine, name_en, F_TEXT),
	FIELD(struct fix_machine, cases, F_INT, F_SURE),
	FIELD(struct fix_machine, last_at, F_TIME, F_SURE),
	FIELD_END,
};
const struct field fix_used_fields[] = {
	FIELD(struct fix_used, part_id, F_INT, F_SURE),
	FIELD(struct fix_used, code, F_TEXT, F_SURE),
	FIELD(struct fix_used, name, F_TEXT, F_SURE),
	FIELD(struct fix_used, name_en, F_TEXT),
	FIELD(struct fix_used, unit, F_TEXT, F_SURE),
	FIELD(struct fix_used, cases, F_INT, F_SURE),
	FIELD(struct fix_used, qty, F_QTY, F_SURE),
	FIELD(struct fix_used, stock_qty, F_QTY, F_SURE),
	FIELD(struct fix_used, bin_code, F_TEXT),
	FIELD_END,
};
static const struct field outcome_count_fields[] = {
	FIELD(struct outcome_count, component, F_TEXT),
	FIELD(struct outcome_count, component_en, F_TEXT),
	FIELD(struct outcome_count, held, F_INT),
	FIELD(struct outcome_count, came_back, F_INT),
	FIELD(struct outcome_count, pending, F_INT),
	FIELD(struct outcome_count, old_came_back, F_INT),
	FIELD_END,
};
static const struct field component_outcome_fields[] = {
	FIELD(struct component_outcome, component, F_TEXT),
	FIELD(struct component_outcome, held, F_INT),
	FIELD(struct component_outcome, came_back, F_INT),
	FIELD_END,
};
const struct field fix_tree_row_fields[] = {
	FIELD(struct fix_tree, id, F_INT, F_SURE),
	FIELD(struct fix_tree, symptom, F_TEXT, F_SURE),
	FIELD(struct fix_tree, symptom_en, F_TEXT),
	FIELD(struct fix_tree, note, F_TEXT),
	FIELD(struct fix_tree, model, F_TEXT),
	FIELD(struct fix_tree, place_id, F_INT),
	FIELD(struct fix_tree, retired, F_BOOL, F_SURE),
	FIELD(struct fix_tree, version, F_INT, F_SURE),
	FIELD(struct fix_tree, created_at, F_TIME, F_SURE),
	FIELD(struct fix_tree, search, F_TEXT, F_HIDDEN),
	FIELD(struct fix_tree, place_name, F_TEXT),
	FIELD_END,
};

/* The cases of $1 and of what was merged into it. */
#define CASES "FROM repair_fix r JOIN ticket t ON t.id = r.ticket_id "
#define OF "WHERE r.fix_id IN (SELECT id FROM fix WHERE id = $1 OR root_id = $1) "
#define AT "coalesce(t.restored_at, t.closed_at, t.reported_at)"

static const char SQL_TIMES[] =
	"SELECT " AT " AS time, r.outcome AS outcome, (SELECT sum(l.minutes) FROM labour l "
	"WHERE l.ticket_id = t.id AND l.removed_at IS NULL) AS minutes, t.machine_id AS machine_id " CASES OF
	"ORDER BY r.ticket_id DESC LIMIT $2";
static const char SQL_USED[] =
	"SELECT u.part_id AS part_id, p.code AS code, p.name AS name, p.name_en AS name_en, p.unit AS unit, "
	"count(*) AS cases, "
	"sum(u.qty) AS qty, p.qty AS stock_qty, b.code AS bin_code FROM (SELECT v.ticket_id AS ticket_id, "
	"v.part_id AS part_id, -sum(v.qty) AS qty FROM movement v JOIN repair_fix r ON r.ticket_id = "
	"v.ticket_id " OF "GROUP BY v.ticket_id, v.part_id HAVING sum(v.qty) < 0) AS u "
	"JOIN part p ON p.id = u.part_id LEFT JOIN bin b ON b.id = p.bin_id "
	"GROUP BY u.part_id, p.code, p.name, p.name_en, p.unit, p.qty, b.code ORDER BY count(*) DESC, "
	"u.part_id LIMIT "
	"$2";
static const char SQL_OWN[] = "SELECT ticket_id AS id FROM repair_fix WHERE fix_id = $1 ORDER BY ticket_id";
static const char SQL_TICKETS[] =
	"WITH RECURSIVE under (id) AS (SELECT id FROM fix WHERE id = $1 UNION ALL SELECT m.id FROM under u "
	"JOIN fix m ON m.merged_into = u.id) SELECT r.ticket_id AS id FROM repair_fix r WHERE r.fix_id IN "
	"(SELECT id FROM under) ORDER BY r.ticket_id";
static const char SQL_COMPONENTS[] =
	"SELECT c.name AS component, count(CASE WHEN r.outcome = 'held' THEN 1 END) AS held, "
	"count(CASE WHEN r.outcome = 'came_back' THEN 1 END) AS came_back " CASES
	"LEFT JOIN asset c ON c.id = t.component_id WHERE r.outcome <> 'pending' GROUP BY c.name";

/* First by component, then by its name: names of a hundred thousand repairs take long to sort. */
#define COUNTED(outcome) "count(CASE WHEN r.outcome = '" outcome "' THEN 1 END) AS " outcome
static const char SQL_OUTCOMES[] =
	"SELECT c.name AS component, max(c.name_en) AS component_en, sum(n.held) AS held, "
	"sum(n.came_back) AS came_back, sum(n.pending) AS pending, sum(n.old_came_back) AS old_came_back "
	"FROM (SELECT t.component_id AS component_id, " COUNTED("held") ", " COUNTED(
		"came_back") ", " COUNTED("pending") ", "
						     "count(CASE WHEN r.outcome = 'came_back' AND t.ended_at "
						     "<= $4 THEN 1 END) AS "
						     "old_came_back "
						     "FROM (SELECT id, machine_id, component_id, restored_at "
						     "AS ended_at FROM ticket "
						     "WHERE restored_at >= $1 AND restored_at < $2 UNION ALL "
						     "SELECT id, machine_id, component_id, closed_at FROM "
						     "ticket WHERE restored_at IS "
						     "NULL AND closed_at IS NOT NULL AND reported_at >= $1 "
						     "AND reported_at < $2) AS t "
						     "JOIN repair_fix r ON r.ticket_id = t.id WHERE ($3 IS "
						     "NULL OR t.machine_id IN "
						     "(WITH RECURSIVE below (id) AS (SELECT id FROM asset "
						     "WHERE id = $3 UNION ALL "
						     "SELECT a.id FROM below b JOIN asset a ON a.parent_id = "
						     "b.id "
						     "WHERE a.kind <> 'component') SELECT id FROM below)) "
						     "GROUP BY t.component_id) AS n "
						     "LEFT JOIN asset c ON c.id = n.component_id GROUP BY "
						     "c.name "
						     "ORDER BY sum(n.came_back) DESC, c.name";

#define TREE                                                                                                 \
	"SELECT t.id AS id, t.symptom AS symptom, t.symptom_en AS symptom_en, t.note AS note, t.model AS "   \
	"model, t.place_id AS place_id, t.retired AS retired, t.version AS version, t.created_at AS "        \
	"created_at, t.search AS search, p.name AS place_name FROM fix_tree t LEFT JOIN asset p "            \
	"ON p.id = t.place_id "
static const char SQL_TREE[] = TREE "WHERE t.id = $1";
static const char SQL_TREES[] =
	TREE "WHERE t.retired = 0 AND ($1 IS NULL OR t.search LIKE $1 ESCAPE '\\') ORDER BY t.id DESC";
static const char SQL_TREE_ADD[] =
	"INSERT INTO fix_tree (symptom, symptom_en, note, model, place_id, search, created_at) "
	"VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id";
static const char SQL_TREE_PUT[] =
	"UPDATE fix_tree SET symptom = $1, symptom_en = $2, note = $3, model = $4, place_id = $5, "
	"retired = $6, search = $7, version = version + 1 WHERE id = $8 AND version = $9";

enum err store_fix_times(struct db *db, struct arena *a, int64_t id, int64_t limit, struct list *out)
{
	return db_list(db, a, SQL_TIMES, ARGS(v_int(id), v_int(limit)), fix_time_fields,
		sizeof(struct fix_time), out);
}

enum err store_fix_used(struct db *db, struct arena *a, int64_t id, int64_t limit, struct list *out)
{
	return db_list(db, a, SQL_USED, ARGS(v_int(id), v_int(limit)), fix_used_fields,
		sizeof(struct fix_used), out);
}

static const struct field id_fields[] = {FIELD(struct repair_id, id, F_INT), FIELD_END};

enum err store_fix_tickets(struct db *db, struct arena *a, int64_t id, struct list *out)
{
	return db_list(db, a, SQL_TICKETS, ARGS(v_int(id)), id_fields, sizeof(struct repair_id), out);
}

enum err store_fix_own(struct db *db, struct arena *a, int64_t id, struct list *out)
{
	return db_list(db, a, SQL_OWN, ARGS(v_int(id)), id_fields, sizeof(struct repair_id), out);
}

enum err store_component_outcomes(struct db *db, struct arena *a, struct list *out)
{
	return db_list(db, a, SQL_COMPONENTS, NO_ARGS, component_outcome_fields,
		sizeof(struct component_outcome), out);
}

enum err store_outcome_counts(struct db *db, struct arena *a, int64_t from, int64_t to, int64_t old,
	int64_t under, struct list *out)
{
	return db_list(db, a, SQL_OUTCOMES, ARGS(v_int(from), v_int(to), v_int(under), v_int(old)),
		outcome_count_fields, sizeof(struct outcome_count), out);
}

enum err store_tree_get(struct db *db, struct arena *a, int64_t id, struct fix_tree *out)
{
	out->branches = (struct list){0};
	return db_one(db, a, SQL_TREE, ARGS(v_int(id)), fix_tree_row_fields, out);
}

enum err store_tree_list(struct db *db, struct arena *a, const char *text, struct list *out)
{
	return db_list(db, a, SQL_TREES, ARGS(v_text(text_like(a, text))), fix_tree_row_fields,
		sizeof(struct fix_tree), out);
}

static const char *tree_search(struct arena *a, const struct fix_tree *t)
{
	const char *const texts[] = {t->symptom, t->symptom_en, t->note, t->model};

	return text_fold_all(a, texts, sizeof(texts) / sizeof(texts[0]));
}

enum err store_tree_add(struct tx *tx, struct fix_tree *t)
{
	t->version = 1;
	t->created_at = tx->now;
	return db_int(tx->db, SQL_TREE_ADD,
		ARGS(v_text(t->symptom), v_text(t->symptom_en), v_text(t->note), v_text(t->model),
			v_int(t->place_id), v_text(tree_search(tx->arena, t)), v_int(tx->now)),
		&t->id);
}

enum err store_tree_put(struct tx *tx, struct fix_tree *t)
{
	int64_t changed = 0;
	enum err err = db_exec(tx->db, SQL_TREE_PUT,
		ARGS(v_text(t->symptom), v_text(t->symptom_en), v_text(t->note), v_text(t->model),
			v_int(t->place_id), v_int(t->retired == 1), v_text(tree_search(tx->arena, t)),
			v_int(t->id), v_int(t->version)),
		&changed);

	if (err == OK && !changed)
		return ERR_STALE;
	t->version += err == OK;
	return err;
}
