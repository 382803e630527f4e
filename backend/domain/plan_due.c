/* plan_due.c - what becomes of each time a plan is due. See plan.h. */
#include <stdio.h>

#include "base/clock.h"
#include "domain/plan.h"
#include "domain/reservation.h"
#include "domain/ticket.h"
#include "store/asset.h"
#include "store/event.h"
#include "store/job.h"

/* A fixed plan of every day whose ticket stays open misses one a day. */
enum { ROLLS_MAX = 4000 };

/* One plan on one machine, while it is brought up to the day. */
struct settling {
	struct plan *plan;
	struct plan_asset pa;
	const struct calendar *calendar;
	int64_t today, made;
	bool active;
};

static enum err note(struct tx *tx, const struct plan_due *d, const char *kind)
{
	return store_event_note(
		tx, "plan", d->plan_id, kind, "due", arena_printf(tx->arena, "%lld", (long long)d->id));
}

/* ---- making its ticket ---- */

static void fill_ticket(
	struct tx *tx, const struct settling *s, const struct plan_due *d, struct ticket_new *n)
{
	const struct plan *p = s->plan;

	ticket_new_none(n);
	n->machine_id = d->asset_id;
	n->kind = TICKET_PREVENTIVE;
	n->source = SOURCE_PLAN;
	n->priority = p->priority;
	n->symptom = p->name;
	n->key = arena_printf(
		tx->arena, "plan-%lld-%lld-%lld", (long long)p->id, (long long)d->asset_id, (long long)d->n);
	n->planned_from = calendar_instant(d->due_day, p->start_min);
	/* Only what ends is planned downtime (store/figures.c). */
	if (p->stands && p->minutes != NONE)
		n->planned_to = n->planned_from + p->minutes * MINUTE_MS;
}

/* Of a retired part what is there, for more of it will never come. */
static enum err reserve(struct tx *tx, const struct settling *s, int64_t ticket)
{
	struct list parts, kept;
	enum err err = store_job_parts(tx->db, tx->arena, s->plan->job_plan_id, &parts);

	kept = (struct list){
		arena_calloc(tx->arena, err == OK ? parts.n : 0, sizeof(struct reserve_part)), 0};
	for (size_t i = 0; err == OK && i < parts.n; i++) {
		const struct job_part *p = list_at(&parts, i, sizeof(*p));
		struct reserve_part *r = list_at(&kept, kept.n, sizeof(*r));
		struct part part;

		err = store_part_get(tx->db, tx->arena, p->part_id, &part);
		*r = (struct reserve_part){p->part_id, p->qty, NONE};
		if (err == OK && part.retired && part.available < r->qty)
			r->qty = part.available;
		kept.n += err == OK && r->qty > 0;
	}
	return err == OK && kept.n ? domain_reservation_add(tx, ticket, &kept) : err;
}

static enum err make(struct tx *tx, struct settling *s, struct plan_due *d)
{
	struct ticket_edit e;
	struct ticket_new n;
	struct ticket t;
	bool again = false;
	enum err err;

	fill_ticket(tx, s, d, &n);
	err = domain_ticket_report(tx, &n, &t, &again);
	if (err == OK && !again)
		err = store_task_copy(tx, s->plan->job_plan_id, t.id);
	if (err == OK && !again)
		err = reserve(tx, s, t.id);
	if (err == OK && !again && s->plan->assignee_id != NONE) {
		domain_ticket_edit_of(&t, &e);
		e.assignee_id = s->plan->assignee_id;
		err = domain_ticket_edit(tx, t.id, t.version, &e, &t);
		/* Somebody who has left, or does not repair any more: it is for whoever takes it. */
		if (err == ERR_INVALID) {
			fault_clear(tx->fault);
			err = OK;
		}
	}
	if (err != OK)
		return err;
	d->state = DUE_OPEN;
	d->ticket_id = t.id;
	s->made += !again;
	err = store_due_put(tx, d);
	return err == OK ? note(tx, d, "made") : err;
}

/* ---- one pair ---- */

static enum err know(struct tx *tx, struct plan_known *k, int64_t plan)
{
	enum err err = k->plan.id == plan ? OK : store_plan_get(tx->db, tx->arena, plan, 0, &k->plan);

