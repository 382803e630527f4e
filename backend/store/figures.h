/* figures.h - the rows that figures are made of: machines with their calendars, failures, planned jobs, costs.
 *
 * A scope is a span of machine ids [low, high]; the caller keeps those it wants (a part of the tree). Rows come sorted
 * by machine. Written for a year of 2,000 machines and 200,000 tickets: each statement walks one covering index. */
#ifndef STORE_FIGURES_H
#define STORE_FIGURES_H

#include "store/store.h"

struct figures_machine {
	int64_t id, parent_id;
	const char *code, *name, *name_en;
	int64_t commissioned_day, retired_day, original_value_cents;
	int64_t calendar_id;	     /* its own or the nearest above; NONE: none */
	int64_t downtime_cents_hour; /* likewise */
	int criticality;
};
/* All machines at or below `under` (NONE: all), by id. */
enum err store_figures_machines(struct db *db, struct arena *a, int64_t under, struct list *out);

struct figures_scope {
	int64_t low, high; /* machine ids */
	int64_t from, to;  /* [from, to) */
};

/* Codes as small numbers, counted from 1 in the order in which they were met; 0 is none. Lives in an arena; at[0] is
 * NULL. */
struct figures_names {
	const char **at;
	size_t n, room;
	int32_t *slots; /* hashed */
	size_t mask;
};
int64_t figures_name(struct arena *a, struct figures_names *names, const char *text);

/* A corrective ticket that is a loss of function, also a cancelled one. */
struct figures_ticket {
	int64_t machine_id, id, occurred_at, restored_at, reported_at, accepted_at, started_at, stopped;
	int64_t closed;			    /* restored, closed or cancelled */
	int64_t cancel;			    /* 0 no, 1 duplicate, 2 no fault found, 3 otherwise */
	int64_t wait_ms;		    /* all its waits */
	int64_t failure_mode;		    /* in modes */
	int64_t component_id, cause_code;   /* in causes; only when tags are asked for */
	const char *mode_text, *cause_text; /* for the scan alone */
};
/* Tickets that can matter to the window: begun before `to` and not restored before `from`, those without usable times,
 * and all before `to` of machines without a commissioning day; machine after machine, by `occurred`. Open waits end at
 * `now`. Each is handed to fn, whose row is gone when it returns. Codes go into modes and, when causes is not NULL
 * (tags are asked for: this costs a tenth more), into causes; both live in a. */
struct figures_tickets {
	const struct figures_scope *scope;
	int64_t now;
	struct figures_names *modes, *causes;
	enum err (*fn)(const struct figures_ticket *t, void *ctx);
	void *ctx;
};
enum err store_figures_tickets(struct db *db, struct arena *a, const struct figures_tickets *want);

struct figures_job {
	int64_t machine_id, id, planned_from, planned_to, started_at, ended_at;
};
enum err store_figures_jobs(struct db *db, struct arena *a, const struct figures_scope *s, struct list *out);

/* Cents by machine and what they were spent on, booked in the window. */
struct figures_cost {
	int64_t machine_id, cents;
};
enum figures_cost_kind { COST_PARTS, COST_LABOUR, COST_OUTSIDE };
enum err store_figures_costs(struct db *db, struct arena *a, enum figures_cost_kind kind,
	const struct figures_scope *s, struct list *out);
/* The same one by one: what was spent on which ticket and when. */
struct figures_spending {
	int64_t machine_id, ticket_id, booked_at, cents;
};
enum err store_figures_spending(struct db *db, struct arena *a, enum figures_cost_kind kind,
	const struct figures_scope *s, enum err (*fn)(void *spending, void *ctx), void *ctx);

/* For Paretos, without machine_id and booked_at: this is a third faster. */
enum err store_figures_spending_of(struct db *db, struct arena *a, enum figures_cost_kind kind,
	const struct figures_scope *s, enum err (*fn)(void *spending, void *ctx), void *ctx);

/* How many tickets of each machine: */
struct figures_count {
	int64_t machine_id, n;
	int kind;      /* enum ticket_kind; -1: any */
	int64_t since; /* the earliest report of those counted */
};
enum figures_counted {
	COUNT_REPORTED, /* in the window */
	COUNT_PLANNED,	/* in the window, by kind, without corrective ones */
	COUNT_OPEN,	/* now, whenever they were reported: neither restored nor ended */
	COUNT_REOPENED	/* failures restored in the window that had been reopened */
};
enum err store_figures_counts(struct db *db, struct arena *a, enum figures_counted what,
	const struct figures_scope *s, struct list *out);

/* What is no component, by id: the tree that figures are grouped by. */
struct figures_place {
	int64_t id, parent_id;
	int kind; /* enum asset_kind */
	const char *code, *name, *name_en;
};
enum err store_figures_places(struct db *db, struct arena *a, struct list *out);
/* Components, by id, with the same members. */
enum err store_figures_components(struct db *db, struct arena *a, struct list *out);

#endif
