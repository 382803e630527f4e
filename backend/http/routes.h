/* routes.h - THE table: every address the server answers, what it takes and what it gives, area by area in routes_….c.
 * It drives dispatch, rights, 404 against 405, body limits, which query parameters there are, the listing at GET
 * /api/v1/ and the document at GET /api/v1/openapi.json (openapi.h), out of which the types of the web app are made.
 *
 * A row is positional up to the summary; then come, in this order and where they apply:
 *   QUERY(table)    the parameters after "?"; under /api/ any other is refused
 *   TAKES(table)    a JSON body; MAY_TAKE: it may be left out; TAKES_RAW("image/jpeg, …"): any other body
 *   IF_MATCH(table) If-Match is needed (MAY_MATCH: may be sent); a 412 carries the thing as it is now, by that table, as "current"
 *   WITH_KEY        takes an Idempotency-Key
 *   GIVES(table)    one object, LISTS: {"items", "next": null}, PAGES: next is the key of the following page;
 *                   GIVES_RAW("image/png"), GIVES_PAGE (HTML), GIVES_FORM (303, or a link for our script),
 *                   GIVES_NOTHING (204)
 *   CREATES         answers 201; CREATES_ONCE: and 200 when it was there already
 * Tables are named by their own names: ticket_fields is the schema Ticket, ticket_input TicketInput, and with
 * PATCH, where nothing is required, TicketPatch. */
#ifndef HTTP_ROUTES_H
#define HTTP_ROUTES_H

#include "api/request.h"

enum shape {
	SHAPE_UNSAID, /* refused at start */
	SHAPE_OBJECT,
	SHAPE_LIST,
	SHAPE_PAGES,
	SHAPE_RAW,
	SHAPE_PAGE,
	SHAPE_FORM,
	SHAPE_NOTHING
};

/* A field table and its name. */
struct table {
	const struct field *fields; /* NULL: none */
	const char *name;	    /* as in the program */
};

struct route {
	const char *method;
	const char *
		pattern; /* "/api/v1/tickets/{id}"; {id} and {x_id} are positive numbers, any other {…} a text */
	unsigned roles;	 /* mask of enum role; 0 is refused at start */
	size_t body_max; /* bytes */
	api_handler *handler;
	const char *summary; /* in English, for the listing */
	struct table query, in, out, current;
	const char *in_raw, *out_raw; /* media types, ", " between them */
	enum shape shape;
	bool bare;    /* the body may be left out */
	bool unasked; /* so may If-Match */
	bool key;     /* takes an Idempotency-Key */
	int created;  /* 1: 201; 2: or 200, when it was there already */
};

#define TABLE(fields_)                                                                                       \
	{                                                                                                    \
		fields_, #fields_                                                                            \
	}
#define QUERY(fields_) .query = TABLE(fields_)
#define TAKES(fields_) .in = TABLE(fields_)
#define MAY_TAKE(fields_) .in = TABLE(fields_), .bare = true
#define TAKES_RAW(types) .in_raw = types
#define IF_MATCH(fields_) .current = TABLE(fields_)
#define MAY_MATCH(fields_) .current = TABLE(fields_), .unasked = true
#define WITH_KEY .key = true
#define GIVES(fields_) .shape = SHAPE_OBJECT, .out = TABLE(fields_)
#define LISTS(fields_) .shape = SHAPE_LIST, .out = TABLE(fields_)
#define PAGES(fields_) .shape = SHAPE_PAGES, .out = TABLE(fields_)
#define GIVES_RAW(types) .shape = SHAPE_RAW, .out_raw = types
#define GIVES_PAGE .shape = SHAPE_PAGE
#define GIVES_FORM .shape = SHAPE_FORM
#define GIVES_NOTHING .shape = SHAPE_NOTHING
#define CREATES .created = 1
#define CREATES_ONCE .created = 2

/* The rows from 0 on; NULL: that was the last. */
const struct route *route_at(size_t i);
/* By the bits of enum role; ends with NULL. */
extern const char *const role_names[];

/* Is a {…} of a pattern an id, by its name? */
bool route_param_is_id(const char *name, size_t n);

#endif
