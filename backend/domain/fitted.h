/* fitted.h - the lives of a part: what was put in where, when it was replaced, what is still in. Read from the stock ledger and the
 * tickets; the figures are wear.h's.
 *
 * A position is a machine and, where the tickets say it, a component. What was issued to a ticket went in then; it was replaced when the
 * part was next issued to another ticket of that position; the last is still in (a survivor), unless the machine was taken out of use,
 * which ends its age there too. Several units issued to one ticket are taken as replaced together: one life. The first
 * replacement at a position tells nothing of the life before it: nobody knows since when that one was in. */
#ifndef DOMAIN_FITTED_H
#define DOMAIN_FITTED_H

#include "domain/wear.h"
#include "store/reorder.h"

struct fitted {
	struct part_fitting at;
	int64_t until;	  /* replaced then; else `now`, or when the machine was taken out of use */
	int64_t replaced; /* 0: still in */
	double days;	  /* its age */
	int64_t run;	  /* of the machine's counter meanwhile, thousandths; NONE: not known */
};
struct fitted_lives {
	struct list lives; /* struct fitted, longest in first */
	struct wear days;
	struct wear run;	/* by the counter; n 0: none has a counter, or not all the same unit */
	const char *meter_unit; /* of run */
};
enum err domain_fitted(struct db *db, struct arena *a, int64_t part, int64_t now, struct fitted_lives *out);

#endif
