/* backup.c - see backup.h. A backup holds password hashes: for administrators alone. */
#include "api/backup.h"

#include "api/reply.h"
#include "domain/backups.h"

enum { PATIENCE_MS = 1000 };

struct backup_row {
	struct backup_view now;
	const char *problem;
};
#define ROW(member, ...) FIELD_AS(struct backup_row, now.member, #member, __VA_ARGS__)
const struct field backup_fields[] = {
	ROW(name, F_TEXT, F_SURE),
	ROW(state, F_ENUM, F_SURE, .names = backup_states),
	ROW(started_at, F_TIME, F_SURE),
	ROW(bytes, F_INT, F_SURE),
	ROW(of_bytes, F_INT, F_SURE),
	ROW(files, F_INT, F_SURE),
	ROW(events, F_INT, F_SURE),
	FIELD(struct backup_row, problem, F_TEXT),
	FIELD_END,
};

static const char *problem_of(struct request *rq, const struct fault *f)
{
	char text[512];

	if (f->err == OK)
		return NULL;
	return arena_strdup(rq->arena, msg_format(text, sizeof(text), f->msg, rq->lang, f->arg));
}

enum err api_backup_list(struct request *rq)
{
	struct list now, all;

	backups_list(rq->app->backups, rq->arena, &now);
	all = (struct list){arena_calloc(rq->arena, now.n, sizeof(struct backup_row)), now.n};
	for (size_t i = 0; i < now.n; i++) {
		const struct backup_view *v = list_at(&now, i, sizeof(*v));

		*(struct backup_row *)list_at(&all, i, sizeof(struct backup_row)) =
			(struct backup_row){*v, problem_of(rq, &v->fault)};
	}
	return reply_list(rq, backup_fields, &all, sizeof(struct backup_row), NULL);
}

/* Answers with the one that began, or is done already. ERR_CONFLICT: one is in progress. ERR_FULL: no room. */
enum err api_backup_post(struct request *rq)
{
	struct backup_row row = {.problem = NULL};
	struct list now;
	enum err err = backups_begin(rq->app->backups, &rq->fault);

	if (err != OK)
		return err;
	backups_wait(rq->app->backups, PATIENCE_MS);
	backups_list(rq->app->backups, rq->arena, &now);
	if (!now.n)
		return ERR_IO;
	row.now = *(struct backup_view *)now.items;
	row.problem = problem_of(rq, &row.now.fault);
	return reply_object(rq, 201, backup_fields, &row, NONE);
}

/* In one file. ERR_NOT_FOUND. ERR_FULL: no room to pack it. */
enum err api_backup_get(struct request *rq)
{
	const char *path;
	int64_t size;
	enum err err = backups_pack(rq->app->backups, rq->arena, rq->params[0], &path, &size, &rq->fault);

	if (err != OK)
		return err;
	reply_header(rq, "Content-Disposition",
		arena_printf(rq->arena, "attachment; filename=\"%s.tar\"", rq->params[0]));
	return reply_file(rq, "application/x-tar", path, (size_t)size, false);
}

/* ERR_NOT_FOUND */
enum err api_backup_delete(struct request *rq)
{
	enum err err = backups_remove(rq->app->backups, rq->params[0]);

	return err == OK ? reply_nothing(rq) : err;
}
