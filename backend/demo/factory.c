/* factory.c - see factory.h. */
#include "demo/factory.h"

#include "demo/written.h"

#include <math.h>
#include <string.h>

#include "domain/account.h"
#include "domain/asset.h"
#include "domain/budget.h"
#include "domain/part.h"
#include "domain/setting.h"
#include "domain/stock.h"

enum { LINE_KINDS = 5, LINE_MACHINES = 8, VARIANT_MACHINES = 200, VARIANTS_MAX = 10 };
enum {
	DOWNTIME_CENTS = 30000,	   /* an hour of most machines */
	DOWNTIME_A_CENTS = 120000, /* of one that all wait for */
	UTILITIES_SHARE = 4,	   /* compressors and chillers take more than others */
	BUDGET_CENTS = 1200000	   /* a year of a machine */
};

/* What a line is made of, in the order in which the work goes. */
static const struct {
	struct demo_text area, line;
	enum demo_calendar calendar;
	int n;
	enum demo_class machines[LINE_MACHINES];
} lines[LINE_KINDS] = {
	{{"冲压车间", "stamping shop"}, {"冲压线", "stamping line"}, CALENDAR_TWO, 8,
		{DEMO_FEEDER, DEMO_PRESS, DEMO_PRESS, DEMO_HANDLER, DEMO_PRESS, DEMO_PRESS, DEMO_HANDLER,
			DEMO_CONVEYOR}},
	{{"注塑车间", "moulding shop"}, {"注塑线", "moulding line"}, CALENDAR_THREE, 8,
		{DEMO_INJECTION, DEMO_INJECTION, DEMO_INJECTION, DEMO_INJECTION, DEMO_INJECTION, DEMO_HANDLER,
			DEMO_TEMPERATURE, DEMO_DRYER}},
	{{"机加车间", "machining shop"}, {"机加线", "machining line"}, CALENDAR_TWO, 8,
		{DEMO_LATHE, DEMO_LATHE, DEMO_LATHE, DEMO_MACHINING, DEMO_MACHINING, DEMO_MACHINING,
			DEMO_GRINDER, DEMO_WASHER}},
	{{"焊装车间", "welding and assembly shop"}, {"焊装线", "welding and assembly line"}, CALENDAR_DAY, 8,
		{DEMO_SPOT, DEMO_SPOT, DEMO_ARC, DEMO_ARC, DEMO_CONVEYOR, DEMO_NUTRUNNER, DEMO_NUTRUNNER,
			DEMO_LEAKTEST}},
	{{"涂装车间", "paint shop"}, {"涂装线", "paint line"}, CALENDAR_THREE, 5,
		{DEMO_PRETREAT, DEMO_PAINTER, DEMO_PAINTER, DEMO_BOOTH, DEMO_OVEN}},
};
static const struct demo_text house = {"动力站房", "utilities"};
static const enum demo_class house_machines[] = {DEMO_COMPRESSOR, DEMO_COMPRESSOR, DEMO_CHILLER};

static const struct {
	const char *code, *name;
} bins[] = {{"A", "轴承与传动件"}, {"B", "液压、气动、油品"}, {"C", "电气件"}, {"D", "专用件"}};

const struct demo_login demo_logins[] = {
	{"admin", "admin", "管理员", "administrator"},
	{"manager", "manager", "设备主管", "equipment manager"},
	{"tech1", "technician", "维修工（tech1 到 tech4）", "technician (tech1 to tech4)"},
	{"store", "storekeeper", "库管", "storekeeper"},
	{.login = NULL},
};

/* ---- the plan ---- */

static void plan_machine(
	struct factory *f, size_t i, enum demo_class class, int *numbers, size_t line, struct rng *r)
{
	struct demo_machine *m = &f->machines[i];

	*m = (struct demo_machine){.id = NONE,
		.class = class,
		.number = ++numbers[class],
		.line = line,
		.line_id = NONE,
		.criticality = demo_kinds[class].criticality,
		.from = f->begin,
		.to = f->options.now,
		.added_at = f->begin,
		.last_ticket = NONE};
	m->calendar = line == SIZE_MAX ? CALENDAR_ALWAYS : lines[line % LINE_KINDS].calendar;
	/* A bottleneck here, a spare machine there. */
	if (rng_percent(r, 20))
		m->criticality = m->criticality == 1 ? (rng_percent(r, 50) ? 0 : 2) : 1;
	for (int c = 0; c < DEMO_COMPONENTS; c++)
		m->components[c] = NONE;
}

