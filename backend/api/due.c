/* due.c - what is due, what becomes of it, the tasks of its ticket, and how much was done in time; see plan.h. */
#include <math.h>
#include <stdlib.h>

#include "api/figures_ask.h"
#include "api/figures_view.h"
#include "api/plan.h"
#include "api/reply.h"
#include "api/ticket.h"
#include "base/clock.h"
#include "domain/compliance.h"
#include "domain/job.h"
#include "domain/plan.h"
#include "domain/plan_outlook.h"

enum { ACTION_SKIP = 1, ACTION_MOVE = 2, ACTION_MAKE = 4 };
static const char *const due_actions[] = {"skip", "move", "make", NULL};

#define DUE(member, ...) FIELD_AS(struct due_view, row.due.member, #member, __VA_ARGS__)
#define ROW(member, ...) FIELD_AS(struct due_view, row.member, #member, __VA_ARGS__)
const struct field due_view_fields[] = {
	DUE(id, F_INT),
	DUE(plan_id, F_INT, F_SURE),
	ROW(plan_name, F_TEXT, F_SURE),
	ROW(plan_name_en, F_TEXT),
	DUE(asset_id, F_INT, F_SURE),
	ROW(machine_code, F_TEXT),
	ROW(machine_name, F_TEXT, F_SURE),
	ROW(machine_name_en, F_TEXT),
	ROW(place, F_TEXT),
	DUE(n, F_INT, F_SURE),
	DUE(rule_day, F_DAY, F_SURE),
	DUE(due_day, F_DAY, F_SURE),
	DUE(grace_day, F_DAY, F_SURE),
	DUE(state, F_ENUM, F_SURE, .names = due_states),
	FIELD(struct due_view, standing, F_ENUM, F_SURE, .names = due_standings),
	DUE(cause, F_ENUM, F_SURE, .names = due_causes),
	DUE(ticket_id, F_INT),
	ROW(ticket_state, F_TEXT),
	ROW(technician_id, F_INT),
	ROW(technician_name, F_TEXT),
	ROW(minutes, F_INT),
	ROW(stands, F_BOOL, F_SURE),
	ROW(start_min, F_INT, F_SURE),
	DUE(done_at, F_TIME),
	DUE(done_day, F_DAY),
	DUE(moved, F_BOOL, F_SURE),
	DUE(reason, F_TEXT),
	ROW(projected, F_BOOL, F_SURE),
	FIELD(struct due_view, actions, F_SET, .names = due_actions),
	DUE(version, F_INT),
	FIELD_END,
};

struct list api_due_views(struct request *rq, const struct list *rows)
{
	struct due_view *views = arena_calloc(rq->arena, rows->n, sizeof(*views));
	int64_t today = clock_day_of(clock_now_ms());

	for (size_t i = 0; i < rows->n; i++) {
		struct due_view *v = &views[i];

		v->row = *(struct due_row *)list_at(rows, i, sizeof(struct due_row));
		v->standing = due_standing(&v->row.due, today);
		if (v->row.projected || v->row.due.state > DUE_OPEN)
			continue;
		v->actions = rq->user.role & ROLE_LEAD ? ACTION_SKIP | ACTION_MOVE : 0;
		if (v->row.due.state == DUE_WAITING && !v->row.paused && rq->user.role & ROLE_REPAIR)
			v->actions |= ACTION_MAKE;
	}
	return (struct list){views, rows->n};
}

/* ---- lists ---- */

enum { WINDOW_DAYS = 31, EACH_DAY = 4, EACH_MOST = 40 };

struct due_ask {
	int64_t from, to, under, plan, technician, over, limit;
	const char *after;
	int standing;
};
#define DUE_ASK                                                                                              \
	FIELD(struct due_ask, from, F_TIME), FIELD(struct due_ask, to, F_TIME),                              \
		FIELD(struct due_ask, under, F_INT, .min = 1, .max = FIELD_ID_MAX),                          \
		FIELD(struct due_ask, plan, F_INT, .min = 1, .max = FIELD_ID_MAX),                           \
		FIELD(struct due_ask, technician, F_INT, .min = 1, .max = FIELD_ID_MAX)
