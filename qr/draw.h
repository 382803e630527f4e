/* draw.h - a page to draw on, in millimetres from the top left, whatever it becomes. The one door to cairo and pango;
 * nobody outside qr/ includes it. */
#ifndef QR_DRAW_H
#define QR_DRAW_H

#include "base/buf.h"
#include "qr/label.h"
#include "qr/matrix.h"

struct draw;

/* NULL when a surface cannot be made. Pages of w × h mm. */
struct draw *draw_open(struct buf *out, enum qr_format format, double w, double h, int dpi);
void draw_next_page(struct draw *d);
/* Writes what is drawn to the buffer. False when something went wrong. NULL is fine (false). */
bool draw_close(struct draw *d);

void draw_line(struct draw *d, double x1, double y1, double x2, double y2, double width);
/* The code without its quiet zone at (x, y), a module so many mm; in a PNG snapped to whole dots. */
void draw_matrix(struct draw *d, const struct qr_matrix *m, double x, double y, double module);

struct draw_text {
	const char *text;
	double x, y, w; /* wraps at this width */
	double size;	/* of the letters, mm (em) */
	int lines;	/* at most; then … */
	bool bold, mono, centred;
};
/* Draws it (unless `measure`) and says how high it is, mm. */
double draw_text(struct draw *d, const struct draw_text *t, bool measure);

#endif
