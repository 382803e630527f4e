/* xml_clean.c - the cleaner that goes before the parser; see xml.h. Every byte is looked at a bounded number of times. */
#include "base/xml.h"

#include <string.h>
#include <strings.h>

#include "base/utf8.h"

struct cleaner {
	const char *p, *end;
	bool html;
	struct buf *out;
};

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (unsigned char)c >= 0x80;
}

static bool is_name(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':';
}

static bool at(const struct cleaner *c, const char *text)
{
	size_t n = strlen(text);

	return (size_t)(c->end - c->p) >= n && memcmp(c->p, text, n) == 0;
}

/* Passes over everything up to `to`, but for the line ends. */
static void skip_to(struct cleaner *c, const char *to)
{
	for (; c->p < to; c->p++)
		if (*c->p == '\n')
			buf_char(c->out, '\n');
}

static void skip_past(struct cleaner *c, const char *mark)
{
	size_t n = strlen(mark);
	const char *found = memmem(c->p, (size_t)(c->end - c->p), mark, n);

	skip_to(c, found ? found + n : c->end);
}

/* ---- references ---- */

/* The names that manuals use without declaring them (ISO 8879 sets of S1000D and DITA). */
static const char *entity_text(const char *name, size_t n)
{
	static const char *const known[][2] = {{"nbsp", " "}, {"deg", "°"}, {"plusmn", "±"}, {"micro", "µ"},
		{"times", "×"}, {"ndash", "–"}, {"mdash", "—"}, {"hellip", "…"}, {"frac12", "½"},
		{"ohm", "Ω"}, {"Omega", "Ω"}, {"le", "≤"}, {"ge", "≥"}, {"rarr", "→"}, {"bull", "•"},
		{"trade", "™"}, {"reg", "®"}, {"copy", "©"}};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strlen(known[i][0]) == n && memcmp(known[i][0], name, n) == 0)
			return known[i][1];
	return "";
}

static bool predefined(const char *name, size_t n)
{
	static const char *const names[] = {"lt", "gt", "amp", "quot", "apos"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strlen(names[i]) == n && memcmp(names[i], name, n) == 0)
			return true;
	return n > 1 && *name == '#';
}

/* At an ampersand: what it stands for, or itself. Returns where it ends. */
static const char *put_reference(struct cleaner *c, const char *p, const char *end)
{
	const char *name = p + 1, *q = name;

	while (q < end && q - name < 16 && (is_name(*q) || (q == name && *q == '#')))
		q++;
	if (q == name || q == end || *q != ';' || (unsigned char)*name >= 0x80) {
		buf_str(c->out, "&amp;");
		return p + 1;
	}
	if (c->html || predefined(name, (size_t)(q - name)))
		buf_add(c->out, p, (size_t)(q + 1 - p));
	else
		buf_str(c->out, entity_text(name, (size_t)(q - name)));
	return q + 1;
}

/* Text or a value with nothing in it that could be markup. references: an ampersand begins one. */
static void put_text(struct cleaner *c, const char *p, const char *end, bool references)
{
	while (p < end) {
		unsigned char ch = (unsigned char)*p;

		if (ch == '&' && references) {
			p = put_reference(c, p, end);
			continue;
		}
		if (ch == '&')
			buf_str(c->out, "&amp;");
		else if (ch == '<')
			buf_str(c->out, "&lt;");
		else if (ch == '>')
			buf_str(c->out, "&gt;");
		else if (ch == '"')
			buf_str(c->out, "&quot;");
		else
			buf_char(c->out, ch < 0x20 && !is_space(*p) ? ' ' : *p);
		p++;
	}
}

/* ---- what is left out ---- */

/* <!DOCTYPE … [ … ]>: brackets, quotes and comments nest in it. */
static void skip_declaration(struct cleaner *c)
{
	int brackets = 0;

	while (c->p < c->end) {
		char ch = *c->p;

		if (brackets && at(c, "<!--")) {
			skip_past(c, "-->");
			continue;
		}
		if (brackets && at(c, "<?")) {
			skip_past(c, "?>");
			continue;
		}
		if (!c->html && (ch == '"' || ch == '\'')) {
			const char *quote = memchr(c->p + 1, ch, (size_t)(c->end - c->p - 1));

			skip_to(c, quote ? quote + 1 : c->end);
			continue;
		}
		brackets += !c->html && ch == '[' ? 1 : !c->html && ch == ']' ? -1 : 0;
		skip_to(c, c->p + 1);
		if (ch == '>' && brackets <= 0)
			return;
	}
}

static void skip_comment(struct cleaner *c)
{
	const char *found = memmem(c->p + 4, (size_t)(c->end - c->p - 4), "-->", 3);

	skip_to(c, found ? found + 3 : c->end);
}

static void put_cdata(struct cleaner *c)
{
	const char *text = c->p + 9, *found = memmem(text, (size_t)(c->end - text), "]]>", 3);
	const char *end = found ? found : c->end;

	put_text(c, text, end, false);
	c->p = found ? found + 3 : c->end;
}

/* Scripts and their like: up to the end tag of that name. */
static void skip_raw(struct cleaner *c, const char *name)
{
	size_t n = strlen(name);

	for (const char *p = c->p; (p = memchr(p, '<', (size_t)(c->end - p))); p++)
		if ((size_t)(c->end - p) > n + 2 && p[1] == '/' && strncasecmp(p + 2, name, n) == 0) {
			skip_to(c, p);
			return;
		}
	skip_to(c, c->end);
}

