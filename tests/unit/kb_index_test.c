/* kb_index_test.c - postings, the best k, and the two tables beneath: kb/index.h, kb/map.h, kb/names.h. */
#include "kb/held.h"
#include "kb/index.h"
#include "kb/map.h"
#include "kb/names.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

enum { SYMPTOM = 1 << KB_SYMPTOM, PAST = 1 << KB_PAST };

static uint32_t add(struct kb_index *ix, uint32_t form, uint32_t fields, size_t length)
{
	struct kb_entry e = {.form = form, .fields = fields};

	return kb_index_add(ix, &e, 1, (const size_t[KB_FIELDS]){length, length});
}

static void test_fields_have_their_own_weight(void **state)
{
	struct kb_index ix = {0};
	struct arena a;
	struct kb_hit top[4];
	struct kb_query_form q = {.form = 7, .weight = {2, 1}};

	(void)state;
	arena_init(&a);
	add(&ix, 7, PAST, 3);
	add(&ix, 7, SYMPTOM, 3);
	add(&ix, 7, SYMPTOM | PAST, 3);
	add(&ix, 8, SYMPTOM, 3);
	assert_int_equal(kb_index_search(&ix, &q, 1, NULL, &a, top, 4), 3);
	assert_int_equal(top[0].doc, 2);
	assert_int_equal(top[1].doc, 1);
	assert_int_equal(top[2].doc, 0);
	/* of mean length: the factor (1.2 + 1) / (1 + 1.2) is 1 */
	assert_true(fabs(top[0].score - 3) < 1e-5 && fabs(top[2].score - 1) < 1e-5);
	arena_release(&a);
	kb_index_release(&ix);
}

static void test_shorter_is_better_and_of_equals_the_newer(void **state)
{
	struct kb_index ix = {0};
	struct arena a;
	struct kb_hit top[4];
	struct kb_query_form q = {.form = 0, .weight = {1, 1}};

	(void)state;
	arena_init(&a);
	add(&ix, 0, SYMPTOM, 9);
	add(&ix, 0, SYMPTOM, 2);
	add(&ix, 0, SYMPTOM, 9);
	add(&ix, 0, SYMPTOM, 100000);
	assert_int_equal(kb_index_search(&ix, &q, 1, NULL, &a, top, 4), 4);
	assert_int_equal(top[0].doc, 1);
	assert_int_equal(top[1].doc, 2);
	assert_int_equal(top[2].doc, 0);
	assert_int_equal(top[3].doc, 3);
	arena_release(&a);
	kb_index_release(&ix);
}

static void test_the_dead_are_not_found(void **state)
{
	struct kb_index ix = {0};
	struct arena a;
	struct kb_hit top[4];
	struct kb_query_form q = {.form = 3, .weight = {1, 1}};

	(void)state;
	arena_init(&a);
	for (int i = 0; i < 3; i++)
		add(&ix, 3, SYMPTOM, 1);
	kb_index_remove(&ix, 1);
	assert_true(kb_index_dead(&ix, 1));
	assert_int_equal(ix.live, 2);
	assert_int_equal(kb_index_search(&ix, &q, 1, NULL, &a, top, 4), 2);
	assert_int_equal(top[0].doc, 2);
	assert_int_equal(top[1].doc, 0);
	arena_release(&a);
	kb_index_release(&ix);
}

static double odd_ones_double(const void *context, uint32_t doc)
{
	(void)context;
	return doc % 2 ? 2 : doc % 4 ? 1 : 0;
}

static void test_the_factor_counts_and_zero_leaves_out(void **state)
{
	struct kb_index ix = {0};
	struct arena a;
	struct kb_hit top[8];
	struct kb_query_form q = {.form = 0, .weight = {1, 1}};
	struct kb_factor factor = {.of = odd_ones_double, .most = 2};

	(void)state;
	arena_init(&a);
	for (int i = 0; i < 5; i++)
		add(&ix, 0, SYMPTOM, 1);
	assert_int_equal(kb_index_search(&ix, &q, 1, &factor, &a, top, 8), 3);
	assert_int_equal(top[0].doc, 3);
	assert_int_equal(top[1].doc, 1);
	assert_int_equal(top[2].doc, 2);
	arena_release(&a);
	kb_index_release(&ix);
}

static double weight_of(const void *context, uint32_t doc)
{
	(void)context;
	return (double)(kb_map_mix(doc + 1) % 1000) / 1000;
}

