/* field.h - one table per struct says how it is read from a database row, read from JSON and written as JSON.
 *
 * Member types: F_TEXT const char * (NULL = none); F_REAL double (NAN = none); F_ENUM int (-1 = none);
 * F_LIST struct list; F_OBJECT a pointer to the struct (NULL = none); F_RAW const char *, JSON text put out
 * as it is; F_IDS struct list of int64_t; F_SET int64_t with a bit for each name; all others int64_t (NONE =
 * none). A table ends with FIELD_END.
 *
 * The tables are also what http/openapi.c documents: F_SURE says that a member is never null in an answer, and SUB
 * gives a nested table its name. A table of query parameters is one more (request_query_read). */
#ifndef BASE_FIELD_H
#define BASE_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NONE INT64_MIN

enum field_type {
	F_INT,	/* whole number */
	F_BOOL, /* 0 / 1; true / false in JSON */
	F_TEXT, /* UTF-8 without control characters (line breaks and tabs allowed), trimmed; "" is none */
	F_REAL,
	F_QTY,	/* thousandths; 2.5 in JSON is 2500 here */
	F_TIME, /* ms UTC; JSON in: ms or RFC 3339; out: ms */
	F_DAY,	/* yyyymmdd; "2026-01-31" in JSON */
	F_ENUM, /* index into names; text in JSON and in the database */
	F_LIST,
	F_OBJECT,
	F_RAW,
	F_IDS, /* [1, 2]: positive whole numbers */
	F_SET, /* ["accept", "start"]: those of names whose bit is set */
	F_JOIN /* the members of sub, as if they stood here; is only written */
};

enum field_flag {
	F_IN = 1,	 /* may be sent by a client */
	F_REQUIRED = 2,	 /* must be sent, and not null or empty (implies F_IN) */
	F_HIDDEN = 4,	 /* never written as JSON */
	F_NO_COLUMN = 8, /* is not a column: db scans skip it */
	F_SURE = 16,	 /* never null in an answer; lists, sets and F_REQUIRED never are */
	F_MAYBE = 32	 /* a number that is left out of an answer when it is none, instead of null */
};

struct list {
	void *items;
	size_t n;
};

struct field {
	const char *name;
	enum field_type type;
	unsigned flags;
	size_t offset;
	int64_t min, max; /* numbers: range (both 0: 0..2^53); text: longest, in code points (0: 200) */
	const char *const *names; /* F_ENUM, F_SET, ends with NULL */
	const struct field *sub;  /* F_LIST, F_OBJECT, F_JOIN; F_RAW: what the text holds */
	size_t sub_size;
	const char *sub_name; /* "ticket_wait_fields", for the document */
};

/* FIELD(struct x, member, F_TEXT, flags, .max = 80): what follows the type fills the flags first. */
#define FIELD(type_, member, kind, ...)                                                                      \
	{                                                                                                    \
		.offset = offsetof(type_, member), .name = #member, .type = kind, __VA_ARGS__                \
	}
/* FIELD(struct x, items, F_LIST, SUB(item_fields, struct item)) */
#define SUB(table, type_) .sub = table, .sub_size = sizeof(type_), .sub_name = #table
/* JOIN(struct x_view, x, x_fields): the members of x_view.x */
#define JOIN(type_, member, table)                                                                           \
	{                                                                                                    \
		.offset = offsetof(type_, member), .name = #member, .type = F_JOIN, .sub = table             \
	}
/* The same under another name, or of a member of a member: FIELD_AS(struct x, cost.parts, "parts_cents", F_INT) */
#define FIELD_AS(type_, member, name_, kind, ...)                                                            \
	{                                                                                                    \
		.offset = offsetof(type_, member), .name = name_, .type = kind, __VA_ARGS__                  \
	}
#define FIELD_ID_MAX (INT64_C(1) << 53)
#define FIELD_END                                                                                            \
	{                                                                                                    \
		.name = NULL                                                                                 \
	}

/* Index of text in a NULL-terminated list of names, or -1. */
int names_find(const char *const *names, const char *text);
/* "a | b | c", whole names as far as they fit. */
void names_list(const char *const *names, char *out, size_t size);
/* The item i of a list with items of this size. */
static inline void *list_at(const struct list *l, size_t i, size_t size)
{
	return (char *)l->items + i * size;
}
/* Every member of *out to its "none". */
void fields_none(const struct field *fields, void *out);

/* Members as typed pointers. */
static inline int64_t *field_int(const struct field *f, const void *s)
{
	return (int64_t *)(void *)((char *)(uintptr_t)s + f->offset);
}
static inline const char **field_text(const struct field *f, const void *s)
{
	return (const char **)(void *)((char *)(uintptr_t)s + f->offset);
}
static inline double *field_real(const struct field *f, const void *s)
{
	return (double *)(void *)((char *)(uintptr_t)s + f->offset);
}
static inline int *field_enum(const struct field *f, const void *s)
{
	return (int *)(void *)((char *)(uintptr_t)s + f->offset);
}
static inline struct list *field_list(const struct field *f, const void *s)
{
	return (struct list *)(void *)((char *)(uintptr_t)s + f->offset);
}
static inline void **field_object(const struct field *f, const void *s)
{
	return (void **)(void *)((char *)(uintptr_t)s + f->offset);
}

#endif
