/* meter.c - see meter.h. */
#include "store/meter.h"

#include <string.h>

#include "base/text.h"

const char *const meter_kinds[] = {"counter", "gauge", NULL};
const char *const meter_levels[] = {"normal", "warn_low", "warn_high", "low", "high", NULL};
const char *const reading_sources[] = {"typed", "http", "mqtt", "round", "import", NULL};
const char *const alarm_sides[] = {"low", "high", NULL};

const struct field meter_fields[] = {
	FIELD(struct meter, id, F_INT, F_SURE),
	FIELD(struct meter, asset_id, F_INT, F_SURE),
	FIELD(struct meter, name, F_TEXT, F_SURE),
	FIELD(struct meter, name_en, F_TEXT),
	FIELD(struct meter, unit, F_TEXT, F_SURE),
	FIELD(struct meter, kind, F_ENUM, F_SURE, .names = meter_kinds),
	FIELD(struct meter, low, F_QTY),
	FIELD(struct meter, high, F_QTY),
	FIELD(struct meter, warn_low, F_QTY),
	FIELD(struct meter, warn_high, F_QTY),
	FIELD(struct meter, hysteresis, F_QTY, F_SURE),
	FIELD(struct meter, hold_ms, F_INT, F_SURE),
	FIELD(struct meter, stale_ms, F_INT),
	FIELD(struct meter, rollover, F_QTY),
	FIELD(struct meter, ticket, F_BOOL, F_SURE),
	FIELD(struct meter, priority, F_INT),
	FIELD(struct meter, stopped, F_BOOL, F_SURE),
	FIELD(struct meter, topic, F_TEXT),
	FIELD(struct meter, path, F_TEXT),
	FIELD(struct meter, retired, F_BOOL, F_SURE),
	FIELD(struct meter, version, F_INT, F_SURE),
	FIELD(struct meter, created_at, F_TIME, F_SURE),
	FIELD(struct meter, last_at, F_TIME),
	FIELD(struct meter, last_value, F_QTY),
	FIELD(struct meter, level, F_ENUM, F_SURE, .names = meter_levels),
	FIELD(struct meter, level_at, F_TIME),
	FIELD(struct meter, alarm_from, F_TIME, F_HIDDEN),
	FIELD(struct meter, warn_from, F_TIME, F_HIDDEN),
	FIELD(struct meter, stale, F_BOOL, F_SURE),
	FIELD(struct meter, rank, F_INT, F_HIDDEN),
	FIELD(struct meter, machine_code, F_TEXT),
	FIELD(struct meter, machine_name, F_TEXT, F_SURE),
	FIELD(struct meter, machine_name_en, F_TEXT),
	FIELD(struct meter, place, F_TEXT),
	FIELD(struct meter, alarm_id, F_INT),
	FIELD(struct meter, ticket_id, F_INT),
	FIELD_END,
};
static const struct field topic_fields[] = {
	FIELD(struct meter_topic, id, F_INT),
	FIELD(struct meter_topic, topic, F_TEXT),
	FIELD(struct meter_topic, path, F_TEXT),
	FIELD_END,
};
const struct field reading_fields[] = {
	FIELD(struct reading, meter_id, F_INT, F_SURE),
	FIELD(struct reading, time, F_TIME, F_SURE),
	FIELD(struct reading, value, F_QTY, F_SURE),
	FIELD(struct reading, reset, F_BOOL, F_SURE),
	FIELD(struct reading, source, F_ENUM, F_SURE, .names = reading_sources),
	FIELD(struct reading, account_id, F_INT),
	FIELD(struct reading, account_name, F_TEXT),
	FIELD_END,
};
const struct field reading_point_fields[] = {
	FIELD(struct reading_point, time, F_TIME, F_SURE),
	FIELD(struct reading_point, value, F_QTY, F_SURE),
	FIELD_END,
};
const struct field reading_step_fields[] = {
	FIELD(struct reading_step, time, F_TIME, F_SURE),
	FIELD(struct reading_step, min, F_QTY, F_SURE),
	FIELD(struct reading_step, max, F_QTY, F_SURE),
	FIELD(struct reading_step, mean, F_QTY, F_SURE),
	FIELD(struct reading_step, n, F_INT, F_SURE),
	FIELD_END,
};
const struct field alarm_fields[] = {
	FIELD(struct alarm, id, F_INT, F_SURE),
	FIELD(struct alarm, meter_id, F_INT, F_SURE),
	FIELD(struct alarm, side, F_ENUM, F_SURE, .names = alarm_sides),
	FIELD(struct alarm, bound, F_QTY, F_SURE),
	FIELD(struct alarm, value, F_QTY, F_SURE),
	FIELD(struct alarm, worst, F_QTY, F_SURE),
	FIELD(struct alarm, since, F_TIME, F_SURE),
	FIELD(struct alarm, raised_at, F_TIME, F_SURE),
	FIELD(struct alarm, cleared_at, F_TIME),
	FIELD(struct alarm, cleared_value, F_QTY),
	FIELD(struct alarm, ticket_id, F_INT),
	FIELD(struct alarm, repeated, F_BOOL, F_SURE),
	FIELD_END,
};

