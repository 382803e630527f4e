/* figures_marks.c - Paretos, and the tickets behind a figure or a mark. See figures.h. */
#include "api/figures.h"

#include <string.h>

#include "api/figures_ask.h"
#include "api/figures_sheet.h"
#include "api/figures_view.h"
#include "api/reply.h"
#include "api/sheet.h"
#include "domain/figures_tickets.h"
#include "domain/pareto.h"
#include "store/codelist.h"
#include "store/ticket.h"

/* ---- Pareto ---- */

struct pareto_ask {
	struct figures_ask ask;
	int by, sort;
	int64_t top;
};
const struct field pareto_query[] = {
	FIGURES_ASK(struct pareto_ask),
	FIELD(struct pareto_ask, by, F_ENUM, .names = figures_bys),
	FIELD(struct pareto_ask, sort, F_ENUM, .names = pareto_sorts),
	FIELD(struct pareto_ask, top, F_INT, .min = 1, .max = 500),
	FIELD_END,
};

static const struct field pareto_sums_fields[] = {
	FIELD(struct pareto_sums, failures, F_INT, F_SURE),
	FIELD(struct pareto_sums, downtime_ms, F_INT, F_SURE),
	FIELD(struct pareto_sums, cost_cents, F_INT, F_SURE),
	FIELD_END,
};
static const struct field pareto_mark_fields[] = {
	FIELD_AS(struct pareto_mark_view, mark.key.text, "key", F_TEXT),
	FIELD_AS(struct pareto_mark_view, mark.key.id, "id", F_INT),
	FIELD_AS(struct pareto_mark_view, mark.key.code, "code", F_TEXT),
	FIELD(struct pareto_mark_view, name, F_TEXT),
	JOIN(struct pareto_mark_view, mark.sums, pareto_sums_fields),
	FIELD_AS(struct pareto_mark_view, mark.share, "share", F_REAL),
	FIELD_AS(struct pareto_mark_view, mark.cumulative, "cumulative", F_REAL),
	FIELD_END,
};
struct pareto_view {
	struct figures_ask ask;
	int by, sort;
	struct pareto_sums *total, *rest;
	struct list items;
	int64_t rest_marks;
};
const struct field pareto_fields[] = {
	FIGURES_ASKED(struct pareto_view),
	FIELD(struct pareto_view, by, F_ENUM, F_SURE, .names = figures_bys),
	FIELD(struct pareto_view, sort, F_ENUM, F_SURE, .names = pareto_sorts),
	FIELD(struct pareto_view, total, F_OBJECT, F_SURE, SUB(pareto_sums_fields, struct pareto_sums)),
	FIELD(struct pareto_view, items, F_LIST, SUB(pareto_mark_fields, struct pareto_mark_view)),
	FIELD(struct pareto_view, rest_marks, F_INT, F_SURE),
	FIELD(struct pareto_view, rest, F_OBJECT, F_SURE, SUB(pareto_sums_fields, struct pareto_sums)),
	FIELD_END,
};

/* In the reader's language: a machine or a line by its own name, a code as its list words it; the code itself when the
 * list has lost it. */
static const char *name_of(const struct list *codes, const struct figures_key *key, enum lang lang)
{
	if (key->name || !key->text)
		return figures_place_name(key->name, key->name_en, lang);
	for (size_t i = 0; i < codes->n; i++) {
		const struct code *c = list_at(codes, i, sizeof(*c));

		if (strcmp(c->code, key->text) == 0)
			return lang == LANG_EN ? c->en : c->zh;
	}
	return key->text;
}

static enum err answer_pareto(struct request *rq, struct arena *a, void *ctx)
{
	const struct pareto_ask *ask = ctx;
	struct figures_query q = figures_query_of(&ask->ask);
	struct list codes = {0};
	struct pareto p;
	struct pareto_mark_view *views;
	struct pareto_view v;
	enum err err = domain_pareto(request_db(rq), a, &q, (enum figures_by)ask->by,
		(enum pareto_sort)ask->sort, (size_t)ask->top, &p);

	if (err == OK && (ask->by == BY_FAILURE_MODE || ask->by == BY_CAUSE))
		err = store_code_list(request_db(rq), a, figures_bys[ask->by], &codes);
	request_db_return(rq);
	if (err != OK)
		return err;
	views = arena_calloc(a, p.n, sizeof(*views));
	for (size_t i = 0; i < p.n; i++)
		views[i] = (struct pareto_mark_view){p.marks[i], name_of(&codes, &p.marks[i].key, rq->lang)};
	v = (struct pareto_view){
		ask->ask, ask->by, ask->sort, &p.total, &p.rest_sums, {views, p.n}, (int64_t)p.rest};
	return ask->ask.sheet ? pareto_sheet(rq, &ask->ask, &v.items)
			      : reply_object(rq, 200, pareto_fields, &v, NONE);
}

/* ?under=&from=&to=&by=failure_mode|component|cause|machine|line&sort=failures|downtime|cost&top=10 */
static enum err pareto(struct request *rq, bool sheet)
{
	struct pareto_ask ask = {
		.ask.sheet = sheet, .by = BY_FAILURE_MODE, .sort = PARETO_FAILURES, .top = sheet ? 500 : 10};
	enum err err = figures_ask(rq, pareto_query, &ask);

