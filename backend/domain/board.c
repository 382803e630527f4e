/* board.c - see board.h. */
#include "domain/board.h"

#include <stdlib.h>
#include <string.h>

static const struct field board_machine_fields[] = {
	JOIN(struct board_machine, machine, floor_machine_fields),
	FIELD(struct board_machine, since, F_TIME),
	FIELD(struct board_machine, ticket, F_OBJECT, SUB(floor_ticket_fields, struct floor_ticket)),
	FIELD(struct board_machine, tickets, F_INT, F_SURE),
	FIELD(struct board_machine, people, F_LIST, SUB(floor_hand_fields, struct floor_hand)),
	FIELD_END,
};
static const struct field board_person_fields[] = {
	FIELD(struct board_person, id, F_INT, F_SURE),
	FIELD(struct board_person, name, F_TEXT, F_SURE),
	FIELD(struct board_person, role, F_TEXT, F_SURE),
	FIELD(struct board_person, free, F_BOOL, F_SURE),
	FIELD(struct board_person, tickets, F_LIST, SUB(floor_ticket_fields, struct floor_ticket)),
	FIELD_END,
};
static const struct field board_wait_fields[] = {
	FIELD(struct board_wait, reason, F_TEXT, F_SURE),
	FIELD(struct board_wait, n, F_INT, F_SURE),
	FIELD_END,
};
static const struct field board_counts_fields[] = {
	FIELD(struct board_counts, reported, F_INT, F_SURE),
	FIELD(struct board_counts, accepted, F_INT, F_SURE),
	FIELD(struct board_counts, in_progress, F_INT, F_SURE),
	FIELD(struct board_counts, waiting, F_INT, F_SURE),
	FIELD(struct board_counts, planned, F_INT, F_SURE),
	FIELD_END,
};
const struct field board_fields[] = {
	FIELD(struct board, seq, F_INT, F_SURE),
	FIELD(struct board, now, F_TIME, F_SURE),
	FIELD(struct board, day, F_DAY, F_SURE),
	FIELD(struct board, machines, F_OBJECT, F_SURE, SUB(floor_states_fields, struct floor_states)),
	FIELD(struct board, today, F_OBJECT, F_SURE, SUB(floor_day_fields, struct floor_day)),
	FIELD(struct board, tickets, F_OBJECT, F_SURE, SUB(board_counts_fields, struct board_counts)),
	FIELD(struct board, down, F_LIST, SUB(board_machine_fields, struct board_machine)),
	FIELD(struct board, degraded, F_LIST, SUB(board_machine_fields, struct board_machine)),
	FIELD(struct board, people, F_LIST, SUB(board_person_fields, struct board_person)),
	FIELD(struct board, waits, F_LIST, SUB(board_wait_fields, struct board_wait)),
	FIELD_END,
};

/* What the board is put together from. */
struct sources {
	struct db *db;
	struct arena *arena;
	struct list machines, tickets, hands, technicians;
};

static const struct floor_ticket *ticket_at(const struct sources *s, size_t i)
{
	return list_at(&s->tickets, i, sizeof(struct floor_ticket));
}

static const struct floor_hand *hand_at(const struct sources *s, size_t i)
{
	return list_at(&s->hands, i, sizeof(struct floor_hand));
}

/* ---- machines ---- */

/* Tickets come most urgent first, so the first that fits is the one to show. */
static void find_ticket(const struct sources *s, struct board_machine *m)
{
	for (size_t i = 0; i < s->tickets.n; i++) {
		const struct floor_ticket *t = ticket_at(s, i);

		if (t->machine_id != m->machine.id || !t->failure)
			continue;
		m->ticket = m->ticket ? m->ticket : t;
		m->tickets++;
		/* It stands since the first that stopped it, not since the first complaint. */
		if (t->stopped == m->ticket->stopped && (m->since == NONE || t->since < m->since))
			m->since = t->since;
	}
}

static void find_people(const struct sources *s, struct board_machine *m)
{
	if (!m->ticket)
		return;
	m->people.items = arena_calloc(s->arena, s->hands.n, sizeof(struct floor_hand));
	for (size_t i = 0; i < s->hands.n; i++)
		if (hand_at(s, i)->ticket_id == m->ticket->id)
			((struct floor_hand *)m->people.items)[m->people.n++] = *hand_at(s, i);
}

static int place_of(const struct board_machine *m)
{
	return m->machine.criticality < 0 ? 3 : m->machine.criticality;
}

/* The critical first, then who has stood longest. */
static int by_weight(const void *x, const void *y)
{
	const struct board_machine *a = x, *b = y;

	if (place_of(a) != place_of(b))
		return place_of(a) - place_of(b);
	if (a->since != b->since)
		return a->since < b->since ? -1 : 1;
	return (a->machine.id > b->machine.id) - (a->machine.id < b->machine.id);
}

static enum err load_machines(const struct sources *s, int state, struct list *out)
{
	enum err err = OK;

	*out = (struct list){arena_calloc(s->arena, s->machines.n, sizeof(struct board_machine)), 0};
	for (size_t i = 0; i < s->machines.n && err == OK; i++) {
		const struct floor_machine *from = list_at(&s->machines, i, sizeof(*from));
		struct board_machine *m = list_at(out, out->n, sizeof(*m));

		if (from->state != state)
			continue;
		*m = (struct board_machine){.machine = *from, .since = NONE};
		find_ticket(s, m);
		find_people(s, m);
		if (!m->ticket)
			err = store_floor_state_since(s->db, from->id, &m->since);
		out->n++;
	}
	qsort(out->items, out->n, sizeof(struct board_machine), by_weight);
	return err;
}

