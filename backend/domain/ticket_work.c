/* ticket_work.c - changes of a ticket beside its states: "same problem", corrections, people, comments,
 * labour, invoices. See ticket.h. */
#include "domain/codelist.h"
#include "domain/ticket_rules.h"

#include <stddef.h>
#include <string.h>

#include "store/account.h"
#include "store/event.h"

enum { MINUTES_MAX = 24 * 60 };

static enum err ended(struct tx *tx)
{
	return fault_set(tx->fault, ERR_CONFLICT, MSG_TICKET_CLOSED_NOW, NULL);
}

/* The row of the list that was added under this key; NULL: none, or no key. */
static const void *sent_before(const struct list *all, size_t size, size_t key_at, const char *key)
{
	for (size_t i = 0; key && i < all->n; i++) {
		const char *row = list_at(all, i, size), *old;

		memcpy(&old, row + key_at, sizeof(old));
		if (old && strcmp(old, key) == 0)
			return row;
	}
	return NULL;
}

enum err domain_ticket_same(
	struct tx *tx, int64_t id, const char *reporter, const char *note, const char *key, struct ticket *t)
{
	struct ticket_same s = {.ticket_id = id, .reporter = reporter, .note = note, .send_key = key};
	struct ticket before;
	struct list all;
	enum err err = ticket_load(tx, id, NONE, t);

	if (err == OK)
		err = store_same_list(tx->db, tx->arena, id, &all);
	if (err != OK)
		return err;
	if (sent_before(&all, sizeof(s), offsetof(struct ticket_same, send_key), key))
		return OK;
	if (!domain_ticket_allows(t->state, ACTION_SAME))
		return ended(tx);
	before = *t;
	t->same_count++;
	err = store_same_add(tx, &s);
	return err == OK ? ticket_save(tx, &before, t, "same") : err;
}

/* ---- corrections ---- */

void domain_ticket_edit_of(const struct ticket *t, struct ticket_edit *e)
{
	*e = (struct ticket_edit){t->assignee_id, t->component_id, t->priority, t->stopped, t->failure,
		t->symptom, t->fault_code, t->failure_mode, t->cause_code, t->cause, t->action_code,
		t->action, t->occurred_at, t->reported_at, t->accepted_at, t->started_at, t->restored_at,
		t->planned_from, t->planned_to, NULL};
}

/* A time that is there is only changed with a reason, and never appears or disappears by a correction of
 * another state: who has not restored cannot have a time of restoration. */
static enum err check_times(struct tx *tx, const struct ticket *t, const struct ticket_edit *e)
{
	const struct {
		const char *name;
		int64_t old, new;
		bool fixed;
	} times[] = {
		{"occurred_at", t->occurred_at, e->occurred_at, false},
		{"reported_at", t->reported_at, e->reported_at, true},
		{"accepted_at", t->accepted_at, e->accepted_at, true},
		{"started_at", t->started_at, e->started_at, true},
		{"restored_at", t->restored_at, e->restored_at, true},
	};
	enum err err = OK;

	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		if (times[i].old == times[i].new)
			continue;
		if (times[i].fixed && (times[i].old == NONE || times[i].new == NONE))
			err = fault_field(tx->fault, times[i].name, MSG_CONFLICT, NULL);
		else if (times[i].new != NONE && times[i].new > tx->now + MINUTE_MS)
			err = fault_field(tx->fault, times[i].name, MSG_TICKET_FUTURE, NULL);
		else if (times[i].old != NONE && !e->reason)
			err = fault_field(tx->fault, "reason", MSG_TICKET_REASON, NULL);
	}
	if (e->planned_from != NONE && e->planned_to != NONE && e->planned_to <= e->planned_from)
		err = fault_field(tx->fault, "planned_to", MSG_SPAN_ORDER, NULL);
	return err;
}

static enum err check_assignee(struct tx *tx, const struct ticket *t, int64_t assignee)
{
	if (assignee == t->assignee_id)
		return OK;
	if (!domain_ticket_allows(t->state, ACTION_ASSIGN))
		return ticket_wrong_state(tx, t);
	if (assignee == NONE)
		return t->state == TICKET_REPORTED
			       ? OK
			       : fault_field(tx->fault, "assignee_id", MSG_F_REQUIRED, NULL);
	return ticket_check_repairer(tx, assignee, "assignee_id");
}

static void apply(struct ticket *t, const struct ticket_edit *e)
{
	t->assignee_id = e->assignee_id;
	t->component_id = e->component_id;
	t->priority = e->priority;
	t->stopped = e->stopped;
	t->failure = e->failure;
	t->symptom = e->symptom;
	t->fault_code = e->fault_code;
	t->failure_mode = e->failure_mode;
	t->cause_code = e->cause_code;
	t->cause = e->cause;
	t->action_code = e->action_code;
	t->action = e->action;
	t->occurred_at = e->occurred_at;
	t->reported_at = e->reported_at;
	t->accepted_at = e->accepted_at;
	t->started_at = e->started_at;
	t->restored_at = e->restored_at;
	t->planned_from = e->planned_from;
	t->planned_to = e->planned_to;
}

