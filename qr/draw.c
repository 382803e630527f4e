/* draw.c - see draw.h. The only file that includes cairo and pango. */
#include "qr/draw.h"

#include <math.h>

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <cairo.h>
#include <pango/pangocairo.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "qr/png.h"

#define MM_PER_INCH 25.4
enum { TEXT_POINTS = 200, SIZES = 8 };

struct draw {
	struct buf *out;
	enum qr_format format;
	cairo_surface_t *surface;
	cairo_t *cr;
	PangoFontMap *fonts;
	PangoContext *context;
	double scale; /* device units a mm */
	double x, y;  /* the origin, mm */
};

static cairo_status_t write_out(void *closure, const unsigned char *data, unsigned int n)
{
	struct draw *d = closure;

	buf_add(d->out, data, n);
	return d->out->full ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static void make_surface(struct draw *d, double w, double h, int dpi)
{
	switch (d->format) {
	case QR_PDF:
		d->scale = 72 / MM_PER_INCH;
		d->surface = cairo_pdf_surface_create_for_stream(write_out, d, w * d->scale, h * d->scale);
		break;
	case QR_SVG:
		d->scale = 1;
		d->surface = cairo_svg_surface_create_for_stream(write_out, d, w, h);
		cairo_svg_surface_set_document_unit(d->surface, CAIRO_SVG_UNIT_MM);
		break;
	default:
		d->scale = dpi == 203 ? 8 : dpi / MM_PER_INCH;
		d->surface = cairo_image_surface_create(
			CAIRO_FORMAT_RGB24, (int)lround(w * d->scale), (int)lround(h * d->scale));
	}
	d->cr = cairo_create(d->surface);
	cairo_scale(d->cr, d->scale, d->scale);
}

/* A font map of our own: the shared one is one per thread and would stay with each of hundreds of workers. */
static void make_fonts(struct draw *d)
{
	cairo_font_options_t *options = cairo_font_options_create();

	d->fonts = pango_cairo_font_map_new();
	d->context = pango_font_map_create_context(d->fonts);
	/* Text must break the same in all formats, and a unit is a millimetre here, much too large to round to. */
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	cairo_font_options_set_hint_style(
		options, d->format == QR_PNG ? CAIRO_HINT_STYLE_SLIGHT : CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
	pango_cairo_context_set_font_options(d->context, options);
	pango_context_set_round_glyph_positions(d->context, FALSE);
	pango_cairo_update_context(d->cr, d->context);
	cairo_font_options_destroy(options);
}

static void paint_paper(struct draw *d)
{
	if (d->format != QR_PDF) {
		cairo_set_source_rgb(d->cr, 1, 1, 1);
		cairo_paint(d->cr);
	}
	cairo_set_source_rgb(d->cr, 0, 0, 0);
}

struct draw *draw_open(struct buf *out, enum qr_format format, double w, double h, int dpi)
{
	struct draw *d = xcalloc(1, sizeof(*d));

	d->out = out;
	d->format = format;
	make_surface(d, w, h, dpi);
	make_fonts(d);
	paint_paper(d);
	if (cairo_status(d->cr) == CAIRO_STATUS_SUCCESS)
		return d;
	draw_close(d);
	return NULL;
}

void draw_next_page(struct draw *d)
{
	cairo_show_page(d->cr);
}

/* What was drawn is black on white in four bytes a dot; a printer wants one. */
static bool write_png(struct draw *d)
{
	int w = cairo_image_surface_get_width(d->surface), h = cairo_image_surface_get_height(d->surface);
	cairo_surface_t *grey = cairo_image_surface_create(CAIRO_FORMAT_A8, w, h);
	const unsigned char *from = cairo_image_surface_get_data(d->surface);
	unsigned char *to = cairo_image_surface_get_data(grey);
	size_t start = d->out->len;
	bool good = to && from;

	cairo_surface_flush(d->surface);
	for (int y = 0; good && y < h; y++)
		for (int x = 0; x < w; x++)
			to[y * cairo_image_surface_get_stride(grey) + x] =
				from[y * cairo_image_surface_get_stride(d->surface) + 4 * x];
	if (good) {
		cairo_surface_mark_dirty(grey);
		good = cairo_surface_write_to_png_stream(grey, write_out, d) == CAIRO_STATUS_SUCCESS &&
		       png_set_resolution(d->out, start, (uint32_t)lround(d->scale * 1000));
	}
	cairo_surface_destroy(grey);
	return good;
}

bool draw_close(struct draw *d)
{
	bool good;

	if (!d)
		return false;
	good = cairo_status(d->cr) == CAIRO_STATUS_SUCCESS;
	cairo_destroy(d->cr);
	if (d->format == QR_PNG && good)
		good = write_png(d);
	cairo_surface_finish(d->surface);
	good = good && cairo_surface_status(d->surface) == CAIRO_STATUS_SUCCESS && !d->out->full;
	cairo_surface_destroy(d->surface);
	g_object_unref(d->context);
	g_object_unref(d->fonts);
	free(d);
	return good;
}

void draw_origin(struct draw *d, double x, double y)
{
	d->x = x;
	d->y = y;
	cairo_identity_matrix(d->cr);
	cairo_scale(d->cr, d->scale, d->scale);
	cairo_translate(d->cr, x, y);
}

void draw_line(struct draw *d, double x1, double y1, double x2, double y2, double width)
{
	cairo_set_line_width(d->cr, width);
	cairo_move_to(d->cr, x1, y1);
	cairo_line_to(d->cr, x2, y2);
	cairo_stroke(d->cr);
}

void draw_matrix(struct draw *d, const struct qr_matrix *m, const struct qr_box *box)
{
	cairo_save(d->cr);
	if (d->format == QR_PNG) {
		/* Blurred edges cost reading distance: a module is a whole number of dots, at a whole dot. */
		double dots = fmax(floor(box->w * d->scale / m->side + 0.01), 1);
		double rest = (box->w * d->scale - dots * m->side) / 2;

		cairo_identity_matrix(d->cr);
		cairo_translate(d->cr, round((d->x + box->x) * d->scale + rest),
			round((d->y + box->y) * d->scale + rest));
		cairo_scale(d->cr, dots, dots);
	} else {
		cairo_translate(d->cr, box->x, box->y);
		cairo_scale(d->cr, box->w / m->side, box->w / m->side);
	}
	cairo_set_antialias(d->cr, CAIRO_ANTIALIAS_NONE);
	/* One path, filled once: neighbouring rows filled apart would show seams in viewers. */
	for (int row = 0; row < m->side; row++) {
		for (int column = 0; column < m->side; column++) {
			int run = 0;

			while (qr_matrix_dark(m, column + run, row))
				run++;
			if (run)
				cairo_rectangle(d->cr, column, row, run, 1);
			column += run;
		}
	}
	cairo_fill(d->cr);
	cairo_restore(d->cr);
}

/* What of the text is shown: well formed, on one line, and so much that laying it out ends. */
static void clean(struct buf *out, const char *text)
{
	const char *end = text + strlen(text);

	for (int n = 0; text < end && n < TEXT_POINTS; n++) {
		int32_t c = utf8_next(&text, end);
		char bytes[4];
		bool blank = (c >= 0 && c < 0x20) || (c >= 0x7F && c < 0xA0) || (c >= 0x2028 && c <= 0x202E);

		buf_add(out, bytes, utf8_put(bytes, c < 0 ? 0xFFFD : blank ? ' ' : c));
	}
}

static PangoLayout *make_text(struct draw *d, const char *text, enum draw_font font, enum draw_align align)
{
	PangoLayout *layout = pango_layout_new(d->context);
	PangoFontDescription *wanted = pango_font_description_new();

	pango_font_description_set_family_static(wanted,
		font == DRAW_CODE ? "DejaVu Sans Mono, Noto Sans Mono, monospace"
				  : "Noto Sans CJK SC, Source Han Sans SC, WenQuanYi Micro Hei, sans-serif");
	pango_font_description_set_weight(
		wanted, font == DRAW_PLAIN ? PANGO_WEIGHT_NORMAL : PANGO_WEIGHT_BOLD);
	pango_layout_set_font_description(layout, wanted);
	pango_font_description_free(wanted);
	pango_layout_set_alignment(layout, align == DRAW_CENTRE ? PANGO_ALIGN_CENTER : PANGO_ALIGN_LEFT);
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_auto_dir(layout, FALSE);
	pango_layout_set_single_paragraph_mode(layout, TRUE);
	pango_layout_set_text(layout, text, -1);
	return layout;
}

/* The text at this size; the lines it may have are those that fit the box. False: it needs more. */
static bool try_size(PangoLayout *layout, const struct qr_layout_line *line, double size)
{
	PangoFontDescription *font = pango_font_description_copy(pango_layout_get_font_description(layout));
	int lines = (int)(line->box.h / (size * QR_LEADING) + 0.01);

	lines = lines < 1 ? 1 : lines > line->lines ? line->lines : lines;
	pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	pango_layout_set_width(layout, (int)(line->box.w * PANGO_SCALE));
	pango_layout_set_height(layout, -lines);
	pango_layout_set_ellipsize(layout, line->tail ? PANGO_ELLIPSIZE_START : PANGO_ELLIPSIZE_END);
	return !pango_layout_is_ellipsized(layout) && pango_layout_get_line_count(layout) <= lines;
}

/* The lines at distances of our own: what fonts say of their height differs by a third between them. */
static void show_lines(struct draw *d, PangoLayout *layout, const struct qr_box *box, double size)
{
	PangoLayoutIter *iter = pango_layout_get_iter(layout);
	double y = box->y + size * QR_BASELINE;

	do {
		PangoRectangle place;

		pango_layout_iter_get_line_extents(iter, NULL, &place);
		cairo_move_to(d->cr, box->x + (double)place.x / PANGO_SCALE, y);
		pango_cairo_show_layout_line(d->cr, pango_layout_iter_get_line_readonly(iter));
		y += size * QR_LEADING;
	} while (pango_layout_iter_next_line(iter));
	pango_layout_iter_free(iter);
}

double draw_text(struct draw *d, const struct qr_layout_line *line, const char *text, enum draw_font font,
	enum draw_align align)
{
	double size = line->size, step = (line->size - line->size_min) / SIZES;
	struct buf shown;
	PangoLayout *layout;
	int lines;

	buf_init(&shown);
	clean(&shown, text);
	layout = make_text(d, buf_text(&shown), font, align);
	for (int i = 1; !try_size(layout, line, size) && i <= SIZES; i++)
		size = line->size - step * i;
	show_lines(d, layout, &line->box, size);
	lines = pango_layout_get_line_count(layout);
	g_object_unref(layout);
	buf_release(&shown);
	return lines * size * QR_LEADING;
}
