/* ticket_view.c - a ticket as a person sees it: in a list, and with all that hangs on it. See ticket.h. */
#include "api/ticket.h"

#include "api/reply.h"
#include "domain/fix.h"
#include "domain/ticket.h"
#include "store/asset.h"
#include "store/document.h"
#include "store/due.h"
#include "store/job.h"
#include "store/part.h"
#include "store/plan.h"
#include "store/qr.h"
#include "store/reservation.h"

bool request_admits(const struct request *rq, const struct ticket *t, enum ticket_verb v)
{
	return domain_ticket_admits(t, v, rq->user.id, rq->user.role);
}

/* ---- in a list ---- */

const struct field ticket_item_fields[] = {
	JOIN(struct ticket_item, ticket, ticket_fields),
	FIELD(struct ticket_item, actions, F_SET, .names = ticket_actions),
	FIELD_END,
};

struct list api_ticket_list_of(struct request *rq, const struct list *tickets)
{
	struct list out = {arena_calloc(rq->arena, tickets->n, sizeof(struct ticket_item)), tickets->n};

	for (size_t i = 0; i < out.n; i++) {
		struct ticket_item *item = list_at(&out, i, sizeof(*item));

		item->ticket = *(struct ticket *)list_at(tickets, i, sizeof(struct ticket));
		item->actions = domain_ticket_actions(&item->ticket, rq->user.id, rq->user.role);
	}
	return out;
}

enum err api_ticket_items(struct request *rq, const struct list *tickets, const char *next)
{
	const struct list items = api_ticket_list_of(rq, tickets);

	return reply_list(rq, ticket_item_fields, &items, sizeof(struct ticket_item), next);
}

/* ---- alone ---- */

/* The machine, as far as whoever stands before it needs it. */
struct ticket_machine {
	struct asset asset;
	const char *qr;	  /* its newest code that is good */
	int64_t photo_id; /* a document */
	int64_t open;	  /* tickets of it that are not closed or cancelled, this one too */
	struct list path; /* struct asset, from the top down to what it stands in */
};
static const struct field asset_step_fields[] = {
	FIELD(struct asset, id, F_INT, F_SURE),
	FIELD(struct asset, kind, F_ENUM, F_SURE, .names = asset_kinds),
	FIELD(struct asset, name, F_TEXT, F_SURE),
	FIELD(struct asset, name_en, F_TEXT),
	FIELD_END,
};
static const struct field ticket_machine_fields[] = {
	FIELD_AS(struct ticket_machine, asset.id, "id", F_INT, F_SURE),
	FIELD_AS(struct ticket_machine, asset.code, "code", F_TEXT),
	FIELD_AS(struct ticket_machine, asset.name, "name", F_TEXT, F_SURE),
	FIELD_AS(struct ticket_machine, asset.name_en, "name_en", F_TEXT),
	FIELD_AS(struct ticket_machine, asset.model, "model", F_TEXT),
	FIELD_AS(struct ticket_machine, asset.maker, "maker", F_TEXT),
	FIELD_AS(struct ticket_machine, asset.location, "location", F_TEXT),
	FIELD_AS(struct ticket_machine, asset.criticality, "criticality", F_ENUM, .names = criticalities),
	FIELD_AS(struct ticket_machine, asset.state, "state", F_ENUM, F_SURE, .names = asset_states),
	FIELD(struct ticket_machine, path, F_LIST, SUB(asset_step_fields, struct asset)),
	FIELD(struct ticket_machine, qr, F_TEXT),
	FIELD(struct ticket_machine, photo_id, F_INT),
	FIELD_AS(struct ticket_machine, open, "open_tickets", F_INT, F_SURE),
	FIELD_END,
};