	if (err == OK && !k->loaded)
		err = domain_calendars_load(tx->db, tx->arena, &k->calendars);
	k->loaded = k->loaded || err == OK;
	return err;
}

static enum err load(struct tx *tx, struct plan_known *k, int64_t asset, int64_t plan, struct settling *s)
{
	enum err err = know(tx, k, plan);

	s->today = clock_day_of(tx->now);
	s->plan = &k->plan;
	for (size_t i = 0; err == OK && i < k->plan.assets.n; i++) {
		const struct plan_asset *pa = list_at(&k->plan.assets, i, sizeof(*pa));

		if (pa->asset_id != asset)
			continue;
		s->pa = *pa;
		s->active = !k->plan.paused && !k->plan.retired && !pa->retired;
	}
	if (err != OK || !s->active || k->plan.unit < 0 || k->plan.holiday == RECUR_STAY)
		return err;
	return plan_calendar(tx->db, &k->plan, asset, &k->calendars, &s->calendar);
}

static enum err drop_waiting(struct tx *tx, int64_t plan, int64_t asset)
{
	struct plan_due d;
	enum err err = store_due_waiting(tx->db, tx->arena, plan, asset, &d);

	if (err == ERR_NOT_FOUND)
		return OK;
	return err == OK ? store_due_remove(tx, d.id) : err;
}

static enum err tell_overdue(struct tx *tx, struct plan_due *d)
{
	enum err err;

	d->overdue_at = tx->now;
	err = store_due_put(tx, d);
	return err == OK ? note(tx, d, "overdue") : err;
}

/* The open one's days go by: each next day that comes makes the ticket its own. */
static enum err roll(struct tx *tx, struct settling *s, struct plan_due *open)
{
	struct plan_due next, last = {.id = NONE};
	struct occasion at;
	enum err err = OK;

	if (s->plan->mode != RECUR_FIXED)
		return OK;
	for (int i = 0; i < ROLLS_MAX && err == OK; i++) {
		if (!plan_next_by_calendar(s->plan, &s->pa, s->calendar, open, &at) || at.due_day > s->today)
			break;
		next = *open;
		next.n = open->n + 1;
		next.rule_day = at.rule_day;
		next.due_day = at.due_day;
		next.grace_day = plan_grace_day(at.due_day, s->plan->grace_days);
		next.cause = DUE_BY_CALENDAR;
		next.moved = 0;
		next.reason = NULL;
		next.overdue_at = NONE;
		open->state = DUE_MISSED;
		err = store_due_put(tx, open);
		if (err == OK)
			err = store_due_add(tx, &next);
		if (err == OK)
			err = note(tx, open, "missed");
		last = *open;
		*open = next;
	}
	/* Days that go by faster than their grace would never be told. */
	return err == OK && last.id != NONE && last.overdue_at == NONE ? tell_overdue(tx, &last) : err;
}

/* What waits, as it should be now; *d is it, d->id NONE: nothing does. */
static enum err wait(struct tx *tx, struct settling *s, const struct plan_due *base, struct plan_due *d)
{
	struct plan_next next;
	enum err err = store_due_waiting(tx->db, tx->arena, s->plan->id, s->pa.asset_id, d);
	bool there = err == OK;

	if (err != OK && err != ERR_NOT_FOUND)
		return err;
	if (there && d->moved)
		return OK;
	err = plan_next(tx->db, tx->arena, s->plan, &s->pa, s->calendar, base, tx->now, &next);
	if (err == OK && !next.any) {
		err = there ? store_due_remove(tx, d->id) : OK;
		d->id = NONE;
	}
	if (err != OK || !next.any)
		return err;
	if (there && d->rule_day == next.at.rule_day && d->due_day == next.at.due_day &&
		d->cause == next.cause &&
		d->grace_day == plan_grace_day(next.at.due_day, s->plan->grace_days))
		return OK;
	if (!there) {
		fields_none(due_columns, d);
		d->plan_id = s->plan->id;
		d->asset_id = s->pa.asset_id;
		d->n = base ? base->n + 1 : 1;
		d->state = DUE_WAITING;
		d->moved = 0;
	}
	if (d->due_day != next.at.due_day)
		d->overdue_at = NONE;
	d->rule_day = next.at.rule_day;
	d->due_day = next.at.due_day;
	d->cause = next.cause;
	d->grace_day = plan_grace_day(d->due_day, s->plan->grace_days);
	return there ? store_due_put(tx, d) : store_due_add(tx, d);
}

