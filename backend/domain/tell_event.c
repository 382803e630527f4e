/* tell_event.c - how an event of the log becomes a telling. See tell.h. */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "domain/alarm.h"
#include "domain/calendar.h"
#include "domain/channel.h"
#include "domain/role.h"
#include "domain/tell.h"
#include "store/account.h"
#include "store/calendar.h"
#include "store/due.h"
#include "store/part.h"
#include "store/round.h"
#include "store/ticket.h"

static const char PLACE_KEY[] = "tell_seq";

/* What a batch of events asks for again and again, read when it is first needed. */
struct crowd {
	bool loaded;
	struct list people, rows, channels;
};

/* One event on its way. */
struct case_of {
	const struct event *event;
	const struct tell_row *row;
	struct telling told;
	struct ticket ticket; /* of a ticket's */
	int64_t machine_id;   /* NONE: of no machine */
	int64_t assignee;     /* whom TELL_ASSIGNEE means */
	struct list path;     /* of struct asset: what the machine stands in, and itself last */
};

/* ---- what the log says ---- */

/* The end of a JSON value: bodies are our own, and compact. */
static const char *skip_value(const char *s)
{
	if (*s != '"')
		return s + strcspn(s, ",]}");
	for (s++; *s && *s != '"'; s++)
		if (*s == '\\' && s[1])
			s++;
	return *s ? s + 1 : s;
}

/* What a member was changed to: {"state":["reported","accepted"]} gives "accepted", with its quotes; NULL: it was not
 * changed. */
static const char *changed_to(struct arena *a, const char *body, const char *member)
{
	const char *key = arena_printf(a, "\"%s\":[", member), *at = body;

	/* Only a member's name has the bracket behind it; in a text the quotes are escaped. */
	at = strstr(at, key);
	if (!at)
		return NULL;
	at = skip_value(at + strlen(key));
	return *at == ',' ? arena_strndup(a, at + 1, (size_t)(skip_value(at + 1) - at - 1)) : NULL;
}

static bool is(const char *value, const char *text)
{
	return value && strcmp(value, text) == 0;
}

static int step_of(const char *body)
{
	return strstr(body, "\"step\":2") ? 2 : 1;
}

static int64_t assignee_of(struct arena *a, const struct event *e)
{
	const char *to = changed_to(a, e->body, "assignee_id");
	int64_t id = to ? strtoll(to, NULL, 10) : 0;

	return id > 0 && id != e->account_id ? id : NONE;
}

static int rule_of(struct arena *a, const struct event *e, int64_t *assignee)
{
	*assignee = NONE;
	if (strcmp(e->entity, "part") == 0)
		return strcmp(e->kind, "low") == 0 ? TELL_LOW_STOCK : TELL_NONE;
	if (strcmp(e->entity, "meter") == 0)
		return strcmp(e->kind, "alarm_raised") == 0 || strcmp(e->kind, "fell_silent") == 0
			       ? TELL_METER
			       : TELL_NONE;
	if (strcmp(e->entity, "plan") == 0)
		return strcmp(e->kind, tell_rules[TELL_OVERDUE].kind) == 0 ? TELL_OVERDUE : TELL_NONE;
	if (strcmp(e->entity, "round") == 0)
		return strcmp(e->kind, tell_rules[TELL_MISSED].kind) == 0 ? TELL_MISSED : TELL_NONE;
	if (strcmp(e->entity, "ticket") != 0)
		return TELL_NONE;
	if (strcmp(e->kind, "reported") == 0)
		return is(changed_to(a, e->body, "kind"), "\"preventive\"") ? TELL_NONE : TELL_REPORTED;
	if (strcmp(e->kind, "accepted") == 0 || strcmp(e->kind, "corrected") == 0) {
		*assignee = assignee_of(a, e);
		return *assignee == NONE ? TELL_NONE : TELL_ASSIGNED;
	}
	if (strcmp(e->kind, "waiting") == 0)
		return is(changed_to(a, e->body, "wait_reason"), "\"parts\"") ? TELL_WAITING_PARTS
									      : TELL_NONE;
	if (strcmp(e->kind, "escalated") == 0)
		return step_of(e->body) == 2 ? TELL_STOPPED_LONGER : TELL_STOPPED;
	for (int i = TELL_RESTORED; i <= TELL_MESSAGE; i++)
		if (strcmp(e->kind, tell_rules[i].kind) == 0)
			return i;
	return TELL_NONE;
}

