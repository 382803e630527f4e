/* figures_ask.c - see figures_ask.h. */
#include "api/figures_ask.h"

#include "domain/figures_kept.h"
#include "store/asset.h"

enum err figures_ask(struct request *rq, const struct field *query, void *out)
{
	struct figures_ask *ask = out;
	struct asset root = {.kind = ASSET_SITE};
	enum err err = OK;

	ask->now = ask->to = clock_now_ms();
	ask->from = clock_day_start(clock_day_of(ask->now) / 100 * 100 + 1);
	ask->under = NONE;
	ask->kept = NULL;
	if (request_query_read(rq, query, out) != OK)
		return ERR_INVALID;
	if (ask->to <= ask->from)
		return fault_field(&rq->fault, "to", MSG_FIGURES_WINDOW, NULL);
	if (ask->under != NONE)
		err = store_asset_get(request_db(rq), rq->arena, ask->under, &root);
	ask->machine = root.kind == ASSET_MACHINE;
	ask->large = root.kind <= ASSET_AREA;
	return err;
}

struct figures_query figures_query_of(const struct figures_ask *ask)
{
	return (struct figures_query){
		.under = ask->under, .from = ask->from, .to = ask->to, .now = ask->now, .kept = ask->kept};
}

enum err figures_steps(
	struct request *rq, int step, const struct figures_ask *ask, int64_t **edges, size_t *n)
{
	*n = steps_cut(rq->arena, (enum step)step, ask->from, ask->to, edges);
	if (*n)
		return OK;
	return fault_field(&rq->fault, "step", MSG_FIGURES_STEPS, arena_printf(rq->arena, "%d", STEPS_MAX));
}

static enum err run(struct request *rq, void *ask, figures_fn *fn)
{
	struct arena own;
	enum err err;

	arena_init(&own);
	err = fn(rq, &own, ask);
	arena_release(&own);
	return err;
}

static enum err run_with_kept(struct request *rq, void *ctx, figures_fn *fn)
{
	struct figures_ask *ask = ctx;
	struct figures_query q = figures_query_of(ask);
	int64_t seq = store_seq(rq->app->store);
	enum err err =
		figures_kept_take(rq->app->figures_kept, request_db(rq), seq, &q, ask->large, &ask->kept);

	if (err == OK)
		err = run(rq, ask, fn);
	request_db_return(rq);
	if (ask->kept)
		figures_kept_give(rq->app->figures_kept, ask->kept);
	ask->kept = NULL;
	return err;
}

enum err figures_answer(struct request *rq, void *ask, figures_fn *fn)
{
	enum err err;

	if (((const struct figures_ask *)ask)->machine)
		return run(rq, ask, fn);
	/* Who waits holds no reader. */
	request_db_return(rq);
	if (!gate_enter(&rq->app->figures))
		return fault_set(&rq->fault, ERR_BUSY, MSG_FIGURES_BUSY, NULL);
	err = run_with_kept(rq, ask, fn);
	gate_leave(&rq->app->figures);
	return err;
}
