/* matrix.h - a text as the black and white modules of a QR code (ISO/IEC 18004). */
#ifndef QR_MATRIX_H
#define QR_MATRIX_H

#include <stdbool.h>

#include "base/buf.h"

/* Q restores 25 %: labels in a workshop get oil and scratches. */
enum qr_ecc { QR_ECC_L, QR_ECC_M, QR_ECC_Q, QR_ECC_H };
enum {
	QR_SIDE_MAX = 177,
	QR_QUIET = 4,
	QR_TEXT_MAX = 2953
}; /* modules; the quiet zone is white and around all four sides */

struct qr_matrix {
	int side, version; /* version 1…40, side = 17 + 4 × version */
	unsigned char dark[QR_SIDE_MAX * QR_SIDE_MAX];
};

/* The smallest version that holds the text (bytes, not NULL) at that level. False: it is empty, or longer than
 * QR_TEXT_MAX or than a QR code holds. At level Q version 3 holds http://192.168.1.10:8080/q/CODE; what does not fit
 * gets a larger version, which labels draw with smaller modules. */
bool qr_matrix_make(const char *text, enum qr_ecc ecc, struct qr_matrix *out);
/* Outside the matrix is white. */
static inline bool qr_matrix_dark(const struct qr_matrix *m, int x, int y)
{
	return x >= 0 && y >= 0 && x < m->side && y < m->side && m->dark[y * m->side + x];
}

/* With its quiet zone, for a terminal: two modules a character (UTF-8 half blocks), dark on light whatever the
 * terminal's colours are. */
void qr_matrix_terminal(struct buf *b, const struct qr_matrix *m);
/* With its quiet zone, as an SVG document of so many millimetres a module: one path of runs. */
void qr_matrix_svg(struct buf *b, const struct qr_matrix *m, double module_mm);
/* The dark modules as the d of an SVG path, at (x, y), one unit a module. */
void qr_matrix_path(struct buf *b, const struct qr_matrix *m, int x, int y);

#endif
