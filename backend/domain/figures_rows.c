/* figures_rows.c - see figures_rows.h. */
#include "domain/figures_rows.h"

#include <string.h>

#include "base/clock.h"
#include "domain/calendars.h"
#include "store/asset.h"

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
			.calendar = domain_calendars_of(c, m->calendar_id),
		};
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

/* ---- tickets ---- */

struct collect {
	struct arena *arena;
	struct reliability_ticket *tickets;
	struct figures_tag *tags;
	size_t n, room;
	bool tagged;
};

static void *grown(struct arena *a, const void *old, size_t n, size_t room, size_t size)
{
	void *more = arena_calloc(a, room, size);

	if (n)
		memcpy(more, old, n * size);
	return more;
}

static enum err collect_ticket(const struct figures_ticket *t, void *ctx)
{
	static const int reasons[] = {
		RELIABILITY_COUNTED, RELIABILITY_DUPLICATE, RELIABILITY_NO_FAULT, RELIABILITY_CANCELLED};
	struct collect *c = ctx;

	if (c->n == c->room) {
		c->room = c->room ? 2 * c->room : 256;
		c->tickets = grown(c->arena, c->tickets, c->n, c->room, sizeof(*c->tickets));
		if (c->tagged)
			c->tags = grown(c->arena, c->tags, c->n, c->room, sizeof(*c->tags));
	}
	c->tickets[c->n] = (struct reliability_ticket){t->id, t->machine_id, t->occurred_at, t->reported_at,
		t->accepted_at, t->started_at, t->restored_at, t->wait_ms, t->stopped, t->closed,
		t->failure_mode, reasons[t->cancel]};
	if (c->tagged)
		c->tags[c->n] = (struct figures_tag){
			t->component_id, (int32_t)t->failure_mode, (int32_t)t->cause_code};
	c->n++;
	return OK;
}

static enum err load_tickets(struct db *db, struct arena *a, bool tags, struct figures_rows *out)
{
	struct figures_scope scope = figures_rows_scope(out);
	struct collect c = {.arena = a, .tagged = tags};
	struct figures_tickets want = {.scope = &scope,
		.now = out->query.now,
		.modes = &out->modes,
		.causes = tags ? &out->causes : NULL,
		.fn = collect_ticket,
		.ctx = &c};
	enum err err;

	/* A repeat may follow a failure restored before the window. */
	scope.from -= RELIABILITY_REPEAT_MS;
	err = store_figures_tickets(db, a, &want);
	out->input.tickets = c.tickets;
	out->input.ticket_n = c.n;
	out->tags = c.tags;
	return err;
}

/* ---- all together ---- */

struct figures_scope figures_rows_scope(const struct figures_rows *r)
{
	return (struct figures_scope){
		.low = r->n ? r->machines[0].id : 0,
		.high = r->n ? r->machines[r->n - 1].id : 0,
		.from = r->query.from,
		.to = r->query.to,
	};
}

size_t figures_rows_find(const struct figures_rows *r, int64_t machine)
{
	size_t low = 0, high = r->n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (r->machines[mid].id == machine)
			return mid;
		if (r->machines[mid].id < machine)
			low = mid + 1;
		else
			high = mid;
	}
	return r->n;
}

static void begin(const struct figures_query *q, struct figures_rows *out)
{
	*out = (struct figures_rows){.query = *q};
	out->input = (struct reliability_input){
		.a = q->from, .b = q->to, .now = q->now, .repeat_ms = RELIABILITY_REPEAT_MS};
}

enum err domain_figures_machines(
	struct db *db, struct arena *a, const struct figures_query *q, struct figures_rows *out)
{
	struct list machines;
	struct calendars calendars;
	struct asset root;
	enum err err = q->under == NONE ? OK : store_asset_get(db, a, q->under, &root);

	begin(q, out);
	if (q->kept && q->under == NONE) {
		out->machines = q->kept->rows.machines;
		out->n = out->input.machine_n = q->kept->rows.n;
		out->input.machines = q->kept->rows.input.machines;
		return OK;
	}
	if (err == OK)
		err = store_figures_machines(db, a, q->under, &machines);
	if (err == OK)
		err = domain_calendars_load(db, a, &calendars);
	if (err != OK)
		return err;
	out->machines = machines.items;
	out->n = machines.n;
	out->input.machines = machines_of(a, &machines, &calendars);
	out->input.machine_n = machines.n;
	return OK;
}

enum err domain_figures_rows(
	struct db *db, struct arena *a, const struct figures_query *q, bool tags, struct figures_rows *out)
{
	struct figures_scope scope;
	struct list jobs = {0};
	enum err err = domain_figures_machines(db, a, q, out);

	if (err == OK && q->kept) {
		const struct figures_rows *all = &q->kept->rows;

		out->input.tickets = all->input.tickets;
		out->input.ticket_n = all->input.ticket_n;
		out->input.jobs = all->input.jobs;
		out->input.job_n = all->input.job_n;
		out->tags = all->tags;
		out->modes = all->modes;
		out->causes = all->causes;
		return OK;
	}
	if (err == OK)
		err = load_tickets(db, a, tags, out);
	if (err != OK)
		return err;
	scope = figures_rows_scope(out);
	err = store_figures_jobs(db, a, &scope, &jobs);
	out->input.jobs = jobs_of(a, &jobs);
	out->input.job_n = jobs.n;
	return err;
}

/* ---- spending ---- */

struct spendings {
	struct arena *arena;
	struct figures_spending *at;
	size_t n, room;
};

static enum err collect_spending(void *row, void *ctx)
{
	struct spendings *s = ctx;

	if (s->n == s->room) {
		s->room = s->room ? 2 * s->room : 256;
		s->at = grown(s->arena, s->at, s->n, s->room, sizeof(*s->at));
	}
	s->at[s->n++] = *(const struct figures_spending *)row;
	return OK;
}

/* When they are first asked for. */
static enum err read_spending(struct db *db, struct figures_kept *k)
{
	struct figures_scope scope = figures_rows_scope(&k->rows);
	enum err err = OK;

	pthread_mutex_lock(&k->mutex);
	for (int kind = COST_PARTS; kind <= COST_OUTSIDE && err == OK && !k->spending_read; kind++) {
		struct spendings s = {.arena = &k->arena};

		err = store_figures_spending(
			db, &k->arena, (enum figures_cost_kind)kind, &scope, collect_spending, &s);
		k->spending[kind] = (struct list){s.at, s.n};
	}
	k->spending_read = err == OK;
	pthread_mutex_unlock(&k->mutex);
	return err;
}

enum err domain_figures_spending(struct db *db, struct arena *a, const struct figures_rows *r,
	enum figures_cost_kind kind, enum err (*fn)(void *spending, void *ctx), void *ctx)
{
	struct figures_scope scope = figures_rows_scope(r);
	struct figures_kept *k = r->query.kept;
	size_t m = 0;
	enum err err;

	if (!k)
		return store_figures_spending(db, a, kind, &scope, fn, ctx);
	err = read_spending(db, k);
	for (size_t i = 0; err == OK && i < k->spending[kind].n; i++) {
		struct figures_spending *s = list_at(&k->spending[kind], i, sizeof(*s));

		if (s->booked_at < scope.from || s->booked_at >= scope.to)
			continue;
		if (m == r->n || r->machines[m].id != s->machine_id)
			m = figures_rows_find(r, s->machine_id);
		if (m < r->n)
			err = fn(s, ctx);
	}
	return err;
}
