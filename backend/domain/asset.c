/* asset.c - see asset.h. */
#include "domain/asset.h"

#include <string.h>

#include "base/json.h"
#include "domain/qr.h"
#include "store/calendar.h"
#include "store/event.h"

void domain_asset_none(struct asset *x)
{
	fields_none(asset_fields, x);
}

/* ---- what an asset may look like ---- */

static enum err check_place(struct tx *tx, const struct asset *x)
{
	struct asset parent;
	enum err err;

	if (x->parent_id == NONE)
		return x->kind == ASSET_COMPONENT
			       ? fault_field(tx->fault, "parent_id", MSG_ASSET_COMPONENT, NULL)
			       : OK;
	err = store_asset_get(tx->db, tx->arena, x->parent_id, &parent);
	if (err == ERR_NOT_FOUND)
		return fault_field(tx->fault, "parent_id", MSG_F_NO_SUCH, NULL);
	if (err != OK)
		return err;
	if (x->kind == ASSET_COMPONENT && parent.kind != ASSET_MACHINE)
		return fault_field(tx->fault, "parent_id", MSG_ASSET_COMPONENT, NULL);
	if (parent.kind >= x->kind)
		return fault_field(tx->fault, "parent_id", MSG_ASSET_PARENT, asset_kinds[parent.kind]);
	return OK;
}

static enum err check_days(struct tx *tx, const struct asset *x)
{
	enum err err = OK;

	if (x->commissioned_day != NONE && !clock_day_valid(x->commissioned_day))
		err = fault_field(tx->fault, "commissioned_day", MSG_F_DAY, NULL);
	if (x->retired_day == NONE)
		return err;
	if (!clock_day_valid(x->retired_day))
		return fault_field(tx->fault, "retired_day", MSG_F_DAY, NULL);
	if (x->commissioned_day != NONE && x->retired_day < x->commissioned_day)
		return fault_field(tx->fault, "retired_day", MSG_ASSET_RETIRED_BEFORE, NULL);
	if (x->kind == ASSET_MACHINE && x->state != ASSET_RETIRED)
		return fault_field(tx->fault, "retired_day", MSG_ASSET_NOT_RETIRED, NULL);
	return err;
}

static enum err check_calendar(struct tx *tx, const struct asset *x)
{
	struct calendar_row c;
	enum err err = OK;

	if (x->calendar_id != NONE)
		err = store_calendar_get(tx->db, tx->arena, x->calendar_id, &c);
	return err == ERR_NOT_FOUND ? fault_field(tx->fault, "calendar_id", MSG_F_NO_SUCH, NULL) : err;
}

/* Every complaint is gathered; a failing store ends it at once. */
static enum err check(struct tx *tx, const struct asset *x)
{
	static enum err (*const checks[])(struct tx *, const struct asset *) = {
		check_place, check_days, check_calendar};
	enum err all = OK, err;

	if (!x->name)
		all = fault_field(tx->fault, "name", MSG_F_REQUIRED, NULL);
	if (x->original_value_cents != NONE && x->original_value_cents < 0)
		all = fault_field(tx->fault, "original_value_cents", MSG_F_RANGE, "0 – …");
	if (x->downtime_cents_hour != NONE && x->downtime_cents_hour < 0)
		all = fault_field(tx->fault, "downtime_cents_hour", MSG_F_RANGE, "0 – …");
	if (x->kind < ASSET_SITE || x->kind > ASSET_COMPONENT)
		return fault_field(tx->fault, "kind", MSG_F_REQUIRED, NULL);
	if (x->kind != ASSET_MACHINE && x->state >= 0)
		all = fault_field(tx->fault, "state", MSG_ASSET_NO_STATE, NULL);
	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
		err = checks[i](tx, x);
		if (err != OK && err != ERR_INVALID)
			return err;
		all = err == OK ? all : err;
	}
	return all;
}

static enum err taken(struct tx *tx, const char *code)
{
	fault_set(tx->fault, ERR_CONFLICT, MSG_ASSET_TAKEN, code);
	fault_field(tx->fault, "code", MSG_F_TAKEN, NULL);
	return ERR_CONFLICT;
}

/* ---- changes ---- */

enum err domain_asset_add(struct tx *tx, struct asset *x)
{
	struct qr_code code;
	enum err err;

