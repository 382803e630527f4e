/* plan.c - see plan.h. */
#include "store/plan.h"

const char *const plan_units[] = {"day", "week", "month", NULL};
const char *const plan_modes[] = {"fixed", "after", NULL};
const char *const plan_holidays[] = {"stay", "before", "after", "skip", NULL};

const struct field plan_columns[] = {
	FIELD(struct plan, id, F_INT),
	FIELD(struct plan, name, F_TEXT),
	FIELD(struct plan, name_en, F_TEXT),
	FIELD(struct plan, job_plan_id, F_INT),
	FIELD(struct plan, unit, F_ENUM, .names = plan_units),
	FIELD(struct plan, every, F_INT),
	FIELD(struct plan, mode, F_ENUM, .names = plan_modes),
	FIELD(struct plan, weekdays, F_INT),
	FIELD(struct plan, month_day, F_INT),
	FIELD(struct plan, months, F_INT),
	FIELD(struct plan, holiday, F_ENUM, .names = plan_holidays),
	FIELD(struct plan, calendar_id, F_INT),
	FIELD(struct plan, from_day, F_DAY),
	FIELD(struct plan, to_day, F_DAY),
	FIELD(struct plan, meter_every, F_QTY),
	FIELD(struct plan, start_min, F_INT),
	FIELD(struct plan, lead_days, F_INT),
	FIELD(struct plan, grace_days, F_INT),
	FIELD(struct plan, priority, F_INT),
	FIELD(struct plan, assignee_id, F_INT),
	FIELD(struct plan, paused, F_BOOL),
	FIELD(struct plan, pause_reason, F_TEXT),
	FIELD(struct plan, retired, F_BOOL),
	FIELD(struct plan, version, F_INT),
	FIELD(struct plan, created_at, F_TIME),
	FIELD(struct plan, job_name, F_TEXT),
	FIELD(struct plan, job_name_en, F_TEXT),
	FIELD(struct plan, assignee_name, F_TEXT),
	FIELD(struct plan, minutes, F_INT),
	FIELD(struct plan, stands, F_BOOL),
	FIELD(struct plan, machines, F_INT),
	FIELD(struct plan, next_day, F_DAY),
	FIELD(struct plan, overdue, F_INT),
	FIELD_END,
};
const struct field plan_asset_columns[] = {
	FIELD(struct plan_asset, asset_id, F_INT),
	FIELD(struct plan_asset, meter_id, F_INT),
	FIELD(struct plan_asset, since_day, F_DAY),
	FIELD(struct plan_asset, since_at, F_TIME),
	FIELD(struct plan_asset, code, F_TEXT),
	FIELD(struct plan_asset, name, F_TEXT),
	FIELD(struct plan_asset, name_en, F_TEXT),
	FIELD(struct plan_asset, place, F_TEXT),
	FIELD(struct plan_asset, meter_name, F_TEXT),
	FIELD(struct plan_asset, meter_name_en, F_TEXT),
	FIELD(struct plan_asset, meter_unit, F_TEXT),
	FIELD(struct plan_asset, retired, F_BOOL),
	FIELD_END,
};
static const struct field pair_fields[] = {
	FIELD(struct plan_pair, plan_id, F_INT),
	FIELD(struct plan_pair, asset_id, F_INT),
	FIELD_END,
};
#define COLUMNS                                                                                              \
	"SELECT p.id AS id, p.name AS name, p.name_en AS name_en, p.job_plan_id AS job_plan_id, "            \
	"p.unit AS unit, p.every AS every, p.mode AS mode, p.weekdays AS weekdays, "                         \
	"p.month_day AS month_day, p.months AS months, p.holiday AS holiday, "                               \
	"p.calendar_id AS calendar_id, p.from_day AS from_day, p.to_day AS to_day, "                         \
	"p.meter_every AS meter_every, p.start_min AS start_min, p.lead_days AS lead_days, "                 \
	"p.grace_days AS grace_days, p.priority AS priority, p.assignee_id AS assignee_id, "                 \
	"p.paused AS paused, p.pause_reason AS pause_reason, p.retired AS retired, "                         \
	"p.version AS version, p.created_at AS created_at, j.name AS job_name, "                             \
	"j.name_en AS job_name_en, c.name AS assignee_name, j.minutes AS minutes, j.stands AS stands, "      \
	"(SELECT count(*) FROM plan_asset x WHERE x.plan_id = p.id AND x.removed_at IS NULL) AS machines, "
#define FROM                                                                                                 \
	"FROM plan p JOIN job_plan j ON j.id = p.job_plan_id LEFT JOIN account c ON c.id = p.assignee_id "
/* $1 is today. */
static const char SQL_GET[] = COLUMNS
	"(SELECT min(d.due_day) FROM plan_due d WHERE d.plan_id = p.id AND d.state IN ('waiting', 'open')) "
	"AS next_day, (SELECT count(*) FROM plan_due d WHERE d.plan_id = p.id AND d.state IN ('waiting', "
	"'open') AND d.grace_day < $1) AS overdue " FROM "WHERE p.id = $2";
