/* demand.c - see demand.h. */
#include "domain/demand.h"

#include <math.h>

enum { START_HITS = 4 };

const char *const demand_classes[] = {"none", "few", "smooth", "erratic", "intermittent", "lumpy", NULL};
const char *const demand_methods[] = {"none", "mean", "croston", "sba", "tsb", NULL};

static enum demand_class class_of(const struct demand_shape *s)
{
	if (!s->hits)
		return DEMAND_NONE;
	if (s->hits < DEMAND_FEWEST)
		return DEMAND_FEW;
	if (s->adi < DEMAND_ADI_CUT)
		return s->cv2 < DEMAND_CV2_CUT ? DEMAND_SMOOTH : DEMAND_ERRATIC;
	return s->cv2 < DEMAND_CV2_CUT ? DEMAND_INTERMITTENT : DEMAND_LUMPY;
}

struct demand_shape demand_shape_of(const double *x, size_t n)
{
	struct demand_shape s = {.n = n, .quiet = n, .adi = NAN, .cv2 = NAN, .whole = true};
	double sum = 0, squares = 0;

	for (size_t i = 0; i < n; i++) {
		if (x[i] <= 0)
			continue;
		s.hits++;
		s.quiet = n - 1 - i;
		sum += x[i];
		s.largest = fmax(s.largest, x[i]);
		s.whole = s.whole && x[i] == floor(x[i]);
	}
	if (s.hits) {
		s.size = sum / (double)s.hits;
		s.mean = sum / (double)n;
		s.adi = (double)n / (double)s.hits;
		for (size_t i = 0; i < n; i++)
			squares += x[i] > 0 ? (x[i] - s.size) * (x[i] - s.size) : 0;
		s.cv2 = squares / (double)s.hits / (s.size * s.size);
		s.size_var = s.hits > 1 ? squares / (double)(s.hits - 1) : 0;
	}
	s.class = class_of(&s);
	return s;
}

struct demand_start demand_start_of(const double *x, size_t n, size_t hits, size_t *used)
{
	double sum = 0;
	size_t found = 0, end = 0;

	for (size_t i = 0; i < n && found < hits; i++) {
		if (x[i] <= 0)
			continue;
		found++;
		sum += x[i];
		end = i + 1;
	}
	*used = end;
	if (!found)
		return (struct demand_start){0, 0};
	return (struct demand_start){sum / (double)found, (double)end / (double)found};
}

double demand_croston(struct demand_start s, const double *x, size_t n, double alpha)
{
	size_t since = 1;

	if (s.interval <= 0)
		return 0;
	for (size_t i = 0; i < n; i++) {
		if (x[i] <= 0) {
			since++;
			continue;
		}
		s.size += alpha * (x[i] - s.size);
		s.interval += alpha * ((double)since - s.interval);
		since = 1;
	}
	return s.size / s.interval;
}

double demand_sba(struct demand_start s, const double *x, size_t n, double alpha)
{
	return (1 - alpha / 2) * demand_croston(s, x, n, alpha);
}

double demand_tsb(struct demand_start s, const double *x, size_t n, double alpha, double beta)
{
	double chance = s.interval > 0 ? 1 / s.interval : 0;

	for (size_t i = 0; i < n; i++) {
		chance += beta * ((x[i] > 0 ? 1 : 0) - chance);
		if (x[i] > 0)
			s.size += alpha * (x[i] - s.size);
	}
	return chance * s.size;
}

/* Would it have stayed quiet for so long as it went until then? */
static bool has_died_down(const struct demand_shape *s)
{
	double chance = (double)s->hits / (double)(s->n - s->quiet);

	return s->quiet > 0 && pow(1 - fmin(chance, 1), (double)s->quiet) < DEMAND_QUIET;
}

static enum demand_method method_of(const struct demand_shape *s)
{
	if (!s->hits)
		return DEMAND_BY_NOTHING;
	if (s->hits < DEMAND_FEWEST)
		return DEMAND_BY_MEAN;
	if (has_died_down(s))
		return DEMAND_BY_TSB;
	return s->class == DEMAND_SMOOTH ? DEMAND_BY_CROSTON : DEMAND_BY_SBA;
}

struct demand_estimate demand_estimate(const double *x, size_t n)
{
	struct demand_estimate e = {.shape = demand_shape_of(x, n)};
	const struct demand_shape *s = &e.shape;
	size_t used;
	struct demand_start start = demand_start_of(x, n, START_HITS, &used);
	double chance;

	e.method = method_of(s);
	if (e.method == DEMAND_BY_NOTHING)
		return e;
	if (e.method == DEMAND_BY_MEAN)
		e.mean = s->mean;
	else if (e.method == DEMAND_BY_TSB)
		e.mean = demand_tsb(start, x + used, n - used, DEMAND_ALPHA, DEMAND_BETA);
	else if (e.method == DEMAND_BY_CROSTON)
		e.mean = demand_croston(start, x + used, n - used, DEMAND_ALPHA);
	else
		e.mean = demand_sba(start, x + used, n - used, DEMAND_ALPHA);
	chance = fmin(e.mean / s->size, 1);
	e.var = chance * s->size_var + chance * (1 - chance) * s->size * s->size;
	e.error = e.var * fmax(DEMAND_ALPHA / (2 - DEMAND_ALPHA), 1 / (double)n);
	return e;
}
