/* xml.c - see xml.h. The only file that includes libxml2. */
#include "base/xml.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <limits.h>
#include <string.h>

#include "base/clock.h"
#include "base/utf8.h"

enum { LOOK_AT_CLOCK = 256 };

struct reading {
	const struct xml_handler *handler;
	void *ctx;
	xmlParserCtxt *parser;
	enum xml_end end;
	size_t depth, nodes, most;
	int64_t until;
	int line; /* of the first fault; 0: none */
	bool html;
};

static void stop(struct reading *r, enum xml_end why)
{
	if (r->end == XML_ENDED)
		r->end = why;
	xmlStopParser(r->parser);
}

static const char *local(const char *name)
{
	const char *colon = strrchr(name, ':');

	return colon && colon[1] ? colon + 1 : name;
}

static void open_element(
	struct reading *r, const char *name, const struct xml_attribute *attributes, size_t n)
{
	if (r->end != XML_ENDED)
		return;
	if (++r->depth > XML_DEPTH)
		stop(r, XML_DEEP);
	else if (++r->nodes > r->most)
		stop(r, XML_MANY);
	else if (r->nodes % LOOK_AT_CLOCK == 0 && clock_mono_us() > r->until)
		stop(r, XML_SLOW);
	else if (!r->handler->open(r->ctx, local(name), attributes, n))
		stop(r, XML_STOPPED);
}

/* Of XML: five pointers for each attribute, the value between the last two. */
static void on_open_xml(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
	int n_spaces, const xmlChar **spaces, int n, int n_default, const xmlChar **all)
{
	struct xml_attribute attributes[XML_ATTRIBUTES];
	char values[XML_ATTRIBUTES][XML_VALUE_MAX + 1];

	(void)prefix;
	(void)uri;
	(void)n_spaces;
	(void)spaces;
	(void)n_default;
	n = n < XML_ATTRIBUTES ? n : XML_ATTRIBUTES;
	for (int i = 0; i < n; i++, all += 5) {
		size_t len = (size_t)(all[4] - all[3]);

		len = utf8_fit((const char *)all[3], len, XML_VALUE_MAX);
		memcpy(values[i], all[3], len);
		values[i][len] = '\0';
		attributes[i] = (struct xml_attribute){(const char *)all[0], values[i]};
	}
	open_element(ctx, (const char *)name, attributes, (size_t)n);
}

/* Of HTML: attributes as pairs, the list ended by NULL; one without a value has none. */
static void on_open_html(void *ctx, const xmlChar *name, const xmlChar **pairs)
{
	struct xml_attribute attributes[XML_ATTRIBUTES];
	size_t n = 0;

	for (; pairs && *pairs && n < XML_ATTRIBUTES; pairs += 2)
		attributes[n++] = (struct xml_attribute){
			local((const char *)pairs[0]), pairs[1] ? (const char *)pairs[1] : ""};
	open_element(ctx, (const char *)name, attributes, n);
}

static void on_close(void *ctx, const xmlChar *name)
{
	struct reading *r = ctx;

	if (r->end != XML_ENDED)
		return;
	r->depth -= r->depth > 0;
	if (!r->handler->close(r->ctx, local((const char *)name)))
		stop(r, XML_STOPPED);
}

static void on_close_xml(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	(void)prefix;
	(void)uri;
	on_close(ctx, name);
}

static void on_text(void *ctx, const xmlChar *text, int len)
{
	struct reading *r = ctx;

	if (r->end == XML_ENDED && len > 0 && !r->handler->text(r->ctx, (const char *)text, (size_t)len))
		stop(r, XML_STOPPED);
}

/* Namespaces that nobody declared are no fault to us. */
static void on_error(void *ctx, xmlErrorPtr error)
{
	struct reading *r = ctx;

	if (!r->html && !r->line && error->level >= XML_ERR_ERROR && error->domain != XML_FROM_NAMESPACE)
		r->line = error->line > 0 ? error->line : 1;
}

static const xmlSAXHandler events = {
	.startElement = on_open_html,
	.endElement = on_close,
	.startElementNs = on_open_xml,
	.endElementNs = on_close_xml,
	.characters = on_text,
	.ignorableWhitespace = on_text,
	.cdataBlock = on_text,
	.serror = on_error,
	.initialized = XML_SAX2_MAGIC,
};

static void run_xml(struct reading *r)
{
	/* The magic alone would have it ask for the events with namespaces. */
	xmlCtxtUseOptions(
		r->parser, XML_PARSE_NONET | XML_PARSE_RECOVER | XML_PARSE_SAX1 | XML_PARSE_IGNORE_ENC);
	*r->parser->sax = events;
	xmlParseDocument(r->parser);
}

static void run_html(struct reading *r)
{
	htmlCtxtUseOptions(r->parser, HTML_PARSE_NONET | HTML_PARSE_RECOVER | HTML_PARSE_IGNORE_ENC);
	*r->parser->sax = events;
	xmlSwitchEncoding(r->parser, XML_CHAR_ENCODING_UTF8);
	htmlParseDocument(r->parser);
}

static enum xml_end read_all(struct reading *r, const char *text, size_t len)
{
	struct buf clean;

	buf_init(&clean);
	xml_clean(text, len, r->html, &clean);
	if (!clean.len || clean.len > INT_MAX) {
		buf_release(&clean);
		return XML_ENDED;
	}
	r->parser = r->html ? htmlCreateMemoryParserCtxt(clean.data, (int)clean.len)
			    : xmlCreateMemoryParserCtxt(clean.data, (int)clean.len);
	if (r->parser) {
		r->parser->userData = r;
		if (r->html)
			run_html(r);
		else
			run_xml(r);
		if (r->parser->myDoc)
			xmlFreeDoc(r->parser->myDoc);
		xmlFreeParserCtxt(r->parser);
	}
	buf_release(&clean);
	return r->end == XML_ENDED && r->line ? XML_FAULTY : r->end;
}

enum xml_end xml_read(
	const char *text, size_t len, bool html, const struct xml_handler *handler, void *ctx, int *line)
{
	struct reading r = {.handler = handler,
		.ctx = ctx,
		.until = clock_mono_us() + XML_MS * INT64_C(1000),
		.most = XML_NODES,
		.html = html};
	enum xml_end end = read_all(&r, text, len);

	if (line)
		*line = r.line;
	return end;
}

enum xml_end xml_read_table(
	const char *text, size_t len, int64_t ms, const struct xml_handler *handler, void *ctx)
{
	struct reading r = {
		.handler = handler, .ctx = ctx, .until = clock_mono_us() + ms * 1000, .most = SIZE_MAX};

	return read_all(&r, text, len);
}

const char *xml_attribute(const struct xml_attribute *attributes, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(attributes[i].name, name) == 0)
			return attributes[i].value;
	return NULL;
}
