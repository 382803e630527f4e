/* router.c - see router.h. */
#include "http/router.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/reply.h"
#include "api/session.h"
#include "http/openapi.h"
#include "base/urlform.h"

enum { QUERY_MAX = 40, PARAMS_MAX = 4 };

static bool positive_number(const char *s, size_t n)
{
	if (n == 0 || n > 18 || *s == '0')
		return false;
	for (size_t i = 0; i < n; i++)
		if (s[i] < '0' || s[i] > '9')
			return false;
	return true;
}

bool route_param_is_id(const char *name, size_t n)
{
	return (n == 2 && strncmp(name, "id", 2) == 0) || (n > 3 && strncmp(name + n - 3, "_id", 3) == 0);
}

/* Matches piece by piece; a parameter takes everything up to the next slash. */
static bool match(struct request *rq, const char *pattern, const char *path)
{
	int n = 0;

	while (*pattern) {
		if (*pattern != '{') {
			if (*pattern++ != *path++)
				return false;
			continue;
		}
		size_t name = strcspn(pattern, "}"), len = strcspn(path, "/");

		if (len == 0 || (route_param_is_id(pattern + 1, name - 1) && !positive_number(path, len)))
			return false;
		rq->params[n++] = arena_strndup(rq->arena, path, len);
		pattern += name + 1;
		path += len;
	}
	return *path == 0;
}

static enum err answer_options(struct request *rq)
{
	return reply_nothing(rq);
}

/* What goes wrong before anybody was asked for is said in their language too. */
static void use_own_language(struct request *rq)
{
	const struct fault fault = rq->fault;

	session_identify(rq);
	rq->fault = fault;
}

enum err router_find(struct request *rq, const struct route **out)
{
	static const struct route options = {
		"OPTIONS", "*", ROLE_PUBLIC, 0, answer_options, "what an address takes"};
	const char *method = strcmp(rq->method, "HEAD") == 0 ? "GET" : rq->method, *allow = NULL;
	const struct route *r;
	enum err err;

	for (size_t i = 0; (r = route_at(i)); i++) {
		const char *own = r->method;

		if (!match(rq, r->pattern, rq->path))
			continue;
		*out = r;
		if (strcmp(own, method) == 0)
			return OK;
		own = strcmp(own, "GET") == 0 ? "GET, HEAD" : own;
		allow = arena_printf(rq->arena, "%s, %s", allow ? allow : "OPTIONS", own);
	}
	*out = NULL;
	if (allow)
		reply_header(rq, "Allow", allow);
	if (allow && strcmp(method, options.method) == 0) {
		*out = &options;
		return OK;
	}
	err = allow ? fault_set(&rq->fault, ERR_INVALID, MSG_METHOD, rq->method)
		    : fault_set(&rq->fault, ERR_NOT_FOUND, MSG_NO_ROUTE, rq->path);
	use_own_language(rq);
	return err;
}

static bool is_write(const struct request *rq)
{
	return strcmp(rq->method, "GET") != 0 && strcmp(rq->method, "HEAD") != 0 &&
	       strcmp(rq->method, "OPTIONS") != 0;
}

/* A browser sends the cookie along with whatever another site makes it send; Origin (or Referer) tells. */
static bool same_origin(const struct request *rq)
{
	const char *from = rq->header(rq, "Origin"), *host = rq->header(rq, "Host");
	const char *url = app_url(rq->app, rq->arena);
	size_t n;

	if (!from)
		from = rq->header(rq, "Referer");
	if (!from || !host)
		return false;
	if (url && strncmp(from, url, strlen(url)) == 0 &&
		(from[strlen(url)] == 0 || from[strlen(url)] == '/'))
		return true;
	/* Whether a proxy in front speaks TLS is not known here: either scheme will do. */
	if (strncmp(from, "http://", 7) == 0)
		from += 7;
	else if (strncmp(from, "https://", 8) == 0)
		from += 8;
	else
		return false;
	n = strcspn(from, "/");
	return n == strlen(host) && strncmp(from, host, n) == 0;
}

/* A filter that is misspelt must not answer with everything. Not so on pages: what people scan and share comes with
 * parameters that others added to it. */
static enum err check_query(struct request *rq, const struct route *route)
{
	enum err err = OK;

