/* qr_label_test.c - labels have their true size, and what is drawn on them is where the layout says. */
#include "unit/qr_picture.h"

#include <pthread.h>

#include <zlib.h>

#include "unit/qr_label_set.h"

#include "qr/layout.h"
#include "qr/matrix.h"

static struct buf draw(const char *size, const struct qr_label *l, size_t n, enum qr_format format, int dpi)
{
	struct qr_size s;
	struct buf b;

	buf_init(&b);
	assert_true(qr_size_read(size, &s));
	assert_true(qr_label_draw(&b, &s, l, n, 0, format, dpi));
	return b;
}

/* ---- true millimetres ---- */

/* An SVG has the page's millimetres as its size and as its coordinates. */
static void svg_is_in_millimetres(void **state)
{
	static const char *const rows[][2] = {
		{"50x30", "width=\"50mm\" height=\"30mm\" viewBox=\"0 0 50 30\""},
		{"70x50", "width=\"70mm\" height=\"50mm\" viewBox=\"0 0 70 50\""},
		{"a4", "width=\"210mm\" height=\"297mm\" viewBox=\"0 0 210 297\""},
		{"60x40", "width=\"60mm\" height=\"40mm\" viewBox=\"0 0 60 40\""},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf b = draw(rows[i][0], labels, 1, QR_SVG, 0);

		if (!strstr(b.data, rows[i][1]))
			fail_msg("%s: %.300s", rows[i][0], b.data);
		assert_null(strstr(b.data, "<text"));
		assert_null(strstr(b.data, "<image"));
		buf_release(&b);
	}
}

static void tool(struct buf *said, const char *program, const struct buf *pdf)
{
	char command[256];

	file_write("in.pdf", pdf->data, pdf->len);
	snprintf(command, sizeof(command), "%s %s", program, picture_path("in.pdf"));
	buf_clear(said);
	run(said, 0, command);
}

/* A PDF has pages of the true size, one for each label of a roll and one for 24 of a sheet. */
static void pdf_has_true_pages(void **state)
{
	static const struct {
		const char *size;
		size_t labels, pages;
		double w, h;
	} rows[] = {{"50x30", 3, 3, 50, 30}, {"70x50", 1, 1, 70, 50}, {"a4", 3, 1, 210, 297},
		{"a4", 25, 2, 210, 297}};
	struct buf said;

	(void)state;
	buf_init(&said);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct qr_label many[25];
		struct buf b;
		const char *at;
		double w, h;

		for (size_t k = 0; k < COUNT(many); k++)
			many[k] = labels[k % 5];
		b = draw(rows[i].size, many, rows[i].labels, QR_PDF, 0);
		tool(&said, "pdfinfo", &b);
		at = strstr(said.data, "Pages:");
		assert_non_null(at);
		assert_int_equal(strtol(at + 6, NULL, 10), rows[i].pages);
		at = strstr(said.data, "Page size:");
		assert_non_null(at);
		assert_int_equal(sscanf(at, "Page size: %lf x %lf pts", &w, &h), 2);
		assert_true(fabs(w / 72 * 25.4 - rows[i].w) < 0.01 && fabs(h / 72 * 25.4 - rows[i].h) < 0.01);
		buf_release(&b);
	}
	buf_release(&said);
}

/* A PDF carries its fonts, Chinese ones too, and its words can be searched. */
static void pdf_carries_its_fonts(void **state)
{
	struct buf b = draw("70x50", labels, 2, QR_PDF, 0), said;
	char *line, *rest;
	int fonts = 0;

	(void)state;
	buf_init(&said);
	tool(&said, "pdffonts", &b);
	line = strchr(said.data, '\n');
	assert_non_null(line);
	line = strchr(line + 1, '\n');
	for (line = line + 1; *line; line = rest) {
		const char *embedded = strstr(line, "yes");

		rest = strchr(line, '\n') + 1;
		fonts++;
		if (!embedded || embedded > rest)
			fail_msg("not embedded: %.*s", (int)(rest - line), line);
	}
	assert_in_range(fonts, 2, 8);
	buf_clear(&said);
	tool(&said, "pdftotext -q - - <", &b);
	assert_non_null(strstr(said.data, "CDFHJ-KMNPF"));
	assert_non_null(strstr(said.data, "M-0017"));
	assert_non_null(strstr(said.data, "一号车间"));
	buf_release(&said);
	buf_release(&b);
}

