/* job.c - see job.h. */
#include "store/job.h"

const char *const task_results[] = {"done", "problem", "not_done", NULL};

const struct field job_task_fields[] = {
	FIELD(struct job_task, text, F_TEXT, F_REQUIRED, .max = 300),
	FIELD(struct job_task, text_en, F_TEXT, F_IN, .max = 300),
	FIELD_END,
};
const struct field job_part_fields[] = {
	FIELD(struct job_part, part_id, F_INT, F_REQUIRED, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct job_part, qty, F_QTY, F_REQUIRED, .min = 1, .max = INT64_C(1000000000)),
	FIELD(struct job_part, code, F_TEXT, F_SURE),
	FIELD(struct job_part, name, F_TEXT, F_SURE),
	FIELD(struct job_part, name_en, F_TEXT),
	FIELD(struct job_part, unit, F_TEXT, F_SURE),
	FIELD(struct job_part, bin, F_TEXT),
	FIELD(struct job_part, stock, F_QTY, F_SURE),
	FIELD_END,
};
#define ROW                                                                                                  \
	FIELD(struct job_plan, id, F_INT, F_SURE), FIELD(struct job_plan, name, F_TEXT, F_SURE),             \
		FIELD(struct job_plan, name_en, F_TEXT), FIELD(struct job_plan, minutes, F_INT),             \
		FIELD(struct job_plan, stands, F_BOOL, F_SURE), FIELD(struct job_plan, note, F_TEXT),        \
		FIELD(struct job_plan, retired, F_BOOL, F_SURE),                                             \
		FIELD(struct job_plan, version, F_INT, F_SURE),                                              \
		FIELD(struct job_plan, created_at, F_TIME, F_SURE),                                          \
		FIELD(struct job_plan, plans, F_INT, F_SURE)
const struct field job_row_fields[] = {ROW, FIELD_END};
const struct field job_fields[] = {
	ROW,
	FIELD(struct job_plan, tasks, F_LIST, F_NO_COLUMN, SUB(job_task_fields, struct job_task)),
	FIELD(struct job_plan, parts, F_LIST, F_NO_COLUMN, SUB(job_part_fields, struct job_part)),
	FIELD_END,
};
const struct field ticket_task_fields[] = {
	FIELD(struct ticket_task, id, F_INT, F_SURE),
	FIELD(struct ticket_task, ticket_id, F_INT, F_SURE),
	FIELD(struct ticket_task, text, F_TEXT, F_SURE),
	FIELD(struct ticket_task, text_en, F_TEXT),
	FIELD(struct ticket_task, result, F_ENUM, .names = task_results),
	FIELD(struct ticket_task, note, F_TEXT),
	FIELD(struct ticket_task, account_id, F_INT),
	FIELD(struct ticket_task, account_name, F_TEXT),
	FIELD(struct ticket_task, done_at, F_TIME),
	FIELD_END,
};

#define SELECT                                                                                               \
	"SELECT j.id AS id, j.name AS name, j.name_en AS name_en, j.minutes AS minutes, j.stands AS "        \
	"stands, "                                                                                           \
	"j.note AS note, j.retired AS retired, j.version AS version, j.created_at AS created_at, "           \
	"(SELECT count(*) FROM plan p WHERE p.job_plan_id = j.id AND p.retired = 0) AS plans "               \
	"FROM job_plan j "
static const char SQL_GET[] = SELECT "WHERE j.id = $1";
static const char SQL_LIST[] = SELECT "ORDER BY j.retired, j.name, j.id";
static const char SQL_NAMED[] = "SELECT id FROM job_plan WHERE name = $1 AND retired = 0 ORDER BY id LIMIT 1";
static const char SQL_ADD[] = "INSERT INTO job_plan (name, name_en, minutes, stands, note, created_at) "
			      "VALUES ($1, $2, $3, $4, $5, $6) RETURNING id";
static const char SQL_PUT[] =
	"UPDATE job_plan SET name = $1, name_en = $2, minutes = $3, stands = $4, note = $5, retired = $6, "
	"version = version + 1 WHERE id = $7 AND version = $8";
static const char SQL_DROP_TASKS[] = "DELETE FROM job_task WHERE job_plan_id = $1";
static const char SQL_DROP_PARTS[] = "DELETE FROM job_part WHERE job_plan_id = $1";
static const char SQL_ADD_TASK[] =
	"INSERT INTO job_task (job_plan_id, sort, text, text_en) VALUES ($1, $2, $3, $4)";
static const char SQL_ADD_PART[] = "INSERT INTO job_part (job_plan_id, part_id, qty) VALUES ($1, $2, $3)";
static const char SQL_TASKS[] = "SELECT text, text_en FROM job_task WHERE job_plan_id = $1 ORDER BY sort, id";
static const char SQL_PARTS[] =
	"SELECT j.part_id AS part_id, j.qty AS qty, p.code AS code, p.name AS name, p.name_en AS name_en, "
	"p.unit AS unit, b.code AS bin, p.qty AS stock FROM job_part j JOIN part p ON p.id = j.part_id "
	"LEFT JOIN bin b ON b.id = p.bin_id WHERE j.job_plan_id = $1 ORDER BY p.code";

