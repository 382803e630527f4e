/* label.c - see label.h. */
#include "qr/label.h"

#include <string.h>

#include "base/arena.h"
#include "qr/code.h"
#include "qr/draw.h"

#define DOT_MM (25.4 / 203)
/* A version 3 code with its quiet zone; a longer address gets smaller modules in the same box. */
enum { BOX_MODULES = 29 + 2 * QR_QUIET };

const struct qr_size qr_sizes[] = {
	{"50x30", 50, 30, 0, 0, 50, 30, 1, 1, 5},
	{"70x50", 70, 50, 0, 0, 70, 50, 1, 1, 8},
	{"a4", 210, 297, 0, 0.5, 70, 37, 3, 8, 6},
	{.name = NULL},
};

const struct qr_size *qr_size_find(const char *name)
{
	for (const struct qr_size *s = qr_sizes; s->name; s++)
		if (strcmp(s->name, name) == 0)
			return s;
	return NULL;
}

size_t qr_label_pages(const struct qr_size *size, size_t labels)
{
	size_t each = (size_t)size->columns * (size_t)size->rows;

	return (labels + each - 1) / each;
}

/* Name, number and place under one another beside the code, the code's own text at the bottom; all within h. */
static void draw_words(struct draw *d, const struct qr_label *l, double x, double y, double w, double h)
{
	double em = h / 9;
	char grouped[QR_CODE_GROUPED_SIZE] = "";
	struct draw_text name = {l->name, x, y, w, em * 1.25, 3, true, false, false};
	struct draw_text number = {l->number, x, 0, w, em, 1, false, false, false};
	struct draw_text place = {l->place, x, 0, w, em * 0.72, 2, false, false, false};
	struct draw_text code = {grouped, x, 0, w, em * 0.86, 1, false, true, false};
	double bottom = y + h;

	/* Eleven characters of half an em each must fit. */
	if (code.size * 5.6 > w)
		code.size = w / 5.6;
	if (l->code && strlen(l->code) == QR_CODE_LENGTH) {
		qr_code_group(l->code, grouped);
		code.y = bottom -= draw_text(d, &code, true);
		draw_text(d, &code, false);
	}
	if (!l->name) {
		draw_line(d, x, y + h * 0.28, x + w, y + h * 0.28, 0.2);
		draw_line(d, x, y + h * 0.56, x + w, y + h * 0.56, 0.2);
		return;
	}
	/* A long name gives way so that number and place keep their line. */
	while (name.lines > 1 &&
		y + draw_text(d, &name, true) + em * (l->number ? 1.4 : 0) + em * 0.9 > bottom)
		name.lines--;
	y += draw_text(d, &name, false) + em * 0.25;
	if (l->number && y + em * 1.2 <= bottom) {
		number.y = y;
		y += draw_text(d, &number, false) + em * 0.15;
	}
	if (l->place && y + em * 0.9 <= bottom) {
		place.y = y;
		if (y + draw_text(d, &place, true) > bottom)
			place.lines = 1;
		draw_text(d, &place, false);
	}
}

static bool draw_one(struct draw *d, const struct qr_size *size, const struct qr_label *l, double x, double y)
{
	struct qr_matrix *m = xmalloc(sizeof(*m));
	double box = BOX_MODULES * size->dots * DOT_MM, module, side, top;
	double gap = 1, edge = 2;
	bool good = qr_matrix_make(l->url, QR_ECC_Q, m);

	if (good) {
		module = m->side + 2 * QR_QUIET <= BOX_MODULES ? size->dots * DOT_MM
							       : box / (m->side + 2 * QR_QUIET);
		side = (m->side + 2 * QR_QUIET) * module;
		top = y + (size->label_h - side) / 2;
		draw_matrix(d, m, x + gap + (box - side) / 2 + QR_QUIET * module, top + QR_QUIET * module,
			module);
		draw_words(d, l, x + gap + box, y + size->label_h * 0.13, size->label_w - gap - box - edge,
			size->label_h * 0.74);
	}
	free(m);
	return good;
}

static bool draw_page(
	struct draw *d, const struct qr_size *size, const struct qr_label *labels, size_t n, size_t page)
{
	size_t each = (size_t)size->columns * (size_t)size->rows;
	bool good = true;

	for (size_t i = 0; i < each && page * each + i < n; i++) {
		double x = size->left + (double)(i % (size_t)size->columns) * size->label_w;
		double y = size->top + (double)(i / (size_t)size->columns) * size->label_h;

		good &= draw_one(d, size, &labels[page * each + i], x, y);
	}
	return good;
}

bool qr_label_draw(struct buf *out, const struct qr_size *size, const struct qr_label *labels, size_t n,
	size_t page, enum qr_format format, int dpi)
{
	size_t pages = qr_label_pages(size, n), first = format == QR_PDF ? 0 : page;
	size_t last = format == QR_PDF ? pages : page + 1;
	struct draw *d;
	bool good = true;

	if (last > pages || first >= last || dpi < 72 || dpi > 600)
		return false;
	d = draw_open(out, format, size->page_w, size->page_h, dpi);
	for (size_t p = first; d && p < last; p++) {
		good &= draw_page(d, size, labels, n, p);
		if (p + 1 < last)
			draw_next_page(d);
	}
	return draw_close(d) && good;
}

bool qr_label_calibration(struct buf *out, enum qr_format format, int dpi)
{
	struct draw *d = draw_open(out, format, 210, 297, dpi);
	const struct draw_text words = {"100 mm × 100 mm", 55, 202, 100, 5, 1, false, false, true};

	if (!d)
		return false;
	draw_line(d, 55, 148.5, 155, 148.5, 0.3);
	draw_line(d, 105, 98.5, 105, 198.5, 0.3);
	for (int i = 0; i <= 10; i++) {
		draw_line(d, 55 + i * 10, 146.5, 55 + i * 10, 150.5, 0.2);
		draw_line(d, 103, 98.5 + i * 10, 107, 98.5 + i * 10, 0.2);
	}
	draw_text(d, &words, false);
	return draw_close(d);
}
