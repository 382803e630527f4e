/* routes_people.c - rows of the table of routes.h: people, and who is told what. */
#include "http/routes_area.h"

#include "api/account.h"
#include "api/channel.h"
#include "api/hello.h"
#include "api/notice.h"
#include "api/people.h"
#include "api/session.h"
#include "domain/tell.h"
#include "store/account.h"
#include "store/tell.h"

static const struct route rows[] = {
	/* people */
	{"GET", "/api/v1/hello", ROLE_PUBLIC, NO_BODY, api_hello_get, "version, and who is asking",
		GIVES(hello_fields)},
	{"GET", "/api/v1/session", ROLE_USER, NO_BODY, api_session_get, "own profile", GIVES(account_fields)},
	{"POST", "/api/v1/session", ROLE_PUBLIC, 4 * KB, api_session_post, "sign in", TAKES(login_input),
		GIVES(account_fields)},
	{"PATCH", "/api/v1/session", ROLE_USER, 4 * KB, api_session_patch, "change own profile or password",
		TAKES(profile_input), GIVES(account_fields)},
	{"DELETE", "/api/v1/session", ROLE_USER, NO_BODY, api_session_delete, "sign out", GIVES_NOTHING},
	{"GET", "/api/v1/tokens", ROLE_USER, NO_BODY, api_token_list, "own API tokens",
		LISTS(api_token_fields)},
	{"POST", "/api/v1/tokens", ROLE_USER, 4 * KB, api_token_post, "make an API token; shown once",
		TAKES(token_input), GIVES(api_token_fields), CREATES},
	{"DELETE", "/api/v1/tokens/{id}", ROLE_USER, NO_BODY, api_token_delete, "revoke an API token",
		GIVES_NOTHING},
	{"GET", "/api/v1/accounts", ROLE_USER, NO_BODY, api_account_list, "everybody", LISTS(account_fields)},
	{"POST", "/api/v1/accounts", ROLE_ADMIN, 4 * KB, api_account_post, "add an account",
		TAKES(account_input), GIVES(account_fields), CREATES},
	{"GET", "/api/v1/accounts/{id}", ROLE_LEAD, NO_BODY, api_account_get, "one account",
		GIVES(account_fields)},
	{"PATCH", "/api/v1/accounts/{id}", ROLE_ADMIN, 4 * KB, api_account_patch, "change an account",
		TAKES(account_input), IF_MATCH(account_fields), GIVES(account_fields)},
	{"POST", "/api/v1/accounts/{id}/password", ROLE_ADMIN, NO_BODY, api_account_password,
		"a new password, shown once; signs them out", GIVES(account_password_fields)},
	{"GET", "/api/v1/people", ROLE_LEAD, NO_BODY, api_people_list,
		"everybody, when they were last seen and what they have to do", LISTS(person_fields)},
	{"GET", "/api/v1/sessions", ROLE_USER, NO_BODY, api_session_list, "where one is signed in",
		LISTS(session_fields)},
	{"DELETE", "/api/v1/sessions", ROLE_USER, NO_BODY, api_session_delete_others,
		"sign out everywhere else", GIVES_NOTHING},
	{"GET", "/api/v1/rates", ROLE_LEAD, NO_BODY, api_rate_list, "labour rates",
		LISTS(labour_rate_fields)},
	{"POST", "/api/v1/rates", ROLE_LEAD, 4 * KB, api_rate_post, "set a labour rate from a day on",
		TAKES(rate_input), GIVES(labour_rate_fields), CREATES},
	/* who is told what */
	{"GET", "/api/v1/notices", ROLE_USER, NO_BODY, api_notice_list, "one's own notices: unread",
		QUERY(notice_query), PAGES(notice_fields)},
	{"GET", "/api/v1/notices/count", ROLE_USER, NO_BODY, api_notice_count, "how many are unread",
		GIVES(notice_count_fields)},
	{"POST", "/api/v1/notices/read", ROLE_USER, 4 * KB, api_notice_read,
		"they were read: all of a thing, or all up to one", TAKES(notice_read_input),
		GIVES(notice_count_fields)},
	{"GET", "/api/v1/tell-rules", ROLE_LEAD, NO_BODY, api_tell_rule_list, "THE table of who is told what",
		LISTS(tell_row_fields)},
	{"PATCH", "/api/v1/tell-rules/{rule}", ROLE_LEAD, 4 * KB, api_tell_rule_patch, "change a row of it",
		TAKES(tell_rule_input), IF_MATCH(tell_row_fields), GIVES(tell_row_fields)},
	{"GET", "/api/v1/duties", ROLE_LEAD, NO_BODY, api_duty_list, "who looks after what, and when",
		LISTS(duty_fields)},
	{"GET", "/api/v1/accounts/{id}/duty", ROLE_LEAD, NO_BODY, api_duty_get, "of one account",
		GIVES(duty_fields)},
	{"PUT", "/api/v1/accounts/{id}/duty", ROLE_LEAD, 8 * KB, api_duty_put, "areas, shifts, buyer",
		TAKES(duty_input), IF_MATCH(duty_fields), GIVES(duty_fields)},
	{"GET", "/api/v1/channels", ROLE_LEAD, NO_BODY, api_channel_list, "robots, webhooks and mail",
		LISTS(channel_view_fields)},
	{"POST", "/api/v1/channels", ROLE_ADMIN, 8 * KB, api_channel_post, "add one; it is off",
		TAKES(channel_input), GIVES(channel_view_fields), CREATES},
	{"GET", "/api/v1/channels/{id}", ROLE_LEAD, NO_BODY, api_channel_get, "one of them",
		GIVES(channel_view_fields)},
	{"PATCH", "/api/v1/channels/{id}", ROLE_ADMIN, 8 * KB, api_channel_patch,
		"change it, switch it on or off", TAKES(channel_change), IF_MATCH(channel_view_fields),
		GIVES(channel_view_fields)},
	{"DELETE", "/api/v1/channels/{id}", ROLE_ADMIN, NO_BODY, api_channel_delete, "remove it",
		GIVES_NOTHING},
	{"POST", "/api/v1/channels/{id}/test", ROLE_ADMIN, NO_BODY, api_channel_test, "send a test",
		GIVES(message_view_fields), CREATES},
	{"GET", "/api/v1/messages", ROLE_LEAD, NO_BODY, api_message_list,
		"what went where, when, and why not: channel, state", QUERY(message_query),
		PAGES(message_view_fields)},
	{"GET", "/api/v1/messages/{id}", ROLE_LEAD, NO_BODY, api_message_get, "one, with what it tells",
		GIVES(message_detail_fields)},
	{"POST", "/api/v1/messages/{id}/again", ROLE_ADMIN, NO_BODY, api_message_again,
		"send one that failed again", GIVES(message_view_fields)},
};
const struct route_area routes_people = {rows, sizeof(rows) / sizeof(rows[0])};
