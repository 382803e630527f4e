/* ticket.c - tickets themselves; what hangs on them is in ticket_work.c. See ticket.h. */
#include "store/ticket.h"

#include <string.h>

#include "base/text.h"

const char *const ticket_states[] = {
	"reported", "accepted", "in_progress", "waiting", "restored", "closed", "cancelled", NULL};
const char *const ticket_kinds[] = {"corrective", "preventive", "inspection", "improvement", NULL};
const char *const ticket_sources[] = {"scan", "account", "import", "inspection", "plan", "reading", NULL};
const char *const cancel_reasons[] = {"withdrawn", "duplicate", "no_fault_found", "other", NULL};

const struct field ticket_fields[] = {
	FIELD(struct ticket, id, F_INT, F_SURE),
	FIELD(struct ticket, machine_id, F_INT, F_SURE),
	FIELD(struct ticket, component_id, F_INT),
	FIELD(struct ticket, kind, F_ENUM, F_SURE, .names = ticket_kinds),
	FIELD(struct ticket, source, F_ENUM, F_SURE, .names = ticket_sources),
	FIELD(struct ticket, state, F_ENUM, F_SURE, .names = ticket_states),
	FIELD(struct ticket, priority, F_INT, F_SURE),
	FIELD(struct ticket, symptom, F_TEXT, F_SURE),
	FIELD(struct ticket, fault_code, F_TEXT),
	FIELD(struct ticket, stopped, F_BOOL, F_SURE),
	FIELD(struct ticket, failure, F_BOOL, F_SURE),
	FIELD(struct ticket, reporter, F_TEXT),
	FIELD(struct ticket, reporter_contact, F_TEXT),
	FIELD(struct ticket, reporter_account_id, F_INT),
	FIELD(struct ticket, assignee_id, F_INT),
	FIELD(struct ticket, wait_reason, F_TEXT),
	FIELD(struct ticket, failure_mode, F_TEXT),
	FIELD(struct ticket, cause_code, F_TEXT),
	FIELD(struct ticket, cause, F_TEXT),
	FIELD(struct ticket, action_code, F_TEXT),
	FIELD(struct ticket, action, F_TEXT),
	FIELD(struct ticket, cancel_reason, F_ENUM, .names = cancel_reasons),
	FIELD(struct ticket, cancel_note, F_TEXT),
	FIELD(struct ticket, duplicate_of, F_INT),
	FIELD(struct ticket, occurred_at, F_TIME),
	FIELD(struct ticket, reported_at, F_TIME, F_SURE),
	FIELD(struct ticket, accepted_at, F_TIME),
	FIELD(struct ticket, started_at, F_TIME),
	FIELD(struct ticket, restored_at, F_TIME),
	FIELD(struct ticket, closed_at, F_TIME),
	FIELD(struct ticket, cancelled_at, F_TIME),
	FIELD(struct ticket, planned_from, F_TIME),
	FIELD(struct ticket, planned_to, F_TIME),
	FIELD(struct ticket, reopened, F_INT, F_SURE),
	FIELD(struct ticket, same_count, F_INT, F_SURE),
	FIELD(struct ticket, version, F_INT, F_SURE),
	FIELD(struct ticket, updated_at, F_TIME, F_SURE),
	FIELD(struct ticket, report_key, F_TEXT, F_HIDDEN),
	FIELD(struct ticket, import_ref, F_TEXT),
	FIELD(struct ticket, search, F_TEXT, F_HIDDEN),
	FIELD(struct ticket, machine_code, F_TEXT),
	FIELD(struct ticket, machine_name, F_TEXT, F_SURE),
	FIELD(struct ticket, machine_name_en, F_TEXT),
	FIELD(struct ticket, component_name, F_TEXT),
	FIELD(struct ticket, component_name_en, F_TEXT),
	FIELD(struct ticket, assignee_name, F_TEXT),
	FIELD(struct ticket, machine_place, F_TEXT),
	FIELD(struct ticket, machine_criticality, F_ENUM, .names = criticalities),
	FIELD(struct ticket, machine_state, F_ENUM, F_SURE, .names = asset_states),
	FIELD_END,
};

const struct field usual_fields[] = {
	FIELD(struct usual, symptom, F_TEXT),
	FIELD(struct usual, component, F_TEXT),
	FIELD(struct usual, failure_mode, F_TEXT),
	FIELD(struct usual, n, F_INT),
	FIELD_END,
};

