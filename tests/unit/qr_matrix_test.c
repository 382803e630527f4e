/* qr_matrix_test.c - texts as modules, and the modules as an SVG and on a terminal. */
#include "unit/qr_picture.h"

#include "qr/matrix.h"

#define URL "http://192.168.1.10:8080/q/CDFHJKMNPF"

static struct qr_matrix *make(const char *text, enum qr_ecc ecc)
{
	struct qr_matrix *m = malloc(sizeof(*m));

	assert_true(qr_matrix_make(text, ecc, m));
	return m;
}

/* The level that the code itself claims: two bits beside the upper left finder (ISO/IEC 18004, 7.9). */
static enum qr_ecc claimed(const struct qr_matrix *m)
{
	static const enum qr_ecc of[] = {QR_ECC_M, QR_ECC_L, QR_ECC_H, QR_ECC_Q};

	return of[(qr_matrix_dark(m, 0, 8) << 1 | qr_matrix_dark(m, 1, 8)) ^ 2];
}

/* The addresses of ordinary plants fit version 3 at level Q; longer ones get the next versions. */
static void addresses_fit_small_codes(void **state)
{
	static const struct {
		const char *text;
		int version;
	} rows[] = {
		{"http://10.0.0.5/q/CDFHJKMNPF", 3},
		{"http://192.168.1.10/q/CDFHJKMNPF", 3},
		{URL, 3},
		{"http://10.20.30.40:8080/q/7KPXDRT4HD", 3},
		{"http://localhost:8080/q/CDFHJKMNPF", 3},
		{"https://jx.abc.cn/q/CDFHJKMNPF", 3},
		{"https://jx.example.com/q/CDFHJKMNPF", 4},
		{"http://192.168.100.200:8080/q/CDFHJKMNPF", 4},
		{"https://maintenance.factory-group.example.com:8443/q/CDFHJKMNPF", 6},
		{"2222222222", 1},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct qr_matrix *m = make(rows[i].text, QR_ECC_Q);

		if (m->version != rows[i].version)
			fail_msg("%s: version %d", rows[i].text, m->version);
		assert_int_equal(m->side, 17 + 4 * m->version);
		assert_int_equal(claimed(m), QR_ECC_Q);
		free(m);
	}
}

/* The level asked for is the level made. */
static void the_level_is_what_was_asked_for(void **state)
{
	(void)state;
	for (int ecc = QR_ECC_L; ecc <= QR_ECC_H; ecc++) {
		struct qr_matrix *m = make(URL, (enum qr_ecc)ecc);

		assert_int_equal(claimed(m), ecc);
		free(m);
	}
}

/* Nothing, and what no code holds, is refused. */
static void what_does_not_fit_is_refused(void **state)
{
	struct qr_matrix *m = malloc(sizeof(*m));
	char *text = malloc(100001);

	(void)state;
	memset(text, 'x', 100000);
	text[100000] = 0;
	assert_false(qr_matrix_make("", QR_ECC_Q, m));
	assert_false(qr_matrix_make(text, QR_ECC_L, m));
	text[2954] = 0;
	assert_false(qr_matrix_make(text, QR_ECC_L, m));
	text[2953] = 0;
	assert_true(qr_matrix_make(text, QR_ECC_L, m));
	assert_int_equal(m->version, 40);
	text[1664] = 0;
	assert_false(qr_matrix_make(text, QR_ECC_Q, m));
	text[1663] = 0;
	assert_true(qr_matrix_make(text, QR_ECC_Q, m));
	free(text);
	free(m);
}

/* Around the modules everything is white. */
static void outside_is_white(void **state)
{
	struct qr_matrix *m = make(URL, QR_ECC_Q);

	(void)state;
	for (int i = -5; i < m->side + 5; i++) {
		assert_false(qr_matrix_dark(m, i, -1));
		assert_false(qr_matrix_dark(m, i, m->side));
		assert_false(qr_matrix_dark(m, -1, i));
		assert_false(qr_matrix_dark(m, m->side, i));
	}
	assert_true(qr_matrix_dark(m, 0, 0));
	assert_true(qr_matrix_dark(m, m->side - 1, 0));
	assert_true(qr_matrix_dark(m, 0, m->side - 1));
	free(m);
}

