/* qr_picture.h - grey pictures, what spoils them, and the programs that read them. A program that is missing fails the
 * test: ./test installs them. */
#ifndef TESTS_UNIT_QR_PICTURE_H
#define TESTS_UNIT_QR_PICTURE_H

#include "unit/test.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cairo.h>

#include "base/buf.h"

struct picture {
	int w, h;
	uint8_t *dots; /* 0 black … 255 white, row by row; freed by the test */
};

static inline struct picture picture_new(int w, int h)
{
	struct picture p = {w, h, malloc((size_t)w * (size_t)h)};

	memset(p.dots, 255, (size_t)w * (size_t)h);
	return p;
}

static inline uint8_t picture_at(const struct picture *p, int x, int y)
{
	return x < 0 || y < 0 || x >= p->w || y >= p->h ? 255 : p->dots[y * p->w + x];
}

/* ---- files and programs ---- */

/* A folder of this test's own, gone when it ends. */
static inline const char *picture_folder(bool make)
{
	static char folder[64];

	if (make && !folder[0]) {
		snprintf(folder, sizeof(folder), "/tmp/jixiu_qr_XXXXXX");
		assert_non_null(mkdtemp(folder));
	}
	return folder;
}

static inline void picture_tidy(void)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf %s", picture_folder(false));
	if (system(command) != 0)
		fprintf(stderr, "left behind: %s\n", picture_folder(false));
}

/* The path of a file in it. */
static inline const char *picture_path(const char *name)
{
	static char path[128];

	if (!picture_folder(false)[0]) {
		picture_folder(true);
		atexit(picture_tidy);
	}
	snprintf(path, sizeof(path), "%s/%s", picture_folder(true), name);
	return path;
}

static inline void file_write(const char *name, const void *data, size_t n)
{
	FILE *f = fopen(picture_path(name), "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(data, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
}

/* What the program prints. Its status must be 0, or `also`. */
static inline void run(struct buf *out, int also, const char *command)
{
	char part[4096];
	size_t n;
	FILE *f = popen(command, "r");
	int status;

	assert_non_null(f);
	while ((n = fread(part, 1, sizeof(part), f)) > 0)
		buf_add(out, part, n);
	status = pclose(f);
	if (status != 0 && status != also << 8)
		fail_msg("status %d of: %s", status >> 8, command);
}

/* ---- pictures from files ---- */

struct source {
	const struct buf *b;
	size_t at;
};

static inline cairo_status_t picture_read_png(void *closure, unsigned char *data, unsigned int n)
{
	struct source *s = closure;

	if (n > s->b->len - s->at)
		return CAIRO_STATUS_READ_ERROR;
	memcpy(data, s->b->data + s->at, n);
	s->at += n;
	return CAIRO_STATUS_SUCCESS;
}

static inline struct picture picture_from_png(const struct buf *b)
{
	struct source from = {b, 0};
	cairo_surface_t *s = cairo_image_surface_create_from_png_stream(picture_read_png, &from);
	struct picture p;

	assert_int_equal(cairo_surface_status(s), CAIRO_STATUS_SUCCESS);
	p = picture_new(cairo_image_surface_get_width(s), cairo_image_surface_get_height(s));
	for (int y = 0; y < p.h; y++) {
		const unsigned char *row =
			cairo_image_surface_get_data(s) + y * cairo_image_surface_get_stride(s);

		for (int x = 0; x < p.w; x++)
			p.dots[y * p.w + x] =
				row[cairo_image_surface_get_format(s) == CAIRO_FORMAT_A8 ? x : 4 * x + 1];
	}
	cairo_surface_destroy(s);
	return p;
}

/* Of a file in the test's folder. */
static inline struct picture picture_from_file(const char *name)
{
	struct picture p;
	struct buf b;
	char part[4096];
	size_t n;
	FILE *f = fopen(picture_path(name), "rb");

	assert_non_null(f);
	buf_init(&b);
	while ((n = fread(part, 1, sizeof(part), f)) > 0)
		buf_add(&b, part, n);
	fclose(f);
	p = picture_from_png(&b);
	buf_release(&b);
	return p;
}

/* One page of a PDF as poppler prints it. */
static inline struct picture picture_from_pdf(const struct buf *pdf, int page, int dpi)
{
	char command[512], path[128];
	struct buf said;

	file_write("page.pdf", pdf->data, pdf->len);
	snprintf(path, sizeof(path), "%s", picture_path("page"));
	snprintf(command, sizeof(command), "pdftoppm -r %d -gray -png -singlefile -f %d -l %d %s.pdf %s", dpi,
		page, page, path, path);
	buf_init(&said);
	run(&said, 0, command);
	buf_release(&said);
	return picture_from_file("page.png");
}

/* An SVG of w × h mm as a browser shows it, 8 dots a mm. */
static inline struct picture picture_from_svg(const struct buf *svg, int w, int h)
{
	char command[768], path[128];
	struct buf said;

	file_write("page.svg", svg->data, svg->len);
	snprintf(path, sizeof(path), "%s", picture_path(""));
	snprintf(command, sizeof(command),
		"HOME=%s chromium-headless-shell --no-sandbox --disable-gpu --hide-scrollbars "
		"--force-device-scale-factor=%.5f --window-size=%d,%d --screenshot=%spage.png "
		"file://%spage.svg "
		"2>%ssaid || { cat %ssaid >&2; exit 1; }",
		path, 8 * 25.4 / 96, (int)ceil(w / 25.4 * 96), (int)ceil(h / 25.4 * 96), path, path, path,
		path);
	buf_init(&said);
	run(&said, 0, command);
	buf_release(&said);
	return picture_from_file("page.png");
}

/* ---- reading codes ---- */

/* How many codes zbar finds; each must be one of texts (n of them), and is counted in found[] where not NULL. */
static inline int picture_scan(const struct picture *p, const char *const *texts, size_t n, int *found)
{
	char command[256], head[64], *line, *rest;
	struct buf b;
	int count = 0;

	buf_init(&b);
	snprintf(head, sizeof(head), "P5\n%d %d\n255\n", p->w, p->h);
	buf_str(&b, head);
	buf_add(&b, p->dots, (size_t)p->w * (size_t)p->h);
	file_write("scan.pgm", b.data, b.len);
	buf_clear(&b);
	/* 4: nothing found. Its complaints about a message bus are its own. */
	snprintf(command, sizeof(command),
		"zbarimg -q --raw --nodbus -S*.disable -Sqrcode.enable %s 2>/dev/null",
		picture_path("scan.pgm"));
	run(&b, 4, command);
	for (line = b.data; line && *line; line = rest) {
		size_t i;

		rest = strchr(line, '\n');
		assert_non_null(rest);
		*rest++ = 0;
		for (i = 0; i < n && strcmp(texts[i], line) != 0; i++)
			;
		if (i == n)
			fail_msg("read something that was never printed: %s", line);
		if (found)
			found[i]++;
		count++;
	}
	buf_release(&b);
	return count;
}

/* ---- what happens to a label ---- */

/* Repeatable chance, 0 … n - 1. */
static inline unsigned chance(uint64_t *seed, unsigned n)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)((*seed >> 33) % n);
}

