/* reorder.c - see reorder.h. */
#include "store/reorder.h"

#include "store/use.h"

const struct field part_rule_fields[] = {
	FIELD(struct part_rule, part_id, F_INT, F_SURE),
	FIELD(struct part_rule, code, F_TEXT, F_SURE),
	FIELD(struct part_rule, min_qty, F_QTY),
	FIELD(struct part_rule, max_qty, F_QTY),
	FIELD(struct part_rule, worked, F_BOOL, F_SURE),
	FIELD(struct part_rule, service, F_INT),
	FIELD(struct part_rule, retired, F_BOOL, F_SURE),
	FIELD(struct part_rule, on_hand, F_QTY, F_SURE),
	FIELD(struct part_rule, reserved, F_QTY, F_SURE),
	FIELD(struct part_rule, wanted, F_QTY, F_SURE),
	FIELD(struct part_rule, on_order, F_QTY, F_SURE),
	FIELD(struct part_rule, price_cents, F_INT),
	FIELD(struct part_rule, supplier_id, F_INT),
	FIELD(struct part_rule, supplier_name, F_TEXT),
	FIELD(struct part_rule, lead_days, F_INT),
	FIELD(struct part_rule, order_min, F_QTY),
	FIELD(struct part_rule, order_pack, F_QTY),
	FIELD(struct part_rule, first_at, F_TIME, F_SURE),
	FIELD(struct part_rule, version, F_INT, F_SURE),
	FIELD_END,
};

/* The supplier: of those one still buys from the preferred one, else the first. */
#define SELECT_RULE                                                                                          \
	"SELECT p.id AS part_id, p.code, p.min_qty, p.max_qty, p.worked, p.service, p.retired, p.qty AS "    \
	"on_hand, "                                                                                          \
	"p.reserved, (SELECT coalesce(sum(w.qty), 0) FROM reservation w WHERE w.part_id = p.id AND w.qty > " \
	"0 AND "                                                                                             \
	"w.bin_id IS NULL) AS wanted, (SELECT coalesce(sum(CASE WHEN l.received < l.qty THEN l.qty - "       \
	"l.received ELSE 0 END), 0) "                                                                        \
	"FROM requisition_line l JOIN requisition r ON r.id = l.requisition_id WHERE l.part_id = p.id AND "  \
	"l.ended = 0 "                                                                                       \
	"AND r.state NOT IN ('closed', 'cancelled') AND ($1 IS NULL OR r.id <> $1)) AS on_order, "           \
	"coalesce((SELECT x.price_cents FROM part_price x WHERE x.part_id = p.id AND x.supplier_id = "       \
	"ps.supplier_id "                                                                                    \
	"ORDER BY x.day DESC, x.id DESC LIMIT 1), p.price_cents, CASE WHEN p.qty > 0 THEN p.value_cents * "  \
	"1000 / p.qty END) "                                                                                 \
	"AS price_cents, ps.supplier_id, s.name AS supplier_name, ps.lead_days, ps.min_qty AS order_min, "   \
	"ps.pack_qty AS order_pack, coalesce((SELECT m.time FROM movement m WHERE m.part_id = p.id ORDER "   \
	"BY m.id LIMIT 1), "                                                                                 \
	"p.created_at) AS first_at, p.version FROM part p LEFT JOIN part_supplier ps ON ps.part_id = p.id "  \
	"AND "                                                                                               \
	"ps.supplier_id = (SELECT y.supplier_id FROM part_supplier y JOIN supplier z ON z.id = "             \
	"y.supplier_id WHERE y.part_id = p.id AND z.retired = 0 "                                            \
	"ORDER BY y.preferred DESC, y.supplier_id LIMIT 1) LEFT JOIN supplier s ON s.id = ps.supplier_id "
