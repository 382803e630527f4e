/* fix_page.h - what is known of all cases of a fix: how they went over time, how long they took, on which machines, with
 * which parts. Of the newest FIX_PAGE_CASES. */
#ifndef DOMAIN_FIX_PAGE_H
#define DOMAIN_FIX_PAGE_H

#include "domain/knowledge.h"
#include "store/fix.h"

enum { FIX_PAGE_CASES = 5000, FIX_PAGE_ROWS = 12 };

struct fix_month {
	int64_t month; /* yyyymm, in the plant's time zone */
	int64_t held, came_back, pending;
};
extern const struct field fix_month_fields[];

struct fix_page {
	int64_t days; /* a repair must last */
	int64_t cases, held, came_back;
	int64_t pending; /* cases of which it is not known yet */
	double base;	 /* how repairs of its component usually go (outcome.h) */
	int64_t minutes_20, minutes_50, minutes_80;
	struct list months;   /* of struct fix_month, oldest first, those between without cases too */
	struct list machines; /* of struct fix_machine, the most cases first */
	struct list used;     /* of struct fix_used, the most used first */
};
enum err domain_fix_page(
	struct knowledge *k, struct db *db, struct arena *a, const struct fix *f, struct fix_page *out);

#endif
