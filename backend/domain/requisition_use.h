/* requisition_use.h - a requisition read by machine: whose use it makes good.
 *
 * Each line is shared out among the machines that used the part in the year before the requisition was made, in the proportion of what
 * they used (store/use.h: for the part that was asked for, as the proposal counts it). What nobody used is under no machine. Shares of a line sum to it exactly: the last machine gets what
 * rounding left. Pure; the rows are read by store_requisition_uses. */
#ifndef DOMAIN_REQUISITION_USE_H
#define DOMAIN_REQUISITION_USE_H

#include "store/requisition.h"

enum { REQUISITION_USE_DAYS = 365 };

struct use_part {
	int64_t part_id;       /* of a line, which has its names */
	int64_t used, tickets; /* in that year */
	int64_t qty, cents;    /* of the line; cents NONE: price unknown */
};
struct use_machine {
	int64_t machine_id; /* NONE: nobody used it */
	const char *code, *name, *name_en;
	int64_t original_value_cents;
	int64_t cents;	   /* of the lines with a price */
	struct list parts; /* struct use_part, by part */
};
/* uses: struct requisition_use by machine and part; lines: struct requisition_line. The costliest first; under no machine last. */
struct list requisition_use_of(struct arena *a, const struct list *lines, const struct list *uses);

#endif