static const char SQL_LIST[] =
	"WITH RECURSIVE below (id) AS (SELECT id FROM asset WHERE id = $2 UNION ALL "
	"SELECT a.id FROM below b JOIN asset a ON a.parent_id = b.id WHERE a.kind <> 'component'), "
	"ahead (plan_id, next_day, overdue) AS (SELECT plan_id, min(due_day), "
	"sum(CASE WHEN grace_day < $1 THEN 1 ELSE 0 END) FROM plan_due "
	"WHERE state IN ('waiting', 'open') GROUP BY plan_id), "
	"place (id, paused, day, name) AS (SELECT p.id, p.paused, coalesce(n.next_day, 99999999), p.name "
	"FROM plan p LEFT JOIN ahead n ON n.plan_id = p.id) " COLUMNS
	"n.next_day AS next_day, coalesce(n.overdue, 0) AS overdue " FROM
	"LEFT JOIN ahead n ON n.plan_id = p.id "
	"WHERE ($2 IS NULL OR p.id IN (SELECT x.plan_id FROM plan_asset x WHERE x.removed_at IS NULL AND "
	"x.asset_id IN (SELECT id FROM below))) AND ($3 IS NULL OR p.job_plan_id = $3) AND p.retired = $4 "
	"AND ($5 IS NULL OR lower(p.name || ' ' || coalesce(p.name_en, '') || ' ' || j.name) LIKE $5 ESCAPE "
	"'\\') AND ($6 IS NULL OR (p.paused, coalesce(n.next_day, 99999999), p.name, p.id) > "
	"(SELECT s.paused, s.day, s.name, s.id FROM place s WHERE s.id = $6)) "
	"ORDER BY p.paused, coalesce(n.next_day, 99999999), p.name, p.id LIMIT $7";
static const char SQL_NAMED[] = "SELECT id FROM plan WHERE name = $1 AND retired = 0 ORDER BY id LIMIT 1";
static const char SQL_ADD[] =
	"INSERT INTO plan (name, name_en, job_plan_id, unit, every, mode, weekdays, month_day, months, "
	"holiday, calendar_id, from_day, to_day, meter_every, start_min, lead_days, grace_days, priority, "
	"assignee_id, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, "
	"$16, $17, $18, $19, $20) RETURNING id";
static const char SQL_PUT[] =
	"UPDATE plan SET name = $1, name_en = $2, job_plan_id = $3, unit = $4, every = $5, mode = $6, "
	"weekdays = $7, month_day = $8, months = $9, holiday = $10, calendar_id = $11, from_day = $12, "
	"to_day = $13, meter_every = $14, start_min = $15, lead_days = $16, grace_days = $17, priority = "
	"$18, "
	"assignee_id = $19, paused = $20, pause_reason = $21, retired = $22, version = version + 1 "
	"WHERE id = $23 AND version = $24";
static const char SQL_TOUCH[] = "UPDATE plan SET version = version + 1 WHERE id = $1 AND version = $2";

#define ASSETS                                                                                               \
	"SELECT x.asset_id AS asset_id, x.meter_id AS meter_id, x.since_day AS since_day, "                  \
	"x.since_at AS since_at, a.code AS code, a.name AS name, a.name_en AS name_en, "                     \
	"coalesce(a.location, u.name) AS place, m.name AS meter_name, m.name_en AS meter_name_en, m.unit "   \
	"AS meter_unit, "                                                                                    \
	"CASE a.state WHEN 'retired' THEN 1 ELSE 0 END AS retired "                                          \
	"FROM plan_asset x JOIN asset a ON a.id = x.asset_id LEFT JOIN asset u ON u.id = a.parent_id "       \
	"LEFT JOIN meter m ON m.id = x.meter_id WHERE x.plan_id = $1 AND x.removed_at IS NULL "
static const char SQL_ASSETS[] = ASSETS "ORDER BY a.code, a.id";
static const char SQL_ASSET[] = ASSETS "AND x.asset_id = $2";
static const char SQL_PUT_ASSET[] =
	"INSERT INTO plan_asset (plan_id, asset_id, meter_id, since_day, since_at) VALUES ($1, $2, $3, $4, "
	"$5) ON CONFLICT (plan_id, asset_id) DO UPDATE SET meter_id = excluded.meter_id, since_day = "
	"excluded.since_day, since_at = excluded.since_at, removed_at = NULL";
static const char SQL_REMOVE_ASSET[] =
	"UPDATE plan_asset SET removed_at = $1 WHERE plan_id = $2 AND asset_id = $3 AND removed_at IS NULL";
