/* draw.h - a page to draw on, in millimetres from its top left, whatever it becomes. The one door to cairo and pango;
 * nobody outside qr/ includes it. Ink is black. */
#ifndef QR_DRAW_H
#define QR_DRAW_H

#include "base/buf.h"
#include "qr/label.h"
#include "qr/layout.h"
#include "qr/matrix.h"

struct draw;

/* Pages of w × h mm, written to out by draw_close. dpi is for PNG: 203 means 203.2, 8 dots a mm. NULL: no surface of
 * that size can be made. Each has its own fonts, so any thread may draw. */
struct draw *draw_open(struct buf *out, enum qr_format format, double w, double h, int dpi);
void draw_next_page(struct draw *d);
/* Writes what is drawn and frees d. False when something went wrong. NULL is fine (false). */
bool draw_close(struct draw *d);

/* Where (0, 0) is from now on, mm from the page's top left corner. */
void draw_origin(struct draw *d, double x, double y);
void draw_line(struct draw *d, double x1, double y1, double x2, double y2, double width);
/* The modules with their top left corner in the box, without the quiet zone. In a PNG the largest module of whole dots
 * that is not larger, in the middle of the box. */
void draw_matrix(struct draw *d, const struct qr_matrix *m, const struct qr_box *box);

enum draw_align { DRAW_LEFT, DRAW_CENTRE };
enum draw_font { DRAW_PLAIN, DRAW_BOLD, DRAW_CODE };

/* The text in the box: as large as fits, from size down to size_min, in at most so many lines; what does not fit then
 * ends in "…". Never outside the box's width. Returns the height it takes, mm (its lines times QR_LEADING). */
double draw_text(struct draw *d, const struct qr_layout_line *line, const char *text, enum draw_font font,
	enum draw_align align);

#endif
