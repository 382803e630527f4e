/* interval.h - spans of time and sorted sets of them.
 *
 * An interval is half open, [start, end), in ms UTC: it holds start and does not hold end, so that two shifts
 * that meet share no millisecond and leave none out. An interval with end <= start is empty.
 *
 * A set is *normal*: sorted, no empty interval, and a gap of at least 1 ms between neighbours (touching ones
 * are merged). Every function here but interval_set_normalise() takes normal sets and gives normal sets; the
 * results live in the arena given, the arguments are left alone and are never pointed into. The set
 * operations are O(n + m).
 *
 * Ends must be at most 2^62 apart, which every pair of times between 1970 and 2200 is. */
#ifndef DOMAIN_INTERVAL_H
#define DOMAIN_INTERVAL_H

#include <stddef.h>
#include <stdint.h>

struct arena;

struct interval {
	int64_t start, end; /* ms UTC */
};

struct interval_set {
	struct interval *at;
	size_t n;
};

/* The part of i inside window; an empty interval (not always {0, 0}) when there is none. */
struct interval interval_clip(struct interval i, struct interval window);
/* ms; 0 for an empty one. */
int64_t interval_length(struct interval i);

/* Make a set of any list of intervals normal, in place: O(n) when it is sorted by start already, else O(n log
 * n). */
void interval_set_normalise(struct interval_set *s);

struct interval_set interval_set_union(struct arena *a, struct interval_set x, struct interval_set y);
struct interval_set interval_set_intersect(struct arena *a, struct interval_set x, struct interval_set y);
/* What is in x and not in y. */
struct interval_set interval_set_subtract(struct arena *a, struct interval_set x, struct interval_set y);
struct interval_set interval_set_clip(struct arena *a, struct interval_set x, struct interval window);
/* Total length, ms. */
int64_t interval_set_length(struct interval_set s);

#endif