static int larger_first(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x > y ? -1 : x < y;
}

static void test_the_best_k_of_many_windows_are_the_best_k_of_all(void **state)
{
	enum { DOCS = 3 * KB_WINDOW + 17, K = 50 };
	static double expected[DOCS];
	struct kb_index ix = {0};
	struct arena a;
	struct kb_hit top[K];
	struct kb_query_form q[] = {{.form = 1, .weight = {1, 1}}, {.form = 900, .weight = {1, 1}},
		{.form = 5000, .weight = {9, 9}}};
	struct kb_factor factor = {.of = weight_of, .most = 1};

	(void)state;
	arena_init(&a);
	for (uint32_t doc = 0; doc < DOCS; doc++) {
		struct kb_entry e[] = {{.form = 1, .fields = SYMPTOM}, {.form = 900, .fields = SYMPTOM}};
		size_t n = doc % 3 == 0 ? 2 : doc % 3 == 1;

		kb_index_add(&ix, e, n, (const size_t[KB_FIELDS]){4, 4});
		expected[doc] = (double)n * weight_of(NULL, doc);
	}
	qsort(expected, DOCS, sizeof(expected[0]), larger_first);
	assert_int_equal(kb_index_search(&ix, q, 3, &factor, &a, top, K), K);
	for (size_t i = 0; i < K; i++)
		assert_true(fabs(top[i].score - expected[i]) < 1e-4);
	assert_int_equal(kb_index_search(&ix, q, 3, &factor, &a, top, 0), 0);
	arena_release(&a);
	kb_index_release(&ix);
}

static void test_an_empty_index_answers_nothing(void **state)
{
	struct kb_index ix = {0};
	struct arena a;
	struct kb_hit top[1];
	struct kb_query_form q = {.form = 1, .weight = {1, 1}};

	(void)state;
	arena_init(&a);
	assert_int_equal(kb_index_search(&ix, &q, 1, NULL, &a, top, 1), 0);
	assert_int_equal(kb_index_search(&ix, NULL, 0, NULL, &a, top, 1), 0);
	arena_release(&a);
	kb_index_release(&ix);
}

static void test_a_map_agrees_with_a_plain_array(void **state)
{
	enum { KEYS = 4000, STEPS = 60000 };
	static uint32_t plain[KEYS];
	struct kb_map m = {0};
	uint64_t seed = 7;
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < STEPS; i++) {
		uint32_t key = (uint32_t)((seed = kb_map_mix(seed + i)) % KEYS);

		if (seed >> 60 < 6) {
			kb_map_set(&m, (uint64_t)key << 32, 0);
			plain[key] = 0;
		} else if (seed >> 60 < 9 && plain[key]) {
			assert_int_equal(kb_map_add(&m, (uint64_t)key << 32, -1), --plain[key]);
		} else {
			assert_int_equal(kb_map_add(&m, (uint64_t)key << 32, 2), plain[key] += 2);
		}
	}
	for (uint32_t key = 0; key < KEYS; key++) {
		assert_int_equal(kb_map_get(&m, (uint64_t)key << 32), plain[key]);
		n += plain[key] != 0;
	}
	assert_int_equal(m.n, n);
	kb_map_release(&m);
	assert_int_equal(kb_map_get(&m, 1), 0);
}

static void test_names_are_numbered_as_they_come(void **state)
{
	struct kb_names s = {0};
	char text[16];

	(void)state;
	assert_int_equal(kb_names_find(&s, "a", 1), KB_NO_NAME);
	for (uint32_t i = 0; i < 1000; i++) {
		int n = snprintf(text, sizeof(text), "name%u", i);

		assert_int_equal(kb_names_add(&s, text, (size_t)n), i);
	}
	assert_int_equal(kb_names_add(&s, "name7", 5), 7);
	assert_int_equal(kb_names_find(&s, "name70", 6), 70);
	assert_int_equal(kb_names_find(&s, "name70", 5), 7); /* the length counts, not the NUL */
	assert_int_equal(kb_names_find(&s, "name", 4), KB_NO_NAME);
	assert_string_equal(kb_names_text(&s, 999), "name999");
	kb_names_release(&s);
}

