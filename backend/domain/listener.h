/* listener.h - readings that come by MQTT, while the server runs, in two threads that no request waits for.
 *
 * The one hears (base/mqtt.h): it finds the meters of a topic, takes the number out of the message, and puts it into a ring of
 * LISTENER_RING places, where the oldest gives way to the newest; one
 * meter has LISTENER_EACH of them at most between two batches, where its newest then takes the place of its last, so that a meter
 * that floods pushes out none that speaks once a minute. The other empties the ring into one transaction, at most one in
 * batch_ms, through the one writer like everybody else. So a flood costs a thread that drops, and no memory.
 *
 * Of each meter and batch every reading is judged (domain/watch.h), and the last is kept, and whichever changed the level: the
 * others are "thinned". What could not be judged since there was no room is "dropped". Each meter of a batch is taken by itself: what
 * one cannot take (its meter is gone, say) is "refused". A batch that the store would not take (full disk) is tried again until it
 * does. The time of a reading is when it was heard. Retained messages are left out: nobody knows
 * when they were measured.
 *
 * A message is a number, or JSON in which `path` leads to one ("data.temp", "values.0"). What is neither is malformed. Topics that
 * come in but belong to no meter are counted and named, so that a meter can be made of them.
 *
 * When the line breaks it is opened again after LISTENER_WAIT_MS, doubled up to a minute, a quarter more or less. */
#ifndef DOMAIN_LISTENER_H
#define DOMAIN_LISTENER_H

#include "base/mqtt.h"
#include "store/store.h"

enum {
	LISTENER_RING = 4096,
	LISTENER_EACH = 32,
	LISTENER_WAIT_MS = 500,
	LISTENER_WAIT_MOST_MS = 60000,
	LISTENER_TOPICS = 32,
	LISTENER_BAD = 8
};

struct listener;

/* As in config.h. */
struct listener_options {
	const char *url;   /* "mqtt://host:1883", "mqtts://host"; NULL: off */
	const char *login; /* a file whose first line is USER:PASSWORD; NULL: none */
	const char *ca;	   /* a file of certificates; NULL: the system's */
	const char *
		topics; /* filters that are heard besides the meters' own topics, commas between; NULL: none */
	const char *hosts; /* addresses inside the plant that the host may lead to (base/allow.h) */
	int64_t batch_ms;
};
/* *out NULL: it is off. ERR_INVALID: an option cannot be understood. */
enum err listener_start(
	struct store *store, const struct listener_options *o, struct listener **out, struct fault *fault);
/* What was heard is written. NULL allowed. */
void listener_stop(struct listener *l);
/* Meters have changed: their topics are heard within a moment. NULL allowed. */
void listener_reload(struct listener *l);

enum listener_state { LISTENER_OFF, LISTENER_CONNECTING, LISTENER_CONNECTED, LISTENER_WAITING };
extern const char *const listener_states[]; /* ends with NULL */

struct listener_topic {
	char topic[160];
	char sample[80]; /* the beginning of its last message */
	int64_t count, last_at;
};
struct listener_status {
	enum listener_state state;
	char host[270]; /* with its port */
	bool tls;
	enum mqtt_end fault;	   /* why the line is down */
	int64_t state_at, next_at; /* next_at: of the next try, while it waits; else NONE */
	int64_t last_at;	   /* when the last message came; NONE: none yet */
	int64_t connects, messages, kept, thinned, dropped, refused, malformed, unmapped, retained;
	int64_t topics;					       /* that are heard */
	struct listener_topic unknown_topics[LISTENER_TOPICS]; /* the last ones */
	struct listener_topic bad[LISTENER_BAD];
	int unknown_n, bad_n;
};
/* NULL: off. */
void listener_status(struct listener *l, struct listener_status *out);

#endif
