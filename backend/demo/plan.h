/* plan.h - which tickets there will be, when, and on which machine: drawn before the first one is written.
 *
 * Faults are renewal processes in the machine's working time (its calendar), one for each family of its
 * class: Weibull with the family's shape and a mean that makes the whole number come out right. Machines
 * differ in how well they were built. A quick fix that does not hold comes back in some days. */
#ifndef DEMO_PLAN_H
#define DEMO_PLAN_H

#include "demo/factory.h"

enum plan_kind {
	PLAN_FAULT,
	PLAN_DUPLICATE, /* of the machine's latest fault */
	PLAN_NO_FAULT,
	PLAN_WITHDRAWN,
	PLAN_IMPORTED, /* from the paper slips of the first weeks */
	PLAN_SERVICE,
	PLAN_INSPECTION,
	PLAN_IMPROVEMENT,
	PLAN_STAGED, /* those of the last days, see stage.h */
};

struct plan_entry {
	int64_t at; /* reported; a service: when it is planned to begin */
	uint32_t machine;
	uint16_t family; /* or the job's number */
	uint8_t kind;
	uint8_t quick; /* somebody was in a hurry */
};

struct plan {
	struct plan_entry *entries; /* by time */
	size_t n;
};

/* Exactly `tickets` entries, all before `until`. From the factory's arena. */
void plan_make(struct plan *p, const struct factory *f, size_t tickets, int64_t until);

#endif
