/* pareto.c - see pareto.h. */
#include "domain/pareto.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const pareto_sorts[] = {"failures", "downtime", "cost", NULL};

/* ---- the largest first ---- */

static int64_t value_of(const struct pareto_sums *s, enum pareto_sort sort)
{
	return sort == PARETO_FAILURES	 ? s->failures
	       : sort == PARETO_DOWNTIME ? s->downtime_ms
					 : s->cost_cents;
}

static void sums_add(struct pareto_sums *to, const struct pareto_sums *more)
{
	to->failures += more->failures;
	to->downtime_ms += more->downtime_ms;
	to->cost_cents += more->cost_cents;
}

/* Ties by the other sums, then as they came (id, or in the order met), so that the order is always the same. */
static int compare(const struct pareto_mark *x, const struct pareto_mark *y, enum pareto_sort first)
{
	static const enum pareto_sort then[] = {PARETO_FAILURES, PARETO_DOWNTIME, PARETO_COST};
	int64_t a = value_of(&x->sums, first), b = value_of(&y->sums, first);

	for (size_t i = 0; a == b && i < 3; i++) {
		a = value_of(&x->sums, then[i]);
		b = value_of(&y->sums, then[i]);
	}
	return a != b ? (a < b) - (a > b) : (x > y) - (x < y);
}

static int by_failures(const void *x, const void *y)
{
	return compare(*(const struct pareto_mark *const *)x, *(const struct pareto_mark *const *)y,
		PARETO_FAILURES);
}

static int by_downtime(const void *x, const void *y)
{
	return compare(*(const struct pareto_mark *const *)x, *(const struct pareto_mark *const *)y,
		PARETO_DOWNTIME);
}

static int by_cost(const void *x, const void *y)
{
	return compare(
		*(const struct pareto_mark *const *)x, *(const struct pareto_mark *const *)y, PARETO_COST);
}

static double share(int64_t part, int64_t whole)
{
	return whole > 0 ? (double)part / (double)whole : NAN;
}

void pareto_rank(struct arena *a, const struct pareto_mark *marks, size_t n, enum pareto_sort sort,
	size_t top, struct pareto *out)
{
	static int (*const orders[])(const void *, const void *) = {by_failures, by_downtime, by_cost};
	const struct pareto_mark **order = arena_calloc(a, n, sizeof(*order));
	size_t used = 0;
	int64_t so_far = 0, all;

	*out = (struct pareto){0};
	for (size_t i = 0; i < n; i++) {
		const struct pareto_sums *s = &marks[i].sums;

		if (s->failures || s->downtime_ms || s->cost_cents)
			order[used++] = &marks[i];
		sums_add(&out->total, s);
	}
	qsort(order, used, sizeof(*order), orders[sort]);
	all = value_of(&out->total, sort);
	out->n = used < top ? used : top;
	out->rest = used - out->n;
	out->marks = arena_calloc(a, out->n, sizeof(*out->marks));
	for (size_t i = 0; i < used; i++) {
		struct pareto_mark *m = &out->marks[i];

		if (i >= out->n) {
			sums_add(&out->rest_sums, &order[i]->sums);
			continue;
		}
		*m = *order[i];
		so_far += value_of(&m->sums, sort);
		m->share = share(value_of(&m->sums, sort), all);
		m->cumulative = share(so_far, all);
	}
}

/* ---- money ---- */

/* The mark of a ticket, by its id: open addressing, half full at most. */
struct slots {
	struct slot {
		int64_t ticket; /* 0: free */
		int32_t mark;
	} * at;
	size_t mask;
};

static struct slot *slot_of(const struct slots *s, int64_t ticket)
{
	size_t i = ((uint64_t)ticket * UINT64_C(0x9E3779B97F4A7C15) >> 20) & s->mask;

	while (s->at[i].ticket && s->at[i].ticket != ticket)
		i = (i + 1) & s->mask;
	return &s->at[i];
}

struct money {
	struct slots slots;
	struct pareto_mark *marks;
};

static enum err spend(void *row, void *ctx)
{
	const struct figures_spending *s = row;
	struct money *m = ctx;
	const struct slot *slot = s->ticket_id == NONE ? NULL : slot_of(&m->slots, s->ticket_id);

	if (slot && slot->ticket)
		m->marks[slot->mark].sums.cost_cents += s->cents;
	return OK;
}

/* Kept rows have machines and days with them; otherwise only what is needed is read. */
static enum err add_costs(struct db *db, struct arena *a, const struct figures_rows *rows, struct money *m)
{
	struct figures_scope scope = figures_rows_scope(rows);
	enum err err = OK;

	for (int i = COST_PARTS; i <= COST_OUTSIDE && err == OK; i++) {
		enum figures_cost_kind kind = (enum figures_cost_kind)i;

		err = rows->query.kept ? domain_figures_spending(db, a, rows, kind, spend, m)
				       : store_figures_spending_of(db, a, kind, &scope, spend, m);
	}
	return err;
}

/* ---- all together ---- */

/* Of a breakdown that reaches into the window every ticket is told, also one that was restored before it or came after. */
static bool meets(const struct reliability_result *r, const struct reliability_evidence_ticket *t)
{
	return t->counted || (t->onset < r->from && (t->restored == TIME_NONE || t->restored >= r->from));
}

static void count(const struct reliability_result *r, const struct figures_keys *keys, struct money *m)
{
	const struct reliability_evidence *e = r->evidence;

	for (size_t i = 0; i < e->ticket_n; i++) {
		const struct reliability_evidence_ticket *t = &e->tickets[i];
		int32_t key = keys->of[t->row];

		m->marks[key].sums.failures += t->counted;
		m->marks[key].sums.downtime_ms += t->downtime_ms;
		if (meets(r, t))
			*slot_of(&m->slots, t->id) = (struct slot){t->id, key};
	}
}

enum err domain_pareto(struct db *db, struct arena *a, const struct figures_query *q, enum figures_by by,
	enum pareto_sort sort, size_t top, struct pareto *out)
{
	struct figures_rows rows;
	struct figures_keys keys;
	struct reliability_result *results;
	struct money money = {0};
	enum err err = domain_figures_rows(db, a, q, true, &rows);

	if (err == OK)
		err = domain_figures_keys(db, a, &rows, by, &keys);
	if (err != OK)
		return err;
	rows.input.evidence = true;
	rows.input.repeat_ms = 0;
	results = arena_calloc(a, rows.n, sizeof(*results));
	reliability_compute(a, &rows.input, results);
	for (money.slots.mask = 63; money.slots.mask < 2 * rows.input.ticket_n;)
		money.slots.mask = money.slots.mask * 2 + 1;
	money.slots.at = arena_calloc(a, money.slots.mask + 1, sizeof(*money.slots.at));
	money.marks = arena_calloc(a, keys.n, sizeof(*money.marks));
	for (size_t i = 0; i < keys.n; i++)
		money.marks[i].key = keys.at[i];
	for (size_t i = 0; i < rows.n; i++)
		count(&results[i], &keys, &money);
	err = add_costs(db, a, &rows, &money);
	if (err == OK)
		pareto_rank(a, money.marks, keys.n, sort, top, out);
	return err;
}
