/* tell.c - the table of who is told what. How an event becomes a telling is in tell_event.c. See tell.h. */
#include "domain/tell.h"

#include <string.h>

#include "base/json.h"
#include "domain/role.h"
#include "store/account.h"
#include "store/asset.h"
#include "store/calendar.h"

const char *const tell_also_names[] = {"buyers", "assignee", "hands", "reporter", NULL};

#define RULES                                                                                                \
	/* name, entity, event, roles, also, on, own area, on shift, minutes */                              \
	R(REPORTED, "reported", "ticket", "reported", ROLE_TECHNICIAN, 0, 1, 1, 1, NONE)                     \
	R(ASSIGNED, "assigned", "ticket", "accepted", 0, TELL_ASSIGNEE, 1, 0, 0, NONE)                       \
	R(WAITING_PARTS, "waiting_parts", "ticket", "waiting", ROLE_STOREKEEPER, 0, 1, 0, 0, NONE)           \
	R(LOW_STOCK, "low_stock", "part", "low", ROLE_STOREKEEPER, TELL_BUYERS, 1, 0, 0, NONE)               \
	R(STOPPED, "stopped", "ticket", "escalated", ROLE_MANAGER, 0, 1, 0, 0, 30)                           \
	R(STOPPED_LONGER, "stopped_longer", "ticket", "escalated", ROLE_LEAD, 0, 1, 0, 0, 120)               \
	R(RESTORED, "restored", "ticket", "restored", 0, TELL_REPORTER, 1, 0, 0, NONE)                       \
	R(REOPENED, "reopened", "ticket", "reopened", 0, TELL_HANDS, 1, 0, 0, NONE)                          \
	R(MESSAGE, "message", "ticket", "commented", 0, TELL_HANDS | TELL_REPORTER, 1, 0, 0, NONE)           \
	R(METER, "meter", "meter", "alarm_raised", ROLE_TECHNICIAN, 0, 1, 1, 1, NONE)                        \
	R(OVERDUE, "overdue", "plan", "overdue", ROLE_MANAGER, TELL_ASSIGNEE, 1, 1, 0, NONE)                 \
	R(MISSED, "missed", "round", "missed", ROLE_MANAGER, TELL_ASSIGNEE, 1, 1, 0, NONE)

