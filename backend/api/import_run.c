/* import_run.c - lists that were brought in, and putting one back. See import.h. */
#include "api/import.h"
#include "api/import_view.h"
#include "api/reply.h"
#include "domain/import_undo.h"

enum { ROWS_SHOWN = 200 };

struct run_query {
	int64_t before, limit;
};
const struct field import_run_query[] = {
	FIELD(struct run_query, before, F_INT, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct run_query, limit, F_INT, .min = 1, .max = 500),
	FIELD_END,
};

/* Newest first. */
enum err api_import_run_list(struct request *rq)
{
	struct run_query p = {.before = NONE, .limit = 50};
	struct list all;
	const char *next;
	enum err err = request_query_read(rq, import_run_query, &p);

	if (err == OK)
		err = store_import_list(request_db(rq), rq->arena, p.before, p.limit + 1, &all);
	if (err != OK)
		return err;
	next = reply_page_next(
		rq, &all, p.limit + 1, sizeof(struct import_record), offsetof(struct import_record, id));
	return reply_list(rq, import_record_fields, &all, sizeof(struct import_record), next);
}

struct undo_view {
	int64_t undone, refused;
	struct import_record run;
	struct list rows;
};
const struct field import_undo_view_fields[] = {
	FIELD(struct undo_view, undone, F_INT, F_SURE),
	FIELD(struct undo_view, refused, F_INT, F_SURE),
	JOIN(struct undo_view, run, import_record_fields),
	FIELD(struct undo_view, rows, F_LIST, SUB(import_row_fields, struct import_row_view)),
	FIELD_END,
};
struct undo_input {
	int64_t apply, partial;
};
const struct field import_undo_input[] = {
	FIELD(struct undo_input, apply, F_BOOL, F_IN),
	FIELD(struct undo_input, partial, F_BOOL, F_IN),
	FIELD_END,
};

/* Without "apply" it only says what would be. ERR_NOT_FOUND; ERR_CONFLICT: it was undone before, or rows cannot be put back and
 * "partial" is not set. */
enum err api_import_run_undo(struct request *rq)
{
	struct undo_input in = {0, 0};
	struct import_undo undo = {.run_id = request_id(rq, 0)};
	struct undo_view v;
	enum err err = rq->body_len ? request_json(rq, import_undo_input, &in, true) : OK;

	if (err != OK)
		return err;
	undo.apply = in.apply == 1;
	undo.partial = in.partial == 1;
	err = request_write(rq, domain_import_undo, &undo);
	if (err == ERR_CONFLICT && undo.finished && !undo.apply) {
		fault_clear(&rq->fault);
		err = OK;
	}
	if (err != OK)
		return err;
	v = (struct undo_view){undo.undone, undo.refused, undo.run, undo.rows};
	if (v.rows.n > ROWS_SHOWN)
		v.rows.n = ROWS_SHOWN;
	v.rows = import_row_views(rq, &v.rows);
	return reply_object(rq, 200, import_undo_view_fields, &v, NONE);
}
