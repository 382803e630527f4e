/* board.c - what is down now and who is on it. See floor.h. */
#include "api/floor.h"

#include <string.h>

#include "api/reply.h"
#include "domain/board.h"

struct board_ask {
	int64_t under;
};
const struct field board_query[] = {
	FIELD(struct board_ask, under, F_INT, .min = 1, .max = FIELD_ID_MAX),
	FIELD_END,
};

/* Nothing on the board changes without an event, but for the day that today's figures are of: so the newest event and the
 * day are its version, and who has that one is told so without a look at the tickets. ERR_NOT_FOUND: no such place. */
enum err api_board_get(struct request *rq)
{
	struct board_ask ask = {.under = NONE};
	struct board b = {.seq = store_seq(rq->app->store)};
	int64_t now = clock_now_ms();
	const char *seen = rq->header(rq, "If-None-Match"), *etag;
	struct asset place;
	enum err err = request_query_read(rq, board_query, &ask);

	if (err == OK && ask.under != NONE)
		err = store_asset_get(request_db(rq), rq->arena, ask.under, &place);
	if (err != OK)
		return err;
	etag = arena_printf(rq->arena, "\"%lld-%lld\"", (long long)b.seq, (long long)clock_day_of(now));
	rq->reply.status = 304;
	if (!seen || !strstr(seen, etag))
		err = domain_board(request_db(rq), rq->arena, ask.under, now, &b);
	if (err == OK)
		reply_header(rq, "ETag", etag);
	if (seen && strstr(seen, etag))
		return err;
	return err == OK ? reply_object(rq, 200, board_fields, &b, NONE) : err;
}