	if (x->kind == ASSET_MACHINE && x->state < 0)
		x->state = ASSET_RUNNING;
	if (x->state == ASSET_RETIRED && x->retired_day == NONE)
		x->retired_day = clock_day_of(tx->now);
	err = check(tx, x);
	if (err == OK)
		err = store_asset_add(tx, x);
	if (err == ERR_CONFLICT)
		return taken(tx, x->code);
	if (err == OK)
		err = store_event_note(tx, "asset", x->id, "created", "name", x->name);
	return err == OK && x->kind == ASSET_MACHINE ? domain_qr_make(tx, QR_ASSET, x->id, &code) : err;
}

/* Keeps x and says what differs; nothing when nothing does. */
static enum err save(struct tx *tx, const struct asset *before, struct asset *x)
{
	const char *kind = before->parent_id == x->parent_id ? "changed" : "moved";
	enum err err = OK;
	struct buf b;

	buf_init(&b);
	if (json_write_changes(&b, asset_fields, before, x)) {
		err = store_asset_put(tx, x);
		if (err == ERR_CONFLICT)
			err = taken(tx, x->code);
		else if (err == OK)
			err = store_event_add(tx, "asset", x->id, kind, buf_text(&b));
	}
	buf_release(&b);
	return err;
}

enum err domain_asset_put(struct tx *tx, struct asset *x, int64_t version)
{
	struct asset before;
	enum err err = store_asset_get(tx->db, tx->arena, x->id, &before);

	if (err != OK)
		return err;
	if (before.version != version)
		return ERR_STALE;
	x->version = version;
	x->created_at = before.created_at;
	if (x->kind != before.kind)
		return fault_field(tx->fault, "kind", MSG_ASSET_KIND, NULL);
	if (x->state != before.state)
		return fault_field(tx->fault, "state", MSG_ASSET_STATE_ONLY, NULL);
	err = check(tx, x);
	return err == OK ? save(tx, &before, x) : err;
}

/* ---- states ---- */

static enum err check_state(struct tx *tx, const struct asset_change *c, const struct asset *x)
{
	int64_t open = 0;
	enum err err;

	if (c->state < ASSET_RUNNING || c->state > ASSET_RETIRED)
		return fault_field(tx->fault, "state", MSG_F_REQUIRED, NULL);
	if (x->kind != ASSET_MACHINE)
		return fault_field(tx->fault, "state", MSG_ASSET_NO_STATE, NULL);
	if (c->version != NONE && c->version != x->version)
		return ERR_STALE;
	if (c->state == x->state || (c->state != ASSET_RETIRED && x->state != ASSET_RETIRED))
		return OK;
	if (!c->lead)
		return fault_set(tx->fault, ERR_DENIED, MSG_ASSET_RETIRE_WHO, NULL);
	if (!c->reason)
		return fault_field(tx->fault, "reason", MSG_F_REQUIRED, NULL);
	if (c->state != ASSET_RETIRED)
		return OK;
	err = store_asset_open_tickets(tx->db, x->id, &open);
	return err == OK && open ? fault_set(tx->fault, ERR_CONFLICT, MSG_ASSET_OPEN_TICKETS, NULL) : err;
}

static enum err note_state(
	struct tx *tx, const struct asset *before, const struct asset *x, const char *reason)
{
	struct buf b;
	enum err err;

	buf_init(&b);
	json_write_changes(&b, asset_fields, before, x);
	b.len--; /* the closing brace */
	buf_str(&b, ",\"reason\":");
	json_write_text(&b, reason);
	buf_char(&b, '}');
	err = store_event_add(tx, "asset", x->id, "state", buf_text(&b));
	buf_release(&b);
	return err;
}

enum err domain_asset_state(struct tx *tx, const struct asset_change *c, struct asset *out)
{
	enum err err = store_asset_get(tx->db, tx->arena, c->id, out);
	struct asset before;

	if (err == OK)
		err = check_state(tx, c, out);
	if (err != OK || out->state == c->state)
		return err;
	before = *out;
	out->state = c->state;
	if (c->state == ASSET_RETIRED)
		out->retired_day = clock_day_of(tx->now);
	else if (before.state == ASSET_RETIRED)
		out->retired_day = NONE;
	err = store_asset_put_state(tx, out);
	return err == OK ? note_state(tx, &before, out, c->reason) : err;
}
