/* lexicon.c - see lexicon.h. */
#include "api/lexicon.h"

#include <string.h>

#include "api/reply.h"
#include "domain/knowledge.h"
#include "domain/lexicon.h"
#include "domain/lexicon_mine.h"

enum { PAGE = 50, PAGE_MAX = 500 };

struct lexicon_filter {
	int state;
	const char *text;
};
const struct field lexicon_query[] = {
	FIELD(struct lexicon_filter, state, F_ENUM, .names = lexicon_states),
	FIELD(struct lexicon_filter, text, F_TEXT, .max = QUERY_TEXT_MAX),
	FIELD_END,
};

/* With the concept as people call it, not by its id. */
struct entry_view {
	struct lexicon_entry entry;
	const char *
		means_name; /* "储气罐 air tank"; NULL: of a spelling, or of a concept that is not there any more */
};
const struct field lexicon_entry_fields[] = {
	JOIN(struct entry_view, entry, lexicon_fields),
	FIELD(struct entry_view, means_name, F_TEXT),
	FIELD_END,
};

static const char *name_of(struct request *rq, const struct kb_lexicon *lx, const struct lexicon_entry *e)
{
	const struct kb_concept *c = e->kind == LEXICON_TERM ? kb_lexicon_find(lx, e->means) : NULL;

	return c ? arena_strdup(rq->arena, c->name) : NULL;
}

/* In one page: proposals that rest on most cases first, then the newest. */
enum err api_lexicon_list(struct request *rq)
{
	struct lexicon_filter f = {-1, NULL};
	struct list all;
	enum err err = request_query_read(rq, lexicon_query, &f);

	struct kb_lexicon *lx;
	struct entry_view *views;

	if (err == OK)
		err = store_lexicon_list(request_db(rq), rq->arena, f.state, f.text, &all);
	if (err != OK)
		return err;
	views = arena_calloc(rq->arena, all.n, sizeof(*views));
	lx = knowledge_lexicon(rq->app->knowledge);
	for (size_t i = 0; i < all.n; i++) {
		views[i].entry = *(struct lexicon_entry *)list_at(&all, i, sizeof(struct lexicon_entry));
		views[i].means_name = name_of(rq, lx, &views[i].entry);
	}
	kb_lexicon_free(lx);
	return reply_list(rq, lexicon_entry_fields, &(struct list){views, all.n}, sizeof(*views), NULL);
}

const struct field lexicon_input[] = {
	FIELD(struct lexicon_entry, kind, F_ENUM, F_REQUIRED, .names = lexicon_kinds),
	FIELD(struct lexicon_entry, term, F_TEXT, F_REQUIRED, .max = LEXICON_TERM_MAX),
	FIELD(struct lexicon_entry, means, F_TEXT, F_REQUIRED, .max = LEXICON_TERM_MAX),
	FIELD(struct lexicon_entry, class, F_TEXT, F_IN, .max = 30),
	FIELD_END,
};

static enum err view_of(struct request *rq, int64_t id, struct entry_view *v)
{
	struct kb_lexicon *lx;
	enum err err = store_lexicon_get(request_db(rq), rq->arena, id, &v->entry);

	if (err != OK)
		return err;
	lx = knowledge_lexicon(rq->app->knowledge);
	v->means_name = name_of(rq, lx, &v->entry);
	kb_lexicon_free(lx);
	return OK;
}

static enum err reply_entry(struct request *rq, int status, int64_t id)
{
	struct entry_view v;
	enum err err = view_of(rq, id, &v);

	return err == OK ? reply_object(rq, status, lexicon_entry_fields, &v, v.entry.version) : err;
}

static enum err add(struct tx *tx, void *ctx)
{
	return domain_lexicon_add(tx, ctx);
}

/* 201. ERR_INVALID: fields. */
enum err api_lexicon_post(struct request *rq)
{
	struct lexicon_entry e;
	const char *key;
	bool again = false;
	enum err err = request_key(rq, &key);

	fields_none(lexicon_fields, &e);
	if (err == OK)
		err = request_json(rq, lexicon_input, &e, false);
	if (err == OK)
		err = request_write_once(rq, add, &e, "lexicon", key, &e.id, &again);
	return err == OK ? reply_entry(rq, again ? 200 : 201, e.id) : err;
}

/* Accepting, refusing and removing are states. */
const struct field lexicon_change[] = {
	FIELD(struct lexicon_entry, state, F_ENUM, F_IN, .names = lexicon_states),
	FIELD(struct lexicon_entry, means, F_TEXT, F_IN, .max = LEXICON_TERM_MAX),
	FIELD_END,
};

static enum err put(struct tx *tx, void *ctx)
{
	return domain_lexicon_put(tx, ctx);
}

