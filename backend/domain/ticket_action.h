/* ticket_action.h - THE table of what can be done to a ticket: in which states, by whom, and where it leads.
 *
 * The domain asks it before every change, the API before who may not even try, and clients show the buttons that
 * domain_ticket_actions names and know no rules of their own. */
#ifndef DOMAIN_TICKET_ACTION_H
#define DOMAIN_TICKET_ACTION_H

#include "domain/role.h"
#include "store/ticket.h"

/* The verbs change the state; the rest is done beside it. */
enum ticket_verb {
	VERB_ACCEPT, /* a technician takes it */
	VERB_START,
	VERB_WAIT, /* with a reason */
	VERB_RESUME,
	VERB_RESTORE, /* the machine runs again */
	VERB_CLOSE,
	VERB_REOPEN,
	VERB_CANCEL,
	VERB_COUNT,
	ACTION_ASSIGN = VERB_COUNT, /* to somebody else */
	ACTION_EDIT,		    /* correct what it says */
	ACTION_COMMENT,
	ACTION_SAME, /* the same problem, seen again */
	ACTION_DOCUMENT,
	ACTION_PERSON, /* one more technician */
	ACTION_ADD_WAIT,
	ACTION_LABOUR,
	ACTION_INVOICE,
	ACTION_ISSUE, /* a part from stock */
	ACTION_RETURN,
	ACTION_RESERVE, /* parts for it */
	ACTION_JUDGE,	/* a suggested fix: it worked, it did not apply */
	ACTION_COUNT
};
/* By their number; names are those of the API. Ends with NULL. */
extern const char *const ticket_actions[];

/* Besides roles: whose the ticket is. */
enum { BY_REPORTER = 1 << 8, /* the account that reported it */ BY_HOLDER = 1 << 9 /* the assignee */ };

struct ticket_rule {
	unsigned from;	   /* a bit for each state */
	unsigned who;	   /* mask of enum role and of the above */
	int to;		   /* the state it leads to; of verbs only */
	const char *event; /* what is written down; of verbs only */
};
const struct ticket_rule *domain_ticket_rule(enum ticket_verb v);

/* May this be done in that state? */
bool domain_ticket_allows(int state, enum ticket_verb v);
/* May this person, in whatever state it is? role 0: nobody signed in. */
bool domain_ticket_admits(const struct ticket *t, enum ticket_verb v, int64_t account, unsigned role);
/* Both, as a set of ticket_actions: what this person may do now. */
int64_t domain_ticket_actions(const struct ticket *t, int64_t account, unsigned role);

#endif
