/* due.h - each time a plan of maintenance was due on a machine, and feeds of the calendar. Plain rows; what becomes of a due
 * is domain/plan.h. Days are yyyymmdd. */
#ifndef STORE_DUE_H
#define STORE_DUE_H

#include "store/store.h"

enum due_state { DUE_WAITING, DUE_OPEN, DUE_DONE, DUE_SKIPPED, DUE_MISSED };
enum due_cause { DUE_BY_CALENDAR, DUE_BY_METER };
extern const char *const due_states[], *const due_causes[];

struct plan_due {
	int64_t id, plan_id, asset_id;
	int64_t n; /* 1, 2, …: of this plan on this machine */
	int64_t rule_day, due_day;
	int64_t grace_day; /* the last that is in time */
	int state, cause;
	int64_t ticket_id;
	int64_t done_at, done_day;
	int64_t moved;	    /* by hand */
	const char *reason; /* why it was moved or skipped */
	int64_t overdue_at; /* when it was told that its grace is over; NONE: it was not */
	int64_t version;
};
extern const struct field due_columns[];

/* ERR_NOT_FOUND all. */
enum err store_due_get(struct db *db, struct arena *a, int64_t id, struct plan_due *out);
/* The one whose work this ticket is. */
enum err store_due_of_ticket(struct db *db, struct arena *a, int64_t ticket, struct plan_due *out);
/* The newest of a plan on a machine that is not waiting, and the one that waits. */
enum err store_due_last(struct db *db, struct arena *a, int64_t plan, int64_t asset, struct plan_due *out);
enum err store_due_waiting(struct db *db, struct arena *a, int64_t plan, int64_t asset, struct plan_due *out);
/* The newest that was done. */
enum err store_due_last_done(
	struct db *db, struct arena *a, int64_t plan, int64_t asset, struct plan_due *out);
/* Sets id. ERR_CONFLICT: n is there. */
enum err store_due_add(struct tx *tx, struct plan_due *d);
/* All but the first four, where the version is still d->version. ERR_STALE */
enum err store_due_put(struct tx *tx, struct plan_due *d);
enum err store_due_remove(struct tx *tx, int64_t id);

/* A due as people see it. */
struct due_row {
	struct plan_due due;
	const char *plan_name, *plan_name_en, *machine_code, *machine_name, *machine_name_en, *place;
	int64_t minutes, stands, start_min;
	int64_t technician_id; /* who has the ticket, else whom the plan names */
	const char *technician_name;
	const char *ticket_state;
	int64_t line_id;   /* what the machine stands in */
	int64_t paused;	   /* the plan is */
	int64_t projected; /* 1: worked out, not a row yet: id is NONE */
};
extern const struct field due_row_columns[];
/* NONE and -1 do not filter. */
struct due_filter {
	int64_t from_day, to_day; /* due_day in [from, to] */
	int64_t under_id;	  /* a place or a machine */
	int64_t plan_id, technician_id;
	const char *standing; /* a name of due_standings (domain/compliance.h), as of `today` */
	int64_t today;
	int64_t ahead;		     /* 1: those waiting and open alone */
	int64_t over;		     /* 1: those done, skipped and missed alone, the last first */
	int64_t after_day, after_id; /* what comes after that in order */
	int64_t limit;
};
void due_filter_none(struct due_filter *f);
/* By day, then id. */
enum err store_due_list(struct db *db, struct arena *a, const struct due_filter *f, struct list *out);
enum err store_due_row(struct db *db, struct arena *a, int64_t id, struct due_row *out);

/* What is ahead on machines in use of plans in use that go by calendar, up to to_day: as little of it as it takes to say what will
 * follow. Of the filter: place, plan, and whom the plan names. By plan, then machine. */
struct due_seed {
	int64_t id, plan_id, asset_id, n;
	int64_t rule_day, due_day;
	int64_t line_id, calendar_id; /* of the machine */
};
enum err store_due_seeds(struct db *db, struct arena *a, const struct due_filter *f, struct list *out);
/* Their rules, as of struct plan; by plan. */
struct due_rule {
	int64_t plan_id;
	int unit, mode, holiday;
	int64_t every, weekdays, month_day, months, from_day, to_day;
	int64_t calendar_id, grace_days;
};
enum err store_due_rules(struct db *db, struct arena *a, struct list *out);
/* The first `limit` of each day, by day and id. Of the filter: days, place, plan, technician. */
enum err store_due_first(struct db *db, struct arena *a, const struct due_filter *f, struct list *out);
/* How many fall on each day, in order. Of the filter: days, place, plan, technician. */
struct due_day_count {
	int64_t day, n, overdue;
};
enum err store_due_days(struct db *db, struct arena *a, const struct due_filter *f, struct list *out);
/* How many of those in the window stand how, by what the machines stand in (NONE: nothing), also where there are none. Of the filter:
 * days, place. */
struct due_count {
	int64_t line_id, moved;
	const char *line_name, *line_name_en;
	int64_t open, overdue; /* waiting or open; of these past their grace */
	int64_t done, in_time; /* of these in time */
	int64_t missed, skipped;
};
enum err store_due_counts(struct db *db, struct arena *a, const struct due_filter *f, struct list *out);
/* How many are past their grace and not done, at the place or anywhere. */
enum err store_due_overdue(struct db *db, int64_t today, int64_t under, int64_t *n);
/* Ids of those that were not told yet. */
struct due_id {
	int64_t id;
};
enum err store_due_untold(struct db *db, struct arena *a, int64_t today, int64_t limit, struct list *out);

struct calendar_feed {
	int64_t id, account_id;
	const char *name;
	int64_t under_id, technician_id;
	const char *lang;
	int64_t created_at, revoked_at;
	const char *under_name, *technician_name; /* joined */
	const char *url;			  /* only in the answer that made it */
};
extern const struct field calendar_feed_fields[];
enum err store_feed_add(struct tx *tx, struct calendar_feed *f, const char *digest);
/* Not revoked ones of that account, newest first. */
enum err store_feed_list(struct db *db, struct arena *a, int64_t account, struct list *out);
/* ERR_NOT_FOUND: no such feed of this account that is not revoked yet. */
enum err store_feed_revoke(struct tx *tx, int64_t id, int64_t account);
/* ERR_NOT_FOUND, also when it was revoked or its maker may not sign in any more. */
enum err store_feed_by_digest(struct db *db, struct arena *a, const char *digest, struct calendar_feed *out);

#endif
