/* courier.h - carries messages out of the house: HTTP requests and mails, by libcurl, whose only file courier.c is.
 *
 * Several are under way at once, each by its id; one that hangs holds up no other. A connection is made only to what the
 * list allows (allow.h): the host by its name, and then every address that it leads to, when the socket is opened. Nothing
 * is followed (a redirect is an answer like any other), no proxy of the environment is used, an answer is read up to
 * COURIER_ANSWER_MAX bytes, and after timeout_ms it is over. Certificates are checked.
 *
 * A courier belongs to one thread; courier_wake alone may be called from others. */
#ifndef BASE_COURIER_H
#define BASE_COURIER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/allow.h"

enum { COURIER_ANSWER_MAX = 16384 };

struct courier;

/* Everything is copied. */
struct courier_request {
	int64_t id;
	int64_t timeout_ms;	    /* for all of it; half of that for the connection */
	const char *url;	    /* http, https; smtp, smtps: a mail */
	const char *const *headers; /* "Name: value", ends with NULL; NULL: none */
	const char *from;	    /* of a mail: the bare addresses */
	const char *const *to;	    /* ends with NULL */
	const char *login,
		*password; /* of a mail, NULL: none. With them the line must be encrypted: smtps, or STARTTLS */
	const char *body; /* of a POST, or the whole mail with its head */
	size_t len;
};

enum courier_end {
	COURIER_ANSWERED,  /* status and body are what came */
	COURIER_FORBIDDEN, /* the list does not allow it, or an address that it led to */
	COURIER_UNREACHED, /* no such name, nobody there */
	COURIER_LATE,	   /* time is up */
	COURIER_UNTRUSTED, /* the encrypted line could not be made: certificate, protocol */
	COURIER_DENIED,	   /* a mail server does not take the login */
	COURIER_BROKEN	   /* it was cut off, or what came is not the protocol */
};
struct courier_answer {
	int64_t id;
	enum courier_end end;
	bool sent;	     /* what was to be carried may have arrived, whatever the end */
	int64_t status;	     /* HTTP's, or the last of SMTP; 0: none */
	int64_t retry_after; /* seconds, as it was asked for; 0: was not */
	char body[COURIER_ANSWER_MAX + 1];
	size_t len;
};

/* The list is not copied and outlives it. ca_file: certificates that are believed besides the system's; NULL: none, and so is one
 * that cannot be read. */
struct courier *courier_new(const struct allow *allowed, const char *ca_file);
/* What is under way is dropped. */
void courier_free(struct courier *c);

void courier_send(struct courier *c, const struct courier_request *r);
/* One that has ended, into *out; else false after timeout_ms, or as soon as somebody wakes it. */
bool courier_wait(struct courier *c, int timeout_ms, struct courier_answer *out);
void courier_wake(struct courier *c);

/* What is in an address. False: it is none of the four protocols, has a login in it or cannot be understood. */
struct courier_url {
	char scheme[8]; /* "https" */
	char host[256];
	char path[64]; /* the beginning of it, with what is behind "?" */
};
bool courier_url_read(const char *url, struct courier_url *out);

#endif
