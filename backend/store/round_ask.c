/* round_ask.c - what is asked across rounds: items and codes of a whole round, values over time, findings, counts. See round.h. */
#include "store/round.h"

#define ITEM(member, kind_, ...) FIELD_AS(struct round_item, item.member, #member, kind_, __VA_ARGS__)
const struct field round_item_row_fields[] = {
	FIELD(struct round_item, checklist_id, F_INT, F_SURE),
	ITEM(id, F_INT, F_SURE),
	ITEM(n, F_INT, F_SURE),
	ITEM(root_id, F_INT, F_SURE),
	ITEM(kind, F_ENUM, F_SURE, .names = check_kinds),
	ITEM(text, F_TEXT, F_SURE),
	ITEM(text_en, F_TEXT),
	ITEM(hint, F_TEXT),
	ITEM(unit, F_TEXT),
	ITEM(low, F_QTY),
	ITEM(high, F_QTY),
	ITEM(choices, F_TEXT),
	ITEM(bad, F_INT, F_SURE),
	ITEM(required, F_BOOL, F_SURE),
	ITEM(if_item, F_INT),
	ITEM(if_value, F_TEXT),
	ITEM(ticket, F_ENUM, F_SURE, .names = check_tickets),
	ITEM(priority, F_INT, F_SURE),
	FIELD_END,
};
static const struct field code_fields[] = {
	FIELD(struct round_code, stop_id, F_INT),
	FIELD(struct round_code, code, F_TEXT),
	FIELD_END,
};
static const struct field last_fields[] = {
	FIELD(struct round_last, machine_id, F_INT),
	FIELD(struct round_last, root_id, F_INT),
	FIELD(struct round_last, time, F_TIME),
	FIELD(struct round_last, value, F_QTY),
	FIELD_END,
};
const struct field trend_point_fields[] = {
	FIELD(struct trend_point, time, F_TIME, F_SURE),
	FIELD(struct trend_point, value, F_QTY, F_SURE),
	FIELD(struct trend_point, round_id, F_INT, F_SURE),
	FIELD(struct trend_point, finding, F_BOOL, F_SURE),
	FIELD_END,
};
const struct field round_finding_fields[] = {
	FIELD(struct round_finding, time, F_TIME, F_SURE),
	FIELD(struct round_finding, round_id, F_INT, F_SURE),
	FIELD(struct round_finding, item_id, F_INT, F_SURE),
	FIELD(struct round_finding, item, F_TEXT, F_SURE),
	FIELD(struct round_finding, item_en, F_TEXT),
	FIELD(struct round_finding, unit, F_TEXT),
	FIELD(struct round_finding, value, F_QTY),
	FIELD(struct round_finding, text, F_TEXT),
	FIELD(struct round_finding, note, F_TEXT),
	FIELD(struct round_finding, photo_id, F_INT),
	FIELD(struct round_finding, ticket_id, F_INT),
	FIELD(struct round_finding, by, F_TEXT, F_SURE),
	FIELD_END,
};
const struct field round_count_fields[] = {
	FIELD(struct round_count, route_id, F_INT, F_SURE),
	FIELD(struct round_count, name, F_TEXT, F_SURE),
	FIELD(struct round_count, name_en, F_TEXT),
	FIELD(struct round_count, due, F_INT, F_SURE),
	FIELD(struct round_count, done, F_INT, F_SURE),
	FIELD(struct round_count, late, F_INT, F_SURE),
	FIELD(struct round_count, missed, F_INT, F_SURE),
	FIELD_END,
};

#define ITEM_COLUMNS                                                                                         \
	"i.checklist_id AS checklist_id, i.id AS id, i.n AS n, i.root_id AS root_id, i.kind AS kind, "       \
	"i.text AS text, i.text_en AS text_en, i.hint AS hint, i.unit AS unit, i.low AS low, i.high AS "     \
	"high, "                                                                                             \
	"i.choices AS choices, i.bad AS bad, i.required AS required, i.if_item AS if_item, "                 \
	"i.if_value AS if_value, i.ticket AS ticket, i.priority AS priority "
static const char SQL_ITEMS[] =
	"SELECT " ITEM_COLUMNS
	"FROM (SELECT DISTINCT checklist_id, edition FROM round_stop WHERE round_id = $1) s "
	"JOIN checklist_item i ON i.checklist_id = s.checklist_id AND i.edition = s.edition "
	"ORDER BY i.checklist_id, i.n";
static const char SQL_STOP_ITEMS[] = "SELECT " ITEM_COLUMNS "FROM checklist_item i "
				     "WHERE i.checklist_id = $1 AND i.edition = $2 ORDER BY i.n";
static const char SQL_OPEN_TICKET[] =
	"SELECT t.id FROM round_answer x JOIN ticket t ON t.id = x.ticket_id "
	"WHERE x.machine_id = $1 AND x.root_id = $2 AND x.ticket_id IS NOT NULL "
	"AND t.state IN ('reported', 'accepted', 'in_progress', 'waiting') "
	"ORDER BY t.id DESC LIMIT 1";
static const char SQL_CODES[] =
	"SELECT s.id AS stop_id, c.code AS code FROM round_stop s JOIN qr_code c ON c.entity = 'asset' "
	"AND c.entity_id = s.machine_id AND c.revoked_at IS NULL WHERE s.round_id = $1 ORDER BY s.n, c.code";
