/* reservation.c - see reservation.h. */
#include "api/reservation.h"

#include "api/reply.h"
#include "domain/reservation.h"
#include "store/ticket.h"

const struct field reservation_query[] = {
	FIELD_AS(struct reservation_filter, part_id, "part", F_INT, .min = 1, .max = FIELD_ID_MAX),
	FIELD_AS(struct reservation_filter, bin_id, "bin", F_INT, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct reservation_filter, wanted, F_INT, .max = 1),
	FIELD(struct reservation_filter, after, F_INT, .max = FIELD_ID_MAX),
	FIELD(struct reservation_filter, limit, F_INT, .min = 1, .max = 500),
	FIELD_END,
};

/* The oldest first; next is the id to pass as `after`. */
enum err api_reservation_list(struct request *rq)
{
	struct reservation_filter f;
	struct list page;
	const struct reservation *end;
	enum err err;

	reservation_filter_none(&f);
	f.limit = 50;
	err = request_query_read(rq, reservation_query, &f);
	if (err != OK)
		return err;
	f.limit++;
	err = store_reservation_list(request_db(rq), rq->arena, &f, &page);
	if (err != OK)
		return err;
	end = reply_page_end(&page, f.limit, sizeof(*end));
	return reply_list(rq, reservation_fields, &page, sizeof(*end),
		end ? arena_printf(rq->arena, "%lld", (long long)end->id) : NULL);
}

/* All that the ticket kept at any time: what is taken or let go has a quantity of 0. */
static enum err reply_of_ticket(struct request *rq, int status)
{
	struct reservation_filter f;
	struct list all;
	enum err err;

	reservation_filter_none(&f);
	f.ticket_id = request_id(rq, 0);
	f.all = 1;
	err = store_reservation_list(request_db(rq), rq->arena, &f, &all);
	if (err == OK)
		err = reply_list(rq, reservation_fields, &all, sizeof(struct reservation), NULL);
	if (err == OK)
		rq->reply.status = status;
	return err;
}

/* ERR_NOT_FOUND: the ticket. */
enum err api_ticket_reservation_list(struct request *rq)
{
	struct ticket t;
	enum err err = store_ticket_get(request_db(rq), rq->arena, request_id(rq, 0), &t);

	return err == OK ? reply_of_ticket(rq, 200) : err;
}

static const struct field reserve_part_input[] = {
	FIELD(struct reserve_part, part_id, F_INT, F_REQUIRED, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct reserve_part, bin_id, F_INT, F_IN, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct reserve_part, qty, F_QTY, F_REQUIRED, .min = 1, .max = PART_QTY_MAX),
	FIELD_END,
};
struct reserve_job {
	int64_t id;
	struct list parts;
	int64_t part_id, qty; /* release */
};
const struct field reserve_input[] = {
	FIELD(struct reserve_job, parts, F_LIST, F_IN, .max = RESERVE_MAX,
		SUB(reserve_part_input, struct reserve_part)),
	FIELD_END,
};

static enum err reserve(struct tx *tx, void *ctx)
{
	struct reserve_job *j = ctx;

	return domain_reservation_add(tx, j->id, &j->parts);
}

/* Answers with all that the ticket keeps. ERR_NOT_FOUND: the ticket. ERR_CONFLICT: it is repaired or over. */
enum err api_ticket_reserve(struct request *rq)
{
	struct reserve_job j = {.id = request_id(rq, 0)};
	const char *key;
	bool again = false;
	enum err err = request_key(rq, &key);

	if (err == OK)
		err = request_json(rq, reserve_input, &j, false);
	if (err == OK)
		err = request_write_once(rq, reserve, &j, "reservation", key, &j.id, &again);
	return err == OK ? reply_of_ticket(rq, 201) : err;
}

const struct field release_input[] = {
	FIELD(struct reserve_job, part_id, F_INT, F_REQUIRED, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct reserve_job, qty, F_QTY, F_IN, .min = 1, .max = PART_QTY_MAX),
	FIELD_END,
};

static enum err release(struct tx *tx, void *ctx)
{
	struct reserve_job *j = ctx;

	return domain_reservation_release(tx, j->id, j->part_id, j->qty);
}

/* The quantity left out: all of the part. ERR_NOT_FOUND: the ticket. ERR_CONFLICT: it keeps less. */
enum err api_ticket_release(struct request *rq)
{
	struct reserve_job j = {.id = request_id(rq, 0), .part_id = NONE, .qty = NONE};
	const char *key;
	bool again = false;
	enum err err = request_key(rq, &key);

	if (err == OK)
		err = request_json(rq, release_input, &j, false);
	if (err == OK)
		err = request_write_once(rq, release, &j, "release", key, &j.id, &again);
	return err == OK ? reply_of_ticket(rq, 200) : err;
}
