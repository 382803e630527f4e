/* openapi_schema.c - see openapi_schema.h. */
#include "http/openapi_schema.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"

/* ---- JSON ---- */

void put_key(struct buf *b, const char *name)
{
	char last = b->len ? b->data[b->len - 1] : '{';

	if (last != '{' && last != '[' && last != ':')
		buf_char(b, ',');
	if (!name)
		return;
	json_write_text(b, name);
	buf_char(b, ':');
}

void put_open(struct buf *b, const char *name, char bracket)
{
	put_key(b, name);
	buf_char(b, bracket);
}

void put_close(struct buf *b, char bracket)
{
	buf_char(b, bracket);
}

void put_text(struct buf *b, const char *name, const char *text)
{
	put_key(b, name);
	json_write_text(b, text);
}

void put_int(struct buf *b, const char *name, int64_t v)
{
	put_key(b, name);
	buf_int(b, v);
}

void put_bool(struct buf *b, const char *name, bool v)
{
	put_key(b, name);
	buf_str(b, v ? "true" : "false");
}

/* ---- names ---- */

/* "ticket_wait_fields" → "TicketWait" */
static void schema_name(const char *table, enum schema_use use, char *out, size_t size)
{
	static const char *const suffixes[] = {"_fields", "_input", "_patch"};
	static const char *const endings[] = {"", "Input", "Patch", ""};
	size_t len = strlen(table), n = 0;
	bool up = true;

	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
		size_t m = strlen(suffixes[i]);

		if (len > m && strcmp(table + len - m, suffixes[i]) == 0)
			len -= m;
	}
	for (size_t i = 0; i < len && n + 1 < size; i++) {
		if (table[i] != '_')
			out[n++] = up ? (char)toupper((unsigned char)table[i]) : table[i];
		up = table[i] == '_';
	}
	snprintf(out + n, size - n, "%s", endings[use]);
}

void schema_ref(struct schemas *s, struct table table, enum schema_use use)
{
	char name[sizeof(s->all[0].name)], path[96];
	size_t i = 0;

	schema_name(table.name, use, name, sizeof(name));
	while (i < s->n && strcmp(s->all[i].name, name) != 0)
		i++;
	if (i == sizeof(s->all) / sizeof(s->all[0]) || (i < s->n && s->all[i].fields != table.fields)) {
		fprintf(stderr, "jixiu: a second table makes the schema %s: %s\n", name, table.name);
		abort();
	}
	if (i == s->n) {
		s->all[s->n] = (struct schema){.fields = table.fields, .use = use};
		memcpy(s->all[s->n++].name, name, sizeof(name));
	}
	snprintf(path, sizeof(path), "#/components/schemas/%s", name);
	put_text(s->b, "$ref", path);
}

/* ---- members ---- */

static void put_type(struct buf *b, const char *type, const char *or_type, bool null)
{
	if (!or_type && !null) {
		put_text(b, "type", type);
		return;
	}
	put_open(b, "type", '[');
	put_text(b, NULL, type);
	if (or_type)
		put_text(b, NULL, or_type);
	if (null)
		put_text(b, NULL, "null");
	put_close(b, ']');
}

static void put_names(struct buf *b, const char *const *names, bool null)
{
	put_type(b, "string", NULL, null);
	put_open(b, "enum", '[');
	for (; *names; names++)
		put_text(b, NULL, *names);
	if (null) {
		put_key(b, NULL);
		buf_str(b, "null");
	}
	put_close(b, ']');
}

static bool ends_with(const char *name, const char *end)
{
	size_t n = strlen(name), m = strlen(end);

	return n >= m && strcmp(name + n - m, end) == 0;
}

static void put_integer(struct buf *b, const struct field *f, enum schema_use use, bool null)
{
	int64_t max = f->min || f->max ? f->max : FIELD_ID_MAX;

	put_type(b, "integer", NULL, null);
	put_text(b, "format", "int64");
	if (use != SCHEMA_OUT) {
		put_int(b, "minimum", f->min);
		put_int(b, "maximum", max);
	}
	if (ends_with(f->name, "_cents"))
		put_text(b, "description", "cents");
	else if (ends_with(f->name, "_ms"))
		put_text(b, "description", "milliseconds");
}

static void put_decimal(struct buf *b, const char *name, int64_t milli)
{
	put_key(b, name);
	json_write_qty(b, milli);
}

static void put_quantity(struct buf *b, const struct field *f, enum schema_use use, bool null)
{
	put_type(b, "number", NULL, null);
	if (use != SCHEMA_OUT) {
		put_decimal(b, "minimum", f->min);
		put_decimal(b, "maximum", f->min || f->max ? f->max : FIELD_ID_MAX);
	}
	put_text(b, "description", "in the part's unit, to thousandths");
}

