/* import_undo.c - see import_undo.h. */
#include "domain/import_undo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "domain/asset.h"
#include "domain/job.h"
#include "domain/plan.h"
#include "domain/ticket.h"
#include "store/event.h"
#include "store/job.h"
#include "store/part.h"

enum { BATCH = 500 };
static const char UNDONE[] = "import_undone";

struct undo {
	struct import_undo *in;
	struct imported_row *row;
	struct arena scratch;
	struct fault fault;
	struct import_row *refused; /* IMPORT_FAULTS of them */
	int64_t begin;		    /* the newest event before */
};

static bool is(const struct event *e, const char *entity, const char *kind)
{
	return strcmp(e->entity, entity) == 0 && strcmp(e->kind, kind) == 0;
}

/* ---- what was changed ---- */

static enum err asset_back(struct tx *tx, const struct event *e)
{
	struct asset before, x;
	enum err err = store_asset_get(tx->db, tx->arena, e->entity_id, &before);

	if (err != OK)
		return err;
	x = before;
	err = json_read_before(e->body, strlen(e->body), asset_fields, &x, tx->arena);
	x.version = before.version;
	if (err == OK)
		err = store_asset_put(tx, &x);
	if (err != OK)
		return err;
	x.version = before.version; /* no change that anybody would look for */
	return store_event_change(tx, "asset", x.id, before.parent_id == x.parent_id ? "changed" : "moved",
		asset_fields, &before, &x);
}

static enum err part_back(struct tx *tx, const struct event *e)
{
	struct part before, x;
	enum err err = store_part_get(tx->db, tx->arena, e->entity_id, &before);

	if (err != OK)
		return err;
	x = before;
	err = json_read_before(e->body, strlen(e->body), part_fields, &x, tx->arena);
	x.version = before.version;
	if (err == OK)
		err = store_part_put(tx, &x);
	if (err == OK)
		err = store_part_get(tx->db, tx->arena, x.id, &x);
	return err == OK ? store_event_change(tx, "part", x.id, "changed", part_fields, &before, &x) : err;
}

/* ---- what was made ---- */

static enum err in_use(struct tx *tx)
{
	return fault_set(tx->fault, ERR_CONFLICT, MSG_UNDO_USED, NULL);
}

struct gone {
	enum store_gone what;
	int64_t id;
};

static enum err take_away(struct tx *tx, void *ctx)
{
	static const char *const entities[] = {"asset", "part", "bin"};
	const struct gone *g = ctx;
	enum err err = store_import_take_away(tx, g->what, g->id);

	return err == OK ? store_event_note(tx, entities[g->what], g->id, UNDONE, NULL, NULL) : err;
}

/* In a part of its own: what others use stays as it was. */
static enum err try_away(struct tx *tx, enum store_gone what, int64_t id)
{
	return store_try(tx, take_away, &(struct gone){what, id});
}

static enum err asset_away(struct tx *tx, const struct undo *u, int64_t id)
{
	struct asset x;
	enum err err = store_asset_get(tx->db, tx->arena, id, &x);
	struct asset_change retire = {
		.id = id, .state = ASSET_RETIRED, .reason = UNDONE, .version = NONE, .lead = true};

	if (err == OK)
		err = try_away(tx, GONE_ASSET, id);
	if (err != ERR_CONFLICT)
		return err;
	fault_clear(tx->fault);
	if (x.kind != ASSET_MACHINE)
		return OK;
	if (strcmp(u->in->run.kind, import_whats[IMPORT_REPAIRS]) != 0)
		return in_use(tx);
	/* Its repair stays, cancelled, and somebody else may have reported on it: then it stays as it is. */
	err = domain_asset_state(tx, &retire, &x);
	if (err == ERR_CONFLICT)
		fault_clear(tx->fault);
	return err == ERR_CONFLICT ? OK : err;
}

static enum err part_away(struct tx *tx, int64_t id, int64_t received)
{
	int64_t moves = 0;
	enum err err = store_import_movements(tx->db, id, &moves);

	if (err == OK && moves > received)
		return in_use(tx);
	if (err == OK)
		err = try_away(tx, GONE_PART, id);
	return err == ERR_CONFLICT ? in_use(tx) : err;
}

static enum err bin_away(struct tx *tx, int64_t id)
{
	enum err err = try_away(tx, GONE_BIN, id);

	if (err == ERR_CONFLICT)
		fault_clear(tx->fault);
	return err == ERR_CONFLICT ? OK : err;
}

static enum err ticket_back(struct tx *tx, const struct undo *u, int64_t id)
{
	enum err err = store_import_cancel_ticket(
		tx, id, arena_printf(tx->arena, "%s: %s", UNDONE, u->in->run.name));

	return err == OK ? store_event_note(tx, "ticket", id, "cancelled", "reason", UNDONE) : err;
}

/* ---- plans ---- */

/* What was made because it was due goes with it, unless somebody has begun. */
static enum err service_away(struct tx *tx, const struct undo *u, int64_t id)
{
	struct ticket t;
	enum err err = store_ticket_get(tx->db, tx->arena, id, &t);