/* Of planned maintenance: for which due it is, and what it takes. */
struct ticket_plan {
	struct plan_due due;
	struct plan plan;
	struct list parts; /* struct job_part */
};
static const struct field ticket_plan_fields[] = {
	FIELD_AS(struct ticket_plan, plan.id, "id", F_INT, F_SURE),
	FIELD_AS(struct ticket_plan, plan.name, "name", F_TEXT, F_SURE),
	FIELD_AS(struct ticket_plan, plan.name_en, "name_en", F_TEXT),
	FIELD_AS(struct ticket_plan, due.due_day, "due_day", F_DAY, F_SURE),
	FIELD_AS(struct ticket_plan, due.grace_day, "grace_day", F_DAY, F_SURE),
	FIELD_AS(struct ticket_plan, plan.minutes, "minutes", F_INT),
	FIELD_AS(struct ticket_plan, plan.stands, "stands", F_BOOL, F_SURE),
	FIELD(struct ticket_plan, parts, F_LIST, SUB(job_part_fields, struct job_part)),
	FIELD_END,
};

struct ticket_view {
	struct ticket *ticket;
	struct ticket_machine *machine;
	int64_t actions; /* set of ticket_actions: a client shows buttons and knows no rules */
	struct list waits, people, comments, same, parts, reservations, labour, invoices, documents, tasks;
	struct ticket_plan *plan; /* NULL: not of a plan */
	int64_t parts_cents, labour_cents, invoice_cents, total_cents;
	int64_t fix_id; /* that the repair is a case of, once it is known */
	const char *fix_label;
};
const struct field ticket_view_fields[] = {
	FIELD(struct ticket_view, ticket, F_OBJECT, F_SURE, SUB(ticket_fields, struct ticket)),
	FIELD(struct ticket_view, machine, F_OBJECT, F_SURE,
		SUB(ticket_machine_fields, struct ticket_machine)),
	FIELD(struct ticket_view, actions, F_SET, .names = ticket_actions),
	FIELD(struct ticket_view, waits, F_LIST, SUB(ticket_wait_fields, struct ticket_wait)),
	FIELD(struct ticket_view, people, F_LIST, SUB(ticket_person_fields, struct ticket_person)),
	FIELD(struct ticket_view, comments, F_LIST, SUB(ticket_comment_fields, struct ticket_comment)),
	FIELD(struct ticket_view, same, F_LIST, SUB(ticket_same_fields, struct ticket_same)),
	FIELD(struct ticket_view, parts, F_LIST, SUB(ticket_part_fields, struct ticket_part)),
	FIELD(struct ticket_view, reservations, F_LIST, SUB(reservation_fields, struct reservation)),
	FIELD(struct ticket_view, documents, F_LIST, SUB(document_fields, struct document)),
	FIELD(struct ticket_view, tasks, F_LIST, SUB(ticket_task_fields, struct ticket_task)),
	FIELD(struct ticket_view, plan, F_OBJECT, SUB(ticket_plan_fields, struct ticket_plan)),
	FIELD(struct ticket_view, labour, F_LIST, SUB(labour_fields, struct labour)),
	FIELD(struct ticket_view, invoices, F_LIST, SUB(invoice_fields, struct invoice)),
	FIELD(struct ticket_view, parts_cents, F_INT, F_SURE),
	FIELD(struct ticket_view, labour_cents, F_INT, F_SURE),
	FIELD(struct ticket_view, invoice_cents, F_INT, F_SURE),
	FIELD(struct ticket_view, total_cents, F_INT, F_SURE),
	FIELD(struct ticket_view, fix_id, F_INT),
	FIELD(struct ticket_view, fix_label, F_TEXT),
	FIELD_END,
};

static enum err load_qr(struct db *db, struct arena *a, struct ticket_machine *m)
{
	struct list codes;
	enum err err = store_qr_of(db, a, QR_ASSET, m->asset.id, &codes);

	for (size_t i = 0; err == OK && i < codes.n && !m->qr; i++) {
		const struct qr_code *q = list_at(&codes, i, sizeof(*q));

		m->qr = q->revoked_at == NONE ? q->code : NULL;
	}
	return err;
}

static enum err load_machine(struct db *db, struct arena *a, int64_t id, struct ticket_machine *m)
{
	struct document photo;
	enum err err = store_asset_get(db, a, id, &m->asset);

