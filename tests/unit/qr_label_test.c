/* qr_label_test.c - every label is read back by another program (zbar), also printed small, dirty and turned, and has
 * its true size in millimetres. zbarimg and pdftoppm must be there: ./test installs them. */
#include "test.h"

#include <unistd.h>

#include "base/token.h"
#include "qr/code.h"
#include "qr/label.h"
#include "qr/matrix.h"

static char dir[] = "/tmp/jixiu_qr_XXXXXX";

static int set_up(void **state)
{
	(void)state;
	assert_true(token_init());
	return mkdtemp(dir) ? 0 : 1;
}

static int tear_down(void **state)
{
	char command[128];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", dir);
	return system(command);
}

static void save(const char *name, const struct buf *b)
{
	char path[128];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(b->data, 1, b->len, f), b->len);
	fclose(f);
}

/* How many of the codes printed by the command (a line each) are `want`; every line must be. */
static int decoded(const char *command, const char *want)
{
	char full[512], line[256];
	FILE *f;
	int n = 0;

	snprintf(full, sizeof(full), "cd %s && %s 2>/dev/null", dir, command);
	f = popen(full, "r");
	assert_non_null(f);
	while (fgets(line, sizeof(line), f)) {
		line[strcspn(line, "\n")] = 0;
		assert_string_equal(line, want);
		n++;
	}
	pclose(f);
	return n;
}

static const char URL[] = "http://192.168.1.20:8080/q/";

static struct qr_label sample(int i, char *code, char *url)
{
	static const char *const names[] = {"一号冲床",
		"二号生产线数控卧式加工中心（带第四轴和自动上下料机械手）",
		"Hydraulic press no. 3 with robot loader", NULL};
	uint8_t random[16] = {7, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

	qr_code_make(random, code);
	snprintf(url, 64, "%s%s", URL, code);
	return (struct qr_label){
		url, code, names[i % 4], i % 3 ? "CNC-012" : "P-01", i % 2 ? "焊装车间 / 二号线" : NULL};
}

/* Single labels and sheets, as PNG at 203 dpi and as PDF through a rasteriser at the printer's 203 dpi: each code is
 * found and says its address. */
static void every_output_is_read_back(void **state)
{
	char code[QR_CODE_SIZE], url[64], command[256];
	struct qr_label labels[30];

	(void)state;
	for (int i = 0; i < 30; i++)
		labels[i] = sample(i, code, url);
	for (const struct qr_size *s = qr_sizes; s->name; s++) {
		size_t each = (size_t)s->columns * (size_t)s->rows, n = each > 1 ? 30 : 2;
		struct buf b;

		assert_int_equal(qr_label_pages(s, n), 2);
		buf_init(&b);
		for (size_t page = 0; page < 2; page++) {
			buf_clear(&b);
			assert_true(qr_label_draw(&b, s, labels, n, page, QR_PNG, 203));
			save("page.png", &b);
			assert_int_equal(decoded("zbarimg -q --raw page.png", url), page ? n - each : each);
		}
		buf_clear(&b);
		assert_true(qr_label_draw(&b, s, labels, n, 0, QR_PDF, 203));
		save("all.pdf", &b);
		snprintf(command, sizeof(command),
			"pdftoppm -r 203 -png all.pdf p_%s && zbarimg -q --raw p_%s*.png", s->name, s->name);
		assert_int_equal(decoded(command, url), n);
		assert_false(qr_label_draw(&b, s, labels, n, 2, QR_PNG, 203));
		buf_release(&b);
	}
}

/* The page of a PDF and of an SVG is exactly as large as the label or the sheet. */
static void sizes_are_true_millimetres(void **state)
{
	char code[QR_CODE_SIZE], url[64], want[128];
	struct qr_label label = sample(0, code, url);

	(void)state;
	for (const struct qr_size *s = qr_sizes; s->name; s++) {
		struct buf b;

		buf_init(&b);
		assert_true(qr_label_draw(&b, s, &label, 1, 0, QR_SVG, 203));
		snprintf(want, sizeof(want), "width=\"%gmm\" height=\"%gmm\" viewBox=\"0 0 %g %g\"",
			s->page_w, s->page_h, s->page_w, s->page_h);
		assert_non_null(strstr(b.data, want));
		buf_clear(&b);
		assert_true(qr_label_draw(&b, s, &label, 1, 0, QR_PDF, 203));
		save("size.pdf", &b);
		snprintf(want, sizeof(want),
			"pdfinfo size.pdf | awk '/Page size/ {d = ($3 - %f)^2 + ($5 - %f)^2; if (d < 0.01) "
			"print \"right\"}'",
			s->page_w * 72 / 25.4, s->page_h * 72 / 25.4);
		assert_int_equal(decoded(want, "right"), 1);
		buf_release(&b);
	}
}

/* Away from the three finders, which every reader needs whole. */
static bool is_data(const struct qr_matrix *m, int x, int y)
{
	return !((x < 9 && y < 9) || (x < 9 && y >= m->side - 9) || (x >= m->side - 9 && y < 9));
}

/* A grey picture of the code alone, `dots` a module, in PGM; then harmed by `harm`. */
static void save_picture(const struct qr_matrix *m, int dots, double turn, int specks, int blot)
{
	int side = (m->side + 2 * QR_QUIET) * dots, room = side * 3 / 2;
	double c = __builtin_cos(turn), s = __builtin_sin(turn);
	struct buf b;

	buf_init(&b);
	buf_printf(&b, "P5\n%d %d\n255\n", room, room);
	for (int y = 0; y < room; y++) {
		for (int x = 0; x < room; x++) {
			double dx = x - room / 2.0, dy = y - room / 2.0;
			double u = (c * dx + s * dy + side / 2.0) / dots - QR_QUIET;
			double v = (-s * dx + c * dy + side / 2.0) / dots - QR_QUIET;
			bool dark = u >= 0 && v >= 0 && qr_matrix_dark(m, (int)u, (int)v);

			/* Dirt and scratches: so many of a hundred modules of the data are the wrong way round. */
			if (u >= 0 && v >= 0 && u < m->side && v < m->side && is_data(m, (int)u, (int)v) &&
				((int)v * m->side + (int)u) * 7919 % 100 < specks)
				dark = !dark;
			/* Oil: a round spot over the middle, as wide as `blot` modules. */
			if (blot && (u - m->side / 2.0) * (u - m->side / 2.0) +
						    (v - m->side / 2.0) * (v - m->side / 2.0) <
					    blot * blot / 4.0)
				dark = true;
			buf_char(&b, dark ? 20 : (char)235);
		}
	}
	save("picture.pgm", &b);
	buf_release(&b);
}

/* Small, turned, dirty and with an oil spot it is still read: that is what level Q is for. */
static void it_survives_the_workshop(void **state)
{
	static const struct {
		int dots;
		double turn;
		int specks, blot;
	} cases[] = {{2, 0, 0, 0}, {5, 0, 0, 0}, {5, 0.26, 0, 0}, {6, 1.2, 0, 0}, {5, 0, 2, 0}, {5, 0, 0, 7},
		{8, 0.26, 1, 4}};
	char code[QR_CODE_SIZE], url[64];
	struct qr_matrix m;

	(void)state;
	sample(0, code, url);
	assert_true(qr_matrix_make(url, QR_ECC_Q, &m));
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		save_picture(&m, cases[i].dots, cases[i].turn, cases[i].specks, cases[i].blot);
		if (decoded("zbarimg -q --raw picture.pgm", url) != 1)
			fail_msg("case %zu is not read", i);
	}
}

