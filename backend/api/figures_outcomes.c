/* figures_outcomes.c - how many repairs of a window held, and on which components they do not. See figures.h. */
#include "api/figures.h"

#include <math.h>

#include "api/figures_ask.h"
#include "api/reply.h"
#include "base/clock.h"
#include "domain/knowledge.h"
#include "domain/outcome.h"
#include "store/fix.h"

enum { COMPONENTS = 20 };

struct outcome_ask {
	struct figures_ask ask;
};
const struct field outcome_query[] = {FIGURES_ASK(struct outcome_ask), FIELD_END};

struct outcome_row {
	struct outcome_count count;
	double held_share;
};
#define COUNT(member, kind, ...) FIELD_AS(struct outcome_row, count.member, #member, kind, __VA_ARGS__)
static const struct field outcome_component_fields[] = {
	COUNT(component, F_TEXT, F_SURE),
	COUNT(held, F_INT, F_SURE),
	COUNT(came_back, F_INT, F_SURE),
	COUNT(pending, F_INT, F_SURE),
	FIELD(struct outcome_row, held_share, F_REAL, F_SURE),
	FIELD_END,
};

struct outcome_view {
	struct figures_ask ask;
	int64_t days, held, came_back, pending;
	int64_t old; /* repairs that are old enough to have held */
	/* Of these: of the young only those that came back are known. NAN: there are none. */
	double held_share;
	struct list components; /* of struct outcome_row: those that came back most, the worst first */
};
const struct field outcome_fields[] = {
	FIGURES_ASKED(struct outcome_view),
	FIELD(struct outcome_view, days, F_INT, F_SURE),
	FIELD(struct outcome_view, held, F_INT, F_SURE),
	FIELD(struct outcome_view, came_back, F_INT, F_SURE),
	FIELD(struct outcome_view, pending, F_INT, F_SURE),
	FIELD(struct outcome_view, old, F_INT, F_SURE),
	FIELD(struct outcome_view, held_share, F_REAL),
	FIELD(struct outcome_view, components, F_LIST, SUB(outcome_component_fields, struct outcome_row)),
	FIELD_END,
};

static void add_component(struct request *rq, struct outcome_view *v, const struct outcome_count *c)
{
	struct outcome_row *row = list_at(&v->components, v->components.n, sizeof(*row));

	if (!c->component || !c->came_back || v->components.n == COMPONENTS)
		return;
	*row = (struct outcome_row){
		*c, outcome_share(c->held, c->came_back, knowledge_base(rq->app->knowledge, NULL))};
	if (rq->lang == LANG_EN && c->component_en)
		row->count.component = c->component_en;
	v->components.n++;
}

static enum err answer(struct request *rq, struct arena *a, void *ctx)
{
	const struct outcome_ask *ask = ctx;
	struct outcome_view v = {.ask = ask->ask, .days = knowledge_days(rq->app->knowledge)};
	struct list counts;
	enum err err = store_outcome_counts(request_db(rq), a, ask->ask.from, ask->ask.to,
		ask->ask.now - v.days * DAY_MS, ask->ask.under, &counts);

	request_db_return(rq);
	if (err != OK)
		return err;
	v.components.items = arena_calloc(a, COMPONENTS + 1, sizeof(struct outcome_row));
	for (size_t i = 0; i < counts.n; i++) {
		const struct outcome_count *c = list_at(&counts, i, sizeof(*c));

		v.held += c->held;
		v.came_back += c->came_back;
		v.pending += c->pending;
		v.old += c->held + c->old_came_back;
		add_component(rq, &v, c);
	}
	v.held_share = v.old ? (double)v.held / (double)v.old : NAN;
	return reply_object(rq, 200, outcome_fields, &v, NONE);
}

/* ?under=&from=&to=: of the repairs that ran again in the window. ERR_NOT_FOUND: no such asset. */
enum err api_figures_outcomes(struct request *rq)
{
	struct outcome_ask ask = {.ask.sheet = false};
	enum err err = figures_ask(rq, outcome_query, &ask);

	return err == OK ? figures_answer(rq, &ask, answer) : err;
}
