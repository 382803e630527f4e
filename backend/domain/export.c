/* export.c - see export.h. */
#include "domain/export.h"

#include "domain/export_row.h"
#include "store/account.h"
#include "store/calendar.h"
#include "store/event.h"
#include "store/fix.h"
#include "store/meter.h"

enum { PAGE = 500 };

const char *const export_whats[] = {"machines", "parts", "repairs", "plans", "assets", "bins", "tickets",
	"movements", "accounts", "events", "meters", "fixes", NULL};

/* The next page of a table into *page, after the row `last` (NULL: from the start). */
static enum err page_assets(struct export_going *g, const void *last, int kind, struct list *page)
{
	struct asset_filter f;

	asset_filter_none(&f);
	f.kind = kind;
	f.limit = PAGE;
	f.after = last ? ((const struct asset *)last)->id : NONE;
	return store_asset_list(g->db, &g->arena, &f, page);
}

static enum err page_parts(struct export_going *g, const void *last, struct list *page)
{
	struct part_filter f;

	part_filter_none(&f);
	f.limit = PAGE;
	f.after = last ? ((const struct part *)last)->code : NULL;
	return store_part_list(g->db, &g->arena, &f, page);
}

static enum err page_plans(struct export_going *g, const void *last, struct list *page)
{
	const struct plan_filter f = {.asset_id = NONE,
		.job_plan_id = NONE,
		.after = last ? ((const struct plan *)last)->id : NONE,
		.limit = PAGE};

	return store_plan_list(g->db, &g->arena, &f, 0, page);
}

static enum err page_tickets(struct export_going *g, const void *last, struct list *page)
{
	struct ticket_filter f;

	ticket_filter_none(&f);
	f.limit = PAGE;
	f.before = last ? ((const struct ticket *)last)->id : NONE;
	return store_ticket_list(g->db, &g->arena, &f, page);
}

static enum err page_movements(struct export_going *g, const void *last, struct list *page)
{
	struct movement_filter f;

	movement_filter_none(&f);
	f.limit = PAGE;
	f.before = last ? ((const struct movement *)last)->id : NONE;
	return store_movement_list(g->db, &g->arena, &f, page);
}

static enum err next_page(struct export_going *g, int what, const void *last, struct list *page)
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
			g->db, &g->arena, last ? ((const struct repair *)last)->id : 0, PAGE, 0, page);
	case EXPORT_PLANS:
		return page_plans(g, last, page);
	case EXPORT_METERS:
		return store_meter_after(
			g->db, &g->arena, last ? ((const struct meter *)last)->id : 0, PAGE, page);
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
	case EXPORT_FIXES:
		return store_fix_page(
			g->db, &g->arena, last ? ((const struct fix *)last)->id : 0, PAGE, page);
	default:
		*page = (struct list){0};
		return last ? OK : store_account_list(g->db, &g->arena, page);
	}
}

static enum err put_row(struct export_going *g, int what, const void *row)
{
	switch (what) {
	case EXPORT_MACHINES:
		return export_machine(g, row);
	case EXPORT_PARTS:
		return export_part(g, row);
	case EXPORT_REPAIRS:
		return export_repair(g, row);
	case EXPORT_PLANS:
		return export_plan(g, row);
	case EXPORT_TICKETS:
		return export_ticket(g, row);
	case EXPORT_FIXES:
		return export_fix(g, row);
	default:
		return g->fn(row, g->ctx);
	}
}

static const struct {
	const struct field *fields, *lists;
	size_t size; /* of what a page holds */
} tables[] = {
	[EXPORT_MACHINES] = {export_machine_fields, NULL, sizeof(struct asset)},
	[EXPORT_PARTS] = {export_part_fields, NULL, sizeof(struct part)},
	[EXPORT_REPAIRS] = {export_repair_fields, NULL, sizeof(struct repair)},
	[EXPORT_PLANS] = {export_plan_fields, NULL, sizeof(struct plan)},
	[EXPORT_ASSETS] = {asset_fields, NULL, sizeof(struct asset)},
	[EXPORT_BINS] = {bin_fields, NULL, sizeof(struct bin)},
	[EXPORT_TICKETS] = {ticket_fields, export_ticket_lists, sizeof(struct ticket)},
	[EXPORT_MOVEMENTS] = {movement_fields, NULL, sizeof(struct movement)},
	[EXPORT_ACCOUNTS] = {account_fields, NULL, sizeof(struct account)},
	[EXPORT_EVENTS] = {event_fields, NULL, sizeof(struct event)},
	[EXPORT_METERS] = {meter_fields, NULL, sizeof(struct meter)},
	[EXPORT_FIXES] = {fix_row_fields, export_fix_lists, sizeof(struct fix)},
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
static const void *keep_last(struct export_going *g, int what, const struct list *page)
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

static enum err put_page(struct export_going *g, int what, const struct list *page)
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
	struct export_going g = {.db = db, .fn = fn, .ctx = ctx};
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
