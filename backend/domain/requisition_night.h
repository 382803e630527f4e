/* requisition_night.h - the nightly run: when it is due, and doing it as one write. */
#ifndef DOMAIN_REQUISITION_NIGHT_H
#define DOMAIN_REQUISITION_NIGHT_H

#include "domain/requisition.h"

/* Runs when the day's minute has come and it has not run today and is switched on; `always`: whatever the clock says. *ran: it did, and
 * *run says what came of it. A server that slept through the minute runs when it wakes. now 0: the clock's. */
enum err requisition_night(struct store *store, bool always, int64_t now, bool *ran,
	struct requisition_run *run, struct fault *fault);
/* The pure part. */
bool requisition_night_due(const struct purchasing *p, int64_t now);

#endif
