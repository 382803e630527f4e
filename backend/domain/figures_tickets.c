/* figures_tickets.c - see figures_tickets.h. */
#include "domain/figures_tickets.h"

#include <stdlib.h>
#include <string.h>

const char *const figures_members[] = {"failures", "breakdowns", "degraded", "ongoing", "restored", "repeats",
	"downtime", "excluded", "cost", NULL};

struct gather {
	struct arena *arena;
	struct figures_picked *at;
	size_t n, room;
};

static struct figures_picked *add(struct gather *g, int64_t id)
{
	struct figures_picked *p;

	if (g->n == g->room) {
		g->room = g->room ? 2 * g->room : 64;
		p = arena_calloc(g->arena, g->room, sizeof(*p));
		if (g->n)
			memcpy(p, g->at, g->n * sizeof(*p));
		g->at = p;
	}
	p = &g->at[g->n++];
	*p = (struct figures_picked){.id = id, .onset = NONE, .ttr_ms = NONE, .row = NONE};
	return p;
}

/* ---- what counted ---- */

static bool belongs(const struct reliability_evidence_ticket *t, enum figures_member member, bool counted)
{
	switch (member) {
	case OF_FAILURES:
		return t->counted;
	case OF_BREAKDOWNS:
		return counted;
	case OF_DEGRADED:
		return t->counted && !t->stopped;
	case OF_ONGOING:
		return t->ongoing;
	case OF_RESTORED:
		return t->ttr_ms != TIME_NONE;
	case OF_REPEATS:
		return t->repeat;
	case OF_DOWNTIME:
		return t->downtime_ms > 0;
	default:
		return member == OF_COST;
	}
}

static void gather_tickets(struct gather *g, const struct reliability_evidence *e, enum figures_member member)
{
	for (size_t b = 0; b < e->breakdown_n; b++) {
		const struct reliability_breakdown *d = &e->breakdowns[b];

		for (size_t i = d->ticket; i < d->ticket + d->ticket_n; i++) {
			const struct reliability_evidence_ticket *t = &e->tickets[i];
			struct figures_picked *p;

			if (!belongs(t, member, d->counted))
				continue;
			p = add(g, t->id);
			p->onset = t->onset;
			p->ttr_ms = t->ttr_ms;
			p->downtime_ms = t->downtime_ms;
			p->counted = t->counted;
			p->ongoing = t->ongoing;
			p->repeat = t->repeat;
			p->row = (int64_t)t->row;
		}
	}
}

static void gather_excluded(struct gather *g, const struct reliability_evidence *e)
{
	for (size_t i = 0; i < e->exclusion_n; i++)
		add(g, e->exclusions[i].id)->reason = (int)e->exclusions[i].reason;
}

/* ---- money ---- */

static int by_id(const void *x, const void *y)
{
	const struct figures_picked *a = x, *b = y;

	return (a->id < b->id) - (a->id > b->id);
}

/* Nothing gathered has no memory, which qsort may not be given. */
static void sort_by_id(struct gather *g)
{
	if (g->n)
		qsort(g->at, g->n, sizeof(*g->at), by_id);
}

struct spendings {
	struct gather all;
	const struct figures_rows *rows;
};

static enum err spend(void *row, void *ctx)
{
	const struct figures_spending *s = row;
	struct spendings *to = ctx;

	if (s->ticket_id != NONE && figures_rows_find(to->rows, s->machine_id) < to->rows->n)
		add(&to->all, s->ticket_id)->cost_cents = s->cents;
	return OK;
}

/* Both by id: what was spent on is kept, with what is known of it as a failure. */
static void join(struct gather *tickets, struct gather *spent)
{
	size_t n = 0, k = 0;

	sort_by_id(spent);
	sort_by_id(tickets);
	for (size_t i = 0; i < spent->n; i++) {
		struct figures_picked *s = &spent->at[i];

		if (n && spent->at[n - 1].id == s->id) {
			spent->at[n - 1].cost_cents += s->cost_cents;
			continue;
		}
		while (k < tickets->n && tickets->at[k].id > s->id)
			k++;
		if (k < tickets->n && tickets->at[k].id == s->id) {
			int64_t cents = s->cost_cents;

			*s = tickets->at[k];
			s->cost_cents = cents;
		}
		spent->at[n++] = *s;
	}
	spent->n = n;
	*tickets = *spent;
}

static enum err gather_spent(
	struct db *db, struct arena *a, const struct figures_rows *rows, struct gather *tickets)
{
	struct spendings s = {.all = {.arena = a}, .rows = rows};
	enum err err = OK;

	for (int kind = COST_PARTS; kind <= COST_OUTSIDE && err == OK; kind++)
		err = domain_figures_spending(db, a, rows, (enum figures_cost_kind)kind, spend, &s);
	if (err == OK)
		join(tickets, &s.all);
	return err;
}

/* ---- of one mark ---- */

static enum err keep(struct db *db, struct arena *a, const struct figures_rows *rows, enum figures_by by,
	const char *wanted, struct gather *g)
{
	struct figures_keys keys;
	size_t n = 0;
	enum err err = wanted ? domain_figures_keys(db, a, rows, by, &keys) : OK;

	if (err != OK || !wanted)
		return err;
	for (size_t i = 0; i < g->n; i++) {
		const char *is = NULL;

		if (g->at[i].row == NONE)
			continue;
		is = keys.at[keys.of[g->at[i].row]].text;
		if (strcmp(is ? is : FIGURES_UNSAID, wanted) == 0)
			g->at[n++] = g->at[i];
	}
	g->n = n;
	return OK;
}

enum err domain_figures_tickets(struct db *db, struct arena *a, const struct figures_query *q,
	const struct figures_pick *pick, struct list *out)
{
	struct figures_rows rows;
	struct reliability_result *results;
	struct gather g = {.arena = a};
	enum err err = domain_figures_rows(db, a, q, true, &rows);

	*out = (struct list){0};
	if (err != OK)
		return err;
	rows.input.evidence = true;
	results = arena_calloc(a, rows.n, sizeof(*results));
	reliability_compute(a, &rows.input, results);
	for (size_t i = 0; i < rows.n; i++) {
		if (pick->member == OF_EXCLUDED)
			gather_excluded(&g, results[i].evidence);
		else
			gather_tickets(&g, results[i].evidence, pick->member);
	}
	if (pick->member == OF_COST)
		err = gather_spent(db, a, &rows, &g);
	if (err == OK)
		err = keep(db, a, &rows, BY_FAILURE_MODE, pick->failure_mode, &g);
	if (err == OK)
		err = keep(db, a, &rows, BY_COMPONENT, pick->component, &g);
	if (err == OK)
		err = keep(db, a, &rows, BY_CAUSE, pick->cause, &g);
	if (g.n)
		qsort(g.at, g.n, sizeof(*g.at), by_id);
	*out = (struct list){g.at, g.n};
	return err;
}
