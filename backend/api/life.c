/* life.c - a machine's whole life in one call; see asset.h. */
#include "api/asset.h"
#include "api/reply.h"
#include "store/asset.h"
#include "store/life.h"

/* Newest first, also of its components. ?before= takes the answer's `next`. ERR_NOT_FOUND, ERR_INVALID */
enum err api_asset_life(struct request *rq)
{
	const char *before = request_query(rq, "before"), *next = NULL;
	struct life_key key = LIFE_FIRST;
	struct asset x;
	struct list page;
	int64_t limit = 50;
	enum err err = request_query_int(rq, "limit", 1, 500, &limit);

	if (before && !life_key_read(before, &key))
		err = fault_field(&rq->fault, "before", MSG_F_PAGE, NULL);
	if (err == OK)
		err = store_asset_get(request_db(rq), rq->arena, request_id(rq, 0), &x);
	if (err == OK)
		err = store_life_list(request_db(rq), rq->arena, x.id, key, limit + 1, &page);
	if (err != OK)
		return err;
	if (page.n > (size_t)limit)
		next = life_key_text(rq->arena, list_at(&page, --page.n - 1, sizeof(struct life_item)));
	return reply_list(rq, life_fields, &page, sizeof(struct life_item), next);
}
