/* matrix.h - a text as the black and white modules of a QR code (ISO/IEC 18004). */
#ifndef QR_MATRIX_H
#define QR_MATRIX_H

#include <stdbool.h>

#include "base/buf.h"

/* Q restores 25 %: labels in a workshop get oil and scratches. */
enum qr_ecc { QR_ECC_L, QR_ECC_M, QR_ECC_Q, QR_ECC_H };
enum { QR_SIDE_MAX = 177, QR_QUIET = 4 }; /* modules; the quiet zone is white and around all four sides */

struct qr_matrix {
	int side, version; /* version 1…40, side = 17 + 4 × version */
	unsigned char dark[QR_SIDE_MAX * QR_SIDE_MAX];
};

/* False: the text does not fit a QR code, or is empty. */
bool qr_matrix_make(const char *text, enum qr_ecc ecc, struct qr_matrix *out);
/* Outside the matrix is white. */
static inline bool qr_matrix_dark(const struct qr_matrix *m, int x, int y)
{
	return x >= 0 && y >= 0 && x < m->side && y < m->side && m->dark[y * m->side + x];
}

/* With its quiet zone, for a terminal: two modules a character (UTF-8 half blocks), dark on light whatever the
 * terminal's colours are. */
void qr_matrix_terminal(struct buf *b, const struct qr_matrix *m);
/* With its quiet zone, as an SVG document of so many millimetres a module. */
void qr_matrix_svg(struct buf *b, const struct qr_matrix *m, double module_mm);
/* The dark modules as the d of an SVG path, at (x, y), one unit a module. */
void qr_matrix_path(struct buf *b, const struct qr_matrix *m, int x, int y);

#endif
