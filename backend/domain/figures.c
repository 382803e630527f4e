/* figures.c - see figures.h. */
#include "domain/figures.h"

#include <string.h>

#include "base/clock.h"
#include "store/asset.h"
#include "store/calendar.h"

/* Calendars by id, laid out once each and shared by their machines. */
struct calendars {
	struct list rows; /* of struct calendar_row */
	struct calendar *made;
};

static enum err load_calendars(struct db *db, struct arena *a, struct calendars *c)
{
	enum err err = store_calendar_list(db, a, &c->rows);

	if (err != OK)
		return err;
	c->made = arena_calloc(a, c->rows.n, sizeof(*c->made));
	for (size_t i = 0; i < c->rows.n; i++) {
		const struct calendar_row *row = list_at(&c->rows, i, sizeof(*row));
		struct calendar_shift *shifts = arena_calloc(a, row->shifts.n, sizeof(*shifts));
		struct calendar_exception *days = arena_calloc(a, row->exceptions.n, sizeof(*days));

		for (size_t k = 0; k < row->shifts.n; k++) {
			const struct shift_row *s = list_at(&row->shifts, k, sizeof(*s));

			shifts[k] = (struct calendar_shift){s->weekday, s->start_min, s->end_min};
		}
		for (size_t k = 0; k < row->exceptions.n; k++) {
			const struct exception_row *e = list_at(&row->exceptions, k, sizeof(*e));

			days[k] = (struct calendar_exception){e->day, e->start_min, e->end_min};
		}
		c->made[i] = (struct calendar){shifts, row->shifts.n, days, row->exceptions.n};
	}
	return OK;
}

static const struct calendar *calendar_of(const struct calendars *c, int64_t id)
{
	for (size_t i = 0; i < c->rows.n; i++)
		if (((const struct calendar_row *)list_at(&c->rows, i, sizeof(struct calendar_row)))->id ==
			id)
			return &c->made[i];
	return NULL;
}

static struct reliability_machine *machines_of(
	struct arena *a, const struct list *rows, const struct calendars *c)
{
	struct reliability_machine *out = arena_calloc(a, rows->n, sizeof(*out));

	for (size_t i = 0; i < rows->n; i++) {
		const struct figures_machine *m = list_at(rows, i, sizeof(*m));

		out[i] = (struct reliability_machine){
			.id = m->id,
			.life_start = m->commissioned_day == NONE ? TIME_NONE
								  : clock_day_start(m->commissioned_day),
			.life_end = m->retired_day == NONE ? TIME_NONE : clock_day_start(m->retired_day),
			.calendar = m->calendar_id == NONE ? NULL : calendar_of(c, m->calendar_id),
		};
	}
	return out;
}

/* Any number above 0 that stands for one failure mode. */
static int64_t mode_number(const char *mode)
{
	int64_t n = 0;

	for (; mode && *mode; mode++)
		n = n * 131 + (unsigned char)*mode;
	return n & INT64_MAX;
}

static struct reliability_ticket *tickets_of(struct arena *a, const struct list *rows)
{
	static const int reasons[] = {
		RELIABILITY_COUNTED, RELIABILITY_DUPLICATE, RELIABILITY_NO_FAULT, RELIABILITY_CANCELLED};
	struct reliability_ticket *out = arena_calloc(a, rows->n, sizeof(*out));

	for (size_t i = 0; i < rows->n; i++) {
		const struct figures_ticket *t = list_at(rows, i, sizeof(*t));

		out[i] = (struct reliability_ticket){t->id, t->machine_id, t->occurred_at, t->reported_at,
			t->accepted_at, t->started_at, t->restored_at, t->wait_ms, t->stopped, t->closed,
			mode_number(t->failure_mode), reasons[t->cancel]};
	}
	return out;
}

static struct reliability_job *jobs_of(struct arena *a, const struct list *rows)
{
	struct reliability_job *out = arena_calloc(a, rows->n, sizeof(*out));

	for (size_t i = 0; i < rows->n; i++) {
		const struct figures_job *j = list_at(rows, i, sizeof(*j));

		out[i] = (struct reliability_job){
			j->id, j->machine_id, j->planned_from, j->planned_to, j->started_at, j->ended_at};
	}
	return out;
}

