/* find.c - see find.h. */
#include "domain/find.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/utf8.h"
#include "domain/fix.h"
#include "qr/code.h"
#include "store/found.h"
#include "store/qr.h"

enum {
	KINDS = FIND_BIN + 2, /* and the exact ones */
	SAME_FAULT = 4,	      /* sections of one fault that may be found before another */
};

const struct field manual_hit_fields[] = {
	FIELD(struct manual_hit, manual_id, F_INT, F_SURE),
	FIELD(struct manual_hit, section, F_INT, F_SURE),
	FIELD(struct manual_hit, document, F_TEXT, F_SURE),
	FIELD(struct manual_hit, title, F_TEXT, F_SURE),
	FIELD(struct manual_hit, excerpt, F_TEXT, F_SURE),
	FIELD(struct manual_hit, kind, F_ENUM, F_SURE, .names = manual_section_kinds),
	FIELD(struct manual_hit, asset_name, F_TEXT),
	FIELD(struct manual_hit, model, F_TEXT),
	FIELD(struct manual_hit, rest, F_LIST, SUB(manual_section_fields, struct manual_section)),
	FIELD(struct manual_hit, words, F_LIST, SUB(find_word_fields, struct find_word)),
	FIELD_END,
};

struct finding {
	struct db *db;
	struct arena *arena;
	struct list *out;
	const char *folded;
	size_t room, each;
};

static bool has(const struct finding *f, const struct find_item *x)
{
	for (size_t i = 0; i < f->out->n; i++) {
		const struct find_item *o = list_at(f->out, i, sizeof(*o));

		if (o->kind == x->kind && o->id == x->id && x->id != NONE &&
			(o->kind != FIND_DOCUMENT || o->section == x->section))
			return true;
	}
	return false;
}

static void put(struct finding *f, const struct find_item *x)
{
	if (!has(f, x) && f->out->n < f->room)
		*(struct find_item *)list_at(f->out, f->out->n++, sizeof(*x)) = *x;
}

/* ---- codes and numbers ---- */

static enum err put_thing(struct finding *f, enum found_kind kind, int64_t id)
{
	struct find_item item;
	enum err err = store_find_item(f->db, f->arena, kind, id, &item);

	item.exact = 1;
	if (err == OK)
		put(f, &item);
	return err;
}

/* What a printed code opens; one that opens nothing is shown as what it is. */
static enum err by_code(struct finding *f, const char *text)
{
	char code[QR_CODE_SIZE];
	struct qr_code q;
	struct find_item item;
	enum err err;

	if (!qr_code_normalise(text, code))
		return OK;
	err = store_qr_get(f->db, f->arena, code, &q);
	if (err != OK)
		return err == ERR_NOT_FOUND ? OK : err;
	if (q.revoked_at == NONE && q.entity == QR_ASSET)
		return put_thing(f, FOUND_ASSET, q.entity_id);
	if (q.revoked_at == NONE && q.entity == QR_BIN)
		return put_thing(f, FOUND_BIN, q.entity_id);
	fields_none(find_item_fields, &item);
	item.kind = FIND_CODE;
	item.code = q.code;
	item.name = q.name;
	item.state = q.revoked_at == NONE ? "blank" : "revoked";
	item.exact = 1;
	put(f, &item);
	return OK;
}

/* "123", "#123", "T123": that ticket, then those whose numbers go on from there. */
static enum err by_number(struct finding *f, int64_t each)
{
	const char *digits = f->folded + (*f->folded == '#' || *f->folded == 't');
	size_t n = strspn(digits, "0123456789");
	struct list more;
	enum err err;

	if (!n || n > 15 || digits[n])
		return OK;
	err = put_thing(f, FOUND_TICKET, strtoll(digits, NULL, 10));
	if (err != OK && err != ERR_NOT_FOUND)
		return err;
	/* A single digit begins too many, unless it is meant as a number. */
	if (n < 2 && digits == f->folded)
		return OK;
	err = store_find_numbers(f->db, f->arena, strtoll(digits, NULL, 10), each, &more);
	for (size_t i = 0; err == OK && i < more.n; i++) {
		struct find_item *x = list_at(&more, i, sizeof(*x));

		x->exact = 0;
		x->words = (struct list){NULL, 0};
		put(f, x);
	}
	return err;
}

/* ---- words ---- */

static const enum kb_kind_found shown[] = {KB_FOUND_MACHINE, KB_FOUND_PLACE, KB_FOUND_TICKET, KB_FOUND_FIX,
	KB_FOUND_SECTION, KB_FOUND_PART, KB_FOUND_BIN};

