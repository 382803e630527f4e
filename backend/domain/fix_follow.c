/* fix_follow.c - see fix_follow.h. */
#include "domain/fix_follow.h"

#include <stdlib.h>
#include <string.h>

#include "kb/group.h"
#include "store/fix.h"

const char *fix_group(struct arena *a, int64_t fix)
{
	return arena_printf(a, "%lld", (long long)fix);
}

int64_t fix_of_group(const char *group)
{
	size_t n = strspn(group, "0123456789");

	return n && n < 19 && !group[n] ? strtoll(group, NULL, 10) : NONE;
}

/* ---- what a repair says ---- */

static const char *words_of_action(struct arena *a, const struct repair *r)
{
	if (!r->action_zh)
		return r->action;
	return arena_printf(a, "%s %s %s", r->action_zh, r->action_en, r->action ? r->action : "");
}

/* As its fix would be called: what was done to what. */
static const char *name_of(struct arena *a, const struct repair *r)
{
	const char *action = r->action_zh ? arena_printf(a, "%s %s", r->action_zh, r->action_en) : r->action;

	if (!r->component)
		return action;
	return arena_printf(
		a, "%s %s %s", r->component, r->component_en ? r->component_en : "", action ? action : "");
}

struct kb_record fix_record(
	struct arena *a, const struct repair *r, const struct kb_part *parts, size_t n_parts)
{
	return (struct kb_record){
		.id = r->id,
		.time_ms = r->time,
		.machine = r->machine_id,
		.model = r->model,
		.symptom = r->symptom,
		.cause = r->cause,
		.action = words_of_action(a, r),
		.component = r->component,
		.name = name_of(a, r),
		.code = r->fault_code,
		.minutes = r->minutes == NONE ? KB_MINUTES_UNKNOWN : r->minutes,
		.wrong = (int32_t)r->marked_wrong,
		.right = (int32_t)r->marked_right,
		.parts = parts,
		.n_parts = n_parts,
	};
}

/* FNV-1a, 64 bits. */
static uint64_t mix(uint64_t h, const void *bytes, size_t n)
{
	const unsigned char *p = bytes;

	for (size_t i = 0; i < n; i++)
		h = (h ^ p[i]) * UINT64_C(0x100000001b3);
	return h;
}

static uint64_t mix_text(uint64_t h, const char *s)
{
	return mix(h, s ? s : "", s ? strlen(s) + 1 : 1);
}

static bool is_coded(const struct repair *r)
{
	return r->action_code && r->component_id != NONE && r->component;
}

int64_t fix_basis(const struct repair *r, int64_t first_part)
{
	uint64_t h = mix_text(UINT64_C(0xcbf29ce484222325), r->action_code);

	h = mix(h, &r->component_id, sizeof(r->component_id));
	if (!is_coded(r)) {
		h = mix_text(h, r->action);
		h = mix(h, &first_part, sizeof(first_part));
	}
	return (int64_t)(h >> 1);
}

/* ---- keeping it ---- */

/* What a claim asks the store for. */
struct wanted {
	struct fix_claim *claim;
	int64_t basis;
	bool find;	   /* its fix is to be found */
	const char *exact; /* "REP#12": on this very component; NULL: there is none */
	const char *key;   /* NULL: it tells no fix */
	struct fix made;   /* if there is none of that key yet */
};

struct keeping {
	struct wanted *wanted;
	size_t n;
	bool count;
};

static void keys_of(
	const struct kb_lexicon *lx, struct arena *a, struct kb_reading *scratch, struct wanted *w)
{
	const struct repair *r = w->claim->r;
	struct kb_group_name name;

	fields_none(fix_row_fields, &w->made);
	w->made.kind = FIX_MINED;
	w->made.action_code = r->action_code;
	w->made.component = r->component;
	w->made.component_en = r->component_en;
	if (is_coded(r)) {
		w->exact = arena_printf(a, "%s#%lld", r->action_code, (long long)r->component_id);
		w->key = arena_printf(a, "%s/%s", r->action_code, r->component);
		w->made.label = w->key;
		return;
	}
	if (!kb_group_of(lx, w->claim->words, scratch, &name))
		return;
	w->key = arena_strdup(a, name.name);
	w->made.label = arena_strdup(a, name.label);
}

static bool differs(const struct kb_lexicon *lx, struct arena *a, struct kb_reading *scratch,
	struct fix_claim *c, struct wanted *w)
{
	const struct repair *r = c->r;

