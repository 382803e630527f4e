/* run.c - fills a data folder: plans, builds, lets two years pass. See demo.h. */
#include "demo/demo.h"

#include <string.h>

#include "base/token.h"
#include "demo/manuals.h"
#include "demo/supplies.h"
#include "demo/purchases.h"
#include "demo/told.h"
#include "demo/sim.h"
#include "demo/gauges.h"
#include "demo/upkeep.h"
#include "domain/asset.h"
#include "domain/ticket.h"
#include "store/account.h"
#include "store/event.h"

enum { STEPS_A_COMMIT = 20000, CLOSE_AFTER_DAYS = 7, SWEEP_AT_MS = 2 * 3600 * 1000 };

/* ---- the house ---- */

/* What nobody checked in a week is closed, every night. */
static enum err sweep(struct sim *s, struct tx *tx)
{
	int64_t n;

	if (tx->now + DAY_MS <= s->factory.options.now)
		sim_put(s, tx->now + DAY_MS, STEP_SWEEP, 0);
	return domain_ticket_close_old(tx, CLOSE_AFTER_DAYS, &n);
}

/* A machine goes, or stands still for want of orders; not while something is open on it. */
static enum err gone(struct sim *s, struct tx *tx, size_t i)
{
	const struct demo_machine *m = &s->factory.machines[i];
	struct asset_change c = {.id = m->id,
		.state = m->retires ? ASSET_RETIRED : ASSET_IDLE,
		.reason = m->retires ? "精度不达标，已处置" : "订单不足，停用",
		.version = NONE,
		.lead = true};
	struct asset x;
	int64_t open = 0;
	enum err err = store_asset_open_tickets(tx->db, m->id, &open);

	if (err == OK && open) {
		if (tx->now + DAY_MS <= s->factory.options.now)
			sim_put(s, tx->now + DAY_MS, STEP_GONE, i);
		return OK;
	}
	tx->actor = (struct actor){s->factory.manager, "何主管"};
	return err == OK ? domain_asset_state(tx, &c, &x) : err;
}

/* Time passes: one step at its moment. */
static enum err step(struct sim *s, struct tx *tx, const struct step *now)
{
	tx->now = now->at;
	tx->actor = (struct actor){NONE, "system"};
	if (now->kind <= STEP_BILL)
		return life_step(s, tx, &s->lives[now->subject], now->kind);
	if (now->kind <= STEP_MISSING)
		return stockroom_step(s, tx, now->subject, now->kind);
	if (now->kind == STEP_SWEEP)
		return sweep(s, tx);
	if (now->kind >= STEP_ROUTES && now->kind <= STEP_ROUND)
		return rounds_step(s, tx, now->subject, now->kind);
	if (now->kind >= STEP_SELLERS)
		return purchases_step(s, tx, now->kind);
	if (now->kind == STEP_GONE)
		return gone(s, tx, now->subject);
	tx->actor = (struct actor){s->factory.admin, "管理员"};
	return factory_add_machine(tx, &s->factory, &s->factory.machines[now->subject]);
}

/* ---- writing ---- */

struct part_of_run {
	struct sim *sim;
	struct arena *arena; /* of one step */
	const char *hash;    /* set: the factory itself */
	bool done;
};

static enum err write_part(struct tx *tx, void *ctx)
{
	struct part_of_run *p = ctx;
	struct sim *s = p->sim;
	enum err err = OK;

	/* What is simulated is simulated once: a transaction that did not hold ends it. */
	if (p->done)
		return ERR_IO;
	p->done = true;
	if (p->hash) {
		tx->now = s->factory.begin;
		return factory_build(tx, &s->factory, p->hash);
	}
	for (int i = 0; i < STEPS_A_COMMIT && s->queue.n && err == OK; i++) {
		struct step now = queue_take(&s->queue);
		struct tx own = *tx;

		own.arena = p->arena;
		err = step(s, &own, &now);
		arena_clear(p->arena);
		s->counts->steps++;
	}
	return err;
}

static enum err write_run(struct store *store, struct sim *s, const char *hash, struct fault *fault)
{
	struct arena arena, scratch;
	enum err err = OK;

	arena_init(&arena);
	arena_init(&scratch);
	while (err == OK && (hash || s->queue.n)) {
		struct part_of_run p = {.sim = s, .arena = &scratch, .hash = hash};
		struct store_job job = {.fn = write_part,
			.ctx = &p,
			.arena = &arena,
			.fault = fault,
			.actor = {NONE, "system"},
			.now = s->factory.begin};

		err = store_write(store, &job);
		arena_clear(&arena);
		hash = NULL;
	}
	arena_release(&arena);
	arena_release(&scratch);
	return err;
}

/* ---- planning ---- */

/* The n-th machine of the class that can fail now; SIZE_MAX: there is none. */
static size_t machine_for(const struct factory *f, const struct stage *g, const bool *taken)
{
	size_t found = SIZE_MAX;

	for (size_t i = 0; i < f->machine_n; i++) {
		const struct demo_machine *m = &f->machines[i];

		if (m->class != g->class || taken[i] || m->to < f->options.now ||
			m->from > f->options.now - 9 * DAY_MS)
			continue;
		if (found == SIZE_MAX || (g->critical && m->criticality < f->machines[found].criticality))
			found = i;
	}
	return found;
}

