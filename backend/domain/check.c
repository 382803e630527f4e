/* check.c - see check.h. */
#include "domain/check.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "store/event.h"

/* ---- one answer ---- */

/* The number of the line, or -1. */
static int line_of(const char *lines, const char *text)
{
	size_t n = text ? strlen(text) : 0;
	int i = 0;

	for (const char *p = lines; p && n; i++) {
		size_t len = strcspn(p, "\n");

		if (len == n && memcmp(p, text, n) == 0)
			return i;
		p = p[len] ? p + len + 1 : NULL;
	}
	return -1;
}

static int choice_of(const struct check_item *i, const struct round_answer *x)
{
	return line_of(i->kind == CHECK_YES_NO ? "yes\nno" : i->choices, x->text);
}

bool check_answered(const struct check_item *i, const struct round_answer *x)
{
	if (!x)
		return false;
	if (i->kind == CHECK_NUMBER)
		return x->value != NONE;
	return i->kind == CHECK_PHOTO ? x->photo_id != NONE : x->text != NULL;
}

bool check_bad(const struct check_item *i, const struct round_answer *x)
{
	int choice;

	if (!check_answered(i, x))
		return false;
	if (i->kind == CHECK_NUMBER)
		return (i->low != NONE && x->value < i->low) || (i->high != NONE && x->value > i->high);
	if (i->kind != CHECK_YES_NO && i->kind != CHECK_CHOICE)
		return false;
	choice = choice_of(i, x);
	/* As many as bad has bits for. */
	return choice >= 0 && choice < 32 && i->bad >> choice & 1;
}

bool check_fits(const struct check_item *i, const struct round_answer *x)
{
	if (i->kind != CHECK_NUMBER && x->value != NONE)
		return false;
	if ((i->kind == CHECK_NUMBER || i->kind == CHECK_PHOTO) && x->text)
		return false;
	return (i->kind != CHECK_YES_NO && i->kind != CHECK_CHOICE) || !x->text || choice_of(i, x) >= 0;
}

/* ---- all of them ---- */

static bool was(const struct check_item *i, const struct round_answer *x, const char *value)
{
	if (!check_answered(i, x))
		return false;
	if (strcmp(value, "finding") == 0)
		return x->finding == 1 || check_bad(i, x);
	return x->text && strcmp(x->text, value) == 0;
}

bool check_asked(const struct check_sheet *s, size_t k)
{
	/* A condition looks back, so this ends. */
	while (s->items[k].if_item != NONE) {
		size_t on = (size_t)s->items[k].if_item - 1;

		if (on >= k || !s->items[k].if_value ||
			!was(&s->items[on], s->answers[on], s->items[k].if_value))
			return false;
		k = on;
	}
	return true;
}

size_t check_missing(const struct check_sheet *s)
{
	for (size_t k = 0; k < s->n; k++) {
		const struct round_answer *x = s->answers[k];

		if (s->items[k].required != 1 || check_answered(&s->items[k], x) || (x && x->skipped))
			continue;
		if (check_asked(s, k))
			return k;
	}
	return s->n;
}

const char *check_say(struct arena *a, const struct check_item *i, const struct round_answer *x)
{
	/* In the language in which the question is written. */
	bool chinese = i->text[0] & 0x80;
	struct buf b;
	char *out;

	buf_init(&b);
	if (i->kind == CHECK_NUMBER && x->value != NONE) {
		json_write_qty(&b, x->value);
		if (i->unit)
			buf_printf(&b, " %s", i->unit);
		buf_printf(&b, "%s", i->low != NONE || i->high != NONE ? " (" : "");
		if (i->low != NONE)
			json_write_qty(&b, i->low);
		buf_printf(&b, "%s", i->low != NONE && i->high != NONE ? "–" : i->low != NONE ? " ≤" : "");
		if (i->high != NONE)
			buf_printf(&b, "%s", i->low == NONE ? "≤ " : ""), json_write_qty(&b, i->high);
		buf_printf(&b, "%s", i->low != NONE || i->high != NONE ? ")" : "");
	} else if (i->kind == CHECK_YES_NO && x->text) {
		bool yes = strcmp(x->text, "yes") == 0;

		buf_printf(&b, "%s", chinese ? (yes ? "是" : "否") : x->text);
	} else if (i->kind != CHECK_PHOTO && x->text) {
		buf_printf(&b, "%s", x->text);
	}
	out = arena_strdup(a, buf_text(&b));
	buf_release(&b);
	return out;
}

