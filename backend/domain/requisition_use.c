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

static struct sharing *sharing_of(struct sharing *all, size_t n, int64_t part)
{
	for (size_t i = 0; i < n; i++)
		if (all[i].line->part_id == part)
			return &all[i];
	return NULL;
}

static struct use_part give(struct sharing *s, int64_t used, int64_t tickets)
{
	const struct requisition_line *l = s->line;
	struct use_part p = {
		l->part_id, l->code, l->name, l->name_en, l->unit, used, tickets, s->left_qty, s->left_cents};

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

static void add(struct arena *a, struct use_machine *m, size_t room, struct use_part part)
{
	if (!m->parts.items)
		m->parts.items = arena_calloc(a, room, sizeof(part));
	*(struct use_part *)list_at(&m->parts, m->parts.n++, sizeof(part)) = part;
	m->cents += part.cents == NONE ? 0 : part.cents;
}

struct list requisition_use_of(struct arena *a, const struct list *lines, const struct list *uses)
{
	struct sharing *all = arena_calloc(a, lines->n, sizeof(*all));
	struct use_machine *machines = arena_calloc(a, uses->n + 1, sizeof(*machines)),
			   nobody = {.machine_id = NONE};
	size_t n = 0, live = 0;

	nobody.original_value_cents = NONE;
	for (size_t i = 0; i < lines->n; i++) {
		const struct requisition_line *l = list_at(lines, i, sizeof(*l));

		if (!l->ended || l->received)
			all[live++] = (struct sharing){l, 0, 0, l->qty, l->cents == NONE ? 0 : l->cents};
	}
	for (size_t i = 0; i < uses->n; i++) {
		const struct requisition_use *u = list_at(uses, i, sizeof(*u));
		struct sharing *s = sharing_of(all, live, u->part_id);

		if (s)
			s->total = s->left_used += u->qty;
	}
	for (size_t i = 0; i < uses->n; i++) {
		const struct requisition_use *u = list_at(uses, i, sizeof(*u));
		struct sharing *s = sharing_of(all, live, u->part_id);

		if (!s)
			continue;
		if (!n || machines[n - 1].machine_id != u->machine_id)
			machines[n++] = (struct use_machine){u->machine_id, u->machine_code, u->machine_name,
				u->machine_name_en, u->original_value_cents, 0, {NULL, 0}};
		add(a, &machines[n - 1], live, give(s, u->qty, u->tickets));
	}
	for (size_t i = 0; i < live; i++)
		if (!all[i].total)
			add(a, &nobody, live, give(&all[i], 0, 0));
	if (nobody.parts.n)
		machines[n++] = nobody;
	qsort(machines, n, sizeof(*machines), by_cents);
	return (struct list){machines, n};
}
