/* timeline.h - what one machine went through in a window: when it was required, down, degraded, planned to stand. */
#ifndef DOMAIN_TIMELINE_H
#define DOMAIN_TIMELINE_H

#include "domain/figures_rows.h"

enum timeline_kind { SPAN_DOWN, SPAN_DEGRADED, SPAN_PLANNED, SPAN_OVERRUN };
/* "down", "degraded", "planned", "overrun" */
extern const char *const timeline_kinds[];

struct timeline_span {
	int kind;
	int64_t start, end;		/* cut to the observed time */
	int64_t whole_start, whole_end; /* not cut; of a planned job and its overrun cut too */
	int64_t downtime_ms;		/* unplanned, inside required time and window */
	int64_t counted;		/* down, degraded: it began in the window and counts as a failure */
	int64_t ongoing;
	const int64_t *tickets;
	size_t ticket_n;
};

enum { TIMELINE_SHIFTS_MAX = 1000 };

struct timeline {
	struct figures_machine machine;
	int64_t observed_from, observed_to;
	int64_t no_calendar; /* 1: required round the clock */
	struct interval_set
		required; /* shifts in the observed time, planned ones too; none when more than the most */
	struct timeline_span *spans; /* by start */
	size_t n;
};

/* q->under is a machine; ERR_NOT_FOUND when it is not there or is something else. */
enum err domain_timeline(struct db *db, struct arena *a, const struct figures_query *q, struct timeline *out);

#endif
