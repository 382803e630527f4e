/* framing.c - see framing.h. */
#include "http/framing.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char letters_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

static bool only(const char *s, const char *more)
{
	for (; *s; s++)
		if (!strchr(letters_digits, *s) && !strchr(more, *s))
			return false;
	return true;
}

static const char *find(const struct head *h, const char *name, size_t *count)
{
	const char *value = NULL;

	*count = 0;
	for (size_t i = 0; i < h->n; i++) {
		if (strcasecmp(h->headers[i].name, name) != 0)
			continue;
		value = h->headers[i].value;
		(*count)++;
	}
	return value;
}

static const char *end_of(const char *s)
{
	return s + strlen(s);
}

/* One blank between the words of the request line, one CRLF after every line, and nothing that was passed over. */
static bool lines_good(const struct head *h)
{
	const char *line = h->version, *end;

	if (h->text && h->method != h->text)
		return false;
	if (h->uri != end_of(h->method) + 1 || h->version != end_of(h->query ? h->query : h->uri) + 6)
		return false;
	for (size_t i = 0; i < h->n; i++) {
		const char *name = h->headers[i].name, *value = h->headers[i].value;

		if (name != end_of(line) + 2 || !*name || !only(name, "!#$%&'*+-.^_`|~"))
			return false;
		for (const char *c = end_of(name) + 1; c < value; c++)
			if (*c != ' ' && *c != '\t')
				return false;
		line = value;
	}
	end = end_of(line);
	if (!h->text)
		return true;
	/* The empty line: its LF was made a NUL; its CR too, when no header came before. */
	return end + 3 < h->text + h->size && !end[1] && (end[2] == '\r' || (!end[2] && !h->n)) && !end[3];
}

static bool values_good(const struct head *h)
{
	for (size_t i = 0; i < h->n; i++)
		for (const char *c = h->headers[i].value; *c; c++)
			if (((unsigned char)*c < 32 && *c != '\t') || *c == 127)
				return false;
	return true;
}

static bool host_good(const struct head *h)
{
	size_t count, len;
	const char *host = find(h, "Host", &count), *begin;

	if (count == 0)
		return strcmp(h->version, "1.0") == 0 && *h->uri == '/';
	if (count > 1 || !*host || !only(host, ".-_:[]"))
		return false;
	if (*h->uri == '/')
		return true;
	/* http://host/path: what it names must be what Host names. */
	begin = strstr(h->uri, "://");
	if (!begin || !h->path || h->path < begin + 3)
		return false;
	len = (size_t)(h->path - (begin + 3));
	return len == strlen(host) && strncasecmp(begin + 3, host, len) == 0;
}

static bool body_good(const struct head *h)
{
	size_t lengths, encodings;
	const char *length = find(h, "Content-Length", &lengths);
	const char *encoding = find(h, "Transfer-Encoding", &encodings);

	if (lengths + encodings > 1)
		return false;
	if (lengths && (!*length || strlen(length) > 15 || strspn(length, "0123456789") != strlen(length)))
		return false;
	return !encodings || (strcasecmp(encoding, "chunked") == 0 && strcmp(h->version, "1.1") == 0);
}

/* What decides who asks and what is done is said once. */
static bool said_once(const struct head *h)
{
	static const char *const names[] = {"Authorization", "Content-Type", "Expect", "Idempotency-Key",
		"If-Match", "Jixiu-Account", "Origin", "Referer"};
	size_t count;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		find(h, names[i], &count);
		if (count > 1)
			return false;
	}
	return true;
}

enum msg framing_fault(const struct head *h)
{
	if (h->n > HEADERS_MAX)
		return MSG_B_MANY;
	if (!lines_good(h) || !values_good(h))
		return MSG_B_LINES;
	if (!host_good(h))
		return MSG_B_HOST;
	if (!body_good(h))
		return MSG_B_LENGTH;
	return said_once(h) ? MSG_OK : MSG_B_TWICE;
}

/* Is the word one of the list a, b;x=1, c? *rest is what follows it. */
static bool list_has(const char *list, const char *word, const char **rest)
{
	size_t n = strlen(word);

	while (list && *list) {
		list += strspn(list, " \t,");
		if (strncasecmp(list, word, n) == 0 && strchr(" \t,;", list[n])) {
			*rest = list + n;
			return true;
		}
		list += strcspn(list, ",");
	}
	return false;
}

bool framing_keep(const struct head *h)
{
	size_t count;
	const char *connection = find(h, "Connection", &count), *rest;

	find(h, "Upgrade", &count);
	if (count)
		return false;
	if (connection)
		return list_has(connection, "keep-alive", &rest) && !list_has(connection, "close", &rest);
	return strcmp(h->version, "1.1") == 0;
}

bool framing_gzip(const char *accept)
{
	const char *rest, *q;
	size_t n;

	if (!list_has(accept, "gzip", &rest))
		return false;
	n = strcspn(rest, ",");
	q = strstr(rest, "q=");
	return !q || q > rest + n || strtod(q + 2, NULL) > 0;
}
