/* layout.h - what stands where on one label, in millimetres from its top left corner. Nothing is drawn and no font is
 * asked here, so that every rule below can be tested by arithmetic.
 *
 * Wide labels have the code on the left and the words on the right of it; high ones the code above the words.
 *
 *     +--------------------------+
 *     |  #######   name, up to   |     - `quiet` around the code is white: 4 modules, and nothing is ever drawn there
 *     |  ##QR###   three lines   |     - `edge` of the label stays without ink
 *     |  #######   number        |     - a module is a whole number of dots of a 203 dpi printer (8 dots a mm) and at
 *     |  #######   place         |       least 3 of them, 0.375 mm (IEC 61406 wants 0.25)
 *     |   hint     CDFHJ-KMNPF   |     - what the code needs, the words do without: the hint goes first
 *     +--------------------------+
 *
 * Heights are the most a text may take. One that takes less lets those below it move up; the readable code keeps its
 * place at the bottom. */
#ifndef QR_LAYOUT_H
#define QR_LAYOUT_H

#include <stdbool.h>

#include "qr/label.h"

/* Of the size of letters: from one line to the next, and from a line's top to what the letters stand on. */
#define QR_LEADING 1.25
#define QR_BASELINE 1.0
enum { QR_DOTS_MIN = 3 };

enum qr_line { QR_LINE_NAME, QR_LINE_NUMBER, QR_LINE_PLACE, QR_LINE_CODE, QR_LINE_HINT, QR_LINE_COUNT };

struct qr_box {
	double x, y, w, h;
};

struct qr_layout {
	double module;	     /* mm */
	struct qr_box code;  /* the code without its quiet zone */
	struct qr_box words; /* ends where the readable code stands on */
	bool centred;	     /* the words, under the code */
	bool blank;	     /* nobody's label yet: the lines of name and number are to write on */
	struct qr_layout_line {
		struct qr_box box;     /* h 0: not on this label */
		double size, size_min; /* of the letters, mm: as large as fits, in between */
		int lines;	       /* at most */
		bool tail;	       /* too long: it is cut at its beginning, since the end tells more */
	} line[QR_LINE_COUNT];
};

/* side: of the code, in modules. False: no code of so many modules fits this label. */
bool qr_layout_make(
	const struct qr_size *size, const struct qr_label *label, int side, struct qr_layout *out);

#endif
