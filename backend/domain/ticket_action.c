/* ticket_action.c - see ticket_action.h. */
#include "domain/ticket_action.h"

#define IN(state) (1u << TICKET_##state)
#define WORKED_ON (IN(ACCEPTED) | IN(IN_PROGRESS) | IN(WAITING))
#define UNREPAIRED (IN(REPORTED) | WORKED_ON)
#define UNFINISHED (UNREPAIRED | IN(RESTORED))
#define ALWAYS (UNFINISHED | IN(CLOSED) | IN(CANCELLED))

static const struct ticket_rule rules[ACTION_COUNT] = {
	[VERB_ACCEPT] = {IN(REPORTED), ROLE_REPAIR, TICKET_ACCEPTED, "accepted"},
	[VERB_START] = {IN(REPORTED) | IN(ACCEPTED), ROLE_REPAIR, TICKET_IN_PROGRESS, "started"},
	[VERB_WAIT] = {IN(IN_PROGRESS), ROLE_REPAIR, TICKET_WAITING, "waiting"},
	[VERB_RESUME] = {IN(WAITING), ROLE_REPAIR, TICKET_IN_PROGRESS, "resumed"},
	[VERB_RESTORE] = {WORKED_ON, ROLE_REPAIR, TICKET_RESTORED, "restored"},
	[VERB_CLOSE] = {IN(RESTORED), ROLE_LEAD | BY_REPORTER, TICKET_CLOSED, "closed"},
	[VERB_REOPEN] = {IN(RESTORED) | IN(CLOSED), ROLE_USER, TICKET_IN_PROGRESS, "reopened"},
	[VERB_CANCEL] = {UNREPAIRED, ROLE_REPAIR, TICKET_CANCELLED, "cancelled"},
	[ACTION_ASSIGN] = {UNFINISHED, ROLE_LEAD | BY_HOLDER},
	[ACTION_EDIT] = {ALWAYS, ROLE_REPAIR},
	[ACTION_COMMENT] = {ALWAYS, ROLE_USER},
	[ACTION_SAME] = {UNREPAIRED, ROLE_USER},
	[ACTION_DOCUMENT] = {ALWAYS, ROLE_USER},
	[ACTION_PERSON] = {UNFINISHED, ROLE_REPAIR},
	[ACTION_ADD_WAIT] = {ALWAYS, ROLE_REPAIR},
	[ACTION_LABOUR] = {ALWAYS & ~IN(CANCELLED), ROLE_REPAIR},
	[ACTION_INVOICE] = {ALWAYS, ROLE_LEAD},
	/* Restored: booked late. What was taken comes back whenever it comes back. */
	[ACTION_ISSUE] = {UNFINISHED, ROLE_USER},
	[ACTION_RETURN] = {ALWAYS, ROLE_USER},
	[ACTION_RESERVE] = {UNREPAIRED, ROLE_USER},
	[ACTION_JUDGE] = {ALWAYS & ~IN(CANCELLED), ROLE_REPAIR},
};
const char *const ticket_actions[] = {"accept", "start", "wait", "resume", "restore", "close", "reopen",
	"cancel", "assign", "edit", "comment", "same", "add_document", "add_person", "add_wait",
	"book_labour", "book_invoice", "issue_part", "return_part", "reserve_part", "judge_suggestion", NULL};

const struct ticket_rule *domain_ticket_rule(enum ticket_verb v)
{
	return &rules[v];
}

bool domain_ticket_allows(int state, enum ticket_verb v)
{
	return rules[v].from & 1u << state;
}

bool domain_ticket_admits(const struct ticket *t, enum ticket_verb v, int64_t account, unsigned role)
{
	unsigned who = rules[v].who;

	if (account == NONE)
		return false;
	return (who & role) || ((who & BY_REPORTER) && t->reporter_account_id == account) ||
	       ((who & BY_HOLDER) && (role & ROLE_REPAIR) && t->assignee_id == account);
}

int64_t domain_ticket_actions(const struct ticket *t, int64_t account, unsigned role)
{
	int64_t set = 0;

	for (int v = 0; v < ACTION_COUNT; v++)
		if (domain_ticket_allows(t->state, (enum ticket_verb)v) &&
			domain_ticket_admits(t, (enum ticket_verb)v, account, role))
			set |= INT64_C(1) << v;
	return set;
}