	if (err == OK)
		err = store_asset_path(db, a, id, &m->path);
	if (err == OK)
		err = store_asset_open_tickets(db, id, &m->open);
	if (err == OK)
		err = load_qr(db, a, m);
	if (err != OK)
		return err;
	err = store_document_photo(db, a, id, &photo);
	m->photo_id = err == OK ? photo.id : NONE;
	return err == ERR_NOT_FOUND ? OK : err;
}

static enum err load_view(struct db *db, struct arena *a, int64_t id, struct ticket_view *v)
{
	struct reservation_filter kept;
	enum err err = store_ticket_get(db, a, id, v->ticket);

	reservation_filter_none(&kept);
	kept.ticket_id = id;
	if (err == OK)
		err = store_reservation_list(db, a, &kept, &v->reservations);
	if (err == OK)
		err = load_machine(db, a, v->ticket->machine_id, v->machine);
	if (err == OK)
		err = store_wait_list(db, a, id, &v->waits);
	if (err == OK)
		err = store_person_list(db, a, id, &v->people);
	if (err == OK)
		err = store_comment_list(db, a, id, &v->comments);
	if (err == OK)
		err = store_same_list(db, a, id, &v->same);
	if (err == OK)
		err = store_labour_list(db, a, id, &v->labour);
	if (err == OK)
		err = store_invoice_list(db, a, id, &v->invoices);
	if (err == OK)
		err = store_movement_of_ticket(db, a, id, &v->parts);
	if (err == OK)
		err = store_movement_cost(db, id, &v->parts_cents);
	if (err == OK)
		err = store_document_list(db, a, DOCUMENT_TICKET, id, -1, &v->documents);
	if (err != OK)
		return err;
	for (size_t i = 0; i < v->labour.n; i++)
		v->labour_cents += ((struct labour *)v->labour.items)[i].cost_cents;
	for (size_t i = 0; i < v->invoices.n; i++)
		v->invoice_cents += ((struct invoice *)v->invoices.items)[i].cost_cents;
	v->total_cents = v->parts_cents + v->labour_cents + v->invoice_cents;
	return OK;
}

static enum err load_fix(struct request *rq, int64_t ticket, struct ticket_view *v)
{
	struct repair_fix r;
	struct fix f;
	enum err err = store_repair_fix_get(request_db(rq), rq->arena, ticket, &r);

	v->fix_id = NONE;
	if (err == OK && r.fix_id != NONE)
		err = store_fix_get(request_db(rq), rq->arena, r.fix_id, &f);
	if (err == OK && r.fix_id != NONE && f.root_id != NONE)
		err = store_fix_get(request_db(rq), rq->arena, f.root_id, &f);
	if (err == OK && r.fix_id != NONE) {
		v->fix_id = f.id;
		v->fix_label = domain_fix_label(rq->arena, &f, rq->lang);
	}
	return err == ERR_NOT_FOUND ? OK : err;
}

static enum err load_plan(struct request *rq, const struct ticket *t, struct ticket_view *v)
{
	struct ticket_plan *p = arena_calloc(rq->arena, 1, sizeof(*p));
	enum err err = store_due_of_ticket(request_db(rq), rq->arena, t->id, &p->due);

	if (err == ERR_NOT_FOUND)
		return OK;
	if (err == OK)
		err = store_plan_get(request_db(rq), rq->arena, p->due.plan_id, 0, &p->plan);
	if (err == OK)
		err = store_job_parts(request_db(rq), rq->arena, p->plan.job_plan_id, &p->parts);
	v->plan = p;
	return err;
}

enum err api_ticket_reply(struct request *rq, int status, int64_t id)
{
	struct ticket t;
	struct ticket_machine machine = {.qr = NULL};
	struct ticket_view v = {.ticket = &t, .machine = &machine};
	enum err err = load_view(request_db(rq), rq->arena, id, &v);

	if (err == OK)
		err = load_fix(rq, id, &v);
	if (err == OK)
		err = store_task_list(request_db(rq), rq->arena, id, &v.tasks);
	if (err == OK && t.source == SOURCE_PLAN)
		err = load_plan(rq, &t, &v);
	if (err == OK)
		v.actions = domain_ticket_actions(&t, rq->user.id, rq->user.role);
	return err == OK ? reply_object(rq, status, ticket_view_fields, &v, t.version) : err;
}
