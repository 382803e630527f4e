/* figures.c - see figures.h. */
#include "store/figures.h"

#include <string.h>

#include "store/asset.h"
#include "store/ticket.h"

static const struct field machine_fields[] = {
	FIELD(struct figures_machine, id, F_INT),
	FIELD(struct figures_machine, parent_id, F_INT),
	FIELD(struct figures_machine, code, F_TEXT),
	FIELD(struct figures_machine, name, F_TEXT),
	FIELD(struct figures_machine, name_en, F_TEXT),
	FIELD(struct figures_machine, commissioned_day, F_DAY),
	FIELD(struct figures_machine, retired_day, F_DAY),
	FIELD(struct figures_machine, original_value_cents, F_INT),
	FIELD(struct figures_machine, calendar_id, F_INT),
	FIELD(struct figures_machine, downtime_cents_hour, F_INT),
	FIELD(struct figures_machine, criticality, F_ENUM, .names = criticalities),
	FIELD_END,
};
#define TICKET_FIELDS                                                                                        \
	FIELD(struct figures_ticket, machine_id, F_INT), FIELD(struct figures_ticket, id, F_INT),            \
		FIELD(struct figures_ticket, occurred_at, F_TIME),                                           \
		FIELD(struct figures_ticket, restored_at, F_TIME),                                           \
		FIELD(struct figures_ticket, reported_at, F_TIME),                                           \
		FIELD(struct figures_ticket, accepted_at, F_TIME),                                           \
		FIELD(struct figures_ticket, started_at, F_TIME),                                            \
		FIELD(struct figures_ticket, stopped, F_BOOL), FIELD(struct figures_ticket, closed, F_BOOL), \
		FIELD(struct figures_ticket, cancel, F_INT), FIELD(struct figures_ticket, mode_text, F_TEXT)
static const struct field failure_fields[] = {TICKET_FIELDS, FIELD_END};
static const struct field tagged_fields[] = {
	TICKET_FIELDS,
	FIELD(struct figures_ticket, component_id, F_INT),
	FIELD(struct figures_ticket, cause_text, F_TEXT),
	FIELD_END,
};
static const struct field job_fields[] = {
	FIELD(struct figures_job, machine_id, F_INT),
	FIELD(struct figures_job, id, F_INT),
	FIELD(struct figures_job, planned_from, F_TIME),
	FIELD(struct figures_job, planned_to, F_TIME),
	FIELD(struct figures_job, started_at, F_TIME),
	FIELD(struct figures_job, ended_at, F_TIME),
	FIELD_END,
};
static const struct field cost_fields[] = {
	FIELD(struct figures_cost, machine_id, F_INT),
	FIELD(struct figures_cost, cents, F_INT),
	FIELD_END,
};
static const struct field spending_fields[] = {
	FIELD(struct figures_spending, machine_id, F_INT),
	FIELD(struct figures_spending, ticket_id, F_INT),
	FIELD(struct figures_spending, booked_at, F_TIME),
	FIELD(struct figures_spending, cents, F_INT),
	FIELD_END,
};
static const struct field spending_of_fields[] = {
	FIELD(struct figures_spending, ticket_id, F_INT),
	FIELD(struct figures_spending, cents, F_INT),
	FIELD_END,
};
static const struct field count_fields[] = {
	FIELD(struct figures_count, machine_id, F_INT),
	FIELD(struct figures_count, n, F_INT),
	FIELD(struct figures_count, kind, F_ENUM, .names = ticket_kinds),
	FIELD(struct figures_count, since, F_TIME),
	FIELD_END,
};
static const struct field place_fields[] = {
	FIELD(struct figures_place, id, F_INT),
	FIELD(struct figures_place, parent_id, F_INT),
	FIELD(struct figures_place, kind, F_ENUM, .names = asset_kinds),
	FIELD(struct figures_place, code, F_TEXT),
	FIELD(struct figures_place, name, F_TEXT),
	FIELD(struct figures_place, name_en, F_TEXT),
	FIELD_END,
};
struct wait {
	int64_t ticket_id, wait_ms;
};
static const struct field wait_fields[] = {
	FIELD(struct wait, ticket_id, F_INT),
	FIELD(struct wait, wait_ms, F_INT),
	FIELD_END,
};

