/* fix_tree.c - an expert's tree: a phenomenon, and in order what it may be and what to do then. See fix.h. */
#include "domain/fix.h"

#include "store/asset.h"
#include "store/event.h"

static enum err check_branch(struct tx *tx, const struct fix *b)
{
	if (!b->steps)
		return fault_field(tx->fault, "branches", MSG_FIX_STEPS, NULL);
	return OK;
}

static enum err check(struct tx *tx, const struct fix_tree *t)
{
	struct asset place;
	enum err err = OK;

	if (!t->symptom)
		err = fault_field(tx->fault, "symptom", MSG_FIX_SYMPTOM, NULL);
	if (!t->branches.n)
		err = err_worse(err, fault_field(tx->fault, "branches", MSG_F_REQUIRED, NULL));
	for (size_t i = 0; i < t->branches.n; i++)
		err = err_worse(err, check_branch(tx, list_at(&t->branches, i, sizeof(struct fix))));
	if (err == OK && t->place_id != NONE)
		err = store_asset_get(tx->db, tx->arena, t->place_id, &place);
	return err == ERR_NOT_FOUND ? fault_field(tx->fault, "place_id", MSG_F_NO_SUCH, NULL) : err;
}

void domain_branch_say(struct fix *f, const struct fix *said)
{
	f->zh = said->zh;
	f->en = said->en;
	f->component = said->component;
	f->check_first = said->check_first;
	f->cause = said->cause;
	f->steps = said->steps;
	f->minutes = said->minutes;
	f->parts = said->parts;
}

static void of_tree(struct tx *tx, const struct fix_tree *t, size_t i, struct fix *b)
{
	b->kind = FIX_WRITTEN;
	b->symptom =
		t->symptom_en ? arena_printf(tx->arena, "%s\n%s", t->symptom, t->symptom_en) : t->symptom;
	b->model = t->model;
	b->place_id = t->place_id;
	b->tree_id = t->id;
	b->tree_sort = (int64_t)i;
	b->retired = t->retired;
}

/* What a branch says, over the fix that it is. */
static enum err put_branch(struct tx *tx, const struct fix_tree *t, size_t i, struct fix *b)
{
	struct fix now;
	enum err err = store_fix_get(tx->db, tx->arena, b->id, &now);

	if (err == ERR_NOT_FOUND || (err == OK && now.tree_id != t->id))
		return fault_field(tx->fault, "branches", MSG_F_NO_SUCH, NULL);
	if (err != OK)
		return err;
	domain_branch_say(&now, b);
	of_tree(tx, t, i, &now);
	return domain_fix_put(tx, &now);
}

static bool names(const struct fix_tree *t, int64_t fix)
{
	for (size_t i = 0; i < t->branches.n; i++)
		if (((struct fix *)list_at(&t->branches, i, sizeof(struct fix)))->id == fix)
			return true;
	return false;
}

static enum err retire_others(struct tx *tx, const struct fix_tree *t)
{
	struct list old;
	enum err err = store_tree_branches(tx->db, tx->arena, t->id, &old);

	for (size_t i = 0; i < old.n && err == OK; i++) {
		struct fix *f = list_at(&old, i, sizeof(*f));

		if (names(t, f->id))
			continue;
		f->retired = 1;
		err = store_fix_parts(tx->db, tx->arena, f->id, &f->parts);
		if (err == OK)
			err = domain_fix_put(tx, f);
	}
	return err;
}

static enum err put_branches(struct tx *tx, struct fix_tree *t)
{
	enum err err = OK;

	for (size_t i = 0; i < t->branches.n && err == OK; i++) {
		struct fix *b = list_at(&t->branches, i, sizeof(*b));

		if (b->id != NONE) {
			err = put_branch(tx, t, i, b);
			continue;
		}
		of_tree(tx, t, i, b);
		err = domain_fix_add(tx, b);
	}
	return err;
}

enum err domain_tree_add(struct tx *tx, struct fix_tree *t)
{
	enum err err = check(tx, t);

	t->retired = 0;
	for (size_t i = 0; i < t->branches.n; i++)
		((struct fix *)list_at(&t->branches, i, sizeof(struct fix)))->id = NONE;
	if (err == OK)
		err = store_tree_add(tx, t);
	if (err == OK)
		err = put_branches(tx, t);
	return err == OK ? store_event_note(tx, "fix_tree", t->id, "written", "symptom", t->symptom) : err;
}

enum err domain_tree_put(struct tx *tx, struct fix_tree *t)
{
	struct fix_tree before;
	enum err err = store_tree_get(tx->db, tx->arena, t->id, &before);

	if (err == OK && before.version != t->version)
		return fault_set(tx->fault, ERR_STALE, MSG_STALE, NULL);
	if (err == OK)
		err = check(tx, t);
	if (err == OK)
		err = store_tree_put(tx, t);
	if (err == OK)
		err = retire_others(tx, t);
	if (err == OK)
		err = put_branches(tx, t);
	return err == OK
		       ? store_event_change(tx, "fix_tree", t->id, "changed", fix_tree_row_fields, &before, t)
		       : err;
}