/* A plant's address stays small enough: version 3 or less for http://255.255.255.255:8080 with ECC L…M, 4 at most with Q;
 * what fits no code is refused, not cut. */
static void versions_and_limits(void **state)
{
	struct qr_matrix m;
	char *far = malloc(4001);

	(void)state;
	assert_true(qr_matrix_make("http://10.0.0.5/q/ABCDE23456", QR_ECC_Q, &m));
	assert_true(m.version <= 3);
	assert_int_equal(m.side, 17 + 4 * m.version);
	memset(far, 'a', 4000);
	far[4000] = 0;
	assert_false(qr_matrix_make(far, QR_ECC_Q, &m));
	assert_false(qr_matrix_make("", QR_ECC_Q, &m));
	free(far);
}

/* The plain SVG of a code has its size too, and the terminal's picture has a line for every two rows. */
static void plain_svg_and_terminal(void **state)
{
	struct qr_matrix m;
	struct buf b;
	int lines = 0;

	(void)state;
	assert_true(qr_matrix_make("http://10.0.0.5/q/ABCDE23456", QR_ECC_Q, &m));
	buf_init(&b);
	qr_matrix_svg(&b, &m, 0.5);
	assert_non_null(strstr(b.data, "width=\"18.500mm\" height=\"18.500mm\" viewBox=\"0 0 37 37\""));
	buf_clear(&b);
	qr_matrix_terminal(&b, &m);
	for (const char *c = b.data; *c; c++)
		lines += *c == '\n';
	assert_int_equal(lines, (m.side + 2 * QR_QUIET + 1) / 2);
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_output_is_read_back),
		cmocka_unit_test(sizes_are_true_millimetres),
		cmocka_unit_test(it_survives_the_workshop),
		cmocka_unit_test(versions_and_limits),
		cmocka_unit_test(plain_svg_and_terminal),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