#define R(id, name_, entity_, kind_, roles_, also_, on, area, shift, minutes_)                               \
	[TELL_##id] = {name_, entity_, kind_, roles_, also_, on, area, shift, minutes_},
const struct tell_rule tell_rules[TELL_RULES] = {RULES};
#undef R
#define R(id, name_, ...) name_,
const char *const tell_rule_names[] = {RULES NULL};
#undef R

const struct field tell_row_fields[] = {
	FIELD(struct tell_row, rule, F_ENUM, F_SURE, .names = tell_rule_names),
	FIELD(struct tell_row, roles, F_SET, .names = account_roles),
	FIELD(struct tell_row, also, F_SET, .names = tell_also_names),
	FIELD(struct tell_row, enabled, F_BOOL, F_SURE),
	FIELD(struct tell_row, own_area, F_BOOL, F_SURE),
	FIELD(struct tell_row, on_shift, F_BOOL, F_SURE),
	FIELD(struct tell_row, minutes, F_INT),
	FIELD(struct tell_row, place_id, F_INT),
	FIELD(struct tell_row, place, F_TEXT),
	FIELD(struct tell_row, version, F_INT, F_SURE),
	FIELD_END,
};

static struct tell_row shipped(int i)
{
	const struct tell_rule *r = &tell_rules[i];

	/* account_roles begins where the bits of enum role leave the public behind. */
	return (struct tell_row){.rule = i,
		.roles = r->roles >> 1,
		.also = r->also,
		.enabled = r->enabled,
		.own_area = r->own_area,
		.on_shift = r->on_shift,
		.minutes = r->minutes,
		.place_id = NONE,
		.version = 1};
}

enum err domain_tell_rows(struct db *db, struct arena *a, struct list *out)
{
	struct tell_row *rows = arena_calloc(a, TELL_RULES, sizeof(*rows));
	struct list changes;
	enum err err = store_tell_changes(db, a, &changes);

	for (int i = 0; i < TELL_RULES; i++)
		rows[i] = shipped(i);
	for (size_t i = 0; err == OK && i < changes.n; i++) {
		const struct tell_change *c = list_at(&changes, i, sizeof(*c));
		int k = names_find(tell_rule_names, c->rule);
		struct asset place;

		if (k < 0)
			continue;
		rows[k].enabled = c->enabled;
		rows[k].own_area = c->own_area;
		rows[k].on_shift = c->on_shift;
		rows[k].minutes = tell_rules[k].minutes == NONE ? NONE : c->minutes;
		rows[k].place_id = c->place_id;
		rows[k].version = c->version;
		if (c->place_id == NONE)
			continue;
		err = store_asset_get(db, a, c->place_id, &place);
		rows[k].place = err == OK ? place.name : NULL;
		if (err == ERR_NOT_FOUND)
			err = OK;
	}
	*out = (struct list){rows, TELL_RULES};
	return err;
}

static enum err asset_named(struct tx *tx, int64_t id, const char *field)
{
	struct asset x;
	enum err err = id == NONE ? OK : store_asset_get(tx->db, tx->arena, id, &x);

	return err == ERR_NOT_FOUND ? fault_field(tx->fault, field, MSG_F_NO_SUCH, NULL) : err;
}

enum err domain_tell_row_put(struct tx *tx, struct tell_row *r)
{
	struct tell_change c = {tell_rule_names[r->rule], r->enabled, r->own_area, r->on_shift, r->minutes,
		r->place_id, r->version};
	struct list rows;
	enum err err = asset_named(tx, r->place_id, "place_id");

	if (err == OK && (r->minutes == NONE) != (tell_rules[r->rule].minutes == NONE))
		err = fault_field(tx->fault, "minutes", MSG_TELL_MINUTES, NULL);
	if (err == OK)
		err = domain_tell_rows(tx->db, tx->arena, &rows);
	if (err == OK)
		err = store_tell_change_put(tx, &c);
	if (err != OK)
		return err;
	r->version = c.version;
	return store_event_change(tx, "tell_rule", r->rule, "changed", tell_row_fields,
		list_at(&rows, (size_t)r->rule, sizeof(*r)), r);
}

enum err domain_duty_put(struct tx *tx, struct duty *d)
{
	struct calendar_row c;
	enum err err = OK;

	for (size_t i = 0; i < d->areas.n && err == OK; i++)
		err = asset_named(tx, ((int64_t *)d->areas.items)[i], "areas");
	if (err == OK && d->calendar_id != NONE) {
		err = store_calendar_get(tx->db, tx->arena, d->calendar_id, &c);
		if (err == ERR_NOT_FOUND)
			err = fault_field(tx->fault, "calendar_id", MSG_F_NO_SUCH, NULL);
	}
	if (err == OK)
		err = store_duty_put(tx, d);
	if (err != OK)
		return err;
	return store_event_note(tx, "account", d->account_id, "duty_changed", NULL, NULL);
}

/* ---- machines that stand ---- */

enum { LEFT_ALONE_DAYS = 7 };

static enum err escalate_one(struct tx *tx, const struct stopped_row *r, int step, int64_t minutes)
{
	struct buf b;
	enum err err = store_escalation_add(tx, r->ticket_id, r->reopened, step);

	if (err != OK)
		return err;
	buf_init(&b);
	buf_printf(&b, "{\"step\":%d,\"minutes\":%lld}", step, (long long)minutes);
	err = store_event_add(tx, "ticket", r->ticket_id, "escalated", buf_text(&b));
	buf_release(&b);
	return err;
}

/* The second step counts on from the first: both are minutes since the machine stopped, added up. What is past the second when
 * it is first looked at goes there at once. */
enum err domain_tell_escalate(struct tx *tx, int64_t *n)
{
	const struct tell_row *steps[2];
	struct list rows, found;
	int64_t minutes[2], oldest = tx->now - LEFT_ALONE_DAYS * DAY_MS;
	enum err err = domain_tell_rows(tx->db, tx->arena, &rows);

	*n = 0;
	if (err != OK)
		return err;
	for (int i = 0; i < 2; i++)
		steps[i] = list_at(&rows, (size_t)TELL_STOPPED + (size_t)i, sizeof(struct tell_row));
	minutes[0] = steps[0]->minutes;
	minutes[1] = minutes[0] + steps[1]->minutes;
	for (int i = 1; i >= 0 && err == OK; i--) {
		int64_t before = tx->now - minutes[i] * MINUTE_MS;

		if (!steps[i]->enabled)
			continue;
		err = store_tell_stopped(tx->db, tx->arena, i + 1, oldest, before, &found);
		for (size_t k = 0; err == OK && k < found.n; k++, (*n)++)
			err = escalate_one(
				tx, list_at(&found, k, sizeof(struct stopped_row)), i + 1, minutes[i]);
		oldest = before;
	}
	return err;
}
