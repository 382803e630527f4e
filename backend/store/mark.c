/* mark.c - see mark.h. */
#include "store/mark.h"

#include "store/repair.h"

const char *const fix_marks[] = {"worked", "did_not_apply", NULL};

const struct field suggestion_mark_fields[] = {
	FIELD(struct suggestion_mark, ticket_id, F_INT, F_SURE),
	FIELD(struct suggestion_mark, fix, F_TEXT, F_SURE),
	FIELD(struct suggestion_mark, label, F_TEXT, F_SURE),
	FIELD(struct suggestion_mark, mark, F_ENUM, F_SURE, .names = fix_marks),
	FIELD(struct suggestion_mark, account_id, F_INT, F_SURE),
	FIELD(struct suggestion_mark, account_name, F_TEXT, F_SURE),
	FIELD(struct suggestion_mark, time, F_TIME, F_SURE),
	FIELD_END,
};

static const char SQL_PUT[] =
	"INSERT INTO suggestion_mark (ticket_id, fix, label, mark, account_id, time) "
	"VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (ticket_id, fix) DO UPDATE SET label = excluded.label, "
	"mark = excluded.mark, account_id = excluded.account_id, time = excluded.time";
static const char SQL_CASE_ADD[] = "INSERT INTO mark_case (ticket_id, fix, case_id) VALUES ($1, $2, $3) "
				   "ON CONFLICT (ticket_id, fix, case_id) DO NOTHING";
static const char SQL_CASES[] =
	"SELECT DISTINCT case_id AS id FROM mark_case WHERE ticket_id = $1 ORDER BY case_id";
static const struct field id_fields[] = {FIELD(struct repair_id, id, F_INT), FIELD_END};
static const char SQL_DROP[] = "DELETE FROM suggestion_mark WHERE ticket_id = $1 AND fix = $2";
static const char SQL_LIST[] =
	"SELECT s.ticket_id AS ticket_id, s.fix AS fix, s.label AS label, s.mark AS mark, "
	"s.account_id AS account_id, p.name AS account_name, s.time AS time FROM suggestion_mark s "
	"JOIN account p ON p.id = s.account_id WHERE s.ticket_id = $1 ORDER BY s.time, s.fix";

enum err store_mark_put(struct tx *tx, struct suggestion_mark *m)
{
	enum err err;

	m->time = tx->now;
	err = db_exec(tx->db, SQL_PUT,
		ARGS(v_int(m->ticket_id), v_text(m->fix), v_text(m->label), v_name(fix_marks, m->mark),
			v_int(m->account_id), v_int(m->time)),
		NULL);
	for (size_t i = 0; i < m->cases.n && err == OK; i++)
		err = db_exec(tx->db, SQL_CASE_ADD,
			ARGS(v_int(m->ticket_id), v_text(m->fix), v_int(((int64_t *)m->cases.items)[i])),
			NULL);
	return err;
}

enum err store_mark_cases(struct db *db, struct arena *a, int64_t ticket, struct list *out)
{
	return db_list(db, a, SQL_CASES, ARGS(v_int(ticket)), id_fields, sizeof(struct repair_id), out);
}

enum err store_mark_drop(struct tx *tx, int64_t ticket, const char *fix)
{
	int64_t changed = 0;
	enum err err = db_exec(tx->db, SQL_DROP, ARGS(v_int(ticket), v_text(fix)), &changed);

	return err == OK && !changed ? ERR_NOT_FOUND : err;
}

enum err store_mark_list(struct db *db, struct arena *a, int64_t ticket, struct list *out)
{
	return db_list(db, a, SQL_LIST, ARGS(v_int(ticket)), suggestion_mark_fields,
		sizeof(struct suggestion_mark), out);
}
