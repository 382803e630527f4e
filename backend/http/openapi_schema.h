/* openapi_schema.h - field tables as JSON schemas; used by openapi.c alone.
 *
 * A document is written from the front to the back: references may come before what they refer to, so the schemas that
 * were referred to are gathered and written last. */
#ifndef HTTP_OPENAPI_SCHEMA_H
#define HTTP_OPENAPI_SCHEMA_H

#include "base/buf.h"
#include "base/field.h"
#include "http/routes.h"

enum schema_use { SCHEMA_OUT, SCHEMA_IN, SCHEMA_PATCH, SCHEMA_QUERY };

struct schemas {
	struct buf *b;
	struct schema {
		char name[48];
		const struct field *fields;
		enum schema_use use;
	} all[512];
	size_t n;
};

/* {"$ref": …} to a table's schema. */
void schema_ref(struct schemas *s, struct table table, enum schema_use use);
/* The schema of one member, or of a query parameter. */
void schema_member(struct schemas *s, const struct field *f, enum schema_use use);
/* "Name": {…} of all that were referred to, also of those that come up meanwhile. */
void schemas_write(struct schemas *s);

/* JSON by hand, with the commas: members and items of what is open. name NULL: an item. */
void put_key(struct buf *b, const char *name);
void put_open(struct buf *b, const char *name, char bracket);
void put_close(struct buf *b, char bracket);
void put_text(struct buf *b, const char *name, const char *text);
void put_int(struct buf *b, const char *name, int64_t v);
void put_bool(struct buf *b, const char *name, bool v);

#endif
