/* round_route.c - see round_route.h. */
#include "store/round_route.h"

const char *const route_dues[] = {"shift", "times", NULL};

const struct field route_window_fields[] = {
	FIELD(struct route_window, start_min, F_INT, F_REQUIRED, .min = 0, .max = 1439),
	FIELD(struct route_window, end_min, F_INT, F_REQUIRED, .min = 1, .max = 2879),
	FIELD_END,
};
const struct field route_stop_fields[] = {
	FIELD(struct route_stop, machine_id, F_INT, F_REQUIRED, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct route_stop, checklist_id, F_INT, F_REQUIRED, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct route_stop, machine_code, F_TEXT),
	FIELD(struct route_stop, machine_name, F_TEXT, F_SURE),
	FIELD(struct route_stop, machine_name_en, F_TEXT),
	FIELD(struct route_stop, checklist_name, F_TEXT, F_SURE),
	FIELD(struct route_stop, checklist_name_en, F_TEXT),
	FIELD_END,
};
const struct field round_route_fields[] = {
	FIELD(struct round_route, id, F_INT, F_SURE),
	FIELD(struct round_route, name, F_TEXT, F_REQUIRED, .max = 80),
	FIELD(struct round_route, name_en, F_TEXT, F_IN, .max = 80),
	FIELD(struct round_route, due, F_ENUM, F_REQUIRED, .names = route_dues),
	FIELD(struct round_route, weekdays, F_INT, F_IN | F_SURE, .min = 0, .max = 127),
	FIELD(struct round_route, workdays, F_BOOL, F_IN | F_SURE),
	FIELD(struct round_route, calendar_id, F_INT, F_IN, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct round_route, assignee_id, F_INT, F_IN, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct round_route, sign, F_BOOL, F_IN | F_SURE),
	FIELD(struct round_route, paused, F_BOOL, F_IN | F_SURE),
	FIELD(struct round_route, retired, F_BOOL, F_IN | F_SURE),
	FIELD(struct round_route, made_to, F_TIME, F_HIDDEN),
	FIELD(struct round_route, version, F_INT, F_SURE),
	FIELD(struct round_route, created_at, F_TIME, F_SURE),
	FIELD(struct round_route, calendar_name, F_TEXT),
	FIELD(struct round_route, assignee_name, F_TEXT),
	FIELD(struct round_route, stops_n, F_INT, F_SURE),
	FIELD(struct round_route, windows, F_LIST, F_IN, .max = 24,
		SUB(route_window_fields, struct route_window)),
	FIELD(struct round_route, stops, F_LIST, F_IN, .max = 200, SUB(route_stop_fields, struct route_stop)),
	FIELD_END,
};

#define SELECT                                                                                               \
	"SELECT r.id AS id, r.name AS name, r.name_en AS name_en, r.due AS due, r.weekdays AS weekdays, "    \
	"r.workdays AS workdays, r.calendar_id AS calendar_id, r.assignee_id AS assignee_id, r.sign AS "     \
	"sign, "                                                                                             \
	"r.paused AS paused, r.retired AS retired, r.made_to AS made_to, r.version AS version, "             \
	"r.created_at AS created_at, c.name AS calendar_name, p.name AS assignee_name, "                     \
	"(SELECT count(*) FROM route_stop s WHERE s.route_id = r.id) AS stops_n "                            \
	"FROM route r LEFT JOIN calendar c ON c.id = r.calendar_id LEFT JOIN account p ON p.id = "           \
	"r.assignee_id "
static const char SQL_GET[] = SELECT "WHERE r.id = $1";
static const char SQL_LIST[] = SELECT "ORDER BY r.retired, r.name, r.id";
static const char SQL_WINDOWS[] =
	"SELECT start_min, end_min FROM route_window WHERE route_id = $1 ORDER BY n";
static const char SQL_STOPS[] =
	"SELECT s.machine_id AS machine_id, s.checklist_id AS checklist_id, m.code AS machine_code, m.name "
	"AS "
	"machine_name, m.name_en AS machine_name_en, c.name AS checklist_name, c.name_en AS "
	"checklist_name_en "
	"FROM route_stop s JOIN asset m ON m.id = s.machine_id JOIN checklist c ON c.id = s.checklist_id "
	"WHERE s.route_id = $1 ORDER BY s.n";
static const char SQL_ADD[] =
	"INSERT INTO route (name, name_en, due, weekdays, workdays, calendar_id, assignee_id, sign, paused, "
	"retired, "
	"made_to, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id";
static const char SQL_PUT[] =
	"UPDATE route SET name = $1, name_en = $2, due = $3, weekdays = $4, workdays = $5, calendar_id = $6, "
	"assignee_id = $7, sign = $8, paused = $9, retired = $10, version = version + 1 WHERE id = $11 AND "
	"version = $12";
