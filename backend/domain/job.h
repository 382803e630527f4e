/* job.h - the rules of jobs (what is done at a service) and of the tasks of a ticket.
 *
 * A job needs a name; one during which the machine stands needs its minutes, for they are planned downtime. A ticket of a
 * plan holds a copy of the tasks its job had then. A task is done, shows a problem, or is not done and says why; it may be
 * corrected until the ticket is restored. Ticking the first one begins the work, and takes the ticket if nobody has it. A
 * ticket with tasks is restored when none is left. */
#ifndef DOMAIN_JOB_H
#define DOMAIN_JOB_H

#include "store/job.h"
#include "store/ticket.h"

enum { JOB_TASKS_MAX = 100, JOB_PARTS_MAX = 50 };

/* ERR_INVALID names fields. */
enum err domain_job_add(struct tx *tx, struct job_plan *j);
/* All of it, where the version is still j->version. ERR_NOT_FOUND, ERR_STALE; ERR_CONFLICT: retired while plans use it. */
enum err domain_job_put(struct tx *tx, struct job_plan *j);

/* Some tasks of a ticket at once; result -1 takes it back. ERR_NOT_FOUND, ERR_CONFLICT: the ticket's state; ERR_INVALID:
 * no such task, or a problem without a note. */
enum err domain_task_tick(struct tx *tx, int64_t ticket, const struct list *tasks, struct ticket *t);
/* Before a ticket is restored: ERR_INVALID when tasks are left. */
enum err domain_task_finish(struct tx *tx, int64_t ticket);

#endif
