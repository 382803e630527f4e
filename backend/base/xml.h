/* xml.h - XML and HTML from anywhere, as a stream of elements and text. xml.c is the only file that includes libxml2.
 *
 * Safe by what the parser gets to see: a cleaner of our own (xml_clean.c) goes over the text first and hands on nothing but
 * start tags, end tags, and text. So no document type is ever read, no entity can be declared or fetched, nothing is included,
 * no catalogue or network is asked, and what makes libxml2 slow (thousands of attributes in one tag, attributes given by
 * default, comments that never end) does not reach it:
 *   tags        names cut at XML_NAME_MAX bytes; the first XML_ATTRIBUTES of each, values cut at XML_VALUE_MAX bytes
 *   entities    &lt; &gt; &amp; &quot; &apos; and numbers; in HTML its names; in XML a few that manuals use (&nbsp; &deg; …),
 *               any other is left out
 *   left out    <!DOCTYPE …> with all that is in it, comments, processing instructions; in HTML also scripts, styles and the
 *               tags that only say how letters look (<b>, <font> …: unclosed ones would nest for ever)
 * Elements nest at most XML_DEPTH deep; there are at most XML_NODES; reading ends after XML_MS. XML that is not well formed
 * is read as far as it can be understood; in HTML nothing is ever wrong. */
#ifndef BASE_XML_H
#define BASE_XML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

enum {
	XML_NAME_MAX = 64,
	XML_ATTRIBUTES = 24,
	XML_VALUE_MAX = 512,
	XML_DEPTH = 200,
	XML_NODES = 200000, /* elements */
	XML_MS = 5000,
};

struct xml_attribute {
	const char *name, *value;
};

/* Names without their prefix ("xlink:href" is href), in HTML lower-case. Texts come in pieces, UTF-8, not ended by a NUL. False
 * ends the reading. */
struct xml_handler {
	bool (*open)(void *ctx, const char *name, const struct xml_attribute *attributes, size_t n);
	bool (*close)(void *ctx, const char *name);
	bool (*text)(void *ctx, const char *text, size_t len);
};

enum xml_end {
	XML_ENDED,   /* to the end, well formed */
	XML_FAULTY,  /* to the end, but not well formed: *line says where first */
	XML_STOPPED, /* by the handler */
	XML_DEEP,    /* a limit was passed */
	XML_MANY,
	XML_SLOW,
};

/* text: valid UTF-8 without NUL. line may be NULL. */
enum xml_end xml_read(
	const char *text, size_t len, bool html, const struct xml_handler *handler, void *ctx, int *line);
/* The same of XML that holds tables: with as many elements as it has, and as long. */
enum xml_end xml_read_table(
	const char *text, size_t len, int64_t ms, const struct xml_handler *handler, void *ctx);

/* The value of an attribute, or NULL. */
const char *xml_attribute(const struct xml_attribute *attributes, size_t n, const char *name);

/* What the parser gets to see; for xml.c and tests. Line ends stay, so that numbers of lines are those of the file. */
void xml_clean(const char *text, size_t len, bool html, struct buf *out);

#endif
