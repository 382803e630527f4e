/* floor.c - see floor.h. */
#include "store/floor.h"

const struct field floor_counts_fields[] = {
	FIELD(struct floor_counts, mine, F_INT, F_SURE),
	FIELD(struct floor_counts, working, F_INT, F_SURE),
	FIELD(struct floor_counts, waiting, F_INT, F_SURE),
	FIELD(struct floor_counts, free, F_INT, F_SURE),
	FIELD(struct floor_counts, free_stopped, F_INT, F_SURE),
	FIELD(struct floor_counts, due, F_INT, F_SURE),
	FIELD(struct floor_counts, restored, F_INT, F_SURE),
	FIELD_END,
};

const struct field floor_machine_fields[] = {
	FIELD(struct floor_machine, id, F_INT, F_SURE),
	FIELD(struct floor_machine, code, F_TEXT),
	FIELD(struct floor_machine, name, F_TEXT, F_SURE),
	FIELD(struct floor_machine, name_en, F_TEXT),
	FIELD(struct floor_machine, place, F_TEXT),
	FIELD(struct floor_machine, criticality, F_ENUM, .names = criticalities),
	FIELD(struct floor_machine, state, F_ENUM, F_SURE, .names = asset_states),
	FIELD_END,
};
const struct field floor_states_fields[] = {
	FIELD(struct floor_states, running, F_INT, F_SURE),
	FIELD(struct floor_states, degraded, F_INT, F_SURE),
	FIELD(struct floor_states, stopped, F_INT, F_SURE),
	FIELD(struct floor_states, idle, F_INT, F_SURE),
	FIELD(struct floor_states, retired, F_INT, F_SURE),
	FIELD_END,
};
const struct field floor_ticket_fields[] = {
	FIELD(struct floor_ticket, id, F_INT, F_SURE),
	FIELD(struct floor_ticket, kind, F_ENUM, F_SURE, .names = ticket_kinds),
	FIELD(struct floor_ticket, state, F_ENUM, F_SURE, .names = ticket_states),
	FIELD(struct floor_ticket, priority, F_INT, F_SURE),
	FIELD(struct floor_ticket, symptom, F_TEXT, F_SURE),
	FIELD(struct floor_ticket, stopped, F_BOOL, F_SURE),
	FIELD(struct floor_ticket, failure, F_BOOL, F_SURE),
	FIELD(struct floor_ticket, since, F_TIME, F_SURE),
	FIELD(struct floor_ticket, reported_at, F_TIME, F_SURE),
	FIELD(struct floor_ticket, accepted_at, F_TIME),
	FIELD(struct floor_ticket, started_at, F_TIME),
	FIELD(struct floor_ticket, wait_reason, F_TEXT),
	FIELD(struct floor_ticket, wait_since, F_TIME),
	FIELD(struct floor_ticket, planned_from, F_TIME),
	FIELD(struct floor_ticket, machine_id, F_INT, F_SURE),
	FIELD(struct floor_ticket, machine_code, F_TEXT),
	FIELD(struct floor_ticket, machine_name, F_TEXT, F_SURE),
	FIELD(struct floor_ticket, machine_name_en, F_TEXT),
	FIELD(struct floor_ticket, machine_place, F_TEXT),
	FIELD(struct floor_ticket, machine_criticality, F_ENUM, .names = criticalities),
	FIELD(struct floor_ticket, assignee_id, F_INT),
	FIELD(struct floor_ticket, assignee_name, F_TEXT),
	FIELD_END,
};
const struct field floor_hand_fields[] = {
	FIELD(struct floor_hand, ticket_id, F_INT, F_SURE),
	FIELD(struct floor_hand, account_id, F_INT, F_SURE),
	FIELD(struct floor_hand, state, F_ENUM, F_SURE, .names = ticket_states),
	FIELD(struct floor_hand, name, F_TEXT, F_SURE),
	FIELD(struct floor_hand, role, F_TEXT, F_SURE),
	FIELD_END,
};
static const struct field person_fields[] = {
	FIELD(struct floor_person, id, F_INT),
	FIELD(struct floor_person, name, F_TEXT),
	FIELD(struct floor_person, role, F_TEXT),
	FIELD_END,
};
const struct field floor_day_fields[] = {
	FIELD(struct floor_day, reported, F_INT, F_SURE),
	FIELD(struct floor_day, restored, F_INT, F_SURE),
	FIELD_END,
};

