/* export_row.c - see export_row.h. */
#include "domain/export_row.h"

#include "base/buf.h"
#include "base/json.h"

#include "domain/plan_line.h"
#include "store/account.h"
#include "store/calendar.h"
#include "store/mark.h"
#include "store/qr.h"

/* Money as thousandths of a yuan, so that it is written as a plain decimal. */
static int64_t yuan(int64_t cents)
{
	return cents == NONE ? NONE : cents * 10;
}

struct machine_row {
	const char *code, *name, *name_en, *model, *maker, *serial, *site, *area, *line, *location;
	int64_t commissioned_day, original_value, downtime_hour;
	int criticality, state;
	const char *calendar, *note, *label;
};
const struct field export_machine_fields[] = {
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
	FIELD(struct machine_row, downtime_hour, F_QTY),
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
const struct field export_part_fields[] = {
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
const struct field export_repair_fields[] = {
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
	struct list waits, people, comments, same, labour, invoices, parts, marks;
};

const struct field export_ticket_lists[] = {
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
	FIELD(struct ticket_row, marks, F_LIST, .sub = suggestion_mark_fields,
		.sub_size = sizeof(struct suggestion_mark)),
	FIELD_END,
};

static const char *calendar_name(const struct export_going *g, int64_t id)
{
	for (size_t i = 0; i < g->calendars.n; i++) {
		const struct calendar_row *c = list_at(&g->calendars, i, sizeof(*c));

		if (c->id == id)
			return c->name;
	}
	return NULL;
}

static enum err place_of(struct export_going *g, int64_t id, struct machine_row *row)
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
static enum err label_of(struct export_going *g, int64_t id, const char **label)
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

enum err export_machine(struct export_going *g, const struct asset *x)
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
		.downtime_hour = yuan(x->downtime_cents_hour),
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

enum err export_part(struct export_going *g, const struct part *p)
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

static const char *time_text(struct export_going *g, int64_t t)
{
	char text[32];

	return t == NONE ? NULL : arena_strdup(&g->row, clock_rfc3339(t, text));
}

/* "BRG-6204 x2, SEAL-35 x1.5": what was used, net of what came back. */
static enum err parts_text(struct export_going *g, int64_t ticket, const char **out)
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

enum err export_repair(struct export_going *g, const struct repair *r)
{
	struct repair_case c;
	struct ticket t;
	struct repair_row row = {.seq = g->seq++, .minutes = r->minutes, .model = r->model};
	enum err err = store_ticket_get(g->db, &g->row, r->id, &t);

	if (err == OK)
		err = store_repair_case(g->db, &g->row, r->id, 0, &c);
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

/* ---- plans ---- */

#define PLAN(member, as, type, ...) FIELD_AS(struct plan_line, plan.member, as, type, __VA_ARGS__)
const struct field export_plan_fields[] = {
	PLAN(name, "name", F_TEXT),
	PLAN(name_en, "name_en", F_TEXT),
	PLAN(job_name, "job_plan_id", F_TEXT),
	FIELD_AS(struct plan_line, machine_code, "assets", F_TEXT),
	PLAN(every, "every", F_INT),
	PLAN(unit, "unit", F_ENUM, .names = plan_units),
	PLAN(mode, "mode", F_ENUM, .names = plan_modes),
	FIELD(struct plan_line, weekdays, F_TEXT),
	FIELD(struct plan_line, month_day, F_TEXT),
	FIELD(struct plan_line, months, F_TEXT),
	PLAN(holiday, "holiday", F_ENUM, .names = plan_holidays),
	PLAN(from_day, "from_day", F_DAY),
	PLAN(to_day, "to_day", F_DAY),
	PLAN(meter_every, "meter_every", F_QTY),
	PLAN(lead_days, "lead_days", F_INT),
	PLAN(grace_days, "grace_days", F_INT),
	PLAN(assignee_name, "assignee_id", F_TEXT),
	PLAN(minutes, "minutes", F_INT),
	PLAN(stands, "stands", F_BOOL),
	FIELD(struct plan_line, tasks, F_TEXT),
	FIELD_END,
};

enum err export_plan(struct export_going *g, const struct plan *p)
{
	struct plan plan = *p;
	struct account who;
	struct list lines;
	enum err err = p->assignee_id == NONE ? OK : store_account_get(g->db, &g->row, p->assignee_id, &who);

	/* Names may be several people's. */
	if (err == OK && p->assignee_id != NONE)
		plan.assignee_name = who.login;
	if (err == OK)
		err = domain_plan_lines(g->db, &g->row, LANG_EN, &plan, &lines);
	for (size_t i = 0; err == OK && i < lines.n; i++)
		err = g->fn(list_at(&lines, i, sizeof(struct plan_line)), g->ctx);
	return err;
}

enum err export_ticket(struct export_going *g, const struct ticket *t)
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
	if (err == OK)
		err = store_mark_list(g->db, &g->row, t->id, &row.marks);
	return err == OK ? g->fn(&row, g->ctx) : err;
}

static const struct field case_fields[] = {FIELD(struct repair_id, id, F_INT), FIELD_END};
/* A fix and what hangs on it. */
struct fix_row {
	struct fix fix; /* first: it is written by fix_row_fields */
	struct list cases;
};
const struct field export_fix_lists[] = {
	FIELD_AS(struct fix_row, fix.parts, "parts", F_LIST, .sub = fix_part_fields,
		.sub_size = sizeof(struct fix_part)),
	FIELD(struct fix_row, cases, F_LIST, .sub = case_fields, .sub_size = sizeof(struct repair_id)),
	FIELD_END,
};

enum err export_fix(struct export_going *g, const struct fix *f)
{
	struct fix_row row = {.fix = *f};
	enum err err = store_fix_parts(g->db, &g->row, f->id, &row.fix.parts);

	if (err == OK)
		err = store_fix_own(g->db, &g->row, f->id, &row.cases);
	return err == OK ? g->fn(&row, g->ctx) : err;
}