static uint32_t get32(const struct buf *b, size_t at)
{
	const uint8_t *p = (const uint8_t *)b->data + at;

	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* A PNG has the dots of its size at that resolution, says the resolution, and is one byte of grey a dot. */
static void png_says_its_resolution(void **state)
{
	static const struct {
		const char *size;
		int dpi;
		uint32_t w, h, per_metre;
	} rows[] = {
		{"50x30", 203, 400, 240, 8000},
		{"70x50", 203, 560, 400, 8000},
		{"a4", 203, 1680, 2376, 8000},
		{"50x30", 300, 591, 354, 11811},
		{"50x30", 600, 1181, 709, 23622},
		{"50x30", 72, 142, 85, 2835},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf b = draw(rows[i].size, labels, 1, QR_PNG, rows[i].dpi);
		struct picture p = picture_from_png(&b);

		assert_int_equal(get32(&b, 16), rows[i].w);
		assert_int_equal(get32(&b, 20), rows[i].h);
		assert_int_equal(b.data[24], 8);
		assert_int_equal(b.data[25], 0);
		assert_int_equal(get32(&b, 33), 9);
		assert_memory_equal(b.data + 37, "pHYs", 4);
		assert_int_equal(get32(&b, 41), rows[i].per_metre);
		assert_int_equal(get32(&b, 45), rows[i].per_metre);
		assert_int_equal(b.data[49], 1);
		assert_int_equal(get32(&b, 50), crc32(0, (const Bytef *)b.data + 37, 13));
		assert_int_equal(p.w, rows[i].w);
		free(p.dots);
		buf_release(&b);
	}
}

/* ---- what is drawn ---- */

/* At 203 dpi every module is a square of whole dots, all black or all white, where the layout says. */
static void modules_are_whole_dots(void **state)
{
	struct qr_matrix *m = malloc(sizeof(*m));

	(void)state;
	assert_true(qr_matrix_make(URL, QR_ECC_Q, m));
	for (const struct qr_size *s = qr_sizes; s->name; s++) {
		struct buf b = draw(s->name, labels, 1, QR_PNG, 203);
		struct picture p = picture_from_png(&b);
		struct qr_layout l;
		int dots, x0, y0;

		assert_true(qr_layout_make(s, &labels[0], m->side, &l));
		dots = (int)lround(l.module * 8);
		x0 = (int)lround((s->left + l.code.x) * 8);
		y0 = (int)lround((s->top + l.code.y) * 8);
		for (int y = -QR_QUIET * dots; y < (m->side + QR_QUIET) * dots; y++)
			for (int x = -QR_QUIET * dots; x < (m->side + QR_QUIET) * dots; x++) {
				int column = x < 0 ? -1 : x / dots, row = y < 0 ? -1 : y / dots;

				if (picture_at(&p, x0 + x, y0 + y) !=
					(qr_matrix_dark(m, column, row) ? 0 : 255))
					fail_msg("%s: dot %d %d", s->name, x, y);
			}
		free(p.dots);
		buf_release(&b);
	}
	free(m);
}

static bool white(const struct picture *p, double x, double y, double w, double h)
{
	for (int i = (int)ceil(y * 8); i < (int)floor((y + h) * 8); i++)
		for (int k = (int)ceil(x * 8); k < (int)floor((x + w) * 8); k++)
			if (picture_at(p, k, i) != 255)
				return false;
	return true;
}

/* However long a text is (on the sheet, which is large, only some), its ink stays out of the quiet zone and off the label's edge. */
static void long_texts_stay_in_their_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(all_sizes) - 1; i++) {
		for (size_t k = i == 2 ? 3 : 0; k < (i == 2 ? 6 : COUNT(labels)); k++) {
			struct qr_size s;
			struct qr_layout l;
			struct buf b = draw(all_sizes[i], &labels[k], 1, QR_PNG, 203);
			struct picture p = picture_from_png(&b);
			double quiet, edge;

			assert_true(qr_size_read(all_sizes[i], &s));
			assert_true(qr_layout_make(&s, &labels[k], 29, &l));
			quiet = QR_QUIET * l.module;
			/* letters reach a little out of their line */
			edge = s.edge * 0.75;
			p.h = p.h < 8 * s.label_h ? p.h : (int)(8 * (s.top + s.label_h));
			if (!white(&p, s.left, s.top, s.label_w, edge) ||
				!white(&p, s.left, s.top + s.label_h - edge, s.label_w - 2, edge) ||
				!white(&p, s.left, s.top, edge, s.label_h - 2) ||
				!white(&p, s.left + s.label_w - edge, s.top, edge, s.label_h - 2))
				fail_msg("%s, label %zu: ink at the edge", all_sizes[i], k);
			for (int side = 0; side < 4; side++) {
				bool across = side < 2;
				double at = side % 2 ? l.code.w : -quiet;

				if (!white(&p, s.left + l.code.x + (across ? at : -quiet),
					    s.top + l.code.y + (across ? -quiet : at),
					    across ? quiet : l.code.w + 2 * quiet,
					    across ? l.code.h + 2 * quiet : quiet))
					fail_msg("%s, label %zu: ink in the quiet zone", all_sizes[i], k);
			}
			free(p.dots);
			buf_release(&b);
		}
	}
}

