/* ticket.h - tickets and what hangs on them: waits, people, comments, "same problem", labour, invoices.
 *
 * Plain rows; the rules are in domain/ticket.h. Times ms, NONE where it has not happened. */
#ifndef STORE_TICKET_H
#define STORE_TICKET_H

#include "store/asset.h"

enum ticket_state {
	TICKET_REPORTED,
	TICKET_ACCEPTED,
	TICKET_IN_PROGRESS,
	TICKET_WAITING,
	TICKET_RESTORED,
	TICKET_CLOSED,
	TICKET_CANCELLED
};
enum ticket_kind { TICKET_CORRECTIVE, TICKET_PREVENTIVE, TICKET_INSPECTION, TICKET_IMPROVEMENT };
enum ticket_source {
	SOURCE_SCAN,
	SOURCE_ACCOUNT,
	SOURCE_IMPORT,
	SOURCE_INSPECTION,
	SOURCE_PLAN,
	SOURCE_READING
};
enum cancel_reason { CANCEL_WITHDRAWN, CANCEL_DUPLICATE, CANCEL_NO_FAULT, CANCEL_OTHER };
extern const char *const ticket_states[], *const ticket_kinds[], *const ticket_sources[],
									 *const cancel_reasons[];

struct ticket {
	int64_t id, machine_id, component_id;
	int kind, source, state; /* the enums above */
	int64_t priority;	 /* 1 most urgent … 4 */
	const char *symptom, *fault_code;
	int64_t stopped; /* the machine stands still */
	int64_t failure; /* a loss of function: counts in the figures */
	const char *reporter, *reporter_contact;
	int64_t reporter_account_id, assignee_id;
	const char *wait_reason, *failure_mode, *cause_code, *cause, *action_code, *action;
	int cancel_reason;
	const char *cancel_note;
	int64_t duplicate_of;
	int64_t occurred_at, reported_at, accepted_at, started_at, restored_at, closed_at, cancelled_at;
	int64_t planned_from, planned_to;
	int64_t reopened, same_count, version, updated_at;
	const char *report_key, *import_ref, *search; /* never leave as JSON */
	/* joined for the reader */
	const char *machine_code, *machine_name, *machine_name_en, *component_name, *component_name_en,
		*assignee_name;
	const char *machine_place; /* its location, else what it stands in */
	int machine_criticality, machine_state;
};
/* Scans what store_ticket_get selects and writes a ticket as JSON. */
extern const struct field ticket_fields[];

/* ERR_NOT_FOUND */
enum err store_ticket_get(struct db *db, struct arena *a, int64_t id, struct ticket *out);
enum err store_ticket_by_key(struct db *db, struct arena *a, const char *report_key, struct ticket *out);
enum err store_ticket_by_import(struct db *db, struct arena *a, const char *ref, struct ticket *out);
/* Sets t->id. search and `open` are derived here. */
enum err store_ticket_add(struct tx *tx, struct ticket *t);
/* Every column, where the version is still t->version; then t->version is one more and updated_at is now.
 * ERR_STALE */
enum err store_ticket_put(struct tx *tx, struct ticket *t);

/* Lists are newest first, below the id `before` (NONE: all); the open list is most urgent first: stopped
 * machines, then priority, criticality, age, and goes on after the ticket `after`, also when that is no longer
 * open. A filter member that is NONE, -1 or NULL does not filter. */
struct ticket_filter {
	int state;	       /* exactly this state */
	int64_t open;	       /* 1: not closed or cancelled */
	int64_t machine_id;    /* and its components */
	int64_t technician_id; /* assigned to or working on */
	int64_t unassigned;    /* 1: nobody has it */
	int64_t planned;       /* 1: has a planned time, 0: has none */
	int64_t priority;
	const char *text; /* folded substring of symptom, cause, action, machine */
	int64_t from, to; /* reported_at in [from, to) */
	int64_t under_id; /* any asset: of it and of all below it */
	int64_t component_id;
	int kind;
	const char *failure_mode, *cause_code;
	int64_t restored_from, restored_to; /* restored_at in [from, to) */
	int64_t before, after, limit;
};
void ticket_filter_none(struct ticket_filter *f);
enum err store_ticket_list(struct db *db, struct arena *a, const struct ticket_filter *f, struct list *out);
/* Those this person is assigned to or works on and that are not restored yet, most urgent first. */
enum err store_ticket_mine(struct db *db, struct arena *a, int64_t account, int64_t limit, struct list *out);
/* Planned work that nobody has yet, to begin before then: earliest first. */
enum err store_ticket_due(struct db *db, struct arena *a, int64_t before, int64_t limit, struct list *out);
/* Open corrective tickets of one machine, oldest first: what a scan shows. */
enum err store_ticket_open_of(struct db *db, struct arena *a, int64_t machine, struct list *out);

