/* fix.c - see fix.h. */
#include "domain/fix.h"

#include <string.h>

#include "base/json.h"
#include "domain/outcome.h"
#include "store/asset.h"
#include "store/event.h"
#include "store/part.h"

const char *domain_fix_label(struct arena *a, const struct fix *f, enum lang lang)
{
	const char *own = lang == LANG_EN ? f->en : f->zh, *other = lang == LANG_EN ? f->zh : f->en;
	const char *action = lang == LANG_EN ? f->action_en : f->action_zh;
	const char *component = lang == LANG_EN && f->component_en ? f->component_en : f->component;

	if (own || other)
		return own ? own : other;
	if (f->kind == FIX_MINED && action && component)
		return arena_printf(a, "%s · %s", action, component);
	return f->label;
}

void domain_case_outcome(struct repair_case *c, int64_t days, int64_t now)
{
	enum outcome o = outcome_of(c->ended_at, c->again_at, c->placed == 1, days, now);

	c->held = o == OUTCOME_PENDING ? NONE : o == OUTCOME_HELD;
}

/* ---- written down ---- */

/* The first line, cut between characters. */
static const char *first_line(struct arena *a, const char *text)
{
	size_t n = strcspn(text, "\n");

	if (n > FIX_LABEL_MAX) {
		n = FIX_LABEL_MAX;
		while (n && ((unsigned char)text[n] & 0xC0) == 0x80)
			n--;
	}
	return arena_strndup(a, text, n);
}

static enum err check_parts(struct tx *tx, const struct list *parts)
{
	for (size_t i = 0; i < parts->n; i++) {
		const struct fix_part *p = list_at(parts, i, sizeof(*p));
		struct part row;
		enum err err = store_part_get(tx->db, tx->arena, p->part_id, &row);

		for (size_t k = 0; k < i && err == OK; k++)
			if (((struct fix_part *)list_at(parts, k, sizeof(*p)))->part_id == p->part_id)
				err = fault_field(tx->fault, "parts", MSG_F_TAKEN, NULL);
		if (err == ERR_NOT_FOUND)
			err = fault_field(tx->fault, "parts", MSG_FIX_WRITTEN_PART, NULL);
		if (err != OK)
			return err;
	}
	return OK;
}

static enum err check_place(struct tx *tx, int64_t place)
{
	struct asset x;
	enum err err = place == NONE ? OK : store_asset_get(tx->db, tx->arena, place, &x);

	return err == ERR_NOT_FOUND ? fault_field(tx->fault, "place_id", MSG_F_NO_SUCH, NULL) : err;
}

/* A written one must say when and what; one that repairs made may say nothing, but not half of it. */
static enum err check(struct tx *tx, const struct fix *f)
{
	const bool any = f->symptom || f->steps || f->cause || f->check_first || f->kind == FIX_WRITTEN;
	enum err err = err_worse(check_parts(tx, &f->parts), check_place(tx, f->place_id));

	if (any && !f->symptom)
		err = err_worse(err, fault_field(tx->fault, "symptom", MSG_FIX_SYMPTOM, NULL));
	if (any && !f->steps)
		err = err_worse(err, fault_field(tx->fault, "steps", MSG_FIX_STEPS, NULL));
	return err;
}

enum err domain_fix_add(struct tx *tx, struct fix *f)
{
	enum err err;

	f->kind = FIX_WRITTEN;
	f->retired = 0;
	err = check(tx, f);
	if (err != OK)
		return err;
	f->label = f->zh ? f->zh : f->en ? f->en : first_line(tx->arena, f->steps);
	err = store_fix_add(tx, f);
	if (err == OK)
		err = store_fix_parts_put(tx, f->id, &f->parts);
	return err == OK ? store_event_note(tx, "fix", f->id, "written", "label", f->label) : err;
}

static enum err load(struct tx *tx, int64_t id, int64_t version, struct fix *f)
{
	enum err err = store_fix_get(tx->db, tx->arena, id, f);

	if (err == OK && f->version != version)
		return fault_set(tx->fault, ERR_STALE, MSG_STALE, NULL);
	return err;
}

static bool same_parts(const struct list *x, const struct list *y)
{
	if (x->n != y->n)
		return false;
	for (size_t i = 0; i < x->n; i++) {
		const struct fix_part *p = list_at(x, i, sizeof(*p));
		size_t k = 0;

		while (k < y->n) {
			const struct fix_part *q = list_at(y, k, sizeof(*q));

			if (p->part_id == q->part_id && p->qty == q->qty)
				break;
			k++;
		}
		if (k == y->n)
			return false;
	}
	return true;
}