/* What every reading statement selects, in the order of ticket_fields. */
#define SELECT                                                                                               \
	"SELECT t.id AS id, t.machine_id AS machine_id, t.component_id AS component_id, t.kind AS kind, "    \
	"t.source AS source, t.state AS state, t.priority AS priority, t.symptom AS symptom, "               \
	"t.fault_code AS fault_code, t.stopped AS stopped, t.failure AS failure, t.reporter AS reporter, "   \
	"t.reporter_contact AS reporter_contact, t.reporter_account_id AS reporter_account_id, "             \
	"t.assignee_id AS assignee_id, t.wait_reason AS wait_reason, t.failure_mode AS failure_mode, "       \
	"t.cause_code AS cause_code, t.cause AS cause, t.action_code AS action_code, t.action AS action, "   \
	"t.cancel_reason AS cancel_reason, t.cancel_note AS cancel_note, t.duplicate_of AS duplicate_of, "   \
	"t.occurred_at AS occurred_at, t.reported_at AS reported_at, t.accepted_at AS accepted_at, "         \
	"t.started_at AS started_at, t.restored_at AS restored_at, t.closed_at AS closed_at, "               \
	"t.cancelled_at AS cancelled_at, t.planned_from AS planned_from, t.planned_to AS planned_to, "       \
	"t.reopened AS reopened, t.same_count AS same_count, t.version AS version, t.updated_at AS "         \
	"updated_at, "                                                                                       \
	"t.report_key AS report_key, t.import_ref AS import_ref, t.search AS search, m.code AS "             \
	"machine_code, "                                                                                     \
	"m.name AS machine_name, m.name_en AS machine_name_en, c.name AS component_name, "                   \
	"c.name_en AS component_name_en, p.name AS assignee_name, "                                          \
	"coalesce(m.location, u.name) AS machine_place, m.criticality AS machine_criticality, m.state AS "   \
	"machine_state "
#define FROM                                                                                                 \
	"FROM ticket t JOIN asset m ON m.id = t.machine_id LEFT JOIN asset u ON u.id = m.parent_id "         \
	"LEFT JOIN asset c ON c.id = t.component_id LEFT JOIN account p ON p.id = t.assignee_id "

static const char SQL_GET[] = SELECT FROM "WHERE t.id = $1";
static const char SQL_BY_KEY[] = SELECT FROM "WHERE t.report_key = $1";
static const char SQL_BY_IMPORT[] = SELECT FROM "WHERE t.import_ref = $1";

static const char SQL_ADD[] =
	"INSERT INTO ticket (machine_id, component_id, kind, source, state, open, priority, symptom, "
	"fault_code, "
	"stopped, failure, reporter, reporter_contact, reporter_account_id, assignee_id, wait_reason, "
	"failure_mode, "
	"cause_code, cause, action_code, action, cancel_reason, cancel_note, duplicate_of, occurred_at, "
	"reported_at, "
	"accepted_at, started_at, restored_at, closed_at, cancelled_at, planned_from, planned_to, reopened, "
	"same_count, report_key, import_ref, search, updated_at) "
	"VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, "
	"$21, "
	"$22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39) RETURNING "
	"id";

static const char SQL_PUT[] =
	"UPDATE ticket SET component_id = $1, kind = $2, state = $3, open = $4, priority = $5, symptom = $6, "
	"fault_code = $7, stopped = $8, failure = $9, assignee_id = $10, wait_reason = $11, failure_mode = "
	"$12, "
	"cause_code = $13, cause = $14, action_code = $15, action = $16, cancel_reason = $17, cancel_note = "
	"$18, "
	"duplicate_of = $19, occurred_at = $20, accepted_at = $21, started_at = $22, restored_at = $23, "
	"closed_at = $24, cancelled_at = $25, planned_from = $26, planned_to = $27, reopened = $28, "
	"same_count = $29, search = $30, updated_at = $31, reported_at = $34, version = version + 1 "
	"WHERE id = $32 AND version = $33";