const struct field due_query[] = {
	DUE_ASK,
	FIELD(struct due_ask, standing, F_ENUM, .names = due_standings),
	FIELD(struct due_ask, over, F_INT, .max = 1),
	FIELD(struct due_ask, after, F_TEXT, .max = 64),
	FIELD(struct due_ask, limit, F_INT, .min = 1, .max = 500),
	FIELD_END,
};
const struct field due_day_query[] = {
	DUE_ASK,
	FIELD_AS(struct due_ask, limit, "each", F_INT, .max = EACH_MOST),
	FIELD_END,
};

static enum err read_ask(
	struct request *rq, const struct field *table, struct due_ask *ask, struct due_filter *f)
{
	int64_t today = clock_day_of(clock_now_ms());
	enum err err;

	fields_none(due_query, ask);
	ask->limit = table == due_query ? 50 : EACH_DAY;
	err = request_query_read(rq, table, ask);
	due_filter_none(f);
	f->today = today;
	f->from_day = ask->from != NONE ? clock_day_of(ask->from) : ask->over == 1 ? f->from_day : today;
	f->to_day = ask->to != NONE  ? clock_day_of(ask->to - 1)
		    : ask->over == 1 ? f->to_day
				     : clock_day_add(f->from_day, WINDOW_DAYS);
	f->under_id = ask->under;
	f->plan_id = ask->plan;
	f->technician_id = ask->technician;
	f->standing = ask->standing < 0 ? NULL : due_standings[ask->standing];
	f->over = ask->over;
	f->limit = ask->limit;
	return err;
}

/* "20260131-7", the number of a kept one; "20260131-3-12", plan and machine of a projected one. */
static const char *key_of(struct request *rq, const struct due_row *row)
{
	struct outlook_at at = plan_outlook_at(row);

	if (at.id != NONE)
		return arena_printf(rq->arena, "%lld-%lld", (long long)at.day, (long long)at.id);
	return arena_printf(rq->arena, "%lld-%lld-%lld", (long long)at.day, (long long)at.plan_id,
		(long long)at.asset_id);
}

static enum err read_key(struct request *rq, const char *key, struct outlook_at *at)
{
	int64_t n[3] = {0};
	size_t k = 0;
	char *end;

	*at = (struct outlook_at){.day = NONE, .id = NONE};
	for (; key && *key && k < 3; k++) {
		n[k] = strtoll(key, &end, 10);
		if (end == key || n[k] < 1 || (*end && *end != '-') || (*end && k == 2))
			break;
		key = *end ? end + 1 : end;
	}
	if (!key)
		return OK;
	if (*key || k < 2)
		return fault_field(&rq->fault, "after", MSG_F_NO_SUCH, NULL);
	*at = k == 2 ? (struct outlook_at){n[0], n[1], NONE, NONE}
		     : (struct outlook_at){n[0], NONE, n[1], n[2]};
	return OK;
}

/* What is due on the days of [from, to), by day: ?from=&to= (absent: from today for a month) &under= &plan= &technician=
 * &standing=. What is to come and is not kept yet is worked out (projected). With over=1 what is over, the last first, since ever. */
enum err api_due_list(struct request *rq)
{
	struct outlook_at after;
	const struct due_row *end;
	struct due_ask ask;
	struct due_filter f;
	struct list rows, views;
	const char *next;
	enum err err = read_ask(rq, due_query, &ask, &f);

	if (err == OK)
		err = read_key(rq, ask.after, &after);
	if (err != OK)
		return err;
	f.limit++;
	err = plan_outlook(request_db(rq), rq->arena, &f, &after, &rows);
	if (err != OK)
		return err;
	end = reply_page_end(&rows, f.limit, sizeof(struct due_row));
	next = end ? key_of(rq, end) : NULL;
	views = api_due_views(rq, &rows);
	return reply_list(rq, due_view_fields, &views, sizeof(struct due_view), next);
}

struct due_day_view {
	int64_t day, n, overdue;
	struct list items; /* struct due_view */
};
const struct field due_day_fields[] = {
	FIELD(struct due_day_view, day, F_DAY, F_SURE),
	FIELD(struct due_day_view, n, F_INT, F_SURE),
	FIELD(struct due_day_view, overdue, F_INT, F_SURE),
	FIELD(struct due_day_view, items, F_LIST, SUB(due_view_fields, struct due_view)),
	FIELD_END,
};

