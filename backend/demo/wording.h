/* wording.h - the texts of a ticket as different people type the same thing. From the arena. */
#ifndef DEMO_WORDING_H
#define DEMO_WORDING_H

#include "demo/factory.h"

/* How the floor puts it: mostly as it stands in the table, else with a sigh around it or a typo inside. */
const char *wording_symptom(struct arena *a, struct rng *r, const struct demo_family *f,
	const struct demo_machine *m, bool english);
const char *wording_of(struct demo_text t, bool english);
/* One of a NULL-terminated list. */
const char *wording_pick(struct rng *r, const char *const *list);
const char *wording_action(struct rng *r, const struct demo_family *f, bool quick, bool english);

#endif