/* The filters that every list shares; each list statement begins with what its index serves. */
#define FILTER                                                                                               \
	"AND ($1 IS NULL OR t.state = $1) AND ($2 IS NULL OR t.open = $2) "                                  \
	"AND ($3 IS NULL OR t.machine_id = $3) "                                                             \
	"AND ($4 IS NULL OR t.assignee_id = $4 OR t.id IN (SELECT ticket_id FROM ticket_person "             \
	"WHERE account_id = $4)) AND ($5 IS NULL OR t.assignee_id IS NULL) AND ($6 IS NULL OR t.priority = " \
	"$6) "                                                                                               \
	"AND ($7 IS NULL OR t.search LIKE $7 ESCAPE '\\') AND ($8 IS NULL OR t.reported_at >= $8) "          \
	"AND ($9 IS NULL OR t.reported_at < $9) AND t.id < $10 "                                             \
	"AND ($12 IS NULL OR CASE WHEN t.planned_from IS NULL THEN 0 ELSE 1 END = $12) "                     \
	"AND ($13 IS NULL OR t.component_id = $13) AND ($14 IS NULL OR t.kind = $14) "                       \
	"AND ($15 IS NULL OR t.failure_mode = $15) AND ($16 IS NULL OR t.cause_code = $16) "                 \
	"AND ($17 IS NULL OR t.restored_at >= $17) AND ($18 IS NULL OR t.restored_at < $18) "                \
	"AND ($19 IS NULL OR t.machine_id IN (WITH RECURSIVE below (id) AS (SELECT id FROM asset "           \
	"WHERE id = $19 UNION ALL SELECT a.id FROM below b JOIN asset a ON a.parent_id = b.id "              \
	"WHERE a.kind <> 'component') SELECT id FROM below)) "

static const char SQL_LIST[] = SELECT FROM "WHERE t.id > 0 " FILTER "ORDER BY t.id DESC LIMIT $11";
static const char SQL_LIST_MACHINE[] =
	SELECT FROM "WHERE t.machine_id = $3 " FILTER "ORDER BY t.id DESC LIMIT $11";
static const char SQL_LIST_STATE[] = SELECT FROM "WHERE t.state = $1 " FILTER "ORDER BY t.id DESC LIMIT $11";
static const char SQL_LIST_COMPONENT[] =
	SELECT FROM "WHERE t.component_id = $13 " FILTER "ORDER BY t.id DESC LIMIT $11";
static const char SQL_KIND[] = "SELECT CASE kind WHEN 'machine' THEN 3 WHEN 'component' THEN 4 ELSE 0 END "
			       "FROM asset WHERE id = $1";
/* Written with the literal that the partial index names. */
#define URGENCY(t, m)                                                                                        \
	"1 - " #t ".stopped, " #t ".priority, coalesce(" #m ".criticality, 'D'), " #t ".reported_at, " #t    \
	".id"
static const char SQL_LIST_OPEN[] =
	SELECT FROM "WHERE t.open = 1 " FILTER "AND ($20 IS NULL OR (" URGENCY(t, m) ") > (SELECT " URGENCY(
		k, n) " FROM ticket k JOIN asset n ON n.id = k.machine_id WHERE k.id = $20)) "
		      "ORDER BY " URGENCY(t, m) " LIMIT $11";
static const char SQL_MINE[] = SELECT FROM
	"WHERE t.open = 1 AND t.state <> 'restored' AND (t.assignee_id = $1 OR t.id IN (SELECT ticket_id "
	"FROM ticket_person WHERE account_id = $1)) ORDER BY " URGENCY(t, m) " LIMIT $2";
static const char SQL_DUE[] = SELECT FROM
	"WHERE t.open = 1 AND t.state = 'reported' AND t.assignee_id IS NULL AND t.planned_from < $1 "
	"ORDER BY t.planned_from, t.id LIMIT $2";
static const char SQL_OPEN_OF[] = SELECT FROM
	"WHERE t.machine_id = $1 AND t.open = 1 AND t.state <> 'restored' AND t.kind = 'corrective' "
	"ORDER BY t.reported_at, t.id LIMIT 20";

/* This machine's own first, then its model's; imported work orders are not what people say at a machine. */
static const char SQL_USUAL[] =
	"SELECT symptom, component, failure_mode, sum(weight) AS n FROM ("
	"SELECT symptom, component, failure_mode, 3 AS weight FROM (SELECT t.symptom AS symptom, c.name AS "
	"component, "
	"t.failure_mode AS failure_mode FROM ticket t LEFT JOIN asset c ON c.id = t.component_id "
	"WHERE t.machine_id = $1 AND t.kind = 'corrective' AND t.state <> 'cancelled' "
	"ORDER BY t.id DESC LIMIT 400) AS own "
	"UNION ALL "
	"SELECT symptom, component, failure_mode, 1 AS weight FROM (SELECT t.symptom AS symptom, c.name AS "
	"component, "
	"t.failure_mode AS failure_mode FROM asset self JOIN asset m ON m.model = self.model AND m.id <> "
	"self.id "
	"JOIN ticket t ON t.machine_id = m.id LEFT JOIN asset c ON c.id = t.component_id WHERE self.id = $1 "
	"AND t.kind = 'corrective' AND t.state <> 'cancelled' ORDER BY t.id DESC LIMIT 400) AS alike) AS "
	"seen "
	"WHERE length(symptom) <= 40 GROUP BY symptom, component, failure_mode ORDER BY sum(weight) DESC, "
	"symptom "
	"LIMIT $2";

