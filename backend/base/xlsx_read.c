/* xlsx_read.c - opening a workbook: its shared strings and styles. Its sheets are in xlsx_contents.c, their rows in xlsx_rows.c. See
 * xlsx_read.h. */
#include "base/xlsx_read.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xlsx_book.h"

enum { FORMATS_MAX = 65536 };

static const char OLE2[] = "\xd0\xcf\x11\xe0";

static bool begins(const void *data, size_t len, const char *mark)
{
	return len >= strlen(mark) && memcmp(data, mark, strlen(mark)) == 0;
}

bool xlsx_looks_like(const void *data, size_t len)
{
	return begins(data, len, "PK\3\4") || begins(data, len, "PK\5\6") || begins(data, len, OLE2);
}

/* ---- parts ---- */

static enum err refuse(struct fault *fault, enum unzip_end end)
{
	switch (end) {
	case UNZIP_GOOD:
		return OK;
	case UNZIP_MISSING:
		return ERR_NOT_FOUND;
	case UNZIP_LOCKED:
		return fault_set(fault, ERR_INVALID, MSG_XLSX_LOCKED, NULL);
	case UNZIP_LARGE:
		return fault_set(fault, ERR_TOO_BIG, MSG_XLSX_LARGE, NULL);
	default:
		return fault_set(fault, ERR_INVALID, MSG_XLSX_BROKEN, NULL);
	}
}

/* A document type has no place in these parts: nothing but an attack brings one. */
static bool is_xml(const struct buf *b)
{
	return utf8_valid(buf_text(b), b->len) && !memchr(buf_text(b), 0, b->len) &&
	       !memmem(buf_text(b), b->len, "<!DOCTYPE", 9) && !memmem(buf_text(b), b->len, "<!ENTITY", 8);
}

enum err xlsx_part(struct xlsx_book *book, const char *name, const struct xml_handler *handler, void *ctx,
	struct fault *fault)
{
	struct buf b;
	enum err err;

	buf_init(&b);
	err = refuse(fault, unzip_read(book->zip, name, &b));
	if (err == OK && !is_xml(&b))
		err = fault_set(fault, ERR_INVALID, MSG_XLSX_BROKEN, NULL);
	if (err == OK) {
		size_t mark = begins(buf_text(&b), b.len, "\xef\xbb\xbf") ? 3 : 0;

		switch (xml_read_table(buf_text(&b) + mark, b.len - mark, XLSX_MS, handler, ctx)) {
		case XML_ENDED:
		case XML_STOPPED:
			break;
		case XML_FAULTY:
			err = fault_set(fault, ERR_INVALID, MSG_XLSX_BROKEN, NULL);
			break;
		default:
			err = fault_set(fault, ERR_TOO_BIG, MSG_XLSX_LARGE, NULL);
		}
	}
	buf_release(&b);
	return err;
}

void xlsx_gather(struct buf *b, const char *text, size_t len)
{
	if (b->len + len <= CSV_CELL_MAX)
		buf_add(b, text, len);
	else if (b->len < CSV_CELL_MAX)
		buf_add(b, text, utf8_fit(text, len, CSV_CELL_MAX - b->len));
}

static int hex(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'A' && c <= 'F' ? c - 'A' + 10
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
				      : -1;
}

/* "_x000D_" at p: the code point; -1: it is not one. */
static int32_t escaped(const char *p)
{
	int32_t point = 0;

	if (p[0] != '_' || p[1] != 'x')
		return -1;
	for (int i = 2; i < 6; i++) {
		int digit = hex(p[i]);

		if (digit < 0)
			return -1;
		point = point * 16 + digit;
	}
	return p[6] == '_' && point && (point < 0xd800 || point > 0xdfff) ? point : -1;
}

const char *xlsx_text(struct arena *a, const struct buf *b)
{
	char *text = arena_strndup(a, buf_text(b), b->len), *to = text;

	for (const char *from = text; *from;) {
		int32_t point = *from == '_' ? escaped(from) : -1;

		if (point >= 0) {
			to += utf8_put(to, point);
			from += 7;
		} else {
			*to++ = *from++;
		}
	}
	*to = 0;
	return text;
}

/* ---- shared strings ---- */

struct strings {
	struct xlsx_book *book;
	struct buf text;
	bool item, gather, reading, many;
};

static bool open_string(void *ctx, const char *name, const struct xml_attribute *attributes, size_t n)
{
	struct strings *s = ctx;

	(void)attributes;
	(void)n;
	if (strcmp(name, "si") == 0) {
		s->item = true;
		buf_clear(&s->text);
	} else if (strcmp(name, "rPh") == 0) {
		s->reading = true;
	} else if (strcmp(name, "t") == 0) {
		s->gather = s->item && !s->reading;
	}
	return true;
}

static bool close_string(void *ctx, const char *name)
{
	struct strings *s = ctx;
	struct xlsx_book *book = s->book;

	if (strcmp(name, "t") == 0)
		s->gather = false;
	else if (strcmp(name, "rPh") == 0)
		s->reading = false;
	if (strcmp(name, "si") != 0)
		return true;
	s->item = false;
	if (book->string_n == XLSX_STRINGS) {
		s->many = true;
		return false;
	}
	if (book->string_n == book->string_room) {
		book->string_room = book->string_room ? book->string_room * 2 : 1024;
		book->strings = xrealloc(book->strings, book->string_room * sizeof(*book->strings));
	}
	book->strings[book->string_n++] = xlsx_text(book->arena, &s->text);
	return true;
}