static void put_string(struct buf *b, const struct field *f, enum schema_use use, bool null)
{
	if (f->names) {
		put_names(b, f->names, null);
		return;
	}
	put_type(b, "string", NULL, null);
	if (use == SCHEMA_OUT)
		return;
	if (f->flags & F_REQUIRED)
		put_int(b, "minLength", 1);
	put_int(b, "maxLength", f->max ? f->max : 200);
}

static void put_time(struct buf *b, enum schema_use use, bool null)
{
	put_type(b, "integer", use == SCHEMA_OUT ? NULL : "string", null);
	if (use == SCHEMA_OUT)
		put_text(b, "format", "int64");
	put_text(b, "description", use == SCHEMA_OUT ? "ms UTC" : "ms UTC, or RFC 3339, or a day");
}

/* A table's schema, or what stands for text that was written by hand and has no table. */
static void put_sub(struct schemas *s, const struct field *f, enum schema_use use)
{
	if (f->sub)
		schema_ref(s, (struct table){f->sub, f->sub_name}, use);
	else
		put_text(s->b, "$ref", "#/components/schemas/Facts");
}

static void put_object(struct schemas *s, const struct field *f, enum schema_use use, bool null)
{
	struct buf *b = s->b;

	if (!null) {
		put_sub(s, f, use);
		return;
	}
	put_open(b, "anyOf", '[');
	put_open(b, NULL, '{');
	put_sub(s, f, use);
	put_close(b, '}');
	put_open(b, NULL, '{');
	put_text(b, "type", "null");
	put_close(b, '}');
	put_close(b, ']');
}

static void put_array(struct schemas *s, const struct field *f, enum schema_use use)
{
	struct buf *b = s->b;
	static const struct field id = {
		.name = "", .type = F_INT, .flags = F_SURE, .min = 1, .max = FIELD_ID_MAX};

	put_text(b, "type", "array");
	put_open(b, "items", '{');
	if (f->type == F_LIST)
		put_sub(s, f, use);
	else if (f->type == F_SET)
		put_names(b, f->names, false);
	else
		put_integer(b, &id, use, false);
	put_close(b, '}');
	if (use != SCHEMA_OUT)
		put_int(b, "maxItems", f->max ? f->max : 100);
}

void schema_member(struct schemas *s, const struct field *f, enum schema_use use)
{
	bool null =
		use != SCHEMA_QUERY && !(f->flags & (use == SCHEMA_OUT ? F_SURE | F_REQUIRED : F_REQUIRED));

	put_open(s->b, NULL, '{');
	switch (f->type) {
	case F_INT:
		put_integer(s->b, f, use, null);
		break;
	case F_BOOL:
		put_type(s->b, "boolean", NULL, null);
		break;
	case F_TEXT:
		put_string(s->b, f, use, null);
		break;
	case F_REAL:
		put_type(s->b, "number", NULL, null);
		break;
	case F_QTY:
		put_quantity(s->b, f, use, null);
		break;
	case F_TIME:
		put_time(s->b, use, null);
		break;
	case F_DAY:
		put_type(s->b, "string", NULL, null);
		put_text(s->b, "format", "date");
		break;
	case F_ENUM:
		put_names(s->b, f->names, null);
		break;
	case F_OBJECT:
	case F_RAW:
		put_object(s, f, use, null);
		break;
	default:
		put_array(s, f, use);
	}
	put_close(s->b, '}');
}

/* ---- tables ---- */

static bool is_member(const struct field *f, enum schema_use use)
{
	return use == SCHEMA_OUT ? !(f->flags & F_HIDDEN) : (f->flags & (F_IN | F_REQUIRED)) != 0;
}

static void put_members(struct schemas *s, const struct field *fields, enum schema_use use)
{
	for (const struct field *f = fields; f->name; f++) {
		if (f->type == F_JOIN) {
			put_members(s, f->sub, use);
		} else if (is_member(f, use)) {
			put_key(s->b, f->name);
			schema_member(s, f, use);
		}
	}
}

static void put_required(struct buf *b, const struct field *fields, enum schema_use use)
{
	for (const struct field *f = fields; f->name; f++) {
		if (f->type == F_JOIN)
			put_required(b, f->sub, use);
		else if (is_member(f, use) &&
			 (use == SCHEMA_OUT ? !(f->flags & F_MAYBE) : f->flags & F_REQUIRED))
			put_text(b, NULL, f->name);
	}
}

void schemas_write(struct schemas *s)
{
	struct buf *b = s->b;

	for (size_t i = 0; i < s->n; i++) {
		const struct schema one = s->all[i];

		put_open(b, one.name, '{');
		put_text(b, "type", "object");
		put_open(b, "properties", '{');
		put_members(s, one.fields, one.use);
		put_close(b, '}');
		if (one.use != SCHEMA_PATCH) {
			put_open(b, "required", '[');
			put_required(b, one.fields, one.use);
			put_close(b, ']');
		}
		put_bool(b, "additionalProperties", false);
		put_close(b, '}');
	}
}