static size_t plan_stages(struct sim *s, struct plan_entry *entries, size_t most)
{
	struct factory *f = &s->factory;
	bool *taken = arena_calloc(f->arena, f->machine_n, sizeof(*taken));
	size_t n = 0;

	for (size_t i = 0; i < demo_stages_n && n < most; i++) {
		const struct stage *g = &demo_stages[i];
		size_t machine = machine_for(f, g, taken);
		int64_t at = f->options.now - g->reported * MINUTE_MS;

		if (machine == SIZE_MAX)
			continue;
		if (g->planned_in)
			at = (f->options.now / HOUR_MS + g->planned_in) * HOUR_MS;
		taken[machine] = true;
		/* For now `family` is which of them. */
		entries[n++] = (struct plan_entry){at, (uint32_t)machine, (uint16_t)i, PLAN_STAGED, 0};
	}
	return n;
}

static void plan_house(struct sim *s)
{
	const struct factory *f = &s->factory;

	sim_put(s, clock_day_start(clock_day_add(clock_day_of(f->begin), 1)) + SWEEP_AT_MS, STEP_SWEEP, 0);
	for (size_t i = 0; i < f->machine_n; i++) {
		if (f->machines[i].added_at > f->begin)
			sim_put(s, f->machines[i].added_at, STEP_MACHINE, i);
		if (f->machines[i].retires || f->machines[i].rests)
			sim_put(s, f->machines[i].to + 2 * DAY_MS, STEP_GONE, i);
	}
}

/* The ordinary tickets end the evening before yesterday, so that what is open today is what was laid out. */
static void plan_all(struct sim *s, const struct demo_options *o, struct arena *a)
{
	struct factory *f = &s->factory;
	struct plan_entry *staged = arena_calloc(a, demo_stages_n, sizeof(*staged));
	struct plan plan;
	size_t n;

	factory_plan(f, o, a);
	crew_days(&s->days, f);
	n = plan_stages(s, staged, (size_t)o->tickets / 4);
	plan_make(&plan, f, (size_t)o->tickets - n, clock_day_start(o->today) - 30 * HOUR_MS);
	s->life_n = plan.n + n;
	s->lives = arena_calloc(a, s->life_n, sizeof(*s->lives));
	for (size_t i = 0; i < plan.n; i++)
		life_begin(s, i, &plan.entries[i], NULL);
	for (size_t i = 0; i < n; i++)
		life_begin(s, plan.n + i, &staged[i], &demo_stages[staged[i].family]);
	stockroom_begin(s);
	rounds_begin(s);
	purchases_begin(s);
	plan_house(s);
}

/* ---- the door ---- */

static enum err check_empty(struct store *store, struct fault *fault)
{
	struct db *db = store_reader(store);
	int64_t accounts = 0, events = store_event_last(db);
	enum err err = store_account_count(db, &accounts);

	store_reader_return(store, db);
	if (err == OK && (accounts || events))
		return fault_set(fault, ERR_CONFLICT, MSG_DEMO_USED, store_dir(store));
	return err;
}

static enum err count_open(struct store *store, struct demo_counts *counts)
{
	struct db *db = store_reader(store);
	struct arena arena;
	struct list open;
	struct ticket_filter filter;
	enum err err;

	arena_init(&arena);
	ticket_filter_none(&filter);
	filter.open = 1;
	filter.limit = 1000000;
	err = store_ticket_list(db, &arena, &filter, &open);
	counts->open = (int64_t)open.n;
	store_reader_return(store, db);
	arena_release(&arena);
	return err;
}

/* When nothing happens any more, in this order. */
static store_fn *const afterwards[] = {supplies_add, purchases_add, upkeep_add, gauges_add, told_add};

static enum err write_now(struct store *store, struct factory *f, store_fn *fn, struct fault *fault)
{
	struct arena arena;
	struct store_job job = {.fn = fn,
		.ctx = f,
		.actor = {NONE, "system"},
		.arena = &arena,
		.fault = fault,
		.now = f->options.now};
	enum err err;

	arena_init(&arena);
	err = store_write(store, &job);
	arena_release(&arena);
	return err;
}

enum err demo_fill(
	struct store *store, const struct demo_options *o, struct demo_counts *counts, struct fault *fault)
{
	char hash[PASSWORD_HASH_SIZE];
	struct arena arena;
	struct sim s = {.counts = counts};
	enum err err = check_empty(store, fault);

	*counts = (struct demo_counts){0};
	if (err != OK)
		return err;
	if (!token_password_hash(DEMO_PASSWORD, hash))
		return fault_set(fault, ERR_BUSY, MSG_BUSY, NULL);
	arena_init(&arena);
	s.factory.counts = counts;
	store_bulk(store);
	plan_all(&s, o, &arena);
	err = write_run(store, &s, hash, fault);
	if (err == OK)
		err = manuals_add(store, &s.factory, fault);
	for (size_t i = 0; i < sizeof(afterwards) / sizeof(afterwards[0]) && err == OK; i++)
		err = write_now(store, &s.factory, afterwards[i], fault);
	queue_release(&s.queue);
	arena_release(&arena);
	return err == OK ? count_open(store, counts) : err;
}

bool demo_is(struct store *store)
{
	struct db *db = store_reader(store);
	struct arena arena;
	const char *value = NULL;
	bool is;

	arena_init(&arena);
	is = store_meta_get(db, &arena, DEMO_META, &value) == OK;
	store_reader_return(store, db);
	arena_release(&arena);
	return is;
}