/* ---- people ---- */

static struct board_person *person_of(struct list *people, int64_t id)
{
	for (size_t i = 0; i < people->n; i++) {
		struct board_person *p = list_at(people, i, sizeof(*p));

		if (p->id == id)
			return p;
	}
	return NULL;
}

static int by_name(const void *x, const void *y)
{
	const struct board_person *a = x, *b = y;
	int order = strcmp(a->name, b->name);

	return order ? order : (a->id > b->id) - (a->id < b->id);
}

static void give_tickets(const struct sources *s, struct board_person *p)
{
	size_t mine = 0;

	for (size_t i = 0; i < s->hands.n; i++)
		mine += hand_at(s, i)->account_id == p->id;
	p->tickets.items = arena_calloc(s->arena, mine, sizeof(struct floor_ticket));
	for (size_t i = 0; mine && i < s->tickets.n; i++)
		for (size_t k = 0; k < s->hands.n; k++)
			if (hand_at(s, k)->account_id == p->id &&
				hand_at(s, k)->ticket_id == ticket_at(s, i)->id)
				((struct floor_ticket *)p->tickets.items)[p->tickets.n++] = *ticket_at(s, i);
}

static void load_people(const struct sources *s, struct list *out)
{
	*out = (struct list){
		arena_calloc(s->arena, s->technicians.n + s->hands.n, sizeof(struct board_person)), 0};
	for (size_t i = 0; i < s->technicians.n; i++) {
		const struct floor_person *t = list_at(&s->technicians, i, sizeof(*t));

		*(struct board_person *)list_at(out, out->n++, sizeof(struct board_person)) =
			(struct board_person){.id = t->id, .name = t->name, .role = t->role, .free = 1};
	}
	for (size_t i = 0; i < s->hands.n; i++) {
		const struct floor_hand *h = hand_at(s, i);
		struct board_person *p = person_of(out, h->account_id);

		if (!p) {
			p = list_at(out, out->n++, sizeof(*p));
			*p = (struct board_person){
				.id = h->account_id, .name = h->name, .role = h->role, .free = 1};
		}
		if (h->state == TICKET_IN_PROGRESS)
			p->free = 0;
	}
	for (size_t i = 0; i < out->n; i++)
		give_tickets(s, list_at(out, i, sizeof(struct board_person)));
	qsort(out->items, out->n, sizeof(struct board_person), by_name);
}

/* ---- tickets ---- */

static void count_tickets(const struct sources *s, struct board_counts *c)
{
	for (size_t i = 0; i < s->tickets.n; i++) {
		const struct floor_ticket *t = ticket_at(s, i);

		c->planned += t->state == TICKET_REPORTED && t->planned_from != NONE;
		c->reported += t->state == TICKET_REPORTED && t->planned_from == NONE;
		c->accepted += t->state == TICKET_ACCEPTED;
		c->in_progress += t->state == TICKET_IN_PROGRESS;
		c->waiting += t->state == TICKET_WAITING;
	}
}

static int by_number(const void *x, const void *y)
{
	const struct board_wait *a = x, *b = y;

	if (a->n != b->n)
		return a->n > b->n ? -1 : 1;
	return strcmp(a->reason, b->reason);
}

static void count_waits(const struct sources *s, struct list *out)
{
	*out = (struct list){arena_calloc(s->arena, s->tickets.n, sizeof(struct board_wait)), 0};
	for (size_t i = 0; i < s->tickets.n; i++) {
		const struct floor_ticket *t = ticket_at(s, i);
		struct board_wait *w = out->items;
		size_t k = 0;

		if (t->state != TICKET_WAITING || !t->wait_reason)
			continue;
		while (k < out->n && strcmp(w[k].reason, t->wait_reason) != 0)
			k++;
		w[k].reason = t->wait_reason;
		w[k].n++;
		out->n += k == out->n;
	}
	qsort(out->items, out->n, sizeof(struct board_wait), by_number);
}

enum err domain_board(struct db *db, struct arena *a, int64_t under, int64_t now, struct board *out)
{
	struct sources s = {.db = db, .arena = a};
	enum err err = store_floor_machines(db, a, under, &s.machines);

	out->now = now;
	out->day = clock_day_of(now);
	out->machines = arena_new(a, struct floor_states);
	out->today = arena_new(a, struct floor_day);
	out->tickets = arena_new(a, struct board_counts);
	if (err == OK)
		err = store_floor_tickets(db, a, under, &s.tickets);
	if (err == OK)
		err = store_floor_hands(db, a, &s.hands);
	if (err == OK)
		err = store_floor_technicians(db, a, &s.technicians);
	if (err == OK)
		err = store_floor_states(db, a, under, out->machines);
	if (err == OK)
		err = store_floor_day(db, a, under, clock_day_start(out->day), out->today);
	if (err == OK)
		err = load_machines(&s, ASSET_STOPPED, &out->down);
	if (err == OK)
		err = load_machines(&s, ASSET_DEGRADED, &out->degraded);
	if (err != OK)
		return err;
	load_people(&s, &out->people);
	count_tickets(&s, out->tickets);
	count_waits(&s, &out->waits);
	return OK;
}
