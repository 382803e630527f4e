/* rng.h - chance that can be repeated: the same seed gives the same factory.
 *
 * splitmix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014). Not for secrets:
 * those come from base/token.h. */
#ifndef DEMO_RNG_H
#define DEMO_RNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rng {
	uint64_t state;
};

/* A stream of its own for each (seed, stream), so that drawing more in one place moves nothing in another. */
struct rng rng_of(uint64_t seed, uint64_t stream);
uint64_t rng_next(struct rng *r);
/* 0 <= x < 1 */
double rng_unit(struct rng *r);
/* 0 .. n - 1; 0 when n is 0. */
size_t rng_below(struct rng *r, size_t n);
/* low .. high, both included. */
int64_t rng_between(struct rng *r, int64_t low, int64_t high);
bool rng_percent(struct rng *r, double percent);
/* A time to failure with this mean: shape 1 is random failure, above it wear, below it early failure. */
double rng_weibull(struct rng *r, double mean, double shape);
/* What people take: half of it below the median, with a long tail; sigma of the logarithm. */
double rng_lognormal(struct rng *r, double median, double sigma);

#endif