/* ERR_NOT_FOUND, ERR_STALE, ERR_INVALID: fields. */
enum err api_lexicon_patch(struct request *rq)
{
	struct lexicon_entry e;
	struct entry_view now;
	int64_t version;
	enum err err = request_if_match(rq, &version);

	if (err == OK)
		err = store_lexicon_get(request_db(rq), rq->arena, request_id(rq, 0), &e);
	if (err == OK)
		err = request_json(rq, lexicon_change, &e, true);
	if (err == OK && e.state == LEXICON_PROPOSED)
		err = fault_field(&rq->fault, "state", MSG_F_ENUM, "used | refused | removed");
	e.version = version;
	if (err == OK)
		err = request_write(rq, put, &e);
	if (err == ERR_STALE && view_of(rq, e.id, &now) == OK)
		request_current(rq, lexicon_entry_fields, &now);
	return err == OK ? reply_entry(rq, 200, e.id) : err;
}

struct concept_filter {
	const char *text, *class;
	int64_t after, limit;
};
const struct field lexicon_concept_query[] = {
	FIELD(struct concept_filter, text, F_TEXT, .max = QUERY_TEXT_MAX),
	FIELD_AS(struct concept_filter, class, "class", F_TEXT, .max = 30),
	FIELD(struct concept_filter, after, F_INT, .min = 0, .max = 1000000),
	FIELD(struct concept_filter, limit, F_INT, .min = 1, .max = PAGE_MAX),
	FIELD_END,
};

/* Shipped and own; `class` by its beginning ("action"). */
enum err api_lexicon_concepts(struct request *rq)
{
	struct concept_filter f = {NULL, NULL, 0, PAGE};
	struct kb_lexicon *lx;
	struct list items;
	int64_t next;
	enum err err = request_query_read(rq, lexicon_concept_query, &f);

	if (err != OK)
		return err;
	lx = knowledge_lexicon(rq->app->knowledge);
	err = domain_lexicon_concepts(
		lx, rq->arena, f.text, f.class, f.after, (size_t)f.limit, &items, &next);
	if (err == OK)
		err = reply_list(rq, lexicon_concept_fields, &items, sizeof(struct lexicon_concept),
			next < 0 ? NULL : arena_printf(rq->arena, "%lld", (long long)next));
	kb_lexicon_free(lx);
	return err;
}

/* The plant's own words as the file that import takes. */
enum err api_lexicon_file(struct request *rq)
{
	const char *text;
	enum err err = domain_lexicon_text(request_db(rq), rq->arena, &text);

	if (err != OK)
		return err;
	reply_header(rq, "Content-Disposition", "attachment; filename=\"lexicon.tsv\"");
	return reply_bytes(rq, 200, "text/tab-separated-values; charset=utf-8", text, strlen(text));
}

const struct field lexicon_import_input[] = {
	FIELD(struct lexicon_import, text, F_TEXT, F_REQUIRED, .max = LEXICON_FILE_MAX),
	FIELD_END,
};
const struct field lexicon_import_fields[] = {
	FIELD(struct lexicon_import, added, F_INT, F_SURE),
	FIELD(struct lexicon_import, known, F_INT, F_SURE),
	FIELD_END,
};

static enum err import(struct tx *tx, void *ctx)
{
	return domain_lexicon_import(tx, ctx);
}

/* All of it or nothing. ERR_INVALID: text, a complaint for each of the first wrong lines. */
enum err api_lexicon_import(struct request *rq)
{
	struct lexicon_import im = {.text = NULL};
	enum err err = request_json(rq, lexicon_import_input, &im, false);

	if (err == OK)
		err = request_write(rq, import, &im);
	return err == OK ? reply_object(rq, 200, lexicon_import_fields, &im, NONE) : err;
}

const struct field lexicon_mined_fields[] = {
	FIELD(struct lexicon_mined, read, F_INT, F_SURE),
	FIELD(struct lexicon_mined, added, F_INT, F_SURE),
	FIELD_END,
};

static enum err propose(struct tx *tx, void *ctx)
{
	return lexicon_mine_keep(tx, ctx);
}

/* Reads the newest repairs for what could be a word of the plant's own; nothing of it is used before a person says so. */
enum err api_lexicon_mine(struct request *rq)
{
	struct lexicon_mined m = {0};
	struct kb_lexicon *lx = knowledge_lexicon(rq->app->knowledge);
	enum err err = lexicon_mine(request_db(rq), rq->arena, lx, true, &m);

	kb_lexicon_free(lx);
	if (err == OK && m.found.n)
		err = request_write(rq, propose, &m);
	return err == OK ? reply_object(rq, 200, lexicon_mined_fields, &m, NONE) : err;
}