	if (err != OK || (t.state != TICKET_REPORTED && t.state != TICKET_ACCEPTED))
		return err;
	return domain_ticket_cancel(tx, id, NONE, CANCEL_OTHER, NONE,
		arena_printf(tx->arena, "%s: %s", UNDONE, u->in->run.name), &t);
}

/* It has been due, so it stays in the books, and makes nothing any more. */
static enum err plan_away(struct tx *tx, int64_t id)
{
	struct plan p;
	enum err err = store_plan_get(tx->db, tx->arena, id, 0, &p);

	p.retired = 1;
	return err == OK ? domain_plan_put(tx, &p) : err;
}

static enum err plan_back(struct tx *tx, const struct event *e)
{
	struct plan x;
	int64_t version;
	enum err err = store_plan_get(tx->db, tx->arena, e->entity_id, 0, &x);

	if (err != OK)
		return err;
	version = x.version;
	err = json_read_before(e->body, strlen(e->body), plan_columns, &x, tx->arena);
	x.version = version;
	return err == OK ? domain_plan_put(tx, &x) : err;
}

static enum err machine_out(struct tx *tx, const struct event *e)
{
	struct json_pair *pairs = NULL;
	size_t n = 0;
	enum err err = json_read_pairs(e->body, strlen(e->body), &pairs, &n, tx->arena, tx->fault);

	return err == OK && n ? domain_plan_machine_remove(tx, e->entity_id, strtoll(pairs[0].text, NULL, 10))
			      : err;
}

static enum err job_away(struct tx *tx, int64_t id)
{
	struct job_plan j;
	enum err err = store_job_get(tx->db, tx->arena, id, &j);

	/* Another plan has it by now. */
	if (err != OK || j.plans)
		return err;
	j.retired = 1;
	return domain_job_put(tx, &j);
}

static enum err plan_event_back(struct tx *tx, const struct event *e, bool *mine)
{
	*mine = true;
	if (is(e, "plan", "added"))
		return plan_away(tx, e->entity_id);
	if (is(e, "plan", "changed"))
		return plan_back(tx, e);
	if (is(e, "plan", "machine_added"))
		return machine_out(tx, e);
	if (is(e, "job", "added"))
		return job_away(tx, e->entity_id);
	*mine = is(e, "ticket", "reported");
	return OK;
}

/* ---- a row ---- */

static int64_t received_by(const struct list *events, int64_t part)
{
	int64_t n = 0;

	for (size_t i = 0; i < events->n; i++) {
		const struct event *e = list_at(events, i, sizeof(*e));

		n += e->entity_id == part && is(e, "part", "received");
	}
	return n;
}

static enum err one_back(
	struct tx *tx, const struct undo *u, const struct list *events, const struct event *e)
{
	bool mine;
	enum err err = plan_event_back(tx, e, &mine);

	if (mine)
		return err;
	if (is(e, "asset", "created"))
		return asset_away(tx, u, e->entity_id);
	if (is(e, "asset", "changed") || is(e, "asset", "moved") || is(e, "asset", "state"))
		return asset_back(tx, e);
	if (is(e, "part", "created"))
		return part_away(tx, e->entity_id, received_by(events, e->entity_id));
	if (is(e, "part", "changed"))
		return part_back(tx, e);
	if (is(e, "bin", "created"))
		return bin_away(tx, e->entity_id);
	if (is(e, "ticket", "imported"))
		return ticket_back(tx, u, e->entity_id);
	return OK; /* goes with what it belongs to */
}

/* Of places and bins it is enough that they are not used. */
static bool must_be_untouched(const struct event *e, const char *kind)
{
	if (strcmp(e->entity, "bin") == 0 || strcmp(kind, import_whats[IMPORT_PLANS]) == 0)
		return false;
	return strcmp(e->kind, "created") != 0 || strcmp(e->entity, "asset") != 0 ||
	       strcmp(kind, import_whats[IMPORT_MACHINES]) != 0;
}

/* Of a plan only what people change counts, not what its days make of it. */
static bool is_change(const struct event *e)
{
	return is(e, "plan", "added") || is(e, "plan", "changed") || is(e, "plan", "machine_added");
}

static enum err plan_untouched(struct tx *tx, const struct undo *u, const struct event *e)
{
	static const char kinds[] = ",changed,paused,resumed,retired,machine_added,machine_removed,";
	const char *actor;
	enum err err = store_event_touched_so(
		tx->db, tx->arena, e->entity, e->entity_id, kinds, u->in->run.last_seq, u->begin, &actor);

	return err == OK && actor ? fault_set(tx->fault, ERR_CONFLICT, MSG_UNDO_CHANGED, actor) : err;
}

static enum err check_untouched(struct tx *tx, const struct undo *u, const struct list *events)
{
	const char *actor = NULL;
	enum err err = OK;