/* ---- meters ---- */

#define SELECT                                                                                               \
	"SELECT m.id AS id, m.asset_id AS asset_id, m.name AS name, m.name_en AS name_en, m.unit AS unit, "  \
	"m.kind AS kind, "                                                                                   \
	"m.low AS low, m.high AS high, m.warn_low AS warn_low, m.warn_high AS warn_high, "                   \
	"m.hysteresis AS hysteresis, m.hold_ms AS hold_ms, m.stale_ms AS stale_ms, m.rollover AS rollover, " \
	"m.ticket AS ticket, m.priority AS priority, m.stopped AS stopped, m.topic AS topic, "               \
	"m.path AS path, m.retired AS retired, m.version AS version, m.created_at AS created_at, "           \
	"m.last_at AS last_at, m.last_value AS last_value, m.level AS level, m.level_at AS level_at, "       \
	"m.alarm_from AS alarm_from, m.warn_from AS warn_from, m.stale AS stale, m.rank AS rank, "           \
	"a.code AS machine_code, a.name AS machine_name, a.name_en AS machine_name_en, "                     \
	"coalesce(a.location, u.name) AS place, x.id AS alarm_id, x.ticket_id AS ticket_id "                 \
	"FROM meter m JOIN asset a ON a.id = m.asset_id LEFT JOIN asset u ON u.id = a.parent_id "            \
	"LEFT JOIN alarm x ON x.meter_id = m.id AND x.cleared_at IS NULL "
static const char SQL_OF[] = SELECT "WHERE m.asset_id = $1 ORDER BY m.retired, m.id";
static const char SQL_AFTER_ID[] = SELECT "WHERE m.id > $1 ORDER BY m.id LIMIT $2";
static const char SQL_GET[] = SELECT "WHERE m.id = $1";
static const char SQL_NAMED[] = SELECT
	"WHERE m.asset_id = $1 AND m.name = $2 AND m.unit = $3 AND m.retired = 0 ORDER BY m.id LIMIT 1";
static const char SQL_PAGE[] = SELECT
	"WHERE m.retired = 0 AND a.state <> 'retired' AND ($1 IS NULL OR a.search LIKE $1 ESCAPE '\\' OR "
	"lower(m.name || ' ' || coalesce(m.name_en, '')) LIKE $1 "
	"ESCAPE '\\') AND ($2 IS NULL OR m.asset_id IN (WITH RECURSIVE below (id) AS (SELECT id FROM "
	"asset WHERE id = $2 UNION ALL SELECT c.id FROM asset c JOIN below b ON c.parent_id = b.id) "
	"SELECT id FROM below)) AND ($3 IS NULL OR m.rank < 3) AND ($4 IS NULL OR m.rank > (SELECT "
	"rank FROM meter WHERE id = $4) OR (m.rank = (SELECT rank FROM meter WHERE id = $4) AND m.id > "
	"$4)) ORDER BY m.rank, m.id LIMIT $5";
static const char SQL_WAITING[] =
	SELECT "WHERE m.retired = 0 AND a.state <> 'retired' AND ((m.alarm_from IS NOT NULL AND m.level NOT "
	       "IN ('low', 'high') AND "
	       "m.alarm_from + m.hold_ms <= $1) OR (m.warn_from IS NOT NULL AND m.level = 'normal' AND "
	       "m.warn_from + m.hold_ms <= $1) OR (m.stale_ms IS NOT NULL AND m.stale = 0 AND "
	       "coalesce(m.last_at, m.created_at) + m.stale_ms <= $1)) ORDER BY m.id LIMIT 500";
static const char SQL_TOPICS[] =
	"SELECT m.id AS id, m.topic AS topic, m.path AS path FROM meter m JOIN asset a ON a.id = m.asset_id "
	"WHERE m.topic IS NOT NULL AND m.retired = 0 AND a.state <> 'retired' ORDER BY m.id";
