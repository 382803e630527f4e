/* upkeep.c - see upkeep.h. */
#include "demo/upkeep.h"

#include <string.h>

#include "domain/job.h"
#include "domain/plan.h"
#include "domain/meter.h"
#include "store/event.h"

enum { MACHINES_MOST = 30, TASKS_MOST = 12, EVERY_DAYS = 60, LATE_OF = 6, SKIPPED_OF = 5, HOURS = 2000 };

struct upkeep {
	const struct factory *factory;
	struct list tickets; /* struct ticket: services, the newest first */
	int64_t today;
	size_t n; /* of dues so far: what happens to some of them goes by it */
};

/* ---- jobs: "lathe service: way oil, coolant" is a name and two tasks ---- */

/* The next piece of *rest up to `mark`; NULL: none is left. */
static char *piece(struct arena *a, const char **rest, const char *mark)
{
	const char *end = *rest ? strstr(*rest, mark) : NULL;
	char *out;

	if (!*rest || !**rest)
		return NULL;
	out = end ? arena_strndup(a, *rest, (size_t)(end - *rest)) : arena_strdup(a, *rest);
	*rest = end ? end + strlen(mark) : NULL;
	return out;
}

static enum err add_job(struct tx *tx, const struct demo_kind *kind, struct job_plan *j)
{
	const char *zh = kind->service.zh, *en = kind->service.en;
	struct job_task *tasks = arena_calloc(tx->arena, TASKS_MOST, sizeof(*tasks));
	size_t n = 0;

	fields_none(job_fields, j);
	j->name = piece(tx->arena, &zh, "：");
	j->name_en = piece(tx->arena, &en, ": ");
	j->minutes = kind->service_minutes;
	j->stands = 1;
	for (; n < TASKS_MOST && (tasks[n].text = piece(tx->arena, &zh, "、")); n++)
		tasks[n].text_en = piece(tx->arena, &en, ", ");
	j->tasks = (struct list){tasks, n};
	j->parts = (struct list){NULL, 0};
	return domain_job_add(tx, j);
}

/* ---- a plan for a kind ---- */

static struct plan plan_of(const struct upkeep *u, const struct job_plan *j, const struct demo_kind *kind)
{
	struct plan p;

	fields_none(plan_columns, &p);
	p.name = j->name;
	p.name_en = j->name_en;
	p.job_plan_id = j->id;
	p.unit = RECUR_DAY;
	p.every = EVERY_DAYS;
	p.mode = RECUR_AFTER;
	p.holiday = RECUR_BEFORE;
	p.from_day = clock_day_of(u->factory->begin);
	p.start_min = 480;
	p.lead_days = 3;
	p.grace_days = 3;
	p.priority = 3;
	p.weekdays = p.months = p.paused = p.retired = 0;
	p.meter_every = kind == &demo_kinds[DEMO_COMPRESSOR] ? HOURS * 1000 : NONE;
	p.minutes = j->minutes;
	p.stands = j->stands;
	return p;
}

/* Hours run, read once a week by whoever makes the round. */
static enum err add_meter(struct tx *tx, const struct upkeep *u, struct plan_asset *pa)
{
	struct meter m;
	bool again;
	enum err err;

	meter_none(&m);
	m.asset_id = pa->asset_id;
	m.name = "运行小时";
	m.name_en = "Hours run";
	m.unit = "h";
	m.kind = METER_COUNTER;
	err = domain_meter_add(tx, &m);
	pa->meter_id = m.id;
	for (int week = 12; week >= 0 && err == OK; week--) {
		struct reading r = {.time = u->factory->options.now - week * 7 * DAY_MS - HOUR_MS,
			.value = (8000 + (12 - week) * 112 + m.id % 7 * 300) * INT64_C(1000),
			.source = READ_ROUND,
			.account_id = u->factory->technicians[0].id};

		err = domain_reading_take(tx, &m, &r, &again);
	}
	return err;
}

/* What a service that is in the books was due. Most were done on the day, some late. */
static enum err add_past(
	struct tx *tx, struct upkeep *u, const struct plan *p, const struct ticket *t, struct plan_due *d)
{
	bool done = t->restored_at != NONE, late = u->n++ % LATE_OF == LATE_OF - 1;
	int64_t day = calendar_day_number(clock_day_of(done ? t->restored_at : t->planned_from));
	enum err err;

	d->plan_id = p->id;
	d->asset_id = t->machine_id;
	d->n++;
	d->due_day = d->rule_day = calendar_day_of_number(day - (done && late ? p->grace_days + 2 : 0));
	d->grace_day = plan_grace_day(d->due_day, p->grace_days);
	d->state = done ? DUE_DONE : DUE_OPEN;
	d->cause = DUE_BY_CALENDAR;
	d->ticket_id = t->id;
	d->done_at = t->restored_at;
	d->done_day = done ? clock_day_of(t->restored_at) : NONE;
	d->moved = 0;
	d->reason = NULL;
	d->overdue_at = NONE;
	err = store_due_add(tx, d);
	return err == OK && !done ? store_task_copy(tx, p->job_plan_id, t->id) : err;
}

