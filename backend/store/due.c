/* due.c - see due.h. */
#include "store/due.h"

#include "store/plan.h"

const char *const due_states[] = {"waiting", "open", "done", "skipped", "missed", NULL};
const char *const due_causes[] = {"calendar", "meter", NULL};

#define DUE(type, at)                                                                                        \
	FIELD_AS(type, at id, "id", F_INT), FIELD_AS(type, at plan_id, "plan_id", F_INT),                    \
		FIELD_AS(type, at asset_id, "asset_id", F_INT), FIELD_AS(type, at n, "n", F_INT),            \
		FIELD_AS(type, at rule_day, "rule_day", F_DAY),                                              \
		FIELD_AS(type, at due_day, "due_day", F_DAY),                                                \
		FIELD_AS(type, at grace_day, "grace_day", F_DAY),                                            \
		FIELD_AS(type, at state, "state", F_ENUM, .names = due_states),                              \
		FIELD_AS(type, at cause, "cause", F_ENUM, .names = due_causes),                              \
		FIELD_AS(type, at ticket_id, "ticket_id", F_INT),                                            \
		FIELD_AS(type, at done_at, "done_at", F_TIME),                                               \
		FIELD_AS(type, at done_day, "done_day", F_DAY), FIELD_AS(type, at moved, "moved", F_BOOL),   \
		FIELD_AS(type, at reason, "reason", F_TEXT),                                                 \
		FIELD_AS(type, at overdue_at, "overdue_at", F_TIME),                                         \
		FIELD_AS(type, at version, "version", F_INT)
#define NOTHING
const struct field due_columns[] = {DUE(struct plan_due, NOTHING), FIELD_END};
const struct field due_row_columns[] = {
	DUE(struct due_row, due.),
	FIELD(struct due_row, plan_name, F_TEXT),
	FIELD(struct due_row, plan_name_en, F_TEXT),
	FIELD(struct due_row, machine_code, F_TEXT),
	FIELD(struct due_row, machine_name, F_TEXT),
	FIELD(struct due_row, machine_name_en, F_TEXT),
	FIELD(struct due_row, place, F_TEXT),
	FIELD(struct due_row, minutes, F_INT),
	FIELD(struct due_row, stands, F_BOOL),
	FIELD(struct due_row, start_min, F_INT),
	FIELD(struct due_row, technician_id, F_INT),
	FIELD(struct due_row, technician_name, F_TEXT),
	FIELD(struct due_row, ticket_state, F_TEXT),
	FIELD(struct due_row, line_id, F_INT),
	FIELD(struct due_row, paused, F_BOOL),
	FIELD_END,
};
static const struct field seed_fields[] = {
	FIELD(struct due_seed, id, F_INT),
	FIELD(struct due_seed, plan_id, F_INT),
	FIELD(struct due_seed, asset_id, F_INT),
	FIELD(struct due_seed, n, F_INT),
	FIELD(struct due_seed, rule_day, F_DAY),
	FIELD(struct due_seed, due_day, F_DAY),
	FIELD(struct due_seed, line_id, F_INT),
	FIELD(struct due_seed, calendar_id, F_INT),
	FIELD_END,
};
static const struct field rule_fields[] = {
	FIELD(struct due_rule, plan_id, F_INT),
	FIELD(struct due_rule, unit, F_ENUM, .names = plan_units),
	FIELD(struct due_rule, mode, F_ENUM, .names = plan_modes),
	FIELD(struct due_rule, holiday, F_ENUM, .names = plan_holidays),
	FIELD(struct due_rule, every, F_INT),
	FIELD(struct due_rule, weekdays, F_INT),
	FIELD(struct due_rule, month_day, F_INT),
	FIELD(struct due_rule, months, F_INT),
	FIELD(struct due_rule, from_day, F_DAY),
	FIELD(struct due_rule, to_day, F_DAY),
	FIELD(struct due_rule, calendar_id, F_INT),
	FIELD(struct due_rule, grace_days, F_INT),
	FIELD_END,
};
static const struct field day_fields[] = {
	FIELD(struct due_day_count, day, F_DAY),
	FIELD(struct due_day_count, n, F_INT),
	FIELD(struct due_day_count, overdue, F_INT),
	FIELD_END,
};
static const struct field count_fields[] = {
	FIELD(struct due_count, line_id, F_INT),
	FIELD(struct due_count, line_name, F_TEXT),
	FIELD(struct due_count, line_name_en, F_TEXT),
	FIELD(struct due_count, moved, F_INT),
	FIELD(struct due_count, open, F_INT),
	FIELD(struct due_count, overdue, F_INT),
	FIELD(struct due_count, done, F_INT),
	FIELD(struct due_count, in_time, F_INT),
	FIELD(struct due_count, missed, F_INT),
	FIELD(struct due_count, skipped, F_INT),
	FIELD_END,
};
static const struct field id_fields[] = {FIELD(struct due_id, id, F_INT), FIELD_END};
const struct field calendar_feed_fields[] = {
	FIELD(struct calendar_feed, id, F_INT, F_SURE),
	FIELD(struct calendar_feed, account_id, F_INT, F_HIDDEN),
	FIELD(struct calendar_feed, name, F_TEXT, F_SURE),
	FIELD(struct calendar_feed, under_id, F_INT),
	FIELD(struct calendar_feed, technician_id, F_INT),
	FIELD(struct calendar_feed, lang, F_TEXT, F_SURE),
	FIELD(struct calendar_feed, created_at, F_TIME, F_SURE),
	FIELD(struct calendar_feed, revoked_at, F_TIME, F_HIDDEN),
	FIELD(struct calendar_feed, under_name, F_TEXT),
	FIELD(struct calendar_feed, technician_name, F_TEXT),
	FIELD(struct calendar_feed, url, F_TEXT, F_NO_COLUMN),
	FIELD_END,
};

