/* stock.h - how stock moves, and what it is worth.
 *
 * Value: all bins of a part share one pool (part.qty, part.value_cents), whose quotient is the moving
 * average.
 *   receive  adds qty and what it cost: value_cents, or price_cents × qty, or the part's catalogue price, or
 *            (when that is unknown) the present average, or nothing.
 *   issue    takes value × q / qty out of the pool, rounded half up; when the last is taken, all that is
 *            left, so an empty part is worth exactly 0. The price is frozen on the movement: later receipts
 *            do not change what a repair cost.
 *   return   takes back part of one issue at that issue's price: after r of Q units have come back, V × r / Q
 *            (rounded half up) of its V has come back in all, so a full return is exact.
 *   adjust   downwards is worth what an issue would be; upwards the present average, or the catalogue price
 *            when nothing is there.
 *   transfer from one bin to another changes no value: the pool is that of all bins.
 * Never negative: what is not there is not taken (ERR_CONFLICT says how much lies in which bin), and an issue
 * is not split over bins, because somebody has to fetch it from where the ledger says.
 *
 * Kept (reservation.h): what is kept for another ticket is not issued (ERR_CONFLICT says for whom), but with
 * `override` and a reason. An issue takes off what is kept for its own ticket; what comes in is kept for who wants it.
 *
 * Each function runs in a transaction, writes one event (on the ticket: "part_issued", "part_returned"; on
 * the part: "received", "adjusted", "transferred") and gives back the movement as the reader sees it. With a key, a repeated
 * call gives the first answer and moves nothing; a key used for something else is ERR_CONFLICT. tx->now is
 * the movement's time. */
#ifndef DOMAIN_STOCK_H
#define DOMAIN_STOCK_H

#include "store/part.h"

/* What is asked for. Members that a movement does not use are ignored. */
struct stock_move {
	int64_t part_id;
	int64_t bin_id;			  /* NONE: see each function */
	int64_t qty;			  /* thousandths; adjust: with sign */
	int64_t counted;		  /* adjust: what was counted in the bin, instead of qty */
	int64_t ticket_id;		  /* issue, return */
	int64_t movement_id;		  /* return: of this issue alone, or NONE */
	int64_t override;		  /* issue: 1: also what is kept for other tickets; needs a reason */
	int64_t instead_of_id;		  /* issue: stands in for that part, whose substitute it is */
	int64_t price_cents, value_cents; /* receive: of one unit, or of all; at most one */
	int64_t supplier_id;		  /* receive: who sold it; its price is noted (supply.h) */
	int64_t ordered; /* receive: 1: it was ordered, so it comes in also when the part is retired by now */
	const char *slip;   /* receive: the number of the delivery slip */
	int64_t to_bin_id;  /* transfer */
	int64_t count_id;   /* adjust: of that counting */
	const char *reason; /* adjust: required; else a note (why it came back) */
	const char *key;    /* idempotency; NULL: none */
};
void stock_move_none(struct stock_move *m);

/* qty > 0. Bin: as named, or the part's usual one; neither: ERR_INVALID. ERR_NOT_FOUND: no such part.
 * ERR_CONFLICT: the part is retired and it was not ordered. */
enum err domain_stock_receive(struct tx *tx, const struct stock_move *in, struct movement *out);

/* qty > 0, to a ticket in any state but closed and cancelled (restored: booked late). Bin: as named, or the
 * part's usual one, or, when that has not enough, the bin with the least that is enough. ERR_NOT_FOUND: no
 * such ticket. ERR_INVALID: no such part or bin. ERR_CONFLICT: not enough there, or it is kept for others; the ticket
 * is over. */
enum err domain_stock_issue(struct tx *tx, const struct stock_move *in, struct movement *out);

/* qty > 0, no more than is left of what was issued. With movement_id: of that issue; without: of this
 * ticket's issues of part_id, the latest first, in as many movements as it takes (all in *out). In any state
 * of the ticket: parts come back after the work is over too. Bin: as named, or the one it was taken from. */
enum err domain_stock_return(struct tx *tx, const struct stock_move *in, struct list /* movement */ *out);

/* A correction with its reason: qty (with sign) or counted. A count that agrees is written too, with qty 0:
 * it is known then that somebody counted. Bin: as named, or the part's usual one, or the only one that holds
 * some. ERR_NOT_FOUND: no such part. ERR_CONFLICT: below 0. */
enum err domain_stock_adjust(struct tx *tx, const struct stock_move *in, struct movement *out);

/* qty > 0 from the bin (as named, or the part's usual one) to another; the answer is what came in. What is kept of it
 * goes along as far as what stays is not enough. ERR_NOT_FOUND: no such part. ERR_INVALID: no such bin, or the same
 * one. ERR_CONFLICT: not so much there. */
enum err domain_stock_transfer(struct tx *tx, const struct stock_move *in, struct movement *out);

/* What qty costs at that price of one unit, rounded half up; PART_VALUE_MAX + 1: more than can be booked. */
int64_t domain_stock_worth(int64_t price_cents, int64_t qty);
/* value × q / qty rounded half up, for 0 ≤ q ≤ qty, qty > 0; all of it when q = qty. */
int64_t domain_stock_share(int64_t value, int64_t q, int64_t qty);

#endif
