/* plan.h - plans of maintenance and the machines they are for. Plain rows; the rules are in domain/plan.h. */
#ifndef STORE_PLAN_H
#define STORE_PLAN_H

#include "store/store.h"

struct plan {
	int64_t id;
	const char *name, *name_en;
	int64_t job_plan_id;
	int unit;			     /* enum recur_unit; -1: not by calendar */
	int64_t every;			     /* NONE without a unit */
	int mode;			     /* enum recur_mode */
	int64_t weekdays, month_day, months; /* domain/recur.h */
	int holiday;			     /* enum recur_holiday */
	int64_t calendar_id;		     /* whose free days; NONE: the machine's */
	int64_t from_day, to_day;	     /* to_day NONE: for ever */
	int64_t meter_every;		     /* thousandths; NONE: not by meter */
	int64_t start_min;		     /* of the day, when it is planned to begin */
	int64_t lead_days;		     /* the ticket is made so many days ahead of the due day */
	int64_t grace_days;		     /* and counts as in time so many days after it */
	int64_t priority, assignee_id;
	int64_t paused;
	const char *pause_reason;
	int64_t retired, version, created_at;
	/* joined */
	const char *job_name, *job_name_en, *assignee_name;
	int64_t minutes, stands;
	int64_t machines;   /* how many it is for */
	int64_t next_day;   /* the nearest that is not done; NONE: none */
	int64_t overdue;    /* how many are past their grace */
	struct list assets; /* struct plan_asset; not in lists */
};
struct plan_asset {
	int64_t asset_id, meter_id;
	int64_t since_day, since_at;
	/* joined */
	const char *code, *name, *name_en, *place, *meter_name, *meter_name_en, *meter_unit;
	int64_t retired; /* the machine is */
};
extern const char *const plan_units[], *const plan_modes[], *const plan_holidays[];
extern const struct field plan_columns[], plan_asset_columns[];

/* ERR_NOT_FOUND; today is for `overdue`. With its machines. */
enum err store_plan_get(struct db *db, struct arena *a, int64_t id, int64_t today, struct plan *out);
struct plan_filter {
	int64_t asset_id;    /* of this machine, or below this place; NONE */
	int64_t job_plan_id; /* NONE */
	int64_t retired;     /* 1: those alone */
	const char *text;    /* folded; in names of plan, job */
	int64_t after;	     /* those behind this plan in the list; NONE */
	int64_t limit;
};
/* The oldest of that name that is in use; ERR_NOT_FOUND. */
enum err store_plan_named(struct db *db, const char *name, int64_t *id);
/* The next due first. */
enum err store_plan_list(
	struct db *db, struct arena *a, const struct plan_filter *f, int64_t today, struct list *out);
enum err store_plan_add(struct tx *tx, struct plan *p);
/* ERR_STALE */
enum err store_plan_put(struct tx *tx, struct plan *p);
/* Its version alone is one more: something that hangs on it is another. ERR_STALE */
enum err store_plan_touch(struct tx *tx, struct plan *p);

/* Adds the machine or changes its meter; one that was removed comes back with these beginnings. */
enum err store_plan_asset_put(struct tx *tx, int64_t plan, const struct plan_asset *pa);
enum err store_plan_asset_remove(struct tx *tx, int64_t plan, int64_t asset);
enum err store_plan_assets(struct db *db, struct arena *a, int64_t plan, struct list *out);
/* ERR_NOT_FOUND, also when it was removed. */
enum err store_plan_asset_get(
	struct db *db, struct arena *a, int64_t plan, int64_t asset, struct plan_asset *out);

/* Which plan and machine: all that are in use, in order, after that one. */
struct plan_pair {
	int64_t plan_id, asset_id;
};
enum err store_plan_pairs(
	struct db *db, struct arena *a, const struct plan_pair *after, int64_t limit, struct list *out);

#endif
