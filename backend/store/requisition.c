/* requisition.c - see requisition.h. */
#include "store/requisition.h"

#include "store/use.h"

/* ---- the plant's rules ---- */

const struct field purchasing_fields[] = {
	FIELD(struct purchasing, cycle_days, F_INT, F_REQUIRED, .min = 1, .max = 366),
	FIELD(struct purchasing, first_day, F_DAY, F_REQUIRED),
	FIELD(struct purchasing, service, F_INT, F_REQUIRED, .min = 500, .max = 999),
	FIELD(struct purchasing, order_cost_cents, F_INT, F_REQUIRED, .max = INT64_C(100000000)),
	FIELD(struct purchasing, holding, F_INT, F_REQUIRED, .min = 1, .max = 200),
	FIELD(struct purchasing, run_minute, F_INT, F_REQUIRED, .max = 1439),
	FIELD(struct purchasing, enabled, F_BOOL, F_REQUIRED),
	FIELD(struct purchasing, run_day, F_DAY),
	FIELD(struct purchasing, version, F_INT, F_SURE),
	FIELD_END,
};

static const char SQL_PURCHASING[] = "SELECT cycle_days, first_day, service, order_cost_cents, holding, "
				     "run_minute, enabled, run_day, version "
				     "FROM purchasing WHERE id = 1";
static const char SQL_PURCHASING_PUT[] =
	"UPDATE purchasing SET cycle_days = $1, first_day = $2, service = $3, order_cost_cents = $4, holding "
	"= $5, "
	"run_minute = $6, enabled = $7, version = version + 1 WHERE id = 1 AND version = $8";
static const char SQL_PURCHASING_RAN[] = "UPDATE purchasing SET run_day = $1 WHERE id = 1";

static enum err one_changed(enum err err, int64_t changed, int64_t *version)
{
	if (err == OK && !changed)
		return ERR_STALE;
	if (err == OK)
		++*version;
	return err;
}

enum err store_purchasing_get(struct db *db, struct purchasing *out)
{
	return db_one(db, NULL, SQL_PURCHASING, NO_ARGS, purchasing_fields, out);
}

enum err store_purchasing_put(struct tx *tx, struct purchasing *p)
{
	int64_t changed = 0;
	enum err err = db_exec(tx->db, SQL_PURCHASING_PUT,
		ARGS(v_int(p->cycle_days), v_int(p->first_day), v_int(p->service), v_int(p->order_cost_cents),
			v_int(p->holding), v_int(p->run_minute), v_int(p->enabled), v_int(p->version)),
		&changed);

	return one_changed(err, changed, &p->version);
}

enum err store_purchasing_ran(struct tx *tx, int64_t day)
{
	return db_exec(tx->db, SQL_PURCHASING_RAN, ARGS(v_int(day)), NULL);
}

/* ---- requisitions ---- */

const char *const requisition_states[] = {
	"proposed", "edited", "approved", "ordered", "receiving", "closed", "cancelled", NULL};

const struct field requisition_fields[] = {
	FIELD(struct requisition, id, F_INT, F_SURE),
	FIELD(struct requisition, state, F_ENUM, F_SURE, .names = requisition_states),
	FIELD(struct requisition, cycle_day, F_DAY),
	FIELD(struct requisition, note, F_TEXT),
	FIELD(struct requisition, created_at, F_TIME, F_SURE),
	FIELD(struct requisition, created_by, F_INT),
	FIELD(struct requisition, approved_at, F_TIME),
	FIELD(struct requisition, approved_by, F_INT),
	FIELD(struct requisition, ordered_at, F_TIME),
	FIELD(struct requisition, ordered_by, F_INT),
	FIELD(struct requisition, ended_at, F_TIME),
	FIELD(struct requisition, ended_by, F_INT),
	FIELD(struct requisition, reason, F_TEXT),
	FIELD(struct requisition, version, F_INT, F_SURE),
	FIELD(struct requisition, created_name, F_TEXT),
	FIELD(struct requisition, approved_name, F_TEXT),
	FIELD(struct requisition, ordered_name, F_TEXT),
	FIELD(struct requisition, ended_name, F_TEXT),
	FIELD(struct requisition, lines, F_INT, F_SURE),
	FIELD(struct requisition, parts_come, F_INT, F_SURE),
	FIELD(struct requisition, total_cents, F_INT, F_SURE),
	FIELD(struct requisition, unpriced, F_INT, F_SURE),
	FIELD_END,
};

