/* told.c - see told.h. */
#include "demo/told.h"

#include <string.h>

#include "domain/tell.h"
#include "store/account.h"
#include "store/asset.h"

enum { HOURS = 10, SEEN_HOURS = 3 };

/* Areas go round the technicians, as cards are dealt. */
static enum err share_areas(struct tx *tx)
{
	struct list people, areas;
	struct asset_filter f;
	int64_t technicians = 0, nth = 0;
	enum err err = store_account_list(tx->db, tx->arena, &people);

	asset_filter_none(&f);
	f.kind = ASSET_AREA;
	f.limit = 100;
	if (err == OK)
		err = store_asset_list(tx->db, tx->arena, &f, &areas);
	for (size_t i = 0; err == OK && i < people.n; i++)
		technicians += strcmp(((struct account *)list_at(&people, i, sizeof(struct account)))->role,
				       "technician") == 0;
	for (size_t i = 0; err == OK && i < people.n; i++) {
		const struct account *a = list_at(&people, i, sizeof(*a));
		struct duty d = {.account_id = a->id, .calendar_id = NONE, .version = 1};
		int64_t *ids = arena_calloc(tx->arena, areas.n, sizeof(*ids));

		d.buyer = strcmp(a->role, "storekeeper") == 0;
		d.areas.items = ids;
		if (strcmp(a->role, "technician") == 0) {
			for (size_t k = 0; k < areas.n; k++)
				if ((int64_t)(k % (size_t)technicians) == nth)
					ids[d.areas.n++] =
						((struct asset *)list_at(&areas, k, sizeof(struct asset)))
							->id;
			nth++;
		}
		if (d.buyer || d.areas.n)
			err = store_duty_put(tx, &d);
	}
	return err;
}

enum err told_add(struct tx *tx, void *ctx)
{
	struct tell_follow f = {.from = store_event_since(tx->db, tx->now - HOURS * HOUR_MS)};
	const struct factory *factory = ctx;
	int64_t n, last = f.from - 1;
	enum err err = share_areas(tx);

	tx->now = factory->options.now;
	if (err == OK)
		err = domain_tell_escalate(tx, &n);
	while (err == OK && last != f.from) {
		last = f.from;
		err = domain_tell_follow(tx, &f);
		f.from = f.seq;
	}
	/* What is older than a shift somebody has seen. */
	return err == OK ? store_notice_seen_before(tx, tx->now - SEEN_HOURS * HOUR_MS) : err;
}
