/* plan_line.h - a plan of maintenance as rows of a list, one for each machine it is for, in the words that an import of plans (import.h)
 * reads. For sheets and exports: what goes out comes in again. */
#ifndef DOMAIN_PLAN_LINE_H
#define DOMAIN_PLAN_LINE_H

#include "base/i18n.h"
#include "store/plan.h"

struct plan_line {
	struct plan plan;
	const char *machine_code, *machine_name; /* NULL: the plan is for none */
	const char *weekdays, *months;		 /* "1,3,5" */
	const char *month_day;			 /* "15", "last day" */
	const char *tasks;			 /* of its job, a line each */
};
/* Those of one plan out of a list; one where it has no machine. The words of *p are not copied. */
enum err domain_plan_lines(
	struct db *db, struct arena *a, enum lang lang, const struct plan *p, struct list *out);

#endif