static enum err add_skipped(struct tx *tx, struct plan_due *d)
{
	d->n++;
	d->due_day = d->rule_day = calendar_day_of_number(calendar_day_number(d->due_day) + EVERY_DAYS / 2);
	d->grace_day = d->due_day;
	d->state = DUE_SKIPPED;
	d->ticket_id = d->done_at = d->done_day = NONE;
	d->reason = "月底赶货，客户同意推迟";
	return store_due_add(tx, d);
}

/* The next one, not so near that it would have its ticket already. */
static enum err add_next(struct tx *tx, struct upkeep *u, const struct plan *p, const struct plan_asset *pa,
	const struct plan_due *base)
{
	const int64_t soonest = calendar_day_number(u->today) + p->lead_days + 1;
	struct plan_due d;
	struct plan_next next;
	enum err err = plan_next(tx->db, tx->arena, p, pa, NULL, base, tx->now, &next);

	if (err != OK || !next.any)
		return err;
	d = *base;
	d.n++;
	d.rule_day = d.due_day = next.at.due_day;
	d.cause = next.cause;
	d.state = DUE_WAITING;
	d.ticket_id = d.done_at = d.done_day = NONE;
	d.reason = NULL;
	if (calendar_day_number(d.due_day) < soonest) {
		d.due_day = calendar_day_of_number(soonest + (int64_t)(u->n % 9));
		d.moved = 1;
		d.reason = "等停线";
	}
	d.grace_day = plan_grace_day(d.due_day, p->grace_days);
	return store_due_add(tx, &d);
}

static bool counts(const struct ticket *t, const struct demo_machine *m)
{
	return t->machine_id == m->id && t->planned_from != NONE && t->state != TICKET_CANCELLED;
}

static enum err add_machine(
	struct tx *tx, struct upkeep *u, const struct plan *p, const struct demo_machine *m)
{
	struct plan_asset pa = {.asset_id = m->id,
		.meter_id = NONE,
		.since_day = clock_day_of(u->factory->begin),
		.since_at = u->factory->begin};
	struct plan_due d = {.id = NONE, .n = 0};
	enum err err = p->meter_every == NONE ? OK : add_meter(tx, u, &pa);

	if (err == OK)
		err = store_plan_asset_put(tx, p->id, &pa);
	for (size_t i = u->tickets.n; i-- > 0 && err == OK && d.state != DUE_OPEN;) {
		const struct ticket *t = list_at(&u->tickets, i, sizeof(*t));

		if (counts(t, m))
			err = add_past(tx, u, p, t, &d);
	}
	if (err != OK || d.state == DUE_OPEN)
		return err;
	if (u->n % SKIPPED_OF == 0 &&
		calendar_day_number(d.due_day) < calendar_day_number(u->today) - EVERY_DAYS)
		err = add_skipped(tx, &d);
	return err == OK ? add_next(tx, u, p, &pa, &d) : err;
}

static bool serviced(const struct upkeep *u, const struct demo_machine *m)
{
	for (size_t i = 0; i < u->tickets.n; i++)
		if (counts(list_at(&u->tickets, i, sizeof(struct ticket)), m))
			return true;
	return false;
}

static enum err add_kind(struct tx *tx, struct upkeep *u, enum demo_class class)
{
	const struct factory *f = u->factory;
	struct plan p = {.id = NONE};
	struct job_plan j;
	enum err err = OK;
	int n = 0;

	for (size_t i = 0; i < f->machine_n && n < MACHINES_MOST && err == OK; i++) {
		const struct demo_machine *m = &f->machines[i];

		if (m->class != class || m->id == NONE || m->to < f->options.now || !serviced(u, m))
			continue;
		if (!n++) {
			err = add_job(tx, &demo_kinds[class], &j);
			p = plan_of(u, &j, &demo_kinds[class]);
			if (err == OK)
				err = store_plan_add(tx, &p);
			if (err == OK)
				err = store_event_note(tx, "plan", p.id, "added", "name", p.name);
		}
		if (err == OK)
			err = add_machine(tx, u, &p, m);
	}
	return err;
}

enum err upkeep_add(struct tx *tx, void *ctx)
{
	const struct factory *f = ctx;
	struct upkeep u = {.factory = f, .today = clock_day_of(f->options.now)};
	struct ticket_filter filter;
	enum err err;

	tx->actor = (struct actor){f->manager, "何主管"};
	ticket_filter_none(&filter);
	filter.kind = TICKET_PREVENTIVE;
	filter.limit = 100000;
	err = store_ticket_list(tx->db, tx->arena, &filter, &u.tickets);
	for (int class = 0; class < DEMO_CLASSES && err == OK; class ++)
		err = add_kind(tx, &u, (enum demo_class) class);
	return err;
}
