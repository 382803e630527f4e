/* buying.c - see buying.h. */
#include "domain/buying.h"

#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "store/event.h"
#include "store/part.h"

#define WEEK_MS (REORDER_PERIOD_DAYS * DAY_MS)
#define CENT 0.01

/* Thousandths, rounded up but for what is lost in doubles. */
static int64_t milli(double units)
{
	return (int64_t)fmin(ceil(units * 1000 - 1e-6), (double)PART_QTY_MAX);
}

static bool is_whole(const struct buying *b)
{
	const int64_t qty[] = {
		b->rule.on_hand, b->rule.reserved, b->rule.wanted, b->rule.min_qty, b->rule.max_qty};

	for (size_t i = 0; i < sizeof(qty) / sizeof(*qty); i++)
		if (qty[i] != NONE && qty[i] % 1000)
			return false;
	return b->worked.demand.shape.whole;
}

void buying_judge(const struct purchasing *p, const struct part_rule *r, const double *weeks, size_t n,
	const double *deliveries, size_t delivery_n, struct buying *out)
{
	const struct reorder_ask ask = {
		.lead = reorder_lead(deliveries, delivery_n, r->lead_days),
		.cycle_days = (double)p->cycle_days,
		.service = (double)(r->service == NONE ? p->service : r->service) / 1000,
		.price = r->price_cents == NONE ? 0 : (double)r->price_cents * CENT,
		.order_cost = (double)p->order_cost_cents * CENT,
		.holding_year = (double)p->holding * CENT,
	};

	*out = (struct buying){.rule = *r, .worked = reorder_of(weeks, n, &ask)};
	out->worked_point = out->worked.trust == REORDER_NONE ? NONE : milli(out->worked.point);
	out->worked_up_to = out->worked.trust == REORDER_NONE ? NONE : milli(out->worked.up_to);
	if (out->worked_up_to != NONE && is_whole(out))
		out->worked_up_to = (out->worked_up_to + 999) / 1000 * 1000;
	out->point = r->worked ? out->worked_point : r->min_qty;
	out->up_to = r->worked ? out->worked_up_to : r->max_qty;
	out->position = r->on_hand - r->reserved - r->wanted + r->on_order;
	out->qty = reorder_quantity(out->position, out->point == NONE ? 0 : out->point,
		out->up_to == NONE ? 0 : out->up_to, r->order_min, r->order_pack, is_whole(out));
	out->cause = r->worked ? CAUSE_WORKED_OUT : CAUSE_MINIMUM;
	if (out->position + r->wanted >= (out->point == NONE ? 0 : out->point))
		out->cause = CAUSE_WANTED;
}

/* ---- reading ---- */

/* The part's weeks end with the last of them. */
static size_t weeks_of(int64_t first, int64_t now)
{
	int64_t n = (now - first) / WEEK_MS + 1;

	return (size_t)(n < 1 ? 1 : n > REORDER_PERIODS ? REORDER_PERIODS : n);
}

static void fill(double *all, const struct list *rows, size_t *at, int64_t part)
{
	memset(all, 0, REORDER_PERIODS * sizeof(*all));
	for (; *at < rows->n; ++*at) {
		const struct part_week *w = list_at(rows, *at, sizeof(*w));

		if (w->part_id > part)
			break;
		if (w->part_id == part && w->week >= 0 && w->week < REORDER_PERIODS && w->qty > 0)
			all[w->week] = (double)w->qty / 1000;
	}
}

static size_t take(double *days, size_t room, const struct list *rows, size_t *at, int64_t part)
{
	size_t n = 0;

	for (; *at < rows->n; ++*at) {
		const struct part_delivery *d = list_at(rows, *at, sizeof(*d));

		if (d->part_id > part)
			break;
		if (d->part_id != part)
			continue;
		/* The newest count. */
		if (n == room)
			memmove(days, days + 1, --n * sizeof(*days));
		days[n++] = (double)d->ms / (double)DAY_MS;
	}
	return n;
}

enum { DELIVERIES = 20 };