	return err == OK ? figures_answer(rq, &ask, answer_pareto) : err;
}

enum err api_figures_pareto(struct request *rq)
{
	return pareto(rq, false);
}

enum err api_pareto_sheet(struct request *rq)
{
	return pareto(rq, true);
}

/* ---- the tickets behind it ---- */

struct tickets_ask {
	struct figures_ask ask;
	int figure;
	const char *failure_mode, *component, *cause;
	int64_t before, limit;
};
const struct field figure_ticket_query[] = {
	FIGURES_ASK(struct tickets_ask),
	FIELD(struct tickets_ask, figure, F_ENUM, .names = figures_members),
	FIELD(struct tickets_ask, failure_mode, F_TEXT, .max = 20),
	FIELD(struct tickets_ask, component, F_TEXT, .max = 200),
	FIELD(struct tickets_ask, cause, F_TEXT, .max = 20),
	FIELD(struct tickets_ask, before, F_INT, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct tickets_ask, limit, F_INT, .min = 1, .max = 500),
	FIELD_END,
};

static const struct field picked_ticket_fields[] = {
	JOIN(struct picked_view, ticket, ticket_fields),
	FIELD_AS(struct picked_view, picked.onset, "onset", F_TIME),
	FIELD_AS(struct picked_view, picked.ttr_ms, "ttr_ms", F_INT),
	FIELD_AS(struct picked_view, picked.downtime_ms, "downtime_ms", F_INT, F_SURE),
	FIELD_AS(struct picked_view, picked.cost_cents, "cost_cents", F_INT, F_SURE),
	FIELD_AS(struct picked_view, picked.counted, "counted", F_BOOL, F_SURE),
	FIELD_AS(struct picked_view, picked.ongoing, "ongoing", F_BOOL, F_SURE),
	FIELD_AS(struct picked_view, picked.repeat, "repeat", F_BOOL, F_SURE),
	FIELD_AS(struct picked_view, picked.reason, "left_out", F_ENUM, F_SURE,
		.names = reliability_reason_names),
	FIELD_END,
};
struct tickets_view {
	struct figures_ask ask;
	int figure;
	int64_t total;
	struct list items;
	const char *next;
};
const struct field figure_tickets_fields[] = {
	FIGURES_ASKED(struct tickets_view),
	FIELD(struct tickets_view, figure, F_ENUM, F_SURE, .names = figures_members),
	FIELD(struct tickets_view, total, F_INT, F_SURE),
	FIELD(struct tickets_view, items, F_LIST, SUB(picked_ticket_fields, struct picked_view)),
	FIELD(struct tickets_view, next, F_TEXT),
	FIELD_END,
};

/* The page of those below `before`. */
static enum err page(struct request *rq, struct arena *a, const struct list *all,
	const struct tickets_ask *ask, struct tickets_view *v)
{
	size_t most = all->n < (size_t)ask->limit ? all->n : (size_t)ask->limit;
	struct picked_view *views = arena_calloc(a, most, sizeof(*views));
	const struct figures_picked *p = all->items;
	size_t i = 0, n = 0;
	enum err err = OK;

	while (i < all->n && ask->before != NONE && p[i].id >= ask->before)
		i++;
	for (; i < all->n && n < (size_t)ask->limit && err == OK; i++, n++) {
		views[n].picked = p[i];
		err = store_ticket_get(request_db(rq), a, p[i].id, &views[n].ticket);
	}
	if (n && i < all->n)
		v->next = arena_printf(a, "%lld", (long long)views[n - 1].picked.id);
	v->items = (struct list){views, n};
	return err;
}

static enum err answer_tickets(struct request *rq, struct arena *a, void *ctx)
{
	const struct tickets_ask *ask = ctx;
	struct figures_query q = figures_query_of(&ask->ask);
	struct figures_pick pick = {
		(enum figures_member)ask->figure, ask->failure_mode, ask->component, ask->cause};
	struct tickets_view v = {.ask = ask->ask, .figure = ask->figure};
	struct list all;
	enum err err = domain_figures_tickets(request_db(rq), a, &q, &pick, &all);

	v.total = (int64_t)all.n;
	if (err == OK)
		err = page(rq, a, &all, ask, &v);
	request_db_return(rq);
	if (err != OK)
		return err;
	return ask->ask.sheet ? picked_sheet(rq, &ask->ask, &v.items)
			      : reply_object(rq, 200, figure_tickets_fields, &v, NONE);
}

/* ?under=&from=&to=&figure=failures|…&failure_mode=&component=&cause= ("-": not recorded): the newest first, below
 * `before`; total says how many they are. */
static enum err tickets(struct request *rq, bool sheet)
{
	struct tickets_ask ask = {.ask.sheet = sheet, .figure = OF_FAILURES, .before = NONE, .limit = 50};
	enum err err = figures_ask(rq, figure_ticket_query, &ask);

	if (sheet)
		ask.limit = SHEET_ROWS_MAX;
	return err == OK ? figures_answer(rq, &ask, answer_tickets) : err;
}

enum err api_figures_tickets(struct request *rq)
{
	return tickets(rq, false);
}

enum err api_picked_sheet(struct request *rq)
{
	return tickets(rq, true);
}
