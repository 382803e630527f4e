/* layout.c - see layout.h. */
#include "qr/layout.h"

#include <string.h>

#include "qr/code.h"
#include "qr/matrix.h"

#define DOT 0.125
/* The width of a character of the readable code, of its size. */
#define MONO 0.602
/* Letters below this are not read at arm's length. */
#define LETTERS_MIN 2.0
/* What is written by hand needs so much above its line. */
#define PEN 2.5

static double least(double a, double b)
{
	return a < b ? a : b;
}

static double most(double a, double b)
{
	return a > b ? a : b;
}

static bool has(const char *text)
{
	return text && *text;
}

/* The largest module, up to the size's own, with which the code and its quiet zone fit into w × h. */
static double fit_module(const struct qr_size *size, int side, double w, double h)
{
	for (int dots = size->dots; dots >= QR_DOTS_MIN; dots--)
		if ((side + 2 * QR_QUIET) * dots * DOT <= least(w, h) + 1e-9)
			return dots * DOT;
	return 0;
}

static void set_line(
	struct qr_layout *l, enum qr_line line, double y, double size, double size_min, int lines)
{
	const struct qr_box *w = &l->words;

	size = most(size, size_min);
	l->line[line] = (struct qr_layout_line){{w->x, y, w->w, lines * size * QR_LEADING}, size, size_min,
		lines, line == QR_LINE_NUMBER || line == QR_LINE_PLACE};
}

/* Lines to write on, of the same height: two, or as many as a pen has room for. */
static void place_blank(struct qr_layout *l, double h)
{
	double small = most(least(h * 0.11, 2.8), LETTERS_MIN);
	int lines = (int)((h - small * 0.3) / (small * QR_LEADING + PEN));

	lines = lines > 2 ? 2 : lines;
	for (int i = 0; i < lines; i++) {
		double high = (h - small * 0.3) / lines;

		set_line(l, QR_LINE_NAME + i, l->words.y + i * high, small, small, 1);
		l->line[QR_LINE_NAME + i].box.h = high;
	}
}

/* Name, number and place in the height h. The name has what the others leave, and needs a line: first the place gives
 * way to it, then the number. The place has a second line where the name still has two at full size. */
static void place_lines(struct qr_layout *l, const struct qr_label *label, double h, double em)
{
	/* Letters begin a little below the top of their line: the first line's should be level with the code. */
	double rise = l->centred ? 0 : em * 0.15, y = l->words.y - rise, room = h + rise, gap = em * 0.25;
	double name_min = most(em * 0.6, least(em, 2.4)), name = has(label->name) ? name_min * QR_LEADING : 0;
	double number = most(em * 0.72, LETTERS_MIN), place = most(em * 0.62, LETTERS_MIN);
	bool has_number = has(label->number) && room - gap - number * QR_LEADING >= name;
	int lines = 0;

	room -= has_number ? number * QR_LEADING + gap : 0;
	if (has(label->place) && room - gap - place * QR_LEADING >= most(name, em * QR_LEADING))
		lines = (room - gap) / QR_LEADING >= 2 * (place + em) ? 2 : 1;
	room -= lines > 0 ? lines * place * QR_LEADING + gap : 0;
	if (name > 0 && room >= name) {
		int fit = (int)(room / name);

		set_line(l, QR_LINE_NAME, y, least(em, room / QR_LEADING), name_min, fit > 3 ? 3 : fit);
		l->line[QR_LINE_NAME].box.h = room;
		y += room + gap;
	}
	if (has_number) {
		set_line(l, QR_LINE_NUMBER, y, number, most(number * 0.6, LETTERS_MIN), 1);
		y += number * QR_LEADING + gap;
	}
	if (lines > 0)
		set_line(l, QR_LINE_PLACE, y, place, most(place * 0.75, LETTERS_MIN), lines);
}

/* The readable code at the bottom, the others above it. */
static void place_words(struct qr_layout *l, const struct qr_label *label)
{
	const struct qr_box *w = &l->words;
	double em = most(least(w->h / (l->centred ? 4.4 : 5.2), w->w / 5.2), LETTERS_MIN), h = w->h;

	if (has(label->code) && strlen(label->code) == QR_CODE_LENGTH) {
		double code = least(w->w / (MONO * (QR_CODE_LENGTH + 1)) * 0.995, em);

		h -= code * QR_BASELINE;
		set_line(l, QR_LINE_CODE, w->y + h, code, code, 1);
		h -= em * 0.25;
	}
	if (l->blank)
		place_blank(l, h);
	else
		place_lines(l, label, h, em);
}

/* The hint under the code, as wide as the code. */
static void place_hint(struct qr_layout *l, double y, double size)
{
	l->line[QR_LINE_HINT] =
		(struct qr_layout_line){{l->code.x, y, l->code.w, size * QR_LEADING}, size, size * 0.6, 1};
}

static bool make_wide(const struct qr_size *size, const struct qr_label *label, int side, struct qr_layout *l)
{
	double quiet, ink, hint, block;

	l->module = fit_module(size, side, size->label_w * 0.62, size->label_h);
	ink = side * l->module;
	quiet = QR_QUIET * l->module;
	hint = has(label->hint) ? least(most(ink * 0.145, 2.2), 6) : 0;
	block = ink + (hint > 0 ? quiet + hint * QR_BASELINE : 0);
	if (block > size->label_h - size->edge - most(size->edge, quiet)) {
		hint = 0;
		block = ink;
	}
	l->code =
		(struct qr_box){most(size->edge, quiet), most((size->label_h - block) / 2, quiet), ink, ink};
	if (hint > 0)
		place_hint(l, l->code.y + ink + quiet, hint);
	else if (ink < size->label_h * 0.6)
		block = most(block, size->label_h * 0.7);
	l->words.x = l->code.x + ink + quiet + l->module;
	l->words.w = size->label_w - most(size->edge, 2) - l->words.x;
	l->words.y = (size->label_h - block) / 2;
	l->words.h = block;
	return l->module > 0;
}

static bool make_high(const struct qr_size *size, const struct qr_label *label, int side, struct qr_layout *l)
{
	double quiet, ink, hint;

	l->module = fit_module(size, side, size->label_w, size->label_h * 0.7);
	ink = side * l->module;
	quiet = QR_QUIET * l->module;
	hint = has(label->hint) ? least(most(ink * 0.11, 2.2), 5) : 0;
	l->code = (struct qr_box){(size->label_w - ink) / 2, most(size->edge, quiet), ink, ink};
	l->words.x = size->edge;
	l->words.w = size->label_w - 2 * size->edge;
	l->words.y = l->code.y + ink + quiet;
	if (hint > 0 && size->label_h - size->edge - l->words.y - hint * 2 > 4 * LETTERS_MIN * QR_LEADING) {
		place_hint(l, l->words.y, hint);
		l->words.y += hint * 2;
	}
	l->words.h = size->label_h - most(size->edge, size->label_h * 0.04) - l->words.y;
	l->centred = true;
	return l->module > 0;
}

bool qr_layout_make(const struct qr_size *size, const struct qr_label *label, int side, struct qr_layout *l)
{
	bool wide = size->label_w >= size->label_h * 1.15;

	*l = (struct qr_layout){.blank = !has(label->name) && !has(label->number)};
	if (!(wide ? make_wide : make_high)(size, label, side, l))
		return false;
	place_words(l, label);
	return true;
}