enum err domain_ticket_edit(
	struct tx *tx, int64_t id, int64_t version, const struct ticket_edit *e, struct ticket *t)
{
	struct ticket before;
	struct ticket_comment c = {
		.ticket_id = id, .account_id = tx->actor.account, .author = tx->actor.name};
	enum err err = ticket_load(tx, id, version, t);

	if (err != OK)
		return err;
	before = *t;
	err = err_worse(check_times(tx, t, e), check_assignee(tx, t, e->assignee_id));
	if (!e->symptom)
		err = err_worse(err, fault_field(tx->fault, "symptom", MSG_F_REQUIRED, NULL));
	apply(t, e);
	err = err_worse(err, ticket_check_repair(tx, t));
	if (err == OK && e->reason) {
		c.text = e->reason;
		err = store_comment_add(tx, &c);
	}
	if (err == OK)
		err = ticket_save(tx, &before, t, "corrected");
	if (err == OK && (before.stopped != t->stopped || before.failure != t->failure))
		err = ticket_machine_follows(tx, t->machine_id);
	return err;
}

/* ---- waits that were marked late ---- */

static enum err check_wait(struct tx *tx, const struct ticket_wait *w, bool runs)
{
	enum err err = domain_codelist_check(tx, "wait_reason", w->reason, "reason");

	if (w->from_at > tx->now + MINUTE_MS)
		err = err_worse(err, fault_field(tx->fault, "from_at", MSG_TICKET_FUTURE, NULL));
	if (runs != (w->to_at == NONE))
		return err_worse(
			err, fault_field(tx->fault, "to_at", runs ? MSG_CONFLICT : MSG_F_REQUIRED, NULL));
	if (!runs && w->to_at > tx->now + MINUTE_MS)
		err = err_worse(err, fault_field(tx->fault, "to_at", MSG_TICKET_FUTURE, NULL));
	if (!runs && w->to_at < w->from_at)
		err = err_worse(err, fault_field(tx->fault, "to_at", MSG_SPAN_ORDER, NULL));
	return err;
}

/* The ticket's next version, with the change of its wait as the event. */
static enum err save_wait(struct tx *tx, struct ticket *t, const char *kind, const struct ticket_wait *before,
	const struct ticket_wait *after)
{
	enum err err;

	if (after->to_at == NONE)
		t->wait_reason = after->reason;
	err = store_ticket_put(tx, t);
	if (err == OK)
		err = store_event_change(tx, "ticket", t->id, kind, ticket_wait_fields, before, after);
	return err == OK ? store_ticket_get(tx->db, tx->arena, t->id, t) : err;
}

enum err domain_ticket_wait_edit(struct tx *tx, int64_t id, int64_t version, const struct ticket_wait *w,
	const char *why, struct ticket *t)
{
	struct ticket_wait before;
	struct ticket_comment c = {
		.ticket_id = id, .account_id = tx->actor.account, .author = tx->actor.name, .text = why};
	enum err err = ticket_load(tx, id, version, t);

	if (err == OK)
		err = store_wait_get(tx->db, tx->arena, w->id, &before);
	if (err == OK && before.ticket_id != id)
		err = ERR_NOT_FOUND;
	if (err == OK)
		err = check_wait(tx, w, before.to_at == NONE);
	if (err == OK)
		err = store_wait_put(tx, w);
	if (err == OK)
		err = store_comment_add(tx, &c);
	return err == OK ? save_wait(tx, t, "wait_corrected", &before, w) : err;
}

enum err domain_ticket_wait_add(
	struct tx *tx, int64_t id, int64_t version, struct ticket_wait *w, struct ticket *t)
{
	struct ticket_wait none;
	enum err err = ticket_load(tx, id, version, t);

	fields_none(ticket_wait_fields, &none);
	w->ticket_id = id;
	if (err == OK)
		err = check_wait(tx, w, false);
	if (err == OK)
		err = store_wait_add(tx, w);
	return err == OK ? save_wait(tx, t, "wait_added", &none, w) : err;
}

/* ---- people and comments ---- */

static enum err note_person(struct tx *tx, int64_t id, const char *kind, int64_t account)
{
	struct account a;
	enum err err = store_account_get(tx->db, tx->arena, account, &a);

	return err == OK ? store_event_note(tx, "ticket", id, kind, "name", a.name) : err;
}

enum err domain_ticket_join(struct tx *tx, int64_t id, int64_t account)
{
	struct ticket t;
	enum err err = ticket_load(tx, id, NONE, &t);

	if (err != OK)
		return err;
	if (!domain_ticket_allows(t.state, ACTION_PERSON))
		return ended(tx);
	err = ticket_check_repairer(tx, account, "account_id");
	if (err == OK)
		err = store_person_add(tx, id, account);
	return err == OK ? note_person(tx, id, "joined", account) : err;
}

