/* qr_scan_test.c - what is printed can be read: every format and size, decoded by zbar, which shares no code with us;
 * also dirty, small, turned, and all at once. */
#include "unit/qr_picture.h"

#include "qr/code.h"
#include "qr/label.h"

enum { MANY = 24 };

static struct sheet {
	char codes[MANY][QR_CODE_SIZE], urls[MANY][96];
	const char *texts[MANY];
	struct qr_label labels[MANY];
} sheet;

/* Labels as a plant has them: every code another, names short and long, some blank. */
static int make_sheet(void **state)
{
	static const char *const names[] = {"数控车床 CK6150", "立式加工中心", "Injection moulding machine",
		"四柱液压机（汽车门板拉延成形专用）二号", NULL, "空压机"};

	for (int i = 0; i < MANY; i++) {
		uint8_t random[16] = {
			(uint8_t)i, 3, 141, 59, 26, 53, 58, 97, 93, 23, 84, 62, 64, 33, 83, (uint8_t)(i * 7)};
		char code[QR_CODE_SIZE];

		qr_code_make(random, code);
		memcpy(sheet.codes[i], code, sizeof(code));
		snprintf(sheet.urls[i], sizeof(sheet.urls[i]), "http://192.168.1.10:8080/q/%s", code);
		sheet.texts[i] = sheet.urls[i];
		sheet.labels[i] = (struct qr_label){sheet.urls[i], sheet.codes[i], names[i % 6],
			names[i % 6] ? "M-0017" : NULL, names[i % 6] ? "一号车间 / 机加线 / 3 号工位" : NULL,
			"扫码报修"};
	}
	*state = &sheet;
	return 0;
}

static struct buf draw(const char *size, size_t n, size_t page, enum qr_format format, int dpi)
{
	struct qr_size s;
	struct buf b;

	buf_init(&b);
	assert_true(qr_size_read(size, &s));
	assert_true(qr_label_draw(&b, &s, sheet.labels, n, page, format, dpi));
	return b;
}

static struct picture draw_picture(const char *size, size_t page, int dpi)
{
	struct buf b = draw(size, MANY, page, QR_PNG, dpi);
	struct picture p = picture_from_png(&b);

	buf_release(&b);
	return p;
}

/* The picture shows exactly this one code; then it is forgotten. */
static void reads(struct picture p, int which, const char *what)
{
	int found[MANY] = {0}, n = picture_scan(&p, sheet.texts, MANY, found);

	free(p.dots);
	if (n != 1 || found[which] != 1)
		fail_msg("%s: %d codes", what, n);
}

/* All codes of an A4 sheet, each once and each in its row. */
static void reads_rows(struct picture p, const char *what)
{
	const struct qr_size *s = qr_size_find("a4");

	for (int row = 0; row < s->rows; row++) {
		int found[MANY] = {0}, y = (int)((s->top + row * s->label_h) / s->page_h * p.h);
		struct picture strip = {
			p.w, (int)(s->label_h / s->page_h * p.h), p.dots + (size_t)y * (size_t)p.w};
		int n = picture_scan(&strip, sheet.texts, MANY, found);

		for (int i = 3 * row; i < 3 * row + 3; i++)
			if (n != 3 || found[i] != 1)
				fail_msg("%s, row %d: %d codes", what, row, n);
	}
	free(p.dots);
}

/* All codes of a sheet in one look. */
static void reads_all(struct picture p)
{
	int found[MANY] = {0};

	assert_int_equal(picture_scan(&p, sheet.texts, MANY, found), MANY);
	for (int i = 0; i < MANY; i++)
		assert_int_equal(found[i], 1);
	free(p.dots);
}

