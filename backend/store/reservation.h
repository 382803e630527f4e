/* reservation.h - what of the stock is kept for tickets, and what they want that is not there.
 *
 * One row for each ticket, part and bin; bin_id NONE: wanted, and not there yet. qty is what is still kept (or wanted),
 * taken what was issued of it, dropped what was let go. store_reservation_move is the only function that writes them,
 * and moves stock.reserved and part.reserved with them, so that always
 *   part.reserved = Σ stock.reserved = Σ reservation.qty with a bin,   reserved ≤ qty, in every bin.
 * The database holds the last of these; store_stock_verify (part.h) proves the rest. The rules (who gets what when it
 * is scarce) are in domain/reservation.h. */
#ifndef STORE_RESERVATION_H
#define STORE_RESERVATION_H

#include "store/store.h"

struct reservation {
	int64_t id, ticket_id, part_id;
	int64_t bin_id; /* NONE: wanted */
	int64_t qty, taken, dropped;
	int64_t created_at, changed_at, account_id;
	/* joined for the reader */
	const char *part_code, *part_name, *part_name_en, *unit, *bin_code, *machine_code, *machine_name,
		*machine_name_en, *symptom, *account_name;
	int64_t machine_id;
};
extern const struct field reservation_fields[];

/* Members that are NONE do not filter. Only what is still kept or wanted, the oldest first; a ticket's (all: with
 * what was taken or let go too). */
struct reservation_filter {
	int64_t ticket_id, part_id, bin_id;
	int64_t wanted; /* 1: only what is not there yet; 0: only what is kept in a bin */
	int64_t all;
	int64_t after, limit; /* by id */
};
void reservation_filter_none(struct reservation_filter *f);
enum err store_reservation_list(
	struct db *db, struct arena *a, const struct reservation_filter *f, struct list *out);

/* Adds these to what the row says (made when there is none) at tx->now, and qty to what bin and part keep.
 * ERR_CONFLICT: below 0, or more than lies there. */
struct reservation_step {
	int64_t ticket_id, part_id, bin_id;
	int64_t qty, taken, dropped; /* with sign */
};
enum err store_reservation_move(struct tx *tx, const struct reservation_step *s);

#endif