/* The event tells what differs, and that the parts do. */
static enum err tell_change(struct tx *tx, const struct fix *before, const struct fix *f, bool parts)
{
	struct buf b;
	enum err err = OK;

	buf_init(&b);
	if (json_write_changes(&b, fix_row_fields, before, f) || parts)
		err = store_event_add(tx, "fix", f->id, "changed", buf_text(&b));
	buf_release(&b);
	return err;
}

enum err domain_fix_put(struct tx *tx, struct fix *f)
{
	struct fix before;
	bool parts;
	enum err err = load(tx, f->id, f->version, &before);

	if (err == OK)
		err = store_fix_parts(tx->db, tx->arena, f->id, &before.parts);
	if (err == OK && before.root_id != NONE)
		err = fault_set(tx->fault, ERR_CONFLICT, MSG_FIX_MERGED, NULL);
	if (err == OK)
		err = check(tx, f);
	if (err != OK)
		return err;
	parts = !same_parts(&before.parts, &f->parts);
	err = store_fix_put(tx, f);
	if (err == OK && parts)
		err = store_fix_parts_put(tx, f->id, &f->parts);
	if (err == OK) {
		before.version = f->version;
		err = tell_change(tx, &before, f, parts);
	}
	return err;
}

/* ---- merged, and taken apart ---- */

static enum err tell(struct tx *tx, int64_t id, const char *kind, const char *name, const struct fix *other)
{
	struct buf b;
	enum err err;

	buf_init(&b);
	buf_printf(&b, "{\"%s\":%lld,\"label\":", name, (long long)other->id);
	json_write_text(&b, domain_fix_label(tx->arena, other, LANG_ZH));
	buf_char(&b, '}');
	err = store_event_add(tx, "fix", id, kind, buf_text(&b));
	buf_release(&b);
	return err;
}

/* The fix that it leads to; not `self`. */
static enum err target(struct tx *tx, int64_t id, int64_t self, struct fix *f)
{
	enum err err = store_fix_get(tx->db, tx->arena, id, f);

	if (err == OK && f->root_id != NONE)
		err = store_fix_get(tx->db, tx->arena, f->root_id, f);
	if (err == ERR_NOT_FOUND)
		return fault_field(tx->fault, "into", MSG_F_NO_SUCH, NULL);
	if (err == OK && f->id == self)
		return fault_field(tx->fault, "into", MSG_FIX_SELF, NULL);
	return err;
}

enum err domain_fix_merge(struct tx *tx, int64_t id, int64_t version, int64_t into)
{
	struct fix f, to;
	enum err err = load(tx, id, version, &f);

	if (err == OK && f.root_id != NONE)
		return fault_set(tx->fault, ERR_CONFLICT, MSG_FIX_MERGED, NULL);
	if (err == OK)
		err = target(tx, into, id, &to);
	if (err != OK)
		return err;
	f.merged_into = to.id;
	err = store_fix_put(tx, &f);
	if (err == OK)
		err = store_fix_root(tx, id, to.id);
	if (err == OK)
		err = tell(tx, id, "merged", "into", &to);
	return err == OK ? tell(tx, to.id, "took_in", "fix", &f) : err;
}

enum err domain_fix_unmerge(struct tx *tx, int64_t id, int64_t version)
{
	struct fix f, from;
	enum err err = load(tx, id, version, &f);

	if (err == OK && f.merged_into == NONE)
		return fault_set(tx->fault, ERR_CONFLICT, MSG_FIX_NOT_MERGED, NULL);
	if (err == OK)
		err = store_fix_get(tx->db, tx->arena, f.merged_into, &from);
	if (err != OK)
		return err;
	f.merged_into = NONE;
	err = store_fix_put(tx, &f);
	if (err == OK)
		err = store_fix_root(tx, id, NONE);
	if (err == OK)
		err = tell(tx, id, "unmerged", "from", &from);
	return err == OK ? tell(tx, from.id, "let_go", "fix", &f) : err;
}

/* A case of s->id, or of what was merged into it; *own is the fix that it names. */
static enum err own_case(struct tx *tx, const struct fix_split *s, int64_t ticket, struct repair_fix *r)
{
	struct fix f;
	enum err err = store_repair_fix_get(tx->db, tx->arena, ticket, r);

	if (err == OK && r->fix_id != NONE)
		err = store_fix_get(tx->db, tx->arena, r->fix_id, &f);
	if (err == ERR_NOT_FOUND ||
		(err == OK && (r->fix_id == NONE || (f.id != s->id && f.root_id != s->id))))
		return fault_field(tx->fault, "tickets", MSG_FIX_CASE, NULL);
	return err;
}

