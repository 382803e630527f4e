/* plan.c - writing plans. See plan.h. */
#include "domain/plan.h"

#include "base/clock.h"
#include "domain/ticket_rules.h"
#include "store/asset.h"
#include "store/event.h"
#include "store/job.h"
#include "store/meter.h"

/* ---- what is wrong with it ---- */

static enum err check_rule(struct tx *tx, const struct plan *p)
{
	const struct recur r = plan_rule(p);
	struct occasion at;
	enum err err = OK;

	if (p->unit < 0 && p->meter_every == NONE)
		return fault_field(tx->fault, "unit", MSG_PLAN_WHEN, NULL);
	if (p->to_day != NONE && p->to_day < p->from_day)
		err = fault_field(tx->fault, "to_day", MSG_SPAN_ORDER, NULL);
	if (p->unit < 0)
		return err;
	if (p->every == NONE)
		return err_worse(err, fault_field(tx->fault, "every", MSG_F_REQUIRED, NULL));
	if (p->mode == RECUR_AFTER && p->month_day != NONE)
		err = err_worse(err, fault_field(tx->fault, "month_day", MSG_PLAN_AFTER_DAY, NULL));
	if (err == OK && p->mode == RECUR_FIXED && !recur_next(&r, NULL, NONE, NONE, &at))
		err = fault_field(tx->fault, "months", MSG_PLAN_NEVER, NULL);
	return err;
}

static enum err check_machine(struct tx *tx, const struct plan *p, const struct plan_asset *pa)
{
	struct asset m;
	struct meter meter;
	enum err err = store_asset_get(tx->db, tx->arena, pa->asset_id, &m);

	if (err == ERR_NOT_FOUND || (err == OK && m.kind != ASSET_MACHINE))
		return fault_field(tx->fault, "assets", MSG_TICKET_NOT_MACHINE, NULL);
	if (err == OK && p->meter_every != NONE && pa->meter_id == NONE && p->unit < 0)
		return fault_field(tx->fault, "assets", MSG_PLAN_METER, m.name);
	if (err != OK || pa->meter_id == NONE)
		return err;
	err = store_meter_get(tx->db, tx->arena, pa->meter_id, &meter);
	if (err == ERR_NOT_FOUND || (err == OK && (meter.asset_id != pa->asset_id || meter.kind != 0)))
		return fault_field(tx->fault, "assets", MSG_PLAN_METER, m.name);
	return err;
}

static enum err check_links(struct tx *tx, const struct plan *p)
{
	struct calendar_row calendar;
	struct job_plan job;
	enum err err = store_job_get(tx->db, tx->arena, p->job_plan_id, &job);

	if (err == ERR_NOT_FOUND || (err == OK && job.retired))
		err = fault_field(tx->fault, "job_plan_id", MSG_F_NO_SUCH, NULL);
	if (p->assignee_id != NONE)
		err = err_worse(err, ticket_check_repairer(tx, p->assignee_id, "assignee_id"));
	if (p->calendar_id != NONE) {
		enum err found = store_calendar_get(tx->db, tx->arena, p->calendar_id, &calendar);

		err = err_worse(err, found == ERR_NOT_FOUND
					     ? fault_field(tx->fault, "calendar_id", MSG_F_NO_SUCH, NULL)
					     : found);
	}
	return err;
}

enum err domain_plan_check(struct tx *tx, struct plan *p)
{
	enum err err = OK;

	if (p->from_day == NONE)
		p->from_day = clock_day_of(tx->now);
	if (p->unit < 0)
		p->every = NONE;
	err = err_worse(check_rule(tx, p), check_links(tx, p));
	if (p->assets.n > PLAN_MACHINES_MAX)
		return err_worse(err, fault_field(tx->fault, "assets", MSG_PLAN_MANY,
					      arena_printf(tx->arena, "%d", PLAN_MACHINES_MAX)));
	for (size_t i = 0; i < p->assets.n; i++)
		err = err_worse(err, check_machine(tx, p, list_at(&p->assets, i, sizeof(struct plan_asset))));
	return err;
}

/* ---- its machines ---- */

static const struct plan_asset *find(const struct list *assets, int64_t id)
{
	for (size_t i = 0; i < assets->n; i++) {
		const struct plan_asset *pa = list_at(assets, i, sizeof(*pa));

		if (pa->asset_id == id)
			return pa;
	}
	return NULL;
}

static enum err note_machine(struct tx *tx, int64_t plan, int64_t asset, const char *kind)
{
	return store_event_note(
		tx, "plan", plan, kind, "asset", arena_printf(tx->arena, "%lld", (long long)asset));
}

/* `again`: the plan goes on after a pause, and nothing of the time between counts. */
static enum err put_machines(struct tx *tx, const struct plan *p, const struct list *before, bool again)
{
	enum err err = OK;

