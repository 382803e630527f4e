/* lexicon.c - see lexicon.h. */
#include "domain/lexicon.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/event.h"

/* ---- rules ---- */

static enum err lexicon_now(struct tx *tx, struct kb_lexicon **out)
{
	const char *text;
	enum err err = domain_lexicon_text(tx->db, tx->arena, &text);

	*out = err == OK ? kb_lexicon_new(text) : NULL;
	return err;
}

static enum err check(struct tx *tx, const struct lexicon_entry *e)
{
	enum err err = OK;

	if (!e->term || !domain_lexicon_is_plain(e->term) || !kb_lexicon_is_term(e->term) ||
		e->term[0] == '#')
		err = fault_field(tx->fault, "term", MSG_LEX_TERM, NULL);
	if (!e->means || !domain_lexicon_is_plain(e->means) ||
		(strcmp(e->means, "-") != 0 && !kb_lexicon_is_term(e->means)))
		err = err_worse(err, fault_field(tx->fault, "means", MSG_LEX_TERM, NULL));
	if (e->class && (!kb_lexicon_is_class(e->class) || strcmp(e->class, "-") == 0))
		err = err_worse(err, fault_field(tx->fault, "class", MSG_LEX_CLASS, NULL));
	return err;
}

/* The word is free, or means this already. */
static enum err check_free(struct tx *tx, const struct lexicon_entry *e)
{
	struct lexicon_entry used;
	enum err err = store_lexicon_used(tx->db, tx->arena, e->kind, e->folded, &used);

	if (err == ERR_NOT_FOUND || (err == OK && used.id == e->id))
		return OK;
	return err == OK ? fault_field(tx->fault, "term", MSG_LEX_TAKEN, NULL) : err;
}

enum err domain_lexicon_use(struct tx *tx, struct lexicon_entry *e)
{
	struct lexicon_entry same;
	enum err err;

	e->folded = text_fold(tx->arena, e->term);
	e->state = LEXICON_USED;
	e->account_id = tx->actor.account;
	err = store_lexicon_same(tx->db, tx->arena, e, &same);
	if (err == OK && same.state == LEXICON_USED)
		return fault_field(tx->fault, "term", MSG_LEX_KNOWN, NULL);
	if (err == OK) {
		e->id = same.id;
		e->version = same.version;
		e->cases = same.cases;
		e->examples = same.examples;
	}
	if (err != OK && err != ERR_NOT_FOUND)
		return err;
	err = err == OK ? check_free(tx, e) : ERR_NOT_FOUND;
	if (err == OK)
		err = store_lexicon_put(tx, e);
	else if (err == ERR_NOT_FOUND) {
		e->id = NONE;
		err = check_free(tx, e);
		err = err == OK ? store_lexicon_add(tx, e) : err;
	}
	return err == OK ? store_event_note(tx, "lexicon", e->id, "used", "term", e->term) : err;
}

/* Its own concept: the meaning is its other term. */
static enum err use_own(struct tx *tx, struct lexicon_entry *e)
{
	struct lexicon_entry other = *e;
	enum err err;

	other.term = e->means;
	e->means = other.means = arena_printf(tx->arena, "own-%lld", (long long)tx->now);
	err = domain_lexicon_use(tx, &other);
	return err == OK ? domain_lexicon_use(tx, e) : err;
}

/* By id or by a term; NULL when nothing is called so. */
static const struct kb_concept *concept_of(const struct kb_lexicon *lx, const char *means)
{
	const struct kb_concept *c = kb_lexicon_find(lx, means);

	return c ? c : kb_lexicon_means(lx, means);
}

static enum err use_term(struct tx *tx, struct lexicon_entry *e)
{
	struct kb_lexicon *lx;
	const struct kb_concept *c, *now;
	enum err err = lexicon_now(tx, &lx);

	if (err != OK)
		return err;
	c = concept_of(lx, e->means);
	now = kb_lexicon_means(lx, e->term);
	if (c && c == now)
		err = fault_field(tx->fault, "term", MSG_LEX_KNOWN, NULL);
	else if (!c && !e->class)
		err = fault_field(tx->fault, "means", MSG_LEX_MEANS, NULL);
	if (c) {
		e->means = arena_strdup(tx->arena, c->id);
		e->class = c->own ? e->class : NULL;
	}
	kb_lexicon_free(lx);
	if (err != OK)
		return err;
	return c ? domain_lexicon_use(tx, e) : use_own(tx, e);
}

enum err domain_lexicon_add(struct tx *tx, struct lexicon_entry *e)
{
	enum err err = check(tx, e);

