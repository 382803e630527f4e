/* export.c - see export.h. */
#include "domain/export.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"

#include "store/account.h"
#include "store/asset.h"
#include "store/calendar.h"
#include "store/event.h"
#include "store/part.h"
#include "store/qr.h"
#include "store/repair.h"
#include "store/ticket.h"

enum { PAGE = 500 };

const char *const export_whats[] = {
	"machines", "parts", "repairs", "assets", "bins", "tickets", "movements", "accounts", "events", NULL};

/* ---- what differs from a table ---- */

/* Money as thousandths of a yuan, so that it is written as a plain decimal. */
static int64_t yuan(int64_t cents)
{
	return cents == NONE ? NONE : cents * 10;
}

struct machine_row {
	const char *code, *name, *name_en, *model, *maker, *serial, *site, *area, *line, *location;
	int64_t commissioned_day, original_value;
	int criticality, state;
	const char *calendar, *note, *label;
};
static const struct field machine_fields[] = {
	FIELD(struct machine_row, code, F_TEXT),
	FIELD(struct machine_row, name, F_TEXT),
	FIELD(struct machine_row, name_en, F_TEXT),
	FIELD(struct machine_row, model, F_TEXT),
	FIELD(struct machine_row, maker, F_TEXT),
	FIELD(struct machine_row, serial, F_TEXT),
	FIELD(struct machine_row, site, F_TEXT),
	FIELD(struct machine_row, area, F_TEXT),
	FIELD(struct machine_row, line, F_TEXT),
	FIELD(struct machine_row, location, F_TEXT),
	FIELD(struct machine_row, commissioned_day, F_DAY),
	FIELD(struct machine_row, original_value, F_QTY),
	FIELD(struct machine_row, criticality, F_ENUM, .names = criticalities),
	FIELD(struct machine_row, state, F_ENUM, .names = asset_states),
	FIELD(struct machine_row, calendar, F_TEXT),
	FIELD(struct machine_row, note, F_TEXT),
	FIELD(struct machine_row, label, F_TEXT),
	FIELD_END,
};

struct part_row {
	const char *code, *name, *name_en, *spec, *maker, *unit, *category, *bin, *store;
	int64_t min_qty, price, qty, amount, retired;
	const char *note;
};
static const struct field part_row_fields[] = {
	FIELD(struct part_row, code, F_TEXT),
	FIELD(struct part_row, name, F_TEXT),
	FIELD(struct part_row, name_en, F_TEXT),
	FIELD(struct part_row, spec, F_TEXT),
	FIELD(struct part_row, maker, F_TEXT),
	FIELD(struct part_row, unit, F_TEXT),
	FIELD(struct part_row, category, F_TEXT),
	FIELD(struct part_row, bin, F_TEXT),
	FIELD(struct part_row, store, F_TEXT),
	FIELD(struct part_row, min_qty, F_QTY),
	FIELD(struct part_row, price, F_QTY),
	FIELD(struct part_row, qty, F_QTY),
	FIELD(struct part_row, amount, F_QTY),
	FIELD(struct part_row, retired, F_BOOL),
	FIELD(struct part_row, note, F_TEXT),
	FIELD_END,
};

struct repair_row {
	const char *id;
	int64_t seq;
	const char *ts, *machine, *machine_name, *model, *component, *code, *symptom, *cause, *action, *parts;
	int64_t minutes, cost;
	const char *outcome, *group, *lang, *occurred, *accepted, *started, *restored;
};
static const struct field repair_row_fields[] = {
	FIELD(struct repair_row, id, F_TEXT),
	FIELD(struct repair_row, seq, F_INT),
	FIELD(struct repair_row, ts, F_TEXT),
	FIELD(struct repair_row, machine, F_TEXT),
	FIELD(struct repair_row, machine_name, F_TEXT),
	FIELD(struct repair_row, model, F_TEXT),
	FIELD(struct repair_row, component, F_TEXT),
	FIELD(struct repair_row, code, F_TEXT),
	FIELD(struct repair_row, symptom, F_TEXT),
	FIELD(struct repair_row, cause, F_TEXT),
	FIELD(struct repair_row, action, F_TEXT),
	FIELD(struct repair_row, parts, F_TEXT),
	FIELD(struct repair_row, minutes, F_INT),
	FIELD(struct repair_row, cost, F_QTY),
	FIELD(struct repair_row, outcome, F_TEXT),
	FIELD(struct repair_row, group, F_TEXT),
	FIELD(struct repair_row, lang, F_TEXT),
	FIELD(struct repair_row, occurred, F_TEXT),
	FIELD(struct repair_row, accepted, F_TEXT),
	FIELD(struct repair_row, started, F_TEXT),
	FIELD(struct repair_row, restored, F_TEXT),
	FIELD_END,
};

