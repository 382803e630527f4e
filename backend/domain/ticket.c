/* ticket.c - the life of a ticket. What is allowed is in ticket_action.c, what hangs on a ticket in ticket_work.c. See
 * ticket.h. */
#include "domain/ticket.h"

#include <stdlib.h>
#include <string.h>

#include "base/token.h"
#include "domain/codelist.h"
#include "domain/fix.h"
#include "domain/job.h"
#include "domain/plan.h"
#include "domain/reservation.h"
#include "domain/ticket_rules.h"
#include "store/account.h"
#include "store/asset.h"
#include "store/event.h"

enum { REPORT_WINDOW_MS = 60 * 60 * 1000 };

enum err ticket_wrong_state(struct tx *tx, const struct ticket *t)
{
	static const char *const names[] = {"@S_REPORTED", "@S_ACCEPTED", "@S_IN_PROGRESS", "@S_WAITING",
		"@S_RESTORED", "@S_CLOSED", "@S_CANCELLED"};

	return fault_set(tx->fault, ERR_CONFLICT, MSG_TICKET_STATE, names[t->state]);
}

enum err ticket_load(struct tx *tx, int64_t id, int64_t version, struct ticket *t)
{
	enum err err = store_ticket_get(tx->db, tx->arena, id, t);

	if (err == OK && version != NONE && t->version != version)
		return fault_set(tx->fault, ERR_STALE, MSG_STALE, NULL);
	return err;
}

/* Loads the ticket into *t and *before and sees that the verb is allowed. */
static enum err begin(struct tx *tx, int64_t id, int64_t version, enum ticket_verb verb, struct ticket *t,
	struct ticket *before)
{
	enum err err = ticket_load(tx, id, version, t);

	if (err != OK)
		return err;
	*before = *t;
	return domain_ticket_allows(t->state, verb) ? OK : ticket_wrong_state(tx, t);
}

enum err ticket_save(struct tx *tx, const struct ticket *before, struct ticket *t, const char *event)
{
	enum err err = store_ticket_put(tx, t);

	if (err == ERR_STALE)
		return fault_set(tx->fault, ERR_STALE, MSG_STALE, NULL);
	if (err == OK)
		err = store_event_change(tx, "ticket", t->id, event, ticket_fields, before, t);
	if (err == OK && t->source == SOURCE_PLAN &&
		(t->state != before->state || t->restored_at != before->restored_at))
		err = domain_plan_follow(tx, t);
	/* Names of people and components come with a fresh read. */
	if (err != OK || (t->assignee_id == before->assignee_id && t->component_id == before->component_id))
		return err;
	return store_ticket_get(tx->db, tx->arena, t->id, t);
}

enum err ticket_machine_follows(struct tx *tx, int64_t machine)
{
	struct asset m, before;
	struct list open;
	int state = ASSET_RUNNING;
	enum err err = store_asset_get(tx->db, tx->arena, machine, &m);

	if (err == OK)
		err = store_ticket_open_of(tx->db, tx->arena, machine, &open);
	if (err != OK)
		return err;
	for (size_t i = 0; i < open.n; i++) {
		const struct ticket *t = list_at(&open, i, sizeof(*t));

		if (t->failure)
			state = t->stopped ? ASSET_STOPPED : state == ASSET_STOPPED ? state : ASSET_DEGRADED;
	}
	if (m.state == state || m.state == ASSET_RETIRED || (m.state == ASSET_IDLE && state == ASSET_RUNNING))
		return OK;
	before = m;
	m.state = state;
	err = store_asset_put_state(tx, &m);
	return err == OK ? store_event_change(tx, "asset", m.id, "state", asset_fields, &before, &m) : err;
}

/* Only while it holds its machine down does the machine depend on it. */
static bool holds(int state)
{
	return state < TICKET_RESTORED;
}

static enum err finish(struct tx *tx, const struct ticket *before, struct ticket *t, enum ticket_verb verb)
{
	const struct ticket_rule *rule = domain_ticket_rule(verb);
	enum err err;

	t->state = rule->to;
	err = ticket_save(tx, before, t, rule->event);
	if (err == OK && (t->state == TICKET_CLOSED || t->state == TICKET_CANCELLED))
		err = domain_reservation_release(tx, t->id, NONE, NONE);
	if (err != OK || holds(before->state) == holds(t->state))
		return err;
	return ticket_machine_follows(tx, t->machine_id);
}

