/* calendar.c - see calendar.h. */
#include "store/calendar.h"

const struct field shift_fields[] = {
	FIELD(struct shift_row, weekday, F_INT, F_REQUIRED, .min = 1, .max = 7),
	FIELD(struct shift_row, start_min, F_INT, F_REQUIRED, .min = 0, .max = 1439),
	FIELD(struct shift_row, end_min, F_INT, F_REQUIRED, .min = 1, .max = 2879),
	FIELD_END,
};
const struct field exception_fields[] = {
	FIELD(struct exception_row, day, F_DAY, F_REQUIRED),
	FIELD(struct exception_row, start_min, F_INT, F_IN, .min = 0, .max = 1439),
	FIELD(struct exception_row, end_min, F_INT, F_IN, .min = 1, .max = 2879),
	FIELD(struct exception_row, note, F_TEXT, F_IN, .max = 120),
	FIELD_END,
};
const struct field calendar_fields[] = {
	FIELD(struct calendar_row, id, F_INT, F_SURE),
	FIELD(struct calendar_row, name, F_TEXT, F_REQUIRED, .max = 80),
	FIELD(struct calendar_row, version, F_INT, F_SURE),
	FIELD(struct calendar_row, shifts, F_LIST, F_IN, .max = 100, SUB(shift_fields, struct shift_row)),
	FIELD(struct calendar_row, exceptions, F_LIST, F_IN, .max = 1000,
		SUB(exception_fields, struct exception_row)),
	FIELD_END,
};

static const char SQL_GET[] = "SELECT id, name, version FROM calendar WHERE id = $1";
static const char SQL_LIST[] = "SELECT id, name, version FROM calendar ORDER BY name, id";
static const char SQL_SHIFTS[] = "SELECT weekday, start_min, end_min FROM calendar_shift "
				 "WHERE calendar_id = $1 ORDER BY weekday, start_min, id";
static const char SQL_EXCEPTIONS[] = "SELECT day, start_min, end_min, note FROM calendar_exception "
				     "WHERE calendar_id = $1 ORDER BY day, start_min, id";
static const char SQL_ADD[] = "INSERT INTO calendar (name) VALUES ($1) RETURNING id";
static const char SQL_PUT[] =
	"UPDATE calendar SET name = $1, version = version + 1 WHERE id = $2 AND version = $3";
static const char SQL_SHIFTS_DROP[] = "DELETE FROM calendar_shift WHERE calendar_id = $1";
static const char SQL_EXCEPTIONS_DROP[] = "DELETE FROM calendar_exception WHERE calendar_id = $1";
static const char SQL_SHIFT_ADD[] =
	"INSERT INTO calendar_shift (calendar_id, weekday, start_min, end_min) VALUES ($1, $2, $3, $4)";
static const char SQL_EXCEPTION_ADD[] =
	"INSERT INTO calendar_exception (calendar_id, day, start_min, end_min, note) "
	"VALUES ($1, $2, $3, $4, $5)";
static const char SQL_OF[] =
	"WITH RECURSIVE up(parent_id, calendar_id, depth) AS ("
	"SELECT parent_id, calendar_id, 0 FROM asset WHERE id = $1 "
	"UNION ALL SELECT p.parent_id, p.calendar_id, up.depth + 1 FROM asset p JOIN up ON p.id = "
	"up.parent_id "
	"WHERE up.calendar_id IS NULL AND up.depth < 16) "
	"SELECT calendar_id FROM up ORDER BY depth DESC LIMIT 1";

static enum err fill(struct db *db, struct arena *a, struct calendar_row *c)
{
	enum err err = db_list(
		db, a, SQL_SHIFTS, ARGS(v_int(c->id)), shift_fields, sizeof(struct shift_row), &c->shifts);

	if (err != OK)
		return err;
	return db_list(db, a, SQL_EXCEPTIONS, ARGS(v_int(c->id)), exception_fields,
		sizeof(struct exception_row), &c->exceptions);
}

enum err store_calendar_get(struct db *db, struct arena *a, int64_t id, struct calendar_row *out)
{
	enum err err = db_one(db, a, SQL_GET, ARGS(v_int(id)), calendar_fields, out);

	return err == OK ? fill(db, a, out) : err;
}

enum err store_calendar_list(struct db *db, struct arena *a, struct list *out)
{
	enum err err = db_list(db, a, SQL_LIST, NO_ARGS, calendar_fields, sizeof(struct calendar_row), out);

	for (size_t i = 0; i < out->n && err == OK; i++)
		err = fill(db, a, list_at(out, i, sizeof(struct calendar_row)));
	return err;
}

static enum err add_rows(struct tx *tx, const struct calendar_row *c)
{
	enum err err = OK;

	for (size_t i = 0; i < c->shifts.n && err == OK; i++) {
		const struct shift_row *s = list_at(&c->shifts, i, sizeof(*s));

		err = db_exec(tx->db, SQL_SHIFT_ADD,
			ARGS(v_int(c->id), v_int(s->weekday), v_int(s->start_min), v_int(s->end_min)), NULL);
	}
	for (size_t i = 0; i < c->exceptions.n && err == OK; i++) {
		const struct exception_row *e = list_at(&c->exceptions, i, sizeof(*e));

		err = db_exec(tx->db, SQL_EXCEPTION_ADD,
			ARGS(v_int(c->id), v_int(e->day), v_int(e->start_min), v_int(e->end_min),
				v_text(e->note)),
			NULL);
	}
	return err;
}

enum err store_calendar_add(struct tx *tx, struct calendar_row *c)
{
	enum err err = db_int(tx->db, SQL_ADD, ARGS(v_text(c->name)), &c->id);

	c->version = 1;
	return err == OK ? add_rows(tx, c) : err;
}

enum err store_calendar_put(struct tx *tx, struct calendar_row *c)
{
	int64_t changed = 0;
	enum err err =
		db_exec(tx->db, SQL_PUT, ARGS(v_text(c->name), v_int(c->id), v_int(c->version)), &changed);

	if (err == OK && !changed)
		return ERR_STALE;
	if (err == OK)
		err = db_exec(tx->db, SQL_SHIFTS_DROP, ARGS(v_int(c->id)), NULL);
	if (err == OK)
		err = db_exec(tx->db, SQL_EXCEPTIONS_DROP, ARGS(v_int(c->id)), NULL);
	if (err == OK)
		err = add_rows(tx, c);
	if (err == OK)
		c->version++;
	return err;
}

enum err store_calendar_of(struct db *db, int64_t asset, int64_t *calendar)
{
	return db_int(db, SQL_OF, ARGS(v_int(asset)), calendar);
}
