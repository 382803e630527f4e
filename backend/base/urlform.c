/* urlform.c - see urlform.h. */
#include "base/urlform.h"

#include <string.h>

#include "base/utf8.h"

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* *n is how long it came to be. NULL: a broken escape, a NUL, or not UTF-8. */
static char *unescape(const char *text, size_t len, bool plus, struct arena *a, size_t *n)
{
	char *out = arena_alloc(a, len + 1);

	*n = 0;
	for (size_t i = 0; i < len; i++) {
		char c = text[i];

		if (c == '%') {
			int high = len - i > 2 ? hex_value(text[i + 1]) : -1;
			int low = len - i > 2 ? hex_value(text[i + 2]) : -1;

			if (high < 0 || low < 0)
				return NULL;
			c = (char)(high << 4 | low);
			i += 2;
		} else if (c == '+' && plus) {
			c = ' ';
		}
		if (!c)
			return NULL;
		out[(*n)++] = c;
	}
	out[*n] = 0;
	return utf8_valid(out, *n) ? out : NULL;
}

char *url_decode(const char *text, size_t len, bool plus, struct arena *a)
{
	size_t n;
	char *out = unescape(text, len, plus, a, &n);

	for (const char *c = out; c && *c; c++)
		if ((unsigned char)*c < ' ' || *c == 127)
			return NULL;
	return out;
}

/* A name or value of a form: line breaks are LF, and no other control character. */
static char *decode(const char *text, size_t len, struct arena *a)
{
	size_t n, kept = 0;
	char *out = unescape(text, len, true, a, &n);

	if (!out)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		if (out[i] == '\n' && kept && out[kept - 1] == '\r')
			kept--;
		out[kept++] = out[i];
	}
	out[kept] = 0;
	return utf8_clean(out, kept) ? out : NULL;
}

static enum err refuse(struct fault *fault, const char *why)
{
	return fault_set(fault, ERR_INVALID, MSG_BAD_REQUEST, why);
}

static enum err read_pair(
	struct urlform_pair *pair, const char *text, size_t len, struct arena *a, struct fault *fault)
{
	const char *equals = memchr(text, '=', len);
	size_t name_len = equals ? (size_t)(equals - text) : len;
	size_t value_len = equals ? len - name_len - 1 : 0;

	/* An escape is three bytes for one. */
	if (name_len > 3 * URLFORM_NAME_MAX || value_len > 3 * URLFORM_VALUE_MAX)
		return refuse(fault, "@B_FORM_SIZE");
	pair->name = decode(text, name_len, a);
	pair->value = decode(equals ? equals + 1 : "", value_len, a);
	if (!pair->name || !pair->value || strpbrk(pair->name, "\t\r\n"))
		return refuse(fault, "@B_FORM");
	if (strlen(pair->name) > URLFORM_NAME_MAX || strlen(pair->value) > URLFORM_VALUE_MAX)
		return refuse(fault, "@B_FORM_SIZE");
	return OK;
}

enum err urlform_parse(
	struct urlform *out, const char *text, size_t len, struct arena *a, struct fault *fault)
{
	const char *p, *end;
	size_t most = 1;

	out->n = 0;
	out->pairs = NULL;
	if (!len)
		return OK;
	end = text + len;
	for (p = text; p < end && most <= URLFORM_PAIRS_MAX; p++)
		most += *p == '&';
	if (most > URLFORM_PAIRS_MAX)
		return refuse(fault, "@B_FORM_SIZE");
	out->pairs = arena_calloc(a, most, sizeof(*out->pairs));
	for (p = text; p < end;) {
		const char *amp = memchr(p, '&', (size_t)(end - p));
		size_t n = amp ? (size_t)(amp - p) : (size_t)(end - p);
		enum err err = n ? read_pair(&out->pairs[out->n], p, n, a, fault) : OK;

		if (err) {
			out->n = 0;
			return err;
		}
		out->n += n > 0;
		p = amp ? amp + 1 : end;
	}
	return OK;
}

const char *urlform_get(const struct urlform *form, const char *name)
{
	size_t i;

	for (i = 0; i < form->n; i++) {
		if (strcmp(form->pairs[i].name, name) == 0)
			return form->pairs[i].value;
	}
	return NULL;
}
