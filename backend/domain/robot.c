/* robot.c - requests and answers of each kind of channel; what messages say is in robot_text.c. See robot.h. */
#include "domain/robot.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/token.h"
#include "base/utf8.h"

enum { DETAIL_MAX = 160, FIRST_MS = 5000, LONGEST_MS = 30 * ROBOT_MINUTE_MS, SECRET_MAX = 256 };

const struct robot_limits *robot_limits_of(int kind)
{
	static const struct robot_limits all[] = {
		[CHANNEL_WECOM] = {4000, 2000, ROBOT_MINUTE_MS},
		[CHANNEL_DINGTALK] = {4000, 6000, 10 * ROBOT_MINUTE_MS + 5000},
		[CHANNEL_FEISHU] = {1000, 12000, ROBOT_MINUTE_MS},
		[CHANNEL_WEBHOOK] = {250, 200000, ROBOT_MINUTE_MS / 2},
		[CHANNEL_MAIL] = {30000, 60000, 5 * ROBOT_MINUTE_MS},
	};

	return &all[kind];
}

int64_t robot_backoff_ms(int64_t tries, unsigned chance)
{
	int64_t ms = FIRST_MS;

	for (int64_t i = 1; i < tries && ms < LONGEST_MS; i++)
		ms *= 2;
	if (ms > LONGEST_MS)
		ms = LONGEST_MS;
	return ms * 3 / 4 + ms * (int64_t)(chance & 0xffff) / (2 * 65536);
}

bool robot_is_mailbox(const char *s)
{
	static const char others[] = "._%+-@";
	const char *at = strchr(s, '@');

	if (!at || at == s || !at[1] || strchr(at + 1, '@') || strlen(s) > 120 || s[0] == '-')
		return false;
	for (; *s; s++)
		if (!isalnum((unsigned char)*s) && !strchr(others, *s))
			return false;
	return true;
}

/* ---- requests ---- */

static char *base64(struct arena *a, const void *p, size_t n)
{
	char *out = arena_alloc(a, TOKEN_BASE64_SIZE(n));

	token_base64(p, n, out);
	return out;
}

static char *sign(struct arena *a, const char *key, const char *text)
{
	unsigned char raw[HMAC_SIZE];

	token_hmac(key, strlen(key), text, strlen(text), raw);
	return base64(a, raw, sizeof(raw));
}

/* What base 64 has and a query cannot. */
static const char *in_query(struct arena *a, const char *s)
{
	struct buf b;
	const char *out;

	buf_init(&b);
	for (; *s; s++)
		if (*s == '+')
			buf_str(&b, "%2B");
		else if (*s == '/')
			buf_str(&b, "%2F");
		else if (*s == '=')
			buf_str(&b, "%3D");
		else
			buf_char(&b, *s);
	out = arena_strdup(a, buf_text(&b));
	buf_release(&b);
	return out;
}

static const char *dingtalk_url(struct arena *a, const struct channel *c, int64_t now)
{
	const char *text;

	if (!c->secret)
		return c->url;
	text = arena_printf(a, "%lld\n%s", (long long)now, c->secret);
	return arena_printf(a, "%s%ctimestamp=%lld&sign=%s", c->url, strchr(c->url, '?') ? '&' : '?',
		(long long)now, in_query(a, sign(a, c->secret, text)));
}

static void text_body(struct buf *b, const char *text)
{
	buf_str(b, "{\"msgtype\":\"text\",\"text\":{\"content\":");
	json_write_text(b, text);
	buf_str(b, "}}");
}

static void feishu_body(
	struct arena *a, struct buf *b, const struct channel *c, const char *text, int64_t now)
{
	long long seconds = (long long)(now / SECOND_MS);

	buf_char(b, '{');
	if (c->secret) {
		const char *key = arena_printf(a, "%lld\n%s", seconds, c->secret);

		buf_printf(b, "\"timestamp\":\"%lld\",\"sign\":\"%s\",", seconds, sign(a, key, ""));
	}
	buf_str(b, "\"msg_type\":\"text\",\"content\":{\"text\":");
	json_write_text(b, text);
	buf_str(b, "}}");
}

static const char *const *webhook_headers(
	struct arena *a, const struct channel *c, const struct message *m, int64_t now)
{
	const char **all = arena_calloc(a, 5, sizeof(*all));
	const char *signed_text =
		arena_printf(a, "%s.%lld.%s", m->key, (long long)(now / SECOND_MS), m->body);
	unsigned char key[SECRET_MAX], raw[HMAC_SIZE];
	size_t n = 0;

