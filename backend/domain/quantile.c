/* quantile.c - see quantile.h. */
#include "domain/quantile.h"

enum { SMALL = 24 };

static void insertion_sort(int64_t *v, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		int64_t x = v[i];
		size_t j = i;

		for (; j > 0 && v[j - 1] > x; j--)
			v[j] = v[j - 1];
		v[j] = x;
	}
}

/* Hoare's partition of v[0..n), n >= 2, around one of its values: returns m, 0 < m < n, such that everything
 * ahead of m is not above anything from m on. */
static size_t partition(int64_t *v, size_t n, uint64_t draw)
{
	size_t i = 0, j = n - 1, p = (size_t)(draw % n);
	int64_t pivot = v[p];

	/* With the pivot in front, both halves are never empty. */
	v[p] = v[0];
	v[0] = pivot;
	for (;;) {
		while (v[i] < pivot)
			i++;
		while (v[j] > pivot)
			j--;
		if (i >= j)
			return j + 1;
		int64_t x = v[i];

		v[i++] = v[j];
		v[j--] = x;
	}
}

int64_t quantile_select(int64_t *v, size_t n, size_t k)
{
	int64_t *from = v;
	uint64_t draw = 0x9e3779b97f4a7c15u ^ n;

	while (n > SMALL) {
		size_t m;

		draw ^= draw << 13;
		draw ^= draw >> 7;
		draw ^= draw << 17;
		m = partition(from, n, draw);
		if (k < m) {
			n = m;
		} else {
			from += m;
			n -= m;
			k -= m;
		}
	}
	insertion_sort(from, n);
	return from[k];
}

int64_t quantile_median(int64_t *v, size_t n)
{
	int64_t high = quantile_select(v, n, n / 2), low = high;

	if (n % 2 == 0) {
		low = v[0];
		for (size_t i = 1; i < n / 2; i++)
			low = v[i] > low ? v[i] : low;
	}
	/* low + half of a difference that cannot be negative: rounds down for any sign. */
	return low + (int64_t)(((uint64_t)high - (uint64_t)low) / 2);
}

int64_t quantile_percentile(int64_t *v, size_t n, unsigned percent)
{
	size_t whole = n / 100 * percent, rest = n % 100 * percent;

	return quantile_select(v, n, whole + (rest + 99) / 100 - 1);
}
