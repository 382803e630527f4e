/* matrix.c - see matrix.h. The only file that includes qrencode.h. */
#include "qr/matrix.h"

#include <math.h>
#include <string.h>

#include <qrencode.h>

bool qr_matrix_make(const char *text, enum qr_ecc ecc, struct qr_matrix *out)
{
	static const QRecLevel levels[] = {QR_ECLEVEL_L, QR_ECLEVEL_M, QR_ECLEVEL_Q, QR_ECLEVEL_H};
	size_t n = strlen(text);
	/* The library looks for the shortest mix of byte, letter and digit runs: upper-case codes and addresses in
	 * digits cost little more than half. */
	QRcode *code =
		n > 0 && n <= QR_TEXT_MAX ? QRcode_encodeString(text, 0, levels[ecc], QR_MODE_8, 1) : NULL;

	if (!code)
		return false;
	out->side = code->width;
	out->version = code->version;
	for (int i = 0; i < code->width * code->width; i++)
		out->dark[i] = code->data[i] & 1;
	QRcode_free(code);
	return true;
}

void qr_matrix_terminal(struct buf *b, const struct qr_matrix *m)
{
	for (int y = -QR_QUIET; y < m->side + QR_QUIET; y += 2) {
		/* Black on white by explicit colours: a dark terminal would show it inverted. */
		buf_str(b, "\x1b[30;107m");
		for (int x = -QR_QUIET; x < m->side + QR_QUIET; x++) {
			bool up = qr_matrix_dark(m, x, y), down = qr_matrix_dark(m, x, y + 1);

			buf_str(b, up && down ? "█" : up ? "▀" : down ? "▄" : " ");
		}
		buf_str(b, "\x1b[0m\n");
	}
}

void qr_matrix_path(struct buf *b, const struct qr_matrix *m, int x0, int y0)
{
	for (int y = 0; y < m->side; y++) {
		for (int x = 0; x < m->side; x++) {
			int run = 0;

			while (qr_matrix_dark(m, x + run, y))
				run++;
			if (run)
				buf_printf(b, "M%d %dh%dv1h-%dz", x0 + x, y0 + y, run, run);
			x += run;
		}
	}
}

void qr_matrix_svg(struct buf *b, const struct qr_matrix *m, double module_mm)
{
	int side = m->side + 2 * QR_QUIET;
	/* Not %f: its point is a comma in some locales. */
	long um = lround(side * module_mm * 1000);

	buf_printf(b,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%ld.%03ldmm\" height=\"%ld.%03ldmm\" "
		"viewBox=\"0 0 %d %d\" shape-rendering=\"crispEdges\"><rect width=\"%d\" height=\"%d\" "
		"fill=\"#fff\"/><path d=\"",
		um / 1000, um % 1000, um / 1000, um % 1000, side, side, side, side);
	qr_matrix_path(b, m, QR_QUIET, QR_QUIET);
	buf_str(b, "\"/></svg>\n");
}