static const char SQL_COUNTS[] =
	"SELECT count(*) FILTER (WHERE own = 1 AND state <> 'restored') AS mine, "
	"count(*) FILTER (WHERE own = 1 AND state = 'in_progress') AS working, "
	"count(*) FILTER (WHERE own = 1 AND state = 'waiting') AS waiting, "
	"count(*) FILTER (WHERE free = 1 AND planned_from IS NULL) AS free, "
	"count(*) FILTER (WHERE free = 1 AND planned_from IS NULL AND stopped = 1) AS free_stopped, "
	"count(*) FILTER (WHERE free = 1 AND planned_from < $2) AS due, "
	"count(*) FILTER (WHERE state = 'restored') AS restored FROM ("
	"SELECT state, stopped, planned_from, "
	"CASE WHEN state = 'reported' AND assignee_id IS NULL THEN 1 ELSE 0 END AS free, "
	"CASE WHEN assignee_id = $1 OR id IN (SELECT ticket_id FROM ticket_person WHERE account_id = $1) "
	"THEN 1 ELSE 0 END AS own FROM ticket WHERE open = 1) AS t";

/* UNION, not UNION ALL: it ends even if the tree should ever hold a circle. */
#define BELOW                                                                                                \
	"WITH RECURSIVE below(id) AS (SELECT id FROM asset WHERE id = $1 "                                   \
	"UNION SELECT c.id FROM asset c JOIN below b ON c.parent_id = b.id) "
#define IN_PLACE(column) "($1 IS NULL OR " column " IN (SELECT id FROM below)) "

static const char SQL_MACHINES[] = BELOW
	"SELECT m.id AS id, m.code AS code, m.name AS name, m.name_en AS name_en, "
	"coalesce(m.location, u.name) AS place, m.criticality AS criticality, m.state AS state FROM asset m "
	"LEFT JOIN asset u ON u.id = m.parent_id WHERE m.kind = 'machine' AND m.state IN ('stopped', "
	"'degraded') "
	"AND " IN_PLACE("m.id") "ORDER BY m.id";
static const char SQL_STATES[] = BELOW "SELECT count(*) FILTER (WHERE state = 'running') AS running, "
				       "count(*) FILTER (WHERE state = 'degraded') AS degraded, "
				       "count(*) FILTER (WHERE state = 'stopped') AS stopped, count(*) "
				       "FILTER (WHERE state = 'idle') AS idle, "
				       "count(*) FILTER (WHERE state = 'retired') AS retired FROM asset "
				       "WHERE kind = 'machine' AND " IN_PLACE("id");
static const char SQL_TICKETS[] = BELOW
	"SELECT t.id AS id, t.kind AS kind, t.state AS state, t.priority AS priority, t.symptom AS symptom, "
	"t.stopped AS stopped, t.failure AS failure, coalesce(t.occurred_at, t.reported_at) AS since, "
	"t.reported_at AS reported_at, t.accepted_at AS accepted_at, t.started_at AS started_at, "
	"t.wait_reason AS wait_reason, CASE WHEN t.state = 'waiting' THEN (SELECT max(w.from_at) FROM "
	"ticket_wait w WHERE w.ticket_id = t.id AND w.to_at IS NULL) END AS wait_since, "
	"t.planned_from AS planned_from, t.machine_id AS machine_id, m.code AS machine_code, "
	"m.name AS machine_name, m.name_en AS machine_name_en, coalesce(m.location, u.name) AS "
	"machine_place, "
	"m.criticality AS machine_criticality, t.assignee_id AS assignee_id, p.name AS assignee_name "
	"FROM ticket t JOIN asset m ON m.id = t.machine_id LEFT JOIN asset u ON u.id = m.parent_id "
	"LEFT JOIN account p ON p.id = t.assignee_id WHERE t.open = 1 AND t.state <> 'restored' "
	"AND " IN_PLACE("t.machine_id") "ORDER BY 1 - t.stopped, t.priority, coalesce(m.criticality, 'D'), "
					"t.reported_at, t.id";