/* What this machine, and with less weight others of its model, had lately: each wording with what the repair found it
 * to be, by weight. domain/usual.h makes a list for people of it. */
struct usual {
	const char *symptom, *component, *failure_mode;
	int64_t n;
};
extern const struct field usual_fields[];
enum err store_ticket_usual(struct db *db, struct arena *a, int64_t machine, int64_t limit, struct list *out);

/* Reports without an account on this machine since then. */
enum err store_ticket_recent(struct db *db, int64_t machine, int64_t since, int64_t *n);
/* Ids of tickets restored before then and not closed, oldest first. */
enum err store_ticket_restored_before(struct db *db, struct arena *a, int64_t before, struct list *out);
struct ticket_id {
	int64_t id;
};

struct ticket_wait {
	int64_t id, ticket_id;
	const char *reason, *note;
	int64_t from_at, to_at;
};
extern const struct field ticket_wait_fields[];
enum err store_wait_begin(struct tx *tx, int64_t ticket, const char *reason, const char *note, int64_t at);
/* The running one, at that time or, when it began later, when it began. */
enum err store_wait_end(struct tx *tx, int64_t ticket, int64_t at);
enum err store_wait_get(
	struct db *db, struct arena *a, int64_t id, struct ticket_wait *out); /* ERR_NOT_FOUND */
enum err store_wait_add(struct tx *tx, struct ticket_wait *w);		      /* sets w->id */
enum err store_wait_put(struct tx *tx, const struct ticket_wait *w);
/* In the order in which they began. */
enum err store_wait_list(struct db *db, struct arena *a, int64_t ticket, struct list *out);

struct ticket_person {
	int64_t account_id;
	const char *name;
	int64_t added_at;
};
extern const struct field ticket_person_fields[];
enum err store_person_add(struct tx *tx, int64_t ticket, int64_t account);
enum err store_person_drop(struct tx *tx, int64_t ticket, int64_t account); /* ERR_NOT_FOUND */
enum err store_person_list(struct db *db, struct arena *a, int64_t ticket, struct list *out);

struct ticket_comment {
	int64_t id, ticket_id, time, account_id;
	const char *author, *text;
	const char *send_key;
};
extern const struct field ticket_comment_fields[];
enum err store_comment_add(struct tx *tx, struct ticket_comment *c); /* ERR_CONFLICT: key used before */
enum err store_comment_list(struct db *db, struct arena *a, int64_t ticket, struct list *out);

struct ticket_same {
	int64_t id, ticket_id, time;
	const char *reporter, *note, *send_key;
};
extern const struct field ticket_same_fields[];
enum err store_same_add(struct tx *tx, struct ticket_same *s); /* ERR_CONFLICT: key used before */
enum err store_same_list(struct db *db, struct arena *a, int64_t ticket, struct list *out);

struct labour {
	int64_t id, ticket_id, machine_id, account_id; /* account NONE: of an imported repair */
	const char *account_name;
	int64_t booked_at, minutes, cents_hour, cost_cents;
	const char *note;
	int64_t created_at, removed_at;
	const char *send_key;
};
extern const struct field labour_fields[];
enum err store_labour_add(struct tx *tx, struct labour *l); /* ERR_CONFLICT: key used before */
enum err store_labour_get(struct db *db, struct arena *a, int64_t id, struct labour *out);
enum err store_labour_remove(struct tx *tx, int64_t id); /* ERR_NOT_FOUND */
enum err store_labour_list(struct db *db, struct arena *a, int64_t ticket, struct list *out);

enum invoice_kind { INVOICE_OUTSIDE, INVOICE_IMPORT };
struct invoice {
	int64_t id, ticket_id, machine_id;
	int kind;
	int64_t booked_at, cost_cents;
	const char *supplier, *note;
	int64_t created_at, removed_at;
	const char *send_key;
};
extern const struct field invoice_fields[];
enum err store_invoice_add(struct tx *tx, struct invoice *i);
enum err store_invoice_get(struct db *db, struct arena *a, int64_t id, struct invoice *out);
enum err store_invoice_remove(struct tx *tx, int64_t id);
enum err store_invoice_list(struct db *db, struct arena *a, int64_t ticket, struct list *out);

#endif
