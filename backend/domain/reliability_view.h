/* reliability_view.h - one machine while its figures are worked out: what reliability_read.c makes of the
 * rows and reliability.c counts. Internal to these two; the rules are in reliability.h. */
#ifndef DOMAIN_RELIABILITY_VIEW_H
#define DOMAIN_RELIABILITY_VIEW_H

#include "domain/reliability.h"

/* A ticket that counts as a failure, seen at `now`. */
struct failure {
	const struct reliability_ticket *t;
	int64_t onset;
	int64_t down_end; /* of its down interval; = onset when it only degraded */
	int64_t until;	  /* restored, or now while open */
	bool open;
};

/* For repeats: sorted, a failure is one of several with its mode. */
struct repeat_key {
	int64_t mode, restored, onset;
};

/* Room used again for every machine: one more than it has tickets. */
struct reliability_scratch {
	struct failure *failures;
	struct repeat_key *keys;
	struct interval *downs;
	size_t room;
};

struct reliability_view {
	struct arena *a;
	struct reliability_scratch *scratch;
	const struct reliability_input *in;
	const struct reliability_machine *m;
	const struct calendar_span *span;
	const struct reliability_ticket *tickets;
	size_t ticket_n;
	const struct reliability_job *jobs;
	size_t job_n;
	struct failure *failures; /* by onset */
	size_t n;
	size_t first;		     /* failures[0..first) are the first breakdown of an unknown life */
	struct interval seen;	     /* the observed time */
	int64_t event_end;	     /* events ahead of this one are in it: now itself has happened */
	struct interval_set planned; /* inside seen */
	struct reliability_result *out;
	struct reliability_evidence *ev; /* NULL: not wanted */
};

/* An instant that is there and between 1970 and 2200. */
bool reliability_known(int64_t t);
/* An event at t is in the observed time. */
bool reliability_observed(const struct reliability_view *v, int64_t t);
/* A ticket, from its onset until it is restored, meets the observed time. */
bool reliability_touches(const struct reliability_view *v, const struct failure *f);

/* The three steps, in this order. Tickets: fills failures. Observe: fills first, seen, event_end. Jobs: fills
 * planned and gives the overruns inside the observed time. Each counts and lists what it leaves out. */
void reliability_read_tickets(struct reliability_view *v);
void reliability_observe(struct reliability_view *v);
struct interval_set reliability_read_jobs(struct reliability_view *v);

/* The breakdown that begins with failure i: its down interval, and (returned) the failure after its last. */
size_t reliability_breakdown_at(const struct reliability_view *v, size_t i, struct interval *down);
/* Required ms inside i, which is cut to the observed time; after reliability_read_jobs(). */
int64_t reliability_required_in(const struct reliability_view *v, struct interval i);

#endif