static bool is_time(const struct settling *s, const struct plan_due *d)
{
	return calendar_day_number(d->due_day) - s->plan->lead_days <= calendar_day_number(s->today);
}

static enum err settle(struct tx *tx, struct settling *s)
{
	struct plan_due base, next;
	enum err err = store_due_last(tx->db, tx->arena, s->plan->id, s->pa.asset_id, &base);
	bool any = err == OK;

	if (err != OK && err != ERR_NOT_FOUND)
		return err;
	if (any && base.state == DUE_OPEN) {
		err = drop_waiting(tx, s->plan->id, s->pa.asset_id);
		return err == OK ? roll(tx, s, &base) : err;
	}
	err = wait(tx, s, any ? &base : NULL, &next);
	if (err != OK || next.id == NONE || !is_time(s, &next))
		return err;
	err = make(tx, s, &next);
	return err == OK ? roll(tx, s, &next) : err;
}

enum err domain_plan_settle(struct tx *tx, struct plan_known *k, int64_t plan, int64_t asset, int64_t *made)
{
	struct settling s = {.made = 0};
	enum err err = load(tx, k, asset, plan, &s);

	if (err == OK)
		err = s.active ? settle(tx, &s) : drop_waiting(tx, plan, asset);
	*made += s.made;
	return err;
}

struct one {
	struct plan_known *known;
	struct plan_pair pair;
	int64_t made;
};

static enum err settle_one(struct tx *tx, void *ctx)
{
	struct one *o = ctx;

	return domain_plan_settle(tx, o->known, o->pair.plan_id, o->pair.asset_id, &o->made);
}

enum err domain_plan_run(struct tx *tx, struct plan_pair *after, int64_t *n, int64_t *made)
{
	struct plan_known known = {.loaded = false};
	struct list pairs;
	enum err err = store_plan_pairs(tx->db, tx->arena, after, PLAN_RUN_PAIRS, &pairs);

	*n = err == OK ? (int64_t)pairs.n : 0;
	for (size_t i = 0; i < pairs.n && err == OK; i++) {
		struct one o = {&known, *(struct plan_pair *)list_at(&pairs, i, sizeof(struct plan_pair)), 0};
		bool done;

		/* One that cannot be made must not keep the others from it. */
		err = store_try_each(tx, settle_one, &o, &done);
		*made += done ? o.made : 0;
		*after = o.pair;
	}
	return err;
}

enum err domain_plan_overdue(struct tx *tx, int64_t *n)
{
	struct list untold;
	struct plan_due d;
	enum err err = store_due_untold(tx->db, tx->arena, clock_day_of(tx->now), PLAN_RUN_PAIRS, &untold);

	*n = err == OK ? (int64_t)untold.n : 0;
	for (size_t i = 0; i < untold.n && err == OK; i++) {
		err = store_due_get(tx->db, tx->arena,
			((struct due_id *)list_at(&untold, i, sizeof(struct due_id)))->id, &d);
		if (err == OK)
			err = tell_overdue(tx, &d);
	}
	return err;
}

/* ---- what happens to its ticket ---- */

enum err domain_plan_follow(struct tx *tx, const struct ticket *t)
{
	struct plan_known known = {.loaded = false};
	struct plan_due d, before;
	int64_t made = 0;
	enum err err = store_due_of_ticket(tx->db, tx->arena, t->id, &d);

	if (err != OK)
		return err == ERR_NOT_FOUND ? OK : err;
	before = d;
	d.done_at = t->state == TICKET_RESTORED || t->state == TICKET_CLOSED ? t->restored_at : NONE;
	d.done_day = d.done_at == NONE ? NONE : clock_day_of(d.done_at);
	d.state = d.done_at != NONE ? DUE_DONE : t->state == TICKET_CANCELLED ? DUE_SKIPPED : DUE_OPEN;
	if (d.state == DUE_SKIPPED)
		d.reason = t->cancel_note ? t->cancel_note : cancel_reasons[t->cancel_reason];
	if (d.state == before.state && d.done_at == before.done_at)
		return OK;
	err = store_due_put(tx, &d);
	if (err == OK && d.state != before.state)
		err = note(tx, &d, d.state == DUE_OPEN ? "reopened" : due_states[d.state]);
	return err == OK ? domain_plan_settle(tx, &known, d.plan_id, d.asset_id, &made) : err;
}

