/* fix_tree.c - experts' trees over HTTP: sent and answered whole. See fix.h. */
#include "api/fix.h"

#include "api/reply.h"
#include "domain/fix.h"
#include "domain/knowledge.h"
#include "domain/outcome.h"

/* A branch: the fix that it is, and how that went. */
struct branch {
	struct fix fix;
	const char *label;
	double held_share;
};
#define BRANCH(member, kind, ...) FIELD_AS(struct branch, fix.member, #member, kind, __VA_ARGS__)
static const struct field fix_branch_fields[] = {
	FIELD_AS(struct branch, fix.id, "fix_id", F_INT, F_SURE),
	FIELD(struct branch, label, F_TEXT, F_SURE),
	BRANCH(zh, F_TEXT, 0),
	BRANCH(en, F_TEXT, 0),
	BRANCH(component, F_TEXT, 0),
	BRANCH(check_first, F_TEXT, 0),
	BRANCH(cause, F_TEXT, 0),
	BRANCH(steps, F_TEXT, F_SURE),
	BRANCH(minutes, F_INT, 0),
	BRANCH(parts, F_LIST, SUB(fix_part_fields, struct fix_part)),
	BRANCH(cases, F_INT, F_SURE),
	BRANCH(held, F_INT, F_SURE),
	BRANCH(came_back, F_INT, F_SURE),
	FIELD(struct branch, held_share, F_REAL, F_SURE),
	FIELD_END,
};
struct tree_view {
	struct fix_tree tree;
	struct list branches; /* of struct branch */
};
#define TREE(member, kind, ...) FIELD_AS(struct tree_view, tree.member, #member, kind, __VA_ARGS__)
const struct field fix_tree_fields[] = {
	JOIN(struct tree_view, tree, fix_tree_row_fields),
	FIELD(struct tree_view, branches, F_LIST, SUB(fix_branch_fields, struct branch)),
	FIELD_END,
};

static enum err reply_tree(struct request *rq, int status, int64_t id)
{
	struct tree_view v;
	struct list fixes;
	enum err err = store_tree_get(request_db(rq), rq->arena, id, &v.tree);

	if (err == OK)
		err = store_tree_branches(request_db(rq), rq->arena, id, &fixes);
	if (err != OK)
		return err;
	v.branches = (struct list){arena_calloc(rq->arena, fixes.n, sizeof(struct branch)), fixes.n};
	for (size_t i = 0; i < fixes.n && err == OK; i++) {
		struct branch *b = list_at(&v.branches, i, sizeof(*b));

		b->fix = *(struct fix *)list_at(&fixes, i, sizeof(struct fix));
		b->label = domain_fix_label(rq->arena, &b->fix, rq->lang);
		b->held_share = outcome_share(
			b->fix.held, b->fix.came_back, knowledge_base(rq->app->knowledge, b->fix.component));
		err = store_fix_parts(request_db(rq), rq->arena, b->fix.id, &b->fix.parts);
	}
	return err == OK ? reply_object(rq, status, fix_tree_fields, &v, v.tree.version) : err;
}

struct tree_filter {
	const char *text;
};
const struct field fix_tree_query[] = {
	FIELD(struct tree_filter, text, F_TEXT, .max = QUERY_TEXT_MAX),
	FIELD_END,
};

/* The newest first, in one page. */
enum err api_fix_tree_list(struct request *rq)
{
	struct tree_filter f = {NULL};
	struct list all;
	enum err err = request_query_read(rq, fix_tree_query, &f);

	if (err == OK)
		err = store_tree_list(request_db(rq), rq->arena, f.text, &all);
	return err == OK ? reply_list(rq, fix_tree_row_fields, &all, sizeof(struct fix_tree), NULL) : err;
}

/* ERR_NOT_FOUND */
enum err api_fix_tree_get(struct request *rq)
{
	return reply_tree(rq, 200, request_id(rq, 0));
}