	for (size_t i = 0; i < p->assets.n && err == OK; i++) {
		struct plan_asset pa = *(struct plan_asset *)list_at(&p->assets, i, sizeof(pa));
		const struct plan_asset *old = find(before, pa.asset_id);

		pa.since_day = old && !again ? old->since_day : clock_day_of(tx->now);
		pa.since_at = old && old->meter_id == pa.meter_id ? old->since_at : tx->now;
		err = store_plan_asset_put(tx, p->id, &pa);
		if (err == OK && !old)
			err = note_machine(tx, p->id, pa.asset_id, "machine_added");
	}
	for (size_t i = 0; i < before->n && err == OK; i++) {
		const struct plan_asset *old = list_at(before, i, sizeof(*old));

		if (find(&p->assets, old->asset_id))
			continue;
		err = store_plan_asset_remove(tx, p->id, old->asset_id);
		if (err == OK)
			err = note_machine(tx, p->id, old->asset_id, "machine_removed");
	}
	return err;
}

static enum err settle_all(struct tx *tx, const struct plan *p, const struct list *before)
{
	struct plan_known known = {.loaded = false};
	int64_t made = 0;
	enum err err = OK;

	for (size_t i = 0; i < p->assets.n && err == OK; i++)
		err = domain_plan_settle(tx, &known, p->id,
			((struct plan_asset *)list_at(&p->assets, i, sizeof(struct plan_asset)))->asset_id,
			&made);
	for (size_t i = 0; i < before->n && err == OK; i++) {
		const struct plan_asset *old = list_at(before, i, sizeof(*old));

		if (!find(&p->assets, old->asset_id))
			err = domain_plan_settle(tx, &known, p->id, old->asset_id, &made);
	}
	return err;
}

enum err domain_plan_add(struct tx *tx, struct plan *p)
{
	const struct list none = {NULL, 0};
	struct plan nothing;
	enum err err = domain_plan_check(tx, p);

	fields_none(plan_columns, &nothing);
	if (err == OK)
		err = store_plan_add(tx, p);
	if (err == OK)
		err = store_event_change(tx, "plan", p->id, "added", plan_columns, &nothing, p);
	if (err == OK)
		err = put_machines(tx, p, &none, false);
	return err == OK ? settle_all(tx, p, &none) : err;
}

enum err domain_plan_put(struct tx *tx, struct plan *p)
{
	struct plan before;
	enum err err = store_plan_get(tx->db, tx->arena, p->id, 0, &before);
	bool again;

	if (err == OK)
		err = domain_plan_check(tx, p);
	if (err == OK && p->paused && !p->pause_reason)
		err = fault_field(tx->fault, "pause_reason", MSG_TICKET_REASON, NULL);
	if (err != OK)
		return err;
	again = before.paused && !p->paused;
	if (!p->paused)
		p->pause_reason = NULL;
	err = store_plan_put(tx, p);
	if (err == ERR_STALE)
		return fault_set(tx->fault, ERR_STALE, MSG_STALE, NULL);
	if (err == OK)
		err = store_event_change(tx, "plan", p->id,
			again				? "resumed"
			: p->paused && !before.paused	? "paused"
			: p->retired && !before.retired ? "retired"
							: "changed",
			plan_columns, &before, p);
	if (err == OK)
		err = put_machines(tx, p, &before.assets, again);
	return err == OK ? settle_all(tx, p, &before.assets) : err;
}

/* Whoever has the plan before his eyes has another list of its machines. */
static enum err touch(struct tx *tx, struct plan *p)
{
	enum err err = store_plan_touch(tx, p);

	return err == ERR_STALE ? fault_set(tx->fault, ERR_STALE, MSG_STALE, NULL) : err;
}

enum err domain_plan_machine_add(struct tx *tx, struct plan *p, const struct plan_asset *wanted)
{
	struct plan_known known = {.loaded = false};
	struct plan_asset pa = *wanted;
	int64_t made = 0;
	enum err err = check_machine(tx, p, &pa);

	if (p->machines >= PLAN_MACHINES_MAX)
		return err_worse(err, fault_field(tx->fault, "assets", MSG_PLAN_MANY,
					      arena_printf(tx->arena, "%d", PLAN_MACHINES_MAX)));
	pa.since_day = clock_day_of(tx->now);
	pa.since_at = tx->now;
	if (err == OK)
		err = touch(tx, p);
	if (err == OK)
		err = store_plan_asset_put(tx, p->id, &pa);
	if (err == OK) {
		p->machines++;
		err = note_machine(tx, p->id, pa.asset_id, "machine_added");
	}
	return err == OK ? domain_plan_settle(tx, &known, p->id, pa.asset_id, &made) : err;
}

enum err domain_plan_machine_remove(struct tx *tx, int64_t plan, int64_t asset)
{
	struct plan_known known = {.loaded = false};
	struct plan p;
	int64_t made = 0;
	enum err err = store_plan_get(tx->db, tx->arena, plan, 0, &p);

	if (err == OK)
		err = touch(tx, &p);
	if (err == OK)
		err = store_plan_asset_remove(tx, plan, asset);
	if (err == OK)
		err = note_machine(tx, plan, asset, "machine_removed");
	return err == OK ? domain_plan_settle(tx, &known, plan, asset, &made) : err;
}
