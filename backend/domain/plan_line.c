/* plan_line.c - see plan_line.h. */
#include "domain/plan_line.h"

#include "base/buf.h"
#include "domain/recur.h"
#include "store/job.h"

static const char *numbers(struct arena *a, int64_t bits, int most)
{
	const char *out = NULL;

	for (int i = 0; i < most; i++)
		if (bits >> i & 1)
			out = out ? arena_printf(a, "%s,%d", out, i + 1) : arena_printf(a, "%d", i + 1);
	return out;
}

static const char *joined(struct arena *a, const struct list *tasks)
{
	struct buf b;
	const char *out;

	buf_init(&b);
	for (size_t i = 0; i < tasks->n; i++)
		buf_printf(&b, "%s%s", i ? "\n" : "", ((const struct job_task *)tasks->items)[i].text);
	out = tasks->n ? arena_strdup(a, buf_text(&b)) : NULL;
	buf_release(&b);
	return out;
}

enum err domain_plan_lines(
	struct db *db, struct arena *a, enum lang lang, const struct plan *p, struct list *out)
{
	struct plan_line line = {
		.plan = *p, .weekdays = numbers(a, p->weekdays, 7), .months = numbers(a, p->months, 12)};
	struct list machines, tasks;
	enum err err = store_plan_assets(db, a, p->id, &machines);

	if (err == OK)
		err = store_job_tasks(db, a, p->job_plan_id, &tasks);
	if (err != OK)
		return err;
	line.tasks = joined(a, &tasks);
	if (p->month_day == RECUR_LAST_DAY)
		line.month_day = msg_text(MSG_X_LAST_DAY, lang);
	else if (p->month_day != NONE)
		line.month_day = arena_printf(a, "%lld", (long long)p->month_day);
	*out = (struct list){arena_calloc(a, machines.n + 1, sizeof(line)), machines.n ? machines.n : 1};
	for (size_t i = 0; i < out->n; i++) {
		if (machines.n) {
			const struct plan_asset *pa = list_at(&machines, i, sizeof(*pa));

			line.machine_code = pa->code;
			line.machine_name = pa->name;
		}
		*(struct plan_line *)list_at(out, i, sizeof(line)) = line;
	}
	return OK;
}
