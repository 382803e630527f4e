/* document.c - what a file is, and its reading by the reader for it; see document.h. */
#include "kb/document.h"

#include <string.h>
#include <strings.h>

#include "base/encoding.h"
#include "base/utf8.h"
#include "base/xml.h"
#include "kb/section.h"

const char *const kb_formats[] = {"dita", "s1000d", "html", "text", NULL};

enum { SNIFF = 4096 };

/* ---- what it is ---- */

/* <?xml encoding="…"?>, <meta charset="…">, content="text/html; charset=…": what the beginning says of itself. */
static const char *declared_encoding(const char *data, size_t len, char out[32])
{
	static const char *const words[] = {"encoding=", "charset="};
	size_t n = len < SNIFF ? len : SNIFF;

	for (size_t i = 0; i < 2; i++) {
		const char *p = memmem(data, n, words[i], strlen(words[i])), *end = data + n;
		size_t k = 0;

		if (!p)
			continue;
		for (p += strlen(words[i]); p < end && (*p == '"' || *p == '\''); p++)
			continue;
		for (; p < end && k < 31 && *p > ' ' && !strchr("\"';>?/", *p); p++)
			out[k++] = *p;
		out[k] = '\0';
		return out;
	}
	return NULL;
}

/* Files that are no text at all, by their first bytes. */
static bool is_binary(const void *data, size_t len)
{
	static const char *const signs[] = {"%PDF-", "PK\x03\x04", "\xD0\xCF\x11\xE0", "\x89PNG",
		"\xFF\xD8\xFF", "GIF8", "RIFF", "Rar!", "7z\xBC\xAF", "\x1F\x8B", "\177ELF", "{\\rtf"};

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (len >= strlen(signs[i]) && memcmp(data, signs[i], strlen(signs[i])) == 0)
			return true;
	return false;
}

struct root {
	char name[XML_NAME_MAX + 1];
};

static bool first_element(void *ctx, const char *name, const struct xml_attribute *attributes, size_t n)
{
	(void)attributes;
	(void)n;
	utf8_copy(((struct root *)ctx)->name, XML_NAME_MAX + 1, name);
	return false;
}

static bool nothing_closes(void *ctx, const char *name)
{
	(void)ctx;
	(void)name;
	return true;
}

static bool any_text(void *ctx, const char *text, size_t len)
{
	(void)ctx;
	(void)text;
	(void)len;
	return true;
}

static bool is_one(const char *const *names, const char *name)
{
	for (; *names; names++)
		if (strcasecmp(*names, name) == 0)
			return true;
	return false;
}

static const char *const dita[] = {
	"troubleshooting", "topic", "concept", "task", "reference", "dita", "glossentry", NULL};
static const char *const html[] = {"html", "head", "body", "div", "p", "table", "h1", "h2", "h3", "h4", "ul",
	"ol", "dl", "title", "article", "section", "main", "span", "center", "font", "br", "hr", "a", "b",
	"pre", "meta", "style", "script", NULL};

/* The first thing in it that is no white space, comment or declaration. -1: XML of another kind. */
static int format_of(const char *text, size_t len)
{
	static const struct xml_handler look = {first_element, nothing_closes, any_text};
	size_t at = strspn(text, " \t\r\n"), some = len < SNIFF * 16 ? len : utf8_fit(text, len, SNIFF * 16);
	struct root root = {.name = ""};

	if (text[at] != '<' ||
		!strchr("!?/abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_", text[at + 1]))
		return KB_FORMAT_TEXT;
	if (strncasecmp(text + at, "<!doctype html", 14) == 0)
		return KB_FORMAT_HTML;
	xml_read(text, some, false, &look, &root, NULL);
	if (strcmp(root.name, "dmodule") == 0)
		return KB_FORMAT_S1000D;
	if (is_one(dita, root.name))
		return KB_FORMAT_DITA;
	if (is_one(html, root.name))
		return KB_FORMAT_HTML;
	return strncmp(text + at, "<?xml", 5) == 0 || root.name[0] ? -1 : KB_FORMAT_TEXT;
}

