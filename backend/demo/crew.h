/* crew.h - who of the technicians is there, and who goes.
 *
 * Four duties rotate week by week: day, early, late, night; Monday to Saturday. On Sundays and holidays the one
 * with the day duty is on call. A line has its own team, so that a large plant is many small ones. */
#ifndef DEMO_CREW_H
#define DEMO_CREW_H

#include "demo/factory.h"

/* The plant's days, looked up often; made once. */
struct crew_days {
	int64_t *midnights;  /* n + 1 of them */
	unsigned char *free; /* Sunday or holiday */
	size_t n;
};
void crew_days(struct crew_days *d, const struct factory *f);

/* The first moment from t on when this technician is on duty; *until is when that duty ends. */
int64_t crew_on_duty(const struct crew_days *d, size_t technician, int64_t t, int64_t *until);

struct crew_turn {
	size_t technician;
	int64_t accepts, starts;
};
/* Who of the machine's team can begin first after `from`, and when; not `other` (SIZE_MAX: anybody). They are
 * busy then for so many minutes. */
struct crew_turn crew_send(struct factory *f, const struct crew_days *d, const struct demo_machine *m,
	size_t other, int64_t from, int minutes, struct rng *r);

#endif
