/* workload.c - see workload.h. */
#include "domain/workload.h"

#include <math.h>

#include "store/ticket.h"

static void count_kinds(
	const struct figures_rows *r, const struct list *counts, int64_t *kinds, int64_t *oldest)
{
	for (size_t i = 0; i < counts->n; i++) {
		const struct figures_count *c = list_at(counts, i, sizeof(*c));

		if (figures_rows_find(r, c->machine_id) == r->n)
			continue;
		kinds[c->kind < 0 ? TICKET_CORRECTIVE : c->kind] += c->n;
		if (oldest && (*oldest == NONE || c->since < *oldest))
			*oldest = c->since;
	}
}

static enum err counts_of(struct db *db, struct arena *a, const struct figures_rows *r,
	enum figures_counted what, int64_t *kinds, int64_t *oldest)
{
	struct figures_scope scope = figures_rows_scope(r);
	struct list counts;
	enum err err = store_figures_counts(db, a, what, &scope, &counts);

	if (err == OK)
		count_kinds(r, &counts, kinds, oldest);
	return err;
}

static int64_t restored_in(const struct figures_rows *r)
{
	int64_t n = 0;

	for (size_t i = 0, m = 0; i < r->input.ticket_n; i++) {
		const struct reliability_ticket *t = &r->input.tickets[i];

		while (m < r->n && r->machines[m].id < t->machine_id)
			m++;
		n += m < r->n && r->machines[m].id == t->machine_id && !t->reason &&
		     t->restored >= r->query.from && t->restored < r->query.to;
	}
	return n;
}

static double share(int64_t part, int64_t whole)
{
	return whole ? (double)part / (double)whole : NAN;
}

enum err domain_workload(struct db *db, struct arena *a, const struct figures_query *q, struct workload *out)
{
	struct figures_rows rows;
	int64_t planned[WORKLOAD_KINDS] = {0}, reopened[WORKLOAD_KINDS] = {0}, all = 0;
	enum err err = domain_figures_rows(db, a, q, false, &rows);

	*out = (struct workload){.oldest_open = NONE};
	if (err == OK)
		err = counts_of(db, a, &rows, COUNT_REPORTED, out->reported, NULL);
	if (err == OK)
		err = counts_of(db, a, &rows, COUNT_PLANNED, planned, NULL);
	if (err == OK)
		err = counts_of(db, a, &rows, COUNT_OPEN, out->open, &out->oldest_open);
	if (err == OK)
		err = counts_of(db, a, &rows, COUNT_REOPENED, reopened, NULL);
	if (err != OK)
		return err;
	/* Counted together first, then those that are no repairs. */
	all = out->reported[TICKET_CORRECTIVE];
	for (int kind = TICKET_PREVENTIVE; kind < WORKLOAD_KINDS; kind++) {
		out->reported[kind] = planned[kind];
		out->reported[TICKET_CORRECTIVE] -= planned[kind];
	}
	out->restored = restored_in(&rows);
	out->reopened = reopened[TICKET_CORRECTIVE];
	out->corrective_share = share(out->reported[TICKET_CORRECTIVE], all);
	out->first_time_fix_rate = share(out->restored - out->reopened, out->restored);
	return OK;
}
