/* mqtt.h - hears what a broker of MQTT hands on, by libmosquitto, whose only file mqtt.c is.
 *
 * Version 5 where the broker speaks it (which then is told how long a message may be), else 3.1.1. Nothing is kept at the broker
 * for us: what is published while the line is down is not heard. Messages come at most once (QoS 0).
 *
 * A connection is made only to what the list allows (allow.h): the host by its name, and the address that it leads to. An
 * unencrypted line is opened to the very address that was checked; an encrypted one by name, which its certificate must prove.
 * Certificates are checked always.
 *
 * A client belongs to one thread, in which everything is called, `heard` too. Nothing here waits longer than some seconds. */
#ifndef BASE_MQTT_H
#define BASE_MQTT_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/allow.h"

enum { MQTT_MESSAGE_MAX = 65536 };

struct mqtt;

/* The texts and the list outlive the client. */
struct mqtt_options {
	const char *host;
	int port;
	bool tls;
	const char *ca_file;	      /* whose certificates are believed; NULL: the system's */
	const char *login, *password; /* NULL: none */
	const struct allow *allowed;
	const atomic_bool *stop; /* waiting ends when this is set */
	/* payload has `len` bytes and no NUL behind it; retained: it was published before, nobody knows when. */
	void (*heard)(void *ctx, const char *topic, const char *payload, size_t len, bool retained);
	void *ctx;
};

enum mqtt_end {
	MQTT_GOOD,
	MQTT_FORBIDDEN, /* the list does not allow it, or the address that it leads to */
	MQTT_UNREACHED, /* no such name, nobody there */
	MQTT_UNTRUSTED, /* the encrypted line could not be made */
	MQTT_REFUSED,	/* the broker does not let us in: login */
	MQTT_LOST,	/* the line was cut */
	MQTT_ENDS
};
extern const char *const mqtt_ends[]; /* ends with NULL */

struct mqtt *mqtt_new(const struct mqtt_options *o);
void mqtt_free(struct mqtt *m);

/* Opens a line, after the one before was given up. MQTT_GOOD: the broker has let us in. */
enum mqtt_end mqtt_connect(struct mqtt *m);
/* Hears what comes within that time; several messages at a time. */
enum mqtt_end mqtt_run(struct mqtt *m, int timeout_ms);
/* False: the line is down. */
bool mqtt_subscribe(struct mqtt *m, const char *filter);
bool mqtt_unsubscribe(struct mqtt *m, const char *filter);
/* Says goodbye. */
void mqtt_close(struct mqtt *m);

/* Is it a filter, with + and # where they may stand? Does it cover that topic? */
bool mqtt_filter_good(const char *filter);
bool mqtt_covers(const char *filter, const char *topic);

#endif
