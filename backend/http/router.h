/* router.h - from a request line to a handler. No library of HTTP is known here. */
#ifndef HTTP_ROUTER_H
#define HTTP_ROUTER_H

#include "http/routes.h"

/* The route of method and path (already decoded), with rq->params filled. HEAD finds the GET route; OPTIONS on an
 * address that exists finds one that only says what the address takes. ERR_NOT_FOUND; ERR_INVALID with MSG_METHOD
 * when only the method is wrong (then the reply has its Allow header). */
enum err router_find(struct request *rq, const struct route **out);

/* Who asks (session cookie or bearer token), and whether this route lets them; the language. ERR_INVALID: a query
 * parameter that a route under /api/ does not have. */
enum err router_admit(struct request *rq, const struct route *route);

/* Split "a=1&b=2" into rq->query, percent-decoded. ERR_INVALID: malformed, or more than 40 pairs. */
enum err router_query(struct request *rq, const char *raw);
/* Percent-decode a path; NULL when malformed, not UTF-8 or with control characters. */
char *router_path(struct arena *a, const char *raw);

/* False, with the reason on stderr, when the table has a mistake: called at start. */
bool router_check_table(void);

#endif