/* Rounded half up: thousandths times cents. */
#define CENTS "(l.qty * l.price_cents + 500) / 1000"
/* In a draft: will not be bought. */
#define STRUCK "l.ended = 1 AND r.state IN ('proposed', 'edited')"
#define SELECT_REQUISITION                                                                                   \
	"SELECT r.id, r.state, r.cycle_day, r.note, r.created_at, r.created_by, r.approved_at, "             \
	"r.approved_by, "                                                                                    \
	"r.ordered_at, r.ordered_by, r.ended_at, r.ended_by, r.reason, r.version, c.name AS created_name, "  \
	"a.name AS approved_name, o.name AS ordered_name, e.name AS ended_name, "                            \
	"(SELECT count(*) FROM requisition_line l WHERE l.requisition_id = r.id AND NOT (" STRUCK            \
	")) AS lines, "                                                                                      \
	"(SELECT count(*) FROM requisition_line l WHERE l.requisition_id = r.id AND (l.ended = 1 OR "        \
	"l.received >= l.qty)) AS parts_come, "                                                              \
	"(SELECT coalesce(sum(" CENTS                                                                        \
	"), 0) FROM requisition_line l WHERE l.requisition_id = r.id AND NOT (" STRUCK ")) AS total_cents, " \
	"(SELECT count(*) FROM requisition_line l WHERE l.requisition_id = r.id AND l.price_cents IS NULL "  \
	"AND NOT (" STRUCK ")) AS unpriced "                                                                 \
	"FROM requisition r LEFT JOIN account c ON c.id = r.created_by LEFT JOIN account a ON a.id = "       \
	"r.approved_by "                                                                                     \
	"LEFT JOIN account o ON o.id = r.ordered_by LEFT JOIN account e ON e.id = r.ended_by "
static const char SQL_GET[] = SELECT_REQUISITION "WHERE r.id = $1";
static const char SQL_DRAFT[] = SELECT_REQUISITION "WHERE r.state IN ('proposed', 'edited')";
static const char SQL_OF_CYCLE[] = SELECT_REQUISITION "WHERE r.cycle_day = $1";
static const char SQL_LIST[] = SELECT_REQUISITION "WHERE ($1 IS NULL OR (r.state NOT IN ('closed', "
						  "'cancelled')) = ($1 = 1)) AND ($2 IS NULL OR r.id < $2) "
						  "AND ($3 IS NULL OR EXISTS (SELECT 1 FROM requisition_line "
						  "l WHERE l.requisition_id = r.id AND l.part_id = $3)) "
						  "ORDER BY r.id DESC LIMIT $4";
static const char SQL_ADD[] = "INSERT INTO requisition (state, cycle_day, note, created_at, created_by) "
			      "VALUES ($1, $2, $3, $4, $5) RETURNING id";
static const char SQL_PUT[] =
	"UPDATE requisition SET state = $1, note = $2, approved_at = $3, approved_by = $4, ordered_at = $5, "
	"ordered_by = $6, "
	"ended_at = $7, ended_by = $8, reason = $9, cycle_day = $10, version = version + 1 WHERE id = $11 "
	"AND version = $12";

enum err store_requisition_get(struct db *db, struct arena *a, int64_t id, struct requisition *out)
{
	return db_one(db, a, SQL_GET, ARGS(v_int(id)), requisition_fields, out);
}

enum err store_requisition_draft(struct db *db, struct arena *a, struct requisition *out)
{
	return db_one(db, a, SQL_DRAFT, NO_ARGS, requisition_fields, out);
}

enum err store_requisition_of_cycle(struct db *db, struct arena *a, int64_t day, struct requisition *out)
{
	return db_one(db, a, SQL_OF_CYCLE, ARGS(v_int(day)), requisition_fields, out);
}