/* ---- what came out ---- */

/* Chinese when at least one letter in eight is: Chinese manuals are full of English names, hardly the other way round. */
static const char *language(const struct kb_document *d)
{
	size_t han = 0, latin = 0;

	for (size_t i = 0; i < d->n && han + latin < 20000; i++) {
		const char *p = d->sections[i].text, *end = p + strlen(p);

		while (p < end) {
			int32_t c = utf8_next(&p, end);

			han += c >= 0x4E00 && c <= 0x9FFF;
			latin += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		}
	}
	return !han && !latin ? NULL : han * 8 >= han + latin ? "zh" : "en";
}

/* "dir/主轴 手册.html" -> "主轴 手册" */
static const char *name_alone(struct arena *a, const char *name)
{
	const char *slash = name ? strrchr(name, '/') : NULL, *dot;

	name = slash ? slash + 1 : name && *name ? name : "?";
	dot = strrchr(name, '.');
	return arena_strndup(a, name,
		utf8_fit(name, dot && dot > name ? (size_t)(dot - name) : strlen(name), KB_TITLE_BYTES));
}

static enum err finish(struct kb_reading *r, const char *name, struct kb_document *d)
{
	kb_sections_end(&r->s);
	d->sections = r->s.v;
	d->n = r->s.n;
	d->cut = r->s.cut;
	d->faulty = r->faulty;
	if (!d->n)
		return fault_set(r->fault, ERR_INVALID, MSG_KB_DOC_NOTHING, NULL);
	d->title = r->title;
	for (size_t i = 0; i < d->n && !*d->title; i++)
		d->title = d->sections[i].title;
	d->title = *d->title ? arena_strdup(r->arena, d->title) : name_alone(r->arena, name);
	d->key = r->key[0] ? arena_strdup(r->arena, r->key) : NULL;
	for (size_t i = 0; i < d->n; i++)
		if (!*d->sections[i].title)
			d->sections[i].title = d->title;
	d->lang = language(d);
	return OK;
}

enum err kb_read_markup(struct kb_reading *r, const char *text, size_t len, bool as_html,
	const struct xml_handler *handler, void *ctx)
{
	switch (xml_read(text, len, as_html, handler, ctx, &r->faulty)) {
	case XML_DEEP:
		return fault_set(r->fault, ERR_INVALID, MSG_KB_DOC_DEEP, NULL);
	case XML_MANY:
	case XML_SLOW:
		return fault_set(r->fault, ERR_TOO_BIG, MSG_KB_DOC_MANY, NULL);
	default:
		return OK;
	}
}

enum err kb_document_read(const void *data, size_t len, const char *name, struct arena *a,
	struct kb_document *out, struct fault *fault)
{
	struct kb_reading r = {.arena = a, .fault = fault};
	char declared[32];
	const char *text;
	size_t n;
	int format;
	enum err err;

	*out = (struct kb_document){.n = 0};
	if (len > KB_DOCUMENT_BYTES)
		return fault_set(fault, ERR_TOO_BIG, MSG_TOO_BIG, "4194304");
	if (is_binary(data, len))
		return fault_set(fault, ERR_INVALID, MSG_KB_DOC_BINARY, NULL);
	text = len ? encoding_read(data, len, declared_encoding(data, len, declared), &n, &out->encoding, a)
		   : NULL;
	if (!text)
		return fault_set(fault, ERR_INVALID, len ? MSG_KB_DOC_BINARY : MSG_KB_DOC_NOTHING, NULL);
	format = format_of(text, n);
	if (format < 0)
		return fault_set(fault, ERR_INVALID, MSG_KB_DOC_XML, NULL);
	out->format = (enum kb_format)format;
	kb_sections_init(&r.s, a);
	err = out->format == KB_FORMAT_HTML   ? kb_read_html(&r, text, n)
	      : out->format == KB_FORMAT_TEXT ? kb_read_text(&r, text, n)
					      : kb_read_xml(&r, text, n, out->format);
	if (err == OK)
		err = finish(&r, name, out);
	kb_sections_release(&r.s);
	return err;
}