/* How many rows of the label hold a line as long as its words are wide. */
static int rules(const struct qr_label *label)
{
	const struct qr_size *s = qr_size_find("50x30");
	struct buf b = draw("50x30", label, 1, QR_PNG, 203);
	struct picture p = picture_from_png(&b);
	struct qr_layout l;
	int found = 0, before = 0;

	assert_true(qr_layout_make(s, label, 29, &l));
	for (int y = 0; y < p.h; y++) {
		int dark = 0;

		for (int x = (int)(l.words.x * 8) + 1; x < (int)((l.words.x + l.words.w) * 8); x++)
			dark += picture_at(&p, x, y) < 200;
		found += dark >= (int)(l.words.w * 8) - 2 && !before;
		before = dark >= (int)(l.words.w * 8) - 2;
	}
	free(p.dots);
	buf_release(&b);
	return found;
}

/* A label for nobody yet has two lines to write on; one with a name or a number has none. */
static void blank_labels_have_lines_to_write_on(void **state)
{
	(void)state;
	assert_int_equal(rules(&labels[5]), 2);
	assert_int_equal(rules(&labels[6]), 2);
	assert_int_equal(rules(&labels[0]), 0);
	assert_int_equal(rules(&labels[7]), 0);
	assert_int_equal(rules(&labels[8]), 0);
}

/* A place on the sheet that is used up already stays empty, and the next label stands where it should. */
static void used_places_stay_empty(void **state)
{
	const struct qr_size *s = qr_size_find("a4");
	struct qr_label three[3] = {{NULL}, {NULL}, labels[0]};
	struct buf b = draw("a4", three, 3, QR_PNG, 203);
	struct picture p = picture_from_png(&b);

	(void)state;
	assert_true(white(&p, 0, 0, 139, 37 - 2));
	assert_false(white(&p, 140, s->top, 70, 37 - 2));
	assert_true(white(&p, 0, 40, 210, 30));
	free(p.dots);
	buf_release(&b);
}

/* What cannot be drawn is refused. */
static void what_cannot_be_drawn_is_refused(void **state)
{
	const struct qr_size *s = qr_size_find("50x30"), *a4 = qr_size_find("a4");
	struct qr_label bad = labels[0];
	char text[4001];
	struct buf b;

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = 0;
	buf_init(&b);
	assert_false(qr_label_draw(&b, s, labels, 2, 2, QR_PNG, 203));
	assert_false(qr_label_draw(&b, s, labels, 2, (size_t)-1, QR_SVG, 203));
	assert_false(qr_label_draw(&b, s, labels, 0, 0, QR_PDF, 203));
	assert_false(qr_label_draw(&b, a4, labels, 3, 1, QR_SVG, 203));
	assert_false(qr_label_draw(&b, s, labels, 2, 0, QR_PNG, 71));
	assert_false(qr_label_draw(&b, s, labels, 2, 0, QR_PNG, 601));
	assert_false(qr_label_draw(&b, s, labels, 2, 0, QR_PNG, 0));
	bad.url = "";
	assert_false(qr_label_draw(&b, s, &bad, 1, 0, QR_PDF, 203));
	bad.url = text;
	assert_false(qr_label_draw(&b, s, &bad, 1, 0, QR_PDF, 203));
	text[400] = 0;
	assert_false(qr_label_draw(&b, s, &bad, 1, 0, QR_PDF, 203));
	text[60] = 0;
	assert_true(qr_label_draw(&b, s, &bad, 1, 0, QR_PDF, 203));
	buf_release(&b);
	buf_init(&b);
	b.limit = 1000;
	assert_false(qr_label_draw(&b, s, labels, 1, 0, QR_PDF, 203));
	assert_false(qr_label_draw(&b, s, labels, 1, 0, QR_PNG, 203));
	buf_release(&b);
}