	all[0] = "Content-Type: application/json; charset=utf-8";
	all[1] = arena_printf(a, "webhook-id: %s", m->key);
	all[2] = arena_printf(a, "webhook-timestamp: %lld", (long long)(now / SECOND_MS));
	if (!c->secret)
		return all;
	if (strncmp(c->secret, "whsec_", 6) == 0 && token_base64_read(c->secret + 6, key, sizeof(key), &n))
		token_hmac(key, n, signed_text, strlen(signed_text), raw);
	else
		token_hmac(c->secret, strlen(c->secret), signed_text, strlen(signed_text), raw);
	all[3] = arena_printf(a, "webhook-signature: v1,%s", base64(a, raw, sizeof(raw)));
	return all;
}

static const char *const *mailboxes(struct arena *a, const char *text)
{
	const char **all = arena_calloc(a, strlen(text) / 2 + 2, sizeof(*all));
	size_t n = 0;

	for (text += strspn(text, ", "); *text; text += strspn(text, ", ")) {
		size_t len = strcspn(text, ", ");

		all[n++] = arena_strndup(a, text, len);
		text += len;
	}
	return all;
}

/* RFC 5322, 2045 and 2047: everything that is not ours is in base 64. */
static void mail_body(
	struct arena *a, struct buf *b, const struct channel *c, const struct message *m, int64_t now)
{
	static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
	static const char *const months[] = {
		"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	const char *coded = base64(a, m->body, strlen(m->body)), *host = strchr(c->sender, '@') + 1;
	time_t t = (time_t)(now / SECOND_MS);
	struct tm tm;

	gmtime_r(&t, &tm);
	buf_printf(b, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n", days[tm.tm_wday], tm.tm_mday,
		months[tm.tm_mon], tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
	buf_printf(b, "From: %s\r\nTo: ", c->sender);
	for (const char *const *to = mailboxes(a, c->recipients); *to; to++)
		buf_printf(b, "%s%s", *to, to[1] ? ",\r\n " : "\r\n");
	buf_printf(b, "Message-ID: <%s@%s>\r\n", m->key, host);
	buf_printf(b, "Subject: =?UTF-8?B?%s?=\r\n", base64(a, m->subject, strlen(m->subject)));
	buf_str(b, "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
		   "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n");
	for (size_t n = strlen(coded), at = 0; at < n; at += 76) {
		buf_add(b, coded + at, n - at < 76 ? n - at : 76);
		buf_str(b, "\r\n");
	}
}

void robot_request(struct arena *a, const struct channel *c, const struct message *m, int64_t now,
	struct courier_request *out)
{
	static const char *const json[] = {"Content-Type: application/json; charset=utf-8", NULL};
	struct buf b;

	buf_init(&b);
	*out = (struct courier_request){.id = m->id, .url = c->url, .headers = json};
	switch (c->kind) {
	case CHANNEL_DINGTALK:
		out->url = dingtalk_url(a, c, now);
		text_body(&b, m->body);
		break;
	case CHANNEL_WECOM:
		text_body(&b, m->body);
		break;
	case CHANNEL_FEISHU:
		feishu_body(a, &b, c, m->body, now);
		break;
	case CHANNEL_WEBHOOK:
		out->headers = webhook_headers(a, c, m, now);
		buf_str(&b, m->body);
		break;
	default:
		mail_body(a, &b, c, m, now);
		out->headers = NULL;
		out->from = c->sender;
		out->to = mailboxes(a, c->recipients);
		out->login = c->login;
		out->password = c->secret;
	}
	out->len = b.len;
	out->body = arena_strndup(a, buf_text(&b), b.len);
	buf_release(&b);
}

/* ---- answers ---- */

static struct robot_says says(enum robot_verdict v, enum msg fault, const char *detail)
{
	return (struct robot_says){v, fault, detail, 0};
}

static struct robot_says not_answered(const struct courier_answer *got, const char *detail)
{
	static const enum msg why[] = {[COURIER_FORBIDDEN] = MSG_TELL_FORBIDDEN,
		[COURIER_UNREACHED] = MSG_TELL_UNREACHED,
		[COURIER_LATE] = MSG_TELL_LATE,
		[COURIER_UNTRUSTED] = MSG_TELL_UNTRUSTED,
		[COURIER_DENIED] = MSG_TELL_DENIED,
		[COURIER_BROKEN] = MSG_TELL_BROKEN};

	return says(got->end == COURIER_FORBIDDEN ? VERDICT_NEVER : VERDICT_AGAIN, why[got->end],
		got->end == COURIER_DENIED ? detail : NULL);
}

static struct robot_says slow(int kind, int64_t asked_s, const char *detail)
{
	struct robot_says s = says(VERDICT_SLOW, MSG_TELL_SLOW, detail);

	s.wait_ms = robot_limits_of(kind)->slow_ms;
	if (asked_s > 0 && asked_s <= 24 * 3600 && asked_s * SECOND_MS > s.wait_ms)
		s.wait_ms = asked_s * SECOND_MS;
	return s;
}

/* What the other side says may hold what it was sent: never a secret of ours. */
static const char *harmless(struct arena *a, const struct channel *c, const char *text)
{
	const char *key = strchr(c->url, '?');
	size_t n;
	char *out;

	if (!text || !*text || (c->secret && strstr(text, c->secret)) ||
		(key && key[1] && strstr(text, key + 1)) ||
		(key && strchr(key, '=') && strchr(key, '=')[1] && strstr(text, strchr(key, '=') + 1)))
		return NULL;
	n = strlen(text);
	out = arena_strndup(a, text, utf8_fit(text, n, DETAIL_MAX));
	for (char *p = out; *p; p++)
		if ((unsigned char)*p < ' ')
			*p = ' ';
	return out;
}

static const char *pair_of(const struct json_pair *pairs, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(pairs[i].name, name) == 0)
			return pairs[i].text;
	return NULL;
}

static bool is_one_of(const char *code, const char *const *codes)
{
	for (; *codes; codes++)
		if (strcmp(code, *codes) == 0)
			return true;
	return false;
}

/* The robots answer 200 to everything, with a number inside. */
static struct robot_says by_code(struct arena *a, const struct channel *c, const struct courier_answer *got)
{
	static const char *const haste[] = {
		"45009", "45033", "130101", "410100", "9499", "11232", "99991400", NULL};
	static const char *const busy[] = {"-1", "300001", NULL};
	struct json_pair *pairs = NULL;
	const char *code, *text, *detail;
	size_t n = 0;