/* ---- writing one ---- */

static enum err complain(struct tx *tx, size_t i, const char *member, enum msg msg)
{
	char name[48];

	snprintf(name, sizeof(name), "items[%zu].%s", i, member);
	return fault_field(tx->fault, name, msg, NULL);
}

static bool value_fits(const struct check_item *on, const char *value)
{
	if (strcmp(value, "finding") == 0)
		return true;
	if (on->kind == CHECK_YES_NO)
		return strcmp(value, "yes") == 0 || strcmp(value, "no") == 0;
	return on->kind == CHECK_CHOICE && line_of(on->choices, value) >= 0;
}

static enum err check_item(struct tx *tx, const struct checklist *c, size_t k)
{
	const struct check_item *items = c->items.items, *i = &items[k];
	enum err err = OK;
	bool is = true;

	if (i->kind == CHECK_CHOICE && (!i->choices || !strchr(i->choices, '\n')))
		err = complain(tx, k, "choices", MSG_CHECK_CHOICES);
	if (i->low != NONE && i->high != NONE && i->low > i->high)
		err = complain(tx, k, "high", MSG_CHECK_LIMITS);
	if ((i->if_item != NONE) != (i->if_value != NULL))
		err = complain(tx, k, "if_value", MSG_CHECK_BEFORE);
	else if (i->if_item != NONE &&
		 (i->if_item > (int64_t)k || !value_fits(&items[i->if_item - 1], i->if_value)))
		err = complain(tx, k, "if_item", MSG_CHECK_BEFORE);
	if (i->root_id != NONE) {
		enum err found = store_check_root(tx->db, c->id, i->root_id, &is);

		if (found != OK)
			return found;
	}
	for (size_t j = 0; j < k && i->root_id != NONE; j++)
		is = is && items[j].root_id != i->root_id;
	return is ? err : complain(tx, k, "root_id", MSG_F_NO_SUCH);
}

/* What was left out is as usual. */
static enum err fill(struct tx *tx, struct checklist *c)
{
	struct check_item *items = c->items.items;
	enum err err = c->items.n ? OK : fault_field(tx->fault, "items", MSG_F_REQUIRED, NULL);

	c->retired = c->retired == 1;
	for (size_t k = 0; k < c->items.n; k++) {
		struct check_item *i = &items[k];

		i->n = (int64_t)k + 1;
		i->required = i->required != 0;
		if (i->bad == NONE)
			i->bad = i->kind == CHECK_YES_NO ? 2 : 0;
		if (i->ticket < 0)
			i->ticket = CHECK_OFFER;
		if (i->priority == NONE)
			i->priority = 3;
	}
	for (size_t k = 0; k < c->items.n; k++)
		err = err_worse(err, check_item(tx, c, k));
	return err;
}

enum err domain_checklist_add(struct tx *tx, struct checklist *c)
{
	enum err err;

	c->id = NONE;
	err = fill(tx, c);
	if (err == OK)
		err = store_checklist_add(tx, c);
	return err == OK ? store_event_note(tx, "checklist", c->id, "created", "name", c->name) : err;
}

/* All that a person writes; ids are new in every edition. */
static bool same_items(const struct list *x, const struct list *y)
{
	struct buf b;
	bool same = x->n == y->n;

	buf_init(&b);
	for (size_t k = 0; same && k < x->n; k++) {
		struct check_item a = *(const struct check_item *)list_at(x, k, sizeof(a));

		a.id = ((const struct check_item *)list_at(y, k, sizeof(a)))->id;
		same = json_write_changes(&b, check_item_fields, &a, list_at(y, k, sizeof(a))) == 0;
	}
	buf_release(&b);
	return same;
}

enum err domain_checklist_put(struct tx *tx, struct checklist *c, int64_t version)
{
	struct checklist before;
	bool same;
	enum err err = store_checklist_get(tx->db, tx->arena, c->id, &before);

	if (err != OK)
		return err;
	err = fill(tx, c);
	c->version = version;
	c->edition = before.edition;
	c->created_at = before.created_at;
	c->items_n = before.items_n;
	c->routes_n = before.routes_n;
	same = same_items(&c->items, &before.items);
	if (same)
		c->items = before.items;
	if (err == OK)
		err = store_checklist_put(tx, c, !same);
	if (err == OK && !same)
		err = store_round_edition(tx, c, tx->now);
	return err == OK ? store_event_change(tx, "checklist", c->id, "changed", checklist_fields, &before, c)
			 : err;
}