static const char SQL_PAIRS[] =
	"SELECT x.plan_id AS plan_id, x.asset_id AS asset_id FROM plan_asset x JOIN plan p ON p.id = "
	"x.plan_id WHERE x.removed_at IS NULL AND p.retired = 0 AND (x.plan_id > $1 OR (x.plan_id = $1 AND "
	"x.asset_id > $2)) ORDER BY x.plan_id, x.asset_id LIMIT $3";

enum err store_plan_assets(struct db *db, struct arena *a, int64_t plan, struct list *out)
{
	return db_list(
		db, a, SQL_ASSETS, ARGS(v_int(plan)), plan_asset_columns, sizeof(struct plan_asset), out);
}

enum err store_plan_asset_get(
	struct db *db, struct arena *a, int64_t plan, int64_t asset, struct plan_asset *out)
{
	return db_one(db, a, SQL_ASSET, ARGS(v_int(plan), v_int(asset)), plan_asset_columns, out);
}

enum err store_plan_get(struct db *db, struct arena *a, int64_t id, int64_t today, struct plan *out)
{
	enum err err = db_one(db, a, SQL_GET, ARGS(v_int(today), v_int(id)), plan_columns, out);

	return err == OK ? store_plan_assets(db, a, id, &out->assets) : err;
}

enum err store_plan_named(struct db *db, const char *name, int64_t *id)
{
	return db_int(db, SQL_NAMED, ARGS(v_text(name)), id);
}

enum err store_plan_list(
	struct db *db, struct arena *a, const struct plan_filter *f, int64_t today, struct list *out)
{
	return db_list(db, a, SQL_LIST,
		ARGS(v_int(today), v_int(f->asset_id), v_int(f->job_plan_id), v_int(f->retired == 1),
			v_text(f->text), v_int(f->after), v_int(f->limit)),
		plan_columns, sizeof(struct plan), out);
}

enum err store_plan_add(struct tx *tx, struct plan *p)
{
	p->version = 1;
	p->created_at = tx->now;
	return db_int(tx->db, SQL_ADD,
		ARGS(v_text(p->name), v_text(p->name_en), v_int(p->job_plan_id), v_name(plan_units, p->unit),
			v_int(p->every), v_name(plan_modes, p->mode), v_int(p->weekdays), v_int(p->month_day),
			v_int(p->months), v_name(plan_holidays, p->holiday), v_int(p->calendar_id),
			v_int(p->from_day), v_int(p->to_day), v_int(p->meter_every), v_int(p->start_min),
			v_int(p->lead_days), v_int(p->grace_days), v_int(p->priority), v_int(p->assignee_id),
			v_int(tx->now)),
		&p->id);
}

enum err store_plan_put(struct tx *tx, struct plan *p)
{
	int64_t changed = 0;
	enum err err = db_exec(tx->db, SQL_PUT,
		ARGS(v_text(p->name), v_text(p->name_en), v_int(p->job_plan_id), v_name(plan_units, p->unit),
			v_int(p->every), v_name(plan_modes, p->mode), v_int(p->weekdays), v_int(p->month_day),
			v_int(p->months), v_name(plan_holidays, p->holiday), v_int(p->calendar_id),
			v_int(p->from_day), v_int(p->to_day), v_int(p->meter_every), v_int(p->start_min),
			v_int(p->lead_days), v_int(p->grace_days), v_int(p->priority), v_int(p->assignee_id),
			v_int(p->paused), v_text(p->pause_reason), v_int(p->retired), v_int(p->id),
			v_int(p->version)),
		&changed);

	if (err == OK && !changed)
		return ERR_STALE;
	p->version += err == OK;
	return err;
}

enum err store_plan_touch(struct tx *tx, struct plan *p)
{
	int64_t changed = 0;
	enum err err = db_exec(tx->db, SQL_TOUCH, ARGS(v_int(p->id), v_int(p->version)), &changed);

	if (err == OK && !changed)
		return ERR_STALE;
	p->version += err == OK;
	return err;
}

enum err store_plan_asset_put(struct tx *tx, int64_t plan, const struct plan_asset *pa)
{
	return db_exec(tx->db, SQL_PUT_ASSET,
		ARGS(v_int(plan), v_int(pa->asset_id), v_int(pa->meter_id), v_int(pa->since_day),
			v_int(pa->since_at)),
		NULL);
}

enum err store_plan_asset_remove(struct tx *tx, int64_t plan, int64_t asset)
{
	return db_exec(tx->db, SQL_REMOVE_ASSET, ARGS(v_int(tx->now), v_int(plan), v_int(asset)), NULL);
}

enum err store_plan_pairs(
	struct db *db, struct arena *a, const struct plan_pair *after, int64_t limit, struct list *out)
{
	return db_list(db, a, SQL_PAIRS, ARGS(v_int(after->plan_id), v_int(after->asset_id), v_int(limit)),
		pair_fields, sizeof(struct plan_pair), out);
}