	if (json_read_pairs(got->body, got->len, &pairs, &n, a, NULL) != OK)
		return says(VERDICT_AGAIN, MSG_TELL_GARBAGE, NULL);
	code = pair_of(pairs, n, c->kind == CHANNEL_FEISHU ? "code" : "errcode");
	if (!code && c->kind == CHANNEL_FEISHU)
		code = pair_of(pairs, n, "StatusCode");
	text = pair_of(pairs, n, c->kind == CHANNEL_FEISHU ? "msg" : "errmsg");
	if (!code)
		return says(VERDICT_AGAIN, MSG_TELL_GARBAGE, NULL);
	if (strcmp(code, "0") == 0)
		return says(VERDICT_SENT, MSG_OK, NULL);
	detail = harmless(a, c, arena_printf(a, "%s %s", code, text ? text : ""));
	if (is_one_of(code, haste))
		return slow(c->kind, 0, detail);
	return says(is_one_of(code, busy) ? VERDICT_AGAIN : VERDICT_NEVER, MSG_TELL_REFUSED, detail);
}

struct robot_says robot_answer(struct arena *a, const struct channel *c, const struct courier_answer *got)
{
	int64_t s = got->status;
	const char *detail =
		s ? arena_printf(a, "%s %lld", c->kind == CHANNEL_MAIL ? "SMTP" : "HTTP", (long long)s)
		  : NULL;

	if (got->end != COURIER_ANSWERED)
		return not_answered(got, detail);
	if (c->kind == CHANNEL_MAIL)
		return s < 400	 ? says(VERDICT_SENT, MSG_OK, NULL)
		       : s < 500 ? says(VERDICT_AGAIN, MSG_TELL_REFUSED, detail)
				 : says(VERDICT_NEVER, MSG_TELL_REFUSED, detail);
	if (s >= 300 && s < 400)
		return says(VERDICT_NEVER, MSG_TELL_REDIRECT, detail);
	if (s == 429)
		return slow(c->kind, got->retry_after, detail);
	if (s == 408 || s == 425 || s >= 500 || s < 200)
		return says(VERDICT_AGAIN, MSG_TELL_REFUSED, detail);
	if (s >= 400)
		return says(VERDICT_NEVER, MSG_TELL_REFUSED, detail);
	return c->kind == CHANNEL_WEBHOOK ? says(VERDICT_SENT, MSG_OK, NULL) : by_code(a, c, got);
}