#define COLUMNS                                                                                              \
	"SELECT d.id AS id, d.plan_id AS plan_id, d.asset_id AS asset_id, d.n AS n, d.rule_day AS "          \
	"rule_day, d.due_day AS due_day, d.grace_day AS grace_day, d.state AS state, d.cause AS cause, "     \
	"d.ticket_id AS ticket_id, d.done_at AS done_at, d.done_day AS done_day, d.moved AS moved, "         \
	"d.reason AS reason, d.overdue_at AS overdue_at, d.version AS version"
static const char SQL_GET[] = COLUMNS " FROM plan_due d WHERE d.id = $1";
static const char SQL_OF_TICKET[] = COLUMNS " FROM plan_due d WHERE d.ticket_id = $1 AND d.state <> 'missed'";
static const char SQL_LAST[] = COLUMNS " FROM plan_due d WHERE d.plan_id = $1 AND d.asset_id = $2 AND "
				       "d.state <> 'waiting' ORDER BY d.n DESC LIMIT 1";
static const char SQL_LAST_DONE[] = COLUMNS " FROM plan_due d WHERE d.plan_id = $1 AND d.asset_id = $2 AND "
					    "d.state = 'done' ORDER BY d.n DESC LIMIT 1";
static const char SQL_WAITING[] = COLUMNS " FROM plan_due d WHERE d.plan_id = $1 AND d.asset_id = $2 AND "
					  "d.state = 'waiting' ORDER BY d.n DESC LIMIT 1";
static const char SQL_ADD[] =
	"INSERT INTO plan_due (plan_id, asset_id, n, rule_day, due_day, grace_day, state, cause, ticket_id, "
	"done_at, done_day, moved, reason, overdue_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, "
	"$12, $13, $14) RETURNING id";
static const char SQL_PUT[] =
	"UPDATE plan_due SET rule_day = $1, due_day = $2, grace_day = $3, state = $4, cause = $5, ticket_id "
	"= "
	"$6, done_at = $7, done_day = $8, moved = $9, reason = $10, overdue_at = $11, version = version + 1 "
	"WHERE id = $12 AND version = $13";
static const char SQL_REMOVE[] = "DELETE FROM plan_due WHERE id = $1";

