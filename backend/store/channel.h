/* channel.h - where messages go outside, what waits for them (the outbox), and what went over the line. The rules are in
 * domain/channel.h. url, secret and login never leave as JSON. */
#ifndef STORE_CHANNEL_H
#define STORE_CHANNEL_H

#include "store/tell.h"

enum channel_kind { CHANNEL_WECOM, CHANNEL_DINGTALK, CHANNEL_FEISHU, CHANNEL_WEBHOOK, CHANNEL_MAIL };
extern const char *const channel_kinds[];

struct channel {
	int64_t id;
	int kind;
	const char *name, *url;
	const char *secret;	/* NULL: none. Of a mail: the password */
	const char *login;	/* of a mail */
	const char *sender;	/* of a mail: its From */
	const char *recipients; /* of a mail, commas between them */
	int64_t rules;		/* bits of enum tell_rule_id */
	int64_t place_id;	/* only of what stands there; NONE: everything */
	const char *lang;	/* "zh", "en", NULL: the plant's */
	int64_t enabled, version, created_at;
	const char *place; /* joined */
};
/* Scans; as JSON it is domain/channel.h's. */
extern const struct field channel_row_fields[];
/* Those that are there, by name. */
enum err store_channel_list(struct db *db, struct arena *a, struct list *out);
/* ERR_NOT_FOUND: also one that was removed. */
enum err store_channel_get(struct db *db, struct arena *a, int64_t id, struct channel *out);
enum err store_channel_add(struct tx *tx, struct channel *c);
/* Where the version is still c->version; then it is one more. ERR_STALE */
enum err store_channel_put(struct tx *tx, struct channel *c);
/* Its url and secrets are overwritten. */
enum err store_channel_remove(struct tx *tx, int64_t id);

enum message_kind { MESSAGE_NOTICE, MESSAGE_TEST };
enum message_state { MESSAGE_WAITING, MESSAGE_SENT, MESSAGE_FAILED };
extern const char *const message_kinds[], *const message_states[];

/* What goes over the line as one. fault: why it has not gone, the id of a message of messages.def; detail: what the other side
 * said. */
struct message {
	int64_t id, channel_id;
	int kind, state;
	const char *key; /* the same at every try */
	int64_t items;
	const char *subject, *body;
	int64_t tries, made_at, tried_at, next_at, sent_at, status;
	const char *fault, *detail;
	const char *channel; /* joined: its name */
	int channel_kind;
};
extern const struct field message_row_fields[];
/* Newest first, below `before`; channel NONE, state -1: any. */
enum err store_message_list(struct db *db, struct arena *a, int64_t channel, int state, int64_t before,
	int64_t limit, struct list *out);
enum err store_message_get(struct db *db, struct arena *a, int64_t id, struct message *out);
/* The oldest that waits in a channel; test: only of that kind. ERR_NOT_FOUND */
enum err store_message_waiting(
	struct db *db, struct arena *a, int64_t channel, bool test, struct message *out);
/* Sets id. */
enum err store_message_add(struct tx *tx, struct message *m);
/* state, tries, times, status, fault, detail. */
enum err store_message_put(struct tx *tx, const struct message *m);

enum err store_outbox_add(struct tx *tx, int64_t channel, int64_t telling);
/* What waits for a message there, oldest first; *n: all of them. */
enum err store_outbox_waiting(
	struct db *db, struct arena *a, int64_t channel, int64_t limit, struct list *out, int64_t *n);
/* Everything that waits there, up to that telling, is in this message. */
enum err store_outbox_take(struct tx *tx, int64_t channel, int64_t up_to, int64_t message);
/* What a message tells, oldest first. */
enum err store_outbox_of(struct db *db, struct arena *a, int64_t message, struct list *out);

/* When each channel could send next, from what is stored: of its waiting message (NONE: none), whether something waits in the outbox,
 * and when it last tried. */
struct channel_due {
	int64_t channel_id, enabled, kind_of_test; /* kind_of_test 1: the waiting message is a test */
	int kind;
	int64_t message_id, next_at, waiting, tried_at;
};
enum err store_channel_due(struct db *db, struct arena *a, struct list *out);

#endif
