/* wear.c - see wear.h. */
#include "domain/wear.h"

#include <math.h>
#include <stdlib.h>

#include "base/arena.h"

const char *const wear_bases[] = {"too_few", "kaplan_meier", "weibull", NULL};

static int by_age(const void *x, const void *y)
{
	const struct wear_life *a = x, *b = y;

	return (a->age > b->age) - (a->age < b->age);
}

size_t wear_kaplan_meier(struct arena *a, struct wear_life *lives, size_t n, struct wear_step **steps)
{
	struct wear_step *out = arena_calloc(a, n, sizeof(*out));
	double lasts = 1, greenwood = 0;
	size_t made = 0;

	qsort(lives, n, sizeof(*lives), by_age);
	for (size_t i = 0, j; i < n; i = j) {
		size_t replaced = 0, at_risk = n - i;

		for (j = i; j < n && lives[j].age <= lives[i].age; j++)
			replaced += lives[j].replaced;
		if (!replaced)
			continue;
		lasts *= 1 - (double)replaced / (double)at_risk;
		greenwood += (double)replaced / ((double)at_risk * (double)(at_risk - replaced));
		out[made++] = (struct wear_step){lives[i].age, at_risk, replaced, lasts,
			at_risk > replaced ? lasts * sqrt(greenwood) : 0};
	}
	*steps = out;
	return made;
}

double wear_step_quantile(const struct wear_step *steps, size_t n, double p)
{
	for (size_t i = 0; i < n; i++)
		if (steps[i].lasts <= 1 - p + 1e-12)
			return steps[i].age;
	return NAN;
}

/* What is zero at the likeliest shape; grows with it. Ages are shares of the longest, so that no power overflows. */
static double score(const struct wear_life *lives, size_t n, double longest, double mean_log, double shape)
{
	double sum = 0, weighted = 0;

	for (size_t i = 0; i < n; i++) {
		double log_age = log(lives[i].age / longest), power = exp(shape * log_age);

		sum += power;
		weighted += power * log_age;
	}
	return weighted / sum - 1 / shape - mean_log;
}

static double scale_for(
	const struct wear_life *lives, size_t n, double longest, double replaced, double shape)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += pow(lives[i].age / longest, shape);
	return longest * pow(sum / replaced, 1 / shape);
}

bool wear_weibull_fit(const struct wear_life *lives, size_t n, struct wear_weibull *out)
{
	double longest = 0, mean_log = 0, low = 0.01, high = 100, replaced = 0;

	for (size_t i = 0; i < n; i++) {
		longest = fmax(longest, lives[i].age);
		replaced += lives[i].replaced;
	}
	if (replaced < WEAR_FITTED)
		return false;
	for (size_t i = 0; i < n; i++)
		mean_log += lives[i].replaced ? log(lives[i].age / longest) / replaced : 0;
	if (score(lives, n, longest, mean_log, high) < 0 || score(lives, n, longest, mean_log, low) > 0)
		return false;
	for (int i = 0; i < 100; i++) {
		double middle = sqrt(low * high);

		*(score(lives, n, longest, mean_log, middle) < 0 ? &low : &high) = middle;
	}
	out->raw_shape = sqrt(low * high);
	out->raw_scale = scale_for(lives, n, longest, replaced, out->raw_shape);
	out->shape = out->raw_shape * (replaced - 2) / (replaced - 0.68);
	out->scale = scale_for(lives, n, longest, replaced, out->shape);
	return true;
}

double wear_weibull_quantile(const struct wear_weibull *w, double p)
{
	return w->scale * pow(-log1p(-p), 1 / w->shape);
}

struct wear wear_of(struct arena *a, struct wear_life *lives, size_t n)
{
	struct wear w = {.n = n, .shape = NAN, .scale = NAN, .b10 = NAN, .median = NAN, .b90 = NAN};
	struct wear_weibull fit;

	for (size_t i = 0; i < n; i++)
		w.replaced += lives[i].replaced;
	if (w.replaced < WEAR_FEWEST)
		return w;
	w.basis = WEAR_STEPS;
	w.n_steps = wear_kaplan_meier(a, lives, n, &w.steps);
	if (wear_weibull_fit(lives, n, &fit)) {
		w.basis = WEAR_WEIBULL;
		w.shape = fit.shape;
		w.scale = fit.scale;
		w.b10 = wear_weibull_quantile(&fit, 0.1);
		w.median = wear_weibull_quantile(&fit, 0.5);
		w.b90 = wear_weibull_quantile(&fit, 0.9);
	} else {
		w.b10 = wear_step_quantile(w.steps, w.n_steps, 0.1);
		w.median = wear_step_quantile(w.steps, w.n_steps, 0.5);
		w.b90 = wear_step_quantile(w.steps, w.n_steps, 0.9);
	}
	return w;
}
