/* routes_area.h - what the files of the table share; see routes.h for the words of a row. A row stands in the file of its area, a line for
 * who and how, one for what goes in and out; a new area is one more file and a line in routes.c. */
#ifndef HTTP_ROUTES_AREA_H
#define HTTP_ROUTES_AREA_H

#include "http/routes.h"

enum { NO_BODY = 0, KB = 1024, MB = 1024 * 1024 };

#define FORM "multipart/form-data, application/x-www-form-urlencoded"
#define PICTURE "image/jpeg, image/png, image/webp"
#define FILE_TYPES PICTURE ", application/pdf"
#define TEXT_TYPES "text/html, application/xml, text/plain, text/markdown"

struct route_area {
	const struct route *rows;
	size_t n;
};
extern const struct route_area routes_system, routes_page, routes_people, routes_asset, routes_plan,
	routes_ticket, routes_fix, routes_figures, routes_stock;

/* What the server offers, made from the table itself. */
extern const struct field route_fields[];
enum err route_listing(struct request *rq);

#endif