enum err domain_buying_of(struct db *db, struct arena *a, int64_t part, int64_t except, int64_t now,
	struct buying *out, struct buying_weeks *weeks)
{
	int64_t start = now - REORDER_PERIODS * WEEK_MS;
	double all[REORDER_PERIODS], days[DELIVERIES];
	struct list rows, deliveries;
	size_t at = 0, delivery_at = 0, n, delivery_n;
	struct purchasing p;
	struct part_rule r;
	enum err err = store_part_rule_get(db, a, part, except, &r);

	if (err == OK)
		err = store_purchasing_get(db, &p);
	if (err == OK)
		err = store_part_weeks_of(db, a, part, start, WEEK_MS, &rows);
	if (err == OK)
		err = store_part_deliveries_of(db, a, part, &deliveries);
	if (err != OK)
		return err;
	fill(all, &rows, &at, part);
	delivery_n = take(days, DELIVERIES, &deliveries, &delivery_at, part);
	n = weeks_of(r.first_at, now);
	*weeks = (struct buying_weeks){arena_memdup(a, all + REORDER_PERIODS - n, n * sizeof(double)), n,
		now - (int64_t)n * WEEK_MS, WEEK_MS};
	buying_judge(&p, &r, weeks->at, n, days, delivery_n, out);
	return OK;
}

enum err domain_buying_each(
	struct db *db, struct arena *a, int64_t except, int64_t now, buying_fn *fn, void *ctx)
{
	int64_t start = now - REORDER_PERIODS * WEEK_MS;
	double all[REORDER_PERIODS], days[DELIVERIES];
	struct list rules, rows, deliveries;
	size_t at = 0, delivery_at = 0;
	struct purchasing p;
	enum err err = store_part_rule_list(db, a, except, &rules);

	if (err == OK)
		err = store_purchasing_get(db, &p);
	if (err == OK)
		err = store_part_weeks(db, a, start, WEEK_MS, &rows);
	if (err == OK)
		err = store_part_deliveries(db, a, &deliveries);
	for (size_t i = 0; err == OK && i < rules.n; i++) {
		const struct part_rule *r = list_at(&rules, i, sizeof(*r));
		size_t n = weeks_of(r->first_at, now), delivery_n;
		struct buying b;

		fill(all, &rows, &at, r->part_id);
		delivery_n = take(days, DELIVERIES, &deliveries, &delivery_at, r->part_id);
		buying_judge(&p, r, all + REORDER_PERIODS - n, n, days, delivery_n, &b);
		err = fn(&b, ctx);
	}
	return err;
}

/* ---- the rule ---- */

enum err domain_buying_rule(struct tx *tx, struct part_rule *r)
{
	struct buying_weeks weeks;
	struct part_rule before, now;
	struct buying b;
	enum err err = store_part_rule_get(tx->db, tx->arena, r->part_id, NONE, &before);

	if (err == OK && !r->worked && r->max_qty != NONE && (r->min_qty == NONE || r->max_qty < r->min_qty))
		return fault_field(tx->fault, "max_qty", MSG_BUY_MAXIMUM, NULL);
	if (err == OK)
		err = store_part_rule_put(tx, r);
	if (err == OK && r->worked) {
		err = domain_buying_of(tx->db, tx->arena, r->part_id, NONE, tx->now, &b, &weeks);
		if (err == OK)
			err = store_part_rule_worked(tx, r->part_id, b.worked_point, b.worked_up_to);
	}
	if (err == OK)
		err = store_part_rule_get(tx->db, tx->arena, r->part_id, NONE, &now);
	return err == OK ? store_event_change(
				   tx, "part", r->part_id, "rule_changed", part_rule_fields, &before, &now)
			 : err;
}

int64_t buying_cycle(const struct purchasing *p, int64_t day)
{
	/* Noon to noon: a day that summer time made shorter is a day all the same. */
	int64_t days = (clock_day_start(day) + DAY_MS / 2 - clock_day_start(p->first_day)) / DAY_MS, n;

	if (day < p->first_day)
		return p->first_day;
	n = days / p->cycle_days;
	return clock_day_add(p->first_day, (int)(n * p->cycle_days));
}
