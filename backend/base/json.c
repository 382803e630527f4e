/* json.c - the reading half of json.h. The only file that includes jansson.h. */
#include "base/json.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/utf8.h"

struct reader {
	struct arena *arena;
	struct fault *fault;
	bool partial;
	char path[24]; /* of the object being read, "" or "shifts[2]." */
};

static enum err read_object(struct reader *r, json_t *o, const struct field *fields, void *out);

static enum err complain(struct reader *r, const char *name, enum msg msg, const char *arg)
{
	char full[48];
	size_t n = strlen(r->path);

	memcpy(full, r->path, n);
	utf8_copy(full + n, sizeof(full) - n, name);
	return fault_field(r->fault, full, msg, arg);
}

/* In the unit that was sent. */
static enum err out_of_range(struct reader *r, const struct field *f, int64_t min, int64_t max)
{
	int64_t unit = f->type == F_QTY ? 1000 : 1;
	char arg[48];

	snprintf(arg, sizeof(arg), "%lld – %lld", (long long)(min / unit), (long long)(max / unit));
	return complain(r, f->name, MSG_F_RANGE, arg);
}

static enum err set_number(struct reader *r, const struct field *f, int64_t v, void *out)
{
	int64_t min = f->min, max = f->max;

	if (!min && !max)
		max = INT64_C(1) << 53;
	if (v < min || v > max)
		return out_of_range(r, f, min, max);
	*field_int(f, out) = v;
	return OK;
}

static enum err read_number(struct reader *r, const struct field *f, json_t *v, void *out)
{
	if (!json_is_integer(v))
		return complain(r, f->name, MSG_F_NUMBER, NULL);
	return set_number(r, f, json_integer_value(v), out);
}

static enum err read_qty(struct reader *r, const struct field *f, json_t *v, void *out)
{
	double d, milli;

	if (!json_is_number(v))
		return complain(r, f->name, MSG_F_DECIMAL, NULL);
	d = json_number_value(v);
	if (!(fabs(d) < 1e12))
		return out_of_range(r, f, f->min, f->max ? f->max : INT64_C(1) << 53);
	milli = round(d * 1000);
	if (fabs(milli - d * 1000) > 1e-3)
		return complain(r, f->name, MSG_F_DECIMAL, NULL);
	return set_number(r, f, (int64_t)milli, out);
}

static enum err read_time(struct reader *r, const struct field *f, json_t *v, void *out)
{
	int64_t t;

	if (json_is_integer(v))
		t = json_integer_value(v);
	else if (!json_is_string(v) || !clock_parse(json_string_value(v), &t))
		return complain(r, f->name, MSG_F_TIME, NULL);
	if (t < 0 || t > TIME_MAX)
		return complain(r, f->name, MSG_F_TIME, NULL);
	*field_int(f, out) = t;
	return OK;
}

static enum err read_day(struct reader *r, const struct field *f, json_t *v, void *out)
{
	const char *s = json_string_value(v);
	int64_t t;

	if (!s || strlen(s) != 10 || !clock_parse(s, &t))
		return complain(r, f->name, MSG_F_DAY, NULL);
	*field_int(f, out) = clock_day_of(t);
	return OK;
}

static size_t code_points(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xC0) != 0x80;
	return n;
}

static enum err read_text(struct reader *r, const struct field *f, json_t *v, void *out)
{
	const char *s = json_string_value(v);
	size_t len, longest = f->max ? (size_t)f->max : 200;
	char arg[24];

	if (!s)
		return complain(r, f->name, MSG_F_TEXT, NULL);
	if (!utf8_clean(s, strlen(s)))
		return complain(r, f->name, MSG_F_UTF8, NULL);
	s += strspn(s, " \t\r\n");
	len = strlen(s);
	while (len && strchr(" \t\r\n", s[len - 1]))
		len--;
	if (!len) {
		*field_text(f, out) = NULL;
		return f->flags & F_REQUIRED ? complain(r, f->name, MSG_F_REQUIRED, NULL) : OK;
	}
	s = arena_strndup(r->arena, s, len);
	if (code_points(s) > longest) {
		snprintf(arg, sizeof(arg), "%zu", longest);
		return complain(r, f->name, MSG_F_LONG, arg);
	}
	*field_text(f, out) = s;
	return OK;
}

static enum err read_enum(struct reader *r, const struct field *f, json_t *v, void *out)
{
	const char *s = json_string_value(v);
	int i = s ? names_find(f->names, s) : -1;
	char arg[48];

	if (i < 0) {
		names_list(f->names, arg, sizeof(arg));
		return complain(r, f->name, MSG_F_ENUM, arg);
	}
	*field_enum(f, out) = i;
	return OK;
}

static enum err read_list(struct reader *r, const struct field *f, json_t *v, void *out)
{
	size_t n = json_array_size(v), longest = f->max ? (size_t)f->max : 100;
	struct list *list = field_list(f, out);
	enum err err = OK;
	char saved[sizeof(r->path)], arg[24];

