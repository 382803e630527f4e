/* openapi.c - see openapi.h. */
#include "http/openapi.h"

#include <stdio.h>
#include <string.h>

#include "api/reply.h"
#include "base/token.h"
#include "http/openapi_schema.h"

static const char ABOUT[] = "Times are milliseconds UTC, days text such as 2026-01-31 in the plant's time "
			    "zone, money whole cents, quantities "
			    "decimals. Lists answer {\"items\", \"next\"}: next is the key to pass as before "
			    "or after, null on the last page. "
			    "What changes a thing needs its version in If-Match and is refused with 412 and "
			    "the current state when "
			    "somebody was faster; what adds may be repeated with the same Idempotency-Key. "
			    "Under /api/ an unknown query "
			    "parameter or member is refused. A page may say in Jixiu-Account whose id it "
			    "believes to be signed in: 401 when that is no longer so. x-roles names who may.";

static const char PROBLEM[] = "#/components/schemas/Problem", ANSWER[] = "application/json";

/* ---- parameters ---- */

static void put_ref(struct buf *b, const char *to)
{
	put_text(b, "$ref", to);
}

static void put_path_parameters(struct buf *b, const char *pattern)
{
	for (const char *p = strchr(pattern, '{'); p; p = strchr(p + 1, '{')) {
		size_t n = strcspn(p, "}") - 1;
		bool id = route_param_is_id(p + 1, n);
		char name[40];

		snprintf(name, sizeof(name), "%.*s", (int)n, p + 1);
		put_open(b, NULL, '{');
		put_text(b, "name", name);
		put_text(b, "in", "path");
		put_bool(b, "required", true);
		put_open(b, "schema", '{');
		put_text(b, "type", id ? "integer" : "string");
		if (id)
			put_int(b, "minimum", 1);
		put_close(b, '}');
		put_close(b, '}');
	}
}

static void put_query_parameters(struct schemas *s, const struct field *fields)
{
	struct buf *b = s->b;

	for (const struct field *f = fields; f && f->name; f++) {
		put_open(b, NULL, '{');
		put_text(b, "name", f->name);
		put_text(b, "in", "query");
		if (f->flags & F_REQUIRED)
			put_bool(b, "required", true);
		put_key(b, "schema");
		schema_member(s, f, SCHEMA_QUERY);
		put_close(b, '}');
	}
}

static void put_header(struct buf *b, const char *name, bool required, const char *pattern, const char *about)
{
	put_open(b, NULL, '{');
	put_text(b, "name", name);
	put_text(b, "in", "header");
	if (required)
		put_bool(b, "required", true);
	put_text(b, "description", about);
	put_open(b, "schema", '{');
	put_text(b, "type", "string");
	put_text(b, "pattern", pattern);
	put_close(b, '}');
	put_close(b, '}');
}

static void put_parameters(struct schemas *s, const struct route *r)
{
	put_open(s->b, "parameters", '[');
	put_path_parameters(s->b, r->pattern);
	put_query_parameters(s, r->query.fields);
	if (r->current.fields)
		put_header(
			s->b, "If-Match", !r->unasked, "^(\"[0-9]+\"|[0-9]+)$", "the version that was seen");
	if (r->key)
		put_header(s->b, "Idempotency-Key", false, "^[A-Za-z0-9._-]{8,64}$",
			"the same for every attempt to send this: it is done once");
	put_close(s->b, ']');
}

/* ---- bodies ---- */

/* Opens "content" entries for each of the types "a/b, c/d". */
static void put_media(struct buf *b, const char *types, const char *schema)
{
	for (const char *t = types; *t; t += strspn(t, ", ")) {
		size_t n = strcspn(t, ",");
		char type[80];

		snprintf(type, sizeof(type), "%.*s", (int)n, t);
		put_open(b, type, '{');
		put_open(b, "schema", '{');
		put_text(b, "type", schema);
		put_close(b, '}');
		put_close(b, '}');
		t += n;
	}
}

static void put_request_body(struct schemas *s, const struct route *r)
{
	struct buf *b = s->b;

	if (!r->in.fields && !r->in_raw)
		return;
	put_open(b, "requestBody", '{');
	put_bool(b, "required", !r->bare);
	put_open(b, "content", '{');
	if (r->in_raw) {
		put_media(b, r->in_raw, strstr(r->in_raw, "form") ? "object" : "string");
	} else {
		put_open(b, ANSWER, '{');
		put_open(b, "schema", '{');
		schema_ref(s, r->in, strcmp(r->method, "PATCH") == 0 ? SCHEMA_PATCH : SCHEMA_IN);
		put_close(b, '}');
		put_close(b, '}');
	}
	put_close(b, '}');
	put_close(b, '}');
}

