/* multipart.c - see multipart.h. */
#include "base/multipart.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"

enum { BOUNDARY_MAX = 70 };

/* What is being read: a position in the body, and the delimiter CR LF "--" boundary. */
struct reader {
	const char *p, *end;
	char delimiter[4 + BOUNDARY_MAX + 1];
	size_t delimiter_len;
	struct arena *arena;
};

/* The reasons that the readers below give are for a debugger; a person is told in their own language. */
static enum err refuse(struct fault *fault)
{
	return fault_set(fault, ERR_INVALID, MSG_BAD_REQUEST, "@B_PARTS");
}

static const char *skip_blank(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	return p;
}

static bool is_token(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (c && strchr("!#$%&'*+-.^_`|~", c));
}

/* One `; name=value` of a header, value a token or a quoted string. In a quoted string \" and \\ are undone
 * and nothing else, because old browsers send C:\paths as they are. Returns what follows, or NULL when
 * malformed. */
static const char *read_param(
	const char *p, const char *end, const char **name, size_t *name_len, char *value, size_t size)
{
	size_t n = 0;

	p = skip_blank(p, end);
	if (p == end || *p != ';')
		return NULL;
	p = skip_blank(p + 1, end);
	*name = p;
	while (p < end && is_token(*p))
		p++;
	*name_len = (size_t)(p - *name);
	if (!*name_len || p == end || *p++ != '=')
		return NULL;
	if (p < end && *p == '"') {
		for (p++; p < end && *p != '"'; p++) {
			if (*p == '\\' && end - p > 1 && (p[1] == '"' || p[1] == '\\'))
				p++;
			if (n + 1 == size || (unsigned char)*p < ' ')
				return NULL;
			value[n++] = *p;
		}
		if (p++ == end)
			return NULL;
	} else {
		for (; p < end && is_token(*p); p++) {
			if (n + 1 == size)
				return NULL;
			value[n++] = *p;
		}
	}
	value[n] = 0;
	return p;
}

static bool is_name(const char *name, size_t len, const char *wanted)
{
	return strlen(wanted) == len && strncasecmp(name, wanted, len) == 0;
}