/* Some come during the two years, one in forty goes, one in forty stands still at the end. */
static void plan_lives(struct factory *f)
{
	int64_t today = clock_day_start(f->options.today);

	for (size_t i = 0; i < f->machine_n; i++) {
		struct demo_machine *m = &f->machines[i];

		if (i % 20 == 7) {
			m->from = f->begin + (int64_t)(120 + i * 37 % 400) * DAY_MS;
			m->added_at = m->from - 2 * DAY_MS;
		} else if (i % 40 == 12) {
			m->retires = true;
			m->to = today - (150 + (int64_t)i % 30) * DAY_MS;
		} else if (i % 40 == 33) {
			m->rests = true;
			m->to = today - 24 * DAY_MS;
		}
	}
}

static void plan_machines(struct factory *f)
{
	struct rng r = rng_of(f->options.seed, 1);
	int numbers[DEMO_CLASSES] = {0};
	size_t in_house = f->machine_n >= 20 ? 2 + f->machine_n / 40 : 0, i = 0;

	f->machines = arena_calloc(f->arena, f->machine_n, sizeof(*f->machines));
	for (size_t line = 0; i < f->machine_n - in_house; line++)
		for (int k = 0; k < lines[line % LINE_KINDS].n && i < f->machine_n - in_house; k++, i++)
			plan_machine(f, i, lines[line % LINE_KINDS].machines[k], numbers, line, &r);
	for (size_t k = 0; i < f->machine_n; i++, k++)
		plan_machine(f, i, house_machines[k % 3], numbers, SIZE_MAX, &r);
	plan_lives(f);
}

static void plan_stock(struct factory *f)
{
	double more = (double)f->options.tickets / 3000;

	f->variants = f->machine_n / VARIANT_MACHINES;
	f->variants = f->variants < 1 ? 1 : f->variants > VARIANTS_MAX ? VARIANTS_MAX : f->variants;
	f->part_n = demo_parts_n * f->variants;
	f->stock = arena_calloc(f->arena, f->part_n, sizeof(*f->stock));
	more /= (double)f->variants;
	more = more < 1 ? 1 : more;
	for (size_t i = 0; i < f->part_n; i++) {
		const struct demo_part *p = &demo_parts[i / f->variants];

		f->stock[i] = (struct demo_stock){.id = NONE,
			.part = p,
			.min = (int64_t)ceil(p->min * more),
			.start = (int64_t)(p->start * more)};
	}
}

static void plan_people(struct factory *f)
{
	size_t n = (size_t)f->options.tickets / 750;

	f->technician_n = n < 4 ? 4 : n;
	f->technicians = arena_calloc(f->arena, f->technician_n, sizeof(*f->technicians));
	for (size_t i = 0; i < f->technician_n; i++) {
		const char *name = demo_technicians[i % 16];

		f->technicians[i] = (struct demo_technician){.id = NONE,
			.free_at = f->begin,
			.name = i < 16 ? name : arena_printf(f->arena, "%s%zu", name, i / 16 + 1),
			.english = i % 4 == 3};
	}
}

void factory_plan(struct factory *f, const struct demo_options *o, struct arena *a)
{
	f->options = *o;
	f->arena = a;
	f->machine_n = (size_t)o->machines;
	f->begin = clock_day_start(clock_day_add(o->today, -DEMO_DAYS)) + 8 * HOUR_MS;
	factory_plan_calendars(f);
	plan_machines(f);
	plan_stock(f);
	plan_people(f);
}

/* ---- people ---- */

static enum err add_account(struct tx *tx, struct factory *f, const char *login, const char *name,
	const char *role, const char *lang, const char *hash, int64_t *id)
{
	struct account a = {
		.login = login, .name = name, .role = role, .lang = lang, .password = hash, .phone = NULL};
	enum err err = domain_account_add(tx, &a);

	*id = a.id;
	f->counts->accounts++;
	return err;
}

static enum err add_rate(struct tx *tx, int64_t account, int64_t day, int64_t cents)
{
	struct labour_rate r = {.account_id = account, .from_day = day, .cents_hour = cents};

	return store_rate_add(tx, &r);
}

static enum err add_people(struct tx *tx, struct factory *f, const char *hash)
{
	int64_t day = clock_day_of(f->begin), later = clock_day_add(f->options.today, -300);
	enum err err = add_account(tx, f, "admin", "管理员", "admin", NULL, hash, &f->admin);

	if (err == OK)
		err = add_account(tx, f, "manager", "何主管", "manager", NULL, hash, &f->manager);
	if (err == OK)
		err = add_account(tx, f, "store", "库管小林", "storekeeper", NULL, hash, &f->storekeeper);
	for (size_t i = 0; i < f->technician_n && err == OK; i++) {
		struct demo_technician *t = &f->technicians[i];

		err = add_account(tx, f, arena_printf(tx->arena, "tech%zu", i + 1), t->name, "technician",
			t->english ? "en" : NULL, hash, &t->id);
	}
	/* Everybody's, the senior's, and a rise. */
	if (err == OK)
		err = add_rate(tx, NONE, day, 4200);
	if (err == OK)
		err = add_rate(tx, f->technicians[0].id, day, 5500);
	return err == OK ? add_rate(tx, NONE, later, 4600) : err;
}

