/* channel.h - the rules of what goes outside: which channels may be, how what waits becomes a message, when it is tried, and
 * what becomes of it.
 *
 * A channel is made switched off. Its url and secret go out in requests to it and nowhere else: not into answers, events,
 * logs or exports; what is shown is where it leads (channel_target).
 *
 * Of one channel one message is on its way at a time, the oldest; what is told meanwhile waits and becomes one digest. A try
 * is written down before it begins (tries, tried_at, next_at) and its end before the next one: a message that is marked as
 * sent is never sent again. When the program is killed, or the line breaks, between the sending and the mark, nobody can know
 * whether it arrived: then it is sent once more, under the same key, which webhooks and mails carry, so that they can be told
 * apart. Robots have no such key: there that one message may be seen twice. Nothing else is doubled, and nothing is lost.
 *
 * A message that fails for good (CHANNEL_TRIES tries, or an answer that will not change) stays, with why, and can be sent again
 * by hand. */
#ifndef DOMAIN_CHANNEL_H
#define DOMAIN_CHANNEL_H

#include "base/allow.h"
#include "domain/robot.h"
#include "store/channel.h"

enum { CHANNEL_TRIES = 12, CHANNELS_MAX = 50 };

/* Options of config.h, which outlive it. own: the list of hosts (NULL: none) alone; all: with the makers' hosts. ERR_INVALID: names
 * what cannot be understood, or the file that cannot be read. */
struct tell_allow {
	struct allow *own, *all;
	const char *ca;
};
enum err domain_tell_allow(const char *hosts, const char *ca, struct tell_allow *out, struct fault *fault);
void domain_tell_allow_free(struct tell_allow *l);

/* Complains of every field that cannot be. */
enum err domain_channel_check(const struct channel *c, const struct tell_allow *l, struct fault *fault);
/* Where it leads, for people: its host and the last four characters of the address. */
const char *channel_target(struct arena *a, const struct channel *c);

enum err domain_channel_add(struct tx *tx, struct channel *c);
/* What waits in one that is switched off fails (MSG_TELL_OFF). ERR_STALE */
enum err domain_channel_put(struct tx *tx, struct channel *c);
enum err domain_channel_remove(struct tx *tx, int64_t id);
/* A message that says that it is a test, tried once, also while the channel is off. *m is it. */
enum err domain_channel_test(struct tx *tx, int64_t id, enum lang lang, const char *plant, struct message *m);
/* ERR_CONFLICT: it has not failed, or its channel is off or gone. */
enum err domain_message_again(struct tx *tx, int64_t id, struct message *m);

/* When the sender may try the next message of a channel; INT64_MAX: there is none. minute_ms as in config.h. */
int64_t domain_channel_when(const struct channel_due *d, int64_t minute_ms);

/* A try begins: the oldest message, or a new one of what waits. ERR_NOT_FOUND: there is nothing (any more). */
struct message_try {
	int64_t channel_id, minute_ms; /* in */
	const char *url;	       /* an option that wins over the plant's setting, or NULL */
	struct channel channel;	       /* out, in the job's arena */
	struct message message;
};
enum err domain_message_begin(struct tx *tx, struct message_try *t);

/* It has ended. */
struct message_end {
	int64_t id, minute_ms, status;
	struct robot_says says;
	int state; /* out: of the message now */
};
enum err domain_message_ended(struct tx *tx, struct message_end *e);

#endif
