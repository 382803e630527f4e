/* life.c - see life.h. */
#include "store/life.h"

#include <errno.h>
#include <stdlib.h>

const char *const life_kinds[] = {"event", "document", "part", "ticket", NULL};

const struct field life_item_fields[] = {
	FIELD(struct life_item, time, F_TIME, F_SURE),
	FIELD(struct life_item, kind, F_ENUM, F_SURE, .names = life_kinds),
	FIELD(struct life_item, id, F_INT, F_SURE),
	FIELD(struct life_item, title, F_TEXT, F_SURE),
	FIELD(struct life_item, state, F_TEXT),
	FIELD(struct life_item, detail, F_TEXT),
	FIELD(struct life_item, asset_id, F_INT, F_SURE),
	FIELD(struct life_item, asset_name, F_TEXT, F_SURE),
	FIELD(struct life_item, ticket_id, F_INT),
	FIELD(struct life_item, part_id, F_INT),
	FIELD(struct life_item, qty, F_QTY),
	FIELD(struct life_item, unit, F_TEXT),
	FIELD(struct life_item, value_cents, F_INT),
	FIELD(struct life_item, stopped, F_BOOL),
	FIELD(struct life_item, restored_at, F_TIME),
	FIELD(struct life_item, component_id, F_INT),
	FIELD(struct life_item, actor, F_TEXT),
	FIELD(struct life_item, body, F_RAW),
	FIELD_END,
};

/* Every source gives the same columns and takes no more rows than a page can hold, in its own order; `rank`
 * is the number of the kind. Each starts from the few assets below: CROSS JOIN keeps SQLite to that order (it
 * would rather read the whole event log than ask its index for each). $1 the asset, ($2, $3, $4) the key, $5
 * the limit. */
#define NO_TEXT "CAST(NULL AS TEXT)"
#define NO_INT "CAST(NULL AS BIGINT)"
#define BELOW                                                                                                \
	"WITH RECURSIVE below(id, name) AS (SELECT id, name FROM asset WHERE id = $1 "                       \
	"UNION SELECT c.id, c.name FROM asset c JOIN below b ON c.parent_id = b.id) "
#define PAGE(time, id) "ORDER BY " time " DESC, " id " DESC LIMIT $5"

#define EVENTS                                                                                               \
	"SELECT e.time AS time, 'event' AS kind, e.seq AS id, e.kind AS title, " NO_TEXT                     \
	" AS state, " NO_TEXT " AS detail, b.id AS asset_id, b.name AS asset_name, " NO_INT                  \
	" AS ticket_id, " NO_INT " AS part_id, " NO_INT " AS qty, " NO_TEXT " AS unit, " NO_INT              \
	" AS value_cents, " NO_INT " AS stopped, " NO_INT " AS restored_at, " NO_INT                         \
	" AS component_id, e.actor AS actor, "                                                               \
	"e.body AS body, 0 AS rank FROM below b CROSS JOIN event e "                                         \
	"WHERE e.entity = 'asset' AND e.entity_id = b.id AND e.kind IN "                                     \
	"('created', 'moved', 'state', 'code_added', 'code_bound', 'code_revoked') "                         \
	"AND (e.time, 0, e.seq) < ($2, $3, $4) "
#define DOCUMENTS                                                                                            \
	"SELECT d.time AS time, 'document' AS kind, d.id AS id, d.name AS title, d.kind AS state, "          \
	"d.type AS detail, b.id AS asset_id, b.name AS asset_name, " NO_INT " AS ticket_id, " NO_INT         \
	" AS part_id, " NO_INT " AS qty, " NO_TEXT " AS unit, " NO_INT " AS value_cents, " NO_INT            \
	" AS stopped, " NO_INT " AS restored_at, " NO_INT " AS component_id, p.name AS actor, " NO_TEXT      \
	" AS body, 1 AS rank FROM below b CROSS JOIN document d "                                            \
	"LEFT JOIN account p ON p.id = d.account_id "                                                        \
	"WHERE d.entity = 'asset' AND d.entity_id = b.id AND d.removed_at IS NULL "                          \
	"AND (d.time, 1, d.id) < ($2, $3, $4) "
/* A movement belongs to the machine of its ticket, and to the component that the ticket names. */
#define PARTS                                                                                                \
	"SELECT m.time AS time, 'part' AS kind, m.id AS id, r.name AS title, m.kind AS state, "              \
	"r.code AS detail, b.id AS asset_id, b.name AS asset_name, m.ticket_id AS ticket_id, "               \
	"m.part_id AS part_id, CASE WHEN m.qty < 0 THEN -m.qty ELSE m.qty END AS qty, r.unit AS unit, "      \
	"CASE WHEN m.value_cents < 0 THEN -m.value_cents ELSE m.value_cents END AS value_cents, " NO_INT     \
	" AS stopped, " NO_INT " AS restored_at, t.component_id AS component_id, p.name AS actor, " NO_TEXT  \
	" AS body, 2 AS rank FROM below b "