#define ROWS                                                                                                 \
	COLUMNS                                                                                              \
	", p.name AS plan_name, p.name_en AS plan_name_en, m.code AS machine_code, m.name AS machine_name, " \
	"m.name_en AS machine_name_en, coalesce(m.location, u.name) AS place, j.minutes AS minutes, "        \
	"j.stands AS stands, p.start_min AS start_min, coalesce(t.assignee_id, p.assignee_id) AS "           \
	"technician_id, c.name AS technician_name, t.state AS ticket_state, m.parent_id AS line_id, "        \
	"p.paused AS paused FROM plan_due d JOIN plan p ON p.id = d.plan_id JOIN job_plan j ON j.id = "      \
	"p.job_plan_id JOIN asset m ON m.id = d.asset_id LEFT JOIN asset u ON u.id = m.parent_id "           \
	"LEFT JOIN ticket t ON t.id = d.ticket_id LEFT JOIN account c ON c.id = coalesce(t.assignee_id, "    \
	"p.assignee_id) "
/* The cases are those of due_standing (domain/compliance.h). */
#define STANDING                                                                                             \
	"CASE d.state WHEN 'done' THEN CASE WHEN d.done_day <= d.grace_day THEN 'in_time' ELSE 'late' END "  \
	"WHEN 'skipped' THEN 'skipped' WHEN 'missed' THEN 'missed' ELSE "                                    \
	"CASE WHEN d.grace_day < $5 THEN 'overdue' ELSE 'ahead' END END"
#define BELOW(place) "d.asset_id" IN_BELOW(place)
/* For what goes through days or plans in order anyway: machine by machine it would have to be sorted. */
#define BELOW_IN_ORDER(place) "+d.asset_id" IN_BELOW(place)
#define IN_BELOW(place)                                                                                      \
	" IN (WITH RECURSIVE below (id) AS (SELECT id FROM asset WHERE id = " place                          \
	" UNION ALL SELECT a.id FROM below b JOIN asset a ON a.parent_id = b.id WHERE a.kind <> "            \
	"'component') SELECT id FROM below) "
/* A condition that may be absent keeps a statement from its index, so each has its own. */
enum where { ANYWHERE, IN_PLACE, OF_PLAN };
#define AT_ANY "AND $3 IS NULL AND $4 IS NULL "
#define AT_PLACE "AND " BELOW("$3") "AND $4 IS NULL "
#define AT_PLACE_IN_ORDER "AND " BELOW_IN_ORDER("$3") "AND $4 IS NULL "
#define AT_PLAN "AND d.plan_id = $4 AND ($3 IS NULL OR " BELOW("$3") ") "
#define WINDOW "WHERE d.due_day >= $1 AND d.due_day <= $2 "
#define AHEAD "AND d.state IN ('waiting', 'open') "
#define WITH_PEOPLE "JOIN plan p ON p.id = d.plan_id LEFT JOIN ticket t ON t.id = d.ticket_id "
#define WHOSE "AND coalesce(t.assignee_id, p.assignee_id) = $6 "
#define ANYBODY "AND $6 IS NULL "
#define STANDS "AND ($7 IS NULL OR $7 = " STANDING ") "
#define ONWARD                                                                                               \
	STANDS "AND ($8 IS NULL OR d.due_day > $8 OR (d.due_day = $8 AND d.id > $9)) "                       \
	       "ORDER BY d.due_day, d.id LIMIT $10) ORDER BY d.due_day, d.id"
#define BACK                                                                                                 \
	STANDS "AND d.state IN ('done', 'skipped', 'missed') "                                               \
	       "AND ($8 IS NULL OR d.due_day < $8 OR (d.due_day = $8 AND d.id < $9)) "                       \
	       "ORDER BY d.due_day DESC, d.id DESC LIMIT $10) ORDER BY d.due_day DESC, d.id DESC"
