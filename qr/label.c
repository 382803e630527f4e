/* label.c - see label.h. */
#include "qr/label.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "qr/code.h"
#include "qr/draw.h"
#include "qr/layout.h"

/* SIDE_USUAL: of a version 3 code with its quiet zone. */
enum { FREE_MIN = 20, FREE_MAX = 300, SIDE_USUAL = 29 + 2 * QR_QUIET };

const struct qr_size qr_sizes[] = {
	{"50x30", 50, 30, 0, 0, 50, 30, 1, 1, 5, 2},
	{"70x50", 70, 50, 0, 0, 70, 50, 1, 1, 8, 3},
	/* The usual 24 self-adhesive labels without gaps; half a millimetre is left over at the top and the bottom. */
	{"a4", 210, 297, 0, 0.5, 70, 37, 3, 8, 6, 4.5},
	{.name = NULL},
};

const struct qr_size *qr_size_find(const char *name)
{
	for (const struct qr_size *s = qr_sizes; s->name; s++)
		if (strcmp(s->name, name) == 0)
			return s;
	return NULL;
}

/* "60" up to the mark behind it; 0 when it is none of the sizes allowed. */
static int read_mm(const char **text, char mark)
{
	int v = 0, digits = 0;

	for (; **text >= '0' && **text <= '9' && digits < 4; digits++)
		v = v * 10 + *(*text)++ - '0';
	if (digits > 3 || **text != mark || v < FREE_MIN || v > FREE_MAX)
		return 0;
	*text += 1;
	return v;
}

bool qr_size_read(const char *name, struct qr_size *out)
{
	const struct qr_size *known = qr_size_find(name);
	double box;
	int w, h;

	if (known) {
		*out = *known;
		return true;
	}
	w = read_mm(&name, 'x');
	h = w ? read_mm(&name, 0) : 0;
	if (!h)
		return false;
	/* As the known sizes are: the code takes about half the label, with room for its hint. */
	box = w >= h * 1.15 ? fmin(w * 0.55, h * 0.78) : fmin(w, h * 0.6);
	*out = (struct qr_size){
		NULL, w, h, 0, 0, w, h, 1, 1, (int)fmax(box * 8 / SIDE_USUAL, QR_DOTS_MIN), 2};
	return true;
}

size_t qr_label_pages(const struct qr_size *size, size_t labels)
{
	size_t each = (size_t)size->columns * (size_t)size->rows;

	return (labels + each - 1) / each;
}

/* A line to write on, with a small word under it of what belongs there. */
static void draw_blank(struct draw *d, const struct qr_layout_line *line, const char *word)
{
	double size = line->size_min < 2.2 ? line->size_min : 2.2,
	       y = line->box.y + line->box.h - size * QR_LEADING;
	const struct qr_layout_line small = {
		{line->box.x, y + 0.2, line->box.w, size * QR_LEADING}, size, size, 1};

	draw_line(d, line->box.x, y, line->box.x + line->box.w, y, 0.2);
	draw_text(d, &small, word, DRAW_PLAIN, DRAW_LEFT);
}

/* Name, number and place: each moves up by what those above it did not take. */
static void draw_words(struct draw *d, const struct qr_layout *l, const struct qr_label *label)
{
	const char *text[] = {label->name, label->number, label->place};
	enum draw_align align = l->centred ? DRAW_CENTRE : DRAW_LEFT;
	double spare = 0;

	for (int i = 0; i < 3; i++) {
		struct qr_layout_line line = l->line[QR_LINE_NAME + i];

		if (line.box.h <= 0)
			continue;
		line.box.y -= spare;
		spare += line.box.h - draw_text(d, &line, text[i], i == 0 ? DRAW_BOLD : DRAW_PLAIN, align);
	}
}

static void draw_label(
	struct draw *d, const struct qr_layout *l, const struct qr_matrix *m, const struct qr_label *label)
{
	char grouped[QR_CODE_GROUPED_SIZE];
	enum draw_align align = l->centred ? DRAW_CENTRE : DRAW_LEFT;

	draw_matrix(d, m, &l->code);
	if (l->blank) {
		draw_blank(d, &l->line[QR_LINE_NAME], "名称 Name");
		draw_blank(d, &l->line[QR_LINE_NUMBER], "编号 No.");
	} else {
		draw_words(d, l, label);
	}
	if (l->line[QR_LINE_CODE].box.h > 0) {
		qr_code_group(label->code, grouped);
		draw_text(d, &l->line[QR_LINE_CODE], grouped, DRAW_CODE, align);
	}
	if (l->line[QR_LINE_HINT].box.h > 0)
		draw_text(d, &l->line[QR_LINE_HINT], label->hint, DRAW_BOLD, DRAW_CENTRE);
}

static bool draw_one(struct draw *d, const struct qr_size *size, const struct qr_label *given)
{
	struct qr_matrix *m = xmalloc(sizeof(*m));
	struct qr_label label = *given;
	struct qr_layout layout;
	bool good;

	/* What is only known by its number is called by it. */
	if (!label.name || !*label.name) {
		label.name = label.number;
		label.number = NULL;
	}
	good = qr_matrix_make(label.url, QR_ECC_Q, m) && qr_layout_make(size, &label, m->side, &layout);
	if (good)
		draw_label(d, &layout, m, &label);
	free(m);
	return good;
}

