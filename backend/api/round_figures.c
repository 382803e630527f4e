/* round_figures.c - how often rounds were done, one question over time, what was found on a machine; see round.h. */
#include <math.h>

#include "api/reply.h"
#include "api/round.h"
#include "domain/round.h"
#include "store/round_route.h"

enum { WINDOW_DAYS = 30, TREND = 200, FINDINGS = 20 };

struct window {
	int64_t from, to;
};
const struct field round_figures_query[] = {
	FIELD(struct window, from, F_TIME),
	FIELD(struct window, to, F_TIME),
	FIELD_END,
};
struct figures {
	int64_t from, to;
	int64_t due, done, late, missed;
	double rate; /* done in time of those due; NAN: none was due */
	struct list routes;
};
const struct field round_figures_fields[] = {
	FIELD(struct figures, from, F_TIME, F_SURE),
	FIELD(struct figures, to, F_TIME, F_SURE),
	FIELD(struct figures, due, F_INT, F_SURE),
	FIELD(struct figures, done, F_INT, F_SURE),
	FIELD(struct figures, late, F_INT, F_SURE),
	FIELD(struct figures, missed, F_INT, F_SURE),
	FIELD(struct figures, rate, F_REAL),
	FIELD(struct figures, routes, F_LIST, SUB(round_count_fields, struct round_count)),
	FIELD_END,
};

/* Rounds whose window began in [from, to) and has ended, unless they are done already: the last 30 days, today too. */
enum err api_round_figures(struct request *rq)
{
	int64_t now = clock_now_ms();
	struct window w = {clock_day_start(clock_day_add(clock_day_of(now), -WINDOW_DAYS + 1)),
		clock_day_start(clock_day_add(clock_day_of(now), 1))};
	struct figures f = {.due = 0};
	enum err err = request_query_read(rq, round_figures_query, &w);

	if (err == OK)
		err = store_round_counts(request_db(rq), rq->arena, w.from, w.to, now, &f.routes);
	if (err != OK)
		return err;
	f.from = w.from;
	f.to = w.to;
	for (size_t i = 0; i < f.routes.n; i++) {
		const struct round_count *c = list_at(&f.routes, i, sizeof(*c));

		f.due += c->due;
		f.done += c->done;
		f.late += c->late;
		f.missed += c->missed;
	}
	f.rate = f.due ? (double)f.done / (double)f.due : NAN;
	return reply_object(rq, 200, round_figures_fields, &f, NONE);
}

struct trend {
	int64_t machine_id;
	struct check_item *item;
	struct list points;
};
const struct field round_trend_fields[] = {
	FIELD(struct trend, machine_id, F_INT, F_SURE),
	FIELD(struct trend, item, F_OBJECT, F_SURE, SUB(check_item_fields, struct check_item)),
	FIELD(struct trend, points, F_LIST, SUB(trend_point_fields, struct trend_point)),
	FIELD_END,
};

/* The newest answers to one question on one machine, in all its editions. ERR_NOT_FOUND: no such machine, no such item. */
enum err api_round_trend(struct request *rq)
{
	struct check_item item;
	struct trend t = {.machine_id = request_id(rq, 0), .item = &item};
	bool machine = false;
	enum err err = store_route_machine(request_db(rq), t.machine_id, &machine);

	if (err == OK)
		err = machine ? store_check_item(request_db(rq), rq->arena, request_id(rq, 1), &item)
			      : ERR_NOT_FOUND;
	if (err == OK)
		err = store_round_trend(
			request_db(rq), rq->arena, t.machine_id, item.root_id, TREND, &t.points);
	return err == OK ? reply_object(rq, 200, round_trend_fields, &t, NONE) : err;
}

/* What rounds found on a machine, newest first. ERR_NOT_FOUND: no such machine. */
enum err api_round_findings(struct request *rq)
{
	struct list all;
	bool machine = false;
	enum err err = store_route_machine(request_db(rq), request_id(rq, 0), &machine);

	if (err == OK && !machine)
		return ERR_NOT_FOUND;
	if (err == OK)
		err = store_round_findings(request_db(rq), rq->arena, request_id(rq, 0), FINDINGS, &all);

	return err == OK ? reply_list(rq, round_finding_fields, &all, sizeof(struct round_finding), NULL)
			 : err;
}