enum err store_requisition_list(
	struct db *db, struct arena *a, const struct requisition_filter *f, struct list *out)
{
	return db_list(db, a, SQL_LIST,
		ARGS(v_int(f->open), v_int(f->before), v_int(f->part_id), v_int(f->limit)),
		requisition_fields, sizeof(struct requisition), out);
}

enum err store_requisition_add(struct tx *tx, struct requisition *r)
{
	r->version = 1;
	r->created_at = tx->now;
	r->created_by = tx->actor.account;
	return db_int(tx->db, SQL_ADD,
		ARGS(v_name(requisition_states, r->state), v_int(r->cycle_day), v_text(r->note),
			v_int(r->created_at), v_int(r->created_by)),
		&r->id);
}

enum err store_requisition_put(struct tx *tx, struct requisition *r)
{
	int64_t changed = 0;
	enum err err = db_exec(tx->db, SQL_PUT,
		ARGS(v_name(requisition_states, r->state), v_text(r->note), v_int(r->approved_at),
			v_int(r->approved_by), v_int(r->ordered_at), v_int(r->ordered_by), v_int(r->ended_at),
			v_int(r->ended_by), v_text(r->reason), v_int(r->cycle_day), v_int(r->id),
			v_int(r->version)),
		&changed);

	return one_changed(err, changed, &r->version);
}

/* ---- lines ---- */

const char *const requisition_causes[] = {"minimum", "worked_out", "wanted", "person", NULL};

const struct field requisition_line_fields[] = {
	FIELD(struct requisition_line, id, F_INT, F_SURE),
	FIELD(struct requisition_line, requisition_id, F_INT, F_SURE),
	FIELD(struct requisition_line, part_id, F_INT, F_SURE),
	FIELD(struct requisition_line, supplier_id, F_INT),
	FIELD(struct requisition_line, qty, F_QTY, F_SURE),
	FIELD(struct requisition_line, price_cents, F_INT),
	FIELD(struct requisition_line, received, F_QTY, F_SURE),
	FIELD(struct requisition_line, ended, F_BOOL, F_SURE),
	FIELD(struct requisition_line, touched, F_BOOL, F_SURE),
	FIELD(struct requisition_line, cause, F_ENUM, F_SURE, .names = requisition_causes),
	FIELD(struct requisition_line, proposed, F_QTY),
	FIELD(struct requisition_line, on_hand, F_QTY, F_SURE),
	FIELD(struct requisition_line, reserved, F_QTY, F_SURE),
	FIELD(struct requisition_line, wanted, F_QTY, F_SURE),
	FIELD(struct requisition_line, on_order, F_QTY, F_SURE),
	FIELD(struct requisition_line, point, F_QTY),
	FIELD(struct requisition_line, up_to, F_QTY),
	FIELD(struct requisition_line, year_qty, F_QTY),
	FIELD(struct requisition_line, lead_days, F_INT),
	FIELD(struct requisition_line, note, F_TEXT),
	FIELD(struct requisition_line, code, F_TEXT, F_SURE),
	FIELD(struct requisition_line, name, F_TEXT, F_SURE),
	FIELD(struct requisition_line, name_en, F_TEXT),
	FIELD(struct requisition_line, spec, F_TEXT),
	FIELD(struct requisition_line, unit, F_TEXT, F_SURE),
	FIELD(struct requisition_line, bin_code, F_TEXT),
	FIELD(struct requisition_line, supplier_name, F_TEXT),
	FIELD(struct requisition_line, cents, F_INT),
	FIELD_END,
};

#define SELECT_LINE                                                                                          \
	"SELECT l.id, l.requisition_id, l.part_id, l.supplier_id, l.qty, l.price_cents, l.received, "        \
	"l.ended, l.touched, "                                                                               \
	"l.cause, l.proposed, l.on_hand, l.reserved, l.wanted, l.on_order, l.point, l.up_to, l.year_qty, "   \
	"l.lead_days, "                                                                                      \
	"l.note, p.code, p.name, p.name_en, p.spec, p.unit, b.code AS bin_code, s.name AS "                  \
	"supplier_name, " CENTS " AS cents FROM requisition_line l JOIN part p ON p.id = l.part_id LEFT "    \
	"JOIN bin b ON b.id = p.bin_id "                                                                     \
	"LEFT JOIN supplier s ON s.id = l.supplier_id "
