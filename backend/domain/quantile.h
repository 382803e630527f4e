/* quantile.h - the middle and the upper tail of a list of whole numbers, without sorting it.
 *
 * Each call may put the list into another order and changes nothing else about it. Expected O(n), whatever
 * the values (pivots are drawn); needs no memory. n must be at least 1. */
#ifndef DOMAIN_QUANTILE_H
#define DOMAIN_QUANTILE_H

#include <stddef.h>
#include <stdint.h>

/* The value that sorting would put at v[k], 0 <= k < n; afterwards v[0..k] <= v[k] <= v[k..n). */
int64_t quantile_select(int64_t *v, size_t n, size_t k);

/* The middle value; for even n the mean of the two in the middle, rounded down. */
int64_t quantile_median(int64_t *v, size_t n);

/* Nearest rank (Hyndman & Fan's type 1): the smallest value such that at least percent % of the list is not
 * above it, i.e. the ceil(n * percent / 100)-th smallest. percent 1..100. */
int64_t quantile_percentile(int64_t *v, size_t n, unsigned percent);

#endif