/* Where to cut when the sheet is plain paper: a small cross at each corner that four labels share. */
static void draw_corners(struct draw *d, const struct qr_size *size)
{
	const double arm = 1.5, width = 0.1;

	draw_origin(d, size->left, size->top);
	for (int column = 1; column < size->columns; column++) {
		for (int row = 1; row < size->rows; row++) {
			double x = column * size->label_w, y = row * size->label_h;

			draw_line(d, x - arm, y, x + arm, y, width);
			draw_line(d, x, y - arm, x, y + arm, width);
		}
	}
}

static bool draw_page(
	struct draw *d, const struct qr_size *size, const struct qr_label *labels, size_t n, size_t page)
{
	size_t columns = (size_t)size->columns, each = columns * (size_t)size->rows;
	bool good = true;

	draw_corners(d, size);
	for (size_t i = 0; i < each && page * each + i < n; i++) {
		const struct qr_label *label = &labels[page * each + i];

		draw_origin(d, size->left + (double)(i % columns) * size->label_w,
			size->top + (double)(i / columns) * size->label_h);
		if (label->url)
			good &= draw_one(d, size, label);
	}
	return good;
}

static bool good_dpi(enum qr_format format, int dpi)
{
	return format != QR_PNG || (dpi >= 72 && dpi <= 600);
}

bool qr_label_draw(struct buf *out, const struct qr_size *size, const struct qr_label *labels, size_t n,
	size_t page, enum qr_format format, int dpi)
{
	size_t pages = qr_label_pages(size, n), first = format == QR_PDF ? 0 : page;
	size_t last = format == QR_PDF ? pages : page + 1;
	struct draw *d;
	bool good = true;

	if (page >= pages || !good_dpi(format, dpi))
		return false;
	d = draw_open(out, format, size->page_w, size->page_h, dpi);
	for (size_t p = first; d && good && p < last; p++) {
		if (p > first)
			draw_next_page(d);
		good = draw_page(d, size, labels, n, p);
	}
	return draw_close(d) && good;
}

/* A scale of 100 mm along the x axis, or down the y axis, from (x, y): marks at every mm, longer at 5 and 10. */
static void draw_ruler(struct draw *d, double x, double y, bool down)
{
	for (int mm = 0; mm <= 100; mm++) {
		double half = mm % 10 == 0 ? 3 : mm % 5 == 0 ? 2 : 1.2, width = mm % 10 == 0 ? 0.2 : 0.1;

		if (down)
			draw_line(d, x - half, y + mm, x + half, y + mm, width);
		else
			draw_line(d, x + mm, y - half, x + mm, y + half, width);
	}
	draw_line(d, x, y, x + (down ? 0 : 100), y + (down ? 100 : 0), 0.2);
}

static void draw_numbers(struct draw *d, double x, double y)
{
	for (int mm = 0; mm <= 100; mm += 10) {
		char text[8];
		struct qr_layout_line across = {{x + mm - 5, y + 50 + 3.2, 10, 3}, 2.4, 2.4, 1};
		struct qr_layout_line down = {{x + 50 + 3.8, y + mm - 1.5, 10, 3}, 2.4, 2.4, 1};

		snprintf(text, sizeof(text), "%d", mm);
		/* Where the two cross there is no room for both. */
		if (mm == 50)
			continue;
		draw_text(d, &across, text, DRAW_PLAIN, DRAW_CENTRE);
		draw_text(d, &down, text, DRAW_PLAIN, DRAW_LEFT);
	}
}

bool qr_label_calibration(struct buf *out, enum qr_format format, int dpi)
{
	/* Clear of the corners, which are every 37 mm from 37.5 on. */
	static const struct {
		double y, size;
		const char *text;
	} words[] = {
		{42, 7, "校准页 Calibration page"},
		{54, 3.4, "横竖两把尺都应正好是 100 mm。Both rulers must be exactly 100 mm."},
		{191, 3.8, "打印时选择“实际大小”（100%），不要“适合页面”。不是 100 mm 就不要用来打印标签。"},
		{204, 3.2,
			"Print at actual size (100 %), not 'fit to page'. Do not print labels while it is "
			"not 100 mm."},
		{228, 3.8,
			"小十字是 A4 标签纸（3×8，70×37 "
			"mm）各标签相接的角：把标签纸衬在后面对着光看，应当重合。"},
		{241, 3.2,
			"The small crosses are the corners of an A4 sheet of 3×8 labels of 70×37 mm: hold "
			"one behind "
			"this page against the light, and they should meet."},
	};
	struct draw *d;

	if (!good_dpi(format, dpi) || !(d = draw_open(out, format, 210, 297, dpi)))
		return false;
	draw_corners(d, qr_size_find("a4"));
	draw_origin(d, 55, 80);
	draw_ruler(d, 0, 50, false);
	draw_ruler(d, 50, 0, true);
	draw_numbers(d, 0, 0);
	draw_origin(d, 0, 0);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		const struct qr_layout_line line = {{25, words[i].y, 160, 12}, words[i].size, 3, 2};

		draw_text(d, &line, words[i].text, i == 0 ? DRAW_BOLD : DRAW_PLAIN,
			i < 2 ? DRAW_CENTRE : DRAW_LEFT);
	}
	return draw_close(d);
}
