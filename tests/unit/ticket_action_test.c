/* ticket_action_test.c - the table of what may be done to a ticket and the doors of the API say the same. */
#include <string.h>

#include "test.h"

#include "domain/ticket_action.h"
#include "http/routes.h"

static const struct route *find(const char *method, const char *pattern)
{
	const struct route *r;

	for (size_t i = 0; (r = route_at(i)); i++)
		if (strcmp(r->method, method) == 0 && strcmp(r->pattern, pattern) == 0)
			return r;
	fail_msg("there is no route %s %s", method, pattern);
	return NULL;
}

#define T "/api/v1/tickets/{id}"

/* Each action is done through one route, which lets in exactly the roles that the table names: those it names by whose
 * the ticket is are told apart behind the door. */
static void routes_let_in_whom_the_table_names(void **state)
{
	static const struct {
		enum ticket_verb action;
		const char *method, *pattern;
	} doors[] = {
		{VERB_ACCEPT, "POST", T "/accept"},
		{VERB_START, "POST", T "/start"},
		{VERB_WAIT, "POST", T "/wait"},
		{VERB_RESUME, "POST", T "/resume"},
		{VERB_RESTORE, "POST", T "/restore"},
		{VERB_CLOSE, "POST", T "/close"},
		{VERB_REOPEN, "POST", T "/reopen"},
		{VERB_CANCEL, "POST", T "/cancel"},
		{ACTION_ASSIGN, "PATCH", T},
		{ACTION_EDIT, "PATCH", T},
		{ACTION_COMMENT, "POST", T "/comments"},
		{ACTION_SAME, "POST", T "/same"},
		{ACTION_DOCUMENT, "PUT", T "/documents/{key}"},
		{ACTION_PERSON, "POST", T "/people"},
		{ACTION_ADD_WAIT, "POST", T "/waits"},
		{ACTION_LABOUR, "POST", T "/labour"},
		{ACTION_INVOICE, "POST", T "/invoices"},
		{ACTION_ISSUE, "POST", T "/parts"},
		{ACTION_RETURN, "POST", T "/parts/return"},
		{ACTION_RESERVE, "POST", T "/reservations"},
		{ACTION_JUDGE, "POST", T "/suggestions/feedback"},
	};
	unsigned walked = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(doors) / sizeof(doors[0]); i++) {
		const struct ticket_rule *rule = domain_ticket_rule(doors[i].action);
		const struct route *r = find(doors[i].method, doors[i].pattern);
		unsigned roles = rule->who & ROLE_USER;

		if (rule->who & BY_REPORTER)
			roles = ROLE_USER;
		if (rule->who & BY_HOLDER)
			roles |= ROLE_REPAIR;
		if (r->roles != roles)
			fail_msg("%s %s lets in %#x, the table %#x", r->method, r->pattern, r->roles, roles);
		walked |= 1u << doors[i].action;
	}
	assert_int_equal(walked, (1u << ACTION_COUNT) - 1);
}

/* Every action has a name, states and somebody who may; only verbs lead somewhere. */
static void every_row_is_whole(void **state)
{
	(void)state;
	for (int v = 0; v < ACTION_COUNT; v++) {
		const struct ticket_rule *rule = domain_ticket_rule((enum ticket_verb)v);

		assert_non_null(ticket_actions[v]);
		assert_true(rule->from && rule->who);
		assert_int_equal(rule->event != NULL, v < VERB_COUNT);
	}
	assert_null(ticket_actions[ACTION_COUNT]);
}

/* Nobody signed in may nothing; whose ticket it is counts beside the role. */
static void whose_ticket_it_is_counts(void **state)
{
	struct ticket t = {.state = TICKET_RESTORED, .reporter_account_id = 5, .assignee_id = 7};

	(void)state;
	assert_int_equal(domain_ticket_actions(&t, NONE, 0), 0);
	assert_true(domain_ticket_admits(&t, VERB_CLOSE, 5, ROLE_STOREKEEPER));
	assert_false(domain_ticket_admits(&t, VERB_CLOSE, 6, ROLE_STOREKEEPER));
	assert_false(domain_ticket_admits(&t, VERB_CLOSE, 7, ROLE_TECHNICIAN));
	assert_true(domain_ticket_admits(&t, VERB_CLOSE, 6, ROLE_MANAGER));
	assert_true(domain_ticket_admits(&t, ACTION_ASSIGN, 7, ROLE_TECHNICIAN));
	assert_false(domain_ticket_admits(&t, ACTION_ASSIGN, 6, ROLE_TECHNICIAN));
	assert_false(domain_ticket_admits(&t, ACTION_ASSIGN, 7, ROLE_STOREKEEPER));
	/* Whoever reports without an account leaves NONE: that is nobody's account. */
	t.reporter_account_id = t.assignee_id = NONE;
	assert_false(domain_ticket_admits(&t, VERB_CLOSE, NONE, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(routes_let_in_whom_the_table_names),
		cmocka_unit_test(every_row_is_whole),
		cmocka_unit_test(whose_ticket_it_is_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
