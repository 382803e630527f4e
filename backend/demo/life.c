/* life.c - a ticket from its report to its end, but for the work itself (life_work.c). See sim.h. */
#include "demo/sim.h"

#include <string.h>

#include "demo/wording.h"
#include "domain/ticket.h"

enum { ENGLISH_PERCENT = 15, SERVICE_AHEAD_MS = 3 * 24 * 60 * 60 * 1000 };

size_t life_index(const struct sim *s, const struct life *l)
{
	return (size_t)(l - s->lives);
}

void life_as(struct tx *tx, int64_t account, const char *name)
{
	tx->actor = (struct actor){account, name};
}

void life_as_technician(const struct sim *s, struct tx *tx, const struct life *l)
{
	const struct demo_technician *t = &s->factory.technicians[l->who];

	life_as(tx, t->id, t->name);
}

static int minutes_ago(const struct stage *g, enum step_kind kind)
{
	switch (kind) {
	case STEP_REPORT:
		return g->reported;
	case STEP_SAME:
		return g->same;
	case STEP_ACCEPT:
		return g->accepted;
	case STEP_START:
		return g->started;
	case STEP_WORK:
		return g->waited ? g->waited : g->restored ? (g->started + g->restored) / 2 : 0;
	case STEP_RESTORE:
		return g->restored;
	case STEP_REOPEN:
		return g->reopened;
	default:
		return 0;
	}
}

void life_next(struct sim *s, struct life *l, enum step_kind kind, int64_t at)
{
	int64_t now = s->factory.options.now;
	int ago;

	if (l->stage) {
		ago = minutes_ago(l->stage, kind);
		if (!ago || (l->again && kind != STEP_REOPEN))
			return;
		at = now - ago * MINUTE_MS;
	}
	/* What would be later than now has not happened yet. */
	if (at <= now)
		sim_put(s, at, kind, life_index(s, l));
}

/* ---- beginning ---- */

static const struct demo_family *family_of(const struct stage *g)
{
	for (size_t i = 0; g->component && i < demo_family_count(); i++) {
		const struct demo_family *f = demo_family_at(i);

		if (f->class == g->class && strcmp(f->component, g->component) == 0 &&
			strcmp(f->failure_mode, g->failure_mode) == 0)
			return f;
	}
	return NULL;
}

static bool is_fault(const struct plan_entry *p)
{
	return p->kind <= PLAN_IMPORTED;
}

static int usual_minutes(const struct life *l, struct rng *r)
{
	double median;

	if (l->family)
		median = l->quick ? l->family->minutes * 0.3 + 5 : l->family->minutes;
	else if (l->plan->kind == PLAN_INSPECTION)
		median = demo_inspections[l->plan->family].minutes;
	else if (l->plan->kind == PLAN_IMPROVEMENT)
		median = demo_improvements[l->plan->family].minutes;
	else
		return demo_kinds[l->machine->class].service_minutes;
	median = rng_lognormal(r, median, 0.35);
	return median < 6 ? 6 : median > 600 ? 600 : (int)median;
}

void life_begin(struct sim *s, size_t i, const struct plan_entry *plan, const struct stage *stage)
{
	struct life *l = &s->lives[i];

	*l = (struct life){.plan = plan,
		.stage = stage,
		.machine = &s->factory.machines[plan->machine],
		.rng = rng_of(s->factory.options.seed, UINT64_C(0x1000000) + i),
		.id = NONE,
		.who = SIZE_MAX,
		.second = SIZE_MAX,
		.quick = plan->quick};
	if (stage)
		l->family = family_of(stage);
	else if (is_fault(plan))
		l->family = demo_family_at(plan->family);
	l->english = stage ? stage->english : rng_percent(&l->rng, ENGLISH_PERCENT);
	l->minutes = usual_minutes(l, &l->rng);
	life_next(s, l, STEP_REPORT, plan->kind == PLAN_SERVICE ? plan->at - SERVICE_AHEAD_MS : plan->at);
}

