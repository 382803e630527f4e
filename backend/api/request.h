/* request.h - what a handler sees of the world: the request, who asks, and the reply it fills.
 *
 * A handler has one shape: read and validate the input, one call to the domain (or the store), one reply. It
 * returns an err; when that is not OK the router answers with the error envelope made from rq->fault. Nothing
 * outlives the request: its memory is rq->arena. */
#ifndef API_REQUEST_H
#define API_REQUEST_H

#include "app.h"
#include "base/buf.h"
#include "base/field.h"
#include "base/i18n.h"
#include "domain/role.h"

struct user {
	int64_t id; /* NONE: nobody signed in */
	const char *login, *name;
	enum role role;
	bool by_cookie;
};

struct reply {
	int status;
	const char *type;
	struct buf body;
	size_t unpacked_len; /* not 0: the body is gzip, and this long when expanded */
	const char *file;    /* answered from this file instead of body, when set; arena text */
	size_t file_size;
	struct buf headers; /* complete "Name: value\r\n" lines */
	bool cacheable;	    /* otherwise Cache-Control: no-store is added */
	bool unlogged;	    /* when all is well: every open app asks it all the time */
};

struct request {
	struct app *app;
	struct arena *arena;
	const char *method, *path; /* path decoded */
	const char *body;	   /* NUL-terminated; never NULL */
	size_t body_len;
	const char *params[4]; /* the {…} of the pattern, in order */
	struct query_pair {
		const char *name, *value;
	} * query;
	size_t query_n;
	enum lang lang;
	struct user user;
	bool foreign; /* a browser sends it from a page of another site */
	struct fault fault;
	struct reply reply;
	char id[13];	     /* of this request, in the log and in error answers */
	struct db *db;	     /* through request_db() */
	uint64_t statements; /* run for this request so far */
	const char *(*header)(const struct request *rq, const char *name); /* NULL when absent */
	bool (*gone)(void);						   /* has the client hung up? */
	void (*rest)(void);  /* before a long wait: gives back the memory that this thread does not use */
	const char *current; /* JSON of the state as it is now, for the error envelope; arena text */
	void *connection;    /* the server's own */
};

typedef enum err api_handler(struct request *rq);

/* A reader, taken from the pool at the first call and given back by the router (or by request_write). */
struct db *request_db(struct request *rq);
void request_db_return(struct request *rq);

/* Runs fn in a transaction as this user. Readers taken before are given back first. */
enum err request_write(struct request *rq, store_fn *fn, void *ctx);

/* The same for what adds a thing and may be sent twice under one Idempotency-Key (NULL: none). fn leaves the new id
 * in *id. When the key has been here with this body, fn does not run, *id is what it added then, and the answer is
 * OK with *again. ERR_CONFLICT: the key has been here with another body. The body's digest is kept: not for what
 * holds a password. */
enum err request_write_once(struct request *rq, store_fn *fn, void *ctx, const char *entity, const char *key,
	int64_t *id, bool *again);

/* Whether the key has been here with this request: what asks for a version looks before it says that the version is old.
 * ERR_CONFLICT as above. */
enum err request_done_before(struct request *rq, const char *entity, const char *key, bool *done);

/* The body as JSON into *out (ERR_INVALID with every complaint). `partial`: members not sent stay as they
 * are. */
enum err request_json(struct request *rq, const struct field *fields, void *out, bool partial);
/* params[i] as an id; a router guarantees that {id} is a positive number. */
int64_t request_id(const struct request *rq, int i);
/* A query parameter, NULL when absent or empty. */
const char *request_query(const struct request *rq, const char *name);
/* The same as whole number / time (ms, RFC 3339 or date) / member of names; *out untouched when absent.
 * ERR_INVALID names the parameter. */
enum err request_query_int(struct request *rq, const char *name, int64_t min, int64_t max, int64_t *out);
enum err request_query_time(struct request *rq, const char *name, int64_t *out);
enum err request_query_name(struct request *rq, const char *name, const char *const *names, int *out);
/* What people search for, in code points. */
enum { QUERY_TEXT_MAX = 2000 };
/* All parameters of a table (ticket_query …) into *out by their types; "" is absent. ERR_INVALID with every
 * complaint. What is in no table of the route never comes this far (http/router.c). */
enum err request_query_read(struct request *rq, const struct field *fields, void *out);
/* The version in If-Match ("3" or "\"3\""). ERR_INVALID when it is missing or is not a number. */
enum err request_if_match(struct request *rq, int64_t *version);
/* Puts the state as it is now into the error answer, as its member "current". */
void request_current(struct request *rq, const struct field *fields, const void *object);
/* The client's Idempotency-Key (8–64 characters of [A-Za-z0-9._-]), NULL when absent; ERR_INVALID when
 * malformed. */
enum err request_key(struct request *rq, const char **key);
/* What links and labels begin with, without a slash at the end. */
const char *request_base_url(struct request *rq);

#endif
