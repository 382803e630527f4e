/* figures_groups.c - see figures_groups.h. */
#include "domain/figures_groups.h"

#include "store/asset.h"

const char *const figures_levels[] = {"site", "area", "line", "machine", "none", NULL};

/* Levels are named as the kinds of assets are, so that they compare. */
_Static_assert((int)LEVEL_SITE == (int)ASSET_SITE && (int)LEVEL_AREA == (int)ASSET_AREA &&
		       (int)LEVEL_LINE == (int)ASSET_LINE && (int)LEVEL_MACHINE == (int)ASSET_MACHINE,
	"levels are kinds");

static void each_machine(struct arena *a, const struct figures_rows *r, struct figures_groups *out)
{
	out->n = r->n;
	out->at = arena_calloc(a, r->n, sizeof(*out->at));
	for (size_t i = 0; i < r->n; i++) {
		const struct figures_machine *m = &r->machines[i];

		out->of[i] = i;
		out->at[i] = (struct figures_place){
			m->id, m->parent_id, ASSET_MACHINE, m->code, m->name, m->name_en};
	}
}

static const struct figures_place *place_of(const struct list *places, int64_t id)
{
	const struct figures_place *all = places->items;
	size_t low = 0, high = places->n;

	while (id != NONE && low < high) {
		size_t mid = (low + high) / 2;

		if (all[mid].id == id)
			return &all[mid];
		if (all[mid].id < id)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

static size_t group_of(
	struct figures_groups *g, size_t *known, const struct figures_place *place, size_t slot)
{
	if (!known[slot]) {
		g->at[g->n] =
			place ? *place : (struct figures_place){NONE, NONE, ASSET_SITE, NULL, NULL, NULL};
		known[slot] = ++g->n;
	}
	return known[slot] - 1;
}

enum err domain_figures_groups(struct db *db, struct arena *a, const struct figures_rows *r,
	enum figures_level level, struct figures_groups *out)
{
	struct list places;
	size_t *known;
	enum err err;

	*out = (struct figures_groups){.of = arena_calloc(a, r->n, sizeof(size_t))};
	if (level == LEVEL_NONE)
		return OK;
	if (level == LEVEL_MACHINE) {
		each_machine(a, r, out);
		return OK;
	}
	err = store_figures_places(db, a, &places);
	if (err != OK)
		return err;
	out->at = arena_calloc(a, places.n + 1, sizeof(*out->at));
	known = arena_calloc(a, places.n + 1, sizeof(*known));
	for (size_t i = 0; i < r->n; i++) {
		const struct figures_place *p = place_of(&places, r->machines[i].parent_id);

		while (p && p->kind > (int)level)
			p = place_of(&places, p->parent_id);
		out->of[i] = group_of(out, known, p,
			p ? (size_t)(p - (const struct figures_place *)places.items) : places.n);
	}
	return OK;
}
