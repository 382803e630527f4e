/* meter.c - see meter.h. */
#include "domain/meter.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "domain/alarm.h"
#include "store/asset.h"
#include "store/event.h"

bool meter_value(double said, int64_t *value)
{
	/* Also false of what is no number. */
	if (!(fabs(said) <= (double)METER_VALUE_MAX / 1000))
		return false;
	*value = llround(said * 1000);
	return true;
}

void meter_none(struct meter *m)
{
	fields_none(meter_fields, m);
	m->kind = METER_COUNTER;
	m->level = WATCH_NORMAL;
	m->hysteresis = m->hold_ms = m->ticket = m->stopped = m->retired = m->stale = 0;
	m->rank = 3;
}

struct watch_limits meter_limits(const struct meter *m)
{
	if (m->retired)
		return (struct watch_limits){NONE, NONE, NONE, NONE, 0, 0, NONE};
	return (struct watch_limits){
		m->low, m->high, m->warn_low, m->warn_high, m->hysteresis, m->hold_ms, m->stale_ms};
}

static struct watch_state state_of(const struct meter *m)
{
	return (struct watch_state){m->last_at, m->last_value, (enum watch_level)m->level, m->level_at,
		m->alarm_from, m->warn_from, m->stale == 1};
}

static void keep_state(struct meter *m, const struct watch_state *s)
{
	m->last_at = s->last_at;
	m->last_value = s->last_value;
	m->level = (int)s->level;
	m->level_at = s->level_at;
	m->alarm_from = s->alarm_from;
	m->warn_from = s->warn_from;
	m->stale = s->stale;
	m->rank = watch_rank(s);
}

/* ---- setting one up ---- */

static enum err check_order(struct tx *tx, const struct meter *m)
{
	const struct {
		const char *name;
		int64_t value;
	} limits[] = {
		{"low", m->low}, {"warn_low", m->warn_low}, {"warn_high", m->warn_high}, {"high", m->high}};
	int64_t below = NONE;
	enum err err = OK;

	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		if (limits[i].value == NONE)
			continue;
		if (below != NONE && limits[i].value < below)
			err = fault_field(tx->fault, limits[i].name, MSG_METER_ORDER, NULL);
		below = limits[i].value;
	}
	/* Where both limits are nearer than the band, what was alarmed would never be well again. */
	if (m->low != NONE && m->high != NONE && m->hysteresis * 2 > m->high - m->low)
		err = fault_field(tx->fault, "hysteresis", MSG_METER_HYSTERESIS, NULL);
	return err;
}

static enum err check_topic(struct tx *tx, const struct meter *m)
{
	if (m->path && !m->topic)
		return fault_field(tx->fault, "topic", MSG_F_REQUIRED, NULL);
	if (m->topic && (strpbrk(m->topic, "+#") || m->topic[0] == '$'))
		return fault_field(tx->fault, "topic", MSG_METER_TOPIC, NULL);
	return OK;
}

static enum err check(struct tx *tx, const struct meter *m)
{
	struct meter other;
	enum err err = err_worse(check_order(tx, m), check_topic(tx, m));

	if (m->kind != METER_COUNTER && m->rollover != NONE)
		err = fault_field(tx->fault, "rollover", MSG_METER_ROLLOVER, NULL);
	if (err != OK || m->retired)
		return err;
	err = store_meter_named(tx->db, tx->arena, m->asset_id, m->name, m->unit, &other);
	if (err == OK && other.id != m->id)
		return fault_field(tx->fault, "name", MSG_F_TAKEN, NULL);
	return err == ERR_NOT_FOUND ? OK : err;
}

enum err domain_meter_add(struct tx *tx, struct meter *m)
{
	struct asset machine;
	enum err err = store_asset_get(tx->db, tx->arena, m->asset_id, &machine);

	if (err == OK && machine.kind != ASSET_MACHINE)
		return fault_set(tx->fault, ERR_CONFLICT, MSG_TICKET_NOT_MACHINE, NULL);
	m->id = NONE;
	if (err == OK)
		err = check(tx, m);
	if (err == OK)
		err = store_meter_add(tx, m);
	return err == OK ? store_event_note(tx, "meter", m->id, "added", "name", m->name) : err;
}

static enum err follow(
	struct tx *tx, struct meter *m, const struct watch_state *s, const struct watch_turn *t, int64_t time)
{
	enum err err;

	keep_state(m, s);
	err = domain_alarm_follow(tx, m, t, time);
	return err == OK ? store_meter_keep(tx, m) : err;
}

enum err domain_meter_put(struct tx *tx, struct meter *m)
{
	struct meter before;
	struct watch_state s;
	const struct watch_limits l = meter_limits(m);
	struct watch_turn t;
	enum err err = store_meter_get(tx->db, tx->arena, m->id, &before);