/* ---- by hand ---- */

static enum err load_due(struct tx *tx, int64_t id, int64_t version, const char *reason, struct plan_due *d)
{
	enum err err = store_due_get(tx->db, tx->arena, id, d);

	if (err == OK && d->version != version)
		return fault_set(tx->fault, ERR_STALE, MSG_STALE, NULL);
	if (err == OK && d->state != DUE_WAITING && d->state != DUE_OPEN)
		return fault_set(tx->fault, ERR_CONFLICT, MSG_PLAN_DUE_OVER, NULL);
	if (err == OK && !reason)
		return fault_field(tx->fault, "reason", MSG_TICKET_REASON, NULL);
	return err;
}

enum err domain_due_skip(struct tx *tx, int64_t id, int64_t version, const char *reason, struct plan_due *out)
{
	struct plan_known known = {.loaded = false};
	struct ticket t;
	int64_t made = 0;
	enum err err = load_due(tx, id, version, reason, out);

	if (err == OK && out->state == DUE_OPEN) {
		err = domain_ticket_cancel(tx, out->ticket_id, NONE, CANCEL_OTHER, NONE, reason, &t);
		return err == OK ? store_due_get(tx->db, tx->arena, id, out) : err;
	}
	if (err != OK)
		return err;
	out->state = DUE_SKIPPED;
	out->reason = reason;
	err = store_due_put(tx, out);
	if (err == OK)
		err = note(tx, out, "skipped");
	return err == OK ? domain_plan_settle(tx, &known, out->plan_id, out->asset_id, &made) : err;
}

static enum err move_ticket(struct tx *tx, const struct plan_due *d, int64_t from)
{
	struct ticket_edit e;
	struct ticket t;
	enum err err = store_ticket_get(tx->db, tx->arena, d->ticket_id, &t);

	if (err != OK)
		return err;
	domain_ticket_edit_of(&t, &e);
	e.planned_to = t.planned_to == NONE ? NONE : t.planned_to + (from - t.planned_from);
	e.planned_from = from;
	return domain_ticket_edit(tx, t.id, t.version, &e, &t);
}

enum err domain_due_move(
	struct tx *tx, int64_t id, int64_t version, int64_t day, const char *reason, struct plan_due *out)
{
	struct plan_known known = {.loaded = false};
	struct plan p;
	int64_t made = 0;
	enum err err = load_due(tx, id, version, reason, out);

	if (err == OK && day < clock_day_of(tx->now))
		return fault_field(tx->fault, "due_day", MSG_PLAN_PAST, NULL);
	if (err == OK)
		err = store_plan_get(tx->db, tx->arena, out->plan_id, 0, &p);
	if (err != OK)
		return err;
	out->due_day = day;
	out->grace_day = plan_grace_day(day, p.grace_days);
	out->moved = 1;
	out->reason = reason;
	out->overdue_at = NONE;
	err = store_due_put(tx, out);
	if (err == OK && out->state == DUE_OPEN)
		err = move_ticket(tx, out, calendar_instant(day, p.start_min));
	if (err == OK)
		err = note(tx, out, "moved");
	if (err == OK)
		err = domain_plan_settle(tx, &known, out->plan_id, out->asset_id, &made);
	return err == OK ? store_due_get(tx->db, tx->arena, id, out) : err;
}

enum err domain_due_make(struct tx *tx, int64_t id, int64_t version, struct plan_due *out)
{
	struct plan_known known = {.loaded = false};
	struct settling s = {.made = 0};
	enum err err = load_due(tx, id, version, "", out);

	if (err == OK && out->state == DUE_OPEN)
		return OK;
	if (err == OK)
		err = load(tx, &known, out->asset_id, out->plan_id, &s);
	if (err == OK && !s.active)
		return fault_set(tx->fault, ERR_CONFLICT, MSG_PLAN_DUE_OVER, NULL);
	return err == OK ? make(tx, &s, out) : err;
}
