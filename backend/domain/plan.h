/* plan.h - planned maintenance: what a plan is, and what becomes of each time it is due.
 *
 * A plan names a job, machines, and when: by calendar (recur.h), every so much of a meter (usage.h), or whichever comes
 * first. Each machine goes its own way through
 *
 *   waiting ─ lead_days ahead of its due day ─▶ open (its ticket is made) ─▶ done (the ticket is restored)
 *
 * - There is at most one due ahead of a plan on a machine, and at most one open ticket. What comes later is worked out, not
 *   kept: a change of the plan changes it. A waiting due that was moved by hand stays where it was put.
 * - When a fixed plan's next day comes and the ticket is still open, that due is *missed* and the ticket becomes the next
 *   one's: work does not pile up, and the figure shows what was left out. "After completion" and meters cannot miss.
 * - A ticket that is cancelled skips its due, with what was said as the reason; one that is reopened opens it again. A
 *   restoration that is corrected moves what follows. All in the ticket's own transaction (domain_plan_follow).
 * - Done at or before grace_day, grace_days after the due day, is in time. When that day is over, or the next one's comes
 *   before, an event says once that it is "overdue".
 * - A paused plan makes nothing; open tickets stay. When it goes on, only days from then on count.
 * - A retired machine, a machine taken out and a retired plan drop what waits.
 *
 * Its parts are kept for the ticket as soon as it is made (reservation.h).
 *
 * Nothing is made twice: the due, its ticket, tasks and reservations are one transaction, dues are unique by plan, machine
 * and number, and so is the ticket by a key made of these three. */
#ifndef DOMAIN_PLAN_H
#define DOMAIN_PLAN_H

#include "domain/plan_ahead.h"
#include "store/ticket.h"

enum { PLAN_MACHINES_MAX = 500 };

/* With p->assets (asset_id, meter_id). Without from_day it begins today. What is due is made at once. ERR_INVALID: fields. */
enum err domain_plan_add(struct tx *tx, struct plan *p);
/* All of it, where the version is still p->version; p->assets is the whole list of its machines. ERR_NOT_FOUND, ERR_STALE,
 * ERR_INVALID. */
enum err domain_plan_put(struct tx *tx, struct plan *p);
/* One more machine (asset_id, meter_id) of a plan in use as it was read, and one less; its version is one more each time.
 * ERR_INVALID, ERR_NOT_FOUND, ERR_STALE */
enum err domain_plan_machine_add(struct tx *tx, struct plan *p, const struct plan_asset *pa);
enum err domain_plan_machine_remove(struct tx *tx, int64_t plan, int64_t asset);
/* Complaints alone, for a preview. */
enum err domain_plan_check(struct tx *tx, struct plan *p);

/* Some pairs of plan and machine brought up to the day, in order after *after; *after is then the last of them, *n how many
 * there were, *made how many tickets were made. */
enum { PLAN_RUN_PAIRS = 100 };
enum err domain_plan_run(struct tx *tx, struct plan_pair *after, int64_t *n, int64_t *made);
/* What several pairs have in common, read when it is first needed; begins as {.loaded = false} and holds for one transaction
 * in which the plan does not change. */
struct plan_known {
	struct plan plan; /* the last one that was asked for */
	struct calendars calendars;
	bool loaded;
};
/* One pair. */
enum err domain_plan_settle(struct tx *tx, struct plan_known *k, int64_t plan, int64_t asset, int64_t *made);
/* Some of those whose grace is over and of which that was not told: an event "overdue" for each. *n: how many. */
enum err domain_plan_overdue(struct tx *tx, int64_t *n);

/* A ticket of a plan changed its state or when it was restored. */
enum err domain_plan_follow(struct tx *tx, const struct ticket *t);

/* ERR_NOT_FOUND, ERR_STALE; ERR_CONFLICT: it is done, skipped or missed already. The reason is required. */
enum err domain_due_skip(
	struct tx *tx, int64_t id, int64_t version, const char *reason, struct plan_due *out);
/* To another day, not before today. */
enum err domain_due_move(
	struct tx *tx, int64_t id, int64_t version, int64_t day, const char *reason, struct plan_due *out);
/* Its ticket now, however far ahead. */
enum err domain_due_make(struct tx *tx, int64_t id, int64_t version, struct plan_due *out);

#endif
