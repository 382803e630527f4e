/* repair.c - see repair.h. */
#include "store/repair.h"

#include "store/fix.h"

const struct field repair_fields[] = {
	FIELD(struct repair, id, F_INT),
	FIELD(struct repair, time, F_TIME),
	FIELD(struct repair, machine_id, F_INT),
	FIELD(struct repair, model, F_TEXT),
	FIELD(struct repair, symptom, F_TEXT),
	FIELD(struct repair, cause_code, F_TEXT),
	FIELD(struct repair, cause, F_TEXT),
	FIELD(struct repair, action_code, F_TEXT),
	FIELD(struct repair, action, F_TEXT),
	FIELD(struct repair, component, F_TEXT),
	FIELD(struct repair, component_en, F_TEXT),
	FIELD(struct repair, fault_code, F_TEXT),
	FIELD(struct repair, action_zh, F_TEXT),
	FIELD(struct repair, action_en, F_TEXT),
	FIELD(struct repair, minutes, F_INT),
	FIELD(struct repair, component_id, F_INT),
	FIELD(struct repair, ended_at, F_TIME),
	FIELD(struct repair, again_at, F_TIME),
	FIELD(struct repair, placed, F_BOOL),
	FIELD(struct repair, marked_wrong, F_INT),
	FIELD(struct repair, marked_right, F_INT),
	FIELD(struct repair, fix_id, F_INT),
	FIELD(struct repair, root_id, F_INT),
	FIELD(struct repair, basis, F_INT),
	FIELD(struct repair, said, F_ENUM, .names = fix_said),
	FIELD(struct repair, outcome, F_ENUM, .names = fix_outcomes),
	FIELD_END,
};

static const struct field part_fields[] = {
	FIELD(struct repair_part, ticket_id, F_INT),
	FIELD(struct repair_part, part_id, F_INT),
	FIELD(struct repair_part, qty, F_QTY),
	FIELD_END,
};

const struct field repair_case_fields[] = {
	FIELD(struct repair_case, ticket_id, F_INT, F_SURE),
	FIELD(struct repair_case, time, F_TIME, F_SURE),
	FIELD(struct repair_case, machine_code, F_TEXT),
	FIELD(struct repair_case, machine_name, F_TEXT, F_SURE),
	FIELD(struct repair_case, machine_name_en, F_TEXT),
	FIELD(struct repair_case, component, F_TEXT),
	FIELD(struct repair_case, symptom, F_TEXT, F_SURE),
	FIELD(struct repair_case, cause, F_TEXT),
	FIELD(struct repair_case, action, F_TEXT),
	FIELD(struct repair_case, import_ref, F_TEXT),
	FIELD(struct repair_case, cost_cents, F_INT, F_SURE),
	FIELD(struct repair_case, minutes, F_INT),
	FIELD(struct repair_case, ended_at, F_TIME, F_HIDDEN),
	FIELD(struct repair_case, again_at, F_TIME),
	FIELD(struct repair_case, placed, F_BOOL, F_HIDDEN),
	FIELD(struct repair_case, held, F_BOOL, F_NO_COLUMN),
	FIELD(struct repair_case, score, F_REAL, F_NO_COLUMN),
	FIELD_END,
};

/* When the repair was over: what was imported often says only the day that it was closed. */
#define ENDED "coalesce(t.restored_at, t.closed_at)"
/* The next time that the same is reported; found by the index of a machine's reports. */
#define AGAIN(hold)                                                                                          \
	"CASE WHEN t.component_id IS NULL AND t.failure_mode IS NULL THEN NULL ELSE (SELECT n.reported_at "  \
	"FROM ticket n WHERE n.machine_id = t.machine_id AND n.reported_at > " ENDED " "                     \
	"AND n.reported_at <= " ENDED " + " hold " AND n.id <> t.id AND n.kind = 'corrective' "              \
	"AND n.state <> 'cancelled' AND n.component_id IS NOT DISTINCT FROM t.component_id AND "             \
	"(t.component_id IS NOT NULL OR n.failure_mode = t.failure_mode) ORDER BY n.reported_at LIMIT 1) "   \
	"END AS again_at, CASE WHEN t.component_id IS NULL AND t.failure_mode IS NULL THEN 0 ELSE 1 END AS " \
	"placed"
