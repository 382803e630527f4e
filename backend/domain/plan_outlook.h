/* plan_outlook.h - what is due from day to day: what is kept, and what will follow it.
 *
 * Of a plan on a machine only the next due is kept (plan.h). What comes after that is *projected*: worked out by the plan's rule
 * (recur.h) as if each were done on its day, after today and up to OUTLOOK_AHEAD_DAYS from then. It is a row as the kept ones are, without
 * an id. Plans by meter alone have no projection, neither have paused ones.
 *
 * In order: by day, on a day what is kept (by id) before what is projected (by plan and machine). Reads
 * one state of the plant, by a reader that is in no snapshot, and changes nothing. */
#ifndef DOMAIN_PLAN_OUTLOOK_H
#define DOMAIN_PLAN_OUTLOOK_H

#include "store/due.h"

/* Ten years. */
enum { OUTLOOK_AHEAD_DAYS = 3653 };

/* A place in that order. day NONE: before all. */
struct outlook_at {
	int64_t day;
	int64_t id;		   /* NONE: a projected one, of */
	int64_t plan_id, asset_id; /* these */
};
struct outlook_at plan_outlook_at(const struct due_row *row);

/* f->limit of them after *after (NULL: from the first) from f->from_day to f->to_day, as struct due_row; f->today is needed.
 * With f->standing those of that standing alone, with f->over what is over, the last first (without projections). */
enum err plan_outlook(struct db *db, struct arena *a, const struct due_filter *f,
	const struct outlook_at *after, struct list *out);

/* The same day by day: how many, how many of them past their grace, and the first f->limit. Days without any are there too;
 * OUTLOOK_DAYS at most. Of the filter: days, place, plan, technician. */
enum { OUTLOOK_DAYS = 62 };
struct outlook_day {
	int64_t day, n, overdue;
	struct list rows; /* struct due_row */
};
enum err plan_outlook_days(struct db *db, struct arena *a, const struct due_filter *f, struct list *out);

#endif
