/* count.h - a counting 盘点: begun for a store or for chosen bins, counted bin by bin, each difference explained, closed.
 *
 *   open → closed, or cancelled (nothing moves).
 *
 * Work goes on meanwhile. A number is compared with what the ledger said at the moment of counting, not with what it
 * says when the counting is closed; closing writes each difference as an adjustment of that size, all in one
 * transaction, with its reason and the counting's number. A number that agrees is written too, as a movement of 0. A
 * part that moved away so far that the difference would take the bin below 0 has to be counted again. */
#ifndef DOMAIN_COUNT_H
#define DOMAIN_COUNT_H

#include "store/count.h"

enum { COUNT_BINS_MAX = 500 };

/* Begins one: c->name, c->store, bins (of int64_t; none: the whole store, or all stores). ERR_INVALID: no such bin, or
 * there is nothing to count. ERR_CONFLICT: one of the bins is being counted already. */
enum err domain_count_begin(struct tx *tx, struct stock_count *c, const struct list *bins);

struct count_said {
	int64_t count_id, bin_id, part_id, counted;
	int64_t counted_at; /* NONE: now */
	const char *reason;
};
/* A number, or a better one; one that was counted before that changes nothing, and *out is what stands. A part that nobody expected in the bin gets a line. ERR_NOT_FOUND: no such counting.
 * ERR_INVALID: no such bin or part; counted_at before the counting or in the future. ERR_CONFLICT: it is over; the bin is
 * of another counting. */
enum err domain_count_say(struct tx *tx, const struct count_said *said, struct stock_count_line *out);
/* Why a line differs. ERR_NOT_FOUND; ERR_CONFLICT: the counting is over. */
enum err domain_count_explain(
	struct tx *tx, int64_t count, int64_t line, const char *reason, struct stock_count_line *out);
/* leave: what is not counted stays as it is. ERR_CONFLICT: some is not counted (and not leave), a difference has no
 * reason, or a line must be counted again. ERR_STALE */
enum err domain_count_close(struct tx *tx, int64_t id, int64_t version, bool leave);
enum err domain_count_cancel(struct tx *tx, int64_t id, int64_t version);

#endif
