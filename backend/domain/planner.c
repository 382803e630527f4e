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

/* Turn after turn, until one was not full. */
static enum err drain(struct store *store, store_fn *fn, int64_t now, int64_t *made, struct fault *fault)
{
	struct turn t = {.n = PLAN_RUN_PAIRS};
	struct arena arena;
	enum err err = OK;

	arena_init(&arena);
	while (err == OK && t.n == PLAN_RUN_PAIRS) {
		struct store_job job = {.fn = fn,
			.ctx = &t,
			.actor = {NONE, "system"},
			.arena = &arena,
			.fault = fault,
			.now = now};

		err = store_write(store, &job);
		t.begin = t.after;
		*made += err == OK ? t.made : 0;
		arena_clear(&arena);
	}
	arena_release(&arena);
	return err;
}

enum err planner_run(struct store *store, int64_t now, int64_t *made, struct fault *fault)
{
	enum err err;

	*made = 0;
	err = drain(store, some, now, made, fault);
	return err == OK ? drain(store, overdue, now, made, fault) : err;
}
