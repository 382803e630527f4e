/* life_work.c - the work on a ticket: parts, waiting, hours, restoring. See sim.h. */
#include "demo/sim.h"

#include <string.h>

#include "demo/wording.h"
#include "demo/written.h"
#include "domain/ticket.h"

enum {
	BACK_PERCENT = 8,
	COMMENT_PERCENT = 9,
	LATE_PERCENT = 6,
	CORRECTED_PERCENT = 2,
	REOPENED_PERCENT = 3,
	CHECKED_PERCENT = 62
};

enum err life_comment(struct tx *tx, struct life *l, const char *text)
{
	struct ticket_comment c = {.ticket_id = l->id,
		.time = tx->now,
		.account_id = tx->actor.account,
		.author = tx->actor.name,
		.text = text};

	return domain_ticket_comment(tx, &c);
}

/* ---- parts ---- */

/* i-th part of this repair and how many; NULL: no more. */
static struct demo_stock *part_of(const struct sim *s, const struct life *l, int i, int64_t *qty)
{
	const char *code = NULL;

	*qty = 1;
	if (l->family && !l->quick && i < DEMO_FAMILY_PARTS) {
		code = l->family->parts[i].code;
		*qty = l->family->parts[i].qty;
	} else if (!l->family && i == 0 && l->plan->at / (30 * MINUTE_MS) % 3 == 0) {
		code = demo_kinds[l->machine->class].service_part;
	}
	return code ? factory_stock(&s->factory, l->machine, code) : NULL;
}

/* What is missing is ordered; the time when all of it will be there, or 0 when it is there now. */
static int64_t order_missing(struct sim *s, const struct life *l, int64_t now)
{
	struct demo_stock *p;
	int64_t qty, there = 0;

	for (int i = 0; (p = part_of(s, l, i, &qty)); i++) {
		int64_t at = p->have < qty ? stockroom_order(s, p, qty, now) : 0;

		there = at > there ? at : there;
	}
	return there;
}

static enum err fetch_parts(struct sim *s, struct tx *tx, struct life *l)
{
	struct demo_stock *p;
	int64_t qty;
	enum err err = OK;

	for (int i = 0; (p = part_of(s, l, i, &qty)) && err == OK; i++)
		if (p->have >= qty)
			err = stockroom_issue(s, tx, p, l->id, qty);
	return err;
}

/* One of several was not needed. */
static enum err bring_back(struct sim *s, struct tx *tx, struct life *l)
{
	int64_t qty;
	struct demo_stock *p = part_of(s, l, 0, &qty);

	return p && qty > 1 && qty <= 4 && rng_percent(&l->rng, BACK_PERCENT)
		       ? stockroom_return(s, tx, p, l->id, 1)
		       : OK;
}

/* ---- waiting ---- */

static bool is(const char *a, const char *b)
{
	return a[0] == b[0];
}

static enum err wait_for(struct sim *s, struct tx *tx, struct life *l, const char *reason, int64_t until)
{
	struct ticket t;
	int64_t duty_ends;
	const char *note = rng_percent(&l->rng, 50) ? demo_notes_wait[is(reason, "parts")	 ? 0
								      : is(reason, "production") ? 1
								      : is(reason, "outside")	 ? 2
												 : 3]
						    : NULL;
	enum err err = domain_ticket_wait(tx, l->id, NONE, reason, note, &t);

	l->waited = true;
	l->worked += (int)((tx->now - l->begun) / MINUTE_MS);
	life_next(s, l, STEP_RESUME, crew_on_duty(&s->days, l->who, until, &duty_ends));
	return err;
}

static const char *reason_of(struct life *l)
{
	if (l->stage)
		return l->stage->wait;
	if (!l->family || l->waited || l->quick || !rng_percent(&l->rng, l->family->waits))
		return NULL;
	if (l->family->outside)
		return "outside";
	return rng_percent(&l->rng, 70) ? "production" : "decision";
}

/* What is known after a look at it: it waits, or goes on. */
enum err life_work(struct sim *s, struct tx *tx, struct life *l)
{
	const char *reason = reason_of(l);
	int64_t there = l->family ? order_missing(s, l, tx->now) : 0;
	int64_t left = l->minutes - l->worked - (tx->now - l->begun) / MINUTE_MS;
	enum err err;

	life_as_technician(s, tx, l);
	if (there)
		return wait_for(s, tx, l, "parts", there + rng_between(&l->rng, 30, 200) * MINUTE_MS);
	if (reason)
		return wait_for(s, tx, l, reason,
			tx->now + (is(reason, "outside") ? rng_between(&l->rng, 20, 110) * HOUR_MS
							 : rng_between(&l->rng, 90, 900) * MINUTE_MS));
	err = fetch_parts(s, tx, l);
	/* Heavy work takes two. */
	if (err == OK && l->minutes > 150 && l->second == SIZE_MAX && rng_percent(&l->rng, 70)) {
		l->second =
			crew_send(&s->factory, &s->days, l->machine, l->who, tx->now, (int)left / 2, &l->rng)
				.technician;
		if (l->second != SIZE_MAX)
			err = domain_ticket_join(tx, l->id, s->factory.technicians[l->second].id);
	}
	life_next(s, l, STEP_RESTORE, tx->now + (left > 4 ? left : 4) * MINUTE_MS);
	return err;
}

/* Somebody else may have been quicker to fetch what came. */
enum err life_resume(struct sim *s, struct tx *tx, struct life *l)
{
	struct ticket t;
	int64_t there = order_missing(s, l, tx->now), until;
	enum err err;