	if (!json_is_array(v))
		return complain(r, f->name, MSG_F_LIST, NULL);
	if (n > longest) {
		snprintf(arg, sizeof(arg), "0 – %zu", longest);
		return complain(r, f->name, MSG_F_RANGE, arg);
	}
	list->items = arena_calloc(r->arena, n, f->sub_size);
	list->n = n;
	memcpy(saved, r->path, sizeof(saved));
	for (size_t i = 0; i < n; i++) {
		void *item = list_at(list, i, f->sub_size);

		snprintf(r->path, sizeof(r->path), "%.8s%.10s[%zu].", saved, f->name, i);
		fields_none(f->sub, item);
		if (read_object(r, json_array_get(v, i), f->sub, item) != OK)
			err = ERR_INVALID;
	}
	memcpy(r->path, saved, sizeof(saved));
	return err;
}

static enum err read_ids(struct reader *r, const struct field *f, json_t *v, void *out)
{
	size_t n = json_array_size(v), longest = f->max ? (size_t)f->max : 100;
	struct list *list = field_list(f, out);
	char arg[24];

	if (!json_is_array(v))
		return complain(r, f->name, MSG_F_LIST, NULL);
	if (n > longest || n < (size_t)f->min) {
		snprintf(arg, sizeof(arg), "%lld – %zu", (long long)f->min, longest);
		return complain(r, f->name, MSG_F_RANGE, arg);
	}
	*list = (struct list){arena_calloc(r->arena, n, sizeof(int64_t)), n};
	for (size_t i = 0; i < n; i++) {
		json_int_t id = json_integer_value(json_array_get(v, i));

		if (id < 1 || id > FIELD_ID_MAX)
			return complain(r, f->name, MSG_F_NUMBER, NULL);
		((int64_t *)list->items)[i] = id;
	}
	return OK;
}

static enum err read_set(struct reader *r, const struct field *f, json_t *v, void *out)
{
	int64_t bits = 0;
	char arg[48];

	if (!json_is_array(v))
		return complain(r, f->name, MSG_F_LIST, NULL);
	for (size_t i = 0; i < json_array_size(v); i++) {
		const char *s = json_string_value(json_array_get(v, i));
		int bit = s ? names_find(f->names, s) : -1;

		if (bit < 0) {
			names_list(f->names, arg, sizeof(arg));
			return complain(r, f->name, MSG_F_ENUM, arg);
		}
		bits |= INT64_C(1) << bit;
	}
	*field_int(f, out) = bits;
	return OK;
}

static enum err read_null(struct reader *r, const struct field *f, void *out)
{
	struct field one[2] = {*f, FIELD_END};

	if (f->flags & F_REQUIRED)
		return complain(r, f->name, MSG_F_REQUIRED, NULL);
	fields_none(one, out);
	return OK;
}

static enum err read_member(struct reader *r, const struct field *f, json_t *v, void *out)
{
	if (json_is_null(v))
		return read_null(r, f, out);
	switch (f->type) {
	case F_INT:
		return read_number(r, f, v, out);
	case F_QTY:
		return read_qty(r, f, v, out);
	case F_TIME:
		return read_time(r, f, v, out);
	case F_DAY:
		return read_day(r, f, v, out);
	case F_TEXT:
		return read_text(r, f, v, out);
	case F_ENUM:
		return read_enum(r, f, v, out);
	case F_LIST:
		return read_list(r, f, v, out);
	case F_IDS:
		return read_ids(r, f, v, out);
	case F_SET:
		return read_set(r, f, v, out);
	case F_BOOL:
		if (!json_is_boolean(v))
			return complain(r, f->name, MSG_F_BOOL, NULL);
		*field_int(f, out) = json_is_true(v);
		return OK;
	case F_REAL:
		if (!json_is_number(v))
			return complain(r, f->name, MSG_F_DECIMAL, NULL);
		*field_real(f, out) = json_number_value(v);
		return OK;
	default: /* objects and raw text are only written */
		return complain(r, f->name, MSG_F_UNKNOWN, NULL);
	}
}

static const struct field *find_input(const struct field *fields, const char *name)
{
	for (const struct field *f = fields; f->name; f++)
		if ((f->flags & (F_IN | F_REQUIRED)) && strcmp(f->name, name) == 0)
			return f;
	return NULL;
}

static enum err read_object(struct reader *r, json_t *o, const struct field *fields, void *out)
{
	enum err err = OK;
	const char *name;
	json_t *v;

	if (!json_is_object(o))
		return complain(r, "", MSG_F_OBJECT, NULL);
	json_object_foreach(o, name, v)
	{
		const struct field *f = find_input(fields, name);

		if (!f)
			err = complain(r, name, MSG_F_UNKNOWN, NULL);
		else if (read_member(r, f, v, out) != OK)
			err = ERR_INVALID;
	}
	for (const struct field *f = fields; f->name && !r->partial; f++)
		if ((f->flags & F_REQUIRED) && !json_object_get(o, f->name))
			err = complain(r, f->name, MSG_F_REQUIRED, NULL);
	return err;
}

