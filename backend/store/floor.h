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

#endif