	for (size_t i = 0; i < events->n && err == OK; i++) {
		const struct event *e = list_at(events, i, sizeof(*e));

		if (is_change(e))
			err = plan_untouched(tx, u, e);
		if (!must_be_untouched(e, u->in->run.kind) || err != OK)
			continue;
		err = store_event_touched(
			tx->db, tx->arena, e->entity, e->entity_id, u->in->run.last_seq, &actor);
		if (err == OK && actor)
			return fault_set(tx->fault, ERR_CONFLICT, MSG_UNDO_CHANGED, actor);
	}
	return err;
}

static enum err row_back(struct tx *tx, void *ctx)
{
	struct undo *u = ctx;
	struct list events;
	enum err err = store_event_between(tx->db, tx->arena, u->row->first_seq, u->row->last_seq, &events);

	if (err == OK)
		err = check_untouched(tx, u, &events);
	for (size_t i = 0; i < events.n && err == OK; i++)
		err = one_back(tx, u, &events, list_at(&events, i, sizeof(struct event)));
	/* When their plans are out of use, or the next ones would be made. */
	for (size_t i = 0; i < events.n && err == OK; i++) {
		const struct event *e = list_at(&events, i, sizeof(*e));

		if (is(e, "ticket", "reported"))
			err = service_away(tx, u, e->entity_id);
	}
	return err == OK ? store_import_row_undone(tx, u->in->run.id, u->row->number) : err;
}

static void refuse(struct undo *u, struct arena *keep, enum err err)
{
	struct import_row *r;

	if (u->fault.err == OK)
		fault_set(
			&u->fault, ERR_CONFLICT, err == ERR_NOT_FOUND ? MSG_NOT_FOUND : MSG_UNDO_USED, NULL);
	if (u->in->refused++ >= IMPORT_FAULTS)
		return;
	r = &u->refused[u->in->rows.n++];
	*r = (struct import_row){.number = u->row->number,
		.verdict = u->row->verdict == IMPORTED_NEW ? IMPORT_NEW : IMPORT_CHANGED,
		.key = arena_strdup(keep, u->row->key),
		.title = arena_strdup(keep, u->row->title),
		.fault = arena_memdup(keep, &u->fault, sizeof(u->fault))};
}

static enum err do_row(struct tx *tx, struct undo *u)
{
	struct tx own = *tx;
	enum err err;

	own.arena = &u->scratch;
	own.fault = &u->fault;
	fault_clear(&u->fault);
	err = store_try(&own, row_back, u);
	arena_clear(&u->scratch);
	if (err == ERR_IO || err == ERR_FULL || err == ERR_BUSY)
		return err;
	if (err != OK)
		refuse(u, tx->arena, err);
	u->in->undone += err == OK;
	return OK;
}

static enum err all_rows(struct tx *tx, struct undo *u)
{
	int64_t before = INT64_MAX;
	struct list rows = {.n = 1};
	struct arena batch;
	enum err err = OK;

	arena_init(&batch);
	while (err == OK && rows.n) {
		err = store_import_rows(tx->db, &batch, u->in->run.id, before, BATCH, &rows);
		for (size_t i = 0; err == OK && i < rows.n; i++) {
			u->row = list_at(&rows, i, sizeof(*u->row));
			before = u->row->number;
			err = do_row(tx, u);
		}
		arena_clear(&batch);
	}
	arena_release(&batch);
	return err;
}

static enum err outcome(struct tx *tx, struct import_undo *in)
{
	char n[24];
	enum err err;

	snprintf(n, sizeof(n), "%lld", (long long)in->refused);
	in->finished = true;
	if (!in->apply)
		return fault_set(tx->fault, ERR_CONFLICT, MSG_UNDO_DRY, NULL);
	if (in->refused && !in->partial)
		return fault_set(tx->fault, ERR_CONFLICT, MSG_UNDO_REFUSED, n);
	err = store_import_undone(tx, in->run.id, in->refused);
	if (err == OK)
		err = store_event_note(tx, "import", in->run.id, "undone", "name", in->run.name);
	return err == OK ? store_import_get(tx->db, tx->arena, in->run.id, &in->run) : err;
}

enum err domain_import_undo(struct tx *tx, void *ctx)
{
	struct import_undo *in = ctx;
	struct undo u = {.in = in};
	enum err err = store_import_get(tx->db, tx->arena, in->run_id, &in->run);

	in->undone = in->refused = 0;
	in->finished = false;
	if (err != OK)
		return err;
	if (in->run.undone_at != NONE)
		return fault_set(tx->fault, ERR_CONFLICT, MSG_UNDO_DONE, NULL);
	err = store_event_newest(tx->db, &u.begin);
	if (err != OK)
		return err;
	u.refused = arena_calloc(tx->arena, IMPORT_FAULTS, sizeof(*u.refused));
	in->rows = (struct list){u.refused, 0};
	arena_init(&u.scratch);
	err = all_rows(tx, &u);
	arena_release(&u.scratch);
	return err == OK ? outcome(tx, in) : err;
}
