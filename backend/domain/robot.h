/* robot.h - how the outside is spoken to: what a message says, how each kind of channel wants it, what its answers mean. No
 * store and no network here: plain data in, plain data out.
 *
 *   wecom     企业微信群机器人: POST {"msgtype":"text","text":{"content"}} of at most 2,048 bytes, 20 a minute; the key is in the
 *             address; answers HTTP 200 with {"errcode","errmsg"}, 45009 over the limit.
 *             developer.work.weixin.qq.com/document/path/91770
 *   dingtalk  钉钉自定义机器人: the same form, 20 a minute and then nothing for ten; "加签": timestamp (ms) and
 *             sign = base64(HMAC-SHA256(key: secret, timestamp "\n" secret)) in the query; {"errcode"}, 130101 over the limit.
 *             open.dingtalk.com/document/robots/custom-robot-access
 *   feishu    飞书自定义机器人: POST {"timestamp","sign","msg_type":"text","content":{"text"}} of at most 20 KB, 100 a minute;
 *             sign = base64(HMAC-SHA256(key: timestamp (s) "\n" secret, an empty message)); {"code"}, 9499 and 11232 over the limit.
 *             open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
 *   webhook   JSON to any address, signed as standardwebhooks.com says: headers webhook-id (the same at every try),
 *             webhook-timestamp (s) and webhook-signature "v1," base64(HMAC-SHA256(secret, id "." timestamp "." body)); any 2xx
 *             answer means that it arrived. A secret that begins with "whsec_" is base 64 behind it.
 *   mail      a text by SMTP; its Message-ID is the same at every try.
 *
 * Messages stay below those limits by the room between two tries of one channel (space_ms) and by folding what waits into one
 * digest of at most text_max bytes. */
#ifndef DOMAIN_ROBOT_H
#define DOMAIN_ROBOT_H

#include "base/buf.h"
#include "base/courier.h"
#include "base/i18n.h"
#include "store/channel.h"

enum { ROBOT_MINUTE_MS = 60000, ROBOT_LINES_MAX = 200 };

/* Times for a minute of 60,000 ms. */
struct robot_limits {
	int64_t space_ms; /* between two tries */
	size_t text_max;  /* bytes of a message's text */
	int64_t slow_ms;  /* not again for so long when it says that it was too much */
};
const struct robot_limits *robot_limits_of(int kind);

/* What a message says of these tellings and of `more` older or further ones, in at most text_max bytes (of a webhook: JSON, the
 * tellings all of them). url: what links begin with, NULL: none. */
struct robot_text {
	const char *subject, *body;
};
void robot_text_make(struct arena *a, int kind, enum lang lang, const char *url, const struct list *tellings,
	int64_t more, struct robot_text *out);
void robot_text_test(struct arena *a, int kind, enum lang lang, const char *plant, struct robot_text *out);
/* One line of a telling, as it stands in a digest. */
void robot_line(struct buf *b, enum lang lang, const struct telling *t);

/* The request of a try, signed for `now`; in the arena. */
void robot_request(struct arena *a, const struct channel *c, const struct message *m, int64_t now,
	struct courier_request *out);

enum robot_verdict {
	VERDICT_SENT,
	VERDICT_AGAIN, /* later */
	VERDICT_SLOW,  /* later, and it was our haste */
	VERDICT_NEVER  /* it would be refused every time */
};
struct robot_says {
	enum robot_verdict verdict;
	enum msg fault;	    /* why not */
	const char *detail; /* its own words, without secrets; NULL: none */
	int64_t wait_ms;    /* VERDICT_SLOW: at least so long, for a minute of 60,000 ms */
};
struct robot_says robot_answer(struct arena *a, const struct channel *c, const struct courier_answer *got);

/* How long before the try after the n-th (from 1): 5 s, doubled each time, at most half an hour, a quarter more or less by
 * `chance` (0..65535). */
int64_t robot_backoff_ms(int64_t tries, unsigned chance);

/* Is this an address of a person's mailbox, as far as a head of a mail and SMTP need it? */
bool robot_is_mailbox(const char *text);

#endif
