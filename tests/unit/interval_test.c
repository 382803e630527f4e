/* Interval sets: sorted, half open, never touching. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "domain/interval.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static int setup(void **state)
{
	*state = xcalloc(1, sizeof(struct arena));
	arena_init(*state);
	return 0;
}

static int teardown(void **state)
{
	arena_release(*state);
	free(*state);
	return 0;
}

/* "1-3 5-9" as a set, as it stands. */
static struct interval_set set(struct arena *a, const char *text)
{
	struct interval_set s = {arena_calloc(a, strlen(text) + 1, sizeof(struct interval)), 0};
	char *end = (char *)(uintptr_t)text;

	while (*end) {
		s.at[s.n].start = strtoll(end, &end, 10);
		s.at[s.n++].end = strtoll(end + 1, &end, 10);
		while (*end == ' ')
			end++;
	}
	return s;
}

static const char *show(struct arena *a, struct interval_set s)
{
	const char *text = "";

	for (size_t i = 0; i < s.n; i++)
		text = arena_printf(a, "%s%s%d-%d", text, i ? " " : "", (int)s.at[i].start, (int)s.at[i].end);
	return text;
}

static void a_set_is_made_normal(void **state)
{
	static const struct {
		const char *in, *out;
	} cases[] = {
		{"", ""},
		{"3-3", ""},
		{"5-4", ""},
		{"1-2", "1-2"},
		{"1-2 2-3", "1-3"},
		{"1-2 3-4", "1-2 3-4"},
		{"3-4 1-2", "1-2 3-4"},
		{"1-9 2-3", "1-9"},
		{"5-6 1-9 0-1", "0-9"},
		{"1-4 2-8 8-8 7-6", "1-8"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct interval_set s = set(*state, cases[i].in);

		interval_set_normalise(&s);
		assert_string_equal(show(*state, s), cases[i].out);
	}
}

static void sets_are_joined_cut_and_taken_away(void **state)
{
	static const struct {
		const char *x, *y, *joined, *both, *without;
	} cases[] = {
		{"", "", "", "", ""},
		{"1-5", "", "1-5", "", "1-5"},
		{"", "1-5", "1-5", "", ""},
		{"1-5", "5-9", "1-9", "", "1-5"},
		{"1-5", "4-9", "1-9", "4-5", "1-4"},
		{"1-9", "3-5", "1-9", "3-5", "1-3 5-9"},
		{"1-9", "1-9", "1-9", "1-9", ""},
		{"3-5", "1-9", "1-9", "3-5", ""},
		{"1-3 5-7 9-11", "2-10", "1-11", "2-3 5-7 9-10", "1-2 10-11"},
		{"1-20", "2-3 5-6 19-25", "1-25", "2-3 5-6 19-20", "1-2 3-5 6-19"},
		{"1-2 4-6", "2-4", "1-6", "", "1-2 4-6"},
	};
	struct arena *a = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct interval_set x = set(a, cases[i].x), y = set(a, cases[i].y);

		assert_string_equal(show(a, interval_set_union(a, x, y)), cases[i].joined);
		assert_string_equal(show(a, interval_set_intersect(a, x, y)), cases[i].both);
		assert_string_equal(show(a, interval_set_subtract(a, x, y)), cases[i].without);
		/* The arguments stay as they were. */
		assert_string_equal(show(a, x), cases[i].x);
		assert_string_equal(show(a, y), cases[i].y);
	}
}

static void a_set_is_cut_to_a_window(void **state)
{
	struct arena *a = *state;
	struct interval_set s = set(a, "1-4 6-9");

	assert_string_equal(show(a, interval_set_clip(a, s, (struct interval){3, 7})), "3-4 6-7");
	assert_string_equal(show(a, interval_set_clip(a, s, (struct interval){4, 6})), "");
	assert_string_equal(show(a, interval_set_clip(a, s, (struct interval){7, 3})), "");
	assert_int_equal(interval_set_length(s), 6);
	assert_int_equal(interval_length((struct interval){7, 3}), 0);
	assert_int_equal(interval_length(interval_clip((struct interval){1, 4}, (struct interval){8, 9})), 0);
}

/* Every operation, cell by cell, on random sets over 0..63. */
static void operations_agree_with_cells(void **state)
{
	struct arena *a = *state;

	srandom(7);
	for (int round = 0; round < 20000; round++) {
		struct interval_set s[2], joined, both, without;
		bool cell[2][64] = {{false}};

		for (int k = 0; k < 2; k++) {
			s[k] = (struct interval_set){
				arena_calloc(a, 6, sizeof(struct interval)), (size_t)random() % 6};
			for (size_t i = 0; i < s[k].n; i++) {
				s[k].at[i] = (struct interval){random() % 64, random() % 64};
				for (int64_t c = s[k].at[i].start; c < s[k].at[i].end; c++)
					cell[k][c] = true;
			}
			interval_set_normalise(&s[k]);
			for (size_t i = 1; i < s[k].n; i++)
				assert_true(s[k].at[i - 1].end < s[k].at[i].start);
		}
		joined = interval_set_union(a, s[0], s[1]);
		both = interval_set_intersect(a, s[0], s[1]);
		without = interval_set_subtract(a, s[0], s[1]);
		for (int64_t c = 0; c < 64; c++) {
			struct interval_set results[] = {joined, both, without};
			bool expected[] = {cell[0][c] || cell[1][c], cell[0][c] && cell[1][c],
				cell[0][c] && !cell[1][c]};

			for (int r = 0; r < 3; r++) {
				bool in = false;

				for (size_t i = 0; i < results[r].n; i++) {
					in = in || (c >= results[r].at[i].start && c < results[r].at[i].end);
					assert_true(!i || results[r].at[i - 1].end < results[r].at[i].start);
				}
				assert_int_equal(in, expected[r]);
			}
		}
		arena_clear(a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_set_is_made_normal, setup, teardown),
		cmocka_unit_test_setup_teardown(sets_are_joined_cut_and_taken_away, setup, teardown),
		cmocka_unit_test_setup_teardown(a_set_is_cut_to_a_window, setup, teardown),
		cmocka_unit_test_setup_teardown(operations_agree_with_cells, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