static const char SQL_LINES[] =
	SELECT_LINE "WHERE l.requisition_id = $1 ORDER BY s.name IS NULL, s.name, p.code";
static const char SQL_LINE_OF[] = SELECT_LINE "WHERE l.requisition_id = $1 AND l.part_id = $2";
static const char SQL_LINE_PUT[] =
	"INSERT INTO requisition_line (requisition_id, part_id, supplier_id, qty, price_cents, received, "
	"ended, touched, cause, "
	"proposed, on_hand, reserved, wanted, on_order, point, up_to, year_qty, lead_days, note) "
	"VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) "
	"ON CONFLICT (requisition_id, part_id) DO UPDATE SET supplier_id = excluded.supplier_id, qty = "
	"excluded.qty, "
	"price_cents = excluded.price_cents, received = excluded.received, ended = excluded.ended, "
	"touched = excluded.touched, cause = excluded.cause, proposed = excluded.proposed, on_hand = "
	"excluded.on_hand, "
	"reserved = excluded.reserved, wanted = excluded.wanted, on_order = excluded.on_order, point = "
	"excluded.point, "
	"up_to = excluded.up_to, year_qty = excluded.year_qty, lead_days = excluded.lead_days, note = "
	"excluded.note "
	"RETURNING id";
static const char SQL_LINE_REMOVE[] = "DELETE FROM requisition_line WHERE id = $1";

enum err store_requisition_lines(struct db *db, struct arena *a, int64_t requisition, struct list *out)
{
	return db_list(db, a, SQL_LINES, ARGS(v_int(requisition)), requisition_line_fields,
		sizeof(struct requisition_line), out);
}

enum err store_requisition_line_of(
	struct db *db, struct arena *a, int64_t requisition, int64_t part, struct requisition_line *out)
{
	return db_one(
		db, a, SQL_LINE_OF, ARGS(v_int(requisition), v_int(part)), requisition_line_fields, out);
}

enum err store_requisition_line_put(struct tx *tx, struct requisition_line *l)
{
	return db_int(tx->db, SQL_LINE_PUT,
		ARGS(v_int(l->requisition_id), v_int(l->part_id), v_int(l->supplier_id), v_int(l->qty),
			v_int(l->price_cents), v_int(l->received), v_int(l->ended), v_int(l->touched),
			v_name(requisition_causes, l->cause), v_int(l->proposed), v_int(l->on_hand),
			v_int(l->reserved), v_int(l->wanted), v_int(l->on_order), v_int(l->point),
			v_int(l->up_to), v_int(l->year_qty), v_int(l->lead_days), v_text(l->note)),
		&l->id);
}

enum err store_requisition_line_remove(struct tx *tx, int64_t id)
{
	return db_exec(tx->db, SQL_LINE_REMOVE, ARGS(v_int(id)), NULL);
}

static const char SQL_LINE_RETIRE[] =
	"DELETE FROM requisition_line WHERE requisition_id = $1 AND touched = 0 "
	"AND part_id IN (SELECT id FROM part WHERE retired = 1)";

enum err store_requisition_line_retire(struct tx *tx, int64_t requisition, int64_t *removed)
{
	return db_exec(tx->db, SQL_LINE_RETIRE, ARGS(v_int(requisition)), removed);
}

/* ---- what has come ---- */

const struct field requisition_receipt_fields[] = {
	FIELD(struct requisition_receipt, movement_id, F_INT, F_SURE),
	FIELD(struct requisition_receipt, line_id, F_INT, F_SURE),
	FIELD(struct requisition_receipt, part_id, F_INT, F_SURE),
	FIELD(struct requisition_receipt, supplier_id, F_INT),
	FIELD(struct requisition_receipt, qty, F_QTY, F_SURE),
	FIELD(struct requisition_receipt, ordered_at, F_TIME, F_SURE),
	FIELD(struct requisition_receipt, time, F_TIME, F_SURE),
	FIELD(struct requisition_receipt, bin_code, F_TEXT, F_SURE),
	FIELD(struct requisition_receipt, account_name, F_TEXT, F_SURE),
	FIELD(struct requisition_receipt, value_cents, F_INT, F_SURE),
	FIELD_END,
};

