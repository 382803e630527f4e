/* job.c - see job.h. */
#include "domain/job.h"

#include <stdio.h>

#include "domain/ticket_rules.h"
#include "store/event.h"
#include "store/part.h"

static enum err check(struct tx *tx, const struct job_plan *j)
{
	enum err err = OK;
	struct part p;

	if (j->stands && j->minutes == NONE)
		err = fault_field(tx->fault, "minutes", MSG_JOB_STANDS, NULL);
	if (j->tasks.n > JOB_TASKS_MAX)
		err = fault_field(tx->fault, "tasks", MSG_JOB_MANY, NULL);
	if (j->parts.n > JOB_PARTS_MAX)
		err = fault_field(tx->fault, "parts", MSG_JOB_MANY, NULL);
	for (size_t i = 0; i < j->parts.n && i < JOB_PARTS_MAX; i++) {
		const struct job_part *part = list_at(&j->parts, i, sizeof(*part));
		enum err found = store_part_get(tx->db, tx->arena, part->part_id, &p);

		if (found == ERR_NOT_FOUND)
			err = err_worse(err, fault_field(tx->fault, "parts", MSG_F_NO_SUCH, NULL));
		else
			err = err_worse(err, found);
		for (size_t k = 0; k < i; k++)
			if (((struct job_part *)list_at(&j->parts, k, sizeof(*part)))->part_id ==
				part->part_id)
				err = err_worse(
					err, fault_field(tx->fault, "parts", MSG_JOB_PART_TWICE, NULL));
	}
	return err;
}

enum err domain_job_add(struct tx *tx, struct job_plan *j)
{
	enum err err = check(tx, j);

	if (err == OK)
		err = store_job_add(tx, j);
	return err == OK ? store_event_note(tx, "job", j->id, "added", "name", j->name) : err;
}

enum err domain_job_put(struct tx *tx, struct job_plan *j)
{
	struct job_plan before;
	enum err err = store_job_get(tx->db, tx->arena, j->id, &before);

	if (err == OK)
		err = check(tx, j);
	if (err == OK && j->retired && before.plans)
		err = fault_set(tx->fault, ERR_CONFLICT, MSG_JOB_USED, NULL);
	if (err == OK)
		err = store_job_put(tx, j);
	if (err == ERR_STALE)
		return fault_set(tx->fault, ERR_STALE, MSG_STALE, NULL);
	return err == OK ? store_event_change(tx, "job", j->id, "changed", job_row_fields, &before, j) : err;
}

/* ---- tasks ---- */

static enum err begin_work(struct tx *tx, struct ticket *t)
{
	if (t->state == TICKET_REPORTED || t->state == TICKET_ACCEPTED)
		return domain_ticket_start(tx, t->id, NONE, t);
	if (t->state == TICKET_WAITING)
		return domain_ticket_resume(tx, t->id, NONE, t);
	return t->state == TICKET_IN_PROGRESS ? OK : ticket_wrong_state(tx, t);
}

static enum err tick(struct tx *tx, int64_t ticket, const struct ticket_task *said)
{
	struct ticket_task task = *said;
	enum err err;

	if (task.result == TASK_PROBLEM && !task.note)
		return fault_field(tx->fault, "note", MSG_TASK_NOTE, NULL);
	task.ticket_id = ticket;
	task.account_id = task.result < 0 ? NONE : tx->actor.account;
	task.done_at = task.result < 0 ? NONE : tx->now;
	err = store_task_put(tx, &task);
	return err == ERR_NOT_FOUND ? fault_field(tx->fault, "id", MSG_F_NO_SUCH, NULL) : err;
}

enum err domain_task_tick(struct tx *tx, int64_t ticket, const struct list *tasks, struct ticket *t)
{
	const struct ticket_task *first = tasks->items;
	char id[24];
	enum err err = ticket_load(tx, ticket, NONE, t);

	if (err == OK)
		err = begin_work(tx, t);
	for (size_t i = 0; i < tasks->n && err == OK; i++)
		err = tick(tx, ticket, list_at(tasks, i, sizeof(struct ticket_task)));
	if (err != OK || !tasks->n)
		return err;
	snprintf(id, sizeof(id), "%lld", (long long)first->id);
	return store_event_note(tx, "ticket", ticket, "task", tasks->n == 1 ? "task" : "tasks",
		tasks->n == 1 ? id : arena_printf(tx->arena, "%zu", tasks->n));
}

enum err domain_task_finish(struct tx *tx, int64_t ticket)
{
	int64_t left = 0;
	enum err err = store_task_left(tx->db, ticket, &left);

	if (err == OK && left)
		return fault_field(
			tx->fault, "tasks", MSG_TASK_LEFT, arena_printf(tx->arena, "%lld", (long long)left));
	return err;
}
