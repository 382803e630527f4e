/* planner.c - see planner.h. */
#include "domain/planner.h"

#include "domain/plan.h"

struct turn {
	struct plan_pair begin, after;
	int64_t n, made;
};

/* May run again, from where it began. */
static enum err some(struct tx *tx, void *ctx)
{
	struct turn *t = ctx;

	t->after = t->begin;
	t->made = 0;
	return domain_plan_run(tx, &t->after, &t->n, &t->made);
}

static enum err overdue(struct tx *tx, void *ctx)
{
	struct turn *t = ctx;

	return domain_plan_overdue(tx, &t->n);
}

enum err planner_run(struct store *store, int64_t now, int64_t *made, struct fault *fault)
{
	struct plan_pair after = {0, 0};
	struct arena arena;
	bool settled = false;
	int64_t n = PLAN_RUN_PAIRS;
	enum err err = OK;

	*made = 0;
	arena_init(&arena);
	while (err == OK && n == PLAN_RUN_PAIRS) {
		struct turn t = {.begin = after};
		struct store_job job = {.fn = settled ? overdue : some,
			.ctx = &t,
			.actor = {NONE, "system"},
			.arena = &arena,
			.fault = fault,
			.now = now};

		err = store_write(store, &job);
		after = t.after;
		n = t.n;
		*made += err == OK ? t.made : 0;
		arena_clear(&arena);
		if (!settled && n < PLAN_RUN_PAIRS) {
			settled = true;
			n = PLAN_RUN_PAIRS;
		}
	}
	arena_release(&arena);
	return err;
}
