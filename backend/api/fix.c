/* fix.c - fixes as things: lists, a page with all that is known of one, and what people do with it. See fix.h. */
#include "api/fix.h"

#include "api/reply.h"
#include "domain/fix.h"
#include "domain/fix_page.h"
#include "domain/knowledge.h"
#include "domain/outcome.h"
#include "store/event.h"

/* ---- lists ---- */

/* A fix as the reader calls it, and the share of its repairs that held. */
struct fix_item {
	struct fix fix;
	const char *label;
	double held_share;
};
#define FIX(member, kind, ...) FIELD_AS(struct fix_item, fix.member, #member, kind, __VA_ARGS__)
#define ITEM_FIELDS                                                                                          \
	FIX(id, F_INT, F_SURE), FIELD(struct fix_item, label, F_TEXT, F_SURE),                               \
		FIX(kind, F_ENUM, F_SURE, .names = fix_kinds), FIX(zh, F_TEXT, 0), FIX(en, F_TEXT, 0),       \
		FIX(action_code, F_TEXT, 0), FIX(component, F_TEXT, 0), FIX(root_id, F_INT, 0),              \
		FIX(symptom, F_TEXT, 0), FIX(tree_id, F_INT, 0), FIX(retired, F_BOOL, F_SURE),               \
		FIX(cases, F_INT, F_SURE), FIX(held, F_INT, F_SURE), FIX(came_back, F_INT, F_SURE),          \
		FIELD(struct fix_item, held_share, F_REAL, F_SURE), FIX(last_at, F_TIME, 0),                 \
		FIX(version, F_INT, F_SURE)
const struct field fix_item_fields[] = {ITEM_FIELDS, FIELD_END};

static struct fix_item item_of(struct request *rq, const struct fix *f)
{
	const double base = knowledge_base(rq->app->knowledge, f->component);

	return (struct fix_item){
		*f, domain_fix_label(rq->arena, f, rq->lang), outcome_share(f->held, f->came_back, base)};
}

static struct list items_of(struct request *rq, const struct list *fixes)
{
	struct list out = {arena_calloc(rq->arena, fixes->n, sizeof(struct fix_item)), fixes->n};

	for (size_t i = 0; i < fixes->n; i++)
		*(struct fix_item *)list_at(&out, i, sizeof(struct fix_item)) =
			item_of(rq, list_at(fixes, i, sizeof(struct fix)));
	return out;
}

const struct field fix_query[] = {
	FIELD(struct fix_filter, text, F_TEXT, .max = QUERY_TEXT_MAX),
	FIELD(struct fix_filter, kind, F_ENUM, .names = fix_kinds),
	FIELD(struct fix_filter, retired, F_INT, .max = 1),
	FIELD_AS(struct fix_filter, machine_id, "machine", F_INT, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct fix_filter, after, F_INT, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct fix_filter, limit, F_INT, .min = 1, .max = 500),
	FIELD_END,
};

/* The most cases first; next is the id to pass as `after`. What was put away with retired=1 alone. */
enum err api_fix_list(struct request *rq)
{
	struct fix_filter f = {.kind = -1, .retired = 0, .machine_id = NONE, .after = NONE, .limit = 50};
	struct list all, items;
	const char *next;
	enum err err = request_query_read(rq, fix_query, &f);

	f.limit++;
	if (err == OK)
		err = store_fix_list(request_db(rq), rq->arena, &f, &all);
	if (err != OK)
		return err;
	next = reply_page_next(rq, &all, f.limit, sizeof(struct fix), offsetof(struct fix, id));
	items = items_of(rq, &all);
	return reply_list(rq, fix_item_fields, &items, sizeof(struct fix_item), next);
}

/* ---- one ---- */

struct fix_view {
	struct fix_item item; /* first: ITEM_FIELDS */
	struct fix_page page;
	struct list members; /* of struct fix_item */
	const char *root_label;
};
#define VIEW(member, kind, ...) FIELD_AS(struct fix_view, item.fix.member, #member, kind, __VA_ARGS__)
#define PAGE(member, kind, ...) FIELD_AS(struct fix_view, page.member, #member, kind, __VA_ARGS__)
const struct field fix_detail_fields[] = {
	ITEM_FIELDS,
	FIELD(struct fix_view, root_label, F_TEXT),
	VIEW(merged_into, F_INT, 0),
	VIEW(split_from, F_INT, 0),
	VIEW(check_first, F_TEXT, 0),
	VIEW(cause, F_TEXT, 0),
	VIEW(steps, F_TEXT, 0),
	VIEW(minutes, F_INT, 0),
	VIEW(model, F_TEXT, 0),
	VIEW(place_id, F_INT, 0),
	VIEW(place_name, F_TEXT, 0),
	VIEW(tree_sort, F_INT, 0),
	VIEW(created_at, F_TIME, F_SURE),
	VIEW(parts, F_LIST, SUB(fix_part_fields, struct fix_part)),
	PAGE(days, F_INT, F_SURE),
	PAGE(pending, F_INT, F_SURE),
	PAGE(base, F_REAL, F_SURE),
	PAGE(minutes_20, F_INT, 0),
	PAGE(minutes_50, F_INT, 0),
	PAGE(minutes_80, F_INT, 0),
	PAGE(months, F_LIST, SUB(fix_month_fields, struct fix_month)),
	PAGE(machines, F_LIST, SUB(fix_machine_fields, struct fix_machine)),
	PAGE(used, F_LIST, SUB(fix_used_fields, struct fix_used)),
	FIELD(struct fix_view, members, F_LIST, SUB(fix_item_fields, struct fix_item)),
	FIELD_END,
};