	*w = (struct wanted){
		.claim = c, .basis = fix_basis(r, c->words->n_parts ? c->words->parts[0].id : 0)};
	w->find = r->said < 0 || (r->said == SAID_DERIVED && r->basis != w->basis);
	if (!w->find && r->outcome == c->outcome)
		return false;
	if (w->find)
		keys_of(lx, a, scratch, w);
	return true;
}

static enum err find(struct tx *tx, struct wanted *w, int64_t *fix)
{
	enum err err = w->exact ? store_fix_of_key(tx->db, w->exact, fix) : ERR_NOT_FOUND;

	if (err != ERR_NOT_FOUND)
		return err;
	err = store_fix_of_key(tx->db, w->key, fix);
	if (err == ERR_NOT_FOUND) {
		err = store_fix_add(tx, &w->made);
		*fix = w->made.id;
		if (err == OK)
			err = store_fix_key_add(tx, w->key, *fix);
	}
	return err == OK && w->exact ? store_fix_key_add(tx, w->exact, *fix) : err;
}

static enum err root_of(struct tx *tx, int64_t fix, int64_t *root)
{
	struct fix f;
	enum err err;

	*root = NONE;
	if (fix == NONE)
		return OK;
	err = store_fix_get(tx->db, tx->arena, fix, &f);
	*root = f.root_id == NONE ? fix : f.root_id;
	return err;
}

static enum err keep_one(struct tx *tx, struct wanted *w, bool count)
{
	struct repair *r = w->claim->r;
	struct repair_fix now = {r->id, NONE, SAID_DERIVED, w->basis, w->claim->outcome};
	struct repair_fix was;
	enum err err = store_repair_fix_get(tx->db, tx->arena, r->id, &was);
	bool is_new = err == ERR_NOT_FOUND;

	if (err != OK && !is_new)
		return err;
	/* A person may have said it since it was read. */
	if (!is_new && (was.said != SAID_DERIVED || !w->find)) {
		now.fix_id = was.fix_id;
		now.said = was.said;
	} else if (w->key) {
		err = find(tx, w, &now.fix_id);
		if (err != OK)
			return err;
	}
	err = store_repair_fix_put(tx, &now);
	if (err == OK && count && now.fix_id != NONE)
		err = store_fix_count(tx, now.fix_id);
	if (err == OK && count && !is_new && was.fix_id != NONE && was.fix_id != now.fix_id)
		err = store_fix_count(tx, was.fix_id);
	if (err == OK)
		err = root_of(tx, now.fix_id, &r->root_id);
	r->fix_id = now.fix_id;
	r->said = now.said;
	r->basis = now.basis;
	return err;
}

static enum err keep(struct tx *tx, void *ctx)
{
	struct keeping *k = ctx;
	enum err err = OK;

	for (size_t i = 0; i < k->n && err == OK; i++)
		err = keep_one(tx, &k->wanted[i], k->count);
	return err;
}

static enum err run(struct store *s, struct arena *a, store_fn *fn, void *ctx)
{
	struct fault fault = {0};
	struct store_job job = {.fn = fn, .ctx = ctx, .actor = {NONE, "system"}, .arena = a, .fault = &fault};

	return store_write(s, &job);
}

enum err fix_follow(struct store *s, const struct kb_lexicon *lx, struct arena *a, struct fix_claim *claims,
	size_t n, bool count)
{
	struct keeping k = {.wanted = arena_calloc(a, n, sizeof(struct wanted)), .count = count};
	struct kb_reading *scratch = arena_new(a, struct kb_reading);

	for (size_t i = 0; i < n; i++)
		k.n += differs(lx, a, scratch, &claims[i], &k.wanted[k.n]);
	return k.n ? run(s, a, keep, &k) : OK;
}

static enum err forget(struct tx *tx, void *ctx)
{
	const int64_t ticket = *(const int64_t *)ctx;
	struct repair_fix was;
	struct repair r;
	enum err err = store_repair_get(tx->db, tx->arena, ticket, 0, &r);

	/* It may have been repaired since it was read. */
	if (err != ERR_NOT_FOUND)
		return err;
	err = store_repair_fix_get(tx->db, tx->arena, ticket, &was);
	if (err != OK)
		return err == ERR_NOT_FOUND ? OK : err;
	err = store_repair_fix_drop(tx, ticket);
	return err == OK && was.fix_id != NONE ? store_fix_count(tx, was.fix_id) : err;
}

enum err fix_forget(struct store *s, struct arena *a, int64_t ticket)
{
	return run(s, a, forget, &ticket);
}

static enum err count_all(struct tx *tx, void *ctx)
{
	(void)ctx;
	return store_fix_count(tx, NONE);
}

enum err fix_count_all(struct store *s, struct arena *a)
{
	return run(s, a, count_all, NULL);
}