static const char SQL_ADD[] =
	"INSERT INTO meter (asset_id, name, unit, kind, low, high, warn_low, warn_high, hysteresis, hold_ms, "
	"stale_ms, rollover, ticket, priority, stopped, topic, path, created_at, name_en) VALUES ($1, $2, "
	"$3, $4, $5, "
	"$6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) RETURNING id";
static const char SQL_PUT[] =
	"UPDATE meter SET name = $3, unit = $4, kind = $5, low = $6, high = $7, warn_low = $8, warn_high = "
	"$9, hysteresis = $10, hold_ms = $11, stale_ms = $12, rollover = $13, ticket = $14, priority = $15, "
	"stopped = $16, topic = $17, path = $18, retired = $19, name_en = $20, version = version + 1 WHERE "
	"id = $1 AND "
	"version = $2";
static const char SQL_KEEP[] =
	"UPDATE meter SET last_at = $2, last_value = $3, level = $4, level_at = $5, alarm_from = $6, "
	"warn_from = $7, stale = $8, rank = $9 WHERE id = $1";

enum err store_meter_list(struct db *db, struct arena *a, int64_t asset, struct list *out)
{
	return db_list(db, a, SQL_OF, ARGS(v_int(asset)), meter_fields, sizeof(struct meter), out);
}

enum err store_meter_page(struct db *db, struct arena *a, const struct meter_filter *f, struct list *out)
{
	return db_list(db, a, SQL_PAGE,
		ARGS(v_text(f->text ? text_like(a, f->text) : NULL), v_int(f->under_id), v_int(f->wants),
			v_int(f->after), v_int(f->limit)),
		meter_fields, sizeof(struct meter), out);
}

enum err store_meter_after(struct db *db, struct arena *a, int64_t after, int64_t limit, struct list *out)
{
	return db_list(db, a, SQL_AFTER_ID, ARGS(v_int(after), v_int(limit)), meter_fields,
		sizeof(struct meter), out);
}

enum err store_meter_get(struct db *db, struct arena *a, int64_t id, struct meter *out)
{
	return db_one(db, a, SQL_GET, ARGS(v_int(id)), meter_fields, out);
}

enum err store_meter_named(
	struct db *db, struct arena *a, int64_t asset, const char *name, const char *unit, struct meter *out)
{
	return db_one(db, a, SQL_NAMED, ARGS(v_int(asset), v_text(name), v_text(unit)), meter_fields, out);
}

enum err store_meter_waiting(struct db *db, struct arena *a, int64_t now, struct list *out)
{
	return db_list(db, a, SQL_WAITING, ARGS(v_int(now)), meter_fields, sizeof(struct meter), out);
}

enum err store_meter_topics(struct db *db, struct arena *a, struct list *out)
{
	return db_list(db, a, SQL_TOPICS, NO_ARGS, topic_fields, sizeof(struct meter_topic), out);
}

enum err store_meter_add(struct tx *tx, struct meter *m)
{
	m->created_at = tx->now;
	m->version = 1;
	return db_int(tx->db, SQL_ADD,
		ARGS(v_int(m->asset_id), v_text(m->name), v_text(m->unit), v_name(meter_kinds, m->kind),
			v_int(m->low), v_int(m->high), v_int(m->warn_low), v_int(m->warn_high),
			v_int(m->hysteresis), v_int(m->hold_ms), v_int(m->stale_ms), v_int(m->rollover),
			v_int(m->ticket), v_int(m->priority), v_int(m->stopped), v_text(m->topic),
			v_text(m->path), v_int(m->created_at), v_text(m->name_en)),
		&m->id);
}

enum err store_meter_put(struct tx *tx, struct meter *m)
{
	int64_t n = 0;
	enum err err = db_exec(tx->db, SQL_PUT,
		ARGS(v_int(m->id), v_int(m->version), v_text(m->name), v_text(m->unit),
			v_name(meter_kinds, m->kind), v_int(m->low), v_int(m->high), v_int(m->warn_low),
			v_int(m->warn_high), v_int(m->hysteresis), v_int(m->hold_ms), v_int(m->stale_ms),
			v_int(m->rollover), v_int(m->ticket), v_int(m->priority), v_int(m->stopped),
			v_text(m->topic), v_text(m->path), v_int(m->retired), v_text(m->name_en)),
		&n);

	m->version += err == OK && n;
	return err == OK && !n ? ERR_STALE : err;
}

enum err store_meter_keep(struct tx *tx, const struct meter *m)
{
	return db_exec(tx->db, SQL_KEEP,
		ARGS(v_int(m->id), v_int(m->last_at), v_int(m->last_value), v_name(meter_levels, m->level),
			v_int(m->level_at), v_int(m->alarm_from), v_int(m->warn_from), v_int(m->stale),
			v_int(m->rank)),
		NULL);
}