static const char SQL_RULE[] = SELECT_RULE "WHERE p.id = $2";
static const char SQL_RULES[] = SELECT_RULE "WHERE p.retired = 0 ORDER BY p.id";
static const char SQL_RULE_PUT[] =
	"UPDATE part SET min_qty = $1, max_qty = $2, worked = $3, service = $4, version = version + 1 "
	"WHERE id = $5 AND version = $6";
static const char SQL_RULE_WORKED[] = "UPDATE part SET min_qty = $1, max_qty = $2 WHERE id = $3";

enum err store_part_rule_get(
	struct db *db, struct arena *a, int64_t part, int64_t except, struct part_rule *out)
{
	return db_one(db, a, SQL_RULE, ARGS(v_int(except), v_int(part)), part_rule_fields, out);
}

enum err store_part_rule_list(struct db *db, struct arena *a, int64_t except, struct list *out)
{
	return db_list(
		db, a, SQL_RULES, ARGS(v_int(except)), part_rule_fields, sizeof(struct part_rule), out);
}

enum err store_part_rule_put(struct tx *tx, struct part_rule *r)
{
	int64_t changed = 0;
	enum err err = db_exec(tx->db, SQL_RULE_PUT,
		ARGS(v_int(r->min_qty), v_int(r->max_qty), v_int(r->worked), v_int(r->service),
			v_int(r->part_id), v_int(r->version)),
		&changed);

	if (err == OK && !changed)
		return ERR_STALE;
	if (err == OK)
		r->version++;
	return err;
}

enum err store_part_rule_worked(struct tx *tx, int64_t part, int64_t min_qty, int64_t max_qty)
{
	return db_exec(tx->db, SQL_RULE_WORKED, ARGS(v_int(min_qty), v_int(max_qty), v_int(part)), NULL);
}

/* ---- use ---- */

static const struct field week_fields[] = {
	FIELD(struct part_week, part_id, F_INT),
	FIELD(struct part_week, week, F_INT),
	FIELD(struct part_week, qty, F_QTY),
	FIELD_END,
};

#define SELECT_WEEKS                                                                                         \
	"SELECT " USE_PART " AS part_id, (" USE_TIME " - $1) / $2 AS week, sum(" USE_QTY                     \
	") AS qty FROM movement m " USE_JOIN "WHERE " USE_IS "AND " USE_TIME " >= $1 "
#define BY_WEEK "GROUP BY 1, 2 ORDER BY 1, 2"
static const char SQL_WEEKS[] = SELECT_WEEKS BY_WEEK;
static const char SQL_WEEKS_OF[] = SELECT_WEEKS "AND " USE_OF("$3") BY_WEEK;

enum err store_part_weeks(struct db *db, struct arena *a, int64_t start, int64_t week_ms, struct list *out)
{
	return db_list(db, a, SQL_WEEKS, ARGS(v_int(start), v_int(week_ms)), week_fields,
		sizeof(struct part_week), out);
}

enum err store_part_weeks_of(
	struct db *db, struct arena *a, int64_t part, int64_t start, int64_t week_ms, struct list *out)
{
	return db_list(db, a, SQL_WEEKS_OF, ARGS(v_int(start), v_int(week_ms), v_int(part)), week_fields,
		sizeof(struct part_week), out);
}

static const struct field delivery_fields[] = {
	FIELD(struct part_delivery, part_id, F_INT),
	FIELD(struct part_delivery, ms, F_INT),
	FIELD_END,
};
#define SELECT_DELIVERY "SELECT part_id, time - ordered_at AS ms FROM requisition_receipt "
static const char SQL_DELIVERIES[] = SELECT_DELIVERY "ORDER BY part_id, time";
static const char SQL_DELIVERIES_OF[] = SELECT_DELIVERY "WHERE part_id = $1 ORDER BY time";

enum err store_part_deliveries(struct db *db, struct arena *a, struct list *out)
{
	return db_list(db, a, SQL_DELIVERIES, NO_ARGS, delivery_fields, sizeof(struct part_delivery), out);
}

