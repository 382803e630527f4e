/* alarm.c - see alarm.h. */
#include "domain/alarm.h"

#include <stdio.h>

#include "base/i18n.h"
#include "base/json.h"
#include "domain/ticket.h"
#include "store/event.h"
#include "store/setting.h"

const char *alarm_value(struct arena *a, const struct meter *m, int64_t value)
{
	struct buf b;
	const char *text;

	buf_init(&b);
	json_write_qty(&b, value);
	text = arena_printf(a, "%s %s", buf_text(&b), m->unit);
	buf_release(&b);
	return text;
}

/* In the plant's language: the ticket is read by everybody. */
static enum err plant_lang(struct tx *tx, enum lang *lang)
{
	struct setting s;
	enum err err = store_setting_get(tx->db, tx->arena, &s);

	*lang = err == OK ? setting_lang(&s, tx->lang) : LANG_ZH;
	return err;
}

static const char *say(
	struct tx *tx, enum lang lang, const struct meter *m, int64_t value, enum msg msg, int64_t bound)
{
	const char *name = lang == LANG_EN && m->name_en ? m->name_en : m->name;
	char rest[120];

	msg_format(rest, sizeof(rest), msg, lang, bound == NONE ? "" : alarm_value(tx->arena, m, bound));
	if (value == NONE)
		return arena_printf(tx->arena, "%s%s%s", name, lang == LANG_ZH ? "，" : ", ", rest);
	return arena_printf(tx->arena, "%s %s%s%s", name, alarm_value(tx->arena, m, value),
		lang == LANG_ZH ? "，" : ", ", rest);
}

/* ---- the ticket ---- */

static enum err report(struct tx *tx, const struct meter *m, struct alarm *x, const char *text)
{
	struct ticket_new n;
	struct ticket t;
	bool again;
	enum err err;

	ticket_new_none(&n);
	n.machine_id = m->asset_id;
	n.kind = m->stopped ? TICKET_CORRECTIVE : TICKET_INSPECTION;
	n.source = SOURCE_READING;
	n.priority = m->priority;
	n.symptom = text;
	n.stopped = m->stopped;
	/* Of a clock that is ahead: a ticket is of now or before. */
	n.occurred_at = x->since < tx->now ? x->since : tx->now;
	n.reporter = tx->actor.account == NONE ? m->name : NULL;
	err = domain_ticket_report(tx, &n, &t, &again);
	if (err == OK)
		x->ticket_id = t.id;
	return err;
}

static enum err repeat(struct tx *tx, const struct meter *m, struct alarm *x, const char *text)
{
	struct ticket t;

	x->repeated = 1;
	return domain_ticket_same(
		tx, x->ticket_id, tx->actor.account == NONE ? m->name : tx->actor.name, text, NULL, &t);
}

static enum err make_ticket(struct tx *tx, const struct meter *m, struct alarm *x, const char *text)
{
	struct asset machine;
	enum err err = m->ticket ? store_asset_get(tx->db, tx->arena, m->asset_id, &machine) : OK;

	if (err != OK || !m->ticket || machine.state == ASSET_RETIRED)
		return err;
	err = store_alarm_ticket(tx->db, m->id, &x->ticket_id);
	if (err == ERR_NOT_FOUND) {
		x->ticket_id = NONE;
		err = report(tx, m, x, text);
	} else if (err == OK) {
		err = repeat(tx, m, x, text);
	}
	return err == OK ? store_alarm_put(tx, x) : err;
}

/* ---- beginning and end ---- */

static enum err begin(struct tx *tx, struct meter *m, int64_t time)
{
	bool high = m->level == WATCH_HIGH;
	struct alarm x = {.meter_id = m->id,
		.side = high ? ALARM_HIGH : ALARM_LOW,
		.bound = high ? m->high : m->low,
		.value = m->last_value,
		.worst = m->last_value,
		.since = m->alarm_from == NONE ? time : m->alarm_from,
		.raised_at = time,
		.cleared_at = NONE,
		.cleared_value = NONE,
		.ticket_id = NONE};
	enum lang lang;
	const char *text;
	enum err err = plant_lang(tx, &lang);

	if (err != OK)
		return err;
	text = say(tx, lang, m, x.value, high ? MSG_METER_ABOVE : MSG_METER_BELOW, x.bound);
	err = store_alarm_add(tx, &x);
	if (err == OK)
		err = make_ticket(tx, m, &x, text);
	m->alarm_id = x.id;
	m->ticket_id = x.ticket_id;
	return err == OK ? store_event_note(tx, "meter", m->id,
				   x.ticket_id == NONE ? "alarm_raised" : "alarm_reported", "text", text)
			 : err;
}

static enum err note_end(struct tx *tx, const struct meter *m, int64_t ticket, const char *text)
{
	struct ticket_comment c = {.ticket_id = ticket, .account_id = NONE, .author = m->name, .text = text};
	struct ticket t;
	enum err err = store_ticket_get(tx->db, tx->arena, ticket, &t);

	if (err != OK || t.state == TICKET_CLOSED || t.state == TICKET_CANCELLED)
		return err;
	c.time = tx->now;
	return domain_ticket_comment(tx, &c);
}

static enum err end(struct tx *tx, struct meter *m, int64_t time)
{
	struct alarm x;
	enum lang lang;
	const char *text;
	enum err err = store_alarm_open(tx->db, tx->arena, m->id, &x);

	if (err != OK)
		return err == ERR_NOT_FOUND ? OK : err;
	x.cleared_at = time;
	x.cleared_value = m->last_value;
	err = store_alarm_put(tx, &x);
	if (err == OK)
		err = plant_lang(tx, &lang);
	if (err != OK)
		return err;
	text = say(tx, lang, m, m->last_value, MSG_METER_BACK, NONE);
	if (x.ticket_id != NONE)
		err = note_end(tx, m, x.ticket_id, text);
	m->alarm_id = m->ticket_id = NONE;
	return err == OK ? store_event_note(tx, "meter", m->id, "alarm_cleared", "text", text) : err;
}

static enum err fall_silent(struct tx *tx, const struct meter *m)
{
	enum lang lang;
	enum err err = plant_lang(tx, &lang);

	return err == OK ? store_event_note(tx, "meter", m->id, "fell_silent", "text",
				   say(tx, lang, m, NONE, MSG_METER_SILENT, NONE))
			 : err;
}

enum err domain_alarm_follow(struct tx *tx, struct meter *m, const struct watch_turn *t, int64_t time)
{
	enum err err = t->cleared ? end(tx, m, time) : OK;

	if (err == OK && t->raised)
		err = begin(tx, m, time);
	else if (err == OK && t->changed && !t->cleared)
		err = store_event_note(tx, "meter", m->id, m->level == WATCH_NORMAL ? "calmed" : "warned",
			"text", alarm_value(tx->arena, m, m->last_value));
	if (err == OK && t->silent)
		err = fall_silent(tx, m);
	if (err == OK && t->heard)
		err = store_event_note(tx, "meter", m->id, "heard_again", "name", m->name);
	return err;
}

enum err domain_alarm_worse(struct tx *tx, const struct meter *m)
{
	struct alarm x;
	enum err err = store_alarm_open(tx->db, tx->arena, m->id, &x);

	if (err != OK)
		return err == ERR_NOT_FOUND ? OK : err;
	if (x.side == ALARM_HIGH ? m->last_value <= x.worst : m->last_value >= x.worst)
		return OK;
	x.worst = m->last_value;
	return store_alarm_put(tx, &x);
}
