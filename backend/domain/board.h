/* board.h - what a manager and a wall screen show: what is down now, who is on what, what waits and why.
 *
 * A machine is down when its state is stopped, also when somebody said so without a ticket. Of its tickets the most
 * urgent that is a loss of function is shown; `since` is the earliest of them, or, without a ticket, when its state last
 * changed. Free is a technician without a ticket in progress anywhere: there are no shifts of people here, so
 * whether they are in the house is not known. */
#ifndef DOMAIN_BOARD_H
#define DOMAIN_BOARD_H

#include "store/floor.h"

struct board_machine {
	struct floor_machine machine;
	int64_t since;
	const struct floor_ticket *ticket; /* NULL: there is none */
	int64_t tickets;		   /* of this machine, lost function, not restored */
	struct list people;		   /* of struct floor_hand: who is on that ticket */
};
struct board_person {
	int64_t id;
	const char *name, *role;
	int64_t free;
	struct list tickets; /* of struct floor_ticket, in the place asked for, most urgent first */
};
struct board_wait {
	const char *reason;
	int64_t n;
};
/* Tickets by what is missing: nobody has taken them, taken, worked on, waiting. Planned work that is not begun apart. */
struct board_counts {
	int64_t reported, accepted, in_progress, waiting, planned;
};
struct board {
	int64_t seq; /* of the event log; it is at least as new as that */
	int64_t now, day;
	struct floor_states *machines;
	struct floor_day *today; /* since the start of `day` */
	struct board_counts *tickets;
	struct list down, degraded; /* of struct board_machine: most urgent first */
	struct list people; /* of struct board_person: technicians, and whoever else has a ticket; by name */
	struct list waits;  /* of struct board_wait, most first */
};
extern const struct field board_fields[];

/* under: a part of the tree, NONE: all. Reads through db, in the arena. */
enum err domain_board(struct db *db, struct arena *a, int64_t under, int64_t now, struct board *out);

#endif
