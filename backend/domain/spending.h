/* spending.h - what machines, lines, areas or sites cost in a window, against what they cost when they were new. */
#ifndef DOMAIN_SPENDING_H
#define DOMAIN_SPENDING_H

#include "domain/figures.h"

enum spending_sort { SPENDING_TOTAL, SPENDING_RATIO, SPENDING_DOWNTIME };
/* "total", "ratio", "downtime": what standing still cost, which is no part of the total */
extern const char *const spending_sorts[];

struct spending_row {
	struct figures_place place;
	struct cost_sums cost;
	double ratio;		  /* against the original value; NAN: not known */
	double share, cumulative; /* of the total, 0..1; NAN: there is none */
};

struct spending {
	struct spending_row *rows; /* the largest first; those that cost nothing and have no value are last */
	size_t n, left_out;
	struct spending_row whole;
};

/* At most `limit` rows. ERR_NOT_FOUND: no such asset. */
enum err domain_spending(struct db *db, struct arena *a, const struct figures_query *q,
	enum figures_level level, enum spending_sort sort, size_t limit, struct spending *out);

#endif