/* {"items": […], "next": …} */
static void put_list(struct schemas *s, const struct route *r)
{
	struct buf *b = s->b;

	put_text(b, "type", "object");
	put_open(b, "properties", '{');
	put_open(b, "items", '{');
	put_text(b, "type", "array");
	put_open(b, "items", '{');
	schema_ref(s, r->out, SCHEMA_OUT);
	put_close(b, '}');
	put_close(b, '}');
	put_open(b, "next", '{');
	if (r->shape == SHAPE_PAGES) {
		put_open(b, "type", '[');
		put_text(b, NULL, "string");
		put_text(b, NULL, "null");
		put_close(b, ']');
	} else {
		put_text(b, "type", "null");
	}
	put_close(b, '}');
	put_close(b, '}');
	put_open(b, "required", '[');
	put_text(b, NULL, "items");
	put_text(b, NULL, "next");
	put_close(b, ']');
	put_bool(b, "additionalProperties", false);
}

static void put_json(struct schemas *s, const struct route *r)
{
	struct buf *b = s->b;

	put_open(b, ANSWER, '{');
	put_open(b, "schema", '{');
	if (r->shape == SHAPE_OBJECT)
		schema_ref(s, r->out, SCHEMA_OUT);
	else if (r->shape == SHAPE_FORM)
		put_ref(b, "#/components/schemas/Link");
	else
		put_list(s, r);
	put_close(b, '}');
	put_close(b, '}');
}

/* ---- answers ---- */

static void put_answer(struct schemas *s, const struct route *r, const char *status, const char *about)
{
	struct buf *b = s->b;

	put_open(b, status, '{');
	put_text(b, "description", about);
	if (r->shape != SHAPE_NOTHING) {
		put_open(b, "content", '{');
		if (r->shape == SHAPE_RAW)
			put_media(b, r->out_raw, strstr(r->out_raw, "json") ? "object" : "string");
		else if (r->shape == SHAPE_PAGE)
			put_media(b, "text/html", "string");
		else
			put_json(s, r);
		put_close(b, '}');
	}
	put_close(b, '}');
}

/* Somebody was faster: the problem, and the thing as it is now. */
static void put_stale(struct schemas *s, const struct route *r)
{
	struct buf *b = s->b;

	put_open(b, "412", '{');
	put_text(b, "description", "changed meanwhile");
	put_open(b, "content", '{');
	put_open(b, "application/problem+json", '{');
	put_open(b, "schema", '{');
	put_open(b, "allOf", '[');
	put_open(b, NULL, '{');
	put_ref(b, PROBLEM);
	put_close(b, '}');
	put_open(b, NULL, '{');
	put_text(b, "type", "object");
	put_open(b, "properties", '{');
	put_open(b, "current", '{');
	schema_ref(s, r->current, SCHEMA_OUT);
	put_close(b, '}');
	put_close(b, '}');
	put_close(b, '}');
	put_close(b, ']');
	put_close(b, '}');
	put_close(b, '}');
	put_close(b, '}');
	put_close(b, '}');
}

static void put_responses(struct schemas *s, const struct route *r)
{
	struct buf *b = s->b;

	put_open(b, "responses", '{');
	if (r->created)
		put_answer(s, r, "201", "made");
	if (r->created != 1)
		put_answer(s, r, r->shape == SHAPE_NOTHING ? "204" : "200",
			r->created		 ? "was there already"
			: r->shape == SHAPE_FORM ? "done, for who accepts JSON"
						 : "OK");
	if (r->shape == SHAPE_FORM || r->shape == SHAPE_PAGE) {
		put_open(b, "303", '{');
		put_text(b, "description", "go on at Location");
		put_close(b, '}');
	}
	if (r->current.fields)
		put_stale(s, r);
	put_open(b, "default", '{');
	put_ref(b, "#/components/responses/Problem");
	put_close(b, '}');
	put_close(b, '}');
}

/* ---- routes ---- */

/* By what comes first in the address. */
static void tag_of(const struct route *r, char *tag, size_t size)
{
	const char *p = r->pattern;

	if (strncmp(p, "/api/v1/", 8) != 0)
		snprintf(tag, size, r->shape == SHAPE_RAW && strchr(p, '{') == NULL ? "system" : "pages");
	else if (p[8] == 0 || strncmp(p + 8, "openapi", 7) == 0)
		snprintf(tag, size, "system");
	else
		snprintf(tag, size, "%.*s", (int)strcspn(p + 8, "/."), p + 8);
}

static void put_roles(struct buf *b, const struct route *r)
{
	put_open(b, "x-roles", '[');
	for (int i = 0; role_names[i]; i++)
		if (r->roles & 1u << i)
			put_text(b, NULL, role_names[i]);
	put_close(b, ']');
	if (!(r->roles & ROLE_PUBLIC))
		return;
	put_open(b, "security", '[');
	put_close(b, ']');
}

static void put_route(struct schemas *s, const struct route *r)
{
	struct buf *b = s->b;
	char text[40];
	size_t n = 0;

	for (; r->method[n]; n++)
		text[n] = (char)(r->method[n] | 0x20);
	text[n] = 0;
	put_open(b, text, '{');
	tag_of(r, text, sizeof(text));
	put_open(b, "tags", '[');
	put_text(b, NULL, text);
	put_close(b, ']');
	put_text(b, "summary", r->summary);
	put_roles(b, r);
	put_parameters(s, r);
	put_request_body(s, r);
	put_responses(s, r);
	put_close(b, '}');
}

