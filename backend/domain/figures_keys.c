/* figures_keys.c - see figures_keys.h. */
#include "domain/figures_keys.h"

const char *const figures_bys[] = {"failure_mode", "component", "cause", "machine", "line", NULL};

static void keys_of_names(struct arena *a, const struct figures_names *names, struct figures_keys *out)
{
	out->n = names->n ? names->n : 1;
	out->at = arena_calloc(a, out->n, sizeof(*out->at));
	for (size_t i = 0; i < out->n; i++)
		out->at[i] = (struct figures_key){.text = i ? names->at[i] : NULL, .id = NONE};
}

/* Tickets come machine after machine, as the machines do. */
static void each_ticket(const struct figures_rows *r, const size_t *group, int32_t *of)
{
	size_t m = 0;

	for (size_t i = 0; i < r->input.ticket_n; i++) {
		int64_t machine = r->input.tickets[i].machine_id;

		while (m < r->n && r->machines[m].id < machine)
			m++;
		of[i] = m == r->n || r->machines[m].id != machine ? -1 : (int32_t)(group ? group[m] : m);
	}
}

static enum err by_group(struct db *db, struct arena *a, const struct figures_rows *r,
	enum figures_level level, struct figures_keys *out)
{
	struct figures_groups g;
	enum err err = domain_figures_groups(db, a, r, level, &g);

	if (err != OK)
		return err;
	out->n = g.n;
	out->at = arena_calloc(a, g.n, sizeof(*out->at));
	for (size_t i = 0; i < g.n; i++)
		out->at[i] =
			(struct figures_key){NULL, g.at[i].id, g.at[i].code, g.at[i].name, g.at[i].name_en};
	each_ticket(r, g.of, out->of);
	return OK;
}

struct component_key {
	int64_t id;
	int32_t name;
};

static int32_t component_name(const struct component_key *keys, size_t n, int64_t id)
{
	size_t low = 0, high = id == NONE ? 0 : n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (keys[mid].id == id)
			return keys[mid].name;
		if (keys[mid].id < id)
			low = mid + 1;
		else
			high = mid;
	}
	return 0;
}

static enum err by_component(
	struct db *db, struct arena *a, const struct figures_rows *r, struct figures_keys *out)
{
	struct figures_names names = {0};
	struct component_key *keys;
	struct list all;
	enum err err = store_figures_components(db, a, &all);

	if (err != OK)
		return err;
	keys = arena_calloc(a, all.n, sizeof(*keys));
	for (size_t i = 0; i < all.n; i++) {
		const struct figures_place *c = list_at(&all, i, sizeof(*c));

		keys[i] = (struct component_key){c->id, (int32_t)figures_name(a, &names, c->name)};
	}
	for (size_t i = 0; i < r->input.ticket_n; i++)
		if (out->of[i] >= 0)
			out->of[i] = component_name(keys, all.n, r->tags[i].component_id);
	keys_of_names(a, &names, out);
	return OK;
}

enum err domain_figures_keys(struct db *db, struct arena *a, const struct figures_rows *r, enum figures_by by,
	struct figures_keys *out)
{
	*out = (struct figures_keys){.of = arena_calloc(a, r->input.ticket_n, sizeof(int32_t))};
	if (by == BY_MACHINE || by == BY_LINE)
		return by_group(db, a, r, by == BY_LINE ? LEVEL_LINE : LEVEL_MACHINE, out);
	each_ticket(r, NULL, out->of);
	if (by == BY_COMPONENT)
		return by_component(db, a, r, out);
	for (size_t i = 0; i < r->input.ticket_n; i++)
		if (out->of[i] >= 0)
			out->of[i] = by == BY_CAUSE ? r->tags[i].cause : r->tags[i].mode;
	keys_of_names(a, by == BY_CAUSE ? &r->causes : &r->modes, out);
	return OK;
}