static const struct field fix_branch_input[] = {
	FIELD_AS(struct fix, id, "fix_id", F_INT, F_IN, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct fix, zh, F_TEXT, F_IN, .max = FIX_LABEL_MAX),
	FIELD(struct fix, en, F_TEXT, F_IN, .max = FIX_LABEL_MAX),
	FIELD(struct fix, component, F_TEXT, F_IN, .max = 120),
	FIELD(struct fix, check_first, F_TEXT, F_IN, .max = 500),
	FIELD(struct fix, cause, F_TEXT, F_IN, .max = 500),
	FIELD(struct fix, steps, F_TEXT, F_REQUIRED, .max = FIX_TEXT_MAX),
	FIELD(struct fix, minutes, F_INT, F_IN, .min = 1, .max = 10000),
	FIELD(struct fix, parts, F_LIST, F_IN, .max = FIX_PARTS_MAX, SUB(fix_part_fields, struct fix_part)),
	FIELD_END,
};
const struct field fix_tree_input[] = {
	FIELD(struct fix_tree, symptom, F_TEXT, F_REQUIRED, .max = 500),
	FIELD(struct fix_tree, symptom_en, F_TEXT, F_IN, .max = 500),
	FIELD(struct fix_tree, note, F_TEXT, F_IN, .max = FIX_TEXT_MAX),
	FIELD(struct fix_tree, model, F_TEXT, F_IN, .max = 120),
	FIELD(struct fix_tree, place_id, F_INT, F_IN, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct fix_tree, retired, F_BOOL, F_IN),
	FIELD(struct fix_tree, branches, F_LIST, F_IN, .max = FIX_TREE_MAX,
		SUB(fix_branch_input, struct fix)),
	FIELD_END,
};

/* The members that no branch can be sent are none. */
static void tidy_branches(struct fix_tree *t)
{
	for (size_t i = 0; i < t->branches.n; i++) {
		struct fix *b = list_at(&t->branches, i, sizeof(*b));
		const struct fix sent = *b;

		fields_none(fix_row_fields, b);
		b->id = sent.id;
		domain_branch_say(b, &sent);
	}
}

static enum err add(struct tx *tx, void *ctx)
{
	return domain_tree_add(tx, ctx);
}

/* 201; 200 when the Idempotency-Key was seen before. ERR_INVALID: fields. */
enum err api_fix_tree_post(struct request *rq)
{
	struct fix_tree t;
	const char *key;
	bool again = false;
	enum err err = request_key(rq, &key);

	fields_none(fix_tree_row_fields, &t);
	t.branches = (struct list){0};
	if (err == OK)
		err = request_json(rq, fix_tree_input, &t, false);
	tidy_branches(&t);
	if (err == OK)
		err = request_write_once(rq, add, &t, "fix_tree", key, &t.id, &again);
	return err == OK ? reply_tree(rq, again ? 200 : 201, t.id) : err;
}

static enum err put(struct tx *tx, void *ctx)
{
	return domain_tree_put(tx, ctx);
}

/* Branches that are not sent retire; those sent with their fix_id stay what they are. ERR_STALE, ERR_INVALID: fields. */
enum err api_fix_tree_put(struct request *rq)
{
	struct fix_tree t, now;
	struct tree_view v = {.branches = {0}};
	int64_t version;
	enum err err = request_if_match(rq, &version);

	fields_none(fix_tree_row_fields, &t);
	t.branches = (struct list){0};
	t.id = request_id(rq, 0);
	t.version = version;
	if (err == OK)
		err = store_tree_get(request_db(rq), rq->arena, t.id, &now);
	if (err == OK)
		err = request_json(rq, fix_tree_input, &t, false);
	tidy_branches(&t);
	if (err == OK)
		err = request_write(rq, put, &t);
	if (err == ERR_STALE && store_tree_get(request_db(rq), rq->arena, t.id, &v.tree) == OK)
		request_current(rq, fix_tree_row_fields, &v.tree);
	return err == OK ? reply_tree(rq, 200, t.id) : err;
}
