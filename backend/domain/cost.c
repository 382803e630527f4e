/* cost.c - see cost.h. */
#include "domain/cost.h"

#include <math.h>

#include "base/clock.h"
#include "base/field.h"

void cost_add(struct cost_sums *s, const struct cost *c)
{
	int64_t total = c->parts + c->labour + c->outside;

	s->parts += c->parts;
	s->labour += c->labour;
	s->outside += c->outside;
	s->total += total;
	s->machines++;
	if (c->original_value > 0) {
		s->original_value += c->original_value;
		s->valued_total += total;
	} else {
		s->unvalued++;
	}
	if (c->downtime == NONE)
		s->unrated++;
	else
		s->downtime += c->downtime;
}

/* Hours apart, or a long life at a high price would overflow. */
int64_t cost_of_downtime(int64_t ms, int64_t cents_hour)
{
	if (cents_hour == NONE)
		return NONE;
	return ms / HOUR_MS * cents_hour + (ms % HOUR_MS * cents_hour + HOUR_MS / 2) / HOUR_MS;
}

void cost_merge(struct cost_sums *s, const struct cost_sums *more)
{
	s->parts += more->parts;
	s->labour += more->labour;
	s->outside += more->outside;
	s->total += more->total;
	s->original_value += more->original_value;
	s->valued_total += more->valued_total;
	s->machines += more->machines;
	s->unvalued += more->unvalued;
	s->downtime += more->downtime;
	s->unrated += more->unrated;
}

double cost_ratio(const struct cost_sums *s)
{
	return s->original_value > 0 ? (double)s->valued_total / (double)s->original_value : NAN;
}