#define MARKED(mark)                                                                                         \
	"(SELECT count(*) FROM mark_case x JOIN suggestion_mark s ON s.ticket_id = x.ticket_id AND "         \
	"s.fix = x.fix WHERE x.case_id = t.id AND s.mark = '" mark "')"
#define MINUTES                                                                                              \
	"(SELECT sum(l.minutes) FROM labour l WHERE l.ticket_id = t.id AND l.removed_at IS NULL) AS minutes"

/* The states are named by what they are not: with IN, SQLite goes by the index of states and sorts all that follow for
 * every page. */
#define SELECT(hold)                                                                                         \
	"SELECT t.id AS id, coalesce(t.restored_at, t.closed_at, t.reported_at) AS time, "                   \
	"t.machine_id AS machine_id, m.model AS model, t.symptom AS symptom, t.cause_code AS cause_code, "   \
	"t.cause AS cause, t.action_code AS action_code, t.action AS action, c.name AS component, "          \
	"c.name_en AS component_en, "                                                                        \
	"t.fault_code AS fault_code, k.zh AS action_zh, k.en AS action_en, " MINUTES ", "                    \
	"t.component_id AS component_id, " ENDED " AS ended_at, " AGAIN(hold) ", " MARKED(                   \
		"did_not_apply") " AS marked_wrong, " MARKED("worked") " AS marked_right, "                  \
								       "r.fix_id AS fix_id, "                \
								       "coalesce(f.root_id, f.id) AS "       \
								       "root_id, r.basis AS basis, "         \
								       "r.said AS said, r.outcome AS "       \
								       "outcome FROM ticket t JOIN asset m " \
								       "ON m.id = "                          \
								       "t.machine_id LEFT JOIN asset c ON "  \
								       "c.id = t.component_id LEFT JOIN "    \
								       "codelist k ON "                      \
								       "k.list = 'action' AND k.code = "     \
								       "t.action_code LEFT JOIN repair_fix " \
								       "r ON "                               \
								       "r.ticket_id = t.id LEFT JOIN fix f " \
								       "ON f.id = r.fix_id WHERE t.kind = "  \
								       "'corrective' "                       \
								       "AND t.state NOT IN ('reported', "    \
								       "'accepted', 'in_progress', "         \
								       "'waiting', 'cancelled') "            \
								       "AND "

static const char SQL_GET[] = SELECT("$2") "t.id = $1";
static const char SQL_LIST[] = SELECT("$3") "t.id > $1 ORDER BY t.id LIMIT $2";
static const char SQL_BEFORE[] =
	"SELECT r.id AS id FROM ticket n JOIN ticket r ON r.machine_id = n.machine_id AND r.id <> n.id AND "
	"($2 = 1 OR (coalesce(r.restored_at, r.closed_at) < n.reported_at AND "
	"coalesce(r.restored_at, r.closed_at) >= n.reported_at - $3)) "
	"WHERE n.id = $1 AND n.kind = 'corrective'";
/* One without a time of restoration was closed when it was reported: by the index of that. */
static const char SQL_MATURED[] =
	"SELECT id FROM ticket WHERE restored_at > $1 - $3 AND restored_at <= $2 - $3 AND kind = "
	"'corrective' "
	"UNION ALL SELECT id FROM ticket WHERE restored_at IS NULL AND closed_at IS NOT NULL AND "
	"reported_at > $1 - $3 AND reported_at <= $2 - $3 AND kind = 'corrective'";
static const struct field id_fields[] = {FIELD(struct repair_id, id, F_INT), FIELD_END};
static const char SQL_NEWEST[] = "SELECT id FROM ticket WHERE kind = 'corrective' AND state NOT IN "
				 "('reported', 'accepted', 'in_progress', "
				 "'waiting', 'cancelled') ORDER BY coalesce(restored_at, closed_at, "
				 "reported_at) DESC, id DESC LIMIT $1";
