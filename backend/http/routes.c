/* routes.c - the table of routes.h, put together of its areas. */
#include "http/routes.h"

#include "api/reply.h"
#include "http/routes_area.h"

static const struct route_area *const areas[] = {&routes_system, &routes_page, &routes_people, &routes_asset,
	&routes_plan, &routes_ticket, &routes_fix, &routes_figures, &routes_stock};

const struct route *route_at(size_t i)
{
	for (size_t k = 0; k < sizeof(areas) / sizeof(areas[0]); k++) {
		if (i < areas[k]->n)
			return &areas[k]->rows[i];
		i -= areas[k]->n;
	}
	return NULL;
}

/* ---- GET /api/v1/ ---- */

const char *const role_names[] = {"public", "technician", "storekeeper", "manager", "admin", NULL};
struct route_view {
	const char *method, *path, *summary;
	int64_t roles, body_max;
};
const struct field route_fields[] = {
	FIELD(struct route_view, method, F_TEXT, F_SURE),
	FIELD(struct route_view, path, F_TEXT, F_SURE),
	FIELD(struct route_view, roles, F_SET, .names = role_names),
	FIELD(struct route_view, body_max, F_INT, F_SURE),
	FIELD(struct route_view, summary, F_TEXT, F_SURE),
	FIELD_END,
};

enum err route_listing(struct request *rq)
{
	struct list all = {NULL, 0};
	struct route_view *views;

	while (route_at(all.n))
		all.n++;
	views = arena_calloc(rq->arena, all.n, sizeof(*views));
	for (size_t i = 0; i < all.n; i++) {
		const struct route *r = route_at(i);

		views[i] = (struct route_view){
			r->method, r->pattern, r->summary, r->roles, (int64_t)r->body_max};
	}
	all.items = views;
	return reply_list(rq, route_fields, &all, sizeof(*views), NULL);
}
