/* reply.h - the answers a handler gives. Each is called at most once, last. */
#ifndef API_REPLY_H
#define API_REPLY_H

#include "api/request.h"

/* One object. `version` (NONE: none) goes out as ETag too. */
enum err reply_object(
	struct request *rq, int status, const struct field *fields, const void *object, int64_t version);
/* {"items": […], "next": KEY}: next is the key the following page starts from, NULL on the last. */
enum err reply_list(struct request *rq, const struct field *fields, const struct list *items, size_t size,
	const char *next);
/* A page is read with one row more than it shows. The row that ends it, and one less in the list, when `asked` rows came;
 * NULL: it is the last page. */
const void *reply_page_end(struct list *page, int64_t asked, size_t size);
/* The number at offset `key` of that row, as `next`. */
const char *reply_page_next(struct request *rq, struct list *page, int64_t asked, size_t size, size_t key);
/* Ready-made bytes. */
enum err reply_bytes(struct request *rq, int status, const char *type, const void *data, size_t len);
enum err reply_file(struct request *rq, const char *type, const char *path, size_t size, bool forever);
enum err reply_nothing(struct request *rq);			   /* 204 */
enum err reply_redirect(struct request *rq, const char *location); /* 303 */
/* A header line; value without line breaks (they are dropped). */
void reply_header(struct request *rq, const char *name, const char *value);

/* The status an err is answered with. */
int reply_status(enum err err, enum msg msg);
/* The error envelope {type, title, status, detail, fields[]} out of rq->fault; used by the router. `extra`,
 * when not NULL, is one more member, e.g. `"current": {…}`. */
void reply_fault(struct request *rq, enum err err);

#endif
