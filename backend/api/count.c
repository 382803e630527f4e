/* count.c - see count.h. */
#include "api/count.h"

#include "api/reply.h"
#include "domain/count.h"
#include "store/part.h"

struct count_filter {
	int state;
	int64_t before, limit;
};
const struct field count_query[] = {
	FIELD(struct count_filter, state, F_ENUM, .names = count_states),
	FIELD(struct count_filter, before, F_INT, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct count_filter, limit, F_INT, .min = 1, .max = 100),
	FIELD_END,
};

/* Newest first; next is the id to pass as `before`. */
enum err api_count_list(struct request *rq)
{
	struct count_filter f = {.state = -1, .before = NONE, .limit = 20};
	struct list page;
	const char *next = NULL;
	enum err err = request_query_read(rq, count_query, &f);

	if (err == OK)
		err = store_count_list(request_db(rq), rq->arena, f.state, f.before, f.limit + 1, &page);
	if (err == OK)
		next = reply_page_next(
			rq, &page, f.limit + 1, sizeof(struct stock_count), offsetof(struct stock_count, id));
	return err == OK ? reply_list(rq, stock_count_fields, &page, sizeof(struct stock_count), next) : err;
}

struct count_detail {
	struct stock_count count;
	struct list bins;
};
const struct field count_detail_fields[] = {
	JOIN(struct count_detail, count, stock_count_fields),
	FIELD(struct count_detail, bins, F_LIST, SUB(count_bin_fields, struct count_bin)),
	FIELD_END,
};

static enum err reply_count(struct request *rq, int status, int64_t id)
{
	struct count_detail d;
	enum err err = store_count_get(request_db(rq), rq->arena, id, &d.count);

	if (err == OK)
		err = store_count_bins(request_db(rq), rq->arena, id, &d.bins);
	return err == OK ? reply_object(rq, status, count_detail_fields, &d, d.count.version) : err;
}

/* ERR_NOT_FOUND */
enum err api_count_get(struct request *rq)
{
	return reply_count(rq, 200, request_id(rq, 0));
}

struct count_job {
	struct stock_count count;
	struct list bins;
	int64_t leave;
};
const struct field count_input[] = {
	FIELD_AS(struct count_job, count.name, "name", F_TEXT, F_REQUIRED, .max = 120),
	FIELD_AS(struct count_job, count.store, "store", F_TEXT, F_IN, .max = 120),
	FIELD_AS(struct count_job, bins, "bin_ids", F_IDS, F_IN, .max = COUNT_BINS_MAX),
	FIELD_END,
};

static enum err begin(struct tx *tx, void *ctx)
{
	struct count_job *j = ctx;

	return domain_count_begin(tx, &j->count, &j->bins);
}

/* ERR_INVALID: nothing to count. ERR_CONFLICT: one of its bins is being counted. */
enum err api_count_post(struct request *rq)
{
	struct count_job j = {.leave = 0};
	const char *key;
	bool again = false;
	enum err err = request_key(rq, &key);

	fields_none(stock_count_fields, &j.count);
	if (err == OK)
		err = request_json(rq, count_input, &j, false);
	if (err == OK)
		err = request_write_once(rq, begin, &j, "count", key, &j.count.id, &again);
	return err == OK ? reply_count(rq, again ? 200 : 201, j.count.id) : err;
}

/* ---- its lines ---- */

const struct field count_line_query[] = {
	FIELD_AS(struct count_line_filter, bin_id, "bin", F_INT, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct count_line_filter, different, F_INT, .max = 1),
	FIELD(struct count_line_filter, open, F_INT, .max = 1),
	FIELD(struct count_line_filter, after, F_INT, .max = FIELD_ID_MAX),
	FIELD(struct count_line_filter, limit, F_INT, .min = 1, .max = 500),
	FIELD_END,
};

/* next is the id to pass as `after`. ERR_NOT_FOUND: the counting. */
enum err api_count_lines(struct request *rq)
{
	struct count_line_filter f;
	struct stock_count c;
	struct list page;
	const struct stock_count_line *end;
	enum err err = store_count_get(request_db(rq), rq->arena, request_id(rq, 0), &c);

	count_line_filter_none(&f);
	f.count_id = request_id(rq, 0);
	if (err == OK)
		err = request_query_read(rq, count_line_query, &f);
	if (err != OK)
		return err;
	f.limit++;
	err = store_count_lines(request_db(rq), rq->arena, &f, &page);
	if (err != OK)
		return err;
	end = reply_page_end(&page, f.limit, sizeof(*end));
	return reply_list(rq, stock_count_line_fields, &page, sizeof(*end),
		end ? arena_printf(rq->arena, "%lld", (long long)end->id) : NULL);
}