/* ---- reporting ---- */

static int source_of(struct life *l)
{
	if (l->plan->kind == PLAN_IMPORTED)
		return SOURCE_IMPORT;
	if (l->stage || l->plan->kind == PLAN_WITHDRAWN || rng_percent(&l->rng, 80))
		return SOURCE_SCAN;
	/* What measures itself also calls by itself. */
	if (l->family->summer > 0 && rng_percent(&l->rng, 40))
		return SOURCE_READING;
	return rng_percent(&l->rng, 20) ? SOURCE_INSPECTION : SOURCE_ACCOUNT;
}

/* Who stands before it: a worker with or without a name, a technician passing by, the machine. */
static void reporter_of(struct sim *s, struct tx *tx, struct life *l, struct ticket_new *n)
{
	const struct factory *f = &s->factory;
	const struct demo_technician *t = &f->technicians[rng_below(&l->rng, f->technician_n)];

	if (n->source == SOURCE_READING)
		life_as(tx, NONE, "system");
	else if (n->source == SOURCE_IMPORT)
		life_as(tx, f->admin, "管理员");
	else if (n->source != SOURCE_SCAN)
		life_as(tx, t->id, t->name);
	else
		life_as(tx, NONE, "");
	if (n->source == SOURCE_SCAN && rng_percent(&l->rng, 75)) {
		n->reporter = wording_pick(&l->rng, l->english ? demo_reporters_en : demo_reporters);
		life_as(tx, NONE, n->reporter);
		if (rng_percent(&l->rng, 20))
			n->contact =
				arena_printf(tx->arena, "分机 %d", (int)rng_between(&l->rng, 8001, 8060));
	}
}

static void describe_fault(struct sim *s, struct tx *tx, struct life *l, struct ticket_new *n)
{
	const struct demo_family *fam = l->family;

	n->source = source_of(l);
	n->symptom = wording_symptom(tx->arena, &l->rng, fam, l->machine, l->english);
	n->stopped = l->stage ? l->stage->stopped : rng_percent(&l->rng, fam->stops);
	if (fam->fault_code && rng_percent(&l->rng, 55))
		n->fault_code = fam->fault_code;
	/* It stood a while before somebody took out the phone. */
	if (rng_percent(&l->rng, 60))
		n->occurred_at = tx->now - rng_between(&l->rng, 1, n->stopped ? 14 : 45) * MINUTE_MS;
	reporter_of(s, tx, l, n);
}

static void describe_job(struct sim *s, struct tx *tx, struct life *l, struct ticket_new *n)
{
	const struct factory *f = &s->factory;
	const struct demo_job *job = NULL;

	life_as(tx, f->manager, "何主管");
	if (l->plan->kind == PLAN_SERVICE || (l->stage && !l->family)) {
		n->kind = TICKET_PREVENTIVE;
		n->source = SOURCE_PLAN;
		n->symptom = wording_of(demo_kinds[l->machine->class].service, l->english);
		n->planned_from = l->plan->at;
		n->planned_to = l->plan->at + (l->minutes + 29) / 30 * 30 * MINUTE_MS;
		return;
	}
	job = l->plan->kind == PLAN_INSPECTION ? &demo_inspections[l->plan->family]
					       : &demo_improvements[l->plan->family];
	n->kind = l->plan->kind == PLAN_INSPECTION ? TICKET_INSPECTION : TICKET_IMPROVEMENT;
	n->source = l->plan->kind == PLAN_INSPECTION ? SOURCE_INSPECTION : SOURCE_ACCOUNT;
	n->symptom = wording_of(job->symptom, l->english);
	if (l->plan->kind == PLAN_INSPECTION)
		life_as(tx, f->technicians[0].id, f->technicians[0].name);
}