/* Names are read of the page alone. */
#define OF ROWS "WHERE d.id IN (SELECT d.id FROM plan_due d "
#define PLACES(begin, end)                                                                                   \
	{                                                                                                    \
		begin AT_ANY end, begin AT_PLACE end, begin AT_PLAN end                                      \
	}
#define PLACES_IN_ORDER(begin, end)                                                                          \
	{                                                                                                    \
		begin AT_ANY end, begin AT_PLACE_IN_ORDER end, begin AT_PLAN end                             \
	}
enum which { LIST_ALL, LIST_AHEAD, LIST_OVER };
static const char *const SQL_LIST[][3] = {
	[LIST_ALL] = PLACES(OF WINDOW, ANYBODY ONWARD),
	[LIST_AHEAD] = PLACES(OF WINDOW AHEAD, ANYBODY ONWARD),
	[LIST_OVER] = PLACES(OF WINDOW, ANYBODY BACK),
};
static const char *const SQL_LIST_OF[][3] = {
	[LIST_ALL] = PLACES(OF WITH_PEOPLE WINDOW, WHOSE ONWARD),
	[LIST_AHEAD] = PLACES(OF WITH_PEOPLE WINDOW AHEAD, WHOSE ONWARD),
	[LIST_OVER] = PLACES(OF WITH_PEOPLE WINDOW, WHOSE BACK),
};
/* Both in the order of plans. */
#define PROJECTED "p.retired = 0 AND p.paused = 0 AND p.unit IS NOT NULL "
static const char SQL_RULES[] =
	"SELECT p.id AS plan_id, p.unit AS unit, p.mode AS mode, p.holiday AS holiday, p.every AS every, "
	"p.weekdays AS weekdays, p.month_day AS month_day, p.months AS months, p.from_day AS from_day, "
	"p.to_day AS to_day, p.calendar_id AS calendar_id, p.grace_days AS grace_days FROM plan p "
	"WHERE " PROJECTED "ORDER BY p.id";
#define SEEDS                                                                                                \
	"SELECT d.id AS id, d.plan_id AS plan_id, d.asset_id AS asset_id, d.n AS n, d.rule_day AS "          \
	"rule_day, d.due_day AS due_day, m.parent_id AS line_id, m.calendar_id AS calendar_id "              \
	"FROM plan_due d JOIN plan p ON p.id = d.plan_id JOIN asset m ON m.id = d.asset_id "                 \
	"JOIN plan_asset x ON x.plan_id = d.plan_id AND x.asset_id = d.asset_id "                            \
	"WHERE d.state IN ('waiting', 'open') AND d.due_day <= $1 AND " PROJECTED                            \
	"AND x.removed_at IS NULL AND m.state <> 'retired' AND ($2 IS NULL OR p.assignee_id = $2) "
#define SEEDS_END "ORDER BY d.plan_id, d.asset_id"
static const char *const SQL_SEEDS[] = PLACES_IN_ORDER(SEEDS, SEEDS_END);
#define DAYS                                                                                                 \
	"SELECT d.due_day AS day, count(*) AS n, sum(CASE WHEN d.state IN ('waiting', 'open') AND "          \
	"d.grace_day < $5 THEN 1 ELSE 0 END) AS overdue FROM plan_due d "
#define DAYS_END "GROUP BY d.due_day ORDER BY d.due_day"
static const char *const SQL_DAYS[] = PLACES_IN_ORDER(DAYS WINDOW, ANYBODY DAYS_END);
static const char *const SQL_DAYS_OF[] = PLACES_IN_ORDER(DAYS WITH_PEOPLE WINDOW, WHOSE DAYS_END);
/* From day to day, of each the first: not all of them to be numbered. */
#define FIRST                                                                                                \
	ROWS "WHERE d.id IN (WITH RECURSIVE day (day) AS (SELECT min(due_day) FROM plan_due WHERE due_day "  \
	     ">= $1 UNION ALL SELECT (SELECT min(n.due_day) FROM plan_due n WHERE n.due_day > day.day) "     \
	     "FROM day WHERE day.day < $2) SELECT f.id FROM day CROSS JOIN plan_due f WHERE day.day <= $2 "  \
	     "AND f.id IN (SELECT d.id FROM plan_due d "
