/* reorder.c - see reorder.h. */
#include "api/reorder.h"

#include <math.h>

#include "api/reply.h"
#include "domain/buying.h"
#include "domain/fitted.h"
#include "store/part.h"

/* ---- how it is bought ---- */

struct week_view {
	int64_t start, qty;
};
static const struct field reorder_week_fields[] = {
	FIELD(struct week_view, start, F_TIME, F_SURE),
	FIELD(struct week_view, qty, F_QTY, F_SURE),
	FIELD_END,
};

struct reorder_view {
	struct buying b;
	int64_t service, cycle_days, hits, quiet; /* weeks */
	int64_t lot, safety, need, year_qty;	  /* thousandths */
	struct list weeks, levels;
};
#define RULE(member, ...) FIELD_AS(struct reorder_view, b.rule.member, #member, __VA_ARGS__)
#define B(member, name_, ...) FIELD_AS(struct reorder_view, b.member, name_, __VA_ARGS__)
#define W(member, name_, ...) FIELD_AS(struct reorder_view, b.worked.member, name_, __VA_ARGS__)
#define V(member, ...) FIELD(struct reorder_view, member, __VA_ARGS__)
const struct field part_reorder_fields[] = {
	RULE(part_id, F_INT, F_SURE),
	RULE(min_qty, F_QTY),
	RULE(max_qty, F_QTY),
	RULE(worked, F_BOOL, F_SURE),
	FIELD_AS(struct reorder_view, b.rule.service, "own_service", F_INT),
	V(service, F_INT, F_SURE),
	V(cycle_days, F_INT, F_SURE),
	RULE(on_hand, F_QTY, F_SURE),
	RULE(reserved, F_QTY, F_SURE),
	RULE(wanted, F_QTY, F_SURE),
	RULE(on_order, F_QTY, F_SURE),
	B(position, "position", F_QTY, F_SURE),
	B(point, "point", F_QTY),
	B(up_to, "up_to", F_QTY),
	B(qty, "qty", F_QTY, F_SURE),
	B(cause, "cause", F_ENUM, F_SURE, .names = requisition_causes),
	B(worked_point, "worked_point", F_QTY),
	B(worked_up_to, "worked_up_to", F_QTY),
	W(trust, "trust", F_ENUM, F_SURE, .names = reorder_trusts),
	W(demand.shape.class, "pattern", F_ENUM, F_SURE, .names = demand_classes),
	W(demand.method, "method", F_ENUM, F_SURE, .names = demand_methods),
	W(demand.shape.adi, "adi", F_REAL),
	W(demand.shape.cv2, "cv2", F_REAL),
	W(need.law, "law", F_ENUM, F_SURE, .names = spread_laws),
	W(kept, "kept", F_REAL, F_SURE),
	W(per_day, "per_day", F_REAL, F_SURE),
	W(horizon_days, "horizon_days", F_REAL, F_SURE),
	W(lead.days, "lead_days", F_REAL, F_SURE),
	W(lead.sd, "lead_sd", F_REAL, F_SURE),
	W(lead.source, "lead_source", F_ENUM, F_SURE, .names = lead_sources),
	W(lead.n, "deliveries", F_INT, F_SURE),
	V(hits, F_INT, F_SURE),
	V(quiet, F_INT, F_SURE),
	V(need, F_QTY, F_SURE),
	V(safety, F_QTY, F_SURE),
	V(lot, F_QTY, F_SURE),
	V(year_qty, F_QTY, F_SURE),
	RULE(price_cents, F_INT),
	RULE(supplier_id, F_INT),
	RULE(supplier_name, F_TEXT),
	RULE(order_min, F_QTY),
	RULE(order_pack, F_QTY),
	RULE(version, F_INT, F_SURE),
	V(weeks, F_LIST, SUB(reorder_week_fields, struct week_view)),
	V(levels, F_LIST, SUB(part_level_fields, struct part_level)),
	FIELD_END,
};

static int64_t milli(double units)
{
	return llround(units * 1000);
}

static struct list weeks_of(struct arena *a, const struct buying_weeks *w)
{
	struct week_view *rows = arena_calloc(a, w->n, sizeof(*rows));

	for (size_t i = 0; i < w->n; i++)
		rows[i] = (struct week_view){w->start + (int64_t)i * w->week_ms, milli(w->at[i])};
	return (struct list){rows, w->n};
}

static enum err reply_reorder(struct request *rq, int64_t part)
{
	struct reorder_view v;
	struct buying_weeks weeks;
	struct purchasing p;
	struct db *db = request_db(rq);
	enum err err = domain_buying_of(db, rq->arena, part, NONE, clock_now_ms(), &v.b, &weeks);

	if (err == OK)
		err = store_purchasing_get(db, &p);
	if (err == OK)
		err = store_part_levels(db, rq->arena, part, weeks.start, &v.levels);
	if (err != OK)
		return err;
	v.service = v.b.rule.service == NONE ? p.service : v.b.rule.service;
	v.cycle_days = p.cycle_days;
	v.hits = (int64_t)v.b.worked.demand.shape.hits;
	v.quiet = (int64_t)v.b.worked.demand.shape.quiet;
	v.need = milli(v.b.worked.need.mean);
	v.safety = milli(v.b.worked.safety);
	v.lot = milli(v.b.worked.lot);
	v.year_qty = milli(v.b.worked.per_day * 365.25);
	v.weeks = weeks_of(rq->arena, &weeks);
	return reply_object(rq, 200, part_reorder_fields, &v, v.b.rule.version);
}