struct ticket_row {
	struct ticket ticket;
	struct list waits, people, comments, same, labour, invoices, parts;
};

static const struct field ticket_lists[] = {
	FIELD(struct ticket_row, waits, F_LIST, .sub = ticket_wait_fields,
		.sub_size = sizeof(struct ticket_wait)),
	FIELD(struct ticket_row, people, F_LIST, .sub = ticket_person_fields,
		.sub_size = sizeof(struct ticket_person)),
	FIELD(struct ticket_row, comments, F_LIST, .sub = ticket_comment_fields,
		.sub_size = sizeof(struct ticket_comment)),
	FIELD(struct ticket_row, same, F_LIST, .sub = ticket_same_fields,
		.sub_size = sizeof(struct ticket_same)),
	FIELD(struct ticket_row, labour, F_LIST, .sub = labour_fields, .sub_size = sizeof(struct labour)),
	FIELD(struct ticket_row, invoices, F_LIST, .sub = invoice_fields, .sub_size = sizeof(struct invoice)),
	FIELD(struct ticket_row, parts, F_LIST, .sub = ticket_part_fields,
		.sub_size = sizeof(struct ticket_part)),
	FIELD_END,
};

/* ---- going through the tables ---- */

/* An export going on. */
struct going {
	struct db *db;
	struct arena arena; /* of a page */
	struct arena row;   /* of a row */
	enum err (*fn)(const void *row, void *ctx);
	void *ctx;
	int64_t seq;
	struct list calendars; /* machines */
	struct arena whole;
};

static const char *calendar_name(const struct going *g, int64_t id)
{
	for (size_t i = 0; i < g->calendars.n; i++) {
		const struct calendar_row *c = list_at(&g->calendars, i, sizeof(*c));

		if (c->id == id)
			return c->name;
	}
	return NULL;
}

static enum err place_of(struct going *g, int64_t id, struct machine_row *row)
{
	struct list path;
	enum err err = store_asset_path(g->db, &g->row, id, &path);

	for (size_t i = 0; err == OK && i < path.n; i++) {
		const struct asset *x = list_at(&path, i, sizeof(*x));

		if (x->kind == ASSET_SITE)
			row->site = x->name;
		else if (x->kind == ASSET_AREA)
			row->area = x->name;
		else if (x->kind == ASSET_LINE)
			row->line = x->name;
	}
	return err;
}

/* The newest label that still opens the machine. */
static enum err label_of(struct going *g, int64_t id, const char **label)
{
	struct list codes;
	enum err err = store_qr_of(g->db, &g->row, QR_ASSET, id, &codes);

	for (size_t i = codes.n; err == OK && i > 0; i--) {
		const struct qr_code *c = list_at(&codes, i - 1, sizeof(*c));

		if (c->revoked_at == NONE)
			*label = c->code;
	}
	return err;
}

static enum err put_machine(struct going *g, const struct asset *x)
{
	struct machine_row row = {
		.code = x->code,
		.name = x->name,
		.name_en = x->name_en,
		.model = x->model,
		.maker = x->maker,
		.serial = x->serial,
		.location = x->location,
		.commissioned_day = x->commissioned_day,
		.original_value = yuan(x->original_value_cents),
		.criticality = x->criticality,
		.state = x->state,
		.calendar = calendar_name(g, x->calendar_id),
		.note = x->note,
	};
	enum err err = place_of(g, x->id, &row);

	if (err == OK)
		err = label_of(g, x->id, &row.label);
	return err == OK ? g->fn(&row, g->ctx) : err;
}

static enum err put_part(struct going *g, const struct part *p)
{
	struct part_row row = {
		.code = p->code,
		.name = p->name,
		.name_en = p->name_en,
		.spec = p->spec,
		.maker = p->maker,
		.unit = p->unit,
		.category = p->category,
		.bin = p->bin_code,
		.min_qty = p->min_qty,
		.price = yuan(p->price_cents),
		.qty = p->qty,
		.amount = yuan(p->value_cents),
		.retired = p->retired,
		.note = p->note,
	};
	struct bin b;

	if (p->bin_id != NONE && store_bin_get(g->db, &g->row, p->bin_id, &b) == OK)
		row.store = b.store;
	return g->fn(&row, g->ctx);
}

/* ---- repairs ---- */

static const char *time_text(struct going *g, int64_t t)
{
	char text[32];

	return t == NONE ? NULL : arena_strdup(&g->row, clock_rfc3339(t, text));
}