static bool member(const char *const *names, const char *name)
{
	for (; *names; names++)
		if (strcasecmp(*names, name) == 0)
			return true;
	return false;
}

static const char *const raw[] = {"script", "style", "xmp", "noembed", "noframes", NULL};
static const char *const looks[] = {"b", "i", "u", "s", "font", "span", "a", "em", "strong", "small", "big",
	"tt", "code", "sub", "sup", "strike", "del", "ins", "mark", "kbd", "samp", "var", "center", "nobr",
	"label", "abbr", "cite", "q", "meta", "link", "base", "input", "img", NULL};

/* ---- tags ---- */

static size_t take_name(struct cleaner *c, char out[XML_NAME_MAX + 1])
{
	const char *from = c->p;
	size_t n;

	while (c->p < c->end && is_name(*c->p))
		c->p++;
	n = utf8_fit(from, (size_t)(c->p - from), XML_NAME_MAX);
	memcpy(out, from, n);
	out[n] = '\0';
	return n;
}

static void skip_space(struct cleaner *c, int *lines)
{
	for (; c->p < c->end && is_space(*c->p); c->p++)
		*lines += *c->p == '\n';
}

static const char *take_value(struct cleaner *c, size_t *len, int *lines)
{
	char quote = c->p < c->end ? *c->p : '\0';
	const char *from = c->p;

	if (quote == '"' || quote == '\'') {
		const char *found = memchr(c->p + 1, quote, (size_t)(c->end - c->p - 1));

		from = c->p + 1;
		*len = (size_t)((found ? found : c->end) - from);
		c->p = found ? found + 1 : c->end;
	} else {
		while (c->p < c->end && !is_space(*c->p) && *c->p != '>')
			c->p++;
		*len = (size_t)(c->p - from);
	}
	for (size_t i = 0; i < *len; i++)
		*lines += from[i] == '\n';
	return from;
}

/* One attribute; kept when it is among the first. */
static void take_attribute(struct cleaner *c, size_t *kept, bool keep, int *lines)
{
	char name[XML_NAME_MAX + 1];
	const char *value = "";
	size_t n = take_name(c, name), len = 0;

	if (!n) {
		c->p++;
		return;
	}
	skip_space(c, lines);
	if (c->p < c->end && *c->p == '=') {
		c->p++;
		skip_space(c, lines);
		value = take_value(c, &len, lines);
	}
	if (!keep || *kept >= XML_ATTRIBUTES || !is_letter(*name))
		return;
	++*kept;
	buf_char(c->out, ' ');
	buf_str(c->out, name);
	buf_str(c->out, "=\"");
	put_text(c, value, value + utf8_fit(value, len, XML_VALUE_MAX), true);
	buf_char(c->out, '"');
}

static void put_start(struct cleaner *c)
{
	char name[XML_NAME_MAX + 1];
	size_t kept = 0;
	int lines = 0;
	bool keep, empty = false;

	c->p++;
	take_name(c, name);
	keep = !c->html || !member(looks, name);
	if (keep) {
		buf_char(c->out, '<');
		buf_str(c->out, name);
	}
	for (skip_space(c, &lines); c->p < c->end && *c->p != '>'; skip_space(c, &lines)) {
		empty = *c->p == '/';
		take_attribute(c, &kept, keep, &lines);
	}
	c->p += c->p < c->end;
	empty = empty && !(c->html && member(raw, name));
	if (keep)
		buf_str(c->out, empty ? "/>" : ">");
	while (lines-- > 0)
		buf_char(c->out, '\n');
	if (c->html && member(raw, name))
		skip_raw(c, name);
}

static void put_end(struct cleaner *c)
{
	char name[XML_NAME_MAX + 1];
	const char *close;

	c->p += 2;
	take_name(c, name);
	if (!c->html || !member(looks, name)) {
		buf_str(c->out, "</");
		buf_str(c->out, name);
		buf_char(c->out, '>');
	}
	close = memchr(c->p, '>', (size_t)(c->end - c->p));
	skip_to(c, close ? close + 1 : c->end);
}

static void put_markup(struct cleaner *c)
{
	char next = c->end - c->p > 1 ? c->p[1] : '\0', after = c->end - c->p > 2 ? c->p[2] : '\0';

	if (at(c, "<!--")) {
		skip_comment(c);
	} else if (at(c, "<![CDATA[")) {
		put_cdata(c);
	} else if (next == '!') {
		skip_declaration(c);
	} else if (next == '?') {
		skip_past(c, c->html ? ">" : "?>");
	} else if (next == '/' && is_letter(after)) {
		put_end(c);
	} else if (is_letter(next)) {
		put_start(c);
	} else {
		buf_str(c->out, "&lt;");
		c->p++;
	}
}

void xml_clean(const char *text, size_t len, bool html, struct buf *out)
{
	struct cleaner c = {.p = text, .end = text + len, .html = html, .out = out};

	while (c.p < c.end) {
		const char *tag = memchr(c.p, '<', (size_t)(c.end - c.p)), *end = tag ? tag : c.end;

		put_text(&c, c.p, end, true);
		c.p = end;
		if (tag)
			put_markup(&c);
	}
}