/* A PNG of any size and resolution is read. */
static void png_is_read(void **state)
{
	static const struct {
		const char *size;
		int dpi;
	} rows[] = {{"50x30", 203}, {"70x50", 203}, {"50x30", 300}, {"70x50", 300}, {"50x30", 600},
		{"40x30", 203}, {"40x60", 203}, {"60x40", 300}, {"50x50", 203}, {"30x20", 203}};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		for (size_t page = i; page < 6 + i; page += 3)
			reads(draw_picture(rows[i].size, page, rows[i].dpi), (int)page, rows[i].size);
}

/* All 24 codes of a sheet are read from the PNG at once; and row by row (among 72 finder patterns zbar loses one now and
 * then) from the PDF printed at 203 and 300 dpi and from the SVG in a browser. */
static void a_sheet_is_read_whole(void **state)
{
	struct buf b;

	(void)state;
	reads_all(draw_picture("a4", 0, 203));
	reads_rows(draw_picture("a4", 0, 203), "png");
	b = draw("a4", MANY, 0, QR_PDF, 0);
	reads_rows(picture_from_pdf(&b, 1, 203), "pdf 203");
	reads_rows(picture_from_pdf(&b, 1, 300), "pdf 300");
	buf_release(&b);
	b = draw("a4", MANY, 0, QR_SVG, 0);
	reads_rows(picture_from_svg(&b, 210, 297), "svg");
	buf_release(&b);
}

/* A roll printed from the PDF at 203 dpi: each page is its own label. */
static void a_roll_is_read(void **state)
{
	static const char *const sizes[] = {"50x30", "70x50"};

	(void)state;
	for (size_t i = 0; i < COUNT(sizes); i++) {
		struct buf b = draw(sizes[i], MANY, 0, QR_PDF, 0);

		for (int page = 0; page < MANY; page += 7)
			reads(picture_from_pdf(&b, page + 1, 203), page, sizes[i]);
		buf_release(&b);
	}
}

/* Single labels as SVG, in a browser. */
static void svg_is_read(void **state)
{
	static const struct {
		const char *size;
		int w, h;
	} rows[] = {{"50x30", 50, 30}, {"70x50", 70, 50}};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf b = draw(rows[i].size, MANY, 2 + i, QR_SVG, 0);

		reads(picture_from_svg(&b, rows[i].w, rows[i].h), (int)(2 + i), rows[i].size);
		buf_release(&b);
	}
}

/* Longer addresses make finer codes; they are read too. */
static void long_addresses_are_read(void **state)
{
	static const char *const texts[] = {"http://192.168.100.200:8080/q/CDFHJKMNPF",
		"https://maintenance.example.com/q/CDFHJKMNPF",
		"https://maintenance.factory-group.example.com:8443/q/CDFHJKMNPF",
		"https://maintenance.factory-group.example.com:8443/factories/number-one/jixiu/q/CDFHJKMNPF"};

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		const struct qr_label l = {texts[i], "CDFHJKMNPF", "空压机", "K-3", "动力站", "扫码报修"};

		for (const struct qr_size *s = qr_sizes; s->name; s++) {
			struct picture p;
			struct buf b;

			buf_init(&b);
			assert_true(qr_label_draw(&b, s, &l, 1, 0, QR_PNG, 203));
			p = picture_from_png(&b);
			if (picture_scan(&p, &texts[i], 1, NULL) != 1)
				fail_msg("%s: %s", s->name, texts[i]);
			free(p.dots);
			buf_release(&b);
		}
	}
}

/* In how many looks the code is read, as a phone takes one picture after another, each from a little elsewhere; 0 =
 * in none of four. */
static int looks(const struct picture *p, int which)
{
	static const struct {
		double degrees, scale;
	} rows[] = {{0, 1}, {3, 0.8}, {-4, 1.1}, {8, 0.6}};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct picture seen = picture_turn(p, rows[i].degrees, rows[i].scale);
		int found[MANY] = {0}, n = picture_scan(&seen, sheet.texts, MANY, found);

		free(seen.dots);
		assert_int_equal(n, found[which]);
		if (n == 1)
			return (int)i + 1;
	}
	return 0;
}

