/* teller.h - tells people while the server runs, in two threads that no request waits for.
 *
 * The one follows the event log and makes tellings, notices and rows of the outbox of it (tell.h), and looks at machines that
 * stand. The other carries what is in the outbox outside (channel.h, base/courier.h): one message of each channel at a time,
 * all channels at once, so that one that hangs holds up no other. Where both are is in the store; they are stopped and killed
 * at any moment. */
#ifndef DOMAIN_TELLER_H
#define DOMAIN_TELLER_H

#include "domain/channel.h"

struct teller;

/* As in config.h. */
struct teller_options {
	const char *hosts, *ca, *url;
	int64_t minute_ms;
};

/* ERR_INVALID: the list of hosts, the file of certificates. The texts outlive it. */
enum err teller_start(
	struct store *store, const struct teller_options *o, struct teller **out, struct fault *fault);
/* What is on its way is waited for, some seconds at most. NULL allowed. */
void teller_stop(struct teller *t);

/* Machines that stand and messages that wait are looked at now: the clock was set, say. What fails is tried again by itself. */
void teller_look(struct teller *t);

/* To whom may be sent. */
const struct tell_allow *teller_allow(const struct teller *t);
/* How many messages are on their way now. */
int teller_under_way(struct teller *t);

#endif