/* So many percent of all squares of `size` dots become black or white. */
static inline void picture_speckle(struct picture *p, unsigned percent, int size, uint64_t seed)
{
	for (int y = 0; y < p->h; y += size)
		for (int x = 0; x < p->w; x += size) {
			uint8_t ink = chance(&seed, 2) ? 255 : 0;

			if (chance(&seed, 100) >= percent)
				continue;
			for (int k = 0; k < size * size; k++)
				if (y + k / size < p->h && x + k % size < p->w)
					p->dots[(y + k / size) * p->w + x + k % size] = ink;
		}
}

static inline void picture_blot(struct picture *p, int x, int y, int w, int h, uint8_t ink)
{
	for (int i = y; i < y + h && i < p->h; i++)
		for (int k = x; k < x + w && k < p->w; k++)
			p->dots[i * p->w + k] = ink;
}

/* The mean of the dots around, bilinear. */
static inline double picture_sample(const struct picture *p, double x, double y)
{
	int x0 = (int)floor(x), y0 = (int)floor(y);
	double fx = x - x0, fy = y - y0;

	return (picture_at(p, x0, y0) * (1 - fx) + picture_at(p, x0 + 1, y0) * fx) * (1 - fy) +
	       (picture_at(p, x0, y0 + 1) * (1 - fx) + picture_at(p, x0 + 1, y0 + 1) * fx) * fy;
}

/* Turned by so many degrees and scaled, on white paper, as a camera sees it. */
static inline struct picture picture_turn(const struct picture *p, double degrees, double scale)
{
	double a = degrees * M_PI / 180, c = cos(a), s = sin(a);
	struct picture out = picture_new((int)ceil((p->w * fabs(c) + p->h * fabs(s)) * scale) + 40,
		(int)ceil((p->w * fabs(s) + p->h * fabs(c)) * scale) + 40);

	for (int y = 0; y < out.h; y++)
		for (int x = 0; x < out.w; x++) {
			double dx = (x - out.w / 2.0) / scale, dy = (y - out.h / 2.0) / scale, sum = 0;

			/* four samples a dot: a camera's pixel is an area */
			for (int k = 0; k < 4; k++) {
				double ex = dx + (k % 2 - 0.5) * 0.5 / scale,
				       ey = dy + (k / 2 - 0.5) * 0.5 / scale;

				sum += picture_sample(
					p, ex * c + ey * s + p->w / 2.0, -ex * s + ey * c + p->h / 2.0);
			}
			out.dots[y * out.w + x] = (uint8_t)(sum / 4);
		}
	return out;
}

#endif