/* ---- readings ---- */

#define READINGS                                                                                             \
	"SELECT r.meter_id AS meter_id, r.time AS time, r.value AS value, r.reset AS reset, "                \
	"r.source AS source, r.account_id AS account_id, p.name AS account_name FROM reading r "             \
	"LEFT JOIN account p ON p.id = r.account_id WHERE r.meter_id = $1 "
static const char SQL_AT[] = READINGS "AND r.time = $2";
static const char SQL_BEFORE[] = READINGS "AND r.time < $2 ORDER BY r.time DESC LIMIT 1";
static const char SQL_AFTER[] = READINGS "AND r.time > $2 ORDER BY r.time LIMIT 1";
static const char SQL_READINGS[] = READINGS "AND ($2 IS NULL OR r.time < $2) ORDER BY r.time DESC LIMIT $3";
static const char SQL_ADD_READING[] =
	"INSERT INTO reading (meter_id, time, value, reset, source, account_id) VALUES ($1, $2, $3, $4, $5, "
	"$6) ON CONFLICT (meter_id, time) DO NOTHING";
static const char SQL_RESET[] = "UPDATE reading SET reset = $3 WHERE meter_id = $1 AND time = $2";
static const char SQL_REMOVE[] = "DELETE FROM reading WHERE meter_id = $1 AND time = $2";
static const char SQL_LAST[] =
	"SELECT time, value FROM reading WHERE meter_id = $1 AND time <= $2 ORDER BY time DESC LIMIT 1";
static const char SQL_NEXT[] =
	"SELECT time, value FROM reading WHERE meter_id = $1 AND time > $2 ORDER BY time LIMIT 1";
/* A step of a trend; they are asked for one by one, since grouping by an expression would sort what already lies in order. */
static const char SQL_STEP[] =
	"SELECT CAST($2 AS BIGINT) AS time, min(value) AS min, max(value) AS max, CAST(round(avg(value)) AS "
	"BIGINT) AS mean, count(*) AS n FROM reading WHERE meter_id = $1 AND time >= $2 AND time < $3";

enum err store_reading_add(struct tx *tx, const struct reading *r, bool *added)
{
	int64_t n = 0;
	enum err err = db_exec(tx->db, SQL_ADD_READING,
		ARGS(v_int(r->meter_id), v_int(r->time), v_int(r->value), v_int(r->reset),
			v_name(reading_sources, r->source), v_int(r->account_id)),
		&n);

	*added = n > 0;
	return err;
}

enum err store_reading_reset(struct tx *tx, int64_t meter, int64_t time, bool reset)
{
	return db_exec(tx->db, SQL_RESET, ARGS(v_int(meter), v_int(time), v_int(reset)), NULL);
}

enum err store_reading_at(struct db *db, struct arena *a, int64_t meter, int64_t time, struct reading *out)
{
	return db_one(db, a, SQL_AT, ARGS(v_int(meter), v_int(time)), reading_fields, out);
}

enum err store_reading_before(
	struct db *db, struct arena *a, int64_t meter, int64_t time, struct reading *out)
{
	return db_one(db, a, SQL_BEFORE, ARGS(v_int(meter), v_int(time)), reading_fields, out);
}

enum err store_reading_after(struct db *db, struct arena *a, int64_t meter, int64_t time, struct reading *out)
{
	return db_one(db, a, SQL_AFTER, ARGS(v_int(meter), v_int(time)), reading_fields, out);
}

enum err store_reading_list(
	struct db *db, struct arena *a, int64_t meter, int64_t before, int64_t limit, struct list *out)
{
	return db_list(db, a, SQL_READINGS, ARGS(v_int(meter), v_int(before), v_int(limit)), reading_fields,
		sizeof(struct reading), out);
}

enum err store_reading_remove(struct tx *tx, int64_t meter, int64_t time)
{
	int64_t n = 0;
	enum err err = db_exec(tx->db, SQL_REMOVE, ARGS(v_int(meter), v_int(time)), &n);

	return err == OK && !n ? ERR_NOT_FOUND : err;
}

static enum err add_point(
	struct db *db, struct arena *a, const char *sql, int64_t meter, int64_t time, struct list *all)
{
	/* The room is a power of two, from the first on. */
	if (!(all->n & (all->n - 1))) {
		struct reading_point *more = arena_calloc(a, all->n ? 2 * all->n : 1, sizeof(*more));

		if (all->n)
			memcpy(more, all->items, all->n * sizeof(*more));
		all->items = more;
	}
	return db_one(db, a, sql, ARGS(v_int(meter), v_int(time)), reading_point_fields,
		list_at(all, all->n, sizeof(struct reading_point)));
}

