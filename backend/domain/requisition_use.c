/* requisition_use.c - see requisition_use.h. */
#include "domain/requisition_use.h"

#include <stdlib.h>

struct sharing {
	const struct requisition_line *line;
	int64_t total, left_used, left_qty, left_cents;
};

/* Of what is left, in proportion to what is left of the use: the last gets all of it. */
static int64_t share(int64_t *left, int64_t used, int64_t of)
{
	int64_t part = (int64_t)((__int128)*left * used / of);

	*left -= part;
	return part;
}

static int by_part(const void *x, const void *y)
{
	const struct sharing *a = x, *b = y;

	return (a->line->part_id > b->line->part_id) - (a->line->part_id < b->line->part_id);
}

static struct sharing *sharing_of(struct sharing *all, size_t n, int64_t part)
{
	const struct requisition_line line = {.part_id = part};
	const struct sharing key = {.line = &line};

	return n ? bsearch(&key, all, n, sizeof(*all), by_part) : NULL;
}

static struct use_part give(struct sharing *s, int64_t used, int64_t tickets)
{
	const struct requisition_line *l = s->line;
	struct use_part p = {l->part_id, used, tickets, s->left_qty, s->left_cents};

	if (s->left_used > 0) {
		p.qty = share(&s->left_qty, used, s->left_used);
		p.cents = share(&s->left_cents, used, s->left_used);
		s->left_used -= used;
	}
	if (l->cents == NONE)
		p.cents = NONE;
	return p;
}

static int by_cents(const void *x, const void *y)
{
	const struct use_machine *a = x, *b = y;

	if ((a->machine_id == NONE) != (b->machine_id == NONE))
		return a->machine_id == NONE ? 1 : -1;
	if (a->cents != b->cents)
		return a->cents < b->cents ? 1 : -1;
	return (a->machine_id > b->machine_id) - (a->machine_id < b->machine_id);
}

/* Of a machine's parts, which lie one behind the other. */
static void add(struct use_machine *m, struct use_part *at, struct use_part part)
{
	if (!m->parts.n)
		m->parts.items = at;
	m->parts.n++;
	*at = part;
	m->cents += part.cents == NONE ? 0 : part.cents;
}

static size_t sharings(struct sharing *all, const struct list *lines)
{
	size_t n = 0;

	for (size_t i = 0; i < lines->n; i++) {
		const struct requisition_line *l = list_at(lines, i, sizeof(*l));

		if (!l->ended || l->received)
			all[n++] = (struct sharing){l, 0, 0, l->qty, l->cents == NONE ? 0 : l->cents};
	}
	if (n)
		qsort(all, n, sizeof(*all), by_part);
	return n;
}

static void total(struct sharing *all, size_t n, const struct list *uses)
{
	for (size_t i = 0; i < uses->n; i++) {
		const struct requisition_use *u = list_at(uses, i, sizeof(*u));
		struct sharing *s = sharing_of(all, n, u->part_id);

		if (s)
			s->total = s->left_used += u->qty;
	}
}

struct list requisition_use_of(struct arena *a, const struct list *lines, const struct list *uses)
{
	struct sharing *all = arena_calloc(a, lines->n, sizeof(*all));
	struct use_machine *machines = arena_calloc(a, uses->n + 1, sizeof(*machines)),
			   nobody = {.machine_id = NONE};
	struct use_part *parts = arena_calloc(a, uses->n + lines->n, sizeof(*parts));
	size_t n = 0, live = sharings(all, lines), at = 0;

	nobody.original_value_cents = NONE;
	total(all, live, uses);
	for (size_t i = 0; i < uses->n; i++) {
		const struct requisition_use *u = list_at(uses, i, sizeof(*u));
		struct sharing *s = sharing_of(all, live, u->part_id);

		if (!s)
			continue;
		if (!n || machines[n - 1].machine_id != u->machine_id)
			machines[n++] = (struct use_machine){u->machine_id, u->machine_code, u->machine_name,
				u->machine_name_en, u->original_value_cents, 0, {NULL, 0}};
		add(&machines[n - 1], &parts[at++], give(s, u->qty, u->tickets));
	}
	for (size_t i = 0; i < live; i++)
		if (!all[i].total)
			add(&nobody, &parts[at++], give(&all[i], 0, 0));
	if (nobody.parts.n)
		machines[n++] = nobody;
	if (n)
		qsort(machines, n, sizeof(*machines), by_cents);
	return (struct list){machines, n};
}
