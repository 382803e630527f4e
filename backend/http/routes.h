/* routes.h - THE table: every address the server answers. It drives dispatch, rights, 404 against 405, body
 * limits and the listing at GET /api/v1/. */
#ifndef HTTP_ROUTES_H
#define HTTP_ROUTES_H

#include "api/request.h"

struct route {
	const char *method;
	const char *pattern; /* "/api/v1/tickets/{id}"; {id} is a positive number, any other {…} a text */
	unsigned roles;	     /* mask of enum role; 0 is refused at start */
	size_t body_max;     /* bytes */
	api_handler *handler;
	const char *summary; /* in English, for the listing */
};
extern const struct route routes[];
extern const size_t routes_n;

#endif