/* ---- what it is about ---- */

static const char *text_of(struct arena *a, const char *body, const char *member)
{
	struct json_pair *pairs = NULL;
	struct fault fault = {0};
	size_t n = 0;

	if (json_read_pairs(body, strlen(body), &pairs, &n, a, &fault) != OK)
		return NULL;
	for (size_t i = 0; i < n; i++)
		if (strcmp(pairs[i].name, member) == 0)
			return pairs[i].text;
	return NULL;
}

static const char *detail_of(struct tx *tx, const struct case_of *c)
{
	const struct ticket *t = &c->ticket;

	const char *said = c->row->rule == TELL_MESSAGE ? text_of(tx->arena, c->event->body, "text") : NULL;

	if (said)
		return said;
	if (c->row->rule == TELL_RESTORED && t->action)
		return t->action;
	return t->symptom;
}

static enum err about_ticket(struct tx *tx, struct case_of *c)
{
	struct ticket *t = &c->ticket;
	enum err err = store_ticket_get(tx->db, tx->arena, c->event->entity_id, t);

	if (err != OK)
		return err;
	c->machine_id = t->machine_id;
	c->told.title = t->machine_name;
	c->told.title_en = t->machine_name_en;
	c->told.code = t->machine_code;
	c->told.place = t->machine_place;
	c->told.detail = detail_of(tx, c);
	c->told.since = t->stopped ? t->occurred_at : NONE;
	c->told.stopped = t->stopped == 1 && t->failure == 1;
	return OK;
}

/* "2 < 5 pcs" */
static enum err about_part(struct tx *tx, struct case_of *c)
{
	struct part p;
	struct buf b;
	enum err err = store_part_get(tx->db, tx->arena, c->event->entity_id, &p);

	if (err != OK)
		return err;
	buf_init(&b);
	json_write_qty(&b, p.qty);
	buf_str(&b, " < ");
	json_write_qty(&b, p.min_qty == NONE ? 0 : p.min_qty);
	buf_char(&b, ' ');
	buf_str(&b, p.unit);
	c->told.title = p.name;
	c->told.title_en = p.name_en;
	c->told.code = p.code;
	c->told.detail = arena_strdup(tx->arena, buf_text(&b));
	buf_release(&b);
	return OK;
}

static enum err about_meter(struct tx *tx, struct case_of *c)
{
	const char *said = text_of(tx->arena, c->event->body, "text");
	struct meter m;
	enum err err = store_meter_get(tx->db, tx->arena, c->event->entity_id, &m);

	if (err != OK)
		return err;
	c->machine_id = m.asset_id;
	c->told.title = m.machine_name;
	c->told.title_en = m.machine_name_en;
	c->told.code = m.machine_code;
	c->told.place = m.place;
	c->told.detail = said ? said : m.name;
	return OK;
}

/* A service that is past its grace; it leads to its ticket when there is one. */
static enum err about_plan(struct tx *tx, struct case_of *c)
{
	const char *id = text_of(tx->arena, c->event->body, "due");
	struct due_row r;
	int64_t d;
	enum err err = id ? store_due_row(tx->db, tx->arena, strtoll(id, NULL, 10), &r) : ERR_NOT_FOUND;

	if (err != OK)
		return err;
	d = r.due.due_day;
	c->machine_id = r.due.asset_id;
	c->assignee = r.technician_id;
	c->told.title = r.machine_name;
	c->told.title_en = r.machine_name_en;
	c->told.code = r.machine_code;
	c->told.place = r.place;
	c->told.detail = arena_printf(tx->arena, "%s · %lld-%02lld-%02lld", r.plan_name,
		(long long)(d / 10000), (long long)(d / 100 % 100), (long long)(d % 100));
	if (r.due.ticket_id != NONE) {
		c->told.entity = "ticket";
		c->told.entity_id = r.due.ticket_id;
	}
	return OK;
}