/* A calendar: of each day how many, and the first of them. ?from=&to= (OUTLOOK_DAYS at most) &under= &plan= &technician= &each= */
enum err api_due_days(struct request *rq)
{
	struct due_ask ask;
	struct due_filter f;
	struct list days, views;
	enum err err = read_ask(rq, due_day_query, &ask, &f);
	int64_t n = calendar_day_number(f.to_day) - calendar_day_number(f.from_day) + 1;

	if (err == OK && (n < 1 || n > OUTLOOK_DAYS))
		err = fault_field(&rq->fault, "to", MSG_F_RANGE, "1-62 d");
	if (err == OK)
		err = plan_outlook_days(request_db(rq), rq->arena, &f, &days);
	if (err != OK)
		return err;
	views = (struct list){arena_calloc(rq->arena, days.n, sizeof(struct due_day_view)), days.n};
	for (size_t i = 0; i < days.n; i++) {
		const struct outlook_day *d = list_at(&days, i, sizeof(*d));

		*(struct due_day_view *)list_at(&views, i, sizeof(struct due_day_view)) =
			(struct due_day_view){d->day, d->n, d->overdue, api_due_views(rq, &d->rows)};
	}
	return reply_list(rq, due_day_fields, &views, sizeof(struct due_day_view), NULL);
}

/* ---- by hand ---- */

struct due_call {
	int64_t id, version;
	int64_t due_day;
	const char *reason;
	struct plan_due due;
};
const struct field due_skip_input[] = {
	FIELD(struct due_call, reason, F_TEXT, F_REQUIRED, .max = 300),
	FIELD_END,
};
const struct field due_move_input[] = {
	FIELD(struct due_call, due_day, F_DAY, F_REQUIRED),
	FIELD(struct due_call, reason, F_TEXT, F_REQUIRED, .max = 300),
	FIELD_END,
};

static enum err skip(struct tx *tx, void *ctx)
{
	struct due_call *c = ctx;

	return domain_due_skip(tx, c->id, c->version, c->reason, &c->due);
}

static enum err move(struct tx *tx, void *ctx)
{
	struct due_call *c = ctx;

	return domain_due_move(tx, c->id, c->version, c->due_day, c->reason, &c->due);
}

static enum err make(struct tx *tx, void *ctx)
{
	struct due_call *c = ctx;

	return domain_due_make(tx, c->id, c->version, &c->due);
}

static enum err view_of(struct request *rq, int64_t id, struct due_view *out)
{
	struct due_row row = {.projected = 0};
	struct list one = {&row, 1};
	enum err err = store_due_row(request_db(rq), rq->arena, id, &row);

	if (err == OK)
		*out = *(struct due_view *)api_due_views(rq, &one).items;
	return err;
}

static enum err due_verb(struct request *rq, const struct field *input, store_fn *fn)
{
	struct due_call c = {.id = request_id(rq, 0), .due_day = NONE};
	struct due_view v;
	enum err err = request_if_match(rq, &c.version);

	if (err == OK && input)
		err = request_json(rq, input, &c, false);
	if (err == OK)
		err = request_write(rq, fn, &c);
	if (err == ERR_STALE && view_of(rq, c.id, &v) == OK)
		request_current(rq, due_view_fields, &v);
	if (err == OK)
		err = view_of(rq, c.id, &v);
	return err == OK ? reply_object(rq, 200, due_view_fields, &v, v.row.due.version) : err;
}

/* ERR_NOT_FOUND, ERR_STALE, ERR_INVALID; ERR_CONFLICT: over already, or its ticket is past that. */
enum err api_due_skip(struct request *rq)
{
	return due_verb(rq, due_skip_input, skip);
}

enum err api_due_move(struct request *rq)
{
	return due_verb(rq, due_move_input, move);
}

enum err api_due_make(struct request *rq)
{
	return due_verb(rq, NULL, make);
}

/* ---- tasks of a ticket ---- */

struct ticks {
	int64_t ticket;
	struct list tasks;
	struct ticket t;
};
static const struct field task_tick_input[] = {
	FIELD(struct ticket_task, id, F_INT, F_REQUIRED, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct ticket_task, result, F_ENUM, F_IN, .names = task_results),
	FIELD(struct ticket_task, note, F_TEXT, F_IN, .max = 500),
	FIELD_END,
};
const struct field tasks_input[] = {
	FIELD(struct ticks, tasks, F_LIST, F_IN, SUB(task_tick_input, struct ticket_task)),
	FIELD_END,
};

