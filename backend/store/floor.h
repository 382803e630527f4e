/* floor.h - the plant as it is now, counted: what a technician has before them, what is down, who is free.
 *
 * Only open tickets are read (a partial index has them), so it costs the same after ten years. */
#ifndef STORE_FLOOR_H
#define STORE_FLOOR_H

#include "store/ticket.h"

/* For badges. */
struct floor_counts {
	int64_t mine, working, waiting; /* of this person, not restored; of these in progress, waiting */
	int64_t free, free_stopped;	/* unplanned and nobody's; of these with the machine standing still */
	int64_t due;			/* planned, nobody's, to begin before then */
	int64_t restored;		/* of everybody: waiting to be checked and closed */
};
extern const struct field floor_counts_fields[];
enum err store_floor_counts(
	struct db *db, struct arena *a, int64_t account, int64_t before, struct floor_counts *out);

/* ---- the board: `under` NONE is the whole plant, else a part of the tree ---- */

/* A machine that does not run as it should. */
struct floor_machine {
	int64_t id;
	const char *code, *name, *name_en, *place; /* place: its location, else what it stands in */
	int criticality, state;
};
extern const struct field floor_machine_fields[];
/* Stopped or degraded machines, by id. */
enum err store_floor_machines(struct db *db, struct arena *a, int64_t under, struct list *out);
/* How many machines are in each state. */
struct floor_states {
	int64_t running, degraded, stopped, idle, retired;
};
extern const struct field floor_states_fields[];
enum err store_floor_states(struct db *db, struct arena *a, int64_t under, struct floor_states *out);

/* A ticket that is not restored yet. */
struct floor_ticket {
	int64_t id;
	int kind, state;
	int64_t priority;
	const char *symptom;
	int64_t stopped, failure;
	int64_t since; /* stopped or degraded since; else when it was reported */
	int64_t reported_at, accepted_at, started_at;
	const char *wait_reason;
	int64_t wait_since;
	int64_t planned_from;
	int64_t machine_id;
	const char *machine_code, *machine_name, *machine_name_en, *machine_place;
	int machine_criticality;
	int64_t assignee_id;
	const char *assignee_name;
};
extern const struct field floor_ticket_fields[];
/* Most urgent first, as the work list. */
enum err store_floor_tickets(struct db *db, struct arena *a, int64_t under, struct list *out);

/* Who has a ticket that is not restored yet, or helps with it. */
struct floor_hand {
	int64_t ticket_id, account_id;
	int state; /* of the ticket */
	const char *name, *role;
};
extern const struct field floor_hand_fields[];
enum err store_floor_hands(struct db *db, struct arena *a, struct list *out);
/* Technicians who may sign in, by name. */
struct floor_person {
	int64_t id;
	const char *name, *role;
};
enum err store_floor_technicians(struct db *db, struct arena *a, struct list *out);

/* Faults reported, and faults repaired, since then. */
struct floor_day {
	int64_t reported, restored;
};
extern const struct field floor_day_fields[];
enum err store_floor_day(struct db *db, struct arena *a, int64_t under, int64_t since, struct floor_day *out);
/* When the state of a machine last changed; NONE: never. */
enum err store_floor_state_since(struct db *db, int64_t machine, int64_t *since);

#endif
