/* reliability.h - MTBF, MTTR, availability and what they were made of. Pure: rows in, figures out.
 *
 * Life cycle: fill a struct reliability_input (arrays of plain rows), call reliability_compute()
 * once for any number of machines, then reliability_pool() for every group wanted and
 * reliability_figures() for every row shown. Results live in the arena given. Nothing is kept
 * between calls; several threads may compute at once, each with its arena.
 *
 * Units: instants in ms UTC, 1970..2200 (anything outside counts as missing, as TIME_NONE does);
 * durations in ms.
 *
 * THE WINDOW. [a, b) is asked for; what is *observed* of a machine is
 *
 *	[max(a, life start), min(b, life end, now))
 *
 * and every rule below speaks of that. So the edges of a life work like the edges of a window,
 * and the future never counts. An event at exactly `now` has happened; a restoration after `now`
 * has not, so with an earlier `now` the figures are those of that time.
 *
 * THE RULES, with their sources. Where the standards differ, what is written here holds.
 *
 * Failure
 *     a corrective ticket that is a loss of function: `stopped`, or degraded but running (EN
 *     13306 "failure", "degraded state"). Only such tickets are given to this module.
 * Down interval
 *     from `occurred` (stopped since) to `restored` (running again), or to now while it is open.
 *     EN 13306 "down state".
 * Breakdown
 *     down intervals of one machine that overlap *or touch* are one breakdown: between them the
 *     machine never ran (ISO 22400-2 takes a new time between failures only from an operating
 *     machine). A degraded failure has no down interval and is a breakdown of no length at its
 *     onset; found while the machine is down, or at the very moment it is restored, it belongs to
 *     that breakdown. A degraded machine that stops later has failed again: the open degraded
 *     ticket does not swallow the stop.
 * N, breakdowns
 *     those that *start* in the observed time, in a shift or not. `failures` counts the tickets
 *     whose own onset lies there; both are shown. N < 3 is weak.
 * Onset of a degraded failure
 *     `occurred`; without it `reported`, or `restored` when that was earlier (a record written up
 *     afterwards). A stop is never guessed in this way.
 * Required time
 *     shifts inside the observed time, minus planned windows. ISO 22400-2: planned busy time =
 *     planned operation time - planned downtime. A planned window is off whether the work took
 *     all of it or not. No calendar: round the clock, flagged.
 * Overrun
 *     what a planned job takes after its planned end is unplanned downtime and no breakdown: from
 *     the planned end (or the job's start, if it began later than that) to its end, or to now.
 *     Another planned window in it stays planned. Beginning early is not downtime.
 * Downtime
 *     unplanned, inside required time: the length of (down intervals + overruns) within required
 *     time, each moment once. Uptime = required - downtime.
 * Availability
 *     uptime / required; n/a when nothing was required. EN 13306 and EN 15341. (ISO 22400-2
 *     divides production time by planned busy time instead, and so counts an idle machine as
 *     lost.)
 * MTBF
 *     uptime / N: mean *operating* time between failures (EN 13306, ISO 22400-2, SMRP 3.5.1). n/a
 *     when N = 0 or nothing was required. With N = 0: "no failure in `uptime`" and the one-sided
 *     90 % lower bound uptime / ln 10 (exponential life, no failure: exp(-T / m) = 0.1). The
 *     common Chinese definition, with repair time in it (含维修口径): required / N.
 * MDT
 *     downtime / N, so that availability = MTBF / (MTBF + MDT) exactly: (up / N) / (up / N + down
 *     / N) = up / required. n/a when MTBF is.
 * MTTR
 *     restored - occurred, wall clock, over the *stops* restored in the observed time, each
 *     ticket for itself (ISO 22400-2: a new time to restoration whenever a failure has been
 *     restored; EN 13306 "time to restoration"; SMRP 3.5.2). A degraded machine never stopped, so
 *     it has no time to restore. Tickets of one breakdown stay apart here, because only a ticket
 *     can be split into reaction, response and repair; the length of a breakdown is in the
 *     evidence.
 * Median
 *     the middle value; of an even number the mean of the middle two, rounded down to the ms.
 * P90
 *     nearest rank: the smallest value such that at least 90 % of the values are not above it,
 *     the ceil(0.9 n)-th smallest. It is always a repair that took place.
 * Split
 *     the whole of every time to restore, cut at reported, accepted and started: see enum
 *     reliability_part. The parts sum to MTTR exactly. The marks need not be in order: each is
 *     moved into what is left of the repair, so a report written after the repair makes all of it
 *     "not reported".
 * Ongoing
 *     tickets not restored when the observed time ends, also those begun before it. Stops run to
 *     there; they are in N by their start and not in MTTR.
 * Unknown life
 *     no commissioning date: the life starts at the end of the machine's first breakdown ever,
 *     whose tickets are not counted (a degraded first failure ends at its onset, since it takes
 *     no time). No failure yet: nothing is observed. Flagged either way.
 * Repeat
 *     a failure whose mode is known and whose machine had one of the same mode, begun before it
 *     and restored at most `repeat_ms` before it. Rate: repeats / failures of known mode. The
 *     earlier one may lie before the window or be the first failure of an unknown life.
 * 故障停机率
 *     failure downtime / required, without overruns: 故障停机时间 / (故障停机时间 + 开动时间).
 *
 * LEFT OUT, counted and listed, by the first reason that fits: cancelled, duplicate, no fault
 * found; stop missing (a stop without `occurred`, a degraded failure without any onset); end
 * missing (closed without `restored`); reversed (restored before occurred); future (occurred
 * after now); first failure of an unknown life; outside life (touches the window asked for and
 * not the observed part of it). A ticket left out for its kind or its times is listed in the
 * window that holds its first known time of reported, occurred, restored, accepted, started (in
 * every window if it has none), a future one in that of its onset; the last two wherever they
 * touch. Planned jobs: a planned time missing (as stop missing), planned backwards, or ended
 * before begun (both reversed; of the latter only the overrun is not used).
 *
 * Sums add up over machines, and over windows that meet (but for ongoing and what is listed where
 * it touches). Group figures are made of the sums and of all values, never of means. */