#define ON_DAY "WHERE d.due_day = day.day "
#define FIRST_END "ORDER BY d.id LIMIT $5)) ORDER BY d.due_day, d.id"
static const char *const SQL_FIRST[] = PLACES_IN_ORDER(FIRST ON_DAY, ANYBODY FIRST_END);
static const char *const SQL_FIRST_OF[] = PLACES_IN_ORDER(FIRST WITH_PEOPLE ON_DAY, WHOSE FIRST_END);
/* Of each machine a count for each standing, out of an index in which these stand together. Each is named once: SQLite counts again for
 * each time it is named. */
#define HOW_MANY(what, are)                                                                                  \
	"(SELECT count(*) FROM plan_due d WHERE d.asset_id = m.id AND d.due_day >= $1 AND d.due_day <= $2 "  \
	"AND " are ") AS " what
#define COUNTS                                                                                               \
	"SELECT c.line_id AS line_id, l.name AS line_name, l.name_en AS line_name_en, sum(c.moved) AS "      \
	"moved, sum(c.open) AS open, sum(c.overdue) AS overdue, sum(c.done) AS done, sum(c.in_time) AS "     \
	"in_time, sum(c.missed) AS missed, sum(c.skipped) AS skipped FROM (SELECT m.parent_id AS line_id, "
#define MACHINES                                                                                             \
	HOW_MANY("moved", "d.moved = 1")                                                                     \
	", " HOW_MANY("open", "d.state IN ('waiting', 'open')") ", " HOW_MANY(                               \
		"overdue", "d.state IN ('waiting', 'open') AND d.grace_day < $5") ", " HOW_MANY("done",      \
		"d.state = 'done'") ", " HOW_MANY("in_time",                                                 \
		"d.state = 'done' AND d.done_day <= d.grace_day") ", " HOW_MANY("missed",                    \
		"d.state = 'missed'") ", " HOW_MANY("skipped",                                               \
		"d.state = 'skipped'") " FROM asset m WHERE m.kind = 'machine' "
#define COUNTS_END                                                                                           \
	") c LEFT JOIN asset l ON l.id = c.line_id GROUP BY c.line_id, l.name, l.name_en ORDER BY c.line_id"
static const char *const SQL_COUNTS[] = {COUNTS MACHINES AT_ANY COUNTS_END,
	COUNTS MACHINES "AND m.id" IN_BELOW("$3") "AND $4 IS NULL " COUNTS_END};
#define PAST "SELECT count(*) FROM plan_due d WHERE d.state IN ('waiting', 'open') AND d.grace_day < $1 "
static const char *const SQL_PAST[] = {PAST "AND $2 IS NULL", PAST "AND " BELOW("$2")};
static const char SQL_UNTOLD[] =
	"SELECT id FROM plan_due WHERE state IN ('waiting', 'open') AND overdue_at IS NULL AND "
	"grace_day < $1 ORDER BY grace_day, id LIMIT $2";
static const char SQL_ROW[] = ROWS "WHERE d.id = $1";

#define FEEDS                                                                                                \
	"SELECT f.id AS id, f.account_id AS account_id, f.name AS name, f.under_id AS under_id, "            \
	"f.technician_id AS technician_id, f.lang AS lang, f.created_at AS created_at, "                     \
	"f.revoked_at AS revoked_at, u.name AS under_name, t.name AS technician_name "                       \
	"FROM calendar_feed f JOIN account a ON a.id = f.account_id LEFT JOIN asset u ON u.id = f.under_id " \
	"LEFT JOIN account t ON t.id = f.technician_id "
static const char SQL_FEEDS[] = FEEDS "WHERE f.account_id = $1 AND f.revoked_at IS NULL ORDER BY f.id DESC";
static const char SQL_FEED[] = FEEDS "WHERE f.digest = $1 AND f.revoked_at IS NULL AND a.disabled = 0";
static const char SQL_ADD_FEED[] =
	"INSERT INTO calendar_feed (account_id, name, digest, under_id, technician_id, lang, created_at) "
	"VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id";
