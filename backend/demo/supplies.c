/* supplies.c - see supplies.h. */
#include "demo/supplies.h"

#include <string.h>

#include "demo/rng.h"
#include "domain/count.h"
#include "domain/part.h"
#include "domain/reservation.h"
#include "domain/stock.h"
#include "domain/supply.h"
#include "domain/ticket.h"

enum { SELLERS = 4, QUOTES = 5, AT_LINES = 3, KEPT = 4 };
#define LINE_STORE "线边库"

static const struct supplier sellers[SELLERS] = {
	{.name = "长春恒达轴承经销部",
		.contact = "王经理",
		.phone = "0431-8550 1200",
		.note = "轴承、传动件，当天可送"},
	{.name = "华北液压气动", .contact = "赵工", .phone = "022-2731 8800", .email = "sales@example.com"},
	{.name = "江南电气成套",
		.contact = "Ms Chen",
		.phone = "0512-6801 3300",
		.email = "chen@example.com",
		.note = "满 500 元包邮"},
	{.name = "通用备件五金店"},
};

struct going {
	struct tx *tx;
	const struct factory *f;
	int64_t seller[SELLERS];
	int64_t line_bin[2];
};

static const struct demo_stock *stock_of(const struct going *g, const char *code)
{
	const struct demo_part *p = demo_part_find(code);

	for (size_t i = 0; i < g->f->part_n; i++)
		if (g->f->stock[i].part == p)
			return &g->f->stock[i];
	return &g->f->stock[0];
}

/* ---- who sells what, and for how much ---- */

static enum err quote(struct going *g, const struct demo_stock *s, int64_t seller, int dearer)
{
	struct rng r = rng_of(g->f->options.seed, (uint64_t)s->id << 20 ^ (uint64_t)seller);
	int64_t day = clock_day_of(g->f->begin);
	enum err err = OK;

	for (int i = 0; i < QUOTES && err == OK; i++) {
		struct part_price p = {.part_id = s->id, .supplier_id = seller, .movement_id = NONE};

		p.day = clock_day_add(day, i * 150 + (int)rng_between(&r, 0, 30));
		p.price_cents = s->part->cents * (rng_between(&r, 94, 104) + i * 2 + dearer) / 100;
		err = domain_supply_price(g->tx, &p);
	}
	return err;
}

static enum err sold_by(struct going *g, const struct demo_stock *s)
{
	struct part_supplier x;
	enum err err = OK;

	for (int second = 0; second < 2 && err == OK; second++) {
		int room = s->part->room - 'A';

		fields_none(part_supplier_fields, &x);
		x.part_id = s->id;
		x.supplier_id = g->seller[second ? SELLERS - 1 : room % (SELLERS - 1)];
		x.lead_days = s->part->lead_days + second * 4;
		x.number =
			second ? NULL
			       : arena_printf(g->tx->arena, "%c%05lld", s->part->room, (long long)s->id * 37);
		x.min_qty = second ? 1000 : s->part->min >= 20 ? 20000 : NONE;
		x.pack_qty = s->part->min >= 20 ? 10000 : NONE;
		x.preferred = !second;
		/* The shop around the corner has only what is cheap. */
		if (second && s->part->cents > 10000)
			break;
		err = domain_supply_put(g->tx, &x);
		/* Some of it was never asked for. */
		if (err == OK && (!second || s->id % 3))
			err = quote(g, s, x.supplier_id, second * 12);
	}
	return err;
}

static enum err add_sellers(struct going *g)
{
	enum err err = OK;

	for (int i = 0; i < SELLERS && err == OK; i++) {
		struct supplier s = sellers[i];

		err = domain_supplier_add(g->tx, &s);
		g->seller[i] = s.id;
	}
	/* The last part is made in the house: nobody sells it. */
	for (size_t i = 0; i + 1 < g->f->part_n && err == OK; i++)
		err = sold_by(g, &g->f->stock[i]);
	return err;
}

enum err supplies_sellers(struct tx *tx, const struct factory *f)
{
	struct going g = {.tx = tx, .f = f};