static bool text_string(void *ctx, const char *text, size_t len)
{
	struct strings *s = ctx;

	if (s->gather)
		xlsx_gather(&s->text, text, len);
	return true;
}

static enum err read_strings(struct xlsx_book *book, struct fault *fault)
{
	static const struct xml_handler handler = {open_string, close_string, text_string};
	struct strings s = {.book = book};
	enum err err;

	buf_init(&s.text);
	err = xlsx_part(book, book->strings_part, &handler, &s, fault);
	buf_release(&s.text);
	if (err == OK && s.many)
		return fault_set(fault, ERR_TOO_BIG, MSG_XLSX_LARGE, NULL);
	return err == ERR_NOT_FOUND ? OK : err;
}

/* ---- styles ---- */

struct style {
	int64_t id;
	struct xlsx_format format;
};
struct styles {
	struct xlsx_book *book;
	struct style *own; /* that have a code; malloc'ed */
	size_t n, room;
	bool codes, cells;
};

static struct xlsx_format format_of(const struct styles *s, int64_t id)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->own[i].id == id)
			return s->own[i].format;
	return xlsx_format_of_id(id);
}

static void add_code(struct styles *s, int64_t id, const char *code)
{
	if (s->n == FORMATS_MAX / 64)
		return;
	if (s->n == s->room) {
		s->room = s->room ? s->room * 2 : 64;
		s->own = xrealloc(s->own, s->room * sizeof(*s->own));
	}
	s->own[s->n++] = (struct style){id, xlsx_format_of_code(code)};
}

static void add_format(struct xlsx_book *book, struct xlsx_format format)
{
	if (book->format_n == FORMATS_MAX)
		return;
	if (book->format_n == book->format_room) {
		book->format_room = book->format_room ? book->format_room * 2 : 64;
		book->formats = xrealloc(book->formats, book->format_room * sizeof(*book->formats));
	}
	book->formats[book->format_n++] = format;
}

static bool open_style(void *ctx, const char *name, const struct xml_attribute *attributes, size_t n)
{
	struct styles *s = ctx;
	const char *id = xml_attribute(attributes, n, "numFmtId");
	const char *code = xml_attribute(attributes, n, "formatCode");

	if (strcmp(name, "numFmts") == 0)
		s->codes = true;
	else if (strcmp(name, "cellXfs") == 0)
		s->cells = true;
	else if (s->codes && strcmp(name, "numFmt") == 0 && id && code)
		add_code(s, strtoll(id, NULL, 10), code);
	else if (s->cells && strcmp(name, "xf") == 0)
		add_format(s->book, format_of(s, id ? strtoll(id, NULL, 10) : 0));
	return true;
}

static bool close_style(void *ctx, const char *name)
{
	struct styles *s = ctx;

	if (strcmp(name, "numFmts") == 0)
		s->codes = false;
	else if (strcmp(name, "cellXfs") == 0)
		s->cells = false;
	return true;
}

static enum err read_styles(struct xlsx_book *book, struct fault *fault)
{
	static const struct xml_handler handler = {open_style, close_style, xlsx_pass_text};
	struct styles s = {.book = book};
	enum err err = xlsx_part(book, book->styles_part, &handler, &s, fault);

	free(s.own);
	return err == ERR_NOT_FOUND ? OK : err;
}

/* ---- the book ---- */

/* An OLE2 document is an old workbook, or a new one that a password has shut in: that one has a stream of this name. */
static enum err refuse_ole2(const void *data, size_t len, struct fault *fault)
{
	static const char name[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";

	return fault_set(fault, ERR_INVALID,
		memmem(data, len, name, sizeof(name)) ? MSG_XLSX_LOCKED : MSG_XLSX_OLD, NULL);
}

enum err xlsx_open(struct xlsx_book **out, const void *data, size_t len, struct arena *a, struct fault *fault)
{
	struct xlsx_book *book;
	struct unzip *zip;
	enum err err;

	*out = NULL;
	if (begins(data, len, OLE2))
		return refuse_ole2(data, len, fault);
	err = refuse(fault, unzip_open(&zip, data, len));
	if (err != OK)
		return err;
	book = xcalloc(1, sizeof(*book));
	book->zip = zip;
	book->arena = a;
	err = xlsx_contents(book, fault);
	if (err == OK)
		err = read_strings(book, fault);
	if (err == OK)
		err = read_styles(book, fault);
	if (err != OK) {
		xlsx_close(book);
		return err;
	}
	*out = book;
	return OK;
}

size_t xlsx_sheets(const struct xlsx_book *book, const char *const **names)
{
	*names = book->names;
	return book->sheet_n;
}

void xlsx_close(struct xlsx_book *book)
{
	if (!book)
		return;
	unzip_close(book->zip);
	free(book->strings);
	free(book->formats);
	free(book);
}