	e->cases = 0;
	e->examples = NULL;
	if (err != OK)
		return err;
	return e->kind == LEXICON_TERM ? use_term(tx, e) : domain_lexicon_use(tx, e);
}

static const char *kind_of_event(int state)
{
	return state == LEXICON_USED ? "used" : state == LEXICON_REFUSED ? "refused" : "removed";
}

enum err domain_lexicon_put(struct tx *tx, struct lexicon_entry *e)
{
	struct lexicon_entry before;
	enum err err = store_lexicon_get(tx->db, tx->arena, e->id, &before);

	if (err == OK && before.version != e->version)
		return fault_set(tx->fault, ERR_STALE, MSG_STALE, NULL);
	if (err == OK)
		err = check(tx, e);
	if (err == OK && e->state == LEXICON_USED)
		err = check_free(tx, e);
	e->account_id = tx->actor.account;
	if (err == OK)
		err = store_lexicon_put(tx, e);
	return err == OK ? store_event_change(
				   tx, "lexicon", e->id, kind_of_event(e->state), lexicon_fields, &before, e)
			 : err;
}

enum err domain_lexicon_propose(struct tx *tx, struct lexicon_entry *e, bool *added)
{
	struct lexicon_entry same;
	enum err err;

	e->folded = text_fold(tx->arena, e->term);
	e->state = LEXICON_PROPOSED;
	e->account_id = NONE;
	*added = false;
	err = store_lexicon_same(tx->db, tx->arena, e, &same);
	if (err == OK && same.state == LEXICON_PROPOSED) {
		same.cases = e->cases;
		same.examples = e->examples;
		return store_lexicon_put(tx, &same);
	}
	if (err != ERR_NOT_FOUND)
		return err;
	*added = true;
	return store_lexicon_add(tx, e);
}

/* ---- looking up ---- */

const struct field lexicon_concept_fields[] = {
	FIELD(struct lexicon_concept, id, F_TEXT, F_SURE),
	FIELD(struct lexicon_concept, class, F_TEXT, F_SURE),
	FIELD(struct lexicon_concept, zh, F_TEXT, F_SURE),
	FIELD(struct lexicon_concept, en, F_TEXT, F_SURE),
	FIELD(struct lexicon_concept, own, F_INT, F_SURE),
	FIELD_END,
};

static const char *class_text(struct arena *a, const struct kb_concept *c)
{
	static const char *const names[] = {"-", "part", "symptom", "word"};

	return c->class == KB_CLASS_ACTION ? arena_printf(a, "action:%s", c->fix) : names[c->class];
}

static const char *joined(struct arena *a, const char *list, const char *term)
{
	return *list ? arena_printf(a, "%s; %s", list, term) : term;
}

enum err domain_lexicon_concepts(const struct kb_lexicon *lx, struct arena *a, const char *text,
	const char *class, int64_t after, size_t limit, struct list *out, int64_t *next)
{
	size_t n = kb_lexicon_concepts(lx), terms = kb_lexicon_terms(lx);
	struct lexicon_concept *all = arena_calloc(a, n + 1, sizeof(*all)), *items;
	bool *wanted = arena_calloc(a, n + 1, sizeof(*wanted));

	for (size_t i = 0; i < n; i++) {
		const struct kb_concept *c = kb_lexicon_concept(lx, i);

		all[i] = (struct lexicon_concept){.id = c->id, .class = class_text(a, c), .zh = "", .en = ""};
		wanted[i] = !text || strstr(c->id, text);
	}
	text = text ? text_fold(a, text) : NULL;
	for (size_t i = 0; i < terms; i++) {
		const struct kb_term *t = kb_lexicon_term(lx, i);
		struct lexicon_concept *c = &all[t->concept];

		if (t->means || t->hidden)
			continue;
		c->own += t->own;
		*(t->chinese ? &c->zh : &c->en) = joined(a, t->chinese ? c->zh : c->en, t->text);
		wanted[t->concept] = wanted[t->concept] || strstr(text_fold(a, t->text), text);
	}
	items = arena_calloc(a, limit, sizeof(*items));
	*out = (struct list){items, 0};
	*next = -1;
	for (size_t i = (size_t)after; i < n && *next < 0; i++) {
		bool fits = kb_lexicon_concept(lx, i)->class != KB_CLASS_NONE && wanted[i] &&
			    (!class || strncmp(all[i].class, class, strlen(class)) == 0);

		if (fits && out->n == limit)
			*next = (int64_t)i;
		else if (fits)
			items[out->n++] = all[i];
	}
	return OK;
}