static const char SQL_HANDS[] =
	"SELECT t.id AS ticket_id, p.id AS account_id, t.state AS state, p.name AS name, p.role AS role FROM "
	"ticket t "
	"JOIN account p ON p.id = t.assignee_id WHERE t.open = 1 AND t.state <> 'restored' "
	"UNION SELECT t.id AS ticket_id, p.id AS account_id, t.state AS state, p.name AS name, p.role AS "
	"role FROM ticket t "
	"JOIN ticket_person w ON w.ticket_id = t.id JOIN account p ON p.id = w.account_id "
	"WHERE t.open = 1 AND t.state <> 'restored' ORDER BY name, account_id, ticket_id";
static const char SQL_TECHNICIANS[] = "SELECT id, name, role FROM account WHERE role = 'technician' "
				      "AND disabled = 0 ORDER BY name, id";
static const char SQL_DAY[] = BELOW
	"SELECT (SELECT count(*) FROM ticket WHERE reported_at >= $2 AND kind = 'corrective' AND " IN_PLACE(
		"machine_id") ") AS reported, (SELECT count(*) FROM ticket WHERE restored_at >= $2 "
			      "AND kind = 'corrective' AND " IN_PLACE("machine_id") ") AS restored";
static const char SQL_STATE_SINCE[] =
	"SELECT max(time) FROM event WHERE entity = 'asset' AND entity_id = $1 AND kind = 'state'";

enum err store_floor_machines(struct db *db, struct arena *a, int64_t under, struct list *out)
{
	return db_list(db, a, SQL_MACHINES, ARGS(v_int(under)), floor_machine_fields,
		sizeof(struct floor_machine), out);
}

enum err store_floor_states(struct db *db, struct arena *a, int64_t under, struct floor_states *out)
{
	return db_one(db, a, SQL_STATES, ARGS(v_int(under)), floor_states_fields, out);
}

enum err store_floor_tickets(struct db *db, struct arena *a, int64_t under, struct list *out)
{
	return db_list(db, a, SQL_TICKETS, ARGS(v_int(under)), floor_ticket_fields,
		sizeof(struct floor_ticket), out);
}

enum err store_floor_hands(struct db *db, struct arena *a, struct list *out)
{
	return db_list(db, a, SQL_HANDS, NO_ARGS, floor_hand_fields, sizeof(struct floor_hand), out);
}

enum err store_floor_technicians(struct db *db, struct arena *a, struct list *out)
{
	return db_list(db, a, SQL_TECHNICIANS, NO_ARGS, person_fields, sizeof(struct floor_person), out);
}

enum err store_floor_day(struct db *db, struct arena *a, int64_t under, int64_t since, struct floor_day *out)
{
	return db_one(db, a, SQL_DAY, ARGS(v_int(under), v_int(since)), floor_day_fields, out);
}

enum err store_floor_state_since(struct db *db, int64_t machine, int64_t *since)
{
	return db_int(db, SQL_STATE_SINCE, ARGS(v_int(machine)), since);
}

enum err store_floor_counts(
	struct db *db, struct arena *a, int64_t account, int64_t before, struct floor_counts *out)
{
	return db_one(db, a, SQL_COUNTS, ARGS(v_int(account), v_int(before)), floor_counts_fields, out);
}