/* Texts from anywhere are drawn: broken UTF-8, control characters, emoji, right to left, endless. */
static void any_text_is_drawn(void **state)
{
	char *endless = malloc(1000001);
	const char *const texts[] = {"\xff\xfe", "\xe6\xb6", "a\nb\tc\rd", "\x01\x7f", "🏭🔧", "مكبس",
		"<b>&amp;</b>",
		"\xe2\x80\xae"
		"abc",
		" ", "%s%n", endless};

	(void)state;
	memset(endless, 'W', 1000000);
	endless[1000000] = 0;
	for (size_t i = 0; i < COUNT(texts); i++) {
		const struct qr_label l = {URL, "CDFHJKMNPF", texts[i], texts[i], texts[i], texts[i]};

		for (int format = QR_SVG; format <= QR_PDF; format++) {
			struct buf b = draw("50x30", &l, 1, (enum qr_format)format, 203);

			assert_true(b.len > 1000);
			buf_release(&b);
		}
	}
	free(endless);
}

/* ---- calibration ---- */

/* The longest unbroken dark run in a row or a column. */
static int longest(const struct picture *p, bool down)
{
	int best = 0;

	for (int i = 0; i < (down ? p->w : p->h); i++)
		for (int k = 0, run_of = 0; k < (down ? p->h : p->w); k++) {
			run_of = picture_at(p, down ? i : k, down ? k : i) < 128 ? run_of + 1 : 0;
			best = run_of > best ? run_of : best;
		}
	return best;
}

/* Printed at 254 dpi, the two rulers are 1000 dots long, give or take the width of their last mark. */
static void the_cross_is_100_mm(void **state)
{
	struct buf b, said;
	struct picture p;

	(void)state;
	buf_init(&b);
	buf_init(&said);
	assert_true(qr_label_calibration(&b, QR_PDF, 0));
	tool(&said, "pdfinfo", &b);
	assert_non_null(strstr(said.data, "(A4)"));
	p = picture_from_pdf(&b, 1, 254);
	assert_in_range(p.w, 2099, 2101);
	assert_in_range(longest(&p, false), 999, 1004);
	assert_in_range(longest(&p, true), 999, 1004);
	free(p.dots);
	buf_clear(&b);
	assert_true(qr_label_calibration(&b, QR_SVG, 0));
	assert_non_null(strstr(b.data, "width=\"210mm\" height=\"297mm\" viewBox=\"0 0 210 297\""));
	buf_clear(&b);
	assert_true(qr_label_calibration(&b, QR_PNG, 203));
	p = picture_from_png(&b);
	assert_in_range(longest(&p, false), 799, 804);
	free(p.dots);
	assert_false(qr_label_calibration(&b, QR_PNG, 0));
	buf_release(&said);
	buf_release(&b);
}

/* ---- threads ---- */

static void *draw_many(void *arg)
{
	struct buf *out = arg;

	for (int i = 0; i < 6; i++) {
		struct buf b = draw("70x50", &labels[2], 1, QR_PNG, 203);

		if (i > 0)
			buf_release(&b);
		else
			*out = b;
	}
	return NULL;
}

/* Any thread may draw, and all draw the same. */
static void threads_draw_the_same(void **state)
{
	pthread_t threads[4];
	struct buf out[4];

	(void)state;
	for (int i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, draw_many, &out[i]), 0);
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	for (int i = 0; i < 4; i++) {
		assert_int_equal(out[i].len, out[0].len);
		assert_memory_equal(out[i].data, out[0].data, out[0].len);
	}
	for (int i = 0; i < 4; i++)
		buf_release(&out[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(svg_is_in_millimetres),
		cmocka_unit_test(pdf_has_true_pages),
		cmocka_unit_test(pdf_carries_its_fonts),
		cmocka_unit_test(png_says_its_resolution),
		cmocka_unit_test(modules_are_whole_dots),
		cmocka_unit_test(long_texts_stay_in_their_place),
		cmocka_unit_test(blank_labels_have_lines_to_write_on),
		cmocka_unit_test(used_places_stay_empty),
		cmocka_unit_test(what_cannot_be_drawn_is_refused),
		cmocka_unit_test(any_text_is_drawn),
		cmocka_unit_test(the_cross_is_100_mm),
		cmocka_unit_test(threads_draw_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