/* ---- reporting ---- */

void ticket_new_none(struct ticket_new *n)
{
	*n = (struct ticket_new){.machine_id = NONE,
		.component_id = NONE,
		.kind = TICKET_CORRECTIVE,
		.source = SOURCE_SCAN,
		.priority = NONE,
		.occurred_at = NONE,
		.planned_from = NONE,
		.planned_to = NONE};
}

enum err ticket_check_component(struct tx *tx, int64_t component, int64_t machine)
{
	int64_t id = component;
	struct asset x;
	enum err err;

	/* Components may sit in components; the tree is a handful of levels deep. */
	for (int depth = 0; id != NONE && depth < 16; depth++) {
		if (id == machine)
			return component == machine
				       ? fault_field(tx->fault, "component_id", MSG_TICKET_COMPONENT, NULL)
				       : OK;
		err = store_asset_get(tx->db, tx->arena, id, &x);
		if (err != OK && err != ERR_NOT_FOUND)
			return err;
		if (err == ERR_NOT_FOUND || x.kind != ASSET_COMPONENT)
			break;
		id = x.parent_id;
	}
	return component == NONE ? OK : fault_field(tx->fault, "component_id", MSG_TICKET_COMPONENT, NULL);
}

static enum err check_new(struct tx *tx, const struct ticket_new *n, const struct asset *machine)
{
	enum err err = OK;

	if (machine->kind != ASSET_MACHINE)
		return fault_field(tx->fault, "machine_id", MSG_TICKET_NOT_MACHINE, NULL);
	if (machine->state == ASSET_RETIRED)
		return fault_set(tx->fault, ERR_CONFLICT, MSG_TICKET_RETIRED, NULL);
	if (!n->symptom || !*n->symptom)
		err = fault_field(tx->fault, "symptom", MSG_F_REQUIRED, NULL);
	/* A phone's clock may be a little ahead. */
	if (n->occurred_at != NONE && n->occurred_at > tx->now + MINUTE_MS)
		err = fault_field(tx->fault, "occurred_at", MSG_TICKET_FUTURE, NULL);
	if (n->planned_from != NONE && n->planned_to != NONE && n->planned_to <= n->planned_from)
		err = fault_field(tx->fault, "planned_to", MSG_SPAN_ORDER, NULL);
	err = err_worse(err, ticket_check_component(tx, n->component_id, n->machine_id));
	return err_worse(err, domain_codelist_check(tx, "failure_mode", n->failure_mode, "failure_mode"));
}

static int64_t usual_priority(const struct ticket_new *n, const struct asset *machine)
{
	if (n->priority != NONE)
		return n->priority;
	if (n->kind != TICKET_CORRECTIVE)
		return 3;
	return n->stopped ? (machine->criticality == 0 ? 1 : 2) : 3;
}

/* A plant sits behind one address and one machine can be reported by many: the limit is per machine and hour.
 */
static enum err check_limit(struct tx *tx, const struct ticket_new *n)
{
	int64_t recent = 0;
	enum err err;

	if (n->source != SOURCE_SCAN || tx->actor.account != NONE)
		return OK;
	err = store_ticket_recent(tx->db, n->machine_id, tx->now - REPORT_WINDOW_MS, &recent);
	if (err == OK && recent >= TICKET_REPORTS_PER_HOUR)
		return fault_set(tx->fault, ERR_BUSY, MSG_TICKET_LIMIT, NULL);
	return err;
}

static void fill_new(struct tx *tx, const struct ticket_new *n, const struct asset *machine, struct ticket *t)
{
	fields_none(ticket_fields, t);
	t->machine_id = n->machine_id;
	t->component_id = n->component_id;
	t->kind = n->kind;
	t->source = n->source;
	t->state = TICKET_REPORTED;
	t->priority = usual_priority(n, machine);
	t->symptom = n->symptom;
	t->fault_code = n->fault_code;
	t->failure_mode = n->failure_mode;
	t->stopped = n->stopped == 1;
	t->failure = n->kind == TICKET_CORRECTIVE;
	/* What a plan makes when somebody finishes the service before, nobody has reported. */
	t->reporter_account_id = n->source == SOURCE_PLAN ? NONE : tx->actor.account;
	t->reporter = n->reporter ? n->reporter : t->reporter_account_id != NONE ? tx->actor.name : NULL;
	t->reporter_contact = n->contact;
	t->reported_at = tx->now;
	if (n->kind == TICKET_CORRECTIVE || n->occurred_at != NONE)
		t->occurred_at =
			n->occurred_at == NONE || n->occurred_at > tx->now ? tx->now : n->occurred_at;
	t->planned_from = n->planned_from;
	t->planned_to = n->planned_to;
	t->report_key = n->key;
	t->reopened = 0;
	t->same_count = 0;
	t->machine_code = machine->code;
	t->machine_name = machine->name;
}

