/* figures.c - see figures.h. */
#include "store/figures.h"

#include "store/asset.h"

static const struct field machine_fields[] = {
	FIELD(struct figures_machine, id, F_INT),
	FIELD(struct figures_machine, parent_id, F_INT),
	FIELD(struct figures_machine, code, F_TEXT),
	FIELD(struct figures_machine, name, F_TEXT),
	FIELD(struct figures_machine, commissioned_day, F_DAY),
	FIELD(struct figures_machine, retired_day, F_DAY),
	FIELD(struct figures_machine, original_value_cents, F_INT),
	FIELD(struct figures_machine, calendar_id, F_INT),
	FIELD(struct figures_machine, criticality, F_ENUM, .names = criticalities),
	FIELD_END,
};
static const struct field ticket_fields[] = {
	FIELD(struct figures_ticket, machine_id, F_INT),
	FIELD(struct figures_ticket, id, F_INT),
	FIELD(struct figures_ticket, occurred_at, F_TIME),
	FIELD(struct figures_ticket, restored_at, F_TIME),
	FIELD(struct figures_ticket, reported_at, F_TIME),
	FIELD(struct figures_ticket, accepted_at, F_TIME),
	FIELD(struct figures_ticket, started_at, F_TIME),
	FIELD(struct figures_ticket, stopped, F_BOOL),
	FIELD(struct figures_ticket, closed, F_BOOL),
	FIELD(struct figures_ticket, cancel, F_INT),
	FIELD(struct figures_ticket, wait_ms, F_INT, F_NO_COLUMN),
	FIELD(struct figures_ticket, failure_mode, F_TEXT),
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
struct wait {
	int64_t ticket_id, wait_ms;
};
static const struct field wait_fields[] = {
	FIELD(struct wait, ticket_id, F_INT),
	FIELD(struct wait, wait_ms, F_INT),
	FIELD_END,
};

static const char SQL_MACHINES[] =
	"WITH RECURSIVE below (id, calendar_id, inside) AS ("
	"SELECT id, calendar_id, CASE WHEN $1 IS NULL OR id = $1 THEN 1 ELSE 0 END FROM asset WHERE "
	"parent_id IS NULL "
	"UNION ALL SELECT a.id, coalesce(a.calendar_id, b.calendar_id), "
	"CASE WHEN b.inside = 1 OR a.id = $1 THEN 1 ELSE 0 END "
	"FROM below b JOIN asset a ON a.parent_id = b.id WHERE a.kind <> 'component') "
	"SELECT a.id AS id, a.parent_id AS parent_id, a.code AS code, a.name AS name, "
	"a.commissioned_day AS commissioned_day, a.retired_day AS retired_day, "
	"a.original_value_cents AS original_value_cents, b.calendar_id AS calendar_id, a.criticality AS "
	"criticality "
	"FROM below b JOIN asset a ON a.id = b.id WHERE b.inside = 1 AND a.kind = 'machine' ORDER BY a.id";

/* failure = 1 as the partial index says it. */
static const char SQL_TICKETS[] =
	"SELECT machine_id, id, occurred_at, restored_at, reported_at, accepted_at, started_at, stopped, "
	"CASE WHEN state IN ('restored', 'closed', 'cancelled') THEN 1 ELSE 0 END AS closed, "
	"CASE WHEN state <> 'cancelled' THEN 0 WHEN cancel_reason = 'duplicate' THEN 1 "
	"WHEN cancel_reason = 'no_fault_found' THEN 2 ELSE 3 END AS cancel, failure_mode "
	"FROM ticket WHERE failure = 1 AND machine_id >= $1 AND machine_id <= $2 "
	"AND (occurred_at IS NULL OR (occurred_at < $4 AND (restored_at IS NULL OR restored_at >= $3 "
	"OR restored_at < occurred_at))) ORDER BY machine_id, occurred_at, id";
/* Of machines whose life begins with their first failure. */
static const char SQL_EARLIER[] =
	"SELECT t.machine_id AS machine_id, t.id AS id, t.occurred_at AS occurred_at, t.restored_at AS "
	"restored_at, "
	"t.reported_at AS reported_at, t.accepted_at AS accepted_at, t.started_at AS started_at, "
	"t.stopped AS stopped, CASE WHEN t.state IN ('restored', 'closed', 'cancelled') THEN 1 ELSE 0 END AS "
	"closed, "
	"CASE WHEN t.state <> 'cancelled' THEN 0 WHEN t.cancel_reason = 'duplicate' THEN 1 "
	"WHEN t.cancel_reason = 'no_fault_found' THEN 2 ELSE 3 END AS cancel, t.failure_mode AS failure_mode "
	"FROM asset m JOIN ticket t ON t.machine_id = m.id WHERE m.kind = 'machine' AND m.commissioned_day "
	"IS NULL "
	"AND t.failure = 1 AND m.id >= $1 AND m.id <= $2 AND t.occurred_at IS NOT NULL AND t.restored_at < "
	"$3 "
	"AND t.restored_at >= t.occurred_at ORDER BY t.machine_id, t.occurred_at, t.id";
static const char SQL_WAITS[] =
	"SELECT ticket_id, sum(coalesce(to_at, $2) - from_at) AS wait_ms FROM ticket_wait "
	"WHERE from_at < $1 GROUP BY ticket_id ORDER BY ticket_id";
static const char SQL_JOBS[] =
	"SELECT machine_id, id, planned_from, planned_to, started_at, restored_at AS ended_at FROM ticket "
	"WHERE planned_from IS NOT NULL AND kind <> 'corrective' AND state <> 'cancelled' "
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

enum err store_figures_machines(struct db *db, struct arena *a, int64_t under, struct list *out)
{
	return db_list(
		db, a, SQL_MACHINES, ARGS(v_int(under)), machine_fields, sizeof(struct figures_machine), out);
}

/* Two lists sorted by machine, as one: what came earlier first. */
static void merge(struct arena *a, struct list *late, const struct list *early)
{
	struct figures_ticket *all, *x = early->items, *y = late->items;
	size_t i = 0, k = 0, n = 0;

	if (!early->n)
		return;
	all = arena_calloc(a, early->n + late->n, sizeof(*all));
	while (i < early->n || k < late->n) {
		if (k == late->n || (i < early->n && x[i].machine_id <= y[k].machine_id))
			all[n++] = x[i++];
		else
			all[n++] = y[k++];
	}
	late->items = all;
	late->n = n;
}

/* Waits come by ticket; few tickets wait, so each is looked up among the sorted few. */
static enum err add_waits(
	struct db *db, struct arena *a, const struct figures_scope *s, int64_t now, struct list *tickets)
{
	struct list waits;
	enum err err = db_list(
		db, a, SQL_WAITS, ARGS(v_int(s->to), v_int(now)), wait_fields, sizeof(struct wait), &waits);

	for (size_t i = 0; err == OK && i < tickets->n; i++) {
		struct figures_ticket *t = list_at(tickets, i, sizeof(*t));
		size_t low = 0, high = waits.n;

		t->wait_ms = 0;
		while (low < high) {
			size_t mid = (low + high) / 2;
			const struct wait *w = list_at(&waits, mid, sizeof(*w));

			if (w->ticket_id == t->id)
				t->wait_ms = w->wait_ms;
			if (w->ticket_id < t->id)
				low = mid + 1;
			else
				high = mid;
		}
	}
	return err;
}

enum err store_figures_tickets(
	struct db *db, struct arena *a, const struct figures_scope *s, int64_t now, struct list *out)
{
	struct list early;
	enum err err =
		db_list(db, a, SQL_TICKETS, ARGS(v_int(s->low), v_int(s->high), v_int(s->from), v_int(s->to)),
			ticket_fields, sizeof(struct figures_ticket), out);

	if (err == OK)
		err = db_list(db, a, SQL_EARLIER, ARGS(v_int(s->low), v_int(s->high), v_int(s->from)),
			ticket_fields, sizeof(struct figures_ticket), &early);
	if (err != OK)
		return err;
	merge(a, out, &early);
	return add_waits(db, a, s, now, out);
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