/* ERR_NOT_FOUND */
enum err api_part_reorder_get(struct request *rq)
{
	return reply_reorder(rq, request_id(rq, 0));
}

const struct field part_rule_input[] = {
	FIELD(struct part_rule, min_qty, F_QTY, F_IN, .max = PART_QTY_MAX),
	FIELD(struct part_rule, max_qty, F_QTY, F_IN, .max = PART_QTY_MAX),
	FIELD(struct part_rule, worked, F_BOOL, F_REQUIRED),
	FIELD_AS(struct part_rule, service, "own_service", F_INT, F_IN, .min = 500, .max = 999),
	FIELD_END,
};

static enum err put_rule(struct tx *tx, void *ctx)
{
	return domain_buying_rule(tx, ctx);
}

/* ERR_NOT_FOUND, ERR_STALE; ERR_INVALID: the maximum is below the minimum. */
enum err api_part_reorder_put(struct request *rq)
{
	struct part_rule r, now;
	int64_t id = request_id(rq, 0);
	enum err err;

	fields_none(part_rule_fields, &r);
	err = request_if_match(rq, &r.version);
	if (err == OK)
		err = request_json(rq, part_rule_input, &r, false);
	r.part_id = id;
	if (err == OK)
		err = request_write(rq, put_rule, &r);
	if (err == ERR_STALE && store_part_rule_get(request_db(rq), rq->arena, id, NONE, &now) == OK)
		request_current(rq, part_rule_fields, &now);
	return err == OK ? reply_reorder(rq, id) : err;
}

/* ---- how long it lasts ---- */

static const struct field fitted_fields[] = {
	FIELD_AS(struct fitted, at.machine_id, "machine_id", F_INT, F_SURE),
	FIELD_AS(struct fitted, at.machine_code, "machine_code", F_TEXT),
	FIELD_AS(struct fitted, at.machine_name, "machine_name", F_TEXT, F_SURE),
	FIELD_AS(struct fitted, at.machine_name_en, "machine_name_en", F_TEXT),
	FIELD_AS(struct fitted, at.component_name, "component_name", F_TEXT),
	FIELD_AS(struct fitted, at.ticket_id, "ticket_id", F_INT, F_SURE),
	FIELD_AS(struct fitted, at.time, "time", F_TIME, F_SURE),
	FIELD_AS(struct fitted, at.qty, "qty", F_QTY, F_SURE),
	FIELD_AS(struct fitted, at.meter, "meter", F_QTY),
	FIELD(struct fitted, until, F_TIME, F_SURE),
	FIELD(struct fitted, replaced, F_BOOL, F_SURE),
	FIELD(struct fitted, days, F_REAL, F_SURE),
	FIELD(struct fitted, run, F_QTY),
	FIELD_END,
};
static const struct field wear_step_fields[] = {
	FIELD(struct wear_step, age, F_REAL, F_SURE),
	FIELD(struct wear_step, lasts, F_REAL, F_SURE),
	FIELD(struct wear_step, error, F_REAL, F_SURE),
	FIELD_END,
};
struct wear_view {
	struct wear wear;
	int64_t n, replaced;
	struct list steps;
};
static const struct field wear_fields[] = {
	FIELD_AS(struct wear_view, wear.basis, "basis", F_ENUM, F_SURE, .names = wear_bases),
	FIELD(struct wear_view, n, F_INT, F_SURE),
	FIELD(struct wear_view, replaced, F_INT, F_SURE),
	FIELD_AS(struct wear_view, wear.shape, "shape", F_REAL),
	FIELD_AS(struct wear_view, wear.scale, "scale", F_REAL),
	FIELD_AS(struct wear_view, wear.b10, "b10", F_REAL),
	FIELD_AS(struct wear_view, wear.median, "median", F_REAL),
	FIELD_AS(struct wear_view, wear.b90, "b90", F_REAL),
	FIELD(struct wear_view, steps, F_LIST, SUB(wear_step_fields, struct wear_step)),
	FIELD_END,
};
struct lives_view {
	struct wear_view *days, *run;
	const char *meter_unit;
	struct list lives;
};
const struct field part_wear_fields[] = {
	FIELD(struct lives_view, days, F_OBJECT, F_SURE, SUB(wear_fields, struct wear_view)),
	FIELD(struct lives_view, run, F_OBJECT, SUB(wear_fields, struct wear_view)),
	FIELD(struct lives_view, meter_unit, F_TEXT),
	FIELD(struct lives_view, lives, F_LIST, SUB(fitted_fields, struct fitted)),
	FIELD_END,
};

static struct wear_view *view_of(struct arena *a, const struct wear *w)
{
	struct wear_view *v = arena_new(a, struct wear_view);

	*v = (struct wear_view){*w, (int64_t)w->n, (int64_t)w->replaced, {w->steps, w->n_steps}};
	return v;
}

/* Where it was put in, how long it lasted, what is still in. ERR_NOT_FOUND */
enum err api_part_wear(struct request *rq)
{
	struct part p;
	struct fitted_lives f;
	struct lives_view v;
	enum err err = store_part_get(request_db(rq), rq->arena, request_id(rq, 0), &p);

	if (err == OK)
		err = domain_fitted(request_db(rq), rq->arena, p.id, clock_now_ms(), &f);
	if (err != OK)
		return err;
	v = (struct lives_view){view_of(rq->arena, &f.days), f.run.n ? view_of(rq->arena, &f.run) : NULL,
		f.meter_unit, f.lives};
	return reply_object(rq, 200, part_wear_fields, &v, NONE);
}