	tx->actor = (struct actor){f->storekeeper, "库管小林"};
	return add_sellers(&g);
}

static enum err find_sellers(struct going *g)
{
	struct list all;
	enum err err = store_supplier_list(g->tx->db, g->tx->arena, NULL, NONE, NULL, SELLERS, &all);

	for (size_t i = 0; err == OK && i < all.n; i++) {
		const struct supplier *s = list_at(&all, i, sizeof(*s));

		for (int k = 0; k < SELLERS; k++)
			if (strcmp(s->name, sellers[k].name) == 0)
				g->seller[k] = s->id;
	}
	return err;
}

/* ---- stores ---- */

static enum err bought(struct going *g, const char *code, int64_t qty)
{
	struct stock_move in;
	struct movement out;

	stock_move_none(&in);
	in.part_id = stock_of(g, code)->id;
	in.qty = qty * 1000;
	in.price_cents = stock_of(g, code)->part->cents * 107 / 100;
	in.supplier_id = g->seller[1];
	in.slip = "SH-20417";
	g->f->counts->movements++;
	return domain_stock_receive(g->tx, &in, &out);
}

static enum err moved(struct going *g, const char *code, int64_t percent)
{
	const struct demo_stock *s = stock_of(g, code);
	struct stock_move in;
	struct movement out;

	stock_move_none(&in);
	in.part_id = s->id;
	in.to_bin_id = g->line_bin[0];
	in.qty = s->have * percent / 100 * 1000;
	in.reason = "线边常备";
	if (in.qty <= 0)
		return OK;
	g->f->counts->movements += 2;
	return domain_stock_transfer(g->tx, &in, &out);
}

static enum err add_store(struct going *g)
{
	static const char *const codes[2] = {"L-01-1", "L-01-2"};
	enum err err = OK;

	for (int i = 0; i < 2 && err == OK; i++) {
		struct bin b = {.code = codes[i], .name = "冲压线边柜", .store = LINE_STORE};

		err = domain_bin_add(g->tx, &b);
		g->line_bin[i] = b.id;
	}
	if (err == OK)
		err = bought(g, "PNE-F8", 40);
	if (err == OK)
		err = moved(g, "PNE-F8", 30);
	if (err == OK)
		err = moved(g, "PNE-T8", 25);
	return err == OK ? moved(g, "ELE-FU10", 40) : err;
}

/* ---- what may stand in, and where it belongs ---- */

static enum err relate(struct going *g)
{
	static const struct {
		const char *part, *substitute, *note;
		bool both;
	} pairs[] = {
		{"ELE-PX12", "ELE-PH", "支架要改，感应距离不同", false},
		{"ELE-K32", "ELE-R24", "只限控制回路", true},
		{"OIL-68", "OIL-46", "应急，尽快换回", false},
	};
	struct asset_part use;
	enum err err = OK;

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]) && err == OK; i++)
		err = domain_substitute_put(g->tx, stock_of(g, pairs[i].part)->id,
			stock_of(g, pairs[i].substitute)->id, pairs[i].note, pairs[i].both);
	for (size_t i = 0; i < g->f->part_n && i < 12 && err == OK; i++) {
		const struct demo_machine *m = &g->f->machines[i % g->f->machine_n];

		fields_none(asset_part_fields, &use);
		use.part_id = g->f->stock[i * 3 % g->f->part_n].id;
		use.asset_id = m->id;
		use.qty = (int64_t)(1 + i % 3) * 1000;
		use.note = i % 4 ? NULL : "左右各一";
		err = domain_use_add(g->tx, &use);
	}
	fields_none(asset_part_fields, &use);
	use.part_id = stock_of(g, "BRG-7014")->id;
	use.model = "VMC-850";
	return err == OK ? domain_use_add(g->tx, &use) : err;
}

/* ---- kept for tickets ---- */

static enum err keep(struct going *g)
{
	static const char *const wanted[KEPT] = {"BRG-6205", "ELE-PX12", "SEA-TC55", "ELE-SV3"};
	struct ticket_filter filter;
	struct list open;
	enum err err;