/* The SVG says its true size in millimetres, keeps the quiet zone, and its path is the modules, each once. */
static void the_svg_is_the_matrix_in_millimetres(void **state)
{
	static const struct {
		double module;
		const char *width;
	} rows[] = {{0.5, "width=\"18.500mm\" height=\"18.500mm\""},
		{0.625, "width=\"23.125mm\" height=\"23.125mm\""},
		{1, "width=\"37.000mm\" height=\"37.000mm\""}};
	struct qr_matrix *m = make(URL, QR_ECC_Q);
	uint8_t seen[45 * 45] = {0};
	const char *at;
	struct buf b;
	int x, y, run_of, back;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		buf_init(&b);
		qr_matrix_svg(&b, m, rows[i].module);
		assert_non_null(strstr(b.data, rows[i].width));
		assert_non_null(strstr(b.data, "viewBox=\"0 0 37 37\""));
		assert_non_null(strstr(b.data, "shape-rendering=\"crispEdges\""));
		if (i + 1 < COUNT(rows))
			buf_release(&b);
	}
	at = strstr(b.data, " d=\"");
	assert_non_null(at);
	at += 4;
	while (sscanf(at, "M%d %dh%dv1h-%dz", &x, &y, &run_of, &back) == 4) {
		assert_int_equal(run_of, back);
		assert_false(qr_matrix_dark(m, x - 4 + run_of, y - 4));
		for (int k = 0; k < run_of; k++) {
			assert_true(qr_matrix_dark(m, x - 4 + k, y - 4));
			seen[y * 45 + x + k]++;
		}
		at = strchr(at, 'z') + 1;
	}
	assert_int_equal(*at, '"');
	for (y = 0; y < 37; y++)
		for (x = 0; x < 37; x++)
			assert_int_equal(seen[y * 45 + x], qr_matrix_dark(m, x - 4, y - 4));
	buf_release(&b);
	free(m);
}

/* A browser shows the SVG as a code that is read. */
static void the_svg_is_read(void **state)
{
	static const char *const texts[] = {URL};
	struct qr_matrix *m = make(URL, QR_ECC_Q);
	struct picture p;
	struct buf b;

	(void)state;
	buf_init(&b);
	qr_matrix_svg(&b, m, 0.625);
	p = picture_from_svg(&b, 24, 24);
	assert_int_equal(picture_scan(&p, texts, 1, NULL), 1);
	free(p.dots);
	buf_release(&b);
	free(m);
}

/* One character of the terminal's: 0 = not known, else its dots, upper | lower << 1, 4 = known. */
static int half_block(const char **at)
{
	static const struct {
		const char *text;
		int dots;
	} blocks[] = {{"█", 7}, {"▀", 5}, {"▄", 6}, {" ", 4}};

	for (size_t i = 0; i < COUNT(blocks); i++)
		if (strncmp(*at, blocks[i].text, strlen(blocks[i].text)) == 0) {
			*at += strlen(blocks[i].text);
			return blocks[i].dots;
		}
	return 0;
}

/* On a terminal each line sets dark on light by itself and ends so, and a photo of it is read. */
static void a_terminal_shows_a_code_that_is_read(void **state)
{
	static const char *const texts[] = {URL};
	struct qr_matrix *m = make(URL, QR_ECC_Q);
	struct picture p = picture_new(37 * 4, 38 * 4);
	struct buf b;
	const char *at;
	int y = 0;

	(void)state;
	buf_init(&b);
	qr_matrix_terminal(&b, m);
	for (at = b.data; *at; y += 2) {
		int dots, x = 0;

		assert_int_equal(strncmp(at, "\x1b[30;107m", 9), 0);
		for (at += 9; (dots = half_block(&at)) != 0; x++) {
			picture_blot(&p, x * 4, y * 4, 4, 4, dots & 1 ? 0 : 255);
			picture_blot(&p, x * 4, y * 4 + 4, 4, 4, dots & 2 ? 0 : 255);
		}
		assert_int_equal(x, 37);
		assert_int_equal(strncmp(at, "\x1b[0m\n", 5), 0);
		at += 5;
	}
	assert_int_equal(y, 38);
	assert_int_equal(picture_scan(&p, texts, 1, NULL), 1);
	free(p.dots);
	buf_release(&b);
	free(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_fit_small_codes),
		cmocka_unit_test(the_level_is_what_was_asked_for),
		cmocka_unit_test(what_does_not_fit_is_refused),
		cmocka_unit_test(outside_is_white),
		cmocka_unit_test(the_svg_is_the_matrix_in_millimetres),
		cmocka_unit_test(the_svg_is_read),
		cmocka_unit_test(a_terminal_shows_a_code_that_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