/* It belongs to the area of its first machine. */
static enum err about_round(struct tx *tx, struct case_of *c)
{
	char from[20], to[20];
	struct list stops;
	struct round r;
	enum err err = store_round_get(tx->db, tx->arena, c->event->entity_id, c->event->time, &r);

	if (err == OK)
		err = store_round_stops(tx->db, tx->arena, r.id, &stops);
	if (err != OK)
		return err;
	if (stops.n) {
		c->machine_id = ((const struct round_stop *)stops.items)->machine_id;
		c->told.place = ((const struct round_stop *)stops.items)->place;
	}
	c->assignee = r.account_id != NONE ? r.account_id : r.assignee_id;
	c->told.title = r.name;
	c->told.title_en = r.name_en;
	c->told.detail = arena_printf(
		tx->arena, "%s – %s", clock_format(r.due_from, from), clock_format(r.due_to, to));
	return OK;
}

static enum err about(struct tx *tx, struct case_of *c)
{
	const char *entity = c->event->entity;

	return strcmp(entity, "part") == 0    ? about_part(tx, c)
	       : strcmp(entity, "meter") == 0 ? about_meter(tx, c)
	       : strcmp(entity, "plan") == 0  ? about_plan(tx, c)
	       : strcmp(entity, "round") == 0 ? about_round(tx, c)
					      : about_ticket(tx, c);
}

static enum err load_path(struct tx *tx, struct case_of *c)
{
	struct asset *all;
	struct list above;
	enum err err;

	if (c->machine_id == NONE)
		return OK;
	err = store_asset_path(tx->db, tx->arena, c->machine_id, &above);
	if (err != OK)
		return err;
	all = arena_calloc(tx->arena, above.n + 1, sizeof(*all));
	memcpy(all, above.items ? above.items : (void *)all, above.n * sizeof(*all));
	c->path = (struct list){all, above.n + 1};
	return store_asset_get(tx->db, tx->arena, c->machine_id, &all[above.n]);
}

static bool stands_in(const struct case_of *c, int64_t place)
{
	for (size_t i = 0; i < c->path.n; i++)
		if (((const struct asset *)list_at(&c->path, i, sizeof(struct asset)))->id == place)
			return true;
	return false;
}

/* ---- whom ---- */

static bool has_area(const struct tell_person *p, const struct case_of *c)
{
	if (!p->areas.n || c->machine_id == NONE)
		return true;
	for (size_t i = 0; i < p->areas.n; i++)
		if (stands_in(c, ((const int64_t *)p->areas.items)[i]))
			return true;
	return false;
}

/* Is there working time in the calendar at that moment? */
static enum err works_at(struct tx *tx, int64_t calendar, int64_t t, bool *works)
{
	struct calendar_row row;
	struct calendar c;
	struct calendar_shift *shifts;
	struct calendar_exception *days;
	enum err err = store_calendar_get(tx->db, tx->arena, calendar, &row);

	if (err != OK)
		return err;
	shifts = arena_calloc(tx->arena, row.shifts.n, sizeof(*shifts));
	days = arena_calloc(tx->arena, row.exceptions.n, sizeof(*days));
	for (size_t i = 0; i < row.shifts.n; i++) {
		const struct shift_row *s = list_at(&row.shifts, i, sizeof(*s));

		shifts[i] = (struct calendar_shift){s->weekday, s->start_min, s->end_min};
	}
	for (size_t i = 0; i < row.exceptions.n; i++) {
		const struct exception_row *e = list_at(&row.exceptions, i, sizeof(*e));

		days[i] = (struct calendar_exception){e->day, e->start_min, e->end_min};
	}
	c = (struct calendar){shifts, row.shifts.n, days, row.exceptions.n};
	*works = calendar_expand(tx->arena, &c, (struct interval){t, t + MINUTE_MS})->required.n > 0;
	return OK;
}

static enum err on_shift(struct tx *tx, const struct tell_person *p, const struct case_of *c, bool *yes)
{
	int64_t calendar = p->calendar_id;
	enum err err = OK;

