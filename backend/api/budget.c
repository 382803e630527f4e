/* budget.c - see budget.h. */
#include "api/budget.h"

#include "api/figures_ask.h"
#include "api/figures_view.h"
#include "api/reply.h"
#include "domain/budget.h"

enum { YEAR_MIN = 1990, YEAR_MAX = 2100 };

struct month_row {
	int64_t cents;
};
static const struct field budget_month_fields[] = {
	FIELD(struct month_row, cents, F_INT, F_SURE),
	FIELD_END,
};
struct row_view {
	struct budget_row row;
	const char *name;   /* as the reader calls the place */
	struct list months; /* struct month_row, January first */
};
#define ROW(member, name_, ...) FIELD_AS(struct row_view, row.member, name_, __VA_ARGS__)
static const struct field budget_row_fields[] = {
	ROW(budget.id, "id", F_INT, F_SURE),
	ROW(budget.asset_id, "asset_id", F_INT),
	ROW(place.code, "code", F_TEXT),
	FIELD(struct row_view, name, F_TEXT),
	ROW(budget.cents, "cents", F_INT, F_SURE),
	ROW(spent, "spent_cents", F_INT, F_SURE),
	ROW(used, "used", F_REAL),
	ROW(forecast, "forecast_cents", F_INT),
	FIELD(struct row_view, months, F_LIST, SUB(budget_month_fields, struct month_row)),
	ROW(budget.version, "version", F_INT, F_SURE),
	FIELD_END,
};
struct year_view {
	struct budget_year year;
	struct list items;
};
const struct field budget_year_fields[] = {
	FIELD_AS(struct year_view, year.year, "year", F_INT, F_SURE),
	FIELD_AS(struct year_view, year.from, "from", F_TIME, F_SURE),
	FIELD_AS(struct year_view, year.to, "to", F_TIME, F_SURE),
	FIELD_AS(struct year_view, year.gone, "gone", F_REAL, F_SURE),
	FIELD(struct year_view, items, F_LIST, SUB(budget_row_fields, struct row_view)),
	FIELD_END,
};

struct budget_ask {
	struct figures_ask ask; /* for its turn at the gate */
	int64_t year;
};
const struct field budget_query[] = {
	FIELD(struct budget_ask, year, F_INT, .min = YEAR_MIN, .max = YEAR_MAX),
	FIELD_END,
};

static enum err answer(struct request *rq, struct arena *a, void *ctx)
{
	const struct budget_ask *ask = ctx;
	struct year_view v;
	struct row_view *rows;
	enum err err = domain_budget_year(request_db(rq), a, ask->year, ask->ask.now, &v.year);

	request_db_return(rq);
	if (err != OK)
		return err;
	rows = arena_calloc(a, v.year.rows.n, sizeof(*rows));
	for (size_t i = 0; i < v.year.rows.n; i++) {
		struct budget_row *row = list_at(&v.year.rows, i, sizeof(*row));

		rows[i] = (struct row_view){*row,
			figures_place_name(row->place.name, row->place.name_en, rq->lang), {row->months, 12}};
	}
	v.items = (struct list){rows, v.year.rows.n};
	return reply_object(rq, 200, budget_year_fields, &v, NONE);
}

/* ?year=: absent, the present one. Without budgets the list is empty. */
enum err api_budget_year(struct request *rq)
{
	struct budget_ask ask = {.ask = {.under = NONE, .now = clock_now_ms()}};
	enum err err;

	ask.year = clock_day_of(ask.ask.now) / 10000;
	err = request_query_read(rq, budget_query, &ask);
	return err == OK ? figures_answer(rq, &ask, answer) : err;
}

const struct field budget_input[] = {
	FIELD(struct budget, asset_id, F_INT, F_IN, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct budget, year, F_INT, F_REQUIRED, .min = YEAR_MIN, .max = YEAR_MAX),
	FIELD(struct budget, cents, F_INT, F_REQUIRED, .max = INT64_C(100000000000000)),
	FIELD_END,
};
const struct field budget_change[] = {
	FIELD(struct budget, cents, F_INT, F_REQUIRED, .max = INT64_C(100000000000000)),
	FIELD_END,
};

static enum err add(struct tx *tx, void *ctx)
{
	return domain_budget_add(tx, ctx);
}

/* 201. ERR_INVALID: fields. ERR_CONFLICT: this place has one for this year. */
enum err api_budget_post(struct request *rq)
{
	struct budget b = {.asset_id = NONE};
	const char *key;
	bool again = false;
	enum err err = request_key(rq, &key);

	if (err == OK)
		err = request_json(rq, budget_input, &b, false);
	if (err == OK)
		err = request_write_once(rq, add, &b, "budget", key, &b.id, &again);
	if (err == OK && again)
		err = store_budget_get(request_db(rq), rq->arena, b.id, &b);
	return err == OK ? reply_object(rq, again ? 200 : 201, budget_fields, &b, b.version) : err;
}

static enum err change(struct request *rq, struct budget *b, store_fn *fn)
{
	struct budget now;
	enum err err = request_write(rq, fn, b);

	if (err == ERR_STALE && store_budget_get(request_db(rq), rq->arena, b->id, &now) == OK)
		request_current(rq, budget_fields, &now);
	return err;
}

static enum err put(struct tx *tx, void *ctx)
{
	return domain_budget_put(tx, ctx);
}

/* ERR_NOT_FOUND, ERR_STALE, ERR_INVALID: fields. */
enum err api_budget_patch(struct request *rq)
{
	struct budget b = {.id = request_id(rq, 0)};
	enum err err = request_if_match(rq, &b.version);

	if (err == OK)
		err = request_json(rq, budget_change, &b, false);
	if (err == OK)
		err = change(rq, &b, put);
	return err == OK ? reply_object(rq, 200, budget_fields, &b, b.version) : err;
}

static enum err take_out(struct tx *tx, void *ctx)
{
	return domain_budget_remove(tx, ctx);
}

/* 204. ERR_NOT_FOUND, ERR_STALE. */
enum err api_budget_delete(struct request *rq)
{
	struct budget b = {.id = request_id(rq, 0)};
	enum err err = request_if_match(rq, &b.version);

	if (err == OK)
		err = change(rq, &b, take_out);
	return err == OK ? reply_nothing(rq) : err;
}