	ticket_filter_none(&filter);
	filter.open = 1;
	filter.limit = 50;
	err = store_ticket_list(g->tx->db, g->tx->arena, &filter, &open);
	for (size_t i = 0, n = 0; i < open.n && n < KEPT && err == OK; i++) {
		const struct ticket *t = list_at(&open, i, sizeof(*t));
		struct reserve_part ask = {stock_of(g, wanted[n])->id, 2000, NONE};
		const struct list parts = {&ask, 1};

		if (!domain_ticket_allows(t->state, ACTION_RESERVE))
			continue;
		err = domain_reservation_add(g->tx, t->id, &parts);
		n++;
	}
	return err;
}

/* The proximity switches are all taken: a photoelectric one does it as well. */
static enum err stood_in(struct going *g)
{
	struct ticket_filter filter;
	struct list open;
	struct stock_move in;
	struct movement out;
	enum err err;

	ticket_filter_none(&filter);
	filter.open = 1;
	filter.limit = 1;
	err = store_ticket_list(g->tx->db, g->tx->arena, &filter, &open);
	stock_move_none(&in);
	in.part_id = stock_of(g, "ELE-PH")->id;
	in.instead_of_id = stock_of(g, "ELE-PX12")->id;
	in.qty = 1000;
	if (err != OK || !open.n || stock_of(g, "ELE-PH")->have < 1)
		return err;
	in.ticket_id = ((const struct ticket *)open.items)->id;
	g->f->counts->movements++;
	return domain_stock_issue(g->tx, &in, &out);
}

/* ---- counted ---- */

static enum err counted(struct going *g, const struct stock_count *c, int every, bool all)
{
	struct count_line_filter f;
	struct list lines;
	enum err err;

	count_line_filter_none(&f);
	f.count_id = c->id;
	f.limit = 500;
	err = store_count_lines(g->tx->db, g->tx->arena, &f, &lines);
	for (size_t i = 0; err == OK && i < lines.n && (all || i < lines.n / 2); i++) {
		struct stock_count_line *l = list_at(&lines, i, sizeof(*l));
		struct count_said said = {c->id, l->bin_id, l->part_id, 0, NONE, NULL};

		err = store_stock_qty(g->tx->db, l->part_id, l->bin_id, &said.counted);
		if (i % (size_t)every == 1 && said.counted >= 2000) {
			said.counted -= 1000;
			said.reason = all ? "领用未记账" : NULL;
		}
		if (err == OK)
			err = domain_count_say(g->tx, &said, l);
	}
	return err;
}

static enum err begin_count(
	struct going *g, struct stock_count *c, const char *name, const char *store, int64_t *bins, size_t n)
{
	const struct list chosen = {bins, n};

	fields_none(stock_count_fields, c);
	c->name = name;
	c->store = store;
	return domain_count_begin(g->tx, c, &chosen);
}

static enum err count_both(struct going *g)
{
	struct part p;
	struct stock_count c;
	int64_t bins[8];
	enum err err = begin_count(g, &c, "线边库月度盘点", LINE_STORE, NULL, 0);

	if (err == OK)
		err = counted(g, &c, 3, true);
	if (err == OK)
		err = domain_count_close(g->tx, c.id, c.version, false);
	for (size_t i = 0; i < 8 && err == OK; i++) {
		err = store_part_get(g->tx->db, g->tx->arena, g->f->stock[i].id, &p);
		bins[i] = p.bin_id;
	}
	if (err == OK)
		err = begin_count(g, &c, "A 区抽盘", NULL, bins, 8);
	return err == OK ? counted(g, &c, 3, false) : err;
}

enum err supplies_add(struct tx *tx, void *ctx)
{
	struct going g = {.tx = tx, .f = ctx};
	enum err err;

	tx->actor = (struct actor){g.f->storekeeper, "库管小林"};
	err = find_sellers(&g);
	if (err == OK)
		err = add_store(&g);
	if (err == OK)
		err = relate(&g);
	if (err == OK)
		err = keep(&g);
	if (err == OK)
		err = stood_in(&g);
	return err == OK ? count_both(&g) : err;
}