struct line_job {
	struct count_said said;
	int64_t line_id;
	struct stock_count_line out;
};
const struct field count_line_input[] = {
	FIELD_AS(struct line_job, said.bin_id, "bin_id", F_INT, F_REQUIRED, .min = 1, .max = FIELD_ID_MAX),
	FIELD_AS(struct line_job, said.part_id, "part_id", F_INT, F_REQUIRED, .min = 1, .max = FIELD_ID_MAX),
	FIELD_AS(struct line_job, said.counted, "counted", F_QTY, F_REQUIRED, .max = PART_QTY_MAX),
	FIELD_AS(struct line_job, said.counted_at, "counted_at", F_TIME, F_IN),
	FIELD_AS(struct line_job, said.reason, "reason", F_TEXT, F_IN, .max = 200),
	FIELD_END,
};
const struct field count_line_change[] = {
	FIELD_AS(struct line_job, said.reason, "reason", F_TEXT, F_REQUIRED, .max = 200),
	FIELD_END,
};

static enum err say(struct tx *tx, void *ctx)
{
	struct line_job *j = ctx;
	enum err err = domain_count_say(tx, &j->said, &j->out);

	j->line_id = j->out.id;
	return err;
}

/* counted_at: when the number was written down, for what was kept unsent. ERR_CONFLICT: the counting is over. */
enum err api_count_say(struct request *rq)
{
	struct line_job j = {.said = {.count_id = request_id(rq, 0), .counted_at = NONE}};
	const char *key;
	bool again = false;
	enum err err = request_key(rq, &key);

	if (err == OK)
		err = request_json(rq, count_line_input, &j, false);
	if (err == OK)
		err = request_write_once(rq, say, &j, "count_line", key, &j.line_id, &again);
	if (err == OK && again)
		err = store_count_line_get(request_db(rq), rq->arena, j.line_id, &j.out);
	return err == OK ? reply_object(rq, 201, stock_count_line_fields, &j.out, NONE) : err;
}

static enum err explain(struct tx *tx, void *ctx)
{
	struct line_job *j = ctx;

	return domain_count_explain(tx, j->said.count_id, j->line_id, j->said.reason, &j->out);
}

/* ERR_NOT_FOUND: not a line of this counting. ERR_CONFLICT: it is over. */
enum err api_count_explain(struct request *rq)
{
	struct line_job j = {.said = {.count_id = request_id(rq, 0)}, .line_id = request_id(rq, 1)};
	enum err err = request_json(rq, count_line_change, &j, false);

	if (err == OK)
		err = request_write(rq, explain, &j);
	return err == OK ? reply_object(rq, 200, stock_count_line_fields, &j.out, NONE) : err;
}

/* ---- its end ---- */

const struct field count_close_input[] = {
	FIELD(struct count_job, leave, F_BOOL, F_IN),
	FIELD_END,
};

static enum err finish(struct request *rq, store_fn *fn, struct count_job *j)
{
	struct stock_count now;
	enum err err = request_if_match(rq, &j->count.version);

	j->count.id = request_id(rq, 0);
	if (err == OK && rq->body_len)
		err = request_json(rq, count_close_input, j, true);
	if (err != OK)
		return err;
	err = request_write(rq, fn, j);
	if (err == ERR_STALE && store_count_get(request_db(rq), rq->arena, j->count.id, &now) == OK)
		request_current(rq, stock_count_fields, &now);
	return err == OK ? reply_count(rq, 200, j->count.id) : err;
}

static enum err close_it(struct tx *tx, void *ctx)
{
	struct count_job *j = ctx;

	return domain_count_close(tx, j->count.id, j->count.version, j->leave == 1);
}

/* All differences become adjustments. ERR_CONFLICT: not counted, not explained, or to be counted again. ERR_STALE */
enum err api_count_close(struct request *rq)
{
	struct count_job j = {.leave = 0};

	return finish(rq, close_it, &j);
}

static enum err cancel(struct tx *tx, void *ctx)
{
	struct count_job *j = ctx;

	return domain_count_cancel(tx, j->count.id, j->count.version);
}

/* Nothing moves. ERR_CONFLICT: it is over. ERR_STALE */
enum err api_count_cancel(struct request *rq)
{
	struct count_job j = {.leave = 0};

	return finish(rq, cancel, &j);
}
