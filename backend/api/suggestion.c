/* suggestion.c - see suggestion.h. */
#include "api/suggestion.h"

#include "api/reply.h"
#include "domain/find.h"
#include "domain/quality.h"
#include "domain/suggestion.h"
#include "store/asset.h"
#include "store/ticket.h"

const struct field ticket_suggestion_query[] = {
	FIELD_AS(struct suggestion_query, max_fixes, "limit", F_INT, .min = 1, .max = 20),
	FIELD_END,
};
const struct field suggestion_query[] = {
	FIELD(struct suggestion_query, text, F_TEXT, F_REQUIRED, .max = QUERY_TEXT_MAX),
	FIELD_AS(struct suggestion_query, machine_id, "machine", F_INT, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct suggestion_query, fault_code, F_TEXT),
	FIELD_AS(struct suggestion_query, max_fixes, "limit", F_INT, .min = 1, .max = 20),
	FIELD_END,
};

enum { DOCUMENTS = 3 };

/* What the manuals say of the same: by the report's own words, its code and its component. */
static enum err from_manuals(struct request *rq, const struct suggestion_query *q, struct list *out)
{
	const char *text = arena_printf(rq->arena, "%s %s %s", q->text, q->fault_code ? q->fault_code : "",
		q->component ? q->component : "");

	return domain_find_manuals(
		rq->app->finder, request_db(rq), rq->arena, text, q->machine_id, DOCUMENTS, out);
}

static enum err answer(struct request *rq, struct suggestion_query *q)
{
	struct suggestion s = {0};
	enum err err;

	q->lang = rq->lang;
	err = domain_suggest(rq->app->knowledge, request_db(rq), rq->arena, q, &s);
	if (err == OK)
		err = from_manuals(rq, q, &s.documents);
	return err == OK ? reply_object(rq, 200, suggestion_fields, &s, NONE) : err;
}

/* A ticket as a question. ERR_NOT_FOUND */
static enum err question(struct request *rq, int64_t ticket, struct suggestion_query *q)
{
	struct ticket t;
	struct asset machine;
	enum err err = store_ticket_get(request_db(rq), rq->arena, ticket, &t);

	if (err == OK)
		err = store_asset_get(request_db(rq), rq->arena, t.machine_id, &machine);
	if (err != OK)
		return err;
	q->ticket_id = t.id;
	q->text = t.symptom;
	q->component = t.component_name;
	q->fault_code = t.fault_code;
	q->machine_id = t.machine_id;
	q->model = machine.model;
	return OK;
}

/* For a ticket as it stands. ERR_NOT_FOUND */
enum err api_suggestion_of_ticket(struct request *rq)
{
	struct suggestion_query q = {.max_fixes = 5};
	enum err err = request_query_read(rq, ticket_suggestion_query, &q);

	if (err == OK)
		err = question(rq, request_id(rq, 0), &q);
	return err == OK ? answer(rq, &q) : err;
}

const struct field suggestion_mark_input[] = {
	FIELD(struct suggestion_mark, fix, F_TEXT, F_REQUIRED, .max = 255),
	FIELD(struct suggestion_mark, label, F_TEXT, F_IN, .max = 255),
	FIELD(struct suggestion_mark, mark, F_ENUM, F_IN, .names = fix_marks),
	FIELD_END,
};

static enum err mark(struct tx *tx, void *ctx)
{
	return domain_suggestion_mark(tx, ctx);
}

/* "It worked", "it did not apply", or null: taken back. The last word on each fix holds, so it may be sent twice. Answers
 * with all that was said on the ticket. ERR_NOT_FOUND, ERR_CONFLICT */
enum err api_suggestion_mark(struct request *rq)
{
	struct suggestion_mark m = {.ticket_id = request_id(rq, 0), .account_id = rq->user.id, .mark = -1};
	struct suggestion_query q = {.max_fixes = 20};
	struct list all;
	enum err err = request_json(rq, suggestion_mark_input, &m, false);

	if (err == OK)
		err = question(rq, m.ticket_id, &q);
	if (err == OK && m.mark >= 0)
		m.cases = domain_suggestion_cases(rq->app->knowledge, rq->arena, &q, m.fix);
	if (err == OK)
		err = request_write(rq, mark, &m);
	if (err == OK)
		err = store_mark_list(request_db(rq), rq->arena, m.ticket_id, &all);
	return err == OK ? reply_list(rq, suggestion_mark_fields, &all, sizeof(m), NULL) : err;
}

/* For any text: ?text=…&machine=ID. ERR_INVALID: no text; ERR_NOT_FOUND: no such machine. */
enum err api_suggestion_get(struct request *rq)
{
	struct suggestion_query q = {.machine_id = NONE, .max_fixes = 5};
	struct asset machine = {0};
	enum err err = request_query_read(rq, suggestion_query, &q);

	if (err == OK && q.machine_id != NONE)
		err = store_asset_get(request_db(rq), rq->arena, q.machine_id, &machine);
	q.model = machine.model;
	return err == OK ? answer(rq, &q) : err;
}

/* How good they are here. */
enum err api_suggestion_quality(struct request *rq)
{
	struct quality q;

	request_db_return(rq);
	domain_quality(rq->app->knowledge, rq->arena, &q);
	return reply_object(rq, 200, quality_fields, &q, NONE);
}