static void test_a_list_gives_back_what_was_added(void **state)
{
	struct kb_list l = {0};
	size_t bytes = 0;
	uint32_t number = 0;

	(void)state;
	for (uint32_t n = 1; n < 3000; n++) {
		uint32_t expect = 0, count = 0;
		struct kb_cursor c;
		uint8_t own[8];

		kb_list_add(&l, NULL, &bytes, number, n % 4);
		number += 1 + (n % 50 ? n % 7 : n * 1000);
		if (n > 40 && n % 500)
			continue;
		for (kb_cursor_open(&c, &l, own); c.number != UINT32_MAX; kb_cursor_next(&c)) {
			count++;
			assert_int_equal(c.number, expect);
			assert_int_equal(c.bits, count % 4);
			expect += 1 + (count % 50 ? count % 7 : count * 1000);
		}
		assert_int_equal(count, n);
	}
	kb_list_retire(&l, NULL, &bytes);
	assert_int_equal(bytes, 0);
}

static void test_a_table_takes_any_key_and_number(void **state)
{
	static const uint64_t keys[] = {
		0, 1, UINT32_MAX, 1ULL << 35, 1ULL << 36, INT64_MAX, UINT64_MAX - 1, UINT64_MAX};
	static const uint32_t numbers[] = {1, 4095, 16383, 16384, (1u << 28) - 1, 1u << 28, UINT32_MAX};

	(void)state;
	for (uint32_t bits = 0; bits <= 28; bits += 14) {
		struct kb_map m = {.number_bits = bits};

		for (size_t n = 0; n < sizeof(numbers) / sizeof(numbers[0]); n++) {
			for (size_t k = 0; k < sizeof(keys) / sizeof(keys[0]); k++)
				kb_map_set(&m, keys[k], numbers[n] - (uint32_t)k % 2);
			for (size_t k = 0; k < sizeof(keys) / sizeof(keys[0]); k++)
				assert_int_equal(kb_map_get(&m, keys[k]), numbers[n] - (uint32_t)k % 2);
		}
		kb_map_release(&m);
		assert_int_equal(m.bytes, 0);
	}
}

static void test_what_is_held_comes_back(void **state)
{
	struct kb_entry entries[KB_DOC_ENTRIES];
	struct kb_part parts[KB_RECORD_PARTS], back[KB_RECORD_PARTS];
	uint8_t held[KB_HELD_MOST];

	(void)state;
	for (size_t n = 0; n <= KB_DOC_ENTRIES; n = n * 2 + 1) {
		size_t n_parts = n % (KB_RECORD_PARTS + 1), size, i = 0;
		uint16_t entry_bytes;
		struct kb_cursor c;

		for (size_t k = 0; k < n; k++)
			entries[k] =
				(struct kb_entry){.form = (uint32_t)(k * k * 900 + k), .fields = k % 3 + 1};
		for (size_t k = 0; k < n_parts; k++)
			parts[k] = (struct kb_part){
				k % 3 ? INT64_MAX - (int64_t)k : -(int64_t)k, k % 2 ? INT64_MIN : 1500};
		size = kb_held_write(held, entries, n, parts, n_parts, &entry_bytes);
		assert_true(size <= KB_HELD_MOST);
		assert_int_equal(kb_held_size(held, entry_bytes), size);
		for (c = kb_held_entries(held, entry_bytes); c.number != UINT32_MAX;
			kb_cursor_next(&c), i++) {
			assert_int_equal(c.number, entries[i].form);
			assert_int_equal(c.bits, entries[i].fields);
		}
		assert_int_equal(i, n);
		assert_int_equal(kb_held_parts(held, entry_bytes, back), n_parts);
		assert_memory_equal(back, parts, n_parts * sizeof(parts[0]));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fields_have_their_own_weight),
		cmocka_unit_test(test_shorter_is_better_and_of_equals_the_newer),
		cmocka_unit_test(test_the_dead_are_not_found),
		cmocka_unit_test(test_the_factor_counts_and_zero_leaves_out),
		cmocka_unit_test(test_the_best_k_of_many_windows_are_the_best_k_of_all),
		cmocka_unit_test(test_an_empty_index_answers_nothing),
		cmocka_unit_test(test_a_map_agrees_with_a_plain_array),
		cmocka_unit_test(test_names_are_numbered_as_they_come),
		cmocka_unit_test(test_a_list_gives_back_what_was_added),
		cmocka_unit_test(test_a_table_takes_any_key_and_number),
		cmocka_unit_test(test_what_is_held_comes_back),
	};

	return cmocka_run_group_tests_name("kb index", tests, NULL, NULL);
}