/* RFC 2046: 1 to 70 of these, the last not a space. */
static bool is_boundary(const char *s)
{
	size_t n = strlen(s);

	return n >= 1 && n <= BOUNDARY_MAX && s[n - 1] != ' ' &&
	       s[strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'()+_,-./:=? ")] ==
		       0;
}

static bool read_boundary(struct reader *r, const char *content_type)
{
	static const char type[] = "multipart/form-data";
	const char *p = content_type, *end, *name;
	char value[BOUNDARY_MAX + 2];
	bool found = false;
	size_t name_len;

	if (!p || strncasecmp(p, type, sizeof(type) - 1) != 0)
		return false;
	end = p + strlen(p);
	p += sizeof(type) - 1;
	while (skip_blank(p, end) < end) {
		p = read_param(p, end, &name, &name_len, value, sizeof(value));
		if (!p)
			return false;
		if (is_name(name, name_len, "boundary")) {
			if (found || !is_boundary(value))
				return false;
			found = true;
			r->delimiter_len =
				(size_t)snprintf(r->delimiter, sizeof(r->delimiter), "\r\n--%s", value);
		}
	}
	return found;
}

/* Text that came in a header: UTF-8, one line. */
static bool is_header_text(const char *s)
{
	return utf8_clean(s, strlen(s)) && !strpbrk(s, "\t\r\n");
}

static const char *last_component(const char *path)
{
	const char *p = path;

	for (; *path; path++) {
		if (*path == '/' || *path == '\\')
			p = path + 1;
	}
	return p;
}

static const char *read_disposition(
	struct reader *r, struct multipart_part *part, const char *p, const char *end)
{
	static const char type[] = "form-data";
	char value[MULTIPART_HEADER_MAX];
	const char *name;
	size_t name_len;

	if (part->name || (size_t)(end - p) < sizeof(type) - 1 || strncasecmp(p, type, sizeof(type) - 1) != 0)
		return "multipart: not form-data";
	p += sizeof(type) - 1;
	while (skip_blank(p, end) < end) {
		p = read_param(p, end, &name, &name_len, value, sizeof(value));
		if (!p || !is_header_text(value))
			return "multipart: malformed Content-Disposition";
		if (is_name(name, name_len, "name")) {
			if (part->name || !*value || strlen(value) > MULTIPART_NAME_MAX)
				return "multipart: bad field name";
			part->name = arena_strdup(r->arena, value);
		} else if (is_name(name, name_len, "filename")) {
			const char *file = last_component(value);

			if (part->filename || strlen(file) > MULTIPART_FILENAME_MAX)
				return "multipart: bad file name";
			part->filename = arena_strdup(r->arena, file);
		} else if (is_name(name, name_len, "filename*")) {
			return "multipart: filename* is not for forms";
		}
	}
	return NULL;
}

/* One line of a part's head; NULL or what is wrong with it. */
static const char *read_header(
	struct reader *r, struct multipart_part *part, const char *line, const char *end)
{
	const char *colon = memchr(line, ':', (size_t)(end - line));
	const char *value = colon ? skip_blank(colon + 1, end) : NULL;
	size_t n = colon ? (size_t)(colon - line) : 0, i;

	for (i = 0; i < n; i++) {
		if (!is_token(line[i]))
			return "multipart: malformed header";
	}
	if (!n)
		return "multipart: malformed header";
	while (end > value && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	n = (size_t)(end - value);
	if (is_name(line, (size_t)(colon - line), "content-disposition"))
		return read_disposition(r, part, value, end);
	if (is_name(line, (size_t)(colon - line), "content-type")) {
		char *type = arena_strndup(r->arena, value, n);

		if (part->type || !n || n > 200 || strlen(type) != n || !is_header_text(type) ||
			strncasecmp(type, "multipart/", 10) == 0)
			return "multipart: bad Content-Type of a part";
		part->type = type;
	}
	if (is_name(line, (size_t)(colon - line), "content-transfer-encoding") &&
		!is_name(value, n, "7bit") && !is_name(value, n, "8bit") && !is_name(value, n, "binary"))
		return "multipart: transfer encoding";
	return NULL;
}

/* The head up to its empty line; moves to the data. */
static const char *read_head(struct reader *r, struct multipart_part *part)
{
	size_t room = (size_t)(r->end - r->p);
	const char *stop = r->p + (room < MULTIPART_HEADER_MAX ? room : MULTIPART_HEADER_MAX);

	for (;;) {
		const char *line = r->p, *wrong;
		const char *end = memmem(line, (size_t)(stop - line), "\r\n", 2);

		if (!end)
			return "multipart: a part's head is cut or too long";
		r->p = end + 2;
		if (end == line)
			return part->name ? NULL : "multipart: a part without a name";
		wrong = read_header(r, part, line, end);
		if (wrong)
			return wrong;
	}
}

/* Behind a boundary: blanks and a line break (more follows), or "--" (the end). */
static const char *end_boundary(struct reader *r, bool *more)
{
	const char *p = r->p;

	*more = !(r->end - p >= 2 && p[0] == '-' && p[1] == '-');
	p = skip_blank(*more ? p : p + 2, r->end);
	if (r->end - p >= 2 && p[0] == '\r' && p[1] == '\n')
		p += 2;
	else if (*more || p != r->end)
		return "multipart: malformed boundary line";
	r->p = p;
	return !*more && p != r->end ? "multipart: text after the last boundary" : NULL;
}

static const char *read_part(struct reader *r, struct multipart_part *part)
{
	const char *wrong = read_head(r, part), *end;

	if (wrong)
		return wrong;
	end = memmem(r->p, (size_t)(r->end - r->p), r->delimiter, r->delimiter_len);
	if (!end)
		return "multipart: cut before its last boundary";
	part->data = r->p;
	part->len = (size_t)(end - r->p);
	if (!part->type)
		part->type = "text/plain";
	r->p = end + r->delimiter_len;
	return NULL;
}

static const char *read_body(struct reader *r, struct multipart *out)
{
	const char *wrong;
	bool more;

	/* The first delimiter has no line break before it. */
	if ((size_t)(r->end - r->p) < r->delimiter_len - 2 ||
		memcmp(r->p, r->delimiter + 2, r->delimiter_len - 2) != 0)
		return "multipart: does not begin with its boundary";
	r->p += r->delimiter_len - 2;
	for (;;) {
		wrong = end_boundary(r, &more);
		if (wrong || !more)
			return wrong;
		if (out->n == MULTIPART_PARTS_MAX)
			return "multipart: too many parts";
		wrong = read_part(r, &out->parts[out->n]);
		if (wrong)
			return wrong;
		out->n++;
	}
}

enum err multipart_parse(struct multipart *out, const char *content_type, const void *body, size_t len,
	struct arena *a, struct fault *fault)
{
	struct reader r = {.arena = a};
	const char *wrong;

	memset(out, 0, sizeof(*out));
	if (!read_boundary(&r, content_type) || !len)
		return refuse(fault);
	r.p = body;
	r.end = r.p + len;
	wrong = read_body(&r, out);
	if (wrong) {
		memset(out, 0, sizeof(*out));
		return refuse(fault);
	}
	return OK;
}

const struct multipart_part *multipart_find(const struct multipart *m, const char *name)
{
	size_t i;

	for (i = 0; i < m->n; i++) {
		if (strcmp(m->parts[i].name, name) == 0)
			return &m->parts[i];
	}
	return NULL;
}

enum err multipart_text(
	const struct multipart *m, const char *name, const char **text, struct arena *a, struct fault *fault)
{
	const struct multipart_part *part = multipart_find(m, name);
	size_t n = 0, i;
	char *out;

	*text = NULL;
	if (!part)
		return OK;
	if (part->filename)
		return fault_field(fault, name, MSG_F_TEXT, NULL);
	if (part->len > MULTIPART_TEXT_MAX)
		return fault_field(fault, name, MSG_F_LONG, "65536");
	out = arena_alloc(a, part->len + 1);
	for (i = 0; i < part->len; i++) {
		if (part->data[i] == '\r' && i + 1 < part->len && part->data[i + 1] == '\n')
			continue;
		out[n++] = part->data[i];
	}
	out[n] = 0;
	if (!utf8_clean(out, n))
		return fault_field(fault, name, MSG_F_UTF8, NULL);
	*text = out;
	return OK;
}