	if (err == OK && m->version != before.version)
		return fault_set(tx->fault, ERR_STALE, MSG_STALE, NULL);
	if (err == OK && m->kind != before.kind && before.last_at != NONE)
		return fault_field(tx->fault, "kind", MSG_METER_KIND, NULL);
	if (err == OK)
		err = check(tx, m);
	if (err != OK)
		return err;
	/* What was read since *m was is no change by whoever changes it. */
	s = state_of(&before);
	keep_state(m, &s);
	m->alarm_id = before.alarm_id;
	m->ticket_id = before.ticket_id;
	err = store_meter_put(tx, m);
	if (err == OK)
		err = store_event_change(tx, "meter", m->id, "changed", meter_fields, &before, m);
	if (err != OK)
		return err;
	t = watch_again(&l, &s, m->created_at, tx->now);
	return follow(tx, m, &s, &t, tx->now);
}

/* ---- readings ---- */

static enum err refuse_back(struct tx *tx, const struct meter *m, int64_t before)
{
	return fault_field(tx->fault, "value", MSG_METER_WENT_BACK, alarm_value(tx->arena, m, before));
}

/* Between which readings does it lie? NULL: nothing is there. */
static enum err neighbours(struct tx *tx, const struct meter *m, const struct reading *r, int64_t *before,
	struct reading *after, bool *any)
{
	struct reading x;
	enum err err = OK;

	*any = false;
	*before = m->last_value;
	if (m->last_at == NONE || r->time > m->last_at)
		return OK;
	*before = NONE;
	err = store_reading_before(tx->db, tx->arena, m->id, r->time, &x);
	if (err == OK)
		*before = x.value;
	if (err == OK || err == ERR_NOT_FOUND)
		err = store_reading_after(tx->db, tx->arena, m->id, r->time, after);
	*any = err == OK;
	return err == ERR_NOT_FOUND ? OK : err;
}

/* r->reset becomes what is true. */
static enum err check_count(struct tx *tx, const struct meter *m, struct reading *r)
{
	struct reading after;
	int64_t before;
	bool any, said = r->reset == 1;
	enum err err = neighbours(tx, m, r, &before, &after, &any);

	if (err != OK)
		return err;
	r->reset = before != NONE && watch_count(before, r->value, m->rollover) == COUNT_BACK;
	if (r->reset && !said)
		return refuse_back(tx, m, before);
	if (any && !after.reset && watch_count(r->value, after.value, m->rollover) == COUNT_BACK)
		return fault_field(
			tx->fault, "value", MSG_METER_LATER_LESS, alarm_value(tx->arena, m, after.value));
	return OK;
}

/* What is before the next one is another reading now: did it fall from that? */
static enum err judge_next(struct tx *tx, const struct meter *m, int64_t time)
{
	struct reading before, next;
	bool fell = false;
	enum err err = m->kind == METER_COUNTER ? store_reading_after(tx->db, tx->arena, m->id, time, &next)
						: ERR_NOT_FOUND;

	if (err != OK)
		return err == ERR_NOT_FOUND ? OK : err;
	err = store_reading_before(tx->db, tx->arena, m->id, next.time, &before);
	if (err == OK)
		fell = watch_count(before.value, next.value, m->rollover) == COUNT_BACK;
	else if (err != ERR_NOT_FOUND)
		return err;
	return fell == (next.reset == 1) ? OK : store_reading_reset(tx, m->id, next.time, fell);
}

static enum err check_reading(struct tx *tx, const struct meter *m, struct reading *r)
{
	if (m->retired)
		return fault_set(tx->fault, ERR_CONFLICT, MSG_METER_RETIRED, m->name);
	if (r->time > tx->now + METER_AHEAD_MS)
		return fault_field(tx->fault, "time", MSG_TICKET_FUTURE, NULL);
	if (m->kind == METER_COUNTER)
		return check_count(tx, m, r);
	r->reset = 0;
	return OK;
}

static enum err seen_before(struct tx *tx, const struct meter *m, const struct reading *r, bool *again)
{
	struct reading old;
	enum err err;

	*again = false;
	if (m->last_at == NONE || r->time > m->last_at)
		return OK;
	err = store_reading_at(tx->db, tx->arena, m->id, r->time, &old);
	*again = err == OK;
	if (err == OK && old.value != r->value)
		return fault_field(tx->fault, "time", MSG_METER_TWICE, alarm_value(tx->arena, m, old.value));
	return err == ERR_NOT_FOUND ? OK : err;
}

enum err domain_reading_take(struct tx *tx, struct meter *m, struct reading *r, bool *again)
{
	const struct watch_limits l = meter_limits(m);
	struct watch_state s = state_of(m);
	struct watch_turn t;
	bool added;
	enum err err;

