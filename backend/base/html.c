/* html.c - see html.h. */
#include "base/html.h"

#include <string.h>

/* Copies text with every character of `special` written as its entity; with `lines`, LF as <br> and CR left
 * out. */
static void escape(struct buf *b, const char *text, const char *special, bool lines)
{
	if (!text)
		return;
	for (;;) {
		size_t n = strcspn(text, special);

		buf_add(b, text, n);
		text += n;
		if (!*text)
			return;
		switch (*text++) {
		case '&':
			html_raw(b, "&amp;");
			break;
		case '<':
			html_raw(b, "&lt;");
			break;
		case '>':
			html_raw(b, "&gt;");
			break;
		case '"':
			html_raw(b, "&quot;");
			break;
		case '\'':
			html_raw(b, "&#39;");
			break;
		case '\r':
			buf_str(b, lines ? "" : "&#13;");
			break;
		case '\n':
			buf_str(b, lines ? "<br>" : "&#10;");
			break;
		}
	}
}

void html_text(struct buf *b, const char *text)
{
	escape(b, text, "&<>", false);
}

void html_lines(struct buf *b, const char *text)
{
	escape(b, text, "&<>\r\n", true);
}

void html_attr(struct buf *b, const char *text)
{
	escape(b, text, "&<>\"'\r\n", false);
}

void html_url(struct buf *b, const char *segment)
{
	static const char hex[] = "0123456789ABCDEF";
	static const char unreserved[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

	while (segment && *segment) {
		size_t n = strspn(segment, unreserved);

		buf_add(b, segment, n);
		segment += n;
		if (*segment) {
			unsigned char c = (unsigned char)*segment++;

			buf_add(b, (char[]){'%', hex[c >> 4], hex[c & 15]}, 3);
		}
	}
}

void html_json_in_script(struct buf *b, const char *json)
{
	while (json && *json) {
		size_t n = strcspn(json, "<>&\xe2");

		buf_add(b, json, n);
		json += n;
		if (!*json)
			return;
		if (*json != '\xe2') {
			buf_printf(b, "\\u%04x", (unsigned char)*json++);
		} else if (strncmp(json, "\xe2\x80\xa8", 3) == 0 || strncmp(json, "\xe2\x80\xa9", 3) == 0) {
			buf_str(b, json[2] == '\xa8' ? "\\u2028" : "\\u2029");
			json += 3;
		} else {
			buf_char(b, *json++);
		}
	}
}
