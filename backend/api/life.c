/* life.c - a machine's whole life in one call; see asset.h. */
#include "api/asset.h"
#include "api/reply.h"
#include "store/asset.h"
#include "store/life.h"

struct life_page {
	const char *before;
	int64_t limit;
};
const struct field life_query[] = {
	FIELD(struct life_page, before, F_TEXT),
	FIELD(struct life_page, limit, F_INT, .min = 1, .max = 500),
	FIELD_END,
};

/* Newest first, also of its components. ?before= takes the answer's `next`. ERR_NOT_FOUND, ERR_INVALID */
enum err api_asset_life(struct request *rq)
{
	struct life_page f = {.limit = 50};
	const struct life_item *end;
	struct life_key key = LIFE_FIRST;
	struct asset x;
	struct list page;
	enum err err = request_query_read(rq, life_query, &f);

	if (err == OK && f.before && !life_key_read(f.before, &key))
		err = fault_field(&rq->fault, "before", MSG_F_PAGE, NULL);
	if (err == OK)
		err = store_asset_get(request_db(rq), rq->arena, request_id(rq, 0), &x);
	if (err == OK)
		err = store_life_list(request_db(rq), rq->arena, x.id, key, f.limit + 1, &page);
	if (err != OK)
		return err;
	end = reply_page_end(&page, f.limit + 1, sizeof(*end));
	return reply_list(
		rq, life_item_fields, &page, sizeof(*end), end ? life_key_text(rq->arena, end) : NULL);
}
