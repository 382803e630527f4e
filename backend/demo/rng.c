/* rng.c - see rng.h. */
#include "demo/rng.h"

#include <math.h>

static uint64_t mix(uint64_t z)
{
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

struct rng rng_of(uint64_t seed, uint64_t stream)
{
	return (struct rng){mix(mix(seed + UINT64_C(0x9e3779b97f4a7c15)) ^ mix(~stream))};
}

uint64_t rng_next(struct rng *r)
{
	return mix(r->state += UINT64_C(0x9e3779b97f4a7c15));
}

double rng_unit(struct rng *r)
{
	return (double)(rng_next(r) >> 11) * 0x1p-53;
}

size_t rng_below(struct rng *r, size_t n)
{
	return n ? (size_t)(rng_unit(r) * (double)n) : 0;
}

int64_t rng_between(struct rng *r, int64_t low, int64_t high)
{
	return high <= low ? low : low + (int64_t)rng_below(r, (size_t)(high - low + 1));
}

bool rng_percent(struct rng *r, double percent)
{
	return rng_unit(r) * 100 < percent;
}

double rng_weibull(struct rng *r, double mean, double shape)
{
	return mean / tgamma(1 + 1 / shape) * pow(-log(1 - rng_unit(r)), 1 / shape);
}

double rng_lognormal(struct rng *r, double median, double sigma)
{
	/* Box and Muller. */
	double u = 1 - rng_unit(r), v = rng_unit(r);

	return median * exp(sigma * sqrt(-2 * log(u)) * cos(2 * M_PI * v));
}
