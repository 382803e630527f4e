/* zip_make.h - writes archives and workbooks for tests, good ones and ones that lie.
 *
 *   struct zip_make z;
 *   zip_begin(&z);
 *   zip_part(&z, "xl/workbook.xml", text, strlen(text));   // z.lie changes what is said of the next one
 *   zip_end(&z);                                           // z.out is the archive; zip_free(&z) at last */
#ifndef TESTS_ZIP_MAKE_H
#define TESTS_ZIP_MAKE_H

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/buf.h"

struct zip_make {
	struct buf out, directory;
	unsigned n;
	struct {
		unsigned size, crc, flags; /* added to, xored with, set */
	} lie;
	bool deflate;
};

static inline void zip_u16(struct buf *b, unsigned v)
{
	buf_char(b, (char)(v & 255));
	buf_char(b, (char)(v >> 8 & 255));
}

static inline void zip_u32(struct buf *b, unsigned long v)
{
	zip_u16(b, (unsigned)(v & 65535));
	zip_u16(b, (unsigned)(v >> 16 & 65535));
}

static inline void zip_begin(struct zip_make *z)
{
	memset(z, 0, sizeof(*z));
	buf_init(&z->out);
	buf_init(&z->directory);
}

/* What both headers of a part say. */
static inline void zip_says(
	struct zip_make *z, struct buf *b, const char *name, unsigned long crc, size_t packed, size_t size)
{
	zip_u16(b, 20);
	zip_u16(b, z->lie.flags);
	zip_u16(b, z->deflate ? 8 : 0);
	zip_u32(b, 0);
	zip_u32(b, crc ^ z->lie.crc);
	zip_u32(b, packed);
	zip_u32(b, size + z->lie.size);
	zip_u16(b, (unsigned)strlen(name));
	zip_u16(b, 0);
}

static inline void zip_part(struct zip_make *z, const char *name, const void *data, size_t len)
{
	unsigned long crc = crc32(0, data, (unsigned)len);
	size_t at = z->out.len, packed = len;
	unsigned char *small = NULL;

	if (z->deflate) {
		z_stream s = {0};

		deflateInit2(&s, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY);
		packed = deflateBound(&s, len);
		small = malloc(packed);
		s.next_in = (unsigned char *)(uintptr_t)data;
		s.avail_in = (unsigned)len;
		s.next_out = small;
		s.avail_out = (unsigned)packed;
		deflate(&s, Z_FINISH);
		packed = s.total_out;
		deflateEnd(&s);
	}
	zip_u32(&z->out, 0x04034b50);
	zip_says(z, &z->out, name, crc, packed, len);
	buf_str(&z->out, name);
	buf_add(&z->out, small ? (void *)small : data, packed);
	free(small);
	zip_u32(&z->directory, 0x02014b50);
	zip_u16(&z->directory, 20);
	zip_says(z, &z->directory, name, crc, packed, len);
	zip_u16(&z->directory, 0);
	zip_u16(&z->directory, 0);
	zip_u16(&z->directory, 0);
	zip_u32(&z->directory, 0);
	zip_u32(&z->directory, at);
	buf_str(&z->directory, name);
	memset(&z->lie, 0, sizeof(z->lie));
	z->n++;
}

static inline void zip_text(struct zip_make *z, const char *name, const char *text)
{
	zip_part(z, name, text, strlen(text));
}

static inline void zip_end(struct zip_make *z)
{
	size_t at = z->out.len;

	buf_add(&z->out, z->directory.data, z->directory.len);
	zip_u32(&z->out, 0x06054b50);
	zip_u32(&z->out, 0);
	zip_u16(&z->out, z->n);
	zip_u16(&z->out, z->n);
	zip_u32(&z->out, z->directory.len);
	zip_u32(&z->out, at);
	zip_u16(&z->out, 0);
}

static inline void zip_free(struct zip_make *z)
{
	buf_release(&z->out);
	buf_release(&z->directory);
}

/* ---- workbooks of one sheet ---- */

static const char BOOK_RELS[] =
	"<Relationships><Relationship Id=\"rId1\" "
	"Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" "
	"Target=\"worksheets/sheet1.xml\"/></Relationships>";
static const char BOOK_SHEETS[] =
	"<workbook xmlns:r=\"x\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
/* 0 plain, 1 a day, 2 day and time by code, 3 a clock, 4 five digits, 5 Chinese day, 6 text with a d in it */
static const char BOOK_STYLES[] =
	"<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy/mm/dd hh:mm\"/>"
	"<numFmt numFmtId=\"165\" formatCode=\"00000\"/>"
	"<numFmt numFmtId=\"166\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@\"/>"
	"<numFmt numFmtId=\"167\" formatCode=\"[Red]0.00&quot; days&quot;\"/></numFmts>"
	"<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
	"<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"20\"/>"
	"<xf numFmtId=\"165\"/><xf numFmtId=\"166\"/><xf numFmtId=\"167\"/></cellXfs></styleSheet>";

/* NULL: as above, or not there (strings). */
struct book_parts {
	const char *rels, *sheets, *styles, *strings, *sheet;
};
static inline void book_make(struct zip_make *z, const struct book_parts *p)
{
	zip_text(z, "xl/_rels/workbook.xml.rels", p->rels ? p->rels : BOOK_RELS);
	zip_text(z, "xl/workbook.xml", p->sheets ? p->sheets : BOOK_SHEETS);
	zip_text(z, "xl/styles.xml", p->styles ? p->styles : BOOK_STYLES);
	if (p->strings)
		zip_text(z, "xl/sharedStrings.xml", p->strings);
	if (p->sheet)
		zip_text(z, "xl/worksheets/sheet1.xml", p->sheet);
	zip_end(z);
}

#endif