/* "BRG-6204 x2, SEAL-35 x1.5": what was used, net of what came back. */
static enum err parts_text(struct going *g, int64_t ticket, const char **out)
{
	struct list parts;
	struct buf b;
	enum err err = store_movement_of_ticket(g->db, &g->row, ticket, &parts);

	buf_init(&b);
	for (size_t i = 0; err == OK && i < parts.n; i++) {
		const struct ticket_part *p = list_at(&parts, i, sizeof(*p));

		if (p->qty <= 0)
			continue;
		buf_printf(&b, "%s%s x", b.len ? ", " : "", p->code);
		json_write_qty(&b, p->qty);
	}
	*out = b.len ? arena_strdup(&g->row, b.data) : NULL;
	buf_release(&b);
	return err;
}

/* Han characters begin with these bytes in UTF-8. */
static const char *language(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text >= 0xE3 && (unsigned char)*text <= 0xE9)
			return "zh";
	return "en";
}

static enum err put_repair(struct going *g, const struct repair *r)
{
	struct repair_case c;
	struct ticket t;
	struct repair_row row = {.seq = g->seq++, .minutes = r->minutes, .model = r->model};
	enum err err = store_ticket_get(g->db, &g->row, r->id, &t);

	if (err == OK)
		err = store_repair_case(g->db, &g->row, r->id, &c);
	if (err == OK)
		err = parts_text(g, r->id, &row.parts);
	if (err != OK)
		return err;
	row.id = t.import_ref ? t.import_ref : arena_printf(&g->row, "T%lld", (long long)r->id);
	row.ts = time_text(g, t.reported_at);
	row.machine = t.machine_code ? t.machine_code : t.machine_name;
	row.machine_name = t.machine_name;
	row.component = t.component_name;
	row.code = t.fault_code;
	row.symptom = t.symptom;
	row.cause = t.cause;
	row.action = t.action ? t.action : r->action_zh;
	row.cost = yuan(c.cost_cents);
	row.group = r->action_code && r->component
			    ? arena_printf(&g->row, "%s/%s", r->action_code, r->component)
			    : r->component;
	row.lang = language(t.symptom);
	row.occurred = time_text(g, t.occurred_at);
	row.accepted = time_text(g, t.accepted_at);
	row.started = time_text(g, t.started_at);
	row.restored = time_text(g, t.restored_at);
	return g->fn(&row, g->ctx);
}

static enum err put_ticket(struct going *g, const struct ticket *t)
{
	struct ticket_row row = {.ticket = *t};
	enum err err = store_wait_list(g->db, &g->row, t->id, &row.waits);

	if (err == OK)
		err = store_person_list(g->db, &g->row, t->id, &row.people);
	if (err == OK)
		err = store_comment_list(g->db, &g->row, t->id, &row.comments);
	if (err == OK)
		err = store_same_list(g->db, &g->row, t->id, &row.same);
	if (err == OK)
		err = store_labour_list(g->db, &g->row, t->id, &row.labour);
	if (err == OK)
		err = store_invoice_list(g->db, &g->row, t->id, &row.invoices);
	if (err == OK)
		err = store_movement_of_ticket(g->db, &g->row, t->id, &row.parts);
	return err == OK ? g->fn(&row, g->ctx) : err;
}

/* ---- pages ---- */

/* The next page of a table into *page, after the row `last` (NULL: from the start). */
static enum err page_assets(struct going *g, const void *last, int kind, struct list *page)
{
	struct asset_filter f;

	asset_filter_none(&f);
	f.kind = kind;
	f.limit = PAGE;
	f.after = last ? ((const struct asset *)last)->id : NONE;
	return store_asset_list(g->db, &g->arena, &f, page);
}

static enum err page_parts(struct going *g, const void *last, struct list *page)
{
	struct part_filter f;

	part_filter_none(&f);
	f.limit = PAGE;
	f.after = last ? ((const struct part *)last)->code : NULL;
	return store_part_list(g->db, &g->arena, &f, page);
}

static enum err page_tickets(struct going *g, const void *last, struct list *page)
{
	struct ticket_filter f;

	ticket_filter_none(&f);
	f.limit = PAGE;
	f.before = last ? ((const struct ticket *)last)->id : NONE;
	return store_ticket_list(g->db, &g->arena, &f, page);
}

static enum err page_movements(struct going *g, const void *last, struct list *page)
{
	struct movement_filter f;

	movement_filter_none(&f);
	f.limit = PAGE;
	f.before = last ? ((const struct movement *)last)->id : NONE;
	return store_movement_list(g->db, &g->arena, &f, page);
}

