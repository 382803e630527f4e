/* ticket.h - the life of a ticket: the one place where it changes.
 *
 *   reported → accepted → in_progress ⇄ waiting → restored → closed
 *   cancelled from any state before restored; reopened = back to in_progress from restored or closed.
 *
 * The table of what is allowed is in ticket_action.c. Every change names the version it was based on
 * (ERR_STALE otherwise, nothing is changed), adds an event, and leaves *t as it is now. ERR_CONFLICT: the
 * state does not allow it. ERR_INVALID: fields. Times are kept apart because the figures need them apart;
 * none may lie in the future. */
#ifndef DOMAIN_TICKET_H
#define DOMAIN_TICKET_H

#include "domain/ticket_action.h"

/* A new report. */
struct ticket_new {
	int64_t machine_id;   /* of an asset of kind machine */
	int64_t component_id; /* below that machine, or NONE */
	int kind, source;
	int64_t priority; /* NONE: 1 when stopped and the machine is critical A, 2 when stopped, else 3 */
	const char *symptom, *fault_code, *failure_mode;
	int64_t stopped;     /* 0/1 */
	int64_t occurred_at; /* since when it is so; NONE: now */
	const char *reporter, *contact;
	const char *key;		  /* of whoever sends it over HTTP, never our own; NULL: none */
	int64_t planned_from, planned_to; /* planned downtime of planned jobs, NONE otherwise */
};
void ticket_new_none(struct ticket_new *n);
/* Makes the ticket, or gives back the one that came with the same key (*again = true; ERR_CONFLICT: that was for
 * another machine). ERR_NOT_FOUND: no such machine. ERR_BUSY: more than TICKET_REPORTS_PER_HOUR reports without an account on this machine lately. */
enum { TICKET_REPORTS_PER_HOUR = 30 };
enum err domain_ticket_report(struct tx *tx, const struct ticket_new *n, struct ticket *t, bool *again);
/* +1 on an open ticket. A repeated key counts once. */
enum err domain_ticket_same(
	struct tx *tx, int64_t id, const char *reporter, const char *note, const char *key, struct ticket *t);
/* By the reporter, within five minutes and while nobody has it. */
enum { TICKET_WITHDRAW_MS = 5 * 60 * 1000 };
enum err domain_ticket_withdraw(struct tx *tx, int64_t id, struct ticket *t);

/* account: who takes it. When somebody else has it, ERR_CONFLICT names them. */
enum err domain_ticket_accept(struct tx *tx, int64_t id, int64_t version, int64_t account, struct ticket *t);
/* From reported it takes the ticket too. Whoever comes second is told who has it, as by accept. */
enum err domain_ticket_start(struct tx *tx, int64_t id, int64_t version, struct ticket *t);
enum err domain_ticket_wait(
	struct tx *tx, int64_t id, int64_t version, const char *reason, const char *note, struct ticket *t);
enum err domain_ticket_resume(struct tx *tx, int64_t id, int64_t version, struct ticket *t);

/* What was found and done. Members that are NULL or NONE leave the ticket's as they are. */
struct ticket_repair {
	int64_t restored_at; /* NONE: now */
	int64_t occurred_at; /* corrected, or NONE */
	int64_t component_id;
	const char *failure_mode, *cause_code, *cause, *action_code, *action;
	int64_t fix_id; /* the fix that it was (store/fix.h), or NONE: it is worked out */
};
void ticket_repair_none(struct ticket_repair *r);
/* Needs an action (code or text); restored_at within [occurred_at, now]. Works from accepted too: the start
 * is then the restoration. */
enum err domain_ticket_restore(
	struct tx *tx, int64_t id, int64_t version, const struct ticket_repair *r, struct ticket *t);
enum err domain_ticket_close(struct tx *tx, int64_t id, int64_t version, struct ticket *t);
/* The reason is required: why was it not repaired? */
enum err domain_ticket_reopen(
	struct tx *tx, int64_t id, int64_t version, const char *reason, struct ticket *t);
enum err domain_ticket_cancel(struct tx *tx, int64_t id, int64_t version, int reason, int64_t duplicate_of,
	const char *note, struct ticket *t);

/* Changes beside the states. */
struct ticket_edit {
	int64_t assignee_id, component_id, priority, stopped, failure;
	const char *symptom, *fault_code, *failure_mode, *cause_code, *cause, *action_code, *action;
	int64_t occurred_at, reported_at, accepted_at, started_at, restored_at, planned_from, planned_to;
	const char *reason; /* required when a time that is already there is changed; both values go to the
			       history */
};
/* *e holds the ticket's own values where nothing changes (domain_ticket_edit_of). */
void domain_ticket_edit_of(const struct ticket *t, struct ticket_edit *e);
enum err domain_ticket_edit(
	struct tx *tx, int64_t id, int64_t version, const struct ticket_edit *e, struct ticket *t);

/* A wait that was marked late: w->id's reason, note and times become those of *w, why is required and both values
 * go to the history; ERR_NOT_FOUND: not a wait of this ticket. Or one that nobody marked is added. from ≤ to ≤
 * now; one that still runs ends by going on with the work. */
enum err domain_ticket_wait_edit(struct tx *tx, int64_t id, int64_t version, const struct ticket_wait *w,
	const char *why, struct ticket *t);
enum err domain_ticket_wait_add(
	struct tx *tx, int64_t id, int64_t version, struct ticket_wait *w, struct ticket *t);

enum err domain_ticket_join(struct tx *tx, int64_t id, int64_t account);
enum err domain_ticket_leave(struct tx *tx, int64_t id, int64_t account);
enum err domain_ticket_comment(struct tx *tx, struct ticket_comment *c);
/* Minutes at the person's rate of that day, frozen. day NONE: today. */
enum err domain_ticket_labour(struct tx *tx, struct labour *l, int64_t day);
enum err domain_ticket_labour_remove(struct tx *tx, int64_t ticket, int64_t id);
enum err domain_ticket_invoice(struct tx *tx, struct invoice *i, int64_t day);
enum err domain_ticket_invoice_remove(struct tx *tx, int64_t ticket, int64_t id);

/* Tickets restored more than `days` ago are closed; *n how many. */
enum err domain_ticket_close_old(struct tx *tx, int64_t days, int64_t *n);

/* The private link of a ticket's reporter: "ID-TOKEN", made from the data folder's secret, stored nowhere. */
enum { TICKET_LINK_SIZE = 64 };
void domain_ticket_link(const char *secret, int64_t id, char out[TICKET_LINK_SIZE]);
/* The id of a link, or NONE when it is not one of ours. */
int64_t domain_ticket_of_link(const char *secret, const char *link);

#endif
