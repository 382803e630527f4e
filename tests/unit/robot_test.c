/* robot_test.c - what each kind of channel is sent, how it is signed, and what its answers mean. */
#include "unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/token.h"
#include "domain/robot.h"

static struct arena arena;

static int begin(void **state)
{
	(void)state;
	arena_init(&arena);
	return token_init() ? 0 : 1;
}

static int end(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

/* RFC 4231, cases 1, 2 and 6: a key longer than a block too. */
static void hmac_is_that_of_the_rfc(void **state)
{
	unsigned char key[131], raw[HMAC_SIZE];
	char hex[2 * HMAC_SIZE + 1];
	static const struct {
		const char *key, *text, *want;
		int byte, n;
	} cases[] = {
		{NULL, "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7", 0x0b,
			20},
		{"Jefe", "what do ya want for nothing?",
			"5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", 0, 4},
		{NULL, "Test Using Larger Than Block-Size Key - Hash Key First",
			"60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54", 0xaa, 131},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		memset(key, cases[i].byte, sizeof(key));
		if (cases[i].key)
			memcpy(key, cases[i].key, strlen(cases[i].key));
		token_hmac(key, (size_t)cases[i].n, cases[i].text, strlen(cases[i].text), raw);
		for (size_t k = 0; k < HMAC_SIZE; k++)
			snprintf(hex + 2 * k, 3, "%02x", raw[k]);
		assert_string_equal(hex, cases[i].want);
	}
}

/* The example of standardwebhooks.com: its id, time, body and secret give its signature. */
static void a_webhook_is_signed_as_the_standard_says(void **state)
{
	struct channel c = {.kind = CHANNEL_WEBHOOK,
		.url = "https://hooks.example.com/",
		.secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"};
	struct message m = {.key = "msg_p5jXN8AQM9LWM0D4loKWxJek", .body = "{\"test\": 2432232314}"};
	struct courier_request r;
	bool found = false;

	(void)state;
	robot_request(&arena, &c, &m, INT64_C(1614265330000), &r);
	for (const char *const *h = r.headers; *h; h++)
		found = found ||
			strcmp(*h, "webhook-signature: v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=") == 0;
	assert_true(found);
	assert_string_equal(r.body, m.body);
}

static struct telling told(const char *detail)
{
	return (struct telling){.id = 1,
		.rule = "reported",
		.entity = "ticket",
		.entity_id = 7,
		.title = "3号冲床",
		.title_en = "press 3",
		.code = "CY-03",
		.place = "A跨",
		.detail = detail,
		.since = NONE,
		.stopped = 1};
}

/* One line, in the reader's language; nothing that was typed breaks it or mentions anybody. */
static void a_line_says_what_where_and_who(void **state)
{
	struct telling t = told("漏油\n<at user_id=\"all\">");
	struct buf b;

	(void)state;
	t.actor = "李师傅";
	buf_init(&b);
	robot_line(&b, LANG_ZH, &t);
	assert_string_equal(
		buf_text(&b), "【新报修·停机】3号冲床 CY-03 · A跨：漏油 ＜at user_id=\"all\"＞（李师傅）");
	buf_clear(&b);
	robot_line(&b, LANG_EN, &t);
	assert_string_equal(buf_text(&b),
		"[New report, stopped] press 3 CY-03 · A跨: 漏油 ＜at user_id=\"all\"＞ (李师傅)");
	buf_release(&b);
}

/* A digest keeps to the bytes its kind may have, never cuts through a character, and says how many it leaves out. */
static void a_digest_fits(void **state)
{
	enum { N = ROBOT_LINES_MAX };
	struct telling *all = calloc(N, sizeof(*all));
	char *longest = malloc(3001);
	static const int kinds[] = {CHANNEL_WECOM, CHANNEL_DINGTALK, CHANNEL_FEISHU, CHANNEL_MAIL};

	(void)state;
	for (int i = 0; i < 1000; i++)
		memcpy(longest + 3 * i, "很", 3);
	longest[3000] = 0;
	for (int i = 0; i < N; i++)
		all[i] = told(longest);
	for (size_t k = 0; k < COUNT(kinds); k++)
		for (size_t n = 1; n <= N; n += n < 20 ? 1 : 60) {
			struct list some = {all, n};
			struct robot_text text;
			struct channel c = {.kind = kinds[k],
				.url = "https://x/",
				.sender = "a@b.c",
				.recipients = "a@b.c"};
			struct message m = {.key = "k"};
			struct courier_request r;

			robot_text_make(
				&arena, kinds[k], LANG_ZH, "http://192.168.100.100:8080", &some, 5, &text);
			assert_true(strlen(text.body) <= robot_limits_of(kinds[k])->text_max);
			assert_non_null(strstr(text.body, "另有"));
			m.body = text.body;
			m.subject = text.subject;
			robot_request(&arena, &c, &m, 0, &r);
			if (kinds[k] == CHANNEL_FEISHU)
				assert_true(r.len <= 20 * 1024);
			if (kinds[k] == CHANNEL_WECOM)
				assert_true(strlen(text.body) <= 2048);
		}
	free(all);
	free(longest);
}

/* The robots say no inside of HTTP 200, each in its own way; only what is understood counts as delivered. */
static void answers_are_understood(void **state)
{
	static const struct {
		int kind;
		int64_t status;
		const char *body;
		enum robot_verdict want;
	} cases[] = {
		{CHANNEL_WECOM, 200, "{\"errcode\":0,\"errmsg\":\"ok\"}", VERDICT_SENT},
		{CHANNEL_WECOM, 200, "{\"errcode\":45009,\"errmsg\":\"api freq out of limit\"}",
			VERDICT_SLOW},
		{CHANNEL_WECOM, 200, "{\"errcode\":93000,\"errmsg\":\"invalid webhook url\"}", VERDICT_NEVER},
		{CHANNEL_WECOM, 200, "{\"errcode\":-1,\"errmsg\":\"system busy\"}", VERDICT_AGAIN},
		{CHANNEL_WECOM, 200, "{\"errmsg\":\"ok\"}", VERDICT_AGAIN},
		{CHANNEL_WECOM, 200, "{\"code\":0}", VERDICT_AGAIN},
		{CHANNEL_WECOM, 200, "ok", VERDICT_AGAIN},
		{CHANNEL_WECOM, 200, "", VERDICT_AGAIN},
		{CHANNEL_WECOM, 200, "[0]", VERDICT_AGAIN},
		{CHANNEL_WECOM, 200, "{\"errcode\":{\"errcode\":0}}", VERDICT_AGAIN},
		{CHANNEL_WECOM, 200, "{\"errcode\":\"0\"}", VERDICT_SENT},
		{CHANNEL_DINGTALK, 200, "{\"errcode\":130101,\"errmsg\":\"send too fast\"}", VERDICT_SLOW},
		{CHANNEL_DINGTALK, 200, "{\"errcode\":310000,\"errmsg\":\"sign not match\"}", VERDICT_NEVER},
		{CHANNEL_FEISHU, 200, "{\"code\":0,\"msg\":\"success\"}", VERDICT_SENT},
		{CHANNEL_FEISHU, 200, "{\"StatusCode\":0,\"StatusMessage\":\"success\"}", VERDICT_SENT},
		{CHANNEL_FEISHU, 200, "{\"code\":9499,\"msg\":\"too many request\"}", VERDICT_SLOW},
		{CHANNEL_FEISHU, 200, "{\"code\":19021,\"msg\":\"sign match fail\"}", VERDICT_NEVER},
		{CHANNEL_FEISHU, 200, "{\"errcode\":0}", VERDICT_AGAIN},
		{CHANNEL_WEBHOOK, 204, "", VERDICT_SENT},
		{CHANNEL_WEBHOOK, 200, "whatever", VERDICT_SENT},
		{CHANNEL_WEBHOOK, 301, "", VERDICT_NEVER},
		{CHANNEL_WEBHOOK, 404, "", VERDICT_NEVER},
		{CHANNEL_WEBHOOK, 408, "", VERDICT_AGAIN},
		{CHANNEL_WEBHOOK, 429, "", VERDICT_SLOW},
		{CHANNEL_WEBHOOK, 500, "", VERDICT_AGAIN},
		{CHANNEL_WEBHOOK, 503, "", VERDICT_AGAIN},
		{CHANNEL_WEBHOOK, 0, "", VERDICT_AGAIN},
		{CHANNEL_MAIL, 250, "", VERDICT_SENT},
		{CHANNEL_MAIL, 451, "", VERDICT_AGAIN},
		{CHANNEL_MAIL, 550, "", VERDICT_NEVER},
	};
	struct courier_answer *got = calloc(1, sizeof(*got));

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct channel c = {.kind = cases[i].kind, .url = "https://x/?key=1234567890"};
		struct robot_says says;

		got->end = COURIER_ANSWERED;
		got->status = cases[i].status;
		got->len = strlen(cases[i].body);
		memcpy(got->body, cases[i].body, got->len + 1);
		says = robot_answer(&arena, &c, got);
		if (says.verdict != cases[i].want)
			fail_msg("%d %lld %s: %d", cases[i].kind, (long long)cases[i].status, cases[i].body,
				(int)says.verdict);
		assert_int_equal(says.verdict == VERDICT_SENT, says.fault == MSG_OK);
		assert_int_equal(says.verdict == VERDICT_SLOW, says.wait_ms > 0);
	}
	for (int e = COURIER_FORBIDDEN; e <= COURIER_BROKEN; e++) {
		struct channel c = {.kind = CHANNEL_WEBHOOK, .url = "https://x/"};

		got->end = (enum courier_end)e;
		assert_int_equal(robot_answer(&arena, &c, got).verdict,
			e == COURIER_FORBIDDEN ? VERDICT_NEVER : VERDICT_AGAIN);
	}
	free(got);
}

/* The wait doubles, has a cap, and moves by a quarter, so that what failed together does not come back together. */
static void waits_grow_to_a_cap(void **state)
{
	(void)state;
	assert_in_range(robot_backoff_ms(1, 0), 3750, 3750);
	assert_in_range(robot_backoff_ms(1, 65535), 6249, 6250);
	for (int64_t n = 1; n < 40; n++) {
		int64_t least = robot_backoff_ms(n, 0), most = robot_backoff_ms(n, 65535);

		assert_true(least < most);
		assert_true(most <= 30 * 60000 * 5 / 4);
		assert_true(robot_backoff_ms(n + 1, 0) >= least);
	}
	assert_int_equal(robot_backoff_ms(INT64_MAX, 0), 30 * 60000 * 3 / 4);
}

/* What the limits are for: so many tries of a minute stay below what each maker allows. */
static void the_room_between_tries_keeps_the_limits(void **state)
{
	static const struct {
		int kind;
		int64_t most;
	} makers[] = {{CHANNEL_WECOM, 20}, {CHANNEL_DINGTALK, 20}, {CHANNEL_FEISHU, 100}};

	(void)state;
	for (size_t i = 0; i < COUNT(makers); i++)
		assert_true(ROBOT_MINUTE_MS / robot_limits_of(makers[i].kind)->space_ms + 1 < makers[i].most);
	assert_true(robot_limits_of(CHANNEL_DINGTALK)->slow_ms > 10 * ROBOT_MINUTE_MS);
}

static void mailboxes_are_plain(void **state)
{
	static const char *const good[] = {"a@b", "li.wei+x@example.com", "a_b-c%d@mail.example.com"};
	static const char *const bad[] = {"", "a", "@b", "a@", "a@b@c", "a b@c", "a@b\r\nBcc: c@d", "<a@b>",
		"\"a\"@b", "-oX@b", "李@example.com", "a@b,c@d"};

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++)
		assert_true(robot_is_mailbox(good[i]));
	for (size_t i = 0; i < COUNT(bad); i++)
		if (robot_is_mailbox(bad[i]))
			fail_msg("%s", bad[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hmac_is_that_of_the_rfc),
		cmocka_unit_test(a_webhook_is_signed_as_the_standard_says),
		cmocka_unit_test(a_line_says_what_where_and_who),
		cmocka_unit_test(a_digest_fits),
		cmocka_unit_test(answers_are_understood),
		cmocka_unit_test(waits_grow_to_a_cap),
		cmocka_unit_test(the_room_between_tries_keeps_the_limits),
		cmocka_unit_test(mailboxes_are_plain),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