static bool comes_before(size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (strcmp(route_at(k)->pattern, route_at(i)->pattern) == 0)
			return true;
	return false;
}

static void put_paths(struct schemas *s)
{
	const struct route *r, *q;

	put_open(s->b, "paths", '{');
	for (size_t i = 0; (r = route_at(i)); i++) {
		if (comes_before(i))
			continue;
		put_open(s->b, r->pattern, '{');
		for (size_t k = i; (q = route_at(k)); k++)
			if (strcmp(q->pattern, r->pattern) == 0)
				put_route(s, q);
		put_close(s->b, '}');
	}
	put_close(s->b, '}');
}

/* ---- the rest ---- */

static void put_info(struct buf *b)
{
	put_text(b, "openapi", "3.1.0");
	put_open(b, "info", '{');
	put_text(b, "title", "Jixiu");
	put_text(b, "version", JIXIU_VERSION);
	put_text(b, "description", ABOUT);
	put_open(b, "license", '{');
	put_text(b, "name", "Apache-2.0");
	put_text(b, "identifier", "Apache-2.0");
	put_close(b, '}');
	put_close(b, '}');
	put_open(b, "servers", '[');
	put_open(b, NULL, '{');
	put_text(b, "url", "/");
	put_close(b, '}');
	put_close(b, ']');
	put_open(b, "security", '[');
	for (int i = 0; i < 2; i++) {
		put_open(b, NULL, '{');
		put_open(b, i ? "token" : "cookie", '[');
		put_close(b, ']');
		put_close(b, '}');
	}
	put_close(b, ']');
}

/* Those that no table makes: reply.c and page.c write the envelope and the link, whoever adds an event its body. */
static const char SCHEMAS[] =
	"\"Problem\":{\"type\":\"object\",\"properties\":{"
	"\"type\":{\"type\":\"string\",\"description\":\"the class of the error, for programs\"},"
	"\"title\":{\"type\":\"string\"},\"status\":{\"type\":\"integer\"},"
	"\"code\":{\"type\":\"string\",\"description\":\"the message, for programs\"},"
	"\"detail\":{\"type\":\"string\",\"description\":\"for the person, in their language\"},"
	"\"fields\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{"
	"\"name\":{\"type\":\"string\"},\"detail\":{\"type\":\"string\"}},\"required\":[\"name\",\"detail\"],"
	"\"additionalProperties\":false}},"
	"\"current\":{\"type\":\"object\",\"description\":\"with 412: the thing as it is "
	"now\",\"additionalProperties\":true}},"
	"\"required\":[\"type\",\"title\",\"status\",\"code\",\"detail\",\"fields\"],"
	"\"additionalProperties\":false},"
	"\"Link\":{\"type\":\"object\",\"properties\":{\"link\":{\"type\":\"string\"}},\"required\":["
	"\"link\"],"
	"\"additionalProperties\":false},"
	"\"Fact\":{\"type\":[\"string\",\"number\",\"boolean\",\"null\"]},"
	"\"Facts\":{\"type\":\"object\",\"description\":\"what happened: by name, a value or [before, "
	"after]\","
	"\"additionalProperties\":{\"anyOf\":[{\"$ref\":\"#/components/schemas/Fact\"},"
	"{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Fact\"}}]}}";
static const char COMPONENTS[] =
	"\"responses\":{\"Problem\":{\"description\":\"refused, or "
	"failed\",\"content\":{\"application/problem+json\":"
	"{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}},\"text/"
	"html\":{\"schema\":{\"type\":\"string\"}}}}},"
	"\"securitySchemes\":{\"cookie\":{\"type\":\"apiKey\",\"in\":\"cookie\",\"name\":\"jixiu\"},"
	"\"token\":{\"type\":\"http\",\"scheme\":\"bearer\"}}";

void openapi_write(struct buf *b)
{
	struct arena a;
	struct schemas *s;

	arena_init(&a);
	s = arena_new(&a, struct schemas);
	s->b = b;
	put_open(b, NULL, '{');
	put_info(b);
	put_paths(s);
	put_open(b, "components", '{');
	buf_str(b, COMPONENTS);
	put_open(b, "schemas", '{');
	buf_str(b, SCHEMAS);
	schemas_write(s);
	put_close(b, '}');
	put_close(b, '}');
	put_close(b, '}');
	buf_char(b, '\n');
	arena_release(&a);
}

enum err openapi_get(struct request *rq)
{
	struct buf *b = &rq->reply.body;
	const char *seen = rq->header(rq, "If-None-Match");
	char digest[DIGEST_SIZE], etag[DIGEST_SIZE + 2];

	openapi_write(b);
	token_digest(b->data, b->len, digest);
	snprintf(etag, sizeof(etag), "\"%s\"", digest);
	rq->reply.status = 200;
	rq->reply.type = "application/json; charset=utf-8";
	if (seen && strstr(seen, etag)) {
		rq->reply.status = 304;
		rq->reply.type = NULL;
	}
	rq->reply.cacheable = true;
	reply_header(rq, "Cache-Control", "no-cache");
	reply_header(rq, "ETag", etag);
	return OK;
}