#ifndef DOMAIN_RELIABILITY_H
#define DOMAIN_RELIABILITY_H

#include "domain/calendar.h"
#include "domain/interval.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum reliability_reason {
	RELIABILITY_COUNTED = 0,
	/* given by the caller in struct reliability_ticket */
	RELIABILITY_CANCELLED,
	RELIABILITY_DUPLICATE,
	RELIABILITY_NO_FAULT,
	/* found here */
	RELIABILITY_NO_STOP,
	RELIABILITY_NO_END,
	RELIABILITY_REVERSED,
	RELIABILITY_FUTURE,
	RELIABILITY_FIRST_FAILURE,
	RELIABILITY_OUTSIDE_LIFE,
	RELIABILITY_REASONS
};
/* "cancelled", "stop_missing", ... for JSON; by enum reliability_reason, ends with NULL. */
extern const char *const reliability_reason_names[];

enum reliability_part {
	RELIABILITY_UNREPORTED, /* occurred -> reported */
	RELIABILITY_REACTION,	/* reported -> accepted */
	RELIABILITY_RESPONSE,	/* accepted -> started */
	RELIABILITY_WAITING,	/* of started -> restored: wait_ms, no more than all of it */
	RELIABILITY_ACTIVE,	/* the rest of started -> restored */
	RELIABILITY_UNKNOWN,	/* across a time that is missing (no `started`: accepted -> restored) */
	RELIABILITY_PARTS
};

/* A loss of function. Rows sorted by machine_id; fastest when sorted by occurred within it. */
struct reliability_ticket {
	int64_t id, machine_id;
	int64_t occurred, reported, accepted, started, restored; /* TIME_NONE: not known, or not yet */
	int64_t wait_ms;					 /* sum of the waits; below 0 counts as 0 */
	int64_t stopped;      /* 1: the machine was down; 0: degraded but running */
	int64_t closed;	      /* 1: no longer open, so `restored` must be known */
	int64_t failure_mode; /* any number > 0 that stands for one failure mode; 0 and below: not known */
	int reason;	      /* RELIABILITY_CANCELLED, _DUPLICATE or _NO_FAULT; anything else: counted */
};

/* A planned job that stops its machine. Rows sorted by machine_id. Cancelled ones are not given. */
struct reliability_job {
	int64_t id, machine_id;
	int64_t planned_from, planned_to; /* both known, from < to; else listed as left out and not used */
	int64_t started, ended;		  /* TIME_NONE: not known, or not yet */
};

struct reliability_machine {
	int64_t id;
	int64_t life_start;		 /* commissioned; TIME_NONE: unknown */
	int64_t life_end;		 /* retired; TIME_NONE: not */
	const struct calendar *calendar; /* shared by many machines: laid out once. NULL: round the clock */
};

/* Which tickets must be among the rows: of a machine with a known life every one with occurred < b that is
 * not restored or was restored at a or later (a itself included: it may touch), and those without a usable
 * time that fall in the window (see LEFT OUT); for repeats also those restored up to repeat_ms before a. Of a
 * machine whose life start is unknown: all of its tickets before b. More does no harm. Jobs: all that touch
 * [a, b), and those that ended in it or have not ended. Rows of machines that are not listed are passed over.
 */
struct reliability_input {
	int64_t a, b, now;
	int64_t repeat_ms; /* RELIABILITY_REPEAT_MS, or 0: no repeats are counted (faster) */
	bool evidence;	   /* true: every result says what it was made from */
	const struct reliability_machine *machines; /* sorted by id, each once */
	size_t machine_n;
	const struct reliability_ticket *tickets;
	size_t ticket_n;
	const struct reliability_job *jobs;
	size_t job_n;
};

#define RELIABILITY_REPEAT_MS (30 * INT64_C(86400000))