static enum found_kind stored_as(enum kb_kind_found kind)
{
	static const enum found_kind kinds[KB_FOUND_KINDS] = {
		FOUND_TICKET, FOUND_FIX, FOUND_SECTION, FOUND_ASSET, FOUND_ASSET, FOUND_PART, FOUND_BIN};

	return kinds[kind];
}

static struct list words_of(struct arena *a, const struct kb_found *found)
{
	struct list out = {arena_calloc(a, found->n_words, sizeof(struct find_word)), found->n_words};

	for (size_t i = 0; i < found->n_words; i++)
		((struct find_word *)out.items)[i].word = found->words[i];
	return out;
}

static bool starts_word(const char *text, const char *p)
{
	return p == text || p[-1] == ' ' || p[-1] == '\n' || (unsigned char)*p >= 0xC0;
}

const char *domain_excerpt(struct arena *a, const char *text, const struct list *words)
{
	/* Folding keeps no places; full-width letters and capitals apart, the same bytes stand in both. */
	const char *at = NULL, *from = text, *end;
	size_t len = strlen(text), n;

	for (size_t i = 0; i < words->n && !at; i++)
		at = strcasestr(text, ((const struct find_word *)words->items)[i].word);
	if (utf8_count(text, len) <= FIND_EXCERPT)
		return text;
	if (at && utf8_count(text, (size_t)(at - text)) > FIND_EXCERPT / 2)
		for (from = at - utf8_fit(text, (size_t)(at - text), FIND_EXCERPT / 2);
			from < at && !starts_word(text, from);)
			from++;
	n = utf8_cut(from, strlen(from), FIND_EXCERPT);
	end = from + n;
	return arena_printf(a, "%s%.*s%s", from > text ? "…" : "", (int)n, from, *end ? "…" : "");
}

/* What people call a fix, in both languages. */
static enum err name_fix(struct finding *f, struct find_item *x)
{
	struct fix fix;
	enum err err = store_fix_get(f->db, f->arena, x->id, &fix);

	if (err != OK)
		return err;
	x->name = domain_fix_label(f->arena, &fix, LANG_ZH);
	x->name_en = domain_fix_label(f->arena, &fix, LANG_EN);
	x->qty = fix.cases * 1000;
	x->time = fix.last_at;
	return OK;
}

static bool is_exact(const struct finding *f, const struct find_item *x)
{
	return x->code && x->kind != FIND_TICKET && strcmp(text_fold(f->arena, x->code), f->folded) == 0;
}

/* Condition, cause and remedy of one fault are found once, by the best of them. troubles[]: document and fault of those before;
 * 0: about none. */
static bool said_before(struct finding *f, int64_t id, int64_t *troubles, size_t i)
{
	struct manual_section s;

	if (store_manual_section(f->db, f->arena, id / MANUAL_SECTION_IDS, id % MANUAL_SECTION_IDS, &s) !=
			OK ||
		!s.trouble)
		return false;
	troubles[i] = s.manual_id * MANUAL_SECTION_IDS + s.trouble;
	for (size_t j = 0; j < i; j++)
		if (troubles[j] == troubles[i])
			return true;
	return false;
}

/* All of one kind, read; what went away since is left out. */
static enum err load_kind(
	struct finding *f, enum kb_kind_found kind, const struct kb_found_list *from, struct list *out)
{
	int64_t *troubles = arena_calloc(f->arena, from->n, sizeof(*troubles));

	*out = (struct list){arena_calloc(f->arena, from->n, sizeof(struct find_item)), 0};
	for (size_t i = 0; i < from->n && out->n < f->each; i++) {
		struct find_item *x = list_at(out, out->n, sizeof(*x));
		enum err err = store_find_item(f->db, f->arena, stored_as(kind), from->items[i].id, x);

		if (err == ERR_NOT_FOUND)
			continue;
		if (err == OK && kind == KB_FOUND_SECTION && said_before(f, from->items[i].id, troubles, i))
			continue;
		if (err == OK && x->kind == FIND_FIX)
			err = name_fix(f, x);
		if (err != OK)
			return err;
		x->words = words_of(f->arena, &from->items[i]);
		x->exact = is_exact(f, x);
		if (x->text)
			x->text = domain_excerpt(f->arena, x->text, &x->words);
		out->n++;
	}
	return OK;
}

static unsigned bits_of(int kind)
{
	static const unsigned bits[] = {0, 1 << KB_FOUND_TICKET, 1 << KB_FOUND_MACHINE, 1 << KB_FOUND_PLACE,
		1 << KB_FOUND_FIX, 1 << KB_FOUND_SECTION, 1 << KB_FOUND_PART, 1 << KB_FOUND_BIN};

	return kind < 0 ? 0 : bits[kind];
}