/* Who takes it and when: jobs in their own time, faults as soon as somebody can. */
static void plan_turn(struct sim *s, struct life *l, int64_t now, bool stopped)
{
	struct crew_turn turn;
	int64_t from = now + (int64_t)(rng_lognormal(&l->rng, stopped ? 4 : 9, 0.7) * (double)MINUTE_MS);

	if (l->plan->kind == PLAN_SERVICE) {
		/* Most are done in time. */
		l->minutes = l->minutes *
			     (int)(rng_percent(&l->rng, 12) ? rng_between(&l->rng, 108, 160)
							    : rng_between(&l->rng, 78, 97)) /
			     100;
		from = l->plan->at + rng_between(&l->rng, -6, 10) * MINUTE_MS;
	} else if (l->plan->kind == PLAN_IMPROVEMENT)
		from = now + rng_between(&l->rng, 20, 110) * HOUR_MS;
	turn = crew_send(&s->factory, &s->days, l->machine, SIZE_MAX, from, l->minutes, &l->rng);
	l->who = turn.technician;
	if (l->plan->kind == PLAN_SERVICE || l->plan->kind == PLAN_IMPROVEMENT)
		turn.accepts = now + rng_between(&l->rng, 30, 600) * MINUTE_MS;
	if (turn.starts < turn.accepts)
		turn.starts = turn.accepts + 5 * MINUTE_MS;
	l->begun = turn.starts;
	life_next(s, l, STEP_ACCEPT, turn.accepts);
}

static enum err report(struct sim *s, struct tx *tx, struct life *l)
{
	struct ticket_new n;
	struct ticket t;
	bool again = false;
	enum err err;

	ticket_new_none(&n);
	n.machine_id = l->machine->id;
	if (l->family)
		describe_fault(s, tx, l, &n);
	else
		describe_job(s, tx, l, &n);
	err = domain_ticket_report(tx, &n, &t, &again);
	if (err != OK)
		return err;
	l->id = t.id;
	s->counts->tickets++;
	if (l->plan->kind == PLAN_DUPLICATE && l->machine->last_ticket != NONE) {
		life_next(s, l, STEP_CANCEL, tx->now + rng_between(&l->rng, 6, 50) * MINUTE_MS);
		return OK;
	}
	if (l->family)
		l->machine->last_ticket = t.id;
	if (l->plan->kind == PLAN_WITHDRAWN) {
		life_next(s, l, STEP_CANCEL, tx->now + rng_between(&l->rng, 50, 270) * SECOND_MS);
		return OK;
	}
	if (l->stage || rng_percent(&l->rng, 4))
		life_next(s, l, STEP_SAME, tx->now + rng_between(&l->rng, 2, 9) * MINUTE_MS);
	plan_turn(s, l, tx->now, t.stopped);
	return OK;
}

/* Too late when it runs again already. */
static enum err same(struct tx *tx, struct life *l)
{
	const char *who = wording_pick(&l->rng, demo_reporters);
	struct ticket t;
	enum err err = store_ticket_get(tx->db, tx->arena, l->id, &t);

	life_as(tx, NONE, who);
	return err == OK && t.state < TICKET_RESTORED ? domain_ticket_same(tx, l->id, who, NULL, NULL, &t)
						      : err;
}

/* ---- taking, beginning ---- */

static enum err accept(struct sim *s, struct tx *tx, struct life *l)
{
	struct ticket t;
	enum err err;

	life_as_technician(s, tx, l);
	err = domain_ticket_accept(tx, l->id, NONE, s->factory.technicians[l->who].id, &t);
	if (l->plan->kind == PLAN_IMPORTED)
		life_next(s, l, STEP_RESTORE, l->begun + l->minutes * MINUTE_MS);
	else
		life_next(s, l, STEP_START, l->begun);
	return err;
}

static enum err start(struct sim *s, struct tx *tx, struct life *l)
{
	struct ticket t;
	int64_t looked = tx->now + l->minutes * rng_between(&l->rng, 20, 45) * MINUTE_MS / 100;
	enum err err;

