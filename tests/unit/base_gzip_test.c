/* base_gzip_test.c - gzip of blocks in memory. */
#include "unit/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/gzip.h"

/* Text that compresses somewhat: repeated words with a counter. */
static void fill(struct buf *b, size_t n)
{
	buf_init(b);
	while (b->len < n)
		buf_printf(b, "machine %zu runs; ", b->len * 2654435761u % 9973);
	b->len = n;
}

static void what_goes_in_comes_out_at_every_size_and_level(void **state)
{
	static const size_t sizes[] = {0, 1, 255, 8191, 8192, 8193, 100000, 3000000};
	size_t i;
	int level;

	(void)state;
	for (i = 0; i < COUNT(sizes); i++) {
		for (level = 1; level <= 9; level += 4) {
			struct buf in, packed, out;

			fill(&in, sizes[i]);
			buf_init(&packed);
			buf_init(&out);
			assert_true(gzip_add(&packed, buf_text(&in), in.len, level));
			assert_true(packed.len >= 18 && (unsigned char)packed.data[0] == 0x1f);
			if (sizes[i] > 1000)
				assert_true(packed.len < in.len / 2);
			assert_true(gzip_expand(&out, packed.data, packed.len, in.len));
			assert_int_equal(out.len, in.len);
			assert_memory_equal(buf_text(&out), buf_text(&in), in.len);
			buf_release(&in);
			buf_release(&packed);
			buf_release(&out);
		}
	}
}

static void the_same_block_gives_the_same_bytes(void **state)
{
	struct buf a, b;

	(void)state;
	buf_init(&a);
	buf_init(&b);
	gzip_add(&a, "hello", 5, 9);
	gzip_add(&b, "hello", 5, 9);
	assert_int_equal(a.len, b.len);
	assert_memory_equal(a.data, b.data, a.len);
	buf_release(&a);
	buf_release(&b);
}

static void damaged_cut_and_oversized_blocks_are_refused(void **state)
{
	struct buf in, packed, out;
	size_t i;

	(void)state;
	fill(&in, 20000);
	buf_init(&packed);
	gzip_add(&packed, in.data, in.len, 6);
	for (i = 0; i < packed.len; i++) {
		buf_init(&out);
		assert_false(gzip_expand(&out, packed.data, i, 1 << 20));
		buf_release(&out);
	}
	buf_init(&out);
	assert_false(gzip_expand(&out, packed.data, packed.len, in.len - 1));
	assert_true(out.len < in.len);
	buf_clear(&out);
	packed.data[packed.len - 5] ^= 1; /* the checksum */
	assert_false(gzip_expand(&out, packed.data, packed.len, 1 << 20));
	packed.data[packed.len - 5] ^= 1;
	buf_char(&packed, 'x');
	buf_clear(&out);
	assert_false(gzip_expand(&out, packed.data, packed.len, 1 << 20));
	assert_false(gzip_expand(&out, "plain text", 10, 100));
	buf_release(&in);
	buf_release(&packed);
	buf_release(&out);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_goes_in_comes_out_at_every_size_and_level),
		cmocka_unit_test(the_same_block_gives_the_same_bytes),
		cmocka_unit_test(damaged_cut_and_oversized_blocks_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
