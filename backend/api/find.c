/* find.c - from anywhere to anything. See floor.h. */
#include "api/floor.h"

#include "api/reply.h"
#include "domain/find.h"

const struct field find_query[] = {
	FIELD(struct find_ask, text, F_TEXT, F_REQUIRED, .max = 200),
	FIELD(struct find_ask, limit, F_INT, .min = 1, .max = FIND_EACH_MAX),
	FIELD(struct find_ask, kind, F_ENUM, .names = find_kinds),
	FIELD(struct find_ask, typing, F_INT, .max = 1),
	FIELD_END,
};

/* limit: of each kind. The last word may go on, unless typing=0. ERR_INVALID: no text. */
enum err api_find_get(struct request *rq)
{
	struct find_ask ask = {.limit = FIND_EACH, .kind = -1, .typing = 1};
	struct list items;
	enum err err = request_query_read(rq, find_query, &ask);

	if (err == OK)
		err = domain_find(rq->app->finder, request_db(rq), rq->arena, &ask, &items);
	return err == OK ? reply_list(rq, find_item_fields, &items, sizeof(struct find_item), NULL) : err;
}