static enum err move_cases(struct tx *tx, struct fix_split *s)
{
	enum err err = OK;

	for (size_t i = 0; i < s->tickets.n && err == OK; i++) {
		int64_t ticket = ((int64_t *)s->tickets.items)[i], was;
		struct repair_fix r;

		err = own_case(tx, s, ticket, &r);
		if (err != OK)
			return err;
		was = r.fix_id;
		r.fix_id = s->made.id;
		r.said = SAID_PERSON;
		err = store_repair_fix_put(tx, &r);
		if (err == OK)
			err = store_fix_count(tx, was);
	}
	return err == OK ? store_fix_count(tx, s->made.id) : err;
}

static enum err add_split(struct tx *tx, struct fix_split *s, const struct fix *from)
{
	fields_none(fix_row_fields, &s->made);
	s->made.kind = FIX_MINED;
	s->made.action_code = from->action_code;
	s->made.component = from->component;
	s->made.component_en = from->component_en;
	s->made.zh = s->zh;
	s->made.en = s->en;
	s->made.label = s->zh ? s->zh : s->en;
	s->made.split_from = from->id;
	return store_fix_add(tx, &s->made);
}

enum err domain_fix_split(struct tx *tx, struct fix_split *s)
{
	struct fix f;
	enum err err = load(tx, s->id, s->version, &f);

	if (err == OK && f.root_id != NONE)
		return fault_set(tx->fault, ERR_CONFLICT, MSG_FIX_MERGED, NULL);
	if (err != OK)
		return err;
	if (s->into == NONE && !s->zh && !s->en)
		err = fault_field(tx->fault, "zh", MSG_FIX_NAME, NULL);
	if (!s->tickets.n)
		err = err_worse(err, fault_field(tx->fault, "tickets", MSG_F_REQUIRED, NULL));
	else if ((int64_t)s->tickets.n >= f.cases)
		err = err_worse(err, fault_field(tx->fault, "tickets", MSG_FIX_ALL, NULL));
	if (err == OK)
		err = s->into == NONE ? add_split(tx, s, &f) : target(tx, s->into, s->id, &s->made);
	if (err == OK)
		err = move_cases(tx, s);
	/* Whoever changes the old one now must know that cases have gone. */
	if (err == OK)
		err = store_fix_put(tx, &f);
	if (err == OK)
		err = tell(tx, s->made.id, "gathered", "from", &f);
	return err == OK ? tell(tx, s->id, "split", "fix", &s->made) : err;
}

/* ---- at closing ---- */

static enum err forget_closing(struct tx *tx, int64_t ticket)
{
	struct repair_fix was;
	enum err err = store_repair_fix_get(tx->db, tx->arena, ticket, &was);

	if (err != OK || was.said == SAID_DERIVED)
		return err == ERR_NOT_FOUND ? OK : err;
	err = store_repair_fix_drop(tx, ticket);
	return err == OK && was.fix_id != NONE ? store_fix_count(tx, was.fix_id) : err;
}

static enum err tell_named(struct tx *tx, int64_t ticket, const struct fix *f)
{
	struct buf b;
	enum err err;

	buf_init(&b);
	buf_printf(&b, "{\"fix\":%lld,\"name\":", (long long)f->id);
	json_write_text(&b, domain_fix_label(tx->arena, f, LANG_ZH));
	buf_char(&b, '}');
	err = store_event_add(tx, "ticket", ticket, "fix_named", buf_text(&b));
	buf_release(&b);
	return err;
}

enum err domain_fix_named(struct tx *tx, int64_t ticket, int64_t fix)
{
	struct repair_fix r = {ticket, fix, SAID_CLOSING, 0, OUTCOME_PENDING}, was = {.fix_id = NONE};
	struct fix f;
	enum err err;

	if (fix == NONE)
		return forget_closing(tx, ticket);
	err = store_fix_get(tx->db, tx->arena, fix, &f);
	if (err == OK && f.root_id != NONE)
		err = store_fix_get(tx->db, tx->arena, f.root_id, &f);
	if (err == ERR_NOT_FOUND)
		return fault_field(tx->fault, "fix_id", MSG_F_NO_SUCH, NULL);
	r.fix_id = f.id;
	if (err == OK)
		err = store_repair_fix_get(tx->db, tx->arena, ticket, &was);
	if (err == OK || err == ERR_NOT_FOUND)
		err = store_repair_fix_put(tx, &r);
	if (err == OK)
		err = store_fix_count(tx, r.fix_id);
	if (err == OK && was.fix_id != NONE && was.fix_id != r.fix_id)
		err = store_fix_count(tx, was.fix_id);
	return err == OK ? tell_named(tx, ticket, &f) : err;
}
