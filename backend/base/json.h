/* json.h - JSON at the edge: into structs and out of them by their field tables. No json_t leaves json.c. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/field.h"

enum { JSON_DEPTH_MAX = 16 };

/* Read an object into *out by its table. Members that were not sent are left as they are, so a caller that
 * patches fills the struct first; a null sets a member to none. Every complaint is gathered in the fault
 * (ERR_INVALID): unknown members, wrong types, ranges, lengths, missing required ones (not asked for when
 * `partial`). */
enum err json_read(const char *text, size_t len, const struct field *fields, void *out, bool partial,
	struct arena *a, struct fault *fault);

/* An object whose members are all scalars, as name/text pairs; nested ones are left out. For import files. */
struct json_pair {
	const char *name, *text; /* text NULL for null */
};
enum err json_read_pairs(const char *text, size_t len, struct json_pair **pairs, size_t *n, struct arena *a,
	struct fault *fault);

/* A text that is read once and asked for several numbers; freed by json_tree_free. NULL: it is no JSON. */
struct json_tree;
struct json_tree *json_tree_read(const char *text, size_t len);
/* The number that a path leads to: members and places with dots between ("data.temp", "values.0"); without one (NULL, "") the text
 * itself. A number in quotes is one too. False: there is none, or t is NULL. */
bool json_tree_number(const struct json_tree *t, const char *path, double *out);
void json_tree_free(struct json_tree *t); /* NULL allowed */

void json_write(struct buf *b, const struct field *fields, const void *s);
/* [ … ] of n structs of the given size. */
void json_write_list(struct buf *b, const struct field *fields, const struct list *list, size_t size);
/* {"name":[before,after],…} of the members that differ; nested and hidden ones are left out. Returns how
 * many. */
size_t json_write_changes(struct buf *b, const struct field *fields, const void *before, const void *after);
/* Back from that: the first of each pair into the member of its name. Members that are in no pair stay as they are; what fits
 * no member is passed over. ERR_INVALID: not such a text. */
enum err json_read_before(
	const char *text, size_t len, const struct field *fields, void *out, struct arena *a);
/* A quoted, escaped string; NULL writes null. Safe inside <script> too (< is escaped). */
void json_write_text(struct buf *b, const char *s);
/* Thousandths as a decimal: 2500 is 2.5. */
void json_write_qty(struct buf *b, int64_t milli);
/* "2026-01-31" of yyyymmdd. */
void json_write_day(struct buf *b, int64_t day);

#endif