static const char SQL_MADE[] = "UPDATE route SET made_to = $1 WHERE id = $2";
static const char SQL_WINDOWS_DROP[] = "DELETE FROM route_window WHERE route_id = $1";
static const char SQL_STOPS_DROP[] = "DELETE FROM route_stop WHERE route_id = $1";
static const char SQL_WINDOW_ADD[] =
	"INSERT INTO route_window (route_id, n, start_min, end_min) VALUES ($1, $2, $3, $4)";
static const char SQL_STOP_ADD[] =
	"INSERT INTO route_stop (route_id, n, machine_id, checklist_id) VALUES ($1, $2, $3, $4)";
static const char SQL_MACHINE[] = "SELECT count(*) FROM asset WHERE id = $1 AND kind = 'machine'";
static const char SQL_CHECKLIST[] = "SELECT count(*) FROM checklist WHERE id = $1";

static enum err windows_of(struct db *db, struct arena *a, struct round_route *r)
{
	return db_list(db, a, SQL_WINDOWS, ARGS(v_int(r->id)), route_window_fields,
		sizeof(struct route_window), &r->windows);
}

enum err store_route_get(struct db *db, struct arena *a, int64_t id, struct round_route *out)
{
	enum err err = db_one(db, a, SQL_GET, ARGS(v_int(id)), round_route_fields, out);

	if (err == OK)
		err = windows_of(db, a, out);
	return err == OK ? db_list(db, a, SQL_STOPS, ARGS(v_int(id)), route_stop_fields,
				   sizeof(struct route_stop), &out->stops)
			 : err;
}

enum err store_route_list(struct db *db, struct arena *a, struct list *out)
{
	enum err err = db_list(db, a, SQL_LIST, NO_ARGS, round_route_fields, sizeof(struct round_route), out);

	for (size_t i = 0; err == OK && i < out->n; i++)
		err = windows_of(db, a, list_at(out, i, sizeof(struct round_route)));
	return err;
}

static enum err add_rows(struct tx *tx, struct round_route *r)
{
	enum err err = OK;

	for (size_t i = 0; i < r->windows.n && err == OK; i++) {
		const struct route_window *w = list_at(&r->windows, i, sizeof(*w));

		err = db_exec(tx->db, SQL_WINDOW_ADD,
			ARGS(v_int(r->id), v_int((int64_t)i + 1), v_int(w->start_min), v_int(w->end_min)),
			NULL);
	}
	for (size_t i = 0; i < r->stops.n && err == OK; i++) {
		const struct route_stop *s = list_at(&r->stops, i, sizeof(*s));

		err = db_exec(tx->db, SQL_STOP_ADD,
			ARGS(v_int(r->id), v_int((int64_t)i + 1), v_int(s->machine_id),
				v_int(s->checklist_id)),
			NULL);
	}
	r->stops_n = (int64_t)r->stops.n;
	return err;
}

enum err store_route_add(struct tx *tx, struct round_route *r)
{
	enum err err = db_int(tx->db, SQL_ADD,
		ARGS(v_text(r->name), v_text(r->name_en), v_name(route_dues, r->due), v_int(r->weekdays),
			v_int(r->workdays), v_int(r->calendar_id), v_int(r->assignee_id), v_int(r->sign),
			v_int(r->paused), v_int(r->retired), v_int(r->made_to), v_int(tx->now)),
		&r->id);

	r->version = 1;
	r->created_at = tx->now;
	return err == OK ? add_rows(tx, r) : err;
}

enum err store_route_put(struct tx *tx, struct round_route *r)
{
	int64_t changed = 0;
	enum err err = db_exec(tx->db, SQL_PUT,
		ARGS(v_text(r->name), v_text(r->name_en), v_name(route_dues, r->due), v_int(r->weekdays),
			v_int(r->workdays), v_int(r->calendar_id), v_int(r->assignee_id), v_int(r->sign),
			v_int(r->paused), v_int(r->retired), v_int(r->id), v_int(r->version)),
		&changed);

	if (err == OK && !changed)
		return ERR_STALE;
	r->version++;
	if (err == OK)
		err = db_exec(tx->db, SQL_WINDOWS_DROP, ARGS(v_int(r->id)), NULL);
	if (err == OK)
		err = db_exec(tx->db, SQL_STOPS_DROP, ARGS(v_int(r->id)), NULL);
	return err == OK ? add_rows(tx, r) : err;
}

enum err store_route_made(struct tx *tx, int64_t id, int64_t made_to)
{
	return db_exec(tx->db, SQL_MADE, ARGS(v_int(made_to), v_int(id)), NULL);
}

static enum err there(struct db *db, const char *sql, int64_t id, bool *is)
{
	int64_t n = 0;
	enum err err = db_int(db, sql, ARGS(v_int(id)), &n);

	*is = n > 0;
	return err;
}

enum err store_route_machine(struct db *db, int64_t machine, bool *is)
{
	return there(db, SQL_MACHINE, machine, is);
}

enum err store_route_checklist(struct db *db, int64_t checklist, bool *is)
{
	return there(db, SQL_CHECKLIST, checklist, is);
}