static enum err tick(struct tx *tx, void *ctx)
{
	struct ticks *c = ctx;

	return domain_task_tick(tx, c->ticket, &c->tasks, &c->t);
}

/* Says how tasks went; the same again changes nothing. ERR_NOT_FOUND, ERR_CONFLICT: the ticket is over; ERR_INVALID. */
enum err api_task_put(struct request *rq)
{
	struct ticks c = {.ticket = request_id(rq, 0), .tasks = {NULL, 0}};
	enum err err = request_json(rq, tasks_input, &c, false);

	if (err == OK && !c.tasks.n)
		err = fault_field(&rq->fault, "tasks", MSG_F_REQUIRED, NULL);
	if (err == OK)
		err = request_write(rq, tick, &c);
	return err == OK ? api_ticket_reply(rq, 200, c.ticket) : err;
}

/* ---- compliance ---- */

struct compliance_view {
	int64_t asset_id;
	const char *name;
	struct compliance c;
};
#define COUNTS(type, at)                                                                                     \
	FIELD_AS(type, at due, "due", F_INT, F_SURE), FIELD_AS(type, at share, "share", F_REAL),             \
		FIELD_AS(type, at counts[STANDING_IN_TIME], "in_time", F_INT, F_SURE),                       \
		FIELD_AS(type, at counts[STANDING_LATE], "late", F_INT, F_SURE),                             \
		FIELD_AS(type, at counts[STANDING_OVERDUE], "overdue", F_INT, F_SURE),                       \
		FIELD_AS(type, at counts[STANDING_MISSED], "missed", F_INT, F_SURE),                         \
		FIELD_AS(type, at counts[STANDING_SKIPPED], "skipped", F_INT, F_SURE),                       \
		FIELD_AS(type, at counts[STANDING_AHEAD], "pending", F_INT, F_SURE),                         \
		FIELD_AS(type, at moved, "moved", F_INT, F_SURE)
static const struct field compliance_line_fields[] = {
	FIELD(struct compliance_view, asset_id, F_INT),
	FIELD(struct compliance_view, name, F_TEXT),
	COUNTS(struct compliance_view, c.),
	FIELD_END,
};
struct compliance_answer {
	struct figures_ask ask;
	struct compliance_report r;
	struct list lines;
};
const struct field compliance_fields[] = {
	FIGURES_ASKED(struct compliance_answer),
	COUNTS(struct compliance_answer, r.all.),
	FIELD_AS(struct compliance_answer, r.overdue_now, "overdue_now", F_INT, F_SURE),
	FIELD(struct compliance_answer, lines, F_LIST, SUB(compliance_line_fields, struct compliance_view)),
	FIELD_END,
};
struct compliance_ask {
	struct figures_ask ask;
};
const struct field compliance_query[] = {FIGURES_ASK(struct compliance_ask), FIELD_END};

/* ?under=&from=&to=: the days of the window. ERR_NOT_FOUND, ERR_INVALID. */
enum err api_compliance_get(struct request *rq)
{
	struct compliance_ask c = {.ask.sheet = false};
	struct compliance_answer v;
	struct compliance_view *lines;
	enum err err = figures_ask(rq, compliance_query, &c);

	v = (struct compliance_answer){.ask = c.ask};
	if (err == OK)
		err = domain_compliance(request_db(rq), rq->arena, c.ask.under, clock_day_of(c.ask.from),
			clock_day_of(c.ask.to - 1), clock_day_of(c.ask.now), &v.r);
	if (err != OK)
		return err;
	lines = arena_calloc(rq->arena, v.r.lines.n, sizeof(*lines));
	for (size_t i = 0; i < v.r.lines.n; i++) {
		const struct compliance_line *l = list_at(&v.r.lines, i, sizeof(*l));

		lines[i] = (struct compliance_view){l->asset_id,
			l->name ? figures_place_name(l->name, l->name_en, rq->lang) : NULL, l->c};
	}
	v.lines = (struct list){lines, v.r.lines.n};
	return reply_object(rq, 200, compliance_fields, &v, NONE);
}
