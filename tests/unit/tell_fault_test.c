/* tell_fault_test.c - whichever statement fails, an event is told to everybody or to nobody yet, and a message is marked or not. */
#include "store_fixture.h"

#include "domain/channel.h"
#include "domain/codelist.h"
#include "domain/tell.h"
#include "domain/ticket.h"
#include "store/account.h"
#include "test.h"

static const char SQL_STATE[] =
	"SELECT (SELECT count(*) FROM telling) || '/' || (SELECT count(*) FROM notice) || '/' || "
	"(SELECT count(*) || ':' || count(message_id) FROM outbox) || '/' || (SELECT coalesce(max(seq), 0) "
	"FROM event) || "
	"'/' || (SELECT coalesce((SELECT value FROM meta WHERE key = 'tell_seq'), '')) || '/' || "
	"(SELECT count(*) || ':' || coalesce(sum(tries), 0) || ':' || count(sent_at) FROM message) || '/' || "
	"(SELECT count(*) FROM escalation) AS state";

#define T0 INT64_C(1790000000000)

struct world {
	struct fixture f;
	int64_t machine, ticket, channel, from;
};

static enum err make_world(struct tx *tx, void *ctx)
{
	struct world *w = ctx;
	struct account people[] = {{.login = "li", .name = "李", .password = "x", .role = "technician"},
		{.login = "wang", .name = "王", .password = "x", .role = "technician"},
		{.login = "he", .name = "何", .password = "x", .role = "manager"}};
	struct channel c = {.kind = CHANNEL_WECOM,
		.name = "群",
		.url = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1",
		.rules = INT64_C(1) << TELL_REPORTED,
		.place_id = NONE,
		.enabled = 1};
	struct ticket_new n;
	struct ticket t;
	struct asset m;
	bool again;

	fields_none(asset_fields, &m);
	m.kind = ASSET_MACHINE;
	m.name = "泵";
	m.state = ASSET_RUNNING;
	m.criticality = 0;
	assert_int_equal(domain_codelist_seed(tx), OK);
	assert_int_equal(store_asset_add(tx, &m), OK);
	for (size_t i = 0; i < COUNT(people); i++)
		assert_int_equal(store_account_add(tx, &people[i]), OK);
	assert_int_equal(domain_channel_add(tx, &c), OK);
	w->channel = c.id;
	assert_int_equal(domain_tell_place(tx, &w->from), OK);
	ticket_new_none(&n);
	n.machine_id = m.id;
	n.symptom = "漏油";
	n.stopped = 1;
	n.occurred_at = T0 - 3 * HOUR_MS;
	assert_int_equal(domain_ticket_report(tx, &n, &t, &again), OK);
	w->ticket = t.id;
	return OK;
}

static enum err follow(struct tx *tx, void *ctx)
{
	return domain_tell_follow(tx, ctx);
}

static enum err escalate(struct tx *tx, void *ctx)
{
	return domain_tell_escalate(tx, ctx);
}

static enum err begin(struct tx *tx, void *ctx)
{
	return domain_message_begin(tx, ctx);
}

static enum err ended(struct tx *tx, void *ctx)
{
	return domain_message_ended(tx, ctx);
}

/* Following the log, passing on, beginning a try, ending it: each whole or not at all. */
static void whichever_statement_fails(void **state)
{
	struct world w = {.machine = 0};
	struct tell_follow f;
	struct message_try try;
	struct message_end over;
	int64_t n = 0;

	(void)state;
	fixture_open(&w.f);
	w.f.now = T0;
	assert_int_equal(fixture_write(&w.f, make_world, &w), OK);
	f = (struct tell_follow){.from = w.from};
	assert_true(fixture_torture(&w.f, follow, &f, sizeof(f), SQL_STATE) > 10);
	assert_int_equal(f.told, 1);
	assert_true(fixture_torture(&w.f, escalate, &n, sizeof(n), SQL_STATE) > 3);
	assert_int_equal(n, 1);
	try = (struct message_try){.channel_id = w.channel, .minute_ms = 60000};
	assert_true(fixture_torture(&w.f, begin, &try, sizeof(try), SQL_STATE) > 4);
	assert_int_equal(try.message.tries, 1);
	over = (struct message_end){
		.id = try.message.id, .minute_ms = 60000, .status = 200, .says = {.verdict = VERDICT_SENT}};
	assert_true(fixture_torture(&w.f, ended, &over, sizeof(over), SQL_STATE) > 0);
	assert_int_equal(over.state, MESSAGE_SENT);
	fixture_close(&w.f);
}

/* The same events followed twice, as after a crash that lost the place: nothing is told again. */
static void an_event_is_told_once(void **state)
{
	struct world w = {.machine = 0};
	struct tell_follow f;
	const char *before;

	(void)state;
	fixture_open(&w.f);
	w.f.now = T0;
	assert_int_equal(fixture_write(&w.f, make_world, &w), OK);
	f = (struct tell_follow){.from = w.from};
	assert_int_equal(fixture_write(&w.f, follow, &f), OK);
	assert_int_equal(f.told, 1);
	before = fixture_state(&w.f, SQL_STATE);
	f = (struct tell_follow){.from = w.from};
	assert_int_equal(fixture_write(&w.f, follow, &f), ERR_CONFLICT);
	assert_string_equal(fixture_state(&w.f, SQL_STATE), before);
	fixture_close(&w.f);
}

/* When what waits may go: at once, after the room its kind wants, at its next try; never when nothing waits. */
static void when_a_channel_may_send(void **state)
{
	struct channel_due d = {.channel_id = 1,
		.enabled = 1,
		.kind = CHANNEL_WECOM,
		.message_id = NONE,
		.next_at = NONE,
		.tried_at = NONE};

	(void)state;
	assert_int_equal(domain_channel_when(&d, 60000), INT64_MAX);
	d.waiting = 1;
	assert_int_equal(domain_channel_when(&d, 60000), 0);
	d.tried_at = T0;
	assert_int_equal(domain_channel_when(&d, 60000), T0 + 4000);
	assert_int_equal(domain_channel_when(&d, 6000), T0 + 400);
	d.message_id = 7;
	d.next_at = T0 + 9000;
	assert_int_equal(domain_channel_when(&d, 60000), T0 + 9000);
	d.message_id = NONE;
	d.enabled = 0;
	assert_int_equal(domain_channel_when(&d, 60000), INT64_MAX);
	d = (struct channel_due){
		.kind = CHANNEL_MAIL, .message_id = 7, .kind_of_test = 1, .next_at = T0, .tried_at = T0};
	assert_int_equal(domain_channel_when(&d, 60000), T0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whichever_statement_fails),
		cmocka_unit_test(an_event_is_told_once),
		cmocka_unit_test(when_a_channel_may_send),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