static const char SQL_TICKET_TASKS[] =
	"SELECT t.id AS id, t.ticket_id AS ticket_id, t.text AS text, t.text_en AS text_en, t.result AS "
	"result, t.note AS note, t.account_id AS account_id, a.name AS account_name, t.done_at AS done_at "
	"FROM ticket_task t LEFT JOIN account a ON a.id = t.account_id WHERE t.ticket_id = $1 "
	"ORDER BY t.sort, t.id";
static const char SQL_COPY[] = "INSERT INTO ticket_task (ticket_id, sort, text, text_en) "
			       "SELECT $1, sort, text, text_en FROM job_task WHERE job_plan_id = $2";
static const char SQL_TICK[] = "UPDATE ticket_task SET result = $1, note = $2, account_id = $3, done_at = $4 "
			       "WHERE id = $5 AND ticket_id = $6";
static const char SQL_LEFT[] = "SELECT count(*) FROM ticket_task WHERE ticket_id = $1 AND result IS NULL";

enum err store_job_tasks(struct db *db, struct arena *a, int64_t job, struct list *out)
{
	return db_list(db, a, SQL_TASKS, ARGS(v_int(job)), job_task_fields, sizeof(struct job_task), out);
}

enum err store_job_parts(struct db *db, struct arena *a, int64_t job, struct list *out)
{
	return db_list(db, a, SQL_PARTS, ARGS(v_int(job)), job_part_fields, sizeof(struct job_part), out);
}

enum err store_job_get(struct db *db, struct arena *a, int64_t id, struct job_plan *out)
{
	enum err err = db_one(db, a, SQL_GET, ARGS(v_int(id)), job_fields, out);

	if (err == OK)
		err = store_job_tasks(db, a, id, &out->tasks);
	return err == OK ? store_job_parts(db, a, id, &out->parts) : err;
}

enum err store_job_list(struct db *db, struct arena *a, struct list *out)
{
	return db_list(db, a, SQL_LIST, NO_ARGS, job_row_fields, sizeof(struct job_plan), out);
}

enum err store_job_named(struct db *db, const char *name, int64_t *id)
{
	return db_int(db, SQL_NAMED, ARGS(v_text(name)), id);
}

static enum err add_rows(struct tx *tx, const struct job_plan *j)
{
	enum err err = OK;

	for (size_t i = 0; i < j->tasks.n && err == OK; i++) {
		const struct job_task *t = list_at(&j->tasks, i, sizeof(*t));

		err = db_exec(tx->db, SQL_ADD_TASK,
			ARGS(v_int(j->id), v_int((int64_t)i + 1), v_text(t->text), v_text(t->text_en)), NULL);
	}
	for (size_t i = 0; i < j->parts.n && err == OK; i++) {
		const struct job_part *p = list_at(&j->parts, i, sizeof(*p));

		err = db_exec(
			tx->db, SQL_ADD_PART, ARGS(v_int(j->id), v_int(p->part_id), v_int(p->qty)), NULL);
	}
	return err;
}

enum err store_job_add(struct tx *tx, struct job_plan *j)
{
	enum err err;

	j->version = 1;
	j->created_at = tx->now;
	err = db_int(tx->db, SQL_ADD,
		ARGS(v_text(j->name), v_text(j->name_en), v_int(j->minutes), v_int(j->stands),
			v_text(j->note), v_int(tx->now)),
		&j->id);
	return err == OK ? add_rows(tx, j) : err;
}

enum err store_job_put(struct tx *tx, struct job_plan *j)
{
	int64_t changed = 0;
	enum err err = db_exec(tx->db, SQL_PUT,
		ARGS(v_text(j->name), v_text(j->name_en), v_int(j->minutes), v_int(j->stands),
			v_text(j->note), v_int(j->retired), v_int(j->id), v_int(j->version)),
		&changed);

	if (err == OK && !changed)
		return ERR_STALE;
	if (err == OK)
		err = db_exec(tx->db, SQL_DROP_TASKS, ARGS(v_int(j->id)), NULL);
	if (err == OK)
		err = db_exec(tx->db, SQL_DROP_PARTS, ARGS(v_int(j->id)), NULL);
	if (err == OK)
		err = add_rows(tx, j);
	j->version++;
	return err;
}

enum err store_task_list(struct db *db, struct arena *a, int64_t ticket, struct list *out)
{
	return db_list(db, a, SQL_TICKET_TASKS, ARGS(v_int(ticket)), ticket_task_fields,
		sizeof(struct ticket_task), out);
}

enum err store_task_copy(struct tx *tx, int64_t job, int64_t ticket)
{
	return db_exec(tx->db, SQL_COPY, ARGS(v_int(ticket), v_int(job)), NULL);
}

enum err store_task_put(struct tx *tx, const struct ticket_task *t)
{
	int64_t changed = 0;
	enum err err = db_exec(tx->db, SQL_TICK,
		ARGS(v_name(task_results, t->result), v_text(t->note), v_int(t->account_id),
			v_int(t->done_at), v_int(t->id), v_int(t->ticket_id)),
		&changed);

	return err == OK && !changed ? ERR_NOT_FOUND : err;
}

enum err store_task_left(struct db *db, int64_t ticket, int64_t *n)
{
	return db_int(db, SQL_LEFT, ARGS(v_int(ticket)), n);
}