	if (strncmp(route->pattern, "/api/", 5) != 0)
		return OK;
	for (size_t i = 0; i < rq->query_n; i++) {
		const struct field *f = route->query.fields;

		while (f && f->name && strcmp(f->name, rq->query[i].name) != 0)
			f++;
		if (!f || !f->name)
			err = fault_field(&rq->fault, rq->query[i].name, MSG_F_UNKNOWN_QUERY, NULL);
	}
	return err;
}

/* A page says who it believes is signed in: the cookie may have become somebody else's behind its back, and what one
 * wrote must not be sent in the name of the next. */
static enum err check_account(struct request *rq)
{
	const char *text = rq->header(rq, "Jixiu-Account");

	if (!text || strtoll(text, NULL, 10) == rq->user.id)
		return OK;
	return fault_set(&rq->fault, ERR_LOGIN, MSG_OTHER_ACCOUNT, rq->user.name);
}

enum err router_admit(struct request *rq, const struct route *route)
{
	enum err err = session_identify(rq);

	if (err != OK)
		return err;
	if (!(route->roles & ROLE_PUBLIC)) {
		if (rq->user.id == NONE)
			return fault_set(&rq->fault, ERR_LOGIN, MSG_LOGIN, NULL);
		if (!(route->roles & rq->user.role))
			return fault_set(&rq->fault, ERR_DENIED, MSG_DENIED, NULL);
	}
	if (!(route->roles & ROLE_PUBLIC) && (err = check_account(rq)) != OK)
		return err;
	rq->foreign = rq->header(rq, "Origin") && !same_origin(rq);
	if (is_write(rq) && rq->user.by_cookie && !same_origin(rq))
		return fault_set(&rq->fault, ERR_DENIED, MSG_ORIGIN, NULL);
	return check_query(rq, route);
}

char *router_path(struct arena *a, const char *raw)
{
	return url_decode(raw, strlen(raw), false, a);
}

enum err router_query(struct request *rq, const char *raw)
{
	rq->query = arena_calloc(rq->arena, QUERY_MAX, sizeof(*rq->query));
	while (raw && *raw) {
		size_t n = strcspn(raw, "&"), name = strcspn(raw, "=&");
		struct query_pair *q = &rq->query[rq->query_n];

		if (rq->query_n == QUERY_MAX)
			return fault_set(&rq->fault, ERR_INVALID, MSG_BAD_REQUEST, "@B_QUERY");
		q->name = url_decode(raw, name, true, rq->arena);
		q->value = name < n ? url_decode(raw + name + 1, n - name - 1, true, rq->arena) : "";
		if (!q->name || !q->value)
			return fault_set(&rq->fault, ERR_INVALID, MSG_BAD_REQUEST, "@B_QUERY");
		rq->query_n++;
		raw += n + (raw[n] == '&');
	}
	return OK;
}

/* What goes in and out. */
static bool says_all(const struct route *r)
{
	bool has_body = r->in.fields || r->in_raw, object = r->shape <= SHAPE_PAGES;

	return r->shape != SHAPE_UNSAID && object == (r->out.fields != NULL) &&
	       (r->shape == SHAPE_RAW) == (r->out_raw != NULL) && has_body == (r->body_max > 0);
}

bool router_check_table(void)
{
	const struct route *r, *q;
	struct buf document;
	bool good = true;

	/* Stops the program when two tables make one schema. */
	buf_init(&document);
	openapi_write(&document);
	buf_release(&document);

	for (size_t i = 0; (r = route_at(i)); i++) {
		int params = 0;

		for (const char *p = r->pattern; *p; p++)
			params += *p == '{';
		if (!r->roles || !r->handler || !r->summary || params > PARAMS_MAX || !says_all(r)) {
			fprintf(stderr, "jixiu: bad route %s %s\n", r->method, r->pattern);
			good = false;
		}
		for (size_t k = 0; k < i && (q = route_at(k)); k++) {
			if (strcmp(r->method, q->method) == 0 && strcmp(r->pattern, q->pattern) == 0) {
				fprintf(stderr, "jixiu: route %s %s twice\n", r->method, r->pattern);
				good = false;
			}
		}
	}
	return good;
}
