/* rounds.c - two weeks of inspection in the demo factory: two routes, walked every day but one, with something found. See sim.h. */
#include "demo/sim.h"

#include "domain/round.h"
#include "domain/round_due.h"
#include "store/qr.h"

enum { DAYS = 14, STOPS = 3, MISSED_DAY = 4, FOUND_DAY = 9, STREAM = 0x524F };

static const struct check_item items[] = {
	{NONE, NONE, NONE, CHECK_YES_NO, "安全门、急停完好？", "Guards and emergency stop in order?", NULL,
		NULL, NONE, NONE, NULL, 2, 1, NONE, NULL, CHECK_OFFER, 2},
	{NONE, NONE, NONE, CHECK_NUMBER, "液压油温", "Hydraulic oil temperature", "看油箱温度计", "°C", 20000,
		60000, NULL, 0, 1, NONE, NULL, CHECK_OFFER, 3},
	{NONE, NONE, NONE, CHECK_CHOICE, "油液颜色", "Colour of the oil", NULL, NULL, NONE, NONE,
		"清亮\n发黑\n乳化", 6, 1, 2, "finding", CHECK_NEVER, 3},
	{NONE, NONE, NONE, CHECK_NUMBER, "气压", "Air pressure", NULL, "MPa", 450, 700, NULL, 0, 1, NONE,
		NULL, CHECK_OFFER, 3},
	{NONE, NONE, NONE, CHECK_YES_NO, "有无漏油、漏气？", "Any leak of oil or air?", NULL, NULL, NONE,
		NONE, NULL, 1, 1, NONE, NULL, CHECK_OFFER, 3},
	{NONE, NONE, NONE, CHECK_PHOTO, "现场照片", "Photo", NULL, NULL, NONE, NONE, NULL, 0, 0, NONE, NULL,
		CHECK_OFFER, 3},
};
enum { ITEMS = sizeof(items) / sizeof(items[0]) };

void rounds_begin(struct sim *s)
{
	int64_t today = clock_day_of(s->factory.options.now);

	/* A workshop of a few machines walks no rounds. */
	if (s->factory.machine_n < 20)
		return;
	for (int d = DAYS; d >= 0; d--) {
		int64_t start = clock_day_start(clock_day_add(today, -d));

		/* The second is open all day: there is one to walk whenever somebody looks. */
		if (start + 10 * MINUTE_MS <= s->factory.options.now)
			sim_put(s, start + 10 * MINUTE_MS, d == DAYS ? STEP_ROUTES : STEP_ROUND_DUE,
				(size_t)(DAYS - d));
		if (start + 10 * HOUR_MS <= s->factory.options.now)
			sim_put(s, start + 9 * HOUR_MS, STEP_ROUND, (size_t)(DAYS - d));
	}
}

/* The n-th machine that stands there all the while. */
static const struct demo_machine *machine_at(const struct factory *f, size_t n)
{
	for (size_t i = 0; i < f->machine_n; i++) {
		const struct demo_machine *m = &f->machines[i];

		if (m->id == NONE || m->to < f->options.now || m->retires || m->rests)
			continue;
		if (!n--)
			return m;
	}
	return NULL;
}

static enum err add_route(
	struct sim *s, struct tx *tx, const struct checklist *c, size_t first, int64_t start_min)
{
	struct route_window window = {start_min, start_min ? start_min + 150 : 1440};
	struct route_stop stops[STOPS];
	struct round_route r = {.name = first ? "二线日点检" : "一线班前点检",
		.name_en = first ? "Line 2, daily" : "Line 1, before the shift",
		.due = DUE_TIMES,
		.calendar_id = NONE,
		.assignee_id = first ? NONE : s->factory.technicians[0].id,
		.sign = 0,
		.windows = {&window, 1},
		.stops = {stops, 0}};

	for (size_t i = 0; i < STOPS; i++) {
		const struct demo_machine *m = machine_at(&s->factory, first + i);

		if (m)
			stops[r.stops.n++] = (struct route_stop){.machine_id = m->id, .checklist_id = c->id};
	}
	return r.stops.n ? domain_route_add(tx, &r) : OK;
}

static enum err add_all(struct sim *s, struct tx *tx)
{
	struct check_item own[ITEMS];
	struct checklist c = {.name = "设备点检表", .name_en = "Daily checks", .items = {own, ITEMS}};
	enum err err;

	for (size_t i = 0; i < ITEMS; i++)
		own[i] = items[i];
	tx->actor = (struct actor){s->factory.manager, "何主管"};
	err = domain_checklist_add(tx, &c);
	if (err == OK)
		err = add_route(s, tx, &c, 0, 480);
	return err == OK ? add_route(s, tx, &c, STOPS, 0) : err;
}