enum err domain_ticket_leave(struct tx *tx, int64_t id, int64_t account)
{
	enum err err = store_person_drop(tx, id, account);

	return err == OK ? note_person(tx, id, "left", account) : err;
}

enum err domain_ticket_comment(struct tx *tx, struct ticket_comment *c)
{
	struct ticket t;
	const struct ticket_comment *old;
	struct list all;
	enum err err = ticket_load(tx, c->ticket_id, NONE, &t);

	if (err == OK)
		err = store_comment_list(tx->db, tx->arena, c->ticket_id, &all);
	if (err != OK)
		return err;
	old = sent_before(&all, sizeof(*old), offsetof(struct ticket_comment, send_key), c->send_key);
	if (old) {
		*c = *old;
		return OK;
	}
	err = store_comment_add(tx, c);
	return err == OK ? store_event_note(tx, "ticket", c->ticket_id, "commented", "text", c->text) : err;
}

/* ---- what it cost ---- */

static enum err check_day(struct tx *tx, int64_t *day)
{
	if (*day == NONE)
		*day = clock_day_of(tx->now);
	if (*day > clock_day_of(tx->now))
		return fault_field(tx->fault, "day", MSG_TICKET_FUTURE, NULL);
	return OK;
}

enum err domain_ticket_labour(struct tx *tx, struct labour *l, int64_t day)
{
	struct ticket t;
	struct account a;
	const struct labour *old;
	struct list all;
	enum err err = ticket_load(tx, l->ticket_id, NONE, &t);

	if (err == OK)
		err = store_labour_list(tx->db, tx->arena, l->ticket_id, &all);
	if (err != OK)
		return err;
	old = sent_before(&all, sizeof(*old), offsetof(struct labour, send_key), l->send_key);
	if (old) {
		*l = *old;
		return OK;
	}
	if (!domain_ticket_allows(t.state, ACTION_LABOUR))
		return ended(tx);
	err = store_account_get(tx->db, tx->arena, l->account_id, &a);
	if (err == ERR_NOT_FOUND)
		err = fault_field(tx->fault, "account_id", MSG_F_NO_SUCH, NULL);
	if (l->minutes < 1 || l->minutes > MINUTES_MAX)
		err = err_worse(err, fault_field(tx->fault, "minutes", MSG_F_RANGE, "1 – 1440"));
	err = err_worse(err, check_day(tx, &day));
	if (err == OK)
		err = store_rate_on(tx->db, l->account_id, day, &l->cents_hour);
	if (err != OK)
		return err;
	l->machine_id = t.machine_id;
	l->account_name = a.name;
	l->booked_at = clock_day_start(day);
	l->cost_cents = (l->minutes * l->cents_hour + 30) / 60;
	err = store_labour_add(tx, l);
	return err == OK ? store_event_of_row(tx, "ticket", t.id, "labour", labour_fields, l) : err;
}

enum err domain_ticket_labour_remove(struct tx *tx, int64_t ticket, int64_t id)
{
	struct labour l;
	enum err err = store_labour_get(tx->db, tx->arena, id, &l);

	if (err == OK && l.ticket_id != ticket)
		err = ERR_NOT_FOUND;
	if (err == OK)
		err = store_labour_remove(tx, id);
	return err == OK ? store_event_of_row(tx, "ticket", ticket, "labour_removed", labour_fields, &l)
			 : err;
}

enum err domain_ticket_invoice(struct tx *tx, struct invoice *i, int64_t day)
{
	struct ticket t;
	const struct invoice *old;
	struct list all;
	enum err err = ticket_load(tx, i->ticket_id, NONE, &t);

	if (err == OK)
		err = store_invoice_list(tx->db, tx->arena, i->ticket_id, &all);
	if (err != OK)
		return err;
	old = sent_before(&all, sizeof(*old), offsetof(struct invoice, send_key), i->send_key);
	if (old) {
		*i = *old;
		return OK;
	}
	err = check_day(tx, &day);
	if (err != OK)
		return err;
	i->machine_id = t.machine_id;
	i->booked_at = clock_day_start(day);
	err = store_invoice_add(tx, i);
	return err == OK ? store_event_of_row(tx, "ticket", t.id, "invoice", invoice_fields, i) : err;
}

enum err domain_ticket_invoice_remove(struct tx *tx, int64_t ticket, int64_t id)
{
	struct invoice i;
	enum err err = store_invoice_get(tx->db, tx->arena, id, &i);

	if (err == OK && i.ticket_id != ticket)
		err = ERR_NOT_FOUND;
	if (err == OK)
		err = store_invoice_remove(tx, id);
	return err == OK ? store_event_of_row(tx, "ticket", ticket, "invoice_removed", invoice_fields, &i)
			 : err;
}