static const char SQL_MACHINES[] =
	"WITH RECURSIVE below (id, calendar_id, downtime_cents_hour, inside) AS ("
	"SELECT id, calendar_id, downtime_cents_hour, CASE WHEN $1 IS NULL OR id = $1 THEN 1 ELSE 0 END "
	"FROM asset WHERE parent_id IS NULL "
	"UNION ALL SELECT a.id, coalesce(a.calendar_id, b.calendar_id), "
	"coalesce(a.downtime_cents_hour, b.downtime_cents_hour), "
	"CASE WHEN b.inside = 1 OR a.id = $1 THEN 1 ELSE 0 END "
	"FROM below b JOIN asset a ON a.parent_id = b.id WHERE a.kind <> 'component') "
	"SELECT a.id AS id, a.parent_id AS parent_id, a.code AS code, a.name AS name, a.name_en AS name_en, "
	"a.commissioned_day AS commissioned_day, a.retired_day AS retired_day, "
	"a.original_value_cents AS original_value_cents, b.calendar_id AS calendar_id, "
	"b.downtime_cents_hour AS downtime_cents_hour, a.criticality AS criticality "
	"FROM below b JOIN asset a ON a.id = b.id WHERE b.inside = 1 AND a.kind = 'machine' ORDER BY a.id";

/* failure = 1 as the partial index says it. Of machines without a commissioning day all that went before counts, for
 * their life begins with their first failure. */
#define TICKET_COLUMNS                                                                                       \
	"SELECT machine_id, id, occurred_at, restored_at, reported_at, accepted_at, started_at, stopped, "   \
	"CASE state WHEN 'closed' THEN 1 WHEN 'restored' THEN 1 WHEN 'cancelled' THEN 1 ELSE 0 END AS "      \
	"closed, "                                                                                           \
	"CASE WHEN cancel_reason IS NULL OR state <> 'cancelled' THEN 0 WHEN cancel_reason = 'duplicate' "   \
	"THEN 1 WHEN cancel_reason = 'no_fault_found' THEN 2 ELSE 3 END AS cancel, failure_mode AS "         \
	"mode_text"
#define TICKET_FILTER                                                                                        \
	" FROM ticket WHERE failure = 1 AND machine_id >= $1 AND machine_id <= $2 "                          \
	"AND (occurred_at IS NULL OR (occurred_at < $4 AND (restored_at IS NULL OR restored_at >= $3 "       \
	"OR restored_at < occurred_at OR machine_id IN (SELECT m.id FROM asset m "                           \
	"WHERE m.kind = 'machine' AND m.commissioned_day IS NULL)))) "                                       \
	"ORDER BY machine_id, occurred_at, id"
static const char SQL_TICKETS[] = TICKET_COLUMNS TICKET_FILTER;
static const char SQL_TAGGED[] = TICKET_COLUMNS ", component_id, cause_code AS cause_text" TICKET_FILTER;
static const char SQL_WAITS[] =
	"SELECT ticket_id, sum(coalesce(to_at, $2) - from_at) AS wait_ms FROM ticket_wait "
	"WHERE from_at < $1 GROUP BY ticket_id ORDER BY ticket_id";
/* A plan's job without an end is one during which the machine runs. */
static const char SQL_JOBS[] =
	"SELECT machine_id, id, planned_from, planned_to, started_at, restored_at AS ended_at FROM ticket "
	"WHERE planned_from IS NOT NULL AND kind <> 'corrective' AND state <> 'cancelled' "
	"AND (planned_to IS NOT NULL OR source <> 'plan') "
	"AND machine_id >= $1 AND machine_id <= $2 AND planned_from < $4 "
	"AND (restored_at IS NULL OR restored_at >= $3 OR planned_to >= $3) ORDER BY machine_id, "
	"planned_from, id";
static const char SQL_PARTS[] = "SELECT machine_id, -sum(value_cents) AS cents FROM movement "
				"WHERE machine_id >= $1 AND machine_id <= $2 AND time >= $3 AND time < $4 "
				"AND machine_id IS NOT NULL GROUP BY machine_id ORDER BY machine_id";
static const char SQL_LABOUR[] =
	"SELECT machine_id, sum(cost_cents) AS cents FROM labour WHERE machine_id >= $1 "
	"AND machine_id <= $2 AND booked_at >= $3 AND booked_at < $4 "
	"AND removed_at IS NULL GROUP BY machine_id ORDER BY machine_id";
static const char SQL_OUTSIDE[] =
	"SELECT machine_id, sum(cost_cents) AS cents FROM invoice WHERE machine_id >= $1 "
	"AND machine_id <= $2 AND booked_at >= $3 AND booked_at < $4 "
	"AND removed_at IS NULL GROUP BY machine_id ORDER BY machine_id";

static const char SQL_PARTS_EACH[] =
	"SELECT machine_id, ticket_id, time AS booked_at, -value_cents AS cents FROM movement "
	"WHERE machine_id >= $1 AND machine_id <= $2 AND time >= $3 AND time < $4 AND machine_id IS NOT NULL";
static const char SQL_LABOUR_EACH[] =
	"SELECT machine_id, ticket_id, booked_at, cost_cents AS cents FROM labour WHERE machine_id >= $1 "
	"AND machine_id <= $2 AND booked_at >= $3 AND booked_at < $4 AND removed_at IS NULL";