static enum err reply_fix(struct request *rq, int status, int64_t id)
{
	struct fix_view v = {.root_label = NULL};
	struct list members;
	struct fix f, root;
	enum err err = store_fix_get(request_db(rq), rq->arena, id, &f);

	if (err == OK)
		err = store_fix_parts(request_db(rq), rq->arena, id, &f.parts);
	if (err == OK && f.root_id != NONE)
		err = store_fix_get(request_db(rq), rq->arena, f.root_id, &root);
	if (err == OK)
		err = domain_fix_page(rq->app->knowledge, request_db(rq), rq->arena, &f, &v.page);
	if (err == OK)
		err = store_fix_members(request_db(rq), rq->arena, id, &members);
	if (err != OK)
		return err;
	/* Its numbers are counted anew when everything has been read; what it is made of is at hand now. */
	if (v.page.cases < FIX_PAGE_CASES) {
		f.cases = v.page.cases;
		f.held = v.page.held;
		f.came_back = v.page.came_back;
	}
	v.item = item_of(rq, &f);
	v.members = items_of(rq, &members);
	v.root_label = f.root_id != NONE ? domain_fix_label(rq->arena, &root, rq->lang) : NULL;
	return reply_object(rq, status, fix_detail_fields, &v, f.version);
}

/* Also of one that was merged: root_id says where it leads. ERR_NOT_FOUND */
enum err api_fix_get(struct request *rq)
{
	return reply_fix(rq, 200, request_id(rq, 0));
}

struct case_page {
	int64_t before, limit;
};
const struct field fix_case_query[] = {
	FIELD(struct case_page, before, F_INT, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct case_page, limit, F_INT, .min = 1, .max = 200),
	FIELD_END,
};

/* Its repairs and those of what was merged into it, newest ticket first; next is the ticket to pass as `before`. */
enum err api_fix_cases(struct request *rq)
{
	const int64_t days = knowledge_days(rq->app->knowledge), now = clock_now_ms();
	struct case_page p = {.before = NONE, .limit = 20};
	struct list all;
	struct fix f;
	const char *next;
	enum err err = request_query_read(rq, fix_case_query, &p);

	if (err == OK)
		err = store_fix_get(request_db(rq), rq->arena, request_id(rq, 0), &f);
	if (err == OK)
		err = store_repair_cases(
			request_db(rq), rq->arena, f.id, p.before, p.limit + 1, days * DAY_MS, &all);
	if (err != OK)
		return err;
	for (size_t i = 0; i < all.n; i++)
		domain_case_outcome(list_at(&all, i, sizeof(struct repair_case)), days, now);
	next = reply_page_next(
		rq, &all, p.limit + 1, sizeof(struct repair_case), offsetof(struct repair_case, ticket_id));
	return reply_list(rq, repair_case_fields, &all, sizeof(struct repair_case), next);
}

/* Who did what to it, newest first; next is the seq to pass as `before`. */
enum err api_fix_history(struct request *rq)
{
	struct case_page p = {.before = NONE, .limit = 50};
	struct list all;
	struct fix f;
	const char *next;
	enum err err = request_query_read(rq, fix_case_query, &p);

	if (err == OK)
		err = store_fix_get(request_db(rq), rq->arena, request_id(rq, 0), &f);
	if (err == OK)
		err = store_event_of(request_db(rq), rq->arena, "fix", f.id, p.before, p.limit + 1, &all);
	if (err != OK)
		return err;
	next = reply_page_next(rq, &all, p.limit + 1, sizeof(struct event), offsetof(struct event, seq));
	return reply_list(rq, event_fields, &all, sizeof(struct event), next);
}

/* ---- written down, renamed ---- */

const struct field fix_input[] = {
	FIELD(struct fix, zh, F_TEXT, F_IN, .max = FIX_LABEL_MAX),
	FIELD(struct fix, en, F_TEXT, F_IN, .max = FIX_LABEL_MAX),
	FIELD(struct fix, component, F_TEXT, F_IN, .max = 120),
	FIELD(struct fix, symptom, F_TEXT, F_IN, .max = 500),
	FIELD(struct fix, check_first, F_TEXT, F_IN, .max = 500),
	FIELD(struct fix, cause, F_TEXT, F_IN, .max = 500),
	FIELD(struct fix, steps, F_TEXT, F_IN, .max = FIX_TEXT_MAX),
	FIELD(struct fix, minutes, F_INT, F_IN, .min = 1, .max = 10000),
	FIELD(struct fix, model, F_TEXT, F_IN, .max = 120),
	FIELD(struct fix, place_id, F_INT, F_IN, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct fix, retired, F_BOOL, F_IN),
	FIELD(struct fix, parts, F_LIST, F_IN, .max = FIX_PARTS_MAX, SUB(fix_part_fields, struct fix_part)),
	FIELD_END,
};

