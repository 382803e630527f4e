/* openapi.h - the API as an OpenAPI 3.1 document, made of the route table and its field tables, so that it says what
 * the program does. The web app's types are made of it (web/types.mjs).
 *
 * A table named x_fields is the schema X, for what is sent XInput, and for a PATCH, where nothing is required,
 * XPatch. Answers name every member (closed schemas, all required); a member is null when it is none, unless it is
 * F_SURE. Bodies may leave members out, and null is the same as none. x-roles says who may: those of enum role.
 *
 * A table of a second name, or a second table of the same name, is a mistake in the program: it stops. */
#ifndef HTTP_OPENAPI_H
#define HTTP_OPENAPI_H

#include "http/routes.h"

void openapi_write(struct buf *b);
/* GET /api/v1/openapi.json, with an ETag that If-None-Match may bring back. */
enum err openapi_get(struct request *rq);

#endif
