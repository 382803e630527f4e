/* label.h - labels in true millimetres: what stands where, on single labels and on sheets.
 *
 * One drawing serves three formats: PDF (fonts embedded, what is printed), SVG (a page each) and PNG at a printer's
 * resolution, where the modules of the code are whole dots. All text is drawn as glyphs by the machine that makes the
 * label, so it prints the same everywhere. */
#ifndef QR_LABEL_H
#define QR_LABEL_H

#include <stddef.h>

#include "base/buf.h"

struct qr_label {
	const char *url;    /* what the code says; short: version 3 holds 32 bytes at ECC Q */
	const char *code;   /* 10 characters, printed in two groups; NULL: none */
	const char *name;   /* NULL: a blank label with a line to write on */
	const char *number; /* of the machine; may be NULL */
	const char *place;  /* where it stands; may be NULL */
};

enum qr_format { QR_SVG, QR_PNG, QR_PDF };

struct qr_size {
	const char *name;	 /* "50x30" */
	double page_w, page_h;	 /* mm */
	double left, top;	 /* of the first label, mm */
	double label_w, label_h; /* mm */
	int columns, rows;
	int dots; /* of a 203 dpi printer for one module: 5 is read at 20 cm, 8 at 30 cm */
};
/* 50x30, 70x50 (a label a page), a4 (3 × 8 of 70 × 37); ends with name NULL. */
extern const struct qr_size qr_sizes[];
/* NULL: no such size. */
const struct qr_size *qr_size_find(const char *name);

size_t qr_label_pages(const struct qr_size *size, size_t labels);
/* Page `page` (from 0) of the labels; PDF takes all pages and ignores it. dpi 72…600, for PNG only. False: a text does
 * not fit a code, or the page is not there. */
bool qr_label_draw(struct buf *out, const struct qr_size *size, const struct qr_label *labels, size_t n,
	size_t page, enum qr_format format, int dpi);
/* A page with a cross of exactly 100 mm, to see whether a printer keeps the size. */
bool qr_label_calibration(struct buf *out, enum qr_format format, int dpi);

#endif