static const char SQL_RECENT[] = "SELECT count(*) FROM ticket WHERE machine_id = $1 AND reported_at >= $2 "
				 "AND source = 'scan' AND reporter_account_id IS NULL";
static const char SQL_RESTORED_BEFORE[] =
	"SELECT id FROM ticket WHERE state = 'restored' AND restored_at < $1 ORDER BY id LIMIT 500";
static const struct field ticket_id_fields[] = {FIELD(struct ticket_id, id, F_INT), FIELD_END};

enum err store_ticket_get(struct db *db, struct arena *a, int64_t id, struct ticket *out)
{
	return db_one(db, a, SQL_GET, ARGS(v_int(id)), ticket_fields, out);
}

enum err store_ticket_by_key(struct db *db, struct arena *a, const char *key, struct ticket *out)
{
	return db_one(db, a, SQL_BY_KEY, ARGS(v_text(key)), ticket_fields, out);
}

enum err store_ticket_by_import(struct db *db, struct arena *a, const char *ref, struct ticket *out)
{
	return db_one(db, a, SQL_BY_IMPORT, ARGS(v_text(ref)), ticket_fields, out);
}

static int64_t is_open(const struct ticket *t)
{
	return t->state != TICKET_CLOSED && t->state != TICKET_CANCELLED;
}

/* Lists look in the machine's name and number too, as they were when the ticket was last written. */
static const char *search_of(struct arena *a, const struct ticket *t)
{
	const char *texts[] = {t->symptom, t->fault_code, t->cause, t->action, t->machine_code,
		t->machine_name, t->component_name, t->reporter, t->import_ref};

	return text_fold_all(a, texts, sizeof(texts) / sizeof(texts[0]));
}

enum err store_ticket_add(struct tx *tx, struct ticket *t)
{
	t->version = 1;
	t->updated_at = tx->now;
	return db_int(tx->db, SQL_ADD,
		ARGS(v_int(t->machine_id), v_int(t->component_id), v_name(ticket_kinds, t->kind),
			v_name(ticket_sources, t->source), v_name(ticket_states, t->state), v_int(is_open(t)),
			v_int(t->priority), v_text(t->symptom), v_text(t->fault_code), v_int(t->stopped),
			v_int(t->failure), v_text(t->reporter), v_text(t->reporter_contact),
			v_int(t->reporter_account_id), v_int(t->assignee_id), v_text(t->wait_reason),
			v_text(t->failure_mode), v_text(t->cause_code), v_text(t->cause),
			v_text(t->action_code), v_text(t->action), v_name(cancel_reasons, t->cancel_reason),
			v_text(t->cancel_note), v_int(t->duplicate_of), v_int(t->occurred_at),
			v_int(t->reported_at), v_int(t->accepted_at), v_int(t->started_at),
			v_int(t->restored_at), v_int(t->closed_at), v_int(t->cancelled_at),
			v_int(t->planned_from), v_int(t->planned_to), v_int(t->reopened),
			v_int(t->same_count), v_text(t->report_key), v_text(t->import_ref),
			v_text(search_of(tx->arena, t)), v_int(t->updated_at)),
		&t->id);
}

enum err store_ticket_put(struct tx *tx, struct ticket *t)
{
	int64_t changed = 0;
	enum err err = db_exec(tx->db, SQL_PUT,
		ARGS(v_int(t->component_id), v_name(ticket_kinds, t->kind), v_name(ticket_states, t->state),
			v_int(is_open(t)), v_int(t->priority), v_text(t->symptom), v_text(t->fault_code),
			v_int(t->stopped), v_int(t->failure), v_int(t->assignee_id), v_text(t->wait_reason),
			v_text(t->failure_mode), v_text(t->cause_code), v_text(t->cause),
			v_text(t->action_code), v_text(t->action), v_name(cancel_reasons, t->cancel_reason),
			v_text(t->cancel_note), v_int(t->duplicate_of), v_int(t->occurred_at),
			v_int(t->accepted_at), v_int(t->started_at), v_int(t->restored_at),
			v_int(t->closed_at), v_int(t->cancelled_at), v_int(t->planned_from),
			v_int(t->planned_to), v_int(t->reopened), v_int(t->same_count),
			v_text(search_of(tx->arena, t)), v_int(tx->now), v_int(t->id), v_int(t->version),
			v_int(t->reported_at)),
		&changed);