enum err store_part_deliveries_of(struct db *db, struct arena *a, int64_t part, struct list *out)
{
	return db_list(db, a, SQL_DELIVERIES_OF, ARGS(v_int(part)), delivery_fields,
		sizeof(struct part_delivery), out);
}

const struct field part_level_fields[] = {
	FIELD(struct part_level, time, F_TIME, F_SURE),
	FIELD(struct part_level, qty, F_QTY, F_SURE),
	FIELD_END,
};
static const char SQL_LEVELS[] = "SELECT time, qty_after AS qty FROM movement WHERE part_id = $1 AND id >= "
				 "coalesce((SELECT max(x.id) FROM movement x "
				 "WHERE x.part_id = $1 AND x.time < $2), 0) ORDER BY id";

enum err store_part_levels(struct db *db, struct arena *a, int64_t part, int64_t from, struct list *out)
{
	return db_list(db, a, SQL_LEVELS, ARGS(v_int(part), v_int(from)), part_level_fields,
		sizeof(struct part_level), out);
}

/* ---- where it was put in ---- */

static const struct field fitting_fields[] = {
	FIELD(struct part_fitting, machine_id, F_INT),
	FIELD(struct part_fitting, component_id, F_INT),
	FIELD(struct part_fitting, machine_code, F_TEXT),
	FIELD(struct part_fitting, machine_name, F_TEXT),
	FIELD(struct part_fitting, machine_name_en, F_TEXT),
	FIELD(struct part_fitting, component_name, F_TEXT),
	FIELD(struct part_fitting, ticket_id, F_INT),
	FIELD(struct part_fitting, time, F_TIME),
	FIELD(struct part_fitting, qty, F_QTY),
	FIELD(struct part_fitting, meter, F_QTY),
	FIELD(struct part_fitting, meter_now, F_QTY),
	FIELD(struct part_fitting, meter_unit, F_TEXT),
	FIELD(struct part_fitting, retired_day, F_DAY),
	FIELD_END,
};
static const char SQL_FITTINGS[] =
	"SELECT f.machine_id, f.component_id, a.code AS machine_code, a.name AS machine_name, a.name_en AS "
	"machine_name_en, "
	"c.name AS component_name, f.ticket_id, f.time, f.qty, "
	"(SELECT r.value FROM reading r WHERE r.meter_id = k.id AND r.time <= f.time ORDER BY r.time DESC "
	"LIMIT 1) AS meter, "
	"(SELECT r.value FROM reading r WHERE r.meter_id = k.id ORDER BY r.time DESC LIMIT 1) AS meter_now, "
	"k.unit AS meter_unit, CASE WHEN a.state = 'retired' THEN a.retired_day END AS retired_day FROM "
	"(SELECT m.machine_id, t.component_id, m.ticket_id, min(m.time) AS time, -sum(m.qty) AS qty FROM "
	"movement m "
	"JOIN ticket t ON t.id = m.ticket_id WHERE m.part_id = $1 AND m.kind IN ('issue', 'return') AND "
	"m.machine_id IS NOT NULL "
	"GROUP BY m.machine_id, t.component_id, m.ticket_id) f JOIN asset a ON a.id = f.machine_id "
	"LEFT JOIN asset c ON c.id = f.component_id LEFT JOIN meter k ON k.id = (SELECT x.id FROM meter x "
	"WHERE x.asset_id = f.machine_id AND x.kind = 'counter' ORDER BY x.retired, x.id LIMIT 1) WHERE "
	"f.qty > 0 "
	"ORDER BY f.machine_id, coalesce(f.component_id, 0), f.time, f.ticket_id";

enum err store_part_fittings(struct db *db, struct arena *a, int64_t part, struct list *out)
{
	return db_list(
		db, a, SQL_FITTINGS, ARGS(v_int(part)), fitting_fields, sizeof(struct part_fitting), out);
}
