/* stockroom.c - parts go out, are bought again, and are counted. See sim.h. */
#include "demo/sim.h"

#include "domain/stock.h"

enum {
	COUNT_EVERY_MS = 14 * 24 * 3600 * 1000,
	COUNTED_AT_ONCE = 4,
	DIFFERS_PERCENT = 12,
	SHORT_PARTS = 4,
	BY_REQUISITION_DAYS = 12
};

static void as_storekeeper(const struct sim *s, struct tx *tx)
{
	tx->actor = (struct actor){s->factory.storekeeper, "库管小林"};
}

int64_t stockroom_order(struct sim *s, struct demo_stock *p, int64_t need, int64_t now)
{
	struct rng r = rng_of(s->factory.options.seed, (uint64_t)now ^ (uint64_t)p->id << 48);
	int64_t fill = p->start ? p->start + p->start / 4 - p->have : 0, days;

	if (p->ordered)
		return p->arrives;
	p->ordered = need > fill ? need : fill;
	days = p->part->lead_days * rng_between(&r, 70, 150) / 100 + 1;
	/* Deliveries come in the morning. */
	p->arrives = clock_day_start(clock_day_add(clock_day_of(now), (int)days)) +
		     rng_between(&r, 540, 690) * MINUTE_MS;
	if (p->arrives <= s->factory.options.now)
		sim_put(s, p->arrives, STEP_ARRIVE, (size_t)(p - s->factory.stock));
	return p->arrives;
}

static void order_when_low(struct sim *s, struct demo_stock *p, int64_t now)
{
	/* Of late it is written down what has to be bought (purchases.c). */
	if (p->have <= p->min && p->start && now < s->factory.options.now - BY_REQUISITION_DAYS * DAY_MS)
		stockroom_order(s, p, 1, now);
}

/* With what it costs this time. */
static enum err arrive(struct sim *s, struct tx *tx, struct demo_stock *p)
{
	struct rng r = rng_of(s->factory.options.seed, (uint64_t)tx->now ^ (uint64_t)p->id << 40);
	struct stock_move in;
	struct movement out;

	stock_move_none(&in);
	in.part_id = p->id;
	in.qty = p->ordered * 1000;
	in.price_cents = p->part->cents * rng_between(&r, 92, 112) / 100;
	in.reason = arena_printf(
		tx->arena, "送货单 %lld%02d", (long long)clock_day_of(tx->now), (int)rng_between(&r, 1, 40));
	p->have += p->ordered;
	p->ordered = 0;
	s->counts->movements++;
	as_storekeeper(s, tx);
	return domain_stock_receive(tx, &in, &out);
}

enum err stockroom_issue(struct sim *s, struct tx *tx, struct demo_stock *p, int64_t ticket, int64_t qty)
{
	struct stock_move in;
	struct movement out;
	enum err err;

	stock_move_none(&in);
	in.part_id = p->id;
	in.ticket_id = ticket;
	in.qty = qty * 1000;
	err = domain_stock_issue(tx, &in, &out);
	p->have -= qty;
	s->counts->movements++;
	order_when_low(s, p, tx->now);
	return err;
}

enum err stockroom_return(struct sim *s, struct tx *tx, struct demo_stock *p, int64_t ticket, int64_t qty)
{
	struct stock_move in;
	struct list out;

	stock_move_none(&in);
	in.part_id = p->id;
	in.ticket_id = ticket;
	in.qty = qty * 1000;
	in.reason = "多领退回";
	p->have += qty;
	s->counts->movements++;
	return domain_stock_return(tx, &in, &out);
}

static enum err counted(struct sim *s, struct tx *tx, struct demo_stock *p, int64_t found, const char *reason)
{
	struct stock_move in;
	struct movement out;

	stock_move_none(&in);
	in.part_id = p->id;
	in.counted = found * 1000;
	in.reason = reason;
	p->have = found;
	s->counts->movements++;
	as_storekeeper(s, tx);
	return domain_stock_adjust(tx, &in, &out);
}

/* Some shelves every other week, and then again. */
static enum err count(struct sim *s, struct tx *tx)
{
	struct rng r = rng_of(s->factory.options.seed, (uint64_t)tx->now);
	enum err err = OK;

	for (int i = 0; i < COUNTED_AT_ONCE && err == OK; i++) {
		struct demo_stock *p = &s->factory.stock[rng_below(&r, s->factory.part_n)];
		bool differs = p->have > 1 && rng_percent(&r, DIFFERS_PERCENT);

		err = counted(s, tx, p, differs ? p->have + (rng_percent(&r, 70) ? -1 : 1) : p->have, "盘点");
		order_when_low(s, p, tx->now);
	}
	if (tx->now + COUNT_EVERY_MS <= s->factory.options.now)
		sim_put(s, tx->now + COUNT_EVERY_MS, STEP_COUNT, 0);
	return err;
}

/* Yesterday's count: of the part that is nearest to its minimum there is less than the books say. */
static enum err find_short(struct sim *s, struct tx *tx)
{
	struct demo_stock *found = NULL;

	for (size_t i = 0; i < s->factory.part_n; i++) {
		struct demo_stock *p = &s->factory.stock[i];

		if (p->have < p->min || p->ordered || !p->start || p->min < 3)
			continue;
		if (!found || p->have * found->min < found->have * p->min)
			found = p;
	}
	return found ? counted(s, tx, found, found->min - 1 - found->min / 4, "盘点：实物少，待补单") : OK;
}

void stockroom_begin(struct sim *s)
{
	int64_t yesterday = s->factory.options.now - 25 * HOUR_MS;

	sim_put(s, s->factory.begin + 9 * DAY_MS + 2 * HOUR_MS, STEP_COUNT, 0);
	for (int i = 0; i < SHORT_PARTS; i++)
		sim_put(s, yesterday + i * 4 * MINUTE_MS, STEP_MISSING, 0);
}

enum err stockroom_step(struct sim *s, struct tx *tx, size_t i, enum step_kind kind)
{
	if (kind == STEP_COUNT)
		return count(s, tx);
	return kind == STEP_ARRIVE ? arrive(s, tx, &s->factory.stock[i]) : find_short(s, tx);
}