/* From one day's last reading to the next: of a meter that is read every second a day is two steps too. */
enum err store_reading_days(struct db *db, struct arena *a, int64_t meter, int64_t from, struct list *out)
{
	int64_t at = from;
	enum err err;

	*out = (struct list){NULL, 0};
	err = add_point(db, a, SQL_LAST, meter, from, out);
	out->n = err == OK;
	while (err == OK || err == ERR_NOT_FOUND) {
		struct reading_point next;

		err = db_one(db, a, SQL_NEXT, ARGS(v_int(meter), v_int(at)), reading_point_fields, &next);
		if (err != OK)
			break;
		at = (next.time / DAY_MS + 1) * DAY_MS - 1;
		err = add_point(db, a, SQL_LAST, meter, at, out);
		out->n += err == OK;
	}
	return err == ERR_NOT_FOUND ? OK : err;
}

enum err store_reading_steps(struct db *db, struct arena *a, int64_t meter, int64_t from, int64_t to,
	int64_t step, struct list *out)
{
	struct reading_step *all = arena_calloc(a, (size_t)((to - from + step - 1) / step), sizeof(*all));
	enum err err = OK;

	*out = (struct list){all, 0};
	for (; from < to && err == OK; from += step) {
		struct reading_step *s = &all[out->n];

		err = db_one(db, a, SQL_STEP,
			ARGS(v_int(meter), v_int(from), v_int(from + step < to ? from + step : to)),
			reading_step_fields, s);
		out->n += err == OK && s->n > 0;
	}
	return err;
}

/* ---- alarms ---- */

#define ALARMS                                                                                               \
	"SELECT id, meter_id, side, bound, value, worst, since, raised_at, cleared_at, cleared_value, "      \
	"ticket_id, repeated FROM alarm WHERE meter_id = $1 "
static const char SQL_ALARM_OPEN[] = ALARMS "AND cleared_at IS NULL";
static const char SQL_ALARMS[] = ALARMS "AND ($2 IS NULL OR id < $2) ORDER BY id DESC LIMIT $3";
static const char SQL_ADD_ALARM[] =
	"INSERT INTO alarm (meter_id, side, bound, value, worst, since, raised_at, ticket_id, repeated) "
	"VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id";
static const char SQL_PUT_ALARM[] =
	"UPDATE alarm SET worst = $2, cleared_at = $3, cleared_value = $4, ticket_id = $5, repeated = $6 "
	"WHERE id = $1";
static const char SQL_TICKET[] =
	"SELECT t.id FROM alarm x JOIN ticket t ON t.id = x.ticket_id WHERE x.meter_id = $1 AND t.state IN "
	"('reported', 'accepted', 'in_progress', 'waiting') ORDER BY t.id DESC LIMIT 1";

enum err store_alarm_add(struct tx *tx, struct alarm *x)
{
	return db_int(tx->db, SQL_ADD_ALARM,
		ARGS(v_int(x->meter_id), v_name(alarm_sides, x->side), v_int(x->bound), v_int(x->value),
			v_int(x->worst), v_int(x->since), v_int(x->raised_at), v_int(x->ticket_id),
			v_int(x->repeated)),
		&x->id);
}

enum err store_alarm_put(struct tx *tx, const struct alarm *x)
{
	return db_exec(tx->db, SQL_PUT_ALARM,
		ARGS(v_int(x->id), v_int(x->worst), v_int(x->cleared_at), v_int(x->cleared_value),
			v_int(x->ticket_id), v_int(x->repeated)),
		NULL);
}

enum err store_alarm_open(struct db *db, struct arena *a, int64_t meter, struct alarm *out)
{
	return db_one(db, a, SQL_ALARM_OPEN, ARGS(v_int(meter)), alarm_fields, out);
}

enum err store_alarm_ticket(struct db *db, int64_t meter, int64_t *ticket)
{
	return db_int(db, SQL_TICKET, ARGS(v_int(meter)), ticket);
}

enum err store_alarm_list(
	struct db *db, struct arena *a, int64_t meter, int64_t before, int64_t limit, struct list *out)
{
	return db_list(db, a, SQL_ALARMS, ARGS(v_int(meter), v_int(before), v_int(limit)), alarm_fields,
		sizeof(struct alarm), out);
}