/* jansson recurses: the depth is looked at before it sees the text. */
static bool too_deep(const char *text, size_t len)
{
	int depth = 0;
	bool quoted = false;

	for (size_t i = 0; i < len; i++) {
		if (quoted && text[i] == '\\')
			i++;
		else if (text[i] == '"')
			quoted = !quoted;
		else if (!quoted && (text[i] == '[' || text[i] == '{') && ++depth > JSON_DEPTH_MAX)
			return true;
		else if (!quoted && (text[i] == ']' || text[i] == '}'))
			depth--;
	}
	return false;
}

static json_t *load(const char *text, size_t len, struct fault *fault)
{
	json_error_t e;
	json_t *root;
	char arg[40];

	if (too_deep(text, len)) {
		snprintf(arg, sizeof(arg), "%d", JSON_DEPTH_MAX);
		fault_set(fault, ERR_INVALID, MSG_F_JSON_DEEP, arg);
		return NULL;
	}
	root = json_loadb(text, len, JSON_REJECT_DUPLICATES, &e);
	if (!root) {
		/* jansson's own words are English and quote what was sent. */
		snprintf(arg, sizeof(arg), "%d:%d", e.line, e.column);
		fault_set(fault, ERR_INVALID,
			json_error_code(&e) == json_error_duplicate_key ? MSG_F_JSON_TWICE : MSG_F_JSON, arg);
	}
	return root;
}

enum err json_read(const char *text, size_t len, const struct field *fields, void *out, bool partial,
	struct arena *a, struct fault *fault)
{
	struct reader r = {.arena = a, .fault = fault, .partial = partial};
	json_t *root = load(text, len, fault);
	enum err err;

	if (!root)
		return ERR_INVALID;
	err = read_object(&r, root, fields, out);
	json_decref(root);
	return err;
}

enum err json_read_pairs(const char *text, size_t len, struct json_pair **pairs, size_t *n, struct arena *a,
	struct fault *fault)
{
	json_t *root = load(text, len, fault), *v;
	const char *name;

	*n = 0;
	if (!root)
		return ERR_INVALID;
	*pairs = arena_calloc(a, json_object_size(root) + 1, sizeof(**pairs));
	json_object_foreach(root, name, v)
	{
		struct json_pair *p = &(*pairs)[*n];

		if (json_is_array(v) || json_is_object(v))
			continue;
		p->name = arena_strdup(a, name);
		if (json_is_string(v))
			p->text = arena_strdup(a, json_string_value(v));
		else if (json_is_integer(v))
			p->text = arena_printf(a, "%lld", (long long)json_integer_value(v));
		else if (json_is_real(v))
			p->text = arena_printf(a, "%.15g", json_real_value(v));
		else if (json_is_boolean(v))
			p->text = json_is_true(v) ? "1" : "0";
		(*n)++;
	}
	json_decref(root);
	if (!*n)
		return fault_set(fault, ERR_INVALID, MSG_F_OBJECT, NULL);
	return OK;
}

enum err json_read_before(
	const char *text, size_t len, const struct field *fields, void *out, struct arena *a)
{
	struct fault fault = {0};
	struct reader r = {.arena = a, .fault = &fault};
	json_t *root = load(text, len, &fault), *pair;

	if (!root)
		return ERR_INVALID;
	for (const struct field *f = fields; f->name; f++) {
		struct field free = *f;

		pair = json_object_get(root, f->name);
		if (json_array_size(pair) != 2)
			continue;
		/* It was good once, whatever the limits were. */
		free.flags = 0;
		if (f->type == F_TEXT)
			free.max = (int64_t)len;
		read_member(&r, &free, json_array_get(pair, 0), out);
	}
	json_decref(root);
	return fault.err;
}

/* A member of an object, a place of an array; NULL: it is not there. */
static const json_t *step_into(const json_t *v, const char *name, size_t n)
{
	size_t place = 0;

	if (json_is_object(v))
		return n ? json_object_getn(v, name, n) : NULL;
	if (!n || n > 6)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		if (name[i] < '0' || name[i] > '9')
			return NULL;
		place = place * 10 + (size_t)(name[i] - '0');
	}
	return json_array_get(v, place);
}

static bool take_number(const json_t *v, double *out)
{
	const char *text = json_string_value(v);
	json_t *inner;
	bool good;

	if (text) {
		/* Some devices send their numbers in quotes. */
		inner = json_loadb(text, strlen(text), JSON_DECODE_ANY, NULL);
		good = json_is_number(inner) && take_number(inner, out);
		json_decref(inner);
		return good;
	}
	*out = json_number_value(v);
	return json_is_number(v) && isfinite(*out);
}

/* A tree is jansson's own, by a name that can leave this file. */
struct json_tree *json_tree_read(const char *text, size_t len)
{
	void *root = too_deep(text, len) ? NULL : json_loadb(text, len, JSON_DECODE_ANY, NULL);

	return root;
}

bool json_tree_number(const struct json_tree *t, const char *path, double *out)
{
	const void *root = t;
	const json_t *v = root;

	for (const char *at = path ? path : ""; v && *at;) {
		size_t n = strcspn(at, ".");

		v = step_into(v, at, n);
		at += n + (at[n] == '.');
	}
	return v && take_number(v, out);
}

void json_tree_free(struct json_tree *t)
{
	void *root = t;

	json_decref(root);
}