static const char SQL_PARTS[] = "SELECT ticket_id, part_id, -sum(qty) AS qty FROM movement "
				"WHERE ticket_id IS NOT NULL AND ticket_id >= $1 AND ticket_id <= $2 "
				"GROUP BY ticket_id, part_id HAVING sum(qty) < 0 ORDER BY ticket_id, part_id";
#define CASE(hold)                                                                                           \
	"SELECT t.id AS ticket_id, coalesce(t.restored_at, t.closed_at, t.reported_at) AS time, "            \
	"m.code AS machine_code, m.name AS machine_name, m.name_en AS machine_name_en, c.name AS "           \
	"component, t.symptom AS symptom, "                                                                  \
	"t.cause AS cause, t.action AS action, t.import_ref AS import_ref, "                                 \
	"coalesce((SELECT sum(cost_cents) FROM labour WHERE ticket_id = t.id AND removed_at IS NULL), 0) + " \
	"coalesce((SELECT sum(cost_cents) FROM invoice WHERE ticket_id = t.id AND removed_at IS NULL), 0) "  \
	"- coalesce((SELECT sum(value_cents) FROM movement WHERE ticket_id = t.id), 0) AS "                  \
	"cost_cents, " MINUTES ", " ENDED " AS ended_at, " AGAIN(                                            \
		hold) " FROM ticket t JOIN asset m ON m.id = t.machine_id LEFT JOIN asset c ON c.id = "      \
		      "t.component_id "
static const char SQL_CASE[] = CASE("$2") "WHERE t.id = $1";
static const char SQL_CASES[] = CASE("$4") "WHERE t.id IN (SELECT r.ticket_id FROM repair_fix r "
					   "WHERE r.ticket_id < $2 AND (r.fix_id = $1 OR r.fix_id IN "
					   "(SELECT id FROM fix WHERE root_id = $1)) "
					   "ORDER BY r.ticket_id DESC LIMIT $3) ORDER BY t.id DESC";

enum err store_repair_get(struct db *db, struct arena *a, int64_t id, int64_t hold, struct repair *out)
{
	return db_one(db, a, SQL_GET, ARGS(v_int(id), v_int(hold)), repair_fields, out);
}

enum err store_repair_list(
	struct db *db, struct arena *a, int64_t after, int64_t limit, int64_t hold, struct list *out)
{
	return db_list(db, a, SQL_LIST, ARGS(v_int(after), v_int(limit), v_int(hold)), repair_fields,
		sizeof(struct repair), out);
}

enum err store_repair_before(
	struct db *db, struct arena *a, int64_t ticket, bool all, int64_t hold, struct list *out)
{
	return db_list(db, a, SQL_BEFORE, ARGS(v_int(ticket), v_int(all), v_int(hold)), id_fields,
		sizeof(struct repair_id), out);
}

enum err store_repair_matured(
	struct db *db, struct arena *a, int64_t from, int64_t to, int64_t hold, struct list *out)
{
	return db_list(db, a, SQL_MATURED, ARGS(v_int(from), v_int(to), v_int(hold)), id_fields,
		sizeof(struct repair_id), out);
}

enum err store_repair_newest(struct db *db, struct arena *a, int64_t limit, struct list *out)
{
	return db_list(db, a, SQL_NEWEST, ARGS(v_int(limit)), id_fields, sizeof(struct repair_id), out);
}

enum err store_repair_parts(struct db *db, struct arena *a, int64_t from, int64_t to, struct list *out)
{
	return db_list(
		db, a, SQL_PARTS, ARGS(v_int(from), v_int(to)), part_fields, sizeof(struct repair_part), out);
}

enum err store_repair_case(struct db *db, struct arena *a, int64_t id, int64_t hold, struct repair_case *out)
{
	return db_one(db, a, SQL_CASE, ARGS(v_int(id), v_int(hold)), repair_case_fields, out);
}

enum err store_repair_cases(struct db *db, struct arena *a, int64_t fix, int64_t before, int64_t limit,
	int64_t hold, struct list *out)
{
	return db_list(db, a, SQL_CASES,
		ARGS(v_int(fix), v_int(before == NONE ? INT64_MAX : before), v_int(limit), v_int(hold)),
		repair_case_fields, sizeof(struct repair_case), out);
}
