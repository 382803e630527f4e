/* spread.c - see spread.h. */
#include "domain/spread.h"

#include <math.h>
#include <stddef.h>

/* Above this mean, steps of one are less than a thousandth of what is asked for. */
#define WHOLE_MOST 2000.0

const char *const spread_laws[] = {"none", "poisson", "negbin", "gamma", NULL};

double spread_gamma_p(double a, double x)
{
	double front = exp(a * log(x) - x - lgamma(a));

	if (x <= 0)
		return 0;
	if (x < a + 1) {
		double term = 1 / a, sum = term;

		for (int i = 1; i < 10000 && term > sum * 1e-16; i++) {
			term *= x / (a + i);
			sum += term;
		}
		return fmin(front * sum, 1);
	}
	/* Lentz's way to work out a continued fraction. */
	double b = x + 1 - a, c = 1e300, d = 1 / b, h = d;

	for (int i = 1; i < 10000; i++) {
		double an = -i * (i - a), step;

		b += 2;
		d = 1 / (an * d + b);
		c = b + an / c;
		step = d * c;
		h *= step;
		if (fabs(step - 1) < 1e-15)
			break;
	}
	return fmax(0, 1 - front * h);
}

struct spread spread_of(double mean, double var, bool whole)
{
	if (!(mean > 0))
		return (struct spread){SPREAD_NONE, 0, 0};
	if (!whole || mean > WHOLE_MOST)
		return (struct spread){SPREAD_GAMMA, mean, var};
	return (struct spread){
		var > mean * (1 + 1e-9) ? SPREAD_NEGBIN : SPREAD_POISSON, mean, fmax(var, mean)};
}

/* The chances of 0, 1, 2 …, one after the other. */
struct walk {
	struct spread s;
	double r, p, log_chance, k;
};

static struct walk walk_start(struct spread s)
{
	struct walk w = {.s = s};

	if (s.law == SPREAD_POISSON) {
		w.log_chance = -s.mean;
	} else {
		w.r = s.mean * s.mean / (s.var - s.mean);
		w.p = s.mean / s.var;
		w.log_chance = w.r * log(w.p);
	}
	return w;
}

static void walk_next(struct walk *w)
{
	if (w->s.law == SPREAD_POISSON)
		w->log_chance += log(w->s.mean / (w->k + 1));
	else
		w->log_chance += log((w->k + w->r) / (w->k + 1) * (1 - w->p));
	w->k++;
}

static double gamma_quantile(struct spread s, double p)
{
	double a = s.mean * s.mean / s.var, scale = s.var / s.mean, low = 0, high = fmax(a, 1);

	if (s.var <= 0)
		return s.mean;
	while (spread_gamma_p(a, high) < p && high < 1e12)
		high *= 2;
	for (int i = 0; i < 100 && high - low > 1e-10 * high; i++) {
		double middle = (low + high) / 2;

		*(spread_gamma_p(a, middle) < p ? &low : &high) = middle;
	}
	return high * scale;
}

double spread_quantile(struct spread s, double p)
{
	struct walk w;
	double sum;

	if (s.law == SPREAD_NONE)
		return 0;
	if (s.law == SPREAD_GAMMA)
		return gamma_quantile(s, p);
	w = walk_start(s);
	for (sum = exp(w.log_chance); sum < p && w.k < 1e7; sum += exp(w.log_chance))
		walk_next(&w);
	return w.k;
}

double spread_below(struct spread s, double x)
{
	struct walk w;
	double sum;

	if (x < 0)
		return 0;
	if (s.law == SPREAD_NONE)
		return 1;
	if (s.law == SPREAD_GAMMA)
		return s.var <= 0 ? (x >= s.mean ? 1 : 0)
				  : spread_gamma_p(s.mean * s.mean / s.var, x * s.mean / s.var);
	w = walk_start(s);
	sum = exp(w.log_chance);
	while (w.k + 1 <= x && sum < 1 - 1e-15) {
		walk_next(&w);
		sum += exp(w.log_chance);
	}
	return fmin(sum, 1);
}

double spread_missing(struct spread s, double x)
{
	struct walk w;
	double got;

	if (s.law == SPREAD_NONE)
		return fmax(0, -x);
	if (x <= 0)
		return s.mean - x;
	if (s.law == SPREAD_GAMMA) {
		double a, scale;

		if (s.var <= 0)
			return fmax(0, s.mean - x);
		a = s.mean * s.mean / s.var;
		scale = s.var / s.mean;
		/* ∫ t f(t) dt above x is the mean times the same law's tail with a + 1. */
		return fmax(0, s.mean * (1 - spread_gamma_p(a + 1, x / scale)) -
				       x * (1 - spread_gamma_p(a, x / scale)));
	}
	/* E max(0, D − x) = E D − x + E max(0, x − D) */
	w = walk_start(s);
	got = x * exp(w.log_chance);
	while (w.k + 1 < x) {
		walk_next(&w);
		got += (x - w.k) * exp(w.log_chance);
	}
	return fmax(0, s.mean - x + got);
}