static enum err next_page(struct going *g, int what, const void *last, struct list *page)
{
	switch (what) {
	case EXPORT_MACHINES:
		return page_assets(g, last, ASSET_MACHINE, page);
	case EXPORT_ASSETS:
		return page_assets(g, last, -1, page);
	case EXPORT_PARTS:
		return page_parts(g, last, page);
	case EXPORT_REPAIRS:
		return store_repair_list(
			g->db, &g->arena, last ? ((const struct repair *)last)->id : 0, PAGE, page);
	case EXPORT_TICKETS:
		return page_tickets(g, last, page);
	case EXPORT_MOVEMENTS:
		return page_movements(g, last, page);
	case EXPORT_BINS:
		return store_bin_list(
			g->db, &g->arena, NULL, last ? ((const struct bin *)last)->code : NULL, PAGE, page);
	case EXPORT_EVENTS:
		return store_event_after(
			g->db, &g->arena, last ? ((const struct event *)last)->seq : 0, PAGE, page);
	default:
		*page = (struct list){0};
		return last ? OK : store_account_list(g->db, &g->arena, page);
	}
}

static enum err put_row(struct going *g, int what, const void *row)
{
	switch (what) {
	case EXPORT_MACHINES:
		return put_machine(g, row);
	case EXPORT_PARTS:
		return put_part(g, row);
	case EXPORT_REPAIRS:
		return put_repair(g, row);
	case EXPORT_TICKETS:
		return put_ticket(g, row);
	default:
		return g->fn(row, g->ctx);
	}
}

static const struct {
	const struct field *fields, *lists;
	size_t size; /* of what a page holds */
} tables[] = {
	[EXPORT_MACHINES] = {machine_fields, NULL, sizeof(struct asset)},
	[EXPORT_PARTS] = {part_row_fields, NULL, sizeof(struct part)},
	[EXPORT_REPAIRS] = {repair_row_fields, NULL, sizeof(struct repair)},
	[EXPORT_ASSETS] = {asset_fields, NULL, sizeof(struct asset)},
	[EXPORT_BINS] = {bin_fields, NULL, sizeof(struct bin)},
	[EXPORT_TICKETS] = {ticket_fields, ticket_lists, sizeof(struct ticket)},
	[EXPORT_MOVEMENTS] = {movement_fields, NULL, sizeof(struct movement)},
	[EXPORT_ACCOUNTS] = {account_fields, NULL, sizeof(struct account)},
	[EXPORT_EVENTS] = {event_fields, NULL, sizeof(struct event)},
};

const struct field *domain_export_fields(int what)
{
	return tables[what].fields;
}

const struct field *domain_export_lists(int what)
{
	return tables[what].lists;
}

/* What the next page is asked by outlives the page. */
static const void *keep_last(struct going *g, int what, const struct list *page)
{
	const void *last = list_at(page, page->n - 1, tables[what].size);

	arena_clear(&g->whole);
	last = arena_memdup(&g->whole, last, tables[what].size);
	if (what == EXPORT_PARTS)
		((struct part *)(uintptr_t)last)->code =
			arena_strdup(&g->whole, ((const struct part *)last)->code);
	else if (what == EXPORT_BINS)
		((struct bin *)(uintptr_t)last)->code =
			arena_strdup(&g->whole, ((const struct bin *)last)->code);
	return last;
}

static enum err put_page(struct going *g, int what, const struct list *page)
{
	enum err err = OK;

	for (size_t i = 0; i < page->n && err == OK; i++) {
		err = put_row(g, what, list_at(page, i, tables[what].size));
		arena_clear(&g->row);
	}
	return err;
}

enum err domain_export(struct db *db, int what, enum err (*fn)(const void *row, void *ctx), void *ctx)
{
	struct going g = {.db = db, .fn = fn, .ctx = ctx};
	struct arena calendars;
	const void *last = NULL;
	struct list page = {0};
	enum err err = OK;

	arena_init(&g.arena);
	arena_init(&g.row);
	arena_init(&g.whole);
	arena_init(&calendars);
	if (what == EXPORT_MACHINES)
		err = store_calendar_list(db, &calendars, &g.calendars);
	while (err == OK) {
		err = next_page(&g, what, last, &page);
		if (err != OK || !page.n)
			break;
		err = put_page(&g, what, &page);
		last = keep_last(&g, what, &page);
		arena_clear(&g.arena);
	}
	arena_release(&calendars);
	arena_release(&g.whole);
	arena_release(&g.row);
	arena_release(&g.arena);
	return err;
}