#define PARTS_JOINED                                                                                         \
	"JOIN part r ON r.id = m.part_id LEFT JOIN account p ON p.id = m.account_id "                        \
	"WHERE m.kind IN ('issue', 'return') AND (m.time, 2, m.id) < ($2, $3, $4) "
#define PARTS_OF_MACHINE                                                                                     \
	PARTS "CROSS JOIN movement m LEFT JOIN ticket t ON t.id = m.ticket_id " PARTS_JOINED                 \
	      "AND m.machine_id = b.id "
#define PARTS_OF_COMPONENT                                                                                   \
	PARTS "CROSS JOIN ticket t CROSS JOIN movement m " PARTS_JOINED                                      \
	      "AND t.component_id = b.id AND m.ticket_id = t.id " NOT_BELOW("m.machine_id")
#define TICKETS                                                                                              \
	"SELECT t.reported_at AS time, 'ticket' AS kind, t.id AS id, t.symptom AS title, "                   \
	"t.state AS state, coalesce(t.action, t.action_code) AS detail, b.id AS asset_id, "                  \
	"b.name AS asset_name, t.id AS ticket_id, " NO_INT " AS part_id, " NO_INT " AS qty, " NO_TEXT        \
	" AS unit, " NO_INT " AS value_cents, t.stopped AS stopped, t.restored_at AS restored_at, "          \
	"t.component_id AS component_id, t.reporter AS actor, " NO_TEXT " AS body, 3 AS rank "               \
	"FROM below b CROSS JOIN ticket t WHERE (t.reported_at, 3, t.id) < ($2, $3, $4) "
#define TICKETS_OF_MACHINE TICKETS "AND t.machine_id = b.id "
#define TICKETS_OF_COMPONENT TICKETS "AND t.component_id = b.id " NOT_BELOW("t.machine_id")
/* What was already found through the machine is not found again through its component. */
#define NOT_BELOW(column) "AND " column " NOT IN (SELECT id FROM below) "

static const char SQL_LIST[] = BELOW
	"SELECT time, kind, id, title, state, detail, asset_id, asset_name, ticket_id, part_id, qty, unit, "
	"value_cents, stopped, restored_at, component_id, actor, body FROM ("
	"SELECT * FROM (" EVENTS PAGE("e.time",
		"e.seq") ") AS s1 "
			 "UNION ALL SELECT * FROM (" DOCUMENTS PAGE("d.time",
				 "d.id") ") AS s2 "
					 "UNION ALL SELECT * FROM (" PARTS_OF_MACHINE PAGE("m.time",
						 "m.id") ") AS s3 "
							 "UNION ALL SELECT * FROM (" PARTS_OF_COMPONENT PAGE(
								 "m.time",
								 "m.id") ") AS s4 "
									 "UNION ALL SELECT * FROM "
									 "(" TICKETS_OF_MACHINE PAGE(
										 "t.reported_at",
										 "t.id") ") AS s5 "
											 "UNION ALL SELECT * "
											 "FROM "
											 "(" TICKETS_OF_COMPONENT PAGE(
												 "t.reported_"
												 "at",
												 "t.id") ") "
													 "AS "
													 "s6"
													 ") "
													 "AS "
													 "lif"
													 "e "
													 "ORD"
													 "ER "
													 "BY "
													 "tim"
													 "e "
													 "DES"
													 "C, "
													 "ran"
													 "k "
													 "DES"
													 "C, "
													 "id "
													 "DES"
													 "C "
													 "LIM"
													 "IT "
													 "$5";

const char *life_key_text(struct arena *a, const struct life_item *last)
{
	return arena_printf(a, "%lld-%d-%lld", (long long)last->time, last->kind, (long long)last->id);
}

bool life_key_read(const char *text, struct life_key *out)
{
	int64_t *const to[] = {&out->time, &out->kind, &out->id};

	for (int i = 0; i < 3; i++) {
		char *end;

		if (*text < '0' || *text > '9')
			return false;
		errno = 0;
		*to[i] = strtoll(text, &end, 10);
		if (errno || *end != (i < 2 ? '-' : 0))
			return false;
		text = end + 1;
	}
	return true;
}

enum err store_life_list(struct db *db, struct arena *a, int64_t asset, struct life_key before, int64_t limit,
	struct list *out)
{
	return db_list(db, a, SQL_LIST,
		ARGS(v_int(asset), v_int(before.time), v_int(before.kind), v_int(before.id), v_int(limit)),
		life_item_fields, sizeof(struct life_item), out);
}