enum err domain_ticket_report(struct tx *tx, const struct ticket_new *n, struct ticket *t, bool *again)
{
	struct asset machine;
	struct ticket none;
	enum err err = n->key ? store_ticket_by_key(tx->db, tx->arena, n->key, t) : ERR_NOT_FOUND;

	*again = err == OK;
	if (err == OK && t->machine_id != n->machine_id)
		return fault_set(tx->fault, ERR_CONFLICT, MSG_TICKET_KEY, NULL);
	if (err != ERR_NOT_FOUND)
		return err;
	err = store_asset_get(tx->db, tx->arena, n->machine_id, &machine);
	if (err == OK)
		err = check_new(tx, n, &machine);
	if (err == OK)
		err = check_limit(tx, n);
	if (err != OK)
		return err;
	fill_new(tx, n, &machine, t);
	err = store_ticket_add(tx, t);
	if (err != OK)
		return err;
	fields_none(ticket_fields, &none);
	err = store_event_change(tx, "ticket", t->id, "reported", ticket_fields, &none, t);
	if (err == OK && t->failure)
		err = ticket_machine_follows(tx, t->machine_id);
	return err == OK ? store_ticket_get(tx->db, tx->arena, t->id, t) : err;
}

enum err domain_ticket_withdraw(struct tx *tx, int64_t id, struct ticket *t)
{
	enum err err = store_ticket_get(tx->db, tx->arena, id, t);

	if (err != OK)
		return err;
	if (t->state != TICKET_REPORTED || tx->now - t->reported_at > TICKET_WITHDRAW_MS)
		return fault_set(tx->fault, ERR_CONFLICT, MSG_TICKET_WITHDRAW, NULL);
	return domain_ticket_cancel(tx, id, t->version, CANCEL_WITHDRAWN, NONE, NULL, t);
}

/* ---- working ---- */

enum err ticket_check_repairer(struct tx *tx, int64_t account, const char *field)
{
	struct account a;
	enum err err = store_account_get(tx->db, tx->arena, account, &a);

	if (err == ERR_NOT_FOUND || (err == OK && (a.disabled || strcmp(a.role, "storekeeper") == 0)))
		return fault_field(tx->fault, field, MSG_TICKET_PERSON, NULL);
	return err;
}

/* Whoever comes second is told who has it, whatever version they saw. */
static bool is_taken(const struct ticket *t, int64_t account)
{
	return t->assignee_id != NONE && t->assignee_id != account && t->state > TICKET_REPORTED &&
	       t->state < TICKET_RESTORED;
}

static enum err taken(struct tx *tx, const struct ticket *t)
{
	return fault_set(tx->fault, ERR_CONFLICT, MSG_TICKET_TAKEN, t->assignee_name);
}

enum err domain_ticket_accept(struct tx *tx, int64_t id, int64_t version, int64_t account, struct ticket *t)
{
	struct ticket before;
	enum err err = ticket_load(tx, id, NONE, t);

	if (err == OK && is_taken(t, account))
		return taken(tx, t);
	if (err == OK)
		err = begin(tx, id, version, VERB_ACCEPT, t, &before);
	if (err == OK)
		err = ticket_check_repairer(tx, account, "account_id");
	if (err != OK)
		return err;
	t->assignee_id = account;
	t->accepted_at = tx->now;
	return finish(tx, &before, t, VERB_ACCEPT);
}

enum err domain_ticket_start(struct tx *tx, int64_t id, int64_t version, struct ticket *t)
{
	struct ticket before;
	enum err err = begin(tx, id, version, VERB_START, t, &before);