static const char SQL_OUTSIDE_EACH[] =
	"SELECT machine_id, ticket_id, booked_at, cost_cents AS cents FROM invoice WHERE machine_id >= $1 "
	"AND machine_id <= $2 AND booked_at >= $3 AND booked_at < $4 AND removed_at IS NULL";
static const char SQL_PARTS_OF[] =
	"SELECT ticket_id, -value_cents AS cents FROM movement WHERE machine_id >= $1 AND machine_id <= $2 "
	"AND time >= $3 AND time < $4 AND machine_id IS NOT NULL";
static const char SQL_LABOUR_OF[] =
	"SELECT ticket_id, cost_cents AS cents FROM labour WHERE machine_id >= $1 AND machine_id <= $2 "
	"AND booked_at >= $3 AND booked_at < $4 AND removed_at IS NULL";
static const char SQL_OUTSIDE_OF[] =
	"SELECT ticket_id, cost_cents AS cents FROM invoice WHERE machine_id >= $1 AND machine_id <= $2 "
	"AND booked_at >= $3 AND booked_at < $4 AND removed_at IS NULL";
/* Each of the same columns; the window is not asked of open ones. */
static const char SQL_REPORTED[] =
	"SELECT machine_id, count(*) AS n, CAST(NULL AS TEXT) AS kind, min(reported_at) AS since FROM ticket "
	"WHERE machine_id >= $1 AND machine_id <= $2 AND reported_at >= $3 AND reported_at < $4 "
	"GROUP BY machine_id";
static const char SQL_NOT_CORRECTIVE[] =
	"SELECT machine_id, count(*) AS n, kind, min(reported_at) AS since FROM ticket "
	"WHERE kind <> 'corrective' AND machine_id >= $1 AND machine_id <= $2 AND reported_at >= $3 "
	"AND reported_at < $4 GROUP BY machine_id, kind";
static const char SQL_OPEN[] =
	"SELECT machine_id, count(*) AS n, kind, min(reported_at) AS since FROM ticket WHERE open = 1 "
	"AND state <> 'restored' AND machine_id >= $1 AND machine_id <= $2 AND $3 <= $4 "
	"GROUP BY machine_id, kind";
static const char SQL_REOPENED[] =
	"SELECT machine_id, count(*) AS n, CAST(NULL AS TEXT) AS kind, min(restored_at) AS since FROM ticket "
	"WHERE reopened > 0 AND failure = 1 AND machine_id >= $1 AND machine_id <= $2 AND restored_at >= $3 "
	"AND restored_at < $4 GROUP BY machine_id";
static const char SQL_PLACES[] =
	"SELECT id, parent_id, kind, code, name, name_en FROM asset WHERE kind <> 'component' ORDER BY id";
static const char SQL_COMPONENTS[] =
	"SELECT id, parent_id, kind, code, name, name_en FROM asset WHERE kind = 'component' ORDER BY id";

enum err store_figures_machines(struct db *db, struct arena *a, int64_t under, struct list *out)
{
	return db_list(
		db, a, SQL_MACHINES, ARGS(v_int(under)), machine_fields, sizeof(struct figures_machine), out);
}

/* ---- codes ---- */

static uint64_t hash_of(const char *text)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (; *text; text++)
		h = (h ^ (unsigned char)*text) * UINT64_C(1099511628211);
	return h ^ h >> 32;
}

static void names_grow(struct arena *a, struct figures_names *names)
{
	const char **more;

	names->room = names->room ? names->room * 2 : 64;
	names->mask = names->room * 2 - 1;
	more = arena_calloc(a, names->room, sizeof(*more));
	if (names->n)
		memcpy(more, names->at, names->n * sizeof(*more));
	else
		names->n = 1;
	names->at = more;
	names->slots = arena_calloc(a, names->mask + 1, sizeof(*names->slots));
	for (size_t i = 1; i < names->n; i++) {
		size_t slot = hash_of(names->at[i]) & names->mask;

		while (names->slots[slot])
			slot = (slot + 1) & names->mask;
		names->slots[slot] = (int32_t)i;
	}
}

int64_t figures_name(struct arena *a, struct figures_names *names, const char *text)
{
	size_t slot;

	if (names->n == names->room)
		names_grow(a, names);
	if (!text)
		return 0;
	for (slot = hash_of(text) & names->mask; names->slots[slot]; slot = (slot + 1) & names->mask)
		if (strcmp(names->at[names->slots[slot]], text) == 0)
			return names->slots[slot];
	names->at[names->n] = arena_strdup(a, text);
	names->slots[slot] = (int32_t)names->n;
	return (int64_t)names->n++;
}

/* ---- tickets ---- */

struct tickets_run {
	const struct figures_tickets *want;
	struct arena *arena, row; /* what stays, and what a row needs */
	struct list waits;
};