static enum err add(struct tx *tx, void *ctx)
{
	return domain_fix_add(tx, ctx);
}

/* 201; 200 when the Idempotency-Key was seen before. ERR_INVALID: fields. */
enum err api_fix_post(struct request *rq)
{
	struct fix f;
	const char *key;
	bool again = false;
	enum err err = request_key(rq, &key);

	fields_none(fix_row_fields, &f);
	f.parts = (struct list){0};
	if (err == OK)
		err = request_json(rq, fix_input, &f, false);
	if (err == OK)
		err = request_write_once(rq, add, &f, "fix", key, &f.id, &again);
	return err == OK ? reply_fix(rq, again ? 200 : 201, f.id) : err;
}

/* The version was old: the fix as it is goes with the refusal. */
static enum err with_current(struct request *rq, enum err err, int64_t id)
{
	struct fix now;

	if (err == ERR_STALE && store_fix_get(request_db(rq), rq->arena, id, &now) == OK) {
		struct fix_item item = item_of(rq, &now);

		request_current(rq, fix_item_fields, &item);
	}
	return err;
}

static enum err put(struct tx *tx, void *ctx)
{
	return domain_fix_put(tx, ctx);
}

/* ERR_STALE, ERR_INVALID: fields; ERR_CONFLICT: it was merged. */
enum err api_fix_patch(struct request *rq)
{
	struct fix f;
	int64_t id = request_id(rq, 0), version;
	enum err err = request_if_match(rq, &version);

	if (err == OK)
		err = store_fix_get(request_db(rq), rq->arena, id, &f);
	if (err == OK)
		err = store_fix_parts(request_db(rq), rq->arena, id, &f.parts);
	if (err == OK)
		err = request_json(rq, fix_input, &f, true);
	if (err == OK && f.version != version)
		err = fault_set(&rq->fault, ERR_STALE, MSG_STALE, NULL);
	if (err == OK)
		err = request_write(rq, put, &f);
	return err == OK ? reply_fix(rq, 200, id) : with_current(rq, err, id);
}

/* ---- merged, taken apart ---- */

struct merge_call {
	int64_t id, version, into;
};
const struct field fix_merge_input[] = {
	FIELD(struct merge_call, into, F_INT, F_REQUIRED, .min = 1, .max = FIELD_ID_MAX),
	FIELD_END,
};

static enum err merge(struct tx *tx, void *ctx)
{
	struct merge_call *c = ctx;

	return domain_fix_merge(tx, c->id, c->version, c->into);
}

/* Its cases are the other's from now on; its id leads there. ERR_STALE, ERR_INVALID: into; ERR_CONFLICT: merged already. */
enum err api_fix_merge(struct request *rq)
{
	struct merge_call c = {.id = request_id(rq, 0)};
	enum err err = request_if_match(rq, &c.version);

	if (err == OK)
		err = request_json(rq, fix_merge_input, &c, false);
	if (err == OK)
		err = request_write(rq, merge, &c);
	return err == OK ? reply_fix(rq, 200, c.id) : with_current(rq, err, c.id);
}

static enum err unmerge(struct tx *tx, void *ctx)
{
	struct merge_call *c = ctx;

	return domain_fix_unmerge(tx, c->id, c->version);
}

/* ERR_STALE; ERR_CONFLICT: it is not merged. */
enum err api_fix_unmerge(struct request *rq)
{
	struct merge_call c = {.id = request_id(rq, 0)};
	enum err err = request_if_match(rq, &c.version);

	if (err == OK)
		err = request_write(rq, unmerge, &c);
	return err == OK ? reply_fix(rq, 200, c.id) : with_current(rq, err, c.id);
}

const struct field fix_split_input[] = {
	FIELD(struct fix_split, tickets, F_IDS, F_REQUIRED, .max = 500),
	FIELD(struct fix_split, zh, F_TEXT, F_IN, .max = FIX_LABEL_MAX),
	FIELD(struct fix_split, en, F_TEXT, F_IN, .max = FIX_LABEL_MAX),
	FIELD(struct fix_split, into, F_INT, F_IN, .min = 1, .max = FIELD_ID_MAX),
	FIELD_END,
};

static enum err split(struct tx *tx, void *ctx)
{
	return domain_fix_split(tx, ctx);
}

/* Chosen cases become another fix, or cases of `into`: where they are now is the answer. ERR_STALE, ERR_INVALID: tickets, zh,
 * into. */
enum err api_fix_split(struct request *rq)
{
	struct fix_split s = {.id = request_id(rq, 0), .into = NONE};
	enum err err = request_if_match(rq, &s.version);

	if (err == OK)
		err = request_json(rq, fix_split_input, &s, false);
	if (err == OK)
		err = request_write(rq, split, &s);
	return err == OK ? reply_fix(rq, 201, s.made.id) : with_current(rq, err, s.id);
}
