/* json_write.c - the writing half of json.h. */
#include "base/json.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void json_write_text(struct buf *b, const char *s)
{
	if (!s) {
		buf_add(b, "null", 4);
		return;
	}
	buf_char(b, '"');
	while (*s) {
		size_t plain = 0;

		while ((unsigned char)s[plain] >= 32 && s[plain] != '"' && s[plain] != '\\' &&
			s[plain] != '<' && s[plain] != 127)
			plain++;
		buf_add(b, s, plain);
		s += plain;
		if (!*s)
			break;
		if (*s == '"' || *s == '\\')
			buf_printf(b, "\\%c", *s);
		else if (*s == '\n')
			buf_add(b, "\\n", 2);
		else
			buf_printf(b, "\\u%04x", (unsigned char)*s);
		s++;
	}
	buf_char(b, '"');
}

void json_write_qty(struct buf *b, int64_t milli)
{
	int64_t whole = milli / 1000, rest = milli % 1000;
	char text[32];
	int n;

	if (rest < 0)
		rest = -rest;
	n = snprintf(text, sizeof(text), "%s%lld.%03d", milli < 0 && !whole ? "-" : "", (long long)whole,
		(int)rest);
	while (n && text[n - 1] == '0')
		n--;
	if (n && text[n - 1] == '.')
		n--;
	buf_add(b, text, (size_t)n);
}

void json_write_day(struct buf *b, int64_t day)
{
	buf_printf(b, "\"%04d-%02d-%02d\"", (int)(day / 10000), (int)(day / 100 % 100), (int)(day % 100));
}

static void write_int(struct buf *b, const struct field *f, int64_t v)
{
	if (v == NONE)
		buf_add(b, "null", 4);
	else if (f->type == F_BOOL)
		buf_str(b, v ? "true" : "false");
	else if (f->type == F_QTY)
		json_write_qty(b, v);
	else if (f->type == F_DAY)
		json_write_day(b, v);
	else
		buf_int(b, v);
}

static void write_ids(struct buf *b, const struct list *ids)
{
	buf_char(b, '[');
	for (size_t i = 0; i < ids->n; i++) {
		if (i)
			buf_char(b, ',');
		buf_int(b, ((const int64_t *)ids->items)[i]);
	}
	buf_char(b, ']');
}

static void write_set(struct buf *b, const char *const *names, int64_t set)
{
	bool first = true;

	buf_char(b, '[');
	for (int i = 0; names[i]; i++) {
		if (!(set & INT64_C(1) << i))
			continue;
		if (!first)
			buf_char(b, ',');
		first = false;
		json_write_text(b, names[i]);
	}
	buf_char(b, ']');
}

static void write_member(struct buf *b, const struct field *f, const void *s)
{
	switch (f->type) {
	case F_TEXT:
		json_write_text(b, *field_text(f, s));
		break;
	case F_RAW:
		buf_str(b, *field_text(f, s) ? *field_text(f, s) : "null");
		break;
	case F_REAL:
		if (isfinite(*field_real(f, s)))
			buf_printf(b, "%.9g", *field_real(f, s));
		else
			buf_add(b, "null", 4);
		break;
	case F_ENUM:
		json_write_text(b, *field_enum(f, s) < 0 ? NULL : f->names[*field_enum(f, s)]);
		break;
	case F_LIST:
		json_write_list(b, f->sub, field_list(f, s), f->sub_size);
		break;
	case F_IDS:
		write_ids(b, field_list(f, s));
		break;
	case F_SET:
		write_set(b, f->names, *field_int(f, s));
		break;
	case F_OBJECT:
		if (*field_object(f, s))
			json_write(b, f->sub, *field_object(f, s));
		else
			buf_add(b, "null", 4);
		break;
	default:
		write_int(b, f, *field_int(f, s));
	}
}

static bool write_members(struct buf *b, const struct field *fields, const void *s, bool first)
{
	for (const struct field *f = fields; f->name; f++) {
		if ((f->flags & F_HIDDEN) || ((f->flags & F_MAYBE) && *field_int(f, s) == NONE))
			continue;
		if (f->type == F_JOIN) {
			first = write_members(b, f->sub, (const char *)s + f->offset, first);
			continue;
		}
		if (!first)
			buf_char(b, ',');
		first = false;
		json_write_text(b, f->name);
		buf_char(b, ':');
		write_member(b, f, s);
	}
	return first;
}

void json_write(struct buf *b, const struct field *fields, const void *s)
{
	buf_char(b, '{');
	write_members(b, fields, s, true);
	buf_char(b, '}');
}

static bool same_member(const struct field *f, const void *x, const void *y)
{
	const char *s, *t;

	switch (f->type) {
	case F_TEXT:
		s = *field_text(f, x);
		t = *field_text(f, y);
		return s == t || (s && t && strcmp(s, t) == 0);
	case F_ENUM:
		return *field_enum(f, x) == *field_enum(f, y);
	case F_REAL:
		return memcmp(field_real(f, x), field_real(f, y), sizeof(double)) == 0;
	case F_LIST:
	case F_OBJECT:
	case F_RAW:
	case F_IDS:
	case F_JOIN:
		return true;
	default:
		return *field_int(f, x) == *field_int(f, y);
	}
}

size_t json_write_changes(struct buf *b, const struct field *fields, const void *before, const void *after)
{
	size_t n = 0;

	buf_char(b, '{');
	for (const struct field *f = fields; f->name; f++) {
		if ((f->flags & F_HIDDEN) || same_member(f, before, after))
			continue;
		if (n++)
			buf_char(b, ',');
		json_write_text(b, f->name);
		buf_str(b, ":[");
		write_member(b, f, before);
		buf_char(b, ',');
		write_member(b, f, after);
		buf_char(b, ']');
	}
	buf_char(b, '}');
	return n;
}

void json_write_list(struct buf *b, const struct field *fields, const struct list *list, size_t size)
{
	buf_char(b, '[');
	for (size_t i = 0; i < list->n; i++) {
		if (i)
			buf_char(b, ',');
		json_write(b, fields, list_at(list, i, size));
	}
	buf_char(b, ']');
}