	life_as_technician(s, tx, l);
	err = domain_ticket_start(tx, l->id, NONE, &t);
	l->begun = tx->now;
	if (err == OK && rng_percent(&l->rng, l->stage ? 60 : 14))
		err = life_comment(
			tx, l, wording_pick(&l->rng, l->english ? demo_comments_en : demo_comments));
	if (l->plan->kind == PLAN_NO_FAULT)
		life_next(s, l, STEP_CANCEL, tx->now + rng_between(&l->rng, 8, 30) * MINUTE_MS);
	else
		life_next(s, l, STEP_WORK, looked);
	return err;
}

/* ---- ending ---- */

static enum err cancel(struct sim *s, struct tx *tx, struct life *l)
{
	static const char *const notes[] = {"到现场试机正常", "操作工误按急停", "模具问题，转模修",
		"试了二十件没有重现", "checked, runs fine", NULL};
	struct ticket t;
	enum err err;

	if (l->plan->kind == PLAN_WITHDRAWN) {
		life_as(tx, NONE, "");
		return domain_ticket_withdraw(tx, l->id, &t);
	}
	if (l->plan->kind == PLAN_DUPLICATE) {
		life_as(tx, s->factory.manager, "何主管");
		return domain_ticket_cancel(
			tx, l->id, NONE, CANCEL_DUPLICATE, l->machine->last_ticket, "同一个问题", &t);
	}
	life_as_technician(s, tx, l);
	err = life_labour(s, tx, l);
	return err == OK ? domain_ticket_cancel(
				   tx, l->id, NONE, CANCEL_NO_FAULT, NONE, wording_pick(&l->rng, notes), &t)
			 : err;
}

/* By the manager, unless time has closed it. */
static enum err close_it(struct sim *s, struct tx *tx, struct life *l)
{
	struct ticket t;
	enum err err = store_ticket_get(tx->db, tx->arena, l->id, &t);

	life_as(tx, s->factory.manager, "何主管");
	return err == OK && t.state == TICKET_RESTORED ? domain_ticket_close(tx, l->id, NONE, &t) : err;
}

static enum err reopen(struct sim *s, struct tx *tx, struct life *l)
{
	struct ticket t;
	struct crew_turn turn;
	enum err err;

	life_as(tx, s->factory.manager, "何主管");
	err = domain_ticket_reopen(tx, l->id, NONE, wording_pick(&l->rng, demo_reopened), &t);
	turn = crew_send(
		&s->factory, &s->days, l->machine, SIZE_MAX, tx->now + 5 * MINUTE_MS, l->minutes, &l->rng);
	l->again = true;
	l->quick = false;
	l->waited = false;
	l->begun = turn.starts;
	life_next(s, l, STEP_WORK, turn.starts + 10 * MINUTE_MS);
	return err;
}

static enum err bill(struct sim *s, struct tx *tx, struct life *l)
{
	struct invoice v = {.ticket_id = l->id,
		.kind = INVOICE_OUTSIDE,
		.removed_at = NONE,
		.cost_cents = l->family->outside * rng_between(&l->rng, 80, 130),
		.supplier = wording_pick(&l->rng, demo_outside_firms)};

	life_as(tx, s->factory.manager, "何主管");
	return domain_ticket_invoice(tx, &v, NONE);
}

enum err life_step(struct sim *s, struct tx *tx, struct life *l, enum step_kind kind)
{
	switch (kind) {
	case STEP_REPORT:
		return report(s, tx, l);
	case STEP_SAME:
		return same(tx, l);
	case STEP_ACCEPT:
		return accept(s, tx, l);
	case STEP_START:
		return start(s, tx, l);
	case STEP_WORK:
		return life_work(s, tx, l);
	case STEP_RESUME:
		return life_resume(s, tx, l);
	case STEP_RESTORE:
		return life_restore(s, tx, l);
	case STEP_CLOSE:
		return close_it(s, tx, l);
	case STEP_REOPEN:
		return reopen(s, tx, l);
	case STEP_CANCEL:
		return cancel(s, tx, l);
	default:
		return bill(s, tx, l);
	}
}
