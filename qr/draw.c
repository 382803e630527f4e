/* draw.c - see draw.h. The only file that includes cairo and pango. */
#include "qr/draw.h"

#include <math.h>

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <cairo.h>
#include <pango/pangocairo.h>

#include "base/arena.h"

#define MM_PER_INCH 25.4
#define POINTS_PER_MM (72 / MM_PER_INCH)

struct draw {
	struct buf *out;
	enum qr_format format;
	cairo_surface_t *surface;
	cairo_t *cr;
	double scale; /* device units a mm */
};

static cairo_status_t write_out(void *closure, const unsigned char *data, unsigned int n)
{
	struct draw *d = closure;

	buf_add(d->out, data, n);
	return d->out->full ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *make_surface(struct draw *d, double w, double h)
{
	switch (d->format) {
	case QR_PDF:
		return cairo_pdf_surface_create_for_stream(write_out, d, w * d->scale, h * d->scale);
	case QR_SVG:
		return cairo_svg_surface_create_for_stream(write_out, d, w, h);
	default:
		return cairo_image_surface_create(
			CAIRO_FORMAT_RGB24, (int)lround(w * d->scale), (int)lround(h * d->scale));
	}
}

struct draw *draw_open(struct buf *out, enum qr_format format, double w, double h, int dpi)
{
	struct draw *d = xcalloc(1, sizeof(*d));

	d->out = out;
	d->format = format;
	d->scale = format == QR_PDF ? POINTS_PER_MM : format == QR_SVG ? 1 : dpi / MM_PER_INCH;
	d->surface = make_surface(d, w, h);
	if (format == QR_SVG)
		cairo_svg_surface_set_document_unit(d->surface, CAIRO_SVG_UNIT_MM);
	d->cr = cairo_create(d->surface);
	if (cairo_status(d->cr) != CAIRO_STATUS_SUCCESS) {
		draw_close(d);
		return NULL;
	}
	cairo_scale(d->cr, d->scale, d->scale);
	if (format != QR_PDF) {
		cairo_set_source_rgb(d->cr, 1, 1, 1);
		cairo_paint(d->cr);
	}
	cairo_set_source_rgb(d->cr, 0, 0, 0);
	return d;
}

void draw_next_page(struct draw *d)
{
	cairo_show_page(d->cr);
}

bool draw_close(struct draw *d)
{
	bool good;

	if (!d)
		return false;
	good = cairo_status(d->cr) == CAIRO_STATUS_SUCCESS;
	cairo_destroy(d->cr);
	if (d->format == QR_PNG && good)
		good = cairo_surface_write_to_png_stream(d->surface, write_out, d) == CAIRO_STATUS_SUCCESS;
	cairo_surface_finish(d->surface);
	good = good && cairo_surface_status(d->surface) == CAIRO_STATUS_SUCCESS;
	cairo_surface_destroy(d->surface);
	/* Each thread has a font map of its own, 2.5 MB that would stay: with hundreds of workers that is more than
	 * all the rest, and making it anew costs a few milliseconds. */
	pango_cairo_font_map_set_default(NULL);
	free(d);
	return good;
}

void draw_line(struct draw *d, double x1, double y1, double x2, double y2, double width)
{
	cairo_set_line_width(d->cr, width);
	cairo_move_to(d->cr, x1, y1);
	cairo_line_to(d->cr, x2, y2);
	cairo_stroke(d->cr);
}

void draw_matrix(struct draw *d, const struct qr_matrix *m, double x, double y, double module)
{
	cairo_save(d->cr);
	cairo_translate(d->cr, x, y);
	cairo_scale(d->cr, module, module);
	if (d->format == QR_PNG) {
		double dots = floor(module * d->scale + 0.01);

		/* Blurred edges cost reading distance: a module is a whole number of dots, at a whole dot. */
		cairo_identity_matrix(d->cr);
		cairo_translate(d->cr, round(x * d->scale), round(y * d->scale));
		cairo_scale(d->cr, dots < 1 ? 1 : dots, dots < 1 ? 1 : dots);
	}
	cairo_set_antialias(d->cr, CAIRO_ANTIALIAS_NONE);
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

double draw_text(struct draw *d, const struct draw_text *t, bool measure)
{
	PangoLayout *layout = pango_cairo_create_layout(d->cr);
	PangoFontDescription *font = pango_font_description_new();
	PangoRectangle box;
	/* Layouts are made ten times too large and scaled down: pango places glyphs on whole units. */
	const double zoom = 10;

	pango_font_description_set_family_static(
		font, t->mono ? "WenQuanYi Micro Hei Mono, Noto Sans Mono, monospace"
			      : "WenQuanYi Micro Hei, Noto Sans CJK SC, sans-serif");
	pango_font_description_set_absolute_size(font, t->size * zoom * PANGO_SCALE);
	pango_font_description_set_weight(font, t->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	pango_layout_set_font_description(layout, font);
	pango_layout_set_width(layout, (int)(t->w * zoom * PANGO_SCALE));
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_height(layout, -(t->lines > 0 ? t->lines : 1));
	pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
	pango_layout_set_alignment(layout, t->centred ? PANGO_ALIGN_CENTER : PANGO_ALIGN_LEFT);
	pango_layout_set_text(layout, t->text, -1);
	pango_layout_get_extents(layout, NULL, &box);
	if (!measure) {
		cairo_save(d->cr);
		cairo_translate(d->cr, t->x, t->y);
		cairo_scale(d->cr, 1 / zoom, 1 / zoom);
		pango_cairo_update_layout(d->cr, layout);
		pango_cairo_show_layout(d->cr, layout);
		cairo_restore(d->cr);
	}
	pango_font_description_free(font);
	g_object_unref(layout);
	return (double)box.height / PANGO_SCALE / zoom;
}
