/* reservation.h - parts kept for a ticket, and who gets what when it is scarce.
 *
 * A ticket asks for parts; what lies free is kept for it in a bin (the usual one first, then the fullest), the rest is
 * wanted. Wanted parts are kept as soon as some lie free, the one who asked first is first: so nobody wants what lies
 * free (store_stock_verify proves it). What is kept for one ticket is not issued to another, not even the last one;
 * who keeps the stock may take it with a reason (stock.h, override): it is then wanted again by whom it was kept for,
 * the latest one loses first. The same when a count finds less than is kept. A transfer takes along what is kept of
 * it. A ticket lets go what it has left when it is closed or cancelled.
 *
 * Events, on the ticket: "part_reserved", "part_released", "part_arrived" (what was wanted is kept now),
 * "reservation_lost" (taken by others, or not there). */
#ifndef DOMAIN_RESERVATION_H
#define DOMAIN_RESERVATION_H

#include "store/part.h"
#include "store/reservation.h"

enum { RESERVE_MAX = 50 }; /* parts at once */
struct reserve_part {
	int64_t part_id, qty;
	int64_t bin_id; /* NONE: wherever it lies */
};

/* All of them or, when one is wrong, none. parts: of struct reserve_part; a part that the ticket has already is kept
 * besides. ERR_NOT_FOUND: no such ticket. ERR_CONFLICT: its state does not allow it, or a part is retired and so much of it
 * is not there, for nobody would buy the rest. ERR_INVALID: a part, bin or quantity. */
enum err domain_reservation_add(struct tx *tx, int64_t ticket, const struct list *parts);
/* Lets go qty (NONE: all) of what the ticket keeps and wants of a part (NONE: of all), what it wants first.
 * ERR_NOT_FOUND: no such ticket. ERR_CONFLICT: it has less. */
enum err domain_reservation_release(struct tx *tx, int64_t ticket, int64_t part, int64_t qty);

/* ---- for what moves stock ---- */

/* The ticket has been given qty of the part out of that bin: it needs so much less. What it keeps there first, then
 * elsewhere, then what it wants. bin NONE: a substitute was given. */
enum err domain_reservation_take(struct tx *tx, int64_t ticket, int64_t part, int64_t bin, int64_t qty);
/* qty of what is kept in that bin is kept no longer, but for `but` (NONE: nobody is spared). */
enum err domain_reservation_cut(
	struct tx *tx, int64_t part, int64_t bin, int64_t but, int64_t qty, const char *reason);
/* qty of what is kept in one bin is kept in another. */
enum err domain_reservation_follow(struct tx *tx, int64_t part, int64_t from, int64_t to, int64_t qty);
/* What lies free is kept for who wants it. */
enum err domain_reservation_fill(struct tx *tx, int64_t part);

#endif