/* Black and white specks are forgiven: over five hundredths of the label when they are smaller than a module, over two
 * when they are as large as one (a wrong module spoils the eight of its word, and Q restores a quarter). */
static void dirty_labels_are_read(void **state)
{
	static const struct {
		const char *size;
		unsigned percent;
		int speck; /* dots */
	} rows[] = {{"50x30", 5, 1}, {"50x30", 5, 2}, {"50x30", 5, 3}, {"50x30", 2, 5}, {"70x50", 5, 3},
		{"70x50", 5, 5}, {"70x50", 2, 8}};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		for (int page = 0; page < 5; page++) {
			struct picture p = draw_picture(rows[i].size, (size_t)page, 203);

			picture_speckle(&p, rows[i].percent, rows[i].speck, (uint64_t)page * 77 + i);
			if (looks(&p, page) == 0)
				fail_msg("specks %zu, label %d", i, page);
			free(p.dots);
		}
}

/* A scratch, a drop of oil or of paint on the code is forgiven: 3 × 3 mm, black or white, anywhere but on a corner. */
static void damaged_labels_are_read(void **state)
{
	static const struct {
		int x, y, w, h; /* dots from the label's corner; the code is at 20, 25 and 145 large */
	} spots[] = {
		{80, 85, 24, 24}, {130, 70, 24, 24}, {75, 145, 24, 24}, {60, 60, 100, 5}, {100, 70, 4, 95}};

	(void)state;
	for (size_t i = 0; i < COUNT(spots); i++)
		for (int ink = 0; ink < 2; ink++) {
			struct picture p = draw_picture("50x30", i, 203);

			picture_blot(&p, spots[i].x, spots[i].y, spots[i].w, spots[i].h, ink ? 255 : 0);
			reads(p, (int)i, "damaged");
		}
}

/* Turned, from farther away (down to 3 dots a module), and both. */
static void turned_and_small_labels_are_read(void **state)
{
	static const struct {
		double degrees, scale;
	} rows[] = {{15, 1}, {-15, 1}, {90, 1}, {180, 1}, {45, 1}, {0, 0.6}, {0, 0.75}, {0, 2}, {15, 0.7},
		{-15, 1.5}};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct picture p = draw_picture("50x30", i, 203);

		reads(picture_turn(&p, rows[i].degrees, rows[i].scale), (int)i, "turned");
		free(p.dots);
	}
}

/* Dirty, damaged and turned at once. */
static void hard_used_labels_are_read(void **state)
{
	(void)state;
	for (int page = 0; page < 6; page++) {
		struct picture p = draw_picture("50x30", (size_t)page, 203);

		picture_speckle(&p, 3, 2, (uint64_t)page + 5);
		picture_blot(&p, 90, 90, 12, 12, 0);
		reads(picture_turn(&p, page % 2 ? 15 : -15, 1.2), page, "hard used");
		free(p.dots);
	}
}

/* The picture of a label without its code is read as nothing: the proofs above can fail. */
static void a_label_without_its_code_is_not_read(void **state)
{
	struct picture p = draw_picture("50x30", 0, 203);

	(void)state;
	picture_blot(&p, 20, 20, 60, 60, 255);
	assert_int_equal(picture_scan(&p, sheet.texts, MANY, NULL), 0);
	free(p.dots);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(png_is_read),
		cmocka_unit_test(a_sheet_is_read_whole),
		cmocka_unit_test(a_roll_is_read),
		cmocka_unit_test(svg_is_read),
		cmocka_unit_test(long_addresses_are_read),
		cmocka_unit_test(dirty_labels_are_read),
		cmocka_unit_test(damaged_labels_are_read),
		cmocka_unit_test(turned_and_small_labels_are_read),
		cmocka_unit_test(hard_used_labels_are_read),
		cmocka_unit_test(a_label_without_its_code_is_not_read),
	};

	return cmocka_run_group_tests(tests, make_sheet, NULL);
}