	if (err == ERR_STALE && is_taken(t, tx->actor.account))
		return taken(tx, t);
	if (err == OK && t->assignee_id == NONE) {
		err = ticket_check_repairer(tx, tx->actor.account, "account_id");
		t->assignee_id = tx->actor.account;
	}
	if (err != OK)
		return err;
	if (t->accepted_at == NONE)
		t->accepted_at = tx->now;
	t->started_at = tx->now;
	return finish(tx, &before, t, VERB_START);
}

enum err domain_ticket_wait(
	struct tx *tx, int64_t id, int64_t version, const char *reason, const char *note, struct ticket *t)
{
	struct ticket before;
	enum err err = begin(tx, id, version, VERB_WAIT, t, &before);

	if (err == OK && !reason)
		err = fault_field(tx->fault, "reason", MSG_F_REQUIRED, NULL);
	if (err == OK)
		err = domain_codelist_check(tx, "wait_reason", reason, "reason");
	if (err == OK)
		err = store_wait_begin(tx, id, reason, note, tx->now);
	if (err != OK)
		return err;
	t->wait_reason = reason;
	return finish(tx, &before, t, VERB_WAIT);
}

static enum err end_wait(struct tx *tx, struct ticket *t, int64_t at)
{
	t->wait_reason = NULL;
	return store_wait_end(tx, t->id, at);
}

enum err domain_ticket_resume(struct tx *tx, int64_t id, int64_t version, struct ticket *t)
{
	struct ticket before;
	enum err err = begin(tx, id, version, VERB_RESUME, t, &before);

	if (err == OK)
		err = end_wait(tx, t, tx->now);
	return err == OK ? finish(tx, &before, t, VERB_RESUME) : err;
}

/* ---- restored, closed, and back ---- */

void ticket_repair_none(struct ticket_repair *r)
{
	*r = (struct ticket_repair){
		.restored_at = NONE, .occurred_at = NONE, .component_id = NONE, .fix_id = NONE};
}

static void fill_repair(struct ticket *t, const struct ticket_repair *r, int64_t now)
{
	t->restored_at = r->restored_at == NONE ? now : r->restored_at;
	t->occurred_at = r->occurred_at == NONE ? t->occurred_at : r->occurred_at;
	t->component_id = r->component_id == NONE ? t->component_id : r->component_id;
	t->failure_mode = r->failure_mode ? r->failure_mode : t->failure_mode;
	t->cause_code = r->cause_code ? r->cause_code : t->cause_code;
	t->cause = r->cause ? r->cause : t->cause;
	t->action_code = r->action_code ? r->action_code : t->action_code;
	t->action = r->action ? r->action : t->action;
	/* Work that was done and not marked: it began at the latest when it ended. */
	if (t->started_at == NONE)
		t->started_at = t->restored_at > t->accepted_at ? t->restored_at : t->accepted_at;
}

enum err ticket_check_repair(struct tx *tx, const struct ticket *t)
{
	enum err err = ticket_check_component(tx, t->component_id, t->machine_id);

	err = err_worse(err, domain_codelist_check(tx, "failure_mode", t->failure_mode, "failure_mode"));
	err = err_worse(err, domain_codelist_check(tx, "cause", t->cause_code, "cause_code"));
	err = err_worse(err, domain_codelist_check(tx, "action", t->action_code, "action_code"));
	if (t->restored_at != NONE && t->restored_at > tx->now + MINUTE_MS)
		err = err_worse(err, fault_field(tx->fault, "restored_at", MSG_TICKET_FUTURE, NULL));
	if (t->occurred_at != NONE && t->occurred_at > tx->now + MINUTE_MS)
		err = err_worse(err, fault_field(tx->fault, "occurred_at", MSG_TICKET_FUTURE, NULL));
	if (t->restored_at != NONE && t->occurred_at != NONE && t->restored_at < t->occurred_at)
		err = err_worse(err, fault_field(tx->fault, "restored_at", MSG_TICKET_ORDER, NULL));
	return err;
}

enum err domain_ticket_restore(
	struct tx *tx, int64_t id, int64_t version, const struct ticket_repair *r, struct ticket *t)
{
	struct ticket before;
	enum err err = begin(tx, id, version, VERB_RESTORE, t, &before);

