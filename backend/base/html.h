/* html.h - writing HTML and SVG: one function per context, named after what it escapes for.
 *
 * Which one to use is decided by where the text lands, never by where it came from. NULL writes nothing. All
 * text given is valid UTF-8. */
#ifndef BASE_HTML_H
#define BASE_HTML_H

#include "base/buf.h"

/* Markup written in the source, as it is. Takes string literals only: anything else does not compile. */
#define html_raw(b, literal) buf_add((b), "" literal "", sizeof("" literal "") - 1)

/* Between tags. Escapes & < >. Not for the inside of <script> and <style>. */
void html_text(struct buf *b, const char *text);
/* As html_text, and a line break in the text (LF or CR LF) becomes <br>. */
void html_lines(struct buf *b, const char *text);
/* Inside a quoted attribute value, either quote. Escapes & < > " ' and line breaks. For an address (href,
 * src) it is right only when the address was built here: begins with a literal path, its parts by html_url.
 */
void html_attr(struct buf *b, const char *text);
/* One segment of a path, or one name or value of a query: everything but RFC 3986's unreserved characters is
 * percent-encoded, "/" too. The result is safe in an attribute. */
void html_url(struct buf *b, const char *segment);
/* JSON text (already valid) as the content of a <script> element: < > & and U+2028/2029 become \u escapes, so
 * that neither </script> nor <!-- can appear. These characters occur in JSON only within strings. */
void html_json_in_script(struct buf *b, const char *json);

#endif