static const char SQL_REVOKE[] = "UPDATE calendar_feed SET revoked_at = $1 WHERE id = $2 AND account_id = $3 "
				 "AND revoked_at IS NULL";

enum err store_due_get(struct db *db, struct arena *a, int64_t id, struct plan_due *out)
{
	return db_one(db, a, SQL_GET, ARGS(v_int(id)), due_columns, out);
}

enum err store_due_of_ticket(struct db *db, struct arena *a, int64_t ticket, struct plan_due *out)
{
	return db_one(db, a, SQL_OF_TICKET, ARGS(v_int(ticket)), due_columns, out);
}

enum err store_due_last(struct db *db, struct arena *a, int64_t plan, int64_t asset, struct plan_due *out)
{
	return db_one(db, a, SQL_LAST, ARGS(v_int(plan), v_int(asset)), due_columns, out);
}

enum err store_due_last_done(
	struct db *db, struct arena *a, int64_t plan, int64_t asset, struct plan_due *out)
{
	return db_one(db, a, SQL_LAST_DONE, ARGS(v_int(plan), v_int(asset)), due_columns, out);
}

enum err store_due_waiting(struct db *db, struct arena *a, int64_t plan, int64_t asset, struct plan_due *out)
{
	return db_one(db, a, SQL_WAITING, ARGS(v_int(plan), v_int(asset)), due_columns, out);
}

enum err store_due_add(struct tx *tx, struct plan_due *d)
{
	d->version = 1;
	return db_int(tx->db, SQL_ADD,
		ARGS(v_int(d->plan_id), v_int(d->asset_id), v_int(d->n), v_int(d->rule_day),
			v_int(d->due_day), v_int(d->grace_day), v_name(due_states, d->state),
			v_name(due_causes, d->cause), v_int(d->ticket_id), v_int(d->done_at),
			v_int(d->done_day), v_int(d->moved), v_text(d->reason), v_int(d->overdue_at)),
		&d->id);
}

enum err store_due_put(struct tx *tx, struct plan_due *d)
{
	int64_t changed = 0;
	enum err err = db_exec(tx->db, SQL_PUT,
		ARGS(v_int(d->rule_day), v_int(d->due_day), v_int(d->grace_day), v_name(due_states, d->state),
			v_name(due_causes, d->cause), v_int(d->ticket_id), v_int(d->done_at),
			v_int(d->done_day), v_int(d->moved), v_text(d->reason), v_int(d->overdue_at),
			v_int(d->id), v_int(d->version)),
		&changed);

	if (err == OK && !changed)
		return ERR_STALE;
	d->version += err == OK;
	return err;
}

enum err store_due_remove(struct tx *tx, int64_t id)
{
	return db_exec(tx->db, SQL_REMOVE, ARGS(v_int(id)), NULL);
}

void due_filter_none(struct due_filter *f)
{
	*f = (struct due_filter){.from_day = 0,
		.to_day = 99999999,
		.under_id = NONE,
		.plan_id = NONE,
		.technician_id = NONE,
		.standing = NULL,
		.today = 0,
		.ahead = NONE,
		.over = NONE,
		.after_day = NONE,
		.after_id = NONE,
		.limit = 50};
}

static enum where where_of(const struct due_filter *f)
{
	return f->plan_id != NONE ? OF_PLAN : f->under_id != NONE ? IN_PLACE : ANYWHERE;
}

enum err store_due_list(struct db *db, struct arena *a, const struct due_filter *f, struct list *out)
{
	enum which which = f->over == 1 ? LIST_OVER : f->ahead == 1 ? LIST_AHEAD : LIST_ALL;

	const char *const *sql = f->technician_id == NONE ? SQL_LIST[which] : SQL_LIST_OF[which];

	return db_list(db, a, sql[where_of(f)],
		ARGS(v_int(f->from_day), v_int(f->to_day), v_int(f->under_id), v_int(f->plan_id),
			v_int(f->today), v_int(f->technician_id), v_text(f->standing), v_int(f->after_day),
			v_int(f->after_id), v_int(f->limit)),
		due_row_columns, sizeof(struct due_row), out);
}