/* ---- equipment ---- */

static enum err add_place(struct tx *tx, int kind, int64_t parent, const char *code, struct demo_text name,
	int64_t calendar, int64_t *id)
{
	struct asset x;
	enum err err;

	domain_asset_none(&x);
	x.kind = kind;
	x.parent_id = parent;
	x.code = code;
	x.name = name.zh;
	x.name_en = name.en;
	x.calendar_id = calendar;
	if (kind == ASSET_SITE)
		x.downtime_cents_hour = DOWNTIME_CENTS;
	err = domain_asset_add(tx, &x);
	*id = x.id;
	return err;
}

/* Built before the ledger begins, long ago or not so long; what came later on its day. */
static int64_t commissioned(const struct factory *f, const struct demo_machine *m, struct rng *r)
{
	if (m->added_at > f->begin)
		return clock_day_of(m->from);
	return clock_day_add(clock_day_of(f->begin), -(int)rng_between(r, 60, 4400));
}

enum err factory_add_machine(struct tx *tx, struct factory *f, struct demo_machine *m)
{
	const struct demo_kind *k = &demo_kinds[m->class];
	struct rng r = rng_of(f->options.seed, UINT64_C(0x10000) + (uint64_t)(m - f->machines));
	struct asset x;
	enum err err;

	domain_asset_none(&x);
	x.kind = ASSET_MACHINE;
	x.parent_id = m->line_id;
	x.code = arena_printf(tx->arena, "%s-%02d", k->prefix, m->number);
	x.name = arena_printf(tx->arena, "%d号%s", m->number, k->slang);
	x.name_en = arena_printf(tx->arena, "%s %d", k->name.en, m->number);
	x.model = k->models[rng_below(&r, DEMO_MODELS)];
	x.maker = k->maker;
	x.commissioned_day = commissioned(f, m, &r);
	x.serial = arena_printf(tx->arena, "%s%lld%04d", k->prefix, (long long)x.commissioned_day / 10000,
		(int)rng_between(&r, 1, 9999));
	x.location = m->line == SIZE_MAX
			     ? "动力站房"
			     : arena_printf(tx->arena, "%c跨 %lld 柱", 'A' + (int)(m->line % LINE_KINDS),
				       (long long)rng_between(&r, 1, 24));
	x.original_value_cents = k->yuan * rng_between(&r, 70, 135) / 1000 * 1000;
	x.criticality = m->criticality;
	if (m->criticality == 0)
		x.downtime_cents_hour = DOWNTIME_A_CENTS;
	err = domain_asset_add(tx, &x);
	m->id = x.id;
	f->counts->machines++;
	for (int c = 0; c < DEMO_COMPONENTS && k->components[c].zh && err == OK; c++) {
		err = add_place(tx, ASSET_COMPONENT, m->id, NULL, k->components[c], NONE, &m->components[c]);
		f->counts->components++;
	}
	return err;
}

/* Machines of a line lie side by side. */
static enum err add_line(struct tx *tx, struct factory *f, size_t first, int64_t area)
{
	size_t line = f->machines[first].line, kind = line % LINE_KINDS;
	struct demo_text name = {arena_printf(tx->arena, "%s%zu", lines[kind].line.zh, line / LINE_KINDS + 1),
		arena_printf(tx->arena, "%s %zu", lines[kind].line.en, line / LINE_KINDS + 1)};
	int64_t id = NONE;
	enum err err = add_place(tx, ASSET_LINE, area, arena_printf(tx->arena, "L%zu", line + 1), name,
		f->calendar_ids[lines[kind].calendar], &id);

	for (size_t i = first; i < f->machine_n && f->machines[i].line == line && err == OK; i++) {
		f->machines[i].line_id = id;
		if (f->machines[i].added_at <= f->begin)
			err = factory_add_machine(tx, f, &f->machines[i]);
	}
	return err;
}

static const struct demo_text plant = {"示范汽车零部件厂", "Demo auto-parts plant"};

/* Its first days are long over. */
static enum err add_settings(struct tx *tx)
{
	struct setting s;
	enum err err = store_setting_get(tx->db, tx->arena, &s);

	if (err != OK)
		return err;
	s.plant_name = plant.zh;
	s.labels_printed = s.setup_done = 1;
	return domain_setting_put(tx, &s);
}

/* Of every year that is lived through: for the plant, and for each shop by its machines. */
static enum err add_budgets(struct tx *tx, const struct factory *f, const int64_t *areas)
{
	int64_t last = clock_day_of(f->options.now) / 10000;
	int64_t machines[LINE_KINDS + 1] = {0};
	enum err err = OK;