/* Few tickets wait, so each is looked up among the sorted few. */
static int64_t waits_of(const struct list *waits, int64_t ticket)
{
	size_t low = 0, high = waits->n;

	while (low < high) {
		size_t mid = (low + high) / 2;
		const struct wait *w = list_at(waits, mid, sizeof(*w));

		if (w->ticket_id == ticket)
			return w->wait_ms;
		if (w->ticket_id < ticket)
			low = mid + 1;
		else
			high = mid;
	}
	return 0;
}

static enum err ticket_row(void *row, void *ctx)
{
	struct tickets_run *run = ctx;
	const struct figures_tickets *want = run->want;
	struct figures_ticket *t = row;

	t->wait_ms = waits_of(&run->waits, t->id);
	t->failure_mode = figures_name(run->arena, want->modes, t->mode_text);
	if (want->causes)
		t->cause_code = figures_name(run->arena, want->causes, t->cause_text);
	arena_clear(&run->row);
	return want->fn(t, want->ctx);
}

enum err store_figures_tickets(struct db *db, struct arena *a, const struct figures_tickets *want)
{
	const struct figures_scope *s = want->scope;
	struct tickets_run run = {.want = want, .arena = a};
	struct figures_ticket row = {.component_id = NONE};
	enum err err = db_list(db, a, SQL_WAITS, ARGS(v_int(s->to), v_int(want->now)), wait_fields,
		sizeof(struct wait), &run.waits);

	if (err != OK)
		return err;
	arena_init(&run.row);
	err = db_each(db, &run.row, want->causes ? SQL_TAGGED : SQL_TICKETS,
		ARGS(v_int(s->low), v_int(s->high), v_int(s->from), v_int(s->to)),
		want->causes ? tagged_fields : failure_fields, &row, ticket_row, &run);
	arena_release(&run.row);
	return err;
}

enum err store_figures_jobs(struct db *db, struct arena *a, const struct figures_scope *s, struct list *out)
{
	return db_list(db, a, SQL_JOBS, ARGS(v_int(s->low), v_int(s->high), v_int(s->from), v_int(s->to)),
		job_fields, sizeof(struct figures_job), out);
}

enum err store_figures_costs(struct db *db, struct arena *a, enum figures_cost_kind kind,
	const struct figures_scope *s, struct list *out)
{
	const char *sql = kind == COST_PARTS ? SQL_PARTS : kind == COST_LABOUR ? SQL_LABOUR : SQL_OUTSIDE;

	return db_list(db, a, sql, ARGS(v_int(s->low), v_int(s->high), v_int(s->from), v_int(s->to)),
		cost_fields, sizeof(struct figures_cost), out);
}

enum err store_figures_spending(struct db *db, struct arena *a, enum figures_cost_kind kind,
	const struct figures_scope *s, enum err (*fn)(void *spending, void *ctx), void *ctx)
{
	static const char *const sql[] = {SQL_PARTS_EACH, SQL_LABOUR_EACH, SQL_OUTSIDE_EACH};
	struct figures_spending row;

	return db_each(db, a, sql[kind], ARGS(v_int(s->low), v_int(s->high), v_int(s->from), v_int(s->to)),
		spending_fields, &row, fn, ctx);
}

enum err store_figures_spending_of(struct db *db, struct arena *a, enum figures_cost_kind kind,
	const struct figures_scope *s, enum err (*fn)(void *spending, void *ctx), void *ctx)
{
	static const char *const sql[] = {SQL_PARTS_OF, SQL_LABOUR_OF, SQL_OUTSIDE_OF};
	struct figures_spending row = {.machine_id = NONE, .booked_at = NONE};

	return db_each(db, a, sql[kind], ARGS(v_int(s->low), v_int(s->high), v_int(s->from), v_int(s->to)),
		spending_of_fields, &row, fn, ctx);
}

enum err store_figures_counts(struct db *db, struct arena *a, enum figures_counted what,
	const struct figures_scope *s, struct list *out)
{
	static const char *const sql[] = {SQL_REPORTED, SQL_NOT_CORRECTIVE, SQL_OPEN, SQL_REOPENED};

	return db_list(db, a, sql[what], ARGS(v_int(s->low), v_int(s->high), v_int(s->from), v_int(s->to)),
		count_fields, sizeof(struct figures_count), out);
}

enum err store_figures_places(struct db *db, struct arena *a, struct list *out)
{
	return db_list(db, a, SQL_PLACES, NO_ARGS, place_fields, sizeof(struct figures_place), out);
}

enum err store_figures_components(struct db *db, struct arena *a, struct list *out)
{
	return db_list(db, a, SQL_COMPONENTS, NO_ARGS, place_fields, sizeof(struct figures_place), out);
}
