/* compliance.h - how much of the planned maintenance that fell due was done in time.
 *
 * SMRP Best Practices 5.4.14, "Preventive Maintenance (PM) & Predictive Maintenance (PdM) Compliance": of the services whose
 * due day lies in the window and is over (done, skipped, missed, or past their grace), those that were done by the last day
 * of grace. One that is still within its grace is pending and counts in neither. A skipped one was due and was not done: it
 * counts, and is also shown apart, with its reason. A moved one counts on the day it was moved to; how many were moved is
 * shown. Overdue now (5.4.11) looks at today whatever the window is. Nothing due: no figure (NAN), never 0 or 100 %. */
#ifndef DOMAIN_COMPLIANCE_H
#define DOMAIN_COMPLIANCE_H

#include "store/due.h"

enum due_standing {
	STANDING_AHEAD,	  /* waiting for its ticket, or its ticket is open and in time */
	STANDING_OVERDUE, /* past its grace, not done */
	STANDING_IN_TIME,
	STANDING_LATE,
	STANDING_MISSED,
	STANDING_SKIPPED,
	STANDING_COUNT
};
/* "ahead", "overdue", "in_time", "late", "missed", "skipped" */
extern const char *const due_standings[];
int due_standing(const struct plan_due *d, int64_t today);

struct compliance {
	int64_t due;			/* that are over: the denominator */
	int64_t counts[STANDING_COUNT]; /* of those in the window; AHEAD: pending */
	int64_t moved;
	double share; /* 0..1 */
};
struct compliance_line {
	int64_t asset_id; /* what the machines stand in; NONE: nothing */
	const char *name, *name_en;
	struct compliance c;
};
struct compliance_report {
	struct compliance all;
	struct list lines; /* struct compliance_line, the worst first */
	int64_t overdue_now;
};
/* Due days from..to, of `under` (NONE: the plant). */
enum err domain_compliance(struct db *db, struct arena *a, int64_t under, int64_t from_day, int64_t to_day,
	int64_t today, struct compliance_report *out);

#endif