static const char *code_of(struct tx *tx, int64_t machine)
{
	struct list codes;

	if (store_qr_of(tx->db, tx->arena, QR_ASSET, machine, &codes) != OK || !codes.n)
		return NULL;
	return ((const struct qr_code *)codes.items)->code;
}

static struct round_said said(struct sim *s, const struct check_item *i, size_t day, size_t stop, int64_t at)
{
	struct rng rng = rng_of(
		(uint64_t)s->factory.options.seed, (uint64_t)STREAM + day * 64 + stop * 8 + (uint64_t)i->n);
	bool found = day == FOUND_DAY && stop == 1 && i->n == 2;
	struct round_said x = {.item_id = i->id, .value = NONE, .finding = 0, .ticket = 0, .time = at};

	if (i->kind == CHECK_NUMBER)
		x.value = found	      ? 67500
			  : i->n == 2 ? rng_between(&rng, 36, 54) * 1000
				      : rng_between(&rng, 52, 63) * 10;
	if (i->kind == CHECK_YES_NO)
		x.text = i->bad == 1 ? "no" : "yes";
	if (i->kind == CHECK_CHOICE)
		x.text = "发黑";
	x.note = found ? "冷却器风扇不转" : NULL;
	return x;
}

static enum err walk_stop(struct sim *s, struct tx *tx, const struct round_stop *stop, size_t day, size_t k)
{
	struct list all;
	struct round_said answers[ITEMS];
	/* Events are in the order of their times, so all of a walk is sent at its end. */
	int64_t at = tx->now - (int64_t)(STOPS - k) * 4 * MINUTE_MS;
	struct round_stop_said t = {.round_id = stop->round_id,
		.stop_id = stop->id,
		.scanned_at = at,
		.code = code_of(tx, stop->machine_id),
		.done = 1,
		.done_said = at + 3 * MINUTE_MS,
		.answers = {answers, 0}};
	enum err err = store_round_stop_items(tx->db, tx->arena, stop, &all);

	for (size_t i = 0; err == OK && i < all.n && i < ITEMS; i++) {
		const struct check_item *item =
			&((const struct round_item *)list_at(&all, i, sizeof(struct round_item)))->item;
		bool found = day == FOUND_DAY && k == 1;

		if (item->kind != CHECK_PHOTO && (item->kind != CHECK_CHOICE || found))
			answers[t.answers.n++] = said(s, item, day, k, at);
	}
	return err == OK ? domain_round_stop(tx, &t) : err;
}

static enum err walk(struct sim *s, struct tx *tx, const struct round *r, size_t day)
{
	const struct demo_technician *who =
		&s->factory.technicians[(day + (size_t)r->id) % s->factory.technician_n];
	struct round_end end = {.id = r->id};
	struct list stops;
	struct round now;
	enum err err;

	if (r->assignee_id != NONE)
		who = &s->factory.technicians[0];
	tx->actor = (struct actor){who->id, who->name};
	err = domain_round_start(tx, r->id, tx->now - 13 * MINUTE_MS, false, &now);
	if (err == OK)
		err = store_round_stops(tx->db, tx->arena, r->id, &stops);
	for (size_t k = 0; err == OK && k < stops.n; k++)
		err = walk_stop(s, tx, list_at(&stops, k, sizeof(struct round_stop)), day, k);
	end.said = tx->now;
	return err == OK ? domain_round_finish(tx, &end, &now) : err;
}

enum err rounds_step(struct sim *s, struct tx *tx, size_t day, enum step_kind kind)
{
	struct round_filter f = {.state = ROUND_DUE,
		.route_id = NONE,
		.machine_id = NONE,
		.open = NONE,
		.mine = NONE,
		.account = NONE,
		.findings = NONE,
		.from = NONE,
		.to = NONE,
		.before = NONE,
		.limit = 10};
	struct list due;
	int64_t missed, now = tx->now;
	enum err err;

	if (kind == STEP_ROUTES)
		return add_all(s, tx);
	err = domain_round_sweep(tx, &missed);
	if (err != OK || kind == STEP_ROUND_DUE)
		return err;
	err = store_round_list(tx->db, tx->arena, &f, now, &due);
	for (size_t i = 0; err == OK && i < due.n; i++) {
		const struct round *r = list_at(&due, i, sizeof(*r));

		/* Once the first is missed; today the second waits for whoever looks. */
		if (r->assignee_id == NONE ? day < DAYS : day != MISSED_DAY)
			err = walk(s, tx, r, day);
	}
	return err;
}