	r->meter_id = m->id;
	r->time = r->time == NONE ? tx->now : r->time;
	err = seen_before(tx, m, r, again);
	if (err != OK || *again)
		return err;
	err = check_reading(tx, m, r);
	if (err == OK)
		err = store_reading_add(tx, r, &added);
	/* What machines send is no event, or the log would be full of it. */
	if (err == OK && r->source == READ_TYPED)
		err = store_event_note(
			tx, "meter", m->id, "read", "value", alarm_value(tx->arena, m, r->value));
	if (err != OK)
		return err;
	t = watch_read(&l, &s, r->time, r->value);
	if (t.old)
		return judge_next(tx, m, r->time);
	err = follow(tx, m, &s, &t, r->time);
	return err == OK && watch_is_alarm(s.level) && !t.raised ? domain_alarm_worse(tx, m) : err;
}

enum err domain_reading_hear(struct tx *tx, struct meter *m, const struct reading *in, bool keep, bool *kept)
{
	const struct watch_limits l = meter_limits(m);
	struct watch_state s = state_of(m);
	struct reading r = *in;
	struct watch_turn t;
	enum err err = OK;

	*kept = false;
	if (m->retired || r.time > tx->now + METER_AHEAD_MS || (m->last_at != NONE && r.time <= m->last_at))
		return OK;
	r.reset = m->kind == METER_COUNTER && m->last_at != NONE &&
		  watch_count(m->last_value, r.value, m->rollover) == COUNT_BACK;
	t = watch_read(&l, &s, r.time, r.value);
	if (keep || t.changed || r.reset)
		err = store_reading_add(tx, &r, kept);
	keep_state(m, &s);
	if (err == OK)
		err = domain_alarm_follow(tx, m, &t, r.time);
	return err == OK && keep && watch_is_alarm(s.level) && !t.raised ? domain_alarm_worse(tx, m) : err;
}

enum err domain_reading_remove(struct tx *tx, struct meter *m, int64_t time)
{
	const struct watch_limits l = meter_limits(m);
	struct watch_state s = state_of(m);
	struct reading before;
	struct watch_turn t;
	char body[96];
	enum err err = store_reading_at(tx->db, tx->arena, m->id, time, &before);

	if (err != OK)
		return err;
	snprintf(body, sizeof(body), "{\"time\":%lld,\"value\":%lld}", (long long)time,
		(long long)before.value);
	err = store_reading_remove(tx, m->id, time);
	if (err == OK)
		err = store_event_add(tx, "meter", m->id, "reading_removed", body);
	if (err != OK || time != m->last_at)
		return err == OK ? judge_next(tx, m, time) : err;
	err = store_reading_before(tx->db, tx->arena, m->id, time, &before);
	if (err != OK && err != ERR_NOT_FOUND)
		return err;
	s.last_at = err == OK ? before.time : NONE;
	s.last_value = err == OK ? before.value : NONE;
	t = watch_again(&l, &s, m->created_at, tx->now);
	return follow(tx, m, &s, &t, tx->now);
}

struct taken {
	struct meter *meter;
	struct reading *reading;
};

static enum err take_one(struct tx *tx, void *ctx)
{
	struct taken *t = ctx;
	bool again;

	return domain_reading_take(tx, t->meter, t->reading, &again);
}

enum err domain_reading_of_round(
	struct tx *tx, int64_t machine, const char *name, const char *unit, int64_t value, int64_t time)
{
	struct reading r = {
		.time = time, .value = value, .source = READ_ROUND, .account_id = tx->actor.account};
	struct meter m;
	bool done;
	enum err err = unit && value != NONE ? store_meter_named(tx->db, tx->arena, machine, name, unit, &m)
					     : ERR_NOT_FOUND;

	if (err != OK)
		return err == ERR_NOT_FOUND ? OK : err;
	return store_try_each(tx, take_one, &(struct taken){&m, &r}, &done);
}

/* ---- time ---- */

static enum err tick(struct tx *tx, void *ctx)
{
	struct meter *m = ctx;
	const struct watch_limits l = meter_limits(m);
	struct watch_state s = state_of(m);
	struct watch_turn t = watch_tick(&l, &s, m->created_at, tx->now);

	return t.changed || t.silent ? follow(tx, m, &s, &t, tx->now) : OK;
}

enum err domain_meter_sweep(struct tx *tx, int64_t *refused)
{
	struct list all;
	enum err err = store_meter_waiting(tx->db, tx->arena, tx->now, &all);

	*refused = 0;
	for (size_t i = 0; err == OK && i < all.n; i++) {
		bool done;

		err = store_try_each(tx, tick, list_at(&all, i, sizeof(struct meter)), &done);
		*refused += !done;
	}
	return err;
}
