/* label.h - labels in true millimetres, single ones, rolls and sheets.
 *
 * One drawing serves three formats:
 *   PDF  all pages; fonts embedded; a name can be searched and copied
 *   SVG  one page; letters are outlines, so it needs no font. Show it as an image of its own (<img>): two of them
 *        inside one HTML document would share ids
 *   PNG  one page in grey at a printer's resolution, which is written into the file (pHYs); every module of a code is
 *        a whole number of dots. "203 dpi" printers have 8 dots a millimetre, and that is what 203 means here
 * What stands where: layout.h. A roll is a size of one label a page with many labels. */
#ifndef QR_LABEL_H
#define QR_LABEL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* UTF-8; what is NULL or empty is left out. Control characters become spaces, and only the first 200 characters of a
 * text are looked at. */
struct qr_label {
	const char *url;  /* what the code says. NULL: the place on the sheet stays empty (already used up) */
	const char *code; /* QR_CODE_LENGTH characters, printed in two groups */
	const char *name; /* together with number empty: a blank label with lines to write on */
	const char *number; /* of the machine */
	const char *place;  /* where it stands */
	const char *hint;   /* under the code, when there is room: what to do with it ("扫码报修") */
};

enum qr_format { QR_SVG, QR_PNG, QR_PDF };

struct qr_size {
	const char *name;	 /* "50x30" */
	double page_w, page_h;	 /* mm */
	double left, top;	 /* of the first label, mm */
	double label_w, label_h; /* mm */
	int columns, rows;
	int dots; /* 1/8 mm for one module: 5 is read at 20 cm, 8 at 30 cm. Fewer for codes above version 3 */
	double edge; /* mm of a label that stay without ink: 4.5 where printers cannot reach the paper's edge */
};
/* 50x30, 70x50 (a label a page), a4 (3 × 8 of 70 × 37); ends with name NULL. */
extern const struct qr_size qr_sizes[];
/* NULL: no such size. */
const struct qr_size *qr_size_find(const char *name);
/* One of those, or any "60x40": whole millimetres, width and height from 20 to 300. False: neither. out->name is
 * NULL for a free size. */
bool qr_size_read(const char *name, struct qr_size *out);

size_t qr_label_pages(const struct qr_size *size, size_t labels);
/* Page `page` (from 0) of the labels into out; PDF takes all pages and ignores it. dpi 72…600, for PNG only. False: the
 * page is not there, or a url is too long for a code that fits the label; out is then of no use. Makes about 900
 * labels a second. */
bool qr_label_draw(struct buf *out, const struct qr_size *size, const struct qr_label *labels, size_t n,
	size_t page, enum qr_format format, int dpi);
/* An A4 page with a cross of exactly 100 mm, to see whether a printer keeps the size, and the corners of the labels of
 * an a4 sheet, to be held against one. */
bool qr_label_calibration(struct buf *out, enum qr_format format, int dpi);

#endif
