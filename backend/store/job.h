/* job.h - what is done at a service: its tasks in order, the parts it takes, how long it lasts; and the tasks of a ticket,
 * which are a copy, so that a change of the job leaves what was done alone. Plain rows; rules are in domain/job.h. */
#ifndef STORE_JOB_H
#define STORE_JOB_H

#include "store/store.h"

struct job_task {
	const char *text, *text_en;
};
struct job_part {
	int64_t part_id, qty;				/* thousandths */
	const char *code, *name, *name_en, *unit, *bin; /* joined; bin is where it usually lies */
	int64_t stock;					/* joined: on hand */
};
struct job_plan {
	int64_t id;
	const char *name, *name_en;
	int64_t minutes; /* expected; NONE: not known */
	int64_t stands;	 /* 1: the machine stands meanwhile: planned downtime */
	const char *note;
	int64_t retired, version, created_at;
	int64_t plans;	   /* joined: how many use it */
	struct list tasks; /* struct job_task, in order */
	struct list parts; /* struct job_part, by code */
};
extern const struct field job_task_fields[], job_part_fields[];
/* A list has the first without tasks and parts; one has both. */
extern const struct field job_row_fields[], job_fields[];

/* ERR_NOT_FOUND */
enum err store_job_get(struct db *db, struct arena *a, int64_t id, struct job_plan *out);
/* All, those in use first, by name. */
enum err store_job_list(struct db *db, struct arena *a, struct list *out);
/* The oldest of that name that is in use; ERR_NOT_FOUND. */
enum err store_job_named(struct db *db, const char *name, int64_t *id);
/* With tasks and parts; sets id, version and created_at. */
enum err store_job_add(struct tx *tx, struct job_plan *j);
/* All of it, where the version is still j->version; then it is one more. ERR_STALE */
enum err store_job_put(struct tx *tx, struct job_plan *j);
enum err store_job_tasks(struct db *db, struct arena *a, int64_t job, struct list *out);
enum err store_job_parts(struct db *db, struct arena *a, int64_t job, struct list *out);

enum task_result { TASK_DONE, TASK_PROBLEM, TASK_NOT_DONE };
extern const char *const task_results[];
struct ticket_task {
	int64_t id, ticket_id;
	const char *text, *text_en;
	int result; /* -1: not yet */
	const char *note;
	int64_t account_id;
	const char *account_name; /* joined */
	int64_t done_at;
};
extern const struct field ticket_task_fields[];
/* In order. */
enum err store_task_list(struct db *db, struct arena *a, int64_t ticket, struct list *out);
/* A copy of the job's, all not yet done. */
enum err store_task_copy(struct tx *tx, int64_t job, int64_t ticket);
/* Result, note, who and when; ERR_NOT_FOUND: no such task of that ticket. */
enum err store_task_put(struct tx *tx, const struct ticket_task *t);
/* Of those not yet done: how many. */
enum err store_task_left(struct db *db, int64_t ticket, int64_t *n);

#endif