	if (err != OK)
		return err;
	fill_repair(t, r, tx->now);
	/* Of planned work it is known what was done: its tasks are ticked. */
	if (t->source == SOURCE_PLAN && !t->action && !t->action_code)
		t->action = t->symptom;
	err = ticket_check_repair(tx, t);
	if (t->source == SOURCE_PLAN)
		err = err_worse(err, domain_task_finish(tx, t->id));
	if (!t->action && !t->action_code)
		err = err_worse(err, fault_field(tx->fault, "action", MSG_TICKET_ACTION, NULL));
	if (err == OK && t->state == TICKET_WAITING)
		err = end_wait(tx, t, t->restored_at);
	if (err == OK)
		err = finish(tx, &before, t, VERB_RESTORE);
	return err == OK ? domain_fix_named(tx, t->id, r->fix_id) : err;
}

enum err domain_ticket_close(struct tx *tx, int64_t id, int64_t version, struct ticket *t)
{
	struct ticket before;
	enum err err = begin(tx, id, version, VERB_CLOSE, t, &before);

	if (err != OK)
		return err;
	t->closed_at = tx->now;
	return finish(tx, &before, t, VERB_CLOSE);
}

enum err domain_ticket_reopen(
	struct tx *tx, int64_t id, int64_t version, const char *reason, struct ticket *t)
{
	struct ticket before;
	struct ticket_comment c = {
		.ticket_id = id, .account_id = tx->actor.account, .author = tx->actor.name};
	enum err err = begin(tx, id, version, VERB_REOPEN, t, &before);

	if (err == OK && !reason)
		err = fault_field(tx->fault, "reason", MSG_TICKET_REASON, NULL);
	if (err != OK)
		return err;
	/* The failure goes on: what was thought to be its end is in the history. */
	t->restored_at = NONE;
	t->closed_at = NONE;
	t->reopened++;
	c.text = reason;
	err = store_comment_add(tx, &c);
	return err == OK ? finish(tx, &before, t, VERB_REOPEN) : err;
}

enum err domain_ticket_cancel(struct tx *tx, int64_t id, int64_t version, int reason, int64_t duplicate_of,
	const char *note, struct ticket *t)
{
	struct ticket before, other;
	enum err err = begin(tx, id, version, VERB_CANCEL, t, &before);

	if (err != OK)
		return err;
	if (reason < 0)
		return fault_field(tx->fault, "reason", MSG_F_REQUIRED, NULL);
	if (reason == CANCEL_OTHER && !note)
		return fault_field(tx->fault, "note", MSG_TICKET_REASON, NULL);
	if (reason == CANCEL_DUPLICATE)
		err = duplicate_of == id ? ERR_NOT_FOUND
					 : store_ticket_get(tx->db, tx->arena, duplicate_of, &other);
	if (err == ERR_NOT_FOUND)
		return fault_field(tx->fault, "duplicate_of", MSG_F_NO_SUCH, NULL);
	if (err != OK)
		return err;
	if (t->state == TICKET_WAITING)
		err = end_wait(tx, t, tx->now);
	t->cancel_reason = reason;
	t->cancel_note = note;
	t->duplicate_of = reason == CANCEL_DUPLICATE ? duplicate_of : NONE;
	t->cancelled_at = tx->now;
	return err == OK ? finish(tx, &before, t, VERB_CANCEL) : err;
}

enum err domain_ticket_close_old(struct tx *tx, int64_t days, int64_t *n)
{
	struct list old;
	struct ticket t;
	enum err err = store_ticket_restored_before(tx->db, tx->arena, tx->now - days * DAY_MS, &old);

	*n = 0;
	for (size_t i = 0; i < old.n && err == OK; i++) {
		const struct ticket_id *id = list_at(&old, i, sizeof(*id));

		err = domain_ticket_close(tx, id->id, NONE, &t);
		*n += err == OK;
	}
	return err;
}

/* ---- the reporter's private link ---- */

void domain_ticket_link(const char *secret, int64_t id, char out[TICKET_LINK_SIZE])
{
	char text[48], digest[DIGEST_SHORT_SIZE];

	snprintf(text, sizeof(text), "ticket:%lld", (long long)id);
	token_chain(secret, text, strlen(text), digest);
	snprintf(out, TICKET_LINK_SIZE, "%lld-%.24s", (long long)id, digest);
}

int64_t domain_ticket_of_link(const char *secret, const char *link)
{
	char right[TICKET_LINK_SIZE];
	int64_t id = strtoll(link, NULL, 10);

	if (id < 1)
		return NONE;
	domain_ticket_link(secret, id, right);
	return token_equal(right, link) ? id : NONE;
}