	*yes = true;
	if (calendar == NONE && c->machine_id != NONE)
		err = store_calendar_of(tx->db, c->machine_id, &calendar);
	return err == OK && calendar != NONE ? works_at(tx, calendar, c->event->time, yes) : err;
}

static bool works_on(const struct list *people, int64_t account)
{
	for (size_t i = 0; i < people->n; i++)
		if (((const struct ticket_person *)list_at(people, i, sizeof(struct ticket_person)))
				->account_id == account)
			return true;
	return false;
}

static bool is_meant(const struct tell_person *p, const struct case_of *c, const struct list *hands)
{
	unsigned also = tell_rules[c->row->rule].also;
	int role = names_find(account_roles, p->role);
	bool on_ticket = c->machine_id != NONE;

	if (role >= 0 && (tell_rules[c->row->rule].roles & (2U << role)))
		return true;
	if ((also & TELL_BUYERS) && p->buyer)
		return true;
	if ((also & TELL_ASSIGNEE) && p->id == c->assignee)
		return true;
	if ((also & TELL_HANDS) && on_ticket && (p->id == c->ticket.assignee_id || works_on(hands, p->id)))
		return true;
	return (also & TELL_REPORTER) && on_ticket && p->id == c->ticket.reporter_account_id;
}

/* Everybody the rule means, without who did it. */
static enum err meant(struct tx *tx, const struct crowd *w, const struct case_of *c, struct list *out)
{
	const struct tell_person **all =
		arena_calloc(tx->arena, w->people.n, sizeof(const struct tell_person *));
	struct list hands = {NULL, 0};
	enum err err = OK;

	if ((tell_rules[c->row->rule].also & TELL_HANDS) && c->machine_id != NONE)
		err = store_person_list(tx->db, tx->arena, c->ticket.id, &hands);
	*out = (struct list){all, 0};
	for (size_t i = 0; err == OK && i < w->people.n; i++) {
		const struct tell_person *p = list_at(&w->people, i, sizeof(*p));

		if (p->id != c->event->account_id && is_meant(p, c, &hands))
			all[out->n++] = p;
	}
	return err;
}

/* Those of them that pass: 0 area and shift, 1 area alone. */
static enum err pass(
	struct tx *tx, const struct case_of *c, const struct list *in, int step, struct list *out)
{
	const struct tell_person **all = arena_calloc(tx->arena, in->n, sizeof(const struct tell_person *));
	enum err err = OK;

	*out = (struct list){all, 0};
	for (size_t i = 0; err == OK && i < in->n; i++) {
		const struct tell_person *p = ((const struct tell_person **)in->items)[i];
		bool yes = !c->row->own_area || has_area(p, c);

		if (yes && step == 0 && c->row->on_shift)
			err = on_shift(tx, p, c, &yes);
		if (yes)
			all[out->n++] = p;
	}
	return err;
}

static enum err whom(struct tx *tx, const struct crowd *w, struct case_of *c, struct list *out)
{
	struct list all;
	enum err err = meant(tx, w, c, &all);

	*out = all;
	for (int step = 0; err == OK && step < 2; step++) {
		err = pass(tx, c, &all, step, out);
		c->told.widened = step;
		if (err != OK || out->n)
			return err;
	}
	*out = all;
	c->told.widened = all.n ? 2 : 0;
	return err;
}

/* ---- telling ---- */

static enum err load_crowd(struct tx *tx, struct crowd *w)
{
	enum err err = w->loaded ? OK : domain_tell_rows(tx->db, tx->arena, &w->rows);

	if (err == OK && !w->loaded)
		err = store_tell_people(tx->db, tx->arena, &w->people);
	if (err == OK && !w->loaded)
		err = store_channel_list(tx->db, tx->arena, &w->channels);
	w->loaded = err == OK;
	return err;
}

static bool wants(const struct channel *ch, const struct case_of *c)
{
	return ch->enabled && (ch->rules >> c->row->rule & 1) &&
	       (ch->place_id == NONE || c->machine_id == NONE || stands_in(c, ch->place_id));
}

static enum err note_told(struct tx *tx, const struct case_of *c, size_t people, size_t channels)
{
	struct buf b;
	enum err err;

