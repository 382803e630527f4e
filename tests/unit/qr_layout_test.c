/* qr_layout_test.c - sizes are read, and on a label everything has its place. */
#include "unit/test.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "unit/qr_label_set.h"

#include "qr/layout.h"
#include "qr/matrix.h"

/* Sizes have a name; free ones are whole millimetres. */
static void sizes_are_read(void **state)
{
	static const char *const must_not[] = {"", "x", "50", "50x", "x30", "50x30x", "50x30 ", " 50x31",
		"19x30", "50x19", "301x40", "50x999", "+50x31", "-50x31", "50.5x31", "050x0031", "0000050x31",
		"A4", "50X31", "99999999999999999999x30"};
	struct qr_size s;

	(void)state;
	for (size_t i = 0; i < COUNT(all_sizes); i++)
		assert_true(qr_size_read(all_sizes[i], &s));
	for (size_t i = 0; i < COUNT(must_not); i++)
		if (qr_size_read(must_not[i], &s))
			fail_msg("taken: '%s'", must_not[i]);
	assert_non_null(qr_size_find("a4"));
	assert_null(qr_size_find("60x40"));
	assert_true(qr_size_read("60x45", &s));
	assert_true(s.label_w == 60 && s.page_h == 45 && s.columns == 1 && s.rows == 1);
}

/* The labels of a sheet cover the page and no more. */
static void sheets_lie_on_their_page(void **state)
{
	(void)state;
	for (const struct qr_size *s = qr_sizes; s->name; s++) {
		assert_true(s->left >= 0 && s->top >= 0);
		assert_true(s->left + s->columns * s->label_w <= s->page_w);
		assert_true(s->top + s->rows * s->label_h <= s->page_h);
		assert_true(s->page_w - s->columns * s->label_w - 2 * s->left < 0.01);
		assert_true(s->page_h - s->rows * s->label_h - 2 * s->top < 0.01);
	}
	assert_int_equal(qr_label_pages(qr_size_find("a4"), 0), 0);
	assert_int_equal(qr_label_pages(qr_size_find("a4"), 1), 1);
	assert_int_equal(qr_label_pages(qr_size_find("a4"), 24), 1);
	assert_int_equal(qr_label_pages(qr_size_find("a4"), 25), 2);
	assert_int_equal(qr_label_pages(qr_size_find("50x30"), 25), 25);
}

/* ---- layout ---- */

static bool inside(const struct qr_box *b, double x, double y, double w, double h)
{
	const double e = 1e-6;

	return b->x >= x - e && b->y >= y - e && b->x + b->w <= x + w + e && b->y + b->h <= y + h + e;
}

static bool apart(const struct qr_box *a, const struct qr_box *b)
{
	const double e = 1e-6;

	return a->x + a->w <= b->x + e || b->x + b->w <= a->x + e || a->y + a->h <= b->y + e ||
	       b->y + b->h <= a->y + e;
}

static void check_layout(const struct qr_size *s, const struct qr_layout *l, int side, const char *what)
{
	double quiet = QR_QUIET * l->module, dots = l->module * 8;
	struct qr_box with_quiet = {
		l->code.x - quiet, l->code.y - quiet, l->code.w + 2 * quiet, l->code.h + 2 * quiet};

	if (fabs(dots - round(dots)) > 1e-9 || dots < 3 || dots > s->dots)
		fail_msg("%s: module of %f mm", what, l->module);
	assert_true(fabs(l->code.w - side * l->module) < 1e-9 && l->code.w == l->code.h);
	if (!inside(&with_quiet, 0, 0, s->label_w, s->label_h))
		fail_msg("%s: the quiet zone leaves the label", what);
	for (int i = 0; i < QR_LINE_COUNT; i++) {
		const struct qr_layout_line *line = &l->line[i];

		if (line->box.h <= 0)
			continue;
		if (!inside(&line->box, 0, 0, s->label_w, s->label_h) || line->box.w < 4)
			fail_msg("%s: line %d leaves the label", what, i);
		if (!apart(&line->box, &with_quiet))
			fail_msg("%s: line %d is in the quiet zone", what, i);
		if (line->size_min > line->size + 1e-9 || line->lines < 1 ||
			line->size_min * line->lines * QR_LEADING > line->box.h + 0.01)
			fail_msg("%s: line %d is too low for its letters", what, i);
		for (int k = 0; k < i; k++)
			if (l->line[k].box.h > 0 && !apart(&line->box, &l->line[k].box))
				fail_msg("%s: lines %d and %d overlap", what, k, i);
	}
}

/* Whatever the label, the code and the texts: modules are whole dots, the quiet zone is nobody else's, no line
 * overlaps another or leaves the label. */
static void everything_has_its_place(void **state)
{
	int made = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(all_sizes); i++) {
		struct qr_size s;

		assert_true(qr_size_read(all_sizes[i], &s));
		for (int side = 21; side <= 57; side += 4)
			for (size_t k = 0; k < COUNT(labels); k++) {
				struct qr_layout l;
				char what[64];

				snprintf(what, sizeof(what), "%s, side %d, label %zu", all_sizes[i], side, k);
				if (!qr_layout_make(&s, &labels[k], side, &l))
					continue;
				check_layout(&s, &l, side, what);
				made++;
			}
	}
	assert_true(made > 900);
}

/* The known sizes print their code as large as promised: 5 dots on 50 × 30, 8 on 70 × 50, 6 on the sheet. */
static void modules_have_the_promised_size(void **state)
{
	static const struct {
		const char *size;
		int side;
		double module; /* 0: does not fit */
	} rows[] = {{"50x30", 29, 0.625}, {"70x50", 29, 1}, {"a4", 29, 0.75}, {"50x30", 25, 0.625},
		{"50x30", 33, 0.625}, {"50x30", 37, 0.625}, {"50x30", 41, 0.5}, {"50x30", 57, 0.375},
		{"50x30", 177, 0}, {"20x20", 57, 0}};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct qr_size s;
		struct qr_layout l;

		assert_true(qr_size_read(rows[i].size, &s));
		assert_int_equal(qr_layout_make(&s, &labels[0], rows[i].side, &l), rows[i].module > 0);
		if (rows[i].module > 0 && fabs(l.module - rows[i].module) > 1e-9)
			fail_msg("%s %d: %f", rows[i].size, rows[i].side, l.module);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sizes_are_read),
		cmocka_unit_test(sheets_lie_on_their_page),
		cmocka_unit_test(everything_has_its_place),
		cmocka_unit_test(modules_have_the_promised_size),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