	for (size_t i = 0; i < f->machine_n; i++)
		machines[f->machines[i].line == SIZE_MAX ? LINE_KINDS : f->machines[i].line % LINE_KINDS]++;
	machines[LINE_KINDS] *= UTILITIES_SHARE;
	for (int64_t year = clock_day_of(f->begin) / 10000; year <= last && err == OK; year++) {
		struct budget whole = {
			.asset_id = NONE, .year = year, .cents = (int64_t)f->machine_n * BUDGET_CENTS};

		err = domain_budget_add(tx, &whole);
		for (int i = 0; i <= LINE_KINDS && err == OK; i++) {
			struct budget b = {
				.asset_id = areas[i], .year = year, .cents = machines[i] * BUDGET_CENTS};

			err = machines[i] ? domain_budget_add(tx, &b) : OK;
		}
	}
	return err;
}

static enum err add_equipment(struct tx *tx, struct factory *f)
{
	int64_t site, areas[LINE_KINDS + 1];
	enum err err = add_settings(tx);

	if (err == OK)
		err = add_place(tx, ASSET_SITE, NONE, "DEMO", plant, NONE, &site);
	for (int i = 0; i <= LINE_KINDS && err == OK; i++)
		err = add_place(
			tx, ASSET_AREA, site, NULL, i < LINE_KINDS ? lines[i].area : house, NONE, &areas[i]);
	for (size_t i = 0; i < f->machine_n && err == OK; i++) {
		struct demo_machine *m = &f->machines[i];

		if (m->line == SIZE_MAX) {
			m->line_id = areas[LINE_KINDS];
			if (m->added_at <= f->begin)
				err = factory_add_machine(tx, f, m);
		} else if (i == 0 || m[-1].line != m->line) {
			err = add_line(tx, f, i, areas[m->line % LINE_KINDS]);
		}
	}
	return err == OK ? add_budgets(tx, f, areas) : err;
}

/* ---- parts ---- */

static enum err add_part(struct tx *tx, struct factory *f, size_t i, int64_t bin)
{
	struct demo_stock *s = &f->stock[i];
	const struct demo_part *d = s->part;
	size_t variant = i % f->variants;
	struct part p;
	struct stock_move in;
	struct movement out;
	enum err err;

	fields_none(part_fields, &p);
	p.code = variant ? arena_printf(tx->arena, "%s-%zu", d->code, variant + 1) : d->code;
	p.name = d->name.zh;
	p.name_en = d->name.en;
	p.spec = variant ? arena_printf(tx->arena, "%s（%zu 型）", d->spec, variant + 1) : d->spec;
	p.unit = d->unit;
	p.category = d->category;
	p.bin_id = bin;
	p.min_qty = s->min * 1000;
	p.price_cents = d->cents;
	p.retired = 0;
	err = domain_part_add(tx, &p);
	s->id = p.id;
	f->counts->parts++;
	if (err != OK || !s->start)
		return err;
	stock_move_none(&in);
	in.part_id = s->id;
	in.qty = s->start * 1000;
	in.reason = "期初库存";
	s->have = s->start;
	f->counts->movements++;
	return domain_stock_receive(tx, &in, &out);
}

static enum err add_parts(struct tx *tx, struct factory *f)
{
	int shelf[4] = {0};
	enum err err = OK;

	for (size_t i = 0; i < f->part_n && err == OK; i++) {
		size_t room = (size_t)(f->stock[i].part->room - 'A');
		int place = shelf[room]++;
		struct bin b = {.code = arena_printf(tx->arena, "%s-%02d-%d", bins[room].code, place / 4 + 1,
					place % 4 + 1),
			.name = bins[room].name,
			.store = "备件库"};

		err = domain_bin_add(tx, &b);
		if (err == OK)
			err = add_part(tx, f, i, b.id);
	}
	return err;
}

struct demo_stock *factory_stock(const struct factory *f, const struct demo_machine *m, const char *code)
{
	const struct demo_part *p = demo_part_find(code);
	size_t variant = m->line == SIZE_MAX ? 0 : m->line % f->variants;

	return p ? &f->stock[(size_t)(p - demo_parts) * f->variants + variant] : NULL;
}

enum err factory_build(struct tx *tx, struct factory *f, const char *password_hash)
{
	enum err err = store_meta_put(tx, DEMO_META, "1");

	if (err == OK)
		err = add_people(tx, f, password_hash);
	tx->actor = (struct actor){f->admin, "管理员"};
	if (err == OK)
		err = factory_add_calendars(tx, f);
	if (err == OK)
		err = add_equipment(tx, f);
	tx->actor = (struct actor){f->storekeeper, "库管小林"};
	if (err == OK)
		err = add_parts(tx, f);
	tx->actor = (struct actor){f->technicians[0].id, f->technicians[0].name};
	return err == OK ? written_build(tx, f) : err;
}