	if (there) {
		life_next(s, l, STEP_RESUME,
			crew_on_duty(
				&s->days, l->who, there + rng_between(&l->rng, 30, 90) * MINUTE_MS, &until));
		return OK;
	}
	life_as_technician(s, tx, l);
	err = domain_ticket_resume(tx, l->id, NONE, &t);
	l->begun = tx->now;
	if (err == OK)
		err = life_work(s, tx, l);
	return err;
}

/* ---- restoring ---- */

enum err life_labour(struct sim *s, struct tx *tx, struct life *l)
{
	int64_t minutes = l->worked + (tx->now - l->begun) / MINUTE_MS;
	struct labour own = {
		.ticket_id = l->id, .account_id = s->factory.technicians[l->who].id, .removed_at = NONE};
	enum err err;

	minutes = (minutes + 4) / 5 * 5;
	own.minutes = minutes < 5 ? 5 : minutes > 720 ? 720 : minutes;
	err = domain_ticket_labour(tx, &own, NONE);
	if (err != OK || l->second == SIZE_MAX)
		return err;
	own.account_id = s->factory.technicians[l->second].id;
	own.minutes = (own.minutes / 2 + 4) / 5 * 5;
	own.minutes = own.minutes < 5 ? 5 : own.minutes;
	return domain_ticket_labour(tx, &own, NONE);
}

static int64_t component_of(const struct life *l)
{
	const struct demo_kind *k = &demo_kinds[l->machine->class];

	for (int c = 0; c < DEMO_COMPONENTS && k->components[c].zh; c++)
		if (strcmp(k->components[c].zh, l->family->component) == 0)
			return l->machine->components[c];
	return NONE;
}

static void say_repair(struct life *l, struct ticket_repair *r)
{
	const struct demo_family *f = l->family;
	const struct demo_job *job;

	if (f) {
		r->component_id = component_of(l);
		r->failure_mode = f->failure_mode;
		r->cause_code = l->quick ? NULL : f->cause_code;
		r->cause = rng_percent(&l->rng, 75) && !l->quick ? wording_of(f->cause, l->english) : NULL;
		r->action_code = l->quick ? f->quick.action_code : f->action_code;
		r->action =
			rng_percent(&l->rng, 92) ? wording_action(&l->rng, f, l->quick, l->english) : NULL;
		return;
	}
	if (l->plan->kind == PLAN_SERVICE || l->stage) {
		r->action_code = "CHK";
		r->action = l->english ? "done as listed" : "按保养卡完成";
		return;
	}
	job = l->plan->kind == PLAN_INSPECTION ? &demo_inspections[l->plan->family]
					       : &demo_improvements[l->plan->family];
	r->action_code = job->action_code;
	r->action = wording_of(job->action, l->english);
}

/* The paper slip did not say when it stood, or somebody knows better. */
static enum err correct(struct tx *tx, struct life *l, struct ticket *t)
{
	struct ticket_edit e;

	domain_ticket_edit_of(t, &e);
	if (l->plan->kind == PLAN_IMPORTED && rng_percent(&l->rng, 50)) {
		e.occurred_at = NONE;
		e.reason = "纸质单据没有写停机时间";
	} else if (l->family && t->occurred_at != NONE && rng_percent(&l->rng, CORRECTED_PERCENT)) {
		e.occurred_at = t->occurred_at - rng_between(&l->rng, 8, 40) * MINUTE_MS;
		e.reason = "班长说更早就停了";
	} else {
		return OK;
	}
	return domain_ticket_edit(tx, l->id, NONE, &e, t);
}

static void plan_end(struct sim *s, struct life *l, int64_t now)
{
	if (l->stage) {
		life_next(s, l, STEP_REOPEN, 0);
		return;
	}
	if (l->family && l->family->outside && l->waited)
		life_next(s, l, STEP_BILL, now + rng_between(&l->rng, 3, 20) * DAY_MS);
	if (l->family && !l->again && rng_percent(&l->rng, REOPENED_PERCENT))
		life_next(s, l, STEP_REOPEN, now + rng_between(&l->rng, 25, 1100) * MINUTE_MS);
	else if (rng_percent(&l->rng, CHECKED_PERCENT))
		life_next(s, l, STEP_CLOSE,
			now + (int64_t)(rng_lognormal(&l->rng, 300, 0.9) * (double)MINUTE_MS));
}

enum err life_restore(struct sim *s, struct tx *tx, struct life *l)
{
	struct ticket_repair r;
	struct ticket t;
	enum err err;

	life_as_technician(s, tx, l);
	ticket_repair_none(&r);
	say_repair(l, &r);
	r.fix_id = l->quick ? NONE : written_of(&s->factory, l->family, l->id);
	/* Typed in after the coffee. */
	if (!l->stage && !l->waited && l->minutes > 30 && rng_percent(&l->rng, LATE_PERCENT)) {
		int64_t late = rng_between(&l->rng, 5, 15) * MINUTE_MS;

		r.restored_at = tx->now - late > l->begun ? tx->now - late : NONE;
	}
	err = life_labour(s, tx, l);
	if (err == OK)
		err = domain_ticket_restore(tx, l->id, NONE, &r, &t);
	if (err == OK)
		err = correct(tx, l, &t);
	if (err == OK && l->plan->kind == PLAN_FAULT && !l->again)
		err = bring_back(s, tx, l);
	if (err == OK && rng_percent(&l->rng, COMMENT_PERCENT))
		err = life_comment(
			tx, l, wording_pick(&l->rng, l->english ? demo_comments_en : demo_comments));
	plan_end(s, l, tx->now);
	return err;
}