/* ---- costs ---- */

static struct figures_row *row_of(struct figures_report *r, int64_t machine)
{
	size_t low = 0, high = r->n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (r->rows[mid].machine.id == machine)
			return &r->rows[mid];
		if (r->rows[mid].machine.id < machine)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

static enum err add_costs(
	struct db *db, struct arena *a, const struct figures_scope *s, struct figures_report *r)
{
	struct cost *costs = arena_calloc(a, r->n, sizeof(*costs));
	enum err err = OK;

	for (int kind = COST_PARTS; kind <= COST_OUTSIDE && err == OK; kind++) {
		struct list rows;

		err = store_figures_costs(db, a, (enum figures_cost_kind)kind, s, &rows);
		for (size_t i = 0; err == OK && i < rows.n; i++) {
			const struct figures_cost *c = list_at(&rows, i, sizeof(*c));
			const struct figures_row *row = row_of(r, c->machine_id);
			struct cost *to = row ? &costs[row - r->rows] : NULL;

			if (to && kind == COST_PARTS)
				to->parts = c->cents;
			else if (to && kind == COST_LABOUR)
				to->labour = c->cents;
			else if (to)
				to->outside = c->cents;
		}
	}
	for (size_t i = 0; err == OK && i < r->n; i++) {
		int64_t value = r->rows[i].machine.original_value_cents;

		costs[i].original_value = value == NONE ? 0 : value;
		cost_add(&r->rows[i].cost, &costs[i]);
		cost_merge(&r->cost, &r->rows[i].cost);
	}
	return err;
}

/* ---- all together ---- */

static void work_out(struct arena *a, const struct reliability_input *in, struct figures_report *out)
{
	struct reliability_result *results = arena_calloc(a, in->machine_n, sizeof(*results));
	const struct reliability_result **all = arena_calloc(a, in->machine_n, sizeof(const void *));

	reliability_compute(a, in, results);
	for (size_t i = 0; i < out->n; i++) {
		out->rows[i].result = results[i];
		all[i] = &out->rows[i].result;
	}
	reliability_pool(a, all, out->n, &out->pooled);
}

enum err domain_figures(
	struct db *db, struct arena *a, const struct figures_query *q, struct figures_report *out)
{
	struct list machines, tickets, jobs;
	struct calendars calendars;
	struct figures_scope scope;
	struct asset root;
	enum err err = q->under == NONE ? OK : store_asset_get(db, a, q->under, &root);

	*out = (struct figures_report){0};
	if (err == OK)
		err = store_figures_machines(db, a, q->under, &machines);
	if (err != OK)
		return err;
	out->n = machines.n;
	out->rows = arena_calloc(a, machines.n, sizeof(*out->rows));
	for (size_t i = 0; i < machines.n; i++)
		out->rows[i].machine =
			*(struct figures_machine *)list_at(&machines, i, sizeof(struct figures_machine));
	if (machines.n) {
		scope.low = out->rows[0].machine.id;
		scope.high = out->rows[machines.n - 1].machine.id;
	} else {
		scope.low = scope.high = 0;
	}
	/* A repeat may follow a failure restored before the window. */
	scope.from = q->from - RELIABILITY_REPEAT_MS;
	scope.to = q->to;
	err = load_calendars(db, a, &calendars);
	if (err == OK)
		err = store_figures_tickets(db, a, &scope, q->now, &tickets);
	scope.from = q->from;
	if (err == OK)
		err = store_figures_jobs(db, a, &scope, &jobs);
	if (err == OK)
		err = add_costs(db, a, &scope, out);
	if (err != OK)
		return err;
	work_out(a,
		&(struct reliability_input){
			.a = q->from,
			.b = q->to,
			.now = q->now,
			.repeat_ms = RELIABILITY_REPEAT_MS,
			/* A list of 200,000 tickets is nothing that a screen shows. */
			.evidence = q->evidence && q->under != NONE && root.kind == ASSET_MACHINE,
			.machines = machines_of(a, &machines, &calendars),
			.machine_n = machines.n,
			.tickets = tickets_of(a, &tickets),
			.ticket_n = tickets.n,
			.jobs = jobs_of(a, &jobs),
			.job_n = jobs.n,
		},
		out);
	return OK;
}