/* Everything that adds up. */
struct reliability_sums {
	int64_t machines;
	int64_t no_calendar, life_unknown; /* how many of the machines: the flags of the figure */
	int64_t required_ms;
	int64_t planned_ms;  /* planned downtime taken out of required time */
	int64_t downtime_ms; /* unplanned, inside required time */
	int64_t overrun_ms;  /* the part of downtime_ms that only overruns of planned jobs account for */
	int64_t breakdowns;  /* N */
	int64_t failures;    /* tickets */
	int64_t degraded;    /* of those, tickets without downtime */
	int64_t ongoing;     /* tickets, begun in the window or before it */
	int64_t restored;    /* number of times to restore in ttr_ms */
	int64_t ttr_ms;
	int64_t part_ms[RELIABILITY_PARTS]; /* sum to ttr_ms */
	int64_t repeats, repeat_base;	    /* 0 when repeat_ms was 0 */
	int64_t excluded[RELIABILITY_REASONS];
};

/* A breakdown that the figures of this window saw something of. */
struct reliability_breakdown {
	int64_t start, end;  /* not cut to the window; end = now while open; equal for a degraded failure */
	int64_t downtime_ms; /* inside required time and window */
	int64_t counted;     /* 1: in N */
	int64_t ongoing;     /* 1: a stop of it is not restored when the observed time ends */
	size_t ticket;	     /* its tickets: evidence.tickets[ticket .. ticket + ticket_n) */
	size_t ticket_n;
};

struct reliability_evidence_ticket {
	int64_t id;
	size_t row; /* its place in the input's tickets */
	int64_t onset;
	int64_t restored; /* TIME_NONE: not by now */
	int64_t stopped;
	int64_t counted; /* 1: in failures */
	int64_t ongoing; /* 1: in ongoing */
	int64_t ttr_ms;	 /* its share of MTTR; TIME_NONE: not in it */
	int64_t part_ms[RELIABILITY_PARTS];
	int64_t downtime_ms; /* of its breakdown's, what no ticket before it accounts for: they sum to it */
	int64_t repeat;	     /* 1: in repeats */
};

struct reliability_evidence_job {
	int64_t id;
	struct interval planned, overrun; /* cut to the observed time; empty: end <= start */
	int64_t planned_ms; /* planned, inside shifts; jobs that overlap both have the overlap */
	int64_t overrun_ms; /* overrun, inside required time, also where a failure was there too */
};

struct reliability_exclusion {
	int64_t id;
	int64_t job;	/* 1: a planned job; 0: a ticket */
	int64_t reason; /* enum reliability_reason */
};

/* What one machine's sums were made from. Breakdowns and their tickets in time order, the rest as found. */
struct reliability_evidence {
	struct reliability_breakdown *breakdowns;
	size_t breakdown_n;
	struct reliability_evidence_ticket *tickets;
	size_t ticket_n;
	struct reliability_evidence_job *jobs;
	size_t job_n;
	struct reliability_exclusion *exclusions;
	size_t exclusion_n;
};

struct reliability_result {
	int64_t machine_id; /* 0 for a group */
	int64_t from, to;   /* the observed time; from >= to: none. Of a group: earliest to latest */
	struct reliability_sums sums;
	const int64_t *ttr;	     /* sums.restored times to restore, in no particular order */
	int64_t ttr_median, ttr_p90; /* TIME_NONE: no times to restore */
	const struct reliability_evidence *evidence; /* NULL when not asked for, and for a group */
};

/* Work out every machine: out has room for in->machine_n, and gets them in the order of in->machines.
 * O(rows log rows of a machine), plus one layout for each distinct calendar. */
void reliability_compute(struct arena *a, const struct reliability_input *in, struct reliability_result *out);

/* A group from its machines' results (any part of the tree): sums of sums, median and P90 over all values.
 * O(n + values). */
void reliability_pool(struct arena *a, const struct reliability_result *const *of, size_t n,
	struct reliability_result *out);

/* num / den; den = 0 is n/a. Exact, for those who compare. */
struct reliability_ratio {
	int64_t num, den;
};
int64_t reliability_uptime_ms(const struct reliability_sums *s);
struct reliability_ratio reliability_availability(const struct reliability_sums *s);
struct reliability_ratio reliability_mtbf(const struct reliability_sums *s);
struct reliability_ratio reliability_mdt(const struct reliability_sums *s);
/* NAN for n/a. */
double reliability_value(struct reliability_ratio r);

/* What is shown. NAN is n/a everywhere. Times in ms, rates 0..1. */
struct reliability_figures {
	double availability;
	double mtbf_ms;
	double mtbf_with_repair_ms; /* 含维修口径 */
	double failure_free_ms;	    /* N = 0: "no failure in ..."; NAN when N > 0 or nothing was required */
	double mtbf_lower_ms;	    /* its 90 % lower bound */
	double mdt_ms;
	double mttr_ms, ttr_median_ms, ttr_p90_ms;
	double part_ms[RELIABILITY_PARTS]; /* means over the same stops as mttr_ms, which they sum to */
	double stop_rate;		   /* 故障停机率 */
	double repeat_rate;
	int64_t weak; /* 1: N < 3 */
};
void reliability_figures(const struct reliability_result *r, struct reliability_figures *out);

#endif