	if (err != OK)
		return err;
	if (!changed)
		return ERR_STALE;
	t->version++;
	t->updated_at = tx->now;
	return OK;
}

void ticket_filter_none(struct ticket_filter *f)
{
	*f = (struct ticket_filter){.state = -1,
		.open = NONE,
		.machine_id = NONE,
		.technician_id = NONE,
		.unassigned = NONE,
		.planned = NONE,
		.priority = NONE,
		.from = NONE,
		.to = NONE,
		.under_id = NONE,
		.component_id = NONE,
		.kind = -1,
		.restored_from = NONE,
		.restored_to = NONE,
		.before = NONE,
		.after = NONE,
		.limit = 50};
}

/* What is under a machine or a component is found by its own index. */
static enum err narrow(struct db *db, struct ticket_filter *f)
{
	int64_t kind, under = f->under_id;
	enum err err = under == NONE ? ERR_NOT_FOUND : db_int(db, SQL_KIND, ARGS(v_int(under)), &kind);

	if (err != OK)
		return err == ERR_NOT_FOUND ? OK : err;
	if (kind == ASSET_MACHINE && (f->machine_id == NONE || f->machine_id == under)) {
		f->machine_id = under;
		f->under_id = NONE;
	}
	if (kind == ASSET_COMPONENT && (f->component_id == NONE || f->component_id == under)) {
		f->component_id = under;
		f->under_id = NONE;
	}
	return OK;
}

enum err store_ticket_list(
	struct db *db, struct arena *a, const struct ticket_filter *filter, struct list *out)
{
	struct ticket_filter f = *filter;
	enum err err = narrow(db, &f);
	const char *sql = f.open == 1		   ? SQL_LIST_OPEN
			  : f.component_id != NONE ? SQL_LIST_COMPONENT
			  : f.machine_id != NONE   ? SQL_LIST_MACHINE
			  : f.state >= 0	   ? SQL_LIST_STATE
						   : SQL_LIST;
	const struct value args[] = {v_name(ticket_states, f.state), v_int(f.open), v_int(f.machine_id),
		v_int(f.technician_id), v_int(f.unassigned), v_int(f.priority), v_text(text_like(a, f.text)),
		v_int(f.from), v_int(f.to), v_int(f.before == NONE ? INT64_MAX : f.before), v_int(f.limit),
		v_int(f.planned), v_int(f.component_id), v_name(ticket_kinds, f.kind), v_text(f.failure_mode),
		v_text(f.cause_code), v_int(f.restored_from), v_int(f.restored_to), v_int(f.under_id),
		v_int(f.after)};
	const size_t n = sizeof(args) / sizeof(args[0]);

	if (err != OK)
		return err;
	/* Only the open list has a place for `after`. */
	return db_list(db, a, sql, args, f.open == 1 ? n : n - 1, ticket_fields, sizeof(struct ticket), out);
}

enum err store_ticket_mine(struct db *db, struct arena *a, int64_t account, int64_t limit, struct list *out)
{
	return db_list(db, a, SQL_MINE, ARGS(v_int(account), v_int(limit)), ticket_fields,
		sizeof(struct ticket), out);
}

enum err store_ticket_due(struct db *db, struct arena *a, int64_t before, int64_t limit, struct list *out)
{
	return db_list(
		db, a, SQL_DUE, ARGS(v_int(before), v_int(limit)), ticket_fields, sizeof(struct ticket), out);
}

enum err store_ticket_open_of(struct db *db, struct arena *a, int64_t machine, struct list *out)
{
	return db_list(db, a, SQL_OPEN_OF, ARGS(v_int(machine)), ticket_fields, sizeof(struct ticket), out);
}

enum err store_ticket_usual(struct db *db, struct arena *a, int64_t machine, int64_t limit, struct list *out)
{
	return db_list(db, a, SQL_USUAL, ARGS(v_int(machine), v_int(limit)), usual_fields,
		sizeof(struct usual), out);
}

enum err store_ticket_recent(struct db *db, int64_t machine, int64_t since, int64_t *n)
{
	return db_int(db, SQL_RECENT, ARGS(v_int(machine), v_int(since)), n);
}

enum err store_ticket_restored_before(struct db *db, struct arena *a, int64_t before, struct list *out)
{
	return db_list(db, a, SQL_RESTORED_BEFORE, ARGS(v_int(before)), ticket_id_fields,
		sizeof(struct ticket_id), out);
}