static const char SQL_RECEIPT_ADD[] =
	"INSERT INTO requisition_receipt (movement_id, line_id, part_id, supplier_id, qty, ordered_at, time) "
	"VALUES ($1, $2, $3, $4, $5, $6, $7)";
static const char SQL_RECEIPTS[] = "SELECT x.movement_id, x.line_id, x.part_id, x.supplier_id, x.qty, "
				   "x.ordered_at, x.time, b.code AS bin_code, "
				   "a.name AS account_name, m.value_cents FROM requisition_line l JOIN "
				   "requisition_receipt x ON x.line_id = l.id "
				   "JOIN movement m ON m.id = x.movement_id JOIN bin b ON b.id = m.bin_id "
				   "LEFT JOIN account a ON a.id = m.account_id "
				   "WHERE l.requisition_id = $1 ORDER BY x.time, x.movement_id";

static const char SQL_OF_MOVEMENT[] =
	"SELECT l.requisition_id FROM requisition_receipt x JOIN requisition_line l ON "
	"l.id = x.line_id WHERE x.movement_id = $1";

enum err store_requisition_of_movement(struct db *db, int64_t movement, int64_t *id)
{
	return db_int(db, SQL_OF_MOVEMENT, ARGS(v_int(movement)), id);
}

enum err store_requisition_receipt_add(struct tx *tx, const struct requisition_receipt *r)
{
	return db_exec(tx->db, SQL_RECEIPT_ADD,
		ARGS(v_int(r->movement_id), v_int(r->line_id), v_int(r->part_id), v_int(r->supplier_id),
			v_int(r->qty), v_int(r->ordered_at), v_int(r->time)),
		NULL);
}

enum err store_requisition_receipts(struct db *db, struct arena *a, int64_t requisition, struct list *out)
{
	return db_list(db, a, SQL_RECEIPTS, ARGS(v_int(requisition)), requisition_receipt_fields,
		sizeof(struct requisition_receipt), out);
}

/* ---- whose use it makes good ---- */

static const struct field use_fields[] = {
	FIELD(struct requisition_use, machine_id, F_INT),
	FIELD(struct requisition_use, part_id, F_INT),
	FIELD(struct requisition_use, machine_code, F_TEXT),
	FIELD(struct requisition_use, machine_name, F_TEXT),
	FIELD(struct requisition_use, machine_name_en, F_TEXT),
	FIELD(struct requisition_use, original_value_cents, F_INT),
	FIELD(struct requisition_use, qty, F_QTY),
	FIELD(struct requisition_use, tickets, F_INT),
	FIELD_END,
};
/* From the lines to their movements. */
static const char SQL_USES[] =
	"SELECT u.machine_id, u.part_id, a.code AS machine_code, a.name AS machine_name, a.name_en AS "
	"machine_name_en, a.original_value_cents, u.qty, u.tickets FROM (SELECT m.machine_id, l.part_id, "
	"sum(" USE_QTY ") AS qty, count(DISTINCT m.ticket_id) AS tickets FROM requisition_line l "
	"CROSS JOIN movement m " USE_JOIN "WHERE l.requisition_id = $1 AND " USE_OF(
		"l.part_id") "AND " USE_IS "AND " USE_TIME
			     " >= $2 AND m.time < $3 AND m.machine_id IS NOT NULL GROUP BY m.machine_id, "
			     "l.part_id) u JOIN asset a ON a.id = u.machine_id WHERE u.qty > 0 ORDER BY "
			     "u.machine_id, u.part_id";

enum err store_requisition_uses(
	struct db *db, struct arena *a, int64_t requisition, int64_t from, int64_t to, struct list *out)
{
	return db_list(db, a, SQL_USES, ARGS(v_int(requisition), v_int(from), v_int(to)), use_fields,
		sizeof(struct requisition_use), out);
}