	buf_init(&b);
	buf_printf(&b, "{\"rule\":\"%s\",\"people\":%zu,\"channels\":%zu}", c->told.rule, people, channels);
	err = store_event_add(tx, "notice", c->event->seq, "told", buf_text(&b));
	buf_release(&b);
	return err;
}

static enum err tell(struct tx *tx, const struct crowd *w, struct case_of *c, const struct list *people)
{
	size_t channels = 0;
	enum err err;

	for (size_t i = 0; i < w->channels.n; i++)
		channels += wants(list_at(&w->channels, i, sizeof(struct channel)), c);
	if (!people->n && !channels)
		return OK;
	err = store_telling_add(tx, &c->told);
	for (size_t i = 0; err == OK && i < people->n; i++)
		err = store_notice_add(tx, ((const struct tell_person **)people->items)[i]->id, c->told.id);
	for (size_t i = 0; err == OK && i < w->channels.n; i++) {
		const struct channel *ch = list_at(&w->channels, i, sizeof(*ch));

		if (wants(ch, c))
			err = store_outbox_add(tx, ch->id, c->told.id);
	}
	return err == OK ? note_told(tx, c, people->n, channels) : err;
}

static enum err take(struct tx *tx, struct crowd *w, const struct event *e, int64_t *told)
{
	struct case_of c = {.event = e, .machine_id = NONE};
	struct list people;
	int rule = rule_of(tx->arena, e, &c.assignee);
	enum err err = rule == TELL_NONE ? OK : load_crowd(tx, w);

	if (err != OK || rule == TELL_NONE)
		return err;
	c.row = list_at(&w->rows, (size_t)rule, sizeof(*c.row));
	if (!c.row->enabled)
		return OK;
	c.told = (struct telling){.event_seq = e->seq,
		.rule = tell_rule_names[rule],
		.time = e->time,
		.entity = e->entity,
		.entity_id = e->entity_id,
		.actor = e->account_id == NONE ? NULL : e->actor,
		.since = NONE};
	err = about(tx, &c);
	if (err == OK)
		err = load_path(tx, &c);
	if (err == ERR_NOT_FOUND || (err == OK && c.row->place_id != NONE && c.machine_id != NONE &&
					    !stands_in(&c, c.row->place_id)))
		return OK;
	if (err == OK)
		err = whom(tx, w, &c, &people);
	if (err == OK)
		err = tell(tx, w, &c, &people);
	*told += err == OK && c.told.id;
	return err;
}

enum err domain_tell_look(struct db *db, struct arena *a, int64_t from, int64_t *last, bool *any)
{
	struct list events;
	int64_t assignee;
	enum err err = store_event_after(db, a, from, TELL_BATCH, &events);

	*last = from;
	*any = false;
	for (size_t i = 0; err == OK && i < events.n; i++) {
		const struct event *e = list_at(&events, i, sizeof(*e));

		*last = e->seq;
		*any = *any || rule_of(a, e, &assignee) != TELL_NONE;
	}
	return err;
}

static enum err keep_place(struct tx *tx, int64_t seq)
{
	char text[24];

	snprintf(text, sizeof(text), "%lld", (long long)seq);
	return store_meta_put(tx, PLACE_KEY, text);
}

enum err domain_tell_follow(struct tx *tx, struct tell_follow *f)
{
	struct crowd w = {.loaded = false};
	struct list events;
	enum err err = store_event_after(tx->db, tx->arena, f->from, TELL_BATCH, &events);

	f->seq = f->from;
	f->told = 0;
	for (size_t i = 0; err == OK && i < events.n; i++) {
		const struct event *e = list_at(&events, i, sizeof(*e));

		err = take(tx, &w, e, &f->told);
		f->seq = e->seq;
	}
	return err == OK && events.n ? keep_place(tx, f->seq) : err;
}

enum err domain_tell_place(struct tx *tx, int64_t *seq)
{
	const char *text = NULL;
	enum err err = store_meta_get(tx->db, tx->arena, PLACE_KEY, &text);

	if (err == OK)
		*seq = strtoll(text, NULL, 10);
	if (err != ERR_NOT_FOUND)
		return err;
	*seq = store_event_last(tx->db);
	return keep_place(tx, *seq);
}
