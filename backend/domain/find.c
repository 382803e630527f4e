/* find.c - see find.h. */
#include "domain/find.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "qr/code.h"
#include "store/asset.h"
#include "store/part.h"
#include "store/qr.h"

enum { KINDS = FIND_BIN + 2 }; /* and the exact ones */

struct finding {
	struct db *db;
	struct arena *arena;
	struct find_words words;
	struct list *out;
};

static bool has(const struct finding *f, const struct find_item *x)
{
	for (size_t i = 0; i < f->out->n; i++) {
		const struct find_item *o = list_at(f->out, i, sizeof(*o));

		if (o->kind == x->kind && o->id == x->id && x->id != NONE)
			return true;
	}
	return false;
}

static void put(struct finding *f, const struct find_item *x)
{
	if (!has(f, x))
		*(struct find_item *)list_at(f->out, f->out->n++, sizeof(*x)) = *x;
}

static void put_some(struct finding *f, const struct list *from, bool exact)
{
	for (size_t i = 0; i < from->n; i++) {
		const struct find_item *x = list_at(from, i, sizeof(*x));

		if (x->exact == exact)
			put(f, x);
	}
}

/* ---- codes and numbers ---- */

static enum err put_asset(struct finding *f, int64_t id)
{
	struct asset x, above = {.name = NULL};
	struct find_item item = {.id = id, .time = NONE, .qty = NONE, .exact = 1};
	enum err err = store_asset_get(f->db, f->arena, id, &x);

	if (err == OK && x.parent_id != NONE)
		err = store_asset_get(f->db, f->arena, x.parent_id, &above);
	if (err != OK)
		return err;
	item.kind = x.kind == ASSET_MACHINE ? FIND_MACHINE : FIND_ASSET;
	item.code = x.code;
	item.name = x.name;
	item.name_en = x.name_en;
	item.detail = x.location ? x.location : above.name;
	item.state = x.state < 0 ? NULL : asset_states[x.state];
	put(f, &item);
	return OK;
}

static enum err put_bin(struct finding *f, int64_t id)
{
	struct bin b;
	struct find_item item = {.kind = FIND_BIN, .id = id, .time = NONE, .qty = NONE, .exact = 1};
	enum err err = store_bin_get(f->db, f->arena, id, &b);

	if (err != OK)
		return err;
	item.code = b.code;
	item.name = b.name;
	item.detail = b.store;
	put(f, &item);
	return OK;
}

/* What a printed code opens; one that opens nothing is shown as what it is. */
static enum err by_code(struct finding *f, const char *text)
{
	char code[QR_CODE_SIZE];
	struct qr_code q;
	struct find_item item = {.kind = FIND_CODE, .id = NONE, .time = NONE, .qty = NONE, .exact = 1};
	enum err err;

	if (!qr_code_normalise(text, code))
		return OK;
	err = store_qr_get(f->db, f->arena, code, &q);
	if (err != OK)
		return err == ERR_NOT_FOUND ? OK : err;
	if (q.revoked_at == NONE && q.entity == QR_ASSET)
		return put_asset(f, q.entity_id);
	if (q.revoked_at == NONE && q.entity == QR_BIN)
		return put_bin(f, q.entity_id);
	item.code = q.code;
	item.name = q.name;
	item.state = q.revoked_at == NONE ? "blank" : "revoked";
	put(f, &item);
	return OK;
}

/* "123", "#123", "T123" */
static enum err by_number(struct finding *f, const char *text)
{
	const char *digits = text + (*text == '#' || *text == 't');
	size_t n = strspn(digits, "0123456789");
	struct find_item item;
	enum err err;

	if (!n || n > 15 || digits[n])
		return OK;
	err = store_find_ticket(f->db, f->arena, strtoll(digits, NULL, 10), &item);
	if (err == OK)
		put(f, &item);
	return err == ERR_NOT_FOUND ? OK : err;
}

/* ---- words ---- */

static void split(struct finding *f, char *folded)
{
	size_t n = 0;

	f->words.whole = arena_strdup(f->arena, folded);
	for (char *save = NULL, *w = strtok_r(folded, " ", &save); w; w = strtok_r(NULL, " ", &save))
		if (n < FIND_WORDS)
			f->words.like[n++] = text_like(f->arena, w);
}

/* Repairs of all times that say something like it, when those of late do not fill the place. */
static enum err fill_up(struct finding *f, struct knowledge *k, const char *text, size_t missing)
{
	struct kb_query query = {.text = text, .now_ms = clock_now_ms(), .max_records = missing};
	struct kb_answer answer = {0};

	if (!missing || !k)
		return OK;
	knowledge_suggest(k, &query, f->arena, &answer);
	for (size_t i = 0; i < answer.n_records && i < missing; i++) {
		struct find_item item;
		enum err err = store_find_ticket(f->db, f->arena, answer.records[i].id, &item);

		if (err != OK && err != ERR_NOT_FOUND)
			return err;
		item.exact = 0;
		if (err == OK)
			put(f, &item);
	}
	return OK;
}

enum err domain_find(
	struct knowledge *k, struct db *db, struct arena *a, const char *text, int64_t each, struct list *out)
{
	struct finding f = {.db = db, .arena = a, .words.limit = each, .out = out};
	struct list assets, tickets, parts, bins;
	char *folded = text_fold(a, text);
	enum err err;

	*out = (struct list){arena_calloc(a, (size_t)each * KINDS, sizeof(struct find_item)), 0};
	if (!*folded)
		return OK;
	err = by_code(&f, text);
	if (err == OK)
		err = by_number(&f, folded);
	split(&f, folded);
	if (err == OK)
		err = store_find_assets(db, a, &f.words, &assets);
	if (err == OK)
		err = store_find_tickets(db, a, &f.words, &tickets);
	if (err == OK)
		err = store_find_parts(db, a, &f.words, &parts);
	if (err == OK)
		err = store_find_bins(db, a, &f.words, &bins);
	if (err != OK)
		return err;
	put_some(&f, &assets, true);
	put_some(&f, &parts, true);
	put_some(&f, &bins, true);
	put_some(&f, &assets, false);
	put_some(&f, &tickets, false);
	err = fill_up(&f, k, text, (size_t)each - tickets.n);
	put_some(&f, &parts, false);
	put_some(&f, &bins, false);
	return err;
}