enum err store_due_seeds(struct db *db, struct arena *a, const struct due_filter *f, struct list *out)
{
	return db_list(db, a, SQL_SEEDS[where_of(f)],
		ARGS(v_int(f->to_day), v_int(f->technician_id), v_int(f->under_id), v_int(f->plan_id)),
		seed_fields, sizeof(struct due_seed), out);
}

enum err store_due_rules(struct db *db, struct arena *a, struct list *out)
{
	return db_list(db, a, SQL_RULES, NO_ARGS, rule_fields, sizeof(struct due_rule), out);
}

enum err store_due_first(struct db *db, struct arena *a, const struct due_filter *f, struct list *out)
{
	const char *const *sql = f->technician_id == NONE ? SQL_FIRST : SQL_FIRST_OF;

	return db_list(db, a, sql[where_of(f)],
		ARGS(v_int(f->from_day), v_int(f->to_day), v_int(f->under_id), v_int(f->plan_id),
			v_int(f->limit), v_int(f->technician_id)),
		due_row_columns, sizeof(struct due_row), out);
}

enum err store_due_days(struct db *db, struct arena *a, const struct due_filter *f, struct list *out)
{
	const char *const *sql = f->technician_id == NONE ? SQL_DAYS : SQL_DAYS_OF;

	return db_list(db, a, sql[where_of(f)],
		ARGS(v_int(f->from_day), v_int(f->to_day), v_int(f->under_id), v_int(f->plan_id),
			v_int(f->today), v_int(f->technician_id)),
		day_fields, sizeof(struct due_day_count), out);
}

enum err store_due_counts(struct db *db, struct arena *a, const struct due_filter *f, struct list *out)
{
	return db_list(db, a, SQL_COUNTS[f->under_id != NONE],
		ARGS(v_int(f->from_day), v_int(f->to_day), v_int(f->under_id), v_int(NONE), v_int(f->today)),
		count_fields, sizeof(struct due_count), out);
}

enum err store_due_overdue(struct db *db, int64_t today, int64_t under, int64_t *n)
{
	return db_int(db, SQL_PAST[under != NONE], ARGS(v_int(today), v_int(under)), n);
}

enum err store_due_untold(struct db *db, struct arena *a, int64_t today, int64_t limit, struct list *out)
{
	return db_list(
		db, a, SQL_UNTOLD, ARGS(v_int(today), v_int(limit)), id_fields, sizeof(struct due_id), out);
}

enum err store_due_row(struct db *db, struct arena *a, int64_t id, struct due_row *out)
{
	return db_one(db, a, SQL_ROW, ARGS(v_int(id)), due_row_columns, out);
}

enum err store_feed_add(struct tx *tx, struct calendar_feed *f, const char *digest)
{
	f->created_at = tx->now;
	return db_int(tx->db, SQL_ADD_FEED,
		ARGS(v_int(f->account_id), v_text(f->name), v_text(digest), v_int(f->under_id),
			v_int(f->technician_id), v_text(f->lang), v_int(tx->now)),
		&f->id);
}

enum err store_feed_list(struct db *db, struct arena *a, int64_t account, struct list *out)
{
	return db_list(db, a, SQL_FEEDS, ARGS(v_int(account)), calendar_feed_fields,
		sizeof(struct calendar_feed), out);
}

enum err store_feed_revoke(struct tx *tx, int64_t id, int64_t account)
{
	int64_t changed = 0;
	enum err err = db_exec(tx->db, SQL_REVOKE, ARGS(v_int(tx->now), v_int(id), v_int(account)), &changed);

	return err == OK && !changed ? ERR_NOT_FOUND : err;
}

enum err store_feed_by_digest(struct db *db, struct arena *a, const char *digest, struct calendar_feed *out)
{
	return db_one(db, a, SQL_FEED, ARGS(v_text(digest)), calendar_feed_fields, out);
}