static const char SQL_LASTS[] =
	"SELECT w.machine_id AS machine_id, w.root_id AS root_id, w.time AS time, w.value AS value FROM "
	"(SELECT DISTINCT s.machine_id AS machine_id, i.root_id AS root_id FROM round_stop s "
	"JOIN checklist_item i ON i.checklist_id = s.checklist_id AND i.edition = s.edition "
	"WHERE s.round_id = $1 AND i.kind = 'number') p JOIN "
	"(SELECT x.machine_id, x.root_id, x.time, x.value, "
	"row_number() OVER (PARTITION BY x.machine_id, x.root_id ORDER BY x.time DESC, x.id DESC) AS k "
	"FROM round_answer x WHERE x.value IS NOT NULL AND x.machine_id IN "
	"(SELECT machine_id FROM round_stop WHERE round_id = $1) "
	"AND x.stop_id NOT IN (SELECT id FROM round_stop WHERE round_id = $1)) w "
	"ON w.machine_id = p.machine_id AND w.root_id = p.root_id WHERE w.k <= $2 "
	"ORDER BY w.machine_id, w.root_id, w.time";
static const char SQL_CODE_FITS[] =
	"SELECT (SELECT count(*) FROM qr_code WHERE code = $1 AND entity = 'asset' AND entity_id = $2) + "
	"(SELECT count(*) FROM asset WHERE id = $2 AND lower(code) = lower($1))";
static const char SQL_TREND[] =
	"SELECT time, value, round_id, finding FROM (SELECT x.id AS id, x.time AS time, x.value AS value, "
	"s.round_id "
	"AS round_id, x.finding AS finding FROM round_answer x JOIN round_stop s ON s.id = x.stop_id "
	"WHERE x.machine_id = $1 AND x.root_id = $2 AND x.value IS NOT NULL ORDER BY x.time DESC, x.id DESC "
	"LIMIT $3) "
	"AS newest ORDER BY time, id";
static const char SQL_FINDINGS[] =
	"SELECT x.time AS time, s.round_id AS round_id, x.item_id AS item_id, i.text AS item, i.text_en AS "
	"item_en, "
	"i.unit AS unit, x.value AS value, x.text AS text, x.note AS note, x.photo_id AS photo_id, "
	"x.ticket_id AS ticket_id, p.name AS by FROM round_answer x JOIN round_stop s ON s.id = x.stop_id "
	"JOIN round r ON r.id = s.round_id JOIN checklist_item i ON i.id = x.item_id "
	"LEFT JOIN account p ON p.id = r.account_id "
	"WHERE x.machine_id = $1 AND x.finding = 1 ORDER BY x.time DESC, x.id DESC LIMIT $2";
static const char SQL_COUNTS[] =
	"SELECT r.route_id AS route_id, max(q.name) AS name, max(q.name_en) AS name_en, count(*) AS due, "
	"sum(CASE WHEN r.done_at <= r.due_to THEN 1 ELSE 0 END) AS done, "
	"sum(CASE WHEN r.done_at > r.due_to THEN 1 ELSE 0 END) AS late, "
	"sum(CASE WHEN r.done_at IS NULL THEN 1 ELSE 0 END) AS missed "
	"FROM round r JOIN route q ON q.id = r.route_id WHERE r.due_from >= $1 AND r.due_from < $2 "
	"AND (r.due_to <= $3 OR r.done_at IS NOT NULL) GROUP BY r.route_id ORDER BY 2, 1";

enum err store_round_items(struct db *db, struct arena *a, int64_t round, struct list *out)
{
	return db_list(
		db, a, SQL_ITEMS, ARGS(v_int(round)), round_item_row_fields, sizeof(struct round_item), out);
}

enum err store_round_stop_items(struct db *db, struct arena *a, const struct round_stop *s, struct list *out)
{
	return db_list(db, a, SQL_STOP_ITEMS, ARGS(v_int(s->checklist_id), v_int(s->edition)),
		round_item_row_fields, sizeof(struct round_item), out);
}

enum err store_round_open_ticket(struct db *db, int64_t machine, int64_t root, int64_t *ticket)
{
	return db_int(db, SQL_OPEN_TICKET, ARGS(v_int(machine), v_int(root)), ticket);
}

enum err store_round_codes(struct db *db, struct arena *a, int64_t round, struct list *out)
{
	return db_list(db, a, SQL_CODES, ARGS(v_int(round)), code_fields, sizeof(struct round_code), out);
}

enum err store_round_lasts(struct db *db, struct arena *a, int64_t round, struct list *out)
{
	return db_list(db, a, SQL_LASTS, ARGS(v_int(round), v_int(ROUND_LAST)), last_fields,
		sizeof(struct round_last), out);
}

enum err store_round_code_fits(struct db *db, int64_t machine, const char *code, bool *fits)
{
	int64_t n = 0;
	enum err err = db_int(db, SQL_CODE_FITS, ARGS(v_text(code), v_int(machine)), &n);

	*fits = n > 0;
	return err;
}

enum err store_round_trend(
	struct db *db, struct arena *a, int64_t machine, int64_t root, int64_t limit, struct list *out)
{
	return db_list(db, a, SQL_TREND, ARGS(v_int(machine), v_int(root), v_int(limit)), trend_point_fields,
		sizeof(struct trend_point), out);
}

enum err store_round_findings(
	struct db *db, struct arena *a, int64_t machine, int64_t limit, struct list *out)
{
	return db_list(db, a, SQL_FINDINGS, ARGS(v_int(machine), v_int(limit)), round_finding_fields,
		sizeof(struct round_finding), out);
}

enum err store_round_counts(
	struct db *db, struct arena *a, int64_t from, int64_t to, int64_t now, struct list *out)
{
	return db_list(db, a, SQL_COUNTS, ARGS(v_int(from), v_int(to), v_int(now)), round_count_fields,
		sizeof(struct round_count), out);
}
