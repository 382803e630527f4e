/* today.c - what a technician opens first. See floor.h. */
#include "api/floor.h"

#include "api/reply.h"
#include "api/ticket.h"
#include "store/floor.h"

enum { MINE = 200, FREE = 50, DUE = 50, DUE_DAYS = 7 };

struct today {
	int64_t seq; /* of the event log: what has changed since is asked after it */
	int64_t now;
	struct floor_counts *counts;
	struct list mine, free, due; /* of struct ticket_item */
	const char *free_next;
};
const struct field today_fields[] = {
	FIELD(struct today, seq, F_INT, F_SURE),
	FIELD(struct today, now, F_TIME, F_SURE),
	FIELD(struct today, counts, F_OBJECT, F_SURE, SUB(floor_counts_fields, struct floor_counts)),
	FIELD(struct today, mine, F_LIST, SUB(ticket_item_fields, struct ticket_item)),
	FIELD(struct today, free, F_LIST, SUB(ticket_item_fields, struct ticket_item)),
	FIELD(struct today, free_next, F_TEXT),
	FIELD(struct today, due, F_LIST, SUB(ticket_item_fields, struct ticket_item)),
	FIELD_END,
};

/* As the list of tickets gives it for the same filter: its next page follows after free_next. */
static enum err load_free(struct request *rq, struct today *d)
{
	struct ticket_filter f;
	struct list all;
	enum err err;

	ticket_filter_none(&f);
	f.open = 1;
	f.state = TICKET_REPORTED;
	f.unassigned = 1;
	f.planned = 0;
	f.limit = FREE + 1;
	err = store_ticket_list(request_db(rq), rq->arena, &f, &all);
	if (err != OK)
		return err;
	if (all.n > FREE) {
		const struct ticket *last = list_at(&all, (all.n = FREE) - 1, sizeof(*last));

		d->free_next = arena_printf(rq->arena, "%lld", (long long)last->id);
	}
	d->free = api_ticket_list_of(rq, &all);
	return OK;
}

/* Planned work of the coming days too: it is prepared before it is due. */
enum err api_today_get(struct request *rq)
{
	struct floor_counts counts;
	struct today d = {.seq = store_seq(rq->app->store), .now = clock_now_ms(), .counts = &counts};
	int64_t until = clock_day_start(clock_day_add(clock_day_of(d.now), DUE_DAYS + 1));
	struct list mine, due;
	enum err err = store_ticket_mine(request_db(rq), rq->arena, rq->user.id, MINE, &mine);

	if (err == OK)
		err = store_ticket_due(request_db(rq), rq->arena, until, DUE, &due);
	if (err == OK)
		err = store_floor_counts(request_db(rq), rq->arena, rq->user.id, until, &counts);
	if (err == OK)
		err = load_free(rq, &d);
	if (err != OK)
		return err;
	d.mine = api_ticket_list_of(rq, &mine);
	d.due = api_ticket_list_of(rq, &due);
	return reply_object(rq, 200, today_fields, &d, NONE);
}