static enum err by_words(struct finding *f, struct finder *finder, const struct find_ask *ask)
{
	const struct kb_search_query q = {.text = ask->text,
		.kinds = bits_of(ask->kind),
		.limit = (size_t)ask->limit * (ask->kind == FIND_DOCUMENT || ask->kind < 0 ? SAME_FAULT : 1),
		.unfinished = ask->typing != 0,
		.now_ms = clock_now_ms()};
	struct kb_found_list found[KB_FOUND_KINDS];
	struct list loaded[KB_FOUND_KINDS];
	enum err err = OK;

	if (!finder_find(finder, &q, f->arena, found))
		return OK;
	for (size_t i = 0; i < KB_FOUND_KINDS && err == OK; i++)
		err = load_kind(f, (enum kb_kind_found)i, &found[i], &loaded[i]);
	for (int exact = 1; exact >= 0 && err == OK; exact--)
		for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++)
			for (size_t j = 0; j < loaded[shown[i]].n; j++) {
				const struct find_item *x = list_at(&loaded[shown[i]], j, sizeof(*x));

				if ((x->exact != 0) == exact)
					put(f, x);
			}
	return err;
}

enum err domain_find(
	struct finder *finder, struct db *db, struct arena *a, const struct find_ask *ask, struct list *out)
{
	struct finding f = {.db = db, .arena = a, .out = out, .folded = text_fold(a, ask->text)};
	enum err err;

	f.each = (size_t)ask->limit;
	f.room = f.each * KINDS;
	*out = (struct list){arena_calloc(a, f.room, sizeof(struct find_item)), 0};
	if (!*f.folded)
		return OK;
	err = ask->kind < 0 ? by_code(&f, ask->text) : OK;
	if (err == OK && (ask->kind < 0 || ask->kind == FIND_TICKET))
		err = by_number(&f, ask->limit);
	return err == OK ? by_words(&f, finder, ask) : err;
}

/* ---- from the manuals ---- */

enum { LOOK_AT = KB_SEARCH_MOST };

static bool told(const struct list *out, int64_t manual, int64_t trouble)
{
	for (size_t i = 0; trouble && i < out->n; i++) {
		const struct manual_hit *h = list_at(out, i, sizeof(*h));
		const struct manual_section *first = h->rest.n ? h->rest.items : NULL;

		if (h->manual_id == manual && first && first->trouble == trouble)
			return true;
	}
	return false;
}

static enum err fill_hit(struct db *db, struct arena *a, const struct manual_section *s, struct manual_hit *h)
{
	struct manual m;
	enum err err = store_manual_get(db, a, s->manual_id, &m);

	h->manual_id = s->manual_id;
	h->section = s->n;
	h->title = s->title;
	h->kind = s->kind;
	h->excerpt = domain_excerpt(a, s->text, &h->words);
	if (err != OK)
		return err;
	h->document = m.title;
	h->asset_name = m.asset_name;
	h->model = m.model;
	return s->trouble ? store_manual_trouble(db, a, s->manual_id, s->trouble, &h->rest) : OK;
}

enum err domain_find_manuals(struct finder *f, struct db *db, struct arena *a, const char *text,
	int64_t machine, size_t most, struct list *out)
{
	const struct kb_search_query q = {
		.text = text, .kinds = 1 << KB_FOUND_SECTION, .limit = LOOK_AT, .any = true};
	struct kb_found_list found[KB_FOUND_KINDS];
	enum err err = OK;

	*out = (struct list){arena_calloc(a, most, sizeof(struct manual_hit)), 0};
	finder_find(f, &q, a, found);
	for (size_t i = 0; i < found[KB_FOUND_SECTION].n && out->n < most && err == OK; i++) {
		const struct kb_found *x = &found[KB_FOUND_SECTION].items[i];
		struct manual_hit *h = list_at(out, out->n, sizeof(*h));
		struct manual_section s;
		bool fits = true;

		err = store_manual_section(db, a, x->id / MANUAL_SECTION_IDS, x->id % MANUAL_SECTION_IDS, &s);
		if (err == OK && machine != NONE)
			err = store_manual_fits(db, s.manual_id, machine, &fits);
		if (err == OK && fits && !told(out, s.manual_id, s.trouble)) {
			h->words = words_of(a, x);
			err = fill_hit(db, a, &s, h);
			out->n += err == OK;
		}
		err = err == ERR_NOT_FOUND ? OK : err;
	}
	return err;
}
