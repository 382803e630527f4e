/* heat.h - availability by machine (or line, area, site) and step: where and when it was bad. */
#ifndef DOMAIN_HEAT_H
#define DOMAIN_HEAT_H

#include "domain/figures_groups.h"
#include "domain/steps.h"

struct heat_cell {
	int64_t required_ms, downtime_ms, failures;
	double availability; /* NAN: nothing was required */
};

struct heat_row {
	struct figures_place place;
	struct heat_cell whole;
	struct heat_cell *cells; /* one a step */
};

struct heat {
	struct heat_row *rows; /* the worst availability first, those without any last */
	size_t n, left_out;
};

/* Over steps_cut()'s n steps from q->from to q->to; at most `limit` rows. ERR_NOT_FOUND: no such asset. */
enum err domain_heat(struct db *db, struct arena *a, const struct figures_query *q, enum figures_level level,
	const int64_t *edges, size_t n, size_t limit, struct heat *out);

#endif
